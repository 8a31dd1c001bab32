/* test_lane_date.c -- whole years, months and days between dates: in whichever lane choosing has
 * left them, with what is missing, with one date for all rows. SPDX-License-Identifier: Apache-2.0
 */
#include "calendar.h"
#include "number_help.h"

enum { ROWS = 6, KINDS = 4 };

static const Lane lanes[KINDS] = { LANE_I64, LANE_Q64, LANE_I128, LANE_EXACT };

static int64_t day(int64_t year, int month, int of_month)
{
    return calendar_number((Day){ year, month, of_month });
}

/* The days in a lane; a row with 0 is missing. */
static Column dates(Room *room, Lane lane, const int64_t *days, size_t n, bool constant)
{
    Column column = { .type = TYPE_DATE, .lane = lane, .count = ROWS, .den = 1 };
    column.constant = constant;
    column.data = arena_array(&room->arena, ROWS, 16, 16);
    column.den_id = NEW_ARRAY(&room->arena, uint32_t, ROWS);
    for (size_t i = 0; i < n; i++) {
        if (days[i] == 0) {
            if (!column.reason) column.reason = NEW_ARRAY(&room->arena, uint8_t, ROWS);
            column.reason[i] = REASON_FIRST_OWN;
        } else if (lane == LANE_I128) {
            column.wide[i] = days[i];
        } else if (lane == LANE_EXACT) {
            column.exact[i] = ratio(room, days[i], 1);
        } else {
            column.i64[i] = days[i];
            column.den_id[i] = DENS_ONE;
        }
    }
    return column;
}

static void check(Room *room, DateUnit unit, const int64_t *from, const int64_t *to, bool one_from,
                  bool one_to, const int64_t *expected)
{
    for (size_t f = 0; f < KINDS; f++)
        for (size_t t = 0; t < KINDS; t++) {
            Column a = dates(room, lanes[f], from, one_from ? 1 : ROWS, one_from);
            Column b = dates(room, lanes[t], to, one_to ? 1 : ROWS, one_to);
            Column out;
            lane_full(&room->work, &out, unit, &a, &b, ROWS);
            assert_int_equal(out.type, TYPE_NUMBER);
            assert_int_equal(out.constant, one_from && one_to);
            for (size_t row = 0; row < ROWS; row++) {
                bool known = from[one_from ? 0 : row] && to[one_to ? 0 : row];
                assert_int_equal(column_reason(&out, row), known ? REASON_KNOWN : REASON_FIRST_OWN);
                if (known) assert_int_equal(out.i64[out.constant ? 0 : row], expected[row]);
            }
        }
}

static void years_months_and_days_are_whole(void **state)
{
    Room *room = *state;
    const int64_t from[ROWS] = { day(2014, 9, 1),  day(2016, 2, 29), day(2015, 1, 31), 0,
                                 day(2015, 8, 31), day(2020, 1, 1) };
    const int64_t to[ROWS] = {
        day(2025, 8, 31), day(2025, 2, 28), day(2015, 2, 28), day(2025, 1, 1), 0, day(2019, 12, 31)
    };
    const int64_t years[ROWS] = { 10, 8, 0, 0, 0, 0 };
    const int64_t months[ROWS] = { 131, 107, 0, 0, 0, 0 };
    int64_t days[ROWS];
    for (size_t i = 0; i < ROWS; i++) days[i] = to[i] - from[i];
    check(room, DATE_YEARS, from, to, false, false, years);
    check(room, DATE_MONTHS, from, to, false, false, months);
    check(room, DATE_DAYS, from, to, false, false, days);
}

static void one_date_stands_for_all_rows(void **state)
{
    Room *room = *state;
    const int64_t from[ROWS] = { day(2014, 9, 1),  day(2014, 8, 31), day(2004, 9, 1), 0,
                                 day(2015, 8, 31), day(2025, 8, 31) };
    const int64_t census[1] = { day(2025, 8, 31) };
    const int64_t ages[ROWS] = { 10, 11, 20, 0, 10, 0 };
    check(room, DATE_YEARS, from, census, false, true, ages);
    const int64_t same[ROWS] = { 10, 10, 10, 10, 10, 10 };
    check(room, DATE_YEARS, from, census, true, true, same);
    const int64_t to[ROWS] = { day(2025, 9, 1), day(2025, 8, 31), 0, 0, 0, 0 };
    const int64_t on[ROWS] = { 11, 10, 0, 0, 0, 0 };
    check(room, DATE_YEARS, from, to, true, false, on);
    const int64_t missing[ROWS] = { 0 };
    check(room, DATE_YEARS, missing, to, true, false, on); /* none is known */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ROOM(years_months_and_days_are_whole),
        WITH_ROOM(one_date_stands_for_all_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
