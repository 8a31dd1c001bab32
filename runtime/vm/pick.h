/* pick.h -- the inside of a pick, shared by pick.c (what is set up, met and written), pick_deal.c
 * (what happens with one target's rows) and pick_quick.c (the same where rows are few and near).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_VM_PICK_H
#define LUSTRUM_VM_PICK_H

#include "vm/fields.h"
#include "vm/fill.h"
#include "vm/step.h"

/* A row that may be picked. */
typedef struct Candidate {
    /* Points (32 bits, turned so that the less comes first), then the lead field: its place among
     * others; those with equal keys are told apart by all their fields. */
    uint64_t key;
    int64_t points; /* over PickPlan.den; unless the target is odd */
    const Exact *exact;
    uint64_t slots; /* bit s: slot s takes it */
    uint32_t row;
    uint32_t copies; /* not yet taken */
} Candidate;

/* A column being filled; `number` is NULL when nobody asks. */
typedef struct Filled {
    uint32_t column;
    int64_t *number;
    uint8_t *reason; /* least and greatest: REASON_NOTHING until there is one */
} Filled;

typedef struct Quick Quick;
typedef bool PickQuick(PickHand *hand, const Quick *quick, size_t start, size_t n);

typedef struct SlotPlan {
    uint32_t takes;
    bool gathers;
    Filled sum, count, least, greatest;
    bool only_sum; /* nobody asks for the others */
} SlotPlan;

struct PickPlan {
    Machine *machine;
    size_t targets;
    bool lowest_first;
    bool greatest_total;
    FillSlot *fill; /* NULL: each slot just takes the first that are left */
    uint32_t slot_count;
    SlotPlan *slot;
    Filled picked;
    uint32_t points, size, row; /* registers; size NONE: one copy */
    const uint32_t *mask;       /* registers or NONE, one per slot */
    _Atomic int64_t den;        /* of points; 0 before the first */
    const Table *table;         /* whose rows are picked; NULL: of a group space */
    const Column *lead;         /* the first field that can tell rows apart, if a code; or NULL */
    bool short_lead;            /* its entries fit 16 bits */
    PickHand **hand;            /* per worker */
    PickQuick *quick;           /* the best of those below that does for its slots */
};

/* A figure that does not fit the arrays. */
typedef struct Odd {
    uint32_t column, target;
    const Exact *number;
} Odd;

struct PickHand {
    PickPlan *plan;
    Arena *keep;
    Arena *scrap; /* exact numbers of one target */
    const Dens *dens;
    FieldOrder fields;
    uint32_t target; /* whose rows are coming; NO_ROW before the first */
    bool odd;        /* its points are Exact */
    bool wide;       /* ... or do not fit 32 bits, so keys say nothing */
    bool far;        /* ... or do not fit 16 bits */
    int64_t den;     /* PickPlan.den, once known */
    Candidate *candidate;
    size_t count, cap;
    uint32_t *order, *scratch; /* places in candidate, sorted */
    size_t order_cap;
    Fill fill; /* where PickPlan.fill */
    Odd *odds;
    size_t odd_count, odd_cap;
};

/* A batch's rows in arrays that pick_quick takes targets from; NEAR_PAST items more in each. */
struct Quick {
    const int32_t *key;   /* points, then the lead field, so that the less comes first; no two rows
                             that are no candidates have the same */
    const uint8_t *slots; /* bit s: slot s takes it; 0: no candidate */
    const int16_t *points;
    const uint32_t *copies; /* NULL: one */
};

enum { QUICK_SLOTS = 8, QUICK_ROWS = 16, QUICK_COPIES = 32 }; /* at most */

/* Deals rows start .. start + n, all that PickHand.target has.  False, with nothing done, where two
 * of them have equal keys, or together they have many copies. */
PickQuick pick_quick; /* for any processor */
#ifdef __x86_64__
PickQuick pick_quick_avx2; /* where there is one copy, and of each slot only its sum is asked */
#endif

/* Deals out `count` sorted copies of candidates by bits: wants[s] has a bit for each of those that
 * slot s takes, `rows` one for the first copy of each candidate.  No sum may overflow. */
void pick_deal_bits(PickHand *hand, const uint64_t *wants, uint64_t rows, const int64_t *points,
                    size_t count);
/* The 8 x 8 bits of a word, mirrored: bit 8i + s goes to 8s + i. */
uint64_t pick_mirror(uint64_t x);

/* Sorts the candidates and deals them out to the slots; they are used up. */
void pick_deal(PickHand *hand);
/* The same of sorted candidates (PickHand.order), where slots are filled together. */
void pick_fill(PickHand *hand);
/* The target's points become Exact numbers. */
void pick_make_odd(PickHand *hand);

/* What a slot got. */
typedef struct Got {
    int64_t sum, least, greatest;
    const Exact *exact_sum, *exact_least, *exact_greatest; /* of an odd target */
    uint32_t count;
} Got;

/* So many copies of the candidate are the slot's.  No sum overflows: pick_deal has looked. */
void pick_get(PickHand *hand, Got *got, const Candidate *c, uint32_t copies);
void pick_write(PickHand *hand, const SlotPlan *slot, const Got *got);

#endif
