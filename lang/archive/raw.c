/* raw.c -- see bundle.h: lines of a CSV file as they stand in it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"

/* The end of the row that begins at `at`: behind its line end, or that of the file.  A line end
 * between quotes is part of a cell. */
static size_t row_end(Str file, size_t at)
{
    bool quoted = false;
    for (; at < file.len; at++) {
        char c = file.at[at];
        if (c == '"') quoted = !quoted;
        if (!quoted && c == '\n') return at + 1;
    }
    return at;
}

Str raw_rows(Arena *arena, Str file, const bool *rows, uint64_t count)
{
    Text text = text_open(arena);
    uint64_t number = 1;
    for (size_t at = 0; at < file.len; number++) {
        size_t end = row_end(file, at);
        bool wanted = number == 1 || (number <= count && rows[number]);
        if (wanted) text_add(&text, str_slice(file, at, end));
        if (wanted && text.len && text.at[text.len - 1] != '\n') text_byte(&text, '\n');
        at = end;
    }
    return text_str(&text);
}

/* The unit's keys stand in the first columns of every file of its level. */
static bool is_of_unit(const Bundle *b, const Cells *cells, const KeptFile *file, size_t row)
{
    for (size_t k = 0; k < b->key_parts; k++) {
        size_t column = cells_column(cells, file->keys[k]);
        if (column == cells->columns || !str_eq(cells_at(cells, row, column), b->key[k]))
            return false;
    }
    return true;
}

Str raw_of_unit(const Bundle *b, Arena *arena, const KeptFile *file, Str text)
{
    Cells cells;
    bool any = false;
    if (!cells_read(arena, text, &cells) || file->key_count < b->key_parts) return STR_EMPTY;
    bool *rows = NEW_ARRAY(arena, bool, cells.rows + 2);
    for (size_t row = 0; row < cells.rows; row++) {
        rows[row + 2] = is_of_unit(b, &cells, file, row);
        any |= rows[row + 2];
    }
    return any ? raw_rows(arena, text, rows, cells.rows + 1) : STR_EMPTY;
}
