/* compile.h -- from the sources of a framework to its Program, for one school year.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COMPILE_H
#define LUSTRUM_COMPILE_H

#include "diag.h"
#include "source.h"
#include "vm/program.h"

struct Model;

/* What is done with a model without faults before its program is made: formulas whose columns are
 * wanted after the run may be added to it (Model.extras).  The model lives as long as the program.
 * False after a message. */
typedef struct Extend {
    bool (*model)(void *user, struct Model *model);
    void *user;
} Extend;

/* The program of the framework in source `file`, compiled for the school year that begins in `year`
 * (0: the first of its term).  Modules are added to sources.  Lives in arena, as do the texts it
 * shares with sources.  extend may be NULL.  NULL after messages. */
Program *compile(Arena *arena, Sources *sources, uint32_t file, int year, const Extend *extend,
                 Diags *diags);

/* Compiles for every year of the term, so that what fails only in a later year is known today.
 * Gives the program of the first year, or NULL after messages. */
Program *compile_term(Arena *arena, Sources *sources, uint32_t file, Diags *diags);
/* The same, and a condition that in no year can go one way is a fault too: what `lustrum check` and
 * the seal ask of a framework.  A run does not: the condition decides nothing. */
Program *compile_whole(Arena *arena, Sources *sources, uint32_t file, Diags *diags);

#endif
