/* known.c -- see known.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/known.h"
#include <stdlib.h>

/* ---- places of earlier tables ---- */

size_t known_room(const Known *earlier)
{
    return earlier ? earlier->place_count + earlier->sum_count + 1 : 0;
}

bool known_ordered(const Known *known)
{
    for (size_t i = 1; i < known->place_count; i++) {
        const KnownPlace *a = &known->places[i - 1], *b = &known->places[i];
        int order = str_compare(a->place, b->place);
        if (order > 0 || (order == 0 && str_compare(a->counts, b->counts) >= 0)) return false;
    }
    return true;
}

/* The first that is called so, or stands where it would. */
static size_t find(const Known *known, Str place)
{
    size_t low = 0, high = known->place_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (str_compare(known->places[middle].place, place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The place of an earlier table that a cell behind those of the places stands for. */
static const KnownPlace *was_at(const KnownCells *cells, uint32_t cell)
{
    return &cells->earlier->places[cells->was[cell - cells->place_count]];
}

Str known_place(const KnownCells *cells, uint32_t cell)
{
    return cell < cells->place_count ? cells->places[cell] : was_at(cells, cell)->place;
}

/* What the tables so far say of a place is taken into its cell. */
static void take(KnownCells *cells, uint32_t at)
{
    const Known *earlier = cells->earlier;
    HideCell *cell = &cells->cells[at];
    bool hidden = false;
    for (size_t i = find(earlier, cells->places[at]);
         i < earlier->place_count && str_eq(earlier->places[i].place, cells->places[at]); i++) {
        const KnownPlace *was = &earlier->places[i];
        bool same = str_eq(was->counts, cells->counts[at]);
        hidden |= was->hidden;
        cell->late |= !was->hidden;
        cell->known |= same && !was->hidden;
        if (!same || !was->hidden) continue;
        cells->cell_of[i] = at;
        if (was->down < cell->down) cell->down = was->down;
    }
    if (hidden && !cell->known) cell->hidden = true;
}

/* ---- counts that changed ---- */

/* The next count of a list, -1 where there is none; false at its end. */
static bool next_count(Str *counts, int64_t *count)
{
    size_t at = 0;
    if (!counts->len) return false;
    *count = counts->at[0] == '-' ? -1 : 0;
    for (; at < counts->len && counts->at[at] != ' '; at++)
        if (*count >= 0 && *count < INT64_MAX / 16) *count = *count * 10 + (counts->at[at] - '0');
    *counts = str_slice(*counts, at < counts->len ? at + 1 : at, counts->len);
    return true;
}

/* Whether all of `was` are by one number more or less than all of `is`, and by which.  The counts
 * of a place are moved together, so only then could they be tried to be what they were. */
static bool same_but_for(Str was, Str is, int64_t *more)
{
    int64_t a, b;
    bool first = true;
    *more = 0;
    while (next_count(&was, &a)) {
        if (!next_count(&is, &b) || (a < 0) != (b < 0)) return false;
        if (a < 0) continue;
        if (!first && a - b != *more) return false;
        *more = a - b;
        first = false;
    }
    return !is.len && !first && *more != 0;
}

/* What was shown of its place the cell is not, where it is hidden. */
static void rule_out(KnownCells *cells, uint32_t at, Str counts, size_t *cap)
{
    const Known *earlier = cells->earlier;
    Str place = known_place(cells, at);
    for (size_t i = find(earlier, place);
         i < earlier->place_count && str_eq(earlier->places[i].place, place); i++) {
        int64_t more;
        if (earlier->places[i].hidden) continue;
        if (!same_but_for(earlier->places[i].counts, counts, &more)) continue;
        GROW(cells->arena, cells->nevers, cells->never_count, *cap);
        cells->nevers[cells->never_count++] = (HideNever){ at, more };
        if (!cells->cells[at].never) cells->cells[at].never = (uint32_t)cells->never_count;
    }
}

/* ---- cells and sums ---- */

bool known_places(KnownCells *cells, uint32_t *told)
{
    const Known *earlier = cells->earlier;
    cells->table_count = cells->cell_count = cells->place_count;
    if (!earlier) return true;
    cells->cell_of = NEW_ARRAY(cells->arena, uint32_t, earlier->place_count + 1);
    cells->was = NEW_ARRAY(cells->arena, uint32_t, earlier->place_count + 1);
    memset(cells->cell_of, 0xFF, sizeof *cells->cell_of * earlier->place_count);
    for (uint32_t at = 0; at < cells->place_count; at++) {
        take(cells, at);
        *told = at;
        if (cells->cells[at].known && cells->cells[at].hidden) return false;
    }
    for (uint32_t i = 0; i < earlier->place_count; i++) {
        const KnownPlace *was = &earlier->places[i];
        if (!was->hidden || cells->cell_of[i] != UINT32_MAX) continue;
        cells->was[cells->cell_count - cells->place_count] = i;
        cells->cell_of[i] = cells->cell_count;
        cells->cells[cells->cell_count++] = (HideCell){ .down = was->down, .hidden = true };
    }
    cells->table_count = cells->cell_count;
    size_t cap = 0;
    for (uint32_t at = 0; at < cells->table_count; at++)
        rule_out(cells, at, at < cells->place_count ? cells->counts[at] : was_at(cells, at)->counts,
                 &cap);
    return true;
}

void known_sums(KnownCells *cells)
{
    const Known *earlier = cells->earlier;
    if (!earlier) return;
    uint32_t shown = cells->cell_count++; /* stands for all wholes that are */
    cells->cells[shown] = (HideCell){ .known = true };
    for (size_t s = 0; s < earlier->sum_count; s++) {
        const KnownSum *was = &earlier->sums[s];
        uint32_t *parts = NEW_ARRAY(cells->arena, uint32_t, (size_t)was->count + 1), count = 0;
        for (; count < was->count; count++) parts[count] = cells->cell_of[was->parts[count]];
        if (was->has_rest) {
            parts[count++] = cells->cell_count;
            cells->cells[cells->cell_count++] = (HideCell){ .down = was->rest, .hidden = true };
        }
        cells->sums[cells->sum_count++] =
            (HideSum){ parts, count, was->whole == UINT32_MAX ? shown : cells->cell_of[was->whole],
                       true };
    }
}

/* ---- what is known from now on ---- */

/* A line of publication.json: a cell of a table, or a place that was shown and is other now. */
typedef struct Line {
    KnownPlace place;
    uint32_t cell; /* UINT32_MAX: it has none */
} Line;

static int by_place(const void *left, const void *right)
{
    const KnownPlace *a = &((const Line *)left)->place, *b = &((const Line *)right)->place;
    int order = str_compare(a->place, b->place);
    return order ? order : str_compare(a->counts, b->counts);
}

static Line line_of(const KnownCells *cells, uint32_t at)
{
    const HideCell *cell = &cells->cells[at];
    bool now = at < cells->place_count;
    return (Line){ { known_place(cells, at), now ? cells->counts[at] : was_at(cells, at)->counts,
                     cell->hidden, cell->down },
                   at };
}

/* Every place with the counts it had, each once, in order. */
static Line *lines_of(const KnownCells *cells, size_t *count)
{
    const Known *earlier = cells->earlier;
    Line *lines = NEW_ARRAY(cells->arena, Line, cells->table_count + known_room(earlier) + 1);
    for (uint32_t at = 0; at < cells->table_count; at++) lines[at] = line_of(cells, at);
    *count = cells->table_count;
    for (size_t i = 0; earlier && i < earlier->place_count; i++)
        if (!earlier->places[i].hidden)
            lines[(*count)++] = (Line){ earlier->places[i], UINT32_MAX };
    if (*count) qsort(lines, *count, sizeof *lines, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) /* what was shown and is the same stands there twice */
        if (!kept || by_place(&lines[kept - 1], &lines[i]) != 0) lines[kept++] = lines[i];
    *count = kept;
    return lines;
}

static void sum_json(Json *json, const KnownCells *cells, const HideSum *sum,
                     const uint32_t *line_of_cell)
{
    Text parts = text_open(json->text.arena);
    const HideCell *rest = NULL;
    bool whole = sum->whole < cells->table_count && cells->cells[sum->whole].hidden;
    for (uint32_t i = 0; i < sum->count; i++) {
        uint32_t part = sum->parts[i];
        if (part >= cells->table_count)
            rest = &cells->cells[part];
        else if (cells->cells[part].hidden)
            text_printf(&parts, "%s%u", parts.len ? " " : "", (uint64_t)line_of_cell[part]);
    }
    if (!whole && !parts.len) return;
    json_object(json, NULL);
    json_str(json, "parts", text_str(&parts));
    if (whole) json_count(json, "whole", line_of_cell[sum->whole]);
    if (rest) json_count(json, "rest", (uint64_t)rest->down);
    json_end(json);
}

void known_json(Json *json, const KnownCells *cells)
{
    size_t count;
    const Line *lines = lines_of(cells, &count);
    uint32_t *line_of_cell = NEW_ARRAY(cells->arena, uint32_t, (size_t)cells->table_count + 1);
    json_array(json, "places");
    for (uint32_t i = 0; i < count; i++) {
        const KnownPlace *place = &lines[i].place;
        if (lines[i].cell != UINT32_MAX) line_of_cell[lines[i].cell] = i;
        json_object(json, NULL);
        json_str(json, "place", place->place);
        json_str(json, "counts", place->counts);
        if (place->hidden) json_count(json, "down", (uint64_t)place->down);
        json_end(json);
    }
    json_end(json);
    json_array(json, "sums");
    for (uint32_t s = 0; s < cells->sum_count; s++)
        sum_json(json, cells, &cells->sums[s], line_of_cell);
    json_end(json);
}
