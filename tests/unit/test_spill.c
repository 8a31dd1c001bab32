/* test_spill.c -- blocks beyond a limit lie in a file, keep their bytes while they leave memory,
 * and what cannot be had is told. SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"
#include "spill.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <cmocka.h>

enum { MIB = 1 << 20 };

/* A folder that is not in memory. */
static const char *disk(void)
{
    struct statfs info;
    return statfs(".", &info) == 0 && info.f_type == TMPFS_MAGIC ? "/var/tmp" : ".";
}

static Spill *opened(uint64_t most, bool always)
{
    Spill *spill = spill_open((SpillSettings){ .most = most, .folder = disk(), .always = always });
    assert_non_null(spill);
    return spill;
}

/* How many files the process has open, and of the last one the size and whether it has a name. */
static int open_files(struct stat *last)
{
    int count = 0;
    for (int fd = 3; fd < 100; fd++) {
        struct stat info;
        if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size == 0) continue;
        *last = info;
        count++;
    }
    return count;
}

static void fill(uint32_t *block, size_t count, uint32_t with)
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(block[i], 0);
        block[i] = (uint32_t)i * 7 + with;
    }
}

static void look(const uint32_t *block, size_t count, uint32_t with)
{
    for (size_t i = 0; i < count; i++) assert_int_equal(block[i], (uint32_t)i * 7 + with);
}

static void half_is_held_and_the_rest_is_not(void **state)
{
    (void)state;
    Spill *spill = opened(8 * MIB, false);
    uint32_t slot[6], *block[6];
    struct stat before = { 0 }, info = { 0 };
    int files = open_files(&before);
    for (uint32_t i = 0; i < 6; i++) {
        block[i] = spill_take(spill, MIB, SPILL_IN_ORDER, &slot[i]);
        assert_non_null(block[i]);
        assert_int_equal(open_files(&info), files + (i >= 4));
        fill(block[i], MIB / 4, i);
        spill_ease(spill);
    }
    assert_int_equal(info.st_nlink, 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_uid, geteuid());
    for (uint32_t i = 0; i < 6; i++) look(block[i], MIB / 4, i);
    /* What is given back is held for others, and its place on the disk is free. */
    spill_give(spill, block[0], MIB, slot[0]);
    block[0] = spill_take(spill, MIB, SPILL_IN_ORDER, &slot[0]);
    fill(block[0], MIB / 4, 9);
    spill_give(spill, block[5], MIB, slot[5]);
    block[5] = spill_take(spill, MIB, SPILL_IN_ORDER, &slot[5]);
    assert_int_equal(slot[5] > 1, true);
    fill(block[5], MIB / 4, 10);
    look(block[4], MIB / 4, 4);
    for (uint32_t i = 0; i < 6; i++) spill_give(spill, block[i], MIB, slot[i]);
    spill_close(spill);
    assert_int_equal(open_files(&info), files);
}

static void pages_leave_memory_and_come_back(void **state)
{
    (void)state;
    Guard guard;
    Arena arena = arena_open(&guard);
    arena.spill = opened(64 * MIB, true);
    uint32_t *big[40], *small[40];
    for (uint32_t i = 0; i < 40; i++) {
        big[i] = arena_big(&arena, 100000 + i * 4096);
        small[i] = NEW_ARRAY(&arena, uint32_t, 3000);
        fill(big[i], 25000, i);
        fill(small[i], 3000, i + 100);
        spill_ease(arena.spill);
    }
    for (uint32_t i = 0; i < 40; i += 2) arena_big_free(&arena, big[i]);
    for (uint32_t i = 1; i < 40; i += 2) {
        big[i] = arena_big_resize(&arena, big[i], 400000);
        spill_ease(arena.spill);
        look(big[i], 25000, i);
        assert_int_equal(big[i][99999], 0);
        look(small[i], 3000, i + 100);
    }
    Spill *spill = arena.spill;
    arena_reset(&arena);
    fill(NEW_ARRAY(&arena, uint32_t, 3000), 3000, 1);
    arena_close(&arena);
    spill_close(spill);
}

/* ---- what cannot be had ---- */

typedef struct Wanting {
    Guard guard;
    Arena arena;
    bool by_chance;
    size_t taken;
} Wanting;

static void want_all(void *arg)
{
    Wanting *wanting = arg;
    while (wanting->taken < (size_t)1 << 30) {
        if (wanting->by_chance)
            arena_big_held(&wanting->arena, MIB);
        else
            arena_big(&wanting->arena, MIB);
        wanting->taken += MIB;
    }
}

static SpillState fault_of(const char *folder, bool by_chance, uint64_t most)
{
    Wanting wanting = { .by_chance = by_chance };
    Spill *spill = spill_open((SpillSettings){ .most = most, .folder = folder });
    assert_non_null(spill);
    wanting.arena = arena_open(&wanting.guard);
    wanting.arena.spill = spill;
    assert_int_equal(guard_run(&wanting.guard, want_all, &wanting), WHY_SPILL);
    arena_close(&wanting.arena);
    SpillState seen = spill_state(spill);
    spill_close(spill);
    return seen;
}

static void what_cannot_be_had_is_told(void **state)
{
    (void)state;
    SpillState seen = fault_of("no_such_folder", false, 8 * MIB);
    assert_int_equal(seen.fault, SPILL_FOLDER);
    assert_int_equal(seen.error, ENOENT);
    struct statfs info;
    if (statfs("/dev/shm", &info) == 0 && access("/dev/shm", W_OK) == 0)
        assert_int_equal(fault_of("/dev/shm", false, 8 * MIB).fault, SPILL_MEMORY);
    seen = fault_of(disk(), true, 8 * MIB);
    assert_int_equal(seen.fault, SPILL_LIMIT);
    assert_true(seen.needed > 26 * MIB &&
                seen.needed < 32 * MIB); /* with all that is not counted */
    /* A disk that is full after ten blocks. */
    struct rlimit before, few = { .rlim_cur = 10 * MIB };
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    few.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
    seen = fault_of(disk(), false, 8 * MIB);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(seen.fault, SPILL_DISK);
    assert_int_equal(seen.error, EFBIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(half_is_held_and_the_rest_is_not),
        cmocka_unit_test(pages_leave_memory_and_come_back),
        cmocka_unit_test(what_cannot_be_had_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
