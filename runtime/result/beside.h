/* beside.h -- results of rules that were amended inside their term, beside those of the rules as
 * they were first sealed, and the list of what differs: differences.csv.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_BESIDE_H
#define LUSTRUM_RESULT_BESIDE_H

#include "result/folder.h"

/* School.csv as School.as_sealed.csv. */
Str beside_name(Arena *arena, Str name);

/* Writes differences.csv of every CSV file of the folder that has one beside it: a line for each
 * cell that is not the same, under its file, key and column.  What only one of the two has is a
 * line for the row; a column that only one has is not compared.  False: the folder says why. */
bool beside_write(Folder *folder, Arena *arena);

#endif
