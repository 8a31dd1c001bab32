/* ledger.c -- a ledger that outlives its tables.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/ledger.h"
#include "str.h"

static Counted *copy_counted(Arena *arena, const Counted *from, size_t count)
{
    Counted *to = NEW_ARRAY(arena, Counted, count + 1);
    for (size_t i = 0; i < count; i++)
        to[i] = (Counted){ arena_str(arena, from[i].name), from[i].count };
    return to;
}

static FileLedger copy_file(Arena *arena, const FileLedger *from)
{
    FileLedger to = *from;
    to.file = arena_str(arena, from->file);
    to.sha256 = arena_str(arena, from->sha256);
    to.aside = copy_counted(arena, from->aside, from->aside_count);
    to.leniency = copy_counted(arena, from->leniency, from->leniency_count);
    to.places = NULL;
    to.unread = NEW_ARRAY(arena, Str, from->unread_count + 1);
    for (size_t i = 0; i < from->unread_count; i++)
        to.unread[i] = arena_str(arena, from->unread[i]);
    return to;
}

static const CorrectionLedger *copy_corrections(Arena *arena, const CorrectionLedger *from)
{
    if (!from) return NULL;
    CorrectionLedger *to = NEW(arena, CorrectionLedger);
    *to = *from;
    to->file = copy_file(arena, &from->file);
    to->made = NEW_ARRAY(arena, Corrected, from->made_count + 1);
    for (size_t i = 0; i < from->made_count; i++) {
        Corrected *made = &to->made[i];
        *made = from->made[i];
        Str *texts[] = { &made->key,    &made->old,       &made->agreed,
                         &made->reason, &made->agreed_by, &made->date };
        for (size_t t = 0; t < COUNT_OF(texts); t++) *texts[t] = arena_str(arena, *texts[t]);
    }
    return to;
}

Ledger ledger_copy(Arena *arena, const Ledger *from)
{
    Ledger to = *from;
    to.files = NEW_ARRAY(arena, FileLedger, from->file_count + 1);
    to.links = NEW_ARRAY(arena, LinkLedger, from->link_count + 1);
    for (size_t i = 0; i < from->file_count; i++) to.files[i] = copy_file(arena, &from->files[i]);
    for (size_t i = 0; i < from->link_count; i++) {
        to.links[i] = from->links[i];
        to.links[i].unmatched = NEW_ARRAY(arena, uint64_t, from->links[i].reason_count + 1);
        for (size_t r = 0; r < from->links[i].reason_count; r++)
            to.links[i].unmatched[r] = from->links[i].unmatched[r];
    }
    to.corrections = copy_corrections(arena, from->corrections);
    return to;
}
