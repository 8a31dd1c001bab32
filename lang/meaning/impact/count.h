/* count.h -- how many units have each band, finding and power before and after, and where
 * those are that move.  Only the printers of impact include this.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_COUNT_H
#define LUSTRUM_MEANING_COUNT_H

#include "meaning/impact/impact.h"

/* Two counts of the units of a level: of an answer of a column how many have it before and after;
 * of a group by its name how many move, and of how many. */
typedef struct Tally {
    Str level, of, name;
    uint64_t count[2];
} Tally;
typedef struct Tallies {
    Tally *items;
    size_t count, cap;
} Tallies;

/* Of each band, finding and power, in order of level, column and answer. */
Tallies tally_answers(Arena *arena, const Impact *impact);
/* Of each group that a unit belongs to, in order. */
Tallies tally_groups(Arena *arena, const Impact *impact);

#endif
