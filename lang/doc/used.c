/* used.c -- which definitions a document shows: those that something in the framework names.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/doc.h"

/* The name by which other declarations use one; NULL of what nothing uses by name. */
static const Node *name_of(const Node *declaration)
{
    switch ((int)declaration->kind) {
    case NODE_DERIVE: return declaration->child[AT_DERIVE_NAME];
    case NODE_FORMULA:
    case NODE_PARAMETER:
    case NODE_LIST_DECL:
    case NODE_TABLE: return declaration->child[0];
    default: return NULL;
    }
}

bool doc_is_used(const Doc *doc, const Node *declaration)
{
    for (size_t i = 0; i < doc->used_count; i++)
        if (doc->used[i] == declaration) return true;
    return false;
}

static void add(Doc *doc, const Node *declaration)
{
    if (doc_is_used(doc, declaration)) return;
    GROW(doc->arena, doc->used, doc->used_count, doc->used_cap);
    doc->used[doc->used_count++] = declaration;
}

static void add_named(Doc *doc, Str name)
{
    const Node *tree;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *own = name_of(tree->child[i]);
            if (own && str_eq(own->text, name)) add(doc, tree->child[i]);
        }
}

static void add_names(Doc *doc, const Node *node)
{
    if (node->kind == NODE_NAME) add_named(doc, node->text);
    for (uint32_t i = 0; i < node->count; i++)
        if (node->child[i]) add_names(doc, node->child[i]);
}

void doc_find_used(Doc *doc)
{
    const Node *tree;
    for (size_t f = 0; (tree = model_tree(doc->model, f)); f++)
        for (uint32_t i = 0; i < tree->count; i++)
            if (!name_of(tree->child[i])) add_names(doc, tree->child[i]);
    for (size_t i = 0; i < doc->used_count; i++) add_names(doc, doc->used[i]);
}
