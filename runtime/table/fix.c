/* fix.c -- see fix.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/fix.h"

static Str trimmed(Str text)
{
    while (text.len && text.at[0] == ' ') text = str_slice(text, 1, text.len);
    while (text.len && text.at[text.len - 1] == ' ') text.len--;
    return text;
}

static void meet(Worker *worker, Part *part, const Fix *fix, uint32_t r)
{
    Str text = part_cell(worker, r, fix->column);
    if (fix->trim) text = trimmed(text);
    bool used = str_eq(text, fix->old);
    Fixed met = { .row = fix->row, .record = part->record ? part->record[r] : r, .used = used };
    if (!used) met.found = arena_str(&worker->arena, text);
    GROW(&worker->arena, part->fixed, part->fixed_count, part->fixed_cap);
    part->fixed[part->fixed_count++] = met;
    if (!used) return;
    GROW(&worker->arena, worker->mends, worker->mend_count, worker->mend_cap);
    worker->mends[worker->mend_count++] = (Mend){ r, fix->column, fix->agreed };
}

void fix_find(Worker *worker, Part *part)
{
    const Fixes *fixes = worker->reader->plan->fixes;
    worker->mend_count = 0;
    for (uint32_t r = 0; r < part->rows; r++) {
        uint32_t k = keys_find_key(&fixes->keys, part->keys[r], &worker->pool);
        if (k == NO_ROW) continue;
        for (uint32_t f = fixes->first[k]; f < fixes->first[k + 1]; f++)
            meet(worker, part, &fixes->items[f], r);
    }
}

/* Bytes of the column with what was agreed; 0 when none of its cells is mended. */
static size_t mended_size(const Worker *worker, uint32_t column, const Cells *cells)
{
    size_t size = 0;
    bool any = false;
    for (size_t i = 0; i < worker->mend_count; i++) {
        if (worker->mends[i].column != column) continue;
        any = true;
        size += worker->mends[i].agreed.len;
    }
    if (!any) return 0;
    for (uint32_t r = 0; r < cells->count; r++) size += cell_at(cells, r).len;
    return size + CSV_PAD;
}

static char *buffer_of(Worker *worker, size_t pair, size_t size)
{
    Mended *buffer = &worker->mended[pair];
    if (buffer->cap >= size) return buffer->at;
    arena_big_free(&worker->arena, buffer->at);
    *buffer = (Mended){ NULL, 0 };
    buffer->at = arena_big(&worker->arena, size + size / 4);
    buffer->cap = size + size / 4;
    return buffer->at;
}

/* All cells are copied, as they hang from one place. */
void fix_cells(Worker *worker, uint32_t column, size_t pair, Cells *cells)
{
    size_t size = mended_size(worker, column, cells), used = 0, next = 0;
    if (!size) return;
    char *to = buffer_of(worker, pair, size);
    uint32_t *from = worker->from[pair], *end = worker->to[pair];
    for (uint32_t r = 0; r < cells->count; r++) {
        Str text = cell_at(cells, r);
        for (; next < worker->mend_count && worker->mends[next].row <= r; next++)
            if (worker->mends[next].row == r && worker->mends[next].column == column)
                text = worker->mends[next].agreed;
        if (text.len) memcpy(to + used, text.at, text.len);
        from[r] = (uint32_t)used;
        used += text.len;
        end[r] = (uint32_t)used;
    }
    memset(to + used, 0, CSV_PAD);
    *cells = (Cells){ .base = to,
                      .from = from,
                      .to = end,
                      .step = 1,
                      .count = cells->count,
                      .record = cells->record,
                      .line = cells->line };
}
