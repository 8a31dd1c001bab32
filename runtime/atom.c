/* atom.c -- see atom.h.  Texts stand in pages that never move, so atom_str needs no lock for an
 * atom that the caller was given; asking takes one mutex (callers keep small caches of their own).
 * SPDX-License-Identifier: Apache-2.0 */
#include "atom.h"
#include "str.h"
#include <pthread.h>

enum { PAGE_BITS = 12, PAGE = 1 << PAGE_BITS, PAGES = 1 << 16 };

struct Atoms {
    Arena *arena;
    pthread_mutex_t lock;
    uint64_t seed;
    uint32_t count;
    uint32_t slots; /* a power of two */
    uint32_t *slot; /* atom + 1, or 0 */
    Str **page;     /* PAGES pointers; page p holds atoms p * PAGE ... */
    size_t page_cap;
};

static Str *place(const Atoms *atoms, uint32_t id)
{
    return &atoms->page[id >> PAGE_BITS][id & (PAGE - 1)];
}

static uint32_t find_slot(const Atoms *atoms, Str s)
{
    uint32_t i = (uint32_t)str_hash(s, atoms->seed) & (atoms->slots - 1);
    while (atoms->slot[i] && !str_eq(*place(atoms, atoms->slot[i] - 1), s))
        i = (i + 1) & (atoms->slots - 1);
    return i;
}

static void rehash(Atoms *atoms)
{
    uint32_t *old = atoms->slot;
    uint32_t count = atoms->slots;
    uint32_t *fresh = arena_big(atoms->arena, sizeof(uint32_t) * count * 2);
    atoms->slot = fresh;
    atoms->slots = count * 2;
    for (uint32_t i = 0; i < count; i++)
        if (old[i]) atoms->slot[find_slot(atoms, *place(atoms, old[i] - 1))] = old[i];
    arena_big_free(atoms->arena, old);
}

static uint32_t add(Atoms *atoms, Str s)
{
    if (atoms->count * 2 >= atoms->slots) rehash(atoms);
    Str copy = arena_str(atoms->arena, s);
    uint32_t p = atoms->count >> PAGE_BITS;
    if (!atoms->page[p]) atoms->page[p] = NEW_ARRAY(atoms->arena, Str, PAGE);
    uint32_t id = atoms->count;
    *place(atoms, id) = copy;
    atoms->slot[find_slot(atoms, copy)] = id + 1;
    atoms->count = id + 1;
    return id;
}

Atoms *atoms_open(Arena *arena, uint64_t seed)
{
    Atoms *atoms = NEW(arena, Atoms);
    atoms->arena = arena;
    atoms->seed = seed;
    atoms->slots = 1024;
    atoms->slot = arena_big(arena, sizeof(uint32_t) * atoms->slots);
    atoms->page = arena_big(arena, sizeof(Str *) * PAGES);
    pthread_mutex_init(&atoms->lock, NULL);
    add(atoms, STR_EMPTY);
    return atoms;
}

typedef struct Asking {
    Atoms *atoms;
    Str s;
    uint32_t id;
} Asking;

static void ask(void *arg)
{
    Asking *asking = arg;
    asking->id = add(asking->atoms, asking->s);
}

uint32_t atom(Atoms *atoms, Str s, Guard *guard)
{
    pthread_mutex_lock(&atoms->lock);
    uint32_t at = atoms->slot[find_slot(atoms, s)];
    Asking asking = { atoms, s, at - 1 };
    Why why = WHY_NOTHING;
    if (!at) { /* the lock must be given back even when memory runs out */
        Guard inner, *outer = atoms->arena->guard;
        atoms->arena->guard = &inner;
        why = guard_run(&inner, ask, &asking);
        atoms->arena->guard = outer;
    }
    pthread_mutex_unlock(&atoms->lock);
    if (why) guard_escape(guard, why);
    return asking.id;
}

Str atom_str(const Atoms *atoms, uint32_t id)
{
    return *place(atoms, id);
}

void atoms_close(Atoms *atoms)
{
    pthread_mutex_destroy(&atoms->lock);
}
