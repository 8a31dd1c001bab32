/* vega.c -- see site.h: the charts of a page once more, as Vega-Lite, for analysts.
 *
 * A chart is noted where it is drawn, so both are of the same numbers.  Each thread has a Vega of
 * its own, found by the arena in which its page is made.  Numbers are steps of 10^-places and are
 * written as decimals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "result/json.h"

#define SCHEMA "https://vega.github.io/schema/vega-lite/v5.json"

struct Vega {
    _Atomic(const Arena *) arena; /* of the thread: others look whether it is theirs */
    Json json;                    /* of the page that is being made; where charts > 0 */
    size_t charts;
};

void vega_prepare(Site *site, unsigned threads)
{
    if (!site->asked->vega) return;
    site->vega = NEW_ARRAY(&site->call.arena, Vega, threads + 1);
    site->vega_count = threads;
}

void vega_begin(Site *site, unsigned worker, const Arena *arena)
{
    if (worker >= site->vega_count) return;
    Vega *vega = &site->vega[worker];
    vega->charts = 0;
    vega->json = (Json){ 0 };
    atomic_store_explicit(&vega->arena, arena, memory_order_relaxed);
}

static Vega *vega_of(const Site *site, const Text *out)
{
    for (unsigned i = 0; i < site->vega_count; i++)
        if (atomic_load_explicit(&site->vega[i].arena, memory_order_relaxed) == out->arena)
            return &site->vega[i];
    return NULL;
}

/* ---- pieces ---- */

static void put_number(Json *json, const char *key, int64_t number, int places)
{
    Text digits = text_open(json->text.arena);
    svg_number(&digits, number, places);
    json_number(json, key, text_str(&digits));
}

/* A number where there is one, else null. */
static void put_known(Json *json, const char *key, bool known, int64_t number, int places)
{
    if (known)
        put_number(json, key, number, places);
    else
        json_null(json, key);
}

static void put_channel(Json *json, const char *channel, const char *field, const char *type,
                        Str title)
{
    json_object(json, channel);
    json_str(json, "field", str_of(field));
    json_str(json, "type", str_of(type));
    json_str(json, "title", title);
    if (*type == 'n' || *type == 'o') json_null(json, "sort"); /* as they stand */
    json_end(json);
}

/* The other end of a line or bar. */
static void put_second(Json *json, const char *channel, const char *field)
{
    json_object(json, channel);
    json_str(json, "field", str_of(field));
    json_end(json);
}

static void open_layer(Json *json, const char *mark)
{
    json_object(json, NULL);
    json_str(json, "mark", str_of(mark));
    json_object(json, "encoding");
}

static void end_layer(Json *json)
{
    json_end(json);
    json_end(json);
}

/* Begins a chart, of the values that follow. */
static Json *open_chart(const Site *site, const Text *out, const char *kind, Str title)
{
    Vega *vega = vega_of(site, out);
    if (!vega) return NULL;
    if (!vega->charts) {
        vega->json = json_open_as(out->arena, "$schema", SCHEMA);
        json_object(&vega->json, "usermeta");
        json_str(&vega->json, "schema", STR("lustrum/vega@1"));
        json_str(&vega->json, "framework", site->kept.framework);
        json_str(&vega->json, "year", site->kept.year_words);
        json_str(&vega->json, "mode", site->kept.mode);
        json_str(&vega->json, "manifest_sha256", site->manifest_sha256);
        json_end(&vega->json);
        json_array(&vega->json, "vconcat");
    }
    Json *json = &vega->json;
    json_object(json, NULL);
    json_str(json, "name", str_printf(out->arena, "%s_%u", kind, (uint64_t)++vega->charts));
    json_str(json, "title", title);
    json_count(json, "width", CHART_WIDTH);
    return json;
}

static void open_values(Json *json)
{
    json_object(json, "data");
    json_array(json, "values");
}

static void end_values(Json *json)
{
    json_end(json);
    json_end(json);
}

/* A line from `lower` to `upper` of each value. */
static void put_ranges(Json *json, const char *along, const char *type, Str title, bool upright,
                       Str measure)
{
    open_layer(json, "rule");
    put_channel(json, upright ? "x" : "y", along, type, title);
    put_channel(json, upright ? "y" : "x", "lower", "quantitative", measure);
    put_second(json, upright ? "y2" : "x2", "upper");
    end_layer(json);
}

/* A point for each value; those of `colour` apart. */
static void put_points(Json *json, const char *along, const char *type, Str title, bool upright,
                       Str measure, const char *colour)
{
    open_layer(json, "point");
    put_channel(json, upright ? "x" : "y", along, type, title);
    put_channel(json, upright ? "y" : "x", "value", "quantitative", measure);
    if (colour) put_channel(json, "shape", colour, "nominal", str_of(colour));
    end_layer(json);
}

Str vega_end(const Site *site, const Text *out)
{
    Vega *vega = vega_of(site, out);
    if (!vega || !vega->charts) return STR_EMPTY;
    json_end(&vega->json);
    vega->charts = 0;
    return json_close(&vega->json);
}

/* ---- the charts ---- */

void vega_caterpillar(const Site *site, const Text *out, Str title, const SiteLevel *level,
                      const SiteMeasure *measure, const Series *series)
{
    Json *json = open_chart(site, out, "caterpillar", title);
    if (!json) return;
    open_values(json);
    for (size_t i = 0; i < series->known; i++) {
        size_t row = series->order[i];
        json_object(json, NULL);
        json_count(json, "order", i + 1);
        json_str(json, "key", name_key(out->arena, level, row));
        json_str(json, "name", level->name[row]);
        put_number(json, "value", series->value[row], series->places);
        if (series->lower) put_number(json, "lower", series->lower[row], series->places);
        if (series->upper) put_number(json, "upper", series->upper[row], series->places);
        json_end(json);
    }
    end_values(json);
    Str order = str_printf(out->arena, "%S, lowest to highest: not a ranking", level->many);
    json_array(json, "layer");
    if (series->lower) put_ranges(json, "order", "quantitative", order, true, measure->title);
    put_points(json, "order", "quantitative", order, true, measure->title, NULL);
    json_end(json);
    json_end(json);
}

/* On the page of a unit the others are read from the table beside it, and put in order there. */
void vega_among(const Site *site, const Text *out, Str title, const SiteLevel *level,
                const SiteMeasure *measure, size_t row)
{
    Json *json = open_chart(site, out, "among", title);
    if (!json) return;
    Arena *arena = out->arena;
    const char *name = str_c(arena, measure->out->name);
    json_object(json, "data");
    json_str(json, "url", str_printf(arena, "../" SITE_FILES "/%S", level->file));
    json_object(json, "format");
    json_str(json, "type", STR("csv"));
    json_object(json, "parse");
    for (size_t k = 0; k < level->keys; k++)
        json_str(json, str_c(arena, level->cells.heads[k]), STR("string"));
    json_str(json, name, STR("number"));
    json_end(json);
    json_end(json);
    json_end(json);
    json_array(json, "transform");
    json_object(json, NULL);
    json_object(json, "filter");
    json_str(json, "field", measure->out->name);
    json_bool(json, "valid", true);
    json_end(json);
    json_end(json);
    json_object(json, NULL);
    json_array(json, "sort");
    json_object(json, NULL);
    json_str(json, "field", measure->out->name);
    json_end(json);
    json_end(json);
    json_array(json, "window");
    json_object(json, NULL);
    json_str(json, "op", STR("row_number"));
    json_str(json, "as", STR("order"));
    json_end(json);
    json_end(json);
    json_end(json);
    json_end(json);
    Str order = str_printf(arena, "%S, lowest to highest: not a ranking", level->many);
    json_array(json, "layer");
    open_layer(json, "point");
    put_channel(json, "x", "order", "quantitative", order);
    put_channel(json, "y", name, "quantitative", measure->title);
    end_layer(json);
    json_object(json, NULL); /* the unit itself */
    json_array(json, "transform");
    for (size_t k = 0; k < level->keys; k++) {
        json_object(json, NULL);
        json_object(json, "filter");
        json_str(json, "field", level->cells.heads[k]);
        json_str(json, "equal", cells_at(&level->cells, row, k));
        json_end(json);
        json_end(json);
    }
    json_end(json);
    json_str(json, "mark", STR("rule"));
    json_object(json, "encoding");
    put_channel(json, "x", "order", "quantitative", order);
    end_layer(json);
    json_end(json);
    json_end(json);
}

void vega_bars(const Site *site, const Text *out, Str title, Str many, const Bar *items,
               size_t count, bool last)
{
    Json *json = open_chart(site, out, "bars", title);
    if (!json) return;
    open_values(json);
    for (size_t i = 0; i < count; i++) {
        json_object(json, NULL);
        json_str(json, "which", items[i].label);
        json_count(json, "count", items[i].count);
        if (last) json_count(json, "last", items[i].last);
        json_end(json);
    }
    end_values(json);
    json_array(json, "layer");
    open_layer(json, "bar");
    put_channel(json, "y", "which", "nominal", title);
    put_channel(json, "x", "count", "quantitative", many);
    end_layer(json);
    if (last) {
        open_layer(json, "tick");
        put_channel(json, "y", "which", "nominal", title);
        put_channel(json, "x", "last", "quantitative",
                    str_printf(out->arena, "%S, and the year before as a line", many));
        end_layer(json);
    }
    json_end(json);
    json_end(json);
}

void vega_trend(const Site *site, const Text *out, Str title, const SiteMeasure *measure,
                const TrendYear *years, size_t count)
{
    Json *json = open_chart(site, out, "trend", title);
    int places = measure->out->places;
    bool ranged = false;
    if (!json) return;
    open_values(json);
    for (size_t i = 0; i < count; i++) {
        ranged = ranged || years[i].ranged;
        json_object(json, NULL);
        json_str(json, "year", years[i].label);
        put_known(json, "value", years[i].known, years[i].value, places);
        put_known(json, "lower", years[i].ranged, years[i].lower, places);
        put_known(json, "upper", years[i].ranged, years[i].upper, places);
        json_bool(json, "other_rules", years[i].changed);
        json_end(json);
    }
    end_values(json);
    json_array(json, "layer");
    if (ranged) put_ranges(json, "year", "ordinal", STR("School year"), true, measure->title);
    open_layer(json, "line");
    put_channel(json, "x", "year", "ordinal", STR("School year"));
    put_channel(json, "y", "value", "quantitative", measure->title);
    end_layer(json);
    put_points(json, "year", "ordinal", STR("School year"), true, measure->title, "other_rules");
    json_end(json);
    json_end(json);
}

void vega_ribs(const Site *site, const Text *out, Str title, const SiteMeasure *measure,
               const Rib *items, size_t count)
{
    Json *json = open_chart(site, out, "groups", title);
    int places = measure->out->places;
    bool ranged = false;
    if (!json) return;
    open_values(json);
    for (size_t i = 0; i < count; i++) {
        ranged = ranged || items[i].ranged;
        json_object(json, NULL);
        json_str(json, "group", items[i].label);
        json_bool(json, "nation", items[i].apart);
        put_known(json, "value", items[i].known, items[i].value, places);
        put_known(json, "lower", items[i].ranged, items[i].lower, places);
        put_known(json, "upper", items[i].ranged, items[i].upper, places);
        json_end(json);
    }
    end_values(json);
    json_array(json, "layer");
    if (ranged) put_ranges(json, "group", "nominal", STR("Group"), false, measure->title);
    put_points(json, "group", "nominal", STR("Group"), false, measure->title, "nation");
    json_end(json);
    json_end(json);
}

/* ---- the funnel ---- */

static void put_limits(Json *json, const Funnel *chart, const char *which, const int64_t *half)
{
    for (int sign = -1; sign <= 1; sign += 2)
        for (size_t i = 0; i < FUNNEL_STEPS; i++) {
            json_object(json, NULL);
            json_int(json, "counted", chart->count[i]);
            put_number(json, "limit", chart->target * 10 + sign * half[i], chart->places + 1);
            json_str(json, "which",
                     str_printf(json->text.arena, "%s %s", sign < 0 ? "lower" : "upper", which));
            json_end(json);
        }
}

/* By how many rows they count: what a layer of the funnel draws, told apart on a third channel. */
static void put_marks(Json *json, const char *mark, Str rows, const char *field, Str title,
                      const char *channel, const char *by)
{
    json_str(json, "mark", str_of(mark));
    json_object(json, "encoding");
    put_channel(json, "x", "counted", "quantitative", rows);
    put_channel(json, "y", field, "quantitative", title);
    put_channel(json, channel, by, "nominal", str_of(by));
    end_layer(json);
}

static void put_point(Json *json, const Units *units, size_t row, const FunnelPoint *point,
                      int places)
{
    json_object(json, NULL);
    json_str(json, "key", name_key(json->text.arena, units->level, row));
    json_str(json, "name", units->level->name[row]);
    json_int(json, "counted", point->count);
    put_number(json, "value", point->value, places);
    json_int(json, "beyond", point->beyond);
    json_end(json);
}

/* Of the units of the page: on that of a trust its schools. */
void vega_funnel(const Site *site, const Text *out, Str title, const Units *units,
                 const SiteMeasure *measure, const Funnel *chart)
{
    Json *json = open_chart(site, out, "funnel", title);
    if (!json) return;
    Str rows = str_printf(out->arena, "%S counted", chart->rows);
    json_array(json, "layer");
    json_object(json, NULL);
    open_values(json);
    put_limits(json, chart, "95%", chart->inner);
    put_limits(json, chart, "99.8%", chart->outer);
    end_values(json);
    put_marks(json, "line", rows, "limit", measure->title, "detail", "which");
    json_object(json, NULL);
    open_values(json);
    for (size_t i = 0; i < chart->point_count; i++)
        if (!units->ties || chart->points[i].own)
            put_point(json, units, measure->limits.unit[i], &chart->points[i], chart->places);
    end_values(json);
    put_marks(json, "point", rows, "value", measure->title, "shape", "beyond");
    json_end(json);
    json_end(json);
}
