/* alike.h -- keys that a reader may take for one: they differ only by capital letters, or by how an
 * accent is written (in one character with its letter, or in one of its own).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_ALIKE_H
#define LUSTRUM_TABLE_ALIKE_H

#include "table/key.h"

enum {
    ALIKE_LONGEST = 256,
    ALIKE_ROOM = ALIKE_LONGEST * 16
}; /* bytes; nobody compares longer keys by eye */

/* The key in small letters with its accents apart, in one order: the same for all that look alike.
 * The key itself where nothing is to be changed, as in all keys of digits; else it stands in room.
 */
Str alike_form(Str key, char room[ALIKE_ROOM]);

typedef struct Alikes {
    const Keys *keys;
    uint32_t *slot; /* row + 1 by the hash of its form; only keys that are not their form */
    uint32_t mask;
} Alikes;

Alikes alikes_open(const Keys *keys, Arena *scratch);
/* Another row whose key is alike, NO_ROW where there is none: the row whose key is that form
 * itself, else the first of those that look like it. */
uint32_t alikes_find(const Alikes *alikes, uint32_t row);

#endif
