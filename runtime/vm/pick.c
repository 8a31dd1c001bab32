/* pick.c -- the best rows of each target row for a list of slots.
 *
 * A worker meets all rows of a target in one go: it collects the candidates, sorts them (highest
 * points first; between equal points by the bytes of the declared fields, then as in the file) and
 * deals them out to the slots in order.  Points are int64 over one denominator for the whole step;
 * a target that does not fit that (`odd`) is done with Exact numbers instead, with the same result.
 * Shared arrays are written at the target's own place, so workers never meet.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/step.h"

/* A row that may be picked. */
typedef struct Candidate {
    int64_t points; /* over PickPlan.den; unless the target is odd */
    const Exact *exact;
    uint64_t slots; /* bit s: slot s takes it */
    uint32_t row;
    uint32_t copies; /* not yet taken */
} Candidate;

/* A column being filled, or NULL in `number` when nobody asks. */
typedef struct Filled {
    uint32_t column;
    int64_t *number;
    uint8_t *reason; /* least and greatest: REASON_NOTHING until there is one */
} Filled;

typedef struct SlotPlan {
    uint32_t takes;
    Filled sum, count, least, greatest;
} SlotPlan;

struct PickPlan {
    Machine *machine;
    size_t targets;
    bool lowest_first;
    uint32_t slot_count;
    SlotPlan *slot;
    Filled picked;
    uint32_t points, size, row; /* registers; size NONE: one copy */
    const uint32_t *mask;       /* registers or NONE, one per slot */
    _Atomic int64_t den;        /* of points; 0 before the first */
    const Table *table;         /* whose rows are picked; NULL: of a group space */
    PickHand **hand;            /* per worker */
};

/* A figure that does not fit the arrays. */
typedef struct Odd {
    uint32_t column, target;
    const Exact *number;
} Odd;

struct PickHand {
    PickPlan *plan;
    Arena *keep;
    Arena *scrap; /* exact numbers of one target */
    const Dens *dens;
    uint32_t target; /* whose rows are coming; NO_ROW before the first */
    bool odd;
    int64_t den; /* PickPlan.den, once known */
    i128 bound;  /* of what all points together come to */
    Candidate *candidate;
    size_t count, cap;
    uint32_t *order, *scratch; /* places in candidate, for many of them */
    size_t order_cap;
    Odd *odds;
    size_t odd_count, odd_cap;
};

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

/* ---- which of two comes first ---- */

/* Parents by the bytes of their keys; where those were let go, by their place. */
static int compare_parents(const PickPlan *pick, const FieldSchema *field, uint32_t a, uint32_t b)
{
    const Table *parent = &pick->machine->run->tables[field->parent];
    for (size_t part = 0; part < parent->schema->key_count && parent->keys; part++) {
        int order = str_compare(table_key(parent, a, part), table_key(parent, b, part));
        if (order) return order;
    }
    return (a > b) - (a < b);
}

static int compare_field(PickHand *hand, size_t f, uint32_t a, uint32_t b)
{
    const Column *column = &hand->plan->table->columns[f];
    Reason no_a = column_reason(column, a), no_b = column_reason(column, b);
    if (no_a || no_b) return (no_a != 0) - (no_b != 0);
    size_t x = column_place(column, a), y = column_place(column, b);
    switch (column->type) {
    case TYPE_CODE: { /* a table's entries stand in the order of their texts */
        uint32_t p = code_entry(column, x), q = code_entry(column, y);
        return (p > q) - (p < q);
    }
    case TYPE_YESNO: return column->u8[x] - column->u8[y];
    case TYPE_ROW:
        if (column->u32[x] == column->u32[y]) return 0;
        return compare_parents(hand->plan, &hand->plan->table->schema->fields[f], column->u32[x],
                               column->u32[y]);
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: return column_number_compare(hand->scrap, hand->dens, column, x, column, y);
    case TYPE_NONE: break;
    }
    return 0;
}

static int compare_rows(PickHand *hand, uint32_t a, uint32_t b)
{
    const Table *table = hand->plan->table;
    for (size_t f = 0; table && f < table->schema->field_count; f++) {
        if (!table->columns[f].data) continue; /* nobody needs it */
        int order = compare_field(hand, f, a, b);
        if (order) return order;
    }
    return (a > b) - (a < b);
}

static int compare_points(PickHand *hand, const Candidate *a, const Candidate *b)
{
    int order = hand->odd ? exact_compare(hand->scrap, a->exact, b->exact)
                          : (a->points > b->points) - (a->points < b->points);
    return hand->plan->lowest_first ? order : -order;
}

static bool comes_before(PickHand *hand, const Candidate *a, const Candidate *b)
{
    int order = compare_points(hand, a, b);
    return order ? order < 0 : compare_rows(hand, a->row, b->row) < 0;
}

static int by_place(uint32_t a, uint32_t b, void *with)
{
    PickHand *hand = with;
    return comes_before(hand, &hand->candidate[b], &hand->candidate[a]) ? 1 : -1;
}

enum { FEW = 32 }; /* candidates that are sorted by insertion */

static void sort_candidates(PickHand *hand)
{
    Candidate *c = hand->candidate;
    if (hand->count <= FEW) {
        for (size_t i = 1; i < hand->count; i++) {
            Candidate next = c[i];
            size_t at = i;
            for (; at && comes_before(hand, &next, &c[at - 1]); at--) c[at] = c[at - 1];
            c[at] = next;
        }
        return;
    }
    if (hand->order_cap < hand->count) {
        hand->order_cap = hand->cap;
        hand->order = NEW_ARRAY(hand->keep, uint32_t, hand->order_cap);
        hand->scratch = NEW_ARRAY(hand->keep, uint32_t, hand->order_cap);
    }
    for (size_t i = 0; i < hand->count; i++) hand->order[i] = (uint32_t)i;
    sort_u32(hand->order, hand->count, hand->scratch, by_place, hand);
    Candidate *sorted = NEW_ARRAY(hand->scrap, Candidate, hand->count);
    for (size_t i = 0; i < hand->count; i++) sorted[i] = c[hand->order[i]];
    memcpy(c, sorted, hand->count * sizeof *c);
}

/* ---- dealing out ---- */

/* What a slot got. */
typedef struct Got {
    int64_t sum, least, greatest;
    const Exact *exact_sum, *exact_least, *exact_greatest; /* of an odd target */
    uint32_t count;
} Got;

static void get_exact(PickHand *hand, Got *got, const Candidate *c, uint32_t copies)
{
    Arena *scrap = hand->scrap;
    bool first = got->count == 0;
    const Exact *points = exact_mul(scrap, c->exact, exact_from_i64(scrap, copies));
    got->exact_sum = first ? points : exact_add(scrap, got->exact_sum, points);
    /* Numbers that cannot be summed: the checker lets none through. */
    if (!got->exact_sum) guard_escape(scrap->guard, WHY_INTERNAL);
    if (first || exact_compare(scrap, c->exact, got->exact_least) < 0) got->exact_least = c->exact;
    if (first || exact_compare(scrap, c->exact, got->exact_greatest) > 0)
        got->exact_greatest = c->exact;
    got->count += copies;
}

/* hand->bound fits int64, so no sum overflows. */
static void get_small(Got *got, const Candidate *c, uint32_t copies)
{
    bool first = got->count == 0;
    got->sum += c->points * (int64_t)copies;
    if (first || c->points < got->least) got->least = c->points;
    if (first || c->points > got->greatest) got->greatest = c->points;
    got->count += copies;
}

/* The slot's share: the first candidates that it takes and that are left. */
static Got deal(PickHand *hand, uint32_t s, uint64_t *picked)
{
    Got got = { 0 };
    uint32_t need = hand->plan->slot[s].takes;
    for (size_t i = 0; i < hand->count && need; i++) {
        Candidate *c = &hand->candidate[i];
        if (!(c->slots >> s & 1) || !c->copies) continue;
        uint32_t copies = c->copies < need ? c->copies : need;
        if (hand->odd)
            get_exact(hand, &got, c, copies);
        else
            get_small(&got, c, copies);
        c->copies -= copies;
        need -= copies;
        *picked += c->row != NO_ROW; /* a row counts once, however many copies are picked */
        c->row = NO_ROW;
    }
    return got;
}

static void write_number(PickHand *hand, const Filled *filled, int64_t number, const Exact *exact)
{
    if (!filled->number) return;
    if (filled->reason) filled->reason[hand->target] = REASON_KNOWN;
    filled->number[hand->target] = number;
    if (!exact) return;
    GROW(hand->keep, hand->odds, hand->odd_count, hand->odd_cap);
    hand->odds[hand->odd_count++] =
        (Odd){ filled->column, hand->target, exact_copy(hand->keep, exact) };
}

static void deal_all(PickHand *hand)
{
    PickPlan *pick = hand->plan;
    uint64_t picked = 0;
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        SlotPlan *slot = &pick->slot[s];
        Got got = deal(hand, s, &picked);
        if (!got.count) continue;
        if (slot->count.number) slot->count.number[hand->target] = got.count;
        write_number(hand, &slot->sum, got.sum, got.exact_sum);
        write_number(hand, &slot->least, got.least, got.exact_least);
        write_number(hand, &slot->greatest, got.greatest, got.exact_greatest);
    }
    if (pick->picked.number) pick->picked.number[hand->target] = (int64_t)picked;
}

/* The target's numbers do not fit the arrays: all of them become Exact. */
static void make_odd(PickHand *hand)
{
    if (hand->odd) return;
    hand->odd = true;
    for (size_t i = 0; i < hand->count; i++) {
        Candidate *c = &hand->candidate[i];
        c->exact = exact_from_ratio(hand->scrap, c->points, hand->den);
    }
}

void pick_end(PickHand *hand)
{
    if (hand->count) {
        if (hand->bound > INT64_MAX) make_odd(hand);
        sort_candidates(hand);
        deal_all(hand);
        if (hand->odd || hand->count > FEW) arena_reset(hand->scrap);
    }
    hand->target = NO_ROW;
    hand->count = 0;
    hand->bound = 0;
    hand->odd = false;
}

/* ---- a batch ---- */

/* Bit s of each row: slot s takes it. */
static uint64_t *slots_of(PickHand *hand, Hand *of)
{
    const PickPlan *pick = hand->plan;
    Arena *arena = &of->worker->batch;
    uint64_t *bits = NEW_ARRAY(arena, uint64_t, of->count), all = 0;
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        if (pick->mask[s] == NONE) {
            all |= (uint64_t)1 << s;
            continue;
        }
        const uint8_t *mask = column_mask(arena, &of->reg[pick->mask[s]], of->count);
        for (size_t i = 0; i < of->count; i++) bits[i] |= (uint64_t)(mask[i] & 1) << s;
    }
    for (size_t i = 0; i < of->count && all; i++) bits[i] |= all;
    return bits;
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

static void push(PickHand *hand, Candidate candidate)
{
    if (hand->count == hand->cap) { /* room for a small target is never enough for a large one */
        size_t cap = hand->cap ? hand->cap * 2 : FEW;
        Candidate *more = NEW_ARRAY(hand->keep, Candidate, cap);
        if (hand->count) memcpy(more, hand->candidate, hand->count * sizeof *more);
        hand->candidate = more;
        hand->cap = cap;
    }
    i128 points = candidate.points < 0 ? -(i128)candidate.points : candidate.points;
    hand->bound += points * candidate.copies;
    if (hand->bound > INT64_MAX) hand->bound = (i128)INT64_MAX + 1; /* it is too much already */
    hand->candidate[hand->count++] = candidate;
}

void pick_add(PickHand *hand, Hand *of)
{
    const PickPlan *pick = hand->plan;
    Arena *arena = &of->worker->batch;
    const Column points = column_flat(arena, &of->reg[pick->points], of->count);
    const uint32_t *target = column_flat(arena, &of->reg[pick->row], of->count).u32;
    const uint64_t *slots = slots_of(hand, of);
    const uint32_t *copies = copies_of(hand, of);
    bool plain = is_plain(hand, &points);
    for (size_t i = of->skip; i < of->count; i++) {
        if (target[i] != hand->target) {
            pick_end(hand);
            hand->target = target[i];
        }
        bool in = slots[i] && target[i] != NO_ROW && !(points.reason && points.reason[i]);
        if (!in || (copies && !copies[i])) continue;
        Candidate c = { .slots = slots[i],
                        .row = plan_row(of->plan, of->first + i),
                        .copies = copies ? copies[i] : 1 };
        if (plain) c.points = points.i64[i];
        if (!plain) make_odd(hand);
        if (hand->odd && plain) c.exact = exact_from_ratio(hand->scrap, c.points, hand->den);
        if (!plain)
            c.exact = exact_copy(hand->scrap, column_exact_at(arena, hand->dens, &points, i));
        push(hand, c);
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
