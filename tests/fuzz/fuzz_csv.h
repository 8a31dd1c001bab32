/* fuzz_csv.h -- what fuzz_csv declares of its files, and all that came of reading them as text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FUZZ_CSV_H
#define FUZZ_CSV_H

#include "fuzz.h"
#include "number/text.h"
#include "table/table.h"

enum { R_NONE = REASON_FIRST_OWN, R_ELSE, R_SHORT, R_COUNT };
enum { REGION, SCHOOL, PUPIL, RECORDS };
enum { PUPIL_FIELDS = 10 };

static const Str reason_names[R_COUNT] = { STR("known"),        STR("nothing_to_divide_by"),
                                           STR("withheld"),     STR("no_earlier_year"),
                                           STR("not_in_table"), STR("more_than_one"),
                                           STR("no_parent"),    STR("none"),
                                           STR("something"),    STR("short") };

/* Records as a framework would declare them: regions that schools name, schools, pupils. */
typedef struct Frame {
    FieldSchema region[1], school[3], pupil[PUPIL_FIELDS];
    RecordSchema records[RECORDS];
    RowsWhere where;
    Renamed renamed;
} Frame;

static const Str yes_texts[] = { STR("1"), STR("Y") }, no_texts[] = { STR("0") };
static const Str grades[] = { STR("A"), STR("B"), STR("U"), STR("caf\xC3\xA9") };
static const MissingText marks[] = { { STR("NA"), R_NONE }, { STR(""), R_NONE } };
static const Str where_values[] = { STR("1"), STR("x") };
static const uint32_t key_parts[] = { 0, 1 };
static const Str school_headings[] = { STR("URN"), STR("NAME"), STR("REGION") };
static const Str pupil_headings[] = { STR("UPN"),  STR("URN"),  STR("SCORE"), STR("SHARE"),
                                      STR("FSM"),  STR("BORN"), STR("YEAR"),  STR("GRADE"),
                                      STR("NOTE"), STR("SCORE") };

static inline FieldSchema plain_field(const char *name, const Str *heading, Role role, Kind kind)
{
    return (FieldSchema){ .name = { name, strlen(name) },
                          .headers = heading,
                          .header_count = heading != NULL,
                          .role = role,
                          .kind = kind,
                          .parent = -1,
                          .needed = true };
}

static inline RecordSchema plain_record(const char *name, const char *file,
                                        const FieldSchema *fields, size_t count)
{
    return (RecordSchema){ .name = { name, strlen(name) },
                           .plural = { name, strlen(name) },
                           .file = { file, strlen(file) },
                           .named_by_record = -1,
                           .named_by_field = -1,
                           .separator = ',',
                           .short_reason = R_SHORT,
                           .fields = fields,
                           .field_count = count,
                           .key = key_parts,
                           .key_count = 1 };
}

static inline void frame_fields(Frame *f)
{
    static const Kind kinds[PUPIL_FIELDS] = { KIND_TEXT,  KIND_LINK,  KIND_NUMBER, KIND_PERCENT,
                                              KIND_YESNO, KIND_DATE,  KIND_YEAR,   KIND_CODE,
                                              KIND_TEXT,  KIND_NUMBER };
    static const char *const names[PUPIL_FIELDS] = { "upn",  "school", "score", "share", "fsm",
                                                     "born", "year",   "grade", "note",  "again" };
    f->region[0] = plain_field("region", NULL, ROLE_KEY, KIND_TEXT);
    f->school[0] = plain_field("urn", &school_headings[0], ROLE_KEY, KIND_TEXT);
    f->school[1] = plain_field("name", &school_headings[1], ROLE_IDENTITY, KIND_TEXT);
    f->school[2] = plain_field("region", &school_headings[2], ROLE_LINK, KIND_LINK);
    f->school[2].parent = REGION;
    f->school[2].missing = marks;
    f->school[2].missing_count = 2;
    for (size_t i = 0; i < PUPIL_FIELDS; i++) {
        Role role = i == 0 ? ROLE_KEY : i == 1 ? ROLE_LINK : ROLE_OUTCOME;
        f->pupil[i] = plain_field(names[i], &pupil_headings[i], role, kinds[i]);
        if (i < 2) continue;
        f->pupil[i].missing = marks;
        f->pupil[i].missing_count = 2;
    }
    f->pupil[1].parent = SCHOOL;
    f->pupil[4].yes = yes_texts;
    f->pupil[4].yes_count = 2;
    f->pupil[4].no = no_texts;
    f->pupil[4].no_count = 1;
}

/* Fills in the frame as the first bytes say; returns the byte for how the files are read. */
static inline uint8_t frame_choose(Frame *f, Choices *choices)
{
    uint8_t a = choose_byte(choices), b = choose_byte(choices), c = choose_byte(choices);
    frame_fields(f);
    f->records[REGION] = plain_record("Region", "", f->region, 1);
    f->records[REGION].named_by_record = SCHOOL;
    f->records[REGION].named_by_field = 2;
    f->records[SCHOOL] = plain_record("School", "schools.csv", f->school, 3);
    RecordSchema *pupil = &f->records[PUPIL];
    *pupil = plain_record("Pupil", "pupils.csv", f->pupil, PUPIL_FIELDS);
    pupil->encoding = a & 1 ? ENCODING_CP1252 : ENCODING_UTF8;
    pupil->separator = ",;\t|"[a >> 1 & 3];
    pupil->last_column_repeats = a >> 3 & 1;
    pupil->short_rows = a >> 4 & 1;
    pupil->skip_further_cells = (a >> 3 & 7) == 6; /* with short rows, skipped blank lines */
    pupil->skip_blank_lines = a >> 5 & 1;
    pupil->skip_empty_rows = a >> 6 & 1;
    pupil->may_be_empty = a >> 7;
    f->where = (RowsWhere){ .header = STR("FSM"), .negate = b >> 6 & 1, .values = where_values };
    f->where.value_count = 2;
    pupil->where = &f->where;
    pupil->where_count = b >> 5 & 1;
    pupil->key_count = 1 + (b >> 7);
    f->renamed = (Renamed){ 2026, 2027, STR("SCORE2") };
    f->pupil[2].renamed = &f->renamed;
    f->pupil[2].renamed_count = c >> 7;
    f->pupil[2].whole = b >> 2 & 1;
    f->pupil[3].percent_sign = b >> 1 & 1;
    static const char *const dates[] = { "2026-08-31", "31/08/2026", "8/31/2026", "20260831" };
    static const char *const years[] = { "2026/27", "2026-27", "202627", "2026/2027" };
    const char *date = dates[c & 3], *year = years[c >> 2 & 3];
    date_form_of((Str){ date, strlen(date) }, &f->pupil[5].dates);
    year_form_of((Str){ year, strlen(year) }, &f->pupil[6].years);
    if (c & 16) {
        f->pupil[7].codes = grades;
        f->pupil[7].code_count = COUNT_OF(grades);
        f->pupil[7].codes_name = STR("grades");
    }
    if (c & 32) {
        f->pupil[2].low = f->pupil[9].low = (Bound){ true, -5, 1 };
        f->pupil[2].high = f->pupil[9].high = (Bound){ true, 1205, 1 };
        f->pupil[3].high = (Bound){ true, 100, 0 };
    }
    for (size_t i = 0; i < PUPIL_FIELDS; i++) {
        f->pupil[i].trim = b & 1;
        f->pupil[i].has_else = i > 1 && (b >> 4 & 1);
        f->pupil[i].else_reason = R_ELSE;
        f->pupil[i].needed = !(c & 64) || i % 3 == 1;
    }
    f->pupil[0].personal = pupil->personal_key = !(c & 64);
    return choose_byte(choices);
}

/* ---- all of it as text ---- */

static inline uint32_t code_at(const Column *c, uint64_t r)
{
    return c->width == 1 ? c->u8[r] : c->width == 2 ? c->u16[r] : c->u32[r];
}

static inline void dump_value(Text *out, const Column *c, const Atoms *atoms, uint64_t r)
{
    if (c->reason && c->reason[r])
        text_printf(out, "?%S", reason_names[c->reason[r]]);
    else if (c->type == TYPE_CODE)
        text_printf(out, "'%S'", atom_str(atoms, c->dict->atom[code_at(c, r)]));
    else if (c->type == TYPE_YESNO)
        text_u64(out, c->u8[r]);
    else if (c->type == TYPE_ROW)
        text_u64(out, c->u32[r]);
    else if (c->lane == LANE_I64)
        text_printf(out, "%d/%d", c->i64[r], c->den);
    else if (c->lane == LANE_I128)
        text_printf(out, "%d:%u/%d", (int64_t)(c->wide[r] >> 64), (uint64_t)c->wide[r], c->den);
    else
        number_write_exact(out, c->exact[r]);
}

static inline void dump_table(Text *out, const Table *table, const Atoms *atoms)
{
    text_printf(out, "%S: %u rows %d %d\n", table->schema->name, table->rows,
                (int64_t)table->ordered_by_link, (int64_t)table->reordered);
    for (uint64_t r = 0; r < table->rows; r++) {
        text_printf(out, "  %u [%S]", table_file_row(table, r), table_key(table, r, 0));
        for (size_t f = 0; f < table->schema->field_count; f++) {
            text_byte(out, ' ');
            if (table->columns[f].data) dump_value(out, &table->columns[f], atoms, r);
        }
        text_byte(out, '\n');
    }
}

static inline void dump_ledger(Text *out, const Ledger *ledger)
{
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *f = &ledger->files[i];
        text_printf(out, "file %u: %u = %u; %u = %u + %u + %u + %u; %u lf, %u crlf, %S\n",
                    (uint64_t)f->record, f->records, f->kept, f->bytes, f->bom_bytes,
                    f->heading_bytes, f->kept_bytes, f->aside_bytes, f->lines_lf, f->lines_crlf,
                    f->sha256);
        for (size_t k = 0; k < f->aside_count; k++)
            text_printf(out, "  aside %S: %u\n", f->aside[k].name, f->aside[k].count);
        for (size_t k = 0; k < f->leniency_count; k++)
            text_printf(out, "  lenient %S: %u\n", f->leniency[k].name, f->leniency[k].count);
    }
    for (size_t i = 0; i < ledger->link_count; i++) {
        const LinkLedger *l = &ledger->links[i];
        text_printf(out, "link %u.%u: %u of %u; %u = %u + %u\n", (uint64_t)l->child,
                    (uint64_t)l->field, l->matched, l->children, l->parents, l->with_children,
                    l->without_children);
    }
}

/* Tables (if accepted), ledger, messages and problems, but for names of descriptors. */
static inline void dump_all(Text *out, const Tables *tables, const Diags *diags,
                            const Problems *problems, const Atoms *atoms)
{
    for (size_t i = 0; i < tables->count && !tables->refused; i++)
        dump_table(out, &tables->items[i], atoms);
    dump_ledger(out, &tables->ledger);
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *d = &diags->items[i];
        text_printf(out, "%s %S (%u)\n", diag_info[d->id].code,
                    diag_text(out->arena, d, diag_info[d->id].title), d->count);
        text_printf(out, "%S\n%S\n%S\n", diag_text(out->arena, d, diag_info[d->id].why),
                    diag_text(out->arena, d, diag_info[d->id].fix), d->note);
        for (size_t k = 0; k < d->cell_count; k++)
            text_printf(out, "  %u %u %S: %S\n", d->cells[k].row, (uint64_t)d->cells[k].column,
                        d->cells[k].name, d->cells[k].note);
    }
    ProblemWalk walk = problems_walk(problems);
    for (Problem p; problems_next(&walk, &p);)
        text_printf(out, "%s row %u line %u column %u '%S'\n", diag_info[p.id].code, p.row, p.line,
                    (uint64_t)p.where->column, (Str){ p.value, p.len });
}

#endif
