/* unpack.h -- the inside of reading a pack: a year on its way into tables, for read.c (tables,
 * keys), read_ledger.c (what the ledger says) and read_array.c (arrays: fetched, hashed, judged).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_PACK_UNPACK_H
#define LUSTRUM_PACK_UNPACK_H

#include "pack/cursor.h"
#include "table/key.h"
#include "table/load.h"
#include <stdatomic.h>

/* What the values of an array are judged by. */
typedef enum {
    JUDGE_NOTHING,
    JUDGE_BELOW,  /* 1, 2 or 4 bytes: below `limit` */
    JUDGE_ROW,    /* 4 bytes: below `limit`, or NO_ROW */
    JUDGE_WITHIN, /* 8 bytes, signed: from -limit to limit */
    JUDGE_REASON  /* 1 byte: numbers of the pack, turned into ours */
} Judge;

/* How an array stands in the pack, and what its values must be. */
typedef struct Form {
    uint64_t rows;         /* items, unless there are none; UINT64_MAX: any number of them */
    uint8_t width, stored; /* bytes of an item in memory, and in the pack (fewer: a whole number) */
    Judge judge;
    uint64_t limit;
} Form;

typedef struct Fetch {
    char *to;
    uint64_t offset, bytes; /* in the pack */
    const char *digits;     /* of the blocks */
    Form form;
    size_t first; /* of its blocks among all */
} Fetch;

/* A column of parents that come in order, of which the pack has the end of each one's children. */
typedef struct Ends {
    Column *column;
    const uint32_t *end; /* [parents] the row after its last child */
    uint64_t parents;
} Ends;

/* Reasons of few rows, of which the pack has the rows and their reasons. */
typedef struct Few {
    Column *column;
    const uint32_t *row;
    const uint8_t *reason;
    uint64_t count;
} Few;

/* Texts one after the other, and where each ends. */
typedef struct Texts {
    const uint64_t *end;
    const char *at;
    uint64_t rows, len;
} Texts;

/* A column of numbers of many digits, which stand as texts until all arrays are here. */
typedef struct Lengthy {
    Column *column;
    Texts texts;
} Lengthy;

typedef struct Unpacking {
    const Pack *pack;
    const LoadJob *job;
    Loader *loader;
    Cursor in;
    Fetch *fetch;
    size_t count, cap, blocks;
    Lengthy *lengthy;
    size_t lengthy_count, lengthy_cap;
    Ends *ends;
    size_t ends_count, ends_cap;
    Few *few;
    size_t few_count, few_cap;
    Texts *key_texts;    /* per record */
    uint64_t told_bytes; /* of all arrays */
    Str lacks;           /* what is needed and not there */
    bool good;
    int16_t reason[256];   /* ours of the pack's; -1: none */
    uint32_t same_reasons; /* so many from 0 on are the same in both */
    _Atomic bool broken;   /* some block is not as it was written, or a value cannot be */
    _Atomic int error;     /* of reading */
} Unpacking;

/* Notes an array; its place in memory, or NULL where there is none. */
void *unpack_array(Unpacking *u, Form form);
/* Notes that the column's rows are what the ends say; it has its place in memory then. */
void unpack_ends(Unpacking *u, Column *column, const uint32_t *end, uint64_t parents);
/* Notes that the column's reasons are these of these rows. */
void unpack_few(Unpacking *u, Few few);
/* Reads, hashes and judges all that was noted, and fills in what was noted of columns; u->broken
 * tells whether it was as written. */
void unpack_all(Unpacking *u);

void unpack_files(Unpacking *u);
void unpack_links(Unpacking *u);
void unpack_corrections(Unpacking *u);

#endif
