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
        scale_take(s->value[unit], &low, &high);
        if (s->lower) scale_take(s->lower[unit], &low, &high);
        if (s->upper) scale_take(s->upper[unit], &low, &high);
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

/* ---- names ---- */

enum {
    ABOVE = 120, /* tenths of a pixel: how far letters reach up and down from where they stand */
    BELOW = 40,
    GAP = 20,
    FARTHER = 170, /* from one row of names to the next */
    ROWS = 12,
    NAME_MOST = 400 /* bytes; no longer one has room */
};

typedef struct Box {
    int64_t left, right, top, bottom;
} Box;

/* What no further name may lie over: intervals, names, and the lines that lead to them. */
typedef struct Taken {
    Box *boxes;
    size_t count;
} Taken;

static bool is_free(const Taken *taken, Box box, size_t but)
{
    for (size_t i = 0; i < taken->count; i++) {
        const Box *other = &taken->boxes[i];
        if (i != but && box.left < other->right && other->left < box.right &&
            box.top < other->bottom && other->top < box.bottom)
            return false;
    }
    return true;
}

/* The interval of the unit at `i`, or its figure alone. */
static Box box_of(const Series *s, const Scale *scale, size_t i)
{
    uint32_t unit = s->order[i];
    int64_t x = x_of(s, i), y = scale_place(scale, s->value[unit]);
    Box box = { x - GAP, x + GAP, y - GAP, y + GAP };
    if (s->lower && scale_place(scale, s->upper[unit]) < box.top)
        box.top = scale_place(scale, s->upper[unit]);
    if (s->lower && scale_place(scale, s->lower[unit]) > box.bottom)
        box.bottom = scale_place(scale, s->lower[unit]);
    return box;
}

/* A name above or below its unit, so many rows away; false where there is no room for it. */
static bool put_name(Text *svg, const Series *s, Taken *taken, size_t i, Str name, int side,
                     int64_t row)
{
    static const char *const anchors[] = { "middle", "start", "end" };
    Scale scale = scale_of(s);
    const Box own = box_of(s, &scale, i);
    int64_t x = x_of(s, i), wide = svg_width(name), from = side < 0 ? own.top : own.bottom;
    int64_t y = side < 0 ? from - BELOW - GAP - row * FARTHER : from + ABOVE + row * FARTHER;
    for (size_t a = 0; a < COUNT_OF(anchors); a++) {
        int64_t left = a == 0 ? x - wide / 2 : a == 1 ? x : x - wide;
        Box box = { left, left + wide + GAP, y - ABOVE, y + BELOW };
        Box lead = { x - GAP / 2, x + GAP / 2, side < 0 ? box.bottom : from,
                     side < 0 ? from : box.top };
        if (box.left < LEFT || box.right > CHART_WIDTH * 10 || box.top < GAP ||
            box.bottom > BOTTOM + ABOVE + BELOW + GAP || !is_free(taken, box, i) ||
            (row && !is_free(taken, lead, i)))
            continue;
        if (row) svg_line(svg, "grid", x, from, x, side < 0 ? y + BELOW / 2 : y - ABOVE);
        svg_text(svg, x, y, anchors[a], name);
        taken->boxes[taken->count++] = box;
        if (row) taken->boxes[taken->count++] = lead;
        return true;
    }
    return false;
}

/* Each above or below, where it is nearest.  Whether all have room. */
static bool put_names(Text *svg, const Caterpillar *chart)
{
    const Series *s = chart->series;
    Scale scale = scale_of(s);
    bool all = true;
    Taken taken = { NEW_ARRAY(svg->arena, Box, 3 * s->known + 1), 0 };
    for (size_t i = 0; i < s->known; i++) {
        Box box = box_of(s, &scale, i);
        box.top -= FARTHER; /* a name close to an interval would be taken for its */
        box.bottom += FARTHER;
        taken.boxes[taken.count++] = box;
    }
    for (size_t i = 0; i < s->known; i++) {
        /* as it is shown, marks that turn the direction of text in words */
        Str name = str_printable(svg->arena, chart->names[s->order[i]], NAME_MOST);
        bool put = false;
        for (int64_t row = 0; row < ROWS && !put; row++)
            put = put_name(svg, s, &taken, i, name, -1, row) ||
                  put_name(svg, s, &taken, i, name, 1, row);
        all = all && put;
    }
    return all;
}

bool caterpillar(Text *svg, const Caterpillar *chart)
{
    svg_open(svg, HEIGHT, chart->name);
    text_add(svg, chart->all);
    bool named = !chart->names || put_names(svg, chart);
    if (chart->mark < chart->series->count) put_mark(svg, chart);
    int64_t middle = (LEFT + RIGHT) / 2;
    int64_t below = BOTTOM + (chart->names ? 50 : 0); /* names stand there, too */
    svg_text(svg, middle, below + 250, "middle",
             str_printf(svg->arena, "%g %S with a figure, lowest to highest",
                        (uint64_t)chart->series->known, chart->many));
    svg_text(svg, middle, below + 430, "middle",
             chart->series->lower
                 ? STR("Not a ranking: overlapping intervals cannot be told apart")
                 : STR("Not a ranking: there are no intervals, so nothing tells figures apart"));
    svg_close(svg);
    return named;
}
