/* impact.h -- two frameworks run on the same data: whose values, bands, findings and powers move,
 * and by which change.
 *
 * Each version's results are kept as texts, as the level files print them; what is withheld there
 * is withheld here, and rows with a personal key are in neither.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_MEANING_IMPACT_H
#define LUSTRUM_MEANING_IMPACT_H

#include "meaning/diff/diff.h"
#include "review/work.h"

typedef enum { OUT_VALUE, OUT_BAND, OUT_FINDING, OUT_POWER, OUT_KINDS } OutKind;
extern const char *const out_kind_word[OUT_KINDS];

typedef struct OutColumn {
    Str name;
    OutKind kind;
} OutColumn;

/* What the rows of a level are. */
typedef enum {
    ROWS_UNITS,  /* schools, trusts, regions; the nation, where it is judged */
    ROWS_GROUPS, /* a split: the groups of a unit, or of the nation */
    ROWS_NATION, /* national figures, each with its group where there are several */
    ROWS_KINDS
} RowsKind;

/* A unit: its key, its name, where it belongs (a text for each OutLevel.groups), its cells. */
typedef struct OutRow {
    Str key, name;
    Str *groups, *cells;
} OutRow;

typedef struct OutLevel {
    Str name; /* "School", "School.attainment.by.sex", "nation" */
    RowsKind kind;
    Str *groups; /* links and printable context codes of the record; of a split what it is by */
    size_t group_count;
    OutColumn *columns;
    size_t column_count;
    OutRow *rows; /* by key */
    size_t row_count;
} OutLevel;

typedef struct Outcome {
    OutLevel *levels;
    size_t level_count;
} Outcome;

/* A cell that differs. */
typedef struct Move {
    const OutLevel *level; /* of the version that has the unit */
    const OutRow *row;
    Str column;
    OutKind kind;
    Str before, after;
} Move;

typedef struct Moves {
    Move *items;
    size_t count, cap;
    size_t rows[ROWS_KINDS];   /* how many units, groups and national figures have one */
    size_t of_kind[OUT_KINDS]; /* how many units have one of that kind */
} Moves;

/* Changes that were applied together, and what moved. */
typedef struct Applied {
    size_t *changes; /* of Diff.changes */
    size_t change_count;
    bool whole; /* not possible alone: with all other changes of its declaration */
    bool ran;   /* else `why` it was not run without the others */
    const char *why;
    Moves moves;
} Applied;

typedef struct Impact {
    Arena *arena;
    int year;
    Diff diff;
    Outcome old, new;
    Moves together;
    Applied *applied;
    size_t applied_count;
    bool read_again;  /* the data were read more than once */
    int amended_from; /* the first year of the new rules' new amendments; 0: there are none */
    bool not_yet;     /* ... and that is after the year: the old rules hold in it */
} Impact;

/* ---- take.c ---- */
Outcome outcome_take(Arena *arena, Arena *scratch, const Work *work);
void moves_find(Arena *arena, const Outcome *old, const Outcome *new, Moves *out);

/* ---- apply.c ---- */
/* Which changes are applied together, each with others of its declaration where need be. */
void applied_plan(Arena *arena, Impact *impact);
/* The old text with those changes made; at NULL where they cannot be made alone. */
Str applied_text(Arena *arena, const Impact *impact, const Applied *applied);

/* ---- print.c ---- */
Str impact_text(Arena *arena, const Impact *impact);
Str impact_json(Arena *arena, const Impact *impact);
Str impact_html(Arena *arena, const Impact *impact);

#endif
