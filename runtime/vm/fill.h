/* fill.h -- which candidates get places, and which: the combinatorics of a pick, knowing nothing of
 * columns or points.
 *
 * Slots are a forest: a slot that gathers others holds at most so many of their places together.
 * Candidates are offered in order, one unit (a copy of a row) at a time; a unit is taken whenever
 * those taken before can make room for it by moving between their slots.  Sets of units that have
 * room together are the independent sets of a matroid (a gammoid: Perfect 1968), so taking in the
 * order of points gives the set of the greatest total, exactly, and of equal sets the first
 * (Edmonds 1971, Matroids and the greedy algorithm).  fill_settle then moves the units to the
 * first assignment, slot by slot, a slot that gathers others having all that these have.  Loops are
 * over arrays: no recursion.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_FILL_H
#define LUSTRUM_VM_FILL_H

#include "arena.h"
#include "limit.h"

typedef struct FillSlot {
    uint32_t takes;
    uint32_t within; /* + 1: the slot that gathers it; 0: none does */
    bool gathers;    /* has no places of its own */
} FillSlot;

/* A copy of a candidate in its slot. */
typedef struct FillUnit {
    uint64_t may;       /* bit s: it may be in slot s; fewer once slots are settled */
    uint32_t candidate; /* its place in the order */
    uint32_t slot;
    uint32_t next, before; /* units of the same slot, + 1; 0: none */
} FillUnit;

typedef struct Fill {
    Arena *arena; /* where units grow */
    uint32_t slot_count;
    const FillSlot *slot;
    uint64_t leaves[LIMIT_SLOTS]; /* per slot: those below it that gather nothing, or itself */
    uint32_t used[LIMIT_SLOTS];   /* units in it, or below */
    uint32_t held[LIMIT_SLOTS];   /* its first unit, + 1 */
    uint64_t filling;             /* the slots being filled */
    uint64_t open;                /* ... that may have room yet */
    uint32_t begun;               /* the first unit of the filling under way */
    FillUnit *unit;               /* in the order in which they were taken */
    size_t count, cap;
} Fill;

/* slot: at most LIMIT_SLOTS, without cycles; kept. */
void fill_open(Fill *fill, Arena *arena, const FillSlot *slot, uint32_t slot_count);
/* Nothing is taken. */
void fill_clear(Fill *fill);
/* Begins to fill these slots (bits of slots that gather nothing); others keep what they have. */
void fill_begin(Fill *fill, uint64_t slots);
/* One more unit of a candidate, which must not come before the last one.  False: there is no room
 * for it, nor ever will be. */
bool fill_take(Fill *fill, uint32_t candidate, uint64_t may);
/* The units taken since fill_begin, moved: the first slot, with those that it gathers, has the
 * first candidates that it can have, then the second slot those that it can, and so on. */
void fill_settle(Fill *fill);

#endif
