/* bands.h -- what bands.c and bands_formula.c share: the variables and questions that a list's
 * formulas have become.  Nobody else includes it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHECK_BANDS_H
#define LUSTRUM_CHECK_BANDS_H

#include "check/cover.h"
#include "check/expr.h"

/* A formula that stands for a variable or a question. */
typedef struct Known {
    const Expr *expr; /* bare */
    uint32_t number;
    bool question;
    Str *words; /* of a code variable; the last is empty where other codes are possible */
    size_t word_count, word_cap;
    bool declared;
} Known;

typedef struct Build {
    Model *model;
    Arena *arena;
    const BandList *list;
    CoverVars *vars;
    Known *known;
    size_t known_count, known_cap;
    const Cover **made; /* by Expr.id, of expr_count when opened: shared parts are built once */
    bool *gathered;     /* by Expr.id */
    size_t exprs, sums; /* sums: parts of sums gone through */
    const Facts *facts; /* of the rows that are asked ... */
    bool knows;         /* ... by which `is known` is decided where it can be */
} Build;

/* What a formula is called in a message; empty where it has no short words. */
Str bands_words(const Build *b, const Expr *e);
/* The variable that a bare figure is: `var`, unless it was declared before. */
uint32_t bands_declare(Build *b, const Expr *bare, CoverVar var);
/* Gathers the texts that each code is compared with; of all conditions, before any is made. */
void bands_gather_words(Build *b, const Expr *condition);
const Cover *bands_condition(Build *b, const Expr *condition);

#endif
