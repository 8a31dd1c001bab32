/* test_table.c -- files into typed tables: what is read, what is said, and that neither depends on
 * threads, blocks or the order of rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "number/text.h"
#include "table/table.h"
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

enum { R_NONE = REASON_FIRST_OWN, R_ELSE, R_SHORT, R_COUNT };
enum { REGION, SCHOOL, PUPIL, ENTRY, RECORDS };

static const Str reasons[R_COUNT] = { STR("known"),        STR("nothing_to_divide_by"),
                                      STR("withheld"),     STR("no_earlier_year"),
                                      STR("not_in_table"), STR("more_than_one"),
                                      STR("no_parent"),    STR("none"),
                                      STR("something"),    STR("short") };

static const Str yes_texts[] = { STR("1") }, no_texts[] = { STR("0") };
static const Str grades[] = { STR("A"), STR("B"), STR("U") };
static const MissingText blank[] = { { STR(""), R_NONE } };
static const MissingText marks[] = { { STR("NA"), R_NONE }, { STR(""), R_NONE } };

/* ---- a framework of four records ---- */

typedef struct Frame {
    FieldSchema region[1], school[3], pupil[7], entry[3];
    RecordSchema records[RECORDS];
    Str headers[RECORDS][8];
    uint32_t key[2];
} Frame;

static FieldSchema *set(Frame *frame, int record, size_t i, FieldSchema *fields, const char *name,
                        const char *header, Role role, Kind kind)
{
    FieldSchema *field = &fields[i];
    *field = (FieldSchema){ .name = { name, strlen(name) }, .role = role, .kind = kind };
    field->parent = -1;
    field->needed = true;
    frame->headers[record][i] = (Str){ header, strlen(header) };
    field->headers = &frame->headers[record][i];
    field->header_count = header[0] != '\0';
    field->span = (Span){ 0, (uint32_t)(record * 100) + (uint32_t)i * 10 + 1,
                          (uint32_t)(record * 100) + (uint32_t)i * 10 + 5 };
    return field;
}

static void missing(FieldSchema *field, const MissingText *texts, size_t count)
{
    field->missing = texts;
    field->missing_count = count;
}

static void record(Frame *frame, int i, const char *name, const char *file, FieldSchema *fields,
                   size_t count, size_t keys)
{
    frame->records[i] = (RecordSchema){ .name = { name, strlen(name) },
                                        .file = { file, strlen(file) },
                                        .named_by_record = -1,
                                        .named_by_field = -1,
                                        .separator = ',',
                                        .short_reason = R_SHORT,
                                        .fields = fields,
                                        .field_count = count,
                                        .key = frame->key,
                                        .key_count = keys };
    frame->records[i].span = (Span){ 0, (uint32_t)i * 100 + 1, (uint32_t)i * 100 + 9 };
}

static void fill(Frame *f)
{
    memset(f, 0, sizeof *f);
    set(f, REGION, 0, f->region, "region", "", ROLE_KEY, KIND_TEXT);
    set(f, SCHOOL, 0, f->school, "urn", "URN", ROLE_KEY, KIND_TEXT);
    set(f, SCHOOL, 1, f->school, "name", "NAME", ROLE_IDENTITY, KIND_TEXT);
    FieldSchema *region = set(f, SCHOOL, 2, f->school, "region", "REGION", ROLE_LINK, KIND_LINK);
    region->parent = REGION;
    missing(region, blank, 1);
    FieldSchema *upn = set(f, PUPIL, 0, f->pupil, "upn", "UPN", ROLE_KEY, KIND_TEXT);
    upn->personal = true;
    set(f, PUPIL, 1, f->pupil, "school", "URN", ROLE_LINK, KIND_LINK)->parent = SCHOOL;
    FieldSchema *score = set(f, PUPIL, 2, f->pupil, "score", "SCORE", ROLE_OUTCOME, KIND_NUMBER);
    score->low = (Bound){ true, -5, 0 };
    score->high = (Bound){ true, 1205, 1 };
    missing(score, marks, 2);
    FieldSchema *share = set(f, PUPIL, 3, f->pupil, "share", "SHARE", ROLE_CONTEXT, KIND_PERCENT);
    missing(share, blank, 1);
    FieldSchema *fsm = set(f, PUPIL, 4, f->pupil, "fsm", "FSM", ROLE_CONTEXT, KIND_YESNO);
    fsm->yes = yes_texts;
    fsm->no = no_texts;
    fsm->yes_count = fsm->no_count = 1;
    missing(set(f, PUPIL, 5, f->pupil, "born", "BORN", ROLE_CONTEXT, KIND_DATE), blank, 1);
    missing(set(f, PUPIL, 6, f->pupil, "year", "YEAR", ROLE_CONTEXT, KIND_YEAR), blank, 1);
    set(f, ENTRY, 0, f->entry, "pupil", "UPN", ROLE_LINK, KIND_LINK)->parent = PUPIL;
    set(f, ENTRY, 1, f->entry, "subject", "SUBJECT", ROLE_OUTCOME, KIND_CODE);
    FieldSchema *grade = set(f, ENTRY, 2, f->entry, "grade", "GRADE", ROLE_OUTCOME, KIND_CODE);
    grade->codes = grades;
    grade->code_count = COUNT_OF(grades);
    grade->codes_name = STR("grades");
    missing(grade, blank, 1);
    record(f, REGION, "Region", "", f->region, 1, 1);
    f->records[REGION].named_by_record = SCHOOL;
    f->records[REGION].named_by_field = 2;
    record(f, SCHOOL, "School", "schools.csv", f->school, 3, 1);
    record(f, PUPIL, "Pupil", "pupils.csv", f->pupil, 7, 1);
    record(f, ENTRY, "Entry", "entries.csv", f->entry, 3, 0);
    f->records[PUPIL].personal_key = true;
}

static const char schools[] = "URN,NAME,REGION\n"
                              "100,\"Oak, The\",North\n"
                              "200,Elm,South\n"
                              "300,Ash,\n"
                              "400,Yew,North\n";
static const char pupils[] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n"
                             "A1,200,10,50,1,2010-02-28,2023/24\n"
                             "A2,100,10.25,12.5,0,2012-02-29,1999/00\n"
                             "A3,200,-5,,1,,\n"
                             "A4,400,NA,0,0,1969-12-31,2023/24\n"
                             "A5,400,120.50,100,0,1970-01-01,2023/24\n";
static const char entries[] = "UPN,SUBJECT,GRADE\n"
                              "A1,MATHS,A\nA1,ART,U\nA2,MATHS,\nA5,ART,B\nA3,MATHS,B\n";

/* ---- loading, and all of it as text ---- */

typedef struct Load {
    Frame frame;
    const char *text[RECORDS];
    size_t size[RECORDS]; /* of the text; 0: up to its NUL */
    unsigned threads;
    size_t block;
    bool wanted; /* the dump is wanted */
    char *dump;  /* malloced */
    size_t codes;
    char code[64][6];
    Guard guard;
} Load;

static void dump_value(Text *out, const Column *c, const Atoms *atoms, size_t r)
{
    if (c->reason && c->reason[r]) {
        text_printf(out, "?%S", reasons[c->reason[r]]);
        return;
    }
    switch (c->type) {
    case TYPE_CODE: {
        uint32_t e = c->width == 1 ? c->u8[r] : c->width == 2 ? c->u16[r] : c->u32[r];
        text_printf(out, "%u'%S'", (uint64_t)e, atom_str(atoms, c->dict->atom[e]));
        break;
    }
    case TYPE_YESNO: text_u64(out, c->u8[r]); break;
    case TYPE_ROW: text_u64(out, c->u32[r]); break;
    case TYPE_NONE: text_add(out, STR("none")); break;
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
        if (c->lane == LANE_I64)
            text_printf(out, "%d/%d", c->i64[r], c->den);
        else if (c->lane == LANE_I128)
            text_printf(out, "wide %d:%u/%d", (int64_t)(c->wide[r] >> 64), (uint64_t)c->wide[r],
                        c->den);
        else
            number_write_exact(out, c->exact[r]);
        break;
    }
}

static void dump_table(Text *out, const Table *table, const Atoms *atoms)
{
    text_printf(out, "%S: %u rows%s%s\n", table->schema->name, table->rows,
                table->ordered_by_link ? ", ordered" : "", table->reordered ? ", moved" : "");
    for (uint64_t r = 0; r < table->rows; r++) {
        text_printf(out, "  %u [%S]", table_file_row(table, r), table_key(table, r, 0));
        for (size_t f = 0; f < table->schema->field_count; f++) {
            text_byte(out, ' ');
            if (table->columns[f].data)
                dump_value(out, &table->columns[f], atoms, r);
            else
                text_byte(out, '-');
        }
        text_byte(out, '\n');
    }
}

static void dump_ledger(Text *out, const Ledger *ledger)
{
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *f = &ledger->files[i];
        text_printf(out, "file %u: %u records, %u kept, %u bytes = %u + %u + %u + %u, %S\n",
                    (uint64_t)f->record, f->records, f->kept, f->bytes, f->bom_bytes,
                    f->heading_bytes, f->kept_bytes, f->aside_bytes, f->sha256);
        text_printf(out, "  lf %u crlf %u%s\n", f->lines_lf, f->lines_crlf,
                    f->final_newline ? "" : ", no final newline");
        for (size_t k = 0; k < f->aside_count; k++)
            text_printf(out, "  aside %S: %u\n", f->aside[k].name, f->aside[k].count);
        for (size_t k = 0; k < f->leniency_count; k++)
            text_printf(out, "  lenient %S: %u\n", f->leniency[k].name, f->leniency[k].count);
        for (size_t k = 0; k < f->unread_count; k++)
            text_printf(out, "  unread %S\n", f->unread[k]);
    }
    for (size_t i = 0; i < ledger->link_count; i++) {
        const LinkLedger *l = &ledger->links[i];
        text_printf(out, "link %u.%u: %u matched of %u; parents %u with, %u without\n",
                    (uint64_t)l->child, (uint64_t)l->field, l->matched, l->children,
                    l->with_children, l->without_children);
        for (size_t k = 0; k < l->reason_count; k++)
            if (l->unmatched[k]) text_printf(out, "  %S: %u\n", reasons[k], l->unmatched[k]);
    }
}

static void dump_diags(Text *out, const Diags *diags, const Problems *problems)
{
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *d = &diags->items[i];
        const DiagInfo *info = &diag_info[d->id];
        text_printf(out, "%s %S", info->code, diag_text(out->arena, d, info->title));
        if (d->count > 1) text_printf(out, " (%u)", d->count);
        text_byte(out, '\n');
        text_printf(out, "  why %S\n", diag_text(out->arena, d, info->why));
        for (size_t k = 0; k < d->cell_count; k++)
            text_printf(out, "  cell %u %S %S: %S\n", d->cells[k].row,
                        diag_column_letters(out->arena, d->cells[k].column), d->cells[k].name,
                        d->cells[k].note);
    }
    for (size_t i = 0; i < problems->count; i++) {
        const Problem *p = &problems->items[i];
        text_printf(out, "problem %s row %u line %u column %u '%S'\n", diag_info[p->id].code,
                    p->row, p->line, (uint64_t)p->where->column, (Str){ p->value, p->len });
    }
}

static void write_file(const char *folder, Str name, const char *text, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%.*s", folder, (int)name.len, name.at);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void remove_files(const char *folder)
{
    static const char *const names[] = { "schools.csv", "pupils.csv", "entries.csv", "p.csv" };
    char path[256];
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void load_body(void *arg)
{
    Load *load = arg;
    Arena arena = arena_open(&load->guard), atom_arena = arena_open(&load->guard);
    Arena said = arena_open(&load->guard), scratch = arena_open(&load->guard);
    Atoms *atoms = atoms_open(&atom_arena, 7);
    Diags diags = diags_open(&said);
    Problems problems = problems_open(&said);
    char folder[] = "/tmp/lustrum-table-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < RECORDS; i++)
        if (load->text[i])
            write_file(folder, load->frame.records[i].file, load->text[i],
                       load->size[i] ? load->size[i] : strlen(load->text[i]));
    LoadJob job = { .schemas = load->frame.records,
                    .count = RECORDS,
                    .folder = { folder, strlen(folder) },
                    .year = 2025,
                    .reasons = reasons,
                    .reason_count = R_COUNT,
                    .threads = load->threads,
                    .block = load->block,
                    .seed = load->threads * 77 + load->block,
                    .atoms = atoms,
                    .arena = &arena,
                    .diags = &diags,
                    .problems = &problems };
    Tables tables = tables_load(&job);
    remove_files(folder);
    Text out = text_open(&scratch);
    text_printf(&out, "%s\n", tables.refused ? "refused" : "accepted");
    assert_int_equal(tables.refused, diags.errors != 0);
    if (!tables.refused) assert_true(ledger_check(&tables.ledger, NULL));
    for (size_t i = 0; i < tables.count; i++) dump_table(&out, &tables.items[i], atoms);
    dump_ledger(&out, &tables.ledger);
    dump_diags(&out, &diags, &problems);
    load->codes = diags.count < COUNT_OF(load->code) ? diags.count : COUNT_OF(load->code);
    for (size_t i = 0; i < load->codes; i++)
        memcpy(load->code[i], diag_info[diags.items[i].id].code, 6);
    free(load->dump);
    load->dump = malloc(out.len + 1);
    memcpy(load->dump, out.at, out.len);
    load->dump[out.len] = '\0';
    arena_close(&arena);
    atoms_close(atoms);
    arena_close(&atom_arena);
    arena_close(&said);
    arena_close(&scratch);
}

static Load *new_load(void)
{
    Load *load = calloc(1, sizeof *load);
    fill(&load->frame);
    load->text[SCHOOL] = schools;
    load->text[PUPIL] = pupils;
    load->text[ENTRY] = entries;
    load->threads = 1;
    return load;
}

static void free_load(Load *load)
{
    free(load->dump);
    free(load);
}

static void run(Load *load)
{
    assert_int_equal(guard_run(&load->guard, load_body, load), WHY_NOTHING);
}

/* Runs once, then again with other threads and blocks, which must change nothing. */
static void run_all_ways(Load *load)
{
    static const struct {
        unsigned threads;
        size_t block;
    } ways[] = { { 1, 1 }, { 2, 7 }, { 7, 64 }, { 2, 1 }, { 3, 4096 }, { 7, 0 } };
    run(load);
    char *first = load->dump;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (load->dump != first) free(load->dump);
        load->dump = NULL;
        load->threads = ways[i].threads;
        load->block = ways[i].block;
        run(load);
        size_t same = 0; /* messages are cut at 1 KB: show where they part */
        while (first[same] && first[same] == load->dump[same]) same++;
        if (first[same] || load->dump[same])
            fail_msg("%u threads, blocks of %zu:\n%.400s\ninstead of\n%.400s", ways[i].threads,
                     ways[i].block, load->dump + same, first + same);
    }
    free(load->dump);
    load->dump = first;
    load->threads = 1;
    load->block = 0;
}

static void has(const Load *load, const char *text)
{
    if (!strstr(load->dump, text)) fail_msg("no '%s' in\n%s", text, load->dump);
}

static void has_not(const Load *load, const char *text)
{
    if (strstr(load->dump, text)) fail_msg("'%s' in\n%s", text, load->dump);
}

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

/* ---- faults ---- */

typedef struct FaultCase {
    int record;
    const char *text;
    const char *code; /* of the first message */
    const char *part; /* of the dump */
} FaultCase;

#define PUPILS_WITH(score, share, fsm, born, year)                                                 \
    "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200," score "," share "," fsm "," born "," year         \
    "\nA2,100,1,2,1,,\nA3,100,1,2,1,,\nA5,100,1,2,1,,\n"
#define SCORE(text) PUPILS_WITH(text, "", "1", "", "")

static const FaultCase fault_cases[] = {
    { PUPIL, "", "L0558", "pupils.csv is empty" },
    { PUPIL, " \n\t\n", "L0558", "" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n", "L0510", "headings and no rows" },
    { PUPIL, "PK\3\4stuff", "L0557", "an Excel workbook or a zip file" },
    { PUPIL, "<!DOCTYPE html>\n<html>\n", "L0557", "a web page" },
    { PUPIL, "version https://git-lfs.github.com/spec/v1\n", "L0557", "Git LFS" },
    { PUPIL, "%PDF-1.4\n", "L0557", "" },
    { PUPIL, "\xFF\xFEU", "L0556", "UTF-16" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN\nA1,200,1,2,1,\n", "L0501",
      "pupils.csv has no column called YEAR\n  why It has 6 columns.\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,Year \nA1,200,1,2,1,,\n", "L0501",
      "The nearest names are: Year ." },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR,URN\nA1,200,1,2,1,,,\n", "L0502",
      "two columns called URN\n  why They are columns B and H" },
    { PUPIL, "UPN;URN;SCORE;SHARE;FSM;BORN;YEAR\nA1;200;1;2;1;;\n", "L0505",
      "not separated by ,\n" },
    { PUPIL, "A1,200,1,2,1,,\n", "L0503", "It begins with A1, and the record expects UPN." },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YE\x1B[1mAR\nA1,200,1,2,1,,\n", "L0504",
      "YE\\x1B[1mAR" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,200\n", "L0506",
      "pupils.csv has 1 row without exactly 7 cells\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,200,1,2,1,,,,\n", "L0506",
      "  cell 3  : 9 cells\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n\nA2,200,1,2,1,,\n", "L0507",
      "pupils.csv has 1 row with nothing at all\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n,,,,,,\n", "L0508",
      "nothing but separators" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nUPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n",
      "L0509", "pupils.csv has its headings again in 1 row\n" },
    { PUPIL, SCORE(" "), "L0525", "SCORE has spaces around its value in 1 row" },
    { PUPIL, SCORE("12 "), "L0525", "" },
    { PUPIL, SCORE("NA "), "L0525", "" },
    { PUPIL, SCORE("na"), "L0526", "" },
    { PUPIL, SCORE("SUPP"), "L0524", "a mark such as \"SUPP\" with no declared meaning" },
    { PUPIL, SCORE("#REF!"), "L0540", "" },
    { PUPIL, SCORE("1.00063E+11"), "L0541", "" },
    { PUPIL, SCORE("09-May"), "L0541", "" },
    { PUPIL, SCORE("\"1,759\""), "L0518", "" },
    { PUPIL, SCORE("\"3,14\""), "L0518", "" },
    { PUPIL, SCORE("+5"), "L0519", "" },
    { PUPIL, SCORE(".5"), "L0519", "" },
    { PUPIL, SCORE("5."), "L0519", "" },
    { PUPIL, SCORE("1e5"), "L0519", "" },
    { PUPIL, SCORE("43%"), "L0520", "" },
    { PUPIL, SCORE("0x1F"), "L0513", "" },
    { PUPIL, SCORE("NaN"), "L0513", "" },
    { PUPIL, SCORE("1/2"), "L0513", "A cell must hold a number from -5 to 120.5, written" },
    { PUPIL, SCORE("<5"), "L0513", "" },
    { PUPIL, SCORE("(12)"), "L0513", "" },
    { PUPIL, SCORE("120.51"), "L0514", "A cell must hold a number from -5 to 120.5." },
    { PUPIL, SCORE("-5.01"), "L0514", "" },
    { PUPIL, SCORE("99999999999999999999"), "L0514", "" },
    { PUPIL, SCORE("1234567890123456789012345678901234567890123456789012345678901"), "L0517", "" },
    { PUPIL, SCORE("-0"), "L0536", "accepted\n" },
    { PUPIL,
      SCORE("1\xC2\xA0"
            "0"),
      "L0533", "" },
    { PUPIL, SCORE("\xEF\xBC\x91"), "L0513", "" },
    { PUPIL, PUPILS_WITH("1", "50%", "1", "", ""), "L0520", "SHARE has a percent sign" },
    { PUPIL, PUPILS_WITH("1", "50", "2", "", ""), "L0527", "\"1\" for yes, \"0\" for no" },
    { PUPIL, PUPILS_WITH("1", "50", "", "", ""), "L0512", "FSM is blank in 1 row of pupils.csv" },
    { PUPIL, PUPILS_WITH("1", "50", "\"\"", "", ""), "L0512", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "28/02/2010", ""), "L0528", "a date such as 2026-08-31" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "44287", ""), "L0528", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2026-01-31T00:00:00Z", ""), "L0528", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2011-02-29", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2011-04-31", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "0026-04-30", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "", "2023/25"), "L0530", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "", "2023-24"), "L0530", "" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA5,999,1,2,1,,\nA2,100,1,2,1,,\n"
      "A3,100,1,2,1,,\n",
      "L0523", "URN names no School of the data in 1 row of pupils.csv\n" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n,100,1,2,1,,\nA5,100,1,2,1,,\n"
      "A2,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0522", "UPN is blank in 1 row of pupils.csv, though it is the key" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,100,1,2,1,,\nA1,100,1,2,1,,\n"
      "A5,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0521", "pupils.csv has 1 key more than once\n" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA\xE2\x80\x8B"
      "2,100,1,2,1,,\n"
      "A2,100,1,2,1,,\nA5,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0533", "UPN has a character that does not show" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak\xE2\x80\x8B,North\n200,Elm,South\n400,Yew,North\n", "L0534",
      "accepted\n" },
    { SCHOOL, "URN,NAME,REGION\n100,=cmd(),North\n200,Elm,South\n400,Yew,North\n", "L0535",
      "accepted\n" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n400,Yew,North\n0400,Fir,North\n",
      "L0537", "keys in schools.csv that differ only by zeros in front\n" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n400,Yew,North\nab,Fir,N\nAB,Fir,N\n",
      "L0538", "accepted\n" },
    { SCHOOL,
      "URN,NAME,REGION\n100,Oak,North\n\xEF\xBB\xBF"
      "200,Elm,South\n400,Yew,North\n",
      "L0560", "" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n8.13E+06,Yew,North\n", "L0541", "" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n2014127.0,Yew,North\n", "L0541", "" },
    { SCHOOL, "URN,NAME,REGION\n100,O\"ak,North\n200,Elm,South\n", "L0552", "On line 2 a quote" },
    { SCHOOL, "URN,NAME,REGION\n100,\"O\na\"k,North\n200,Elm,South\n", "L0553",
      "On line 3 a quoted cell that opens on line 2 goes on" },
    { SCHOOL, "URN,NAME,REGION\n100,\"Oak,North\n200,Elm,South\n", "L0551", "opens on line 2 is" },
    { SCHOOL, "URN,NAME,REGION\r100,Oak,North\r200,Elm,South\r", "L0554", "Line 1 ends as old" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n\x1A", "L0559", "on line 4 and" },
    { ENTRY, "UPN,SUBJECT,GRADE\nA1,MATHS,A*\nA1,ART,9\nA2,ART,A*\n", "L0511",
      "GRADE has a code that is not listed, in 3 rows of entries.csv (3)\n"
      "  why A cell must hold a code of grades: \"A\", \"B\" or \"U\"." },
    { ENTRY, "UPN,SUBJECT,GRADE\nA1,MATHS,a\n", "L0526", "" },
    { ENTRY, "UPN,SUBJECT,GRADE\nA9,MATHS,A\n", "L0523",
      "  cell 2 A UPN: 2 characters: letters, digits\n" },
    { ENTRY, "UPN,SUBJECT,GRADE\n,MATHS,A\n", "L0512", "UPN is blank in 1 row of entries.csv" },
};

static void every_fault_has_its_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fault_cases); i++) {
        const FaultCase *c = &fault_cases[i];
        Load *load = new_load();
        load->text[c->record] = c->text;
        run_all_ways(load);
        if (!load->codes || strcmp(load->code[0], c->code) != 0)
            fail_msg("case %zu wants %s first:\n%s\n%s", i, c->code, c->text, load->dump);
        has(load, c->part);
        free_load(load);
    }
}

static void a_zero_byte_is_found_anywhere(void **state)
{
    (void)state;
    size_t n = strlen(schools);
    for (size_t at = 0; at < n; at++) {
        Load *load = new_load();
        char *copy = malloc(n + 1);
        memcpy(copy, schools, n + 1);
        copy[at] = '\0';
        load->text[SCHOOL] = copy;
        load->size[SCHOOL] = n;
        run(load);
        has(load, "refused\n");
        if (at > 3) has(load, "L0555 schools.csv holds a zero byte");
        free(copy);
        free_load(load);
    }
}

static void personal_values_never_reach_a_message(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nSECRET1,200,1,2,1,,\n"
                        "SECRET1,200,1,2,1,,\nSECRET\xE2\x80\x8B"
                        "2,200,1,2,1,,\n"
                        "=SECRET3,200,1,2,1,,\n SECRET4,200,1,2,1,,\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nSECRET9,X,A\nSECRET1 ,X,A\n";
    load->frame.pupil[0].needed = false;
    run_all_ways(load);
    has(load, "refused\n");
    has(load, "L0521 pupils.csv has 1 key more than once\n");
    has(load, "  cell 3 ");
    has_not(load, "SECRET");
    free_load(load);
}

static void many_rows_make_one_message(void **state)
{
    (void)state;
    Load *load = new_load();
    enum { ROWS = 3000 };
    char *text = malloc(ROWS * 20 + 100), *p = text + sprintf(text, "UPN,SUBJECT,GRADE\n");
    for (int i = 0; i < ROWS; i++) p += sprintf(p, "A%d,MATHS,%s\n", i % 3 + 1, i % 2 ? "Z" : "A");
    load->text[ENTRY] = text;
    run_all_ways(load);
    has(load, "in 1,500 rows of entries.csv (1500)\n");
    has(load, "  cell 3 C GRADE: \"Z\"\n  cell 5 C GRADE: \"Z\"\n  cell 7 C GRADE: \"Z\"\n");
    has(load, "problem L0511 row 3001 line 3001 column 3 'Z'\n");
    free(text);
    free_load(load);
}

static void lines_are_told_where_cells_hold_line_ends(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "URN,NAME,REGION\n100,\"Oak\nHouse\",North\n200,,South\n400,Yew,North\n";
    run_all_ways(load);
    has(load, "L0512 NAME is blank in 1 row of schools.csv\n");
    has(load, "  cell 3 B NAME: \"\" (line 4)\n");
    has_not(load, "L0534");
    free_load(load);
}

static void files_that_cannot_be_read_are_told(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[PUPIL] = NULL;
    run(load);
    has(load, "L0740 there is no file /tmp/lustrum-table-");
    has_not(load, "L0523"); /* its children are not told about it */
    load->frame.records[PUPIL].file = STR(".");
    run(load);
    has(load, "L0742 . is a folder, not a file");
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
    Ledger ledger = { &file, 1, &link, 1 };
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
        cmocka_unit_test(every_fault_has_its_message),
        cmocka_unit_test(a_zero_byte_is_found_anywhere),
        cmocka_unit_test(personal_values_never_reach_a_message),
        cmocka_unit_test(many_rows_make_one_message),
        cmocka_unit_test(lines_are_told_where_cells_hold_line_ends),
        cmocka_unit_test(files_that_cannot_be_read_are_told),
        cmocka_unit_test(a_pipe_is_read_and_hashed_as_it_comes),
        cmocka_unit_test(problems_are_written_as_csv),
        cmocka_unit_test(the_ledger_is_added_up_again),
        cmocka_unit_test(children_of_a_parent_stand_together),
        cmocka_unit_test(an_example_is_a_tiny_nation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
