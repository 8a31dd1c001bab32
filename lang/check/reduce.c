/* reduce.c -- reductions: `mean of value over Pupils where ... by group`, `some School has`.
 * Folds over a list in brackets are fold.c's.
 *
 * A reduction gathers the rows of a record into the place where the formula stands.  Inside a
 * measure the rows are those it counts; whatever is gathered must be known there, or the text says
 * what becomes of the missing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/reduce.h"

/* A figure of the row that each group stands for, as one of the group. */
static const Expr *of_each(const Reading *reading, const Expr *e)
{
    if (!e || !reading->each) return e;
    return expr_read(reading->inner.model, reading->each->place, e, reading->each, e->span);
}

Record *reduce_record(Scope *scope, const Node *over, bool *all)
{
    if (over->kind == NODE_DIFFERENT_ROWS) over = over->child[AT_DIFFERENT_ROWS_ROWS];
    *all = over->kind == NODE_ALL_ROWS;
    return known_rows(scope->model, *all ? over->child[0] : over);
}

bool reduce_open(Scope *scope, Reading *reading, Record *record, bool all, const Node *at)
{
    Model *model = scope->model;
    bool ok;
    Gather *g = &reading->gather;
    reading->inner = *scope;
    reading->inner.place = &record->place;
    reading->inner.value = NULL;
    reading->inner.facts = NULL;
    reading->inner.all_rows = scope->all_rows || all;
    reading->inner.reached = NULL;
    g->from = &record->place;
    g->row = expr_row_to(model, &record->place, scope->place, at->span, &ok);
    if (!ok) {
        Diag *d = DIAG_AT(model->diags, D_NOT_BELOW, at->span, record->plural, scope->place->name);
        if (scope->place == &record->place)
            d->fix = str_printf(model->arena,
                                "Gather them in a block above, with a name, and read that here:  "
                                "for the nation  let average be mean of ... over %S",
                                record->plural);
        return false;
    }
    if (scope->measure && !reading->inner.all_rows) {
        g->mask = measure_counted(model, scope->measure, &record->place, at->span);
        if (g->mask) g->counted = scope->measure;
        mark_under(&reading->inner, g->mask, true);
        reading->inner.facts = fact_counted(model, NULL, scope->measure, &record->place);
    }
    return true;
}

bool reduce_where(Reading *reading, const Node *where)
{
    if (!where) return true;
    const Expr *condition = check_decided(&reading->inner, where);
    if (!condition) return false;
    mark_add(&reading->inner, MARK_TRUTH, where, condition);
    one_way_ask(&reading->inner, where, condition);
    mark_under(&reading->inner, condition, true);
    Gather *g = &reading->gather;
    Model *model = reading->inner.model;
    g->mask = expr_and(model, g->mask, condition, true, where->span);
    g->has_where = true;
    g->where = condition;
    reading->inner.facts = fact_true(model, reading->inner.facts, condition);
    return true;
}

/* What may be written where an operand can be missing. */
static Str leave_or_count(Model *model, const Node *operand)
{
    bool simple =
        operand->kind == NODE_NAME || operand->kind == NODE_PATH || operand->kind == NODE_INDEX;
    Str words = node_source(model, operand);
    if (words.len > 40) words = STR("...");
    return str_printf(
        model->arena,
        "To leave such rows out of this figure:  known %s%S%s .  To give them a value, "
        "after the formula:  counting missing as 0 .  To leave them out of the whole "
        "measure:  leaves out \"...\" ... where ... is missing because \"...\"",
        simple ? "" : "(", words, simple ? "" : ")");
}

/* The operand, known in every row gathered or said what becomes of it. */
const Expr *reduce_operand(Reading *reading, const Node *operand, bool known)
{
    Scope *inner = &reading->inner;
    Model *model = inner->model;
    const Expr *e = expr_as(model, check_formula(inner, operand), TYPE_NUMBER);
    if (!e || known || !can_miss(model, e, inner->facts)) return of_each(reading, e);
    if (reading->instead && reading->instead->kind == EXPR_CONST &&
        reading->instead->type == e->type) {
        mark_add(inner, MARK_MISSING, reading->as, e);
        const Expr *moved = expr_read(model, inner->place, reading->instead, NULL, operand->span);
        return of_each(reading, expr_2(model, EXPR_INSTEAD, e->type, e, moved, operand->span));
    }
    const Expr *part = first_missing(model, e, inner->facts);
    Diag *d = DIAG_AT(model->diags, D_MISSING_NOT_HANDLED, operand->span,
                      node_source(model, operand), inner->place->name);
    if (part && (part->span.start != operand->span.start || part->span.end != operand->span.end))
        diag_also(model->diags, d, part->span, STR("this may be missing"));
    bool bare = reading->gather.kind == GATHER_KIND_DIFFERENT || reading->node->kind == NODE_RANK;
    if (bare) /* these say it after `where` */
        d->fix = str_printf(model->arena, "Leave them out:  where %S is known",
                            node_source(model, operand));
    else
        d->fix = leave_or_count(model, operand);
    tell_reference(model, d, e, inner->facts);
    if (part && part->kind == EXPR_LOOKUP) {
        Str absent = table_absent(model, part);
        if (absent.len) d->note = str_printf(model->arena, "%S.", absent);
    }
    return NULL;
}

static GatherKind kind_of(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_AGG_SUM: return GATHER_KIND_SUM;
    case NODE_AGG_MEAN: return GATHER_KIND_MEAN;
    case NODE_AGG_GREATEST: return GATHER_KIND_GREATEST;
    case NODE_AGG_LEAST: return GATHER_KIND_LEAST;
    case NODE_AGG_NUMBER: return GATHER_KIND_COUNT;
    case NODE_AGG_NUMBER_DIFFERENT: return GATHER_KIND_DIFFERENT;
    case NODE_AGG_SHARE: return GATHER_KIND_SHARE;
    case NODE_AGG_SAMPLE_SD: return GATHER_KIND_SAMPLE;
    case NODE_AGG_POPULATION_SD: return GATHER_KIND_POPULATION;
    case NODE_AGG_LOWEST_NUMBER: return GATHER_KIND_KTH_LOWEST;
    case NODE_AGG_HIGHEST_NUMBER: return GATHER_KIND_KTH_HIGHEST;
    case NODE_AGG_ONE: return GATHER_KIND_ONE;
    default: return GATHER_KIND_QUANTILE; /* median, quantile */
    }
}

static bool method_of(Scope *scope, const Node *name, QuantileMethod *method)
{
    static const struct {
        Str name;
        QuantileMethod method;
    } methods[] = { { { "inclusive", 9 }, QUANTILE_INCLUSIVE },
                    { { "exclusive", 9 }, QUANTILE_EXCLUSIVE },
                    { { "nearest_rank", 12 }, QUANTILE_NEAREST_RANK },
                    { { "hazen", 5 }, QUANTILE_HAZEN },
                    { { "median_unbiased", 15 }, QUANTILE_MEDIAN_UNBIASED } };
    Str near[COUNT_OF(methods)];
    for (size_t i = 0; i < COUNT_OF(methods); i++) {
        *method = methods[i].method;
        near[i] = methods[i].name;
        if (str_eq(near[i], name->text)) return true;
    }
    name_unknown_among(scope->model, D_UNKNOWN_METHOD, name->text, name->span, STR_EMPTY, near,
                       COUNT_OF(methods));
    return false;
}

/* Which one: `lowest number k of`, `quantile 25% of`. */
static bool read_part(Scope *scope, Reading *reading)
{
    Gather *g = &reading->gather;
    Model *model = scope->model;
    const Node *node = reading->node;
    if (node->kind == NODE_AGG_MEDIAN) {
        g->part = exact_from_ratio(model->arena, 1, 2);
        g->method = QUANTILE_INCLUSIVE;
        return true;
    }
    const Node *part = node->child[AT_AGG_PART];
    const Expr *e = part ? check_formula(scope, part) : NULL;
    if (!e) return false;
    if (!is_number(model, part, e, true)) return false;
    if (node->kind != NODE_AGG_QUANTILE) {
        g->k = e;
        return true;
    }
    const Exact *one = exact_from_i64(model->arena, 1);
    int64_t num, den; /* the machine keeps the part in 64 bits */
    if (!expr_is_number(e, &g->part) || exact_sign(model->arena, g->part) < 0 ||
        exact_compare(model->arena, g->part, one) > 0 || !exact_to_ratio(g->part, &num, &den) ||
        den > (int64_t)1 << 61) {
        FAULT(scope, D_QUANTILE_PART, part);
        return false;
    }
    return method_of(scope, node->child[AT_AGG_METHOD], &g->method);
}

static bool read_weight(Reading *reading, const Node *weight)
{
    if (!weight) return true;
    Gather *g = &reading->gather;
    Scope *inner = &reading->inner;
    if (g->kind != GATHER_KIND_SUM && g->kind != GATHER_KIND_MEAN) {
        FAULT(inner, D_WEIGHT_WHERE, weight);
        return false;
    }
    bool known = reading->node->child[AT_AGG_KNOWN] != NULL;
    g->weight = reduce_operand(reading, weight, known);
    if (!g->weight) return false;
    if (!is_number(inner->model, weight, g->weight, true)) return false;
    g->kind = g->kind == GATHER_KIND_SUM ? GATHER_KIND_WEIGHTED_SUM : GATHER_KIND_WEIGHTED_MEAN;
    return true;
}

static bool operand_fits(Reading *reading, const Node *operand)
{
    Gather *g = &reading->gather;
    Scope *inner = &reading->inner;
    if (g->kind == GATHER_KIND_ONE || g->kind == GATHER_KIND_DIFFERENT) return true;
    bool compares = g->kind == GATHER_KIND_LEAST || g->kind == GATHER_KIND_GREATEST;
    if (compares && type_is_calendar(g->value->type)) return true;
    return is_number(inner->model, operand, g->value, !compares);
}

static const Expr *make_gather(Scope *scope, Reading *reading)
{
    Gather *g = &reading->gather;
    const Expr *v = g->value;
    Expr e = { .kind = EXPR_GATHER,
               .place = scope->place,
               .type = TYPE_NUMBER,
               .unit = v && v->type == TYPE_NUMBER ? v->unit : UNIT_PURE,
               .gather = g,
               .span = reading->node->span };
    if (g->kind == GATHER_KIND_WEIGHTED_SUM)
        e.unit = v->unit == UNIT_ANY || v->unit == UNIT_PURE ? g->weight->unit : v->unit;
    if (g->kind == GATHER_KIND_COUNT || g->kind == GATHER_KIND_DIFFERENT) e.unit = UNIT_PURE;
    if (g->kind == GATHER_KIND_SHARE) e.unit = UNIT_PERCENT;
    if (g->kind == GATHER_KIND_SAMPLE || g->kind == GATHER_KIND_POPULATION) e.nature = ROOT_NUMBER;
    if (v && (g->kind == GATHER_KIND_LEAST || g->kind == GATHER_KIND_GREATEST)) {
        e.type = v->type;
        e.nature = v->nature;
    }
    if (g->kind == GATHER_KIND_SOME || g->kind == GATHER_KIND_EVERY) e.type = TYPE_YESNO;
    if (g->kind == GATHER_KIND_ONE) {
        e.type = v->type;
        e.codes = v->codes;
        e.nature = v->nature;
    }
    return expr_make(scope->model, &e);
}

static bool by_is_here(Scope *scope, const Node *node)
{
    if (!node->child[AT_AGG_BY]) return true;
    if (scope->place->kind == PLACE_GROUP && !scope->place->group->is_split) return true;
    FAULT(scope, D_BY_WHERE, node->child[AT_AGG_BY]);
    return false;
}

static bool read_reduction(Scope *scope, Reading *reading)
{
    const Node *node = reading->node;
    Gather *g = &reading->gather;
    g->kind = kind_of(node);
    bool all;
    Record *record = reduce_record(scope, node->child[AT_AGG_OVER], &all);
    if (!record || !by_is_here(scope, node)) return false;
    if (!reduce_open(scope, reading, record, all, node)) return false;
    const Node *where = node->child[AT_AGG_WHERE], *operand = node->child[AT_AGG_OPERAND];
    bool each = node->child[AT_AGG_OVER]->kind == NODE_DIFFERENT_ROWS;
    if (g->kind == GATHER_KIND_SHARE) {
        if (!where) {
            FAULT(scope, D_SHARE_NEEDS_WHERE, node);
            return false;
        }
        g->value = check_decided(&reading->inner, where);
        mark_add(&reading->inner, MARK_TRUTH, where, g->value);
        one_way_ask(&reading->inner, where, g->value);
        return g->value && (!each || reduce_each(scope, reading));
    }
    if (!reduce_where(reading, where)) return false;
    if (each && !reduce_each(scope, reading)) return false;
    if (g->kind == GATHER_KIND_COUNT) return true;
    g->value = reduce_operand(reading, operand, node->child[AT_AGG_KNOWN] != NULL);
    if (!g->value || !operand_fits(reading, operand)) return false;
    if (!read_weight(reading, node->child[AT_AGG_WEIGHT])) return false;
    if (g->kind == GATHER_KIND_QUANTILE || g->kind == GATHER_KIND_KTH_LOWEST ||
        g->kind == GATHER_KIND_KTH_HIGHEST)
        return read_part(scope, reading);
    return true;
}

/* `number of english` counts the places of a slot, where no record has rows of that name. */
static Pick *slot_counted(Scope *scope, const Node *node, size_t *slot)
{
    const Node *over = node->kind == NODE_AGG_NUMBER ? node->child[AT_AGG_OVER] : NULL;
    bool plain = over && over->kind == NODE_NAME && !node->child[AT_AGG_WHERE] &&
                 !node->child[AT_AGG_BY] && !plural_find(scope->model, over->text);
    return plain ? name_slot(scope, over, slot) : NULL;
}

const Expr *check_aggregate(Scope *scope, const Node *node)
{
    size_t slot;
    Pick *pick = slot_counted(scope, node, &slot);
    if (pick) return fold_slot(scope, node, pick, slot);
    Reading reading = { .node = node };
    if (node->kind == NODE_COUNTING) {
        reading.as = node;
        reading.node = node->child[AT_COUNTING_OF];
        if (!reading.node->child[AT_AGG_OVER]) {
            const Expr *fold = check_fold(scope, reading.node);
            const Expr *as = check_formula(scope, node->child[AT_COUNTING_AS]);
            mark_add(scope, MARK_MISSING, node, fold);
            return fold && as ? expr_2(scope->model, EXPR_INSTEAD, fold->type, fold,
                                       expr_as(scope->model, as, fold->type), node->span)
                              : NULL;
        }
        reading.instead =
            expr_as(scope->model, check_formula(scope, node->child[AT_COUNTING_AS]), TYPE_NUMBER);
        if (!reading.instead) return NULL;
    }
    if (!read_reduction(scope, &reading)) return NULL;
    const Expr *e = make_gather(scope, &reading);
    if (!reading.instead) return e;
    uint32_t unit;
    if (e->type != reading.instead->type)
        return FAULT(scope, D_BRANCHES_DIFFER, node, type_text(scope->model, e),
                     type_text(scope->model, reading.instead));
    if (e->type == TYPE_NUMBER && !check_units(scope, e, reading.instead, node, &unit)) return NULL;
    mark_add(scope, MARK_MISSING, node, e);
    return expr_2(scope->model, EXPR_INSTEAD, e->type, e, reading.instead, node->span);
}

/* some School has C, every School has C, no School has C. */
const Expr *check_has(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    Record *record = known_record(model, node->child[AT_SOME_HAS_ROWS]);
    if (!record) return NULL;
    Reading reading = { .node = node };
    reading.gather.kind = node->kind == NODE_EVERY_HAS ? GATHER_KIND_EVERY : GATHER_KIND_SOME;
    if (!reduce_open(scope, &reading, record, false, node)) return NULL;
    reading.gather.value = check_decided(&reading.inner, node->child[AT_SOME_HAS_COND]);
    if (!reading.gather.value) return NULL;
    one_way_ask(&reading.inner, node->child[AT_SOME_HAS_COND], reading.gather.value);
    const Expr *e = make_gather(scope, &reading);
    if (node->kind == NODE_NO_HAS) e = expr_not(model, e, node->span);
    mark_add(scope, MARK_TRUTH, node, e);
    return e;
}
