/* test_lane.c -- the batch kernels: every operation in every lane gives, row by row, what the exact
 * scalars give.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"

enum { ROWS = 37 };

/* ---- columns of all kinds ---- */

typedef enum { SMALL, ENDS, WIDE, RATIOS, EXACTS, ROOTS, KINDS } Kind;

static int64_t random_small(Room *room, Kind kind)
{
    static const int64_t ends[] = { INT64_MAX, INT64_MIN,         INT64_MAX - 1,     INT64_MIN + 1,
                                    0,         INT64_MAX / 2 + 1, INT64_MIN / 2 - 1, 1,
                                    -1,        INT64_MAX / 10 };
    if (kind == ENDS) return ends[between(room, 0, COUNT_OF(ends) - 1)];
    return between(room, -20, 20);
}

static void fill_item(Room *room, Column *column, Kind kind, size_t i)
{
    switch (kind) {
    case SMALL:
    case ENDS: column->i64[i] = random_small(room, kind); break;
    case WIDE:
        column->wide[i] = (i128)random_small(room, ENDS) * random_small(room, ENDS);
        if (between(room, 0, 9) == 0) column->wide[i] = i % 2 ? I128_MAX : I128_MIN;
        break;
    case RATIOS:
        column->i64[i] = random_small(room, between(room, 0, 9) ? SMALL : ENDS);
        if (!dens_intern(&room->dens, between(room, 1, 12), &column->den_id[i])) fail();
        break;
    case EXACTS:
        column->exact[i] = ratio(room, random_small(room, ENDS), between(room, 1, 1000));
        break;
    case ROOTS:
        column->exact[i] = root_number(room, between(room, -3, 3), between(room, 1, 3),
                                       between(room, 0, 5), between(room, 1, 3));
        break;
    case KINDS: break;
    }
}

static Column random_column(Room *room, Kind kind)
{
    static const Lane lanes[] = { LANE_I64, LANE_I64, LANE_I128, LANE_Q64, LANE_EXACT, LANE_EXACT };
    static const int64_t dens[] = { 1, 1, 2, 10, 100, 7, 360, INT64_MAX };
    Column column = { .type = TYPE_NUMBER, .lane = lanes[kind], .count = ROWS };
    column.den = dens[between(room, 0, COUNT_OF(dens) - (kind == ENDS ? 1 : 2))];
    column.constant = between(room, 0, 3) == 0;
    column.data = arena_array(&room->arena, ROWS, 16, 16);
    column.den_id = NEW_ARRAY(&room->arena, uint32_t, ROWS);
    if (between(room, 0, 1)) column.reason = NEW_ARRAY(&room->arena, uint8_t, ROWS);
    for (size_t i = 0; i < (column.constant ? 1 : ROWS); i++) {
        if (column.reason && between(room, 0, 3) == 0) {
            column.reason[i] = (uint8_t)between(room, REASON_FIRST_OWN, 90);
        } else {
            fill_item(room, &column, kind, i);
        }
    }
    return column;
}

static const Exact *at(Room *room, const Column *column, size_t row)
{
    return column_exact_at(&room->arena, &room->dens, column, row);
}

static bool equal_at(Room *room, const Column *column, size_t row, const Exact *x)
{
    return exact_compare(&room->arena, at(room, column, row), x) == 0;
}

/* The reason of a result of rows of a and b. */
static Reason first_reason(const Column *a, const Column *b, size_t row)
{
    Reason reason = column_reason(a, row);
    return reason ? reason : column_reason(b, row);
}

/* ---- arithmetic ---- */

typedef void Operation(LaneWork *work, Column *out, const Column *a, const Column *b, size_t n);
typedef Exact *Scalar(Arena *arena, const Exact *x, const Exact *y);

static const struct {
    Operation *lane;
    Scalar *exact;
    bool divides;
} operations[] = {
    { lane_add, exact_add, false },
    { lane_sub, exact_sub, false },
    { lane_mul, exact_mul, false },
    { lane_div, exact_div, true },
};

static void check_row(Room *room, size_t op, const Column *a, const Column *b, const Column *out,
                      size_t row)
{
    Reason reason = first_reason(a, b, row);
    if (reason == REASON_KNOWN) {
        const Exact *x = at(room, a, row), *y = at(room, b, row);
        if (operations[op].divides && exact_sign(&room->arena, y) == 0) {
            reason = REASON_NOTHING;
        } else {
            const Exact *expected = operations[op].exact(&room->arena, x, y);
            assert_int_equal(REASON_KNOWN, column_reason(out, row));
            assert_true(equal_at(room, out, row, expected));
        }
    }
    assert_int_equal(reason, column_reason(out, row));
}

static void arithmetic_is_the_same_in_every_lane(void **state)
{
    Room *room = *state;
    for (int round = 0; round < 12; round++)
        for (Kind k = SMALL; k < ROOTS; k++)
            for (Kind m = SMALL; m < ROOTS; m++)
                for (size_t op = 0; op < COUNT_OF(operations); op++)
                    for (Lane force = LANE_I64; force <= LANE_EXACT; force++) {
                        Column a = random_column(room, k), b = random_column(room, m), out;
                        room->work.force = force;
                        operations[op].lane(&room->work, &out, &a, &b, ROWS);
                        for (size_t i = 0; i < ROWS; i++) check_row(room, op, &a, &b, &out, i);
                        if (a.constant && b.constant) assert_true(out.constant);
                        assert_int_equal(ROWS, out.count);
                    }
}

static void the_result_may_be_an_operand(void **state)
{
    Room *room = *state;
    for (int round = 0; round < 200; round++)
        for (size_t op = 0; op < COUNT_OF(operations); op++) {
            Column a = random_column(room, (Kind)between(room, SMALL, EXACTS));
            Column b = random_column(room, (Kind)between(room, SMALL, EXACTS)), x = a, y = b;
            operations[op].lane(&room->work, &x, &x, &b, ROWS);
            for (size_t i = 0; i < ROWS; i++) check_row(room, op, &a, &b, &x, i);
            operations[op].lane(&room->work, &y, &a, &y, ROWS);
            for (size_t i = 0; i < ROWS; i++) check_row(room, op, &a, &b, &y, i);
        }
}

static void negation_and_roots_go_row_by_row(void **state)
{
    Room *room = *state;
    for (int round = 0; round < 40; round++)
        for (Kind k = SMALL; k < ROOTS; k++)
            for (Lane force = LANE_I64; force <= LANE_EXACT; force++) {
                Column a = random_column(room, k), negative, root;
                room->work.force = force;
                lane_neg(&room->work, &negative, &a, ROWS);
                lane_root(&room->work, &root, &a, ROWS);
                for (size_t i = 0; i < ROWS; i++) {
                    Reason reason = column_reason(&a, i);
                    assert_int_equal(reason, column_reason(&negative, i));
                    if (reason) {
                        assert_int_equal(reason, column_reason(&root, i));
                        continue;
                    }
                    const Exact *x = at(room, &a, i);
                    assert_true(equal_at(room, &negative, i, exact_neg(&room->arena, x)));
                    if (exact_sign(&room->arena, x) < 0) {
                        assert_int_equal(REASON_NOTHING, column_reason(&root, i));
                    } else {
                        assert_int_equal(REASON_KNOWN, column_reason(&root, i));
                        assert_true(equal_at(room, &root, i, exact_root(&room->arena, x)));
                    }
                }
            }
}

static void int64_overflow_goes_to_128_bits_and_on(void **state)
{
    Room *room = *state;
    int64_t most = INT64_MAX, least = INT64_MIN, one = 1, rows[] = { INT64_MAX, 0 };
    Column a = { .type = TYPE_NUMBER, .count = 2, .den = 1, .i64 = rows }, out;
    Column b = { .type = TYPE_NUMBER, .count = 2, .den = 1, .i64 = &one, .constant = true };
    lane_add(&room->work, &out, &a, &b, 2);
    assert_int_equal(LANE_I128, out.lane);
    assert_true(out.wide[0] == (i128)INT64_MAX + 1 && out.wide[1] == 1);
    lane_sub(&room->work, &out, &a, &b, 2);
    assert_int_equal(LANE_I64, out.lane);
    b.i64 = &least;
    lane_mul(&room->work, &out, &a, &b, 2);
    assert_int_equal(LANE_I128, out.lane);
    assert_true(out.wide[0] == (i128)INT64_MAX * INT64_MIN);
    b.i64 = &most;
    lane_mul(&room->work, &out, &out, &b, 2);
    assert_int_equal(LANE_EXACT, out.lane);
    Column wide = { .type = TYPE_NUMBER, .count = 1, .den = 1, .lane = LANE_I128 };
    i128 end = I128_MAX;
    wide.wide = &end;
    lane_add(&room->work, &out, &wide, &wide, 1);
    assert_int_equal(LANE_EXACT, out.lane);
    b.i64 = &one;
    lane_sub(&room->work, &out, &wide, &b, 1);
    assert_int_equal(LANE_I128, out.lane);
    assert_int_equal(5, room->work.wide);
    assert_int_equal(2, room->work.exact);
}

static void a_constant_divisor_only_changes_the_denominator(void **state)
{
    Room *room = *state;
    int64_t rows[] = { 5, -7 }, ten = 10;
    Column a = { .type = TYPE_NUMBER, .count = 2, .den = 100, .i64 = rows }, out;
    Column b = { .type = TYPE_NUMBER, .count = 2, .den = 1, .i64 = &ten, .constant = true };
    lane_div(&room->work, &out, &a, &b, 2);
    assert_int_equal(LANE_I64, out.lane);
    assert_int_equal(1000, out.den);
    assert_ptr_equal(rows, out.i64);
}

static void a_full_table_of_denominators_is_no_obstacle(void **state)
{
    Room *room = *state;
    room->dens.most = 4;
    for (int round = 0; round < 100; round++) {
        Column a = random_column(room, between(room, 0, 1) ? SMALL : EXACTS);
        Column b = random_column(room, SMALL), quotient, sum, product;
        lane_div(&room->work, &quotient, &a, &b, ROWS);
        lane_add(&room->work, &sum, &quotient, &b, ROWS);
        lane_mul(&room->work, &product, &a, &quotient, ROWS);
        for (size_t i = 0; i < ROWS; i++) {
            check_row(room, 3, &a, &b, &quotient, i);
            check_row(room, 0, &quotient, &b, &sum, i);
            check_row(room, 2, &a, &quotient, &product, i);
        }
    }
}

/* ---- rounding ---- */

static void rounding_is_the_same_in_every_lane(void **state)
{
    Room *room = *state;
    const Round steps[] = {
        round_places(&room->arena, ROUND_HALF_AWAY, 0),
        round_places(&room->arena, ROUND_HALF_AWAY, 2),
        round_places(&room->arena, ROUND_HALF_EVEN, 1),
        round_places(&room->arena, ROUND_HALF_UP, 18),
        round_places(&room->arena, ROUND_UP, 20), /* the step does not fit int64 */
        round_places(&room->arena, ROUND_DOWN, -1),
        round_nearest(ROUND_HALF_EVEN, ratio(room, 5, 3)),
        round_nearest(ROUND_HALF_UP, ratio(room, INT64_MAX, 2)),
    };
    for (int turn = 0; turn < 12; turn++)
        for (Kind k = SMALL; k < KINDS; k++)
            for (size_t s = 0; s < COUNT_OF(steps); s++)
                for (Lane force = LANE_I64; force <= LANE_EXACT; force++) {
                    Column a = random_column(room, k), out;
                    room->work.force = force;
                    lane_round(&room->work, &out, &a, &steps[s], ROWS);
                    for (size_t i = 0; i < ROWS; i++) {
                        assert_int_equal(column_reason(&a, i), column_reason(&out, i));
                        if (column_reason(&a, i)) continue;
                        const Exact *x = exact_round(&room->arena, at(room, &a, i), &steps[s]);
                        assert_true(equal_at(room, &out, i, x));
                    }
                }
}

static void a_rounded_column_is_narrow_again(void **state)
{
    Room *room = *state;
    Round two = round_places(&room->arena, ROUND_HALF_AWAY, 2);
    Column roots = random_column(room, ROOTS), out;
    lane_round(&room->work, &out, &roots, &two, ROWS);
    assert_int_equal(LANE_I64, out.lane);
    assert_true(100 % out.den == 0);
}

/* ---- comparison, least, greatest ---- */

static bool holds(Compare what, int order)
{
    const bool answers[] = { order<0, order <= 0, order> 0, order >= 0, order == 0, order != 0 };
    return answers[what];
}

static void comparison_is_the_same_in_every_lane(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 6; turn++)
        for (Kind k = SMALL; k < KINDS; k++)
            for (Kind m = SMALL; m < KINDS; m++)
                for (Lane force = LANE_I64; force <= LANE_EXACT; force++) {
                    Column a = random_column(room, k), b = random_column(room, m), out;
                    Compare what = (Compare)between(room, COMPARE_LT, COMPARE_NE);
                    room->work.force = force;
                    lane_compare(&room->work, &out, what, &a, &b, ROWS);
                    assert_int_equal(TYPE_YESNO, out.type);
                    for (size_t i = 0; i < ROWS; i++) {
                        assert_int_equal(first_reason(&a, &b, i), column_reason(&out, i));
                        if (first_reason(&a, &b, i)) continue;
                        const Exact *x = at(room, &a, i), *y = at(room, &b, i);
                        int order = exact_compare(&room->arena, x, y);
                        assert_int_equal(holds(what, order), out.u8[column_place(&out, i)]);
                        int whole = column_number_compare(&room->arena, &room->dens, &a, i, &b, i);
                        assert_int_equal((order > 0) - (order < 0), (whole > 0) - (whole < 0));
                    }
                }
}

static void constants_compare_at_the_very_edge(void **state)
{
    Room *room = *state;
    int64_t rows[] = { 39, 40, 41, INT64_MIN, INT64_MAX };
    Column a = { .type = TYPE_NUMBER, .count = 5, .den = 100, .i64 = rows };
    const struct {
        int64_t num, den;
    } constants[] = { { 2, 5 },           { 401, 1000 },    { 399, 1000 },    { INT64_MAX, 100 },
                      { INT64_MIN, 100 }, { INT64_MAX, 1 }, { INT64_MIN, 1 }, { -1, 3 } };
    for (size_t c = 0; c < COUNT_OF(constants); c++)
        for (Compare what = COMPARE_LT; what <= COMPARE_NE; what++) {
            const Exact *x = ratio(room, constants[c].num, constants[c].den);
            Column b = column_constant(&room->arena, x, REASON_KNOWN, 5), right, left;
            lane_compare(&room->work, &right, what, &a, &b, 5);
            lane_compare(&room->work, &left, what, &b, &a, 5);
            for (size_t i = 0; i < 5; i++) {
                int order = exact_compare(&room->arena, at(room, &a, i), x);
                assert_int_equal(holds(what, order), right.u8[i]);
                assert_int_equal(holds(what, -order), left.u8[i]);
            }
        }
}

static const Exact *better(Room *room, const Exact *x, const Exact *y, bool greatest)
{
    int order = exact_compare(&room->arena, x, y);
    return (greatest ? order >= 0 : order <= 0) ? x : y;
}

static void least_and_greatest_take_a_reason_or_the_known(void **state)
{
    Room *room = *state;
    static Operation *const strict[] = { lane_least, lane_greatest };
    static Operation *const known[] = { lane_least_known, lane_greatest_known };
    for (int turn = 0; turn < 8; turn++)
        for (Kind k = SMALL; k < KINDS; k++)
            for (Kind m = SMALL; m < KINDS; m++)
                for (int greatest = 0; greatest < 2; greatest++) {
                    Column a = random_column(room, k), b = random_column(room, m), all, some;
                    room->work.force = (Lane)between(room, LANE_I64, LANE_EXACT);
                    strict[greatest](&room->work, &all, &a, &b, ROWS);
                    known[greatest](&room->work, &some, &a, &b, ROWS);
                    for (size_t i = 0; i < ROWS; i++) {
                        bool has_a = !column_reason(&a, i), has_b = !column_reason(&b, i);
                        assert_int_equal(first_reason(&a, &b, i), column_reason(&all, i));
                        assert_int_equal(has_a || has_b ? REASON_KNOWN : REASON_NOTHING,
                                         column_reason(&some, i));
                        if (!has_a && !has_b) continue;
                        const Exact *x = has_a ? at(room, &a, i) : at(room, &b, i);
                        const Exact *y = has_b ? at(room, &b, i) : x;
                        const Exact *best = better(room, x, y, greatest);
                        assert_true(equal_at(room, &some, i, best));
                        if (has_a && has_b) assert_true(equal_at(room, &all, i, best));
                    }
                }
}

/* ---- choosing and moving ---- */

static void select_and_coalesce_choose_rows(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 30; turn++)
        for (Kind k = SMALL; k < KINDS; k++)
            for (Kind m = SMALL; m < KINDS; m++) {
                Column a = random_column(room, k), b = random_column(room, m), chosen, filled;
                Column when = { .type = TYPE_YESNO, .count = ROWS, .den = 1 };
                when.constant = between(room, 0, 4) == 0;
                when.u8 = NEW_ARRAY(&room->arena, uint8_t, ROWS);
                if (between(room, 0, 1)) when.reason = NEW_ARRAY(&room->arena, uint8_t, ROWS);
                for (size_t i = 0; i < ROWS; i++) {
                    when.u8[i] = (uint8_t)between(room, 0, 1);
                    if (when.reason && between(room, 0, 4) == 0) when.reason[i] = 99;
                }
                room->work.force = (Lane)between(room, LANE_I64, LANE_EXACT);
                lane_select(&room->work, &chosen, &when, &a, &b, ROWS);
                lane_coalesce(&room->work, &filled, &a, &b, ROWS);
                for (size_t i = 0; i < ROWS; i++) {
                    const Column *from = when.u8[column_place(&when, i)] ? &a : &b;
                    Reason reason = column_reason(&when, i);
                    if (!reason) reason = column_reason(from, i);
                    assert_int_equal(reason, column_reason(&chosen, i));
                    if (!reason) assert_true(equal_at(room, &chosen, i, at(room, from, i)));
                    from = column_reason(&a, i) ? &b : &a;
                    reason = column_reason(from, i);
                    assert_int_equal(reason, column_reason(&filled, i));
                    if (!reason) assert_true(equal_at(room, &filled, i, at(room, from, i)));
                }
            }
}

static void gather_reads_rows_and_gives_a_reason_for_none(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 60; turn++)
        for (Kind k = SMALL; k < KINDS; k++) {
            Column from = random_column(room, k), out;
            uint32_t rows[2 * ROWS];
            for (size_t i = 0; i < COUNT_OF(rows); i++) {
                bool none = turn % 2 && between(room, 0, 5) == 0;
                rows[i] = none ? NO_ROW : (uint32_t)between(room, 0, ROWS - 1);
            }
            lane_gather(&room->work, &out, &from, rows, REASON_NO_PARENT, COUNT_OF(rows));
            for (size_t i = 0; i < COUNT_OF(rows); i++) {
                Reason reason =
                    rows[i] == NO_ROW ? REASON_NO_PARENT : column_reason(&from, rows[i]);
                assert_int_equal(reason, column_reason(&out, i));
                if (!reason) assert_true(equal_at(room, &out, i, at(room, &from, rows[i])));
            }
        }
    uint8_t yes[] = { 1, 0 };
    uint32_t back[] = { 1, NO_ROW, 0 };
    Column from = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = yes }, out;
    lane_gather(&room->work, &out, &from, back, REASON_NO_PARENT, 3);
    assert_true(out.u8[0] == 0 && out.u8[2] == 1 && out.reason[1] == REASON_NO_PARENT);
    uint16_t codes[] = { 500, 7 };
    Dict dict = { .count = 600 };
    from = (Column){ .type = TYPE_CODE, .count = 2, .width = 2, .u16 = codes, .dict = &dict };
    lane_gather(&room->work, &out, &from, back, REASON_NO_PARENT, 3);
    assert_true(out.u16[0] == 7 && out.u16[2] == 500 && out.dict == &dict);
}

static void a_number_is_the_same_in_every_lane(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 300; turn++)
        for (Kind k = SMALL; k < KINDS; k++) {
            Column a = random_column(room, k), narrow;
            lane_narrow(&room->work, &narrow, &a, ROWS);
            for (Lane lane = LANE_I64; lane <= LANE_EXACT; lane++) {
                Column wide;
                lane_widen(&room->work, &wide, &a, lane, ROWS);
                for (size_t i = 0; i < ROWS; i++) {
                    if (column_reason(&a, i)) continue;
                    assert_true(equal_at(room, &wide, i, at(room, &a, i)));
                    assert_true(equal_at(room, &narrow, i, at(room, &a, i)));
                }
            }
        }
}

static void select_chooses_between_answers_and_codes(void **state)
{
    Room *room = *state;
    uint8_t pick[] = { 1, 0 }, left[] = { 1, 1 }, right[] = { 0, 0 };
    uint16_t codes[] = { 300, 301 }, others[] = { 400, 401 };
    Dict dict = { .count = 500 };
    Column when = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = pick }, out;
    Column a = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = left };
    Column b = { .type = TYPE_YESNO, .count = 2, .den = 1, .u8 = right };
    lane_select(&room->work, &out, &when, &a, &b, 2);
    assert_true(out.u8[0] == 1 && out.u8[1] == 0);
    a = (Column){ .type = TYPE_CODE, .count = 2, .width = 2, .u16 = codes, .dict = &dict };
    b = (Column){ .type = TYPE_CODE, .count = 2, .width = 2, .u16 = others, .dict = &dict };
    lane_select(&room->work, &out, &when, &a, &b, 2);
    assert_true(out.u16[0] == 300 && out.u16[1] == 401 && out.dict == &dict);
    Column none = column_constant(&room->arena, NULL, REASON_WITHHELD, 2);
    assert_int_equal(REASON_WITHHELD, column_reason(&none, 1));
}

/* ---- a stored column ---- */

static void a_store_takes_batches_of_any_lanes(void **state)
{
    Room *room = *state;
    for (int turn = 0; turn < 300; turn++) {
        enum { BATCHES = 4, LAST = 11 };
        size_t rows = (BATCHES - 1) * ROWS + LAST;
        Kind most = (Kind)between(room, SMALL, ROOTS);
        Store *store = store_open(&room->arena, &room->dens, TYPE_NUMBER, rows, ROWS);
        Column batches[BATCHES], out;
        for (size_t b = BATCHES; b-- > 0;) {
            batches[b] = random_column(room, (Kind)between(room, SMALL, most));
            size_t n = b + 1 < BATCHES ? ROWS : LAST;
            store_write(store, &room->arena, b * ROWS, &batches[b], n);
        }
        store_finish(store, &out);
        assert_int_equal(rows, out.count);
        for (size_t i = 0; i < rows; i++) {
            const Column *batch = &batches[i / ROWS];
            Reason reason = column_reason(batch, i % ROWS);
            assert_int_equal(reason, column_reason(&out, i));
            if (!reason) assert_true(equal_at(room, &out, i, at(room, batch, i % ROWS)));
        }
    }
}

/* ---- what the checker forbids ---- */

static void add_two_roots(void *arg)
{
    Room *room = arg;
    Column a = column_constant(&room->arena, root_number(room, 1, 1, 2, 1), REASON_KNOWN, 1);
    Column b = column_constant(&room->arena, root_number(room, 1, 1, 3, 1), REASON_KNOWN, 1), out;
    lane_add(&room->work, &out, &a, &b, 1);
}

static void a_sum_of_unlike_roots_escapes(void **state)
{
    Room *room = *state;
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, add_two_roots, room));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(arithmetic_is_the_same_in_every_lane),
        WITH_ROOM(the_result_may_be_an_operand),
        WITH_ROOM(negation_and_roots_go_row_by_row),
        WITH_ROOM(int64_overflow_goes_to_128_bits_and_on),
        WITH_ROOM(a_constant_divisor_only_changes_the_denominator),
        WITH_ROOM(a_full_table_of_denominators_is_no_obstacle),
        WITH_ROOM(rounding_is_the_same_in_every_lane),
        WITH_ROOM(a_rounded_column_is_narrow_again),
        WITH_ROOM(comparison_is_the_same_in_every_lane),
        WITH_ROOM(constants_compare_at_the_very_edge),
        WITH_ROOM(least_and_greatest_take_a_reason_or_the_known),
        WITH_ROOM(select_and_coalesce_choose_rows),
        WITH_ROOM(select_chooses_between_answers_and_codes),
        WITH_ROOM(gather_reads_rows_and_gives_a_reason_for_none),
        WITH_ROOM(a_number_is_the_same_in_every_lane),
        WITH_ROOM(a_store_takes_batches_of_any_lanes),
        WITH_ROOM(a_sum_of_unlike_roots_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
