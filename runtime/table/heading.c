/* heading.c -- see heading.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/heading.h"
#include "limit.h"

enum { NEAREST = 3, SHOWN_BYTES = 40 };

static Diag *tell(Diags *diags, DiagId id, Span span, const Heading *heading, Str a, Str b, Str c)
{
    Diag *diag = DIAG_AT(diags, id, span, problem_base(heading->file), a, b, c);
    diag_cell(diags, diag, (DiagCell){ .file = heading->file, .row = 1 });
    return diag;
}

/* ---- what is this file ---- */

static bool begins(Str text, Str with)
{
    return text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

static const char *kind_of(Str start)
{
    static const struct {
        Str bytes;
        const char *kind;
    } kinds[] = {
        { STR("PK\3\4"), "an Excel workbook or a zip file" },
        { STR("\xD0\xCF\x11\xE0"), "an old Excel workbook" },
        { STR("\x1F\x8B"), "a gzip file" },
        { STR("%PDF"), "a PDF file" },
        { STR("version https://git-lfs"), "a note of Git LFS about where the file is" },
        { STR("<!DOCTYPE"), "a web page" },
        { STR("<!doctype"), "a web page" },
        { STR("<html"), "a web page" },
        { STR("<HTML"), "a web page" },
        { STR("<?xml"), "an XML file" },
        { STR("SQLite format 3"), "a SQLite database" },
        { STR("PAR1"), "a Parquet file" },
        { STR("{\""), "a JSON file" },
        { STR("{\n"), "a JSON file" },
        { STR("[{"), "a JSON file" },
        { STR("[\n"), "a JSON file" },
    };
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (begins(start, kinds[i].bytes)) return kinds[i].kind;
    return NULL;
}

static bool is_utf16(Str start)
{
    if (begins(start, STR("\xFF\xFE")) || begins(start, STR("\xFE\xFF"))) return true;
    if (start.len < 4) return false;
    bool even = !start.at[0] && start.at[1] && !start.at[2] && start.at[3];
    bool odd = start.at[0] && !start.at[1] && start.at[2] && !start.at[3];
    return even || odd;
}

static bool is_white(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!memchr(" \t\r\n", text.at[i], 4)) return false;
    return true;
}

bool heading_sniff(Diags *diags, const RecordSchema *schema, const Heading *heading, Str start)
{
    const char *kind = kind_of(start);
    Str bom = STR("\xEF\xBB\xBF");
    Str text = begins(start, bom) ? str_slice(start, bom.len, start.len) : start;
    if (is_utf16(start)) {
        tell(diags, D_FILE_UTF16, schema->span, heading, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    } else if (kind) {
        size_t line = 0;
        while (line < start.len && start.at[line] != '\n' && start.at[line]) line++;
        Str first = str_slice(start, 0, line);
        Str shown = heading->guarded ? fault_mask(diags->arena, first)
                                     : str_printable(diags->arena, first, SHOWN_BYTES);
        tell(diags, D_FILE_NOT_CSV, schema->span, heading, (Str){ kind, strlen(kind) }, shown,
             STR_EMPTY);
    } else if (start.len < FEED_FIRST_LOOK &&
               is_white(text)) { /* all there is, whatever the blocks */
        tell(diags, D_FILE_EMPTY, schema->span, heading, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    } else {
        return true;
    }
    return false;
}

/* ---- the heading row ---- */

static bool tell_failure(Diags *diags, const RecordSchema *schema, const Heading *heading,
                         const Csv *csv)
{
    static const DiagId ids[] = { [CSV_QUOTE_STRAY] = D_QUOTE_STRAY,
                                  [CSV_QUOTE_AFTER] = D_QUOTE_AFTER,
                                  [CSV_QUOTE_OPEN] = D_QUOTE_OPEN,
                                  [CSV_BARE_CR] = D_CR_BARE,
                                  [CSV_CELL_LONG] = D_CELL_LONG };
    if (!csv->failure) return true;
    Arena *arena = diags->arena;
    Str line = str_printf(arena, "%g", (uint64_t)csv->failed_line + 1);
    Str opened = str_printf(arena, "%g", (uint64_t)csv->opened_line + 1);
    if (csv->failure == CSV_QUOTE_OPEN) line = opened;
    tell(diags, ids[csv->failure], schema->span, heading, line, opened, STR_EMPTY);
    return false;
}

/* The same bytes in UTF-8; headings of files in Windows-1252 are short. */
static Str decode(Arena *arena, Str text, Encoding encoding)
{
    if (encoding != ENCODING_CP1252) return text;
    Worker worker = { .arena = arena_open(arena->guard) };
    bool odd;
    Str copy = arena_str(arena, part_decode(&worker, text, &odd));
    arena_close(&worker.arena);
    return copy;
}

static bool is_near(Str declared, Str name)
{
    size_t most = declared.len / 3;
    return str_distance(declared, name, most) <= most;
}

/* Whether name is, but for a slip, a heading that the record declares for some year. */
static bool is_known(const RecordSchema *schema, Str name)
{
    for (size_t f = 0; f < schema->field_count; f++) {
        const FieldSchema *field = &schema->fields[f];
        for (size_t i = 0; i < field->header_count; i++)
            if (is_near(field->headers[i], name)) return true;
        for (size_t i = 0; i < field->renamed_count; i++)
            if (is_near(field->renamed[i].name, name)) return true;
    }
    for (size_t i = 0; i < schema->where_count; i++)
        if (is_near(schema->where[i].header, name)) return true;
    return false;
}

/* A heading as a message may quote it: where the heading row was lost, it is somebody's. */
static Str show(Diags *diags, const RecordSchema *schema, const Heading *heading, Str name)
{
    if (heading->guarded && !is_known(schema, name)) return fault_mask(diags->arena, name);
    return str_printable(diags->arena, name, SHOWN_BYTES);
}

static bool judge_name(Diags *diags, const RecordSchema *schema, const Heading *heading, uint32_t c)
{
    Str name = heading->names[c], letters = diag_column_letters(diags->arena, c + 1);
    Str shown = show(diags, schema, heading, name);
    if (str_utf8_valid(name) != name.len) {
        Str byte = part_bad_byte(diags->arena, name);
        Diag *diag = DIAG_AT(diags, D_TEXT_NOT_UTF8, schema->span, problem_base(heading->file),
                             str_printf(diags->arena, "the heading of column %S", letters),
                             STR("row 1"), byte);
        diag_cell(diags, diag, (DiagCell){ heading->file, 1, c + 1, shown, STR_EMPTY });
        return false;
    }
    uint32_t odd = cell_odd_character(name, false);
    bool one = heading->count == 1 && odd == '\t'; /* another separator: tell_strange */
    if (name.len > LIMIT_TOKEN)
        tell(diags, D_HEADING_LONG, schema->span, heading, letters, shown, STR_EMPTY);
    else if (odd && odd != 0xA0 && !one)
        tell(diags, D_HEADING_ODD, schema->span, heading, letters, shown, STR_EMPTY);
    else
        return true;
    return false;
}

bool heading_read(Diags *diags, const RecordSchema *schema, const Block *block, Arena *arena,
                  Heading *heading)
{
    Str text = { block->data, block->len };
    heading->bom = begins(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    text = str_slice(text, heading->bom, text.len);
    Csv csv = csv_open(arena, schema->separator, 1, false, false);
    Str *cells;
    size_t count = csv_heading(&csv, text, block->unfinished, &cells, &heading->used);
    if (!tell_failure(diags, schema, heading, &csv)) return false;
    heading->lines = csv.lines;
    heading->crlf = csv.crlf != 0;
    heading->endless = block->made_newline && heading->bom + heading->used == block->len;
    if (count > LIMIT_COLUMNS) {
        tell(diags, D_COLUMNS_MANY, schema->span, heading, str_printf(arena, "%g", (uint64_t)count),
             STR_EMPTY, STR_EMPTY);
        return false;
    }
    if (count == 0) {
        tell(diags, D_HEADINGS_BLANK, schema->span, heading, STR_EMPTY, STR_EMPTY, STR_EMPTY);
        return false;
    }
    heading->count = (uint32_t)count;
    heading->names = NEW_ARRAY(arena, Str, count);
    for (size_t c = 0; c < count; c++)
        heading->names[c] = arena_str(arena, decode(arena, cells[c], schema->encoding));
    bool fine = true;
    for (uint32_t c = 0; c < heading->count; c++) fine &= judge_name(diags, schema, heading, c);
    return fine;
}

/* ---- which column is which ---- */

/* The column of that heading from column `from` on; heading->count when there is none. */
static uint32_t next_column(const Heading *heading, Str name, uint32_t from)
{
    while (from < heading->count && !str_eq(heading->names[from], name)) from++;
    return from;
}

static uint32_t find_column(const Heading *heading, Str name)
{
    return next_column(heading, name, 0);
}

/* "It has 418 columns.  The nearest names are ATT8SCRMAT, ATT8SCR." */
static Str nearest(const Heading *heading, Str name, Arena *arena)
{
    Text text = text_open(arena);
    text_printf(&text, "It has %S.", fault_count(arena, heading->count, "column", "columns"));
    size_t most = name.len / 3, shown = 0;
    for (size_t distance = 0; distance <= most && shown < NEAREST; distance++)
        for (uint32_t c = 0; c < heading->count && shown < NEAREST; c++) {
            if (str_distance(heading->names[c], name, most) != distance) continue;
            text_printf(&text, "%s%S", shown == 0 ? "  The nearest names are: " : ", ",
                        str_printable(arena, heading->names[c], SHOWN_BYTES));
            shown++;
        }
    if (shown) text_byte(&text, '.');
    return text_str(&text);
}

static Str header_of(const FieldSchema *field, size_t i, int32_t year)
{
    for (size_t k = 0; i == 0 && k < field->renamed_count; k++)
        if (year >= field->renamed[k].first_year && year <= field->renamed[k].last_year)
            return field->renamed[k].name;
    return field->headers[i];
}

/* When not one heading is known there is one cause, and one message. */
static bool knows_any(const LoadJob *job, const Heading *heading, const RecordSchema *schema)
{
    for (size_t f = 0; f < schema->field_count; f++)
        for (size_t i = 0; i < schema->fields[f].header_count; i++)
            if (find_column(heading, header_of(&schema->fields[f], i, job->year)) < heading->count)
                return true;
    return schema->field_count == 0;
}

/* What many of a separator are called. */
static Str sign_words(const char *sign)
{
    switch (*sign) {
    case ',': return STR("commas");
    case ';': return STR("semicolons");
    case '\t': return STR("tabs");
    case '|': return STR("vertical bars");
    default: return (Str){ sign, 1 };
    }
}

static void tell_strange(Diags *diags, const LoadJob *job, const Heading *heading,
                         const RecordSchema *schema)
{
    static const char others[] = ",;\t|";
    for (size_t i = 0; heading->count == 1 && others[i]; i++) {
        Str name = heading->names[0];
        if (others[i] == schema->separator || !memchr(name.at, others[i], name.len)) continue;
        Str other = (Str){ &others[i], 1 };
        Str option = others[i] == '\t' ? STR("separator with a tab between quotes")
                                       : str_printf(diags->arena, "separator \"%S\"", other);
        tell(diags, D_SEPARATOR_OTHER, schema->span, heading, sign_words(&schema->separator),
             sign_words(&others[i]), option);
        return;
    }
    Str first = show(diags, schema, heading, heading->names[0]);
    Str wanted = header_of(&schema->fields[0], 0, job->year);
    tell(diags, D_HEADINGS_NONE, schema->span, heading, first, wanted, STR_EMPTY);
}

/* What finding columns needs to know and has told. */
typedef struct Finding {
    Diags *diags;
    const RecordSchema *schema;
    const Heading *heading;
    bool *told; /* of each column: that its heading stands twice */
} Finding;

/* The column of that heading: the only one, or place `place` of exactly `of`. */
static bool find(Finding *finding, Str name, Span span, uint32_t place, uint32_t of,
                 uint32_t *column)
{
    const Heading *heading = finding->heading;
    Diags *diags = finding->diags;
    uint32_t first = find_column(heading, name), count = 0, second = first;
    *column = first;
    if (first == heading->count) {
        tell(diags, D_COLUMN_ABSENT, span, heading, name, nearest(heading, name, diags->arena),
             STR_EMPTY);
        return false;
    }
    for (uint32_t c = first; c < heading->count; c = next_column(heading, name, c + 1)) {
        count++;
        if (count == place) *column = c;
        if (count == 2) second = c;
    }
    if (count == (of ? of : 1)) return true;
    if (finding->told[first]) return false;
    finding->told[first] = true;
    Str shown = show(diags, finding->schema, heading, name);
    if (of)
        tell(diags, D_COLUMNS_OTHER, span, heading, shown,
             fault_count(diags->arena, count, "column", "columns"),
             str_printf(diags->arena, "%u", (uint64_t)of));
    else
        tell(diags, D_COLUMN_TWICE, span, heading, shown,
             diag_column_letters(diags->arena, first + 1),
             diag_column_letters(diags->arena, second + 1));
    return false;
}

bool heading_match(Diags *diags, const LoadJob *job, const Heading *heading, FilePlan *plan,
                   Arena *arena)
{
    const RecordSchema *schema = plan->schema;
    Finding finding = { diags, schema, heading, NEW_ARRAY(arena, bool, heading->count + 1) };
    plan->columns = heading->count;
    plan->first_line = 1 + heading->lines;
    if (!knows_any(job, heading, schema)) {
        tell_strange(diags, job, heading, schema);
        return false;
    }
    bool fine = true;
    for (size_t f = 0; f < schema->field_count; f++) {
        const FieldSchema *field = &schema->fields[f];
        FieldPlan *own = &plan->fields[f];
        own->columns = NEW_ARRAY(arena, uint32_t, field->header_count + 1);
        if (own->none) continue;
        for (size_t i = 0; i < field->header_count; i++)
            fine &= find(&finding, header_of(field, i, job->year), field->span, field->place,
                         field->of, &own->columns[i]);
        own->heading = header_of(field, 0, job->year);
    }
    uint32_t *where = NEW_ARRAY(arena, uint32_t, schema->where_count + 1);
    for (size_t i = 0; i < schema->where_count; i++)
        fine &= find(&finding, schema->where[i].header, schema->where[i].span, 0, 0, &where[i]);
    plan->where_column = where;
    return fine;
}
