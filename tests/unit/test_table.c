/* test_table.c -- files into typed tables: what is read, and that it depends neither on threads,
 * blocks nor the order of rows. SPDX-License-Identifier: Apache-2.0 */
#include "table_help.h"

/* ---- reading ---- */

static void files_become_typed_tables(void **state)
{
    (void)state;
    Load *load = new_load();
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "Region: 2 rows\n  2 [North] 0'North'\n  3 [South] 1'South'\n");
    has(load, "  2 [100] 0'100' 2'Oak, The' 0\n");
    has(load, "  4 [300] 2'300' 0'Ash' ?none\n");
    has(load, "  2 [] 0'A1' 1 1000/100 500/1000 1 14668/1 2023/1\n");
    has(load, "  3 [] 1'A2' 0 1025/100 125/1000 0 15399/1 1999/1\n");
    has(load, "  4 [] 2'A3' 1 -500/100 ?none 1 ?none ?none\n");
    has(load, "  5 [] 3'A4' 3 ?none 0/1000 0 -1/1 2023/1\n");
    has(load, "  6 [] 4'A5' 3 12050/100 1000/1000 0 0/1 2023/1\n");
    has(load, "Entry: 5 rows\n  2 [] 0 1'MATHS' 0'A'\n");
    has(load, "  4 [] 1 1'MATHS' ?none\n");
    has(load, "link 1.2: 3 matched of 4; parents 2 with, 0 without\n  none: 1\n");
    has(load, "link 2.1: 5 matched of 5; parents 3 with, 1 without\n");
    has(load, "link 3.0: 5 matched of 5; parents 4 with, 1 without\n");
    free_load(load);
}

static void byte_order_marks_and_line_ends_are_accounted_for(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "\xEF\xBB\xBFURN,NAME,REGION\r\n100,Oak,North\r\n200,Elm,South\r\n"
                         "400,Yew,North";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "file 1: 3 records, 3 kept, 63 bytes = 3 + 17 + 43 + 0, ");
    has(load, "  lf 0 crlf 3, no final newline\n");
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Oak,North\r\n200,Elm,South\n400,Yew,North\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "L0545 schools.csv has two kinds of line end\n");
    free_load(load);
}

static void the_hash_is_that_of_the_whole_file(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\n";
    load->frame.records[ENTRY].may_be_empty = true;
    run_all_ways(load);
    has(load, "accepted\n"); /* printf 'UPN,SUBJECT,GRADE\n' | sha256sum */
    has(load, "file 3: 0 records, 0 kept, 18 bytes = 0 + 18 + 0 + 0, "
              "f89ae0d40282a1f49e4a885d3da480fb828989f65b55b4fe22b0fa1b04a94019");
    free_load(load);
}

static void rows_are_moved_into_the_order_of_many_parents(void **state)
{
    (void)state;
    enum { PUPILS = 5000 };
    Load *load = new_load();
    char *text = malloc(PUPILS * 40 + 100), *more = malloc(PUPILS * 40 + 100);
    char *p = text + sprintf(text, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n");
    char *q = more + sprintf(more, "UPN,SUBJECT,GRADE\n");
    for (int i = 0; i < PUPILS; i++) {
        p += sprintf(p, "P%d,100,%d,,1,,\n", i, i % 100);
        q += sprintf(q, "P%d,S%d,A\n", (i * 7919) % PUPILS, i);
    }
    load->text[PUPIL] = text;
    load->text[ENTRY] = more;
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "Entry: 5000 rows, ordered, moved\n");
    has(load, "  2 [] 0 0'S0' 0'A'\n");
    has(load, "link 3.0: 5000 matched of 5000; parents 5000 with, 0 without\n");
    free(text);
    free(more);
    free_load(load);
}

static void long_and_compound_keys_are_found(void **state)
{
    (void)state;
    Load *load = new_load();
    Frame *f = &load->frame;
    static const Str parts[] = { STR("URN"), STR("NAME") };
    f->key[0] = 0;
    f->key[1] = 1;
    f->records[SCHOOL].key_count = 2;
    f->school[1].role = ROLE_KEY;
    f->pupil[1].headers = parts;
    f->pupil[1].header_count = 2;
    load->text[SCHOOL] = "URN,NAME,REGION\n1,A rather long name of a school,North\n"
                         "1,Short,North\n12,Short,South\n1,2Short,North\n";
    load->text[PUPIL] = "UPN,URN,NAME,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,12,Short,,,1,,\nA2,1,A rather long name of a school,,,1,,\n"
                        "A pupil with a very long number,1,2Short,,,1,,\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA pupil with a very long number,X,A\n"
                        "A pupil with a very long number,Y,A\nA2,X,B\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "  2 [] 1'A1' 2 ");
    has(load, "  3 [] 2'A2' 0 ");
    has(load, "  4 [] 0'A pupil with a very long number' 3 ");
    has(load, "Entry: 3 rows\n  2 [] 2 0'X' 0'A'\n  3 [] 2 1'Y' 0'A'\n  4 [] 1 ");
    load->text[PUPIL] = "UPN,URN,NAME,SCORE,SHARE,FSM,BORN,YEAR\nA1,1,Shor,,,1,,\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA1,X,A\n";
    run_all_ways(load);
    has(load, "L0523 URN names no School of the data in 1 row of pupils.csv\n");
    free_load(load);
}

static void wide_numbers_stay_exact(void **state)
{
    (void)state;
    Load *load = new_load();
    load->frame.pupil[2].low.given = load->frame.pupil[2].high.given = false;
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,200,123456789012345678,50,1,,\nA2,200,0.001,50,1,,\n"
                        "A3,200,-0.0010000000000000000000000,0.125,1,,\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA1,X,A\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "'A1' 1 wide 6:12776324570088368304/1000 50000/100000 1");
    has(load, "'A2' 1 wide 0:1/1000 50000/100000 1");
    has(load, "'A3' 1 wide -1:18446744073709551615/1000 125/100000 1");
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,200,12345678901234567890123456789012345678901234567890,50,1,,\n"
                        "A2,200,0.5,0.12345678901234567,1,,\n";
    run_all_ways(load);
    has(load, "'A1' 1 12345678901234567890123456789012345678901234567890 1/2 1");
    has(load, "'A2' 1 1/2 12345678901234567/10000000000000000000 1");
    free_load(load);
}

static void what_is_not_needed_is_checked_and_let_go(void **state)
{
    (void)state;
    Load *load = new_load();
    for (size_t i = 0; i < 7; i++) load->frame.pupil[i].needed = i == 1;
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "  2 [] - 1 - - - - -\n");
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,x1,50,1,2010-02-28,2023/24\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA1,X,A\n";
    run_all_ways(load);
    has(load, "L0513 SCORE is not a number in 1 row of pupils.csv\n");
    free_load(load);
}

/* ---- leniencies ---- */

static void declared_leniencies_are_counted(void **state)
{
    (void)state;
    Load *load = new_load();
    Frame *f = &load->frame;
    static const Str kinds[] = { STR("1"), STR("2") };
    RowsWhere where = { .header = STR("KIND"), .values = kinds, .value_count = 2 };
    f->records[PUPIL].where = &where;
    f->records[PUPIL].where_count = 1;
    f->records[PUPIL].separator = ';';
    f->records[PUPIL].skip_blank_lines = true;
    f->records[PUPIL].skip_empty_rows = true;
    f->records[PUPIL].short_rows = true;
    f->pupil[2].trim = true;
    f->pupil[3].percent_sign = true;
    f->pupil[4].has_else = true;
    f->pupil[4].else_reason = R_ELSE;
    load->text[PUPIL] = "KIND;UPN;URN;SCORE;SHARE;FSM;BORN;YEAR\n"
                        "1;A1;200; 10 ;50%;1;;\n"
                        "\n"
                        "2;A2;200;7;5;maybe;;\n"
                        ";;;;;;;\n"
                        "3;total\n"
                        "4;;;;;;;;;;;\n"
                        "1;A3;100;8";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA1,X,A\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "  2 [] 0'A1' 1 10/1 50/100 1 ?none ?none\n");
    has(load, "  4 [] 1'A2' 1 7/1 5/100 ?something ?none ?none\n");
    has(load, "  8 [] 2'A3' 0 8/1 ?short ?short ?short ?short\n");
    has(load, "file 2: 7 records, 3 kept, 122 bytes = 0 + 39 + 53 + 30, ");
    has(load, "  aside rows where KIND is \"1\", \"2\": 3\n");
    has(load, "  aside blank line: 1\n  aside empty row: 0\n");
    has(load, "  lenient short rows: 1\n");
    has(load, "  lenient trim score: 1\n  lenient percent sign share: 1\n");
    free_load(load);
}

static void the_last_column_may_repeat(void **state)
{
    (void)state;
    Load *load = new_load();
    load->frame.records[SCHOOL].last_column_repeats = true;
    missing(&load->frame.school[2], NULL, 0);
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Oak,North,East\n200,Elm,South,,\n400,Yew,North\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "Region: 3 rows\n  2 [North] 0'North'\n  3 [North,East] 1'North,East'\n");
    has(load, "  lenient last column repeats: 2\n");
    free_load(load);
}

static void windows_1252_is_read_where_declared(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] =
        "URN,NAME,REGION\n100,Aret\xC9,North\n200,\x80 \x93x\x94,North\n400,Yew,N\n";
    run_all_ways(load);
    has(load, "L0531 NAME is not written in UTF-8 in 2 rows of schools.csv (2)\n"
              "  why The byte C9 would be \xC3\x89 in Windows-1252.\n");
    has(load, "  cell 2 B NAME: C9 would be \xC3\x89 in Windows-1252\n");
    load->frame.records[SCHOOL].encoding = ENCODING_CP1252;
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "'Aret\xC3\x89' 1\n");
    has(load, "'\xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D' 1\n");
    has(load, "  lenient encoding cp1252: 4\n");
    has(load, "file 1: 3 records, 3 kept, 58 bytes = 0 + 16 + 42 + 0, ");
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Aret\x81,North\n200,x,North\n400,Yew,N\n";
    run_all_ways(load);
    has(load, "L0532 NAME has a byte that Windows-1252 does not define, in 1 row of schools.csv\n");
    free_load(load);
}

static void columns_may_be_renamed_by_year(void **state)
{
    (void)state;
    Load *load = new_load();
    const Renamed renamed = { 2025, 2026, STR("TITLE") };
    load->frame.school[1].renamed = &renamed;
    load->frame.school[1].renamed_count = 1;
    load->text[SCHOOL] = "URN,TITLE,REGION,MORE\n100,Oak,North,\n200,Elm,South,\n400,Y,North,\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "  unread MORE\n");
    free_load(load);
}

/* ---- pipes, and problems written ---- */

typedef struct Pipe {
    char path[64];
    const char *text;
} Pipe;

static void *feed_pipe(void *arg)
{
    Pipe *feeding = arg;
    int fd = open(feeding->path, O_WRONLY);
    size_t n = strlen(feeding->text);
    for (size_t i = 0; i < n; i += 3) {
        ssize_t written = write(fd, feeding->text + i, n - i < 3 ? n - i : 3);
        assert_true(written > 0);
    }
    close(fd);
    return NULL;
}

typedef struct Given {
    Guard guard;
    Frame frame;
    Pipe pipe;
} Given;

static void read_pipe(void *arg)
{
    Given *g = arg;
    Arena arena = arena_open(&g->guard), atom_arena = arena_open(&g->guard);
    Atoms *atoms = atoms_open(&atom_arena, 1);
    Diags diags = diags_open(&arena);
    Str paths[RECORDS] = { [SCHOOL] = { g->pipe.path, strlen(g->pipe.path) } };
    LoadJob job = { .schemas = g->frame.records,
                    .count = SCHOOL + 1,
                    .paths = paths,
                    .reasons = reasons,
                    .reason_count = R_COUNT,
                    .threads = 2,
                    .block = 16,
                    .atoms = atoms,
                    .arena = &arena,
                    .diags = &diags };
    Tables tables = tables_load(&job);
    assert_false(tables.refused);
    assert_int_equal(tables.items[SCHOOL].rows, 4);
    assert_int_equal(tables.ledger.files[0].bytes, strlen(schools));
    assert_int_equal(table_find(&tables.items[SCHOOL], (Str[]){ STR("300") }, 1), 2);
    assert_int_equal(table_find(&tables.items[SCHOOL], (Str[]){ STR("301") }, 1), NO_ROW);
    atoms_close(atoms);
    arena_close(&arena);
    arena_close(&atom_arena);
}

static void a_pipe_is_read_and_hashed_as_it_comes(void **state)
{
    (void)state;
    Given g = { .pipe.text = schools };
    fill(&g.frame);
    snprintf(g.pipe.path, sizeof g.pipe.path, "/tmp/lustrum-pipe-%d", (int)getpid());
    assert_int_equal(mkfifo(g.pipe.path, 0600), 0);
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, feed_pipe, &g.pipe), 0);
    assert_int_equal(guard_run(&g.guard, read_pipe, &g), WHY_NOTHING);
    pthread_join(thread, NULL);
    unlink(g.pipe.path);
}

static void write_problems(void *arg)
{
    Given *g = arg;
    Arena arena = arena_open(&g->guard);
    Problems problems = problems_open(&arena);
    const ProblemColumn where = {
        .file = STR("d/p.csv"), .heading = STR("A,B"), .wanted = STR("a number"), .column = 28
    };
    problems_add(&problems, (Problem){ &where, 12, 13, D_NUMBER_UNREADABLE, 3, "x\"y" });
    Str path = str_printf(&arena, "/tmp/lustrum-problems-%u.csv", (uint64_t)getpid());
    assert_int_equal(problems_write(&problems, path, &arena), 0);
    assert_int_not_equal(problems_write(&problems, path, &arena), 0);
    char text[256] = { 0 };
    FILE *file = fopen(str_c(&arena, path), "rb");
    assert_true(fread(text, 1, sizeof text - 1, file) > 0);
    fclose(file);
    unlink(str_c(&arena, path));
    assert_string_equal(text, "file,row,line,column,heading,value,code,message\n"
                              "d/p.csv,12,13,AB,\"A,B\",\"x\"\"y\",L0513,"
                              "\"A,B is not a number in 1 row of p.csv\"\n");
    problems.count = LIMIT_PROBLEMS;
    problems_add(&problems, (Problem){ &where, 12, 13, D_NUMBER_UNREADABLE, 0, "" });
    assert_int_equal(problems.dropped, 1);
    arena_close(&arena);
}

static void problems_are_written_as_csv(void **state)
{
    (void)state;
    Given g;
    assert_int_equal(guard_run(&g.guard, write_problems, &g), WHY_NOTHING);
}

/* ---- threads ---- */

static void a_thread_that_does_not_start_is_not_missed(void **state)
{
    (void)state;
    pthread_attr_t usual, vast;
    assert_int_equal(pthread_getattr_default_np(&usual), 0);
    assert_int_equal(pthread_attr_init(&vast), 0);
    assert_int_equal(pthread_attr_setstacksize(&vast, (size_t)1 << 47), 0); /* more than there is */
    assert_int_equal(pthread_setattr_default_np(&vast), 0);
    Load *load = new_load();
    load->block = 64;
    run(load);
    char *alone = load->dump;
    load->dump = NULL;
    load->threads = 7;
    run(load);
    pthread_setattr_default_np(&usual);
    pthread_attr_destroy(&vast);
    assert_string_equal(load->dump, alone);
    free(alone);
    free_load(load);
}

/* ---- asking tables, and the ledger's check ---- */

static void the_ledger_is_added_up_again(void **state)
{
    (void)state;
    Counted aside = { STR("blank line"), 2 };
    FileLedger file = { .file = STR("x"),
                        .bytes = 30,
                        .bom_bytes = 3,
                        .heading_bytes = 7,
                        .kept_bytes = 18,
                        .aside_bytes = 2,
                        .records = 5,
                        .kept = 3,
                        .made = 3,
                        .aside = &aside,
                        .aside_count = 1 };
    uint64_t unmatched[3] = { 0, 1, 2 };
    LinkLedger link = { .children = 10,
                        .matched = 7,
                        .unmatched = unmatched,
                        .reason_count = 3,
                        .parents = 4,
                        .with_children = 3,
                        .without_children = 1 };
    Ledger ledger = { .files = &file, .file_count = 1, .links = &link, .link_count = 1 };
    Str what = STR_EMPTY;
    assert_true(ledger_check(&ledger, &what));
    uint64_t *numbers[] = { &file.bytes,         &file.bom_bytes,       &file.heading_bytes,
                            &file.kept_bytes,    &file.aside_bytes,     &file.records,
                            &file.kept,          &aside.count,          &link.children,
                            &link.matched,       &unmatched[2],         &link.parents,
                            &link.with_children, &link.without_children };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        ++*numbers[i];
        assert_false(ledger_check(&ledger, &what));
        assert_true(what.len > 0);
        --*numbers[i];
    }
    assert_true(ledger_check(&ledger, NULL));
}

static void children_of_a_parent_stand_together(void **state)
{
    (void)state;
    uint32_t link[] = { 0, 0, 2, 2, 2, NO_ROW };
    Column column = { .type = TYPE_ROW, .count = 6, .u32 = link };
    Table child = { .rows = 6, .columns = &column, .first_link = 0, .ordered_by_link = true };
    uint32_t first[5];
    table_first_children(&child, 4, first);
    const uint32_t wanted[] = { 0, 2, 2, 5, 5 };
    assert_memory_equal(first, wanted, sizeof wanted);
}

/* ---- examples ---- */

#define CELLS(...) ((Str[]){ __VA_ARGS__ })

static void read_example(void *arg)
{
    Given *g = arg;
    Arena arena = arena_open(&g->guard), atom_arena = arena_open(&g->guard);
    Atoms *atoms = atoms_open(&atom_arena, 1);
    Diags diags = diags_open(&arena);
    LoadJob job = { .schemas = g->frame.records,
                    .count = RECORDS,
                    .reasons = reasons,
                    .reason_count = R_COUNT,
                    .threads = 1,
                    .atoms = atoms,
                    .arena = &arena,
                    .diags = &diags };
    const Span spans[8] = { { 0, 1, 2 }, { 0, 3, 4 }, { 0, 5, 6 }, { 0, 7, 8 } };
    GivenRows given[] = {
        { PUPIL,
          CELLS(STR("score"), STR("fsm")),
          spans,
          2,
          CELLS(STR("7.5"), STR("yes"), STR("none"), STR("0")),
          spans,
          2,
          { 0, 50, 60 } },
        { ENTRY,
          CELLS(STR("grade"), STR("subject")),
          spans,
          2,
          CELLS(STR("A"), STR("MATHS"), STR("U"), STR("ART")),
          spans,
          2,
          { 0, 70, 80 } },
        { PUPIL,
          CELLS(STR("upn"), STR("share")),
          spans,
          2,
          CELLS(STR("X"), STR("43%")),
          spans,
          1,
          { 0, 90, 95 } },
        { ENTRY,
          CELLS(STR("pupil"), STR("grade")),
          spans,
          2,
          CELLS(STR("X"), STR("B")),
          spans,
          1,
          { 0, 96, 99 } },
    };
    Tables tables = tables_given(&job, given, COUNT_OF(given), R_SHORT);
    Text out = text_open(&arena);
    for (size_t i = 0; i < tables.count; i++) dump_table(&out, &tables.items[i], atoms);
    assert_string_equal(str_c(&arena, text_str(&out)),
                        "Region: 1 rows\n  2 [unnamed] 0'unnamed'\n"
                        "School: 1 rows, ordered\n  2 [unnamed] 0'unnamed' ?short 0\n"
                        "Pupil: 3 rows, ordered\n"
                        "  2 [#1] 0'#1' 0 75/10 ?short 1 ?short ?short\n"
                        "  3 [#2] 1'#2' 0 ?none ?short 0 ?short ?short\n"
                        "  4 [X] 2'X' 0 ?short 43/100 ?short ?short ?short\n"
                        "Entry: 3 rows, ordered\n"
                        "  2 [] 1 1'MATHS' 0'A'\n  3 [] 1 0'ART' 2'U'\n  4 [] 2 ?short 1'B'\n");
    assert_false(tables.refused);
    assert_int_equal(diags.count, 0);
    given[1].cells = CELLS(STR("A*"), STR("MATHS"), STR("U"), STR("ART"));
    given[3].cells = CELLS(STR("Y"), STR("B"));
    tables = tables_given(&job, given, COUNT_OF(given), R_SHORT);
    assert_true(tables.refused);
    assert_int_equal(diags.count, 2);
    assert_int_equal(diags.items[0].id, D_LINK_UNMATCHED);
    assert_int_equal(diags.items[0].span.start, 1);
    assert_int_equal(diags.items[1].id, D_CODE_UNKNOWN);
    assert_int_equal(diags.items[1].span.start, 1);
    atoms_close(atoms);
    arena_close(&arena);
    arena_close(&atom_arena);
}

static void an_example_is_a_tiny_nation(void **state)
{
    (void)state;
    Given g;
    fill(&g.frame);
    assert_int_equal(guard_run(&g.guard, read_example, &g), WHY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_become_typed_tables),
        cmocka_unit_test(byte_order_marks_and_line_ends_are_accounted_for),
        cmocka_unit_test(the_hash_is_that_of_the_whole_file),
        cmocka_unit_test(rows_are_moved_into_the_order_of_many_parents),
        cmocka_unit_test(long_and_compound_keys_are_found),
        cmocka_unit_test(wide_numbers_stay_exact),
        cmocka_unit_test(what_is_not_needed_is_checked_and_let_go),
        cmocka_unit_test(declared_leniencies_are_counted),
        cmocka_unit_test(the_last_column_may_repeat),
        cmocka_unit_test(windows_1252_is_read_where_declared),
        cmocka_unit_test(columns_may_be_renamed_by_year),
        cmocka_unit_test(a_pipe_is_read_and_hashed_as_it_comes),
        cmocka_unit_test(problems_are_written_as_csv),
        cmocka_unit_test(a_thread_that_does_not_start_is_not_missed),
        cmocka_unit_test(the_ledger_is_added_up_again),
        cmocka_unit_test(children_of_a_parent_stand_together),
        cmocka_unit_test(an_example_is_a_tiny_nation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
