/* dens.h -- the denominators of a run, numbered: LANE_Q64 keeps a number per row, not a
 * denominator, so that work per pair of denominators is done once and remembered.
 *
 * Shared by all threads of a run.  All room is set aside when it is opened, so interning never
 * allocates; when it is full, dens_intern says so and the kernels go to LANE_EXACT.  Which number a
 * denominator gets depends on which thread came first: nothing printed may depend on it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NUMBER_DENS_H
#define LUSTRUM_NUMBER_DENS_H

#include "arena.h"
#include <pthread.h>
#include <stdatomic.h>

typedef struct Dens {
    pthread_mutex_t lock;   /* held while a denominator is added */
    int64_t *value;         /* by number; written once, before the number is known to anybody */
    _Atomic uint32_t *slot; /* hash table of number + 1; 0 is free */
    uint32_t count;         /* under lock */
    uint32_t most;          /* LIMIT_DENOMINATORS; tests lower it */
} Dens;

/* Number of the denominator 1 in every Dens. */
enum { DENS_ONE = 0 };

void dens_open(Dens *dens, Arena *arena);
void dens_close(Dens *dens);

/* The number of den (> 0) into *id; false when it is new and there is no room. */
bool dens_intern(Dens *dens, int64_t den, uint32_t *id);

/* The denominator with that number.  Takes no lock. */
static inline int64_t dens_value(const Dens *dens, uint32_t id)
{
    return dens->value[id];
}

#endif
