/* level.h -- a level file: School.csv, or School.by.disadvantaged.csv for a split.
 *
 * A line per row in order of key bytes: key and identity fields, the group of a split, then per
 * measure its figures as shown, the findings, the powers.  What is missing is an empty cell with
 * its reason beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_LEVEL_H
#define LUSTRUM_RESULT_LEVEL_H

#include "result/sheet.h"

/* What is hidden of a published table. */
typedef struct LevelHiding {
    const PublishOut *out;
    bool *hidden; /* per row of its space */
} LevelHiding;

/* Writes the whole file; of a published table (hiding; NULL of others) what is shown of it.  Texts
 * of the answer live in arena. */
SheetDone level_write(Writer *writer, Printer *printer, Arena *arena, const LevelOut *level,
                      SheetStyle style, const LevelHiding *hiding);

/* The rows of a level in the order they are printed, *count of them. */
uint32_t *level_order(Printer *printer, Arena *arena, const LevelOut *level, uint64_t *count);
/* The row of the level's record that a row of the level stands for or belongs to; NO_ROW for a
 * split of the nation, which has no record. */
uint32_t level_record_row(const Printer *printer, const LevelOut *level, uint32_t row);
/* A row's name for people: its first identity text, else its key. */
void level_row_name(Text *text, Printer *printer, const LevelOut *level, uint32_t row);

#endif
