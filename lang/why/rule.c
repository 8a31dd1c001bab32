/* rule.c -- the rule line of a step: the clause that says it, and the article it stands for.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "module.h"
#include "why/why.h"

enum { RULE_MOST = 400 };

static bool is_inside(Span inner, Span outer)
{
    return inner.file == outer.file && inner.start >= outer.start && inner.end <= outer.end;
}

/* The text of a TEXT clause in a LIST of clauses; empty where there is none. */
static Str text_clause(const Node *clauses)
{
    for (uint32_t i = 0; clauses && i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT)
            return clauses->child[i]->child[AT_TEXT_TEXT]->text;
    return STR_EMPTY;
}

Str why_measure_article(const Measure *measure)
{
    return measure ? text_clause(measure->node->child[AT_MEASURE_CLAUSES]) : STR_EMPTY;
}

Str why_article(const Subject *subject)
{
    if (subject->measure) return why_measure_article(subject->measure);
    if (subject->review)
        return text_clause(subject->review->review->node->child[AT_REVIEW_CLAUSES]);
    const Node *text = subject->power ? subject->power->node->child[AT_POWER_TEXT] : NULL;
    return text ? text->text : STR_EMPTY;
}

/* The words of a span on one line. */
Str why_one_line(Inquiry *why, Str source)
{
    Text text = text_open(why->arena);
    bool space = false;
    for (size_t i = 0; i < source.len && text.len < RULE_MOST; i++) {
        char c = source.at[i];
        bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_space && space && text.len) text_byte(&text, ' ');
        if (!is_space) text_byte(&text, c);
        space = is_space;
    }
    return str_printable(why->arena, text_str(&text), RULE_MOST);
}

Rule why_rule_at(Inquiry *why, Span span, Str article)
{
    if (span.end == 0) return (Rule){ .line = 0 };
    const Source *source = &why->model->sources->items[span.file];
    return (Rule){ .span = span,
                   .file = module_file_name(why->model->sources, span.file),
                   .text = why_one_line(why, source_text(why->model->sources, span)),
                   .article = article,
                   .line = source_place(source, span.start).line };
}

/* The clause by which a figure is withheld, or a row left out. */
static Rule withheld_rule(Inquiry *why, const Part *part, const Measure *measure)
{
    const Expr *e = part->expr;
    for (size_t i = 0; i < measure->leave_count; i++)
        if (measure->leaves[i].reason == e->reason)
            return why_rule_at(why, measure->leaves[i].node->span,
                               why->model->reasons[e->reason].because);
    const Level *level = level_find((Measure *)measure, e->place);
    for (size_t i = 0; level && i < level->clause_count; i++)
        if (level->clauses[i]->kind == NODE_WITHHELD)
            return why_rule_at(why, level->clauses[i]->span, why_measure_article(measure));
    return (Rule){ .line = 0 };
}

Rule why_rule(Inquiry *why, const Part *part)
{
    const Expr *e = part->expr;
    const Def *def = part->within;
    if (e->kind == EXPR_CONST || e->kind == EXPR_FIELD || e->kind == EXPR_KEY)
        return (Rule){ .line = 0 };
    if (!def)
        return why_rule_at(why, e->span,
                           part->review
                               ? text_clause(part->review->review->node->child[AT_REVIEW_CLAUSES])
                               : STR_EMPTY);
    if (e->kind == EXPR_WITHHOLD && def->measure) {
        Rule rule = withheld_rule(why, part, def->measure);
        if (rule.line) return rule;
    }
    Span span = def->node->span;
    if (e->kind != EXPR_DEF && is_inside(e->span, span) && e->span.end > e->span.start)
        span = e->span;
    return why_rule_at(why, span, why_measure_article(def->measure));
}
