/* definition.c -- named definitions, checked when first asked for; a ring of them is shown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

/* Says that def needs itself, with every definition on the way. */
static void show_ring(Model *model, Def *def, Span asked)
{
    Text text = text_open(model->arena);
    Def *ring[64];
    size_t count = 0;
    for (Def *d = model->busy; d && count < COUNT_OF(ring); d = d->why) {
        ring[count++] = d;
        if (d == def) break;
    }
    for (size_t i = count; i-- > 0;)
        text_printf(&text, i + 1 == count ? "%S needs " : "%S, which needs ", ring[i]->name);
    text_add(&text, def->name);
    Diag *d = DIAG_AT(model->diags, D_CYCLE, asked, text_str(&text));
    for (size_t i = count; i-- > 0;)
        diag_also(model->diags, d, ring[i]->node->span, STR("defined here"));
}

void group_resolve(Model *model, Group *group)
{
    if (group->resolved) return;
    group->resolved = true;
    Scope scope = { .model = model, .place = &group->of->place, .measure = group->measure };
    const Node *names = group->node;
    group->keys = NEW_ARRAY(model->arena, const Expr *, names->count + 1);
    group->key_names = NEW_ARRAY(model->arena, Str, names->count + 1);
    if (group->measure) {
        group->mask = measure_counted(model, group->measure, &group->of->place, names->span);
        if (group->mask) group->counted = group->measure;
    }
    if (names->count > LIMIT_KEYS) {
        DIAG_AT(model->diags, D_RANK_PARTS, names->span);
        return;
    }
    for (uint32_t i = 0; i < names->count; i++) {
        const Node *name = names->child[i];
        const Expr *key = expr_as(model, check_formula(&scope, name), TYPE_NUMBER);
        if (!key) continue;
        if (key->type == TYPE_NUMBER && key->nature != RATIONAL) {
            DIAG_AT(model->diags, D_ROOT_NEEDS_ROUNDING, name->span);
            continue;
        }
        group->key_names[group->key_count] =
            name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
        group->keys[group->key_count++] = key;
    }
}

/* `taking m.x as` a table of one cell: a constant instead of the definition. */
static const Expr *taken(Model *model, Def *def)
{
    if (!def->measure || def->place->kind == PLACE_GROUP) return NULL;
    Str figure = str_printf(model->arena, "%S.%S", def->measure->name, def->name);
    for (size_t i = 0; i < model->taking_count; i++) {
        if (!str_eq(model->takings[i].figure, figure)) continue;
        Scope scope = { .model = model, .place = def->place, .measure = def->measure };
        return taking_lookup(&scope, &model->takings[i], NULL, NULL, 0);
    }
    return NULL;
}

const Expr *taken_in_unit(Model *model, const Expr *taken, const Expr *own)
{
    if (!taken || taken->type != TYPE_NUMBER || taken->unit != UNIT_ANY) return taken;
    if (!own || own->type != TYPE_NUMBER || own->unit < UNIT_FIRST_NAMED) return taken;
    Expr e = *taken;
    e.unit = own->unit;
    return expr_make(model, &e);
}

/* A let of a measure that is not made in the model's year: missing, of the kind it would be. */
static const Expr *let_not_made(Scope *scope, const Def *def, const Node *definition)
{
    Model *model = scope->model;
    const Expr *e = check_unheard(scope, definition);
    Type type = e && e->type != TYPE_NONE ? e->type : TYPE_NUMBER;
    Expr missing =
        *expr_missing(model, def->place, type, def->measure->not_made_reason, definition->span);
    if (e) {
        missing.unit = e->unit;
        missing.bands = e->bands;
    }
    return expr_make(model, &missing);
}

/* The formula that stands in the text. */
static const Expr *written(Model *model, Def *def, Span asked)
{
    if (def->place->kind == PLACE_GROUP) group_resolve(model, def->place->group);
    if (def->kind == DEF_DERIVE || def->kind == DEF_LET) {
        Scope scope = { .model = model, .place = def->place, .measure = def->measure };
        const Node *definition = def->kind == DEF_DERIVE ? def->node->child[AT_DERIVE_DEFINITION]
                                                         : def->node->child[AT_LET_DEFINITION];
        if (def->measure && def->measure->not_made) return let_not_made(&scope, def, definition);
        const Expr *e = check_formula(&scope, definition);
        return e && !along_check(&scope, def) ? NULL : e;
    }
    Level *level = level_find(def->measure, def->place);
    return level ? level_figure(model, level, def->kind, asked) : NULL;
}

static const Expr *formula_of(Model *model, Def *def, Span asked)
{
    const Expr *e = taken(model, def);
    return e ? taken_in_unit(model, e, written(model, def, asked)) : written(model, def, asked);
}

const Expr *def_expr(Model *model, Def *def, Span asked)
{
    if (def->state == DEF_DONE) return def->failed ? NULL : def->expr;
    if (def->state == DEF_BUSY) {
        if (!def->failed) show_ring(model, def, asked);
        def->failed = true;
        return NULL;
    }
    if (model->depth >= LIMIT_DEPTH) {
        DIAG_AT(model->diags, D_DEFINITIONS_DEEP, asked);
        return NULL;
    }
    def->state = DEF_BUSY;
    def->why = model->busy;
    model->busy = def;
    model->depth++;
    const Expr *e = formula_of(model, def, asked);
    model->depth--;
    model->busy = def->why;
    def->expr = e;
    if (!e) def->failed = true;
    def->state = DEF_DONE;
    return def->failed ? NULL : e;
}
