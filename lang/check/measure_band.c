/* measure_band.c -- the band of a level as one formula: its conditions in order, what `otherwise`
 * and `when missing` say, and what `then band at least` makes of it.  That they fit is bands.c's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

static const Expr *band_index(Scope *scope, size_t index, Span span)
{
    return expr_make(scope->model,
                     &(Expr){ .kind = EXPR_CONST,
                              .place = scope->place,
                              .type = TYPE_BAND,
                              .bands = scope->measure,
                              .number = exact_from_i64(scope->model->arena, (int64_t)index),
                              .span = span });
}

/* Facts that hold where bands are decided: the figures themselves are known. */
static const Facts *figures_known(Model *model, Level *level)
{
    const Facts *facts = NULL;
    Def *figures[] = { level->value, level->lower, level->upper };
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        if (!figures[i] || !def_expr(model, figures[i], figures[i]->node->span)) continue;
        facts = fact_known(model, facts, expr_def(model, figures[i], figures[i]->node->span));
    }
    return facts;
}

static void list_bands(Model *model, Level *level, BandList *list)
{
    Measure *measure = level->measure;
    Span span = level->band->node->span;
    if (level->value->expr) list->value = expr_def(model, level->value, span);
    if (level->lower && level->lower->expr) list->lower = expr_def(model, level->lower, span);
    if (level->upper && level->upper->expr) list->upper = expr_def(model, level->upper, span);
    if (measure->has_shown && list->value && list->value->type == TYPE_NUMBER) {
        list->shown = expr_round(model, list->value, &measure->shown, span);
        list->round = &measure->shown;
    }
    list->percent = measure->percent;
    bands_cover(model, list);
}

static const Expr *read_bands(Scope *scope, Level *level, BandList *list, size_t *missing)
{
    Model *model = scope->model;
    const Node *bands = level->band->node;
    size_t otherwise = SIZE_MAX;
    const Expr *band = NULL;
    bool failed = false, misses = false;
    size_t *index = NEW_ARRAY(model->arena, size_t, bands->count + 1);
    *missing = SIZE_MAX;
    for (uint32_t i = 0; i < bands->count; i++) {
        const Node *line = bands->child[i];
        if (line->kind == NODE_ERROR || line->child[0]->kind != NODE_NAME) continue;
        size_t at = band_find(level->measure, line->child[0]->text);
        if (line->kind == NODE_BAND_OTHERWISE) {
            if (otherwise != SIZE_MAX) DIAG_AT(model->diags, D_TWICE, line->span, STR("otherwise"));
            otherwise = at;
            list->otherwise = line;
        } else if (line->kind == NODE_BAND_MISSING) {
            if (*missing != SIZE_MAX)
                DIAG_AT(model->diags, D_TWICE, line->span, STR("when missing"));
            *missing = at;
        } else {
            const Expr *condition = check_condition(scope, line->child[AT_BAND_WHEN]);
            if (!condition) {
                failed = true;
                continue;
            }
            misses = misses || can_miss(model, condition, scope->facts);
            index[list->count] = at;
            list->line[list->count] = line;
            list->condition[list->count++] = condition;
        }
    }
    if (failed || !list->count) return NULL;
    if (misses && *missing == SIZE_MAX)
        DIAG_AT(model->diags, D_BANDS_WHEN_MISSING, bands->span, STR("bands"));
    size_t from = list->count;
    if (otherwise != SIZE_MAX) {
        band = band_index(scope, otherwise, bands->span);
    } else { /* the last condition holds where it is decided: bands_cover has shown it */
        band = band_index(scope, index[--from], bands->span);
        Expr after = *expr_2(model, EXPR_AFTER, TYPE_BAND, list->condition[from], band,
                             list->line[from]->span);
        after.bands = level->measure;
        if (can_miss(model, list->condition[from], scope->facts)) band = expr_make(model, &after);
    }
    while (from-- > 0) {
        Expr e = *expr_3(model, EXPR_CHOOSE, TYPE_BAND, list->condition[from],
                         band_index(scope, index[from], list->line[from]->span), band,
                         list->line[from]->span);
        e.bands = level->measure;
        band = expr_make(model, &e);
    }
    return band;
}

static const Expr *adjusted_band(Scope *scope, const Expr *band, const Node *node)
{
    Model *model = scope->model;
    const Node *name = node->child[AT_THEN_BY];
    if (name->kind != NODE_NAME) return NULL;
    size_t at = band_find(scope->measure, name->text);
    if (at == SIZE_MAX) {
        DIAG_AT(model->diags, D_UNKNOWN_BAND, name->span, name->text, scope->measure->name);
        return NULL;
    }
    const Expr *limit = band_index(scope, at, name->span);
    bool at_most = node->kind == NODE_THEN_BAND_AT_MOST;
    const Expr *beyond =
        expr_2(model, at_most ? EXPR_LT : EXPR_GT, TYPE_YESNO, band, limit, node->span);
    if (node->child[AT_THEN_WHEN]) {
        const Expr *condition = check_condition(scope, node->child[AT_THEN_WHEN]);
        if (!condition) return NULL;
        /* a band that is missing stays so for its own reason, whatever the condition */
        beyond = expr_and(model, beyond, condition, false, node->span);
        mark_add(scope, MARK_TRUTH, node->child[AT_THEN_WHEN], condition);
        one_way_ask(scope, node->child[AT_THEN_WHEN], condition);
    }
    mark_add(scope, MARK_TAKEN, node, beyond);
    Expr e = *expr_3(model, EXPR_CHOOSE, TYPE_BAND, beyond, limit, band, node->span);
    e.bands = scope->measure;
    return expr_make(model, &e);
}

const Expr *level_band(Model *model, Level *level)
{
    Measure *measure = level->measure;
    const Node *bands = level->band->node;
    if (!level->value) {
        DIAG_AT(model->diags, D_BANDS_NEED_VALUE, bands->span);
        return NULL;
    }
    if (!def_expr(model, level->value, bands->span)) return NULL;
    if (measure->not_made) return missing_not_made(model, level, TYPE_BAND, bands->span);
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    scope.facts = figures_known(model, level);
    BandList list = { .node = bands };
    list.condition = NEW_ARRAY(model->arena, const Expr *, bands->count + 1);
    list.line = NEW_ARRAY(model->arena, const Node *, bands->count + 1);
    size_t missing;
    const Expr *band = read_bands(&scope, level, &list, &missing);
    if (!band) return NULL;
    list_bands(model, level, &list);
    const Expr *value = expr_def(model, level->value, bands->span);
    Expr after = *expr_2(model, EXPR_AFTER, TYPE_BAND, value, band, bands->span);
    after.bands = measure;
    after.unit = UNIT_ANY;
    after.nature = RATIONAL;
    band = expr_make(model, &after);
    mark_add(&scope, MARK_LINE, bands, band);
    for (size_t i = 0; band && i < level->clause_count; i++)
        if (level->clauses[i]->kind == NODE_THEN_BAND_AT_MOST ||
            level->clauses[i]->kind == NODE_THEN_BAND_AT_LEAST)
            band = adjusted_band(&scope, band, level->clauses[i]);
    if (!band || missing == SIZE_MAX) return band;
    Expr instead = *expr_2(model, EXPR_INSTEAD, TYPE_BAND, band,
                           band_index(&scope, missing, bands->span), bands->span);
    instead.bands = measure;
    return expr_make(model, &instead);
}
