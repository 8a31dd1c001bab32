/* lines.c -- see lines.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "desk/lines.h"

enum { CONTEXT = 3, MOST_EDITS = 2000 };

typedef struct Lines {
    Str *at; /* each with its line end, if it has one */
    size_t count, cap;
} Lines;

/* One line of the way from a to b. */
typedef struct Edit {
    char sign; /* ' ' both, '-' of a, '+' of b */
    uint32_t a, b;
} Edit;

typedef struct Way {
    Arena *arena;
    Lines a, b;
    int32_t **reached; /* per number of edits: how far each diagonal came */
    Edit *edits;       /* backwards while they are found */
    size_t count, cap;
} Way;

static Lines split(Arena *arena, Str text)
{
    Lines lines = { 0 };
    for (size_t start = 0, i = 0; i < text.len; i++) {
        if (text.at[i] != '\n' && i + 1 < text.len) continue;
        GROW(arena, lines.at, lines.count, lines.cap);
        lines.at[lines.count++] = str_slice(text, start, i + 1);
        start = i + 1;
    }
    return lines;
}

static bool same(const Way *way, int32_t a, int32_t b)
{
    return a < (int32_t)way->a.count && b < (int32_t)way->b.count &&
           str_eq(way->a.at[a], way->b.at[b]);
}

/* How far diagonal k comes with d edits, from what d - 1 edits reached. */
static int32_t furthest(const Way *way, int32_t d, int32_t k)
{
    const int32_t *before = d ? way->reached[d - 1] + d - 1 : NULL;
    int32_t a = 0;
    if (d) {
        bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
        a = down ? before[k + 1] : before[k - 1] + 1;
    }
    while (a - k >= 0 && same(way, a, a - k)) a++;
    return a;
}

static bool is_there(const Way *way, int32_t a, int32_t k)
{
    return a >= (int32_t)way->a.count && a - k >= (int32_t)way->b.count;
}

/* The fewest edits; -1 when there are more than MOST_EDITS. */
static int32_t search(Way *way)
{
    way->reached = NEW_ARRAY(way->arena, int32_t *, MOST_EDITS + 1);
    for (int32_t d = 0; d <= MOST_EDITS; d++) {
        way->reached[d] = NEW_ARRAY(way->arena, int32_t, (size_t)(2 * d + 1));
        for (int32_t k = -d; k <= d; k += 2) {
            int32_t a = furthest(way, d, k);
            way->reached[d][d + k] = a;
            if (is_there(way, a, k)) return d;
        }
    }
    return -1;
}

static void add(Way *way, char sign, int32_t a, int32_t b)
{
    GROW(way->arena, way->edits, way->count, way->cap);
    way->edits[way->count++] = (Edit){ sign, (uint32_t)a, (uint32_t)b };
}

/* The edits, last first, along the way that the search found. */
static void walk_back(Way *way, int32_t d)
{
    int32_t a = (int32_t)way->a.count, b = (int32_t)way->b.count;
    for (; d > 0; d--) {
        const int32_t *before = way->reached[d - 1] + d - 1;
        int32_t k = a - b;
        bool down = k == -d || (k != d && before[k - 1] < before[k + 1]);
        int32_t from_k = down ? k + 1 : k - 1, from = before[from_k];
        int32_t after = down ? from : from + 1;
        for (; a > after; a--, b--) add(way, ' ', a - 1, b - 1);
        if (down)
            add(way, '+', a, --b);
        else
            add(way, '-', --a, b);
    }
    for (; a > 0; a--, b--) add(way, ' ', a - 1, b - 1);
}

static void replace_all(Way *way)
{
    int32_t a = (int32_t)way->a.count, b = (int32_t)way->b.count;
    while (b > 0) add(way, '+', a, --b);
    while (a > 0) add(way, '-', --a, 0);
}

static void put_line(Text *text, char sign, Str line)
{
    text_byte(text, sign);
    text_add(text, line);
    if (line.len && line.at[line.len - 1] == '\n') return;
    text_add(text, STR("\n\\ No newline at end of file\n"));
}

/* A hunk: the edits [from, to) of the way, which stands in order now. */
static void put_hunk(const Way *way, Text *text, size_t from, size_t to)
{
    uint64_t of_a = 0, of_b = 0;
    for (size_t i = from; i < to; i++) {
        of_a += way->edits[i].sign != '+';
        of_b += way->edits[i].sign != '-';
    }
    uint64_t first_a = way->edits[from].a + (of_a ? 1 : 0);
    uint64_t first_b = way->edits[from].b + (of_b ? 1 : 0);
    text_printf(text, "@@ -%u,%u +%u,%u @@\n", first_a, of_a, first_b, of_b);
    for (size_t i = from; i < to; i++) {
        const Edit *edit = &way->edits[i];
        put_line(text, edit->sign, edit->sign == '+' ? way->b.at[edit->b] : way->a.at[edit->a]);
    }
}

static void put_hunks(const Way *way, Text *text)
{
    for (size_t i = 0; i < way->count;) {
        while (i < way->count && way->edits[i].sign == ' ') i++;
        if (i == way->count) return;
        size_t from = i > CONTEXT ? i - CONTEXT : 0, last = i;
        for (; i < way->count && i <= last + 2 * CONTEXT + 1; i++)
            if (way->edits[i].sign != ' ') last = i;
        size_t to = last + 1 + CONTEXT < way->count ? last + 1 + CONTEXT : way->count;
        put_hunk(way, text, from, to);
        i = to;
    }
}

Str lines_difference(Arena *arena, Str name, Str from, Str to)
{
    if (str_eq(from, to)) return STR_EMPTY;
    Way way = { .arena = arena, .a = split(arena, from), .b = split(arena, to) };
    int32_t edits = search(&way);
    if (edits < 0)
        replace_all(&way);
    else
        walk_back(&way, edits);
    for (size_t i = 0; i < way.count / 2; i++) {
        Edit swap = way.edits[i];
        way.edits[i] = way.edits[way.count - 1 - i];
        way.edits[way.count - 1 - i] = swap;
    }
    Text text = text_open(arena);
    text_printf(&text, "--- %S\n+++ %S\n", name, name);
    put_hunks(&way, &text);
    return text_str(&text);
}
