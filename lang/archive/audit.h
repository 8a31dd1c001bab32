/* audit.h -- whether a kept result agrees with itself: its ledger, control totals, counts and
 * words, added up again from the files by code that shares nothing with what wrote them.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_AUDIT_H
#define LUSTRUM_ARCHIVE_AUDIT_H

#include "archive/cells.h"
#include "archive/kept.h"

typedef struct Audit {
    const Kept *kept;
    Arena *arena;
    Diags *diags;
    uint64_t files, sums, totals, words; /* how many were looked at and hold */
    bool broken;
    bool unread;   /* a file could not be read: nothing is said of the results */
    Parsed ledger; /* open while it is read */
    Cells *sheets; /* one per file of the kept result; without columns where it is no CSV */
} Audit;

/* Every control total of every CSV file; fills `sheets`. */
void audit_totals(Audit *audit);
/* Every sum of ledger.json, with the counts of the manifest and of the level files. */
void audit_ledger(Audit *audit);
/* Every heading, band, finding, power and reason of the level files against the rules. */
void audit_words(Audit *audit, const Program *program);
/* What the manifest says of the review as a whole, of results whose rules were judged; after the
 * ledger. */
void audit_mode(Audit *audit);

/* Reads a file of the result; false after a message. */
bool audit_read(Audit *audit, Str name, Str *text);
/* Notes a fault; the words of what does not agree are `what`. */
void audit_fault(Audit *audit, DiagId id, Str where, Str what);

#endif
