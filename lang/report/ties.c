/* ties.c -- see site.h: which unit belongs to which, as links.csv has it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "result/links.h"
#include <stdlib.h>

/* ---- reading ---- */

typedef struct Reading {
    Site *site;
    const Finder *finder;
    Cells cells;
} Reading;

static bool read_tie(const Reading *r, size_t line, Tie *tie)
{
    enum { LEVEL, KEY, OF, PARENT, THROUGH, ROW, WEIGHT, REASON };
    const Cells *c = &r->cells;
    *tie = (Tie){ .through = cells_at(c, line, THROUGH),
                  .weight = cells_at(c, line, WEIGHT),
                  .reason = cells_at(c, line, REASON) };
    tie->level =
        finder_unit(r->finder, cells_at(c, line, LEVEL), cells_at(c, line, KEY), &tie->row);
    tie->of =
        finder_unit(r->finder, cells_at(c, line, OF), cells_at(c, line, PARENT), &tie->parent);
    return tie->level && tie->of;
}

static int by_unit(const void *left, const void *right)
{
    const Tie *a = left, *b = right;
    if (a->level != b->level) return a->level < b->level ? -1 : 1;
    if (a->row != b->row) return a->row < b->row ? -1 : 1;
    if (a->of != b->of) return a->of < b->of ? -1 : 1;
    if (a->parent != b->parent) return a->parent < b->parent ? -1 : 1;
    return str_compare(a->reason, b->reason);
}

/* Counted first, then filled. */
static void lay_out(Site *site, SiteLevel *level)
{
    Arena *arena = &site->call.arena;
    size_t rows = level->cells.rows, total = 0;
    level->up = NEW_ARRAY(arena, size_t, rows + 2);
    level->down = NEW_ARRAY(arena, size_t, rows + 2);
    size_t *next = NEW_ARRAY(arena, size_t, rows + 2);
    for (size_t t = 0; t < site->tie_count; t++)
        if (site->ties[t].of == level) next[site->ties[t].parent + 1]++;
    for (size_t row = 0; row <= rows; row++) {
        total += next[row];
        next[row] = level->down[row] = total;
    }
    level->below = NEW_ARRAY(arena, const Tie *, total + 1);
    for (size_t t = 0; t < site->tie_count; t++)
        if (site->ties[t].of == level) level->below[next[site->ties[t].parent]++] = &site->ties[t];
    level->has_below = total > 0;
    size_t t = 0;
    while (t < site->tie_count && site->ties[t].level < level) t++;
    for (size_t row = 0; row <= rows; row++) {
        while (t < site->tie_count && site->ties[t].level == level && site->ties[t].row < row) t++;
        level->up[row] = t;
    }
}

bool ties_read(Site *site)
{
    enum { COLUMNS = 8 };
    Arena *arena = &site->call.arena;
    Reading r = { .site = site };
    const KeptFile *file;
    if (kept_file(&site->kept, STR(LINKS_NAME))) {
        if (!site_cells(site, &site->kept, STR(LINKS_NAME), &file, &r.cells)) return false;
        bool good = r.cells.columns >= COLUMNS;
        r.finder = finder_open(site, arena);
        site->ties = NEW_ARRAY(arena, Tie, r.cells.rows + 1);
        for (size_t line = 0; line < r.cells.rows && good; line++)
            good = read_tie(&r, line, &site->ties[site->tie_count++]);
        if (!good) {
            site->call.status = kept_broken(&site->kept, &site->call,
                                            STR(LINKS_NAME " names what is in no other file"));
            return false;
        }
        if (site->tie_count) qsort(site->ties, site->tie_count, sizeof *site->ties, by_unit);
    }
    for (size_t l = 0; l < site->level_count; l++) lay_out(site, &site->levels[l]);
    return true;
}

/* ---- up ---- */

void ties_up(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    for (size_t t = level->up[row]; t < level->up[row + 1]; t++) {
        const Tie *tie = &site->ties[t];
        Str link = level_link(out->arena, tie->of, tie->parent, STR("../"));
        html(out, "<dt>%S</dt><dd>", html_head(out->arena, tie->of->one));
        if (link.len)
            html(out, "<a href=\"%H\">%S</a>", link, tie->of->name[tie->parent]);
        else
            html(out, "%S", tie->of->name[tie->parent]);
        if (tie->reason.len) html(out, " (not counted there: %S)", tie->reason);
        html(out, "</dd>\n");
    }
}

/* ---- down ---- */

/* The units of one level among those that belong to another. */
static Units units_below(Arena *arena, const SiteLevel *of, size_t parent, const SiteLevel *level)
{
    size_t first = of->down[parent], end = of->down[parent + 1];
    const Tie **ties = NEW_ARRAY(arena, const Tie *, end - first + 1);
    Units units = { .level = level, .ties = ties };
    for (size_t t = first; t < end; t++)
        if (of->below[t]->level == level) ties[units.count++] = of->below[t];
    return units;
}

/* The figures of some of the units, in the order of all; a unit that is there twice stands once. */
static Series series_of(Arena *arena, const Units *units, const Series *all)
{
    Series some = *all;
    bool *here = NEW_ARRAY(arena, bool, all->count + 1);
    for (size_t i = 0; i < units->count; i++) here[units_row(units, i)] = true;
    some.order = NEW_ARRAY(arena, uint32_t, all->known + 1);
    some.known = 0;
    for (size_t i = 0; i < all->known; i++)
        if (here[all->order[i]]) some.order[some.known++] = all->order[i];
    return some;
}

static void put_some(Text *out, const Site *site, const Units *units, const SiteMeasure *measure)
{
    const SiteLevel *level = units->level;
    if (!measure->series.drawable) return;
    Series some = series_of(out->arena, units, &measure->series);
    if (some.known < 3) return;
    Str title = str_printf(out->arena, "%S of these %S", measure->title, level->many);
    Caterpillar chart = { .series = &some,
                          .all = caterpillar_all(out->arena, &some, false),
                          .name = title,
                          .many = level->many,
                          .mark = some.count };
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(out->arena, measure));
    caterpillar(out, &chart);
    vega_caterpillar(site, out, title, level, measure, &some);
    html(out, "</figure>\n");
}

static void put_below(Text *out, const Site *site, const Units *units)
{
    const SiteLevel *level = units->level;
    html(out,
         "<h2>%g %S belong%s here</h2>\n<p>In the order of their keys. This is no ranking: "
         "%s.</p>\n",
         (uint64_t)units->count, units->count == 1 ? level->one : level->many,
         units->count == 1 ? "s" : "", level_no_ranking(level));
    for (size_t m = 0; m < level->measure_count; m++) {
        html(out, "<h3>%S of these %S</h3>\n", level->measures[m].title, level->many);
        put_some(out, site, units, &level->measures[m]);
        level_table(out, units, &level->measures[m], STR("../"));
        if (site->draft) continue; /* a funnel is of all units */
        funnel_section(out, site, units, &level->measures[m]);
        funnel_table(out, site, units, &level->measures[m], STR("../"));
    }
}

void ties_down(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    for (size_t l = 0; level->has_below && l < site->level_count; l++) {
        Units units = units_below(out->arena, level, row, &site->levels[l]);
        if (units.count) put_below(out, site, &units);
    }
}

/* ---- side by side ---- */

static uint64_t found_of(const Units *units, const SiteReview *review, Str finding)
{
    uint64_t count = 0;
    for (size_t i = 0; i < units->count; i++)
        count +=
            str_eq(site_cell(&units->level->cells, units_row(units, i), review->finding), finding);
    return count;
}

static void put_beside(Text *out, const SiteLevel *of, const SiteLevel *level,
                       const SiteReview *review)
{
    Arena *arena = out->arena;
    size_t findings = review->out->finding_count, count = 2 + 2 * findings;
    Str *cells = NEW_ARRAY(arena, Str, count);
    bool *numbers = NEW_ARRAY(arena, bool, count);
    cells[0] = html_head(arena, of->one);
    cells[1] = html_head(arena, level->many);
    for (size_t i = 1; i < count; i++) numbers[i] = true;
    for (size_t f = 0; f < findings; f++) {
        cells[2 + 2 * f] = site_title(review->out->finding_title[f], review->out->finding_name[f]);
        cells[3 + 2 * f] = STR("Share");
    }
    Str title = site_title(review->out->title, review->out->name);
    html(out, "<h3>%S: %S side by side</h3>\n", title, of->many);
    html_table(out, str_printf(arena, "%S of the %S of each %S", title, level->many, of->one),
               cells, numbers, count);
    for (size_t row = 0; row < of->cells.rows; row++) {
        Units units = units_below(arena, of, row, level);
        cells[0] = of->name[row];
        cells[1] = str_printf(arena, "%g", (uint64_t)units.count);
        for (size_t f = 0; f < findings; f++) {
            uint64_t found = found_of(&units, review, review->out->finding_name[f]);
            cells[2 + 2 * f] = str_printf(arena, "%g", found);
            cells[3 + 2 * f] = sentence_share(arena, found, units.count);
        }
        html_row(out, level_link(arena, of, row, STR_EMPTY), cells, numbers, count);
    }
    html_table_end(out);
}

void ties_beside(Text *out, const Site *site, const SiteLevel *of)
{
    for (size_t l = 0; of->has_below && l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        bool any = false;
        for (size_t t = 0; t < of->down[of->cells.rows] && !any; t++)
            any = of->below[t]->level == level;
        for (size_t r = 0; any && r < level->review_count; r++)
            put_beside(out, of, level, &level->reviews[r]);
    }
}
