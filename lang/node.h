/* node.h -- the tree of one source file.
 *
 * All nodes have one shape; what the children of a kind are stands in node.def, once.  Nodes live
 * in the arena that parse_source was given and point at nothing shorter-lived: text points into the
 * source, whose Sources table must outlive the tree.  Only lang/parse.c and grammar.y build nodes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NODE_H
#define LUSTRUM_NODE_H

#include "diag.h"

typedef enum {
#define NODE(kind, word, slots) NODE_##kind,
#define SLOT(kind, index, name, need)
#define AGG(kind, word) NODE_##kind,
#include "node.def"
#undef NODE
#undef SLOT
#undef AGG
    NODE_KINDS
} NodeKind;

/* AT_LET_DEFINITION and so on: which child of a LET is its definition. */
enum {
#define NODE(kind, word, slots)
#define SLOT(kind, index, name, need) AT_##kind##_##name = index,
#define AGG(kind, word)
#include "node.def"
#undef NODE
#undef SLOT
#undef AGG
    /* The slots of every AGG_ kind, and of every comparison and THEN_ kind. */
    AT_AGG_OPERAND = 0,
    AT_AGG_OVER,
    AT_AGG_KNOWN,
    AT_AGG_WHERE,
    AT_AGG_BY,
    AT_AGG_WEIGHT,
    AT_AGG_PART,
    AT_AGG_METHOD,
    AT_AGG_SLOTS,
    AT_LEFT = 0,
    AT_RIGHT = 1,
    AT_THEN_BY = 0,
    AT_THEN_WHEN = 1,
    AT_THEN_BECAUSE = 2
};

enum { NODE_MANY = 255 }; /* NodeInfo.slots of a list kind */

typedef struct Node Node;
struct Node {
    NodeKind kind;
    uint32_t tok;   /* index of the main token in the source's tokens */
    Span span;      /* bytes, from the first token of the construct to its last */
    Str text;       /* of a leaf, as node.def says; empty elsewhere */
    Node **child;   /* count of them */
    uint32_t count; /* node_info[kind].slots, or any number for a list kind */
    uint32_t cap;   /* room in child, for node_add */
    uint32_t depth; /* 1 for a leaf, else 1 + the deepest child's.  At most LIMIT_DEPTH for a
                     * formula, so that a walk may recurse; sections add at most a dozen */
};

typedef struct NodeInfo {
    const char *word; /* what node_dump prints */
    uint8_t slots;    /* children, or NODE_MANY */
    bool is_agg;      /* one of the AGG_ kinds */
} NodeInfo;
extern const NodeInfo node_info[NODE_KINDS];

/* True for the AGG_ kinds, whose slots are AT_AGG_OPERAND and so on. */
static inline bool node_is_agg(const Node *node)
{
    return node_info[node->kind].is_agg;
}

/* The tree as text: (measure (name "m") (string "M") (list ...) ...), a construct that is longer
 * than a line broken at its children, `-` for a slot that is empty.  Lives in arena. */
Str node_dump(Arena *arena, const Node *node);

/* True when node and all below it have the children that node.def declares.  For tests and fuzzers:
 * every tree of parse_source fits. */
bool node_fits(const Node *node);

#endif
