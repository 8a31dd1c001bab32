/* output.c -- what is printed: level files, national figures, ledgers, goals, totals.
 * SPDX-License-Identifier: Apache-2.0 */
#include "emit/emit.h"
#include "check/expr.h"
#include "check/record.h"

uint32_t emit_kept(Emit *emit, const Expr *e)
{
    if (!e) return NONE;
    uint32_t column = emit_column(emit, e);
    emit->program->columns[column].keep = true;
    return column;
}

static uint32_t figure_column(Emit *emit, const Def *def)
{
    if (!def || !def->expr) return NONE;
    uint32_t column = emit_kept(emit, def->expr);
    emit->program->columns[column].name = def->name;
    return column;
}

static void band_words(Emit *emit, const Measure *measure, MeasureOut *out)
{
    Str *names = NEW_ARRAY(emit->arena, Str, measure->band_count + 1);
    Str *titles = NEW_ARRAY(emit->arena, Str, measure->band_count + 1);
    for (size_t i = 0; i < measure->band_count; i++) {
        names[i] = measure->bands[i].name;
        titles[i] = measure->bands[i].title;
    }
    out->band_count = (uint32_t)measure->band_count;
    out->band_name = names;
    out->band_title = titles;
}

static Str unit_name(Emit *emit, const Measure *measure)
{
    return measure->unit == UNIT_PURE ? STR_EMPTY : emit->model->units[measure->unit];
}

static MeasureOut measure_out(Emit *emit, const Measure *measure, const Level *level)
{
    MeasureOut out = { .name = measure->name,
                       .title = measure->title,
                       .unit = unit_name(emit, measure),
                       .percent = measure->percent,
                       .shown = measure->shown,
                       .places = measure->places,
                       .value = figure_column(emit, level->value),
                       .lower = figure_column(emit, level->lower),
                       .upper = figure_column(emit, level->upper),
                       .counted = emit_kept(emit, level->counted),
                       .of = emit_kept(emit, level->of),
                       .band = figure_column(emit, level->band) };
    band_words(emit, measure, &out);
    return out;
}

static ReviewOut review_out(Emit *emit, const ReviewLevel *level)
{
    uint32_t *considered = NEW_ARRAY(emit->arena, uint32_t, level->considered_count + 1);
    for (size_t i = 0; i < level->considered_count; i++)
        considered[i] = emit_kept(emit, level->considered[i]);
    return (ReviewOut){ .name = level->review->name,
                        .title = level->review->title,
                        .finding = emit_kept(emit, level->finding),
                        .finding_count = (uint32_t)level->finding_count,
                        .finding_name = level->finding_name,
                        .finding_title = level->finding_title,
                        .finding_is_missing = level->finding_is_missing,
                        .secure = emit_kept(emit, level->secure),
                        .considered_count = (uint32_t)level->considered_count,
                        .considered = considered,
                        .considered_name = level->considered_name };
}

static void level_measures(Emit *emit, LevelOut *out, const Place *place)
{
    Model *model = emit->model;
    out->measures = NEW_ARRAY(emit->arena, MeasureOut, model->measure_count + 1);
    for (size_t i = 0; i < model->measure_count; i++) {
        Level *level = level_find(model->measures[i], place);
        if (!level || !level->value || !level->value->expr) continue;
        out->measures[out->measure_count++] = measure_out(emit, model->measures[i], level);
    }
}

static void level_reviews(Emit *emit, LevelOut *out, const Place *place)
{
    Model *model = emit->model;
    out->reviews = NEW_ARRAY(emit->arena, ReviewOut, model->review_level_count + 1);
    for (size_t i = 0; i < model->review_level_count; i++)
        if (model->review_levels[i].place == place && model->review_levels[i].finding)
            out->reviews[out->review_count++] = review_out(emit, &model->review_levels[i]);
}

static void level_powers(Emit *emit, LevelOut *out, const Place *place)
{
    Model *model = emit->model;
    out->powers = NEW_ARRAY(emit->arena, PowerOut, model->power_count + 1);
    for (size_t i = 0; i < model->power_count; i++) {
        const Power *power = model->powers[i];
        for (size_t k = 0; k < power->place_count; k++) {
            if (power->places[k] != place || !power->open[k]) continue;
            out->powers[out->power_count++] =
                (PowerOut){ .name = power->name,
                            .title = power->title,
                            .held_by = power->held_by,
                            .open = emit_kept(emit, power->open[k]),
                            .held_in = power->held_in ? power->held_in->place.space : NONE };
        }
    }
}

/* Fields that begin each line of a level's file must be read, and links that say where it is. */
void emit_fields_of(Emit *emit, Record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const Field *field = &record->fields[i];
        if (field->role == ROLE_IDENTITY || field->role == ROLE_LINK || field->role == ROLE_KEY)
            emit->program->columns[emit_field_column(emit, field)].keep = true;
    }
}

static void add_level(Emit *emit, LevelOut out, size_t *cap)
{
    if (!out.measure_count && !out.review_count && !out.power_count) return;
    Program *program = emit->program;
    size_t count = program->level_count;
    GROW(emit->arena, program->levels, count, *cap);
    program->levels[count] = out;
    program->level_count++;
}

static void record_levels(Emit *emit, size_t *cap)
{
    Model *model = emit->model;
    for (size_t r = 0; r < model->record_count; r++) {
        Record *record = model->records[r];
        if (!record_printed(record)) continue;
        LevelOut out = { .space = record->place.space, .record = record->index };
        out.file = str_printf(emit->arena, "%S.csv", record->name);
        level_measures(emit, &out, &record->place);
        level_reviews(emit, &out, &record->place);
        level_powers(emit, &out, &record->place);
        if (out.measure_count || out.review_count || out.power_count) emit_fields_of(emit, record);
        add_level(emit, out, cap);
    }
}

/* What is judged of the nation itself: nation.csv has its figures, this its bands and findings. */
static void nation_level(Emit *emit, size_t *cap)
{
    Place *nation = &emit->model->nation;
    LevelOut out = { .space = nation->space, .record = NONE, .file = STR("nation.judged.csv") };
    level_measures(emit, &out, nation);
    level_reviews(emit, &out, nation);
    level_powers(emit, &out, nation);
    bool banded = false;
    for (uint32_t m = 0; m < out.measure_count; m++)
        banded = banded || out.measures[m].band != NONE;
    if (banded || out.review_count || out.power_count) add_level(emit, out, cap);
}

static Str split_file(Emit *emit, const Group *group)
{
    Text name = text_open(emit->arena);
    Str level = group->level->kind == PLACE_NATION ? STR("nation") : group->level->name;
    text_printf(&name, "%S.%S.by", level, group->measure->name);
    for (size_t k = 0; k < group->key_count; k++) text_printf(&name, ".%S", group->key_names[k]);
    text_add(&name, STR(".csv"));
    return text_str(&name);
}

/* A split of a level is a file of its own: School.progress_8.by.disadvantaged.csv. */
static void split_levels(Emit *emit, size_t *cap)
{
    Model *model = emit->model;
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *measure = model->measures[m];
        for (size_t l = 0; l < measure->level_count; l++) {
            const Level *level = &measure->levels[l];
            if (!level->of_split || !level->value || !level->value->expr) continue;
            const Group *group = level->place->group;
            Record *record = group->level->kind == PLACE_RECORD ? group->level->record : NULL;
            if (record && !record_printed(record)) continue;
            MeasureOut *one = NEW(emit->arena, MeasureOut);
            *one = measure_out(emit, measure, level);
            if (record) emit_fields_of(emit, record);
            add_level(emit,
                      (LevelOut){ .space = level->place->space,
                                  .record = record ? record->index : NONE,
                                  .file = split_file(emit, group),
                                  .measure_count = 1,
                                  .measures = one },
                      cap);
        }
    }
}

static void nation_figure(Emit *emit, const Measure *measure, const Def *def, Str name, size_t *cap)
{
    if (!def || !def->expr || def->expr->type != TYPE_NUMBER) return;
    /* keys that mark persons group, but are never printed */
    if (def->place->kind == PLACE_GROUP && group_personal(def->place->group)) return;
    Program *program = emit->program;
    NationOut out = { .measure = measure->name, .name = name, .percent = false };
    out.column = figure_column(emit, def);
    out.space = def->place->space;
    if (def->kind != DEF_LET) {
        out.has_shown = measure->has_shown;
        out.shown = measure->shown;
        out.places = measure->places;
        out.percent = measure->percent;
    }
    size_t count = program->nation_count;
    GROW(emit->arena, program->nation, count, *cap);
    program->nation[count] = out;
    program->nation_count++;
}

static bool is_national(const Level *level, const Model *model)
{
    return level->place == &model->nation;
}

static void national_figures(Emit *emit)
{
    Model *model = emit->model;
    size_t cap = 0;
    for (size_t m = 0; m < model->measure_count; m++) {
        const Measure *measure = model->measures[m];
        for (size_t l = 0; l < measure->level_count; l++) {
            const Level *level = &measure->levels[l];
            if (!is_national(level, model)) continue;
            nation_figure(emit, measure, level->value, STR("value"), &cap);
            nation_figure(emit, measure, level->lower, STR("lower"), &cap);
            nation_figure(emit, measure, level->upper, STR("upper"), &cap);
            for (size_t i = 0; !measure->not_made && i < level->let_count; i++)
                nation_figure(emit, measure, level->lets[i], level->lets[i]->name, &cap);
        }
    }
}

static void add_measuring(Emit *emit, MeasuringOut out, size_t *cap)
{
    Program *program = emit->program;
    size_t count = program->measuring_count;
    GROW(emit->arena, program->measuring, count, *cap);
    program->measuring[count] = out;
    program->measuring_count++;
}

/* Records whose rows a measure leaves out without having a value for each of them. */
static void left_out(Emit *emit, Measure *measure, size_t *cap)
{
    for (size_t i = 0; i < measure->leave_count; i++) {
        Record *record = measure->leaves[i].record;
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen = seen || measure->leaves[k].record == record;
        const Level *level = level_find(measure, &record->place);
        if (seen || measure->not_made || (level && level->value)) continue;
        const Expr *status =
            measure_status(emit->model, measure, &record->place, measure->leaves[i].node->span);
        add_measuring(emit,
                      (MeasuringOut){ .measure = measure->name,
                                      .space = record->place.space,
                                      .column = emit_kept(emit, status),
                                      .of_pick = NONE,
                                      .picked_from = NONE },
                      cap);
    }
}

static void measuring(Emit *emit)
{
    Model *model = emit->model;
    size_t cap = 0;
    for (size_t m = 0; m < model->measure_count; m++) {
        Measure *measure = model->measures[m];
        left_out(emit, measure, &cap);
        for (size_t l = 0; l < measure->level_count; l++) {
            const Level *level = &measure->levels[l];
            if (level->place->kind != PLACE_RECORD) continue;
            if (level->value && level->value->expr)
                add_measuring(emit,
                              (MeasuringOut){ .measure = measure->name,
                                              .space = level->place->space,
                                              .column = figure_column(emit, level->value),
                                              .of_pick = NONE,
                                              .picked_from = NONE },
                              &cap);
            for (size_t i = 0; !measure->not_made && i < level->pick_count; i++) {
                if (!level->picks[i]->points) continue; /* nobody asks for it in an earlier year */
                add_measuring(emit,
                              (MeasuringOut){ .measure = measure->name,
                                              .space = level->place->space,
                                              .column = NONE,
                                              .of_pick = emit_picked(emit, level->picks[i]),
                                              .picked_from = level->picks[i]->from->index },
                              &cap);
            }
        }
    }
}

static void goals(Emit *emit)
{
    Model *model = emit->model;
    Program *program = emit->program;
    program->goals = NEW_ARRAY(emit->arena, GoalOut, model->goal_count + 1);
    for (size_t i = 0; i < model->goal_count; i++) {
        const Goal *goal = model->goals[i];
        if (!goal->figure) continue;
        program->goals[program->goal_count++] =
            (GoalOut){ .name = goal->name,
                       .title = goal->title,
                       .measure = goal->measure->name,
                       .value = emit_kept(emit, goal->figure),
                       .target = goal->target,
                       .percent = goal->measure->percent,
                       .higher_is_better = !goal->measure->lower_is_better,
                       .shown = goal->measure->shown,
                       .places = goal->measure->places,
                       .year = goal->year };
    }
}

static void reconciles(Emit *emit)
{
    Model *model = emit->model;
    Program *program = emit->program;
    program->reconciles = NEW_ARRAY(emit->arena, ReconcileOut, model->reconcile_count + 1);
    for (size_t i = 0; i < model->reconcile_count; i++) {
        const Reconcile *reconcile = model->reconciles[i];
        if (!reconcile->ours) continue;
        program->reconciles[program->reconcile_count++] =
            (ReconcileOut){ .name = reconcile->name,
                            .title = reconcile->title,
                            .because = reconcile->because,
                            .space = reconcile->place->space,
                            .given = emit_kept(emit, reconcile->given),
                            .ours = emit_kept(emit, reconcile->ours),
                            .most = emit_kept(emit, reconcile->most),
                            .reported = reconcile->reported,
                            .percent = reconcile->ours->unit == UNIT_PERCENT,
                            .span = reconcile->node->span };
    }
}

/* A table of a publication: of one split, or of all published measures with a value at a level. */
static void published_level(Emit *emit, PublishOut *out, const Level *const *levels, uint32_t count)
{
    const Place *place = levels[0]->place;
    const Group *group = levels[0]->of_split ? place->group : NULL;
    const Place *unit = group ? group->level : place;
    Record *record = unit->kind == PLACE_RECORD ? unit->record : NULL;
    LevelOut *level = &out->levels[out->level_count++];
    *level = (LevelOut){ .space = place->space,
                         .record = record ? record->index : NONE,
                         .measures = NEW_ARRAY(emit->arena, MeasureOut, count),
                         .measure_count = count };
    level->file = group    ? split_file(emit, group)
                  : record ? str_printf(emit->arena, "%S.csv", record->name)
                           : STR("nation.csv");
    for (uint32_t i = 0; i < count; i++) {
        MeasureOut *measure = &level->measures[i];
        *measure = measure_out(emit, levels[i]->measure, levels[i]);
        measure->counted = emit_kept(emit, levels[i]->taken); /* also of what is withheld */
        measure->of = emit_kept(emit, levels[i]->all);
    }
    if (record) emit_fields_of(emit, record);
}

static bool is_published(const Level *level)
{
    const Place *unit = level->of_split ? level->place->group->level : level->place;
    return level->value && level->value->expr && level->taken &&
           (unit->kind == PLACE_NATION ||
            (unit->kind == PLACE_RECORD && record_printed(unit->record)));
}

static void published_place(Emit *emit, PublishOut *out, const Place *place)
{
    const Publish *publish = emit->model->publish;
    const Level **levels = NEW_ARRAY(emit->arena, const Level *, publish->measure_count + 1);
    uint32_t count = 0;
    for (size_t i = 0; i < publish->measure_count; i++) {
        const Level *level = level_find(publish->measures[i], place);
        if (level && is_published(level)) levels[count++] = level;
    }
    if (count) published_level(emit, out, levels, count);
}

static void published(Emit *emit)
{
    const Model *model = emit->model;
    const Publish *publish = model->publish;
    if (!publish) return;
    PublishOut *out = NEW(emit->arena, PublishOut);
    *out = (PublishOut){ .name = publish->name,
                         .title = publish->title,
                         .mark = publish->mark,
                         .missing_mark = publish->missing_mark,
                         .reason_mark = publish->reason_mark,
                         .small = (uint32_t)publish->small,
                         .possible = (uint32_t)publish->possible,
                         .rounded = publish->rounded,
                         .counts = publish->counts,
                         .span = publish->node->span };
    size_t most = model->record_count + 1;
    for (size_t i = 0; i < publish->measure_count; i++) most += publish->measures[i]->level_count;
    out->levels = NEW_ARRAY(emit->arena, LevelOut, most);
    for (size_t r = 0; r < model->record_count; r++)
        published_place(emit, out, &model->records[r]->place);
    published_place(emit, out, &model->nation);
    for (size_t i = 0; i < publish->measure_count; i++)
        for (size_t l = 0; l < publish->measures[i]->level_count; l++) {
            const Level *level = &publish->measures[i]->levels[l];
            if (level->of_split && is_published(level)) published_level(emit, out, &level, 1);
        }
    emit->program->publish = out;
}

void emit_outputs(Emit *emit)
{
    size_t cap = 0;
    record_levels(emit, &cap);
    nation_level(emit, &cap);
    emit_links(emit);
    emit_supports(emit);
    split_levels(emit, &cap);
    national_figures(emit);
    measuring(emit);
    goals(emit);
    reconciles(emit);
    published(emit);
    emit_extras(emit, false);
}

void emit_extras(Emit *emit, bool planned)
{
    for (size_t i = 0; i < emit->model->extra_count; i++) {
        Extra *extra = &emit->model->extras[i];
        bool wanted = !planned || note_of(emit, expr_bare(extra->expr))->planned;
        extra->column = wanted ? emit_kept(emit, extra->expr) : NONE;
    }
}
