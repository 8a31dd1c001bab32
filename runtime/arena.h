/* arena.h -- memory by lifetime.  An Arena is freed whole; nothing in it is freed singly, except
 * big blocks, which may be given back early.
 *
 * Running out of memory, passing a limit and being cancelled are the only things that leave a
 * function by longjmp: to the Guard of the arena that could not grow (house rule: errors in a
 * script or in data are values).  A Guard belongs to one thread.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARENA_H
#define LUSTRUM_ARENA_H

#include "base.h"
#include "large.h"
#include <setjmp.h>

typedef enum {
    WHY_NOTHING,
    WHY_MEMORY, /* an allocation failed */
    WHY_SPILL,  /* a limit on memory could not be kept; the Spill says why */
    WHY_LIMIT,  /* a limit of limit.h was passed; a Diag says which */
    WHY_INTERNAL
} Why;

/* Where guard_escape goes.  Lives on the stack of guard_run's caller. */
typedef struct Guard {
    jmp_buf here;
    Why why;
} Guard;

/* Runs body(arg) and returns WHY_NOTHING, or the reason it escaped.  The guard is filled in before
 * body runs, so arenas may be opened on it first.  The one setjmp of the program. */
Why guard_run(Guard *guard, void (*body)(void *arg), void *arg);

/* Leaves the guard's body; never returns. */
_Noreturn void guard_escape(Guard *guard, Why why);

typedef struct ArenaBlock ArenaBlock;
typedef struct ArenaBig ArenaBig;
typedef struct Spill Spill; /* spill.h */

/* Zero-initialise with arena_open.  Not shared between threads. */
typedef struct Arena {
    Guard *guard;      /* where out-of-memory goes; never NULL */
    ArenaBlock *block; /* the newest block of small things */
    ArenaBig *big;     /* list of big blocks */
    size_t used;       /* bytes handed out, for the memory report */
    Spill *spill;      /* the limit that it keeps, which outlives it; NULL: none */
    Large *large;      /* where large blocks come from, which outlives it; NULL: the system */
} Arena;

/* As many bytes as fill one large page with the head of a big block. */
enum { ARENA_LARGE = LARGE_PAGE - 256 };

/* A fresh arena whose failures escape to guard; with the limit and the kept blocks of another. */
Arena arena_open(Guard *guard);
Arena arena_beside(const Arena *other, Guard *guard);

/* Large blocks that this arena, and those opened beside it, give back are kept in `large` for the
 * next who takes one. The caller closes it (large_close) after all of them. */
void arena_keep_large(Arena *arena, Large *large);

/* Zeroed bytes, aligned to align (a power of two <= 64).  Never NULL. */
void *arena_alloc(Arena *arena, size_t size, size_t align);

/* Bytes that are anything, for who writes each before it is read. */
void *arena_bare(Arena *arena, size_t size, size_t align);

/* Room for count items of size bytes; the product is checked. */
void *arena_array(Arena *arena, size_t count, size_t size, size_t align);

/* A block of its own that arena_big_free may give back before the arena closes; zeroed, aligned
 * to 64.  arena_big_resize keeps the first bytes; new bytes are zero. */
void *arena_big(Arena *arena, size_t size);
void *arena_big_resize(Arena *arena, void *big, size_t size);
void arena_big_free(Arena *arena, void *big);
/* One whose bytes are anything, for who writes each before it is read. */
void *arena_big_bare(Arena *arena, size_t size);
/* One that is looked up by chance: a limit on memory leaves it where it is. */
void *arena_big_held(Arena *arena, size_t size);

/* A copy of s that lives as long as the arena; a NUL follows the last byte. */
Str arena_str(Arena *arena, Str s);

/* Forgets everything but keeps the newest block of small things, for work done batch by batch. */
void arena_reset(Arena *arena);

/* Frees everything.  The arena may be opened again. */
void arena_close(Arena *arena);

#define NEW(arena, T) ((T *)arena_alloc((arena), sizeof(T), _Alignof(T)))
#define NEW_ARRAY(arena, T, n) ((T *)arena_array((arena), (n), sizeof(T), _Alignof(T)))

/* Growing array: `T *items; size_t count, cap;`.  GROW makes room for one more and keeps items;
 * the old copy stays behind in the arena (at most as much again). */
#define GROW(arena, items, count, cap)                                                             \
    ((count) < (cap)                                                                               \
         ? (void)0                                                                                 \
         : (void)((items) = arena_grow((arena), (items), sizeof(*(items)), (count), &(cap))))
void *arena_grow(Arena *arena, void *items, size_t size, size_t count, size_t *cap);

#endif
