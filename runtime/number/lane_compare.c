/* lane_compare.c -- comparison, least and greatest of batches; see lane.h.
 *
 * Products of two int64 always fit 128 bits, so numbers over int64 denominators are compared
 * without any fallback; against a constant the comparison becomes one of integers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

#define INLINED static inline __attribute__((always_inline))

/* Whether an order (<0, 0, >0) answers `what` with yes. */
INLINED uint8_t answer(Compare what, int order)
{
    switch (what) {
    case COMPARE_LT: return order < 0;
    case COMPARE_LE: return order <= 0;
    case COMPARE_GT: return order > 0;
    case COMPARE_GE: return order >= 0;
    case COMPARE_EQ: return order == 0;
    case COMPARE_NE: return order != 0;
    }
    return 0;
}

/* The comparison that holds for b and a when `what` holds for a and b. */
static Compare turned(Compare what)
{
    switch (what) {
    case COMPARE_LT: return COMPARE_GT;
    case COMPARE_LE: return COMPARE_GE;
    case COMPARE_GT: return COMPARE_LT;
    case COMPARE_GE: return COMPARE_LE;
    case COMPARE_EQ:
    case COMPARE_NE: break;
    }
    return what;
}

/* ---- LANE_I64 ---- */

#define EACH(condition)                                                                            \
    for (size_t i = 0; i < n; i++) out[i] = (condition);                                           \
    break

/* Over one denominator; step_b is a literal at each call. */
INLINED void compare_plain(uint8_t *out, Compare what, const int64_t *a, const int64_t *b,
                           size_t step_b, size_t n)
{
    switch (what) {
    case COMPARE_LT: EACH(a[i] < b[i * step_b]);
    case COMPARE_LE: EACH(a[i] <= b[i * step_b]);
    case COMPARE_GT: EACH(a[i] > b[i * step_b]);
    case COMPARE_GE: EACH(a[i] >= b[i * step_b]);
    case COMPARE_EQ: EACH(a[i] == b[i * step_b]);
    case COMPARE_NE: EACH(a[i] != b[i * step_b]);
    }
}

/* a against the constant num / den: with t = num * a.den / den, a row is below it when its
 * numerator is below ceil t, at most it when at most floor t, and so on.  False when t does not fit
 * int64. */
static bool compare_constant(uint8_t *out, Compare what, const Column *a, int64_t num, int64_t den,
                             size_t n)
{
    i128 above = (i128)num * a->den, floor = floor_i128(above, den);
    bool whole = floor * den == above;
    if (!fits_i64(floor) || floor == INT64_MAX) return false;
    int64_t low = (int64_t)floor, high = low + !whole;
    switch (what) {
    case COMPARE_LT:
    case COMPARE_GE: compare_plain(out, what, a->i64, &high, 0, n); return true;
    case COMPARE_LE:
    case COMPARE_GT: compare_plain(out, what, a->i64, &low, 0, n); return true;
    case COMPARE_EQ:
    case COMPARE_NE: break;
    }
    if (whole)
        compare_plain(out, what, a->i64, &low, 0, n);
    else
        memset(out, what == COMPARE_NE, n);
    return true;
}

static void compare_small(uint8_t *out, Compare what, const Column *a, const Column *b, size_t n)
{
    if (a->den == b->den && !a->constant && !b->constant) {
        compare_plain(out, what, a->i64, b->i64, 1, n);
    } else if (b->constant && !a->constant &&
               compare_constant(out, what, a, b->i64[0], b->den, n)) {
        return;
    } else if (a->constant && !b->constant &&
               compare_constant(out, turned(what), b, a->i64[0], a->den, n)) {
        return;
    } else {
        for (size_t i = 0; i < n; i++) {
            int64_t x = a->i64[column_place(a, i)], y = b->i64[column_place(b, i)];
            out[i] = answer(what, order_ratio(x, a->den, y, b->den));
        }
    }
}

/* ---- the other lanes ---- */

static bool compare_wide(uint8_t *out, Compare what, const Column *a, const Column *b, size_t n)
{
    int64_t common = gcd_den(a->den, b->den);
    int64_t by_a = b->den / common, by_b = a->den / common;
    for (size_t i = 0; i < n; i++) {
        i128 x, y;
        if (!mul_i128(a->wide[column_place(a, i)], by_a, &x) ||
            !mul_i128(b->wide[column_place(b, i)], by_b, &y)) {
            return false;
        }
        out[i] = answer(what, (x > y) - (x < y));
    }
    return true;
}

/* A denominator without a number: false. */
static bool compare_ratio(LaneWork *work, uint8_t *out, Compare what, const Column *a,
                          const Column *b, size_t n)
{
    Operand x, y;
    Column left, right;
    if (!lane_narrow_operand(work, &left, a, n) || !lane_narrow_operand(work, &right, b, n) ||
        !lane_operand(work, &x, &left) || !lane_operand(work, &y, &right)) {
        return false;
    }
    const int64_t *den = work->dens->value;
    for (size_t i = 0; i < n; i++) {
        int order = order_ratio(x.num[i * x.step], den[x.den[i * x.den_step]], y.num[i * y.step],
                                den[y.den[i * y.den_step]]);
        out[i] = answer(what, order);
    }
    return true;
}

/* Rows without a number (missing ones) answer no. */
static void compare_exact(LaneWork *work, uint8_t *out, Compare what, const Column *a,
                          const Column *b, size_t n)
{
    Column x, y;
    work->exact++;
    lane_widen(work, &x, a, LANE_EXACT, n);
    lane_widen(work, &y, b, LANE_EXACT, n);
    for (size_t i = 0; i < n; i++) {
        const Exact *left = x.exact[column_place(&x, i)], *right = y.exact[column_place(&y, i)];
        out[i] = left && right ? answer(what, exact_compare(work->arena, left, right)) : 0;
    }
}

/* The answers for the known rows, in any lane. */
static uint8_t *compare_rows(LaneWork *work, Compare what, const Column *a, const Column *b,
                             size_t rows)
{
    uint8_t *out = NEW_ARRAY(work->arena, uint8_t, rows);
    Lane lane = lane_of(work, a, b);
    bool done = lane == LANE_I64;
    if (done) compare_small(out, what, a, b, rows);
    if (lane == LANE_I128) {
        Column x, y;
        lane_widen(work, &x, a, LANE_I128, rows);
        lane_widen(work, &y, b, LANE_I128, rows);
        done = compare_wide(out, what, &x, &y, rows);
    }
    if (lane == LANE_Q64) done = compare_ratio(work, out, what, a, b, rows);
    if (!done) compare_exact(work, out, what, a, b, rows);
    return out;
}

void lane_compare(LaneWork *work, Column *out, Compare what, const Column *a, const Column *b,
                  size_t n)
{
    if (lane_all_missing(work, out, TYPE_YESNO, a, b, n)) return;
    Column result = { .type = TYPE_YESNO, .den = 1, .count = n };
    result.constant = a->constant && b->constant;
    result.u8 = compare_rows(work, what, a, b, lane_rows(&result, n));
    result.reason = lane_reasons(work, a, b, result.constant, n);
    *out = result;
}

/* ---- least and greatest ---- */

/* A missing operand makes the comparison missing, and that the choice. */
static void strict(LaneWork *work, Column *out, Compare what, const Column *a, const Column *b,
                   size_t n)
{
    Column first;
    lane_compare(work, &first, what, a, b, n);
    Type type = a->type;
    lane_select(work, out, &first, a, b, n);
    out->type = type;
}

static void among_known(LaneWork *work, Column *out, Compare what, const Column *a, const Column *b,
                        size_t n)
{
    Column first = { .type = TYPE_YESNO, .den = 1, .count = n };
    first.constant = a->constant && b->constant;
    size_t rows = lane_rows(&first, n);
    first.u8 = compare_rows(work, what, a, b, rows);
    if (a->reason || b->reason) {
        first.reason = NEW_ARRAY(work->arena, uint8_t, rows);
        for (size_t i = 0; i < rows; i++) {
            bool known_a = column_reason(a, i) == REASON_KNOWN;
            bool known_b = column_reason(b, i) == REASON_KNOWN;
            if (!known_a || !known_b) first.u8[i] = known_a;
            first.reason[i] = known_a || known_b ? REASON_KNOWN : REASON_NOTHING;
        }
    }
    lane_select(work, out, &first, a, b, n);
}

void lane_least(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    strict(work, out, COMPARE_LE, a, b, n);
}

void lane_greatest(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    strict(work, out, COMPARE_GE, a, b, n);
}

void lane_least_known(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    among_known(work, out, COMPARE_LE, a, b, n);
}

void lane_greatest_known(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    among_known(work, out, COMPARE_GE, a, b, n);
}
