/* answer.c -- lus_impact: both versions, and each change alone, on data that are read once.
 *
 * The data are read for the old version with all that any version needs of them, those of earlier
 * years too; the others run on the same columns.  They are read again for a version whose records
 * are others.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "meaning/impact/impact.h"
#include "meaning/diff/pair.h"

typedef struct Assessing {
    Call call;
    const char *path[2]; /* old, new */
    LusOptions options;
    LusDiffForm form;
    LusProgram *both;    /* for the sources of the comparison */
    LusProgram *version; /* the one that is run beside the old */
    LusProgram *again;   /* a version's program for the year, which did not run */
    LusProgram *old, *new;
    Versions versions;
    LusResult *result;
    Work first, work; /* the old version's, and the other's */
    bool first_open, work_open;
    YearStore store; /* earlier years, read for the old version and whoever needs more */
    Arena scratch;
    Impact impact;
} Assessing;

/* The first year of an amendment that only the new rules have; of one framework alone. */
static int first_amended(const Diff *diff)
{
    int from = 0;
    if (!diff->new || !str_eq(diff->old->model->name, diff->new->model->name)) return 0;
    for (size_t i = 0; i < diff->new->decl_count; i++) {
        const Decl *decl = &diff->new->decls[i];
        if (decl->node->kind != NODE_AMENDMENT || form_find(diff->old, decl)) continue;
        int year = node_year(decl->node->child[AT_AMENDMENT_FROM]);
        if (!from || year < from) from = year;
    }
    return from;
}

static bool compare(Assessing *a)
{
    a->both = program_take(a->call.lus);
    a->call.sources = &a->both->sources;
    Diags *diags = &a->call.diags;
    Model *old = version_read(a->both, diags, a->path[0]);
    Model *new = old ? version_read(a->both, diags, a->path[1]) : NULL;
    if (!new) return false;
    diff_models(&a->both->arena, old, new, &a->impact.diff);
    applied_plan(&a->both->arena, &a->impact);
    a->impact.amended_from = first_amended(&a->impact.diff);
    const Model *using = new->reference ? new : old;
    a->versions = (Versions){ { a->impact.diff.old_meaning.meaning_sha256,
                                a->impact.diff.new_meaning.meaning_sha256 },
                              using->reference ? node_year(using->reference) : 0 };
    return true;
}

/* A version's program for the year; NULL where it does not compile, which diags then say. */
static LusProgram *compile_version(Assessing *a, const char *path, Str text, int year, Diags *diags)
{
    LusProgram *program = program_take(a->call.lus);
    program->path = arena_str(&program->arena, str_of(path));
    if (text.at) program->text = arena_str(&program->arena, text);
    program_fill(program, diags, year, NULL);
    if (program->program) return program;
    if (diags != &a->call.diags) lus_program_close(program);
    return NULL;
}

static bool has_contract_change(const Diff *diff)
{
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].class == CHANGE_CONTRACT || diff->changes[i].label == LABEL_NAME)
            return true;
    return false;
}

static void close_work(Assessing *a)
{
    if (a->work_open) work_close(&a->work);
    a->work_open = false;
    a->work = (Work){ 0 };
}

/* Opens the work of a version: two texts are compared, sealed or not. */
static void open_version(Assessing *a, Work *work, LusProgram *program)
{
    work->framework = program;
    work->options = &a->options;
    work->settled = true;
    work->versions = &a->versions;
    work_open(work, &a->call);
}

/* Runs a version and keeps what came out; on the data of the old one where it may and can. */
static bool run_version(Assessing *a, LusProgram *program, bool shared, Outcome *out)
{
    Work *work = &a->work;
    a->work_open = true;
    open_version(a, work, program);
    bool good = work_find_beside(work, &a->first);
    shared = shared && good && history_serves(a->first.program, work->program);
    if (shared) work->lender = &a->first;
    good = good && work_read(work) && work_run(work);
    a->impact.read_again = a->impact.read_again || !shared || a->store.again;
    if (good) *out = outcome_take(&a->result->arena, &a->scratch, work);
    LusProgram *again = work->again;
    close_work(a);
    a->again = again; /* messages are of its texts */
    if (!good) return false;
    a->call.sources = &a->both->sources;
    a->again = NULL;
    lus_program_close(again);
    return true;
}

static const char *too_close = "it stands only together with others";

static void run_alone(Assessing *a, Applied *applied, bool shared)
{
    Impact *impact = &a->impact;
    Diags quiet = diags_open(&a->both->arena);
    Str text = applied_text(&a->both->arena, impact, applied);
    applied->why = too_close;
    if (!text.at) return;
    LusProgram *program = compile_version(a, a->path[0], text, impact->year, &quiet);
    if (!program) return;
    a->version = program;
    Outcome outcome;
    bool alike = shared && history_serves(a->first.program, program->program);
    if (alike || a->first.program->before_count || program->program->before_count) {
        applied->ran = run_version(a, program, alike, &outcome);
        if (applied->ran) moves_find(&a->result->arena, &impact->old, &outcome, &applied->moves);
    } else {
        applied->why = "it reads other data";
    }
    a->call.sources = &a->both->sources;
    a->version = NULL;
    lus_program_close(program);
}

/* The group of changes of a declaration that cannot be made one by one; NULL: none yet. */
static Applied *whole_of(Impact *impact, const Applied *but)
{
    const Change *change = &impact->diff.changes[but->changes[0]];
    for (size_t i = 0; i < impact->applied_count; i++) {
        Applied *other = &impact->applied[i];
        const Change *first = &impact->diff.changes[other->changes[0]];
        if (other != but && other->whole && str_eq(first->declaration, change->declaration))
            return other;
    }
    return NULL;
}

/* Each change alone; those that cannot be made alone with all others of their declaration. */
static void run_changes(Assessing *a, bool shared)
{
    Impact *impact = &a->impact;
    size_t kept = 0;
    if (impact->applied_count == 1 && shared) { /* the one change is all that the new rules are */
        impact->applied[0].ran = true;
        impact->applied[0].moves = impact->together;
        return;
    }
    for (size_t i = 0; i < impact->applied_count; i++) {
        Applied *applied = &impact->applied[i];
        run_alone(a, applied, shared);
        Applied *whole = applied->ran ? NULL : whole_of(impact, applied);
        if (whole && applied->why == too_close) {
            for (size_t c = 0; c < applied->change_count; c++)
                whole->changes[whole->change_count++] = applied->changes[c];
            continue;
        }
        if (!applied->ran && applied->why == too_close) {
            applied->whole = true;
            run_alone(a, applied, shared);
        }
        impact->applied[kept++] = *applied;
    }
    impact->applied_count = kept;
}

/* What units are told apart by is read, whether a rule asks for it or not. */
static void need_groups(Program *program)
{
    for (uint32_t r = 0; r < program->schema_count; r++)
        for (size_t f = 0; f < program->schemas[r].field_count; f++) {
            FieldSchema *field = (FieldSchema *)&program->schemas[r].fields[f];
            bool code = field->role == ROLE_CONTEXT && field->kind == KIND_CODE;
            if (code && !field->personal && !program->schemas[r].personal_key) field->needed = true;
        }
}

/* The old version: its year, then its data with all that the new one needs of them. */
static bool run_old(Assessing *a, LusProgram **new, bool *shared)
{
    Impact *impact = &a->impact;
    Work *first = &a->first;
    a->old = compile_version(a, a->path[0], (Str){ NULL, 0 }, a->options.year, &a->call.diags);
    if (!a->old) return false;
    first->store = &a->store;
    a->first_open = true;
    open_version(a, first, a->old);
    if (!work_find(first)) return false;
    impact->year = first->year;
    *new = a->new = compile_version(a, a->path[1], (Str){ NULL, 0 }, first->year, &a->call.diags);
    if (!*new) return false;
    const Program *other = (*new)->program;
    *shared = !has_contract_change(&impact->diff) && history_alike(first->program, other);
    if (*shared) history_need((Program *)first->program, other);
    if (first->again) history_need((Program *)first->program, a->old->program);
    need_groups((Program *)first->program);
    if (!work_read(first) || !work_run(first)) return false;
    impact->old = outcome_take(&a->result->arena, &a->scratch, first);
    return true;
}

/* The year is before the new rules' amendment: nothing of them holds yet. */
static void keep_old(Assessing *a)
{
    Impact *impact = &a->impact;
    impact->not_yet = true;
    impact->new = impact->old;
    for (size_t i = 0; i < impact->applied_count; i++) impact->applied[i].why = "not in force yet";
}

static bool run_new(Assessing *a, LusProgram *new, bool shared)
{
    Impact *impact = &a->impact;
    a->call.sources = &new->sources;
    if (!run_version(a, new, shared, &impact->new)) return false;
    a->store.full = true; /* what is kept is read as the old rules and the new ones have it */
    a->call.sources = &a->both->sources;
    moves_find(impact->arena, &impact->old, &impact->new, &impact->together);
    run_changes(a, !has_contract_change(&impact->diff));
    return true;
}

static void impact_body(void *arg)
{
    Assessing *a = arg;
    Impact *impact = &a->impact;
    a->call.status = LUS_CANNOT;
    a->result = result_take(a->call.lus);
    a->scratch = arena_open(&a->call.lus->guard);
    work_limit(&a->call, &a->options);
    a->store.arena = arena_open(&a->call.lus->guard);
    a->store.arena.spill = a->call.spill;
    impact->arena = &a->result->arena;
    LusProgram *new;
    bool shared;
    if (!compare(a) || !run_old(a, &new, &shared)) return;
    if (impact->amended_from > impact->year)
        keep_old(a);
    else if (!run_new(a, new, shared))
        return;
    a->result->text = a->form == LUS_DIFF_JSON   ? impact_json(impact->arena, impact)
                      : a->form == LUS_DIFF_HTML ? impact_html(impact->arena, impact)
                                                 : impact_text(impact->arena, impact);
    a->call.status = LUS_OK;
}

LusStatus lus_impact(Lustrum *lus, const char *old, const char *new, const LusOptions *options,
                     LusDiffForm form, LusResult **out)
{
    Assessing a = { .path = { old, new }, .form = form };
    if (options) a.options = *options;
    call_run(&a.call, lus, impact_body, &a);
    close_work(&a);
    if (a.first_open) work_close(&a.first);
    if (a.store.arena.guard) arena_close(&a.store.arena);
    if (a.scratch.guard) arena_close(&a.scratch);
    LusStatus status = call_end(&a.call);
    *out = status == LUS_OK ? a.result : NULL;
    if (status != LUS_OK) lus_result_close(a.result);
    lus_program_close(a.again);
    lus_program_close(a.first.again);
    lus_program_close(a.version);
    lus_program_close(a.new);
    lus_program_close(a.old);
    lus_program_close(a.both);
    return status;
}
