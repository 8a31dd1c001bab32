/* freeze.c -- lus_reference: a review in memory whose national figures are written down.
 *
 * What a later review reads of them may be more than its own year's: of the years before, where
 * rules read these; by the rules first sealed, which run beside amended ones; and by amended rules
 * that use the reference of a year before them.  Each text is run by itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference.h"
#include "result/account.h"
#include "result/tally.h"
#include "review/job.h"
#include "review/sealed.h"
#include "sha256.h"
#include "term/gate.h"

/* The figures by one text. */
typedef struct Frozen {
    struct Freezing *f;
    Extend extend;
    HistorySee see;
    Model *model;    /* of the year; those before it hang from it */
    Passes **passes; /* per model, in their order */
    uint64_t record; /* of the log; 0: the text that holds in the year */
    Str meaning;
    PassRows before; /* of the years before */
} Frozen;

typedef struct Freezing {
    Call call;
    Work work;
    LusResult *file, *said;
    Frozen frozen;
    SealedWork *others; /* one per further text */
    size_t other_count;
    Maker *makers;
    size_t maker_count;
    PassRows rows;
    Arena kept;                   /* of others: they are closed when all else is */
    size_t own_count, open_count; /* rows of the year by its rules; what cannot be frozen */
    Arena scratch;
    int json;
} Freezing;

static void tell_open(Freezing *f, const Passes *passes)
{
    f->open_count = passes->open_count;
    for (size_t i = 0; i < passes->open_count; i++)
        DIAG_AT(&f->call.diags, D_REFERENCE_OPEN, passes->open[i]);
}

static bool ask(void *user, Model *model)
{
    Frozen *own = user;
    Arena *arena = &own->f->call.arena;
    size_t count = 0;
    for (Model *m = model; m; m = m->before) count++;
    own->model = model;
    own->meaning = reference_meaning(arena, model);
    own->passes = NEW_ARRAY(arena, Passes *, count + 1);
    count = 0;
    for (Model *m = model; m; m = m->before) {
        own->passes[count] = passes_find(m);
        passes_ask(m, own->passes[count++]);
    }
    if (!own->record) tell_open(own->f, own->passes[0]);
    return true;
}

/* A year before has run: its figures are taken before they are let go. */
static void see_year(void *user, const Run *run)
{
    Frozen *own = user;
    Freezing *f = own->f;
    size_t at = 0;
    for (Model *m = own->model; m; m = m->before, at++)
        if (m->year == run->program->year)
            passes_rows(&own->before, &f->call.arena, m, own->passes[at], run, &f->scratch, m->year,
                        own->record);
}

static void open_frozen(Freezing *f, Frozen *own, uint64_t record)
{
    *own = (Frozen){ .f = f, .record = record };
    own->extend = (Extend){ ask, own };
    own->see = (HistorySee){ see_year, own };
}

/* The rows of a text that has run, its own year first. */
static void take_rows(Freezing *f, Frozen *own, const Run *run)
{
    Arena *arena = &f->call.arena;
    f->makers[f->maker_count++] = (Maker){ own->record, own->meaning };
    passes_rows(&f->rows, arena, own->model, own->passes[0], run, &f->scratch, 0, own->record);
    if (!own->record) f->own_count = f->rows.count;
    for (size_t i = 0; i < own->before.count; i++) {
        GROW(arena, f->rows.items, f->rows.count, f->rows.cap);
        f->rows.items[f->rows.count++] = own->before.items[i];
    }
}

static bool adds_up(Freezing *f)
{
    Printer printer = { f->work.program, f->work.run, &f->scratch, NULL };
    Tally *tally = tally_open(&f->call.arena, &printer, f->work.pool);
    Str what;
    if (tally_check(tally, &printer, &f->work.tables.ledger, &what, &f->call.arena)) return true;
    diag_add(&f->call.diags, D_LEDGER, &what, 1);
    return false;
}

/* ---- other texts ---- */

/* Runs the text of a record too, where reviews will read its figures: as first sealed, beside the
 * amended ones of the year; or in later years, where it uses the reference of this one. */
static bool freeze_other(Freezing *f, const SealRecord *record)
{
    Frozen *own = NEW(&f->call.arena, Frozen);
    SealedWork *other = &f->others[f->other_count++];
    open_frozen(f, own, record->seq);
    other->extend = &own->extend;
    other->see = &own->see;
    if (!sealed_compile(other, &f->work, record)) return false;
    bool later = other->program->program->reference == f->work.year;
    if (record != f->work.gate->original && !later) return true;
    if (!sealed_run_of(other, &f->work, record)) return false;
    take_rows(f, own, other->work.run);
    return true;
}

static bool freeze_others(Freezing *f)
{
    const Chain *chain = f->work.record ? &f->work.gate->chain : NULL;
    f->call.sources = f->work.sources;
    for (size_t i = 0; chain && i < chain->count; i++) {
        const SealRecord *record = &chain->records[i];
        if (record->kind == KIND_KEYS || record == f->work.record) continue;
        if (!freeze_other(f, record)) return false;
        f->call.sources = f->work.sources;
    }
    return true;
}

/* ---- what is said ---- */

static Str said_json(Freezing *f)
{
    Arena *arena = &f->call.arena;
    Json json = json_open(&f->said->arena, "lustrum/reference@1");
    json_str(&json, "framework", f->work.program->name);
    json_str(&json, "year", year_words(arena, f->work.program->year));
    json_str(&json, "sha256", sha256_text(arena, f->file->text));
    json_array(&json, "figures");
    for (size_t i = 0; i < f->rows.count; i++) {
        const PassRow *row = &f->rows.items[i];
        json_object(&json, NULL);
        json_str(&json, "what", section_what(arena, row));
        json_str(&json, "measure", row->measure);
        json_str(&json, "figure", row->figure);
        json_str(&json, "group", row->group);
        json_str(&json, "value", row->value);
        json_str(&json, "reason", row->reason);
        json_end(&json);
    }
    json_end(&json);
    json_count(&json, "not_frozen", f->open_count);
    return json_close(&json);
}

static Str said_text(Freezing *f)
{
    Text text = text_open(&f->said->arena);
    uint64_t figures = f->frozen.passes[0]->count, years = f->frozen.before.count;
    uint64_t others = f->rows.count - f->own_count - years;
    text_printf(&text, "%g %s of %g national %s frozen\n", (uint64_t)f->own_count,
                f->own_count == 1 ? "value" : "values", figures,
                figures == 1 ? "figure" : "figures");
    if (years) text_printf(&text, "and %g of years before\n", years);
    if (others) text_printf(&text, "and %g by other rules of the seal log\n", others);
    return text_str(&text);
}

/* ---- the command ---- */

static void freeze_body(void *arg)
{
    Freezing *f = arg;
    Work *work = &f->work;
    f->call.status = LUS_CANNOT;
    f->file = result_take(f->call.lus);
    f->said = result_take(f->call.lus);
    f->scratch = arena_open(&f->call.lus->guard);
    f->kept = arena_open(&f->call.lus->guard);
    open_frozen(f, &f->frozen, 0);
    work->extend = &f->frozen.extend;
    work->see = &f->frozen.see;
    work_open(work, &f->call);
    if (!job_vintage(work) || !work_find(work)) return;
    size_t texts = work->record ? work->gate->chain.count : 1;
    f->others = NEW_ARRAY(&f->kept, SealedWork, texts);
    f->makers = NEW_ARRAY(&f->call.arena, Maker, texts);
    if (!work_read(work) || !work_run(work) || !adds_up(f)) return;
    take_rows(f, &f->frozen, work->run);
    if (!freeze_others(f)) return;
    f->file->text = reference_text(&f->file->arena, work, f->makers, f->maker_count, &f->rows);
    f->said->text = f->json ? said_json(f) : said_text(f);
    f->call.status = f->open_count ? LUS_FOUND : LUS_OK;
}

LusStatus lus_reference(LusProgram *program, const LusOptions *options, LusResult **file,
                        LusResult **said)
{
    Freezing f = { .work = { .framework = program, .options = options, .freezes = true } };
    f.json = options && options->json;
    call_run(&f.call, program->lus, freeze_body, &f);
    for (size_t i = 0; i < f.other_count; i++) sealed_close(&f.others[i]);
    work_close(&f.work);
    if (f.scratch.guard) arena_close(&f.scratch);
    LusStatus status = call_end(&f.call);
    lus_program_close(f.work.again);
    for (size_t i = 0; i < f.other_count; i++) sealed_end(&f.others[i]);
    if (f.kept.guard) arena_close(&f.kept);
    bool good = status == LUS_OK || status == LUS_FOUND;
    *file = good ? f.file : NULL;
    *said = good ? f.said : NULL;
    if (!good) lus_result_close(f.file);
    if (!good) lus_result_close(f.said);
    return status;
}
