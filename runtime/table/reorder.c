/* reorder.c -- see reorder.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/reorder.h"
#include "spill.h"
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

/* Rows on their way to other places: place r gets row from[r]. */
typedef struct Moving {
    uint32_t *from;
    const void *data; /* of the column that is being moved, and where to */
    void *to;
    size_t size;
    Table *table;
} Moving;

#define MOVE(name, T)                                                                              \
    static void name(const Moving *moving, uint64_t first, uint64_t end)                           \
    {                                                                                              \
        T *restrict t = moving->to;                                                                \
        const T *restrict d = moving->data;                                                        \
        const uint32_t *restrict from = moving->from;                                              \
        for (uint64_t r = first; r < end; r++) t[r] = d[from[r]];                                  \
    }
MOVE(move_1, uint8_t)
MOVE(move_2, uint16_t)
MOVE(move_4, uint32_t)
MOVE(move_8, uint64_t)
MOVE(move_16, Key16)

static void move_rows(void *arg, unsigned worker, uint64_t first, uint64_t end)
{
    (void)worker;
    const Moving *moving = arg;
    switch (moving->size) {
    case 1: move_1(moving, first, end); break;
    case 2: move_2(moving, first, end); break;
    case 4: move_4(moving, first, end); break;
    case 8: move_8(moving, first, end); break;
    case 16: move_16(moving, first, end); break; /* Key16 and i128: 16 bytes either way */
    default: assert(false && "a value has 1, 2, 4, 8 or 16 bytes"); break;
    }
}

static void move_to(Moving *moving, Pool *pool, void *to, const void *data, size_t size)
{
    moving->data = data;
    moving->to = to;
    moving->size = size;
    pool_ranges(pool, moving->table->rows, RANGE, move_rows, moving);
}

static void *moved(Moving *moving, Arena *arena, Pool *pool, void *data, size_t size)
{
    if (!data) return NULL;
    void *to = arena_big(arena, size * moving->table->rows);
    move_to(moving, pool, to, data, size);
    arena_big_free(arena, data);
    return to;
}

static void move_keys(Moving *moving, Arena *arena, Pool *pool, Keys *keys)
{
    Key16 *to = arena_big_held(arena, sizeof(Key16) * (moving->table->rows + 1));
    move_to(moving, pool, to, keys->key, sizeof(Key16));
    arena_big_free(arena, keys->key);
    keys->key = to;
}

static void put_file_rows(void *arg, unsigned worker, uint64_t first, uint64_t end)
{
    (void)worker;
    const Moving *moving = arg;
    uint32_t *file_row = moving->to;
    for (uint64_t r = first; r < end; r++)
        file_row[r] = (uint32_t)table_file_row(moving->table, moving->from[r]);
}

/* Rows being sorted by their parents: each share of the rows counts those of every parent, and then
 * knows where its own go. */
typedef struct Sorting {
    const uint32_t *parent; /* of each row */
    uint64_t rows, parents, shares;
    uint32_t *next; /* per share and parent; those without parent are the last */
    uint32_t *from;
    Spill *spill; /* NULL: there is no limit on memory */
} Sorting;

/* Parents are met, and places filled, by chance: after how many rows memory is looked at. */
static uint64_t end_of_look(const Sorting *sorting, uint64_t r, uint64_t end)
{
    spill_ease(sorting->spill);
    return sorting->spill && end - r > SPILL_ROWS ? r + SPILL_ROWS : end;
}

static uint32_t *share_of(const Sorting *sorting, uint64_t share, uint64_t *first, uint64_t *end)
{
    *first = sorting->rows * share / sorting->shares;
    *end = sorting->rows * (share + 1) / sorting->shares;
    return sorting->next + share * (sorting->parents + 1);
}

static void count_shares(void *arg, unsigned worker, uint64_t share, uint64_t end_share)
{
    (void)worker;
    const Sorting *sorting = arg;
    uint64_t none = sorting->parents;
    for (uint64_t first, end; share < end_share; share++) {
        uint32_t *count = share_of(sorting, share, &first, &end);
        for (uint64_t r = first; r < end;)
            for (uint64_t look = end_of_look(sorting, r, end); r < look; r++)
                count[sorting->parent[r] == NO_ROW ? none : sorting->parent[r]]++;
    }
}

static void place_shares(void *arg, unsigned worker, uint64_t share, uint64_t end_share)
{
    (void)worker;
    const Sorting *sorting = arg;
    uint64_t none = sorting->parents;
    for (uint64_t first, end; share < end_share; share++) {
        uint32_t *next = share_of(sorting, share, &first, &end);
        for (uint64_t r = first; r < end;)
            for (uint64_t look = end_of_look(sorting, r, end); r < look; r++)
                sorting->from[next[sorting->parent[r] == NO_ROW ? none : sorting->parent[r]]++] =
                    (uint32_t)r;
    }
}

/* Which row goes to each place: rows of a parent as they stood, those without parent last. */
static uint32_t *places_by_parent(const Column *link, uint64_t parents, Arena *scratch, Pool *pool)
{
    Sorting sorting = {
        .parent = link->u32, .rows = link->count, .parents = parents, .spill = scratch->spill
    };
    sorting.shares = link->count / (parents + 1); /* counts take no more room than rows */
    if (sorting.shares > pool_size(pool)) sorting.shares = pool_size(pool);
    if (!sorting.shares) sorting.shares = 1;
    sorting.next = arena_big(scratch, sizeof(uint32_t) * sorting.shares * (parents + 1));
    sorting.from = arena_big(scratch, sizeof(uint32_t) * (link->count + 1));
    pool_ranges(pool, sorting.shares, 1, count_shares, &sorting);
    uint32_t at = 0;
    for (uint64_t p = 0; p <= parents; p++)
        for (uint64_t share = 0; share < sorting.shares; share++) {
            uint32_t *next = &sorting.next[share * (parents + 1) + p], count = *next;
            *next = at;
            at += count;
        }
    pool_ranges(pool, sorting.shares, 1, place_shares, &sorting);
    arena_big_free(scratch, sorting.next);
    return sorting.from;
}

void order_rows(Table *table, uint64_t parents, Arena *arena, Arena *scratch, Pool *pool)
{
    Moving moving = { .table = table };
    moving.from = places_by_parent(&table->columns[table->first_link], parents, scratch, pool);
    for (size_t f = 0; f < table->schema->field_count; f++) {
        Column *column = &table->columns[f];
        if (!column->data) continue;
        column->data = moved(&moving, arena, pool, column->data, column_item(column));
        column->reason = moved(&moving, arena, pool, column->reason, 1);
    }
    if (table->keys && table->keys->key) move_keys(&moving, arena, pool, table->keys);
    moving.to = arena_big(arena, sizeof(uint32_t) * (table->rows + 1));
    pool_ranges(pool, table->rows, RANGE, put_file_rows, &moving);
    arena_big_free(arena, table->file_row);
    table->file_row = moving.to;
    table->reordered = true;
    table->ordered_by_link = true;
    arena_big_free(scratch, moving.from);
}
