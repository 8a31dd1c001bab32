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

/* floor(a + b root c) for an irrational a + b root c: with a = p / q and |b| root c =
 * root(s) / q, s = (q b)^2 c, the root lies strictly between m = isqrt(floor s) and m + 1 (or is
 * irrational above m), so p +- root(s) lies inside a unit interval with whole ends, and the floor
 * of its lower end over q is the answer. */
static void floor_of_limit(mpz_ptr out, mpq_srcptr a, mpq_srcptr b, mpq_srcptr c)
{
    mpq_t s;
    mpq_init(s);
    mpz_set(mpq_numref(s), mpq_denref(a));
    mpq_mul(s, s, b);
    mpq_mul(s, s, s);
    mpq_mul(s, s, c);
    mpz_fdiv_q(out, mpq_numref(s), mpq_denref(s));
    mpz_sqrt(out, out);
    if (mpq_sgn(b) < 0) {
        mpz_sub(out, mpq_numref(a), out);
        mpz_sub_ui(out, out, 1);
    } else {
        mpz_add(out, mpq_numref(a), out);
    }
    mpz_fdiv_q(out, out, mpq_denref(a));
}

/* floor(2 x / step) into out; whether 2 x / step is whole. */
static bool floor_of_twice(mpz_ptr out, const Exact *x, mpq_srcptr step)
{
    mpq_t a, b;
    mpq_inits(a, b, NULL);
    mpq_div(a, x->a, step);
    mpq_mul_2exp(a, a, 1);
    if (!x->root) {
        mpz_fdiv_q(out, mpq_numref(a), mpq_denref(a));
        return mpz_cmp_ui(mpq_denref(a), 1) == 0;
    }
    mpq_div(b, x->b, step);
    mpq_mul_2exp(b, b, 1);
    floor_of_limit(out, a, b, x->c);
    return false;
}

Exact *exact_round(Arena *arena, const Exact *x, const Round *round)
{
    Arena *before;
    Exact *result = exact_begin(arena, &before);
    mpz_t twice;
    mpz_init(twice);
    bool exact = floor_of_twice(twice, x, round->step->a);
    bool upper = mpz_odd_p(twice);
    mpz_fdiv_q_2exp(twice, twice, 1);
    if (goes_up(round->mode, mpz_sgn(twice) < 0, mpz_odd_p(twice), upper, exact)) {
        mpz_add_ui(twice, twice, 1);
    }
    mpq_init(result->a);
    mpq_set_z(result->a, twice);
    mpq_mul(result->a, result->a, round->step->a);
    number_arena_use(before);
    return exact_checked(arena, result);
}
