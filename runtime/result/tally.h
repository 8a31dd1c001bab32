/* tally.h -- counts over a finished run: the three sums of the ledger, and how many rows have each
 * band, finding and power.
 *
 * The sums are added up afresh from the tables and the columns, by loops that share nothing with
 * the reader, the VM or its accumulators; tally_check compares them with what those said.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_TALLY_H
#define LUSTRUM_RESULT_TALLY_H

#include "result/cell.h"

/* How many rows of a column are known ([0]) or missing for each reason. */
typedef struct Reasons {
    uint64_t rows;
    uint64_t by[256];
} Reasons;

typedef struct LinkTally {
    uint32_t child, field, parent;
    bool let_go;      /* the reader kept no column: nothing in the run reads this link */
    Reasons children; /* [0] matched, the rest unmatched and why */
    uint64_t parents, with_children;
} LinkTally;

/* One measure at one record; a pick counts the rows it picked from. */
typedef struct MeasuringTally {
    const MeasuringOut *out;
    uint32_t record; /* whose rows are counted */
    Reasons rows;    /* [0] counted, or picked */
    uint64_t not_picked;
    uint64_t left_out, withheld, missing; /* sums over reasons of that kind; not made is missing */
} MeasuringTally;

/* One measure at one level: units = shown + withheld + left out + missing + not made. */
typedef struct MeasureTally {
    const MeasureOut *out;
    Reasons value;
    uint64_t withheld;
    uint64_t *by_band; /* band_count numbers; NULL without bands */
} MeasureTally;

typedef struct ReviewTally {
    const ReviewOut *out;
    uint64_t *by_finding; /* finding_count numbers */
    uint64_t none;        /* rows with no finding at all */
    uint64_t not_judged;  /* rows with a finding `when missing` */
} ReviewTally;

typedef struct PowerCount {
    uint64_t open, closed, undecided;
} PowerCount;

typedef struct PowerTally {
    const PowerOut *out;
    PowerCount all;
    Reasons open;         /* why the undecided are */
    const Table *places;  /* the record it is held in each row of; NULL: held nationally */
    PowerCount *by_place; /* per row of places, and one more for units that belong to none */
    uint32_t *open_rows; /* the level's rows where it is open, in printed order: all.open of them */
} PowerTally;

typedef struct LevelTally {
    const LevelOut *out;
    uint64_t units;
    uint32_t *order; /* rows as printed */
    MeasureTally *measures;
    ReviewTally *reviews;
    PowerTally *powers;
} LevelTally;

/* Figures of the data beside ours: units = equal + within + apart + missing. */
typedef struct ReconcileTally {
    const ReconcileOut *out;
    uint64_t units, equal, within, apart;
    Reasons missing;   /* [0] compared */
    uint32_t *unequal; /* the rows that are not equal, in printed order: within + apart of them */
    bool *too_far;     /* of each of these */
} ReconcileTally;

typedef struct Tally {
    LinkTally *links;
    size_t link_count;
    MeasuringTally *measuring;
    size_t measuring_count;
    LevelTally *levels;
    size_t level_count;
    ReconcileTally *reconciles;
    size_t reconcile_count;
} Tally;

/* Counts everything, by all workers of pool (NULL: the caller alone); lives in arena. */
Tally *tally_open(Arena *arena, Printer *printer, Pool *pool);

/* Whether every sum holds and agrees with the reader's ledger; *what names the first that does
 * not. */
bool tally_check(const Tally *tally, const Printer *printer, const Ledger *ledger, Str *what,
                 Arena *arena);

#endif
