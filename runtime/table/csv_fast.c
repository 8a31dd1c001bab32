/* csv_fast.c -- the fast lane of csv.h: a block whose quotes stand around whole cells, by the
 * places of its separators and line ends (split.h). SPDX-License-Identifier: Apache-2.0 */
#include "limit.h"
#include "table/csv_inner.h"

/* Every separator and line feed of text outside of quotes. */
static bool find_places(CsvBuffers *b, Str text, char separator)
{
    if (!b->quotes && b->find(&b->places, text, separator)) return true;
    bool good = split_quoted(&b->places, text, separator);
    b->quotes = b->places.quotes;
    return good;
}

/* The cell text.at[from, to) without its quotes, at `out`; its length.  At `to` stands what ends
 * it; up to 16 bytes after it may be read and written. */
static inline uint32_t copy_cell(char *out, Str text, uint32_t from, uint32_t to)
{
    bool quoted = text.at[from] == '"';
    from += quoted;
    to -= quoted;
    memcpy(out, text.at + from, 16);
    if (to - from > 16) memcpy(out + 16, text.at + from + 16, to - from - 16);
    return to - from;
}

/* Of two quotes together one stays, in place; the length that is left. */
static uint32_t single_quotes(char *cell, uint32_t len)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < len; i++) {
        cell[kept++] = cell[i];
        i += cell[i] == '"';
    }
    return kept;
}

/* The rows of text, which has quotes, become those of a text of our own that has none.  Whether all
 * cells of any row are empty. */
static bool unquote(Csv *csv, Str text, uint32_t cr)
{
    CsvBuffers *b = csv->buffers;
    CsvRows *rows = &csv->rows;
    uint32_t columns = rows->columns, used = 0, *size = csv_room(csv, &b->size, rows->count);
    uint32_t start = 0;
    bool empty = false;
    csv_text_room(csv, text.len + CSV_PAD);
    for (uint32_t r = 0; r < rows->count; r++) {
        uint32_t *end = rows->end + (size_t)r * columns, from = start, first = used;
        start = end[columns - 1] + cr + 1;
        size[r] = start - from;
        for (uint32_t c = 0; c < columns; c++) {
            uint32_t to = end[c], len = copy_cell(b->text + used, text, from, to);
            if (b->places.twice) len = single_quotes(b->text + used, len);
            used += len;
            end[c] = used;
            b->text[used++] = csv->separator;
            from = to + 1;
        }
        empty |= used - first == columns;
    }
    rows->base = b->text;
    rows->size = size;
    rows->gap = 1;
    return empty;
}

/* Whether every row ends with a line feed and, if cr, a carriage return before it, where the last
 * of its places stands; then that place is where its last cell ends.  *from is then where the row
 * after them would begin. */
static bool find_ends(uint32_t *places, size_t count, uint32_t columns, const char *text,
                      uint32_t cr, uint32_t *from, bool *empty)
{
    uint32_t *last = places + columns - 1, start = 0, alone = 0;
    unsigned char other = 0; /* bits of bytes that should be others */
    for (size_t r = 0; r < count; r++, last += columns) {
        uint32_t at = *last;
        other |= (unsigned char)(text[at] ^ '\n');
        alone |= at - start == columns - 1 + cr;
        start = at + 1;
    }
    last = places + columns - 1;
    for (size_t r = 0; cr && r < count; r++, last += columns) {
        if (*last == 0) return false;
        other |= (unsigned char)(text[--*last] ^ '\r');
    }
    *from = start;
    *empty = alone;
    return other == 0;
}

bool csv_fast(Csv *csv, Str text)
{
    csv_forget(csv);
    CsvBuffers *b = csv->buffers;
    static_assert(LIMIT_FIELD <= UINT32_MAX / 2, "places and sums of them are 32 bits");
    if (text.len > LIMIT_FIELD) return false;
    if (!find_places(b, text, csv->separator)) return false;
    SplitSpecial special = { 0 };
    if (b->places.special) special = split_special(text, csv->separator);
    uint32_t columns = csv->columns;
    size_t count = b->places.newlines;
    if (count * columns != b->places.count || special.nul || (special.cr && special.cr != count))
        return false;
    uint32_t cr = special.cr ? 1 : 0, from = 0;
    bool empty; /* a row of only separators: the slow lane sorts those out */
    if (!find_ends(b->places.at, count, columns, text.at, cr, &from, &empty)) return false;
    csv->rows = (CsvRows){ .base = text.at,
                           .columns = columns,
                           .count = (uint32_t)count,
                           .end = b->places.at,
                           .gap = cr + 1 };
    if (b->quotes) empty = unquote(csv, text, cr);
    csv->rows.end[-1] = 0 - csv->rows.gap;
    if (from != text.len || empty) {
        csv->rows.count = 0;
        return false;
    }
    b->cr = cr;
    csv->records = csv->lines = count;
    *(cr ? &csv->crlf : &csv->lf) = count;
    csv->plain = !special.other;
    csv->fast = true;
    return true;
}
