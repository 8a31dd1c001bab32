/* memory.c -- where GMP's memory comes from: the arena of the operation under way.
 *
 * GMP's hooks carry no context, so the arena stands in a thread-local.  It and the pthread_once
 * beside it are the only file-scope variables of the runtime that change: no number depends on
 * them, a thread sees only its own, and it is NULL between operations, so a host program's own use
 * of GMP still goes to malloc and free.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"
#include <pthread.h>
#include <stdlib.h>

static _Thread_local Arena *current; /* NULL: malloc */
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* For GMP code of the host program: GMP itself defines that a failed allocation ends the process.
 * Lustrum's own operations always name an arena and never come here. */
static void *or_abort(void *memory)
{
    if (!memory) abort();
    return memory;
}

/* The arena is put aside while it allocates: if it escapes, the thread must not be left with an
 * arena that is about to be closed. */
static void *take(size_t size)
{
    Arena *arena = current;
    if (!arena) return or_abort(malloc(size));
    current = NULL;
    void *memory = arena_bare(arena, size, 16);
    current = arena;
    return memory;
}

static void *retake(void *memory, size_t old_size, size_t size)
{
    if (!current) return or_abort(realloc(memory, size));
    if (size <= old_size) return memory;
    void *fresh = take(size);
    memcpy(fresh, memory, old_size);
    return fresh;
}

static void give_back(void *memory, size_t size)
{
    (void)size;
    if (!current) free(memory);
}

static void install(void)
{
    mp_set_memory_functions(take, retake, give_back);
}

Arena *number_arena_use(Arena *arena)
{
    pthread_once(&once, install);
    Arena *before = current;
    current = arena;
    return before;
}
