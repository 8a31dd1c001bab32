/* read_ledger.c -- what a pack says of the files it was made of, their links and corrections; see
 * unpack.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/unpack.h"

static Counted *get_counted(Unpacking *u, size_t *count)
{
    *count = cursor_count(&u->in, 16);
    Counted *list = NEW_ARRAY(u->job->arena, Counted, *count + 1);
    for (size_t i = 0; i < *count; i++) {
        list[i].name = cursor_str(&u->in);
        list[i].count = cursor_u64(&u->in);
    }
    return list;
}

static void get_file(Unpacking *u, FileLedger *file, size_t places)
{
    Cursor *in = &u->in;
    uint64_t record = cursor_u64(in);
    *file = (FileLedger){ .record = (uint32_t)record };
    file->bytes = cursor_u64(in);
    file->modified = (int64_t)cursor_u64(in);
    uint64_t *const numbers[] = { &file->bom_bytes,   &file->heading_bytes, &file->kept_bytes,
                                  &file->aside_bytes, &file->records,       &file->kept };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) *numbers[i] = cursor_u64(in);
    file->listed = cursor_flag(in);
    file->made = cursor_u64(in);
    file->columns = (uint32_t)cursor_u64(in);
    file->lines_lf = cursor_u64(in);
    file->lines_crlf = cursor_u64(in);
    file->final_newline = cursor_flag(in);
    file->sha256 = cursor_str(in);
    file->day = cursor_str(in);
    file->aside = get_counted(u, &file->aside_count);
    file->leniency = get_counted(u, &file->leniency_count);
    file->unread_count = cursor_count(in, 8);
    file->unread = NEW_ARRAY(u->job->arena, Str, file->unread_count + 1);
    for (size_t i = 0; i < file->unread_count; i++) file->unread[i] = cursor_str(in);
    size_t count = cursor_count(in, 8);
    in->bad |= count && count != places;
    if (!count || in->bad) return;
    file->places = NEW_ARRAY(u->job->arena, uint32_t, places + 1);
    for (size_t i = 0; i < places; i++) file->places[i] = (uint32_t)cursor_u64(in);
}

void unpack_files(Unpacking *u)
{
    const LoadJob *job = u->job;
    Ledger *ledger = &u->loader->tables.ledger;
    size_t count = cursor_count(&u->in, 8);
    u->in.bad |= count > job->count;
    for (size_t i = 0; i < count && !u->in.bad; i++) {
        FileLedger *file = &ledger->files[ledger->file_count];
        Cursor ahead = u->in;
        uint64_t record = cursor_u64(&ahead);
        u->in.bad |= ahead.bad || record >= job->count;
        if (u->in.bad) return;
        get_file(u, file, job->schemas[record].field_count);
        file->file = tables_path(job, record);
        ledger->file_count++;
    }
}

void unpack_links(Unpacking *u)
{
    const LoadJob *job = u->job;
    Cursor *in = &u->in;
    Ledger *ledger = &u->loader->tables.ledger;
    size_t count = cursor_count(in, 8), most = 0;
    for (size_t i = 0; i < job->count; i++) most += job->schemas[i].field_count;
    in->bad |= count > most;
    for (size_t i = 0; i < count && !in->bad; i++) {
        LinkLedger *link = &ledger->links[i];
        uint64_t child = cursor_u64(in), field = cursor_u64(in), parent = cursor_u64(in);
        in->bad |= child >= job->count || parent >= job->count;
        in->bad |= in->bad || field >= job->schemas[child].field_count;
        if (in->bad) return;
        *link = (LinkLedger){ .child = (uint32_t)child,
                              .field = (uint32_t)field,
                              .parent = (uint32_t)parent };
        link->reason_count = job->reason_count;
        link->unmatched = NEW_ARRAY(job->arena, uint64_t, job->reason_count + 256);
        uint64_t *const numbers[] = { &link->children, &link->matched, &link->parents,
                                      &link->with_children, &link->without_children };
        for (size_t k = 0; k < COUNT_OF(numbers); k++) *numbers[k] = cursor_u64(in);
        for (size_t met = cursor_count(in, 16); met-- > 0;) {
            uint64_t reason = cursor_u64(in), rows = cursor_u64(in);
            int16_t ours = reason < 256 ? u->reason[reason] : -1;
            in->bad |= ours < 0 || (size_t)ours >= job->reason_count;
            if (!in->bad) link->unmatched[ours] += rows;
        }
        ledger->link_count++;
    }
}

void unpack_corrections(Unpacking *u)
{
    Cursor *in = &u->in;
    if (!cursor_flag(in)) return;
    CorrectionLedger *list = NEW(u->job->arena, CorrectionLedger);
    get_file(u, &list->file, 0);
    list->file.file =
        load_path(u->job, u->job->corrections ? u->job->corrections->name : STR_EMPTY);
    list->other_years = cursor_u64(in);
    list->has_years = cursor_flag(in);
    list->made_count = cursor_count(in, 80);
    list->made = NEW_ARRAY(u->job->arena, Corrected, list->made_count + 1);
    for (size_t i = 0; i < list->made_count && !in->bad; i++) {
        Corrected *made = &list->made[i];
        made->row = cursor_u64(in);
        made->data_row = cursor_u64(in);
        made->record = (uint32_t)cursor_u64(in);
        made->field = (uint32_t)cursor_u64(in);
        made->guarded = cursor_flag(in);
        in->bad |= made->record >= u->job->count ||
                   made->field >= u->job->schemas[made->record].field_count;
        Str *const texts[] = { &made->key,    &made->old,       &made->agreed,
                               &made->reason, &made->agreed_by, &made->date };
        for (size_t k = 0; k < COUNT_OF(texts); k++) *texts[k] = cursor_str(in);
    }
    u->loader->tables.ledger.corrections = list;
}
