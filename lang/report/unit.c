/* unit.c -- see site.h: the page of a school, trust or region.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

enum { SAID_MOST = 8 };

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_letter(char c)
{
    return (small(c) >= 'a' && small(c) <= 'z') || (c >= '0' && c <= '9');
}

/* A key as the heading of its column writes it, where that has the word in capitals: "URN" of urn;
 * otherwise as its name, "Urn". */
static Str key_words(Arena *arena, const FieldSchema *field)
{
    Str name = field->name, head = field->header_count == 1 ? field->headers[0] : STR_EMPTY;
    for (size_t at = 0; at + name.len <= head.len; at++) {
        size_t i = 0;
        while (i < name.len && head.at[at + i] != name.at[i] &&
               small(head.at[at + i]) == name.at[i])
            i++;
        bool alone = (!at || !is_letter(head.at[at - 1])) &&
                     (at + i == head.len || !is_letter(head.at[at + i]));
        if (i == name.len && alone) return str_slice(head, at, at + i);
    }
    return html_head(arena, name);
}

static void put_identity(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    html(out, "<dl class=\"facts\">\n");
    for (size_t c = 0; c < level->keys + level->names; c++) {
        Str cell = cells_at(&level->cells, row, c), head = level->cells.heads[c];
        const FieldSchema *field = NULL;
        if (c >= level->keys && str_eq(cell, level->name[row])) continue;
        for (size_t f = 0; f < level->schema->field_count; f++)
            if (str_eq(level->schema->fields[f].name, head)) field = &level->schema->fields[f];
        /* the name of a record that another's field names is what the page is headed with */
        if (field && !field->header_count && str_eq(cell, level->name[row])) continue;
        Str title = html_head(out->arena, head);
        if (field && field->title.len)
            title = field->title;
        else if (field && c < level->keys)
            title = key_words(out->arena, field);
        if (cell.len) html(out, "<dt>%S</dt><dd>%S</dd>\n", title, cell);
    }
    ties_up(out, site, level, row);
    html(out, "<dt>School year</dt><dd>%S</dd>\n</dl>\n", site->kept.year_words);
}

/* ---- findings and powers ---- */

/* The finding of the year before; empty. */
static Str last_finding(const Site *site, const SiteLevel *level, size_t r, size_t row)
{
    const SiteYear *last = years_last(site);
    size_t then;
    if (!last || !years_row(last, site, level, row, &then)) return STR_EMPTY;
    const YearLevel *at = &last->levels[level - site->levels];
    return site_cell(&at->cells, then, at->finding[r]);
}

static void put_finding(Text *out, const Site *site, const SiteLevel *level, size_t r, size_t row)
{
    const SiteReview *review = &level->reviews[r];
    Str last = last_finding(site, level, r, row);
    Str finding = site_cell(&level->cells, row, review->finding);
    Str why = site_cell(&level->cells, row, review->reason);
    Str title = site_title(review->out->title, review->out->name);
    html(out, "<li>%S: <strong>%S</strong>.", title,
         finding.len ? site_finding(review->out, finding) : STR("no finding"));
    if (last.len) html(out, " Last year: %S.", site_finding(review->out, last));
    if (why.len) html(out, " Figures that are missing: %S.", why);
    html(out, "</li>\n");
}

/* ---- the head ---- */

static void put_head(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    size_t said = 0;
    html(out, "<h2>In short</h2>\n<ul>\n");
    for (size_t r = 0; r < level->review_count; r++) put_finding(out, site, level, r, row);
    /* measures that are judged first */
    for (int banded = 1; banded >= 0; banded--)
        for (size_t m = 0; m < level->measure_count && said < SAID_MOST; m++) {
            const SiteMeasure *measure = &level->measures[m];
            if ((measure->columns.band != NO_COLUMN) != (banded == 1)) continue;
            Figure figure = site_figure(&level->cells, &measure->columns, row);
            sentence_short(out, site, measure, &figure);
            said++;
        }
    if (said < level->measure_count)
        html(out, "<li>%g more measures stand below.</li>\n",
             (uint64_t)(level->measure_count - said));
    for (size_t p = 0; p < level->power_count; p++)
        if (power_is_open(site_cell(&level->cells, row, level->powers[p].open)))
            html(out,
                 "<li>The condition of a power is met: <strong>%S</strong>, held by %S.</li>\n",
                 site_title(level->powers[p].out->title, level->powers[p].out->name),
                 level->powers[p].out->held_by);
    html(out, "</ul>\n");
}

void unit_page(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    html(out, "<h1>%S</h1>\n", level->name[row]);
    put_identity(out, site, level, row);
    put_head(out, site, level, row);
    if (site->draft) move_section(out, site, level, row);
    if (level->measure_count) html(out, "<h2>Measures</h2>\n");
    for (size_t m = 0; m < level->measure_count; m++)
        figure_section(out, site, level, &level->measures[m], row);
    powers_section(out, site, level, row);
    powers_held(out, site, level, row);
    supports_section(out, site, level, row);
    supports_within(out, site, level, row);
    ties_down(out, site, level, row);
    html(out, "<h2>Who is counted and who is not</h2>\n"
              "<p>How many were counted, of how many, stands with each figure above.</p>\n");
    figure_left_out(out, site);
    years_rules(out, site);
    page_questions(out, site);
    if (site->draft) draft_wrong(out, site, level, row);
    page_end(out, site, STR("../"));
}
