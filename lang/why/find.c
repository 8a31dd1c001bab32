/* find.c -- the rows that questions ask about, by their keys; and rows in words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "table/key.h"
#include "why/why.h"
#include <stdlib.h>

enum { PARTS_MOST = 64 };

/* ---- rows in words ---- */

static const Table *table_of(const Inquiry *why, const Place *place)
{
    return place->kind == PLACE_RECORD ? &why->run->tables[place->record->index] : NULL;
}

static Str record_key(Inquiry *why, const Table *table, uint64_t row)
{
    Text text = text_open(why->arena);
    for (size_t p = 0; table->keys && p < table->keys->parts; p++) {
        if (p) text_byte(&text, ',');
        text_csv(&text, table_key(table, row, p));
    }
    return text_str(&text);
}

/* The text of a group's key. */
static Str group_key(Inquiry *why, const Group *group, size_t k, uint64_t row)
{
    const Space *space = &why->run->program->spaces[group->place.space];
    const Column *column = run_column(why->run, space->key_column[k]);
    if (column->type == TYPE_ROW) {
        uint32_t to = run_parent(column, row);
        const Expr *key = expr_bare(group->keys[k]);
        while (key->kind == EXPR_READ) key = expr_bare(key->arg[0]);
        const Record *parent =
            key->kind == EXPR_LINK ? key->place->record->fields[key->index].parent : NULL;
        return parent && to != NO_ROW ? why_key(why, &parent->place, to) : STR("none");
    }
    Printer printer = { why->run->program, why->run, why->scratch, NULL };
    Text text = text_open(why->arena);
    cell_plain(&text, &printer, column, row);
    return text_str(&text);
}

static uint64_t group_level_row(const Inquiry *why, const Group *group, uint64_t row)
{
    const Space *space = &why->run->program->spaces[group->place.space];
    if (space->level_column == NONE) return 0;
    return run_parent(run_column(why->run, space->level_column), row);
}

bool why_is_of(Inquiry *why, const Group *group, uint64_t row, uint64_t level_row)
{
    return group_level_row(why, group, row) == level_row;
}

Str why_key(Inquiry *why, const Place *place, uint64_t row)
{
    if (place->kind == PLACE_NATION) return STR("nation");
    if (place->kind == PLACE_RECORD) return record_key(why, table_of(why, place), row);
    Text text = text_open(why->arena);
    for (size_t k = 0; k < place->group->key_count; k++)
        text_printf(&text, "%s%S=%S", k ? "," : "", place->group->key_names[k],
                    str_printable(why->arena, group_key(why, place->group, k, row), 200));
    return text_str(&text);
}

Str why_name(Inquiry *why, const Place *place, uint64_t row)
{
    const Table *table = table_of(why, place);
    for (size_t f = 0; table && f < table->schema->field_count; f++) {
        if (table->schema->fields[f].role != ROLE_IDENTITY) continue;
        const Column *column = &table->columns[f];
        if (column->data && column->type == TYPE_CODE && !run_reason(column, row))
            return str_printable(why->arena, run_text(why->run, column, row), 200);
    }
    return STR_EMPTY;
}

Str why_fields(Inquiry *why, const Place *place, uint64_t row)
{
    const Table *table = table_of(why, place);
    Printer printer = { why->run->program, why->run, why->scratch, NULL };
    Text text = text_open(why->arena);
    for (size_t f = 0; table && f < table->schema->field_count; f++) {
        const Column *column = &table->columns[f];
        if (!column->data || column->type == TYPE_ROW) continue;
        Text cell = text_open(why->arena);
        cell_plain(&cell, &printer, column, row);
        text_printf(&text, "%s%S %S", text.len ? ", " : "", table->schema->fields[f].name,
                    str_printable(why->arena, text_str(&cell), 80));
    }
    return text_str(&text);
}

Str why_row(Inquiry *why, const Place *place, uint64_t row)
{
    Arena *arena = why->arena;
    if (place->kind == PLACE_NATION) return STR("the nation");
    if (place->kind == PLACE_GROUP) {
        const Group *group = place->group;
        Str of = why_row(why, group->level, group_level_row(why, group, row));
        if (row >= run_real_rows(why->run, place->space))
            return str_printf(arena, "%S, a group without rows", of);
        return str_printf(arena, "%S, %S", of, why_key(why, place, row));
    }
    Str key = str_printable(arena, why_key(why, place, row), 120);
    if (!key.len) return str_printf(arena, "a %S", place->name);
    Str name = why_name(why, place, row);
    return name.len ? str_printf(arena, "%S (%S %S)", name, place->name, key)
                    : str_printf(arena, "%S %S", place->name, key);
}

/* ---- KEY ---- */

static uint32_t row_of_key(Inquiry *why, const Place *place, Str key)
{
    Str parts[PARTS_MOST];
    const Table *table = table_of(why, place);
    if (!table || !table->keys) return NO_ROW;
    if (table->keys->parts == 1) {
        uint32_t row = table_find(table, &key, 1);
        if (row != NO_ROW) return row;
    }
    size_t count = keys_split(why->arena, key, parts, PARTS_MOST);
    return count == table->keys->parts ? table_find(table, parts, count) : NO_ROW;
}

/* ---- --split ---- */

/* Whether NAME=VALUE,... holds for a group's row; *named false where it has no such key. */
static bool split_holds(Inquiry *why, const Group *group, uint64_t row, bool *named)
{
    Str parts[PARTS_MOST];
    const char *split = why->asked->split;
    *named = true;
    if (!split || !split[0]) return true;
    size_t count = keys_split(why->arena, str_of(split), parts, PARTS_MOST);
    for (size_t i = 0; i < count; i++) {
        const char *sign = memchr(parts[i].at, '=', parts[i].len);
        size_t at = sign ? (size_t)(sign - parts[i].at) : parts[i].len;
        size_t key = SIZE_MAX;
        for (size_t k = 0; k < group->key_count; k++)
            if (str_eq(group->key_names[k], str_slice(parts[i], 0, at))) key = k;
        if (key == SIZE_MAX) return *named = false;
        if (sign && row != UINT64_MAX &&
            !str_eq(group_key(why, group, key, row), str_slice(parts[i], at + 1, parts[i].len)))
            return false;
    }
    return true;
}

/* ---- figures ---- */

static void add_figure(Inquiry *why, const Question *question, const Subject *subject, uint64_t row)
{
    GROW(why->arena, why->figures, why->figure_count, why->figure_cap);
    why->figures[why->figure_count++] =
        (Figure){ .question = question, .subject = subject, .row = row };
    why->of_nation = why->of_nation || why_is_nationwide(subject->place);
}

static int by_key(const void *left, const void *right, void *with)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const Subject *subject = ((const void **)with)[0];
    Inquiry *why = ((void **)with)[1];
    const Space *space = &why->run->program->spaces[subject->place->space];
    Printer printer = { why->run->program, why->run, why->scratch, NULL };
    for (uint32_t k = 0; k < space->key_count; k++) {
        const Column *column = run_column(why->run, space->key_column[k]);
        int order = column->type == TYPE_ROW
                        ? str_compare(group_key(why, subject->place->group, k, a),
                                      group_key(why, subject->place->group, k, b))
                        : cell_order(&printer, column, a, b);
        if (order) return order;
    }
    return (a > b) - (a < b);
}

static size_t add_groups(Inquiry *why, const Question *question, const Subject *subject,
                         uint64_t level_row)
{
    const Group *group = subject->place->group;
    uint64_t rows = run_real_rows(why->run, subject->place->space);
    uint32_t *found = NEW_ARRAY(why->arena, uint32_t, rows + 1);
    size_t count = 0;
    bool named;
    for (uint64_t r = 0; r < rows; r++)
        if (why_is_of(why, group, r, level_row) && split_holds(why, group, r, &named))
            found[count++] = (uint32_t)r;
    const void *with[] = { subject, why };
    qsort_r(found, count, sizeof *found, by_key, with);
    for (size_t i = 0; i < count; i++) add_figure(why, question, subject, found[i]);
    return count;
}

typedef struct Search {
    const Subject *subject;
    uint64_t row;
    size_t matches;   /* units that the key names */
    bool has_persons; /* some level is of persons, and may not be shown */
    bool no_split;    /* a unit was found, but none of its groups is asked for */
} Search;

static bool level_row(Inquiry *why, const Place *level, Str key, uint64_t *row)
{
    if (level->kind == PLACE_NATION) {
        *row = 0;
        return str_eq(key, STR("nation"));
    }
    *row = row_of_key(why, level, key);
    return *row != NO_ROW;
}

static Search search(Inquiry *why, const Question *question)
{
    Search s = { .subject = NULL };
    for (size_t i = 0; i < question->count; i++) {
        const Subject *subject = &question->subjects[i];
        const Place *level = subject->place;
        bool named = true;
        uint64_t row;
        if (level->kind == PLACE_GROUP) {
            split_holds(why, level->group, UINT64_MAX, &named);
            level = level->group->level;
        }
        if (why_is_person(why, subject->place) && !why->asked->personal) {
            s.has_persons = true;
            continue;
        }
        if (!level_row(why, level, question->key, &row)) continue;
        if (!named) {
            s.no_split = true;
            continue;
        }
        if (!s.matches || subject->place != s.subject->place) s.matches++;
        s.subject = subject;
        s.row = row;
    }
    return s;
}

/* ---- keys that are not there ---- */

typedef struct Near {
    Str text;
    size_t far;
} Near;

static void near_keys(Inquiry *why, const Place *place, Str key, Near *best)
{
    const Table *table = table_of(why, place);
    if (!table || !table->keys) return;
    for (uint64_t row = 0; row < table->rows; row++) {
        Str name = why_name(why, place, row), own = record_key(why, table, row);
        size_t far = str_distance(key, own, best->far);
        size_t named = name.len ? str_distance(key, name, best->far) : SIZE_MAX;
        size_t least = far < named ? far : named;
        if (least >= best->far && best->text.len) continue;
        if (least > best->far) continue;
        best->far = least;
        best->text = name.len ? str_printf(why->arena, "%S (%S)", own, name) : own;
    }
}

/* ` (school, subject)`: the parts of a key that has several. */
static void add_key_parts(const Inquiry *why, Text *text, const Place *place)
{
    const Table *table = table_of(why, place);
    const RecordSchema *schema = table ? table->schema : NULL;
    if (!schema || !table->keys || table->keys->parts < 2) return;
    for (size_t k = 0; k < schema->key_count; k++)
        text_printf(text, "%s%S", k ? ", " : " (", schema->fields[schema->key[k]].name);
    text_byte(text, ')');
}

static bool say_key(Inquiry *why, const Question *question, const Search *s)
{
    Arena *arena = why->arena;
    Str figure = str_printable(arena, question->figure, 80);
    Str shown = str_printable(arena, question->key, 80);
    if (s->no_split) {
        Str args[] = { figure, str_printf(arena, " split by %S",
                                          str_printable(arena, str_of(why->asked->split), 80)) };
        diag_add(why->diags, D_WHY_LEVEL, args, COUNT_OF(args));
        return false;
    }
    Text levels = text_open(arena);
    size_t count = 0;
    Near best = { .far = question->key.len < 6 ? 2 : question->key.len / 3 };
    for (size_t i = 0; i < question->count; i++) {
        const Place *place = question->subjects[i].place;
        if (place->kind == PLACE_GROUP) place = place->group->level;
        bool person = why_is_person(why, place);
        if (person && !why->asked->personal) continue;
        text_printf(&levels, "%s%S", count++ ? ", " : "",
                    place->kind == PLACE_NATION ? STR("nation") : place->name);
        add_key_parts(why, &levels, place);
        if (!person) near_keys(why, place, question->key, &best);
    }
    if (count == 0) {
        Str args[] = { figure };
        diag_add(why->diags, D_WHY_PERSONAL, args, COUNT_OF(args));
        return false;
    }
    if (s->has_persons) { /* it may be the key of a person */
        shown = STR("that was given");
        text_add(&levels, STR(" (of persons only with --personal)"));
    }
    Str near = best.text.len ? str_printf(arena, "The nearest is %S.", best.text)
                             : STR("No key is near it.");
    Str args[] = { shown, text_str(&levels), near };
    diag_add(why->diags, D_WHY_KEY, args, COUNT_OF(args));
    return false;
}

static bool say_several(Inquiry *why, const Question *question)
{
    Text levels = text_open(why->arena);
    size_t count = 0;
    uint64_t row;
    for (size_t i = 0; i < question->count; i++) {
        const Place *place = question->subjects[i].place;
        if (place->kind == PLACE_GROUP) place = place->group->level;
        if (!level_row(why, place, question->key, &row)) continue;
        text_printf(&levels, "%s%S", count++ ? ", " : "",
                    place->kind == PLACE_NATION ? STR("nation") : place->name);
    }
    Str args[] = { str_printable(why->arena, question->key, 80), text_str(&levels) };
    diag_add(why->diags, D_WHY_SEVERAL, args, COUNT_OF(args));
    return false;
}

bool why_find(Inquiry *why)
{
    for (size_t i = 0; i < why->question_count; i++) {
        const Question *question = &why->questions[i];
        Search s = search(why, question);
        if (s.matches == 0) return say_key(why, question, &s);
        if (s.matches > 1) return say_several(why, question);
        if (s.subject->place->kind != PLACE_GROUP) {
            add_figure(why, question, s.subject, s.row);
        } else if (!add_groups(why, question, s.subject, s.row)) {
            s.no_split = true;
            return say_key(why, question, &s);
        }
    }
    return true;
}
