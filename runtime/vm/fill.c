/* fill.c -- see fill.h.
 *
 * Making room is a search, breadth first, for a chain of moves: a unit enters a slot; where that
 * slot, or one that gathers it, is full, some unit below the full one must leave, and enters
 * another of its slots; until a slot is entered with nothing full above it.  Each slot is entered
 * once and each full one emptied once, so a search looks at each unit at most once a slot.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/fill.h"

enum { NOWHERE = UINT32_MAX };

void fill_open(Fill *fill, Arena *arena, const FillSlot *slot, uint32_t slot_count)
{
    *fill = (Fill){ .arena = arena, .slot = slot, .slot_count = slot_count };
    for (uint32_t s = 0; s < slot_count; s++) {
        if (slot[s].gathers) continue;
        uint64_t bit = (uint64_t)1 << s;
        fill->leaves[s] = bit;
        for (uint32_t up = slot[s].within; up; up = slot[up - 1].within)
            fill->leaves[up - 1] |= bit;
    }
}

void fill_begin(Fill *fill, uint64_t slots)
{
    fill->filling = fill->open = slots;
    fill->begun = (uint32_t)fill->count;
}

void fill_clear(Fill *fill)
{
    memset(fill->used, 0, sizeof fill->used);
    memset(fill->held, 0, sizeof fill->held);
    fill->count = 0;
    fill_begin(fill, 0);
}

/* ---- a unit in and out of a slot ---- */

static void put(Fill *fill, uint32_t u, uint32_t s)
{
    FillUnit *unit = &fill->unit[u];
    unit->slot = s;
    unit->before = 0;
    unit->next = fill->held[s];
    if (unit->next) fill->unit[unit->next - 1].before = u + 1;
    fill->held[s] = u + 1;
    for (uint32_t up = s + 1; up; up = fill->slot[up - 1].within) fill->used[up - 1]++;
}

static void lift(Fill *fill, uint32_t u)
{
    const FillUnit *unit = &fill->unit[u];
    if (unit->before)
        fill->unit[unit->before - 1].next = unit->next;
    else
        fill->held[unit->slot] = unit->next;
    if (unit->next) fill->unit[unit->next - 1].before = unit->before;
    for (uint32_t up = unit->slot + 1; up; up = fill->slot[up - 1].within) fill->used[up - 1]--;
}

/* ---- making room ---- */

/* A unit entering a slot, and what is full there. */
typedef struct Entry {
    uint32_t unit, slot;
    uint32_t full; /* the slot that some unit must leave; NOWHERE: none is full */
    uint32_t from; /* the entry that made this unit leave; NOWHERE: it is the new one */
} Entry;

typedef struct Search {
    Fill *fill;
    uint64_t entered, emptied; /* bits of slots */
    uint32_t count;
    Entry entry[LIMIT_SLOTS]; /* a queue; one for each slot emptied, and the last */
} Search;

static uint32_t first_full(const Fill *fill, uint32_t s)
{
    for (uint32_t up = s + 1; up; up = fill->slot[up - 1].within)
        if (fill->used[up - 1] >= fill->slot[up - 1].takes) return up - 1;
    return NOWHERE;
}

/* The unit enters each of the slots that nobody has; true where one has room: the last entry. */
static bool enter(Search *search, uint32_t unit, uint64_t slots, uint32_t from)
{
    slots &= search->fill->open & ~search->entered;
    for (; slots; slots &= slots - 1) {
        uint32_t s = (uint32_t)__builtin_ctzll(slots);
        search->entered |= (uint64_t)1 << s;
        uint32_t full = first_full(search->fill, s);
        if (full != NOWHERE && search->emptied >> full & 1) continue;
        search->entry[search->count++] = (Entry){ unit, s, full, from };
        if (full == NOWHERE) return true;
        search->emptied |= (uint64_t)1 << full;
    }
    return false;
}

/* Units leave the slot of the entry, each for its other slots. */
static bool leave(Search *search, uint32_t at)
{
    const Fill *fill = search->fill;
    uint64_t below = fill->leaves[search->entry[at].full];
    for (; below; below &= below - 1) {
        uint32_t s = (uint32_t)__builtin_ctzll(below);
        for (uint32_t u = fill->held[s]; u; u = fill->unit[u - 1].next)
            if (enter(search, u - 1, fill->unit[u - 1].may, at)) return true;
    }
    return false;
}

/* Every unit of the chain that ends in the last entry goes where it enters; the new one, which is
 * in no slot, last. */
static void move(Search *search)
{
    Fill *fill = search->fill;
    for (uint32_t at = search->count - 1; at != NOWHERE; at = search->entry[at].from) {
        const Entry *entry = &search->entry[at];
        if (entry->from != NOWHERE) lift(fill, entry->unit);
        put(fill, entry->unit, entry->slot);
    }
}

/* Puts the unit, which is in no slot, into one of these. */
static bool make_room(Search *search, uint32_t unit, uint64_t slots)
{
    bool found = enter(search, unit, slots, NOWHERE);
    for (uint32_t at = 0; !found && at < search->count; at++) found = leave(search, at);
    if (found) move(search);
    return found;
}

bool fill_take(Fill *fill, uint32_t candidate, uint64_t may)
{
    if (!(may & fill->open)) return false;
    Search search = { .fill = fill };
    GROW(fill->arena, fill->unit, fill->count, fill->cap);
    fill->unit[fill->count] = (FillUnit){ .may = may & fill->filling, .candidate = candidate };
    if (make_room(&search, (uint32_t)fill->count, may)) {
        fill->count++;
        return true;
    }
    fill->open &= ~search.entered; /* nothing in these can go elsewhere, now or later */
    return false;
}

/* ---- settling ---- */

/* Moves the unit into one of these slots if the others can make room.  Where it was is free for
 * them. */
static bool move_to(Fill *fill, uint32_t u, uint64_t slots)
{
    uint32_t was = fill->unit[u].slot;
    Search search = { .fill = fill };
    lift(fill, u);
    if (make_room(&search, u, slots)) return true;
    put(fill, u, was);
    return false;
}

/* The slot, or those that it gathers, keeps the first units that it can have. */
static void settle_slot(Fill *fill, uint32_t s)
{
    uint64_t slots = fill->leaves[s];
    uint32_t left = fill->slot[s].takes;
    for (uint32_t u = fill->begun; u < fill->count && left; u++) {
        FillUnit *unit = &fill->unit[u];
        if (!(unit->may & slots)) continue;
        if (!(slots >> unit->slot & 1) && !move_to(fill, u, slots & unit->may)) continue;
        unit->may &= slots;
        left--;
    }
}

void fill_settle(Fill *fill)
{
    fill->open = fill->filling;
    for (uint32_t s = 0; s < fill->slot_count; s++)
        if (fill->leaves[s] && !(fill->leaves[s] & ~fill->filling)) settle_slot(fill, s);
}
