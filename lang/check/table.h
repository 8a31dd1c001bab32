/* table.h -- what the files about tables share: how cells are read, and the forms of a table.
 *
 * The text of a table means nothing by itself: cells are read by the types of what it is asked
 * with.  So each way of asking (which columns are keys, which is the result, of what types) is a
 * form with a TableInfo of its own.  Only table*.c include this.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_CHECK_TABLE_H
#define LUSTRUM_CHECK_TABLE_H

#include "check/cover.h"
#include "check/expr.h"

/* What a key column is asked with. */
typedef struct KeyType {
    Type type;
    uint32_t unit;        /* numbers */
    const Measure *bands; /* TYPE_BAND */
} KeyType;

/* A look-up whose coverage was worked out. */
typedef struct TableUse {
    const Expr **args;
    bool total;
    bool *reached; /* per row of the TableInfo: some value that the arguments can take finds it */
    Str absent;    /* a value without a row, named for people; may be empty */
    Span span;     /* where it is looked up */
    struct TableUse *next;
} TableUse;

/* The headings are the last key: grade_cuts[kind, grade]. */
#define ALL_COLUMNS UINT32_MAX

typedef struct TableForm {
    const Node *node; /* TABLE or TAKING */
    Str name;
    uint32_t first;  /* the column of the first key: 1 where the first selects the year */
    uint32_t keys;   /* how many arguments */
    uint32_t column; /* the result, or ALL_COLUMNS */
    KeyType *type;   /* per argument */
    bool failed;     /* reported already */
    uint32_t table;  /* index into Model.tables */
    Type result;
    uint32_t unit;
    const ListInfo *codes; /* of the result */
    const Node **row;      /* of each row of the TableInfo: the ROW it came from */
    bool *ranged;          /* per key: some cell is a range, not one value */
    const Node *curve;     /* STRAIGHT_LINES: it is read between its rows; NULL */
    bool may_miss;         /* some result is `missing REASON` */
    TableUse *uses;
} TableForm;

/* ---- table_cell.c ---- */

/* One end of a piece of a number line: just before or just after a number; NULL is endless. */
typedef struct Cut {
    const Exact *at;
    bool after;
} Cut;

/* Whether a cell says school years: one, `A to B`, `from A`, `up to A`; then *first and *last. */
bool cell_years(Str text, int *first, int *last);
/* Reads a key.  *ranged: it is more than one value.  False after a message. */
bool cell_key(Model *model, const Node *cell, const KeyType *type, KeyCell *key, bool *ranged);

/* What the cells of result columns are together. */
typedef struct CellKind {
    Type type;
    uint32_t unit;
} CellKind;

/* Adds the kind of one cell; false when they do not go together (reported). */
typedef struct CellKinds {
    size_t numbers, percents, yesnos, texts, missing;
} CellKinds;
void cell_count(CellKinds *kinds, Str text);
/* The kind of them all; *mixed when some are percentages and some plain numbers. */
CellKind cell_kind(const CellKinds *kinds, bool *mixed);
/* Reads a result of that kind. */
ValueCell cell_value(Model *model, const Node *cell, CellKind kind);

/* ---- table_form.c ---- */

/* The rows of a TABLE or TAKING, headings first. */
const Node *table_rows(const Node *node);
/* Whether the first column holds school years under the heading `year`. */
bool table_has_years(const Node *rows);
/* The different texts among cells [from, to) of the rows, in their order. */
const ListInfo *table_texts(Model *model, Str name, const Node *rows, uint32_t from, uint32_t to);
/* The index of the form equal to `wanted`, made on first asking; it may move the forms. */
size_t table_form(Model *model, const TableForm *wanted);

/* ---- curve.c ---- */

/* The reason that holds outside the rows of a STRAIGHT_LINES; 0: there as at the nearest row. */
uint8_t curve_outside(Model *model, const Node *curve);
/* Whether a table that is read between its rows is asked with a number; says so when not. */
bool curve_asked(Model *model, const TableForm *form, const Node *rows, const Node *at);
/* Makes the rows of a table that is read between them into pieces of straight lines: each row then
 * holds from its knot to the next.  False after a message. */
bool curve_form(Model *model, TableForm *form, TableInfo *info);
/* The key along which such a table is read: the last that is no heading. */
static inline uint32_t curve_key(const TableForm *form)
{
    return form->keys - (form->column == ALL_COLUMNS ? 2u : 1u);
}

/* ---- table_cover.c ---- */

/* Works out what the rows of form hold of the values that use->args can take: fills the rest of
 * *use.  What is wrong with the rows (a gap, an overlap) is reported when `at`, the look-up, is
 * given; a reported gap counts as filled, so that nothing more is said of it. */
void table_covers(Model *model, const TableForm *form, TableUse *use, const Node *at);

#endif
