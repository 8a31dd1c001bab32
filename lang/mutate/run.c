/* run.c -- trying the mutants: each text is checked and its examples run until one fails, each
 * worker in memory of its own that is given back before the next.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "compile.h"
#include "example/example.h"
#include "mutate/mutate.h"
#include "parse.h"
#include "vm/pool.h"
#include <stdatomic.h>

typedef struct Trying {
    const MutationJob *job;
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

/* Faults in a year that no example is of. */
static bool is_refused_later(Trial *trial, Sources *sources)
{
    Diags diags = diags_open(&trial->arena);
    return !compile_term(&trial->arena, sources, trial->trying->job->file, &diags);
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
    if (trial->examples.failed)
        trial->mutant->outcome = MUTANT_NOTICED;
    else if (!is_refused_later(trial, &sources))
        trial->mutant->outcome = MUTANT_UNNOTICED;
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

bool mutation_run(Mutation *mutation, const MutationJob *job)
{
    Arena *arena = job->arena;
    mutation->sources = job->sources;
    mutation->counted = job->counted;
    /* In sources of its own, so that spans are those of the texts that workers copy. */
    Sources own = sources_open(arena);
    for (uint32_t i = 0; i < job->sources->count; i++) {
        const Source *source = &job->sources->items[i];
        uint32_t file;
        source_add(&own, job->diags, source->name, source->text, &file);
    }
    Sources *kept = NEW(arena, Sources);
    *kept = own;
    Model *model = compile_model(arena, kept, job->file, job->year, NULL, 0, job->diags);
    mutation->sources = kept;
    const Node *tree = parse_source(kept, job->counted, arena, job->diags);
    mutants_list(mutation, arena, model, tree);
    unsigned threads = job->threads ? job->threads : pool_processors();
    Trying trying = { .job = job, .mutation = mutation };
    mutation->pool = pool_open(arena, threads);
    pool_run(mutation->pool, work, &trying);
    pool_close(mutation->pool);
    mutation->pool = NULL;
    int why = atomic_load(&trying.why);
    if (why != WHY_NOTHING) guard_escape(arena->guard, (Why)why);
    set_same_aside(mutation, job, kept, tree);
    return accepted_read(mutation, job);
}

void mutation_close(Mutation *mutation)
{
    pool_close(mutation->pool);
    mutation->pool = NULL;
}
