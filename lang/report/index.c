/* index.c -- see site.h: every page by name and key; the script searches in it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

static void put_unit(Text *out, const SiteLevel *level, size_t row)
{
    html(out, "<li class=\"unit\"><a href=\"%H\">%S</a>", level->page[row], level->name[row]);
    for (size_t k = 0; k < level->keys; k++) {
        Str key = cells_at(&level->cells, row, k);
        if (level->keys > 1 || !str_eq(key, level->name[row])) html(out, " %S", key);
    }
    html(out, "</li>\n");
}

void index_page(Text *out, const Site *site)
{
    const Kept *kept = &site->kept;
    html(out, "<h1>%S, %S</h1>\n<p id=\"find\"></p>\n<ul>\n",
         kept->title.len ? kept->title : kept->framework, kept->year_words);
    html(out, "<li><a href=\"nation.html\">The nation: the review as a whole</a></li>\n");
    for (size_t l = 0; l < site->level_count; l++)
        html(out, "<li><a href=\"%H/index.html\">All %S in tables</a></li>\n",
             site->levels[l].folder, site->levels[l].many);
    html(out, "<li><a href=\"audit.html\">Audit annex: data, rules, hashes and sums</a></li>\n"
              "</ul>\n");
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        bool any = false;
        for (size_t row = 0; row < level->cells.rows; row++) {
            if (!level->wanted[row]) continue;
            if (!any)
                html(out, "<h2>%g %S</h2>\n<ul>\n", (uint64_t)level->cells.rows, level_many(level));
            put_unit(out, level, row);
            any = true;
        }
        if (any) html(out, "</ul>\n");
        if (!level->cells.rows) html(out, "<h2>0 %S</h2>\n", level_many(level));
    }
    page_end(out, site, STR_EMPTY);
}
