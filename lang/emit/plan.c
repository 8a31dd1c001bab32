/* plan.c -- which columns there are, and in which pass each formula is computed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "emit/emit.h"
#include "check/expr.h"
#include "limit.h"

Note *note_of(Emit *emit, const Expr *e)
{
    if (e->id >= emit->note_cap) {
        size_t cap = emit->note_cap ? emit->note_cap : 256;
        while (cap <= e->id) cap *= 2;
        Note *fresh = NEW_ARRAY(emit->arena, Note, cap);
        if (emit->note_cap) memcpy(fresh, emit->notes, sizeof(Note) * emit->note_cap);
        emit->notes = fresh;
        emit->note_cap = cap;
    }
    return &emit->notes[e->id];
}

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t time_or_0(Emit *emit, const Expr *e)
{
    return e ? emit_time(emit, e) : 0;
}

/* The row formula from a group's rows to its level; NULL for the nation. */
static const Expr *group_level_row(Emit *emit, Group *group)
{
    bool ok;
    return expr_row_to(emit->model, &group->of->place, group->level, group->node->span, &ok);
}

static uint32_t group_time(Emit *emit, Group *group)
{
    uint32_t time = time_or_0(emit, group->mask);
    for (uint32_t k = 0; k < group->key_count; k++)
        time = later(time, emit_time(emit, group->keys[k]));
    return later(time, time_or_0(emit, group_level_row(emit, group)));
}

static bool is_ordered(GatherKind kind)
{
    return kind == GATHER_KIND_KTH_LOWEST || kind == GATHER_KIND_KTH_HIGHEST ||
           kind == GATHER_KIND_QUANTILE;
}

/* Rows must be in the order of `row` for these: a column is needed for it. */
static uint32_t order_time(Emit *emit, const Expr *row)
{
    if (!row) return 0;
    return row->kind == EXPR_LINK ? 0 : emit_time(emit, row) + 1;
}

static uint32_t gather_pass(Emit *emit, const Gather *g)
{
    uint32_t time = later(time_or_0(emit, g->value), time_or_0(emit, g->mask));
    time = later(time, later(time_or_0(emit, g->weight), time_or_0(emit, g->row)));
    if (is_ordered(g->kind)) time = later(time, time_or_0(emit, g->k));
    for (uint32_t i = 0; i < g->key_count; i++) time = later(time, emit_time(emit, g->keys[i]));
    for (uint32_t i = 0; i < g->then_count; i++) time = later(time, emit_time(emit, g->thens[i]));
    if (g->kind == GATHER_KIND_DIFFERENT) time = later(time, order_time(emit, g->row));
    return time;
}

static uint32_t pick_pass(Emit *emit, const Pick *pick)
{
    uint32_t time = later(emit_time(emit, pick->points), time_or_0(emit, pick->size));
    for (size_t i = 0; i < pick->slot_count; i++)
        time = later(time, time_or_0(emit, pick->slots[i].mask));
    time = later(time, time_or_0(emit, pick->row));
    return later(time, order_time(emit, pick->row));
}

/* When the column of a formula that always has one (a field, a reduction ...) can be read. */
static uint32_t read_time(Emit *emit, const Expr *inner)
{
    inner = expr_bare(inner);
    switch ((int)inner->kind) {
    case EXPR_FIELD:
    case EXPR_LINK:
    case EXPR_KEY:
    case EXPR_MEMBER:
    case EXPR_EARLIER:
    case EXPR_GATHER:
    case EXPR_PICKED:
    case EXPR_POOL:
    case EXPR_RANK: return emit_time(emit, inner);
    case EXPR_LEVEL: return inner->group ? emit_time(emit, inner) : 1;
    default: return emit_time(emit, inner) + 1;
    }
}

/* When sums and weights of the groups are there: not before the groups themselves. */
static uint32_t pool_pass(Emit *emit, const Expr *e)
{
    uint32_t time = later(read_time(emit, e->arg[0]), read_time(emit, e->arg[1]));
    return later(time, group_time(emit, e->place->group) + 1);
}

static uint32_t fresh_time(Emit *emit, const Expr *e)
{
    uint32_t time = 0;
    switch ((int)e->kind) {
    case EXPR_CONST:
    case EXPR_MISSING:
    case EXPR_FIELD:
    case EXPR_EARLIER:
    case EXPR_LINK: return 0;
    case EXPR_LEVEL:
        if (!e->group) return 0;
        return group_time(emit, e->group) + 1;
    case EXPR_KEY:
    case EXPR_MEMBER: return group_time(emit, e->group) + 1;
    case EXPR_DEF: return emit_time(emit, e->def->expr);
    case EXPR_READ:
        time = read_time(emit, e->arg[0]);
        return e->arg_count == 2 ? later(time, emit_time(emit, e->arg[1])) : time;
    case EXPR_GATHER: return gather_pass(emit, e->gather) + 1;
    case EXPR_RANK: return gather_pass(emit, e->gather) + 1;
    case EXPR_POOL: return pool_pass(emit, e) + 1;
    case EXPR_ALONG:
        time = later(read_time(emit, e->arg[0]), read_time(emit, e->arg[1]));
        time = later(time, group_time(emit, e->group) + 1);
        for (uint32_t i = 2; i < e->arg_count; i++) time = later(time, emit_time(emit, e->arg[i]));
        return time;
    case EXPR_PICKED: return pick_pass(emit, e->pick) + 1;
    case EXPR_FIND: time = group_time(emit, e->group) + 1; break;
    default: break;
    }
    for (uint32_t i = 0; i < e->arg_count; i++) time = later(time, emit_time(emit, e->arg[i]));
    return time;
}

uint32_t emit_time(Emit *emit, const Expr *e)
{
    if (note_of(emit, e)->timed) return note_of(emit, e)->time;
    uint32_t time = fresh_time(emit, e);
    if (e->place->kind == PLACE_GROUP) /* a group has no rows before its step */
        time = later(time, group_time(emit, e->place->group) + 1);
    Note *note = note_of(emit, e);
    note->timed = true;
    note->time = time;
    return time;
}

/* ---- columns ---- */

uint32_t emit_new_column(Emit *emit, Place *place, Type type, ColumnOrigin origin, Str name,
                         Span span)
{
    Program *program = emit->program;
    size_t count = program->column_count;
    GROW(emit->arena, program->columns, count, emit->column_cap);
    program->columns[count] = (ColumnInfo){ .space = place->space,
                                            .type = type,
                                            .origin = origin,
                                            .target = NONE,
                                            .name = name,
                                            .span = span };
    return program->column_count++;
}

uint32_t emit_field_column(Emit *emit, const Field *field)
{
    uint32_t column = emit->first_field[field->record->index] + field->index;
    RecordSchema *schema = &emit->program->schemas[field->record->index];
    ((FieldSchema *)schema->fields)[field->index].needed = true;
    return column;
}

uint32_t emit_target(Emit *emit, const Expr *e)
{
    e = expr_bare(e);
    switch ((int)e->kind) {
    case EXPR_LINK: return e->place->record->fields[e->index].parent->place.space;
    case EXPR_MEMBER:
    case EXPR_FIND: return e->group->place.space;
    case EXPR_LEVEL: return e->group ? e->group->level->space : e->place->space;
    case EXPR_READ: return emit_target(emit, e->arg[0]);
    case EXPR_KEY: return emit_target(emit, e->group->keys[e->index]);
    default: return NONE;
    }
}

static Item *add_item(Emit *emit, ItemKind kind, uint32_t time, Place *place)
{
    GROW(emit->arena, emit->items, emit->item_count, emit->item_cap);
    Item *item = &emit->items[emit->item_count];
    *item = (Item){ .kind = kind,
                    .time = time,
                    .place = place,
                    .column = NONE,
                    .acc = NONE,
                    .order = NONE,
                    .made = (uint32_t)emit->item_count };
    emit->item_count++;
    return item;
}

static Str column_name(Emit *emit, const Expr *e)
{
    (void)emit;
    return source_text(emit->model->sources, e->span);
}

static uint32_t order_column(Emit *emit, const Expr *row)
{
    return row ? emit_column(emit, row) : NONE;
}

static AccKind acc_kind(GatherKind kind)
{
    switch (kind) {
    case GATHER_KIND_SUM: return ACC_SUM;
    case GATHER_KIND_MEAN: return ACC_MEAN;
    case GATHER_KIND_SAMPLE: return ACC_SAMPLE_DEVIATION;
    case GATHER_KIND_POPULATION: return ACC_POPULATION_DEVIATION;
    case GATHER_KIND_WEIGHTED_SUM: return ACC_WEIGHTED_SUM;
    case GATHER_KIND_WEIGHTED_MEAN: return ACC_WEIGHTED_MEAN;
    case GATHER_KIND_COUNT: return ACC_COUNT;
    case GATHER_KIND_SHARE: return ACC_SHARE;
    case GATHER_KIND_SOME: return ACC_SOME;
    case GATHER_KIND_EVERY: return ACC_EVERY;
    case GATHER_KIND_LEAST: return ACC_LEAST;
    case GATHER_KIND_GREATEST: return ACC_GREATEST;
    case GATHER_KIND_ONE: return ACC_ONE;
    case GATHER_KIND_DIFFERENT:
    case GATHER_KIND_KTH_LOWEST:
    case GATHER_KIND_KTH_HIGHEST:
    case GATHER_KIND_QUANTILE: break;
    }
    return ACC_DIFFERENT;
}

static uint32_t new_acc(Emit *emit, Acc acc)
{
    Program *program = emit->program;
    size_t count = program->acc_count;
    GROW(emit->arena, program->accs, count, emit->acc_cap);
    program->accs[count] = acc;
    return program->acc_count++;
}

/* Ties are decided by every declared field. */
/* What puts rows in order where points or values tie: their fields, and of links the keys of the
 * rows that they point at; but rows under one row of `same` do not differ in that. */
static void all_fields(Emit *emit, const Record *record, const Record *same)
{
    for (size_t f = 0; f < record->field_count; f++) {
        const Field *field = &record->fields[f];
        emit_field_column(emit, field);
        if (field->parent && field->parent != same)
            emit->program->schemas[field->parent->index].orders = true;
    }
}

/* k-th, quantile and rank read whole columns. */
/* The step of its own, over the rows of `over`, that writes the column of e. */
static void plan_step(Emit *emit, const Expr *e, ItemKind kind, uint32_t time, Place *over)
{
    uint32_t column =
        emit_new_column(emit, e->place, e->type, COLUMN_ORDERED, column_name(emit, e), e->span);
    Item *item = add_item(emit, kind, time, over);
    item->expr = e;
    item->column = column;
    note_of(emit, e)->column = column + 1;
}

static void plan_ordered(Emit *emit, const Expr *e, ItemKind kind)
{
    const Gather *g = e->gather;
    uint32_t time = gather_pass(emit, g);
    emit_column(emit, g->value);
    if (g->mask) emit_column(emit, g->mask);
    if (g->row) emit_column(emit, g->row);
    if (g->k) emit_column(emit, g->k);
    for (uint32_t i = 0; i < g->key_count; i++) emit_column(emit, g->keys[i]);
    for (uint32_t i = 0; i < g->then_count; i++) emit_column(emit, g->thens[i]);
    if (kind == ITEM_RANK && g->ties == TIES_FIELDS) all_fields(emit, g->from->record, NULL);
    plan_step(emit, e, kind, time, g->from);
}

static void plan_pool(Emit *emit, const Expr *e)
{
    uint32_t time = pool_pass(emit, e);
    emit_column(emit, e->arg[0]);
    emit_column(emit, e->arg[1]);
    plan_step(emit, e, ITEM_POOL, time, e->place);
}

static void plan_gather(Emit *emit, const Expr *e)
{
    const Gather *g = e->gather;
    if (is_ordered(g->kind)) {
        plan_ordered(emit, e, ITEM_ORDER);
        return;
    }
    const Expr *parts[] = { g->value, g->mask, g->weight, g->row };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i]) emit_plan(emit, parts[i]);
    uint32_t order = g->kind == GATHER_KIND_DIFFERENT ? order_column(emit, g->row) : NONE;
    uint32_t column =
        emit_new_column(emit, e->place, e->type, COLUMN_REDUCED, column_name(emit, e), e->span);
    if (e->type == TYPE_ROW) emit->program->columns[column].target = emit_target(emit, g->value);
    Item *item = add_item(emit, ITEM_GATHER, gather_pass(emit, g), g->from);
    item->expr = e;
    item->column = column;
    item->order = order;
    item->acc = new_acc(emit, (Acc){ .kind = acc_kind(g->kind),
                                     .target = e->place->space,
                                     .column = column,
                                     .picked_column = NONE,
                                     .span = e->span });
    note_of(emit, e)->column = column + 1;
}

static uint32_t slot_column(Emit *emit, Pick *pick, const char *figure, Str slot)
{
    return emit_new_column(emit, pick->level->place, TYPE_NUMBER, COLUMN_REDUCED,
                           str_printf(emit->arena, "%s of %S", figure, slot), pick->node->span);
}

/* One accumulator fills every slot of a pick; its columns are made as they are asked for. */
static Item *pick_item(Emit *emit, Pick *pick)
{
    for (size_t i = 0; i < emit->item_count; i++)
        if (emit->items[i].kind == ITEM_PICK && emit->items[i].pick == pick) return &emit->items[i];
    all_fields(emit, pick->from, pick->level->place->record);
    emit_plan(emit, pick->points);
    if (pick->size) emit_plan(emit, pick->size);
    for (size_t i = 0; i < pick->slot_count; i++)
        if (pick->slots[i].mask) emit_plan(emit, pick->slots[i].mask);
    emit_plan(emit, pick->row);
    uint32_t order = order_column(emit, pick->row);
    PickSlot *slots = NEW_ARRAY(emit->arena, PickSlot, pick->slot_count + 1);
    for (size_t i = 0; i < pick->slot_count; i++)
        slots[i] = (PickSlot){ .name = pick->slots[i].name,
                               .takes = pick->slots[i].takes,
                               .within = pick->slots[i].within,
                               .gathers = pick->slots[i].gathers,
                               .sum = NONE,
                               .count = NONE,
                               .least = NONE,
                               .greatest = NONE };
    uint32_t picked = slot_column(emit, pick, "rows picked", pick->from->plural);
    emit->program->columns[picked].keep = true;
    Item *item = add_item(emit, ITEM_PICK, pick_pass(emit, pick), &pick->from->place);
    item->pick = pick;
    item->order = order;
    item->acc = new_acc(emit, (Acc){ .kind = ACC_PICK,
                                     .target = pick->level->place->space,
                                     .column = NONE,
                                     .lowest_first = pick->lowest_first,
                                     .greatest_total = pick->greatest_total,
                                     .slot_count = (uint32_t)pick->slot_count,
                                     .slots = slots,
                                     .picked_column = picked,
                                     .span = pick->node->span });
    return item;
}

uint32_t emit_picked(Emit *emit, Pick *pick)
{
    uint32_t acc = pick_item(emit, pick)->acc; /* which may move the others */
    return emit->program->accs[acc].picked_column;
}

static void plan_picked(Emit *emit, const Expr *e)
{
    uint32_t acc = pick_item(emit, e->pick)->acc;
    PickSlot *slot = &emit->program->accs[acc].slots[e->index / 4];
    uint32_t *columns[] = { &slot->sum, &slot->count, &slot->least, &slot->greatest };
    static const char *const figures[] = { "sum", "number", "least", "greatest" };
    uint32_t which = e->index % 4;
    if (*columns[which] == NONE)
        *columns[which] = slot_column(emit, e->pick, figures[which], slot->name);
    note_of(emit, e)->column = *columns[which] + 1;
}

/* Gives the group its space and plans the step that makes its rows; once. */
static void plan_group(Emit *emit, Group *group)
{
    if (group->place.space) return;
    group_resolve(emit->model, group);
    if (group->level->kind == PLACE_GROUP) plan_group(emit, group->level->group);
    group->place.space = emit->program->space_count++;
    emit->program->spaces[group->place.space] =
        (Space){ .kind = SPACE_GROUP,
                 .name = group->place.name,
                 .of = group->of->place.space,
                 .level = group->level->space,
                 .key_count = (uint32_t)group->key_count,
                 .key_column = NEW_ARRAY(emit->arena, uint32_t, group->key_count + 1),
                 .level_column = NONE };
    for (uint32_t k = 0; k < group->key_count; k++) emit_column(emit, group->keys[k]);
    if (group->mask) emit_column(emit, group->mask);
    const Expr *level = group_level_row(emit, group);
    if (level) emit_column(emit, level);
    Space *space = &emit->program->spaces[group->place.space];
    Span span = group->node->span;
    for (uint32_t k = 0; k < group->key_count; k++) {
        space->key_column[k] = emit_new_column(emit, &group->place, group->keys[k]->type,
                                               COLUMN_KEY, group->key_names[k], span);
        if (group->keys[k]->type == TYPE_ROW)
            emit->program->columns[space->key_column[k]].target = emit_target(emit, group->keys[k]);
        emit->program->columns[space->key_column[k]].keep = true;
    }
    if (level) {
        space->level_column =
            emit_new_column(emit, &group->place, TYPE_ROW, COLUMN_LEVEL, group->level->name, span);
        emit->program->columns[space->level_column].target = group->level->space;
        emit->program->columns[space->level_column].keep = true;
    }
    group->column =
        emit_new_column(emit, &group->of->place, TYPE_ROW, COLUMN_GROUP, group->place.name, span);
    emit->program->columns[group->column].target = group->place.space;
    Item *item = add_item(emit, ITEM_GROUP, group_time(emit, group), &group->of->place);
    item->group = group;
    item->column = group->column;
}

static void plan_here(Emit *emit, const Expr *e)
{
    switch ((int)e->kind) {
    case EXPR_FIELD:
    case EXPR_LINK:
        note_of(emit, e)->column = emit_field_column(emit, &e->place->record->fields[e->index]) + 1;
        return;
    case EXPR_KEY:
        plan_group(emit, e->group);
        note_of(emit, e)->column = emit->program->spaces[e->place->space].key_column[e->index] + 1;
        return;
    case EXPR_LEVEL:
        if (!e->group) return;
        plan_group(emit, e->group);
        note_of(emit, e)->column = emit->program->spaces[e->place->space].level_column + 1;
        return;
    case EXPR_MEMBER:
        plan_group(emit, e->group);
        note_of(emit, e)->column = e->group->column + 1;
        return;
    case EXPR_EARLIER: note_of(emit, e)->column = emit_earlier(emit, e) + 1; return;
    case EXPR_DEF: emit_plan(emit, e->def->expr); return;
    case EXPR_READ:
        emit_column(emit, e->arg[0]);
        if (e->arg_count == 2) emit_plan(emit, e->arg[1]);
        return;
    case EXPR_GATHER: plan_gather(emit, e); return;
    case EXPR_RANK: plan_ordered(emit, e, ITEM_RANK); return;
    case EXPR_PICKED: plan_picked(emit, e); return;
    case EXPR_POOL: plan_pool(emit, e); return;
    case EXPR_ALONG:
        emit_column(emit, e->arg[0]);
        emit_column(emit, e->arg[1]);
        for (uint32_t i = 2; i < e->arg_count; i++) emit_plan(emit, e->arg[i]);
        return;
    case EXPR_FIND: plan_group(emit, e->group); break;
    default: break;
    }
    for (uint32_t i = 0; i < e->arg_count; i++) emit_plan(emit, e->arg[i]);
}

void emit_plan(Emit *emit, const Expr *e)
{
    if (note_of(emit, e)->planned) return;
    note_of(emit, e)->planned = true;
    if (e->place->kind == PLACE_GROUP) plan_group(emit, e->place->group);
    plan_here(emit, e);
}

uint32_t emit_column(Emit *emit, const Expr *e)
{
    e = expr_bare(e);
    emit_plan(emit, e);
    if (note_of(emit, e)->column) return note_of(emit, e)->column - 1;
    uint32_t column =
        emit_new_column(emit, e->place, emit_type(e), COLUMN_STORED, column_name(emit, e), e->span);
    if (e->type == TYPE_ROW) emit->program->columns[column].target = emit_target(emit, e);
    Item *item = add_item(emit, ITEM_STORE, emit_time(emit, e), e->place);
    item->expr = e;
    item->column = column;
    note_of(emit, e)->column = column + 1;
    return column;
}
