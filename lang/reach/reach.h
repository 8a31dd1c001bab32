/* reach.h -- which clauses of a rule file its examples reach.
 *
 * The clauses are listed from the tree of the file: what can take effect or not, or one way or the
 * other.  Whether one did is read from columns: for each mark of a checked model (check/mark.c) a
 * formula is added to it, run with everything else on the rows of every example.  Nothing here
 * evaluates a rule.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REACH_H
#define LUSTRUM_REACH_H

#include "check/check.h"
#include "result/json.h"
#include "vm/vm.h"

/* How a clause is reached. */
typedef enum {
    SIDE_YES,     /* a condition holds somewhere */
    SIDE_NO,      /* a condition does not hold somewhere */
    SIDE_TAKEN,   /* it takes effect */
    SIDE_MISSING, /* something is missing, and counted as */
    SIDE_LINE,    /* a band or finding is given */
    SIDE_REASON,  /* a field is missing for this reason */
    SIDE_YEAR,    /* some example is of a year for which it holds */
    SIDE_FILLED,  /* a slot holds a row */
    SIDE_ROW,     /* a look-up finds the row of a table */
    SIDE_OUTSIDE, /* ... or none */
    SIDE_CODE,    /* an item of a list is looked for */
    SIDE_GROUPS   /* a split makes two groups or more */
} Side;

typedef struct Clause {
    const Node *node; /* in the tree of the file */
    const Node *of;   /* SIDE_CODE: its list */
    Side side;
    const char *lacks; /* what no example shows: "no row is left out" */
    bool reached;
} Clause;

typedef struct Reach {
    Arena *arena;
    Sources *sources;
    uint32_t file;
    Clause *clauses; /* in the order of the text */
    size_t count, cap;
} Reach;

/* A model whose examples are being run. */
typedef struct Watched {
    Reach *reach;
    Model *model;
    struct Watch *watches;
    size_t count, cap;
} Watched;

/* The clauses of a source that can be read.  Lives in arena, which outlives every model. */
Reach reach_open(Arena *arena, Sources *sources, uint32_t file, Diags *diags);
/* Adds to a model that was checked with marks the formulas that are to be read; before its program
 * is made.  In the model's arena. */
Watched reach_watch(Reach *reach, Model *model);
/* Notes what a finished run of an example has reached. */
void reach_read(const Watched *watched, const Run *run, Arena *scratch);

size_t reach_count(const Reach *reach);
/* `rules.lustrum: 61 of 73 clauses reached (83%)`, and those that are not.  Lives in arena. */
Str reach_text(Arena *arena, const Reach *reach);
/* The same as members of an open document. */
void reach_json(Json *json, const Reach *reach);

#endif
