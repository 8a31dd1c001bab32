/* level.c -- see site.h: all units of a level, a table for each measure.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

enum { HEADS = 11 };

Units units_all(const SiteLevel *level)
{
    return (Units){ .level = level, .count = level->cells.rows };
}

const char *level_no_ranking(const SiteLevel *level)
{
    for (size_t m = 0; m < level->measure_count; m++)
        if (level->measures[m].columns.lower != NO_COLUMN)
            return "figures whose intervals overlap cannot be told apart";
    return "there are no intervals, so nothing tells figures apart";
}

Str level_link(Arena *arena, const SiteLevel *level, size_t row, Str root)
{
    if (!level->wanted[row]) return STR_EMPTY;
    return str_printf(arena, "%S%S", root, level->page[row]);
}

/* A column that a table has. */
typedef struct Head {
    Str words;
    bool number;
    int column; /* of the level's file; NO_COLUMN: of what stands beside it */
    enum { OF_FILE, OF_BAND, OF_FINDING, OF_WEIGHT, OF_REASON } kind;
    const SiteReview *review;
} Head;

static bool any_tie(const Units *units, bool weight)
{
    for (size_t i = 0; units->ties && i < units->count; i++)
        if (weight ? units->ties[i]->weight.len : units->ties[i]->reason.len) return true;
    return false;
}

static bool any_reason(const Units *units, int column)
{
    for (size_t i = 0; i < units->count; i++)
        if (site_cell(&units->level->cells, units_row(units, i), column).len) return true;
    return false;
}

static size_t heads_of(const Units *units, const SiteMeasure *measure, Head *heads)
{
    const Columns *c = &measure->columns;
    const SiteReview *review =
        units->ties && units->level->review_count ? &units->level->reviews[0] : NULL;
    const Head all[] = {
        { STR("Figure"), true, c->value, OF_FILE, NULL },
        { STR("Interval from"), true, c->lower, OF_FILE, NULL },
        { STR("to"), true, c->upper, OF_FILE, NULL },
        { STR("Band"), false, c->band, OF_BAND, NULL },
        { STR("Finding"), false, review ? review->finding : NO_COLUMN, OF_FINDING, review },
        { STR("Counted"), true, c->counted, OF_FILE, NULL },
        { STR("Of all"), true, c->of, OF_FILE, NULL },
        { STR("Why there is none"), false, any_reason(units, c->reason) ? c->reason : NO_COLUMN,
          OF_FILE, NULL },
        { STR("Weight"), true, any_tie(units, true) ? 0 : NO_COLUMN, OF_WEIGHT, NULL },
        { STR("Not counted here"), false, any_tie(units, false) ? 0 : NO_COLUMN, OF_REASON, NULL }
    };
    size_t count = 0;
    for (size_t h = 0; h < COUNT_OF(all); h++)
        if (all[h].column != NO_COLUMN) heads[count++] = all[h];
    return count;
}

static Str cell_of(const Units *units, const SiteMeasure *measure, const Head *head, size_t i)
{
    Str cell = site_cell(&units->level->cells, units_row(units, i), head->column);
    switch (head->kind) {
    case OF_BAND: return site_band(measure->out, cell);
    case OF_FINDING: return site_finding(head->review->out, cell);
    case OF_WEIGHT: return units->ties[i]->weight;
    case OF_REASON: return units->ties[i]->reason;
    case OF_FILE: break;
    }
    return cell;
}

void level_table(Text *out, const Units *units, const SiteMeasure *measure, Str root)
{
    const SiteLevel *level = units->level;
    Arena *arena = out->arena;
    Head heads[HEADS];
    Str words[HEADS] = { html_head(arena, level->one) };
    bool numbers[HEADS] = { false };
    size_t count = heads_of(units, measure, heads);
    for (size_t h = 0; h < count; h++) {
        words[h + 1] = heads[h].words;
        numbers[h + 1] = heads[h].number;
    }
    html_table(out,
               str_printf(arena, "%S of %s %S", measure->title, units->ties ? "these" : "all",
                          level->many),
               words, numbers, count + 1);
    for (size_t i = 0; i < units->count; i++) {
        size_t row = units_row(units, i);
        Str cells[HEADS] = { level->name[row] };
        for (size_t h = 0; h < count; h++) cells[h + 1] = cell_of(units, measure, &heads[h], i);
        html_row(out, level_link(arena, level, row, root), cells, numbers, count + 1);
    }
    html_table_end(out);
}

static void put_findings(Text *out, const SiteLevel *level)
{
    static const bool numbers[3] = { false };
    Units units = units_all(level);
    for (size_t r = 0; r < level->review_count; r++) {
        const SiteReview *review = &level->reviews[r];
        Str title = site_title(review->out->title, review->out->name);
        const Str heads[] = { html_head(out->arena, level->one), STR("Finding"),
                              STR("Figures that are missing") };
        html(out, "<h2>%S</h2>\n", title);
        size_t count = any_reason(&units, review->reason) ? 3 : 2;
        html_table(out, str_printf(out->arena, "%S of all %S", title, level->many), heads, numbers,
                   count);
        for (size_t row = 0; row < level->cells.rows; row++) {
            Str finding = site_cell(&level->cells, row, review->finding);
            const Str cells[] = { level->name[row], site_finding(review->out, finding),
                                  site_cell(&level->cells, row, review->reason) };
            html_row(out, level_link(out->arena, level, row, STR("../")), cells, numbers, count);
        }
        html_table_end(out);
    }
}

void level_page(Text *out, const Site *site, const SiteLevel *level)
{
    html(out,
         "<h1>All %S</h1>\n<p>%g %S, in the order of their keys. This is no ranking: %s.</p>\n",
         level->many, (uint64_t)level->cells.rows, level_many(level), level_no_ranking(level));
    Units units = units_all(level);
    put_findings(out, level);
    for (size_t m = 0; m < level->measure_count; m++) {
        html(out, "<h2>%S</h2>\n", level->measures[m].title);
        level_table(out, &units, &level->measures[m], STR("../"));
        funnel_table(out, site, &units, &level->measures[m], STR("../"));
    }
    html(out, "<h2>The same as files</h2>\n<ul>\n");
    for (size_t i = 0; i < site->kept.file_count; i++) {
        const KeptFile *file = &site->kept.files[i];
        Str start = level->schema->name;
        bool of_level = site_is_shown(file) && file->name.len > start.len &&
                        file->name.at[start.len] == '.' &&
                        memcmp(file->name.at, start.at, start.len) == 0;
        if (of_level)
            html(out,
                 "<li><a href=\"../" SITE_FILES "/%S\">%S</a>, %g rows, %g bytes; "
                 "<a href=\"../" SITE_FILES "/%S\">as JSON</a></li>\n",
                 file->name, file->name, file->rows, file->size,
                 site_json_name(out->arena, file->name));
    }
    html(out, "</ul>\n");
    page_end(out, site, STR("../"));
}
