/* stitch.h -- the pieces of a file put together into columns.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_STITCH_H
#define LUSTRUM_TABLE_STITCH_H

#include "table/reader.h"
#include "table/table.h"

/* How many rows the parts of reader have. */
uint64_t stitch_rows(const Reader *reader);

/* Before anything is put together: the workers of pool (NULL: the caller alone) will do it. */
void stitch_open(Reader *reader, Pool *pool);

/* Fills table->columns[field] from the pieces of all parts, and gives their memory back.  Texts
 * become atoms; entries and, for a link read as a dictionary, parents are numbered in the order of
 * the bytes of their texts (then dict has those texts, and the column is TYPE_ROW). */
/* What the links of a field come to, before its column is put together. */
LinkSum stitch_links(const Reader *reader, size_t field);
void stitch_column(Reader *reader, size_t field, Table *table, Arena *arena, Atoms *atoms);

/* The keys of all rows, long ones in one pool. */
Keys *stitch_keys(Reader *reader, uint64_t rows, size_t parts, Arena *arena);

/* Spreadsheet rows, where they are not simply row + 2; else NULL. */
uint32_t *stitch_file_rows(const Reader *reader, uint64_t rows, Arena *arena);

#endif
