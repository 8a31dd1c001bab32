/* arena.c -- see arena.h.  The only caller of malloc, with the number kernel's GMP hooks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"
#include "spill.h"
#include <stdlib.h>
#include <sys/mman.h>

struct ArenaBlock {
    ArenaBlock *older;
    size_t used, cap; /* bytes of data */
    size_t total;     /* with this head */
    uint32_t slot;    /* of a Spill; 0: it is malloc's, or (large enough) a mapping of its own */
    _Alignas(64) unsigned char data[];
};

struct ArenaBig {
    ArenaBig *older, *newer;
    void *start; /* as calloc or the system gave it */
    size_t size, total;
    uint32_t slot; /* of a Spill; 0: it is calloc's, or (large enough) a mapping of its own */
    _Alignas(64) unsigned char data[];
};

enum {
    FIRST_BLOCK = 4096,
    LARGEST_BLOCK = ARENA_LARGE_PAGE,
    BIG_ENOUGH = 1 << 16,  /* bytes of a block of its own */
    HUGE_ENOUGH = 1 << 20, /* of which large pages are made; also the rest of a larger block */
    PAGE_BYTES = 4096
};

Why guard_run(Guard *guard, void (*body)(void *arg), void *arg)
{
    guard->why = WHY_NOTHING;
    if (setjmp(guard->here) == 0) body(arg);
    return guard->why;
}

void guard_escape(Guard *guard, Why why)
{
    guard->why = why;
    longjmp(guard->here, 1);
}

Arena arena_open(Guard *guard)
{
    return (Arena){ .guard = guard };
}

Arena arena_beside(const Arena *other, Guard *guard)
{
    return (Arena){ .guard = guard, .spill = other->spill };
}

/* Room where there is a limit on memory; *slot is 0 when it is to be malloc's all the same. */
static void *take_limited(Arena *arena, size_t size, SpillUse use, uint32_t *slot)
{
    void *start = NULL;
    bool wanted = spill_wants(arena->spill, size);
    *slot = 0;
    if (wanted) start = spill_take(arena->spill, size, use, slot);
    if (start || (!wanted && spill_count(arena->spill, size))) return start;
    guard_escape(arena->guard, spill_state(arena->spill).fault ? WHY_SPILL : WHY_MEMORY);
}

/* ---- large pages ---- */

static size_t round_up(size_t size, size_t to)
{
    return (size + to - 1) & ~(to - 1);
}

/* Bytes mapped for a block of its own; 0: it is malloc's.  A last large page that would be less
 * than half full is small pages. */
static size_t mapped_size(size_t total)
{
    if (total < HUGE_ENOUGH || total > SIZE_MAX / 2) return 0;
    bool whole = total % ARENA_LARGE_PAGE >= HUGE_ENOUGH;
    return round_up(total, whole ? ARENA_LARGE_PAGE : PAGE_BYTES);
}

/* What is touched once, in order, in pages of 4 KiB costs more in faults than in work: zeroed
 * memory that begins with a large page.  That these are large is a wish; where the system does not
 * grant it nothing else changes.  NULL: there is none. */
static void *map_large(size_t size)
{
    size_t room = size + ARENA_LARGE_PAGE;
    char *got = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return NULL;
    char *start = (char *)round_up((uintptr_t)got, ARENA_LARGE_PAGE), *end = got + room;
    if (start > got) munmap(got, (size_t)(start - got));
    if (start + size < end) munmap(start + size, (size_t)(end - (start + size)));
    madvise(start, size, MADV_HUGEPAGE);
    return start;
}

static void give_back(Arena *arena, void *start, size_t size, uint32_t slot)
{
    if (slot) {
        spill_give(arena->spill, start, size, slot);
        return;
    }
    if (arena->spill) spill_uncount(arena->spill, size);
    if (mapped_size(size))
        munmap(start, mapped_size(size));
    else
        free(start);
}

/* The system had nothing. */
static _Noreturn void no_memory(Arena *arena, size_t size)
{
    if (arena->spill) spill_uncount(arena->spill, size);
    guard_escape(arena->guard, WHY_MEMORY);
}

static size_t checked_add(Arena *arena, size_t a, size_t b)
{
    size_t sum;
    if (__builtin_add_overflow(a, b, &sum)) guard_escape(arena->guard, WHY_MEMORY);
    return sum;
}

static void *add_big(Arena *arena, size_t size, SpillUse use)
{
    size_t total = checked_add(arena, size, sizeof(ArenaBig) + 63);
    uint32_t slot = 0;
    void *start = arena->spill ? take_limited(arena, total, use, &slot) : NULL;
    /* calloc knows which pages are zero already: they are then first touched by who uses them. */
    if (!start && mapped_size(total))
        start = map_large(mapped_size(total));
    else if (!start)
        start = calloc(1, total);
    if (!start) no_memory(arena, total);
    ArenaBig *big = (ArenaBig *)(((uintptr_t)start + 63) & ~(uintptr_t)63);
    big->start = start;
    big->size = size;
    big->total = total;
    big->slot = slot;
    big->newer = NULL;
    big->older = arena->big;
    if (arena->big) arena->big->newer = big;
    arena->big = big;
    arena->used += size;
    return big->data;
}

void *arena_big(Arena *arena, size_t size)
{
    return add_big(arena, size, SPILL_IN_ORDER);
}

void *arena_big_held(Arena *arena, size_t size)
{
    return add_big(arena, size, SPILL_HERE_AND_THERE);
}

static ArenaBig *big_of(void *data)
{
    return (ArenaBig *)(void *)((unsigned char *)data - offsetof(ArenaBig, data));
}

void *arena_big_resize(Arena *arena, void *data, size_t size)
{
    if (!data) return arena_big(arena, size);
    ArenaBig *old = big_of(data);
    void *fresh = arena_big(arena, size);
    memcpy(fresh, data, old->size < size ? old->size : size);
    arena_big_free(arena, data);
    return fresh;
}

void arena_big_free(Arena *arena, void *data)
{
    if (!data) return;
    ArenaBig *big = big_of(data);
    if (big->newer)
        big->newer->older = big->older;
    else
        arena->big = big->older;
    if (big->older) big->older->newer = big->newer;
    arena->used -= big->size;
    give_back(arena, big->start, big->total, big->slot);
}

/* Apart from room, which runs a hundred times as often. */
static __attribute__((noinline)) void add_block(Arena *arena, size_t least)
{
    size_t cap = arena->block ? arena->block->cap * 2 : FIRST_BLOCK;
    if (cap + sizeof(ArenaBlock) > LARGEST_BLOCK / 4) cap = LARGEST_BLOCK - sizeof(ArenaBlock);
    if (cap < least) cap = least;
    size_t total = (checked_add(arena, cap, sizeof(ArenaBlock) + 63)) & ~(size_t)63;
    uint32_t slot = 0;
    ArenaBlock *block = NULL;
    if (arena->spill) block = take_limited(arena, total, SPILL_IN_ORDER, &slot);
    if (!block && mapped_size(total))
        block = map_large(mapped_size(total));
    else if (!block)
        block = aligned_alloc(64, total);
    if (!block) no_memory(arena, total);
    block->total = total;
    block->slot = slot;
    block->older = arena->block;
    block->used = 0;
    block->cap = cap;
    arena->block = block;
}

/* Bytes that are not cleared yet, but where they are a block of their own. */
static inline void *room(Arena *arena, size_t size, size_t align)
{
    assert(align && (align & (align - 1)) == 0 && align <= 64);
    ArenaBlock *block = arena->block;
    size_t start = block ? (block->used + align - 1) & ~(align - 1) : 0;
    if (!block || start > block->cap || size > block->cap - start) {
        add_block(arena, size + 64);
        block = arena->block;
        start = 0;
    }
    block->used = start + size;
    arena->used += size;
    return block->data + start;
}

void *arena_alloc(Arena *arena, size_t size, size_t align)
{
    if (size >= BIG_ENOUGH) return arena_big(arena, size);
    return memset(room(arena, size, align), 0, size);
}

static size_t checked_product(Arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) guard_escape(arena->guard, WHY_MEMORY);
    return bytes;
}

void *arena_array(Arena *arena, size_t count, size_t size, size_t align)
{
    return arena_alloc(arena, checked_product(arena, count, size), align);
}

void *arena_grow(Arena *arena, void *items, size_t size, size_t count, size_t *cap)
{
    size_t wanted = *cap ? *cap * 2 : 8, used = count * size;
    size_t bytes = checked_product(arena, wanted, size);
    bool big = bytes >= BIG_ENOUGH;
    char *fresh = big ? arena_big(arena, bytes) : room(arena, bytes, 16);
    if (count) memcpy(fresh, items, used);
    if (!big) memset(fresh + used, 0, bytes - used);
    *cap = wanted;
    return fresh;
}

Str arena_str(Arena *arena, Str s)
{
    char *copy = arena_alloc(arena, s.len + 1, 1);
    if (s.len) memcpy(copy, s.at, s.len);
    return (Str){ copy, s.len };
}

void arena_reset(Arena *arena)
{
    ArenaBlock *newest = arena->block;
    if (newest) arena->block = newest->older;
    arena_close(arena);
    if (!newest) return;
    newest->older = NULL;
    newest->used = 0;
    arena->block = newest;
}

void arena_close(Arena *arena)
{
    for (ArenaBlock *block = arena->block, *older; block; block = older) {
        older = block->older;
        give_back(arena, block, block->total, block->slot);
    }
    for (ArenaBig *big = arena->big, *older; big; big = older) {
        older = big->older;
        give_back(arena, big->start, big->total, big->slot);
    }
    arena->block = NULL;
    arena->big = NULL;
    arena->used = 0;
}
