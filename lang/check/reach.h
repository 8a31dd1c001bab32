/* reach.h -- everything that a formula is made of, through any chain of definitions, groups, picks
 * and earlier years; each formula once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REACH_H
#define LUSTRUM_REACH_H

#include "check/check.h"

/* A formula met, and from which one. */
typedef struct Reached {
    const Expr *expr;
    size_t from; /* index into items; SIZE_MAX: the walk began here */
} Reached;

typedef struct Reach Reach;
struct Reach {
    Arena *arena;
    /* Whether the walk goes on into the parts of items[at]; NULL: always. */
    bool (*enters)(const Reach *reach, size_t at);
    const void *user; /* of `enters` */
    Reached *items;   /* in the order of meeting: the nearest first */
    size_t count, cap;
    size_t done;       /* their parts have been met */
    const Expr **seen; /* a hash table by address */
    size_t seen_count, seen_cap;
};

/* Adds a formula to begin with; NULL and those met before are let go. */
void reach_add(Reach *reach, const Expr *e);
/* Goes on until all that can be reached is in items. */
void reach_run(Reach *reach);

/* reach_add for every formula of which a measure's figures are made: its levels and splits, what it
 * withholds and whom it leaves out. */
void reach_measure(Reach *reach, const Measure *measure);
void reach_review(Reach *reach, const ReviewLevel *level);
void reach_power(Reach *reach, const Power *power);
void reach_reconcile(Reach *reach, const Reconcile *reconcile);

/* The formula itself, whatever it is read through: definitions, rows of other places. */
const Expr *expr_inner(const Expr *e);
/* The field that is read, or whose link is followed; NULL. */
const Field *expr_field_of(const Expr *e);

#endif
