/* test_factors.c -- fractions over a factored multiple come to the lowest terms that GMP finds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"
#include "number/factors.h"

enum { DENS = 12 };

/* num is a random number times some of the factors of the multiple. */
static void random_num(Room *room, mpz_ptr num, mpz_srcptr multiple)
{
    mpz_set_si(num, between(room, -1000000007, 1000000007));
    for (int i = 0; i < 4; i++) mpz_mul_si(num, num, between(room, -99, 99));
    if (between(room, 0, 3) == 0) mpz_mul(num, num, multiple);
}

static void fractions_come_to_lowest_terms(void **state)
{
    Room *room = *state;
    mpz_t multiple, num, den;
    mpq_t slow;
    mpz_inits(multiple, num, den, NULL);
    mpq_init(slow);
    for (int turn = 0; turn < 2000; turn++) {
        int64_t dens[DENS];
        size_t count = (size_t)between(room, 1, DENS);
        mpz_set_ui(multiple, 1);
        for (size_t i = 0; i < count; i++) {
            dens[i] = between(room, 1, turn % 2 ? 30000 : 64);
            if (turn % 3 == 0) dens[i] *= 1000;
            mpz_lcm_ui(multiple, multiple, (unsigned long)dens[i]);
        }
        const Factors *factors = factors_open(&room->arena, dens, count);
        assert_non_null(factors);
        unsigned long over = (unsigned long)between(room, 1, 500);
        random_num(room, num, multiple);
        mpz_set(mpq_numref(slow), num);
        mpz_mul_ui(mpq_denref(slow), multiple, over);
        mpq_canonicalize(slow);
        factors_reduce(factors, multiple, over, num, den);
        assert_int_equal(0, mpz_cmp(num, mpq_numref(slow)));
        assert_int_equal(0, mpz_cmp(den, mpq_denref(slow)));
    }
    mpz_clears(multiple, num, den, NULL);
    mpq_clear(slow);
}

static void factors_that_take_long_are_not_looked_for(void **state)
{
    Room *room = *state;
    const int64_t primes[] = { 2, 1000003 }, square[] = { (int64_t)1000003 * 1000033 };
    assert_non_null(factors_open(&room->arena, primes, 2));
    assert_null(factors_open(&room->arena, square, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(fractions_come_to_lowest_terms),
        WITH_ROOM(factors_that_take_long_are_not_looked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
