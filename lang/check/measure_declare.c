/* measure_declare.c -- the shells of measures: traits, levels and their blocks, bands, what is left
 * out, so that formulas can name them before they are checked (measure.c).  The figures of a level
 * are measure_figure.c's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

static void trait(Model *model, Measure *measure, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_TRAIT_OUTCOME: measure->outcome = true; break;
    case NODE_TRAIT_CONTEXT: measure->context = true; break;
    case NODE_TRAIT_PROGRESS: measure->national_progress = true; break;
    case NODE_TRAIT_GAP: measure->gap = true; break;
    case NODE_TRAIT_HIGHER: measure->higher_is_better = true; break;
    case NODE_TRAIT_LOWER: measure->lower_is_better = true; break;
    case NODE_TRAIT_UNIT:
        measure->percent = str_eq(node->child[0]->text, STR("%"));
        measure->unit = measure->percent ? UNIT_PERCENT : unit_find(model, node->child[0]->text);
        break;
    default: break;
    }
}

static void traits(Model *model, Measure *measure)
{
    const Node *list = measure->node->child[AT_MEASURE_TRAITS];
    measure->unit = UNIT_PURE;
    for (uint32_t i = 0; i < list->count; i++) trait(model, measure, list->child[i]);
    for (uint32_t i = 0; i < list->count; i++)
        if (list->child[i]->kind == NODE_TRAIT_SHOWN) {
            measure->says_shown = true;
            measure->has_shown = check_round(model, list->child[i]->child[0], measure->unit,
                                             &measure->shown, &measure->places);
        }
    if (measure->outcome == measure->context)
        DIAG_AT(model->diags, D_MEASURE_TRAIT, measure->node->child[AT_MEASURE_NAME]->span,
                measure->name);
    const Node *last = NULL;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->child[i]->kind == NODE_TRAIT_HIGHER || list->child[i]->kind == NODE_TRAIT_LOWER)
            last = list->child[i];
    if (measure->higher_is_better && measure->lower_is_better)
        DIAG_AT(model->diags, D_MEASURE_DIRECTION, last->span, measure->name);
}

static Place *level_place(Model *model, const Node *name)
{
    if (name->kind == NODE_NATION) return &model->nation;
    Record *record = known_record(model, name);
    return record ? &record->place : NULL;
}

Level *level_find(Measure *measure, const Place *place)
{
    for (size_t i = 0; measure && i < measure->level_count; i++)
        if (measure->levels[i].place == place) return &measure->levels[i];
    return NULL;
}

Level *measure_level(Measure *measure, Place *place)
{
    Level *level = level_find(measure, place);
    if (level) return level;
    assert(measure->level_count < measure->level_cap);
    level = &measure->levels[measure->level_count++];
    level->measure = measure;
    level->place = place;
    return level;
}

/* How many levels the words of a block can be. */
static size_t levels_of(const Model *model, const Node *levels)
{
    bool upwards = levels->count == 1 && levels->child[0]->kind == NODE_UPWARDS;
    return upwards ? model->record_count + 1 : levels->count;
}

static size_t levels_at_most(const Model *model, const Node *clauses)
{
    size_t count = 0;
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *block = clauses->child[i];
        if (block->kind != NODE_LEVEL_BLOCK) continue;
        size_t splits = 0;
        const Node *inner = block->child[AT_LEVEL_BLOCK_CLAUSES];
        for (uint32_t k = 0; k < inner->count; k++)
            if (inner->child[k]->kind == NODE_SPLIT) splits += inner->child[k]->count;
        count += levels_of(model, block->child[AT_LEVEL_BLOCK_LEVELS]) * (1 + splits);
    }
    return count;
}

static void add_clauses(Model *model, Level *level, const Node *clauses)
{
    size_t count = level->clause_count + clauses->count;
    const Node **all = NEW_ARRAY(model->arena, const Node *, count + 1);
    if (level->clause_count) memcpy(all, level->clauses, sizeof(*all) * level->clause_count);
    if (clauses->count)
        memcpy(all + level->clause_count, clauses->child, sizeof(*all) * clauses->count);
    level->clauses = all;
    level->clause_count = count;
}

/* `bands as overall`: the lines of that measure's list, which stands above. */
static const Node *bands_of(Model *model, const Node *clause)
{
    if (clause->kind == NODE_BANDS) return clause;
    const Node *name = clause->child[AT_BANDS_AS_MEASURE];
    if (name->kind != NODE_NAME) return NULL;
    const Name *found = name_find(model, name->text);
    const Measure *other = found && found->kind == NAME_MEASURE ? found->what : NULL;
    if (!other || !other->band_lines) {
        Str *near = NEW_ARRAY(model->arena, Str, model->measure_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < model->measure_count; i++)
            if (model->measures[i]->band_lines) near[count++] = model->measures[i]->name;
        name_unknown_among(model, D_BANDS_AS_WHAT, name->text, name->span, STR_EMPTY, near, count);
        return NULL;
    }
    Node *bands = NEW(model->arena, Node);
    *bands = *other->band_lines;
    bands->span = clause->span;
    return bands;
}

static void declare_bands(Model *model, Measure *measure, const Node *clause)
{
    const Node *bands = bands_of(model, clause);
    if (!bands) return;
    if (measure->band_lines) { /* `bands as` may say again, for another level, what they are */
        if (measure->band_lines->child != bands->child)
            DIAG_AT(model->diags, D_BANDS_TWICE, clause->span, measure->name);
        return;
    }
    measure->band_lines = bands;
    measure->bands = NEW_ARRAY(model->arena, Band, bands->count + 1);
    for (uint32_t i = 0; i < bands->count; i++) {
        const Node *band = bands->child[i];
        if (band->kind == NODE_ERROR || band->child[0]->kind != NODE_NAME) continue;
        Str name = band->child[AT_BAND_NAME]->text;
        if (band_find(measure, name) != SIZE_MAX)
            diag_also(
                model->diags,
                DIAG_AT(model->diags, D_DUPLICATE_NAME, band->child[AT_BAND_NAME]->span, name),
                measure->bands[band_find(measure, name)].node->child[AT_BAND_NAME]->span,
                STR("it already means this"));
        measure->bands[measure->band_count++] =
            (Band){ .name = name, .title = band->child[AT_BAND_TITLE]->text, .node = band };
    }
}

size_t band_find(const Measure *measure, Str name)
{
    for (size_t i = 0; i < measure->band_count; i++)
        if (str_eq(measure->bands[i].name, name)) return i;
    return SIZE_MAX;
}

Str years_text(Arena *arena, int first, int last)
{
    Str from = str_printf(arena, "%d/%d%d", (int64_t)first, (int64_t)((first + 1) % 100 / 10),
                          (int64_t)((first + 1) % 10));
    if (last == first) return from;
    return str_printf(arena, "%S to %S", from, years_text(arena, last, last));
}

void year_outside_term(Model *model, Span span, int first, int last)
{
    if (first <= 0 || last <= 0) return; /* no school year: that has been said */
    DIAG_AT(model->diags, D_YEAR_OUTSIDE_TERM, span, years_text(model->arena, first, last),
            years_text(model->arena, model->term_first, model->term_last));
}

/* `for each School and all above`: schools, every record they are part of, the nation. */
static void add_upwards(Model *model, Measure *measure, const Node *node, const Node *clauses)
{
    Place *from = level_place(model, node->child[AT_UPWARDS_RECORD]);
    if (!from) return;
    add_clauses(model, measure_level(measure, from), clauses);
    for (size_t i = 0; i < model->record_count; i++) {
        Place *to = &model->records[i]->place;
        bool above = false;
        if (to != from) expr_row_to(model, from, to, node->span, &above);
        if (above) add_clauses(model, measure_level(measure, to), clauses);
    }
    add_clauses(model, measure_level(measure, &model->nation), clauses);
}

static void declare_block(Model *model, Measure *measure, const Node *block)
{
    const Node *dates = block->child[AT_LEVEL_BLOCK_DATES];
    if (dates && block->span.file == model->file) { /* a module speaks of other terms as well */
        int first = node_year(dates->child[0]);
        int last = dates->kind == NODE_IN_YEARS ? node_year(dates->child[1]) : first;
        bool from = dates->kind == NODE_FROM_YEAR;
        if (first > model->term_last || (!from && last < model->term_first))
            year_outside_term(model, dates->span, first, last);
    }
    if (!dates_hold(dates, model->year)) return;
    const Node *levels = block->child[AT_LEVEL_BLOCK_LEVELS];
    const Node *clauses = block->child[AT_LEVEL_BLOCK_CLAUSES];
    for (uint32_t i = 0; i < levels->count; i++) {
        if (levels->child[i]->kind == NODE_UPWARDS) {
            add_upwards(model, measure, levels->child[i], clauses);
            continue;
        }
        Place *place = level_place(model, levels->child[i]);
        if (place) add_clauses(model, measure_level(measure, place), clauses);
    }
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind == NODE_BANDS || clause->kind == NODE_BANDS_AS)
            declare_bands(model, measure, clause);
    }
}

static void declare_leave(Model *model, Measure *measure, const Node *node)
{
    Record *record = known_rows(model, node->child[AT_LEAVES_OUT_ROWS]);
    if (!record) return;
    LeaveOut *leave = &measure->leaves[measure->leave_count++];
    *leave = (LeaveOut){ .record = record,
                         .label = node->child[AT_LEAVES_OUT_LABEL]->text,
                         .node = node };
    leave->reason =
        reason_add(model, STR("left_out"), leave->label, node->child[AT_LEAVES_OUT_BECAUSE]->text,
                   REASON_IS_LEFT_OUT, node->span);
}

static void declare_not_made(Model *model, Measure *measure, const Node *node)
{
    const Node *dates = node->child[AT_NOT_MADE_DATES];
    int first = node_year(dates->child[0]);
    int last = dates->kind == NODE_IN_YEARS ? node_year(dates->child[1]) : first;
    bool outside = first < model->term_first || last > model->term_last;
    if (outside && node->span.file == model->file)
        year_outside_term(model, dates->span, first, last);
    uint8_t reason = reason_add(model, STR("not_made"), node->child[AT_NOT_MADE_BECAUSE]->text,
                                STR_EMPTY, REASON_IS_NOT_MADE, node->span);
    if (!dates_hold(dates, model->year)) return;
    measure->not_made = true;
    measure->not_made_reason = reason;
}

/* The field that a `uses` names, with or without its record; NULL after a message. */
static Field *used_field(Model *model, const Node *name)
{
    Field *found = NULL;
    Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
    for (size_t i = 0; i < model->record_count; i++) {
        Record *record = model->records[i];
        Field *here = field_find(record, field);
        bool named =
            name->kind != NODE_PATH || str_distance(name->child[0]->text, record->name, 0) == 0;
        if (!here || !named) continue;
        if (found) {
            DIAG_AT(model->diags, D_USES_TWO, name->span, field, found->record->name, record->name);
            return NULL;
        }
        found = here;
    }
    if (!found) name_unknown_context(model, D_USES_WHAT, field, name->span, NULL);
    return found;
}

static void declare_uses(Model *model, Measure *measure, const Node *node)
{
    Field *field = used_field(model, node->child[AT_USES_FIELD]);
    if (field) measure->allowed[measure->allowed_count++] = field;
}

void measure_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_MEASURE_NAME], *clauses = node->child[AT_MEASURE_CLAUSES];
    if (name->kind != NODE_NAME) return;
    Measure *measure = NEW(model->arena, Measure);
    measure->name = name->text;
    measure->title = node->child[AT_MEASURE_TITLE]->text;
    measure->node = node;
    name_add(model, name->text, NAME_MEASURE, measure, 0, name->span);
    GROW(model->arena, model->measures, model->measure_count, model->measure_cap);
    model->measures[model->measure_count++] = measure;
    traits(model, measure);
    measure->level_cap = levels_at_most(model, clauses);
    measure->levels = NEW_ARRAY(model->arena, Level, measure->level_cap + 1);
    measure->leaves = NEW_ARRAY(model->arena, LeaveOut, clauses->count + 1);
    measure->allowed = NEW_ARRAY(model->arena, Field *, clauses->count + 1);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        switch ((int)clause->kind) {
        case NODE_LEVEL_BLOCK: declare_block(model, measure, clause); break;
        case NODE_LEAVES_OUT: declare_leave(model, measure, clause); break;
        case NODE_NOT_MADE: declare_not_made(model, measure, clause); break;
        case NODE_USES: declare_uses(model, measure, clause); break;
        default: break;
        }
    }
    size_t own = measure->level_count;
    for (size_t i = 0; i < own; i++) level_declare_figures(model, &measure->levels[i]);
    for (size_t i = 0; i < own; i++) level_declare_splits(model, &measure->levels[i]);
}
