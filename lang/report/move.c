/* move.c -- see site.h: by how much the figures of a unit would have to move for each band.
 *
 * The conditions of the bands are those of the rules; what they read is read off the results: the
 * unit's figures, exactly where the results have them so, else as shown; a share of so many rows
 * exactly where one number of rows alone is shown so; national figures exactly.  Of what reads
 * anything else nothing is said.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "doc/words.h"
#include "number/text.h"
#include "why/edge.h"

enum { SHARES_MOST = 1000 };

typedef struct Moving {
    const Site *site;
    const SiteLevel *level;
    const SiteMeasure *measure;
    size_t row;
    const Level *rule;
    int64_t counted;    /* rows that the figure is made of; -1: not told */
    const Exact *value; /* exactly; NULL: known as shown alone */
    bool shown;         /* something was read as it is shown */
} Moving;

/* ---- cells ---- */

static const Exact *hundredth(Arena *arena, const Exact *x, bool percent)
{
    return x && percent ? exact_div(arena, x, exact_from_i64(arena, 100)) : x;
}

static const Exact *shown_number(Arena *arena, Str cell, bool percent)
{
    return hundredth(arena, cell.len ? number_parse_exact(arena, cell) : NULL, percent);
}

static const Level *level_of(const SiteLevel *level, const Measure *measure)
{
    for (size_t i = 0; measure && i < measure->level_count; i++) {
        const Place *place = measure->levels[i].place;
        if (place->kind == PLACE_RECORD && str_eq(place->record->name, level->schema->name))
            return &measure->levels[i];
    }
    return NULL;
}

/* The reduction that the value is, with nothing done to it; NULL. */
static const Gather *plain_value(const Level *rule)
{
    const Expr *e = rule->value->expr;
    while (e && (e->kind == EXPR_WITHHOLD || e->kind == EXPR_DEF))
        e = e->kind == EXPR_DEF ? e->def->expr : e->arg[0];
    return e && e->kind == EXPR_GATHER && e->gather == rule->first ? e->gather : NULL;
}

/* Of a share of rows the one number of them that is shown so: then it is known exactly. */
static const Exact *share_of(const Moving *m, Arena *arena, const Exact *shown)
{
    const Gather *gather = plain_value(m->rule);
    const Round *round = &m->measure->rule->shown;
    const Exact *found = NULL;
    int64_t first = 0;
    if (!gather || gather->kind != GATHER_KIND_SHARE || m->counted < 1 || !shown) return NULL;
    Round down = round_places(arena, ROUND_DOWN, 0);
    const Exact *near =
        exact_mul(arena, exact_sub(arena, shown, round->step), exact_from_i64(arena, m->counted));
    const Exact *wide = exact_mul(arena, round->step, exact_from_i64(arena, m->counted));
    if (!exact_round_steps(arena, near, &down, &first)) return NULL;
    if (exact_compare(arena, wide, exact_from_i64(arena, SHARES_MOST)) > 0) return NULL;
    for (int64_t k = first < 0 ? 0 : first; k <= m->counted && k <= first + 3 * SHARES_MOST; k++) {
        const Exact *share = exact_from_ratio(arena, k, m->counted);
        int order = exact_compare(arena, exact_round(arena, share, round), shown);
        if (order > 0) break;
        if (order < 0) continue;
        if (found) return NULL;
        found = share;
    }
    return found;
}

static const Exact *exact_value(Moving *m, Arena *arena)
{
    const Cells *cells = &m->level->cells;
    Figure figure = site_figure(cells, &m->measure->columns, m->row);
    Str exact =
        site_cell(cells, m->row, site_column(cells, arena, m->measure->out->name, ".exact"));
    if (exact.len) return number_read_exact(arena, exact);
    return share_of(m, arena, shown_number(arena, figure.value, m->measure->out->percent));
}

/* ---- what the conditions read ---- */

static const SiteMeasure *measure_of(const SiteLevel *level, const Measure *rule)
{
    for (size_t i = 0; i < level->measure_count; i++)
        if (level->measures[i].rule == rule) return &level->measures[i];
    return NULL;
}

static const char *part_of(const Def *def)
{
    return def->kind == DEF_VALUE   ? "value"
           : def->kind == DEF_LOWER ? "lower"
           : def->kind == DEF_UPPER ? "upper"
                                    : NULL;
}

/* A figure of this unit, as its line has it. */
static bool tell_own(Moving *m, Arena *arena, const Expr *x, Value *value)
{
    const SiteMeasure *of = measure_of(m->level, x->def->measure);
    if (!of || x->place != m->rule->place || !part_of(x->def)) return false;
    Figure figure = site_figure(&m->level->cells, &of->columns, m->row);
    Str cell = x->def->kind == DEF_VALUE   ? figure.value
               : x->def->kind == DEF_LOWER ? figure.lower
                                           : figure.upper;
    if (x->type == TYPE_YESNO) {
        value->yes = str_eq(cell, STR("yes"));
        value->reason = cell.len ? 0 : 1;
        return true;
    }
    if (x->type != TYPE_NUMBER) return false;
    bool own = of == m->measure && x->def->kind == DEF_VALUE;
    value->number = own ? m->value : NULL;
    if (!value->number) {
        value->number = shown_number(arena, cell, of->out->percent);
        m->shown = true;
    }
    value->reason = value->number ? 0 : 1;
    return true;
}

/* A figure of the nation, exactly as nation.csv has it. */
static bool tell_nation(Moving *m, Arena *arena, const Expr *x, Value *value)
{
    const Def *def = x->kind == EXPR_DEF ? x->def : NULL;
    if (!def || !def->measure || def->place->kind != PLACE_NATION || x->type != TYPE_NUMBER)
        return false;
    const char *part = part_of(def) ? part_of(def) : str_c(arena, def->name);
    Str cell = site_national(m->site, def->measure->name, part, "exact");
    if (!cell.len) return false;
    value->number = number_read_exact(arena, cell);
    value->reason = value->number ? 0 : 1;
    return true;
}

static bool tell(Edging *e, const Expr *x, Value *value)
{
    Moving *m = e->arg;
    *value = (Value){ .type = x->type };
    switch ((int)x->kind) {
    case EXPR_MISSING: value->reason = x->reason; return true;
    case EXPR_CONST:
        value->number = x->number;
        value->text = x->text;
        value->yes = x->yes;
        return true;
    case EXPR_DEF: return tell_own(m, e->arena, x, value);
    case EXPR_READ:
        return x->arg_count < 2 || !x->arg[1] ? tell_nation(m, e->arena, x->arg[0], value) : false;
    default: return false;
    }
}

/* ---- words ---- */

/* Of what was read as it is shown one place more than that, rounded so that it is enough. */
static Str amount(const Moving *m, Arena *arena, const Exact *x)
{
    const MeasureOut *out = m->measure->out;
    if (exact_sign(arena, x) < 0) x = exact_neg(arena, x);
    if (out->percent) x = exact_mul(arena, x, exact_from_i64(arena, 100));
    Round up = round_places(arena, ROUND_UP, out->places + 1);
    if (m->shown) x = exact_round(arena, x, &up);
    return str_printf(arena, "%S%S", edge_number(arena, x, "", "\xE2\x80\xA6"),
                      out->percent ? STR(" percentage points") : m->measure->unit);
}

/* "more than 0.3 points higher". */
static Str shift_words(const Moving *m, Arena *arena, const Edge *edge, const Exact *shift)
{
    return str_printf(arena, "%s%S %s", edge->beyond ? "more than " : "", amount(m, arena, shift),
                      edge->way < 0 ? "lower" : "higher");
}

/* How many rows more, or fewer, a share needs; empty where that cannot be said. */
static Str rows_words(const Moving *m, Edging *e, const Edge *edge)
{
    Arena *arena = e->arena;
    int64_t rows = 0;
    const Exact *n = exact_from_i64(arena, m->counted);
    const Exact *needed = exact_mul(arena, edge->shift, n);
    Round up = round_places(arena, ROUND_UP, 0), under = round_places(arena, ROUND_DOWN, 0);
    if (!exact_round_steps(arena, needed, edge->beyond ? &under : &up, &rows)) return STR_EMPTY;
    if (edge->beyond) rows += edge->way;
    const Exact *shift = exact_div(arena, exact_from_i64(arena, rows), n);
    const Exact *then = exact_add(arena, m->value, shift);
    bool possible =
        exact_sign(arena, then) >= 0 && exact_compare(arena, then, exact_from_i64(arena, 1)) <= 0;
    if (!rows || !possible || edging_at(e, shift) != edge->band || e->failed) return STR_EMPTY;
    return str_printf(arena, "%g %s of the %g %S counted", (uint64_t)(rows < 0 ? -rows : rows),
                      rows < 0 ? "fewer" : "more", (uint64_t)m->counted, m->measure->counted);
}

/* What the shift is in all, over the rows that the figure is made of. */
static Str in_all(const Moving *m, Edging *e, const Edge *edge)
{
    const Gather *gather = plain_value(m->rule);
    Arena *arena = e->arena;
    if (!gather || !m->value || m->counted < 1) return STR_EMPTY;
    if (gather->kind == GATHER_KIND_SHARE && !m->rule->lower) return rows_words(m, e, edge);
    if (gather->kind != GATHER_KIND_MEAN || m->shown || m->measure->out->percent) return STR_EMPTY;
    const Exact *all = exact_mul(arena, edge->shift, exact_from_i64(arena, m->counted));
    return str_printf(arena, "%S in all, over the %g %S counted", shift_words(m, arena, edge, all),
                      (uint64_t)m->counted, m->measure->counted);
}

/* The condition of a band, in words. */
static Str rule_of(const Moving *m, Arena *arena, size_t band)
{
    const Node *line = m->measure->rule->bands[band].node;
    Words words = { .arena = arena,
                    .model = m->site->model,
                    .measure = m->measure->rule,
                    .record = m->rule->place->record };
    const Node *condition = line->kind == NODE_BAND ? line->child[AT_BAND_WHEN] : NULL;
    if (condition) return words_of(&words, condition);
    return line->kind == NODE_BAND_OTHERWISE ? STR("otherwise") : STR("where something is missing");
}

/* ---- on the page ---- */

enum { HEADS = 4 };

typedef struct MoveRow {
    Str cells[HEADS];
} MoveRow;

static MoveRow row_of(Moving *m, Edging *e, size_t band)
{
    Arena *arena = e->arena;
    const Band *line = &m->measure->rule->bands[band];
    MoveRow row = { { site_title(line->title, line->name), rule_of(m, arena, band), STR("as it is"),
                      STR_EMPTY } };
    if ((int64_t)band == e->own) return row;
    Edge edge = edging_to(e, (int64_t)band);
    row.cells[2] =
        edge.there ? shift_words(m, arena, &edge, edge.shift) : STR("no move of the figure alone");
    if (edge.there) row.cells[3] = in_all(m, e, &edge);
    return row;
}

/* The last column only where something stands in it. */
static void put_table(Text *out, Moving *m, Edging *e)
{
    static const bool numbers[HEADS] = { false };
    const Str heads[HEADS] = { STR("Band"), STR("Its rule"), STR("The figure would have to be"),
                               STR("Which is") };
    size_t bands = m->measure->rule->band_count, count = HEADS - 1;
    MoveRow *rows = NEW_ARRAY(out->arena, MoveRow, bands + 1);
    for (size_t band = 0; band < bands; band++) {
        rows[band] = row_of(m, e, band);
        if (rows[band].cells[HEADS - 1].len) count = HEADS;
    }
    html_table(out, str_printf(out->arena, "%S: what would move its band", m->measure->title),
               heads, numbers, count);
    for (size_t band = 0; band < bands; band++)
        html_row(out, STR_EMPTY, rows[band].cells, numbers, count);
    html_table_end(out);
    if (m->shown)
        html(out,
             "<p class=\"note\">Read off %s, which the results have as shown: each may be half of "
             "its last place away from what it is, and so may what is said here.%s</p>\n",
             m->value ? "the limits of its interval" : "figures",
             m->value ? ""
                      : " Results of <code>lustrum review --exact</code> have the figure exactly.");
}

static bool is_own(const Moving *m, const Edging *e, Str band)
{
    const Measure *rule = m->measure->rule;
    return e->own >= 0 && (size_t)e->own < rule->band_count &&
           str_eq(rule->bands[e->own].name, band);
}

static void put_measure(Text *out, Moving *m)
{
    Figure figure = site_figure(&m->level->cells, &m->measure->columns, m->row);
    html(out, "<h3>%S</h3>\n", m->measure->title);
    if (!figure.value.len || !figure.band.len) {
        html(out, "<p>There is no %s that could move: %S.</p>\n",
             figure.value.len ? "band" : "figure",
             figure.reason.len ? sentence_reason(m->site, out->arena, figure.reason)
                               : STR("no reason is told"));
        return;
    }
    if (!series_number(figure.counted, 0, &m->counted)) m->counted = -1;
    m->value = exact_value(m, out->arena);
    Edging e = { .arg = m,
                 .tell = tell,
                 .arena = out->arena,
                 .model = m->site->model,
                 .level = m->rule,
                 .row = m->row };
    if (edging_open(&e, m->rule->band->expr) && is_own(m, &e, figure.band)) {
        put_table(out, m, &e);
        return;
    }
    html(
        out,
        "<p>The band is <span class=\"band\">%S</span>. What would move it cannot be said from the "
        "results alone: %s. <code>lustrum why</code> tells it from the data.</p>\n",
        site_band(m->measure->out, figure.band),
        e.failed ? "its rules read more than stands in them"
                 : "the figure as shown is so near to the edge that it falls on the other side");
}

void move_section(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    bool any = false;
    for (size_t i = 0; i < level->measure_count; i++) {
        const SiteMeasure *measure = &level->measures[i];
        Moving m = { .site = site,
                     .level = level,
                     .measure = measure,
                     .row = row,
                     .rule = level_of(level, measure->rule) };
        if (measure->columns.band == NO_COLUMN || !m.rule || !m.rule->band || !m.rule->value)
            continue;
        if (!any)
            html(out,
                 "<h2>What would move each band</h2>\n<p>By how much the figure would have to "
                 "be another for each band of the rules, with all else as it is: its interval "
                 "moves with it and is as wide as now. It says how near a line is, and not what "
                 "would be fair.</p>\n");
        any = true;
        put_measure(out, &m);
    }
}
