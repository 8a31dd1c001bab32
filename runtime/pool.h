/* pool.h -- the threads of a review: they wait, all do one piece of work, and wait again.
 *
 * The pool knows nothing of what they do: with pool_run workers take their share from whatever the
 * work's argument says, pool_ranges hands out ranges of rows.  It must not be used by two threads
 * at once, nor from within its own work.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_POOL_H
#define LUSTRUM_POOL_H

#include "arena.h"

typedef struct Pool Pool;
typedef void PoolWork(void *arg, unsigned worker);

/* A pool of `threads` workers (at least 1), the caller being worker 0.  When the system gives no
 * more threads there are fewer workers.  Lives in arena until pool_close. */
Pool *pool_open(Arena *arena, unsigned threads);
/* How many workers there are; 1 of NULL. */
unsigned pool_size(const Pool *pool);
/* work(arg, w) once for each worker w, at one time; returns when all have.  work must return. */
void pool_run(Pool *pool, PoolWork *work, void *arg);
/* work(arg, w, from, to) for ranges of at most `step`, under a limit on memory of fewer rows, that
 * together are [0, count), on all workers at one time; no order is kept, so what is done with one
 * range must not touch another's.  It must return and cannot allocate.  Without a pool (NULL) the
 * caller does all, in order. */
typedef void PoolRange(void *arg, unsigned worker, uint64_t from, uint64_t to);
void pool_ranges(Pool *pool, uint64_t count, uint64_t step, PoolRange *work, void *arg);
/* Ends the threads.  NULL is nothing. */
void pool_close(Pool *pool);

/* work(arg, w) once, by a worker that waits, while the caller goes on; pool_run still has all
 * workers, that one when it is done.  False, and nothing is begun, where there is no other worker.
 * What arg says must stand until pool_wait, or pool_close, which waits too.  One at a time. */
bool pool_begin(Pool *pool, PoolWork *work, void *arg);
void pool_wait(Pool *pool);

/* How many processors this process may use; at least 1. */
unsigned pool_processors(void);

#endif
