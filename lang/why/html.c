/* html.c -- explanations as one page that stands alone: no script, nothing from a network,
 * headings, nested lists and the rule text with the clauses marked that were used.
 * SPDX-License-Identifier: Apache-2.0 */
#include "page.h"
#include "result/standing.h"
#include "why/outline.h"
#include "why/why.h"

static void element(Text *text, const char *open, Str s, const char *close)
{
    text_add(text, str_of(open));
    page_text(text, s);
    text_add(text, str_of(close));
}

/* ---- the tree ---- */

static void add_item(Inquiry *why, Text *text, const Line *line)
{
    element(text, "<span class=\"step\">", line->words, "</span>");
    if (line->value.len) element(text, " <span class=\"value\">", line->value, "</span>");
    if (!line->rule.line) return;
    Str where = str_printf(why->arena, "%S:%u", line->rule.file, (uint64_t)line->rule.line);
    element(text, " <span class=\"where\">", where, "</span>");
}

static void add_tree(Inquiry *why, Text *text, const Outline *o)
{
    int depth = -1;
    for (size_t i = 0; i < o->count; i++) {
        const Line *line = &o->lines[i];
        if (line->depth > depth) {
            text_add(text, depth < 0 ? STR("<ul class=\"tree\">\n") : STR("\n<ul>\n"));
        } else {
            text_add(text, STR("</li>\n"));
            for (int up = depth; up > line->depth; up--) text_add(text, STR("</ul>\n</li>\n"));
        }
        depth = line->depth;
        text_add(text, STR("<li>"));
        add_item(why, text, line);
    }
    for (; depth >= 0; depth--) text_add(text, STR("</li>\n</ul>\n"));
}

/* ---- the rules ---- */

/* The lines of a rule with its clause marked. */
static void add_rule(Inquiry *why, Text *text, const Rule *rule)
{
    const Source *source = &why->model->sources->items[rule->span.file];
    uint32_t first = source_place(source, rule->span.start).line;
    uint32_t last = source_place(source, rule->span.end).line;
    uint32_t start = source->line[first - 1];
    uint32_t end = last < source->line_count ? source->line[last] : (uint32_t)source->text.len;
    Str where = str_printf(why->arena, "%S:%u", rule->file, (uint64_t)rule->line);
    element(text, "<h3>", where, "</h3>\n");
    if (rule->article.len) element(text, "<p>", rule->article, "</p>\n");
    element(text, "<pre>", str_slice(source->text, start, rule->span.start), "<mark>");
    page_text(text, str_slice(source->text, rule->span.start, rule->span.end));
    element(text, "</mark>", str_slice(source->text, rule->span.end, end), "</pre>\n");
}

static void add_list(Text *text, Str title, const Str *items, size_t count)
{
    if (!count) return;
    element(text, "<h2>", title, "</h2>\n<ol>\n");
    for (size_t i = 0; i < count; i++) element(text, "<li>", items[i], "</li>\n");
    text_add(text, STR("</ol>\n"));
}

static void add_figure(Inquiry *why, Text *text, const Figure *figure)
{
    const Outline *o = why_outline(why, figure);
    element(text, "<h1>", why_heading(why, figure), "</h1>\n");
    Str standing = standing_word(why->run->program);
    if (standing.len) element(text, "<p><strong>", standing, "</strong></p>\n");
    for (size_t i = 0; i < o->said_count; i++) element(text, "<p>", o->said[i], "</p>\n");
    text_add(text, STR("<h2>How it comes about</h2>\n"));
    add_tree(why, text, o);
    add_list(text, STR("Check it"), o->sums, o->sum_count);
    if (!o->rule_count) return;
    text_add(text, STR("<h2>The rules</h2>\n"));
    for (size_t i = 0; i < o->rule_count; i++) add_rule(why, text, &o->rules[i]);
}

Str why_html(Inquiry *why)
{
    Text text = text_open(why->arena);
    Str title = why->figure_count ? why_heading(why, &why->figures[0]) : why->model->name;
    for (size_t i = 0; i < why->figure_count; i++) add_figure(why, &text, &why->figures[i]);
    element(&text, "<p>", why->model->name, ", ");
    text_printf(&text, "%S. Lustrum %s.</p>\n", year_words(why->arena, why->model->year),
                LUS_VERSION);
    return page_whole(why->arena, title, text_str(&text));
}
