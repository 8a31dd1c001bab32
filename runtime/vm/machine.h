/* machine.h -- the inside of a run: workers, their memory, and what the steps share.
 *
 * Only runtime/vm includes this.  Memory: the run's arena holds columns and indexes and is touched
 * by the calling thread alone; a worker has `batch` (cleared for every batch), `keep` and scraps
 * (for one step) and `life` (for the run; sums are columns there), whose failures go to the guard
 * of whoever is using them. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_MACHINE_H
#define LUSTRUM_VM_MACHINE_H

#include "number/lane.h"
#include "number/store.h"
#include "number/sum.h"
#include "pool.h"
#include "vm/vm.h"
#include <stdatomic.h>

typedef struct GroupIndex GroupIndex; /* group.c: from level row and keys to group row */
typedef struct TableIndex TableIndex; /* lookup.c: from keys to table row */

/* An arena that its user clears; closed when the step ends. */
typedef struct Scrap Scrap;
struct Scrap {
    Arena arena;
    Scrap *next;
};

typedef struct Worker {
    Guard guard;
    Why why;
    Arena batch, keep, life;
    Scrap *scraps;
    LaneWork lane; /* works in batch, remembers in life */
} Worker;

struct Machine {
    Run *run;
    RunOptions options;
    Pool *pool;
    unsigned worker_count;
    Worker *workers;
    Arena step;          /* for one step, used by the calling thread */
    uint32_t *text_atom; /* per Program.texts */
    uint8_t *order;      /* per column: 0 not looked at, 1 rows nondecreasing, 2 not */
    GroupIndex **groups; /* per space; NULL until made */
    TableIndex **tables; /* per table; NULL until needed */
    _Atomic bool stop;   /* some worker escaped: take no more work */
};

/* Runs body(worker, arg) on every worker at one time, each under its own guard.  When one of them
 * escaped, escapes to the run's guard once all have come back. */
typedef void MachineWork(Worker *worker, void *arg);
void machine_parallel(Machine *machine, MachineWork *body, void *arg);

/* A fresh arena of the worker's, until the end of the step. */
Arena *machine_scrap(Worker *worker);

/* Whether a TYPE_ROW column's rows are nondecreasing (those with NO_ROW last). */
bool machine_is_ordered(Machine *machine, uint32_t column);

/* The rows of `column` sorted by what they point at, those with NO_ROW last, else in their order
 * (a counting sort): order[rows].  targets: rows of the space pointed at. */
uint32_t *machine_sort_rows(Arena *arena, const uint32_t *target, uint64_t rows, uint64_t targets);

/* A column made in the step's arena becomes one of the run's: everything is copied but its Dict. */
void machine_keep_column(Machine *machine, const Column *from, size_t rows, Column *out);

/* The text's atom. */
static inline uint32_t machine_text(const Machine *machine, uint32_t text)
{
    return machine->text_atom[text];
}

/* The steps; each fills its columns (and rows of its group). */
void step_rows(Machine *machine, const Step *step);
void step_group(Machine *machine, const Step *step);
void step_order(Machine *machine, const Step *step);
void step_rank(Machine *machine, const Step *step);
void step_pool(Machine *machine, const Step *step);

#endif
