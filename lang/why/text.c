/* text.c -- an explanation for a terminal: the tree of each figure, the rules it rests on, and the
 * sums that check it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "result/grid.h"
#include "result/standing.h"
#include "why/outline.h"
#include "why/why.h"

typedef struct Page {
    Inquiry *why;
    Text text;
    Outline *outline;
} Page;

/* ---- the tree ---- */

/* The branches before a line, from those of the lines above and below it. */
static Str branches(Inquiry *why, const Line *lines, size_t count, size_t at)
{
    Text text = text_open(why->arena);
    int depth = lines[at].depth;
    for (int d = 1; d <= depth; d++) {
        bool more = false; /* a further line at depth d under the same parent */
        for (size_t i = at + 1; i < count && lines[i].depth >= d; i++)
            if (lines[i].depth == d) {
                more = true;
                break;
            }
        if (d < depth)
            text_add(&text, more ? (why->plain ? STR("|  ") : STR("\xE2\x94\x82  ")) : STR("   "));
        else if (why->plain)
            text_add(&text, more ? STR("|- ") : STR("`- "));
        else
            text_add(&text,
                     more ? STR("\xE2\x94\x9C\xE2\x94\x80 ") : STR("\xE2\x94\x94\xE2\x94\x80 "));
    }
    return text_str(&text);
}

static Str where(Inquiry *why, const Rule *rule)
{
    return rule->line ? str_printf(why->arena, "%S:%u", rule->file, (uint64_t)rule->line)
                      : STR_EMPTY;
}

static void add_tree(Page *page)
{
    Inquiry *why = page->why;
    const Outline *outline = page->outline;
    Grid grid = grid_open(why->arena, "lll");
    grid_cell(&grid, STR("STEP"));
    grid_cell(&grid, STR("VALUE"));
    grid_cell(&grid, STR("WHERE"));
    for (size_t i = 0; i < outline->count; i++) {
        const Line *line = &outline->lines[i];
        grid_cell(&grid, str_printf(why->arena, "%S%S",
                                    branches(why, outline->lines, outline->count, i), line->words));
        grid_cell(&grid, line->value);
        grid_cell(&grid, where(why, &line->rule));
    }
    grid_print(&grid, &page->text, 0);
}

/* ---- the rules and the sums ---- */

/* The lines of a rule as they stand, without the indent of the first. */
static void add_rule(Page *page, const Rule *rule)
{
    const Source *source = &page->why->model->sources->items[rule->span.file];
    uint32_t first = rule->line, last = source_place(source, rule->span.end).line;
    Str head = source_line(source, first);
    size_t indent = 0;
    while (indent < head.len && head.at[indent] == ' ') indent++;
    Str place = str_printf(page->why->arena, "%S:%u", rule->file, (uint64_t)first);
    for (uint32_t n = first; n <= last; n++) {
        Str line = source_line(source, n);
        size_t skip = 0;
        while (skip < indent && skip < line.len && line.at[skip] == ' ') skip++;
        text_add(&page->text, STR("  "));
        if (n == first) text_add(&page->text, place);
        if (n != first) text_pad(&page->text, ' ', place.len);
        text_printf(&page->text, "  %S\n", str_slice(line, skip, line.len));
    }
}

static void add_rules(Page *page)
{
    const Outline *outline = page->outline;
    if (!outline->rule_count) return;
    text_add(&page->text, STR("\nThe rules:\n"));
    for (size_t i = 0; i < outline->rule_count; i++) add_rule(page, &outline->rules[i]);
    for (size_t i = 0; i < outline->article_count; i++)
        text_printf(&page->text, "  %S\n", outline->articles[i]);
}

static void add_sums(Page *page)
{
    const Outline *outline = page->outline;
    if (!outline->sum_count) return;
    text_add(&page->text, STR("\nCheck it:\n"));
    for (size_t i = 0; i < outline->sum_count; i++)
        text_printf(&page->text, "  %S\n", outline->sums[i]);
}

static void add_figure(Page *page, const Figure *figure)
{
    Inquiry *why = page->why;
    page->outline = why_outline(why, figure);
    text_add(&page->text, why_heading(why, figure));
    standing_mark(&page->text, why->run->program);
    text_byte(&page->text, '\n');
    for (size_t i = 0; i < page->outline->said_count; i++)
        text_printf(&page->text, "%S\n", page->outline->said[i]);
    text_byte(&page->text, '\n');
    add_tree(page);
    add_rules(page);
    add_sums(page);
}

Str why_text(Inquiry *why)
{
    Page page = { .why = why, .text = text_open(why->arena) };
    why->plain = why->asked->ascii != 0;
    for (size_t i = 0; i < why->figure_count; i++) {
        if (i) text_byte(&page.text, '\n');
        add_figure(&page, &why->figures[i]);
    }
    return text_str(&page.text);
}
