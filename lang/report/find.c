/* find.c -- see site.h: units by their keys, as files that speak of units name them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include <stdlib.h>
#include <stdlib.h>

typedef struct Named {
    Str key; /* as a file has it: of several parts their cells as a line */
    size_t row;
} Named;

struct Finder {
    const Site *site;
    Named **names; /* of each level, by key */
};

static int by_key(const void *left, const void *right)
{
    return str_compare(((const Named *)left)->key, ((const Named *)right)->key);
}

static Str key_of(Arena *arena, const SiteLevel *level, size_t row)
{
    if (level->keys < 2) return cells_at(&level->cells, row, 0);
    Text key = text_open(arena);
    for (size_t k = 0; k < level->keys; k++) {
        if (k) text_byte(&key, ',');
        text_csv(&key, cells_at(&level->cells, row, k));
    }
    return text_str(&key);
}

static Named *names_of(Arena *arena, const SiteLevel *level)
{
    size_t rows = level->cells.rows;
    Named *named = NEW_ARRAY(arena, Named, rows + 1);
    for (size_t row = 0; row < rows; row++) named[row] = (Named){ key_of(arena, level, row), row };
    if (rows) qsort(named, rows, sizeof *named, by_key);
    return named;
}

Finder *finder_open(const Site *site, Arena *arena)
{
    Finder *finder = NEW(arena, Finder);
    finder->site = site;
    finder->names = NEW_ARRAY(arena, Named *, site->level_count + 1);
    for (size_t l = 0; l < site->level_count; l++)
        finder->names[l] = names_of(arena, &site->levels[l]);
    return finder;
}

const SiteLevel *finder_level(const Finder *finder, Str level)
{
    for (size_t l = 0; l < finder->site->level_count; l++)
        if (str_eq(finder->site->levels[l].schema->name, level)) return &finder->site->levels[l];
    return NULL;
}

const SiteLevel *finder_unit(const Finder *finder, Str level, Str key, size_t *row)
{
    const SiteLevel *at = finder_level(finder, level);
    const Named wanted = { key, 0 };
    if (!at || !at->cells.rows) return NULL;
    const Named *found = bsearch(&wanted, finder->names[at - finder->site->levels], at->cells.rows,
                                 sizeof wanted, by_key);
    if (found) *row = found->row;
    return found ? at : NULL;
}
