/* count.c -- see count.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/count.h"
#include <stdlib.h>

static Tally *tally(Arena *arena, Tallies *all, Str level, Str of, Str name)
{
    for (size_t i = 0; i < all->count; i++) {
        Tally *t = &all->items[i];
        if (str_eq(t->name, name) && str_eq(t->of, of) && str_eq(t->level, level)) return t;
    }
    GROW(arena, all->items, all->count, all->cap);
    all->items[all->count] = (Tally){ .level = level, .of = of, .name = name };
    return &all->items[all->count++];
}

static int by_names(const void *a, const void *b)
{
    const Tally *x = a, *y = b;
    int order = str_compare(x->level, y->level);
    if (!order) order = str_compare(x->of, y->of);
    return order ? order : str_compare(x->name, y->name);
}

static Tallies in_order(Tallies all)
{
    if (all.count) qsort(all.items, all.count, sizeof(Tally), by_names);
    return all;
}

static void count_outcome(Arena *arena, Tallies *all, const Outcome *outcome, bool after)
{
    for (size_t i = 0; i < outcome->level_count; i++) {
        const OutLevel *level = &outcome->levels[i];
        for (size_t c = 0; c < level->column_count; c++) {
            const OutColumn *column = &level->columns[c];
            if (column->kind == OUT_VALUE) continue;
            for (size_t r = 0; r < level->row_count; r++)
                tally(arena, all, level->name, column->name, level->rows[r].cells[c])
                    ->count[after]++;
        }
    }
}

Tallies tally_answers(Arena *arena, const Impact *impact)
{
    Tallies all = { 0 };
    count_outcome(arena, &all, &impact->old, false);
    count_outcome(arena, &all, &impact->new, true);
    return in_order(all);
}

static bool moves_at(const Moves *moves, const OutRow *row, size_t *from)
{
    while (*from < moves->count && moves->items[*from].row != row) ++*from;
    bool found = *from < moves->count;
    if (!found) *from = 0;
    return found;
}

Tallies tally_groups(Arena *arena, const Impact *impact)
{
    Tallies all = { 0 };
    size_t from = 0;
    for (size_t i = 0; i < impact->new.level_count; i++) {
        const OutLevel *level = &impact->new.levels[i];
        for (size_t r = 0; r < level->row_count; r++) {
            const OutRow *row = &level->rows[r];
            bool moved = moves_at(&impact->together, row, &from);
            for (size_t g = 0; g < level->group_count; g++) {
                Tally *t = tally(arena, &all, level->name, level->groups[g], row->groups[g]);
                t->count[0] += moved;
                t->count[1]++;
            }
        }
    }
    return in_order(all);
}
