/* test_cells.c -- CSV that Lustrum wrote is read back, cell by cell; anything else is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/cells.h"
#include "str.h"
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

static bool reads(Arena *arena, const char *text, Cells *cells)
{
    return cells_read(arena, (Str){ text, strlen(text) }, cells);
}

static void is(Arena *arena, const Cells *cells, size_t row, size_t column, const char *wanted)
{
    assert_string_equal(str_c(arena, cells_at(cells, row, column)), wanted);
}

static void cells_are_what_was_written(void **state)
{
    static const char *const hard[] = {
        "plain", "a,b", "say \"so\"", "two\nlines", "", "\xC3\xA9"
    };
    enum { COUNT = sizeof hard / sizeof hard[0] };
    Text text = text_open(*state);
    Cells cells;
    text_add(&text, STR("a,b,c,d,e,f\n"));
    for (size_t i = 0; i < COUNT; i++) {
        if (i) text_byte(&text, ',');
        text_csv(&text, (Str){ hard[i], strlen(hard[i]) });
    }
    text_byte(&text, '\n');
    assert_true(cells_read(*state, text_str(&text), &cells));
    assert_int_equal(cells.columns, COUNT);
    assert_int_equal(cells.rows, 1);
    for (size_t i = 0; i < COUNT; i++) is(*state, &cells, 0, i, hard[i]);
}

static void rows_and_headings_are_found(void **state)
{
    Cells cells;
    assert_true(reads(*state, "urn,name\n1,Hill\n2,Mill\n", &cells));
    assert_int_equal(cells.rows, 2);
    assert_int_equal(cells_column(&cells, STR("name")), 1);
    assert_int_equal(cells_column(&cells, STR("Name")), 2);
    is(*state, &cells, 1, 0, "2");
    is(*state, &cells, 0, 1, "Hill");
    assert_true(reads(*state, "urn\n", &cells));
    assert_int_equal(cells.rows, 0);
}

static void anything_else_is_refused(void **state)
{
    static const char *const bad[] = { "",         "urn",         "a,b\n1\n",      "a,b\n1,2,3\n",
                                       "a\n\"1\n", "a\n\"1\"2\n", "a,b\n1,2\n3,4", "a\n1\n\n\"" };
    Cells cells;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (reads(*state, bad[i], &cells)) fail_msg("'%s' was read", bad[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = { TEST(cells_are_what_was_written),
                                        TEST(rows_and_headings_are_found),
                                        TEST(anything_else_is_refused) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
