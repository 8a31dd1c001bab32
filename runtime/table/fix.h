/* fix.h -- the corrections of one file as the reading threads use them: which rows they are of,
 * and the cells with what was agreed in them.
 *
 * A row is found by its key; a cell is replaced where its text is the one that was agreed about.
 * What became of each is noted in the part, so that it can be told in file order.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_FIX_H
#define LUSTRUM_TABLE_FIX_H

#include "table/reader.h"

typedef struct Fix {
    uint32_t row;    /* of the list of corrections */
    uint32_t column; /* of the file */
    bool trim;       /* spaces round the cell's text are no part of it */
    Str old, agreed;
} Fix;

/* Fixes in order of their keys: those of key k are items[first[k]] .. items[first[k + 1] - 1]. */
struct Fixes {
    Keys keys;
    uint32_t *first;
    Fix *items;
};

/* What a fix met. */
struct Fixed {
    uint32_t row;    /* of the list of corrections */
    uint32_t record; /* within the block */
    bool used;
    Str found; /* the cell's text, which lives in the block; where it is not `used` a copy */
};

/* Once the block's keys are read: finds what its rows have fixes for. */
void fix_find(Worker *worker, Part *part);
/* Puts what was agreed into the cells of a column, which are those of `pair`. */
void fix_cells(Worker *worker, uint32_t column, size_t pair, Cells *cells);

#endif
