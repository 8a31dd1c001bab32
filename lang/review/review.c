/* review.c -- lus_review: finding the year and its data, reading, running, writing.
 *
 * The order of things is a promise: nothing is written before all data are read and all rules run,
 * and the result folder is put in place last.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "review/history.h"
#include "result/grid.h"
#include "result/result.h"
#include "result/summary.h"
#include "vm/vm.h"
#include <dirent.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

typedef struct Review {
    Call call;
    LusProgram *framework;
    const LusOptions *options;
    LusResult *result;
    const Program *program; /* the framework's, or `again`'s when another year is asked for */
    LusProgram *again;
    Str data_dir, folder; /* as given, and where this year's files are */
    Str years;            /* where the folders of school years are; empty: there are none */
    int year;
    History history;
    Arena words, data, scratch; /* atoms; tables and columns; numbers on their way to text */
    Atoms *atoms;
    Str *paths; /* of --table, one per record */
    Tables tables;
    Problems problems;
    bool listed; /* OUT.problems.csv is this run's affair */
    Dens dens;
    bool has_dens;
    Run *run;
    Folder out;
    bool has_out;
    int64_t reading, running, ran; /* nanoseconds, for the profile only */
} Review;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
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

static bool say_year(Review *review, const char *why)
{
    Arena *arena = &review->call.arena;
    Str args[] = { str_of(why), year_words(arena, review->program->term_first) };
    diag_add(&review->call.diags, D_YEAR_UNCLEAR, args, COUNT_OF(args));
    return false;
}

static bool no_folder(Review *review, Str folder)
{
    Str shown = str_printable(&review->call.arena, folder, 200);
    diag_add(&review->call.diags, D_FOLDER_ABSENT, &shown, 1);
    return false;
}

static bool find_year(Review *review)
{
    Arena *arena = &review->call.arena;
    int last = 0, asked = review->options->year;
    review->data_dir = review->options->data_dir ? str_of(review->options->data_dir) : STR(".");
    int years = count_years(str_c(arena, review->data_dir), &last);
    if (years < 0) return no_folder(review, review->data_dir);
    if (years == 0) {
        if (!asked && !review->program->study)
            return say_year(review, "the data folder has no folder such as 2027-28");
        review->year = asked ? asked : review->program->term_first;
        review->folder = review->data_dir;
        return true;
    }
    if (!asked && years > 1) return say_year(review, "the data folder has several years");
    review->year = asked ? asked : last;
    review->years = review->data_dir;
    review->folder = history_folder(arena, review->data_dir, review->year);
    struct stat info;
    if (stat(str_c(arena, review->folder), &info) != 0 || !S_ISDIR(info.st_mode))
        return no_folder(review, review->folder);
    return true;
}

/* Rules, tables and column names may differ from year to year: the program is one year's. */
static bool compile_for_year(Review *review)
{
    if (review->program->year == review->year) return true;
    LusProgram *again = program_take(review->call.lus);
    review->again = again;
    again->path = arena_str(&again->arena, review->framework->path);
    again->text = review->framework->text;
    review->call.sources = &again->sources;
    program_fill(again, &review->call.diags, review->year);
    review->program = again->program;
    return again->program != NULL;
}

/* ---- reading ---- */

static bool take_tables(Review *review)
{
    Arena *arena = &review->call.arena;
    const Program *program = review->program;
    review->paths = NEW_ARRAY(arena, Str, program->schema_count + 1);
    for (size_t t = 0; t < review->options->table_count; t++) {
        Str record = str_of(review->options->tables[t].record);
        uint32_t found = NONE;
        for (uint32_t r = 0; r < program->schema_count; r++)
            if (str_eq(program->schemas[r].name, record)) found = r;
        if (found != NONE) {
            review->paths[found] = str_of(review->options->tables[t].path);
            continue;
        }
        Text names = text_open(arena);
        for (uint32_t r = 0; r < program->schema_count; r++)
            text_printf(&names, "%s%S", r ? ", " : "", program->schemas[r].name);
        Str args[] = { str_printable(arena, record, 80), text_str(&names) };
        diag_add(&review->call.diags, D_TABLE_OPTION, args, COUNT_OF(args));
        return false;
    }
    return true;
}

static bool look_at_out(Review *review)
{
    if (!review->options->out_dir) return true;
    Arena *arena = &review->call.arena;
    const Sources *sources = review->call.sources;
    size_t count = 0, schemas = review->program->schema_count;
    Str *inputs = NEW_ARRAY(arena, Str, sources->count + schemas + 1);
    for (size_t i = 0; i < sources->count; i++) inputs[count++] = sources->items[i].name;
    for (size_t i = 0; i < schemas; i++)
        if (review->paths[i].len) inputs[count++] = review->paths[i];
    review->has_out = true;
    bool good = folder_look(&review->out, arena, str_of(review->options->out_dir),
                            &review->data_dir, 1, inputs, count);
    if (!good) result_fault(&review->out, &review->call.diags);
    return good;
}

static unsigned processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : (unsigned)count;
}

static unsigned thread_count(const Review *review)
{
    unsigned threads = review->options->threads ? review->options->threads : processors();
    return threads > RUN_THREADS ? RUN_THREADS : threads;
}

/* Puts OUT.problems.csv beside OUT, whole or not at all. */
static void write_problems(Review *review)
{
    if (!review->has_out || review->problems.count == 0) return;
    review->listed = true;
    Arena *arena = &review->call.arena;
    Str path = folder_problems_path(arena, str_of(review->options->out_dir));
    struct stat info;
    if (lstat(str_c(arena, path), &info) == 0 && !problems_is_list(str_c(arena, path))) {
        Str args[] = { path, STR("what stands there is no list of faulty cells") };
        diag_add(&review->call.diags, D_OUT_WRITE, args, COUNT_OF(args));
        return;
    }
    Str part = str_printf(arena, "%S.part-%u", path, (uint64_t)getpid());
    unlink(str_c(arena, part));
    int error = problems_write(&review->problems, part, arena);
    if (!error && rename(str_c(arena, part), str_c(arena, path)) != 0) error = errno;
    if (error) {
        const char *words = strerrordesc_np(error);
        Str args[] = { path, str_of(words ? words : "unknown error") };
        unlink(str_c(arena, part));
        diag_add(&review->call.diags, D_OUT_WRITE, args, COUNT_OF(args));
        return;
    }
    uint64_t listed = review->problems.count, all = listed + review->problems.dropped;
    Str what = listed == all ? str_printf(arena, "all %g", all)
                             : str_printf(arena, "the first %g of %g", listed, all);
    Str args[] = { path, what };
    diag_add(&review->call.diags, D_PROBLEMS_LISTED, args, COUNT_OF(args));
}

/* What an earlier run said of data that are no longer the same; nobody's own file. */
static void remove_problems(Review *review)
{
    if (!review->has_out || review->listed) return;
    Arena *arena = &review->call.arena;
    const char *path = str_c(arena, folder_problems_path(arena, str_of(review->options->out_dir)));
    if (problems_is_list(path)) unlink(path);
}

/* Faulty data are refused (3); a file that is not there or cannot be read is no run at all (2). */
static LusStatus status_of_data(const Diags *diags)
{
    LusStatus status = LUS_REFUSED;
    for (size_t i = 0; i < diags->count; i++) {
        const DiagInfo *info = &diag_info[diags->items[i].id];
        if (info->severity == DIAG_ERROR && strncmp(info->code, "L05", 3) != 0) status = LUS_CANNOT;
    }
    return status;
}

static RunOptions run_options(const Review *review)
{
    static const Lane lanes[] = { LANE_I64, LANE_I128, LANE_EXACT };
    const LusOptions *options = review->options;
    RunOptions how = { .threads = thread_count(review),
                       .batch = options->batch,
                       .profile = options->profile != 0 };
    if (options->lane > 0 && (size_t)options->lane < COUNT_OF(lanes))
        how.least_lane = lanes[options->lane];
    return how;
}

/* The earlier years, first to last; what they leave behind is in the history. */
static bool load_history(Review *review)
{
    review->problems = problems_open(&review->call.arena);
    review->atoms = atoms_open(&review->words, review->call.lus->seed);
    dens_open(&review->dens, &review->data);
    review->has_dens = true;
    HistoryJob job = { .program = review->program,
                       .folder = review->years,
                       .shared = review->data_dir,
                       .paths = review->paths,
                       .how = run_options(review),
                       .seed = review->call.lus->seed,
                       .atoms = review->atoms,
                       .dens = &review->dens,
                       .diags = &review->call.diags,
                       .problems = &review->problems };
    return history_read(&review->history, &job);
}

static bool refuse(Review *review)
{
    review->call.status = status_of_data(&review->call.diags);
    write_problems(review);
    return false;
}

static bool load(Review *review)
{
    Lustrum *lus = review->call.lus;
    const Program *program = review->program;
    Str *reasons = NEW_ARRAY(&review->call.arena, Str, program->reason_count + 1);
    for (uint32_t r = 0; r < program->reason_count; r++) reasons[r] = program->reasons[r].name;
    LoadJob job = { .schemas = program->schemas,
                    .count = program->schema_count,
                    .folder = review->folder,
                    .paths = review->paths,
                    .year = review->year,
                    .reasons = reasons,
                    .reason_count = program->reason_count,
                    .threads = thread_count(review),
                    .seed = lus->seed,
                    .atoms = review->atoms,
                    .arena = &review->data,
                    .diags = &review->call.diags,
                    .problems = &review->problems };
    int64_t began = now();
    review->tables = tables_load(&job);
    review->reading = now() - began + review->history.reading;
    if (review->tables.refused || review->history.refused) return refuse(review);
    review->tables.ledger.earlier = review->history.ledgers;
    review->tables.ledger.earlier_count = review->history.count;
    review->run =
        run_open(&review->data, program, review->tables.items, review->atoms, &review->dens);
    return true;
}

/* ---- running and writing ---- */

static bool run(Review *review)
{
    RunOptions how = run_options(review);
    Diags *diags = &review->call.diags;
    int64_t began = now();
    how.skip_verifier = true;
    if (!program_verify(review->program, diags)) return false;
    if (!past_fill(&review->history.past, review->run, &review->tables.ledger, diags))
        return refuse(review);
    bool good = run_program(review->run, &how, diags);
    review->ran = now();
    review->running = review->ran - began + review->history.running;
    return good;
}

static RuleFile *rule_files(Review *review, size_t *count)
{
    const Sources *sources = review->call.sources;
    RuleFile *rules = NEW_ARRAY(&review->call.arena, RuleFile, sources->count + 1);
    for (uint32_t i = 0; i < sources->count; i++)
        rules[i] = (RuleFile){ module_file_name(sources, i), sources->items[i].text };
    *count = sources->count;
    return rules;
}

/* The hash of the program that runs; empty where the system does not show programs their files. */
static bool find_tool(Review *review, Str *sha256)
{
    int error = sha256_file(&review->call.arena, "/proc/self/exe", sha256);
    if (!error) return true;
    *sha256 = STR_EMPTY;
    if (error == ENOENT) return true;
    const char *words = strerrordesc_np(error);
    Str what = str_of(words ? words : "unknown error");
    diag_add(&review->call.diags, D_TOOL_UNREADABLE, &what, 1);
    return false;
}

static bool write_results(Review *review)
{
    Arena *arena = &review->result->arena;
    ResultJob job = { .run = review->run,
                      .ledger = &review->tables.ledger,
                      .version = STR(LUS_VERSION),
                      .tool_sha256 = STR_EMPTY,
                      .exact = review->options->exact != 0,
                      .spreadsheet = review->options->spreadsheet_copy != 0,
                      .json = review->options->json != 0,
                      .arena = arena,
                      .scratch = &review->scratch };
    job.rules = rule_files(review, &job.rule_count);
    if (!find_tool(review, &job.tool_sha256)) return false;
    bool refused;
    bool good = result_write(&job, review->has_out ? &review->out : NULL, &review->call.diags,
                             &review->result->text, &refused);
    if (!good) review->call.status = refused ? LUS_REFUSED : LUS_CANNOT;
    return good;
}

/* Milliseconds to one place. */
static Str milliseconds(Arena *arena, uint64_t nanoseconds)
{
    uint64_t tenths = (nanoseconds + 50000) / 100000;
    return str_printf(arena, "%u.%u ms", tenths / 10, tenths % 10);
}

static void write_profile(Review *review)
{
    Arena *arena = &review->result->arena;
    const Program *program = review->program;
    Text text = text_open(arena);
    text_printf(&text, "reading %S, running %S, writing %S\n",
                milliseconds(arena, (uint64_t)review->reading),
                milliseconds(arena, (uint64_t)review->running),
                milliseconds(arena, (uint64_t)(now() - review->ran)));
    Grid grid = grid_open(arena, "rrll");
    for (uint32_t i = 0; i < program->step_count; i++) {
        const Step *step = &program->steps[i];
        const Source *source = &review->call.sources->items[step->span.file];
        TextPlace place = source_place(source, step->span.start);
        grid_cell(&grid, milliseconds(arena, review->run->profile[i].nanoseconds));
        grid_count(&grid, review->run->profile[i].rows);
        grid_cell(&grid, program->spaces[step->space].name);
        grid_cell(&grid, str_printf(arena, "%S:%u", source->name, (uint64_t)place.line));
    }
    grid_print(&grid, &text, 2);
    review->result->profile = text_str(&text);
}

static void review_body(void *arg)
{
    Review *review = arg;
    review->call.status = LUS_CANNOT;
    review->call.sources = &review->framework->sources;
    review->result = result_take(review->call.lus);
    review->words = arena_open(&review->call.lus->guard);
    review->data = arena_open(&review->call.lus->guard);
    review->scratch = arena_open(&review->call.lus->guard);
    review->history = history_open(&review->call.lus->guard);
    if (!find_year(review) || !compile_for_year(review) || !take_tables(review) ||
        !look_at_out(review))
        return;
    bool good = load_history(review) && load(review) && run(review) && write_results(review);
    remove_problems(review);
    if (!good) return;
    review->call.status = LUS_OK;
    if (review->options->profile) write_profile(review);
}

LusStatus lus_review(LusProgram *program, const LusOptions *options, LusResult **out)
{
    static const LusOptions usual;
    Review review = { .framework = program,
                      .options = options ? options : &usual,
                      .program = program->program };
    call_run(&review.call, program->lus, review_body, &review);
    if (review.has_out) folder_abandon(&review.out);
    run_close(review.run);
    history_close(&review.history);
    if (review.has_dens) dens_close(&review.dens);
    if (review.atoms) atoms_close(review.atoms);
    arena_close(&review.scratch);
    arena_close(&review.data);
    arena_close(&review.words);
    LusStatus status = call_end(&review.call);
    lus_program_close(review.again);
    if (status == LUS_OK)
        *out = review.result;
    else
        lus_result_close(review.result);
    if (status != LUS_OK) *out = NULL;
    return status;
}
