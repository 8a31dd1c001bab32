/* total.h -- control totals of a CSV file, made of the very cells that are written: the exact sum
 * of each column of figures as shown, how often each word of a column of words stands in it.
 *
 * They go into the manifest, so that whoever holds the results alone can add the files up again.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_TOTAL_H
#define LUSTRUM_RESULT_TOTAL_H

#include "number/exact.h"
#include "result/json.h"

/* TOTAL_KEY and TOTAL_NAME say whose figures a row holds; of these and of TOTAL_NOT, exact figures
 * and lists of reasons, there is no total. */
typedef enum { TOTAL_NOT, TOTAL_KEY, TOTAL_NAME, TOTAL_NUMBERS, TOTAL_WORDS } TotalKind;

typedef struct WordCount {
    Str word; /* as the cell stands in the file */
    uint64_t count;
} WordCount;

typedef struct ColumnTotal {
    Str name; /* the heading */
    TotalKind kind;
    uint64_t empty;
    /* TOTAL_NUMBERS */
    uint64_t numbers, others; /* others: cells that are no decimal, such as 121/3 */
    int decimals;             /* of `small`, those of the first number */
    i128 small;               /* the sum of numbers with so many decimals, times 10^decimals */
    Exact *rest;              /* of all others; NULL: none */
    /* TOTAL_WORDS */
    WordCount *words;
    size_t word_count, word_cap;
} ColumnTotal;

typedef struct Totals {
    Arena *arena;
    ColumnTotal *columns;
    size_t count, cap;
} Totals;

/* The next column, under its heading. */
void totals_add(Totals *totals, Str name, TotalKind kind);
/* Adds a cell, as it stands in the file, to column `column`. */
void totals_cell(Totals *totals, size_t column, Str cell);
/* Columns as those of another, with nothing added yet; names are shared. */
void totals_like(Totals *totals, const Totals *other);
/* Adds what another with the same columns holds, which comes after it in the file. */
void totals_join(Totals *totals, const Totals *next);
/* Members of the open object: "keys" and "names", the headings of such columns, and "totals". */
void totals_json(Json *json, Totals *totals);

#endif
