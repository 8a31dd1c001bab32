/* pool.h -- the threads of a run: they wait, all do one piece of work, and wait again.
 *
 * The pool knows nothing of what they do and hands out nothing: workers take their share from
 * whatever the work's argument says.  It must not be used by two threads at once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_POOL_H
#define LUSTRUM_VM_POOL_H

#include "arena.h"

typedef struct Pool Pool;
typedef void PoolWork(void *arg, unsigned worker);

/* A pool of `threads` workers (at least 1), the caller being worker 0.  When the system gives no
 * more threads there are fewer workers.  Lives in arena until pool_close. */
Pool *pool_open(Arena *arena, unsigned threads);
unsigned pool_size(const Pool *pool);
/* work(arg, w) once for each worker w, at one time; returns when all have.  work must return. */
void pool_run(Pool *pool, PoolWork *work, void *arg);
/* Ends the threads.  NULL is nothing. */
void pool_close(Pool *pool);

/* How many processors this process may use; at least 1. */
unsigned pool_processors(void);

#endif
