/* sum_inner.h -- the inside of a SumSet, shared by sum.c and sum_finish.c.
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
    size_t plane_bytes; /* of planes other than the shared one */
    uint32_t *plane_of; /* 1 + plane, by denominator number; 0: none */
    size_t plane_of_len;
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
} Chunk;

static inline uint32_t target_of(const Chunk *chunk, size_t i)
{
    return chunk->target ? chunk->target[i] : chunk->fixed;
}

static inline bool is_used(const Chunk *chunk, size_t i)
{
    return (!chunk->use || chunk->use[i]) && target_of(chunk, i) != NO_ROW;
}

/* The end of the run of rows from i on that share a target. */
static inline size_t run_end(const Chunk *chunk, size_t i)
{
    if (!chunk->target) return chunk->n;
    uint32_t target = chunk->target[i];
    do i++;
    while (i < chunk->n && chunk->target[i] == target);
    return i;
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

/* Takes note of which denominator the shared plane came to have. */
void sum_settle_shared(SumSet *set);

/* Puts every cell into its target's heap. */
void sum_empty_cells(SumSet *set);

#endif
