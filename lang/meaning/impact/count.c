/* count.c -- see count.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/count.h"
#include <stdlib.h>

static Tally *tally(Arena *arena, Tallies *all, Str level, Str column, Str answer)
{
    for (size_t i = 0; i < all->count; i++) {
        Tally *t = &all->items[i];
        if (str_eq(t->answer, answer) && str_eq(t->column, column) && str_eq(t->level, level))
            return t;
    }
    GROW(arena, all->items, all->count, all->cap);
    all->items[all->count] = (Tally){ .level = level, .column = column, .answer = answer };
    return &all->items[all->count++];
}

static void count_outcome(Arena *arena, Tallies *all, const Outcome *outcome, bool after)
{
    for (size_t i = 0; i < outcome->level_count; i++) {
        const OutLevel *level = &outcome->levels[i];
        for (size_t c = 0; c < level->column_count; c++) {
            if (level->columns[c].kind == OUT_VALUE) continue;
            for (size_t r = 0; r < level->row_count; r++) {
                Tally *t =
                    tally(arena, all, level->name, level->columns[c].name, level->rows[r].cells[c]);
                if (after)
                    t->after++;
                else
                    t->before++;
            }
        }
    }
}

static int by_names(Str a, Str b, Str c, Str d, Str e, Str f)
{
    int order = str_compare(a, b);
    if (!order) order = str_compare(c, d);
    return order ? order : str_compare(e, f);
}

static int by_tally(const void *a, const void *b)
{
    const Tally *x = a, *y = b;
    return by_names(x->level, y->level, x->column, y->column, x->answer, y->answer);
}

Tallies tallies_of(Arena *arena, const Impact *impact)
{
    Tallies all = { 0 };
    count_outcome(arena, &all, &impact->old, false);
    count_outcome(arena, &all, &impact->new, true);
    if (all.count) qsort(all.items, all.count, sizeof(Tally), by_tally);
    return all;
}

static PlaceCount *place_count(Arena *arena, Places *all, Str level, Str group, Str name)
{
    for (size_t i = 0; i < all->count; i++) {
        PlaceCount *p = &all->items[i];
        if (str_eq(p->name, name) && str_eq(p->group, group) && str_eq(p->level, level)) return p;
    }
    GROW(arena, all->items, all->count, all->cap);
    all->items[all->count] = (PlaceCount){ .level = level, .group = group, .name = name };
    return &all->items[all->count++];
}

static int by_place(const void *a, const void *b)
{
    const PlaceCount *x = a, *y = b;
    return by_names(x->level, y->level, x->group, y->group, x->name, y->name);
}

static bool moves_at(const Moves *moves, const OutRow *row, size_t *from)
{
    while (*from < moves->count && moves->items[*from].row != row) ++*from;
    bool found = *from < moves->count;
    if (!found) *from = 0;
    return found;
}

Places places_of(Arena *arena, const Impact *impact)
{
    Places all = { 0 };
    size_t from = 0;
    for (size_t i = 0; i < impact->new.level_count; i++) {
        const OutLevel *level = &impact->new.levels[i];
        for (size_t r = 0; r < level->row_count; r++) {
            bool moved = moves_at(&impact->together, &level->rows[r], &from);
            for (size_t g = 0; g < level->group_count; g++) {
                PlaceCount *p = place_count(arena, &all, level->name, level->groups[g],
                                            level->rows[r].groups[g]);
                p->all++;
                p->moved += moved;
            }
        }
    }
    if (all.count) qsort(all.items, all.count, sizeof(PlaceCount), by_place);
    return all;
}
