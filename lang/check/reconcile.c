/* reconcile.c -- figures that the data bring, such as the row of a total, beside our own.
 *
 * Both are numbers of the same unit at one level.  Nothing is concluded from them: they are
 * compared when all is worked out, and the data are refused where they differ by more than was
 * declared. SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

void reconcile_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_RECONCILE_NAME];
    if (name->kind != NODE_NAME) return;
    Reconcile *reconcile = NEW(model->arena, Reconcile);
    *reconcile = (Reconcile){ .name = name->text,
                              .title = node->child[AT_RECONCILE_TITLE]->text,
                              .node = node };
    name_add(model, name->text, NAME_RECONCILE, reconcile, 0, name->span);
    GROW(model->arena, model->reconciles, model->reconcile_count, model->reconcile_cap);
    model->reconciles[model->reconcile_count++] = reconcile;
}

static const Expr *number_at(Scope *scope, const Node *node)
{
    const Expr *e = node->kind == NODE_ERROR ? NULL : check_formula(scope, node);
    return e && is_number(scope->model, node, e, true) ? e : NULL;
}

static void check_differ(Scope *scope, Reconcile *reconcile, const Node *differ, const Node *given)
{
    if (!differ) return;
    /* MOST and BECAUSE are the slots of both kinds. */
    const Node *most = differ->child[AT_DIFFER_WITHIN_MOST];
    uint32_t unit;
    reconcile->because = differ->child[AT_DIFFER_WITHIN_BECAUSE]->text;
    reconcile->reported = differ->kind == NODE_DIFFER_REPORTED;
    if (!most) return;
    const Expr *e = number_at(scope, most);
    if (e && e->unit == UNIT_PERCENT && reconcile->given->unit != UNIT_PERCENT)
        DIAG_AT(scope->model->diags, D_WITHIN_PERCENT, most->span, node_source(scope->model, most),
                node_source(scope->model, given));
    else if (e && check_units(scope, reconcile->given, e, given, &unit))
        reconcile->most = e;
}

static void check_reconcile(Model *model, Reconcile *reconcile)
{
    const Node *node = reconcile->node, *level = node->child[AT_RECONCILE_LEVEL];
    Place *place = &model->nation;
    uint32_t unit;
    if (level->kind == NODE_ERROR) return;
    if (level->kind != NODE_NATION) {
        Record *record = known_record(model, level);
        if (!record) return;
        place = &record->place;
        if (!printable(model, place, level, STR("a comparison of totals for"))) return;
    }
    Scope scope = { .model = model, .place = place };
    const Node *given = node->child[AT_RECONCILE_GIVEN], *ours = node->child[AT_RECONCILE_OURS];
    const Expr *a = number_at(&scope, given), *b = number_at(&scope, ours);
    if (!a || !b || !check_units(&scope, a, b, ours, &unit)) return;
    reconcile->place = place;
    reconcile->given = a;
    reconcile->ours = b;
    check_differ(&scope, reconcile, node->child[AT_RECONCILE_DIFFER], given);
}

void reconciles_check(Model *model)
{
    for (size_t i = 0; i < model->reconcile_count; i++)
        check_reconcile(model, model->reconciles[i]);
}
