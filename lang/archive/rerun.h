/* rerun.h -- kept rules run on raw data again, with the options of the kept run.
 *
 * A Rerun holds what no arena frees: rerun_close on every road out; and rerun_end after call_end,
 * since messages have their places in its programs.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_RERUN_H
#define LUSTRUM_ARCHIVE_RERUN_H

#include "archive/kept.h"
#include "review/job.h"
#include "review/sealed.h"

typedef struct Rerun {
    Call *call;
    const Kept *kept; /* whose rules, year and options */
    LusOptions options;
    const char *reference; /* where the frozen reference is, when there is one */
    LusProgram *program;
    Work work;
    bool opened;
    SealedWork sealed; /* where amended rules held */
    const Run *as_sealed;
    Arena scratch;
    Folder fresh; /* what came out, in fresh.fd, when it was written */
    bool has_fresh;
    bool same_tool; /* as the one that made the kept result */
} Rerun;

/* Compiles the kept rules and finds the data that `options` name.  LUS_OK, or what is to be
 * answered after messages. */
LusStatus rerun_open(Rerun *rerun, Call *call, const Kept *kept, const LusOptions *options);
/* The same with tables and reference as `options` name them, and no others. */
LusStatus rerun_open_as(Rerun *rerun, Call *call, const Kept *kept, const LusOptions *options);
/* Where a data file of the kept run is looked for now. */
Str rerun_path(const Rerun *rerun, const KeptData *data);
/* Whether that file is the one that was reviewed: LUS_OK; LUS_FOUND where it is another, LUS_CANNOT
 * where it is not there, after a message. */
LusStatus rerun_compare(Rerun *rerun, const KeptData *data);
/* Reads the data and runs the rules; false after messages, with the call's status set. */
bool rerun_run(Rerun *rerun);
/* Writes the results beside `out`, where they stay until rerun_close; false as before.  With
 * `named`, the data files are called what they are called in the kept result. */
bool rerun_write(Rerun *rerun, Str out, bool named);
void rerun_close(Rerun *rerun);
void rerun_end(Rerun *rerun);

#endif
