/* history.h -- the earlier school years of a review: each is read, worked out as far as later years
 * ask of it, and let go.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_HISTORY_H
#define LUSTRUM_HISTORY_H

#include "review/packed.h"
#include "vm/earlier.h"

/* The data of an earlier year as they were read, and for which program. */
typedef struct YearTables {
    const Program *program;
    Tables tables;
    const PastYear *past; /* what that program left behind, where that lives as long; NULL */
    const Ledger *ledger;
} YearTables;

/* Years that stay, so that several versions of rules run on data that are read once. */
typedef struct YearStore {
    Arena arena;
    YearTables *items;
    size_t count, cap;
    bool full;  /* no more are kept: programs that are to come do not live as long as it */
    bool again; /* a year was read twice: the versions do not read it alike */
} YearStore;

/* What is done with the run of each earlier year before it is let go. */
typedef struct HistorySee {
    void (*run)(void *user, const Run *run);
    void *user;
} HistorySee;

typedef struct HistoryJob {
    const Program *program; /* of the year asked; its `before` are read */
    Str folder;             /* where the folders of school years are; empty: there are none */
    Str shared;             /* where files are that hold several years; empty: nowhere */
    const Str *paths;       /* of --table: such files elsewhere, one per record */
    RunOptions how;
    Pace *pace;    /* NULL: nobody asks */
    uint64_t seed; /* of the tables of texts */
    Atoms *atoms;
    Dens *dens;
    Diags *diags;
    Problems *problems;
    bool is_part;          /* the data are a part of all, as the rows of one school */
    bool keep_tables;      /* of every year: History.tables */
    const HistorySee *see; /* NULL: nothing */
    const PackUse *packing;
    YearStore *store; /* NULL: each year's tables are let go */
    bool lends;       /* this history lives as long as the store */
} HistoryJob;

typedef struct History {
    Arena keep; /* of what stays */
    Arena year; /* of the tables and columns of one year */
    Run *run;   /* of that year */
    Past past;
    Ledger *ledgers; /* of the years read, first to last */
    Tables *tables;  /* of the same, where they are kept */
    size_t count;
    bool refused; /* their data have faults, which were told */
} History;

/* The folder of a school year: DIR/2027-28. */
Str history_folder(Arena *arena, Str dir, int year);
/* Whether the columns that were read for one program are what the other would have read, as far as
 * both read them: records and fields in one order, codes and reasons by the same numbers. */
bool history_alike(const Program *a, const Program *b);
/* Whether a program can run on what was read for another. */
bool history_serves(const Program *read, const Program *program);
/* What is read for a program, in its year and those before, is also all that the other needs. */
void history_need(Program *program, const Program *other);
/* Opens a history whose failures escape to guard; history_close gives back what it holds. */
History history_open(const Arena *beside);
/* Reads every year before that is asked for and has a folder, first to last.  All are read, so that
 * all faults are told together.  False: a program did not verify, or a ledger does not add up. */
bool history_read(History *history, const HistoryJob *job);
void history_close(History *history);

#endif
