/* summary.h -- what a commissioner reads when a review is done, as plain text and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_SUMMARY_H
#define LUSTRUM_RESULT_SUMMARY_H

#include "result/folder.h"
#include "result/json.h"
#include "result/publish.h"
#include "result/tally.h"

/* Title, findings and bands per level, powers (by place where they are held in places), goals,
 * ledger, and where the files are.  files may be NULL when nothing was written. */
void summary_print(Text *text, Arena *arena, Printer *printer, const Tally *tally,
                   const Ledger *ledger, const Published *published, const Folder *files);
/* The same as one document, lustrum/review@1. */
Str summary_json(Arena *arena, Printer *printer, const Tally *tally, const Ledger *ledger,
                 const Published *published, const Folder *files);

/* Members of the open object: what was reviewed, by which rules, of which year. */
void framework_json(Json *json, const Program *program);
/* A member that says of which state the data are, where that was said. */
void vintage_json(Json *json, const Ledger *ledger);
/* Whether a goal is reached: 1, 0, or -1 when its figure is missing. */
int goal_reached(Printer *printer, const GoalOut *goal);

#endif
