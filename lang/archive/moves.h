/* moves.h -- what differs between two files of results, cell by cell, rows matched by their keys.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_MOVES_H
#define LUSTRUM_ARCHIVE_MOVES_H

#include "archive/cells.h"
#include "archive/kept.h"

/* A byte that no cell of ours holds. */
#define MOVE_PART '\x1f'

typedef enum { MOVE_FIGURE, MOVE_BAND, MOVE_FINDING, MOVE_POWER, MOVE_OTHER, MOVE_KINDS } MoveKind;

/* A cell that is not what it was; of a row or column that came or went as a whole, one for all. */
typedef struct Move {
    MoveKind kind;
    Str file, key, name; /* the row: its key's parts and its names, joined by MOVE_PART */
    Str column;          /* the heading; empty: the whole row */
    Str measure;         /* of a figure or band; else empty */
    Str before, after;
    bool came, went; /* the row, or the column where key is empty */
} Move;

typedef struct Moves {
    Arena *arena;
    Move *items;
    size_t count, cap;
} Moves;

/* Adds what differs, in the order of key bytes and then of columns.  `file` names the keys. */
void moves_add(Moves *moves, const KeptFile *file, const Cells *before, const Cells *after);

/* A key or names for people: parts with " / " between them. */
Str moves_words(Arena *arena, Str parts);

#endif
