/* edge.h -- how far band edges are: by how much a figure would have to move, with the half-width of
 * its interval and all else kept, until another band holds.
 *
 * Of `lustrum why`, which has the columns of the year, and of `lustrum report`, which has the cells
 * of the results: what does not move is told by the one who asks.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_WHY_EDGE_H
#define LUSTRUM_WHY_EDGE_H

#include "check/check.h"

/* A value: known, or missing with a reason. */
typedef struct Value {
    Type type;
    uint8_t reason;
    const Exact *number; /* number, date, year, band */
    Str text;            /* code */
    bool yes;
    uint32_t row; /* TYPE_ROW */
} Value;

typedef struct Edge {
    bool there;
    const Exact *shift; /* exact, of any sign */
    bool beyond;        /* more than that is needed */
    int way;            /* 1: upwards, -1: downwards */
    int64_t band;
} Edge;

enum { EDGE_OTHER = -1 }; /* in the place of a band: any but its own */

typedef struct Edging Edging;
struct Edging {
    /* Set by who asks: */
    void *arg;
    bool (*tell)(Edging *e, const Expr *x, Value *value); /* false: not known as a whole */
    Arena *arena;
    const Model *model;
    const Level *level;
    uint64_t row;
    /* Set by edging_open: */
    int64_t own; /* the band that holds as it is */
    bool failed; /* something cannot be said by a shift: then nothing of it is to be believed */
    const Expr *bands;
    const Exact *shift;
    int side;         /* -1, 1: just below or above the shift; 0: at it */
    const Exact **at; /* shifts at which some comparison changes */
    size_t count, cap;
    const Exact *nought, *one;
};

/* Finds where the bands of a figure change; false: that cannot be said. */
bool edging_open(Edging *e, const Expr *bands);
/* The nearest shift of a direction (1 or -1) at or just after which another band holds. */
Edge edging_next(Edging *e, int way);
/* The least shift of either direction at or just after which that band holds. */
Edge edging_to(Edging *e, int64_t wanted);
/* The band at a shift. */
int64_t edging_at(Edging *e, const Exact *shift);

/* A number as a person reads it: a fraction with the decimal beside it, a long one cut; with a sign
 * behind it and dots where a decimal goes on. */
Str edge_number(Arena *arena, const Exact *x, const char *sign, const char *dots);

#endif
