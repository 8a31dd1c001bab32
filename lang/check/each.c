/* each.c -- `over different pupil of Rolls`: groups of rows, one for each row that they belong to
 * by a link (reduce.h).
 *
 * A pupil on two rolls of one authority is in one group under it, and so counts once there, and
 * once in the nation; gathering then goes on from the groups.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/reduce.h"

static Record *record_of(const Expr *link)
{
    if (link->type != TYPE_ROW) return NULL;
    while (link->kind == EXPR_READ) link = link->arg[0];
    return link->kind == EXPR_LINK ? link->place->record->fields[link->index].parent : NULL;
}

static Group *group_of(Model *model, Record *of, Place *level, const Expr *link, const Gather *rows,
                       const Node *node)
{
    for (size_t i = 0; i < model->group_count; i++) {
        Group *old = model->groups[i];
        if (old->is_each && old->of == of && old->level == level && old->keys[0] == link &&
            old->mask == rows->mask)
            return old;
    }
    Group *group = NEW(model->arena, Group);
    *group = (Group){ .of = of,
                      .level = level,
                      .node = node,
                      .mask = rows->mask,
                      .counted = rows->counted,
                      .key_count = 1,
                      .is_each = true,
                      .resolved = true,
                      .place = { .kind = PLACE_GROUP } };
    group->keys = NEW_ARRAY(model->arena, const Expr *, 1);
    group->keys[0] = link;
    group->key_names = NEW_ARRAY(model->arena, Str, 1);
    group->key_names[0] = node_source(model, node->child[AT_DIFFERENT_ROWS_LINK]);
    group->place.group = group;
    group->place.name = node_source(model, node);
    GROW(model->arena, model->groups, model->group_count, model->group_cap);
    model->groups[model->group_count++] = group;
    return group;
}

static const Expr *key_of(Model *model, Group *group, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_KEY,
                                     .place = &group->place,
                                     .type = TYPE_ROW,
                                     .group = group,
                                     .span = span });
}

static const Expr *is_there(Model *model, Group *group, Span span)
{
    return expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, key_of(model, group, span), span);
}

static const Expr *level_of(Model *model, Group *group, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_LEVEL,
                                     .place = &group->place,
                                     .type = TYPE_ROW,
                                     .group = group,
                                     .span = span });
}

static const Expr *some_of(Model *model, Group *group, const Gather *rows, Span span)
{
    bool ok;
    Gather *some = NEW(model->arena, Gather);
    *some = *rows;
    some->kind = GATHER_KIND_SOME;
    some->row = expr_row_to(model, &group->of->place, &group->place, span, &ok);
    return expr_make(model, &(Expr){ .kind = EXPR_GATHER,
                                     .place = &group->place,
                                     .type = TYPE_YESNO,
                                     .gather = some,
                                     .span = span });
}

/* `different pupil of Rolls`: from here on the rows gathered are groups of them, one for each
 * pupil under each row of the place, and what is read is the pupil's. */
bool reduce_each(Scope *scope, Reading *reading)
{
    Model *model = scope->model;
    Gather *g = &reading->gather;
    const Node *over = reading->node->child[AT_AGG_OVER];
    const Node *name = over->child[AT_DIFFERENT_ROWS_LINK];
    const Expr *link = check_formula(&reading->inner, name);
    if (!link) return false;
    Record *record = record_of(link);
    if (!record) {
        FAULT(scope, D_EACH_LINK, name, node_source(model, name));
        return false;
    }
    if (can_miss(model, link, reading->inner.facts)) {
        Diag *d = DIAG_AT(model->diags, D_MISSING_NOT_HANDLED, name->span, node_source(model, name),
                          reading->inner.place->name);
        tell_reference(model, d, link, reading->inner.facts);
        d->fix = str_printf(model->arena, "Leave them out:  where %S is known",
                            node_source(model, name));
        return false;
    }
    const Measure *inside = scope->measure && !reading->inner.all_rows ? scope->measure : NULL;
    const Expr *counted =
        inside ? measure_counted(model, scope->measure, &record->place, name->span) : NULL;
    if (counted) {
        counted = expr_read(model, reading->inner.place, counted, link, name->span);
        g->mask = expr_and(model, g->mask, counted, true, name->span);
    }
    Group *group = group_of(model, reading->gather.from->record, scope->place, link, g, over);
    if (g->kind == GATHER_KIND_SHARE) g->value = some_of(model, group, g, name->span);
    *g = (Gather){ .kind = g->kind, .from = &group->place, .value = g->value };
    g->mask = is_there(model, group, name->span);
    if (scope->place->kind != PLACE_NATION) g->row = level_of(model, group, name->span);
    reading->each = key_of(model, group, name->span);
    reading->inner.place = &record->place;
    reading->inner.facts =
        inside ? fact_counted(model, NULL, scope->measure, &record->place) : NULL;
    return true;
}
