/* diag.h -- everything Lustrum can tell its user, as values.
 *
 * Every text stands once, in diag.def.  A Diag names a message, its arguments and its places; how
 * it looks on a terminal or as JSON is lang/render.c's business.  A personal value never becomes an
 * argument: the caller passes its length instead.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_DIAG_H
#define LUSTRUM_DIAG_H

#include "arena.h"
#include "str.h"

/* Bytes [start, end) of source `file` (an index into the framework's list of sources). */
typedef struct Span {
    uint32_t file, start, end;
} Span;

typedef enum { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE } Severity;

typedef enum {
#define DIAG(name, code, severity, title, label, why, fix) D_##name,
#include "diag.def"
#undef DIAG
    D_COUNT
} DiagId;

/* A row of diag.def.  %1 to %6 in the texts stand for the arguments. */
typedef struct DiagInfo {
    const char *name, *code;
    Severity severity;
    const char *title; /* what is wrong: a full statement, no full stop, at most 72 characters */
    const char *label; /* what stands beside the caret; may be empty */
    const char *why;   /* a sentence or two; may be empty */
    const char *fix;   /* what to type or whom to ask; may be empty */
} DiagInfo;
extern const DiagInfo diag_info[D_COUNT];

enum { DIAG_ARGS = 6, DIAG_PLACES = 6 };

typedef struct DiagPlace {
    Span span;
    Str label;
} DiagPlace;

/* A cell of a data file, as a spreadsheet shows it. */
typedef struct DiagCell {
    Str file;        /* as the user named it */
    uint64_t row;    /* 1 is the heading row; 0 when the file as a whole is meant */
    uint32_t column; /* 1 is A; 0 when the row as a whole is meant */
    Str name;        /* the column's heading; may be empty */
    Str note;        /* what was found there, printable; may be empty */
} DiagCell;

typedef struct Diag {
    DiagId id;
    Span span; /* the place in the framework; start == end == 0 and has_span false if none */
    bool has_span;
    Str args[DIAG_ARGS];
    DiagPlace also[DIAG_PLACES]; /* further places in the framework */
    size_t also_count;
    DiagCell cells[DIAG_PLACES]; /* places in the data */
    size_t cell_count;
    uint64_t count; /* how many times in all; 0 or 1 for once */
    Str note;       /* one more line, for what only this place can say; may be empty */
    Str fix;        /* replaces the table's fix when not empty */
    Span replace;   /* the bytes a mechanical fix replaces ... */
    Str with;       /* ... by this text; replace.end == 0 and with empty when there is none */
    bool has_replace;
} Diag;

typedef struct Diags {
    Arena *arena; /* holds the list and every text in it */
    Diag *items;
    size_t count, cap;
    size_t beyond; /* messages after the first LIMIT_MESSAGES: counted, and not kept */
    Diag *spare;   /* where such a message is written */
    size_t errors, warnings;
} Diags;

Diags diags_open(Arena *arena);

/* Adds a message; texts are copied.  The pointer is good until the next call.  `args` may be fewer
 * than DIAG_ARGS. */
Diag *diag_add(Diags *diags, DiagId id, const Str *args, size_t count);
#define DIAG_AT(diags, id, where, ...)                                                             \
    diag_at((diags), (id), (where), (Str[]){ STR_EMPTY, ##__VA_ARGS__ },                           \
            sizeof((Str[]){ STR_EMPTY, ##__VA_ARGS__ }) / sizeof(Str))
/* args[0] is ignored (the macro's). */
Diag *diag_at(Diags *diags, DiagId id, Span span, const Str *args, size_t count);
void diag_also(Diags *diags, Diag *diag, Span span, Str label);
void diag_cell(Diags *diags, Diag *diag, DiagCell cell);

/* The text of the table with its arguments put in. */
Str diag_text(Arena *arena, const Diag *diag, const char *format);

/* Sorts by (file, start, code), data messages after; drops those equal in code and place. */
void diags_sort(Diags *diags);

/* A, B, ..., Z, AA: the letters a spreadsheet gives column n (1 is A). */
Str diag_column_letters(Arena *arena, uint32_t column);

#endif
