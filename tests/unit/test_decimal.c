/* test_decimal.c -- the auditor's addition is the one of the exact numbers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/decimal.h"
#include "number/text.h"
#include "random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static int open_arena(void **state)
{
    static Guard guard;
    Arena *arena = calloc(1, sizeof *arena);
    assert_non_null(arena);
    *arena = arena_open(&guard);
    *state = arena;
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    free(*state);
    return 0;
}

static void adds(Arena *arena, const char *a, const char *b, const char *sum)
{
    Str found = decimal_add(arena, (Str){ a, strlen(a) }, (Str){ b, strlen(b) });
    assert_string_equal(str_c(arena, found), sum);
}

static void sums_are_written_in_one_way(void **state)
{
    adds(*state, "0", "0", "0");
    adds(*state, "1.50", "1.5", "3");
    adds(*state, "-0.5", "0.5", "0");
    adds(*state, "99.99", "0.01", "100");
    adds(*state, "-1", "0.25", "-0.75");
    adds(*state, "0.25", "-1", "-0.75");
    adds(*state, "100", "-99.9", "0.1");
    adds(*state, "-99.9", "-0.1", "-100");
    adds(*state, "007", "-7.0", "0");
    adds(*state, "123456789012345678901234567890.5", "0.5", "123456789012345678901234567891");
}

static void what_is_no_decimal_is_told(void **state)
{
    static const char *const good[] = { "0", "-0.0", "12.5", "-3" };
    static const char *const bad[] = { "",    "-",  ".",     "1.", ".5", "1/2",
                                       "--1", "1-", "1.2.3", "+1", "1e5" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(decimal_is((Str){ good[i], strlen(good[i]) }));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(decimal_is((Str){ bad[i], strlen(bad[i]) }));
}

static Str random_decimal(uint64_t *random, Arena *arena)
{
    Text text = text_open(arena);
    if (random_under(random, 2)) text_byte(&text, '-');
    for (uint32_t n = random_under(random, 20) + 1; n; n--)
        text_byte(&text, (char)('0' + random_under(random, 10)));
    uint32_t places = random_under(random, 10);
    if (places) text_byte(&text, '.');
    for (; places; places--) text_byte(&text, (char)('0' + random_under(random, 10)));
    return text_str(&text);
}

static void random_sums_are_those_of_exact_numbers(void **state)
{
    Arena *arena = *state;
    uint64_t random = 11;
    for (int i = 0; i < 20000; i++) {
        Str a = random_decimal(&random, arena), b = random_decimal(&random, arena);
        Exact *sum = exact_add(arena, number_parse_exact(arena, a), number_parse_exact(arena, b));
        Text wanted = text_open(arena);
        number_write_plain(&wanted, sum);
        Str found = decimal_add(arena, a, b);
        assert_string_equal(str_c(arena, found), str_c(arena, text_str(&wanted)));
        arena_reset(arena);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(sums_are_written_in_one_way),
        TEST(what_is_no_decimal_is_told),
        TEST(random_sums_are_those_of_exact_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
