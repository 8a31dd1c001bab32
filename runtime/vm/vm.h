/* vm.h -- runs a checked Program over loaded tables: columns in, columns out.
 *
 * The Run owns every column that the program makes; a table's own columns are borrowed, and so are
 * the program, the atoms and the denominators.  Nothing here prints or reads a file, and no
 * instruction can fail: what can go wrong is memory, a number past LIMIT_BITS, or a program that
 * does not verify.  The answer is the same for any number of threads, batch and morsel.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_H
#define LUSTRUM_VM_H

#include "atom.h"
#include "number/dens.h"
#include "pool.h"
#include "vm/program.h"
#include "table/table.h"

/* How to run; every field may be 0 for the usual.  No field changes an answer. */
typedef struct RunOptions {
    unsigned threads;   /* 0: one per processor; at most RUN_THREADS.  Without a pool */
    Pool *pool;         /* the caller's, of at most RUN_THREADS workers; NULL: its own */
    uint32_t batch;     /* rows an instruction works on at once; 0: 1024.  Tests use 1 and 3 */
    uint32_t morsel;    /* batches a thread takes at once; 0: 64 */
    Lane least_lane;    /* LANE_I128, LANE_EXACT: every number is widened to it first (tests) */
    bool profile;       /* fill Run.profile's times */
    const Pace *pace;   /* told which step is run; NULL: nobody asks */
    bool skip_verifier; /* the caller has verified this very program */
    /* A run of another program to its end, over the same tables with the same atoms and
     * denominators, which stays open longer than this one: its columns stand for those of steps
     * that both have (reuse.h).  NULL: none. */
    const struct Run *beside;
} RunOptions;

enum { RUN_THREADS = 256 };

typedef struct StepProfile {
    uint64_t rows;        /* rows the step ran over */
    uint64_t nanoseconds; /* wall time; only when asked for */
} StepProfile;

typedef struct Machine Machine;

typedef struct Run {
    const Program *program;
    Arena *arena; /* holds the Run and its columns (and, through `machine`, the workers' arenas) */
    Atoms *atoms;
    Dens *dens;
    const Table *tables; /* one per record schema, in order */
    /* Per space.  Of a group space: its groups and, last, the empty group (real groups + 1). */
    uint64_t *space_rows;
    Column *columns;      /* per Program.columns; data is NULL until made */
    StepProfile *profile; /* per step */
    Machine *machine;
} Run;

/* A run of `program` over `tables` (one per schema, in order; borrowed).  No step is run yet; the
 * columns of fields are there.  Lives in arena; close it with run_close before the arena. */
Run *run_open(Arena *arena, const Program *program, const Table *tables, Atoms *atoms, Dens *dens);

/* Verifies the program and runs its steps.  False: it did not verify (a Diag says why).  Out of
 * memory and limits escape to the arena's guard, from whichever thread met them. */
bool run_program(Run *run, const RunOptions *options, Diags *diags);

/* Gives back what the threads hold.  NULL is nothing. */
void run_close(Run *run);

/* ---- for those who read the results ---- */

/* The column of an id; never NULL, but its data is NULL when no step has made it. */
static inline const Column *run_column(const Run *run, uint32_t column)
{
    return &run->columns[column];
}

static inline uint64_t run_rows(const Run *run, uint32_t space)
{
    return run->space_rows[space];
}

/* How many rows of a space stand for something: a group space's without its empty group. */
uint64_t run_real_rows(const Run *run, uint32_t space);

/* Why the value of a row is missing; 0 when it is known. */
uint8_t run_reason(const Column *column, uint64_t row);

/* The text of a code column's row; empty where it is missing. */
Str run_text(const Run *run, const Column *column, uint64_t row);

/* The row that a TYPE_ROW column points at, or NO_ROW. */
uint32_t run_parent(const Column *column, uint64_t row);

#endif
