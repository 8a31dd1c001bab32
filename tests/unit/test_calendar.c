/* test_calendar.c -- days, and whole months between them, against counting on the fingers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "table/date_form.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* The day after. */
static Day next_day(Day day)
{
    day.day++;
    if (calendar_has(day)) return day;
    day.day = 1;
    day.month++;
    if (calendar_has(day)) return day;
    return (Day){ day.year + 1, 1, 1 };
}

static void test_every_day(void **state)
{
    (void)state;
    assert_int_equal(calendar_number((Day){ 1970, 1, 1 }), 0);
    assert_int_equal(calendar_number((Day){ 2000, 2, 29 }), 11016);
    Day day = { 1899, 12, 31 };
    int64_t number = calendar_number(day);
    for (; day.year < 2201; day = next_day(day), number++) {
        Day back = calendar_day(number);
        assert_int_equal(calendar_number(day), number);
        assert_true(back.year == day.year && back.month == day.month && back.day == day.day);
    }
}

/* Months counted one by one: the k-th is over on the same day of the month, or the first after. */
static int64_t counted(Day from, int64_t to)
{
    int64_t months = 0;
    for (;;) {
        int64_t index = from.year * 12 + from.month - 1 + months + 1;
        Day over = { index / 12, (int)(index % 12) + 1, from.day };
        if (!calendar_has(over)) {
            index++;
            over = (Day){ index / 12, (int)(index % 12) + 1, 1 };
        }
        if (calendar_number(over) > to) return months;
        months++;
    }
}

static void test_full_months(void **state)
{
    (void)state;
    int64_t first = calendar_number((Day){ 2015, 11, 20 });
    for (int64_t from = first; from < first + 500; from += 1)
        for (int64_t to = from; to < from + 1600; to += 7) {
            int64_t months = counted(calendar_day(from), to);
            assert_int_equal(calendar_full_months(from, to), months);
            assert_int_equal(calendar_full_months(to, from), -months);
        }
}

static void test_samples(void **state)
{
    (void)state;
    static const char *const good[] = {
        "31/08/2026",       "08/31/2026", "20260831",    "31082026",   "31/8/2026",
        "8/31/2026",        "1 Sep 2026", "31-AUG-2026", "2026.08.31", "2026-08-31T00:00:00Z",
        "September 1, 2026"
    };
    static const char *const bad[] = { "",           "01/09/2026", "31/08/26",    "2026-02-30",
                                       "1 May 2026", "2026",       "31/08/20266", "0999-08-31",
                                       "today",      "8312026" };
    DateForm form;
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int32_t part[3];
        if (!date_form_of((Str){ good[i], strlen(good[i]) }, &form)) fail_msg("%s", good[i]);
        assert_true(date_form_parts(&form, (Str){ good[i], strlen(good[i]) }, part));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (date_form_of((Str){ bad[i], strlen(bad[i]) }, &form)) fail_msg("%s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_full_months),
        cmocka_unit_test(test_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
