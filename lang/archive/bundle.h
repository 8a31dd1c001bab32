/* bundle.h -- the appeal bundle of one school: what was held against it, and nothing of others.
 *
 *   bundle.c  the order of things
 *   own.c     which rows of the data belong to the school
 *   cut.c     these rows, and those of lists, as they stand in the files
 *   raw.c     the lines of one file
 *   proof.c   whether the figures come out of the bundle alone: by working them out
 *   paper.c   the README, and bundle.json
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_BUNDLE_H
#define LUSTRUM_ARCHIVE_BUNDLE_H

#include "archive/cells.h"
#include "archive/rerun.h"
#include "archive/signed.h"

enum { BUNDLE_KEY_PARTS = 64 };

/* How a row belongs to the unit. */
typedef enum { OWN_NOT, OWN_BELOW, OWN_ABOVE } Own;

/* The rows of one record that go into the bundle. */
typedef struct OwnRows {
    const RecordSchema *schema;
    uint8_t *own; /* an Own per row */
    uint64_t count;
    bool guarded; /* of persons: only with --personal */
    bool known;   /* a link tells whose the rows are; else none of them is here */
} OwnRows;

/* The data of one school year, by the rules that read it. */
typedef struct OwnYear {
    const Program *program;
    const Tables *tables;
    const Decisions *decisions; /* NULL: none are read of it */
    OwnRows *records;           /* a record each */
    LoadJob job;                /* where its files are */
    Str place;                  /* the folder of the bundle that they go to */
} OwnYear;

/* What came of working the figures out of the bundle alone. */
typedef struct Proof {
    Rerun rerun;
    bool tried;   /* rows were not left out, so it could be */
    bool ran;     /* else `why` */
    Str why;      /* what Lustrum said: L0542, words */
    Str *differs; /* School.csv: progress.rank */
    size_t differ_count, differ_cap;
} Proof;

typedef struct Bundle {
    Call call;
    const LusBundle *asked;
    Kept kept;
    Rerun rerun;
    Signers signers; /* of the whole results */
    const LevelOut *level;
    Str key[BUNDLE_KEY_PARTS]; /* the parts of the key */
    size_t key_parts;
    uint32_t unit;  /* row of the level's record */
    OwnYear *years; /* that reviewed, those before it; then likewise by the rules first sealed */
    size_t year_count, year_cap;
    LusResult
        *frozen; /* the national figures as a reference; NULL: that which was used is copied */
    LusResult *frozen_said;
    const char **asks; /* key, name, key, name ... of every figure of the unit */
    size_t ask_count;
    const char *ask_level;          /* the record that the key is of */
    LusResult *why_text, *why_json; /* how they come about */
    Folder out;
    bool has_out;
    Proof proof;
    LusResult *result;
} Bundle;

/* Fills years: the unit, all below it by links, and what these belong to. */
void own_rows(Bundle *bundle);
/* Whether the file of a record is put in: of rows that nobody can say whose they are its headings.
 */
bool cut_is_here(const Bundle *bundle, const OwnYear *year, size_t record);
/* Writes the lines of data files and lists that are the unit's; false after a message. */
bool cut_data(Bundle *bundle);
/* The heading line and the lines of these rows (as a spreadsheet numbers them: rows[n] for row n),
 * byte for byte. */
Str raw_rows(Arena *arena, Str file, const bool *rows, uint64_t count);
/* The unit's lines of a file of results; empty where there are none. */
Str raw_of_unit(const Bundle *bundle, Arena *arena, const KeptFile *file, Str text);
/* Whether the unit's lines of a file of results are wanted: the file is of its level, or a split of
 * it. */
bool bundle_has(const Bundle *bundle, const KeptFile *file);
/* A text as a file of the bundle; false where it cannot be written. */
bool bundle_put(Bundle *bundle, Str name, Str text);
/* Works the figures out of what is in the bundle so far; false after a message. */
bool proof_try(Bundle *bundle);
Str paper_readme(Bundle *bundle);
Str paper_json(Bundle *bundle);

#endif
