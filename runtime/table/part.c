/* part.c -- one block, from bytes to pieces of columns (reader.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/fix.h"

/* ---- encoding ---- */

/* What the bytes 80 to 9F stand for in Windows-1252 (WHATWG encoding standard); the five that it
 * leaves open become the control characters of the same number. */
static const uint16_t cp1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static uint32_t cp1252_point(unsigned char byte)
{
    return byte >= 0x80 && byte < 0xA0 ? cp1252[byte - 0x80] : byte;
}

static bool is_open_point(uint32_t point)
{
    return point >= 0x80 && point < 0xA0;
}

static size_t put_point(char *out, uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0 | point >> 6);
        out[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | point >> 12);
    out[1] = (char)(0x80 | (point >> 6 & 0x3F));
    out[2] = (char)(0x80 | (point & 0x3F));
    return 3;
}

Str part_decode(Worker *worker, Str text, bool *odd)
{
    *odd = false;
    size_t high = 0;
    for (size_t i = 0; i < text.len; i++) high += (unsigned char)text.at[i] >> 7;
    if (!high) return text;
    size_t need = text.len + high * 2 + CSV_PAD;
    if (worker->decoded_cap < need) {
        arena_big_free(&worker->arena, worker->decoded);
        worker->decoded = NULL;
        worker->decoded_cap = need + need / 4;
        worker->decoded = arena_big(&worker->arena, worker->decoded_cap);
    }
    char *out = worker->decoded;
    for (size_t i = 0; i < text.len; i++) {
        uint32_t point = cp1252_point((unsigned char)text.at[i]);
        *odd |= is_open_point(point);
        out += put_point(out, point);
    }
    worker->converted += high;
    return (Str){ worker->decoded, (size_t)(out - worker->decoded) };
}

Str part_bad_byte(Arena *arena, Str text)
{
    size_t at = str_utf8_valid(text);
    if (at == text.len) return STR_EMPTY;
    unsigned char byte = (unsigned char)text.at[at];
    char hex[2] = { "0123456789ABCDEF"[byte >> 4], "0123456789ABCDEF"[byte & 15] };
    uint32_t point = cp1252_point(byte);
    if (is_open_point(point))
        return str_printf(arena, "%S has no meaning in Windows-1252 either", (Str){ hex, 2 });
    char utf8[3];
    size_t size = put_point(utf8, point);
    return str_printf(arena, "%S would be %S in Windows-1252", (Str){ hex, 2 },
                      (Str){ utf8, size });
}

/* Whether a decoded text holds a byte that Windows-1252 leaves open. */
static bool part_open_byte(Str text)
{
    for (size_t i = 0; i + 1 < text.len; i++)
        if ((unsigned char)text.at[i] == 0xC2 && (unsigned char)text.at[i + 1] < 0xA0) return true;
    return false;
}

/* ---- rows ---- */

static Str cell_of(const CsvRows *rows, uint32_t r, uint32_t c)
{
    const uint32_t *end = rows->end + (size_t)r * rows->columns;
    uint32_t at = c ? end[c - 1] + 1 : csv_row_start(rows, r);
    return (Str){ rows->base + at, end[c] - at };
}

/* Whether the test does not set the row aside.  A year that cannot be read does not: it is told. */
static bool holds(const FilePlan *plan, const RowsWhere *where, Str cell)
{
    int32_t year;
    if (where->year) return !cell_year_in(where->year, cell, &year) || year == plan->year;
    bool listed = false;
    for (size_t i = 0; i < where->value_count; i++) listed |= str_eq(where->values[i], cell);
    return listed != where->negate;
}

static void note_row(Part *part, const CsvOdd *odd, DiagId id, Str words)
{
    fault_say(&part->faults, (Fault){ .record = odd->record, .line = odd->line }, id, words);
}

/* The first `rows where` that sets the odd record aside; where_count when none does. */
static size_t odd_aside(const FilePlan *plan, const CsvOdd *odd)
{
    size_t i = 0;
    for (; i < plan->schema->where_count; i++) {
        uint32_t column = plan->where_column[i];
        if (column < odd->cells && !holds(plan, &plan->schema->where[i], odd->text[column])) break;
    }
    return i;
}

/* Bytes by which decoded text is longer than the text of the file. */
static uint64_t excess(const Worker *worker, Str text)
{
    if (worker->reader->plan->schema->encoding != ENCODING_CP1252) return 0;
    return text.len - str_characters(text);
}

/* Blank lines, empty rows and rows of another length: set aside as declared, or faults. */
static void judge_odd(Worker *worker, Part *part)
{
    const FilePlan *plan = worker->reader->plan;
    const RecordSchema *schema = plan->schema;
    for (size_t i = 0; i < worker->csv.odd_count; i++) {
        const CsvOdd *odd = &worker->csv.odd[i];
        size_t way = odd_aside(plan, odd);
        bool aside = way < schema->where_count;
        if (odd->cells == 0) {
            way = aside_blank(plan);
            aside = schema->skip_blank_lines;
        } else if (!aside && odd->empty) {
            way = aside_empty(plan);
            aside = schema->skip_empty_rows;
        }
        if (aside) {
            part->aside[way]++;
            part->aside_bytes += odd->size;
            part->last_aside = odd->record + 1 == part->records;
            for (uint32_t c = 0; c < odd->cells; c++)
                part->aside_bytes -= excess(worker, odd->text[c]);
        } else if (odd->cells == 0 || odd->empty) {
            note_row(part, odd, odd->cells ? D_ROW_EMPTY : D_ROW_BLANK, STR_EMPTY);
        } else {
            DiagId id = odd->cells < plan->columns ? D_ROW_SHORT
                        : odd->spare               ? D_ROW_SPARE
                                                   : D_ROW_LENGTH;
            note_row(part, odd, id, fault_count(&part->fault_arena, odd->cells, "cell", "cells"));
        }
    }
}

/* Tells the kept row whose year cannot be read. */
static void judge_year(const FilePlan *plan, Part *part, const CsvRows *rows, uint32_t r)
{
    const RowsWhere *last = &plan->schema->where[plan->schema->where_count - 1];
    uint32_t column = plan->where_column[plan->schema->where_count - 1];
    int32_t year;
    Str cell = cell_of(rows, r, column);
    if (!last->year || cell_year_in(last->year, cell, &year)) return;
    Fault where = { .record = rows->record ? rows->record[r] : r, .column = column + 1 };
    where.line = rows->line ? rows->line[r] : where.record;
    fault_add(&part->faults, where, D_ROW_YEAR, cell, plan->fields[0].guarded);
}

/* Moves kept rows down over those that `rows where` sets aside. */
static void set_aside(Worker *worker, Part *part)
{
    const FilePlan *plan = worker->reader->plan;
    CsvRows *rows = &worker->csv.rows;
    uint32_t kept = 0;
    size_t columns = rows->columns;
    csv_list_starts(&worker->csv);
    for (uint32_t r = 0; r < rows->count; r++) {
        size_t way = 0;
        while (way < plan->schema->where_count &&
               holds(plan, &plan->schema->where[way], cell_of(rows, r, plan->where_column[way])))
            way++;
        if (way < plan->schema->where_count) {
            part->aside[way]++;
            part->last_aside |= (rows->record ? rows->record[r] : r) + 1 == part->records;
            uint32_t from = rows->start[r], to = rows->end[r * columns + columns - 1];
            part->aside_bytes += csv_row_size(&worker->csv, r);
            part->aside_bytes -= excess(worker, (Str){ rows->base + from, to - from });
            bool further = rows->cells && rows->cells[r] > columns;
            worker->csv.repeated -= further && worker->csv.repeats;
            worker->csv.spared -= further && !worker->csv.repeats;
            worker->csv.shortened -= rows->cells && rows->cells[r] < columns;
            continue;
        }
        judge_year(plan, part, rows, r);
        worker->record[kept] = rows->record ? rows->record[r] : r;
        worker->line[kept] = rows->line ? rows->line[r] : worker->record[kept];
        rows->start[kept] = rows->start[r];
        memmove(rows->end + kept * columns, rows->end + r * columns, sizeof(uint32_t) * columns);
        kept++;
    }
    rows->record = worker->record;
    rows->line = worker->line;
    rows->size = rows->cells = NULL;
    rows->count = kept;
}

/* ---- cells ---- */

static void items_room(Worker *worker, Items *items)
{
    if (items->count < items->cap) return;
    items->cap = items->cap * 2 + 64;
    uint32_t **lists[] = { &items->row, &items->at, &items->len, &items->record, &items->line };
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        *lists[i] = arena_big_resize(&worker->arena, *lists[i], sizeof(uint32_t) * items->cap);
}

/* One item for each part of the list's cell of every kept row; a blank cell is one blank item. */
static void split_items(Worker *worker)
{
    const FilePlan *plan = worker->reader->plan;
    const CsvRows *rows = &worker->csv.rows;
    uint32_t column = plan->fields[plan->schema->list_field].columns[0];
    char separator = plan->schema->list_separator;
    Items *items = &worker->items;
    items->count = 0;
    for (uint32_t r = 0; r < rows->count; r++) {
        Str cell = cell_of(rows, r, column);
        bool more = true;
        for (size_t from = 0; more;) {
            const char *mark = memchr(cell.at + from, separator, cell.len - from);
            size_t to = mark ? (size_t)(mark - cell.at) : cell.len;
            items_room(worker, items);
            items->row[items->count] = r;
            items->at[items->count] = (uint32_t)((size_t)(cell.at - rows->base) + from);
            items->len[items->count] = (uint32_t)(to - from);
            items->record[items->count] = rows->record ? rows->record[r] : r;
            items->line[items->count] = rows->line ? rows->line[r] : items->record[items->count];
            items->count++;
            more = mark != NULL;
            from = to + 1;
        }
    }
}

Str part_cell(const Worker *worker, uint32_t row, uint32_t column)
{
    const FilePlan *plan = worker->reader->plan;
    const Items *items = &worker->items;
    const CsvRows *rows = &worker->csv.rows;
    if (!plan->schema->list_separator) return cell_of(rows, row, column);
    if (column != plan->fields[plan->schema->list_field].columns[0])
        return cell_of(rows, items->row[row], column);
    return (Str){ rows->base + items->at[row], items->len[row] };
}

/* The cells of a column beside every item; of the list's own column, the items. */
static void gather_items(const Worker *worker, uint32_t column, uint32_t *from, uint32_t *to)
{
    const FilePlan *plan = worker->reader->plan;
    const Items *items = &worker->items;
    bool own = column == plan->fields[plan->schema->list_field].columns[0];
    const CsvRows *rows = &worker->csv.rows;
    for (uint32_t i = 0; i < items->count; i++) {
        Str cell = own ? (Str){ rows->base + items->at[i], items->len[i] }
                       : cell_of(rows, items->row[i], column);
        from[i] = (uint32_t)(cell.at - rows->base);
        to[i] = from[i] + (uint32_t)cell.len;
    }
}

/* The cells of the first column of rows that say where they begin. */
static void gather_first(const CsvRows *rows, uint32_t *from, uint32_t *to)
{
    memcpy(from, rows->start, sizeof(uint32_t) * rows->count);
    for (uint32_t r = 0; r < rows->count; r++) to[r] = rows->end[(size_t)r * rows->columns];
}

/* The cells without spaces around them, in a pair of their own; how many had some. */
static uint64_t trim_cells(Cells *cells, uint32_t *from, uint32_t *to)
{
    uint64_t trimmed = 0;
    for (uint32_t r = 0; r < cells->count; r++) {
        Str cell = cell_at(cells, r);
        uint32_t at = (uint32_t)(cell.at - cells->base), end = at + (uint32_t)cell.len;
        while (at < end && cells->base[at] == ' ') at++;
        while (at < end && cells->base[end - 1] == ' ') end--;
        trimmed += end - at != cell.len;
        from[r] = at;
        to[r] = end;
    }
    cells->from = from;
    cells->to = to;
    cells->step = 1;
    cells->skip = 0;
    return trimmed;
}

/* The cells of a column, where they stand if that will do. */
static Cells gather(Worker *worker, uint32_t column, bool trim, uint64_t *trimmed, size_t pair)
{
    const CsvRows *rows = &worker->csv.rows;
    uint32_t *from = worker->from[pair], *to = worker->to[pair];
    bool listed = worker->reader->plan->schema->list_separator != '\0';
    Cells cells = { .base = rows->base,
                    .from = rows->end + column - 1,
                    .to = rows->end + column,
                    .step = rows->columns,
                    .skip = column ? 1 : rows->gap,
                    .count = listed ? worker->items.count : rows->count,
                    .plain = worker->csv.plain,
                    .record = listed ? worker->items.record : rows->record,
                    .line = listed ? worker->items.line : rows->line };
    if (listed || (column == 0 && rows->start)) {
        if (listed)
            gather_items(worker, column, from, to);
        else
            gather_first(rows, from, to);
        cells.from = from;
        cells.to = to;
        cells.step = 1;
        cells.skip = 0;
    }
    if (trim) *trimmed += trim_cells(&cells, from, to);
    return cells;
}

/* Cells of a column that the file does not have in this year. */
static Cells gather_none(const Worker *worker)
{
    const CsvRows *rows = &worker->csv.rows;
    static const char absent[2 + CSV_PAD] = "\0\1";
    static const uint32_t from = 0, to = sizeof "\0\1" - 1;
    return (Cells){ .base = absent,
                    .from = &from,
                    .to = &to,
                    .count = rows->count,
                    .record = rows->record,
                    .line = rows->line };
}

/* A key of any text that nobody reads as a value: reading it as a key is enough. */
static bool only_key(const FilePlan *plan, const FieldPlan *field)
{
    const FieldSchema *own = field->schema;
    return own->role == ROLE_KEY && plan->keys && !field->keep &&
           (own->kind == KIND_TEXT || (own->kind == KIND_CODE && !own->code_count));
}

/* What was trimmed of values is not counted twice. */
static void read_keys(Worker *worker, Part *part)
{
    const FilePlan *plan = worker->reader->plan;
    const RecordSchema *schema = plan->schema;
    Cells cells[READER_PARTS];
    uint64_t again = 0;
    for (size_t i = 0; i < schema->key_count; i++) {
        const FieldPlan *field = plan->keys[i];
        uint64_t *trimmed =
            only_key(plan, field) ? &worker->fields[schema->key[i]].trimmed : &again;
        cells[i] = gather(worker, field->columns[0], field->schema->trim, trimmed, i);
    }
    part->keys = slab_take(&worker->arena, &worker->key_slab, sizeof(Key16) * part->rows);
    cell_read_keys(&worker->cells, plan->keys, cells, schema->key_count, &worker->pool, part->keys);
}

static Cells read_cells(Worker *worker, size_t f, size_t i)
{
    const FieldPlan *field = &worker->reader->plan->fields[f];
    if (field->none) return gather_none(worker);
    Cells cells =
        gather(worker, field->columns[i], field->schema->trim, &worker->fields[f].trimmed, i);
    if (worker->mend_count) fix_cells(worker, field->columns[i], i, &cells);
    return cells;
}

static void read_fields(Worker *worker, Part *part)
{
    const FilePlan *plan = worker->reader->plan;
    const RecordSchema *schema = plan->schema;
    Cells cells[READER_PARTS];
    if (plan->keys) read_keys(worker, part);
    if (plan->fixes) fix_find(worker, part);
    for (size_t f = 0; f < schema->field_count; f++) {
        const FieldPlan *field = &plan->fields[f];
        const FieldSchema *own = field->schema;
        if (only_key(plan, field)) continue;
        for (size_t i = 0; i < own->header_count; i++) cells[i] = read_cells(worker, f, i);
        worker->cells.place = place_for(worker->reader, part, f);
        cell_read(&worker->cells, field, &worker->fields[f], cells, &part->pieces[f]);
    }
}

/* Notes every cell of the block that is not in the file's encoding, read or not. */
static void judge_encoding(Worker *worker, Part *part, bool cp1252_odd)
{
    const CsvRows *rows = &worker->csv.rows;
    for (uint32_t r = 0; r < rows->count; r++)
        for (uint32_t c = 0; c < rows->columns; c++) {
            Str cell = cell_of(rows, r, c);
            Fault where = { .record = rows->record ? rows->record[r] : r, .column = c + 1 };
            where.line = rows->line ? rows->line[r] : where.record;
            if (cp1252_odd && part_open_byte(cell)) {
                fault_say(&part->faults, where, D_TEXT_CP1252, STR_EMPTY);
            } else if (str_utf8_valid(cell) != cell.len) {
                Str words = part_bad_byte(&part->fault_arena, cell);
                fault_say(&part->faults, where, D_TEXT_NOT_UTF8, words);
            }
        }
}

static void renew(Worker *worker, uint32_t **list, size_t room)
{
    arena_big_free(&worker->arena, *list);
    *list = NULL;
    *list = arena_big(&worker->arena, sizeof(uint32_t) * room);
}

/* Before rows are set aside. */
static void make_row_room(Worker *worker, size_t rows)
{
    if (worker->row_room && rows <= worker->row_room) return;
    worker->row_room = 0;
    size_t room = rows + rows / 4 + 16;
    renew(worker, &worker->record, room);
    renew(worker, &worker->line, room);
    worker->row_room = room;
}

/* Before cells are read. */
static void make_cell_room(Worker *worker, size_t rows)
{
    cell_room(&worker->cells, rows);
    if (worker->pair_room && rows <= worker->pair_room) return;
    worker->pair_room = 0;
    size_t room = rows + rows / 4 + 16;
    for (size_t i = 0; i < worker->pairs; i++) {
        renew(worker, &worker->from[i], room);
        renew(worker, &worker->to[i], room);
    }
    worker->pair_room = room;
}

/* The rows of the table that the kept rows make, and where each stands in the block. */
static void make_rows(Worker *worker, Part *part)
{
    const CsvRows *rows = &worker->csv.rows;
    bool listed = worker->reader->plan->schema->list_separator != '\0';
    if (listed) split_items(worker);
    part->kept = rows->count;
    part->rows = listed ? worker->items.count : rows->count;
    make_cell_room(worker, part->rows);
    if (!listed && part->rows == part->records) return;
    part->record = slab_take(&worker->arena, &worker->record_slab, sizeof(uint32_t) * part->rows);
    const uint32_t *record = listed ? worker->items.record : rows->record;
    if (part->rows) memcpy(part->record, record, sizeof(uint32_t) * part->rows);
}

void part_read(Worker *worker, const Block *block, Part *part)
{
    const FilePlan *plan = worker->reader->plan;
    bool is_cp1252 = plan->schema->encoding == ENCODING_CP1252, odd = false;
    Str raw = { block->data + block->from, block->len - block->from }, text = raw;
    /* The line feed that was made may have ended the headings, which are not in this part. */
    bool made = block->made_newline && raw.len;
    if (is_cp1252) text = part_decode(worker, raw, &odd);
    Csv *csv = &worker->csv;
    uint64_t begun = task_begin(worker);
    csv_split(csv, text, block->unfinished);
    task_end(worker, TASK_SPLIT, begun);
    begun = task_begin(worker);
    worker->cells.faults = &part->faults;
    make_row_room(worker, csv->rows.count);
    part->records = csv->records;
    part->lines = csv->lines;
    part->crlf = csv->crlf;
    part->lf = csv->lf - made;
    part->failure = csv->failure;
    part->failed_line = csv->failed_line;
    part->opened_line = csv->opened_line;
    judge_odd(worker, part);
    if (plan->schema->where_count) set_aside(worker, part);
    worker->repeated += csv->repeated;
    worker->shortened += csv->shortened;
    worker->spared += csv->spared;
    if (made && part->last_aside) part->aside_bytes--;
    part->kept_bytes = raw.len - made - part->aside_bytes;
    make_rows(worker, part);
    place_rows(worker, part, raw.len);
    if (odd || (!csv->plain && str_utf8_valid(text) != text.len)) judge_encoding(worker, part, odd);
    read_fields(worker, part);
    if (plan->look) plan->look(plan->look_arg, csv);
    task_end(worker, TASK_CELLS, begun);
}
