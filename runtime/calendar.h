/* calendar.h -- days of the Gregorian calendar, which is taken to have held for ever: no clock, no
 * time zone, no locale.  A day is counted from 1970-01-01.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CALENDAR_H
#define LUSTRUM_CALENDAR_H

#include "str.h"

typedef struct Day {
    int64_t year;
    int month, day; /* from 1 */
} Day;

/* Whether there is such a day. */
bool calendar_has(Day day);
/* Days from 1970-01-01 to a day that there is, and back. */
int64_t calendar_number(Day day);
Day calendar_day(int64_t number);
/* 2026-09-01: years before 1000 with leading noughts. */
void calendar_write(Text *text, int64_t number);
/* How many months, each whole, lie between two days: one is over when the day of the month has come
 * round, or, where the month has no such day, on the first of the next.  Less than 0 when `to` is
 * before `from`: then as many as from `to` to `from`. */
int64_t calendar_full_months(int64_t from, int64_t to);

#endif
