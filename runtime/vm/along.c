/* along.c -- figures of groups read between them: each group is a point, how far along it lies and
 * how high, and straight lines join the points of groups that differ in their last key alone.
 *
 * The pieces of line become the rows of a table index (lookup.h), made when the step begins, so
 * that a number is found among them as among a table's ranges.  Groups that lack either figure are
 * no points.  Two points at one place with different heights: there, more_than_one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/lookup.h"

struct AlongPlan {
    FindPlan *find;
    TableIndex index;
    TableInfo table; /* only its row_count and which argument is the number */
};

/* A point of a curve. */
typedef struct Point {
    uint32_t parent;
    const Exact *x, *y;
} Point;

typedef struct Drawing {
    Machine *machine;
    Arena *arena; /* of the step */
    Point *point;
    uint32_t count;
    /* the pieces: */
    Range *range;
    const Exact **start, **slope;
    uint8_t *reason;
    uint32_t *parent;
    uint32_t pieces;
} Drawing;

static const Exact *number_at(const Drawing *d, uint32_t column, uint32_t group)
{
    const Run *run = d->machine->run;
    const Column *from = &run->columns[column];
    if (column_reason(from, group)) return NULL;
    return column_exact_at(d->arena, run->dens, from, column_place(from, group));
}

static int by_place(uint32_t a, uint32_t b, void *with)
{
    const Drawing *d = with;
    const Point *p = &d->point[a], *q = &d->point[b];
    if (p->parent != q->parent) return p->parent < q->parent ? -1 : 1;
    return exact_compare(d->arena, p->x, q->x);
}

static void find_points(Drawing *d, uint32_t height, uint32_t along, const GroupIndex *index,
                        uint32_t *nodes)
{
    uint32_t groups, count = 0;
    uint32_t *parent = group_parents(index, d->arena, &groups, nodes);
    Point *found = d->point = NEW_ARRAY(d->arena, Point, groups + 1);
    uint32_t *order = NEW_ARRAY(d->arena, uint32_t, groups + 1);
    for (uint32_t g = 0; g < groups; g++) {
        Point point = { parent[g], number_at(d, along, g), number_at(d, height, g) };
        order[count] = count;
        if (point.x && point.y) found[count++] = point;
    }
    sort_u32(order, count, NEW_ARRAY(d->arena, uint32_t, groups + 1), by_place, d);
    Point *sorted = NEW_ARRAY(d->arena, Point, count + 1);
    for (uint32_t i = 0; i < count; i++) sorted[i] = found[order[i]];
    d->point = sorted;
    d->count = count;
}

/* A piece from x to `to`, through the point with that slope. */
static void add_piece(Drawing *d, const Point *point, const Exact *slope, Range range)
{
    uint32_t at = d->pieces++;
    d->range[at] = range;
    d->parent[at] = point->parent;
    d->slope[at] = slope;
    d->start[at] = exact_sub(d->arena, point->y, exact_mul(d->arena, slope, point->x));
}

static End end_at(const Exact *x, bool open)
{
    End end = { .none = !x, .open = open, .fits = true, .den = 1, .exact = x };
    if (x) end.fits = exact_to_ratio(x, &end.num, &end.den);
    return end;
}

/* The points at one place: the last of them, after a piece for the place itself if they differ. */
static uint32_t same_place(Drawing *d, uint32_t first, bool *differ)
{
    const Point *p = &d->point[first];
    uint32_t last = first;
    *differ = false;
    while (last + 1 < d->count && by_place(first, last + 1, d) == 0) {
        last++;
        if (exact_compare(d->arena, p->y, d->point[last].y) != 0) *differ = true;
    }
    if (!*differ) return last;
    d->reason[d->pieces] = REASON_MORE_THAN_ONE;
    add_piece(d, p, exact_from_i64(d->arena, 0),
              (Range){ end_at(p->x, false), end_at(p->x, false) });
    return last;
}

static void draw(Drawing *d, bool held)
{
    const Exact *flat = exact_from_i64(d->arena, 0);
    for (uint32_t i = 0; i < d->count; i++) {
        const Point *p = &d->point[i];
        bool first = i == 0 || d->point[i - 1].parent != p->parent, differ;
        if (first && held)
            add_piece(d, p, flat, (Range){ end_at(NULL, false), end_at(p->x, true) });
        i = same_place(d, i, &differ);
        p = &d->point[i];
        const Point *next = i + 1 < d->count && p[1].parent == p->parent ? p + 1 : NULL;
        Range range = { end_at(p->x, differ), end_at(next ? next->x : held ? NULL : p->x, next) };
        if (!next && !held && differ) continue;
        const Exact *slope = flat;
        if (next)
            slope = exact_div(d->arena, exact_sub(d->arena, next->y, p->y),
                              exact_sub(d->arena, next->x, p->x));
        add_piece(d, p, slope, range);
    }
}

/* The pieces as an index: they stand in its order already. */
static void index_pieces(const Drawing *d, AlongPlan *plan, uint32_t nodes, uint32_t args)
{
    TableIndex *index = &plan->index;
    plan->table.row_count = d->pieces;
    plan->table.slope_key = args - 1;
    index->table = &plan->table;
    index->number_count = 1;
    index->number_key = &plan->table.slope_key;
    index->bucket_count = nodes;
    index->first = NEW_ARRAY(d->arena, uint32_t, nodes + 1);
    index->row = NEW_ARRAY(d->arena, uint32_t, d->pieces + 1);
    index->range = d->range;
    index->searchable = index->fits = true;
    for (uint32_t i = 0; i < d->pieces; i++) {
        index->row[i] = i;
        index->first[d->parent[i] + 1]++;
        index->fits = index->fits && d->range[i].low.fits && d->range[i].high.fits;
    }
    for (uint32_t b = 0; b < nodes; b++) index->first[b + 1] += index->first[b];
    index->value = lookup_numbers(d->machine, d->start, d->pieces);
    index->value.reason = d->reason;
    index->slope = lookup_numbers(d->machine, d->slope, d->pieces);
}

AlongPlan *along_plan(Machine *machine, const Instr *in, const Dict *const *dict)
{
    const Program *p = machine->run->program;
    uint32_t space = p->columns[in->a].space, nodes;
    AlongPlan *plan = NEW(&machine->step, AlongPlan);
    plan->find = find_plan(machine, space, dict);
    Drawing d = { .machine = machine, .arena = &machine->step };
    find_points(&d, in->a, in->b, machine->groups[space], &nodes);
    size_t most = (size_t)d.count * 3 + 1;
    d.range = NEW_ARRAY(d.arena, Range, most);
    d.start = NEW_ARRAY(d.arena, const Exact *, most);
    d.slope = NEW_ARRAY(d.arena, const Exact *, most);
    d.reason = NEW_ARRAY(d.arena, uint8_t, most);
    d.parent = NEW_ARRAY(d.arena, uint32_t, most);
    draw(&d, in->op == OP_ALONG_HELD);
    index_pieces(&d, plan, nodes, p->args[in->c]);
    return plan;
}

void along_values(const AlongPlan *plan, LookupHand **hand, Arena *keep, LaneWork *work,
                  Column *out, const Column *const *arg, size_t n)
{
    uint32_t *row = NEW_ARRAY(work->arena, uint32_t, n);
    const uint8_t *missing = find_reasons(work->arena, arg, plan->table.slope_key + 1, n);
    find_parents(plan->find, work, row, arg, n);
    lookup_rows_by_number(&plan->index, hand, keep, work, arg, missing, row, n);
    lookup_lines(&plan->index, REASON_NOT_IN_TABLE, work, out, arg[plan->table.slope_key], missing,
                 row, n);
}
