/* test_mutate.c -- mutants: numbers one unit up and down, every mutant another text of its own, the
 * same outcomes on one thread and on three; and marks, which leave the program as it is.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "emit/emit.h"
#include "mutate/mutate.h"
#include "parse.h"
#include "reach/reach.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const char RULES[] =
    "framework small \"Small\"\n"
    "  edition   1\n"
    "  term      2025/26 to 2029/30\n"
    "  rounding  half away from zero\n"
    "record School (Schools) from \"schools.csv\"\n"
    "  urn     key text           from \"URN\"\n"
    "record Pupil (Pupils) from \"pupils.csv\"\n"
    "  upn     key personal text  from \"UPN\"\n"
    "  school  part of School     from \"URN\"\n"
    "  group   baseline code of groups from \"GROUP\"\n"
    "  score   outcome number 0 to 100 in points from \"SCORE\", missing \"\" as absent\n"
    "list groups is \"low\", \"high\"\n"
    "table weights \"Weights\"\n"
    "  | group | weight |\n"
    "  | low   | 1      |\n"
    "  | high  | 2.50   |\n"
    "parameter bar \"Bar\" is 50 in 2025/26, 49.9 from 2026/27\n"
    "derive Pupil.worth \"Weighted\" is score * weights[group]\n"
    "measure average \"Mean score\"\n"
    "  outcome, in points, higher is better, shown to 1 place\n"
    "  leaves out \"no score\" Pupils where score is missing because \"Article 1\"\n"
    "  for each Pupil\n"
    "    value worth if score > (bar in points) and group is \"low\" otherwise score\n"
    "    then at most 90 when score >= 80\n"
    "  for each School\n"
    "    value mean of value over Pupils where score < 99\n"
    "    withheld as \"SUPP\" when number of Pupils < 2\n"
    "    bands\n"
    "      good  \"Good\"  when value >= 50\n"
    "      poor  \"Poor\"  otherwise\n"
    "power notice \"Notice\"\n"
    "  held by \"Commissioner\" over School\n"
    "  open when average is poor\n"
    "example \"three pupils\"\n"
    "  given Pupil\n"
    "    | group | score |\n"
    "    | low   | 40    |\n"
    "    | high  | 61    |\n"
    "    | high  |       |\n"
    "  expect average of School is 50.5\n"
    "  expect notice of School is closed\n";

typedef struct Fixture {
    Guard guard;
    Arena arena;
    Sources sources;
    Diags diags;
    uint32_t file;
} Fixture;

static void open_rules(Fixture *f, const char *text)
{
    f->arena = arena_open(&f->guard);
    f->sources = sources_open(&f->arena);
    f->diags = diags_open(&f->arena);
    assert_true(source_add(&f->sources, &f->diags, STR("rules.lustrum"),
                           (Str){ text, strlen(text) }, &f->file));
}

/* ---- numbers ---- */

static void numbers_go_one_unit_up_and_down(void **state)
{
    static const struct {
        const char *number, *up, *down;
    } cases[] = { { "0", "1", "-1" },         { "9", "10", "8" },       { "10", "11", "9" },
                  { "0.5", "0.6", "0.4" },    { "0.0", "0.1", "-0.1" }, { "9.99", "10.00", "9.98" },
                  { "1.00", "1.01", "0.99" }, { "100", "101", "99" } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Fixture f;
        Mutation mutation = { .counted = 0 };
        open_rules(&f, cases[i].number);
        mutation.sources = &f.sources;
        mutants_number(&mutation, &f.arena, (Span){ f.file, 0, (uint32_t)strlen(cases[i].number) });
        assert_int_equal(mutation.count, 2);
        assert_string_equal(str_c(&f.arena, mutation.mutants[0].with), cases[i].up);
        assert_string_equal(str_c(&f.arena, mutation.mutants[1].with), cases[i].down);
        arena_close(&f.arena);
    }
}

/* ---- the list ---- */

static Mutation listed(Fixture *f)
{
    Model *model = compile_model(&f->arena, &f->sources, f->file, 0, NULL, 0, &f->diags);
    Mutation mutation = { .sources = &f->sources, .counted = f->file };
    assert_int_equal(f->diags.errors, 0);
    mutants_list(&mutation, &f->arena, model,
                 parse_source(&f->sources, f->file, &f->arena, &f->diags));
    return mutation;
}

static void every_mutant_is_another_text(void **state)
{
    Fixture f;
    (void)state;
    open_rules(&f, RULES);
    Mutation mutation = listed(&f);
    assert_true(mutation.count > 40);
    for (size_t i = 0; i < mutation.count; i++) {
        const Mutant *one = &mutation.mutants[i];
        assert_true(one->span.start <= one->span.end && one->span.end <= strlen(RULES));
        assert_false(str_eq(source_text(&f.sources, one->span), one->with));
        for (size_t k = i + 1; k < mutation.count; k++) {
            const Mutant *other = &mutation.mutants[k];
            assert_true(one->span.start <= other->span.start);
            assert_false(one->span.start == other->span.start && one->span.end == other->span.end &&
                         str_eq(one->with, other->with));
        }
    }
    arena_close(&f.arena);
}

static bool stands(const Mutation *mutation, Arena *arena, const char *from, const char *to)
{
    for (size_t i = 0; i < mutation->count; i++) {
        const Mutant *one = &mutation->mutants[i];
        if (strcmp(str_c(arena, mutant_from(arena, mutation, one)), from) == 0 &&
            strcmp(str_c(arena, mutant_to(arena, one)), to) == 0)
            return true;
    }
    return false;
}

static void the_changes_that_are_promised_are_there(void **state)
{
    static const char *const promised[][2] = {
        { ">=", ">" },
        { "<", "<=" },
        { "half away from zero", "half even" },
        { "2.50", "2.51" },
        { "49.9", "50.0" },
        { "2025/26", "2026/27" },
        { "where score < 99", "(nothing)" },
        { "mean", "median" },
        { "then at most 90 when score >= 80", "(nothing)" },
        { "withheld as \"SUPP\" when number of Pupils < 2", "(nothing)" },
        { "leaves out \"no score\" Pupils where score is missing because \"Article 1\"",
          "(nothing)" },
        { "score > (bar in points) and group is \"low\"",
          "score > (bar in points) or group is \"low\"" },
        { "average is poor", "not (average is poor)" }
    };
    Fixture f;
    (void)state;
    open_rules(&f, RULES);
    Mutation mutation = listed(&f);
    for (size_t i = 0; i < COUNT_OF(promised); i++)
        if (!stands(&mutation, &f.arena, promised[i][0], promised[i][1]))
            fail_msg("no mutant  %s -> %s", promised[i][0], promised[i][1]);
    assert_false(stands(&mutation, &f.arena, "100", "101")); /* fields are not changed */
    arena_close(&f.arena);
}

static void outcomes_do_not_depend_on_threads(void **state)
{
    Str texts[2];
    Fixture f;
    (void)state;
    open_rules(&f, RULES);
    for (size_t i = 0; i < 2; i++) {
        Mutation mutation = { .count = 0 };
        MutationJob job = { .arena = &f.arena,
                            .sources = &f.sources,
                            .shown = &f.sources,
                            .file = f.file,
                            .counted = f.file,
                            .threads = i ? 3 : 1,
                            .diags = &f.diags };
        assert_true(mutation_run(&mutation, &job));
        mutation_close(&mutation);
        assert_true(mutation_found(&mutation));
        texts[i] = mutation_json(&f.arena, &mutation, STR("rules.lustrum"));
    }
    assert_string_equal(str_c(&f.arena, texts[0]), str_c(&f.arena, texts[1]));
    arena_close(&f.arena);
}

/* ---- marks ---- */

static Str no_line(void *user, Span span)
{
    (void)user;
    (void)span;
    return STR_EMPTY;
}

static void marks_leave_the_program_as_it_is(void **state)
{
    Fixture f;
    Str listings[2];
    (void)state;
    open_rules(&f, RULES);
    for (size_t i = 0; i < 2; i++) {
        CheckOptions options = { .marks = i == 1 };
        Model *model = compile_with(&f.arena, &f.sources, f.file, options, &f.diags);
        assert_int_equal(f.diags.errors, 0);
        assert_int_equal(model->mark_count > 0, i);
        listings[i] = program_disassemble(&f.arena, emit_program(model), no_line, NULL);
    }
    assert_string_equal(str_c(&f.arena, listings[0]), str_c(&f.arena, listings[1]));
    arena_close(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_go_one_unit_up_and_down),
        cmocka_unit_test(every_mutant_is_another_text),
        cmocka_unit_test(the_changes_that_are_promised_are_there),
        cmocka_unit_test(outcomes_do_not_depend_on_threads),
        cmocka_unit_test(marks_leave_the_program_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
