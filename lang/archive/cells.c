/* cells.c -- see cells.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/cells.h"
#include "str.h"
#include <string.h>

typedef struct Splitter {
    Arena *arena;
    Str text;
    size_t at;
    Str *cells;
    size_t count, cap;
} Splitter;

/* The rest of a quoted cell, its first quote passed; false when it does not end. */
static bool quoted(Splitter *s, Str *cell)
{
    Text text = text_open(s->arena);
    for (; s->at < s->text.len; s->at++) {
        char c = s->text.at[s->at];
        if (c == '"' && s->at + 1 < s->text.len && s->text.at[s->at + 1] == '"')
            s->at++;
        else if (c == '"')
            break;
        text_byte(&text, c);
    }
    *cell = text_str(&text);
    return s->at++ < s->text.len;
}

/* The next cell and the byte behind it: ',' or '\n'. */
static bool next_cell(Splitter *s, Str *cell, char *behind)
{
    size_t start = s->at;
    if (s->at < s->text.len && s->text.at[s->at] == '"') {
        s->at++;
        if (!quoted(s, cell)) return false;
    } else {
        while (s->at < s->text.len && s->text.at[s->at] != ',' && s->text.at[s->at] != '\n')
            s->at++;
        *cell = str_slice(s->text, start, s->at);
    }
    if (s->at >= s->text.len) return false;
    *behind = s->text.at[s->at++];
    return *behind == ',' || *behind == '\n';
}

/* The cells of one line; their number in *count. */
static bool next_line(Splitter *s, size_t *count)
{
    char behind = ',';
    for (*count = 0; behind == ','; (*count)++) {
        Str cell;
        if (!next_cell(s, &cell, &behind)) return false;
        GROW(s->arena, s->cells, s->count, s->cap);
        s->cells[s->count++] = cell;
    }
    return true;
}

bool cells_read(Arena *arena, Str text, Cells *cells)
{
    Splitter s = { .arena = arena, .text = text };
    size_t count;
    *cells = (Cells){ 0 };
    if (!next_line(&s, &cells->columns)) return false;
    /* room for all at once: of what grows, the arena keeps every smaller copy */
    size_t lines = 1, room = text.len; /* a cell takes a byte at least: the one behind it */
    for (size_t i = s.at; i < text.len; i++) lines += text.at[i] == '\n';
    if (lines < room / cells->columns) room = lines * cells->columns;
    Str *all = NEW_ARRAY(arena, Str, room + cells->columns);
    memcpy(all, s.cells, cells->columns * sizeof *all);
    s.cells = all;
    s.cap = room + cells->columns;
    while (s.at < text.len) {
        if (!next_line(&s, &count) || count != cells->columns) return false;
        cells->rows++;
    }
    cells->heads = s.cells;
    cells->cells = s.cells + cells->columns;
    return true;
}

Str cells_at(const Cells *cells, size_t row, size_t column)
{
    return cells->cells[row * cells->columns + column];
}

size_t cells_column(const Cells *cells, Str heading)
{
    size_t c = 0;
    while (c < cells->columns && !str_eq(cells->heads[c], heading)) c++;
    return c;
}
