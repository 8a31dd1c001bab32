/* reduce.h -- what reductions, ranks and folds share: the rows they are over, and what can be
 * compared.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHECK_REDUCE_H
#define LUSTRUM_CHECK_REDUCE_H

#include "check/expr.h"

/* What a reduction is made of, while it is read. */
typedef struct Reading {
    Scope inner; /* at the rows gathered */
    Gather gather;
    const Node *node;    /* the AGG_ node */
    const Node *as;      /* COUNTING around it; NULL */
    const Expr *instead; /* what missing counts as; NULL */
    const Expr *each;    /* at the groups of `over different pupil`: the pupil; NULL */
} Reading;

/* The record of a plural, or ALL_ROWS; NULL after a message. */
Record *reduce_record(Scope *scope, const Node *over, bool *all);
/* Sets the reading's scope at those rows, which belong to the row of `scope`. */
bool reduce_open(Scope *scope, Reading *reading, Record *record, bool all, const Node *at);
/* Only the rows for which the condition holds; NULL is none. */
bool reduce_where(Reading *reading, const Node *where);
/* The operand, known in every row gathered or said what becomes of it; NULL after a message. */
const Expr *reduce_operand(Reading *reading, const Node *operand, bool known);
/* each.c: `different pupil of Rolls`: makes the rows gathered, whose `where` is read, groups, one
 * for each pupil; false after a message. */
bool reduce_each(Scope *scope, Reading *reading);

/* Dates and school years may be compared, and so have a least and a greatest. */
static inline bool type_is_calendar(Type type)
{
    return type == TYPE_DATE || type == TYPE_YEAR;
}

/* ---- fold.c ---- */
/* The figure that a fold gives of the places of a slot. */
const Expr *fold_slot(Scope *scope, const Node *node, Pick *pick, size_t slot);

#endif
