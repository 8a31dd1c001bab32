/* lines.h -- two texts side by side, line by line.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LINES_H
#define LUSTRUM_LINES_H

#include "str.h"

/* What turns the text `from` into `to`, in the unified form of diff with three lines of context; as
 * few lines changed as there can be, or empty when the texts are the same.  `name` heads it.  E.
 * Myers, "An O(ND) difference algorithm and its variations", Algorithmica 1 (1986); past 2,000
 * differing lines the rest of the texts counts as changed.  Lives in arena. */
Str lines_difference(Arena *arena, Str name, Str from, Str to);

#endif
