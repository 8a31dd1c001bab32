/* tree.c -- see tree.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/tree.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int tree_make(int dir, const char *path)
{
    char part[TREE_PATH];
    size_t len = strlen(path);
    if (len >= TREE_PATH) return ENAMETOOLONG;
    for (size_t i = 0; i < len; i++) {
        if (path[i] != '/') continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (mkdirat(dir, part, 0700) != 0 && errno != EEXIST) return errno;
    }
    return 0;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* The folder `name` in `dir` as a list; NULL, with errno set, when it cannot be read. */
static DIR *open_list(int dir, const char *name)
{
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *list = fd < 0 ? NULL : fdopendir(fd);
    if (!list && fd >= 0) {
        int error = errno;
        close(fd);
        errno = error;
    }
    return list;
}

/* What a list names next, but for the folder itself and what holds it; NULL at its end, or with
 * *error set where it cannot be read to its end. */
static const struct dirent *next_of(DIR *list, int *error)
{
    struct dirent *entry;
    do {
        errno = 0;
        entry = readdir(list);
    } while (entry && is_dots(entry->d_name));
    if (!entry) *error = errno;
    return entry;
}

/* 1 for a folder, 0 for anything else, -1 with errno set. */
static int is_folder(int dir, const char *name)
{
    struct stat info;
    if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return -1;
    return S_ISDIR(info.st_mode) ? 1 : 0;
}

typedef struct Walk {
    TreeFile *file;
    void *user;
    bool enough;
    char path[TREE_PATH];
} Walk;

/* Puts `name` and `end` behind the first len bytes of the path; false when it is too long. */
static bool put_name(Walk *walk, size_t len, const char *name, const char *end)
{
    size_t more = strlen(name), last = strlen(end);
    if (len + more + last >= TREE_PATH) return false;
    memcpy(walk->path + len, name, more);
    memcpy(walk->path + len + more, end, last + 1);
    return true;
}

static int walk_below(Walk *walk, int dir, const char *name, size_t len, int depth)
{
    DIR *list = depth > TREE_DEPTH ? NULL : open_list(dir, name);
    if (!list) return depth > TREE_DEPTH ? ELOOP : errno;
    int error = 0;
    bool empty = true;
    for (const struct dirent *entry; !error && !walk->enough && (entry = next_of(list, &error));) {
        empty = false;
        int folder = is_folder(dirfd(list), entry->d_name);
        if (folder < 0)
            error = errno;
        else if (!put_name(walk, len, entry->d_name, folder ? "/" : ""))
            error = ENAMETOOLONG;
        else if (folder)
            error = walk_below(walk, dirfd(list), entry->d_name, len + strlen(entry->d_name) + 1,
                               depth + 1);
        else
            walk->enough = walk->file(walk->user, walk->path);
    }
    closedir(list);
    if (!error && empty && len) {
        walk->path[len] = '\0';
        walk->enough = walk->file(walk->user, walk->path);
    }
    return error;
}

int tree_walk(int dir, TreeFile *file, void *user)
{
    Walk walk = { .file = file, .user = user };
    return walk_below(&walk, dir, ".", 0, 0);
}

static int sync_below(int dir, const char *name, int depth)
{
    DIR *list = depth > TREE_DEPTH ? NULL : open_list(dir, name);
    if (!list) return depth > TREE_DEPTH ? ELOOP : errno;
    int error = 0;
    for (const struct dirent *entry; !error && (entry = next_of(list, &error));) {
        int folder = is_folder(dirfd(list), entry->d_name);
        if (folder) error = folder < 0 ? errno : sync_below(dirfd(list), entry->d_name, depth + 1);
    }
    if (!error && fsync(dirfd(list)) != 0) error = errno;
    closedir(list);
    return error;
}

int tree_sync(int dir)
{
    return sync_below(dir, ".", 0);
}

enum { LIST_ROOM = 2048 };

static bool remove_below(int parent, const char *name, int depth);

/* Removes what a part of an open folder's list names; *some tells whether anything was. */
static bool remove_listed(int dir, const char *list, ssize_t len, int depth, bool *some)
{
    for (ssize_t at = 0; at < len;) {
        const struct dirent64 *entry = (const struct dirent64 *)(const void *)(list + at);
        at += entry->d_reclen;
        if (is_dots(entry->d_name)) continue;
        bool gone = is_folder(dir, entry->d_name) == 1
                        ? remove_below(dir, entry->d_name, depth + 1)
                        : unlinkat(dir, entry->d_name, 0) == 0 || errno == ENOENT;
        if (!gone) return false;
        *some = true;
    }
    return true;
}

/* A folder that changes may be listed with gaps, so it is read again until nothing is in it. */
static bool remove_all(int dir, int depth)
{
    _Alignas(struct dirent64) char list[LIST_ROOM];
    bool some = true;
    while (some) {
        ssize_t got;
        some = false;
        while ((got = getdents64(dir, list, sizeof list)) > 0)
            if (!remove_listed(dir, list, got, depth, &some)) return false;
        if (got < 0 || lseek(dir, 0, SEEK_SET) != 0) return false;
    }
    return true;
}

/* Without opendir, which asks for memory: what is removed for want of memory must go, too. */
static bool remove_below(int parent, const char *name, int depth)
{
    if (depth > TREE_DEPTH) return false;
    int dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0) return errno == ENOENT;
    bool good = remove_all(dir, depth);
    close(dir);
    return good && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* A worker's share of the files of a tree, by their names. */
typedef struct Share {
    int parent;
    const char *name;
    unsigned workers;
} Share;

static unsigned share_of(const char *name, unsigned workers)
{
    uint32_t hash = 2166136261;
    for (; *name; name++) hash = (hash ^ (unsigned char)*name) * 16777619;
    return hash % workers;
}

/* What goes wrong here is left to whoever removes the rest. */
static void remove_share(int parent, const char *name, unsigned worker, unsigned workers, int depth)
{
    _Alignas(struct dirent64) char list[LIST_ROOM];
    ssize_t got;
    if (depth > TREE_DEPTH) return;
    int dir = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir < 0) return;
    while ((got = getdents64(dir, list, sizeof list)) > 0)
        for (ssize_t at = 0; at < got;) {
            const struct dirent64 *entry = (const struct dirent64 *)(const void *)(list + at);
            at += entry->d_reclen;
            if (is_dots(entry->d_name)) continue;
            if (is_folder(dir, entry->d_name) == 1)
                remove_share(dir, entry->d_name, worker, workers, depth + 1);
            else if (share_of(entry->d_name, workers) == worker)
                unlinkat(dir, entry->d_name, 0);
        }
    close(dir);
}

static void remove_worker(void *arg, unsigned worker)
{
    const Share *share = arg;
    remove_share(share->parent, share->name, worker, share->workers, 0);
}

void tree_remove_most(int parent, const char *name, Pool *pool)
{
    Share share = { parent, name, pool_size(pool) };
    if (share.workers > 1) pool_run(pool, remove_worker, &share);
}

bool tree_remove(int parent, const char *name)
{
    return remove_below(parent, name, 0) || remove_below(parent, name, 0); /* a passing trouble */
}
