/* fuzz_verify.h -- a program that may be changed, and the changes.
 *
 * Every number of a program that the verifier looks at is in the table of fields below.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FUZZ_VERIFY_H
#define FUZZ_VERIFY_H

#include "fuzz.h"
#include "vm/program.h"

/* ---- a copy ---- */

static inline void *list_copy(Arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_array(arena, count + 1, size, 16);
    if (count) memcpy(copy, items, count * size);
    return copy;
}
#define COPY(items, count) ((items) = list_copy(arena, (items), (count), sizeof *(items)))

static inline void levels_copy(Arena *arena, Program *p)
{
    COPY(p->levels, p->level_count);
    for (uint32_t l = 0; l < p->level_count; l++) {
        LevelOut *level = &p->levels[l];
        COPY(level->measures, level->measure_count);
        COPY(level->reviews, level->review_count);
        COPY(level->powers, level->power_count);
        for (uint32_t i = 0; i < level->review_count; i++)
            COPY(level->reviews[i].considered, level->reviews[i].considered_count);
    }
    COPY(p->nation, p->nation_count);
    COPY(p->measuring, p->measuring_count);
    COPY(p->goals, p->goal_count);
}

static inline Program *program_copy(Arena *arena, const Program *from)
{
    Program *p = NEW(arena, Program);
    *p = *from;
    p->arena = arena;
    COPY(p->spaces, p->space_count);
    for (uint32_t s = 0; s < p->space_count; s++)
        COPY(p->spaces[s].key_column, p->spaces[s].key_count);
    COPY(p->columns, p->column_count);
    COPY(p->accs, p->acc_count);
    for (uint32_t a = 0; a < p->acc_count; a++) COPY(p->accs[a].slots, p->accs[a].slot_count);
    COPY(p->tables, p->table_count);
    for (uint32_t t = 0; t < p->table_count; t++) {
        TableInfo *table = &p->tables[t];
        COPY(table->match, table->key_count);
        COPY(table->keys, (size_t)table->key_count * table->row_count);
        COPY(table->values, table->row_count);
        if (table->slope) COPY(table->slope, table->row_count);
    }
    COPY(p->lists, p->list_count);
    for (uint32_t l = 0; l < p->list_count; l++) COPY(p->lists[l].code, p->lists[l].count);
    COPY(p->constants, p->constant_count);
    COPY(p->roundings, p->rounding_count);
    COPY(p->args, p->arg_count);
    COPY(p->code, p->code_count);
    COPY(p->steps, p->step_count);
    for (uint32_t s = 0; s < p->step_count; s++) {
        COPY(p->steps[s].regs, p->steps[s].reg_count);
        COPY(p->steps[s].keys, p->steps[s].key_count);
    }
    levels_copy(arena, p);
    return p;
}

/* ---- changes ---- */

typedef enum {
    EDIT_NUMBER, /* any value */
    EDIT_BOOL,   /* 0 or 1 */
    EDIT_FEWER,  /* the length of a list: no more than it is */
    EDIT_SWAP    /* a pointer: that of another item of the list */
} EditKind;

typedef struct EditField {
    uint8_t list, kind;
    uint16_t at, size; /* in the item */
} EditField;

/* Lists; those after LIST_INNER are in an item of another one. */
enum {
    LIST_PROGRAM,
    LIST_SPACES,
    LIST_COLUMNS,
    LIST_ACCS,
    LIST_TABLES,
    LIST_LISTS,
    LIST_CONSTANTS,
    LIST_ROUNDINGS,
    LIST_ARGS,
    LIST_CODE,
    LIST_STEPS,
    LIST_LEVELS,
    LIST_NATION,
    LIST_MEASURING,
    LIST_GOALS,
    LIST_INNER,
    LIST_SPACE_KEYS = LIST_INNER,
    LIST_SLOTS,
    LIST_MATCH,
    LIST_KEY_CELLS,
    LIST_VALUES,
    LIST_CODES,
    LIST_REGS,
    LIST_STEP_KEYS,
    LIST_MEASURES,
    LIST_REVIEWS,
    LIST_POWERS,
    LIST_CONSIDERED,
    LIST_COUNT
};

#define FIELD(list, kind, T, name)                                                                 \
    {                                                                                              \
        list, kind, (uint16_t)offsetof(T, name), (uint16_t)sizeof(((T *)0)->name)                  \
    }

static const EditField edit_fields[] = {
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, schema_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, space_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, column_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, acc_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, table_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, list_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, text_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, constant_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, rounding_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, reason_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, arg_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, code_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, step_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, level_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, nation_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, measuring_count),
    FIELD(LIST_PROGRAM, EDIT_FEWER, Program, goal_count),
    FIELD(LIST_SPACES, EDIT_NUMBER, Space, kind),
    FIELD(LIST_SPACES, EDIT_NUMBER, Space, record),
    FIELD(LIST_SPACES, EDIT_NUMBER, Space, of),
    FIELD(LIST_SPACES, EDIT_NUMBER, Space, level),
    FIELD(LIST_SPACES, EDIT_FEWER, Space, key_count),
    FIELD(LIST_SPACES, EDIT_NUMBER, Space, level_column),
    FIELD(LIST_COLUMNS, EDIT_NUMBER, ColumnInfo, space),
    FIELD(LIST_COLUMNS, EDIT_NUMBER, ColumnInfo, type),
    FIELD(LIST_COLUMNS, EDIT_NUMBER, ColumnInfo, origin),
    FIELD(LIST_COLUMNS, EDIT_NUMBER, ColumnInfo, field),
    FIELD(LIST_COLUMNS, EDIT_NUMBER, ColumnInfo, target),
    FIELD(LIST_COLUMNS, EDIT_BOOL, ColumnInfo, keep),
    FIELD(LIST_ACCS, EDIT_NUMBER, Acc, kind),
    FIELD(LIST_ACCS, EDIT_NUMBER, Acc, target),
    FIELD(LIST_ACCS, EDIT_NUMBER, Acc, column),
    FIELD(LIST_ACCS, EDIT_BOOL, Acc, lowest_first),
    FIELD(LIST_ACCS, EDIT_FEWER, Acc, slot_count),
    FIELD(LIST_ACCS, EDIT_NUMBER, Acc, picked_column),
    FIELD(LIST_TABLES, EDIT_FEWER, TableInfo, key_count),
    FIELD(LIST_TABLES, EDIT_FEWER, TableInfo, row_count),
    FIELD(LIST_TABLES, EDIT_NUMBER, TableInfo, type),
    FIELD(LIST_TABLES, EDIT_NUMBER, TableInfo, slope_key),
    FIELD(LIST_TABLES, EDIT_NUMBER, TableInfo, outside),
    FIELD(LIST_LISTS, EDIT_FEWER, ListInfo, count),
    FIELD(LIST_CONSTANTS, EDIT_NUMBER, Constant, type),
    FIELD(LIST_CONSTANTS, EDIT_SWAP, Constant, number),
    FIELD(LIST_CONSTANTS, EDIT_NUMBER, Constant, code),
    FIELD(LIST_CONSTANTS, EDIT_BOOL, Constant, yes),
    FIELD(LIST_ROUNDINGS, EDIT_NUMBER, Round, mode),
    FIELD(LIST_ROUNDINGS, EDIT_SWAP, Round, step),
    FIELD(LIST_ROUNDINGS, EDIT_NUMBER, Round, num),
    FIELD(LIST_ROUNDINGS, EDIT_NUMBER, Round, den),
    { LIST_ARGS, EDIT_NUMBER, 0, sizeof(uint32_t) },
    FIELD(LIST_CODE, EDIT_NUMBER, Instr, op),
    FIELD(LIST_CODE, EDIT_NUMBER, Instr, d),
    FIELD(LIST_CODE, EDIT_NUMBER, Instr, a),
    FIELD(LIST_CODE, EDIT_NUMBER, Instr, b),
    FIELD(LIST_CODE, EDIT_NUMBER, Instr, c),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, kind),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, space),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, order),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, code),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, code_count),
    FIELD(LIST_STEPS, EDIT_FEWER, Step, reg_count),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, group),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, group_column),
    FIELD(LIST_STEPS, EDIT_FEWER, Step, key_count),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, mask),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, level),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, target),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, value),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, out),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, order_kind),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, k),
    FIELD(LIST_STEPS, EDIT_SWAP, Step, part),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, method),
    FIELD(LIST_STEPS, EDIT_BOOL, Step, lowest_first),
    FIELD(LIST_STEPS, EDIT_NUMBER, Step, ties),
    FIELD(LIST_LEVELS, EDIT_NUMBER, LevelOut, space),
    FIELD(LIST_LEVELS, EDIT_NUMBER, LevelOut, record),
    FIELD(LIST_NATION, EDIT_NUMBER, NationOut, space),
    FIELD(LIST_NATION, EDIT_NUMBER, NationOut, column),
    FIELD(LIST_MEASURING, EDIT_NUMBER, MeasuringOut, space),
    FIELD(LIST_MEASURING, EDIT_NUMBER, MeasuringOut, column),
    FIELD(LIST_MEASURING, EDIT_NUMBER, MeasuringOut, of_pick),
    FIELD(LIST_MEASURING, EDIT_NUMBER, MeasuringOut, picked_from),
    FIELD(LIST_GOALS, EDIT_NUMBER, GoalOut, value),
    { LIST_SPACE_KEYS, EDIT_NUMBER, 0, sizeof(uint32_t) },
    FIELD(LIST_SLOTS, EDIT_NUMBER, PickSlot, takes),
    FIELD(LIST_SLOTS, EDIT_NUMBER, PickSlot, sum),
    FIELD(LIST_SLOTS, EDIT_NUMBER, PickSlot, count),
    FIELD(LIST_SLOTS, EDIT_NUMBER, PickSlot, least),
    FIELD(LIST_SLOTS, EDIT_NUMBER, PickSlot, greatest),
    { LIST_MATCH, EDIT_NUMBER, 0, sizeof(KeyMatch) },
    FIELD(LIST_KEY_CELLS, EDIT_NUMBER, KeyCell, code),
    FIELD(LIST_KEY_CELLS, EDIT_SWAP, KeyCell, low),
    FIELD(LIST_KEY_CELLS, EDIT_SWAP, KeyCell, high),
    FIELD(LIST_KEY_CELLS, EDIT_BOOL, KeyCell, low_open),
    FIELD(LIST_KEY_CELLS, EDIT_BOOL, KeyCell, high_open),
    FIELD(LIST_VALUES, EDIT_NUMBER, ValueCell, reason),
    FIELD(LIST_VALUES, EDIT_SWAP, ValueCell, number),
    FIELD(LIST_VALUES, EDIT_NUMBER, ValueCell, code),
    FIELD(LIST_VALUES, EDIT_BOOL, ValueCell, yes),
    { LIST_CODES, EDIT_NUMBER, 0, sizeof(uint32_t) },
    FIELD(LIST_REGS, EDIT_NUMBER, RegInfo, type),
    FIELD(LIST_REGS, EDIT_NUMBER, RegInfo, target),
    { LIST_STEP_KEYS, EDIT_NUMBER, 0, sizeof(uint32_t) },
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, value),
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, lower),
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, upper),
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, counted),
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, of),
    FIELD(LIST_MEASURES, EDIT_NUMBER, MeasureOut, band),
    FIELD(LIST_REVIEWS, EDIT_NUMBER, ReviewOut, finding),
    FIELD(LIST_REVIEWS, EDIT_NUMBER, ReviewOut, secure),
    FIELD(LIST_POWERS, EDIT_NUMBER, PowerOut, open),
    FIELD(LIST_POWERS, EDIT_NUMBER, PowerOut, held_in),
    { LIST_CONSIDERED, EDIT_NUMBER, 0, sizeof(uint32_t) },
};

/* Items of a list: where, how many, and how big. */
typedef struct EditList {
    const void *items;
    size_t count, size;
} EditList;
#define LIST_OF(p, n) ((EditList){ (p), (n), sizeof *(p) })

static inline EditList outer_list(Program *p, unsigned list)
{
    switch (list) {
    case LIST_SPACES: return LIST_OF(p->spaces, p->space_count);
    case LIST_COLUMNS: return LIST_OF(p->columns, p->column_count);
    case LIST_ACCS: return LIST_OF(p->accs, p->acc_count);
    case LIST_TABLES: return LIST_OF(p->tables, p->table_count);
    case LIST_LISTS: return LIST_OF(p->lists, p->list_count);
    case LIST_CONSTANTS: return LIST_OF(p->constants, p->constant_count);
    case LIST_ROUNDINGS: return LIST_OF(p->roundings, p->rounding_count);
    case LIST_ARGS: return LIST_OF(p->args, p->arg_count);
    case LIST_CODE: return LIST_OF(p->code, p->code_count);
    case LIST_STEPS: return LIST_OF(p->steps, p->step_count);
    case LIST_LEVELS: return LIST_OF(p->levels, p->level_count);
    case LIST_NATION: return LIST_OF(p->nation, p->nation_count);
    case LIST_MEASURING: return LIST_OF(p->measuring, p->measuring_count);
    case LIST_GOALS: return LIST_OF(p->goals, p->goal_count);
    }
    return LIST_OF(p, 1);
}

/* The list inside item `which` of the list that holds it. */
static inline EditList inner_list(Program *p, unsigned list, uint32_t which)
{
    static const uint8_t holder[] = { LIST_SPACES, LIST_ACCS,   LIST_TABLES, LIST_TABLES,
                                      LIST_TABLES, LIST_LISTS,  LIST_STEPS,  LIST_STEPS,
                                      LIST_LEVELS, LIST_LEVELS, LIST_LEVELS, LIST_LEVELS };
    EditList outer = outer_list(p, holder[list - LIST_INNER]);
    if (outer.count == 0) return (EditList){ NULL, 0, 1 };
    const char *item = (const char *)outer.items + which % outer.count * outer.size;
    const TableInfo *table = (const void *)item;
    const LevelOut *level = (const void *)item;
    switch (list) {
    case LIST_SPACE_KEYS: {
        const Space *space = (const void *)item;
        return LIST_OF(space->key_column, space->key_count);
    }
    case LIST_SLOTS: return LIST_OF(((const Acc *)item)->slots, ((const Acc *)item)->slot_count);
    case LIST_MATCH: return LIST_OF(table->match, table->key_count);
    case LIST_KEY_CELLS: return LIST_OF(table->keys, (size_t)table->key_count * table->row_count);
    case LIST_VALUES: return LIST_OF(table->values, table->row_count);
    case LIST_CODES:
        return LIST_OF(((const ListInfo *)item)->code, ((const ListInfo *)item)->count);
    case LIST_REGS: return LIST_OF(((const Step *)item)->regs, ((const Step *)item)->reg_count);
    case LIST_STEP_KEYS:
        return LIST_OF(((const Step *)item)->keys, ((const Step *)item)->key_count);
    case LIST_MEASURES: return LIST_OF(level->measures, level->measure_count);
    case LIST_REVIEWS: return LIST_OF(level->reviews, level->review_count);
    case LIST_POWERS: return LIST_OF(level->powers, level->power_count);
    }
    if (level->review_count == 0) return (EditList){ NULL, 0, 1 };
    const ReviewOut *review = &level->reviews[which / outer.count % level->review_count];
    return LIST_OF(review->considered, review->considered_count);
}

static inline uint64_t field_read(const void *at, size_t size)
{
    uint64_t value = 0; /* little-endian, as is every machine this runs on */
    memcpy(&value, at, size);
    return value;
}

/* One change: field, item and inner item, how the value is meant, value. */
static inline void program_edit(Program *p, Choices *choices)
{
    const EditField *field = &edit_fields[choose_byte(choices) % COUNT_OF(edit_fields)];
    uint32_t item = choose_u16(choices), inner = choose_byte(choices);
    uint8_t way = choose_byte(choices);
    uint64_t value = choose_u16(choices);
    EditList list =
        field->list < LIST_INNER ? outer_list(p, field->list) : inner_list(p, field->list, inner);
    if (list.count == 0) return;
    char *base = (char *)(uintptr_t)list.items;
    char *at = base + item % list.count * list.size + field->at;
    const char *other = base + value % list.count * list.size + field->at;
    uint64_t old = field_read(at, field->size);
    switch (way % 5) {
    case 0: break;
    case 1: value = field_read(other, field->size); break;
    case 2: value = old + value; break;
    case 3: value = old - value; break;
    default: value = (uint64_t)-1 - (value & 3);
    }
    if (field->kind == EDIT_BOOL) value &= 1;
    if (field->kind == EDIT_FEWER && value > old) value = old ? value % old : 0;
    if (field->kind == EDIT_SWAP) value = field_read(other, field->size);
    memcpy(at, &value, field->size);
}

#endif
