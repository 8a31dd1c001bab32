/* sheet.c -- see sheet.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/sheet.h"

Sheet sheet_open(Writer *writer, Printer *printer, Arena *arena, SheetStyle style)
{
    Sheet sheet = { .writer = writer,
                    .printer = printer,
                    .arena = arena,
                    .style = style,
                    .line = text_open(arena) };
    sheet.done.totals = NEW(arena, Totals);
    sheet.done.totals->arena = arena;
    return sheet;
}

/* The last cell of the line is whole. */
static void end_cell(Sheet *sheet)
{
    if (!sheet->cells || !sheet->headed) return;
    Str cell = str_slice(text_str(&sheet->line), sheet->cell, sheet->line.len);
    totals_cell(sheet->done.totals, sheet->cells - 1, cell);
}

void sheet_cell(Sheet *sheet)
{
    end_cell(sheet);
    if (sheet->cells++) text_byte(&sheet->line, ',');
    sheet->cell = sheet->line.len;
}

void sheet_words(Sheet *sheet, Str words)
{
    sheet_cell(sheet);
    text_csv(&sheet->line, words);
}

void sheet_heading(Sheet *sheet, Str name, const char *suffix, TotalKind total)
{
    sheet_cell(sheet);
    text_add(&sheet->line, name);
    text_add(&sheet->line, (Str){ suffix, strlen(suffix) });
    Str heading = str_slice(text_str(&sheet->line), sheet->cell, sheet->line.len);
    totals_add(sheet->done.totals, heading, total);
}

void sheet_data_text(Sheet *sheet, Str value)
{
    bool formula = starts_formula(value);
    if (formula && !sheet->formula && sheet->done.formulas == 0)
        sheet->done.formula = str_printable(sheet->arena, value, 40);
    sheet->formula |= formula;
    if (!formula || !sheet->style.spreadsheet) {
        text_csv(&sheet->line, value);
        return;
    }
    Text quoted = text_open(sheet->printer->scratch);
    text_byte(&quoted, '\'');
    text_add(&quoted, value);
    text_csv(&sheet->line, text_str(&quoted));
}

void sheet_value(Sheet *sheet, const Column *column, uint64_t row)
{
    if (run_reason(column, row)) return;
    if (column->type == TYPE_CODE)
        sheet_data_text(sheet, run_text(sheet->printer->run, column, row));
    else
        cell_plain(&sheet->line, sheet->printer, column, row);
}

void sheet_key(Sheet *sheet, const Table *table, uint64_t row)
{
    size_t parts = table->schema->key_count;
    sheet_cell(sheet);
    if (parts < 2) {
        sheet_data_text(sheet, table_key(table, row, 0));
        return;
    }
    Text key = text_open(sheet->printer->scratch);
    for (size_t k = 0; k < parts; k++) {
        if (k) text_byte(&key, ',');
        text_csv(&key, table_key(table, row, k));
    }
    sheet_data_text(sheet, text_str(&key));
}

static void end_line(Sheet *sheet)
{
    end_cell(sheet);
    text_byte(&sheet->line, '\n');
    if (sheet->lines)
        text_add(sheet->lines, text_str(&sheet->line));
    else
        writer_add(sheet->writer, text_str(&sheet->line));
    sheet->line.len = 0;
    sheet->cells = 0;
}

void sheet_end_headings(Sheet *sheet)
{
    end_line(sheet);
    sheet->headed = true;
}

void sheet_end_row(Sheet *sheet)
{
    end_line(sheet);
    sheet->done.rows++;
    if (sheet->formula) sheet->done.formulas++;
    sheet->formula = false;
    printer_rest(sheet->printer);
}

void sheet_join(Sheet *sheet, const Sheet *next)
{
    if (next->done.formulas && sheet->done.formulas == 0)
        sheet->done.formula = arena_str(sheet->arena, next->done.formula);
    sheet->done.rows += next->done.rows;
    sheet->done.formulas += next->done.formulas;
    totals_join(sheet->done.totals, next->done.totals);
}
