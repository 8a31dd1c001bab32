/* hash.c -- sets of hashes of 128 bits (screen.h).
 *
 * Two texts with one hash would be taken for one: with a secret seed, one chance in 2^64 for all
 * rows of a nation.
 * SPDX-License-Identifier: Apache-2.0 */
#include "screen/screen.h"

enum { FIRST_SLOTS = 64 };

static inline uint64_t fold(uint64_t x, uint64_t y)
{
    u128 product = (u128)x * y;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline Hash stir(Hash state, uint64_t lo, uint64_t hi, uint64_t seed)
{
    uint64_t a = fold(lo ^ state.a ^ seed, hi ^ state.b ^ 0xA0761D6478BD642Fu);
    uint64_t b = fold(hi ^ state.a ^ 0xE7037ED1A0B428DBu, lo ^ state.b ^ ~seed);
    return (Hash){ a ^ lo, b ^ hi };
}

Hash hash_of(Str cell, uint64_t seed)
{
    Hash state = { cell.len, ~cell.len };
    while (cell.len > KEY_SHORT) {
        Key16 part = key16_load(cell.at, KEY_SHORT);
        state = stir(state, part.lo, part.hi, seed);
        cell = (Str){ cell.at + KEY_SHORT, cell.len - KEY_SHORT };
    }
    Key16 last = key16_load(cell.at, (uint32_t)cell.len);
    state = stir(state, last.lo, last.hi, seed);
    state = stir(state, 1, 2, seed);
    return (Hash){ state.a, state.b | 1 };
}

Hash hash_row(Hash row, Hash cell, uint64_t seed)
{
    Hash next = stir(row, cell.a, cell.b, seed);
    return (Hash){ next.a, next.b | 1 };
}

void hash_give_up(Screen *screen, HashSet *set)
{
    if (set->slot) {
        arena_big_free(screen->arena, set->slot);
        screen->hashes -= set->mask + 1;
    }
    set->slot = NULL;
    set->given_up = true;
}

static Hash *place_of(const HashSet *set, Hash hash)
{
    uint64_t at = hash.a & set->mask;
    while (set->slot[at].b && (set->slot[at].a != hash.a || set->slot[at].b != hash.b))
        at = (at + 1) & set->mask;
    return &set->slot[at];
}

/* False where there is no room for more: then the set is given up. */
static bool grow(Screen *screen, HashSet *set)
{
    uint64_t slots = set->slot ? (set->mask + 1) * 2 : FIRST_SLOTS;
    uint64_t had = set->slot ? set->mask + 1 : 0;
    if (screen->hashes - had + slots > SCREEN_HASHES) {
        set->full = true;
        hash_give_up(screen, set);
        return false;
    }
    HashSet larger = *set;
    larger.slot = arena_big(screen->arena, sizeof(Hash) * slots);
    larger.mask = slots - 1;
    for (uint64_t i = 0; i < had; i++)
        if (set->slot[i].b) *place_of(&larger, set->slot[i]) = set->slot[i];
    if (set->slot) arena_big_free(screen->arena, set->slot);
    screen->hashes += slots - had;
    *set = larger;
    return true;
}

bool hash_put(Screen *screen, HashSet *set, Hash hash, uint64_t row)
{
    if (set->given_up) return false;
    bool tight = !set->slot || set->count * 4 >= (set->mask + 1) * 3;
    if (tight && !grow(screen, set)) return false;
    Hash *place = place_of(set, hash);
    if (place->b) {
        if (!set->again++) set->first_again = row;
        return false;
    }
    *place = hash;
    set->count++;
    return true;
}

bool hash_has(const HashSet *set, Hash hash)
{
    return set->slot && place_of(set, hash)->b;
}
