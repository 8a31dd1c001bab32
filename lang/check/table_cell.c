/* table_cell.c -- reading the cells of tables.
 *
 * A key cell is read by the type it is asked with: a code as its text; a number, year or date as
 * `5`, `up to 82`, `83 to 86`, `over 119`, `over 5 to 9`, `5 to under 9`, `under 5`, `from 5`,
 * `5 and over`; yes or no; a band by its name.  Results are read by what all cells of the column
 * are. SPDX-License-Identifier: Apache-2.0 */
#include "check/record.h"
#include "check/table.h"
#include "number/text.h"

/* ---- words round a value ---- */

static bool begins(Str text, Str word, Str *rest)
{
    if (text.len <= word.len || memcmp(text.at, word.at, word.len) != 0) return false;
    *rest = str_slice(text, word.len, text.len);
    return true;
}

static bool ends(Str text, Str word, Str *rest)
{
    size_t start = text.len - word.len;
    if (text.len <= word.len || memcmp(text.at + start, word.at, word.len) != 0) return false;
    *rest = str_slice(text, 0, start);
    return true;
}

/* A to B */
static bool between(Str text, Str *low, Str *high)
{
    Str word = STR(" to ");
    for (size_t i = 1; i + word.len < text.len; i++) {
        if (memcmp(text.at + i, word.at, word.len) != 0) continue;
        *low = str_slice(text, 0, i);
        *high = str_slice(text, i + word.len, text.len);
        return true;
    }
    return false;
}

/* The two ends that a cell names; an empty end is endless. */
typedef struct Ends {
    Str low, high;
    bool low_open, high_open, ranged;
} Ends;

/* A to B, A to under B */
static bool from_to(Str text, Ends *e)
{
    if (!between(text, &e->low, &e->high)) return false;
    Str high = e->high;
    e->high_open = begins(high, STR("under "), &e->high);
    return true;
}

static Ends ends_of(Str text)
{
    Ends e = { .ranged = true };
    if (begins(text, STR("up to "), &e.high)) return e;
    if (begins(text, STR("from "), &e.low)) return e;
    if (ends(text, STR(" and over"), &e.low)) return e;
    if (begins(text, STR("over "), &e.low)) {
        Str rest = e.low; /* over A to B: above A, up to B */
        e.low_open = true;
        from_to(rest, &e);
        return e;
    }
    if (begins(text, STR("under "), &e.high)) {
        e.high_open = true;
        return e;
    }
    if (from_to(text, &e)) return e;
    return (Ends){ .low = text, .high = text };
}

/* ---- school years ---- */

/* Reads a school year 2026/27; -1 when text is not one. */
static int table_cell_year(Str text)
{
    int year[2] = { 0, 0 };
    if (text.len != 7 || text.at[4] != '/') return -1;
    for (size_t i = 0; i < 7; i++) {
        if (i == 4) continue;
        if (text.at[i] < '0' || text.at[i] > '9') return -1;
        year[i > 4] = year[i > 4] * 10 + (text.at[i] - '0');
    }
    return (year[0] + 1) % 100 == year[1] ? year[0] : -1;
}

bool cell_years(Str text, int *first, int *last)
{
    Ends e = ends_of(text);
    if (e.low_open || e.high_open) return false;
    *first = e.low.len ? table_cell_year(e.low) : 0;
    *last = e.high.len ? table_cell_year(e.high) : INT32_MAX;
    return *first >= 0 && *last >= 0;
}

/* ---- keys ---- */

static const Exact *number_of(Model *model, Str text, bool *percent)
{
    Str bare = text;
    *percent = ends(text, STR("%"), &bare);
    const Exact *x = number_parse_exact(model->arena, bare);
    return x && *percent ? exact_mul(model->arena, x, exact_power_of_ten(model->arena, -2)) : x;
}

/* A single value of the key's type; NULL when text is not one. */
static const Exact *key_value(Model *model, const KeyType *type, Str text)
{
    bool percent;
    int64_t value = -1;
    switch (type->type) {
    case TYPE_NUMBER: {
        const Exact *x = number_of(model, text, &percent);
        bool plain = type->unit == UNIT_ANY || type->unit == UNIT_PURE;
        /* 40 would be 4,000% where percentages are asked, and 40% no number of points. */
        if (!x || plain || percent == (type->unit == UNIT_PERCENT)) return x;
        return exact_sign(model->arena, x) == 0 ? x : NULL;
    }
    case TYPE_YEAR: value = table_cell_year(text); break;
    case TYPE_DATE:
        if (!date_days(text, &value)) return NULL;
        return exact_from_i64(model->arena, value);
    case TYPE_YESNO:
        if (str_eq(text, STR("yes"))) value = 1;
        if (str_eq(text, STR("no"))) value = 0;
        break;
    case TYPE_BAND: {
        size_t band = band_find(type->bands, text);
        if (band != SIZE_MAX) value = (int64_t)band;
        break;
    }
    case TYPE_NONE:
    case TYPE_CODE:
    case TYPE_ROW: break;
    }
    return value < 0 ? NULL : exact_from_i64(model->arena, value);
}

static Str wanted(Model *model, const KeyType *type)
{
    switch (type->type) {
    case TYPE_YEAR: return STR("a school year such as 2026/27, or years such as `from 2026/27`");
    case TYPE_DATE: return STR("a day such as 2026-09-01, or days such as `from 2026-09-01`");
    case TYPE_YESNO: return STR("yes or no");
    case TYPE_BAND: return str_printf(model->arena, "the name of a band of %S", type->bands->name);
    case TYPE_NUMBER:
        if (type->unit == UNIT_PERCENT) return STR("a percentage such as 40%, or `up to 40%`");
        break;
    case TYPE_NONE:
    case TYPE_CODE:
    case TYPE_ROW: break;
    }
    return STR("a number, or numbers such as `up to 82`, `83 to 86`, `over 119`");
}

bool cell_key(Model *model, const Node *cell, const KeyType *type, KeyCell *key, bool *ranged)
{
    *key = (KeyCell){ 0 };
    if (type->type == TYPE_CODE) {
        key->code = text_index(model, cell->text);
        return true;
    }
    Ends e = ends_of(cell->text);
    if (type->type == TYPE_BAND || type->type == TYPE_YESNO)
        e = (Ends){ .low = cell->text, .high = cell->text };
    key->low = e.low.len ? key_value(model, type, e.low) : NULL;
    key->high = e.high.len ? key_value(model, type, e.high) : NULL;
    key->low_open = e.low_open;
    key->high_open = e.high_open;
    if ((e.low.len && !key->low) || (e.high.len && !key->high)) {
        DIAG_AT(model->diags, D_TABLE_KEY, cell->span, cell->text, wanted(model, type));
        return false;
    }
    if (key->low && key->high && exact_compare(model->arena, key->low, key->high) > 0) {
        DIAG_AT(model->diags, D_TABLE_BACKWARDS, cell->span, cell->text);
        return false;
    }
    if (e.ranged) *ranged = true;
    return true;
}

/* ---- results ---- */

/* missing REASON */
static bool missing_name(Str text, Str *name)
{
    if (!begins(text, STR("missing "), name)) return false;
    for (size_t i = 0; i < name->len; i++) {
        char c = name->at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9')) return false;
    }
    return true;
}

void cell_count(CellKinds *kinds, Str text)
{
    Str rest;
    bool percent = ends(text, STR("%"), &rest);
    if (missing_name(text, &rest)) {
        kinds->missing++;
    } else if (str_eq(text, STR("yes")) || str_eq(text, STR("no"))) {
        kinds->yesnos++;
    } else if (number_fault(percent ? rest : text) == FAULT_NONE) {
        kinds->numbers++;
        kinds->percents += percent;
    } else {
        kinds->texts++;
    }
}

CellKind cell_kind(const CellKinds *kinds, bool *mixed)
{
    *mixed = false;
    if (kinds->texts || (kinds->yesnos && kinds->numbers)) return (CellKind){ TYPE_CODE, UNIT_ANY };
    if (kinds->yesnos) return (CellKind){ TYPE_YESNO, UNIT_ANY };
    *mixed = kinds->percents && kinds->percents < kinds->numbers;
    return (CellKind){ TYPE_NUMBER, kinds->percents ? UNIT_PERCENT : UNIT_ANY };
}

ValueCell cell_value(Model *model, const Node *cell, CellKind kind)
{
    ValueCell value = { 0 };
    Str name;
    bool percent;
    if (missing_name(cell->text, &name))
        value.reason = reason_declare(model, name, STR_EMPTY, cell->span);
    else if (kind.type == TYPE_NUMBER)
        value.number = number_of(model, cell->text, &percent);
    else if (kind.type == TYPE_YESNO)
        value.yes = str_eq(cell->text, STR("yes"));
    else
        value.code = text_index(model, cell->text);
    return value;
}
