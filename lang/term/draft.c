/* draft.c -- record_draft: what a framework and the options say, as a record; see pending.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "module.h"
#include "result/cell.h"
#include "term/keys.h"
#include "term/measures.h"
#include "term/pending.h"

static bool lacks(Drafting *d, Str what, Str why, Str fix)
{
    Str args[] = { what, why, fix };
    diag_add(d->gate->diags, D_SEAL_OPTION, args, COUNT_OF(args));
    return false;
}

static bool unfit(Drafting *d, Str what, Str why, Str fix)
{
    Str args[] = { what, why, fix };
    diag_add(d->gate->diags, D_SEAL_VALUE, args, COUNT_OF(args));
    return false;
}

static bool nothing(Drafting *d, Str what, Str why, Str fix)
{
    Str args[] = { what, why, fix };
    diag_add(d->gate->diags, D_SEAL_NOTHING, args, COUNT_OF(args));
    return false;
}

bool pending_absent(Diags *diags, Str log)
{
    Str args[] = { str_printf(diags->arena, "no record waits beside %S", log),
                   STR("A signature is of a record that was prepared before."),
                   STR("Prepare it: lustrum seal FILE --agreed-by \"...\" --on 2026-05-14") };
    diag_add(diags, D_SEAL_NOTHING, args, COUNT_OF(args));
    return false;
}

bool pending_waits(Diags *diags, Str pending)
{
    Str args[] = {
        str_printf(diags->arena, "%S waits for signatures", pending),
        STR("One record after the other joins the log."),
        STR("Sign it: lustrum seal FILE --sign KEYFILE.  To prepare it again remove that "
            "file.")
    };
    diag_add(diags, D_SEAL_NOTHING, args, COUNT_OF(args));
    return false;
}

/* ---- who agreed, who signs ---- */

static bool take_by(Drafting *d)
{
    Arena *arena = d->gate->arena;
    Str by = str_of(d->how->agreed_by);
    if (by.len == 0)
        return lacks(d, STR("whose decision it is"),
                     STR("The record says who agreed to the rules."),
                     STR("Add  --agreed-by \"Accountability Board, minute 2026/14\""));
    bool plain = by.len <= RECORD_WORDS && !memchr(by.at, '"', by.len) &&
                 str_utf8_valid(by) == by.len && str_eq(str_printable(arena, by, by.len), by);
    d->record->agreed_by = by;
    return plain || unfit(d, STR("what stands after --agreed-by is not plain text"),
                          str_printf(arena,
                                     "It stands in the record between quotes: at most %u bytes, "
                                     "without quotes and without signs that are not printed.",
                                     (uint64_t)RECORD_WORDS),
                          STR("Write  --agreed-by \"Accountability Board, minute 2026/14\""));
}

static bool take_on(Drafting *d)
{
    Str on = str_of(d->how->on);
    if (on.len == 0)
        return lacks(d, STR("the day of the decision"),
                     STR("Lustrum reads no clock: the day is the one that you say."),
                     STR("Add  --on 2026-05-14"));
    d->record->on = on;
    return record_is_day(on) ||
           unfit(d,
                 str_printf(d->gate->arena, "%S after --on is no day",
                            str_printable(d->gate->arena, on, 40)),
                 STR("A day is year, month and day, with hyphens, and one that the calendar has."),
                 STR("Write the day of the decision as  --on 2026-05-14"));
}

/* How many must sign: as many as there are, at most; one is told. */
static bool fits_threshold(Drafting *d)
{
    Arena *arena = d->gate->arena;
    uint64_t must = d->how->threshold, keys = d->record->keys.count;
    Str file = str_printable(arena, str_of(d->how->keys), 200);
    if (must == 0)
        return lacks(d, STR("how many must sign"),
                     STR("No single person should be able to change the rules."),
                     STR("Add  --threshold 2"));
    if (must > keys)
        return unfit(d, str_printf(arena, "%u after --threshold is more than may sign", must),
                     str_printf(arena, "%S has %u key%s, and each signs once.", file, keys,
                                keys == 1 ? "" : "s"),
                     keys > 1 ? str_printf(arena, "Write a number from 2 to %u, or add keys.", keys)
                              : STR("Add the keys of the others who may sign."));
    if (must == 1) diag_add(d->gate->diags, D_SEAL_ALONE, NULL, 0);
    return true;
}

static bool take_keys(Drafting *d)
{
    SealRecord *record = d->record;
    const Chain *chain = &d->gate->chain;
    if (!d->how->keys && chain->count) {
        record->keyset = keyset_hash(d->gate->arena, chain_signers(chain, record));
        return true;
    }
    if (!d->how->keys)
        return lacks(d, STR("the keys that may sign"),
                     STR("The first record names them, and how many of them must sign."),
                     STR("Add  --keys KEYS --threshold 2 , where KEYS holds lines of .pub files"));
    if (!keys_read(d->gate->arena, d->gate->diags, str_of(d->how->keys), &record->keys))
        return false;
    record->keys.threshold = d->how->threshold;
    record->keyset = keyset_hash(d->gate->arena, &record->keys);
    return fits_threshold(d);
}

/* ---- the rules ---- */

static void take_files(Drafting *d)
{
    Arena *arena = d->gate->arena;
    const Sources *sources = &d->program->sources;
    SealRecord *record = d->record;
    record->files = NEW_ARRAY(arena, SealedFile, d->meaning->file_count + 1);
    record->file_count = d->meaning->file_count;
    for (size_t i = 0; i < d->meaning->file_count; i++) {
        const FileMeaning *file = &d->meaning->files[i];
        record->files[i] =
            (SealedFile){ .name = module_file_name(sources, file->file),
                          .text = sources->items[file->file].text,
                          .meaning = str_printf(arena, "sha256:%S", file->meaning_sha256),
                          .wording = str_printf(arena, "sha256:%S", file->wording_sha256) };
    }
}

static void take_rules(Drafting *d)
{
    Arena *arena = d->gate->arena;
    const Program *program = d->program->program;
    SealRecord *record = d->record;
    record->title = program->title;
    record->edition = program->edition;
    record->term_first = program->term_first;
    record->term_last = program->term_last;
    record->meaning = str_printf(arena, "sha256:%S", d->meaning->meaning_sha256);
    record->wording = str_printf(arena, "sha256:%S", d->meaning->wording_sha256);
    record->measures = measure_hashes(arena, d->meaning->canonical, &record->measure_count);
    take_files(d);
}

/* ---- the record ---- */

static bool take_kind(Drafting *d)
{
    const Chain *chain = &d->gate->chain;
    SealRecord *record = d->record;
    record->kind = KIND_SEAL;
    if (chain->count == 0) {
        record->amendment_count = 0; /* before the seal there is nothing to amend */
        return true;
    }
    bool same_meaning;
    if (!gate_same(d->gate, chain_last_rules(chain), d->meaning, &same_meaning)) {
        record->kind = KIND_AMENDMENT;
        record->supersedes = chain_last_rules(chain)->seq;
        if (!d->how->keys) return amendments_fit(d);
        return nothing(d, STR("keys and rules are changed by records of their own"),
                       STR("Whoever signs sees one change at a time."),
                       STR("Seal the amendment without --keys, and then the keys."));
    }
    if (!d->how->keys)
        return nothing(d, STR("these rules are sealed as they are"),
                       STR("Layout and comments may change, and need no seal."),
                       STR("lustrum verify FILE tells what holds."));
    *record = (SealRecord){
        .kind = KIND_KEYS, .seq = record->seq, .prev = record->prev, .framework = record->framework
    };
    return true;
}

/* An amendment is no older than the rules it amends; one that reaches back is told. */
static bool in_time(Drafting *d)
{
    Arena *arena = d->gate->arena;
    const SealRecord *record = d->record, *last = chain_last_rules(&d->gate->chain);
    if (record->kind != KIND_AMENDMENT) return true;
    if (memcmp(record->on.at, last->on.at, last->on.len) < 0) {
        Str args[] = { record->on, last->on, record_place(arena, &d->gate->chain, last) };
        diag_add(d->gate->diags, D_AMEND_DAY, args, COUNT_OF(args));
        return false;
    }
    int from = record_from(record);
    Str end = str_printf(arena, "%d-08-31", (int64_t)from + 1);
    if (memcmp(end.at, record->on.at, end.len) >= 0) return true;
    Str args[] = { year_words(arena, from), end, record->on };
    diag_add(d->gate->diags, D_AMEND_PAST, args, COUNT_OF(args));
    return true;
}

bool record_draft(Drafting *d)
{
    const Chain *chain = &d->gate->chain;
    const Program *program = d->program->program;
    SealRecord *record = d->record;
    if (program->standing.mode == MODE_STUDY) {
        diag_add(d->gate->diags, D_SEAL_STUDY, NULL, 0);
        return false;
    }
    *record = (SealRecord){ .seq = chain->count + 1, .prev = STR_EMPTY };
    record->framework = program->name;
    if (chain->count) record->prev = chain->records[chain->count - 1].hash;
    take_rules(d);
    if (!amendments_take(d) || !take_kind(d) || !take_by(d) || !take_on(d) || !in_time(d) ||
        !take_keys(d))
        return false;
    record->body = record->whole = record_body(d->gate->arena, record);
    return chain_takes(d->gate->arena, chain, record, d->gate->diags);
}
