/* marks.h -- what the tree says about the layout of a text: where its lines begin and how deep they
 * stand, which of them are set in columns, and where a line that is too long may be broken.
 *
 * Layout knows tokens and marks only, so a new kind of clause is laid out sensibly before anybody
 * teaches it here: it is a line of its own, broken where its outermost parts meet.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MARKS_H
#define LUSTRUM_MARKS_H

#include "node.h"
#include "source.h"

/* Lines of one class that follow each other have their columns in one place. */
typedef enum {
    LINE_PLAIN,
    LINE_CLAUSE, /* of the framework: its first word, the rest */
    LINE_NAMED,  /* record Region (Regions) named by ...: name, plural, the rest */
    LINE_FIELD,  /* name, role and kind, the rest */
    LINE_LET,    /* let NAME, the rest */
    LINE_SLOT,   /* name, the rest */
    LINE_BAND,   /* name, title, the rest; findings too */
    LINE_ROW     /* a row of a table */
} LineClass;

/* Of one token that is neither space nor comment. */
typedef struct Mark {
    bool begins;     /* a line begins here */
    bool declares;   /* and with it a declaration */
    bool column;     /* a column of the line begins here */
    bool joins;      /* a minus between two operands; any other minus is a sign */
    uint8_t breaks;  /* where the line is broken first (1) or then (2), if it is too long; or 0 */
    uint8_t depth;   /* of the line that begins: steps of two spaces */
    uint8_t class;   /* LineClass of the line that begins */
    uint16_t within; /* how deep in the tree this token and the one before it meet; 0 outermost */
} Mark;

/* A mark per token of the source (spaces have marks too, which say nothing).  The tree has no ERROR
 * nodes.  Lives in arena. */
Mark *marks_make(Arena *arena, const Source *source, const Node *tree);

#endif
