/* declared.c -- what records declare, as bytes to be hashed and as a list of reasons (form.h).
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/form.h"
#include "sha256.h"
#include "str.h"

static void put_number(Text *text, int64_t number)
{
    text_i64(text, number);
    text_byte(text, ';');
}

static void put_text(Text *text, Str s)
{
    put_number(text, (int64_t)s.len);
    text_add(text, s);
}

static void put_texts(Text *text, const Str *list, size_t count)
{
    put_number(text, (int64_t)count);
    for (size_t i = 0; i < count; i++) put_text(text, list[i]);
}

static void put_renamed(Text *text, const Renamed *list, size_t count)
{
    put_number(text, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        put_number(text, list[i].first_year);
        put_number(text, list[i].last_year);
        put_text(text, list[i].name);
    }
}

static void put_bound(Text *text, Bound bound)
{
    put_number(text, bound.given);
    put_number(text, bound.given ? bound.digits : 0);
    put_number(text, bound.given ? bound.places : 0);
}

static void put_field(Text *text, const FieldSchema *field)
{
    put_text(text, field->name);
    put_texts(text, field->headers, field->header_count);
    put_renamed(text, field->renamed, field->renamed_count);
    put_number(text, field->place);
    put_number(text, field->of);
    put_number(text, (int64_t)field->not_in_count);
    for (size_t i = 0; i < field->not_in_count; i++) {
        put_number(text, field->not_in[i].first_year);
        put_number(text, field->not_in[i].last_year);
    }
    const int64_t numbers[] = {
        field->role,     field->kind, field->whole,        field->parent,
        field->has_else, field->trim, field->percent_sign, field->personal
    };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) put_number(text, numbers[i]);
    put_texts(text, field->codes, field->code_count);
    put_bound(text, field->low);
    put_bound(text, field->high);
    put_texts(text, field->yes, field->yes_count);
    put_texts(text, field->no, field->no_count);
    put_text(text, field->dates.sample);
    put_text(text, field->years.sample);
    put_number(text, (int64_t)field->missing_count);
    for (size_t i = 0; i < field->missing_count; i++) put_text(text, field->missing[i].text);
}

static void put_record(Text *text, const RecordSchema *record)
{
    put_text(text, record->name);
    put_text(text, record->file);
    put_renamed(text, record->renamed, record->renamed_count);
    const int64_t numbers[] = { record->named_by_record,
                                record->named_by_field,
                                record->encoding,
                                record->separator,
                                record->last_column_repeats,
                                record->skip_further_cells,
                                record->short_rows,
                                record->skip_blank_lines,
                                record->skip_empty_rows,
                                record->may_be_empty,
                                record->has_day,
                                record->has_day ? record->day : 0,
                                record->list_separator,
                                record->list_field,
                                record->personal_key };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) put_number(text, numbers[i]);
    put_number(text, (int64_t)record->where_count);
    for (size_t i = 0; i < record->where_count; i++) {
        const RowsWhere *where = &record->where[i];
        put_text(text, where->header);
        put_number(text, where->year);
        put_number(text, where->negate);
        put_texts(text, where->values, where->value_count);
    }
    put_number(text, (int64_t)record->key_count);
    for (size_t i = 0; i < record->key_count; i++) put_number(text, record->key[i]);
    put_number(text, (int64_t)record->continues_count);
    for (size_t i = 0; i < record->continues_count; i++) put_number(text, record->continues[i]);
    put_number(text, (int64_t)record->field_count);
    for (size_t i = 0; i < record->field_count; i++) put_field(text, &record->fields[i]);
}

Str declared_sha256(Arena *arena, const RecordSchema *schemas, size_t count)
{
    Text text = text_open(arena);
    put_number(&text, (int64_t)count);
    for (size_t i = 0; i < count; i++) put_record(&text, &schemas[i]);
    return sha256_text(arena, text_str(&text));
}

const RecordSchema *pack_schemas(Arena *arena, const RecordSchema *schemas, size_t count)
{
    RecordSchema *copy = NEW_ARRAY(arena, RecordSchema, count + 1);
    for (size_t i = 0; i < count; i++) {
        FieldSchema *fields = NEW_ARRAY(arena, FieldSchema, schemas[i].field_count + 1);
        for (size_t f = 0; f < schemas[i].field_count; f++) {
            const FieldSchema *field = &schemas[i].fields[f];
            bool hidden = field->personal || field->role == ROLE_PERSONAL ||
                          (field->role == ROLE_KEY && schemas[i].personal_key);
            fields[f] = *field;
            fields[f].needed |= !hidden;
        }
        copy[i] = schemas[i];
        copy[i].fields = fields;
    }
    return copy;
}

size_t declared_reasons(const RecordSchema *schemas, size_t count, uint8_t *reasons)
{
    size_t n = 0;
#define PUT(reason)                                                                                \
    do {                                                                                           \
        if (reasons) reasons[n] = (reason);                                                        \
        n++;                                                                                       \
    } while (0)
    for (size_t i = 0; i < count; i++) {
        PUT(schemas[i].short_reason);
        for (size_t f = 0; f < schemas[i].field_count; f++) {
            const FieldSchema *field = &schemas[i].fields[f];
            PUT(field->else_reason);
            for (size_t k = 0; k < field->missing_count; k++) PUT(field->missing[k].reason);
            for (size_t k = 0; k < field->not_in_count; k++) PUT(field->not_in[k].reason);
        }
    }
#undef PUT
    return n;
}
