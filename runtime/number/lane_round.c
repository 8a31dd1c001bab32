/* lane_round.c -- rounding of batches; see lane.h and round.h.
 *
 * A number n / d in steps of p / q is n q / (d p) steps: rounded to k of them it is k p / q, so a
 * rounded column has the step's denominator whatever it had before.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

/* What a row's numerator is multiplied and divided by to give steps. */
typedef struct Steps {
    int64_t by;
    i128 over;
} Steps;

static Steps steps_of(int64_t den, const Round *round)
{
    int64_t common = gcd_den(den, round->den);
    return (Steps){ .by = round->den / common, .over = (i128)(den / common) * round->num };
}

/* LANE_I64 in int64 only; false where a row does not fit. */
static bool round_small(LaneWork *work, Column *out, const Column *a, const Round *round, size_t n)
{
    Steps steps = steps_of(a->den, round);
    if (steps.over == 1) { /* every row is a multiple of the step already */
        *out = *a;
        return true;
    }
    if (!fits_i64(steps.over)) return false;
    Column result = lane_fresh(work, TYPE_NUMBER, LANE_I64, a->constant, n);
    result.den = round->den;
    result.reason = a->reason;
    int64_t over = (int64_t)steps.over, *num = result.i64;
    size_t rows = lane_rows(a, n);
    bool bad = false;
    for (size_t i = 0; i < rows; i++) bad |= __builtin_mul_overflow(a->i64[i], steps.by, &num[i]);
    if (!round_halves(num, rows, over, round->mode))
        for (size_t i = 0; i < rows; i++) num[i] = round_i64(num[i], over, round->mode);
    for (size_t i = 0; i < rows && round->num != 1; i++)
        bad |= __builtin_mul_overflow(num[i], round->num, &num[i]);
    *out = result;
    return !bad;
}

/* LANE_I64, I128 and Q64 by 128 bits. */
static bool round_wide(LaneWork *work, Column *out, const Column *a, const Round *round, size_t n)
{
    Column result = lane_fresh(work, TYPE_NUMBER, LANE_I128, a->constant, n);
    result.den = round->den;
    result.reason = a->reason;
    Steps steps = steps_of(a->lane == LANE_Q64 ? 1 : a->den, round);
    if (a->lane == LANE_Q64) steps.by = round->den; /* no common factor is looked for row by row */
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        i128 num = a->lane == LANE_I128 ? a->wide[i] : a->i64[i];
        if (a->lane == LANE_Q64) {
            steps.over = (i128)dens_value(work->dens, a->den_id[i]) * round->num;
        }
        if (!mul_i128(num, steps.by, &num)) return false;
        num = round_i128(num, steps.over, round->mode);
        if (!mul_i128(num, round->num, &result.wide[i])) return false;
    }
    *out = result;
    return true;
}

static void round_exact(LaneWork *work, Column *out, const Column *a, const Round *round, size_t n)
{
    Column x, result = lane_fresh(work, TYPE_NUMBER, LANE_EXACT, a->constant, n);
    work->exact++;
    lane_widen(work, &x, a, LANE_EXACT, n);
    result.reason = a->reason;
    for (size_t i = 0; i < lane_rows(a, n); i++) {
        if (x.exact[i]) result.exact[i] = exact_round(work->arena, x.exact[i], round);
    }
    *out = result;
}

void lane_round(LaneWork *work, Column *out, const Column *a, const Round *round, size_t n)
{
    Column x, result;
    lane_widen(work, &x, a, work->force, n);
    bool fits = round->den != 0;
    bool done = fits && x.lane == LANE_I64 && round_small(work, &result, &x, round, n);
    if (!done && fits && x.lane != LANE_EXACT) done = round_wide(work, &result, &x, round, n);
    if (!done) round_exact(work, &result, &x, round, n);
    result.type = TYPE_NUMBER;
    lane_narrow(work, out, &result, n);
}
