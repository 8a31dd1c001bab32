/* compare_json.c -- see compare.h: told as JSON, lustrum/compare@1.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"

static void side_json(Json *json, const char *key, const Kept *kept)
{
    json_object(json, key);
    json_str(json, "results", kept->path);
    json_str(json, "framework", kept->framework);
    json_str(json, "year", kept->year_words);
    json_str(json, "mode", kept->mode);
    if (kept->vintage.len) json_str(json, "vintage", kept->vintage);
    json_str(json, "version", kept->tool_version);
    json_str(json, "meaning_sha256", kept->meaning);
    json_end(json);
}

static void causes_json(Json *json, const Compare *c)
{
    json_object(json, "differ");
    json_bool(json, "data", c->data);
    json_bool(json, "rules", c->meaning);
    json_bool(json, "wording", c->wording);
    json_bool(json, "reference", c->reference);
    json_bool(json, "tool", c->tool);
    json_bool(json, "year", c->year);
    json_bool(json, "standing", c->standing);
    json_array(json, "files");
    for (size_t i = 0; i < c->file_count; i++) {
        const OtherFile *file = &c->files[i];
        json_object(json, NULL);
        if (file->year.len) json_str(json, "year", file->year);
        if (file->record.len) json_str(json, "record", file->record);
        json_str(json, "name", file->name);
        json_str(json, "is", file->came ? STR("new") : file->went ? STR("gone") : STR("changed"));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void clauses_json(Json *json, const Compare *c)
{
    json_array(json, "clauses");
    for (size_t i = 0; i < c->clause_count; i++) {
        json_object(json, NULL);
        json_str(json, "declaration", c->clauses[i].declaration);
        if (c->clauses[i].part.len) json_str(json, "part", c->clauses[i].part);
        json_str(json, "sentence", c->clauses[i].sentence);
        json_end(json);
    }
    json_end(json);
}

static void row_json(Json *json, const ChangedRecord *record, const ChangedRow *row)
{
    json_object(json, NULL);
    if (!record->guarded) json_str(json, "key", row->key);
    if (row->rows[BEFORE]) json_count(json, "row_before", row->rows[BEFORE]);
    if (row->rows[AFTER]) json_count(json, "row_after", row->rows[AFTER]);
    json_array(json, "fields");
    for (size_t i = 0; i < row->cell_count; i++) {
        json_object(json, NULL);
        json_str(json, "field", row->cells[i].field);
        if (!record->guarded) json_str(json, "before", row->cells[i].before);
        if (!record->guarded) json_str(json, "after", row->cells[i].after);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void records_json(Json *json, const Compare *c)
{
    json_array(json, "records");
    for (size_t i = 0; i < c->record_count; i++) {
        const ChangedRecord *record = &c->records[i];
        json_object(json, NULL);
        json_str(json, "record", record->record);
        json_count(json, "rows_before", record->rows[BEFORE]);
        json_count(json, "rows_after", record->rows[AFTER]);
        json_bool(json, "matched_by_key", record->keyed);
        json_count(json, "new", record->came);
        json_count(json, "gone", record->went);
        json_count(json, "changed", record->changed);
        json_array(json, "rows");
        for (size_t k = 0; k < record->count; k++) row_json(json, record, &record->items[k]);
        json_end(json);
        json_end(json);
    }
    json_end(json);
}

static void move_json(Json *json, const Compare *c, size_t i)
{
    static const char *const kinds[MOVE_KINDS] = { "figure", "band", "finding", "power", "other" };
    Arena *arena = json->text.arena;
    const Move *move = &c->moves.items[i];
    json_object(json, NULL);
    json_str(json, "file", move->file);
    json_str(json, "key", moves_words(arena, move->key));
    if (move->name.len) json_str(json, "name", moves_words(arena, move->name));
    json_str(json, "column", move->column);
    if (move->measure.len) json_str(json, "measure", move->measure);
    json_str(json, "kind", str_of(kinds[move->kind]));
    if (!move->came) json_str(json, "before", move->before);
    if (!move->went) json_str(json, "after", move->after);
    if (c->split || c->by[i] == BY_STANDING) json_str(json, "by", compare_by(arena, c->by[i]));
    json_end(json);
}

Str compare_json(Compare *c)
{
    Json json = json_open(&c->result->arena, "lustrum/compare@1");
    json_bool(&json, "same", c->moves.count == 0);
    side_json(&json, "before", &c->kept[BEFORE]);
    side_json(&json, "after", &c->kept[AFTER]);
    causes_json(&json, c);
    if (c->clause_count) clauses_json(&json, c);
    if (c->record_count) records_json(&json, c);
    json_bool(&json, "attributed", c->split);
    json_array(&json, "moves");
    for (size_t i = 0; i < c->moves.count; i++) move_json(&json, c, i);
    json_end(&json);
    return json_close(&json);
}
