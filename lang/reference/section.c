/* section.c -- see reference.h: whose figures of a reference hold for the rules and the year that
 * run.
 *
 * The file says it in its first column: `nation` of the reference's year by the rules that hold in
 * it, `nation in 2024/25` of a year before, which rules over several years read, `nation by record
 * 1` by other rules of the seal log: those first sealed, where an amendment holds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reference/reference.h"
#include "result/account.h"
#include "term/gate.h"

#define IN STR(" in ")
#define BY STR(" by record ")

Str section_what(Arena *arena, const PassRow *row)
{
    Text text = text_open(arena);
    text_add(&text, row->what);
    if (row->year) text_printf(&text, "%S%S", IN, year_words(arena, row->year));
    if (row->record) text_printf(&text, "%S%u", BY, row->record);
    return text_str(&text);
}

/* Where `mark` begins in text; its length when it does not. */
static size_t find(Str text, Str mark)
{
    const char *at = text.len ? memmem(text.at, text.len, mark.at, mark.len) : NULL;
    return at ? (size_t)(at - text.at) : text.len;
}

Str section_read(Str what, int *year, uint64_t *record)
{
    size_t by = find(what, BY), in = find(what, IN);
    *record = 0;
    for (size_t i = by + BY.len; i < what.len && what.at[i] >= '0' && what.at[i] <= '9'; i++)
        *record = (*record * 10 + (uint64_t)(what.at[i] - '0')) % RECORD_RECORDS;
    if (in > by) in = by;
    *year = in < by ? reference_year(str_slice(what, in + IN.len, by)) : 0;
    return str_slice(what, 0, in);
}

Reference *section_of(Arena *arena, const Reference *reference, uint64_t record, int year)
{
    Reference *section = NEW(arena, Reference);
    *section = *reference;
    section->rows = NEW_ARRAY(arena, PassRow, reference->row_count + 1);
    section->row_count = 0;
    for (size_t i = 0; i < reference->row_count; i++)
        if (reference->rows[i].record == record && reference->rows[i].year == year)
            section->rows[section->row_count++] = reference->rows[i];
    if (year) section->year = year;
    return section;
}

bool section_made_by(const Reference *reference, Str meaning, uint64_t *record)
{
    for (size_t i = 0; i < reference->maker_count; i++) {
        *record = reference->makers[i].record;
        if (str_eq(reference->makers[i].meaning, meaning)) return true;
    }
    return false;
}

/* ---- rules that were amended since ---- */

static Str hash_of(const SealRecord *record, Str measure)
{
    for (size_t i = 0; i < record->measure_count; i++)
        if (str_eq(record->measures[i].name, measure)) return record->measures[i].hash;
    return STR_EMPTY;
}

/* The record of the log whose rules made the reference; NULL. */
static const SealRecord *record_of(Arena *arena, const Work *work, const Reference *reference)
{
    const Chain *chain = work->record ? &work->gate->chain : NULL;
    if (!reference->maker_count) return NULL;
    Str meaning = str_printf(arena, "sha256:%S", reference->makers[0].meaning);
    for (size_t i = 0; chain && i < chain->count; i++)
        if (chain->records[i].kind != KIND_KEYS && str_eq(chain->records[i].meaning, meaning))
            return &chain->records[i];
    return NULL;
}

bool section_fits(Work *work, const Passes *passes, const Reference *reference, Str name)
{
    Arena *arena = &work->call->arena;
    const SealRecord *made = record_of(arena, work, reference), *now = work->record;
    if (!made) {
        diag_add(&work->call->diags, D_REFERENCE_RULES, &name, 1);
        return false;
    }
    for (size_t i = 0; i < passes->count; i++) {
        Str measure = passes->items[i].measure, was = hash_of(made, measure);
        if (was.len && str_eq(was, hash_of(now, measure))) continue;
        Str args[] = { name, measure, str_printf(arena, "%u", made->seq),
                       str_printf(arena, "%u", now->seq) };
        diag_add(&work->call->diags, D_REFERENCE_AMENDED, args, COUNT_OF(args));
        return false;
    }
    return true;
}
