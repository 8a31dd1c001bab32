/* measures.h -- for each measure of a framework, a hash of all that its figures follow from, and
 * the school years that it stays the same through. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_MEASURES_H
#define LUSTRUM_TERM_MEASURES_H

#include "term/chain.h"
#include "vm/program.h"

/* Of a normal form (meaning/meaning.h): the measures in their order there, *count of them.  What a
 * measure names, and what that names, is in its hash; a word that could mean two things stands for
 * both, so a hash may differ where no figure does, and never the other way. */
SealedMeasure *measure_hashes(Arena *arena, Str canonical, size_t *count);

/* For each measure of the rules last sealed, the longest run of school years of the term in which
 * one and the same holds: the first such, where there are several. */
Unchanged *unchanged_runs(Arena *arena, const Chain *chain, size_t *count);

#endif
