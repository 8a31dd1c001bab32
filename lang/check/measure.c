/* measure.c -- measures: traits, levels, who is left out, and what each level's figures are.
 *
 * measure_declare makes the shells (levels, lets, picks, groups), so that formulas can name them;
 * formulas are checked when asked for; measure_check asks for all.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

/* ---- declaring ---- */

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
        DIAG_AT(model->diags, D_MEASURE_TRAIT, measure->node->span, measure->name);
    if (measure->higher_is_better && measure->lower_is_better)
        DIAG_AT(model->diags, D_MEASURE_DIRECTION, measure->node->span, measure->name);
}

static Place *level_place(Model *model, const Node *name)
{
    if (name->kind == NODE_NATION) return &model->nation;
    if (name->kind != NODE_NAME) return NULL;
    Record *record = record_find(model, name->text);
    if (record) return &record->place;
    Str *near = NEW_ARRAY(model->arena, Str, model->record_count + 1);
    for (size_t i = 0; i < model->record_count; i++) near[i] = model->records[i]->name;
    name_unknown_among(model, D_UNKNOWN_RECORD, name->text, name->span, STR_EMPTY, near,
                       model->record_count);
    return NULL;
}

Level *level_find(Measure *measure, const Place *place)
{
    for (size_t i = 0; measure && i < measure->level_count; i++)
        if (measure->levels[i].place == place) return &measure->levels[i];
    return NULL;
}

static Level *level_at(Measure *measure, Place *place)
{
    Level *level = level_find(measure, place);
    if (level) return level;
    assert(measure->level_count < measure->level_cap);
    level = &measure->levels[measure->level_count++];
    level->measure = measure;
    level->place = place;
    return level;
}

static size_t levels_at_most(const Node *clauses)
{
    size_t count = 0;
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *block = clauses->child[i];
        if (block->kind != NODE_LEVEL_BLOCK) continue;
        size_t splits = 0;
        const Node *inner = block->child[AT_LEVEL_BLOCK_CLAUSES];
        for (uint32_t k = 0; k < inner->count; k++)
            if (inner->child[k]->kind == NODE_SPLIT) splits += inner->child[k]->count;
        count += block->child[AT_LEVEL_BLOCK_LEVELS]->count * (1 + splits);
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

static Def *new_def(Model *model, Level *level, DefKind kind, Str name, const Node *node)
{
    Def *def = NEW(model->arena, Def);
    *def = (Def){ .kind = kind,
                  .name = name,
                  .node = node,
                  .place = level->place,
                  .measure = level->measure };
    return def;
}

/* The AGG_ node under ROUNDED and COUNTING, if it has a `by`. */
static const Node *by_reduction(const Node *definition)
{
    while (definition->kind == NODE_ROUNDED || definition->kind == NODE_COUNTING)
        definition = definition->child[0];
    return node_is_agg(definition) && definition->child[AT_AGG_BY] && definition->child[AT_AGG_OVER]
               ? definition
               : NULL;
}

static Group *group_at(Model *model, Record *of, Place *level, Measure *measure, const Node *names,
                       bool is_split)
{
    for (size_t i = 0; i < model->group_count; i++) {
        Group *old = model->groups[i];
        if (old->of == of && old->level == level && old->measure == measure &&
            old->is_split == is_split &&
            str_eq(node_source(model, old->node), node_source(model, names)))
            return old;
    }
    Group *group = NEW(model->arena, Group);
    *group = (Group){ .of = of,
                      .level = level,
                      .measure = measure,
                      .node = names,
                      .is_split = is_split,
                      .place = { .kind = PLACE_GROUP } };
    group->place.group = group;
    group->place.name = str_printf(model->arena, "%S by %S", is_split ? level->name : of->name,
                                   node_source(model, names));
    GROW(model->arena, model->groups, model->group_count, model->group_cap);
    model->groups[model->group_count++] = group;
    return group;
}

static void declare_let(Model *model, Level *level, const Node *node)
{
    const Node *name = node->child[AT_LET_NAME];
    if (name->kind != NODE_NAME) return;
    for (size_t i = 0; i < level->let_count; i++)
        if (str_eq(level->lets[i]->name, name->text)) {
            if (level->of_split) return;
            Diag *d = DIAG_AT(model->diags, D_DUPLICATE_NAME, name->span, name->text);
            diag_also(model->diags, d, level->lets[i]->node->span, STR("it already means this"));
            return;
        }
    const Node *by = by_reduction(node->child[AT_LET_DEFINITION]);
    if (by && level->of_split) return;
    Def *def = new_def(model, level, DEF_LET, name->text, node);
    if (by) {
        const Node *over = by->child[AT_AGG_OVER];
        const Node *plural = over->kind == NODE_ALL_ROWS ? over->child[0] : over;
        Record *of = plural_find(model, plural->text);
        if (of)
            def->place =
                &group_at(model, of, level->place, level->measure, by->child[AT_AGG_BY], false)
                     ->place;
    }
    level->lets[level->let_count++] = def;
}

static void declare_pick(Model *model, Level *level, const Node *node)
{
    Pick *pick = NEW(model->arena, Pick);
    const Node *slots = node->child[AT_PICK_SLOTS];
    *pick = (Pick){ .level = level, .node = node };
    pick->slots = NEW_ARRAY(model->arena, Slot, slots->count + 1);
    for (uint32_t i = 0; i < slots->count; i++) {
        const Node *slot = slots->child[i];
        if (slot->kind == NODE_ERROR || slot->child[0]->kind != NODE_NAME) continue;
        pick->slots[pick->slot_count++] = (Slot){ .name = slot->child[0]->text, .node = slot };
    }
    level->picks[level->pick_count++] = pick;
    GROW(model->arena, model->picks, model->pick_count, model->pick_cap);
    model->picks[model->pick_count++] = pick;
}

static void declare_figures(Model *model, Level *level)
{
    Measure *measure = level->measure;
    level->lets = NEW_ARRAY(model->arena, Def *, level->clause_count + 1);
    level->picks = NEW_ARRAY(model->arena, Pick *, level->clause_count + 1);
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        switch ((int)node->kind) {
        case NODE_LET: declare_let(model, level, node); break;
        case NODE_PICK: declare_pick(model, level, node); break;
        case NODE_VALUE:
            if (level->value) DIAG_AT(model->diags, D_TWICE, node->span, STR("value"));
            level->value = new_def(model, level, DEF_VALUE, measure->name, node);
            level->has_value = true;
            break;
        case NODE_INTERVAL_GIVE:
        case NODE_INTERVAL_FROM:
            if (level->lower) DIAG_AT(model->diags, D_TWICE, node->span, STR("interval"));
            level->lower = new_def(model, level, DEF_LOWER,
                                   str_printf(model->arena, "%S.lower", measure->name), node);
            level->upper = new_def(model, level, DEF_UPPER,
                                   str_printf(model->arena, "%S.upper", measure->name), node);
            break;
        case NODE_BANDS:
            if (level->band) DIAG_AT(model->diags, D_TWICE, node->span, STR("bands"));
            level->band = new_def(model, level, DEF_BAND,
                                  str_printf(model->arena, "%S.band", measure->name), node);
            break;
        default: break;
        }
    }
}

/* The record below `level` that has the field a split names. */
static Record *split_record(Model *model, Level *level, const Node *name)
{
    Record *found = NULL;
    Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
    for (size_t i = 0; i < model->record_count; i++) {
        Record *record = model->records[i];
        bool below;
        if (&record->place == level->place) continue;
        expr_row_to(model, &record->place, level->place, name->span, &below);
        if (!below || (!field_find(record, field) && !derive_find(model, record, field))) continue;
        Str first = name->kind == NODE_PATH ? name->child[0]->text : record->name;
        if (str_distance(first, record->name, 0) != 0) continue;
        if (found) {
            DIAG_AT(model->diags, D_SPLIT_TWO, name->span, field, found->name, record->name);
            return NULL;
        }
        found = record;
    }
    if (!found) DIAG_AT(model->diags, D_SPLIT_WHAT, name->span, field, level->place->name);
    return found;
}

static void declare_splits(Model *model, Level *level)
{
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *split = level->clauses[i];
        if (split->kind != NODE_SPLIT) continue;
        for (uint32_t k = 0; k < split->count; k++) {
            const Node *name = split->child[k];
            Record *of = split_record(model, level, name);
            if (!of) continue;
            Node *one = NEW(model->arena, Node);
            *one = *split;
            one->child = split->child + k;
            one->count = 1;
            one->span = name->span;
            Group *group = group_at(model, of, level->place, level->measure, one, true);
            if (level_find(level->measure, &group->place)) continue;
            Level *split_level = level_at(level->measure, &group->place);
            split_level->of_split = level;
            split_level->clauses = level->clauses;
            split_level->clause_count = level->clause_count;
            declare_figures(model, split_level);
        }
    }
}

static void declare_bands(Model *model, Measure *measure, const Node *bands)
{
    if (measure->bands) {
        DIAG_AT(model->diags, D_BANDS_TWICE, bands->span, measure->name);
        return;
    }
    measure->bands = NEW_ARRAY(model->arena, Band, bands->count + 1);
    for (uint32_t i = 0; i < bands->count; i++) {
        const Node *band = bands->child[i];
        if (band->kind == NODE_ERROR || band->child[0]->kind != NODE_NAME) continue;
        Str name = band->child[AT_BAND_NAME]->text;
        if (band_find(measure, name) != SIZE_MAX)
            DIAG_AT(model->diags, D_DUPLICATE_NAME, band->child[AT_BAND_NAME]->span, name);
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

static void declare_block(Model *model, Measure *measure, const Node *block)
{
    const Node *dates = block->child[AT_LEVEL_BLOCK_DATES];
    if (dates) {
        int first = node_year(dates->child[0]);
        int last = dates->kind == NODE_IN_YEARS ? node_year(dates->child[1]) : first;
        bool from = dates->kind == NODE_FROM_YEAR;
        if (first > model->term_last || (!from && last < model->term_first))
            DIAG_AT(model->diags, D_YEAR_OUTSIDE_TERM, dates->span, node_source(model, dates));
    }
    if (!dates_hold(dates, model->year)) return;
    const Node *levels = block->child[AT_LEVEL_BLOCK_LEVELS];
    const Node *clauses = block->child[AT_LEVEL_BLOCK_CLAUSES];
    for (uint32_t i = 0; i < levels->count; i++) {
        Place *place = level_place(model, levels->child[i]);
        if (place) add_clauses(model, level_at(measure, place), clauses);
    }
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_BANDS) declare_bands(model, measure, clauses->child[i]);
}

static void declare_leave(Model *model, Measure *measure, const Node *node)
{
    const Node *rows = node->child[AT_LEAVES_OUT_ROWS];
    if (rows->kind != NODE_NAME) return;
    Record *record = plural_find(model, rows->text);
    if (!record) {
        Str *near = NEW_ARRAY(model->arena, Str, model->record_count + 1);
        for (size_t i = 0; i < model->record_count; i++) near[i] = model->records[i]->plural;
        name_unknown_among(model, D_UNKNOWN_ROWS, rows->text, rows->span, STR_EMPTY, near,
                           model->record_count);
        return;
    }
    LeaveOut *leave = &measure->leaves[measure->leave_count++];
    *leave = (LeaveOut){ .record = record,
                         .label = node->child[AT_LEAVES_OUT_LABEL]->text,
                         .node = node };
    leave->reason = reason_add(model, STR("left_out"), leave->label,
                               node->child[AT_LEAVES_OUT_BECAUSE]->text, REASON_IS_LEFT_OUT,
                               node->span);
}

static void declare_not_made(Model *model, Measure *measure, const Node *node)
{
    const Node *dates = node->child[AT_NOT_MADE_DATES];
    int first = node_year(dates->child[0]);
    int last = dates->kind == NODE_IN_YEARS ? node_year(dates->child[1]) : first;
    if (first < model->term_first || last > model->term_last)
        DIAG_AT(model->diags, D_YEAR_OUTSIDE_TERM, dates->span, node_source(model, dates));
    if (!dates_hold(dates, model->year)) return;
    measure->not_made = true;
    measure->not_made_reason =
        reason_add(model, STR("not_made"), node->child[AT_NOT_MADE_BECAUSE]->text, STR_EMPTY,
                   REASON_IS_NOT_MADE, node->span);
}

static void declare_uses(Model *model, Measure *measure, const Node *node)
{
    const Node *name = node->child[AT_USES_FIELD];
    Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
    for (size_t i = 0; i < model->record_count; i++) {
        Field *found = field_find(model->records[i], field);
        bool named = name->kind != NODE_PATH ||
                     str_distance(name->child[0]->text, model->records[i]->name, 0) == 0;
        if (!found || !named) continue;
        measure->allowed[measure->allowed_count++] = found;
        return;
    }
    DIAG_AT(model->diags, D_USES_WHAT, name->span, field);
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
    measure->level_cap = levels_at_most(clauses);
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
    for (size_t i = 0; i < own; i++) declare_figures(model, &measure->levels[i]);
    for (size_t i = 0; i < own; i++) declare_splits(model, &measure->levels[i]);
}

/* ---- who is left out ---- */

static bool leave_check(Model *model, Measure *measure, LeaveOut *leave)
{
    if (leave->done) return leave->condition != NULL;
    if (leave->busy) {
        DIAG_AT(model->diags, D_CYCLE, leave->node->span,
                str_printf(model->arena, "`leaves out \"%S\"` needs itself", leave->label));
        return false;
    }
    leave->busy = true;
    Scope scope = { .model = model,
                    .place = &leave->record->place,
                    .measure = measure,
                    .all_rows = true };
    leave->condition = check_decided(&scope, leave->node->child[AT_LEAVES_OUT_WHERE]);
    leave->busy = false;
    leave->done = true;
    return leave->condition != NULL;
}

/* The condition of a leave-out seen from a row at or below its record; NULL when it is not above. */
static const Expr *leave_at(Model *model, Measure *measure, LeaveOut *leave, Place *place, Span span)
{
    bool above = true;
    const Expr *row = NULL;
    if (place != &leave->record->place)
        row = expr_row_to(model, place, &leave->record->place, span, &above);
    if (!above || !leave_check(model, measure, leave)) return NULL;
    if (!row) return leave->condition;
    const Expr *read = expr_read(model, place, leave->condition, row, span);
    /* a row without such a parent is not left out by it */
    const Expr *no = expr_yes(model, place, false, span);
    return expr_2(model, EXPR_INSTEAD, TYPE_YESNO, read, no, span);
}

const Expr *measure_counted(Model *model, Measure *measure, Place *place, Span span)
{
    const Expr *counted = NULL;
    for (size_t i = 0; i < measure->leave_count; i++) {
        const Expr *left = leave_at(model, measure, &measure->leaves[i], place, span);
        if (left) counted = expr_and(model, counted, expr_not(model, left, span), true, span);
    }
    return counted;
}

/* ---- figures of a level ---- */

static const Expr *decide_withheld(Model *model, Level *level)
{
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        if (node->kind != NODE_WITHHELD || level->withheld) continue;
        Scope scope = { .model = model, .place = level->place, .measure = level->measure };
        level->withheld = check_decided(&scope, node->child[AT_WITHHELD_WHEN]);
        level->withheld_reason =
            reason_add(model, STR("withheld"), node->child[AT_WITHHELD_MARK]->text, STR_EMPTY,
                       REASON_IS_MISSING, node->span);
    }
    return level->withheld;
}

/* What every figure of a level goes through: left out, withheld; in this order. */
static const Expr *wrapped(Model *model, Level *level, const Expr *e, Span span)
{
    Measure *measure = level->measure;
    if (decide_withheld(model, level))
        e = expr_withhold(model, e, level->withheld, level->withheld_reason, span);
    if (level->place->kind != PLACE_RECORD) return e;
    for (size_t i = measure->leave_count; i-- > 0;) {
        LeaveOut *leave = &measure->leaves[i];
        const Expr *left = leave_at(model, measure, leave, level->place, span);
        if (left) e = expr_withhold(model, e, left, leave->reason, span);
    }
    return e;
}

static bool unit_fits(Model *model, Measure *measure, const Expr *e, const Node *node)
{
    if (e->type != TYPE_NUMBER || e->unit == measure->unit || e->unit == UNIT_ANY ||
        e->unit == UNIT_PURE)
        return true;
    if (e->unit == UNIT_PERCENT && measure->unit == UNIT_PURE) return true;
    DIAG_AT(model->diags, D_VALUE_UNIT, node->span, unit_text(model, e->unit), measure->name,
            unit_text(model, measure->unit));
    return false;
}

/* The same number in the measure's unit. */
static const Expr *in_unit(Model *model, Measure *measure, const Expr *e)
{
    if (e->type != TYPE_NUMBER || e->unit == measure->unit) return e;
    Expr cast = *e;
    cast.unit = measure->unit;
    return expr_make(model, &cast);
}

static const Expr *when(Scope *scope, const Node *node, const Expr *changed, const Expr *before)
{
    if (!node) return changed;
    const Expr *condition = check_condition(scope, node);
    if (!condition || !changed) return NULL;
    return expr_3(scope->model, EXPR_CHOOSE, before->type, condition, changed, before, node->span);
}

static ExprKind adjustment(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_THEN_AT_MOST: return EXPR_LEAST;
    case NODE_THEN_AT_LEAST: return EXPR_GREATEST;
    case NODE_THEN_ADD: return EXPR_ADD;
    default: return EXPR_SUB;
    }
}

/* `then ...`: the value as it stands, changed. */
static const Expr *adjusted(Scope *scope, const Expr *value, const Node *node)
{
    Model *model = scope->model;
    Measure *measure = scope->measure;
    scope->value = value;
    if (value->type != TYPE_NUMBER) {
        DIAG_AT(model->diags, D_WRONG_TYPE, node->span, STR("a number"), type_text(model, value));
        return NULL;
    }
    const Expr *changed;
    if (node->kind == NODE_THEN_ROUNDED) {
        Round round;
        int places;
        if (!check_round(model, node->child[AT_THEN_BY], measure->unit, &round, &places)) return NULL;
        changed = expr_round(model, value, &round, node->span);
    } else {
        const Expr *by = check_formula(scope, node->child[AT_THEN_BY]);
        uint32_t unit;
        if (!by || !unit_fits(model, measure, by, node->child[AT_THEN_BY])) return NULL;
        by = in_unit(model, measure, by);
        if (!check_units(scope, value, by, node, &unit)) return NULL;
        changed = expr_2(model, adjustment(node), TYPE_NUMBER, value, by, node->span);
    }
    return when(scope, node->child[AT_THEN_WHEN], changed, value);
}

static const Expr *missing_not_made(Model *model, Level *level, Type type, Span span)
{
    Expr e = *expr_missing(model, level->place, type, level->measure->not_made_reason, span);
    if (type == TYPE_NUMBER) e.unit = level->measure->unit;
    if (type == TYPE_BAND) e.bands = level->measure;
    return expr_make(model, &e);
}

/* The first reduction in a value, for `M.counted` and `M.of`. */
static const Expr *first_gather(const Expr *e, const Place *place, unsigned depth)
{
    e = expr_bare(e);
    if (!e || e->place != place || depth > 64) return NULL;
    if (e->kind == EXPR_GATHER) return e;
    for (uint32_t i = 0; i < e->arg_count; i++) {
        const Expr *found = first_gather(e->arg[i], place, depth + 1);
        if (found) return found;
    }
    return NULL;
}

/* How many were counted is withheld with the figure itself. */
static const Expr *hidden(Model *model, Level *level, const Expr *e, Span span)
{
    if (!decide_withheld(model, level)) return e;
    return expr_withhold(model, e, level->withheld, level->withheld_reason, span);
}

static void count_units(Model *model, Level *level, const Expr *value, Span span)
{
    const Expr *first = first_gather(value, level->place, 0);
    if (!first) return;
    Gather g = { .kind = GATHER_KIND_COUNT,
                 .from = first->gather->from,
                 .row = first->gather->row,
                 .mask = first->gather->mask,
                 .counted = first->gather->counted,
                 .has_where = first->gather->has_where };
    if (first->gather->value && first->gather->value->type == TYPE_NUMBER)
        g.value = first->gather->value;
    Expr e = { .kind = EXPR_GATHER,
               .place = level->place,
               .type = TYPE_NUMBER,
               .unit = UNIT_PURE,
               .gather = &g,
               .span = span };
    level->counted = hidden(model, level, expr_make(model, &e), span);
    g.mask = NULL;
    g.value = NULL;
    g.counted = NULL;
    g.has_where = false;
    level->of = hidden(model, level, expr_make(model, &e), span);
}

/* What kind of value the level would have, in a year in which it is not made: its formulas are
 * checked for the years in which it is, and say nothing here. */
static Type type_not_made(Model *model, Level *level)
{
    Diags silent = diags_open(model->arena), *heard = model->diags;
    Scope scope = { .model = model, .place = level->place, .measure = level->measure };
    model->diags = &silent;
    const Expr *value = check_formula(&scope, level->value->node->child[0]);
    model->diags = heard;
    return value ? value->type : TYPE_NUMBER;
}

static const Expr *level_value(Model *model, Level *level)
{
    Measure *measure = level->measure;
    if (measure->not_made)
        return missing_not_made(model, level, type_not_made(model, level), level->value->node->span);
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    const Expr *value = NULL;
    Span span = level->value->node->span;
    for (size_t i = 0; i < level->clause_count; i++) {
        const Node *node = level->clauses[i];
        if (node->kind == NODE_VALUE && !value) {
            value = check_formula(&scope, node->child[0]);
            if (!value || !unit_fits(model, measure, value, node->child[0])) return NULL;
            if (value->type != TYPE_NUMBER && value->type != TYPE_YESNO) {
                DIAG_AT(model->diags, D_VALUE_TYPE, node->span, type_text(model, value));
                return NULL;
            }
            value = in_unit(model, measure, value);
            count_units(model, level, value, span);
        } else if (node->kind >= NODE_THEN_AT_MOST && node->kind <= NODE_THEN_ROUNDED && value) {
            value = adjusted(&scope, value, node);
            if (!value) return NULL;
        }
    }
    if (!value) return NULL;
    if (value->type == TYPE_NUMBER && !measure->says_shown)
        DIAG_AT(model->diags, D_MEASURE_SHOWN, measure->node->span, measure->name);
    return wrapped(model, level, value, span);
}

static const Expr *level_limit(Model *model, Level *level, bool upper)
{
    Measure *measure = level->measure;
    const Node *node = level->lower->node;
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    const Expr *e;
    uint32_t unit;
    if (measure->not_made) return missing_not_made(model, level, TYPE_NUMBER, node->span);
    if (node->kind == NODE_INTERVAL_FROM) {
        e = check_formula(&scope, node->child[upper ? AT_INTERVAL_FROM_UPPER : AT_INTERVAL_FROM_LOWER]);
    } else {
        const Expr *middle = check_formula(&scope, node->child[AT_INTERVAL_GIVE_MIDDLE]);
        const Expr *half = check_formula(&scope, node->child[AT_INTERVAL_GIVE_HALF]);
        if (!middle || !half) return NULL;
        if (middle->type != TYPE_NUMBER || half->type != TYPE_NUMBER) {
            DIAG_AT(model->diags, D_WRONG_TYPE, node->span, STR("a number"),
                    type_text(model, middle->type != TYPE_NUMBER ? middle : half));
            return NULL;
        }
        if (!check_units(&scope, middle, half, node, &unit)) return NULL;
        if (middle->nature != RATIONAL && half->nature != RATIONAL) {
            DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, node->span);
            return NULL;
        }
        Expr sum = *expr_2(model, upper ? EXPR_ADD : EXPR_SUB, TYPE_NUMBER, middle, half, node->span);
        if (sum.kind != EXPR_CONST && (middle->nature != RATIONAL || half->nature != RATIONAL))
            sum.nature = LIMIT;
        e = expr_make(model, &sum);
    }
    if (!e || !unit_fits(model, measure, e, node)) return NULL;
    return wrapped(model, level, in_unit(model, measure, e), node->span);
}

static const Expr *band_index(Scope *scope, size_t index, Span span)
{
    return expr_make(scope->model,
                     &(Expr){ .kind = EXPR_CONST,
                              .place = scope->place,
                              .type = TYPE_BAND,
                              .bands = scope->measure,
                              .number = exact_from_i64(scope->model->arena, (int64_t)index),
                              .span = span });
}

/* Facts that hold where bands are decided: the figures themselves are known. */
static const Facts *figures_known(Model *model, Level *level)
{
    const Facts *facts = NULL;
    Def *figures[] = { level->value, level->lower, level->upper };
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        if (!figures[i] || !def_expr(model, figures[i], figures[i]->node->span)) continue;
        facts = fact_known(model, facts, expr_def(model, figures[i], figures[i]->node->span));
    }
    return facts;
}

static void list_bands(Model *model, Level *level, BandList *list)
{
    Measure *measure = level->measure;
    Span span = level->band->node->span;
    if (level->value->expr) list->value = expr_def(model, level->value, span);
    if (level->lower && level->lower->expr) list->lower = expr_def(model, level->lower, span);
    if (level->upper && level->upper->expr) list->upper = expr_def(model, level->upper, span);
    if (measure->has_shown && list->value && list->value->type == TYPE_NUMBER) {
        list->shown = expr_round(model, list->value, &measure->shown, span);
        list->round = &measure->shown;
    }
    list->percent = measure->percent;
    bands_cover(model, list);
}

static const Expr *read_bands(Scope *scope, Level *level, BandList *list, size_t *missing)
{
    Model *model = scope->model;
    const Node *bands = level->band->node;
    size_t otherwise = SIZE_MAX;
    const Expr *band = NULL;
    bool failed = false, misses = false;
    size_t *index = NEW_ARRAY(model->arena, size_t, bands->count + 1);
    *missing = SIZE_MAX;
    for (uint32_t i = 0; i < bands->count; i++) {
        const Node *line = bands->child[i];
        if (line->kind == NODE_ERROR || line->child[0]->kind != NODE_NAME) continue;
        size_t at = band_find(level->measure, line->child[0]->text);
        if (line->kind == NODE_BAND_OTHERWISE) {
            if (otherwise != SIZE_MAX) DIAG_AT(model->diags, D_TWICE, line->span, STR("otherwise"));
            otherwise = at;
            list->otherwise = line;
        } else if (line->kind == NODE_BAND_MISSING) {
            if (*missing != SIZE_MAX)
                DIAG_AT(model->diags, D_TWICE, line->span, STR("when missing"));
            *missing = at;
        } else {
            const Expr *condition = check_condition(scope, line->child[AT_BAND_WHEN]);
            if (!condition) {
                failed = true;
                continue;
            }
            misses = misses || can_miss(model, condition, scope->facts);
            index[list->count] = at;
            list->line[list->count] = line;
            list->condition[list->count++] = condition;
        }
    }
    if (failed || !list->count) return NULL;
    if (misses && *missing == SIZE_MAX)
        DIAG_AT(model->diags, D_BANDS_WHEN_MISSING, bands->span, STR("bands"));
    size_t from = list->count;
    band = otherwise != SIZE_MAX ? band_index(scope, otherwise, bands->span)
                                 : band_index(scope, index[--from], bands->span);
    while (from-- > 0) {
        Expr e = *expr_3(model, EXPR_CHOOSE, TYPE_BAND, list->condition[from],
                         band_index(scope, index[from], list->line[from]->span), band,
                         list->line[from]->span);
        e.bands = level->measure;
        band = expr_make(model, &e);
    }
    return band;
}

static const Expr *adjusted_band(Scope *scope, const Expr *band, const Node *node)
{
    Model *model = scope->model;
    const Node *name = node->child[AT_THEN_BY];
    if (name->kind != NODE_NAME) return NULL;
    size_t at = band_find(scope->measure, name->text);
    if (at == SIZE_MAX) {
        DIAG_AT(model->diags, D_UNKNOWN_BAND, name->span, name->text, scope->measure->name);
        return NULL;
    }
    const Expr *limit = band_index(scope, at, name->span);
    bool at_most = node->kind == NODE_THEN_BAND_AT_MOST;
    const Expr *beyond =
        expr_2(model, at_most ? EXPR_LT : EXPR_GT, TYPE_YESNO, band, limit, node->span);
    if (node->child[AT_THEN_WHEN]) {
        const Expr *condition = check_condition(scope, node->child[AT_THEN_WHEN]);
        if (!condition) return NULL;
        beyond = expr_and(model, condition, beyond, false, node->span);
    }
    Expr e = *expr_3(model, EXPR_CHOOSE, TYPE_BAND, beyond, limit, band, node->span);
    e.bands = scope->measure;
    return expr_make(model, &e);
}

static const Expr *level_band(Model *model, Level *level)
{
    Measure *measure = level->measure;
    const Node *bands = level->band->node;
    if (!level->value) {
        DIAG_AT(model->diags, D_BANDS_NEED_VALUE, bands->span);
        return NULL;
    }
    if (!def_expr(model, level->value, bands->span)) return NULL;
    if (measure->not_made) return missing_not_made(model, level, TYPE_BAND, bands->span);
    Scope scope = { .model = model, .place = level->place, .measure = measure };
    scope.facts = figures_known(model, level);
    BandList list = { .node = bands };
    list.condition = NEW_ARRAY(model->arena, const Expr *, bands->count + 1);
    list.line = NEW_ARRAY(model->arena, const Node *, bands->count + 1);
    size_t missing;
    const Expr *band = read_bands(&scope, level, &list, &missing);
    if (!band) return NULL;
    list_bands(model, level, &list);
    const Expr *value = expr_def(model, level->value, bands->span);
    Expr after = *expr_2(model, EXPR_AFTER, TYPE_BAND, value, band, bands->span);
    after.bands = measure;
    after.unit = UNIT_ANY;
    after.nature = RATIONAL;
    band = expr_make(model, &after);
    for (size_t i = 0; band && i < level->clause_count; i++)
        if (level->clauses[i]->kind == NODE_THEN_BAND_AT_MOST ||
            level->clauses[i]->kind == NODE_THEN_BAND_AT_LEAST)
            band = adjusted_band(&scope, band, level->clauses[i]);
    if (!band || missing == SIZE_MAX) return band;
    Expr instead = *expr_2(model, EXPR_INSTEAD, TYPE_BAND, band,
                           band_index(&scope, missing, bands->span), bands->span);
    instead.bands = measure;
    return expr_make(model, &instead);
}

const Expr *level_figure(Model *model, Level *level, DefKind kind, Span asked)
{
    (void)asked;
    switch (kind) {
    case DEF_VALUE: return level_value(model, level);
    case DEF_LOWER: return level_limit(model, level, false);
    case DEF_UPPER: return level_limit(model, level, true);
    case DEF_BAND: return level_band(model, level);
    case DEF_DERIVE:
    case DEF_LET:
    case DEF_CONDITION: break;
    }
    return NULL;
}

/* ---- a measure's figures seen from elsewhere ---- */

static const Expr *figure_seen(Scope *scope, Measure *measure, bool band, Span span)
{
    Model *model = scope->model;
    Level *level = level_find(measure, scope->place);
    Def *def = level ? (band ? level->band : level->value) : NULL;
    if (def) return def_expr(model, def, span) ? expr_def(model, def, span) : NULL;
    for (size_t i = 0; i < measure->level_count; i++) {
        bool above;
        Level *up = &measure->levels[i];
        def = band ? up->band : up->value;
        if (!def || up->of_split) continue;
        const Expr *row = expr_row_to(model, scope->place, up->place, span, &above);
        if (!above || !def_expr(model, def, span)) continue;
        return expr_read(model, scope->place, expr_def(model, def, span), row, span);
    }
    return NULL;
}

bool measure_is_made(Scope *scope, Measure *measure, bool band)
{
    for (size_t i = 0; i < measure->level_count; i++) {
        const Level *level = &measure->levels[i];
        bool above = level->place == scope->place;
        if (!(band ? level->band : level->value)) continue;
        if (!above && !level->of_split)
            expr_row_to(scope->model, scope->place, level->place, measure->node->span, &above);
        if (above) return true;
    }
    return false;
}

const Expr *measure_value(Scope *scope, Measure *measure, Span span)
{
    return figure_seen(scope, measure, false, span);
}

const Expr *measure_band(Scope *scope, Measure *measure, Span span)
{
    const Expr *band = figure_seen(scope, measure, true, span);
    if (!band && !measure_is_made(scope, measure, true))
        DIAG_AT(scope->model->diags, D_NO_BANDS_HERE, span, measure->name, scope->place->name);
    return band;
}

/* ---- picks ---- */

static bool slot_check(Scope *inner, Pick *pick, Slot *slot)
{
    Model *model = inner->model;
    const Node *count = slot->node->child[AT_SLOT_COUNT];
    for (size_t i = 0; i < count->text.len; i++) {
        char c = count->text.at[i];
        if (c < '0' || c > '9' || slot->takes > 1000) {
            DIAG_AT(model->diags, D_SLOT_TAKES, count->span);
            return false;
        }
        slot->takes = slot->takes * 10 + (uint32_t)(c - '0');
    }
    slot->mask = pick->mask;
    if (slot->node->kind == NODE_SLOT) {
        const Expr *where = check_decided(inner, slot->node->child[AT_SLOT_WHERE]);
        if (!where) return false;
        slot->mask = expr_and(model, pick->mask, where, true, slot->node->span);
    }
    if (!slot->mask) slot->mask = expr_yes(model, inner->place, true, slot->node->span);
    return true;
}

static const Expr *pick_number(Scope *inner, const Node *node)
{
    Model *model = inner->model;
    const Expr *e = check_formula(inner, node);
    if (!e) return NULL;
    if (e->type != TYPE_NUMBER || e->nature != RATIONAL) {
        DIAG_AT(model->diags, D_WRONG_TYPE, node->span, STR("a number"), type_text(model, e));
        return NULL;
    }
    if (!can_miss(model, e, inner->facts)) return e;
    DIAG_AT(model->diags, D_MISSING_NOT_HANDLED, node->span, node_source(model, node),
            inner->place->name)
        ->fix = STR("Say which rows are picked from:  pick from ... where ... is known by ...");
    return NULL;
}

static bool pick_rows(Model *model, Pick *pick, Scope *inner)
{
    const Node *node = pick->node, *rows = node->child[AT_PICK_ROWS];
    bool all = rows->kind == NODE_ALL_ROWS, below;
    const Node *plural = all ? rows->child[0] : rows;
    if (plural->kind != NODE_NAME) return false;
    pick->from = plural_find(model, plural->text);
    if (!pick->from) {
        name_unknown_among(model, D_UNKNOWN_ROWS, plural->text, plural->span, STR_EMPTY, NULL, 0);
        return false;
    }
    Measure *measure = pick->level->measure;
    *inner = (Scope){ .model = model,
                      .place = &pick->from->place,
                      .measure = measure,
                      .all_rows = all };
    pick->row = expr_row_to(model, inner->place, pick->level->place, node->span, &below);
    if (!below || !pick->row || pick->level->place->kind != PLACE_RECORD) {
        DIAG_AT(model->diags, D_NOT_BELOW, plural->span, pick->from->plural,
                pick->level->place->name);
        return false;
    }
    if (!all) inner->facts = fact_counted(model, NULL, measure, inner->place);
    return true;
}

void pick_check(Model *model, Pick *pick)
{
    Scope inner;
    const Node *node = pick->node;
    if (pick->done || pick->busy) return;
    pick->busy = true;
    if (node->child[AT_PICK_TOTAL])
        DIAG_AT(model->diags, D_PICK_TOTAL, node->child[AT_PICK_TOTAL]->span);
    if (pick_rows(model, pick, &inner)) {
        const Expr *where = NULL;
        bool ok = true;
        if (node->child[AT_PICK_WHERE]) {
            where = check_decided(&inner, node->child[AT_PICK_WHERE]);
            ok = where != NULL;
        }
        pick->mask = where;
        if (where) inner.facts = fact_true(model, inner.facts, where);
        for (size_t i = 0; i < pick->slot_count; i++)
            ok = slot_check(&inner, pick, &pick->slots[i]) && ok;
        if (node->child[AT_PICK_TIMES]) {
            pick->size = pick_number(&inner, node->child[AT_PICK_TIMES]);
            ok = ok && pick->size;
        }
        const Node *order = node->child[AT_PICK_ORDER];
        pick->lowest_first = order && order->kind == NODE_LOWEST_FIRST;
        const Expr *points = ok ? pick_number(&inner, node->child[AT_PICK_BY]) : NULL;
        pick->points = points;
    }
    pick->busy = false;
    pick->done = true;
}

/* ---- checking everything ---- */

static void slots_unused(Model *model, Pick *pick)
{
    for (size_t i = 0; i < pick->slot_count; i++)
        for (size_t k = 0; k < i; k++)
            if (str_eq(pick->slots[i].name, pick->slots[k].name))
                DIAG_AT(model->diags, D_DUPLICATE_NAME, pick->slots[i].node->child[0]->span,
                        pick->slots[i].name);
}

void measure_check(Model *model, Measure *measure)
{
    for (size_t i = 0; i < measure->leave_count; i++)
        leave_check(model, measure, &measure->leaves[i]);
    for (size_t l = 0; l < measure->level_count; l++) {
        Level *level = &measure->levels[l];
        if (level->place->kind == PLACE_GROUP) group_resolve(model, level->place->group);
        for (size_t i = 0; !measure->not_made && i < level->pick_count; i++) {
            pick_check(model, level->picks[i]);
            slots_unused(model, level->picks[i]);
        }
        for (size_t i = 0; !measure->not_made && i < level->let_count; i++)
            def_expr(model, level->lets[i], level->lets[i]->node->span);
        Def *figures[] = { level->value, level->lower, level->upper, level->band };
        for (size_t i = 0; i < COUNT_OF(figures); i++)
            if (figures[i]) def_expr(model, figures[i], figures[i]->node->span);
    }
    if (measure->level_count == 0 && measure->node->child[AT_MEASURE_CLAUSES]->count == 0)
        DIAG_AT(model->diags, D_MEASURE_EMPTY, measure->node->span, measure->name);
}
