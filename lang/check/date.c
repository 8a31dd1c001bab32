/* date.c -- formulas over dates: `full years from joined to census` (check.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

static const Expr *date_of(Scope *scope, const Node *node)
{
    const Expr *e = check_formula(scope, node);
    if (!e || e->type == TYPE_DATE) return e;
    Diag *d = DIAG_AT(scope->model->diags, D_DATES_ONLY, node->span, type_text(scope->model, e));
    if (e->type == TYPE_CODE && e->kind == EXPR_CONST)
        d->fix = STR("A date stands without quotes:  2026-09-01");
    return NULL;
}

const Expr *check_full(Scope *scope, const Node *node)
{
    const Expr *from = date_of(scope, node->child[0]);
    const Expr *to = date_of(scope, node->child[1]);
    if (!from || !to) return NULL;
    ExprKind kind = node->kind == NODE_FULL_YEARS    ? EXPR_FULL_YEARS
                    : node->kind == NODE_FULL_MONTHS ? EXPR_FULL_MONTHS
                                                     : EXPR_FULL_DAYS;
    const Expr *args[] = { from, to };
    return expr_make(scope->model, &(Expr){ .kind = kind,
                                            .place = scope->place,
                                            .type = TYPE_NUMBER,
                                            .unit = UNIT_PURE,
                                            .arg = args,
                                            .arg_count = 2,
                                            .span = node->span });
}
