/* load.h -- shared by the files that make tables: from a file (load.c), from cells (given.c).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_LOAD_H
#define LUSTRUM_TABLE_LOAD_H

#include "table/heading.h"
#include "table/stitch.h"

typedef struct Loader {
    const LoadJob *job;
    Tables tables;
    bool *done;    /* per record */
    bool *broken;  /* per record: not read whole, so its children are not told about it */
    Dict const **names; /* per record named by another's field: its keys, in order */
    Reader reader; /* of the file being read */
    bool reading;
    Guard guard;
    Arena scratch; /* closed after every use */
} Loader;

/* What reading a field of record needs to know, but for its columns. */
FieldPlan load_field_plan(const Loader *loader, size_t record, size_t field);
/* The rows of every record that is named by a field of `source`, from the texts of that field. */
void load_named(Loader *loader, size_t source);
/* Notes matched and unmatched of a link column, and parents with and without children. */
void load_link_ledger(Loader *loader, size_t record, size_t field);
/* After all columns stand: keys, order, links. */
void load_finish(Loader *loader, size_t record, Keys *keys);

#endif
