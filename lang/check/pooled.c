/* pooled.c -- figures by groups that belong together along their last group: means pooled until
 * they rise or fall, and figures read between their groups on straight lines.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/table.h"

static const Expr *last_key(const Group *group)
{
    return group->key_count ? group->keys[group->key_count - 1] : NULL;
}

/* ---- pooled to rise ---- */

/* A reduction like that of `mean`, of another kind. */
static const Expr *reduced_as(Model *model, const Expr *mean, GatherKind kind, const Expr *value,
                              const Expr *weight, const Expr *mask)
{
    Gather gather = *mean->gather;
    gather.kind = kind;
    gather.value = value;
    gather.weight = weight;
    gather.mask = mask;
    return expr_make(model, &(Expr){ .kind = EXPR_GATHER,
                                     .place = mean->place,
                                     .type = TYPE_NUMBER,
                                     .unit = mean->unit,
                                     .gather = &gather,
                                     .span = mean->span });
}

/* How much the mean of a group weighs: its rows with a value, or their weights. */
static const Expr *weight_of(Model *model, const Expr *mean)
{
    const Gather *g = mean->gather;
    if (g->kind == GATHER_KIND_MEAN)
        return reduced_as(model, mean, GATHER_KIND_COUNT, g->value, NULL, g->mask);
    const Expr *known = expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, g->value, mean->span);
    const Expr *mask = expr_and(model, g->mask, known, false, mean->span);
    return reduced_as(model, mean, GATHER_KIND_SUM, g->weight, NULL, mask);
}

static const Expr *sum_of(Model *model, const Expr *mean)
{
    const Gather *g = mean->gather;
    bool plain = g->kind == GATHER_KIND_MEAN;
    return reduced_as(model, mean, plain ? GATHER_KIND_SUM : GATHER_KIND_WEIGHTED_SUM, g->value,
                      g->weight, g->mask);
}

static bool has_order(Type type)
{
    return type == TYPE_NUMBER || type == TYPE_DATE || type == TYPE_YEAR || type == TYPE_BAND;
}

const Expr *check_pooled(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *of = node->child[AT_POOLED_OF];
    if (of->kind != NODE_AGG_MEAN || !of->child[AT_AGG_BY] || !of->child[AT_AGG_OVER])
        return FAULT(scope, D_POOLED_WHAT, node);
    const Expr *mean = check_formula(scope, of);
    if (!mean || mean->kind != EXPR_GATHER) return NULL;
    const Expr *key = last_key(scope->place->group);
    if (!key) return NULL;
    if (!has_order(key->type)) {
        const Node *by = of->child[AT_AGG_BY];
        const Node *last = by->child[by->count - 1];
        return FAULT(scope, D_POOLED_KEY, last, node_source(model, last), type_text(model, key));
    }
    const Expr *args[] = { sum_of(model, mean), weight_of(model, mean), mean };
    return expr_make(model, &(Expr){ .kind = EXPR_POOL,
                                     .place = scope->place,
                                     .type = TYPE_NUMBER,
                                     .unit = mean->unit,
                                     .yes = node->child[AT_POOLED_FALL] == NULL,
                                     .arg = args,
                                     .arg_count = 3,
                                     .span = node->span });
}

/* ---- between groups by straight lines ---- */

const Node *along_node(const Def *def)
{
    return def->kind == DEF_LET ? def->node->child[AT_LET_CURVE] : NULL;
}

/* The figure along which the groups of def lie: one of the same groups, a rational number. */
static const Expr *along_of(Scope *scope, const Def *def)
{
    Model *model = scope->model;
    const Node *path = along_node(def)->child[AT_STRAIGHT_LINES_ALONG];
    Scope level = *scope;
    level.place = def->place->group->level;
    level.measure = def->measure;
    Def *along = name_grouped(&level, path);
    const Expr *e = NULL;
    if (along && along != def && along->place == def->place) {
        if (!def_expr(model, along, path->span)) return NULL;
        e = expr_def(model, along, path->span);
    }
    if (e && e->type == TYPE_NUMBER && e->nature == RATIONAL) return e;
    const Node *by = def->place->group->node;
    Str groups = node_source(model, by);
    if (by->count > 1) groups = str_printf(model->arena, "(%S)", groups);
    return FAULT(scope, D_ALONG_GROUPS, path, node_source(model, path), groups);
}

bool along_check(Scope *scope, const Def *def)
{
    const Node *lines = along_node(def);
    if (!lines) return true;
    if (def->place->kind != PLACE_GROUP || def->place->group->is_split) {
        DIAG_AT(scope->model->diags, D_LINES_NEED_GROUPS, lines->span);
        return false;
    }
    curve_outside(scope->model, lines); /* declares the reason */
    return along_of(scope, def) != NULL;
}

/* e, with another reason where it is outside its lines and none of what it is asked with is
 * missing. */
static const Expr *outside_as(Model *model, const Expr *e, uint8_t reason)
{
    if (reason == REASON_NOT_IN_TABLE || reason == 0) return e;
    const Expr *out = expr_make(model, &(Expr){ .kind = EXPR_IS_REASON,
                                                .place = e->place,
                                                .type = TYPE_YESNO,
                                                .reason = REASON_NOT_IN_TABLE,
                                                .arg = &e,
                                                .arg_count = 1,
                                                .span = e->span });
    Expr missing = *expr_missing(model, e->place, TYPE_NUMBER, reason, e->span);
    missing.unit = e->unit;
    const Expr *told =
        expr_3(model, EXPR_CHOOSE, TYPE_NUMBER, out, expr_make(model, &missing), e, e->span);
    for (uint32_t i = e->arg_count; i-- > 2;) {
        const Expr *args[] = { e->arg[i], told };
        Expr after = *told;
        after.kind = EXPR_AFTER;
        after.arg = args;
        after.arg_count = 2;
        told = expr_make(model, &after);
    }
    return told;
}

/* The row of the groups' level that the asking row belongs to; NULL for the nation. */
static const Expr *level_row(Scope *scope, const Group *group, const Node *at, bool *ok)
{
    const Expr *row = expr_row_to(scope->model, scope->place, group->level, at->span, ok);
    if (scope->place != group->level || scope->place->kind == PLACE_NATION) return row;
    *ok = true;
    return expr_make(
        scope->model,
        &(Expr){ .kind = EXPR_LEVEL, .place = scope->place, .type = TYPE_ROW, .span = at->span });
}

const Expr *along_read(Scope *scope, Def *def, const Expr **args, uint32_t count, const Node *at)
{
    Model *model = scope->model;
    Group *group = def->place->group;
    const Expr *all[16], *height = expr_def(model, def, at->span);
    const Expr *along = along_of(scope, def), *where = args[count - 1];
    uint32_t n = 0, unit;
    bool ok;
    if (!along || !is_number(model, at, where, true)) return NULL;
    if (!check_units(scope, where, along, at, &unit)) return NULL;
    for (uint32_t i = 0; i + 1 < count; i++)
        if (args[i]->type != group->keys[i]->type)
            return FAULT(scope, D_CANNOT_COMPARE, at, type_text(model, args[i]),
                         type_text(model, group->keys[i]));
    if (!is_number(model, at, height, true)) return NULL;
    const Expr *level = level_row(scope, group, at, &ok);
    if (!ok) return FAULT(scope, D_NOT_BELOW, at, scope->place->name, group->level->name);
    all[n++] = height;
    all[n++] = along;
    if (level) all[n++] = level;
    for (uint32_t i = 0; i < count; i++) all[n++] = args[i];
    uint8_t outside = curve_outside(model, along_node(def));
    const Expr *e = expr_make(model, &(Expr){ .kind = EXPR_ALONG,
                                              .place = scope->place,
                                              .type = TYPE_NUMBER,
                                              .unit = height->unit,
                                              .yes = outside == 0,
                                              .group = group,
                                              .arg = all,
                                              .arg_count = n,
                                              .span = at->span });
    return outside_as(model, e, outside);
}
