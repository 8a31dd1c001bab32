/* by_model.c -- the rules that look at what a formula comes to, in each year of the term: fields
 * that nothing reads, figures rounded too soon, small groups, percentages, intervals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "lint/lint.h"
#include "module.h"

static bool is_person(const Record *record)
{
    return record && record->has_personal_key;
}

/* Figures of this place are printed, one for each of its rows. */
static bool is_printed(const Place *place)
{
    return place->kind == PLACE_RECORD && !is_person(place->record);
}

/* ---- unused_field ---- */

/* What is asked for in any case: what names a row, and what joins it to others. */
static bool is_structure(const Field *field)
{
    return field_is_key(field) || field->role == ROLE_LINK || field->role == ROLE_IDENTITY ||
           field->node->kind == NODE_NAMED_BY ||
           (field->record->continues && field->index >= field->record->first_continues);
}

/* `one row for each urn separated by ";"`: the field says how many rows there are. */
static bool makes_rows(const Field *field)
{
    const Node *options = field->record->node->child[AT_RECORD_OPTIONS];
    for (uint32_t i = 0; i < options->count; i++)
        if (options->child[i]->kind == NODE_ROW_FOR_EACH &&
            str_eq(options->child[i]->child[AT_ROW_FOR_EACH_FIELD]->text, field->name))
            return true;
    return false;
}

static void parts_of_all(Parts *parts, const Model *model)
{
    for (size_t i = 0; i < model->measure_count; i++) parts_measure(parts, model->measures[i]);
    for (size_t i = 0; i < model->review_level_count; i++)
        parts_review(parts, &model->review_levels[i]);
    for (size_t i = 0; i < model->power_count; i++) parts_power(parts, model->powers[i]);
    for (size_t i = 0; i < model->goal_count; i++) parts_add(parts, model->goals[i]->figure);
    for (size_t i = 0; i < model->reconcile_count; i++)
        parts_reconcile(parts, model->reconciles[i]);
    for (size_t i = 0; i < model->support_count; i++) parts_support(parts, model->supports[i]);
    parts_run(parts);
}

static bool is_met(const Parts *parts, const Node *node)
{
    for (size_t i = 0; i < parts->count; i++) {
        const Expr *e = parts->items[i].expr;
        const Field *field = expr_field_of(e);
        if ((field && field->node == node) || (e->kind == EXPR_DEF && e->def->node == node))
            return true;
    }
    return false;
}

/* A derived field that an example expects is there to be shown. */
static bool is_expected(const Model *model, const Def *def)
{
    for (size_t i = 0; i < model->example_count; i++) {
        const Node *steps = model->examples[i]->child[AT_EXAMPLE_STEPS];
        for (uint32_t k = 0; k < steps->count; k++) {
            bool expect = steps->child[k]->kind == NODE_EXPECT_IS ||
                          steps->child[k]->kind == NODE_EXPECT_MISSING;
            if (!expect) continue;
            const Node *path = steps->child[k]->child[0]->child[AT_FIGURE_PATH];
            if (path->kind == NODE_PATH) path = path->child[path->count - 1];
            if (str_eq(path->text, def->name)) return true;
        }
    }
    return false;
}

void lint_unused_field(Lint *lint)
{
    const Model *model = lint->models[0];
    Parts parts = { .arena = lint->arena };
    for (size_t i = 0; i < lint->model_count; i++) {
        const Model *year = lint->models[i];
        for (size_t d = 0; d < year->derive_count; d++)
            if (is_expected(year, year->derives[d])) parts_add(&parts, year->derives[d]->expr);
        parts_of_all(&parts, year);
    }
    for (size_t r = 0; r < model->record_count; r++) {
        const Record *record = model->records[r];
        for (size_t i = 0; i < record->field_count; i++) {
            const Field *field = &record->fields[i];
            if (is_structure(field) || makes_rows(field) || is_met(&parts, field->node)) continue;
            lint_say(lint, RULE_UNUSED_FIELD, field->node->child[0]->span,
                     str_printf(lint->arena, "%S.%S", record->name, field->name), STR_EMPTY);
        }
    }
    for (size_t i = 0; i < model->derive_count; i++) {
        const Def *def = model->derives[i];
        bool offered = module_is_standard(lint->sources, def->node->span.file);
        if (offered || is_expected(model, def) || is_met(&parts, def->node)) continue;
        lint_say(lint, RULE_UNUSED_FIELD, def->node->child[AT_DERIVE_NAME]->span,
                 str_printf(lint->arena, "%S.%S", def->place->name, def->name), STR_EMPTY);
    }
}

/* ---- rounds_first ---- */

static bool compares(const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
    case EXPR_EQ:
    case EXPR_NE: return true;
    default: return false;
    }
}

void lint_rounds_first(Lint *lint, const Model *model)
{
    Parts parts = { .arena = lint->arena };
    parts_of_all(&parts, model);
    for (size_t i = 0; i < parts.count; i++) {
        const Expr *e = parts.items[i].expr;
        for (uint32_t a = 0; compares(e) && a < e->arg_count; a++) {
            const Expr *side = expr_inner(e->arg[a]);
            if (side && side->kind == EXPR_ROUND)
                lint_say(lint, RULE_ROUNDS_FIRST, e->span,
                         source_text(lint->sources, e->arg[a]->span), STR_EMPTY);
        }
    }
}

/* ---- small_groups ---- */

/* A level's own figures: not what another measure makes at the same rows, which may be withheld
 * there, and not what is read from elsewhere. */
static bool is_own(const Parts *parts, size_t at)
{
    const Level *level = parts->user;
    const Expr *e = parts->items[at].expr;
    if (e->kind == EXPR_DEF && e->def->measure && e->def->measure != level->measure) return false;
    return e->place == level->place;
}

/* The record of people whose rows a level's figure is made of; NULL. */
static const Record *people_of(Lint *lint, Model *model, const Level *level, const Expr *from)
{
    Parts parts = { .arena = lint->arena, .enters = is_own, .user = level };
    parts_add(&parts, from);
    parts_run(&parts);
    for (size_t i = 0; i < parts.count; i++) {
        const Expr *e = parts.items[i].expr;
        if (e->kind != EXPR_GATHER || e->place != level->place) continue;
        Place *rows = e->gather->from;
        if (rows->kind == PLACE_GROUP) rows = &rows->group->of->place;
        for (size_t r = 0; r < model->record_count; r++) {
            Record *record = model->records[r];
            bool below = rows == &record->place;
            if (!is_person(record)) continue;
            if (!below && rows->kind == PLACE_RECORD)
                expr_row_to(model, rows, &record->place, e->span, &below);
            if (below) return record;
        }
    }
    return NULL;
}

static bool counts_rows(Lint *lint, const Expr *condition)
{
    Parts parts = { .arena = lint->arena };
    parts_add(&parts, condition);
    parts_run(&parts);
    for (size_t i = 0; i < parts.count; i++) {
        const Expr *e = parts.items[i].expr;
        if (e->kind == EXPR_GATHER &&
            (e->gather->kind == GATHER_KIND_COUNT || e->gather->kind == GATHER_KIND_DIFFERENT))
            return true;
    }
    return false;
}

void lint_small_groups(Lint *lint, Model *model)
{
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *measure = model->measures[m];
        for (size_t l = 0; l < measure->level_count && !measure->not_made; l++) {
            const Level *level = &measure->levels[l];
            if (!level->has_value || level->of_split || !is_printed(level->place)) continue;
            const Record *people = people_of(lint, model, level, level->value->expr);
            if (!people || (level->withheld && counts_rows(lint, level->withheld))) continue;
            LintFinding *finding = lint_say(lint, RULE_SMALL_GROUPS, level->value->node->span,
                                            measure->name, level->place->name);
            if (!finding) continue;
            finding->arg[2] = people->name;
            finding->arg[3] = people->plural;
        }
    }
}

/* ---- no_count ---- */

void lint_no_count(Lint *lint, const Model *model)
{
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *measure = model->measures[m];
        for (size_t l = 0; l < measure->level_count && !measure->not_made; l++) {
            const Level *level = &measure->levels[l];
            bool shown = level->place->kind == PLACE_NATION || is_printed(level->place);
            if (!measure->percent || !level->has_value || level->counted || !shown) continue;
            lint_say(lint, RULE_NO_COUNT, level->value->node->span, measure->name, STR_EMPTY);
        }
    }
}

/* ---- no_interval ---- */

/* A finding goes by the figures that it names: into yes and no, which are conditions with a name,
 * and not into figures themselves. */
static bool is_condition(const Parts *parts, size_t at)
{
    const Expr *e = parts->items[at].expr;
    bool figure = e->kind == EXPR_DEF && e->def->measure && e->def->kind != DEF_LET;
    return !figure || e->type == TYPE_YESNO;
}

static void say_figures(Lint *lint, Parts *parts, Str whose, Span whole)
{
    parts_run(parts);
    for (size_t i = 0; i < parts->count; i++) {
        const Expr *e = parts->items[i].expr;
        if (e->kind != EXPR_DEF || !e->def->measure || e->def->kind == DEF_LET) continue;
        if (e->type == TYPE_YESNO || e->place->kind != PLACE_RECORD) continue;
        const Level *level = level_find(e->def->measure, e->def->place);
        if (!level || level->lower || e->def->measure->context) continue;
        size_t at = i;
        while (at != SIZE_MAX) {
            Span span = parts->items[at].expr->span;
            if (span.file == whole.file && span.start >= whole.start && span.end <= whole.end)
                break;
            at = parts->items[at].from;
        }
        lint_say(lint, RULE_NO_INTERVAL, at == SIZE_MAX ? whole : parts->items[at].expr->span,
                 e->def->measure->name, whose);
    }
}

void lint_no_interval(Lint *lint, Model *model)
{
    for (size_t i = 0; i < model->review_level_count; i++) {
        const ReviewLevel *level = &model->review_levels[i];
        Parts parts = { .arena = lint->arena, .enters = is_condition };
        parts_review(&parts, level);
        say_figures(lint, &parts, level->review->name, level->review->node->span);
    }
    for (size_t i = 0; i < model->power_count; i++) {
        Parts parts = { .arena = lint->arena, .enters = is_condition };
        parts_power(&parts, model->powers[i]);
        say_figures(lint, &parts, model->powers[i]->name, model->powers[i]->node->span);
    }
}
