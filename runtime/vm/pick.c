/* pick.c -- the best rows of each target row for a list of slots.
 *
 * A worker meets all rows of a target in one go: it collects the candidates, sorts them (highest
 * points first; between equal points by the bytes of the declared fields, then as in the file) and
 * deals them out to the slots in order.  Points are int64 over one denominator for the whole step;
 * a target that does not fit that (`odd`) is done with Exact numbers instead, with the same result.
 * Shared arrays are written at the target's own place, so workers never meet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/pick.h"

/* ---- opening ---- */

static Filled fill(PickPlan *pick, uint32_t column, bool may_miss)
{
    Filled filled = { .column = column };
    if (column == NONE) return filled;
    Arena *arena = pick->machine->run->arena;
    filled.number = NEW_ARRAY(arena, int64_t, pick->targets);
    if (!may_miss) return filled;
    filled.reason = NEW_ARRAY(arena, uint8_t, pick->targets);
    memset(filled.reason, REASON_NOTHING, pick->targets);
    return filled;
}

/* The field by whose bytes equal points are told apart first: rows of a target share the link that
 * orders the step, so it is the one after. */
static const Column *lead_of(const StepPlan *plan, const Table *table)
{
    const ColumnInfo *order = &plan->machine->run->program->columns[plan->cut_column];
    for (size_t f = 0; f < table->schema->field_count; f++) {
        if (!table->columns[f].data) continue;
        if (order->origin == COLUMN_FIELD && order->field == f) continue;
        return table->columns[f].type == TYPE_CODE ? &table->columns[f] : NULL;
    }
    return NULL;
}

PickPlan *pick_open(StepPlan *plan, const AccPlan *acc)
{
    Machine *machine = plan->machine;
    Run *run = machine->run;
    const Space *space = &run->program->spaces[plan->step->space];
    uint32_t count;
    const uint32_t *arg = plan_args(plan, acc->in.c, &count);
    PickPlan *pick = NEW(&machine->step, PickPlan);
    pick->machine = machine;
    pick->targets = acc->targets;
    pick->lowest_first = acc->acc->lowest_first;
    pick->slot_count = acc->acc->slot_count;
    pick->slot = NEW_ARRAY(&machine->step, SlotPlan, pick->slot_count);
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        const PickSlot *slot = &acc->acc->slots[s];
        pick->slot[s] =
            (SlotPlan){ slot->takes, fill(pick, slot->sum, false), fill(pick, slot->count, false),
                        fill(pick, slot->least, true), fill(pick, slot->greatest, true) };
    }
    pick->picked = fill(pick, acc->acc->picked_column, false);
    pick->points = acc->in.a;
    pick->row = acc->in.b;
    pick->size = arg[0];
    pick->mask = arg + 1;
    if (space->kind == SPACE_RECORD) pick->table = &run->tables[space->record];
    if (pick->table) pick->lead = lead_of(plan, pick->table);
    pick->hand = NEW_ARRAY(&machine->step, PickHand *, machine->worker_count);
    return pick;
}

PickHand *pick_hand(PickPlan *pick, Hand *hand)
{
    PickHand *own = NEW(&hand->worker->keep, PickHand);
    own->plan = pick;
    own->keep = &hand->worker->keep;
    own->scrap = machine_scrap(hand->worker);
    own->dens = pick->machine->run->dens;
    own->target = NO_ROW;
    pick->hand[hand->number] = own;
    return own;
}

/* ---- a batch ---- */

void pick_end(PickHand *hand)
{
    if (hand->count) pick_deal(hand);
    hand->target = NO_ROW;
    hand->count = 0;
    hand->odd = hand->wide = false;
}

/* Bit s of each row: slot s takes it. */
#define SLOTS(T, bits)                                                                             \
    do {                                                                                           \
        T all = 0;                                                                                 \
        for (uint32_t s = 0; s < pick->slot_count; s++) {                                          \
            if (pick->mask[s] == NONE) {                                                           \
                all = (T)(all | (T)1 << s);                                                        \
                continue;                                                                          \
            }                                                                                      \
            const uint8_t *mask = column_mask(arena, &of->reg[pick->mask[s]], of->count);          \
            for (size_t i = 0; i < of->count; i++) bits[i] = (T)(bits[i] | (T)mask[i] << s);       \
        }                                                                                          \
        for (size_t i = 0; i < of->count && all; i++) bits[i] |= all;                              \
    } while (0)

enum { NARROW_SLOTS = 8 };

/* One byte a row where that holds all slots (*narrow), else eight (*bits). */
static void slots_of(const PickPlan *pick, Hand *of, uint8_t **narrow, uint64_t **wide)
{
    Arena *arena = &of->worker->batch;
    *narrow = NULL;
    *wide = NULL;
    if (pick->slot_count <= NARROW_SLOTS) {
        uint8_t *bits = *narrow = NEW_ARRAY(arena, uint8_t, of->count);
        SLOTS(uint8_t, bits);
    } else {
        uint64_t *bits = *wide = NEW_ARRAY(arena, uint64_t, of->count);
        SLOTS(uint64_t, bits);
    }
}

/* How many copies of each row there are: the whole part of its size; none where it is missing. */
static uint32_t *copies_of(PickHand *hand, Hand *of)
{
    uint32_t size = hand->plan->size;
    if (size == NONE) return NULL;
    Arena *arena = &of->worker->batch;
    const Column *column = &of->reg[size];
    uint32_t *copies = NEW_ARRAY(arena, uint32_t, of->count);
    for (size_t i = 0; i < of->count; i++) {
        if (column_reason(column, i)) continue;
        int64_t num, den;
        const Exact *x = column_exact_at(arena, hand->dens, column, column_place(column, i));
        if (!exact_to_ratio(x, &num, &den) || num < den) continue;
        int64_t whole = num / den;
        copies[i] = whole > UINT32_MAX ? UINT32_MAX : (uint32_t)whole;
    }
    return copies;
}

/* Whether the batch's points are int64 over the step's denominator (the first batch's). */
static bool is_plain(PickHand *hand, const Column *points)
{
    if (points->lane != LANE_I64) return false;
    int64_t none = 0;
    if (atomic_compare_exchange_strong(&hand->plan->den, &none, points->den)) none = points->den;
    hand->den = none;
    return none == points->den;
}

static Candidate *push(PickHand *hand)
{
    if (hand->count == hand->cap) {
        size_t cap = hand->cap ? hand->cap * 2 : 32;
        Candidate *more = NEW_ARRAY(hand->keep, Candidate, cap);
        if (hand->count) memcpy(more, hand->candidate, hand->count * sizeof *more);
        hand->candidate = more;
        hand->cap = cap;
    }
    return &hand->candidate[hand->count];
}

/* A row whose points are not int64 over the step's denominator. */
static void push_odd(PickHand *hand, Arena *arena, Candidate *c, const Column *points, size_t i)
{
    pick_make_odd(hand);
    c->exact = exact_copy(hand->scrap, column_exact_at(arena, hand->dens, points, i));
}

void pick_add(PickHand *hand, Hand *of)
{
    const PickPlan *pick = hand->plan;
    Arena *arena = &of->worker->batch;
    const Column points = column_flat(arena, &of->reg[pick->points], of->count);
    const uint32_t *target = column_flat(arena, &of->reg[pick->row], of->count).u32;
    uint8_t *narrow;
    uint64_t *wide;
    slots_of(pick, of, &narrow, &wide);
    const uint32_t *copies = copies_of(hand, of);
    bool plain = is_plain(hand, &points);
    for (size_t i = of->skip; i < of->count; i++) {
        if (target[i] != hand->target) {
            pick_end(hand);
            hand->target = target[i];
        }
        uint64_t slots = narrow ? narrow[i] : wide[i];
        bool in = slots && target[i] != NO_ROW && !(points.reason && points.reason[i]);
        if (!in || (copies && !copies[i])) continue;
        uint32_t row = plan_row(of->plan, of->first + i);
        Candidate *c = push(hand);
        c->slots = slots;
        c->row = row;
        c->copies = copies ? copies[i] : 1;
        if (plain) {
            c->points = points.i64[i];
            c->key = pick_key(pick, c->points, row);
            hand->wide |= c->points != (int32_t)c->points;
            if (hand->odd) c->exact = exact_from_ratio(hand->scrap, c->points, hand->den);
        } else {
            push_odd(hand, arena, c, &points, i);
        }
        hand->count++;
    }
}

/* ---- finishing ---- */

static void finish_filled(PickPlan *pick, const Filled *filled)
{
    if (!filled->number) return;
    Run *run = pick->machine->run;
    int64_t den = atomic_load(&pick->den);
    Column d = { .type = TYPE_NUMBER, .count = pick->targets, .den = den ? den : 1 };
    d.i64 = filled->number;
    d.reason = filled->reason;
    run->columns[filled->column] = d;
}

/* Figures are over the points' denominator, counts over 1. */
static void finish_count(PickPlan *pick, const Filled *filled)
{
    finish_filled(pick, filled);
    if (filled->number) pick->machine->run->columns[filled->column].den = 1;
}

static void put_odd(PickPlan *pick, const Odd *odd)
{
    Run *run = pick->machine->run;
    Column *column = &run->columns[odd->column];
    if (column->lane != LANE_EXACT) {
        LaneWork work = lane_work(run->arena, run->arena, run->dens);
        lane_widen(&work, column, column, LANE_EXACT, pick->targets);
    }
    column->exact[odd->target] = exact_copy(run->arena, odd->number);
}

void pick_finish(PickPlan *pick)
{
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        finish_filled(pick, &pick->slot[s].sum);
        finish_filled(pick, &pick->slot[s].least);
        finish_filled(pick, &pick->slot[s].greatest);
        finish_count(pick, &pick->slot[s].count);
    }
    finish_count(pick, &pick->picked);
    for (unsigned w = 0; w < pick->machine->worker_count; w++) {
        const PickHand *hand = pick->hand[w];
        for (size_t i = 0; hand && i < hand->odd_count; i++) put_odd(pick, &hand->odds[i]);
    }
}
