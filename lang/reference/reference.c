/* reference.c -- see reference.h: when a reference is wanted, whether it fits, what differs.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference.h"
#include "meaning/meaning.h"
#include "result/account.h"
#include <stdlib.h>

enum { SHOWN = 3 };

/* ---- whether there is one ---- */

static bool say(Work *work, DiagId id, Str a, Str b, Str c)
{
    Str args[] = { a, b, c };
    diag_add(&work->call->diags, id, args, COUNT_OF(args));
    return false;
}

/* The year whose reference the text uses in this one; 0 where it makes its own figures. */
static int used_year(const Work *work, int reference)
{
    return reference && work->year > reference ? reference : 0;
}

static int text_uses(const Work *work, const Model *model)
{
    return used_year(work, model->reference ? node_year(model->reference) : 0);
}

bool reference_wanted(const Work *work)
{
    const LusOptions *options = work->options;
    if (work->only_reads) return false;
    return str_of(options->use_reference).len || str_of(options->compare_reference).len ||
           used_year(work, work->framework->program->reference);
}

/* Whether one of the texts that are compared made it: its figures then are those of both. */
static bool by_version(const Work *work, const Reference *reference, uint64_t *record)
{
    const Versions *versions = work->versions;
    return versions && (section_made_by(reference, versions->meaning[0], record) ||
                        section_made_by(reference, versions->meaning[1], record));
}

/* Of two texts that are compared only the other uses the reference of an earlier year. */
static bool is_of_other(const Work *work, const Model *model, const Reference *reference)
{
    const Versions *versions = work->versions;
    int of = versions ? used_year(work, versions->reference) : 0;
    return of && !text_uses(work, model) && reference->year == of;
}

/* Whether the reference is of these rules and the year that is wanted. */
static bool judge(Work *work, const Model *model, const Reference *reference)
{
    Arena *arena = &work->call->arena;
    int of = text_uses(work, model), wanted = of ? of : work->year;
    Str name = file_name(reference->file.file);
    uint64_t record;
    bool known = by_version(work, reference, &record);
    work->call->status = LUS_SEAL;
    if (!known && !str_eq(reference->framework, model->name))
        return say(
            work, D_REFERENCE_OTHER, name,
            str_printf(arena, "the framework %S", str_printable(arena, reference->framework, 60)),
            model->name);
    if (reference->edition != model->edition)
        return say(work, D_REFERENCE_OTHER, name,
                   str_printf(arena, "edition %d", (int64_t)reference->edition),
                   str_printf(arena, "edition %d", (int64_t)model->edition));
    if (reference->year != wanted)
        return say(work, D_REFERENCE_OTHER, name,
                   str_printf(arena, "the year %S", year_words(arena, reference->year)),
                   year_words(arena, wanted));
    work->call->status = LUS_CANNOT;
    return true;
}

/* Reads the reference that options or text want, if they do.  False after a message. */
static bool prepare(Work *work, const Model *model)
{
    const LusOptions *options = work->options;
    Str use = str_of(options->use_reference), compare = str_of(options->compare_reference);
    int of = text_uses(work, model);
    if (work->only_reads) return true;
    if (of && work->freezes) {
        Arena *arena = &work->call->arena;
        return say(work, D_REFERENCE_LATER, year_words(arena, work->year), year_words(arena, of),
                   STR_EMPTY);
    }
    if (of && !use.len)
        return say(work, D_REFERENCE_WHERE, year_words(&work->call->arena, of), STR_EMPTY,
                   STR_EMPTY);
    if (use.len && compare.len) return say(work, D_REFERENCE_BOTH, STR_EMPTY, STR_EMPTY, STR_EMPTY);
    if (!use.len && !compare.len) return true;
    ReferenceUse *own = NEW(&work->data, ReferenceUse);
    own->span = model->reference ? model->reference->span
                                 : model->framework->child[AT_FRAMEWORK_NAME]->span;
    own->reference = reference_read(work, use.len ? use : compare, own->span);
    if (!own->reference || !reference_signed(work, own->reference, use.len > 0)) return false;
    if (is_of_other(work, model, own->reference)) return true;
    if (!judge(work, model, own->reference)) return false;
    own->note = (ReferenceNote){ .mode = use.len ? REFERENCE_USED : REFERENCE_COMPARED,
                                 .name = file_name(own->reference->file.file),
                                 .sha256 = own->reference->file.sha256,
                                 .year = own->reference->year };
    work->reference = own;
    return true;
}

Str reference_meaning(Arena *arena, Model *model)
{
    Meaning meaning;
    meaning_of_model(arena, model, &meaning);
    return meaning.meaning_sha256;
}

bool reference_of_part(const Work *work)
{
    const ReferenceUse *own = work->reference;
    return own && own->note.mode == REFERENCE_USED && own->reference->year == work->year;
}

/* What cannot be frozen is told where a frozen figure was to stand for the whole nation; of the
 * rules first sealed it is not told again. */
static void tell_open(const Work *work, const Passes *passes)
{
    for (size_t i = 0; i < passes->open_count && !work->settled; i++)
        DIAG_AT(&work->call->diags, D_REFERENCE_OPEN, passes->open[i]);
}

/* Puts the figures into the year's model; and into those before it: where the text uses the
 * reference of a year, into those after that one; else each year's own, where rules over several
 * years read them. */
static bool put_years(Work *work, Model *model, uint64_t record)
{
    const ReferenceUse *own = work->reference;
    bool good = true, between = own->reference->year < model->year;
    for (Model *m = model; m && (!between || m->year > own->reference->year); m = m->before) {
        const Passes *passes = m == model ? own->passes : passes_find(m);
        const Reference *section = own->own;
        bool before = m != model && !between;
        if (before) section = section_of(&work->data, own->reference, record, m->year);
        good = reference_put(m, passes, section, before, own->span, &work->call->diags) && good;
    }
    return good;
}

/* Whether figures that other rules of the log made may stand in for those of these. */
static bool fits_years(Work *work, Model *model)
{
    const ReferenceUse *own = work->reference;
    for (Model *m = model; m; m = m->before) {
        const Passes *passes = m == model ? own->passes : passes_find(m);
        if (!section_fits(work, passes, own->reference, own->note.name)) return false;
    }
    return true;
}

bool reference_extend(Work *work, Model *model)
{
    uint64_t record = 0;
    if (!prepare(work, model)) return false;
    ReferenceUse *own = work->reference;
    if (!own) return true;
    own->passes = passes_find(model);
    own->model = model;
    bool known =
        section_made_by(own->reference, reference_meaning(&work->call->arena, model), &record) ||
        by_version(work, own->reference, &record);
    if (!known) record = 0;
    own->own = section_of(&work->data, own->reference, record, 0);
    own->note.figures = own->own->row_count;
    if (own->note.mode == REFERENCE_COMPARED) {
        if (!known && work->settled) own->own = NULL;
        passes_ask(model, own->passes);
        return true;
    }
    if (!known && !fits_years(work, model)) {
        work->call->status = LUS_SEAL;
        return false;
    }
    tell_open(work, own->passes);
    return put_years(work, model, record);
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
    if (!own || own->note.mode != REFERENCE_COMPARED || !own->own) return;
    Arena *arena = &work->call->arena;
    Arena scratch = arena_open(work->data.guard);
    PassRows rows = { NULL, 0, 0 };
    passes_rows(&rows, &work->data, own->model, own->passes, work->run, &scratch, 0, 0);
    arena_close(&scratch);
    Text text = text_open(arena);
    own->note.differences = count_differences(&text, arena, rows.items, rows.count, own->own->rows,
                                              own->own->row_count);
    if (!own->note.differences) return;
    uint64_t n = own->note.differences;
    say(work, D_REFERENCE_DIFFERS, own->note.name,
        str_printf(arena, "%g %s", n, n == 1 ? "figure differs" : "figures differ"),
        text_str(&text));
}
