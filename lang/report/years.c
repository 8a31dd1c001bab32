/* years.c -- see site.h: results of earlier years beside these.
 *
 * A unit is found again by its key, as it stands; where it has another there is nothing of it.
 * That rules are others is told by what they mean, of the framework as a whole.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "archive/judge.h"
#include "archive/signed.h"
#include "result/cell.h"
#include <stdlib.h>

/* ---- reading ---- */

static bool refuse(Site *site, const Kept *kept, Str why)
{
    Str args[] = { kept->shown, why };
    diag_add(&site->call.diags, D_SITE_EARLIER, args, COUNT_OF(args));
    site->call.status = LUS_CANNOT;
    return false;
}

/* Of the same framework, of an earlier year, once. */
static bool fits(Site *site, const SiteYear *year)
{
    const Kept *kept = &year->kept, *now = &site->kept;
    Arena *arena = &site->call.arena;
    if (!str_eq(kept->framework, now->framework))
        return refuse(site, kept, str_printf(arena, "they are of %S", kept->framework));
    if (kept->year >= now->year)
        return refuse(site, kept, str_printf(arena, "they are of %S", kept->year_words));
    for (const SiteYear *other = site->years; other < year; other++)
        if (other->kept.year == kept->year)
            return refuse(site, kept, str_printf(arena, "%S was named before", kept->year_words));
    return true;
}

static LusStatus judge_year(Site *site, SiteYear *year, const char *path)
{
    Call *call = &site->call;
    LusProgram **program = &site->year_program[year - site->years];
    Signers signers;
    LusStatus status = kept_open(&year->kept, &call->arena, &call->diags, path);
    if (status == LUS_OK) status = kept_hold(&year->kept, &call->diags);
    if (status == LUS_OK) status = kept_signed(&year->kept, call, site->asked->keys, &signers);
    if (status != LUS_OK) return status;
    Diags said = call->diags;
    const Sources *sources = call->sources;
    Meaning meaning;
    status = kept_judge(&year->kept, call, program, &meaning);
    if (status != LUS_OK) return status;
    year->meaning_sha256 = meaning.meaning_sha256; /* all that is asked of its rules */
    call->diags = said;
    call->sources = sources;
    lus_program_close(*program);
    *program = NULL;
    return LUS_OK;
}

static int by_year(const void *left, const void *right)
{
    const SiteYear *a = left, *b = right;
    return a->kept.year - b->kept.year;
}

bool years_judge(Site *site)
{
    size_t count = site->earlier_count;
    if (count > YEARS_MOST)
        return refuse(site, &site->kept, STR("more than 32 earlier years were named beside them"));
    site->years = NEW_ARRAY(&site->call.arena, SiteYear, count + 1);
    for (size_t i = 0; i < count; i++) {
        SiteYear *year = &site->years[i];
        year->kept.dir = -1;
        site->year_count = i + 1; /* from now on it is closed */
        site->call.status = judge_year(site, year, site->earlier[i]);
        if (site->call.status != LUS_OK || !fits(site, year)) return false;
    }
    if (count > 1) qsort(site->years, count, sizeof *site->years, by_year);
    return true;
}

static bool read_level(Site *site, SiteYear *year, const SiteLevel *level, YearLevel *then)
{
    Arena *arena = &site->call.arena;
    const KeptFile *file;
    if (!kept_file(&year->kept, level->file)) return true;
    if (!site_cells(site, &year->kept, level->file, &file, &then->cells)) return false;
    then->keys = file->key_count;
    then->there = then->keys == level->keys;
    then->columns = NEW_ARRAY(arena, Columns, level->measure_count + 1);
    for (size_t m = 0; m < level->measure_count; m++)
        then->columns[m] = site_columns(&then->cells, arena, level->measures[m].out->name);
    then->finding = NEW_ARRAY(arena, int, level->review_count + 1);
    for (size_t r = 0; r < level->review_count; r++) {
        bool several = level->out->review_count > 1;
        Str name = several ? level->reviews[r].out->name : STR("finding");
        then->finding[r] = site_column(&then->cells, arena, name, several ? ".finding" : "");
    }
    return true;
}

bool years_read(Site *site)
{
    for (size_t y = 0; y < site->year_count; y++) {
        SiteYear *year = &site->years[y];
        year->levels = NEW_ARRAY(&site->call.arena, YearLevel, site->level_count + 1);
        for (size_t l = 0; l < site->level_count; l++)
            if (!read_level(site, year, &site->levels[l], &year->levels[l])) return false;
    }
    return true;
}

void years_close(Site *site)
{
    for (size_t y = 0; y < site->year_count; y++) kept_close(&site->years[y].kept);
}

/* ---- asking ---- */

const SiteYear *years_last(const Site *site)
{
    const SiteYear *last = site->year_count ? &site->years[site->year_count - 1] : NULL;
    return last && last->kept.year == site->kept.year - 1 ? last : NULL;
}

static int compare_keys(const Cells *a, size_t row_a, const Cells *b, size_t row_b, size_t keys)
{
    int order = 0;
    for (size_t k = 0; k < keys && !order; k++)
        order = str_compare(cells_at(a, row_a, k), cells_at(b, row_b, k));
    return order;
}

bool years_row(const SiteYear *year, const Site *site, const SiteLevel *level, size_t row,
               size_t *then)
{
    const YearLevel *at = &year->levels[level - site->levels];
    size_t low = 0, high = at->there ? at->cells.rows : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_keys(&at->cells, middle, &level->cells, row, level->keys) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *then = low;
    return at->there && low < at->cells.rows &&
           compare_keys(&at->cells, low, &level->cells, row, level->keys) == 0;
}

Figure years_figure(const SiteYear *year, const Site *site, const SiteLevel *level,
                    const SiteMeasure *measure, size_t row)
{
    const YearLevel *at = &year->levels[level - site->levels];
    size_t then;
    if (!years_row(year, site, level, row, &then))
        return (Figure){ STR_EMPTY,
                         STR_EMPTY,
                         STR_EMPTY,
                         STR_EMPTY,
                         STR_EMPTY,
                         STR_EMPTY,
                         STR("not in the results of that year") };
    Figure figure = site_figure(&at->cells, &at->columns[measure - level->measures], then);
    if (!figure.value.len && !figure.reason.len) figure.reason = STR("not made in that year");
    return figure;
}

/* ---- on a page ---- */

static TrendYear trend_year(const SiteMeasure *measure, Str label, const Figure *figure)
{
    int places = measure->out->places;
    TrendYear year = { .label = label };
    year.known = figure->value.len && series_number(figure->value, places, &year.value);
    year.ranged = year.known && series_number(figure->lower, places, &year.lower) &&
                  series_number(figure->upper, places, &year.upper);
    return year;
}

/* Every school year from the first that is known to this one; those without results are gaps. */
static size_t all_years(const Site *site, Arena *arena, const SiteLevel *level,
                        const SiteMeasure *measure, size_t row, TrendYear *years, Figure *figures)
{
    size_t count = 0, next = 0;
    Str meaning = site->years[0].meaning_sha256;
    for (int at = site->years[0].kept.year; at <= site->kept.year; at++, count++) {
        const SiteYear *year = NULL;
        bool now = at == site->kept.year;
        if (!now && next < site->year_count && site->years[next].kept.year == at)
            year = &site->years[next++];
        figures[count] = (Figure){ .reason = STR("no results of that year") };
        if (year) figures[count] = years_figure(year, site, level, measure, row);
        if (now) figures[count] = site_figure(&level->cells, &measure->columns, row);
        years[count] = trend_year(measure, year_words(arena, at), &figures[count]);
        if (!year && !now) continue;
        Str is = now ? site->meaning.meaning_sha256 : year->meaning_sha256;
        years[count].changed = !str_eq(is, meaning);
        meaning = is;
    }
    return count;
}

static void say_last(Text *out, const Site *site, const SiteMeasure *measure, const Figure *now,
                     const Figure *last)
{
    if (!years_last(site) || !now->value.len || !last->value.len) return;
    Str value = site_value(out->arena, measure, last->value);
    switch (sentence_beside(now, last)) {
    case BESIDE_ABOVE:
        html(out, "<p>It lies above last year's figure, %S, by their intervals.", value);
        break;
    case BESIDE_BELOW:
        html(out, "<p>It lies below last year's figure, %S, by their intervals.", value);
        break;
    case BESIDE_OVERLAPS:
        html(out, "<p>It cannot be told apart from last year's figure, %S.", value);
        break;
    case BESIDE_UNKNOWN:
        html(out,
             "<p>Last year's figure was %S; without an interval nothing is said on whether they "
             "differ.",
             value);
    }
    if (!str_eq(years_last(site)->meaning_sha256, site->meaning.meaning_sha256))
        html(out, " The rules were others then.");
    html(out, "</p>\n");
}

static void put_chart(Text *out, const Site *site, const SiteMeasure *measure,
                      const TrendYear *years, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count; i++) known += years[i].known;
    if (known < 2) return;
    Str title = str_printf(out->arena, "%S over the years", measure->title);
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(out->arena, measure));
    trend(out, title, years, count, measure->out->places);
    vega_trend(site, out, title, measure, years, count);
    html(out, "</figure>\n");
}

enum { HEADS = 6 };

static void year_cells(Str cells[HEADS], const SiteMeasure *measure, Str year, const Figure *figure)
{
    cells[0] = year;
    cells[1] = figure->value;
    cells[2] = figure->lower;
    cells[3] = figure->upper;
    cells[4] = site_band(measure->out, figure->band);
    cells[5] = figure->reason;
}

/* Only columns in which something stands. */
static void put_table(Text *out, const SiteMeasure *measure, const TrendYear *years,
                      const Figure *figures, size_t count)
{
    static const bool numbers[HEADS] = { false, true, true, true, false, false };
    const Str heads[HEADS] = { STR("School year"), STR("Figure"), STR("Interval from"),
                               STR("to"),          STR("Band"),   STR("Why there is none") };
    bool has[HEADS] = { true, true }, number[HEADS];
    Str cells[HEADS], shown[HEADS];
    size_t heads_shown = 0;
    for (size_t i = 0; i < count; i++) {
        year_cells(cells, measure, years[i].label, &figures[i]);
        for (size_t h = 0; h < HEADS; h++) has[h] = has[h] || cells[h].len;
    }
    for (size_t h = 0; h < HEADS; h++) {
        if (!has[h]) continue;
        number[heads_shown] = numbers[h];
        shown[heads_shown++] = heads[h];
    }
    html_table(out, str_printf(out->arena, "%S over the years", measure->title), shown, number,
               heads_shown);
    for (size_t i = 0; i < count; i++) {
        size_t n = 0;
        year_cells(cells, measure, years[i].label, &figures[i]);
        for (size_t h = 0; h < HEADS; h++)
            if (has[h]) shown[n++] = cells[h];
        html_row(out, STR_EMPTY, shown, number, n);
    }
    html_table_end(out);
}

void years_section(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure,
                   size_t row)
{
    if (!site->year_count) return;
    size_t most = (size_t)(site->kept.year - site->years[0].kept.year) + 1;
    TrendYear *years = NEW_ARRAY(out->arena, TrendYear, most);
    Figure *figures = NEW_ARRAY(out->arena, Figure, most);
    size_t count = all_years(site, out->arena, level, measure, row, years, figures);
    html(out, "<h4>%S over the years</h4>\n", measure->title);
    say_last(out, site, measure, &figures[count - 1], &figures[count - 2]);
    put_chart(out, site, measure, years, count);
    put_table(out, measure, years, figures, count);
}

void years_rules(Text *out, const Site *site)
{
    const SiteYear *last = years_last(site);
    html(out, "<h2>What changed since last year</h2>\n");
    if (!last) {
        html(out, "<p>Results of the year before were not given to this report.</p>\n");
        return;
    }
    bool same = str_eq(last->meaning_sha256, site->meaning.meaning_sha256);
    html(out, "<p>The rules mean %s in %S.%s</p>\n", same ? "the same as" : "something else than",
         last->kept.year_words,
         same ? ""
              : " Which clauses changed, and what they moved, is told by <code>lustrum "
                "compare</code>.");
    if (!str_eq(last->kept.tool_sha256, site->kept.tool_sha256))
        html(out, "<p>The results were made by another build of Lustrum than last year's.</p>\n");
}
