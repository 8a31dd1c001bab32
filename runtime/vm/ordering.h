/* ordering.h -- what order and rank steps share: the rows that take part, by their target.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_ORDERING_H
#define LUSTRUM_VM_ORDERING_H

#include "vm/machine.h"

typedef struct Ordering {
    Machine *machine;
    const Step *step;
    Arena *scrap;
    const Column *value;
    const int64_t *number; /* the values, where they are LANE_I64; else NULL */
    uint64_t rows, targets;
    uint32_t *target;  /* per row; NO_ROW where it takes no part */
    uint32_t *order;   /* rows by target */
    uint64_t *first;   /* [targets + 1] places in order */
    uint32_t *scratch; /* [rows] */
} Ordering;

/* The rows whose value (and keys) are known and whose mask is yes, sorted by their target. */
Ordering order_open(Machine *machine, const Step *step);

#endif
