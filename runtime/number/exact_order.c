/* exact_order.c -- the sign and the order of exact numbers, decided by signs and squares.
 *
 * Rationals need no memory.  Root numbers need scraps, which live in an arena of their own that is
 * closed before the answer is given, so that sorting a column by a limit leaves nothing behind.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"

/* The sign of a + b root c, for b not 0, c > 0 and a sum that is not 0: where the parts disagree
 * the larger square wins. */
static int sign_of_limit(mpq_srcptr a, mpq_srcptr b, mpq_srcptr c)
{
    int sign_a = mpq_sgn(a), sign_b = mpq_sgn(b);
    if (sign_a == sign_b) return sign_a;
    if (sign_a == 0) return sign_b;
    mpq_t left, right;
    mpq_inits(left, right, NULL);
    mpq_mul(left, a, a);
    mpq_mul(right, b, b);
    mpq_mul(right, right, c);
    return mpq_cmp(left, right) > 0 ? sign_a : sign_b;
}

/* The sign of u = b root c + d root e, and its rational part b^2 c + d^2 e of u^2 in `squares`. */
static int sign_of_roots(mpq_ptr squares, mpq_srcptr b, mpq_srcptr c, mpq_srcptr d, mpq_srcptr e)
{
    mpq_t left, right;
    mpq_inits(left, right, NULL);
    mpq_mul(left, b, b);
    mpq_mul(left, left, c);
    mpq_mul(right, d, d);
    mpq_mul(right, right, e);
    mpq_add(squares, left, right);
    int sign_b = mpq_sgn(b), sign_d = mpq_sgn(d);
    if (sign_b == sign_d) return sign_b;
    int order = mpq_cmp(left, right);
    return order == 0 ? 0 : order > 0 ? sign_b : sign_d;
}

/* The sign of a + b root c + d root e with b, d not 0: u as above; where a and u disagree, that of
 * a^2 - u^2 = (a^2 - b^2 c - d^2 e) - 2 b d root(c e) tells which is larger.  They cannot be equal:
 * u is 0 or irrational. */
static int sign_of_three(mpq_srcptr a, const Exact *x, const Exact *y)
{
    mpq_t squares, d, rational, twice, radicand;
    mpq_inits(squares, d, rational, twice, radicand, NULL);
    mpq_neg(d, y->b);
    int sign_a = mpq_sgn(a), sign_u = sign_of_roots(squares, x->b, x->c, d, y->c);
    if (sign_u == 0 || sign_a == sign_u) return sign_a;
    if (sign_a == 0) return sign_u;
    mpq_mul(rational, a, a);
    mpq_sub(rational, rational, squares);
    mpq_mul(twice, x->b, d);
    mpq_mul_2exp(twice, twice, 1);
    mpq_neg(twice, twice);
    mpq_mul(radicand, x->c, y->c);
    return sign_of_limit(rational, twice, radicand) > 0 ? sign_a : sign_u;
}

typedef struct Question {
    Guard guard;
    Arena scraps;
    const Exact *x, *y; /* y is NULL where the sign of x is asked */
    int answer;
} Question;

static void decide(void *arg)
{
    Question *q = arg;
    number_arena_use(&q->scraps);
    if (!q->y) {
        q->answer = sign_of_limit(q->x->a, q->x->b, q->x->c);
        return;
    }
    mpq_t a;
    mpq_init(a);
    mpq_sub(a, q->x->a, q->y->a);
    if (q->x->root && q->y->root) {
        q->answer = sign_of_three(a, q->x, q->y);
    } else if (q->x->root) {
        q->answer = sign_of_limit(a, q->x->b, q->x->c);
    } else {
        mpq_t b;
        mpq_init(b);
        mpq_neg(b, q->y->b);
        q->answer = sign_of_limit(a, b, q->y->c);
    }
}

/* Answers with the scraps' arena closed, whether or not the work escapes. */
static int ask(Arena *arena, const Exact *x, const Exact *y)
{
    Question q = { .x = x, .y = y };
    q.scraps = arena_open(&q.guard);
    Arena *before = number_arena_use(NULL);
    Why why = guard_run(&q.guard, decide, &q);
    arena_close(&q.scraps);
    number_arena_use(why == WHY_NOTHING ? before : NULL);
    if (why != WHY_NOTHING) guard_escape(arena->guard, why);
    return q.answer;
}

int exact_sign(Arena *arena, const Exact *x)
{
    return x->root ? ask(arena, x, NULL) : mpq_sgn(x->a);
}

static uint64_t mix(uint64_t hash, mpz_srcptr part)
{
    for (size_t i = 0; i < mpz_size(part); i++) {
        hash = (hash ^ mpz_getlimbn(part, (mp_size_t)i)) * 0xD6E8FEB86659FD93u;
        hash ^= hash >> 32;
    }
    return hash + (mpz_sgn(part) < 0);
}

/* Of a root number or limit only the rational part counts: its root has many forms. */
uint64_t exact_hash(const Exact *x, uint64_t seed)
{
    return mix(mix(seed, mpq_numref(x->a)), mpq_denref(x->a));
}

int exact_compare(Arena *arena, const Exact *x, const Exact *y)
{
    if (!x->root && !y->root) {
        /* mpq_cmp takes memory, if at all, only for numbers far above LIMIT_BITS. */
        return mpq_cmp(x->a, y->a);
    }
    return ask(arena, x, y);
}
