/* rows.h -- the lines of a file made by all threads: each makes a range of them, and ranges are
 * written in their order, so the bytes are those that one thread would have written.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_ROWS_H
#define LUSTRUM_RESULT_ROWS_H

#include "result/sheet.h"

/* Adds line i to the sheet, which is this thread's own; `job` is for all threads to read. */
typedef void SheetRow(Sheet *sheet, const void *job, uint64_t i);

/* Lines 0 to count - 1 of a sheet whose headings are written, by the printer's pool (NULL: by the
 * caller alone). Memory that a thread cannot have is told to the guard of the sheet's arena. */
void sheet_rows(Sheet *sheet, uint64_t count, SheetRow *row, const void *job);

#endif
