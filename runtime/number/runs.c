/* runs.c -- see runs.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/runs.h"

void runs_find(Runs *runs, const uint32_t *target, size_t n)
{
    runs->count = 0;
    runs->first[0] = 0;
    if (n == 0) return;
    /* No branch, as a run's length cannot be guessed: its end is written until it is. */
    uint32_t *restrict end = runs->first + 1;
    size_t at = 0;
    for (size_t i = 1; i < n; i++) {
        end[at] = (uint32_t)i;
        at += target[i] != target[i - 1];
    }
    end[at] = (uint32_t)n;
    runs->count = at + 1;
    for (size_t r = 0; r < runs->count; r++) runs->target[r] = target[runs->first[r]];
}

Runs runs_of(Arena *arena, const uint32_t *target, size_t n)
{
    Runs runs = { 0, NEW_ARRAY(arena, uint32_t, n + 1), NEW_ARRAY(arena, uint32_t, n + 1) };
    runs_find(&runs, target, n);
    return runs;
}
