/* names.c -- what names mean: the outermost names, and a name where a formula stands.
 *
 * A name is looked for in this order: `value`, `lower`, `upper` of the measure being read; its
 * `let` names of the same rows; fields and derived fields of the rows; measures; the measure's
 * `let` names of places above (read down); parameters.  Nothing is guessed: an unknown name is an
 * error with near names. SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

/* ---- the outermost names ---- */

Name *name_find(Model *model, Str name)
{
    uint32_t mask = model->name_mask;
    if (!model->name_slot) return NULL;
    for (uint32_t i = (uint32_t)str_hash(name, model->name_seed) & mask; model->name_slot[i];
         i = (i + 1) & mask) {
        Name *found = &model->names[model->name_slot[i] - 1];
        if (str_eq(found->name, name)) return found;
    }
    return NULL;
}

/* Puts name n where name_find looks. */
static void put_slot(Model *model, uint32_t n)
{
    uint32_t i = (uint32_t)str_hash(model->names[n].name, model->name_seed) & model->name_mask;
    while (model->name_slot[i]) i = (i + 1) & model->name_mask;
    model->name_slot[i] = n + 1;
}

static void make_slots(Model *model)
{
    size_t slots = model->name_slot ? ((size_t)model->name_mask + 1) * 2 : 256;
    model->name_slot = NEW_ARRAY(model->arena, uint32_t, slots);
    model->name_mask = (uint32_t)(slots - 1);
    model->name_seed = (uintptr_t)model->name_slot; /* another in each run; no order goes by it */
    for (uint32_t n = 0; n < model->name_count; n++) put_slot(model, n);
}

void name_add(Model *model, Str name, NameKind kind, void *what, uint32_t list, Span span)
{
    Name *old = name_find(model, name);
    if (old) {
        Diag *d = DIAG_AT(model->diags, D_DUPLICATE_NAME, span, name);
        diag_also(model->diags, d, old->span, STR("it already means this"));
        return;
    }
    GROW(model->arena, model->names, model->name_count, model->name_cap);
    model->names[model->name_count++] = (Name){ name, kind, what, span, list };
    if (model->name_count * 2 > model->name_mask)
        make_slots(model);
    else
        put_slot(model, (uint32_t)model->name_count - 1);
}

static void *find_kind(Model *model, Str name, NameKind kind)
{
    Name *found = name_find(model, name);
    return found && found->kind == kind ? found->what : NULL;
}

Record *record_find(Model *model, Str name)
{
    return find_kind(model, name, NAME_RECORD);
}

Record *plural_find(Model *model, Str plural)
{
    return find_kind(model, plural, NAME_PLURAL);
}

Measure *measure_find(Model *model, Str name)
{
    return find_kind(model, name, NAME_MEASURE);
}

Field *field_find(Record *record, Str name)
{
    for (size_t i = 0; i < record->field_count; i++)
        if (str_eq(record->fields[i].name, name)) return &record->fields[i];
    return NULL;
}

Def *derive_find(Model *model, Record *record, Str name)
{
    for (size_t i = 0; i < model->derive_count; i++) {
        Def *def = model->derives[i];
        if (def->place == &record->place && str_eq(def->name, name)) return def;
    }
    return NULL;
}

uint32_t unit_find(Model *model, Str name)
{
    for (uint32_t u = 0; u < model->unit_count; u++)
        if (str_eq(model->units[u], name)) return u;
    GROW(model->arena, model->units, model->unit_count, model->unit_cap);
    model->units[model->unit_count] = name;
    return (uint32_t)model->unit_count++;
}

/* Where a text stands in the hash table, or would. */
static uint32_t *text_place(const Model *model, Str text)
{
    size_t mask = model->text_slots - 1, at = str_hash(text, 0) & mask;
    while (model->text_slot[at] && !str_eq(model->texts[model->text_slot[at] - 1], text))
        at = (at + 1) & mask;
    return &model->text_slot[at];
}

uint32_t text_index(Model *model, Str text)
{
    if (model->text_count * 2 >= model->text_slots) {
        model->text_slots = model->text_slots ? model->text_slots * 2 : 64;
        model->text_slot = NEW_ARRAY(model->arena, uint32_t, model->text_slots);
        for (uint32_t i = 0; i < model->text_count; i++)
            *text_place(model, model->texts[i]) = i + 1;
    }
    uint32_t *place = text_place(model, text);
    if (*place) return *place - 1;
    GROW(model->arena, model->texts, model->text_count, model->text_cap);
    model->texts[model->text_count] = text;
    *place = (uint32_t)model->text_count + 1;
    return (uint32_t)model->text_count++;
}

uint8_t reason_find(Model *model, Str name)
{
    for (size_t i = 1; i < model->reason_count; i++)
        if (str_eq(model->reasons[i].name, name)) return (uint8_t)i;
    return 0;
}

uint8_t reason_add(Model *model, Str name, Str printed, Str because, ReasonKind kind, Span span)
{
    for (size_t i = 1; i < model->reason_count; i++) {
        const ReasonInfo *old = &model->reasons[i];
        if (str_eq(old->name, name) && str_eq(old->printed, printed) && old->kind == kind &&
            str_eq(old->because, because))
            return (uint8_t)i;
    }
    if (model->reason_count > LIMIT_REASONS) {
        DIAG_AT(model->diags, D_TOO_MANY_REASONS, span);
        return REASON_NOTHING;
    }
    GROW(model->arena, model->reasons, model->reason_count, model->reason_cap);
    model->reasons[model->reason_count] =
        (ReasonInfo){ .name = name, .printed = printed, .because = because, .kind = kind };
    return (uint8_t)model->reason_count++;
}

uint32_t round_index(Model *model, const Round *round)
{
    for (uint32_t i = 0; i < model->round_count; i++) {
        const Round *old = &model->rounds[i];
        if (old->mode == round->mode && exact_compare(model->arena, old->step, round->step) == 0)
            return i;
    }
    GROW(model->arena, model->rounds, model->round_count, model->round_cap);
    model->rounds[model->round_count] = *round;
    return (uint32_t)model->round_count++;
}

int node_year(const Node *node)
{
    int year = 0;
    for (size_t i = 0; i < node->text.len && node->text.at[i] >= '0' && node->text.at[i] <= '9';
         i++)
        year = year * 10 + (node->text.at[i] - '0');
    return year;
}

bool dates_hold(const Node *dates, int year)
{
    if (!dates) return true;
    int first = node_year(dates->child[0]);
    if (dates->kind == NODE_FROM_YEAR) return year >= first;
    if (dates->kind == NODE_IN_YEARS) return year >= first && year <= node_year(dates->child[1]);
    return year == first;
}

/* ---- a name where a formula stands ---- */

static Def *let_of(Level *level, Str name)
{
    for (size_t i = 0; level && i < level->let_count; i++)
        if (str_eq(level->lets[i]->name, name)) return level->lets[i];
    return NULL;
}

static Def *figure_of(Level *level, Str name)
{
    if (!level) return NULL;
    if (str_eq(name, STR("value"))) return level->value;
    if (str_eq(name, STR("lower"))) return level->lower;
    if (str_eq(name, STR("upper"))) return level->upper;
    return NULL;
}

/* A definition of another place read where scope stands; NULL (silent) when it is not above. */
static const Expr *read_def(Scope *scope, Def *def, Span span, bool *above)
{
    const Expr *row = expr_row_to(scope->model, scope->place, def->place, span, above);
    if (!*above) return NULL;
    if (!def_expr(scope->model, def, span)) return NULL;
    return expr_read(scope->model, scope->place, expr_def(scope->model, def, span), row, span);
}

static const Expr *needs_key(Scope *scope, Def *def, Span span)
{
    DIAG_AT(scope->model->diags, D_GROUPED_NEEDS_KEY, span, def->name);
    return NULL;
}

/* A `let` (or value, lower, upper) of `measure` seen from scope: same rows first, then above. */
static const Expr *measure_name(Scope *scope, Measure *measure, Str name, Span span, bool *found)
{
    *found = true;
    Level *here = level_find(measure, scope->place);
    Def *def = figure_of(here, name);
    if (!def) def = let_of(here, name);
    if (def) {
        if (def->place != scope->place) return needs_key(scope, def, span);
        return def_expr(scope->model, def, span) ? expr_def(scope->model, def, span) : NULL;
    }
    for (size_t i = 0; i < measure->level_count; i++) {
        Level *level = &measure->levels[i];
        if (level == here || level->of_split) continue;
        def = let_of(level, name);
        if (!def && scope->place != level->place && !str_eq(name, STR("value")))
            def = figure_of(level, name);
        if (!def) continue;
        if (def->place != level->place) return needs_key(scope, def, span);
        bool above;
        const Expr *e = read_def(scope, def, span, &above);
        if (above) return e;
    }
    *found = false;
    return NULL;
}

static const Expr *record_name(Scope *scope, Record *record, Str name, Span span, bool *found)
{
    *found = true;
    Field *field = field_find(record, name);
    if (field) return expr_field(scope->model, field, span);
    Def *def = derive_find(scope->model, record, name);
    if (def) return def_expr(scope->model, def, span) ? expr_def(scope->model, def, span) : NULL;
    *found = false;
    return NULL;
}

static const Expr *group_name(Scope *scope, Str name, Span span, bool *found)
{
    Group *group = scope->place->group;
    *found = true;
    for (uint32_t k = 0; k < group->key_count; k++)
        if (str_eq(group->key_names[k], name))
            return expr_make(scope->model, &(Expr){ .kind = EXPR_KEY,
                                                    .place = scope->place,
                                                    .type = group->keys[k]->type,
                                                    .unit = group->keys[k]->unit,
                                                    .codes = group->keys[k]->codes,
                                                    .index = k,
                                                    .group = group,
                                                    .span = span });
    *found = false;
    if (group->level->kind != PLACE_RECORD) return NULL;
    bool ok;
    const Expr *row = expr_row_to(scope->model, scope->place, group->level, span, &ok);
    const Expr *inner = record_name(scope, group->level->record, name, span, found);
    return inner && ok ? expr_read(scope->model, scope->place, inner, row, span) : NULL;
}

static const Expr *outer_name(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    Name *name = name_find(model, node->text);
    if (!name) {
        name_unknown(scope, node->text, node->span);
        return NULL;
    }
    if (scope->closed && name->kind != NAME_PARAMETER) {
        name_unknown(scope, node->text, node->span);
        return NULL;
    }
    switch (name->kind) {
    case NAME_MEASURE: {
        const Expr *e = measure_value(scope, name->what, node->span);
        if (!e && !measure_is_made(scope, name->what, false) && measure_has_value(name->what))
            DIAG_AT(model->diags, D_MEASURE_NOT_HERE, node->span, node->text,
                    place_text(model, scope->place));
        return e;
    }
    case NAME_PARAMETER: {
        const Param *param = name->what;
        if (param->unsaid && param->node->span.file != model->file)
            DIAG_AT(model->diags, D_PARAMETER_YEAR, node->span, node->text,
                    years_text(model->arena, model->year, model->year));
        return param->value ? expr_read(model, scope->place, param->value, NULL, node->span) : NULL;
    }
    case NAME_TABLE: DIAG_AT(model->diags, D_TABLE_NEEDS_KEY, node->span, node->text); return NULL;
    case NAME_RECORD:
    case NAME_PLURAL:
    case NAME_LIST:
    case NAME_REVIEW:
    case NAME_POWER:
    case NAME_GOAL:
    case NAME_RECONCILE:
    case NAME_PUBLISH:
    case NAME_REPORT:
    case NAME_SUPPORT:
    case NAME_FORMULA: break;
    }
    return name_no_figure(model, node, name);
}

static const Expr *bare_name(Scope *scope, const Node *node)
{
    bool found = false;
    Str name = node->text;
    const Expr *e = NULL;
    for (size_t i = 0; i < scope->binding_count; i++)
        if (str_eq(scope->bindings[i].name, name)) return scope->bindings[i].expr;
    if (scope->closed) return outer_name(scope, node);
    if (scope->value && str_eq(name, STR("value"))) return scope->value;
    if (scope->secure && str_eq(name, STR("secure"))) return scope->secure;
    if (scope->measure) {
        Level *here = level_find(scope->measure, scope->place);
        if (figure_of(here, name) || let_of(here, name))
            return measure_name(scope, scope->measure, name, node->span, &found);
    }
    if (scope->place->kind == PLACE_RECORD)
        e = record_name(scope, scope->place->record, name, node->span, &found);
    if (scope->place->kind == PLACE_GROUP) e = group_name(scope, name, node->span, &found);
    if (found) return e;
    if (scope->measure && !measure_find(scope->model, name)) {
        e = measure_name(scope, scope->measure, name, node->span, &found);
        if (found) return e;
        size_t slot;
        if (name_slot(scope, node, &slot)) {
            DIAG_AT(scope->model->diags, D_SLOT_NEEDS_FOLD, node->span, name);
            return NULL;
        }
    }
    return outer_name(scope, node);
}

/* The rest of a path read at another place. */
static const Expr *read_rest(Scope *scope, Place *to, const Expr *row, const Node *path)
{
    Scope there = { .model = scope->model, .place = to, .measure = scope->measure };
    const Expr *inner = NULL;
    if (path->count == 2) {
        inner = bare_name(&there, path->child[1]);
    } else {
        Node rest = *path;
        rest.child = path->child + 1;
        rest.count = path->count - 1;
        inner = name_formula(&there, &rest);
    }
    return inner ? expr_read(scope->model, scope->place, inner, row, path->span) : NULL;
}

static bool same_but_case(Str a, Str b)
{
    return a.len == b.len && str_distance(a, b, 0) == 0;
}

static const Expr *path_formula(Scope *scope, const Node *path)
{
    Model *model = scope->model;
    const Node *first = path->child[0];
    Record *record = scope->place->kind == PLACE_RECORD ? scope->place->record : NULL;
    if (scope->place->kind == PLACE_GROUP && scope->place->group->level->kind == PLACE_RECORD)
        record = scope->place->group->level->record;
    Field *field = record ? field_find(record, first->text) : NULL;
    if (field && field->role == ROLE_LINK && field->parent) {
        bool found = false;
        const Expr *row = scope->place->kind == PLACE_RECORD
                              ? expr_field(model, field, first->span)
                              : group_name(scope, first->text, first->span, &found);
        return read_rest(scope, &field->parent->place, row, path);
    }
    Measure *measure = measure_find(model, first->text);
    if (measure && path->count == 2) {
        bool found;
        const Expr *e = measure_name(scope, measure, path->child[1]->text, path->span, &found);
        if (!found) name_no_such_figure(model, measure, path->child[1]);
        return e;
    }
    for (size_t i = 0; i < model->record_count; i++) {
        Record *above = model->records[i];
        if (!same_but_case(above->name, first->text)) continue;
        bool ok = true;
        if (record == above && scope->place->kind == PLACE_RECORD)
            return read_rest(scope, scope->place, NULL, path);
        const Expr *row = expr_row_to(model, scope->place, &above->place, first->span, &ok);
        if (ok) return read_rest(scope, &above->place, row, path);
    }
    name_unknown(scope, first->text, first->span);
    return NULL;
}

const Expr *name_formula(Scope *scope, const Node *node)
{
    return node->kind == NODE_PATH ? path_formula(scope, node) : bare_name(scope, node);
}

Measure *name_measure(Scope *scope, const Node *node)
{
    if (node->kind != NODE_NAME) return NULL;
    if (scope->measure && str_eq(node->text, STR("value"))) return scope->measure;
    if (scope->place->kind == PLACE_RECORD && field_find(scope->place->record, node->text))
        return NULL;
    return measure_find(scope->model, node->text);
}

Def *name_grouped(Scope *scope, const Node *node)
{
    Measure *measure = scope->measure;
    Str name = node->text;
    if (node->kind == NODE_PATH) {
        if (node->count != 2) return NULL;
        measure = measure_find(scope->model, node->child[0]->text);
        name = node->child[1]->text;
    }
    if (!measure || node->kind == NODE_ERROR) return NULL;
    Level *here = level_find(measure, scope->place);
    Def *def = let_of(here, name);
    for (size_t i = 0; !def && i < measure->level_count; i++) {
        bool ok;
        Level *level = &measure->levels[i];
        if (level->of_split || !let_of(level, name)) continue;
        expr_row_to(scope->model, scope->place, level->place, node->span, &ok);
        if (ok) def = let_of(level, name);
    }
    return def && def->place->kind == PLACE_GROUP && !def->place->group->is_split ? def : NULL;
}

Pick *name_slot(Scope *scope, const Node *node, size_t *slot)
{
    if (!scope->measure || node->kind != NODE_NAME) return NULL;
    Level *level = level_find(scope->measure, scope->place);
    for (size_t p = 0; level && p < level->pick_count; p++)
        for (size_t s = 0; s < level->picks[p]->slot_count; s++)
            if (str_eq(level->picks[p]->slots[s].name, node->text)) {
                *slot = s;
                return level->picks[p];
            }
    return NULL;
}
