/* test_split.c -- the splitter on lists that are used again, on texts that end inside quotes, and
 * the fast lane on what it may not take.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "table/split.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
} Bench;

static int bench_open(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    assert_non_null(bench);
    bench->arena = arena_open(&bench->guard);
    *state = bench;
    return 0;
}

static int bench_close(void **state)
{
    Bench *bench = *state;
    arena_close(&bench->arena);
    free(bench);
    return 0;
}

/* A copy with the room after it that the splitter asks for, filled with what would mislead it. */
static Str padded(Bench *bench, const char *text, size_t len)
{
    char *copy = arena_alloc(&bench->arena, len + CSV_PAD, 1);
    if (len) memcpy(copy, text, len);
    for (int i = 0; i < CSV_PAD; i++) copy[len + (size_t)i] = "\n,\"\r"[i % 4];
    return (Str){ copy, len };
}

#define TEXT(bench, literal) padded((bench), (literal), sizeof(literal) - 1)

/* Rows of "a,b\n" and more, as many bytes as are asked for. */
static Str rows(Bench *bench, size_t len)
{
    char *text = malloc(len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < len; i++) text[i] = "a,b\n"[i % 4];
    Str copy = padded(bench, text, len);
    free(text);
    return copy;
}

static void check_places(const SplitPlaces *places, Str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != ',' && text.at[i] != '\n') continue;
        assert_true(count < places->count);
        assert_int_equal(places->at[count++], i);
    }
    assert_int_equal(places->count, count);
}

/* Every way, each with one list for texts that are longer and longer, and short again. */
static void lists_are_used_again(void **state)
{
    Bench *bench = *state;
    static const size_t lengths[] = { 0,    1,    63,    64,    65,    4000, 4095,
                                      4096, 4097, 20000, 70000, 12345, 5,    0 };
    SplitFind *ways[SPLIT_WAYS];
    assert_int_equal(setenv("LUSTRUM_LANE", "any", 1), 0);
    size_t count = split_ways(ways);
    unsetenv("LUSTRUM_LANE");
    SplitFind *usual[SPLIT_WAYS];
    assert_int_equal(split_ways(usual), count); /* only one word asks for less */
    for (size_t w = 0; w <= count; w++) {
        SplitPlaces places = { .arena = &bench->arena };
        for (size_t i = 0; i < COUNT_OF(lengths); i++) {
            Str text = rows(bench, lengths[i]);
            SplitFind *way = w < count ? ways[w] : split_quoted;
            assert_true(way(&places, text, ','));
            assert_non_null(places.at);
            check_places(&places, text);
            assert_int_equal(places.newlines, text.len / 4);
            assert_false(places.quotes || places.special);
        }
    }
}

static void quotes_close_before_the_end(void **state)
{
    Bench *bench = *state;
    SplitPlaces places = { .arena = &bench->arena };
    assert_true(split_quoted(&places, TEXT(bench, "\"a,b\",c\n"), ','));
    assert_int_equal(places.count, 2);
    assert_true(places.quotes);
    assert_false(split_quoted(&places, TEXT(bench, "a,\"b"), ','));
    assert_false(split_quoted(&places, TEXT(bench, "a,\"b\n\"\n"), ','));
    assert_false(split_quoted(&places, TEXT(bench, "a\"b\",c\n"), ','));
    assert_false(split_quoted(&places, TEXT(bench, "\"a\"b,c\n"), ','));
    assert_true(split_quoted(&places, TEXT(bench, "\"a\"\r\n"), ','));
}

/* What the fast lane refuses the slow one reads, and neither counts anything twice. */
static void the_fast_lane_leaves_alone_what_it_may_not_take(void **state)
{
    Bench *bench = *state;
    const struct {
        Str text;
        uint32_t columns;
        bool fast;
    } cases[] = {
        { TEXT(bench, "a,b\n"), 2, true },        { TEXT(bench, "a,b\r\n"), 2, true },
        { TEXT(bench, "a\0b,c\n"), 2, false },    { TEXT(bench, "a\nb"), 1, false },
        { TEXT(bench, "a\n"), 1, true },          { TEXT(bench, "\na\r\r\n"), 1, false },
        { TEXT(bench, "a\nb\r\n"), 1, false },    { TEXT(bench, "\r\na\r\n"), 1, false },
        { TEXT(bench, "a,b\nc\n"), 2, false },    { TEXT(bench, "a,b\nc\nd,e,f\n"), 2, false },
        { TEXT(bench, ",\na,b\n"), 2, false },    { TEXT(bench, "\"\",\"\"\na,b\n"), 2, false },
        { TEXT(bench, "\"\",\"b\"\n"), 2, true }, { TEXT(bench, "\"a\"\r\n\"b\"\r\n"), 1, true },
        { TEXT(bench, "\"a\"\n\"b"), 1, false },  { TEXT(bench, "a\rb\n"), 1, false },
        { TEXT(bench, "a\rb\r\n"), 1, false },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Csv csv = csv_open(&bench->arena, ',', cases[i].columns, false, false);
        if (csv_fast(&csv, cases[i].text) != cases[i].fast)
            fail_msg("case %zu: '" STR_FMT "'", i, STR_ARG(cases[i].text));
        assert_int_equal(csv.rows.count > 0, cases[i].fast);
        assert_int_equal(csv.records > 0, cases[i].fast);
    }
}

static void a_block_is_no_longer_than_a_cell_may_be(void **state)
{
    Bench *bench = *state;
    for (size_t over = 0; over < 2; over++) {
        Str text = rows(bench, LIMIT_FIELD + 4 * over);
        Csv csv = csv_open(&bench->arena, ',', 2, false, false);
        assert_true(csv_fast(&csv, text) == !over);
        csv_split(&csv, text, false);
        assert_int_equal(csv.rows.count, text.len / 4);
        assert_true(csv.fast == !over);
    }
}

/* A carriage return that no line feed follows, then cells and the end of a record. */
static void a_bare_carriage_return_is_told_whatever_follows(void **state)
{
    Bench *bench = *state;
    const Str texts[] = { TEXT(bench, "a\rb\n"),     TEXT(bench, "a\r\rb\n"),
                          TEXT(bench, "a\r\"b\"\n"), TEXT(bench, "a\r\r\n"),
                          TEXT(bench, "a\rb\r\n"),   TEXT(bench, "\r\r\n\n") };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Csv csv = csv_open(&bench->arena, ',', 1, false, false);
        csv_split(&csv, texts[i], false);
        assert_int_equal(csv.failure, CSV_BARE_CR);
        assert_int_equal(csv.failed_line, 0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, bench_open, bench_close)
    const struct CMUnitTest tests[] = { TEST(lists_are_used_again),
                                        TEST(quotes_close_before_the_end),
                                        TEST(the_fast_lane_leaves_alone_what_it_may_not_take),
                                        TEST(a_block_is_no_longer_than_a_cell_may_be),
                                        TEST(a_bare_carriage_return_is_told_whatever_follows) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
