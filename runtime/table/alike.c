/* alike.c -- see alike.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table/alike.h"
#include "column.h"
#include "limit.h"

typedef struct Letter {
    uint16_t from, to[4];
} Letter;

static const Letter letters[] = {
#define LETTER(from, a, b, c, d) { from, { a, b, c, d } },
#include "table/letter.def"
#undef LETTER
};

/* The row of the table for a character; NULL when it is its own form. */
static const Letter *letter_of(uint32_t point)
{
    size_t low = 0, high = COUNT_OF(letters);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (letters[middle].from < point)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT_OF(letters) && letters[low].from == point ? &letters[low] : NULL;
}

static bool is_accent(uint32_t point)
{
    return point >= 0x300 && point < 0x370;
}

/* Adds a character; an accent goes before those of its letter that have a greater number. */
static void put(uint32_t *points, size_t *count, uint32_t point)
{
    size_t at = (*count)++;
    for (; is_accent(point) && at && is_accent(points[at - 1]) && points[at - 1] > point; at--)
        points[at] = points[at - 1];
    points[at] = point;
}

static bool is_plain(Str key)
{
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.at[i];
        if (c >= 0x80 || (c >= 'A' && c <= 'Z')) return false;
    }
    return true;
}

Str alike_form(Str key, char room[ALIKE_ROOM])
{
    if (is_plain(key) || key.len > ALIKE_LONGEST) return key;
    uint32_t points[ALIKE_LONGEST * 4], point;
    size_t count = 0, used = 0;
    for (size_t i = 0; i < key.len;) {
        i += str_character(key, i, &point);
        const Letter *letter = point < 0x10000 ? letter_of(point) : NULL;
        if (point >= 'A' && point <= 'Z') point += 32;
        if (!letter) put(points, &count, point);
        for (size_t k = 0; letter && k < COUNT_OF(letter->to) && letter->to[k]; k++)
            put(points, &count, letter->to[k]);
    }
    for (size_t i = 0; i < count; i++) used += str_put_character(room + used, points[i]);
    return (Str){ room, used };
}

/* The place of the first row with that form, or where it would be put. */
static uint32_t first_place(const Alikes *alikes, Str form)
{
    char room[ALIKE_ROOM];
    uint32_t i = (uint32_t)str_hash(form, alikes->keys->seed) & alikes->mask;
    while (alikes->slot[i] &&
           !str_eq(alike_form(keys_text(alikes->keys, alikes->slot[i] - 1), room), form))
        i = (i + 1) & alikes->mask;
    return i;
}

Alikes alikes_open(const Keys *keys, Arena *scratch)
{
    Alikes alikes = { .keys = keys };
    if (keys->rows > LIMIT_ALIKE) return alikes;
    char room[ALIKE_ROOM];
    uint32_t changed = 0, slots = 64;
    for (uint32_t row = 0; row < keys->rows; row++) changed += !is_plain(keys_text(keys, row));
    while (slots < changed * 2) slots *= 2;
    alikes.mask = slots - 1;
    alikes.slot = arena_big(scratch, sizeof(uint32_t) * slots);
    for (uint32_t row = 0; changed && row < keys->rows; row++) {
        Str key = keys_text(keys, row), form = alike_form(key, room);
        if (str_eq(form, key)) continue;
        uint32_t i = first_place(&alikes, form);
        if (!alikes.slot[i]) alikes.slot[i] = row + 1;
    }
    return alikes;
}

uint32_t alikes_find(const Alikes *alikes, uint32_t row)
{
    char room[ALIKE_ROOM];
    Str key = keys_text(alikes->keys, row), form = alike_form(key, room);
    if (str_eq(form, key)) return NO_ROW;
    uint32_t found = keys_find(alikes->keys, form);
    if (found == NO_ROW && alikes->slot) found = alikes->slot[first_place(alikes, form)] - 1;
    return found == row ? NO_ROW : found;
}
