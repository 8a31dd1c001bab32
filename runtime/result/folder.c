/* folder.c -- see folder.h.  Paths are opened once; everything after is relative to descriptors, so
 * that nothing can be swapped under us between a check and its use.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/folder.h"
#include "file.h"
#include "leftover.h"
#include "result/tree.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANIFEST_MOST = 1 << 26 };

static bool fail(Folder *folder, DiagId fault, Str a, Str b)
{
    assert(!folder->failed); /* nothing is tried after that */
    folder->failed = true;
    folder->fault = fault;
    folder->args[0] = a;
    folder->args[1] = b;
    return false;
}

static bool fail_error(Folder *folder, Str path, int error)
{
    folder->mend = file_mend(error);
    return fail(folder, D_OUT_WRITE, path, file_error_plain(error));
}

/* OUT was free, or another folder, when this run began. */
static bool fail_race(Folder *folder)
{
    folder->mend = STR("Let one run at a time write to it; run again if this one is to stand.");
    return fail(folder, D_OUT_WRITE, folder->out, STR("another run has just written it"));
}

static Str c_str(const char *text)
{
    return (Str){ text, strlen(text) };
}

/* ---- looking ---- */

/* Whether the folder at fd, or one that holds it, is (device, inode).  Takes fd over. */
static bool inside(int fd, dev_t device, ino_t inode)
{
    struct stat here, above;
    bool found = false;
    while (fd >= 0 && fstat(fd, &here) == 0) {
        if (here.st_dev == device && here.st_ino == inode) {
            found = true;
            break;
        }
        int up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
        close(fd);
        fd = up;
        if (fd >= 0 && fstat(fd, &above) == 0 && above.st_dev == here.st_dev &&
            above.st_ino == here.st_ino)
            break; /* the root is its own parent */
    }
    if (fd >= 0) close(fd);
    return found;
}

/* The folder named, or that holds the file named; -1 when it cannot be opened. */
static int folder_of(Arena *arena, Str path)
{
    int fd = open(str_c(arena, path), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0 || errno != ENOTDIR) return fd;
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/') end--;
    Str holder = end == 0 ? STR(".") : str_slice(path, 0, end);
    return open(str_c(arena, holder), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool open_parent(Folder *folder)
{
    Str out = folder->out;
    size_t end = out.len;
    while (end > 0 && out.at[end - 1] != '/') end--;
    Str name = str_slice(out, end, out.len);
    if (name.len == 0 || str_eq(name, STR(".")) || str_eq(name, STR("..")))
        return fail(folder, D_OUT_NAME, out, STR_EMPTY);
    Str holder = end == 0 ? STR(".") : str_slice(out, 0, end);
    folder->name = str_c(folder->arena, name);
    folder->part =
        str_c(folder->arena, str_printf(folder->arena, "%S.part-%u", name, (uint64_t)getpid()));
    folder->parent = open(str_c(folder->arena, holder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder->parent >= 0 || fail_error(folder, holder, errno);
}

/* The whole of OUT's manifest; at NULL when there is none that is a plain file. */
static Str read_manifest(Arena *arena, int dir, const char *name)
{
    struct stat info;
    if (fstatat(dir, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode) ||
        info.st_size > MANIFEST_MOST)
        return (Str){ NULL, 0 };
    size_t most = (size_t)info.st_size, len = 0;
    char *bytes = arena_alloc(arena, most + 1, 1);
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    while (fd >= 0 && len < most) {
        ssize_t got = read(fd, bytes + len, most - len);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        len += (size_t)got;
    }
    if (fd >= 0) close(fd);
    return (Str){ bytes, len };
}

/* A path that the manifest does not list, of what is in the folder. */
typedef struct Stranger {
    const char *manifest;
    Str *names; /* that it lists, in order */
    size_t count, cap;
    bool found;
    char path[TREE_PATH];
} Stranger;

static int by_bytes(const void *left, const void *right)
{
    return str_compare(*(const Str *)left, *(const Str *)right);
}

/* The names of files from where a manifest lists them: it may name other things before.  Our own
 * names hold nothing that JSON would escape. */
static void list_names(Arena *arena, Str manifest, const FolderKind *kind, Stranger *stranger)
{
    static const char before[] = "\"name\": \"";
    const char *end = manifest.at + manifest.len;
    const char *at = memmem(manifest.at, manifest.len, kind->list, strlen(kind->list));
    while (at && (at = memmem(at, (size_t)(end - at), before, sizeof before - 1))) {
        at += sizeof before - 1;
        const char *quote = memchr(at, '"', (size_t)(end - at));
        if (!quote) break;
        GROW(arena, stranger->names, stranger->count, stranger->cap);
        stranger->names[stranger->count++] = (Str){ at, (size_t)(quote - at) };
        at = quote;
    }
    if (stranger->count > 1)
        qsort(stranger->names, stranger->count, sizeof *stranger->names, by_bytes);
}

static bool is_stranger(void *user, const char *path)
{
    Stranger *stranger = user;
    Str name = c_str(path);
    if (strcmp(path, stranger->manifest) == 0) return false;
    stranger->found = !stranger->count || !bsearch(&name, stranger->names, stranger->count,
                                                   sizeof *stranger->names, by_bytes);
    if (stranger->found) memcpy(stranger->path, path, name.len + 1);
    return stranger->found;
}

/* OUT exists: is it ours, all of it? */
static bool look_inside(Folder *folder, int dir)
{
    Str manifest = read_manifest(folder->arena, dir, folder->kind->manifest);
    Str start = c_str(folder->kind->start);
    if (manifest.len < start.len || memcmp(manifest.at, start.at, start.len) != 0)
        return fail(folder, D_OUT_NOT_OURS, folder->out, STR_EMPTY);
    Stranger stranger = { .manifest = folder->kind->manifest };
    list_names(folder->arena, manifest, folder->kind, &stranger);
    int error = tree_walk(dir, is_stranger, &stranger);
    if (stranger.found) {
        Str shown = str_printable(folder->arena, c_str(stranger.path), 80);
        return fail(folder, D_OUT_STRANGER, folder->out, shown);
    }
    return !error || fail_error(folder, folder->out, error);
}

static bool look_at_out(Folder *folder)
{
    struct stat info;
    if (fstatat(folder->parent, folder->name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT || fail_error(folder, folder->out, errno);
    if (S_ISLNK(info.st_mode)) return fail(folder, D_OUT_LINK, folder->out, STR_EMPTY);
    if (!S_ISDIR(info.st_mode)) return fail(folder, D_OUT_NOT_OURS, folder->out, STR_EMPTY);
    folder->exists = true;
    folder->device = info.st_dev;
    folder->inode = info.st_ino;
    /* The one descriptor of its own: the Folder closes it whatever happens in between. */
    folder->fd =
        openat(folder->parent, folder->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->fd < 0) return fail_error(folder, folder->out, errno);
    bool ours = look_inside(folder, folder->fd);
    close(folder->fd);
    folder->fd = -1;
    return ours;
}

static bool apart_from(Folder *folder, const Str *folders, size_t folder_count, const Str *inputs,
                       size_t input_count)
{
    struct stat info;
    for (size_t i = 0; i < folder_count; i++) {
        int fd = folder_of(folder->arena, folders[i]);
        if (fd < 0) continue; /* reading it will say so */
        bool good = fstat(fd, &info) == 0;
        close(fd);
        int climb = openat(folder->parent, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        if (good && inside(climb, info.st_dev, info.st_ino))
            return fail(folder, D_OUT_IN_DATA, folder->out, folders[i]);
        if (!good && climb >= 0) close(climb);
    }
    for (size_t i = 0; i < folder_count + input_count && folder->exists; i++) {
        Str path = i < folder_count ? folders[i] : inputs[i - folder_count];
        if (inside(folder_of(folder->arena, path), folder->device, folder->inode))
            return fail(folder, D_OUT_HOLDS_INPUT, folder->out, path);
    }
    return true;
}

bool folder_look_as(Folder *folder, Arena *arena, const FolderKind *kind, Str out,
                    const Str *folders, size_t folder_count, const Str *inputs, size_t input_count)
{
    while (out.len > 1 && out.at[out.len - 1] == '/') out.len--;
    *folder = (Folder){
        .arena = arena, .kind = kind, .out = out, .parent = -1, .fd = -1, .writer.fd = -1
    };
    return open_parent(folder) && look_at_out(folder) &&
           apart_from(folder, folders, folder_count, inputs, input_count);
}

bool folder_look(Folder *folder, Arena *arena, Str out, const Str *folders, size_t folder_count,
                 const Str *inputs, size_t input_count)
{
    static const FolderKind results = { MANIFEST_NAME, MANIFEST_START, "\n  \"results\": [" };
    return folder_look_as(folder, arena, &results, out, folders, folder_count, inputs, input_count);
}

/* ---- writing ---- */

bool folder_begin(Folder *folder)
{
    if (folder->failed) return false;
    leftovers_remove(folder->parent, folder->name, true, tree_remove);
    if (mkdirat(folder->parent, folder->part, 0700) != 0)
        return fail_error(folder, folder->out, errno);
    folder->fd =
        openat(folder->parent, folder->part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->fd < 0) {
        int error = errno;
        unlinkat(folder->parent, folder->part, AT_REMOVEDIR);
        return fail_error(folder, folder->out, error);
    }
    leftover_hold(folder->fd);
    return true;
}

Writer *folder_file(Folder *folder, Str name)
{
    if (folder->failed) return NULL;
    GROW(folder->arena, folder->files, folder->count, folder->cap);
    if (!folder->buffer) folder->buffer = arena_alloc(folder->arena, WRITER_BUFFER, 64);
    folder->files[folder->count] = (OutFile){ .name = arena_str(folder->arena, name) };
    const char *path = folder->files[folder->count].name.at;
    int error = tree_make(folder->fd, path);
    int fd = error ? -1 : file_create(folder->fd, path);
    if (fd < 0) {
        fail_error(folder, name, error ? error : errno);
        return NULL;
    }
    writer_open(&folder->writer, folder->buffer, fd);
    return &folder->writer;
}

bool folder_file_done(Folder *folder, bool has_rows, uint64_t rows)
{
    if (folder->failed) return false;
    OutFile *file = &folder->files[folder->count];
    file->size = folder->writer.size;
    file->has_rows = has_rows;
    file->rows = rows;
    char *digits = arena_alloc(folder->arena, SHA256_DIGITS + 1, 1);
    int error = writer_close(&folder->writer, digits);
    file->sha256 = (Str){ digits, SHA256_DIGITS };
    if (error) return fail_error(folder, file->name, error);
    folder->count++;
    return true;
}

/* The new set and the old change places; a step that cannot be made sure of is taken back. */
static bool exchange(Folder *folder)
{
    struct stat info;
    int parent = folder->parent;
    if (renameat2(parent, folder->part, parent, folder->name, RENAME_EXCHANGE) != 0)
        return fail_error(folder, folder->out, errno);
    int error = fstatat(parent, folder->part, &info, AT_SYMLINK_NOFOLLOW) != 0 ? errno : 0;
    bool same = !error && info.st_dev == folder->device && info.st_ino == folder->inode;
    if (same && fsync(parent) != 0) error = errno;
    if (same && !error) return true;
    renameat2(parent, folder->part, parent, folder->name, RENAME_EXCHANGE);
    return error ? fail_error(folder, folder->out, error) : fail_race(folder);
}

static bool take_free_name(Folder *folder)
{
    int parent = folder->parent;
    int done = renameat2(parent, folder->part, parent, folder->name, RENAME_NOREPLACE);
    if (done != 0 && (errno == EINVAL || errno == ENOSYS)) /* not every file system has it */
        done = renameat(parent, folder->part, parent, folder->name);
    if (done != 0 && (errno == EEXIST || errno == ENOTEMPTY)) return fail_race(folder);
    if (done != 0) return fail_error(folder, folder->out, errno);
    if (fsync(parent) == 0) return true;
    int error = errno;
    renameat(parent, folder->name, parent, folder->part);
    return fail_error(folder, folder->out, error);
}

bool folder_finish(Folder *folder)
{
    if (folder->failed) return false;
    int error = tree_sync(folder->fd);
    if (error) return fail_error(folder, folder->out, error);
    if (!(folder->exists ? exchange(folder) : take_free_name(folder))) return false;
    close(folder->fd);
    folder->fd = -1;
    /* What stays behind here is removed by the next run. */
    if (folder->exists) {
        tree_remove_most(folder->parent, folder->part, folder->pool);
        tree_remove(folder->parent, folder->part);
    }
    close(folder->parent);
    folder->parent = -1;
    return true;
}

void folder_abandon(Folder *folder)
{
    writer_abandon(&folder->writer);
    if (folder->fd >= 0) {
        close(folder->fd);
        folder->fd = -1;
        tree_remove(folder->parent, folder->part);
    }
    if (folder->parent >= 0) close(folder->parent);
    folder->parent = -1;
}

Str folder_problems_path(Arena *arena, Str out)
{
    while (out.len > 1 && out.at[out.len - 1] == '/') out.len--;
    return str_printf(arena, "%S.problems.csv", out);
}
