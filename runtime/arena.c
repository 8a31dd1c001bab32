/* arena.c -- see arena.h.  The only caller of malloc, with the number kernel's GMP hooks.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"
#include "large.h"
#include "spill.h"
#include <stdlib.h>

struct ArenaBlock {
    ArenaBlock *older;
    size_t used, cap; /* bytes of data */
    size_t total;     /* with this head */
    uint32_t slot;    /* of a Spill; 0: it is malloc's, or (large enough) large.c's */
    _Alignas(64) unsigned char data[];
};

/* The head of a big block stands before its bytes; that of one of large.c's apart, as whoever
 * touches a large page first pays for all of it, which is to be who uses it. */
struct ArenaBig {
    ArenaBig *older, *newer;
    void *data;  /* what the caller has */
    void *start; /* as calloc or the system gave it */
    size_t size, total;
    uint32_t slot; /* of a Spill; 0: it is calloc's, or (large enough) large.c's */
    _Alignas(64) unsigned char inside[];
};

enum {
    FIRST_BLOCK = 4096,
    LARGEST_BLOCK = LARGE_PAGE,
    BIG_ENOUGH = 1 << 16,        /* bytes of a block of its own */
    HUGE_ENOUGH = LARGE_PAGE / 2 /* of which large pages are made */
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
    return (Arena){ .guard = guard, .spill = other->spill, .large = other->large };
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

/* Whether a block is large.c's; else it is malloc's. */
static bool is_large(size_t total)
{
    return total >= HUGE_ENOUGH && total <= SIZE_MAX / 2;
}

static void give_back(Arena *arena, void *start, size_t size, uint32_t slot)
{
    if (slot) {
        spill_give(arena->spill, start, size, slot);
        return;
    }
    if (arena->spill) spill_uncount(arena->spill, size);
    if (is_large(size))
        large_give(arena->large, start, size);
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

static void hang(Arena *arena, ArenaBig *big)
{
    big->newer = NULL;
    big->older = arena->big;
    if (arena->big) arena->big->newer = big;
    arena->big = big;
    arena->used += big->size;
}

/* One of large.c's, where there is no limit to count it for. */
static void *add_large(Arena *arena, size_t size, bool cleared)
{
    bool zero = true;
    ArenaBig *big = aligned_alloc(64, sizeof *big);
    void *start = big ? large_take(arena->large, size, &zero) : NULL;
    if (!start) {
        free(big);
        no_memory(arena, size);
    }
    *big = (ArenaBig){ .data = start, .start = start, .size = size, .total = size };
    hang(arena, big);
    if (cleared && !zero) memset(start, 0, size);
    return start;
}

static void *add_big(Arena *arena, size_t size, SpillUse use, bool cleared)
{
    size_t total = checked_add(arena, size, sizeof(ArenaBig) + 63);
    uint32_t slot = 0;
    void *start = arena->spill ? take_limited(arena, total, use, &slot) : NULL;
    if (!arena->spill && is_large(total)) return add_large(arena, size, cleared);
    /* Fresh pages are zero already: they are then first touched by who uses them. */
    bool zero = true;
    if (!start) start = is_large(total) ? large_take(arena->large, total, &zero) : calloc(1, total);
    if (!start) no_memory(arena, total);
    ArenaBig *big = (ArenaBig *)(((uintptr_t)start + 63) & ~(uintptr_t)63);
    *big = (ArenaBig){ .start = start, .size = size, .total = total, .slot = slot };
    big->data = big->inside;
    hang(arena, big);
    if (cleared && !zero) memset(big->data, 0, size);
    return big->data;
}

void *arena_big(Arena *arena, size_t size)
{
    return add_big(arena, size, SPILL_IN_ORDER, true);
}

void *arena_big_bare(Arena *arena, size_t size)
{
    return add_big(arena, size, SPILL_IN_ORDER, false);
}

void *arena_big_held(Arena *arena, size_t size)
{
    return add_big(arena, size, SPILL_HERE_AND_THERE, true);
}

/* Few blocks begin a large page, and mostly it is one of the newest that is asked for. */
static ArenaBig *big_of(const Arena *arena, void *data)
{
    if ((uintptr_t)data % LARGE_PAGE == 0)
        for (ArenaBig *big = arena->big; big; big = big->older)
            if (big->data == data) return big;
    return (ArenaBig *)(void *)((unsigned char *)data - offsetof(ArenaBig, inside));
}

static void give_big(Arena *arena, ArenaBig *big)
{
    if (big->data == big->inside) {
        give_back(arena, big->start, big->total, big->slot);
        return;
    }
    large_give(arena->large, big->start, big->size);
    free(big);
}

void *arena_big_resize(Arena *arena, void *data, size_t size)
{
    if (!data) return arena_big(arena, size);
    ArenaBig *old = big_of(arena, data);
    void *fresh = arena_big(arena, size);
    memcpy(fresh, data, old->size < size ? old->size : size);
    arena_big_free(arena, data);
    return fresh;
}

void arena_big_free(Arena *arena, void *data)
{
    if (!data) return;
    ArenaBig *big = big_of(arena, data);
    if (big->newer)
        big->newer->older = big->older;
    else
        arena->big = big->older;
    if (big->older) big->older->newer = big->newer;
    arena->used -= big->size;
    give_big(arena, big);
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
    bool zero;
    if (!block && is_large(total))
        block = large_take(arena->large, total, &zero);
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

void *arena_bare(Arena *arena, size_t size, size_t align)
{
    return size >= BIG_ENOUGH ? arena_big_bare(arena, size) : room(arena, size, align);
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
        give_big(arena, big);
    }
    arena->block = NULL;
    arena->big = NULL;
    arena->used = 0;
}

void arena_keep_large(Arena *arena, Large *large)
{
    large_open(large);
    arena->large = large;
}
