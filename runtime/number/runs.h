/* runs.h -- rows of a batch as runs of neighbours that go to the same target: where rows stand in
 * the order of their parents a run is a parent's children, and what is done once a run is done
 * seldom.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_RUNS_H
#define LUSTRUM_NUMBER_RUNS_H

#include "column.h"

typedef struct Runs {
    size_t count;
    uint32_t *first;  /* [count + 1] the row that begins each run, and the number of rows */
    uint32_t *target; /* [count] NO_ROW: the rows go nowhere */
} Runs;

/* The runs of n rows, in arena. */
Runs runs_of(Arena *arena, const uint32_t *target, size_t n);
/* The same in arrays that are there: n + 1 and n items. */
void runs_find(Runs *runs, const uint32_t *target, size_t n);

#endif
