/* chart.h -- charts as SVG: of numbers and labels, and of nothing else.
 *
 *   scale.c        from numbers to places on a line, and the round numbers beside it
 *   svg.c          places, texts and how wide they are
 *   caterpillar.c  all units in order, with their intervals
 *   bars.c         how many units are in each band
 *   trend.c        one figure over years, with its intervals
 *   funnel.c       all units by how many rows they are of, with limits
 *   ribs.c         a few figures with their intervals on one line: groups, years
 *
 * Numbers are whole steps of 10^-places.  Places are whole tenths of a pixel, so that the same
 * numbers give the same bytes.  Colours are classes of the page's style; every text is text.  A
 * chart says nothing that the table beside it does not.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHART_H
#define LUSTRUM_CHART_H

#include "str.h"

enum { CHART_WIDTH = 640 }; /* pixels of every chart */

/* The figures of many units; those that are not known are 0 and not in `order`. */
typedef struct Series {
    int places;
    size_t count;                   /* units */
    int64_t *value, *lower, *upper; /* of each; lower and upper NULL: there are no intervals */
    uint32_t *order;                /* those known, lowest first, then as they come */
    size_t known;
    bool drawable; /* all known are numbers, and there are some */
} Series;

/* ---- scale.c ---- */
/* From [low, high], which the round numbers `first`, `first` + `step` ... divide, to [from, to] in
 * tenths of a pixel. */
typedef struct Scale {
    int64_t low, high, first, step;
    int64_t from, to;
} Scale;
/* Widens a range, of which low is above high while it is empty, until it holds a number. */
void scale_take(int64_t number, int64_t *low, int64_t *high);
/* A scale that holds all from low to high and ends at round numbers. */
Scale scale_nice(int64_t low, int64_t high, int64_t from, int64_t to);
int64_t scale_place(const Scale *scale, int64_t number);

/* ---- svg.c ---- */
/* Tenths of a pixel as 12.3. */
void svg_place(Text *svg, int64_t tenths);
/* A number of steps of 10^-places, as -0.25. */
void svg_number(Text *svg, int64_t number, int places);
/* How wide a text is in the charts' letters, in tenths of a pixel; at least. */
int64_t svg_width(Str text);
/* A text that is cut to fit, with a mark that it is. */
Str svg_fit(Arena *arena, Str text, int64_t width);
/* Opens a chart of that height, which is called `name`. */
void svg_open(Text *svg, int height, Str name);
void svg_close(Text *svg);
/* anchor: "start", "middle" or "end". */
void svg_text(Text *svg, int64_t x, int64_t y, const char *anchor, Str text);
void svg_line(Text *svg, const char *class, int64_t x1, int64_t y1, int64_t x2, int64_t y2);

/* ---- caterpillar.c ---- */
/* All units of a series, none of them marked: a part of charts that is made once.  Thin: of very
 * many units the line of values alone, one in every two pixels. */
Str caterpillar_all(Arena *arena, const Series *series, bool thin);
/* The whole chart, of `all` as made above. */
typedef struct Caterpillar {
    const Series *series;
    Str all, name;
    Str many, unit;   /* "schools", " points" */
    Str called;       /* what stands at the mark */
    size_t mark;      /* the unit that is marked; series->count: none */
    const Str *names; /* of all units, to stand where there is room; NULL: none */
} Caterpillar;
/* Whether every unit that was to be named is. */
bool caterpillar(Text *svg, const Caterpillar *chart);

/* ---- bars.c ---- */
typedef struct Bar {
    Str label, words;     /* what it is, and what stands at its end: "85 (42.5%)" */
    uint64_t count, last; /* last: how many the year before */
} Bar;
/* A bar each, the longest being that of `whole`; with `last` a thin one of the year before under
 * each. */
void bars(Text *svg, Str name, const Bar *items, size_t count, uint64_t whole, bool last);

/* ---- trend.c ---- */
typedef struct TrendYear {
    Str label;
    int64_t value, lower, upper;
    bool known, ranged;
    bool changed; /* the rules are others than in the year before it that is known */
} TrendYear;
/* Years evenly apart, a line from year to year where both are known. */
void trend(Text *svg, Str name, const TrendYear *years, size_t count, int places);

/* ---- funnel.c ---- */
enum { FUNNEL_STEPS = 200 }; /* places of a limit's line, evenly from 0 to the scale's end */
typedef struct FunnelPoint {
    int64_t count, value;
    int beyond; /* of how many limits it lies beyond: 0, 1 or 2 */
    bool own;
} FunnelPoint;
typedef struct Funnel {
    Str name, rows, many; /* rows: "pupils", which are counted */
    int places;
    int64_t target;
    const FunnelPoint *points;
    size_t point_count;
    bool marks; /* some are the page's own; the others are pale */
    /* For FUNNEL_STEPS counts, last that of the end of the scale: how far either limit is from the
     * target, in steps of 10^-(places + 1). */
    const int64_t *count, *inner, *outer;
} Funnel;
/* The end of the scale of counts that the greatest of them needs. */
int64_t funnel_end(int64_t most);
void funnel(Text *svg, const Funnel *chart);

/* ---- ribs.c ---- */
typedef struct Rib {
    Str label, words; /* what it is, and its number in words */
    int64_t value, lower, upper;
    bool known, ranged, apart; /* apart: it is not of what the others are of, as the nation */
} Rib;
/* A line each with a mark and its interval; those that are not known say so in words. */
void ribs(Text *svg, Str name, const Rib *items, size_t count, int places);

#endif
