/* front_room.h -- memory, sources and messages of a test of the language.  Apart from front_help.h,
 * as the grammar and the checker have names in common.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FRONT_ROOM_H
#define FRONT_ROOM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "source.h"

/* A test's memory and what it reads; `front_body` of each test runs under its guard. */
typedef struct Front {
    Guard guard;
    Arena arena;
    Sources sources;
    Diags diags;
    void (*body)(struct Front *front);
} Front;

static inline void front_call(void *arg)
{
    Front *front = arg;
    front->sources = sources_open(&front->arena);
    front->diags = diags_open(&front->arena);
    front->body(front);
}

/* Runs body with fresh memory; nothing may escape it. */
static inline void front_run(void (*body)(Front *front))
{
    Front front = { .body = body };
    front.arena = arena_open(&front.guard);
    Why why = guard_run(&front.guard, front_call, &front);
    arena_close(&front.arena);
    assert_int_equal(why, WHY_NOTHING);
}

/* Forgets sources and messages, and keeps the memory. */
static inline void front_forget(Front *front)
{
    front->sources = sources_open(&front->arena);
    front->diags = diags_open(&front->arena);
}

#endif
