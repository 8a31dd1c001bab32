/* manifest.h -- manifest.json: what went in, what did the work, what came out, each with its hash.
 *
 * No times, no names of machines or people, no paths, no number of threads: two runs of the same
 * rules on the same data by the same tool give the same manifest.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_MANIFEST_H
#define LUSTRUM_RESULT_MANIFEST_H

#include "result/folder.h"
#include "table/ledger.h"
#include "vm/program.h"

/* A file of the framework, or a standard module (then name is its name in `use`). */
typedef struct RuleFile {
    Str name, text;
} RuleFile;

typedef struct ManifestJob {
    const Program *program;
    const Ledger *ledger;
    const RuleFile *rules;
    size_t rule_count;
    Str version;     /* of the tool */
    Str tool_sha256; /* of the program that runs; empty when it cannot be read */
    bool exact, spreadsheet;
} ManifestJob;

/* The document; folder's files are those written so far. */
Str manifest_text(Arena *arena, const ManifestJob *job, const Folder *folder);

#endif
