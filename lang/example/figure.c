/* figure.c -- what an expectation asks for: the figure and the expected value as formulas,
 * at every level at which the figure is made.  Which level is meant is decided when the rows of the
 * example are known (answer.c).
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "example/ask.h"

/* What the words of a figure name. */
typedef struct Subject {
    const Node *figure, *path;
    Str first, second; /* of `m` and `m.x`; second is empty for a NAME or a longer path */
    Measure *measure;
    const Review *review;
    const Power *power;
} Subject;

static void *declared(Model *model, Str name, NameKind kind)
{
    const Name *found = name_find(model, name);
    return found && found->kind == kind ? found->what : NULL;
}

static Subject subject_of(Model *model, const Node *figure)
{
    const Node *path = figure->child[AT_FIGURE_PATH];
    Subject s = { .figure = figure, .path = path, .second = STR_EMPTY };
    bool is_path = path->kind == NODE_PATH;
    s.first = is_path ? path->child[0]->text : path->text;
    if (is_path && path->count == 2) s.second = path->child[1]->text;
    if (!is_path || path->count == 2) s.measure = measure_find(model, s.first);
    if (is_path) return s;
    s.review = declared(model, s.first, NAME_REVIEW);
    s.power = declared(model, s.first, NAME_POWER);
    return s;
}

/* ---- levels ---- */

bool ask_is_below(Model *model, Place *below, Place *above)
{
    bool ok = false;
    if (below != above) expr_row_to(model, below, above, (Span){ 0, 0, 0 }, &ok);
    return ok && below->kind == PLACE_RECORD;
}

/* Levels, lowest first; those of which neither is below the other stay as declared. */
typedef struct Levels {
    Place **items;
    size_t count, cap;
} Levels;

static void add_level(Model *model, Levels *levels, Place *place)
{
    size_t at = 0;
    for (size_t i = 0; i < levels->count; i++) {
        if (levels->items[i] == place) return;
        if (ask_is_below(model, levels->items[i], place)) at = i + 1;
    }
    if (place->kind == PLACE_NATION)
        at = levels->count;
    else if (at == 0)
        while (at < levels->count && !ask_is_below(model, place, levels->items[at])) at++;
    GROW(model->arena, levels->items, levels->count, levels->cap);
    memmove(levels->items + at + 1, levels->items + at,
            sizeof(*levels->items) * (levels->count - at));
    levels->items[at] = place;
    levels->count++;
}

/* The definition of a level that `m`, `m.lower` or `m.x` names; NULL where it has none. */
static Def *def_named(const Level *level, Str name)
{
    if (name.len == 0 || str_eq(name, STR("value"))) return level->value;
    if (str_eq(name, STR("lower"))) return level->lower;
    if (str_eq(name, STR("upper"))) return level->upper;
    for (size_t i = 0; i < level->let_count; i++)
        if (str_eq(level->lets[i]->name, name)) return level->lets[i];
    return NULL;
}

/* m.band, unless the measure has no bands and calls something else so. */
static bool is_band(const Subject *s)
{
    if (!s->measure || !str_eq(s->second, STR("band"))) return false;
    for (size_t i = 0; i < s->measure->level_count && !s->measure->band_count; i++)
        if (def_named(&s->measure->levels[i], s->second)) return false;
    return true;
}

static void measure_levels(Model *model, const Subject *s, bool band, Levels *levels)
{
    for (size_t i = 0; i < s->measure->level_count; i++) {
        const Level *level = &s->measure->levels[i];
        if (level->of_split) continue;
        if (band ? level->band != NULL : def_named(level, s->second) != NULL)
            add_level(model, levels, level->place);
    }
    if (levels->count) return;
    const Node *name = s->second.len ? s->path->child[1] : s->path;
    if (s->second.len && !band)
        name_unknown_among(model, D_UNKNOWN_FIGURE, s->second, name->span, s->first, NULL, 0);
    else if (band)
        DIAG_AT(model->diags, D_NO_BANDS_HERE, s->path->span, s->first, STR("any level"));
    else
        DIAG_AT(model->diags, D_MEASURE_NOT_HERE, s->path->span, s->first, STR("any level"));
}

/* Fields and derived fields have the levels of the records that declare them. */
static void record_levels(Model *model, const Subject *s, Levels *levels)
{
    for (size_t i = 0; i < model->record_count; i++) {
        Record *record = model->records[i];
        if (s->path->kind == NODE_PATH && str_eq(record->name, s->first)) {
            add_level(model, levels, &record->place);
            return;
        }
    }
    for (size_t i = 0; i < model->record_count; i++) {
        Record *record = model->records[i];
        if (field_find(record, s->first) || derive_find(model, record, s->first))
            add_level(model, levels, &record->place);
    }
    if (levels->count) return;
    Scope nation = { .model = model, .place = &model->nation };
    if (name_find(model, s->first))
        add_level(model, levels, &model->nation); /* a table or parameter */
    else
        name_unknown(&nation, s->first, s->path->span);
}

static void said_level(Model *model, const Node *level, Levels *levels)
{
    if (level->kind == NODE_NATION) {
        add_level(model, levels, &model->nation);
        return;
    }
    Record *record = known_record(model, level);
    if (record) add_level(model, levels, &record->place);
}

static Levels levels_of(Model *model, const Subject *s, bool band)
{
    Levels levels = { .items = NULL };
    if (s->figure->child[AT_FIGURE_LEVEL]) {
        said_level(model, s->figure->child[AT_FIGURE_LEVEL], &levels);
    } else if (s->review) {
        for (size_t i = 0; i < s->review->place_count; i++)
            add_level(model, &levels, s->review->places[i]);
    } else if (s->power) {
        for (size_t i = 0; i < s->power->place_count; i++)
            add_level(model, &levels, s->power->places[i]);
    } else if (s->measure) {
        measure_levels(model, s, band, &levels);
    } else {
        record_levels(model, s, &levels);
    }
    return levels;
}

/* ---- the figure at one level ---- */

static const Expr *not_of_level(Scope *scope, const Subject *s)
{
    return FAULT(scope, D_EXAMPLE_LEVEL, s->path, s->first, place_text(scope->model, scope->place));
}

static const Expr *finding_at(Scope *scope, const Subject *s, const ReviewLevel **review)
{
    Model *model = scope->model;
    for (size_t i = 0; i < model->review_level_count; i++) {
        *review = &model->review_levels[i];
        if ((*review)->review == s->review && (*review)->place == scope->place)
            return (*review)->finding;
    }
    return not_of_level(scope, s);
}

static const Expr *power_at(Scope *scope, const Subject *s)
{
    for (size_t i = 0; i < s->power->place_count; i++)
        if (s->power->places[i] == scope->place) return s->power->open[i];
    return not_of_level(scope, s);
}

/* A look-up by the keys between [ ], as a formula would write it. */
static const Expr *grouped_at(Scope *scope, const Subject *s)
{
    Arena *arena = scope->model->arena;
    Node *index = NEW(arena, Node), *keys = s->figure->child[AT_FIGURE_GROUP];
    Node **child = NEW_ARRAY(arena, Node *, 2);
    child[AT_INDEX_BASE] = s->figure->child[AT_FIGURE_PATH];
    child[AT_INDEX_KEYS] = keys;
    *index = (Node){ .kind = NODE_INDEX,
                     .tok = s->path->tok,
                     .span = { s->path->span.file, s->path->span.start, keys->span.end },
                     .child = child,
                     .count = 2,
                     .cap = 2,
                     .depth = 1 + keys->depth };
    return check_formula(scope, index);
}

static const Expr *measure_at(Scope *scope, const Subject *s, bool band)
{
    Model *model = scope->model;
    Span span = s->path->span;
    const Level *level = level_find(s->measure, scope->place);
    if (band) return measure_band(scope, s->measure, span);
    Def *def = level ? def_named(level, s->second) : NULL;
    if (def && def->place == scope->place)
        return def_expr(model, def, span) ? expr_def(model, def, span) : NULL;
    if (def) return FAULT(scope, D_GROUPED_NEEDS_KEY, s->path, def->name);
    if (s->second.len) return name_formula(scope, s->path);
    const Expr *e = measure_value(scope, s->measure, span); /* of a level above, read down */
    if (!e && !measure_is_made(scope, s->measure, false))
        return FAULT(scope, D_MEASURE_NOT_HERE, s->path, s->first, place_text(model, scope->place));
    return e;
}

static const Expr *shown(Scope *scope, const Subject *s, const Expr *e)
{
    Model *model = scope->model;
    const Node *word = s->figure->child[AT_FIGURE_SHOWN];
    if (!word || !e) return e;
    if (!s->measure || !s->measure->has_shown || e->type != TYPE_NUMBER)
        return FAULT(scope, D_SHOWN_WHAT, word);
    return expr_round(model, e, &s->measure->shown, s->figure->span);
}

/* ---- what is expected ---- */

/* The place of a band or finding of that name. */
static int64_t named(const Str *names, size_t count, Str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(names[i], name)) return (int64_t)i;
    return -1;
}

static bool expect_band(Model *model, const Measure *measure, const Node *value, Choice *choice)
{
    Str *names = NEW_ARRAY(model->arena, Str, measure->band_count + 1);
    for (size_t i = 0; i < measure->band_count; i++) names[i] = measure->bands[i].name;
    choice->index = named(names, measure->band_count, value->text);
    if (choice->index >= 0) return true;
    Str text = value->kind == NODE_NAME ? value->text : node_source(model, value);
    name_unknown_among(model, D_UNKNOWN_BAND, text, value->span, measure->name, names,
                       measure->band_count);
    return false;
}

static bool expect_finding(Model *model, const Node *value, Choice *choice)
{
    const ReviewLevel *review = choice->review;
    choice->index = named(review->finding_name, review->finding_count, value->text);
    if (choice->index >= 0) return true;
    Str text = value->kind == NODE_NAME ? value->text : node_source(model, value);
    name_unknown_among(model, D_UNKNOWN_FINDING, text, value->span, review->review->name,
                       review->finding_name, review->finding_count);
    return false;
}

static bool expect_power(Model *model, const Node *value, Ask *ask)
{
    bool closed = value->kind == NODE_NAME && str_eq(value->text, STR("closed"));
    ask->is_open = value->kind == NODE_NAME && str_eq(value->text, STR("open"));
    if (ask->is_open || closed) return true;
    DIAG_AT(model->diags, D_POWER_STATE, value->span);
    return false;
}

static size_t add_extra(Model *model, const Expr *expr)
{
    GROW(model->arena, model->extras, model->extra_count, model->extra_cap);
    model->extras[model->extra_count] = (Extra){ .expr = expr };
    return model->extra_count++;
}

static bool expect_value(Scope *scope, const Expr *figure, const Node *value, Choice *choice)
{
    const Expr *wanted = check_formula(scope, value);
    uint32_t unit;
    if (!wanted) return false;
    if (wanted->type != figure->type) {
        FAULT(scope, D_CANNOT_COMPARE, value, type_text(scope->model, figure),
              type_text(scope->model, wanted));
        return false;
    }
    if (figure->type == TYPE_NUMBER && !check_units(scope, figure, wanted, value, &unit))
        return false;
    choice->wanted = add_extra(scope->model, wanted);
    return true;
}

static bool expect_reason(Model *model, const Node *reason)
{
    if (!reason) return true;
    Str *near = NEW_ARRAY(model->arena, Str, 2 * model->reason_count);
    size_t count = 0;
    for (size_t i = 1; i < model->reason_count; i++) {
        near[count++] = model->reasons[i].name;
        near[count++] = model->reasons[i].printed;
    }
    for (size_t i = 0; i < count; i++)
        if (str_eq(near[i], reason->text)) return true;
    name_unknown_among(model, D_UNKNOWN_REASON, reason->text, reason->span, STR_EMPTY, near, count);
    return false;
}

/* ---- an expectation ---- */

static AskKind kind_of(Model *model, const Subject *s, const Node *value)
{
    if (s->review) return ASK_FINDING;
    if (s->power) return ASK_POWER;
    if (is_band(s)) return ASK_BAND;
    /* `expect progress_8 is above`: a name that is no figure can only be a band */
    if (s->measure && !s->second.len && s->measure->band_count && value &&
        value->kind == NODE_NAME &&
        (band_find(s->measure, value->text) != SIZE_MAX || !name_find(model, value->text)))
        return ASK_BAND;
    return ASK_VALUE;
}

static bool choose_at(Model *model, const Subject *s, Ask *ask, Place *place, const Node *value)
{
    Scope scope = { .model = model, .place = place };
    Choice choice = { .place = place, .wanted = SIZE_MAX };
    const Expr *e;
    if (ask->kind == ASK_FINDING)
        e = finding_at(&scope, s, &choice.review);
    else if (ask->kind == ASK_POWER)
        e = power_at(&scope, s);
    else if (s->figure->child[AT_FIGURE_GROUP])
        e = grouped_at(&scope, s);
    else if (s->measure)
        e = measure_at(&scope, s, ask->kind == ASK_BAND);
    else
        e = name_formula(&scope, s->path);
    e = shown(&scope, s, e);
    if (!e) return false;
    bool good = true;
    if (value && ask->kind == ASK_FINDING) good = expect_finding(model, value, &choice);
    if (value && ask->kind == ASK_POWER) good = expect_power(model, value, ask);
    if (value && ask->kind == ASK_BAND) good = expect_band(model, s->measure, value, &choice);
    if (value && ask->kind == ASK_VALUE) good = expect_value(&scope, e, value, &choice);
    if (!good) return false;
    choice.figure = add_extra(model, e);
    ask->choices[ask->count++] = choice;
    return true;
}

/* Whether a text is the code of a message. */
static bool known_code(Model *model, const Node *code)
{
    for (size_t i = 0; i < D_COUNT; i++)
        if (str_eq(code->text, (Str){ diag_info[i].code, strlen(diag_info[i].code) })) return true;
    DIAG_AT(model->diags, D_REFUSED_CODE, code->span, code->text);
    return false;
}

Ask ask_figure(Model *model, const Node *expect)
{
    Ask ask = { .node = expect, .is_missing = expect->kind == NODE_EXPECT_MISSING };
    if (expect->kind == NODE_EXPECT_REFUSED) {
        ask.kind = ASK_REFUSED;
        ask.is_faulty = !known_code(model, expect->child[AT_EXPECT_REFUSED_CODE]);
        return ask;
    }
    const Node *figure = expect->child[AT_EXPECT_IS_FIGURE];
    const Node *value = ask.is_missing ? NULL : expect->child[AT_EXPECT_IS_VALUE];
    const Node *reason = ask.is_missing ? expect->child[AT_EXPECT_MISSING_REASON] : NULL;
    if (figure->kind != NODE_FIGURE || figure->child[AT_FIGURE_PATH]->kind == NODE_ERROR) {
        ask.is_faulty = true;
        return ask;
    }
    Subject s = subject_of(model, figure);
    ask.kind = kind_of(model, &s, value);
    ask.measure = s.measure;
    Levels levels = levels_of(model, &s, ask.kind == ASK_BAND);
    ask.is_faulty = levels.count == 0 || !expect_reason(model, reason);
    ask.choices = NEW_ARRAY(model->arena, Choice, levels.count + 1);
    for (size_t i = 0; i < levels.count && !ask.is_faulty; i++)
        if (!choose_at(model, &s, &ask, levels.items[i], value)) ask.is_faulty = true;
    return ask;
}

bool ask_taking(Model *model, const Taking *taking)
{
    const Node *figure = taking->node->child[AT_TAKING_FIGURE];
    if (figure->kind == NODE_PATH && figure->count == 2) {
        Measure *measure = measure_find(model, figure->child[0]->text);
        for (size_t i = 0; measure && i < measure->level_count; i++)
            for (size_t k = 0; k < measure->levels[i].let_count; k++)
                if (str_eq(measure->levels[i].lets[k]->name, figure->child[1]->text)) return true;
    }
    DIAG_AT(model->diags, D_TAKING_WHAT, figure->span, taking->figure);
    return false;
}
