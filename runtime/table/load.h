/* load.h -- shared by the files that make tables: from a file (load.c), from cells (given.c).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_LOAD_H
#define LUSTRUM_TABLE_LOAD_H

#include "table/heading.h"
#include "table/stitch.h"

typedef struct Corrections Corrections; /* table/correction.h */

typedef struct Loader {
    const LoadJob *job;
    Tables tables;
    bool *done;    /* per record */
    bool *broken;  /* per record: not read whole, so its children are not told about it */
    Reader reader; /* of the file being read */
    bool reading;
    FileTime *time; /* of that file; NULL when nobody asks */
    Guard guard;
    Arena scratch;            /* closed after every use */
    Corrections *corrections; /* NULL: none */
    const Table *linked;      /* the table that was put together last ... */
    LinkSum *links;           /* ... and what its links came to while they were read, per field */
} Loader;

/* A loader with empty tables for every record. */
void load_open(Loader *loader, const LoadJob *job);
/* Runs body(arg) with the arenas of the job escaping to here, so that an open file is closed first.
 */
Why load_guarded(Loader *loader, void (*body)(void *), void *arg);
/* Whether every parent of record is loaded, but for those that its own rows name. */
bool load_is_ready(const Loader *loader, size_t record);
/* Whether the record's rows are people, or belong to people. */
bool load_is_of_people(const LoadJob *job, const RecordSchema *schema);
/* A file of the job's folder. */
Str load_path(const LoadJob *job, Str name);
/* What reading a field of record needs to know, but for its columns. */
FieldPlan load_field_plan(const Loader *loader, size_t record, size_t field);
/* The rows of every record that is named by a field of `source`, from the texts of that field. */
void load_named(Loader *loader, size_t source);
/* After all columns stand: keys, order, links. */
void load_finish(Loader *loader, size_t record, Keys *keys);

#endif
