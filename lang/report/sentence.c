/* sentence.c -- see site.h: what may be said of a figure.
 *
 * That two figures differ is said in one case only: both are numbers, at least one of them has an
 * interval, and what they reach to does not meet.  Everything else is said as two figures side by
 * side, or as what cannot be told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "result/cell.h"
#include "result/tally.h"

/* A shown number with as many decimals as any has; false of anything else. */
static bool number_of(Str text, int64_t *number)
{
    enum { PLACES = 9 };
    return text.len && series_number(text, PLACES, number);
}

/* What a figure reaches from and to; false where it is no number. */
static bool reach_of(const Figure *figure, int64_t *low, int64_t *high, bool *ranged)
{
    *ranged = number_of(figure->lower, low) && number_of(figure->upper, high);
    if (*ranged) return true;
    return number_of(figure->value, low) && number_of(figure->value, high);
}

Beside sentence_beside(const Figure *figure, const Figure *other)
{
    int64_t low, high, other_low, other_high;
    bool ranged, other_ranged;
    if (!figure->value.len || !other->value.len) return BESIDE_UNKNOWN;
    if (!reach_of(figure, &low, &high, &ranged) ||
        !reach_of(other, &other_low, &other_high, &other_ranged) || !ranged)
        return BESIDE_UNKNOWN;
    return low > other_high ? BESIDE_ABOVE : high < other_low ? BESIDE_BELOW : BESIDE_OVERLAPS;
}

Str sentence_share(Arena *arena, uint64_t part, uint64_t whole)
{
    if (!whole) return STR_EMPTY;
    uint64_t tenths = (uint64_t)(((u128)part * 2000 + whole) / ((u128)whole * 2));
    return str_printf(arena, "%u.%u%%", tenths / 10, tenths % 10);
}

static void say_value(Text *out, const SiteMeasure *measure, const Figure *figure)
{
    Arena *arena = out->arena;
    html(out, "<strong>%S</strong>", site_value(arena, measure, figure->value));
    if (figure->lower.len && figure->upper.len)
        html(out, ", with an interval from %S to %S", site_value(arena, measure, figure->lower),
             site_value(arena, measure, figure->upper));
}

static void say_band(Text *out, const SiteMeasure *measure, const Figure *figure)
{
    if (figure->band.len)
        html(out, "; band <span class=\"band\">%S</span>", site_band(measure->out, figure->band));
}

/* What may be said beside the nation's figure. */
static void say_beside(Text *out, const SiteMeasure *measure, const Figure *figure)
{
    Str nation = site_value(out->arena, measure, measure->nation.value);
    if (!nation.len || !figure->value.len) return;
    switch (sentence_beside(figure, &measure->nation)) {
    case BESIDE_ABOVE:
        html(out, " The whole interval lies above the figure of the nation, %S.", nation);
        break;
    case BESIDE_BELOW:
        html(out, " The whole interval lies below the figure of the nation, %S.", nation);
        break;
    case BESIDE_OVERLAPS:
        html(out, " It cannot be told apart from the figure of the nation, %S.", nation);
        break;
    case BESIDE_UNKNOWN:
        html(out,
             " The figure of the nation is %S; without an interval nothing is said on "
             "whether they differ.",
             nation);
    }
}

static void say_counted(Text *out, const SiteMeasure *measure, const Figure *figure)
{
    if (!figure->counted.len || !figure->of.len) return;
    html(out, " %S of %S %S counted.", figure->counted, figure->of, measure->counted);
}

Str sentence_reason(const Site *site, Arena *arena, Str reason)
{
    const Program *program = site->program->program;
    for (uint32_t r = 1; r < program->reason_count; r++)
        if (reason_is_withheld(program, (uint8_t)r) &&
            str_eq(reason_words(program, (uint8_t)r), reason))
            return str_printf(arena, "withheld as %S", reason);
    return reason;
}

void sentence_short(Text *out, const Site *site, const SiteMeasure *measure, const Figure *figure)
{
    html(out, "<li>%S: ", measure->title);
    if (figure->value.len) {
        say_value(out, measure, figure);
        say_band(out, measure, figure);
        html(out, ".");
        if (sentence_beside(figure, &measure->nation) != BESIDE_UNKNOWN)
            say_beside(out, measure, figure);
        say_counted(out, measure, figure);
    } else {
        html(out, "no figure: %S", sentence_reason(site, out->arena, figure->reason));
        say_band(out, measure, figure);
        html(out, ".");
    }
    html(out, "</li>\n");
}

void sentence_figure(Text *out, const Site *site, const SiteMeasure *measure, const Figure *figure)
{
    if (!figure->value.len) {
        html(out, "<p>There is no figure: <strong>%S</strong>",
             sentence_reason(site, out->arena, figure->reason));
        say_band(out, measure, figure);
        html(out, ".</p>\n");
        return;
    }
    html(out, "<p>The figure is ");
    say_value(out, measure, figure);
    say_band(out, measure, figure);
    html(out, ".");
    say_beside(out, measure, figure);
    say_counted(out, measure, figure);
    html(out, "</p>\n");
    if (figure->reason.len) html(out, "<p>Something of it is missing: %S.</p>\n", figure->reason);
}
