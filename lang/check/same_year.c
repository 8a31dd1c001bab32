/* same_year.c -- whether a framework says the same of two years of its term (check.h).
 *
 * A check asks for its year only where something is dated (`from 2026/27`, a table whose first
 * column is of years, figures of a reference from the year after it) and where a formula reads the
 * years before.  Who makes a check ask for more adds it here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/table.h"

/* Whether a year is from first to last. */
static bool within(int year, int first, int last)
{
    return year >= first && year <= last;
}

static bool same_of_node(const Node *node, int a, int b)
{
    int first, last;
    if (!node || node->kind == NODE_EXAMPLE) return true;
    if (node->kind == NODE_FROM_YEAR || node->kind == NODE_IN_YEARS || node->kind == NODE_IN_YEAR)
        return dates_hold(node, a) == dates_hold(node, b);
    if (node->kind == NODE_CELL)
        return !cell_years(node->text, &first, &last) ||
               within(a, first, last) == within(b, first, last);
    if (node->kind == NODE_USES_REFERENCE) {
        int reference = node_year(node->child[AT_USES_REFERENCE_YEAR]);
        return (a > reference) == (b > reference);
    }
    for (uint32_t i = 0; i < node->count; i++)
        if (!same_of_node(node->child[i], a, b)) return false;
    return true;
}

bool model_same_year(const Model *model, int year)
{
    const Node *tree;
    for (size_t i = 0; (tree = model_tree(model, i)); i++)
        if (node_reads_years(tree) || !same_of_node(tree, model->year, year)) return false;
    return true;
}
