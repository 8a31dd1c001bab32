/* pick.c -- which candidates went into which slot of a pick: dealt out once more by the machine's
 * own filling of slots (vm/fill.h), in its order.  What comes out is told only where it is as many
 * in each slot as the run has counted there. SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"
#include "vm/fields.h"
#include "vm/fill.h"
#include "why/why.h"
#include <stdlib.h>

typedef struct Deal {
    Inquiry *why;
    const Pick *pick;
    const Rows *rows;
    FieldOrder fields;
    uint32_t *order; /* places in rows->row, first the best */
    uint32_t *left;  /* copies of each */
    Fill fill;
} Deal;

static const Exact *points_of(const Deal *d, uint32_t at)
{
    return why_value(d->why, d->pick->points, d->rows->row[at]).number;
}

static int by_points(const void *left, const void *right, void *with)
{
    const Deal *d = with;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int order = exact_compare(d->why->scratch, points_of(d, b), points_of(d, a));
    if (d->pick->lowest_first) order = -order;
    return order ? order : fields_compare(&d->fields, d->rows->row[a], d->rows->row[b]);
}

static uint64_t slots_of(const Deal *d, uint32_t row)
{
    uint64_t bits = 0;
    for (size_t s = 0; s < d->pick->slot_count; s++) {
        const Slot *slot = &d->pick->slots[s];
        if (slot->gathers) continue;
        Value mask = slot->mask ? why_value(d->why, slot->mask, row) : (Value){ .yes = true };
        if (!mask.reason && mask.yes) bits |= (uint64_t)1 << s;
    }
    return bits;
}

static uint32_t copies_of(const Deal *d, uint32_t row)
{
    int64_t num, den;
    if (!d->pick->size) return 1;
    Value size = why_value(d->why, d->pick->size, row);
    if (size.reason || !exact_to_ratio(size.number, &num, &den) || num < den) return 0;
    return (uint32_t)(num / den);
}

static void fill_slots(Deal *d, uint64_t slots)
{
    fill_begin(&d->fill, slots);
    for (uint32_t i = 0; i < d->rows->counted && d->fill.open; i++) {
        uint32_t at = d->order[i];
        if (d->pick->greatest_total && exact_sign(d->why->scratch, points_of(d, at)) < 0) break;
        uint64_t may = slots_of(d, d->rows->row[at]);
        while (d->left[at] && fill_take(&d->fill, i, may)) d->left[at]--;
    }
    fill_settle(&d->fill);
}

static void fill_all(Deal *d)
{
    uint64_t all = 0;
    for (uint32_t s = 0; s < d->fill.slot_count; s++) {
        if (d->fill.slot[s].within) continue;
        all |= d->fill.leaves[s];
        if (!d->pick->greatest_total) fill_slots(d, d->fill.leaves[s]);
    }
    if (d->pick->greatest_total) fill_slots(d, all);
}

static void add_taken(Rows *rows, uint32_t at, uint32_t slot)
{
    for (size_t i = 0; i < rows->taken_count; i++)
        if (rows->taken[i].row == rows->row[at] && rows->taken[i].slot == slot) {
            rows->taken[i].copies++;
            return;
        }
    rows->taken[rows->taken_count++] = (Taken){ rows->row[at], slot, 1 };
}

/* Whether each slot holds as many as the run has counted in it. */
static bool is_as_counted(Inquiry *why, const Expr *e, uint64_t target, const Rows *rows)
{
    const Pick *pick = e->pick;
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        if (pick->slots[s].gathers) continue;
        int64_t counted = 0, den = 1, here = 0;
        Value value = why_value(why, why_slot(why, pick, s, true, e->span), target);
        if (!value.reason) exact_to_ratio(value.number, &counted, &den);
        for (size_t i = 0; i < rows->taken_count; i++)
            if (rows->taken[i].slot == s) here += rows->taken[i].copies;
        if (here != counted) return false;
    }
    return true;
}

bool why_is_in(const Pick *pick, uint32_t slot, uint32_t of)
{
    while (slot != of && pick->slots[slot].within) slot = pick->slots[slot].within - 1;
    return slot == of;
}

const Expr *why_slot(Inquiry *why, const Pick *pick, uint32_t slot, bool count, Span span)
{
    return expr_make(why->model, &(Expr){ .kind = EXPR_PICKED,
                                          .place = pick->level->place,
                                          .type = TYPE_NUMBER,
                                          .unit = count ? UNIT_PURE : pick->points->unit,
                                          .index = slot * 4 + count,
                                          .pick = (Pick *)pick,
                                          .span = span });
}

void why_deal(Inquiry *why, const Expr *e, uint64_t target, Rows *rows)
{
    const Pick *pick = e->pick;
    FillSlot slots[LIMIT_SLOTS];
    Deal d = { .why = why, .pick = pick, .rows = rows };
    d.fields = field_order(why->run, pick->from->place.space, why->scratch);
    d.order = NEW_ARRAY(why->arena, uint32_t, rows->counted + 1);
    d.left = NEW_ARRAY(why->arena, uint32_t, rows->counted + 1);
    size_t units = 0;
    for (uint32_t i = 0; i < rows->counted; i++) {
        d.order[i] = i;
        d.left[i] = copies_of(&d, rows->row[i]);
    }
    qsort_r(d.order, rows->counted, sizeof *d.order, by_points, &d);
    for (size_t s = 0; s < pick->slot_count; s++) {
        slots[s] =
            (FillSlot){ pick->slots[s].takes, pick->slots[s].within, pick->slots[s].gathers };
        units += pick->slots[s].takes;
    }
    fill_open(&d.fill, why->arena, slots, (uint32_t)pick->slot_count);
    fill_clear(&d.fill);
    fill_all(&d);
    rows->taken = NEW_ARRAY(why->arena, Taken, units + 1);
    for (size_t u = 0; u < d.fill.count; u++)
        add_taken(rows, d.order[d.fill.unit[u].candidate], d.fill.unit[u].slot);
    if (!is_as_counted(why, e, target, rows)) rows->taken_count = 0;
}
