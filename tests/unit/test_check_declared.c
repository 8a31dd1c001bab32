/* test_check_declared.c -- what the checker says of records, tables, bands, reviews and roles: each
 * framework gives exactly the codes named beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "check/check.h"

/* ---- a framework round the lines under test ---- */

#define HEAD                                                                                       \
    "framework t \"T\"\n  edition 1\n  term 2025/26 to 2029/30\n  owner \"X\"\n"                   \
    "  rounding half away from zero\n  measures at most 2\n"

#define SCHOOLS                                                                                    \
    "record School (Schools) from \"s.csv\"\n"                                                     \
    "  urn     key text from \"URN\"\n"                                                            \
    "  kind    context code from \"KIND\"\n"                                                       \
    "  lessons process number 0 to 40 from \"LESSONS\"\n"

#define PUPILS                                                                                     \
    "record Pupil (Pupils) from \"p.csv\"\n"                                                       \
    "  upn     key personal text from \"UPN\"\n"                                                   \
    "  school  part of School from \"URN\"\n"                                                      \
    "  poor    context yes or no from \"FSM\", yes \"1\", no \"0\"\n"                              \
    "  score   outcome whole number 0 to 100 from \"SCORE\"\n"                                     \
    "  rate    outcome % 0% to 100% from \"RATE\", missing \"\" as absent\n"                       \
    "  grade   outcome code of grades from \"GRADE\"\n"                                            \
    "list grades is \"A\", \"B\", \"C\"\n"

#define ALL HEAD SCHOOLS PUPILS

#define MEASURE(name, clauses)                                                                     \
    "measure " name " \"" name                                                                     \
    "\"\n  outcome, in points, higher is better, shown to 1 place\n" clauses

#define PLAIN(name)                                                                                \
    MEASURE(name, "  for each Pupil\n    value score in points\n"                                  \
                  "  for each School, nation\n    value mean of value over Pupils\n")

#define MISSES(name)                                                                               \
    "measure " name " \"" name "\"\n  outcome, in %, higher is better, shown to 1 place\n"         \
    "  for each School\n    value mean of known rate over Pupils\n"

#define REVIEW(clauses) "review r \"R\" of each School\n" clauses

#define MISSING_LINE "  finding none \"None\" when missing\n"

/* ---- asking ---- */

typedef struct Ask {
    const char *text;
    int year;
    char codes[256];
    char first[512]; /* the note and title of the first message */
    Guard guard;
} Ask;

static int compare_codes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put(char *to, size_t room, Str text)
{
    size_t used = strlen(to);
    for (size_t i = 0; i < text.len && used + 1 < room; i++) to[used++] = text.at[i];
    to[used] = '\0';
}

static void ask_body(void *arg)
{
    Ask *ask = arg;
    Arena arena = arena_open(&ask->guard);
    Diags diags = diags_open(&arena);
    Sources sources = sources_open(&arena);
    uint32_t file;
    Str text = { ask->text, strlen(ask->text) };
    assert_true(source_add(&sources, &diags, STR("t.lustrum"), text, &file));
    CheckOptions options = { .year = ask->year };
    Model *model = check_framework(&arena, &sources, file, &options, &diags);
    diags_sort(&diags);
    const char **codes = NEW_ARRAY(&arena, const char *, diags.count + 1);
    for (size_t i = 0; i < diags.count; i++) codes[i] = diag_info[diags.items[i].id].code;
    qsort(codes, diags.count, sizeof(*codes), compare_codes);
    for (size_t i = 0; i < diags.count; i++) {
        if (i) put(ask->codes, sizeof(ask->codes), STR(" "));
        put(ask->codes, sizeof(ask->codes), (Str){ codes[i], strlen(codes[i]) });
    }
    if (diags.count) {
        const Diag *d = &diags.items[0];
        put(ask->first, sizeof(ask->first), diag_text(&arena, d, diag_info[d->id].title));
        put(ask->first, sizeof(ask->first), STR(" | "));
        put(ask->first, sizeof(ask->first), diag_text(&arena, d, diag_info[d->id].why));
        put(ask->first, sizeof(ask->first), d->note);
    } else {
        records_schemas(model, &arena);
    }
    arena_close(&arena);
}

static Ask asked(const char *text, int year)
{
    Ask ask = { .text = text, .year = year };
    assert_int_equal(guard_run(&ask.guard, ask_body, &ask), WHY_NOTHING);
    return ask;
}

static void gives(const char *text, const char *codes)
{
    Ask ask = asked(text, 0);
    if (strcmp(ask.codes, codes) != 0) print_message("first: %s\n", ask.first);
    assert_string_equal(ask.codes, codes);
}

static void says(const char *text, const char *codes, const char *words)
{
    Ask ask = asked(text, 0);
    if (strcmp(ask.codes, codes) != 0 || !strstr(ask.first, words))
        print_message("first: %s\n", ask.first);
    assert_string_equal(ask.codes, codes);
    assert_non_null(strstr(ask.first, words));
}

/* ---- records ---- */

#define RECORD(fields)                                                                             \
    HEAD "record School (Schools) from \"s.csv\"\n  urn key text from \"URN\"\n" fields

static void plain_records_are_right(void **state)
{
    (void)state;
    gives(ALL PLAIN("a"), "");
}

static void a_record_is_declared_soundly(void **state)
{
    (void)state;
    gives(RECORD("  urn context text from \"X\"\n"), "L0231");
    gives(RECORD("  a outcome number from \"A\", missing \"x\" as p, missing \"x\" as q\n"),
          "L0232");
    gives(RECORD("  a outcome number from \"A\", yes \"1\"\n"), "L0233");
    gives(RECORD("  a context yes or no from \"A\", yes \"1\"\n"), "L0234");
    gives(RECORD("  a outcome number 5 to 1 from \"A\"\n"), "L0235");
    gives(RECORD("  a outcome number 0 to 1234567890123456789 from \"A\"\n"), "L0236");
    gives(RECORD("  a outcome number from \"A\", in 2027/28 from \"B\", in 2026/27 to 2028/29 from "
                 "\"C\"\n"),
          "L0239");
    gives(RECORD("  a outcome code of nothing from \"A\"\n"), "L0246");
    gives(HEAD "record S (Ss) from \"s.csv\"\n  k key text from \"K\", missing \"\" as none\n",
          "L0251");
}

static void reasons_have_one_set_of_words(void **state)
{
    (void)state;
    gives(RECORD("  a outcome number from \"A\", missing \"x\" as p \"One\"\n"
                 "  b outcome number from \"B\", missing \"x\" as p \"Two\"\n"),
          "L0230");
    gives(RECORD("  a outcome number from \"A\", missing \"x\" as p\n"
                 "  b outcome number from \"B\", missing \"x\" as p \"Two\"\n"),
          "");
}

static void records_hang_together(void **state)
{
    (void)state;
    gives(RECORD("  a part of Nothing from \"A\"\n"), "L0244");
    gives(RECORD("  a part of School from \"A\"\n"), "L0250");
    gives(RECORD("") "record P (Ps) from \"p.csv\"\n  s part of School from \"A\", \"B\"\n",
          "L0249");
    gives(HEAD "record S (Ss) from \"s.csv\"\n  x outcome number from \"X\"\n"
               "record P (Ps) from \"p.csv\"\n  s part of S from \"A\"\n",
          "L0248");
    gives(RECORD("  r part of Region from \"R\"\n") "record Region (Regions) named by School.r\n",
          "");
    gives(RECORD("  r context text from \"R\"\n") "record Region (Regions) named by School.r\n",
          "L0243");
    gives(HEAD "record A (As) from \"a.csv\"\n  k key text from \"K\"\n  b part of B from \"B\"\n"
               "record B (Bs) from \"b.csv\"\n  k key text from \"K\"\n  a part of A from \"A\"\n",
          "L0250");
}

static void rows_are_chosen_by_columns(void **state)
{
    (void)state;
    const char *head = HEAD "list kinds is \"1\", \"2\"\nrecord S (Ss) from \"s.csv\", rows where ";
    const char *tail = "\n  k key text from \"K\"\n";
    static const struct {
        const char *test, *codes;
    } tests[] = { { "T is \"1\"", "" },
                  { "T is \"1\" or T is \"2\"", "" },
                  { "T in kinds and U is not \"x\"", "" },
                  { "T is \"1\" or U is \"2\"", "L0252" },
                  { "T is not \"1\" or T is not \"2\"", "L0252" } };
    for (size_t i = 0; i < COUNT_OF(tests); i++) {
        char text[1024] = "";
        put(text, sizeof(text), (Str){ head, strlen(head) });
        put(text, sizeof(text), (Str){ tests[i].test, strlen(tests[i].test) });
        put(text, sizeof(text), (Str){ tail, strlen(tail) });
        gives(text, tests[i].codes);
    }
}

/* ---- tables ---- */

#define TABLE(rows) ALL "table t \"T\"\n" rows
#define DERIVED(formula) "derive Pupil.d \"D\" is " formula "\n"

static void a_table_holds_every_value_once(void **state)
{
    (void)state;
    gives(TABLE("  | s | r |\n  | up to 49 | 1 |\n  | 50 to 100 | 2 |\n") DERIVED("t[score]"), "");
    says(TABLE("  | s | r |\n  | up to 49 | 1 |\n  | 51 to 100 | 2 |\n") DERIVED("t[score]"),
         "L0338", "t has no row for s 50");
    says(TABLE("  | s | r |\n  | up to 50 | 1 |\n  | 50 to 100 | 2 |\n") DERIVED("t[score]"),
         "L0339", "t has two rows for s 50");
    says(TABLE("  | s | r |\n  | up to 49 | 1 |\n  | 50 to 99 | 2 |\n") DERIVED("t[score]"),
         "L0338", "s 100");
    says(TABLE("  | s | r |\n  | up to 49.5 | 1 |\n  | over 50 | 2 |\n") DERIVED("t[score / 2]"),
         "L0338", "s 50");
    gives(TABLE("  | s | r |\n  | up to 49 | 1 |\n  | over 49 | 2 |\n  | over 200 | 3 |\n")
              DERIVED("t[score]"),
          "L0385");
}

static void rates_and_codes_are_keys_too(void **state)
{
    (void)state;
    gives(TABLE("  | s | r |\n  | under 40% | 1 |\n  | 40% and over | 2 |\n") DERIVED("t[rate]"),
          "");
    gives(TABLE("  | s | r |\n  | under 40 | 1 |\n  | 40 and over | 2 |\n") DERIVED("t[rate]"),
          "L0335 L0335");
    says(TABLE("  | s | r |\n  | up to 40% | 1 |\n  | 41% and over | 2 |\n") DERIVED("t[rate]"),
         "L0338", "40.5%");
    gives(TABLE("  | g | r |\n  | A | 1 |\n  | B | 2 |\n  | C | 3 |\n") DERIVED("t[grade]"), "");
    says(TABLE("  | g | r |\n  | A | 1 |\n  | B | 2 |\n  | A | 3 |\n") DERIVED("t[grade]"), "L0339",
         "g \"A\"");
    says(TABLE("  | p | r |\n  | yes | 1 |\n") DERIVED("t[poor]"), "L0338", "p no");
}

static void a_row_is_told_by_all_its_keys(void **state)
{
    (void)state;
    says(TABLE("  | g | s | r |\n  | A | up to 100 | 1 |\n  | B | up to 49 | 2 |\n"
               "  | B | 51 to 100 | 3 |\n  | C | up to 100 | 1 |\n") DERIVED("t[grade, score]"),
         "L0338", "g \"B\", s 50");
    gives(TABLE("  | s | g | r |\n  | 0 to 60 | A | 1 |\n  | 61 to 100 | A | 1 |\n"
                "  | 0 to 100 | B | 2 |\n  | 0 to 100 | C | 3 |\n") DERIVED("t[score, grade]"),
          "");
}

static void headings_can_be_keys(void **state)
{
    (void)state;
    const char *grid = TABLE("  | k | A | B |\n  | up to 50 | 1 | 2 |\n  | over 50 | 3 | 4 |\n")
        DERIVED("t[score, \"B\"]");
    gives(grid, "");
    gives(TABLE("  | k | A | B | C |\n  | up to 50 | 1 | 2 | 3 |\n  | over 50 | 3 | 4 | 3 |\n")
              DERIVED("t[score, grade]"),
          "");
    gives(TABLE("  | k | A | B | C |\n  | up to 50 | 1 | 2 | 3 |\n  | over 50 | 3 | 4 | 3 |\n")
              DERIVED("t[score]"),
          "L0381");
}

static void tables_are_well_formed(void **state)
{
    (void)state;
    gives(TABLE("  | a | b |\n  | 1 |\n"), "L0332");
    gives(TABLE("  | a | b |\n  | 1 | |\n"), "L0333");
    gives(TABLE("  | a | a |\n  | 1 | 2 |\n"), "L0334");
    gives(TABLE("  | s | b |\n  | up to 50 | 5% |\n  | over 50 | 5 |\n") DERIVED("t[score]"),
          "L0337");
    gives(TABLE("  | s | b |\n  | 50 to 0 | 5 |\n") DERIVED("t[score]"), "L0336");
}

static void years_select_rows(void **state)
{
    (void)state;
    const char *text = TABLE("  | year | s | r |\n  | up to 2026/27 | up to 100 | 1 |\n"
                             "  | from 2028/29 | up to 100 | 2 |\n") DERIVED("t[score]");
    gives(text, "");
    assert_string_equal(asked(text, 2027).codes, "L0380");
    assert_string_equal(asked(text, 2028).codes, "");
}

/* ---- bands and findings ---- */

#define BANDS(lines)                                                                               \
    ALL "measure a \"A\"\n  outcome, in points, higher is better, shown to 1 place\n"              \
        "  for each School\n    let n be number of Pupils\n"                                       \
        "    value sum of score over Pupils in points\n"                                           \
        "    interval value give or take n in points\n    bands\n" lines

static void bands_cover_every_case_once(void **state)
{
    (void)state;
    gives(BANDS("      up \"U\" when lower > 0\n      mid \"M\" otherwise\n"
                "      low \"L\" when upper < 0\n"),
          "");
    says(BANDS("      up \"U\" when value > 0\n      low \"L\" when value < 0\n"), "L0312",
         "a case with value = 0 falls in no band");
    gives(BANDS("      up \"U\" when value > 0\n      low \"L\" when value >= 0\n"
                "      nay \"N\" when value < 0\n"),
          "L0311");
    gives(BANDS("      up \"U\" when value > 0 and upper < 0\n      low \"L\" otherwise\n"),
          "L0313");
    gives(BANDS("      up \"U\" when value >= 10\n      low \"L\" when value < 10\n"
                "      nay \"N\" otherwise\n"),
          "L0314");
    gives(BANDS("      a \"A\" when shown value >= 0.5 and lower > 0\n"
                "      b \"B\" when shown value < 0.5 and lower > 0\n      c \"C\" otherwise\n"
                "      d \"D\" when shown value >= -0.5 and upper < 0\n"
                "      e \"E\" when shown value < -0.5 and upper < 0\n"),
          "");
}

static void other_figures_are_taken_as_either(void **state)
{
    (void)state;
    gives(BANDS("      up \"U\" when n >= 5 and value > 0\n      low \"L\" when n < 5\n"
                "      mid \"M\" when n >= 5 and value <= 0\n"),
          "");
    gives(BANDS("      up \"U\" when kind is \"x\"\n      low \"L\" when kind is \"y\"\n"
                "      mid \"M\" otherwise\n") "",
          "L0401");
    gives(BANDS("      up \"U\" when kind is \"x\"\n      low \"L\" when kind is not \"x\"\n"
                "      mid \"M\" when kind is \"y\"\n"),
          "L0311");
}

static void a_review_judges_every_school(void **state)
{
    (void)state;
    const char *fine = ALL PLAIN("a") REVIEW("  considers a\n  secure when a >= 50\n"
                                             "  finding yes_ \"Y\" when secure\n"
                                             "  finding no_ \"N\" otherwise\n" MISSING_LINE);
    gives(fine, "");
    gives(ALL PLAIN("a") REVIEW("  considers a\n  finding y \"Y\" when a >= 50\n"
                                "  finding n \"N\" otherwise\n"),
          "L0390");
    gives(ALL PLAIN("a") REVIEW("  considers a\n  finding y \"Y\" when a > 50\n"
                                "  finding n \"N\" when a < 50\n" MISSING_LINE),
          "L0312");
    gives(ALL PLAIN("a")
              REVIEW("  finding y \"Y\" when 1 > 0\n  finding n \"N\" otherwise\n" MISSING_LINE),
          "L0314 L0391");
    gives(ALL PLAIN("a") REVIEW("  considers b\n  finding y \"Y\" when a > 50\n"
                                "  finding n \"N\" otherwise\n" MISSING_LINE),
          "L0253");
}

static void reviews_keep_to_what_they_consider(void **state)
{
    (void)state;
    gives(ALL PLAIN("a") PLAIN("b") REVIEW("  considers a\n  finding y \"Y\" when b > 50\n"
                                           "  finding n \"N\" otherwise\n" MISSING_LINE),
          "L0406");
    gives(ALL PLAIN("a") PLAIN("b") PLAIN("c")
              REVIEW("  considers a, b, c\n  finding y \"Y\" when b > 50\n"
                     "  finding n \"N\" otherwise\n" MISSING_LINE),
          "L0920");
    gives(ALL MEASURE("a", "  for each Pupil\n    value score in points\n")
              REVIEW("  considers a\n  finding y \"Y\" when 1 > 2\n"
                     "  finding n \"N\" otherwise\n" MISSING_LINE),
          "L0392");
}

static void powers_are_held_above(void **state)
{
    (void)state;
    gives(ALL PLAIN("a") "power p \"P\"\n  held by \"C\" in each Pupil over School\n"
                         "  open when a < 20\n",
          "L0394");
    gives(ALL MISSES("a") "power p \"P\"\n  held by \"C\" over School\n  open when a < 20%\n", "");
    gives(ALL PLAIN("a") "power p \"P\"\n  held by \"C\" over School\n  open when lessons < 2\n",
          "L0403");
}

static void goals_are_figures_of_the_nation(void **state)
{
    (void)state;
    gives(ALL PLAIN("a") "goal g \"G\" a of the nation reaches 80 by 2029/30\n", "");
    gives(ALL PLAIN("a") "goal g \"G\" a of the nation reaches 80 by 2031/32\n", "L0904");
    gives(ALL MISSES("a") "goal g \"G\" a of the nation reaches 80% by 2029/30\n", "L0395");
    gives(ALL PLAIN("a") "goal g \"G\" a of the nation reaches 80% by 2029/30\n", "L0301");
}

/* ---- roles ---- */

static void outcomes_do_not_read_process_fields(void **state)
{
    (void)state;
    gives(ALL MEASURE("a", "  for each School\n    value lessons in points\n"), "L0402");
    gives(ALL "derive School.busy \"B\" is lessons * 2\n" MEASURE(
              "a", "  for each School\n    value busy in points\n"),
          "L0402");
    gives(ALL "measure a \"A\"\n  context, in points, higher is better, shown to 1 place\n"
              "  for each School\n    value lessons in points\n",
          "");
}

static void context_splits_and_does_not_measure(void **state)
{
    (void)state;
    gives(
        ALL MEASURE(
            "a", "  for each School\n    value (sum of score over Pupils where poor) in points\n"),
        "L0401");
    gives(ALL MEASURE("a", "  uses poor because \"Law\"\n  for each School\n"
                           "    value (sum of score over Pupils where poor) in points\n"),
          "");
    gives(ALL MEASURE("a", "  uses poor because \"Law\"\n  for each School\n"
                           "    value (sum of score over Pupils) in points\n"),
          "L0408");
    gives(ALL MEASURE("a", "  leaves out \"poor\" Pupils where poor because \"Law\"\n"
                           "  for each Pupil\n    value score in points\n"
                           "  for each School\n    value mean of value over Pupils\n"),
          "");
    gives(ALL MEASURE(
              "a", "  leaves out \"poor\" Pupils where poor because \"Law\"\n"
                   "  for each Pupil\n    value score in points\n"
                   "  for each School\n    value mean of known value over all Pupils where poor\n"),
          "L0401");
    gives(ALL MEASURE("a", "  for each Pupil\n    value score in points\n"
                           "  for each School\n    value mean of value over Pupils\n"
                           "    split by poor\n"),
          "");
}

static void a_person_is_counted_and_not_computed_with(void **state)
{
    (void)state;
    gives(ALL MEASURE("a", "  for each School\n"
                           "    value (number of different upn over Pupils) in points\n"),
          "");
    gives(ALL MEASURE("a", "  for each School\n"
                           "    value (number of Pupils where upn is \"X\") in points\n"),
          "L0404");
    gives(ALL "derive Pupil.copy \"C\" is upn\n" PLAIN("a"), "L0404");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_records_are_right),
        cmocka_unit_test(a_record_is_declared_soundly),
        cmocka_unit_test(reasons_have_one_set_of_words),
        cmocka_unit_test(records_hang_together),
        cmocka_unit_test(rows_are_chosen_by_columns),
        cmocka_unit_test(a_table_holds_every_value_once),
        cmocka_unit_test(rates_and_codes_are_keys_too),
        cmocka_unit_test(a_row_is_told_by_all_its_keys),
        cmocka_unit_test(headings_can_be_keys),
        cmocka_unit_test(tables_are_well_formed),
        cmocka_unit_test(years_select_rows),
        cmocka_unit_test(bands_cover_every_case_once),
        cmocka_unit_test(other_figures_are_taken_as_either),
        cmocka_unit_test(a_review_judges_every_school),
        cmocka_unit_test(reviews_keep_to_what_they_consider),
        cmocka_unit_test(powers_are_held_above),
        cmocka_unit_test(goals_are_figures_of_the_nation),
        cmocka_unit_test(outcomes_do_not_read_process_fields),
        cmocka_unit_test(context_splits_and_does_not_measure),
        cmocka_unit_test(a_person_is_counted_and_not_computed_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
