/* figure.c -- what MEASURE names: a measure at each level that has a value, one of its figures, a
 * review's finding, a power, a derived field.  Which level is meant is known when the rows are.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "why/why.h"

typedef struct Naming {
    Inquiry *why;
    Question *question;
    Str first, second; /* of `m` and `m.x` */
    size_t cap;
    bool known; /* there is such a name, whether or not at a level that is asked for */
} Naming;

static Str level_name(const Place *place)
{
    if (place->kind == PLACE_GROUP) return level_name(place->group->level);
    return place->kind == PLACE_NATION ? STR("nation") : place->name;
}

/* Whether --level and --split allow a figure of this place. */
static bool is_asked_for(const Inquiry *why, const Place *place)
{
    const char *level = why->asked->level;
    if (level && level[0] && !str_eq(str_of(level), level_name(place))) return false;
    return true;
}

static Subject *add(Naming *n, Place *place, Str title)
{
    Question *q = n->question;
    n->known = true;
    if (!is_asked_for(n->why, place)) return NULL;
    GROW(n->why->arena, q->subjects, q->count, n->cap);
    q->subjects[q->count] = (Subject){ .place = place, .name = q->figure, .title = title };
    return &q->subjects[q->count++];
}

static void add_root(Inquiry *why, Subject *subject, const char *name, const Expr *e)
{
    if (!e || subject->root_count == ROOTS_MOST) return;
    subject->root[subject->root_count++] = (Root){ name, e };
    if (why->asked->personal || !why_is_person(why, subject->place)) why_plan(why, e);
}

/* The formula of a definition by its name, by which it is shown, also where it is but a number. */
static const Expr *of_def(Inquiry *why, Def *def)
{
    if (!def || !def->expr) return NULL;
    const Expr *e = expr_def(why->model, def, def->node->span);
    if (e->kind == EXPR_DEF || (!def->frozen && e->kind != EXPR_CONST)) return e;
    return expr_make(why->model, &(Expr){ .kind = EXPR_DEF,
                                          .place = e->place,
                                          .type = e->type,
                                          .unit = e->unit,
                                          .nature = e->nature,
                                          .codes = e->codes,
                                          .def = def,
                                          .span = def->node->span });
}

/* ---- measures ---- */

/* The value, its interval and its band. */
static void whole_level(Naming *n, Measure *measure, Level *level)
{
    Subject *s = add(n, level->place, measure->title);
    if (!s) return;
    s->measure = measure;
    s->level = level;
    add_root(n->why, s, "value", of_def(n->why, level->value));
    add_root(n->why, s, "lower", of_def(n->why, level->lower));
    add_root(n->why, s, "upper", of_def(n->why, level->upper));
    add_root(n->why, s, "band", of_def(n->why, level->band));
}

static void one_figure(Naming *n, Measure *measure, Level *level, Def *def, const char *name)
{
    Subject *s = def ? add(n, def->place, measure->title) : NULL;
    if (!s) return;
    s->measure = measure;
    if (def == level->value || def == level->band) s->level = level;
    add_root(n->why, s, name, of_def(n->why, def));
}

static void level_figures(Naming *n, Measure *measure, Level *level)
{
    if (!n->second.len) {
        if (level->value) whole_level(n, measure, level);
        return;
    }
    static const char *const names[] = { "value", "lower", "upper", "band" };
    Def *figures[] = { level->value, level->lower, level->upper, level->band };
    for (size_t i = 0; i < COUNT_OF(figures); i++)
        if (str_eq(n->second, str_of(names[i]))) {
            one_figure(n, measure, level, figures[i], names[i]);
            return;
        }
    for (size_t i = 0; i < level->let_count; i++)
        if (str_eq(level->lets[i]->name, n->second))
            one_figure(n, measure, level, level->lets[i], "value");
}

static void measure_figures(Naming *n, Measure *measure)
{
    bool split = n->why->asked->split && n->why->asked->split[0];
    for (size_t i = 0; i < measure->level_count; i++) {
        Level *level = &measure->levels[i];
        size_t before = n->question->count;
        if ((level->of_split != NULL) == split || n->second.len) level_figures(n, measure, level);
        /* a split's own figures only where a split is asked for; groups of a let always */
        if (level->of_split && !split) n->question->count = before;
    }
    if (n->question->count == 0 && !n->second.len && measure_has_value(measure)) n->known = true;
}

/* ---- findings, powers, derived fields ---- */

static void review_figures(Naming *n, const Review *review)
{
    Model *model = n->why->model;
    for (size_t i = 0; i < model->review_level_count; i++) {
        ReviewLevel *level = &model->review_levels[i];
        if (level->review != review) continue;
        Subject *s = add(n, level->place, review->title);
        if (!s) continue;
        s->review = level;
        add_root(n->why, s, "secure", level->secure);
        add_root(n->why, s, "finding", level->finding);
        for (size_t c = 0; c < level->considered_count; c++) why_plan(n->why, level->considered[c]);
    }
}

static void power_figures(Naming *n, const Power *power)
{
    for (size_t i = 0; i < power->place_count; i++) {
        Subject *s = power->open[i] ? add(n, power->places[i], power->title) : NULL;
        if (!s) continue;
        s->power = power;
        add_root(n->why, s, "open", power->open[i]);
    }
}

static void goal_figure(Naming *n, const Goal *goal)
{
    Subject *s = goal->figure ? add(n, &n->why->model->nation, goal->title) : NULL;
    if (!s) return;
    s->measure = goal->measure;
    add_root(n->why, s, "value", goal->figure);
}

/* A field, or one that is derived. */
static void record_figure(Naming *n, Record *record)
{
    Def *def = derive_find(n->why->model, record, n->second);
    Field *field = field_find(record, n->second);
    bool found = def || (field && field->role != ROLE_LINK);
    Subject *s = found ? add(n, &record->place, n->second) : NULL;
    if (!s) return;
    add_root(n->why, s, "value",
             def ? of_def(n->why, def)
                 : expr_field(n->why->model, field,
                              field->node ? field->node->span : record->node->span));
}

static void name_figures(Naming *n)
{
    const Name *found = name_find(n->why->model, n->first);
    if (!found) return;
    switch ((int)found->kind) {
    case NAME_MEASURE: measure_figures(n, found->what); break;
    case NAME_RECORD: record_figure(n, found->what); break;
    case NAME_REVIEW:
        if (!n->second.len) review_figures(n, found->what);
        break;
    case NAME_POWER:
        if (!n->second.len) power_figures(n, found->what);
        break;
    case NAME_GOAL:
        if (!n->second.len) goal_figure(n, found->what);
        break;
    default: break;
    }
}

/* ---- what there is, for who named something else ---- */

typedef struct Near {
    Arena *arena;
    Str wanted;
    Str best[3];
    size_t far[3], count;
} Near;

static void consider(Near *near, Str name)
{
    size_t most = near->wanted.len < 6 ? 2 : near->wanted.len / 3;
    size_t far = str_distance(near->wanted, name, most);
    if (far > most) return;
    size_t at = near->count < 3 ? near->count++ : 2;
    if (near->count == 3 && at == 2 && near->best[2].len && near->far[2] <= far) return;
    while (at > 0 && near->far[at - 1] > far) {
        near->best[at] = near->best[at - 1];
        near->far[at] = near->far[at - 1];
        at--;
    }
    near->best[at] = name;
    near->far[at] = far;
}

static void consider_measure(Near *near, const Measure *measure)
{
    consider(near, measure->name);
    for (size_t l = 0; l < measure->level_count; l++) {
        const Level *level = &measure->levels[l];
        for (size_t i = 0; i < level->let_count && !level->of_split; i++)
            consider(near, str_printf(near->arena, "%S.%S", measure->name, level->lets[i]->name));
    }
}

static Str near_names(const Naming *n)
{
    Model *model = n->why->model;
    Near near = { .arena = n->why->arena, .wanted = n->question->figure };
    for (size_t i = 0; i < model->measure_count; i++) consider_measure(&near, model->measures[i]);
    for (size_t i = 0; i < model->review_count; i++) consider(&near, model->reviews[i]->name);
    for (size_t i = 0; i < model->power_count; i++) consider(&near, model->powers[i]->name);
    for (size_t i = 0; i < model->goal_count; i++) consider(&near, model->goals[i]->name);
    Text text = text_open(n->why->arena);
    if (near.count) {
        text_add(&text, STR("The nearest names are "));
        for (size_t i = 0; i < near.count; i++)
            text_printf(&text, "%s%S", i ? ", " : "", near.best[i]);
    } else {
        text_add(&text, STR("There are the measures "));
        for (size_t i = 0; i < model->measure_count && i < 12; i++)
            text_printf(&text, "%s%S", i ? ", " : "", model->measures[i]->name);
    }
    text_byte(&text, '.');
    return text_str(&text);
}

/* A column of the result files that is told with a figure: which figure to ask for; empty for what
 * is no such column. */
static Str told_with(const Naming *n)
{
    static const char *const columns[] = { "counted", "of", "exact", "reason" };
    Model *model = n->why->model;
    const Name *found = name_find(model, n->first);
    bool of_review = found && found->kind == NAME_REVIEW;
    if (found && found->kind == NAME_MEASURE)
        for (size_t i = 0; i < COUNT_OF(columns); i++)
            if (str_eq(n->second, str_of(columns[i])))
                return str_printf(model->arena, "It is told with its figure: ask for %S.",
                                  n->first);
    if (of_review)
        return str_printf(model->arena, "A finding goes by its review: ask for %S.", n->first);
    if (!str_eq(n->first, STR("finding")) || !model->review_count) return STR_EMPTY;
    Text text = text_open(model->arena);
    text_add(&text, STR("A finding goes by its review: ask for "));
    for (size_t i = 0; i < model->review_count; i++)
        text_printf(&text, "%s%S", i ? ", or " : "", model->reviews[i]->name);
    text_byte(&text, '.');
    return text_str(&text);
}

static bool say_unknown(const Naming *n)
{
    Arena *arena = n->why->arena;
    Str shown = str_printable(arena, n->question->figure, 80);
    if (!n->known) {
        Str told = told_with(n);
        Str args[] = { shown, told.len ? told : near_names(n) };
        diag_add(n->why->diags, D_WHY_FIGURE, args, COUNT_OF(args));
        return false;
    }
    Text where = text_open(arena);
    if (n->why->asked->level && n->why->asked->level[0])
        text_printf(&where, " for a %S", str_printable(arena, str_of(n->why->asked->level), 80));
    if (n->why->asked->split && n->why->asked->split[0])
        text_printf(&where, " split by %S", str_printable(arena, str_of(n->why->asked->split), 80));
    Str args[] = { shown, text_str(&where) };
    diag_add(n->why->diags, D_WHY_LEVEL, args, COUNT_OF(args));
    return false;
}

bool why_subjects(Inquiry *why)
{
    for (size_t i = 0; i < why->question_count; i++) {
        Question *q = &why->questions[i];
        const char *dot = memchr(q->figure.at, '.', q->figure.len);
        size_t at = dot ? (size_t)(dot - q->figure.at) : q->figure.len;
        Naming n = { .why = why,
                     .question = q,
                     .first = str_slice(q->figure, 0, at),
                     .second = dot ? str_slice(q->figure, at + 1, q->figure.len) : STR_EMPTY };
        name_figures(&n);
        if (q->count == 0) return say_unknown(&n);
    }
    return true;
}
