/* test_tally.c -- the counts that are added up again: whatever number of a run's ledger is wrong,
 * it is told, with what it is of. SPDX-License-Identifier: Apache-2.0 */
#include "result/tally.h"
#include "result/decision.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* Ten pupils of three schools, of which two have pupils; a level of the schools. */
typedef struct Whole {
    Guard guard;
    Arena arena;
    Table tables[2];
    FieldSchema fields[1];
    RecordSchema schemas[2];
    Program program;
    Run run;
    Printer printer;
    FileLedger files[2];
    uint64_t unmatched[3];
    LinkLedger links[1];
    Decision decision[1];
    Decisions decisions;
    Ledger ledger;
    LinkTally link;
    MeasuringOut measuring_out;
    MeasuringTally measuring;
    MeasureOut measure_out;
    MeasureTally measure;
    ReviewOut review_out;
    uint64_t by_finding[2];
    ReviewTally review;
    PowerOut power_out;
    PowerTally power;
    LevelOut level_out;
    LevelTally level;
    ReconcileOut totals_out;
    ReconcileTally totals;
    Tally tally;
} Whole;

static int open_whole(void **state)
{
    Whole *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->arena = arena_open(&w->guard);
    w->fields[0] = (FieldSchema){ .name = STR("school"), .kind = KIND_LINK, .parent = 0 };
    w->schemas[1] = (RecordSchema){ .fields = w->fields, .field_count = 1 };
    w->tables[0] = (Table){ .schema = &w->schemas[0], .rows = 3 };
    w->tables[1] = (Table){ .schema = &w->schemas[1], .rows = 10 };
    w->program = (Program){ .schemas = w->schemas, .schema_count = 2 };
    w->run = (Run){ .program = &w->program, .tables = w->tables };
    w->printer = (Printer){ .program = &w->program, .run = &w->run };
    w->files[0] = (FileLedger){ .record = 0, .file = STR("schools.csv"), .made = 3 };
    w->files[1] = (FileLedger){ .record = 1, .file = STR("pupils.csv"), .made = 10 };
    for (size_t i = 0; i < 2; i++) w->files[i].records = w->files[i].kept = w->files[i].made;
    w->unmatched[2] = 1;
    w->links[0] = (LinkLedger){ .child = 1,
                                .children = 10,
                                .matched = 9,
                                .unmatched = w->unmatched,
                                .reason_count = 3,
                                .parents = 3,
                                .with_children = 2,
                                .without_children = 1 };
    w->decision[0].word = DECISION_USED;
    w->decisions = (Decisions){ .items = w->decision, .count = 1 };
    w->decisions.file = (FileLedger){ .file = STR("decisions.csv"), .kept = 1 };
    w->ledger = (Ledger){ .files = w->files, .file_count = 2, .links = w->links, .link_count = 1 };
    w->ledger.decisions = &w->decisions;
    w->link = (LinkTally){ .child = 1, .children.rows = 10, .parents = 3, .with_children = 2 };
    w->link.children.by[0] = 9;
    w->link.children.by[2] = 1;
    w->measuring_out.measure = STR("attainment");
    w->measuring = (MeasuringTally){ .out = &w->measuring_out, .record = 1, .rows.rows = 10 };
    w->measuring.rows.by[0] = 6;
    w->measuring.not_picked = 4;
    w->measure_out = (MeasureOut){ .name = STR("attainment"), .value = 0 };
    w->measure = (MeasureTally){ .out = &w->measure_out };
    w->measure.value.by[0] = 2;
    w->measure.value.by[3] = 1;
    w->review_out = (ReviewOut){ .name = STR("yearly"), .finding_count = 2 };
    w->by_finding[0] = w->by_finding[1] = 1;
    w->review = (ReviewTally){ .out = &w->review_out, .by_finding = w->by_finding, .none = 1 };
    w->power_out.name = STR("help");
    w->power = (PowerTally){ .out = &w->power_out, .all = { 1, 1, 1 } };
    w->level_out = (LevelOut){ .measure_count = 1, .review_count = 1, .power_count = 1 };
    w->level_out.powers = &w->power_out;
    w->level = (LevelTally){ .out = &w->level_out,
                             .units = 3,
                             .measures = &w->measure,
                             .reviews = &w->review,
                             .powers = &w->power };
    w->totals_out.name = STR("with_region");
    w->totals = (ReconcileTally){
        .out = &w->totals_out, .units = 3, .equal = 1, .within = 1, .apart = 0, .missing.rows = 3
    };
    w->totals.missing.by[0] = 2;
    w->totals.missing.by[4] = 1;
    w->tally = (Tally){ .links = &w->link,
                        .link_count = 1,
                        .measuring = &w->measuring,
                        .measuring_count = 1,
                        .levels = &w->level,
                        .level_count = 1,
                        .reconciles = &w->totals,
                        .reconcile_count = 1 };
    *state = w;
    return 0;
}

static int close_whole(void **state)
{
    Whole *w = *state;
    arena_close(&w->arena);
    free(w);
    return 0;
}

/* What does not add up; empty when all does. */
static Str wrong_in(Whole *w)
{
    Str what = STR("?");
    bool good = tally_check(&w->tally, &w->printer, &w->ledger, &what, &w->arena);
    assert_int_equal(good, what.len == 0);
    return what;
}

#define TELLS(place, value, words)                                                                 \
    do {                                                                                           \
        __typeof__(place) kept = (place);                                                          \
        (place) = (__typeof__(place))(value);                                                      \
        Str told = wrong_in(w);                                                                    \
        if (!str_eq(told, STR(words))) print_error("%.*s\n", STR_ARG(told));                       \
        assert_true(str_eq(told, STR(words)));                                                     \
        (place) = kept;                                                                            \
        assert_int_equal(wrong_in(w).len, 0);                                                      \
    } while (0)

static void a_row_of_a_file_that_is_nowhere_is_told(void **state)
{
    Whole *w = *state;
    assert_int_equal(wrong_in(w).len, 0);
    TELLS(w->tables[0].rows, 2, "rows of schools.csv");
    TELLS(w->decisions.file.kept, 2, "rows of decisions.csv");
    TELLS(w->decisions.count, 0, "rows of decisions.csv");
    TELLS(w->ledger.decisions, NULL, "");
    TELLS(w->files[1].kept, 9, "pupils.csv");
}

static void a_link_that_was_counted_otherwise_is_told(void **state)
{
    Whole *w = *state;
    TELLS(w->link.child, 0, "link school");
    TELLS(w->link.field, 1, "link school");
    TELLS(w->tally.link_count, 0, "link school");
    TELLS(w->link.children.rows, 11, "link school");
    TELLS(w->link.children.by[0], 10, "link school");
    TELLS(w->link.children.by[2], 0, "link school");
    TELLS(w->link.parents, 4, "link school");
    TELLS(w->link.with_children, 3, "link school");
    w->link.let_go = true; /* then nothing was counted, and nothing in the run read it */
    TELLS(w->link.with_children, 3, "");
}

static void a_row_that_is_neither_counted_nor_left_out_is_told(void **state)
{
    Whole *w = *state;
    TELLS(w->measuring.rows.by[0], 7, "measure attainment");
    TELLS(w->measuring.not_picked, 3, "measure attainment");
    TELLS(w->tables[1].rows, 10, "");
    TELLS(w->measuring.record, 0, "measure attainment"); /* of another table */
    w->measuring.rows.by[0] = 11;                        /* more are picked than there are */
    w->measuring.not_picked = (uint64_t)10 - 11;
    assert_true(str_eq(wrong_in(w), STR("measure attainment")));
}

static void a_unit_without_a_figure_a_finding_or_an_answer_is_told(void **state)
{
    Whole *w = *state;
    TELLS(w->measure.value.by[0], 1, "figures of attainment");
    TELLS(w->measure.value.by[3], 2, "figures of attainment");
    TELLS(w->review.none, 0, "findings of yearly");
    TELLS(w->by_finding[1], 2, "findings of yearly");
    TELLS(w->power.all.open, 2, "power help");
    TELLS(w->power.all.closed, 0, "power help");
    TELLS(w->power.all.undecided, 0, "power help");
}

static void a_total_that_is_neither_equal_nor_not_is_told(void **state)
{
    Whole *w = *state;
    TELLS(w->totals.equal, 2, "totals with_region");
    TELLS(w->totals.within, 0, "totals with_region");
    TELLS(w->totals.apart, 1, "totals with_region");
    TELLS(w->totals.missing.by[4], 0, "totals with_region");
}

/* ---- a copy that outlives its tables ---- */

static void check_copied(Str copy, const char *text, const char *original)
{
    assert_true(str_eq(copy, (Str){ text, strlen(text) }));
    assert_ptr_not_equal(copy.at, original);
}

static void a_copy_of_a_ledger_has_all_its_texts(void **state)
{
    Whole *w = *state;
    char text[6][8] = { "SPARE", "EXTRA", "blank", "trim", "why", "1234" };
#define OF(i) ((Str){ text[i], strlen(text[i]) })
    Str unread[] = { OF(0), OF(1) };
    Counted aside = { OF(2), 3 }, lenient = { OF(3), 4 };
    Corrected made = { .row = 2, .key = OF(5), .old = OF(1), .agreed = OF(2), .reason = OF(4) };
    CorrectionLedger corrections = { .made = &made, .made_count = 1, .other_years = 5 };
    FileLedger *file = &w->files[1];
    file->unread = unread;
    file->unread_count = 2;
    file->aside = &aside;
    file->leniency = &lenient;
    file->aside_count = file->leniency_count = 1;
    file->sha256 = OF(5);
    w->ledger.corrections = &corrections;
    Ledger copy = ledger_copy(&w->arena, &w->ledger);
    const FileLedger *kept = &copy.files[1];
    assert_int_equal(kept->unread_count, 2);
    check_copied(kept->unread[0], "SPARE", text[0]);
    check_copied(kept->unread[1], "EXTRA", text[1]);
    check_copied(kept->aside[0].name, "blank", text[2]);
    check_copied(kept->leniency[0].name, "trim", text[3]);
    check_copied(kept->sha256, "1234", text[5]);
    assert_int_equal(kept->aside[0].count, 3);
    assert_int_equal(kept->leniency[0].count, 4);
    assert_int_equal(copy.files[0].unread_count + copy.files[0].aside_count, 0);
    assert_int_equal(copy.links[0].unmatched[2], 1);
    assert_ptr_not_equal(copy.links[0].unmatched, w->unmatched);
    const Corrected *again = &copy.corrections->made[0];
    check_copied(again->key, "1234", text[5]);
    check_copied(again->old, "EXTRA", text[1]);
    check_copied(again->agreed, "blank", text[2]);
    check_copied(again->reason, "why", text[4]);
    assert_int_equal(again->agreed_by.len, 0);
    assert_int_equal(copy.corrections->other_years, 5);
    w->ledger.corrections = NULL;
    assert_null(ledger_copy(&w->arena, &w->ledger).corrections);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_whole, close_whole)
    const struct CMUnitTest tests[] = {
        TEST(a_row_of_a_file_that_is_nowhere_is_told),
        TEST(a_link_that_was_counted_otherwise_is_told),
        TEST(a_row_that_is_neither_counted_nor_left_out_is_told),
        TEST(a_unit_without_a_figure_a_finding_or_an_answer_is_told),
        TEST(a_total_that_is_neither_equal_nor_not_is_told),
        TEST(a_copy_of_a_ledger_has_all_its_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
