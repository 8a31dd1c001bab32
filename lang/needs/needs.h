/* needs.h -- which data a framework asks for, and what each column is needed for.
 *
 * A column is needed in the years in which a measure, review, power, goal or `reconcile` comes to
 * read it, through any chain of definitions; keys, links and what is printed beside a key are
 * needed in any case.  Declared columns that nothing reads are not asked for.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_NEEDS_H
#define LUSTRUM_NEEDS_H

#include "check/parts.h"

typedef enum {
    READER_MEASURE,
    READER_DERIVE,
    READER_REVIEW,
    READER_POWER,
    READER_GOAL,
    READER_RECONCILE,
    READER_SUPPORT
} ReaderKind;

typedef struct Reader {
    ReaderKind kind;
    size_t order; /* among those of its kind in the framework */
    Str name, title;
} Reader;

/* What something is called in the school years first..last. */
typedef struct Spell {
    int first, last;
    Str text;
} Spell;

typedef struct Spells {
    Spell *items;
    size_t count;
} Spells;

typedef struct NeedColumn {
    const Field *field;
    const FieldSchema *schema; /* of the last year that is asked for */
    bool *read;                /* a year each: something reads the file of that year */
    bool asked;                /* read in some year, or needed in any case */
    Spells headings;           /* of the years in which there is such a column; the parts of a key
                                * of several columns are joined by " + " */
    Reader *readers;           /* by kind and order, each once */
    size_t reader_count, reader_cap;
} NeedColumn;

typedef struct NeedFile {
    const Record *record;
    const RecordSchema *schema;
    Spells names;
    NeedColumn *columns;
    size_t column_count;
} NeedFile;

typedef struct Needs {
    Arena *arena;
    Model **models; /* of the years whose data are asked for, in order */
    size_t model_count;
    NeedFile *files; /* records with a file of their own */
    size_t file_count;
} Needs;

/* What the year number `only` of the models needs (SIZE_MAX: all of them), with what it reads of
 * the years before. */
Needs needs_of(Arena *arena, Model **models, size_t count, size_t only);

/* ---- words.c: a column in words ---- */

/* "ks2_reading" as "ks2 reading". */
Str needs_name(Arena *arena, Str name);
/* "a School", "an Authority". */
Str needs_one(Arena *arena, Str name);
/* "whole number from 59 to 120, in points", "one of the codes of ks4_points". */
Str needs_kind(const Needs *needs, const NeedColumn *column);
/* "2025/26 to 2029/30" of the years with such a column; empty when that is every year. */
Str needs_years(const Needs *needs, const NeedColumn *column);
/* The years in which something reads it, likewise; empty for what is needed in any case. */
Str needs_read_years(const Needs *needs, const NeedFile *file, const NeedColumn *column);
/* What it is for besides being read: "tells the rows apart", "says to which School ..."; or empty.
 */
Str needs_place(const Needs *needs, const NeedFile *file, const NeedColumn *column);
/* `"" means no ks2 result; ...`, or empty. */
Str needs_missing(const Needs *needs, const NeedColumn *column);
/* How the file is written, where that is not the usual: "separated by ;". */
Str needs_form(const Needs *needs, const NeedFile *file);
/* The readers of a kind: `Attainment 8, Progress 8`; or empty. */
Str needs_readers(const Needs *needs, const NeedColumn *column, ReaderKind kind);
/* All that it is needed for, in a sentence or two. */
Str needs_why(const Needs *needs, const NeedFile *file, const NeedColumn *column);
const char *needs_reader_word(ReaderKind kind);
bool needs_personal(const NeedColumn *column);

/* ---- letter.c, table.c: the request as text, CSV and JSON ---- */
Str needs_text(const Needs *needs);
Str needs_csv(const Needs *needs);
Str needs_json(const Needs *needs, Str path);

#endif
