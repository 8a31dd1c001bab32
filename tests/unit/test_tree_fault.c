/* test_tree_fault.c -- trees of which a part cannot be removed, or is removed by somebody else in
 * the same moment.  The call stands here, before that of the C library.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/tree.h"
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "place_help.h"

static int stuck; /* what the call says of files called so: EPERM; 0: nothing special */

int tried_unlinkat(int dir, const char *path, int flags) __asm__("unlinkat");
int tried_unlinkat(int dir, const char *path, int flags)
{
    int (*real)(int, const char *, int) = (__typeof__(real))dlsym(RTLD_NEXT, "unlinkat");
    if (stuck && strcmp(path, "stuck") == 0) {
        errno = stuck;
        return -1;
    }
    int done = real(dir, path, flags);
    if (strcmp(path, "gone") != 0) return done;
    errno = ENOENT; /* somebody was before us */
    return -1;
}

static int open_place(void **state)
{
    return place_open(state, "tree");
}

static int close_place(void **state)
{
    stuck = 0;
    return place_close(state);
}

static bool is_there(const Place *place, const char *path)
{
    return faccessat(place->fd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* out/a/b/NAME among many others, and a link that leads out of it. */
static void make_tree(const Place *place, const char *name)
{
    char path[64];
    assert_int_equal(mkdirat(place->fd, "kept", 0700), 0);
    assert_int_equal(mkdirat(place->fd, "kept/own", 0700), 0);
    assert_int_equal(mkdirat(place->fd, "out", 0700), 0);
    assert_int_equal(tree_make(place->fd, "out/a/b/"), 0);
    assert_int_equal(symlinkat("../kept", place->fd, "out/link"), 0);
    for (int i = 0; i <= 300; i++) { /* more than one list has room for */
        snprintf(path, sizeof path, "out/a/%s%d", i % 2 ? "b/file" : "file", i);
        if (i == 300) snprintf(path, sizeof path, "out/a/b/%s", name);
        int fd = openat(place->fd, path, O_WRONLY | O_CREAT | O_EXCL, 0600);
        assert_true(fd >= 0);
        close(fd);
    }
}

static void what_cannot_be_removed_ends_it(void **state)
{
    Place *place = *state;
    make_tree(place, "stuck");
    stuck = EPERM;
    assert_false(tree_remove(place->fd, "out"));
    assert_true(is_there(place, "out/a/b/stuck"));
    stuck = EIO;
    assert_false(tree_remove(place->fd, "out"));
    stuck = 0;
    assert_true(tree_remove(place->fd, "out"));
    assert_false(is_there(place, "out"));
    assert_true(is_there(place, "kept/own")); /* links are not followed */
}

static void what_is_gone_already_is_removed(void **state)
{
    Place *place = *state;
    make_tree(place, "gone");
    assert_true(tree_remove(place->fd, "out"));
    assert_false(is_there(place, "out"));
    assert_true(tree_remove(place->fd, "out")); /* it is not there: nothing is to be done */
    int fd = openat(place->fd, "file", O_WRONLY | O_CREAT, 0600);
    close(fd);
    assert_false(tree_remove(place->fd, "file")); /* it is no folder */
    assert_true(is_there(place, "file"));
    assert_int_equal(symlinkat("kept", place->fd, "way"), 0);
    assert_false(tree_remove(place->fd, "way"));
    assert_true(is_there(place, "kept/own"));
}

static void threads_remove_most(void **state)
{
    Place *place = *state;
    for (unsigned threads = 1; threads <= 3; threads++) {
        Pool *pool = pool_open(&place->arena, threads);
        make_tree(place, "stuck");
        stuck = EPERM;
        tree_remove_most(place->fd, "out", pool);
        stuck = 0;
        bool alone = pool_size(pool) == 1; /* then it is left to who removes the rest */
        assert_true(is_there(place, "out/a/b/stuck"));
        assert_true(is_there(place, "out/link") == alone);
        assert_true(is_there(place, "out/a/file0") == alone);
        assert_true(is_there(place, "out/a/b/file299") == alone);
        assert_true(is_there(place, "kept/own"));
        assert_true(tree_remove(place->fd, "out"));
        assert_true(tree_remove(place->fd, "kept"));
        pool_close(pool);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = { TEST(what_cannot_be_removed_ends_it),
                                        TEST(what_is_gone_already_is_removed),
                                        TEST(threads_remove_most) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
