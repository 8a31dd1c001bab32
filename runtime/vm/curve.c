/* curve.c -- tables read between their rows: the row that holds an argument is a piece of straight
 * line, value + slope * the argument, and the kernels of number/lane.h do the rest, exactly.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/lookup.h"

void lookup_lines(const TableIndex *index, Reason outside, LaneWork *work, Column *out,
                  const Column *x, const uint8_t *missing, const uint32_t *row, size_t n)
{
    Column start, slope, rise;
    lane_gather(work, &start, &index->value, row, outside, n);
    lane_gather(work, &slope, &index->slope, row, outside, n);
    lane_mul(work, &rise, &slope, x, n);
    lane_add(work, out, &start, &rise, n);
    lookup_reasons(work->arena, out, missing, n);
}

void curve_values(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                  Column *out, const Column *const *arg, size_t n)
{
    const TableInfo *table = plan->index->table;
    const uint8_t *missing = find_reasons(work->arena, arg, table->key_count, n);
    const uint32_t *row = lookup_rows(plan, hand, keep, work, arg, missing, n);
    lookup_lines(plan->index, (Reason)table->outside, work, out, arg[table->slope_key], missing,
                 row, n);
}
