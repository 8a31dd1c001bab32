/* parts.h -- everything that a formula is made of, through any chain of definitions, groups, picks
 * and earlier years; each formula once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHECK_PARTS_H
#define LUSTRUM_CHECK_PARTS_H

#include "check/check.h"

/* A formula met, and from which one. */
typedef struct FormulaPart {
    const Expr *expr;
    size_t from; /* index into items; SIZE_MAX: the walk began here */
} FormulaPart;

typedef struct Parts Parts;
struct Parts {
    Arena *arena;
    /* Whether the walk goes on into the parts of items[at]; NULL: always. */
    bool (*enters)(const Parts *parts, size_t at);
    const void *user;   /* of `enters` */
    FormulaPart *items; /* in the order of meeting: the nearest first */
    size_t count, cap;
    size_t done;       /* their parts have been met */
    const Expr **seen; /* a hash table by address */
    size_t seen_count, seen_cap;
};

/* Adds a formula to begin with; NULL and those met before are let go. */
void parts_add(Parts *parts, const Expr *e);
/* Goes on until all that can be reached is in items. */
void parts_run(Parts *parts);

/* parts_add for every formula of which a measure's figures are made: its levels and splits, what it
 * withholds and whom it leaves out. */
void parts_measure(Parts *parts, const Measure *measure);
void parts_review(Parts *parts, const ReviewLevel *level);
void parts_power(Parts *parts, const Power *power);
void parts_reconcile(Parts *parts, const Reconcile *reconcile);
void parts_support(Parts *parts, const Support *support);

/* The formula itself, whatever it is read through: definitions, rows of other places. */
const Expr *expr_inner(const Expr *e);
/* The field that is read, or whose link is followed; NULL. */
const Field *expr_field_of(const Expr *e);

#endif
