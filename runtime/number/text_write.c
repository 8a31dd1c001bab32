/* text_write.c -- writing numbers; see text.h.  Nothing here rounds: a number that does not end
 * within the asked places is our own mistake and escapes with WHY_INTERNAL.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/text.h"
#include "limit.h"
#include "number/integer.h"
#include "number/lane.h"

enum {
    QUICK_PLACES = 18,   /* int64 times 10^18 fits 128 bits */
    LARGEST_PRIME = 1000 /* squares of primes up to this stand before a root */
};

/* A decimal: `digits` are those of |x| * 10^places. */
static void write_digits(Text *text, bool minus, Str digits, size_t places)
{
    if (minus) text_byte(text, '-');
    size_t whole = digits.len > places ? digits.len - places : 0;
    if (whole == 0) text_byte(text, '0');
    text_add(text, str_slice(digits, 0, whole));
    if (places == 0) return;
    text_byte(text, '.');
    if (digits.len < places) text_pad(text, '0', places - digits.len);
    text_add(text, str_slice(digits, whole, digits.len));
}

static void write_scaled(Text *text, i128 scaled, int places)
{
    char room[40]; /* 2^127 has 39 digits */
    size_t at = sizeof room;
    u128 rest = scaled < 0 ? -(u128)scaled : (u128)scaled;
    for (; rest > UINT64_MAX; rest /= 10) room[--at] = (char)('0' + (int)(rest % 10));
    for (uint64_t low = (uint64_t)rest; low; low /= 10) room[--at] = (char)('0' + (int)(low % 10));
    write_digits(text, scaled < 0, (Str){ room + at, sizeof room - at }, (size_t)places);
}

static _Noreturn void not_rounded(const Text *text)
{
    number_arena_use(NULL);
    guard_escape(text->arena->guard, WHY_INTERNAL);
}

/* The digits of |value|, in the text's arena. */
static Str digits_of(Text *text, mpz_srcptr value)
{
    size_t room = mpz_sizeinbase(value, 10) + 2;
    char *at = NEW_ARRAY(text->arena, char, room);
    Arena *before = number_arena_use(text->arena);
    mpz_get_str(at, 10, value);
    number_arena_use(before);
    if (at[0] == '-') at++;
    return (Str){ at, (size_t)((const char *)memchr(at, '\0', room) - at) };
}

/* factor * x, a rational, as a decimal by GMP. */
static void write_long(Text *text, const Exact *x, int places, unsigned long factor)
{
    if (x->root) not_rounded(text);
    Exact *scaled = exact_mul(text->arena, x, exact_power_of_ten(text->arena, places));
    Arena *before = number_arena_use(text->arena);
    mpz_mul_ui(mpq_numref(scaled->a), mpq_numref(scaled->a), factor);
    mpq_canonicalize(scaled->a);
    number_arena_use(before);
    if (mpz_cmp_ui(mpq_denref(scaled->a), 1) != 0) not_rounded(text);
    int sign = mpz_sgn(mpq_numref(scaled->a));
    Str digits = sign ? digits_of(text, mpq_numref(scaled->a)) : STR_EMPTY;
    write_digits(text, sign < 0, digits, (size_t)places);
}

/* Whether it was written: num / den * factor * 10^places must fit. */
static bool write_quick(Text *text, i128 num, int64_t den, int places, int64_t factor)
{
    i128 scaled;
    if (places > QUICK_PLACES ||
        !mul_i128(num, (i128)number_power_of_ten(places) * factor, &scaled)) {
        return false;
    }
    if (scaled % den != 0) not_rounded(text);
    write_scaled(text, scaled / den, places);
    return true;
}

static void write_any(Text *text, const Exact *x, int places, int64_t factor)
{
    assert(places >= 0);
    int64_t num, den;
    if (exact_to_ratio(x, &num, &den) && write_quick(text, num, den, places, factor)) return;
    write_long(text, x, places, (unsigned long)factor);
}

void number_write(Text *text, const Exact *x, int places)
{
    write_any(text, x, places, 1);
}

void number_write_percent(Text *text, const Exact *x, int places)
{
    write_any(text, x, places, 100);
}

void number_write_ratio(Text *text, int64_t num, int64_t den, int places)
{
    assert(places >= 0);
    if (write_quick(text, num, den, places, 1)) return;
    write_long(text, exact_from_ratio(text->arena, num, den), places, 1);
}

void number_write_at(Text *text, const Dens *dens, const Column *column, size_t row, int places,
                     bool percent)
{
    int64_t factor = percent ? 100 : 1;
    size_t i = column_place(column, row);
    bool done = false;
    switch (column->lane) {
    case LANE_I64: done = write_quick(text, column->i64[i], column->den, places, factor); break;
    case LANE_I128: done = write_quick(text, column->wide[i], column->den, places, factor); break;
    case LANE_Q64:
        done =
            write_quick(text, column->i64[i], dens_value(dens, column->den_id[i]), places, factor);
        break;
    case LANE_EXACT: break;
    }
    if (!done) write_any(text, column_exact_at(text->arena, dens, column, row), places, factor);
}

/* ---- exactly ---- */

static void write_fraction(Text *text, mpq_srcptr value)
{
    if (mpq_sgn(value) < 0) text_byte(text, '-');
    text_add(text, digits_of(text, mpq_numref(value)));
    if (mpz_cmp_ui(mpq_denref(value), 1) == 0) return;
    text_byte(text, '/');
    text_add(text, digits_of(text, mpq_denref(value)));
}

/* Takes squares out of n: n = root^2 * what is left in n. */
static void take_squares(mpz_ptr n, mpz_ptr root)
{
    mpz_set_ui(root, 1);
    for (unsigned long d = 2; d <= LARGEST_PRIME; d++) {
        while (mpz_divisible_ui_p(n, d * d)) {
            mpz_divexact_ui(n, n, d * d);
            mpz_mul_ui(root, root, d);
        }
    }
    if (mpz_perfect_square_p(n)) {
        mpz_sqrt(n, n);
        mpz_mul(root, root, n);
        mpz_set_ui(n, 1);
    }
}

/* |b| root c as factor * root(radicand): b^2 c is the same for equal numbers, and what is taken out
 * of it depends on nothing else. */
static void split_root(mpq_ptr factor, mpq_ptr radicand, const Exact *x)
{
    mpq_inits(factor, radicand, NULL);
    mpq_mul(radicand, x->b, x->b);
    mpq_mul(radicand, radicand, x->c);
    take_squares(mpq_numref(radicand), mpq_numref(factor));
    take_squares(mpq_denref(radicand), mpq_denref(factor));
}

void number_write_exact(Text *text, const Exact *x)
{
    if (!x->root) {
        write_fraction(text, x->a);
        return;
    }
    mpq_t factor, radicand;
    Arena *before = number_arena_use(text->arena);
    split_root(factor, radicand, x);
    number_arena_use(before);
    bool limit = mpq_sgn(x->a) != 0;
    if (limit) write_fraction(text, x->a);
    if (mpq_sgn(x->b) < 0)
        text_byte(text, '-');
    else if (limit)
        text_byte(text, '+');
    if (mpq_cmp_ui(factor, 1, 1) != 0) {
        write_fraction(text, factor);
        text_byte(text, '*');
    }
    text_add(text, STR("root("));
    write_fraction(text, radicand);
    text_byte(text, ')');
}

/* How many times d divides n; n is left without it. */
static unsigned long take_factor(mpz_ptr n, unsigned long d)
{
    unsigned long count = 0;
    for (; mpz_divisible_ui_p(n, d); count++) mpz_divexact_ui(n, n, d);
    return count;
}

void number_write_plain(Text *text, const Exact *x)
{
    unsigned long twos = 0, fives = 0;
    bool ends = false;
    if (!x->root && mpz_sizeinbase(mpq_denref(x->a), 2) <= LIMIT_DIGITS * 4) {
        mpz_t rest;
        Arena *before = number_arena_use(text->arena);
        mpz_init_set(rest, mpq_denref(x->a));
        twos = take_factor(rest, 2);
        fives = take_factor(rest, 5);
        ends = mpz_cmp_ui(rest, 1) == 0;
        number_arena_use(before);
    }
    unsigned long places = twos > fives ? twos : fives;
    if (ends && places <= LIMIT_DIGITS)
        number_write(text, x, (int)places);
    else
        number_write_exact(text, x);
}
