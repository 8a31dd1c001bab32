/* pair.h -- which declaration and which clause of one framework is which of another, and what only
 * serves what.  Only the files about differences include this.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_PAIR_H
#define LUSTRUM_MEANING_PAIR_H

#include "meaning/diff/diff.h"

/* For each part of old the one of new that it becomes, + 1; 0 none.  *taken by parts of new. */
size_t *parts_pair(Arena *arena, const Decl *old, const Decl *new, bool **taken);
bool part_has_level(const Part *part, Str level);
bool part_same_levels(const Part *a, const Part *b);
/* Whether two ordered parts stand in one order: bands, fields ... */
bool part_same_kind(const Part *a, const Part *b);
/* Rows, items and dated values, which are told together (table.c). */
bool part_is_listed(const Part *part);

/* The declaration of that kind and name; NULL. */
Decl *form_find(const Form *form, const Decl *like);
/* What says nothing of results by itself: derived fields, lists, tables, parameters, formulas. */
bool decl_is_helper(const Decl *decl);
Label decl_label(const Decl *decl);
/* Whether some clause that changed, or what serves one, names the declaration. */
bool is_served(const Form *form, const Decl *decl);
/* Whether a part of decl that changed is made with that `let`. */
bool is_explained(const Decl *decl, const Part *let);
/* Whether the nation's figures of decl have one that says the same. */
bool has_text(const Decl *decl, const Part *let);
bool let_was_told(const Diff *diff, const Part *let);
/* The part of a `let`; *decl, unless NULL, is where it is. */
Part *local_part(const Form *form, const Local *local, const Decl **decl);

/* The form of `new` with the old names put in for those that only changed; *renames lists them. */
Form *renames_find(Arena *arena, const Form *old, Model *new, Renames *renames);

#endif
