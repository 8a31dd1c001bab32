/* cell.c -- what one cell looks like, and what a column keeps of it (screen.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "screen/screen.h"

enum { QUANTITY_DIGITS = 12, UPN = 13, DATE_SHORT = 8, DATE_LONG = 30 };

const Str screen_date_samples[] = { STR("2026-08-31"),          STR("31/08/2026"),
                                    STR("31/8/2026"),           STR("08/31/2026"),
                                    STR("8/31/2026"),           STR("31-08-2026"),
                                    STR("31.08.2026"),          STR("31-AUG-2026"),
                                    STR("2026/08/31"),          STR("2026-08-31T00:00:00"),
                                    STR("31 August 2026"),      STR("31/08/2026 00:00"),
                                    STR("2026-08-31 00:00:00"), STR("31/08/2026 00:00:00") };
const Str screen_year_samples[SCREEN_YEARS] = { STR("2026/27"), STR("2026-27"), STR("2026/2027"),
                                                STR("2026-2027"), STR("202627") };

size_t screen_date_sample_count(void)
{
    return COUNT_OF(screen_date_samples);
}

ScreenForms screen_forms(Arena *arena)
{
    ScreenForms forms = { .dates = NEW_ARRAY(arena, DateForm, COUNT_OF(screen_date_samples)) };
    bool shown = true;
    for (size_t i = 0; i < COUNT_OF(screen_date_samples); i++)
        shown &= date_form_of(screen_date_samples[i], &forms.dates[i]);
    for (size_t i = 0; i < SCREEN_YEARS; i++)
        shown &= year_form_of(screen_year_samples[i], &forms.years[i]);
    if (!shown) guard_escape(arena->guard, WHY_INTERNAL);
    return forms;
}

/* ---- few values ---- */

static void count_value(ScreenValues *values, Arena *arena, Str text)
{
    if (values->many) return;
    for (uint32_t i = 0; i < values->count; i++)
        if (str_eq(values->item[i].text, text)) {
            values->item[i].count++;
            return;
        }
    if (values->count == SCREEN_CODES || text.len > SCREEN_CODE_LONG) {
        values->many = true;
        return;
    }
    values->item[values->count++] = (ScreenValue){ arena_str(arena, text), 1 };
}

/* ---- bars ---- */

static int64_t floor_to(int64_t value, int64_t by)
{
    int64_t quotient = value / by;
    return quotient - (value % by < 0);
}

void bars_widen(ScreenBars *bars)
{
    int64_t digit = bars->width;
    while (digit >= 10) digit /= 10;
    int64_t by = digit == 1 ? 2 : 5;
    ScreenBars wide = { .width = bars->width * by, .first = floor_to(bars->first, by) };
    for (uint32_t i = 0; i < bars->used; i++) {
        int64_t place = floor_to(bars->first + i, by) - wide.first;
        wide.count[place] += bars->count[i];
        wide.used = (uint32_t)place + 1;
    }
    *bars = wide;
}

void bars_add(ScreenBars *bars, int64_t value)
{
    if (!bars->used) {
        bars->width = 1;
        bars->first = value;
    }
    for (;;) {
        int64_t place = floor_to(value, bars->width), end = bars->first + (int64_t)bars->used;
        int64_t first = bars->used && bars->first < place ? bars->first : place;
        if (place >= end || !bars->used) end = place + 1;
        if (end - first > SCREEN_BARS) {
            bars_widen(bars);
            continue;
        }
        uint32_t moved = bars->used ? (uint32_t)(bars->first - first) : 0;
        if (moved) {
            memmove(bars->count + moved, bars->count, sizeof(uint64_t) * bars->used);
            memset(bars->count, 0, sizeof(uint64_t) * moved);
        }
        bars->first = first;
        bars->used = (uint32_t)(end - first);
        bars->count[place - first]++;
        return;
    }
}

/* ---- numbers ---- */

typedef struct Seen {
    Shape shape;
    bool zeros;
    uint32_t places;
    int64_t value; /* in millionths */
} Seen;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether text is digits, with what may stand around and between them in a number. */
static bool see_number(Str text, Seen *seen)
{
    size_t i = text.at[0] == '-', from = i;
    int64_t value = 0;
    while (i < text.len && is_digit(text.at[i])) {
        if (i - from < QUANTITY_DIGITS) value = value * 10 + (text.at[i] - '0');
        i++;
    }
    size_t digits = i - from;
    if (!digits) return false;
    *seen = (Seen){ .shape = SHAPE_WHOLE, .zeros = digits > 1 && text.at[from] == '0' };
    value *= SCREEN_ONE;
    if (i < text.len && text.at[i] == '.') {
        int64_t part = SCREEN_ONE;
        size_t point = ++i;
        for (; i < text.len && is_digit(text.at[i]); i++)
            value += (part /= 10) * (text.at[i] - '0');
        if (i == point) return false;
        seen->shape = SHAPE_DECIMAL;
        seen->places = (uint32_t)(i - point);
    }
    if (i + 1 == text.len && text.at[i] == '%') {
        seen->shape = SHAPE_PERCENT;
        i++;
    }
    if (i != text.len) return false;
    if (digits > QUANTITY_DIGITS) seen->shape = SHAPE_DIGITS;
    seen->value = from ? -value : value;
    return true;
}

static void note_year(ScreenColumn *column, int32_t year)
{
    if (!column->first_year || year < column->first_year) column->first_year = year;
    if (year > column->last_year) column->last_year = year;
}

/* A whole number may be a day, a school year or a calendar year. */
static void note_whole(ScreenColumn *column, Str text)
{
    static const YearForm joined = { .sample = STR("202627") };
    int32_t year;
    if (text.len == 4 && year_calendar(text, &year)) {
        column->calendar += year >= 1900 && year < 2100;
    } else if (text.len == 6 && year_form_year(&joined, text, &year)) {
        column->year_digits++;
        note_year(column, year);
    } else if (text.len == 8) {
        int32_t part[3] = { 0 };
        for (size_t i = 0; i < 8; i++) {
            int32_t *into = &part[i < 4 ? 0 : i / 2 - 1];
            *into = *into * 10 + (text.at[i] - '0');
        }
        if (part[0] < 1900 || part[0] > 2099 || !calendar_has((Day){ part[0], part[1], part[2] }))
            return;
        column->day_digits++;
        note_year(column, part[0]);
    }
}

/* ---- dates and years ---- */

/* Whether text fits one of the forms that all dates so far fit; those that it does not are let go.
 */
static bool see_date(ScreenColumn *column, const ScreenForms *forms, Str text)
{
    uint32_t fits = 0, all = (1u << COUNT_OF(screen_date_samples)) - 1;
    uint32_t alive = column->shape[SHAPE_DATE] ? column->date_forms : all;
    int32_t year = 0;
    if (text.len < DATE_SHORT || text.len > DATE_LONG || !is_digit(text.at[0])) return false;
    for (size_t i = 0; i < COUNT_OF(screen_date_samples); i++) {
        int32_t part[3];
        if (!(alive >> i & 1) || !date_form_parts(&forms->dates[i], text, part)) continue;
        if (!calendar_has((Day){ part[PART_YEAR], part[PART_MONTH], part[PART_DAY] })) continue;
        fits |= 1u << i;
        year = part[PART_YEAR];
    }
    if (!fits) return false;
    column->date_forms = fits;
    note_year(column, year);
    return true;
}

static bool see_year(ScreenColumn *column, const ScreenForms *forms, Str text)
{
    int32_t year;
    if (text.len < 7 || text.len > 9) return false;
    for (size_t i = 0; i + 1 < SCREEN_YEARS; i++) {
        if (column->shape[SHAPE_YEAR] && !(column->year_forms >> i & 1)) continue;
        if (!year_form_year(&forms->years[i], text, &year)) continue;
        column->year_forms = 1u << i;
        note_year(column, year);
        return true;
    }
    return false;
}

/* ---- texts ---- */

bool screen_is_total(Str text)
{
    static const char *const words[] = { "total",         "all",         "england",     "national",
                                         "all schools",   "all pupils",  "grand total", "overall",
                                         "region total",  "state total", "statewide",   "state",
                                         "district total" };
    char small[16];
    if (text.len > sizeof small || text.len < 3) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        small[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq((Str){ small, text.len }, (Str){ words[i], strlen(words[i]) })) return true;
    return false;
}

/* A unique pupil number is a capital letter and twelve digits, the last of which may be a letter.
 */
static bool is_upn(Str text)
{
    if (text.len != UPN || text.at[0] < 'A' || text.at[0] > 'Z') return false;
    for (size_t i = 1; i + 1 < UPN; i++)
        if (!is_digit(text.at[i])) return false;
    return is_digit(text.at[UPN - 1]) || (text.at[UPN - 1] >= 'A' && text.at[UPN - 1] <= 'Z');
}

static void note_text(ScreenColumn *column, Arena *arena, Str text, bool plain)
{
    count_value(&column->marks, arena, text);
    column->upn += is_upn(text);
    column->padded += text.at[0] == ' ' || text.at[text.len - 1] == ' ';
    column->total += screen_is_total(text);
    if (!plain) column->hidden += cell_odd_character(text, true) != 0;
}

void screen_cell(ScreenColumn *column, const ScreenForms *forms, Arena *arena, Str cell, bool plain)
{
    Seen seen = { .shape = SHAPE_TEXT };
    bool number = see_number(cell, &seen);
    if (number && seen.shape <= SHAPE_PERCENT) {
        if (!column->bars.used || seen.value > column->most) column->most = seen.value;
        bars_add(&column->bars, seen.value);
        column->zeros += seen.zeros;
        if (seen.places > column->places) column->places = seen.places;
        if (seen.shape == SHAPE_WHOLE && cell.len <= DATE_SHORT) note_whole(column, cell);
    } else if (!number && see_date(column, forms, cell)) {
        seen.shape = SHAPE_DATE;
    } else if (!number && see_year(column, forms, cell)) {
        seen.shape = SHAPE_YEAR;
    } else if (!number) {
        seen.shape = SHAPE_TEXT;
        note_text(column, arena, cell, plain);
    }
    count_value(&column->values, arena, cell);
    column->shape[seen.shape]++;
}
