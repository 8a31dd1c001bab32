/* result.h -- the last stage: a finished run becomes a folder of files and a summary.
 *
 * The caller owns the Folder and calls folder_abandon on every road out, also after an escape: then
 * nothing has changed.  Putting the new set in place is the very last step.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_RESULT_H
#define LUSTRUM_RESULT_RESULT_H

#include "result/known.h"
#include "result/manifest.h"
#include "number/dens.h"
#include "vm/vm.h"

typedef struct ResultJob {
    const Run *run;
    const Ledger *ledger;
    RuleHashes hashes;
    const RuleFile *rules;
    size_t rule_count;
    const GivenTable *tables; /* of --table */
    size_t table_count;
    Str version, tool_sha256;
    Str log_name, log;    /* the seal log, kept with the rules; empty: they are not sealed */
    const Run *as_sealed; /* by the rules as first sealed, where amended ones hold; NULL */
    const Known *earlier; /* what was published before of these pupils; NULL: nothing */
    bool exact;           /* M.exact beside each M */
    bool spreadsheet;     /* second copies of the CSV files, safe to open in a spreadsheet */
    bool json;            /* the summary is JSON */
    bool in_part;         /* the new set stays beside OUT, for the caller to read and abandon */
    Pace *pace;           /* told when counting ends and writing begins; NULL: nobody asks */
    Pool *pool;           /* of counting and printing; NULL: the caller alone */
    Arena *arena;         /* of the summary and all that is made on the way */
    Arena *scratch;       /* emptied often; nobody else uses it */
} ResultJob;

/* What kept results from being written: nothing or the system (2), the data (3), or what could be
 * told of the publication (4). */
typedef enum { RESULT_SYSTEM, RESULT_DATA, RESULT_DISCLOSURE } ResultFault;

/* Checks the ledger, writes every file and puts them in place; *summary is what to print.  Where
 * folder is NULL (no --out), only the ledger is checked and the summary made.  False: diags say
 * why, and *fault what it is for. */
bool result_write(const ResultJob *job, Folder *folder, Diags *diags, Str *summary,
                  ResultFault *fault);

/* School.csv as School.spreadsheet.csv. */
Str result_spreadsheet_name(Arena *arena, Str name);

/* What folder_look or a later step found, as a message. */
void result_fault(const Folder *folder, Diags *diags);

#endif
