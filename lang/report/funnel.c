/* funnel.c -- see site.h: limits of a funnel, and who lies beyond them, as spec/report.md defines
 * them.  All numbers are exact; a limit is rounded once, when it is shown.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "number/text.h"
#include <stdlib.h>

enum { UNITS_LEAST = 3 };

/* What limits are made of, in an arena that is emptied often. */
typedef struct Making {
    Site *site;
    Arena *scratch;
    const SiteLevel *level;
    SiteMeasure *measure;
    FunnelPoint *points;
    size_t count;
} Making;

static const Exact *whole(Arena *arena, i128 number)
{
    return exact_from_i128(arena, number, 1);
}

/* 1.96 or 3.09, squared. */
static const Exact *reach(Arena *arena, int limit)
{
    return limit == 0 ? exact_from_ratio(arena, 196 * 196, 100 * 100)
                      : exact_from_ratio(arena, 309 * 309, 100 * 100);
}

/* The variance of a figure of `count` rows, in squared steps. */
static const Exact *variance(Arena *arena, const Limits *limits, SpreadKind kind, int64_t count)
{
    const Exact *v = exact_div(arena, limits->spread, exact_from_i64(arena, count));
    if (kind == SPREAD_IS_ADDITIVE && limits->between) v = exact_add(arena, v, limits->between);
    if (kind == SPREAD_IS_MULTIPLICATIVE && limits->between)
        v = exact_mul(arena, v, limits->between);
    return v;
}

/* How many limits a figure lies beyond: by squares, so exactly. */
static int beyond(Arena *arena, const Limits *limits, SpreadKind kind, const FunnelPoint *point)
{
    i128 away = (i128)point->value - limits->target;
    const Exact *square = whole(arena, away * away);
    const Exact *v = variance(arena, limits, kind, point->count);
    int far = 0;
    for (int limit = 0; limit < 2; limit++)
        far += exact_compare(arena, square, exact_mul(arena, reach(arena, limit), v)) > 0;
    return far;
}

/* How far a limit is from the target, in tenths of a step. */
static int64_t half_of(Arena *arena, const Limits *limits, SpreadKind kind, int limit,
                       int64_t count)
{
    int64_t tenths = INT64_MAX / 64;
    Round to = round_places(arena, ROUND_HALF_AWAY, 0);
    const Exact *square =
        exact_mul(arena, variance(arena, limits, kind, count), reach(arena, limit));
    square = exact_mul(arena, square, exact_from_i64(arena, 100));
    exact_round_steps(arena, exact_root(arena, square), &to, &tenths);
    return tenths;
}

/* ---- the correction ---- */

/* Units in the order of their z: the sign of (y - target), and n (y - target)^2. */
typedef struct Far {
    i128 square;
    int sign;
} Far;

static int by_z(const void *left, const void *right)
{
    const Far *a = left, *b = right;
    if (a->sign != b->sign) return a->sign < b->sign ? -1 : 1;
    int order = (a->square > b->square) - (a->square < b->square);
    return a->sign < 0 ? -order : order;
}

static Far *fars_of(const Making *m)
{
    Far *fars = NEW_ARRAY(m->scratch, Far, m->count + 1);
    for (size_t i = 0; i < m->count; i++) {
        i128 away = (i128)m->points[i].value - m->measure->limits.target;
        fars[i] = (Far){ away * away * m->points[i].count, (away > 0) - (away < 0) };
    }
    qsort(fars, m->count, sizeof *fars, by_z);
    return fars;
}

/* The sum of n (y - target)^2, the `cut` lowest and highest being set to the next inwards. */
static const Exact *sum_of(const Making *m, const Far *fars, size_t cut)
{
    const Exact *sum = exact_from_i64(m->scratch, 0);
    for (size_t i = 0; i < m->count; i++) {
        size_t at = i < cut ? cut : i >= m->count - cut ? m->count - 1 - cut : i;
        sum = exact_add(m->scratch, sum, whole(m->scratch, fars[at].square));
    }
    return sum;
}

static size_t cut_of(const Making *m, const Exact *part)
{
    int64_t cut = 0;
    Round down = round_places(m->scratch, ROUND_DOWN, 0);
    if (!part) return 0;
    exact_round_steps(m->scratch, exact_mul(m->scratch, part, whole(m->scratch, (i128)m->count)),
                      &down, &cut);
    return (size_t)cut;
}

static const Exact *multiplicative(const Making *m, const Exact *part)
{
    Arena *arena = m->scratch;
    const Exact *spread = m->measure->limits.spread;
    const Exact *sum = sum_of(m, fars_of(m), cut_of(m, part));
    const Exact *by = exact_div(arena, sum, exact_mul(arena, spread, whole(arena, (i128)m->count)));
    return exact_compare(arena, by, exact_from_i64(arena, 1)) > 0 ? by : NULL;
}

static const Exact *additive(const Making *m)
{
    Arena *arena = m->scratch;
    const Exact *spread = m->measure->limits.spread;
    i128 first = 0, second = 0;
    for (size_t i = 0; i < m->count; i++) {
        first += m->points[i].count;
        second += (i128)m->points[i].count * m->points[i].count;
    }
    const Exact *over = exact_sub(arena, exact_div(arena, sum_of(m, fars_of(m), 0), spread),
                                  whole(arena, (i128)m->count - 1));
    const Exact *weights = exact_sub(
        arena, exact_mul(arena, whole(arena, first), whole(arena, first)), whole(arena, second));
    if (exact_sign(arena, over) <= 0 || exact_sign(arena, weights) <= 0) return NULL;
    return exact_div(arena, exact_mul(arena, exact_mul(arena, over, spread), whole(arena, first)),
                     weights);
}

/* ---- all of it ---- */

/* The national figure `name` of a measure in steps of its shown figures, squared; NULL. */
static const Exact *spread_of(const Making *m, Str name)
{
    Arena *arena = m->scratch;
    const MeasureOut *out = m->measure->out;
    Str exact = site_national(m->site, out->name, str_c(arena, name), "exact");
    const Exact *spread = exact.len ? number_read_exact(arena, exact) : NULL;
    if (!spread || exact_sign(arena, spread) <= 0) return NULL;
    int power = out->places + (out->percent ? 2 : 0);
    spread = exact_mul(arena, spread, exact_power_of_ten(arena, power));
    return exact_mul(arena, spread, spread);
}

static bool target_of(const SiteMeasure *measure, int64_t *target)
{
    Str value = measure->nation.value;
    if (!value.len && measure->rule->national_progress) value = STR("0");
    return series_number(value, measure->out->places, target);
}

static void take_points(Making *m)
{
    enum { MOST = 100000000 };
    const Series *series = &m->measure->series;
    Limits *limits = &m->measure->limits;
    Arena *arena = &m->site->call.arena;
    m->points = NEW_ARRAY(arena, FunnelPoint, series->known + 1);
    limits->unit = NEW_ARRAY(arena, uint32_t, series->known + 1);
    for (size_t row = 0; row < m->level->cells.rows; row++) {
        int64_t count = 0, value = series->value[row];
        Figure figure = site_figure(&m->level->cells, &m->measure->columns, row);
        if (!figure.value.len || !series_number(figure.counted, 0, &count) || count < 1) continue;
        if (count > MOST || value > MOST || value < -MOST) continue; /* nothing draws that */
        limits->unit[m->count] = (uint32_t)row;
        m->points[m->count++] = (FunnelPoint){ .count = count, .value = value };
    }
}

static void make_lines(const Making *m, SpreadKind kind)
{
    Arena *arena = &m->site->call.arena;
    Limits *limits = &m->measure->limits;
    int64_t *count = NEW_ARRAY(arena, int64_t, FUNNEL_STEPS);
    int64_t *inner = NEW_ARRAY(arena, int64_t, FUNNEL_STEPS);
    int64_t *outer = NEW_ARRAY(arena, int64_t, FUNNEL_STEPS), most = 1;
    for (size_t i = 0; i < m->count; i++)
        if (m->points[i].count > most) most = m->points[i].count;
    int64_t end = funnel_end(most);
    for (int64_t i = 0; i < FUNNEL_STEPS; i++) {
        count[i] = end * (i + 1) / FUNNEL_STEPS;
        if (count[i] < 1) count[i] = 1;
        inner[i] = half_of(m->scratch, limits, kind, 0, count[i]);
        outer[i] = half_of(m->scratch, limits, kind, 1, count[i]);
    }
    limits->chart.count = count;
    limits->chart.inner = inner;
    limits->chart.outer = outer;
}

static void make_limits(Making *m, const Pages *pages, Str figure)
{
    Limits *limits = &m->measure->limits;
    Arena *arena = &m->site->call.arena;
    if (!m->measure->series.drawable || !target_of(m->measure, &limits->target)) return;
    limits->spread = spread_of(m, figure);
    if (!limits->spread) return;
    take_points(m);
    if (m->count < UNITS_LEAST) return;
    if (pages->spread == SPREAD_IS_ADDITIVE) limits->between = additive(m);
    if (pages->spread == SPREAD_IS_MULTIPLICATIVE) limits->between = multiplicative(m, pages->part);
    limits->spread = exact_copy(arena, limits->spread);
    if (limits->between) limits->between = exact_copy(arena, limits->between);
    for (size_t i = 0; i < m->count; i++) {
        arena_reset(m->scratch);
        m->points[i].beyond = beyond(m->scratch, limits, pages->spread, &m->points[i]);
        limits->beyond[m->points[i].beyond]++;
        limits->beyond_plain[beyond(m->scratch, limits, SPREAD_IS_NONE, &m->points[i])]++;
    }
    limits->chart = (Funnel){ .rows = m->measure->counted,
                              .many = m->level->many,
                              .places = m->measure->out->places,
                              .target = limits->target,
                              .points = m->points,
                              .point_count = m->count };
    make_lines(m, pages->spread);
    limits->there = true;
}

void funnels_read(Site *site)
{
    const Pages *pages = site->model->pages;
    if (!pages || !pages->within_count) return;
    for (size_t l = 0; l < site->level_count; l++)
        for (size_t m = 0; m < site->levels[l].measure_count; m++) {
            SiteMeasure *measure = &site->levels[l].measures[m];
            if (!str_eq(site->levels[l].schema->name, pages->spread_of->name)) continue;
            for (size_t w = 0; w < pages->within_count; w++) {
                Making making = { site, &site->scratch, &site->levels[l], measure, NULL, 0 };
                if (pages->within[w] == measure->rule)
                    make_limits(&making, pages, pages->within_figure[w]);
                arena_reset(&site->scratch);
            }
        }
}

/* ---- pages ---- */

static bool *own_of(Arena *arena, const Units *units)
{
    bool *own = NEW_ARRAY(arena, bool, units->level->cells.rows + 1);
    for (size_t i = 0; i < units->count; i++) own[units_row(units, i)] = true;
    return own;
}

/* The root of a number in units of 10^-from, to `places` places. */
static Str root_of(Arena *arena, const Exact *square, int from, int places)
{
    int64_t steps = 0;
    Round to = round_places(arena, ROUND_HALF_AWAY, 0);
    Text text = text_open(arena);
    square = exact_mul(arena, square, exact_power_of_ten(arena, 2 * (places - from)));
    exact_round_steps(arena, exact_root(arena, square), &to, &steps);
    svg_number(&text, steps, places);
    return text_str(&text);
}

static void say_correction(Text *out, const Site *site, const SiteMeasure *measure)
{
    Arena *arena = out->arena;
    const Limits *limits = &measure->limits;
    const Pages *pages = site->model->pages;
    Str unit = measure->unit;
    int places = limits->chart.places;
    html(out, "<p>The spread within %S is %S%S. ", limits->chart.many,
         root_of(arena, limits->spread, places, places + 1), unit);
    if (pages->spread == SPREAD_IS_NONE)
        html(out, "No correction is made for what makes %S differ apart from chance.</p>\n",
             limits->chart.many);
    else if (!limits->between)
        html(out, "They differ no more than by chance, so the correction that the rules name "
                  "changes nothing.</p>\n");
    else if (pages->spread == SPREAD_IS_ADDITIVE)
        html(out,
             "The correction that the rules name is additive: a spread between %S of %S%S is added "
             "to it.</p>\n",
             limits->chart.many, root_of(arena, limits->between, places, places + 1), unit);
    else
        html(out,
             "The correction that the rules name is multiplicative%s: limits are %S times as wide "
             "as by chance.</p>\n",
             pages->part ? ", of winsorised figures" : "", root_of(arena, limits->between, 0, 2));
    if (pages->spread == SPREAD_IS_NONE) return;
    html(out, "<p>Without a correction %g of %g would lie beyond the 95%% limits.</p>\n",
         (uint64_t)(limits->beyond_plain[1] + limits->beyond_plain[2]),
         (uint64_t)limits->chart.point_count);
}

void funnel_section(Text *out, const Site *site, const Units *units, const SiteMeasure *measure)
{
    Arena *arena = out->arena;
    const Limits *limits = &measure->limits;
    size_t beyond_both[3] = { 0 }, all = 0;
    if (!limits->there) return;
    Funnel chart = limits->chart;
    FunnelPoint *points = NEW_ARRAY(arena, FunnelPoint, chart.point_count + 1);
    bool *own = own_of(arena, units);
    for (size_t i = 0; i < chart.point_count; i++) {
        points[i] = chart.points[i];
        if (!own[limits->unit[i]]) continue;
        points[i].own = units->ties != NULL;
        beyond_both[points[i].beyond]++;
        all++;
    }
    chart.points = points;
    chart.marks = units->ties != NULL;
    Str title = str_printf(arena, "%S by number of %S", measure->title, measure->counted);
    chart.name = str_printf(arena, "%S, with limits. The table has the same numbers.", title);
    html(out,
         "<p>Of %s%g %S with a figure, beyond the 95%% limits: <strong>%g</strong>; of these, "
         "beyond the 99.8%% limits: <strong>%g</strong>.</p>\n",
         units->ties && all != 1 ? "these " : "", (uint64_t)all,
         all == 1 ? units->level->one : units->level->many,
         (uint64_t)(beyond_both[1] + beyond_both[2]), (uint64_t)beyond_both[2]);
    say_correction(out, site, measure);
    html(out, "<figure tabindex=\"0\">\n<figcaption>%S<span>%S%S</span></figcaption>\n", title,
         measure->title, figure_unit(arena, measure));
    funnel(out, &chart);
    vega_funnel(site, out, title, units, measure, &chart);
    html(out, "</figure>\n");
}

static Str limit_of(Arena *arena, const Limits *limits, int64_t half)
{
    Text text = text_open(arena);
    svg_number(&text, limits->target * 10 + half, limits->chart.places + 1);
    return text_str(&text);
}

void funnel_table(Text *out, const Site *site, const Units *units, const SiteMeasure *measure,
                  Str root)
{
    static const bool numbers[] = { false, true, true, true, true, true, true, false };
    static const char *const where[2][3] = { { "inside", "below 95%", "below 99.8%" },
                                             { "inside", "above 95%", "above 99.8%" } };
    Arena *arena = out->arena;
    const Limits *limits = &measure->limits;
    SpreadKind kind = limits->there ? site->model->pages->spread : SPREAD_IS_NONE;
    if (!limits->there) return;
    const Str heads[] = { html_head(arena, units->level->one),
                          STR("Counted"),
                          STR("Figure"),
                          STR("95% limits from"),
                          STR("to"),
                          STR("99.8% limits from"),
                          STR("to"),
                          STR("Where it lies") };
    bool *own = own_of(arena, units);
    html_table(out, str_printf(arena, "%S: figures and limits", measure->title), heads, numbers,
               COUNT_OF(heads));
    for (size_t i = 0; i < limits->chart.point_count; i++) {
        const FunnelPoint *point = &limits->chart.points[i];
        size_t row = limits->unit[i];
        if (!own[row]) continue;
        int64_t inner = half_of(arena, limits, kind, 0, point->count);
        int64_t outer = half_of(arena, limits, kind, 1, point->count);
        Figure figure = site_figure(&units->level->cells, &measure->columns, row);
        const Str cells[] = { units->level->name[row],
                              figure.counted,
                              figure.value,
                              limit_of(arena, limits, -inner),
                              limit_of(arena, limits, inner),
                              limit_of(arena, limits, -outer),
                              limit_of(arena, limits, outer),
                              str_of(where[point->value > limits->target][point->beyond]) };
        html_row(out, level_link(arena, units->level, row, root), cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}
