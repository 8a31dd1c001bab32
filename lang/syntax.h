/* syntax.h -- what the grammar's actions build with; only grammar.y, parse.c, blame.c and syntax.c
 * see it.
 *
 * An action is one call of these.  They keep spans and depths right and hold to the limits: past
 * one, a node becomes an ERROR and the mistake is reported once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SYNTAX_H
#define LUSTRUM_SYNTAX_H

#include "limit.h"
#include "node.h"
#include "source.h"

/* Bytes [start, end) of the source that is being read: bison's locations. */
typedef struct Range {
    uint32_t start, end;
} Range;

/* Two parts of a clause that stand or lack on their own; either may be NULL. */
typedef struct Pair {
    Node *a, *b;
} Pair;

/* Mistakes reported of one file, of its pieces and of its grammar: more help nobody, and a hostile
 * file could ask for a million. */
enum { SYNTAX_MOST_BLAMED = 4 * LIMIT_SHOWN };
#define SYNTAX_NONE UINT32_MAX

/* One parse.  The tokens of the source are whole before it begins. */
typedef struct Syntax {
    Sources *sources;
    uint32_t file;
    Arena *arena;
    Diags *diags;
    Node *root;       /* set by the grammar's start rule */
    uint32_t nodes;   /* made so far in all files, against LIMIT_NODES */
    bool too_deep;    /* reported already */
    bool too_many;    /* reported already */
    uint32_t at;      /* the token being pushed, or the one that a made token stands before */
    int kind;         /* the kind being pushed */
    uint32_t last;    /* the token pushed before it; SYNTAX_NONE at the start */
    uint32_t section; /* the word that began the section we are in; SYNTAX_NONE outside */
    uint32_t blamed;  /* syntax mistakes reported */
    uint32_t *open;   /* the `(` and `[` not closed yet */
    size_t open_count, open_cap;
} Syntax;

/* The source that is being read. */
static inline const Source *syntax_source(const Syntax *s)
{
    return &s->sources->items[s->file];
}

/* A node without children; its text is the token's, as node.def says for the kind. */
Node *syntax_leaf(Syntax *s, NodeKind kind, uint32_t tok, Range at);
/* A node with `count` children, which must be as many as node.def says (any number for a list). */
Node *syntax_node(Syntax *s, NodeKind kind, uint32_t tok, Range at, Node **child, size_t count);
/* A LIST of item, or of nothing when item is NULL. */
Node *syntax_list(Syntax *s, Node *item);
/* list with item added at its end. */
Node *syntax_add(Syntax *s, Node *list, Node *item);
/* A chain such as a + b + c: right added to left when that is of this kind, else a node of both.
 * A left part in brackets joins the chain: for +, * and the dot of a path that means the same. */
Node *syntax_chain(Syntax *s, NodeKind kind, uint32_t tok, Range at, Node *left, Node *right);
/* node with item added to the LIST in its slot. */
Node *syntax_into(Syntax *s, Node *node, uint32_t slot, Node *item, Range at);
/* measure with a level clause, a band, a slot or an ERROR added where it belongs: in the last
 * LEVEL_BLOCK, and there in the last BANDS or PICK. */
Node *syntax_clause(Syntax *s, Node *measure, Node *clause, Range at);
/* The comparison whose sign is token tok. */
Node *syntax_compare(Syntax *s, uint32_t tok, Range at, Node *left, Node *right);
/* The AGG_ node whose word is token tok; what is not there is NULL. */
typedef struct Agg {
    Node *operand, *over, *known, *weight, *part, *method;
} Agg;
Node *syntax_agg(Syntax *s, uint32_t tok, Range at, Agg agg);
/* agg with its WHERE and BY (either may be NULL). */
Node *syntax_filter(Syntax *s, Node *agg, Node *where, Node *by, Range at);
/* The TUPLE of first, second and the children of the LIST rest. */
Node *syntax_tuple(Syntax *s, uint32_t tok, Range at, Node *first, Node *second, Node *rest);
/* The NUMBER or PERCENT with a minus sign before its digits. */
Node *syntax_minus(Syntax *s, Node *number, Range at);

/* Reports, once, that the text is nested too deeply. */
void syntax_too_deep(Syntax *s, Range at);
/* Reports why the token s->at cannot stand there; `expected` are the `count` kinds that can. */
void syntax_blame(Syntax *s, const int *expected, int count);
/* How a kind of token is spelt in grammar.y: a word, a sign, or a description. */
const char *syntax_spelling(int kind);

#endif
