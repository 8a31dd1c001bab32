/* standing.h -- how every output says by what its rules are bound: DRAFT, STUDY, or which seal.
 *
 * In a CSV file that is a last column `status` in every row, so that a file carried away alone, or
 * rows copied out of it, still say so; files of official results do not have it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_STANDING_H
#define LUSTRUM_RESULT_STANDING_H

#include "result/json.h"
#include "result/sheet.h"

/* DRAFT or STUDY; empty for sealed rules. */
Str standing_word(const Program *program);

/* The last heading and the last cell of a row; nothing for sealed rules. */
void standing_heading(Sheet *sheet);
void standing_cell(Sheet *sheet);

/* Of a summary: what stands after the year, and the lines on the seal. */
void standing_mark(Text *text, const Program *program);
void standing_print(Text *text, const Program *program);

/* For each measure the school years it stays the same through; term says which there are. */
void unchanged_print(Text *text, const Unchanged *runs, size_t count, int first, int last);
void unchanged_json(Json *json, const Unchanged *runs, size_t count);

/* Members of the open object: "mode", and of sealed rules "seal". */
void standing_json(Json *json, const Program *program);

#endif
