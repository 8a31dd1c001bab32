/* manifest.c -- see manifest.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/manifest.h"
#include "result/account.h"
#include "result/corrected.h"
#include "result/decision.h"
#include "result/standing.h"
#include "result/summary.h"

static void rules_json(Json *json, const ManifestJob *job)
{
    json_array(json, "rules");
    for (size_t i = 0; i < job->rule_count; i++) {
        json_object(json, NULL);
        json_str(json, "name", job->rules[i].name);
        json_str(json, "copy", job->rules[i].copy);
        json_count(json, "size", job->rules[i].text.len);
        json_str(json, "sha256", sha256_text(json->text.arena, job->rules[i].text));
        json_str(json, "meaning_sha256", job->rules[i].meaning_sha256);
        json_str(json, "wording_sha256", job->rules[i].wording_sha256);
        json_end(json);
    }
    json_end(json);
}

static void hashes_json(Json *json, const RuleHashes *hashes)
{
    json_str(json, "meaning_sha256", hashes->meaning_sha256);
    json_str(json, "wording_sha256", hashes->wording_sha256);
    json_str(json, "bytes_sha256", hashes->bytes_sha256);
}

static void leniencies_json(Json *json, const FileLedger *file)
{
    json_array(json, "leniencies");
    for (size_t i = 0; i < file->aside_count; i++) {
        json_object(json, NULL);
        json_str(json, "set_aside", file->aside[i].name);
        json_count(json, "rows", file->aside[i].count);
        json_end(json);
    }
    for (size_t i = 0; i < file->leniency_count; i++) {
        json_object(json, NULL);
        json_str(json, "used", file->leniency[i].name);
        json_count(json, "count", file->leniency[i].count);
        json_end(json);
    }
    json_end(json);
}

/* The files of one year; those of an earlier one say which. */
static void year_json(Json *json, const ManifestJob *job, const Ledger *ledger)
{
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *file = &ledger->files[i];
        json_object(json, NULL);
        if (ledger->year) json_str(json, "year", year_words(json->text.arena, ledger->year));
        json_str(json, "record", job->program->schemas[file->record].name);
        json_str(json, "name", file_name(file->file));
        if (file->day.len) json_str(json, "describes", file->day);
        json_count(json, "size", file->bytes);
        json_str(json, "sha256", file->sha256);
        json_count(json, "rows", file->records);
        json_count(json, "kept", file->kept);
        if (file->listed) json_count(json, "rows_made", file->made);
        leniencies_json(json, file);
        json_array(json, "columns_not_read");
        for (size_t u = 0; u < file->unread_count; u++) json_str(json, NULL, file->unread[u]);
        json_end(json);
        json_end(json);
    }
}

static void data_json(Json *json, const ManifestJob *job)
{
    json_array(json, "data");
    year_json(json, job, job->ledger);
    for (size_t i = 0; i < job->ledger->earlier_count; i++)
        year_json(json, job, &job->ledger->earlier[i]);
    json_end(json);
}

/* The lists of corrections of all years that were read. */
static void corrections_json(Json *json, const ManifestJob *job)
{
    const Ledger *ledger = job->ledger;
    if (!job->program->corrections) return;
    json_array(json, "corrections");
    list_file_json(json, &ledger->corrections->file, 0);
    for (size_t i = 0; i < ledger->earlier_count; i++)
        list_file_json(json, &ledger->earlier[i].corrections->file, ledger->earlier[i].year);
    json_end(json);
}

static void files_json(Json *json, const Folder *folder)
{
    json_array(json, "results");
    for (size_t i = 0; i < folder->count; i++) {
        const OutFile *file = &folder->files[i];
        json_object(json, NULL);
        json_str(json, "name", file->name);
        json_count(json, "size", file->size);
        if (file->has_rows) json_count(json, "rows", file->rows);
        json_str(json, "sha256", file->sha256);
        if (file->totals) totals_json(json, file->totals);
        json_end(json);
    }
    json_end(json);
}

/* What was asked that can change a figure or a byte, apart from the year. */
static void options_json(Json *json, const ManifestJob *job)
{
    json_object(json, "options");
    json_bool(json, "exact", job->exact);
    json_bool(json, "spreadsheet_copy", job->spreadsheet);
    json_array(json, "tables");
    for (size_t i = 0; i < job->table_count; i++) {
        json_object(json, NULL);
        json_str(json, "record", job->tables[i].record);
        json_str(json, "name", job->tables[i].name);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

Str manifest_text(Arena *arena, const ManifestJob *job, const Folder *folder)
{
    Json json = json_open(arena, "lustrum/manifest@1");
    framework_json(&json, job->program);
    standing_json(&json, job->program);
    hashes_json(&json, &job->hashes);
    vintage_json(&json, job->ledger);
    json_object(&json, "tool");
    json_str(&json, "name", STR("lustrum"));
    json_str(&json, "version", job->version);
    json_str(&json, "sha256", job->tool_sha256);
    json_end(&json);
    options_json(&json, job);
    rules_json(&json, job);
    reference_json(&json, &job->ledger->reference);
    data_json(&json, job);
    corrections_json(&json, job);
    if (job->ledger->decisions) {
        json_array(&json, "decisions");
        list_file_json(&json, &job->ledger->decisions->file, 0);
        json_end(&json);
    }
    if (job->earlier) {
        json_object(&json, "published_beside");
        json_str(&json, "name", job->earlier->name);
        json_str(&json, "sha256", job->earlier->sha256);
        json_end(&json);
    }
    files_json(&json, folder);
    return json_close(&json);
}
