/* column.h -- a column of values, whole (a table's) or a batch of rows of it (a register).
 *
 * Every value is known or missing with a reason.  A number column is held in one of four lanes,
 * narrowest first; all are exact and mean the same:
 *   LANE_I64    int64_t num[row] over one denominator `den` for the whole column
 *   LANE_I128   i128    num[row] over `den`
 *   LANE_Q64    int64_t num[row] over denominator number den_id[row] of the run's Dens
 *   LANE_EXACT  Exact  *num[row]: any rational or root number (number/exact.h); NULL where missing
 * A value that is missing has some harmless number in its place (0; NULL in LANE_EXACT).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_COLUMN_H
#define LUSTRUM_COLUMN_H

#include "arena.h"

typedef enum {
    TYPE_NONE,
    TYPE_NUMBER,
    TYPE_CODE,  /* codes and text: entry[row] of a Dict */
    TYPE_YESNO, /* uint8_t 0 or 1 */
    TYPE_DATE,  /* days since 1970-01-01, in LANE_I64 with den 1 */
    TYPE_YEAR,  /* the first calendar year of a school year, in LANE_I64 with den 1 */
    TYPE_BAND,  /* place of a band in its list, 0 best, in LANE_I64 with den 1 */
    TYPE_ROW /* uint32_t row of another space, NO_ROW where there is none (then reason says why) */
} Type;

typedef enum { LANE_I64, LANE_I128, LANE_Q64, LANE_EXACT } Lane;

#define NO_ROW UINT32_MAX

/* 0 is known.  The fixed reasons come first in every program; a framework's own follow. */
typedef enum {
    REASON_KNOWN,
    REASON_NOTHING,       /* nothing_to_divide_by */
    REASON_WITHHELD,      /* withheld */
    REASON_NO_EARLIER,    /* no_earlier_year: no data of that year are there */
    REASON_NOT_IN_TABLE,  /* not_in_table: an interval table asked outside its rows */
    REASON_MORE_THAN_ONE, /* more_than_one: `the one` found several */
    REASON_NO_PARENT,     /* no_parent: read through a link that has no parent */
    REASON_BEFORE_TERM,   /* before_the_term: a year that the framework says nothing of */
    REASON_NOT_THERE,     /* not_there_then: the unit is not in that year's data */
    REASON_NO_FIGURE,     /* no_figure_then: the measure has no value at that level that year */
    REASON_FIRST_OWN
} Reason;

/* The different texts of a code column: entry e is atom[e].  Entries are numbered 0 .. count-1. */
typedef struct Dict {
    uint32_t count;
    uint32_t *atom;
} Dict;

typedef struct Exact Exact;

typedef struct Column {
    Type type;
    Lane lane;     /* numbers, dates, years, bands */
    uint8_t width; /* TYPE_CODE: bytes of an entry: 1, 2 or 4 */
    bool constant; /* every row holds row 0's value and reason; arrays have one item */
    size_t count;  /* rows */
    int64_t den;   /* LANE_I64, LANE_I128: > 0 */
    union {
        void *data;
        int64_t *i64;
        i128 *wide;
        Exact **exact;
        uint8_t *u8; /* TYPE_YESNO; TYPE_CODE of width 1 */
        uint16_t *u16;
        uint32_t *u32; /* TYPE_ROW; TYPE_CODE of width 4 */
    };
    uint32_t *den_id; /* LANE_Q64 */
    uint8_t *reason;  /* NULL when every row is known */
    const Dict *dict; /* TYPE_CODE */
} Column;

/* Bytes of an item of a column's array.  Inline: kernels copy by it, item by item. */
static inline size_t column_item(const Column *column)
{
    switch (column->type) {
    case TYPE_YESNO: return 1;
    case TYPE_CODE: return column->width;
    case TYPE_ROW: return sizeof(uint32_t);
    case TYPE_NONE:
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: break;
    }
    switch (column->lane) {
    case LANE_I64:
    case LANE_Q64: return sizeof(int64_t);
    case LANE_I128: return sizeof(i128);
    case LANE_EXACT: return sizeof(Exact *);
    }
    return sizeof(int64_t);
}

#endif
