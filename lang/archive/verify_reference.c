/* verify_reference.c -- lus_verify_reference: a frozen reference by itself, and who signed it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/cells.h"
#include "archive/kept.h"
#include "file.h"
#include "reference/reference.h"
#include "term/gate.h"
#include "term/signers.h"
#include <stdlib.h>

enum { WHAT, NAME, FIGURE, GROUP, VALUE, REASON, COLUMNS };

typedef struct Verify {
    Call call;
    const char *path, *keys;
    bool json;
    Str text;
    Cells cells;
    Str framework, edition, year, vintage, version, meaning, last; /* what it says of itself */
    uint64_t records;
    uint64_t values;
    Signers signers;
    LusResult *result;
} Verify;

static bool broken(Verify *v, Str what)
{
    Str args[] = { str_printable(&v->call.arena, str_of(v->path), 200),
                   str_printable(&v->call.arena, what, 200) };
    diag_add(&v->call.diags, D_REFERENCE_BROKEN, args, COUNT_OF(args));
    v->call.status = LUS_SEAL;
    return false;
}

static Str cell(const Verify *v, size_t row, size_t column)
{
    return cells_at(&v->cells, row, column);
}

/* ---- what it says of itself ---- */

/* The value of a row that there is once, or, where it need not be there, at most once. */
static bool take_head(Verify *v, const char *what, bool needed, Str *value, size_t *at)
{
    size_t count = 0;
    *value = STR_EMPTY;
    for (size_t r = 0; r < v->cells.rows; r++) {
        if (!str_eq(cell(v, r, WHAT), str_of(what))) continue;
        *value = cell(v, r, VALUE);
        *at = r;
        count++;
    }
    if (count == 1 || (count == 0 && !needed)) return true;
    return broken(v, str_printf(&v->call.arena,
                                count ? "it says its %s more than once" : "it does not say its %s",
                                what));
}

static bool take_heads(Verify *v)
{
    Arena *arena = &v->call.arena;
    size_t at = 0;
    if (!take_head(v, "framework", true, &v->framework, &at)) return false;
    v->framework = cell(v, at, NAME);
    if (!take_head(v, "edition", true, &v->edition, &at) ||
        !take_head(v, "year", true, &v->year, &at) ||
        !take_head(v, "vintage", false, &v->vintage, &at) ||
        !take_head(v, "tool", false, &v->version, &at) ||
        !take_head(v, "meaning", true, &v->meaning, &at) ||
        !take_head(v, "seal", false, &v->last, &at))
        return false;
    v->records = v->last.len ? reference_number(cell(v, at, FIGURE)) : 0;
    if (!str_is_name(v->framework))
        return broken(v, str_printf(arena, "%S is no framework's name", v->framework));
    if (!kept_year(v->year)) return broken(v, str_printf(arena, "%S is no school year", v->year));
    return !v->last.len || v->records ||
           broken(v, STR("it does not say which record of the seal log it was made under"));
}

/* ---- its figures ---- */

static bool is_figure(Str what)
{
    return str_eq(what, STR("nation")) || str_eq(what, STR("group")) ||
           str_eq(what, STR("no group"));
}

/* Whether the first cell is one that Lustrum writes: a figure's also says of which year and record
 * it is, where those are not the reference's own. */
static bool is_known(Verify *v, Str what)
{
    static const char *const words[] = { "framework", "edition", "year",  "vintage", "tool",
                                         "meaning",   "seal",    "rules", "data" };
    PassRow row = { .year = 0 };
    row.what = section_read(what, &row.year, &row.record);
    if (is_figure(row.what) || (row.record && str_eq(row.what, STR("meaning"))))
        return str_eq(section_what(&v->call.arena, &row), what);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq(what, str_of(words[i]))) return true;
    return false;
}

static int by_figure(const void *left, const void *right)
{
    const Str *a = *(const Str *const *)left, *b = *(const Str *const *)right;
    int order = 0;
    for (size_t c = WHAT; !order && c <= GROUP; c++) order = str_compare(a[c], b[c]);
    return order;
}

static bool is_whole(Verify *v, size_t row)
{
    Arena *arena = &v->call.arena;
    Str what = cell(v, row, WHAT);
    int year;
    uint64_t record;
    if (!is_known(v, what)) return broken(v, str_printf(arena, "it has a row of %S", what));
    if (!is_figure(section_read(what, &year, &record))) return true;
    v->values++;
    bool has = cell(v, row, VALUE).len > 0, missing = cell(v, row, REASON).len > 0;
    return has != missing ||
           broken(v, str_printf(arena, "%S.%S has %s", cell(v, row, NAME), cell(v, row, FIGURE),
                                has ? "a value and a reason why there is none"
                                    : "neither a value nor a reason"));
}

/* Each row is of a kind that there is, and no figure is there twice. */
static bool judge_rows(Verify *v)
{
    size_t rows = v->cells.rows;
    const Str **all = NEW_ARRAY(&v->call.arena, const Str *, rows + 1);
    for (size_t r = 0; r < rows; r++) {
        if (!is_whole(v, r)) return false;
        all[r] = &v->cells.cells[r * COLUMNS];
    }
    if (rows > 1) qsort(all, rows, sizeof *all, by_figure);
    for (size_t r = 1; r < rows; r++)
        if (all[r][FIGURE].len && by_figure(&all[r - 1], &all[r]) == 0)
            return broken(
                v, str_printf(&v->call.arena, "it has %S.%S twice", all[r][NAME], all[r][FIGURE]));
    return true;
}

static bool read_cells(Verify *v)
{
    static const char *const heads[] = { "what", "name", "figure", "group", "value", "reason" };
    if (!cells_read(&v->call.arena, v->text, &v->cells))
        return broken(v, STR("it is no table of commas and lines"));
    bool same = v->cells.columns == COLUMNS;
    for (size_t c = 0; same && c < COLUMNS; c++) same = str_eq(v->cells.heads[c], str_of(heads[c]));
    return same || broken(v, STR("its columns are others"));
}

/* ---- who signed ---- */

static bool judge_signers(Verify *v)
{
    Trusted trusted = { .from = STR_EMPTY };
    Call *call = &v->call;
    Str path = str_of(v->path);
    if (v->keys && !trusted_read(&trusted, call, v->keys)) {
        call->status = seal_status(&call->diags);
        return false;
    }
    call->status = LUS_SEAL;
    if (v->records && !trusted_then(&trusted, call, path, v->records, v->last)) return false;
    call->status = signers_beside(&v->signers, &trusted, call, path, v->text);
    if (call->status == LUS_OK && !v->signers.count) signers_none(call, path, path);
    return call->status == LUS_OK;
}

/* ---- telling ---- */

static Str shown(Verify *v, Str text)
{
    return str_printable(&v->result->arena, text, 200);
}

static Str tell_text(Verify *v)
{
    Text text = text_open(&v->result->arena);
    text_printf(&text, "%S holds: national figures of %S, %S", shown(v, str_of(v->path)),
                v->framework, v->year);
    if (v->vintage.len) text_printf(&text, ", %S data", shown(v, v->vintage));
    if (v->version.len) text_printf(&text, ", made by Lustrum %S", shown(v, v->version));
    text_printf(&text, ".\n  %g value%s\n", v->values, v->values == 1 ? "" : "s");
    signers_print(&text, &v->signers);
    return text_str(&text);
}

static Str tell_json(Verify *v)
{
    Json json = json_open(&v->result->arena, "lustrum/verify@1");
    json_str(&json, "reference", str_of(v->path));
    json_str(&json, "framework", v->framework);
    json_str(&json, "year", v->year);
    if (v->vintage.len) json_str(&json, "vintage", v->vintage);
    json_str(&json, "meaning_sha256", v->meaning);
    json_bool(&json, "holds", true);
    json_count(&json, "values", v->values);
    signers_json(&json, &v->signers);
    return json_close(&json);
}

static void verify_body(void *arg)
{
    Verify *v = arg;
    v->result = result_take(v->call.lus);
    int error = file_read(&v->call.arena, str_of(v->path), SIZE_MAX / 2, &v->text);
    if (error) {
        Str args[] = { str_printable(&v->call.arena, str_of(v->path), 200), file_error(error) };
        diag_add(&v->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
        v->call.status = LUS_CANNOT;
        return;
    }
    if (!read_cells(v) || !judge_rows(v) || !take_heads(v) || !judge_signers(v)) return;
    v->result->text = v->json ? tell_json(v) : tell_text(v);
}

LusStatus lus_verify_reference(Lustrum *lus, const char *path, const char *keys, int json,
                               LusResult **out)
{
    Verify v = { .path = path, .keys = keys, .json = json != 0 };
    call_run(&v.call, lus, verify_body, &v);
    LusStatus status = call_end(&v.call);
    *out = status == LUS_OK ? v.result : NULL;
    if (status != LUS_OK) lus_result_close(v.result);
    return status;
}
