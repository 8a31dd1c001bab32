/* file.c -- one file from its first byte to its last (screen.h): its encoding and separator, its
 * blocks shown to whoever counts.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/screen.h"
#include "table/heading.h"
#include "table/whole.h"

/* The file is told of as a record without fields: what is wrong with it is said in the words in
 * which a review says it. */
static RecordSchema schema_of(const ScreenFile *file)
{
    return (RecordSchema){ .encoding = file->encoding,
                           .separator = file->separator,
                           .skip_blank_lines = true,
                           .skip_empty_rows = true };
}

Str screen_cell_at(const CsvRows *rows, uint32_t r, uint32_t c)
{
    const uint32_t *end = rows->end + (size_t)r * rows->columns;
    uint32_t at = c ? end[c - 1] + 1 : csv_row_start(rows, r);
    return (Str){ rows->base + at, end[c] - at };
}

/* ---- before the headings are read ---- */

/* Of the signs that separate cells, the one that stands most often in the first line outside of
 * quotes; the comma where none does. */
static char separator_of(Str text)
{
    static const char signs[] = ",;\t|";
    size_t count[COUNT_OF(signs)] = { 0 }, best = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len && (inside || text.at[i] != '\n'); i++) {
        inside ^= text.at[i] == '"';
        for (size_t s = 0; !inside && signs[s]; s++) count[s] += text.at[i] == signs[s];
    }
    for (size_t s = 1; signs[s]; s++)
        if (count[s] > count[best]) best = s;
    return signs[best];
}

/* Whether a heading is a value: a number with a point, a date, a pupil's number, or nothing. */
static bool is_like_data(const ScreenForms *forms, Arena *arena, Str heading, bool *number)
{
    ScreenColumn *column = NEW(arena, ScreenColumn);
    *number = false;
    if (!heading.len) return false;
    screen_cell(column, forms, arena, heading, true);
    *number = column->shape[SHAPE_WHOLE] != 0;
    return column->shape[SHAPE_DECIMAL] || column->shape[SHAPE_PERCENT] ||
           column->shape[SHAPE_DIGITS] || column->shape[SHAPE_DATE] || column->upn;
}

/* Where the first row is of data it names persons perhaps: then columns go by their letters. */
static void judge_headings(ScreenPass *pass, const Heading *heading)
{
    ScreenFile *file = pass->file;
    Arena *arena = pass->screen->arena;
    uint32_t like = 0, numbers = 0;
    for (uint32_t c = 0; c < heading->count; c++) {
        bool number, data = is_like_data(&pass->forms, arena, heading->names[c], &number);
        like += data;
        numbers += number;
    }
    file->no_headings = like || numbers * 2 >= heading->count;
    for (uint32_t c = 0; c < heading->count; c++) {
        Str letters = diag_column_letters(arena, c + 1);
        bool named = !file->no_headings && heading->names[c].len;
        file->columns[c].unnamed = !named;
        file->columns[c].heading = named ? heading->names[c] : str_printf(arena, "(%S)", letters);
    }
    if (!file->no_headings) return;
    WholeFile whole = { .diags = pass->screen->diags, .file = file->path };
    whole_tell(&whole, D_HEADINGS_DATA, 1, STR_EMPTY, STR_EMPTY);
}

/* ---- the blocks ---- */

static void look(void *arg, const Csv *csv)
{
    ScreenPass *pass = arg;
    pass->rows(pass, csv);
    pass->row += csv->records;
}

static bool has_fault(const FaultLog *log, DiagId id)
{
    for (size_t i = 0; i < log->group_count; i++)
        if (log->groups[i].id == id) return true;
    return false;
}

static void count_lines(ScreenFile *file, const Reader *reader, const Heading *heading)
{
    const FilePlan *plan = reader->plan;
    file->bytes = reader->feed.bytes;
    file->bom = heading->bom != 0;
    file->crlf = heading->crlf;
    file->lf = !heading->crlf && !heading->endless;
    file->final_newline = !heading->endless;
    for (unsigned i = 0; i < reader->slot_count; i++)
        if (reader->slots[i].block.made_newline) file->final_newline = false;
    for (const Part *part = reader->first; part; part = part->next) {
        file->crlf += part->crlf;
        file->lf += part->lf;
        file->rows += part->kept;
        file->blank_lines += part->aside[aside_blank(plan)];
        file->empty_rows += part->aside[aside_empty(plan)];
    }
}

static const ProblemColumn *problem_columns(const ScreenFile *file, const Heading *heading,
                                            Arena *arena)
{
    ProblemColumn *columns = NEW_ARRAY(arena, ProblemColumn, (size_t)heading->count + 1);
    columns[0] = (ProblemColumn){ .file = file->path,
                                  .wanted = str_printf(arena, "%u", (uint64_t)heading->count) };
    for (uint32_t c = 0; c < heading->count; c++)
        columns[c + 1] = (ProblemColumn){ .file = file->path,
                                          .heading = file->columns[c].heading,
                                          .column = c + 1 };
    return columns;
}

/* What came of reading a file in one encoding. */
typedef enum { READ_WHOLE, READ_FAULTY, READ_OTHER_ENCODING } Outcome;

static Outcome read_rows(ScreenPass *pass, const RecordSchema *schema, const Heading *heading)
{
    Screen *screen = pass->screen;
    Reader *reader = screen->open;
    WholeFile whole = { .diags = screen->diags, .file = pass->file->path };
    FieldPlan none = { .guarded = true };
    FilePlan plan = { .schema = schema,
                      .columns = heading->count,
                      .fields = &none,
                      .first_line = 1 + heading->lines,
                      .look = look,
                      .look_arg = pass };
    FaultLog log = { .arena = screen->arena,
                     .columns = problem_columns(pass->file, heading, screen->arena) };
    pass->row = 2;
    reader_run(reader, &plan, &log, 1);
    bool regular = S_ISREG(reader->feed.before.st_mode);
    if (pass->file->encoding == ENCODING_UTF8 && regular && has_fault(&log, D_TEXT_NOT_UTF8))
        return READ_OTHER_ENCODING;
    if (reader->failed)
        whole_failed_part(&whole, reader);
    else if (reader->feed.failure == FEED_READ)
        whole_not_opened(&whole, reader->feed.error, STR_EMPTY);
    else
        whole_feed(&whole, &reader->feed, reader->line);
    bool faulty = fault_report(&log, screen->diags);
    if (reader->failed || reader->feed.failure || faulty) return READ_FAULTY;
    if (pass->again) return READ_WHOLE;
    count_lines(pass->file, reader, heading);
    pass->file->sha256 = feed_sha256(&reader->feed, screen->arena);
    return READ_WHOLE;
}

static void begin_columns(ScreenPass *pass, const Heading *heading)
{
    ScreenFile *file = pass->file;
    for (uint32_t c = 0; c < file->column_count; c++)
        hash_give_up(pass->screen, &file->columns[c].set);
    hash_give_up(pass->screen, &file->whole);
    *file = (ScreenFile){ .path = file->path,
                          .encoding = file->encoding,
                          .separator = file->separator };
    file->columns = NEW_ARRAY(pass->screen->arena, ScreenColumn, heading->count);
    file->column_count = heading->count;
    judge_headings(pass, heading);
}

static Outcome read_opened(ScreenPass *pass)
{
    Screen *screen = pass->screen;
    ScreenFile *file = pass->file;
    Reader *reader = screen->open;
    Block *first = &reader->slots[0].block;
    Heading heading = { .file = file->path, .guarded = true };
    WholeFile whole = { .diags = screen->diags, .file = file->path };
    Str start = { first->data, first->filled };
    if (!pass->again) file->separator = separator_of((Str){ first->data, first->len });
    RecordSchema schema = schema_of(file);
    if (reader->feed.failure == FEED_READ) {
        whole_not_opened(&whole, reader->feed.error, STR_EMPTY);
        return READ_FAULTY;
    }
    if (!heading_sniff(screen->diags, &schema, &heading, start)) return READ_FAULTY;
    if (reader->feed.failure && first->len == 0) {
        whole_feed(&whole, &reader->feed, 1);
        return READ_FAULTY;
    }
    Str headings = { first->data, first->len };
    bool plain = str_utf8_valid(headings) == headings.len;
    if (!pass->again && file->encoding == ENCODING_UTF8 && !plain &&
        S_ISREG(reader->feed.before.st_mode))
        return READ_OTHER_ENCODING;
    if (!heading_read(screen->diags, &schema, first, screen->arena, &heading)) return READ_FAULTY;
    if (!pass->again) begin_columns(pass, &heading);
    if (heading.count != file->column_count) { /* it is another file by now */
        whole_tell(&whole, D_DATA_CHANGED, 0, STR_EMPTY, STR_EMPTY);
        return READ_FAULTY;
    }
    first->from = heading.bom + heading.used;
    return read_rows(pass, &schema, &heading);
}

static Outcome read_file(ScreenPass *pass)
{
    Screen *screen = pass->screen;
    Reader *reader = NEW(screen->arena, Reader);
    WholeFile whole = { .diags = screen->diags, .file = pass->file->path };
    screen->open = reader;
    int error = reader_open(reader, screen->arena, pass->file->path, screen->block, screen->seed);
    Outcome outcome = READ_FAULTY;
    if (error)
        whole_not_opened(&whole, error, STR_EMPTY);
    else if (!pass->again || S_ISREG(reader->feed.before.st_mode))
        outcome = read_opened(pass);
    screen->open = NULL;
    reader_close(reader);
    return outcome;
}

bool screen_pass(ScreenPass *pass)
{
    pass->forms = screen_forms(pass->screen->arena);
    Outcome outcome = read_file(pass);
    if (outcome == READ_OTHER_ENCODING && pass->file->encoding == ENCODING_UTF8) {
        pass->file->encoding = ENCODING_CP1252;
        outcome = read_file(pass);
    }
    return outcome == READ_WHOLE;
}
