/* csv.c -- see csv.h: the slow lane over libcsv, and the choice between the lanes.
 *
 * libcsv keeps its cell buffer in ours (it holds any cell of the block, so libcsv never allocates)
 * and is never finished after it reported an error.  Whatever it gives is copied into a text of its
 * own, cell after cell with one byte between, so both lanes end in the same kind of rows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/csv_inner.h"
#include "limit.h"
#include <csv.h>

Csv csv_open(Arena *arena, char separator, uint32_t columns, bool repeats, bool shorts)
{
    CsvBuffers *buffers = NEW(arena, CsvBuffers);
    SplitFind *ways[SPLIT_WAYS];
    split_ways(ways);
    buffers->places.arena = arena;
    buffers->find = ways[0];
    return (Csv){ .arena = arena,
                  .separator = separator,
                  .columns = columns,
                  .repeats = repeats,
                  .shorts = shorts,
                  .buffers = buffers };
}

void split_grow(SplitPlaces *places, size_t used, size_t cap)
{
    if (cap < 4096) cap = 4096;
    uint32_t *fresh = arena_big_bare(places->arena, sizeof(uint32_t) * (cap + SPLIT_BEFORE));
    if (used) memcpy(fresh + SPLIT_BEFORE, places->at, sizeof(uint32_t) * used);
    arena_big_free(places->arena, places->block);
    places->block = fresh;
    places->at = fresh + SPLIT_BEFORE;
    places->cap = cap;
}

uint32_t *csv_room(Csv *csv, Numbers *numbers, size_t count)
{
    if (numbers->cap < count) {
        arena_big_free(csv->arena, numbers->at);
        numbers->at = NULL;
        numbers->cap = count + count / 4;
        numbers->at = arena_big(csv->arena, sizeof(uint32_t) * (numbers->cap + 1));
    }
    return numbers->at;
}

void csv_text_room(Csv *csv, size_t bytes)
{
    CsvBuffers *b = csv->buffers;
    if (b->text_cap >= bytes) return;
    b->text_cap = bytes * 2;
    b->text = arena_big_resize(csv->arena, b->text, b->text_cap);
}

void csv_forget(Csv *csv)
{
    csv->rows = (CsvRows){ .columns = csv->columns };
    csv->odd_count = 0;
    csv->records = csv->lines = csv->crlf = csv->lf = csv->repeated = csv->shortened = csv->spared =
        0;
    csv->failure = CSV_FINE;
    csv->failed_record = csv->failed_line = csv->failed_cell = csv->opened_line = 0;
}

/* ---- the slow lane ---- */

typedef struct Slow {
    Csv *csv;
    char *text;
    uint32_t used;     /* bytes of text */
    uint32_t *end;     /* where cells end in text */
    uint32_t cells;    /* all of them */
    uint32_t first;    /* the first cell of the record being read */
    uint32_t line;     /* line of the record being read */
    uint32_t lines_in; /* line feeds inside its cells so far */
    bool after_cr;     /* the last record ended in a carriage return, and nothing came since */
    bool bare_cr;      /* ... and then something other than a line feed came */
    bool long_cell;
    uint64_t records;
    size_t left; /* no fewer bytes and cells than are still to come */
} Slow;

static bool stopped(const Slow *slow)
{
    return slow->bare_cr || slow->long_cell;
}

static void put_cell(Slow *slow, Str cell)
{
    if (cell.len) memcpy(slow->text + slow->used, cell.at, cell.len);
    slow->used += (uint32_t)cell.len;
    slow->end[slow->cells++] = slow->used;
    slow->text[slow->used++] = slow->csv->separator;
}

static void on_cell(void *at, size_t len, void *arg)
{
    Slow *slow = arg;
    if (slow->after_cr) slow->bare_cr = true;
    if (len > LIMIT_FIELD) slow->long_cell = true;
    if (stopped(slow)) return;
    const char *p = at, *stop = p + len;
    while (p < stop && (p = memchr(p, '\n', (size_t)(stop - p))) != NULL) {
        slow->lines_in++;
        p++;
    }
    put_cell(slow, (Str){ at, len });
}

/* Makes room in text and ends for what is still to come and `more` cells that no bytes stand for.
 */
static void make_room(Slow *slow, uint32_t more)
{
    CsvBuffers *b = slow->csv->buffers;
    size_t bytes = slow->used + slow->left + more * (CSV_ABSENT.len + 1) + CSV_PAD;
    csv_text_room(slow->csv, bytes);
    slow->text = b->text;
    size_t ends = slow->cells + slow->left + more;
    if (b->places.cap < ends) split_grow(&b->places, slow->cells, ends * 2);
    slow->end = b->places.at;
}

/* Cells that a short row does not have. */
static void fill_up(Slow *slow, uint32_t cells)
{
    uint32_t columns = slow->csv->columns;
    if (!slow->csv->shorts || cells == 0 || cells >= columns) return;
    make_room(slow, columns - cells);
    for (uint32_t c = cells; c < columns; c++) put_cell(slow, CSV_ABSENT);
}

static void end_record(Slow *slow)
{
    CsvBuffers *b = slow->csv->buffers;
    uint32_t had = slow->cells - slow->first;
    fill_up(slow, had);
    if (slow->records == b->record_cap) {
        size_t cap = b->record_cap * 2 + 256;
        b->records = arena_big_resize(slow->csv->arena, b->records, sizeof(SlowRecord) * cap);
        b->record_cap = cap;
    }
    b->records[slow->records++] =
        (SlowRecord){ slow->first, slow->cells - slow->first, slow->line, 0, had };
    slow->line += 1 + slow->lines_in;
    slow->lines_in = 0;
    slow->first = slow->cells;
}

static void on_record(int c, void *arg)
{
    Slow *slow = arg;
    if (slow->after_cr && c == '\n') { /* the other half of CR LF */
        slow->after_cr = false;
        slow->csv->crlf++;
        return;
    }
    if (slow->after_cr) slow->bare_cr = true;
    if (stopped(slow)) return;
    slow->after_cr = c == '\r';
    if (c == '\n') slow->csv->lf++;
    end_record(slow);
}

static int no_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Sizes of the records as we count them ourselves: up to each line feed outside quotes.  Returns
 * how many records there are. */
static uint64_t measure(Slow *slow, Str text)
{
    SlowRecord *records = slow->csv->buffers->records;
    uint64_t r = 0;
    size_t from = 0;
    bool inside = false;
    for (size_t i = 0; i < text.len; i++) {
        inside ^= text.at[i] == '"';
        if (text.at[i] != '\n' || inside) continue;
        if (r < slow->records) records[r].size = (uint32_t)(i + 1 - from);
        r++;
        from = i + 1;
    }
    return r;
}

/* The line, from 0, of byte `at`. */
static uint32_t line_of(Str text, size_t at)
{
    uint32_t line = 0;
    for (size_t i = 0; i < at; i++) line += text.at[i] == '\n';
    return line;
}

/* Where the quoted cell that holds byte `at` begins. */
static size_t opening(Str text, size_t at)
{
    size_t open = 0;
    bool inside = false;
    for (size_t i = 0; i < at; i++) {
        if (text.at[i] != '"') continue;
        if (!inside && (i == 0 || text.at[i - 1] != '"')) open = i; /* else a doubled quote */
        inside = !inside;
    }
    return open;
}

static void fail(Slow *slow, CsvFailure failure, Str text, size_t at)
{
    Csv *csv = slow->csv;
    csv->failure = failure;
    csv->failed_record = (uint32_t)slow->records;
    csv->failed_cell = slow->cells - slow->first;
    csv->failed_line = line_of(text, at);
    csv->opened_line = csv->failed_line;
    if (failure == CSV_QUOTE_AFTER || failure == CSV_QUOTE_OPEN)
        csv->opened_line = line_of(text, opening(text, at));
}

static void run_libcsv(Slow *slow, Str text, bool unfinished)
{
    Csv *csv = slow->csv;
    struct csv_parser parser;
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
    csv_set_delim(&parser, (unsigned char)csv->separator);
    csv_set_space_func(&parser, no_space);
    parser.entry_buf = (unsigned char *)csv->buffers->field;
    parser.entry_size = csv->buffers->field_cap;
    size_t read = csv_parse(&parser, text.at, text.len, on_cell, on_record, slow);
    if (slow->long_cell || slow->bare_cr) {
        if (slow->bare_cr) slow->line = csv->buffers->records[--slow->records].line;
        fail(slow, slow->long_cell ? CSV_CELL_LONG : CSV_BARE_CR, text, 0);
        csv->failed_line = csv->opened_line = slow->line;
        return;
    }
    if (read < text.len) {
        fail(slow, parser.quoted ? CSV_QUOTE_AFTER : CSV_QUOTE_STRAY, text, read);
        return;
    }
    bool open = unfinished && csv_fini(&parser, on_cell, on_record, slow) != 0;
    if (open)
        fail(slow, CSV_QUOTE_OPEN, text, text.len);
    else if (slow->after_cr)
        fail(slow, CSV_BARE_CR, text, text.len);
}

/* Where the last cell ends once what follows the last column is joined to it: at the end of the
 * last further cell that holds something. */
static uint32_t join_further(const Slow *slow, uint32_t first, uint32_t cells, uint32_t columns)
{
    const uint32_t *end = slow->end + first;
    uint32_t last = columns - 1;
    for (uint32_t c = columns; c < cells; c++)
        if (end[c] != end[c - 1] + 1) last = c;
    return end[last];
}

/* Whether a record has further cells and all of them are blank: only separators stand there. */
static bool is_spare(const Slow *slow, const SlowRecord *record)
{
    uint32_t columns = slow->csv->columns;
    if (record->cells <= columns) return false;
    const uint32_t *end = slow->end + record->first;
    return end[record->cells - 1] - end[columns - 1] == record->cells - columns;
}

static bool fits(const Slow *slow, const SlowRecord *record)
{
    const Csv *csv = slow->csv;
    return record->cells == csv->columns || (csv->repeats && record->cells > csv->columns) ||
           (csv->spares && is_spare(slow, record));
}

/* Whether all cells of a record are empty: then only the bytes between them are left. */
static bool is_empty(const Slow *slow, const SlowRecord *record)
{
    if (!record->cells) return false;
    uint32_t from = record->first ? slow->end[record->first - 1] + 1 : 0;
    return slow->end[record->first + record->cells - 1] - from == record->cells - 1;
}

static void put_odd(Csv *csv, CsvOdd odd)
{
    GROW(csv->arena, csv->odd, csv->odd_count, csv->odd_cap);
    csv->odd[csv->odd_count++] = odd;
}

/* The odd records, with their cells.  Ends are still where libcsv's cells put them. */
static void list_odd(Slow *slow)
{
    Csv *csv = slow->csv;
    CsvBuffers *b = csv->buffers;
    if (b->odd_cap < slow->cells) {
        arena_big_free(csv->arena, b->odd);
        b->odd = NULL;
        b->odd_cap = (size_t)slow->cells * 2;
        b->odd = arena_big(csv->arena, sizeof(Str) * b->odd_cap);
    }
    Str *next = b->odd;
    for (uint32_t i = 0; i < slow->records; i++) {
        const SlowRecord *r = &b->records[i];
        bool empty = is_empty(slow, r);
        if (fits(slow, r) && !(empty && csv->columns > 1)) continue;
        put_odd(csv, (CsvOdd){ i, r->line, r->cells, empty, r->size, is_spare(slow, r), next });
        uint32_t at = r->first ? slow->end[r->first - 1] + 1 : 0;
        for (uint32_t c = 0; c < r->cells; at = slow->end[r->first + c++] + 1)
            *next++ = (Str){ slow->text + at, slow->end[r->first + c] - at };
    }
}

/* Sorts records into rows and odd ones; ends of rows move down over those of odd ones. */
static void sort_records(Slow *slow)
{
    Csv *csv = slow->csv;
    CsvBuffers *b = csv->buffers;
    uint32_t columns = csv->columns, n = 0, count = (uint32_t)slow->records, from = 0;
    uint32_t *start = csv_room(csv, &b->start, count), *record = csv_room(csv, &b->record, count);
    uint32_t *line = csv_room(csv, &b->line, count), *size = csv_room(csv, &b->size, count);
    uint32_t *cells = csv_room(csv, &b->cells, count);
    list_odd(slow);
    size_t odd = 0;
    for (uint32_t i = 0, next; i < count; i++, from = next) {
        SlowRecord r = b->records[i];
        next = r.cells ? slow->end[r.first + r.cells - 1] + 1 : from;
        if (odd < csv->odd_count && csv->odd[odd].record == i) {
            odd++;
            continue;
        }
        uint32_t *ends = slow->end + (size_t)n * columns; /* never past r.first */
        uint32_t last = join_further(slow, r.first, r.cells, columns);
        memmove(ends, slow->end + r.first, sizeof(uint32_t) * columns);
        ends[columns - 1] = last;
        csv->repeated += csv->repeats && r.had > columns;
        csv->spared += !csv->repeats && r.had > columns;
        csv->shortened += r.had < columns;
        cells[n] = r.had;
        start[n] = from;
        record[n] = i;
        line[n] = r.line;
        size[n++] = r.size;
    }
    csv->rows = (CsvRows){ slow->text, columns, n, start, slow->end, 0, record, line, size, cells };
}

void csv_slow(Csv *csv, Str text, bool unfinished)
{
    csv_forget(csv);
    CsvBuffers *b = csv->buffers;
    if (b->field_cap < text.len + 1) {
        arena_big_free(csv->arena, b->field);
        b->field = NULL;
        b->field_cap = text.len + 1;
        b->field = arena_big(csv->arena, b->field_cap);
    }
    Slow slow = { .csv = csv, .left = text.len + 2 };
    make_room(&slow, 0);
    slow.text = b->text;
    run_libcsv(&slow, text, unfinished);
    uint64_t ours = measure(&slow, text);
    assert(csv->failure || unfinished || ours == slow.records);
    (void)ours;
    csv->records = slow.records;
    csv->lines = slow.line;
    SplitSpecial special = split_special(text, csv->separator);
    csv->plain = !special.other && special.cr == csv->crlf && csv->lines == csv->records;
    csv->fast = false;
    sort_records(&slow);
}

void csv_split(Csv *csv, Str text, bool unfinished)
{
    if (unfinished || !csv_fast(csv, text)) csv_slow(csv, text, unfinished);
}

size_t csv_heading(Csv *csv, Str text, bool unfinished, Str **cells, size_t *used)
{
    assert(csv->columns == 1 && !csv->repeats && !csv->shorts);
    bool inside = false;
    size_t end = 0;
    for (; end < text.len && (inside || text.at[end] != '\n'); end++) inside ^= text.at[end] == '"';
    if (end < text.len) end++;
    csv_slow(csv, str_slice(text, 0, end), unfinished && end == text.len);
    *used = end;
    if (csv->odd_count) {
        *cells = csv->odd[0].text;
        return csv->odd[0].cells;
    }
    if (!csv->rows.count) return 0;
    *cells = NEW(csv->arena, Str);
    uint32_t start = csv_row_start(&csv->rows, 0);
    **cells = (Str){ csv->rows.base + start, csv->rows.end[0] - start };
    return 1;
}

void csv_list_starts(Csv *csv)
{
    CsvRows *rows = &csv->rows;
    if (rows->start || !rows->count) return;
    uint32_t *start = csv_room(csv, &csv->buffers->start, rows->count);
    for (uint32_t r = 0; r < rows->count; r++) start[r] = csv_row_start(rows, r);
    rows->start = start;
}

uint32_t csv_row_size(const Csv *csv, uint32_t r)
{
    const CsvRows *rows = &csv->rows;
    if (rows->size) return rows->size[r];
    uint32_t last = rows->end[(size_t)r * rows->columns + rows->columns - 1];
    return last + csv->buffers->cr + 1 - csv_row_start(rows, r);
}
