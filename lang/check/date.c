/* date.c -- formulas over dates, `full years from joined to census`, and the days that files
 * describe (check.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"

static const Expr *date_of(Scope *scope, const Node *node)
{
    const Expr *e = check_formula(scope, node);
    if (!e || e->type == TYPE_DATE) return e;
    Diag *d = DIAG_AT(scope->model->diags, D_DATES_ONLY, node->span, type_text(scope->model, e));
    if (e->type == TYPE_CODE && e->kind == EXPR_CONST)
        d->fix = STR("A date stands without quotes:  2026-09-01");
    return NULL;
}

/* on 2023-06-30, on census: the day that a file describes.  Each year has its own, so one day for
 * all years of a term is refused. */
static void set_day(Model *model, Record *record, const Node *node)
{
    const Expr *day = NULL;
    if (node->kind == NODE_DATE) {
        record->has_day = date_days(node->text, &record->day);
        if (model->term_last > model->term_first)
            DIAG_AT(model->diags, D_FILE_DAY_TERM, node->span,
                    years_text(model->arena, model->term_first, model->term_last));
        return;
    }
    const Name *name = name_find(model, node->text);
    const Param *param = name && name->kind == NAME_PARAMETER ? name->what : NULL;
    if (param) day = param->value;
    if (day && day->type == TYPE_DATE) {
        int64_t den;
        record->has_day = exact_to_ratio(day->number, &record->day, &den);
    } else if (!param || day) {
        DIAG_AT(model->diags, D_FILE_DAY, node->span, node->text);
    }
}

void records_days(Model *model)
{
    for (size_t r = 0; r < model->record_count; r++) {
        const Node *options = model->records[r]->node->child[AT_RECORD_OPTIONS];
        for (uint32_t i = 0; i < options->count; i++)
            if (options->child[i]->kind == NODE_FILE_ON &&
                options->child[i]->child[AT_FILE_ON_DAY]->kind != NODE_ERROR)
                set_day(model, model->records[r], options->child[i]->child[AT_FILE_ON_DAY]);
    }
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
