/* calendar.c -- see calendar.h.  The numbers are Howard Hinnant's, "chrono-compatible low-level
 * date algorithms": eras of 400 years that begin in March, so that the leap day comes last.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"

enum { ERA_DAYS = 146097, FROM_0000_03_01 = 719468 };

bool calendar_has(Day day)
{
    static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (day.year < 1 || day.month < 1 || day.month > 12 || day.day < 1) return false;
    bool leap = day.year % 4 == 0 && (day.year % 100 != 0 || day.year % 400 == 0);
    return day.day <= length[day.month - 1] + (day.month == 2 && leap);
}

int64_t calendar_number(Day day)
{
    int64_t y = day.month <= 2 ? day.year - 1 : day.year;
    int64_t era = y / 400, of_era = y - era * 400;
    int64_t of_year = (153 * (day.month > 2 ? day.month - 3 : day.month + 9) + 2) / 5 + day.day - 1;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - FROM_0000_03_01;
}

Day calendar_day(int64_t number)
{
    int64_t shifted = number + FROM_0000_03_01;
    int64_t era = (shifted >= 0 ? shifted : shifted - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t day_of_era = shifted - era * ERA_DAYS;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    Day day = { .day = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1),
                .month =
                    (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9) };
    day.year = year_of_era + era * 400 + (day.month <= 2);
    return day;
}

void calendar_write(Text *text, int64_t number)
{
    Day day = calendar_day(number);
    for (int64_t least = 1000; least > 1 && day.year < least && day.year >= 0; least /= 10)
        text_byte(text, '0');
    text_i64(text, day.year);
    text_add(text, day.month < 10 ? STR("-0") : STR("-"));
    text_i64(text, day.month);
    text_add(text, day.day < 10 ? STR("-0") : STR("-"));
    text_i64(text, day.day);
}

int64_t calendar_full_months(int64_t from, int64_t to)
{
    if (to < from) return -calendar_full_months(to, from);
    Day a = calendar_day(from), b = calendar_day(to);
    return (b.year - a.year) * 12 + (b.month - a.month) - (b.day < a.day);
}
