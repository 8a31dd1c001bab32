/* test_example.c -- running examples: which row is meant, exact comparison, reasons, refusals,
 * faults. SPDX-License-Identifier: Apache-2.0 */
#include "example/example.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static const char RULES[] =
    "framework small \"Small\"\n"
    "  edition   1\n"
    "  term      2025/26 to 2029/30\n"
    "  rounding  half away from zero\n"
    "record Region (Regions) named by School.region\n"
    "record School (Schools) from \"schools.csv\"\n"
    "  urn     key text           from \"URN\"\n"
    "  region  part of Region     from \"REGION\"\n"
    "  opened  context date       from \"OPENED\"\n"
    "record Pupil (Pupils) from \"pupils.csv\"\n"
    "  upn     key personal text  from \"UPN\"\n"
    "  school  part of School     from \"URN\"\n"
    "  group   baseline code of groups from \"GROUP\"\n"
    "  score   outcome number 0 to 100 in points from \"SCORE\", missing \"\" as absent\n"
    "  sen     context yes or no  from \"SEN\", yes \"1\", no \"0\"\n"
    "list groups is \"low\", \"high\"\n"
    "parameter bar \"Bar\" is 50\n"
    "derive Pupil.doubled \"Twice\" is score * 2\n"
    "measure average_score \"Mean score\"\n"
    "  outcome, in points, higher is better, shown to 1 place\n"
    "  leaves out \"no score\" Pupils where score is missing because \"Article 1\"\n"
    "  for the nation\n"
    "    let expected be mean of score over Pupils by group\n"
    "    let spread be population standard deviation of score over Pupils\n"
    "  for each Pupil\n"
    "    value score\n"
    "  for each School, Region, nation\n"
    "    value mean of value over Pupils\n"
    "    interval value give or take 1\n"
    "    withheld as \"SUPP\" when number of Pupils < 2\n"
    "    bands\n"
    "      good  \"Good\"  when lower >= 50\n"
    "      poor  \"Poor\"  otherwise\n"
    "measure passed \"Share at the bar\"\n"
    "  outcome, in %, higher is better, shown to whole number\n"
    "  leaves out \"no score\" Pupils where score is missing because \"Article 1\"\n"
    "  for each School, nation\n"
    "    value share of Pupils where score >= bar\n"
    "measure progress \"Progress\"\n"
    "  outcome, in points, higher is better, shown to 1 place\n"
    "  not made in 2025/26 because \"no tests\"\n"
    "  leaves out \"no score\" Pupils where score is missing because \"Article 1\"\n"
    "  for each Pupil\n"
    "    value score - average_score.expected[group]\n"
    "review yearly \"Yearly review\" of each School, Region\n"
    "  considers average_score\n"
    "  finding fine     \"Fine\"        when average_score is good\n"
    "  finding visit    \"Visit\"       otherwise\n"
    "  finding unknown  \"Not judged\"  when missing\n"
    "power notice \"Notice\"\n"
    "  held by \"Commissioner\" over School\n"
    "  open when average_score is poor\n"
    "example \"e\"\n";

#define THREE_PUPILS                                                                               \
    "  given School\n"                                                                             \
    "    | urn | region | opened     |\n"                                                          \
    "    | A   | North  | 2001-09-01 |\n"                                                          \
    "  given Pupil\n"                                                                              \
    "    | upn | score | group | sen |\n"                                                          \
    "    | P1  | 40    | low   | yes |\n"                                                          \
    "    | P2  | 61    | high  | no  |\n"                                                          \
    "    | P3  |       | high  | 0   |\n"

#define TWO_SCHOOLS                                                                                \
    "  given School\n"                                                                             \
    "    | urn | region |\n"                                                                       \
    "    | A   | North  |\n"                                                                       \
    "    | B   | South  |\n"

typedef struct Bench {
    Guard guard;
    Arena arena;
    const char *rules, *more;
    int year;
    Sources sources;
    Diags diags;
    Examples examples;
} Bench;

static void run_body(void *arg)
{
    Bench *b = arg;
    b->sources = sources_open(&b->arena);
    b->diags = diags_open(&b->arena);
    Str text = str_printf(&b->arena, "%s%s", b->rules, b->more);
    uint32_t file;
    assert_true(source_add(&b->sources, &b->diags, STR("e.lustrum"), text, &file));
    ExampleJob job = { .arena = &b->arena,
                       .sources = &b->sources,
                       .file = file,
                       .year = b->year,
                       .seed = 7,
                       .diags = &b->diags };
    examples_run(&b->examples, &job);
}

static void bench_rules(Bench *b, const char *rules, const char *more, int year)
{
    *b = (Bench){ .rules = rules, .more = more, .year = year };
    b->arena = arena_open(&b->guard);
    Why why = guard_run(&b->guard, run_body, b);
    examples_close(&b->examples);
    assert_int_equal(why, WHY_NOTHING);
}

/* The rules with these lines in their example. */
static void bench(Bench *b, const char *lines)
{
    bench_rules(b, RULES, lines, 0);
}

static void bench_end(Bench *b)
{
    arena_close(&b->arena);
}

static void assert_str(Str got, const char *want)
{
    if (got.len == strlen(want) && memcmp(got.at, want, got.len) == 0) return;
    fail_msg("got \"" STR_FMT "\", not \"%s\"", STR_ARG(got), want);
}

static const Expectation *only(const Bench *b)
{
    assert_int_equal(b->examples.count, 1);
    assert_int_equal(b->examples.items[0].count, 1);
    return &b->examples.items[0].expectations[0];
}

static bool said(const Bench *b, DiagId id)
{
    for (size_t i = 0; i < b->diags.count; i++)
        if (b->diags.items[i].id == id) return true;
    return false;
}

static void assert_passes(const char *lines)
{
    Bench b;
    bench(&b, lines);
    for (size_t i = 0; i < b.examples.items[0].count; i++) {
        const Expectation *e = &b.examples.items[0].expectations[i];
        if (!e->passed)
            fail_msg(STR_FMT ": " STR_FMT " came, not " STR_FMT " (" STR_FMT ")",
                     STR_ARG(e->written), STR_ARG(e->got), STR_ARG(e->expected),
                     STR_ARG(e->message));
    }
    assert_int_equal(b.diags.errors, 0);
    assert_int_equal(b.examples.passed, 1);
    assert_int_equal(b.examples.failed, 0);
    bench_end(&b);
}

/* One expectation that fails: what came, and no message. */
static void assert_comes(const char *lines, const char *expected, const char *got)
{
    Bench b;
    bench(&b, lines);
    const Expectation *e = only(&b);
    assert_false(e->passed);
    assert_str(e->message, "");
    assert_str(e->expected, expected);
    assert_str(e->got, got);
    assert_int_equal(b.diags.errors, 0);
    assert_int_equal(b.examples.failed, 1);
    bench_end(&b);
}

/* Lines whose one expectation cannot be decided: the message that says why. */
static void assert_faulty(const char *lines, DiagId id)
{
    Bench b;
    bench(&b, lines);
    const Expectation *e = only(&b);
    assert_false(e->passed);
    assert_true(e->message.len > 0);
    if (!said(&b, id)) fail_msg("not %s but " STR_FMT, diag_info[id].code, STR_ARG(e->message));
    for (size_t i = 0; i < b.diags.count; i++) assert_true(b.diags.items[i].has_span);
    assert_int_equal(b.examples.failed, 1);
    bench_end(&b);
}

/* ---- what can be expected ---- */

static void figures_of_every_kind_are_found(void **state)
{
    (void)state;
    assert_passes(THREE_PUPILS "  expect average_score of School is 50.5\n"
                               "  expect average_score of Pupil \"P1\" is 40\n"
                               "  expect average_score.lower is 49.5\n"
                               "  expect average_score.upper of the nation is 51.5\n"
                               "  expect average_score.expected[\"low\"] is 40\n"
                               "  expect average_score.spread is 10.5\n"
                               "  expect Pupil.doubled of Pupil \"P2\" is 122\n"
                               "  expect doubled of Pupil \"P1\" is 80\n"
                               "  expect opened is 2001-09-01\n"
                               "  expect group of Pupil \"P1\" is \"low\"\n"
                               "  expect sen of Pupil \"P1\" is yes\n"
                               "  expect Pupil.sen of Pupil \"P3\" is no\n"
                               "  expect bar is 50\n"
                               "  expect progress of Pupil \"P2\" is 0\n");
}

static void bands_findings_and_powers_are_expected_by_name(void **state)
{
    (void)state;
    assert_passes(THREE_PUPILS "  expect average_score is poor\n"
                               "  expect average_score.band of Region \"North\" is poor\n"
                               "  expect yearly is visit\n"
                               "  expect yearly of Region \"North\" is visit\n"
                               "  expect notice is open\n");
    assert_passes("  given Pupil\n    | score |\n    | 40    |\n"
                  "  expect yearly is unknown\n  expect notice is missing as withheld\n");
}

static void percentages_and_formulas_are_compared_exactly(void **state)
{
    (void)state;
    assert_passes(THREE_PUPILS "  expect passed is 50%\n  expect passed is 1 / 2\n"
                               "  expect passed is bar / 100\n");
    assert_comes(THREE_PUPILS "  expect passed is 1 / 3\n", "1 / 3 = 1/3", "50%");
    assert_comes(THREE_PUPILS "  expect average_score of School is 50.4999999999\n",
                 "50.4999999999", "50.5");
}

static void a_shown_figure_is_compared_as_printed(void **state)
{
    (void)state;
    const char *rows =
        "  given Pupil\n    | score |\n    | 40    |\n    | 40    |\n    | 41    |\n";
    char lines[400];
    snprintf(lines, sizeof lines,
             "%s  expect shown average_score of School is 40.3\n"
             "  expect average_score of School is 121 / 3\n",
             rows);
    assert_passes(lines);
    Bench b;
    snprintf(lines, sizeof lines, "%s  expect average_score of School is 40.3\n", rows);
    bench(&b, lines);
    assert_str(only(&b)->exact, "121/3");
    assert_str(only(&b)->shown, "40.3");
    assert_str(only(&b)->got, "121/3");
    bench_end(&b);
}

static void missing_is_expected_with_or_without_its_reason(void **state)
{
    (void)state;
    assert_passes(THREE_PUPILS "  expect average_score of Pupil \"P3\" is missing\n"
                               "  expect average_score of Pupil \"P3\" is missing as left_out\n"
                               "  expect score of Pupil \"P3\" is missing as absent\n");
    assert_passes("  given Pupil\n    | score |\n    | 40    |\n"
                  "  expect average_score of School is missing as withheld\n"
                  "  expect group is missing as not_given\n"
                  "  expect average_score.expected[\"high\"] is missing as nothing_to_divide_by\n");
    assert_comes(THREE_PUPILS "  expect average_score of Pupil \"P3\" is missing as withheld\n",
                 "missing as withheld", "missing as left_out (no score)");
    assert_comes(THREE_PUPILS "  expect average_score of Pupil \"P1\" is missing\n", "missing",
                 "40");
    assert_comes(THREE_PUPILS "  expect average_score of Pupil \"P3\" is 0\n", "0",
                 "missing as left_out (no score)");
}

static void what_came_is_told_in_the_words_of_its_kind(void **state)
{
    (void)state;
    assert_comes(THREE_PUPILS "  expect average_score is good\n", "good", "poor");
    assert_comes(THREE_PUPILS "  expect yearly is fine\n", "fine", "visit");
    assert_comes(THREE_PUPILS "  expect notice is closed\n", "closed", "open");
    assert_comes(THREE_PUPILS "  expect group of Pupil \"P1\" is \"high\"\n", "\"high\"",
                 "\"low\"");
    assert_comes(THREE_PUPILS "  expect sen of Pupil \"P1\" is no\n", "no", "yes");
    assert_comes(THREE_PUPILS "  expect opened is 2001-09-02\n", "2001-09-02", "2001-09-01");
}

/* ---- whose figure ---- */

static void the_lowest_level_with_one_row_is_meant(void **state)
{
    (void)state;
    /* three pupils, one school: the school; one pupil: the pupil, though the school has one row too
     */
    assert_passes(THREE_PUPILS "  expect average_score is 50.5\n");
    assert_passes("  given Pupil\n    | score |\n    | 40    |\n  expect average_score is 40\n");
    /* two schools in two regions: the nation */
    assert_passes(TWO_SCHOOLS "  given Pupil\n    | school | score |\n    | A      | 10    |\n"
                              "    | A      | 20    |\n    | B      | 60    |\n"
                              "  expect average_score is 30\n");
}

static void a_row_that_is_not_clear_is_a_fault(void **state)
{
    (void)state;
    assert_faulty(TWO_SCHOOLS "  expect yearly is visit\n", D_EXAMPLE_WHICH);
    assert_faulty(TWO_SCHOOLS "  expect opened is missing\n", D_EXAMPLE_ROWS);
    assert_faulty(TWO_SCHOOLS "  expect yearly of School is visit\n", D_EXAMPLE_ROWS);
    assert_faulty(TWO_SCHOOLS "  expect doubled is missing\n", D_EXAMPLE_ROWS);
    assert_faulty(TWO_SCHOOLS "  expect yearly of School \"C\" is visit\n", D_EXAMPLE_KEY);
    assert_faulty(TWO_SCHOOLS "  expect yearly of School \"A\", \"B\" is visit\n",
                  D_EXAMPLE_KEY_PARTS);
}

/* ---- faults of an expectation ---- */

static void a_figure_that_is_not_there_is_a_fault(void **state)
{
    (void)state;
    assert_faulty(THREE_PUPILS "  expect averagescore is 5\n", D_UNKNOWN_NAME);
    assert_faulty(THREE_PUPILS "  expect average_score.uper is 5\n", D_UNKNOWN_FIGURE);
    assert_faulty(THREE_PUPILS "  expect average_score is god\n", D_UNKNOWN_BAND);
    assert_faulty(THREE_PUPILS "  expect average_score.band is 5\n", D_UNKNOWN_BAND);
    assert_faulty(THREE_PUPILS "  expect passed.band is good\n", D_NO_BANDS_HERE);
    assert_faulty(THREE_PUPILS "  expect yearly is vist\n", D_UNKNOWN_FINDING);
    assert_faulty(THREE_PUPILS "  expect notice is shut\n", D_POWER_STATE);
    assert_faulty(THREE_PUPILS "  expect yearly of Pupil \"P1\" is visit\n", D_EXAMPLE_LEVEL);
    assert_faulty(THREE_PUPILS "  expect progress of School is 5\n", D_MEASURE_NOT_HERE);
    assert_faulty(THREE_PUPILS "  expect average_score.expected is 5\n", D_GROUPED_NEEDS_KEY);
    assert_faulty(THREE_PUPILS "  expect shown score of Pupil \"P1\" is 5\n", D_SHOWN_WHAT);
    assert_faulty(THREE_PUPILS "  expect average_score of Skool is 5\n", D_UNKNOWN_RECORD);
    assert_faulty(THREE_PUPILS "  expect passed is missing as witheld\n", D_UNKNOWN_REASON);
}

static void what_cannot_be_compared_is_a_fault(void **state)
{
    (void)state;
    assert_faulty(THREE_PUPILS "  expect average_score of School is \"x\"\n", D_CANNOT_COMPARE);
    assert_faulty(THREE_PUPILS "  expect average_score of School is 50%\n", D_UNITS_DIFFER);
}

static void a_faulty_expectation_leaves_the_others_alone(void **state)
{
    (void)state;
    Bench b;
    bench(&b, THREE_PUPILS "  expect averagescore is 5\n  expect average_score is 50.5\n");
    assert_false(b.examples.items[0].expectations[0].passed);
    assert_true(b.examples.items[0].expectations[1].passed);
    assert_false(b.examples.items[0].passed);
    assert_int_equal(b.diags.errors, 1);
    bench_end(&b);
}

static void an_example_expects_something(void **state)
{
    (void)state;
    Bench b;
    bench(&b, THREE_PUPILS);
    assert_int_equal(b.examples.failed, 1);
    assert_true(said(&b, D_EXAMPLE_NOTHING));
    bench_end(&b);
}

/* ---- rows ---- */

static void rows_name_fields_of_their_record(void **state)
{
    (void)state;
    assert_faulty("  given Pupil\n    | skore |\n    | 40    |\n  expect passed is missing\n",
                  D_UNKNOWN_FIELD);
    assert_faulty("  given Pupl\n    | score |\n    | 40    |\n  expect passed is missing\n",
                  D_UNKNOWN_RECORD);
    assert_faulty("  given Pupil\n    | upn | score |\n    | 40    |\n  expect passed is missing\n",
                  D_TABLE_ROW);
    assert_faulty("  given Pupil\n    | score | score |\n    | 40 | 40 |\n"
                  "  expect passed is missing\n",
                  D_TABLE_HEADING_TWICE);
}

static void rows_belong_to_the_nearest_parent_above(void **state)
{
    (void)state;
    assert_passes("  given School\n    | urn |\n    | A   |\n"
                  "  given Pupil\n    | score |\n    | 10    |\n    | 20    |\n"
                  "  given School\n    | urn |\n    | B   |\n"
                  "  given Pupil\n    | score |\n    | 50    |\n    | 60    |\n"
                  "  expect average_score of School \"A\" is 15\n"
                  "  expect average_score of School \"B\" is 55\n");
}

static void refused_rows_are_expected_or_told(void **state)
{
    (void)state;
    static const char twice[] = "  given Pupil\n    | upn | score |\n    | P1  | 40    |\n"
                                "    | P1  | 41    |\n";
    char lines[300];
    Bench b;
    snprintf(lines, sizeof lines, "%s  expect refused \"L0521\"\n", twice);
    assert_passes(lines);
    snprintf(lines, sizeof lines, "%s  expect refused \"L0511\"\n", twice);
    bench(&b, lines);
    assert_false(only(&b)->passed);
    assert_str(only(&b)->expected, "refused with L0511");
    assert_true(said(&b, D_KEY_TWICE));
    bench_end(&b);
    snprintf(lines, sizeof lines, "%s  expect passed is 0\n", twice);
    bench(&b, lines);
    assert_true(only(&b)->message.len > 0);
    assert_true(said(&b, D_KEY_TWICE));
    bench_end(&b);
    assert_comes(THREE_PUPILS "  expect refused \"L0521\"\n", "refused with L0521", "accepted");
    assert_faulty(THREE_PUPILS "  expect refused \"L9999\"\n", D_REFUSED_CODE);
}

/* ---- years and taken figures ---- */

static void an_example_runs_in_the_year_it_says(void **state)
{
    (void)state;
    static const char rows[] = "  given Pupil\n    | score | group |\n    | 40    | low   |\n";
    char lines[300];
    Bench b;
    snprintf(lines, sizeof lines,
             "  in the year 2025/26\n%s"
             "  expect progress is missing as not_made\n",
             rows);
    assert_passes(lines);
    snprintf(lines, sizeof lines, "%s  expect progress is 0\n", rows);
    assert_passes(lines); /* in the last year of the term */
    bench_rules(&b, RULES, lines, 2025);
    assert_str(only(&b)->got, "missing as not_made (no tests)");
    assert_int_equal(b.examples.items[0].year, 2025);
    bench_end(&b);
    snprintf(lines, sizeof lines, "  in the year 2030/31\n%s  expect progress is 0\n", rows);
    assert_faulty(lines, D_YEAR_OUTSIDE_TERM);
    bench_rules(&b, RULES, "", 2030);
    assert_true(b.examples.faulty);
    assert_true(said(&b, D_YEAR_NOT_IN_TERM));
    bench_end(&b);
}

static void a_taken_table_stands_in_for_a_reference_pass(void **state)
{
    (void)state;
    static const char rows[] = "  given Pupil\n    | score | group |\n    | 40    | low   |\n"
                               "  expect progress is 10\n";
    static const char table[] = "    | group | points |\n    | low   | 30     |\n"
                                "    | high  | 70     |\n";
    char lines[400];
    snprintf(lines, sizeof lines, "  taking average_score.expected as\n%s%s", table, rows);
    assert_passes(lines);
    snprintf(lines, sizeof lines, "  taking average_score.expectd as\n%s%s", table, rows);
    assert_faulty(lines, D_TAKING_WHAT);
    snprintf(lines, sizeof lines, "  taking average_score as\n%s%s", table, rows);
    assert_faulty(lines, D_TAKING_WHAT);
}

static void examples_that_take_figures_do_not_disturb_others(void **state)
{
    (void)state;
    static const char rows[] = "  given Pupil\n    | score | group |\n    | 40    | low   |\n";
    char lines[900];
    snprintf(lines, sizeof lines,
             "%s  expect progress is 0\n"
             "example \"taken\"\n  taking average_score.expected as\n"
             "    | group | points |\n    | low | 30 |\n    | high | 70 |\n%s"
             "  expect progress is 10\n"
             "example \"again\"\n%s  expect progress is 0\n"
             "example \"taken again\"\n  taking average_score.expected as\n"
             "    | group | points |\n    | low | 39 |\n    | high | 70 |\n%s"
             "  expect progress is 1\n",
             rows, rows, rows, rows);
    Bench b;
    bench(&b, lines);
    assert_int_equal(b.examples.passed, 4);
    assert_int_equal(b.diags.errors, 0);
    bench_end(&b);
}

/* ---- the framework itself ---- */

static void a_faulty_framework_runs_nothing_and_is_told_once(void **state)
{
    (void)state;
    static const char rules[] = "framework f \"F\"\n  edition 1\n  term 2025/26 to 2029/30\n"
                                "record School (Schools) from \"s.csv\"\n"
                                "  urn key text from \"URN\"\n  a process number from \"A\"\n"
                                "measure m \"M\"\n  outcome, shown to whole number half even\n"
                                "  for each School\n    value ";
    Bench b;
    bench_rules(&b, rules,
                "b\nexample \"e\"\n  given School\n    | a |\n    | 1 |\n"
                "  expect m is 1\n",
                0);
    assert_true(b.examples.faulty);
    assert_int_equal(b.diags.errors, 1);
    assert_true(said(&b, D_UNKNOWN_NAME));
    bench_end(&b);
    bench_rules(&b, rules, "a\nexample \"e\"\n  expect refused \"L0402\"\n", 0);
    assert_int_equal(b.examples.passed, 1);
    assert_int_equal(b.diags.errors, 0);
    bench_end(&b);
    bench_rules(&b, rules, "1 +\n", 0); /* text that cannot be read, and no example */
    assert_true(b.examples.faulty);
    assert_true(b.diags.errors > 0);
    bench_end(&b);
}

static void a_module_without_examples_has_nothing_to_run(void **state)
{
    (void)state;
    Bench b;
    bench_rules(&b, "list a is \"x\"\n", "", 0);
    assert_int_equal(b.examples.count, 0);
    assert_false(b.examples.faulty);
    assert_int_equal(b.diags.count, 0);
    bench_end(&b);
}

/* ---- reports ---- */

static void the_report_shows_the_line_and_both_sides(void **state)
{
    (void)state;
    Bench b;
    bench(&b, "  given Pupil\n    | score |\n    | 40    |\n    | 40    |\n    | 41    |\n"
              "  expect average_score   of School\n    is 40.3\n");
    assert_str(examples_text(&b.arena, &b.examples, &b.sources),
               "FAILED  \"e\", 2029/30\n"
               "  e.lustrum:59  expect average_score of School is 40.3\n"
               "      expected  40.3\n"
               "      came out  121/3, shown as 40.3\n"
               "\n"
               "0 passed, 1 failed\n");
    Str json = examples_json(&b.arena, &b.examples, &b.sources, STR("e.lustrum"));
    const char *text = str_c(&b.arena, json);
    assert_non_null(strstr(text, "\"schema\": \"lustrum/test@1\""));
    assert_non_null(strstr(text, "\"exact\": \"121/3\""));
    assert_non_null(strstr(text, "\"failed\": 1"));
    bench_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_of_every_kind_are_found),
        cmocka_unit_test(bands_findings_and_powers_are_expected_by_name),
        cmocka_unit_test(percentages_and_formulas_are_compared_exactly),
        cmocka_unit_test(a_shown_figure_is_compared_as_printed),
        cmocka_unit_test(missing_is_expected_with_or_without_its_reason),
        cmocka_unit_test(what_came_is_told_in_the_words_of_its_kind),
        cmocka_unit_test(the_lowest_level_with_one_row_is_meant),
        cmocka_unit_test(a_row_that_is_not_clear_is_a_fault),
        cmocka_unit_test(a_figure_that_is_not_there_is_a_fault),
        cmocka_unit_test(what_cannot_be_compared_is_a_fault),
        cmocka_unit_test(a_faulty_expectation_leaves_the_others_alone),
        cmocka_unit_test(an_example_expects_something),
        cmocka_unit_test(rows_name_fields_of_their_record),
        cmocka_unit_test(rows_belong_to_the_nearest_parent_above),
        cmocka_unit_test(refused_rows_are_expected_or_told),
        cmocka_unit_test(an_example_runs_in_the_year_it_says),
        cmocka_unit_test(a_taken_table_stands_in_for_a_reference_pass),
        cmocka_unit_test(examples_that_take_figures_do_not_disturb_others),
        cmocka_unit_test(a_faulty_framework_runs_nothing_and_is_told_once),
        cmocka_unit_test(a_module_without_examples_has_nothing_to_run),
        cmocka_unit_test(the_report_shows_the_line_and_both_sides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
