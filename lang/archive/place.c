/* place.c -- see place.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/place.h"
#include "result/support.h"

static bool take(const Program *program, uint32_t column, Str words, Span *span, Str *title)
{
    if (column == NONE) return false;
    *span = program->columns[column].span;
    *title = words;
    return true;
}

static bool of_measure(const Program *program, const MeasureOut *m, const Move *move, Span *span,
                       Str *title)
{
    uint32_t column = move->kind == MOVE_BAND ? m->band : m->value;
    if (column == NONE) column = m->lower;
    if (column == NONE) column = m->band;
    return str_eq(m->name, move->measure) && take(program, column, m->title, span, title);
}

static bool of_level(const Program *program, const LevelOut *level, const Move *move, Span *span,
                     Str *title)
{
    for (uint32_t i = 0; i < level->measure_count; i++)
        if (of_measure(program, &level->measures[i], move, span, title)) return true;
    for (uint32_t i = 0; i < level->power_count; i++)
        if (str_eq(level->powers[i].name, move->column))
            return take(program, level->powers[i].open, level->powers[i].title, span, title);
    if (move->kind != MOVE_FINDING) return false;
    for (uint32_t i = 0; i < level->review_count; i++) {
        const ReviewOut *review = &level->reviews[i];
        Str name = review->name;
        bool only = level->review_count == 1;
        if (only || (move->column.len > name.len && move->column.at[name.len] == '.' &&
                     memcmp(move->column.at, name.at, name.len) == 0))
            return take(program, review->finding, review->title, span, title);
    }
    return false;
}

/* Whether the key begins with this part; takes it and the mark behind it off. */
static bool takes_part(Str *key, Str part)
{
    if (key->len <= part.len || key->at[part.len] != MOVE_PART ||
        memcmp(key->at, part.at, part.len) != 0)
        return false;
    *key = str_slice(*key, part.len + 1, key->len);
    return true;
}

/* The measure and the figure stand at the front of the key. */
static bool of_nation(const Program *program, const Move *move, Span *span, Str *title)
{
    for (uint32_t i = 0; i < program->nation_count; i++) {
        const NationOut *figure = &program->nation[i];
        Str key = move->key;
        if (takes_part(&key, figure->measure) && takes_part(&key, figure->name))
            return take(program, figure->column, STR_EMPTY, span, title);
    }
    return false;
}

/* The name of the support stands at the front of the key. */
static bool of_support(const Program *program, const Move *move, Span *span, Str *title)
{
    for (uint32_t i = 0; i < program->support_count; i++) {
        const SupportOut *support = &program->supports[i];
        Str key = move->key;
        if (takes_part(&key, support->name))
            return take(program, support->seeks, support->title, span, title);
    }
    return false;
}

bool place_of(const Program *program, const Move *move, Span *span, Str *title)
{
    if (str_eq(move->file, STR("nation.csv"))) return of_nation(program, move, span, title);
    if (str_eq(move->file, STR(SUPPORT_NAME))) return of_support(program, move, span, title);
    for (uint32_t i = 0; i < program->level_count; i++)
        if (str_eq(program->levels[i].file, move->file))
            return of_level(program, &program->levels[i], move, span, title);
    return false;
}
