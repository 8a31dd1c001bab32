/* test_feed.c -- a file read in blocks: cuts, limits, and a file that does not stay what it was.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "table/csv.h"
#include "table/feed.h"
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
    char path[64];
    Feed feed;
    Block block;
} Bench;

static void put(Bench *bench, const char *text, size_t size, const char *mode)
{
    FILE *file = fopen(bench->path, mode);
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void start(Bench *bench, const char *text, size_t size, size_t step)
{
    put(bench, text, size, "wb");
    bench->block = (Block){ 0 };
    bench->arena = arena_open(&bench->guard);
    Str path = { bench->path, strlen(bench->path) };
    assert_int_equal(feed_open(&bench->feed, &bench->arena, path, step), 0);
}

static void finish(Bench *bench)
{
    feed_close(&bench->feed);
    arena_close(&bench->arena);
}

static bool next(Bench *bench)
{
    return feed_next(&bench->feed, &bench->block, &bench->guard);
}

static void read_blocks(void *arg)
{
    Bench *bench = arg;
    static const char text[] = "a,b\n1,\"x\ny\"\n22,3\n\n4,5";
    for (size_t step = 1; step < 30; step++) {
        char all[64];
        size_t used = 0, hashed = 0;
        start(bench, text, strlen(text), step);
        while (next(bench)) {
            const Block *b = &bench->block;
            memcpy(all + used, b->data, b->len);
            used += b->len;
            hashed += b->filled - b->carried;
            feed_hash(&bench->feed, b);
            if (b->len) assert_int_equal(b->data[b->len - 1], '\n');
            assert_int_equal(b->made_newline, bench->feed.ended);
        }
        assert_int_equal(used, strlen(text) + 1);
        assert_memory_equal(all, text, strlen(text));
        assert_int_equal(hashed, strlen(text));
        assert_int_equal(bench->feed.bytes, strlen(text));
        assert_int_equal(bench->feed.failure, FEED_FINE);
        Str hash = feed_sha256(&bench->feed, &bench->arena);
        assert_int_equal(hash.len, 64);
        assert_memory_equal(hash.at,
                            "e56f61d4872abd21626e7ff6719ff0806ecb101f6fdd598cde5138dfd3e19646", 64);
        finish(bench);
    }
}

static void blocks_are_whole_records_and_all_bytes_are_hashed(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, read_blocks, bench), WHY_NOTHING);
}

static void change_file(void *arg)
{
    Bench *bench = arg;
    enum { LENGTH = 4096 }; /* more than the first look takes at once */
    char text[LENGTH];
    for (size_t i = 0; i < LENGTH; i++) text[i] = "1,2\n"[i % 4];
    for (int how = 0; how < 6; how++) {
        start(bench, text, LENGTH, 8);
        struct timespec when[] = { bench->feed.before.st_atim, bench->feed.before.st_mtim };
        assert_true(next(bench));
        if (how == 0) assert_int_equal(truncate(bench->path, LENGTH / 2), 0);
        if (how == 1) put(bench, "1,1\n", 4, "ab");
        if (how == 3) put(bench, "1,1", 3, "ab"); /* a record without an end */
        if (how == 4) when[1].tv_sec -= 1;        /* written, and as long as before */
        if (how == 5) when[1].tv_nsec ^= 1;
        if (how >= 4) assert_int_equal(utimensat(AT_FDCWD, bench->path, when, 0), 0);
        while (next(bench)) continue;
        assert_int_equal(bench->feed.failure, how == 2 ? FEED_FINE : FEED_CHANGED);
        finish(bench);
    }
}

/* A file of the system, which has no length before it is read. */
static void read_without_length(void *arg)
{
    Bench *bench = arg;
    bench->arena = arena_open(&bench->guard);
    bench->block = (Block){ 0 };
    assert_int_equal(feed_open(&bench->feed, &bench->arena, STR("/proc/self/status"), 64), 0);
    while (next(bench)) continue;
    assert_true(bench->feed.bytes > 0);
    assert_int_equal(bench->feed.failure, FEED_CHANGED);
    finish(bench);
}

static void a_file_longer_than_it_said_has_changed(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, read_without_length, bench), WHY_NOTHING);
}

static void a_file_that_changes_is_noticed(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, change_file, bench), WHY_NOTHING);
}

static void read_long(void *arg)
{
    Bench *bench = arg;
    char *text = malloc(LIMIT_RECORD + 64);
    for (size_t over = 0; over < 2; over++)
        for (int inside = 0; inside < 2; inside++) {
            size_t n = 4;
            memcpy(text, "a,b\n", 4);
            memset(text + n, 'x', LIMIT_RECORD + over);
            if (inside) text[n] = '"';
            n += LIMIT_RECORD + over;
            if (inside && !over) text[n - 1] = '"';
            memcpy(text + n, "\n1,2\n", 5);
            start(bench, text, n + 5, 256 << 10);
            size_t used = 0;
            while (next(bench)) used += bench->block.len;
            assert_int_equal(bench->feed.failure, over ? FEED_LONG : FEED_FINE);
            if (!over) assert_int_equal(used, n + 5);
            if (over && !inside) assert_int_equal(used, 4);
            if (over) assert_int_equal(bench->feed.failed_inside, inside);
            if (over) assert_true(bench->feed.bytes < (17u << 20));
            finish(bench);
        }
    free(text);
}

static void a_record_may_have_16_mebibytes_and_no_more(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, read_long, bench), WHY_NOTHING);
}

static void read_ends(void *arg)
{
    Bench *bench = arg;
    static const struct {
        const char *text;
        size_t size;
        FeedFailure failure;
        bool unfinished;
        uint64_t at, lines;
    } ends[] = {
        { "a\n1\n\x1A", 5, FEED_CTRL_Z, false, 4, 0 },
        { "a\n1\n2\x1A", 6, FEED_CTRL_Z, false, 5, 0 },
        { "a\n1\n2\0\n", 7, FEED_NUL, false, 5, 0 },
        { "a\n1\n\"2\n\n\0\n", 10, FEED_NUL, false, 8, 2 },
        { "a\n1\n\"2\n", 7, FEED_FINE, true, 0, 0 },
        { "a\n1\r", 4, FEED_FINE, true, 0, 0 },
        { "", 0, FEED_FINE, false, 0, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        for (size_t step = 1; step < 12; step++) {
            start(bench, ends[i].text, ends[i].size, step);
            bool unfinished = false;
            while (next(bench)) {
                unfinished = bench->block.unfinished;
                assert_false(unfinished && bench->block.made_newline); /* it is left as it is */
            }
            assert_int_equal(bench->feed.failure, ends[i].failure);
            assert_int_equal(unfinished, ends[i].unfinished);
            if (ends[i].failure) {
                assert_int_equal(bench->feed.failed_at, ends[i].at);
                assert_int_equal(bench->feed.failed_lines, ends[i].lines);
            }
            finish(bench);
        }
}

static void bad_ends_are_told_with_their_place(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, read_ends, bench), WHY_NOTHING);
}

static void open_nothing(void *arg)
{
    Bench *bench = arg;
    bench->arena = arena_open(&bench->guard);
    assert_int_equal(feed_open(&bench->feed, &bench->arena, STR("/nowhere/at/all"), 9), ENOENT);
    assert_int_equal(feed_open(&bench->feed, &bench->arena, STR("/tmp"), 9), EISDIR);
    assert_int_equal(feed_open(&bench->feed, &bench->arena, STR("/tmp\0x"), 9), ENOENT);
    assert_int_equal(feed_open(&bench->feed, &bench->arena, STR_EMPTY, 9), ENOENT);
    feed_close(&bench->feed);
    arena_close(&bench->arena);
}

static void what_is_no_file_is_not_opened(void **state)
{
    Bench *bench = *state;
    assert_int_equal(guard_run(&bench->guard, open_nothing, bench), WHY_NOTHING);
}

static int make(void **state)
{
    Bench *bench = calloc(1, sizeof *bench);
    snprintf(bench->path, sizeof bench->path, "/tmp/lustrum-feed-%d", (int)getpid());
    *state = bench;
    return bench ? 0 : -1;
}

static int unmake(void **state)
{
    Bench *bench = *state;
    unlink(bench->path);
    free(bench);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(blocks_are_whole_records_and_all_bytes_are_hashed, make,
                                        unmake),
        cmocka_unit_test_setup_teardown(a_file_that_changes_is_noticed, make, unmake),
        cmocka_unit_test_setup_teardown(a_file_longer_than_it_said_has_changed, make, unmake),
        cmocka_unit_test_setup_teardown(a_record_may_have_16_mebibytes_and_no_more, make, unmake),
        cmocka_unit_test_setup_teardown(bad_ends_are_told_with_their_place, make, unmake),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_not_opened, make, unmake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
