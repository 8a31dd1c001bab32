/* spill.h -- a limit on the memory of the process.  Large blocks beyond a part of it lie in a file
 * without a name, mapped, whose pages can leave memory at any time and come back when they are
 * touched; no value depends on it.
 *
 * The file holds what was read, so data of persons too: only its owner could read it (0600), it has
 * no name from its first byte on, and it is made when the first block needs it.  Blocks are given
 * their place on the disk before they are used: a full disk is an error here and no signal later.
 * All but opening and closing is for any thread.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SPILL_H
#define LUSTRUM_SPILL_H

#include "base.h"

typedef struct Spill Spill;

typedef struct SpillSettings {
    uint64_t most;      /* bytes of memory that the process may hold */
    const char *folder; /* of the file; lives as long as the Spill */
    bool always;        /* tests: every block lies in the file, and leaves memory again and again */
} SpillSettings;

/* Why a block could not be had. */
typedef enum {
    SPILL_FINE,
    SPILL_FOLDER, /* no file can be made in the folder: error says why */
    SPILL_MEMORY, /* what is kept there would be in memory all the same */
    SPILL_DISK,   /* the file cannot grow: error says why */
    SPILL_LIMIT   /* what must be in memory passes the limit: needed says how much at least */
} SpillFault;

typedef struct SpillState {
    SpillFault fault;
    int error; /* an errno */
    uint64_t needed;
} SpillState;

/* The least limit that a review by so many threads can keep. */
uint64_t spill_least(unsigned threads);

/* NULL with errno set: there is no memory, or the system does not tell how much is held. */
Spill *spill_open(SpillSettings settings);
/* When all blocks were given back.  NULL is nothing. */
void spill_close(Spill *spill);

/* How a block is gone over: from row to row, or by chance, as the index of keys is.  The latter
 * stays in memory: pages come back with those around them, and soon all would be there. */
typedef enum { SPILL_IN_ORDER, SPILL_HERE_AND_THERE } SpillUse;

/* Whether blocks of that size come from spill_take; smaller ones are only counted. */
bool spill_wants(const Spill *spill, size_t size);
/* Bytes that are zero, at a page's beginning; *slot is for spill_give.  NULL: there is no memory,
 * or spill_state says why. */
void *spill_take(Spill *spill, size_t size, SpillUse use, uint32_t *slot);
void spill_give(Spill *spill, void *start, size_t size, uint32_t slot);
/* A small block is about to be made elsewhere, or was given back; false when the limit forbids it.
 */
bool spill_count(Spill *spill, size_t size);
void spill_uncount(Spill *spill, size_t size);

/* Lets the file's pages leave memory when the process holds nearly all it may.  Called by whoever
 * goes over many rows, every few megabytes; pointers stay as they are.  NULL is nothing.  Where
 * rows are read by chance each may bring back 64 KiB, the page with those around it: then it is
 * called after SPILL_ROWS, and cannot be left to the thread that looks each millisecond. */
void spill_ease(Spill *spill);
enum { SPILL_ROWS = 64 };

const char *spill_folder(const Spill *spill);
/* The first thing that failed. */
SpillState spill_state(Spill *spill);

#endif
