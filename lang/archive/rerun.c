/* rerun.c -- see rerun.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/rerun.h"
#include "file.h"
#include "result/cell.h"
#include <errno.h>

static bool is_given(const LusOptions *options, Str record)
{
    for (size_t i = 0; i < options->table_count; i++)
        if (str_eq(str_of(options->tables[i].record), record)) return true;
    return false;
}

/* A file that --table named then, and nobody names now, is looked for by its name. */
static void take_tables(Rerun *r)
{
    Arena *arena = &r->call->arena;
    LusOptions *options = &r->options;
    const Kept *kept = r->kept;
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

/* The reference that was used then: as it is named now, or looked for by its name beside the data.
 */
static void take_reference(Rerun *r)
{
    const KeptData *reference = r->kept->reference;
    LusOptions *options = &r->options;
    if (!reference) return;
    if (!options->use_reference)
        options->use_reference =
            str_c(&r->call->arena,
                  str_printf(&r->call->arena, "%s/%S", options->data_dir ? options->data_dir : ".",
                             reference->name));
    r->reference = options->use_reference;
    if (!r->kept->compared) return;
    options->compare_reference = options->use_reference;
    options->use_reference = NULL;
}

/* The results that these were published beside: as they are named now, or looked for by their name
 * beside these. */
static void take_beside(Rerun *r)
{
    const KeptData *beside = r->kept->beside;
    Str path = r->kept->path;
    size_t end = path.len;
    if (!beside) r->options.beside = NULL;
    if (!beside || r->options.beside) return;
    while (end && path.at[end - 1] != '/') end--;
    r->options.beside = str_c(&r->call->arena, str_printf(&r->call->arena, "%S%S",
                                                          str_slice(path, 0, end), beside->name));
}

static LusStatus open_rules(Rerun *r, Call *call, const Kept *kept, const LusOptions *options)
{
    *r = (Rerun){ .call = call, .kept = kept, .options = *options };
    LusStatus status = kept_compile(kept, call, &r->program);
    if (status != LUS_OK) return status;
    r->options.year = kept->year;
    r->options.exact = kept->exact;
    r->options.spreadsheet_copy = kept->spreadsheet;
    r->options.vintage = kept->vintage.len ? str_c(&call->arena, kept->vintage) : NULL;
    return LUS_OK;
}

static LusStatus open_work(Rerun *r)
{
    Call *call = r->call;
    r->work = (Work){ .framework = r->program, .options = &r->options, .makes_job = true };
    r->scratch = arena_open(&call->lus->guard);
    r->opened = true;
    work_open(&r->work, call);
    call->status = LUS_CANNOT; /* or what is said of a seal */
    return job_vintage(&r->work) && work_find(&r->work) ? LUS_OK : call->status;
}

LusStatus rerun_open(Rerun *r, Call *call, const Kept *kept, const LusOptions *options)
{
    LusStatus status = open_rules(r, call, kept, options);
    if (status != LUS_OK) return status;
    take_tables(r);
    take_reference(r);
    take_beside(r);
    return open_work(r);
}

LusStatus rerun_open_as(Rerun *r, Call *call, const Kept *kept, const LusOptions *options)
{
    LusStatus status = open_rules(r, call, kept, options);
    return status == LUS_OK ? open_work(r) : status;
}

/* The year's program, or that of an earlier year; NULL when nothing is asked of that year. */
static const Program *program_of(const Work *work, int year)
{
    uint32_t before = (uint32_t)(work->year - year);
    if (year == work->year) return work->program;
    return year < work->year && before <= work->program->before_count
               ? work->program->before[before - 1]
               : NULL;
}

Str rerun_path(const Rerun *r, const KeptData *data)
{
    const Work *work = &r->work;
    Arena *arena = &r->call->arena;
    if (data->is_reference) return str_of(r->reference);
    if (data->is_beside) return str_printf(arena, "%s/" MANIFEST_NAME, r->options.beside);
    int year = data->year.len ? kept_year(data->year) : work->year;
    const Program *program = program_of(work, year);
    LoadJob job = { .arena = arena, .year = year, .folder = work->data_dir };
    if (work->years.len) job.folder = history_folder(arena, work->years, year);
    for (uint32_t i = 0; data->record.len && program && i < program->schema_count; i++) {
        if (!str_eq(program->schemas[i].name, data->record)) continue;
        job.schemas = program->schemas;
        job.paths = year == work->year || !work->years.len ? work->paths : NULL;
        return tables_path(&job, i);
    }
    return str_printf(arena, "%S/%S", job.folder, data->name);
}

LusStatus rerun_compare(Rerun *r, const KeptData *data)
{
    Diags *diags = &r->call->diags;
    Arena *arena = &r->call->arena;
    Str now, path = rerun_path(r, data), shown = str_printable(diags->arena, path, 200);
    int error = sha256_file(arena, str_c(arena, path), &now);
    if (!error && str_eq(now, data->sha256)) return LUS_OK;
    if (!error) {
        Str args[] = { shown, r->kept->path };
        diag_add(diags, D_REPLAY_DATA, args, COUNT_OF(args));
    } else if (error == ENOENT || error == ENOTDIR) {
        Str args[] = { shown, data->record };
        Diag *diag = diag_add(diags, D_REPLAY_LOST, args, COUNT_OF(args));
        if (!data->record.len) diag->fix = STR("Put the file beside the data.");
        if (data->is_reference)
            diag->fix = STR("Name the reference that was used:  --use-reference REF");
        if (data->is_beside)
            diag->fix = STR("Name the results that these were published beside:  --beside FOLDER");
    } else {
        Str args[] = { shown, file_error(error) };
        diag_add(diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
    }
    return error ? LUS_CANNOT : LUS_FOUND;
}

bool rerun_run(Rerun *r)
{
    return work_read(&r->work) && work_run(&r->work) &&
           sealed_run(&r->sealed, &r->work, &r->as_sealed);
}

static void name_files(const Rerun *r, Ledger *ledger, Str year)
{
    const RecordSchema *schemas = r->work.program->schemas;
    for (size_t f = 0; f < ledger->file_count; f++)
        for (size_t i = 0; i < r->kept->data_count; i++) {
            const KeptData *data = &r->kept->data[i];
            if (str_eq(data->year, year) &&
                str_eq(data->record, schemas[ledger->files[f].record].name))
                ledger->files[f].file = data->name;
        }
}

static void name_all(Rerun *r)
{
    History *history = &r->work.history;
    name_files(r, &r->work.tables.ledger, STR_EMPTY);
    if (r->kept->reference) r->work.tables.ledger.reference.name = r->kept->reference->name;
    for (size_t i = 0; i < history->count; i++)
        name_files(r, &history->ledgers[i], year_words(&r->call->arena, history->ledgers[i].year));
}

static bool look_at_fresh(Rerun *r, Str out)
{
    Str apart[] = { r->work.data_dir, r->kept->path };
    r->has_fresh = true;
    bool good = folder_look(&r->fresh, &r->call->arena, out, apart, COUNT_OF(apart), NULL, 0);
    if (!good) result_fault(&r->fresh, &r->call->diags);
    return good;
}

static const Known *named_beside(const Rerun *r, const Known *earlier)
{
    Known *named = NEW(&r->call->arena, Known);
    *named = *earlier;
    named->name = r->kept->beside->name;
    return named;
}

bool rerun_write(Rerun *r, Str out, bool named)
{
    ResultJob job;
    Str summary;
    ResultFault fault;
    if (!look_at_fresh(r, out)) return false;
    if (named) name_all(r);
    if (!job_fill(&r->work, &r->call->arena, &job)) return false;
    if (named) {
        job.tables = r->kept->tables;
        job.table_count = r->kept->table_count;
        if (job.earlier) job.earlier = named_beside(r, job.earlier);
    }
    job.in_part = true;
    job.as_sealed = r->as_sealed;
    job.scratch = &r->scratch;
    r->same_tool = str_eq(job.tool_sha256, r->kept->tool_sha256);
    bool good = result_write(&job, &r->fresh, &r->call->diags, &summary, &fault);
    if (!good) r->call->status = result_status(fault);
    return good;
}

void rerun_close(Rerun *r)
{
    if (r->has_fresh) folder_abandon(&r->fresh);
    if (r->opened) work_close(&r->work);
    sealed_close(&r->sealed);
    if (r->opened) arena_close(&r->scratch);
}

void rerun_end(Rerun *r)
{
    if (!r->call) return;
    sealed_end(&r->sealed);
    lus_program_close(r->work.again);
    lus_program_close(r->program);
}
