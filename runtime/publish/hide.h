/* hide.h -- which counts of a publication are hidden, so that none of them can be worked out again
 * from those that are shown.
 *
 * The counts are cells, and known sums bind them: the parts of a whole, such as the groups of a
 * school or the schools of a region.  A reader knows every shown cell and every sum exactly.  Small
 * cells are hidden first; then others beside them, until for every hidden cell there are `width`
 * different whole numbers that it could be while all that is shown stays as it is.  Each of these
 * numbers is proved by a set of counts that has it (see kernel.c), so the answer holds against any
 * reader, however clever.
 *
 * Tables of the same rows that were published before can stand beside them: their hidden cells are
 * the same cells, or further ones, and their sums are further sums (runtime/result/known.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PUBLISH_HIDE_H
#define LUSTRUM_PUBLISH_HIDE_H

#include "arena.h"

typedef struct HideCell {
    int64_t count;   /* what it is, at least 0; smaller ones are hidden before greater ones */
    int64_t down;    /* how much less it could be, for all that is known beside it; more it always
                      * could be */
    bool hidden;     /* in: it is small; out: it is not shown */
    bool known;      /* a reader knows it from elsewhere: it is never hidden beside others */
    bool late;       /* it is hidden beside others only where nothing else is left */
    uint32_t never;  /* 1 + the first of HideJob.nevers that is its own; 0: none is */
    uint32_t height; /* out: how many sums lie under it, one below the other */
} HideCell;

/* The parts of a whole.  What else belongs to the whole is taken to be known; a whole of nought
 * that is not hidden stands for one that is known. */
typedef struct HideSum {
    const uint32_t *parts;
    uint32_t count;
    uint32_t whole;
    bool earlier; /* of tables that were published before: what they show is left out */
} HideSum;

/* A cell is known not to be so much more. */
typedef struct HideNever {
    uint32_t cell;
    int64_t more; /* not 0 */
} HideNever;

typedef struct HideJob {
    HideCell *cells;
    uint32_t cell_count;
    uint32_t table_count; /* the first cells stand in tables; others in none: they may be told */
    const HideSum *sums;
    uint32_t sum_count;
    const HideNever *nevers; /* ascending by cell */
    size_t never_count;
    int64_t width;  /* at least 2 */
    Arena *arena;   /* of what is made on the way */
    Arena *scratch; /* emptied often */
} HideJob;

/* Hides what must be hidden.  Sums are looked at in their order; of equal choices the cell of the
 * lower number is taken.  A cell of nought is not hidden beside others.  False: *cell is hidden
 * with all that it is bound to, and still can be told. */
bool hide_cells(const HideJob *job, uint32_t *cell);

/* ---- kernel.c ---- */

/* The hidden cells that are bound to each other, and the sums between them. */
typedef struct HideKnot {
    const uint32_t *cells; /* of HideJob.cells, ascending */
    uint32_t count;
    const uint32_t *sums; /* of HideJob.sums, ascending */
    uint32_t sum_count;
} HideKnot;

/* safe[i] = true where cells[i] of the knot is proved to have `width` values: where it is wanted
 * and can be proved in so many tries, and where that proof is one for it, too.  `place` is room for
 * a number per cell of the job, UINT32_MAX before and after.  False: a number passed 64 bits on the
 * way, and nothing is proved. */
bool kernel_prove(const HideJob *job, const HideKnot *knot, uint32_t *place, const bool *wanted,
                  bool *safe, int tries);

#endif
