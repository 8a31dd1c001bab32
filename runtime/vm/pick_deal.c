/* pick_deal.c -- one target's candidates: sorted, and dealt out to the slots in order.
 *
 * Few candidates with small points, the common case, are sorted by their keys and dealt out by
 * bits; all others by comparing.  Both give the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/pick.h"
#include "limit.h"

/* ---- which of two comes first ---- */

static int compare_points(PickHand *hand, const Candidate *a, const Candidate *b)
{
    int order = hand->odd ? exact_compare(hand->scrap, a->exact, b->exact)
                          : (a->points > b->points) - (a->points < b->points);
    return hand->plan->lowest_first ? order : -order;
}

static bool comes_before(PickHand *hand, const Candidate *a, const Candidate *b)
{
    int order = compare_points(hand, a, b);
    return order ? order < 0 : fields_compare(&hand->fields, a->row, b->row) < 0;
}

static int by_place(uint32_t a, uint32_t b, void *with)
{
    PickHand *hand = with;
    return comes_before(hand, &hand->candidate[b], &hand->candidate[a]) ? 1 : -1;
}

enum {
    FEW = 64, /* candidates that are sorted by insertion and dealt out by the bits of a word */
    SCRAPS = 1 << 16 /* bytes that comparing may leave behind */
};

/* A candidate, sorted. */
typedef struct Place {
    uint64_t key;
    int64_t points;
    uint64_t slots;
    uint32_t at; /* in PickHand.candidate */
} Place;

/* Sorts by counting for each key how many are less: no branch to guess wrong.  n is a constant
 * where it is called; places after the last candidate hold the greatest key.  False when two keys
 * are equal: then fields must decide. */
static inline bool sort_by_counting(const PickHand *hand, Place *place, size_t n)
{
    uint64_t key[16];
    uint32_t rank[16] = { 0 }, equal = 0;
    const Candidate *c = hand->candidate;
    for (size_t i = 0; i < n; i++) key[i] = i < hand->count ? c[i].key : UINT64_MAX;
    for (size_t i = 1; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            uint32_t after = key[j] > key[i];
            rank[j] += after;
            rank[i] += 1 - after;
            equal |= (key[j] == key[i]) & (i < hand->count);
        }
    }
    if (equal) return false;
    for (size_t i = 0; i < hand->count; i++)
        place[rank[i]] = (Place){ c[i].key, c[i].points, c[i].slots, (uint32_t)i };
    return true;
}

/* A key in 32 bits, where points and entries fit 16: ordered as the long ones, but that the last
 * entry there can be is equal to a missing one. */
static inline int32_t short_key(uint64_t key)
{
    return (int32_t)(((uint32_t)(key >> 16) & 0xFFFF0000u) | ((uint32_t)key & 0xFFFFu));
}

/* The same by short keys, in loops for the vectoriser. */
static inline bool sort_by_short_keys(const PickHand *hand, Place *place, size_t n)
{
    int32_t key[16];
    uint32_t rank[16] = { 0 }, before = 0, none = (uint32_t)(n - hand->count);
    const Candidate *c = hand->candidate;
    for (size_t i = 0; i < n; i++) key[i] = i < hand->count ? short_key(c[i].key) : INT32_MAX;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) rank[j] += key[i] < key[j];
    for (size_t i = 0; i < n; i++) before += rank[i];
    /* Of each two one is before the other, but of two that are equal, as places without candidate
     */
    if (before != n * (n - 1) / 2 - none * (none - 1) / 2) return false;
    for (size_t i = 0; i < hand->count; i++)
        place[rank[i]] = (Place){ c[i].key, c[i].points, c[i].slots, (uint32_t)i };
    return true;
}

static bool sort_fewer_short(const PickHand *hand, Place *place)
{
    if (hand->count <= 8) return sort_by_short_keys(hand, place, 8);
    if (hand->count <= 12) return sort_by_short_keys(hand, place, 12);
    return hand->count <= 16 && sort_by_short_keys(hand, place, 16);
}

static bool sort_fewer(const PickHand *hand, Place *place)
{
    if (!hand->far && hand->plan->short_lead) return sort_fewer_short(hand, place);
    if (hand->count <= 8) return sort_by_counting(hand, place, 8);
    if (hand->count <= 12) return sort_by_counting(hand, place, 12);
    return hand->count <= 16 && sort_by_counting(hand, place, 16);
}

static void sort_by_key(PickHand *hand, Place *place)
{
    const Candidate *c = hand->candidate;
    for (size_t i = 0; i < hand->count; i++) {
        Place next = { c[i].key, c[i].points, c[i].slots, (uint32_t)i };
        size_t at = i;
        for (; at; at--) {
            const Place *before = &place[at - 1];
            if (before->key < next.key) break;
            if (before->key == next.key && comes_before(hand, &c[before->at], &c[next.at])) break;
            place[at] = *before;
        }
        place[at] = next;
    }
}

static void need_order(PickHand *hand)
{
    if (hand->order_cap >= hand->count) return;
    hand->order_cap = hand->cap;
    hand->order = NEW_ARRAY(hand->keep, uint32_t, hand->order_cap);
    hand->scratch = NEW_ARRAY(hand->keep, uint32_t, hand->order_cap);
}

/* Any number of candidates, any points. */
static void sort_all(PickHand *hand)
{
    need_order(hand);
    for (size_t i = 0; i < hand->count; i++) hand->order[i] = (uint32_t)i;
    sort_u32(hand->order, hand->count, hand->scratch, by_place, hand);
}

/* ---- dealing out ---- */

static void get_exact(PickHand *hand, Got *got, const Candidate *c, uint32_t copies)
{
    Arena *scrap = hand->scrap;
    bool first = got->count == 0;
    const Exact *points = exact_mul(scrap, c->exact, exact_from_i64(scrap, copies));
    got->exact_sum = first ? points : exact_add(scrap, got->exact_sum, points);
    /* Numbers that cannot be summed: the checker lets none through. */
    if (!got->exact_sum) guard_escape(scrap->guard, WHY_INTERNAL);
    if (first || exact_compare(scrap, c->exact, got->exact_least) < 0) got->exact_least = c->exact;
    if (first || exact_compare(scrap, c->exact, got->exact_greatest) > 0)
        got->exact_greatest = c->exact;
    got->count += copies;
}

static void get_small(Got *got, const Candidate *c, uint32_t copies)
{
    bool first = got->count == 0;
    got->sum += c->points * (int64_t)copies;
    if (first || c->points < got->least) got->least = c->points;
    if (first || c->points > got->greatest) got->greatest = c->points;
    got->count += copies;
}

void pick_get(PickHand *hand, Got *got, const Candidate *c, uint32_t copies)
{
    if (hand->odd)
        get_exact(hand, got, c, copies);
    else
        get_small(got, c, copies);
}

/* The slot's share: the first candidates that it takes and that are left. */
static Got deal(PickHand *hand, uint32_t s, uint64_t *picked)
{
    Got got = { 0 };
    uint32_t need = hand->plan->slot[s].takes;
    for (size_t i = 0; i < hand->count && need; i++) {
        Candidate *c = &hand->candidate[hand->order[i]];
        if (!(c->slots >> s & 1) || !c->copies) continue;
        uint32_t copies = c->copies < need ? c->copies : need;
        pick_get(hand, &got, c, copies);
        c->copies -= copies;
        need -= copies;
        *picked += c->row != NO_ROW; /* a row counts once, however many copies are picked */
        c->row = NO_ROW;
    }
    return got;
}

static inline void write_number(PickHand *hand, const Filled *filled, int64_t number,
                                const Exact *exact)
{
    if (!filled->number) return;
    if (filled->reason) filled->reason[hand->target] = REASON_KNOWN;
    filled->number[hand->target] = number;
    if (!exact) return;
    GROW(hand->keep, hand->odds, hand->odd_count, hand->odd_cap);
    hand->odds[hand->odd_count++] =
        (Odd){ filled->column, hand->target, exact_copy(hand->keep, exact) };
}

void pick_write(PickHand *hand, const SlotPlan *slot, const Got *got)
{
    if (!got->count) return;
    if (slot->count.number) slot->count.number[hand->target] = got->count;
    write_number(hand, &slot->sum, got->sum, got->exact_sum);
    write_number(hand, &slot->least, got->least, got->exact_least);
    write_number(hand, &slot->greatest, got->greatest, got->exact_greatest);
}

static void deal_all(PickHand *hand)
{
    PickPlan *pick = hand->plan;
    uint64_t picked = 0;
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        Got got = deal(hand, s, &picked);
        pick_write(hand, &pick->slot[s], &got);
    }
    if (pick->picked.number) pick->picked.number[hand->target] = (int64_t)picked;
}

/* H. S. Warren, Hacker's Delight, 2nd edition, section 7-3. */
uint64_t pick_mirror(uint64_t x)
{
    uint64_t t = (x ^ x >> 7) & 0x00AA00AA00AA00AAu;
    x ^= t ^ t << 7;
    t = (x ^ x >> 14) & 0x0000CCCC0000CCCCu;
    x ^= t ^ t << 14;
    t = (x ^ x >> 28) & 0x00000000F0F0F0F0u;
    return x ^ t ^ t << 28;
}

/* wants[s]: which places slot s takes, as bits. */
static void find_wants(const PickHand *hand, const Place *place, uint64_t *wants)
{
    uint32_t slots = hand->plan->slot_count;
    for (uint32_t s = 0; s < slots; s++) wants[s] = 0;
    if (slots > 8) {
        for (size_t i = 0; i < hand->count; i++)
            for (uint32_t s = 0; s < slots; s++) wants[s] |= (place[i].slots >> s & 1) << i;
        return;
    }
    for (size_t i = 0; i < hand->count; i += 8) { /* eight places at a time */
        uint64_t block = 0;
        size_t n = hand->count - i < 8 ? hand->count - i : 8;
        for (size_t k = 0; k < n; k++) block |= place[i + k].slots << 8 * k;
        block = pick_mirror(block);
        for (uint32_t s = 0; s < slots; s++) wants[s] |= (block >> 8 * s & 0xFF) << i;
    }
}

/* The bits of a word (H. S. Warren, section 5-1). */
static unsigned count_bits(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return (unsigned)(x * 0x0101010101010101u >> 56);
}

/* Of a candidate the first copy goes first, so it is picked where that one is. */
void pick_deal_bits(PickHand *hand, const uint64_t *wants, uint64_t rows, const int64_t *points,
                    size_t count)
{
    PickPlan *pick = hand->plan;
    uint64_t left = ~(uint64_t)0 >> (FEW - count);
    for (uint32_t s = 0; s < pick->slot_count; s++) {
        SlotPlan *slot = &pick->slot[s];
        uint64_t open = wants[s] & left;
        if (!open) continue;
        Got got = { .least = points[__builtin_ctzll(open)] };
        uint32_t need = slot->takes;
        for (; open && need; open &= open - 1, need--) {
            left &= ~(open & -open);
            got.greatest = points[__builtin_ctzll(open)];
            got.sum += got.greatest;
        }
        if (slot->only_sum) {
            if (slot->sum.number) slot->sum.number[hand->target] = got.sum;
            continue;
        }
        got.count = slot->takes - need;
        if (!pick->lowest_first) { /* the first is the greatest */
            int64_t last = got.greatest;
            got.greatest = got.least;
            got.least = last;
        }
        pick_write(hand, slot, &got);
    }
    if (pick->picked.number) pick->picked.number[hand->target] = count_bits(rows & ~left);
}

/* Each slot's candidates as bits, in their order; each bit is taken once.  No sum overflows: points
 * fit 32 bits. */
static void deal_few(PickHand *hand, const Place *place)
{
    uint64_t wants[LIMIT_SLOTS];
    int64_t points[FEW];
    find_wants(hand, place, wants);
    for (size_t i = 0; i < hand->count; i++) points[i] = place[i].points;
    pick_deal_bits(hand, wants, ~(uint64_t)0 >> (FEW - hand->count), points, hand->count);
}

void pick_make_odd(PickHand *hand)
{
    if (hand->odd) return;
    hand->odd = true;
    for (size_t i = 0; i < hand->count; i++) {
        Candidate *c = &hand->candidate[i];
        c->exact = exact_from_ratio(hand->scrap, c->points, hand->den);
    }
}

/* Whether all copies of all candidates together could leave int64. */
static bool may_overflow(const PickHand *hand)
{
    i128 bound = 0;
    for (size_t i = 0; i < hand->count; i++) {
        const Candidate *c = &hand->candidate[i];
        i128 points = c->points;
        bound += (points < 0 ? -points : points) * c->copies;
        if (bound > INT64_MAX) return true;
    }
    return false;
}

static void deal_ordered(PickHand *hand)
{
    if (hand->plan->fill)
        pick_fill(hand);
    else
        deal_all(hand);
}

/* Few candidates with keys that say all. */
static void deal_plain(PickHand *hand)
{
    Place place[FEW];
    if (!sort_fewer(hand, place)) sort_by_key(hand, place);
    if (!hand->plan->fill && hand->plan->size == NONE) {
        deal_few(hand, place);
        return;
    }
    need_order(hand);
    for (size_t i = 0; i < hand->count; i++) hand->order[i] = place[i].at;
    deal_ordered(hand);
}

void pick_deal(PickHand *hand)
{
    /* Without sizes few points of 32 bits are never too much; a size may be anything. */
    bool plain = !hand->odd && !hand->wide && hand->count <= FEW;
    bool sure = plain && hand->plan->size == NONE;
    if (!sure && !hand->odd && may_overflow(hand)) {
        pick_make_odd(hand);
        plain = false;
    }
    if (plain) {
        deal_plain(hand);
        if (hand->scrap->used > SCRAPS) arena_reset(hand->scrap);
        return;
    }
    sort_all(hand);
    deal_ordered(hand);
    arena_reset(hand->scrap);
}
