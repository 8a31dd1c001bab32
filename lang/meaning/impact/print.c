/* print.c -- who moves, as text and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/impact/impact.h"
#include "result/cell.h"
#include "result/grid.h"
#include "result/json.h"
#include "meaning/impact/count.h"

enum { MOVES_SHOWN = 100 };

static Str applied_words(Arena *arena, const Impact *impact, const Applied *applied)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < applied->change_count; i++)
        text_printf(&text, "%s%S", i ? "; " : "",
                    impact->diff.changes[applied->changes[i]].sentence);
    return text_str(&text);
}

static void add_counts(Grid *grid, const Moves *moves)
{
    grid_count(grid, moves->rows[ROWS_UNITS]);
    for (int k = 0; k < OUT_KINDS; k++) grid_count(grid, moves->of_kind[k]);
    grid_count(grid, moves->rows[ROWS_GROUPS]);
    grid_count(grid, moves->rows[ROWS_NATION]);
}

static void by_change(Arena *arena, Text *text, const Impact *impact)
{
    Grid grid = grid_open(arena, "rrrrrrrl");
    const char *const heads[] = { "units",  "values", "bands",  "findings",
                                  "powers", "groups", "nation", "" };
    for (size_t i = 0; i < COUNT_OF(heads); i++) grid_cell(&grid, str_of(heads[i]));
    for (size_t i = 0; i < impact->applied_count; i++) {
        const Applied *applied = &impact->applied[i];
        Str words = applied_words(arena, impact, applied);
        if (applied->ran) {
            add_counts(&grid, &applied->moves);
            grid_cell(&grid, applied->whole ? str_printf(arena, "%S (with all else there)", words)
                                            : words);
        } else {
            for (size_t k = 0; k + 1 < COUNT_OF(heads); k++) grid_cell(&grid, STR("-"));
            grid_cell(&grid, str_printf(arena, "%S (%s)", words, applied->why));
        }
    }
    add_counts(&grid, &impact->together);
    grid_cell(&grid, STR("all together"));
    grid_print(&grid, text, 2);
}

/* Two counts of each name, beneath a line for each level and what its names are of. */
static void list_tallies(Arena *arena, Text *text, Tallies tallies, const char *joint,
                         const char *const heads[2])
{
    Str level = STR_EMPTY, of = STR_EMPTY;
    Grid grid = grid_open(arena, "lrr");
    for (size_t i = 0; i < tallies.count; i++) {
        const Tally *t = &tallies.items[i];
        if (!str_eq(level, t->level) || !str_eq(of, t->of)) {
            if (i) grid_print(&grid, text, 4);
            level = t->level;
            of = t->of;
            text_printf(text, "\n  %S%s%S\n", level, joint, of);
            grid = grid_open(arena, "lrr");
            grid_cell(&grid, STR_EMPTY);
            for (int k = 0; k < 2; k++) grid_cell(&grid, str_of(heads[k]));
        }
        grid_cell(&grid, t->name);
        for (int k = 0; k < 2; k++) grid_count(&grid, t->count[k]);
    }
    if (tallies.count) grid_print(&grid, text, 4);
}

static void list_moves(Arena *arena, Text *text, const Impact *impact)
{
    const Moves *moves = &impact->together;
    const OutRow *row = NULL;
    Grid grid = grid_open(arena, "lrlr");
    for (size_t i = 0; i < moves->count && i < MOVES_SHOWN; i++) {
        const Move *move = &moves->items[i];
        if (move->row != row) {
            if (row) grid_print(&grid, text, 4);
            row = move->row;
            text_printf(text, "\n  %S %S", move->level->name, row->key);
            if (!str_eq(row->name, row->key)) text_printf(text, " %S", row->name);
            text_byte(text, '\n');
            grid = grid_open(arena, "lrlr");
        }
        grid_cell(&grid, move->column);
        grid_cell(&grid, move->before);
        grid_cell(&grid, STR("->"));
        grid_cell(&grid, move->after);
    }
    if (row) grid_print(&grid, text, 4);
    if (moves->count > MOVES_SHOWN)
        text_printf(text, "\n  ... and %g more; --json lists all\n",
                    (uint64_t)(moves->count - MOVES_SHOWN));
}

Str impact_text(Arena *arena, const Impact *impact)
{
    Text text = text_open(arena);
    text_printf(&text, "%S: what would be otherwise\n\n", year_words(arena, impact->year));
    by_change(arena, &text, impact);
    if (impact->not_yet)
        text_printf(&text, "\n  The new amendments begin in %S: in %S the old rules hold.\n",
                    year_words(arena, impact->amended_from), year_words(arena, impact->year));
    if (impact->read_again)
        text_add(&text, STR("\n  The data were read for each version by itself.\n"));
    static const char *const answers[] = { "before", "after" }, *const groups[] = { "move", "of" };
    list_tallies(arena, &text, tally_answers(arena, impact), ", ", answers);
    list_tallies(arena, &text, tally_groups(arena, impact), " by ", groups);
    list_moves(arena, &text, impact);
    if (!impact->together.count) text_add(&text, STR("\n  Nothing moves.\n"));
    return text_str(&text);
}

/* ---- JSON ---- */

static void moves_json(Json *json, const Moves *moves)
{
    json_count(json, "units", moves->rows[ROWS_UNITS]);
    for (int k = 0; k < OUT_KINDS; k++) json_count(json, out_kind_word[k], moves->of_kind[k]);
    json_count(json, "groups", moves->rows[ROWS_GROUPS]);
    json_count(json, "nation", moves->rows[ROWS_NATION]);
}

static void changes_json(Json *json, const Impact *impact)
{
    json_array(json, "changes");
    for (size_t i = 0; i < impact->applied_count; i++) {
        const Applied *applied = &impact->applied[i];
        json_object(json, NULL);
        json_array(json, "sentences");
        for (size_t c = 0; c < applied->change_count; c++)
            json_str(json, NULL, impact->diff.changes[applied->changes[c]].sentence);
        json_end(json);
        json_bool(json, "alone", applied->ran && !applied->whole);
        if (applied->ran) moves_json(json, &applied->moves);
        if (!applied->ran) json_str(json, "why", str_of(applied->why));
        json_end(json);
    }
    json_end(json);
}

static void units_json(Json *json, const Moves *moves)
{
    json_array(json, "moves");
    for (size_t i = 0; i < moves->count; i++) {
        const Move *move = &moves->items[i];
        json_object(json, NULL);
        json_str(json, "level", move->level->name);
        json_str(json, "key", move->row->key);
        json_str(json, "name", move->row->name);
        json_str(json, "column", move->column);
        json_str(json, "before", move->before);
        json_str(json, "after", move->after);
        json_end(json);
    }
    json_end(json);
}

static void tallies_json(Json *json, const char *key, Tallies tallies, const char *const heads[4])
{
    json_array(json, key);
    for (size_t i = 0; i < tallies.count; i++) {
        const Tally *t = &tallies.items[i];
        json_object(json, NULL);
        json_str(json, "level", t->level);
        json_str(json, heads[0], t->of);
        json_str(json, heads[1], t->name);
        json_count(json, heads[2], t->count[0]);
        json_count(json, heads[3], t->count[1]);
        json_end(json);
    }
    json_end(json);
}

Str impact_json(Arena *arena, const Impact *impact)
{
    Json json = json_open(arena, "lustrum/impact@1");
    json_str(&json, "year", year_words(arena, impact->year));
    json_bool(&json, "data_read_once", !impact->read_again);
    if (impact->amended_from)
        json_str(&json, "amended_from", year_words(arena, impact->amended_from));
    else
        json_null(&json, "amended_from");
    json_bool(&json, "new_rules_hold", !impact->not_yet);
    changes_json(&json, impact);
    json_object(&json, "together");
    moves_json(&json, &impact->together);
    json_end(&json);
    static const char *const answers[] = { "column", "answer", "before", "after" },
                             *const groups[] = { "group", "name", "moved", "of" };
    tallies_json(&json, "counts", tally_answers(arena, impact), answers);
    tallies_json(&json, "groups", tally_groups(arena, impact), groups);
    units_json(&json, &impact->together);
    return json_close(&json);
}
