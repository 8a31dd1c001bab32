/* round.c -- see round.h.
 *
 * Every mode is decided by three facts of y = x / step: the whole number f below or at y, whether y
 * is in the upper half [f + 1/2, f + 1), and whether y is exactly f or f + 1/2.  Twice y is floored
 * for them: floor(2y) = 2f + (upper half).
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/round.h"
#include "number/integer.h"

/* Whether the result is f + 1 rather than f.  negative: f < 0; odd: f is odd; exact: twice y is
 * whole, so y is f (or, with upper, f + 1/2). */
static inline bool goes_up(RoundMode mode, bool negative, bool odd, bool upper, bool exact)
{
    bool tie = upper && exact;
    switch (mode) {
    case ROUND_HALF_AWAY: return upper && !(tie && negative);
    case ROUND_HALF_EVEN: return upper && !(tie && !odd);
    case ROUND_HALF_UP: return upper;
    case ROUND_UP: return !negative && (upper || !exact);
    case ROUND_DOWN: return negative && (upper || !exact);
    }
    return false;
}

int64_t round_i64(int64_t num, int64_t den, RoundMode mode)
{
    int64_t floor = num / den, rest = num % den;
    if (rest < 0) {
        floor--;
        rest += den;
    }
    if (rest == 0) return floor;
    int64_t other = den - rest; /* the way up */
    bool upper = rest >= other, exact = rest == other;
    return floor + goes_up(mode, floor < 0, floor & 1, upper, exact);
}

bool round_halves(int64_t *num, size_t n, int64_t den, RoundMode mode)
{
    if (den & (den - 1)) return false;
    int shift = __builtin_ctzll((uint64_t)den);
    for (size_t i = 0; i < n; i++) {
        int64_t floor = num[i] >> shift, rest = num[i] & (den - 1), other = den - rest;
        bool upper = rest >= other, exact = rest == 0 || rest == other;
        num[i] = floor + goes_up(mode, floor < 0, floor & 1, upper, exact);
    }
    return true;
}

i128 round_i128(i128 num, i128 den, RoundMode mode)
{
    if (fits_i64(num) && fits_i64(den)) return round_i64((int64_t)num, (int64_t)den, mode);
    i128 floor = num / den, rest = num % den;
    if (rest < 0) {
        floor--;
        rest += den;
    }
    if (rest == 0) return floor;
    i128 other = den - rest;
    bool upper = rest >= other, exact = rest == other;
    return floor + goes_up(mode, floor < 0, floor & 1, upper, exact);
}

Round round_nearest(RoundMode mode, const Exact *step)
{
    assert(!step->root && mpq_sgn(step->a) > 0);
    Round round = { .mode = mode, .step = step };
    if (!exact_to_ratio(step, &round.num, &round.den)) round.num = round.den = 0;
    return round;
}

Round round_places(Arena *arena, RoundMode mode, int places)
{
    return round_nearest(mode, exact_power_of_ten(arena, -places));
}

/* floor(2 x / step) into out; whether 2 x / step is whole.  With x = p / q + b root c and a step of
 * n / d that is (2 d p +- root(s)) / (q n), s = (2 d q b)^2 c.  An irrational root lies strictly
 * between m = isqrt(floor s) and m + 1, so 2 d p +- root(s) lies inside a unit interval with whole
 * ends, and the floor of its lower end over q n is the answer.  Fractions are not brought to lowest
 * terms: that would cost more than all the rest. */
static bool floor_of_twice(mpz_ptr out, const Exact *x, mpq_srcptr step)
{
    mpz_t top, bottom, s, t;
    mpz_inits(top, bottom, s, t, NULL);
    mpz_mul_2exp(s, mpq_denref(step), 1); /* 2 d */
    mpz_mul(top, s, mpq_numref(x->a));
    mpz_mul(bottom, mpq_denref(x->a), mpq_numref(step));
    if (!x->root) {
        mpz_fdiv_qr(out, t, top, bottom);
        return mpz_sgn(t) == 0;
    }
    mpz_mul(s, s, mpq_denref(x->a));
    mpz_mul(s, s, mpq_numref(x->b));
    mpz_mul(s, s, s);
    mpz_mul(s, s, mpq_numref(x->c));
    mpz_mul(t, mpq_denref(x->b), mpq_denref(x->b));
    mpz_mul(t, t, mpq_denref(x->c));
    mpz_fdiv_q(s, s, t);
    mpz_sqrt(s, s);
    if (mpq_sgn(x->b) < 0) {
        mpz_sub(top, top, s);
        mpz_sub_ui(top, top, 1);
    } else {
        mpz_add(top, top, s);
    }
    mpz_fdiv_q(out, top, bottom);
    return false;
}

/* How many steps the rounded number is, into out. */
static void round_steps(mpz_ptr out, const Exact *x, const Round *round)
{
    bool exact = floor_of_twice(out, x, round->step->a);
    bool upper = mpz_odd_p(out);
    mpz_fdiv_q_2exp(out, out, 1);
    if (goes_up(round->mode, mpz_sgn(out) < 0, mpz_odd_p(out), upper, exact))
        mpz_add_ui(out, out, 1);
}

bool exact_round_steps(Arena *scratch, const Exact *x, const Round *round, int64_t *steps)
{
    mpz_t whole;
    Arena *before = number_arena_use(scratch);
    mpz_init(whole);
    round_steps(whole, x, round);
    bool fits = mpz_fits_slong_p(whole) != 0;
    if (fits) *steps = mpz_get_si(whole);
    number_arena_use(before);
    return fits;
}

Exact *exact_round(Arena *arena, const Exact *x, const Round *round)
{
    Arena *before;
    Exact *result = exact_begin(arena, &before);
    mpz_t steps;
    mpz_init(steps);
    round_steps(steps, x, round);
    mpq_init(result->a);
    mpq_set_z(result->a, steps);
    mpq_mul(result->a, result->a, round->step->a);
    number_arena_use(before);
    return exact_checked(arena, result);
}
