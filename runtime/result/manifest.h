/* manifest.h -- manifest.json: what went in, what did the work, what came out, each with its hash.
 *
 * No times, no names of machines or people, no paths, no number of threads: two runs of the same
 * rules on the same data by the same tool give the same manifest.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_MANIFEST_H
#define LUSTRUM_RESULT_MANIFEST_H

#include "result/folder.h"
#include "result/known.h"
#include "table/ledger.h"
#include "vm/program.h"

/* A file of the framework (the first is the framework's own) or a standard module. */
typedef struct RuleFile {
    Str name; /* its path from the framework's folder; of a standard module <lustrum>/... */
    Str copy; /* where its text stands in the result folder */
    Str text;
    Str meaning_sha256, wording_sha256; /* of what it declares */
} RuleFile;

/* Hashes of a framework with its modules: what it means, what it prints, its bytes. */
typedef struct RuleHashes {
    Str meaning_sha256, wording_sha256, bytes_sha256;
} RuleHashes;

/* A record that was read from a file named by --table, and that file's name. */
typedef struct GivenTable {
    Str record, name;
} GivenTable;

typedef struct ManifestJob {
    const Program *program;
    const Ledger *ledger;
    RuleHashes hashes;
    const RuleFile *rules;
    size_t rule_count;
    const GivenTable *tables;
    size_t table_count;
    Str version;          /* of the tool */
    Str tool_sha256;      /* of the program that runs; empty when it cannot be read */
    const Known *earlier; /* published before; NULL */
    bool exact, spreadsheet;
} ManifestJob;

/* The document; folder's files are those written so far. */
Str manifest_text(Arena *arena, const ManifestJob *job, const Folder *folder);

#endif
