/* publish.c -- what is shown to the public: of which measures, and which counts are hidden there.
 *
 * A publication decides no figure.  A framework has at most one: two of the same data would tell
 * more together than either was made to tell.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/parts.h"
#include "check/record.h"
#include "number/text.h"
#include "result/cell.h"

enum { MOST_SMALL = 1000, MOST_POSSIBLE = 1000 };

void publish_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_PUBLISH_NAME];
    if (name->kind != NODE_NAME) return;
    if (model->publish) {
        Diag *d = SAY(model, D_PUBLISH_TWICE, name, name->text);
        diag_also(model->diags, d, model->publish->node->child[AT_PUBLISH_NAME]->span,
                  STR("the first"));
        return;
    }
    model->publish = NEW(model->arena, Publish);
    *model->publish =
        (Publish){ .name = name->text, .title = node->child[AT_PUBLISH_TITLE]->text, .node = node };
    name_add(model, name->text, NAME_PUBLISH, model->publish, 0, name->span);
}

/* ---- measures ---- */

/* A level at which the measure is printed: of the nation, or of rows that are no persons. */
static bool is_shown(const Level *level)
{
    const Place *place = level->place;
    if (place->kind == PLACE_GROUP) {
        if (!level->of_split) return false;
        place = place->group->level;
    }
    return place->kind == PLACE_NATION ||
           (place->kind == PLACE_RECORD && record_printed(place->record));
}

/* Into whatever a figure is made of, but not into rows that it reduces: those are counted. */
static bool not_counted(const Parts *parts, size_t at)
{
    return parts->items[at].expr->kind != EXPR_GATHER;
}

static bool has_kind(Model *model, const Expr *e, ExprKind kind,
                     bool (*also)(Model *, const Expr *))
{
    Parts parts = { .arena = model->arena, .enters = not_counted };
    parts_add(&parts, e);
    parts_run(&parts);
    for (size_t i = 0; i < parts.count; i++)
        if (parts.items[i].expr->kind == kind && (!also || also(model, parts.items[i].expr)))
            return true;
    return false;
}

/* Whether it is read of an earlier year of a unit or group, and was made of rows there. */
static bool of_earlier_rows(Model *model, const Expr *e)
{
    const Place *place = e->place;
    bool person = place->kind == PLACE_RECORD && !record_printed(place->record);
    return place->kind != PLACE_NATION && !person && has_kind(model, e->earlier, EXPR_GATHER, NULL);
}

/* The figure of a level that is made of two years: told together with those of the year before, it
 * tells what either hides.  NULL: there is none. */
static const Def *of_two_years(Model *model, const Level *level)
{
    const Def *figures[] = { level->value, level->lower, level->upper, level->band };
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        if (figures[i] && has_kind(model, figures[i]->expr, EXPR_EARLIER, of_earlier_rows))
            return figures[i];
    return NULL;
}

static void add_measure(Model *model, Publish *publish, const Node *node)
{
    Measure *measure = measure_named(model, node);
    if (!measure) return;
    for (size_t i = 0; i < publish->measure_count; i++)
        if (publish->measures[i] == measure) {
            SAY(model, D_TWICE, node, measure->name);
            return;
        }
    for (size_t l = 0; !measure->not_made && l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        if (!level->value || !level->value->expr || !is_shown(level)) continue;
        const Def *earlier = level->taken ? of_two_years(model, level) : NULL;
        if (level->taken && !earlier) continue;
        const Place *place = level->of_split ? level->of_split->place : level->place;
        Diag *d = SAY(model, earlier ? D_PUBLISH_EARLIER : D_PUBLISH_NO_COUNT, node, measure->name,
                      place_text(model, place));
        diag_also(model->diags, d, (earlier ? earlier : level->value)->node->span,
                  earlier ? STR("it is read here") : STR("no rows are reduced here"));
        return;
    }
    publish->measures[publish->measure_count++] = measure;
}

/* ---- clauses ---- */

/* A whole number from 1 to most; 0 after a message. */
static int64_t whole(Model *model, const Node *node, int64_t most)
{
    int64_t n = 0;
    int places;
    bool minus_zero;
    if (node->kind == NODE_ERROR) return 0;
    if (number_parse(node->text, &n, &places, &minus_zero) == NUMBER_SMALL && !places && n >= 1 &&
        n <= most)
        return n;
    SAY(model, D_PUBLISH_NUMBER, node, node->text, str_printf(model->arena, "%d", most));
    return 0;
}

/* A text that stands in a cell where a number would. */
static bool is_mark(Model *model, const Node *node)
{
    Str text = node->text;
    if (node->kind == NODE_ERROR) return false;
    bool number = text.len == 0;
    for (size_t i = 0; i < text.len; i++) number |= text.at[i] >= '0' && text.at[i] <= '9';
    if (!number && !starts_formula(text)) return true;
    SAY(model, D_PUBLISH_MARK, node, text);
    return false;
}

static bool is_band(const Publish *publish, Str text)
{
    for (size_t m = 0; m < publish->measure_count; m++)
        for (size_t b = 0; b < publish->measures[m]->band_count; b++)
            if (str_eq(publish->measures[m]->bands[b].name, text)) return true;
    return false;
}

/* The mark of what is hidden stands for nothing else. */
static void mark_alone(Model *model, const Publish *publish, const Node *clauses)
{
    const Node *mark = NULL;
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_HIDDEN_COUNTS)
            mark = clauses->child[i]->child[AT_HIDDEN_COUNTS_MARK];
    if (!mark || !publish->mark.len) return;
    bool answer = str_eq(publish->mark, STR("yes")) || str_eq(publish->mark, STR("no"));
    if (answer) SAY(model, D_PUBLISH_SAME_MARK, mark, publish->mark, STR("an answer"));
    if (is_band(publish, publish->mark))
        SAY(model, D_PUBLISH_SAME_MARK, mark, publish->mark, STR("a band"));
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind != NODE_MISSING_SHOWN) continue;
        const Node *other = clause->child[AT_MISSING_SHOWN_MARK];
        if (str_eq(other->text, publish->mark))
            SAY(model, D_PUBLISH_SAME_MARK, other, publish->mark, STR("what is missing"));
    }
}

static void small_counts(Model *model, Publish *publish, const Node *node)
{
    const Node *low = node->child[AT_HIDDEN_COUNTS_LOW];
    int64_t from = whole(model, low, MOST_SMALL);
    if (from > 1) SAY(model, D_PUBLISH_FROM_ONE, low, low->text);
    if (is_mark(model, node->child[AT_HIDDEN_COUNTS_MARK]))
        publish->mark = node->child[AT_HIDDEN_COUNTS_MARK]->text;
    publish->small = whole(model, node->child[AT_HIDDEN_COUNTS_HIGH], MOST_SMALL);
}

static void marked_reason(Model *model, Publish *publish, const Node *reason, Str mark)
{
    uint8_t which = reason->kind == NODE_NAME ? reason_known(model, reason) : 0;
    if (!which) return;
    if (publish->reason_mark[which].len) SAY(model, D_TWICE, reason, reason->text);
    publish->reason_mark[which] = mark;
}

static void missing_shown(Model *model, Publish *publish, const Node *node)
{
    const Node *mark = node->child[AT_MISSING_SHOWN_MARK];
    const Node *reasons = node->child[AT_MISSING_SHOWN_REASONS];
    if (!is_mark(model, mark)) return;
    if (!reasons && publish->missing_mark.len) SAY(model, D_TWICE, node, STR("missing as"));
    if (!reasons) publish->missing_mark = mark->text;
    for (uint32_t i = 0; reasons && i < reasons->count; i++)
        marked_reason(model, publish, reasons->child[i], mark->text);
}

/* Counts are whole numbers, and one that is not hidden is never shown as nought. */
static void rounded_counts(Model *model, Publish *publish, const Node *node)
{
    const Node *to = node->child[AT_COUNTS_ROUNDED_ROUNDING];
    int places;
    int64_t steps = 0;
    if (!check_round(model, to, UNIT_PURE, &publish->counts, &places)) return;
    publish->rounded = true;
    const Exact *least = exact_from_i64(model->arena, publish->small + 1);
    bool whole = publish->counts.den == 1;
    if (whole && publish->small &&
        (!exact_round_steps(model->arena, least, &publish->counts, &steps) || steps == 0))
        SAY(model, D_PUBLISH_NOUGHT, to, node_source(model, to),
            str_printf(model->arena, "%d", publish->small + 1));
    if (!whole) SAY(model, D_PUBLISH_WHOLE, to, node_source(model, to));
}

static void clauses(Model *model, Publish *publish, const Node *list)
{
    const Node *first[NODE_KINDS] = { NULL };
    publish->reason_mark = NEW_ARRAY(model->arena, Str, UINT8_MAX + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        const Node *clause = list->child[i];
        if (clause->kind == NODE_MISSING_SHOWN) missing_shown(model, publish, clause);
        if (clause->kind == NODE_ERROR || clause->kind == NODE_MISSING_SHOWN) continue;
        if (first[clause->kind])
            SAY(model, D_TWICE, clause, node_source(model, clause));
        else
            first[clause->kind] = clause;
    }
    if (first[NODE_HIDDEN_COUNTS])
        small_counts(model, publish, first[NODE_HIDDEN_COUNTS]);
    else
        SAY(model, D_PUBLISH_NO_SMALL, publish->node->child[AT_PUBLISH_NAME], publish->name);
    if (first[NODE_COUNTS_ROUNDED]) rounded_counts(model, publish, first[NODE_COUNTS_ROUNDED]);
    publish->possible = 2;
    if (!first[NODE_COUNTS_POSSIBLE]) return;
    const Node *number = first[NODE_COUNTS_POSSIBLE]->child[AT_COUNTS_POSSIBLE_NUMBER];
    publish->possible = whole(model, number, MOST_POSSIBLE);
    if (publish->possible == 1)
        SAY(model, D_PUBLISH_NUMBER, number, number->text,
            str_printf(model->arena, "%d", (int64_t)MOST_POSSIBLE));
}

void publish_check(Model *model)
{
    Publish *publish = model->publish;
    if (!publish) return;
    const Node *measures = publish->node->child[AT_PUBLISH_MEASURES];
    publish->measures = NEW_ARRAY(model->arena, Measure *, measures->count + 1);
    for (uint32_t i = 0; i < measures->count; i++) add_measure(model, publish, measures->child[i]);
    clauses(model, publish, publish->node->child[AT_PUBLISH_CLAUSES]);
    mark_alone(model, publish, publish->node->child[AT_PUBLISH_CLAUSES]);
}
