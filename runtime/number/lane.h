/* lane.h -- arithmetic on batches of rows: one call per instruction and batch, one dispatch on the
 * lanes per call, dull loops inside.
 *
 * Every kernel is exact.  A batch whose int64 arithmetic overflows is redone in 128 bits, then with
 * Exact numbers; so the lane of a result is a matter of size and never of meaning.  A kernel cannot
 * fail: where an operand is missing the result is missing (of two, the one written first gives the
 * reason), and division by 0 is missing for REASON_NOTHING.  Memory, LIMIT_BITS and (WHY_INTERNAL)
 * a root number where the checker allows none escape to the guard of the batch's arena.
 *
 * Operands: columns whose arrays hold at least n rows, or `constant` ones; views into the middle of
 * a longer column are fine.  A result lives in work->arena, may share arrays with its operands, and
 * is `constant` when every operand is.  out may be one of the operands.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_LANE_H
#define LUSTRUM_NUMBER_LANE_H

#include "column.h"
#include "number/dens.h"
#include "number/exact.h"
#include "number/round.h"

typedef struct LanePair LanePair; /* what is known of a pair of denominators */
typedef struct LaneDen LaneDen;   /* a denominator's number */

/* One thread's means of working. */
typedef struct LaneWork {
    Arena *arena; /* results and scraps of the batch; the caller clears it when done with them */
    Arena *keep;  /* memo tables; lives as long as the LaneWork; may be the same arena if that one
                     is not cleared before */
    Dens *dens;
    Lane force;     /* tests: work in this lane or a wider one; LANE_I64 for normal work */
    uint64_t wide;  /* batches worked in 128 bits ... */
    uint64_t exact; /* ... and with Exact numbers, for the report of slow rules */
    LanePair *sums, *products; /* memo tables, made when first needed */
    LaneDen *numbers;
} LaneWork;

LaneWork lane_work(Arena *arena, Arena *keep, Dens *dens);

/* ---- arithmetic: numbers in, TYPE_NUMBER out ---- */

void lane_add(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_sub(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_mul(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_div(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_neg(LaneWork *work, Column *out, const Column *a, size_t n);
/* The square root; of a number below 0, missing for REASON_NOTHING. */
void lane_root(LaneWork *work, Column *out, const Column *a, size_t n);
/* A number column always comes back in the narrowest lane that holds the batch. */
void lane_round(LaneWork *work, Column *out, const Column *a, const Round *round, size_t n);

/* ---- least and greatest: of a's type (number, date, year, band) ---- */

/* Missing when either is. */
void lane_least(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_greatest(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
/* Of those that are known; missing for REASON_NOTHING when neither is. */
void lane_least_known(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
void lane_greatest_known(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);

/* ---- comparison: TYPE_YESNO out; also for dates, years and bands ---- */

typedef enum { COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE, COMPARE_EQ, COMPARE_NE } Compare;
void lane_compare(LaneWork *work, Column *out, Compare what, const Column *a, const Column *b,
                  size_t n);

/* ---- choosing and moving rows: any type; code columns of one Dict and width ---- */

/* a where `when` (TYPE_YESNO) is yes, else b; missing for when's reason where that is missing. */
void lane_select(LaneWork *work, Column *out, const Column *when, const Column *a, const Column *b,
                 size_t n);
/* a where it is known, else b. */
void lane_coalesce(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
/* from[row[i]] for i < n; missing for `none` where row[i] is NO_ROW.  Exact numbers are shared with
 * `from`, not copied. */
void lane_gather(LaneWork *work, Column *out, const Column *from, const uint32_t *row, Reason none,
                 size_t n);

/* ---- dates ---- */

typedef enum { DATE_DAYS, DATE_MONTHS, DATE_YEARS } DateUnit;
/* How many of them, each whole, lie between date a and date b (calendar.h). */
void lane_full(LaneWork *work, Column *out, DateUnit unit, const Column *a, const Column *b,
               size_t n);

/* ---- lanes ---- */

/* a in that lane, or in a wider one when it cannot be said in it (I128 to Q64).  Arrays are shared
 * when nothing changes. */
void lane_widen(LaneWork *work, Column *out, const Column *a, Lane lane, size_t n);
/* a in the narrowest of I64, I128 and EXACT that holds its rows (Q64 stays when it does not share
 * a denominator).  Costs a pass over wide columns; an I64 column comes back as it is. */
void lane_narrow(LaneWork *work, Column *out, const Column *a, size_t n);

/* ---- single rows ---- */

static inline size_t column_place(const Column *column, size_t row)
{
    return column->constant ? 0 : row;
}
/* The reason at that row; REASON_KNOWN when known. */
static inline Reason column_reason(const Column *column, size_t row)
{
    return column->reason ? (Reason)column->reason[column_place(column, row)] : REASON_KNOWN;
}
/* The number (or date, year, band) at a row that is known; in LANE_EXACT the column's own, else
 * fresh in arena. */
const Exact *column_exact_at(Arena *arena, const Dens *dens, const Column *column, size_t row);
/* Order of two known numbers: <0, 0, >0.  Only the arena's guard is used for numbers that fit 128
 * bits; others may leave scraps in it. */
int column_number_compare(Arena *arena, const Dens *dens, const Column *a, size_t row_a,
                          const Column *b, size_t row_b);

/* A constant column of n rows.  x lives as long as the column; missing when x is NULL. */
Column column_constant(Arena *arena, const Exact *x, Reason reason, size_t n);

#endif
