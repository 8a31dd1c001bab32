/* problem.h -- every faulty cell of the data, in file order, for OUT.problems.csv.
 *
 * Messages (diag.h) are one per kind of fault and column; this list has one row per cell, at most
 * LIMIT_PROBLEMS.  Values of personal columns are never kept, only what they look like.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_PROBLEM_H
#define LUSTRUM_TABLE_PROBLEM_H

#include "table/schema.h"

/* A column of a file, or (column 0) its rows as a whole: what the messages about it need. */
typedef struct ProblemColumn {
    Str file;                 /* as the user named it */
    Str heading;              /* empty for rows */
    Str wanted;               /* what a cell should hold: "a whole number from 80 to 120" */
    uint32_t column;          /* 1 is A */
    const FieldSchema *field; /* the first that reads it; NULL for none */
} ProblemColumn;

typedef struct Problem {
    const ProblemColumn *where;
    uint64_t row;  /* spreadsheet row: the headings are row 1 */
    uint64_t line; /* of the file; differs from row where cells hold line ends */
    DiagId id;
    uint32_t len;
    const char *value; /* printable, at most 40 bytes; or what it looks like */
} Problem;

typedef struct ProblemPage ProblemPage;

typedef struct Problems {
    Arena *arena;              /* holds the list and its texts */
    ProblemPage *first, *last; /* in order, each problem beside its value */
    size_t count;
    uint64_t dropped; /* past LIMIT_PROBLEMS */
} Problems;

/* The last part of a path, for the words of a message. */
Str problem_base(Str file);

Problems problems_open(Arena *arena);

/* Adds one; the value is copied.  Past LIMIT_PROBLEMS it is only counted. */
void problems_add(Problems *problems, Problem problem);

/* Goes over them in order. */
typedef struct ProblemWalk {
    const ProblemPage *page;
    size_t at;
} ProblemWalk;
ProblemWalk problems_walk(const Problems *problems);
/* The next, whose value lives as long as the list; false after the last. */
bool problems_next(ProblemWalk *walk, Problem *problem);

/* Writes file, row, line, column, heading, value, code, message as CSV to a new file at path (it
 * must not exist; mode 0600), synced and closed.  A text that begins with = + - or @ has an
 * apostrophe before it.  0, or the errno of what failed. */
int problems_write(const Problems *problems, Str path, Arena *scratch);

/* Whether path is a file (not a link to one) that begins as problems_write begins them. */
bool problems_is_list(const char *path);

#endif
