/* bars.c -- see chart.h: how many units are in each band, and were the year before.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum {
    LABELS = 2600,
    LEFT = 2700,
    RIGHT = CHART_WIDTH * 10 - 1200,
    ROW = 300,
    BAR = 200,
    THIN = 60
};

static void put_bar(Text *svg, const char *class, int64_t y, int64_t wide, int64_t high)
{
    text_printf(svg, "<path class=\"%s\" d=\"M", class);
    svg_place(svg, LEFT);
    text_byte(svg, ' ');
    svg_place(svg, y);
    text_byte(svg, 'h');
    svg_place(svg, wide);
    text_byte(svg, 'v');
    svg_place(svg, high);
    text_byte(svg, 'H');
    svg_place(svg, LEFT);
    text_add(svg, STR("z\"/>\n"));
}

static int64_t wide_of(uint64_t count, uint64_t whole)
{
    return whole ? (int64_t)(count * (RIGHT - LEFT) / whole) : 0;
}

void bars(Text *svg, Str name, const Bar *items, size_t count, uint64_t whole, bool last)
{
    int64_t row = last ? ROW + THIN : ROW;
    svg_open(svg, (int)((int64_t)count * row / 10 + 10), name);
    for (size_t i = 0; i < count; i++) {
        int64_t y = (int64_t)i * row + 50, wide = wide_of(items[i].count, whole);
        svg_text(svg, LABELS, y + 150, "end", svg_fit(svg->arena, items[i].label, LABELS - 20));
        put_bar(svg, "bar", y, wide, BAR);
        if (last) put_bar(svg, "last", y + BAR, wide_of(items[i].last, whole), THIN);
        svg_text(svg, LEFT + wide + 60, y + 150, "start", items[i].words);
    }
    svg_line(svg, "zero", LEFT, 20, LEFT, (int64_t)count * row + 50);
    svg_close(svg);
}
