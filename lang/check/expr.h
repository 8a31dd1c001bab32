/* expr.h -- making formulas.  Equal formulas are one Expr (hash-consing), so a fact about one is a
 * fact about all, and equal work is planned once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EXPR_H
#define LUSTRUM_EXPR_H

#include "check/check.h"

/* The one Expr equal to `proto` (whose args are copied).  Simple constants are folded. */
const Expr *expr_make(Model *model, const Expr *proto);

const Expr *expr_number(Model *model, Place *place, const Exact *number, uint32_t unit, Span span);
const Expr *expr_int(Model *model, Place *place, int64_t number, Span span);
const Expr *expr_code(Model *model, Place *place, Str text, Span span);
const Expr *expr_yes(Model *model, Place *place, bool yes, Span span);
const Expr *expr_missing(Model *model, Place *place, Type type, uint8_t reason, Span span);
const Expr *expr_field(Model *model, Field *field, Span span);
/* One or two arguments, of the same place. */
const Expr *expr_1(Model *model, ExprKind kind, Type type, const Expr *a, Span span);
const Expr *expr_2(Model *model, ExprKind kind, Type type, const Expr *a, const Expr *b, Span span);
const Expr *expr_3(Model *model, ExprKind kind, Type type, const Expr *a, const Expr *b,
                   const Expr *c, Span span);
/* a and b; `guarded`: b relies on a.  Either may be NULL, which is yes. */
const Expr *expr_and(Model *model, const Expr *a, const Expr *b, bool guarded, Span span);
const Expr *expr_not(Model *model, const Expr *a, Span span);
const Expr *expr_withhold(Model *model, const Expr *value, const Expr *condition, uint8_t reason,
                          Span span);
/* inner, which is at another place, read at `row` (NULL: inner is the nation's). */
const Expr *expr_read(Model *model, Place *place, const Expr *inner, const Expr *row, Span span);
const Expr *expr_def(Model *model, Def *def, Span span);
const Expr *expr_round(Model *model, const Expr *value, const Round *round, Span span);

/* e, or, where e is missing in a year before all data and so of no known type (TYPE_NONE), the same
 * of that type. */
const Expr *expr_as(Model *model, const Expr *e, Type type);
/* Gives two formulas that meet one type, where one of them has none. */
void expr_meet(Model *model, const Expr **a, const Expr **b);

/* The row of `to` that a row of `from` belongs to: NULL for the nation; *ok false when `from` is
 * not below `to`. */
const Expr *expr_row_to(Model *model, Place *from, Place *to, Span span, bool *ok);

/* Whether e is a constant number; then *number is it. */
bool expr_is_number(const Expr *e, const Exact **number);

/* Says a message at a node. */
#define SAY(model, id, node, ...) DIAG_AT((model)->diags, id, (node)->span, ##__VA_ARGS__)
/* The same, and gives NULL, the answer of whoever met the fault. */
#define FAULT(scope, id, node, ...) expr_none(SAY((scope)->model, id, node, ##__VA_ARGS__))
static inline const Expr *expr_none(const Diag *diag)
{
    (void)diag;
    return NULL;
}

#endif
