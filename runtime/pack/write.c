/* write.c -- a pack being made; see pack.h.  Arrays go to the file as they come, the directory is
 * kept in memory and goes last, the head over its empty place at the very end.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/form.h"
#include "file.h"
#include "leftover.h"
#include "number/text.h"
#include "sha256.h"
#include "str.h"
#include "table/key.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct PackOut {
    Arena *arena;
    int fd, error;
    uint64_t offset; /* of the next byte */
    uint64_t years;
    Text directory;
};

/* ---- the file ---- */

static void write_at(PackOut *out, const void *bytes, size_t len, uint64_t offset)
{
    const char *at = bytes;
    while (len && !out->error) {
        ssize_t done = pwrite(out->fd, at, len, (off_t)offset);
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) out->error = errno;
        if (done <= 0) return;
        at += done;
        offset += (uint64_t)done;
        len -= (size_t)done;
    }
}

PackOut *pack_begin(Arena *arena, Str path, int *error)
{
    PackOut *out = NEW(arena, PackOut);
    *out = (PackOut){ .arena = arena, .offset = PACK_HEAD, .directory = text_open(arena) };
    out->fd = file_create(AT_FDCWD, str_c(arena, path));
    *error = out->fd < 0 ? errno : 0;
    if (out->fd >= 0) leftover_hold(out->fd);
    return out->fd < 0 ? NULL : out;
}

void pack_close_out(PackOut *out)
{
    if (!out || out->fd < 0) return;
    if (close(out->fd) != 0 && !out->error) out->error = errno;
    out->fd = -1;
}

/* ---- the directory ---- */

static void put_u64(PackOut *out, uint64_t number)
{
    text_add(&out->directory, (Str){ (const char *)&number, sizeof number });
}

static void put_str(PackOut *out, Str s)
{
    put_u64(out, s.len);
    text_add(&out->directory, s);
}

/* An array: where it is, how long, and a hash for each block of it.  NULL is none. */
static void put_array(PackOut *out, const void *data, uint64_t bytes)
{
    if (!data) bytes = 0;
    out->offset = (out->offset + PACK_ALIGN - 1) & ~(uint64_t)(PACK_ALIGN - 1);
    put_u64(out, bytes ? out->offset : 0);
    put_u64(out, bytes);
    for (uint64_t from = 0; from < bytes; from += PACK_BLOCK) {
        const char *block = (const char *)data + from;
        size_t len = bytes - from < PACK_BLOCK ? (size_t)(bytes - from) : PACK_BLOCK;
        char digits[SHA256_DIGITS];
        Sha256 sha;
        sha256_open(&sha);
        sha256_add(&sha, block, len);
        sha256_close(&sha, digits);
        text_add(&out->directory, (Str){ digits, SHA256_DIGITS });
        write_at(out, block, len, out->offset);
        out->offset += len;
    }
}

static void put_counted(PackOut *out, const Counted *list, size_t count)
{
    put_u64(out, count);
    for (size_t i = 0; i < count; i++) {
        put_str(out, list[i].name);
        put_u64(out, list[i].count);
    }
}

static void put_file(PackOut *out, const FileLedger *file, size_t places)
{
    const uint64_t numbers[] = { file->record,      file->bytes,         (uint64_t)file->modified,
                                 file->bom_bytes,   file->heading_bytes, file->kept_bytes,
                                 file->aside_bytes, file->records,       file->kept,
                                 file->listed,      file->made,          file->columns,
                                 file->lines_lf,    file->lines_crlf,    file->final_newline };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) put_u64(out, numbers[i]);
    put_str(out, file->sha256);
    put_str(out, file->day);
    put_counted(out, file->aside, file->aside_count);
    put_counted(out, file->leniency, file->leniency_count);
    put_u64(out, file->unread_count);
    for (size_t i = 0; i < file->unread_count; i++) put_str(out, file->unread[i]);
    put_u64(out, file->places ? places : 0);
    for (size_t i = 0; file->places && i < places; i++) put_u64(out, file->places[i]);
}

static void put_link(PackOut *out, const LinkLedger *link)
{
    const uint64_t numbers[] = { link->child,         link->field,           link->parent,
                                 link->children,      link->matched,         link->parents,
                                 link->with_children, link->without_children };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) put_u64(out, numbers[i]);
    uint64_t met = 0;
    for (size_t r = 0; r < link->reason_count; r++) met += link->unmatched[r] != 0;
    put_u64(out, met);
    for (size_t r = 0; r < link->reason_count; r++) {
        if (!link->unmatched[r]) continue;
        put_u64(out, r);
        put_u64(out, link->unmatched[r]);
    }
}

static void put_corrections(PackOut *out, const CorrectionLedger *list)
{
    put_u64(out, list != NULL);
    if (!list) return;
    put_file(out, &list->file, 0);
    put_u64(out, list->other_years);
    put_u64(out, list->has_years);
    put_u64(out, list->made_count);
    for (size_t i = 0; i < list->made_count; i++) {
        const Corrected *made = &list->made[i];
        const uint64_t numbers[] = { made->row, made->data_row, made->record, made->field,
                                     made->guarded };
        const Str texts[] = { made->key,    made->old,       made->agreed,
                              made->reason, made->agreed_by, made->date };
        for (size_t k = 0; k < COUNT_OF(numbers); k++) put_u64(out, numbers[k]);
        for (size_t k = 0; k < COUNT_OF(texts); k++) put_str(out, texts[k]);
    }
}

/* ---- tables ---- */

/* Numbers too long for 128 bits, as texts. */
static void put_exact(PackOut *out, const Column *column)
{
    Arena scratch = arena_beside(out->arena, out->arena->guard);
    Text all = text_open(&scratch);
    uint64_t *end = arena_big(&scratch, sizeof(uint64_t) * (column->count + 1));
    for (size_t r = 0; r < column->count; r++) {
        if (column->exact[r]) number_write_plain(&all, column->exact[r]);
        end[r] = all.len;
    }
    put_array(out, end, sizeof(uint64_t) * column->count);
    put_array(out, text_str(&all).at, all.len);
    arena_close(&scratch);
}

/* The fewest bytes that hold each of the numbers. */
static uint8_t bytes_of(const int64_t *number, size_t count)
{
    int64_t least = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        least = number[i] < least ? number[i] : least;
        most = number[i] > most ? number[i] : most;
    }
    if (least >= INT8_MIN && most <= INT8_MAX) return 1;
    if (least >= INT16_MIN && most <= INT16_MAX) return 2;
    return least >= INT32_MIN && most <= INT32_MAX ? 4 : 8;
}

/* Whole numbers in so many bytes each. */
static void put_numbers(PackOut *out, const int64_t *number, size_t count, uint8_t bytes)
{
    if (bytes == sizeof *number) {
        put_array(out, number, count * sizeof *number);
        return;
    }
    Arena scratch = arena_beside(out->arena, out->arena->guard);
    void *narrow = arena_big(&scratch, count * bytes + 1);
    for (size_t i = 0; i < count; i++) {
        if (bytes == 1)
            ((int8_t *)narrow)[i] = (int8_t)number[i];
        else if (bytes == 2)
            ((int16_t *)narrow)[i] = (int16_t)number[i];
        else
            ((int32_t *)narrow)[i] = (int32_t)number[i];
    }
    put_array(out, narrow, count * bytes);
    arena_close(&scratch);
}

/* Whether the rows of parents come in order, so that the ends of their children say the same in
 * less. */
static bool stands_by_ends(const Column *column, uint64_t parents)
{
    if (column->type != TYPE_ROW || parents == 0 || column->count < parents) return false;
    for (size_t r = 1; r < column->count; r++)
        if (column->u32[r] < column->u32[r - 1]) return false;
    return true;
}

static void put_ends(PackOut *out, const Column *column, uint64_t parents)
{
    Arena scratch = arena_beside(out->arena, out->arena->guard);
    uint32_t *end = arena_big(&scratch, sizeof *end * (size_t)parents);
    size_t row = 0;
    for (uint64_t p = 0; p < parents; p++) {
        while (row < column->count && column->u32[row] == p) row++;
        end[p] = (uint32_t)row;
    }
    put_array(out, end, sizeof *end * parents);
    arena_close(&scratch);
}

static void put_values(PackOut *out, const Column *column, uint64_t parents, uint64_t stored)
{
    if (column->type == TYPE_NUMBER && column->lane == LANE_EXACT)
        put_exact(out, column);
    else if (stored == PACK_ENDS)
        put_ends(out, column, parents);
    else if (is_whole(column))
        put_numbers(out, column->i64, column->count, (uint8_t)stored);
    else
        put_array(out, column->data, column->count * stored);
}

enum { FEW_ROWS = 8 }; /* of so many rows one at most is missing: then each costs less by itself */

/* Reasons of few rows as those rows and theirs, others one for each row. */
static void put_reasons(PackOut *out, const Column *column)
{
    size_t few = 0;
    for (size_t r = 0; column->reason && r < column->count; r++) few += column->reason[r] != 0;
    if (few == 0 || few > column->count / FEW_ROWS) {
        put_u64(out, 0);
        put_array(out, few ? column->reason : NULL, column->count);
        return;
    }
    Arena scratch = arena_open(out->arena->guard);
    uint32_t *row = NEW_ARRAY(&scratch, uint32_t, few);
    uint8_t *reason = NEW_ARRAY(&scratch, uint8_t, few);
    for (size_t r = 0, at = 0; at < few; r++) {
        if (!column->reason[r]) continue;
        row[at] = (uint32_t)r;
        reason[at++] = column->reason[r];
    }
    put_u64(out, few);
    put_array(out, row, few * sizeof *row);
    put_array(out, reason, few);
    arena_close(&scratch);
}

/* parents: rows of the record that a link leads to. */
static void put_column(PackOut *out, const Column *column, uint64_t parents, const Atoms *atoms)
{
    put_u64(out, column->data != NULL);
    if (!column->data) return;
    uint64_t stored = column_item(column);
    if (is_whole(column)) stored = bytes_of(column->i64, column->count);
    if (stands_by_ends(column, parents)) stored = PACK_ENDS;
    const uint64_t numbers[] = { column->type,  column->lane,          column->width,
                                 column->count, (uint64_t)column->den, stored };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) put_u64(out, numbers[i]);
    put_u64(out, column->dict ? (uint64_t)column->dict->count + 1 : 0);
    for (uint32_t e = 0; column->dict && e < column->dict->count; e++)
        put_str(out, atom_str(atoms, column->dict->atom[e]));
    put_values(out, column, parents, stored);
    put_reasons(out, column);
}

static void put_keys(PackOut *out, const Keys *keys)
{
    put_u64(out, keys ? keys->parts : 0);
    if (!keys) return;
    Arena scratch = arena_beside(out->arena, out->arena->guard);
    Text all = text_open(&scratch);
    uint64_t *end = arena_big(&scratch, sizeof(uint64_t) * ((size_t)keys->rows + 1));
    for (uint32_t r = 0; r < keys->rows; r++) {
        text_add(&all, keys_text(keys, r));
        end[r] = all.len;
    }
    put_array(out, end, sizeof(uint64_t) * keys->rows);
    put_array(out, text_str(&all).at, all.len);
    arena_close(&scratch);
}

static void put_table(PackOut *out, const Tables *tables, size_t record, const Atoms *atoms)
{
    const Table *table = &tables->items[record];
    put_u64(out, table->reordered);
    put_array(out, table->file_row, table->file_row ? sizeof(uint32_t) * table->rows : 0);
    put_keys(out, table->keys);
    for (size_t f = 0; f < table->schema->field_count; f++) {
        const FieldSchema *field = &table->schema->fields[f];
        uint64_t parents = field->kind == KIND_LINK ? tables->items[field->parent].rows : 0;
        put_column(out, &table->columns[f], parents, atoms);
    }
}

/* Longer than its declarations are a year's rest of the directory; both lengths stand before it. */
void pack_add(PackOut *out, const LoadJob *job, const Tables *tables, size_t told)
{
    const Ledger *ledger = &tables->ledger;
    Text before = out->directory;
    out->directory = text_open(out->arena);
    put_u64(out, tables->lacking);
    size_t reasons = declared_reasons(job->schemas, job->count, NULL);
    uint8_t *reason = NEW_ARRAY(out->arena, uint8_t, reasons + 1);
    declared_reasons(job->schemas, job->count, reason);
    put_str(out, (Str){ (const char *)reason, reasons });
    put_u64(out, ledger->file_count);
    for (size_t i = 0; i < ledger->file_count; i++) {
        const FileLedger *file = &ledger->files[i];
        put_file(out, file, job->schemas[file->record].field_count);
    }
    put_u64(out, ledger->link_count);
    for (size_t i = 0; i < ledger->link_count; i++) put_link(out, &ledger->links[i]);
    put_corrections(out, ledger->corrections);
    for (size_t i = 0; i < tables->count; i++) put_u64(out, tables->items[i].rows);
    for (size_t i = 0; i < tables->count; i++) put_table(out, tables, i, job->atoms);
    Str rest = text_str(&out->directory);
    out->directory = before;

    put_u64(out, (uint64_t)(int64_t)job->year);
    put_str(out, declared_sha256(out->arena, job->schemas, job->count));
    put_u64(out, told);
    put_u64(out, ledger->file_count + (ledger->corrections != NULL));
    for (size_t i = 0; i <= ledger->file_count; i++) {
        bool list = i == ledger->file_count;
        if (list && !ledger->corrections) break;
        const FileLedger *file = list ? &ledger->corrections->file : &ledger->files[i];
        put_u64(out, list ? NONE_PACKED : file->record);
        put_u64(out, file->bytes);
        put_u64(out, (uint64_t)file->modified);
        put_str(out, file->sha256);
    }
    put_str(out, rest);
    out->years++;
}

int pack_end(PackOut *out)
{
    Str directory = text_str(&out->directory);
    Str sha256 = sha256_text(out->arena, directory);
    out->offset = (out->offset + PACK_ALIGN - 1) & ~(uint64_t)(PACK_ALIGN - 1);
    char head[PACK_HEAD] = { 0 };
    PackHead fields = { .form = PACK_FORM,
                        .order = PACK_ORDER,
                        .directory = out->offset,
                        .length = directory.len,
                        .years = out->years };
    memcpy(fields.magic, PACK_MAGIC, sizeof fields.magic);
    memcpy(fields.sha256, sha256.at, sizeof fields.sha256);
    memcpy(head, &fields, sizeof fields);
    write_at(out, directory.at, directory.len, out->offset);
    write_at(out, head, sizeof head, 0);
    if (!out->error && fsync(out->fd) != 0) out->error = errno;
    pack_close_out(out);
    return out->error;
}
