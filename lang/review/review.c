/* review.c -- lus_review: a review in memory (work.h), then its files.
 *
 * The order of things is a promise: nothing is written before all data are read and all rules run,
 * and the result folder is put in place last.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/job.h"
#include "review/profile.h"
#include "review/sealed.h"
#include "file.h"
#include "leftover.h"
#include "result/summary.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct Review {
    Call call;
    Work work;
    SealedWork sealed;
    const Run *as_sealed; /* NULL: no amendment holds */
    LusResult *result;
    Arena scratch; /* numbers on their way to text */
    bool listed;   /* OUT.problems.csv is this run's affair */
    Folder out;
    bool has_out;
} Review;

static bool look_at_out(Review *review)
{
    if (!review->work.options->out_dir) return true;
    Arena *arena = &review->call.arena;
    const Sources *sources = review->work.sources;
    size_t count = 0, schemas = review->work.program->schema_count;
    Str *inputs = NEW_ARRAY(arena, Str, sources->count + schemas + 2);
    for (size_t i = 0; i < sources->count; i++) inputs[count++] = sources->items[i].name;
    for (size_t i = 0; i < schemas; i++)
        if (review->work.paths[i].len) inputs[count++] = review->work.paths[i];
    if (review->work.options->beside)
        inputs[count++] = str_printf(arena, "%s/" MANIFEST_NAME, review->work.options->beside);
    review->has_out = true;
    bool good = folder_look(&review->out, arena, str_of(review->work.options->out_dir),
                            &review->work.data_dir, 1, inputs, count);
    if (!good) result_fault(&review->out, &review->call.diags);
    return good;
}

/* Puts OUT.problems.csv beside OUT, whole or not at all. */
static void write_problems(Review *review)
{
    if (!review->has_out || review->work.problems.count == 0) return;
    review->listed = true;
    Arena *arena = &review->call.arena;
    Str path = folder_problems_path(arena, str_of(review->work.options->out_dir));
    struct stat info;
    if (lstat(str_c(arena, path), &info) == 0 && !problems_is_list(str_c(arena, path))) {
        Str args[] = { path, STR("what stands there is no list of faulty cells") };
        diag_add(&review->call.diags, D_OUT_WRITE, args, COUNT_OF(args));
        return;
    }
    Str part = str_printf(arena, "%S.part-%u", path, (uint64_t)getpid());
    leftovers_of_file(str_c(arena, path));
    int error = problems_write(&review->work.problems, part, arena);
    if (!error && rename(str_c(arena, part), str_c(arena, path)) != 0) error = errno;
    if (error) {
        Str args[] = { path, file_error_plain(error) };
        unlink(str_c(arena, part));
        diag_add(&review->call.diags, D_OUT_WRITE, args, COUNT_OF(args));
        return;
    }
    uint64_t listed = review->work.problems.count, all = listed + review->work.problems.dropped;
    Str what = listed == all ? str_printf(arena, "all %g", all)
                             : str_printf(arena, "the first %g of %g", listed, all);
    Str args[] = { path, what };
    diag_add(&review->call.diags, D_PROBLEMS_LISTED, args, COUNT_OF(args));
}

/* What an earlier run said of data that are no longer the same; nobody's own file. */
static void remove_problems(Review *review, const char *path)
{
    if (!review->has_out || review->listed) return;
    if (problems_is_list(path)) unlink(path);
    leftovers_of_file(path);
}

/* ---- running and writing ---- */

static bool write_results(Review *review)
{
    ResultJob job;
    if (!job_fill(&review->work, &review->result->arena, &job)) return false;
    job.json = review->work.options->json != 0;
    job.scratch = &review->scratch;
    job.as_sealed = review->as_sealed;
    ResultFault fault;
    bool good = result_write(&job, review->has_out ? &review->out : NULL, &review->call.diags,
                             &review->result->text, &fault);
    if (!good) review->call.status = result_status(fault);
    return good;
}

static void review_body(void *arg)
{
    Review *review = arg;
    Work *work = &review->work;
    review->call.status = LUS_CANNOT;
    review->result = result_take(review->call.lus);
    review->scratch = arena_open(&review->call.lus->guard);
    work_open(work, &review->call);
    if (!job_vintage(work) || !work_find(work) || !look_at_out(review)) return;
    Str out = str_of(work->options->out_dir);
    const char *problems =
        str_c(&review->call.arena, folder_problems_path(&review->call.arena, out));
    bool ran = work_read(work) && work_run(work);
    if (!ran) write_problems(review);
    bool good =
        ran && sealed_run(&review->sealed, work, &review->as_sealed) && write_results(review);
    remove_problems(review, problems);
    if (!good) return;
    review->call.status = LUS_OK;
    Arena *arena = &review->result->arena;
    if (work->options->profile) review->result->profile = profile_text(arena, work);
}

LusStatus lus_review(LusProgram *program, const LusOptions *options, LusResult **out)
{
    Review review = { .work = { .framework = program, .options = options, .makes_job = true } };
    call_run(&review.call, program->lus, review_body, &review);
    if (review.has_out) folder_abandon(&review.out);
    work_close(&review.work);
    sealed_close(&review.sealed);
    arena_close(&review.scratch);
    LusStatus status = call_end(&review.call);
    lus_program_close(review.work.again);
    sealed_end(&review.sealed);
    if (status == LUS_OK)
        *out = review.result;
    else
        lus_result_close(review.result);
    if (status != LUS_OK) *out = NULL;
    return status;
}
