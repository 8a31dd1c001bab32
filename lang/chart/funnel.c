/* funnel.c -- see chart.h: all units by how many rows they are of, with limits.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum {
    LEFT = 640,
    RIGHT = CHART_WIDTH * 10 - 240,
    TOP = 120,
    BOTTOM = 3100,
    HEIGHT = 400,
    MARK = 45 /* tenths of a pixel: how far a mark reaches */
};

static Scale counts_scale(int64_t most)
{
    return scale_nice(0, most, LEFT, RIGHT);
}

int64_t funnel_end(int64_t most)
{
    return counts_scale(most).high;
}

static Scale values_scale(const Funnel *chart)
{
    int64_t low = chart->target, high = chart->target;
    for (size_t i = 0; i < chart->point_count; i++) {
        if (chart->points[i].value < low) low = chart->points[i].value;
        if (chart->points[i].value > high) high = chart->points[i].value;
    }
    return scale_nice(low, high, BOTTOM, TOP);
}

static void put_axes(Text *svg, const Funnel *chart, const Scale *x, const Scale *y)
{
    for (int64_t tick = y->first; tick <= y->high; tick += y->step) {
        Text number = text_open(svg->arena);
        int64_t at = scale_place(y, tick);
        svg_number(&number, tick, chart->places);
        svg_line(svg, "grid", LEFT, at, RIGHT, at);
        svg_text(svg, LEFT - 80, at + MARK, "end", text_str(&number));
    }
    for (int64_t tick = x->first; tick <= x->high; tick += x->step) {
        Text number = text_open(svg->arena);
        int64_t at = scale_place(x, tick);
        svg_number(&number, tick, 0);
        svg_line(svg, "grid", at, BOTTOM, at, BOTTOM + 50);
        svg_text(svg, at, BOTTOM + 200, "middle", text_str(&number));
    }
    int64_t at = scale_place(y, chart->target);
    svg_line(svg, "zero", LEFT, at, RIGHT, at);
}

/* One side of a limit, where it is inside the chart; how many of its places are. */
static size_t put_limit(Text *svg, const Funnel *chart, const Scale *x, const Scale *y,
                        const int64_t *half, int side)
{
    Scale tenth = *y;
    tenth.low *= 10;
    tenth.high *= 10;
    char command = 'M';
    size_t inside = 0;
    for (size_t i = 0; i < FUNNEL_STEPS; i++) {
        int64_t limit = chart->target * 10 + side * half[i];
        if (limit < tenth.low || limit > tenth.high) continue;
        text_byte(svg, command);
        svg_place(svg, scale_place(x, chart->count[i]));
        text_byte(svg, ' ');
        svg_place(svg, scale_place(&tenth, limit));
        command = 'L';
        inside++;
    }
    return inside;
}

/* Both sides; whether any of it is seen: a line takes two places. */
static bool put_limits(Text *svg, const Funnel *chart, const Scale *x, const Scale *y,
                       const char *class, const int64_t *half)
{
    text_printf(svg, "<path class=\"%s\" d=\"", class);
    size_t above = put_limit(svg, chart, x, y, half, 1);
    size_t below = put_limit(svg, chart, x, y, half, -1);
    text_add(svg, STR("\"/>\n"));
    return above > 1 || below > 1;
}

/* Of limits what is seen: the wider lie outside where the narrower do. */
static Str key_of(bool inner, bool outer)
{
    if (!inner) return STR("Both limits, 95% and 99.8%, lie outside what is drawn.");
    return outer ? STR("Dashed: 95% limits, beyond them a diamond. Solid: 99.8% limits, beyond "
                       "them a triangle.")
                 : STR("Dashed: 95% limits, beyond them a diamond. 99.8% limits lie outside what "
                       "is drawn.");
}

/* A dot, a diamond or a triangle. */
static void put_point(Text *svg, int beyond, int64_t x, int64_t y)
{
    static const struct {
        char command;
        int8_t x, y;
    } shapes[3][6] = {
        { { 'M', 0, 0 }, { 'h', 0, 0 } },
        { { 'M', 0, -1 }, { 'L', 1, 0 }, { 'L', 0, 1 }, { 'L', -1, 0 }, { 'z', 0, 0 } },
        { { 'M', 0, -1 }, { 'L', 1, 1 }, { 'L', -1, 1 }, { 'z', 0, 0 } }
    };
    for (size_t i = 0; i < COUNT_OF(shapes[0]) && shapes[beyond][i].command; i++) {
        text_byte(svg, shapes[beyond][i].command);
        if (shapes[beyond][i].command == 'z') continue;
        if (shapes[beyond][i].command == 'h') {
            text_byte(svg, '0');
            continue;
        }
        svg_place(svg, x + shapes[beyond][i].x * MARK);
        text_byte(svg, ' ');
        svg_place(svg, y + shapes[beyond][i].y * MARK);
    }
}

static void put_points(Text *svg, const Funnel *chart, const Scale *x, const Scale *y, int beyond,
                       bool own)
{
    static const char *const classes[2][3] = { { "dots", "beyond", "beyond" },
                                               { "dots owndots", "beyond ours", "beyond ours" } };
    bool any = false;
    for (size_t i = 0; i < chart->point_count; i++) {
        const FunnelPoint *point = &chart->points[i];
        if (point->beyond != beyond || point->own != own) continue;
        const char *class =
            chart->marks && !own ? beyond ? "beyond pale" : "dots pale" : classes[own][beyond];
        if (!any) text_printf(svg, "<path class=\"%s\" d=\"", class);
        any = true;
        put_point(svg, beyond, scale_place(x, point->count), scale_place(y, point->value));
    }
    if (any) text_add(svg, STR("\"/>\n"));
}

void funnel(Text *svg, const Funnel *chart)
{
    Scale x = counts_scale(chart->count[FUNNEL_STEPS - 1]), y = values_scale(chart);
    svg_open(svg, HEIGHT, chart->name);
    put_axes(svg, chart, &x, &y);
    bool inner = put_limits(svg, chart, &x, &y, "inner", chart->inner);
    bool outer = put_limits(svg, chart, &x, &y, "outer", chart->outer);
    for (int own = 0; own < 2; own++)
        for (int beyond = 0; beyond < 3; beyond++) put_points(svg, chart, &x, &y, beyond, own);
    int64_t middle = (LEFT + RIGHT) / 2;
    svg_text(svg, middle, BOTTOM + 400, "middle",
             str_printf(svg->arena, "Number of %S counted", chart->rows));
    svg_text(svg, middle, BOTTOM + 600, "middle", key_of(inner, outer));
    svg_text(svg, middle, BOTTOM + 780, "middle",
             chart->marks ? str_printf(svg->arena, "Dark: the %S of this page. Pale: all others.",
                                       chart->many)
                          : str_printf(svg->arena, "Each mark is one of %g %S.",
                                       (uint64_t)chart->point_count, chart->many));
    svg_close(svg);
}
