/* bars.c -- see chart.h: how many units are in each band.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum { LABELS = 2600, LEFT = 2700, RIGHT = CHART_WIDTH * 10 - 1200, ROW = 300, BAR = 200 };

void bars(Text *svg, Str name, const Bar *items, size_t count, uint64_t whole)
{
    svg_open(svg, (int)(count * ROW / 10 + 10), name);
    for (size_t i = 0; i < count; i++) {
        int64_t y = (int64_t)i * ROW + 50;
        int64_t wide = whole ? (int64_t)(items[i].count * (RIGHT - LEFT) / whole) : 0;
        svg_text(svg, LABELS, y + 150, "end", svg_fit(svg->arena, items[i].label, LABELS - 20));
        text_add(svg, STR("<path class=\"bar\" d=\"M"));
        svg_place(svg, LEFT);
        text_byte(svg, ' ');
        svg_place(svg, y);
        text_byte(svg, 'h');
        svg_place(svg, wide);
        text_byte(svg, 'v');
        svg_place(svg, BAR);
        text_add(svg, STR("H"));
        svg_place(svg, LEFT);
        text_add(svg, STR("z\"/>\n"));
        svg_text(svg, LEFT + wide + 60, y + 150, "start", items[i].words);
    }
    svg_line(svg, "zero", LEFT, 20, LEFT, (int64_t)count * ROW + 50);
    svg_close(svg);
}
