/* reorder.h -- rows of a table put in the order of their parents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_REORDER_H
#define LUSTRUM_TABLE_REORDER_H

#include "table/table.h"

/* Whether a link column is nondecreasing, rows without parent last. */
bool order_holds(const Column *link, Pool *pool);
/* Moves the rows of table (columns, keys, file rows) into the order of its first link, by all
 * workers of pool. */
void order_rows(Table *table, uint64_t parents, Arena *arena, Arena *scratch, Pool *pool);

#endif
