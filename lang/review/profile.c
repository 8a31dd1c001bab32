/* profile.c -- see profile.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "review/profile.h"
#include "result/grid.h"
#include "result/json.h"

/* The steps of one rule line over the rows of one space, together. */
typedef struct LineTime {
    Str file, space;
    uint32_t line;
    uint64_t rows, nanoseconds;
} LineTime;

typedef struct Profile {
    Arena *arena;
    const Pace *pace;
    unsigned threads;
    uint64_t wall, hashed; /* of the review; of all threads and files */
    LineTime *lines;
    size_t line_count;
} Profile;

static const char *const phase_names[PHASES] = { [PHASE_PREPARE] = "preparing",
                                                 [PHASE_READ] = "reading",
                                                 [PHASE_EARLIER] = "running earlier years",
                                                 [PHASE_RUN] = "running",
                                                 [PHASE_TALLY] = "counting",
                                                 [PHASE_WRITE] = "writing" };
static const char *const task_names[TASKS] = { [TASK_FETCH] = "fetched from the file",
                                               [TASK_SPLIT] = "split into rows and cells",
                                               [TASK_CELLS] = "cells read",
                                               [TASK_HASH] = "hashed",
                                               [TASK_WAIT] = "waited" };
static const char *const task_keys[TASKS] = { [TASK_FETCH] = "fetching",
                                              [TASK_SPLIT] = "splitting",
                                              [TASK_CELLS] = "reading_cells",
                                              [TASK_HASH] = "hashing",
                                              [TASK_WAIT] = "waiting" };
static const char *const lap_names[LAPS] = { [LAP_READ] = "read",
                                             [LAP_TOGETHER] = "columns put together",
                                             [LAP_KEYS] = "keys, links and order" };
static const char *const lap_keys[LAPS] = {
    [LAP_READ] = "reading", [LAP_TOGETHER] = "putting_together", [LAP_KEYS] = "keys_and_links"
};

/* ---- what there is to tell ---- */

static void add_step(Profile *profile, const Work *work, uint32_t i)
{
    const Program *program = work->program;
    const Step *step = &program->steps[i];
    const Source *source = &work->sources->items[step->span.file];
    const StepProfile *own = &work->run->profile[i];
    LineTime time = { source->name, program->spaces[step->space].name,
                      source_place(source, step->span.start).line, own->rows, own->nanoseconds };
    for (size_t l = 0; l < profile->line_count; l++) {
        LineTime *line = &profile->lines[l];
        if (line->line != time.line || !str_eq(line->file, time.file) ||
            !str_eq(line->space, time.space))
            continue;
        line->nanoseconds += time.nanoseconds;
        return;
    }
    profile->lines[profile->line_count++] = time;
}

static Profile profile_of(Arena *arena, Work *work)
{
    Profile profile = { .arena = arena, .pace = work->pace, .threads = pool_size(work->pool) };
    pace_turn(work->pace, PHASE_WRITE); /* the last phase ends now */
    for (Phase phase = 0; phase < PHASES; phase++) profile.wall += work->pace->wall[phase];
    for (const FileTime *file = work->pace->first; file; file = file->next)
        profile.hashed += file->busy[TASK_HASH];
    profile.lines = NEW_ARRAY(arena, LineTime, work->program->step_count + 1);
    for (uint32_t i = 0; i < work->program->step_count; i++) add_step(&profile, work, i);
    return profile;
}

/* What the review would have taken without hashing, if the other work were shared as evenly. */
static uint64_t without_hashing(const Profile *profile)
{
    uint64_t share = profile->hashed / profile->threads;
    return share < profile->wall ? profile->wall - share : 0;
}

/* ---- as text ---- */

static Str tenths(Arena *arena, uint64_t amount, uint64_t unit, const char *name)
{
    uint64_t parts = (amount + unit / 20) / (unit / 10);
    return str_printf(arena, "%g.%u %s", parts / 10, parts % 10, name);
}

static Str milliseconds(Arena *arena, uint64_t nanoseconds)
{
    return tenths(arena, nanoseconds, 1000000, "ms");
}

/* A line of the table of stages: its wall time, or that of all threads together. */
static void grid_time(Grid *grid, Str name, Str wall, Str threads)
{
    grid_cell(grid, name);
    grid_cell(grid, wall);
    grid_cell(grid, threads);
}

static void add_file(Profile *profile, Grid *grid, const FileTime *file)
{
    Arena *arena = profile->arena;
    uint64_t wall = 0;
    for (Lap lap = 0; lap < LAPS; lap++) wall += file->wall[lap];
    grid_time(grid, str_printf(arena, "  %S", file->file), milliseconds(arena, wall), STR_EMPTY);
    grid_count(grid, file->rows);
    grid_cell(grid, tenths(arena, file->bytes, 1000000, "MB"));
    for (Lap lap = 0; lap < LAPS; lap++) {
        grid_time(grid, str_printf(arena, "    %s", lap_names[lap]),
                  milliseconds(arena, file->wall[lap]), STR_EMPTY);
        grid_cell(grid, STR_EMPTY);
        grid_cell(grid, STR_EMPTY);
        for (Task task = 0; task < TASKS && lap == LAP_READ; task++) {
            grid_time(grid, str_printf(arena, "      %s", task_names[task]), STR_EMPTY,
                      milliseconds(arena, file->busy[task]));
            grid_cell(grid, STR_EMPTY);
            grid_cell(grid, STR_EMPTY);
        }
    }
}

static void add_stages(Profile *profile, Text *text)
{
    const Pace *pace = profile->pace;
    Grid grid = grid_open(profile->arena, "lrrrr");
    grid_time(&grid, STR("stage"), STR("wall"), STR("all threads"));
    grid_cell(&grid, STR("rows"));
    grid_cell(&grid, STR("size"));
    for (Phase phase = 0; phase < PHASES; phase++) {
        if (phase == PHASE_EARLIER && !pace->wall[phase]) continue;
        grid_time(&grid, (Str){ phase_names[phase], strlen(phase_names[phase]) },
                  milliseconds(profile->arena, pace->wall[phase]), STR_EMPTY);
        grid_cell(&grid, STR_EMPTY);
        grid_cell(&grid, STR_EMPTY);
        for (const FileTime *file = pace->first; phase == PHASE_READ && file; file = file->next)
            add_file(profile, &grid, file);
    }
    grid_print(&grid, text, 2);
}

static Str as_text(Profile *profile)
{
    Arena *arena = profile->arena;
    Text text = text_open(arena);
    text_printf(&text, "%S with %u %s, without hashing about %S\n",
                milliseconds(arena, profile->wall), (uint64_t)profile->threads,
                profile->threads == 1 ? "thread" : "threads",
                milliseconds(arena, without_hashing(profile)));
    add_stages(profile, &text);
    Grid grid = grid_open(arena, "rrll");
    grid_cell(&grid, STR("wall"));
    grid_cell(&grid, STR("rows"));
    grid_cell(&grid, STR("of"));
    grid_cell(&grid, STR("rule line"));
    for (size_t l = 0; l < profile->line_count; l++) {
        const LineTime *line = &profile->lines[l];
        grid_cell(&grid, milliseconds(arena, line->nanoseconds));
        grid_count(&grid, line->rows);
        grid_cell(&grid, line->space);
        grid_cell(&grid, str_printf(arena, "%S:%u", line->file, (uint64_t)line->line));
    }
    grid_print(&grid, &text, 2);
    return text_str(&text);
}

/* ---- as JSON ---- */

static void file_json(Json *json, const FileTime *file)
{
    json_object(json, NULL);
    json_str(json, "file", file->file);
    json_int(json, "year", file->year);
    json_count(json, "rows", file->rows);
    json_count(json, "bytes", file->bytes);
    json_object(json, "wall");
    for (Lap lap = 0; lap < LAPS; lap++) json_count(json, lap_keys[lap], file->wall[lap]);
    json_end(json);
    json_object(json, "all_threads");
    for (Task task = 0; task < TASKS; task++) json_count(json, task_keys[task], file->busy[task]);
    json_end(json);
    json_end(json);
}

/* The document on one line, as the messages beside it.  No text in it has a line end. */
static Str on_one_line(Arena *arena, Str document)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < document.len; i++) {
        if (document.at[i] != '\n') {
            text_byte(&text, document.at[i]);
            continue;
        }
        while (i + 1 < document.len && document.at[i + 1] == ' ') i++;
        if (text.len && text.at[text.len - 1] == ',') text_byte(&text, ' ');
    }
    text_byte(&text, '\n');
    return text_str(&text);
}

static Str as_json(Profile *profile)
{
    Json json = json_open(profile->arena, "lustrum/profile@1");
    json_str(&json, "unit", STR("nanoseconds"));
    json_count(&json, "threads", profile->threads);
    json_count(&json, "wall", profile->wall);
    json_count(&json, "hashing_all_threads", profile->hashed);
    json_count(&json, "without_hashing", without_hashing(profile));
    json_object(&json, "stages");
    for (Phase phase = 0; phase < PHASES; phase++)
        json_count(&json, phase == PHASE_EARLIER ? "running_earlier_years" : phase_names[phase],
                   profile->pace->wall[phase]);
    json_end(&json);
    json_array(&json, "files");
    for (const FileTime *file = profile->pace->first; file; file = file->next)
        file_json(&json, file);
    json_end(&json);
    json_array(&json, "rule_lines");
    for (size_t l = 0; l < profile->line_count; l++) {
        const LineTime *line = &profile->lines[l];
        json_object(&json, NULL);
        json_str(&json, "file", line->file);
        json_count(&json, "line", line->line);
        json_str(&json, "of", line->space);
        json_count(&json, "rows", line->rows);
        json_count(&json, "wall", line->nanoseconds);
        json_end(&json);
    }
    json_end(&json);
    return on_one_line(profile->arena, json_close(&json));
}

Str profile_text(Arena *arena, Work *work)
{
    Profile profile = profile_of(arena, work);
    return work->options->json ? as_json(&profile) : as_text(&profile);
}
