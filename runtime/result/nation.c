/* nation.c -- see nation.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/nation.h"
#include "result/standing.h"
#include <stdlib.h>

typedef struct Line {
    const NationOut *figure;
    uint32_t row;
} Line;

static const Space *space_of(const Printer *printer, const NationOut *figure)
{
    return &printer->program->spaces[figure->space];
}

static int by_name(const void *left, const void *right, void *user)
{
    const Printer *printer = user;
    const Line *a = left, *b = right;
    int order = str_compare(a->figure->measure, b->figure->measure);
    if (!order) order = str_compare(a->figure->name, b->figure->name);
    if (!order) order = (a->figure > b->figure) - (a->figure < b->figure);
    const Space *space = space_of(printer, a->figure);
    for (uint32_t k = 0; !order && k < space->key_count; k++) {
        const Column *key = run_column(printer->run, space->key_column[k]);
        order = cell_order(printer, key, a->row, b->row);
    }
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

static uint64_t rows_of(const Printer *printer, const NationOut *figure)
{
    if (space_of(printer, figure)->kind == SPACE_NATION) return 1;
    return run_real_rows(printer->run, figure->space);
}

/* The keys of a group, as one cell. */
static void add_group(Sheet *sheet, const Space *space, uint32_t row)
{
    Text words = text_open(sheet->printer->scratch);
    for (uint32_t k = 0; k < space->key_count; k++) {
        if (k) text_add(&words, STR("; "));
        const Column *key = run_column(sheet->printer->run, space->key_column[k]);
        cell_plain(&words, sheet->printer, key, row);
    }
    sheet_cell(sheet);
    bool data = space->key_count &&
                run_column(sheet->printer->run, space->key_column[0])->type == TYPE_CODE;
    if (data)
        sheet_data_text(sheet, text_str(&words));
    else
        text_csv(&sheet->line, text_str(&words));
}

static void add_line(Sheet *sheet, const Line *line)
{
    const NationOut *figure = line->figure;
    const Column *column = run_column(sheet->printer->run, figure->column);
    uint8_t reason = run_reason(column, line->row);
    sheet_words(sheet, figure->measure);
    sheet_words(sheet, figure->name);
    add_group(sheet, space_of(sheet->printer, figure), line->row);
    sheet_cell(sheet);
    if (!reason && figure->has_shown && column->type == TYPE_NUMBER) {
        Shown shown = { &figure->shown, figure->places, figure->percent };
        cell_shown(&sheet->line, sheet->printer, column, line->row, shown);
    } else if (!reason) {
        sheet_value(sheet, column, line->row);
    }
    sheet_cell(sheet);
    if (!reason && column->type == TYPE_NUMBER)
        cell_exact(&sheet->line, sheet->printer, column, line->row);
    sheet_words(sheet, reason ? reason_words(sheet->printer->program, reason) : STR_EMPTY);
    standing_cell(sheet);
    sheet_end_row(sheet);
}

SheetDone nation_write(Writer *writer, Printer *printer, Arena *arena, SheetStyle style)
{
    const Program *program = printer->program;
    Sheet sheet = sheet_open(writer, printer, arena, style);
    static const struct {
        const char *name;
        TotalKind total;
    } heads[] = { { "measure", TOTAL_KEY },   { "figure", TOTAL_KEY }, { "group", TOTAL_KEY },
                  { "value", TOTAL_NUMBERS }, { "exact", TOTAL_NOT },  { "reason", TOTAL_WORDS } };
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        sheet_heading(&sheet, STR_EMPTY, heads[i].name, heads[i].total);
    standing_heading(&sheet);
    sheet_end_headings(&sheet);

    uint64_t count = 0, filled = 0;
    for (uint32_t i = 0; i < program->nation_count; i++)
        count += rows_of(printer, &program->nation[i]);
    Line *lines = NEW_ARRAY(arena, Line, count + 1);
    for (uint32_t i = 0; i < program->nation_count; i++)
        for (uint64_t row = 0; row < rows_of(printer, &program->nation[i]); row++)
            lines[filled++] = (Line){ &program->nation[i], (uint32_t)row };
    qsort_r(lines, count, sizeof *lines, by_name, printer);
    for (uint64_t i = 0; i < count; i++) add_line(&sheet, &lines[i]);
    return sheet.done;
}
