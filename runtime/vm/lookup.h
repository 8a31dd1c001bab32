/* lookup.h -- the inside of tables, shared by lookup.c (keys that are codes, and the values) and
 * lookup_range.c (keys that are numbers).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_LOOKUP_H
#define LUSTRUM_VM_LOOKUP_H

#include "vm/find.h"

/* An end of a range of numbers.  none: the range is open-ended on this side. */
typedef struct End {
    bool none, open;
    bool fits; /* num / den is it */
    int64_t num, den;
    const Exact *exact;
} End;

typedef struct Range {
    End low, high;
} Range;

/* A table's rows, sorted by bucket (rows with the same codes), then by their range. */
struct TableIndex {
    const TableInfo *table;
    uint32_t code_count, number_count; /* keys that are codes and that are numbers */
    uint32_t *code_key, *number_key;   /* which keys those are */
    KeySet *code_set;                  /* [code_count] */
    TrieLevel *trie;                   /* [code_count]; its last nodes are the buckets */
    uint32_t bucket_count;
    uint32_t *first; /* [bucket_count + 1] places in row */
    uint32_t *row;   /* [row_count] table rows */
    Range *range;    /* [row_count][number_count] at the same places */
    bool searchable; /* one number key, and ranges of a bucket do not overlap */
    bool fits;       /* every end fits int64 parts */
    Column value;    /* per table row */
    Column slope;    /* a curve: per table row */
};

struct LookupPlan {
    TableIndex *index;
    const uint32_t **of_entry; /* per code key: id of each entry */
    const uint32_t *bucket_of; /* one code key: bucket of each entry */
    bool by_entry;             /* the only key is a code: */
    Column laid;               /* the value of each entry */
};

/* Numbers as a column of the run, in the narrowest lane that holds them; NULL: not there. */
Column lookup_numbers(Machine *machine, const Exact *const *number, uint32_t count);

/* The table row of each of n rows, or NO_ROW; `missing` where an argument is (NULL: nowhere). */
uint32_t *lookup_rows(const LookupPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                      const Column *const *arg, const uint8_t *missing, size_t n);

/* Value and slope of each row (NO_ROW: missing for `outside`) as value + slope * x. */
void lookup_lines(const TableIndex *index, Reason outside, LaneWork *work, Column *out,
                  const Column *x, const uint8_t *missing, const uint32_t *row, size_t n);

/* A table's reasons, and over them those of the arguments. */
void lookup_reasons(Arena *arena, Column *out, const uint8_t *missing, size_t n);

/* Ranges, in order within each bucket, and whether they can be searched. */
void lookup_ranges(TableIndex *index, Arena *arena, Arena *scrap);

/* row[n] (which holds buckets, or NO_ROW) becomes table rows; `missing` where an argument is. */
void lookup_rows_by_number(const TableIndex *index, LookupHand **hand, Arena *keep, LaneWork *work,
                           const Column *const *arg, const uint8_t *missing, uint32_t *row,
                           size_t n);

#endif
