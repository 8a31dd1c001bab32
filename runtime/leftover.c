/* leftover.c -- see leftover.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "leftover.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PID_DIGITS = 10 };

void leftover_hold(int fd)
{
    (void)flock(fd, LOCK_EX | LOCK_NB);
}

/* The process number of NAME.part-PID; 0 when `entry` is not such a name. */
static pid_t part_owner(const char *entry, const char *name)
{
    size_t len = strlen(name);
    static const char mark[] = ".part-";
    if (strncmp(entry, name, len) != 0 || strncmp(entry + len, mark, sizeof mark - 1) != 0)
        return 0;
    const char *digit = entry + len + sizeof mark - 1;
    int64_t pid = 0;
    for (size_t i = 0; digit[i]; i++) {
        if (digit[i] < '0' || digit[i] > '9' || i == PID_DIGITS) return 0;
        pid = pid * 10 + (digit[i] - '0');
    }
    return pid <= INT32_MAX ? (pid_t)pid : 0;
}

/* Whether whoever made it is gone: no such process here, and nobody holds its lock (which a
 * process of another container would). */
static bool owner_is_gone(int parent, const char *entry, pid_t pid, bool folder)
{
    struct stat info;
    if (pid != getpid() && (kill(pid, 0) == 0 || errno != ESRCH)) return false;
    int fd = openat(parent, entry, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return false;
    bool good = fstat(fd, &info) == 0 && (folder ? S_ISDIR(info.st_mode) : S_ISREG(info.st_mode)) &&
                flock(fd, LOCK_EX | LOCK_NB) == 0;
    close(fd);
    return good;
}

void leftovers_remove(int parent, const char *name, bool folders,
                      bool (*remove)(int parent, const char *entry))
{
    int fd = openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list) {
        if (fd >= 0) close(fd);
        return;
    }
    for (struct dirent *entry; (entry = readdir(list));) {
        pid_t pid = part_owner(entry->d_name, name);
        if (pid > 0 && owner_is_gone(parent, entry->d_name, pid, folders))
            remove(parent, entry->d_name);
    }
    closedir(list);
}

static bool remove_file(int parent, const char *entry)
{
    return unlinkat(parent, entry, 0) == 0;
}

void leftovers_of_file(const char *path)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) + 1 : 0;
    if (len >= sizeof folder) return;
    if (len) memcpy(folder, path, len);
    if (len) folder[len] = '\0';
    int parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent < 0) return;
    leftovers_remove(parent, path + len, false, remove_file);
    close(parent);
}
