/* plan.c -- the formulas whose columns an explanation reads, added to the model before its program
 * is made: every step of the figure, and of every reduction what it was made of (how many rows,
 * their sum, the sum of their squares), which rows they were, and why others were not among them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"

Noted *why_note(Inquiry *why, const Expr *e)
{
    if (e->id >= why->note_cap) {
        size_t cap = why->note_cap ? why->note_cap : 1024;
        while (cap <= e->id) cap *= 2;
        Noted *fresh = NEW_ARRAY(why->arena, Noted, cap);
        if (why->note_cap) memcpy(fresh, why->notes, sizeof *fresh * why->note_cap);
        why->notes = fresh;
        why->note_cap = cap;
    }
    return &why->notes[e->id];
}

/* The column of e is wanted; nothing is asked of its parts. */
static void want(Inquiry *why, const Expr *e)
{
    if (!e) return;
    e = expr_bare(e);
    if (e->kind == EXPR_CONST || e->kind == EXPR_MISSING || why_note(why, e)->extra) return;
    Model *model = why->model;
    GROW(model->arena, model->extras, model->extra_count, model->extra_cap);
    model->extras[model->extra_count] = (Extra){ .expr = e };
    why_note(why, e)->extra = (uint32_t)++model->extra_count;
}

/* ---- reductions ---- */

/* The reduction of the same rows to another figure; wanted. */
static const Expr *reduced(Inquiry *why, const Expr *e, GatherKind kind, const Expr *value,
                           const Expr *weight)
{
    Gather g = { .kind = kind,
                 .from = e->gather->from,
                 .value = value,
                 .mask = e->gather->mask,
                 .weight = weight,
                 .row = e->gather->row,
                 .where = e->gather->where,
                 .counted = e->gather->counted,
                 .has_where = e->gather->has_where };
    const Expr *made = expr_make(why->model, &(Expr){ .kind = EXPR_GATHER,
                                                      .place = e->place,
                                                      .type = TYPE_NUMBER,
                                                      .unit = UNIT_PURE,
                                                      .gather = &g,
                                                      .span = e->span });
    want(why, made);
    return made;
}

static bool is_weighted(GatherKind kind)
{
    return kind == GATHER_KIND_WEIGHTED_SUM || kind == GATHER_KIND_WEIGHTED_MEAN;
}

static bool is_deviation(GatherKind kind)
{
    return kind == GATHER_KIND_SAMPLE || kind == GATHER_KIND_POPULATION;
}

static bool is_yes_no(GatherKind kind)
{
    return kind == GATHER_KIND_SHARE || kind == GATHER_KIND_SOME || kind == GATHER_KIND_EVERY;
}

/* The reduction of only those rows in which `known` is known, too. */
static const Expr *reduced_known(Inquiry *why, const Expr *e, GatherKind kind, const Expr *value,
                                 const Expr *known)
{
    Expr with = *e;
    Gather own = *e->gather;
    const Expr *is = expr_1(why->model, EXPR_IS_KNOWN, TYPE_YESNO, known, e->span);
    own.mask = expr_and(why->model, own.mask, is, false, e->span);
    with.gather = &own;
    return reduced(why, &with, kind, value, NULL);
}

static void plan_sums(Inquiry *why, const Expr *e)
{
    const Gather *g = e->gather;
    const Expr *value = g->value, *sum = NULL, *squares = NULL, *yes = NULL, *weights = NULL;
    const Expr *counted = value;
    if (value && is_yes_no(g->kind)) {
        counted = expr_1(why->model, EXPR_YESNO_NUMBER, TYPE_NUMBER, value, e->span);
        yes = reduced(why, e, GATHER_KIND_SUM, counted, NULL);
    }
    bool number = value && value->type == TYPE_NUMBER && value->nature == RATIONAL;
    if (number && is_weighted(g->kind)) {
        sum = reduced(why, e, GATHER_KIND_WEIGHTED_SUM, value, g->weight);
        weights = reduced_known(why, e, GATHER_KIND_SUM, g->weight, value);
    } else if (number && (g->kind == GATHER_KIND_SUM || g->kind == GATHER_KIND_MEAN ||
                          is_deviation(g->kind))) {
        sum = reduced(why, e, GATHER_KIND_SUM, value, NULL);
    }
    if (number && is_deviation(g->kind)) {
        const Expr *square = expr_2(why->model, EXPR_MUL, TYPE_NUMBER, value, value, e->span);
        squares = reduced(why, e, GATHER_KIND_SUM, square, NULL);
    }
    bool counts = counted && counted->type == TYPE_NUMBER;
    if (!counts) counted = NULL;
    const Expr *count = is_weighted(g->kind)
                            ? reduced_known(why, e, GATHER_KIND_COUNT, counted, g->weight)
                            : reduced(why, e, GATHER_KIND_COUNT, counted, NULL);
    Noted *note = why_note(why, e);
    note->count = count;
    note->sum = sum;
    note->squares = squares;
    note->yes = yes;
    note->weights = weights;
}

/* What each row of a reduction is, so that they can be counted and listed. */
static void plan_gather(Inquiry *why, const Expr *e)
{
    const Gather *g = e->gather;
    want(why, g->value);
    want(why, g->mask);
    want(why, g->weight);
    want(why, g->row);
    if (g->counted && g->from->kind == PLACE_RECORD) {
        const Expr *status = measure_status(why->model, (Measure *)g->counted, g->from, e->span);
        want(why, status);
        why_note(why, e)->status = status;
    }
    if (e->kind == EXPR_GATHER) plan_sums(why, e);
    for (uint32_t i = 0; i < g->key_count; i++) want(why, g->keys[i]);
    for (uint32_t i = 0; i < g->then_count; i++) want(why, g->thens[i]);
    if (g->k) why_plan(why, g->k);
    if (g->value) {
        Noted found = { 0 };
        why_references(why, g->value, &found);
        Noted *note = why_note(why, e);
        note->references = found.references;
        note->reference_count = found.reference_count;
    }
}

/* ---- picks ---- */

static void plan_pick(Inquiry *why, const Pick *pick, Span span)
{
    want(why, pick->points);
    want(why, pick->size);
    want(why, pick->row);
    for (size_t s = 0; s < pick->slot_count; s++) {
        want(why, pick->slots[s].mask);
        want(why, why_slot(why, pick, (uint32_t)s, false, span));
        want(why, why_slot(why, pick, (uint32_t)s, true, span));
    }
}

/* ---- tables ---- */

/* The same look-up of the number of the row that holds. */
static const Expr *row_lookup(Inquiry *why, const Expr *e)
{
    Model *model = why->model;
    TableInfo twin = model->tables[e->table];
    twin.values = NEW_ARRAY(model->arena, ValueCell, twin.row_count + 1);
    twin.type = TYPE_NUMBER;
    twin.slope = NULL;
    for (uint32_t r = 0; r < twin.row_count; r++)
        twin.values[r].number = exact_from_i64(model->arena, r);
    GROW(model->arena, model->tables, model->table_count, model->table_cap);
    model->tables[model->table_count] = twin;
    Expr look = *e;
    look.type = TYPE_NUMBER;
    look.unit = UNIT_PURE;
    look.nature = RATIONAL;
    look.bands = NULL;
    look.codes = NULL;
    look.table = (uint32_t)model->table_count++;
    return expr_make(model, &look);
}

static void plan_lookup(Inquiry *why, const Expr *e)
{
    const Expr *row = row_lookup(why, e);
    want(why, row);
    why_note(why, e)->table_row = row;
}

/* ---- groups ---- */

static void plan_group(Inquiry *why, const Group *group)
{
    for (size_t k = 0; k < group->key_count; k++) {
        Expr key = { .kind = EXPR_KEY,
                     .place = (Place *)&group->place,
                     .type = group->keys[k]->type,
                     .unit = group->keys[k]->unit,
                     .index = (uint32_t)k,
                     .group = (Group *)group,
                     .span = group->node ? group->node->span : (Span){ 0, 0, 0 } };
        want(why, expr_make(why->model, &key));
    }
}

/* ---- everything ---- */

static void plan_args(Inquiry *why, const Expr *e)
{
    for (uint32_t i = 0; i < e->arg_count; i++) why_plan(why, e->arg[i]);
}

void why_plan(Inquiry *why, const Expr *e)
{
    if (!e || why_note(why, e)->planned) return;
    why_note(why, e)->planned = true;
    if (e->kind == EXPR_DEF) {
        want(why, e);
        why_plan(why, e->def->expr);
        return;
    }
    want(why, e);
    if (e->place->kind == PLACE_GROUP) plan_group(why, e->place->group);
    switch ((int)e->kind) {
    case EXPR_GATHER: plan_gather(why, e); break;
    case EXPR_RANK:
        plan_gather(why, e);
        why_plan(why, e->gather->value);
        break;
    case EXPR_PICKED: plan_pick(why, e->pick, e->span); break;
    case EXPR_LOOKUP:
        plan_lookup(why, e);
        plan_args(why, e);
        break;
    default: plan_args(why, e); break;
    }
}
