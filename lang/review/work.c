/* work.c -- see work.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/work.h"
#include "archive/kept.h"
#include "file.h"
#include "review/job.h"
#include "reference/reference.h"
#include "result/decision.h"
#include "result/cell.h"
#include "term/gate.h"
#include "table/fault.h"
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

static unsigned threads_of(const LusOptions *options)
{
    unsigned threads = options->threads ? options->threads : pool_processors();
    return threads > RUN_THREADS ? RUN_THREADS : threads;
}

/* ---- which year, which folder ---- */

/* 2027 of a folder called 2027-28; 0 for any other name. */
static int year_of_folder(const char *name)
{
    int digit[6];
    if (strlen(name) != 7 || name[4] != '-') return 0;
    for (size_t i = 0, d = 0; i < 7; i++) {
        if (i == 4) continue;
        if (name[i] < '0' || name[i] > '9') return 0;
        digit[d++] = name[i] - '0';
    }
    int year = ((digit[0] * 10 + digit[1]) * 10 + digit[2]) * 10 + digit[3];
    return digit[4] * 10 + digit[5] == (year + 1) % 100 ? year : 0;
}

/* How many school years have a folder in dir, and the last of them; -1 when dir cannot be read.
 * Allocates nothing while the folder is open. */
static int count_years(const char *dir, int *last)
{
    DIR *list = opendir(dir);
    if (!list) return -1;
    int count = 0;
    for (struct dirent *entry; (entry = readdir(list));) {
        int year = year_of_folder(entry->d_name);
        struct stat info;
        if (!year || fstatat(dirfd(list), entry->d_name, &info, 0) != 0 || !S_ISDIR(info.st_mode))
            continue;
        count++;
        if (*last < year) *last = year;
    }
    closedir(list);
    return count;
}

static bool say_year(Work *work, const char *why)
{
    Arena *arena = &work->call->arena;
    Str args[] = { str_of(why), year_words(arena, work->program->term_first) };
    diag_add(&work->call->diags, D_YEAR_UNCLEAR, args, COUNT_OF(args));
    return false;
}

/* A folder that is not there, or cannot be read for another reason, as errno has it. */
static bool no_folder(Work *work, Str folder, int error)
{
    bool absent = error == ENOENT || error == ENOTDIR;
    Str args[] = { str_printable(&work->call->arena, folder, 200), file_error(error) };
    diag_add(&work->call->diags, absent ? D_FOLDER_ABSENT : D_DATA_UNREADABLE, args,
             absent ? 1 : 2);
    return false;
}

static bool find_year(Work *work)
{
    Arena *arena = &work->call->arena;
    int last = 0, asked = work->options->year;
    work->data_dir = work->options->data_dir ? str_of(work->options->data_dir) : STR(".");
    int years = count_years(str_c(arena, work->data_dir), &last);
    if (years < 0) return no_folder(work, work->data_dir, errno);
    if (years == 0) {
        if (!asked && work->program->standing.mode != MODE_STUDY)
            return say_year(work, "the data folder has no folder such as 2027-28");
        work->year = asked ? asked : work->program->term_first;
        work->folder = work->data_dir;
        return true;
    }
    if (!asked && years > 1) return say_year(work, "the data folder has several years");
    work->year = asked ? asked : last;
    work->years = work->data_dir;
    work->folder = history_folder(arena, work->data_dir, work->year);
    struct stat info;
    int error = stat(str_c(arena, work->folder), &info) != 0 ? errno : 0;
    if (!error && !S_ISDIR(info.st_mode)) error = ENOTDIR;
    return !error || no_folder(work, work->folder, error);
}

/* ---- which text, and its program ---- */

static bool extend_model(void *user, Model *model)
{
    Work *work = user;
    if (!reference_extend(work, model)) return false;
    return !work->extend || work->extend->model(work->extend->user, model);
}

/* Asks the seal whether these rules may run: sealed ones as they were sealed, others as a draft. */
static bool ask_seal(Work *work)
{
    LusProgram *program = work->framework;
    if (work->settled) return true;
    Gate *gate = NEW(&work->call->arena, Gate);
    *gate = gate_for(work->call, program->path);
    gate->older = program->past;
    work->gate = gate;
    if (!gate_judge(gate, &program->sources, program->program->name, work->year)) {
        work->call->status = seal_status(&work->call->diags);
        return false;
    }
    if (gate->sealed) work->record = gate->rules;
    return true;
}

/* A program of the texts that run: the framework's, or where other texts hold in the year those of
 * the sealed record. */
static LusProgram *take_texts(Work *work, bool given)
{
    const LusProgram *framework = work->framework;
    LusProgram *again = program_take(work->call->lus);
    work->again = again;
    if (!given) {
        gate_give(again, framework->path, work->record);
        return again;
    }
    again->path = arena_str(&again->arena, framework->path);
    again->text = framework->text;
    again->given = framework->given;
    again->given_count = framework->given_count;
    return again;
}

/* Rules, tables and column names may differ from year to year: the program is one year's.  Only the
 * text that runs is compiled for it, and extended. */
static bool compile_for_year(Work *work)
{
    LusProgram *program = work->framework;
    bool sealed = !work->settled && work->record, given = !sealed || work->gate->given;
    bool extended = work->extend || !given || reference_wanted(work);
    work->sources = &program->sources;
    if (program->program->year != work->year || extended) {
        Extend extend = { extend_model, work };
        Standing standing = program->program->standing;
        program = take_texts(work, given);
        work->call->sources = work->sources = &program->sources;
        program_fill(program, &work->call->diags, work->year, extended ? &extend : NULL);
        work->program = program->program;
        if (!program->program) return false;
        if (work->settled) program->program->standing = standing;
    }
    if (sealed) program->program->standing = gate_standing(&program->arena, work->gate);
    return true;
}

/* ---- reading ---- */

static bool take_tables(Work *work)
{
    Arena *arena = &work->call->arena;
    const Program *program = work->program;
    work->paths = NEW_ARRAY(arena, Str, program->schema_count + 1);
    for (size_t t = 0; t < work->options->table_count; t++) {
        Str record = str_of(work->options->tables[t].record);
        uint32_t found = NONE;
        for (uint32_t r = 0; r < program->schema_count; r++)
            if (str_eq(program->schemas[r].name, record)) found = r;
        if (found != NONE) {
            work->paths[found] = str_of(work->options->tables[t].path);
            continue;
        }
        Text names = text_open(arena);
        for (uint32_t r = 0; r < program->schema_count; r++)
            text_printf(&names, "%s%S", r ? ", " : "", program->schemas[r].name);
        Str args[] = { str_printable(arena, record, 80), text_str(&names) };
        diag_add(&work->call->diags, D_TABLE_OPTION, args, COUNT_OF(args));
        return false;
    }
    return true;
}

/* ---- the limit on memory ---- */

void work_limit(Call *call, const LusOptions *options)
{
    uint64_t asked = options->max_memory;
    if (call->spill || !asked || asked < spill_least(threads_of(options))) return;
    call->spill = spill_open((SpillSettings){
        .most = asked,
        .folder = options->spill_dir ? options->spill_dir : "/var/tmp",
        .always = options->spill != 0,
    });
    if (!call->spill && errno == ENOMEM) guard_escape(&call->lus->guard, WHY_MEMORY);
}

/* Whether the limit that is asked for can be kept. */
static bool ask_limit(Work *work)
{
    Arena *arena = &work->call->arena;
    uint64_t asked = work->options->max_memory, least = spill_least(work_threads(work));
    if (!asked || work->call->spill) return true;
    if (asked >= least) {
        diag_add(&work->call->diags, D_LIMIT_UNSEEN, NULL, 0);
        return false;
    }
    Str args[] = { limit_words(arena, asked),
                   fault_count(arena, work_threads(work), "thread", "threads"),
                   limit_words(arena, least) };
    Diag *d = diag_add(&work->call->diags, D_LIMIT_LOW, args, COUNT_OF(args));
    if (work_threads(work) == 1)
        d->fix = str_printf(arena, "Give --max-memory %S or more.", args[2]);
    return false;
}

bool work_find(Work *work)
{
    return ask_limit(work) && find_year(work) && ask_seal(work) && compile_for_year(work) &&
           take_tables(work);
}

bool work_find_beside(Work *work, const Work *first)
{
    work->year = first->year;
    work->data_dir = first->data_dir;
    work->folder = first->folder;
    work->years = first->years;
    return ask_seal(work) && compile_for_year(work) && take_tables(work);
}

unsigned work_threads(const Work *work)
{
    return threads_of(work->options);
}

static bool refuse(Work *work)
{
    work->call->status = call_refused(&work->call->diags);
    return false;
}

static RunOptions run_options(const Work *work)
{
    static const Lane lanes[] = { LANE_I64, LANE_I128, LANE_EXACT };
    const LusOptions *options = work->options;
    RunOptions how = { .threads = work_threads(work),
                       .pool = work->pool,
                       .batch = options->batch,
                       .pace = work->pace,
                       .profile = options->profile != 0 };
    if (options->lane > 0 && (size_t)options->lane < COUNT_OF(lanes))
        how.least_lane = lanes[options->lane];
    return how;
}

/* The earlier years, first to last; what they leave behind is in the history. */
static bool load_history(Work *work)
{
    Work *lender = work->lender;
    work->problems = problems_open(&work->call->arena);
    if (!lender) {
        work->atoms = atoms_open(&work->words, work->call->lus->seed);
        dens_open(&work->dens, &work->data);
        work->has_dens = true;
    }
    HistoryJob job = { .program = work->program,
                       .folder = work->years,
                       .shared = work->data_dir,
                       .paths = work->paths,
                       .how = run_options(work),
                       .pace = work->pace,
                       .seed = work->call->lus->seed,
                       .atoms = lender ? lender->atoms : work->atoms,
                       .dens = lender ? &lender->dens : &work->dens,
                       .diags = &work->call->diags,
                       .problems = &work->problems,
                       .is_part = reference_of_part(work),
                       .keep_tables = work->keep_years,
                       .see = work->see,
                       .packing = &work->packing,
                       .store = lender ? lender->store : work->store,
                       .lends = !lender && work->store };
    return history_read(&work->history, &job);
}

static bool load(Work *work)
{
    Lustrum *lus = work->call->lus;
    const Program *program = work->program;
    Str *reasons = NEW_ARRAY(&work->call->arena, Str, program->reason_count + 1);
    for (uint32_t r = 0; r < program->reason_count; r++) reasons[r] = program->reasons[r].name;
    LoadJob job = { .schemas = program->schemas,
                    .count = program->schema_count,
                    .folder = work->folder,
                    .paths = work->paths,
                    .year = work->year,
                    .corrections = program->corrections,
                    .reasons = reasons,
                    .reason_count = program->reason_count,
                    .threads = work_threads(work),
                    .pool = work->pool,
                    .pace = work->pace,
                    .is_part = reference_of_part(work),
                    .keep_personal_keys = work->keep_personal_keys,
                    .seed = lus->seed,
                    .atoms = work->atoms,
                    .arena = &work->data,
                    .diags = &work->call->diags,
                    .problems = &work->problems };
    pace_turn(work->pace, PHASE_READ);
    work->tables = packed_tables(&work->packing, &job);
    if (work->tables.refused || work->history.refused) return refuse(work);
    if (program->decisions) {
        work->tables.ledger.decisions = decisions_read(&job, program, work->tables.items);
        if (!work->tables.ledger.decisions) return refuse(work);
    }
    work->tables.ledger.earlier = work->history.ledgers;
    work->tables.ledger.earlier_count = work->history.count;
    work->run = run_open(&work->data, program, work->tables.items, work->atoms, &work->dens);
    return true;
}

/* The data of the version that lends them; the earlier years are this one's own. */
static bool borrow(Work *work)
{
    Work *lender = work->lender;
    if (work->history.refused) return refuse(work);
    work->tables = lender->tables;
    work->tables.ledger.earlier = work->history.ledgers;
    work->tables.ledger.earlier_count = work->history.count;
    work->run =
        run_open(&work->data, work->program, work->tables.items, lender->atoms, &lender->dens);
    return true;
}

bool work_read(Work *work)
{
    work->pool = pool_open(&work->data, work_threads(work));
    if (work->makes_job) work->tool = job_tool_begin(&work->call->arena, work->pool);
    const LusOptions *options = work->options;
    if (options->pack && !packed_open(&work->packing, &work->call->arena, &work->call->diags,
                                      options->pack, options->verify_pack != 0))
        return false;
    return load_history(work) && (work->lender ? borrow(work) : load(work));
}

/* ---- running ---- */

bool work_run(Work *work)
{
    RunOptions how = run_options(work);
    Diags *diags = &work->call->diags;
    pace_turn(work->pace, PHASE_RUN);
    how.skip_verifier = true;
    how.beside = work->lender ? work->lender->run : NULL;
    if (!program_verify(work->program, diags)) return false;
    if (!past_fill(&work->history.past, work->run, &work->tables.ledger, diags))
        return refuse(work);
    bool good = run_program(work->run, &how, diags);
    if (good) reference_compare(work);
    if (work->reference) work->tables.ledger.reference = work->reference->note;
    return good;
}

void work_open(Work *work, Call *call)
{
    static const LusOptions usual;
    if (!work->options) work->options = &usual;
    const LusOptions *options = work->options;
    work->call = call;
    work->pace = pace_open(&call->arena, options->profile != 0, &call->lus->progress);
    work->program = work->framework->program;
    call->sources = &work->framework->sources;
    work_limit(call, options);
    work->data = arena_open(&call->lus->guard);
    work->data.spill = call->spill;
    if (!call->spill) arena_keep_large(&work->data, &work->large);
    work->words = arena_beside(&work->data, work->data.guard);
    work->history = history_open(&work->data);
}

void work_close(Work *work)
{
    run_close(work->run);
    if (work->earlier) kept_close(work->earlier);
    history_close(&work->history);
    pool_close(work->pool);
    packed_close(&work->packing);
    if (work->has_dens) dens_close(&work->dens);
    if (work->atoms) atoms_close(work->atoms);
    if (work->frozen_atoms) atoms_close(work->frozen_atoms);
    if (work->frozen.guard) arena_close(&work->frozen);
    if (work->data.guard) arena_close(&work->data);
    if (work->words.guard) arena_close(&work->words);
    if (work->data.large) large_close(&work->large);
}
