/* store.h -- a whole number column, written batch by batch by several threads.
 *
 * Batches of one column may come in different lanes and over different denominators (a batch that
 * overflowed is wide).  A Store takes them as they come: narrow ones go straight to their place,
 * wide ones are copied into the writing thread's arena; store_finish settles on one lane that holds
 * all.  When every batch is LANE_I64 over one denominator that costs nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_STORE_H
#define LUSTRUM_NUMBER_STORE_H

#include "number/lane.h"

typedef struct Store Store;

/* A store of `rows` rows, written in batches that begin at multiples of `batch` and hold `batch`
 * rows (the last one what is left).  Arrays live in arena (big ones by arena_big). */
Store *store_open(Arena *arena, Dens *dens, Type type, size_t rows, size_t batch);
/* Puts the rows of a batch in place.  Threads may write different batches at one time.  keep is the
 * writing thread's, and lives until store_finish; store_write may use it for wide numbers. */
void store_write(Store *store, Arena *keep, size_t first_row, const Column *batch, size_t n);
/* The column.  Called once, by one thread, after all batches were written; the column lives in the
 * arena of store_open. */
void store_finish(Store *store, Column *out);

#endif
