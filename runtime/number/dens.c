/* dens.c -- see dens.h.  Open addressing, no deletion; readers take no lock.
 *
 * A denominator is written before the slot that names it is released, and a reader acquires the
 * slot, so whoever knows a number may read its denominator.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/dens.h"
#include "limit.h"

enum { SLOTS = LIMIT_DENOMINATORS * 2 };
static_assert((SLOTS & (SLOTS - 1)) == 0, "slots are masked");

void dens_open(Dens *dens, Arena *arena)
{
    pthread_mutex_init(&dens->lock, NULL);
    dens->value = NEW_ARRAY(arena, int64_t, LIMIT_DENOMINATORS);
    dens->slot = NEW_ARRAY(arena, _Atomic uint32_t, SLOTS);
    dens->count = 0;
    dens->most = LIMIT_DENOMINATORS;
    uint32_t one;
    dens_intern(dens, 1, &one);
    assert(one == DENS_ONE);
}

void dens_close(Dens *dens)
{
    pthread_mutex_destroy(&dens->lock);
}

/* The slot that names den, or the free one where it belongs. */
static uint32_t find(const Dens *dens, int64_t den, uint32_t *number)
{
    uint32_t at = (uint32_t)(((uint64_t)den * 0x9E3779B97F4A7C15u) >> 40) & (SLOTS - 1);
    for (;; at = (at + 1) & (SLOTS - 1)) {
        *number = atomic_load_explicit(&dens->slot[at], memory_order_acquire);
        if (*number == 0 || dens->value[*number - 1] == den) return at;
    }
}

bool dens_intern(Dens *dens, int64_t den, uint32_t *id)
{
    assert(den > 0);
    uint32_t number;
    find(dens, den, &number);
    if (number == 0) {
        pthread_mutex_lock(&dens->lock);
        uint32_t at = find(dens, den, &number); /* another thread may have been first */
        if (number == 0 && dens->count < dens->most) {
            dens->value[dens->count] = den;
            number = ++dens->count;
            atomic_store_explicit(&dens->slot[at], number, memory_order_release);
        }
        pthread_mutex_unlock(&dens->lock);
    }
    if (number == 0) return false;
    *id = number - 1;
    return true;
}
