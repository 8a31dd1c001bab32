/* csv_inner.h -- the inside of a Csv, shared by csv.c (the slow lane, over libcsv, and the choice)
 * and csv_fast.c. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_CSV_INNER_H
#define LUSTRUM_TABLE_CSV_INNER_H

#include "table/csv.h"
#include "table/split.h"

/* A growing array of u32 that stays from block to block. */
typedef struct Numbers {
    uint32_t *at;
    size_t cap;
} Numbers;

/* A record as libcsv gave it: cells [first, first + cells) of Slow.end. */
typedef struct SlowRecord {
    uint32_t first, cells, line, size, had; /* had: cells before a short row was filled up */
} SlowRecord;

typedef struct CsvBuffers {
    SplitPlaces places;
    SplitFind *find; /* the best way that this processor has */
    Numbers start, record, line, size, cells;
    char *text;  /* the slow lane's cells */
    char *field; /* libcsv's cell buffer */
    size_t text_cap, field_cap;
    uint32_t cr; /* the fast lane's last block: bytes of a line end before its line feed */
    bool quotes; /* ... it had quotes, so the next is likely to have some */
    SlowRecord *records;
    size_t record_cap;
    Str *odd; /* cells of the odd records */
    size_t odd_cap;
} CsvBuffers;

/* Nothing of a block before is left. */
void csv_forget(Csv *csv);
/* Makes room for count numbers; what was there is gone. */
uint32_t *csv_room(Csv *csv, Numbers *numbers, size_t count);
/* Makes room for bytes in the text of our own. */
void csv_text_room(Csv *csv, size_t bytes);

#endif
