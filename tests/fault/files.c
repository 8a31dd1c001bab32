/* files.c -- LD_PRELOAD: makes call number FAULT_AT of those below fail with FAULT_ERROR (EIO,
 * ENOSPC or EINTR; EINTR and SHORT are passing troubles that a program must bear).  With KILL the
 * process is gone at once, before that call, as by a signal that nothing can catch.  FAULT_COUNT
 * names a file that gets the number of calls, and that of the first which makes something.
 * SPDX-License-Identifier: Apache-2.0 */
#include "armed.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

static atomic_long count;
static long at;
static int error;
static int is_short, kills;
static atomic_long first_made; /* 0: nothing was made yet */

__attribute__((constructor)) static void start(void)
{
    const char *text = getenv("FAULT_AT"), *name = getenv("FAULT_ERROR");
    at = text ? atol(text) : 0;
    kills = name && strcmp(name, "KILL") == 0;
    is_short = name && strcmp(name, "SHORT") == 0;
    error = name && strcmp(name, "ENOSPC") == 0  ? ENOSPC
            : name && strcmp(name, "EINTR") == 0 ? EINTR
                                                 : EIO;
    count = 0;
}

static int is_due(void)
{
    if (!armed) return 0;
    bool due = atomic_fetch_add(&count, 1) + 1 == at;
    if (due && kills) syscall(SYS_exit_group, 137);
    return due;
}

/* Notes that the call which was counted last makes something. */
static void makes(void)
{
    long none = 0;
    atomic_compare_exchange_strong(&first_made, &none, count);
}

/* Calls that no signal interrupts are not counted when EINTR or short counts are tried. */
static int fails(void)
{
    if (is_short || error == EINTR || !is_due()) return 0;
    errno = error;
    return 1;
}

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static atomic_int looked_at = -1; /* the file that says how much memory is held */

int open(const char *path, int flags, ...)
{
    REAL(open);
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    int fd = fails() ? -1 : real(path, flags, mode);
    if (flags & O_CREAT) makes();
    if (strcmp(path, "/proc/self/statm") == 0) looked_at = fd;
    return fd;
}

int openat(int folder, const char *path, int flags, ...)
{
    REAL(openat);
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (fails()) return -1;
    if (flags & O_CREAT) makes();
    return real(folder, path, flags, mode);
}

ssize_t read(int fd, void *bytes, size_t size)
{
    REAL(read);
    if ((is_short || error == EINTR) && is_due()) {
        if (is_short) return real(fd, bytes, size > 1 ? 1 : size);
        errno = EINTR;
        return -1;
    }
    return fails() ? -1 : real(fd, bytes, size);
}

ssize_t pread(int fd, void *bytes, size_t size, off_t from)
{
    REAL(pread);
    if (fd == looked_at) return real(fd, bytes, size, from); /* again and again, as time goes */
    if ((is_short || error == EINTR) && is_due()) {
        if (is_short) return real(fd, bytes, size > 1 ? 1 : size, from);
        errno = EINTR;
        return -1;
    }
    return fails() ? -1 : real(fd, bytes, size, from);
}

ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    if ((is_short || error == EINTR) && is_due()) {
        if (is_short) return real(fd, bytes, size > 1 ? 1 : size);
        errno = EINTR;
        return -1;
    }
    return fails() ? -1 : real(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t to)
{
    REAL(pwrite);
    if ((is_short || error == EINTR) && is_due()) {
        if (is_short) return real(fd, bytes, size > 1 ? 1 : size, to);
        errno = EINTR;
        return -1;
    }
    return fails() ? -1 : real(fd, bytes, size, to);
}

int posix_fallocate(int fd, off_t from, off_t size)
{
    REAL(posix_fallocate);
    if (error == EINTR && is_due()) return EINTR;
    return fails() ? error : real(fd, from, size);
}

int fstatfs(int fd, struct statfs *info)
{
    REAL(fstatfs);
    return fails() ? -1 : real(fd, info);
}

int fsync(int fd)
{
    REAL(fsync);
    return fails() ? -1 : real(fd);
}

int close(int fd)
{
    REAL(close);
    int done = real(fd);
    return fails() ? -1 : done;
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    REAL(mkdirat);
    if (fails()) return -1;
    makes();
    return real(folder, path, mode);
}

int mkdir(const char *path, mode_t mode)
{
    REAL(mkdir);
    if (fails()) return -1;
    makes();
    return real(path, mode);
}

int rename(const char *old, const char *name)
{
    REAL(rename);
    return fails() ? -1 : real(old, name);
}

int fchmod(int fd, mode_t mode)
{
    REAL(fchmod);
    return fails() ? -1 : real(fd, mode);
}

/* What cannot be removed stays, which is not what is tried here. */
int unlink(const char *path)
{
    REAL(unlink);
    if (kills) is_due();
    return real(path);
}

int unlinkat(int folder, const char *path, int flags)
{
    REAL(unlinkat);
    if (kills) is_due();
    return real(folder, path, flags);
}

int renameat(int from, const char *old, int to, const char *name)
{
    REAL(renameat);
    return fails() ? -1 : real(from, old, to, name);
}

int renameat2(int from, const char *old, int to, const char *name, unsigned flags)
{
    REAL(renameat2);
    return fails() ? -1 : real(from, old, to, name, flags);
}

int fstat(int fd, struct stat *info)
{
    REAL(fstat);
    return fails() ? -1 : real(fd, info);
}

__attribute__((destructor)) static void stop(void)
{
    const char *path = getenv("FAULT_COUNT");
    if (!path) return;
    at = 0;
    FILE *file = fopen(path, "w");
    if (!file) return;
    fprintf(file, kills ? "%ld %ld\n" : "%ld\n", (long)count, (long)first_made);
    fclose(file);
}
