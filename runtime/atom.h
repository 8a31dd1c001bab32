/* atom.h -- texts as small numbers.  The same bytes always give the same atom within one run;
 * atom 0 is the empty text.  Numbers depend on the order of asking, so nothing that is printed may
 * depend on them: print in the order of bytes.  Safe to call from several threads at once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ATOM_H
#define LUSTRUM_ATOM_H

#include "arena.h"

typedef struct Atoms Atoms;

/* Lives in arena (which the atoms then own: nobody else may allocate from it while several threads
 * ask).  seed is mixed into the hash, so that crowding keys cannot be planned. */
Atoms *atoms_open(Arena *arena, uint64_t seed);
/* The atom of s.  `guard` is the calling thread's: out of memory escapes there. */
uint32_t atom(Atoms *atoms, Str s, Guard *guard);
/* The text of an atom; good as long as the atoms. */
Str atom_str(const Atoms *atoms, uint32_t id);
void atoms_close(Atoms *atoms);

#endif
