/* sum.h -- counts, sums, means and deviations of rows by target row: exact, so the same in whatever
 * order rows come and however they are split among threads.
 *
 * A SumSet belongs to one thread and lives in its arena.  Per target it keeps the count of values
 * and one integer sum (and sum of squares) per distinct denominator: int64 in dense arrays while
 * the number of denominators is small, 128 bits in a hash table beyond that or on overflow, and a
 * GMP fraction beyond that.  They are put together once per target, by sum_finish.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_SUM_H
#define LUSTRUM_NUMBER_SUM_H

#include "number/lane.h"
#include "number/runs.h"

enum {
    SUM_COUNTS = 0,  /* only the count of values */
    SUM_TOTALS = 1,  /* sums and means */
    SUM_SQUARES = 2, /* deviations; implies SUM_TOTALS */
    SUM_WEIGHTED = 4 /* weighted means; implies SUM_TOTALS */
};

typedef struct SumSet SumSet;

/* A set for `rows` targets.  arena is this thread's and lives until the set is finished or
 * merged. */
SumSet *sum_open(Arena *arena, Dens *dens, size_t rows, unsigned keeps);
/* A set for another thread that writes into the same dense arrays.  Only for threads whose target
 * rows differ (children in contiguous ranges): saves memory and merging when there are many
 * targets.  To be merged into `whole` like any other; `whole` and its arena must outlive it. */
SumSet *sum_open_beside(Arena *arena, SumSet *whole);

/* Adds value[i] to target[i] (to `fixed` when target is NULL) for i < n; left out are rows whose
 * mask is 0 (NULL: none), whose target is NO_ROW and whose value is missing.  value may be a
 * number, TYPE_YESNO (yes is 1, so the mean is the share) or NULL (rows are counted).  A root
 * number escapes with WHY_INTERNAL. */
void sum_add(SumSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
             uint32_t fixed, size_t n);
/* The same where the runs of target[n] are known, or NULL: it has nearly as many as rows. */
void sum_add_runs(SumSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
                  const Runs *runs, size_t n);
/* sum_add for a set of SUM_WEIGHTED; rows whose weight is missing are left out too.  work is for
 * the products. */
void sum_add_weighted(SumSet *set, LaneWork *work, const Column *value, const Column *weight,
                      const uint8_t *mask, const uint32_t *target, uint32_t fixed, size_t n);

/* Adds what `from` holds; `from` is not to be used again.  Both were opened alike. */
void sum_merge(SumSet *into, SumSet *from);

typedef enum {
    SUM_COUNT,                /* how many values */
    SUM_TOTAL,                /* 0 of nothing */
    SUM_MEAN,                 /* missing for REASON_NOTHING when there are no values */
    SUM_SAMPLE_DEVIATION,     /* root((n S2 - S1^2) / (n (n - 1))); missing below 2 values */
    SUM_POPULATION_DEVIATION, /* root((n S2 - S1^2) / n^2); missing below 1 */
    SUM_SAMPLE_VARIANCE,
    SUM_POPULATION_VARIANCE,
    SUM_WEIGHTED_MEAN, /* sum of w x / sum of w; missing when that is 0 */
    SUM_WEIGHT         /* sum of w */
} SumWhat;

/* A column over the target rows; its arrays (big ones by arena_big) and numbers live in arena.  May
 * be called several times. */
void sum_finish(SumSet *set, Arena *arena, SumWhat what, Column *out);

/* The same in parts, for totals that need fractions of many digits: sum_finish_open makes *out, and
 * is NULL where that was all; else sum_finish_rows makes the figures of targets [from, to), by any
 * thread, numbers in its own arena and scraps in another, and sum_finish_close comes last. */
typedef struct SumFinish SumFinish;
SumFinish *sum_finish_open(SumSet *set, Arena *arena, SumWhat what, Column *out);
void sum_finish_rows(const SumFinish *finish, Arena *arena, Arena *scraps, size_t from, size_t to);
void sum_finish_close(SumFinish *finish);
/* How many values target row `row` has. */
uint32_t sum_count_at(const SumSet *set, size_t row);

/* ---- least and greatest (best.c) ---- */

typedef struct BestSet BestSet;

/* The greatest (or least) value per target; values may be any numbers, root numbers too. */
BestSet *best_open(Arena *arena, Dens *dens, size_t rows, bool greatest);
/* The same; best_finish gives the column arrays that are in `life` (another, which lives as long as
 * the column, and is used by this call alone) where it need not make its own. */
BestSet *best_open_in(Arena *arena, Arena *life, Dens *dens, size_t rows, bool greatest);
BestSet *best_open_beside(Arena *arena, BestSet *whole);
/* As sum_add; value also may be a date, year or band.  Root numbers are copied. */
void best_add(BestSet *set, const Column *value, const uint8_t *mask, const uint32_t *target,
              uint32_t fixed, size_t n);
/* The same of near[n], which is value (of LANE_I64) in 16 bits, none near their ends; use[n] (NULL:
 * all) says which rows count: the mask and the reasons together.  scrap is for the call. */
void best_add_near(BestSet *set, Arena *scrap, const Column *value, const int16_t *near,
                   const uint8_t *use, const Runs *runs, size_t n);
void best_merge(BestSet *into, BestSet *from);
/* Missing for REASON_NOTHING where there was no value.  The column's type is the added values'. */
void best_finish(BestSet *set, Arena *arena, Column *out);

#endif
