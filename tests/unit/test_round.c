/* test_round.c -- the rounding modes: tables of published cases, and every small number against the
 * definition.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number_help.h"

static Exact *decimal(Room *room, Str text)
{
    Exact *x = number_parse_exact(&room->arena, text);
    assert_non_null(x);
    return x;
}

static Str rounded(Room *room, const Exact *x, RoundMode mode, int places)
{
    Round round = round_places(&room->arena, mode, places);
    return shown(room, exact_round(&room->arena, x, &round), places);
}

/* A pupil's Progress 8: (Attainment 8 - estimate) / 10 to two places. */
static void progress_8_of_pupils_rounds_as_published(void **state)
{
    Room *room = *state;
    static const struct {
        Str actual, estimate, away, even, up;
    } cases[] = {
        { STR("52.50"), STR("51.95"), STR("0.06"), STR("0.06"), STR("0.06") },
        { STR("52.50"), STR("47.77"), STR("0.47"), STR("0.47"), STR("0.47") },
        { STR("52.50"), STR("47.45"), STR("0.51"), STR("0.50"), STR("0.51") },
        { STR("42.40"), STR("47.45"), STR("-0.51"), STR("-0.50"), STR("-0.50") },
        { STR("42.40"), STR("51.95"), STR("-0.96"), STR("-0.96"), STR("-0.95") },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Exact *x = exact_sub(&room->arena, decimal(room, cases[i].actual),
                             decimal(room, cases[i].estimate));
        x = exact_div(&room->arena, x, ratio(room, 10, 1));
        assert_true(str_eq(rounded(room, x, ROUND_HALF_AWAY, 2), cases[i].away));
        assert_true(str_eq(rounded(room, x, ROUND_HALF_EVEN, 2), cases[i].even));
        assert_true(str_eq(rounded(room, x, ROUND_HALF_UP, 2), cases[i].up));
    }
}

/* mean -/+ 1.96 sd / root n, from the published tables of 2024. */
static void intervals_round_once_from_the_exact_limit(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    static const struct {
        Str mean, spread;
        int64_t n;
        Str lower, upper;
    } cases[] = {
        { STR("0.45"), STR("1.41628"), 24, STR("-0.12"), STR("1.02") },
        { STR("0.45"), STR("1.41628"), 45, STR("0.04"), STR("0.86") },
        { STR("0.20"), STR("1.41628"), 200, STR("0.00"), STR("0.40") },
        { STR("-0.075"), STR("0.849837"), 4, STR("-0.91"), STR("0.76") },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Exact *half = exact_mul(arena, decimal(room, STR("1.96")), decimal(room, cases[i].spread));
        half = exact_div(arena, half, exact_root(arena, ratio(room, cases[i].n, 1)));
        Exact *mean = decimal(room, cases[i].mean);
        Exact *lower = exact_sub(arena, mean, half), *upper = exact_add(arena, mean, half);
        assert_true(str_eq(rounded(room, lower, ROUND_HALF_AWAY, 2), cases[i].lower));
        assert_true(str_eq(rounded(room, upper, ROUND_HALF_AWAY, 2), cases[i].upper));
    }
    /* 0.20 with 200 pupils: the lower limit prints 0.00 and is above nought. */
    Exact *half = exact_mul(arena, decimal(room, STR("1.96")), decimal(room, STR("1.41628")));
    half = exact_div(arena, half, exact_root(arena, ratio(room, 200, 1)));
    assert_int_equal(1, exact_sign(arena, exact_sub(arena, decimal(room, STR("0.20")), half)));
    assert_int_equal(-1, exact_sign(arena, exact_sub(arena, decimal(room, STR("0.19")), half)));
}

static void published_national_rows_are_met(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    static const struct {
        Str total, spread, score, low, high;
        int64_t n;
    } rows[] = {
        { STR("10779.17"), STR("1.414023"), STR("0.43"), STR("0.42"), STR("0.45"), 24860 },
        { STR("-84562.989"), STR("1.414023"), STR("-0.57"), STR("-0.58"), STR("-0.56"), 148768 },
        { STR("2294.551"), STR("1.414023"), STR("1.08"), STR("1.02"), STR("1.14"), 2133 },
        { STR("-15970.352"), STR("1.414023"), STR("-0.16"), STR("-0.17"), STR("-0.15"), 99029 },
        { STR("-1209.319"), STR("1.41628"), STR("-0.09"), STR("-0.11"), STR("-0.06"), 14182 },
        { STR("-10377.997"), STR("1.41628"), STR("-0.05"), STR("-0.05"), STR("-0.04"), 222177 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Exact *n = ratio(room, rows[i].n, 1);
        Exact *mean = exact_div(arena, decimal(room, rows[i].total), n);
        Exact *half = exact_mul(arena, decimal(room, STR("1.96")), decimal(room, rows[i].spread));
        half = exact_div(arena, half, exact_root(arena, n));
        Exact *low = exact_sub(arena, mean, half), *high = exact_add(arena, mean, half);
        assert_true(str_eq(rounded(room, mean, ROUND_HALF_AWAY, 2), rows[i].score));
        assert_true(str_eq(rounded(room, low, ROUND_HALF_AWAY, 2), rows[i].low));
        assert_true(str_eq(rounded(room, high, ROUND_HALF_AWAY, 2), rows[i].high));
    }
}

static void modes_differ_where_they_should(void **state)
{
    Room *room = *state;
    static const struct {
        Str x;
        int64_t away, even, half_up, up, down;
    } cases[] = {
        { STR("2.5"), 3, 2, 3, 3, 2 },        { STR("3.5"), 4, 4, 4, 4, 3 },
        { STR("-2.5"), -3, -2, -2, -3, -2 },  { STR("-3.5"), -4, -4, -3, -4, -3 },
        { STR("2.1"), 2, 2, 2, 3, 2 },        { STR("-2.1"), -2, -2, -2, -3, -2 },
        { STR("2.9"), 3, 3, 3, 3, 2 },        { STR("-2.9"), -3, -3, -3, -3, -2 },
        { STR("0.5"), 1, 0, 1, 1, 0 },        { STR("-0.5"), -1, 0, 0, -1, 0 },
        { STR("-0.4"), 0, 0, 0, -1, 0 },      { STR("7"), 7, 7, 7, 7, 7 },
        { STR("-7"), -7, -7, -7, -7, -7 },    { STR("0"), 0, 0, 0, 0, 0 },
        { STR("0.49999999"), 0, 0, 0, 1, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const int64_t expected[] = { cases[i].away, cases[i].even, cases[i].half_up, cases[i].up,
                                     cases[i].down };
        for (RoundMode mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
            Round round = round_places(&room->arena, mode, 0);
            int64_t num, den;
            const Exact *x = exact_round(&room->arena, decimal(room, cases[i].x), &round);
            assert_true(exact_to_ratio(x, &num, &den));
            assert_int_equal(1, den);
            assert_int_equal(expected[mode], num);
        }
    }
}

/* By the definition: of the multiples around x, compared exactly. */
static void every_small_ratio_rounds_by_the_definition(void **state)
{
    Room *room = *state;
    for (int den = 1; den <= 24; den++)
        for (int num = -80; num <= 80; num++)
            for (RoundMode mode = ROUND_HALF_AWAY; mode <= ROUND_DOWN; mode++) {
                int64_t k = round_i64(num, den, mode);
                assert_true(round_i128(num, den, mode) == k);
                i128 large = (i128)num * ((i128)1 << 64);
                assert_true(round_i128(large, (i128)den << 64, mode) == k);
                int64_t off = 2 * (k * den - num); /* twice the distance, in units of 1/den */
                if (mode == ROUND_UP) {
                    assert_true(num >= 0 ? off >= 0 && off < 2 * den : off <= 0 && off > -2 * den);
                } else if (mode == ROUND_DOWN) {
                    assert_true(num >= 0 ? off <= 0 && off > -2 * den : off >= 0 && off < 2 * den);
                } else {
                    assert_true(off <= den && off >= -den);
                    if (off != den && off != -den) continue;
                    if (mode == ROUND_HALF_EVEN) assert_true(k % 2 == 0);
                    if (mode == ROUND_HALF_UP) assert_true(off == den);
                    if (mode == ROUND_HALF_AWAY) assert_true((num > 0) == (off > 0));
                }
            }
    (void)room;
}

static void the_ends_of_int64_round_without_overflow(void **state)
{
    (void)state;
    assert_true(round_i64(INT64_MIN, 1, ROUND_HALF_AWAY) == INT64_MIN);
    assert_true(round_i64(INT64_MIN, 2, ROUND_HALF_AWAY) == INT64_MIN / 2);
    assert_true(round_i64(INT64_MAX, 2, ROUND_HALF_AWAY) == INT64_MAX / 2 + 1);
    assert_true(round_i64(INT64_MAX, INT64_MAX, ROUND_HALF_EVEN) == 1);
    assert_true(round_i64(INT64_MIN, INT64_MAX, ROUND_DOWN) == -1);
    assert_true(round_i64(INT64_MIN, INT64_MAX, ROUND_UP) == -2);
    assert_true(round_i64(INT64_MAX / 2, INT64_MAX, ROUND_HALF_AWAY) == 0);
    assert_true(round_i64(INT64_MAX / 2 + 1, INT64_MAX, ROUND_HALF_AWAY) == 1);
    assert_true(round_i128(I128_MAX, I128_MAX, ROUND_HALF_AWAY) == 1);
    assert_true(round_i128(I128_MIN, I128_MAX, ROUND_UP) == -2);
}

static void roots_round_by_squares(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    const Exact *two = exact_root(arena, ratio(room, 2, 1));
    assert_text(rounded(room, two, ROUND_HALF_AWAY, 0), "1");
    assert_text(rounded(room, two, ROUND_HALF_EVEN, 10), "1.4142135624");
    assert_text(rounded(room, two, ROUND_DOWN, 10), "1.4142135623");
    assert_text(rounded(room, exact_neg(arena, two), ROUND_DOWN, 10), "-1.4142135623");
    assert_text(rounded(room, exact_neg(arena, two), ROUND_UP, 10), "-1.4142135624");
    assert_text(rounded(room, two, ROUND_HALF_UP, 50),
                "1.41421356237309504880168872420969807856967187537695");
    /* a hair on either side of a half: root(10^40 +- 1) / 10^20 is 1 +- 5e-41 */
    Exact *half = decimal(room, STR("0.5"));
    Exact *hair = exact_power_of_ten(arena, 40);
    Exact *above = exact_root(arena, exact_add(arena, hair, ratio(room, 1, 1)));
    Exact *below = exact_root(arena, exact_sub(arena, hair, ratio(room, 1, 1)));
    Exact *shift = exact_sub(arena, exact_power_of_ten(arena, 20), half);
    assert_text(rounded(room, exact_sub(arena, above, shift), ROUND_HALF_EVEN, 0), "1");
    assert_text(rounded(room, exact_sub(arena, below, shift), ROUND_HALF_AWAY, 0), "0");
}

static void random_limits_round_to_the_nearest(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    Exact *half = ratio(room, 1, 200);
    Round round = round_places(arena, ROUND_HALF_AWAY, 2);
    for (int i = 0; i < 5000; i++) {
        Exact *x = root_number(room, between(room, -999, 999), between(room, 1, 999),
                               between(room, 1, 999), between(room, 1, 999));
        x = exact_add(arena, x, ratio(room, between(room, -999, 999), between(room, 1, 99)));
        Exact *k = exact_round(arena, x, &round);
        assert_true(exact_compare(arena, exact_add(arena, k, half), x) >= 0);
        assert_true(exact_compare(arena, exact_sub(arena, k, half), x) <= 0);
    }
}

static void to_nearest_uses_any_step(void **state)
{
    Room *room = *state;
    Arena *arena = &room->arena;
    Round five = round_nearest(ROUND_HALF_AWAY, ratio(room, 5, 1));
    assert_text(shown(room, exact_round(arena, ratio(room, 1, 1), &five), 0), "0");
    assert_text(shown(room, exact_round(arena, ratio(room, 5, 2), &five), 0), "5");
    assert_text(shown(room, exact_round(arena, ratio(room, -5, 2), &five), 0), "-5");
    assert_text(shown(room, exact_round(arena, ratio(room, 99, 1), &five), 0), "100");
    Round third = round_nearest(ROUND_HALF_UP, ratio(room, 1, 3));
    assert_text(exactly(room, exact_round(arena, ratio(room, 1, 2), &third)), "2/3");
    Round tens = round_places(arena, ROUND_HALF_EVEN, -1);
    assert_text(shown(room, exact_round(arena, ratio(room, 25, 1), &tens), 0), "20");
}

static void halves_round_as_any_other_denominator(void **state)
{
    (void)state;
    for (int mode = ROUND_HALF_AWAY; mode <= (int)ROUND_DOWN; mode++)
        for (int64_t den = 1; den <= 64; den++)
            for (int64_t num = -200; num <= 200; num++) {
                int64_t rounded[] = { num, -num };
                bool power = (den & (den - 1)) == 0;
                assert_true(round_halves(rounded, 2, den, (RoundMode)mode) == power);
                if (!power) continue;
                assert_int_equal(round_i64(num, den, (RoundMode)mode), rounded[0]);
                assert_int_equal(round_i64(-num, den, (RoundMode)mode), rounded[1]);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(progress_8_of_pupils_rounds_as_published),
        WITH_ROOM(intervals_round_once_from_the_exact_limit),
        WITH_ROOM(published_national_rows_are_met),
        WITH_ROOM(modes_differ_where_they_should),
        WITH_ROOM(every_small_ratio_rounds_by_the_definition),
        WITH_ROOM(the_ends_of_int64_round_without_overflow),
        WITH_ROOM(roots_round_by_squares),
        WITH_ROOM(random_limits_round_to_the_nearest),
        WITH_ROOM(halves_round_as_any_other_denominator),
        WITH_ROOM(to_nearest_uses_any_step),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
