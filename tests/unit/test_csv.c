/* test_csv.c -- both lanes of the splitter read what libcsv reads, wherever blocks are cut.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "table/split.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
    Csv fast, slow;
} Bench;

static uint64_t next_random(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* A copy with the room after it that the splitter asks for, filled with what would mislead it. */
static Str padded(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, s.len + CSV_PAD, 1);
    if (s.len) memcpy(copy, s.at, s.len);
    for (int i = 0; i < CSV_PAD; i++) copy[s.len + (size_t)i] = "\n,\"\r"[i % 4];
    return (Str){ copy, s.len };
}

static Str cell_of(const CsvRows *rows, uint32_t r, uint32_t c)
{
    const uint32_t *end = rows->end + (size_t)r * rows->columns;
    uint32_t at = c ? end[c - 1] + 1 : csv_row_start(rows, r);
    return (Str){ rows->base + at, end[c] - at };
}

static void assert_str(Str got, Str want)
{
    if (!str_eq(got, want))
        fail_msg("got '" STR_FMT "', wanted '" STR_FMT "'", STR_ARG(got), STR_ARG(want));
}

static void assert_same_rows(const Csv *a, const Csv *b)
{
    assert_int_equal(a->records, b->records);
    assert_int_equal(a->lines, b->lines);
    assert_int_equal(a->crlf, b->crlf);
    assert_int_equal(a->lf, b->lf);
    assert_int_equal(a->failure, b->failure);
    assert_int_equal(a->odd_count, b->odd_count);
    assert_int_equal(a->plain, b->plain);
    assert_int_equal(a->rows.count, b->rows.count);
    for (uint32_t r = 0; r < a->rows.count; r++) {
        assert_int_equal(csv_row_size(a, r), csv_row_size(b, r));
        assert_int_equal(a->rows.record ? a->rows.record[r] : r,
                         b->rows.record ? b->rows.record[r] : r);
        assert_int_equal(a->rows.line ? a->rows.line[r] : r, b->rows.line ? b->rows.line[r] : r);
        for (uint32_t c = 0; c < a->rows.columns; c++)
            assert_str(cell_of(&a->rows, r, c), cell_of(&b->rows, r, c));
    }
}

/* Mostly rows of the right length, sometimes of bytes that matter anywhere. */
static Str random_text(Arena *arena, uint64_t *state, uint32_t columns, char separator)
{
    static const char bytes[] = "ab1 .-\t\xC3\xA9\x01";
    Text text = text_open(arena);
    size_t rows = next_random(state) % 40, kind = next_random(state) % 8;
    bool crlf = next_random(state) % 3 == 0;
    for (size_t r = 0; r < rows; r++) {
        uint32_t cells = columns;
        if (kind == 1 && next_random(state) % 20 == 0) cells = (uint32_t)(next_random(state) % 6);
        for (uint32_t c = 0; c < cells; c++) {
            if (c) text_byte(&text, separator);
            bool quoted = kind == 2 && next_random(state) % 6 == 0;
            bool simply = kind == 6 && next_random(state) % 3; /* as most files with quotes */
            if (simply) text_byte(&text, '"');
            if (quoted) text_byte(&text, '"');
            size_t n = next_random(state) % (kind == 3 ? 90 : 7);
            for (size_t i = 0; i < n; i++) {
                if (simply && next_random(state) % 9 == 0) text_byte(&text, separator);
                uint64_t x = next_random(state);
                if (quoted && x % 9 == 0)
                    text_add(&text, STR("\"\""));
                else if (quoted && x % 9 == 1)
                    text_byte(&text, '\n');
                else if (kind == 4 && x % 30 == 0)
                    text_byte(&text, "\"\r\n,"[x / 64 % 4]);
                else
                    text_byte(&text, bytes[x % (sizeof bytes - 1)]);
            }
            if (simply && next_random(state) % 400) text_byte(&text, '"');
            if (kind == 6 && next_random(state) % 400 == 0) text_byte(&text, '"');
            if (quoted) text_byte(&text, '"');
        }
        if (crlf || (kind == 5 && next_random(state) % 5 == 0)) text_byte(&text, '\r');
        text_byte(&text, '\n');
    }
    return padded(arena, text_str(&text));
}

/* All ways to find places find the same ones, and see quotes and other bytes alike. */
static void ways_agree(Arena *arena, Str text, char separator)
{
    SplitFind *ways[SPLIT_WAYS];
    size_t count = split_ways(ways);
    SplitPlaces all[SPLIT_WAYS] = { 0 };
    for (size_t i = 0; i < count; i++) {
        all[i].arena = arena;
        bool good = ways[i](&all[i], text, separator);
        assert_true(good == !all[i].quotes);
        assert_int_equal(all[i].count, all[0].count);
        assert_int_equal(all[i].newlines, all[0].newlines);
        assert_int_equal(all[i].quotes, all[0].quotes);
        assert_int_equal(all[i].special, all[0].special);
        assert_memory_equal(all[i].at, all[0].at, sizeof(uint32_t) * all[0].count);
    }
    size_t met = 0; /* byte by byte */
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\n' && text.at[i] != separator) continue;
        assert_true(met < all[0].count);
        assert_int_equal(all[0].at[met++], i);
    }
    assert_int_equal(met, all[0].count);
}

static void lanes_agree(void *arg)
{
    Bench *bench = arg;
    uint64_t state = 88172645463325252u;
    size_t taken = 0, with_quotes = 0;
    for (int i = 0; i < 20000; i++) {
        Arena arena = arena_open(&bench->guard);
        uint32_t columns = 1 + (uint32_t)(next_random(&state) % 5);
        char separator = ",;\t"[next_random(&state) % 3];
        Csv fast = csv_open(&arena, separator, columns, false, false);
        Csv slow = csv_open(&arena, separator, columns, false, false);
        Str text = random_text(&arena, &state, columns, separator);
        csv_slow(&slow, text, false);
        ways_agree(&arena, text, separator);
        if (csv_fast(&fast, text)) {
            taken++;
            with_quotes += text.len && memchr(text.at, '"', text.len) != NULL;
            assert_same_rows(&fast, &slow);
        }
        arena_close(&arena);
    }
    assert_true(taken > 5000);
    assert_true(with_quotes > 500);
}

static void look_at_all_bytes(void *arg)
{
    Bench *bench = arg;
    uint64_t state = 424242;
    for (int i = 0; i < 400; i++) {
        Arena arena = arena_open(&bench->guard);
        size_t len = next_random(&state) % (i < 300 ? 400 : 20000);
        char *bytes = arena_alloc(&arena, len + 1, 1);
        int kind = i % 4; /* any bytes; few separators; mostly separators; one special byte */
        for (size_t k = 0; k < len; k++) {
            uint64_t x = next_random(&state);
            bytes[k] = kind == 0 ? (char)x : kind == 1 ? "abcdefgh;\n"[x % 10] : ";\n;a"[x % 4];
        }
        if (len && kind == 3) bytes[next_random(&state) % len] = (char)next_random(&state);
        ways_agree(&arena, padded(&arena, (Str){ bytes, len }), ';');
        arena_close(&arena);
    }
}

static void all_ways_find_the_same_places(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, look_at_all_bytes, &bench), WHY_NOTHING);
    SplitFind *ways[SPLIT_WAYS];
    assert_int_equal(setenv("LUSTRUM_LANE", "portable", 1), 0);
    assert_int_equal(split_ways(ways), 1);
    assert_true(ways[0] == split_places);
    assert_int_equal(unsetenv("LUSTRUM_LANE"), 0);
}

static void the_fast_lane_reads_what_libcsv_reads(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, lanes_agree, &bench), WHY_NOTHING);
}

static void cuts_change_nothing(void *arg)
{
    Bench *bench = arg;
    uint64_t state = 1234567;
    for (int i = 0; i < 3000; i++) {
        Arena arena = arena_open(&bench->guard);
        uint32_t columns = 1 + (uint32_t)(next_random(&state) % 4);
        Csv whole = csv_open(&arena, ',', columns, false, false);
        Csv part = csv_open(&arena, ',', columns, false, false);
        Str text = random_text(&arena, &state, columns, ',');
        csv_split(&whole, text, false);
        if (!whole.failure && !csv_look(text, false).inside) {
            uint32_t row = 0;
            uint64_t records = 0, lines = 0;
            size_t step = 1 + next_random(&state) % (text.len + 1);
            for (size_t from = 0, to; from < text.len; from = to) {
                size_t wanted = step;
                CsvLook look;
                do {
                    to = from + wanted < text.len ? from + wanted : text.len;
                    look = csv_look(padded(&arena, str_slice(text, from, to)), false);
                    wanted++;
                } while (!look.found && to < text.len);
                assert_true(look.found);
                to = from + look.cut;
                csv_split(&part, padded(&arena, str_slice(text, from, to)), false);
                assert_int_equal(part.failure, CSV_FINE);
                for (uint32_t r = 0; r < part.rows.count; r++, row++)
                    for (uint32_t c = 0; c < columns; c++)
                        assert_str(cell_of(&part.rows, r, c), cell_of(&whole.rows, row, c));
                records += part.records;
                lines += part.lines;
            }
            assert_int_equal(row, whole.rows.count);
            assert_int_equal(records, whole.records);
            assert_int_equal(lines, whole.lines);
        }
        arena_close(&arena);
    }
}

static void blocks_may_be_cut_at_any_record(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, cuts_change_nothing, &bench), WHY_NOTHING);
}

static void looks_agree(void *arg)
{
    Bench *bench = arg;
    uint64_t state = 99;
    for (int i = 0; i < 20000; i++) {
        Arena arena = arena_open(&bench->guard);
        size_t n = next_random(&state) % 300;
        char *at = arena_alloc(&arena, n + CSV_PAD, 1);
        memset(at + n, '"', CSV_PAD);
        for (size_t k = 0; k < n; k++) at[k] = "aaaaaaa\n\"b,\r"[next_random(&state) % 12];
        if (n && i % 10 == 0) at[next_random(&state) % n] = '\0';
        bool inside = i & 1, in = inside, nul = false;
        size_t cut = 0;
        for (size_t k = 0; k < n && !nul; k++) {
            nul = at[k] == '\0';
            in ^= at[k] == '"';
            if (at[k] == '\n' && !in) cut = k + 1;
        }
        CsvLook look = csv_look((Str){ at, n }, inside);
        assert_int_equal(look.nul, nul);
        if (!nul) {
            assert_int_equal(look.inside, in);
            assert_int_equal(look.found, cut != 0);
            if (cut) assert_int_equal(look.cut, cut);
        }
        arena_close(&arena);
    }
}

static void the_look_finds_the_last_record_end(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, looks_agree, &bench), WHY_NOTHING);
}

typedef struct Case {
    Str text;
    uint32_t columns;
    bool unfinished;
    CsvFailure failure;
    uint32_t rows, odd, record, line, opened;
} Case;

static const Case cases[] = {
    { STR("a,b\n1,2\n"), 2, false, CSV_FINE, 2, 0, 0, 0, 0 },
    { STR("a,b\n1,2\n3\n"), 2, false, CSV_FINE, 2, 1, 0, 0, 0 },
    { STR("a,b\n\n3,4\n"), 2, false, CSV_FINE, 2, 1, 0, 0, 0 },
    { STR("a,b\r\n\r\n3,4\r\n"), 2, false, CSV_FINE, 2, 1, 0, 0, 0 },
    { STR("a,b\n,\n3,4\n"), 2, false, CSV_FINE, 2, 1, 0, 0, 0 },
    { STR("a\n\nb\n"), 1, false, CSV_FINE, 2, 1, 0, 0, 0 },
    { STR("a\n\"\"\nb\n"), 1, false, CSV_FINE, 3, 0, 0, 0, 0 },
    { STR("a,b\n1,x\"y\n"), 2, false, CSV_QUOTE_STRAY, 1, 0, 1, 1, 1 },
    { STR("a,b\n \"x\",y\n"), 2, false, CSV_QUOTE_STRAY, 1, 0, 1, 1, 1 },
    { STR("a,b\n\"x\n\"y,z\n"), 2, false, CSV_QUOTE_AFTER, 1, 0, 1, 2, 1 },
    { STR("a,b\n\"x\" ,z\n"), 2, false, CSV_QUOTE_AFTER, 1, 0, 1, 1, 1 },
    { STR("a,b\n1,\"x\n2,3\n"), 2, true, CSV_QUOTE_OPEN, 1, 0, 1, 3, 1 },
    { STR("a,b\r1,2\r"), 2, true, CSV_BARE_CR, 0, 0, 0, 0, 0 },
    { STR("a,b\n1,2\r3,4\n"), 2, false, CSV_BARE_CR, 1, 0, 1, 1, 1 },
    { STR("a,b\n1,\"\"\"\"\n"), 2, false, CSV_FINE, 2, 0, 0, 0, 0 },
    { STR("\\,'b'\n\\\",2\n"), 2, false, CSV_QUOTE_STRAY, 1, 0, 1, 1, 1 },
};

static void run_cases(void *arg)
{
    Bench *bench = arg;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = arena_open(&bench->guard);
        const Case *c = &cases[i];
        Csv csv = csv_open(&arena, ',', c->columns, false, false);
        csv_split(&csv, padded(&arena, c->text), c->unfinished);
        assert_int_equal(csv.failure, c->failure);
        assert_int_equal(csv.rows.count, c->rows);
        assert_int_equal(csv.odd_count, c->odd);
        if (c->failure) {
            assert_int_equal(csv.failed_record, c->record);
            assert_int_equal(csv.failed_line, c->line);
            assert_int_equal(csv.opened_line, c->opened);
        }
        arena_close(&arena);
    }
}

static void faults_of_quoting_stop_at_their_line(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, run_cases, &bench), WHY_NOTHING);
}

static void read_lenient(void *arg)
{
    Bench *bench = arg;
    Arena arena = arena_open(&bench->guard);
    Csv csv = csv_open(&arena, ';', 3, true, true);
    csv_split(&csv, padded(&arena, STR("a;b;c\n1;2;3;4;;5;;\n7;8;9;\n6\n\n\"x;y\";z\n")), false);
    assert_int_equal(csv.rows.count, 5);
    assert_int_equal(csv.repeated, 2);
    assert_int_equal(csv.shortened, 2);
    assert_int_equal(csv.odd_count, 1);
    assert_str(cell_of(&csv.rows, 1, 2), STR("3;4;;5"));
    assert_str(cell_of(&csv.rows, 2, 2), STR("9"));
    assert_str(cell_of(&csv.rows, 3, 0), STR("6"));
    assert_str(cell_of(&csv.rows, 3, 1), CSV_ABSENT);
    assert_str(cell_of(&csv.rows, 3, 2), CSV_ABSENT);
    assert_str(cell_of(&csv.rows, 4, 0), STR("x;y"));
    assert_str(cell_of(&csv.rows, 4, 2), CSV_ABSENT);
    arena_close(&arena);
}

static void further_and_absent_cells_are_read_where_declared(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, read_lenient, &bench), WHY_NOTHING);
}

static void read_spare(void *arg)
{
    Bench *bench = arg;
    Arena arena = arena_open(&bench->guard);
    Csv csv = csv_open(&arena, ';', 2, false, false);
    csv.spares = true;
    csv_split(&csv, padded(&arena, STR("a;b;\n\"1\";2;;;\n3;4;;5\n6;7\n8;9;\"\"\n")), false);
    assert_int_equal(csv.rows.count, 4);
    assert_int_equal(csv.spared, 3);
    assert_int_equal(csv.repeated, 0);
    assert_int_equal(csv.odd_count, 1);
    assert_false(csv.odd[0].spare); /* a further cell holds something */
    assert_str(cell_of(&csv.rows, 0, 1), STR("b"));
    assert_str(cell_of(&csv.rows, 1, 1), STR("2"));
    assert_str(cell_of(&csv.rows, 2, 0), STR("6"));
    assert_str(cell_of(&csv.rows, 3, 1), STR("9"));
    csv.spares = false;
    csv_split(&csv, padded(&arena, STR("a;b;\n6;7\n")), false);
    assert_int_equal(csv.odd_count, 1);
    assert_true(csv.odd[0].spare);
    arena_close(&arena);
}

static void further_blank_cells_are_skipped_where_declared(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, read_spare, &bench), WHY_NOTHING);
}

static void read_long(void *arg)
{
    Bench *bench = arg;
    for (size_t over = 0; over < 2; over++) {
        Arena arena = arena_open(&bench->guard);
        size_t n = LIMIT_FIELD + over;
        char *at = arena_alloc(&arena, n + 3 + CSV_PAD, 1);
        memset(at, 'x', n);
        memcpy(at + n, ",y\n", 3);
        Csv csv = csv_open(&arena, ',', 2, false, false);
        csv_split(&csv, (Str){ at, n + 3 }, false);
        assert_int_equal(csv.failure, over ? CSV_CELL_LONG : CSV_FINE);
        assert_int_equal(csv.rows.count, 1 - over);
        arena_close(&arena);
    }
}

static void a_cell_may_have_a_mebibyte_and_no_more(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, read_long, &bench), WHY_NOTHING);
}

static void read_headings(void *arg)
{
    Bench *bench = arg;
    Arena arena = arena_open(&bench->guard);
    Str *cells;
    size_t used;
    Csv csv = csv_open(&arena, ',', 1, false, false);
    Str text = padded(&arena, STR("URN,\"a\nb\",,c\r\n1,2\r\n"));
    assert_int_equal(csv_heading(&csv, text, false, &cells, &used), 4);
    assert_int_equal(used, 14);
    assert_str(cells[0], STR("URN"));
    assert_str(cells[1], STR("a\nb"));
    assert_str(cells[2], STR(""));
    assert_str(cells[3], STR("c"));
    assert_int_equal(csv_heading(&csv, padded(&arena, STR("one\n2\n")), false, &cells, &used), 1);
    assert_str(cells[0], STR("one"));
    assert_int_equal(csv_heading(&csv, padded(&arena, STR("\n2\n")), false, &cells, &used), 0);
    csv_heading(&csv, padded(&arena, STR("a,\"b\n")), true, &cells, &used);
    assert_int_equal(csv.failure, CSV_QUOTE_OPEN);
    arena_close(&arena);
}

static void headings_are_the_first_record(void **state)
{
    (void)state;
    Bench bench;
    assert_int_equal(guard_run(&bench.guard, read_headings, &bench), WHY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_ways_find_the_same_places),
        cmocka_unit_test(the_fast_lane_reads_what_libcsv_reads),
        cmocka_unit_test(blocks_may_be_cut_at_any_record),
        cmocka_unit_test(the_look_finds_the_last_record_end),
        cmocka_unit_test(faults_of_quoting_stop_at_their_line),
        cmocka_unit_test(further_and_absent_cells_are_read_where_declared),
        cmocka_unit_test(further_blank_cells_are_skipped_where_declared),
        cmocka_unit_test(a_cell_may_have_a_mebibyte_and_no_more),
        cmocka_unit_test(headings_are_the_first_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
