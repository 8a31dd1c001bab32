/* power.c -- see site.h: powers over a unit and those held in it, with what was decided.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

bool power_is_open(Str word)
{
    return str_eq(word, STR("open"));
}

/* ---- decisions ---- */

static Str decided(const Site *site, size_t row, const char *column)
{
    const Cells *cells = &site->decisions;
    size_t c = cells_column(cells, str_of(column));
    return c < cells->columns ? cells_at(cells, row, c) : STR_EMPTY;
}

/* Whether a line of decisions.csv is on that power over that unit. */
static bool is_on(const Site *site, size_t line, const SitePower *power, const SiteLevel *level,
                  size_t row, Arena *arena)
{
    bool same = str_eq(decided(site, line, "power"), power->out->name) &&
                str_eq(decided(site, line, "over"), level->schema->name) &&
                str_eq(decided(site, line, "key"), cells_at(&level->cells, row, 0));
    for (size_t k = 1; k < level->keys && same; k++)
        same = str_eq(decided(site, line, str_printf(arena, "key %u", (uint64_t)k + 1).at),
                      cells_at(&level->cells, row, k));
    return same;
}

/* "2026-10-01: opened by Commissioner (a letter was sent)". */
static Str decisions_on(const Site *site, Arena *arena, const SitePower *power,
                        const SiteLevel *level, size_t row)
{
    Text text = text_open(arena);
    for (size_t line = 0; line < site->decisions.rows; line++) {
        if (!is_on(site, line, power, level, row, arena)) continue;
        text_printf(&text, "%s%S: %S by %S (%S)", text.len ? "; " : "", decided(site, line, "date"),
                    decided(site, line, "decision"), decided(site, line, "who"),
                    decided(site, line, "reason"));
    }
    return text_str(&text);
}

static Str power_text(const SitePower *power)
{
    const Node *text = power->rule ? power->rule->node->child[AT_POWER_TEXT] : NULL;
    return text ? text->text : STR_EMPTY;
}

/* ---- over a unit ---- */

void powers_section(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    static const bool numbers[5] = { false };
    const Str heads[] = { STR("Power"), STR("Held by"), STR("Its condition"), STR("The rule"),
                          STR("What was decided") };
    size_t count = site->has_decisions ? COUNT_OF(heads) : COUNT_OF(heads) - 1;
    if (!level->power_count) return;
    html(out, "<h2>Powers</h2>\n<p>A power whose condition is met may be used; that it is open "
              "does not say that it is or should be.</p>\n");
    html_table(out, STR("Powers and whether they are open"), heads, numbers, count);
    for (size_t p = 0; p < level->power_count; p++) {
        const SitePower *power = &level->powers[p];
        const Str cells[] = { site_title(power->out->title, power->out->name), power->out->held_by,
                              site_cell(&level->cells, row, power->open), power_text(power),
                              decisions_on(site, out->arena, power, level, row) };
        html_row(out, STR_EMPTY, cells, numbers, count);
    }
    html_table_end(out);
}

/* ---- held in a unit ---- */

enum { HELD_HEADS = 5 };

static bool is_held_in(const SitePower *power, const SiteLevel *level)
{
    return power->out->held_in == level->out->space;
}

/* What the reviews found of a unit: "A visit". */
static Str findings_of(Arena *arena, const SiteLevel *level, size_t row)
{
    Text text = text_open(arena);
    for (size_t r = 0; r < level->review_count; r++)
        text_printf(&text, "%s%S", r ? "; " : "",
                    site_finding(level->reviews[r].out,
                                 site_cell(&level->cells, row, level->reviews[r].finding)));
    return text_str(&text);
}

static void put_open(Text *out, const Site *site, const SiteLevel *of, size_t parent,
                     const SiteLevel *level, const SitePower *power)
{
    static const bool numbers[HELD_HEADS] = { false };
    Arena *arena = out->arena;
    const Str heads[] = { html_head(arena, level->one), STR("What the review found"),
                          STR("Held by"), STR("The rule"), STR("What was decided") };
    Str title = site_title(power->out->title, power->out->name);
    size_t count = site->has_decisions ? HELD_HEADS : HELD_HEADS - 1, open = 0;
    for (size_t t = of->down[parent]; t < of->down[parent + 1]; t++) {
        const Tie *tie = of->below[t];
        if (tie->level != level || tie->reason.len ||
            !power_is_open(site_cell(&level->cells, tie->row, power->open)))
            continue;
        if (!open++)
            html_table(out, str_printf(arena, "%S: %S over which it is open", title, level->many),
                       heads, numbers, count);
        const Str cells[] = { level->name[tie->row], findings_of(arena, level, tie->row),
                              power->out->held_by, power_text(power),
                              decisions_on(site, arena, power, level, tie->row) };
        html_row(out, level_link(arena, level, tie->row, STR("../")), cells, numbers, count);
    }
    if (open)
        html_table_end(out);
    else
        html(out, "<p>%S: open over none of the %S that belong here.</p>\n", title, level->many);
}

void powers_held(Text *out, const Site *site, const SiteLevel *of, size_t parent)
{
    bool any = false;
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        for (size_t p = 0; p < level->power_count; p++) {
            if (!is_held_in(&level->powers[p], of)) continue;
            if (!any)
                html(out, "<h2>Powers held here</h2>\n<p>A power whose condition is met may be "
                          "used; that it is open does not say that it is or should be.</p>\n");
            any = true;
            put_open(out, site, of, parent, level, &level->powers[p]);
        }
    }
}
