/* verify_value.c -- rule 4 (and 16 of what tables hold): every constant, list, rounding and table
 * of a program is a value as the machine wants it: in lowest terms, within LIMIT_BITS, of texts and
 * reasons that there are.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/verify.h"
#include "limit.h"

/* A rational in lowest terms, its parts within LIMIT_BITS. */
static bool is_canonical(Verifier *v, const Exact *x)
{
    if (!x || x->root) return false;
    mpz_srcptr num = mpq_numref(x->a), den = mpq_denref(x->a);
    if (mpz_sgn(den) <= 0) return false;
    if (mpz_sizeinbase(num, 2) > LIMIT_BITS || mpz_sizeinbase(den, 2) > LIMIT_BITS) return false;
    Arena *before = number_arena_use(v->diags->arena);
    mpz_t divisor;
    mpz_init(divisor);
    mpz_gcd(divisor, num, den);
    bool lowest = mpz_cmp_ui(divisor, 1) == 0;
    mpz_clear(divisor);
    number_arena_use(before);
    return lowest;
}

static bool is_whole(Verifier *v, const Exact *x)
{
    int64_t num, den;
    return is_canonical(v, x) && exact_to_ratio(x, &num, &den) && den == 1;
}

static bool value_is_good(Verifier *v, Type type, const Exact *number, uint32_t code)
{
    switch (type) {
    case TYPE_NUMBER: return is_canonical(v, number);
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND: return is_whole(v, number);
    case TYPE_CODE: return code < v->program->text_count;
    case TYPE_YESNO: return true;
    case TYPE_ROW:
    case TYPE_NONE: return false;
    }
    return false;
}

static bool cell_is_good(Verifier *v, KeyMatch match, const KeyCell *cell)
{
    switch (match) {
    case KEY_CODE: return cell->code < v->program->text_count;
    case KEY_NUMBER: return is_canonical(v, cell->low);
    case KEY_RANGE:
    case KEY_YEAR_RANGE:
        return (!cell->low || is_canonical(v, cell->low)) &&
               (!cell->high || is_canonical(v, cell->high));
    }
    return false;
}

/* A table that is read between its rows. */
static bool check_curve(Verifier *v, uint32_t t)
{
    const TableInfo *table = &v->program->tables[t];
    DEMAND(table->type == TYPE_NUMBER && table->slope_key < table->key_count, 4, "table", t);
    DEMAND(table->match[table->slope_key] != KEY_CODE, 4, "table", t);
    DEMAND(table->outside > 0 && table->outside < v->program->reason_count, 16, "table", t);
    for (uint32_t r = 0; r < table->row_count; r++)
        DEMAND(table->values[r].reason || is_canonical(v, table->slope[r]), 4, "table", t);
    return true;
}

static bool check_table(Verifier *v, uint32_t t)
{
    const TableInfo *table = &v->program->tables[t];
    v->span = table->span;
    /* a table of no key is one constant: it was put in, and no instruction asks it */
    if (table->key_count == 0) return true;
    DEMAND(table->key_count <= LIMIT_KEYS && table->match, 4, "table", t);
    DEMAND(table->row_count <= LIMIT_NODES, 4, "table", t);
    DEMAND(table->row_count == 0 || (table->keys && table->values), 4, "table", t);
    for (uint32_t r = 0; r < table->row_count; r++) {
        for (uint32_t k = 0; k < table->key_count; k++)
            DEMAND(cell_is_good(v, table->match[k], &table->keys[r * table->key_count + k]), 4,
                   "table", t);
        const ValueCell *value = &table->values[r];
        DEMAND(value->reason < v->program->reason_count, 16, "table", t);
        DEMAND(value->reason || value_is_good(v, table->type, value->number, value->code), 4,
               "table", t);
    }
    DEMAND(table->type > TYPE_NONE && table->type < TYPE_ROW, 4, "table", t);
    return !table->slope || check_curve(v, t);
}

static bool check_round(Verifier *v, const Round *round)
{
    if (round->mode > ROUND_DOWN || !is_canonical(v, round->step)) return false;
    if (mpq_sgn(round->step->a) <= 0) return false;
    int64_t num, den;
    if (!exact_to_ratio(round->step, &num, &den)) return round->den == 0;
    return round->den == 0 || (round->num == num && round->den == den);
}

bool verify_values(Verifier *v)
{
    const Program *p = v->program;
    for (uint32_t k = 0; k < p->constant_count; k++) {
        const Constant *constant = &p->constants[k];
        DEMAND(value_is_good(v, constant->type, constant->number, constant->code), 4, "constant",
               k);
    }
    for (uint32_t l = 0; l < p->list_count; l++) {
        const ListInfo *list = &p->lists[l];
        v->span = list->span;
        DEMAND(list->count == 0 || list->code, 4, "list", l);
        for (uint32_t i = 0; i < list->count; i++)
            DEMAND(list->code[i] < p->text_count, 4, "list", l);
    }
    for (uint32_t f = 0; f < p->rounding_count; f++)
        DEMAND(check_round(v, &p->roundings[f]), 4, "rounding", f);
    for (uint32_t t = 0; t < p->table_count; t++)
        if (!check_table(v, t)) return false;
    v->span = (Span){ 0 };
    return true;
}
