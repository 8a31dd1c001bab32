/* replace.c -- see replace.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "command/replace.h"
#include "command/show.h"
#include "file.h"
#include "leftover.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Writes a new file at part; false, with nothing there, when it cannot be done. */
static bool write_part(const char *part, mode_t mode, Str text)
{
    int fd = file_create(AT_FDCWD, part);
    if (fd < 0) return false;
    leftover_hold(fd);
    int error = file_write(fd, text);
    if (!error && mode && fchmod(fd, mode) != 0) error = errno;
    if (!error && fsync(fd) != 0) error = errno;
    if (close(fd) != 0 && !error) error = errno;
    if (error) unlink(part);
    errno = error;
    return !error;
}

/* The file that is meant, whose rights the new one takes (a mode of 0: it is new); a link stays a
 * link. */
static bool find_file(const char *path, char real[PATH_MAX], mode_t *mode)
{
    struct stat info;
    *mode = 0;
    if (!realpath(path, real)) {
        if (errno != ENOENT || strlen(path) >= PATH_MAX) return false;
        memcpy(real, path, strlen(path) + 1); /* a new one */
        return true;
    }
    if (stat(real, &info) != 0) return false;
    *mode = info.st_mode & 0777;
    return true;
}

static bool put_file(const char *path, const char *text, size_t length)
{
    char real[PATH_MAX], part[PATH_MAX + 32];
    mode_t mode;
    if (!find_file(path, real, &mode)) return false;
    snprintf(part, sizeof part, "%s.part-%ld", real, (long)getpid());
    leftovers_of_file(real);
    if (!write_part(part, mode, (Str){ text, length })) return false;
    if (rename(part, real) == 0) return true;
    int failed = errno;
    unlink(part);
    errno = failed;
    return false;
}

/* Why path is not to be written, or NULL: a device or a pipe would become a file; what begins
 * otherwise is no older one of the same kind; and a folder of results has only what the review put
 * there. */
static const char *why_not(const char *path, const char *begins)
{
    char beside[PATH_MAX + 32], first[32] = { 0 };
    const char *slash = strrchr(path, '/');
    int folder = slash ? (int)(slash - path) + 1 : 0;
    struct stat info;
    snprintf(beside, sizeof beside, "%.*smanifest.json", folder, path);
    if (access(beside, F_OK) == 0) return "its folder holds results";
    if (stat(path, &info) != 0) return NULL;
    if (!S_ISREG(info.st_mode)) return "what stands there is no file";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t wanted = strlen(begins);
    bool same = fd >= 0 && wanted < sizeof first && read(fd, first, wanted) >= 0 &&
                (info.st_size == 0 || memcmp(first, begins, wanted) == 0);
    if (fd >= 0) close(fd);
    return same ? NULL : "what stands there is another file";
}

static LusStatus not_written(const char *path, const char *why)
{
    fputs("error[L0726]: ", stderr);
    command_name(stderr, path);
    fprintf(stderr, " could not be written: %s; it is as it was\n", why);
    return LUS_CANNOT;
}

LusStatus replace_file(const char *path, const char *text, size_t length)
{
    if (put_file(path, text, length)) return LUS_OK;
    return not_written(path, strerrordesc_np(errno));
}

LusStatus replace_output(const char *path, const char *begins, const char *text, size_t length)
{
    const char *why = why_not(path, begins);
    if (!why) return replace_file(path, text, length);
    return not_written(path, why);
}
