/* account.c -- see account.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/account.h"
#include "result/corrected.h"
#include "result/decision.h"
#include "result/grid.h"
#include "result/reconcile.h"

Str file_name(Str path)
{
    size_t start = path.len;
    while (start > 0 && path.at[start - 1] != '/') start--;
    return str_slice(path, start, path.len);
}

static const RecordSchema *schema_of(const Printer *printer, uint32_t record)
{
    return &printer->program->schemas[record];
}

static Str link_name(Arena *arena, const Printer *printer, const LinkLedger *link)
{
    const RecordSchema *child = schema_of(printer, link->child);
    return str_printf(arena, "%S.%S to %S", child->name, child->fields[link->field].name,
                      schema_of(printer, link->parent)->name);
}

static Str measuring_name(Arena *arena, const Printer *printer, const MeasuringTally *m)
{
    return str_printf(arena, "%S, %S", m->out->measure, schema_of(printer, m->record)->plural);
}

/* ---- printed ---- */

static void heads(Grid *grid, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) grid_cell(grid, (Str){ names[i], strlen(names[i]) });
}

/* "Reading", or of an earlier year "Reading, 2014/15". */
static void head_of(Grid *grid, Arena *arena, const char *name, const Ledger *ledger)
{
    Str year = ledger->year ? year_words(arena, ledger->year) : STR_EMPTY;
    grid_cell(grid, str_printf(arena, "%s%s%S", name, year.len ? ", " : "", year));
}

static void print_reading(Text *text, Arena *arena, const Ledger *ledger)
{
    static const char *const names[] = { "rows", "kept", "set aside", "" };
    Grid grid = grid_open(arena, "lrrrl");
    head_of(&grid, arena, "Reading", ledger);
    heads(&grid, names, COUNT_OF(names));
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *file = &ledger->files[i];
        Text why = text_open(arena);
        for (size_t a = 0; a < file->aside_count; a++)
            text_printf(&why, "%s%S: %g", a ? ", " : "", file->aside[a].name, file->aside[a].count);
        if (file->listed)
            text_printf(&why, "%smade of them: %g", why.len ? "; rows " : "rows ", file->made);
        Str name = file_name(file->file);
        if (file->day.len) name = str_printf(arena, "%S on %S", name, file->day);
        grid_cell(&grid, name);
        grid_count(&grid, file->records);
        grid_count(&grid, file->kept);
        grid_count(&grid, file->records - file->kept);
        grid_cell(&grid, text_str(&why));
    }
    grid_print(&grid, text, 2);
}

static void print_links(Text *text, Arena *arena, const Printer *printer, const Ledger *ledger)
{
    static const char *const names[] = { "rows", "matched", "unmatched", "parents",
                                         "with", "without", "" };
    Grid grid = grid_open(arena, "lrrrrrrl");
    head_of(&grid, arena, "Links", ledger);
    heads(&grid, names, COUNT_OF(names));
    for (size_t i = 0; i < ledger->link_count; i++) {
        const LinkLedger *link = &ledger->links[i];
        Text why = text_open(arena);
        for (size_t r = 1; r < link->reason_count; r++) {
            if (!link->unmatched[r]) continue;
            text_printf(&why, "%s%S: %g", why.len ? ", " : "",
                        reason_words(printer->program, (uint8_t)r), link->unmatched[r]);
        }
        grid_cell(&grid, link_name(arena, printer, link));
        grid_count(&grid, link->children);
        grid_count(&grid, link->matched);
        grid_count(&grid, link->children - link->matched);
        grid_count(&grid, link->parents);
        grid_count(&grid, link->with_children);
        grid_count(&grid, link->without_children);
        grid_cell(&grid, text_str(&why));
    }
    grid_print(&grid, text, 2);
}

typedef enum { LEFT_OUT, WITHHELD, MISSING, NOT_MADE } Fate;

/* What became of a row that has no figure. */
static Fate fate_of(const Program *program, uint32_t reason)
{
    if (reason_is_withheld(program, (uint8_t)reason)) return WITHHELD;
    if (program->reasons[reason].kind == REASON_IS_LEFT_OUT) return LEFT_OUT;
    return program->reasons[reason].kind == REASON_IS_NOT_MADE ? NOT_MADE : MISSING;
}

static const char *const fate_words[] = { "left out", "withheld", "missing", "not made" };

/* "left out, no Key Stage 2 result: 1,204 (Article 6(2))" for each reason that occurs. */
static void print_reasons(Text *text, const Printer *printer, const Reasons *reasons)
{
    for (uint32_t r = 1; r < 256; r++) {
        if (!reasons->by[r]) continue;
        const ReasonInfo *info = &printer->program->reasons[r];
        text_printf(text, "      %s, %S: %g", fate_words[fate_of(printer->program, r)],
                    reason_words(printer->program, (uint8_t)r), reasons->by[r]);
        if (info->because.len) text_printf(text, " (%S)", info->because);
        text_byte(text, '\n');
    }
}

/* Whether the record's figures have a file, and so a place of their own in the summary. */
static bool has_level(const Tally *tally, uint32_t record)
{
    for (size_t i = 0; i < tally->level_count; i++)
        if (tally->levels[i].out->record == record) return true;
    return false;
}

static void print_measuring(Text *text, Arena *arena, const Printer *printer, const Tally *tally)
{
    static const char *const names[] = { "Measuring", "rows",    "counted",   "left out",
                                         "withheld",  "missing", "not picked" };
    Grid grid = grid_open(arena, "lrrrrrr");
    heads(&grid, names, COUNT_OF(names));
    for (size_t i = 0; i < tally->measuring_count; i++) {
        const MeasuringTally *m = &tally->measuring[i];
        grid_cell(&grid, measuring_name(arena, printer, m));
        grid_count(&grid, m->rows.rows);
        grid_count(&grid, m->rows.by[0]);
        grid_count(&grid, m->left_out);
        grid_count(&grid, m->withheld);
        grid_count(&grid, m->missing);
        grid_count(&grid, m->not_picked);
    }
    grid_print(&grid, text, 2);
    for (size_t i = 0; i < tally->measuring_count; i++) {
        const MeasuringTally *m = &tally->measuring[i];
        if (m->left_out + m->withheld + m->missing == 0 || has_level(tally, m->record)) continue;
        text_printf(text, "    %S\n", measuring_name(arena, printer, m));
        print_reasons(text, printer, &m->rows);
    }
}

void account_print(Text *text, Arena *arena, Printer *printer, const Tally *tally,
                   const Ledger *ledger)
{
    print_reading(text, arena, ledger);
    corrected_print(text, arena, printer->program, ledger);
    if (ledger->link_count) text_byte(text, '\n');
    if (ledger->link_count) print_links(text, arena, printer, ledger);
    for (size_t i = 0; i < ledger->earlier_count; i++) {
        const Ledger *earlier = &ledger->earlier[i];
        text_byte(text, '\n');
        print_reading(text, arena, earlier);
        corrected_print(text, arena, printer->program, earlier);
        if (earlier->link_count) text_byte(text, '\n');
        if (earlier->link_count) print_links(text, arena, printer, earlier);
    }
    if (tally->measuring_count) text_byte(text, '\n');
    if (tally->measuring_count) print_measuring(text, arena, printer, tally);
    reconcile_print(text, arena, printer, tally);
}

/* ---- JSON ---- */

static void counted_json(Json *json, const char *key, const Counted *items, size_t count)
{
    json_array(json, key);
    for (size_t i = 0; i < count; i++) {
        json_object(json, NULL);
        json_str(json, "name", items[i].name);
        json_count(json, "count", items[i].count);
        json_end(json);
    }
    json_end(json);
}

static void reading_json(Json *json, const Printer *printer, const Ledger *ledger)
{
    json_array(json, "reading");
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *file = &ledger->files[i];
        json_object(json, NULL);
        json_str(json, "record", schema_of(printer, file->record)->name);
        json_str(json, "file", file_name(file->file));
        if (file->day.len) json_str(json, "describes", file->day);
        json_count(json, "rows", file->records);
        json_count(json, "kept", file->kept);
        if (file->listed) json_count(json, "rows_made", file->made);
        counted_json(json, "set_aside", file->aside, file->aside_count);
        counted_json(json, "leniencies", file->leniency, file->leniency_count);
        json_end(json);
    }
    json_end(json);
}

static void reason_json(Json *json, const Printer *printer, uint32_t reason, uint64_t count)
{
    const ReasonInfo *info = &printer->program->reasons[reason];
    json_object(json, NULL);
    json_str(json, "reason", info->name);
    json_str(json, "printed", reason_words(printer->program, (uint8_t)reason));
    if (info->because.len) json_str(json, "because", info->because);
    json_count(json, "count", count);
    json_end(json);
}

static void links_json(Json *json, const Printer *printer, const Ledger *ledger)
{
    json_array(json, "links");
    for (size_t i = 0; i < ledger->link_count; i++) {
        const LinkLedger *link = &ledger->links[i];
        const RecordSchema *child = schema_of(printer, link->child);
        json_object(json, NULL);
        json_str(json, "record", child->name);
        json_str(json, "field", child->fields[link->field].name);
        json_str(json, "parent", schema_of(printer, link->parent)->name);
        json_count(json, "rows", link->children);
        json_count(json, "matched", link->matched);
        json_array(json, "unmatched");
        for (size_t r = 1; r < link->reason_count; r++)
            if (link->unmatched[r]) reason_json(json, printer, (uint32_t)r, link->unmatched[r]);
        json_end(json);
        json_count(json, "parents", link->parents);
        json_count(json, "with_children", link->with_children);
        json_count(json, "without_children", link->without_children);
        json_end(json);
    }
    json_end(json);
}

static void reasons_json(Json *json, const Printer *printer, const char *key,
                         const Reasons *reasons, Fate fate)
{
    json_array(json, key);
    for (uint32_t r = 1; r < printer->program->reason_count; r++)
        if (reasons->by[r] && fate_of(printer->program, r) == fate)
            reason_json(json, printer, r, reasons->by[r]);
    json_end(json);
}

static void measuring_json(Json *json, const Printer *printer, const Tally *tally)
{
    json_array(json, "measuring");
    for (size_t i = 0; i < tally->measuring_count; i++) {
        const MeasuringTally *m = &tally->measuring[i];
        json_object(json, NULL);
        json_str(json, "measure", m->out->measure);
        json_str(json, "record", schema_of(printer, m->record)->name);
        json_count(json, "rows", m->rows.rows);
        json_count(json, "counted", m->rows.by[0]);
        reasons_json(json, printer, "left_out", &m->rows, LEFT_OUT);
        reasons_json(json, printer, "withheld", &m->rows, WITHHELD);
        reasons_json(json, printer, "missing", &m->rows, MISSING);
        reasons_json(json, printer, "not_made", &m->rows, NOT_MADE);
        json_count(json, "not_picked", m->not_picked);
        json_end(json);
    }
    json_end(json);
}

static void level_json(Json *json, const Printer *printer, const LevelTally *level)
{
    for (uint32_t i = 0; i < level->out->measure_count; i++) {
        const MeasureTally *m = &level->measures[i];
        json_object(json, NULL);
        json_str(json, "file", level->out->file);
        json_str(json, "measure", m->out->name);
        json_count(json, "units", level->units);
        json_count(json, "shown", m->value.by[0]);
        json_count(json, "withheld", m->withheld);
        json_count(json, "missing", level->units - m->value.by[0] - m->withheld);
        json_array(json, "reasons");
        for (uint32_t r = 1; r < printer->program->reason_count; r++)
            if (m->value.by[r]) reason_json(json, printer, r, m->value.by[r]);
        json_end(json);
        json_end(json);
    }
}

void account_json(Json *json, Printer *printer, const Tally *tally, const Ledger *ledger)
{
    reading_json(json, printer, ledger);
    corrected_json(json, printer->program, ledger);
    if (ledger->decisions) decisions_ledger_json(json, printer, ledger->decisions);
    links_json(json, printer, ledger);
    measuring_json(json, printer, tally);
    json_array(json, "levels");
    for (size_t i = 0; i < tally->level_count; i++) level_json(json, printer, &tally->levels[i]);
    json_end(json);
    if (tally->reconcile_count) reconcile_json(json, printer, tally);
    if (!ledger->earlier_count) return;
    json_array(json, "earlier_years");
    for (size_t i = 0; i < ledger->earlier_count; i++) {
        json_object(json, NULL);
        json_str(json, "year", year_words(json->text.arena, ledger->earlier[i].year));
        reading_json(json, printer, &ledger->earlier[i]);
        corrected_json(json, printer->program, &ledger->earlier[i]);
        links_json(json, printer, &ledger->earlier[i]);
        json_end(json);
    }
    json_end(json);
}
