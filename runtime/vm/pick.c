/* pick.c -- the best rows of each target row for a list of slots.
 *
 * A worker meets all rows of a target in one go: it collects the candidates, sorts them (highest
 * points first; between equal points by the bytes of the declared fields, then as in the file) and
 * deals them out to the slots in order, or to all together.  Points are int64 over one denominator
 * for the whole step; a target that does not fit that (`odd`) is done with Exact numbers instead,
 * with the same result. Shared arrays are written at the target's own place, so workers never meet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/pick.h"
#include "processor.h"

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

/* The slots for fill.c, where it takes more than filling one after the other. */
static FillSlot *fill_slots(Machine *machine, const Acc *acc)
{
    bool together = acc->greatest_total;
    FillSlot *slots = NEW_ARRAY(&machine->step, FillSlot, acc->slot_count);
    for (uint32_t s = 0; s < acc->slot_count; s++) {
        const PickSlot *slot = &acc->slots[s];
        together |= slot->gathers;
        slots[s] = (FillSlot){ slot->takes, slot->within, slot->gathers };
    }
    return together ? slots : NULL;
}

static PickQuick *quick_way(const PickPlan *pick)
{
    bool sums = pick->size == NONE;
    for (uint32_t s = 0; s < pick->slot_count; s++) sums &= pick->slot[s].only_sum;
#ifdef __x86_64__
    if (sums && processor_has(PROCESSOR_AVX2)) return pick_quick_avx2;
#endif
    return pick_quick;
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
    pick->greatest_total = acc->acc->greatest_total;
    pick->slot_count = acc->acc->slot_count;
    pick->slot = NEW_ARRAY(&machine->step, SlotPlan, pick->slot_count);
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        const PickSlot *slot = &acc->acc->slots[s];
        pick->slot[s] =
            (SlotPlan){ slot->takes,
                        slot->gathers,
                        fill(pick, slot->sum, false),
                        fill(pick, slot->count, false),
                        fill(pick, slot->least, true),
                        fill(pick, slot->greatest, true),
                        slot->count == NONE && slot->least == NONE && slot->greatest == NONE };
    }
    pick->fill = fill_slots(machine, acc->acc);
    pick->picked = fill(pick, acc->acc->picked_column, false);
    pick->points = acc->in.a;
    pick->row = acc->in.b;
    pick->size = arg[0];
    pick->mask = arg + 1;
    if (space->kind == SPACE_RECORD) pick->table = &run->tables[space->record];
    if (pick->table) pick->lead = lead_of(plan, pick->table);
    pick->short_lead = !pick->lead || pick->lead->width <= 2;
    pick->hand = NEW_ARRAY(&machine->step, PickHand *, machine->worker_count);
    pick->quick = quick_way(pick);
    return pick;
}

PickHand *pick_hand(PickPlan *pick, Hand *hand)
{
    PickHand *own = NEW(&hand->worker->keep, PickHand);
    own->plan = pick;
    own->keep = &hand->worker->keep;
    own->scrap = machine_scrap(hand->worker);
    own->dens = pick->machine->run->dens;
    own->fields = field_order(pick->machine->run, hand->plan->step->space, own->scrap);
    own->target = NO_ROW;
    if (pick->fill) fill_open(&own->fill, own->keep, pick->fill, pick->slot_count);
    pick->hand[hand->number] = own;
    return own;
}

/* ---- a batch ---- */

/* A batch as the rows of a pick: what is asked of each row, in arrays. */
typedef struct Rows {
    size_t n;
    Column points;
    bool plain;             /* points are int64 over the step's denominator */
    const uint8_t *narrow;  /* bit s: slot s takes the row, where a byte holds all slots; else */
    const uint64_t *wide;   /* ... in eight */
    const uint32_t *lead;   /* the entry of the lead field; UINT32_MAX where missing */
    const uint32_t *copies; /* NULL: one */
} Rows;

void pick_end(PickHand *hand)
{
    if (hand->count) pick_deal(hand);
    hand->target = NO_ROW;
    hand->count = 0;
    hand->odd = hand->wide = hand->far = false;
}

/* bits |= the mask's row at bit `shift`, for bytes and words. */
static void add_narrow(uint8_t *restrict bits, const uint8_t *restrict mask, unsigned shift,
                       size_t n)
{
    for (size_t i = 0; i < n; i++) bits[i] |= (uint8_t)(mask[i] << shift);
}

static void add_wide(uint64_t *restrict bits, const uint8_t *restrict mask, unsigned shift,
                     size_t n)
{
    for (size_t i = 0; i < n; i++) bits[i] |= (uint64_t)mask[i] << shift;
}

static void find_slots(const PickPlan *pick, Hand *of, Rows *rows)
{
    Arena *arena = &of->worker->batch;
    bool few = pick->slot_count <= QUICK_SLOTS;
    uint8_t *narrow = few ? NEW_ARRAY(arena, uint8_t, rows->n + NEAR_PAST) : NULL;
    uint64_t *wide = few ? NULL : NEW_ARRAY(arena, uint64_t, rows->n);
    const uint8_t *every = NULL;
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        const uint8_t *mask = every;
        if (pick->slot[s].gathers) continue;
        if (pick->mask[s] != NONE) {
            mask = column_mask(arena, &of->reg[pick->mask[s]], rows->n);
        } else if (!mask) {
            uint8_t *ones = NEW_ARRAY(arena, uint8_t, rows->n);
            memset(ones, 1, rows->n);
            mask = every = ones;
        }
        if (few)
            add_narrow(narrow, mask, s, rows->n);
        else
            add_wide(wide, mask, s, rows->n);
    }
    rows->narrow = narrow;
    rows->wide = wide;
}

static void find_leads(const PickPlan *pick, Hand *of, Rows *rows)
{
    uint32_t *restrict lead = NEW_ARRAY(&of->worker->batch, uint32_t, rows->n);
    rows->lead = lead;
    const Column *field = pick->lead;
    if (!field) return;
    if (!of->plan->perm && !field->reason && !field->constant && field->width == 1) {
        const uint8_t *restrict entry = field->u8 + of->first;
        for (size_t i = 0; i < rows->n; i++) lead[i] = entry[i];
        return;
    }
    for (size_t i = 0; i < rows->n; i++) {
        uint32_t row = plan_row(of->plan, of->first + i);
        lead[i] =
            column_reason(field, row) ? UINT32_MAX : code_entry(field, column_place(field, row));
    }
}

static uint32_t copies_in(int64_t whole)
{
    return whole > UINT32_MAX ? UINT32_MAX : whole > 0 ? (uint32_t)whole : 0;
}

/* How many copies sizes of int64 are. */
static void whole_sizes(const Column *sizes, size_t n, uint32_t *copies)
{
    const int64_t *size = sizes->i64, den = sizes->den;
    for (size_t i = 0; i < n; i++) {
        bool none = sizes->reason && sizes->reason[i];
        copies[i] = none ? 0 : copies_in(den == 1 ? size[i] : size[i] / den);
    }
}

/* How many copies of each row there are: the whole part of its size; none where it is missing. */
static const uint32_t *copies_of(PickHand *hand, Hand *of)
{
    uint32_t size = hand->plan->size;
    if (size == NONE) return NULL;
    Arena *arena = &of->worker->batch;
    const Column *column = &of->reg[size];
    uint32_t *copies = NEW_ARRAY(arena, uint32_t, of->count);
    if (column->lane == LANE_I64) {
        Column sizes = column_flat(arena, column, of->count);
        whole_sizes(&sizes, of->count, copies);
        return copies;
    }
    for (size_t i = 0; i < of->count; i++) {
        if (column_reason(column, i)) continue;
        int64_t num, den;
        const Exact *x = column_exact_at(arena, hand->dens, column, column_place(column, i));
        if (!exact_to_ratio(x, &num, &den) || num < den) continue;
        copies[i] = copies_in(num / den);
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

static void need_room(PickHand *hand, size_t more)
{
    if (hand->cap - hand->count >= more) return;
    size_t cap = hand->cap * 2 > hand->count + more ? hand->cap * 2 : hand->count + more;
    Candidate *fresh = NEW_ARRAY(hand->keep, Candidate, cap);
    if (hand->count) memcpy(fresh, hand->candidate, hand->count * sizeof *fresh);
    hand->candidate = fresh;
    hand->cap = cap;
}

/* Rows start .. end of one target.  A row that is no candidate is overwritten by the next. */
static void add_plain(PickHand *hand, const Hand *of, const Rows *rows, size_t start, size_t end)
{
    const uint32_t turn = hand->plan->lowest_first ? 0x80000000u : 0x7FFFFFFFu;
    Candidate *c = hand->candidate + hand->count;
    const int64_t *points = rows->points.i64;
    uint64_t reach = 0; /* bits from the 16th on: points that do not fit 16 */
    for (size_t i = start; i < end; i++) {
        uint64_t slots = rows->narrow ? rows->narrow[i] : rows->wide[i];
        bool in = slots != 0 && !(rows->points.reason && rows->points.reason[i]) &&
                  !(rows->copies && rows->copies[i] == 0);
        c->key = (uint64_t)((uint32_t)points[i] ^ turn) << 32 | rows->lead[i];
        c->points = points[i];
        c->slots = slots;
        c->row = plan_row(of->plan, of->first + i);
        c->copies = rows->copies ? rows->copies[i] : 1;
        reach |= (uint64_t)points[i] + 0x8000u;
        c += in;
    }
    hand->count = (size_t)(c - hand->candidate);
    if (!(reach >> 16)) return;
    hand->far = true;
    for (size_t i = start; i < end; i++) hand->wide |= points[i] != (int32_t)points[i];
}

/* The same where points are not int64 over the step's denominator, in this batch or before. */
static void add_odd(PickHand *hand, Hand *of, const Rows *rows, size_t start, size_t end)
{
    Arena *arena = &of->worker->batch;
    pick_make_odd(hand);
    for (size_t i = start; i < end; i++) {
        uint64_t slots = rows->narrow ? rows->narrow[i] : rows->wide[i];
        uint32_t copies = rows->copies ? rows->copies[i] : 1;
        if (!slots || !copies || (rows->points.reason && rows->points.reason[i])) continue;
        Candidate *c = &hand->candidate[hand->count++];
        *c = (Candidate){ .slots = slots,
                          .row = plan_row(of->plan, of->first + i),
                          .copies = copies };
        c->exact = exact_copy(hand->scrap, column_exact_at(arena, hand->dens, &rows->points, i));
    }
}

/* No slot takes a row whose points are missing, or of which there is no copy. */
static const uint8_t *known_slots(Arena *arena, const Rows *rows)
{
    const uint8_t *restrict slots = rows->narrow, *restrict reason = rows->points.reason;
    const uint32_t *restrict copies = rows->copies;
    size_t n = rows->n;
    if (!reason && !copies) return slots;
    uint8_t *restrict known = NEW_ARRAY(arena, uint8_t, n + NEAR_PAST);
    if (reason)
        for (size_t i = 0; i < n; i++) known[i] = (uint8_t)(slots[i] & -(reason[i] == 0));
    else
        memcpy(known, slots, n);
    for (size_t i = 0; copies && i < n; i++) known[i] &= (uint8_t) - (copies[i] != 0);
    return known;
}

static void make_keys(int32_t *restrict key, const int16_t *restrict points, int32_t turn,
                      const uint32_t *restrict lead, const uint8_t *restrict slots, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t in = ((uint32_t)points[i] ^ (uint32_t)turn) << 16 | (lead[i] & 0xFFFF);
        uint32_t out = 0x7FFF0000u | ((uint32_t)i & 0xFFFF), none = -(uint32_t)(slots[i] == 0);
        key[i] = (int32_t)((in & ~none) | (out & none));
    }
}

/* The batch's rows for pick_quick; false where it cannot take them. */
static bool find_quick(const PickPlan *pick, Hand *of, const Rows *rows, Quick *quick)
{
    bool simple = !pick->fill && pick->slot_count <= QUICK_SLOTS;
    if (!simple || !rows->plain || !pick->short_lead || rows->n > 0x10000) return false;
    const int16_t *points = batch_near(of, pick->points);
    if (!points) return false;
    Arena *arena = &of->worker->batch;
    const uint8_t *slots = known_slots(arena, rows);
    int32_t *key = NEW_ARRAY(arena, int32_t, rows->n + NEAR_PAST);
    make_keys(key, points, pick->lowest_first ? 0 : -1, rows->lead, slots, rows->n);
    *quick = (Quick){ key, slots, points, rows->copies };
    return true;
}

void pick_add(PickHand *hand, Hand *of)
{
    const PickPlan *pick = hand->plan;
    Arena *arena = &of->worker->batch;
    Rows rows = { .n = of->count };
    Quick quick;
    rows.points = column_flat(arena, &of->reg[pick->points], rows.n);
    rows.plain = is_plain(hand, &rows.points);
    rows.copies = copies_of(hand, of);
    find_slots(pick, of, &rows);
    find_leads(pick, of, &rows);
    const Runs *runs = batch_runs(of, pick->row);
    bool quickly = find_quick(pick, of, &rows, &quick);
    for (size_t r = 0; r < runs->count; r++) {
        uint32_t target = runs->target[r];
        size_t start = of->skip + runs->first[r], end = of->skip + runs->first[r + 1];
        bool whole = target != hand->target && r + 1 < runs->count; /* the next batch has none */
        if (target != hand->target) pick_end(hand);
        hand->target = target;
        if (target == NO_ROW) continue;
        if (quickly && whole && end - start <= QUICK_ROWS &&
            pick->quick(hand, &quick, start, end - start))
            continue;
        need_room(hand, end - start + 1);
        if (rows.plain && !hand->odd)
            add_plain(hand, of, &rows, start, end);
        else
            add_odd(hand, of, &rows, start, end);
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
