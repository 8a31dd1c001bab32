/* lane_arith.c -- addition, subtraction and multiplication of batches; see lane.h.
 *
 * Each operation has a loop per lane that says whether the batch fitted; `run` tries them from
 * narrow to wide.  The int64 loops keep one overflow flag for the whole batch, so that nothing in
 * them branches.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "number/lane_inner.h"

typedef bool Loop(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);

typedef struct Kernel {
    Loop *small; /* LANE_I64 */
    Loop *wide;  /* LANE_I128 */
    Loop *ratio; /* LANE_I64 or LANE_Q64 operands, LANE_Q64 result */
    Exact *(*exact)(Arena *arena, const Exact *x, const Exact *y);
} Kernel;

/* ---- trying the lanes ---- */

static bool try_ratio(const Kernel *kernel, LaneWork *work, Column *out, const Column *a,
                      const Column *b, size_t n)
{
    Column x, y;
    return lane_narrow_operand(work, &x, a, n) && lane_narrow_operand(work, &y, b, n) &&
           (kernel->ratio(work, out, &x, &y, n) ||
            (lane_reduce(work, &x, &x, n) && lane_reduce(work, &y, &y, n) &&
             kernel->ratio(work, out, &x, &y, n)));
}

static void run_exact(const Kernel *kernel, LaneWork *work, Column *out, const Column *a,
                      const Column *b, const uint8_t *reason, size_t n)
{
    Column x, y;
    work->exact++;
    lane_widen(work, &x, a, LANE_EXACT, n);
    lane_widen(work, &y, b, LANE_EXACT, n);
    *out = lane_fresh(work, TYPE_NUMBER, LANE_EXACT, a->constant && b->constant, n);
    for (size_t i = 0; i < lane_rows(out, n); i++) {
        if (reason && reason[i] != REASON_KNOWN) continue;
        const Exact *left = x.exact[column_place(&x, i)], *right = y.exact[column_place(&y, i)];
        out->exact[i] = kernel->exact(work->arena, left, right);
        if (!out->exact[i]) lane_impossible(work);
    }
}

static void run(const Kernel *kernel, LaneWork *work, Column *out, const Column *a, const Column *b,
                size_t n)
{
    if (lane_all_missing(work, out, TYPE_NUMBER, a, b, n)) return;
    Lane lane = lane_of(work, a, b);
    Column result;
    uint8_t *reason = lane_reasons(work, a, b, a->constant && b->constant, n);
    bool done = lane == LANE_I64 && kernel->small(work, &result, a, b, n);
    if (!done && lane <= LANE_I128) {
        Column x, y;
        work->wide++;
        lane_widen(work, &x, a, LANE_I128, n);
        lane_widen(work, &y, b, LANE_I128, n);
        done = kernel->wide(work, &result, &x, &y, n);
    }
    if (!done && lane == LANE_Q64) done = try_ratio(kernel, work, &result, a, b, n);
    if (!done) run_exact(kernel, work, &result, a, b, reason, n);
    result.reason = reason;
    *out = result;
}

/* Runs an inlined loop over (a, b, step of a, step of b) with the steps known, so that the compiler
 * makes a plain loop of each case. */
#define WITH_STEPS(done, loop, out, a, b, n, ...)                                                  \
    do {                                                                                           \
        if (!(a)->constant && !(b)->constant)                                                      \
            done = loop(out, a, b, n, 1, 1, __VA_ARGS__);                                          \
        else if (!(a)->constant)                                                                   \
            done = loop(out, a, b, n, 1, 0, __VA_ARGS__);                                          \
        else                                                                                       \
            done = loop(out, a, b, n, 0, (b)->constant ? 0 : 1, __VA_ARGS__);                      \
    } while (0)
#define INLINED static inline __attribute__((always_inline))

/* ---- sums ---- */

/* Over one denominator: wraps, and collects in the top bit of `bad` whether a row did. */
INLINED bool add_plain(Column *out, const Column *a, const Column *b, size_t n, size_t step_a,
                       size_t step_b, bool minus)
{
    uint64_t bad = 0;
    int64_t *sum = out->i64;
    const int64_t *left = a->i64, *right = b->i64;
    for (size_t i = 0; i < n; i++) {
        uint64_t x = (uint64_t)left[i * step_a], y = (uint64_t)right[i * step_b];
        uint64_t z = minus ? x - y : x + y;
        bad |= minus ? (x ^ y) & (x ^ z) : (x ^ z) & (y ^ z);
        sum[i] = (int64_t)z;
    }
    return bad >> 63 == 0;
}

/* a * by_a + b * by_b. */
INLINED bool add_scaled(Column *out, const Column *a, const Column *b, size_t n, size_t step_a,
                        size_t step_b, int64_t by_a, int64_t by_b)
{
    bool bad = false;
    int64_t *sum = out->i64;
    const int64_t *left = a->i64, *right = b->i64;
    for (size_t i = 0; i < n; i++) {
        int64_t x, y;
        bad |= __builtin_mul_overflow(left[i * step_a], by_a, &x);
        bad |= __builtin_mul_overflow(right[i * step_b], by_b, &y);
        bad |= __builtin_add_overflow(x, y, &sum[i]);
    }
    return !bad;
}

/* The factors that bring a and b, LANE_I64 or I128, to one denominator; false above int64. */
static bool common_factors(const Column *a, const Column *b, int64_t *by_a, int64_t *by_b,
                           int64_t *den)
{
    int64_t common = gcd_den(a->den, b->den);
    *by_a = b->den / common;
    *by_b = a->den / common;
    return !__builtin_mul_overflow(a->den, *by_a, den);
}

static bool sum_small(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n,
                      bool minus)
{
    int64_t by_a, by_b, den;
    if (!common_factors(a, b, &by_a, &by_b, &den)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_I64, a->constant && b->constant, n);
    out->den = den;
    bool done;
    size_t rows = lane_rows(out, n);
    if (by_a == 1 && by_b == 1 && !minus)
        WITH_STEPS(done, add_plain, out, a, b, rows, false);
    else if (by_a == 1 && by_b == 1)
        WITH_STEPS(done, add_plain, out, a, b, rows, true);
    else
        WITH_STEPS(done, add_scaled, out, a, b, rows, by_a, minus ? -by_b : by_b);
    return done;
}

static bool sum_wide(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n,
                     bool minus)
{
    int64_t by_a, by_b, den;
    if (!common_factors(a, b, &by_a, &by_b, &den)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_I128, a->constant && b->constant, n);
    out->den = den;
    bool fits = true;
    for (size_t i = 0; i < lane_rows(out, n); i++) {
        i128 x, y;
        if (!mul_i128(a->wide[column_place(a, i)], by_a, &x) ||
            !mul_i128(b->wide[column_place(b, i)], by_b, &y)) {
            return false;
        }
        fits &= minus ? !__builtin_sub_overflow(x, y, &out->wide[i])
                      : !__builtin_add_overflow(x, y, &out->wide[i]);
    }
    return fits;
}

static bool sum_ratio(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n,
                      bool minus)
{
    Operand x, y;
    if (!lane_operand(work, &x, a) || !lane_operand(work, &y, b)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_Q64, a->constant && b->constant, n);
    lane_need_tables(work);
    bool bad = false;
    for (size_t i = 0; i < lane_rows(out, n); i++) {
        const LanePair *pair = lane_sum_of(work, x.den[i * x.den_step], y.den[i * y.den_step]);
        int64_t left, right;
        bad |= !pair->fits;
        bad |= __builtin_mul_overflow(x.num[i * x.step], pair->by_a, &left);
        bad |= __builtin_mul_overflow(y.num[i * y.step], pair->by_b, &right);
        bad |= minus ? __builtin_sub_overflow(left, right, &out->i64[i])
                     : __builtin_add_overflow(left, right, &out->i64[i]);
        out->den_id[i] = pair->result;
    }
    return !bad;
}

#define SUM_LOOPS(name, minus)                                                                     \
    static bool name##_small(LaneWork *work, Column *out, const Column *a, const Column *b,        \
                             size_t n)                                                             \
    {                                                                                              \
        return sum_small(work, out, a, b, n, minus);                                               \
    }                                                                                              \
    static bool name##_wide(LaneWork *work, Column *out, const Column *a, const Column *b,         \
                            size_t n)                                                              \
    {                                                                                              \
        return sum_wide(work, out, a, b, n, minus);                                                \
    }                                                                                              \
    static bool name##_ratio(LaneWork *work, Column *out, const Column *a, const Column *b,        \
                             size_t n)                                                             \
    {                                                                                              \
        return sum_ratio(work, out, a, b, n, minus);                                               \
    }
SUM_LOOPS(add, false)
SUM_LOOPS(sub, true)

/* ---- products ---- */

INLINED bool mul_plain(Column *out, const Column *a, const Column *b, size_t n, size_t step_a,
                       size_t step_b, int64_t factor)
{
    bool bad = false;
    int64_t *product = out->i64;
    const int64_t *left = a->i64, *right = b->i64;
    for (size_t i = 0; i < n; i++) {
        int64_t by = step_b ? right[i * step_b] : factor;
        bad |= __builtin_mul_overflow(left[i * step_a], by, &product[i]);
    }
    return !bad;
}

/* a * num / den for a constant, in lowest terms with a's denominator.  Times 1 / den only the
 * denominator changes, so the array is shared. */
static bool mul_constant(LaneWork *work, Column *out, const Column *a, int64_t num, int64_t den,
                         size_t n)
{
    int64_t common = (int64_t)gcd_u64(size_i64(num), (uint64_t)a->den), result;
    if (__builtin_mul_overflow(a->den / common, den, &result)) return false;
    num /= common;
    if (num == 1) {
        *out = *a;
    } else {
        *out = lane_fresh(work, TYPE_NUMBER, LANE_I64, a->constant, n);
        if (!mul_plain(out, a, a, lane_rows(a, n), 1, 0, num)) return false;
    }
    out->type = TYPE_NUMBER;
    out->den = result;
    return true;
}

static bool mul_small(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    if (b->constant) return mul_constant(work, out, a, b->i64[0], b->den, n);
    if (a->constant) return mul_constant(work, out, b, a->i64[0], a->den, n);
    int64_t den;
    if (__builtin_mul_overflow(a->den, b->den, &den)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_I64, false, n);
    out->den = den;
    return mul_plain(out, a, b, n, 1, 1, 0);
}

static bool mul_wide(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    int64_t den;
    if (__builtin_mul_overflow(a->den, b->den, &den)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_I128, a->constant && b->constant, n);
    out->den = den;
    for (size_t i = 0; i < lane_rows(out, n); i++) {
        if (!mul_i128(a->wide[column_place(a, i)], b->wide[column_place(b, i)], &out->wide[i])) {
            return false;
        }
    }
    return true;
}

static bool mul_ratio(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    Operand x, y;
    if (!lane_operand(work, &x, a) || !lane_operand(work, &y, b)) return false;
    *out = lane_fresh(work, TYPE_NUMBER, LANE_Q64, a->constant && b->constant, n);
    lane_need_tables(work);
    bool bad = false;
    for (size_t i = 0; i < lane_rows(out, n); i++) {
        const LanePair *pair = lane_product_of(work, x.den[i * x.den_step], y.den[i * y.den_step]);
        bad |= !pair->fits;
        bad |= __builtin_mul_overflow(x.num[i * x.step], y.num[i * y.step], &out->i64[i]);
        out->den_id[i] = pair->result;
    }
    return !bad;
}

/* ---- the operations ---- */

void lane_add(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    static const Kernel kernel = { add_small, add_wide, add_ratio, exact_add };
    run(&kernel, work, out, a, b, n);
}

void lane_sub(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    static const Kernel kernel = { sub_small, sub_wide, sub_ratio, exact_sub };
    run(&kernel, work, out, a, b, n);
}

void lane_mul(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n)
{
    static const Kernel kernel = { mul_small, mul_wide, mul_ratio, exact_mul };
    run(&kernel, work, out, a, b, n);
}

/* 0 - a: the one negation that cannot be said, that of INT64_MIN, goes wide like any overflow. */
void lane_neg(LaneWork *work, Column *out, const Column *a, size_t n)
{
    int64_t nought = 0;
    Column zero = { .type = TYPE_NUMBER, .constant = true, .count = n, .i64 = &nought };
    zero.den = a->lane <= LANE_I128 ? a->den : 1;
    Column result;
    lane_sub(work, &result, &zero, a, n);
    *out = result;
}
