/* earlier.h -- school years whose tables are gone: what they leave behind for the years after, and
 * how the rows of a year are found again in them.
 *
 * A row is followed by its key.  Where an earlier year does not have its key, and its record
 * `continues from` a column, the key in that column is looked for; of the last row that was found
 * for it, so a unit that changed its key twice is followed twice.  The nation is followed always.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_EARLIER_H
#define LUSTRUM_VM_EARLIER_H

#include "vm/vm.h"
#include "table/key.h"

/* The rows of a record that is followed. */
typedef struct PastRecord {
    const Keys *keys; /* NULL: nobody follows it */
    uint64_t rows;
    const Column *continues; /* one per part of the key; NULL: the record continues from nothing */
    const uint32_t *file_row;
    Str file;
} PastRecord;

typedef struct PastYear {
    int year;
    PastRecord *records; /* per schema */
    Column *exports;     /* per Program.exports */
} PastYear;

/* All years so far, first to last. */
typedef struct Past {
    Arena *arena; /* of all that is kept */
    PastYear *years;
    size_t count, cap;
} Past;

/* Keeps of a finished run what later years may ask; everything is copied. */
void past_keep(Past *past, const Run *run, const Ledger *ledger);

/* Fills the earlier columns of a run whose program verified, before it is run: each row from the
 * row of the same unit.  False after a message: two rows continue one key. */
bool past_fill(const Past *past, Run *run, const Ledger *ledger, Diags *diags);

/* Makes every earlier column that nobody filled missing for REASON_NO_EARLIER. */
void past_lack(Run *run);

#endif
