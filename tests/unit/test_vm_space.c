/* test_vm_space.c -- groups, order statistics, ranks and picks, against answers worked by hand and
 * against slow reference code on random rows.  Each program runs in batches of 1, 3 and 1024 rows,
 * on 1, 2 and 7 threads and in every lane (run_all).
 * SPDX-License-Identifier: Apache-2.0 */
#include "random.h"
#include "vm_help.h"

/* ---- groups ---- */

static void groups_of_the_nation_stand_in_the_order_of_their_keys(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 7);
    uint32_t sex = codes(b, pupil, "sex", "M F F .7 M F M");
    uint32_t band = numbers(b, pupil, "band", "5/2 1 .8 1 1 1 5/2");
    uint32_t in = yesnos(b, pupil, "in", "y y y y y n y");
    uint32_t keys[] = { sex, band };
    uint32_t g = group_by(b, pupil, NONE, in, 2, keys), member = group_column(b);
    rows_of(b, pupil);
    uint32_t count = reduce(b, ACC_COUNT, NONE, column(b, member), NONE);
    end_rows(b);
    rows_of(b, pupil);
    uint32_t back = store(b, make(b, OP_GATHER, count, column(b, member), 0));
    uint32_t args = ARGS(b, column(b, sex), number(b, "1"));
    uint32_t found = make(b, OP_FIND, g, args, 0);
    uint32_t at = store(b, found), asked = store(b, make(b, OP_GATHER, count, found, 0));
    uint32_t none = make(b, OP_FIND, g, ARGS(b, code_constant(b, "X"), number(b, "1")), 0);
    uint32_t empty = store(b, make(b, OP_GATHER, count, none, 0));
    end_rows(b);
    rows_of(b, g);
    uint32_t twice = store(b, make(b, OP_ADD, column(b, count), column(b, count), 0));
    end_rows(b);
    run_all(b);
    assert_int_equal(run_rows(b->run, g), 4);
    assert_int_equal(run_real_rows(b->run, g), 3);
    SHOWS(b, b->p.spaces[g].key_column[0], "F M M .1");
    SHOWS(b, b->p.spaces[g].key_column[1], "1 1 5/2 .1");
    SHOWS(b, member, "2 0 .8 .7 1 .1 2");
    SHOWS(b, count, "1 1 2 0");
    SHOWS(b, back, "2 1 .8 .7 1 .1 2");
    SHOWS(b, at, "1 0 0 .7 1 0 1");
    SHOWS(b, asked, "1 1 1 .7 1 1 1");
    SHOWS(b, empty, "0 0 0 0 0 0 0");
    SHOWS(b, twice, "2 2 4 0");
}

static void groups_under_a_level_are_found_with_its_row(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), pupil = record(b, "Pupil", 7);
    uint32_t at = links(b, pupil, "school", school, "2 0 0 - 2 0 2");
    uint32_t poor = yesnos(b, pupil, "poor", "y n y y .8 n y");
    uint32_t value = numbers(b, pupil, "value", "1 2 3 4 5 6 7");
    uint32_t g = group_by(b, pupil, at, NONE, 1, &poor), member = group_column(b);
    rows_of(b, pupil);
    uint32_t mean = reduce(b, ACC_MEAN, column(b, value), column(b, member), NONE);
    end_rows(b);
    rows_of(b, school);
    uint32_t yes =
        make(b, OP_CONST, constant(b, (Constant){ .type = TYPE_YESNO, .yes = true }), 0, 0);
    uint32_t no = make(b, OP_CONST, constant(b, (Constant){ .type = TYPE_YESNO }), 0, 0);
    uint32_t me = make(b, OP_SELF, 0, 0, 0);
    uint32_t rich = store(b, make(b, OP_GATHER, mean, make(b, OP_FIND, g, ARGS(b, me, no), 0), 0));
    uint32_t found = make(b, OP_FIND, g, ARGS(b, me, yes), 0);
    uint32_t row = store(b, found), gap = store(b, make(b, OP_GATHER, mean, found, 0));
    end_rows(b);
    rows_of(b, g);
    uint32_t up = make(b, OP_COLUMN, b->p.spaces[g].level_column, 0, 0);
    uint32_t groups = reduce(b, ACC_COUNT, NONE, up, NONE);
    end_rows(b);
    run_all(b);
    SHOWS(b, member, "2 0 1 .6 .8 0 2");
    SHOWS(b, b->p.spaces[g].level_column, "0 0 2 .1");
    SHOWS(b, b->p.spaces[g].key_column[0], "n y y .1");
    SHOWS(b, mean, "4 3 4 .1");
    SHOWS(b, rich, "4 .1 .1");
    SHOWS(b, row, "1 3 2");
    SHOWS(b, gap, "3 .1 4");
    SHOWS(b, groups, "2 0 1");
}

static void groups_are_made_of_links_dates_and_computed_keys(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), pupil = record(b, "Pupil", 5);
    uint32_t at = links(b, pupil, "school", school, "2 0 2 - 0");
    uint32_t born = field_as(b, pupil, "born", TYPE_DATE, NONE, 1, 1, "20 10 20 10 .7");
    uint32_t x = numbers(b, pupil, "x", "1 2 1 2 3"), w = codes(b, pupil, "w", "b a b a c");
    rows_of(b, pupil);
    uint32_t third = store(b, make(b, OP_DIV, column(b, x), number(b, "3"), 0));
    uint32_t own = store(
        b, make(b, OP_DIV, column(b, x), make(b, OP_ADD, column(b, x), number(b, "1"), 0), 0));
    uint32_t is_a = make(b, OP_SAME_CODE, column(b, w), code_constant(b, "a"), 0);
    uint32_t word = store(b, make(b, OP_CHOOSE, is_a, code_constant(b, "z"), column(b, w)));
    end_rows(b);
    uint32_t keys[] = { at, born };
    uint32_t g = group_by(b, pupil, NONE, NONE, 2, keys), member = group_column(b);
    uint32_t h = group_by(b, pupil, NONE, NONE, 1, &third), member_h = group_column(b);
    uint32_t i = group_by(b, pupil, NONE, NONE, 1, &own), member_i = group_column(b);
    uint32_t j = group_by(b, pupil, NONE, NONE, 1, &word), member_j = group_column(b);
    rows_of(b, pupil);
    uint32_t asked = make(b, OP_DIV, column(b, x), number(b, "3"), 0);
    uint32_t find_h = store(b, make(b, OP_FIND, h, ARGS(b, asked), 0));
    uint32_t find_i = store(b, make(b, OP_FIND, i, ARGS(b, asked), 0));
    uint32_t find_j = store(b, make(b, OP_FIND, j, ARGS(b, column(b, w)), 0));
    uint32_t find_g = store(b, make(b, OP_FIND, g, ARGS(b, column(b, at), column(b, born)), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, member, "1 0 1 .6 .7");
    SHOWS(b, b->p.spaces[g].key_column[0], "0 2 .1");
    SHOWS(b, b->p.spaces[g].key_column[1], "10 20 .1");
    SHOWS(b, member_h, "0 1 0 1 2");
    SHOWS(b, b->p.spaces[h].key_column[0], "1/3 2/3 1 .1");
    SHOWS(b, member_i, "0 1 0 1 2");
    SHOWS(b, b->p.spaces[i].key_column[0], "1/2 2/3 3/4 .1");
    SHOWS(b, b->p.spaces[j].key_column[0], "b c z .1");
    SHOWS(b, member_j, "0 2 0 2 1");
    SHOWS(b, find_h, "0 1 0 1 2");
    SHOWS(b, find_i, "3 1 3 1 3");
    SHOWS(b, find_j, "0 3 0 3 1");
    SHOWS(b, find_g, "1 0 1 .6 .7");
}

/* ---- order statistics ---- */

static void the_kth_is_counted_from_one_at_either_end(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 5), pupil = record(b, "Pupil", 9);
    uint32_t k = numbers(b, school, "k", "1 2 3 0 .9");
    uint32_t half = numbers(b, school, "half", "1/2 1 1 1 1");
    uint32_t x = numbers(b, pupil, "x", "5 3 7/2 .7 3 9 -1 2 8");
    uint32_t in = yesnos(b, pupil, "in", "y y y y y y y n .8");
    uint32_t at = links(b, pupil, "school", school, "1 0 1 0 1 2 0 0 -");
    uint32_t low = order_step(b, ORDER_KTH_LOWEST, x, in, at)->out;
    b->p.steps[b->p.step_count - 1].k = k;
    uint32_t high = order_step(b, ORDER_KTH_HIGHEST, x, NONE, at)->out;
    b->p.steps[b->p.step_count - 1].k = k;
    uint32_t not_whole = order_step(b, ORDER_KTH_LOWEST, x, NONE, at)->out;
    b->p.steps[b->p.step_count - 1].k = half;
    rows_of(b, 0);
    uint32_t three = store(b, number(b, "3"));
    end_rows(b);
    uint32_t nation = order_step(b, ORDER_KTH_LOWEST, x, NONE, NONE)->out;
    b->p.steps[b->p.step_count - 1].k = three;
    run_all(b);
    SHOWS(b, low, "-1 7/2 .1 .1 .9");
    SHOWS(b, high, "3 7/2 .1 .1 .9");
    SHOWS(b, not_whole, ".1 3 9 .1 .1");
    SHOWS(b, nation, "3");
}

/* R 4.2: quantile(c(1, 3, 4, 8, 10), 0.4, type = t), and of c(2, 7). */
static void quantiles_follow_hyndman_and_fan(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), pupil = record(b, "Pupil", 8);
    uint32_t x = numbers(b, pupil, "x", "4 1 8 10 3 7 2 .7");
    uint32_t at = links(b, pupil, "school", school, "0 0 0 0 0 2 2 2");
    static const QuantileMethod methods[] = { QUANTILE_NEAREST_RANK, QUANTILE_HAZEN,
                                              QUANTILE_EXCLUSIVE, QUANTILE_INCLUSIVE,
                                              QUANTILE_MEDIAN_UNBIASED };
    static const char *const expected[] = { "3 .1 2", "7/2 .1 7/2", "17/5 .1 3", "18/5 .1 4",
                                            "52/15 .1 10/3" };
    uint32_t made[5];
    for (int i = 0; i < 5; i++) {
        Step *step = order_step(b, ORDER_QUANTILE, x, NONE, at);
        step->part = exact_text(b, "2/5");
        step->method = methods[i];
        made[i] = step->out;
    }
    Step *median = order_step(b, ORDER_QUANTILE, x, NONE, NONE);
    median->part = exact_text(b, "1/2");
    median->method = QUANTILE_INCLUSIVE;
    Step *least = order_step(b, ORDER_QUANTILE, x, NONE, at);
    least->part = exact_text(b, "0");
    least->method = QUANTILE_EXCLUSIVE;
    Step *most = order_step(b, ORDER_QUANTILE, x, NONE, at);
    most->part = exact_text(b, "1");
    most->method = QUANTILE_NEAREST_RANK;
    run_all(b);
    for (int i = 0; i < 5; i++) SHOWS(b, made[i], expected[i]);
    SHOWS(b, median->out, "4");
    SHOWS(b, least->out, "1 .1 2");
    SHOWS(b, most->out, "10 .1 7");
}

static void ranks_name_their_ties(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 2), pupil = record(b, "Pupil", 8);
    uint32_t x = numbers(b, pupil, "x", "5 3 5 .7 5 9 3 1");
    uint32_t in = yesnos(b, pupil, "in", "y y y y y y y n");
    uint32_t at = links(b, pupil, "school", school, "0 0 0 0 1 1 1 -");
    uint32_t mean = rank_step(b, x, NONE, NONE, false, TIES_MEAN);
    uint32_t low = rank_step(b, x, NONE, NONE, true, TIES_LOWEST);
    uint32_t high = rank_step(b, x, NONE, NONE, true, TIES_HIGHEST);
    uint32_t within = rank_step(b, x, in, at, false, TIES_LOWEST);
    run_all(b);
    SHOWS(b, mean, "3 11/2 3 .7 3 1 11/2 7");
    SHOWS(b, low, "4 2 4 .7 4 7 2 1");
    SHOWS(b, high, "6 3 6 .7 6 7 3 1");
    SHOWS(b, within, "1 3 1 .7 2 1 3 .6");
}

/* ---- pools and lines ---- */

static void neighbours_are_pooled_and_lines_run_between_groups(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), entry = record(b, "Entry", 11);
    uint32_t of = links(b, entry, "school", school, "0 0 0 0 0 0 1 1 1 1 -");
    uint32_t subject = codes(b, entry, "subject", "M M M M M A A A A A M");
    uint32_t band = numbers(b, entry, "band", "1 1 2 3 4 1 1 2 5/2 .7 1");
    uint32_t prior = numbers(b, entry, "prior", "1 2 3 9/2 5 1 4 4 .8 3 1");
    uint32_t points = numbers(b, entry, "points", "10 14 20 17 30 5 6 7 8 9 60");
    uint32_t weight = numbers(b, entry, "weight", "1 1 1/3 2 0 1 2 1 1 1 1");
    uint32_t keys[] = { subject, band };
    group_by(b, entry, of, NONE, 2, keys);
    uint32_t member = group_column(b);
    rows_of(b, entry);
    uint32_t to = column(b, member), y = column(b, points), w = column(b, weight);
    uint32_t sum = reduce(b, ACC_SUM, y, to, NONE), count = reduce(b, ACC_COUNT, y, to, NONE);
    uint32_t mass = reduce(b, ACC_SUM, w, to, NONE);
    uint32_t heavy = reduce(b, ACC_SUM, make(b, OP_MUL, y, w, 0), to, NONE);
    uint32_t middle = reduce(b, ACC_MEAN, column(b, prior), to, NONE);
    end_rows(b);
    uint32_t rise = pool_step(b, sum, count, true), fall = pool_step(b, heavy, mass, false);
    rows_of(b, entry);
    uint32_t at = column(b, of), s = column(b, subject), x = column(b, prior);
    uint32_t args = ARGS(b, at, s, x), far = ARGS(b, at, s, number(b, "7"));
    uint32_t line = store(b, make(b, OP_ALONG, rise, middle, args));
    uint32_t held = store(b, make(b, OP_ALONG_HELD, rise, middle, args));
    uint32_t thirds = make(b, OP_DIV, x, number(b, "3"), 0);
    uint32_t low = store(b, make(b, OP_ALONG_HELD, rise, middle, ARGS(b, at, s, thirds)));
    uint32_t off = store(b, make(b, OP_ALONG, rise, middle, far));
    uint32_t most = store(b, make(b, OP_ALONG_HELD, rise, middle, far));
    end_rows(b);
    run_all(b);
    /* groups: (0, A, 1) (0, M, 1) (0, M, 2) (0, M, 3) (0, M, 4) (1, A, 1) (1, A, 2) (1, A, 5/2) */
    SHOWS(b, middle, "1 3/2 3 9/2 5 4 4 .1 .1");
    SHOWS(b, rise, "5 12 37/2 37/2 30 6 7 8 .1");
    SHOWS(b, fall, "5 194/13 194/13 194/13 .1 27/4 27/4 27/4 .1");
    SHOWS(b, line, ".4 85/6 37/2 37/2 30 5 .5 .5 .8 .4 .6");
    SHOWS(b, held, "12 85/6 37/2 37/2 30 5 .5 .5 .8 6 .6");
    SHOWS(b, low, "12 12 12 12 229/18 5 6 6 .8 6 .6");
    SHOWS(b, off, ".4 .4 .4 .4 .4 .4 .4 .4 .4 .4 .6");
    SHOWS(b, most, "30 30 30 30 30 5 7 7 7 7 .6");
}

/* The last step, a rank, also goes by these. */
static void rank_by(Build *b, uint32_t key, uint32_t then, bool lowest)
{
    Step *step = &b->p.steps[b->p.step_count - 1];
    uint32_t *keys = NEW_ARRAY(&b->arena, uint32_t, 1);
    RankKey *thens = NEW_ARRAY(&b->arena, RankKey, 1);
    keys[0] = key;
    thens[0] = (RankKey){ then, lowest };
    step->key_count = key != NONE;
    step->keys = keys;
    step->then_count = then != NONE;
    step->thens = thens;
}

static void ranks_go_by_keys_further_values_and_fields(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 2), result = record(b, "Result", 9);
    uint32_t of = links(b, result, "pupil", pupil, "0 0 0 0 1 1 1 - 1");
    uint32_t word = codes(b, result, "word", "M E M M M M E M .8");
    uint32_t sat = field_as(b, result, "sat", TYPE_DATE, NONE, 1, 1, "9 9 8 8 7 7 .7 7 7");
    uint32_t yes = yesnos(b, result, "yes", "n n n y y n y n y");
    uint32_t letter = codes(b, result, "letter", "D C B A A B A A A");
    uint32_t x = numbers(b, result, "x", "1 1 1 1 1 1 1 .7 1");
    (void)letter;
    uint32_t days = rank_step(b, sat, NONE, of, true, TIES_MEAN);
    uint32_t keyed = rank_step(b, sat, NONE, of, true, TIES_MEAN);
    rank_by(b, word, NONE, true);
    uint32_t second = rank_step(b, sat, NONE, of, true, TIES_LOWEST);
    rank_by(b, word, yes, false);
    uint32_t first = rank_step(b, yes, yes, of, false, TIES_HIGHEST);
    rank_by(b, NONE, sat, false);
    uint32_t fields = rank_step(b, x, NONE, NONE, false, TIES_FIELDS);
    run_all(b);
    SHOWS(b, days, "7/2 7/2 3/2 3/2 2 2 .7 .6 2");
    SHOWS(b, keyed, "3 1 3/2 3/2 3/2 3/2 .7 .6 .8");
    SHOWS(b, second, "3 1 2 1 1 2 .7 .6 .8");
    SHOWS(b, first, ".1 .1 .1 1 2 .1 .7 .6 2");
    /* by the pupil, then the word (missing last), then the day (missing last), yes, letter */
    SHOWS(b, fields, "4 1 2 3 7 6 5 .7 8");
}

/* ---- picks ---- */

static void a_pick_fills_slots_in_order_with_the_best_rows(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 4), result = record(b, "Result", 11);
    uint32_t of = links(b, result, "pupil", pupil, "0 0 0 0 0 1 1 1 3 3 -");
    uint32_t subject = codes(b, result, "subject", "M E F G H M E Z F G M");
    uint32_t points = numbers(b, result, "points", "5 7 6 6 2 .7 3 9 4 4 9");
    uint32_t english = list_of(b, "E"), ebacc = list_of(b, "E F G");
    static const uint32_t takes[] = { 1, 2, 2 };
    Step *step = rows_of(b, result);
    step->order = of;
    uint32_t s = column(b, subject), row = column(b, of), p = column(b, points);
    uint32_t regs[] = { NONE, make(b, OP_IN_LIST, s, english, 0), make(b, OP_IN_LIST, s, ebacc, 0),
                        NONE };
    Picked made = pick(b, p, row, false, takes, regs);
    end_rows(b);
    run_all(b);
    SHOWS(b, made.sum[0], "7 3 0 0");
    SHOWS(b, made.sum[1], "12 0 0 8");
    SHOWS(b, made.sum[2], "7 9 0 0");
    SHOWS(b, made.count[2], "2 1 0 0");
    SHOWS(b, made.least[1], "6 .1 .1 4");
    SHOWS(b, made.least[2], "2 9 .1 .1");
    SHOWS(b, made.greatest[2], "5 9 .1 .1");
    SHOWS(b, made.picked, "5 2 0 2");
}

static void equal_points_go_by_the_bytes_of_the_fields_in_any_order_of_rows(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 2), result = record(b, "Result", 8);
    /* out of order, so the step runs through a sorted list of rows */
    uint32_t of = links(b, result, "pupil", pupil, "1 0 1 0 1 0 1 0");
    uint32_t grade = numbers(b, result, "grade", ".7 1 2 .7 1 1 2 1");
    uint32_t subject = codes(b, result, "subject", "A D B C B A A B");
    uint32_t points = numbers(b, result, "points", "5 5 5 5 5 5 5 5");
    uint32_t a = list_of(b, "A"), ab = list_of(b, "A B");
    static const uint32_t takes[] = { 1, 1, 2 };
    Step *step = rows_of(b, result);
    step->order = of;
    uint32_t s = column(b, subject), row = column(b, of);
    uint32_t p = make(b, OP_ADD, column(b, points), column(b, points), 0);
    uint32_t five =
        make(b, OP_ADD, p, make(b, OP_MUL, make(b, OP_SUB, p, p, 0), column(b, grade), 0), 0);
    uint32_t regs[] = { NONE, NONE, make(b, OP_IN_LIST, s, ab, 0), make(b, OP_IN_LIST, s, a, 0) };
    Picked first = pick(b, p, row, false, takes, regs);
    Picked known = pick(b, five, row, true, takes, regs);
    end_rows(b);
    run_all(b);
    /* Pupil 0: grade 1 A, 1 B, 1 D, then C without a grade.  The first takes A, the second B. */
    /* Pupil 1: grade 1 B, 2 A, 2 B, then A without a grade. */
    SHOWS(b, first.sum[0], "10 10");
    SHOWS(b, first.count[1], "1 1");
    SHOWS(b, first.count[2], "0 1");
    SHOWS(b, first.picked, "2 3");
    SHOWS(b, known.count[2], "0 0");
    SHOWS(b, known.picked, "2 2");
}

static void a_size_is_so_many_copies(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 2), result = record(b, "Result", 6);
    uint32_t of = links(b, result, "pupil", pupil, "0 0 0 1 1 1");
    uint32_t points = numbers(b, result, "points", "17/2 7 6 3 4 1000");
    uint32_t size = numbers(b, result, "size", "2 2 1 1 .8 1/2");
    static const uint32_t takes[] = { 1, 2, 4 };
    Step *step = rows_of(b, result);
    step->order = of;
    uint32_t regs[] = { column(b, size), NONE, NONE, NONE };
    Picked made = pick(b, column(b, points), column(b, of), false, takes, regs);
    Picked low = pick(b, column(b, points), column(b, of), true, takes, regs);
    end_rows(b);
    run_all(b);
    SHOWS(b, made.sum[0], "17/2 3");
    SHOWS(b, made.sum[1], "31/2 0");
    SHOWS(b, made.sum[2], "13 0");
    SHOWS(b, made.count[2], "2 0");
    SHOWS(b, made.picked, "3 1");
    SHOWS(b, low.sum[0], "6 3");
    SHOWS(b, low.sum[1], "14 0");
    SHOWS(b, low.sum[2], "17 0");
}

/* The pick made last, of slots that are filled together: slot 2 gathers the first two. */
static PickSlot *together(Build *b, bool total, bool gathers)
{
    Acc *acc = &b->p.accs[b->p.acc_count - 1];
    acc->greatest_total = total;
    acc->slots[2].gathers = gathers;
    acc->slots[0].within = acc->slots[1].within = gathers ? 3 : 0;
    return acc->slots;
}

static void the_greatest_total_moves_rows_between_slots(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 4), result = record(b, "Result", 11);
    uint32_t of = links(b, result, "pupil", pupil, "0 0 0 0 1 1 1 3 3 3 3");
    uint32_t subject = codes(b, result, "subject", "B A C Z B A Z A A B B");
    uint32_t points = numbers(b, result, "points", "17/2 7 6 9 -1 2 .7 0 0 0 0");
    uint32_t ab = list_of(b, "A B"), bc = list_of(b, "B C");
    static const uint32_t takes[] = { 1, 1, 1 };
    Step *step = rows_of(b, result);
    step->order = of;
    uint32_t s = column(b, subject), row = column(b, of), p = column(b, points);
    uint32_t in_ab = make(b, OP_IN_LIST, s, ab, 0), in_bc = make(b, OP_IN_LIST, s, bc, 0);
    uint32_t regs[] = { NONE, in_ab, in_bc, NONE };
    Picked total = pick(b, p, row, false, takes, regs);
    together(b, true, false);
    Picked order = pick(b, p, row, false, takes, regs);
    Picked one = pick(b, p, row, false, takes, regs);
    together(b, true, true);
    end_rows(b);
    run_all(b);
    /* Pupil 0: B must not stand in the first slot; pupil 1: B is below 0; pupil 3: all 0. */
    SHOWS(b, total.sum[0], "7 2 0 0");
    SHOWS(b, total.sum[1], "17/2 0 0 0");
    SHOWS(b, total.sum[2], "9 0 0 0");
    SHOWS(b, total.count[1], "1 0 0 1");
    SHOWS(b, total.picked, "3 1 0 3");
    SHOWS(b, order.sum[0], "17/2 2 0 0");
    SHOWS(b, order.sum[1], "6 -1 0 0");
    /* the third gathers the first two, one row in all: the first slot that may have it has it */
    SHOWS(b, one.sum[0], "17/2 2 0 0");
    SHOWS(b, one.sum[1], "0 0 0 0");
    SHOWS(b, one.sum[2], "17/2 2 0 0");
    SHOWS(b, one.count[2], "1 1 0 1");
    SHOWS(b, one.least[2], "17/2 2 .1 0");
    SHOWS(b, one.picked, "1 1 0 1");
}

static void copies_for_the_greatest_total_stand_in_several_slots(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 1), result = record(b, "Result", 3);
    uint32_t of = links(b, result, "pupil", pupil, "0 0 0");
    uint32_t subject = codes(b, result, "subject", "A B C");
    /* sums of these leave 64 bits */
    uint32_t points = field_as(b, result, "points", TYPE_NUMBER, NONE, 1, 1,
                               "900000000000000000 800000000000000000 700000000000000000");
    uint32_t size = numbers(b, result, "size", "20 30 1");
    uint32_t a = list_of(b, "A B"), c = list_of(b, "C");
    static const uint32_t takes[] = { 20, 1, 20 };
    Step *step = rows_of(b, result);
    step->order = of;
    uint32_t s = column(b, subject);
    uint32_t regs[] = { column(b, size), make(b, OP_IN_LIST, s, a, 0), make(b, OP_IN_LIST, s, c, 0),
                        NONE };
    Picked made = pick(b, column(b, points), column(b, of), false, takes, regs);
    together(b, true, false);
    end_rows(b);
    run_all(b);
    SHOWS(b, made.sum[0], "18000000000000000000");
    SHOWS(b, made.sum[1], "700000000000000000");
    SHOWS(b, made.sum[2], "16000000000000000000");
    SHOWS(b, made.picked, "3");
}

/* ---- random rows against slow code ---- */

enum { RESULTS = 400, PUPILS = 40 };

/* Slow and plain: repeatedly takes the best row left that the slot wants. */
static void slow_pick(uint32_t pupil, const int *of, const int *points, const char *subject,
                      const bool masks[3][RESULTS], const uint32_t *takes, int *sums)
{
    bool taken[RESULTS] = { false };
    for (int s = 0; s < 3; s++) {
        sums[s] = 0;
        for (uint32_t t = 0; t < takes[s]; t++) {
            int best = -1;
            for (int i = 0; i < RESULTS; i++) {
                if (of[i] != (int)pupil || points[i] < 0 || taken[i] || !masks[s][i]) continue;
                bool better = best < 0 || points[i] > points[best] ||
                              (points[i] == points[best] && subject[i] < subject[best]);
                if (better) best = i;
            }
            if (best < 0) break;
            taken[best] = true;
            sums[s] += points[best];
        }
    }
}

static void random_picks_equal_slow_ones(void **state)
{
    Build *b = *state;
    static const uint32_t takes[] = { 1, 3, 2 };
    uint64_t random = 20250902;
    int of[RESULTS], points[RESULTS];
    char subject[RESULTS], line[4][RESULTS * 8] = { "", "", "", "" };
    bool masks[3][RESULTS];
    for (int i = 0; i < RESULTS; i++) {
        of[i] = random_under(&random, 10) ? (int)random_under(&random, PUPILS)
                                          : 3; /* one has many rows */
        points[i] = (int)random_under(&random, 6) - 1;
        subject[i] = (char)('A' + random_under(&random, 6));
        masks[0][i] = subject[i] == 'A';
        masks[1][i] = subject[i] <= 'C';
        masks[2][i] = true;
        char word[16];
        Text text = text_open(&b->arena);
        text_printf(&text, "%d ", (int64_t)of[i]);
        strcat(line[0], str_c(&b->arena, text_str(&text)));
        if (points[i] < 0)
            strcat(line[1], ".7 ");
        else {
            Text digit = text_open(&b->arena);
            text_printf(&digit, "%d ", (int64_t)points[i]);
            strcat(line[1], str_c(&b->arena, text_str(&digit)));
        }
        word[0] = subject[i];
        word[1] = ' ';
        word[2] = 0;
        strcat(line[2], word);
    }
    uint32_t pupil = record(b, "Pupil", PUPILS), result = record(b, "Result", RESULTS);
    uint32_t link = links(b, result, "pupil", pupil, line[0]);
    uint32_t word = codes(b, result, "subject", line[2]);
    uint32_t value = numbers(b, result, "points", line[1]);
    uint32_t a = list_of(b, "A"), abc = list_of(b, "A B C");
    Step *step = rows_of(b, result);
    step->order = link;
    uint32_t s = column(b, word);
    uint32_t regs[] = { NONE, make(b, OP_IN_LIST, s, a, 0), make(b, OP_IN_LIST, s, abc, 0), NONE };
    Picked made = pick(b, column(b, value), column(b, link), false, takes, regs);
    end_rows(b);
    run_all(b);
    for (int slot = 0; slot < 3; slot++) {
        Text text = text_open(&b->arena);
        for (uint32_t p = 0; p < PUPILS; p++) {
            int sums[3];
            slow_pick(p, of, points, subject, masks, takes, sums);
            if (p) text_byte(&text, ' ');
            text_i64(&text, sums[slot]);
        }
        SHOWS(b, made.sum[slot], str_c(&b->arena, text_str(&text)));
    }
}

/* Many schools, so that workers share one set of sums and are cut off at schools. */
static void many_targets_in_order_are_shared_without_a_trace(void **state)
{
    Build *b = *state;
    enum { SCHOOLS = 5000, ROWS = 12000 };
    uint32_t school = record(b, "School", SCHOOLS), pupil = record(b, "Pupil", ROWS);
    uint64_t random = 5;
    uint64_t row = 0;
    int64_t *sum = calloc(SCHOOLS, sizeof *sum), *count = calloc(SCHOOLS, sizeof *count);
    Text links_text = text_open(&b->arena), values = text_open(&b->arena);
    for (int i = 0; i < ROWS; i++) {
        uint64_t value = random_under(&random, 9);
        if (i > 4000 && random_under(&random, 2) && row + 1 < SCHOOLS)
            row++; /* the first has 4000 */
        text_printf(&links_text, "%u ", row);
        text_printf(&values, "%u ", value);
        sum[row] += (int64_t)value;
        count[row]++;
    }
    uint32_t link = links(b, pupil, "school", school, str_c(&b->arena, text_str(&links_text)));
    uint32_t value =
        field_as(b, pupil, "x", TYPE_NUMBER, NONE, 1, 1, str_c(&b->arena, text_str(&values)));
    rows_of(b, pupil);
    uint32_t v = column(b, value), in = column(b, link);
    uint32_t total = reduce(b, ACC_SUM, v, in, NONE), rows = reduce(b, ACC_COUNT, NONE, in, NONE);
    uint32_t best = reduce(b, ACC_GREATEST, v, in, NONE), all = reduce(b, ACC_SUM, v, NONE, NONE);
    uint32_t kinds = reduce(b, ACC_DIFFERENT, v, in, NONE);
    uint32_t twice = store(b, make(b, OP_ADD, v, v, 0));
    end_rows(b);
    for (unsigned threads = 1; threads <= 7; threads += 3) {
        run_once(b, (RunOptions){ .threads = threads, .batch = 64, .morsel = 2 });
        compare_with_first(b);
    }
    Text sums = text_open(&b->arena), counts = text_open(&b->arena);
    for (int s = 0; s < SCHOOLS; s++) {
        text_printf(&sums, s ? " %d" : "%d", sum[s]);
        text_printf(&counts, s ? " %d" : "%d", count[s]);
    }
    SHOWS(b, total, str_c(&b->arena, text_str(&sums)));
    SHOWS(b, rows, str_c(&b->arena, text_str(&counts)));
    assert_true(strlen(shown(b, best)) > 0 && strlen(shown(b, all)) > 0);
    assert_int_equal(shown(b, kinds)[0], '9');
    assert_true(strlen(shown(b, twice)) > 0);
    free(sum);
    free(count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(groups_of_the_nation_stand_in_the_order_of_their_keys),
        WITH_BUILD(groups_under_a_level_are_found_with_its_row),
        WITH_BUILD(groups_are_made_of_links_dates_and_computed_keys),
        WITH_BUILD(the_kth_is_counted_from_one_at_either_end),
        WITH_BUILD(quantiles_follow_hyndman_and_fan),
        WITH_BUILD(ranks_name_their_ties),
        WITH_BUILD(neighbours_are_pooled_and_lines_run_between_groups),
        WITH_BUILD(ranks_go_by_keys_further_values_and_fields),
        WITH_BUILD(a_pick_fills_slots_in_order_with_the_best_rows),
        WITH_BUILD(equal_points_go_by_the_bytes_of_the_fields_in_any_order_of_rows),
        WITH_BUILD(a_size_is_so_many_copies),
        WITH_BUILD(the_greatest_total_moves_rows_between_slots),
        WITH_BUILD(copies_for_the_greatest_total_stand_in_several_slots),
        WITH_BUILD(random_picks_equal_slow_ones),
        WITH_BUILD(many_targets_in_order_are_shared_without_a_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
