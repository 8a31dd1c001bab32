/* record.h -- what record.c, field.c, schema.c, table.c and roles.c share about records and fields.
 * Outside lang/check only who prints rows asks it what is personal.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RECORD_H
#define LUSTRUM_RECORD_H

#include "check/check.h"

/* Whether the field marks a person: `personal`, `key personal`, or a link to a record whose key
 * is. */
bool field_personal(const Field *field);
/* Whether a key of the groups of a `by` or a split does. */
bool group_personal(const Group *group);

/* The number of the reason `name`, declared now if it was not; a reason has one set of words
 * wherever it is given (empty: not given here), which is reported at span otherwise. */
uint8_t reason_declare(Model *model, Str name, Str words, Span span);

/* The same of a NAME node and the STRING node (or NULL) after it. */
uint8_t reason_node(Model *model, const Node *name, const Node *words);

/* Whether what a record says of marks holds in fields of this role. */
bool role_has_marks(Role role);
/* Whether the field is part of its record's key. */
bool field_is_key(const Field *field);

/* How many headings name a row of `record`: a link that is part of the key counts once for each
 * heading it has itself.  0: no key. */
size_t record_key_headings(const Record *record);
/* Whether rows of a record are printed: those of persons are not, nor what no key tells apart,
 * which would stand in the order of the file. */
bool record_printed(const Record *record);

/* The list of texts that a name of a list or a table stands for; NULL when it is neither. */
const ListInfo *codes_named(Model *model, Str name);

/* What `rows where` asks, as tests that must all hold, in `arena`; *count is how many.  What cannot
 * be such tests is reported when `report`. */
RowsWhere *rows_where(Model *model, Arena *arena, const Node *test, size_t *count, bool report);

/* The school years [*first, *last] of an IN_YEAR, IN_YEARS or FROM_YEAR node. */
void dates_bounds(const Node *dates, int *first, int *last);

/* Whether `names` has `name` before index `end`; the index, or SIZE_MAX. */
size_t str_among(const Str *names, size_t end, Str name);

/* ---- field.c ---- */

/* Days since 1970-01-01 of a real day written 2026-09-01; false when text is not written so. */
bool date_days(Str text, int64_t *days);

/* A bound of a range as the loader wants it; not given when node is NULL or too long. */
Bound bound_of(const Node *node);

/* Texts of one field that have a meaning of their own. */
typedef struct Texts {
    Model *model;
    Str *text;
    const Node **node;
    size_t count, cap;
} Texts;

/* Adds a text; says when it has a meaning already. */
void texts_add(Texts *texts, const Node *node);

/* Says of options that hold for some years only when their years go backwards or meet: `in 2027/28
 * from "B"`, `not in 2026/27 as ...`. */
void years_check(Model *model, const Node *options);

/* One FIELD or PART_FIELD; false when the name is no name or stands already. */
bool field_declare(Model *model, Record *record, const Node *node);

#endif
