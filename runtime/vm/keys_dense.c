/* keys_dense.c -- see keys_dense.h.
 *
 * No row has a branch that goes now this way, now that: half of them may be missing, in no order,
 * so what is not known is taken out by arithmetic.  Marks in a table are all the same, so it does
 * not matter which thread comes last. SPDX-License-Identifier: Apache-2.0 */
#include "vm/keys_dense.h"

enum { RANGE = 1 << 15, CACHE_LINE = 64 };

/* ---- whole numbers ---- */

/* What one thread found. */
typedef struct Bounds {
    _Alignas(CACHE_LINE) int64_t low;
    int64_t high;
    uint64_t known;
} Bounds;

typedef struct Near {
    const int64_t *number;
    const uint8_t *reason; /* NULL: all are known */
    Bounds *bounds;        /* by worker */
    uint32_t *dense;       /* the last place is for those that are missing */
    uint64_t low, none;    /* ... which is this */
    uint32_t *id;
} Near;

static void find_bounds(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    const Near *near = arg;
    const int64_t *restrict number = near->number;
    const uint8_t *restrict reason = near->reason;
    Bounds own = near->bounds[worker];
    for (uint64_t i = from; !reason && i < to; i++) {
        own.low = number[i] < own.low ? number[i] : own.low;
        own.high = number[i] > own.high ? number[i] : own.high;
    }
    if (!reason) own.known += to - from;
    for (uint64_t i = from; reason && i < to; i++) {
        int64_t here = reason[i] ? INT64_MAX : number[i], there = reason[i] ? INT64_MIN : number[i];
        own.low = here < own.low ? here : own.low;
        own.high = there > own.high ? there : own.high;
        own.known += reason[i] == 0;
    }
    near->bounds[worker] = own;
}

static Bounds all_bounds(Near *near, Arena *scrap, Pool *pool, uint64_t rows)
{
    unsigned workers = pool_size(pool);
    Bounds all = { INT64_MAX, INT64_MIN, 0 };
    near->bounds = arena_array(scrap, workers, sizeof(Bounds), CACHE_LINE);
    for (unsigned w = 0; w < workers; w++) near->bounds[w] = all;
    pool_ranges(pool, rows, RANGE, find_bounds, near);
    for (unsigned w = 0; w < workers; w++) {
        const Bounds *own = &near->bounds[w];
        all.low = own->low < all.low ? own->low : all.low;
        all.high = own->high > all.high ? own->high : all.high;
        all.known += own->known;
    }
    return all;
}

/* What is marked is not written again: the few places of few keys are in every thread's cache. */
static inline void mark(uint32_t *place)
{
    if (!__atomic_load_n(place, __ATOMIC_RELAXED)) __atomic_store_n(place, 1, __ATOMIC_RELAXED);
}

static void mark_numbers(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Near *near = arg;
    const int64_t *restrict number = near->number;
    const uint8_t *restrict reason = near->reason;
    uint32_t *dense = near->dense;
    uint64_t low = near->low, none = near->none;
    for (uint64_t i = from; !reason && i < to; i++) mark(&dense[(uint64_t)number[i] - low]);
    for (uint64_t i = from; reason && i < to; i++)
        mark(&dense[reason[i] ? none : (uint64_t)number[i] - low]);
}

static void number_rows(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Near *near = arg;
    const int64_t *restrict number = near->number;
    const uint8_t *restrict reason = near->reason;
    const uint32_t *restrict dense = near->dense;
    uint32_t *restrict id = near->id;
    uint64_t low = near->low, none = near->none; /* where 0 stands: one less is NO_ROW */
    for (uint64_t i = from; !reason && i < to; i++) id[i] = dense[(uint64_t)number[i] - low] - 1;
    for (uint64_t i = from; reason && i < to; i++)
        id[i] = dense[reason[i] ? none : (uint64_t)number[i] - low] - 1;
}

void keys_keep(KeySet *set, Arena *arena, const Column *column, const int64_t *value)
{
    set->value = *column;
    set->value.i64 = NEW_ARRAY(arena, int64_t, set->count);
    if (set->count) memcpy(set->value.i64, value, set->count * sizeof *value);
    set->value.reason = NULL;
    set->value.count = set->count;
}

bool keys_of_near(KeySet *set, Arena *arena, Arena *scrap, Pool *pool, const Column *column,
                  uint32_t *id, uint64_t rows)
{
    Near near = { .number = column->i64, .reason = column->reason, .id = id };
    Bounds bounds = all_bounds(&near, scrap, pool, rows);
    uint64_t range = (uint64_t)bounds.high - (uint64_t)bounds.low;
    if (!bounds.known || range >= DENSE_RANGE) return false;
    set->low = bounds.low;
    set->range = range + 1;
    set->dense = NEW_ARRAY(arena, uint32_t, set->range + 1);
    near.dense = set->dense;
    near.low = (uint64_t)set->low;
    near.none = set->range;
    pool_ranges(pool, rows, RANGE, mark_numbers, &near);
    set->dense[near.none] = 0;
    int64_t *value = NEW_ARRAY(scrap, int64_t, set->range);
    for (uint64_t at = 0; at < set->range; at++) {
        if (!set->dense[at]) continue;
        value[set->count++] = set->low + (int64_t)at;
        set->dense[at] = set->count;
    }
    keys_keep(set, arena, column, value);
    pool_ranges(pool, rows, RANGE, number_rows, &near);
    return true;
}

/* ---- tuples ---- */

typedef struct Growing {
    const TrieLevel *level;
    uint32_t *node;
    const uint32_t *id;
    uint64_t cells;
} Growing;

static void mark_tuples(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Growing *growing = arg;
    const uint32_t *node = growing->node, *id = growing->id;
    uint32_t *dense = growing->level->dense, ids = growing->level->ids;
    uint64_t cells = growing->cells;
    for (uint64_t i = from; i < to; i++) {
        bool in = (node[i] != NO_ROW) & (id[i] != NO_ROW);
        mark(&dense[in ? (uint64_t)node[i] * ids + id[i] : cells]); /* the last is nobody's */
    }
}

void trie_go_densely(const TrieLevel *level, uint32_t *restrict node, const uint32_t *restrict id,
                     size_t n)
{
    const uint32_t *restrict dense = level->dense;
    uint32_t nodes = level->nodes, ids = level->ids;
    for (size_t i = 0; i < n; i++) {
        bool in = (node[i] < nodes) & (id[i] < ids); /* NO_ROW is of no node */
        uint32_t to = dense[in ? (size_t)node[i] * ids + id[i] : 0] - 1;
        node[i] = in ? to : NO_ROW;
    }
}

static void go_down(void *arg, unsigned worker, uint64_t from, uint64_t to)
{
    (void)worker;
    const Growing *growing = arg;
    trie_go(growing->level, growing->node + from, growing->id + from, to - from);
}

void trie_grow_densely(TrieLevel *level, Arena *arena, Pool *pool, uint32_t *node,
                       const uint32_t *id, size_t n)
{
    uint64_t cells = (uint64_t)level->nodes * level->ids;
    level->dense = NEW_ARRAY(arena, uint32_t, cells + 1);
    Growing growing = { level, node, id, cells };
    pool_ranges(pool, n, RANGE, mark_tuples, &growing);
    for (uint64_t c = 0; c < cells; c++)
        if (level->dense[c]) level->dense[c] = ++level->next_count;
    pool_ranges(pool, n, RANGE, go_down, &growing);
}
