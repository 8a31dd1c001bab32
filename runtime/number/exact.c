/* exact.c -- making, copying and reading exact numbers; see exact.h.  Arithmetic stands in
 * exact_math.c, order in exact_order.c.
 *
 * Each function names its arena to GMP for as long as it works and puts back what it found.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"
#include "limit.h"
#include "number/integer.h"

/* No arena is in use while the Exact itself is made: should that escape, none must be left so. */
Exact *exact_begin(Arena *arena, Arena **before)
{
    *before = number_arena_use(NULL);
    Exact *x = NEW(arena, Exact);
    number_arena_use(arena);
    return x;
}

Exact *exact_from_i64(Arena *arena, int64_t value)
{
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    mpz_init_set_si(mpq_numref(x->a), value);
    mpz_init_set_ui(mpq_denref(x->a), 1);
    number_arena_use(before);
    return x;
}

Exact *exact_from_ratio(Arena *arena, int64_t num, int64_t den)
{
    return exact_from_i128(arena, num, den);
}

void exact_set_i128(mpz_ptr out, i128 value)
{
    u128 size = value < 0 ? -(u128)value : (u128)value;
    uint64_t words[2] = { (uint64_t)size, (uint64_t)(size >> 64) };
    mpz_import(out, 2, -1, sizeof words[0], 0, 0, words);
    if (value < 0) mpz_neg(out, out);
}

bool exact_i128_of(mpz_srcptr value, i128 *out)
{
    size_t bits = mpz_sizeinbase(value, 2);
    if (bits > 128) return false;
    uint64_t words[2] = { 0, 0 };
    size_t count = 0;
    mpz_export(words, &count, -1, sizeof words[0], 0, 0, value);
    u128 size = (u128)words[1] << 64 | words[0];
    u128 most = (u128)1 << 127;
    if (mpz_sgn(value) < 0) {
        if (size > most) return false;
        *out = size == most ? I128_MIN : -(i128)size;
    } else {
        if (size >= most) return false;
        *out = (i128)size;
    }
    return true;
}

Exact *exact_from_i128(Arena *arena, i128 num, i128 den)
{
    assert(den != 0);
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    mpz_init(mpq_numref(x->a));
    mpz_init(mpq_denref(x->a));
    exact_set_i128(mpq_numref(x->a), num);
    exact_set_i128(mpq_denref(x->a), den);
    if (den != 1) mpq_canonicalize(x->a);
    number_arena_use(before);
    return x;
}

static void copy_fraction(mpq_ptr out, mpq_srcptr value)
{
    mpz_init_set(mpq_numref(out), mpq_numref(value));
    mpz_init_set(mpq_denref(out), mpq_denref(value));
}

Exact *exact_from_mpq(Arena *arena, mpq_srcptr value)
{
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    copy_fraction(x->a, value);
    number_arena_use(before);
    return exact_checked(arena, x);
}

Exact *exact_copy(Arena *arena, const Exact *x)
{
    Arena *before;
    Exact *copy = exact_begin(arena, &before);
    copy->root = x->root;
    copy_fraction(copy->a, x->a);
    if (x->root) {
        copy_fraction(copy->b, x->b);
        copy_fraction(copy->c, x->c);
    }
    number_arena_use(before);
    return copy;
}

Exact *exact_power_of_ten(Arena *arena, int power)
{
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    mpq_init(x->a);
    mpz_set_ui(mpq_numref(x->a), 1);
    mpz_ptr part = power < 0 ? mpq_denref(x->a) : mpq_numref(x->a);
    mpz_ui_pow_ui(part, 10, (unsigned long)(power < 0 ? -(int64_t)power : power));
    number_arena_use(before);
    return exact_checked(arena, x);
}

bool exact_to_ratio(const Exact *x, int64_t *num, int64_t *den)
{
    if (x->root || !mpz_fits_slong_p(mpq_numref(x->a)) || !mpz_fits_slong_p(mpq_denref(x->a))) {
        return false;
    }
    *num = mpz_get_si(mpq_numref(x->a));
    *den = mpz_get_si(mpq_denref(x->a));
    return true;
}

bool exact_to_i128(const Exact *x, int64_t den, i128 *num)
{
    if (x->root || !mpz_fits_slong_p(mpq_denref(x->a))) return false;
    int64_t own = mpz_get_si(mpq_denref(x->a));
    if (den % own != 0) return false;
    i128 value;
    return exact_i128_of(mpq_numref(x->a), &value) && mul_i128(value, den / own, num);
}

static bool is_long(mpq_srcptr value)
{
    return mpz_sizeinbase(mpq_numref(value), 2) > LIMIT_BITS ||
           mpz_sizeinbase(mpq_denref(value), 2) > LIMIT_BITS;
}

Exact *exact_checked(Arena *arena, Exact *x)
{
    if (is_long(x->a) || (x->root && (is_long(x->b) || is_long(x->c)))) {
        number_arena_use(NULL);
        guard_escape(arena->guard, WHY_LIMIT);
    }
    return x;
}
