/* replay.c -- lus_replay: a kept result worked out again from the raw data and its own rule texts,
 * and compared with it byte for byte.  Nothing that was recorded is used but the rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/moves.h"
#include "archive/place.h"
#include "archive/rerun.h"
#include "archive/signed.h"
#include "file.h"
#include "result/grid.h"
#include "result/links.h"
#include <errno.h>

typedef struct Replay {
    Call call;
    const char *path;
    const LusOptions *options;
    Kept kept;
    Rerun rerun;
    Signers signers;
    LusResult *result;
    Str *differ; /* names of files that differ; those that one side alone has, too */
    size_t differ_count;
    Moves moves;
} Replay;

/* ---- the data, before anything is worked out ---- */

/* The worst of what there is to say of the files. */
static LusStatus compare_data(Replay *r)
{
    LusStatus worst = LUS_OK;
    for (size_t i = 0; i < r->kept.data_count; i++) {
        LusStatus status = rerun_compare(&r->rerun, &r->kept.data[i]);
        if (status > worst) worst = status;
    }
    LusStatus beside = r->kept.beside ? rerun_compare(&r->rerun, r->kept.beside) : LUS_OK;
    if (beside > worst) worst = beside;
    return worst;
}

static void tell_tool(Replay *r)
{
    Str args[] = { r->kept.path, r->kept.tool_version, STR(LUS_VERSION) };
    if (!r->rerun.same_tool) diag_add(&r->call.diags, D_REPLAY_TOOL, args, COUNT_OF(args));
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
        error = kept_read(&r->call.arena, r->rerun.fresh.fd, name, &is);
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

/* A file that versions before did not write, where results of one of them have it not. */
static bool is_new(const Replay *r, Str name)
{
    return !r->rerun.same_tool && (str_eq(name, STR(LINKS_NAME)) || str_eq(name, STR(KNOWN_NAME)) ||
                                   str_eq(name, STR("links.spreadsheet.csv")));
}

static bool compare_all(Replay *r)
{
    const Kept *kept = &r->kept;
    const Folder *fresh = &r->rerun.fresh;
    r->moves.arena = &r->call.arena;
    r->differ = NEW_ARRAY(&r->call.arena, Str, kept->file_count + fresh->count + 2);
    for (size_t i = 0; i < kept->file_count; i++)
        if (!compare_file(r, kept->files[i].name, &kept->files[i])) return false;
    for (size_t i = 0; i < fresh->count; i++)
        if (!kept_file(kept, fresh->files[i].name) && !is_new(r, fresh->files[i].name) &&
            !str_eq(fresh->files[i].name, STR(MANIFEST_NAME)))
            r->differ[r->differ_count++] = fresh->files[i].name;
    /* the manifest names the tool, which may well be another */
    return !r->rerun.same_tool || compare_file(r, STR(MANIFEST_NAME), NULL);
}

/* ---- telling ---- */

typedef struct Place {
    Str at, line, title; /* FILE:LINE:COLUMN, what stands there; empty when there is none */
} Place;

static Place place(const Replay *r, const Move *move)
{
    Span span;
    Place place = { STR_EMPTY, STR_EMPTY, STR_EMPTY };
    if (!place_of(r->rerun.work.program, move, &span, &place.title)) return place;
    Arena *arena = &r->result->arena;
    const Source *source = &r->rerun.work.sources->items[span.file];
    TextPlace at = source_place(source, span.start);
    Str line = source_line(source, at.line);
    while (line.len && line.at[0] == ' ') line = str_slice(line, 1, line.len);
    place.at = str_printf(arena, "%S/%S:%u:%u", r->kept.shown, r->kept.rules[span.file].copy,
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
                    kept->shown, kept->framework, kept->year_words, (uint64_t)kept->file_count);
        if (r->signers.count) signers_print(&text, &r->signers);
        return text_str(&text);
    }
    text_printf(&text,
                "%S is not what its rules give on these data.\n\nFiles that differ: ", kept->shown);
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
    json_bool(&json, "same_tool", r->rerun.same_tool);
    json_bool(&json, "identical", r->differ_count == 0);
    json_array(&json, "files_that_differ");
    for (size_t i = 0; i < r->differ_count; i++) json_str(&json, NULL, r->differ[i]);
    json_end(&json);
    json_count(&json, "differences", r->moves.count);
    if (r->moves.count) first_json(r, &json);
    signers_json(&json, &r->signers);
    return json_close(&json);
}

static void replay_body(void *arg)
{
    Replay *r = arg;
    Str kept = str_of(r->options->out_dir);
    r->result = result_take(r->call.lus);
    r->call.status = kept_open(&r->kept, &r->call.arena, &r->call.diags, r->path);
    if (r->call.status != LUS_OK) return;
    r->call.status = kept_hold(&r->kept, &r->call.diags);
    if (r->call.status == LUS_OK)
        r->call.status = kept_signed(&r->kept, &r->call, r->options->keys, &r->signers);
    if (r->call.status != LUS_OK) return;
    r->call.status = rerun_open(&r->rerun, &r->call, &r->kept, r->options);
    if (r->call.status == LUS_OK) r->call.status = compare_data(r);
    if (r->call.status != LUS_OK) return;
    r->call.status = LUS_CANNOT;
    if (!r->options->out_dir) kept = str_printf(&r->call.arena, "%S.replay", r->kept.path);
    if (!rerun_run(&r->rerun) || !rerun_write(&r->rerun, kept, true)) return;
    tell_tool(r);
    if (!compare_all(r)) return;
    r->result->text = r->options->json ? tell_json(r) : tell_text(r);
    if (r->options->out_dir && !folder_finish(&r->rerun.fresh)) {
        result_fault(&r->rerun.fresh, &r->call.diags);
        return;
    }
    r->call.status = r->differ_count ? LUS_FOUND : LUS_OK;
}

LusStatus lus_replay(Lustrum *lus, const char *path, const LusOptions *options, LusResult **out)
{
    static const LusOptions usual;
    Replay r = { .path = path, .options = options ? options : &usual };
    call_run(&r.call, lus, replay_body, &r);
    rerun_close(&r.rerun);
    kept_close(&r.kept);
    LusStatus status = call_end(&r.call);
    rerun_end(&r.rerun);
    bool told = r.result && r.result->text.len > 0 && (status == LUS_OK || status == LUS_FOUND);
    *out = told ? r.result : NULL;
    if (!told) lus_result_close(r.result);
    return status;
}
