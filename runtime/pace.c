/* pace.c -- see pace.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pace.h"
#include "str.h"
#include <time.h>

uint64_t pace_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void progress_begin(Progress *progress)
{
    atomic_store_explicit(&progress->phase, PHASE_PREPARE, memory_order_relaxed);
    atomic_store_explicit(&progress->bytes, 0, memory_order_relaxed);
    atomic_store_explicit(&progress->rows, 0, memory_order_relaxed);
    atomic_store_explicit(&progress->step, 0, memory_order_relaxed);
    atomic_store_explicit(&progress->steps, 0, memory_order_relaxed);
}

Pace *pace_open(Arena *arena, bool timed, Progress *progress)
{
    if (!timed && !progress) return NULL;
    Pace *pace = NEW(arena, Pace);
    *pace = (Pace){ .arena = arena, .progress = progress, .timed = timed };
    if (timed) pace->since = pace_now();
    return pace;
}

void pace_turn(Pace *pace, Phase next)
{
    if (!pace) return;
    if (pace->progress)
        atomic_store_explicit(&pace->progress->phase, (uint32_t)next, memory_order_relaxed);
    if (!pace->timed) return;
    uint64_t now = pace_now();
    pace->wall[pace->phase] += now - pace->since;
    pace->since = now;
    pace->phase = next;
}

FileTime *pace_file(Pace *pace, Str file, int32_t year)
{
    if (!pace || !pace->timed) return NULL;
    FileTime *time = NEW(pace->arena, FileTime);
    *time = (FileTime){ .file = arena_str(pace->arena, file), .year = year, .since = pace_now() };
    if (pace->last)
        pace->last->next = time;
    else
        pace->first = time;
    pace->last = time;
    return time;
}

void pace_lap(FileTime *file, Lap lap)
{
    if (!file) return;
    uint64_t now = pace_now();
    file->wall[lap] += now - file->since;
    file->since = now;
}
