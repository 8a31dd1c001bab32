/* heading.h -- the first bytes and the heading row of a file: is it a CSV file, and which column is
 * which.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_HEADING_H
#define LUSTRUM_TABLE_HEADING_H

#include "table/reader.h"
#include "table/table.h"

typedef struct Heading {
    Str file; /* as the user named it */
    Str *names;
    uint32_t count;
    size_t bom;  /* bytes of the byte-order mark: 0 or 3 */
    size_t used; /* bytes of the row with its line end (also a made one), without the mark */
    uint64_t lines;
    bool crlf;
    bool guarded; /* of people: a row that is no heading row may hold their names */
    bool endless; /* the file ends with the headings, and without a line feed */
} Heading;

/* Tells what the file is if it is no CSV file at all; false then. */
bool heading_sniff(Diags *diags, const RecordSchema *schema, const Heading *heading, Str start);

/* Reads the heading row from the file's first block.  False when it cannot be read, which is then
 * told. */
bool heading_read(Diags *diags, const RecordSchema *schema, const Block *block, Arena *arena,
                  Heading *heading);

/* Finds the columns of all fields and of `rows where`.  plan->fields have their schemas; columns,
 * heading and where_column are filled in.  False when one is not there, which is then told. */
bool heading_match(Diags *diags, const LoadJob *job, const Heading *heading, FilePlan *plan,
                   Arena *arena);

#endif
