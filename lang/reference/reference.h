/* reference.h -- frozen references: the national passes of a run as a small file of exact values,
 * and what a later review does with one.
 *
 * The text says whether national figures are made or taken (`uses reference of 2025/26`); a command
 * says where the file is, or that it is compared with what is made.  A reference is a list like any
 * other beside the data (table/list.h): columns what, name, figure, group, value, reason.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_REFERENCE_H
#define LUSTRUM_REFERENCE_H

#include "reference/passes.h"
#include "review/work.h"

/* Rules that made figures: those that hold in the year first, as record 0. */
typedef struct Maker {
    uint64_t record; /* of the seal log */
    Str meaning;     /* hash of what they mean */
} Maker;

typedef struct Reference {
    Str framework;
    int edition, year;
    PassRow *rows;
    size_t row_count;
    Maker *makers;
    size_t maker_count;
    uint64_t records; /* official: how many the seal log had, and the hash of the last; else 0 */
    Str last;
    FileLedger file;
    Str path;
} Reference;

/* What a review does with one; zero: it makes its own figures. */
struct ReferenceUse {
    ReferenceNote note; /* for summary, manifest and ledger */
    Reference *reference;
    const Reference *own; /* its figures of the rules that run, of its year; NULL: it has none */
    Passes *passes;       /* of the year's model, when they are compared */
    const Model *model;
    Span span;
};

/* Whether options or text want a reference, as far as the framework tells. */
bool reference_wanted(const Work *work);
/* Before the year's program is made: reads and judges the reference that is wanted, and puts the
 * figures in, or asks for those to compare.  False after a message. */
bool reference_extend(Work *work, Model *model);
/* Whether the figures of the very year stand in a reference, so that the data may be a part of all.
 */
bool reference_of_part(const Work *work);
/* Hash of what the rules of a model mean. */
Str reference_meaning(Arena *arena, Model *model);
/* After the run: compares what was made; differences are told. */
void reference_compare(Work *work);

/* ---- read.c ---- */

/* Reads the file at path; NULL after messages.  Lives in work's data arena. */
Reference *reference_read(Work *work, Str path, Span span);
/* 2025 of 2025/26; 0 of what is no school year. */
int reference_year(Str text);
/* A number of at most nine digits; 0 of anything else. */
uint64_t reference_number(Str text);

/* ---- signed.c ---- */

/* Whether the signatures beside it, if there are any, fit it and are of keys that the work's seal
 * has, or its options name; where none is beside one that sealed rules use, a note says so.  False
 * after a message. */
bool reference_signed(Work *work, const Reference *reference, bool used);

/* ---- section.c ---- */

/* What the first column says of a row. */
Str section_what(Arena *arena, const PassRow *row);
/* Takes it apart again: what is left is "nation", "group", "meaning" ... */
Str section_read(Str what, int *year, uint64_t *record);
/* A reference with the rows of one record and year alone. */
Reference *section_of(Arena *arena, const Reference *reference, uint64_t record, int year);
/* Whether rules of that meaning made some of its figures; *record says which these are. */
bool section_made_by(const Reference *reference, Str meaning, uint64_t *record);
/* Whether the figures fit rules of another meaning: both are of one seal log, and no measure whose
 * figures they are was amended in between.  False after a message. */
bool section_fits(Work *work, const Passes *passes, const Reference *reference, Str name);

/* ---- use.c ---- */

/* Puts the reference's figures in the place of the passes of the model.  A group that it lacks is
 * missing with a reason of its own, but where it is of the model's own year: then as what is asked
 * of a group that no row is of.  Where it `may_lack` figures, as of a year of which not all are
 * read, those are made.  False after a message. */
bool reference_put(Model *model, const Passes *passes, const Reference *reference, bool may_lack,
                   Span span, Diags *diags);

/* ---- write.c ---- */

/* The file of a finished run. */
Str reference_text(Arena *arena, const Work *work, const Maker *makers, size_t maker_count,
                   const PassRows *rows);

#endif
