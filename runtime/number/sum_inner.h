/* sum_inner.h -- the inside of a SumSet, shared by sum.c, sum_rows.c and sum_finish.c.
 *
 * A sum per (target, denominator) stands in one of
 *   a plane   int64 sum[target] (u128 square[target]) for one denominator
 *   a cell    i128 sum, u128 square in a hash table: what overflowed a plane, and denominators
 *             beyond the planes' budget
 *   a heap    one GMP fraction per target: what overflowed a cell, and LANE_EXACT values
 * and the target's total is the sum of all of them, so it does not matter what went where.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_SUM_INNER_H
#define LUSTRUM_NUMBER_SUM_INNER_H

#include "number/sum.h"

typedef struct Plane {
    int64_t *sum;
    u128 *square; /* NULL unless SUM_SQUARES; u128, as squares are never negative */
    uint32_t id;  /* number of its denominator in Dens */
} Plane;

/* Arrays that threads with different targets may share. */
typedef struct Shared {
    uint32_t *count;        /* values per target */
    Plane plane;            /* the first plane, set aside at once */
    _Atomic uint32_t owner; /* 1 + the denominator number of `plane`; 0: not yet settled */
} Shared;

typedef struct Cell {
    uint64_t key; /* target << 32 | 1 + denominator number; 0: free */
    i128 sum;
    u128 square;
} Cell;

typedef struct Heap {
    mpq_t sum, square;
} Heap;

struct SumSet {
    Arena *arena;
    Dens *dens;
    size_t rows;
    unsigned keeps;
    Shared *shared;
    Plane *plane; /* plane[0] is the shared one */
    size_t planes, plane_cap;
    size_t plane_bytes;  /* of planes other than the shared one */
    uint32_t *plane_of;  /* 1 + plane, by denominator number; 0: none */
    int64_t **sum_of;    /* that plane's sums; NULL: none */
    size_t plane_of_len; /* of both */
    Cell *cell;
    size_t cells, cell_cap; /* cell_cap is a power of two or 0 */
    Heap **heap;            /* by target; NULL while there is none */
    SumSet *weights;        /* SUM_WEIGHTED: sums of the weights */
};

/* Rows are taken in chunks, so that what is prepared for them stays in the nearest cache. */
enum { CHUNK = 1024 };

/* Rows of one sum_add: which are used (NULL: all), and where they go. */
typedef struct Chunk {
    const uint8_t *use;
    const uint32_t *target; /* NULL: all to fixed */
    uint32_t fixed;
    size_t n;
    const Runs *runs; /* of sums: the rows as runs; NULL where nearly each row is one */
} Chunk;

static inline uint32_t target_of(const Chunk *chunk, size_t i)
{
    return chunk->target ? chunk->target[i] : chunk->fixed;
}

static inline bool is_used(const Chunk *chunk, size_t i)
{
    return (!chunk->use || chunk->use[i]) && target_of(chunk, i) != NO_ROW;
}

/* The bytes of use of rows [start, start + n): mask and known; in room where both say something. */
static inline const uint8_t *used_rows(const Column *value, const uint8_t *mask, size_t start,
                                       size_t n, uint8_t *room)
{
    const uint8_t *reason =
        value && value->reason && !value->constant ? value->reason + start : NULL;
    if (!reason) return mask ? mask + start : NULL;
    if (!mask) {
        for (size_t i = 0; i < n; i++) room[i] = reason[i] == REASON_KNOWN;
    } else {
        for (size_t i = 0; i < n; i++)
            room[i] = (reason[i] == REASON_KNOWN) & (mask[start + i] != 0);
    }
    return room;
}

/* The target's heap, made when first needed. */
Heap *sum_heap(SumSet *set, uint32_t target);
/* heap += x. */
void sum_heap_add(SumSet *set, mpq_ptr heap, mpq_srcptr x);
/* Adds to the target's cell of denominator id. */
void sum_cell_add(SumSet *set, uint32_t target, uint32_t id, i128 sum, u128 square);
/* A plane for denominator id, which has none; NULL when none is affordable. */
const Plane *sum_make_plane(SumSet *set, uint32_t id);

/* The plane of denominator id, or NULL. */
static inline const Plane *plane_of(SumSet *set, uint32_t id)
{
    if (id < set->plane_of_len && set->plane_of[id]) return &set->plane[set->plane_of[id] - 1];
    return sum_make_plane(set, id);
}

static inline void plane_add(SumSet *set, const Plane *plane, uint32_t target, int64_t sum,
                             u128 square)
{
    int64_t *at = &plane->sum[target];
    if (__builtin_add_overflow(*at, sum, at)) {
        /* It wrapped by 2^64: what is there less sum is what was there. */
        int64_t old = (int64_t)((uint64_t)*at - (uint64_t)sum);
        sum_cell_add(set, target, plane->id, (i128)old + sum, 0);
        *at = 0;
    }
    if (plane->square &&
        __builtin_add_overflow(plane->square[target], square, &plane->square[target])) {
        sum_cell_add(set, target, plane->id, 0, plane->square[target] - square);
        plane->square[target] = square;
    }
}

/* Takes note of which denominator the shared plane came to have. */
void sum_settle_shared(SumSet *set);

/* Puts every cell into its target's heap. */
void sum_empty_cells(SumSet *set);

#endif
