/* lane_date.c -- whole years, months and days from one date to another; see lane.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "number/lane_inner.h"

static int64_t full(DateUnit unit, int64_t from, int64_t to)
{
    switch (unit) {
    case DATE_DAYS: return to - from;
    case DATE_MONTHS: return calendar_full_months(from, to);
    case DATE_YEARS: return calendar_full_months(from, to) / 12;
    }
    return 0;
}

/* A date that is known; whichever lane choosing has left it in, it is a whole number of days. */
static int64_t day_at(const Column *a, size_t row)
{
    size_t i = a->constant ? 0 : row;
    int64_t day = 0, den;
    switch (a->lane) {
    case LANE_I64:
    case LANE_Q64: return a->i64[i];
    case LANE_I128: return (int64_t)a->wide[i];
    case LANE_EXACT: exact_to_ratio(a->exact[i], &day, &den); break;
    }
    return day;
}

void lane_full(LaneWork *work, Column *out, DateUnit unit, const Column *a, const Column *b,
               size_t n)
{
    bool constant = a->constant && b->constant;
    Column d = lane_fresh(work, TYPE_NUMBER, LANE_I64, constant, n);
    d.den = 1;
    d.reason = lane_reasons(work, a, b, constant, n);
    for (size_t i = 0; i < lane_rows(&d, n); i++)
        d.i64[i] = d.reason && d.reason[i] ? 0 : full(unit, day_at(a, i), day_at(b, i));
    *out = d;
}
