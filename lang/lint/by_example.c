/* by_example.c -- the rule that asks what examples come to: exclusions that catch nobody.
 *
 * The examples are run as `lustrum test --coverage` runs them.  Where one fails nothing is said:
 * what it would reach is not known. SPDX-License-Identifier: Apache-2.0 */
#include "lint/lint.h"
#include "reach/reach.h"

static bool within(Span inside, Span whole)
{
    return inside.file == whole.file && inside.start >= whole.start && inside.end <= whole.end;
}

/* The exclusions of a measure that no example shows at all are not told: that is told. */
static bool is_shown(const Model *model, Span exclusion)
{
    for (size_t i = 0; i < model->measure_count; i++)
        if (within(exclusion, model->measures[i]->node->span))
            return lint_is_shown(model, model->measures[i]);
    return false;
}

static void say_idle(Lint *lint, uint32_t file)
{
    Diags silent = diags_open(lint->arena);
    Reach reach = reach_open(lint->arena, lint->sources, file, &silent);
    ExampleJob job = { .arena = lint->arena,
                       .sources = lint->sources,
                       .file = lint->file,
                       .seed = lint->seed,
                       .diags = &silent,
                       .reach = &reach };
    examples_run(lint->examples, &job);
    bool whole = !lint->examples->failed && !lint->examples->faulty;
    examples_close(lint->examples);
    *lint->examples = (Examples){ .items = NULL };
    for (size_t i = 0; whole && i < reach.count; i++) {
        const Clause *clause = &reach.clauses[i];
        if (clause->node->kind != NODE_LEAVES_OUT || clause->reached) continue;
        if (is_shown(lint->models[0], clause->node->span))
            lint_say(lint, RULE_IDLE_EXCLUSION, clause->node->span, STR_EMPTY, STR_EMPTY);
    }
}

/* Whether some measure of a file leaves rows out. */
static bool leaves_out(const Node *tree)
{
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->child[i]->kind != NODE_MEASURE) continue;
        const Node *clauses = tree->child[i]->child[AT_MEASURE_CLAUSES];
        for (uint32_t c = 0; c < clauses->count; c++)
            if (clauses->child[c]->kind == NODE_LEAVES_OUT) return true;
    }
    return false;
}

void lint_idle_exclusion(Lint *lint)
{
    const Node *tree;
    if (!lint->models[0]->example_count) return;
    for (size_t f = 0; (tree = model_tree(lint->models[0], f)); f++)
        if (lint_tells(lint, tree->span.file) && leaves_out(tree)) say_idle(lint, tree->span.file);
}
