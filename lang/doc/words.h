/* words.h -- formulas, conditions and clauses in plain sentences.
 *
 * What a framework defines (derived fields, `let`s, measures, parameters, bands, tables) is named
 * by its title and marked as a term; the glue between is plain English, with brackets where a
 * reader could take two parts together that do not belong together.  Nothing is worked out and
 * nothing is left out: every part of the tree is in the sentence.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_DOC_WORDS_H
#define LUSTRUM_DOC_WORDS_H

#include "check/check.h"

typedef struct Words {
    Arena *arena;
    Model *model;           /* whose titles and tables are used */
    const Measure *measure; /* whose clauses are put in words; NULL */
    const Record *record;   /* of whose rows the formula speaks; NULL: the nation, or any */
    bool markdown;          /* terms are emphasised, and texts escaped, as Markdown asks */
    const Node *parts;      /* inside a shared formula: the names of its parts; NULL */
    bool each;              /* it speaks of rows that are gathered, not of the level's own */
} Words;

/* A formula as the name of a quantity ("the mean of value over pupils"), or a condition as a
 * statement ("English is at least 5 and Mathematics is at least 5"). */
Str words_of(const Words *words, const Node *node);
/* The same where it stands beside others: in brackets when it has several parts. */
Str words_tight(const Words *words, const Node *node);

/* "to 2 places, halves away from zero": a TO_ node. */
Str words_rounding(const Words *words, const Node *to);
/* "in 2015/16", "from 2015/16", "in 2013/14 to 2014/15"; empty for NULL. */
Str words_dates(const Words *words, const Node *dates);
/* "each School, each Trust and the nation": a LIST of levels. */
Str words_levels(const Words *words, const Node *levels);
/* "A, B and C" of texts. */
Str words_join(Arena *arena, const Str *items, size_t count, const char *last);

/* A title as a term, and any other text of an author; both escaped where that is asked. */
Str words_term(const Words *words, Str title);
Str words_text(const Words *words, Str text);
/* "english_weight" as "english weight". */
Str words_name(const Words *words, Str name);

/* ---- among the files of words ---- */

/* names.c: what a NAME, PATH, SHOWN or INDEX means. */
Str words_named(const Words *words, const Node *node);
/* A band, finding or code that `left` is compared with. */
Str words_compared(const Words *words, const Node *left, const Node *right);
/* gather.c: an AGG_, RANK or POOLED. */
Str words_gather(const Words *words, const Node *node);
/* "pupils", "all pupils", "different pupils of rolls": the rows of an OVER slot. */
Str words_rows(const Words *words, const Node *over);
/* The words for a formula of those rows. */
Words words_inside(const Words *words, const Node *over);

#endif
