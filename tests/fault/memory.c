/* memory.c -- LD_PRELOAD: makes allocation number FAULT_AT fail, and all later ones too when
 * FAULT_STICKY is set.  FAULT_COUNT names a file that gets the number of allocations.
 * SPDX-License-Identifier: Apache-2.0 */
#include "armed.h"
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long count;
static long at;
static int sticky;

__attribute__((constructor)) static void start(void)
{
    const char *text = getenv("FAULT_AT");
    at = text ? atol(text) : 0;
    sticky = getenv("FAULT_STICKY") != NULL;
    count = 0;
}

static int fails(void)
{
    if (!armed) return 0;
    long number = atomic_fetch_add(&count, 1) + 1;
    if (at <= 0 || (number != at && !(sticky && number > at))) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t items, size_t size)
{
    return fails() ? NULL : __libc_calloc(items, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t align, size_t size)
{
    return fails() ? NULL : __libc_memalign(align, size);
}

void *mmap(void *at_address, size_t size, int prot, int flags, int fd, off_t from)
{
    if (fails()) return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at_address, size, prot, flags, fd, from);
}

__attribute__((destructor)) static void stop(void)
{
    const char *path = getenv("FAULT_COUNT");
    if (!path) return;
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dprintf(fd, "%ld\n", (long)count);
    close(fd);
}
