/* test_printing.c -- figures, grids and JSON as they are printed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/lane.h"
#include "result/cell.h"
#include "result/grid.h"
#include "result/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

typedef struct Desk {
    Guard guard;
    Arena arena, scratch;
    Dens dens;
    Run run;
    Program program;
    ReasonInfo reasons[8];
    Printer printer;
} Desk;

static Desk desk;

static int open_desk(void **state)
{
    (void)state;
    desk = (Desk){ .run.dens = &desk.dens };
    desk.arena = arena_open(&desk.guard);
    desk.scratch = arena_open(&desk.guard);
    dens_open(&desk.dens, &desk.arena);
    desk.reasons[REASON_NOTHING] =
        (ReasonInfo){ .name = STR("nothing_to_divide_by"), .printed = STR("nothing to divide by") };
    desk.reasons[REASON_WITHHELD] = (ReasonInfo){ .name = STR("withheld") };
    desk.program = (Program){ .reasons = desk.reasons, .reason_count = 8 };
    desk.printer = (Printer){ &desk.program, &desk.run, &desk.scratch, NULL };
    return 0;
}

static int close_desk(void **state)
{
    (void)state;
    dens_close(&desk.dens);
    arena_close(&desk.scratch);
    arena_close(&desk.arena);
    return 0;
}

static Column ratio(int64_t num, int64_t den)
{
    int64_t *at = NEW_ARRAY(&desk.arena, int64_t, 1);
    *at = num;
    return (Column){ .type = TYPE_NUMBER, .lane = LANE_I64, .count = 1, .den = den, .i64 = at };
}

static const char *shown(Column column, RoundMode mode, int places, bool percent)
{
    Round round = round_places(&desk.arena, mode, places + (percent ? 2 : 0));
    Text text = text_open(&desk.arena);
    cell_shown(&text, &desk.printer, &column, 0, (Shown){ &round, places, percent });
    return text.at;
}

static void halves_go_as_the_mode_says(void **state)
{
    (void)state;
    assert_string_equal(shown(ratio(99, 200), ROUND_HALF_AWAY, 2, false), "0.50");
    assert_string_equal(shown(ratio(-99, 200), ROUND_HALF_AWAY, 2, false), "-0.50");
    assert_string_equal(shown(ratio(1, 200), ROUND_HALF_EVEN, 2, false), "0.00");
    assert_string_equal(shown(ratio(-1, 200), ROUND_HALF_UP, 2, false), "0.00");
    assert_string_equal(shown(ratio(5, 2), ROUND_HALF_AWAY, 0, false), "3");
    assert_string_equal(shown(ratio(101, 100), ROUND_UP, 0, false), "2");
    assert_string_equal(shown(ratio(199, 100), ROUND_DOWN, 0, false), "1");
}

static void per_cents_are_times_a_hundred(void **state)
{
    (void)state;
    assert_string_equal(shown(ratio(2, 5), ROUND_HALF_AWAY, 0, true), "40");
    assert_string_equal(shown(ratio(2, 5), ROUND_HALF_AWAY, 1, true), "40.0");
    assert_string_equal(shown(ratio(1, 3), ROUND_HALF_AWAY, 1, true), "33.3");
    assert_string_equal(shown(ratio(1, 8), ROUND_HALF_AWAY, 0, true), "13");
}

static void every_lane_prints_the_same(void **state)
{
    (void)state;
    i128 wide = 12345;
    Column w = { .type = TYPE_NUMBER, .lane = LANE_I128, .count = 1, .den = 1000, .wide = &wide };
    assert_string_equal(shown(w, ROUND_HALF_AWAY, 2, false), "12.35");
    uint32_t id;
    assert_true(dens_intern(&desk.dens, 1000, &id));
    Column q = ratio(12345, 0);
    q.lane = LANE_Q64;
    q.den_id = &id;
    assert_string_equal(shown(q, ROUND_HALF_AWAY, 2, false), "12.35");
    Exact *exact = exact_from_ratio(&desk.arena, 12345, 1000);
    Column e = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 1, .exact = &exact };
    assert_string_equal(shown(e, ROUND_HALF_AWAY, 2, false), "12.35");
    assert_string_equal(shown(ratio(12345, 1000), ROUND_HALF_AWAY, 2, false), "12.35");
}

static void large_figures_leave_the_quick_road(void **state)
{
    (void)state;
    assert_string_equal(shown(ratio(INT64_MAX, 1), ROUND_HALF_AWAY, 2, false),
                        "9223372036854775807.00");
    assert_string_equal(shown(ratio(INT64_MIN, 1), ROUND_HALF_AWAY, 0, true),
                        "-922337203685477580800");
    assert_string_equal(shown(ratio(INT64_MAX, INT64_MAX - 1), ROUND_HALF_AWAY, 3, false), "1.000");
    Exact *root = exact_root(&desk.arena, exact_from_i64(&desk.arena, 2));
    if (!root) return;
    Column r = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 1, .exact = &root };
    assert_string_equal(shown(r, ROUND_HALF_AWAY, 4, false), "1.4142");
}

static const char *plain(Column column)
{
    Text text = text_open(&desk.arena);
    cell_plain(&text, &desk.printer, &column, 0);
    return text.at;
}

static void dates_and_years_are_written_out(void **state)
{
    (void)state;
    static const struct {
        int64_t days;
        const char *text;
    } cases[] = {
        { 0, "1970-01-01" },      { -1, "1969-12-31" },      { 59, "1970-03-01" },
        { 11016, "2000-02-29" },  { 11017, "2000-03-01" },   { 20696, "2026-08-31" },
        { -25509, "1900-02-28" }, { -25508, "1900-03-01" },  { 47540, "2100-02-28" },
        { 47541, "2100-03-01" },  { 2932896, "9999-12-31" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Column date = ratio(cases[i].days, 1);
        date.type = TYPE_DATE;
        assert_string_equal(plain(date), cases[i].text);
    }
    Column year = ratio(2027, 1);
    year.type = TYPE_YEAR;
    assert_string_equal(plain(year), "2027/28");
    year.i64[0] = 1999;
    assert_string_equal(plain(year), "1999/00");
}

static void what_is_missing_says_why(void **state)
{
    (void)state;
    uint8_t reason = REASON_NOTHING;
    Column column = ratio(0, 1);
    column.reason = &reason;
    assert_string_equal(plain(column), "nothing to divide by");
    reason = REASON_WITHHELD; /* no printed words: its name */
    assert_string_equal(plain(column), "withheld");
}

static void a_text_that_starts_a_formula_is_known(void **state)
{
    (void)state;
    static const char *const formulas[] = { "=1", "+1", "-1", "@x", "\tx", "\rx", "=" };
    static const char *const texts[] = { "", "a=1", "'=1", "1-2", "\"=", " =1" };
    for (size_t i = 0; i < COUNT_OF(formulas); i++)
        assert_true(starts_formula((Str){ formulas[i], strlen(formulas[i]) }));
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        assert_false(starts_formula((Str){ texts[i], strlen(texts[i]) }));
}

static void a_grid_is_as_wide_as_its_cells(void **state)
{
    (void)state;
    Grid grid = grid_open(&desk.arena, "lrrl");
    grid_cell(&grid, STR("Ysgol G\xc5\xb5yr"));
    grid_count(&grid, 1234567);
    grid_share(&grid, 1, 3);
    grid_cell(&grid, STR("why"));
    grid_cell(&grid, STR("x"));
    grid_count(&grid, 0);
    grid_share(&grid, 0, 0);
    grid_cell(&grid, STR_EMPTY);
    Text text = text_open(&desk.arena);
    grid_print(&grid, &text, 2);
    assert_string_equal(text.at, "  Ysgol G\xc5\xb5yr  1,234,567  33.3%  why\n"
                                 "  x                   0\n");
}

static void a_share_rounds_half_away(void **state)
{
    (void)state;
    static const struct {
        uint64_t part, whole;
        const char *text;
    } cases[] = { { 1, 2, "50.0%" },
                  { 1, 2000, "0.1%" },
                  { 1, 2001, "0.0%" },
                  { 7, 7, "100.0%" },
                  { 2, 3, "66.7%" },
                  { 999, 2000, "50.0%" },
                  { UINT64_MAX, UINT64_MAX, "100.0%" } };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Grid grid = grid_open(&desk.arena, "l");
        grid_share(&grid, cases[i].part, cases[i].whole);
        assert_string_equal(grid.cells[0].at, cases[i].text);
    }
}

static void json_nests_and_escapes(void **state)
{
    (void)state;
    Json json = json_open(&desk.arena, "lustrum/test@1");
    json_str(&json, "text", STR("a\"\\\n\x01\xc5\xb5"));
    json_array(&json, "list");
    json_count(&json, NULL, UINT64_MAX);
    json_int(&json, NULL, INT64_MIN);
    json_object(&json, NULL);
    json_end(&json);
    json_end(&json);
    json_array(&json, "none");
    json_end(&json);
    json_number(&json, "exact", STR("-0.25"));
    json_bool(&json, "yes", true);
    json_null(&json, "no");
    Str text = json_close(&json);
    assert_string_equal(text.at, "{\n  \"schema\": \"lustrum/test@1\",\n"
                                 "  \"text\": \"a\\\"\\\\\\n\\u0001\xc5\xb5\",\n"
                                 "  \"list\": [\n    18446744073709551615,\n"
                                 "    -9223372036854775808,\n    {}\n  ],\n  \"none\": [],\n"
                                 "  \"exact\": -0.25,\n  \"yes\": true,\n  \"no\": null\n}\n");
}

static void a_long_path_keeps_its_end(void **state)
{
    (void)state;
    Str path = STR("/srv/england/2025-26/results.csv");
    assert_true(
        str_eq(str_end(&desk.arena, STR("data/schools.csv"), 16, ".."), STR("data/schools.csv")));
    assert_true(str_eq(str_end(&desk.arena, path, 19, ".."), STR("../results.csv")));
    assert_true(str_eq(str_end(&desk.arena, path, 20, ".."), STR("../2025-26/results.csv")));
    assert_true(
        str_eq(str_end(&desk.arena, path, 28, ".."), STR("../england/2025-26/results.csv")));
    assert_true(str_eq(str_end(&desk.arena, STR("\xC3\xA9\xC3\xA9.csv"), 5, ".."), STR("...csv")));
    assert_true(
        str_eq(str_end(&desk.arena, STR("\xC3\xA9\xC3\xA9.csv"), 7, ".."), STR("..\xC3\xA9.csv")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        TEST(halves_go_as_the_mode_says),
        TEST(per_cents_are_times_a_hundred),
        TEST(every_lane_prints_the_same),
        TEST(large_figures_leave_the_quick_road),
        TEST(dates_and_years_are_written_out),
        TEST(what_is_missing_says_why),
        TEST(a_text_that_starts_a_formula_is_known),
        TEST(a_grid_is_as_wide_as_its_cells),
        TEST(a_share_rounds_half_away),
        TEST(json_nests_and_escapes),
        TEST(a_long_path_keeps_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
