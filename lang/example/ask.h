/* ask.h -- shared by the files that run examples: what an `expect` line asks of a model.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EXAMPLE_ASK_H
#define LUSTRUM_EXAMPLE_ASK_H

#include "check/check.h"
#include "example/example.h"

typedef enum {
    ASK_VALUE,   /* a number, code, yes or no, date or year, compared with a formula's */
    ASK_BAND,    /* a measure's band, by name */
    ASK_FINDING, /* a review's finding, by name */
    ASK_POWER,   /* open or closed */
    ASK_REFUSED  /* no figure: the example's data are to be refused */
} AskKind;

/* A level at which the figure is made; which one is meant is known when the rows are. */
typedef struct Choice {
    Place *place;
    size_t figure;             /* index into Model.extras */
    size_t wanted;             /* the same of the expected value; SIZE_MAX where it has none */
    int64_t index;             /* ASK_BAND, ASK_FINDING: the place in the list that is expected */
    const ReviewLevel *review; /* ASK_FINDING */
} Choice;

typedef struct Ask {
    const Node *node; /* EXPECT_IS, EXPECT_MISSING or EXPECT_REFUSED */
    AskKind kind;
    bool is_missing;        /* EXPECT_MISSING */
    bool is_open;           /* ASK_POWER: what is expected */
    bool is_faulty;         /* a message was said; there are no choices */
    const Measure *measure; /* whose figure it is; NULL for other names */
    Choice *choices;        /* lowest level first */
    size_t count;
} Ask;

/* An example before it is run. */
typedef struct Case {
    const Node *node;
    ExampleResult *result;
    const Node **expects; /* one per expectation */
    Ask *asks;            /* in the model of the case's batch */
    const Node **givens;
    size_t given_count;
    Taking *takings;
    size_t taking_count;
    bool has_rules; /* rules of its own, which nobody shares */
    uint32_t rules; /* their source */
    bool done;
} Case;

/* ---- rows.c ---- */

/* Reads the lines of an example into one, whose lists have room for as many as it has lines; false
 * after a message, when there is nothing to run. */
bool example_read(const ExampleJob *job, const Model *list, Case *one);
/* The rows of a `given` block, in the model's arena; false after a message. */
bool example_given(Model *model, const Node *given, GivenRows *out);
/* The year that a `given` block names; 0: that of the example. */
int example_given_year(const Node *given);

/* ---- figure.c ---- */

/* Checks the figure and the expected value of an `expect` at every level at which the figure is
 * made, and adds both to the model's extras.  Lives in the model's arena. */
Ask ask_figure(Model *model, const Node *expect);
/* Whether a row of `below` belongs to a row of `above`, another place. */
bool ask_is_below(Model *model, Place *below, Place *above);
/* Whether `taking` stands in for a figure of the model; says so when not. */
bool ask_taking(Model *model, const Taking *taking);

/* ---- answer.c ---- */

/* Decides one expectation by a finished run: finds the row, compares, and fills in passed, expected
 * and got, or a message (also in diags).  Texts live in arena. */
void ask_answer(Arena *arena, Model *model, const Run *run, const Ask *ask, Arena *scratch,
                Expectation *out, Diags *diags);

/* ---- told.c ---- */

/* A copy of a message that outlives the arena it was said in. */
void told_keep(Diags *to, const Diag *diag);
/* ... of all errors from `first` on. */
void told_keep_errors(Diags *to, const Diags *from, size_t first);
bool told_is_error(const Diag *diag);
Str told_code(const Diag *diag);
/* The first error, of messages among which there is one. */
const Diag *told_first(const Diags *diags);
/* "L0521: Schools has "100001" more than once" of the first error from `first` on. */
Str told_words(Arena *arena, const Diags *diags, size_t first);
/* Whether one of the errors has the code. */
bool told_has(const Diags *diags, Str code);

#endif
