/* test_cover.c -- lists of bands and tables of intervals: what is proved, and the case that is
 * named. SPDX-License-Identifier: Apache-2.0 */
#include "check/cover.h"
#include "number/text.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
    CoverVars *vars;
    uint32_t value, lower, upper, shown;
} Bench;

static const Exact *number(Bench *b, const char *text)
{
    return number_parse_exact(&b->arena, (Str){ text, strlen(text) });
}

static void assert_text(Str got, const char *want)
{
    if (!str_eq(got, (Str){ want, strlen(want) })) {
        fail_msg("got '" STR_FMT "', want '%s'", STR_ARG(got), want);
    }
}

/* value, lower and upper as a measure has them; shown value to 2 places half away from zero. */
static void open_measure(Bench *b)
{
    b->vars = cover_open(&b->arena);
    b->value = cover_var(b->vars, (CoverVar){ .name = STR("value") });
    b->lower = cover_var(b->vars, (CoverVar){ .name = STR("lower") });
    b->upper = cover_var(b->vars, (CoverVar){ .name = STR("upper") });
    Round round = round_places(&b->arena, ROUND_HALF_AWAY, 2);
    b->shown = cover_var(b->vars, (CoverVar){ .name = STR("shown value"), .grid = round.step });
    cover_fact(b->vars, cover_compare_vars(b->vars, b->lower, COVER_LE, b->value));
    cover_fact(b->vars, cover_compare_vars(b->vars, b->value, COVER_LE, b->upper));
    cover_rounded(b->vars, b->shown, b->value, &round);
}

static const Cover *is(Bench *b, uint32_t var, CoverRel rel, const char *text)
{
    return cover_compare(b->vars, var, rel, number(b, text));
}

static const Cover *both(Bench *b, const Cover *a, const Cover *c)
{
    return cover_and(b->vars, a, c);
}

/* The four lines of the sample measure that have conditions. */
static void sample_bands(Bench *b, const Cover *band[4])
{
    band[0] = both(b, is(b, b->shown, COVER_GE, "0.5"), is(b, b->lower, COVER_GT, "0"));
    band[1] = both(b, is(b, b->shown, COVER_LT, "0.5"), is(b, b->lower, COVER_GT, "0"));
    band[2] = both(b, is(b, b->shown, COVER_GE, "-0.5"), is(b, b->upper, COVER_LT, "0"));
    band[3] = both(b, is(b, b->shown, COVER_LT, "-0.5"), is(b, b->upper, COVER_LT, "0"));
}

static void the_sample_bands_are_without_fault(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[4];
    sample_bands(b, band);
    assert_int_equal(cover_list(b->vars, band, 4, true).count, 0);
}

static void without_otherwise_the_sample_bands_leave_a_gap(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[4];
    sample_bands(b, band);
    CoverFaults faults = cover_list(b->vars, band, 4, false);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, COVER_LIST_GAP);
    assert_text(faults.items[0].case_.text, "lower = 0");
}

static void a_sample_band_taken_out_leaves_a_gap_beside_average(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[4];
    sample_bands(b, band);
    /* "average" said outright instead of by otherwise. */
    const Cover *average = both(b, is(b, b->lower, COVER_LE, "0"), is(b, b->upper, COVER_GE, "0"));
    const Cover *all[5] = { band[0], band[1], average, band[2], band[3] };
    assert_int_equal(cover_list(b->vars, all, 5, false).count, 0);
    CoverFaults faults = cover_list(b->vars, all, 5, true);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, COVER_OTHERWISE_DEAD);
    for (size_t out = 0; out < 5; out++) {
        const Cover *left[4];
        size_t count = 0;
        for (size_t i = 0; i < 5; i++) {
            if (i != out) left[count++] = all[i];
        }
        faults = cover_list(b->vars, left, 4, false);
        assert_int_equal(faults.count, 1);
        assert_int_equal(faults.items[0].kind, COVER_LIST_GAP);
        assert_true(faults.items[0].case_.text.len > 0);
    }
}

static void the_message_of_message_10_names_lower_0(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[] = {
        is(b, b->lower, COVER_GT, "0"),
        both(b, is(b, b->lower, COVER_LT, "0"), is(b, b->upper, COVER_GT, "0")),
        is(b, b->upper, COVER_LT, "0"),
    };
    CoverFaults faults = cover_list(b->vars, band, 3, false);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, COVER_LIST_GAP);
    assert_text(faults.items[0].case_.text, "lower = 0");
    assert_false(faults.items[0].case_.matters[b->upper]);
    const Cover *mended[] = {
        band[0],
        both(b, is(b, b->lower, COVER_LE, "0"), is(b, b->upper, COVER_GE, "0")),
        band[2],
    };
    assert_int_equal(cover_list(b->vars, mended, 3, false).count, 0);
}

static void exact_and_shown_figures_may_disagree_at_a_half(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *high = is(b, b->shown, COVER_GE, "0.5");
    CoverWitness witness;
    /* 0.495 is shown as 0.50 and is not 0.5. */
    const Cover *low = is(b, b->value, COVER_LT, "0.5");
    assert_int_equal(cover_overlap(b->vars, high, low, &witness), COVER_YES);
    assert_text(witness.text, "value = 0.495");
    /* Half away from zero: from 0.495 on, and not below. */
    assert_int_equal(cover_overlap(b->vars, high, is(b, b->value, COVER_LT, "0.495"), NULL),
                     COVER_NO);
    const Cover *list[] = { high, is(b, b->value, COVER_LT, "0.495") };
    assert_int_equal(cover_gap(b->vars, list, 2, NULL), COVER_NO);
}

static void overlaps_name_the_lines_and_a_case(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[] = {
        is(b, b->value, COVER_GE, "10"),
        both(b, is(b, b->value, COVER_GE, "5"), is(b, b->value, COVER_LE, "10")),
        is(b, b->value, COVER_LT, "5"),
    };
    CoverFaults faults = cover_list(b->vars, band, 3, false);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, COVER_LINES_OVERLAP);
    assert_int_equal(faults.items[0].first, 0);
    assert_int_equal(faults.items[0].second, 1);
    assert_text(faults.items[0].case_.text, "value = 10");
}

static void a_line_that_can_never_apply_is_dead(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[] = {
        both(b, is(b, b->lower, COVER_GT, "0"), is(b, b->value, COVER_LT, "0")),
        is(b, b->value, COVER_LT, "0"),
    };
    CoverFaults faults = cover_list(b->vars, band, 2, true);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, COVER_LINE_DEAD);
    assert_int_equal(faults.items[0].first, 0);
}

static void floridas_grades_fit_whole_per_cents(void **state)
{
    Bench *b = *state;
    b->vars = cover_open(&b->arena);
    const char *cut[] = { "0.62", "0.5", "0.33", "0.22" };
    CoverVar percent = { .name = STR("value"),
                         .show = COVER_PERCENT,
                         .grid = number(b, "0.01"),
                         .low = number(b, "0"),
                         .high = number(b, "1") };
    uint32_t value = cover_var(b->vars, percent);
    const Cover *band[5];
    for (size_t i = 0; i < 5; i++) {
        const Cover *from = i < 4 ? is(b, value, COVER_GE, cut[i]) : cover_true(b->vars);
        const Cover *to = i > 0 ? is(b, value, COVER_LT, cut[i - 1]) : cover_true(b->vars);
        band[i] = both(b, from, to);
    }
    assert_int_equal(cover_list(b->vars, band, 5, false).count, 0);
    assert_int_equal(cover_list(b->vars, band, 4, true).count, 0);
    CoverFaults faults = cover_list(b->vars, band, 4, false);
    assert_int_equal(faults.count, 1);
    assert_text(faults.items[0].case_.text, "value = 0%");
    band[1] = both(b, is(b, value, COVER_GT, "0.5"), is(b, value, COVER_LT, "0.62"));
    faults = cover_list(b->vars, band, 5, false);
    assert_int_equal(faults.count, 1);
    assert_text(faults.items[0].case_.text, "value = 50%");
}

static void a_grid_closes_the_gap_between_its_steps(void **state)
{
    Bench *b = *state;
    b->vars = cover_open(&b->arena);
    uint32_t fine = cover_var(b->vars, (CoverVar){ .name = STR("fine") });
    uint32_t step =
        cover_var(b->vars, (CoverVar){ .name = STR("step"), .grid = number(b, "0.01") });
    const Cover *two[] = { is(b, step, COVER_LE, "0.49"), is(b, step, COVER_GE, "0.5") };
    assert_int_equal(cover_list(b->vars, two, 2, false).count, 0);
    two[0] = is(b, fine, COVER_LE, "0.49");
    two[1] = is(b, fine, COVER_GE, "0.5");
    CoverFaults faults = cover_list(b->vars, two, 2, false);
    assert_int_equal(faults.count, 1);
    assert_text(faults.items[0].case_.text, "fine = 0.495");
    assert_int_equal(cover_possible(b->vars, is(b, step, COVER_EQ, "0.495"), NULL), COVER_NO);
    assert_int_equal(cover_possible(b->vars, is(b, fine, COVER_EQ, "0.495"), NULL), COVER_YES);
}

static void codes_bands_and_questions_are_said_in_words(void **state)
{
    Bench *b = *state;
    b->vars = cover_open(&b->arena);
    Str kinds[] = { STR("01"), STR("02"), STR("") };
    Str bands[] = { STR("above"), STR("average"), STR("below") };
    uint32_t kind = cover_var(
        b->vars,
        (CoverVar){ .name = STR("kind"), .show = COVER_CODE, .words = kinds, .word_count = 3 });
    uint32_t band = cover_var(b->vars, (CoverVar){ .name = STR("progress_8"),
                                                   .show = COVER_BAND,
                                                   .words = bands,
                                                   .word_count = 3 });
    uint32_t open = cover_question(b->vars, STR("some Campus has score < 70"));
    CoverWitness witness;
    const Cover *list[] = { is(b, kind, COVER_EQ, "0"), is(b, kind, COVER_EQ, "1") };
    assert_int_equal(cover_overlap(b->vars, list[0], list[1], NULL), COVER_NO);
    assert_int_equal(cover_gap(b->vars, list, 2, &witness), COVER_YES);
    assert_text(witness.text, "kind is any other code");
    const Cover *free = cover_free(b->vars, open);
    const Cover *held_back = both(b, is(b, band, COVER_LE, "0"), free);
    assert_int_equal(cover_possible(b->vars, held_back, &witness), COVER_YES);
    assert_text(witness.text, "progress_8 is above, some Campus has score < 70");
    const Cover *neither = cover_not(b->vars, cover_or(b->vars, is(b, kind, COVER_NE, "0"), free));
    assert_int_equal(cover_possible(b->vars, neither, &witness), COVER_YES);
    assert_text(witness.text, "kind is \"01\", not (some Campus has score < 70)");
    const Cover *contrary = both(b, free, cover_not(b->vars, free));
    assert_int_equal(cover_possible(b->vars, contrary, NULL), COVER_NO);
}

static void at_least_some_of_several_counts(void **state)
{
    Bench *b = *state;
    b->vars = cover_open(&b->arena);
    const Cover *part[5];
    for (size_t i = 0; i < 5; i++) part[i] = cover_free(b->vars, cover_question(b->vars, STR("q")));
    const Cover *two = cover_at_least(b->vars, 2, part, 5);
    const Cover *three = cover_at_least(b->vars, 3, part, 5);
    const Cover *not_two = cover_not(b->vars, two);
    assert_int_equal(cover_overlap(b->vars, three, not_two, NULL), COVER_NO);
    assert_int_equal(cover_overlap(b->vars, two, cover_not(b->vars, three), NULL), COVER_YES);
    assert_int_equal(cover_possible(b->vars, cover_at_least(b->vars, 6, part, 5), NULL), COVER_NO);
    const Cover *all = cover_at_least(b->vars, 0, part, 5);
    assert_int_equal(cover_gap(b->vars, &all, 1, NULL), COVER_NO);
}

static void numbers_are_written_as_rules_write_them(void **state)
{
    Bench *b = *state;
    Arena *arena = &b->arena;
    assert_text(cover_number_text(arena, number(b, "-0.50"), COVER_NUMBER), "-0.5");
    assert_text(cover_number_text(arena, exact_from_ratio(arena, 1, 3), COVER_NUMBER), "1/3");
    assert_text(cover_number_text(arena, number(b, "0.625"), COVER_PERCENT), "62.5%");
    assert_text(cover_number_text(arena, number(b, "2026"), COVER_YEAR), "2026/27");
    assert_text(cover_number_text(arena, number(b, "1999"), COVER_YEAR), "1999/00");
    assert_text(cover_number_text(arena, number(b, "0"), COVER_DATE), "1970-01-01");
    assert_text(cover_number_text(arena, number(b, "20697"), COVER_DATE), "2026-09-01");
    assert_text(cover_number_text(arena, number(b, "19782"), COVER_DATE), "2024-02-29");
    assert_text(cover_number_text(arena, number(b, "-1"), COVER_DATE), "1969-12-31");
}

static void a_question_past_the_limits_is_unknown(void **state)
{
    Bench *b = *state;
    b->vars = cover_open(&b->arena);
    uint32_t var[COVER_VARS + 1];
    const Cover *part[COVER_VARS + 1];
    for (size_t i = 0; i <= COVER_VARS; i++) {
        var[i] = cover_var(b->vars, (CoverVar){ .name = STR("x") });
        part[i] = is(b, var[i], COVER_GT, "0");
    }
    assert_int_equal(cover_possible(b->vars, cover_all(b->vars, part, COVER_VARS), NULL),
                     COVER_YES);
    assert_int_equal(cover_possible(b->vars, cover_all(b->vars, part, COVER_VARS + 1), NULL),
                     COVER_UNKNOWN);
    /* Ten pigeons in nine holes: no short proof by cases. */
    const Cover *pigeon[10 + 9 * 45];
    uint32_t sits[10][9];
    size_t count = 0;
    for (size_t p = 0; p < 10; p++) {
        const Cover *hole[9];
        for (size_t h = 0; h < 9; h++) {
            sits[p][h] = cover_question(b->vars, STR(""));
            hole[h] = cover_free(b->vars, sits[p][h]);
        }
        pigeon[count++] = cover_any(b->vars, hole, 9);
    }
    for (size_t h = 0; h < 9; h++) {
        for (size_t p = 0; p < 10; p++) {
            for (size_t q = p + 1; q < 10; q++) {
                pigeon[count++] = cover_not(b->vars, both(b, cover_free(b->vars, sits[p][h]),
                                                          cover_free(b->vars, sits[q][h])));
            }
        }
    }
    const Cover *all = cover_all(b->vars, pigeon, count);
    assert_int_equal(cover_possible(b->vars, all, NULL), COVER_UNKNOWN);
    CoverFaults faults = cover_list(b->vars, &all, 1, true);
    assert_true(faults.count > 0);
    assert_int_equal(faults.items[0].kind, COVER_TOO_HARD);
}

static void thirty_bands_in_any_order_are_proved(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[31];
    for (int64_t i = 0; i < 31; i++) {
        int64_t place = i * 17 % 31;
        const Exact *low = exact_from_ratio(&b->arena, place, 10);
        const Exact *high = exact_from_ratio(&b->arena, place + 1, 10);
        const Cover *from = cover_compare(b->vars, b->shown, COVER_GE, low);
        const Cover *to = cover_compare(b->vars, b->shown, COVER_LT, high);
        if (place == 0) from = cover_true(b->vars);
        if (place == 30) to = cover_true(b->vars);
        band[i] = both(b, from, to);
    }
    assert_int_equal(cover_list(b->vars, band, 31, false).count, 0);
    assert_int_equal(cover_list(b->vars, band, 30, true).count, 0);
}

/* ---- intervals ---- */

static CoverInterval from_to(Bench *b, const char *low, const char *high)
{
    return (CoverInterval){ low ? number(b, low) : NULL, high ? number(b, high) : NULL, false,
                            false };
}

static void assert_intervals(CoverIntervals got, CoverIntervalKind kind, size_t first,
                             size_t second, const Exact *value)
{
    assert_int_equal(got.kind, kind);
    assert_int_equal(got.first, first);
    assert_int_equal(got.second, second);
    assert_true((got.value == NULL) == (value == NULL));
    if (value) assert_true(mpq_equal(got.value->a, value->a));
}

static void a_table_of_whole_numbers_fits(void **state)
{
    Bench *b = *state;
    CoverVar whole = { .grid = number(b, "1") };
    CoverInterval rows[] = { from_to(b, "83", "86"), from_to(b, NULL, "82"),
                             from_to(b, "119", NULL), from_to(b, "87", "119") };
    rows[2].low_open = true;
    CoverIntervals got = cover_intervals(&b->arena, rows, 4, &whole);
    assert_intervals(got, COVER_INTERVALS_FIT, COVER_NONE, COVER_NONE, NULL);
    /* Without the grid 82.5 falls between. */
    got = cover_intervals(&b->arena, rows, 4, &(CoverVar){ .grid = NULL });
    assert_intervals(got, COVER_INTERVALS_GAP, 1, 0, number(b, "82.5"));
    rows[0].low = number(b, "84");
    got = cover_intervals(&b->arena, rows, 4, &whole);
    assert_intervals(got, COVER_INTERVALS_GAP, 1, 0, number(b, "83"));
    rows[0].low = number(b, "82");
    got = cover_intervals(&b->arena, rows, 4, &whole);
    assert_intervals(got, COVER_INTERVALS_OVERLAP, 0, 1, number(b, "82"));
    rows[0].low = number(b, "83");
    got = cover_intervals(&b->arena, rows, 3, &whole);
    assert_intervals(got, COVER_INTERVALS_GAP, 0, 2, number(b, "87"));
}

static void a_table_must_reach_the_ends_of_the_range(void **state)
{
    Bench *b = *state;
    CoverVar range = { .grid = number(b, "1"), .low = number(b, "80"), .high = number(b, "120") };
    CoverInterval rows[] = { from_to(b, NULL, "100"), from_to(b, "101", "119") };
    CoverIntervals got = cover_intervals(&b->arena, rows, 2, &range);
    assert_intervals(got, COVER_INTERVALS_GAP, 1, COVER_NONE, number(b, "120"));
    rows[0].low = number(b, "81");
    rows[1].high = number(b, "130");
    got = cover_intervals(&b->arena, rows, 2, &range);
    assert_intervals(got, COVER_INTERVALS_GAP, COVER_NONE, 0, number(b, "80"));
    rows[0].low = number(b, "0");
    got = cover_intervals(&b->arena, rows, 2, &range);
    assert_intervals(got, COVER_INTERVALS_FIT, COVER_NONE, COVER_NONE, NULL);
    CoverInterval more[] = { rows[0], rows[1], from_to(b, "131", NULL) };
    got = cover_intervals(&b->arena, more, 3, &range);
    assert_intervals(got, COVER_INTERVALS_DEAD, 2, COVER_NONE, NULL);
    more[2] = from_to(b, "90", "80");
    got = cover_intervals(&b->arena, more, 3, &range);
    assert_intervals(got, COVER_INTERVALS_DEAD, 2, COVER_NONE, NULL);
    got = cover_intervals(&b->arena, NULL, 0, &range);
    assert_intervals(got, COVER_INTERVALS_GAP, COVER_NONE, COVER_NONE, number(b, "80"));
    got = cover_intervals(&b->arena, rows, 2, &(CoverVar){ .grid = range.grid });
    assert_intervals(got, COVER_INTERVALS_GAP, COVER_NONE, 0, number(b, "-1"));
}

static void open_and_closed_ends_meet_once(void **state)
{
    Bench *b = *state;
    CoverVar any = { .grid = NULL };
    CoverInterval rows[] = { from_to(b, NULL, "0.5"), from_to(b, "0.5", NULL) };
    CoverIntervals got = cover_intervals(&b->arena, rows, 2, &any);
    assert_intervals(got, COVER_INTERVALS_OVERLAP, 0, 1, number(b, "0.5"));
    rows[0].high_open = true;
    got = cover_intervals(&b->arena, rows, 2, &any);
    assert_intervals(got, COVER_INTERVALS_FIT, COVER_NONE, COVER_NONE, NULL);
    rows[1].low_open = true;
    got = cover_intervals(&b->arena, rows, 2, &any);
    assert_intervals(got, COVER_INTERVALS_GAP, 0, 1, number(b, "0.5"));
}

static int open_bench(void **state)
{
    static Bench bench;
    bench.arena = arena_open(&bench.guard);
    *state = &bench;
    return 0;
}

static int close_bench(void **state)
{
    Bench *bench = *state;
    arena_close(&bench->arena);
    return 0;
}

/* ---- lists that were proved before ---- */

/* The key of two lines over one variable. */
static Str key_of(Bench *b, const char *name, const char *grid, const char *cut, CoverRel second,
                  bool otherwise)
{
    CoverVars *vars = cover_open(&b->arena);
    CoverVar var = { .name = { name, strlen(name) }, .grid = grid ? number(b, grid) : NULL };
    uint32_t x = cover_var(vars, var);
    const Cover *lines[] = { cover_compare(vars, x, COVER_GE, number(b, cut)),
                             cover_compare(vars, x, second, number(b, cut)) };
    return cover_key(vars, lines, COUNT_OF(lines), otherwise);
}

static void only_a_list_that_is_the_same_but_for_names_was_proved_before(void **state)
{
    Bench *b = *state;
    CoverMemo memo = { 0 };
    Str key = key_of(b, "value", NULL, "0.5", COVER_LT, false);
    assert_false(cover_proved(&memo, key));
    cover_prove(&memo, &b->arena, key);
    assert_true(cover_proved(&memo, key_of(b, "reading", NULL, "0.50", COVER_LT, false)));
    assert_false(cover_proved(&memo, key_of(b, "value", NULL, "0.5", COVER_LE, false)));
    assert_false(cover_proved(&memo, key_of(b, "value", NULL, "-0.5", COVER_LT, false)));
    assert_false(cover_proved(&memo, key_of(b, "value", NULL, "0.51", COVER_LT, false)));
    assert_false(cover_proved(&memo, key_of(b, "value", "1", "0.5", COVER_LT, false)));
    assert_false(cover_proved(&memo, key_of(b, "value", NULL, "0.5", COVER_LT, true)));
}

static void a_fact_or_a_shared_part_is_in_the_key(void **state)
{
    Bench *b = *state;
    open_measure(b);
    const Cover *band[4];
    sample_bands(b, band);
    Str key = cover_key(b->vars, band, COUNT_OF(band), true);
    assert_true(str_eq(key, cover_key(b->vars, band, COUNT_OF(band), true)));
    const Cover *again[] = { band[0], band[1], band[2], band[2] };
    assert_false(str_eq(key, cover_key(b->vars, again, COUNT_OF(again), true)));
    cover_fact(b->vars, is(b, b->value, COVER_GE, "0"));
    assert_false(str_eq(key, cover_key(b->vars, band, COUNT_OF(band), true)));
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(the_sample_bands_are_without_fault),
        BENCH_TEST(without_otherwise_the_sample_bands_leave_a_gap),
        BENCH_TEST(a_sample_band_taken_out_leaves_a_gap_beside_average),
        BENCH_TEST(the_message_of_message_10_names_lower_0),
        BENCH_TEST(exact_and_shown_figures_may_disagree_at_a_half),
        BENCH_TEST(overlaps_name_the_lines_and_a_case),
        BENCH_TEST(a_line_that_can_never_apply_is_dead),
        BENCH_TEST(floridas_grades_fit_whole_per_cents),
        BENCH_TEST(a_grid_closes_the_gap_between_its_steps),
        BENCH_TEST(codes_bands_and_questions_are_said_in_words),
        BENCH_TEST(at_least_some_of_several_counts),
        BENCH_TEST(numbers_are_written_as_rules_write_them),
        BENCH_TEST(a_question_past_the_limits_is_unknown),
        BENCH_TEST(thirty_bands_in_any_order_are_proved),
        BENCH_TEST(a_table_of_whole_numbers_fits),
        BENCH_TEST(a_table_must_reach_the_ends_of_the_range),
        BENCH_TEST(open_and_closed_ends_meet_once),
        BENCH_TEST(only_a_list_that_is_the_same_but_for_names_was_proved_before),
        BENCH_TEST(a_fact_or_a_shared_part_is_in_the_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
