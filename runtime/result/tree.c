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
    for (struct dirent *entry; !error && !walk->enough && (entry = readdir(list));) {
        if (is_dots(entry->d_name)) continue;
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
    for (struct dirent *entry; !error && (entry = readdir(list));)
        if (!is_dots(entry->d_name) && is_folder(dirfd(list), entry->d_name) == 1)
            error = sync_below(dirfd(list), entry->d_name, depth + 1);
    if (!error && fsync(dirfd(list)) != 0) error = errno;
    closedir(list);
    return error;
}

int tree_sync(int dir)
{
    return sync_below(dir, ".", 0);
}

static bool remove_below(int parent, const char *name, int depth)
{
    DIR *list = depth > TREE_DEPTH ? NULL : open_list(parent, name);
    if (!list) return depth <= TREE_DEPTH && errno == ENOENT;
    bool good = true;
    for (struct dirent *entry; good && (entry = readdir(list));) {
        if (is_dots(entry->d_name)) continue;
        int folder = is_folder(dirfd(list), entry->d_name);
        if (folder == 1)
            good = remove_below(dirfd(list), entry->d_name, depth + 1);
        else
            good = unlinkat(dirfd(list), entry->d_name, 0) == 0 || errno == ENOENT;
    }
    closedir(list);
    return good && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

bool tree_remove(int parent, const char *name)
{
    return remove_below(parent, name, 0);
}
