/* compare.c -- comparisons and conditions: = < is, in, is known, and, or, if, years; bands and
 * findings by name.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

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
    expr_meet(scope->model, &a, &b);
    bool equality = kind == EXPR_EQ || kind == EXPR_NE;
    if (a->type == b->type && is_ordered(a->type)) {
        if (a->type == TYPE_NUMBER && !check_units(scope, a, b, at, &unit)) return NULL;
        return yesno(scope, kind, a, b, at);
    }
    if (equality && a->type == b->type && (a->type == TYPE_CODE || a->type == TYPE_YESNO)) {
        if (a->type == TYPE_CODE && (!code_fits(scope, a, b, at->child[AT_RIGHT]) ||
                                     !code_fits(scope, b, a, at->child[AT_LEFT])))
            return NULL;
        ExprKind same = a->type == TYPE_CODE ? EXPR_SAME_CODE : EXPR_SAME_YESNO;
        const Expr *e = yesno(scope, same, a, b, at);
        if (b->kind == EXPR_CONST && a->type == TYPE_YESNO)
            e = b->yes ? a : expr_not(scope->model, a, at->span);
        return kind == EXPR_EQ ? e : expr_not(scope->model, e, at->span);
    }
    if (a->type == b->type) return FAULT(scope, D_NO_ORDER, at, type_text(scope->model, a));
    Diag *d = DIAG_AT(scope->model->diags, D_CANNOT_COMPARE, at->span, type_text(scope->model, a),
                      type_text(scope->model, b));
    if (a->type == TYPE_CODE && b->type == TYPE_NUMBER)
        d->fix =
            str_printf(scope->model->arena,
                       "If this code is meant:  \"%S\" .  To go by what a code is worth, look it "
                       "up in a table:  points[%S]",
                       node_source(scope->model, at->child[AT_RIGHT]),
                       node_source(scope->model, at->child[AT_LEFT]));
    if (a->type == TYPE_YESNO && b->type == TYPE_CODE)
        d->fix = STR("A condition stands by itself:  where poor ,  where not poor");
    if (a->type == TYPE_DATE && b->type == TYPE_CODE)
        d->fix = STR("A date stands without quotes:  2026-09-01");
    if (a->type == TYPE_YEAR) d->fix = STR("A school year is written as  2026/27");
    return NULL;
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
        scope->model, &(Expr){ .kind = EXPR_CONST,
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
                            .number = exact_from_i64(model->arena, (int64_t)(i ? missing : index)),
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
    bool before;
    const Expr *band = check_band_before(scope, node, &before);
    if (before) return band;
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
    Scope beside = *scope;
    beside.beside = a && a->type == TYPE_CODE && right->kind == NODE_NAME ? a : NULL;
    const Expr *b = check_formula(&beside, right);
    return compare(scope, number_kind, a, b, node);
}

static const Expr *in(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *right = node->child[AT_IN_RIGHT];
    const Expr *left = check_formula(scope, node->child[AT_IN_LEFT]);
    if (!left || right->kind == NODE_ERROR) return NULL;
    Name *name = name_find(model, right->text);
    left = expr_as(model, left, name && name->kind == NAME_LIST ? TYPE_CODE : TYPE_NUMBER);
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
        Diag *d = name_unknown_among(model, D_UNKNOWN_LIST, right->text, right->span, STR_EMPTY,
                                     near, model->list_count);
        if (is_some_code(model, right->text))
            d->fix = str_printf(model->arena, "One code is asked for with `is`:  %S is \"%S\"",
                                node_source(model, node->child[AT_IN_LEFT]), right->text);
        return NULL;
    }
    if (left->type != TYPE_CODE)
        return FAULT(scope, D_WRONG_TYPE, node->child[AT_IN_LEFT], STR("a code or text"),
                     type_text(model, left));
    const Expr *args[] = { left };
    mark_which(scope, MARK_CODE, node, left, name->list);
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
    uint8_t which = reason_known(model, reason);
    if (!which) return NULL;
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

static bool is_has(const Node *node)
{
    return node->kind == NODE_SOME_HAS || node->kind == NODE_EVERY_HAS || node->kind == NODE_NO_HAS;
}

/* some Campus has a and b: said without brackets, b could be meant of each Campus.  A bracket round
 * the condition, or round the whole, stands between it and the `and`. */
static bool has_reaches_far(Scope *scope, const Node *node, uint32_t i)
{
    const Node *part = node->child[i];
    if (node->kind == NODE_ALL_OF || node->kind == NODE_ANY_OF || i + 1 >= node->count)
        return false;
    if (!is_has(part) || is_has(node->child[i + 1])) return false;
    const Node *asked = part->child[AT_SOME_HAS_COND];
    Span between = { part->span.file, asked->span.end, node->child[i + 1]->span.start };
    Str text = source_text(scope->model->sources, between);
    for (size_t c = 0; c < text.len; c++)
        if (text.at[c] == ')') return false;
    bool joined = node->kind == NODE_AND;
    DIAG_AT(scope->model->diags, D_HAS_AND, node->child[i + 1]->span,
            part->child[AT_SOME_HAS_ROWS]->text, joined ? STR("and") : STR("or"));
    return true;
}

/* Each part may rely on what those before it established. */
static const Expr *conjunction(Scope *scope, const Node *node, ExprKind kind)
{
    if (node->count > LIMIT_CHAIN) return FAULT(scope, D_CHAIN_LONG, node);
    Scope inner = *scope;
    const Expr *all = NULL;
    bool failed = false;
    for (uint32_t i = 0; i < node->count; i++) {
        const Expr *part = check_condition(&inner, node->child[i]);
        if (has_reaches_far(scope, node, i)) return NULL;
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

const Expr *check_choice(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Expr *condition = check_condition(scope, node->child[AT_IF_COND]);
    Scope yes = *scope, no = *scope;
    if (condition) {
        yes.facts = fact_true(model, scope->facts, condition);
        no.facts = fact_false(model, scope->facts, condition);
        mark_add(scope, MARK_TRUTH, node->child[AT_IF_COND], condition);
        one_way_ask(scope, node->child[AT_IF_COND], condition);
        mark_under(&yes, condition, true);
        mark_under(&no, condition, false);
    }
    const Expr *a = check_formula(&yes, node->child[AT_IF_THEN]);
    const Expr *b = check_formula(&no, node->child[AT_IF_ELSE]);
    if (!condition || !a || !b) return NULL;
    expr_meet(model, &a, &b);
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
    const Expr *least = check_literal(scope, node->child[AT_AT_LEAST_OF_COUNT]);
    return total && least ? yesno(scope, EXPR_GE, total, least, node) : NULL;
}

static const Expr *plain_compare(Scope *scope, const Node *node, ExprKind kind)
{
    const Expr *a = check_formula(scope, node->child[AT_LEFT]);
    const Expr *b = check_formula(scope, node->child[AT_RIGHT]);
    return compare(scope, kind, a, b, node);
}

/* known a < b: where a is missing it is no. */
static const Expr *known_and(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *compared = node->child[AT_KNOWN_AND_OF];
    Measure *measure;
    bool is_band = compared->kind >= NODE_IS && compared->kind <= NODE_IS_ABOVE &&
                   named_band(scope, compared, &measure) != SIZE_MAX;
    const Expr *left = is_band ? measure_band(scope, measure, compared->child[AT_LEFT]->span)
                               : check_formula(scope, compared->child[AT_LEFT]);
    if (!left) return NULL;
    const Expr *known = expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, left, node->span);
    Scope inner = *scope;
    inner.facts = fact_true(model, scope->facts, known);
    const Expr *holds = check_condition(&inner, compared);
    if (!holds) return NULL;
    return join(scope, EXPR_AND, known, holds, !can_miss(model, holds, inner.facts), node);
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
    case NODE_SOME_YEARS: return check_each_year(scope, node);
    case NODE_IS_KNOWN:
        of = check_formula(scope, node->child[0]);
        return of ? expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, of, node->span) : NULL;
    case NODE_KNOWN_AND: return known_and(scope, node);
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

const Expr *check_comparison(Scope *scope, const Node *node)
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
