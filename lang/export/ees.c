/* ees.c -- results in the layout of Explore Education Statistics (export.h): a data file with a row
 * for each unit and group, and the file that says what its columns are.
 *
 * Figures and their limits are columns; the fields that measures are split by are filters, with
 * Total where a row is of no group.  What is missing is a sign: c withheld, z not applicable, x not
 * available.  Counts of rows, bands, findings and powers are not in it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/export.h"
#include "result/cell.h"

#define COUNTRY STR("E92000001=England")

typedef enum { GEO_NATION, GEO_REGION, GEO_AUTHORITY, GEO_TRUST, GEO_SCHOOL, GEOS } Geo;

/* A level of the results that the layout has, too. */
typedef struct Layer {
    const LevelOut *out; /* NULL: the nation */
    Geo geo;
    const ExportTable *table; /* of the nation nation.csv */
} Layer;

typedef struct Indicator {
    const MeasureOut *out;
    const char *part; /* "", ".lower", ".upper" */
    const char *words;
} Indicator;

/* A split of one measure at one level, and how far its rows were given. */
typedef struct Split {
    const ExportTable *table;
    Str field, measure;
    const Layer *level;
    size_t row;
} Split;

typedef struct Ees {
    Export *e;
    Text text;
    Str period, country_code, country_name;
    Layer *levels;
    size_t level_count;
    Indicator *indicators;
    size_t indicator_count, indicator_cap;
    Str *filters;
    size_t filter_count;
    Split *splits;
    size_t split_count;
    Str status; /* DRAFT or STUDY: every row says so; else empty */
    bool has[GEOS];
    bool fine;
} Ees;

/* ---- what there is ---- */

static Str small(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] != '_')
            text_byte(&text, name.at[i] >= 'A' && name.at[i] <= 'Z' ? (char)(name.at[i] + 32)
                                                                    : name.at[i]);
    return text_str(&text);
}

/* The level of the layout that rows of a record are of, by the record's name. */
static bool geo_of(Arena *arena, Str record, Geo *geo)
{
    static const struct {
        const char *name;
        Geo geo;
    } names[] = { { "region", GEO_REGION },       { "localauthority", GEO_AUTHORITY },
                  { "authority", GEO_AUTHORITY }, { "la", GEO_AUTHORITY },
                  { "trust", GEO_TRUST },         { "academytrust", GEO_TRUST },
                  { "mat", GEO_TRUST },           { "school", GEO_SCHOOL },
                  { "academy", GEO_SCHOOL } };
    Str name = small(arena, record);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_eq(name, str_of(names[i].name))) {
            *geo = names[i].geo;
            return true;
        }
    return false;
}

static Str level_name(const Layer *level)
{
    return level->out ? str_slice(level->out->file, 0, level->out->file.len - 4) : STR("nation");
}

static bool is_national(const Ees *ees, const MeasureOut *out)
{
    const ExportTable *nation = export_table(ees->e, STR("nation"));
    for (size_t r = 0; nation && r < nation->cells.rows; r++)
        if (str_eq(cells_at(&nation->cells, r, 0), out->name) &&
            str_eq(cells_at(&nation->cells, r, 1), STR("value")))
            return true;
    return false;
}

static void add_indicator(Ees *ees, const MeasureOut *out, const char *part, const char *words)
{
    for (size_t i = 0; i < ees->indicator_count; i++)
        if (str_eq(ees->indicators[i].out->name, out->name) &&
            strcmp(ees->indicators[i].part, part) == 0)
            return;
    Arena *arena = &ees->e->call.arena;
    GROW(arena, ees->indicators, ees->indicator_count, ees->indicator_cap);
    ees->indicators[ees->indicator_count++] = (Indicator){ out, part, words };
}

static void add_indicators(Ees *ees, const Layer *level)
{
    for (uint32_t m = 0; level->out && m < level->out->measure_count; m++) {
        const MeasureOut *out = &level->out->measures[m];
        add_indicator(ees, out, "", "");
        if (out->lower != NONE) add_indicator(ees, out, ".lower", ", lower limit");
        if (out->upper != NONE) add_indicator(ees, out, ".upper", ", upper limit");
    }
}

static void add_split(Ees *ees, const Layer *level, const MeasureOut *out)
{
    Arena *arena = &ees->e->call.arena;
    Str begins = str_printf(arena, "%S.%S.by.", level_name(level), out->name);
    for (size_t t = 0; t < ees->e->table_count; t++) {
        const ExportTable *table = &ees->e->tables[t];
        Str name = table->name;
        if (name.len <= begins.len || memcmp(name.at, begins.at, begins.len) != 0) continue;
        Str field = str_slice(name, begins.len, name.len);
        if (cells_column(&table->cells, field) == table->cells.columns) continue;
        bool known = false;
        for (size_t i = 0; i < ees->filter_count; i++) known |= str_eq(ees->filters[i], field);
        if (!known) ees->filters[ees->filter_count++] = field;
        ees->splits[ees->split_count++] = (Split){ table, field, out->name, level, 0 };
    }
}

static bool look(Ees *ees)
{
    Export *e = ees->e;
    Arena *arena = &e->call.arena;
    const Program *program = e->program->program;
    ees->levels = NEW_ARRAY(arena, Layer, program->level_count + 1);
    ees->filters = NEW_ARRAY(arena, Str, e->table_count + 1);
    ees->splits = NEW_ARRAY(arena, Split, e->table_count + 1);
    for (uint32_t l = 0; l < program->level_count; l++) {
        const LevelOut *out = &program->levels[l];
        Geo geo;
        if (out->record == NONE || program->spaces[out->space].kind != SPACE_RECORD) continue;
        if (!geo_of(arena, program->schemas[out->record].name, &geo) || ees->has[geo]) continue;
        Layer level = { out, geo, export_table(e, str_slice(out->file, 0, out->file.len - 4)) };
        if (!level.table) continue;
        ees->has[geo] = true;
        ees->levels[ees->level_count++] = level;
        add_indicators(ees, &level);
    }
    if (!ees->indicator_count) return call_told(&e->call, D_EXPORT_LEVELS, e->kept.path, STR_EMPTY);
    bool national = false;
    for (size_t i = 0; i < ees->indicator_count; i++)
        national |= is_national(ees, ees->indicators[i].out);
    if (national) {
        ees->has[GEO_NATION] = true;
        ees->levels[ees->level_count++] =
            (Layer){ NULL, GEO_NATION, export_table(e, STR("nation")) };
    }
    for (size_t l = 0; l < ees->level_count; l++)
        for (size_t i = 0; i < ees->indicator_count; i++)
            if (!ees->indicators[i].part[0])
                add_split(ees, &ees->levels[l], ees->indicators[i].out);
    return true;
}

/* ---- cells ---- */

static void add(Ees *ees, const ExportTable *table, Str cell)
{
    if (ees->fine) ees->fine = export_safe(ees->e, table, cell, &cell);
    text_byte(&ees->text, ',');
    text_csv(&ees->text, cell);
}

/* Why a figure is missing, as a sign of the layout. */
static Str sign_of(const Ees *ees, Str reason)
{
    const Program *program = ees->e->program->program;
    for (uint32_t r = 1; r < program->reason_count; r++)
        if (str_eq(reason_words(program, (uint8_t)r), reason))
            return reason_is_withheld(program, (uint8_t)r) ? STR("c") : STR("x");
    return reason.len ? STR("x") : STR("z");
}

static Str at(const Cells *cells, size_t row, Str name)
{
    size_t c = cells_column(cells, name);
    return c == cells->columns ? STR_EMPTY : cells_at(cells, row, c);
}

/* A figure of a level file or split; of a table that does not have it the sign that it is not
 * applicable. */
static Str figure_of(const Ees *ees, const Cells *cells, size_t row, const Indicator *indicator)
{
    Arena *arena = &ees->e->call.arena;
    Str name = indicator->out->name;
    size_t column = cells_column(cells, str_printf(arena, "%S%s", name, indicator->part));
    if (column == cells->columns) return STR("z");
    Str value = cells_at(cells, row, column);
    if (str_eq(value, STR("yes"))) return STR("1");
    if (str_eq(value, STR("no"))) return STR("0");
    if (value.len) return value;
    return sign_of(ees, at(cells, row, str_printf(arena, "%S.reason", name)));
}

/* The same of nation.csv, which has a line for each. */
static Str national(const Ees *ees, const Cells *cells, const Indicator *indicator)
{
    Str part = indicator->part[0] ? str_of(indicator->part + 1) : STR("value");
    for (size_t r = 0; r < cells->rows; r++) {
        if (!str_eq(cells_at(cells, r, 0), indicator->out->name) ||
            !str_eq(cells_at(cells, r, 1), part) || cells_at(cells, r, 2).len)
            continue;
        Str value = at(cells, r, STR("value"));
        return value.len ? value : sign_of(ees, at(cells, r, STR("reason")));
    }
    return STR("z");
}

/* ---- where ---- */

static Str region_code(Str name)
{
    static const struct {
        const char *name, *code;
    } regions[] = { { "North East", "E12000001" },
                    { "North West", "E12000002" },
                    { "Yorkshire and The Humber", "E12000003" },
                    { "Yorkshire and the Humber", "E12000003" },
                    { "East Midlands", "E12000004" },
                    { "West Midlands", "E12000005" },
                    { "East of England", "E12000006" },
                    { "London", "E12000007" },
                    { "South East", "E12000008" },
                    { "South West", "E12000009" } };
    for (size_t i = 0; i < COUNT_OF(regions); i++)
        if (str_eq(name, str_of(regions[i].name))) return str_of(regions[i].code);
    return STR_EMPTY;
}

static bool is_code(Str text)
{
    return text.len == 9 && text.at[0] >= 'A' && text.at[0] <= 'Z' && text.at[1] >= '0' &&
           text.at[1] <= '9';
}

/* Where the rows of the table are: each level has columns of its own, blank in rows of others. */
static void add_place(Ees *ees, const Layer *level, size_t row)
{
    static const char *const words[GEOS] = { "National", "Regional", "Local authority", "MAT",
                                             "School" };
    const ExportTable *table = level->table;
    Str key = STR_EMPTY, name = STR_EMPTY;
    if (level->out) {
        key = cells_at(&table->cells, row, 0);
        name = table->file->name_count ? at(&table->cells, row, table->file->names[0]) : key;
        if (!name.len) name = key;
    }
    text_printf(&ees->text, "%S,Academic year,%s", ees->period, words[level->geo]);
    add(ees, table, ees->country_code);
    add(ees, table, ees->country_name);
    for (Geo geo = GEO_REGION; geo < GEOS; geo++) {
        if (!ees->has[geo]) continue;
        bool here = geo == level->geo;
        Str code = !here ? STR_EMPTY : geo == GEO_REGION && !is_code(key) ? region_code(key) : key;
        if (geo == GEO_AUTHORITY) add(ees, table, here && !is_code(key) ? key : STR_EMPTY);
        if (geo == GEO_AUTHORITY && !is_code(key)) code = STR_EMPTY;
        add(ees, table, code);
        add(ees, table, here ? name : STR_EMPTY);
    }
}

static void add_filters(Ees *ees, const ExportTable *table, Str field, Str group)
{
    for (size_t i = 0; i < ees->filter_count; i++)
        add(ees, table, str_eq(ees->filters[i], field) ? group : STR("Total"));
    if (ees->status.len) add(ees, table, ees->status);
}

/* ---- rows ---- */

static void add_row(Ees *ees, const Layer *level, size_t row)
{
    const Cells *cells = &level->table->cells;
    add_place(ees, level, row);
    add_filters(ees, level->table, STR_EMPTY, STR_EMPTY);
    for (size_t i = 0; i < ees->indicator_count; i++) {
        const Indicator *indicator = &ees->indicators[i];
        add(ees, level->table,
            level->out ? figure_of(ees, cells, row, indicator) : national(ees, cells, indicator));
    }
    text_byte(&ees->text, '\n');
}

/* Whether the next row of a split is of the unit. */
static bool is_of_unit(const Split *split, const Layer *level, size_t row)
{
    const Cells *cells = &split->table->cells;
    if (split->level != level || split->row >= cells->rows) return false;
    for (size_t k = 0; level->out && k < level->table->file->key_count; k++)
        if (!str_eq(cells_at(cells, split->row, k), cells_at(&level->table->cells, row, k)))
            return false;
    return true;
}

/* The rows of a group of the unit, of all measures that are split by the field. */
static void add_group(Ees *ees, const Layer *level, size_t row, Str field, Str group,
                      const size_t *ends)
{
    const ExportTable *table = level->table;
    add_place(ees, level, row);
    add_filters(ees, table, field, group);
    for (size_t i = 0; i < ees->indicator_count; i++) {
        const Indicator *indicator = &ees->indicators[i];
        Str cell = STR("z");
        for (size_t s = 0; s < ees->split_count; s++) {
            const Split *split = &ees->splits[s];
            bool its = split->level == level && str_eq(split->field, field) &&
                       str_eq(split->measure, indicator->out->name);
            for (size_t r = split->row; its && r < ends[s]; r++)
                if (str_eq(at(&split->table->cells, r, field), group))
                    cell = figure_of(ees, &split->table->cells, r, indicator);
        }
        add(ees, table, cell);
    }
    text_byte(&ees->text, '\n');
}

static void add_groups(Ees *ees, const Layer *level, size_t row, size_t *ends, Str *groups)
{
    for (size_t s = 0; s < ees->split_count; s++) {
        Split *split = &ees->splits[s];
        size_t from = split->row;
        while (is_of_unit(split, level, row)) split->row++;
        ends[s] = split->row;
        split->row = from;
    }
    for (size_t f = 0; f < ees->filter_count; f++) {
        size_t count = 0;
        for (size_t s = 0; s < ees->split_count; s++) {
            const Split *split = &ees->splits[s];
            if (split->level != level || !str_eq(split->field, ees->filters[f])) continue;
            for (size_t r = split->row; r < ends[s]; r++) {
                Str group = at(&split->table->cells, r, split->field);
                bool known = false;
                for (size_t g = 0; g < count; g++) known |= str_eq(groups[g], group);
                if (!known) groups[count++] = group;
            }
        }
        for (size_t g = 0; g < count; g++)
            add_group(ees, level, row, ees->filters[f], groups[g], ends);
    }
    for (size_t s = 0; s < ees->split_count; s++) ees->splits[s].row = ends[s];
}

static void add_level(Ees *ees, const Layer *level)
{
    Arena *arena = &ees->e->call.arena;
    size_t rows = level->out ? level->table->cells.rows : 1, groups = 1;
    for (size_t s = 0; s < ees->split_count; s++) groups += ees->splits[s].table->cells.rows;
    size_t *ends = NEW_ARRAY(arena, size_t, ees->split_count + 1);
    Str *list = NEW_ARRAY(arena, Str, groups);
    for (size_t row = 0; row < rows; row++) {
        add_row(ees, level, row);
        if (ees->split_count) add_groups(ees, level, row, ends, list);
    }
}

/* ---- files ---- */

/* progress.lower as progress_lower. */
static Str column_name(Arena *arena, const Indicator *indicator)
{
    return indicator->part[0]
               ? str_printf(arena, "%S_%s", indicator->out->name, indicator->part + 1)
               : indicator->out->name;
}

static void data_head(Ees *ees)
{
    static const char *const columns[GEOS] = { "", ",region_code,region_name",
                                               ",old_la_code,new_la_code,la_name",
                                               ",trust_id,trust_name", ",school_urn,school_name" };
    text_add(&ees->text,
             STR("time_period,time_identifier,geographic_level,country_code,country_name"));
    for (Geo geo = 0; geo < GEOS; geo++)
        if (ees->has[geo]) text_printf(&ees->text, "%s", columns[geo]);
    for (size_t i = 0; i < ees->filter_count; i++) text_printf(&ees->text, ",%S", ees->filters[i]);
    if (ees->status.len) text_add(&ees->text, STR(",status"));
    for (size_t i = 0; i < ees->indicator_count; i++)
        text_printf(&ees->text, ",%S", column_name(&ees->e->call.arena, &ees->indicators[i]));
    text_byte(&ees->text, '\n');
}

/* A name for people: its first letter large, _ as a space. */
static Str words_of(Arena *arena, Str name)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.at[i] == '_' ? ' ' : name.at[i];
        text_byte(&text, i == 0 && c >= 'a' && c <= 'z' ? (char)(c - 32) : c);
    }
    return text_str(&text);
}

static void meta_file(Ees *ees)
{
    Arena *arena = &ees->e->call.arena;
    Text *text = &ees->text;
    text_add(text, STR("col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,"
                       "filter_hint,filter_grouping_column\n"));
    for (size_t i = 0; i < ees->filter_count; i++) {
        text_printf(text, "%S,Filter,", ees->filters[i]);
        text_csv(text, words_of(arena, ees->filters[i]));
        text_add(text, STR(",,,,,\n"));
    }
    if (ees->status.len) text_add(text, STR("status,Filter,Status,,,,,\n"));
    for (size_t i = 0; i < ees->indicator_count; i++) {
        const MeasureOut *out = ees->indicators[i].out;
        Str title = out->title.len ? out->title : words_of(arena, out->name);
        text_printf(text, "%S,Indicator,", column_name(arena, &ees->indicators[i]));
        text_csv(text, str_printf(arena, "%S%s", title, ees->indicators[i].words));
        text_printf(text, ",,%s,%d,,\n", out->percent ? "%" : "", (int64_t)out->places);
    }
}

static bool read_country(Ees *ees)
{
    Str asked = ees->e->asked->country ? str_of(ees->e->asked->country) : COUNTRY;
    const char *equals = asked.len ? memchr(asked.at, '=', asked.len) : NULL;
    size_t cut = equals ? (size_t)(equals - asked.at) : 0;
    if (!cut || cut + 1 == asked.len || str_utf8_valid(asked) != asked.len)
        return call_told(&ees->e->call, D_EXPORT_COUNTRY, asked, STR_EMPTY);
    ees->country_code = str_slice(asked, 0, cut);
    ees->country_name = str_slice(asked, cut + 1, asked.len);
    return true;
}

/* Tables for the public hide what level files have. */
static bool has_published(const Export *e)
{
    Str begins = STR("published/");
    for (size_t i = 0; i < e->kept.file_count; i++) {
        Str name = e->kept.files[i].name;
        if (name.len > begins.len && memcmp(name.at, begins.at, begins.len) == 0) return true;
    }
    return false;
}

bool export_ees(Export *e, bool meta)
{
    Arena *arena = &e->call.arena;
    Ees ees = { .e = e, .text = text_open(arena), .fine = true };
    ees.period =
        str_printf(arena, "%d%d%d", (int64_t)e->kept.year, (int64_t)((e->kept.year + 1) / 10 % 10),
                   (int64_t)((e->kept.year + 1) % 10));
    if (str_eq(e->kept.mode, STR("draft"))) ees.status = STR("DRAFT");
    if (str_eq(e->kept.mode, STR("study"))) ees.status = STR("STUDY");
    if (has_published(e)) return call_told(&e->call, D_EXPORT_PUBLISHED, e->kept.path, STR_EMPTY);
    if (!read_country(&ees) || !look(&ees)) return false;
    if (meta) {
        meta_file(&ees);
    } else {
        data_head(&ees);
        for (size_t l = 0; l < ees.level_count && ees.fine; l++) add_level(&ees, &ees.levels[l]);
    }
    if (ees.fine) e->result->text = arena_str(&e->result->arena, text_str(&ees.text));
    return ees.fine;
}
