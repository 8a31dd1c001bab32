/* vm_help.h -- small programs built by hand, for the tests of the verifier and the VM: tables from
 * one-line texts, instructions one call each, results as one-line texts.
 *
 * In texts a value that is missing is written "." and the number of its reason; numbers are p or
 * p/q, codes words, yes/no y and n, rows their numbers and "-" for none (which is also .6,
 * no_parent).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef VM_HELP_H
#define VM_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "number/lane.h"
#include "number/text.h"
#include "vm/vm.h"

enum { BUILD_RECORDS = 4, BUILD_FIELDS = 12, BUILD_LIST = 400, BUILD_REASONS = 10 };

typedef struct Build {
    Guard guard;
    Arena arena, words, diag_arena;
    Atoms *atoms;
    Dens dens;
    Diags diags;
    Program p;
    Table tables[BUILD_RECORDS];
    Span spans[BUILD_LIST];
    RegInfo regs[BUILD_LIST]; /* of the step under way */
    uint32_t reg_count;
    char *first_texts; /* every column of the first run, to compare the others with */
    Run *run;          /* the last run */
} Build;

static inline Str str_of(const char *text)
{
    return (Str){ text, strlen(text) };
}

static inline int build_open(void **state)
{
    Build *b = calloc(1, sizeof *b);
    b->arena = arena_open(&b->guard);
    b->words = arena_open(&b->guard);
    b->diag_arena = arena_open(&b->guard);
    b->atoms = atoms_open(&b->words, 7);
    dens_open(&b->dens, &b->arena);
    b->diags = diags_open(&b->diag_arena);
    Program *p = &b->p;
    Arena *arena = &b->arena;
    p->arena = arena;
    p->schemas = NEW_ARRAY(arena, RecordSchema, BUILD_RECORDS);
    p->spaces = NEW_ARRAY(arena, Space, BUILD_LIST);
    p->columns = NEW_ARRAY(arena, ColumnInfo, BUILD_LIST);
    p->accs = NEW_ARRAY(arena, Acc, BUILD_LIST);
    p->tables = NEW_ARRAY(arena, TableInfo, BUILD_LIST);
    p->lists = NEW_ARRAY(arena, ListInfo, BUILD_LIST);
    p->texts = NEW_ARRAY(arena, Str, BUILD_LIST);
    p->constants = NEW_ARRAY(arena, Constant, BUILD_LIST);
    p->roundings = NEW_ARRAY(arena, Round, BUILD_LIST);
    p->reasons = NEW_ARRAY(arena, ReasonInfo, BUILD_REASONS);
    p->reason_count = BUILD_REASONS;
    p->args = NEW_ARRAY(arena, uint32_t, BUILD_LIST);
    p->code = NEW_ARRAY(arena, Instr, BUILD_LIST);
    p->spans = b->spans;
    p->steps = NEW_ARRAY(arena, Step, BUILD_LIST);
    p->levels = NEW_ARRAY(arena, LevelOut, BUILD_LIST);
    p->nation = NEW_ARRAY(arena, NationOut, BUILD_LIST);
    p->measuring = NEW_ARRAY(arena, MeasuringOut, BUILD_LIST);
    p->goals = NEW_ARRAY(arena, GoalOut, BUILD_LIST);
    p->spaces[p->space_count++] = (Space){ .kind = SPACE_NATION, .name = STR("nation") };
    *state = b;
    return 0;
}

static inline int build_close(void **state)
{
    Build *b = *state;
    run_close(b->run);
    dens_close(&b->dens);
    atoms_close(b->atoms);
    arena_close(&b->diag_arena);
    arena_close(&b->words);
    arena_close(&b->arena);
    free(b->first_texts);
    free(b);
    return 0;
}

#define WITH_BUILD(test) cmocka_unit_test_setup_teardown(test, build_open, build_close)

/* ---- words of a line ---- */

static inline bool next_word(Str *line, Str *word)
{
    size_t i = 0;
    while (i < line->len && line->at[i] == ' ') i++;
    size_t start = i;
    while (i < line->len && line->at[i] != ' ') i++;
    *word = str_slice(*line, start, i);
    *line = str_slice(*line, i, line->len);
    return word->len > 0;
}

static inline size_t count_words(const char *text)
{
    Str line = str_of(text), word;
    size_t count = 0;
    while (next_word(&line, &word)) count++;
    return count;
}

/* "3", "-5/2". */
static inline const Exact *exact_of(Build *b, Str word)
{
    size_t slash = 0;
    while (slash < word.len && word.at[slash] != '/') slash++;
    Exact *x = number_parse_exact(&b->arena, str_slice(word, 0, slash));
    assert_non_null(x);
    if (slash == word.len) return x;
    return exact_div(&b->arena, x,
                     number_parse_exact(&b->arena, str_slice(word, slash + 1, word.len)));
}

static inline const Exact *exact_text(Build *b, const char *text)
{
    return exact_of(b, str_of(text));
}

/* ---- records and their fields ---- */

/* A record of so many rows: its space. */
static inline uint32_t record(Build *b, const char *name, uint64_t rows)
{
    Program *p = &b->p;
    uint32_t r = p->schema_count++;
    FieldSchema *fields = NEW_ARRAY(&b->arena, FieldSchema, BUILD_FIELDS);
    p->schemas[r] = (RecordSchema){
        .name = str_of(name), .fields = fields, .named_by_record = -1, .named_by_field = -1
    };
    b->tables[r] = (Table){ .schema = &p->schemas[r], .rows = rows, .first_link = -1 };
    b->tables[r].columns = NEW_ARRAY(&b->arena, Column, BUILD_FIELDS);
    p->spaces[p->space_count] = (Space){ .kind = SPACE_RECORD, .name = str_of(name), .record = r };
    return p->space_count++;
}

static inline uint32_t new_column(Build *b, uint32_t space, Type type, ColumnOrigin origin,
                                  uint32_t target)
{
    Program *p = &b->p;
    p->columns[p->column_count] =
        (ColumnInfo){ .space = space, .type = type, .origin = origin, .target = target };
    return p->column_count++;
}

static inline Kind kind_of(Type type)
{
    switch ((int)type) {
    case TYPE_CODE: return KIND_CODE;
    case TYPE_YESNO: return KIND_YESNO;
    case TYPE_DATE: return KIND_DATE;
    case TYPE_YEAR: return KIND_YEAR;
    case TYPE_ROW: return KIND_LINK;
    default: return KIND_NUMBER;
    }
}

static inline void put_word(Build *b, Column *column, size_t row, Str word, int64_t den)
{
    if (word.at[0] == '.' || str_eq(word, STR("-"))) {
        if (!column->reason) column->reason = NEW_ARRAY(&b->arena, uint8_t, column->count);
        column->reason[row] = word.at[0] == '-' ? REASON_NO_PARENT : (uint8_t)(word.at[1] - '0');
        if (column->type == TYPE_ROW) column->u32[row] = NO_ROW;
        return;
    }
    if (column->type == TYPE_YESNO) {
        column->u8[row] = word.at[0] == 'y';
        return;
    }
    int64_t num, own;
    assert_true(exact_to_ratio(exact_of(b, word), &num, &own));
    if (column->type == TYPE_ROW) {
        column->u32[row] = (uint32_t)num;
        return;
    }
    assert_int_equal(den % own, 0);
    column->i64[row] = num * (den / own);
}

static inline int compare_words(const void *left, const void *right)
{
    return str_compare(*(const Str *)left, *(const Str *)right);
}

/* Codes: a dictionary in the order of bytes, as a table has it. */
static inline void put_codes(Build *b, Column *column, const char *text)
{
    Str *words = NEW_ARRAY(&b->arena, Str, column->count);
    Str *sorted = NEW_ARRAY(&b->arena, Str, column->count), line = str_of(text), word;
    size_t known = 0, rows = 0;
    while (next_word(&line, &word)) {
        words[rows++] = word;
        if (word.at[0] != '.') sorted[known++] = word;
    }
    if (known) qsort(sorted, known, sizeof *sorted, compare_words);
    Dict *dict = NEW(&b->arena, Dict);
    dict->atom = NEW_ARRAY(&b->arena, uint32_t, known);
    size_t different = 0;
    for (size_t i = 0; i < known; i++)
        if (i == 0 || !str_eq(sorted[different - 1], sorted[i])) sorted[different++] = sorted[i];
    for (size_t i = 0; i < different; i++)
        dict->atom[dict->count++] = atom(b->atoms, sorted[i], &b->guard);
    column->dict = dict;
    for (size_t i = 0; i < rows; i++) {
        if (words[i].at[0] == '.') {
            put_word(b, column, i, words[i], 1);
            continue;
        }
        uint32_t entry = 0;
        while (!str_eq(sorted[entry], words[i])) entry++;
        if (column->width == 1) column->u8[i] = (uint8_t)entry;
        if (column->width == 2) column->u16[i] = (uint16_t)entry;
        if (column->width == 4) column->u32[i] = entry;
    }
}

/* A field with an item per row; den is of numbers (1 for others); width of codes. */
static inline uint32_t field_as(Build *b, uint32_t space, const char *name, Type type,
                                uint32_t target, int64_t den, uint8_t width, const char *text)
{
    uint32_t r = b->p.spaces[space].record;
    RecordSchema *schema = &b->p.schemas[r];
    uint32_t f = (uint32_t)schema->field_count++;
    ((FieldSchema *)schema->fields)[f] =
        (FieldSchema){ .name = str_of(name),
                       .kind = kind_of(type),
                       .role = type == TYPE_ROW ? ROLE_LINK : ROLE_OUTCOME,
                       .parent = type == TYPE_ROW ? (int)target - 1 : -1,
                       .needed = true };
    Column *column = &b->tables[r].columns[f];
    *column = (Column){ .type = type, .count = b->tables[r].rows, .den = den, .width = width };
    assert_int_equal(count_words(text), column->count);
    column->data = arena_array(&b->arena, column->count, 8, 16);
    if (type == TYPE_CODE) {
        put_codes(b, column, text);
    } else {
        Str line = str_of(text), word;
        for (size_t i = 0; next_word(&line, &word); i++) put_word(b, column, i, word, den);
    }
    uint32_t c = new_column(b, space, type, COLUMN_FIELD, type == TYPE_ROW ? target : NONE);
    b->p.columns[c].field = f;
    return c;
}

static inline uint32_t numbers(Build *b, uint32_t space, const char *name, const char *text)
{
    return field_as(b, space, name, TYPE_NUMBER, NONE, 12, 1, text);
}
static inline uint32_t codes(Build *b, uint32_t space, const char *name, const char *text)
{
    return field_as(b, space, name, TYPE_CODE, NONE, 1, 1, text);
}
static inline uint32_t yesnos(Build *b, uint32_t space, const char *name, const char *text)
{
    return field_as(b, space, name, TYPE_YESNO, NONE, 1, 1, text);
}
static inline uint32_t links(Build *b, uint32_t space, const char *name, uint32_t target,
                             const char *text)
{
    return field_as(b, space, name, TYPE_ROW, target, 1, 1, text);
}

/* ---- constants, texts, lists ---- */

static inline uint32_t text_id(Build *b, const char *text)
{
    b->p.texts[b->p.text_count] = arena_str(&b->arena, str_of(text));
    return b->p.text_count++;
}
static inline uint32_t text_of_word(Build *b, Str word)
{
    return text_id(b, arena_str(&b->arena, word).at);
}
static inline uint32_t constant(Build *b, Constant c)
{
    b->p.constants[b->p.constant_count] = c;
    return b->p.constant_count++;
}
static inline uint32_t list_of(Build *b, const char *text)
{
    ListInfo *list = &b->p.lists[b->p.list_count];
    list->code = NEW_ARRAY(&b->arena, uint32_t, count_words(text));
    Str line = str_of(text), word;
    while (next_word(&line, &word)) list->code[list->count++] = text_of_word(b, word);
    return b->p.list_count++;
}
static inline uint32_t args_of(Build *b, uint32_t count, const uint32_t *reg)
{
    Program *p = &b->p;
    uint32_t at = p->arg_count;
    p->args[p->arg_count++] = count;
    for (uint32_t i = 0; i < count; i++) p->args[p->arg_count++] = reg[i];
    return at;
}
#define ARGS(b, ...)                                                                               \
    args_of((b), sizeof((uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t),                           \
            (uint32_t[]){ __VA_ARGS__ })

/* ---- steps ---- */

static inline Step *rows_of(Build *b, uint32_t space)
{
    Step *step = &b->p.steps[b->p.step_count++];
    *step = (Step){ .kind = STEP_ROWS,
                    .space = space,
                    .order = NONE,
                    .mask = NONE,
                    .level = NONE,
                    .k = NONE,
                    .code = b->p.code_count };
    b->reg_count = 0;
    return step;
}

/* Ends the row step: its registers. */
static inline void end_rows(Build *b)
{
    Step *step = &b->p.steps[b->p.step_count - 1];
    RegInfo *regs = NEW_ARRAY(&b->arena, RegInfo, b->reg_count);
    if (b->reg_count) memcpy(regs, b->regs, b->reg_count * sizeof *regs);
    step->regs = regs;
    step->reg_count = b->reg_count;
    step->code_count = b->p.code_count - step->code;
}

static inline void put(Build *b, Op op, uint32_t d, uint32_t a, uint32_t x, uint32_t c)
{
    b->p.code[b->p.code_count++] = (Instr){ (uint16_t)op, d, a, x, c };
}

/* An instruction that makes a register of that type. */
static inline uint32_t make_as(Build *b, Type type, uint32_t target, Op op, uint32_t a, uint32_t x,
                               uint32_t c)
{
    uint32_t d = b->reg_count++;
    b->regs[d] = (RegInfo){ type, target };
    put(b, op, d, a, x, c);
    return d;
}

static inline uint32_t make(Build *b, Op op, uint32_t a, uint32_t x, uint32_t c)
{
    Type type = op_info[op].kind[0] == 'y' ? TYPE_YESNO : TYPE_NUMBER;
    uint32_t target = NONE;
    if (op == OP_COLUMN || op == OP_GATHER) type = b->p.columns[a].type;
    if (op == OP_COLUMN || op == OP_GATHER) target = b->p.columns[a].target;
    if (op == OP_CONST) type = b->p.constants[a].type;
    if (op == OP_LOOKUP || op == OP_INTERPOLATE) type = b->p.tables[a].type;
    uint32_t like = op == OP_CHOOSE || op == OP_AFTER ? x : a;
    bool copies = op == OP_LEAST || op == OP_GREATEST || op == OP_LEAST_KNOWN ||
                  op == OP_GREATEST_KNOWN || op == OP_CHOOSE || op == OP_INSTEAD ||
                  op == OP_WITHHOLD || op == OP_AFTER;
    if (copies) type = b->regs[like].type;
    if (copies) target = b->regs[like].target;
    if (op == OP_FIND) target = a;
    if (op == OP_SELF) target = b->p.steps[b->p.step_count - 1].space;
    if (op == OP_FIND || op == OP_SELF) type = TYPE_ROW;
    return make_as(b, type, target, op, a, x, c);
}

static inline uint32_t column(Build *b, uint32_t c)
{
    return make(b, OP_COLUMN, c, 0, 0);
}
static inline uint32_t number(Build *b, const char *text)
{
    Constant c = { .type = TYPE_NUMBER, .number = exact_text(b, text) };
    return make(b, OP_CONST, constant(b, c), 0, 0);
}
static inline uint32_t code_constant(Build *b, const char *text)
{
    Constant c = { .type = TYPE_CODE, .code = text_id(b, text) };
    return make(b, OP_CONST, constant(b, c), 0, 0);
}
static inline uint32_t missing(Build *b, Type type, uint8_t reason)
{
    return make_as(b, type, NONE, OP_MISSING, reason, 0, 0);
}

/* Stores a register; the column. */
static inline uint32_t store(Build *b, uint32_t reg)
{
    uint32_t space = b->p.steps[b->p.step_count - 1].space;
    uint32_t c = new_column(b, space, b->regs[reg].type, COLUMN_STORED, b->regs[reg].target);
    put(b, OP_STORE, 0, c, reg, 0);
    return c;
}

static inline Op gather_op(AccKind kind)
{
    switch ((int)kind) {
    case ACC_WEIGHTED_SUM:
    case ACC_WEIGHTED_MEAN: return OP_GATHER_WEIGHTED;
    case ACC_COUNT: return OP_GATHER_COUNT;
    case ACC_SHARE:
    case ACC_SOME:
    case ACC_EVERY: return OP_GATHER_YES;
    case ACC_LEAST: return OP_GATHER_LEAST;
    case ACC_GREATEST: return OP_GATHER_GREATEST;
    case ACC_ONE: return OP_GATHER_ONE;
    case ACC_DIFFERENT: return OP_GATHER_DIFFERENT;
    case ACC_PICK: return OP_GATHER_PICK;
    default: return OP_GATHER_SUM;
    }
}

/* A reduction into the target of register `row` (NONE: the nation); its column. */
static inline uint32_t reduce(Build *b, AccKind kind, uint32_t a, uint32_t row, uint32_t c)
{
    uint32_t target = row == NONE ? 0 : b->regs[row].target, to = NONE;
    Type type = kind == ACC_SOME || kind == ACC_EVERY ? TYPE_YESNO : TYPE_NUMBER;
    if (kind == ACC_LEAST || kind == ACC_GREATEST || kind == ACC_ONE) type = b->regs[a].type;
    if (kind == ACC_ONE) to = b->regs[a].target;
    uint32_t made = new_column(b, target, type, COLUMN_REDUCED, to);
    b->p.accs[b->p.acc_count] = (Acc){ .kind = kind, .target = target, .column = made };
    b->p.accs[b->p.acc_count].picked_column = NONE;
    put(b, gather_op(kind), b->p.acc_count++, a, row, c);
    return made;
}

/* ---- tables ---- */

static inline void put_value(Build *b, TableInfo *table, uint32_t r, Str word)
{
    ValueCell *value = &table->values[r];
    if (word.at[0] == '.')
        value->reason = (uint8_t)(word.at[1] - '0');
    else if (table->type == TYPE_CODE)
        value->code = text_of_word(b, word);
    else if (table->type == TYPE_YESNO)
        value->yes = word.at[0] == 'y';
    else
        value->number = exact_of(b, word);
}

/* Keys: codes words; numbers p/q; ranges "3..5" closed, "3<5" open at both, "..5", "3..". */
static inline void put_key(Build *b, KeyMatch match, KeyCell *cell, Str word)
{
    if (match == KEY_CODE) {
        cell->code = text_of_word(b, word);
        return;
    }
    if (match == KEY_NUMBER) {
        cell->low = exact_of(b, word);
        return;
    }
    for (size_t i = 0; i < word.len; i++) {
        bool open = word.at[i] == '<';
        if (!open && (word.at[i] != '.' || i + 1 >= word.len || word.at[i + 1] != '.')) continue;
        if (i) cell->low = exact_of(b, str_slice(word, 0, i));
        size_t rest = i + (open ? 1 : 2);
        if (rest < word.len) cell->high = exact_of(b, str_slice(word, rest, word.len));
        cell->low_open = cell->high_open = open;
        return;
    }
}

/* A table: `match` has a letter per key (c code, n number, r range), `rows` its cells and values.
 */
static inline uint32_t table_of(Build *b, const char *match, Type type, const char *rows)
{
    TableInfo *table = &b->p.tables[b->p.table_count];
    table->key_count = (uint32_t)strlen(match);
    table->row_count = (uint32_t)count_words(rows) / (table->key_count + 1);
    table->type = type;
    table->match = NEW_ARRAY(&b->arena, KeyMatch, table->key_count);
    table->keys = NEW_ARRAY(&b->arena, KeyCell, (size_t)table->row_count * table->key_count);
    table->values = NEW_ARRAY(&b->arena, ValueCell, table->row_count);
    for (uint32_t k = 0; k < table->key_count; k++)
        table->match[k] = match[k] == 'c' ? KEY_CODE : match[k] == 'n' ? KEY_NUMBER : KEY_RANGE;
    Str line = str_of(rows), word;
    for (uint32_t r = 0; r < table->row_count; r++) {
        for (uint32_t k = 0; k < table->key_count; k++) {
            next_word(&line, &word);
            put_key(b, table->match[k], &table->keys[r * table->key_count + k], word);
        }
        next_word(&line, &word);
        put_value(b, table, r, word);
    }
    return b->p.table_count++;
}

/* Makes a table one that is read between its rows along that key, with these slopes. */
static inline uint32_t curve_of(Build *b, uint32_t t, uint32_t key, uint8_t outside,
                                const char *slopes)
{
    TableInfo *table = &b->p.tables[t];
    Str line = str_of(slopes), word;
    table->slope = NEW_ARRAY(&b->arena, const Exact *, table->row_count);
    for (uint32_t r = 0; r < table->row_count && next_word(&line, &word); r++)
        table->slope[r] = exact_of(b, word);
    table->slope_key = key;
    table->outside = outside;
    return t;
}

/* ---- groups, orders, ranks and picks ---- */

/* A step that groups `of` by keys under `level` (NONE: the nation); the group space. */
static inline uint32_t group_by(Build *b, uint32_t of, uint32_t level, uint32_t mask,
                                uint32_t key_count, const uint32_t *keys)
{
    Program *p = &b->p;
    uint32_t g = p->space_count++;
    uint32_t *from = NEW_ARRAY(&b->arena, uint32_t, key_count);
    uint32_t *to = NEW_ARRAY(&b->arena, uint32_t, key_count);
    for (uint32_t k = 0; k < key_count; k++) {
        from[k] = keys[k];
        to[k] = new_column(b, g, p->columns[keys[k]].type, COLUMN_KEY, p->columns[keys[k]].target);
    }
    uint32_t level_space = level == NONE ? 0 : p->columns[level].target;
    p->spaces[g] = (Space){ .kind = SPACE_GROUP,
                            .of = of,
                            .level = level_space,
                            .key_count = key_count,
                            .key_column = to,
                            .level_column = NONE };
    if (level != NONE)
        p->spaces[g].level_column = new_column(b, g, TYPE_ROW, COLUMN_LEVEL, level_space);
    Step *step = &p->steps[p->step_count++];
    *step = (Step){ .kind = STEP_GROUP,
                    .space = of,
                    .order = NONE,
                    .group = g,
                    .key_count = key_count,
                    .keys = from,
                    .mask = mask,
                    .level = level,
                    .k = NONE };
    step->group_column = new_column(b, of, TYPE_ROW, COLUMN_GROUP, g);
    return g;
}

static inline uint32_t group_column(const Build *b)
{
    return b->p.steps[b->p.step_count - 1].group_column;
}

static inline Step *order_step(Build *b, OrderKind kind, uint32_t value, uint32_t mask,
                               uint32_t level)
{
    Program *p = &b->p;
    uint32_t target = level == NONE ? 0 : p->columns[level].target;
    Step *step = &p->steps[p->step_count++];
    *step = (Step){ .kind = STEP_ORDER,
                    .space = p->columns[value].space,
                    .order = NONE,
                    .mask = mask,
                    .level = level,
                    .target = target,
                    .value = value,
                    .order_kind = kind,
                    .k = NONE };
    Type type = kind == ORDER_QUANTILE ? TYPE_NUMBER : p->columns[value].type;
    step->out = new_column(b, target, type, COLUMN_ORDERED, NONE);
    return step;
}

/* Pools sums over weights of a group space until they rise (or fall). */
static inline uint32_t pool_step(Build *b, uint32_t sum, uint32_t weight, bool rise)
{
    Program *p = &b->p;
    Step *step = &p->steps[p->step_count++];
    *step = (Step){ .kind = STEP_POOL,
                    .space = p->columns[sum].space,
                    .order = NONE,
                    .mask = NONE,
                    .level = NONE,
                    .value = sum,
                    .k = weight,
                    .lowest_first = rise };
    step->out = new_column(b, step->space, TYPE_NUMBER, COLUMN_ORDERED, NONE);
    return step->out;
}

static inline uint32_t rank_step(Build *b, uint32_t value, uint32_t mask, uint32_t level,
                                 bool lowest, Ties ties)
{
    Program *p = &b->p;
    Step *step = &p->steps[p->step_count++];
    *step = (Step){ .kind = STEP_RANK,
                    .space = p->columns[value].space,
                    .order = NONE,
                    .mask = mask,
                    .level = level,
                    .value = value,
                    .k = NONE,
                    .lowest_first = lowest,
                    .ties = ties };
    step->out = new_column(b, step->space, TYPE_NUMBER, COLUMN_ORDERED, NONE);
    return step->out;
}

typedef struct Picked {
    uint32_t sum[3], count[3], least[3], greatest[3], picked;
} Picked;

/* A pick of three slots into the target of `row`. */
static inline Picked pick(Build *b, uint32_t points, uint32_t row, bool lowest,
                          const uint32_t *takes, const uint32_t *size_and_masks)
{
    Picked made;
    Program *p = &b->p;
    uint32_t target = b->regs[row].target;
    PickSlot *slots = NEW_ARRAY(&b->arena, PickSlot, 3);
    for (int s = 0; s < 3; s++) {
        made.sum[s] = new_column(b, target, TYPE_NUMBER, COLUMN_REDUCED, NONE);
        made.count[s] = new_column(b, target, TYPE_NUMBER, COLUMN_REDUCED, NONE);
        made.least[s] = new_column(b, target, TYPE_NUMBER, COLUMN_REDUCED, NONE);
        made.greatest[s] = new_column(b, target, TYPE_NUMBER, COLUMN_REDUCED, NONE);
        slots[s] = (PickSlot){ .takes = takes[s],
                               .sum = made.sum[s],
                               .count = made.count[s],
                               .least = made.least[s],
                               .greatest = made.greatest[s] };
    }
    made.picked = new_column(b, target, TYPE_NUMBER, COLUMN_REDUCED, NONE);
    p->accs[p->acc_count] = (Acc){ .kind = ACC_PICK,
                                   .target = target,
                                   .column = NONE,
                                   .lowest_first = lowest,
                                   .slot_count = 3,
                                   .slots = slots,
                                   .picked_column = made.picked };
    put(b, OP_GATHER_PICK, p->acc_count++, points, row, args_of(b, 4, size_and_masks));
    return made;
}

/* ---- running ---- */

static inline void show_at(Build *b, Text *text, const Column *c, size_t row)
{
    uint8_t why = run_reason(c, row);
    size_t at = c->constant ? 0 : row;
    if (why) {
        text_printf(text, ".%u", (uint64_t)why);
        return;
    }
    switch ((int)c->type) {
    case TYPE_CODE: text_add(text, run_text(b->run, c, row)); break;
    case TYPE_YESNO: text_byte(text, c->u8[at] ? 'y' : 'n'); break;
    case TYPE_ROW: text_printf(text, "%u", (uint64_t)c->u32[at]); break;
    default: number_write_exact(text, column_exact_at(text->arena, &b->dens, c, at));
    }
}

/* A column of the last run, a word per row. */
static inline const char *shown(Build *b, uint32_t c)
{
    Text text = text_open(&b->arena);
    const Column *whole = run_column(b->run, c);
    uint64_t rows = run_rows(b->run, b->p.columns[c].space);
    if (rows) assert_non_null(whole->data);
    for (uint64_t i = 0; i < rows; i++) {
        if (i) text_byte(&text, ' ');
        show_at(b, &text, whole, i);
    }
    return str_c(&b->arena, text_str(&text));
}

static inline void run_once(Build *b, RunOptions options)
{
    run_close(b->run);
    b->run = run_open(&b->arena, &b->p, b->tables, b->atoms, &b->dens);
    bool verified = run_program(b->run, &options, &b->diags);
    if (!verified && b->diags.count) {
        const Diag *d = &b->diags.items[b->diags.count - 1];
        print_message("%.*s %.*s\n", STR_ARG(d->args[0]), STR_ARG(d->args[2]));
    }
    assert_true(verified);
}

static inline void compare_with_first(Build *b)
{
    Text all = text_open(&b->arena);
    for (uint32_t c = 0; c < b->p.column_count; c++) {
        text_printf(&all, "%u: ", (uint64_t)c);
        if (run_column(b->run, c)->data) text_printf(&all, "%s", shown(b, c));
        text_byte(&all, '\n');
    }
    if (!b->first_texts)
        b->first_texts = strdup(str_c(&b->arena, text_str(&all)));
    else
        assert_string_equal(str_c(&b->arena, text_str(&all)), b->first_texts);
}

/* Runs the program every way there is; all must give the same.  The last is the usual one. */
static inline void run_all(Build *b)
{
    static const uint32_t batches[] = { 1024, 3, 1 };
    static const unsigned threads[] = { 1, 2, 7 };
    static const Lane lanes[] = { LANE_EXACT, LANE_I128, LANE_I64 };
    for (size_t lane = 0; lane < COUNT_OF(lanes); lane++)
        for (size_t t = 0; t < COUNT_OF(threads); t++)
            for (size_t s = 0; s < COUNT_OF(batches); s++) {
                run_once(b, (RunOptions){ .threads = threads[t],
                                          .batch = batches[s],
                                          .morsel = 1,
                                          .least_lane = lanes[lane] });
                compare_with_first(b);
            }
}

#define SHOWS(b, c, text) assert_string_equal(shown((b), (c)), (text))

#endif
