/* corrected.h -- the corrections that were made, as printed, in ledger.json and in the manifest.
 *
 * Of a row of people only its place in the list of corrections is told.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_CORRECTED_H
#define LUSTRUM_RESULT_CORRECTED_H

#include "result/json.h"
#include "table/ledger.h"
#include "vm/program.h"

/* How many there are, and the first of them; indented by two.  Nothing where none are declared. */
void corrected_print(Text *text, Arena *arena, const Program *program, const Ledger *ledger);
/* All of them, as member "corrections" of the open object. */
void corrected_json(Json *json, const Program *program, const Ledger *ledger);
/* The file of a list beside the data, as an object of the open array; its year where not 0. */
void list_file_json(Json *json, const FileLedger *file, int year);

/* Where the national figures come from: a line, or nothing where the run made them. */
void reference_print(Text *text, Arena *arena, const ReferenceNote *note);
/* Member "national_figures" of the open object. */
void reference_json(Json *json, const ReferenceNote *note);

#endif
