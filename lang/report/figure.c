/* figure.c -- see site.h: a measure on a page: sentences, table, groups.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "doc/words.h"

enum { HEADS_MOST = 8 };

/* Which columns a table of a measure has. */
typedef struct Frame {
    Str heads[HEADS_MOST];
    bool numbers[HEADS_MOST];
    size_t count;
    bool interval, counted, band, reason;
} Frame;

static void add_head(Frame *frame, Str head, bool number)
{
    frame->heads[frame->count] = head;
    frame->numbers[frame->count++] = number;
}

static Frame frame_of(const Columns *columns, bool reason)
{
    Frame frame = { .interval = columns->lower != NO_COLUMN && columns->upper != NO_COLUMN,
                    .counted = columns->counted != NO_COLUMN && columns->of != NO_COLUMN,
                    .band = columns->band != NO_COLUMN,
                    .reason = reason };
    add_head(&frame, STR("Of"), false);
    add_head(&frame, STR("Figure"), true);
    if (frame.interval) add_head(&frame, STR("Interval from"), true);
    if (frame.interval) add_head(&frame, STR("to"), true);
    if (frame.band) add_head(&frame, STR("Band"), false);
    if (frame.counted) add_head(&frame, STR("Counted"), true);
    if (frame.counted) add_head(&frame, STR("Of all"), true);
    if (frame.reason) add_head(&frame, STR("Why there is none"), false);
    return frame;
}

static void put_row(Text *out, const Frame *frame, const SiteMeasure *measure, Str of, Str link,
                    const Figure *figure)
{
    Str cells[HEADS_MOST] = { of, figure->value };
    size_t n = 2;
    if (frame->interval) cells[n++] = figure->lower;
    if (frame->interval) cells[n++] = figure->upper;
    if (frame->band) cells[n++] = site_band(measure->out, figure->band);
    if (frame->counted) cells[n++] = figure->counted;
    if (frame->counted) cells[n++] = figure->of;
    if (frame->reason) cells[n++] = figure->reason;
    html_row(out, link, cells, frame->numbers, n);
}

Str figure_unit(Arena *arena, const SiteMeasure *measure)
{
    if (measure->out->percent) return STR(", in per cent");
    return measure->unit.len ? str_printf(arena, ", in%S", measure->unit) : STR_EMPTY;
}

/* The rows of the record that the rules' report compares with, that the unit belongs to. */
static void put_compared(Text *out, const Site *site, const Frame *frame, const SiteLevel *level,
                         const SiteMeasure *measure, size_t row)
{
    const Pages *pages = site->model->pages;
    for (size_t t = level->up[row]; pages && pages->compared && t < level->up[row + 1]; t++) {
        const Tie *tie = &site->ties[t];
        if (!str_eq(tie->of->schema->name, pages->compared->name) || tie->reason.len) continue;
        for (size_t m = 0; m < tie->of->measure_count; m++) {
            const SiteMeasure *theirs = &tie->of->measures[m];
            if (theirs->rule != measure->rule) continue;
            Figure figure = site_figure(&tie->of->cells, &theirs->columns, tie->parent);
            put_row(out, frame, theirs, tie->of->name[tie->parent],
                    level_link(out->arena, tie->of, tie->parent, STR("../")), &figure);
        }
    }
}

static void put_figures(Text *out, const Site *site, const SiteLevel *level,
                        const SiteMeasure *measure, size_t row, const Figure *figure)
{
    Arena *arena = out->arena;
    const Figure *nation = &measure->nation;
    Frame frame = frame_of(&measure->columns, figure->reason.len || nation->reason.len);
    html_table(out, str_printf(arena, "%S%S", measure->title, figure_unit(arena, measure)),
               frame.heads, frame.numbers, frame.count);
    put_row(out, &frame, measure, level->name[row], STR_EMPTY, figure);
    put_compared(out, site, &frame, level, measure, row);
    if (nation->value.len || nation->reason.len)
        put_row(out, &frame, measure, STR("The nation"), site_link(site, STR("../nation.html")),
                nation);
    html_table_end(out);
}

/* ---- charts ---- */

static void put_caterpillar(Text *out, const Site *site, const SiteLevel *level,
                            const SiteMeasure *measure, size_t row, const Figure *figure)
{
    Arena *arena = out->arena;
    const Series *series = &measure->series;
    if (!series->drawable || series->known < 3 || !figure->value.len) return;
    Str title = str_printf(arena, "%S of all %S, this one marked", measure->title, level->many);
    Caterpillar chart = { .series = series,
                          .all = measure->pale,
                          .name = str_printf(arena, "%S. The table of all %S has the same numbers.",
                                             title, level->many),
                          .many = level->many,
                          .called = str_printf(arena, "%S: %S", level->name[row],
                                               site_value(arena, measure, figure->value)),
                          .mark = row };
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(arena, measure));
    caterpillar(out, &chart);
    vega_among(site, out, title, level, measure, row);
    html(out,
         "</figure>\n<p class=\"note\">The same numbers: <a href=\"index.html\">table of all "
         "%S</a>.</p>\n",
         level->many);
}

static Rib rib_of(Arena *arena, const SiteMeasure *measure, Str label, const Figure *figure)
{
    int places = measure->out->places;
    Rib rib = { .label = label, .words = site_value(arena, measure, figure->value) };
    rib.known = figure->value.len && series_number(figure->value, places, &rib.value);
    rib.ranged = rib.known && series_number(figure->lower, places, &rib.lower) &&
                 series_number(figure->upper, places, &rib.upper);
    if (!figure->value.len) rib.words = figure->reason;
    return rib;
}

/* ---- groups ---- */

static Str group_name(Arena *arena, const SiteSplit *split, size_t row)
{
    Text name = text_open(arena);
    text_printf(&name, "%S: ", split->by);
    for (size_t k = 0; k < split->keys; k++)
        text_printf(&name, "%s%S", k ? ", " : "", cells_at(&split->cells, row, split->key + k));
    return text_str(&name);
}

/* Of two groups whether their intervals meet; of more nothing. */
static void say_apart(Text *out, const SiteSplit *split, size_t first, size_t count)
{
    if (count != 2) return;
    Figure a = site_figure(&split->cells, &split->columns, first);
    Figure b = site_figure(&split->cells, &split->columns, first + 1);
    Beside beside = sentence_beside(&a, &b);
    if (!a.value.len || !b.value.len) return;
    if (beside == BESIDE_UNKNOWN)
        html(out, "<p>Without intervals nothing is said on whether the two differ.</p>\n");
    else if (beside == BESIDE_OVERLAPS)
        html(out, "<p>The two cannot be told apart: their intervals overlap.</p>\n");
    else
        html(out, "<p><strong>%S</strong> lies %s <strong>%S</strong>, by their intervals.</p>\n",
             group_name(out->arena, split, first), beside == BESIDE_ABOVE ? "above" : "below",
             group_name(out->arena, split, first + 1));
}

/* The same split of the nation; NULL. */
static const SiteSplit *nation_split(const SiteMeasure *measure, const SiteSplit *split)
{
    for (size_t i = 0; i < measure->nation_split_count; i++)
        if (str_eq(measure->nation_splits[i].by, split->by)) return &measure->nation_splits[i];
    return NULL;
}

static void put_groups_of(Text *out, const Frame *frame, const SiteMeasure *measure,
                          const SiteSplit *split, size_t first, size_t end, const char *whose)
{
    for (size_t row = first; row < end; row++) {
        Figure figure = site_figure(&split->cells, &split->columns, row);
        put_row(out, frame, measure,
                str_printf(out->arena, "%s%S", whose, group_name(out->arena, split, row)),
                STR_EMPTY, &figure);
    }
}

static void put_ribs(Text *out, const Site *site, const SiteMeasure *measure,
                     const SiteSplit *split, size_t first, size_t end, Str title)
{
    Arena *arena = out->arena;
    const SiteSplit *nation = nation_split(measure, split);
    size_t nations = nation ? nation->cells.rows : 0, count = 0, known = 0;
    Rib *items = NEW_ARRAY(arena, Rib, end - first + nations + 1);
    for (size_t row = first; row < end; row++) {
        Figure figure = site_figure(&split->cells, &split->columns, row);
        items[count++] = rib_of(arena, measure, group_name(arena, split, row), &figure);
    }
    for (size_t row = 0; row < nations; row++) {
        Figure figure = site_figure(&nation->cells, &nation->columns, row);
        Str label = str_printf(arena, "Nation, %S", group_name(arena, nation, row));
        items[count] = rib_of(arena, measure, label, &figure);
        items[count++].apart = true;
    }
    for (size_t i = 0; i < count; i++) known += items[i].known;
    if (known < 2) return;
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(arena, measure));
    ribs(out, title, items, count, measure->out->places);
    vega_ribs(site, out, title, measure, items, count);
    html(out, "</figure>\n");
}

/* Whether the rules' report shows groups by that; without one all are shown. */
static bool is_wanted(const Site *site, const SiteSplit *split)
{
    const Pages *pages = site->model->pages;
    const Node *list = pages ? pages->splits : NULL;
    for (uint32_t i = 0; list && i < list->count; i++) {
        const Node *name = list->child[i];
        Str field = name->kind == NODE_PATH ? name->child[name->count - 1]->text : name->text;
        for (size_t k = 0; k < split->keys; k++)
            if (str_eq(split->cells.heads[split->key + k], field)) return true;
    }
    return !list;
}

static void put_split(Text *out, const Site *site, const SiteMeasure *measure,
                      const SiteSplit *split, size_t row)
{
    Arena *arena = out->arena;
    size_t first = split->first[row], end = split->first[row + 1];
    if (first == end) return;
    const SiteSplit *nation = nation_split(measure, split);
    bool reason = false;
    for (size_t at = first; at < end; at++)
        reason = reason || site_figure(&split->cells, &split->columns, at).reason.len;
    Frame frame = frame_of(&split->columns, reason);
    Str title = str_printf(arena, "%S by %S", measure->title, split->by);
    html(out, "<h4>%S</h4>\n", title);
    say_apart(out, split, first, end - first);
    put_ribs(out, site, measure, split, first, end, title);
    html_table(out, title, frame.heads, frame.numbers, frame.count);
    put_groups_of(out, &frame, measure, split, first, end, "");
    if (nation) put_groups_of(out, &frame, measure, nation, 0, nation->cells.rows, "The nation, ");
    html_table_end(out);
}

/* ---- words of the rules ---- */

static void put_text(Text *out, const Measure *rule)
{
    const Node *clauses = rule ? rule->node->child[AT_MEASURE_CLAUSES] : NULL;
    for (uint32_t i = 0; clauses && i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT)
            html(out, "<p class=\"note\">%S</p>\n", clauses->child[i]->child[0]->text);
}

/* A word as a shell takes it. */
static void put_word(Text *out, Str word)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+";
    size_t i = 0;
    while (i < word.len && memchr(plain, word.at[i], sizeof plain - 1)) i++;
    if (word.len && i == word.len) {
        html_text(out, word);
        return;
    }
    Text quoted = text_open(out->arena);
    for (i = 0; i < word.len; i++) {
        if (word.at[i] == '\'') text_add(&quoted, STR("'\\''"));
        if (word.at[i] != '\'') text_byte(&quoted, word.at[i]);
    }
    html(out, "'%S'", text_str(&quoted));
}

/* What to type to see how the figure comes about. */
static void put_why(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure,
                    size_t row)
{
    Text key = text_open(out->arena);
    text_add(&key, cells_at(&level->cells, row, 0));
    if (level->keys > 1) {
        key = text_open(out->arena);
        for (size_t k = 0; k < level->keys; k++) {
            if (k) text_byte(&key, ',');
            text_csv(&key, cells_at(&level->cells, row, k));
        }
    }
    html(out, "<p class=\"note\">How it comes about, step by step: <code>lustrum why ");
    put_word(out, site->kept.rules[0].name);
    html(out, " ");
    put_word(out, text_str(&key));
    html(out, " %S --data DIR --year %S</code></p>\n", measure->out->name, site->kept.year_words);
}

void figure_section(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure,
                    size_t row)
{
    Figure figure = site_figure(&level->cells, &measure->columns, row);
    html(out, "<section>\n<h3>%S</h3>\n", measure->title);
    put_text(out, measure->rule);
    sentence_figure(out, site, measure, &figure);
    if (!site->draft) put_caterpillar(out, site, level, measure, row, &figure);
    put_figures(out, site, level, measure, row, &figure);
    put_why(out, site, level, measure, row);
    years_section(out, site, level, measure, row);
    for (size_t i = 0; i < measure->split_count; i++)
        if (is_wanted(site, &measure->splits[i]))
            put_split(out, site, measure, &measure->splits[i], row);
    html(out, "</section>\n");
}

void figure_left_out(Text *out, const Site *site)
{
    const Model *model = site->model;
    bool any = false;
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *rule = model->measures[m];
        for (size_t i = 0; i < rule->leave_count; i++) {
            const Node *node = rule->leaves[i].node;
            if (!any) html(out, "<ul>\n");
            any = true;
            html(out, "<li>%S leaves out \"%S\" (%S): %S.</li>\n",
                 site_title(rule->title, rule->name), rule->leaves[i].label,
                 html_words(out->arena, rule->leaves[i].record->plural),
                 node->child[AT_LEAVES_OUT_BECAUSE]->text);
        }
    }
    html(out, any ? "</ul>\n" : "<p>No measure leaves anybody out by rule.</p>\n");
}
