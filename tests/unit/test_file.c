/* test_file.c -- files read whole or not at all, what cannot be written said in words, names of
 * leftovers, trees of any depth. SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "leftover.h"
#include "result/tree.h"
#include "str.h"
#include "result/write.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "place_help.h"

static int open_place(void **state)
{
    return place_open(state, "file");
}

static Str path(Place *place, const char *name)
{
    return str_printf(&place->arena, "%s/%s", place->root, name);
}

static void put(Place *place, const char *name, const char *text)
{
    int fd = file_create(place->fd, name);
    assert_true(fd >= 0);
    assert_int_equal(file_write(fd, (Str){ text, strlen(text) }), 0);
    close(fd);
}

static bool is_there(Place *place, const char *name)
{
    return faccessat(place->fd, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static void a_file_is_read_whole_or_an_error_says_why(void **state)
{
    Place *place = *state;
    Str text;
    put(place, "three", "abc");
    assert_int_equal(file_read(&place->arena, path(place, "three"), 3, &text), 0);
    assert_true(str_eq(text, STR("abc")));
    assert_int_equal(text.at[3], '\0');
    assert_int_equal(file_read(&place->arena, path(place, "three"), 2, &text), EFBIG);
    assert_int_equal(file_read(&place->arena, path(place, "none"), 3, &text), ENOENT);
    assert_int_equal(file_read(&place->arena, path(place, ""), 3, &text), EISDIR);
    assert_int_equal(file_read(&place->arena, STR_EMPTY, 3, &text), ENOENT);
    assert_int_equal(file_read(&place->arena, (Str){ "a\0b", 3 }, 3, &text), ENOENT);
    Str cut = str_printf(&place->arena, "%S!b", path(place, "three")); /* a name that ends within */
    ((char *)(uintptr_t)cut.at)[cut.len - 2] = '\0';
    assert_int_equal(file_read(&place->arena, cut, 3, &text), ENOENT);
    assert_int_equal(file_read(&place->arena, STR("/dev/null"), 3, &text), EINVAL);
    assert_int_equal(symlinkat("three", place->fd, "link"), 0);
    assert_int_equal(file_read(&place->arena, path(place, "link"), 3, &text), 0);
    assert_int_equal(file_read_in(&place->arena, place->fd, STR("three"), 3, &text), 0);
    assert_int_equal(file_read_in(&place->arena, place->fd, STR("link"), 3, &text), EINVAL);
    assert_int_equal(file_create(place->fd, "three"), -1);
    assert_int_equal(errno, EEXIST);
}

/* /proc says 0 bytes of files that have some. */
static void a_file_that_has_grown_is_not_half_read(void **state)
{
    Place *place = *state;
    Str text;
    assert_int_equal(file_read(&place->arena, STR("/proc/self/status"), 1 << 20, &text), EBUSY);
}

static void errors_have_words_and_what_to_do(void **state)
{
    (void)state;
    assert_true(str_eq(file_error(ENOENT), STR("there is no such file")));
    assert_true(str_eq(file_error(EINVAL), STR("it is a pipe or a device, not a file")));
    assert_true(str_eq(file_error(ENXIO), STR("it is a pipe or a device, not a file")));
    assert_true(str_eq(file_error(EIO), STR("Input/output error")));
    assert_true(str_eq(file_error_plain(EINVAL), STR("Invalid argument")));
    assert_true(str_eq(file_error_plain(99999), STR("unknown error")));
    static const int same[][2] = { { ENOENT, ENOTDIR }, { ENOSPC, EDQUOT }, { EACCES, EPERM },
                                   { EACCES, EROFS },   { EISDIR, EISDIR }, { EIO, EAGAIN } };
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_true(str_eq(file_mend(same[i][0]), file_mend(same[i][1])));
    assert_false(str_eq(file_mend(ENOENT), file_mend(ENOSPC)));
    assert_false(str_eq(file_mend(EACCES), file_mend(EISDIR)));
    assert_int_equal(file_mend(EIO).len, 0);
}

/* Only NAME.part-NUMBER of a process that is gone, and only what is a file. */
static void leftovers_are_known_by_their_whole_name(void **state)
{
    Place *place = *state;
    static const char *const kept[] = {
        "file.part-",    "file.part-0",           "file.part-12x",
        "file.part-1/2", "file.part-99999999999", "file.part-2147483648",
        "file.part-:",   "file.part-1",           "filed.part-4000000",
        "other"
    };
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (!strchr(kept[i], '/')) put(place, kept[i], "mine");
    put(place, "file.part-4194305", "half"); /* above what the system numbers */
    Str own = str_printf(&place->arena, "file.part-%u", (uint64_t)getpid());
    put(place, own.at, "half"); /* what this process failed to take away before */
    assert_int_equal(mkdirat(place->fd, "file.part-4194306", 0700), 0);
    leftovers_of_file(path(place, "file").at);
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        if (!strchr(kept[i], '/')) assert_true(is_there(place, kept[i]));
    assert_false(is_there(place, "file.part-4194305"));
    assert_false(is_there(place, own.at));
    assert_true(is_there(place, "file.part-4194306"));
    leftovers_of_file(path(place, "nowhere/file").at);
    char *far = arena_alloc(&place->arena, PATH_MAX + 2, 1);
    memset(far, 'x', PATH_MAX);
    strcpy(far + PATH_MAX, "/");
    leftovers_of_file(far); /* no such path can be opened */
}

/* Somebody writes it still, in another container: the number says nothing, the lock does. */
static void what_is_locked_is_somebodys(void **state)
{
    Place *place = *state;
    put(place, "file.part-4194305", "half");
    int fd = openat(place->fd, "file.part-4194305", O_WRONLY);
    leftover_hold(fd);
    leftovers_of_file(path(place, "file").at);
    assert_true(is_there(place, "file.part-4194305"));
    close(fd);
    leftovers_of_file(path(place, "file").at);
    assert_false(is_there(place, "file.part-4194305"));
}

static bool count_files(void *user, const char *name)
{
    (void)name;
    ++*(int *)user;
    return false;
}

/* Folders in each other, `depth` of them, each called `name`. */
static void nest(Place *place, const char *name, int depth)
{
    int dir = dup(place->fd);
    for (int i = 0; i < depth; i++) {
        assert_int_equal(mkdirat(dir, name, 0700), 0);
        int next = openat(dir, name, O_RDONLY | O_DIRECTORY);
        assert_true(next >= 0);
        close(dir);
        dir = next;
    }
    close(dir);
}

/* The other way round, so that nothing deep is left. */
static void unnest(Place *place, const char *name, int depth)
{
    for (int i = depth; i > 0; i--) {
        int dir = dup(place->fd);
        for (int k = 1; k < i; k++) {
            int next = openat(dir, name, O_RDONLY | O_DIRECTORY);
            assert_true(next >= 0);
            close(dir);
            dir = next;
        }
        assert_int_equal(unlinkat(dir, name, AT_REMOVEDIR), 0);
        close(dir);
    }
}

static void a_tree_is_walked_synced_and_removed_as_deep_as_the_limit(void **state)
{
    Place *place = *state;
    int count = 0;
    assert_int_equal(tree_walk(place->fd, count_files, &count), 0);
    assert_int_equal(count, 0); /* the folder itself is not told */
    nest(place, "d", TREE_DEPTH);
    assert_int_equal(tree_walk(place->fd, count_files, &count), 0);
    assert_int_equal(count, 1); /* the one that is empty */
    assert_int_equal(tree_sync(place->fd), 0);
    assert_true(tree_remove(place->fd, "d"));
    assert_false(is_there(place, "d"));
    assert_true(tree_remove(place->fd, "d")); /* it is gone: so it is */
    nest(place, "d", TREE_DEPTH + 2);
    assert_int_equal(tree_walk(place->fd, count_files, &count), ELOOP);
    assert_int_equal(tree_sync(place->fd), ELOOP);
    assert_false(tree_remove(place->fd, "d"));
    assert_true(is_there(place, "d"));
    Guard guard;
    Arena arena = arena_open(&guard);
    Pool *pool = pool_open(&arena, 2);
    tree_remove_most(place->fd, "d", pool); /* as deep as it goes, by each: no fault */
    pool_close(pool);
    arena_close(&arena);
    unnest(place, "d", TREE_DEPTH + 2);
}

/* A file, or an empty folder, below five folders of 200 bytes: its path has so many in all. */
static int walk_path_of(Place *place, size_t bytes, bool folder, int *count)
{
    char name[200];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    int fds[6] = { place->fd };
    for (int depth = 0; depth < 5; depth++) {
        assert_int_equal(mkdirat(fds[depth], name, 0700), 0);
        fds[depth + 1] = openat(fds[depth], name, O_RDONLY | O_DIRECTORY);
        assert_true(fds[depth + 1] >= 0);
    }
    name[bytes - 5 * sizeof name] = '\0';
    int file = folder ? mkdirat(fds[5], name, 0700) : file_create(fds[5], name);
    assert_true(file >= 0);
    if (!folder) close(file);
    for (int depth = 1; depth <= 5; depth++) close(fds[depth]);
    *count = 0;
    int error = tree_walk(place->fd, count_files, count);
    memset(name, 'n', sizeof name - 1);
    assert_true(tree_remove(place->fd, name));
    return error;
}

static void a_path_may_be_as_long_as_the_limit(void **state)
{
    Place *place = *state;
    int count;
    assert_int_equal(walk_path_of(place, TREE_PATH - 1, false, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(walk_path_of(place, TREE_PATH, false, &count), ENAMETOOLONG);
    assert_int_equal(count, 0);
    assert_int_equal(walk_path_of(place, TREE_PATH + 1, false, &count), ENAMETOOLONG);
    assert_int_equal(walk_path_of(place, TREE_PATH - 2, true, &count), 0); /* and a stroke */
    assert_int_equal(count, 1);
    assert_int_equal(walk_path_of(place, TREE_PATH - 1, true, &count), ENAMETOOLONG);
    assert_int_equal(count, 0);
}

static void paths_longer_than_the_limit_are_an_error(void **state)
{
    Place *place = *state;
    char *name = arena_alloc(&place->arena, TREE_PATH + 1, 1);
    memset(name, 'n', TREE_PATH);
    assert_int_equal(tree_make(place->fd, name), ENAMETOOLONG);
    memset(name, '\0', TREE_PATH);
    memset(name, 'n', 200);
    nest(place, name, TREE_PATH / 200 + 1);
    int count = 0;
    assert_int_equal(tree_walk(place->fd, count_files, &count), ENAMETOOLONG);
    assert_int_equal(count, 0);
    assert_true(tree_remove(place->fd, name)); /* which goes by names, not by paths */
    assert_int_equal(tree_make(place->fd, "a/b/file"), 0);
    assert_int_equal(tree_make(place->fd, "a/b/other"), 0);
    assert_true(is_there(place, "a/b"));
    put(place, "plain", "");
    assert_int_equal(tree_make(place->fd, "plain/file"), 0); /* creating the file will say so */
    assert_int_equal(file_create(place->fd, "plain/file"), -1);
    assert_int_equal(errno, ENOTDIR);
    assert_int_equal(tree_make(place->fd, "plain/deep/file"), ENOTDIR);
}

/* After the first write that failed nothing more is written, and the error is the first. */
static void a_writer_stops_at_its_first_error(void **state)
{
    Place *place = *state;
    Writer writer;
    char digits[SHA256_DIGITS], *much = arena_alloc(&place->arena, 3 * WRITER_BUFFER, 1);
    memset(much, 'x', 3 * WRITER_BUFFER);
    writer_open(&writer, arena_alloc(&place->arena, WRITER_BUFFER, 64),
                open("/dev/full", O_WRONLY));
    writer_add(&writer, (Str){ much, 3 * WRITER_BUFFER });
    assert_int_equal(writer.error, ENOSPC);
    writer_add(&writer, (Str){ much, 3 * WRITER_BUFFER });
    writer_add(&writer, STR("more"));
    assert_int_equal(writer_close(&writer, digits), ENOSPC);
    writer_abandon(&writer); /* it is closed */
}

static void hashes_are_of_plain_files(void **state)
{
    Place *place = *state;
    Str sha256;
    assert_int_equal(sha256_file(&place->arena, place->root, &sha256), EISDIR);
    assert_int_equal(sha256_file(&place->arena, "/dev/null", &sha256), EINVAL);
    assert_int_equal(sha256_file(&place->arena, path(place, "none").at, &sha256), ENOENT);
    put(place, "abc", "abc");
    assert_int_equal(sha256_file(&place->arena, path(place, "abc").at, &sha256), 0);
    assert_true(
        str_eq(sha256, STR("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
}

static void hashes_in_a_folder_are_of_no_links(void **state)
{
    Place *place = *state;
    char digits[SHA256_DIGITS], two[2];
    uint64_t bytes = 7;
    put(place, "abc", "abc");
    /* in steps of two bytes */
    assert_int_equal(sha256_read_in(place->fd, "abc", two, sizeof two, digits, &bytes), 0);
    assert_int_equal(bytes, 3);
    assert_memory_equal(digits, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                        SHA256_DIGITS);
    assert_int_equal(symlinkat("abc", place->fd, "link"), 0);
    assert_int_equal(sha256_read_in(place->fd, "link", two, sizeof two, digits, &bytes), EINVAL);
    assert_int_equal(mkdirat(place->fd, "folder", 0700), 0);
    assert_int_equal(sha256_read_in(place->fd, "folder", two, sizeof two, digits, &bytes), EISDIR);
    assert_int_equal(mkfifoat(place->fd, "pipe", 0600), 0);
    assert_int_equal(sha256_read_in(place->fd, "pipe", two, sizeof two, digits, &bytes), EINVAL);
    assert_int_equal(mknodat(place->fd, "socket", S_IFSOCK | 0600, 0), 0);
    assert_int_equal(sha256_read_in(place->fd, "socket", two, sizeof two, digits, &bytes), EINVAL);
    assert_int_equal(sha256_read_in(place->fd, "none", two, sizeof two, digits, &bytes), ENOENT);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, place_close)
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_read_whole_or_an_error_says_why),
        TEST(a_file_that_has_grown_is_not_half_read),
        TEST(errors_have_words_and_what_to_do),
        TEST(leftovers_are_known_by_their_whole_name),
        TEST(what_is_locked_is_somebodys),
        TEST(a_tree_is_walked_synced_and_removed_as_deep_as_the_limit),
        TEST(a_path_may_be_as_long_as_the_limit),
        TEST(paths_longer_than_the_limit_are_an_error),
        TEST(a_writer_stops_at_its_first_error),
        TEST(hashes_are_of_plain_files),
        TEST(hashes_in_a_folder_are_of_no_links),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
