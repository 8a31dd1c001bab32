/* mutate.h -- which changes of the rules the examples would not notice.
 *
 * A mutant is the framework with one place of one file written otherwise: a threshold by one unit
 * in its last place, a bound open instead of closed, an exclusion gone.  Each is checked and its
 * examples are run, in memory, until one fails.  A mutant that the checker refuses is noticed, and
 * one that means the same is none.  Mutants are tried on several threads; what comes of one depends
 * on nothing but its text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MUTATE_H
#define LUSTRUM_MUTATE_H

#include "node.h"
#include "source.h"

struct Model;

typedef enum {
    MUTANT_UNNOTICED,
    MUTANT_NOTICED, /* an example fails */
    MUTANT_REFUSED, /* by the checker */
    MUTANT_SAME,    /* it means the same, or is the same in every year of the term */
    MUTANT_ACCEPTED /* unnoticed, and a reason says why */
} Outcome;

/* Bytes [span.start, span.end) of the file written as `with`. */
typedef struct Mutant {
    Span span;
    Str with;
    Outcome outcome;
    Str because; /* MUTANT_ACCEPTED */
} Mutant;

typedef struct MutationJob {
    Arena *arena;
    const Sources *sources; /* all that the framework needs, loaded */
    Sources *shown;         /* those of messages: the file of reasons joins them */
    uint32_t file, counted; /* the framework; the file that is changed */
    int year;               /* as of examples */
    Str only;
    const char *accepted; /* path of the reasons; NULL: none */
    unsigned threads;     /* 0: one per processor */
    Diags *diags;
} MutationJob;

typedef struct Mutation {
    const Sources *sources;
    uint32_t counted;
    Mutant *mutants; /* in the order of the text */
    size_t count, cap;
    struct Accepted *accepted; /* entries of the file of reasons */
    size_t accepted_count;
    Str accepted_name;
    struct Pool *pool; /* open only while mutants are tried */
} Mutation;

/* Tries every mutant.  False after a message: the reasons cannot be read, or memory ran out. */
bool mutation_run(Mutation *mutation, const MutationJob *job);
/* Gives back what an escape left open. */
void mutation_close(Mutation *mutation);
/* Whether something is to be told: an unnoticed mutant, or a reason for none. */
bool mutation_found(const Mutation *mutation);
Str mutation_text(Arena *arena, const Mutation *mutation);
/* As one document, lustrum/mutants@1. */
Str mutation_json(Arena *arena, const Mutation *mutation, Str path);

/* ---- between the files of lang/mutate ---- */

/* The mutants of a source, whose tokens were read; model says how its tables are asked.  Lives in
 * arena. */
void mutants_list(Mutation *mutation, Arena *arena, const struct Model *model, const Node *tree);
/* Adds one, unless the same stands there already. */
void mutant_add(Mutation *mutation, Arena *arena, Span span, Str with);
/* numbers.c: those of a number in a text, by one unit in its last place. */
void mutants_number(Mutation *mutation, Arena *arena, Span span);
void mutants_table(Mutation *mutation, Arena *arena, const struct Model *model, const Node *table);

/* same.c: whether a mutant changes nothing in any of the models, one for each year of the term. */
bool mutant_is_same(Mutation *mutation, Arena *arena, const Node *tree, struct Model *const *models,
                    size_t count, const Mutant *mutant);

/* A reason why a change need not be noticed. */
typedef struct Accepted {
    Str rule; /* the line of the rule, spaces made one */
    Str from, to, because;
    uint32_t line; /* in the file of reasons */
    bool used;
} Accepted;
/* Reads the file of reasons and applies them; false after a message. */
bool accepted_read(Mutation *mutation, const MutationJob *job);
/* A mutant's line of the rules, and what stands there before and after. */
Str mutant_rule(Arena *arena, const Mutation *mutation, const Mutant *mutant);
Str mutant_from(Arena *arena, const Mutation *mutation, const Mutant *mutant);
Str mutant_to(Arena *arena, const Mutant *mutant);
uint32_t mutant_line(const Mutation *mutation, const Mutant *mutant);

#endif
