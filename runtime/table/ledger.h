/* ledger.h -- the sums that every run prints: reading (per file) and links (per link).
 *
 * The numbers are filled in by the reader; ledger_check adds them up again and shares nothing with
 * it.  Texts live in the arena of the tables.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_LEDGER_H
#define LUSTRUM_TABLE_LEDGER_H

#include "table/schema.h"

/* A count with the words for what was counted. */
typedef struct Counted {
    Str name;
    uint64_t count;
} Counted;

/* Reading: records = kept + every aside; made = kept, or not less where a list is; bytes = bom +
 * heading + record + aside bytes. */
typedef struct FileLedger {
    uint32_t record;    /* place of the record */
    Str file;           /* as the user named it */
    Str sha256;         /* 64 hex digits over the exact bytes read */
    uint64_t bytes;     /* of the file */
    int64_t modified;   /* when it was last changed, in nanoseconds since 1970 */
    uint64_t bom_bytes; /* 0 or 3 */
    uint64_t heading_bytes;
    uint64_t kept_bytes;
    uint64_t aside_bytes;
    uint64_t records; /* rows after the headings */
    uint64_t kept;
    Str day;        /* that the file describes: 2023-06-30, or empty */
    bool listed;    /* a row is made for each item of a list ... */
    uint64_t made;  /* ... so many; else as many as were kept */
    Counted *aside; /* rows set aside, by declared leniency */
    size_t aside_count;
    Counted *leniency; /* cells or rows read thanks to a declared leniency ("trim school") */
    size_t leniency_count;
    uint32_t columns; /* of the file */
    uint32_t *places; /* of each field's first column, from 1; 0: it has none.  NULL in a copy */
    Str *unread;      /* headings of columns that no field reads */
    size_t unread_count;
    uint64_t lines_lf, lines_crlf;
    bool final_newline;
} FileLedger;

/* A correction that was made.  Of rows of people only the places are kept: key, old, agreed and
 * reason are then empty. */
typedef struct Corrected {
    uint64_t row;      /* of the list of corrections, as a spreadsheet shows it */
    uint64_t data_row; /* the corrected row of the record's file, likewise */
    uint32_t record, field;
    bool guarded;
    Str key; /* its parts joined by " / " */
    Str old, agreed, reason, agreed_by, date;
} Corrected;

/* Corrections: rows of the list = made + those of other years. */
typedef struct CorrectionLedger {
    FileLedger file;
    Corrected *made;
    size_t made_count;
    uint64_t other_years;
    bool has_years; /* the list says of each which year it is of */
} CorrectionLedger;

/* Links: children = matched + every unmatched; parents = with + without children. */
typedef struct LinkLedger {
    uint32_t child, field, parent; /* places: record, field of it, record */
    uint64_t children, matched;
    uint64_t *unmatched; /* by reason: reason_count numbers */
    size_t reason_count;
    uint64_t parents, with_children, without_children;
} LinkLedger;

/* Where the national figures come from: the run itself, a frozen reference, or both compared. */
typedef enum { REFERENCE_MADE, REFERENCE_USED, REFERENCE_COMPARED } ReferenceMode;
typedef struct ReferenceNote {
    ReferenceMode mode;
    Str name, sha256; /* of the reference's file */
    int year;         /* that it is of */
    uint64_t figures, differences;
} ReferenceNote;

typedef struct Decisions Decisions; /* result/decision.h */

typedef struct Ledger Ledger;
struct Ledger {
    FileLedger *files;
    size_t file_count;
    LinkLedger *links;
    size_t link_count;
    const CorrectionLedger *corrections; /* NULL: the framework names none */
    ReferenceNote reference;
    const Decisions *decisions; /* likewise; of the year asked only */
    Str vintage;           /* of the data: "provisional", "revised", "final"; empty: not said */
    int year;              /* of an earlier one: its first calendar year */
    const Ledger *earlier; /* those of the earlier years that were read, first to last */
    size_t earlier_count;
};

/* A copy, texts and all, that lives in arena. */
Ledger ledger_copy(Arena *arena, const Ledger *from);

/* Adds every sum up again; false when one does not hold.  *what (may be NULL) then names it. */
bool ledger_check(const Ledger *ledger, Str *what);

#endif
