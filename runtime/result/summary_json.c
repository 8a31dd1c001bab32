/* summary_json.c -- the summary as one JSON document; see summary.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/account.h"
#include "result/corrected.h"
#include "result/decision.h"
#include "result/level.h"
#include "result/standing.h"
#include "result/summary.h"

void framework_json(Json *json, const Program *program)
{
    Arena *arena = json->text.arena;
    json_str(json, "framework", program->name);
    json_str(json, "title", program->title);
    json_str(json, "owner", program->owner);
    json_int(json, "edition", program->edition);
    json_str(json, "term_first", year_words(arena, program->term_first));
    json_str(json, "term_last", year_words(arena, program->term_last));
    json_str(json, "year", year_words(arena, program->year));
}

void vintage_json(Json *json, const Ledger *ledger)
{
    if (ledger->vintage.len) json_str(json, "vintage", ledger->vintage);
}

static void review_json(Json *json, const ReviewTally *review)
{
    json_object(json, NULL);
    json_str(json, "review", review->out->name);
    json_str(json, "title", review->out->title);
    json_array(json, "findings");
    for (uint32_t f = 0; f < review->out->finding_count; f++) {
        json_object(json, NULL);
        json_str(json, "finding", review->out->finding_name[f]);
        json_str(json, "title", review->out->finding_title[f]);
        json_bool(json, "when_missing", review->out->finding_is_missing[f]);
        json_count(json, "count", review->by_finding[f]);
        json_end(json);
    }
    json_end(json);
    json_count(json, "none", review->none);
    json_end(json);
}

static void measure_json(Json *json, const MeasureTally *measure, uint64_t units)
{
    const MeasureOut *out = measure->out;
    json_object(json, NULL);
    json_str(json, "measure", out->name);
    json_str(json, "title", out->title);
    json_str(json, "unit", out->unit);
    json_count(json, "shown", measure->value.by[0]);
    json_count(json, "withheld", measure->withheld);
    json_count(json, "missing", units - measure->value.by[0] - measure->withheld);
    json_array(json, "bands");
    for (uint32_t b = 0; b < out->band_count && measure->by_band; b++) {
        json_object(json, NULL);
        json_str(json, "band", out->band_name[b]);
        json_str(json, "title", out->band_title[b]);
        json_count(json, "count", measure->by_band[b]);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static void power_counts(Json *json, const PowerCount *count)
{
    json_count(json, "open", count->open);
    json_count(json, "closed", count->closed);
    json_count(json, "not_decided", count->undecided);
}

static void power_json(Json *json, const Printer *printer, const PowerTally *power,
                       const Decisions *decisions)
{
    Arena *arena = json->text.arena;
    json_object(json, NULL);
    json_str(json, "power", power->out->name);
    json_str(json, "title", power->out->title);
    json_str(json, "held_by", power->out->held_by);
    power_counts(json, &power->all);
    if (power->places) {
        uint32_t *order = NEW_ARRAY(arena, uint32_t, power->places->rows + 1);
        table_key_order(power->places, order, arena);
        json_array(json, "places");
        for (uint64_t i = 0; i < power->places->rows; i++) {
            json_object(json, NULL);
            json_str(json, "place", table_key(power->places, order[i], 0));
            power_counts(json, &power->by_place[order[i]]);
            json_end(json);
        }
        json_end(json);
    }
    if (decisions) decisions_json(json, printer, decisions, power->out);
    json_end(json);
}

static void level_json(Json *json, const Printer *printer, const LevelTally *level,
                       const Decisions *decisions)
{
    const LevelOut *out = level->out;
    json_object(json, NULL);
    json_str(json, "file", out->file);
    json_str(json, "record",
             out->record == NONE ? STR("nation") : printer->program->schemas[out->record].name);
    json_count(json, "units", level->units);
    json_array(json, "reviews");
    for (uint32_t r = 0; r < out->review_count; r++) review_json(json, &level->reviews[r]);
    json_end(json);
    json_array(json, "measures");
    for (uint32_t m = 0; m < out->measure_count; m++)
        measure_json(json, &level->measures[m], level->units);
    json_end(json);
    json_array(json, "powers");
    for (uint32_t p = 0; p < out->power_count; p++)
        power_json(json, printer, &level->powers[p], decisions);
    json_end(json);
    json_end(json);
}

static void goal_json(Json *json, Printer *printer, const GoalOut *goal)
{
    Arena *arena = json->text.arena;
    const Column *column = run_column(printer->run, goal->value);
    int reached = goal_reached(printer, goal);
    json_object(json, NULL);
    json_str(json, "goal", goal->name);
    json_str(json, "title", goal->title);
    json_str(json, "measure", goal->measure);
    json_str(json, "by", year_words(arena, goal->year));
    Text target = text_open(arena);
    number_write_exact(&target, goal->target);
    json_str(json, "target_exact", text_str(&target));
    json_str(json, "unit", goal->percent ? STR("%") : STR_EMPTY);
    if (reached < 0) {
        json_null(json, "value");
        json_str(json, "reason", reason_words(printer->program, run_reason(column, 0)));
        json_str(json, "outcome", STR("not decided"));
    } else {
        Text shown = text_open(arena), exact = text_open(arena);
        cell_shown(&shown, printer, column, 0,
                   (Shown){ &goal->shown, goal->places, goal->percent });
        cell_exact(&exact, printer, column, 0);
        json_number(json, "value", text_str(&shown));
        json_str(json, "text", text_str(&shown));
        json_str(json, "exact", text_str(&exact));
        json_str(json, "outcome", reached ? STR("reached") : STR("not reached yet"));
    }
    json_end(json);
}

Str summary_json(Arena *arena, Printer *printer, const Tally *tally, const Ledger *ledger,
                 const Published *published, const Folder *files)
{
    Json json = json_open(arena, "lustrum/review@1");
    framework_json(&json, printer->program);
    standing_json(&json, printer->program);
    vintage_json(&json, ledger);
    reference_json(&json, &ledger->reference);
    json_array(&json, "reviewed");
    for (size_t i = 0; i < tally->level_count; i++)
        level_json(&json, printer, &tally->levels[i], ledger->decisions);
    json_end(&json);
    json_array(&json, "goals");
    for (uint32_t g = 0; g < printer->program->goal_count; g++)
        goal_json(&json, printer, &printer->program->goals[g]);
    json_end(&json);
    json_object(&json, "ledger");
    account_json(&json, printer, tally, ledger);
    json_end(&json);
    if (published) publish_json(&json, published);
    if (files) {
        json_str(&json, "results", files->out);
        json_array(&json, "files");
        for (size_t i = 0; i < files->count; i++)
            if (!files->files[i].rules) json_str(&json, NULL, files->files[i].name);
        json_end(&json);
    }
    return json_close(&json);
}
