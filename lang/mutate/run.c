/* run.c -- trying the mutants: each text is checked and its examples run until one fails, each
 * worker in memory of its own that is given back before the next.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "compile.h"
#include "example/example.h"
#include "meaning/meaning.h"
#include "mutate/mutate.h"
#include "parse.h"
#include "pool.h"
#include <stdatomic.h>

typedef struct Trying {
    const MutationJob *job;
    Str meaning; /* of the rules as they are: its hash */
    Mutation *mutation;
    atomic_size_t next;
    atomic_int why; /* how some worker escaped for good */
} Trying;

/* One mutant being tried. */
typedef struct Trial {
    const Trying *trying;
    Mutant *mutant;
    Guard guard;
    Arena arena;
    Examples examples;
} Trial;

static Str mutated_text(Arena *arena, const Source *source, const Mutant *mutant)
{
    return str_printf(arena, "%S%S%S", str_slice(source->text, 0, mutant->span.start), mutant->with,
                      str_slice(source->text, mutant->span.end, source->text.len));
}

/* The framework's files, one of them mutated; false when it is none any more. */
static bool open_sources(Trial *trial, Sources *sources, Diags *diags)
{
    const Mutation *mutation = trial->trying->mutation;
    *sources = sources_open(&trial->arena);
    bool fine = true;
    for (uint32_t i = 0; i < mutation->sources->count; i++) {
        const Source *source = &mutation->sources->items[i];
        Str text = i == mutation->counted ? mutated_text(&trial->arena, source, trial->mutant)
                                          : source->text;
        uint32_t file;
        fine = source_add(sources, diags, source->name, text, &file) && fine;
    }
    return fine;
}

/* What becomes of one that no example noticed: it may have faults in a year that no example is of,
 * or mean the same as the rules as they are. */
static Outcome look_closer(Trial *trial, Sources *sources)
{
    Diags diags = diags_open(&trial->arena);
    uint32_t file = trial->trying->job->file;
    Meaning meaning;
    if (!compile_term(&trial->arena, sources, file, &diags)) return MUTANT_REFUSED;
    bool same = meaning_of_checked(&trial->arena, sources, file, &diags, &meaning) &&
                str_eq(meaning.meaning_sha256, trial->trying->meaning);
    return same ? MUTANT_SAME : MUTANT_UNNOTICED;
}

static void try_body(void *arg)
{
    Trial *trial = arg;
    const MutationJob *job = trial->trying->job;
    Diags diags = diags_open(&trial->arena);
    Sources sources;
    trial->mutant->outcome = MUTANT_REFUSED;
    if (!open_sources(trial, &sources, &diags)) return;
    ExampleJob examples = { .arena = &trial->arena,
                            .sources = &sources,
                            .file = job->file,
                            .year = job->year,
                            .diags = &diags,
                            .only = job->only,
                            .stop = true };
    examples_run(&trial->examples, &examples);
    if (trial->examples.refused || trial->examples.faulty) return;
    trial->mutant->outcome = trial->examples.failed ? MUTANT_NOTICED : look_closer(trial, &sources);
}

/* Tries one mutant.  A number past its limit stops a run: that is noticed. */
static void try_mutant(Trying *trying, Mutant *mutant)
{
    Trial trial = { .trying = trying, .mutant = mutant };
    trial.arena = arena_open(&trial.guard);
    Why why = guard_run(&trial.guard, try_body, &trial);
    examples_close(&trial.examples);
    arena_close(&trial.arena);
    if (why == WHY_LIMIT) mutant->outcome = MUTANT_NOTICED;
    if (why == WHY_MEMORY || why == WHY_INTERNAL) atomic_store(&trying->why, (int)why);
}

static void work(void *arg, unsigned worker)
{
    Trying *trying = arg;
    (void)worker;
    while (atomic_load(&trying->why) == WHY_NOTHING) {
        size_t i = atomic_fetch_add(&trying->next, 1);
        if (i >= trying->mutation->count) return;
        try_mutant(trying, &trying->mutation->mutants[i]);
    }
}

/* Of those that nobody noticed, the ones that change nothing. */
static void set_same_aside(Mutation *mutation, const MutationJob *job, Sources *sources,
                           const Node *tree)
{
    Arena *arena = job->arena;
    Model **models = NULL;
    size_t count = 0;
    for (size_t i = 0; i < mutation->count; i++) {
        Mutant *mutant = &mutation->mutants[i];
        if (mutant->outcome != MUTANT_UNNOTICED) continue;
        if (!models) models = compile_years(arena, sources, job->file, job->diags, &count);
        if (mutant_is_same(mutation, arena, tree, models, count, mutant))
            mutant->outcome = MUTANT_SAME;
    }
}

/* Sources of its own, so that spans are those of the texts that workers copy. */
static Sources *own_sources(Arena *arena, const MutationJob *job)
{
    Sources *own = NEW(arena, Sources);
    *own = sources_open(arena);
    for (uint32_t i = 0; i < job->sources->count; i++) {
        const Source *source = &job->sources->items[i];
        uint32_t file;
        source_add(own, job->diags, source->name, source->text, &file);
    }
    return own;
}

static void try_all(Mutation *mutation, const MutationJob *job, Model *model)
{
    Meaning meaning;
    meaning_of_model(job->arena, model, &meaning);
    Trying trying = { .job = job, .meaning = meaning.meaning_sha256, .mutation = mutation };
    mutation->pool = pool_open(job->arena, job->threads ? job->threads : pool_processors());
    pool_run(mutation->pool, work, &trying);
    pool_close(mutation->pool);
    mutation->pool = NULL;
    int why = atomic_load(&trying.why);
    if (why != WHY_NOTHING) guard_escape(job->arena->guard, (Why)why);
}

bool mutation_run(Mutation *mutation, const MutationJob *job)
{
    Arena *arena = job->arena;
    size_t errors = job->diags->errors;
    Sources *own = own_sources(arena, job);
    Model *model = compile_model(arena, own, job->file, job->year, NULL, 0, job->diags);
    if (job->diags->errors != errors) return false;
    mutation->sources = own;
    mutation->counted = job->counted;
    const Node *tree = parse_source(own, job->counted, arena, job->diags);
    mutants_list(mutation, arena, model, tree);
    try_all(mutation, job, model);
    set_same_aside(mutation, job, own, tree);
    return accepted_read(mutation, job);
}

void mutation_close(Mutation *mutation)
{
    pool_close(mutation->pool);
    mutation->pool = NULL;
}
