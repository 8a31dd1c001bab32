/* emit.h -- from a checked Model to a Program.
 *
 * Every formula belongs to a place; a place's rows are run over in passes, numbered by time.  A
 * formula's time is the first pass that has all it reads: columns written in pass t are there from
 * t + 1 (group, order and rank steps come after the row steps of their time).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_EMIT_H
#define LUSTRUM_EMIT_H

#include "check/check.h"

/* The program of a model without errors, with those of the years before that it needs (for which
 * only what is asked of them is worked out); lives in the model's arena.  NULL after a message (too
 * large). */
Program *emit_program(Model *model);
/* The same without the years before, for the message alone. */
bool emit_fits(Model *model);

/* ---- between the files of lang/emit ---- */

typedef enum {
    ITEM_STORE,
    ITEM_GATHER,
    ITEM_PICK,
    ITEM_GROUP,
    ITEM_ORDER,
    ITEM_RANK,
    ITEM_POOL
} ItemKind;

/* Something that a pass does. */
typedef struct Item {
    ItemKind kind;
    uint32_t time;
    Place *place;     /* whose rows are run over */
    const Expr *expr; /* of all but ITEM_PICK and ITEM_GROUP */
    Pick *pick;
    Group *group;
    uint32_t column; /* written */
    uint32_t acc;
    uint32_t order; /* column that the rows must be in order of; NONE */
    uint32_t made;  /* order of making */
} Item;

/* What is known of one Expr while emitting, by Expr.id. */
typedef struct Note {
    bool timed, planned;
    uint32_t time;
    uint32_t column; /* + 1 */
    uint32_t reg;    /* + 1, in the step being written */
    uint32_t step;   /* which step reg belongs to, + 1 */
} Note;

typedef struct Emit {
    Model *model;
    Arena *arena;
    Program *program;
    Note *notes;
    size_t note_cap;
    Item *items;
    size_t item_count, item_cap;
    size_t column_cap, acc_cap, arg_cap, code_cap, span_cap, step_cap, constant_cap, earlier_cap;
    uint32_t *constant_slot; /* place + 1 of a constant by its hash, or 0 */
    uint32_t constant_mask;  /* slots - 1 */
    uint32_t *first_field;   /* per record: column of its first field */
    RegInfo *regs;           /* of the step being written */
    size_t reg_count, reg_cap;
    bool too_large;
} Emit;

Note *note_of(Emit *emit, const Expr *e);
/* plan.c */
uint32_t emit_time(Emit *emit, const Expr *e);
/* Plans e and all below it, and gives the column that will hold it. */
uint32_t emit_column(Emit *emit, const Expr *e);
void emit_plan(Emit *emit, const Expr *e);
/* Plans a pick: the column of how many rows it picks under each row of its level. */
uint32_t emit_picked(Emit *emit, Pick *pick);
uint32_t emit_field_column(Emit *emit, const Field *field);
uint32_t emit_new_column(Emit *emit, Place *place, Type type, ColumnOrigin origin, Str name,
                         Span span);
/* The space that the rows of a TYPE_ROW formula are of. */
uint32_t emit_target(Emit *emit, const Expr *e);
/* code.c */
void emit_steps(Emit *emit);
/* output.c */
void emit_outputs(Emit *emit);
/* The column of e, which is read when all is worked out; NONE of NULL. */
uint32_t emit_kept(Emit *emit, const Expr *e);
/* Fields that begin each line of a level's file are read, and links that say where it is. */
void emit_fields_of(Emit *emit, Record *record);
/* links.c */
/* Which rows of a level belong to which of another: after the levels. */
void emit_links(Emit *emit);
/* support.c */
/* Who could help whom. */
void emit_supports(Emit *emit);
/* Gives the model's extras their columns; `planned`: only those that are made anyhow, NONE to
 * others. */
void emit_extras(Emit *emit, bool planned);
/* earlier.c */
/* The column of an EXPR_EARLIER; what it reads is wanted of that year's program. */
uint32_t emit_earlier(Emit *emit, const Expr *e);
/* Plans what the programs of later years want of this one. */
void emit_exports(Emit *emit);
/* Plans the columns by which rows are followed to years before. */
void emit_continues(Emit *emit);
/* The type of a register or column for e. */
static inline Type emit_type(const Expr *e)
{
    return e->type == TYPE_NONE ? TYPE_NUMBER : e->type; /* missing in a year that is not there */
}

#endif
