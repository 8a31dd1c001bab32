/* split.h -- places of separators in a block: the inner part of the fast lane (csv.h).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_SPLIT_H
#define LUSTRUM_TABLE_SPLIT_H

#include "table/csv.h"

/* Words before the first place that may be written; as many keep its alignment. */
enum { SPLIT_BEFORE = 16 };

typedef struct SplitPlaces {
    Arena *arena;
    uint32_t *block; /* holds `at` and SPLIT_BEFORE words before it */
    uint32_t *at;    /* where separators and line feeds stand, ascending */
    size_t count, cap;
    uint64_t newlines;
    bool quotes;  /* a quote was met */
    bool twice;   /* split_quoted: two together, which are one of the cell's text */
    bool special; /* a byte below 0x20 that is no line feed or separator, or one
                     from 0x7F on, was met */
} SplitPlaces;

/* Makes room for cap places, keeping the first `used`. */
void split_grow(SplitPlaces *places, size_t used, size_t cap);
/* The last bytes of a text, followed by nothing that matters. */
void split_rest(char rest[64], Str text, size_t from);

/* Finds every separator and line feed of text.  False when it holds a quote. */
typedef bool SplitFind(SplitPlaces *places, Str text, char separator);
SplitFind split_places; /* for any processor */
#ifdef __x86_64__
SplitFind split_places_avx2, split_places_avx512;
#endif

/* The ways to find places that this processor has, the best first; the last is split_places.  The
 * environment's LUSTRUM_LANE=portable leaves only that. */
enum { SPLIT_WAYS = 3 };
size_t split_ways(SplitFind *ways[SPLIT_WAYS]);

/* The same of text that may hold quotes: those inside of quotes are none.  False unless quotes
 * stand only around whole cells or two together inside of them, and no line feed does. */
bool split_quoted(SplitPlaces *places, Str text, char separator);

typedef struct SplitSpecial {
    uint64_t cr; /* carriage returns */
    bool nul;    /* a zero byte */
    bool other;  /* a byte below 0x20 that is no line end or separator, or one from 0x7F on */
} SplitSpecial;

SplitSpecial split_special(Str text, char separator);

#endif
