/* judge.c -- see judge.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/judge.h"
#include <stdlib.h>

/* ---- whose is it ---- */

static bool stands_at_an_end(Str text, const char *word)
{
    size_t len = strlen(word);
    return text.len >= len &&
           (memcmp(text.at, word, len) == 0 || memcmp(text.at + text.len - len, word, len) == 0);
}

/* The letters and digits of a heading, small. */
static Str plain_heading(Arena *arena, Str heading)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < heading.len; i++) {
        char c = heading.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) text_byte(&text, c);
    }
    return text_str(&text);
}

static bool is_of_person(Arena *arena, const ScreenColumn *column, uint64_t filled)
{
    static const char *const ends[] = { "upn", "uln", "uci", "dob", "born", "nino" };
    static const char *const within[] = { "birth",     "surname",   "forename",  "firstname",
                                          "lastname",  "postcode",  "address",   "email",
                                          "phone",     "mobile",    "pupilid",   "studentid",
                                          "learner",   "candidate", "pupilname", "studentname",
                                          "childname", "middlename" };
    Str heading = plain_heading(arena, column->heading);
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (stands_at_an_end(heading, ends[i])) return true;
    for (size_t i = 0; i < COUNT_OF(within); i++)
        if (str_has(heading, (Str){ within[i], strlen(within[i]) })) return true;
    return column->upn * 2 > filled;
}

/* In a file of persons every name is one of theirs. */
static void judge_names(Arena *arena, Told *told, uint32_t count)
{
    if (!judge_of_persons(told, count)) return;
    for (uint32_t c = 0; c < count; c++)
        if (str_has(plain_heading(arena, told[c].column->heading), STR("name")))
            told[c].personal = true;
}

bool judge_of_persons(const Told *told, uint32_t count)
{
    bool persons = false;
    for (uint32_t c = 0; c < count; c++) persons |= told[c].personal;
    return persons;
}

/* ---- what it looks like ---- */

Str judge_mark(Str text)
{
    static const struct {
        const char *mark, *reason;
    } marks[] = {
        { "SUPP", "suppressed" },    { "c", "suppressed" },        { "[c]", "suppressed" },
        { "NE", "no_entries" },      { "LOWCOV", "low_coverage" }, { "NP", "not_published" },
        { "x", "not_available" },    { "[x]", "not_available" },   { "z", "not_applicable" },
        { "[z]", "not_applicable" }, { "NA", "not_available" },    { "N/A", "not_available" },
        { "n/a", "not_available" },  { "NULL", "not_given" },      { "null", "not_given" },
        { "-", "not_given" },        { ".", "not_given" },         { "..", "not_given" },
        { ":", "not_given" },        { "*", "suppressed" },        { "**", "suppressed" },
        { "low", "rounds_to_0" },    { "k", "rounds_to_0" },       { "[low]", "rounds_to_0" },
        { "u", "unreliable" },       { "[u]", "unreliable" },      { "SP", "suppressed" },
        { "DNS", "not_submitted" }
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq(text, (Str){ marks[i].mark, strlen(marks[i].mark) }))
            return (Str){ marks[i].reason, strlen(marks[i].reason) };
    return STR_EMPTY;
}

bool judge_yes_no(const ScreenColumn *column, Str *yes, Str *no)
{
    static const struct {
        Str yes, no;
    } pairs[] = { { STR("1"), STR("0") },        { STR("Y"), STR("N") },
                  { STR("y"), STR("n") },        { STR("yes"), STR("no") },
                  { STR("Yes"), STR("No") },     { STR("YES"), STR("NO") },
                  { STR("true"), STR("false") }, { STR("True"), STR("False") },
                  { STR("TRUE"), STR("FALSE") }, { STR("T"), STR("F") } };
    const ScreenValues *values = &column->values;
    if (values->many || values->count != 2) return false;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        for (size_t first = 0; first < 2; first++) {
            *yes = pairs[i].yes;
            *no = pairs[i].no;
            if (str_eq(values->item[first].text, *yes) && str_eq(values->item[1 - first].text, *no))
                return true;
        }
    return false;
}

/* The sample of the dates of a column: that of the first form that all fit. */
static void find_form(Told *told)
{
    const ScreenColumn *column = told->column;
    size_t forms = 0, first = 0;
    if (told->looks == LOOKS_YEAR && !column->shape[SHAPE_YEAR]) {
        told->form = screen_year_samples[SCREEN_YEARS - 1];
    } else if (told->looks == LOOKS_YEAR) {
        while (!(column->year_forms >> first & 1)) first++;
        if (first) told->form = screen_year_samples[first];
    } else if (!column->shape[SHAPE_DATE]) {
        told->form = STR("20260831");
    } else {
        for (size_t i = screen_date_sample_count(); i-- > 0;)
            if (column->date_forms >> i & 1) {
                first = i;
                forms++;
            }
        told->ambiguous = forms > 1;
        if (first) told->form = screen_date_samples[first];
    }
}

static Looks look_at(const ScreenColumn *column, uint64_t filled)
{
    const uint64_t *shape = column->shape;
    uint64_t texts = shape[SHAPE_TEXT], others = filled - texts;
    bool marked = texts == 0 || (!column->marks.many && texts <= others);
    uint64_t numbers = shape[SHAPE_WHOLE] + shape[SHAPE_DECIMAL] + shape[SHAPE_PERCENT];
    bool few = !column->values.many && column->values.count * 2 <= filled;
    Str yes, no;
    if (!filled) return LOOKS_EMPTY;
    if (judge_yes_no(column, &yes, &no)) return LOOKS_YESNO;
    if (marked && shape[SHAPE_DATE] == others) return LOOKS_DATE;
    if (marked && shape[SHAPE_YEAR] == others) return LOOKS_YEAR;
    if (marked && shape[SHAPE_WHOLE] == others && column->day_digits == others) return LOOKS_DATE;
    if (marked && shape[SHAPE_WHOLE] == others && column->year_digits == others) return LOOKS_YEAR;
    if (marked && numbers == others && !(column->zeros && numbers == shape[SHAPE_WHOLE]))
        return shape[SHAPE_PERCENT]   ? LOOKS_PERCENT
               : shape[SHAPE_DECIMAL] ? LOOKS_NUMBER
                                      : LOOKS_WHOLE;
    return few ? LOOKS_CODE : LOOKS_TEXT;
}

Str judge_word(Arena *arena, const Told *told)
{
    const ScreenColumn *column = told->column;
    switch (told->looks) {
    case LOOKS_EMPTY: return STR("empty");
    case LOOKS_WHOLE: return STR("whole number");
    case LOOKS_NUMBER:
        return str_printf(arena, "number, %u %s", (uint64_t)column->places,
                          column->places == 1 ? "place" : "places");
    case LOOKS_PERCENT: return STR("percentage with a %");
    case LOOKS_DATE:
        if (told->ambiguous) return STR("date, day or month first");
        return told->form.len ? str_printf(arena, "date as %S", told->form) : STR("date");
    case LOOKS_YEAR:
        return told->form.len ? str_printf(arena, "school year as %S", told->form)
                              : STR("school year");
    case LOOKS_YESNO: return STR("yes or no");
    case LOOKS_CODE: return str_printf(arena, "code of %u", (uint64_t)column->values.count);
    case LOOKS_TEXT: break;
    }
    return column->zeros ? STR("text, noughts in front") : STR("text");
}

/* ---- what may be shown ---- */

Str judge_number(Arena *arena, int64_t value, bool grouped)
{
    Text text = text_open(arena);
    uint64_t size = value < 0 ? (uint64_t)-value : (uint64_t)value, part = size % SCREEN_ONE;
    if (value < 0) text_byte(&text, '-');
    if (grouped && size >= (uint64_t)10000 * SCREEN_ONE)
        text_grouped(&text, size / SCREEN_ONE);
    else
        text_u64(&text, size / SCREEN_ONE);
    if (part) text_byte(&text, '.');
    for (uint64_t by = SCREEN_ONE / 10; part; by /= 10) {
        text_byte(&text, (char)('0' + part / by));
        part %= by;
    }
    return text_str(&text);
}

static int by_count(const void *left, const void *right)
{
    const ScreenValue *a = left, *b = right;
    if (a->count != b->count) return a->count > b->count ? -1 : 1;
    return str_compare(a->text, b->text);
}

/* Those of values that may be shown, the most frequent first; how many. */
static size_t choose(Arena *arena, const ScreenValues *values, ScreenValue **chosen, bool known)
{
    size_t count = 0;
    *chosen = NEW_ARRAY(arena, ScreenValue, SCREEN_CODES);
    for (uint32_t i = 0; i < values->count; i++) {
        const ScreenValue *value = &values->item[i];
        bool shown = value->count >= JUDGE_FEW || screen_is_total(value->text);
        if (known && judge_mark(value->text).len) shown = true;
        if (shown) (*chosen)[count++] = *value;
    }
    qsort(*chosen, count, sizeof(ScreenValue), by_count);
    return count;
}

/* One bar of what is below nought and one of the rest: however wide, they stay two. */
static bool is_about_nought(const ScreenBars *bars)
{
    return bars->used == 2 && bars->first == -1;
}

static void set_range(Told *told)
{
    int64_t unit = SCREEN_ONE;
    for (uint32_t p = 0; p < told->column->places && unit > 1; p++) unit /= 10;
    ScreenBars bars = told->column->bars;
    uint64_t rows = 0;
    for (uint32_t i = 0; i < bars.used; i++) rows += bars.count[i];
    while (bars.width < unit ||
           (bars.used > 1 && !is_about_nought(&bars) && rows < (uint64_t)JUDGE_FEW * bars.used))
        bars_widen(&bars);
    told->ranged = true;
    told->unit = unit;
    told->bars = bars;
    told->low = bars.first * bars.width;
    told->high = (bars.first + (int64_t)bars.used) * bars.width;
    if (told->column->most <= told->high - bars.width) told->high -= bars.width;
    /* How many of a few are below nought is not told. */
    if (is_about_nought(&bars) && rows < (uint64_t)JUDGE_FEW * bars.used) told->bars.used = 0;
}

static void choose_values(Arena *arena, Told *told, const ScreenFile *file)
{
    const ScreenColumn *column = told->column;
    bool quantity =
        told->looks == LOOKS_WHOLE || told->looks == LOOKS_NUMBER || told->looks == LOOKS_PERCENT;
    bool shown = !told->personal && file->rows >= JUDGE_FEW;
    if (!shown) return;
    if (quantity) set_range(told);
    if (told->looks == LOOKS_DATE || told->looks == LOOKS_YEAR) told->ranged = true;
    if (told->looks == LOOKS_TEXT) return;
    if (told->looks != LOOKS_DATE && !column->values.many)
        told->value_count = choose(arena, &column->values, &told->values, false);
    if (told->looks == LOOKS_CODE || told->looks == LOOKS_YESNO) {
        told->other_values = column->values.count - told->value_count;
        told->other_rows = told->filled;
        for (size_t i = 0; i < told->value_count; i++) told->other_rows -= told->values[i].count;
        return;
    }
    told->mark_count = choose(arena, &column->marks, &told->marks, true);
    told->other_marks = column->shape[SHAPE_TEXT];
    for (size_t i = 0; i < told->mark_count; i++) told->other_marks -= told->marks[i].count;
}

int judge_key(const Told *told, uint32_t count)
{
    for (uint32_t c = 0; c < count; c++)
        if (told[c].key && told[c].looks != LOOKS_NUMBER && told[c].looks != LOOKS_DATE)
            return (int)c;
    return -1;
}

Told *judge_columns(Arena *arena, const ScreenFile *file)
{
    Told *told = NEW_ARRAY(arena, Told, file->column_count + 1);
    for (uint32_t c = 0; c < file->column_count; c++) {
        const ScreenColumn *column = &file->columns[c];
        uint64_t filled = file->rows - column->blank;
        told[c] = (Told){ .column = column,
                          .filled = filled,
                          .looks = look_at(column, filled),
                          .personal = is_of_person(arena, column, filled),
                          .key = screen_is_key(file, column),
                          .nearly_key = screen_is_nearly_key(file, column) };
        if (told[c].looks == LOOKS_DATE || told[c].looks == LOOKS_YEAR) find_form(&told[c]);
    }
    judge_names(arena, told, file->column_count);
    for (uint32_t c = 0; c < file->column_count; c++) choose_values(arena, &told[c], file);
    return told;
}
