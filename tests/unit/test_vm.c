/* test_vm.c -- every instruction of a row step, alone and with what is missing.  Each program runs
 * in batches of 1, 3 and 1024 rows, on 1, 2 and 7 threads and in every lane (run_all).
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm_help.h"

/* ---- numbers ---- */

static void arithmetic_is_exact_and_missing_flows_with_the_first_reason(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 6);
    uint32_t x = numbers(b, pupil, "x", "1 2 .7 4 .7 -3");
    uint32_t y = numbers(b, pupil, "y", "3 0 5 .8 .8 1/2");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), ry = column(b, y);
    uint32_t add = store(b, make(b, OP_ADD, rx, ry, 0));
    uint32_t sub = store(b, make(b, OP_SUB, rx, ry, 0));
    uint32_t mul = store(b, make(b, OP_MUL, rx, ry, 0));
    uint32_t div = store(b, make(b, OP_DIV, rx, ry, 0));
    uint32_t swapped = store(b, make(b, OP_DIV, ry, rx, 0));
    uint32_t neg = store(b, make(b, OP_NEG, rx, 0, 0));
    uint32_t root = store(b, make(b, OP_ROOT, rx, 0, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, add, "4 2 .7 .8 .7 -5/2");
    SHOWS(b, sub, "-2 2 .7 .8 .7 -7/2");
    SHOWS(b, mul, "3 0 .7 .8 .7 -3/2");
    SHOWS(b, div, "1/3 .1 .7 .8 .7 -6");
    SHOWS(b, swapped, "3 0 .7 .8 .8 -1/6");
    SHOWS(b, neg, "-1 -2 .7 -4 .7 3");
    SHOWS(b, root, "1 root(2) .7 2 .7 .1");
}

static void least_and_greatest_need_both_or_take_what_is_known(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 4);
    uint32_t x = numbers(b, pupil, "x", "1 .7 5 .7");
    uint32_t y = numbers(b, pupil, "y", "3/2 2 .8 .8");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), ry = column(b, y);
    uint32_t least = store(b, make(b, OP_LEAST, rx, ry, 0));
    uint32_t greatest = store(b, make(b, OP_GREATEST, rx, ry, 0));
    uint32_t known = store(b, make(b, OP_LEAST_KNOWN, rx, ry, 0));
    uint32_t most = store(b, make(b, OP_GREATEST_KNOWN, rx, ry, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, least, "1 .7 .8 .7");
    SHOWS(b, greatest, "3/2 .7 .8 .7");
    SHOWS(b, known, "1 2 5 .1");
    SHOWS(b, most, "3/2 2 5 .1");
}

static void a_median_takes_the_known_arguments(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 5);
    uint32_t x = numbers(b, pupil, "x", "1 .7 5 .7 4");
    uint32_t y = numbers(b, pupil, "y", "3 2 .8 .8 1");
    uint32_t z = numbers(b, pupil, "z", "2 5 .8 .8 1/2");
    rows_of(b, pupil);
    uint32_t args = ARGS(b, column(b, x), column(b, y), column(b, z));
    uint32_t median = store(b, make(b, OP_MEDIAN_KNOWN, args, 0, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, median, "2 7/2 5 .1 1");
}

static void rounding_follows_its_mode_and_step(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 5);
    uint32_t x = numbers(b, pupil, "x", "5/2 -5/2 7/3 .7 3");
    b->p.roundings[0] = round_places(&b->arena, ROUND_HALF_AWAY, 0);
    b->p.roundings[1] = round_places(&b->arena, ROUND_HALF_EVEN, 0);
    b->p.roundings[2] = round_places(&b->arena, ROUND_DOWN, 1);
    b->p.rounding_count = 3;
    rows_of(b, pupil);
    uint32_t rx = column(b, x);
    uint32_t away = store(b, make(b, OP_ROUND, rx, 0, 0));
    uint32_t even = store(b, make(b, OP_ROUND, rx, 1, 0));
    uint32_t tenth = store(b, make(b, OP_ROUND, rx, 2, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, away, "3 -3 2 .7 3");
    SHOWS(b, even, "2 -2 2 .7 3");
    SHOWS(b, tenth, "5/2 -5/2 23/10 .7 3");
}

static void a_constant_is_the_same_in_every_row(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 3);
    uint32_t x = numbers(b, pupil, "x", "1 .7 3");
    rows_of(b, pupil);
    uint32_t five = number(b, "5/2"), rx = column(b, x);
    uint32_t only = store(b, five);
    uint32_t sum = store(b, make(b, OP_ADD, five, rx, 0));
    uint32_t both = store(b, make(b, OP_MUL, five, number(b, "2"), 0));
    uint32_t word = store(b, code_constant(b, "ABC"));
    uint32_t none = store(b, missing(b, TYPE_NUMBER, 9));
    uint32_t no_code = store(b, missing(b, TYPE_CODE, 9));
    uint32_t no_answer = store(b, missing(b, TYPE_YESNO, 9));
    uint32_t more = store(b, make(b, OP_ADD, rx, missing(b, TYPE_NUMBER, 9), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, only, "5/2 5/2 5/2");
    SHOWS(b, sum, "7/2 .7 11/2");
    SHOWS(b, both, "5 5 5");
    SHOWS(b, word, "ABC ABC ABC");
    SHOWS(b, none, ".9 .9 .9");
    SHOWS(b, no_code, ".9 .9 .9");
    SHOWS(b, no_answer, ".9 .9 .9");
    SHOWS(b, more, ".9 .7 .9");
}

/* ---- comparisons ---- */

static void numbers_compare_exactly(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 5);
    uint32_t x = numbers(b, pupil, "x", "1 2 3 .7 .7");
    uint32_t y = numbers(b, pupil, "y", "2 2 5/2 1 .8");
    static const Op ops[] = { OP_LT, OP_LE, OP_GT, OP_GE, OP_EQ, OP_NE };
    static const char *const expected[] = { "y n n .7 .7", "y y n .7 .7", "n n y .7 .7",
                                            "n y y .7 .7", "n y n .7 .7", "y n y .7 .7" };
    rows_of(b, pupil);
    uint32_t rx = column(b, x), ry = column(b, y), made[6];
    for (int i = 0; i < 6; i++) made[i] = store(b, make(b, ops[i], rx, ry, 0));
    uint32_t turned = store(b, make(b, OP_LT, number(b, "2"), rx, 0));
    end_rows(b);
    run_all(b);
    for (int i = 0; i < 6; i++) SHOWS(b, made[i], expected[i]);
    SHOWS(b, turned, "n n y .7 .7");
}

static void codes_compare_as_texts_across_dictionaries_and_widths(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 5);
    uint32_t x = codes(b, pupil, "x", "A B C .7 A");
    uint32_t y = field_as(b, pupil, "y", TYPE_CODE, NONE, 1, 2, "A C B A .8");
    uint32_t z = field_as(b, pupil, "z", TYPE_CODE, NONE, 1, 4, "Z A Z A A");
    uint32_t few = list_of(b, "C A nowhere");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), ry = column(b, y), rz = column(b, z);
    uint32_t same = store(b, make(b, OP_SAME_CODE, rx, ry, 0));
    uint32_t self = store(b, make(b, OP_SAME_CODE, rx, rx, 0));
    uint32_t wide = store(b, make(b, OP_SAME_CODE, ry, rz, 0));
    uint32_t is_a = store(b, make(b, OP_SAME_CODE, rx, code_constant(b, "A"), 0));
    uint32_t a_is = store(b, make(b, OP_SAME_CODE, code_constant(b, "A"), rz, 0));
    uint32_t other = store(b, make(b, OP_SAME_CODE, rx, code_constant(b, "never"), 0));
    uint32_t none = store(b, make(b, OP_SAME_CODE, rx, missing(b, TYPE_CODE, 9), 0));
    uint32_t in_x = store(b, make(b, OP_IN_LIST, rx, few, 0));
    uint32_t in_y = store(b, make(b, OP_IN_LIST, ry, few, 0));
    uint32_t in_z = store(b, make(b, OP_IN_LIST, rz, few, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, same, "y n n .7 .8");
    SHOWS(b, self, "y y y .7 y");
    SHOWS(b, wide, "n n n y .8");
    SHOWS(b, is_a, "y n n .7 y");
    SHOWS(b, a_is, "n y n y y");
    SHOWS(b, other, "n n n .7 n");
    SHOWS(b, none, ".9 .9 .9 .7 .9");
    SHOWS(b, in_x, "y n y .7 y");
    SHOWS(b, in_y, "y y n y .8");
    SHOWS(b, in_z, "n y n y y");
}

/* ---- conditions ---- */

static void conditions_follow_their_tables_with_every_missing_side(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 9);
    uint32_t x = yesnos(b, pupil, "x", "y y y n n n .7 .7 .7");
    uint32_t y = yesnos(b, pupil, "y", "y n .8 y n .8 y n .8");
    static const Op ops[] = { OP_AND, OP_OR, OP_AND_THEN, OP_OR_ELSE, OP_SAME_YESNO };
    static const char *const expected[] = { "y n .8 n n .8 .7 .7 .7", "y y .8 y n .8 .7 .7 .7",
                                            "y n .8 n n n .7 .7 .7", "y y y y n .8 .7 .7 .7",
                                            "y n .8 n y .8 .7 .7 .7" };
    rows_of(b, pupil);
    uint32_t rx = column(b, x), ry = column(b, y), made[5];
    for (int i = 0; i < 5; i++) made[i] = store(b, make(b, ops[i], rx, ry, 0));
    uint32_t not_x = store(b, make(b, OP_NOT, rx, 0, 0));
    uint32_t known = store(b, make(b, OP_IS_KNOWN, ry, 0, 0));
    uint32_t eight = store(b, make(b, OP_IS_REASON, ry, 8, 0));
    uint32_t as_number = store(b, make(b, OP_YESNO_NUMBER, rx, 0, 0));
    uint32_t yes =
        make(b, OP_CONST, constant(b, (Constant){ .type = TYPE_YESNO, .yes = true }), 0, 0);
    uint32_t with_yes = store(b, make(b, OP_AND, rx, yes, 0));
    uint32_t none = missing(b, TYPE_YESNO, 9);
    uint32_t then_none = store(b, make(b, OP_AND_THEN, rx, none, 0));
    uint32_t none_known = store(b, make(b, OP_IS_KNOWN, none, 0, 0));
    end_rows(b);
    run_all(b);
    for (int i = 0; i < 5; i++) SHOWS(b, made[i], expected[i]);
    SHOWS(b, not_x, "n n n y y y .7 .7 .7");
    SHOWS(b, known, "y y n y y n y y n");
    SHOWS(b, eight, "n n y n n y n n y");
    SHOWS(b, as_number, "1 1 1 0 0 0 .7 .7 .7");
    SHOWS(b, with_yes, "y y y n n n .7 .7 .7");
    SHOWS(b, then_none, ".9 .9 .9 n n n .7 .7 .7");
    SHOWS(b, none_known, "n n n n n n n n n");
}

/* ---- choosing ---- */

static void choosing_works_for_every_type(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), pupil = record(b, "Pupil", 4);
    uint32_t when = yesnos(b, pupil, "when", "y n .7 y");
    uint32_t n1 = numbers(b, pupil, "n1", "1 2 3 .8"), n2 = numbers(b, pupil, "n2", "5/2 .9 7 8");
    uint32_t c1 = codes(b, pupil, "c1", "A B C .8"), c2 = codes(b, pupil, "c2", "X A X X");
    uint32_t y1 = yesnos(b, pupil, "y1", "y y y .8"), y2 = yesnos(b, pupil, "y2", "n .9 n n");
    uint32_t d1 = field_as(b, pupil, "d1", TYPE_DATE, NONE, 1, 1, "10 20 30 .8");
    uint32_t d2 = field_as(b, pupil, "d2", TYPE_DATE, NONE, 1, 1, "11 21 31 41");
    uint32_t l1 = links(b, pupil, "l1", school, "0 1 2 -");
    uint32_t l2 = links(b, pupil, "l2", school, "2 - 0 1");
    static const char *const chosen[] = { "1 .9 .7 .8", "A A .7 .8", "y .9 .7 .8", "10 21 .7 .8",
                                          "0 .6 .7 .6" };
    static const char *const instead[] = { "1 2 3 8", "A B C X", "y y y n", "10 20 30 41",
                                           "0 1 2 1" };
    const uint32_t first[] = { n1, c1, y1, d1, l1 }, second[] = { n2, c2, y2, d2, l2 };
    uint32_t a[5], i[5];
    rows_of(b, pupil);
    uint32_t rw = column(b, when);
    for (int k = 0; k < 5; k++) {
        uint32_t x = column(b, first[k]), y = column(b, second[k]);
        a[k] = store(b, make(b, OP_CHOOSE, rw, x, y));
        i[k] = store(b, make(b, OP_INSTEAD, x, y, 0));
    }
    uint32_t rc = column(b, c1);
    uint32_t fixed = store(b, make(b, OP_INSTEAD, rc, code_constant(b, "none"), 0));
    uint32_t same = store(b, make(b, OP_CHOOSE, rw, rc, missing(b, TYPE_CODE, 9)));
    end_rows(b);
    run_all(b);
    for (int k = 0; k < 5; k++) SHOWS(b, a[k], chosen[k]);
    for (int k = 0; k < 5; k++) SHOWS(b, i[k], instead[k]);
    SHOWS(b, fixed, "A B C none");
    SHOWS(b, same, "A .9 .7 .8");
}

static void withholding_and_after_give_reasons(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 6);
    uint32_t when = yesnos(b, pupil, "when", "y n .7 y n .7");
    uint32_t n = numbers(b, pupil, "n", "1 2 3 .8 .8 .8");
    uint32_t c = codes(b, pupil, "c", "A B C A B .9");
    rows_of(b, pupil);
    uint32_t rw = column(b, when), rn = column(b, n), rc = column(b, c);
    uint32_t withheld = store(b, make(b, OP_WITHHOLD, rn, rw, REASON_WITHHELD));
    uint32_t code = store(b, make(b, OP_WITHHOLD, rc, rw, REASON_WITHHELD));
    uint32_t after = store(b, make(b, OP_AFTER, rn, rc, 0));
    uint32_t number_after = store(b, make(b, OP_AFTER, rw, rn, 0));
    uint32_t constant_after = store(b, make(b, OP_AFTER, rn, number(b, "5"), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, withheld, ".2 2 3 .2 .8 .8");
    SHOWS(b, code, ".2 B C .2 B .9");
    SHOWS(b, after, "A B C .8 .8 .8");
    SHOWS(b, number_after, "1 2 .7 .8 .8 .7");
    SHOWS(b, constant_after, "5 5 5 .8 .8 .8");
}

/* ---- other spaces ---- */

static void values_are_read_from_parents_and_the_nation(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 3), pupil = record(b, "Pupil", 5);
    uint32_t trust = links(b, school, "trust", school, "2 - 0");
    uint32_t size = numbers(b, school, "size", "10 .8 30");
    uint32_t name = codes(b, school, "name", "Ash Oak Elm");
    uint32_t open = yesnos(b, school, "open", "y n .9");
    uint32_t at = links(b, pupil, "school", school, "2 0 1 - 0");
    rows_of(b, school);
    uint32_t total = reduce(b, ACC_SUM, column(b, size), NONE, NONE);
    uint32_t me = store(b, make(b, OP_SELF, 0, 0, 0));
    end_rows(b);
    rows_of(b, pupil);
    uint32_t row = column(b, at);
    uint32_t s = store(b, make(b, OP_GATHER, size, row, 0));
    uint32_t c = store(b, make(b, OP_GATHER, name, row, 0));
    uint32_t y = store(b, make(b, OP_GATHER, open, row, 0));
    uint32_t t = make(b, OP_GATHER, trust, row, 0);
    uint32_t far = store(b, t), name_far = store(b, make(b, OP_GATHER, name, t, 0));
    uint32_t whole = store(b, make(b, OP_GATHER, total, NONE, 0));
    uint32_t self = store(b, make(b, OP_SELF, 0, 0, 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, total, "40");
    SHOWS(b, me, "0 1 2");
    SHOWS(b, s, "30 10 .8 .6 10");
    SHOWS(b, c, "Elm Ash Oak .6 Ash");
    SHOWS(b, y, ".9 y n .6 y");
    SHOWS(b, far, "0 2 .6 .6 2");
    SHOWS(b, name_far, "Ash Elm .6 .6 Elm");
    SHOWS(b, whole, "40 40 40 40 40");
    SHOWS(b, self, "0 1 2 3 4");
}

/* ---- tables ---- */

static void tables_are_looked_up_by_codes(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 6);
    uint32_t grade = codes(b, pupil, "grade", "A B U .7 Z A");
    uint32_t wide = field_as(b, pupil, "wide", TYPE_CODE, NONE, 1, 4, "x y x x x .8");
    uint32_t points = table_of(b, "c", TYPE_NUMBER, "A 3/2 B 1 U .9");
    uint32_t words = table_of(b, "c", TYPE_CODE, "A high B low U low");
    uint32_t pass = table_of(b, "c", TYPE_YESNO, "A y B y U n");
    uint32_t both = table_of(b, "cc", TYPE_NUMBER, "A x 1 A y 2 B y 3 U x 4");
    rows_of(b, pupil);
    uint32_t rg = column(b, grade), rw = column(b, wide);
    uint32_t list = ARGS(b, rg);
    uint32_t p = store(b, make(b, OP_LOOKUP, points, list, 0));
    uint32_t w = store(b, make(b, OP_LOOKUP, words, list, 0));
    uint32_t y = store(b, make(b, OP_LOOKUP, pass, list, 0));
    uint32_t two = store(b, make(b, OP_LOOKUP, both, ARGS(b, rg, rw), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, p, "3/2 1 .9 .7 .4 3/2");
    SHOWS(b, w, "high low low .7 .4 high");
    SHOWS(b, y, "y y n .7 .4 y");
    SHOWS(b, two, "1 3 4 .7 .4 .8");
}

static void tables_are_looked_up_by_numbers_and_ranges(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 9);
    uint32_t x = numbers(b, pupil, "x", "-5 0 1 5/2 3 7/2 4 100 .7");
    uint32_t k = codes(b, pupil, "k", "a a b b a b b b a");
    uint32_t ranges = table_of(b, "r", TYPE_NUMBER, "3..4 30 ..0 10 1<3 20 50.. 40");
    uint32_t exact = table_of(b, "n", TYPE_CODE, "5/2 half 4 four 100 all");
    uint32_t mixed = table_of(b, "cr", TYPE_NUMBER, "a ..1 1 a 1<4 2 b ..3 3 b 3<4 4 b 4.. 5");
    uint32_t square = table_of(b, "rr", TYPE_NUMBER, "..3 ..3 1 ..3 3<9 2 3<9 ..3 3 3<200 3<200 4");
    uint32_t huge = table_of(b, "r", TYPE_NUMBER, "..0 1 0<1000000000000000000000000 2");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), rk = column(b, k);
    uint32_t twice = make(b, OP_ADD, rx, rx, 0);
    uint32_t third = make(b, OP_DIV, rx, number(b, "3"), 0);
    uint32_t own = make(b, OP_MUL, make(b, OP_DIV, rx, twice, 0), twice, 0);
    uint32_t r = store(b, make(b, OP_LOOKUP, ranges, ARGS(b, rx), 0));
    uint32_t r3 = store(b, make(b, OP_LOOKUP, ranges, ARGS(b, third), 0));
    uint32_t rq = store(b, make(b, OP_LOOKUP, ranges, ARGS(b, own), 0));
    uint32_t e = store(b, make(b, OP_LOOKUP, exact, ARGS(b, rx), 0));
    uint32_t m = store(b, make(b, OP_LOOKUP, mixed, ARGS(b, rk, rx), 0));
    uint32_t s = store(b, make(b, OP_LOOKUP, square, ARGS(b, rx, twice), 0));
    uint32_t h = store(b, make(b, OP_LOOKUP, huge, ARGS(b, rx), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, r, "10 10 .4 20 30 30 30 40 .7");
    SHOWS(b, r3, "10 10 .4 .4 .4 20 20 .4 .7");
    SHOWS(b, rq, "10 .1 .4 20 30 30 30 40 .7");
    SHOWS(b, e, ".4 .4 .4 half .4 .4 four all .7");
    SHOWS(b, m, "1 1 3 3 2 4 5 5 .7");
    SHOWS(b, s, "1 1 1 2 2 4 4 .4 .7");
    SHOWS(b, h, "1 1 2 2 2 2 2 2 .7");
}

static void tables_are_read_between_their_rows(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 9);
    uint32_t x = numbers(b, pupil, "x", "-5 0 1 5/2 3 7/2 4 100 .7");
    uint32_t k = codes(b, pupil, "k", "a a b .8 a b b b a");
    uint32_t half =
        curve_of(b, table_of(b, "r", TYPE_NUMBER, "0..1 3 1<3 7/2 3..4 2"), 0, 9, "1/3 0 1/2");
    uint32_t odd = curve_of(b, table_of(b, "cr", TYPE_NUMBER, "a ..3 1 b ..1 3 b 1<4 1/7 b 4.. 5"),
                            1, REASON_NOT_IN_TABLE, "2/3 1/9007199254740993 2 0");
    uint32_t huge = curve_of(b, table_of(b, "r", TYPE_NUMBER, "..0 1 0<1000 2"), 0, 9,
                             "1/3 1000000000000000000000001");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), rk = column(b, k);
    uint32_t twice = make(b, OP_ADD, rx, rx, 0);
    uint32_t own = make(b, OP_MUL, make(b, OP_DIV, rx, twice, 0), twice, 0);
    uint32_t h = store(b, make(b, OP_INTERPOLATE, half, ARGS(b, rx), 0));
    uint32_t q = store(b, make(b, OP_INTERPOLATE, half, ARGS(b, own), 0));
    uint32_t c = store(b, make(b, OP_INTERPOLATE, half, ARGS(b, number(b, "1/2")), 0));
    uint32_t o = store(b, make(b, OP_INTERPOLATE, odd, ARGS(b, rk, rx), 0));
    uint32_t m = store(b, make(b, OP_INTERPOLATE, huge, ARGS(b, rx), 0));
    end_rows(b);
    run_all(b);
    SHOWS(b, h, ".9 3 10/3 7/2 7/2 15/4 4 .9 .7");
    SHOWS(b, q, ".9 .1 10/3 7/2 7/2 15/4 4 .9 .7");
    SHOWS(b, c, "19/6 19/6 19/6 19/6 19/6 19/6 19/6 19/6 19/6");
    SHOWS(b, o, "-7/3 1 27021597764222980/9007199254740993 .8 3 50/7 5 5 .7");
    SHOWS(b, m,
          "-2/3 1 1000000000000000000000003 5000000000000000000000009/2 "
          "3000000000000000000000005 7000000000000000000000011/2 "
          "4000000000000000000000006 100000000000000000000000102 .7");
}

/* ---- reductions ---- */

/* Rows of two kinds of parent: `mine` in order, `other` not. */
typedef struct Reduced {
    uint32_t school, pupil, value, mask, yes, mine, other, weight;
} Reduced;

static Reduced reduced(Build *b)
{
    Reduced r;
    r.school = record(b, "School", 4);
    r.pupil = record(b, "Pupil", 8);
    r.value = numbers(b, r.pupil, "value", "1 2 3 4 .7 6 7/2 8");
    r.mask = yesnos(b, r.pupil, "mask", "y y n y y .8 y y");
    r.yes = yesnos(b, r.pupil, "yes", "y n y y n y y .9");
    r.weight = numbers(b, r.pupil, "weight", "1 2 1 1 1 1 .8 1/2");
    r.mine = links(b, r.pupil, "school", r.school, "0 0 0 1 1 3 3 -");
    r.other = links(b, r.pupil, "other", r.school, "3 0 1 0 3 0 - 3");
    return r;
}

static void sums_and_counts_take_the_known_rows_of_the_mask(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    static const AccKind kinds[] = { ACC_SUM, ACC_MEAN, ACC_COUNT, ACC_LEAST, ACC_GREATEST };
    static const char *const mine[] = { "3 4 0 7/2", "3/2 4 .1 7/2", "2 1 0 1", "1 4 .1 7/2",
                                        "2 4 .1 7/2" };
    static const char *const other[] = { "6 0 0 9", "3 .1 .1 9/2", "2 0 0 2", "2 .1 .1 1",
                                         "4 .1 .1 8" };
    static const char *const nation[] = { "37/2", "37/10", "5", "1", "8" };
    static const char *const unmasked[] = { "6 4 0 19/2", "2 4 .1 19/4", "3 1 0 2", "1 4 .1 7/2",
                                            "3 4 .1 6" };
    uint32_t made[5][4];
    rows_of(b, r.pupil);
    uint32_t v = column(b, r.value), m = column(b, r.mask);
    uint32_t in = column(b, r.mine), out = column(b, r.other);
    for (int k = 0; k < 5; k++) {
        made[k][0] = reduce(b, kinds[k], v, in, m);
        made[k][1] = reduce(b, kinds[k], v, out, m);
        made[k][2] = reduce(b, kinds[k], v, NONE, m);
        made[k][3] = reduce(b, kinds[k], v, in, NONE);
    }
    uint32_t rows = reduce(b, ACC_COUNT, NONE, in, NONE), all = reduce(b, ACC_COUNT, NONE, NONE, m);
    end_rows(b);
    run_all(b);
    for (int k = 0; k < 5; k++) {
        SHOWS(b, made[k][0], mine[k]);
        SHOWS(b, made[k][1], other[k]);
        SHOWS(b, made[k][2], nation[k]);
        SHOWS(b, made[k][3], unmasked[k]);
    }
    SHOWS(b, rows, "3 2 0 2");
    SHOWS(b, all, "6");
}

static void yes_and_no_are_shared_some_or_every(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    rows_of(b, r.pupil);
    uint32_t y = column(b, r.yes), m = column(b, r.mask), in = column(b, r.mine);
    uint32_t share = reduce(b, ACC_SHARE, y, in, m), some = reduce(b, ACC_SOME, y, in, m);
    uint32_t every = reduce(b, ACC_EVERY, y, in, m);
    uint32_t all_share = reduce(b, ACC_SHARE, y, NONE, NONE);
    uint32_t all_every = reduce(b, ACC_EVERY, y, NONE, NONE);
    end_rows(b);
    run_all(b);
    SHOWS(b, share, "1/2 1/2 .1 1");
    SHOWS(b, some, "y y n y");
    SHOWS(b, every, "n n y y");
    SHOWS(b, all_share, "5/7");
    SHOWS(b, all_every, "n");
}

static void deviations_are_root_numbers_and_weights_weigh(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    rows_of(b, r.pupil);
    uint32_t v = column(b, r.value), w = column(b, r.weight), in = column(b, r.mine);
    uint32_t out = column(b, r.other);
    uint32_t sample = reduce(b, ACC_SAMPLE_DEVIATION, v, in, NONE);
    uint32_t whole = reduce(b, ACC_POPULATION_DEVIATION, v, out, NONE);
    uint32_t list = ARGS(b, w, NONE), masked = ARGS(b, w, column(b, r.mask));
    uint32_t mean = reduce(b, ACC_WEIGHTED_MEAN, v, in, list);
    uint32_t sum = reduce(b, ACC_WEIGHTED_SUM, v, in, list);
    uint32_t some = reduce(b, ACC_WEIGHTED_MEAN, v, out, masked);
    uint32_t nation = reduce(b, ACC_WEIGHTED_SUM, v, NONE, masked);
    end_rows(b);
    run_all(b);
    SHOWS(b, sample, "1 .1 .1 5/2*root(1/2)");
    SHOWS(b, whole, "2*root(2/3) 0 .1 7/2");
    SHOWS(b, mean, "2 4 .1 6");
    SHOWS(b, sum, "8 4 0 6");
    SHOWS(b, some, "8/3 .1 .1 10/3");
    SHOWS(b, nation, "13");
}

static void the_one_value_is_of_any_type(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    uint32_t word = codes(b, r.pupil, "word", "a b c d .9 f g h");
    rows_of(b, r.pupil);
    uint32_t v = column(b, r.value), y = column(b, r.yes), c = column(b, word);
    uint32_t in = column(b, r.mine), out = column(b, r.other), m = column(b, r.mask);
    uint32_t big = make(b, OP_GT, v, number(b, "3"), 0);
    uint32_t number_one = reduce(b, ACC_ONE, v, in, big);
    uint32_t made_one = reduce(b, ACC_ONE, make(b, OP_ADD, v, v, 0), out, big);
    uint32_t code_one = reduce(b, ACC_ONE, c, in, big);
    uint32_t yes_one = reduce(b, ACC_ONE, y, out, m);
    uint32_t row_one = reduce(b, ACC_ONE, out, in, big);
    uint32_t nation = reduce(b, ACC_ONE, v, NONE, make(b, OP_EQ, v, number(b, "8"), 0));
    uint32_t several = reduce(b, ACC_ONE, v, NONE, NONE);
    end_rows(b);
    run_all(b);
    SHOWS(b, number_one, ".1 4 .1 .5");
    SHOWS(b, made_one, ".5 .1 .1 16");
    SHOWS(b, code_one, ".1 d .1 .5");
    SHOWS(b, yes_one, ".5 .1 .1 .5");
    SHOWS(b, row_one, ".1 0 .1 .5");
    SHOWS(b, nation, "8");
    SHOWS(b, several, ".5");
}

static void different_values_are_counted_once(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    uint32_t word = codes(b, r.pupil, "word", "a a b .9 a a a b");
    uint32_t count = numbers(b, r.pupil, "count", "1 1 2 5/2 5/2 .9 1 1");
    uint32_t with_order[4], without[4];
    for (int pass = 0; pass < 2; pass++) {
        uint32_t *made = pass ? with_order : without;
        Step *step = rows_of(b, r.pupil);
        if (pass) step->order = r.other;
        uint32_t c = column(b, word), n = column(b, count), in = column(b, r.mine);
        uint32_t out = column(b, r.other), m = column(b, r.mask);
        made[0] = reduce(b, ACC_DIFFERENT, c, in, NONE);
        made[1] = reduce(b, ACC_DIFFERENT, c, out, m);
        made[2] = reduce(b, ACC_DIFFERENT, n, out, NONE);
        made[3] = reduce(b, ACC_DIFFERENT, in, NONE, m);
        end_rows(b);
    }
    run_all(b);
    for (int pass = 0; pass < 2; pass++) {
        uint32_t *made = pass ? with_order : without;
        SHOWS(b, made[0], "2 1 0 1");
        SHOWS(b, made[1], "1 0 0 2");
        SHOWS(b, made[2], "2 1 0 2");
        SHOWS(b, made[3], "3");
    }
}

/* ---- order ---- */

static void a_step_in_the_order_of_a_link_gives_the_same_columns(void **state)
{
    Build *b = *state;
    Reduced r = reduced(b);
    uint32_t word = codes(b, r.pupil, "word", "a b c d .9 f g h");
    uint32_t made[2][6];
    for (int pass = 0; pass < 2; pass++) {
        Step *step = rows_of(b, r.pupil);
        if (pass) step->order = r.other;
        uint32_t v = column(b, r.value), out = column(b, r.other);
        made[pass][0] = store(b, make(b, OP_DIV, number(b, "1"), v, 0));
        made[pass][1] = store(b, column(b, word));
        made[pass][2] = store(b, column(b, r.yes));
        made[pass][3] = store(b, out);
        made[pass][4] = store(b, make(b, OP_SELF, 0, 0, 0));
        made[pass][5] = reduce(b, ACC_ONE, make(b, OP_ADD, v, v, 0), column(b, r.mine), NONE);
        end_rows(b);
    }
    run_all(b);
    for (int k = 0; k < 6; k++) SHOWS(b, made[1][k], shown(b, made[0][k]));
    SHOWS(b, made[0][0], "1 1/2 1/3 1/4 .7 1/6 2/7 1/8");
    SHOWS(b, made[0][4], "0 1 2 3 4 5 6 7");
}

/* ---- limits ---- */

static void escape_limits(void *arg)
{
    Build *b = arg;
    run_once(b, (RunOptions){ .threads = 7, .batch = 1 });
}

static void a_number_past_its_limit_escapes_from_any_thread_and_says_where(void **state)
{
    Build *b = *state;
    uint32_t pupil = record(b, "Pupil", 64);
    char text[64 * 4] = "";
    for (int i = 0; i < 64; i++) strcat(text, "97 ");
    uint32_t x = numbers(b, pupil, "x", text);
    rows_of(b, pupil);
    uint32_t big = column(b, x);
    for (int i = 0; i < 16; i++) big = make(b, OP_MUL, big, big, 0);
    store(b, big);
    end_rows(b);
    b->p.steps[0].span = (Span){ 0, 3, 9 };
    assert_int_equal(guard_run(&b->guard, escape_limits, b), WHY_LIMIT);
    assert_int_equal(b->diags.count, 1);
    assert_int_equal(b->diags.items[0].id, D_NUMBER_LIMIT);
    assert_int_equal(b->diags.items[0].span.start, 3);
}

static void nothing_comes_of_no_rows(void **state)
{
    Build *b = *state;
    uint32_t school = record(b, "School", 2), pupil = record(b, "Pupil", 0);
    uint32_t x = numbers(b, pupil, "x", ""), c = codes(b, pupil, "c", "");
    uint32_t at = links(b, pupil, "school", school, "");
    rows_of(b, pupil);
    uint32_t rx = column(b, x), row = column(b, at);
    uint32_t doubled = store(b, make(b, OP_ADD, rx, rx, 0));
    uint32_t same = store(b, make(b, OP_SAME_CODE, column(b, c), code_constant(b, "A"), 0));
    uint32_t sum = reduce(b, ACC_SUM, rx, row, NONE), mean = reduce(b, ACC_MEAN, rx, NONE, NONE);
    end_rows(b);
    run_all(b);
    SHOWS(b, doubled, "");
    SHOWS(b, same, "");
    SHOWS(b, sum, "0 0");
    SHOWS(b, mean, ".1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BUILD(arithmetic_is_exact_and_missing_flows_with_the_first_reason),
        WITH_BUILD(least_and_greatest_need_both_or_take_what_is_known),
        WITH_BUILD(a_median_takes_the_known_arguments),
        WITH_BUILD(rounding_follows_its_mode_and_step),
        WITH_BUILD(a_constant_is_the_same_in_every_row),
        WITH_BUILD(numbers_compare_exactly),
        WITH_BUILD(codes_compare_as_texts_across_dictionaries_and_widths),
        WITH_BUILD(conditions_follow_their_tables_with_every_missing_side),
        WITH_BUILD(choosing_works_for_every_type),
        WITH_BUILD(withholding_and_after_give_reasons),
        WITH_BUILD(values_are_read_from_parents_and_the_nation),
        WITH_BUILD(tables_are_looked_up_by_codes),
        WITH_BUILD(tables_are_looked_up_by_numbers_and_ranges),
        WITH_BUILD(tables_are_read_between_their_rows),
        WITH_BUILD(sums_and_counts_take_the_known_rows_of_the_mask),
        WITH_BUILD(yes_and_no_are_shared_some_or_every),
        WITH_BUILD(deviations_are_root_numbers_and_weights_weigh),
        WITH_BUILD(the_one_value_is_of_any_type),
        WITH_BUILD(different_values_are_counted_once),
        WITH_BUILD(a_step_in_the_order_of_a_link_gives_the_same_columns),
        WITH_BUILD(a_number_past_its_limit_escapes_from_any_thread_and_says_where),
        WITH_BUILD(nothing_comes_of_no_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
