/* test.c -- lus_test_file: examples run, what they reach, and what they notice.
 * SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"
#include "desk/lines.h"
#include "reach/reach.h"
#include "example/example.h"
#include "facade.h"
#include "mutate/mutate.h"
#include "parse.h"

typedef struct Testing {
    Call call;
    const char *path;
    LusTest how;
    bool accept;
    LusProgram *program;       /* for its sources */
    LusResult *result, *fresh; /* fresh: of lus_accept, the new text */
    Examples examples;
    Mutation mutation;
} Testing;

/* The file whose clauses are counted or changed; false after a message. */
static bool counted_file(Testing *t, uint32_t file, uint32_t *counted)
{
    Diags silent = diags_open(&t->call.arena);
    Sources *sources = &t->program->sources;
    *counted = file;
    if (!t->how.module && !t->how.coverage && !t->how.mutate) return true;
    const Node *tree = parse_source(sources, file, &t->call.arena, &silent);
    if (silent.errors == 0 && (!tree->count || tree->child[0]->kind != NODE_FRAMEWORK)) {
        diag_add(&t->call.diags, D_TEST_NEEDS_FRAMEWORK, &t->program->path, 1);
        return false;
    }
    return !t->how.module ||
           module_used(sources, &t->call.diags, file, str_of(t->how.module), counted);
}

static ExampleJob job_of(Testing *t, uint32_t file)
{
    return (ExampleJob){ .arena = &t->result->arena,
                         .sources = &t->program->sources,
                         .file = file,
                         .year = t->how.year,
                         .seed = t->call.lus->seed,
                         .diags = &t->call.diags,
                         .only = str_of(t->how.only) };
}

/* ---- running ---- */

static void answer_plain(Testing *t)
{
    Arena *arena = &t->result->arena;
    const Sources *sources = &t->program->sources;
    t->result->text = t->how.json ? examples_json(arena, &t->examples, sources, t->program->path)
                      : t->how.junit
                          ? examples_junit(arena, &t->examples, sources, t->program->path)
                          : examples_text(arena, &t->examples, sources);
    t->call.status = t->examples.failed ? LUS_FOUND : LUS_OK;
}

static void answer_coverage(Testing *t, const Reach *reach)
{
    Arena *arena = &t->result->arena;
    const Sources *sources = &t->program->sources;
    bool whole = reach_count(reach) == reach->count;
    if (t->how.json) {
        Json json = json_open(arena, "lustrum/coverage@1");
        json_str(&json, "file", t->program->path);
        json_count(&json, "passed", t->examples.passed);
        json_count(&json, "failed", t->examples.failed);
        reach_json(&json, reach);
        t->result->text = json_close(&json);
    } else {
        t->result->text = str_printf(arena, "%S%S", examples_text(arena, &t->examples, sources),
                                     reach_text(arena, reach));
    }
    t->call.status = t->examples.failed || !whole ? LUS_FOUND : LUS_OK;
}

static void run_examples(Testing *t, uint32_t file, uint32_t counted)
{
    ExampleJob job = job_of(t, file);
    Reach reach = { .count = 0 };
    if (t->how.coverage) {
        reach = reach_open(&t->call.arena, job.sources, counted, &t->call.diags);
        job.reach = &reach;
    }
    examples_run(&t->examples, &job);
    if (t->examples.faulty) return;
    if (t->how.coverage)
        answer_coverage(t, &reach);
    else
        answer_plain(t);
}

static void run_mutants(Testing *t, uint32_t file, uint32_t counted)
{
    Arena *arena = &t->result->arena;
    ExampleJob job = job_of(t, file);
    examples_run(&t->examples, &job);
    if (t->examples.faulty) return;
    if (t->examples.failed || !t->examples.count) { /* nothing can be noticed */
        if (!t->examples.count) diag_add(&t->call.diags, D_TEST_NO_EXAMPLES, &t->program->path, 1);
        answer_plain(t);
        t->call.status = LUS_FOUND;
        return;
    }
    MutationJob mutants = { .arena = arena,
                            .sources = job.sources,
                            .shown = job.sources,
                            .file = file,
                            .counted = counted,
                            .year = t->how.year,
                            .only = job.only,
                            .accepted = t->how.accepted,
                            .threads = t->how.threads,
                            .diags = job.diags };
    if (!mutation_run(&t->mutation, &mutants)) {
        t->call.status = LUS_CANNOT;
        return;
    }
    t->result->text = t->how.json ? mutation_json(arena, &t->mutation, t->program->path)
                                  : mutation_text(arena, &t->mutation);
    t->call.status = mutation_found(&t->mutation) ? LUS_FOUND : LUS_OK;
}

static void accept_results(Testing *t, uint32_t file)
{
    ExampleJob job = job_of(t, file);
    size_t stays;
    examples_run(&t->examples, &job);
    if (t->examples.faulty) return;
    t->fresh = result_take(t->call.lus);
    Str old = job.sources->items[file].text;
    Str text = examples_accept(&t->result->arena, &t->examples, &job, &stays);
    t->fresh->text = arena_str(&t->fresh->arena, text);
    Str difference = lines_difference(&t->result->arena, t->program->path, old, text);
    t->result->text = difference;
    t->call.status = stays ? LUS_FOUND : LUS_OK;
    if (!t->how.json) return;
    Json json = json_open(&t->result->arena, "lustrum/accept@1");
    json_str(&json, "file", t->program->path);
    json_bool(&json, "changed", difference.len > 0);
    json_count(&json, "stays", stays);
    json_str(&json, "difference", difference);
    t->result->text = json_close(&json);
}

/* Whether a year was asked for that the rules are not of: nothing was run. */
static bool is_other_year(const Diags *diags)
{
    for (size_t i = 0; i < diags->count; i++)
        if (diags->items[i].id == D_YEAR_NOT_IN_TERM) return true;
    return false;
}

static void test_body(void *arg)
{
    Testing *t = arg;
    t->call.status = LUS_CANNOT;
    t->result = result_take(t->call.lus);
    LusProgram *program = program_of_file(&t->call, t->path, &t->program);
    uint32_t file, counted;
    bool readable = source_load(&program->sources, &t->call.diags, program->path, NULL, &file);
    if (program->sources.count) t->call.status = LUS_FOUND;
    if (!readable || !counted_file(t, file, &counted)) return;
    if (t->accept)
        accept_results(t, file);
    else if (t->how.mutate)
        run_mutants(t, file, counted);
    else
        run_examples(t, file, counted);
    if (is_other_year(&t->call.diags)) t->call.status = LUS_CANNOT;
}

static LusStatus test_end(Testing *t, LusResult **out)
{
    mutation_close(&t->mutation);
    examples_close(&t->examples);
    LusStatus status = call_end(&t->call);
    *out = t->call.why == WHY_NOTHING ? t->result : NULL;
    if (t->call.why != WHY_NOTHING) lus_result_close(t->result);
    lus_program_close(t->program);
    return status;
}

LusStatus lus_test_file(Lustrum *lus, const char *path, const LusTest *how, LusResult **out)
{
    Testing t = { .path = path };
    if (how) t.how = *how;
    call_run(&t.call, lus, test_body, &t);
    return test_end(&t, out);
}

LusStatus lus_accept(Lustrum *lus, const char *path, const LusTest *how, LusResult **difference,
                     LusResult **text)
{
    Testing t = { .path = path, .accept = true };
    if (how) t.how = *how;
    call_run(&t.call, lus, test_body, &t);
    LusStatus status = test_end(&t, difference);
    *text = t.call.why == WHY_NOTHING ? t.fresh : NULL;
    if (t.call.why != WHY_NOTHING) lus_result_close(t.fresh);
    return status;
}
