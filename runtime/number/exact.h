/* exact.h -- exact numbers of any size: a rational, or a rational plus a root number (a + b root
 * c).
 *
 * Values are immutable and live in an Arena: a function that makes one takes the arena first, and
 * nobody clears anything.  A result above LIMIT_BITS bits escapes to the arena's guard with
 * WHY_LIMIT, out of memory with WHY_MEMORY.  A function that returns NULL met a sum, product or
 * root that has no such form; the checker forbids those, so NULL is a defence, not a value.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_EXACT_H
#define LUSTRUM_NUMBER_EXACT_H

#include "arena.h"
#include "column.h"
#include <gmp.h>

/* a + b * root(c).  The fractions are in lowest terms.  With root false only `a` is there: b and c
 * are all zero bytes and not GMP numbers.  With root true b is not 0, c > 0 is not the square of a
 * rational, so the value is irrational; it is a root number when a is 0, else a limit. */
struct Exact {
    mpq_t a, b, c;
    bool root;
};

/* ---- memory (memory.c) ---- */

/* Makes GMP on this thread take its memory from `arena` (NULL: from malloc), and returns what was
 * used before.  Needed only by code that calls GMP itself; every function below does it inside and
 * leaves what it found.  After an escape the thread is back at NULL. */
Arena *number_arena_use(Arena *arena);

/* A blank Exact, all zero bytes, in `arena`, which GMP then uses; what it used before goes into
 * *before, for number_arena_use at the end of the operation. */
Exact *exact_begin(Arena *arena, Arena **before);

/* ---- making ---- */

Exact *exact_from_i64(Arena *arena, int64_t value);
/* num / den in lowest terms; den is not 0. */
Exact *exact_from_ratio(Arena *arena, int64_t num, int64_t den);
Exact *exact_from_i128(Arena *arena, i128 num, i128 den);
/* A compact copy: no room to grow, nothing shared. */
Exact *exact_copy(Arena *arena, const Exact *x);
/* A rational from a GMP fraction in lowest terms; copied. */
Exact *exact_from_mpq(Arena *arena, mpq_srcptr value);
/* 10 to the power `power`, which may be negative. */
Exact *exact_power_of_ten(Arena *arena, int power);

/* ---- arithmetic; NULL where the result is no rational, root number or limit ---- */

Exact *exact_add(Arena *arena, const Exact *x, const Exact *y);
Exact *exact_sub(Arena *arena, const Exact *x, const Exact *y);
Exact *exact_mul(Arena *arena, const Exact *x, const Exact *y);
/* NULL also when y is 0: the caller asks exact_sign first and gives REASON_NOTHING. */
Exact *exact_div(Arena *arena, const Exact *x, const Exact *y);
Exact *exact_neg(Arena *arena, const Exact *x);
/* The square root of a rational >= 0; NULL for a negative or irrational x. */
Exact *exact_root(Arena *arena, const Exact *x);

/* ---- asking ---- */

/* -1, 0 or 1.  Only the arena's guard is used. */
int exact_sign(Arena *arena, const Exact *x);
/* <0, 0 or >0, decided exactly (roots by signs and squares).  Only the arena's guard is used. */
int exact_compare(Arena *arena, const Exact *x, const Exact *y);
/* The same for equal numbers, however they are held; for tables of numbers. */
uint64_t exact_hash(const Exact *x, uint64_t seed);
/* Whether x is a rational whose parts fit; then *num / *den is it, in lowest terms, *den > 0. */
bool exact_to_ratio(const Exact *x, int64_t *num, int64_t *den);
/* Whether x * den is an integer that fits i128; then *num is it.  den > 0. */
bool exact_to_i128(const Exact *x, int64_t den, i128 *num);
/* Whether `value` fits; then *out is it. */
bool exact_i128_of(mpz_srcptr value, i128 *out);
void exact_set_i128(mpz_ptr out, i128 value);

/* Escapes with WHY_LIMIT when a part of x is longer than LIMIT_BITS; returns x. */
Exact *exact_checked(Arena *arena, Exact *x);

#endif
