/* expr.c -- see expr.h.  The only maker of Expr values; it adds no message.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "limit.h"

static uint32_t mix(uint32_t hash, uint64_t value)
{
    uint64_t h = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return (uint32_t)(h ^ h >> 29);
}

static uint32_t mix_pointer(uint32_t hash, const void *pointer)
{
    return mix(hash, (uint64_t)(uintptr_t)pointer >> 3);
}

static uint32_t number_hash(const Exact *x)
{
    int64_t num, den;
    if (!x) return 1;
    if (!exact_to_ratio(x, &num, &den)) return 2;
    return mix(mix(3, (uint64_t)num), (uint64_t)den);
}

static bool same_number(Model *model, const Exact *a, const Exact *b)
{
    if (a == b) return true;
    return a && b && exact_compare(model->arena, a, b) == 0;
}

static uint32_t hash_gather(uint32_t h, const Gather *g)
{
    if (!g) return h;
    h = mix(h, (uint64_t)g->kind | (uint64_t)g->method << 8 | (uint64_t)g->ties << 16);
    h = mix_pointer(mix_pointer(h, g->from), g->value);
    h = mix_pointer(mix_pointer(h, g->mask), g->weight);
    h = mix_pointer(mix_pointer(h, g->row), g->k);
    for (uint32_t i = 0; i < g->key_count; i++) h = mix_pointer(h, g->keys[i]);
    for (uint32_t i = 0; i < g->then_count; i++) h = mix_pointer(h, g->thens[i]);
    return mix(h, number_hash(g->part));
}

static bool same_rank(const Gather *a, const Gather *b)
{
    if (a->key_count != b->key_count || a->then_count != b->then_count) return false;
    for (uint32_t i = 0; i < a->key_count; i++)
        if (a->keys[i] != b->keys[i]) return false;
    for (uint32_t i = 0; i < a->then_count; i++)
        if (a->thens[i] != b->thens[i] || a->then_lowest[i] != b->then_lowest[i]) return false;
    return true;
}

static bool same_gather(Model *model, const Gather *a, const Gather *b)
{
    if (!a || !b) return a == b;
    return a->kind == b->kind && a->from == b->from && a->value == b->value && a->mask == b->mask &&
           a->weight == b->weight && a->row == b->row && a->k == b->k && a->method == b->method &&
           a->lowest_first == b->lowest_first && a->ties == b->ties && a->counted == b->counted &&
           a->has_where == b->has_where && same_rank(a, b) && same_number(model, a->part, b->part);
}

static uint32_t hash_of(const Expr *e)
{
    uint32_t h = mix(7, (uint64_t)e->kind | (uint64_t)e->type << 16 | (uint64_t)e->unit << 32);
    h = mix(mix_pointer(h, e->place), e->index | (uint64_t)e->reason << 32);
    h = mix(h, (uint64_t)e->table | (uint64_t)e->list << 32);
    h = mix_pointer(mix_pointer(h, e->def), e->group);
    h = mix_pointer(mix_pointer(h, e->pick), e->bands);
    h = mix_pointer(h, e->earlier);
    h = mix(h, (uint64_t)(e->yes | e->guarded << 1));
    h = mix(h, number_hash(e->number));
    h = mix(h, str_hash(e->text, 0));
    for (uint32_t i = 0; i < e->arg_count; i++) h = mix_pointer(h, e->arg[i]);
    return hash_gather(h, e->gather);
}

static bool same_expr(Model *model, const Expr *a, const Expr *b)
{
    if (a->kind != b->kind || a->type != b->type || a->unit != b->unit || a->place != b->place ||
        a->index != b->index || a->reason != b->reason || a->table != b->table ||
        a->list != b->list || a->def != b->def || a->group != b->group || a->pick != b->pick ||
        a->earlier != b->earlier || a->bands != b->bands || a->yes != b->yes ||
        a->guarded != b->guarded || a->arg_count != b->arg_count || !str_eq(a->text, b->text))
        return false;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (a->arg[i] != b->arg[i]) return false;
    return same_number(model, a->number, b->number) && same_gather(model, a->gather, b->gather);
}

static void make_room(Model *model)
{
    if (model->expr_count * 2 < model->slot_cap) return;
    size_t cap = model->slot_cap ? model->slot_cap * 2 : 1024;
    const Expr **fresh = NEW_ARRAY(model->arena, const Expr *, cap);
    for (size_t i = 0; i < model->slot_cap; i++) {
        if (!model->slot[i]) continue;
        size_t at = model->slot[i]->hash & (cap - 1);
        while (fresh[at]) at = (at + 1) & (cap - 1);
        fresh[at] = model->slot[i];
    }
    model->slot = fresh;
    model->slot_cap = cap;
}

/* Arithmetic on two constants; NULL when it must be left to the run (division by nought). */
static const Exact *folded(Model *model, const Expr *e)
{
    const Exact *a, *b = NULL;
    if (e->arg_count == 0 || e->type != TYPE_NUMBER || !expr_is_number(e->arg[0], &a)) return NULL;
    if (e->arg_count == 2 && !expr_is_number(e->arg[1], &b)) return NULL;
    Arena *arena = model->arena;
    switch ((int)e->kind) {
    case EXPR_NEG: return exact_neg(arena, a);
    case EXPR_ADD: return b ? exact_add(arena, a, b) : NULL;
    case EXPR_SUB: return b ? exact_sub(arena, a, b) : NULL;
    case EXPR_MUL: return b ? exact_mul(arena, a, b) : NULL;
    case EXPR_DIV: return b && exact_sign(arena, b) ? exact_div(arena, a, b) : NULL;
    default: return NULL;
    }
}

const Expr *expr_make(Model *model, const Expr *proto)
{
    Expr e = *proto;
    const Exact *number = folded(model, &e);
    if (number) {
        e.kind = EXPR_CONST;
        e.number = number;
        e.arg_count = 0;
        e.arg = NULL;
    }
    e.hash = hash_of(&e);
    make_room(model);
    size_t at = e.hash & (model->slot_cap - 1);
    for (; model->slot[at]; at = (at + 1) & (model->slot_cap - 1))
        if (model->slot[at]->hash == e.hash && same_expr(model, model->slot[at], &e))
            return model->slot[at];
    Expr *made = NEW(model->arena, Expr);
    *made = e;
    if (e.arg_count) {
        made->arg = NEW_ARRAY(model->arena, const Expr *, e.arg_count);
        memcpy(made->arg, e.arg, sizeof(*e.arg) * e.arg_count);
    }
    if (e.gather) {
        made->gather = NEW(model->arena, Gather);
        *made->gather = *e.gather;
    }
    made->id = (uint32_t)model->expr_count++;
    model->slot[at] = made;
    return made;
}

const Expr *expr_number(Model *model, Place *place, const Exact *number, uint32_t unit, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_CONST,
                                     .place = place,
                                     .type = TYPE_NUMBER,
                                     .unit = unit,
                                     .number = number,
                                     .span = span });
}

const Expr *expr_int(Model *model, Place *place, int64_t number, Span span)
{
    return expr_number(model, place, exact_from_i64(model->arena, number), UNIT_ANY, span);
}

const Expr *expr_code(Model *model, Place *place, Str text, Span span)
{
    return expr_make(model, &(Expr){ .kind = EXPR_CONST,
                                     .place = place,
                                     .type = TYPE_CODE,
                                     .text = text,
                                     .index = text_index(model, text),
                                     .span = span });
}

const Expr *expr_yes(Model *model, Place *place, bool yes, Span span)
{
    return expr_make(
        model,
        &(Expr){
            .kind = EXPR_CONST, .place = place, .type = TYPE_YESNO, .yes = yes, .span = span });
}

const Expr *expr_missing(Model *model, Place *place, Type type, uint8_t reason, Span span)
{
    return expr_make(
        model,
        &(Expr){
            .kind = EXPR_MISSING, .place = place, .type = type, .reason = reason, .span = span });
}

const Expr *expr_field(Model *model, Field *field, Span span)
{
    return expr_make(model, &(Expr){ .kind = field->role == ROLE_LINK ? EXPR_LINK : EXPR_FIELD,
                                     .place = &field->record->place,
                                     .type = field->type,
                                     .unit = field->type == TYPE_NUMBER ? field->unit : UNIT_ANY,
                                     .index = field->index,
                                     .codes = field->codes,
                                     .span = span });
}

/* How exact the answer is: a sum with a root number is a limit, a product with one a root number;
 * of what is one or the other, the less exact. */
static Nature nature_with(ExprKind kind, const Expr **args, uint32_t count)
{
    Nature first = args[0]->nature;
    if (count < 2 || args[1]->type != TYPE_NUMBER) return first;
    Nature second = args[1]->nature, most = first > second ? first : second;
    if (kind == EXPR_ADD || kind == EXPR_SUB) return most == RATIONAL ? RATIONAL : LIMIT;
    if (kind == EXPR_MUL || kind == EXPR_DIV) return most == RATIONAL ? RATIONAL : ROOT_NUMBER;
    return most;
}

/* The unit of what is one or the other: a literal takes the other's, and what is pure here and in
 * per cent there is pure, as check_units has it. */
static uint32_t unit_of_either(const Expr *a, const Expr *b)
{
    if (a->type != TYPE_NUMBER || b->type != TYPE_NUMBER || a->unit == b->unit) return a->unit;
    if (a->unit == UNIT_ANY || b->unit == UNIT_ANY) return a->unit + b->unit;
    return UNIT_PURE;
}

static uint32_t unit_with(ExprKind kind, const Expr **args)
{
    return kind == EXPR_INSTEAD ? unit_of_either(args[0], args[1]) : args[0]->unit;
}

static const Expr *with_args(Model *model, ExprKind kind, Type type, const Expr **args,
                             uint32_t count, Span span)
{
    return expr_make(
        model, &(Expr){ .kind = kind,
                        .place = args[0]->place,
                        .type = type,
                        .unit = type == TYPE_NUMBER ? unit_with(kind, args) : UNIT_ANY,
                        .nature = type == TYPE_NUMBER ? nature_with(kind, args, count) : RATIONAL,
                        .arg = args,
                        .arg_count = count,
                        .span = span });
}

const Expr *expr_1(Model *model, ExprKind kind, Type type, const Expr *a, Span span)
{
    return with_args(model, kind, type, (const Expr *[]){ a }, 1, span);
}

const Expr *expr_2(Model *model, ExprKind kind, Type type, const Expr *a, const Expr *b, Span span)
{
    return with_args(model, kind, type, (const Expr *[]){ a, b }, 2, span);
}

const Expr *expr_3(Model *model, ExprKind kind, Type type, const Expr *a, const Expr *b,
                   const Expr *c, Span span)
{
    const Expr *args[] = { a, b, c };
    const Expr *shape = b; /* a is the condition of a CHOOSE */
    return expr_make(model,
                     &(Expr){ .kind = kind,
                              .place = a->place,
                              .type = type,
                              .unit = unit_of_either(shape, c),
                              .nature = shape->nature > c->nature ? shape->nature : c->nature,
                              .bands = shape->bands,
                              .arg = args,
                              .arg_count = 3,
                              .span = span });
}

const Expr *expr_and(Model *model, const Expr *a, const Expr *b, bool guarded, Span span)
{
    if (!a || !b) return a ? a : b;
    const Expr *args[] = { a, b };
    return expr_make(model, &(Expr){ .kind = EXPR_AND,
                                     .place = a->place,
                                     .type = TYPE_YESNO,
                                     .guarded = guarded,
                                     .arg = args,
                                     .arg_count = 2,
                                     .span = span });
}

const Expr *expr_not(Model *model, const Expr *a, Span span)
{
    if (a->kind == EXPR_NOT) return a->arg[0];
    return expr_1(model, EXPR_NOT, TYPE_YESNO, a, span);
}

const Expr *expr_withhold(Model *model, const Expr *value, const Expr *condition, uint8_t reason,
                          Span span)
{
    const Expr *args[] = { value, condition };
    return expr_make(model, &(Expr){ .kind = EXPR_WITHHOLD,
                                     .place = value->place,
                                     .type = value->type,
                                     .unit = value->unit,
                                     .nature = value->nature,
                                     .bands = value->bands,
                                     .codes = value->codes,
                                     .reason = reason,
                                     .arg = args,
                                     .arg_count = 2,
                                     .span = span });
}

const Expr *expr_read(Model *model, Place *place, const Expr *inner, const Expr *row, Span span)
{
    if (inner->place == place) return inner;
    bool same = inner->kind == EXPR_CONST || inner->kind == EXPR_MISSING; /* in every row */
    if (same && (!row || !can_miss(model, row, NULL))) {
        Expr moved = *inner;
        moved.place = place;
        return expr_make(model, &moved);
    }
    const Expr *args[] = { inner, row };
    return expr_make(model, &(Expr){ .kind = EXPR_READ,
                                     .place = place,
                                     .type = inner->type,
                                     .unit = inner->unit,
                                     .nature = inner->nature,
                                     .bands = inner->bands,
                                     .codes = inner->codes,
                                     .arg = args,
                                     .arg_count = row ? 2 : 1,
                                     .span = span });
}

const Expr *expr_def(Model *model, Def *def, Span span)
{
    const Expr *e = def->expr;
    if (!e || e->kind == EXPR_CONST || e->kind == EXPR_MISSING) return e;
    return expr_make(model, &(Expr){ .kind = EXPR_DEF,
                                     .place = e->place,
                                     .type = e->type,
                                     .unit = e->unit,
                                     .nature = e->nature,
                                     .bands = e->bands,
                                     .codes = e->codes,
                                     .def = def,
                                     .span = span });
}

const Expr *expr_round(Model *model, const Expr *value, const Round *round, Span span)
{
    const Expr *args[] = { value };
    return expr_make(model, &(Expr){ .kind = EXPR_ROUND,
                                     .place = value->place,
                                     .type = TYPE_NUMBER,
                                     .unit = value->unit,
                                     .index = round_index(model, round),
                                     .arg = args,
                                     .arg_count = 1,
                                     .span = span });
}

const Expr *expr_as(Model *model, const Expr *e, Type type)
{
    if (!e || e->type != TYPE_NONE) return e;
    return expr_missing(model, e->place, type, e->reason, e->span);
}

void expr_meet(Model *model, const Expr **a, const Expr **b)
{
    if (!*a || !*b || ((*a)->type != TYPE_NONE && (*b)->type != TYPE_NONE)) return;
    Type type = (*a)->type != TYPE_NONE ? (*a)->type : (*b)->type;
    if (type == TYPE_NONE) type = TYPE_NUMBER;
    *a = expr_as(model, *a, type);
    *b = expr_as(model, *b, type);
}

bool expr_is_number(const Expr *e, const Exact **number)
{
    if (e->kind != EXPR_CONST || e->type != TYPE_NUMBER) return false;
    *number = e->number;
    return true;
}

/* ---- from a row to the row of a place above it ---- */

enum { LONGEST_CHAIN = 16 };

/* Fills chain with the links from `from` up to `to`, the shortest way, first declared first. */
static size_t chain_up(Record *from, const Record *to, Field **chain, size_t room)
{
    if (from == to) return 0;
    if (!room) return SIZE_MAX;
    size_t best = SIZE_MAX;
    Field *rest[LONGEST_CHAIN];
    for (size_t i = 0; i < from->field_count; i++) {
        Field *field = &from->fields[i];
        if (field->role != ROLE_LINK || !field->parent) continue;
        size_t room_left = best == SIZE_MAX ? room - 1 : best - 1 < room ? best - 1 : room - 1;
        if (best != SIZE_MAX && room_left == 0 && field->parent != to) continue;
        size_t length = chain_up(field->parent, to, rest, room_left);
        if (length == SIZE_MAX || (best != SIZE_MAX && length + 1 >= best)) continue;
        best = length + 1;
        chain[0] = field;
        memcpy(chain + 1, rest, length * sizeof *rest);
    }
    return best;
}

static const Expr *climb(Model *model, Place *from, const Expr *row, Field **chain, size_t length,
                         Span span)
{
    for (size_t i = 0; i < length; i++) {
        const Expr *link = expr_field(model, chain[i], span);
        row = i == 0 && !row ? link : expr_read(model, from, link, row, span);
    }
    return row;
}

const Expr *expr_row_to(Model *model, Place *from, Place *to, Span span, bool *ok)
{
    *ok = true;
    if (to->kind == PLACE_NATION) return NULL;
    Field *chain[LONGEST_CHAIN];
    if (to->kind == PLACE_GROUP) {
        Group *group = to->group;
        const Expr *member = expr_make(model, &(Expr){ .kind = EXPR_MEMBER,
                                                       .place = &group->of->place,
                                                       .type = TYPE_ROW,
                                                       .group = group,
                                                       .span = span });
        if (from == &group->of->place) return member;
        if (from->kind != PLACE_RECORD) return *ok = false, NULL;
        bool up;
        const Expr *row = expr_row_to(model, from, &group->of->place, span, &up);
        if (!up) return *ok = false, NULL;
        return expr_read(model, from, member, row, span);
    }
    if (from->kind == PLACE_NATION) return *ok = false, NULL;
    const Expr *start = NULL;
    Record *record = from->record;
    if (from->kind == PLACE_GROUP) {
        if (from->group->level->kind != PLACE_RECORD) return *ok = false, NULL;
        start = expr_make(model, &(Expr){ .kind = EXPR_LEVEL,
                                          .place = from,
                                          .type = TYPE_ROW,
                                          .group = from->group,
                                          .span = span });
        record = from->group->level->record;
    }
    size_t length = chain_up(record, to->record, chain, LONGEST_CHAIN);
    if (length == SIZE_MAX || (length == 0 && !start)) return *ok = false, NULL;
    return climb(model, from, start, chain, length, span);
}
