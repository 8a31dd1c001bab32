/* decided.c -- decisions beside what the rules say: see decision.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "result/account.h"
#include "result/decision.h"
#include "result/grid.h"
#include "result/level.h"
#include "result/standing.h"
#include "table/fault.h"

enum { SHOWN = 20, WORDS = 200 };

static const char *const words[DECISION_WORDS] = { "opened", "used", "not used" };

static Str word_of(const Decision *decision)
{
    return (Str){ words[decision->word], strlen(words[decision->word]) };
}

static Str date_of(Arena *arena, const Decision *decision)
{
    Text text = text_open(arena);
    calendar_write(&text, decision->date);
    return text_str(&text);
}

int decision_state(const Printer *printer, const Decision *decision)
{
    return cell_yes(run_column(printer->run, decision->power->open), decision->unit);
}

static Str state_of(const Printer *printer, const Decision *decision)
{
    int state = decision_state(printer, decision);
    return state > 0 ? STR("open") : state == 0 ? STR("closed") : STR("not decided");
}

static bool is_beyond(const Printer *printer, const Decision *decision)
{
    return decision->word != DECISION_NOT_USED && decision_state(printer, decision) <= 0;
}

void decisions_judge(const Decisions *decisions, const Printer *printer, Diags *diags)
{
    Diag *diag = NULL;
    uint64_t count = 0;
    for (size_t i = 0; i < decisions->count; i++) count += is_beyond(printer, &decisions->items[i]);
    if (!count) return;
    Str rows = str_printf(diags->arena, "%g %s", count, count == 1 ? "row" : "rows");
    diag =
        DIAG_AT(diags, D_DECISION_NOT_OPEN, decisions->span, file_name(decisions->file.file), rows);
    for (size_t i = 0; i < decisions->count; i++) {
        const Decision *decision = &decisions->items[i];
        if (!is_beyond(printer, decision)) continue;
        Str note = str_printf(diags->arena, "%S over %S: %S", decision->power->name,
                              str_printable(diags->arena, decision->shown, 40),
                              state_of(printer, decision));
        if (diag->cell_count < FAULT_SHOWN)
            diag_cell(
                diags, diag,
                (DiagCell){ .file = decisions->file.file, .row = decision->row, .note = note });
    }
    diag->count = count;
}

static void count_words(const Decisions *decisions, const PowerOut *power,
                        uint64_t count[DECISION_WORDS])
{
    for (size_t i = 0; i < decisions->count; i++)
        if (!power || decisions->items[i].power == power) count[decisions->items[i].word]++;
}

bool decisions_add_up(const Decisions *decisions)
{
    uint64_t count[DECISION_WORDS] = { 0 }, sum = 0;
    count_words(decisions, NULL, count);
    for (size_t w = 0; w < DECISION_WORDS; w++) sum += count[w];
    return sum == decisions->count && decisions->count == decisions->file.kept;
}

/* ---- the summary ---- */

/* How many units have the power open and nothing decided on it. */
static uint64_t count_open(Arena *arena, const Decisions *decisions, const LevelTally *level,
                           const PowerTally *power)
{
    bool *decided = NEW_ARRAY(arena, bool, level->units + 1);
    for (size_t i = 0; i < decisions->count; i++)
        if (decisions->items[i].power == power->out) decided[decisions->items[i].unit] = true;
    uint64_t silent = 0;
    for (uint64_t u = 0; u < power->all.open; u++) silent += !decided[power->open_rows[u]];
    return silent;
}

static void print_one(Text *text, Arena *arena, Printer *printer, const LevelTally *level,
                      const Decision *decision)
{
    Text name = text_open(arena);
    if (decision->level->record != NONE)
        level_row_name(&name, printer, level->out, decision->unit);
    else
        text_add(&name, STR("the nation"));
    Str beside = is_beyond(printer, decision)
                     ? str_printf(arena, " - by the rules %S", state_of(printer, decision))
                     : STR_EMPTY;
    text_printf(text, "    %S over %S, %S, %S: %S%S\n", word_of(decision),
                str_printable(arena, text_str(&name), 80), date_of(arena, decision),
                str_printable(arena, decision->who, 80),
                str_printable(arena, decision->reason, WORDS), beside);
}

void decisions_print(Text *text, Arena *arena, Printer *printer, const Decisions *decisions,
                     const LevelTally *level, const PowerTally *power)
{
    uint64_t count[DECISION_WORDS] = { 0 }, all = 0, printed = 0;
    count_words(decisions, power->out, count);
    for (size_t w = 0; w < DECISION_WORDS; w++) all += count[w];
    text_printf(text,
                "  Decisions: %g opened, %g used, %g not used; open with nothing decided: %g\n",
                count[DECISION_OPENED], count[DECISION_USED], count[DECISION_NOT_USED],
                count_open(arena, decisions, level, power));
    for (size_t i = 0; i < decisions->count && printed < SHOWN; i++) {
        if (decisions->items[i].power != power->out) continue;
        print_one(text, arena, printer, level, &decisions->items[i]);
        printed++;
    }
    if (all > printed) text_printf(text, "    and %g more in decisions.csv\n", all - printed);
}

/* ---- JSON ---- */

void decisions_json(Json *json, const Printer *printer, const Decisions *decisions,
                    const PowerOut *power)
{
    json_array(json, "decisions");
    for (size_t i = 0; i < decisions->count; i++) {
        const Decision *decision = &decisions->items[i];
        if (decision->power != power) continue;
        json_object(json, NULL);
        json_count(json, "row", decision->row);
        json_str(json, "key", decision->shown);
        json_str(json, "date", date_of(json->text.arena, decision));
        json_str(json, "decision", word_of(decision));
        json_str(json, "reason", decision->reason);
        json_str(json, "who", decision->who);
        json_str(json, "by_the_rules", state_of(printer, decision));
        json_end(json);
    }
    json_end(json);
}

void decisions_ledger_json(Json *json, const Printer *printer, const Decisions *decisions)
{
    uint64_t count[DECISION_WORDS] = { 0 }, beyond = 0;
    count_words(decisions, NULL, count);
    for (size_t i = 0; i < decisions->count; i++)
        beyond += is_beyond(printer, &decisions->items[i]);
    json_object(json, "decisions");
    json_str(json, "file", file_name(decisions->file.file));
    json_count(json, "rows", decisions->file.kept);
    json_count(json, "opened", count[DECISION_OPENED]);
    json_count(json, "used", count[DECISION_USED]);
    json_count(json, "not_used", count[DECISION_NOT_USED]);
    json_count(json, "opened_or_used_where_not_open", beyond);
    json_end(json);
}

/* ---- the file ---- */

static void add_row(Sheet *sheet, const Decision *decision)
{
    const Program *program = sheet->printer->program;
    Arena *scratch = sheet->printer->scratch;
    bool nation = decision->level->record == NONE;
    sheet_words(sheet, decision->power->name);
    sheet_words(sheet, nation ? STR("nation") : program->schemas[decision->level->record].name);
    sheet_cell(sheet);
    sheet_data_text(sheet, decision->shown);
    sheet_words(sheet, date_of(scratch, decision));
    sheet_words(sheet, word_of(decision));
    sheet_words(sheet, state_of(sheet->printer, decision));
    sheet_cell(sheet);
    sheet_data_text(sheet, decision->reason);
    sheet_cell(sheet);
    sheet_data_text(sheet, decision->who);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

SheetDone decisions_write(Writer *writer, Printer *printer, Arena *arena,
                          const Decisions *decisions, SheetStyle style)
{
    static const struct {
        const char *heading;
        TotalKind total;
    } columns[] = { { "power", TOTAL_KEY },      { "over", TOTAL_KEY },
                    { "key", TOTAL_KEY },        { "date", TOTAL_KEY },
                    { "decision", TOTAL_WORDS }, { "by the rules", TOTAL_WORDS },
                    { "reason", TOTAL_NOT },     { "who", TOTAL_NOT } };
    Sheet sheet = sheet_open(writer, printer, arena, style);
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        sheet_heading(&sheet, STR_EMPTY, columns[i].heading, columns[i].total);
    standing_heading(&sheet);
    sheet_end_headings(&sheet);
    for (size_t i = 0; i < decisions->count; i++) add_row(&sheet, &decisions->items[i]);
    return sheet.done;
}
