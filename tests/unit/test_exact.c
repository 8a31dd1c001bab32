/* test_exact.c -- exact scalars: arithmetic, root numbers, order, limits.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"
#include "limit.h"
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void rationals_agree_with_gmp_for_all_small_ones(void **state)
{
    Room *room = *state;
    mpq_t x, y, z;
    mpq_inits(x, y, z, NULL);
    for (int n = -6; n <= 6; n++)
        for (int d = 1; d <= 6; d++)
            for (int m = -6; m <= 6; m++)
                for (int e = 1; e <= 6; e++) {
                    const Exact *a = ratio(room, n, d), *b = ratio(room, m, e);
                    mpq_set_si(x, n, (unsigned long)d);
                    mpq_set_si(y, m, (unsigned long)e);
                    mpq_canonicalize(x);
                    mpq_canonicalize(y);
                    mpq_add(z, x, y);
                    assert_true(mpq_equal(z, exact_add(&room->arena, a, b)->a));
                    mpq_sub(z, x, y);
                    assert_true(mpq_equal(z, exact_sub(&room->arena, a, b)->a));
                    mpq_mul(z, x, y);
                    assert_true(mpq_equal(z, exact_mul(&room->arena, a, b)->a));
                    if (m != 0) {
                        mpq_div(z, x, y);
                        assert_true(mpq_equal(z, exact_div(&room->arena, a, b)->a));
                    } else {
                        assert_null(exact_div(&room->arena, a, b));
                    }
                    int order = mpq_cmp(x, y);
                    int found = exact_compare(&room->arena, a, b);
                    assert_int_equal((order > 0) - (order < 0), (found > 0) - (found < 0));
                }
    mpq_clears(x, y, z, NULL);
}

static void a_root_of_a_square_is_rational(void **state)
{
    Room *room = *state;
    for (int n = 0; n <= 60; n++)
        for (int d = 1; d <= 60; d++) {
            Exact *root = exact_root(&room->arena, ratio(room, (int64_t)n * n, (int64_t)d * d));
            assert_false(root->root);
            assert_int_equal(0, exact_compare(&room->arena, root, ratio(room, n, d)));
        }
    assert_true(exact_root(&room->arena, ratio(room, 2, 9))->root);
    assert_null(exact_root(&room->arena, ratio(room, -1, 9)));
}

static void root_arithmetic_keeps_to_its_forms(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    Exact *two = root_number(room, 1, 1, 2, 1), *three = root_number(room, 1, 1, 3, 1);
    Exact *eight = root_number(room, 1, 1, 8, 1);
    assert_text(exactly(room, exact_mul(arena, two, three)), "root(6)");
    assert_text(exactly(room, exact_mul(arena, two, eight)), "4");
    assert_text(exactly(room, exact_div(arena, eight, two)), "2");
    assert_text(exactly(room, exact_div(arena, three, two)), "root(3/2)");
    assert_text(exactly(room, exact_add(arena, two, eight)), "3*root(2)");
    assert_text(exactly(room, exact_sub(arena, two, eight)), "-root(2)");
    assert_text(exactly(room, exact_sub(arena, two, two)), "0");
    assert_null(exact_add(arena, two, three));
    Exact *limit = exact_sub(arena, ratio(room, 1, 2), root_number(room, 3, 1, 5, 7));
    assert_text(exactly(room, limit), "1/2-3*root(5/7)");
    assert_text(exactly(room, exact_neg(arena, limit)), "-1/2+3*root(5/7)");
    assert_text(exactly(room, exact_mul(arena, limit, ratio(room, 2, 1))), "1-6*root(5/7)");
    assert_text(exactly(room, exact_mul(arena, limit, ratio(room, 0, 1))), "0");
    assert_text(exactly(room, exact_div(arena, ratio(room, 6, 1), three)), "2*root(3)");
    assert_text(exactly(room, exact_div(arena, limit, ratio(room, -1, 2))), "-1+6*root(5/7)");
    assert_null(exact_mul(arena, limit, two));
    assert_null(exact_mul(arena, two, limit));
    assert_null(exact_root(arena, two));
    /* (1 + root 2)(1 - root 2) = -1, and 1 / (1 + root 2) = root 2 - 1 */
    Exact *plus = exact_add(arena, ratio(room, 1, 1), two);
    Exact *minus = exact_sub(arena, ratio(room, 1, 1), two);
    assert_text(exactly(room, exact_mul(arena, plus, minus)), "-1");
    assert_text(exactly(room, exact_div(arena, ratio(room, 1, 1), plus)), "-1+root(2)");
    assert_text(exactly(room, exact_div(arena, minus, plus)), "-3+2*root(2)");
}

/* x * 10^200, cut: within 2 of the true value for the sizes used here. */
static void digits_of_200(mpz_t out, const Exact *x)
{
    mpz_t scale, t;
    mpz_inits(scale, t, NULL);
    mpz_ui_pow_ui(scale, 10, 200);
    mpz_mul(t, mpq_numref(x->a), scale);
    mpz_fdiv_q(out, t, mpq_denref(x->a));
    if (x->root) { /* root(b^2 c * 10^400) */
        mpq_t square;
        mpq_init(square);
        mpq_mul(square, x->b, x->b);
        mpq_mul(square, square, x->c);
        mpz_mul(t, mpq_numref(square), scale);
        mpz_mul(t, t, scale);
        mpz_fdiv_q(t, t, mpq_denref(square));
        mpz_sqrt(t, t);
        if (mpq_sgn(x->b) < 0)
            mpz_sub(out, out, t);
        else
            mpz_add(out, out, t);
        mpq_clear(square);
    }
    mpz_clears(scale, t, NULL);
}

static Exact *random_exact(Room *room, int64_t size)
{
    Exact *a = ratio(room, between(room, -size, size), between(room, 1, size));
    if (between(room, 0, 3) == 0) return a;
    Exact *root = root_number(room, between(room, -size, size), between(room, 1, size),
                              between(room, 1, size), between(room, 1, size));
    return between(room, 0, 2) == 0 ? root : exact_add(&room->arena, a, root);
}

static void root_numbers_order_as_200_digits_do(void **state)
{
    Room *room = *state;
    mpz_t x, y;
    mpz_inits(x, y, NULL);
    int near = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t size = i % 2 ? 3 : 1000000;
        const Exact *a = random_exact(room, size), *b = random_exact(room, size);
        digits_of_200(x, a);
        digits_of_200(y, b);
        mpz_sub(x, x, y);
        int order = exact_compare(&room->arena, a, b);
        if (mpz_cmpabs_ui(x, 8) <= 0) { /* equal to 200 digits: here only equal ones are */
            near++;
            assert_int_equal(0, order);
        } else {
            assert_int_equal(mpz_sgn(x), (order > 0) - (order < 0));
        }
        int sign = exact_sign(&room->arena, a);
        digits_of_200(x, a);
        if (mpz_cmpabs_ui(x, 8) > 0) assert_int_equal(mpz_sgn(x), sign);
    }
    assert_true(near > 100); /* the small ones do meet */
    mpz_clears(x, y, NULL);
}

static void equal_roots_compare_equal_in_any_form(void **state)
{
    Room *room = *state;
    for (int b = 1; b < 20; b++)
        for (int c = 1; c < 20; c++) {
            const Exact *x = root_number(room, b, 3, c, 7);
            const Exact *y = root_number(room, 1, 3, (int64_t)b * b * c, 7);
            assert_int_equal(0, exact_compare(&room->arena, x, y));
            assert_true(str_eq(exactly(room, x), exactly(room, y)));
            /* 1e-30 away is not equal */
            const Exact *less = exact_sub(&room->arena, x, exact_power_of_ten(&room->arena, -30));
            assert_true(exact_compare(&room->arena, less, y) < 0);
        }
}

static void numbers_of_128_bits_come_back(void **state)
{
    Room *room = *state;
    const i128 values[] = { I128_MAX,
                            I128_MIN,
                            I128_MAX - 1,
                            I128_MIN + 1,
                            INT64_MAX,
                            INT64_MIN,
                            (i128)INT64_MAX + 1,
                            (i128)INT64_MIN - 1,
                            0,
                            1,
                            -1 };
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        i128 back;
        assert_true(exact_to_i128(exact_from_i128(&room->arena, values[i], 1), 1, &back));
        assert_true(back == values[i]);
        int64_t num, den;
        bool fits = exact_to_ratio(exact_from_i128(&room->arena, values[i], 1), &num, &den);
        assert_true(fits == fits_i64(values[i]));
    }
    i128 num;
    assert_false(exact_to_i128(exact_from_i128(&room->arena, I128_MAX, 1), 2, &num));
    assert_false(exact_to_i128(ratio(room, 1, 3), 4, &num));
    assert_false(exact_to_i128(root_number(room, 1, 1, 2, 1), 1, &num));
    assert_false(exact_to_i128(exact_power_of_ten(&room->arena, -30), INT64_MAX, &num));
    Exact *above =
        exact_add(&room->arena, exact_from_i128(&room->arena, I128_MAX, 1), ratio(room, 1, 1));
    assert_false(exact_to_i128(above, 1, &num));
    assert_true(exact_to_i128(exact_neg(&room->arena, above), 1, &num) && num == I128_MIN);
    for (int i = 0; i < 200000; i++) {
        i128 a = (i128)next_random(room) << (next_random(room) % 64), product;
        i128 b = (i128)next_random(room) >> (next_random(room) % 64);
        if (next_random(room) & 1) a = -a;
        if (next_random(room) & 1) b = -b;
        bool fits = mul_i128(a, b, &product);
        mpz_t x, y;
        mpz_inits(x, y, NULL);
        exact_set_i128(x, a);
        exact_set_i128(y, b);
        mpz_mul(x, x, y);
        i128 expected;
        assert_true(exact_i128_of(x, &expected) == fits);
        if (fits) assert_true(product == expected);
        mpz_clears(x, y, NULL);
    }
    i128 product;
    assert_true(mul_i128(I128_MIN, 1, &product) && product == I128_MIN);
    assert_false(mul_i128(I128_MIN, -1, &product));
    assert_true(mul_i128((i128)1 << 64, -((i128)1 << 63), &product) && product == I128_MIN);
    assert_false(mul_i128((i128)1 << 64, (i128)1 << 63, &product));
}

/* ---- escapes ---- */

typedef struct Attempt {
    Guard guard;
    int bits;
} Attempt;

static void square_up(void *arg)
{
    Attempt *attempt = arg;
    Arena arena = arena_open(&attempt->guard);
    Exact *two = exact_from_i64(&arena, 2), *power = two;
    /* 2^n has n + 1 bits */
    for (int i = 2; i < 1024; i++) power = exact_mul(&arena, power, two);
    /* ... so that x, each time 2^1024 larger, has 1024 bits more */
    power = exact_mul(&arena, power, two);
    Exact *x = power;
    int bits = 1025;
    for (; bits <= attempt->bits - 1024; bits += 1024) x = exact_mul(&arena, x, power);
    for (; bits < attempt->bits; bits++) x = exact_mul(&arena, x, two);
    arena_close(&arena);
}

static void numbers_are_held_up_to_the_limit_of_bits(void **state)
{
    (void)state;
    Attempt attempt = { .bits = LIMIT_BITS };
    assert_int_equal(WHY_NOTHING, guard_run(&attempt.guard, square_up, &attempt));
}

static Arena doomed; /* closed by the test after the escape */

static void pass_limit(void *arg)
{
    doomed = arena_open(arg);
    Exact *x = exact_from_i64(&doomed, 2);
    for (int i = 0; i < 16; i++) x = exact_mul(&doomed, x, x); /* 2^65536 has 65,537 bits */
}

static void one_bit_more_escapes_and_leaves_gmp_clean(void **state)
{
    (void)state;
    Guard guard;
    assert_int_equal(WHY_LIMIT, guard_run(&guard, pass_limit, &guard));
    assert_null(number_arena_use(NULL));
    arena_close(&doomed);
    mpz_t host; /* a host program's own number still is malloc's */
    mpz_init_set_ui(host, 7);
    mpz_mul_2exp(host, host, 1000);
    mpz_clear(host);
}

/* Each part of a number may be the one that is too long: 10^15000 has 49,829 bits. */
static void long_denominator(void *arg)
{
    Room *room = arg;
    exact_power_of_ten(&room->arena, -20000);
}

static void long_factor_of_a_root(void *arg)
{
    Room *room = arg;
    Exact *large = exact_power_of_ten(&room->arena, 15000), *root = root_number(room, 1, 1, 2, 1);
    root = exact_mul(&room->arena, root, large);
    assert_true(root->root);
    exact_mul(&room->arena, root, large);
}

static void long_radicand(void *arg)
{
    Room *room = arg;
    Arena *arena = &room->arena;
    Exact *odd = exact_power_of_ten(arena, 15001);
    Exact *x = exact_root(arena, odd);
    Exact *y = exact_root(arena, exact_mul(arena, odd, exact_from_i64(arena, 3)));
    assert_true(x->root && y->root);
    exact_mul(arena, x, y);
}

static void whichever_part_is_too_long_escapes(void **state)
{
    Room *room = *state;
    static void (*const tries[])(void *) = { long_denominator, long_factor_of_a_root,
                                             long_radicand };
    for (size_t i = 0; i < COUNT_OF(tries); i++) {
        assert_int_equal(WHY_LIMIT, guard_run(&room->guard, tries[i], room));
        assert_null(number_arena_use(NULL));
    }
}

static void memory_that_shrinks_stays_where_it_is(void **state)
{
    Room *room = *state;
    Arena *before = number_arena_use(&room->arena);
    mpz_t value;
    mpz_init2(value, 4096);
    mpz_set_ui(value, 77);
    const mp_limb_t *limbs = mpz_limbs_read(value);
    mpz_realloc2(value, 64);
    assert_ptr_equal(limbs, mpz_limbs_read(value));
    assert_int_equal(77, mpz_get_ui(value));
    number_arena_use(before);
}

/* ---- no memory ---- */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MEMORY 0 /* a sanitizer's malloc ends the process where there is none */
#elif defined(__has_feature)
#define OWN_MEMORY (!__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer))
#else
#define OWN_MEMORY 1
#endif

/* Takes all the memory that there is for this process, which is not much more than it has. */
static void **take_all_memory(void)
{
    struct rlimit none = { 1 << 20, 1 << 20 };
    assert_int_equal(0, setrlimit(RLIMIT_AS, &none));
    void **last = NULL;
    for (size_t size = 1 << 20; size >= sizeof last; size /= 2)
        for (void **more; (more = malloc(size)); last = more) *more = last;
    return last;
}

static void give_back_memory(void **last)
{
    while (last) {
        void **next = *last;
        free(last);
        last = next;
    }
}

/* How a child ends in which `body` finds no memory; what it took it gives back before it ends. */
static int ends_without_memory(void (*body)(Room *room))
{
    fflush(NULL); /* what is still to be printed, the child would print, too */
    pid_t child = fork();
    if (child == 0) {
        void *state;
        room_open(&state);
        body(state);
        _exit(99);
    }
    int status = 0;
    assert_int_equal(child, waitpid(child, &status, 0));
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

typedef struct Roots {
    Room *room;
    Exact *x, *y;
} Roots;

static void compare_roots(void *arg)
{
    Roots *roots = arg;
    exact_compare(&roots->room->arena, roots->x, roots->y);
}

static void order_without_memory(Room *room)
{
    Roots roots = { .room = room };
    roots.x = exact_sub(&room->arena, ratio(room, 1, 1), root_number(room, 1, 1, 2, 1));
    roots.y = exact_sub(&room->arena, ratio(room, 1, 1), root_number(room, 1, 1, 3, 1));
    void **all = take_all_memory();
    Why why = guard_run(&room->guard, compare_roots, &roots);
    give_back_memory(all);
    exit(why == WHY_MEMORY && !number_arena_use(NULL) ? 7 : 8);
}

static void **taken;

static void leave(int signal)
{
    (void)signal;
    give_back_memory(taken);
    exit(7);
}

static void host_without_memory(Room *room)
{
    number_arena_use(&room->arena);
    number_arena_use(NULL);
    signal(SIGABRT, leave);
    taken = take_all_memory();
    mpz_t host;
    mpz_init2(host, 1 << 26);
}

static void without_memory_an_order_escapes_and_a_host_ends(void **state)
{
    (void)state;
    if (!OWN_MEMORY) skip();
    assert_int_equal(7, ends_without_memory(order_without_memory));
    assert_int_equal(7, ends_without_memory(host_without_memory));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(rationals_agree_with_gmp_for_all_small_ones),
        WITH_ROOM(a_root_of_a_square_is_rational),
        WITH_ROOM(root_arithmetic_keeps_to_its_forms),
        WITH_ROOM(root_numbers_order_as_200_digits_do),
        WITH_ROOM(equal_roots_compare_equal_in_any_form),
        WITH_ROOM(numbers_of_128_bits_come_back),
        WITH_ROOM(numbers_are_held_up_to_the_limit_of_bits),
        WITH_ROOM(one_bit_more_escapes_and_leaves_gmp_clean),
        WITH_ROOM(whichever_part_is_too_long_escapes),
        WITH_ROOM(memory_that_shrinks_stays_where_it_is),
        cmocka_unit_test(without_memory_an_order_escapes_and_a_host_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
