/* date_form.c -- see date_form.h.
 *
 * A sample is tried as every order of year, month and day, with the month in digits, in three
 * letters and in full; it shows a form when exactly one of these makes a date of it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/date_form.h"
#include "calendar.h"

enum { YEAR_DIGITS = 4, FIRST_YEAR = 1000, DAY_BEYOND_MONTHS = 13 };

static const Str long_names[] = { STR("January"), STR("February"), STR("March"),
                                  STR("April"),   STR("May"),      STR("June"),
                                  STR("July"),    STR("August"),   STR("September"),
                                  STR("October"), STR("November"), STR("December") };

/* The common way: year, month and day, joined by `-`. */
static const DateForm iso = { .part = { PART_YEAR, PART_MONTH, PART_DAY },
                              .join = { STR("-"), STR("-"), { "", 0 } } };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* From `least` to `most` digits at *at, which moves behind them. */
static bool take_digits(Str text, size_t *at, size_t least, size_t most, int32_t *value)
{
    size_t from = *at;
    *value = 0;
    for (; *at < text.len && *at - from < most && is_digit(text.at[*at]); ++*at)
        *value = *value * 10 + (text.at[*at] - '0');
    return *at - from >= least;
}

static bool take_month_name(MonthForm form, Str text, size_t *at, int32_t *month)
{
    for (int32_t m = 0; m < 12; m++) {
        Str name = form == MONTH_SHORT ? str_slice(long_names[m], 0, 3) : long_names[m];
        if (name.len > text.len - *at) continue;
        if (str_distance(name, str_slice(text, *at, *at + name.len), 0)) continue;
        if (*at + name.len < text.len && is_letter(text.at[*at + name.len])) continue;
        *at += name.len;
        *month = m + 1;
        return true;
    }
    return false;
}

/* One part of a date at *at. */
static bool take_part(const DateForm *form, DatePart part, Str text, size_t *at, int32_t *value)
{
    if (part == PART_YEAR) return take_digits(text, at, YEAR_DIGITS, YEAR_DIGITS, value);
    if (part == PART_MONTH && form->month != MONTH_DIGITS)
        return take_month_name(form->month, text, at, value);
    if (form->bare && *at < text.len && text.at[*at] == '0') return false;
    return take_digits(text, at, form->bare ? 1 : 2, 2, value);
}

bool date_form_parts(const DateForm *form, Str text, int32_t part[3])
{
    if (!form->sample.len) form = &iso;
    size_t at = 0;
    for (size_t i = 0; i < 3; i++) {
        if (!take_part(form, form->part[i], text, &at, &part[form->part[i]])) return false;
        Str join = form->join[i];
        if (text.len - at < join.len || !str_eq(str_slice(text, at, at + join.len), join))
            return false;
        at += join.len;
    }
    return at == text.len;
}

/* What stands between two parts: neither digits nor letters; after the last, whatever is left. */
static Str take_join(Str text, size_t *at, bool last)
{
    size_t from = *at;
    while (*at < text.len && (last || (!is_digit(text.at[*at]) && !is_letter(text.at[*at])))) ++*at;
    return str_slice(text, from, *at);
}

/* Whether the sample is a date of the form, of which only the joins are not known yet. */
static bool shows(DateForm *form, Str sample)
{
    size_t at = 0;
    int32_t part[3];
    for (size_t i = 0; i < 3; i++) {
        if (!take_part(form, form->part[i], sample, &at, &part[form->part[i]])) return false;
        form->join[i] = take_join(sample, &at, i == 2);
        if (form->bare && i < 2 && !form->join[i].len) return false;
    }
    if (form->join[2].len && is_digit(form->join[2].at[0])) return false;
    bool plain = form->month == MONTH_DIGITS;
    bool one_digit = part[PART_DAY] < 10 || (plain && part[PART_MONTH] < 10);
    if (form->bare && !one_digit) return false; /* it shows nothing of leading noughts */
    if (plain && part[PART_DAY] < DAY_BEYOND_MONTHS) return false;
    form->sample = sample;
    return part[PART_YEAR] >= FIRST_YEAR &&
           calendar_has((Day){ part[PART_YEAR], part[PART_MONTH], part[PART_DAY] });
}

bool date_form_of(Str sample, DateForm *form)
{
    static const DatePart orders[][3] = {
        { PART_YEAR, PART_MONTH, PART_DAY }, { PART_DAY, PART_MONTH, PART_YEAR },
        { PART_MONTH, PART_DAY, PART_YEAR }, { PART_YEAR, PART_DAY, PART_MONTH },
        { PART_DAY, PART_YEAR, PART_MONTH }, { PART_MONTH, PART_YEAR, PART_DAY }
    };
    size_t found = 0;
    for (size_t o = 0; o < COUNT_OF(orders); o++)
        for (int month = MONTH_DIGITS; month <= MONTH_LONG; month++)
            for (int bare = 0; bare < 2; bare++) {
                DateForm tried = { .month = (MonthForm)month, .bare = bare };
                memcpy(tried.part, orders[o], sizeof tried.part);
                if (!shows(&tried, sample)) continue;
                *form = tried;
                found++;
            }
    return found == 1;
}

/* ---- school years ---- */

static bool is_next(int32_t year, int32_t next, bool four)
{
    return year >= FIRST_YEAR && (four ? next == year + 1 : next == (year + 1) % 100);
}

bool year_form_year(const YearForm *form, Str text, int32_t *year)
{
    static const YearForm slash = { .join = STR("/") };
    if (!form->sample.len) form = &slash;
    size_t at = 0, digits = form->four ? 4 : 2;
    int32_t next;
    if (!take_digits(text, &at, YEAR_DIGITS, YEAR_DIGITS, year)) return false;
    Str join = form->join;
    if (text.len != at + join.len + digits || !str_eq(str_slice(text, at, at + join.len), join))
        return false;
    at += join.len;
    return take_digits(text, &at, digits, digits, &next) && is_next(*year, next, form->four);
}

bool year_any_form(Str text, int32_t *year)
{
    static const YearForm forms[] = {
        { .sample = STR("2013-14"), .join = STR("-") },
        { .sample = STR("2013/14"), .join = STR("/") },
        { .sample = STR("2013-2014"), .join = STR("-"), .four = true },
        { .sample = STR("2013/2014"), .join = STR("/"), .four = true },
        { .sample = STR("201314") }
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (year_form_year(&forms[i], text, year)) return true;
    return false;
}

bool year_calendar(Str text, int32_t *year)
{
    size_t at = 0;
    return take_digits(text, &at, YEAR_DIGITS, YEAR_DIGITS, year) && at == text.len &&
           *year > FIRST_YEAR;
}

bool year_form_of(Str sample, YearForm *form)
{
    size_t at = 0;
    int32_t year, next;
    if (!take_digits(sample, &at, YEAR_DIGITS, YEAR_DIGITS, &year)) return false;
    Str join = take_join(sample, &at, false);
    size_t from = at;
    if (!take_digits(sample, &at, 2, 4, &next) || at != sample.len) return false;
    if (at - from == 3) return false;
    *form = (YearForm){ .sample = sample, .join = join, .four = at - from == 4 };
    return is_next(year, next, form->four);
}
