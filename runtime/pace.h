/* pace.h -- what a review is doing, for who waits for it, and how long each part took, for who
 * asks.
 *
 * Everything takes NULL for a pace that nobody asked for; then no clock is read.  Counting up is
 * for any thread, all else for the calling one.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PACE_H
#define LUSTRUM_PACE_H

#include "arena.h"
#include <stdatomic.h>

/* What a review does, one after the other; with earlier years, more than once. */
typedef enum {
    PHASE_PREPARE, /* finds the data, compiles for the year, asks the seal */
    PHASE_READ,
    PHASE_EARLIER, /* runs the rules of earlier years */
    PHASE_RUN,
    PHASE_TALLY, /* adds every row up again */
    PHASE_WRITE,
    PHASES
} Phase;

/* What the threads do with a file; and the time in which they have nothing to do. */
typedef enum { TASK_FETCH, TASK_SPLIT, TASK_CELLS, TASK_HASH, TASK_WAIT, TASKS } Task;

/* What is done with a file, one after the other. */
typedef enum { LAP_READ, LAP_TOGETHER, LAP_KEYS, LAPS } Lap;

typedef struct FileTime {
    struct FileTime *next; /* in the order of reading */
    Str file;
    int32_t year;
    uint64_t bytes, rows;
    uint64_t wall[LAPS], busy[TASKS]; /* nanoseconds; busy is the sum of all threads */
    uint64_t since;
} FileTime;

/* Where a review stands: counts that another thread may look at at any time. */
typedef struct Progress {
    _Atomic uint64_t bytes, rows;        /* read so far */
    _Atomic uint32_t phase, step, steps; /* of the rules */
} Progress;

typedef struct Pace {
    Arena *arena;
    Progress *progress; /* may be NULL */
    bool timed;         /* all below is kept */
    Phase phase;
    uint64_t since, wall[PHASES];
    FileTime *first, *last;
} Pace;

/* Nothing is read or run yet. */
void progress_begin(Progress *progress);

/* Nanoseconds of a clock that only goes forward. */
uint64_t pace_now(void);

/* A pace that lives in arena; NULL when nothing is asked of it. */
Pace *pace_open(Arena *arena, bool timed, Progress *progress);
/* What was done till now is at its end, and this begins. */
void pace_turn(Pace *pace, Phase next);

/* The times of a file that is about to be opened; NULL when nobody asked for times. */
FileTime *pace_file(Pace *pace, Str file, int32_t year);
/* What was done with the file since the lap before was this. */
void pace_lap(FileTime *file, Lap lap);

static inline void pace_read(const Pace *pace, uint64_t bytes, uint64_t rows)
{
    if (!pace || !pace->progress) return;
    atomic_fetch_add_explicit(&pace->progress->bytes, bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&pace->progress->rows, rows, memory_order_relaxed);
}

static inline void pace_step(const Pace *pace, uint32_t step, uint32_t steps)
{
    if (!pace || !pace->progress) return;
    atomic_store_explicit(&pace->progress->steps, steps, memory_order_relaxed);
    atomic_store_explicit(&pace->progress->step, step, memory_order_relaxed);
}

#endif
