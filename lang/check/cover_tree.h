/* cover_tree.h -- what the files of cover share: conditions as kept, the rows of inequalities, and
 * the search.  Only cover*.c include it.
 *
 * Integers of GMP here take their memory from the arena (number_arena_use), so none is cleared.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COVER_TREE_H
#define LUSTRUM_COVER_TREE_H

#include "check/cover.h"
#include <gmp.h>

#define COVER_NO_VAR UINT32_MAX

/* ---- conditions ---- */

typedef enum {
    COVER_TRUE,
    COVER_FALSE,
    COVER_AND,
    COVER_OR,
    COVER_NOT,
    COVER_LINEAR,
    COVER_FREE
} CoverKind;

/* A variable on a grid is counted in steps of it: a LINEAR says
 * sum of num[i] * (var[i], or steps of var[i]) + num[count] REL 0, in whole numbers. */
struct Cover {
    CoverKind kind;
    CoverRel rel;       /* LINEAR */
    uint32_t question;  /* FREE */
    uint32_t mark;      /* last walk that came here: parts are shared */
    uint32_t number;    /* given by a walk that numbers nodes */
    const Cover **part; /* AND, OR: 2 or more; NOT: 1 */
    uint32_t *var;      /* LINEAR: 1 or more, all different */
    mpz_t *num;
    size_t count;
};

/* A fact and what it speaks of. */
typedef struct CoverFact {
    const Cover *cond;
    uint32_t only_for; /* used only where this variable is spoken of; COVER_NO_VAR: any */
    uint32_t *var, *question;
    size_t var_count, question_count;
} CoverFact;

struct CoverVars {
    Arena *arena;
    CoverVar *var;
    size_t var_count, var_cap;
    Str *question;
    size_t question_count, question_cap;
    CoverFact *fact;
    size_t fact_count, fact_cap;
    uint32_t walk;           /* the last mark given out */
    uint64_t steps, work;    /* left for the question, or for the whole list, being asked */
    struct CoverRow **spare; /* rows of earlier questions, to be used again */
    size_t spare_count, spare_cap;
};

/* Numbers of the variables and questions that cond speaks of, each once, ascending. */
void cover_speaks_of(CoverVars *vars, const Cover *cond, uint32_t **var, size_t *var_count,
                     uint32_t **question, size_t *question_count);

/* ---- rows: inequalities over columns (cover_rows.c) ---- */

/* sum of at[i] * column i + at[cols] is <= 0; < 0 if strict; = 0 if equal. */
typedef struct CoverRow {
    mpz_t *at;
    uint64_t mask; /* bit i: at[i] is not 0 */
    bool equal, strict;
} CoverRow;

/* A column taken out, with the rows that held it. */
typedef struct CoverLevel {
    size_t col, first, count; /* of kept */
} CoverLevel;

typedef struct CoverRows {
    Arena *arena;
    size_t cols;
    bool whole[COVER_VARS]; /* by column: takes whole numbers only */
    CoverRow **live;        /* rows over the columns still in */
    size_t live_count, live_cap;
    CoverRow **kept; /* rows set aside, level by level */
    size_t kept_count, kept_cap;
    CoverLevel level[COVER_VARS];
    size_t level_count;
    CoverRow **spare;
    size_t spare_count, spare_cap;
    uint64_t *work; /* left; counted down by rows made and compared */
    mpz_t a, b;
} CoverRows;

/* Takes the spare rows of vars, and gives back all. */
void cover_rows_open(CoverRows *rows, CoverVars *vars);
void cover_rows_close(CoverRows *rows, CoverVars *vars);
/* A row of zeros from the spare ones, and back. */
CoverRow *cover_row_new(CoverRows *rows);
void cover_row_free(CoverRows *rows, CoverRow *row);

/* Can all the rows hold?  NO is proved; YES means that the last answer may be asked for a point,
 * and is proved when no column is whole; UNKNOWN: too many rows. */
CoverAnswer cover_rows_solve(CoverRows *rows, CoverRow *const *given, size_t count);

/* After a YES: a point in value[0 .. cols) that satisfies all rows, and true; else false, with
 * *col a whole column for which only numbers between *below and *below + 1 were left. */
bool cover_rows_point(CoverRows *rows, mpq_t *value, size_t *col, mpz_ptr below);

/* A simple number from low to high (NULL: no end) into out; they leave room for one. */
void cover_simplest(mpq_ptr out, mpq_srcptr low, bool low_open, mpq_srcptr high, bool high_open);

/* ---- the search (cover_search.c) ---- */

/* A case found: by variable and by question. */
typedef struct CoverCase {
    const Exact **value; /* NULL: not given */
    int8_t *answer;      /* 1 yes, 0 no, -1 either */
} CoverCase;

/* Can cond and the facts hold?  Uses up vars->steps and vars->work.  found may be NULL. */
CoverAnswer cover_search(CoverVars *vars, const Cover *cond, CoverCase *found);

#endif
