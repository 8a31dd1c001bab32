/* moves.c -- see moves.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/moves.h"
#include "result/links.h"
#include "result/support.h"
#include <stdlib.h>

/* A row under its key. */
typedef struct Row {
    Str key;
    size_t row;
} Row;

typedef struct Side {
    const Cells *cells;
    Row *rows; /* by key */
} Side;

static int by_key(const void *left, const void *right)
{
    const Row *a = left, *b = right;
    int order = str_compare(a->key, b->key);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static Str joined(Arena *arena, const Cells *cells, size_t row, const Str *heads, size_t count)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < count; i++) {
        size_t column = cells_column(cells, heads[i]);
        if (i) text_byte(&text, MOVE_PART);
        if (column < cells->columns) text_add(&text, cells_at(cells, row, column));
    }
    return text_str(&text);
}

static Side side_of(Arena *arena, const KeptFile *file, const Cells *cells)
{
    Side side = { cells, NEW_ARRAY(arena, Row, cells->rows + 1) };
    for (size_t i = 0; i < cells->rows; i++)
        side.rows[i] = (Row){ joined(arena, cells, i, file->keys, file->key_count), i };
    if (cells->rows > 1) qsort(side.rows, cells->rows, sizeof *side.rows, by_key);
    return side;
}

/* A heading's part before its last dot, and the part behind it. */
static Str before_dot(Str heading, Str *part)
{
    for (size_t i = heading.len; i > 0; i--) {
        if (heading.at[i - 1] != '.') continue;
        *part = str_slice(heading, i, heading.len);
        return str_slice(heading, 0, i - 1);
    }
    *part = STR_EMPTY;
    return heading;
}

static bool is_among(const Str *names, size_t count, Str heading)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], heading)) return true;
    return false;
}

static bool has_reason(Arena *arena, const Cells *cells, Str measure)
{
    return cells_column(cells, str_printf(arena, "%S.reason", measure)) < cells->columns;
}

static MoveKind kind_of(Arena *arena, const KeptFile *file, const Cells *cells, Str heading,
                        Str *measure)
{
    Str part, inner, name = before_dot(heading, &part);
    *measure = STR_EMPTY;
    if (is_among(file->names, file->name_count, heading)) return MOVE_OTHER;
    if (str_eq(file->name, STR(LINKS_NAME)) || str_eq(file->name, STR(SUPPORT_NAME)))
        return MOVE_OTHER;
    if (str_eq(file->name, STR("nation.csv")))
        return str_eq(heading, STR("value")) ? MOVE_FIGURE : MOVE_OTHER;
    if (str_eq(heading, STR("finding")) || str_eq(part, STR("finding"))) return MOVE_FINDING;
    if (str_eq(part, STR("band"))) {
        *measure = name;
        return MOVE_BAND;
    }
    if (str_eq(part, STR("reason")) && str_eq(before_dot(name, &inner), STR("finding")))
        return MOVE_OTHER;
    if (part.len == 0 && !has_reason(arena, cells, heading))
        return str_eq(heading, STR("status")) ? MOVE_OTHER : MOVE_POWER;
    *measure = before_dot(heading, &part);
    return part.len ? MOVE_OTHER : MOVE_FIGURE;
}

static Move *add(Moves *moves, Move move)
{
    GROW(moves->arena, moves->items, moves->count, moves->cap);
    moves->items[moves->count] = move;
    return &moves->items[moves->count++];
}

/* Columns that one side alone has. */
static void add_columns(Moves *moves, const KeptFile *file, const Cells *has, const Cells *other,
                        bool came)
{
    for (size_t c = 0; c < has->columns; c++) {
        if (cells_column(other, has->heads[c]) < other->columns) continue;
        Move *move = add(moves, (Move){ .file = file->name, .column = has->heads[c] });
        move->kind = kind_of(moves->arena, file, has, has->heads[c], &move->measure);
        move->key = move->name = move->before = move->after = STR_EMPTY;
        move->came = came;
        move->went = !came;
    }
}

static void add_row(Moves *moves, const KeptFile *file, const Side *side, const Row *row, bool came)
{
    Str name = joined(moves->arena, side->cells, row->row, file->names, file->name_count);
    add(moves, (Move){ .kind = MOVE_OTHER,
                       .file = file->name,
                       .key = row->key,
                       .name = name,
                       .column = STR_EMPTY,
                       .measure = STR_EMPTY,
                       .before = STR_EMPTY,
                       .after = STR_EMPTY,
                       .came = came,
                       .went = !came });
}

static void add_cells(Moves *moves, const KeptFile *file, const Side *before, const Row *old,
                      const Side *after, const Row *new)
{
    for (size_t c = 0; c < before->cells->columns; c++) {
        Str heading = before->cells->heads[c];
        size_t other = cells_column(after->cells, heading);
        if (other == after->cells->columns || is_among(file->keys, file->key_count, heading))
            continue;
        Str was = cells_at(before->cells, old->row, c),
            is = cells_at(after->cells, new->row, other);
        if (str_eq(was, is)) continue;
        Move *move = add(moves, (Move){ .file = file->name, .key = old->key, .column = heading });
        move->name = joined(moves->arena, before->cells, old->row, file->names, file->name_count);
        move->kind = kind_of(moves->arena, file, before->cells, heading, &move->measure);
        move->before = was;
        move->after = is;
    }
}

void moves_add(Moves *moves, const KeptFile *file, const Cells *before, const Cells *after)
{
    Side old = side_of(moves->arena, file, before), new = side_of(moves->arena, file, after);
    add_columns(moves, file, before, after, false);
    add_columns(moves, file, after, before, true);
    for (size_t a = 0, b = 0; a < before->rows || b < after->rows;) {
        int order = a == before->rows  ? 1
                    : b == after->rows ? -1
                                       : str_compare(old.rows[a].key, new.rows[b].key);
        if (order < 0)
            add_row(moves, file, &old, &old.rows[a++], false);
        else if (order > 0)
            add_row(moves, file, &new, &new.rows[b++], true);
        else
            add_cells(moves, file, &old, &old.rows[a++], &new, &new.rows[b++]);
    }
}

Str moves_words(Arena *arena, Str parts)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < parts.len; i++) {
        if (parts.at[i] == MOVE_PART)
            text_add(&text, STR(" / "));
        else
            text_byte(&text, parts.at[i]);
    }
    return text_str(&text);
}
