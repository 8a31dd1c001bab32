/* measure.c -- what each level's figures are: who is left out, value and adjustments, interval,
 * withheld, bands; and a measure seen from elsewhere.  Formulas are checked when asked for;
 * measure_check asks for all.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

/* ---- who is left out ---- */

static bool leave_check(Model *model, Measure *measure, LeaveOut *leave)
{
    if (leave->done) return leave->condition != NULL;
    if (leave->busy) {
        DIAG_AT(model->diags, D_CYCLE, leave->node->span,
                str_printf(model->arena, "`leaves out \"%S\"` needs itself", leave->label));
        return false;
    }
    leave->busy = true;
    Scope scope = {
        .model = model, .place = &leave->record->place, .measure = measure, .all_rows = true
    };
    leave->condition = check_decided(&scope, leave->node->child[AT_LEAVES_OUT_WHERE]);
    mark_add(&scope, MARK_TAKEN, leave->node, leave->condition);
    one_way_ask(&scope, leave->node->child[AT_LEAVES_OUT_WHERE], leave->condition);
    leave->busy = false;
    leave->done = true;
    return leave->condition != NULL;
}

/* The condition of a leave-out seen from a row at or below its record; NULL when it is not above.
 */
static const Expr *leave_at(Model *model, Measure *measure, LeaveOut *leave, Place *place,
                            Span span)
{
    bool above = true;
    const Expr *row = NULL;
    if (place != &leave->record->place)
        row = expr_row_to(model, place, &leave->record->place, span, &above);
    if (!above || !leave_check(model, measure, leave)) return NULL;
    if (!row) return leave->condition;
    const Expr *read = expr_read(model, place, leave->condition, row, span);
    /* a row without such a parent is not left out by it */
    const Expr *no = expr_yes(model, place, false, span);
    return expr_2(model, EXPR_INSTEAD, TYPE_YESNO, read, no, span);
}

const Expr *measure_counted(Model *model, Measure *measure, Place *place, Span span)
{
    const Expr *counted = NULL;
    for (size_t i = 0; i < measure->leave_count; i++) {
        const Expr *left = leave_at(model, measure, &measure->leaves[i], place, span);
        if (left) counted = expr_and(model, counted, expr_not(model, left, span), true, span);
    }
    return counted;
}

/* ---- figures of a level ---- */

static const Expr *decide_withheld(Model *model, Level *level)
{
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        if (node->kind != NODE_WITHHELD || level->withheld) continue;
        Scope scope = { .model = model, .place = level->place, .measure = level->measure };
        level->withheld = check_decided(&scope, node->child[AT_WITHHELD_WHEN]);
        mark_add(&scope, MARK_TRUTH, node, level->withheld);
        one_way_ask(&scope, node->child[AT_WITHHELD_WHEN], level->withheld);
        level->withheld_reason =
            reason_add(model, STR("withheld"), node->child[AT_WITHHELD_MARK]->text, STR_EMPTY,
                       REASON_IS_MISSING, node->span);
    }
    return level->withheld;
}

/* e, missing with the reason of the first `leaves out` that takes the row. */
static const Expr *unless_left_out(Model *model, Measure *measure, Place *place, const Expr *e,
                                   Span span)
{
    for (size_t i = measure->leave_count; i-- > 0;) {
        LeaveOut *leave = &measure->leaves[i];
        const Expr *left = leave_at(model, measure, leave, place, span);
        if (left) e = expr_withhold(model, e, left, leave->reason, span);
    }
    return e;
}

const Expr *measure_status(Model *model, Measure *measure, Place *place, Span span)
{
    return unless_left_out(model, measure, place, expr_yes(model, place, true, span), span);
}

/* What every figure of a level goes through: left out, withheld; in this order. */
static const Expr *wrapped(Model *model, Level *level, const Expr *e, Span span)
{
    if (decide_withheld(model, level))
        e = expr_withhold(model, e, level->withheld, level->withheld_reason, span);
    if (level->place->kind != PLACE_RECORD) return e;
    return unless_left_out(model, level->measure, level->place, e, span);
}

static bool unit_fits(Model *model, Measure *measure, const Expr *e, const Node *node)
{
    if (e->type != TYPE_NUMBER || e->unit == measure->unit || e->unit == UNIT_ANY ||
        e->unit == UNIT_PURE)
        return true;
    if (e->unit == UNIT_PERCENT && measure->unit == UNIT_PURE) return true;
    DIAG_AT(model->diags, D_VALUE_UNIT, node->span, unit_text(model, e->unit), measure->name,
            unit_text(model, measure->unit));
    return false;
}

/* The same number in the measure's unit. */
static const Expr *in_unit(Model *model, Measure *measure, const Expr *e)
{
    if (e->type != TYPE_NUMBER || e->unit == measure->unit) return e;
    Expr cast = *e;
    cast.unit = measure->unit;
    return expr_make(model, &cast);
}

static const Expr *when(Scope *scope, const Node *node, const Expr *changed, const Expr *before)
{
    if (!node) return changed;
    const Expr *condition = check_condition(scope, node);
    if (!condition || !changed) return NULL;
    mark_add(scope, MARK_TRUTH, node, condition);
    one_way_ask(scope, node, condition);
    return expr_3(scope->model, EXPR_CHOOSE, before->type, condition, changed, before, node->span);
}

static ExprKind adjustment(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_THEN_AT_MOST: return EXPR_LEAST;
    case NODE_THEN_AT_LEAST: return EXPR_GREATEST;
    case NODE_THEN_ADD: return EXPR_ADD;
    default: return EXPR_SUB;
    }
}

/* The weight of what is mixed in: a part of the whole. */
static const Expr *mix_weight(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Exact *part;
    const Expr *weight = check_typed(scope, node, TYPE_NUMBER);
    if (!weight || !is_number(model, node, weight, true)) return NULL;
    if (weight->unit >= UNIT_FIRST_NAMED) {
        DIAG_AT(model->diags, D_MIX_UNIT, node->span, unit_text(model, weight->unit));
        return NULL;
    }
    if (expr_is_number(weight, &part) &&
        (exact_sign(model->arena, part) < 0 ||
         exact_compare(model->arena, part, exact_from_i64(model->arena, 1)) > 0)) {
        DIAG_AT(model->diags, D_MIX_WEIGHT, node->span, node_source(model, node));
        return NULL;
    }
    return weight;
}

/* (1 - weight) * value + weight * by */
static const Expr *mixed(Scope *scope, const Expr *value, const Expr *by, const Node *node)
{
    Model *model = scope->model;
    const Expr *weight = mix_weight(scope, node->child[AT_THEN_MIX_IN_WEIGHT]);
    if (!weight) return NULL;
    if (value->nature != RATIONAL || by->nature != RATIONAL) {
        DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, node->span);
        return NULL;
    }
    const Expr *apart = expr_2(model, EXPR_SUB, TYPE_NUMBER, by, value, node->span);
    const Expr *change = expr_2(model, EXPR_MUL, TYPE_NUMBER, apart, weight, node->span);
    return expr_2(model, EXPR_ADD, TYPE_NUMBER, value, change, node->span);
}

/* `then ...`: the value as it stands, changed. */
static const Expr *adjusted(Scope *scope, const Expr *value, const Node *node)
{
    Model *model = scope->model;
    Measure *measure = scope->measure;
    scope->value = value;
    if (!is_number(model, node, value, false)) return NULL;
    const Expr *changed;
    if (node->kind == NODE_THEN_ROUNDED) {
        Round round;
        int places;
        if (!check_round(model, node->child[AT_THEN_BY], measure->unit, &round, &places))
            return NULL;
        changed = expr_round(model, value, &round, node->span);
    } else {
        const Expr *by = expr_as(model, check_formula(scope, node->child[AT_THEN_BY]), TYPE_NUMBER);
        uint32_t unit;
        if (!by || !unit_fits(model, measure, by, node->child[AT_THEN_BY])) return NULL;
        by = in_unit(model, measure, by);
        if (!check_units(scope, value, by, node, &unit)) return NULL;
        bool sums = node->kind == NODE_THEN_ADD || node->kind == NODE_THEN_TAKE_AWAY;
        if (sums && value->nature != RATIONAL && by->nature != RATIONAL) {
            DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, node->span);
            return NULL;
        }
        changed = node->kind == NODE_THEN_MIX_IN
                      ? mixed(scope, value, by, node)
                      : expr_2(model, adjustment(node), TYPE_NUMBER, value, by, node->span);
        if (!changed) return NULL;
    }
    changed = when(scope, node->child[AT_THEN_WHEN], changed, value);
    if (model->marking && changed)
        mark_add(scope, MARK_TAKEN, node,
                 expr_2(model, EXPR_NE, TYPE_YESNO, changed, value, node->span));
    return changed;
}

const Expr *missing_not_made(Model *model, Level *level, Type type, Span span)
{
    Expr e = *expr_missing(model, level->place, type, level->measure->not_made_reason, span);
    if (type == TYPE_NUMBER) e.unit = level->measure->unit;
    if (type == TYPE_BAND) e.bands = level->measure;
    return expr_make(model, &e);
}

typedef struct Search {
    const Measure *measure;
    const Place *place;
    bool *seen; /* by Expr.id: a formula that is read many times is looked into once */
} Search;

/* `some`, `every` and `no ... has` ask of rows; they take none. */
static bool is_question(const Gather *gather)
{
    return gather->kind == GATHER_KIND_SOME || gather->kind == GATHER_KIND_EVERY;
}

/* The first reduction in a value, for `M.counted` and `M.of`. */
static const Expr *first_gather(const Search *search, const Expr *e, unsigned depth)
{
    /* what another measure gathers is its own to count (it may be withheld there) */
    while (e && e->kind == EXPR_DEF) {
        if (e->def->measure && e->def->measure != search->measure) return NULL;
        e = e->def->expr;
    }
    if (!e || e->place != search->place || depth > LIMIT_CHAIN || search->seen[e->id]) return NULL;
    search->seen[e->id] = true;
    if (e->kind == EXPR_GATHER) return is_question(e->gather) ? NULL : e;
    static const uint32_t as_written[] = { 1, 0, 2 }; /* A if C otherwise B holds C, A, B */
    for (uint32_t i = 0; i < e->arg_count; i++) {
        uint32_t at = e->kind == EXPR_CHOOSE ? as_written[i] : i;
        const Expr *found = first_gather(search, e->arg[at], depth + 1);
        if (found) return found;
    }
    return NULL;
}

/* How many were counted is withheld with the figure itself. */
static const Expr *hidden(Model *model, Level *level, const Expr *e, Span span)
{
    if (!decide_withheld(model, level)) return e;
    return expr_withhold(model, e, level->withheld, level->withheld_reason, span);
}

/* All rows of the record that a reduction gathers; of `different pupil of Rolls` all the pupils. */
static Gather all_rows_of(Model *model, Level *level, const Gather *first, Span span)
{
    const Group *group = first->from->kind == PLACE_GROUP ? first->from->group : NULL;
    if (!group || !group->is_each)
        return (Gather){ .kind = GATHER_KIND_COUNT, .from = first->from, .row = first->row };
    bool ok;
    Place *rows = &group->of->place;
    return (Gather){ .kind = GATHER_KIND_DIFFERENT,
                     .from = rows,
                     .value = group->keys[0],
                     .row = expr_row_to(model, rows, level->place, span, &ok) };
}

static void count_units(Model *model, Level *level, const Expr *value, Span span)
{
    Search search = { level->measure, level->place,
                      NEW_ARRAY(model->arena, bool, model->expr_count + 1) };
    const Expr *first = first_gather(&search, value, 0);
    if (!first) return;
    level->first = first->gather;
    Gather g = { .kind = GATHER_KIND_COUNT,
                 .from = first->gather->from,
                 .row = first->gather->row,
                 .mask = first->gather->mask,
                 .counted = first->gather->counted,
                 .has_where = first->gather->has_where };
    const Gather *taken = first->gather;
    if (taken->value && taken->value->type == TYPE_NUMBER) g.value = taken->value;
    if (g.value && taken->weight) /* a row whose weight is missing is not taken either */
        g.value = expr_2(model, EXPR_MUL, TYPE_NUMBER, taken->weight, g.value, span);
    Expr e = { .kind = EXPR_GATHER,
               .place = level->place,
               .type = TYPE_NUMBER,
               .unit = UNIT_PURE,
               .gather = &g,
               .span = span };
    level->taken = expr_make(model, &e);
    level->counted = hidden(model, level, level->taken, span);
    g = all_rows_of(model, level, first->gather, span);
    level->all = expr_make(model, &e);
    level->of = hidden(model, level, level->all, span);
}

/* Formulas of a measure in a year in which it is not made are checked for the years in which it is,
 * and say nothing here. */
const Expr *check_unheard(Scope *scope, const Node *definition)
{
    Model *model = scope->model;
    Diags silent = diags_open(model->arena), *heard = model->diags;
    model->diags = &silent;
    const Expr *e = check_formula(scope, definition);
    model->diags = heard;
    return e;
}

/* What kind of value the level would have, in a year in which it is not made. */
static Type type_not_made(Model *model, Level *level)
{
    Scope scope = { .model = model, .place = level->place, .measure = level->measure };
    const Expr *value = check_unheard(&scope, level->value->node->child[0]);
    return value && value->type != TYPE_NONE ? value->type : TYPE_NUMBER;
}

/* Whether a value is 100 times something: what is shown in % is multiplied already. */
static bool times_hundred(Model *model, const Expr *e, unsigned depth)
{
    const Exact *x, *hundred = exact_from_i64(model->arena, 100);
    e = expr_bare(e);
    if (!e || depth > 64) return false;
    switch ((int)e->kind) {
    case EXPR_MUL:
        for (uint32_t i = 0; i < 2; i++)
            if (expr_is_number(e->arg[i], &x) && exact_compare(model->arena, x, hundred) == 0)
                return true;
        return times_hundred(model, e->arg[0], depth + 1);
    case EXPR_DIV:
    case EXPR_ROUND: return times_hundred(model, e->arg[0], depth + 1);
    default: return false;
    }
}

static const Expr *level_value(Model *model, Level *level)
{
    Measure *measure = level->measure;
    if (measure->not_made)
        return missing_not_made(model, level, type_not_made(model, level),
                                level->value->node->span);
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    const Expr *value = NULL;
    Span span = level->value->node->span;
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        if (node->kind == NODE_VALUE && !value) {
            value = expr_as(model, check_formula(&scope, node->child[0]), TYPE_NUMBER);
            if (!value || !unit_fits(model, measure, value, node->child[0])) return NULL;
            if (value->type != TYPE_NUMBER && value->type != TYPE_YESNO) {
                DIAG_AT(model->diags, D_VALUE_TYPE, node->span, type_text(model, value));
                return NULL;
            }
            if (measure->percent && times_hundred(model, value, 0)) {
                DIAG_AT(model->diags, D_TIMES_HUNDRED, node->child[0]->span, measure->name);
                return NULL;
            }
            value = in_unit(model, measure, value);
            count_units(model, level, value, span);
        } else if (node->kind >= NODE_THEN_AT_MOST && node->kind <= NODE_THEN_ROUNDED && value) {
            value = adjusted(&scope, value, node);
            if (!value) return NULL;
        }
    }
    if (!value) return NULL;
    if (value->type == TYPE_NUMBER && !measure->says_shown)
        DIAG_AT(model->diags, D_MEASURE_SHOWN, measure->node->child[AT_MEASURE_NAME]->span,
                measure->name);
    return wrapped(model, level, value, span);
}

static const Expr *level_limit(Model *model, Level *level, bool upper)
{
    Measure *measure = level->measure;
    const Node *node = level->lower->node;
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    const Expr *e;
    uint32_t unit;
    if (measure->not_made) return missing_not_made(model, level, TYPE_NUMBER, node->span);
    if (node->kind == NODE_INTERVAL_FROM) {
        e = check_formula(&scope,
                          node->child[upper ? AT_INTERVAL_FROM_UPPER : AT_INTERVAL_FROM_LOWER]);
    } else {
        const Expr *middle = check_formula(&scope, node->child[AT_INTERVAL_GIVE_MIDDLE]);
        const Expr *half = check_formula(&scope, node->child[AT_INTERVAL_GIVE_HALF]);
        if (!middle || !half) return NULL;
        if (!is_number(model, node->child[AT_INTERVAL_GIVE_MIDDLE], middle, false) ||
            !is_number(model, node->child[AT_INTERVAL_GIVE_HALF], half, false))
            return NULL;
        if (!check_units(&scope, middle, half, node, &unit)) return NULL;
        if (middle->nature != RATIONAL && half->nature != RATIONAL) {
            DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, node->span);
            return NULL;
        }
        Expr sum =
            *expr_2(model, upper ? EXPR_ADD : EXPR_SUB, TYPE_NUMBER, middle, half, node->span);
        if (sum.kind != EXPR_CONST && (middle->nature != RATIONAL || half->nature != RATIONAL))
            sum.nature = LIMIT;
        e = expr_make(model, &sum);
    }
    if (!e || !unit_fits(model, measure, e, node)) return NULL;
    return wrapped(model, level, in_unit(model, measure, e), node->span);
}

const Expr *level_figure(Model *model, Level *level, DefKind kind, Span asked)
{
    (void)asked;
    switch (kind) {
    case DEF_VALUE: return level_value(model, level);
    case DEF_LOWER: return level_limit(model, level, false);
    case DEF_UPPER: return level_limit(model, level, true);
    case DEF_BAND: return level_band(model, level);
    case DEF_DERIVE:
    case DEF_LET: break;
    }
    return NULL;
}

/* ---- a measure's figures seen from elsewhere ---- */

static const Expr *figure_seen(Scope *scope, Measure *measure, bool band, Span span)
{
    Model *model = scope->model;
    Level *level = level_find(measure, scope->place);
    Def *def = level ? (band ? level->band : level->value) : NULL;
    if (def) return def_expr(model, def, span) ? expr_def(model, def, span) : NULL;
    for (size_t i = 0; i < measure->level_count; i++) {
        bool above;
        Level *up = &measure->levels[i];
        def = band ? up->band : up->value;
        if (!def || up->of_split) continue;
        const Expr *row = expr_row_to(model, scope->place, up->place, span, &above);
        if (!above || !def_expr(model, def, span)) continue;
        return expr_read(model, scope->place, expr_def(model, def, span), row, span);
    }
    return NULL;
}

bool measure_is_made(Scope *scope, Measure *measure, bool band)
{
    for (size_t i = 0; i < measure->level_count; i++) {
        const Level *level = &measure->levels[i];
        bool above = level->place == scope->place;
        if (!(band ? level->band : level->value)) continue;
        if (!above && !level->of_split)
            expr_row_to(scope->model, scope->place, level->place, measure->node->span, &above);
        if (above) return true;
    }
    return false;
}

const Expr *measure_value(Scope *scope, Measure *measure, Span span)
{
    return figure_seen(scope, measure, false, span);
}

const Expr *measure_band(Scope *scope, Measure *measure, Span span)
{
    const Expr *band = figure_seen(scope, measure, true, span);
    if (!band && !measure_is_made(scope, measure, true))
        DIAG_AT(scope->model->diags, D_NO_BANDS_HERE, span, measure->name,
                place_text(scope->model, scope->place));
    return band;
}

/* ---- checking everything ---- */

static void slots_unused(Model *model, Pick *pick)
{
    for (size_t i = 0; i < pick->slot_count; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(pick->slots[i].name, pick->slots[k].name))
                diag_also(model->diags,
                          DIAG_AT(model->diags, D_DUPLICATE_NAME,
                                  pick->slots[i].node->child[0]->span, pick->slots[i].name),
                          pick->slots[k].node->child[0]->span, STR("it already means this"));
}

bool measure_has_value(const Measure *measure)
{
    const Node *clauses = measure->node->child[AT_MEASURE_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *block = clauses->child[i];
        if (block->kind == NODE_ERROR) return true;
        if (block->kind != NODE_LEVEL_BLOCK) continue;
        const Node *inner = block->child[AT_LEVEL_BLOCK_CLAUSES];
        for (uint32_t k = 0; k < inner->count; k++)
            if (inner->child[k]->kind == NODE_VALUE || inner->child[k]->kind == NODE_ERROR)
                return true;
    }
    return false;
}

void measure_check(Model *model, Measure *measure)
{
    for (size_t i = 0; i < measure->leave_count; i++)
        leave_check(model, measure, &measure->leaves[i]);
    for (size_t l = 0; l < measure->level_count; l++) {
        Level *level = &measure->levels[l];
        if (level->place->kind == PLACE_GROUP) group_resolve(model, level->place->group);
        for (size_t i = 0; !measure->not_made && i < level->pick_count; i++) {
            pick_check(model, level->picks[i]);
            slots_unused(model, level->picks[i]);
        }
        for (size_t i = 0; !measure->not_made && i < level->let_count; i++)
            def_expr(model, level->lets[i], level->lets[i]->node->span);
        Def *figures[] = { level->value, level->lower, level->upper, level->band };
        for (size_t i = 0; i < COUNT_OF(figures); i++)
            if (figures[i]) def_expr(model, figures[i], figures[i]->node->span);
    }
    if (!measure_has_value(measure))
        DIAG_AT(model->diags, D_MEASURE_EMPTY, measure->node->child[AT_MEASURE_NAME]->span,
                measure->name);
}
