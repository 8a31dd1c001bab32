/* reconcile.h -- figures that the data bring beside our own: how many are equal, how far apart the
 * rest are, and whether the data must be refused for it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_RECONCILE_H
#define LUSTRUM_RESULT_RECONCILE_H

#include "result/json.h"
#include "result/tally.h"

/* Compares the figures of every row, in printed order. */
ReconcileTally reconcile_tally(Arena *arena, Printer *printer, const ReconcileOut *out);

/* Says of each comparison with rows that are too far apart what they are; false when there is one.
 */
bool reconcile_judge(const Tally *tally, Printer *printer, Diags *diags);

/* As a block of plain text, indented by two, and as the member "totals" of the open object. */
void reconcile_print(Text *text, Arena *arena, Printer *printer, const Tally *tally);
void reconcile_json(Json *json, Printer *printer, const Tally *tally);

#endif
