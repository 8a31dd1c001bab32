/* screen.c -- what is counted of each row, and what that says of a file (screen.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/screen.h"

enum { FIRST_ROWS = 64 };

/* Whether so many of so many are more than a few. */
static bool are_many(uint64_t some, uint64_t all)
{
    return all >= FIRST_ROWS && some * SCREEN_NEARLY > all;
}

static void count_cells(ScreenPass *pass, const Csv *csv, uint32_t c)
{
    Screen *screen = pass->screen;
    ScreenColumn *column = &pass->file->columns[c];
    const CsvRows *rows = &csv->rows;
    for (uint32_t r = 0; r < rows->count; r++) {
        Str cell = screen_cell_at(rows, r, c);
        if (!cell.len) {
            column->blank++;
            continue;
        }
        screen_cell(column, &pass->forms, screen->arena, cell, csv->plain);
        if (column->set.given_up) continue;
        uint64_t row = pass->row + (rows->record ? rows->record[r] : r);
        hash_put(screen, &column->set, hash_of(cell, screen->seed), row);
        if (are_many(column->set.again, column->set.count + column->set.again))
            hash_give_up(screen, &column->set);
    }
}

static void count_rows(ScreenPass *pass, const Csv *csv)
{
    Screen *screen = pass->screen;
    ScreenFile *file = pass->file;
    const CsvRows *rows = &csv->rows;
    for (uint32_t c = 0; c < rows->columns; c++) count_cells(pass, csv, c);
    for (uint32_t r = 0; r < rows->count; r++) {
        Hash whole = { 1, 1 };
        bool total = false;
        for (uint32_t c = 0; c < rows->columns; c++) {
            Str cell = screen_cell_at(rows, r, c);
            whole = hash_row(whole, hash_of(cell, screen->seed), screen->seed);
            total |= file->columns[c].total && screen_is_total(cell);
        }
        file->total_rows += total;
        hash_put(screen, &file->whole, whole, pass->row + (rows->record ? rows->record[r] : r));
    }
}

bool screen_is_key(const ScreenFile *file, const ScreenColumn *column)
{
    return file->rows > 1 && !column->blank && !column->set.given_up && !column->set.again;
}

bool screen_is_nearly_key(const ScreenFile *file, const ScreenColumn *column)
{
    uint64_t few = column->set.again + column->blank;
    return file->rows >= FIRST_ROWS && !column->set.given_up && few &&
           few * SCREEN_NEARLY <= file->rows;
}

/* What most rows say is no word for totals there: England, of a country. */
static void judge_totals(ScreenFile *file)
{
    bool all = false;
    for (uint32_t c = 0; c < file->column_count; c++) {
        ScreenColumn *column = &file->columns[c];
        if (column->total * 2 <= file->rows) continue;
        column->total = 0;
        all = true;
    }
    if (all) file->total_rows = 0; /* which rows others make totals was not counted apart */
}

void screen_read(Screen *screen)
{
    size_t errors = screen->diags->errors;
    for (size_t i = 0; i < screen->count; i++) {
        ScreenFile *file = &screen->files[i];
        ScreenPass pass = { .screen = screen, .file = file, .rows = count_rows };
        if (!screen_pass(&pass)) file->column_count = 0;
        judge_totals(file);
        hash_give_up(screen, &file->whole);
    }
    if (screen->diags->errors == errors) screen_links(screen);
    for (size_t i = 0; i < screen->diags->count; i++) screen->diags->items[i].has_span = false;
}

void screen_close(Screen *screen)
{
    if (screen->open) reader_close(screen->open);
    screen->open = NULL;
}
