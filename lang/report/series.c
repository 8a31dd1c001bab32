/* series.c -- see site.h: the shown values of a level, as charts take them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "number/text.h"
#include <stdlib.h>

bool series_number(Str text, int places, int64_t *number)
{
    int64_t mantissa;
    int decimals;
    bool minus_zero;
    return number_parse(text, &mantissa, &decimals, &minus_zero) == NUMBER_SMALL &&
           number_rescale(mantissa, decimals, places, number);
}

typedef struct Placed {
    int64_t value;
    uint32_t unit;
} Placed;

static int by_value(const void *left, const void *right)
{
    const Placed *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? -1 : 1;
    return (a->unit > b->unit) - (a->unit < b->unit);
}

static void put_in_order(Arena *arena, Series *s, Placed *placed)
{
    qsort(placed, s->known, sizeof *placed, by_value);
    s->order = NEW_ARRAY(arena, uint32_t, s->known + 1);
    for (size_t i = 0; i < s->known; i++) s->order[i] = placed[i].unit;
}

void series_read(Arena *arena, const SiteLevel *level, SiteMeasure *measure)
{
    Series *s = &measure->series;
    size_t count = level->cells.rows, ranged = 0;
    *s = (Series){ .places = measure->out->places, .count = count, .drawable = true };
    s->value = NEW_ARRAY(arena, int64_t, count + 1);
    s->lower = NEW_ARRAY(arena, int64_t, count + 1);
    s->upper = NEW_ARRAY(arena, int64_t, count + 1);
    Placed *placed = NEW_ARRAY(arena, Placed, count + 1);
    for (size_t row = 0; row < count; row++) {
        Figure figure = site_figure(&level->cells, &measure->columns, row);
        if (!figure.value.len) continue;
        s->drawable = s->drawable && series_number(figure.value, s->places, &s->value[row]);
        ranged += series_number(figure.lower, s->places, &s->lower[row]) &&
                  series_number(figure.upper, s->places, &s->upper[row]);
        placed[s->known++] = (Placed){ s->value[row], (uint32_t)row };
    }
    if (!s->known || ranged < s->known) s->lower = s->upper = NULL;
    s->drawable = s->drawable && s->known;
    if (!s->drawable) return;
    put_in_order(arena, s, placed);
    measure->pale = caterpillar_all(arena, s, true);
}
