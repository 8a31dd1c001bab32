/* since.h -- what changed since rules were sealed, as `lustrum diff` tells it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TERM_SINCE_H
#define LUSTRUM_TERM_SINCE_H

#include "meaning/diff/diff.h"
#include "term/gate.h"

typedef struct Since {
    Gate *gate;
    const SealRecord *sealed;
    Sources *now; /* of the rules as they are; source 0 is the framework */
    Sources was;  /* of the sealed texts, in the order of the record */
    Diff diff;
} Since;

/* Compares rules without faults with a record's.  False where nothing can be told: the sealed texts
 * cannot be read by this version, or all that differs is the hashes' form. */
bool since_sealed(Gate *gate, const SealRecord *sealed, Sources *now, Since *out);
/* Whether a change is only that there is an amendment, or no longer: why others are, not one. */
bool change_is_block(const Change *change);
/* The change that says most: what changes results before what may, wording last; NULL where there
 * is none but blocks.  wording: a change of what is printed. */
const Change *since_first(const Since *since, bool wording);
/* How many more there are, for a note; empty where it is the only one. */
Str since_more(const Since *since, const Change *told);
/* Puts both lines of a change to a message: the line that there is now (else the sealed one) is its
 * own, and the sealed one is beside it, as a text of `now`. */
void since_place(Since *since, const Change *change, Diag *diag);

#endif
