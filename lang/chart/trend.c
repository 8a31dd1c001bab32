/* trend.c -- see chart.h: one figure over years, with its intervals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum { LEFT = 640, RIGHT = CHART_WIDTH * 10 - 300, TOP = 240, BOTTOM = 2000, HEIGHT = 240 };

static bool range_of(const TrendYear *years, size_t count, int64_t *low, int64_t *high)
{
    *low = INT64_MAX, *high = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        const TrendYear *year = &years[i];
        if (!year->known) continue;
        scale_take(year->value, low, high);
        if (year->ranged) scale_take(year->lower, low, high);
        if (year->ranged) scale_take(year->upper, low, high);
    }
    return *low <= *high;
}

static int64_t x_of(size_t i, size_t count)
{
    return LEFT + (int64_t)((2 * i + 1) * (RIGHT - LEFT) / (2 * count));
}

static void put_year(Text *svg, const TrendYear *years, size_t i, size_t count, const Scale *scale)
{
    const TrendYear *year = &years[i];
    int64_t x = x_of(i, count);
    if (year->changed) {
        int64_t between = x - (RIGHT - LEFT) / (int64_t)(2 * count);
        svg_line(svg, "change", between, TOP - 80, between, BOTTOM);
        svg_text(svg, between, TOP - 120, "middle", STR("other rules"));
    }
    svg_text(svg, x, BOTTOM + 220, "middle", year->label);
    if (!year->known) {
        svg_text(svg, x, (TOP + BOTTOM) / 2, "middle", STR("none"));
        return;
    }
    int64_t y = scale_place(scale, year->value);
    if (i > 0 && years[i - 1].known)
        svg_line(svg, "line", x_of(i - 1, count), scale_place(scale, years[i - 1].value), x, y);
    if (year->ranged)
        svg_line(svg, "own", x, scale_place(scale, year->lower), x,
                 scale_place(scale, year->upper));
    text_add(svg, STR("<circle class=\"mark\" cx=\""));
    svg_place(svg, x);
    text_add(svg, STR("\" cy=\""));
    svg_place(svg, y);
    text_add(svg, STR("\" r=\"5\"/>\n"));
}

void trend(Text *svg, Str name, const TrendYear *years, size_t count, int places)
{
    int64_t low = 0, high = 0;
    if (!range_of(years, count, &low, &high)) return;
    Scale scale = scale_nice(low, high, BOTTOM, TOP);
    svg_open(svg, HEIGHT, name);
    for (int64_t tick = scale.first; tick <= scale.high; tick += scale.step) {
        Text number = text_open(svg->arena);
        int64_t y = scale_place(&scale, tick);
        svg_number(&number, tick, places);
        svg_line(svg, tick == 0 ? "zero" : "grid", LEFT, y, RIGHT, y);
        svg_text(svg, LEFT - 80, y + 45, "end", text_str(&number));
    }
    for (size_t i = 0; i < count; i++) put_year(svg, years, i, count, &scale);
    svg_close(svg);
}
