/* test_lane_edges.c -- the batch kernels where no denominator finds a number any more, and where
 * columns are of other kinds than numbers, missing or empty.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"

static const Exact *at(Room *room, const Column *column, size_t row)
{
    assert_int_equal(REASON_KNOWN, column_reason(column, row));
    return column_exact_at(&room->arena, &room->dens, column, row);
}

static void check(Room *room, const Column *column, const Exact *expected)
{
    assert_int_equal(0, exact_compare(&room->arena, at(room, column, 0), expected));
}

/* One row num / den as it stands: LANE_Q64, not in lowest terms. */
static Column ratio_column(Room *room, int64_t num, int64_t den)
{
    Column column = { .type = TYPE_NUMBER, .lane = LANE_Q64, .count = 1, .den = 1 };
    column.i64 = NEW_ARRAY(&room->arena, int64_t, 1);
    column.den_id = NEW_ARRAY(&room->arena, uint32_t, 1);
    column.i64[0] = num;
    assert_true(dens_intern(&room->dens, den, column.den_id));
    return column;
}

static Column small_column(Room *room, int64_t num, int64_t den)
{
    Column column = { .type = TYPE_NUMBER, .count = 1, .den = den };
    column.i64 = NEW_ARRAY(&room->arena, int64_t, 1);
    column.i64[0] = num;
    return column;
}

/* All that can be done with a and b, while no denominator finds room. */
static void check_all(Room *room, const Column *a, const Column *b)
{
    static const struct {
        void (*lane)(LaneWork *, Column *, const Column *, const Column *, size_t);
        Exact *(*exact)(Arena *, const Exact *, const Exact *);
    } operations[] = { { lane_add, exact_add },
                       { lane_sub, exact_sub },
                       { lane_mul, exact_mul },
                       { lane_div, exact_div } };
    const Exact *x = at(room, a, 0), *y = at(room, b, 0);
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        Column out;
        operations[i].lane(&room->work, &out, a, b, 1);
        check(room, &out, operations[i].exact(&room->arena, x, y));
        operations[i].lane(&room->work, &out, b, a, 1);
        check(room, &out, operations[i].exact(&room->arena, y, x));
    }
    int order = exact_compare(&room->arena, x, y);
    for (Compare what = COMPARE_LT; what <= COMPARE_NE; what++) {
        const bool expected[] = { order<0, order <= 0, order> 0, order >= 0, order == 0,
                                  order != 0 };
        Column out;
        lane_compare(&room->work, &out, what, a, b, 1);
        assert_int_equal(expected[what], out.u8[0]);
    }
}

static void denominators_without_room_are_no_obstacle(void **state)
{
    Room *room = *state;
    static const int64_t pairs[][4] = { { 1, 4, 1, 9 }, /* num, den of a and of b */
                                        { 2, 4, 1, 9 },
                                        { 1, 4, 3, 9 },
                                        { 2, 4, 5, 9 },
                                        { 3, 4, 6, 9 } };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        const int64_t *p = pairs[i];
        Column a = ratio_column(room, p[0], p[1]), b = ratio_column(room, p[2], p[3]);
        Column c = small_column(room, p[0], 7);
        room->dens.most = room->dens.count; /* 36, 2, 3, 20, 7 ... find no room */
        check_all(room, &a, &b);
        check_all(room, &a, &c);
        check_all(room, &c, &b);
    }
    Column sevenths = small_column(room, 3, 7), out;
    lane_widen(&room->work, &out, &sevenths, LANE_Q64, 1);
    assert_int_equal(LANE_EXACT, out.lane);
    check(room, &out, ratio(room, 3, 7));
}

static void rows_of_unlike_denominators_stay_as_they_are(void **state)
{
    Room *room = *state;
    Column both = { .type = TYPE_NUMBER, .lane = LANE_Q64, .count = 2, .den = 1 }, out;
    int64_t num[] = { 1, 1 };
    uint32_t ids[2];
    both.i64 = num;
    both.den_id = ids;
    assert_true(dens_intern(&room->dens, 2, &ids[0]) && dens_intern(&room->dens, 3, &ids[1]));
    lane_narrow(&room->work, &out, &both, 2);
    assert_int_equal(LANE_Q64, out.lane);
    ids[1] = ids[0];
    lane_narrow(&room->work, &out, &both, 2);
    assert_true(out.lane == LANE_I64 && out.den == 2);
    static const Lane narrowest[] = { LANE_I64, LANE_I128, LANE_EXACT, LANE_EXACT };
    for (Lane force = LANE_I64; force <= LANE_EXACT; force++) { /* which is for tests alone */
        Column exact;
        room->work.force = force;
        lane_narrow(&room->work, &out, &both, 2);
        assert_int_equal(force == LANE_I64 ? LANE_I64 : LANE_Q64, out.lane);
        lane_widen(&room->work, &exact, &both, LANE_EXACT, 2);
        lane_narrow(&room->work, &out, &exact, 2);
        assert_int_equal(narrowest[force], out.lane);
    }
}

/* ---- missing ---- */

static void of_two_missing_constants_the_first_says_why(void **state)
{
    Room *room = *state;
    uint8_t why[] = { REASON_KNOWN, REASON_NOTHING };
    int64_t num[] = { 1, 2 };
    Column column = { .type = TYPE_NUMBER, .count = 2, .den = 1, .i64 = num, .reason = why };
    Column none = column_constant(&room->arena, NULL, REASON_WITHHELD, 2), out;
    Column known = column_constant(&room->arena, ratio(room, 5, 1), REASON_KNOWN, 2);
    lane_add(&room->work, &out, &column, &none, 2);
    assert_false(out.constant);
    assert_int_equal(REASON_WITHHELD, column_reason(&out, 0));
    assert_int_equal(REASON_NOTHING, column_reason(&out, 1));
    lane_add(&room->work, &out, &none, &column, 2);
    assert_true(out.constant);
    assert_int_equal(REASON_WITHHELD, column_reason(&out, 1));
    lane_add(&room->work, &out, &known, &none, 2);
    assert_true(out.constant);
    assert_int_equal(REASON_WITHHELD, column_reason(&out, 1));
}

static void roots_are_not_taken_of_missing_rows(void **state)
{
    Room *room = *state;
    uint8_t why[] = { REASON_WITHHELD, REASON_KNOWN };
    Exact *x[] = { ratio(room, -4, 1), ratio(room, 4, 1) };
    Column column = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 2, .den = 1 }, out;
    column.exact = x; /* the first row is a harmless number */
    column.reason = why;
    lane_root(&room->work, &out, &column, 2);
    assert_int_equal(REASON_WITHHELD, column_reason(&out, 0));
    assert_int_equal(0, exact_compare(&room->arena, at(room, &out, 1), ratio(room, 2, 1)));
}

static void no_rows_of_a_missing_constant_are_none(void **state)
{
    Room *room = *state;
    Column none = column_constant(&room->arena, NULL, REASON_WITHHELD, 2), out;
    uint32_t row[] = { 0, NO_ROW };
    lane_gather(&room->work, &out, &none, row, REASON_NO_PARENT, 0);
    assert_int_equal(0, out.count);
    lane_gather(&room->work, &out, &none, row, REASON_NO_PARENT, 2);
    assert_int_equal(REASON_WITHHELD, column_reason(&out, 0));
    assert_int_equal(REASON_NO_PARENT, column_reason(&out, 1));
}

/* ---- other kinds of numbers ---- */

static void years_and_bands_are_chosen_as_numbers_are(void **state)
{
    Room *room = *state;
    static const Type types[] = { TYPE_DATE, TYPE_YEAR, TYPE_BAND };
    uint8_t first[] = { 1, 0 };
    int64_t left[] = { 2025, 2026 }, right[] = { 1, 2 };
    Column when = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = first }, out;
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        Column a = { .type = types[i], .count = 2, .den = 1, .i64 = left };
        Column b = { .type = types[i], .count = 2, .den = 1, .i64 = right }, wide;
        lane_widen(&room->work, &wide, &b, LANE_Q64, 2);
        lane_select(&room->work, &out, &when, &a, &wide, 2); /* of one lane, before they are */
        assert_int_equal(types[i], out.type);
        assert_int_equal(0, exact_compare(&room->arena, at(room, &out, 0), ratio(room, 2025, 1)));
        assert_int_equal(0, exact_compare(&room->arena, at(room, &out, 1), ratio(room, 2, 1)));
    }
}

/* ---- where rows end ---- */

/* What an arena gives next is zero: nothing was written behind the rows before it. */
static void nothing_is_written_past_the_rows(void **state)
{
    Room *room = *state;
    enum { SOME = 7, MORE = 9 };
    static int64_t left[MORE] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 },
                   right[MORE] = { 9, 8, 7, 6, 5, 4, 3, 2, 1 };
    static uint8_t yes[MORE] = { 1, 0, 1, 0, 1, 0, 1, 1, 1 };
    static const uint32_t rows[MORE] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
    Round tens = round_places(&room->arena, ROUND_HALF_AWAY, -1);
    for (int step = 0; step < 22; step++) {
        Column a = { .type = TYPE_NUMBER, .count = MORE, .den = 1, .i64 = left }, out;
        Column b = { .type = TYPE_NUMBER, .count = MORE, .den = 1, .i64 = right };
        Column when = { .type = TYPE_YESNO, .count = MORE, .den = 1, .u8 = yes };
        Column five = column_constant(&room->arena, ratio(room, 5, 1), REASON_KNOWN, MORE);
        if (step >= 11) b.den = 3;
        switch (step % 11) {
        case 0: lane_add(&room->work, &out, &a, &b, SOME); break;
        case 1: lane_sub(&room->work, &out, &a, &b, SOME); break;
        case 2: lane_mul(&room->work, &out, &a, &b, SOME); break;
        case 3: lane_add(&room->work, &out, &a, &five, SOME); break;
        case 4: lane_sub(&room->work, &out, &five, &b, SOME); break;
        case 5: lane_mul(&room->work, &out, &b, &five, SOME); break;
        case 6: lane_neg(&room->work, &out, &b, SOME); break;
        case 7: lane_round(&room->work, &out, &b, &tens, SOME); break;
        case 8: lane_select(&room->work, &out, &when, &a, &b, SOME); break;
        case 9: lane_gather(&room->work, &out, &b, rows, REASON_NO_PARENT, SOME); break;
        case 10: lane_widen(&room->work, &out, &b, LANE_I128, SOME); break;
        }
        const uint64_t *next = NEW_ARRAY(&room->arena, uint64_t, 4);
        for (size_t i = 0; i < 4; i++) assert_int_equal(next[i], 0);
        assert_non_null(out.data);
    }
}

/* ---- what the checker forbids ---- */

static Column root_column(Room *room, const Exact *x)
{
    Column column = { .type = TYPE_NUMBER, .lane = LANE_EXACT, .count = 1, .den = 1 };
    column.exact = NEW_ARRAY(&room->arena, Exact *, 1);
    column.exact[0] = exact_copy(&room->arena, x);
    return column;
}

static void divide_unlike_roots(void *arg)
{
    Room *room = arg;
    Exact *limit = exact_add(&room->arena, ratio(room, 1, 2), root_number(room, 1, 1, 3, 1));
    Column a = root_column(room, limit), b = root_column(room, root_number(room, 1, 1, 2, 1)), out;
    lane_div(&room->work, &out, &a, &b, 1);
}

static void root_of_a_root(void *arg)
{
    Room *room = arg;
    Column a = root_column(room, root_number(room, 1, 1, 2, 1)), out;
    lane_root(&room->work, &out, &a, 1);
}

static void what_has_no_form_escapes(void **state)
{
    Room *room = *state;
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, divide_unlike_roots, room));
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, root_of_a_root, room));
    assert_null(number_arena_use(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(denominators_without_room_are_no_obstacle),
        WITH_ROOM(rows_of_unlike_denominators_stay_as_they_are),
        WITH_ROOM(of_two_missing_constants_the_first_says_why),
        WITH_ROOM(roots_are_not_taken_of_missing_rows),
        WITH_ROOM(no_rows_of_a_missing_constant_are_none),
        WITH_ROOM(years_and_bands_are_chosen_as_numbers_are),
        WITH_ROOM(nothing_is_written_past_the_rows),
        WITH_ROOM(what_has_no_form_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
