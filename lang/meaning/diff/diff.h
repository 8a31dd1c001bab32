/* diff.h -- two frameworks compared by what they mean: each change once, where it was made.
 *
 * The forms of both are compared clause by clause.  Where two clauses differ, both formulas are
 * walked together down to the smallest part that differs; the walk stops at a `let` that is there
 * in both, which is then compared itself, and at every other name, whose declaration is.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_DIFF_H
#define LUSTRUM_MEANING_DIFF_H

#include "facade.h"
#include "meaning/form/form.h"

typedef enum {
    CHANGE_RESULTS,  /* results change, whatever the data */
    CHANGE_MAY,      /* results may change */
    CHANGE_CONTRACT, /* what the data must be changes */
    CHANGE_WORDING,
    CHANGE_CLASSES
} ChangeClass;

/* Where something stands in one of the two; line 0: it is not there. */
typedef struct Side {
    Str file;
    uint32_t line, column;
    Str text; /* the line */
    Span span;
} Side;

typedef struct Change {
    ChangeClass class;
    Label label;
    Str declaration; /* "measure progress_8" */
    Str name;        /* "progress_8"; empty: of the framework and of corrections */
    Str part;        /* "band well_above"; empty: all of it */
    Str sentence;
    Str cause; /* changes with one cause are told once; empty: its own */
    Side old, new;
    /* One side cannot be put in place of the other: it is only what came or went, or stands in a
     * `let` that also serves others. */
    bool apart;
    Str *rows; /* below the sentence: what it sums up */
    size_t row_count, row_cap;
} Change;

typedef struct LetPair {
    const Local *old, *new;
} LetPair;

typedef struct Diff {
    Arena *arena;
    const Form *old, *new;
    Change *changes;
    size_t count, cap;
    LetPair *lets; /* `let` lines that differ and are used where it shows */
    size_t let_count, let_cap;
    bool same_meaning, same_wording;
    Meaning old_meaning, new_meaning;
} Diff;

/* Where a walk is. */
typedef struct Spot {
    Diff *diff;
    const Decl *decl; /* of the new text */
    const Part *old, *new;
    bool chooses;  /* inside a condition that says which rows count */
    bool compares; /* a side of a comparison */
    bool misses;   /* inside what says what is missing, and what becomes of it */
} Spot;

/* ---- diff.c ---- */
/* Compares two models without faults. */
void diff_models(Arena *arena, Model *old, Model *new, Diff *out);

/* ---- walk.c ---- */
/* Tells what differs between two terms of one clause. */
void diff_terms(const Spot *spot, const Term *old, const Term *new);
/* Adds a change of a clause, or part of one, that has these sides; either node may be NULL. */
Change *diff_add(const Spot *spot, Label label, const Node *old, const Node *new, Str sentence);

/* ---- words.c ---- */
/* The words of a node as they stand, on one line, at most 70 characters. */
Str node_line(const Form *form, const Node *node);
Side side_of(const Form *form, const Node *node);
/* "measure progress_8" */
Str decl_words(Arena *arena, const Decl *decl);
/* "measure progress_8, band well_above" and for which rows, where that needs saying. */
Str spot_words(const Spot *spot);
extern const char *const change_class_word[CHANGE_CLASSES];

/* ---- table.c ---- */
/* Rows of tables, items of lists and values by year are told together. */
void diff_rows(Diff *diff, const Decl *old, const Decl *new);
void diff_items(Diff *diff, const Decl *old, const Decl *new);
void diff_values(Diff *diff, const Decl *old, const Decl *new);

/* ---- print.c, html.c ---- */
Str diff_text(Arena *arena, const Diff *diff);
Str diff_json(Arena *arena, const Diff *diff);
Str diff_html(Arena *arena, const Diff *diff);

/* Reads and checks one of the frameworks that are compared, into program; NULL after messages. */
Model *version_read(LusProgram *program, Diags *diags, const char *path);

#endif
