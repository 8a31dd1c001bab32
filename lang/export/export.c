/* export.c -- see export.h: lus_export.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/export.h"
#include "archive/judge.h"
#include "file.h"
#include "result/cell.h"
#include "sha256.h"

const ExportTable *export_table(const Export *e, Str name)
{
    for (size_t t = 0; t < e->table_count; t++)
        if (str_eq(e->tables[t].name, name)) return &e->tables[t];
    return NULL;
}

/* A figure is none, whatever its sign: -0.25, -695/3333, -2*root(38/15). */
static bool is_figure(Str text)
{
    if (text.len < 2 || text.at[0] != '-') return false;
    for (size_t i = 1; i < text.len; i++)
        if (!memchr("0123456789./*()rot", text.at[i], 18)) return false;
    return true;
}

bool export_safe(Export *e, const ExportTable *table, Str cell, Str *safe)
{
    *safe = cell;
    if (!starts_formula(cell) || is_figure(cell)) return true;
    if (!e->asked->spreadsheet_copy)
        return call_told(&e->call, D_EXPORT_FORMULA, table->file->name, cell);
    *safe = str_printf(&e->call.arena, "'%S", cell);
    return true;
}

ExportFact *export_facts(Export *e, size_t *count)
{
    const Kept *kept = &e->kept;
    Arena *arena = &e->call.arena;
    const ExportFact facts[] = {
        { STR("framework"), kept->framework },
        { STR("title"), kept->title },
        { STR("owner"), kept->owner },
        { STR("year"), kept->year_words },
        { STR("mode"), kept->mode },
        { STR("vintage"), kept->vintage },
        { STR("edition"), str_printf(arena, "%u", kept->edition) },
        { STR("tool"), str_printf(arena, "lustrum %S", kept->tool_version) },
        { STR("meaning_sha256"), kept->meaning },
        { STR("manifest_sha256"), e->manifest_sha256 },
    };
    ExportFact *list = NEW_ARRAY(arena, ExportFact, COUNT_OF(facts));
    *count = 0;
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        if (facts[i].text.len) list[(*count)++] = facts[i];
    return list;
}

/* ---- the results ---- */

static LusStatus judge(Export *e)
{
    Call *call = &e->call;
    Kept *kept = &e->kept;
    LusStatus status = kept_judged(kept, call, e->asked->results, e->asked->keys, &e->signers,
                                   &e->program, &e->meaning);
    if (status != LUS_OK) return status;
    e->manifest_sha256 = sha256_text(&call->arena, kept->manifest);
    return LUS_OK;
}

static bool ends_with(Str text, Str end)
{
    return text.len >= end.len && memcmp(text.at + text.len - end.len, end.at, end.len) == 0;
}

/* By the control totals of the column: figures of which each is a decimal, or empty. */
static CellsKind kind_of(const KeptFile *file, Str heading)
{
    for (size_t i = 0; i < file->total_count; i++) {
        const KeptTotal *total = &file->totals[i];
        if (!str_eq(total->column, heading)) continue;
        if (total->is_words || total->others) return CELLS_TEXT;
        bool count = ends_with(heading, STR(".counted")) || ends_with(heading, STR(".of"));
        return count ? CELLS_COUNT : CELLS_NUMBER;
    }
    return CELLS_TEXT;
}

static LusStatus read_tables(Export *e)
{
    Arena *arena = &e->call.arena;
    const Kept *kept = &e->kept;
    e->tables = NEW_ARRAY(arena, ExportTable, kept->file_count + 1);
    for (size_t i = 0; i < kept->file_count; i++) {
        const KeptFile *file = &kept->files[i];
        Str end = STR(".csv"), text;
        if (!ends_with(file->name, end) || ends_with(file->name, STR(".spreadsheet.csv"))) continue;
        int error = kept_read(arena, kept->dir, file->name, &text);
        if (error) {
            call_told(&e->call, D_KEPT_UNREADABLE,
                      str_printf(arena, "%S/%S", kept->shown, file->name), file_error(error));
            return LUS_CANNOT;
        }
        ExportTable *table = &e->tables[e->table_count++];
        table->file = file;
        table->name = str_slice(file->name, 0, file->name.len - end.len);
        if (!cells_read(arena, text, &table->cells))
            return kept_broken(kept, &e->call, str_printf(arena, "%S is no table", file->name));
        table->kind = NEW_ARRAY(arena, CellsKind, table->cells.columns + 1);
        for (size_t c = 0; c < table->cells.columns; c++)
            table->kind[c] = kind_of(file, table->cells.heads[c]);
    }
    return LUS_OK;
}

static void export_body(void *arg)
{
    Export *e = arg;
    bool done = false;
    e->result = result_take(e->call.lus);
    e->call.status = judge(e);
    if (e->call.status == LUS_OK) e->call.status = read_tables(e);
    if (e->call.status != LUS_OK) return;
    switch (e->asked->form) {
    case LUS_EXPORT_SQLITE: done = export_sqlite(e); break;
    case LUS_EXPORT_XLSX: done = export_xlsx(e); break;
    case LUS_EXPORT_EES: done = export_ees(e, false); break;
    case LUS_EXPORT_EES_META: done = export_ees(e, true); break;
    }
    if (!done) e->call.status = LUS_CANNOT;
}

LusStatus lus_export(Lustrum *lus, const LusExport *asked, LusResult **out)
{
    Export e = { .asked = asked, .kept = { .dir = -1 } };
    call_run(&e.call, lus, export_body, &e);
    export_sqlite_close(&e);
    kept_close(&e.kept);
    LusStatus status = call_end(&e.call);
    *out = status == LUS_OK ? e.result : NULL;
    if (status != LUS_OK) lus_result_close(e.result);
    lus_program_close(e.program);
    return status;
}
