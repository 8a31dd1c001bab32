/* test_rows.c -- lines of a file made by several threads: the same bytes, counts and totals as by
 * one, whatever stands in them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/rows.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

enum { LINES = 1500, FIRST_FORMULA = 700 };

/* A line as a function of its number: words, decimals of several lengths, fractions, nothing. */
static void one_line(Sheet *sheet, const void *job, uint64_t i)
{
    static const char *const words[] = { "secure", "watch", "visit, soon", "" };
    uint64_t first = *(const uint64_t *)job;
    sheet_cell(sheet);
    text_u64(&sheet->line, i);
    sheet_cell(sheet);
    Str name = i >= first && i % 3 == 0 ? str_printf(sheet->printer->scratch, "=%u", i) : STR("n");
    sheet_data_text(sheet, name);
    const char *word = words[i % COUNT_OF(words)];
    sheet_words(sheet, (Str){ word, strlen(word) });
    sheet_cell(sheet);
    if (i % 7 == 1) text_add(&sheet->line, STR("121/3"));
    if (i % 7 == 2) text_printf(&sheet->line, "-%u.25", i);
    if (i % 7 > 3) text_printf(&sheet->line, "%u.5", i);
    sheet_cell(sheet);
    if (i % 2) text_add(&sheet->line, STR("1234567890123456789012345.125"));
    sheet_end_row(sheet);
}

typedef struct Written {
    Str bytes, json;
    SheetDone done;
} Written;

static Written write_lines(Arena *arena, unsigned threads, uint64_t count)
{
    char path[] = "/tmp/lustrum-rows-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    Arena scratch = arena_beside(arena, arena->guard);
    Printer printer = { NULL, NULL, &scratch, threads > 1 ? pool_open(arena, threads) : NULL };
    Writer writer;
    writer_open(&writer, arena_big(arena, WRITER_BUFFER), fd);
    Sheet sheet = sheet_open(&writer, &printer, arena, (SheetStyle){ .exact = false });
    sheet_heading(&sheet, STR("row"), "", TOTAL_KEY);
    sheet_heading(&sheet, STR("name"), "", TOTAL_NAME);
    sheet_heading(&sheet, STR("word"), "", TOTAL_WORDS);
    sheet_heading(&sheet, STR("figure"), "", TOTAL_NUMBERS);
    sheet_heading(&sheet, STR("long"), "", TOTAL_NUMBERS);
    sheet_end_headings(&sheet);
    const uint64_t first = FIRST_FORMULA;
    sheet_rows(&sheet, count, one_line, &first);
    pool_close(printer.pool);
    char digits[SHA256_DIGITS];
    assert_int_equal(writer_close(&writer, digits), 0);
    char *bytes = arena_big(arena, writer.size + 1);
    fd = open(path, O_RDONLY);
    assert_int_equal(read(fd, bytes, writer.size), writer.size);
    close(fd);
    unlink(path);
    Json json = json_open(arena, "t");
    totals_json(&json, sheet.done.totals);
    arena_close(&scratch);
    return (Written){ { bytes, writer.size }, json_close(&json), sheet.done };
}

static void threads_change_no_byte(void **state)
{
    (void)state;
    const uint64_t counts[] = { 0, 1, 128, 129, FIRST_FORMULA + 1, FIRST_FORMULA + 3, LINES };
    Guard guard;
    Arena arena = arena_open(&guard);
    for (size_t c = 0; c < COUNT_OF(counts); c++) {
        Written one = write_lines(&arena, 1, counts[c]);
        assert_int_equal(one.done.rows, counts[c]);
        for (unsigned threads = 2; threads < 6; threads++) {
            Written many = write_lines(&arena, threads, counts[c]);
            assert_true(str_eq(one.bytes, many.bytes));
            assert_true(str_eq(one.json, many.json));
            assert_true(str_eq(one.done.formula, many.done.formula));
            assert_int_equal(one.done.rows, many.done.rows);
            assert_int_equal(one.done.formulas, many.done.formulas);
        }
    }
    arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(threads_change_no_byte) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
