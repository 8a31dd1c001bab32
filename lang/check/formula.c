/* formula.c -- a formula of the tree as a typed Expr: names, numbers, comparisons, conditions.
 *
 * Each function gives NULL after a message and is silent about what follows from a NULL.  Units,
 * natures (rational, root number, limit) and types are settled here; reductions in reduce.c; whether
 * something can be missing in missing.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "number/text.h"


Str node_source(const Model *model, const Node *node)
{
    return source_text(model->sources, node->span);
}

Str unit_text(Model *model, uint32_t unit)
{
    switch (unit) {
    case UNIT_ANY:
    case UNIT_PURE: return STR("a pure number");
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

static bool is_plain(uint32_t unit)
{
    return unit == UNIT_ANY || unit == UNIT_PURE || unit == UNIT_PERCENT;
}

bool check_units(Scope *scope, const Expr *a, const Expr *b, const Node *at, uint32_t *unit)
{
    *unit = a->unit == UNIT_ANY ? b->unit : a->unit;
    if (a->unit == b->unit || a->unit == UNIT_ANY || b->unit == UNIT_ANY) return true;
    if (is_plain(a->unit) && is_plain(b->unit)) {
        *unit = UNIT_PURE;
        return true;
    }
    FAULT(scope, D_UNITS_DIFFER, at, unit_text(scope->model, a->unit),
          unit_text(scope->model, b->unit));
    return false;
}

static const Expr *want(Scope *scope, const Node *node, Type type)
{
    const Expr *e = check_formula(scope, node);
    if (!e || e->type == type) return e;
    Str wanted = type == TYPE_NUMBER ? STR("a number") : STR("yes or no");
    return FAULT(scope, D_WRONG_TYPE, node, wanted, type_text(scope->model, e));
}

const Expr *check_condition(Scope *scope, const Node *node)
{
    return want(scope, node, TYPE_YESNO);
}

const Expr *check_decided(Scope *scope, const Node *node)
{
    const Expr *e = check_condition(scope, node);
    if (!e || !can_miss(scope->model, e, scope->facts)) return e;
    const Expr *part = first_missing(scope->model, e, scope->facts);
    Span span = part ? part->span : node->span;
    Str words = source_text(scope->model->sources, span);
    DIAG_AT(scope->model->diags, D_CONDITION_MISSING, node->span, words);
    return NULL;
}

/* ---- numbers ---- */

static const Expr *number_literal(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Exact *x = number_parse_exact(model->arena, node->text);
    if (!x) return FAULT(scope, D_NUMBER_TOO_LONG, node, node->text);
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

static bool product_unit(Scope *scope, ExprKind kind, const Expr *a, const Expr *b, const Node *at,
                         uint32_t *unit)
{
    if (is_plain(b->unit)) {
        *unit = a->unit;
        if (a->unit == UNIT_ANY || (a->unit == UNIT_PURE && b->unit == UNIT_PERCENT))
            *unit = kind == EXPR_MUL ? b->unit : b->unit == UNIT_ANY ? UNIT_ANY : UNIT_PURE;
        if (kind == EXPR_DIV && a->unit == UNIT_PERCENT && b->unit == UNIT_PERCENT)
            *unit = UNIT_PURE;
        return true;
    }
    if (kind == EXPR_MUL && is_plain(a->unit)) {
        *unit = b->unit;
        return true;
    }
    if (kind == EXPR_DIV && a->unit == b->unit) {
        *unit = UNIT_PURE;
        return true;
    }
    FAULT(scope, kind == EXPR_MUL ? D_UNITS_MULTIPLY : D_UNITS_DIVIDE, at,
          unit_text(scope->model, a->unit), unit_text(scope->model, b->unit));
    return false;
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
    const Exact *divisor;
    if (kind == EXPR_DIV && expr_is_number(b, &divisor) &&
        exact_sign(scope->model->arena, divisor) == 0)
        return FAULT(scope, D_DIVIDE_BY_NOUGHT, at);
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
    bool product = node->kind == NODE_MULTIPLY;
    const Expr *total = want(scope, node->child[0], TYPE_NUMBER);
    for (uint32_t i = 1; i < node->count; i++) {
        const Node *part = node->child[i];
        ExprKind kind = product ? EXPR_MUL : EXPR_ADD;
        if (part->kind == NODE_SUBTRACT) kind = EXPR_SUB;
        if (part->kind == NODE_DIVIDE) kind = EXPR_DIV;
        bool wrapped = kind == EXPR_SUB || kind == EXPR_DIV;
        const Expr *next = want(scope, wrapped ? part->child[0] : part, TYPE_NUMBER);
        total = total && next ? arithmetic(scope, kind, total, next, node) : NULL;
    }
    return total;
}

static const Expr *root(Scope *scope, const Node *node)
{
    const Expr *of = want(scope, node->child[0], TYPE_NUMBER);
    if (!of) return NULL;
    if (of->nature != RATIONAL) return FAULT(scope, D_ROOT_NEEDS_ROUNDING, node);
    if (!is_plain(of->unit))
        return FAULT(scope, D_UNITS_ROOT, node, unit_text(scope->model, of->unit));
    const Expr *args[] = { of };
    return expr_make(scope->model, &(Expr){ .kind = EXPR_ROOT,
                                            .place = scope->place,
                                            .type = TYPE_NUMBER,
                                            .unit = UNIT_PURE,
                                            .nature = ROOT_NUMBER,
                                            .arg = args,
                                            .arg_count = 1,
                                            .span = node->span });
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
    const Expr *of = want(scope, node->child[AT_ROUNDED_OF], TYPE_NUMBER);
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
    const Expr *e = want(scope, figure, TYPE_NUMBER);
    if (!e) return NULL;
    if (!measure || !measure->has_shown) return FAULT(scope, D_SHOWN_WHAT, node);
    return expr_round(scope->model, e, &measure->shown, node->span);
}

/* ---- comparisons ---- */

static const Expr *yesno(Scope *scope, ExprKind kind, const Expr *a, const Expr *b, const Node *at)
{
    return expr_2(scope->model, kind, TYPE_YESNO, a, b, at->span);
}

static bool is_ordered(Type type)
{
    return type == TYPE_NUMBER || type == TYPE_DATE || type == TYPE_YEAR || type == TYPE_BAND;
}

static bool code_fits(Scope *scope, const Expr *of, const Expr *code, const Node *at)
{
    Model *model = scope->model;
    if (!of->codes || code->kind != EXPR_CONST) return true;
    const ListInfo *codes = of->codes;
    Str *near = NEW_ARRAY(model->arena, Str, codes->count);
    for (uint32_t i = 0; i < codes->count; i++) {
        near[i] = model->texts[codes->code[i]];
        if (str_eq(near[i], code->text)) return true;
    }
    name_unknown_among(model, D_UNKNOWN_CODE, code->text, at->span, codes->name, near,
                       codes->count);
    return false;
}

static const Expr *compare(Scope *scope, ExprKind kind, const Expr *a, const Expr *b,
                           const Node *at)
{
    uint32_t unit;
    if (!a || !b) return NULL;
    bool equality = kind == EXPR_EQ || kind == EXPR_NE;
    if (a->type == b->type && is_ordered(a->type)) {
        if (a->type == TYPE_NUMBER && !check_units(scope, a, b, at, &unit)) return NULL;
        return yesno(scope, kind, a, b, at);
    }
    if (equality && a->type == b->type && (a->type == TYPE_CODE || a->type == TYPE_YESNO)) {
        if (a->type == TYPE_CODE && (!code_fits(scope, a, b, at) || !code_fits(scope, b, a, at)))
            return NULL;
        ExprKind same = a->type == TYPE_CODE ? EXPR_SAME_CODE : EXPR_SAME_YESNO;
        const Expr *e = yesno(scope, same, a, b, at);
        if (b->kind == EXPR_CONST && a->type == TYPE_YESNO)
            e = b->yes ? a : expr_not(scope->model, a, at->span);
        return kind == EXPR_EQ ? e : expr_not(scope->model, e, at->span);
    }
    return FAULT(scope, D_CANNOT_COMPARE, at, type_text(scope->model, a),
                 type_text(scope->model, b));
}

/* The band of the left side's measure that the right side names; SIZE_MAX when it is no band. */
static size_t named_band(Scope *scope, const Node *node, Measure **measure)
{
    const Node *right = node->child[AT_RIGHT];
    *measure = name_measure(scope, node->child[AT_LEFT]);
    if (!*measure || right->kind != NODE_NAME || !(*measure)->band_count) return SIZE_MAX;
    return band_find(*measure, right->text);
}

static const Expr *compare_band(Scope *scope, ExprKind kind, const Node *node, Measure *measure,
                                size_t place)
{
    const Expr *band = measure_band(scope, measure, node->child[AT_LEFT]->span);
    if (!band) return NULL;
    const Expr *index = expr_make(
        scope->model,
        &(Expr){ .kind = EXPR_CONST,
                 .place = scope->place,
                 .type = TYPE_BAND,
                 .bands = measure,
                 .number = exact_from_i64(scope->model->arena, (int64_t)place),
                 .span = node->child[AT_RIGHT]->span });
    return yesno(scope, kind, band, index, node);
}

static const Expr *unknown_band(Scope *scope, const Node *node, Measure *measure)
{
    const Node *right = node->child[AT_RIGHT];
    Str *near = NEW_ARRAY(scope->model->arena, Str, measure->band_count);
    for (size_t i = 0; i < measure->band_count; i++) near[i] = measure->bands[i].name;
    name_unknown_among(scope->model, D_UNKNOWN_BAND, right->text, right->span, measure->name, near,
                       measure->band_count);
    return NULL;
}

/* The finding of a review at scope's rows, where `name` is a review; NULL when it is not one. */
static const ReviewLevel *named_review(Scope *scope, const Node *name)
{
    Model *model = scope->model;
    Name *found = name->kind == NODE_NAME ? name_find(model, name->text) : NULL;
    if (!found || found->kind != NAME_REVIEW) return NULL;
    for (size_t i = 0; i < model->review_level_count; i++)
        if (model->review_levels[i].review == found->what &&
            model->review_levels[i].place == scope->place)
            return &model->review_levels[i];
    return NULL;
}

/* yearly is visit: missing where the review could not judge, so that nothing opens by that. */
static const Expr *compare_finding(Scope *scope, ExprKind kind, const Node *node,
                                   const ReviewLevel *level)
{
    Model *model = scope->model;
    const Node *right = node->child[AT_RIGHT];
    size_t index = SIZE_MAX, missing = SIZE_MAX;
    if (!level->finding || right->kind == NODE_ERROR) return NULL;
    for (size_t i = 0; i < level->finding_count; i++) {
        if (str_eq(level->finding_name[i], right->text)) index = i;
        if (level->finding_is_missing[i]) missing = i;
    }
    if (index == SIZE_MAX || (kind != EXPR_EQ && kind != EXPR_NE)) {
        name_unknown_among(model, D_UNKNOWN_FINDING, right->text, right->span, level->review->name,
                           level->finding_name, level->finding_count);
        return NULL;
    }
    const Expr *number[2];
    for (size_t i = 0; i < 2; i++)
        number[i] = expr_make(
            model, &(Expr){ .kind = EXPR_CONST,
                            .place = scope->place,
                            .type = TYPE_BAND,
                            .number = exact_from_i64(model->arena,
                                                     (int64_t)(i ? missing : index)),
                            .span = right->span });
    const Expr *same = yesno(scope, kind, level->finding, number[0], node);
    if (missing == SIZE_MAX || missing == index) return same;
    const Expr *not_judged = yesno(scope, EXPR_EQ, level->finding, number[1], node);
    uint8_t reason = reason_add(model, level->finding_name[missing], level->finding_title[missing],
                                STR_EMPTY, REASON_IS_MISSING, node->span);
    return expr_withhold(model, same, not_judged, reason, node->span);
}

/* is, is not, is at least, is at most, is below, is above. */
static const Expr *is(Scope *scope, const Node *node, ExprKind number_kind, ExprKind band_kind)
{
    Measure *measure;
    size_t place = named_band(scope, node, &measure);
    if (place != SIZE_MAX) return compare_band(scope, band_kind, node, measure, place);
    const Node *right = node->child[AT_RIGHT];
    const ReviewLevel *review = named_review(scope, node->child[AT_LEFT]);
    if (review) return compare_finding(scope, number_kind, node, review);
    if (measure && measure->band_count && right->kind == NODE_NAME &&
        !name_find(scope->model, right->text) &&
        !(scope->measure && level_find(scope->measure, scope->place)))
        return unknown_band(scope, node, measure);
    const Expr *a = check_formula(scope, node->child[AT_LEFT]);
    const Expr *b = check_formula(scope, right);
    return compare(scope, number_kind, a, b, node);
}

static const Expr *in(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *right = node->child[AT_IN_RIGHT];
    const Expr *left = check_formula(scope, node->child[AT_IN_LEFT]);
    if (!left || right->kind == NODE_ERROR) return NULL;
    Name *name = name_find(model, right->text);
    if (left->type == TYPE_NUMBER && !(name && name->kind == NAME_LIST)) {
        bool percent = str_eq(right->text, STR("%"));
        uint32_t unit = percent ? UNIT_PERCENT : UNIT_FIRST_NAMED;
        while (!percent && unit < model->unit_count && !str_eq(model->units[unit], right->text))
            unit++;
        if (unit == model->unit_count) {
            name_unknown_among(model, D_UNKNOWN_UNIT, right->text, right->span, STR_EMPTY,
                               model->units + UNIT_FIRST_NAMED,
                               model->unit_count - UNIT_FIRST_NAMED);
            return NULL;
        }
        Expr cast = *left;
        cast.unit = unit;
        if (left->kind == EXPR_DEF || left->kind == EXPR_READ || left->kind == EXPR_CONST)
            return expr_make(model, &cast);
        const Expr *args[] = { left, expr_int(model, scope->place, 1, node->span) };
        return expr_make(model, &(Expr){ .kind = EXPR_MUL,
                                         .place = scope->place,
                                         .type = TYPE_NUMBER,
                                         .unit = unit,
                                         .nature = left->nature,
                                         .arg = args,
                                         .arg_count = 2,
                                         .span = node->span });
    }
    if (!name || name->kind != NAME_LIST) {
        Str *near = NEW_ARRAY(model->arena, Str, model->list_count);
        for (size_t i = 0; i < model->list_count; i++) near[i] = model->lists[i].name;
        name_unknown_among(model, D_UNKNOWN_LIST, right->text, right->span, STR_EMPTY, near,
                           model->list_count);
        return NULL;
    }
    if (left->type != TYPE_CODE)
        return FAULT(scope, D_WRONG_TYPE, node->child[AT_IN_LEFT], STR("a code or text"),
                     type_text(model, left));
    const Expr *args[] = { left };
    return expr_make(model, &(Expr){ .kind = EXPR_IN_LIST,
                                     .place = scope->place,
                                     .type = TYPE_YESNO,
                                     .list = name->list,
                                     .arg = args,
                                     .arg_count = 1,
                                     .span = node->span });
}

static const Expr *is_missing(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Expr *of = check_formula(scope, node->child[AT_IS_MISSING_OF]);
    const Node *reason = node->child[AT_IS_MISSING_REASON];
    if (!of) return NULL;
    const Expr *known = expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, of, node->span);
    if (!reason) return expr_not(model, known, node->span);
    uint8_t which = reason_find(model, reason->text);
    if (!which) {
        Str *near = NEW_ARRAY(model->arena, Str, model->reason_count);
        for (size_t i = 0; i < model->reason_count; i++) near[i] = model->reasons[i].name;
        name_unknown_among(model, D_UNKNOWN_REASON, reason->text, reason->span, STR_EMPTY,
                           near + 1, model->reason_count - 1);
        return NULL;
    }
    const Expr *args[] = { of };
    return expr_make(model, &(Expr){ .kind = EXPR_IS_REASON,
                                     .place = scope->place,
                                     .type = TYPE_YESNO,
                                     .reason = which,
                                     .arg = args,
                                     .arg_count = 1,
                                     .span = node->span });
}

/* ---- and, or, if ---- */

static const Expr *join(Scope *scope, ExprKind kind, const Expr *a, const Expr *b, bool guarded,
                        const Node *at)
{
    const Expr *args[] = { a, b };
    return expr_make(scope->model, &(Expr){ .kind = kind,
                                            .place = scope->place,
                                            .type = TYPE_YESNO,
                                            .guarded = guarded,
                                            .arg = args,
                                            .arg_count = 2,
                                            .span = at->span });
}

/* Each part may rely on what those before it established. */
static const Expr *conjunction(Scope *scope, const Node *node, ExprKind kind)
{
    Scope inner = *scope;
    const Expr *all = NULL;
    bool failed = false;
    for (uint32_t i = 0; i < node->count; i++) {
        const Expr *part = check_condition(&inner, node->child[i]);
        if (!part) {
            failed = true;
            continue;
        }
        bool guarded = !can_miss(scope->model, part, inner.facts);
        all = all ? join(scope, kind, all, part, guarded, node) : part;
        inner.facts = kind == EXPR_AND ? fact_true(scope->model, inner.facts, part)
                                       : fact_false(scope->model, inner.facts, part);
    }
    return failed ? NULL : all;
}

static const Expr *choose(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Expr *condition = check_condition(scope, node->child[AT_IF_COND]);
    Scope yes = *scope, no = *scope;
    if (condition) {
        yes.facts = fact_true(model, scope->facts, condition);
        no.facts = fact_false(model, scope->facts, condition);
    }
    const Expr *a = check_formula(&yes, node->child[AT_IF_THEN]);
    const Expr *b = check_formula(&no, node->child[AT_IF_ELSE]);
    if (!condition || !a || !b) return NULL;
    uint32_t unit = UNIT_ANY;
    if (a->type != b->type)
        return FAULT(scope, D_BRANCHES_DIFFER, node, type_text(model, a), type_text(model, b));
    if (a->type == TYPE_NUMBER && !check_units(scope, a, b, node, &unit)) return NULL;
    Expr e = *expr_3(model, EXPR_CHOOSE, a->type, condition, a, b, node->span);
    e.unit = unit;
    return expr_make(model, &e);
}

static const Expr *at_least_of(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *list = node->child[AT_AT_LEAST_OF_CONDS];
    const Expr *total = NULL;
    for (uint32_t i = 0; i < list->count; i++) {
        const Expr *part = check_condition(scope, list->child[i]);
        if (!part) return NULL;
        const Expr *one = expr_1(model, EXPR_YESNO_NUMBER, TYPE_NUMBER, part, part->span);
        total = total ? expr_2(model, EXPR_ADD, TYPE_NUMBER, total, one, node->span) : one;
    }
    const Expr *least = number_literal(scope, node->child[AT_AT_LEAST_OF_COUNT]);
    return total && least ? yesno(scope, EXPR_GE, total, least, node) : NULL;
}

/* With one school year's data: this year decides where it can; else no earlier year is there. */
static const Expr *over_years(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    bool each = node->kind == NODE_EACH_YEAR;
    const Expr *now =
        check_condition(scope, node->child[each ? AT_EACH_YEAR_COND : AT_SOME_YEARS_COND]);
    const Expr *years = number_literal(scope, node->child[each ? 0 : AT_SOME_YEARS_YEARS]);
    const Expr *least = each ? years : number_literal(scope, node->child[AT_SOME_YEARS_COUNT]);
    if (!now || !years || !least) return NULL;
    const Exact *one = exact_from_i64(model->arena, 1);
    int order = exact_compare(model->arena, least->number, years->number);
    if (order > 0) return FAULT(scope, D_YEARS_COUNT, node);
    bool needs_one = exact_compare(model->arena, least->number, one) == 0;
    if (needs_one && exact_compare(model->arena, years->number, one) == 0) return now;
    const Expr *before =
        expr_missing(model, scope->place, TYPE_YESNO, REASON_NO_EARLIER, node->span);
    if (order == 0) return join(scope, EXPR_AND, now, before, true, node);
    if (needs_one) return join(scope, EXPR_OR, now, before, true, node);
    return join(scope, EXPR_AND, before, now, false, node);
}

/* ---- look-ups and reads ---- */

static const Expr *find_group(Scope *scope, Def *def, const Node *node)
{
    Model *model = scope->model;
    const Node *keys = node->child[AT_INDEX_KEYS];
    const Taking *taking = NULL;
    for (size_t i = 0; i < model->taking_count; i++)
        if (def->measure && str_eq(model->takings[i].figure,
                                   str_printf(model->arena, "%S.%S", def->measure->name, def->name)))
            taking = &model->takings[i];
    const Expr *args[8];
    uint32_t count = 0;
    if (keys->count > COUNT_OF(args) - 1) return FAULT(scope, D_WRONG_KEYS, node, def->name);
    for (uint32_t i = 0; i < keys->count; i++) {
        args[count] = check_formula(scope, keys->child[i]);
        if (!args[count++]) return NULL;
    }
    if (taking) {
        uint32_t unit = def->measure->unit;
        return taking_lookup(scope, taking, args, count, unit);
    }
    if (!def_expr(model, def, node->span)) return NULL;
    Group *group = def->place->group;
    if (count != group->key_count) return FAULT(scope, D_WRONG_KEYS, node, def->name);
    bool own = scope->place == &group->of->place && !scope->all_rows &&
               (!group->mask || group->counted == scope->measure);
    for (uint32_t i = 0; i < count; i++) {
        own = own && args[i] == group->keys[i];
        if (args[i]->type != group->keys[i]->type)
            return FAULT(scope, D_CANNOT_COMPARE, keys->child[i], type_text(model, args[i]),
                         type_text(model, group->keys[i]));
    }
    bool ok = true;
    const Expr *row;
    if (own) {
        row = expr_row_to(model, scope->place, def->place, node->span, &ok);
    } else {
        const Expr *all[9];
        uint32_t n = 0;
        const Expr *level = expr_row_to(model, scope->place, group->level, node->span, &ok);
        if (!ok && scope->place == group->level) ok = true;
        if (scope->place == group->level && scope->place->kind != PLACE_NATION)
            level = expr_make(model, &(Expr){ .kind = EXPR_LEVEL,
                                              .place = scope->place,
                                              .type = TYPE_ROW,
                                              .span = node->span });
        if (level) all[n++] = level;
        for (uint32_t i = 0; i < count; i++) all[n++] = args[i];
        row = expr_make(model, &(Expr){ .kind = EXPR_FIND,
                                        .place = scope->place,
                                        .type = TYPE_ROW,
                                        .group = group,
                                        .arg = all,
                                        .arg_count = n,
                                        .span = node->span });
    }
    if (!ok) return FAULT(scope, D_NOT_BELOW, node, scope->place->name, group->level->name);
    return expr_read(model, scope->place, expr_def(model, def, node->span), row, node->span);
}

/* progress_8[school]: a figure of the row that a link points at. */
static const Expr *read_linked(Scope *scope, const Node *node, const Expr *row)
{
    const Node *base = node->child[AT_INDEX_BASE];
    Model *model = scope->model;
    if (row->kind != EXPR_LINK) return FAULT(scope, D_INDEX_WHAT, node, node_source(model, base));
    Record *parent = row->place->record->fields[row->index].parent;
    if (!parent) return NULL;
    Scope there = { .model = model, .place = &parent->place, .measure = scope->measure };
    const Expr *inner = check_formula(&there, base);
    return inner ? expr_read(model, scope->place, inner, row, node->span) : NULL;
}

static const Expr *look_up(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *base = node->child[AT_INDEX_BASE], *keys = node->child[AT_INDEX_KEYS];
    enum { MOST_KEYS = 8 };
    const Expr *args[MOST_KEYS];
    if (base->kind == NODE_ERROR || keys->count > MOST_KEYS) return NULL;
    Def *def = name_grouped(scope, base);
    if (def) return find_group(scope, def, node);
    for (uint32_t i = 0; i < keys->count; i++) {
        args[i] = check_formula(scope, keys->child[i]);
        if (!args[i]) return NULL;
    }
    Name *name = base->kind == NODE_NAME ? name_find(model, base->text) : NULL;
    if (name && name->kind == NAME_TABLE)
        return check_lookup(scope, name->what, node, args, keys->count);
    if (keys->count == 1 && args[0]->type == TYPE_ROW) return read_linked(scope, node, args[0]);
    if (base->kind == NODE_NAME && !name) {
        Str *near = NEW_ARRAY(model->arena, Str, model->name_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < model->name_count; i++)
            if (model->names[i].kind == NAME_TABLE) near[count++] = model->names[i].name;
        name_unknown_among(model, D_UNKNOWN_TABLE, base->text, base->span, STR_EMPTY, near, count);
        return NULL;
    }
    return FAULT(scope, D_INDEX_WHAT, node, node_source(model, base));
}

static const Expr *year_before(Scope *scope, const Node *node)
{
    const Expr *base = check_formula(scope, node->child[0]);
    if (!base) return NULL;
    Expr e = *expr_missing(scope->model, scope->place, base->type, REASON_NO_EARLIER, node->span);
    e.unit = base->unit;
    e.bands = base->bands;
    return expr_make(scope->model, &e);
}

static const Expr *counting(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *of = node->child[AT_COUNTING_OF];
    if (node_is_agg(of)) return check_aggregate(scope, node);
    const Expr *a = check_formula(scope, of);
    const Expr *b = check_formula(scope, node->child[AT_COUNTING_AS]);
    uint32_t unit = UNIT_ANY;
    if (!a || !b) return NULL;
    if (a->type != b->type)
        return FAULT(scope, D_BRANCHES_DIFFER, node, type_text(model, a), type_text(model, b));
    if (a->type == TYPE_NUMBER && !check_units(scope, a, b, node, &unit)) return NULL;
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
    const Expr *part = number_literal(scope, node->child[AT_PERCENT_OF_PERCENT]);
    const Expr *of = want(scope, node->child[AT_PERCENT_OF_OF], TYPE_NUMBER);
    if (!part || !of) return NULL;
    const Expr *pure = expr_number(scope->model, scope->place, part->number, UNIT_ANY, part->span);
    return arithmetic(scope, EXPR_MUL, pure, of, node);
}

static const Expr *negate(Scope *scope, const Node *node)
{
    const Expr *of = want(scope, node->child[0], TYPE_NUMBER);
    return of ? expr_1(scope->model, EXPR_NEG, TYPE_NUMBER, of, node->span) : NULL;
}

static const Expr *plain_compare(Scope *scope, const Node *node, ExprKind kind)
{
    const Expr *a = check_formula(scope, node->child[AT_LEFT]);
    const Expr *b = check_formula(scope, node->child[AT_RIGHT]);
    return compare(scope, kind, a, b, node);
}

static const Expr *logic(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Expr *of;
    switch ((int)node->kind) {
    case NODE_NOT:
        of = check_condition(scope, node->child[0]);
        return of ? expr_not(model, of, node->span) : NULL;
    case NODE_AND:
    case NODE_ALL_OF: return conjunction(scope, node, EXPR_AND);
    case NODE_OR:
    case NODE_ANY_OF: return conjunction(scope, node, EXPR_OR);
    case NODE_AT_LEAST_OF: return at_least_of(scope, node);
    case NODE_EACH_YEAR:
    case NODE_SOME_YEARS: return over_years(scope, node);
    case NODE_IS_KNOWN:
        of = check_formula(scope, node->child[0]);
        return of ? expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, of, node->span) : NULL;
    case NODE_IS_MISSING: return is_missing(scope, node);
    case NODE_IN: return in(scope, node);
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: return check_has(scope, node);
    case NODE_YES:
    case NODE_NO: return expr_yes(model, scope->place, node->kind == NODE_YES, node->span);
    default: return NULL;
    }
}

static const Expr *comparison(Scope *scope, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_LESS: return plain_compare(scope, node, EXPR_LT);
    case NODE_GREATER: return plain_compare(scope, node, EXPR_GT);
    case NODE_AT_LEAST: return plain_compare(scope, node, EXPR_GE);
    case NODE_AT_MOST: return plain_compare(scope, node, EXPR_LE);
    case NODE_EQUAL: return plain_compare(scope, node, EXPR_EQ);
    case NODE_NOT_EQUAL: return plain_compare(scope, node, EXPR_NE);
    case NODE_IS: return is(scope, node, EXPR_EQ, EXPR_EQ);
    case NODE_IS_NOT: return is(scope, node, EXPR_NE, EXPR_NE);
    /* bands are numbered from the best: at least means no later in the list */
    case NODE_IS_AT_LEAST: return is(scope, node, EXPR_GE, EXPR_LE);
    case NODE_IS_AT_MOST: return is(scope, node, EXPR_LE, EXPR_GE);
    case NODE_IS_BELOW: return is(scope, node, EXPR_LT, EXPR_GT);
    case NODE_IS_ABOVE: return is(scope, node, EXPR_GT, EXPR_LT);
    default: return logic(scope, node);
    }
}

/* half_width of (spread, n): the formula's definition with these put in for its parts. */
static const Expr *apply(Scope *scope, const Node *node)
{
    enum { MOST_PARTS = 16 };
    Model *model = scope->model;
    const Node *called = node->child[AT_APPLY_FORMULA], *given = node->child[AT_APPLY_PARTS];
    if (called->kind != NODE_NAME) return NULL;
    Name *name = name_find(model, called->text);
    if (!name || name->kind != NAME_FORMULA) return FAULT(scope, D_UNKNOWN_FORMULA, called, called->text);
    Formula *formula = name->what;
    const Node *parts = formula->node->child[AT_FORMULA_PARTS];
    if (parts->count != given->count || parts->count > MOST_PARTS)
        return FAULT(scope, D_FORMULA_PARTS, node, called->text,
                     str_printf(model->arena, "%u", (uint64_t)parts->count));
    Binding bindings[MOST_PARTS];
    for (uint32_t i = 0; i < given->count; i++) {
        bindings[i] = (Binding){ parts->child[i]->text, want(scope, given->child[i], TYPE_NUMBER) };
        if (!bindings[i].expr) return NULL;
    }
    if (formula->busy)
        return FAULT(scope, D_CYCLE, node, str_printf(model->arena, "%S needs itself", called->text));
    Scope inside = { .model = model,
                     .place = scope->place,
                     .facts = scope->facts,
                     .bindings = bindings,
                     .binding_count = given->count,
                     .closed = true };
    formula->busy = true;
    const Expr *e = check_formula(&inside, formula->node->child[AT_FORMULA_DEFINITION]);
    formula->busy = false;
    return e;
}

const Expr *check_formula(Scope *scope, const Node *node)
{
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
    case NODE_PERCENT: return number_literal(scope, node);
    case NODE_STRING: return expr_code(scope->model, scope->place, node->text, node->span);
    case NODE_YEAR:
    case NODE_DATE: return calendar(scope, node);
    case NODE_SHOWN: return shown(scope, node);
    case NODE_INDEX: return look_up(scope, node);
    case NODE_YEAR_BEFORE: return year_before(scope, node);
    case NODE_NEGATE: return negate(scope, node);
    case NODE_ADD:
    case NODE_MULTIPLY: return chain(scope, node);
    case NODE_PERCENT_OF: return percent_of(scope, node);
    case NODE_ROOT: return root(scope, node);
    case NODE_TUPLE: return FAULT(scope, D_TUPLE_WHERE, node);
    case NODE_IF: return choose(scope, node);
    case NODE_COUNTING: return counting(scope, node);
    case NODE_ROUNDED: return rounded(scope, node);
    case NODE_RANK: return check_rank(scope, node);
    case NODE_APPLY: return apply(scope, node);
    default: return comparison(scope, node);
    }
}
