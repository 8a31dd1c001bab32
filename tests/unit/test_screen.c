/* test_screen.c -- what is found in data files: cells, bars, hashes, and the same whatever the
 * blocks. SPDX-License-Identifier: Apache-2.0 */
#include "screen/screen.h"
#include "random.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
    Screen screen;
    char path[2][64];
    size_t block;
    uint64_t seed;
} Bench;

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void run(void *arg)
{
    Bench *bench = arg;
    Diags *diags = NEW(&bench->arena, Diags);
    *diags = diags_open(&bench->arena);
    bench->screen = (Screen){ .arena = &bench->arena,
                              .diags = diags,
                              .seed = bench->seed,
                              .block = bench->block,
                              .count = 2 };
    bench->screen.files = NEW_ARRAY(&bench->arena, ScreenFile, 2);
    for (size_t i = 0; i < 2; i++)
        bench->screen.files[i].path = (Str){ bench->path[i], strlen(bench->path[i]) };
    screen_read(&bench->screen);
}

static void begin(Bench *bench, const char *first, const char *second)
{
    const char *texts[] = { first, second };
    *bench = (Bench){ .seed = 1 };
    for (size_t i = 0; i < 2; i++) {
        snprintf(bench->path[i], sizeof bench->path[i], "/tmp/lustrum-screen-XXXXXX");
        int fd = mkstemp(bench->path[i]);
        assert_true(fd >= 0);
        close(fd);
        put(bench->path[i], texts[i]);
    }
}

static void look(Bench *bench, size_t block, uint64_t seed)
{
    bench->arena = arena_open(&bench->guard);
    bench->block = block;
    bench->seed = seed;
    assert_int_equal(guard_run(&bench->guard, run, bench), WHY_NOTHING);
}

static void end(Bench *bench)
{
    for (size_t i = 0; i < 2; i++) unlink(bench->path[i]);
}

static const char SCHOOLS[] = "URN,NAME\n1,Hill\n2,\"Mill, the\nold\"\n3,Lake\n";
static const char PUPILS[] =
    "UPN,URN,P8,JOINED\r\na,1,-0.25,31/08/2026\r\n\r\nb,3,NE,01/02/2025\r\n,,,\r\n"
    "b,9,1.5,31/12/2024\r\nb,3,NE,01/02/2025\r\n";

static void judge(const Screen *screen)
{
    const ScreenFile *schools = &screen->files[0], *pupils = &screen->files[1];
    assert_int_equal(screen->diags->errors, 0);
    assert_int_equal(schools->rows, 3);
    assert_true(screen_is_key(schools, &schools->columns[0]));
    assert_int_equal(schools->lf, 4);
    assert_int_equal(pupils->rows, 4);
    assert_int_equal(pupils->blank_lines, 1);
    assert_int_equal(pupils->empty_rows, 1);
    assert_int_equal(pupils->crlf, 7);
    assert_false(screen_is_key(pupils, &pupils->columns[0]));
    assert_int_equal(pupils->columns[0].set.again, 2);
    assert_int_equal(pupils->columns[0].set.first_again, 6);
    assert_int_equal(pupils->whole.again, 1);
    assert_int_equal(pupils->whole.first_again, 7);
    const ScreenColumn *p8 = &pupils->columns[2];
    assert_int_equal(p8->shape[SHAPE_DECIMAL], 2);
    assert_int_equal(p8->shape[SHAPE_TEXT], 2);
    assert_int_equal(p8->marks.count, 1);
    assert_int_equal(p8->marks.item[0].count, 2);
    assert_int_equal(p8->places, 2);
    assert_int_equal(p8->most, 1500000);
    assert_int_equal(pupils->columns[3].shape[SHAPE_DATE], 4);
    assert_int_equal(pupils->columns[3].date_forms & 3, 2); /* 31/08/2026, not 2026-08-31 */
    assert_int_equal(pupils->columns[3].first_year, 2024);
    assert_int_equal(screen->link_count, 0); /* one of four has none: too many */
}

static void blocks_and_seeds_change_nothing(void **state)
{
    (void)state;
    Bench bench;
    begin(&bench, SCHOOLS, PUPILS);
    for (size_t block = 1; block < 40; block++) {
        look(&bench, block, block * 77);
        judge(&bench.screen);
        arena_close(&bench.arena);
    }
    end(&bench);
}

static void a_column_that_stands_in_a_key_is_found(void **state)
{
    (void)state;
    Bench bench;
    begin(&bench, "URN\n1\n2\n3\n", "P,URN\na,3\nb,\nc,1\n");
    look(&bench, 0, 5);
    assert_int_equal(bench.screen.link_count, 1);
    assert_int_equal(bench.screen.links[0].file, 1);
    assert_int_equal(bench.screen.links[0].column, 1);
    assert_int_equal(bench.screen.links[0].values, 2);
    assert_int_equal(bench.screen.links[0].unmatched, 0);
    arena_close(&bench.arena);
    end(&bench);
}

static void faults_leave_a_file_without_columns(void **state)
{
    (void)state;
    Bench bench;
    begin(&bench, "URN\n1\n2,3\n", "URN\n1\n");
    look(&bench, 0, 5);
    assert_int_equal(bench.screen.diags->errors, 1);
    assert_int_equal(bench.screen.files[0].column_count, 0);
    assert_int_equal(bench.screen.files[1].column_count, 1);
    arena_close(&bench.arena);
    end(&bench);
}

/* ---- cells ---- */

static void cells(void *arg)
{
    static const struct {
        const char *text;
        Shape shape;
    } cases[] = { { "0", SHAPE_WHOLE },
                  { "-7", SHAPE_WHOLE },
                  { "007", SHAPE_WHOLE },
                  { "-", SHAPE_TEXT },
                  { "1.", SHAPE_TEXT },
                  { ".5", SHAPE_TEXT },
                  { "1.50", SHAPE_DECIMAL },
                  { "50%", SHAPE_PERCENT },
                  { "1.5%", SHAPE_PERCENT },
                  { "1%%", SHAPE_TEXT },
                  { "123456789012", SHAPE_WHOLE },
                  { "1234567890123", SHAPE_DIGITS },
                  { "1,204", SHAPE_TEXT },
                  { "1e5", SHAPE_TEXT },
                  { "2026-02-28", SHAPE_DATE },
                  { "2026-02-30", SHAPE_TEXT },
                  { "31/08/2026", SHAPE_DATE },
                  { "31-AUG-2026", SHAPE_DATE },
                  { "2026/27", SHAPE_YEAR },
                  { "2026-27", SHAPE_YEAR },
                  { "2026/28", SHAPE_TEXT },
                  { "SUPP", SHAPE_TEXT },
                  { " 7", SHAPE_TEXT },
                  { "202627", SHAPE_WHOLE } };
    Bench *bench = arg;
    ScreenForms forms = screen_forms(&bench->arena);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ScreenColumn *column = NEW(&bench->arena, ScreenColumn);
        char padded[64 + CSV_PAD] = { 0 };
        snprintf(padded, 64, "%s", cases[i].text);
        screen_cell(column, &forms, &bench->arena, (Str){ padded, strlen(padded) }, true);
        for (int shape = 0; shape < SHAPES; shape++)
            if (column->shape[shape] != (shape == (int)cases[i].shape))
                fail_msg("%s is taken for shape %d", cases[i].text, shape);
    }
}

static void each_cell_has_the_shape_that_it_looks(void **state)
{
    (void)state;
    Bench bench = { .seed = 1 };
    bench.arena = arena_open(&bench.guard);
    assert_int_equal(guard_run(&bench.guard, cells, &bench), WHY_NOTHING);
    arena_close(&bench.arena);
}

/* ---- bars ---- */

static uint64_t random_below(uint64_t *state, uint64_t bound)
{
    return random_next(state) % bound;
}

static void shuffle(int64_t *values, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = random_below(state, i);
        int64_t kept = values[i - 1];
        values[i - 1] = values[j];
        values[j] = kept;
    }
}

static void bars_are_the_same_in_any_order(void **unused)
{
    (void)unused;
    uint64_t state = 42;
    for (size_t round = 0; round < 500; round++) {
        int64_t values[40], spread = (int64_t)1 << random_below(&state, 50);
        size_t count = 1 + random_below(&state, 40);
        for (size_t i = 0; i < count; i++)
            values[i] = (int64_t)random_below(&state, (uint64_t)spread * 2) - spread;
        ScreenBars one = { 0 }, other = { 0 };
        for (size_t i = 0; i < count; i++) bars_add(&one, values[i]);
        shuffle(values, count, &state);
        for (size_t i = 0; i < count; i++) bars_add(&other, values[i]);
        uint64_t sum = 0;
        for (uint32_t i = 0; i < one.used; i++) sum += one.count[i];
        assert_int_equal(sum, count);
        assert_int_equal(one.width, other.width);
        assert_int_equal(one.first, other.first);
        assert_int_equal(one.used, other.used);
        assert_memory_equal(one.count, other.count, sizeof one.count);
        assert_true(one.count[0] && one.count[one.used - 1]);
        for (size_t i = 0; i < count; i++) {
            int64_t low = one.first * one.width;
            assert_true(values[i] >= low && values[i] < low + (int64_t)one.used * one.width);
        }
    }
}

/* ---- hashes ---- */

static void fill(void *arg)
{
    Bench *bench = arg;
    HashSet set = { 0 };
    bench->screen = (Screen){ .arena = &bench->arena };
    char text[32 + CSV_PAD] = { 0 };
    for (uint64_t i = 0; i < 3000; i++) {
        size_t len = (size_t)snprintf(text, 32, "%llu and some more", (unsigned long long)i % 2000);
        bool fresh = hash_put(&bench->screen, &set, hash_of((Str){ text, len }, 7), i);
        assert_int_equal(fresh, i < 2000);
    }
    assert_int_equal(set.count, 2000);
    assert_int_equal(set.again, 1000);
    assert_int_equal(set.first_again, 2000);
    size_t len = (size_t)snprintf(text, 32, "2000 and some more");
    assert_false(hash_has(&set, hash_of((Str){ text, len }, 7)));
    bench->screen.hashes = SCREEN_HASHES; /* no room for more: it is given up, and says so */
    for (uint64_t i = 0; i < 9000 && !set.given_up; i++)
        hash_put(&bench->screen, &set, (Hash){ i * 0x9E3779B97F4A7C15u, 1 }, i);
    assert_true(set.given_up && set.full && !set.slot);
}

static void a_set_grows_and_gives_up(void **state)
{
    (void)state;
    Bench bench = { .seed = 1 };
    bench.arena = arena_open(&bench.guard);
    assert_int_equal(guard_run(&bench.guard, fill, &bench), WHY_NOTHING);
    arena_close(&bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_and_seeds_change_nothing),
        cmocka_unit_test(a_column_that_stands_in_a_key_is_found),
        cmocka_unit_test(faults_leave_a_file_without_columns),
        cmocka_unit_test(each_cell_has_the_shape_that_it_looks),
        cmocka_unit_test(bars_are_the_same_in_any_order),
        cmocka_unit_test(a_set_grows_and_gives_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
