/* table.c -- the data request as CSV and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "needs/needs.h"
#include "result/cell.h"
#include "result/json.h"

/* ---- CSV ---- */

/* A cell that no spreadsheet takes for a formula. */
static void add_cell(Text *text, Arena *arena, Str s, bool last)
{
    text_csv(text, starts_formula(s) ? str_printf(arena, "'%S", s) : s);
    text_byte(text, last ? '\n' : ',');
}

static Str codes_of(Arena *arena, const FieldSchema *schema)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < schema->code_count; i++)
        text_printf(&text, "%s%S", i ? " | " : "", schema->codes[i]);
    return text_str(&text);
}

static Str file_in(const NeedFile *file, int year)
{
    for (size_t i = 0; i < file->names.count; i++)
        if (year >= file->names.items[i].first && year <= file->names.items[i].last)
            return file->names.items[i].text;
    return file->schema->file;
}

static void add_row(Text *text, const Needs *needs, const NeedFile *file, const NeedColumn *column,
                    const Spell *spell)
{
    Arena *arena = needs->arena;
    const char *role = role_word(column->field->role);
    add_cell(text, arena, file_in(file, spell->first), false);
    add_cell(text, arena, file->record->name, false);
    add_cell(text, arena, spell->text, false);
    add_cell(text, arena, years_text(arena, spell->first, spell->last), false);
    add_cell(text, arena, needs_name(arena, column->field->name), false);
    add_cell(text, arena, needs_kind(needs, column), false);
    add_cell(text, arena, codes_of(arena, column->schema), false);
    add_cell(text, arena, needs_missing(needs, column), false);
    add_cell(text, arena, (Str){ role, strlen(role) }, false);
    add_cell(text, arena, needs_personal(column) ? STR("yes") : STR("no"), false);
    add_cell(text, arena, needs_why(needs, file, column), true);
}

Str needs_csv(const Needs *needs)
{
    Text text = text_open(needs->arena);
    text_add(&text,
             STR("file,record,heading,years,meaning,type,codes,missing,role,personal,why\n"));
    for (size_t f = 0; f < needs->file_count; f++)
        for (size_t c = 0; c < needs->files[f].column_count; c++) {
            const NeedColumn *column = &needs->files[f].columns[c];
            for (size_t s = 0; column->asked && s < column->headings.count; s++)
                add_row(&text, needs, &needs->files[f], column, &column->headings.items[s]);
        }
    return text_str(&text);
}

/* ---- JSON ---- */

static void spells_json(Json *json, const char *key, const Needs *needs, const Spells *spells)
{
    json_array(json, key);
    for (size_t i = 0; i < spells->count; i++) {
        const Spell *spell = &spells->items[i];
        json_object(json, NULL);
        json_str(json, "first", years_text(needs->arena, spell->first, spell->first));
        json_str(json, "last", years_text(needs->arena, spell->last, spell->last));
        json_str(json, "name", spell->text);
        json_end(json);
    }
    json_end(json);
}

static void missing_json(Json *json, const Needs *needs, const FieldSchema *schema)
{
    const Model *model = needs->models[needs->model_count - 1];
    json_array(json, "missing");
    for (size_t i = 0; i < schema->missing_count; i++) {
        json_object(json, NULL);
        json_str(json, "text", schema->missing[i].text);
        json_str(json, "means", model->reasons[schema->missing[i].reason].printed);
        json_end(json);
    }
    json_end(json);
    if (schema->has_else)
        json_str(json, "anything_else_means", model->reasons[schema->else_reason].printed);
}

static void readers_json(Json *json, const NeedColumn *column)
{
    json_array(json, "read_by");
    for (size_t i = 0; i < column->reader_count; i++) {
        const char *word = needs_reader_word(column->readers[i].kind);
        json_object(json, NULL);
        json_str(json, "kind", (Str){ word, strlen(word) });
        json_str(json, "name", column->readers[i].name);
        json_str(json, "title", column->readers[i].title);
        json_end(json);
    }
    json_end(json);
}

static void column_json(Json *json, const Needs *needs, const NeedFile *file,
                        const NeedColumn *column)
{
    const char *role = role_word(column->field->role);
    json_object(json, NULL);
    json_str(json, "field", column->field->name);
    json_bool(json, "asked", column->asked);
    spells_json(json, "headings", needs, &column->headings);
    json_str(json, "type", needs_kind(needs, column));
    json_array(json, "codes");
    for (size_t i = 0; i < column->schema->code_count; i++)
        json_str(json, NULL, column->schema->codes[i]);
    json_end(json);
    missing_json(json, needs, column->schema);
    json_str(json, "role", (Str){ role, strlen(role) });
    json_bool(json, "personal", needs_personal(column));
    if (column->field->parent) json_str(json, "belongs_to", column->field->parent->name);
    json_str(json, "why", needs_why(needs, file, column));
    readers_json(json, column);
    json_end(json);
}

Str needs_json(const Needs *needs, Str path)
{
    const Model *first = needs->models[0], *last = needs->models[needs->model_count - 1];
    Json json = json_open(needs->arena, "lustrum/needs@1");
    json_str(&json, "file", path);
    json_str(&json, "framework", first->name);
    json_str(&json, "title", first->title);
    json_str(&json, "first", years_text(needs->arena, first->year, first->year));
    json_str(&json, "last", years_text(needs->arena, last->year, last->year));
    json_array(&json, "files");
    for (size_t f = 0; f < needs->file_count; f++) {
        const NeedFile *file = &needs->files[f];
        json_object(&json, NULL);
        json_str(&json, "record", file->record->name);
        spells_json(&json, "names", needs, &file->names);
        json_str(&json, "form", needs_form(needs, file));
        json_bool(&json, "personal", file->record->has_personal_key);
        json_array(&json, "columns");
        for (size_t c = 0; c < file->column_count; c++)
            column_json(&json, needs, file, &file->columns[c]);
        json_end(&json);
        json_end(&json);
    }
    json_end(&json);
    return json_close(&json);
}
