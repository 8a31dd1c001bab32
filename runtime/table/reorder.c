/* reorder.c -- see reorder.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/reorder.h"
#include "table/key.h"
#include <stdatomic.h>

typedef struct Holding {
    const uint32_t *row;
    _Atomic bool broken;
} Holding;

enum { RANGE = 1 << 16 };

static void look_at_order(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    Holding *holding = arg;
    const uint32_t *row = holding->row;
    bool broken = from && row[from - 1] > row[from];
    for (uint64_t r = from + 1; r < to; r++) broken |= row[r - 1] > row[r];
    if (broken) holding->broken = true;
}

bool order_holds(const Column *link, Pool *pool)
{
    Holding holding = { .row = link->u32 };
    pool_ranges(pool, link->count, RANGE, look_at_order, &holding);
    return !holding.broken;
}

#define MOVE(name, T)                                                                              \
    static void name(void *to, const void *data, const uint32_t *from, size_t rows)                \
    {                                                                                              \
        T *restrict t = to;                                                                        \
        const T *restrict d = data;                                                                \
        for (size_t r = 0; r < rows; r++) t[r] = d[from[r]];                                       \
    }
MOVE(move_1, uint8_t)
MOVE(move_2, uint16_t)
MOVE(move_4, uint32_t)
MOVE(move_8, uint64_t)
MOVE(move_16, Key16)

static void move(void *out, const void *data, size_t size, const uint32_t *from, size_t rows)
{
    switch (size) {
    case 1: move_1(out, data, from, rows); break;
    case 2: move_2(out, data, from, rows); break;
    case 4: move_4(out, data, from, rows); break;
    case 8: move_8(out, data, from, rows); break;
    case 16: move_16(out, data, from, rows); break; /* Key16 and i128: 16 bytes either way */
    default: assert(false && "a value has 1, 2, 4, 8 or 16 bytes"); break;
    }
}

static void *moved(Arena *arena, void *data, size_t size, const uint32_t *from, size_t rows)
{
    if (!data) return NULL;
    void *out = arena_big(arena, size * rows);
    move(out, data, size, from, rows);
    arena_big_free(arena, data);
    return out;
}

static void move_keys(Arena *arena, Keys *keys, const uint32_t *from, size_t rows)
{
    Key16 *out = arena_big_held(arena, sizeof(Key16) * (rows + 1));
    move(out, keys->key, sizeof(Key16), from, rows);
    arena_big_free(arena, keys->key);
    keys->key = out;
}

/* Which row goes to each place: rows of a parent as they stood, those without parent last. */
static uint32_t *places_by_parent(const Column *link, uint64_t parents, Arena *scratch)
{
    uint32_t *next = arena_big(scratch, sizeof(uint32_t) * (parents + 2));
    uint32_t *from = arena_big(scratch, sizeof(uint32_t) * (link->count + 1));
    for (size_t r = 0; r < link->count; r++)
        next[1 + (link->u32[r] == NO_ROW ? parents : link->u32[r])]++;
    for (size_t p = 1; p <= parents; p++) next[p] += next[p - 1];
    for (size_t r = 0; r < link->count; r++)
        from[next[link->u32[r] == NO_ROW ? parents : link->u32[r]]++] = (uint32_t)r;
    arena_big_free(scratch, next);
    return from;
}

void order_rows(Table *table, uint64_t parents, Arena *arena, Arena *scratch)
{
    size_t rows = table->rows;
    uint32_t *from = places_by_parent(&table->columns[table->first_link], parents, scratch);
    for (size_t f = 0; f < table->schema->field_count; f++) {
        Column *column = &table->columns[f];
        if (!column->data) continue;
        column->data = moved(arena, column->data, column_item(column), from, rows);
        column->reason = moved(arena, column->reason, 1, from, rows);
    }
    if (table->keys && table->keys->key) move_keys(arena, table->keys, from, rows);
    uint32_t *file_row = arena_big(arena, sizeof(uint32_t) * (rows + 1));
    for (size_t r = 0; r < rows; r++) file_row[r] = (uint32_t)table_file_row(table, from[r]);
    arena_big_free(arena, table->file_row);
    table->file_row = file_row;
    table->reordered = true;
    table->ordered_by_link = true;
    arena_big_free(scratch, from);
}
