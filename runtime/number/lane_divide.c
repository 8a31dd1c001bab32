/* lane_divide.c -- division and square roots of batches; see lane.h.
 *
 * Dividing by a constant is multiplying by its inverse, which changes no more than the denominator
 * of the column.  Dividing by a column gives every row a denominator of its own: LANE_Q64, left
 * unreduced because there are few different divisors (sizes of groups) and reducing costs more
 * than it saves; a batch that overflows is tried again in lowest terms.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

static bool is_zero(const LaneWork *work, const Column *a, size_t i)
{
    switch (a->lane) {
    case LANE_I64:
    case LANE_Q64: return a->i64[i] == 0;
    case LANE_I128: return a->wide[i] == 0;
    case LANE_EXACT: break;
    }
    return a->exact[i] && exact_sign(work->arena, a->exact[i]) == 0;
}

/* The reasons of a quotient: those of its operands, else REASON_NOTHING where the divisor is 0.
 * Fresh where anything is added. */
static uint8_t *add_zero_divisors(LaneWork *work, uint8_t *reason, const Column *b, size_t rows)
{
    bool own = false;
    for (size_t i = 0; i < rows; i++) {
        if (!is_zero(work, b, column_place(b, i))) continue;
        if (reason && reason[i] != REASON_KNOWN) continue;
        if (!own) {
            uint8_t *fresh = NEW_ARRAY(work->arena, uint8_t, rows);
            if (reason) memcpy(fresh, reason, rows);
            reason = fresh;
            own = true;
        }
        reason[i] = REASON_NOTHING;
    }
    return reason;
}

/* x / y in LANE_Q64.  x = xn / xd, y = yn / yd: the quotient is (xn * yd') / (yn * xd') with xd',
 * yd' the denominators without their common factor, which are by_b and by_a of their sum.  b is not
 * constant, here and below. */
static bool divide_ratio(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    Operand x, y;
    if (!lane_operand(work, &x, a) || !lane_operand(work, &y, b)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_Q64, false, n);
    lane_need_tables(work);
    bool bad = false;
    for (size_t i = 0; i < n; i++) {
        int64_t above = x.num[i * x.step], below = y.num[i * y.step], num, den;
        if (below == 0) continue; /* missing; 0 and DENS_ONE stand there */
        const LanePair *pair = lane_sum_of(work, x.den[i * x.den_step], y.den[i * y.den_step]);
        bad |= __builtin_mul_overflow(above, pair->by_a, &num);
        bad |= __builtin_mul_overflow(below, pair->by_b, &den);
        if (den < 0) {
            bad |= __builtin_sub_overflow(0, num, &num);
            bad |= __builtin_sub_overflow(0, den, &den);
        }
        if (bad || !lane_den_id(work, den, &out->den_id[i])) return false;
        out->i64[i] = num;
    }
    return true;
}

static bool try_ratio(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    Column x, y;
    return lane_narrow_operand(work, &x, a, n) && lane_narrow_operand(work, &y, b, n) &&
           (divide_ratio(work, out, &x, &y, n) ||
            (lane_reduce(work, &x, &x, n) && lane_reduce(work, &y, &y, n) &&
             divide_ratio(work, out, &x, &y, n)));
}

static void divide_exact(LaneWork *work, Column *out, const Column *a, const Column *b,
                         const uint8_t *reason, size_t n)
{
    Column x, y;
    work->exact++;
    lane_widen(work, &x, a, LANE_EXACT, n);
    lane_widen(work, &y, b, LANE_EXACT, n);
    *out = lane_fresh(work, TYPE_NUMBER, LANE_EXACT, false, n);
    for (size_t i = 0; i < n; i++) {
        if (reason && reason[i] != REASON_KNOWN) continue;
        const Exact *above = x.exact[column_place(&x, i)], *below = y.exact[column_place(&y, i)];
        out->exact[i] = exact_div(work->arena, above, below);
        if (!out->exact[i]) lane_impossible(work);
    }
}

/* b is constant, known and not 0. */
static void divide_by_constant(LaneWork *work, Column *out, const Column *a, const Column *b,
                               size_t n)
{
    const Exact *divisor = column_exact_at(work->arena, work->dens, b, 0);
    const Exact *inverse = exact_div(work->arena, exact_from_i64(work->arena, 1), divisor);
    Column factor = column_constant(work->arena, inverse, REASON_KNOWN, n);
    lane_mul(work, out, a, &factor, n);
}

void lane_div(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    if (lane_all_missing(work, out, TYPE_NUMBER, a, b, n)) return;
    if (b->constant && !is_zero(work, b, 0)) {
        divide_by_constant(work, out, a, b, n);
        return;
    }
    bool constant = a->constant && b->constant;
    size_t rows = constant ? 1 : n;
    uint8_t *reason = lane_reasons(work, a, b, constant, n);
    reason = add_zero_divisors(work, reason, b, rows);
    Column result;
    bool done = false;
    if (b->constant) { /* it is 0: every row is missing */
        result = lane_blank(work, TYPE_NUMBER, reason, constant, n);
        done = true;
    } else if (lane_of(work, a, b) <= LANE_Q64) {
        done = try_ratio(work, &result, a, b, n);
    }
    if (!done) divide_exact(work, &result, a, b, reason, n);
    result.reason = reason;
    *out = result;
}

void lane_root(LaneWork *work, Column *out, const Column *a, size_t n)
{
    Column x, result;
    lane_widen(work, &x, a, LANE_EXACT, n);
    result = lane_fresh(work, TYPE_NUMBER, LANE_EXACT, a->constant, n);
    size_t rows = lane_rows(a, n);
    result.reason = a->reason;
    for (size_t i = 0; i < rows; i++) {
        if (!x.exact[i] || (a->reason && a->reason[i] != REASON_KNOWN)) continue;
        if (exact_sign(work->arena, x.exact[i]) >= 0) {
            result.exact[i] = exact_root(work->arena, x.exact[i]);
            if (!result.exact[i]) lane_impossible(work);
            continue;
        }
        if (result.reason == a->reason) {
            result.reason = NEW_ARRAY(work->arena, uint8_t, rows);
            if (a->reason) memcpy(result.reason, a->reason, rows);
        }
        result.reason[i] = REASON_NOTHING;
    }
    lane_narrow(work, out, &result, n);
}
