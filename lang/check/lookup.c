/* lookup.c -- x[...]: a row of a table, the figure of a group, the row of a link; and shared
 * formulas, whose definitions are put in where they are named.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

static const Expr *wrong_keys(Scope *scope, Def *def, const Node *node)
{
    Model *model = scope->model;
    Group *group = def->place->group;
    group_resolve(model, group);
    Text names = text_open(model->arena);
    for (size_t i = 0; i < group->key_count; i++)
        text_printf(&names, "%s%S", i ? ", " : "", group->key_names[i]);
    uint32_t count = node->child[AT_INDEX_KEYS]->count;
    return FAULT(scope, D_WRONG_KEYS, node, def->name, text_str(&names),
                 str_printf(model->arena, count == 1 ? "%u value" : "%u values", (uint64_t)count));
}

static const Expr *find_group(Scope *scope, Def *def, const Node *node)
{
    Model *model = scope->model;
    const Node *keys = node->child[AT_INDEX_KEYS];
    const Taking *taking = NULL;
    for (size_t i = 0; i < model->taking_count; i++)
        if (def->measure &&
            str_eq(model->takings[i].figure,
                   str_printf(model->arena, "%S.%S", def->measure->name, def->name)))
            taking = &model->takings[i];
    const Expr *args[8];
    uint32_t count = 0;
    if (keys->count > COUNT_OF(args) - 1) return wrong_keys(scope, def, node);
    for (uint32_t i = 0; i < keys->count; i++) {
        args[count] = check_formula(scope, keys->child[i]);
        if (!args[count++]) return NULL;
    }
    for (uint32_t i = 0; i < count; i++)
        if (args[i]->type == TYPE_NONE) return args[i]; /* missing, whatever it is looked up in */
    if (taking)
        return taken_in_unit(model, taking_lookup(scope, taking, along_node(def), args, count),
                             def_expr(model, def, node->span));
    if (!def_expr(model, def, node->span)) return NULL;
    Group *group = def->place->group;
    if (count != group->key_count) return wrong_keys(scope, def, node);
    if (along_node(def)) return along_read(scope, def, args, count, node);
    bool own = scope->place == &group->of->place && !scope->all_rows &&
               (!group->mask || group->counted == scope->measure);
    for (uint32_t i = 0; i < count; i++) {
        own = own && args[i] == group->keys[i];
        if (args[i]->type != group->keys[i]->type)
            return FAULT(scope, D_CANNOT_COMPARE, keys->child[i], type_text(model, args[i]),
                         type_text(model, group->keys[i]));
    }
    bool ok = true;
    const Expr *row;
    if (own) {
        row = expr_row_to(model, scope->place, def->place, node->span, &ok);
    } else {
        const Expr *all[9];
        uint32_t n = 0;
        const Expr *level = expr_row_to(model, scope->place, group->level, node->span, &ok);
        if (!ok && scope->place == group->level) ok = true;
        if (scope->place == group->level && scope->place->kind != PLACE_NATION)
            level = expr_make(model, &(Expr){ .kind = EXPR_LEVEL,
                                              .place = scope->place,
                                              .type = TYPE_ROW,
                                              .span = node->span });
        if (level) all[n++] = level;
        for (uint32_t i = 0; i < count; i++) all[n++] = args[i];
        row = expr_make(model, &(Expr){ .kind = EXPR_FIND,
                                        .place = scope->place,
                                        .type = TYPE_ROW,
                                        .group = group,
                                        .arg = all,
                                        .arg_count = n,
                                        .span = node->span });
    }
    if (!ok) return FAULT(scope, D_NOT_BELOW, node, scope->place->name, group->level->name);
    return expr_read(model, scope->place, expr_def(model, def, node->span), row, node->span);
}

/* progress_8[school]: a figure of the row that a link points at. */
static const Expr *read_linked(Scope *scope, const Node *node, const Expr *row)
{
    const Node *base = node->child[AT_INDEX_BASE];
    Model *model = scope->model;
    if (row->kind != EXPR_LINK) return FAULT(scope, D_INDEX_WHAT, node, node_source(model, base));
    Record *parent = row->place->record->fields[row->index].parent;
    if (!parent) return NULL;
    Scope there = { .model = model, .place = &parent->place, .measure = scope->measure };
    const Expr *inner = check_formula(&there, base);
    return inner ? expr_read(model, scope->place, inner, row, node->span) : NULL;
}

const Expr *check_index(Scope *scope, const Node *node)
{
    Model *model = scope->model;
    const Node *base = node->child[AT_INDEX_BASE], *keys = node->child[AT_INDEX_KEYS];
    enum { MOST_KEYS = 8 };
    const Expr *args[MOST_KEYS];
    if (base->kind == NODE_ERROR || keys->count > MOST_KEYS) return NULL;
    Def *def = name_grouped(scope, base);
    if (def) return find_group(scope, def, node);
    for (uint32_t i = 0; i < keys->count; i++) {
        args[i] = check_formula(scope, keys->child[i]);
        if (!args[i]) return NULL;
    }
    for (uint32_t i = 0; i < keys->count; i++)
        if (args[i]->type == TYPE_NONE) return args[i]; /* missing, whatever it is looked up in */
    Name *name = base->kind == NODE_NAME ? name_find(model, base->text) : NULL;
    if (name && name->kind == NAME_TABLE)
        return check_lookup(scope, name->what, node, args, keys->count);
    if (keys->count == 1 && args[0]->type == TYPE_ROW) return read_linked(scope, node, args[0]);
    if (base->kind == NODE_NAME && !name) {
        Str *near = NEW_ARRAY(model->arena, Str, model->name_count + 1);
        size_t count = 0;
        for (size_t i = 0; i < model->name_count; i++)
            if (model->names[i].kind == NAME_TABLE) near[count++] = model->names[i].name;
        name_unknown_among(model, D_UNKNOWN_TABLE, base->text, base->span, STR_EMPTY, near, count);
        return NULL;
    }
    return FAULT(scope, D_INDEX_WHAT, node, node_source(model, base));
}

/* half_width of (spread, n): the formula's definition with these put in for its parts. */
const Expr *check_apply(Scope *scope, const Node *node)
{
    enum { MOST_PARTS = 16 };
    Model *model = scope->model;
    const Node *called = node->child[AT_APPLY_FORMULA], *given = node->child[AT_APPLY_PARTS];
    if (called->kind != NODE_NAME) return NULL;
    Name *name = name_find(model, called->text);
    if (!name || name->kind != NAME_FORMULA) {
        name_unknown_kind(model, D_UNKNOWN_FORMULA, called, NAME_FORMULA);
        return NULL;
    }
    Formula *formula = name->what;
    const Node *parts = formula->node->child[AT_FORMULA_PARTS];
    if (parts->count != given->count || parts->count > MOST_PARTS)
        return FAULT(scope, D_FORMULA_PARTS, node, called->text,
                     str_printf(model->arena, "%u", (uint64_t)parts->count));
    Binding bindings[MOST_PARTS];
    for (uint32_t i = 0; i < given->count; i++) {
        bindings[i] =
            (Binding){ parts->child[i]->text, check_typed(scope, given->child[i], TYPE_NUMBER) };
        if (!bindings[i].expr) return NULL;
    }
    if (formula->busy)
        return FAULT(scope, D_CYCLE, node,
                     str_printf(model->arena, "%S needs itself", called->text));
    Scope inside = { .model = model,
                     .place = scope->place,
                     .facts = scope->facts,
                     .reached = scope->reached,
                     .bindings = bindings,
                     .binding_count = given->count,
                     .closed = true };
    /* Formulas that use others twice each grow as 2, 4, 8, 16 ... */
    if (model->applied >= LIMIT_APPLIED) {
        if (model->applied++ == LIMIT_APPLIED) DIAG_AT(model->diags, D_PROGRAM_LARGE, node->span);
        return NULL;
    }
    model->applied++;
    formula->busy = true;
    const Expr *e = check_formula(&inside, formula->node->child[AT_FORMULA_DEFINITION]);
    formula->busy = false;
    return e;
}
