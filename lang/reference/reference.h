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

typedef struct Reference {
    Str framework;
    int edition, year;
    PassRow *rows;
    size_t row_count;
    Str meaning; /* hash of what the rules that made it mean */
    FileLedger file;
} Reference;

/* What a review does with one; zero: it makes its own figures. */
struct ReferenceUse {
    ReferenceNote note; /* for summary, manifest and ledger */
    Reference *reference;
    Passes *passes; /* of the year's model, when they are compared */
    const Model *model;
    Span span;
};

/* Whether options or text want a reference; then it is read and judged.  False after a message. */
bool reference_prepare(Work *work);
/* Whether the figures of the very year stand in a reference, so that the data may be a part of all.
 */
bool reference_of_part(const Work *work);
/* Before the year's program is made: puts the figures in, or asks for those to compare. */
bool reference_extend(Work *work, Model *model);
/* After the run: compares what was made; differences are told. */
void reference_compare(Work *work);

/* ---- read.c ---- */

/* Reads the file at path; NULL after messages.  Lives in work's data arena. */
Reference *reference_read(Work *work, Str path, Span span);
/* 2025 of 2025/26; 0 of what is no school year. */
int reference_year(Str text);

/* ---- use.c ---- */

/* Puts the reference's figures in the place of the passes of the model.  A group that it lacks is
 * missing with a reason of its own, but where it is of the model's own year: then as what is asked
 * of a group that no row is of.  False after a message. */
bool reference_put(Model *model, const Passes *passes, const Reference *reference, Span span,
                   Diags *diags);

/* ---- write.c ---- */

/* The file of a finished run. */
Str reference_text(Arena *arena, const Work *work, Str meaning, const PassRow *rows, size_t count);

#endif
