/* level.c -- see site.h: all units of a level, a table for each measure.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

enum { HEADS = 8 };

/* From the site's root, or from the same folder; empty of a unit without a page. */
static Str link_of(const SiteLevel *level, size_t row, bool root)
{
    Str page = level->page[row];
    if (root && level->wanted[row]) return page;
    if (!level->wanted[row]) return STR_EMPTY;
    return str_slice(page, level->folder.len + 1, page.len);
}

void level_table(Text *out, const SiteLevel *level, const SiteMeasure *measure, bool root)
{
    static const bool numbers[HEADS] = { false, true, true, true, false, true, true, false };
    const Columns *c = &measure->columns;
    const Str all[HEADS] = {
        STR_EMPTY,   STR("Figure"),  STR("Interval from"), STR("to"),
        STR("Band"), STR("Counted"), STR("Of all"),        STR("Why there is none")
    };
    const int columns[HEADS] = { 0,       c->value,   c->lower, c->upper,
                                 c->band, c->counted, c->of,    c->reason };
    Str heads[HEADS];
    bool number[HEADS];
    size_t count = 0;
    for (size_t h = 0; h < HEADS; h++) {
        if (columns[h] == NO_COLUMN) continue;
        number[count] = numbers[h];
        heads[count++] = h ? all[h] : html_head(out->arena, level->one);
    }
    html_table(out, str_printf(out->arena, "%S of all %S", measure->title, level->many), heads,
               number, count);
    for (size_t row = 0; row < level->cells.rows; row++) {
        Str cells[HEADS] = { level->name[row] };
        size_t n = 1;
        for (size_t h = 1; h < HEADS; h++) {
            if (columns[h] == NO_COLUMN) continue;
            Str cell = site_cell(&level->cells, row, columns[h]);
            cells[n++] = columns[h] == c->band ? site_band(measure->out, cell) : cell;
        }
        html_row(out, link_of(level, row, root), cells, number, n);
    }
    html_table_end(out);
}

static void put_findings(Text *out, const SiteLevel *level)
{
    static const bool numbers[3] = { false };
    for (size_t r = 0; r < level->review_count; r++) {
        const SiteReview *review = &level->reviews[r];
        Str title = site_title(review->out->title, review->out->name);
        const Str heads[] = { html_head(out->arena, level->one), STR("Finding"),
                              STR("Figures that are missing") };
        html(out, "<h2>%S</h2>\n", title);
        html_table(out, str_printf(out->arena, "%S of all %S", title, level->many), heads, numbers,
                   3);
        for (size_t row = 0; row < level->cells.rows; row++) {
            Str finding = site_cell(&level->cells, row, review->finding);
            const Str cells[] = { level->name[row], site_finding(review->out, finding),
                                  site_cell(&level->cells, row, review->reason) };
            html_row(out, link_of(level, row, false), cells, numbers, 3);
        }
        html_table_end(out);
    }
}

Str level_page(const Site *site, Arena *arena, const SiteLevel *level)
{
    Text out = text_open(arena);
    html(&out,
         "<h1>All %S</h1>\n<p>%g %S, in the order of their keys. This is no ranking: figures "
         "whose intervals overlap cannot be told apart.</p>\n",
         level->many, (uint64_t)level->cells.rows, level->many);
    put_findings(&out, level);
    for (size_t m = 0; m < level->measure_count; m++) {
        html(&out, "<h2>%S</h2>\n", level->measures[m].title);
        level_table(&out, level, &level->measures[m], false);
    }
    html(&out, "<h2>The same as files</h2>\n<ul>\n");
    for (size_t i = 0; i < site->kept.file_count; i++) {
        const KeptFile *file = &site->kept.files[i];
        Str start = level->schema->name;
        bool of_level = site_is_shown(file) && file->name.len > start.len &&
                        file->name.at[start.len] == '.' &&
                        memcmp(file->name.at, start.at, start.len) == 0;
        if (of_level)
            html(&out, "<li><a href=\"../" SITE_FILES "/%S\">%S</a>, %g rows, %g bytes</li>\n",
                 file->name, file->name, file->rows, file->size);
    }
    html(&out, "</ul>\n");
    page_end(&out, site, STR("../"));
    return text_str(&out);
}
