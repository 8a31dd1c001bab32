/* work.h -- a review in memory: which year, where its data are, the year's program, all data read
 * and all rules run.  What is made of it (result files, one figure explained, two versions
 * compared) is the caller's.
 *
 *   Work work;
 *   call_run(&call, lus, body, ...);  body: work_open, then each step as long as the last was true
 *   work_close(&work);                on every road out, also after an escape
 *   call_end(&call);                  it tells messages that point into what the Work's program
 * holds lus_program_close(work.again);
 *
 * Everything in a Work lives until work_close, but for the program and its sources (`again`), in
 * which the call's messages have their places.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REVIEW_WORK_H
#define LUSTRUM_REVIEW_WORK_H

#include "compile.h"
#include "facade.h"
#include "review/history.h"
#include "review/packed.h"

typedef struct ReferenceUse ReferenceUse; /* reference/reference.h */
typedef struct Kept Kept;                 /* archive/kept.h */

/* Two texts that are run side by side: a frozen reference that either made serves both. */
typedef struct Versions {
    Str meaning[2];
    int reference; /* the year whose reference one of them uses; 0: neither does */
} Versions;

typedef struct JobTool JobTool; /* review/job.h */

typedef struct Work {
    Call *call;
    LusProgram *framework; /* as compiled by the caller, for whatever year */
    const LusOptions *options;
    bool keep_personal_keys; /* keys of persons are kept, to find and name them */
    bool keep_years;         /* the tables of the years before stay, as history.tables */
    const HistorySee *see;   /* NULL: nothing is done with the runs of the years before */
    const Extend *extend;    /* what is added to the year's model; NULL: nothing */
    bool freezes;            /* a reference is made of the year */
    bool only_reads;         /* the rules are not run: no reference is asked for */
    bool makes_job;          /* job_fill will be asked for what is to be written */
    bool settled;     /* the texts are those of `record`, or are only compared: no seal is asked */
    YearStore *store; /* earlier years stay there, for other versions of the rules; NULL */
    struct Work *lender;      /* another version, whose data and store this one runs on; NULL */
    const Versions *versions; /* what is compared on the same data; NULL: these rules alone run */

    /* from work_find */
    int year;
    Str data_dir, folder; /* as given, and where this year's files are */
    Str years;            /* where the folders of school years are; empty: there are none */
    const Program *program;
    const Sources *sources;  /* of the program */
    LusProgram *again;       /* the year's program, where it is not the framework's; NULL */
    Str *paths;              /* of --table, one per record */
    ReferenceUse *reference; /* NULL: the year makes its own national figures */
    Arena frozen;            /* texts of the reference */
    Atoms *frozen_atoms;
    const struct Gate *gate; /* the seal that was asked; NULL where texts are only compared */
    const struct SealRecord *record; /* of the log, whose rules run; NULL: they are not sealed */

    PackUse packing; /* where tables come from or go to; also asked of earlier years */

    /* from work_read */
    Pool *pool;        /* of all that is done with whole columns */
    JobTool *tool;     /* the hash of the program that runs, being made by the pool; or NULL */
    Arena words, data; /* atoms; tables and columns */
    Large large;       /* where large blocks of all that is beside data come from */
    Atoms *atoms;
    Dens dens;
    bool has_dens;
    History history; /* the years before */
    Tables tables;
    Problems problems; /* the faulty cells, when data are refused */
    Run *run;

    Kept *earlier; /* the results that were published before; NULL */
    Pace *pace;    /* what it is doing and how long that took */
} Work;

/* Opens the arenas of a Work that is zero but for framework, options (NULL: the usual) and extend.
 */
void work_open(Work *work, Call *call);
/* Opens the limit on memory that the options ask for, of the whole call; nothing when there is one
 * or it cannot be kept (work_find then says so).  Part of work_open. */
void work_limit(Call *call, const LusOptions *options);
/* Finds the year and its folder, and compiles for it; false after a message. */
bool work_find(Work *work);
/* The same for another version of the rules, in the year and the folders of the first. */
bool work_find_beside(Work *work, const Work *first);
/* Reads the earlier years that are asked for, then the year's data; of a lender, takes its data and
 * of the earlier years what is in its store.  False after messages; the call's status then says
 * whether the data were refused. */
bool work_read(Work *work);
/* Runs the rules; false after messages, with the call's status set. */
bool work_run(Work *work);
void work_close(Work *work);

/* How many threads the options ask for: one per processor unless they say. */
unsigned work_threads(const Work *work);

#endif
