/* write.c -- see write.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/write.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void writer_open(Writer *writer, char *buffer, int fd)
{
    *writer = (Writer){ .fd = fd, .buffer = buffer };
    sha256_open(&writer->sha);
}

static void write_all(Writer *writer, const char *at, size_t len)
{
    if (writer->error) return;
    sha256_add(&writer->sha, at, len);
    while (len) {
        ssize_t done = write(writer->fd, at, len);
        if (done < 0) {
            if (errno == EINTR) continue;
            writer->error = errno;
            return;
        }
        at += done;
        len -= (size_t)done;
    }
}

void writer_add(Writer *writer, Str bytes)
{
    writer->size += bytes.len;
    if (bytes.len > WRITER_BUFFER - writer->used) {
        write_all(writer, writer->buffer, writer->used);
        writer->used = 0;
    }
    if (bytes.len > WRITER_BUFFER) {
        write_all(writer, bytes.at, bytes.len);
        return;
    }
    if (bytes.len) memcpy(writer->buffer + writer->used, bytes.at, bytes.len);
    writer->used += bytes.len;
}

int writer_close(Writer *writer, char digits[SHA256_DIGITS])
{
    write_all(writer, writer->buffer, writer->used);
    writer->used = 0;
    if (!writer->error && fsync(writer->fd) != 0) writer->error = errno;
    int fd = writer->fd;
    writer->fd = -1; /* close is never repeated, whatever it says */
    if (close(fd) != 0 && !writer->error) writer->error = errno;
    sha256_close(&writer->sha, digits);
    return writer->error;
}

void writer_abandon(Writer *writer)
{
    if (writer->fd >= 0) close(writer->fd);
    writer->fd = -1;
}

int sha256_file(Arena *arena, const char *path, Str *sha256)
{
    char *buffer = arena_alloc(arena, WRITER_BUFFER, 64);
    char *digits = arena_alloc(arena, SHA256_DIGITS + 1, 1);
    *sha256 = (Str){ digits, SHA256_DIGITS };
    return sha256_read(path, buffer, WRITER_BUFFER, digits);
}

/* flags: of open.  The file has *bytes bytes. */
static int read_hashed(int dir, const char *path, int flags, void *buffer, size_t size,
                       char digits[SHA256_DIGITS], uint64_t *bytes)
{
    struct stat info;
    int fd = openat(dir, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
    if (fd < 0) return errno;
    int error = fstat(fd, &info) != 0    ? errno
                : S_ISDIR(info.st_mode)  ? EISDIR
                : !S_ISREG(info.st_mode) ? EINVAL /* nobody may ever write to a pipe */
                                         : 0;
    Sha256 sha;
    sha256_open(&sha);
    *bytes = 0;
    while (!error) {
        ssize_t got = read(fd, buffer, size);
        if (got == 0) break;
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            error = errno;
            break;
        }
        sha256_add(&sha, buffer, (size_t)got);
        *bytes += (uint64_t)got;
    }
    close(fd);
    sha256_close(&sha, digits);
    return error;
}

int sha256_read(const char *path, void *buffer, size_t size, char digits[SHA256_DIGITS])
{
    uint64_t bytes;
    return read_hashed(AT_FDCWD, path, 0, buffer, size, digits, &bytes);
}

int sha256_read_in(int dir, const char *path, void *buffer, size_t size, char digits[SHA256_DIGITS],
                   uint64_t *bytes)
{
    int error = read_hashed(dir, path, O_NOFOLLOW, buffer, size, digits, bytes);
    return error == ELOOP || error == ENXIO ? EINVAL : error; /* a link, a socket: no plain file */
}
