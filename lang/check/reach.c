/* reach.c -- see reach.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/reach.h"

/* ---- which were met ---- */

/* Where e stands in the table, or would. */
static const Expr **place_of(const Reach *reach, const Expr *e)
{
    size_t mask = reach->seen_cap - 1, at = ((uintptr_t)e >> 4) * 0x9E3779B97F4A7C15u & mask;
    while (reach->seen[at] && reach->seen[at] != e) at = (at + 1) & mask;
    return &reach->seen[at];
}

static void make_room(Reach *reach)
{
    if (reach->seen_count * 2 < reach->seen_cap) return;
    reach->seen_cap = reach->seen_cap ? reach->seen_cap * 2 : 256;
    reach->seen = NEW_ARRAY(reach->arena, const Expr *, reach->seen_cap);
    for (size_t i = 0; i < reach->count; i++)
        *place_of(reach, reach->items[i].expr) = reach->items[i].expr;
}

static void meet(Reach *reach, const Expr *e, size_t from)
{
    if (!e) return;
    make_room(reach);
    const Expr **place = place_of(reach, e);
    if (*place) return;
    *place = e;
    reach->seen_count++;
    GROW(reach->arena, reach->items, reach->count, reach->cap);
    reach->items[reach->count++] = (Reached){ e, from };
}

/* ---- parts ---- */

static void meet_group(Reach *reach, const Group *group, size_t from)
{
    for (size_t i = 0; group->keys && i < group->key_count; i++) meet(reach, group->keys[i], from);
    meet(reach, group->mask, from);
}

static void meet_place(Reach *reach, const Place *place, size_t from)
{
    if (place && place->kind == PLACE_GROUP) meet_group(reach, place->group, from);
}

static void meet_pick(Reach *reach, const Pick *pick, size_t from)
{
    meet(reach, pick->points, from);
    meet(reach, pick->size, from);
    meet(reach, pick->mask, from);
    meet(reach, pick->row, from);
    for (size_t i = 0; i < pick->slot_count; i++) meet(reach, pick->slots[i].mask, from);
}

static void meet_gather(Reach *reach, const Gather *gather, size_t from)
{
    meet(reach, gather->value, from);
    meet(reach, gather->mask, from);
    meet(reach, gather->weight, from);
    meet(reach, gather->row, from);
    meet(reach, gather->k, from);
    for (uint32_t i = 0; i < gather->key_count; i++) meet(reach, gather->keys[i], from);
    for (uint32_t i = 0; i < gather->then_count; i++) meet(reach, gather->thens[i], from);
    meet_place(reach, gather->from, from);
}

static void meet_parts(Reach *reach, size_t at)
{
    const Expr *e = reach->items[at].expr;
    for (uint32_t i = 0; i < e->arg_count; i++) meet(reach, e->arg[i], at);
    if (e->kind == EXPR_DEF && !e->def->failed) meet(reach, e->def->expr, at);
    meet(reach, e->earlier, at);
    if (e->gather) meet_gather(reach, e->gather, at);
    if (e->pick) meet_pick(reach, e->pick, at);
    if (e->group) meet_group(reach, e->group, at);
    meet_place(reach, e->place, at);
}

/* ---- outside ---- */

void reach_add(Reach *reach, const Expr *e)
{
    meet(reach, e, SIZE_MAX);
}

void reach_run(Reach *reach)
{
    for (; reach->done < reach->count; reach->done++)
        if (!reach->enters || reach->enters(reach, reach->done)) meet_parts(reach, reach->done);
}

static void add_def(Reach *reach, const Def *def)
{
    if (def && !def->failed) reach_add(reach, def->expr);
}

void reach_measure(Reach *reach, const Measure *measure)
{
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        add_def(reach, level->value);
        add_def(reach, level->lower);
        add_def(reach, level->upper);
        add_def(reach, level->band);
        reach_add(reach, level->withheld);
        if (level->has_value) meet_place(reach, level->place, SIZE_MAX);
    }
    for (size_t i = 0; i < measure->leave_count; i++)
        reach_add(reach, measure->leaves[i].condition);
}

void reach_review(Reach *reach, const ReviewLevel *level)
{
    reach_add(reach, level->secure);
    reach_add(reach, level->finding);
}

void reach_power(Reach *reach, const Power *power)
{
    for (size_t p = 0; p < power->place_count; p++) reach_add(reach, power->open[p]);
}

void reach_reconcile(Reach *reach, const Reconcile *reconcile)
{
    reach_add(reach, reconcile->given);
    reach_add(reach, reconcile->ours);
    reach_add(reach, reconcile->most);
}

const Expr *expr_inner(const Expr *e)
{
    for (;;) {
        e = expr_bare(e);
        if (!e || e->kind != EXPR_READ) return e;
        e = e->arg[0];
    }
}

const Field *expr_field_of(const Expr *e)
{
    bool field = e->kind == EXPR_FIELD || e->kind == EXPR_LINK;
    if (!field || e->place->kind != PLACE_RECORD) return NULL;
    return &e->place->record->fields[e->index];
}
