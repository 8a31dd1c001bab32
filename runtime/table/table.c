/* table.c -- asking tables (table.h), and the ledger's own check (ledger.h), which only adds.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/table.h"
#include "table/key.h"
#include <stdlib.h>

Type kind_type(Kind kind)
{
    switch (kind) {
    case KIND_TEXT:
    case KIND_CODE: return TYPE_CODE;
    case KIND_NUMBER:
    case KIND_PERCENT: return TYPE_NUMBER;
    case KIND_YESNO: return TYPE_YESNO;
    case KIND_DATE: return TYPE_DATE;
    case KIND_YEAR: return TYPE_YEAR;
    case KIND_LINK: return TYPE_ROW;
    }
    return TYPE_NONE;
}

Str table_key(const Table *table, uint64_t row, size_t part)
{
    if (!table->keys || row >= table->keys->rows) return STR_EMPTY;
    return keys_part(table->keys, (uint32_t)row, part);
}

uint32_t table_find(const Table *table, const Str *parts, size_t count)
{
    enum { LONGEST = 4096 };
    char bytes[LONGEST];
    size_t len = 0;
    if (!table->keys || count != table->keys->parts) return NO_ROW;
    for (size_t p = 0; p < count; p++) {
        if (parts[p].len + 1 > LONGEST - len) return NO_ROW;
        if (p) bytes[len++] = '\0';
        if (parts[p].len) memcpy(bytes + len, parts[p].at, parts[p].len);
        len += parts[p].len;
    }
    return keys_find(table->keys, (Str){ bytes, len });
}

typedef struct Named {
    Str key;
    uint32_t row;
} Named;

static int by_key(const void *left, const void *right)
{
    const Named *a = left, *b = right;
    int order = str_compare(a->key, b->key);
    return order ? order : a->row < b->row ? -1 : a->row > b->row;
}

void table_key_order(const Table *table, uint32_t *order, Arena *scratch)
{
    for (uint64_t r = 0; r < table->rows; r++) order[r] = (uint32_t)r;
    if (!table->keys || table->rows < 2) return;
    Named *named = arena_big(scratch, sizeof(Named) * table->rows);
    for (uint32_t r = 0; r < table->rows; r++) named[r] = (Named){ keys_text(table->keys, r), r };
    qsort(named, table->rows, sizeof(Named), by_key);
    for (uint64_t r = 0; r < table->rows; r++) order[r] = named[r].row;
    arena_big_free(scratch, named);
}

uint64_t table_file_row(const Table *table, uint64_t row)
{
    return table->file_row ? table->file_row[row] : row + 2;
}

void table_first_children(const Table *child, uint64_t parents, uint32_t *first)
{
    assert(child->ordered_by_link);
    const uint32_t *link = child->columns[child->first_link].u32;
    uint64_t r = 0;
    for (uint64_t p = 0; p <= parents; p++) {
        while (r < child->rows && link[r] < p) r++;
        first[p] = (uint32_t)r;
    }
}

/* ---- the ledger ---- */

static bool file_adds_up(const FileLedger *file, Str *what)
{
    uint64_t rows = file->kept;
    for (size_t i = 0; i < file->aside_count; i++) rows += file->aside[i].count;
    uint64_t bytes = file->bom_bytes + file->heading_bytes + file->kept_bytes + file->aside_bytes;
    bool made = file->listed ? file->made >= file->kept : file->made == file->kept;
    if (made && rows == file->records && bytes == file->bytes) return true;
    if (what) *what = file->file;
    return false;
}

static bool link_adds_up(const LinkLedger *link, Str *what)
{
    uint64_t children = link->matched;
    for (size_t i = 0; i < link->reason_count; i++) children += link->unmatched[i];
    if (children == link->children && link->with_children + link->without_children == link->parents)
        return true;
    if (what) *what = STR("links");
    return false;
}

/* Every row of the list was made or is of another year, each once. */
static bool corrections_add_up(const CorrectionLedger *list, Str *what)
{
    if (!file_adds_up(&list->file, what)) return false;
    bool good = list->made_count + list->other_years == list->file.kept;
    for (size_t i = 1; i < list->made_count; i++) good &= list->made[i - 1].row < list->made[i].row;
    if (!good && what) *what = list->file.file;
    return good;
}

bool ledger_check(const Ledger *ledger, Str *what)
{
    for (size_t i = 0; i < ledger->file_count; i++)
        if (!file_adds_up(&ledger->files[i], what)) return false;
    for (size_t i = 0; i < ledger->link_count; i++)
        if (!link_adds_up(&ledger->links[i], what)) return false;
    if (ledger->corrections && !corrections_add_up(ledger->corrections, what)) return false;
    for (size_t i = 0; i < ledger->earlier_count; i++)
        if (!ledger_check(&ledger->earlier[i], what)) return false;
    return true;
}
