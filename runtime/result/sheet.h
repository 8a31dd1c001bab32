/* sheet.h -- what the CSV writers share: a line being filled, and the watch over texts that came
 * with the data, which a spreadsheet might take for formulas.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_SHEET_H
#define LUSTRUM_RESULT_SHEET_H

#include "result/cell.h"
#include "result/total.h"
#include "result/write.h"

typedef struct SheetStyle {
    bool exact;       /* level files: a column M.exact after each M */
    bool spreadsheet; /* texts that start a formula get an apostrophe */
} SheetStyle;

typedef struct SheetDone {
    uint64_t rows;     /* lines after the headings */
    uint64_t formulas; /* rows with a text that starts a formula (trust rule C71) ... */
    Str formula;       /* ... and the first such text, printable */
    Totals *totals;    /* of what was written */
} SheetDone;

typedef struct Sheet {
    Writer *writer;
    Printer *printer;
    Arena *arena; /* of the line and of done.formula */
    SheetStyle style;
    Text line;
    Text *lines;  /* takes the lines in place of the writer; NULL but for a range of rows.h */
    size_t cells; /* of the line so far */
    size_t cell;  /* where the last of them begins */
    bool headed;  /* the headings are written */
    bool formula; /* the line holds a text that starts a formula */
    SheetDone done;
} Sheet;

Sheet sheet_open(Writer *writer, Printer *printer, Arena *arena, SheetStyle style);
/* Starts the next cell of the line; what is added to sheet->line until the next start is in it. */
void sheet_cell(Sheet *sheet);
/* A cell of words of the framework: quoted where CSV asks. */
void sheet_words(Sheet *sheet, Str words);
/* A heading: NAME or NAME.lower, and what is added up of its column. */
void sheet_heading(Sheet *sheet, Str name, const char *suffix, TotalKind total);
/* Into the cell that was started: a text that came with the data. */
void sheet_data_text(Sheet *sheet, Str value);
/* Into the cell that was started: a value as it stands; nothing where it is missing. */
void sheet_value(Sheet *sheet, const Column *column, uint64_t row);
/* A cell with the key of a row; one of several parts with them as cells of a line. */
void sheet_key(Sheet *sheet, const Table *table, uint64_t row);
/* Adds to what is done of a sheet what is done of the lines that come next. */
void sheet_join(Sheet *sheet, const Sheet *next);
/* Ends the line and writes it.  Headings are a line that is not counted. */
void sheet_end_headings(Sheet *sheet);
void sheet_end_row(Sheet *sheet);

#endif
