/* caterpillar.c -- see chart.h: all units in order, with their intervals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum {
    LEFT = 640,
    RIGHT = CHART_WIDTH * 10 - 120,
    LABEL = 140, /* where the mark's words stand */
    TOP = 240,
    BOTTOM = 2900,
    HEIGHT = 345,
    DOTS_MOST = 200, /* more than these are a line */
    MARK = 45        /* tenths of a pixel: how far a mark reaches */
};

static Scale scale_of(const Series *s)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (size_t i = 0; i < s->known; i++) {
        uint32_t unit = s->order[i];
        int64_t down = s->lower ? s->lower[unit] : s->value[unit];
        int64_t up = s->upper ? s->upper[unit] : s->value[unit];
        if (down < low) low = down;
        if (up > high) high = up;
    }
    return scale_nice(low, high, BOTTOM, TOP);
}

static int64_t x_of(const Series *s, size_t i)
{
    return LEFT + (int64_t)((2 * i + 1) * (RIGHT - LEFT) / (2 * s->known));
}

static void move_to(Text *svg, char command, int64_t x, int64_t y)
{
    text_byte(svg, command);
    svg_place(svg, x);
    text_byte(svg, ' ');
    svg_place(svg, y);
}

static void put_ribs(Text *svg, const Series *s, const Scale *scale)
{
    text_add(svg, STR("<path class=\"rib\" d=\""));
    for (size_t i = 0; i < s->known; i++) {
        move_to(svg, 'M', x_of(s, i), scale_place(scale, s->lower[s->order[i]]));
        text_byte(svg, 'V');
        svg_place(svg, scale_place(scale, s->upper[s->order[i]]));
    }
    text_add(svg, STR("\"/>\n"));
}

static void put_dots(Text *svg, const Series *s, const Scale *scale)
{
    text_add(svg, STR("<path class=\"dots\" d=\""));
    for (size_t i = 0; i < s->known; i++) {
        move_to(svg, 'M', x_of(s, i), scale_place(scale, s->value[s->order[i]]));
        text_add(svg, STR("h0"));
    }
    text_add(svg, STR("\"/>\n"));
}

/* Steps from place to place are shorter than places.  Thin: the first unit in every two pixels. */
static void put_line(Text *svg, const Series *s, const Scale *scale, bool thin)
{
    int64_t x = -1, y = 0;
    text_add(svg, STR("<path class=\"line\" d=\""));
    for (size_t i = 0; i < s->known; i++) {
        int64_t next = x_of(s, i), to = scale_place(scale, s->value[s->order[i]]);
        if (thin && i + 1 < s->known && x >= 0 && next / 20 == x / 20) continue;
        if (x < 0)
            move_to(svg, 'M', next, to);
        else
            move_to(svg, 'l', next - x, to - y);
        x = next;
        y = to;
    }
    text_add(svg, STR("\"/>\n"));
}

static void put_axis(Text *svg, const Series *s, const Scale *scale)
{
    for (int64_t tick = scale->first; tick <= scale->high; tick += scale->step) {
        Text number = text_open(svg->arena);
        int64_t y = scale_place(scale, tick);
        svg_number(&number, tick, s->places);
        svg_line(svg, tick == 0 ? "zero" : "grid", LEFT, y, RIGHT, y);
        svg_text(svg, LEFT - 80, y + MARK, "end", text_str(&number));
    }
}

Str caterpillar_all(Arena *arena, const Series *s, bool thin)
{
    Text svg = text_open(arena);
    Scale scale = scale_of(s);
    thin = thin && s->known > (RIGHT - LEFT) / 20;
    put_axis(&svg, s, &scale);
    if (s->lower && !thin) put_ribs(&svg, s, &scale);
    if (s->known <= DOTS_MOST)
        put_dots(&svg, s, &scale);
    else
        put_line(&svg, s, &scale, thin);
    return text_str(&svg);
}

static void put_mark(Text *svg, const Caterpillar *chart)
{
    const Series *s = chart->series;
    Scale scale = scale_of(s);
    size_t i = 0;
    while (i < s->known && s->order[i] != chart->mark) i++;
    if (i == s->known) return;
    int64_t x = x_of(s, i), y = scale_place(&scale, s->value[chart->mark]), top = y;
    if (s->lower) {
        top = scale_place(&scale, s->upper[chart->mark]);
        svg_line(svg, "own", x, scale_place(&scale, s->lower[chart->mark]), x, top);
    }
    text_add(svg, STR("<path class=\"mark\" d=\""));
    move_to(svg, 'M', x, y - MARK - 10);
    move_to(svg, 'L', x + MARK + 10, y);
    move_to(svg, 'L', x, y + MARK + 10);
    move_to(svg, 'L', x - MARK - 10, y);
    text_add(svg, STR("z\"/>\n"));
    svg_line(svg, "grid", x, top - 20, x, LABEL + 30);
    int64_t before = x - LEFT, after = RIGHT - x, third = (RIGHT - LEFT) / 3;
    const char *anchor = before < third ? "start" : after < third ? "end" : "middle";
    int64_t wide = *anchor == 's'   ? after
                   : *anchor == 'e' ? before
                                    : 2 * (before < after ? before : after);
    svg_text(svg, x, LABEL, anchor, svg_fit(svg->arena, chart->called, wide));
}

void caterpillar(Text *svg, const Caterpillar *chart)
{
    svg_open(svg, HEIGHT, chart->name);
    text_add(svg, chart->all);
    if (chart->mark < chart->series->count) put_mark(svg, chart);
    int64_t middle = (LEFT + RIGHT) / 2;
    svg_text(svg, middle, BOTTOM + 250, "middle",
             str_printf(svg->arena, "%g %S with a figure, lowest to highest",
                        (uint64_t)chart->series->known, chart->many));
    svg_text(svg, middle, BOTTOM + 430, "middle",
             chart->series->lower
                 ? STR("Not a ranking: overlapping intervals cannot be told apart")
                 : STR("Not a ranking: there are no intervals, so nothing tells figures apart"));
    svg_close(svg);
}
