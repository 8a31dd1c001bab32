/* html.c -- a comparison as a page that stands alone: no script, nothing from a network, a
 * table for each class of change with its caption and headings. SPDX-License-Identifier: Apache-2.0
 */
#include "meaning/diff/diff.h"
#include "page.h"

static void add_side(Text *text, const Side *side)
{
    text_add(text, STR("<td>"));
    if (!side->line) {
        text_add(text, STR("not there</td>"));
        return;
    }
    Str line = side->text;
    while (line.len && line.at[0] == ' ') line = str_slice(line, 1, line.len);
    text_add(text, STR("<code>"));
    page_text(text, line);
    text_add(text, STR("</code><br><span class=\"where\">"));
    page_text(text, side->file);
    text_printf(text, ":%u</span></td>", (uint64_t)side->line);
}

static void add_row(Text *text, const Change *change)
{
    text_add(text, STR("<tr><th scope=\"row\">"));
    page_text(text, change->sentence);
    if (change->row_count) text_add(text, STR("<ul>"));
    for (size_t i = 0; i < change->row_count; i++) {
        text_add(text, STR("<li>"));
        page_text(text, change->rows[i]);
        text_add(text, STR("</li>"));
    }
    if (change->row_count) text_add(text, STR("</ul>"));
    text_printf(text, "</th><td>%s</td>", label_word[change->label]);
    add_side(text, &change->old);
    add_side(text, &change->new);
    text_add(text, STR("</tr>\n"));
}

static void add_class(Text *text, const Diff *diff, ChangeClass class)
{
    uint64_t count = 0;
    for (size_t i = 0; i < diff->count; i++) count += diff->changes[i].class == class;
    if (!count) return;
    text_printf(text,
                "<table>\n<caption>%s: %g</caption>\n<thead><tr><th scope=\"col\">change</th>"
                "<th scope=\"col\">of</th><th scope=\"col\">old</th>"
                "<th scope=\"col\">new</th></tr></thead>\n<tbody>\n",
                change_class_word[class], count);
    for (size_t i = 0; i < diff->count; i++)
        if (diff->changes[i].class == class) add_row(text, &diff->changes[i]);
    text_add(text, STR("</tbody>\n</table>\n"));
}

static void add_hash(Text *text, const char *of, Str old, Str new)
{
    text_printf(text,
                "<tr><th scope=\"row\">%s</th><td><code>%S</code></td><td><code>%S</code></td>"
                "</tr>\n",
                of, old, new);
}

Str diff_html(Arena *arena, const Diff *diff)
{
    Text text = text_open(arena);
    const Meaning *old = &diff->old_meaning, *new = &diff->new_meaning;
    text_add(&text, STR("<h1>What changed in the rules</h1>\n"));
    text_printf(&text, "<p>%s</p>\n",
                !diff->same_meaning   ? "The two do not mean the same."
                : !diff->same_wording ? "The two mean the same; what is printed differs."
                                      : "The two mean the same, and print the same.");
    for (ChangeClass class = 0; class < CHANGE_CLASSES; class ++) add_class(&text, diff, class);
    text_add(&text, STR("<table>\n<caption>hashes (SHA-256)</caption>\n<thead><tr>"
                        "<th scope=\"col\">of</th><th scope=\"col\">old</th>"
                        "<th scope=\"col\">new</th></tr></thead>\n<tbody>\n"));
    add_hash(&text, "meaning", old->meaning_sha256, new->meaning_sha256);
    add_hash(&text, "wording", old->wording_sha256, new->wording_sha256);
    add_hash(&text, "bytes", old->bytes_sha256, new->bytes_sha256);
    text_add(&text, STR("</tbody>\n</table>\n"));
    return page_whole(arena, STR("What changed in the rules"), text_str(&text));
}
