/* sum.c -- where a SumSet's sums stand, and how two are put together; see sum.h and sum_inner.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/sum.h"
#include "limit.h"
#include "number/integer.h"
#include "number/sum_inner.h"

enum {
    FIRST_CELLS = 64,
    PLANE_BYTES = 16 << 20, /* of one set's further planes: about what the caches hold */
    /* A partial sum may be longer than the total, whose length LIMIT_BITS bounds; this only ends
     * sums that would grow for ever. */
    PARTIAL_BITS = 8 * LIMIT_BITS
};

/* ---- opening ---- */

static SumSet *open_with(Arena *arena, Dens *dens, size_t rows, unsigned keeps, Shared *shared)
{
    if (keeps & (SUM_SQUARES | SUM_WEIGHTED)) keeps |= SUM_TOTALS;
    SumSet *set = NEW(arena, SumSet);
    *set = (SumSet){ .arena = arena, .dens = dens, .rows = rows, .keeps = keeps };
    set->shared = shared;
    set->plane = arena_grow(arena, NULL, sizeof *set->plane, 0, &set->plane_cap);
    set->plane[0] = shared->plane;
    set->planes = 1;
    return set;
}

static Plane fresh_plane(Arena *arena, size_t rows, unsigned keeps)
{
    Plane plane = { .sum = NEW_ARRAY(arena, int64_t, rows) };
    if (keeps & SUM_SQUARES) plane.square = NEW_ARRAY(arena, u128, rows);
    return plane;
}

SumSet *sum_open(Arena *arena, Dens *dens, size_t rows, unsigned keeps)
{
    assert(rows < NO_ROW);
    Shared *shared = NEW(arena, Shared);
    shared->count = NEW_ARRAY(arena, uint32_t, rows);
    if (keeps != SUM_COUNTS) shared->plane = fresh_plane(arena, rows, keeps);
    SumSet *set = open_with(arena, dens, rows, keeps, shared);
    if (keeps & SUM_WEIGHTED) set->weights = sum_open(arena, dens, rows, SUM_TOTALS);
    return set;
}

SumSet *sum_open_beside(Arena *arena, SumSet *whole)
{
    SumSet *set = open_with(arena, whole->dens, whole->rows, whole->keeps, whole->shared);
    if (whole->weights) set->weights = sum_open_beside(arena, whole->weights);
    return set;
}

/* ---- heaps and cells ---- */

Heap *sum_heap(SumSet *set, uint32_t target)
{
    if (!set->heap) set->heap = NEW_ARRAY(set->arena, Heap *, set->rows);
    if (!set->heap[target]) {
        Heap *heap = NEW(set->arena, Heap);
        Arena *before = number_arena_use(set->arena);
        mpq_inits(heap->sum, heap->square, NULL);
        number_arena_use(before);
        set->heap[target] = heap;
    }
    return set->heap[target];
}

void sum_heap_add(SumSet *set, mpq_ptr heap, mpq_srcptr x)
{
    Arena *before = number_arena_use(set->arena);
    mpq_add(heap, heap, x);
    number_arena_use(before);
    if (mpz_sizeinbase(mpq_denref(heap), 2) > PARTIAL_BITS) {
        number_arena_use(NULL);
        guard_escape(set->arena->guard, WHY_LIMIT);
    }
}

/* heap += num / den; den > 0. */
static void heap_add(SumSet *set, mpq_ptr heap, i128 num, i128 den)
{
    if (num != 0) sum_heap_add(set, heap, exact_from_i128(set->arena, num, den)->a);
}

/* A square sum is a u128 of at most 2^127 twice over: added in halves it fits i128. */
static void heap_add_square(SumSet *set, mpq_ptr heap, u128 num, int64_t den)
{
    i128 square = (i128)den * den;
    heap_add(set, heap, (i128)(num >> 1), square);
    heap_add(set, heap, (i128)(num - (num >> 1)), square);
}

static void empty_cell(SumSet *set, const Cell *cell)
{
    int64_t den = dens_value(set->dens, (uint32_t)cell->key - 1);
    Heap *heap = sum_heap(set, (uint32_t)(cell->key >> 32));
    heap_add(set, heap->sum, cell->sum, den);
    heap_add_square(set, heap->square, cell->square, den);
}

void sum_empty_cells(SumSet *set)
{
    for (size_t i = 0; i < set->cell_cap; i++) {
        if (set->cell[i].key) empty_cell(set, &set->cell[i]);
        set->cell[i].key = 0;
    }
    set->cells = 0;
}

static Cell *find_cell(Cell *cells, size_t cap, uint64_t key)
{
    size_t at = (size_t)((key * 0x9E3779B97F4A7C15u) >> 24) & (cap - 1);
    while (cells[at].key && cells[at].key != key) at = (at + 1) & (cap - 1);
    return &cells[at];
}

static void grow_cells(SumSet *set)
{
    size_t cap = set->cell_cap ? set->cell_cap * 2 : FIRST_CELLS;
    Cell *cells = NEW_ARRAY(set->arena, Cell, cap);
    for (size_t i = 0; i < set->cell_cap; i++) {
        if (set->cell[i].key) *find_cell(cells, cap, set->cell[i].key) = set->cell[i];
    }
    set->cell = cells;
    set->cell_cap = cap;
}

void sum_cell_add(SumSet *set, uint32_t target, uint32_t id, i128 sum, u128 square)
{
    if (set->cells * 2 >= set->cell_cap) grow_cells(set);
    uint64_t key = (uint64_t)target << 32 | (id + 1);
    Cell *cell = find_cell(set->cell, set->cell_cap, key);
    i128 new_sum;
    u128 new_square;
    if (!cell->key) {
        *cell = (Cell){ .key = key, .sum = sum, .square = square };
        set->cells++;
    } else if (__builtin_add_overflow(cell->sum, sum, &new_sum) ||
               __builtin_add_overflow(cell->square, square, &new_square)) {
        empty_cell(set, cell);
        cell->sum = sum;
        cell->square = square;
    } else {
        cell->sum = new_sum;
        cell->square = new_square;
    }
}

/* ---- planes ---- */

/* Whether the shared plane is, or now becomes, the one of denominator id. */
static bool take_shared(SumSet *set, uint32_t id)
{
    uint32_t owner = 0;
    bool mine = atomic_compare_exchange_strong(&set->shared->owner, &owner, id + 1);
    return mine || owner == id + 1;
}

static void note_plane(SumSet *set, uint32_t id, size_t plane)
{
    if (id >= set->plane_of_len) {
        size_t len = set->plane_of_len ? set->plane_of_len : 16;
        while (len <= id) len *= 2;
        uint32_t *longer = NEW_ARRAY(set->arena, uint32_t, len);
        int64_t **sums = NEW_ARRAY(set->arena, int64_t *, len);
        if (set->plane_of_len) memcpy(longer, set->plane_of, set->plane_of_len * sizeof *longer);
        if (set->plane_of_len) memcpy((void *)sums, set->sum_of, set->plane_of_len * sizeof *sums);
        set->plane_of = longer;
        set->sum_of = sums;
        set->plane_of_len = len;
    }
    set->plane_of[id] = (uint32_t)plane + 1;
    set->sum_of[id] = set->plane[plane].sum;
}

const Plane *sum_make_plane(SumSet *set, uint32_t id)
{
    if (take_shared(set, id)) {
        set->plane[0].id = id;
        note_plane(set, id, 0);
        return &set->plane[0];
    }
    size_t bytes = set->rows * (sizeof(int64_t) + (set->keeps & SUM_SQUARES ? sizeof(u128) : 0));
    if (set->plane_bytes + bytes > PLANE_BYTES) return NULL;
    set->plane_bytes += bytes;
    GROW(set->arena, set->plane, set->planes, set->plane_cap);
    set->plane[set->planes] = fresh_plane(set->arena, set->rows, set->keeps);
    set->plane[set->planes].id = id;
    note_plane(set, id, set->planes);
    return &set->plane[set->planes++];
}

/* ---- merging ---- */

void sum_settle_shared(SumSet *set)
{
    uint32_t owner = atomic_load(&set->shared->owner);
    if (owner == 0) return;
    set->plane[0].id = owner - 1;
    note_plane(set, owner - 1, 0);
}

static void merge_plane(SumSet *into, const Plane *from)
{
    for (uint32_t target = 0; target < into->rows; target++) {
        int64_t sum = from->sum[target];
        u128 square = from->square ? from->square[target] : 0;
        if (sum == 0 && square == 0) continue;
        const Plane *plane = plane_of(into, from->id);
        if (plane)
            plane_add(into, plane, target, sum, square);
        else
            sum_cell_add(into, target, from->id, sum, square);
    }
}

static void merge_heaps(SumSet *into, const SumSet *from)
{
    for (uint32_t target = 0; from->heap && target < into->rows; target++) {
        if (!from->heap[target]) continue;
        Heap *heap = sum_heap(into, target);
        sum_heap_add(into, heap->sum, from->heap[target]->sum);
        sum_heap_add(into, heap->square, from->heap[target]->square);
    }
}

void sum_merge(SumSet *into, SumSet *from)
{
    assert(into->rows == from->rows && into->keeps == from->keeps);
    bool apart = into->shared != from->shared;
    sum_settle_shared(into);
    sum_settle_shared(from);
    if (apart) {
        for (size_t t = 0; t < into->rows; t++) into->shared->count[t] += from->shared->count[t];
    }
    bool first = apart && atomic_load(&from->shared->owner) != 0;
    for (size_t p = first ? 0 : 1; p < from->planes; p++) merge_plane(into, &from->plane[p]);
    for (size_t i = 0; i < from->cell_cap; i++) {
        const Cell *cell = &from->cell[i];
        if (!cell->key) continue;
        uint32_t target = (uint32_t)(cell->key >> 32), id = (uint32_t)cell->key - 1;
        sum_cell_add(into, target, id, cell->sum, cell->square);
    }
    merge_heaps(into, from);
    if (into->weights) sum_merge(into->weights, from->weights);
}

uint32_t sum_count_at(const SumSet *set, size_t row)
{
    return set->shared->count[row];
}
