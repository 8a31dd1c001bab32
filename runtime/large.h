/* large.h -- blocks of whole large pages, from the system and back to it, with a few kept between:
 * memory that was touched before costs less than the system's next.
 *
 * What is kept is what one part of a review gives back and the next takes: rooms of readers, of
 * steps, of scraps. No more than LARGE_KEPT bytes are, so a run's peak is hardly higher. A Large is
 * for any thread.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_LARGE_H
#define LUSTRUM_LARGE_H

#include "base.h"
#include <pthread.h>

enum { LARGE_PAGE = 2 << 20, LARGE_KEPT = 32 << 20, LARGE_RANGES = 64 };

typedef struct LargeRange {
    char *start;
    size_t size; /* whole large pages */
} LargeRange;

typedef struct Large {
    pthread_mutex_t lock;
    LargeRange range[LARGE_RANGES]; /* in the order of their addresses, neighbours as one */
    size_t count, bytes;
} Large;

void large_open(Large *large);
/* Gives to the system what is kept. Blocks that are still held stay. */
void large_close(Large *large);

/* size bytes at the beginning of a large page, in large pages as far as they fill such; *zero tells
 * whether all are zero. large: NULL where nothing is kept. NULL: there is no memory. */
void *large_take(Large *large, size_t size, bool *zero);
/* Gives back what large_take gave for that size, from any Large. */
void large_give(Large *large, void *start, size_t size);

#endif
