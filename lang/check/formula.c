/* formula.c -- a formula of the tree as a typed Expr: the dispatch, numbers, units, rounding.
 *
 * Each function gives NULL after a message and is silent about what follows from a NULL.  Units,
 * natures (rational, root number, limit) are settled here; comparisons and conditions in compare.c;
 * look-ups in lookup.c; reductions in reduce.c; whether something can be missing in missing.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/cover.h"
#include "check/expr.h"
#include "check/record.h"
#include "limit.h"
#include "number/text.h"

Str node_source(const Model *model, const Node *node)
{
    return source_text(model->sources, node->span);
}

Str unit_text(Model *model, uint32_t unit)
{
    switch (unit) {
    case UNIT_ANY:
    case UNIT_PURE: return STR("a plain number");
    case UNIT_PERCENT: return STR("a percentage");
    default: return str_printf(model->arena, "a number in %S", model->units[unit]);
    }
}

Str type_text(Model *model, const Expr *e)
{
    switch (e->type) {
    case TYPE_NUMBER: return unit_text(model, e->unit);
    case TYPE_CODE: return STR("a code or text");
    case TYPE_YESNO: return STR("yes or no");
    case TYPE_DATE: return STR("a date");
    case TYPE_YEAR: return STR("a school year");
    case TYPE_BAND: return STR("a band");
    case TYPE_ROW: return STR("a link to another record");
    case TYPE_NONE: break;
    }
    return STR("nothing");
}

/* 90 where a percentage stands beside it: taken as a number it is 9000%, which nobody means. */
static bool percent_meets_plain(Scope *scope, const Expr *percent, const Expr *plain,
                                const Node *at)
{
    Arena *arena = scope->model->arena;
    const Exact *x, *one = exact_from_i64(arena, 1);
    if (percent->unit != UNIT_PERCENT || plain->unit != UNIT_ANY || !expr_is_number(plain, &x) ||
        x->root)
        return false;
    if (exact_compare(arena, x, one) <= 0 && exact_compare(arena, x, exact_neg(arena, one)) >= 0)
        return false;
    FAULT(scope, D_PERCENT_PLAIN, at, cover_number_text(arena, x, COVER_NUMBER),
          cover_number_text(arena, x, COVER_PERCENT));
    return true;
}

/* 40% where a number of a unit stands beside it: 40 is meant, and not the 0.4 that it would be. */
static bool percent_meets_unit(Scope *scope, const Expr *percent, const Expr *other, Diag *diag)
{
    Arena *arena = scope->model->arena;
    const Exact *x;
    if (percent->unit != UNIT_PERCENT || unit_is_plain(other->unit) ||
        !expr_is_number(percent, &x) || x->root)
        return false;
    Str text = cover_number_text(arena, x, COVER_PERCENT);
    diag->fix = str_printf(arena, "Beside %S a number stands without its %% sign:  %S",
                           unit_text(scope->model, other->unit), str_slice(text, 0, text.len - 1));
    return true;
}

bool check_units(Scope *scope, const Expr *a, const Expr *b, const Node *at, uint32_t *unit)
{
    *unit = a->unit == UNIT_ANY ? b->unit : a->unit;
    if (percent_meets_plain(scope, a, b, at) || percent_meets_plain(scope, b, a, at)) return false;
    if (a->unit == b->unit || a->unit == UNIT_ANY || b->unit == UNIT_ANY) return true;
    if (unit_is_plain(a->unit) && unit_is_plain(b->unit)) {
        *unit = UNIT_PURE;
        return true;
    }
    Diag *diag = DIAG_AT(scope->model->diags, D_UNITS_DIFFER, at->span,
                         unit_text(scope->model, a->unit), unit_text(scope->model, b->unit));
    if (!percent_meets_unit(scope, a, b, diag)) percent_meets_unit(scope, b, a, diag);
    return false;
}

/* Says that a number, or yes or no, is needed where e stands, and how it may become one. */
static void wrong_type(Model *model, const Node *node, Type type, const Expr *e)
{
    Str words = node_source(model, node);
    bool number = type == TYPE_NUMBER;
    Diag *d = DIAG_AT(model->diags, D_WRONG_TYPE, node->span,
                      number ? STR("a number") : STR("yes or no"), type_text(model, e));
    if (words.len > 40) words = STR("...");
    if (!number && e->type == TYPE_NUMBER)
        d->fix = str_printf(model->arena, "Compare it with a number:  %S >= 4", words);
    else if (!number)
        d->fix = str_printf(model->arena, "Say what it must be:  %S is ...", words);
    else if (e->type == TYPE_CODE)
        d->fix =
            str_printf(model->arena, "Look up in a table what each is worth:  points[%S]", words);
    else if (e->type == TYPE_YESNO)
        d->fix = str_printf(model->arena,
                            "Say which number each stands for:  (1 if %S otherwise 0)", words);
}

bool is_number(Model *model, const Node *node, const Expr *e, bool rational)
{
    if (e->type != TYPE_NUMBER && e->type != TYPE_NONE)
        wrong_type(model, node, TYPE_NUMBER, e);
    else if (rational && e->nature != RATIONAL)
        DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, node->span);
    else
        return true;
    return false;
}

const Expr *check_typed(Scope *scope, const Node *node, Type type)
{
    const Expr *e = expr_as(scope->model, check_formula(scope, node), type);
    if (!e || e->type == type) return e;
    wrong_type(scope->model, node, type, e);
    return NULL;
}

const Expr *check_condition(Scope *scope, const Node *node)
{
    return check_typed(scope, node, TYPE_YESNO);
}

const Expr *check_decided(Scope *scope, const Node *node)
{
    const Expr *e = check_condition(scope, node);
    if (!e || !can_miss(scope->model, e, scope->facts)) return e;
    const Expr *part = first_missing(scope->model, e, scope->facts);
    Span span = part ? part->span : node->span;
    Str words = source_text(scope->model->sources, span);
    Diag *d = DIAG_AT(scope->model->diags, D_CONDITION_MISSING, node->span, words);
    tell_reference(scope->model, d, e, scope->facts);
    bool compares = node->kind >= NODE_LESS && node->kind <= NODE_IN;
    Str whole = node_source(scope->model, node);
    if (compares && part && whole.len <= 60 && span.start == node->child[AT_LEFT]->span.start &&
        span.end == node->child[AT_LEFT]->span.end)
        d->fix = str_printf(scope->model->arena, "Say that it must be known:  known %S", whole);
    else if (words.len <= 40)
        d->fix = str_printf(scope->model->arena, "Say first that it is known:  %S is known and ...",
                            words);
    return NULL;
}

/* ---- numbers ---- */

const Expr *check_literal(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Exact *x = number_parse_exact(model->arena, node->text);
    if (!x) return FAULT(scope, D_NUMBER_LONG, node);
    uint32_t unit = UNIT_ANY;
    if (node->kind == NODE_PERCENT) {
        x = exact_mul(model->arena, x, exact_from_ratio(model->arena, 1, 100));
        unit = UNIT_PERCENT;
    }
    return expr_number(model, scope->place, x, unit, node->span);
}

static Nature nature_of(ExprKind kind, Nature a, Nature b, bool *ok)
{
    *ok = true;
    if (kind == EXPR_ADD || kind == EXPR_SUB) {
        if (a == RATIONAL && b == RATIONAL) return RATIONAL;
        *ok = a == RATIONAL || b == RATIONAL;
        return LIMIT;
    }
    *ok = a != LIMIT && b != LIMIT;
    return a == RATIONAL && b == RATIONAL ? RATIONAL : ROOT_NUMBER;
}

static const Expr *arithmetic(Scope *scope, ExprKind kind, const Expr *a, const Expr *b,
                              const Node *at)
{
    uint32_t unit;
    bool ok;
    if (!a || !b) return NULL;
    if (kind == EXPR_ADD || kind == EXPR_SUB) {
        if (!check_units(scope, a, b, at, &unit)) return NULL;
    } else if (!product_unit(scope, kind, a, b, at, &unit)) {
        return NULL;
    }
    Nature nature = nature_of(kind, a->nature, b->nature, &ok);
    if (!ok) return FAULT(scope, D_ROOT_NEEDS_ROUNDING, at);
    bool product = kind == EXPR_MUL || kind == EXPR_DIV;
    if (product && roots_cancel(a, b)) nature = RATIONAL;
    const Expr *args[] = { a, b };
    return expr_make(scope->model, &(Expr){ .kind = kind,
                                            .place = scope->place,
                                            .type = TYPE_NUMBER,
                                            .unit = unit,
                                            .nature = nature,
                                            .arg = args,
                                            .arg_count = 2,
                                            .span = at->span });
}

/* a + b - c and a * b / c: a flat list from left to right. */
static const Expr *chain(Scope *scope, const Node *node)
{
    if (node->count > LIMIT_CHAIN) return FAULT(scope, D_CHAIN_LONG, node);
    bool product = node->kind == NODE_MULTIPLY;
    const Expr *total = check_typed(scope, node->child[0], TYPE_NUMBER);
    for (uint32_t i = 1; i < node->count; i++) {
        const Node *part = node->child[i];
        ExprKind kind = product ? EXPR_MUL : EXPR_ADD;
        if (part->kind == NODE_SUBTRACT) kind = EXPR_SUB;
        if (part->kind == NODE_DIVIDE) kind = EXPR_DIV;
        bool wrapped = kind == EXPR_SUB || kind == EXPR_DIV;
        if (wrapped) part = part->child[0];
        const Expr *next = check_typed(scope, part, TYPE_NUMBER);
        const Exact *divisor;
        if (next && kind == EXPR_DIV && expr_is_number(next, &divisor) &&
            exact_sign(scope->model->arena, divisor) == 0)
            return FAULT(scope, D_DIVIDE_BY_NOUGHT, part);
        total = total && next ? arithmetic(scope, kind, total, next, node) : NULL;
    }
    return total;
}

static bool mode_of(const Node *node, RoundMode *mode)
{
    switch ((int)node->kind) {
    case NODE_MODE_HALF_AWAY: *mode = ROUND_HALF_AWAY; return true;
    case NODE_MODE_HALF_EVEN: *mode = ROUND_HALF_EVEN; return true;
    case NODE_MODE_HALF_UP: *mode = ROUND_HALF_UP; return true;
    case NODE_MODE_UP: *mode = ROUND_UP; return true;
    case NODE_MODE_DOWN: *mode = ROUND_DOWN; return true;
    default: return false;
    }
}

/* Digits after the point that a step such as 0.05 needs. */
static int places_of(Arena *arena, const Exact *step)
{
    int64_t num, den;
    for (int places = 0; places < 18; places++) {
        const Exact *scaled = exact_mul(arena, step, exact_power_of_ten(arena, places));
        if (exact_to_ratio(scaled, &num, &den) && den == 1) return places;
    }
    return 18;
}

bool check_round(Model *model, const Node *to, uint32_t unit, Round *round, int *places)
{
    enum { MOST_PLACES = 60 };
    const Node *mode_node = to->kind == NODE_TO_WHOLE ? to->child[AT_TO_WHOLE_MODE]
                            : to->kind == NODE_TO_PLACES || to->kind == NODE_TO_NEAREST
                                ? to->child[1]
                                : NULL;
    if (to->kind == NODE_ERROR) return false;
    RoundMode mode = model->mode;
    if (mode_node ? !mode_of(mode_node, &mode) : !model->has_mode) {
        if (!mode_node) DIAG_AT(model->diags, D_ROUNDING_MODE, to->span);
        return false;
    }
    int shift = unit == UNIT_PERCENT ? 2 : 0;
    if (to->kind == NODE_TO_NEAREST) {
        const Node *number = to->child[AT_TO_NEAREST_NUMBER];
        const Exact *step = number_parse_exact(model->arena, number->text);
        if (!step || exact_sign(model->arena, step) <= 0) {
            DIAG_AT(model->diags, D_ROUND_NEAREST_WHAT, to->span);
            return false;
        }
        *places = places_of(model->arena, step);
        if (shift || number->kind == NODE_PERCENT)
            step = exact_mul(model->arena, step, exact_from_ratio(model->arena, 1, 100));
        *round = round_nearest(mode, step);
        return true;
    }
    int64_t n = 0;
    if (to->kind == NODE_TO_PLACES) {
        int decimals;
        bool minus_zero;
        if (number_parse(to->child[0]->text, &n, &decimals, &minus_zero) != NUMBER_SMALL ||
            decimals || n > MOST_PLACES) {
            DIAG_AT(model->diags, D_ROUND_PLACES, to->child[0]->span);
            return false;
        }
    }
    *places = (int)n;
    *round = round_places(model->arena, mode, (int)n + shift);
    return true;
}

static const Expr *rounded(Scope *scope, const Node *node)
{
    const Expr *of = check_typed(scope, node->child[AT_ROUNDED_OF], TYPE_NUMBER);
    Round round;
    int places;
    if (!of) return NULL;
    if (!check_round(scope->model, node->child[AT_ROUNDED_TO], of->unit, &round, &places))
        return NULL;
    return expr_round(scope->model, of, &round, node->span);
}

static const Expr *shown(Scope *scope, const Node *node)
{
    const Node *figure = node->child[0];
    Measure *measure = scope->measure;
    if (figure->kind == NODE_PATH) measure = measure_find(scope->model, figure->child[0]->text);
    if (figure->kind == NODE_NAME && measure_find(scope->model, figure->text))
        measure = measure_find(scope->model, figure->text);
    const Expr *e = check_typed(scope, figure, TYPE_NUMBER);
    if (!e) return NULL;
    if (!measure || !measure->has_shown) return FAULT(scope, D_SHOWN_WHAT, node);
    return expr_round(scope->model, e, &measure->shown, node->span);
}

static bool is_over_years(const Node *node)
{
    const Node *over = node_is_agg(node) ? node->child[AT_AGG_OVER] : NULL;
    return over && over->kind == NODE_LAST_YEARS;
}

static const Expr *counting(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *of = node->child[AT_COUNTING_OF];
    if (node_is_agg(of) && !is_over_years(of)) return check_aggregate(scope, node);
    const Expr *a = check_formula(scope, of);
    const Expr *b = check_formula(scope, node->child[AT_COUNTING_AS]);
    uint32_t unit = UNIT_ANY;
    if (!a || !b) return NULL;
    expr_meet(model, &a, &b);
    if (a->type != b->type)
        return FAULT(scope, D_BRANCHES_DIFFER, node, type_text(model, a), type_text(model, b));
    if (a->type == TYPE_NUMBER && !check_units(scope, a, b, node, &unit)) return NULL;
    mark_add(scope, MARK_MISSING, node, a);
    return expr_2(model, EXPR_INSTEAD, a->type, a, b, node->span);
}

static const Expr *calendar(Scope *scope, const Node *node)
{
    bool date = node->kind == NODE_DATE;
    int64_t value = node_year(node);
    if (date && !date_days(node->text, &value)) return NULL; /* said by the reader of the text */
    return expr_make(scope->model, &(Expr){ .kind = EXPR_CONST,
                                            .place = scope->place,
                                            .type = date ? TYPE_DATE : TYPE_YEAR,
                                            .number = exact_from_i64(scope->model->arena, value),
                                            .span = node->span });
}

static const Expr *percent_of(Scope *scope, const Node *node)
{
    const Expr *part = check_literal(scope, node->child[AT_PERCENT_OF_PERCENT]);
    const Expr *of = check_typed(scope, node->child[AT_PERCENT_OF_OF], TYPE_NUMBER);
    if (!part || !of) return NULL;
    const Expr *pure = expr_number(scope->model, scope->place, part->number, UNIT_ANY, part->span);
    return arithmetic(scope, EXPR_MUL, pure, of, node);
}

static const Expr *negate(Scope *scope, const Node *node)
{
    const Expr *of = check_typed(scope, node->child[0], TYPE_NUMBER);
    return of ? expr_1(scope->model, EXPR_NEG, TYPE_NUMBER, of, node->span) : NULL;
}

const Expr *check_formula(Scope *scope, const Node *node)
{
    if (is_over_years(node)) return check_fold_years(scope, node);
    if (scope->closed && (node_is_agg(node) || node->kind == NODE_RANK) &&
        (node->kind == NODE_RANK || node->child[AT_AGG_OVER]))
        return FAULT(scope, D_FORMULA_ROWS, node);
    if (node_is_agg(node)) {
        return node->child[AT_AGG_OVER] ? check_aggregate(scope, node) : check_fold(scope, node);
    }
    switch ((int)node->kind) {
    case NODE_ERROR: return NULL;
    case NODE_NAME:
    case NODE_PATH: return name_formula(scope, node);
    case NODE_NUMBER:
    case NODE_PERCENT: return check_literal(scope, node);
    case NODE_STRING: return expr_code(scope->model, scope->place, node->text, node->span);
    case NODE_YEAR:
    case NODE_DATE: return calendar(scope, node);
    case NODE_SHOWN: return shown(scope, node);
    case NODE_INDEX: return check_index(scope, node);
    case NODE_YEAR_BEFORE: return check_year_before(scope, node);
    case NODE_NEGATE: return negate(scope, node);
    case NODE_ADD:
    case NODE_MULTIPLY: return chain(scope, node);
    case NODE_PERCENT_OF: return percent_of(scope, node);
    case NODE_ROOT: return check_root(scope, node);
    case NODE_IF: return check_choice(scope, node);
    case NODE_COUNTING: return counting(scope, node);
    case NODE_ROUNDED: return rounded(scope, node);
    case NODE_POOLED: return check_pooled(scope, node);
    case NODE_RANK: return check_rank(scope, node);
    case NODE_APPLY: return check_apply(scope, node);
    case NODE_FULL_YEARS:
    case NODE_FULL_MONTHS:
    case NODE_FULL_DAYS: return check_full(scope, node);
    default: return check_comparison(scope, node);
    }
}
