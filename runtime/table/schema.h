/* schema.h -- what a framework declares about its data files, as the compiler hands it over.
 *
 * Everything here is borrowed and read only: it must outlive the tables read with it.  A record
 * is known by its place in the list of schemas; a field by its place in its record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TABLE_SCHEMA_H
#define LUSTRUM_TABLE_SCHEMA_H

#include "column.h"
#include "diag.h"
#include "table/date_form.h"

typedef enum {
    ROLE_KEY,
    ROLE_IDENTITY,
    ROLE_PERSONAL,
    ROLE_CONTEXT,
    ROLE_PROTECTED,
    ROLE_PROCESS,
    ROLE_BASELINE,
    ROLE_OUTCOME,
    ROLE_LINK /* part of */
} Role;

typedef enum {
    KIND_TEXT,
    KIND_CODE,    /* a text, of the list `codes` when code_count > 0 */
    KIND_NUMBER,  /* 12, -0.5; `whole`, `low`, `high` */
    KIND_PERCENT, /* 42 or 42% is 42/100; `low` and `high` count in hundredths too (0 to 100) */
    KIND_YESNO,   /* the texts `yes` and `no` */
    KIND_DATE,    /* 2026-08-31, or as `dates` says */
    KIND_YEAR,    /* 2023/24, or as `years` says */
    KIND_LINK     /* the key of a row of the record `parent` */
} Kind;

/* The type of the columns that fields of a kind are read into. */
Type kind_type(Kind kind);

typedef enum { ENCODING_UTF8, ENCODING_CP1252 } Encoding;

/* A text that stands for "no value", and why (column.h: Reason). */
typedef struct MissingText {
    Str text;
    uint8_t reason;
} MissingText;

/* `from "A", in 2027/28 from "B"`: for the school years first..last (first calendar years). */
typedef struct Renamed {
    int32_t first_year, last_year;
    Str name;
} Renamed;

/* `not in 2016/17 as not_yet`: in the school years first..last the file has no such column. */
typedef struct NotIn {
    int32_t first_year, last_year;
    uint8_t reason;
} NotIn;

/* A bound of a range as written: digits / 10^places. */
typedef struct Bound {
    bool given;
    int64_t digits;
    uint8_t places; /* 0 .. 18 */
} Bound;

typedef struct FieldSchema {
    Str name;               /* in the language */
    const Str *headers;     /* the column's heading; a link to a parent whose key has several */
    size_t header_count;    /* parts has as many; 0 only in a record named by another's field */
    const Renamed *renamed; /* other headings by year; only where header_count is 1 */
    size_t renamed_count;
    uint32_t place, of; /* `column 2 of 3`: which of the columns of that heading; 0: the only one */
    const NotIn *not_in; /* years in which there is no such column */
    size_t not_in_count;
    Str title; /* printed in reports; may be empty */
    Role role;
    Kind kind;
    const Str *codes; /* KIND_CODE: the texts allowed; code_count 0 allows any */
    size_t code_count;
    Str codes_name;      /* the list's or table's name, for messages; may be empty */
    bool whole;          /* KIND_NUMBER: no part after the point but zeros */
    Bound low, high;     /* numbers; days since 1970-01-01; the first years of school years */
    const Str *yes, *no; /* KIND_YESNO: the texts */
    size_t yes_count, no_count;
    DateForm dates;
    YearForm years;
    int parent; /* KIND_LINK: place of the parent record; else -1 */
    const MissingText *missing;
    size_t missing_count;
    bool has_else; /* whatever does not read as the kind is missing: else_reason */
    uint8_t else_reason;
    bool trim;         /* spaces at both ends are no part of the value */
    bool percent_sign; /* KIND_PERCENT: cells may end in % */
    bool personal;     /* values never reach a message */
    bool needed;       /* the program reads the values; others are checked and let go */
    Span span;
} FieldSchema;

/* How a column says of which school year a row is: not at all; as 2013-14, 2013/14, 2013-2014,
 * 2013/2014 or 201314; as the calendar year in which the school year begins, or ends. */
typedef enum { YEAR_IN_NO_COLUMN, YEAR_IN, YEAR_BEGINNING_IN, YEAR_ENDING_IN } YearIn;

/* `rows where RECTYPE is "1", "2"` (or `is not`): rows for which it does not hold are set aside.
 * `rows of the year in COLUMN`: `year` says how, and rows of other years than the one that is read
 * are set aside. */
typedef struct RowsWhere {
    Str header;
    YearIn year;
    bool negate;
    const Str *values;
    size_t value_count;
    Span span;
} RowsWhere;

typedef struct RecordSchema {
    Str name, plural;       /* School, Schools */
    Str file;               /* the name looked for; empty when named by another's field */
    const Renamed *renamed; /* other file names by year */
    size_t renamed_count;
    int named_by_record; /* place of the record whose field names this one's rows; or -1 */
    int named_by_field;  /* that field: a KIND_LINK whose parent is this record; or -1 */
    Encoding encoding;
    char separator;           /* ',' unless declared */
    bool last_column_repeats; /* further cells of a row belong to its last column */
    bool skip_further_cells;  /* further cells of a row are skipped where all are blank */
    bool short_rows;          /* cells missing at a row's end are missing with short_reason */
    uint8_t short_reason;
    bool skip_blank_lines;  /* a line of nothing is set aside ("blank line") */
    bool skip_empty_rows;   /* a row of separators only is set aside ("empty row") */
    bool may_be_empty;      /* a file of headings only is no error */
    bool has_day;           /* the file describes one day */
    int64_t day;            /* since 1970-01-01 */
    char list_separator;    /* not 0: a row for each item of the cells of list_field */
    uint32_t list_field;    /* a field of one column */
    const RowsWhere *where; /* all must hold */
    size_t where_count;
    const FieldSchema *fields;
    size_t field_count;
    const uint32_t *key; /* fields that make the key, in declared order; none: key_count 0 */
    size_t key_count;
    bool personal_key;         /* no row of this record is ever printed */
    bool followed;             /* its rows are found again in other years: keys are kept */
    bool orders;               /* its keys put rows of other records in order: keys are kept */
    const uint32_t *continues; /* fields with the key that a row had before, part by part */
    size_t continues_count;    /* as many as the key has; 0: keys do not change */
    Span span;
} RecordSchema;

/* A list beside the data that a framework names. */
typedef struct ListFile {
    Str name;
    Span span;
} ListFile;

#endif
