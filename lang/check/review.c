/* review.c -- reviews, powers and goals: what is judged, by what, and what it opens.
 *
 * A review of several levels is checked for each of them.  Its finding is one formula: the place in
 * the list of the first finding that applies; the `when missing` line where any condition of the
 * list is missing.  A power is a yes or no that may be missing: then it is not decided, never open.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"

/* ---- declaring ---- */

void review_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_REVIEW_NAME];
    if (name->kind != NODE_NAME) return;
    Review *review = NEW(model->arena, Review);
    *review =
        (Review){ .name = name->text, .title = node->child[AT_REVIEW_TITLE]->text, .node = node };
    name_add(model, name->text, NAME_REVIEW, review, 0, name->span);
    GROW(model->arena, model->reviews, model->review_count, model->review_cap);
    model->reviews[model->review_count++] = review;
}

void power_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_POWER_NAME];
    if (name->kind != NODE_NAME) return;
    Power *power = NEW(model->arena, Power);
    *power = (Power){ .name = name->text,
                      .title = node->child[AT_POWER_TITLE]->text,
                      .held_by = node->child[AT_POWER_HOLDER]->text,
                      .node = node };
    name_add(model, name->text, NAME_POWER, power, 0, name->span);
    GROW(model->arena, model->powers, model->power_count, model->power_cap);
    model->powers[model->power_count++] = power;
}

void goal_declare(Model *model, const Node *node)
{
    const Node *name = node->child[AT_GOAL_NAME];
    if (name->kind != NODE_NAME) return;
    Goal *goal = NEW(model->arena, Goal);
    *goal = (Goal){ .name = name->text, .title = node->child[AT_GOAL_TITLE]->text, .node = node };
    name_add(model, name->text, NAME_GOAL, goal, 0, name->span);
    GROW(model->arena, model->goals, model->goal_count, model->goal_cap);
    model->goals[model->goal_count++] = goal;
}

/* ---- levels ---- */

static Place **places_of(Model *model, const Node *levels, size_t *count)
{
    Place **places = NEW_ARRAY(model->arena, Place *, levels->count + 1);
    *count = 0;
    for (uint32_t i = 0; i < levels->count; i++) {
        const Node *level = levels->child[i];
        Place *place = &model->nation;
        if (level->kind != NODE_NATION) {
            Record *record = known_record(model, level);
            if (!record) continue;
            place = &record->place;
        }
        bool twice = false;
        for (size_t k = 0; k < *count; k++) twice = twice || places[k] == place;
        if (twice)
            SAY(model, D_TWICE, level, place->name);
        else
            places[(*count)++] = place;
    }
    return places;
}

bool printable(Model *model, const Place *place, const Node *levels, Str what)
{
    if (place->kind != PLACE_RECORD || !place->record->has_personal_key) return true;
    const Node *named = levels;
    for (uint32_t i = 0; i < levels->count; i++)
        if (str_eq(levels->child[i]->text, place->name)) named = levels->child[i];
    SAY(model, D_REVIEW_PERSONAL, named, what, place->name);
    return false;
}

/* Whether the measure is made at the place or at one above it. */
static bool has_figure(Model *model, const Measure *measure, Place *place, Span span)
{
    for (size_t i = 0; i < measure->level_count; i++) {
        const Level *level = &measure->levels[i];
        bool above = level->place == place;
        if (level->of_split || (!level->has_value && !level->value)) continue;
        if (!above) expr_row_to(model, place, level->place, span, &above);
        if (above) return true;
    }
    return false;
}

/* ---- what a review considers ---- */

/* False after a message: formulas that read the measure could only repeat it. */
static bool consider(Scope *scope, ReviewLevel *level, const Node *name)
{
    Model *model = scope->model;
    Measure *measure = measure_named(model, name);
    if (!measure) return false;
    for (size_t i = 0; i < level->considered_count; i++)
        if (str_eq(level->considered_name[i], measure->name)) {
            SAY(model, D_TWICE, name, measure->name);
            return true;
        }
    if (measure->context) {
        Diag *d = SAY(model, D_REVIEW_CONTEXT, name, measure->name);
        diag_also(model->diags, d, measure->node->child[AT_MEASURE_NAME]->span,
                  STR("declared here as context"));
        return false;
    }
    measure->considered = true;
    if (!has_figure(model, measure, scope->place, name->span)) {
        Diag *d =
            SAY(model, D_REVIEW_NO_FIGURE, name, measure->name, place_text(model, scope->place));
        diag_also(model->diags, d, measure->node->child[AT_MEASURE_NAME]->span, STR("the measure"));
        return false;
    }
    const Expr *value = measure_value(scope, measure, name->span);
    if (!value) return false;
    level->considered_name[level->considered_count] = measure->name;
    level->considered[level->considered_count++] = value;
    return true;
}

static bool check_considers(Scope *scope, ReviewLevel *level, const Node *clauses)
{
    Model *model = scope->model;
    size_t room = 0;
    bool named = false, fine = true;
    for (uint32_t i = 0; i < clauses->count; i++)
        if (clauses->child[i]->kind == NODE_CONSIDERS) room += clauses->child[i]->count;
    level->considered = NEW_ARRAY(model->arena, const Expr *, room + 1);
    level->considered_name = NEW_ARRAY(model->arena, Str, room + 1);
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind != NODE_CONSIDERS) continue;
        for (uint32_t k = 0; k < clause->count; k++) {
            fine = consider(scope, level, clause->child[k]) && fine;
            named = true;
        }
    }
    if (!named)
        SAY(model, D_REVIEW_NOTHING, level->review->node->child[AT_REVIEW_NAME],
            level->review->name);
    return fine;
}

/* ---- findings ---- */

static bool is_finding(const Node *clause)
{
    return clause->kind == NODE_FINDING || clause->kind == NODE_FINDING_OTHERWISE ||
           clause->kind == NODE_FINDING_MISSING;
}

/* The findings of a review, read one by one. */
typedef struct Findings {
    ReviewLevel *level;
    BandList list;
    size_t *index; /* of each condition's line among the findings */
    size_t otherwise, missing;
    bool failed;
} Findings;

static void add_finding(Scope *scope, Findings *f, const Node *line)
{
    Model *model = scope->model;
    ReviewLevel *level = f->level;
    const Node *name = line->child[0];
    size_t index = level->finding_count++;
    for (size_t i = 0; i < index; i++)
        if (str_eq(level->finding_name[i], name->text) && name->kind == NODE_NAME) {
            Diag *d = SAY(model, D_DUPLICATE_NAME, name, name->text);
            diag_also(model->diags, d, level->finding_line[i]->child[0]->span,
                      STR("it already means this"));
        }
    level->finding_name[index] = name->text;
    level->finding_line[index] = line;
    level->finding_title[index] = line->child[1]->text;
    level->finding_is_missing[index] = line->kind == NODE_FINDING_MISSING;
    if (line->kind == NODE_FINDING_OTHERWISE) {
        if (f->list.otherwise) SAY(model, D_TWICE, line, STR("otherwise"));
        f->list.otherwise = line;
        f->otherwise = index;
        return;
    }
    if (line->kind == NODE_FINDING_MISSING) {
        if (f->missing != SIZE_MAX) SAY(model, D_TWICE, line, STR("when missing"));
        f->missing = index;
        return;
    }
    const Expr *condition = check_condition(scope, line->child[AT_FINDING_WHEN]);
    if (!condition) {
        f->failed = true;
        return;
    }
    f->index[f->list.count] = index;
    f->list.line[f->list.count] = line;
    f->list.condition[f->list.count++] = condition;
}

static const Expr *finding_number(Scope *scope, size_t index, Span span)
{
    return expr_make(scope->model,
                     &(Expr){ .kind = EXPR_CONST,
                              .place = scope->place,
                              .type = TYPE_BAND,
                              .number = exact_from_i64(scope->model->arena, (int64_t)index),
                              .span = span });
}

/* The finding as one formula.  The last condition needs no asking where no `otherwise` follows:
 * bands_cover has shown that one of them holds. */
static const Expr *finding_formula(Scope *scope, const Findings *f)
{
    Model *model = scope->model;
    Span span = f->list.node->span;
    const Expr *decided = NULL, *finding;
    if (f->level->secure)
        decided = expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, f->level->secure, span);
    for (size_t i = 0; i < f->list.count; i++)
        decided = expr_and(model, decided,
                           expr_1(model, EXPR_IS_KNOWN, TYPE_YESNO, f->list.condition[i], span),
                           false, span);
    size_t from = f->list.count;
    if (f->list.otherwise)
        finding = finding_number(scope, f->otherwise, f->list.otherwise->span);
    else
        finding = finding_number(scope, f->index[--from], span);
    while (from-- > 0) {
        Span at = f->list.line[from]->span;
        finding = expr_3(model, EXPR_CHOOSE, TYPE_BAND, f->list.condition[from],
                         finding_number(scope, f->index[from], at), finding, at);
    }
    return expr_3(model, EXPR_CHOOSE, TYPE_BAND, decided, finding,
                  finding_number(scope, f->missing, span), span);
}

static void read_findings(Scope *scope, Findings *f, const Node *clauses)
{
    Model *model = scope->model;
    Arena *arena = model->arena;
    size_t room = clauses->count + 1;
    ReviewLevel *level = f->level;
    level->finding_name = NEW_ARRAY(arena, Str, room);
    level->finding_line = NEW_ARRAY(arena, const Node *, room);
    level->finding_title = NEW_ARRAY(arena, Str, room);
    level->finding_is_missing = NEW_ARRAY(arena, bool, room);
    f->index = NEW_ARRAY(arena, size_t, room);
    f->list.condition = NEW_ARRAY(arena, const Expr *, room);
    f->list.line = NEW_ARRAY(arena, const Node *, room);
    for (uint32_t i = 0; i < clauses->count; i++)
        if (is_finding(clauses->child[i])) add_finding(scope, f, clauses->child[i]);
}

static void check_secure(Scope *scope, ReviewLevel *level, const Node *clauses, bool *failed)
{
    const Node *first = NULL;
    for (uint32_t i = 0; i < clauses->count; i++) {
        const Node *clause = clauses->child[i];
        if (clause->kind != NODE_SECURE) continue;
        if (first) {
            SAY(scope->model, D_TWICE, clause, STR("secure"));
            continue;
        }
        first = clause;
        level->secure = check_condition(scope, clause->child[AT_SECURE_WHEN]);
        mark_add(scope, MARK_TRUTH, clause, level->secure);
        one_way_ask(scope, clause->child[AT_SECURE_WHEN], level->secure);
        if (!level->secure) *failed = true;
    }
    scope->secure = level->secure;
}

static void check_review(Model *model, Review *review, Place *place)
{
    const Node *clauses = review->node->child[AT_REVIEW_CLAUSES];
    const Node *name = review->node->child[AT_REVIEW_NAME];
    Scope scope = { .model = model, .place = place };
    ReviewLevel level = { .review = review, .place = place };
    Findings f = { .level = &level, .otherwise = SIZE_MAX, .missing = SIZE_MAX };
    f.list.node = name;
    f.list.findings = true;
    f.failed = !check_considers(&scope, &level, clauses);
    if (!f.failed) check_secure(&scope, &level, clauses, &f.failed);
    if (f.failed) return; /* the findings that name it could only repeat the message */
    read_findings(&scope, &f, clauses);
    if (f.missing == SIZE_MAX) SAY(model, D_REVIEW_MISSING, name, review->name);
    if (!f.list.count && !f.failed) SAY(model, D_REVIEW_NO_FINDING, name, review->name);
    if (f.failed || !f.list.count) return;
    bands_cover(model, &f.list);
    if (f.missing == SIZE_MAX) return;
    level.finding = finding_formula(&scope, &f);
    mark_add(&scope, MARK_LINE, review->node, level.finding);
    GROW(model->arena, model->review_levels, model->review_level_count, model->review_level_cap);
    model->review_levels[model->review_level_count++] = level;
}

/* ---- powers ---- */

/* The same power over the same place in the year before; NULL in the term's first. */
static const Expr *open_then(const Model *before, const Power *power, const Place *place)
{
    for (size_t i = 0; before && i < before->power_count; i++) {
        const Power *then = before->powers[i];
        for (size_t p = 0; p < then->place_count; p++)
            if (str_eq(then->name, power->name) && then->places[p]->kind == place->kind &&
                str_eq(then->places[p]->name, place->name))
                return then->open[p];
    }
    return NULL;
}

/* Yes where it opens; else no where it closes; else as the power was a year before. */
static const Expr *stays_open(Scope *scope, const Power *power, const Expr *opens)
{
    Model *model = scope->model;
    const Node *open = power->node->child[AT_POWER_OPEN];
    const Node *closed = power->node->child[AT_POWER_CLOSED];
    Scope then = *scope;
    then.facts = fact_false(model, scope->facts, opens);
    mark_under(&then, opens, false);
    const Expr *closes = check_condition(&then, closed->child[AT_CLOSED_WHEN]);
    if (!closes) return NULL;
    mark_add(&then, MARK_TRUTH, closed, closes);
    one_way_ask(&then, closed->child[AT_CLOSED_WHEN], closes);
    const Expr *was =
        check_open_before(scope, closed, open_then(model->before, power, scope->place));
    if (!was) return NULL;
    Span both = { open->span.file, open->span.start, closed->span.end };
    const Expr *yes = expr_yes(model, scope->place, true, both);
    const Expr *no = expr_yes(model, scope->place, false, both);
    was = expr_3(model, EXPR_CHOOSE, TYPE_YESNO, closes, no, was, both);
    return expr_3(model, EXPR_CHOOSE, TYPE_YESNO, opens, yes, was, both);
}

static void check_power(Model *model, Power *power)
{
    const Node *node = power->node, *each = node->child[AT_POWER_EACH];
    power->places = places_of(model, node->child[AT_POWER_LEVELS], &power->place_count);
    power->open = NEW_ARRAY(model->arena, const Expr *, power->place_count + 1);
    if (each) power->held_in = known_record(model, each);
    for (size_t i = 0; i < power->place_count; i++) {
        Place *place = power->places[i];
        Scope scope = { .model = model, .place = place };
        if (!printable(model, place, node->child[AT_POWER_LEVELS], STR("a power over"))) continue;
        if (power->held_in && place != &power->held_in->place) {
            bool above = false;
            if (place->kind == PLACE_RECORD)
                expr_row_to(model, place, &power->held_in->place, each->span, &above);
            if (!above) SAY(model, D_POWER_HELD_IN, each, place->name, power->held_in->name);
        }
        const Expr *opens = check_condition(&scope, node->child[AT_POWER_OPEN]);
        mark_add(&scope, MARK_TRUTH, node, opens);
        one_way_ask(&scope, node->child[AT_POWER_OPEN], opens);
        power->open[i] =
            opens && node->child[AT_POWER_CLOSED] ? stays_open(&scope, power, opens) : opens;
    }
}

/* ---- goals ---- */

/* The measure whose figure a goal names: `m`, or the first part of `m.figure`. */
static Measure *goal_measure(Model *model, const Node *figure)
{
    const Node *name = figure->kind == NODE_PATH ? figure->child[0] : figure;
    return measure_named(model, name);
}

static const Expr *goal_figure(Scope *scope, const Goal *goal, const Node *node)
{
    Model *model = scope->model;
    Measure *measure = goal_measure(model, node);
    if (!measure) return NULL;
    if (node->kind == NODE_PATH) return name_formula(scope, node);
    if (!has_figure(model, measure, scope->place, node->span)) {
        Diag *d = SAY(model, D_GOAL_FIGURE, node, measure->name, goal->name);
        diag_also(model->diags, d, measure->node->child[AT_MEASURE_NAME]->span, STR("the measure"));
        return NULL;
    }
    return measure_value(scope, measure, node->span);
}

static void check_goal(Model *model, Goal *goal)
{
    const Node *node = goal->node, *figure = node->child[AT_GOAL_FIGURE];
    const Node *target = node->child[AT_GOAL_TARGET], *year = node->child[AT_GOAL_YEAR];
    Scope scope = { .model = model, .place = &model->nation };
    uint32_t unit;
    if (figure->kind == NODE_ERROR) return;
    const Expr *value = goal_figure(&scope, goal, figure);
    const Expr *wanted = check_formula(&scope, target);
    if (year->kind == NODE_YEAR) {
        goal->year = node_year(year);
        if (goal->year < model->term_first || goal->year > model->term_last)
            year_outside_term(model, year->span, goal->year, goal->year);
    }
    if (!value || !wanted) return;
    if (!expr_is_number(wanted, &goal->target)) {
        SAY(model, D_GOAL_TARGET, target);
        return;
    }
    if (!is_number(model, figure, value, false)) return;
    if (!check_units(&scope, value, wanted, target, &unit)) return;
    goal->measure = goal_measure(model, figure);
    goal->figure = value;
}

/* ---- limits that the framework sets itself ---- */

static void too_many(Model *model, DiagId id, NodeKind kind, size_t count, size_t most)
{
    const Node *clauses = model->framework->child[AT_FRAMEWORK_CLAUSES];
    for (uint32_t i = 0; i < clauses->count; i++) {
        if (clauses->child[i]->kind != kind) continue;
        SAY(model, id, clauses->child[i], str_printf(model->arena, "%u", (uint64_t)count),
            str_printf(model->arena, "%u", (uint64_t)most));
        return;
    }
}

static void check_limits(Model *model)
{
    size_t considered = 0;
    for (size_t i = 0; i < model->measure_count; i++) considered += model->measures[i]->considered;
    if (!model->framework) return;
    if (considered > model->measures_at_most)
        too_many(model, D_MEASURES_AT_MOST, NODE_MEASURES_AT_MOST, considered,
                 model->measures_at_most);
    if (model->goal_count > model->goals_at_most)
        too_many(model, D_GOALS_AT_MOST, NODE_GOALS_AT_MOST, model->goal_count,
                 model->goals_at_most);
}

void reviews_check(Model *model)
{
    for (size_t i = 0; i < model->review_count; i++) {
        Review *review = model->reviews[i];
        review->places =
            places_of(model, review->node->child[AT_REVIEW_LEVELS], &review->place_count);
        for (size_t p = 0; p < review->place_count; p++)
            if (printable(model, review->places[p], review->node->child[AT_REVIEW_LEVELS],
                          STR("a review of")))
                check_review(model, review, review->places[p]);
    }
    for (size_t i = 0; i < model->power_count; i++) check_power(model, model->powers[i]);
    for (size_t i = 0; i < model->goal_count; i++) check_goal(model, model->goals[i]);
    check_limits(model);
    if (model->decisions && !model->power_count)
        DIAG_AT(model->diags, D_DECISIONS_OF_NOTHING, model->decisions->span);
}
