/* judge.h -- what a column looks like, and what of it may be shown.
 *
 * Data are about children, and nobody has said yet which columns are.  So of a column whose heading
 * or values look like those of a person nothing is shown; of any other a text only where it stands
 * in at least JUDGE_FEW rows, or is a mark that everybody knows; numbers only as bars; dates only
 * as years.  spec/screen.md says the same in words.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_SCREEN_JUDGE_H
#define LUSTRUM_SCREEN_JUDGE_H

#include "screen/screen.h"

enum { JUDGE_FEW = 10, JUDGE_LISTED = 8 };

typedef enum {
    LOOKS_EMPTY,
    LOOKS_WHOLE,
    LOOKS_NUMBER,
    LOOKS_PERCENT,
    LOOKS_DATE,
    LOOKS_YEAR,
    LOOKS_YESNO,
    LOOKS_CODE,
    LOOKS_TEXT
} Looks;

/* A column as it may be told. */
typedef struct Told {
    const ScreenColumn *column;
    Looks looks;
    bool personal;
    bool key, nearly_key; /* it tells rows apart; all but a few */
    uint64_t filled;
    Str form;       /* of dates and school years: a sample; empty for the usual one */
    bool ambiguous; /* of dates: day or month may come first */
    bool ranged;    /* low, high and bars may be shown */
    int64_t low, high, unit;
    ScreenBars bars;
    ScreenValue *values; /* those that may be shown, the most frequent first */
    size_t value_count;
    uint64_t other_values, other_rows; /* those that may not; only of LOOKS_CODE and LOOKS_YESNO */
    ScreenValue *marks;                /* texts among numbers, dates or years that may be shown */
    size_t mark_count;
    uint64_t other_marks; /* rows of those that may not */
} Told;

/* All columns of a file. */
Told *judge_columns(Arena *arena, const ScreenFile *file);
/* The word for what a column looks like: "whole number". */
Str judge_word(Arena *arena, const Told *told);
/* What a mark that everybody knows means, as the name of a reason; empty when it is none. */
Str judge_mark(Str text);
/* Millionths as a number. */
Str judge_number(Arena *arena, int64_t value, bool grouped);
/* The first of two texts that mean yes and no. */
bool judge_yes_no(const ScreenColumn *column, Str *yes, Str *no);
/* The column that tells rows apart best; -1 when none does. */
int judge_key(const Told *told, uint32_t count);
bool judge_of_persons(const Told *told, uint32_t count);

typedef struct ScreenWords {
    Arena *arena;
    const Screen *screen;
    Told **told; /* of each file */
    bool ascii;
} ScreenWords;
Str screen_text(const ScreenWords *words);
Str screen_json(const ScreenWords *words);
/* Record declarations, not laid out yet. */
Str screen_draft(const ScreenWords *words);

#endif
