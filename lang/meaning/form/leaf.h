/* leaf.h -- the smallest terms: how names and literals are written in the normal form, and what of
 * a name or a node may be missing.  Only lang/meaning includes this.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_LEAF_H
#define LUSTRUM_MEANING_LEAF_H

#include "meaning/form/form.h"

/* A name as it is, in back quotes where it could be taken for something else. */
Str name_text(Arena *arena, Str name);
/* Digits without noughts that say nothing; the point moved `shift` places to the left. */
Str number_text(Arena *arena, Str digits, size_t shift);
/* The text of a node without children; false for one that may have some. */
bool leaf_text(Arena *arena, const Node *node, Str *text);

/* ---- miss.c ---- */
/* What may be missing of a field, definition, measure ... that a NAME or PATH means. */
void name_misses(const Walk *walk, const Node *node, Term *name);
/* What may be missing of a node, where that is not what may be missing of its parts. */
void node_misses(const Walk *walk, const Node *node, Term *term);

#endif
