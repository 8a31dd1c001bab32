/* example.c -- see example.h: reading examples, compiling for those of one year and one set of
 * taken figures, and running each on its own rows.
 *
 * The tree of the examples comes from a first check of the framework (the list), which every later
 * model outlives; only what texts and lines are is taken from it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "reach/reach.h"
#include "emit/emit.h"
#include "example/ask.h"
#include "result/cell.h"
#include "vm/earlier.h"

typedef struct Work {
    Examples *examples;
    const ExampleJob *job;
    Model *list; /* the framework checked once: where the examples stand, and the term */
    Case *cases;
    size_t count, ran; /* of them run on their rows */
    bool faults;       /* of the framework, told in some year */
    bool failed;       /* some example that was run */
} Work;

/* ---- the examples ---- */

/* An example that cannot be run: every expectation says why. */
static void give_up(Work *work, Case *one, Str message)
{
    for (size_t i = 0; i < one->result->count; i++) {
        Expectation *out = &one->result->expectations[i];
        if (!out->passed && !out->message.len) out->message = arena_str(work->job->arena, message);
    }
    one->done = true;
}

/* Those that are asked for. */
static const Node **chosen_examples(Work *work, size_t *count)
{
    const Model *list = work->list;
    const Node **chosen = NEW_ARRAY(&work->examples->list, const Node *, list->example_count + 1);
    *count = 0;
    for (size_t i = 0; i < list->example_count; i++)
        if (str_has(list->examples[i]->child[AT_EXAMPLE_TITLE]->text, work->job->only))
            chosen[(*count)++] = list->examples[i];
    return chosen;
}

static void read_cases(Work *work)
{
    Arena *arena = &work->examples->list;
    const Model *list = work->list;
    const Node **chosen = chosen_examples(work, &work->count);
    work->cases = NEW_ARRAY(arena, Case, work->count + 1);
    work->examples->count = work->count;
    work->examples->items = NEW_ARRAY(work->job->arena, ExampleResult, work->count + 1);
    for (size_t i = 0; i < work->count; i++) {
        Case *one = &work->cases[i];
        const Node *node = chosen[i];
        size_t steps = node->child[AT_EXAMPLE_STEPS]->count;
        *one = (Case){ .node = node, .result = &work->examples->items[i] };
        one->expects = NEW_ARRAY(arena, const Node *, steps + 1);
        one->givens = NEW_ARRAY(arena, const Node *, steps + 1);
        one->takings = NEW_ARRAY(arena, Taking, steps + 1);
        one->asks = NEW_ARRAY(arena, Ask, steps + 1);
        *one->result =
            (ExampleResult){ .title = node->child[AT_EXAMPLE_TITLE]->text,
                             .span = node->span,
                             .year = work->job->year ? work->job->year : list->term_last };
        one->result->expectations = NEW_ARRAY(work->job->arena, Expectation, steps + 1);
        size_t before = work->job->diags->count;
        if (!example_read(work->job, list, one))
            give_up(work, one, told_words(work->job->arena, work->job->diags, before));
    }
}

/* ---- running one example ---- */

/* What is the same for all examples of a batch. */
typedef struct Batch {
    Model *model;
    const Program *program;
    const Str *reasons;
    uint8_t absent;
    bool verified;
    Watched watched; /* where the job asks what is reached */
} Batch;

static void close_data(Examples *examples)
{
    run_close(examples->run);
    examples->run = NULL;
    if (examples->has_dens) dens_close(&examples->dens);
    examples->has_dens = false;
    if (examples->atoms) atoms_close(examples->atoms);
    examples->atoms = NULL;
    if (examples->data.guard) arena_close(&examples->data);
    if (examples->words.guard) arena_close(&examples->words);
}

/* The tables of one year of an example. */
static Tables load_given(Work *work, const Batch *batch, const Program *program,
                         const GivenRows *given, size_t count, Diags *diags)
{
    Examples *examples = work->examples;
    LoadJob job = { .schemas = program->schemas,
                    .count = program->schema_count,
                    .year = program->year,
                    .reasons = batch->reasons, /* one list in all years */
                    .reason_count = batch->program->reason_count,
                    .threads = 1,
                    .keep_personal_keys = true, /* they are made up, and `of Pupil "P1"` asks */
                    .seed = work->job->seed,
                    .atoms = examples->atoms,
                    .arena = &examples->data,
                    .diags = diags };
    return tables_given(&job, given, count, batch->absent);
}

/* The data of an example were refused: that is as expected, or every expectation fails. */
static void answer_refused(Work *work, Case *one, const Diags *diags)
{
    Arena *arena = work->job->arena;
    Str came = told_words(arena, diags, 0);
    bool expected = false;
    for (size_t i = 0; i < one->result->count; i++) {
        Expectation *out = &one->result->expectations[i];
        if (one->expects[i]->kind != NODE_EXPECT_REFUSED) {
            out->message = str_printf(arena, "the rows were refused: %S", came);
            continue;
        }
        Str code = one->expects[i]->child[AT_EXPECT_REFUSED_CODE]->text;
        out->expected = str_printf(arena, "refused with %S", code);
        out->got = str_printf(arena, "refused with %S", came);
        out->passed = told_has(diags, code);
        out->value = one->expects[i]->child[AT_EXPECT_REFUSED_CODE]->span;
        out->instead = str_printf(arena, "\"%S\"", told_code(told_first(diags)));
        expected = expected || out->passed;
    }
    if (!expected) told_keep_errors(work->job->diags, diags, 0);
}

static void answer_accepted(Work *work, Case *one, size_t i)
{
    Str code = one->expects[i]->child[AT_EXPECT_REFUSED_CODE]->text;
    Expectation *out = &one->result->expectations[i];
    out->expected = str_printf(work->job->arena, "refused with %S", code);
    out->got = STR("accepted");
}

static void answer_all(Work *work, const Batch *batch, Case *one)
{
    Examples *examples = work->examples;
    Diags *diags = batch->model->diags;
    for (size_t i = 0; i < one->result->count; i++) {
        Expectation *out = &one->result->expectations[i];
        const Ask *ask = &one->asks[i];
        if (ask->kind == ASK_REFUSED && !ask->is_faulty) answer_accepted(work, one, i);
        if (ask->kind == ASK_REFUSED || ask->is_faulty) continue;
        size_t before = diags->count;
        ask_answer(work->job->arena, batch->model, examples->run, ask, &examples->data, out, diags);
        if (diags->count > before) out->message = told_words(work->job->arena, diags, before);
    }
}

/* The blocks of one year (0: the example's own), in order; NULL after a message. */
static const GivenRows *rows_of_year(Batch *batch, const Case *one, int year, size_t *count)
{
    GivenRows *given = NEW_ARRAY(batch->model->arena, GivenRows, one->given_count + 1);
    *count = 0;
    for (size_t i = 0; i < one->given_count; i++) {
        if (example_given_year(one->givens[i]) != year) continue;
        if (!example_given(batch->model, one->givens[i], &given[(*count)++])) return NULL;
    }
    return given;
}

/* Says that rows were given of a year of which no rule asks anything. */
static bool tell_unasked(const Batch *batch, const Case *one, int year)
{
    for (size_t i = 0; i < one->given_count; i++)
        if (example_given_year(one->givens[i]) == year)
            DIAG_AT(batch->model->diags, D_GIVEN_UNASKED,
                    one->givens[i]->child[AT_GIVEN_YEAR]->span,
                    year_words(batch->model->arena, year));
    return false;
}

/* Runs a year's program on its rows; the run is open when it ends.  False after a message. */
static bool run_year(Work *work, const Program *program, const Tables *tables, const Past *past,
                     bool verified, Diags *diags)
{
    Examples *examples = work->examples;
    RunOptions how = { .threads = 1, .skip_verifier = true };
    if (!verified && !program_verify(program, diags)) return false;
    examples->run =
        run_open(&examples->data, program, tables->items, examples->atoms, &examples->dens);
    return past_fill(past, examples->run, &tables->ledger, diags) &&
           run_program(examples->run, &how, diags);
}

/* Works out the earlier years of which rows are given; false after a message in own. */
static bool run_before(Work *work, Batch *batch, const Case *one, Past *past, Diags *own)
{
    const Program *asked = batch->program;
    for (int year = work->list->term_first; year < asked->year; year++) {
        size_t count;
        const GivenRows *given = rows_of_year(batch, one, year, &count);
        if (!given) return false;
        uint32_t lag = (uint32_t)(asked->year - year);
        if (!count) continue;
        const Program *program = lag <= asked->before_count ? asked->before[lag - 1] : NULL;
        if (!program) return tell_unasked(batch, one, year);
        Tables tables = load_given(work, batch, program, given, count, own);
        if (tables.refused) return false;
        bool good = run_year(work, program, &tables, past, false, own);
        if (good) past_keep(past, work->examples->run, &tables.ledger);
        run_close(work->examples->run);
        work->examples->run = NULL;
        if (!good) return false;
    }
    return true;
}

static void open_data(Work *work, Past *past)
{
    Examples *examples = work->examples;
    examples->words = arena_open(work->job->arena->guard);
    examples->data = arena_open(work->job->arena->guard);
    examples->atoms = atoms_open(&examples->words, work->job->seed);
    dens_open(&examples->dens, &examples->data);
    examples->has_dens = true;
    *past = (Past){ .arena = &examples->data };
}

static bool has_passed(const ExampleResult *result)
{
    for (size_t k = 0; k < result->count; k++)
        if (!result->expectations[k].passed) return false;
    return result->count > 0;
}

static void run_case(Work *work, Batch *batch, Case *one)
{
    Diags *diags = batch->model->diags;
    size_t before = diags->count, count;
    const GivenRows *given = rows_of_year(batch, one, 0, &count);
    Past past;
    open_data(work, &past);
    Diags own = diags_open(&work->examples->data);
    bool good = given && run_before(work, batch, one, &past, &own);
    if (good) {
        Tables tables = load_given(work, batch, batch->program, given, count, &own);
        good = !tables.refused &&
               run_year(work, batch->program, &tables, &past, batch->verified, &own);
    }
    if (good) {
        batch->verified = true;
        answer_all(work, batch, one);
        if (work->job->reach)
            reach_read(&batch->watched, work->examples->run, &work->examples->data);
    } else if (own.errors) {
        answer_refused(work, one, &own);
    } else {
        give_up(work, one, told_words(work->job->arena, diags, before));
    }
    one->done = true;
    work->ran++;
    work->failed = work->failed || !has_passed(one->result);
    close_data(work->examples);
}

/* ---- a batch: examples of one year that take the same figures ---- */

static bool same_batch(const Work *work, const Case *a, const Case *b)
{
    if (a->result->year != b->result->year || a->taking_count != b->taking_count) return false;
    if (a != b && (a->has_rules || b->has_rules)) return false;
    for (size_t i = 0; i < a->taking_count; i++)
        if (!str_eq(source_text(work->job->sources, a->takings[i].node->span),
                    source_text(work->job->sources, b->takings[i].node->span)))
            return false;
    return true;
}

/* The framework has faults in this year: expected by some example, or else to be told. */
static void answer_faulty(Work *work, Case **cases, size_t count, const Diags *diags)
{
    Arena *arena = work->job->arena;
    bool *expected = NEW_ARRAY(diags->arena, bool, diags->count + 1);
    for (size_t c = 0; c < count; c++) {
        Case *one = cases[c];
        for (size_t i = 0; i < one->result->count; i++) {
            if (one->expects[i]->kind != NODE_EXPECT_REFUSED) continue;
            Expectation *out = &one->result->expectations[i];
            Str code = one->expects[i]->child[AT_EXPECT_REFUSED_CODE]->text;
            out->expected = str_printf(arena, "refused with %S", code);
            out->got = str_printf(arena, "refused with %S", told_words(arena, diags, 0));
            out->passed = told_has(diags, code);
            for (size_t d = 0; d < diags->count; d++)
                expected[d] = expected[d] || str_eq(told_code(&diags->items[d]), code);
        }
        give_up(work, one,
                str_printf(arena, "the rules have faults: %S", told_words(arena, diags, 0)));
    }
    for (size_t d = 0; d < diags->count; d++) {
        if (expected[d] || !told_is_error(&diags->items[d])) continue;
        told_keep(work->job->diags, &diags->items[d]);
        work->faults = work->faults || !cases[0]->has_rules;
    }
}

/* Asks every expectation of a case of the model; a fault is told and fails that one alone. */
static void ask_case(Work *work, Batch *batch, Case *one)
{
    Diags *diags = batch->model->diags;
    size_t before = diags->count;
    bool taken = true;
    for (size_t i = 0; i < one->taking_count; i++)
        taken = ask_taking(batch->model, &one->takings[i]) && taken;
    if (!taken) give_up(work, one, told_words(work->job->arena, diags, before));
    for (size_t i = 0; i < one->result->count && taken; i++) {
        before = diags->count;
        one->asks[i] = ask_figure(batch->model, one->expects[i]);
        if (one->asks[i].is_faulty)
            one->result->expectations[i].message = told_words(work->job->arena, diags, before);
    }
}

static const Program *emit_batch(Batch *batch, Arena *arena)
{
    batch->program = emit_program(batch->model);
    if (!batch->program) return NULL;
    Str *reasons = NEW_ARRAY(arena, Str, batch->program->reason_count + 1);
    for (uint32_t r = 0; r < batch->program->reason_count; r++)
        reasons[r] = batch->program->reasons[r].name;
    batch->reasons = reasons;
    return batch->program;
}

static void run_batch(Work *work, Case **cases, size_t count)
{
    Examples *examples = work->examples;
    const ExampleJob *job = work->job;
    examples->model = arena_open(job->arena->guard);
    Arena *arena = &examples->model;
    Diags diags = diags_open(arena);
    CheckOptions options = { .year = cases[0]->result->year,
                             .takings = cases[0]->takings,
                             .taking_count = cases[0]->taking_count,
                             .marks = job->reach != NULL,
                             .rules = cases[0]->has_rules ? &cases[0]->rules : NULL };
    Batch batch = { .model = compile_with(arena, job->sources, job->file, options, &diags) };
    Model *model = batch.model;
    if (diags.errors) {
        examples->refused = examples->refused || !options.rules;
        answer_faulty(work, cases, count, &diags);
    } else {
        batch.absent = reason_add(model, STR("not_given"), STR("not given in the example"),
                                  STR_EMPTY, REASON_IS_MISSING, model->framework->span);
        for (size_t i = 0; i < count; i++) ask_case(work, &batch, cases[i]);
        if (job->reach) batch.watched = reach_watch(job->reach, model);
        const Program *program = emit_batch(&batch, arena);
        Str why = program ? STR_EMPTY : told_words(job->arena, &diags, 0);
        for (size_t i = 0; i < count; i++) {
            if (!program) give_up(work, cases[i], why);
            bool stopped = job->stop && work->failed;
            if (!cases[i]->done && !stopped) run_case(work, &batch, cases[i]);
        }
        told_keep_errors(job->diags, &diags, 0);
    }
    arena_close(arena);
}

static void run_batches(Work *work)
{
    Case **cases = NEW_ARRAY(&work->examples->list, Case *, work->count + 1);
    for (size_t i = 0; i < work->count; i++) {
        if (work->cases[i].done) continue;
        if (work->job->stop && (work->failed || work->examples->refused)) return;
        size_t count = 0;
        for (size_t k = i; k < work->count; k++)
            if (!work->cases[k].done && same_batch(work, &work->cases[i], &work->cases[k]))
                cases[count++] = &work->cases[k];
        run_batch(work, cases, count);
    }
}

/* ---- everything ---- */

/* Faults of text, and of files that cannot be read, are said once, when a file is first met; a
 * later check would take the tree for whole. */
static bool is_unreadable(const Diags *diags)
{
    for (size_t i = 0; i < diags->count; i++) {
        DiagId id = diags->items[i].id;
        if (!told_is_error(&diags->items[i])) continue;
        if (id == D_RULES_UNREADABLE || id == D_RULES_LONG || id == D_RULES_MANY) return true;
        if (strncmp(diag_info[id].code, "L01", 3) == 0) return true;
    }
    return false;
}

static bool year_fits(const Work *work)
{
    const Model *list = work->list;
    int year = work->job->year;
    if (!year || (year >= list->term_first && year <= list->term_last)) return true;
    DIAG_AT(work->job->diags, D_YEAR_NOT_IN_TERM, list->framework->span,
            year_words(work->job->arena, year), year_words(work->job->arena, list->term_first));
    return false;
}

static void count_results(Examples *examples)
{
    for (size_t i = 0; i < examples->count; i++) {
        ExampleResult *one = &examples->items[i];
        one->passed = has_passed(one);
        *(one->passed ? &examples->passed : &examples->failed) += 1;
    }
}

void examples_run(Examples *examples, const ExampleJob *job)
{
    examples->list = arena_open(job->arena->guard);
    Work work = { .examples = examples, .job = job };
    Diags diags = diags_open(&examples->list);
    work.list = compile_model(&examples->list, job->sources, job->file, job->year, NULL, 0, &diags);
    bool readable = !is_unreadable(&diags);
    bool runs = work.list->framework && readable && year_fits(&work);
    if (runs) {
        read_cases(&work);
        run_batches(&work);
        examples->faulty = work.faults && work.ran == 0;
    }
    /* A module that holds no examples has nothing to run.  Of anything else that ran no example
     * nobody has told yet what is wrong. */
    bool module = !work.list->framework && readable && work.list->example_count == 0;
    if (work.count == 0 && !module) {
        told_keep_errors(job->diags, &diags, 0);
        examples->faulty = !runs || diags.errors > 0;
    }
    if (runs && work.count == 0 && work.list->example_count > 0) {
        Str args[] = { job->sources->items[job->file].name, job->only };
        diag_add(job->diags, D_TEST_ONLY, args, COUNT_OF(args));
        examples->faulty = true;
    }
    count_results(examples);
    arena_close(&examples->list);
}

void examples_close(Examples *examples)
{
    close_data(examples);
    if (examples->model.guard) arena_close(&examples->model);
    if (examples->list.guard) arena_close(&examples->list);
}
