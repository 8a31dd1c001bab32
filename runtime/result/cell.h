/* cell.h -- the figures of a run as text: rounded as shown, exact, or the words for why there is
 * none.  Nothing here decides a figure; it only writes what the columns hold.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_CELL_H
#define LUSTRUM_RESULT_CELL_H

#include "number/text.h"
#include "pool.h"
#include "str.h"
#include "vm/vm.h"

/* What every writer reads, and room for numbers in between. */
typedef struct Printer {
    const Program *program;
    const Run *run;
    Arena *scratch; /* emptied by printer_rest; nothing is kept in it */
    Pool *pool;     /* that shares the lines of a file; NULL: none */
} Printer;

/* Empties the scratch arena when it has grown; called between rows. */
void printer_rest(Printer *printer);

/* How a figure is shown: its rounding, the decimals printed, and whether times 100. */
typedef struct Shown {
    const Round *round;
    int places;
    bool percent;
} Shown;

/* The number in `row` of `column`, which is known there, rounded; 40.0 for 2/5 in %. */
void cell_shown(Text *text, Printer *printer, const Column *column, uint64_t row, Shown shown);
/* The same number exactly: "p/q", or "1/2+3*root(5/7)"; no rounding, no percent. */
void cell_exact(Text *text, Printer *printer, const Column *column, uint64_t row);
/* The value in `row` of any column as it stands: a number as a plain decimal where there is one,
 * a text, yes or no, 2026-08-31, 2027/28; for what is missing the words of its reason. */
void cell_plain(Text *text, Printer *printer, const Column *column, uint64_t row);

/* The words for a reason, as reports print them. */
Str reason_words(const Program *program, uint8_t reason);
/* Whether a reason is a `withheld as`: the figure is there, and not shown. */
bool reason_is_withheld(const Program *program, uint8_t reason);
Str year_words(Arena *arena, int64_t year);
/* A count, date, year or band that is known in `row`, whatever lane it is held in. */
int64_t cell_whole(const Printer *printer, const Column *column, uint64_t row);
/* The same of half a whole number, such as a mean rank: times 2. */
int64_t cell_halves(const Printer *printer, const Column *column, uint64_t row);
/* The number of a band or finding in `row`, 0 best; -1 where there is none. */
int64_t cell_band(const Printer *printer, const Column *column, uint64_t row);
/* 1, 0, or -1 where a yes/no is missing. */
int cell_yes(const Column *column, uint64_t row);

/* Whether a spreadsheet would take the text for a formula (trust rule C71). */
bool starts_formula(Str text);

/* Order of the values in two rows of one column: known before missing, numbers by size, the rest
 * by the bytes of their texts. */
int cell_order(const Printer *printer, const Column *column, uint64_t a, uint64_t b);

#endif
