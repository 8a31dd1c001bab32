/* ribs.c -- see chart.h: a few figures with their intervals on one line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum {
    LABELS = 2100,
    LEFT = 2250,
    RIGHT = CHART_WIDTH * 10 - 1500,
    ROW = 300,
    FOOT = 300,
    MARK = 50
};

static bool range_of(const Rib *items, size_t count, int64_t *low, int64_t *high)
{
    *low = INT64_MAX, *high = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        if (!items[i].known) continue;
        scale_take(items[i].value, low, high);
        if (items[i].ranged) scale_take(items[i].lower, low, high);
        if (items[i].ranged) scale_take(items[i].upper, low, high);
    }
    return *low <= *high;
}

/* A circle; of what stands apart a square. */
static void put_mark(Text *svg, const Rib *rib, int64_t x, int64_t y)
{
    text_add(svg,
             rib->apart ? STR("<rect class=\"apart\" x=\"") : STR("<circle class=\"mark\" cx=\""));
    svg_place(svg, rib->apart ? x - MARK : x);
    text_add(svg, rib->apart ? STR("\" y=\"") : STR("\" cy=\""));
    svg_place(svg, rib->apart ? y - MARK : y);
    text_add(svg, rib->apart ? STR("\" width=\"10\" height=\"10\"/>\n") : STR("\" r=\"5\"/>\n"));
}

static void put_rib(Text *svg, const Rib *rib, const Scale *scale, int64_t y)
{
    svg_text(svg, LABELS, y + 45, "end", svg_fit(svg->arena, rib->label, LABELS - 20));
    svg_text(svg, RIGHT + 150, y + 45, "start", svg_fit(svg->arena, rib->words, 1350));
    if (!rib->known) return;
    if (rib->ranged)
        svg_line(svg, rib->apart ? "ownapart" : "own", scale_place(scale, rib->lower), y,
                 scale_place(scale, rib->upper), y);
    put_mark(svg, rib, scale_place(scale, rib->value), y);
}

void ribs(Text *svg, Str name, const Rib *items, size_t count, int places)
{
    int64_t low = 0, high = 0;
    if (!range_of(items, count, &low, &high)) return;
    Scale scale = scale_nice(low, high, LEFT, RIGHT);
    int64_t bottom = (int64_t)count * ROW + 100;
    svg_open(svg, (int)((bottom + FOOT) / 10), name);
    for (int64_t tick = scale.first; tick <= scale.high; tick += scale.step) {
        Text number = text_open(svg->arena);
        int64_t x = scale_place(&scale, tick);
        svg_number(&number, tick, places);
        svg_line(svg, tick == 0 ? "zero" : "grid", x, 50, x, bottom);
        svg_text(svg, x, bottom + 180, "middle", text_str(&number));
    }
    for (size_t i = 0; i < count; i++) put_rib(svg, &items[i], &scale, (int64_t)i * ROW + 200);
    svg_close(svg);
}
