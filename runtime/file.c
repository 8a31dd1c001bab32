/* file.c -- see file.h.  All memory is asked for while no file is open, so that nothing is left
 * open on an escape.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "leftover.h"
#include "str.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

Str file_error_plain(int error)
{
    const char *words = strerrordesc_np(error);
    if (!words) words = "unknown error";
    return (Str){ words, strlen(words) };
}

Str file_error(int error)
{
    if (error == ENOENT) return STR("there is no such file");
    if (error == EINVAL || error == ENXIO) return STR("it is a pipe or a device, not a file");
    return file_error_plain(error);
}

Str file_mend(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR: return STR("Make the folder that is to hold it first, or correct its name.");
    case ENOSPC:
    case EDQUOT: return STR("Make room on the disk, then run again.");
    case EACCES:
    case EPERM:
    case EROFS: return STR("Name a folder that you may write to.");
    case EISDIR: return STR("Name a file: that is a folder.");
    default: return STR_EMPTY;
    }
}

/* Fills bytes from fd; the count of what came, or -1. */
static ssize_t read_all(int fd, char *bytes, size_t most)
{
    size_t have = 0;
    while (have < most) {
        ssize_t got = read(fd, bytes + have, most - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static int plain_size(int dir, const char *name, int flags, size_t most, size_t *size)
{
    struct stat info;
    if (fstatat(dir, name, &info, flags & O_NOFOLLOW ? AT_SYMLINK_NOFOLLOW : 0) != 0) return errno;
    if (S_ISDIR(info.st_mode)) return EISDIR;
    if (!S_ISREG(info.st_mode)) return EINVAL;
    if ((uint64_t)info.st_size > most) return EFBIG;
    *size = (size_t)info.st_size;
    return 0;
}

static int read_plain(Arena *arena, int dir, Str path, int flags, size_t most, Str *text)
{
    if (path.len == 0 || memchr(path.at, '\0', path.len)) return ENOENT;
    const char *name = str_c(arena, path);
    size_t size = 0;
    int error = plain_size(dir, name, flags, most, &size);
    if (error) return error;
    char *bytes = arena_alloc(arena, size + 2, 1); /* one more shows that it has grown */
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
    if (fd < 0) return errno;
    ssize_t got = read_all(fd, bytes, size + 1);
    error = got < 0 ? errno : (size_t)got == size ? 0 : EBUSY;
    close(fd);
    bytes[size] = '\0';
    *text = (Str){ bytes, size };
    return error;
}

int file_read(Arena *arena, Str path, size_t most, Str *text)
{
    return read_plain(arena, AT_FDCWD, path, 0, most, text);
}

int file_read_in(Arena *arena, int dir, Str path, size_t most, Str *text)
{
    return read_plain(arena, dir, path, O_NOFOLLOW, most, text);
}

int file_create(int dir, const char *name)
{
    return openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int file_write(int fd, Str text)
{
    while (text.len) {
        ssize_t done = write(fd, text.at, text.len);
        if (done < 0 && errno != EINTR) return errno;
        if (done > 0) text = str_slice(text, (size_t)done, text.len);
    }
    return 0;
}

/* The part gets the rights of the file that it will stand for. */
static int write_part(const char *part, const char *name, Str text)
{
    struct stat info;
    int fd = file_create(AT_FDCWD, part);
    if (fd < 0) return errno;
    leftover_hold(fd);
    int error = file_write(fd, text);
    bool exists = lstat(name, &info) == 0 && S_ISREG(info.st_mode);
    if (!error && exists && fchmod(fd, info.st_mode & 0777) != 0) error = errno;
    if (!error && fsync(fd) != 0) error = errno;
    if (close(fd) != 0 && !error) error = errno;
    return error;
}

/* Part and name change places, or part takes the name that nothing has.  Where the file system
 * cannot do that, part takes the name. */
static int put(const char *part, const char *name, bool exists)
{
    unsigned how = exists ? RENAME_EXCHANGE : RENAME_NOREPLACE;
    int done = renameat2(AT_FDCWD, part, AT_FDCWD, name, how);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) done = rename(part, name);
    return done != 0 ? errno : 0;
}

/* The new name is kept through a failure of power once its folder is synced; where that fails, what
 * was there is put back. */
static int put_synced(int folder, const char *part, const char *name)
{
    struct stat info;
    bool exists = lstat(name, &info) == 0;
    int error = put(part, name, exists);
    if (error) return error;
    if (fsync(folder) != 0) error = errno;
    if (error && exists) put(part, name, true);
    if (error && !exists) rename(name, part);
    return error;
}

int file_replace(Arena *arena, Str path, Str text)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/') end--;
    const char *holder = end ? str_c(arena, str_slice(path, 0, end)) : ".";
    const char *name = str_c(arena, path);
    const char *part = str_c(arena, str_printf(arena, "%S.part-%u", path, (uint64_t)getpid()));
    int folder = open(holder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return errno;
    leftovers_of_file(name);
    int error = write_part(part, name, text);
    if (!error) error = put_synced(folder, part, name);
    unlink(part); /* what was there before, or what was not put there */
    close(folder);
    return error;
}
