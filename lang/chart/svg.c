/* svg.c -- see chart.h: places, texts and how wide they are.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"
#include "html.h"

enum { LETTER = 13 }; /* pixels, as the style has it */

void svg_place(Text *svg, int64_t tenths)
{
    if (tenths < 0) text_byte(svg, '-');
    uint64_t size = (uint64_t)(tenths < 0 ? -tenths : tenths);
    text_u64(svg, size / 10);
    if (size % 10 == 0) return;
    text_byte(svg, '.');
    text_byte(svg, (char)('0' + size % 10));
}

void svg_number(Text *svg, int64_t number, int places)
{
    if (number < 0) text_byte(svg, '-');
    uint64_t size = (uint64_t)(number < 0 ? -number : number), one = 1;
    for (int i = 0; i < places; i++) one *= 10;
    text_u64(svg, size / one);
    if (!places) return;
    text_byte(svg, '.');
    for (uint64_t part = size % one, unit = one / 10; unit; unit /= 10)
        text_byte(svg, (char)('0' + part / unit % 10));
}

/* Widths of Arial from the space on, in thousandths of its size; what is not there is as wide as
 * the widest. */
static const uint16_t widths[] = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584
};

static bool is_inside(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static int64_t width_of(char byte)
{
    size_t at = (size_t)(unsigned char)byte - ' ';
    return is_inside(byte) ? 0 : at < COUNT_OF(widths) ? widths[at] : 1000;
}

int64_t svg_width(Str text)
{
    int64_t width = 0;
    for (size_t i = 0; i < text.len; i++) width += width_of(text.at[i]);
    return width * LETTER / 100 + 1;
}

Str svg_fit(Arena *arena, Str text, int64_t width)
{
    Str more = STR("\xE2\x80\xA6");
    if (svg_width(text) <= width) return text;
    int64_t room = width - svg_width(more), used = 0;
    size_t end = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (!is_inside(text.at[i]) && used * LETTER / 100 + 1 <= room) end = i;
        used += width_of(text.at[i]);
    }
    return str_printf(arena, "%S%S", str_slice(text, 0, end), more);
}

void svg_open(Text *svg, int height, Str name)
{
    html(svg,
         "<svg role=\"img\" aria-label=\"%S\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\">\n",
         name, (uint64_t)CHART_WIDTH, (uint64_t)height, (uint64_t)CHART_WIDTH, (uint64_t)height);
}

void svg_close(Text *svg)
{
    text_add(svg, STR("</svg>\n"));
}

void svg_text(Text *svg, int64_t x, int64_t y, const char *anchor, Str text)
{
    text_add(svg, STR("<text x=\""));
    svg_place(svg, x);
    text_add(svg, STR("\" y=\""));
    svg_place(svg, y);
    html(svg, "\"%s%s%s>%S</text>\n", *anchor == 's' ? "" : " text-anchor=\"",
         *anchor == 's' ? "" : anchor, *anchor == 's' ? "" : "\"", text);
}

void svg_line(Text *svg, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
    html(svg, "<path class=\"%s\" d=\"M", class);
    svg_place(svg, x1);
    text_byte(svg, ' ');
    svg_place(svg, y1);
    text_byte(svg, 'L');
    svg_place(svg, x2);
    text_byte(svg, ' ');
    svg_place(svg, y2);
    text_add(svg, STR("\"/>\n"));
}
