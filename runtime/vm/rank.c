/* rank.c -- the rank of each row among those with its target and its keys.
 *
 * The rows of a target are sorted by their keys, in whatever order brings equal ones together, then
 * by the values ranked, one after the other.  Rows that are equal in all share a rank, so which of
 * them is met first never shows; or their declared fields decide.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/fields.h"
#include "vm/kernel.h"
#include "vm/keys.h"
#include "vm/ordering.h"

typedef struct Ranking {
    Ordering o;
    FieldOrder fields;
} Ranking;

/* Two known values of a column.  Codes in any order: only whether they are equal counts. */
static int compare_values(const Ordering *o, const Column *column, uint32_t a, uint32_t b)
{
    size_t x = column_place(column, a), y = column_place(column, b);
    uint32_t p = 0, q = 0;
    switch (column->type) {
    case TYPE_NUMBER:
    case TYPE_DATE:
    case TYPE_YEAR:
    case TYPE_BAND:
        return column_number_compare(o->scrap, o->machine->run->dens, column, x, column, y);
    case TYPE_YESNO: return column->u8[x] - column->u8[y];
    case TYPE_CODE:
        p = column->dict->atom[code_entry(column, x)];
        q = column->dict->atom[code_entry(column, y)];
        break;
    case TYPE_ROW:
        p = column->u32[x];
        q = column->u32[y];
        break;
    case TYPE_NONE: break;
    }
    return (p > q) - (p < q);
}

static int compare_keys(const Ordering *o, uint32_t a, uint32_t b)
{
    int order = 0;
    for (uint32_t k = 0; k < o->step->key_count && !order; k++)
        order = compare_values(o, &o->machine->run->columns[o->step->keys[k]], a, b);
    return order;
}

static int in_way(int order, bool lowest_first)
{
    return lowest_first ? order : -order;
}

/* By the values ranked; 0 of rows that are equal in all. */
static int compare_ranked(const Ordering *o, uint32_t a, uint32_t b)
{
    const Step *step = o->step;
    int order = o->number ? (o->number[a] > o->number[b]) - (o->number[a] < o->number[b])
                          : compare_values(o, o->value, a, b);
    order = in_way(order, step->lowest_first);
    for (uint32_t k = 0; k < step->then_count && !order; k++) {
        const Column *column = &o->machine->run->columns[step->thens[k].column];
        order = in_way(compare_values(o, column, a, b), step->thens[k].lowest_first);
    }
    return order;
}

static int by_rank(uint32_t a, uint32_t b, void *with)
{
    const Ranking *ranking = with;
    int order = compare_keys(&ranking->o, a, b);
    if (!order) order = compare_ranked(&ranking->o, a, b);
    if (!order && ranking->o.step->ties == TIES_FIELDS)
        order = fields_compare(&ranking->fields, a, b);
    return order;
}

/* The rank of places [begin, end) (from 0); halves for the mean. */
static int64_t rank_of(Ties ties, uint64_t begin, uint64_t end)
{
    switch (ties) {
    case TIES_FIELDS:
    case TIES_LOWEST: return (int64_t)begin + 1;
    case TIES_HIGHEST: return (int64_t)end;
    case TIES_MEAN: break;
    }
    return (int64_t)(begin + 1 + end);
}

/* Ranks rows that have the same keys and are sorted. */
static void rank_sorted(const Ordering *o, const uint32_t *row, uint64_t count, int64_t *rank)
{
    bool shared = o->step->ties != TIES_FIELDS;
    for (uint64_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; shared && end < count && !compare_ranked(o, row[begin], row[end]);)
            end++;
        int64_t place = rank_of(o->step->ties, begin, end);
        for (uint64_t i = begin; i < end; i++) rank[row[i]] = place;
    }
}

static void rank_target(Ranking *ranking, uint32_t *row, uint64_t count, int64_t *rank)
{
    Ordering *o = &ranking->o;
    sort_u32(row, count, o->scratch, by_rank, ranking);
    for (uint64_t begin = 0, end; begin < count; begin = end) {
        for (end = begin + 1; end < count && !compare_keys(o, row[begin], row[end]);) end++;
        rank_sorted(o, row + begin, end - begin, rank);
    }
}

/* Why a row has no rank: the first part of the text that is missing. */
static uint8_t why_unranked(const Ordering *o, uint64_t row)
{
    const Step *step = o->step;
    const Column *columns = o->machine->run->columns;
    Reason why = column_reason(o->value, row);
    if (!why && step->level != NONE) why = column_reason(&columns[step->level], row);
    for (uint32_t k = 0; k < step->key_count && !why; k++)
        why = column_reason(&columns[step->keys[k]], row);
    for (uint32_t k = 0; k < step->then_count && !why; k++)
        why = column_reason(&columns[step->thens[k].column], row);
    return (uint8_t)(why ? why : REASON_NOTHING);
}

void step_rank(Machine *machine, const Step *step)
{
    Run *run = machine->run;
    Ranking ranking = { .o = order_open(machine, step) };
    Ordering *o = &ranking.o;
    ranking.fields = field_order(run, step->space, o->scrap);
    Column d = { .type = TYPE_NUMBER, .count = o->rows, .den = step->ties == TIES_MEAN ? 2 : 1 };
    d.i64 = NEW_ARRAY(run->arena, int64_t, o->rows);
    for (uint64_t t = 0; t < o->targets; t++)
        rank_target(&ranking, o->order + o->first[t], o->first[t + 1] - o->first[t], d.i64);
    bool any = false;
    for (uint64_t i = 0; i < o->rows && !any; i++) any = o->target[i] == NO_ROW;
    if (any) {
        d.reason = NEW_ARRAY(run->arena, uint8_t, o->rows);
        for (uint64_t i = 0; i < o->rows; i++)
            if (o->target[i] == NO_ROW) d.reason[i] = why_unranked(o, i);
    }
    run->columns[step->out] = d;
}
