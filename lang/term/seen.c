/* seen.c -- see seen.h.  One file per framework, written beside and renamed, while the folder is
 * locked against other runs.  All memory is asked for before anything is opened.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/seen.h"
#include "file.h"
#include "sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH = 7 + SHA256_DIGITS };
#define SEEN_FIRST STR("lustrum-seen v1\n")

typedef struct Seen {
    const char *name, *part; /* in the folder */
    Str now;                 /* what to remember: a line for each record, its hash */
    char *old;               /* what is remembered */
    size_t old_len, old_most;
} Seen;

/* Makes the folder and those that hold it. */
static int make_folders(char *path)
{
    for (char *at = path + 1;; at++) {
        if (*at != '/' && *at != '\0') continue;
        char kept = *at;
        *at = '\0';
        int made = mkdir(path, 0700), error = errno;
        *at = kept;
        if (made != 0 && error != EEXIST) return error;
        if (kept == '\0') return 0;
    }
}

static int read_old(int folder, Seen *seen)
{
    int fd = openat(folder, seen->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? 0 : errno;
    int error = 0;
    while (!error && seen->old_len < seen->old_most) {
        ssize_t got = read(fd, seen->old + seen->old_len, seen->old_most - seen->old_len);
        if (got == 0) break;
        if (got > 0) seen->old_len += (size_t)got;
        if (got < 0 && errno != EINTR) error = errno;
    }
    close(fd);
    return !error && seen->old_len == seen->old_most ? EBUSY : error; /* it has just grown */
}

static int write_now(int folder, const Seen *seen)
{
    unlinkat(folder, seen->part, 0); /* of a run that died: the folder is locked against others */
    int fd = file_create(folder, seen->part);
    if (fd < 0) return errno;
    int error = file_write(fd, seen->now);
    if (!error && fsync(fd) != 0) error = errno;
    if (close(fd) != 0 && !error) error = errno;
    if (!error && renameat(folder, seen->part, folder, seen->name) != 0) error = errno;
    if (error) unlinkat(folder, seen->part, 0);
    return error;
}

typedef enum Verdict {
    SEEN_FINE,
    SEEN_NEWER,
    SEEN_STRANGE,
    SEEN_OTHER,
    SEEN_OLDER,
    SEEN_FORK
} Verdict;

/* *count records are remembered; *at is the first that is another than the chain's. */
static Verdict compare(const Seen *seen, const Chain *chain, size_t *count, size_t *at)
{
    Str rest = { seen->old, seen->old_len }, first = SEEN_FIRST;
    if (rest.len == 0) return SEEN_NEWER;
    if (rest.len <= first.len || memcmp(rest.at, first.at, first.len) != 0) return SEEN_STRANGE;
    rest = str_slice(rest, first.len, rest.len);
    if (rest.len % (HASH + 1) != 0) return SEEN_STRANGE;
    *count = rest.len / (HASH + 1);
    for (*at = 0; *at < *count; (*at)++) {
        Str line = str_slice(rest, *at * (HASH + 1), (*at + 1) * (HASH + 1));
        if (memcmp(line.at, "sha256:", 7) != 0 || line.at[HASH] != '\n') return SEEN_STRANGE;
        if (*at >= chain->count || str_eq(str_slice(line, 0, HASH), chain->records[*at].hash))
            continue;
        return *at == 0 ? SEEN_OTHER : SEEN_FORK;
    }
    return *count > chain->count ? SEEN_OLDER : *count < chain->count ? SEEN_NEWER : SEEN_FINE;
}

/* What is remembered, judged and brought up to date; of a log without records that it can be.  An
 * errno, or 0. */
static int look(const char *folder, Seen *seen, const Chain *chain, Verdict *verdict,
                size_t *number)
{
    size_t count = 0, at = 0;
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return errno;
    int error = flock(fd, LOCK_EX) != 0 ? errno : read_old(fd, seen);
    if (!error) {
        *verdict = compare(seen, chain, &count, &at);
        *number = *verdict == SEEN_OLDER ? count : at + 1;
        if (*verdict == SEEN_NEWER && chain->count) error = write_now(fd, seen);
        if (chain->count == 0 && faccessat(fd, ".", W_OK, 0) != 0) error = errno;
    }
    close(fd);
    return error;
}

static bool say(Arena *arena, const Chain *chain, Verdict verdict, size_t number, Str memory,
                Diags *diags)
{
    static const DiagId ids[] = { [SEEN_STRANGE] = D_SEEN_STRANGE,
                                  [SEEN_OTHER] = D_SEEN_OTHER,
                                  [SEEN_OLDER] = D_SEEN_OLDER,
                                  [SEEN_FORK] = D_SEEN_FORK };
    Str args[] = { chain->path, str_printf(arena, "%u", (uint64_t)number),
                   str_printf(arena, "%u", (uint64_t)chain->count), memory };
    diag_add(diags, ids[verdict], args, COUNT_OF(args));
    return false;
}

static bool no_memory(Str memory, Str why, Diags *diags)
{
    Str args[] = { memory, why };
    diag_add(diags, D_SEEN_FOLDER, args, COUNT_OF(args));
    return false;
}

static Seen *seen_open(Arena *arena, Str path, Str name, const Chain *chain)
{
    struct stat info;
    Text now = text_open(arena);
    Seen *seen = NEW(arena, Seen);
    text_add(&now, SEEN_FIRST);
    for (size_t i = 0; i < chain->count; i++) text_printf(&now, "%S\n", chain->records[i].hash);
    seen->now = text_str(&now);
    seen->name = str_c(arena, name);
    seen->part = str_c(arena, str_printf(arena, "%S.part", name));
    size_t most = SEEN_FIRST.len + (size_t)RECORD_RECORDS * (HASH + 1);
    bool is_there = stat(str_c(arena, path), &info) == 0;
    seen->old_most = 1 + (is_there && (uint64_t)info.st_size < most ? (size_t)info.st_size : most);
    seen->old = arena_alloc(arena, seen->old_most, 1);
    return seen;
}

struct SeenReady {
    Arena *arena;
    const Chain *chain;
    char *folder;
    Seen *seen;
    Str memory; /* its path */
};

/* All memory that `consult` needs; NULL after a message. */
static SeenReady *ready(Arena *arena, Str folder, Str name, const Chain *chain, Diags *diags)
{
    if (folder.len == 0) {
        no_memory(STR("no folder is named for it"), STR("neither HOME nor XDG_STATE_HOME is set"),
                  diags);
        return NULL;
    }
    SeenReady *r = NEW(arena, SeenReady);
    *r = (SeenReady){ .arena = arena, .chain = chain };
    r->folder = arena_alloc(arena, folder.len + 1, 1);
    memcpy(r->folder, folder.at, folder.len);
    r->memory = str_printf(arena, "%S/%S", folder, name);
    r->seen = seen_open(arena, r->memory, name, chain);
    return r;
}

/* The folder, the memory of that name in it, and what it says of the chain; false after a message.
 */
static bool consult(SeenReady *r, Verdict *verdict, size_t *number, Diags *diags)
{
    int error = make_folders(r->folder);
    if (!error) error = look(r->folder, r->seen, r->chain, verdict, number);
    return !error || no_memory(r->memory, file_error(error), diags);
}

SeenReady *seen_ready(Arena *arena, Str folder, const Chain *chain, Diags *diags)
{
    return ready(arena, folder, chain->records[0].framework, chain, diags);
}

bool seen_now(SeenReady *r, bool older, Diags *diags)
{
    Verdict verdict = SEEN_FINE;
    size_t number = 0;
    if (!r || !consult(r, &verdict, &number, diags)) return false;
    if (verdict <= SEEN_NEWER || (older && verdict == SEEN_OLDER)) return true;
    return say(r->arena, r->chain, verdict, number, r->memory, diags);
}

bool seen_check(Arena *arena, Str folder, const Chain *chain, bool older, Diags *diags)
{
    return seen_now(seen_ready(arena, folder, chain, diags), older, diags);
}

bool seen_free(Arena *arena, Str folder, const Chain *chain, Str framework, Diags *diags)
{
    Verdict verdict = SEEN_FINE;
    size_t number = 0;
    SeenReady *r = ready(arena, folder, framework, chain, diags);
    if (!r || !consult(r, &verdict, &number, diags)) return false;
    if (verdict == SEEN_NEWER) return true;
    if (verdict == SEEN_STRANGE) return say(arena, chain, verdict, number, r->memory, diags);
    Str args[] = { framework, chain->path, r->memory };
    diag_add(diags, D_SEEN_NAME, args, COUNT_OF(args));
    return false;
}
