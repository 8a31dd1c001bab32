/* table_help.h -- a framework of four records, its files, and all that comes of loading them as
 * text. SPDX-License-Identifier: Apache-2.0 */
#ifndef TABLE_HELP_H
#define TABLE_HELP_H

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

static const Str reasons[R_COUNT] = {
    STR("known"),          STR("nothing_to_divide_by"), STR("withheld"),  STR("no_earlier_year"),
    STR("not_in_table"),   STR("more_than_one"),        STR("no_parent"), STR("before_the_term"),
    STR("not_there_then"), STR("no_figure_then"),       STR("none"),      STR("something"),
    STR("short")
};

static const Str yes_texts[] = { STR("1") }, no_texts[] = { STR("0") };
static const Str grades[] = { STR("A"), STR("B"), STR("U") };
static const MissingText blank[] = { { STR(""), R_NONE } };
static const MissingText marks[] = { { STR("NA"), R_NONE }, { STR(""), R_NONE } };

/* ---- a framework of four records ---- */

typedef struct Frame {
    FieldSchema region[1], school[4], pupil[7], entry[3];
    RecordSchema records[RECORDS];
    Str headers[RECORDS][8];
    uint32_t key[2];
} Frame;

static inline FieldSchema *set(Frame *frame, int record, size_t i, FieldSchema *fields,
                               const char *name, const char *header, Role role, Kind kind)
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

static inline void missing(FieldSchema *field, const MissingText *texts, size_t count)
{
    field->missing = texts;
    field->missing_count = count;
}

static inline void record(Frame *frame, int i, const char *name, const char *file,
                          FieldSchema *fields, size_t count, size_t keys)
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

static inline void fill(Frame *f)
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
    const char *corrections; /* NULL: none are declared */
    size_t size[RECORDS];    /* of the text; 0: up to its NUL */
    unsigned threads;
    size_t block;
    bool wanted; /* the dump is wanted */
    char *dump;  /* malloced */
    size_t codes;
    char code[64][6];
    Guard guard;
} Load;

static inline void dump_value(Text *out, const Column *c, const Atoms *atoms, size_t r)
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

static inline void dump_table(Text *out, const Table *table, const Atoms *atoms)
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

static inline void dump_ledger(Text *out, const Ledger *ledger)
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
    const CorrectionLedger *list = ledger->corrections;
    for (size_t i = 0; list && i < list->made_count; i++) {
        const Corrected *m = &list->made[i];
        text_printf(out, "made %u: %u.%u %S '%S' '%S' %S %S %S\n", m->row, (uint64_t)m->record,
                    (uint64_t)m->field, m->key, m->old, m->agreed, m->reason, m->agreed_by,
                    m->date);
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

static inline void dump_diags(Text *out, const Diags *diags, const Problems *problems)
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
    ProblemWalk walk = problems_walk(problems);
    for (Problem p; problems_next(&walk, &p);)
        text_printf(out, "problem %s row %u line %u column %u '%S'\n", diag_info[p.id].code, p.row,
                    p.line, (uint64_t)p.where->column, (Str){ p.value, p.len });
}

static inline void write_file(const char *folder, Str name, const char *text, size_t size)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%.*s", folder, (int)name.len, name.at);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static inline void remove_files(const char *folder)
{
    static const char *const names[] = { "schools.csv", "pupils.csv", "entries.csv", "p.csv",
                                         "corrections.csv" };
    char path[256];
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}

static inline void load_body(void *arg)
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
    static const ListFile list = { STR("corrections.csv"), { 0, 900, 909 } };
    if (load->corrections)
        write_file(folder, list.name, load->corrections, strlen(load->corrections));
    LoadJob job = { .schemas = load->frame.records,
                    .corrections = load->corrections ? &list : NULL,
                    .few_parents = 4096,
                    .place_from = load->threads > 1, /* the first way is the other one */
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

static inline Load *new_load(void)
{
    Load *load = calloc(1, sizeof *load);
    fill(&load->frame);
    load->text[SCHOOL] = schools;
    load->text[PUPIL] = pupils;
    load->text[ENTRY] = entries;
    load->threads = 1;
    return load;
}

static inline void free_load(Load *load)
{
    free(load->dump);
    free(load);
}

static inline void run(Load *load)
{
    assert_int_equal(guard_run(&load->guard, load_body, load), WHY_NOTHING);
}

/* Runs once, then again with other threads and blocks, which must change nothing. */
static inline void run_all_ways(Load *load)
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

static inline void has(const Load *load, const char *text)
{
    if (!strstr(load->dump, text)) fail_msg("no '%s' in\n%s", text, load->dump);
}

static inline void has_not(const Load *load, const char *text)
{
    if (strstr(load->dump, text)) fail_msg("'%s' in\n%s", text, load->dump);
}

#endif
