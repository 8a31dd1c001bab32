/* rank.c -- `rank of sat over Results where ... within Pupil by code, earliest first, then points,
 * highest first, ties by their fields`: the place of a row among others.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/reduce.h"
#include "limit.h"

/* The two ways in which values of a type stand; false: there is none. */
static bool ways_of(Type type, NodeKind *low, NodeKind *high)
{
    switch (type) {
    case TYPE_NUMBER:
        *low = NODE_LOWEST_FIRST;
        *high = NODE_HIGHEST_FIRST;
        return true;
    case TYPE_DATE:
    case TYPE_YEAR:
        *low = NODE_EARLIEST_FIRST;
        *high = NODE_LATEST_FIRST;
        return true;
    case TYPE_YESNO:
        *low = NODE_NO_FIRST;
        *high = NODE_YES_FIRST;
        return true;
    case TYPE_NONE:
    case TYPE_CODE:
    case TYPE_BAND:
    case TYPE_ROW: break;
    }
    return false;
}

static Str words_of(Type type)
{
    if (type == TYPE_NUMBER) return STR("`highest first` or `lowest first`");
    if (type == TYPE_YESNO) return STR("`yes first` or `no first`");
    return STR("`earliest first` or `latest first`");
}

/* Whether the words after a value say how its kind of value stands. */
static bool read_way(Scope *scope, const Node *operand, const Expr *e, const Node *way,
                     bool *lowest_first)
{
    NodeKind low, high;
    if (!ways_of(e->type, &low, &high)) {
        FAULT(scope, D_NO_ORDER, operand, type_text(scope->model, e));
        return false;
    }
    *lowest_first = way->kind == low;
    if (way->kind == low || way->kind == high) return true;
    Str kind = e->type == TYPE_NUMBER ? STR("a number") : type_text(scope->model, e);
    FAULT(scope, D_RANK_WAY, way, kind, words_of(e->type));
    return false;
}

/* Rows are ranked among those under the same row of a record. */
static bool read_within(Scope *scope, Gather *g, const Record *record, const Node *within)
{
    bool ok;
    g->row = NULL;
    if (!within) return true;
    Record *parent = known_record(scope->model, within);
    if (!parent) return false;
    g->row = expr_row_to(scope->model, scope->place, &parent->place, within->span, &ok);
    if (!ok) FAULT(scope, D_NOT_BELOW, within, record->plural, parent->name);
    return ok;
}

/* ... and with the same keys. */
static bool read_keys(Reading *reading, const Node *keys)
{
    if (!keys) return true;
    Gather *g = &reading->gather;
    Scope *inner = &reading->inner;
    if (keys->count > LIMIT_KEYS) {
        FAULT(inner, D_RANK_PARTS, keys);
        return false;
    }
    g->keys = NEW_ARRAY(inner->model->arena, const Expr *, keys->count);
    for (uint32_t k = 0; k < keys->count; k++) {
        g->keys[k] = check_formula(inner, keys->child[k]);
        if (!g->keys[k]) return false;
        g->key_count++;
    }
    return true;
}

static bool read_thens(Reading *reading, const Node *thens)
{
    Gather *g = &reading->gather;
    Scope *inner = &reading->inner;
    Arena *arena = inner->model->arena;
    if (thens->count > LIMIT_KEYS) {
        FAULT(inner, D_RANK_PARTS, thens);
        return false;
    }
    g->thens = NEW_ARRAY(arena, const Expr *, thens->count + 1);
    g->then_lowest = NEW_ARRAY(arena, bool, thens->count + 1);
    for (uint32_t k = 0; k < thens->count; k++) {
        const Node *then = thens->child[k], *operand = then->child[AT_RANK_THEN_OPERAND];
        const Expr *e = reduce_operand(reading, operand, false);
        if (!e) return false;
        g->thens[k] = e;
        if (!read_way(inner, operand, e, then->child[AT_RANK_THEN_ORDER], &g->then_lowest[k]))
            return false;
        g->then_count++;
    }
    return true;
}

static Ties ties_of(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_TIES_MEAN: return TIES_MEAN;
    case NODE_TIES_LOWEST: return TIES_LOWEST;
    case NODE_TIES_HIGHEST: return TIES_HIGHEST;
    default: return TIES_FIELDS;
    }
}

static bool read_rank(Scope *scope, Reading *reading, const Record *record)
{
    const Node *node = reading->node, *operand = node->child[AT_RANK_OPERAND];
    Gather *g = &reading->gather;
    if (!reduce_where(reading, node->child[AT_RANK_WHERE])) return false;
    g->value = reduce_operand(reading, operand, node->child[AT_RANK_KNOWN] != NULL);
    return g->value &&
           read_way(scope, operand, g->value, node->child[AT_RANK_ORDER], &g->lowest_first) &&
           read_within(scope, g, record, node->child[AT_RANK_WITHIN]) &&
           read_keys(reading, node->child[AT_RANK_BY]) &&
           read_thens(reading, node->child[AT_RANK_THENS]);
}

const Expr *check_rank(Scope *scope, const Node *node)
{
    bool all;
    Record *record = reduce_record(scope, node->child[AT_RANK_OVER], &all);
    if (!record) return NULL;
    if (scope->place != &record->place)
        return FAULT(scope, D_RANK_WHERE, node, record->name, record->plural);
    Reading reading = { .node = node };
    Scope nation = *scope; /* a rank is among all rows, so they are gathered to the nation */
    nation.place = &scope->model->nation;
    if (!reduce_open(&nation, &reading, record, all, node)) return NULL;
    if (!read_rank(scope, &reading, record)) return NULL;
    reading.gather.ties = ties_of(node->child[AT_RANK_TIES]);
    return expr_make(scope->model, &(Expr){ .kind = EXPR_RANK,
                                            .place = scope->place,
                                            .type = TYPE_NUMBER,
                                            .unit = UNIT_PURE,
                                            .gather = &reading.gather,
                                            .span = node->span });
}
