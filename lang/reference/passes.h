/* passes.h -- the national passes of a framework: the figures of the nation, and of its groups,
 * that figures of schools, pupils and the rest read.
 *
 * They are all that one school's figures need to know of the others, so they can be frozen: written
 * down exactly, and put in where they would be made (use.c).  What is read of the nation in other
 * ways (ranks, lines between groups) cannot, and is told.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REFERENCE_PASSES_H
#define LUSTRUM_REFERENCE_PASSES_H

#include "check/check.h"
#include "vm/vm.h"

typedef struct Pass {
    Def *def;
    Str measure, figure; /* "progress_8", "expected" */
    size_t extra;        /* index into Model.extras, when it is asked for */
} Pass;

typedef struct Passes {
    Pass *items; /* in the order of the text */
    size_t count, cap;
    Span *open; /* where the nation is read in a way that cannot be frozen; in order */
    size_t open_count, open_cap;
} Passes;

/* The passes of a checked model; they live in its arena. */
Passes *passes_find(Model *model);
/* Whether a place is the nation, or its groups. */
bool passes_is_national(const Place *place);
/* Asks for the columns of the passes: to be called before the program is made. */
void passes_ask(Model *model, Passes *passes);

/* A row of a reference: a figure of the nation, of a group, or of a group that no row is of. */
typedef struct PassRow {
    Str what;        /* "nation", "group", "no group" */
    int year;        /* 0: that of the reference; else one before it */
    uint64_t record; /* of the seal log, whose rules made it; 0: those that hold in the year */
    Str measure, figure;
    Str group; /* its keys as one line of CSV; empty of the nation */
    Str value; /* exactly; empty where it is missing */
    Str reason;
} PassRow;

typedef struct PassRows {
    PassRow *items;
    size_t count, cap;
} PassRows;

/* Adds what a finished run made of the passes, of `year` and by the rules of `record`; rows and
 * texts live in arena. */
void passes_rows(PassRows *rows, Arena *arena, const Model *model, const Passes *passes,
                 const Run *run, Arena *scratch, int year, uint64_t record);

#endif
