/* lane_inner.h -- what the lane_*.c files share and nobody else sees.
 *
 * A kernel tries the narrowest lane that holds its operands; where a batch overflows it tries the
 * next: I64, I128, EXACT, or Q64, EXACT.  `Operand` is a column as a loop sees it: step 0 repeats
 * a constant's one item.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_LANE_INNER_H
#define LUSTRUM_NUMBER_LANE_INNER_H

#include "number/integer.h"
#include "number/lane.h"

/* What is known of the denominators numbered a and b: for a sum, that of the result (the least
 * common multiple) and what to multiply the numerators by; for a product, that of the result. */
struct LanePair {
    uint32_t a, b;   /* stored + 1, so that zeroed memory matches nothing */
    uint32_t result; /* the result's denominator */
    bool fits;       /* false: go to LANE_EXACT */
    int64_t by_a, by_b;
};

/* A denominator and its number, remembered by this thread. */
struct LaneDen {
    int64_t den; /* 0: free */
    uint32_t id;
};

typedef struct Operand {
    const int64_t *num;
    const uint32_t *den; /* numbers in Dens */
    size_t step, den_step;
    uint32_t own; /* den of a LANE_I64 column; `den` may point here, so an Operand does not move */
} Operand;

/* Sets *o up over column a, which is LANE_I64 or LANE_Q64; false when a's den has no number. */
bool lane_operand(LaneWork *work, Operand *o, const Column *a);

/* The number of den; false when there is no room for a new one. */
bool lane_den_id(LaneWork *work, int64_t den, uint32_t *id);

enum { LANE_PAIRS = 1024 }; /* of each memo table: 32 KB, so that it stays in the cache */

const LanePair *lane_learn_sum(LaneWork *work, LanePair *pair, uint32_t a, uint32_t b);
const LanePair *lane_learn_product(LaneWork *work, LanePair *pair, uint32_t a, uint32_t b);
/* Sees to it that the tables are there before a loop asks them. */
void lane_need_tables(LaneWork *work);

static inline size_t lane_pair_slot(uint32_t a, uint32_t b)
{
    return ((a * 0x9E3779B1u) ^ (b * 0x85EBCA77u)) >> 22;
}

static inline const LanePair *lane_sum_of(LaneWork *work, uint32_t a, uint32_t b)
{
    LanePair *pair = &work->sums[lane_pair_slot(a, b)];
    if (pair->a == a + 1 && pair->b == b + 1) return pair;
    return lane_learn_sum(work, pair, a, b);
}

static inline const LanePair *lane_product_of(LaneWork *work, uint32_t a, uint32_t b)
{
    LanePair *pair = &work->products[lane_pair_slot(a, b)];
    if (pair->a == a + 1 && pair->b == b + 1) return pair;
    return lane_learn_product(work, pair, a, b);
}

/* A fresh column of n rows (one, for a constant) with its arrays in the batch's arena. */
Column lane_fresh(LaneWork *work, Type type, Lane lane, bool constant, size_t n);

/* Rows to work on: 1 for a constant. */
static inline size_t lane_rows(const Column *a, size_t n)
{
    return a->constant ? 1 : n;
}

/* The reasons of a result of a and b: a's where missing, else b's.  NULL when all is known; may be
 * an operand's own array. */
uint8_t *lane_reasons(LaneWork *work, const Column *a, const Column *b, bool constant, size_t n);

/* A result all of whose rows are missing, or any harmless numbers where `reason` says so. */
Column lane_blank(LaneWork *work, Type type, uint8_t *reason, bool constant, size_t n);

/* The lane in which an operation on a and b begins. */
Lane lane_of(const LaneWork *work, const Column *a, const Column *b);

/* One row with a constant operand missing makes every row missing: whether that is so; then *out is
 * the result. */
bool lane_all_missing(LaneWork *work, Column *out, Type type, const Column *a, const Column *b,
                      size_t n);

/* a as LANE_I64 or LANE_Q64; false when it does not fit them. */
bool lane_narrow_operand(LaneWork *work, Column *out, const Column *a, size_t n);

/* a with its rows in lowest terms, where a is LANE_Q64 (LANE_I64: as it is).  False when a
 * denominator has no number. */
bool lane_reduce(LaneWork *work, Column *out, const Column *a, size_t n);

_Noreturn void lane_impossible(const LaneWork *work);

#endif
