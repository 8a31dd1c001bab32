/* large.c -- see large.h.  Blocks take whole large pages of addresses; one is cut from the smallest
 * kept range that holds it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "large.h"
#include <sys/mman.h>

/* Tools that find use after the end of a life need memory that is gone then. */
#if defined(__SANITIZE_ADDRESS__)
enum { KEEPS = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { KEEPS = 1 };
#else
enum { KEEPS = 1 };
#endif
#else
enum { KEEPS = 1 };
#endif

enum { HALF_PAGE = LARGE_PAGE / 2 };

static size_t whole_pages(size_t size)
{
    return (size + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1);
}

/* Fresh addresses.  A last page that would be less than half full is small pages; that the others
 * are large is a wish: where the system does not grant it nothing else changes. */
static void *map_fresh(size_t size)
{
    size_t whole = whole_pages(size), room = whole + LARGE_PAGE;
    char *got = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return NULL;
    char *start = (char *)whole_pages((size_t)(uintptr_t)got), *end = got + room;
    if (start > got) munmap(got, (size_t)(start - got));
    if (start + whole < end) munmap(start + whole, (size_t)(end - (start + whole)));
    bool last = size % LARGE_PAGE == 0 || size % LARGE_PAGE >= HALF_PAGE;
    madvise(start, last ? whole : whole - LARGE_PAGE, MADV_HUGEPAGE);
    return start;
}

void large_open(Large *large)
{
    *large = (Large){ .count = 0 };
    pthread_mutex_init(&large->lock, NULL);
}

void large_close(Large *large)
{
    for (size_t i = 0; i < large->count; i++) munmap(large->range[i].start, large->range[i].size);
    large->count = large->bytes = 0;
    pthread_mutex_destroy(&large->lock);
}

/* ---- under the lock ---- */

static void drop_range(Large *large, size_t at)
{
    large->count--;
    memmove(&large->range[at], &large->range[at + 1], sizeof(LargeRange) * (large->count - at));
}

/* A block of the smallest range that holds it; NULL: none does. */
static void *take_kept(Large *large, size_t whole)
{
    LargeRange *best = NULL;
    for (size_t i = 0; i < large->count; i++) {
        LargeRange *range = &large->range[i];
        if (range->size >= whole && (!best || range->size < best->size)) best = range;
    }
    if (!best) return NULL;
    char *start = best->start;
    best->start += whole;
    best->size -= whole;
    large->bytes -= whole;
    if (best->size == 0) drop_range(large, (size_t)(best - large->range));
    return start;
}

/* False when nothing more can be kept. */
static bool keep(Large *large, char *start, size_t whole)
{
    size_t at = 0;
    if (!KEEPS || whole > LARGE_KEPT - large->bytes) return false;
    while (at < large->count && large->range[at].start < start) at++;
    LargeRange *after = at < large->count ? &large->range[at] : NULL;
    LargeRange *before = at ? &large->range[at - 1] : NULL;
    bool follows = before && before->start + before->size == start;
    bool leads = after && start + whole == after->start;
    if (!follows && !leads) {
        if (large->count == LARGE_RANGES) return false;
        memmove(&large->range[at + 1], &large->range[at], sizeof(LargeRange) * (large->count - at));
        large->range[at] = (LargeRange){ start, whole };
        large->count++;
    } else if (follows) {
        before->size += whole + (leads ? after->size : 0);
        if (leads) drop_range(large, at);
    } else {
        after->start = start;
        after->size += whole;
    }
    large->bytes += whole;
    return true;
}

/* ---- for any thread ---- */

void *large_take(Large *large, size_t size, bool *zero)
{
    void *start = NULL;
    if (large) {
        pthread_mutex_lock(&large->lock);
        start = take_kept(large, whole_pages(size));
        pthread_mutex_unlock(&large->lock);
    }
    *zero = start == NULL;
    return start ? start : map_fresh(size);
}

void large_give(Large *large, void *start, size_t size)
{
    bool done = false;
    if (large) {
        pthread_mutex_lock(&large->lock);
        done = keep(large, start, whole_pages(size));
        pthread_mutex_unlock(&large->lock);
    }
    if (!done) munmap(start, whole_pages(size));
}
