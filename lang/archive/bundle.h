/* bundle.h -- the appeal bundle of one school: what was held against it, and nothing of others.
 *
 *   bundle.c  the order of things
 *   own.c     which rows of the data belong to the school
 *   raw.c     these rows as they stand in the files
 *   paper.c   the README, and bundle.json
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_BUNDLE_H
#define LUSTRUM_ARCHIVE_BUNDLE_H

#include "archive/cells.h"
#include "archive/rerun.h"

/* How a row belongs to the unit. */
typedef enum { OWN_NOT, OWN_BELOW, OWN_ABOVE } Own;

/* The rows of one record that go into the bundle. */
typedef struct OwnRows {
    const RecordSchema *schema;
    uint8_t *own; /* an Own per row */
    uint64_t count;
    bool guarded; /* has personal fields: only with --personal */
    bool known;   /* a link tells whose the rows are; else none of them is here */
} OwnRows;

typedef struct Bundle {
    Call call;
    const LusBundle *asked;
    Kept kept;
    Rerun rerun;
    const LevelOut *level;
    uint32_t unit;    /* row of the level's record */
    OwnRows *records; /* a record each */
    LusResult
        *frozen; /* the national figures as a reference; NULL: that which was used is copied */
    LusResult *frozen_said;
    bool open_passes;  /* some national figures cannot be frozen */
    const char **asks; /* key, name, key, name ... of every figure of the unit */
    size_t ask_count;
    const char *ask_level;          /* the record that the key is of */
    LusResult *why_text, *why_json; /* how they come about */
    Folder out;
    bool has_out;
    LusResult *result;
} Bundle;

/* Whether any field of the record marks a person. */
bool own_is_guarded(const RecordSchema *schema);
/* Fills records: the unit, all below it by links, and what these belong to. */
void own_rows(Bundle *bundle);
/* The heading line and the lines of these rows (as a spreadsheet numbers them: rows[n] for row n),
 * byte for byte. */
Str raw_rows(Arena *arena, Str file, const bool *rows, uint64_t count);
Str paper_readme(Bundle *bundle);
Str paper_json(Bundle *bundle);

#endif
