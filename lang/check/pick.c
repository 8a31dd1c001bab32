/* pick.c -- `pick from Results ...`: which rows, by which points, into which slots.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

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
    slot->mask = pick->mask;
    if (slot->node->kind == NODE_SLOT) {
        const Expr *where = check_decided(inner, slot->node->child[AT_SLOT_WHERE]);
        if (!where) return false;
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
    DIAG_AT(model->diags, D_MISSING_NOT_HANDLED, node->span, node_source(model, node),
            inner->place->name)
        ->fix = STR("Say which rows are picked from:  pick from ... where ... is known by ...");
    return NULL;
}

static bool pick_rows(Model *model, Pick *pick, Scope *inner)
{
    const Node *node = pick->node, *rows = node->child[AT_PICK_ROWS];
    bool all = rows->kind == NODE_ALL_ROWS, below;
    const Node *plural = all ? rows->child[0] : rows;
    if (plural->kind != NODE_NAME) return false;
    pick->from = plural_find(model, plural->text);
    if (!pick->from) {
        name_unknown_among(model, D_UNKNOWN_ROWS, plural->text, plural->span, STR_EMPTY, NULL, 0);
        return false;
    }
    Measure *measure = pick->level->measure;
    *inner =
        (Scope){ .model = model, .place = &pick->from->place, .measure = measure, .all_rows = all };
    pick->row = expr_row_to(model, inner->place, pick->level->place, node->span, &below);
    if (!below || !pick->row || pick->level->place->kind != PLACE_RECORD) {
        DIAG_AT(model->diags, D_NOT_BELOW, plural->span, pick->from->plural,
                pick->level->place->name);
        return false;
    }
    if (!all) inner->facts = fact_counted(model, NULL, measure, inner->place);
    return true;
}

void pick_check(Model *model, Pick *pick)
{
    Scope inner;
    const Node *node = pick->node;
    if (pick->done || pick->busy) return;
    pick->busy = true;
    if (node->child[AT_PICK_TOTAL])
        DIAG_AT(model->diags, D_PICK_TOTAL, node->child[AT_PICK_TOTAL]->span);
    if (pick_rows(model, pick, &inner)) {
        const Expr *where = NULL;
        bool ok = true;
        if (node->child[AT_PICK_WHERE]) {
            where = check_decided(&inner, node->child[AT_PICK_WHERE]);
            ok = where != NULL;
        }
        pick->mask = where;
        if (where) inner.facts = fact_true(model, inner.facts, where);
        for (size_t i = 0; i < pick->slot_count; i++)
            ok = slot_check(&inner, pick, &pick->slots[i]) && ok;
        if (node->child[AT_PICK_TIMES]) {
            pick->size = pick_number(&inner, node->child[AT_PICK_TIMES]);
            ok = ok && pick->size;
        }
        const Node *order = node->child[AT_PICK_ORDER];
        pick->lowest_first = order && order->kind == NODE_LOWEST_FIRST;
        const Expr *points = ok ? pick_number(&inner, node->child[AT_PICK_BY]) : NULL;
        pick->points = points;
    }
    pick->busy = false;
    pick->done = true;
}
