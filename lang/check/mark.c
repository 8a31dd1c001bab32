/* mark.c -- marks: where clauses of the text have become formulas, and for which rows anybody asks
 * them.  A model has none unless it is asked for them (lang/reach/), so that no program depends on
 * them. SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

void mark_which(const Scope *scope, MarkKind kind, const Node *node, const Expr *e, uint32_t which)
{
    Model *model = scope->model;
    if (!model->marking || !e) return;
    GROW(model->arena, model->marks, model->mark_count, model->mark_cap);
    model->marks[model->mark_count++] =
        (Mark){ .kind = kind, .node = node, .expr = e, .reached = scope->reached, .which = which };
}

void mark_add(const Scope *scope, MarkKind kind, const Node *node, const Expr *e)
{
    mark_which(scope, kind, node, e, 0);
}

void mark_under(Scope *scope, const Expr *condition, bool holds)
{
    Model *model = scope->model;
    if (!model->marking || !condition) return;
    const Expr *e = holds ? condition : expr_not(model, condition, condition->span);
    scope->reached = expr_and(model, scope->reached, e, false, condition->span);
}
