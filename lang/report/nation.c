/* nation.c -- see site.h: the page of the nation: what the review found, as a whole.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "number/text.h"
#include "result/cell.h"

/* ---- counts ---- */

static uint64_t count_in(const Cells *cells, int column, Str word)
{
    uint64_t count = 0;
    for (size_t row = 0; row < cells->rows; row++)
        count += str_eq(site_cell(cells, row, column), word);
    return count;
}

static uint64_t count_words(const SiteLevel *level, int column, Str word)
{
    return count_in(&level->cells, column, word);
}

/* What units can have one of: findings of a review, bands of a measure. */
typedef struct Choice {
    Str title, none; /* none: what has none is called */
    int column;
    const YearLevel *last; /* of the year before; NULL */
    int last_column;
    const Str *names, *titles;
    size_t count;
} Choice;

static Bar *count_all(Arena *arena, const SiteLevel *level, const Choice *choice, uint64_t *most)
{
    Bar *items = NEW_ARRAY(arena, Bar, choice->count + 1);
    for (size_t i = 0; i <= choice->count; i++) {
        Bar *item = &items[i];
        Str name = i < choice->count ? choice->names[i] : STR_EMPTY;
        item->label = i < choice->count ? site_title(choice->titles[i], name) : choice->none;
        item->count = count_words(level, choice->column, name);
        if (choice->last) item->last = count_in(&choice->last->cells, choice->last_column, name);
        item->words = str_printf(arena, "%g (%S)", item->count,
                                 sentence_share(arena, item->count, level->cells.rows));
        if (item->count > *most) *most = item->count;
        if (item->last > *most) *most = item->last;
    }
    return items;
}

/* How many units have each, as bars and as a table; what has none comes last. */
static void put_counts(Text *out, const Site *site, const SiteLevel *level, const Choice *choice)
{
    static const bool numbers[] = { false, true, true, true, true };
    Arena *arena = out->arena;
    uint64_t most = 0, units = level->cells.rows;
    bool last = choice->last != NULL;
    Bar *items = count_all(arena, level, choice, &most);
    size_t shown =
        items[choice->count].count || items[choice->count].last ? choice->count + 1 : choice->count;
    Str year = last ? years_last(site)->kept.year_words : STR_EMPTY;
    const Str heads[] = { STR("Which"), str_printf(arena, "Number of %S", level->many),
                          STR("Share"), str_printf(arena, "Number in %S", year),
                          str_printf(arena, "Share in %S", year) };
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S: %g %S", choice->title, units,
         level_many(level));
    if (last) html(out, "<span>The thin bars are those of %S</span>", year);
    html(out, "</figcaption>\n");
    bars(out, choice->title, items, shown, most, last);
    vega_bars(site, out, choice->title, heads[1], items, shown, last);
    html(out, "</figure>\n");
    html_table(out, str_printf(arena, "%S: how many %S", choice->title, level->many), heads,
               numbers, last ? 5 : 3);
    for (size_t i = 0; i < shown; i++) {
        const Str cells[] = { items[i].label, str_printf(arena, "%g", items[i].count),
                              sentence_share(arena, items[i].count, units),
                              str_printf(arena, "%g", items[i].last),
                              last ? sentence_share(arena, items[i].last, choice->last->cells.rows)
                                   : STR_EMPTY };
        html_row(out, STR_EMPTY, cells, numbers, last ? 5 : 3);
    }
    html_table_end(out);
}

/* Of those in the results of both years, how many went from which to which. */
static void put_moves(Text *out, const Site *site, const SiteLevel *level, const Choice *choice)
{
    Arena *arena = out->arena;
    const SiteYear *last = years_last(site);
    size_t all = choice->count + 1;
    if (!choice->last || !choice->last->there) return;
    uint64_t *moves = NEW_ARRAY(arena, uint64_t, all * all);
    for (size_t row = 0; row < level->cells.rows; row++) {
        size_t then, from = 0, to = 0;
        if (!years_row(last, site, level, row, &then)) continue;
        Str was = site_cell(&choice->last->cells, then, choice->last_column);
        Str is = site_cell(&level->cells, row, choice->column);
        while (from < choice->count && !str_eq(choice->names[from], was)) from++;
        while (to < choice->count && !str_eq(choice->names[to], is)) to++;
        moves[from * all + to]++;
    }
    Str *cells = NEW_ARRAY(arena, Str, all + 1);
    bool *numbers = NEW_ARRAY(arena, bool, all + 1);
    cells[0] = str_printf(arena, "In %S", last->kept.year_words);
    for (size_t i = 0; i < all; i++) {
        Str name =
            i < choice->count ? site_title(choice->titles[i], choice->names[i]) : choice->none;
        cells[i + 1] = str_printf(arena, "Now %S", name);
        numbers[i + 1] = true;
    }
    html_table(
        out,
        str_printf(arena, "%S: %S in both years, from which to which", choice->title, level->many),
        cells, numbers, all + 1);
    for (size_t from = 0; from < all; from++) {
        cells[0] = from < choice->count ? site_title(choice->titles[from], choice->names[from])
                                        : choice->none;
        for (size_t to = 0; to < all; to++)
            cells[to + 1] = str_printf(arena, "%g", moves[from * all + to]);
        html_row(out, STR_EMPTY, cells, numbers, all + 1);
    }
    html_table_end(out);
}

/* ---- in short ---- */

static void say_review(Text *out, const SiteLevel *level, const SiteReview *review)
{
    html(out, "<li>%S of %g %S: ", site_title(review->out->title, review->out->name),
         (uint64_t)level->cells.rows, level_many(level));
    for (uint32_t f = 0; f < review->out->finding_count; f++) {
        uint64_t count = count_words(level, review->finding, review->out->finding_name[f]);
        html(out, "%s%S <strong>%g</strong> (%S)", f ? ", " : "",
             site_title(review->out->finding_title[f], review->out->finding_name[f]), count,
             sentence_share(out->arena, count, level->cells.rows));
    }
    html(out, ".</li>\n");
}

/* Where nothing is reviewed: how many units have each band of the first measures that have bands.
 */
static void say_bands(Text *out, const SiteLevel *level)
{
    enum { SAID_MOST = 3 };
    size_t said = 0;
    for (size_t m = 0; m < level->measure_count && said < SAID_MOST; m++) {
        const SiteMeasure *measure = &level->measures[m];
        if (measure->columns.band == NO_COLUMN) continue;
        const char *comma = "";
        html(out, "<li>%S of %g %S: ", measure->title, (uint64_t)level->cells.rows,
             level_many(level));
        for (uint32_t b = 0; b <= measure->out->band_count; b++) {
            bool none = b == measure->out->band_count;
            Str name = none ? STR_EMPTY : measure->out->band_name[b];
            uint64_t count = count_words(level, measure->columns.band, name);
            if (none && !count) continue;
            html(out, "%s%S <strong>%g</strong> (%S)", comma,
                 none ? STR("no band") : site_title(measure->out->band_title[b], name), count,
                 sentence_share(out->arena, count, level->cells.rows));
            comma = ", ";
        }
        html(out, ".</li>\n");
        said++;
    }
}

static void say_powers(Text *out, const SiteLevel *level)
{
    for (size_t p = 0; p < level->power_count; p++) {
        const SitePower *power = &level->powers[p];
        uint64_t open = count_words(level, power->open, STR("open"));
        html(out,
             "<li>The condition of the power <strong>%S</strong>, held by %S, is met for %g of "
             "%g %S.</li>\n",
             site_title(power->out->title, power->out->name), power->out->held_by, open,
             (uint64_t)level->cells.rows, level_many(level));
    }
}

/* ---- figures ---- */

/* A national figure with its unit, which the measure has at the levels below. */
static Str with_unit(const Site *site, Arena *arena, Str name, Str value)
{
    for (size_t l = 0; l < site->level_count; l++)
        for (size_t m = 0; m < site->levels[l].measure_count; m++)
            if (str_eq(site->levels[l].measures[m].out->name, name))
                return site_value(arena, &site->levels[l].measures[m], value);
    return value;
}

/* ---- goals ---- */

/* With the unit of its measure; that of the nation alone has no other than per cent. */
static Str goal_figure(const Site *site, Arena *arena, const GoalOut *goal, Str value)
{
    Str said = with_unit(site, arena, goal->measure, value);
    if (said.len != value.len || !goal->percent) return said;
    return str_printf(arena, "%S%%", value);
}

static Str goal_target(const Site *site, Arena *arena, const GoalOut *goal)
{
    Text text = text_open(arena);
    const Exact *target = goal->target;
    if (goal->percent) target = exact_mul(arena, target, exact_from_i64(arena, 100));
    number_write_plain(&text, target);
    return goal_figure(site, arena, goal, text_str(&text));
}

/* By the exact figure of nation.csv, as the review judges it. */
static Str goal_state(const Site *site, Arena *arena, const GoalOut *goal)
{
    Str exact = site_national(site, goal->measure, "value", "exact");
    const Exact *value = exact.len ? number_read_exact(arena, exact) : NULL;
    if (!value) return STR("not decided");
    int order = exact_compare(arena, value, goal->target);
    bool reached = goal->higher_is_better ? order >= 0 : order <= 0;
    return reached ? STR("reached") : STR("not reached yet");
}

static void put_goals(Text *out, const Site *site)
{
    static const bool numbers[] = { false, true, true, false, false };
    const Program *program = site->program->program;
    const Str heads[] = { STR("Goal"), STR("To reach"), STR("This year"), STR("By"), STR("State") };
    if (!program->goal_count) return;
    html(out, "<h2>Goals</h2>\n");
    html_table(out, STR("Goals and their state"), heads, numbers, COUNT_OF(heads));
    for (uint32_t g = 0; g < program->goal_count; g++) {
        const GoalOut *goal = &program->goals[g];
        Str value = site_national(site, goal->measure, "value", "value");
        if (value.len)
            value = goal_figure(site, out->arena, goal, value);
        else
            value = site_national(site, goal->measure, "value", "reason");
        const Str cells[] = { site_title(goal->title, goal->name),
                              goal_target(site, out->arena, goal), value,
                              year_words(out->arena, goal->year),
                              goal_state(site, out->arena, goal) };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

/* ---- measures ---- */

enum { NATION_HEADS = 5, UNITS_SHOWN = 40 /* in tables; more of them have a page of tables */ };

typedef struct NationRow {
    Str cells[NATION_HEADS];
} NationRow;

/* The national figures that are there; how many. */
static size_t nation_rows(const Site *site, Arena *arena, NationRow *rows)
{
    const Model *model = site->model;
    size_t count = 0;
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *rule = model->measures[m];
        Figure figure = site_nation(site, rule->name);
        if (!figure.value.len && !figure.reason.len) continue;
        rows[count++] =
            (NationRow){ { site_title(rule->title, rule->name),
                           with_unit(site, arena, rule->name, figure.value),
                           with_unit(site, arena, rule->name, figure.lower),
                           with_unit(site, arena, rule->name, figure.upper), figure.reason } };
    }
    return count;
}

/* Only columns in which something stands. */
static void put_nation_figures(Text *out, const Site *site)
{
    static const bool numbers[NATION_HEADS] = { false, true, true, true, false };
    const Str heads[NATION_HEADS] = { STR("Measure"), STR("Figure of the nation"),
                                      STR("Interval from"), STR("to"), STR("Why there is none") };
    NationRow *rows = NEW_ARRAY(out->arena, NationRow, site->model->measure_count + 1);
    bool has[NATION_HEADS] = { true, true }, number[NATION_HEADS];
    size_t row_count = nation_rows(site, out->arena, rows), count = 0;
    Str shown[NATION_HEADS];
    if (!row_count) return;
    for (size_t row = 0; row < row_count; row++)
        for (size_t h = 0; h < NATION_HEADS; h++) has[h] = has[h] || rows[row].cells[h].len;
    for (size_t h = 0; h < NATION_HEADS; h++) {
        number[count] = numbers[h];
        if (has[h]) shown[count++] = heads[h];
    }
    html(out, "<h2>The nation's own figures</h2>\n");
    html_table(out, STR("Figures of the nation"), shown, number, count);
    for (size_t row = 0; row < row_count; row++) {
        count = 0;
        for (size_t h = 0; h < NATION_HEADS; h++)
            if (has[h]) shown[count++] = rows[row].cells[h];
        html_row(out, STR_EMPTY, shown, number, count);
    }
    html_table_end(out);
}

static void put_all(Text *out, const Site *site, const SiteLevel *level, const SiteMeasure *measure)
{
    const Series *series = &measure->series;
    Str title = str_printf(out->arena, "%S of all %S", measure->title, level->many);
    if (!series->drawable || series->known < 3) return;
    Caterpillar chart = { .series = series,
                          .all = caterpillar_all(out->arena, series, false),
                          .name = title,
                          .many = level->many,
                          .mark = series->count,
                          .names = series->known <= UNITS_SHOWN ? level->name : NULL };
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(out->arena, measure));
    bool named = caterpillar(out, &chart);
    vega_caterpillar(site, out, title, level, measure, series);
    html(out, "</figure>\n");
    if (!named)
        html(out,
             "<p class=\"note\">Names without room at their marks stand in the <a "
             "href=\"%H/index.html\">table of all %S</a>.</p>\n",
             level->folder, level->many);
}

static void put_choice(Text *out, const Site *site, const SiteLevel *level, const Choice *choice)
{
    put_counts(out, site, level, choice);
    put_moves(out, site, level, choice);
}

/* The level in the year before, where it has the column; NULL. */
static const YearLevel *last_level(const Site *site, const SiteLevel *level)
{
    const SiteYear *last = years_last(site);
    return last ? &last->levels[level - site->levels] : NULL;
}

static void put_review(Text *out, const Site *site, const SiteLevel *level, size_t r)
{
    const SiteReview *review = &level->reviews[r];
    const YearLevel *last = last_level(site, level);
    Choice choice = { .title = site_title(review->out->title, review->out->name),
                      .none = STR("No finding"),
                      .column = review->finding,
                      .names = review->out->finding_name,
                      .titles = review->out->finding_title,
                      .count = review->out->finding_count };
    if (last && last->there && last->finding[r] != NO_COLUMN) {
        choice.last = last;
        choice.last_column = last->finding[r];
    }
    html(out, "<h3>%S</h3>\n", choice.title);
    put_choice(out, site, level, &choice);
}

static void put_bands(Text *out, const Site *site, const SiteLevel *level, size_t m)
{
    const SiteMeasure *measure = &level->measures[m];
    const YearLevel *last = last_level(site, level);
    Choice choice = { .title = measure->title,
                      .none = STR("No band"),
                      .column = measure->columns.band,
                      .names = measure->out->band_name,
                      .titles = measure->out->band_title,
                      .count = measure->out->band_count };
    if (last && last->there && last->columns[m].band != NO_COLUMN) {
        choice.last = last;
        choice.last_column = last->columns[m].band;
    }
    if (choice.column != NO_COLUMN) put_choice(out, site, level, &choice);
}

static void put_level(Text *out, const Site *site, const SiteLevel *level)
{
    Units units = units_all(level);
    html(out, "<h2>%g %S</h2>\n", (uint64_t)level->cells.rows, level_many(level));
    if (level->cells.rows <= UNITS_SHOWN) ties_beside(out, site, level);
    for (size_t r = 0; r < level->review_count; r++) put_review(out, site, level, r);
    for (size_t m = 0; m < level->measure_count; m++) {
        const SiteMeasure *measure = &level->measures[m];
        html(out, "<h3>%S of %S</h3>\n", measure->title, level->many);
        put_bands(out, site, level, m);
        chance_section(out, level, measure);
        funnel_section(out, site, &units, measure);
        if (level->cells.rows <= UNITS_SHOWN) funnel_table(out, site, &units, measure, STR_EMPTY);
        put_all(out, site, level, measure);
        if (level->cells.rows <= UNITS_SHOWN)
            level_table(out, &units, measure, STR_EMPTY);
        else
            html(out,
                 "<p class=\"note\">All numbers: <a href=\"%H/index.html\">table of all "
                 "%S</a>.</p>\n",
                 level->folder, level->many);
    }
}

static void put_short(Text *out, const Site *site)
{
    Text said = text_open(out->arena);
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        for (size_t r = 0; r < level->review_count; r++)
            say_review(&said, level, &level->reviews[r]);
        if (!level->review_count) say_bands(&said, level);
        say_powers(&said, level);
    }
    html(out, "<h2>In short</h2>\n");
    if (said.len)
        html(out, "<ul>\n%H</ul>\n", text_str(&said));
    else
        html(out, "<p>These rules judge nothing: the figures stand below.</p>\n");
}

void nation_page(Text *out, const Site *site)
{
    html(out, "<h1>The nation, %S</h1>\n", site->kept.year_words);
    put_short(out, site);
    put_goals(out, site);
    put_nation_figures(out, site);
    for (size_t l = 0; l < site->level_count; l++) put_level(out, site, &site->levels[l]);
    supports_nation(out, site);
    html(out, "<h2>Who is counted and who is not</h2>\n");
    account_coverage(out, site);
    figure_left_out(out, site);
    years_rules(out, site);
    page_end(out, site, STR_EMPTY);
}
