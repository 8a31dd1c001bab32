/* pick_fill.c -- one target's sorted candidates dealt out to slots that are filled together: all of
 * them for the greatest total, or those that one slot gathers.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/pick.h"

static bool is_below_nought(const PickHand *hand, const Candidate *c)
{
    return hand->odd ? exact_sign(hand->scrap, c->exact) < 0 : c->points < 0;
}

/* Fills these slots from what is left of the candidates.  For a total, points below 0 are not
 * wanted: they would make it less. */
static void fill_slots(PickHand *hand, uint64_t slots)
{
    Fill *fill = &hand->fill;
    fill_begin(fill, slots);
    for (size_t i = 0; i < hand->count && fill->open; i++) {
        Candidate *c = &hand->candidate[hand->order[i]];
        if (hand->plan->greatest_total && is_below_nought(hand, c)) break; /* and all after it */
        while (c->copies && fill_take(fill, (uint32_t)i, c->slots)) c->copies--;
    }
    fill_settle(fill);
}

/* Each slot that none gathers, in order; for a total, all at once. */
static void fill_all(PickHand *hand)
{
    const Fill *fill = &hand->fill;
    uint64_t all = 0;
    fill_clear(&hand->fill);
    for (uint32_t s = 0; s < fill->slot_count; s++) {
        if (fill->slot[s].within) continue;
        all |= fill->leaves[s];
        if (!hand->plan->greatest_total) fill_slots(hand, fill->leaves[s]);
    }
    if (hand->plan->greatest_total) fill_slots(hand, all);
}

void pick_fill(PickHand *hand)
{
    PickPlan *pick = hand->plan;
    const Fill *fill = &hand->fill;
    Got got[LIMIT_SLOTS] = { 0 };
    int64_t picked = 0;
    fill_all(hand);
    for (size_t u = 0; u < fill->count; u++) {
        const FillUnit *unit = &fill->unit[u];
        Candidate *c = &hand->candidate[hand->order[unit->candidate]];
        for (uint32_t up = unit->slot + 1; up; up = fill->slot[up - 1].within)
            pick_get(hand, &got[up - 1], c, 1);
        picked += c->row != NO_ROW; /* a row counts once, however many copies are picked */
        c->row = NO_ROW;
    }
    for (uint32_t s = 0; s < fill->slot_count; s++) pick_write(hand, &pick->slot[s], &got[s]);
    if (pick->picked.number) pick->picked.number[hand->target] = picked;
}
