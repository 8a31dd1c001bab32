/* reconcile.c -- see reconcile.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/reconcile.h"
#include "number/lane.h"
#include "result/grid.h"

enum { CUT_AFTER = 8 };  /* places of a figure whose digits do not end, in words */
enum { ROWS_SHOWN = 5 }; /* in words; ledger.json has all of them */

/* ---- comparing ---- */

static const Exact *number_at(Printer *printer, uint32_t column, uint32_t row)
{
    return column_exact_at(printer->scratch, printer->run->dens, run_column(printer->run, column),
                           row);
}

typedef enum { EQUAL, WITHIN, APART } Fit;

static Fit fit_of(Printer *printer, const ReconcileOut *out, uint32_t row)
{
    Arena *scratch = printer->scratch;
    const Exact *given = number_at(printer, out->given, row);
    const Exact *ours = number_at(printer, out->ours, row);
    int order = exact_compare(scratch, ours, given);
    if (order == 0) return EQUAL;
    if (out->most == NONE) return APART;
    const Exact *apart =
        order > 0 ? exact_sub(scratch, ours, given) : exact_sub(scratch, given, ours);
    return exact_compare(scratch, apart, number_at(printer, out->most, row)) <= 0 ? WITHIN : APART;
}

/* Why a row cannot be compared: the reason of the first figure that is missing; 0 when none is. */
static uint8_t missing_of(const Printer *printer, const ReconcileOut *out, uint32_t row)
{
    const uint32_t columns[] = { out->given, out->ours, out->most };
    uint8_t reason = 0;
    for (size_t i = 0; i < COUNT_OF(columns) && !reason; i++)
        if (columns[i] != NONE) reason = run_reason(run_column(printer->run, columns[i]), row);
    return reason;
}

static const Table *table_of(const Printer *printer, const ReconcileOut *out)
{
    const Space *space = &printer->program->spaces[out->space];
    return space->kind == SPACE_RECORD ? &printer->run->tables[space->record] : NULL;
}

ReconcileTally reconcile_tally(Arena *arena, Printer *printer, const ReconcileOut *out)
{
    const Table *table = table_of(printer, out);
    ReconcileTally tally = { .out = out, .units = table ? table->rows : 1 };
    tally.missing.rows = tally.units;
    uint32_t *order = NEW_ARRAY(arena, uint32_t, tally.units + 1);
    if (table) table_key_order(table, order, arena);
    tally.unequal = NEW_ARRAY(arena, uint32_t, tally.units + 1);
    tally.too_far = NEW_ARRAY(arena, bool, tally.units + 1);
    for (uint64_t i = 0; i < tally.units; i++) {
        uint8_t reason = missing_of(printer, out, order[i]);
        tally.missing.by[reason]++;
        if (reason) continue;
        Fit fit = fit_of(printer, out, order[i]);
        uint64_t at = tally.within + tally.apart;
        tally.equal += fit == EQUAL;
        tally.within += fit == WITHIN;
        tally.apart += fit == APART;
        if (fit == EQUAL) continue;
        tally.unequal[at] = order[i];
        tally.too_far[at] = fit == APART;
        printer_rest(printer);
    }
    return tally;
}

/* ---- in words ---- */

static Str title_of(const ReconcileOut *out)
{
    return out->title.len ? out->title : out->name;
}

static Str units_name(const Printer *printer, const ReconcileOut *out)
{
    const Table *table = table_of(printer, out);
    return table ? table->schema->plural : STR("nation");
}

/* The key of a row, its parts joined. */
static Str row_name(Arena *arena, const Printer *printer, const ReconcileOut *out, uint32_t row)
{
    const Table *table = table_of(printer, out);
    if (!table) return STR("the nation");
    Text name = text_open(arena);
    for (size_t k = 0; k < table->schema->key_count; k++)
        if (table_key(table, row, k).len)
            text_printf(&name, "%s%S", name.len ? "; " : "", table_key(table, row, k));
    if (!name.len) text_printf(&name, "row %g", table_file_row(table, row));
    return str_printable(arena, text_str(&name), 80);
}

/* A figure for people: digits that do not end are cut off. */
static Str figure(Arena *arena, Printer *printer, const ReconcileOut *out, uint32_t column,
                  uint32_t row)
{
    const Exact *x = number_at(printer, column, row);
    Text text = text_open(arena);
    if (out->percent) x = exact_mul(printer->scratch, x, exact_from_i64(printer->scratch, 100));
    Round cut = round_places(printer->scratch, ROUND_DOWN, CUT_AFTER);
    number_write_plain(&text, x);
    if (memchr(text.at, '/', text.len)) {
        text = text_open(arena);
        number_write(&text, exact_round(printer->scratch, x, &cut), CUT_AFTER);
        text_add(&text, STR("..."));
    }
    if (out->percent) text_byte(&text, '%');
    return text_str(&text);
}

static void print_row(Text *text, Printer *printer, const ReconcileOut *out, uint32_t row)
{
    Arena *arena = text->arena;
    text_printf(text, "%S: the data say %S, we find %S", row_name(arena, printer, out, row),
                figure(arena, printer, out, out->given, row),
                figure(arena, printer, out, out->ours, row));
}

bool reconcile_judge(const Tally *tally, Printer *printer, Diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < tally->reconcile_count; i++) {
        const ReconcileTally *r = &tally->reconciles[i];
        if (!r->apart || r->out->reported) continue;
        good = false;
        Text rows = text_open(diags->arena);
        size_t shown = 0;
        for (uint64_t k = 0; k < r->within + r->apart && shown < ROWS_SHOWN; k++) {
            if (!r->too_far[k]) continue;
            if (shown++) text_add(&rows, STR(".  "));
            print_row(&rows, printer, r->out, r->unequal[k]);
        }
        const Table *table = table_of(printer, r->out);
        Str where = table ? str_printf(diags->arena, "%g of %g %S", r->apart, r->units,
                                       units_name(printer, r->out))
                          : STR("the nation");
        DIAG_AT(diags, D_TOTALS, r->out->span, title_of(r->out), where, text_str(&rows));
    }
    return good;
}

static void print_unequal(Text *text, Arena *arena, Printer *printer, const ReconcileTally *r)
{
    uint64_t unequal = r->within + r->apart;
    if (unequal || r->missing.by[0] < r->units) text_printf(text, "    %S", title_of(r->out));
    if (unequal && r->out->because.len) text_printf(text, " (%S)", r->out->because);
    if (unequal || r->missing.by[0] < r->units) text_byte(text, '\n');
    for (uint64_t k = 0; k < unequal && k < ROWS_SHOWN; k++) {
        Text line = text_open(arena);
        print_row(&line, printer, r->out, r->unequal[k]);
        text_printf(text, "      %S\n", text_str(&line));
    }
    if (unequal > ROWS_SHOWN)
        text_printf(text, "      and %g more in ledger.json\n", unequal - ROWS_SHOWN);
    for (uint32_t why = 1; why < 256; why++)
        if (r->missing.by[why])
            text_printf(text, "      not compared, %S: %g\n",
                        reason_words(printer->program, (uint8_t)why), r->missing.by[why]);
}

void reconcile_print(Text *text, Arena *arena, Printer *printer, const Tally *tally)
{
    static const char *const names[] = { "Totals", "of",        "equal",
                                         "within", "different", "not compared" };
    if (!tally->reconcile_count) return;
    Grid grid = grid_open(arena, "lrrrrr");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        grid_cell(&grid, (Str){ names[i], strlen(names[i]) });
    for (size_t i = 0; i < tally->reconcile_count; i++) {
        const ReconcileTally *r = &tally->reconciles[i];
        grid_cell(&grid, str_printf(arena, "%S, %S", r->out->name, units_name(printer, r->out)));
        grid_count(&grid, r->units);
        grid_count(&grid, r->equal);
        grid_count(&grid, r->within);
        grid_count(&grid, r->apart);
        grid_count(&grid, r->units - r->missing.by[0]);
    }
    text_byte(text, '\n');
    grid_print(&grid, text, 2);
    for (size_t i = 0; i < tally->reconcile_count; i++)
        print_unequal(text, arena, printer, &tally->reconciles[i]);
}

/* ---- JSON ---- */

static Str exactly(Arena *arena, Printer *printer, uint32_t column, uint32_t row)
{
    Text text = text_open(arena);
    cell_exact(&text, printer, run_column(printer->run, column), row);
    return text_str(&text);
}

static void unequal_json(Json *json, Printer *printer, const ReconcileTally *r)
{
    Arena *arena = json->text.arena;
    json_array(json, "unequal");
    for (uint64_t k = 0; k < r->within + r->apart; k++) {
        json_object(json, NULL);
        json_str(json, "row", row_name(arena, printer, r->out, r->unequal[k]));
        json_str(json, "given", exactly(arena, printer, r->out->given, r->unequal[k]));
        json_str(json, "ours", exactly(arena, printer, r->out->ours, r->unequal[k]));
        json_bool(json, "within", !r->too_far[k]);
        json_end(json);
        printer_rest(printer);
    }
    json_end(json);
}

static void missing_json(Json *json, const Printer *printer, const ReconcileTally *r)
{
    json_array(json, "not_compared");
    for (uint32_t why = 1; why < printer->program->reason_count; why++) {
        if (!r->missing.by[why]) continue;
        json_object(json, NULL);
        json_str(json, "reason", printer->program->reasons[why].name);
        json_str(json, "printed", reason_words(printer->program, (uint8_t)why));
        json_count(json, "count", r->missing.by[why]);
        json_end(json);
    }
    json_end(json);
}

void reconcile_json(Json *json, Printer *printer, const Tally *tally)
{
    json_array(json, "totals");
    for (size_t i = 0; i < tally->reconcile_count; i++) {
        const ReconcileTally *r = &tally->reconciles[i];
        json_object(json, NULL);
        json_str(json, "name", r->out->name);
        json_str(json, "title", r->out->title);
        json_str(json, "level", units_name(printer, r->out));
        if (r->out->because.len) json_str(json, "because", r->out->because);
        json_bool(json, "reported_only", r->out->reported);
        json_count(json, "units", r->units);
        json_count(json, "equal", r->equal);
        json_count(json, "within", r->within);
        json_count(json, "different", r->apart);
        missing_json(json, printer, r);
        unequal_json(json, printer, r);
        json_end(json);
    }
    json_end(json);
}
