/* use.c -- the figures of a reference in the place of the passes: each becomes a constant of the
 * nation, or a look-up by the keys of its groups.
 *
 * A root number a + b root c is put in as that formula: programs hold rationals only.
 * SPDX-License-Identifier: Apache-2.0 */
#include "check/expr.h"
#include "check/record.h"
#include "number/text.h"
#include "reference/reference.h"
#include "table/csv.h"

enum { PARTS = 3, MOST_KEYS = 8 };

typedef struct Put {
    Model *model;
    const Reference *reference;
    const Pass *pass;
    Span span;
    Diags *diags;
    bool own_year;
    bool rooted; /* some value is a root number */
    uint32_t table[PARTS];
    const PassRow *none; /* what is asked of a group that no row is of */
} Put;

static bool is_of(const Put *put, const PassRow *row)
{
    return str_eq(row->measure, put->pass->measure) && str_eq(row->figure, put->pass->figure);
}

static bool refuse(const Put *put, DiagId id, Str a, Str b)
{
    DIAG_AT(put->diags, id, put->span, a, str_printable(put->diags->arena, b, 80));
    return false;
}

static Str name_of(const Put *put)
{
    return str_printf(put->model->arena, "%S.%S", put->pass->measure, put->pass->figure);
}

/* ---- values ---- */

/* The reason of a row that has no value; 0 when it has one.  False: there is no such reason. */
static bool read_reason(const Put *put, const PassRow *row, uint8_t *reason)
{
    *reason = 0;
    if (!row->reason.len) return true;
    if (row->value.len) return refuse(put, D_REFERENCE_VALUE, name_of(put), row->value);
    for (size_t r = 1; r < put->model->reason_count; r++)
        if (str_eq(put->model->reasons[r].name, row->reason)) *reason = (uint8_t)r;
    return *reason ? true : refuse(put, D_REFERENCE_VALUE, name_of(put), row->reason);
}

static bool read_number(const Put *put, const PassRow *row, const Exact *parts[PARTS])
{
    const Exact *x = number_read_exact(put->model->arena, row->value);
    if (!x) return refuse(put, D_REFERENCE_VALUE, name_of(put), row->value);
    number_parts(put->model->arena, x, parts);
    return true;
}

/* Nothing but yes and no is an answer. */
static bool read_yes(const Put *put, Str text, bool *yes)
{
    *yes = str_eq(text, STR("yes"));
    return *yes || str_eq(text, STR("no")) || refuse(put, D_REFERENCE_VALUE, name_of(put), text);
}

/* A value as one formula of place. */
static const Expr *value_expr(Put *put, const PassRow *row, Place *place)
{
    Model *model = put->model;
    const Expr *own = put->pass->def->expr;
    uint8_t reason;
    if (!read_reason(put, row, &reason)) return NULL;
    if (reason) return expr_missing(model, place, own->type, reason, own->span);
    if (own->type == TYPE_CODE) return expr_code(model, place, row->value, own->span);
    bool yes;
    if (own->type == TYPE_YESNO)
        return read_yes(put, row->value, &yes) ? expr_yes(model, place, yes, own->span) : NULL;
    const Exact *parts[PARTS];
    if (!read_number(put, row, parts)) return NULL;
    const Expr *a = expr_number(model, place, parts[0], own->unit, own->span);
    if (exact_sign(model->arena, parts[1]) == 0) return a;
    const Expr *c = expr_number(model, place, parts[2], own->unit, own->span);
    const Expr *b = expr_number(model, place, parts[1], own->unit, own->span);
    const Expr *root = expr_1(model, EXPR_ROOT, TYPE_NUMBER, c, own->span);
    const Expr *times = expr_2(model, EXPR_MUL, TYPE_NUMBER, b, root, own->span);
    return expr_2(model, EXPR_ADD, TYPE_NUMBER, a, times, own->span);
}

/* ---- tables ---- */

/* The keys of a group's line. */
static bool read_keys(const Put *put, Str group, KeyCell *cells)
{
    Model *model = put->model;
    const Group *by = put->pass->def->place->group;
    Text line = text_open(model->arena);
    text_printf(&line, "%S\n", group);
    size_t len = line.len, used;
    text_pad(&line, '\0', CSV_PAD);
    Csv csv = csv_open(model->arena, ',', 1, false, false);
    Str *keys;
    size_t count = csv_heading(&csv, (Str){ line.at, len }, false, &keys, &used);
    if (csv.failure || count != by->key_count)
        return refuse(put, D_REFERENCE_VALUE, name_of(put), group);
    for (size_t k = 0; k < count; k++) {
        Type type = by->keys[k]->type;
        Str text = arena_str(model->arena, keys[k]);
        cells[k] = (KeyCell){ 0 };
        int64_t value = 0;
        bool good = true, yes = false;
        if (type == TYPE_CODE)
            cells[k].code = text_index(model, text);
        else if (type == TYPE_NUMBER || type == TYPE_BAND)
            cells[k].low = number_read_exact(model->arena, text);
        else if (type == TYPE_DATE)
            good = date_days(text, &value);
        else if (type == TYPE_YEAR)
            good = (value = reference_year(text)) != 0;
        else if (type == TYPE_YESNO && !read_yes(put, text, &yes))
            return false;
        if (type == TYPE_YESNO) value = yes;
        if (type != TYPE_CODE && type != TYPE_NUMBER && type != TYPE_BAND)
            cells[k].low = exact_from_i64(model->arena, value);
        cells[k].high = cells[k].low;
        if (!good || (type != TYPE_CODE && !cells[k].low))
            return refuse(put, D_REFERENCE_VALUE, name_of(put), group);
    }
    return true;
}

static TableInfo open_table(const Put *put, size_t rows)
{
    Model *model = put->model;
    const Group *by = put->pass->def->place->group;
    TableInfo info = { .name = name_of(put),
                       .key_count = (uint32_t)by->key_count,
                       .type = put->pass->def->expr->type,
                       .span = put->pass->def->expr->span };
    info.match = NEW_ARRAY(model->arena, KeyMatch, by->key_count + 1);
    info.keys = NEW_ARRAY(model->arena, KeyCell, rows * by->key_count + 1);
    info.values = NEW_ARRAY(model->arena, ValueCell, rows + 1);
    for (size_t k = 0; k < by->key_count; k++)
        info.match[k] = by->keys[k]->type == TYPE_CODE   ? KEY_CODE
                        : by->keys[k]->type == TYPE_YEAR ? KEY_YEAR_RANGE
                                                         : KEY_NUMBER;
    return info;
}

/* Adds a group's row to the tables, of which all but the first are for root numbers. */
static bool add_group(Put *put, const PassRow *row, TableInfo info[PARTS])
{
    ValueCell value[PARTS] = { { 0 } };
    KeyCell keys[MOST_KEYS];
    uint8_t reason;
    if (!read_keys(put, row->group, keys) || !read_reason(put, row, &reason)) return false;
    const Exact *parts[PARTS] = { NULL };
    if (!reason && info[0].type == TYPE_NUMBER && !read_number(put, row, parts)) return false;
    bool yes = false;
    if (!reason && info[0].type == TYPE_YESNO && !read_yes(put, row->value, &yes)) return false;
    if (!reason && parts[1] && exact_sign(put->model->arena, parts[1]) != 0) put->rooted = true;
    for (size_t p = 0; p < PARTS; p++) {
        TableInfo *to = &info[p];
        value[p].reason = reason;
        value[p].number = reason ? NULL : parts[p];
        value[p].yes = yes;
        if (!reason && to->type == TYPE_CODE) value[p].code = text_index(put->model, row->value);
        memcpy(&to->keys[(size_t)to->row_count * to->key_count], keys,
               sizeof(KeyCell) * to->key_count);
        to->values[to->row_count++] = value[p];
    }
    return true;
}

static bool make_tables(Put *put)
{
    Model *model = put->model;
    TableInfo info[PARTS];
    size_t rows = put->reference->row_count;
    for (size_t p = 0; p < PARTS; p++) info[p] = open_table(put, rows);
    for (size_t i = 0; i < rows; i++) {
        const PassRow *row = &put->reference->rows[i];
        if (!is_of(put, row)) continue;
        if (str_eq(row->what, STR("no group"))) put->none = row;
        if (str_eq(row->what, STR("group")) && !add_group(put, row, info)) return false;
    }
    if (!put->none) return refuse(put, D_REFERENCE_LACKS, name_of(put), STR_EMPTY);
    for (size_t p = 0; p < (put->rooted ? PARTS : 1u); p++) {
        GROW(model->arena, model->tables, model->table_count, model->table_cap);
        put->table[p] = (uint32_t)model->table_count;
        model->tables[model->table_count++] = info[p];
    }
    return true;
}

/* ---- look-ups ---- */

static const Expr *one_look(const Put *put, size_t part, Place *place, const Expr **args,
                            uint32_t count)
{
    Model *model = put->model;
    const Expr *own = put->pass->def->expr, *keys[MOST_KEYS];
    for (uint32_t k = 0; k < count; k++)
        keys[k] = args[k]->type == TYPE_YESNO
                      ? expr_1(model, EXPR_YESNO_NUMBER, TYPE_NUMBER, args[k], args[k]->span)
                      : args[k];
    return expr_make(model, &(Expr){ .kind = EXPR_LOOKUP,
                                     .place = place,
                                     .type = own->type,
                                     .unit = own->unit,
                                     .codes = own->codes,
                                     .span = own->span,
                                     .table = put->table[part],
                                     .arg = keys,
                                     .arg_count = count });
}

/* told where `look` found no row and nothing that it is asked with is missing; else look. */
static const Expr *or_else(Model *model, const Expr *look, const Expr *value, const Expr *told)
{
    Expr out = { .kind = EXPR_IS_REASON,
                 .place = look->place,
                 .type = TYPE_YESNO,
                 .reason = REASON_NOT_IN_TABLE,
                 .arg = &look,
                 .arg_count = 1,
                 .span = look->span };
    const Expr *chosen =
        expr_3(model, EXPR_CHOOSE, value->type, expr_make(model, &out), told, value, look->span);
    for (uint32_t i = look->arg_count; i-- > 0;) {
        const Expr *args[] = { look->arg[i], chosen };
        Expr after = *chosen;
        after.kind = EXPR_AFTER;
        after.arg = args;
        after.arg_count = 2;
        chosen = expr_make(model, &after);
    }
    return chosen;
}

static const Expr *look_up(Put *put, Place *place, const Expr **args, uint32_t count)
{
    Model *model = put->model;
    const Expr *own = put->pass->def->expr, *told;
    const Expr *first = one_look(put, 0, place, args, count), *value = first;
    if (put->rooted) {
        const Expr *b = one_look(put, 1, place, args, count);
        const Expr *c = one_look(put, 2, place, args, count);
        const Expr *root = expr_1(model, EXPR_ROOT, TYPE_NUMBER, c, own->span);
        value = expr_2(model, EXPR_ADD, TYPE_NUMBER, first,
                       expr_2(model, EXPR_MUL, TYPE_NUMBER, b, root, own->span), own->span);
    }
    if (put->own_year)
        told = value_expr(put, put->none, place);
    else
        told = expr_missing(model, place, own->type, reason_find(model, STR("not_in_reference")),
                            own->span);
    return told ? or_else(model, first, value, told) : NULL;
}

/* ---- putting in ---- */

/* The formula as another, for all who have it. */
static void become(const Put *put, const Expr *old, const Expr *fresh)
{
    Expr copy = *fresh;
    copy.id = old->id;
    copy.hash = old->hash;
    copy.unit = old->unit;
    copy.nature = old->nature;
    copy.frozen = put->pass->def;
    *(Expr *)old = copy;
}

/* What is asked of the groups by keys no longer goes through the groups of this year's rows. */
static bool put_readers(Put *put)
{
    Model *model = put->model;
    const Expr **all = NEW_ARRAY(model->arena, const Expr *, model->expr_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < model->slot_cap; i++) {
        const Expr *e = model->slot[i];
        if (!e || e->kind != EXPR_READ || e->arg_count != 2) continue;
        const Expr *inner = e->arg[0];
        if (inner->kind == EXPR_DEF && inner->def == put->pass->def && e->arg[1]->kind == EXPR_FIND)
            all[count++] = e;
    }
    for (size_t i = 0; i < count; i++) {
        const Expr *find = all[i]->arg[1];
        const Expr *fresh = look_up(put, all[i]->place, find->arg, find->arg_count);
        if (!fresh) return false;
        become(put, all[i], fresh);
    }
    return true;
}

static bool put_groups(Put *put)
{
    Model *model = put->model;
    Def *def = put->pass->def;
    Group *group = def->place->group;
    const Expr *keys[MOST_KEYS];
    if (group->key_count > MOST_KEYS || !make_tables(put) || !put_readers(put)) return false;
    for (uint32_t k = 0; k < group->key_count; k++)
        keys[k] = expr_make(model, &(Expr){ .kind = EXPR_KEY,
                                            .place = def->place,
                                            .type = group->keys[k]->type,
                                            .unit = group->keys[k]->unit,
                                            .bands = group->keys[k]->bands,
                                            .codes = group->keys[k]->codes,
                                            .group = group,
                                            .index = k,
                                            .span = group->keys[k]->span });
    const Expr *fresh = look_up(put, def->place, keys, (uint32_t)group->key_count);
    if (fresh) def->expr = fresh;
    def->frozen = fresh != NULL;
    return fresh != NULL;
}

static bool put_nation(Put *put)
{
    for (size_t i = 0; i < put->reference->row_count; i++) {
        const PassRow *row = &put->reference->rows[i];
        if (!is_of(put, row) || !str_eq(row->what, STR("nation"))) continue;
        const Expr *fresh = value_expr(put, row, put->pass->def->place);
        if (fresh) put->pass->def->expr = fresh;
        put->pass->def->frozen = fresh != NULL;
        return fresh != NULL;
    }
    return refuse(put, D_REFERENCE_LACKS, name_of(put), STR_EMPTY);
}

static bool has_any(const Put *put)
{
    for (size_t i = 0; i < put->reference->row_count; i++)
        if (is_of(put, &put->reference->rows[i])) return true;
    return false;
}

bool reference_put(Model *model, const Passes *passes, const Reference *reference, bool may_lack,
                   Span span, Diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < passes->count; i++) {
        Put put = { .model = model,
                    .reference = reference,
                    .pass = &passes->items[i],
                    .span = span,
                    .diags = diags,
                    .own_year = reference->year == model->year };
        if (may_lack && !has_any(&put)) continue;
        bool nation = put.pass->def->place->kind == PLACE_NATION;
        good = (nation ? put_nation(&put) : put_groups(&put)) && good;
    }
    return good;
}
