/* sentence.c -- a step in words and as a sum that a pocket calculator can do.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"

/* ---- numbers as they stand in a sum ---- */

/* A number without the decimal that stands beside a fraction. */
static Str plain(Inquiry *why, const Exact *x)
{
    Text text = text_open(why->arena);
    number_write_plain(&text, x);
    Str exact = text_str(&text);
    return exact.len <= 24 && !x->root ? exact : why_number_text(why, x, false);
}

static const char *times(const Inquiry *why)
{
    return why->plain ? " * " : " \xC3\x97 ";
}

static const char *over(const Inquiry *why)
{
    return why->plain ? " / " : " \xC3\xB7 ";
}

static const char *root_sign(const Inquiry *why)
{
    return why->plain ? "root of " : "\xE2\x88\x9A";
}

static const char *minus(const Inquiry *why)
{
    return why->plain ? " - " : " \xE2\x88\x92 ";
}

static const char *sign_of(const Inquiry *why, ExprKind kind)
{
    switch ((int)kind) {
    case EXPR_MUL: return times(why);
    case EXPR_DIV: return over(why);
    case EXPR_SUB: return minus(why);
    default: return why_sign(kind);
    }
}

static bool is_told(const Part *part)
{
    return !part->hidden && !part->shown_only && !part->value.reason;
}

static Str told(Inquiry *why, const Part *part)
{
    if (part->value.type == TYPE_NUMBER) return plain(why, part->value.number);
    return why_value_text(why, part, &part->value);
}

/* A result: a fraction with its decimal beside it. */
static Str result(Inquiry *why, const Part *part)
{
    if (part->value.type == TYPE_NUMBER) return why_number_text(why, part->value.number, false);
    return why_value_text(why, part, &part->value);
}

/* A negative number in the middle of a sum stands in brackets. */
static void add_number(Inquiry *why, Text *text, const Part *part, bool first)
{
    Str words = told(why, part);
    bool brackets = !first && words.len && words.at[0] == '-';
    text_printf(text, brackets ? "(%S)" : "%S", words);
}

/* ---- sums ---- */

static Str between(Inquiry *why, const Part *part, const char *sign, const char *equals)
{
    Text text = text_open(why->arena);
    add_number(why, &text, part->arg[0], true);
    text_add(&text, str_of(sign));
    add_number(why, &text, part->arg[1], false);
    text_printf(&text, "%s%S", equals, result(why, part));
    return text_str(&text);
}

static Str listed(Inquiry *why, const Part *part)
{
    Text text = text_open(why->arena);
    text_printf(&text, "%s(", why_sign(part->expr->kind));
    for (uint32_t i = 0; i < part->arg_count; i++)
        text_printf(&text, "%s%S", i ? ", " : "", told(why, part->arg[i]));
    text_printf(&text, ") = %S", result(why, part));
    return text_str(&text);
}

static bool has_number(const Value *value)
{
    return value->type == TYPE_NUMBER && !value->reason && value->number;
}

static Str ratio(Inquiry *why, const Part *part, const Value *top, const Value *bottom)
{
    if (!has_number(top) || !has_number(bottom)) return STR_EMPTY;
    return str_printf(why->arena, "%S%s%S = %S", plain(why, top->number), over(why),
                      plain(why, bottom->number), result(why, part));
}

static Str deviation(Inquiry *why, const Part *part, bool sample)
{
    const Rows *rows = part->rows;
    if (!has_number(&rows->squares) || !has_number(&rows->sum) || !has_number(&rows->count))
        return STR_EMPTY;
    Str n = plain(why, rows->count.number);
    return str_printf(why->arena, "%s((%S%s(%S)%s%s%S)%s%S) = %S", root_sign(why),
                      plain(why, rows->squares.number), minus(why), plain(why, rows->sum.number),
                      why->plain ? "^2" : "\xC2\xB2", over(why), n, over(why),
                      sample ? str_printf(why->arena, "(%S%s1)", n, minus(why)) : n,
                      result(why, part));
}

static Str gathered(Inquiry *why, const Part *part)
{
    const Rows *rows = part->rows;
    switch ((int)part->expr->gather->kind) {
    case GATHER_KIND_MEAN: return ratio(why, part, &rows->sum, &rows->count);
    case GATHER_KIND_WEIGHTED_MEAN: return ratio(why, part, &rows->sum, &rows->weights);
    case GATHER_KIND_SHARE: return ratio(why, part, &rows->yes, &rows->count);
    case GATHER_KIND_SAMPLE: return deviation(why, part, true);
    case GATHER_KIND_POPULATION: return deviation(why, part, false);
    default: return STR_EMPTY;
    }
}

static bool parts_told(const Part *part)
{
    if (!is_told(part)) return false;
    for (uint32_t i = 0; i < part->arg_count; i++)
        if (!is_told(part->arg[i])) return false;
    return true;
}

Str why_calculation(Inquiry *why, const Part *part)
{
    if (!parts_told(part)) return STR_EMPTY;
    if (part->arg_count && part->arg[0]->value.type == TYPE_BAND) return STR_EMPTY;
    switch ((int)part->expr->kind) {
    case EXPR_ADD:
    case EXPR_SUB:
    case EXPR_MUL:
    case EXPR_DIV: return between(why, part, sign_of(why, part->expr->kind), " = ");
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
    case EXPR_EQ:
    case EXPR_NE: return between(why, part, why_sign(part->expr->kind), ": ");
    case EXPR_NEG:
        return str_printf(why->arena, "-(%S) = %S", told(why, part->arg[0]), result(why, part));
    case EXPR_ROOT:
        return str_printf(why->arena, "%s%S = %S", root_sign(why), told(why, part->arg[0]),
                          result(why, part));
    case EXPR_LEAST:
    case EXPR_GREATEST:
    case EXPR_LEAST_KNOWN:
    case EXPR_GREATEST_KNOWN:
    case EXPR_MEDIAN_KNOWN: return listed(why, part);
    case EXPR_ROUND:
        return str_printf(why->arena, "%S rounded %S = %S", told(why, part->arg[0]),
                          why_round_words(why, part->expr->index, part->expr->unit),
                          result(why, part));
    case EXPR_GATHER: return gathered(why, part);
    default: return STR_EMPTY;
    }
}

/* ---- words ---- */

Str why_label(Inquiry *why, const Part *part)
{
    return why_formula(why, part->expr, part->review);
}

static Str hidden_words(void)
{
    return STR("not shown without --personal");
}

Str why_told_value(Inquiry *why, const Part *part)
{
    if (part->hidden) return hidden_words();
    Str shown = why_shown_text(why, part);
    Str exact = why_value_text(why, part, &part->value);
    const Expr *e = part->expr;
    if (!shown.len) return exact;
    bool percent = e->kind == EXPR_DEF && e->def->measure && e->def->measure->percent;
    Str as_shown = percent ? str_printf(why->arena, "%S%%", shown) : shown;
    if (part->shown_only || str_eq(as_shown, exact)) return as_shown;
    return str_printf(why->arena, "%S, exactly %S", as_shown, exact);
}

/* ---- choices ---- */

/* Whether a condition only asks if others can be decided: that it holds is no reason to tell. */
static bool is_guard(const Expr *e)
{
    if (e->kind == EXPR_AND) return is_guard(e->arg[0]) && is_guard(e->arg[1]);
    return e->kind == EXPR_IS_KNOWN;
}

/* The first thing of a guard that is not known. */
static const Part *unknown_of(const Part *guard)
{
    while (guard->expr->kind == EXPR_AND) guard = guard->arg[guard->arg[0]->value.yes ? 1 : 0];
    return guard;
}

/* A condition that is no, said so that it can be read aloud. */
static Str not_so(Inquiry *why, const Part *condition)
{
    if (!is_guard(condition->expr))
        return str_printf(why->arena, "it is not so that %S", why_label(why, condition));
    const Expr *of = unknown_of(condition)->expr->arg[0];
    return str_printf(why->arena,
                      of->type == TYPE_YESNO ? "it is not known whether %S" : "%S is not known",
                      why_formula(why, of, condition->review));
}

Str why_because(Inquiry *why, const Part *part)
{
    Text failed = text_open(why->arena);
    Str held = STR_EMPTY;
    if (part->expr->kind == EXPR_DEF || part->hidden || part->value.reason) return STR_EMPTY;
    while (part->expr->kind == EXPR_AFTER && part->arg_count) part = part->arg[part->arg_count - 1];
    while (part->expr->kind == EXPR_CHOOSE && part->expr->type == TYPE_BAND) {
        const Part *condition = part->arg[0];
        bool yes = condition->value.yes;
        if (condition->value.reason || condition->hidden) return STR_EMPTY;
        if (yes && !is_guard(condition->expr)) held = why_label(why, condition);
        if (!yes) text_printf(&failed, "%s%S", failed.len ? ", and " : "", not_so(why, condition));
        part = part->arg[yes ? 1 : 2];
    }
    if (!held.len) held = text_str(&failed);
    return held.len ? str_printf(why->arena, ", because %S", held) : STR_EMPTY;
}

Str why_sentence(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    Str label = why_label(why, part), sum = why_calculation(why, part);
    if (e->kind == EXPR_CONST || e->kind == EXPR_MISSING) return label;
    if (sum.len) return str_printf(why->arena, "%S: %S", label, sum);
    Str value = why_told_value(why, part), because = why_because(why, part);
    if (because.len) return str_printf(why->arena, "it is %S%S", value, because);
    bool answer = part->value.type == TYPE_YESNO && !part->hidden && !part->value.reason;
    return str_printf(why->arena, answer ? "%S: %S" : "%S is %S", label, value);
}

Str why_heading(Inquiry *why, const Figure *figure)
{
    const Subject *s = figure->subject;
    Str row = why_row(why, s->place, figure->row);
    Str title = s->title.len ? s->title : s->name;
    return str_printf(why->arena, "%S (%S) of %S in %S", title, s->name, row,
                      year_words(why->arena, why->model->year));
}

Str why_title(Inquiry *why, const Figure *figure, int64_t band)
{
    const Subject *s = figure->subject;
    size_t at = (size_t)band;
    Str title = STR_EMPTY;
    if (s->review && at < s->review->finding_count) title = s->review->finding_title[at];
    if (s->measure && at < s->measure->band_count) title = s->measure->bands[at].title;
    return title.len ? str_printf(why->arena, " (\"%S\")", title) : STR_EMPTY;
}

/* A shift as a person says it: rounded away from nought, so that it is enough; where it just is
 * not, more than that. */
static Str shift_words(Inquiry *why, const Measure *measure, const Edge *edge)
{
    Round round = round_places(why->arena, ROUND_UP, measure->places + (measure->percent ? 4 : 2));
    const Exact *x = exact_round(why->arena, edge->shift, &round);
    bool more = edge->beyond && exact_compare(why->arena, x, edge->shift) == 0;
    if (exact_sign(why->arena, x) < 0) x = exact_neg(why->arena, x);
    if (measure->percent) x = exact_mul(why->arena, x, exact_from_i64(why->arena, 100));
    Text text = text_open(why->arena);
    number_write_plain(&text, x);
    Str unit = measure->percent ? STR("percentage points")
               : measure->unit != UNIT_PURE && measure->unit >= UNIT_FIRST_NAMED
                   ? why->model->units[measure->unit]
                   : STR_EMPTY;
    return str_printf(why->arena, "%s%S%s%S", more ? "Just over " : "", text_str(&text),
                      unit.len ? " " : "", unit);
}

Str why_edge_sentence(Inquiry *why, const Figure *figure, const Edge *edge)
{
    const Measure *measure = figure->subject->measure;
    bool up = exact_sign(why->arena, edge->shift) >= 0;
    const Band *band = &measure->bands[edge->band];
    return str_printf(why->arena, "%S %s would make it %S (%S).", shift_words(why, measure, edge),
                      up ? "more" : "less", band->title, band->name);
}
