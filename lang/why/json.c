/* json.c -- explanations as JSON, lustrum/why@1: figures, and the steps that they share, each with
 * all that is needed to work it out again from its parts with exact fractions.
 * SPDX-License-Identifier: Apache-2.0 */
#include "calendar.h"
#include "check/expr.h"
#include "result/standing.h"
#include "why/why.h"

typedef struct Writing {
    Inquiry *why;
    Json json;
} Writing;

/* ---- values ---- */

static Str rational(Inquiry *why, mpq_srcptr x)
{
    return why_exact_text(why, exact_from_mpq(why->arena, x));
}

static void write_number(Writing *w, const char *key, const Exact *x)
{
    if (!x->root) {
        json_str(&w->json, key, why_exact_text(w->why, x));
        return;
    }
    json_object(&w->json, key);
    json_str(&w->json, "a", rational(w->why, x->a));
    json_str(&w->json, "b", rational(w->why, x->b));
    json_str(&w->json, "c", rational(w->why, x->c));
    json_end(&w->json);
}

/* A known value, or null. */
static void write_value(Writing *w, const char *key, const Part *part, const Value *value)
{
    if (value->reason || value->type == TYPE_NONE || value->type == TYPE_ROW)
        json_null(&w->json, key);
    else if (value->type == TYPE_NUMBER || value->type == TYPE_BAND)
        write_number(w, key, value->number);
    else if (value->type == TYPE_CODE)
        json_str(&w->json, key, str_printable(w->why->arena, value->text, 1000));
    else
        json_str(&w->json, key, why_value_text(w->why, part, value));
}

static void write_missing(Writing *w, uint8_t reason)
{
    const ReasonInfo *info = &w->why->model->reasons[reason];
    json_str(&w->json, "missing", info->name);
    json_str(&w->json, "words", info->printed.len ? info->printed : info->name);
    if (info->because.len) json_str(&w->json, "because", info->because);
}

static const char *type_name(Type type)
{
    static const char *const names[] = {
        [TYPE_NONE] = "none",       [TYPE_NUMBER] = "number", [TYPE_CODE] = "text",
        [TYPE_YESNO] = "yes or no", [TYPE_DATE] = "date",     [TYPE_YEAR] = "school year",
        [TYPE_BAND] = "band",       [TYPE_ROW] = "row"
    };
    return names[type];
}

static void write_part_value(Writing *w, const Part *part)
{
    Inquiry *why = w->why;
    const Value *value = &part->value;
    json_object(&w->json, "value");
    json_str(&w->json, "type", str_of(type_name(value->type)));
    if (part->hidden) {
        json_bool(&w->json, "hidden", true);
    } else if (value->reason) {
        write_missing(w, value->reason);
    } else {
        if (!part->shown_only) write_value(w, "exact", part, value);
        json_str(&w->json, "text",
                 part->shown_only ? why_told_value(why, part) : why_value_text(why, part, value));
        Str shown = why_shown_text(why, part);
        if (shown.len) json_str(&w->json, "shown", shown);
    }
    json_end(&w->json);
}

static void write_rule(Writing *w, const char *key, const Rule *rule)
{
    if (!rule->line) return;
    json_object(&w->json, key);
    json_str(&w->json, "file", rule->file);
    json_count(&w->json, "line", rule->line);
    json_str(&w->json, "text", rule->text);
    if (rule->article.len) json_str(&w->json, "article", rule->article);
    json_end(&w->json);
}

static void write_ids(Writing *w, const char *key, Part *const *parts, uint32_t count)
{
    json_array(&w->json, key);
    for (uint32_t i = 0; i < count; i++) json_count(&w->json, NULL, parts[i]->id);
    json_end(&w->json);
}

/* ---- rows ---- */

static void write_formula_at(Writing *w, const char *key, const Expr *e, uint64_t row)
{
    if (!e || e->type == TYPE_ROW) return;
    Part part = { .expr = e, .row = row };
    Value value = why_value(w->why, e, row);
    write_value(w, key, &part, &value);
}

static void write_formulas_at(Writing *w, const char *key, const Expr *const *list, uint32_t count,
                              uint64_t row)
{
    if (!count) return;
    json_array(&w->json, key);
    for (uint32_t i = 0; i < count; i++) write_formula_at(w, NULL, list[i], row);
    json_end(&w->json);
}

static void write_candidate(Writing *w, const Part *part, uint32_t row)
{
    const Pick *pick = part->expr->pick;
    const Rows *rows = part->rows;
    write_formula_at(w, "value", pick->points, row);
    write_formula_at(w, "size", pick->size, row);
    json_array(&w->json, "slots");
    for (size_t s = 0; s < pick->slot_count; s++) {
        if (pick->slots[s].gathers) continue;
        const Expr *mask = pick->slots[s].mask;
        Value value = mask ? why_value(w->why, mask, row) : (Value){ .yes = true };
        if (!value.reason && value.yes) json_str(&w->json, NULL, pick->slots[s].name);
    }
    json_end(&w->json);
    json_object(&w->json, "in");
    for (size_t i = 0; i < rows->taken_count; i++) {
        if (rows->taken[i].row != row) continue;
        const char *slot = str_c(w->why->arena, pick->slots[rows->taken[i].slot].name);
        json_count(&w->json, slot, rows->taken[i].copies);
    }
    json_end(&w->json);
}

static void write_row(Writing *w, const Part *part, uint32_t row)
{
    const Expr *e = part->expr;
    const Place *from = part->rows->from;
    Str key = why_key(w->why, from, row);
    json_object(&w->json, NULL);
    if (key.len)
        json_str(&w->json, "key", str_printable(w->why->arena, key, 1000));
    else
        json_str(&w->json, "fields", why_fields(w->why, from, row));
    if (e->kind == EXPR_PICKED) {
        write_candidate(w, part, row);
    } else {
        const Gather *g = e->gather;
        write_formula_at(w, "value", g->value, row);
        write_formula_at(w, "weight", g->weight, row);
        write_formulas_at(w, "keys", g->keys, g->key_count, row);
        write_formulas_at(w, "thens", g->thens, g->then_count, row);
    }
    json_end(&w->json);
}

/* The keys of rows, or what was read of those without. */
static void write_names(Writing *w, const Rows *rows, const Apart *apart)
{
    json_array(&w->json, "rows");
    for (uint64_t i = 0; i < apart->count; i++) {
        Str key = why_key(w->why, rows->from, apart->row[i]);
        if (!key.len) key = why_fields(w->why, rows->from, apart->row[i]);
        json_str(&w->json, NULL, str_printable(w->why->arena, key, 1000));
    }
    json_end(&w->json);
}

static void write_apart(Writing *w, const char *key, const Rows *rows, const Apart *list,
                        size_t count)
{
    json_array(&w->json, key);
    for (size_t i = 0; i < count; i++) {
        json_object(&w->json, NULL);
        write_missing(w, list[i].reason);
        json_count(&w->json, "count", list[i].count);
        if (rows->listed) write_names(w, rows, &list[i]);
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_sum(Writing *w, const char *key, const Value *value, bool hidden)
{
    if (value->type != TYPE_NUMBER || value->reason || hidden) return;
    write_number(w, key, value->number);
}

/* The reference that a figure is taken from. */
static void write_frozen(Writing *w)
{
    const ReferenceNote *note = &w->why->work->tables.ledger.reference;
    json_object(&w->json, "taken_from");
    json_str(&w->json, "reference", str_printable(w->why->arena, note->name, 1000));
    json_str(&w->json, "year", year_words(w->why->arena, note->year));
    json_str(&w->json, "sha256", note->sha256);
    json_end(&w->json);
}

static void write_reference(Writing *w, const Reference *ref)
{
    Inquiry *why = w->why;
    json_object(&w->json, NULL);
    json_str(&w->json, "measure", ref->def->measure ? ref->def->measure->name : STR_EMPTY);
    json_str(&w->json, "name", ref->def->name);
    Rule rule = why_rule_at(why, ref->def->node->span, why_measure_article(ref->def->measure));
    write_rule(w, "rule", &rule);
    if (ref->part) json_count(&w->json, "node", ref->part->id);
    if (ref->def->frozen) write_frozen(w);
    if (!ref->part && ref->expr) {
        const Place *place = ref->expr->place;
        uint64_t groups = run_real_rows(why->run, place->space);
        json_array(&w->json, "groups");
        for (uint64_t g = 0; g < groups; g++) {
            json_object(&w->json, NULL);
            json_str(&w->json, "key", why_key(why, place, g));
            write_formula_at(w, "value", ref->expr, g);
            json_end(&w->json);
        }
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_rows(Writing *w, const Part *part)
{
    const Rows *rows = part->rows;
    json_str(&w->json, "over",
             rows->from->kind == PLACE_RECORD ? rows->from->record->plural : rows->from->name);
    json_count(&w->json, "of", rows->of);
    bool chosen = part->hidden && rows->unchosen; /* how many are, and are not, says too much */
    if (!chosen) json_count(&w->json, "counted", rows->counted);
    if (!chosen) json_count(&w->json, "unchosen", rows->unchosen);
    write_apart(w, "left_out", rows, rows->left_out, rows->left_out_count);
    write_apart(w, "missing_rows", rows, rows->missing, rows->missing_count);
    write_sum(w, "count", &rows->count, chosen);
    write_sum(w, "sum", &rows->sum, part->hidden);
    write_sum(w, "squares", &rows->squares, part->hidden);
    write_sum(w, "yes", &rows->yes, part->hidden);
    write_sum(w, "weights", &rows->weights, part->hidden);
    if (rows->reference_count) {
        json_array(&w->json, "reads");
        for (size_t i = 0; i < rows->reference_count; i++) write_reference(w, &rows->references[i]);
        json_end(&w->json);
    }
    if (!rows->listed) return;
    json_array(&w->json, "rows");
    for (size_t i = 0; i < rows->row_count; i++) write_row(w, part, rows->row[i]);
    json_end(&w->json);
}

/* ---- what only some steps have ---- */

/* Pooled groups: sum and weight; points of straight lines: how far along and how high. */
static void write_groups(Writing *w, const Part *part)
{
    const Expr *e = part->expr;
    bool pooled = e->kind == EXPR_POOL;
    const Place *place = pooled ? e->place : e->arg[0]->place;
    json_bool(&w->json, pooled ? "rises" : "held", e->yes);
    json_array(&w->json, pooled ? "pooled" : "points");
    for (size_t i = 0; i < part->group_count; i++) {
        uint32_t g = part->group[i];
        json_object(&w->json, NULL);
        json_str(&w->json, "key", str_printable(w->why->arena, why_key(w->why, place, g), 1000));
        write_formula_at(w, pooled ? "sum" : "height", e->arg[0], g);
        write_formula_at(w, pooled ? "weight" : "along", e->arg[1], g);
        if (pooled) json_bool(&w->json, "own", g == part->row);
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_round(Writing *w, const Round *round)
{
    static const char *const modes[] = { "half away from zero", "half even", "half up", "up",
                                         "down" };
    json_str(&w->json, "mode", str_of(modes[round->mode]));
    json_str(&w->json, "step", why_exact_text(w->why, round->step));
}

static void write_bound(Writing *w, const char *key, const Exact *x, bool open)
{
    if (!x) return;
    json_object(&w->json, key);
    json_str(&w->json, "number", why_exact_text(w->why, x));
    json_bool(&w->json, "open", open);
    json_end(&w->json);
}

static void write_key_cell(Writing *w, const TableInfo *table, uint32_t key, const KeyCell *cell)
{
    json_object(&w->json, NULL);
    switch (table->match[key]) {
    case KEY_CODE: json_str(&w->json, "text", w->why->model->texts[cell->code]); break;
    case KEY_NUMBER:
        write_bound(w, "low", cell->low, false);
        write_bound(w, "high", cell->low, false);
        break;
    case KEY_RANGE:
    case KEY_YEAR_RANGE:
        write_bound(w, "low", cell->low, cell->low_open);
        write_bound(w, "high", cell->high, cell->high_open);
        break;
    }
    json_end(&w->json);
}

static void write_cell(Writing *w, const TableInfo *table, const ValueCell *cell)
{
    if (cell->reason)
        json_null(&w->json, "cell");
    else if (table->type == TYPE_CODE)
        json_str(&w->json, "cell", w->why->model->texts[cell->code]);
    else if (table->type == TYPE_YESNO)
        json_str(&w->json, "cell", cell->yes ? STR("yes") : STR("no"));
    else
        json_str(&w->json, "cell", why_exact_text(w->why, cell->number));
}

static void write_lookup(Writing *w, const Part *part)
{
    const TableInfo *table = &w->why->model->tables[part->expr->table];
    json_str(&w->json, "table", table->name);
    if (part->table_row == NONE) return;
    json_array(&w->json, "keys");
    for (uint32_t k = 0; k < table->key_count; k++)
        write_key_cell(w, table, k, &table->keys[part->table_row * table->key_count + k]);
    json_end(&w->json);
    write_cell(w, table, &table->values[part->table_row]);
    if (!table->slope) return;
    json_str(&w->json, "slope", why_exact_text(w->why, table->slope[part->table_row]));
    json_count(&w->json, "slope_key", table->slope_key);
}

static void write_list(Writing *w, uint32_t list)
{
    const Model *model = w->why->model;
    json_array(&w->json, "list");
    for (uint32_t i = 0; i < model->lists[list].count; i++)
        json_str(&w->json, NULL, model->texts[model->lists[list].code[i]]);
    json_end(&w->json);
}

static void write_gather(Writing *w, const Gather *g)
{
    static const char *const ties[] = { "mean", "lowest", "highest", "fields" };
    json_bool(&w->json, "lowest_first", g->lowest_first);
    json_str(&w->json, "ties", str_of(ties[g->ties]));
    if (g->part) json_str(&w->json, "part", why_exact_text(w->why, g->part));
    if (g->part) json_count(&w->json, "method", g->method);
    if (!g->then_count) return;
    json_array(&w->json, "thens_lowest");
    for (uint32_t i = 0; i < g->then_count; i++) json_bool(&w->json, NULL, g->then_lowest[i]);
    json_end(&w->json);
}

static void write_slot(Writing *w, const Part *part)
{
    static const char *const figures[] = { "sum", "number", "least", "greatest" };
    const Pick *pick = part->expr->pick;
    json_str(&w->json, "figure", str_of(figures[part->expr->index % 4]));
    json_str(&w->json, "slot", pick->slots[part->expr->index / 4].name);
    json_bool(&w->json, "lowest_first", pick->lowest_first);
    json_bool(&w->json, "greatest_total", pick->greatest_total);
    json_array(&w->json, "takes");
    for (size_t s = 0; s < pick->slot_count; s++) {
        const Slot *slot = &pick->slots[s];
        json_object(&w->json, NULL);
        json_str(&w->json, "slot", slot->name);
        json_count(&w->json, "takes", slot->takes);
        if (slot->within) json_str(&w->json, "within", pick->slots[slot->within - 1].name);
        json_bool(&w->json, "gathers", slot->gathers);
        json_end(&w->json);
    }
    json_end(&w->json);
}

static void write_own(Writing *w, const Part *part)
{
    const Expr *e = part->expr;
    const Model *model = w->why->model;
    switch ((int)e->kind) {
    case EXPR_ROUND: write_round(w, &model->rounds[e->index]); break;
    case EXPR_IN_LIST: write_list(w, e->list); break;
    case EXPR_IS_REASON:
    case EXPR_WITHHOLD: json_str(&w->json, "reason", model->reasons[e->reason].name); break;
    case EXPR_AND:
    case EXPR_OR: json_bool(&w->json, "guarded", e->guarded); break;
    case EXPR_EARLIER: json_str(&w->json, "year", year_words(w->why->arena, e->in->year)); break;
    case EXPR_LOOKUP: write_lookup(w, part); break;
    case EXPR_READ:
        if (part->key_count) write_ids(w, "keys", part->key, part->key_count);
        break;
    case EXPR_GATHER:
    case EXPR_RANK: write_gather(w, e->gather); break;
    case EXPR_PICKED: write_slot(w, part); break;
    case EXPR_POOL:
    case EXPR_ALONG: write_groups(w, part); break;
    default: break;
    }
    if (part->rows && !part->withheld) write_rows(w, part);
}

/* ---- steps and figures ---- */

static void write_part(Writing *w, const Part *part)
{
    Inquiry *why = w->why;
    const Expr *e = part->expr;
    json_object(&w->json, NULL);
    json_count(&w->json, "id", part->id);
    json_str(&w->json, "op", str_of(why_op(e)));
    json_str(&w->json, "sentence", why_sentence(why, part));
    if (e->kind == EXPR_DEF) json_str(&w->json, "name", e->def->name);
    json_str(&w->json, "place", e->place->name.len ? e->place->name : STR("nation"));
    json_str(&w->json, "of", str_printable(why->arena, why_key(why, e->place, part->row), 1000));
    write_part_value(w, part);
    if (why_frozen(e)) write_frozen(w);
    Rule rule = why_rule(why, part);
    write_rule(w, "rule", &rule);
    write_ids(w, "args", part->arg, part->arg_count);
    write_own(w, part);
    json_end(&w->json);
}

static void write_edge(Writing *w, const char *key, const Figure *figure, const Edge *edge)
{
    if (!edge->there) return;
    json_object(&w->json, key);
    write_number(w, "shift", edge->shift);
    json_bool(&w->json, "beyond", edge->beyond);
    json_str(&w->json, "band", figure->subject->measure->bands[edge->band].name);
    json_str(&w->json, "sentence", why_edge_sentence(w->why, figure, edge));
    json_end(&w->json);
}

static void write_edges(Writing *w, const Figure *figure)
{
    const Edges *edges = &figure->edges;
    if (!edges->worked_out && !edges->why_not.len) return;
    json_object(&w->json, "edges");
    if (edges->worked_out) {
        json_bool(&w->json, "keeps_half_width", edges->keeps_half_width);
        write_edge(w, "up", figure, &edges->up);
        write_edge(w, "down", figure, &edges->down);
    } else {
        json_str(&w->json, "not_worked_out", edges->why_not);
    }
    json_end(&w->json);
}

static void write_figure(Writing *w, const Figure *figure)
{
    Inquiry *why = w->why;
    const Subject *s = figure->subject;
    json_object(&w->json, NULL);
    json_str(&w->json, "key", str_printable(why->arena, figure->question->key, 1000));
    json_str(&w->json, "figure", s->name);
    json_str(&w->json, "title", s->title);
    json_str(&w->json, "heading", why_heading(why, figure));
    json_str(&w->json, "place", s->place->name.len ? s->place->name : STR("nation"));
    json_str(&w->json, "of", str_printable(why->arena, why_key(why, s->place, figure->row), 1000));
    json_str(&w->json, "article", why_article(s));
    json_object(&w->json, "nodes");
    for (uint32_t i = 0; i < s->root_count; i++)
        json_count(&w->json, s->root[i].name, figure->root[i]->id);
    json_end(&w->json);
    write_edges(w, figure);
    json_end(&w->json);
}

Str why_json(Inquiry *why)
{
    Writing w = { .why = why, .json = json_open(why->arena, "lustrum/why@1") };
    const Model *model = why->model;
    json_str(&w.json, "framework", model->name);
    json_str(&w.json, "year", year_words(why->arena, model->year));
    standing_json(&w.json, why->run->program);
    json_bool(&w.json, "personal", why->asked->personal != 0);
    json_array(&w.json, "figures");
    for (size_t i = 0; i < why->figure_count; i++) write_figure(&w, &why->figures[i]);
    json_end(&w.json);
    json_array(&w.json, "nodes");
    for (size_t i = 0; i < why->part_count; i++) write_part(&w, why->parts[i]);
    json_end(&w.json);
    return json_close(&w.json);
}
