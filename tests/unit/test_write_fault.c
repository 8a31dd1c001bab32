/* test_write_fault.c -- files and folders are written whole or not at all, whichever call of the
 * system fails: each in turn, once or from then on, with what it may say.  The calls stand here,
 * before those of the C library. SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "leftover.h"
#include "result/folder.h"
#include "result/tree.h"
#include "table/feed.h"
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

/* ---- the calls ---- */

enum { SHORT = -1, ENDED = -2 };

static struct {
    bool on;
    atomic_long count;
    long at;   /* the call that fails; 0: none */
    int error; /* an errno; SHORT: half of what is asked is read or written; ENDED: nothing is read
                */
    bool lasting; /* all later ones, too */
    bool plain;   /* names cannot be exchanged here, as on some file systems */
    bool kept;    /* a name that was to be removed was not */
    bool moves;   /* the call that failed reads or writes ... */
    bool syncs;   /* ... or is fsync */
} plan;

static bool is_due(void)
{
    if (!plan.on) return false;
    long number = atomic_fetch_add(&plan.count, 1) + 1;
    return plan.at && (number == plan.at || (plan.lasting && number > plan.at));
}

static bool fails(void)
{
    if (!is_due() || plan.error < 0) return false;
    errno = plan.error;
    return true;
}

/* How many bytes are moved of so many; 0 where the call fails. */
static size_t some(size_t size)
{
    if (!is_due() || size == 0 || plan.error == ENDED) return size;
    plan.moves = true;
    if (plan.error == SHORT) return (size + 1) / 2;
    errno = plan.error;
    return 0;
}

/* A function that stands for the C library's, by the name that the linker sees. */
#define STAND_IN(type, name, ...)                                                                  \
    type tried_##name(__VA_ARGS__) __asm__(#name);                                                 \
    type tried_##name(__VA_ARGS__)
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

STAND_IN(int, open, const char *path, int flags, ...)
{
    return fails() ? -1 : REAL(openat)(AT_FDCWD, path, flags, 0600);
}
STAND_IN(int, openat, int dir, const char *path, int flags, ...)
{
    return fails() ? -1 : REAL(openat)(dir, path, flags, 0600);
}
STAND_IN(int, __openat_2, int dir, const char *path, int flags)
{
    return fails() ? -1 : REAL(openat)(dir, path, flags, 0600);
}
STAND_IN(ssize_t, read, int fd, void *bytes, size_t size)
{
    long before = plan.count;
    size_t most = some(size);
    bool ends = plan.error == ENDED && plan.at && plan.count > before && plan.count >= plan.at;
    if (ends && (plan.lasting || plan.count == plan.at)) {
        errno = EINTR; /* of an earlier call: it says nothing here */
        return 0;
    }
    return size && !most ? -1 : REAL(read)(fd, bytes, most);
}
STAND_IN(ssize_t, __read_chk, int fd, void *bytes, size_t size, size_t room)
{
    assert_true(size <= room);
    return tried_read(fd, bytes, size);
}
STAND_IN(ssize_t, write, int fd, const void *bytes, size_t size)
{
    size_t most = some(size);
    return size && !most ? -1 : REAL(write)(fd, bytes, most);
}
STAND_IN(int, close, int fd)
{
    int done = REAL(close)(fd);
    return fails() ? -1 : done;
}
STAND_IN(int, fsync, int fd)
{
    if (!fails()) return fcntl(fd, F_GETFD) < 0 ? -1 : 0; /* the disk has no part in this */
    plan.syncs = true;
    return -1;
}
STAND_IN(int, fstat, int fd, struct stat *info)
{
    return fails() ? -1 : REAL(fstat)(fd, info);
}
STAND_IN(int, lstat, const char *path, struct stat *info)
{
    return fails() ? -1 : REAL(lstat)(path, info);
}
STAND_IN(int, fstatat, int dir, const char *path, struct stat *info, int flags)
{
    return fails() ? -1 : REAL(fstatat)(dir, path, info, flags);
}
STAND_IN(int, fchmod, int fd, mode_t mode)
{
    return fails() ? -1 : REAL(fchmod)(fd, mode);
}
STAND_IN(int, mkdirat, int dir, const char *path, mode_t mode)
{
    return fails() ? -1 : REAL(mkdirat)(dir, path, mode);
}
STAND_IN(int, unlink, const char *path)
{
    if (!fails()) return REAL(unlink)(path);
    plan.kept = true;
    return -1;
}
STAND_IN(int, unlinkat, int dir, const char *path, int flags)
{
    return fails() ? -1 : REAL(unlinkat)(dir, path, flags);
}
STAND_IN(int, rename, const char *from, const char *to)
{
    return fails() ? -1 : REAL(rename)(from, to);
}
STAND_IN(int, renameat, int from_dir, const char *from, int to_dir, const char *to)
{
    return fails() ? -1 : REAL(renameat)(from_dir, from, to_dir, to);
}
STAND_IN(int, renameat2, int from_dir, const char *from, int to_dir, const char *to, unsigned how)
{
    errno = EINVAL;
    return plan.plain || fails() ? -1 : REAL(renameat2)(from_dir, from, to_dir, to, how);
}
STAND_IN(int, flock, int fd, int how)
{
    return fails() ? -1 : REAL(flock)(fd, how);
}
STAND_IN(int, kill, pid_t pid, int signal)
{
    return fails() ? -1 : REAL(kill)(pid, signal);
}
STAND_IN(DIR *, fdopendir, int fd)
{
    return fails() ? NULL : REAL(fdopendir)(fd);
}
STAND_IN(struct dirent *, readdir, DIR *list)
{
    return fails() ? NULL : REAL(readdir)(list);
}
STAND_IN(ssize_t, getdents64, int fd, void *room, size_t size)
{
    return fails() ? -1 : REAL(getdents64)(fd, room, size);
}
STAND_IN(off_t, lseek, int fd, off_t to, int from)
{
    return fails() ? -1 : REAL(lseek)(fd, to, from);
}

/* ---- a place to write in ---- */

typedef struct Place {
    Guard guard;
    Arena arena;
    Pool *pool; /* that removes old results; or NULL */
    char root[64];
    pid_t gone; /* a process that is no more */
} Place;

static Str path(Place *place, const char *name)
{
    return str_printf(&place->arena, "%s/%s", place->root, name);
}

static void put(Place *place, const char *name, const char *text, mode_t mode)
{
    int fd = open(path(place, name).at, O_WRONLY | O_CREAT, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static bool holds(Place *place, const char *name, const char *text)
{
    char bytes[64];
    int fd = open(path(place, name).at, O_RDONLY);
    if (fd < 0) return false;
    ssize_t len = read(fd, bytes, sizeof bytes);
    close(fd);
    return len == (ssize_t)strlen(text) && memcmp(bytes, text, (size_t)len) == 0;
}

static bool is_there(Place *place, const char *name)
{
    struct stat info;
    return lstat(path(place, name).at, &info) == 0;
}

static void in_place(Place *place)
{
    const char *room = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* the quicker */
    snprintf(place->root, sizeof place->root, "%s/lustrum-fault-XXXXXX", room);
    assert_non_null(mkdtemp(place->root));
    assert_int_equal(mkdir(path(place, "data").at, 0700), 0);
}

static int count_fds(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++) count += fcntl(fd, F_GETFD) >= 0;
    return count;
}

/* ---- what is written ---- */

#define RULES "rules/deep/er.lustrum"
#define MANIFEST                                                                                   \
    MANIFEST_START ",\n  \"results\": [{\n \"name\": \"School.csv\"},\n {\n \"name\": \"" RULES    \
                   "\"}]}\n"

static bool add_file(Folder *folder, const char *name, const char *text)
{
    Writer *writer = folder_file(folder, (Str){ name, strlen(name) });
    if (writer) writer_add(writer, (Str){ text, strlen(text) });
    return writer && folder_file_done(folder, false, 0);
}

static bool results_are(Place *place, const char *text)
{
    struct stat info;
    bool manifest = lstat(path(place, "out/" MANIFEST_NAME).at, &info) == 0 &&
                    info.st_size == sizeof MANIFEST - 1;
    return manifest && holds(place, "out/School.csv", text) && holds(place, "out/" RULES, text);
}

static bool write_results(Place *place, const char *text)
{
    Folder folder;
    Str data = path(place, "data"), input = path(place, "data/schools.csv");
    bool good = folder_look(&folder, &place->arena, path(place, "out"), &data, 1, &input, 1);
    folder.pool = place->pool;
    good = good && folder_begin(&folder) && add_file(&folder, "School.csv", text) &&
           add_file(&folder, RULES, text) && add_file(&folder, MANIFEST_NAME, MANIFEST) &&
           folder_finish(&folder);
    folder_abandon(&folder);
    return good;
}

static void no_results(Place *place)
{
    char name[64];
    put(place, "data/schools.csv", "URN\n", 0600);
    snprintf(name, sizeof name, "out.part-%d", (int)place->gone);
    assert_int_equal(mkdir(path(place, name).at, 0700), 0);
}

static void old_results(Place *place)
{
    no_results(place);
    assert_true(write_results(place, "one"));
}

static void old_results_and_a_stranger(Place *place)
{
    old_results(place);
    put(place, "out/rules/deep/notes.txt", "mine", 0600);
}

static bool new_results(Place *place)
{
    return write_results(place, "two");
}

static bool results_are_old(Place *place)
{
    return results_are(place, "one");
}

static bool the_stranger_is_there(Place *place)
{
    return results_are(place, "one") && holds(place, "out/rules/deep/notes.txt", "mine");
}

static bool never(Place *place)
{
    (void)place;
    return false;
}

static bool results_are_new(Place *place)
{
    return results_are(place, "two");
}

static bool no_results_are_there(Place *place)
{
    return !is_there(place, "out");
}

static void no_file(Place *place)
{
    char name[64];
    snprintf(name, sizeof name, "file.part-%d", (int)place->gone);
    put(place, name, "half", 0600);
}

static void old_file(Place *place)
{
    no_file(place);
    put(place, "file", "one", 0640);
}

static bool new_file(Place *place)
{
    return file_replace(&place->arena, path(place, "file"), STR("two")) == 0;
}

static bool has_rights(Place *place, mode_t mode)
{
    struct stat info;
    return lstat(path(place, "file").at, &info) == 0 && (info.st_mode & 0777) == mode;
}

static bool file_is_old(Place *place)
{
    return holds(place, "file", "one") && has_rights(place, 0640);
}

static bool file_is_new(Place *place)
{
    return holds(place, "file", "two") && has_rights(place, 0600);
}

/* A file whose rights could not be asked for is its owner's alone. */
static bool file_is_exchanged(Place *place)
{
    return holds(place, "file", "two") && (has_rights(place, 0640) || has_rights(place, 0600));
}

static bool no_file_is_there(Place *place)
{
    return !is_there(place, "file");
}

/* What is read is right, or there is an error: then nothing is read. */
static bool read_file(Place *place)
{
    Str text;
    int dir = AT_FDCWD;
    if (file_read(&place->arena, path(place, "file"), 3, &text) != 0) return false;
    assert_true(str_eq(text, STR("one")));
    Str name = path(place, "file");
    if (file_read_in(&place->arena, dir, name, 3, &text) != 0) return false;
    assert_true(str_eq(text, STR("one")));
    return true;
}

static bool hash_file(Place *place)
{
    Str sha256;
    if (sha256_file(&place->arena, path(place, "file").at, &sha256) != 0) return false;
    if (plan.error == ENDED) return true; /* what is read is hashed, and no more is promised */
    assert_true(str_eq(sha256, sha256_text(&place->arena, STR("one"))));
    return true;
}

static void old_data(Place *place)
{
    put(place, "data.csv", "URN,POINTS\n1,40\n2,41\n", 0600);
}

static bool data_are_old(Place *place)
{
    return holds(place, "data.csv", "URN,POINTS\n1,40\n2,41\n");
}

/* Read in blocks: all that is read is of the file, and an end is the file's. */
static bool feed_data(Place *place)
{
    Feed feed;
    Block block = { .data = NULL };
    char text[64];
    size_t len = 0;
    if (feed_open(&feed, &place->arena, path(place, "data.csv"), 16) != 0) return false;
    while (feed_next(&feed, &block, &place->guard)) {
        feed_hash(&feed, &block);
        memcpy(text + len, block.data, block.len);
        len += block.len;
    }
    bool whole = len == 21 && memcmp(text, "URN,POINTS\n1,40\n2,41\n", 21) == 0;
    bool good = feed.failure == FEED_FINE;
    Str sha256 = feed_sha256(&feed, &place->arena);
    if (good) assert_true(str_eq(sha256, sha256_text(&place->arena, (Str){ text, len })));
    feed_close(&feed);
    assert_true(!good || whole);
    return good;
}

typedef struct Scenario {
    const char *name;
    void (*prepare)(Place *);
    bool (*act)(Place *);
    bool (*is_old)(Place *), (*is_new)(Place *);
    const char *part; /* how what is written is called until it is whole */
} Scenario;

static const Scenario scenarios[] = {
    { "results, new", no_results, new_results, no_results_are_there, results_are_new, "out.part-" },
    { "results, over older ones", old_results, new_results, results_are_old, results_are_new,
      "out.part-" },
    { "results, over what is not all ours", old_results_and_a_stranger, new_results,
      the_stranger_is_there, never, "out.part-" },
    { "a file, new", no_file, new_file, no_file_is_there, file_is_new, "file.part-" },
    { "a file, over an older one", old_file, new_file, file_is_old, file_is_exchanged,
      "file.part-" },
    { "a file, read", old_file, read_file, file_is_old, file_is_old, "file.part-" },
    { "data, fed", old_data, feed_data, data_are_old, data_are_old, "data.csv.part-" },
    { "a file, hashed", old_file, hash_file, file_is_old, file_is_old, "file.part-" },
};

/* One run of it with the plan; how many calls there were. */
static long try_it(const Scenario *scenario, Pool *pool, pid_t gone)
{
    Place place = { .pool = pool, .gone = gone };
    place.arena = arena_open(&place.guard);
    in_place(&place);
    scenario->prepare(&place);
    int fds = count_fds();
    plan.count = 0;
    plan.kept = plan.moves = plan.syncs = false;
    plan.on = true;
    bool good = scenario->act(&place);
    plan.on = false;
    Str part = str_printf(&place.arena, "%s%u", scenario->part, (uint64_t)getpid());
    bool whole = good ? scenario->is_new(&place) : scenario->is_old(&place);
    /* Where nothing works any more it cannot be taken back either, but it is whole. */
    if (!whole && !good && (plan.lasting || plan.plain)) whole = scenario->is_new(&place);
    bool left = is_there(&place, part.at) && !plan.kept && !plan.lasting &&
                plan.error != ENOENT; /* of which it was told that it is gone */
    if (!whole || count_fds() != fds || left)
        fail_msg("%s, call %ld, error %d%s%s: %s: %s", scenario->name, plan.at, plan.error,
                 plan.lasting ? ", lasting" : "", plan.plain ? ", no exchange" : "",
                 good ? "well" : "not well",
                 !whole               ? "not whole"
                 : count_fds() != fds ? "descriptors are left open"
                                      : "a part is left");
    /* What is interrupted or half done is gone on with; what is not kept by the disk is not said to
     * be. */
    if (plan.moves && !plan.lasting && (plan.error == EINTR || plan.error == SHORT))
        assert_true(good || plan.plain || scenario->is_new == never);
    if (plan.syncs) assert_false(good);
    if (!plan.at) assert_true(good || plan.plain || scenario->is_new == never);
    assert_true(tree_remove(AT_FDCWD, place.root));
    arena_close(&place.arena);
    return plan.count;
}

/* A process that has been: its number is nobody's now. */
static pid_t nobody(void)
{
    pid_t child = fork();
    if (child == 0) _exit(0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    return child;
}

static void sweep(const int *errors, size_t count, Pool *pool)
{
    pid_t gone = nobody();
    for (size_t s = 0; s < COUNT_OF(scenarios); s++) {
        plan.at = 0;
        long total = try_it(&scenarios[s], pool, gone);
        assert_true(total > 3);
        for (size_t e = 0; e < count; e++)
            for (long at = 1; at <= total; at++) {
                plan.at = at;
                plan.error = errors[e];
                plan.lasting = false;
                try_it(&scenarios[s], pool, gone);
                plan.lasting = errors[e] == EIO || errors[e] == ENOENT || errors[e] == ENDED;
                if (plan.lasting) try_it(&scenarios[s], pool, gone);
                plan.lasting = false;
            }
    }
}

static void whatever_call_fails_it_is_the_old_or_the_new(void **state)
{
    static const int errors[] = { EIO, EINTR, EINVAL, EEXIST, ENOENT, ENOSYS, ESRCH, SHORT, ENDED };
    (void)state;
    sweep(errors, COUNT_OF(errors), NULL);
}

/* A descriptor is one, whatever its number. */
static void also_where_the_first_descriptor_is_nought(void **state)
{
    static const int errors[] = { EIO };
    (void)state;
    int input = dup(0);
    assert_true(input > 0);
    close(0);
    sweep(errors, COUNT_OF(errors), NULL);
    assert_int_equal(dup2(input, 0), 0);
    close(input);
}

static void also_where_names_cannot_be_exchanged(void **state)
{
    static const int errors[] = { EIO, EEXIST, ENOTEMPTY };
    (void)state;
    plan.plain = true;
    sweep(errors, COUNT_OF(errors), NULL);
    plan.plain = false;
}

static void also_where_many_threads_remove_what_was(void **state)
{
    static const int errors[] = { EIO };
    (void)state;
    Guard guard;
    Arena arena = arena_open(&guard);
    Pool *pool = pool_open(&arena, 3);
    sweep(errors, COUNT_OF(errors), pool);
    pool_close(pool);
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_call_fails_it_is_the_old_or_the_new),
        cmocka_unit_test(also_where_the_first_descriptor_is_nought),
        cmocka_unit_test(also_where_names_cannot_be_exchanged),
        cmocka_unit_test(also_where_many_threads_remove_what_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
