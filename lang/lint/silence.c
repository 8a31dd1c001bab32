/* silence.c -- advice that is not followed, with its reason.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"
#include "module.h"

static bool is_scope(const Node *node)
{
    switch ((int)node->kind) {
    case NODE_FRAMEWORK:
    case NODE_FIELD:
    case NODE_PART_FIELD:
    case NODE_MEASURE:
    case NODE_REVIEW:
    case NODE_POWER:
    case NODE_SUPPORT: return true;
    default: return false;
    }
}

static void find_in(Lint *lint, const Node *node, const Node *scope)
{
    if (node->kind == NODE_ALLOW) {
        GROW(lint->arena, lint->silences, lint->silence_count, lint->silence_cap);
        lint->silences[lint->silence_count++] = (Silence){
            .node = node, .scope = scope, .rule = rule_find(node->child[AT_ALLOW_RULE]->text)
        };
        return;
    }
    if (node->kind == NODE_EXAMPLE) return;
    if (is_scope(node)) scope = node;
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) find_in(lint, node->child[i], scope);
}

void silences_find(Lint *lint)
{
    const Node *tree;
    for (size_t i = 0; (tree = model_tree(lint->models[0], i)); i++) find_in(lint, tree, NULL);
}

static bool holds(const Lint *lint, const Silence *silence, const LintFinding *finding)
{
    if (silence->rule != finding->rule || !silence->scope) return false;
    if (silence->scope->kind == NODE_FRAMEWORK)
        return !module_is_standard(lint->sources, finding->span.file);
    Span scope = silence->scope->span;
    return scope.file == finding->span.file && finding->span.start >= scope.start &&
           finding->span.end <= scope.end;
}

/* The nearest silence that holds: one of the whole framework only where no other does. */
static Silence *silence_of(Lint *lint, const LintFinding *finding)
{
    Silence *found = NULL;
    for (size_t i = 0; i < lint->silence_count; i++) {
        Silence *silence = &lint->silences[i];
        if (!holds(lint, silence, finding)) continue;
        if (!found || found->scope->kind == NODE_FRAMEWORK) found = silence;
    }
    return found;
}

void silences_apply(Lint *lint)
{
    for (size_t i = 0; i < lint->count; i++) {
        Silence *silence = silence_of(lint, &lint->items[i]);
        if (silence) silence->silenced++;
        lint->items[i].silence = silence;
    }
    for (size_t i = 0; i < lint->silence_count; i++) {
        const Silence *silence = &lint->silences[i];
        const Node *rule = silence->node->child[AT_ALLOW_RULE];
        /* one of a standard module is another framework's, perhaps */
        bool shared = module_is_standard(lint->sources, rule->span.file);
        if (!silence->silenced && !shared && lint_tells(lint, rule->span.file))
            DIAG_AT(lint->diags, D_IDLE_SILENCE, silence->node->span, rule->text);
    }
}
