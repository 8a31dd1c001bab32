/* allow.c -- `allow RULE because "..."`: advice of `lustrum lint` that is not followed.  Nothing
 * that is worked out depends on it; a name that is no rule's would silence nothing, so it is
 * refused here, by every command.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "lint/rule.h"

static void check_name(Model *model, const Node *name)
{
    Str names[RULE_COUNT];
    if (name->kind != NODE_NAME || rule_find(name->text) != RULE_COUNT) return;
    for (int i = 0; i < RULE_COUNT; i++)
        names[i] = (Str){ rule_info[i].name, strlen(rule_info[i].name) };
    name_unknown_among(model, D_UNKNOWN_RULE, name->text, name->span, STR_EMPTY, names, RULE_COUNT);
}

void allows_check(Model *model, const Node *tree)
{
    if (tree->kind == NODE_ALLOW) check_name(model, tree->child[AT_ALLOW_RULE]);
    if (tree->kind == NODE_EXAMPLE) return;
    for (uint32_t i = 0; i < tree->count; i++)
        if (tree->child[i]) allows_check(model, tree->child[i]);
}
