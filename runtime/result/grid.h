/* grid.h -- a table in plain text: columns as wide as their widest cell.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_GRID_H
#define LUSTRUM_RESULT_GRID_H

#include "str.h"

enum { GRID_COLUMNS = 12 };

typedef struct Grid {
    Arena *arena;
    const char *align; /* a letter a column: l left, r right */
    Str *cells;
    size_t count, cap;
} Grid;

/* A grid of strlen(align) columns, at most GRID_COLUMNS. */
Grid grid_open(Arena *arena, const char *align);
/* The next cell, row by row; the text is borrowed. */
void grid_cell(Grid *grid, Str cell);
void grid_count(Grid *grid, uint64_t count);
/* part of whole as 12.5%, half away from zero; empty of nothing. */
void grid_share(Grid *grid, uint64_t part, uint64_t whole);
/* Appends the rows, each indented by `indent` spaces and ended by a line end. */
void grid_print(const Grid *grid, Text *text, size_t indent);

#endif
