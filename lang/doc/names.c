/* names.c -- what a name means, for readers: titles where there are some.
 * SPDX-License-Identifier: Apache-2.0 */
#include "doc/words.h"

static Str title_of_def(const Def *def)
{
    return def->node->child[AT_DERIVE_TITLE]->text;
}

/* A derived field by its title, a field by its name; empty when the record has neither. */
static Str of_record(const Words *words, const Record *record, Str name)
{
    if (!record) return STR_EMPTY;
    Def *def = derive_find(words->model, (Record *)record, name);
    if (def) return words_term(words, title_of_def(def));
    if (!field_find((Record *)record, name)) return STR_EMPTY;
    return words_term(words, words_name(words, name));
}

/* `value`, `lower` and `upper` of the measure; empty for other names. */
static Str figure(const Words *words, Str name)
{
    if (!words->measure) return STR_EMPTY;
    if (str_eq(name, STR("value")))
        return words->each ? STR("each one's figure") : STR("the figure");
    if (str_eq(name, STR("lower"))) return STR("the lower limit");
    if (str_eq(name, STR("upper"))) return STR("the upper limit");
    return STR_EMPTY;
}

/* A `let` or slot of a measure; empty when it has none of that name. */
static Str let_of(const Words *words, const Measure *measure, Str name)
{
    for (size_t l = 0; measure && l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        for (size_t i = 0; i < level->let_count; i++)
            if (str_eq(level->lets[i]->name, name))
                return words_term(words, words_name(words, name));
        for (size_t p = 0; p < level->pick_count; p++)
            for (size_t s = 0; s < level->picks[p]->slot_count; s++)
                if (str_eq(level->picks[p]->slots[s].name, name))
                    return words_term(words, words_name(words, name));
    }
    return STR_EMPTY;
}

/* A parameter with its value, where that is one for all years. */
static Str parameter(const Words *words, const Param *param)
{
    const Node *values = param->node->child[AT_PARAMETER_VALUES];
    Str title = words_term(words, param->title);
    if (values->count != 1 || values->child[0]->kind != NODE_DATED) return title;
    return str_printf(words->arena, "%S (%S)", title,
                      words_of(words, values->child[0]->child[AT_DATED_VALUE]));
}

static Str outer(const Words *words, Str text)
{
    const Name *name = name_find(words->model, text);
    if (!name) return words_term(words, words_name(words, text));
    switch (name->kind) {
    case NAME_MEASURE: return words_term(words, ((const Measure *)name->what)->title);
    case NAME_REVIEW: return words_term(words, ((const Review *)name->what)->title);
    case NAME_POWER: return words_term(words, ((const Power *)name->what)->title);
    case NAME_GOAL: return words_term(words, ((const Goal *)name->what)->title);
    case NAME_PARAMETER: return parameter(words, name->what);
    case NAME_TABLE:
        return words_term(words, ((const TableDef *)name->what)->node->child[AT_TABLE_TITLE]->text);
    case NAME_RECORD:
    case NAME_PLURAL:
    case NAME_LIST:
    case NAME_RECONCILE:
    case NAME_PUBLISH:
    case NAME_REPORT:
    case NAME_SUPPORT:
    case NAME_FORMULA: break;
    }
    return words_term(words, words_name(words, text));
}

/* Some record's field of that name: a parent's, where the row's own record has none. */
static Str of_any_record(const Words *words, Str name)
{
    Str found = STR_EMPTY;
    for (size_t i = 0; i < words->model->record_count && !found.len; i++)
        found = of_record(words, words->model->records[i], name);
    return found;
}

static bool is_part(const Words *words, Str name)
{
    for (uint32_t i = 0; words->parts && i < words->parts->count; i++)
        if (str_eq(words->parts->child[i]->text, name)) return true;
    return false;
}

static Str bare(const Words *words, Str name)
{
    if (is_part(words, name)) return words_term(words, words_name(words, name));
    if (str_eq(name, STR("secure")) && !words->measure) return STR("it is secure");
    Str found = figure(words, name);
    if (!found.len) found = let_of(words, words->measure, name);
    if (!found.len) found = of_record(words, words->record, name);
    if (!found.len && !name_find(words->model, name)) found = of_any_record(words, name);
    return found.len ? found : outer(words, name);
}

static Str of_measure(const Words *words, const Measure *measure, Str name)
{
    Words there = *words;
    there.measure = measure;
    Str part = figure(&there, name);
    if (!part.len) part = words_term(words, words_name(words, name));
    return str_printf(words->arena, "%S of %S", part, words_term(words, measure->title));
}

static const Record *record_by(const Words *words, Str name)
{
    const Field *link = words->record ? field_find((Record *)words->record, name) : NULL;
    if (link && link->parent) return link->parent;
    for (size_t i = 0; i < words->model->record_count; i++)
        if (str_distance(words->model->records[i]->name, name, 0) == 0)
            return words->model->records[i];
    return NULL;
}

static Str path(const Words *words, const Node *node)
{
    const Node *first = node->child[0];
    const Measure *measure = measure_find(words->model, first->text);
    const Record *record = record_by(words, first->text);
    if (measure && !record && node->count == 2)
        return of_measure(words, measure, node->child[1]->text);
    Words there = *words;
    there.record = record;
    Node rest = *node;
    rest.child++;
    rest.count--;
    Str inner = rest.count == 1 ? bare(&there, rest.child[0]->text) : path(&there, &rest);
    return str_printf(words->arena, "%S of its %S", inner, words_name(words, first->text));
}

/* tariff[grade, "A"]: what a table gives; expected[group]: a figure of groups. */
static Str indexed(const Words *words, const Node *node)
{
    const Node *base = node->child[AT_INDEX_BASE], *keys = node->child[AT_INDEX_KEYS];
    Str *items = NEW_ARRAY(words->arena, Str, keys->count + 1);
    for (uint32_t i = 0; i < keys->count; i++) items[i] = words_tight(words, keys->child[i]);
    Str for_what = words_join(words->arena, items, keys->count, "and");
    const Name *name = base->kind == NODE_NAME ? name_find(words->model, base->text) : NULL;
    if (name && name->kind == NAME_TABLE)
        return str_printf(words->arena, "what the table %S gives for %S", outer(words, base->text),
                          for_what);
    return str_printf(words->arena, "%S for %S", words_tight(words, base), for_what);
}

Str words_named(const Words *words, const Node *node)
{
    switch ((int)node->kind) {
    case NODE_PATH: return path(words, node);
    case NODE_SHOWN:
        return str_printf(words->arena, "%S as shown", words_named(words, node->child[0]));
    case NODE_INDEX: return indexed(words, node);
    default: return bare(words, node->text);
    }
}

/* ---- bands and findings ---- */

static Str quoted(const Words *words, Str title)
{
    return str_printf(words->arena, "\xE2\x80\x9C%S\xE2\x80\x9D", words_text(words, title));
}

/* The measure or review whose band or finding a formula is, through years before. */
static const Name *judged(const Words *words, const Node *left)
{
    while (left->kind == NODE_YEAR_BEFORE) left = left->child[0];
    if (left->kind != NODE_NAME) return NULL;
    if (words->measure && str_eq(left->text, STR("value")))
        return name_find(words->model, words->measure->name);
    return name_find(words->model, left->text);
}

Str words_compared(const Words *words, const Node *left, const Node *right)
{
    const Name *name = right->kind == NODE_NAME ? judged(words, left) : NULL;
    if (name && name->kind == NAME_MEASURE) {
        const Measure *measure = name->what;
        size_t band = band_find(measure, right->text);
        if (band != SIZE_MAX) return quoted(words, measure->bands[band].title);
    }
    const Review *review = name && name->kind == NAME_REVIEW ? name->what : NULL;
    const Node *clauses = review ? review->node->child[AT_REVIEW_CLAUSES] : NULL;
    for (uint32_t i = 0; clauses && i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        bool finding = clause->kind == NODE_FINDING || clause->kind == NODE_FINDING_OTHERWISE ||
                       clause->kind == NODE_FINDING_MISSING;
        if (finding && str_eq(clause->child[0]->text, right->text))
            return quoted(words, clause->child[1]->text);
    }
    return words_tight(words, right);
}
