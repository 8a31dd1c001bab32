/* clauses.c -- the clauses of a file that examples are to reach, listed from its tree.
 *
 * A clause is anything that may take effect or not.  How files are read (separators, rows that are
 * set aside, a column's name in another year) is none: examples give rows, not files.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reach/reach.h"
#include "parse.h"

typedef struct Listing {
    Reach *reach;
    const Node *tree;
} Listing;

static void add(Listing *l, const Node *node, Side side, const char *lacks)
{
    Reach *reach = l->reach;
    for (size_t i = 0; i < reach->count; i++) {
        const Clause *old = &reach->clauses[i];
        if (old->side == side && old->node->span.start == node->span.start &&
            old->node->span.end == node->span.end)
            return;
    }
    GROW(reach->arena, reach->clauses, reach->count, reach->cap);
    reach->clauses[reach->count++] = (Clause){ .node = node, .side = side, .lacks = lacks };
}

/* ---- lists ---- */

/* Whether a name stands in the tree where lists are asked (or, else, where files are read). */
static bool names_list(const Node *node, Str name, bool asked)
{
    const Node *found = NULL;
    if (node->kind == NODE_ROWS_WHERE || node->kind == NODE_MISSING_AS) {
        if (asked) return false;
    } else if (!asked && node->kind == NODE_LIST_DECL) {
        return false;
    }
    if (node->kind == NODE_IN) found = node->child[AT_IN_RIGHT];
    if (node->kind == NODE_KIND_CODE) found = node->child[AT_KIND_CODE_LIST];
    if (found && found->kind == NODE_NAME && str_eq(found->text, name)) return true;
    const Node *names = node->kind == NODE_LIST_DECL    ? node->child[AT_LIST_DECL_ITEMS]
                        : node->kind == NODE_MISSING_AS ? node->child[AT_MISSING_AS_TEXTS]
                                                        : NULL;
    for (uint32_t i = 0; names && i < names->count; i++)
        if (names->child[i]->kind == NODE_NAME && str_eq(names->child[i]->text, name)) return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i] && names_list(node->child[i], name, asked)) return true;
    return false;
}

/* The items of a list, unless it only says how files are read. */
static void list_items(Listing *l, const Node *node)
{
    const Node *items = node->child[AT_LIST_DECL_ITEMS];
    Str name = node->child[AT_LIST_DECL_NAME]->text;
    if (names_list(l->tree, name, false) && !names_list(l->tree, name, true)) return;
    for (uint32_t i = 0; i < items->count; i++) {
        if (items->child[i]->kind != NODE_STRING) continue;
        size_t before = l->reach->count;
        add(l, items->child[i], SIDE_CODE, "it is never looked for");
        if (l->reach->count > before) l->reach->clauses[before].of = node;
    }
}

/* ---- the rest ---- */

static void table_rows_of(Listing *l, const Node *node)
{
    const Node *rows = node->child[AT_TABLE_ROWS], *curve = node->child[AT_TABLE_CURVE];
    const Node *outside = curve ? curve->child[AT_STRAIGHT_LINES_OUTSIDE] : NULL;
    if (outside && outside->kind == NODE_OUTSIDE_MISSING)
        add(l, outside, SIDE_OUTSIDE, "nothing lies outside");
    if (rows->count == 0 || rows->child[0]->count < 2) return; /* a list of codes */
    for (uint32_t r = 1; r < rows->count; r++)
        add(l, rows->child[r], SIDE_ROW, "it is never found");
}

static void condition(Listing *l, const Node *node, const char *never, const char *always)
{
    if (!node) return;
    add(l, node, SIDE_YES, never);
    add(l, node, SIDE_NO, always);
}

static void holds(Listing *l, const Node *node)
{
    condition(l, node, "it never holds", "it always holds");
}

static void chooses(Listing *l, const Node *node)
{
    condition(l, node, "no row is chosen", "every row is chosen");
}

static void splits(Listing *l, const Node *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        add(l, node->child[i], SIDE_GROUPS, "there are never two groups");
}

static void formula_clause(Listing *l, const Node *node)
{
    if (node_is_agg(node)) {
        chooses(l, node->child[AT_AGG_WHERE]);
        return;
    }
    switch ((int)node->kind) {
    case NODE_IF: holds(l, node->child[AT_IF_COND]); break;
    case NODE_RANK: chooses(l, node->child[AT_RANK_WHERE]); break;
    case NODE_SOME_HAS:
    case NODE_EVERY_HAS:
    case NODE_NO_HAS: holds(l, node); break;
    case NODE_COUNTING: add(l, node, SIDE_MISSING, "nothing is missing"); break;
    default: break;
    }
}

static void level_clause(Listing *l, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_LEVEL_BLOCK:
        if (node->child[AT_LEVEL_BLOCK_DATES])
            add(l, node->child[AT_LEVEL_BLOCK_DATES], SIDE_YEAR, "no example is of such a year");
        break;
    case NODE_THEN_AT_MOST:
    case NODE_THEN_AT_LEAST:
    case NODE_THEN_ADD:
    case NODE_THEN_TAKE_AWAY:
    case NODE_THEN_MIX_IN:
    case NODE_THEN_ROUNDED:
    case NODE_THEN_BAND_AT_MOST:
    case NODE_THEN_BAND_AT_LEAST:
        add(l, node, SIDE_TAKEN, "it never changes anything");
        holds(l, node->child[AT_THEN_WHEN]);
        break;
    case NODE_WITHHELD:
        condition(l, node, "no figure is withheld", "every figure is withheld");
        break;
    case NODE_PICK: chooses(l, node->child[AT_PICK_WHERE]); break;
    case NODE_SLOT:
    case NODE_SLOT_OF:
    case NODE_SLOT_REST: add(l, node, SIDE_FILLED, "it is never filled"); break;
    case NODE_BAND:
    case NODE_BAND_OTHERWISE:
    case NODE_BAND_MISSING: add(l, node, SIDE_LINE, "this band is never given"); break;
    case NODE_SPLIT: splits(l, node); break;
    default: formula_clause(l, node); break;
    }
}

static void clause(Listing *l, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_MISSING_AS:
    case NODE_ELSE_AS:
    case NODE_NOT_IN: add(l, node, SIDE_REASON, "nothing is missing for this reason"); break;
    case NODE_LIST_DECL: list_items(l, node); break;
    case NODE_TABLE: table_rows_of(l, node); break;
    case NODE_DATED:
        if (node->child[AT_DATED_DATES]) add(l, node, SIDE_YEAR, "no example is of such a year");
        break;
    case NODE_NOT_MADE: add(l, node, SIDE_YEAR, "no example is of such a year"); break;
    case NODE_LEAVES_OUT: add(l, node, SIDE_TAKEN, "no row is left out"); break;
    case NODE_SECURE: holds(l, node); break;
    case NODE_FINDING:
    case NODE_FINDING_OTHERWISE:
    case NODE_FINDING_MISSING: add(l, node, SIDE_LINE, "this is never found"); break;
    case NODE_POWER: condition(l, node, "it is never open", "it is never closed"); break;
    case NODE_CLOSED: holds(l, node); break;
    default: level_clause(l, node); break;
    }
}

static void walk(Listing *l, const Node *node)
{
    if (node->kind == NODE_EXAMPLE || node->kind == NODE_RECONCILE || node->kind == NODE_PUBLISH ||
        node->kind == NODE_REPORT || node->kind == NODE_GOAL || node->kind == NODE_SUPPORT)
        return;
    clause(l, node);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) walk(l, node->child[i]);
}

static int before(const Clause *a, const Clause *b)
{
    return a->node->span.start < b->node->span.start ||
           (a->node->span.start == b->node->span.start && a->side < b->side);
}

/* By place; there are few, and most stand in order already. */
static void sort(Clause *clauses, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        Clause one = clauses[i];
        size_t at = i;
        for (; at > 0 && before(&one, &clauses[at - 1]); at--) clauses[at] = clauses[at - 1];
        clauses[at] = one;
    }
}

Reach reach_open(Arena *arena, Sources *sources, uint32_t file, Diags *diags)
{
    Reach reach = { .arena = arena, .sources = sources, .file = file };
    Listing l = { &reach, parse_source(sources, file, arena, diags) };
    walk(&l, l.tree);
    sort(reach.clauses, reach.count);
    return reach;
}
