/* pick.c -- `pick from Results ...`: which rows, by which points, into which slots.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

static Slot *slot_named(Pick *pick, Str name)
{
    for (size_t i = 0; i < pick->slot_count; i++)
        if (str_eq(pick->slots[i].name, name)) return &pick->slots[i];
    return NULL;
}

static bool slot_unknown(Model *model, const Pick *pick, const Node *name)
{
    Str *near = NEW_ARRAY(model->arena, Str, pick->slot_count);
    for (size_t i = 0; i < pick->slot_count; i++) near[i] = pick->slots[i].name;
    name_unknown_among(model, D_SLOT_UNKNOWN, name->text, name->span, STR_EMPTY, near,
                       pick->slot_count);
    return false;
}

/* `breadth takes 2 of (humanities, languages)`: those are within it, and within nothing else. */
static bool gather_slots(Model *model, Pick *pick, const Slot *by)
{
    const Node *names = by->node->child[AT_SLOT_OF_SLOTS];
    bool ok = true;
    for (uint32_t i = 0; i < names->count; i++) {
        const Node *name = names->child[i];
        if (name->kind != NODE_NAME) return false;
        Slot *slot = slot_named(pick, name->text);
        if (!slot) {
            ok = slot_unknown(model, pick, name);
            continue;
        }
        uint32_t place = (uint32_t)(by - pick->slots);
        bool above = slot == by; /* a slot above the one that is to hold it */
        for (uint32_t up = by->within; up && !above; up = pick->slots[up - 1].within)
            above = slot == &pick->slots[up - 1];
        ok = ok && !above && !slot->within;
        if (above)
            DIAG_AT(model->diags, D_SLOT_OF_ITSELF, name->span, slot->name);
        else if (slot->within)
            DIAG_AT(model->diags, D_SLOT_WITHIN_TWO, name->span, slot->name,
                    pick->slots[slot->within - 1].name);
        else
            slot->within = place + 1;
    }
    return ok;
}

static bool slot_check(Scope *inner, Pick *pick, Slot *slot)
{
    Model *model = inner->model;
    const Node *count = slot->node->child[AT_SLOT_COUNT];
    for (size_t i = 0; i < count->text.len; i++) {
        char c = count->text.at[i];
        if (c < '0' || c > '9' || slot->takes > 1000) {
            DIAG_AT(model->diags, D_SLOT_TAKES, count->span);
            return false;
        }
        slot->takes = slot->takes * 10 + (uint32_t)(c - '0');
    }
    if (slot->gathers) return gather_slots(model, pick, slot);
    slot->mask = pick->mask;
    if (slot->node->kind == NODE_SLOT) {
        const Expr *where = check_decided(inner, slot->node->child[AT_SLOT_WHERE]);
        if (!where) return false;
        one_way_ask(inner, slot->node->child[AT_SLOT_WHERE], where);
        slot->mask = expr_and(model, pick->mask, where, true, slot->node->span);
    }
    if (!slot->mask) slot->mask = expr_yes(model, inner->place, true, slot->node->span);
    return true;
}

static const Expr *pick_number(Scope *inner, const Node *node)
{
    Model *model = inner->model;
    const Expr *e = check_formula(inner, node);
    if (!e) return NULL;
    if (!is_number(model, node, e, true)) return NULL;
    if (!can_miss(model, e, inner->facts)) return e;
    Diag *d = DIAG_AT(model->diags, D_MISSING_NOT_HANDLED, node->span, node_source(model, node),
                      inner->place->name);
    tell_reference(model, d, e, inner->facts);
    d->fix = STR("Say which rows are picked from:  pick from ... where ... is known by ...");
    return NULL;
}

static bool pick_rows(Model *model, Pick *pick, Scope *inner)
{
    const Node *node = pick->node, *rows = node->child[AT_PICK_ROWS];
    bool all = rows->kind == NODE_ALL_ROWS, below;
    const Node *plural = all ? rows->child[0] : rows;
    pick->from = known_rows(model, plural);
    if (!pick->from) return false;
    Measure *measure = pick->level->measure;
    *inner =
        (Scope){ .model = model, .place = &pick->from->place, .measure = measure, .all_rows = all };
    pick->row = expr_row_to(model, inner->place, pick->level->place, node->span, &below);
    if (!below || !pick->row || pick->level->place->kind != PLACE_RECORD) {
        DIAG_AT(model->diags, D_NOT_BELOW, plural->span, pick->from->plural,
                pick->level->place->name);
        return false;
    }
    if (!all) {
        pick->mask = measure_counted(model, measure, inner->place, node->span);
        mark_under(inner, pick->mask, true);
        inner->facts = fact_counted(model, NULL, measure, inner->place);
    }
    return true;
}

/* What a pick goes by may not be a figure of its own slots. */
static void pick_ring(Model *model, Pick *pick)
{
    Str name = model->busy->name;
    Str ring = str_printf(model->arena, "%S needs the pick, which needs %S", name, name);
    if (!pick->ringed) DIAG_AT(model->diags, D_CYCLE, pick->node->span, ring);
    pick->ringed = true;
}

void pick_check(Model *model, Pick *pick)
{
    Scope inner;
    const Node *node = pick->node;
    if (pick->busy && model->busy) pick_ring(model, pick);
    if (pick->done || pick->busy) return;
    pick->busy = true;
    if (pick_rows(model, pick, &inner)) {
        const Expr *where = NULL;
        bool ok = true;
        if (node->child[AT_PICK_WHERE]) {
            where = check_decided(&inner, node->child[AT_PICK_WHERE]);
            ok = where != NULL;
        }
        mark_add(&inner, MARK_TRUTH, node->child[AT_PICK_WHERE], where);
        one_way_ask(&inner, node->child[AT_PICK_WHERE], where);
        mark_under(&inner, where, true);
        if (where) {
            pick->mask = expr_and(model, pick->mask, where, true, node->span);
            inner.facts = fact_true(model, inner.facts, where);
        }
        for (size_t i = 0; i < pick->slot_count; i++)
            ok = slot_check(&inner, pick, &pick->slots[i]) && ok;
        if (node->child[AT_PICK_TIMES]) {
            pick->size = pick_number(&inner, node->child[AT_PICK_TIMES]);
            ok = ok && pick->size;
        }
        const Node *order = node->child[AT_PICK_ORDER];
        pick->greatest_total = node->child[AT_PICK_TOTAL] != NULL;
        pick->lowest_first = order && order->kind == NODE_LOWEST_FIRST;
        const Expr *points = ok ? pick_number(&inner, node->child[AT_PICK_BY]) : NULL;
        pick->points = points;
    }
    pick->busy = false;
    pick->done = true;
}
