/* choose.c -- see site.h: which of the results are of the year, and which units have pages.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "result/cell.h"
#include "table/key.h"

enum { KEY_PARTS = 64 };

/* ---- the year ---- */

/* The school year of a folder of results; 0 after a message. */
static int year_of(Site *site, const char *path)
{
    Kept kept;
    LusStatus status = kept_open(&kept, &site->call.arena, &site->call.diags, path);
    int year = status == LUS_OK ? kept.year : 0;
    if (status != LUS_OK) site->call.status = status;
    kept_close(&kept);
    return year;
}

/* Those of the year come first, the others stay in their order; none may be later. */
static bool put_in_place(Site *site, const char **all, const int *years, size_t count)
{
    Arena *arena = &site->call.arena;
    size_t own = 0;
    Text told = text_open(arena);
    for (size_t i = 0; i < count; i++)
        text_printf(&told, "%s%S", i ? ", " : "", year_words(arena, years[i]));
    while (own < count && years[own] != site->asked->year) own++;
    if (own == count)
        return call_told(&site->call, D_SITE_YEAR, year_words(arena, site->asked->year),
                         text_str(&told));
    for (size_t i = 0; i < count; i++)
        if (years[i] > site->asked->year)
            return call_told(&site->call, D_SITE_LATER, str_of(all[i]),
                             year_words(arena, years[i]));
    site->results = all[own];
    for (size_t i = 0; i < count; i++)
        if (i != own) site->earlier[site->earlier_count++] = all[i];
    return true;
}

bool choose_year(Site *site)
{
    Arena *arena = &site->call.arena;
    size_t count = site->asked->earlier_count + 1;
    const char **all = NEW_ARRAY(arena, const char *, count);
    int *years = NEW_ARRAY(arena, int, count);
    all[0] = site->asked->results;
    for (size_t i = 1; i < count; i++) all[i] = site->asked->earlier[i - 1];
    site->earlier = NEW_ARRAY(arena, const char *, count);
    if (!site->asked->year) {
        site->results = all[0];
        site->earlier_count = count - 1;
        for (size_t i = 1; i < count; i++) site->earlier[i - 1] = all[i];
        return true;
    }
    for (size_t i = 0; i < count; i++) {
        years[i] = year_of(site, all[i]);
        if (!years[i]) return false;
    }
    return put_in_place(site, all, years, count);
}

/* ---- units ---- */

static bool is_unit(const SiteLevel *level, size_t row, const Str *parts, size_t count)
{
    bool same = count == level->keys;
    for (size_t k = 0; k < count && same; k++)
        same = str_eq(cells_at(&level->cells, row, k), parts[k]);
    return same;
}

/* The one unit with the key, of the level that was named where one was. */
static bool choose_draft(Site *site, Str only, const Str *parts, size_t count)
{
    Arena *arena = &site->call.arena;
    Str wanted = str_of(site->asked->level);
    size_t found = 0;
    Text levels = text_open(arena);
    for (size_t l = 0; l < site->level_count; l++) {
        const SiteLevel *level = &site->levels[l];
        if (wanted.len && !str_eq(wanted, level->schema->name)) continue;
        for (size_t row = 0; row < level->cells.rows; row++) {
            if (!is_unit(level, row, &only, 1) && !is_unit(level, row, parts, count)) continue;
            text_printf(&levels, "%s%S", found++ ? ", " : "", level->schema->name);
            site->draft = level;
            site->draft_row = row;
        }
    }
    if (found > 1) return call_told(&site->call, D_WHY_SEVERAL, only, text_str(&levels));
    return found || call_told(&site->call, D_SITE_KEY, only, site->kept.path);
}

bool choose_units(Site *site)
{
    Arena *arena = &site->call.arena;
    Str draft = str_of(site->asked->draft_for);
    Str only = draft.len ? draft : str_of(site->asked->only), parts[KEY_PARTS];
    size_t count = only.len ? keys_split(arena, only, parts, KEY_PARTS) : 0, found = 0;
    for (size_t l = 0; l < site->level_count; l++) {
        SiteLevel *level = &site->levels[l];
        level->wanted = NEW_ARRAY(arena, bool, level->cells.rows + 1);
        if (draft.len) continue; /* no page of another leads anywhere */
        for (size_t row = 0; row < level->cells.rows; row++) {
            level->wanted[row] =
                !only.len || is_unit(level, row, &only, 1) || is_unit(level, row, parts, count);
            found += level->wanted[row];
        }
    }
    if (draft.len) return choose_draft(site, draft, parts, count);
    return found || !only.len || call_told(&site->call, D_SITE_KEY, only, site->kept.path);
}
