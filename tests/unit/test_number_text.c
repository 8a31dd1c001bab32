/* test_number_text.c -- numbers from text and to text.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"
#include "limit.h"

static void decimals_of_up_to_18_digits_are_read_at_once(void **state)
{
    (void)state;
    static const struct {
        Str text;
        int64_t mantissa;
        int decimals;
        bool minus_zero;
    } cases[] = {
        { STR("0"), 0, 0, false },
        { STR("7"), 7, 0, false },
        { STR("-7"), -7, 0, false },
        { STR("1.50"), 150, 2, false },
        { STR("-0.5"), -5, 1, false },
        { STR("007"), 7, 0, false },
        { STR("-0"), 0, 0, true },
        { STR("-0.00"), 0, 2, true },
        { STR("0.00"), 0, 2, false },
        { STR("999999999999999999"), 999999999999999999, 0, false },
        { STR("-99999999999999999.9"), -999999999999999999, 1, false },
        { STR("0.00000000000000001"), 1, 17, false },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t mantissa;
        int decimals;
        bool minus_zero;
        NumberKind kind = number_parse(cases[i].text, &mantissa, &decimals, &minus_zero);
        assert_int_equal(NUMBER_SMALL, kind);
        assert_true(mantissa == cases[i].mantissa);
        assert_int_equal(cases[i].decimals, decimals);
        assert_true(minus_zero == cases[i].minus_zero);
        assert_int_equal(FAULT_NONE, number_fault(cases[i].text));
    }
}

static void what_is_no_number_is_refused_with_its_fault(void **state)
{
    Room *room = *state;
    static const struct {
        Str text;
        NumberFault fault;
    } cases[] = {
        { STR(""), FAULT_EMPTY },          { STR("+5"), FAULT_PLUS },
        { STR(".5"), FAULT_POINT },        { STR("5."), FAULT_POINT },
        { STR("1.2.3"), FAULT_POINT },     { STR("-.5"), FAULT_POINT },
        { STR("1e5"), FAULT_EXPONENT },    { STR("1E+11"), FAULT_EXPONENT },
        { STR("1,759"), FAULT_THOUSANDS }, { STR("3,14"), FAULT_THOUSANDS },
        { STR("1_000"), FAULT_THOUSANDS }, { STR(" 5"), FAULT_SPACE },
        { STR("5 "), FAULT_SPACE },        { STR("5\xC2\xA0"), FAULT_SPACE },
        { STR("5\t"), FAULT_SPACE },       { STR("5\r"), FAULT_SPACE },
        { STR("5\n"), FAULT_SPACE },       { STR("5\xC2"), FAULT_OTHER },
        { STR("5\xC2\xA1"), FAULT_OTHER }, { STR("5\xA0"), FAULT_OTHER },
        { STR("5+"), FAULT_OTHER },        { STR("1'000"), FAULT_THOUSANDS },
        { STR(",5"), FAULT_OTHER },        { STR("_5"), FAULT_OTHER },
        { STR("'5"), FAULT_OTHER },        { STR("e5"), FAULT_OTHER },
        { STR("E5"), FAULT_OTHER },        { STR("%"), FAULT_OTHER },
        { STR("4%3"), FAULT_OTHER },       { STR("-.-"), FAULT_OTHER },
        { STR("43%"), FAULT_PERCENT },     { STR("NaN"), FAULT_OTHER },
        { STR("Infinity"), FAULT_OTHER },  { STR("0x1F"), FAULT_OTHER },
        { STR("1/2"), FAULT_OTHER },       { STR("-"), FAULT_OTHER },
        { STR("--5"), FAULT_OTHER },       { STR("12-"), FAULT_OTHER },
        { STR("(12)"), FAULT_OTHER },      { STR("."), FAULT_OTHER },
        { STR("1\0"), FAULT_OTHER },       { STR("5a"), FAULT_OTHER },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t mantissa;
        int decimals;
        bool minus_zero;
        NumberKind kind = number_parse(cases[i].text, &mantissa, &decimals, &minus_zero);
        assert_int_equal(NUMBER_BAD, kind);
        assert_int_equal(cases[i].fault, number_fault(cases[i].text));
        assert_null(number_parse_exact(&room->arena, cases[i].text));
    }
}

static void up_to_60_digits_are_read_and_61_refused(void **state)
{
    Room *room = *state;
    char digits[LIMIT_DIGITS + 3];
    int64_t mantissa;
    int decimals;
    bool minus_zero;
    memset(digits, '9', sizeof digits);
    Str most = { digits, LIMIT_DIGITS }, more = { digits, LIMIT_DIGITS + 1 };
    assert_int_equal(NUMBER_LONG, number_parse(most, &mantissa, &decimals, &minus_zero));
    assert_true(str_eq(exactly(room, number_parse_exact(&room->arena, most)), most));
    assert_int_equal(NUMBER_BAD, number_parse(more, &mantissa, &decimals, &minus_zero));
    assert_int_equal(FAULT_DIGITS, number_fault(more));
    assert_null(number_parse_exact(&room->arena, more));
    Str nineteen = { digits, 19 }, eighteen = { digits, 18 };
    assert_int_equal(NUMBER_LONG, number_parse(nineteen, &mantissa, &decimals, &minus_zero));
    assert_int_equal(NUMBER_SMALL, number_parse(eighteen, &mantissa, &decimals, &minus_zero));
    digits[0] = '-';
    digits[2] = '.';
    Str signed_most = { digits, LIMIT_DIGITS + 2 };
    assert_int_equal(FAULT_NONE, number_fault(signed_most));
    assert_true(
        str_eq(shown(room, number_parse_exact(&room->arena, signed_most), 59), signed_most));
}

static void every_decimal_of_five_digits_comes_back(void **state)
{
    Room *room = *state;
    for (int places = 0; places <= 5; places++)
        for (int64_t n = -99999; n <= 99999; n += places ? 7 : 1) {
            char at[64];
            Text text = { .arena = &room->arena, .at = at, .cap = sizeof at };
            number_write_ratio(&text, n, number_power_of_ten(places), places);
            int64_t mantissa;
            int decimals;
            bool minus_zero;
            Str written = text_str(&text);
            assert_int_equal(NUMBER_SMALL,
                             number_parse(written, &mantissa, &decimals, &minus_zero));
            assert_true(mantissa == n && decimals == places && !minus_zero);
        }
}

static void long_decimals_come_back(void **state)
{
    Room *room = *state;
    for (int i = 0; i < 3000; i++) {
        char digits[48];
        size_t len = (size_t)between(room, 20, 44), point = (size_t)between(room, 2, 17);
        for (size_t k = 0; k < len; k++) digits[k] = (char)('0' + between(room, 0, 9));
        digits[0] = '-';
        digits[1] = '4';
        digits[point] = '.';
        if (point == len - 1 || point == 1) continue;
        Str text = { digits, len };
        const Exact *x = number_parse_exact(&room->arena, text);
        assert_true(str_eq(shown(room, x, (int)(len - point - 1)), text));
    }
}

static void rescaling_never_loses_a_digit(void **state)
{
    (void)state;
    int64_t out;
    assert_true(number_rescale(150, 2, 1, &out) && out == 15);
    assert_false(number_rescale(45757, 3, 2, &out));
    assert_true(number_rescale(45750, 3, 2, &out) && out == 4575);
    assert_true(number_rescale(-7, 0, 2, &out) && out == -700);
    assert_false(number_rescale(100, 0, 17, &out));
}

static void decimals_are_written_with_all_their_places(void **state)
{
    Room *room = *state;
    assert_text(shown(room, ratio(room, 1, 2), 2), "0.50");
    assert_text(shown(room, ratio(room, -1, 20), 2), "-0.05");
    assert_text(shown(room, ratio(room, 0, 1), 2), "0.00");
    assert_text(shown(room, ratio(room, 0, -5), 0), "0");
    assert_text(shown(room, ratio(room, INT64_MIN, 1), 0), "-9223372036854775808");
    assert_text(shown(room, ratio(room, INT64_MIN, 100), 2), "-92233720368547758.08");
    assert_text(shown(room, exact_from_i128(&room->arena, I128_MIN, 1), 1),
                "-170141183460469231731687303715884105728.0");
    assert_text(shown(room, ratio(room, 1, 1), 30), "1.000000000000000000000000000000");
    assert_text(shown(room, ratio(room, 0, 1), 20), "0.00000000000000000000");
    assert_text(shown(room, ratio(room, -1, 4), 19), "-0.2500000000000000000");
    assert_text(shown(room, ratio(room, -1, 4), 18), "-0.250000000000000000");
    Text text = text_open(&room->arena);
    number_write_ratio(&text, -3, 8, 20);
    assert_text(text_str(&text), "-0.37500000000000000000");
    text = text_open(&room->arena);
    number_write_percent(&text, ratio(room, 2, 5), 1);
    text_byte(&text, ' ');
    number_write_percent(&text, ratio(room, 1, 8), 1);
    text_byte(&text, ' ');
    number_write_percent(&text, ratio(room, -1, 1), 0);
    assert_text(text_str(&text), "40.0 12.5 -100");
}

static void exact_texts_are_fractions_and_roots(void **state)
{
    Room *room = *state;
    assert_text(exactly(room, ratio(room, 6, -4)), "-3/2");
    assert_text(exactly(room, ratio(room, 8, 4)), "2");
    assert_text(exactly(room, root_number(room, 3, 1, 5, 7)), "3*root(5/7)");
    assert_text(exactly(room, root_number(room, 1, 1, 45, 7)), "3*root(5/7)");
    assert_text(exactly(room, root_number(room, -1, 2, 3, 1)), "-1/2*root(3)");
    assert_text(exactly(room, root_number(room, -1, 1, 3, 1)), "-root(3)");
    Text text = text_open(&room->arena);
    number_write_plain(&text, ratio(room, 3, 8));
    text_byte(&text, ' ');
    number_write_plain(&text, ratio(room, -1, 3));
    text_byte(&text, ' ');
    number_write_plain(&text, ratio(room, 1200, 1));
    text_byte(&text, ' ');
    number_write_plain(&text, exact_power_of_ten(&room->arena, -60));
    text_byte(&text, ' ');
    number_write_plain(&text, ratio(room, 1, (int64_t)1 << 62));
    Str expected = STR("0.375 -1/3 1200 "
                       "0.000000000000000000000000000000000000000000000000000000000001 "
                       "1/4611686018427387904");
    assert_true(str_eq(text_str(&text), expected));
    text = text_open(&room->arena); /* 10^80 is beyond what is looked at */
    number_write_plain(&text, exact_power_of_ten(&room->arena, -80));
    assert_true(str_eq(text_str(&text), exactly(room, exact_power_of_ten(&room->arena, -80))));
    text = text_open(&room->arena);
    number_write_plain(&text, root_number(room, 1, 2, 3, 1));
    assert_text(text_str(&text), "1/2*root(3)");
}

static void rows_of_any_lane_are_written_alike(void **state)
{
    Room *room = *state;
    int64_t num = -1250;
    Column column = { .type = TYPE_NUMBER, .count = 1, .den = 1000, .i64 = &num };
    for (Lane lane = LANE_I64; lane <= LANE_EXACT; lane++) {
        Column wide;
        lane_widen(&room->work, &wide, &column, lane, 1);
        assert_int_equal(lane, wide.lane);
        Text text = text_open(&room->arena);
        number_write_at(&text, &room->dens, &wide, 0, 2, false);
        number_write_at(&text, &room->dens, &wide, 0, 1, true);
        assert_text(text_str(&text), "-1.25-125.0");
    }
    i128 most = I128_MAX; /* times 100 it is more than 128 bits */
    Column wide = { .type = TYPE_NUMBER, .lane = LANE_I128, .count = 1, .den = 1, .wide = &most };
    Text text = text_open(&room->arena);
    number_write_at(&text, &room->dens, &wide, 0, 0, true);
    assert_text(text_str(&text), "17014118346046923173168730371588410572700");
}

static void write_unrounded(void *arg)
{
    Room *room = arg;
    Text text = text_open(&room->arena);
    number_write(&text, ratio(room, 1, 3), 2);
}

static void write_long_unrounded(void *arg)
{
    Room *room = arg;
    Text text = text_open(&room->arena);
    Exact *large = exact_power_of_ten(&room->arena, 40);
    number_write(&text, exact_add(&room->arena, large, ratio(room, 1, 200)), 2);
}

static void write_root(void *arg)
{
    Room *room = arg;
    Text text = text_open(&room->arena);
    number_write(&text, root_number(room, 1, 1, 2, 1), 2);
}

static void an_unrounded_number_is_our_own_fault(void **state)
{
    Room *room = *state;
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, write_unrounded, room));
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, write_long_unrounded, room));
    assert_int_equal(WHY_INTERNAL, guard_run(&room->guard, write_root, room));
    assert_null(number_arena_use(NULL));
}

/* What number_write_exact writes is read as the same number, parts and all. */
static void exact_texts_come_back(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    for (int64_t i = 0; i < 3000; i++) {
        int64_t p = i * 7919 % 401 - 200, q = i % 17 + 1, c = i * 31 % 90;
        const Exact *x = ratio(room, p, q), *root = exact_root(arena, ratio(room, c, i % 5 + 1));
        const Exact *factor = ratio(room, i * 104729 % 61 - 30, i % 11 + 1);
        if (i % 3)
            x = exact_add(arena, i % 3 == 1 ? exact_from_i64(arena, 0) : x,
                          exact_mul(arena, factor, root));
        Text text = text_open(arena);
        number_write_exact(&text, x);
        const Exact *back = number_read_exact(arena, text_str(&text));
        assert_non_null(back);
        assert_int_equal(0, exact_compare(arena, x, back));
        const Exact *part[3];
        number_parts(arena, back, part);
        const Exact *again =
            exact_add(arena, part[0], exact_mul(arena, part[1], exact_root(arena, part[2])));
        assert_int_equal(0, exact_compare(arena, x, again));
    }
    static const char *const bad[] = {
        "",           "-",           "1/",          "/2",         "1/0",       "1.5",
        "Feb-25",     "1/2/3",       "root()",      "2root(3)",   "+5",        "root(-2)",
        "1+root(2",   "*root(2)",    "1/2 ",        "0x10/2",     "x*root(2)", "1/0*root(2)",
        "-x*root(2)", "x+2*root(2)", "1/0-root(2)", "1+x*root(2)"
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_null(number_read_exact(arena, (Str){ bad[i], strlen(bad[i]) }));
}

/* A limit has fewer digits than a part may have bits. */
static void texts_longer_than_any_number_are_not_read(void **state)
{
    Room *room = *state;
    char *digits = NEW_ARRAY(&room->arena, char, LIMIT_BITS + 1);
    memset(digits, '0', LIMIT_BITS + 1);
    digits[LIMIT_BITS - 1] = digits[LIMIT_BITS] = '7';
    const Exact *seven = number_read_exact(&room->arena, (Str){ digits, LIMIT_BITS });
    assert_int_equal(0, exact_compare(&room->arena, seven, ratio(room, 7, 1)));
    assert_null(number_read_exact(&room->arena, (Str){ digits, LIMIT_BITS + 1 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(decimals_of_up_to_18_digits_are_read_at_once),
        WITH_ROOM(what_is_no_number_is_refused_with_its_fault),
        WITH_ROOM(up_to_60_digits_are_read_and_61_refused),
        WITH_ROOM(every_decimal_of_five_digits_comes_back),
        WITH_ROOM(long_decimals_come_back),
        WITH_ROOM(rescaling_never_loses_a_digit),
        WITH_ROOM(decimals_are_written_with_all_their_places),
        WITH_ROOM(exact_texts_are_fractions_and_roots),
        WITH_ROOM(exact_texts_come_back),
        WITH_ROOM(texts_longer_than_any_number_are_not_read),
        WITH_ROOM(rows_of_any_lane_are_written_alike),
        WITH_ROOM(an_unrounded_number_is_our_own_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
