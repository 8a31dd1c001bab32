/* replay.c -- lus_replay: a kept result worked out again from the raw data and its own rule texts,
 * and compared with it byte for byte.  Nothing that was recorded is used but the rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/kept.h"
#include "archive/moves.h"
#include "archive/place.h"
#include "file.h"
#include "result/cell.h"
#include "result/grid.h"
#include "review/job.h"
#include <errno.h>

typedef struct Replay {
    Call call;
    const char *path;
    LusOptions options; /* the caller's, then those of the kept run */
    Kept kept;
    LusProgram *program;
    Work work;
    bool opened;
    Arena scratch;
    Folder fresh;
    bool has_fresh;
    LusResult *result;
    bool same_tool;
    Str *differ; /* names of files that differ; those that one side alone has, too */
    size_t differ_count;
    Moves moves;
} Replay;

/* ---- what was asked then ---- */

static bool is_given(const LusOptions *options, Str record)
{
    for (size_t i = 0; i < options->table_count; i++)
        if (str_eq(str_of(options->tables[i].record), record)) return true;
    return false;
}

/* A file that --table named then, and nobody names now, is looked for by its name. */
static void take_tables(Replay *r)
{
    Arena *arena = &r->call.arena;
    LusOptions *options = &r->options;
    const Kept *kept = &r->kept;
    LusTable *tables = NEW_ARRAY(arena, LusTable, options->table_count + kept->table_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < options->table_count; i++) tables[count++] = options->tables[i];
    for (size_t i = 0; i < kept->table_count; i++) {
        if (is_given(options, kept->tables[i].record)) continue;
        Str path = str_printf(arena, "%s/%S", options->data_dir ? options->data_dir : ".",
                              kept->tables[i].name);
        tables[count++] = (LusTable){ str_c(arena, kept->tables[i].record), str_c(arena, path) };
    }
    options->tables = tables;
    options->table_count = count;
}

static void take_options(Replay *r)
{
    const Kept *kept = &r->kept;
    r->options.year = kept->year;
    r->options.exact = kept->exact;
    r->options.spreadsheet_copy = kept->spreadsheet;
    r->options.vintage = kept->vintage.len ? str_c(&r->call.arena, kept->vintage) : NULL;
    take_tables(r);
    r->work = (Work){ .framework = r->program, .options = &r->options };
}

/* ---- the data, before anything is worked out ---- */

/* The year's program, or that of an earlier year; NULL when nothing is asked of that year. */
static const Program *program_of(const Work *work, int year)
{
    uint32_t before = (uint32_t)(work->year - year);
    if (year == work->year) return work->program;
    return year < work->year && before <= work->program->before_count
               ? work->program->before[before - 1]
               : NULL;
}

static Str path_of(const Replay *r, const KeptData *data)
{
    const Work *work = &r->work;
    Arena *arena = &work->call->arena;
    int year = data->year.len ? kept_year(data->year) : work->year;
    const Program *program = program_of(work, year);
    LoadJob job = { .arena = arena, .year = year, .folder = work->data_dir };
    if (work->years.len) job.folder = history_folder(arena, work->years, year);
    if (data->record.len == 0) return str_printf(arena, "%S/%S", job.folder, data->name);
    for (uint32_t i = 0; program && i < program->schema_count; i++) {
        if (!str_eq(program->schemas[i].name, data->record)) continue;
        job.schemas = program->schemas;
        job.paths = year == work->year || !work->years.len ? work->paths : NULL;
        return tables_path(&job, i);
    }
    return str_printf(arena, "%S/%S", job.folder, data->name);
}

/* LUS_OK where every file is the one that was reviewed; LUS_FOUND where one differs, LUS_CANNOT
 * where one is not there, after a message for each. */
static LusStatus compare_data(Replay *r)
{
    LusStatus worst = LUS_OK;
    Diags *diags = &r->call.diags;
    for (size_t i = 0; i < r->kept.data_count; i++) {
        const KeptData *data = &r->kept.data[i];
        Str now, path = path_of(r, data), shown = str_printable(diags->arena, path, 200);
        int error = sha256_file(&r->call.arena, str_c(&r->call.arena, path), &now);
        if (!error && str_eq(now, data->sha256)) continue;
        LusStatus status = error ? LUS_CANNOT : LUS_FOUND;
        if (status > worst) worst = status;
        if (!error) {
            Str args[] = { shown, r->kept.path };
            diag_add(diags, D_REPLAY_DATA, args, COUNT_OF(args));
        } else if (error == ENOENT || error == ENOTDIR) {
            Str args[] = { shown, data->record };
            Diag *diag = diag_add(diags, D_REPLAY_LOST, args, COUNT_OF(args));
            if (!data->record.len) diag->fix = STR("Put the file beside the data.");
        } else {
            Str args[] = { shown, file_error(error) };
            diag_add(diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
        }
    }
    return worst;
}

/* ---- working it out ---- */

/* Files are called in the ledger what they were called then: the hash says that they are the same.
 */
static void name_files(const Replay *r, Ledger *ledger, const RecordSchema *schemas, Str year)
{
    for (size_t f = 0; f < ledger->file_count; f++)
        for (size_t i = 0; i < r->kept.data_count; i++) {
            const KeptData *data = &r->kept.data[i];
            if (str_eq(data->year, year) &&
                str_eq(data->record, schemas[ledger->files[f].record].name))
                ledger->files[f].file = data->name;
        }
}

static bool look_at_fresh(Replay *r)
{
    Arena *arena = &r->call.arena;
    Str out = r->options.out_dir ? str_of(r->options.out_dir)
                                 : str_printf(arena, "%S.replay", r->kept.path);
    Str apart[] = { r->work.data_dir, r->kept.path };
    r->has_fresh = true;
    bool good = folder_look(&r->fresh, arena, out, apart, COUNT_OF(apart), NULL, 0);
    if (!good) result_fault(&r->fresh, &r->call.diags);
    return good;
}

static void name_all(Replay *r)
{
    History *history = &r->work.history;
    name_files(r, &r->work.tables.ledger, r->work.program->schemas, STR_EMPTY);
    for (size_t i = 0; i < history->count; i++) {
        Str year = year_words(&r->call.arena, history->ledgers[i].year);
        name_files(r, &history->ledgers[i], r->work.program->schemas, year);
    }
}

static bool make(Replay *r)
{
    ResultJob job;
    Str summary;
    bool refused;
    if (!job_fill(&r->work, &r->call.arena, &job)) return false;
    job.tables = r->kept.tables;
    job.table_count = r->kept.table_count;
    job.in_part = true;
    job.scratch = &r->scratch;
    r->same_tool = str_eq(job.tool_sha256, r->kept.tool_sha256);
    bool good = result_write(&job, &r->fresh, &r->call.diags, &summary, &refused);
    if (!good) r->call.status = refused ? LUS_REFUSED : LUS_CANNOT;
    return good;
}

static void tell_tool(Replay *r)
{
    Str args[] = { r->kept.path, r->kept.tool_version, STR(LUS_VERSION) };
    if (!r->same_tool) diag_add(&r->call.diags, D_REPLAY_TOOL, args, COUNT_OF(args));
}

/* ---- comparing ---- */

static void add_cells(Replay *r, const KeptFile *file, Str was, Str is)
{
    Cells before, after;
    if (file && file->has_rows && cells_read(&r->call.arena, was, &before) &&
        cells_read(&r->call.arena, is, &after))
        moves_add(&r->moves, file, &before, &after);
}

/* False after a message. */
static bool compare_file(Replay *r, Str name, const KeptFile *file)
{
    Str was, is;
    int error = kept_read(&r->call.arena, r->kept.dir, name, &was);
    if (!error) {
        error = kept_read(&r->call.arena, r->fresh.fd, name, &is);
        if (error == ENOENT) is = (Str){ NULL, 0 };
        if (error == ENOENT) error = 0;
    }
    if (error) {
        Str args[] = { name, file_error(error) };
        diag_add(&r->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
        return false;
    }
    if (is.at && str_eq(was, is)) return true;
    r->differ[r->differ_count++] = name;
    if (is.at) add_cells(r, file, was, is);
    return true;
}

static bool compare_all(Replay *r)
{
    const Kept *kept = &r->kept;
    const Folder *fresh = &r->fresh;
    r->moves.arena = &r->call.arena;
    r->differ = NEW_ARRAY(&r->call.arena, Str, kept->file_count + fresh->count + 2);
    for (size_t i = 0; i < kept->file_count; i++)
        if (!compare_file(r, kept->files[i].name, &kept->files[i])) return false;
    for (size_t i = 0; i < fresh->count; i++)
        if (!kept_file(kept, fresh->files[i].name) &&
            !str_eq(fresh->files[i].name, STR(MANIFEST_NAME)))
            r->differ[r->differ_count++] = fresh->files[i].name;
    /* the manifest names the tool, which may well be another */
    return !r->same_tool || compare_file(r, STR(MANIFEST_NAME), NULL);
}

/* ---- telling ---- */

typedef struct Place {
    Str at, line, title; /* FILE:LINE:COLUMN, what stands there; empty when there is none */
} Place;

static Place place(const Replay *r, const Move *move)
{
    Span span;
    Place place = { STR_EMPTY, STR_EMPTY, STR_EMPTY };
    if (!place_of(r->work.program, move, &span, &place.title)) return place;
    Arena *arena = &r->result->arena;
    const Source *source = &r->work.sources->items[span.file];
    TextPlace at = source_place(source, span.start);
    Str line = source_line(source, at.line);
    while (line.len && line.at[0] == ' ') line = str_slice(line, 1, line.len);
    place.at = str_printf(arena, "%S/%S:%u:%u", r->kept.path, r->kept.rules[span.file].copy,
                          (uint64_t)at.line, (uint64_t)at.column);
    place.line = arena_str(arena, line);
    return place;
}

static Str shown(Arena *arena, Str cell)
{
    return cell.len ? str_printable(arena, cell, 200) : STR("nothing");
}

static void tell_first(Replay *r, Text *text)
{
    Arena *arena = &r->result->arena;
    const Move *move = &r->moves.items[0];
    Place rule = place(r, move);
    Str row = moves_words(arena, move->key), name = moves_words(arena, move->name);
    Grid grid = grid_open(arena, "ll");
    const char *const heads[] = { "File", "Row", "Column", "Kept", "Worked out now", "Rule" };
    Str cells[] = { move->file,
                    name.len ? str_printf(arena, "%S %S", row, name) : row,
                    rule.title.len ? str_printf(arena, "%S (%S)", move->column, rule.title)
                                   : move->column,
                    move->came ? STR("not there") : shown(arena, move->before),
                    move->went ? STR("not there") : shown(arena, move->after),
                    rule.at.len ? str_printf(arena, "%S: %S", rule.at, rule.line) : STR_EMPTY };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        if (cells[i].len == 0) continue;
        grid_cell(&grid, str_of(heads[i]));
        grid_cell(&grid, cells[i]);
    }
    text_add(text, STR("\nThe first difference:\n"));
    grid_print(&grid, text, 2);
    if (r->moves.count > 1)
        text_printf(text, "\n%g more cells or rows differ.\n", (uint64_t)(r->moves.count - 1));
}

static Str tell_text(Replay *r)
{
    Text text = text_open(&r->result->arena);
    const Kept *kept = &r->kept;
    if (!r->differ_count) {
        text_printf(&text,
                    "%S is what its rules give on these data: %S, %S; %g files, byte for byte.\n",
                    kept->path, kept->framework, kept->year_words, (uint64_t)kept->file_count);
        return text_str(&text);
    }
    text_printf(&text,
                "%S is not what its rules give on these data.\n\nFiles that differ: ", kept->path);
    for (size_t i = 0; i < r->differ_count; i++)
        text_printf(&text, "%s%S", i ? ", " : "", r->differ[i]);
    text_byte(&text, '\n');
    if (r->moves.count) tell_first(r, &text);
    return text_str(&text);
}

static void first_json(Replay *r, Json *json)
{
    Arena *arena = &r->result->arena;
    const Move *move = &r->moves.items[0];
    Place rule = place(r, move);
    json_object(json, "first");
    json_str(json, "file", move->file);
    json_str(json, "key", moves_words(arena, move->key));
    json_str(json, "name", moves_words(arena, move->name));
    json_str(json, "column", move->column);
    json_str(json, "kept", move->before);
    json_str(json, "now", move->after);
    json_str(json, "rule", rule.at);
    json_str(json, "clause", rule.line);
    json_end(json);
}

static Str tell_json(Replay *r)
{
    Json json = json_open(&r->result->arena, "lustrum/replay@1");
    json_str(&json, "results", r->kept.path);
    json_str(&json, "framework", r->kept.framework);
    json_str(&json, "year", r->kept.year_words);
    json_str(&json, "made_by", r->kept.tool_version);
    json_bool(&json, "same_tool", r->same_tool);
    json_bool(&json, "identical", r->differ_count == 0);
    json_array(&json, "files_that_differ");
    for (size_t i = 0; i < r->differ_count; i++) json_str(&json, NULL, r->differ[i]);
    json_end(&json);
    json_count(&json, "differences", r->moves.count);
    if (r->moves.count) first_json(r, &json);
    return json_close(&json);
}

static void replay_body(void *arg)
{
    Replay *r = arg;
    Work *work = &r->work;
    r->result = result_take(r->call.lus);
    r->call.status = kept_open(&r->kept, &r->call.arena, &r->call.diags, r->path);
    if (r->call.status != LUS_OK) return;
    r->call.status = LUS_SEAL;
    if (!kept_hold(&r->kept, &r->call.diags)) return;
    r->call.status = kept_compile(&r->kept, &r->call, &r->program);
    if (r->call.status != LUS_OK) return;
    r->call.status = LUS_CANNOT;
    take_options(r);
    r->scratch = arena_open(&r->call.lus->guard);
    r->opened = true;
    work_open(work, &r->call);
    if (!job_vintage(work) || !work_find(work)) return;
    LusStatus data = compare_data(r);
    if (data != LUS_OK) {
        r->call.status = data;
        return;
    }
    if (!look_at_fresh(r) || !work_read(work) || !work_run(work)) return;
    name_all(r);
    if (!make(r)) return;
    tell_tool(r);
    if (!compare_all(r)) return;
    if (r->options.out_dir && !folder_finish(&r->fresh)) {
        result_fault(&r->fresh, &r->call.diags);
        return;
    }
    r->call.status = r->differ_count ? LUS_FOUND : LUS_OK;
    r->result->text = r->options.json ? tell_json(r) : tell_text(r);
}

LusStatus lus_replay(Lustrum *lus, const char *path, const LusOptions *options, LusResult **out)
{
    Replay r = { .path = path };
    if (options) r.options = *options;
    call_run(&r.call, lus, replay_body, &r);
    if (r.has_fresh) folder_abandon(&r.fresh);
    if (r.opened) work_close(&r.work);
    if (r.opened) arena_close(&r.scratch);
    kept_close(&r.kept);
    LusStatus status = call_end(&r.call);
    lus_program_close(r.work.again);
    lus_program_close(r.program);
    bool told = r.result && r.result->text.len > 0 && (status == LUS_OK || status == LUS_FOUND);
    *out = told ? r.result : NULL;
    if (!told) lus_result_close(r.result);
    return status;
}
