/* parts.c -- see parts.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/parts.h"

/* ---- which were met ---- */

/* Where e stands in the table, or would. */
static const Expr **place_of(const Parts *parts, const Expr *e)
{
    size_t mask = parts->seen_cap - 1, at = ((uintptr_t)e >> 4) * 0x9E3779B97F4A7C15u & mask;
    while (parts->seen[at] && parts->seen[at] != e) at = (at + 1) & mask;
    return &parts->seen[at];
}

static void make_room(Parts *parts)
{
    if (parts->seen_count * 2 < parts->seen_cap) return;
    parts->seen_cap = parts->seen_cap ? parts->seen_cap * 2 : 256;
    parts->seen = NEW_ARRAY(parts->arena, const Expr *, parts->seen_cap);
    for (size_t i = 0; i < parts->count; i++)
        *place_of(parts, parts->items[i].expr) = parts->items[i].expr;
}

static void meet(Parts *parts, const Expr *e, size_t from)
{
    if (!e) return;
    make_room(parts);
    const Expr **place = place_of(parts, e);
    if (*place) return;
    *place = e;
    parts->seen_count++;
    GROW(parts->arena, parts->items, parts->count, parts->cap);
    parts->items[parts->count++] = (FormulaPart){ e, from };
}

/* ---- parts ---- */

static void meet_group(Parts *parts, const Group *group, size_t from)
{
    for (size_t i = 0; group->keys && i < group->key_count; i++) meet(parts, group->keys[i], from);
    meet(parts, group->mask, from);
}

static void meet_place(Parts *parts, const Place *place, size_t from)
{
    if (place && place->kind == PLACE_GROUP) meet_group(parts, place->group, from);
}

static void meet_pick(Parts *parts, const Pick *pick, size_t from)
{
    meet(parts, pick->points, from);
    meet(parts, pick->size, from);
    meet(parts, pick->mask, from);
    meet(parts, pick->row, from);
    for (size_t i = 0; i < pick->slot_count; i++) meet(parts, pick->slots[i].mask, from);
}

static void meet_gather(Parts *parts, const Gather *gather, size_t from)
{
    meet(parts, gather->value, from);
    meet(parts, gather->mask, from);
    meet(parts, gather->weight, from);
    meet(parts, gather->row, from);
    meet(parts, gather->k, from);
    for (uint32_t i = 0; i < gather->key_count; i++) meet(parts, gather->keys[i], from);
    for (uint32_t i = 0; i < gather->then_count; i++) meet(parts, gather->thens[i], from);
    meet_place(parts, gather->from, from);
}

static void meet_parts(Parts *parts, size_t at)
{
    const Expr *e = parts->items[at].expr;
    for (uint32_t i = 0; i < e->arg_count; i++) meet(parts, e->arg[i], at);
    if (e->kind == EXPR_DEF && !e->def->failed) meet(parts, e->def->expr, at);
    meet(parts, e->earlier, at);
    if (e->gather) meet_gather(parts, e->gather, at);
    if (e->pick) meet_pick(parts, e->pick, at);
    if (e->group) meet_group(parts, e->group, at);
    meet_place(parts, e->place, at);
}

/* ---- outside ---- */

void parts_add(Parts *parts, const Expr *e)
{
    meet(parts, e, SIZE_MAX);
}

void parts_run(Parts *parts)
{
    for (; parts->done < parts->count; parts->done++)
        if (!parts->enters || parts->enters(parts, parts->done)) meet_parts(parts, parts->done);
}

static void add_def(Parts *parts, const Def *def)
{
    if (def && !def->failed) parts_add(parts, def->expr);
}

void parts_measure(Parts *parts, const Measure *measure)
{
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        add_def(parts, level->value);
        add_def(parts, level->lower);
        add_def(parts, level->upper);
        add_def(parts, level->band);
        parts_add(parts, level->withheld);
        if (level->has_value) meet_place(parts, level->place, SIZE_MAX);
    }
    for (size_t i = 0; i < measure->leave_count; i++)
        parts_add(parts, measure->leaves[i].condition);
}

void parts_review(Parts *parts, const ReviewLevel *level)
{
    parts_add(parts, level->secure);
    parts_add(parts, level->finding);
}

void parts_power(Parts *parts, const Power *power)
{
    for (size_t p = 0; p < power->place_count; p++) parts_add(parts, power->open[p]);
}

void parts_reconcile(Parts *parts, const Reconcile *reconcile)
{
    parts_add(parts, reconcile->given);
    parts_add(parts, reconcile->ours);
    parts_add(parts, reconcile->most);
}

void parts_support(Parts *parts, const Support *support)
{
    parts_add(parts, support->seeks);
    parts_add(parts, support->offers);
    for (size_t i = 0; i < support->figure_count; i++) parts_add(parts, support->figure[i]);
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
