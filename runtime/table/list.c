/* list.c -- see list.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/list.h"
#include "table/load.h"
#include <errno.h>
#include <sys/stat.h>

/* Headings as one would type them. */
static Str headings(Arena *arena, const ListColumn *columns, size_t count)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < count; i++) text_printf(&text, "%s%S", i ? "," : "", columns[i].heading);
    return text_str(&text);
}

static bool is_there(const LoadJob *job, Str path, const ListFile *file, const ListColumn *columns,
                     size_t count)
{
    struct stat info;
    if (stat(str_c(job->arena, path), &info) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return true;
    DIAG_AT(job->diags, D_LIST_ABSENT, file->span, path, headings(job->arena, columns, count));
    return false;
}

/* Of a field with the role of a key nothing is said where a cell is blank or looks odd. */
static FieldSchema field_of(const ListColumn *column, Span span)
{
    return (FieldSchema){ .name = column->heading,
                          .headers = &column->heading,
                          .header_count = 1,
                          .role = ROLE_KEY,
                          .kind = column->kind,
                          .codes = column->codes,
                          .code_count = column->code_count,
                          .parent = -1,
                          .trim = !column->as_it_stands,
                          .personal = true,
                          .needed = true,
                          .span = span };
}

static RecordSchema *schema_of(Arena *arena, Str name, const ListFile *file,
                               const ListColumn *columns, size_t count)
{
    RecordSchema *schema = NEW(arena, RecordSchema);
    FieldSchema *fields = NEW_ARRAY(arena, FieldSchema, count + 1);
    for (size_t i = 0; i < count; i++) fields[i] = field_of(&columns[i], file->span);
    *schema = (RecordSchema){ .name = name,
                              .plural = name,
                              .file = file->name,
                              .named_by_record = -1,
                              .named_by_field = -1,
                              .separator = ',',
                              .may_be_empty = true,
                              .fields = fields,
                              .field_count = count,
                              .span = file->span };
    return schema;
}

static void open_log(List *list, const LoadJob *job, const ListFile *file,
                     const ListColumn *columns, size_t count)
{
    uint32_t most = list->file.columns;
    ProblemColumn *where = NEW_ARRAY(job->arena, ProblemColumn, (size_t)most + 1);
    where[0].file = list->file.file;
    for (size_t i = 0; i < count; i++) {
        uint32_t place = list->file.places[i];
        where[place] = (ProblemColumn){ .file = list->file.file,
                                        .heading = columns[i].heading,
                                        .wanted = columns[i].wanted,
                                        .column = place };
    }
    list->faults = (Faults){ .arena = job->arena };
    list->log = (FaultLog){
        .arena = job->arena, .columns = where, .span = file->span, .problems = job->problems
    };
}

bool list_read(List *list, const LoadJob *job, Str name, const ListFile *file,
               const ListColumn *columns, size_t count)
{
    *list = (List){ .atoms = job->atoms };
    if (!is_there(job, load_path(job, file->name), file, columns, count)) return false;
    LoadJob own = *job;
    own.schemas = schema_of(job->arena, name, file, columns, count);
    own.count = 1;
    own.corrections = NULL;
    own.paths = NULL;
    own.threads = 1;
    Tables tables = tables_load(&own);
    if (tables.refused) return false;
    list->table = tables.items[0];
    list->file = tables.ledger.files[0];
    open_log(list, job, file, columns, count);
    return true;
}

bool list_blank(const List *list, size_t column, uint64_t row)
{
    const uint8_t *reason = list->table.columns[column].reason;
    return reason && reason[row];
}

Str list_text(const List *list, size_t column, uint64_t row)
{
    const Column *texts = &list->table.columns[column];
    if (list_blank(list, column, row)) return STR_EMPTY;
    uint32_t entry = texts->width == 1   ? texts->u8[row]
                     : texts->width == 2 ? texts->u16[row]
                                         : texts->u32[row];
    return atom_str(list->atoms, texts->dict->atom[entry]);
}

int64_t list_whole(const List *list, size_t column, uint64_t row)
{
    return list->table.columns[column].i64[row];
}

size_t list_key_columns(ListColumn *columns, size_t count, size_t parts, Str wanted, Arena *arena)
{
    for (size_t p = 1; p <= parts; p++) {
        Str heading = p == 1 ? STR("key") : str_printf(arena, "key %u", (uint64_t)p);
        columns[count++] = (ListColumn){
            .heading = heading, .kind = KIND_TEXT, .as_it_stands = true, .wanted = wanted
        };
    }
    return count;
}

bool list_key(const List *list, size_t first, size_t columns, size_t parts, uint64_t row,
              Arena *arena, Str *key)
{
    Text text = text_open(arena);
    bool fits = true;
    for (size_t p = 0; p < columns; p++) {
        Str part = list_text(list, first + p, row);
        fits = fits && (p < parts || part.len == 0);
        if (p >= parts) continue;
        if (p) text_byte(&text, '\0');
        text_add(&text, part);
    }
    size_t len = text.len;
    text_pad(&text, '\0', KEY_SHORT);
    *key = (Str){ text.at, len };
    return fits;
}

Str list_key_words(const List *list, size_t first, size_t parts, uint64_t row, Arena *arena)
{
    Text text = text_open(arena);
    for (size_t p = 0; p < parts; p++)
        text_printf(&text, "%s%S", p ? " / " : "", list_text(list, first + p, row));
    return text_str(&text);
}

uint64_t list_row(const List *list, uint64_t row)
{
    return table_file_row(&list->table, row);
}

/* Faults count rows from the first after the headings. */
static Fault place_of(const List *list, size_t column, uint64_t row)
{
    uint32_t record = (uint32_t)(list_row(list, row) - 2);
    return (Fault){ .record = record, .line = record, .column = list->file.places[column] };
}

void list_fault(List *list, size_t column, uint64_t row, DiagId id, Str value, bool mask)
{
    fault_add(&list->faults, place_of(list, column, row), id, value, mask);
}

void list_say(List *list, size_t column, uint64_t row, DiagId id, Str words)
{
    fault_say(&list->faults, place_of(list, column, row), id, arena_str(list->faults.arena, words));
}

bool list_report(List *list, Diags *diags)
{
    fault_merge(&list->log, &list->faults, 2, 2);
    return fault_report(&list->log, diags);
}
