/* support.c -- see site.h: who could help whom, as support.csv has it.
 *
 * A page says of a unit that it seeks and who is near, or that it offers and to whom it is near; a
 * page of what they belong to has all pairs.  That it is an offer to talk stands with each.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "result/support.h"

/* The columns before those of ranks. */
enum { NAME, LEVEL, KEY, IN, GROUP, SIDE, PARTNER, PLACE, DISTANCE, COLUMNS };

/* ---- reading ---- */

static const SupportOut *support_named(const Site *site, Str name)
{
    const Program *program = site->program->program;
    for (uint32_t i = 0; i < program->support_count; i++)
        if (str_eq(program->supports[i].name, name)) return &program->supports[i];
    return NULL;
}

/* False where it names what is in no other file; a unit whose level has no file is passed over. */
static bool read_line(Site *site, const Finder *finder, size_t line)
{
    const Cells *c = &site->supports;
    SupportLine *one = &site->support_lines[site->support_count];
    Str level = cells_at(c, line, LEVEL), partner = cells_at(c, line, PARTNER);
    *one = (SupportLine){ .out = support_named(site, cells_at(c, line, NAME)),
                          .line = line,
                          .seeks = str_eq(cells_at(c, line, SIDE), STR("seeks")),
                          .has_partner = partner.len > 0 };
    if (!one->out) return false;
    if (!finder_level(finder, level)) return true;
    one->level = finder_unit(finder, level, cells_at(c, line, KEY), &one->row);
    if (cells_at(c, line, GROUP).len)
        one->group =
            finder_unit(finder, cells_at(c, line, IN), cells_at(c, line, GROUP), &one->group_row);
    site->support_count++;
    return one->level && (!one->has_partner || finder_unit(finder, level, partner, &one->partner));
}

bool supports_read(Site *site)
{
    Arena *arena = &site->call.arena;
    const KeptFile *file;
    if (!kept_file(&site->kept, STR(SUPPORT_NAME))) return true;
    if (!site_cells(site, &site->kept, STR(SUPPORT_NAME), &file, &site->supports)) return false;
    const Finder *finder = finder_open(site, arena);
    bool good = site->supports.columns > COLUMNS;
    site->support_lines = NEW_ARRAY(arena, SupportLine, site->supports.rows + 1);
    for (size_t line = 0; line < site->supports.rows && good; line++)
        good = read_line(site, finder, line);
    if (!good)
        site->call.status = kept_broken(&site->kept, &site->call,
                                        STR(SUPPORT_NAME " names what is in no other file"));
    return good;
}

/* ---- words ---- */

static Str cell(const Site *site, const SupportLine *line, size_t column)
{
    return cells_at(&site->supports, line->line, column);
}

static Str reason_cell(const Site *site, const SupportLine *line)
{
    size_t column = cells_column(&site->supports, STR("reason"));
    return column < site->supports.columns ? cell(site, line, column) : STR_EMPTY;
}

static bool is_undecided(Str reason)
{
    Str start = STR("not decided");
    return reason.len >= start.len && str_eq(str_slice(reason, 0, start.len), start);
}

/* `not decided: SUPP` with what is withheld said in words. */
static Str why(const Site *site, Arena *arena, const SupportLine *line)
{
    Str reason = reason_cell(site, line);
    for (size_t i = 0; i + 1 < reason.len; i++)
        if (reason.at[i] == ':' && reason.at[i + 1] == ' ') {
            Str tail = str_slice(reason, i + 2, reason.len);
            return str_printf(arena, "%S%S", str_slice(reason, 0, i + 2),
                              sentence_reason(site, arena, tail));
        }
    return reason;
}

static const Support *rule_of(const Site *site, const SupportOut *out)
{
    for (size_t i = 0; i < site->model->support_count; i++)
        if (str_eq(site->model->supports[i]->name, out->name)) return site->model->supports[i];
    return NULL;
}

/* "Prior attainment" of a figure that is compared. */
static Str figure_words(const Site *site, Arena *arena, const Support *rule, Str name)
{
    Model *model = site->model;
    const Measure *measure = measure_find(model, name);
    if (measure && measure->title.len) return measure->title;
    const Def *derived = rule && rule->of ? derive_find(model, rule->of, name) : NULL;
    if (derived) return derived->node->child[AT_DERIVE_TITLE]->text;
    return html_head(arena, name);
}

static Str rank_cell(const Site *site, Arena *arena, const SupportLine *line, Str figure,
                     const char *part)
{
    size_t column = cells_column(&site->supports, str_printf(arena, "%S.%s", figure, part));
    return column < site->supports.columns ? cell(site, line, column) : STR_EMPTY;
}

/* "Prior attainment 2, Poor 12.5": the ranks of the line's own unit. */
static Str own_ranks(const Site *site, Arena *arena, const SupportLine *line)
{
    Text text = text_open(arena);
    const Support *rule = rule_of(site, line->out);
    for (uint32_t f = 0; f < line->out->figure_count; f++) {
        Str name = line->out->figure_name[f];
        text_printf(&text, "%s%S %S", f ? ", " : "", figure_words(site, arena, rule, name),
                    rank_cell(site, arena, line, name, "rank"));
    }
    return text_str(&text);
}

/* What they are called that are compared with a unit: "schools of North", or of the nation. */
static Str beside(const Site *site, Arena *arena, const SupportLine *line)
{
    Str many = line->level->many;
    if (line->out->group == NONE) return str_printf(arena, "%S of the nation", many);
    Str group = line->group ? line->group->name[line->group_row] : cell(site, line, GROUP);
    return str_printf(arena, "%S of %S", many, group);
}

static void put_head(Text *out, const Site *site, const SupportOut *support)
{
    const Support *rule = rule_of(site, support);
    const Node *clauses = rule ? rule->node->child[AT_SUPPORT_CLAUSES] : NULL;
    html(out,
         "<h2>%S</h2>\n<p>An offer to talk, and no judgement: no figure, finding or power depends "
         "on it, and nobody must ask or help.</p>\n",
         site_title(support->title, support->name));
    for (uint32_t i = 0; clauses && i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_TEXT)
            html(out, "<p>%S</p>\n", clauses->child[i]->child[AT_TEXT_TEXT]->text);
}

static void put_how(Text *out, const SiteLevel *level)
{
    html(out,
         "<p class=\"note\">A rank is a place among those compared, from 1 for the least; equal "
         "ones share the mean of their places. The distance is the sum of how far apart the ranks "
         "of two %S are. All that are as near as the last one are named.</p>\n",
         level->many);
}

/* ---- tables of pairs ---- */

enum { PAIR_BEFORE = 3 };

/* What a table of pairs shows of each: who it is, place and distance, and ranks. */
typedef struct PairTable {
    const Site *site;
    const SupportOut *support;
    const char *part; /* of which of the two the ranks are: "rank", "partner_rank"; NULL: of both */
    size_t count;
    Str *cells;
    bool *numbers;
} PairTable;

static PairTable table_open(Text *out, const Site *site, const SupportOut *support,
                            const char *part, Str first, Str second, Str caption)
{
    Arena *arena = out->arena;
    const Support *rule = rule_of(site, support);
    size_t each = part ? 1 : 2, most = PAIR_BEFORE + 1 + each * support->figure_count;
    PairTable t = { .site = site, .support = support, .part = part };
    t.cells = NEW_ARRAY(arena, Str, most);
    t.numbers = NEW_ARRAY(arena, bool, most);
    t.cells[t.count++] = first;
    if (second.len) t.cells[t.count++] = second;
    size_t numbers = t.count;
    t.cells[t.count++] = STR("Place");
    t.cells[t.count++] = STR("Distance");
    for (uint32_t f = 0; f < support->figure_count; f++) {
        Str words = figure_words(site, arena, rule, support->figure_name[f]);
        t.cells[t.count++] = str_printf(arena, "Rank in %S", words);
        if (!part) t.cells[t.count++] = str_printf(arena, "%S: rank of the partner", words);
    }
    for (size_t i = numbers; i < t.count; i++) t.numbers[i] = true;
    html_table(out, caption, t.cells, t.numbers, t.count);
    return t;
}

/* A pair; second is empty where the table names one of the two. */
static void table_pair(Text *out, const PairTable *t, const SupportLine *line, Str link, Str first,
                       Str second)
{
    Arena *arena = out->arena;
    const SupportOut *support = t->support;
    size_t at = 0;
    t->cells[at++] = first;
    if (second.len) t->cells[at++] = second;
    t->cells[at++] = cell(t->site, line, PLACE);
    t->cells[at++] = cell(t->site, line, DISTANCE);
    for (uint32_t f = 0; f < support->figure_count; f++) {
        Str name = support->figure_name[f];
        if (t->part) {
            t->cells[at++] = rank_cell(t->site, arena, line, name, t->part);
            continue;
        }
        t->cells[at++] = rank_cell(t->site, arena, line, name, "rank");
        t->cells[at++] = rank_cell(t->site, arena, line, name, "partner_rank");
    }
    html_row(out, link, t->cells, t->numbers, t->count);
}

/* ---- the page of a unit ---- */

/* The lines of a support that begin with the unit: of one side. */
static const SupportLine *line_of(const Site *site, const SupportOut *support,
                                  const SiteLevel *level, size_t row, bool seeks, size_t *count)
{
    const SupportLine *first = NULL;
    *count = 0;
    for (size_t i = 0; i < site->support_count; i++) {
        const SupportLine *line = &site->support_lines[i];
        if (line->out != support || line->level != level || line->row != row ||
            line->seeks != seeks)
            continue;
        if (!first) first = line;
        (*count)++;
    }
    return first;
}

/* Why a unit stands beside no other. */
static void put_reason(Text *out, const char *may, const char *does, Str reason)
{
    if (is_undecided(reason))
        html(out, "<p>Whether it may %s support is %S.</p>\n", may, reason);
    else
        html(out, "<p>By the rules it %s, but it cannot be compared. %S.</p>\n", does, reason);
}

static void put_seeker(Text *out, const Site *site, const SupportLine *first, size_t count)
{
    Arena *arena = out->arena;
    const SiteLevel *level = first->level;
    Str reason = why(site, arena, first);
    if (!first->has_partner) {
        bool alone = str_eq(reason, STR("none offers"));
        if (alone)
            html(out, "<p>By the rules it seeks support. None of the %S offers it.</p>\n",
                 beside(site, arena, first));
        else
            put_reason(out, "seek", "seeks support", reason);
        return;
    }
    html(out,
         "<p>By the rules it seeks support. These %S offer it and are the nearest by intake. Its "
         "own ranks: %S.</p>\n",
         beside(site, arena, first), own_ranks(site, arena, first));
    PairTable t = table_open(out, site, first->out, "partner_rank", html_head(arena, level->one),
                             STR_EMPTY, str_printf(arena, "Nearest %S that offer", level->many));
    for (size_t i = 0; i < count; i++)
        table_pair(out, &t, &first[i], level_link(arena, level, first[i].partner, STR("../")),
                   level->name[first[i].partner], STR_EMPTY);
    html_table_end(out);
    put_how(out, level);
}

static void put_offer(Text *out, const Site *site, const SupportLine *offer)
{
    Arena *arena = out->arena;
    const SiteLevel *level = offer->level;
    Str reason = why(site, arena, offer);
    if (reason.len) {
        put_reason(out, "offer", "is strong enough to offer support", reason);
        return;
    }
    html(out, "<p>By the rules it is strong enough to offer support. Its own ranks: %S.</p>\n",
         own_ranks(site, arena, offer));
    size_t found = 0;
    PairTable t = { 0 };
    for (size_t i = 0; i < site->support_count; i++) {
        const SupportLine *line = &site->support_lines[i];
        if (line->out != offer->out || line->level != level || !line->has_partner ||
            line->partner != offer->row)
            continue;
        if (!found++)
            t = table_open(
                out, site, offer->out, "rank", html_head(arena, level->one), STR_EMPTY,
                str_printf(arena, "Whom of the %S it could support", beside(site, arena, offer)));
        table_pair(out, &t, line, level_link(arena, level, line->row, STR("../")),
                   level->name[line->row], STR_EMPTY);
    }
    if (found) {
        html_table_end(out);
        put_how(out, level);
    } else {
        html(out, "<p>It is among the nearest to none that seeks.</p>\n");
    }
}

void supports_section(Text *out, const Site *site, const SiteLevel *level, size_t row)
{
    const Program *program = site->program->program;
    for (uint32_t i = 0; i < program->support_count; i++) {
        const SupportOut *support = &program->supports[i];
        size_t seeking, offering;
        const SupportLine *seeks = line_of(site, support, level, row, true, &seeking);
        const SupportLine *offers = line_of(site, support, level, row, false, &offering);
        if (!seeks && !offers) continue;
        put_head(out, site, support);
        if (seeks) put_seeker(out, site, seeks, seeking);
        if (offers) put_offer(out, site, offers);
    }
}

/* ---- the page of what they belong to ---- */

static bool is_within(const SupportLine *line, const SupportOut *support, const SiteLevel *of,
                      size_t parent)
{
    if (line->out != support) return false;
    return of ? line->group == of && line->group_row == parent : true;
}

static void put_pairs(Text *out, const Site *site, const SupportOut *support, const SiteLevel *of,
                      size_t parent, Str root)
{
    Arena *arena = out->arena;
    PairTable t = { 0 };
    size_t found = 0;
    for (size_t i = 0; i < site->support_count; i++) {
        const SupportLine *line = &site->support_lines[i];
        if (!is_within(line, support, of, parent) || !line->has_partner) continue;
        const SiteLevel *level = line->level;
        if (!found++)
            t = table_open(out, site, support, NULL,
                           str_printf(arena, "%S that seeks", html_head(arena, level->one)),
                           STR("Near to it"),
                           str_printf(arena, "%S: who could help whom",
                                      site_title(support->title, support->name)));
        table_pair(out, &t, line, level_link(arena, level, line->row, root), level->name[line->row],
                   level->name[line->partner]);
    }
    if (found) html_table_end(out);
}

static void put_without(Text *out, const Site *site, const SupportOut *support, const SiteLevel *of,
                        size_t parent, Str root)
{
    static const bool numbers[3] = { false };
    Arena *arena = out->arena;
    size_t found = 0;
    for (size_t i = 0; i < site->support_count; i++) {
        const SupportLine *line = &site->support_lines[i];
        Str reason = why(site, arena, line);
        if (!is_within(line, support, of, parent) || !reason.len) continue;
        const SiteLevel *level = line->level;
        const Str heads[] = { html_head(arena, level->one), STR("Side"), STR("Why not") };
        if (!found++)
            html_table(out,
                       str_printf(arena, "%S: without a partner, and why",
                                  site_title(support->title, support->name)),
                       heads, numbers, COUNT_OF(heads));
        const Str cells[] = { level->name[line->row], cell(site, line, SIDE), reason };
        html_row(out, level_link(arena, level, line->row, root), cells, numbers, COUNT_OF(cells));
    }
    if (found) html_table_end(out);
}

/* How many seek, how many of these have a partner, how many offer: by lines, units being in order.
 */
static void put_counts(Text *out, const Site *site, const SupportOut *support, const SiteLevel *of,
                       size_t parent)
{
    uint64_t seek = 0, near = 0, offer = 0;
    const SupportLine *last = NULL;
    for (size_t i = 0; i < site->support_count; i++) {
        const SupportLine *line = &site->support_lines[i];
        if (!is_within(line, support, of, parent)) continue;
        bool decided = !is_undecided(reason_cell(site, line));
        bool same = last && last->row == line->row && last->seeks == line->seeks;
        last = line;
        if (same || !decided) continue;
        seek += line->seeks;
        near += line->has_partner;
        offer += !line->seeks;
    }
    html(out,
         "<p>Seeking support: %g; with a partner that offers it: %g; offering support: %g.</p>\n",
         seek, near, offer);
}

static void put_within(Text *out, const Site *site, const SupportOut *support, const SiteLevel *of,
                       size_t parent, Str root)
{
    put_head(out, site, support);
    put_counts(out, site, support, of, parent);
    put_pairs(out, site, support, of, parent, root);
    put_without(out, site, support, of, parent, root);
}

void supports_within(Text *out, const Site *site, const SiteLevel *of, size_t parent)
{
    const Program *program = site->program->program;
    for (uint32_t i = 0; i < program->support_count; i++) {
        const SupportOut *support = &program->supports[i];
        if (support->group != NONE && support->group == of->out->record)
            put_within(out, site, support, of, parent, STR("../"));
    }
}

void supports_nation(Text *out, const Site *site)
{
    enum { PAIRS_MOST = 200 };
    const Program *program = site->program->program;
    for (uint32_t i = 0; i < program->support_count; i++) {
        const SupportOut *support = &program->supports[i];
        size_t lines = 0;
        for (size_t k = 0; k < site->support_count; k++)
            lines += site->support_lines[k].out == support;
        if (support->group == NONE && lines <= PAIRS_MOST) {
            put_within(out, site, support, NULL, 0, STR_EMPTY);
            continue;
        }
        put_head(out, site, support);
        put_counts(out, site, support, NULL, 0);
        html(out, "<p class=\"note\">All of them: <a href=\"" SITE_FILES "/" SUPPORT_NAME
                  "\">" SUPPORT_NAME "</a>.</p>\n");
    }
}
