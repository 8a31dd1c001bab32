/* packed.h -- data that a review takes from a pack (runtime/pack) in place of the CSV files, and
 * the command that makes one.
 *
 * A pack stands for the files that it was made of only as long as they are as they were: each must
 * have the size and the time of its last change that the pack says, and with --verify-pack the
 * same SHA-256.  Then the results are the same bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_PACKED_H
#define LUSTRUM_REVIEW_PACKED_H

#include "pack/pack.h"

/* Where tables come from, or go to; zero is neither. */
typedef struct PackUse {
    Pack *from;
    bool verify;   /* hash the files once more */
    PackOut *into; /* what is read is added to it */
} PackUse;

/* The tables of job->year: from the pack, or read by tables_load and packed.  What stands against
 * it is told, and the tables are refused. */
Tables packed_tables(const PackUse *use, const LoadJob *job);
/* Whether the pack has a year that has no data now: told, as it is a change. */
bool packed_lost(const PackUse *use, int year, Str folder, Diags *diags);
/* Opens the pack at path for its user; false after a message. */
bool packed_open(PackUse *use, Arena *arena, Diags *diags, const char *path, bool verify);
void packed_close(PackUse *use);

#endif
