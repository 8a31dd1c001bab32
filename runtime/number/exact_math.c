/* exact_math.c -- arithmetic of exact numbers; see exact.h.
 *
 * Two root parts can be put together only when their radicands are commensurable: c1 / c2 is the
 * square of a rational r, and then root c1 is r * root c2.  Pure root numbers (a = 0) need no such
 * thing to be multiplied: b1 root c1 * b2 root c2 = b1 b2 root(c1 c2).
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"

static Exact *fresh(Arena *arena, bool root)
{
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    x->root = root;
    mpq_init(x->a);
    if (root) {
        mpq_init(x->b);
        mpq_init(x->c);
    }
    return x;
}

/* Ends an operation: the thread's arena as it was, the result within the limit. */
static Exact *finish(Arena *arena, Arena *before, Exact *x)
{
    number_arena_use(before);
    return x ? exact_checked(arena, x) : NULL;
}

/* Whether value is the square of a rational; then its root >= 0 is in out. */
static bool rational_root(mpq_ptr out, mpq_srcptr value)
{
    if (!mpz_perfect_square_p(mpq_numref(value)) || !mpz_perfect_square_p(mpq_denref(value))) {
        return false;
    }
    mpz_sqrt(mpq_numref(out), mpq_numref(value));
    mpz_sqrt(mpq_denref(out), mpq_denref(value));
    return true;
}

/* Whether root c1 = r root c2 for a rational r > 0; then it is in r. */
static bool commensurable(mpq_ptr r, mpq_srcptr c1, mpq_srcptr c2)
{
    if (mpq_equal(c1, c2)) {
        mpq_set_ui(r, 1, 1);
        return true;
    }
    mpq_t ratio;
    mpq_init(ratio);
    mpq_div(ratio, c1, c2);
    return rational_root(r, ratio);
}

/* Makes x = a + b root c canonical: rational when b is 0 or c is a square. */
static void settle(Exact *x)
{
    assert(x->root);
    mpq_t r;
    mpq_init(r);
    if (mpq_sgn(x->b) != 0) {
        if (!rational_root(r, x->c)) return;
        mpq_mul(r, r, x->b);
        mpq_add(x->a, x->a, r);
    }
    x->root = false;
    memset(x->b, 0, sizeof x->b);
    memset(x->c, 0, sizeof x->c);
}

static Exact *add_signed(Arena *arena, const Exact *x, const Exact *y, bool minus)
{
    Arena *before = number_arena_use(arena);
    Exact *sum = fresh(arena, x->root || y->root);
    (minus ? mpq_sub : mpq_add)(sum->a, x->a, y->a);
    if (x->root && y->root) {
        mpq_t r;
        mpq_init(r);
        if (!commensurable(r, y->c, x->c)) return finish(arena, before, NULL);
        mpq_mul(r, r, y->b);
        (minus ? mpq_sub : mpq_add)(sum->b, x->b, r);
        mpq_set(sum->c, x->c);
        settle(sum);
    } else if (sum->root) {
        const Exact *irrational = x->root ? x : y;
        mpq_set(sum->b, irrational->b);
        mpq_set(sum->c, irrational->c);
        if (minus && !x->root) mpq_neg(sum->b, sum->b);
    }
    return finish(arena, before, sum);
}

Exact *exact_add(Arena *arena, const Exact *x, const Exact *y)
{
    return add_signed(arena, x, y, false);
}

Exact *exact_sub(Arena *arena, const Exact *x, const Exact *y)
{
    return add_signed(arena, x, y, true);
}

Exact *exact_neg(Arena *arena, const Exact *x)
{
    Exact *negative = exact_copy(arena, x);
    mpq_neg(negative->a, negative->a); /* in place: no memory */
    if (x->root) mpq_neg(negative->b, negative->b);
    return negative;
}

/* x * factor for a rational factor. */
static void scale(Exact *out, const Exact *x, mpq_srcptr factor)
{
    mpq_mul(out->a, x->a, factor);
    if (!x->root) return;
    mpq_mul(out->b, x->b, factor);
    mpq_set(out->c, x->c);
    settle(out); /* times 0 is rational */
}

/* Both irrational.  False when there is no such form. */
static bool multiply_roots(Exact *out, const Exact *x, const Exact *y)
{
    mpq_t r, t;
    mpq_inits(r, t, NULL);
    if (commensurable(r, y->c, x->c)) { /* y = y.a + (y.b r) root x.c */
        mpq_mul(r, r, y->b);
        mpq_mul(out->a, x->b, r);
        mpq_mul(out->a, out->a, x->c);
        mpq_mul(t, x->a, y->a);
        mpq_add(out->a, out->a, t);
        mpq_mul(out->b, x->a, r);
        mpq_mul(t, x->b, y->a);
        mpq_add(out->b, out->b, t);
        mpq_set(out->c, x->c);
    } else if (mpq_sgn(x->a) == 0 && mpq_sgn(y->a) == 0) {
        mpq_mul(out->b, x->b, y->b);
        mpq_mul(out->c, x->c, y->c);
    } else {
        return false;
    }
    settle(out);
    return true;
}

static Exact *multiply(Arena *arena, const Exact *x, const Exact *y)
{
    Exact *product = fresh(arena, x->root || y->root);
    if (!x->root) {
        scale(product, y, x->a);
    } else if (!y->root) {
        scale(product, x, y->a);
    } else if (!multiply_roots(product, x, y)) {
        return NULL;
    }
    return product;
}

Exact *exact_mul(Arena *arena, const Exact *x, const Exact *y)
{
    Arena *before = number_arena_use(arena);
    Exact *product = multiply(arena, x, y);
    return finish(arena, before, product);
}

/* 1 / x for x not 0: of a + b root c it is (a - b root c) / (a^2 - b^2 c), whose denominator is
 * not 0 because c is no square. */
static Exact *invert(Arena *arena, const Exact *x)
{
    Exact *inverse = fresh(arena, x->root);
    if (!x->root) {
        mpq_inv(inverse->a, x->a);
        return inverse;
    }
    mpq_t norm, t;
    mpq_inits(norm, t, NULL);
    mpq_mul(norm, x->a, x->a);
    mpq_mul(t, x->b, x->b);
    mpq_mul(t, t, x->c);
    mpq_sub(norm, norm, t);
    mpq_div(inverse->a, x->a, norm);
    mpq_div(inverse->b, x->b, norm);
    mpq_neg(inverse->b, inverse->b);
    mpq_set(inverse->c, x->c);
    return inverse;
}

Exact *exact_div(Arena *arena, const Exact *x, const Exact *y)
{
    if (!y->root && mpq_sgn(y->a) == 0) return NULL;
    Arena *before = number_arena_use(arena);
    Exact *quotient;
    if (!x->root && !y->root) {
        quotient = fresh(arena, false);
        mpq_div(quotient->a, x->a, y->a);
    } else {
        quotient = multiply(arena, x, invert(arena, y));
    }
    return finish(arena, before, quotient);
}

Exact *exact_root(Arena *arena, const Exact *x)
{
    if (x->root || mpq_sgn(x->a) < 0) return NULL;
    Arena *before = number_arena_use(arena);
    Exact *root = fresh(arena, true);
    mpq_set_ui(root->b, 1, 1);
    mpq_set(root->c, x->a);
    settle(root);
    return finish(arena, before, root);
}
