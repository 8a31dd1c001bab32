/* cell_form.c -- dates, school years, yes or no; and the words for what does not read (cell.h).
 *
 * Nothing here is asked often: only for texts met for the first time, and for faulty ones.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "number/text.h"
#include "table/cell.h"

bool cell_yesno(const FieldSchema *field, Str text, uint32_t *value)
{
    for (size_t i = 0; i < field->yes_count; i++)
        if (str_eq(field->yes[i], text)) {
            *value = 1;
            return true;
        }
    for (size_t i = 0; i < field->no_count; i++)
        if (str_eq(field->no[i], text)) {
            *value = 0;
            return true;
        }
    return false;
}

/* ---- dates and years ---- */

static bool is_day(const int32_t part[3])
{
    return part[PART_YEAR] >= 1000 &&
           calendar_has((Day){ part[PART_YEAR], part[PART_MONTH], part[PART_DAY] });
}

bool cell_date(const FieldSchema *field, Str text, int32_t *days)
{
    int32_t part[3];
    if (!date_form_parts(&field->dates, text, part) || !is_day(part)) return false;
    *days = (int32_t)calendar_number((Day){ part[PART_YEAR], part[PART_MONTH], part[PART_DAY] });
    return true;
}

bool cell_year(const FieldSchema *field, Str text, int32_t *year)
{
    return year_form_year(&field->years, text, year);
}

bool cell_within(const FieldSchema *field, int32_t value)
{
    return !(field->low.given && value < field->low.digits) &&
           !(field->high.given && value > field->high.digits);
}

bool cell_year_in(YearIn how, Str text, int32_t *year)
{
    if (how == YEAR_IN) return year_any_form(text, year);
    if (!year_calendar(text, year)) return false;
    *year -= how == YEAR_ENDING_IN;
    return true;
}

/* ---- looking for the cause ---- */

bool cell_looks_damaged(Str text)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    size_t i = 0, digits = 0;
    while (i < text.len && text.at[i] == '#') i++; /* a column was too narrow to show it */
    if (i >= 2 && i == text.len) return true;
    i = 0;
    while (i < text.len && text.at[i] >= '0' && text.at[i] <= '9') i++;
    digits = i;
    if (digits && text.len - i == 2 && text.at[i] == '.' && text.at[i + 1] == '0')
        return digits >= 4; /* 2014127.0; shorter ones may be a version or a score */
    if (digits == 1 && i < text.len && text.at[i] == '.')
        for (i++; i < text.len && text.at[i] >= '0' && text.at[i] <= '9';) i++;
    if (digits == 1 && text.len - i >= 3 && text.at[i] == 'E' && text.at[i + 1] == '+') {
        for (i += 2; i < text.len && text.at[i] >= '0' && text.at[i] <= '9';) i++;
        return i == text.len;
    }
    if (text.len < 5 || text.len > 6) return false;
    for (size_t m = 0; m < 36; m += 3) { /* 09-May, 9-May, May-09 */
        bool last = memcmp(text.at + text.len - 3, months + m, 3) == 0;
        bool first = memcmp(text.at, months + m, 3) == 0;
        if (last && text.at[text.len - 4] == '-' && digits + 4 == text.len) return true;
        bool digits_last = text.at[4] >= '0' && text.at[4] <= '9' && text.at[text.len - 1] >= '0' &&
                           text.at[text.len - 1] <= '9';
        if (first && text.len == 6 && text.at[3] == '-' && digits_last) return true;
    }
    return false;
}

uint32_t cell_odd_character(Str text, bool lines)
{
    uint32_t c;
    for (size_t i = 0; i < text.len;) {
        i += str_character(text, i, &c);
        if (lines && (c == '\n' || c == '\r')) continue;
        if (c && str_hidden(c)) return c;
    }
    return 0;
}

static Str trimmed(Str text)
{
    while (text.len && text.at[0] == ' ') text = str_slice(text, 1, text.len);
    while (text.len && text.at[text.len - 1] == ' ') text = str_slice(text, 0, text.len - 1);
    return text;
}

/* Whether text, which is not empty, reads as the field, missing texts included. */
static bool would_read(const FieldPlan *plan, Str text)
{
    const FieldSchema *field = plan->schema;
    uint8_t reason;
    uint32_t value;
    int32_t number;
    if (cell_missing(plan, text, &reason)) return true;
    switch (field->kind) {
    case KIND_TEXT: return text.len != 0;
    case KIND_CODE:
        for (size_t i = 0; i < field->code_count; i++)
            if (str_eq(field->codes[i], text)) return true;
        return false;
    case KIND_NUMBER:
    case KIND_PERCENT: return number_fault(text) == FAULT_NONE;
    case KIND_YESNO: return cell_yesno(field, text, &value);
    case KIND_DATE: return cell_date(field, text, &number);
    case KIND_YEAR: return cell_year(field, text, &number);
    case KIND_LINK: return keys_find(plan->parents, text) != NO_ROW;
    }
    return false;
}

/* Whether text is several values with one mark between them, each of which would read. */
static bool is_list(const FieldPlan *plan, Str text)
{
    static const char marks[] = ";|";
    for (size_t m = 0; marks[m]; m++) {
        bool reads = memchr(text.at, marks[m], text.len) != NULL;
        for (size_t from = 0; reads && from <= text.len;) {
            const char *mark = memchr(text.at + from, marks[m], text.len - from);
            size_t to = mark ? (size_t)(mark - text.at) : text.len;
            Str part = trimmed(str_slice(text, from, to));
            reads = part.len && would_read(plan, part);
            from = to + 1;
        }
        if (reads) return true;
    }
    return false;
}

static bool same_letters(Str a, Str b)
{
    return a.len == b.len && str_distance(a, b, 0) == 0;
}

/* Whether text is declared, but for capital letters. */
static bool is_other_case(const FieldPlan *plan, Str text)
{
    const FieldSchema *field = plan->schema;
    for (size_t i = 0; i < field->missing_count; i++)
        if (same_letters(field->missing[i].text, text)) return true;
    for (size_t i = 0; field->kind == KIND_CODE && i < field->code_count; i++)
        if (same_letters(field->codes[i], text)) return true;
    for (size_t i = 0; field->kind == KIND_YESNO && i < field->yes_count; i++)
        if (same_letters(field->yes[i], text)) return true;
    for (size_t i = 0; field->kind == KIND_YESNO && i < field->no_count; i++)
        if (same_letters(field->no[i], text)) return true;
    return false;
}

/* Marks that published tables use for "no figure". */
static bool is_mark(Str text)
{
    static const Str marks[] = {
        STR("SUPP"),    STR("NE"),   STR("NP"), STR("NA"), STR("N/A"), STR("NEW"), STR("LOWCOV"),
        STR("SUPPMAT"), STR("NULL"), STR("c"),  STR("x"),  STR("z"),   STR("u"),   STR("low"),
        STR("k"),       STR("*"),    STR("~"),  STR(":"),  STR("--"),  STR("-"),   STR("."),
        STR(".."),      STR("DNS"),  STR("NR"), STR("NC")
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (str_eq(marks[i], text)) return true;
    return false;
}

static bool is_sheet_error(Str text)
{
    static const Str errors[] = { STR("#N/A"),   STR("#REF!"),  STR("#DIV/0!"), STR("#VALUE!"),
                                  STR("#NAME?"), STR("#NULL!"), STR("#NUM!"),   STR("#SPILL!") };
    for (size_t i = 0; i < COUNT_OF(errors); i++)
        if (str_eq(errors[i], text)) return true;
    return false;
}

static DiagId why_no_number(Str text)
{
    switch (number_fault(text)) {
    case FAULT_PLUS:
    case FAULT_POINT:
    case FAULT_EXPONENT: return D_NUMBER_FORM;
    case FAULT_THOUSANDS: return memchr(text.at, ',', text.len) ? D_NUMBER_COMMA : D_NUMBER_FORM;
    case FAULT_PERCENT: return D_PERCENT_SIGN;
    case FAULT_DIGITS: return D_NUMBER_DIGITS;
    case FAULT_EMPTY: return D_CELL_BLANK;
    case FAULT_NONE:
    case FAULT_SPACE:
    case FAULT_OTHER: break;
    }
    return D_NUMBER_UNREADABLE;
}

DiagId cell_why_not(const FieldPlan *plan, Str text)
{
    const FieldSchema *field = plan->schema;
    int32_t part[3], value;
    if (text.len == 0) return D_CELL_BLANK;
    Str inner = trimmed(text);
    if (inner.len < text.len && (inner.len == 0 || would_read(plan, inner))) return D_CELL_SPACES;
    if (is_sheet_error(text)) return D_SHEET_ERROR;
    if (is_other_case(plan, text)) return D_CELL_CASE;
    if (is_mark(text) && field->kind != KIND_LINK) return D_CELL_MARK;
    if (is_list(plan, text)) return D_CELL_LIST;
    if (field->kind != KIND_DATE && cell_looks_damaged(text)) return D_SHEET_DAMAGE;
    uint32_t odd = cell_odd_character(text, false);
    if (odd == 0xFEFF) return D_BOM_INSIDE;
    if (odd) return D_KEY_ODD;
    switch (field->kind) {
    case KIND_TEXT:
    case KIND_CODE: return D_CODE_UNKNOWN;
    case KIND_NUMBER:
    case KIND_PERCENT: return why_no_number(text);
    case KIND_YESNO: return D_YESNO_UNKNOWN;
    case KIND_DATE:
        if (cell_date(field, text, &value)) return D_NUMBER_RANGE;
        return date_form_parts(&field->dates, text, part) ? D_DATE_IMPOSSIBLE : D_DATE_UNREADABLE;
    case KIND_YEAR: return cell_year(field, text, &value) ? D_NUMBER_RANGE : D_YEAR_UNREADABLE;
    case KIND_LINK: break;
    }
    return D_LINK_UNMATCHED;
}

/* ---- what would be right ---- */

static void add_bound(Text *text, const FieldSchema *field, Bound bound)
{
    if (field->kind == KIND_DATE)
        calendar_write(text, bound.digits);
    else if (field->kind == KIND_YEAR)
        text_printf(text, "%d/%s%d", bound.digits, (bound.digits + 1) % 100 < 10 ? "0" : "",
                    (bound.digits + 1) % 100);
    else
        number_write_ratio(text, bound.digits, number_power_of_ten(bound.places), bound.places);
}

static void add_range(Text *text, const FieldSchema *field)
{
    if (field->low.given) {
        text_add(text, field->high.given ? STR(" from ") : STR(" of at least "));
        add_bound(text, field, field->low);
    }
    if (field->high.given) {
        text_add(text, field->low.given ? STR(" to ") : STR(" of at most "));
        add_bound(text, field, field->high);
    }
}

static void add_texts(Text *text, const Str *texts, size_t count)
{
    enum { SHOWN = 8 };
    for (size_t i = 0; i < count && i < SHOWN; i++)
        text_printf(text, "%s\"%S\"", i == 0 ? "" : i + 1 == count ? " or " : ", ", texts[i]);
    if (count > SHOWN) text_printf(text, " or %u more", (uint64_t)(count - SHOWN));
}

static Str sample(Str given, Str usual)
{
    return given.len ? given : usual;
}

Str cell_wanted(Arena *arena, const FieldSchema *field, Str parent)
{
    Text text = text_open(arena);
    switch (field->kind) {
    case KIND_TEXT: text_add(&text, STR("a text")); break;
    case KIND_CODE:
        if (field->codes_name.len) text_printf(&text, "a code of %S: ", field->codes_name);
        if (field->code_count)
            add_texts(&text, field->codes, field->code_count);
        else
            text_add(&text, STR("a code"));
        break;
    case KIND_NUMBER:
        text_add(&text, field->whole ? STR("a whole number") : STR("a number"));
        add_range(&text, field);
        break;
    case KIND_PERCENT:
        text_add(&text, STR("a percentage"));
        add_range(&text, field);
        break;
    case KIND_YESNO:
        add_texts(&text, field->yes, field->yes_count);
        text_add(&text, STR(" for yes, "));
        add_texts(&text, field->no, field->no_count);
        text_add(&text, STR(" for no"));
        break;
    case KIND_DATE:
        text_printf(&text, "a date such as %S", sample(field->dates.sample, STR("2026-08-31")));
        add_range(&text, field);
        break;
    case KIND_YEAR:
        text_printf(&text, "a school year such as %S", sample(field->years.sample, STR("2023/24")));
        add_range(&text, field);
        break;
    case KIND_LINK: text_add(&text, parent); break;
    }
    return text_str(&text);
}
