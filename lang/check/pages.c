/* pages.c -- what pages for readers show: a `report`.  No figure depends on it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"

void pages_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_REPORT_NAME];
    if (name->kind != NODE_NAME) return;
    if (model->pages) {
        Diag *d = SAY(model, D_PAGES_TWICE, name, name->text);
        diag_also(model->diags, d, model->pages->node->child[AT_REPORT_NAME]->span,
                  STR("the first"));
        return;
    }
    model->pages = NEW(model->arena, Pages);
    *model->pages = (Pages){ .name = name->text,
                             .title = node->child[AT_REPORT_TITLE]->text,
                             .node = node,
                             .clauses = node->child[AT_REPORT_CLAUSES] };
    name_add(model, name->text, NAME_REPORT, model->pages, 0, name->span);
}

static void add_measures(Model *model, Pages *pages, const Node *list)
{
    pages->measures = NEW_ARRAY(model->arena, Measure *, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        Measure *measure = measure_named(model, list->child[i]);
        bool twice = false;
        for (size_t k = 0; k < pages->measure_count; k++)
            twice = twice || pages->measures[k] == measure;
        if (twice) SAY(model, D_TWICE, list->child[i], measure->name);
        if (measure && !twice) pages->measures[pages->measure_count++] = measure;
    }
}

/* ---- the funnel ---- */

/* Whose rows the lines on spreads name; one and the same in all of them. */
static bool same_rows(Model *model, Pages *pages, const Node *rows)
{
    const Record *record = known_rows(model, rows);
    if (!record) return false;
    if (!pages->spread_of) pages->spread_of = record;
    if (pages->spread_of == record) return true;
    SAY(model, D_PAGES_HALF, rows, pages->name);
    return false;
}

static void spread_between(Model *model, Pages *pages, const Node *node)
{
    if (!same_rows(model, pages, node->child[0])) return;
    if (pages->spread) SAY(model, D_TWICE, node, STR("spread between"));
    pages->spread = node->kind == NODE_SPREAD_NONE       ? SPREAD_IS_NONE
                    : node->kind == NODE_SPREAD_ADDITIVE ? SPREAD_IS_ADDITIVE
                                                         : SPREAD_IS_MULTIPLICATIVE;
    if (node->kind != NODE_SPREAD_MULTIPLICATIVE) return;
    const Node *part = node->child[AT_SPREAD_MULTIPLICATIVE_PART];
    if (!part || part->kind != NODE_PERCENT) return;
    Scope scope = { .model = model, .place = &model->nation };
    pages->part = check_literal(&scope, part)->number;
    const Exact *half = exact_from_ratio(model->arena, 1, 2);
    if (exact_sign(model->arena, pages->part) <= 0 ||
        exact_compare(model->arena, pages->part, half) >= 0)
        SAY(model, D_PAGES_PART, part, part->text);
}

/* A `let` of the measure's block for the nation: one rational number. */
static const Def *national_let(Model *model, Measure *measure, Str name)
{
    const Level *nation = level_find(measure, &model->nation);
    for (size_t i = 0; nation && i < nation->let_count; i++) {
        const Def *def = nation->lets[i];
        if (str_eq(def->name, name) && def->place == &model->nation && def->expr &&
            def->expr->type == TYPE_NUMBER && def->expr->nature == RATIONAL)
            return def;
    }
    return NULL;
}

static void spread_within(Model *model, Pages *pages, const Node *node)
{
    const Node *path = node->child[AT_SPREAD_WITHIN_FIGURE];
    if (path->kind == NODE_ERROR || !same_rows(model, pages, node->child[AT_SPREAD_WITHIN_ROWS]))
        return;
    Measure *measure =
        path->kind == NODE_PATH && path->count == 2 ? measure_named(model, path->child[0]) : NULL;
    if (!measure) {
        if (path->kind != NODE_PATH || path->count != 2)
            SAY(model, D_PAGES_SPREAD, path, node_source(model, path));
        return;
    }
    if (measure->not_made) return;
    if (!national_let(model, measure, path->child[1]->text)) {
        SAY(model, D_PAGES_SPREAD, path, node_source(model, path));
        return;
    }
    const Level *level = level_find(measure, &pages->spread_of->place);
    if (!level || !level->value || !level->counted) {
        SAY(model, D_PAGES_NO_LEVEL, path, measure->name, pages->spread_of->name);
        return;
    }
    for (size_t i = 0; i < pages->within_count; i++)
        if (pages->within[i] == measure) SAY(model, D_TWICE, node, measure->name);
    pages->within_figure[pages->within_count] = path->child[1]->text;
    pages->within[pages->within_count++] = measure;
}

/* ---- the rest ---- */

static bool is_split_by(const Model *model, const Pages *pages, Str field)
{
    for (size_t g = 0; g < model->group_count; g++) {
        const Group *group = model->groups[g];
        bool shown = false;
        for (size_t m = 0; m < pages->measure_count; m++)
            shown = shown || pages->measures[m] == group->measure;
        for (size_t k = 0; group->is_split && shown && k < group->key_count; k++)
            if (str_eq(group->key_names[k], field)) return true;
    }
    return false;
}

static void splits(Model *model, Pages *pages, const Node *node)
{
    if (pages->splits) SAY(model, D_TWICE, node, STR("split by"));
    pages->splits = node;
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *name = node->child[i];
        if (name->kind != NODE_NAME && name->kind != NODE_PATH) continue;
        Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
        if (!is_split_by(model, pages, field)) SAY(model, D_PAGES_SPLIT, name, field);
    }
}

static void clause(Model *model, Pages *pages, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_SPREAD_NONE:
    case NODE_SPREAD_ADDITIVE:
    case NODE_SPREAD_MULTIPLICATIVE: spread_between(model, pages, node); break;
    case NODE_SPREAD_WITHIN: spread_within(model, pages, node); break;
    case NODE_COMPARED_WITHIN:
        if (pages->compared) SAY(model, D_TWICE, node, STR("compared within"));
        pages->compared = known_record(model, node->child[AT_COMPARED_WITHIN_RECORD]);
        break;
    case NODE_SPLIT: splits(model, pages, node); break;
    default: break;
    }
}

void pages_check(Model *model)
{
    Pages *pages = model->pages;
    if (!pages) return;
    const Node *list = pages->clauses;
    bool within = false;
    add_measures(model, pages, pages->node->child[AT_REPORT_MEASURES]);
    pages->within = NEW_ARRAY(model->arena, Measure *, list->count + 1);
    pages->within_figure = NEW_ARRAY(model->arena, Str, list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        within = within || list->child[i]->kind == NODE_SPREAD_WITHIN;
        clause(model, pages, list->child[i]);
    }
    if (within != (pages->spread != SPREAD_NOT_SAID) && !model->diags->errors)
        SAY(model, D_PAGES_HALF, pages->node->child[AT_REPORT_NAME], pages->name);
}
