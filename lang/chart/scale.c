/* scale.c -- see chart.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "chart/chart.h"

enum { TICKS_MOST = 7 };

static int64_t floor_to(int64_t number, int64_t step)
{
    int64_t rest = number % step;
    return number - (rest < 0 ? rest + step : rest);
}

/* The smallest of 1, 2, 5, 10, 20, 50 ... that divides a range into few parts. */
static int64_t step_for(int64_t low, int64_t high)
{
    int64_t step = 1;
    for (int turn = 0; (high - low) / step >= TICKS_MOST; turn++)
        step = turn % 3 == 1 ? step / 2 * 5 : step * 2;
    return step;
}

void scale_take(int64_t number, int64_t *low, int64_t *high)
{
    if (number < *low) *low = number;
    if (number > *high) *high = number;
}

Scale scale_nice(int64_t low, int64_t high, int64_t from, int64_t to)
{
    if (low == high) high++;
    int64_t step = step_for(low, high);
    int64_t first = floor_to(low, step), last = floor_to(high, step);
    if (last < high) last += step;
    return (
        Scale){ .low = first, .high = last, .first = first, .step = step, .from = from, .to = to };
}

int64_t scale_place(const Scale *scale, int64_t number)
{
    i128 range = scale->high - scale->low, way = scale->to - scale->from;
    i128 twice = 2 * way * (number - scale->low) + (way < 0 ? -range : range);
    return scale->from + (int64_t)(twice / (2 * range));
}
