/* reference.c -- see reference.h: when a reference is wanted, whether it fits, what differs, and
 * the command that makes one. SPDX-License-Identifier: Apache-2.0 */
#include "review/job.h"
#include "reference/reference.h"
#include "meaning/meaning.h"
#include "result/account.h"
#include "result/tally.h"
#include "sha256.h"
#include <stdlib.h>

enum { SHOWN = 3 };

/* ---- whether there is one ---- */

static bool say(Work *work, DiagId id, Str a, Str b, Str c)
{
    Str args[] = { a, b, c };
    diag_add(&work->call->diags, id, args, COUNT_OF(args));
    return false;
}

/* Whether the text takes this year's national figures from a reference. */
static bool text_uses(const Work *work)
{
    int of = work->framework->program->reference;
    return of && work->year > of;
}

/* Whether the reference is of these rules and the year that is wanted. */
static bool judge(Work *work, const Reference *reference)
{
    Arena *arena = &work->call->arena;
    const Program *program = work->framework->program;
    int wanted = text_uses(work) ? program->reference : work->year;
    Str name = file_name(reference->file.file);
    work->call->status = LUS_SEAL;
    if (!str_eq(reference->framework, program->name))
        return say(
            work, D_REFERENCE_OTHER, name,
            str_printf(arena, "the framework %S", str_printable(arena, reference->framework, 60)),
            program->name);
    if (reference->edition != program->edition)
        return say(work, D_REFERENCE_OTHER, name,
                   str_printf(arena, "edition %d", (int64_t)reference->edition),
                   str_printf(arena, "edition %d", (int64_t)program->edition));
    if (reference->year != wanted)
        return say(work, D_REFERENCE_OTHER, name,
                   str_printf(arena, "the year %S", year_words(arena, reference->year)),
                   year_words(arena, wanted));
    work->call->status = LUS_CANNOT;
    return true;
}

bool reference_prepare(Work *work)
{
    const LusOptions *options = work->options;
    Str use = str_of(options->use_reference), compare = str_of(options->compare_reference);
    bool wanted = text_uses(work);
    if (wanted && !use.len)
        return say(work, D_REFERENCE_WHERE,
                   year_words(&work->call->arena, work->framework->program->reference), STR_EMPTY,
                   STR_EMPTY);
    if (use.len && compare.len) return say(work, D_REFERENCE_BOTH, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    if (!use.len && !compare.len) return true;
    ReferenceUse *own = NEW(&work->data, ReferenceUse);
    own->span = work->framework->program->span;
    own->reference = reference_read(work, use.len ? use : compare, own->span);
    if (!own->reference || !judge(work, own->reference)) return false;
    own->note = (ReferenceNote){ .mode = use.len ? REFERENCE_USED : REFERENCE_COMPARED,
                                 .name = file_name(own->reference->file.file),
                                 .sha256 = own->reference->file.sha256,
                                 .year = own->reference->year,
                                 .figures = own->reference->row_count };
    work->reference = own;
    return true;
}

bool reference_of_part(const Work *work)
{
    const ReferenceUse *own = work->reference;
    return own && own->note.mode == REFERENCE_USED && own->reference->year == work->year;
}

/* What cannot be frozen is told where a frozen figure was to stand for the whole nation. */
static void tell_open(const Passes *passes, Diags *diags)
{
    for (size_t i = 0; i < passes->open_count; i++)
        DIAG_AT(diags, D_REFERENCE_OPEN, passes->open[i]);
}

static Str meaning_hash(Arena *arena, Model *model)
{
    Meaning meaning;
    meaning_of_model(arena, model, &meaning);
    return meaning.meaning_sha256;
}

/* Puts the figures into the year's model, and, where the text says so, into those of the years
 * between. */
static bool put_years(Work *work, Model *model)
{
    const ReferenceUse *own = work->reference;
    bool good = true;
    for (Model *m = model; m; m = m->before) {
        if (m != model && m->year <= own->reference->year) break;
        const Passes *passes = m == model ? own->passes : passes_find(m);
        good = reference_put(m, passes, own->reference, own->span, &work->call->diags) && good;
    }
    return good;
}

bool reference_extend(Work *work, Model *model)
{
    ReferenceUse *own = work->reference;
    if (!own) return true;
    own->passes = passes_find(model);
    own->model = model;
    if (own->note.mode == REFERENCE_COMPARED) {
        passes_ask(model, own->passes);
        return true;
    }
    if (!str_eq(meaning_hash(&work->call->arena, model), own->reference->meaning)) {
        work->call->status = LUS_SEAL;
        return say(work, D_REFERENCE_RULES, own->note.name, STR_EMPTY, STR_EMPTY);
    }
    tell_open(own->passes, &work->call->diags);
    return put_years(work, model);
}

/* ---- differences ---- */

static int by_row(const void *left, const void *right)
{
    const PassRow *a = left, *b = right;
    int order = str_compare(a->measure, b->measure);
    if (!order) order = str_compare(a->figure, b->figure);
    if (!order) order = str_compare(a->what, b->what);
    return order ? order : str_compare(a->group, b->group);
}

static Str shown_value(Arena *arena, const PassRow *row)
{
    if (!row) return STR("not there");
    if (row->reason.len) return str_printf(arena, "missing as %S", row->reason);
    return str_printable(arena, row->value, 60);
}

/* Adds a difference to the text while there is room. */
static void add_difference(Text *text, Arena *arena, uint64_t count, const PassRow *made,
                           const PassRow *frozen)
{
    const PassRow *row = made ? made : frozen;
    if (count >= SHOWN) return;
    text_printf(text, "%s%S.%S", count ? "; " : "", row->measure, row->figure);
    if (row->group.len) text_printf(text, "[%S]", str_printable(arena, row->group, 40));
    text_printf(text, " is %S, in the reference %S", shown_value(arena, made),
                shown_value(arena, frozen));
}

static bool is_same(const PassRow *a, const PassRow *b)
{
    return str_eq(a->value, b->value) && str_eq(a->reason, b->reason);
}

static uint64_t count_differences(Text *text, Arena *arena, PassRow *made, size_t made_count,
                                  PassRow *frozen, size_t frozen_count)
{
    uint64_t count = 0;
    if (made_count > 1) qsort(made, made_count, sizeof *made, by_row);
    if (frozen_count > 1) qsort(frozen, frozen_count, sizeof *frozen, by_row);
    for (size_t i = 0, k = 0; i < made_count || k < frozen_count;) {
        int order = i == made_count ? 1 : k == frozen_count ? -1 : by_row(&made[i], &frozen[k]);
        const PassRow *own = order <= 0 ? &made[i++] : NULL;
        const PassRow *old = order >= 0 ? &frozen[k++] : NULL;
        if (own && old && is_same(own, old)) continue;
        add_difference(text, arena, count++, own, old);
    }
    return count;
}

void reference_compare(Work *work)
{
    ReferenceUse *own = work->reference;
    if (!own || own->note.mode != REFERENCE_COMPARED) return;
    Arena *arena = &work->call->arena;
    Arena scratch = arena_open(work->data.guard);
    size_t count;
    PassRow *rows = passes_rows(&work->data, own->model, own->passes, work->run, &scratch, &count);
    arena_close(&scratch);
    Text text = text_open(arena);
    own->note.differences = count_differences(&text, arena, rows, count, own->reference->rows,
                                              own->reference->row_count);
    if (!own->note.differences) return;
    uint64_t n = own->note.differences;
    say(work, D_REFERENCE_DIFFERS, own->note.name,
        str_printf(arena, "%g %s", n, n == 1 ? "figure differs" : "figures differ"),
        text_str(&text));
}

/* ---- the command ---- */

typedef struct Freezing {
    Call call;
    Work work;
    LusResult *file, *said;
    Extend extend;
    Passes *passes;
    const Model *model;
    Str meaning;
    Arena scratch;
    int json;
} Freezing;

static bool ask(void *user, Model *model)
{
    Freezing *f = user;
    f->passes = passes_find(model);
    f->model = model;
    f->meaning = meaning_hash(&f->call.arena, model);
    passes_ask(model, f->passes);
    tell_open(f->passes, &f->call.diags);
    return true;
}

static bool adds_up(Freezing *f)
{
    Printer printer = { f->work.program, f->work.run, &f->scratch };
    Tally *tally = tally_open(&f->call.arena, &printer, f->work.pool);
    Str what;
    if (tally_check(tally, &printer, &f->work.tables.ledger, &what, &f->call.arena)) return true;
    diag_add(&f->call.diags, D_LEDGER, &what, 1);
    return false;
}

static Str said_json(Freezing *f, const PassRow *rows, size_t count)
{
    Json json = json_open(&f->said->arena, "lustrum/reference@1");
    json_str(&json, "framework", f->work.program->name);
    json_str(&json, "year", year_words(&f->call.arena, f->work.program->year));
    json_str(&json, "sha256", sha256_text(&f->call.arena, f->file->text));
    json_array(&json, "figures");
    for (size_t i = 0; i < count; i++) {
        json_object(&json, NULL);
        json_str(&json, "what", rows[i].what);
        json_str(&json, "measure", rows[i].measure);
        json_str(&json, "figure", rows[i].figure);
        json_str(&json, "group", rows[i].group);
        json_str(&json, "value", rows[i].value);
        json_str(&json, "reason", rows[i].reason);
        json_end(&json);
    }
    json_end(&json);
    json_count(&json, "not_frozen", f->passes->open_count);
    return json_close(&json);
}

static void freeze_body(void *arg)
{
    Freezing *f = arg;
    Work *work = &f->work;
    f->call.status = LUS_CANNOT;
    f->file = result_take(f->call.lus);
    f->said = result_take(f->call.lus);
    f->scratch = arena_open(&f->call.lus->guard);
    f->extend = (Extend){ ask, f };
    work->extend = &f->extend;
    work_open(work, &f->call);
    if (!job_vintage(work) || !work_find(work)) return;
    if (!work_read(work) || !work_run(work) || !adds_up(f)) return;
    size_t count;
    PassRow *rows =
        passes_rows(&f->call.arena, f->model, f->passes, work->run, &f->scratch, &count);
    f->file->text = reference_text(&f->file->arena, work, f->meaning, rows, count);
    f->said->text =
        f->json ? said_json(f, rows, count)
                : str_printf(&f->said->arena, "%g %s of %g national %s frozen\n", (uint64_t)count,
                             count == 1 ? "value" : "values", (uint64_t)f->passes->count,
                             f->passes->count == 1 ? "figure" : "figures");
    f->call.status = f->passes->open_count ? LUS_FOUND : LUS_OK;
}

LusStatus lus_reference(LusProgram *program, const LusOptions *options, LusResult **file,
                        LusResult **said)
{
    Freezing f = { .work = { .framework = program, .options = options } };
    f.json = options && options->json;
    call_run(&f.call, program->lus, freeze_body, &f);
    work_close(&f.work);
    if (f.scratch.guard) arena_close(&f.scratch);
    LusStatus status = call_end(&f.call);
    lus_program_close(f.work.again);
    bool good = status == LUS_OK || status == LUS_FOUND;
    *file = good ? f.file : NULL;
    *said = good ? f.said : NULL;
    if (!good) lus_result_close(f.file);
    if (!good) lus_result_close(f.said);
    return status;
}
