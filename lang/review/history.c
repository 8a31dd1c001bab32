/* history.c -- see history.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/history.h"
#include "result/tally.h"
#include "vm/alike.h"
#include <errno.h>
#include <sys/stat.h>

Str history_folder(Arena *arena, Str dir, int year)
{
    int next = (year + 1) % 100;
    return str_printf(arena, "%S/%d-%s%d", dir, (int64_t)year, next < 10 ? "0" : "", (int64_t)next);
}

History history_open(const Arena *beside)
{
    Guard *guard = beside->guard;
    return (History){ .keep = arena_beside(beside, guard), .year = arena_beside(beside, guard) };
}

void history_close(History *history)
{
    run_close(history->run);
    history->run = NULL;
    if (history->year.guard) arena_close(&history->year);
    if (history->keep.guard) arena_close(&history->keep);
}

/* Whether a year has a folder.  What has its name and is none (a file, a link to nowhere) is a
 * fault: the year's data would be passed over. */
static bool is_folder(History *history, const HistoryJob *job, Str path)
{
    struct stat info;
    const char *name = str_c(&history->year, path);
    if (stat(name, &info) == 0 && S_ISDIR(info.st_mode)) return true;
    if (lstat(name, &info) != 0 && (errno == ENOENT || errno == ENOTDIR)) return false;
    Str shown = str_printable(job->diags->arena, path, 200);
    diag_add(job->diags, D_YEAR_NO_FOLDER, &shown, 1);
    history->refused = true;
    return false;
}

/* Whether all files of the program say of each row which year it is of. */
static bool is_shared(const Program *program)
{
    for (uint32_t r = 0; r < program->schema_count; r++)
        if (program->schemas[r].file.len && !reads_one_year(&program->schemas[r])) return false;
    return true;
}

/* Says of every file that has no row of a year of which others have some. */
static void tell_lacking(History *history, const HistoryJob *job, const Program *program,
                         const Tables *tables)
{
    for (size_t i = 0; i < tables->ledger.file_count; i++) {
        const FileLedger *file = &tables->ledger.files[i];
        const RecordSchema *schema = &program->schemas[file->record];
        if (file->kept || schema->may_be_empty || job->is_part) continue;
        Diag *diag = DIAG_AT(job->diags, D_YEAR_NO_ROWS, schema->span, problem_base(file->file),
                             year_words(&history->year, program->year));
        diag_cell(job->diags, diag, (DiagCell){ .file = file->file });
        history->refused = true;
    }
}

static Tables load(History *history, const HistoryJob *job, const Program *program, Str folder)
{
    bool keeps = job->store && !job->store->full;
    Arena *arena = keeps ? &job->store->arena : &history->year;
    Str *reasons = NEW_ARRAY(arena, Str, program->reason_count + 1);
    for (uint32_t r = 0; r < program->reason_count; r++) reasons[r] = program->reasons[r].name;
    LoadJob own = { .schemas = program->schemas,
                    .count = program->schema_count,
                    .folder = folder,
                    .paths = job->folder.len ? NULL : job->paths,
                    .may_lack_year = !job->folder.len,
                    .is_part = job->is_part,
                    .year = program->year,
                    .corrections = program->corrections,
                    .reasons = reasons,
                    .reason_count = program->reason_count,
                    .threads = job->how.threads,
                    .pool = job->how.pool,
                    .pace = job->pace,
                    .seed = job->seed,
                    .atoms = job->atoms,
                    .arena = arena,
                    .diags = job->diags,
                    .problems = job->problems };
    return packed_tables(job->packing, &own);
}

/* ---- years that several versions share ---- */

static bool fields_alike(const FieldSchema *a, const FieldSchema *b)
{
    if (!str_eq(a->name, b->name) || a->code_count != b->code_count ||
        a->missing_count != b->missing_count || a->else_reason != b->else_reason)
        return false;
    for (size_t i = 0; i < a->code_count; i++)
        if (!str_eq(a->codes[i], b->codes[i])) return false;
    for (size_t i = 0; i < a->missing_count; i++)
        if (a->missing[i].reason != b->missing[i].reason) return false;
    return true;
}

bool history_alike(const Program *a, const Program *b)
{
    if (a->schema_count != b->schema_count) return false;
    for (uint32_t r = 0; r < a->schema_count; r++) {
        const RecordSchema *x = &a->schemas[r], *y = &b->schemas[r];
        if (!str_eq(x->name, y->name) || x->field_count != y->field_count) return false;
        for (size_t f = 0; f < x->field_count; f++)
            if (!fields_alike(&x->fields[f], &y->fields[f])) return false;
    }
    return true;
}

void history_need(Program *program, const Program *other)
{
    if (!history_alike(program, other)) return;
    for (uint32_t r = 0; r < program->schema_count; r++) {
        RecordSchema *a = &program->schemas[r];
        const RecordSchema *b = &other->schemas[r];
        a->followed = a->followed || b->followed;
        a->orders = a->orders || b->orders;
        for (size_t f = 0; f < a->field_count; f++)
            if (b->fields[f].needed) ((FieldSchema *)a->fields)[f].needed = true;
    }
    for (uint32_t i = 0; i < program->before_count && i < other->before_count; i++)
        if (program->before[i] && other->before[i])
            history_need(program->before[i], other->before[i]);
}

bool history_serves(const Program *read, const Program *program)
{
    if (!history_alike(read, program)) return false;
    for (uint32_t r = 0; r < program->schema_count; r++) {
        const RecordSchema *a = &program->schemas[r], *b = &read->schemas[r];
        if ((a->followed && !b->followed) || (a->orders && !b->orders)) return false;
        for (size_t f = 0; f < a->field_count; f++)
            if (a->fields[f].needed && !b->fields[f].needed) return false;
    }
    return true;
}

/* The year's tables: those of the store, where another version read all that is needed. */
static Tables take_tables(History *history, const HistoryJob *job, const Program *program,
                          Str folder)
{
    YearStore *store = job->store;
    for (size_t i = 0; store && i < store->count; i++) {
        const YearTables *kept = &store->items[i];
        if (kept->program->year != program->year) continue;
        if (history_serves(kept->program, program)) return kept->tables;
        store->again = true;
    }
    Tables tables = load(history, job, program, folder);
    if (!store || store->full) return tables;
    GROW(&store->arena, store->items, store->count, store->cap);
    store->items[store->count++] = (YearTables){ .program = program, .tables = tables };
    return tables;
}

/* Whether every row that was read is accounted for. */
static bool check_ledger(History *history, const HistoryJob *job, const Ledger *ledger)
{
    Arena scratch = arena_beside(&history->year, history->year.guard);
    Printer printer = { history->run->program, history->run, &scratch, NULL };
    Tally *tally = tally_open(&history->year, &printer, job->how.pool);
    Str what;
    bool good = tally_check(tally, &printer, ledger, &what, &history->year);
    if (!good) diag_add(job->diags, D_LEDGER, &what, 1);
    arena_close(&scratch);
    return good;
}

/* The store's entry of these tables; NULL. */
static YearTables *stored(const HistoryJob *job, const Tables *tables)
{
    for (size_t i = 0; job->store && i < job->store->count; i++)
        if (job->store->items[i].tables.items == tables->items) return &job->store->items[i];
    return NULL;
}

/* Takes what another version's program left behind, where this one would leave the same. */
static bool take_past(History *history, const YearTables *kept, const Program *program)
{
    if (!kept || !kept->past) return false;
    Arena scratch = arena_beside(&history->year, history->year.guard);
    bool alike = program_alike(&scratch, kept->program, program);
    arena_close(&scratch);
    if (!alike) return false;
    Past *past = &history->past;
    GROW(past->arena, past->years, past->count, past->cap);
    past->years[past->count++] = *kept->past;
    history->ledgers[history->count++] = *kept->ledger;
    return true;
}

/* Notes what a program left behind for versions that are to come; in memory that stays. */
static void lend_past(History *history, YearTables *kept)
{
    if (!kept) return;
    PastYear *past = NEW(&history->keep, PastYear);
    *past = history->past.years[history->past.count - 1];
    kept->past = past;
    kept->ledger = &history->ledgers[history->count - 1];
}

static bool run(History *history, const HistoryJob *job, const Program *program,
                const Tables *tables)
{
    RunOptions how = job->how;
    YearTables *kept = stored(job, tables);
    if (!job->see && take_past(history, kept, program)) return true;
    how.skip_verifier = true;
    history->run = run_open(&history->year, program, tables->items, job->atoms, job->dens);
    if (!program_verify(program, job->diags)) return false;
    if (!past_fill(&history->past, history->run, &tables->ledger, job->diags)) {
        history->refused = true;
        return true;
    }
    if (!run_program(history->run, &how, job->diags)) return false;
    if (!check_ledger(history, job, &tables->ledger)) return false;
    if (job->see) job->see->run(job->see->user, history->run);
    past_keep(&history->past, history->run, &tables->ledger);
    if (job->keep_tables) history->tables[history->count] = *tables;
    Ledger *ledger = &history->ledgers[history->count++];
    *ledger = ledger_copy(&history->keep, &tables->ledger);
    ledger->year = program->year;
    if (job->lends) lend_past(history, kept);
    return true;
}

static bool read_year(History *history, const HistoryJob *job, const Program *program)
{
    Str folder = job->shared;
    if (job->folder.len) folder = history_folder(&history->year, job->folder, program->year);
    if (!job->folder.len && !is_shared(program)) return true;
    if (!is_folder(history, job, folder)) {
        bool lost = packed_lost(job->packing, program->year, folder, job->diags);
        history->refused = history->refused || lost;
        return true;
    }
    pace_turn(job->pace, PHASE_READ);
    Tables tables = take_tables(history, job, program, folder);
    if (tables.lacking && tables.lacking == tables.ledger.file_count) return true;
    if (tables.lacking) tell_lacking(history, job, program, &tables);
    history->refused = history->refused || tables.refused;
    pace_turn(job->pace, PHASE_EARLIER);
    return history->refused || run(history, job, program, &tables);
}

bool history_read(History *history, const HistoryJob *job)
{
    const Program *asked = job->program;
    bool good = true;
    history->past.arena = &history->keep;
    history->ledgers = NEW_ARRAY(&history->keep, Ledger, asked->before_count + 1);
    history->tables = NEW_ARRAY(&history->keep, Tables, asked->before_count + 1);
    for (uint32_t i = asked->before_count; good && i-- > 0;) {
        if (!asked->before[i]) continue;
        good = read_year(history, job, asked->before[i]);
        run_close(history->run);
        history->run = NULL;
        /* the list of faulty cells points at what was read */
        if (!history->refused && !job->problems->count && !job->keep_tables)
            arena_close(&history->year);
    }
    return good;
}
