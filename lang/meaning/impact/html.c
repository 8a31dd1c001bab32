/* html.c -- who moves, as a page that stands alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/count.h"
#include "page.h"
#include "result/cell.h"

static void table_open(Text *text, const char *caption, const char *const *heads, size_t count)
{
    text_printf(text, "<table>\n<caption>%s</caption>\n<thead><tr>", caption);
    for (size_t i = 0; i < count; i++) text_printf(text, "<th scope=\"col\">%s</th>", heads[i]);
    text_add(text, STR("</tr></thead>\n<tbody>\n"));
}

static void cell(Text *text, Str words, bool head)
{
    text_add(text, head ? STR("<th scope=\"row\">") : STR("<td>"));
    page_text(text, words);
    text_add(text, head ? STR("</th>") : STR("</td>"));
}

static void counts(Text *text, const Moves *moves)
{
    text_printf(text, "<td>%g</td>", (uint64_t)moves->rows[ROWS_UNITS]);
    for (int k = 0; k < OUT_KINDS; k++)
        text_printf(text, "<td>%g</td>", (uint64_t)moves->of_kind[k]);
    text_printf(text, "<td>%g</td><td>%g</td>", (uint64_t)moves->rows[ROWS_GROUPS],
                (uint64_t)moves->rows[ROWS_NATION]);
    text_add(text, STR("</tr>\n"));
}

static void change_table(Text *text, const Impact *impact)
{
    static const char *const heads[] = { "change",   "units",  "values", "bands",
                                         "findings", "powers", "groups", "nation" };
    table_open(text, "units, groups of splits and national figures that move, by change", heads,
               COUNT_OF(heads));
    for (size_t i = 0; i < impact->applied_count; i++) {
        const Applied *applied = &impact->applied[i];
        text_add(text, STR("<tr><th scope=\"row\">"));
        for (size_t c = 0; c < applied->change_count; c++) {
            if (c) text_add(text, STR("<br>"));
            page_text(text, impact->diff.changes[applied->changes[c]].sentence);
        }
        text_add(text, STR("</th>"));
        if (applied->ran)
            counts(text, &applied->moves);
        else
            text_printf(text, "<td colspan=\"7\">%s</td></tr>\n", applied->why);
    }
    text_add(text, STR("<tr><th scope=\"row\">all together</th>"));
    counts(text, &impact->together);
    text_add(text, STR("</tbody>\n</table>\n"));
}

static void tally_table(Text *text, Tallies tallies, const char *caption,
                        const char *const heads[5])
{
    table_open(text, caption, heads, 5);
    for (size_t i = 0; i < tallies.count; i++) {
        const Tally *t = &tallies.items[i];
        text_add(text, STR("<tr>"));
        cell(text, t->level, false);
        cell(text, t->of, false);
        cell(text, t->name, true);
        text_printf(text, "<td>%g</td><td>%g</td></tr>\n", t->count[0], t->count[1]);
    }
    text_add(text, STR("</tbody>\n</table>\n"));
}

static void move_table(Text *text, const Impact *impact)
{
    static const char *const heads[] = { "level", "key", "name", "of", "before", "after" };
    table_open(text, "who moves", heads, COUNT_OF(heads));
    for (size_t i = 0; i < impact->together.count; i++) {
        const Move *move = &impact->together.items[i];
        text_add(text, STR("<tr>"));
        cell(text, move->level->name, false);
        cell(text, move->row->key, true);
        cell(text, move->row->name, false);
        cell(text, move->column, false);
        cell(text, move->before, false);
        cell(text, move->after, false);
        text_add(text, STR("</tr>\n"));
    }
    text_add(text, STR("</tbody>\n</table>\n"));
}

Str impact_html(Arena *arena, const Impact *impact)
{
    Text text = text_open(arena);
    text_add(&text, STR("<h1>What would be otherwise</h1>\n"));
    text_printf(&text, "<p>The results of %S by the old rules and by the new.</p>\n",
                year_words(arena, impact->year));
    if (impact->not_yet)
        text_printf(&text, "<p>The new amendments begin in %S: in %S the old rules hold.</p>\n",
                    year_words(arena, impact->amended_from), year_words(arena, impact->year));
    change_table(&text, impact);
    static const char *const answers[] = { "level", "column", "answer", "before", "after" },
                             *const groups[] = { "level", "by", "name", "move", "of" };
    tally_table(&text, tally_answers(arena, impact), "bands, findings and powers, before and after",
                answers);
    tally_table(&text, tally_groups(arena, impact), "where those are that move", groups);
    move_table(&text, impact);
    return page_whole(arena, STR("What would be otherwise"), text_str(&text));
}
