/* bundle.c -- see bundle.h: lus_bundle.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/bundle.h"
#include "file.h"
#include <errno.h>
#include "table/key.h"
#include "term/gate.h"
#include <sys/stat.h>

/* ---- the school ---- */

static bool is_level(const Bundle *b, const LevelOut *level)
{
    const Program *program = b->rerun.work.program;
    if (level->record == NONE || program->spaces[level->space].kind != SPACE_RECORD) return false;
    return !b->asked->level ||
           str_eq(program->schemas[level->record].name, str_of(b->asked->level));
}

/* The row with the key: as it stands, or its parts as a line of CSV. */
static uint32_t row_of_key(Bundle *b, const Table *table)
{
    Str key = str_of(b->asked->key);
    b->key[0] = key;
    b->key_parts = 1;
    uint32_t row = table_find(table, b->key, 1);
    if (row != NO_ROW) return row;
    b->key_parts = keys_split(&b->call.arena, key, b->key, BUNDLE_KEY_PARTS);
    return table_find(table, b->key, b->key_parts);
}

static bool find_unit(Bundle *b)
{
    const Program *program = b->rerun.work.program;
    for (uint32_t i = 0; i < program->level_count; i++) {
        const LevelOut *level = &program->levels[i];
        if (!is_level(b, level)) continue;
        uint32_t row = row_of_key(b, &b->rerun.work.tables.items[level->record]);
        if (row == NO_ROW) continue;
        b->level = level;
        b->unit = row;
        return true;
    }
    Str shown = str_printable(&b->call.arena, str_of(b->asked->key), 80);
    diag_add(&b->call.diags, D_BUNDLE_KEY, &shown, 1);
    return false;
}

/* ---- the files ---- */

bool bundle_put(Bundle *b, Str name, Str text)
{
    Writer *writer = folder_file(&b->out, name);
    if (!writer) return false;
    writer_add(writer, text);
    return folder_file_done(&b->out, false, 0);
}

static bool cannot_read(Bundle *b, Str path, int error)
{
    Str args[] = { str_printable(&b->call.arena, path, 200), file_error(error) };
    diag_add(&b->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
    return false;
}

static bool copy(Bundle *b, Str name, Str to)
{
    Str text;
    int error = kept_read(&b->call.arena, b->kept.dir, name, &text);
    return error ? cannot_read(b, name, error) : bundle_put(b, to, text);
}

static bool put_lines(Bundle *b, const KeptFile *file)
{
    Arena *arena = &b->call.arena;
    Str text;
    int error = kept_read(arena, b->kept.dir, file->name, &text);
    if (error) return cannot_read(b, file->name, error);
    Str lines = raw_of_unit(b, arena, file, text);
    return !lines.len || bundle_put(b, str_printf(arena, "figures/%S", file->name), lines);
}

bool bundle_has(const Bundle *b, const KeptFile *file)
{
    Str record = b->rerun.work.program->schemas[b->level->record].name, name = file->name;
    return file->has_rows && name.len > record.len && name.at[record.len] == '.' &&
           memcmp(name.at, record.at, record.len) == 0;
}

static bool put_figures(Bundle *b)
{
    for (size_t i = 0; i < b->kept.file_count; i++) {
        const KeptFile *file = &b->kept.files[i];
        if (bundle_has(b, file) && !put_lines(b, file)) return false;
    }
    return copy(b, STR("nation.csv"), STR("figures/nation.csv"));
}

/* The rules, and the seal by which they are official: its log holds all that it is judged by. */
static bool put_rules(Bundle *b)
{
    for (size_t i = 0; i < b->kept.rule_count; i++)
        if (!copy(b, b->kept.rules[i].copy, b->kept.rules[i].copy)) return false;
    Str log = seal_path(&b->call.arena, b->kept.rules[0].copy);
    if (b->kept.standing.mode == MODE_OFFICIAL && !copy(b, log, log)) return false;
    if (b->signers.count &&
        !bundle_put(b, STR("result/" MANIFEST_NAME SIGNED_END), b->signers.text))
        return false;
    return copy(b, STR(MANIFEST_NAME), STR("result/" MANIFEST_NAME)) &&
           copy(b, STR("ledger.json"), STR("result/ledger.json"));
}

/* The national figures, from which the school's come out again without the rows of others. */
static bool put_reference(Bundle *b)
{
    Str text;
    if (b->frozen) return bundle_put(b, STR("reference.csv"), b->frozen->text);
    Str path = str_of(b->rerun.reference);
    int error = file_read(&b->call.arena, path, SIZE_MAX / 2, &text);
    if (error) return cannot_read(b, path, error);
    if (!bundle_put(b, STR("reference.csv"), text)) return false;
    path = str_printf(&b->call.arena, "%S%s", path, SIGNED_END); /* was judged with it */
    error = file_read(&b->call.arena, path, SIZE_MAX / 2, &text);
    if (error == ENOENT) return true;
    return error ? cannot_read(b, path, error)
                 : bundle_put(b, STR("reference.csv" SIGNED_END), text);
}

static bool put_why(Bundle *b)
{
    return bundle_put(b, STR("why.txt"), b->why_text->text) &&
           bundle_put(b, STR("why.json"), b->why_json->text);
}

static bool put_all(Bundle *b)
{
    if (!folder_begin(&b->out) || !put_figures(b) || !put_rules(b) || !put_reference(b) ||
        !put_why(b) || !cut_data(b) || !proof_try(b))
        return false;
    return bundle_put(b, STR("README.txt"), paper_readme(b)) &&
           bundle_put(b, STR("bundle.json"), paper_json(b));
}

/* ---- the order of things ---- */

static bool look_at_out(Bundle *b)
{
    struct stat info;
    Str out = str_of(b->asked->out_dir), apart[] = { b->rerun.work.data_dir, b->kept.path };
    if (lstat(str_c(&b->call.arena, out), &info) == 0) {
        Str shown = str_printable(&b->call.arena, out, 200);
        diag_add(&b->call.diags, D_BUNDLE_EXISTS, &shown, 1);
        return false;
    }
    b->has_out = true;
    return folder_look(&b->out, &b->call.arena, out, apart, COUNT_OF(apart), NULL, 0);
}

static bool read_all(Bundle *b)
{
    LusOptions options = { .data_dir = b->asked->data_dir,
                           .tables = b->asked->tables,
                           .table_count = b->asked->table_count,
                           .use_reference = b->asked->use_reference,
                           .keys = b->asked->keys };
    b->call.status = rerun_open(&b->rerun, &b->call, &b->kept, &options);
    for (size_t i = 0; i < b->kept.data_count && b->call.status == LUS_OK; i++)
        b->call.status = rerun_compare(&b->rerun, &b->kept.data[i]);
    if (b->call.status != LUS_OK) return false;
    b->call.status = LUS_CANNOT;
    b->rerun.work.keep_years = true;
    return rerun_run(&b->rerun);
}

static void ask(Bundle *b, Str name)
{
    b->asks[2 * b->ask_count] = b->asked->key;
    b->asks[2 * b->ask_count++ + 1] = str_c(&b->call.arena, name);
}

/* Every figure, finding and power of the unit. */
static void find_asks(Bundle *b)
{
    const LevelOut *level = b->level;
    b->ask_level = str_c(&b->call.arena, b->rerun.work.program->schemas[level->record].name);
    size_t most = (size_t)level->measure_count + level->review_count + level->power_count;
    b->asks = NEW_ARRAY(&b->call.arena, const char *, 2 * most + 1);
    for (uint32_t i = 0; i < level->measure_count; i++)
        if (level->measures[i].value != NONE) ask(b, level->measures[i].name);
    for (uint32_t i = 0; i < level->review_count; i++)
        if (level->reviews[i].finding != NONE) ask(b, level->reviews[i].name);
    for (uint32_t i = 0; i < level->power_count; i++) ask(b, level->powers[i].name);
}

static void open_body(void *arg)
{
    Bundle *b = arg;
    b->call.status = kept_open(&b->kept, &b->call.arena, &b->call.diags, b->asked->results);
    if (b->call.status != LUS_OK) return;
    b->call.status = kept_hold(&b->kept, &b->call.diags);
    if (b->call.status == LUS_OK)
        b->call.status = kept_signed(&b->kept, &b->call, b->asked->keys, &b->signers);
    if (b->call.status != LUS_OK || !read_all(b) || !find_unit(b)) return;
    find_asks(b);
    b->call.status = LUS_OK;
}

static void write_body(void *arg)
{
    Bundle *b = arg;
    b->call.status = LUS_CANNOT;
    b->result = result_take(b->call.lus);
    own_rows(b);
    bool good = look_at_out(b) && put_all(b);
    if (good)
        b->result->text =
            arena_str(&b->result->arena, b->asked->json ? paper_json(b) : paper_readme(b));
    if (good && folder_finish(&b->out))
        b->call.status = LUS_OK;
    else if (b->has_out)
        result_fault(&b->out, &b->call.diags);
}

/* The national figures of the run are frozen, unless it used frozen ones itself. */
static void freeze(Bundle *b)
{
    bool used = b->kept.reference && !b->kept.compared;
    if (b->call.status != LUS_OK || used) return;
    LusOptions options = b->rerun.options;
    options.compare_reference = NULL;
    LusStatus status = lus_reference(b->rerun.program, &options, &b->frozen, &b->frozen_said);
    if (status != LUS_OK && status != LUS_FOUND) b->call.status = status;
}

/* How every figure of the unit comes about, for people and for programs. */
static void explain(Bundle *b)
{
    LusWhy asked = { .words = b->asks,
                     .count = b->ask_count,
                     .level = b->ask_level,
                     .personal = b->asked->personal,
                     .ascii = 1,
                     .form = LUS_WHY_TEXT };
    if (b->call.status != LUS_OK) return;
    b->call.status = lus_why(b->rerun.program, &b->rerun.options, &asked, &b->why_text);
    asked.form = LUS_WHY_JSON;
    if (b->call.status == LUS_OK)
        b->call.status = lus_why(b->rerun.program, &b->rerun.options, &asked, &b->why_json);
}

LusStatus lus_bundle(Lustrum *lus, const LusBundle *asked, LusResult **out)
{
    Bundle b = { .asked = asked };
    call_run(&b.call, lus, open_body, &b);
    freeze(&b);
    explain(&b);
    if (b.call.status == LUS_OK) call_again(&b.call, write_body, &b);
    rerun_close(&b.proof.rerun); /* its folder is in that which is abandoned next */
    if (b.has_out) folder_abandon(&b.out);
    rerun_close(&b.rerun);
    kept_close(&b.kept);
    LusStatus status = call_end(&b.call);
    rerun_end(&b.proof.rerun);
    rerun_end(&b.rerun);
    lus_result_close(b.frozen);
    lus_result_close(b.frozen_said);
    lus_result_close(b.why_text);
    lus_result_close(b.why_json);
    *out = status == LUS_OK ? b.result : NULL;
    if (status != LUS_OK) lus_result_close(b.result);
    return status;
}
