/* read.c -- see site.h: level files, splits and national figures, by their columns.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "file.h"

#define TITLE(what) site_title((what)->title, (what)->name)

Str site_title(Str title, Str name)
{
    return title.len ? title : name;
}

/* ---- cells ---- */

int site_column(const Cells *cells, Arena *arena, Str name, const char *part)
{
    size_t c = cells_column(cells, str_printf(arena, "%S%s", name, part));
    return c == cells->columns ? NO_COLUMN : (int)c;
}

Str site_cell(const Cells *cells, size_t row, int column)
{
    return column == NO_COLUMN ? STR_EMPTY : cells_at(cells, row, (size_t)column);
}

Figure site_figure(const Cells *cells, const Columns *columns, size_t row)
{
    return (Figure){ .value = site_cell(cells, row, columns->value),
                     .lower = site_cell(cells, row, columns->lower),
                     .upper = site_cell(cells, row, columns->upper),
                     .counted = site_cell(cells, row, columns->counted),
                     .of = site_cell(cells, row, columns->of),
                     .band = site_cell(cells, row, columns->band),
                     .reason = site_cell(cells, row, columns->reason) };
}

Columns site_columns(const Cells *cells, Arena *arena, Str name)
{
    return (Columns){ .value = site_column(cells, arena, name, ""),
                      .lower = site_column(cells, arena, name, ".lower"),
                      .upper = site_column(cells, arena, name, ".upper"),
                      .counted = site_column(cells, arena, name, ".counted"),
                      .of = site_column(cells, arena, name, ".of"),
                      .band = site_column(cells, arena, name, ".band"),
                      .reason = site_column(cells, arena, name, ".reason") };
}

static bool read_text(Site *site, const Kept *kept, Str name, Str *text)
{
    Arena *arena = &site->call.arena;
    int error = kept_read(arena, kept->dir, name, text);
    if (!error) return true;
    Str args[] = { str_printf(arena, "%S/%S", kept->shown, name), file_error(error) };
    diag_add(&site->call.diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
    site->call.status = LUS_CANNOT;
    return false;
}

bool site_cells(Site *site, const Kept *kept, Str name, const KeptFile **file, Cells *cells)
{
    Arena *arena = &site->call.arena;
    Str text;
    *file = kept_file(kept, name);
    if (*file && !read_text(site, kept, name, &text)) return false;
    if (*file && cells_read(arena, text, cells)) return true;
    site->call.status =
        kept_broken(kept, &site->call, str_printf(arena, "it has no table %S", name));
    return false;
}

/* ---- words ---- */

Str site_value(Arena *arena, const SiteMeasure *measure, Str value)
{
    if (!value.len) return STR_EMPTY;
    bool words = str_eq(value, STR("yes")) || str_eq(value, STR("no"));
    return words ? value : str_printf(arena, "%S%S", value, measure->unit);
}

static Str title_among(const Str *names, const Str *titles, uint32_t count, Str name)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(names[i], name)) return site_title(titles[i], name);
    return name;
}

Str site_band(const MeasureOut *out, Str band)
{
    return title_among(out->band_name, out->band_title, out->band_count, band);
}

Str site_finding(const ReviewOut *out, Str finding)
{
    return title_among(out->finding_name, out->finding_title, out->finding_count, finding);
}

Str site_national(const Site *site, Str measure, const char *figure, const char *column)
{
    const Cells *cells = &site->nation;
    size_t c = cells_column(cells, str_of(column));
    for (size_t row = 0; row < cells->rows && c < cells->columns; row++)
        if (str_eq(cells_at(cells, row, 0), measure) &&
            str_eq(cells_at(cells, row, 1), str_of(figure)) && !cells_at(cells, row, 2).len)
            return cells_at(cells, row, c);
    return STR_EMPTY;
}

/* ---- measures ---- */

/* What stands behind a value: "%", " points"; of a number without a unit nothing. */
static Str unit_of(Arena *arena, const MeasureOut *out)
{
    if (out->percent) return STR("%");
    return out->unit.len ? str_printf(arena, " %S", html_words(arena, out->unit)) : STR_EMPTY;
}

/* The rows that a level of a measure counts: "pupils". */
static Str counted_of(Arena *arena, const Measure *rule, const SiteLevel *level)
{
    for (size_t i = 0; rule && i < rule->level_count; i++) {
        const Place *place = rule->levels[i].place;
        const Expr *e = rule->levels[i].counted;
        bool here = level->schema ? place->kind == PLACE_RECORD &&
                                        str_eq(place->record->name, level->schema->name)
                                  : place->kind == PLACE_NATION;
        while (here && e && e->kind == EXPR_WITHHOLD) e = e->arg[0];
        if (!here || !e || e->kind != EXPR_GATHER) continue;
        const Place *from = e->gather->from;
        const Record *of = from->kind == PLACE_RECORD  ? from->record
                           : from->kind == PLACE_GROUP ? from->group->of
                                                       : NULL;
        if (of) return html_words(arena, of->plural);
    }
    return STR("rows");
}

static const Measure *rule_of(const Model *model, Str name)
{
    for (size_t i = 0; i < model->measure_count; i++)
        if (str_eq(model->measures[i]->name, name)) return model->measures[i];
    return NULL;
}

/* What nation.csv has of a measure; where the nation is judged its own line says more. */
Figure site_nation(const Site *site, Str name)
{
    Figure figure = { .value = site_national(site, name, "value", "value"),
                      .lower = site_national(site, name, "lower", "value"),
                      .upper = site_national(site, name, "upper", "value"),
                      .counted = STR_EMPTY,
                      .of = STR_EMPTY,
                      .band = STR_EMPTY,
                      .reason = site_national(site, name, "value", "reason") };
    const SiteLevel *judged = site->judged;
    for (size_t m = 0; judged && judged->cells.rows && m < judged->measure_count; m++)
        if (str_eq(judged->measures[m].out->name, name))
            return site_figure(&judged->cells, &judged->measures[m].columns, 0);
    return figure;
}

/* The measures of a level in the order that a report names, then as they are declared. */
static const MeasureOut **in_order(Site *site, const LevelOut *level)
{
    Arena *arena = &site->call.arena;
    const Pages *pages = site->model->pages;
    const MeasureOut **order = NEW_ARRAY(arena, const MeasureOut *, level->measure_count + 1u);
    bool *taken = NEW_ARRAY(arena, bool, level->measure_count + 1u);
    size_t count = 0;
    for (size_t p = 0; pages && p < pages->measure_count; p++)
        for (uint32_t m = 0; m < level->measure_count; m++)
            if (!taken[m] && str_eq(level->measures[m].name, pages->measures[p]->name)) {
                order[count++] = &level->measures[m];
                taken[m] = true;
            }
    for (uint32_t m = 0; m < level->measure_count; m++)
        if (!taken[m]) order[count++] = &level->measures[m];
    return order;
}

static void add_measures(Site *site, SiteLevel *level)
{
    Arena *arena = &site->call.arena;
    const MeasureOut **order = in_order(site, level->out);
    level->measures = NEW_ARRAY(arena, SiteMeasure, level->out->measure_count + 1u);
    for (uint32_t m = 0; m < level->out->measure_count; m++) {
        const MeasureOut *out = order[m];
        SiteMeasure *measure = &level->measures[level->measure_count];
        *measure = (SiteMeasure){ .out = out,
                                  .rule = rule_of(site->model, out->name),
                                  .title = TITLE(out),
                                  .unit = unit_of(arena, out),
                                  .columns = site_columns(&level->cells, arena, out->name),
                                  .pale = STR_EMPTY };
        measure->counted = counted_of(arena, measure->rule, level);
        if (measure->columns.value != NO_COLUMN) level->measure_count++;
    }
}

/* ---- reviews and powers ---- */

static void add_reviews(Site *site, SiteLevel *level)
{
    Arena *arena = &site->call.arena;
    const LevelOut *out = level->out;
    bool several = out->review_count > 1;
    level->reviews = NEW_ARRAY(arena, SiteReview, out->review_count + 1u);
    for (uint32_t r = 0; r < out->review_count; r++) {
        Str name = several ? out->reviews[r].name : STR("finding");
        SiteReview *review = &level->reviews[level->review_count];
        *review = (SiteReview){ .out = &out->reviews[r],
                                .finding = site_column(&level->cells, arena, name,
                                                       several ? ".finding" : ""),
                                .reason = site_column(&level->cells, arena, name,
                                                      several ? ".finding.reason" : ".reason") };
        for (size_t i = 0; i < site->model->review_count; i++)
            if (str_eq(site->model->reviews[i]->name, out->reviews[r].name))
                review->rule = site->model->reviews[i];
        if (review->finding != NO_COLUMN) level->review_count++;
    }
}

static void add_powers(Site *site, SiteLevel *level)
{
    Arena *arena = &site->call.arena;
    level->powers = NEW_ARRAY(arena, SitePower, level->out->power_count + 1u);
    for (uint32_t p = 0; p < level->out->power_count; p++) {
        const PowerOut *out = &level->out->powers[p];
        SitePower *power = &level->powers[level->power_count];
        *power =
            (SitePower){ .out = out, .open = site_column(&level->cells, arena, out->name, "") };
        for (size_t i = 0; i < site->model->power_count; i++)
            if (str_eq(site->model->powers[i]->name, out->name))
                power->rule = site->model->powers[i];
        if (power->open != NO_COLUMN) level->power_count++;
    }
}

/* ---- levels ---- */

static bool add_level(Site *site, SiteLevel *level, const LevelOut *out)
{
    Arena *arena = &site->call.arena;
    const KeptFile *file;
    *level = (SiteLevel){ .out = out, .file = out->file, .folder = STR_EMPTY };
    if (out->record != NONE) {
        level->schema = &site->program->program->schemas[out->record];
        level->one = html_words(arena, level->schema->name);
        level->many = html_words(arena, level->schema->plural);
    }
    if (!site_cells(site, &site->kept, out->file, &file, &level->cells)) return false;
    level->keys = file->key_count;
    level->names = file->name_count;
    add_measures(site, level);
    add_reviews(site, level);
    add_powers(site, level);
    return true;
}

static bool is_split(const Site *site, const LevelOut *out)
{
    return site->program->program->spaces[out->space].kind == SPACE_GROUP;
}

/* Both files are in the order of the units' keys. */
static void find_groups(Arena *arena, const SiteLevel *level, SiteSplit *split)
{
    size_t at = 0;
    split->first = NEW_ARRAY(arena, size_t, level->cells.rows + 1);
    for (size_t row = 0; row < level->cells.rows; row++) {
        split->first[row] = at;
        for (bool same = true; at < split->cells.rows && same; at += same)
            for (size_t k = 0; k < level->keys && same; k++)
                same = str_eq(cells_at(&split->cells, at, k), cells_at(&level->cells, row, k));
    }
    split->first[level->cells.rows] = at;
}

static bool add_split(Site *site, SiteLevel *level, const LevelOut *out)
{
    Arena *arena = &site->call.arena;
    SiteSplit split = { .out = out };
    const KeptFile *file;
    if (!site_cells(site, &site->kept, out->file, &file, &split.cells)) return false;
    Str name = out->measure_count ? out->measures[0].name : STR_EMPTY;
    split.columns = site_columns(&split.cells, arena, name);
    split.key = level ? level->keys + level->names : 0;
    split.keys = file->key_count - (level ? level->keys : 0);
    Text by = text_open(arena);
    for (size_t k = 0; k < split.keys; k++)
        text_printf(&by, "%s%S", k ? ", " : "",
                    html_words(arena, split.cells.heads[split.key + k]));
    split.by = text_str(&by);
    if (level) find_groups(arena, level, &split);
    for (size_t l = 0; l < site->level_count; l++)
        for (size_t m = 0; m < site->levels[l].measure_count; m++) {
            SiteMeasure *measure = &site->levels[l].measures[m];
            if (!str_eq(measure->out->name, name) || (level && level != &site->levels[l])) continue;
            SiteSplit **list = level ? &measure->splits : &measure->nation_splits;
            size_t *count = level ? &measure->split_count : &measure->nation_split_count;
            if (!*list) *list = NEW_ARRAY(arena, SiteSplit, site->program->program->level_count);
            (*list)[(*count)++] = split;
        }
    return true;
}

static SiteLevel *level_of(Site *site, const LevelOut *out)
{
    for (size_t i = 0; i < site->level_count; i++)
        if (site->levels[i].out->record == out->record) return &site->levels[i];
    return NULL;
}

static bool read_levels(Site *site)
{
    const Program *program = site->program->program;
    site->levels = NEW_ARRAY(&site->call.arena, SiteLevel, program->level_count + 1u);
    for (uint32_t i = 0; i < program->level_count; i++) {
        const LevelOut *out = &program->levels[i];
        if (is_split(site, out)) continue;
        SiteLevel *level = &site->levels[site->level_count];
        if (out->record == NONE) level = site->judged = NEW(&site->call.arena, SiteLevel);
        if (!add_level(site, level, out)) return false;
        if (out->record != NONE) site->level_count++;
    }
    for (uint32_t i = 0; i < program->level_count; i++) {
        const LevelOut *out = &program->levels[i];
        SiteLevel *level = out->record == NONE ? NULL : level_of(site, out);
        if (!is_split(site, out) || (out->record != NONE && !level)) continue;
        if (!add_split(site, level, out)) return false;
    }
    return true;
}

static bool read_ledger(Site *site)
{
    Str text;
    if (!read_text(site, &site->kept, STR("ledger.json"), &text)) return false;
    if (parsed_open(&site->ledger, &site->call.arena, text)) return true;
    site->call.status = kept_broken(&site->kept, &site->call, STR("its ledger cannot be read"));
    return false;
}

bool site_read(Site *site)
{
    Arena *arena = &site->call.arena;
    const KeptFile *file;
    if (!site_cells(site, &site->kept, STR("nation.csv"), &file, &site->nation) ||
        !read_levels(site) || !read_ledger(site))
        return false;
    site->has_decisions = kept_file(&site->kept, STR("decisions.csv")) != NULL;
    if (site->has_decisions &&
        !site_cells(site, &site->kept, STR("decisions.csv"), &file, &site->decisions))
        return false;
    if (!ties_read(site) || !supports_read(site)) return false;
    for (size_t i = 0; i < site->level_count; i++) {
        SiteLevel *level = &site->levels[i];
        site_names(arena, level, site->levels, i);
        for (size_t m = 0; m < level->measure_count; m++) {
            SiteMeasure *measure = &level->measures[m];
            measure->nation = site_nation(site, measure->out->name);
            series_read(arena, level, measure);
        }
    }
    funnels_read(site);
    return true;
}
