/* monotone.c -- pools neighbouring groups until their means rise (or fall): pool adjacent violators
 * (Ayer, Brunk, Ewing, Reid and Silverman 1955, Annals of Mathematical Statistics 26, 641-647).
 *
 * A step over a group space.  Groups that differ in their last key alone stand together in its
 * order.  A group without weight has no mean and stands between no others.  Everything is exact, so
 * the order in which pools are made does not show.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/lookup.h"

/* Groups put together: their means are sum / weight. */
typedef struct Heap {
    const Exact *sum, *weight, *mean;
    uint32_t first; /* of its groups */
} Heap;

typedef struct Pooling {
    Machine *machine;
    const Step *step;
    const Exact **mean; /* per group; NULL: none */
    Heap *heap;
    uint32_t heaps;
} Pooling;

/* The number of a group, or NULL. */
static const Exact *number_at(const Pooling *p, uint32_t column, uint32_t group)
{
    const Machine *machine = p->machine;
    const Column *from = &machine->run->columns[column];
    if (column_reason(from, group)) return NULL;
    return column_exact_at(&p->machine->step, machine->run->dens, from, column_place(from, group));
}

static void add_group(Pooling *p, uint32_t group)
{
    Arena *arena = &p->machine->step;
    Heap heap = { .first = group };
    heap.sum = number_at(p, p->step->value, group);
    heap.weight = number_at(p, p->step->k, group);
    if (!heap.sum || !heap.weight || exact_sign(arena, heap.weight) <= 0) return;
    heap.mean = exact_div(arena, heap.sum, heap.weight);
    while (p->heaps) {
        const Heap *before = &p->heap[p->heaps - 1];
        int order = exact_compare(arena, before->mean, heap.mean);
        if (p->step->lowest_first ? order <= 0 : order >= 0) break;
        heap.sum = exact_add(arena, before->sum, heap.sum);
        heap.weight = exact_add(arena, before->weight, heap.weight);
        heap.mean = exact_div(arena, heap.sum, heap.weight);
        heap.first = before->first;
        p->heaps--;
    }
    p->heap[p->heaps++] = heap;
    p->mean[group] = heap.mean; /* that it has one */
}

/* The pools of the groups up to `end` are as they stay. */
static void end_run(Pooling *p, uint32_t end)
{
    for (uint32_t h = 0; h < p->heaps; h++) {
        uint32_t past = h + 1 < p->heaps ? p->heap[h + 1].first : end;
        for (uint32_t g = p->heap[h].first; g < past; g++)
            if (p->mean[g]) p->mean[g] = p->heap[h].mean;
    }
    p->heaps = 0;
}

void step_pool(Machine *machine, const Step *step)
{
    Run *run = machine->run;
    Arena *arena = &machine->step;
    uint32_t groups, nodes;
    uint32_t *parent = group_parents(machine->groups[step->space], arena, &groups, &nodes);
    Pooling p = { .machine = machine, .step = step };
    p.mean = NEW_ARRAY(arena, const Exact *, groups + 1);
    p.heap = NEW_ARRAY(arena, Heap, groups + 1);
    for (uint32_t g = 0; g < groups; g++) {
        if (g && parent[g] != parent[g - 1]) end_run(&p, g);
        add_group(&p, g);
    }
    end_run(&p, groups);
    Column out = lookup_numbers(machine, p.mean, groups + 1);
    out.reason = NEW_ARRAY(run->arena, uint8_t, groups + 1);
    for (uint32_t g = 0; g <= groups; g++) out.reason[g] = p.mean[g] ? 0 : REASON_NOTHING;
    run->columns[step->out] = out;
}
