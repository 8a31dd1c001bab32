/* outline.c -- which steps of a figure are lines, in which order, and what stands in them.
 *
 * A formula that only hands on a value (a name, a condition that holds, a reading from above) is
 * not a line of its own; a step that was told already is named again and not repeated.
 * SPDX-License-Identifier: Apache-2.0 */
#include "why/outline.h"
#include "check/expr.h"

enum { WORDS_MOST = 96, PATH_MOST = 40, ROWS_MOST = 40 };

typedef struct Drawing {
    Inquiry *why;
    Outline *outline;
    bool *told; /* by Part.id */
} Drawing;

static void kids(Drawing *d, Part *part, int depth);
static void draw(Drawing *d, Part *part, int depth);

/* ---- lists ---- */

static void add_line(Drawing *d, int depth, Str words, Str value, Rule rule)
{
    Outline *o = d->outline;
    Arena *arena = d->why->arena;
    GROW(arena, o->lines, o->count, o->cap);
    o->lines[o->count++] = (Line){ depth, str_printable(arena, words, WORDS_MOST), value, rule };
    if (!rule.line) return;
    bool seen = false;
    for (size_t i = 0; i < o->rule_count; i++)
        seen = seen ||
               (o->rules[i].span.file == rule.span.file &&
                o->rules[i].span.start <= rule.span.start && o->rules[i].span.end >= rule.span.end);
    if (!seen) {
        GROW(arena, o->rules, o->rule_count, o->rule_cap);
        o->rules[o->rule_count++] = rule;
    }
    for (size_t i = 0; i < o->article_count; i++)
        if (str_eq(o->articles[i], rule.article)) return;
    if (!rule.article.len) return;
    GROW(arena, o->articles, o->article_count, o->article_cap);
    o->articles[o->article_count++] = rule.article;
}

static void add_sum(Drawing *d, const Part *part)
{
    Outline *o = d->outline;
    Str sum = why_calculation(d->why, part);
    if (!sum.len) return;
    for (size_t i = 0; i < o->sum_count; i++)
        if (str_eq(o->sums[i], sum)) return;
    GROW(d->why->arena, o->sums, o->sum_count, o->sum_cap);
    o->sums[o->sum_count++] = sum;
}

static Rule no_rule(void)
{
    return (Rule){ .line = 0 };
}

/* ---- rows ---- */

static void draw_count(Drawing *d, int depth, Str words, uint64_t count, Rule rule)
{
    add_line(d, depth, words, str_printf(d->why->arena, "%g", count), rule);
}

static Str row_words(Inquiry *why, const Rows *rows, uint32_t row)
{
    if (rows->from->kind != PLACE_RECORD) return why_row(why, rows->from, row);
    Str key = why_key(why, rows->from, row);
    return key.len ? why_row(why, rows->from, row) : why_fields(why, rows->from, row);
}

static void draw_apart(Drawing *d, int depth, const Rows *rows, const Apart *apart, bool left)
{
    Inquiry *why = d->why;
    const ReasonInfo *info = &why->model->reasons[apart->reason];
    Str printed = info->printed.len ? info->printed : info->name;
    Rule rule = no_rule();
    const Measure *measure = left && rows->gather ? rows->gather->counted : NULL;
    for (size_t i = 0; measure && i < measure->leave_count; i++)
        if (measure->leaves[i].reason == apart->reason)
            rule = why_rule_at(why, measure->leaves[i].node->span, info->because);
    Str words = str_printf(why->arena, left ? "left out: %S" : "missing: %S", printed);
    if (left && info->because.len)
        words = str_printf(why->arena, "%S, because %S", words, info->because);
    draw_count(d, depth, words, apart->count, rule);
    for (uint64_t i = 0; rows->listed && i < apart->count; i++)
        add_line(d, depth + 1, row_words(why, rows, apart->row[i]), STR_EMPTY, no_rule());
}

static Str row_value(Inquiry *why, const Part *part, uint32_t row)
{
    const Expr *e = part->expr;
    const Expr *value = e->kind == EXPR_PICKED ? e->pick->points : e->gather->value;
    if (!value || value->type == TYPE_ROW) return STR_EMPTY;
    Part one = { .expr = value, .row = row, .review = part->review };
    Value own = why_value(why, value, row);
    Str text = why_value_text(why, &one, &own);
    if (e->kind != EXPR_GATHER || !e->gather->weight) return text;
    Part with = { .expr = e->gather->weight };
    Value weight = why_value(why, e->gather->weight, row);
    return str_printf(why->arena, "%S, weight %S", text, why_value_text(why, &with, &weight));
}

/* The rows in one slot of a pick. */
static void draw_slot(Drawing *d, int depth, const Part *part)
{
    Inquiry *why = d->why;
    const Rows *rows = part->rows;
    uint32_t slot = part->expr->index / 4;
    for (size_t i = 0; i < rows->taken_count; i++) {
        const Taken *taken = &rows->taken[i];
        if (!why_is_in(part->expr->pick, taken->slot, slot)) continue;
        Str words = row_words(why, rows, taken->row);
        if (taken->copies > 1)
            words = str_printf(why->arena, "%S, %u times", words, (uint64_t)taken->copies);
        add_line(d, depth, words, row_value(why, part, taken->row), no_rule());
    }
}

static void draw_listed(Drawing *d, int depth, const Part *part)
{
    const Rows *rows = part->rows;
    if (part->expr->kind == EXPR_PICKED) {
        draw_slot(d, depth, part);
        return;
    }
    bool persons = why_is_person(d->why, rows->from);
    size_t most = persons ? rows->row_count : ROWS_MOST;
    for (size_t i = 0; i < rows->row_count && i < most; i++)
        add_line(d, depth, row_words(d->why, rows, rows->row[i]),
                 row_value(d->why, part, rows->row[i]), no_rule());
    if (rows->row_count > most)
        add_line(d, depth,
                 str_printf(d->why->arena, "and %g more: --json lists all",
                            (uint64_t)(rows->row_count - most)),
                 STR_EMPTY, no_rule());
}

static Str file_words(Inquiry *why, const Place *from)
{
    const Ledger *ledger = &why->work->tables.ledger;
    for (size_t i = 0; from->kind == PLACE_RECORD && i < ledger->file_count; i++)
        if (ledger->files[i].record == from->record->index)
            return str_printf(why->arena, " from %S",
                              str_end(why->arena, ledger->files[i].file, PATH_MOST, why_dots(why)));
    return STR_EMPTY;
}

static Str rows_name(const Place *from)
{
    return from->kind == PLACE_RECORD ? from->record->plural : from->name;
}

static Rule def_rule(Inquiry *why, const Def *def)
{
    return why_rule_at(why, def->node->span, why_measure_article(def->measure));
}

/* Where a figure was not made, but read: and that the reference has none. */
static void draw_taken(Drawing *d, int depth, bool has)
{
    Inquiry *why = d->why;
    add_line(d, depth,
             str_printf(why->arena, has ? "taken from %S" : "not in %S", why_frozen_words(why)),
             STR_EMPTY, no_rule());
}

/* A figure of the nation that was frozen: no formula of this year's data, but a line of a file. */
static void draw_frozen(Drawing *d, const Part *part, const Def *def, int depth)
{
    Inquiry *why = d->why;
    Str words = def->name;
    if (def->place->kind == PLACE_GROUP && part->expr->place->kind == PLACE_GROUP)
        words = str_printf(why->arena, "%S of %S", def->name,
                           why_key(why, part->expr->place, part->row));
    add_line(d, depth, words, why_told_value(why, part), def_rule(why, def));
    d->told[part->id] = true;
    const ReasonInfo *info = &why->model->reasons[part->value.reason];
    draw_taken(d, depth + 1, !part->value.reason || !str_eq(info->name, STR("not_in_reference")));
}

static void draw_groups(Drawing *d, int depth, const Reference *ref)
{
    Inquiry *why = d->why;
    Str words = str_printf(why->arena, "each reads %S.%S, by group",
                           ref->def->measure ? ref->def->measure->name : STR_EMPTY, ref->def->name);
    if (ref->def->frozen) {
        add_line(d, depth, words, STR_EMPTY, def_rule(why, ref->def));
        draw_taken(d, depth + 1, true);
        return;
    }
    uint64_t groups = run_real_rows(why->run, ref->expr->place->space);
    add_line(d, depth, words,
             str_printf(why->arena, "%g group%s of the nation", groups, groups == 1 ? "" : "s"),
             def_rule(why, ref->def));
}

/* How each row's value comes about, and which national figures it reads. */
static void draw_each(Drawing *d, int depth, const Part *part)
{
    const Rows *rows = part->rows;
    const Expr *value = part->expr->kind == EXPR_GATHER ? part->expr->gather->value : NULL;
    if (!value || value->type == TYPE_ROW) return;
    Inquiry *why = d->why;
    if (value->kind == EXPR_DEF) {
        Part inner = { .expr = value->def->expr };
        add_line(d, depth,
                 str_printf(why->arena, "for each %S, %S is %S", value->place->name,
                            value->def->name, why_label(why, &inner)),
                 STR_EMPTY, def_rule(why, value->def));
    } else if (rows->reference_count) {
        Part inner = { .expr = value };
        add_line(
            d, depth,
            str_printf(why->arena, "for each %S, %S", value->place->name, why_label(why, &inner)),
            STR_EMPTY, no_rule());
    }
    for (size_t i = 0; i < rows->reference_count; i++) {
        const Reference *ref = &rows->references[i];
        if (ref->part)
            draw(d, ref->part, depth + 1);
        else
            draw_groups(d, depth + 1, ref);
    }
}

static void draw_value(Drawing *d, int depth, const char *words, const Value *value, bool hidden)
{
    if (value->type != TYPE_NUMBER || value->reason) return;
    add_line(d, depth, str_of(words),
             hidden ? STR("not shown without --personal")
                    : why_number_text(d->why, value->number, false),
             no_rule());
}

static void draw_rows(Drawing *d, Part *part, int depth)
{
    Inquiry *why = d->why;
    const Rows *rows = part->rows;
    Str name = rows_name(rows->from);
    if (part->expr->kind == EXPR_GATHER) {
        draw_value(d, depth, "sum", &rows->sum, part->hidden);
        draw_value(d, depth, "sum of squares", &rows->squares, part->hidden);
        draw_value(d, depth, "of these, yes", &rows->yes, part->hidden);
        draw_value(d, depth, "sum of weights", &rows->weights, part->hidden);
    }
    const char *what = part->expr->kind == EXPR_PICKED ? "%S%S, to pick from" : "%S counted%S";
    bool chosen = part->hidden && rows->unchosen; /* how many are, and are not, says too much */
    if (!chosen)
        draw_count(d, depth, str_printf(why->arena, what, name, file_words(why, rows->from)),
                   rows->counted, no_rule());
    draw_listed(d, depth + 1, part);
    for (size_t i = 0; i < rows->left_out_count; i++)
        draw_apart(d, depth, rows, &rows->left_out[i], true);
    for (size_t i = 0; i < rows->missing_count; i++)
        draw_apart(d, depth, rows, &rows->missing[i], false);
    if (rows->unchosen && !chosen)
        draw_count(d, depth, str_printf(why->arena, "%S for which the condition is no", name),
                   rows->unchosen, no_rule());
    draw_each(d, depth, part);
}

/* ---- steps ---- */

/* Formulas that are seen in the line of what they are part of. */
static bool is_plain(const Expr *e)
{
    return e->kind == EXPR_CONST || e->kind == EXPR_KEY;
}

/* A condition with what follows from it, as `well_above when ...`. */
static void draw_condition(Drawing *d, Part *part, int depth, Str before)
{
    Inquiry *why = d->why;
    Rule rule = why_rule(why, part);
    add_line(d, depth, str_printf(why->arena, "%S%S", before, why_label(why, part)),
             why_told_value(why, part), rule);
    add_sum(d, part);
    if (d->told[part->id]) return;
    d->told[part->id] = true;
    for (uint32_t i = 0; i < part->arg_count; i++)
        if (part->arg[i]->withheld && part->arg[i]->hidden) return;
    kids(d, part, depth + 1);
}

/* The conditions of which enough must hold, from the first: `a and b and c`. */
static void draw_conditions(Drawing *d, Part *part, int depth)
{
    if (part->expr->kind == EXPR_AND) {
        draw_conditions(d, part->arg[0], depth);
        draw_conditions(d, part->arg[1], depth);
    } else {
        draw(d, part, depth);
    }
}

static void draw_choice(Drawing *d, Part *part, int depth)
{
    Inquiry *why = d->why;
    bool stays = why_stays_open(why, part->expr);
    if (why_is_enough(part->expr) && !stays) {
        draw_conditions(d, part->arg[2]->arg[2], depth);
        return;
    }
    if (why_is_as_before(part->expr)) {
        draw(d, part->arg[2], depth);
        return;
    }
    Part *condition = part->arg[0], *then = part->arg[1], *otherwise = part->arg[2];
    bool is_band = part->expr->type == TYPE_BAND && then->expr->kind == EXPR_CONST;
    bool unless = part->expr->type == TYPE_BAND && otherwise->expr->kind == EXPR_CONST && !is_band;
    Str before = is_band  ? str_printf(why->arena, "%S when ", why_label(why, then))
                 : unless ? str_printf(why->arena, "%S unless ", why_label(why, otherwise))
                          : STR("whether ");
    draw_condition(d, condition, depth, before);
    if (condition->value.reason) return;
    Part *taken = condition->value.yes ? then : otherwise;
    if (taken->expr->kind == EXPR_CHOOSE && (is_band || unless || stays))
        kids(d, taken, depth);
    else if (!is_plain(taken->expr))
        draw(d, taken, depth);
}

static void draw_withheld(Drawing *d, Part *part, int depth)
{
    Inquiry *why = d->why;
    const ReasonInfo *info = &why->model->reasons[part->expr->reason];
    bool withheld = str_eq(info->name, STR("withheld"));
    Str before = str_printf(why->arena,
                            info->kind == REASON_IS_LEFT_OUT ? "left out, \"%S\", when "
                            : withheld                       ? "withheld as \"%S\" when "
                                                             : "not decided, \"%S\", when ",
                            info->printed.len ? info->printed : info->name);
    size_t at = d->outline->count;
    draw_condition(d, part->arg[1], depth, before);
    d->outline->lines[at].rule = why_rule(why, part);
    if (part->arg[0]->withheld) return;
    kids(d, part->arg[0], depth);
    add_sum(d, part->arg[0]);
}

/* The row of a table that held. */
static void draw_table_row(Drawing *d, const Part *part, int depth)
{
    if (part->table_row == NONE || part->hidden) return;
    const TableInfo *table = &d->why->model->tables[part->expr->table];
    add_line(d, depth,
             str_printf(d->why->arena, "the row %S of %S",
                        why_table_row(d->why, part->expr, part->table_row), table->name),
             STR_EMPTY, why_rule_at(d->why, table->span, STR_EMPTY));
}

static void kids(Drawing *d, Part *part, int depth)
{
    switch ((int)part->expr->kind) {
    case EXPR_DEF:
        add_sum(d, part->arg[0]);
        kids(d, part->arg[0], depth);
        return;
    case EXPR_WITHHOLD: draw_withheld(d, part, depth); return;
    case EXPR_CHOOSE: draw_choice(d, part, depth); return;
    case EXPR_AFTER:
        if (part->arg[0]->value.reason)
            draw(d, part->arg[0], depth);
        else
            kids(d, part->arg[1], depth);
        return;
    case EXPR_INSTEAD:
        if (part->arg[0]->value.reason) draw(d, part->arg[0], depth);
        if (part->arg[0]->value.reason && !is_plain(part->arg[1]->expr))
            draw(d, part->arg[1], depth);
        if (!part->arg[0]->value.reason) kids(d, part->arg[0], depth);
        return;
    case EXPR_GATHER:
    case EXPR_PICKED:
    case EXPR_RANK:
        for (uint32_t i = 0; i < part->arg_count; i++) draw(d, part->arg[i], depth);
        draw_rows(d, part, depth);
        return;
    case EXPR_LOOKUP: draw_table_row(d, part, depth); break;
    default: break;
    }
    for (uint32_t k = 0; k < part->key_count; k++)
        if (!is_plain(part->key[k]->expr)) draw(d, part->key[k], depth);
    for (uint32_t i = 0; i < part->arg_count; i++)
        if (!is_plain(part->arg[i]->expr)) draw(d, part->arg[i], depth);
}

static void draw(Drawing *d, Part *part, int depth)
{
    Inquiry *why = d->why;
    if (part->expr->kind == EXPR_READ && part->arg_count && !part->key_count) {
        draw(d, part->arg[0], depth); /* the same value, where it is made */
        return;
    }
    if (part->withheld && part->hidden) return;
    const Def *frozen = why_frozen(part->expr);
    if (frozen) {
        draw_frozen(d, part, frozen, depth);
        return;
    }
    Str words = why_label(why, part);
    const Expr *inner = part->expr->kind == EXPR_DEF ? part->arg[0]->expr : NULL;
    bool again = d->told[part->id];
    d->told[part->id] = true;
    if (inner && inner->kind != EXPR_CHOOSE && inner->kind != EXPR_AFTER && !again) {
        Part in = { .expr = inner, .review = part->review };
        words = str_printf(why->arena, "%S = %S", words, why_label(why, &in));
    }
    add_line(d, depth, words, why_told_value(why, part), why_rule(why, part));
    add_sum(d, part);
    if (!again) kids(d, part, depth + 1);
}

/* ---- what is said before the tree ---- */

static void say(Drawing *d, Str sentence)
{
    Outline *o = d->outline;
    GROW(d->why->arena, o->said, o->said_count, o->said_cap);
    o->said[o->said_count++] = sentence;
}

static void say_edges(Drawing *d, const Figure *figure)
{
    const Edges *edges = &figure->edges;
    if (!edges->worked_out) {
        if (edges->why_not.len) say(d, edges->why_not);
        return;
    }
    if (edges->up.there) say(d, why_edge_sentence(d->why, figure, &edges->up));
    if (edges->down.there) say(d, why_edge_sentence(d->why, figure, &edges->down));
    if (edges->keeps_half_width && (edges->up.there || edges->down.there))
        say(d, STR("That keeps the half-width of the interval and all else as it is."));
}

static void say_considered(Drawing *d, const Figure *figure)
{
    const ReviewLevel *review = figure->subject->review;
    for (size_t c = 0; review && c < review->considered_count; c++)
        say(d,
            str_printf(d->why->arena, "It considers %S, which is %S.", review->considered_name[c],
                       why_told_value(d->why, figure->considered[c])));
}

/* A power or `secure` in words. */
static Str condition_sentence(Inquiry *why, const char *name, const Part *part)
{
    if (part->value.reason)
        return str_printf(why->arena, "Whether it is %s is not decided (%S).", name,
                          why_value_text(why, part, &part->value));
    return str_printf(why->arena, "It is %s%s.", part->value.yes ? "" : "not ", name);
}

static Str root_sentence(Inquiry *why, const Figure *figure, uint32_t i)
{
    const Part *part = figure->root[i];
    const char *name = figure->subject->root[i].name;
    if (part->expr->type == TYPE_BAND && !part->value.reason) {
        int64_t num = 0, den = 1;
        exact_to_ratio(part->value.number, &num, &den);
        return str_printf(why->arena, "The %s is %S%S%S.", name, why_band_text(part, num),
                          why_title(why, figure, num), why_because(why, part));
    }
    if (part->value.type == TYPE_YESNO && part->expr->kind != EXPR_DEF)
        return condition_sentence(why, name, part);
    const char *limit = part->expr->kind == EXPR_DEF && (part->expr->def->kind == DEF_LOWER ||
                                                         part->expr->def->kind == DEF_UPPER)
                            ? " limit"
                            : "";
    return str_printf(why->arena, "The %s%s is %S.", name, limit, why_told_value(why, part));
}

/* A finding or power has no definition whose name it could go by. */
static void draw_root(Drawing *d, const Figure *figure, uint32_t i)
{
    Inquiry *why = d->why;
    Part *part = figure->root[i];
    const Subject *s = figure->subject;
    const Node *node = s->review ? s->review->review->node : s->power ? s->power->node : NULL;
    if (part->expr->kind == EXPR_DEF || !node) {
        draw(d, part, 0);
        return;
    }
    Str words = str_of(s->root[i].name);
    if (part->expr->type != TYPE_BAND)
        words = str_printf(why->arena, "%S = %S", words, why_label(why, part));
    d->told[part->id] = true;
    add_line(d, 0, words, why_told_value(why, part), why_rule_at(why, node->span, why_article(s)));
    add_sum(d, part);
    kids(d, part, 1);
}

Outline *why_outline(Inquiry *why, const Figure *figure)
{
    Drawing d = { .why = why, .outline = NEW(why->arena, Outline) };
    d.told = NEW_ARRAY(why->arena, bool, why->part_count + 2);
    for (uint32_t i = 0; i < figure->subject->root_count; i++)
        say(&d, root_sentence(why, figure, i));
    say_considered(&d, figure);
    say_edges(&d, figure);
    for (uint32_t i = 0; i < figure->subject->root_count; i++) draw_root(&d, figure, i);
    return d.outline;
}
