/* wrap.h -- one line of a rule as text, broken where it is too long.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_WRAP_H
#define LUSTRUM_WRAP_H

#include "str.h"

enum { WRAP_WIDTH = 100, WRAP_INDENT = 2 };

typedef struct Piece {
    Str text;
    int kind;        /* T_... of grammar.h */
    bool space;      /* a space stands before it */
    uint32_t pad;    /* spaces that stand before it, in a column */
    uint32_t within; /* how deep it meets the piece before it; 0 outermost */
    uint32_t breaks; /* the line is broken here before anywhere else: 1 first, 2 then; or 0 */
    bool joins;      /* a minus between two operands */
    Str comment;     /* behind it, perhaps of several lines: the line ends there */
    bool ends;       /* the author's line ended behind it */
    bool alone;      /* the comment stands on lines of its own */
} Piece;

/* The pieces as text whose first line stands `indent` spaces in (which it does not hold) and whose
 * other lines stand two further in (which they hold), or four after a line that was broken where
 * `breaks` says.  Lines are at most WRAP_WIDTH characters long
 * where a place to break them can be found.  Lives in arena. */
Str wrap(Arena *arena, const Piece *pieces, size_t count, uint32_t indent);

#endif
