/* each.c -- `over different pupil of Rolls`: groups of rows, one for each row that they belong to
 * by a link (check.h).
 *
 * A pupil on two rolls of one authority is in one group under it, and so counts once there, and
 * once in the nation; gathering then goes on from the groups.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

Record *each_record(const Expr *link)
{
    if (link->type != TYPE_ROW) return NULL;
    while (link->kind == EXPR_READ) link = link->arg[0];
    return link->kind == EXPR_LINK ? link->place->record->fields[link->index].parent : NULL;
}

Group *each_group(Model *model, Record *of, Place *level, const Expr *link, const Gather *rows,
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

const Expr *each_key(Model *model, Group *group, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_KEY,
                                     .place = &group->place,
                                     .type = TYPE_ROW,
                                     .group = group,
                                     .span = span });
}

const Expr *each_there(Model *model, Group *group, Span span)
{
    return expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, each_key(model, group, span), span);
}

const Expr *each_level(Model *model, Group *group, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_LEVEL,
                                     .place = &group->place,
                                     .type = TYPE_ROW,
                                     .group = group,
                                     .span = span });
}

const Expr *each_some(Model *model, Group *group, const Gather *rows, Span span)
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
