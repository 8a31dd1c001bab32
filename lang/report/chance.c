/* chance.c -- see site.h: how many units lie below and above the nation by their intervals, and how
 * many would if no unit differed from it and chance alone were at work.
 *
 * Said only where the rules write the interval as `value give or take K * ...` with a number K:
 * then an interval of a unit that is as the nation lies below it with the share of a normal
 * distribution that is below -K. SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "limit.h"
#include "number/text.h"

/* ---- the normal distribution ---- */

enum { PLACES = 4, ONE = 10000, MOST = 4 * ONE };

/* The share below -k, k in steps of 10^-4, as steps of 10^-6, rounded down: 1/2 less the series of
 * the error function, in whole steps of 10^-15. */
static uint64_t share_below(int64_t k)
{
    const i128 one = 1000000000000000;
    const i128 density = 398942280401433; /* 1 / root of 2 pi */
    i128 power = one * k / ONE, sum = 0;
    for (int n = 0; n < 200 && power; n++) {
        sum += (n % 2 ? -power : power) / (2 * n + 1);
        power = power * k / ONE * k / ONE / (2 * (n + 1));
    }
    i128 share = one / 2 - density * sum / one;
    return share <= 0 ? 0 : (uint64_t)(share / 1000000000);
}

/* ---- the rules ---- */

static const Expr *bare(const Expr *e)
{
    while (e && (e->kind == EXPR_DEF || e->kind == EXPR_WITHHOLD))
        e = e->kind == EXPR_DEF ? e->def->expr : e->arg[0];
    return e;
}

/* The numbers among the factors of a product, but for those that it is divided by. */
static void take_factors(const Expr *e, const Exact **number, size_t *count, unsigned depth)
{
    e = bare(e);
    if (!e || depth > LIMIT_CHAIN) return;
    if (e->kind == EXPR_CONST && e->number) {
        *number = e->number;
        ++*count;
    }
    if (e->kind == EXPR_MUL || e->kind == EXPR_DIV)
        take_factors(e->arg[0], number, count, depth + 1);
    if (e->kind == EXPR_MUL) take_factors(e->arg[1], number, count, depth + 1);
}

/* The factor of a level's interval in steps of 10^-4; 0 where it is made otherwise. */
static int64_t factor(Arena *arena, const SiteLevel *level, const SiteMeasure *measure)
{
    const Measure *rule = measure->rule;
    const Expr *upper = NULL;
    for (size_t i = 0; rule && i < rule->level_count; i++) {
        const Level *at = &rule->levels[i];
        bool here = at->place->kind == PLACE_RECORD && !at->of_split && at->upper &&
                    at->upper->node->kind == NODE_INTERVAL_GIVE;
        if (here && str_eq(at->place->record->name, level->schema->name))
            upper = bare(at->upper->expr);
    }
    if (!upper || upper->kind != EXPR_ADD) return 0;
    const Exact *number = NULL;
    size_t count = 0;
    int64_t k = 0;
    take_factors(upper->arg[1], &number, &count, 0);
    if (count != 1) return 0;
    Text text = text_open(arena);
    number_write_plain(&text, number);
    return series_number(text_str(&text), PLACES, &k) && k > 0 && k <= MOST ? k : 0;
}

/* What units are held against: the nation's figure; of a national progress measure without one 0,
 * which is what pupils reach who are as others in the nation. */
static Figure against(const SiteMeasure *measure)
{
    Figure figure = measure->nation;
    bool progress = measure->rule && measure->rule->national_progress;
    if (!figure.value.len && progress) figure.value = STR("0");
    return figure;
}

void chance_section(Text *out, const SiteLevel *level, const SiteMeasure *measure)
{
    Arena *arena = out->arena;
    uint64_t with = 0, below = 0, above = 0, all = 1000000;
    int64_t k = factor(arena, level, measure);
    Figure other = against(measure);
    if (!k || !other.value.len) return;
    for (size_t row = 0; row < level->cells.rows; row++) {
        Figure figure = site_figure(&level->cells, &measure->columns, row);
        Beside beside = sentence_beside(&figure, &other);
        with += beside != BESIDE_UNKNOWN;
        below += beside == BESIDE_BELOW;
        above += beside == BESIDE_ABOVE;
    }
    if (!with) return;
    uint64_t share = share_below(k), chance = (with * share * 2 + all) / (2 * all);
    Text spreads = text_open(arena);
    number_write_plain(&spreads,
                       exact_div(arena, exact_from_i64(arena, k), exact_from_i64(arena, ONE)));
    html(out,
         "<p class=\"chance\">Of %g %S with an interval, wholly below %S%S: <strong>%g</strong>; "
         "wholly above it: <strong>%g</strong>. By chance alone, if none differed from it, about "
         "<strong>%g</strong> would show below and as many above: %S on either side, which is what "
         "lies beyond %S times the spread of a normal distribution.</p>\n",
         with, with == 1 ? level->one : level->many, site_value(arena, measure, other.value),
         measure->nation.value.len ? STR(", the figure of the nation")
                                   : STR(", what pupils like theirs reach in the nation"),
         below, above, chance, sentence_share(arena, share, all), text_str(&spreads));
}
