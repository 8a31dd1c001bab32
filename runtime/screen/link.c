/* link.c -- which columns stand in a key of another file (screen.h).
 *
 * A pair of columns is looked at where both look alike and either have one heading, or the one that
 * points has more different values than a list of codes.  Each file with such a column is read once
 * more; a pair is given up as soon as too many values have no row.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/screen.h"

static bool is_number(const ScreenColumn *column)
{
    return column->shape[SHAPE_WHOLE] > column->shape[SHAPE_TEXT];
}

static uint64_t filled(const ScreenFile *file, const ScreenColumn *column)
{
    return file->rows - column->blank;
}

static bool may_point(const ScreenFile *file, const ScreenColumn *from, const ScreenFile *to_file,
                      const ScreenColumn *to)
{
    if (!screen_is_key(to_file, to) || !filled(file, from)) return false;
    if (from->shape[SHAPE_DECIMAL] || from->shape[SHAPE_PERCENT] || from->shape[SHAPE_DATE] ||
        from->shape[SHAPE_YEAR])
        return false;
    if (str_eq(from->heading, to->heading)) return true;
    if (is_number(from) != is_number(to) || screen_is_key(file, from)) return false;
    return from->values.many && from->set.given_up;
}

static void add_links(Screen *screen, uint32_t f, uint32_t c)
{
    const ScreenFile *file = &screen->files[f];
    for (uint32_t t = 0; t < screen->count; t++)
        for (uint32_t k = 0; t != f && k < screen->files[t].column_count; k++) {
            const ScreenFile *to = &screen->files[t];
            if (!may_point(file, &file->columns[c], to, &to->columns[k])) continue;
            GROW(screen->arena, screen->links, screen->link_count, screen->link_cap);
            screen->links[screen->link_count++] =
                (ScreenLink){ .file = f, .column = c, .to_file = t, .to_column = k };
        }
}

static void judge(ScreenLink *link)
{
    if (link->values >= SCREEN_FIRST_JUDGED && link->unmatched * SCREEN_NEARLY > link->values)
        link->given_up = true;
}

static void match_rows(ScreenPass *pass, const Csv *csv)
{
    Screen *screen = pass->screen;
    const CsvRows *rows = &csv->rows;
    for (size_t i = 0; i < screen->link_count; i++) {
        ScreenLink *link = &screen->links[i];
        if (&screen->files[link->file] != pass->file || link->given_up) continue;
        const HashSet *keys = &screen->files[link->to_file].columns[link->to_column].set;
        for (uint32_t r = 0; r < rows->count && !link->given_up; r++) {
            Str cell = screen_cell_at(rows, r, link->column);
            if (!cell.len) continue;
            link->values++;
            link->unmatched += !hash_has(keys, hash_of(cell, screen->seed));
            judge(link);
        }
    }
}

void screen_links(Screen *screen)
{
    for (uint32_t f = 0; f < screen->count; f++) {
        size_t before = screen->link_count;
        for (uint32_t c = 0; c < screen->files[f].column_count; c++) add_links(screen, f, c);
        if (screen->link_count == before) continue;
        ScreenPass pass = {
            .screen = screen, .file = &screen->files[f], .again = true, .rows = match_rows
        };
        bool whole = screen_pass(&pass);
        for (size_t i = before; i < screen->link_count; i++) {
            ScreenLink *link = &screen->links[i];
            if (!whole || link->unmatched * SCREEN_NEARLY > link->values) link->given_up = true;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < screen->link_count; i++)
        if (!screen->links[i].given_up) screen->links[kept++] = screen->links[i];
    screen->link_count = kept;
}
