/* fold.c -- `mean of (english, mathematics)`: a figure of a list in brackets or of the places of a
 * slot, for one row at a time.  No rows are gathered, so there is no reduction: a list becomes
 * sums, comparisons and quotients of its parts, a slot the figures that its pick keeps.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/reduce.h"

static const Expr *fold_pair(Scope *scope, ExprKind kind, const Expr *a, const Expr *b,
                             const Node *at)
{
    uint32_t unit = UNIT_ANY;
    if (a->type != b->type)
        return FAULT(scope, D_CANNOT_COMPARE, at, type_text(scope->model, a),
                     type_text(scope->model, b));
    if (a->type == TYPE_NUMBER && !check_units(scope, a, b, at, &unit)) return NULL;
    bool mixed = kind == EXPR_ADD && (a->nature != RATIONAL || b->nature != RATIONAL);
    if (mixed) return FAULT(scope, D_ROOT_NEEDS_ROUNDING, at);
    const Expr *args[] = { a, b };
    return expr_make(scope->model, &(Expr){ .kind = kind,
                                            .place = scope->place,
                                            .type = a->type,
                                            .unit = unit,
                                            .nature = a->nature > b->nature ? a->nature : b->nature,
                                            .arg = args,
                                            .arg_count = 2,
                                            .span = at->span });
}

static const Expr *reduce_list(Scope *scope, ExprKind kind, const Expr **part, uint32_t count,
                               const Node *at)
{
    const Expr *total = part[0];
    for (uint32_t i = 1; total && i < count; i++)
        total = fold_pair(scope, kind, total, part[i], at);
    return total;
}

static const Expr *known_as_number(Scope *scope, const Expr *e, const Node *at)
{
    Model *model = scope->model;
    const Expr *known = expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, e, at->span);
    return expr_1(model, EXPR_YESNO_NUMBER, TYPE_NUMBER, known, at->span);
}

/* Sum of part * weight, and of the weights, over those known (or all). */
static const Expr *weighted_list(Scope *scope, const Expr **part, const Expr **weight,
                                 uint32_t count, bool known, bool mean, const Node *at)
{
    Model *model = scope->model;
    const Expr *nought = expr_int(model, scope->place, 0, at->span);
    const Expr *products[64] = { NULL }, *weights[64] = { NULL };
    for (uint32_t i = 0; i < count; i++) {
        const Expr *w = weight ? weight[i] : expr_int(model, scope->place, 1, at->span);
        const Expr *p =
            weight ? expr_2(model, EXPR_MUL, TYPE_NUMBER, part[i], w, at->span) : part[i];
        products[i] = known ? expr_2(model, EXPR_INSTEAD, TYPE_NUMBER, p, nought, at->span) : p;
        const Expr *counts = known_as_number(scope, weight ? p : part[i], at);
        weights[i] = !known   ? w
                     : weight ? expr_2(model, EXPR_MUL, TYPE_NUMBER, w, counts, at->span)
                              : counts;
    }
    const Expr *sum = reduce_list(scope, EXPR_ADD, products, count, at);
    if (!mean || !sum) return sum;
    const Expr *total = reduce_list(scope, EXPR_ADD, weights, count, at);
    return total ? expr_2(model, EXPR_DIV, TYPE_NUMBER, sum, total, at->span) : NULL;
}

static const Expr *fold_list(Scope *scope, const Node *node, const Expr **part, const Expr **weight,
                             uint32_t count)
{
    Model *model = scope->model;
    bool known = node->child[AT_AGG_KNOWN] != NULL;
    switch ((int)node->kind) {
    case NODE_AGG_SUM: return weighted_list(scope, part, weight, count, known, false, node);
    case NODE_AGG_MEAN: return weighted_list(scope, part, weight, count, known, true, node);
    case NODE_AGG_GREATEST:
        return reduce_list(scope, known ? EXPR_GREATEST_KNOWN : EXPR_GREATEST, part, count, node);
    case NODE_AGG_LEAST:
        return reduce_list(scope, known ? EXPR_LEAST_KNOWN : EXPR_LEAST, part, count, node);
    case NODE_AGG_MEDIAN: {
        for (uint32_t i = 0; i < count; i++)
            if (part[i]->nature != RATIONAL) return FAULT(scope, D_ROOT_NEEDS_ROUNDING, node);
        /* what can be added has one unit, and is missing where any of it is */
        const Expr *sum = reduce_list(scope, EXPR_ADD, part, count, node);
        if (!sum) return NULL;
        const Expr *median = expr_make(model, &(Expr){ .kind = EXPR_MEDIAN_KNOWN,
                                                       .place = scope->place,
                                                       .type = TYPE_NUMBER,
                                                       .unit = sum->unit,
                                                       .arg = part,
                                                       .arg_count = count,
                                                       .span = node->span });
        return known ? median : expr_2(model, EXPR_AFTER, TYPE_NUMBER, sum, median, node->span);
    }
    case NODE_AGG_NUMBER: {
        for (uint32_t i = 0; i < count; i++) part[i] = known_as_number(scope, part[i], node);
        return reduce_list(scope, EXPR_ADD, part, count, node);
    }
    default: return FAULT(scope, D_FOLD_WHAT, node);
    }
}

const Expr *check_fold_of(Scope *scope, const Node *node, const Expr **part, uint32_t count)
{
    return fold_list(scope, node, part, NULL, count);
}

const Expr *fold_slot(Scope *scope, const Node *node, Pick *pick, size_t slot)
{
    enum { SUM, COUNT, LEAST, GREATEST, KINDS };
    Model *model = scope->model;
    pick_check(model, pick);
    if (!pick->points) return NULL;
    const Expr *figure[KINDS];
    for (uint32_t k = 0; k < KINDS; k++)
        figure[k] = expr_make(model, &(Expr){ .kind = EXPR_PICKED,
                                              .place = scope->place,
                                              .type = TYPE_NUMBER,
                                              .unit = k == COUNT ? UNIT_PURE : pick->points->unit,
                                              .index = (uint32_t)slot * KINDS + k,
                                              .pick = pick,
                                              .span = node->span });
    switch ((int)node->kind) {
    case NODE_AGG_SUM: return figure[SUM];
    case NODE_AGG_NUMBER: return figure[COUNT];
    case NODE_AGG_LEAST: return figure[LEAST];
    case NODE_AGG_GREATEST: return figure[GREATEST];
    case NODE_AGG_MEAN:
        return expr_2(model, EXPR_DIV, TYPE_NUMBER, figure[SUM], figure[COUNT], node->span);
    default: return FAULT(scope, D_FOLD_WHAT, node);
    }
}

/* The parts of a list that is folded as `kind` says: numbers; where they are only compared also
 * dates and school years; where they are only counted anything. */
static bool read_list(Scope *scope, const Node *tuple, NodeKind kind, const Expr **part)
{
    bool compared = kind == NODE_AGG_GREATEST || kind == NODE_AGG_LEAST;
    for (uint32_t i = 0; i < tuple->count; i++) {
        part[i] = check_formula(scope, tuple->child[i]);
        if (!part[i]) return false;
        if (kind == NODE_AGG_NUMBER || (compared && type_is_calendar(part[i]->type))) continue;
        if (!is_number(scope->model, tuple->child[i], part[i], false)) return false;
    }
    return true;
}

const Expr *check_fold(Scope *scope, const Node *node)
{
    enum { MOST = 64 };
    const Node *operand = node->child[AT_AGG_OPERAND], *weights = node->child[AT_AGG_WEIGHT];
    const Expr *part[MOST], *weight[MOST];
    if (!operand || operand->kind == NODE_ERROR) return NULL;
    if (operand->kind != NODE_TUPLE) {
        size_t slot;
        Pick *pick = name_slot(scope, operand, &slot);
        if (pick) return fold_slot(scope, node, pick, slot);
        if (!check_formula(scope, operand)) return NULL;
        return FAULT(scope, D_FOLD_NEEDS_ROWS, node, node_source(scope->model, operand));
    }
    if (operand->count > MOST) return FAULT(scope, D_FOLD_TOO_LONG, operand);
    if (node->child[AT_AGG_WHERE] || node->child[AT_AGG_BY]) return FAULT(scope, D_FOLD_WHAT, node);
    if (!read_list(scope, operand, node->kind, part)) return NULL;
    if (weights) {
        if (weights->kind != NODE_TUPLE || weights->count != operand->count)
            return FAULT(scope, D_FOLD_WEIGHTS, weights);
        if (!read_list(scope, weights, NODE_AGG_SUM, weight)) return NULL;
    }
    return fold_list(scope, node, part, weights ? weight : NULL, operand->count);
}
