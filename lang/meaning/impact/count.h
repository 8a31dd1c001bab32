/* count.h -- how many units have each band, finding and power before and after, and where
 * those are that move.  Only the printers of impact include this.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_COUNT_H
#define LUSTRUM_MEANING_COUNT_H

#include "meaning/impact/impact.h"

typedef struct Tally {
    Str level, column, answer;
    uint64_t before, after;
} Tally;
typedef struct Tallies {
    Tally *items;
    size_t count, cap;
} Tallies;

typedef struct PlaceCount {
    Str level, group, name;
    uint64_t moved, all;
} PlaceCount;
typedef struct Places {
    PlaceCount *items;
    size_t count, cap;
} Places;

/* Of each band, finding and power, in order of level, column and answer. */
Tallies tallies_of(Arena *arena, const Impact *impact);
/* Of each group that a unit that moves belongs to, in order. */
Places places_of(Arena *arena, const Impact *impact);

#endif
