/* cells.h -- a CSV file that Lustrum wrote, read back whole: headings, and a row of texts a line.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_CELLS_H
#define LUSTRUM_ARCHIVE_CELLS_H

#include "arena.h"

typedef struct Cells {
    Str *heads;
    size_t columns;
    Str *cells; /* rows * columns, row by row */
    size_t rows;
} Cells;

/* Splits a text, which the cells point into; false when it is no such file: a line with too many or
 * too few cells, a quote that does not end, no line end behind the last line. */
bool cells_read(Arena *arena, Str text, Cells *cells);
/* The cell of a row under a heading's number. */
Str cells_at(const Cells *cells, size_t row, size_t column);
/* The number of a heading, or cells->columns when there is none. */
size_t cells_column(const Cells *cells, Str heading);

#endif
