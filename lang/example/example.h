/* example.h -- running the examples that stand in rule files.
 *
 * An example is a tiny nation: its rows are all the data, and its expectations are figures of the
 * framework asked for by name.  Examples of one year that take the same figures from tables share a
 * program; each has tables and a run of its own.  What was asked, what was expected and what came
 * lives in the job's arena; models, programs and data are let go as soon as they are done with.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EXAMPLE_H
#define LUSTRUM_EXAMPLE_H

#include "diag.h"
#include "source.h"
#include "vm/vm.h"

/* One `expect` line. */
typedef struct Expectation {
    Span span;
    Str written; /* the line as it stands in the rule file, spaces made one */
    bool passed;
    Str expected; /* in words: "31", "14/3", "missing as withheld", "refused with L0521" */
    Str got;      /* what came, in the same words; empty when nothing did */
    Str exact;    /* of a number that came: "61/2"; else empty */
    Str shown;    /* of a number that the measure shows: "30.5"; else empty */
    Str message;  /* why it could not be decided; else empty */
    Span value;   /* what stands there as expected */
    Str instead;  /* what would have to stand there; empty where that cannot be said */
    bool formula; /* what stands there is more than a value, and stays */
} Expectation;

typedef struct ExampleResult {
    Str title;
    Span span;
    int year;    /* first calendar year of the school year it was run for */
    bool passed; /* every expectation holds, and there is one */
    Expectation *expectations;
    size_t count;
} ExampleResult;

typedef struct ExampleJob {
    Arena *arena; /* of the results */
    Sources *sources;
    uint32_t file;       /* the framework; examples of its modules are run too */
    int year;            /* of examples that name none; 0: the last year of the term */
    uint64_t seed;       /* of hash tables: no result depends on it */
    Diags *diags;        /* faults of the framework, of data and of expectations */
    Str only;            /* only those whose title has this text; empty: all */
    bool stop;           /* no further one once one has failed */
    struct Reach *reach; /* notes what they reach (reach/reach.h); NULL: nobody asks */
} ExampleJob;

typedef struct Examples {
    ExampleResult *items; /* in the order of the files */
    size_t count, passed, failed;
    bool faulty;  /* the framework itself has faults, so nothing was run */
    bool refused; /* it has faults in some year that was asked for, expected or not */
    /* Open while an example is run, so that examples_close can give them back after an escape. */
    Arena list, model, words, data;
    Atoms *atoms;
    Dens dens;
    bool has_dens;
    Run *run;
} Examples;

/* Runs every example of the framework.  `examples` is zero-initialised; memory and limits escape to
 * the guard of job->arena, so examples_close is for after the guard. */
void examples_run(Examples *examples, const ExampleJob *job);
/* Gives back what an escape left open; the results stay. */
void examples_close(Examples *examples);

/* What failed, each with its line, what was expected and what came; last line `N passed, N failed`.
 * Lives in arena. */
Str examples_text(Arena *arena, const Examples *examples, const Sources *sources);
/* The same as one document, lustrum/test@1. */
Str examples_json(Arena *arena, const Examples *examples, const Sources *sources, Str file);
/* The same as a testsuite of a JUnit document. */
Str examples_junit(Arena *arena, const Examples *examples, const Sources *sources, Str file);

/* The framework's text with what came in the place of what was expected; everything else stays as
 * it is.  What cannot be written so is told to job->diags; *stays: how many such there are. */
Str examples_accept(Arena *arena, const Examples *examples, const ExampleJob *job, size_t *stays);

#endif
