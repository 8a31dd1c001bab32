/* account.h -- the ledger as printed and as ledger.json: reading, links, measuring, totals.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_ACCOUNT_H
#define LUSTRUM_RESULT_ACCOUNT_H

#include "result/json.h"
#include "result/tally.h"

/* The three sums, and the totals compared, as plain text, indented by two. */
void account_print(Text *text, Arena *arena, Printer *printer, const Tally *tally,
                   const Ledger *ledger);
/* The same as members "reading", "links", "measuring", "levels", "totals" of the open object. */
void account_json(Json *json, Printer *printer, const Tally *tally, const Ledger *ledger);

/* The last part of a path: what a result may say of where a file stood. */
Str file_name(Str path);

#endif
