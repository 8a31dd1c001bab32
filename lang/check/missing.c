/* missing.c -- what can be missing, and what conditions establish (spec/missing.md).
 *
 * Facts are a list of things true of the row at hand.  can_miss is exact about the shape of
 * formulas and never optimistic: it says no only where every way to be missing is excluded.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "result/cell.h"

static const Facts *add(Model *model, const Facts *facts, FactKind kind, const Expr *e)
{
    Facts *fact = NEW(model->arena, Facts);
    *fact = (Facts){ .older = facts, .kind = kind, .expr = e };
    return fact;
}

static bool holds(const Facts *facts, FactKind kind, const Expr *e)
{
    for (; facts; facts = facts->older)
        if (facts->kind == kind && facts->expr == e) return true;
    return false;
}

/* Whether something is held to be known that is missing in every row: then there are no such rows,
 * and whatever is asked of them is as good as known. */
static bool is_of_no_row(const Facts *facts)
{
    for (; facts; facts = facts->older)
        if (facts->kind == FACT_KNOWN && facts->expr->kind == EXPR_MISSING) return true;
    return false;
}

static bool is_counted(const Facts *facts, const Measure *measure, const Place *place)
{
    for (; facts; facts = facts->older)
        if (facts->kind == FACT_COUNTED && facts->measure == measure && facts->place == place)
            return true;
    return false;
}

const Expr *expr_bare(const Expr *e)
{
    while (e && e->kind == EXPR_DEF) e = e->def->expr;
    return e;
}

bool is_strict(const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV:
    case EXPR_NEG:
    case EXPR_ROOT:
    case EXPR_LEAST:
    case EXPR_GREATEST:
    case EXPR_ROUND:
    case EXPR_FULL_YEARS:
    case EXPR_FULL_MONTHS:
    case EXPR_FULL_DAYS:
    case EXPR_YESNO_NUMBER:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
    case EXPR_EQ:
    case EXPR_NE:
    case EXPR_SAME_CODE:
    case EXPR_SAME_YESNO:
    case EXPR_IN_LIST:
    case EXPR_NOT:
    case EXPR_LOOKUP:
    case EXPR_AFTER: return true;
    case EXPR_AND:
    case EXPR_OR: return !e->guarded;
    default: return false;
    }
}

const Facts *fact_known(Model *model, const Facts *facts, const Expr *e)
{
    if (holds(facts, FACT_KNOWN, e)) return facts;
    facts = add(model, facts, FACT_KNOWN, e);
    if (e->kind == EXPR_DEF) return fact_known(model, facts, e->def->expr);
    if (e->kind == EXPR_WITHHOLD) return fact_known(model, facts, e->arg[0]);
    if (e->kind == EXPR_DIV) facts = add(model, facts, FACT_NONZERO, e->arg[1]);
    if (is_strict(e))
        for (uint32_t i = 0; i < e->arg_count; i++) facts = fact_known(model, facts, e->arg[i]);
    return facts;
}

/* A comparison that holds: which side cannot be 0. */
static const Facts *not_nought(Model *model, const Facts *facts, const Expr *e, bool yes)
{
    const Exact *number;
    if (e->arg_count != 2 || !expr_is_number(e->arg[1], &number)) return facts;
    int sign = exact_sign(model->arena, number);
    ExprKind kind = e->kind;
    bool positive = (yes && ((kind == EXPR_GT && sign >= 0) || (kind == EXPR_GE && sign > 0))) ||
                    (!yes && ((kind == EXPR_LE && sign >= 0) || (kind == EXPR_LT && sign > 0)));
    bool negative = (yes && ((kind == EXPR_LT && sign <= 0) || (kind == EXPR_LE && sign < 0))) ||
                    (!yes && ((kind == EXPR_GE && sign <= 0) || (kind == EXPR_GT && sign < 0)));
    bool differs = sign == 0 && ((yes && kind == EXPR_NE) || (!yes && kind == EXPR_EQ));
    return positive || negative || differs ? add(model, facts, FACT_NONZERO, e->arg[0]) : facts;
}

static const Facts *decided(Model *model, const Facts *facts, const Expr *e, bool yes)
{
    if (holds(facts, yes ? FACT_TRUE : FACT_FALSE, e)) return facts;
    facts = add(model, facts, yes ? FACT_TRUE : FACT_FALSE, e);
    switch ((int)e->kind) {
    case EXPR_DEF: return decided(model, facts, e->def->expr, yes);
    case EXPR_NOT: return decided(model, facts, e->arg[0], !yes);
    case EXPR_IS_KNOWN: return yes ? fact_known(model, facts, e->arg[0]) : facts;
    case EXPR_AND:
        if (!yes) return facts;
        facts = decided(model, facts, e->arg[0], true);
        return decided(model, facts, e->arg[1], true);
    case EXPR_OR:
        if (yes) return facts;
        facts = decided(model, facts, e->arg[0], false);
        return decided(model, facts, e->arg[1], false);
    default: break;
    }
    return not_nought(model, fact_known(model, facts, e), e, yes);
}

const Facts *fact_true(Model *model, const Facts *facts, const Expr *condition)
{
    return decided(model, facts, condition, true);
}

const Facts *fact_false(Model *model, const Facts *facts, const Expr *condition)
{
    return decided(model, facts, condition, false);
}

const Facts *fact_counted(Model *model, const Facts *facts, Measure *measure, Place *place)
{
    Facts *fact = NEW(model->arena, Facts);
    *fact = (Facts){ .older = facts, .kind = FACT_COUNTED, .measure = measure, .place = place };
    facts = fact;
    for (size_t i = 0; i < measure->leave_count; i++) {
        LeaveOut *leave = &measure->leaves[i];
        if (leave->done && leave->condition && leave->condition->place == place)
            facts = fact_false(model, facts, leave->condition);
    }
    return facts;
}

/* ---- can it be missing? ---- */

/* A walk over a formula's graph with an answer kept per formula. */
typedef struct Walk {
    Model *model;
    const Facts *facts;
    const Expr **seen;
    const Expr **part; /* what may be missing in seen[i]; NULL: nothing */
    size_t count, cap;
    /* read from a row of `from` that is one of those gathered by `row`: such a group is not empty
     */
    const Place *from;
    const Expr *row;
    const Expr *keyed; /* FIND row that finds the row's own group */
    bool own;
} Walk;

static const Expr *missing_part(Walk *walk, const Expr *e);

/* Whether a group's figure is taken from a reference, which may lack the group. */
static bool is_taken(const Model *model, const Expr *e)
{
    const Place *from = e->arg[0]->place;
    return model->reference && model->year > node_year(model->reference) &&
           from->kind == PLACE_GROUP && from->group->level->kind == PLACE_NATION &&
           !from->group->is_split;
}

static const Expr *first_of(Walk *walk, const Expr *e)
{
    for (uint32_t i = 0; i < e->arg_count; i++) {
        const Expr *part = missing_part(walk, e->arg[i]);
        if (part) return part;
    }
    return NULL;
}

static const Expr *gather_part(Walk *walk, const Expr *e)
{
    const Gather *g = e->gather;
    switch ((int)g->kind) {
    case GATHER_KIND_SUM:
    case GATHER_KIND_WEIGHTED_SUM:
    case GATHER_KIND_COUNT:
    case GATHER_KIND_SOME:
    case GATHER_KIND_EVERY:
    case GATHER_KIND_DIFFERENT: return NULL;
    case GATHER_KIND_MEAN:
    case GATHER_KIND_LEAST:
    case GATHER_KIND_GREATEST:
    case GATHER_KIND_SHARE:
    case GATHER_KIND_POPULATION:
    case GATHER_KIND_QUANTILE: {
        bool all = g->kind == GATHER_KIND_SHARE || !g->has_where;
        bool mine = walk->own && g->from == walk->from && g->row == walk->row && all;
        if (mine && (!g->mask || is_counted(walk->facts, g->counted, g->from))) {
            if (g->kind == GATHER_KIND_SHARE || !g->value) return NULL;
            return can_miss(walk->model, g->value, walk->facts) ? e : NULL;
        }
        return e;
    }
    default: return e;
    }
}

/* The gather row under which the row that `read` reads holds the reading row itself. */
static bool own_row(const Expr *read, Walk *inner)
{
    const Expr *row = read->arg_count == 2 ? read->arg[1] : NULL;
    inner->own = true;
    inner->from = read->place;
    inner->row = row;
    return true;
}

/* What is known of the row that `read` reads: a counted row belongs to none that its measure leaves
 * out. */
static const Facts *facts_above(Walk *walk, const Expr *read, const Expr *row)
{
    const Facts *facts = walk->facts;
    for (const Facts *f = walk->facts; f; f = f->older) {
        if (f->kind != FACT_COUNTED || f->place != read->place) continue;
        for (size_t i = 0; i < f->measure->leave_count; i++) {
            const LeaveOut *leave = &f->measure->leaves[i];
            Place *above = &leave->record->place;
            if (!leave->done || !leave->condition || above != read->arg[0]->place) continue;
            bool ok;
            const Expr *way = expr_row_to(walk->model, read->place, above, read->span, &ok);
            if (ok && way == row) facts = fact_false(walk->model, facts, leave->condition);
        }
    }
    return facts;
}

static const Expr *read_part(Walk *walk, const Expr *e)
{
    const Expr *row = e->arg_count == 2 ? e->arg[1] : NULL;
    if (row) {
        if (row->kind == EXPR_MEMBER) {
            /* own group: known where the row is counted and its keys are known */
            const Group *group = row->group;
            if (group->mask && !is_counted(walk->facts, group->counted, row->place)) return row;
            for (uint32_t k = 0; k < group->key_count; k++) {
                const Expr *part = missing_part(walk, group->keys[k]);
                if (part) return part;
            }
        } else {
            const Expr *part = missing_part(walk, row);
            if (part) return part;
        }
    }
    Walk inner = { .model = walk->model, .facts = row ? facts_above(walk, e, row) : walk->facts };
    own_row(e, &inner);
    const Expr *part = missing_part(&inner, e->arg[0]);
    return part ? e : NULL;
}

static const Expr *link_part(const Expr *e)
{
    return e->place->record->fields[e->index].can_miss ? e : NULL;
}

static const Expr *choose_part(Walk *walk, const Expr *e)
{
    const Expr *part = missing_part(walk, e->arg[0]);
    if (part) return part;
    Walk yes = { .model = walk->model, .facts = fact_true(walk->model, walk->facts, e->arg[0]) };
    Walk no = { .model = walk->model, .facts = fact_false(walk->model, walk->facts, e->arg[0]) };
    part = missing_part(&yes, e->arg[1]);
    return part ? part : missing_part(&no, e->arg[2]);
}

static const Expr *guarded_part(Walk *walk, const Expr *e)
{
    const Expr *part = missing_part(walk, e->arg[0]);
    if (part) return part;
    const Facts *then = e->kind == EXPR_AND ? fact_true(walk->model, walk->facts, e->arg[0])
                                            : fact_false(walk->model, walk->facts, e->arg[0]);
    Walk inner = { .model = walk->model, .facts = then };
    return missing_part(&inner, e->arg[1]);
}

static const Expr *divide_part(Walk *walk, const Expr *e)
{
    const Expr *part = first_of(walk, e);
    if (part) return part;
    const Exact *number;
    const Expr *by = e->arg[1];
    if (expr_is_number(by, &number) || holds(walk->facts, FACT_NONZERO, by)) return NULL;
    if (expr_bare(by)->kind == EXPR_ROOT && holds(walk->facts, FACT_NONZERO, expr_bare(by)->arg[0]))
        return NULL;
    Range range = expr_range(walk->model, by);
    if (range.low && exact_sign(walk->model->arena, range.low) > 0) return NULL;
    if (range.high && exact_sign(walk->model->arena, range.high) < 0) return NULL;
    return e;
}

static bool is_true(const Facts *facts, const Expr *e)
{
    if (holds(facts, FACT_TRUE, e)) return true;
    return e->kind == EXPR_AND && is_true(facts, e->arg[0]) && is_true(facts, e->arg[1]);
}

/* A row has a rank where all that the rank goes by is known, and its `where` holds. */
static const Expr *rank_part(Walk *walk, const Expr *e)
{
    const Gather *g = e->gather;
    if (g->where && !is_true(walk->facts, g->where)) return e;
    const Expr *part = missing_part(walk, g->value);
    if (!part && g->row) part = missing_part(walk, g->row);
    for (uint32_t i = 0; i < g->key_count && !part; i++) part = missing_part(walk, g->keys[i]);
    for (uint32_t i = 0; i < g->then_count && !part; i++) part = missing_part(walk, g->thens[i]);
    return part;
}

static const Expr *fresh_part(Walk *walk, const Expr *e)
{
    const Expr *part;
    switch ((int)e->kind) {
    case EXPR_CONST:
    case EXPR_IS_KNOWN:
    case EXPR_IS_REASON: return NULL;
    case EXPR_MISSING: return is_of_no_row(walk->facts) ? NULL : e;
    case EXPR_EARLIER: return e;
    case EXPR_FIELD:
    case EXPR_LINK: return link_part(e);
    case EXPR_KEY:
    case EXPR_MEMBER: return e;
    case EXPR_LEVEL: return NULL;
    case EXPR_DEF: part = missing_part(walk, e->def->expr); return part ? e : NULL;
    case EXPR_READ: return is_taken(walk->model, e) ? e : read_part(walk, e);
    case EXPR_DIV: return divide_part(walk, e);
    case EXPR_ROOT: {
        part = first_of(walk, e);
        return part ? part : never_negative(walk->model, e->arg[0]) ? NULL : e;
    }
    case EXPR_LEAST_KNOWN:
    case EXPR_GREATEST_KNOWN:
    case EXPR_MEDIAN_KNOWN:
        for (uint32_t i = 0; i < e->arg_count; i++)
            if (!missing_part(walk, e->arg[i])) return NULL;
        return e;
    case EXPR_AND:
    case EXPR_OR: return e->guarded ? guarded_part(walk, e) : first_of(walk, e);
    case EXPR_CHOOSE: return choose_part(walk, e);
    case EXPR_INSTEAD: return missing_part(walk, e->arg[0]) ? missing_part(walk, e->arg[1]) : NULL;
    case EXPR_WITHHOLD:
        if (!holds(walk->facts, FACT_FALSE, e->arg[1])) return e;
        return missing_part(walk, e->arg[0]);
    case EXPR_LOOKUP:
        part = first_of(walk, e);
        return part ? part : table_total(walk->model, e) ? NULL : e;
    case EXPR_GATHER: return gather_part(walk, e);
    case EXPR_PICKED: return e->index % 4 < 2 ? NULL : e;
    case EXPR_POOL: return missing_part(walk, e->arg[2]);
    case EXPR_ALONG: return e;
    case EXPR_RANK: return rank_part(walk, e);
    default: return first_of(walk, e);
    }
}

static const Expr *missing_part(Walk *walk, const Expr *e)
{
    if (!e || holds(walk->facts, FACT_KNOWN, e)) return NULL;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->seen[i] == e) return walk->part[i];
    const Expr *part = fresh_part(walk, e);
    Arena *arena = walk->model->arena;
    if (walk->count == walk->cap) {
        size_t cap = walk->cap;
        GROW(arena, walk->seen, walk->count, walk->cap);
        GROW(arena, walk->part, walk->count, cap);
    }
    walk->seen[walk->count] = e;
    walk->part[walk->count++] = part;
    return part;
}

const Expr *first_missing(Model *model, const Expr *e, const Facts *facts)
{
    Walk walk = { .model = model, .facts = facts };
    return missing_part(&walk, e);
}

bool can_miss(Model *model, const Expr *e, const Facts *facts)
{
    return first_missing(model, e, facts) != NULL;
}

/* It may be missing only because a group may not be in the reference: asked again without one. */
void tell_reference(Model *model, Diag *diag, const Expr *e, const Facts *facts)
{
    const Node *reference = model->reference;
    if (!reference) return;
    model->reference = NULL;
    bool without = can_miss(model, e, facts);
    model->reference = reference;
    if (without) return;
    diag_also(model->diags, diag, reference->span, STR("a group may not be in this reference"));
    diag->note =
        str_printf(model->arena,
                   "From %S on groups of the nation are taken from the reference of %S; one "
                   "that it lacks is missing as not_in_reference.",
                   year_words(model->arena, node_year(reference) + 1), reference->text);
}
