/* test_sum_edges.c -- sums, the best of rows and stored columns where room ends: of planes, of
 * denominators, of int64 and of 128 bits; and where there are no rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/sum_inner.h"
#include "number_help.h"
#include "limit.h"

static Column tenths(int64_t *num, size_t n, int64_t den)
{
    return (Column){ .type = TYPE_NUMBER, .count = n, .den = den, .i64 = num };
}

static const Exact *at(Room *room, const Column *column, size_t row)
{
    assert_int_equal(REASON_KNOWN, column_reason(column, row));
    return column_exact_at(&room->arena, &room->dens, column, row);
}

#define assert_number(room, column, row, num, den)                                                 \
    assert_int_equal(0, exact_compare(&(room)->arena, at(room, column, row), ratio(room, num, den)))

/* ---- room for planes ---- */

enum { MANY = 2200000 }; /* targets: a second plane of them has no room */

static SumSet *many(Room *room, int64_t den, const uint32_t *target, unsigned keeps)
{
    int64_t num[] = { 3, 4 };
    Column value = tenths(num, 2, den);
    SumSet *set = sum_open(&room->arena, &room->dens, MANY, keeps);
    sum_add(set, &value, NULL, target, 0, 2);
    return set;
}

static void a_denominator_without_a_plane_is_summed_in_cells(void **state)
{
    Room *room = *state;
    static const uint32_t target[] = { 5, MANY - 1 };
    int64_t num[] = { 1, 2 };
    uint8_t yes[] = { 1, 1 };
    Column sevenths = tenths(num, 2, 7), out;
    Column answers = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = yes };
    SumSet *set = many(room, 10, target, SUM_TOTALS);
    sum_add(set, &sevenths, NULL, target, 0, 2);
    sum_add(set, &answers, NULL, target, 0, 2);
    assert_int_equal(4, set->cells);
    assert_int_equal(1, set->planes);
    sum_finish(set, &room->arena, SUM_TOTAL, &out);
    assert_int_equal(0, exact_compare(&room->arena, at(room, &out, 5), ratio(room, 101, 70)));
    assert_number(room, &out, MANY - 1, 4 * 7 + 2 * 10 + 70, 70);
    assert_number(room, &out, 6, 0, 1);
    assert_int_equal(3, sum_count_at(set, 5));
}

static void planes_that_do_not_fit_beside_each_other_are_merged(void **state)
{
    Room *room = *state;
    static const uint32_t target[] = { 5, MANY - 1 };
    SumSet *into = many(room, 10, target, SUM_SQUARES), *from = many(room, 7, target, SUM_SQUARES);
    Column out;
    sum_merge(into, from);
    assert_int_equal(2, into->cells);
    sum_finish(into, &room->arena, SUM_TOTAL, &out);
    assert_number(room, &out, 5, 3 * 7 + 3 * 10, 70);
    assert_int_equal(2, sum_count_at(into, MANY - 1));
}

/* ---- where integers end ---- */

static void a_cell_that_overflows_goes_to_a_fraction(void **state)
{
    Room *room = *state;
    SumSet *set = sum_open(&room->arena, &room->dens, 1, SUM_SQUARES);
    Column out;
    for (int i = 0; i < 3; i++) sum_cell_add(set, 0, DENS_ONE, I128_MAX, 1);
    assert_non_null(set->heap);
    sum_finish(set, &room->arena, SUM_TOTAL, &out);
    Exact *most = exact_from_i128(&room->arena, I128_MAX, 1);
    Exact *three = exact_mul(&room->arena, most, exact_from_i64(&room->arena, 3));
    assert_int_equal(0, exact_compare(&room->arena, three, at(room, &out, 0)));
}

/* 12 divides it, and it is less than 8 below 2^63. */
static const int64_t large_den = 9223372036854775800;

static void add_whole(SumSet *set, int64_t num, int64_t den)
{
    Column value = tenths(&num, 1, den);
    sum_add(set, &value, NULL, NULL, 0, 1);
}

static void totals_and_means_beyond_128_and_64_bits_are_exact(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    SumSet *set = sum_open(arena, &room->dens, 1, SUM_TOTALS);
    Column out;
    for (int64_t den = 1; den <= 4; den++) add_whole(set, INT64_MAX, den);
    add_whole(set, 1, large_den);
    sum_finish(set, arena, SUM_TOTAL, &out);
    Exact *total = exact_mul(arena, ratio(room, INT64_MAX, 1), ratio(room, 25, 12));
    total = exact_add(arena, total, ratio(room, 1, large_den));
    assert_int_equal(0, exact_compare(arena, total, at(room, &out, 0)));
    set = sum_open(arena, &room->dens, 1, SUM_TOTALS);
    for (int i = 0; i < 3; i++) add_whole(set, i, large_den);
    sum_finish(set, arena, SUM_MEAN, &out);
    assert_int_equal(LANE_EXACT, out.lane);
    assert_number(room, &out, 0, 1, large_den);
}

static void weights_of_long_numbers_are_added_up(void **state)
{
    Room *room = *state;
    Column weight =
        column_constant(&room->arena, exact_power_of_ten(&room->arena, -30), REASON_KNOWN, 3);
    int64_t num[] = { 1, 2, 3 };
    Column value = tenths(num, 3, 1), out;
    SumSet *set = sum_open(&room->arena, &room->dens, 1, SUM_WEIGHTED);
    sum_add_weighted(set, &room->work, &value, &weight, NULL, NULL, 0, 3);
    sum_finish(set, &room->arena, SUM_WEIGHT, &out);
    assert_text(exactly(room, at(room, &out, 0)), "3/1000000000000000000000000000000");
    sum_finish(set, &room->arena, SUM_WEIGHTED_MEAN, &out);
    assert_number(room, &out, 0, 2, 1);
}

/* 1/3^n + 1/5^n ... of powers that nearly fill a number's limit: no total may be so long. */
static void sum_long_denominators(void *arg)
{
    Room *room = arg;
    static const struct {
        unsigned long prime, power;
    } parts[] = { { 3, 40000 },  { 5, 27000 },  { 7, 22000 },  { 11, 18000 }, { 13, 17000 },
                  { 17, 15000 }, { 19, 15000 }, { 23, 14000 }, { 29, 13000 }, { 31, 12000 } };
    SumSet *set = sum_open(&room->arena, &room->dens, 1, SUM_TOTALS);
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        mpq_t value;
        Arena *before = number_arena_use(&room->arena);
        mpq_init(value);
        mpz_set_ui(mpq_numref(value), 1);
        mpz_ui_pow_ui(mpq_denref(value), parts[i].prime, parts[i].power);
        number_arena_use(before);
        Column one =
            column_constant(&room->arena, exact_from_mpq(&room->arena, value), REASON_KNOWN, 1);
        sum_add(set, &one, NULL, NULL, 0, 1);
    }
}

static void a_partial_sum_has_an_end(void **state)
{
    Room *room = *state;
    assert_int_equal(WHY_LIMIT, guard_run(&room->guard, sum_long_denominators, room));
    assert_null(number_arena_use(NULL));
}

/* ---- answers, runs and chunks ---- */

enum { ROWS = 2500, TARGETS = 7 };

/* Variances of answers are those of 1 and 0; of rows in runs, and scattered. */
static void answers_have_the_variance_of_ones_and_noughts(void **state)
{
    Room *room = *state;
    for (unsigned run = 1; run <= 50; run += 49) {
        uint8_t yes[ROWS];
        int64_t one[ROWS];
        uint32_t target[ROWS];
        for (uint32_t i = 0; i < ROWS; i++) {
            yes[i] = (uint8_t)between(room, 0, 1);
            one[i] = yes[i];
            target[i] = i / run % (TARGETS + 1);
            if (target[i] == TARGETS) target[i] = NO_ROW;
        }
        Column answer = { .type = TYPE_YESNO, .count = ROWS, .den = 1, .u8 = yes };
        Column number = tenths(one, ROWS, 1), x, y;
        SumSet *set = sum_open(&room->arena, &room->dens, TARGETS, SUM_SQUARES);
        SumSet *plain = sum_open(&room->arena, &room->dens, TARGETS, SUM_SQUARES);
        sum_add(set, &answer, NULL, target, 0, ROWS);
        sum_add(plain, &number, NULL, target, 0, ROWS);
        sum_finish(set, &room->arena, SUM_SAMPLE_VARIANCE, &x);
        sum_finish(plain, &room->arena, SUM_SAMPLE_VARIANCE, &y);
        for (size_t t = 0; t < TARGETS; t++)
            assert_int_equal(0, exact_compare(&room->arena, at(room, &x, t), at(room, &y, t)));
        assert_true(exact_sign(&room->arena, at(room, &x, 0)) > 0);
    }
}

static void rows_beyond_a_chunk_are_taken_in_several(void **state)
{
    Room *room = *state;
    int64_t num[ROWS];
    uint32_t target[ROWS];
    for (uint32_t i = 0; i < ROWS; i++) {
        num[i] = i;
        target[i] = i / 500;
    }
    Column value = tenths(num, ROWS, 10), out;
    Runs runs = runs_of(&room->arena, target, ROWS);
    SumSet *set = sum_open(&room->arena, &room->dens, 5, SUM_TOTALS);
    BestSet *best = best_open(&room->arena, &room->dens, 5, true);
    sum_add_runs(set, &value, NULL, target, &runs, ROWS);
    best_add(best, &value, NULL, target, 0, ROWS);
    sum_finish(set, &room->arena, SUM_TOTAL, &out);
    for (int64_t t = 0; t < 5; t++)
        assert_number(room, &out, (size_t)t, 500 * (500 * t * 2 + 499) / 2, 10);
    best_finish(best, &room->arena, &out);
    for (int64_t t = 0; t < 5; t++) assert_number(room, &out, (size_t)t, 500 * t + 499, 10);
}

static void a_missing_constant_adds_nothing(void **state)
{
    Room *room = *state;
    Column none = column_constant(&room->arena, NULL, REASON_WITHHELD, 4), out;
    uint32_t target[] = { 0, 0, 1, 1 };
    Runs runs = runs_of(&room->arena, target, 4);
    SumSet *set = sum_open(&room->arena, &room->dens, 2, SUM_TOTALS);
    sum_add(set, &none, NULL, target, 0, 4);
    sum_add_runs(set, &none, NULL, target, &runs, 4);
    sum_finish(set, &room->arena, SUM_MEAN, &out);
    for (size_t t = 0; t < 2; t++) {
        assert_int_equal(sum_count_at(set, t), 0);
        assert_int_equal(REASON_NOTHING, column_reason(&out, t));
    }
}

static void no_rows_are_no_runs(void **state)
{
    Room *room = *state;
    assert_int_equal(0, runs_of(&room->arena, NULL, 0).count);
    int64_t num[] = { 1 };
    Column value = tenths(num, 0, 1), out;
    SumSet *set = sum_open(&room->arena, &room->dens, 0, SUM_TOTALS);
    BestSet *best = best_open(&room->arena, &room->dens, 0, true);
    sum_add(set, &value, NULL, NULL, 0, 0);
    best_add(best, &value, NULL, NULL, 0, 0);
    sum_finish(set, &room->arena, SUM_MEAN, &out);
    assert_int_equal(0, out.count);
    best_finish(best, &room->arena, &out);
    assert_int_equal(0, out.count);
}

/* ---- the best ---- */

static void the_best_of_what_is_missing_is_missing(void **state)
{
    Room *room = *state;
    Column value = column_constant(&room->arena, NULL, REASON_WITHHELD, 3), out;
    BestSet *best = best_open(&room->arena, &room->dens, 1, true);
    best_add(best, &value, NULL, NULL, 0, 3);
    best_finish(best, &room->arena, &out);
    assert_int_equal(REASON_NOTHING, column_reason(&out, 0));
    value = column_constant(&room->arena, ratio(room, 5, 2), REASON_KNOWN, 3);
    value.reason = NEW_ARRAY(&room->arena, uint8_t, 1); /* which says that it is known */
    best_add(best, &value, NULL, NULL, 0, 3);
    best_finish(best, &room->arena, &out);
    assert_number(room, &out, 0, 5, 2);
}

/* Sets beside each other share what is small; what is not, each has for itself. */
static void exact_numbers_of_a_set_beside_are_merged(void **state)
{
    Room *room = *state;
    for (int greatest = 0; greatest < 2; greatest++) {
        BestSet *whole = best_open(&room->arena, &room->dens, 3, greatest);
        BestSet *beside = best_open_beside(&room->arena, whole);
        int64_t num[] = { 5, 7 };
        uint32_t target[] = { 0, 1 };
        Exact *x[] = { ratio(room, 11, 20), ratio(room, 13, 20) };
        Column small = tenths(num, 2, 10), out;
        Column exact = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 2, .exact = x };
        best_add(beside, &small, NULL, target, 0, 2);
        best_add(beside, &exact, NULL, target, 0, 2);
        best_merge(whole, beside);
        best_finish(whole, &room->arena, &out);
        assert_number(room, &out, 0, greatest ? 11 : 10, 20);
        assert_number(room, &out, 1, greatest ? 14 : 13, 20);
        assert_int_equal(REASON_NOTHING, column_reason(&out, 2));
    }
}

static void means_without_room_for_their_denominator_are_exact(void **state)
{
    Room *room = *state;
    int64_t num[] = { 1, 2, 4 };
    Column value = tenths(num, 3, 10), out;
    SumSet *set = sum_open(&room->arena, &room->dens, 2, SUM_TOTALS);
    sum_add(set, &value, NULL, NULL, 1, 3);
    sum_finish(set, &room->arena, SUM_MEAN, &out);
    assert_int_equal(LANE_Q64, out.lane);
    assert_number(room, &out, 1, 7, 30);
    SumSet *again = sum_open(&room->arena, &room->dens, 2, SUM_TOTALS);
    sum_add(again, &value, NULL, NULL, 0, 2);
    room->dens.most = room->dens.count; /* 20 finds no room */
    sum_finish(again, &room->arena, SUM_MEAN, &out);
    assert_int_equal(LANE_EXACT, out.lane);
    assert_number(room, &out, 0, 3, 20);
    assert_int_equal(REASON_NOTHING, column_reason(&out, 1));
}

static void near_numbers_without_a_denominator_are_compared_exactly(void **state)
{
    Room *room = *state;
    int64_t number[] = { 3, -4, 9, 2 };
    int16_t near[4 + 16] = { 3, -4, 9, 2 };
    uint32_t target[] = { 0, 0, 1, 1 };
    Column value = tenths(number, 4, 10), out;
    Runs runs = runs_of(&room->arena, target, 4);
    room->dens.most = room->dens.count; /* 10 finds no room */
    for (int greatest = 0; greatest < 2; greatest++) {
        BestSet *best = best_open(&room->arena, &room->dens, 2, greatest);
        best_add_near(best, &room->arena, &value, near, NULL, &runs, 4);
        best_finish(best, &room->arena, &out);
        assert_int_equal(LANE_EXACT, out.lane);
        assert_number(room, &out, 0, greatest ? 3 : -4, 10);
        assert_number(room, &out, 1, greatest ? 9 : 2, 10);
    }
}

/* ---- a stored column ---- */

enum { BATCH = 4 };

/* A store of three batches, the second of which nobody writes. */
static void finish(Room *room, const Column *first, const Column *last, Column *out)
{
    Store *store = store_open(&room->arena, &room->dens, TYPE_NUMBER, 3 * BATCH, BATCH);
    store_write(store, &room->arena, 0, first, BATCH);
    store_write(store, &room->arena, 2 * BATCH, last, BATCH);
    store_write(store, &room->arena, BATCH, last, 0); /* no rows: nothing is written */
    store_finish(store, out);
    for (size_t i = BATCH; i < 2 * BATCH; i++) assert_number(room, out, i, 0, 1);
}

static void rows_that_nobody_wrote_are_nought_in_every_lane(void **state)
{
    Room *room = *state;
    int64_t num[BATCH] = { 1, 2, 3, INT64_MAX };
    Column small = tenths(num, BATCH, 10), wide, ratios, exact, out;
    Column halves = tenths((int64_t[BATCH]){ 1, 3, 5, 7 }, BATCH, 2);
    lane_widen(&room->work, &wide, &halves, LANE_I128, BATCH);
    lane_widen(&room->work, &ratios, &halves, LANE_Q64, BATCH);
    lane_widen(&room->work, &exact, &halves, LANE_EXACT, BATCH);
    const struct {
        const Column *last;
        Lane lane;
    } cases[] = {
        { &small, LANE_I64 }, { &wide, LANE_I128 }, { &ratios, LANE_Q64 }, { &exact, LANE_EXACT }
    };
    for (size_t c = 0; c < COUNT_OF(cases); c++) {
        finish(room, &small, cases[c].last, &out);
        assert_int_equal(cases[c].lane, out.lane);
        for (size_t i = 0; i < BATCH; i++) {
            assert_number(room, &out, i, num[i], 10);
            assert_int_equal(0, exact_compare(&room->arena, at(room, &out, 2 * BATCH + i),
                                              at(room, cases[c].last, i)));
        }
    }
}

/* What an arena gives next is zero: nothing was kept behind the rows of the batch. */
static void a_store_keeps_no_more_rows_than_there_are(void **state)
{
    Room *room = *state;
    enum { SOME = 7, MORE = 9 };
    int64_t num[MORE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
    uint8_t reason[MORE] = { 0, 0, 0, 0, 0, 0, 0, 2, 2 };
    for (Lane lane = LANE_I64; lane <= LANE_EXACT; lane++)
        for (int missing = 0; missing < 2; missing++) {
            Column small = tenths(num, MORE, 10), batch;
            lane_widen(&room->work, &batch, &small, lane, MORE);
            if (missing) batch.reason = reason;
            Store *store = store_open(&room->arena, &room->dens, TYPE_NUMBER, 2 * SOME, SOME);
            store_write(store, &room->arena, 0, &batch, SOME);
            const uint8_t *next = NEW_ARRAY(&room->arena, uint8_t, 64);
            for (size_t i = 0; i < 64; i++) assert_int_equal(next[i], 0);
        }
}

static void a_store_finds_a_lane_without_new_denominators(void **state)
{
    Room *room = *state;
    int64_t num[BATCH] = { INT64_MAX, 1, 2, 3 };
    Column thirds = tenths(num, BATCH, 3), sevenths = tenths(num, BATCH, 7), out;
    Column halves = tenths(num, BATCH, 1), ratios;
    lane_widen(&room->work, &ratios, &halves, LANE_Q64, BATCH);
    room->dens.most = room->dens.count; /* 3 and 7 find no room */
    finish(room, &thirds, &sevenths, &out);
    assert_int_equal(LANE_I128, out.lane);
    assert_number(room, &out, 0, INT64_MAX, 3);
    assert_number(room, &out, 2 * BATCH + 1, 1, 7);
    finish(room, &thirds, &ratios, &out);
    assert_int_equal(LANE_EXACT, out.lane);
    assert_number(room, &out, 1, 1, 3);
    assert_number(room, &out, 2 * BATCH, INT64_MAX, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(a_denominator_without_a_plane_is_summed_in_cells),
        WITH_ROOM(planes_that_do_not_fit_beside_each_other_are_merged),
        WITH_ROOM(a_cell_that_overflows_goes_to_a_fraction),
        WITH_ROOM(totals_and_means_beyond_128_and_64_bits_are_exact),
        WITH_ROOM(weights_of_long_numbers_are_added_up),
        WITH_ROOM(a_partial_sum_has_an_end),
        WITH_ROOM(answers_have_the_variance_of_ones_and_noughts),
        WITH_ROOM(rows_beyond_a_chunk_are_taken_in_several),
        WITH_ROOM(a_missing_constant_adds_nothing),
        WITH_ROOM(no_rows_are_no_runs),
        WITH_ROOM(the_best_of_what_is_missing_is_missing),
        WITH_ROOM(exact_numbers_of_a_set_beside_are_merged),
        WITH_ROOM(means_without_room_for_their_denominator_are_exact),
        WITH_ROOM(near_numbers_without_a_denominator_are_compared_exactly),
        WITH_ROOM(rows_that_nobody_wrote_are_nought_in_every_lane),
        WITH_ROOM(a_store_keeps_no_more_rows_than_there_are),
        WITH_ROOM(a_store_finds_a_lane_without_new_denominators),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
