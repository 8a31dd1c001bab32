/* test_tally_counts.c -- what is counted afresh of a run: links in any order or let go, columns of
 * any form, bands and findings that there are not, and where a power is held.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"
#include "result/tally.h"
#include "vm_help.h"

enum { SCHOOLS = 4, REGIONS = 2, MANY = 70000 }; /* more pupils than a worker takes at once */

typedef struct Town {
    uint32_t region, school, pupil; /* spaces */
    uint32_t partner, of_region, of_school;
    Arena scratch;
    Printer printer;
} Town;

/* Schools of two regions, each with a partner; pupils of the schools.  Nothing is run. */
static Town town(Build *b)
{
    Town t = { 0 };
    t.region = record(b, "Region", REGIONS);
    t.school = record(b, "School", SCHOOLS);
    t.pupil = record(b, "Pupil", 2);
    t.partner = links(b, t.school, "partner", t.school, "- - - -");
    t.of_region = links(b, t.school, "region", t.region, "0 1 1 -");
    t.of_school = links(b, t.pupil, "school", t.school, "0 2");
    return t;
}

/* Opens the run; columns that steps would make are put there by hand. */
static void open_run(Build *b, Town *t)
{
    b->run = run_open(&b->arena, &b->p, b->tables, b->atoms, &b->dens);
    t->scratch = arena_open(&b->guard);
    t->printer = (Printer){ .program = &b->p, .run = b->run, .scratch = &t->scratch };
}

/* By one worker and by three: the same. */
static Tally *tally_of(Build *b, Town *t, unsigned threads)
{
    Pool *pool = threads > 1 ? pool_open(&b->arena, threads) : NULL;
    Tally *tally = tally_open(&b->arena, &t->printer, pool);
    pool_close(pool);
    arena_close(&t->scratch);
    t->scratch = arena_open(&b->guard);
    return tally;
}

static Column column_as(Build *b, Type type, Lane lane, int64_t den, size_t n)
{
    Column column = { .type = type, .lane = lane, .den = den, .count = n };
    column.data = arena_array(&b->arena, n, 16, 16);
    return column;
}

/* ---- links ---- */

static const LinkTally *link_of(const Tally *tally, const Town *t)
{
    for (size_t i = 0; i < tally->link_count; i++)
        if (tally->links[i].child == t->pupil - 1) return &tally->links[i];
    return NULL;
}

/* Pupils of school 2 up to `turn`, of school 1 from there on; the last has none. */
static void links_are_counted_in_any_order(void **state)
{
    Build *b = *state;
    Town t = town(b);
    static const uint32_t turns[] = { 0, 1, 65535, 65536, 65537, MANY - 1 };
    b->tables[t.pupil - 1].rows = MANY;
    open_run(b, &t);
    for (size_t i = 0; i < COUNT_OF(turns); i++)
        for (int falls = 0; falls < 2; falls++)
            for (int none = 0; none < 2; none++) {
                Column column = column_as(b, TYPE_ROW, LANE_I64, 1, MANY);
                for (uint32_t r = 0; r < MANY; r++)
                    column.u32[r] = (r < turns[i]) == (falls == 1) ? 2 : 1;
                if (none) {
                    column.reason = NEW_ARRAY(&b->arena, uint8_t, MANY);
                    column.u32[MANY - 1] = NO_ROW;
                    column.reason[MANY - 1] = REASON_NO_PARENT;
                }
                b->tables[t.pupil - 1].columns[0] = column;
                bool one = turns[i] == 0 || (turns[i] == MANY - 1 && none);
                for (unsigned threads = 1; threads <= 3; threads += 2) {
                    const LinkTally *link = link_of(tally_of(b, &t, threads), &t);
                    assert_non_null(link);
                    assert_int_equal(link->children.rows, MANY);
                    assert_int_equal(link->children.by[0], MANY - none);
                    assert_int_equal(link->children.by[REASON_NO_PARENT], none);
                    assert_int_equal(link->parents, SCHOOLS);
                    assert_int_equal(link->with_children, one ? 1 : 2);
                    assert_false(link->let_go);
                }
            }
    arena_close(&t.scratch);
}

/* One row alone that has no parent, wherever it stands. */
static void a_row_without_a_parent_is_seen_anywhere(void **state)
{
    Build *b = *state;
    Town t = town(b);
    static const uint32_t places[] = { 0, 1, 65535, 65536, 65537, MANY - 1 };
    b->tables[t.pupil - 1].rows = MANY;
    open_run(b, &t);
    Column *column = &b->tables[t.pupil - 1].columns[0];
    *column = column_as(b, TYPE_ROW, LANE_I64, 1, MANY);
    column->reason = NEW_ARRAY(&b->arena, uint8_t, MANY);
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        column->u32[places[i]] = NO_ROW;
        column->reason[places[i]] = 7;
        const LinkTally *link = link_of(tally_of(b, &t, 1), &t);
        assert_int_equal(link->children.by[0], MANY - 1);
        assert_int_equal(link->children.by[7], 1);
        assert_int_equal(link->with_children, 1);
        column->u32[places[i]] = 0;
        column->reason[places[i]] = 0;
    }
    column->u32[0] = NO_ROW; /* and where it is the only one */
    column->reason[0] = 7;
    b->tables[t.pupil - 1].rows = 1;
    const LinkTally *link = link_of(tally_of(b, &t, 1), &t);
    assert_int_equal(link->children.by[0], 0);
    assert_int_equal(link->children.by[7], 1);
    assert_int_equal(link->with_children, 0);
    arena_close(&t.scratch);
}

static void a_link_that_was_let_go_is_not_counted(void **state)
{
    Build *b = *state;
    Town t = town(b);
    Table *pupils = &b->tables[t.pupil - 1];
    open_run(b, &t);
    assert_int_equal(link_of(tally_of(b, &t, 1), &t)->children.by[0], 2);
    pupils->columns[0].data = NULL;
    const LinkTally *link = link_of(tally_of(b, &t, 1), &t);
    assert_true(link->let_go);
    assert_int_equal(link->children.rows, 2);
    assert_int_equal(link->children.by[0] + link->with_children, 0);
    pupils->rows = 0; /* of no rows there is nothing to let go */
    link = link_of(tally_of(b, &t, 1), &t);
    assert_false(link->let_go);
    assert_int_equal(link->children.rows + link->with_children, 0);
    assert_int_equal(link->parents, SCHOOLS);
    arena_close(&t.scratch);
}

/* ---- measuring ---- */

/* How many were picked, whatever the form of the column that says so. */
static void picks_are_counted_in_any_lane(void **state)
{
    Build *b = *state;
    Town t = town(b);
    uint32_t picked = new_column(b, t.school, TYPE_NUMBER, COLUMN_STORED, NONE);
    b->p.measuring[0] = (MeasuringOut){
        .measure = STR("best"), .space = t.school, .of_pick = picked, .picked_from = t.pupil - 1
    };
    b->p.measuring_count = 1;
    open_run(b, &t);
    b->tables[t.pupil - 1].rows = 20;
    b->tables[t.pupil - 1].columns[0].data = NULL;
    uint8_t reason[SCHOOLS] = { 0, 2, 0, 0 };
    Column small = column_as(b, TYPE_NUMBER, LANE_I64, 1, SCHOOLS);
    Column halves = column_as(b, TYPE_NUMBER, LANE_I64, 2, SCHOOLS);
    Column wide = column_as(b, TYPE_NUMBER, LANE_I128, 1, SCHOOLS);
    Column exact = column_as(b, TYPE_NUMBER, LANE_EXACT, 1, SCHOOLS);
    for (int64_t r = 0; r < SCHOOLS; r++) {
        small.i64[r] = r + 1;
        halves.i64[r] = 2 * (r + 1);
        wide.wide[r] = r + 1;
        exact.exact[r] = exact_from_i64(&b->arena, r + 1);
    }
    Column missing = small, constant = small;
    missing.reason = reason;
    constant.constant = true;
    const struct {
        const Column *column;
        uint64_t picked;
    } cases[] = { { &small, 10 }, { &halves, 10 }, { &wide, 10 },
                  { &exact, 10 }, { &missing, 8 }, { &constant, 4 } };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        for (unsigned threads = 1; threads <= 2; threads++) {
            b->run->columns[picked] = *cases[i].column;
            const MeasuringTally *m = &tally_of(b, &t, threads)->measuring[0];
            assert_int_equal(m->rows.by[0], cases[i].picked);
            assert_int_equal(m->not_picked, 20 - cases[i].picked);
            assert_int_equal(m->rows.rows, 20);
            assert_int_equal(m->record, t.pupil - 1);
        }
    arena_close(&t.scratch);
}

static void rows_are_counted_by_what_became_of_them(void **state)
{
    Build *b = *state;
    Town t = town(b);
    uint32_t value = new_column(b, t.school, TYPE_NUMBER, COLUMN_STORED, NONE);
    b->p.measuring[0] = (MeasuringOut){ .space = t.school, .column = value, .of_pick = NONE };
    b->p.measuring_count = 1;
    b->p.reasons[7].kind = REASON_IS_LEFT_OUT;
    open_run(b, &t);
    Column column = column_as(b, TYPE_NUMBER, LANE_I64, 1, SCHOOLS);
    uint8_t reason[SCHOOLS] = { 0, 7, REASON_WITHHELD, 8 };
    column.reason = reason;
    b->run->columns[value] = column;
    const MeasuringTally *m = &tally_of(b, &t, 2)->measuring[0];
    assert_int_equal(m->record, t.school - 1);
    assert_int_equal(m->rows.by[0], 1);
    assert_int_equal(m->left_out, 1);
    assert_int_equal(m->withheld, 1);
    assert_int_equal(m->missing, 1);
    b->run->columns[value].constant = true; /* one reason for all */
    b->run->columns[value].reason = &reason[1];
    m = &tally_of(b, &t, 2)->measuring[0];
    assert_int_equal(m->rows.by[7], SCHOOLS);
    assert_int_equal(m->left_out, SCHOOLS);
    assert_int_equal(m->rows.by[0] + m->withheld + m->missing, 0);
    arena_close(&t.scratch);
}

/* ---- levels ---- */

static void bands_and_findings_that_there_are_not_are_of_none(void **state)
{
    Build *b = *state;
    Town t = town(b);
    uint32_t value = new_column(b, t.school, TYPE_NUMBER, COLUMN_STORED, NONE);
    uint32_t band = new_column(b, t.school, TYPE_BAND, COLUMN_STORED, NONE);
    bool is_missing[] = { false, true };
    MeasureOut measure = { .value = value, .band = band, .band_count = 2 };
    ReviewOut reviews[] = {
        { .finding = band, .finding_count = 2, .finding_is_missing = is_missing },
        { .finding = NONE, .finding_count = 2 }
    };
    b->p.levels[0] = (LevelOut){ .space = t.school,
                                 .record = t.school - 1,
                                 .measure_count = 1,
                                 .measures = &measure,
                                 .review_count = 2,
                                 .reviews = reviews };
    b->p.level_count = 1;
    open_run(b, &t);
    b->run->columns[value] = column_as(b, TYPE_NUMBER, LANE_I64, 1, SCHOOLS);
    Column column = column_as(b, TYPE_BAND, LANE_I64, 1, SCHOOLS);
    static const int64_t bands[SCHOOLS] = { 0, 1, 2, 1 };
    memcpy(column.i64, bands, sizeof bands);
    uint8_t reason[SCHOOLS] = { 0, 0, 0, 2 };
    column.reason = reason;
    b->run->columns[band] = column;
    const LevelTally *level = &tally_of(b, &t, 1)->levels[0];
    assert_int_equal(level->units, SCHOOLS);
    assert_int_equal(level->measures[0].value.by[0], SCHOOLS);
    assert_int_equal(level->measures[0].by_band[0], 1);
    assert_int_equal(level->measures[0].by_band[1], 1);
    const ReviewTally *review = &level->reviews[0];
    assert_int_equal(review->by_finding[0], 1);
    assert_int_equal(review->by_finding[1], 1);
    assert_int_equal(review->not_judged, 1);
    assert_int_equal(review->none, 2);
    assert_int_equal(level->reviews[1].none, SCHOOLS);
    column.i64[0] = -1;
    level = &tally_of(b, &t, 1)->levels[0];
    assert_int_equal(level->reviews[0].none, 3);
    assert_int_equal(level->measures[0].by_band[0], 0);
    arena_close(&t.scratch);
}

/* A power is held in the region of a school, by whatever link leads there; where none does, in no
 * place.  A school that is its own partner leads nowhere. */
static void powers_are_held_where_links_lead(void **state)
{
    Build *b = *state;
    Town t = town(b);
    uint32_t open = new_column(b, t.school, TYPE_YESNO, COLUMN_STORED, NONE);
    PowerOut powers[] = { { .open = open, .held_in = t.region },
                          { .open = open, .held_in = NONE } };
    b->p.levels[0] =
        (LevelOut){ .space = t.school, .record = t.school - 1, .power_count = 2, .powers = powers };
    b->p.level_count = 1;
    Column *partner = &b->tables[t.school - 1].columns[0];
    partner->reason = NULL;
    static const uint32_t itself[SCHOOLS] = { 0, 0, 2, NO_ROW };
    memcpy(partner->u32, itself, sizeof itself);
    open_run(b, &t);
    Column column = column_as(b, TYPE_YESNO, LANE_I64, 1, SCHOOLS);
    uint8_t reason[SCHOOLS] = { 0, 0, 2, 0 };
    column.u8[0] = column.u8[3] = 1;
    column.reason = reason;
    b->run->columns[open] = column;
    const PowerTally *power = tally_of(b, &t, 2)->levels[0].powers;
    assert_int_equal(power->all.open, 2);
    assert_int_equal(power->all.closed, 1);
    assert_int_equal(power->all.undecided, 1);
    assert_int_equal(power->by_place[0].open, 1);
    assert_int_equal(power->by_place[0].closed, 1); /* the second goes by its partner */
    assert_int_equal(power->by_place[1].undecided, 1);
    assert_int_equal(power->by_place[REGIONS].open, 1); /* of no region */
    assert_true(power->open_rows[0] == 0 && power->open_rows[1] == 3);
    assert_null(power[1].by_place);
    assert_int_equal(power[1].all.open, 2);
    b->tables[t.school - 1].columns[1].data = NULL; /* nobody reads the region: let go */
    power = tally_of(b, &t, 2)->levels[0].powers;
    assert_int_equal(power->by_place[REGIONS].open, 2);
    assert_int_equal(power->by_place[REGIONS].closed, 1);
    arena_close(&t.scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(links_are_counted_in_any_order),
        WITH_BUILD(a_row_without_a_parent_is_seen_anywhere),
        WITH_BUILD(a_link_that_was_let_go_is_not_counted),
        WITH_BUILD(picks_are_counted_in_any_lane),
        WITH_BUILD(rows_are_counted_by_what_became_of_them),
        WITH_BUILD(bands_and_findings_that_there_are_not_are_of_none),
        WITH_BUILD(powers_are_held_where_links_lead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
