/* number_help.h -- what the tests of runtime/number share: an arena, seeded random numbers, numbers
 * from text.
 *
 * Nothing here expects to escape: a test that does runs its own guard_run.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef NUMBER_HELP_H
#define NUMBER_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "number/exact.h"
#include "number/integer.h"
#include "number/lane.h"
#include "number/round.h"
#include "number/store.h"
#include "number/sum.h"
#include "number/text.h"
#include "random.h"

/* Where a test's memory comes from. */
typedef struct Room {
    Guard guard;
    Arena arena;
    Dens dens;
    LaneWork work;
    uint64_t seed;
} Room;

static inline int room_open(void **state)
{
    Room *room = calloc(1, sizeof *room);
    room->arena = arena_open(&room->guard);
    dens_open(&room->dens, &room->arena);
    room->work = lane_work(&room->arena, &room->arena, &room->dens);
    room->seed = 20250901;
    *state = room;
    return 0;
}

static inline int room_close(void **state)
{
    Room *room = *state;
    dens_close(&room->dens);
    arena_close(&room->arena);
    free(room);
    return 0;
}

#define WITH_ROOM(test) cmocka_unit_test_setup_teardown(test, room_open, room_close)

static inline uint64_t next_random(Room *room)
{
    return random_next(&room->seed);
}

/* From low to high, both included. */
static inline int64_t between(Room *room, int64_t low, int64_t high)
{
    return low + (int64_t)(next_random(room) % (uint64_t)(high - low + 1));
}

static inline Exact *ratio(Room *room, int64_t num, int64_t den)
{
    return exact_from_ratio(&room->arena, num, den);
}

/* num/den * root(c/d) */
static inline Exact *root_number(Room *room, int64_t num, int64_t den, int64_t c, int64_t d)
{
    Exact *root = exact_root(&room->arena, ratio(room, c, d));
    return exact_mul(&room->arena, ratio(room, num, den), root);
}

static inline Str shown(Room *room, const Exact *x, int places)
{
    Text text = text_open(&room->arena);
    number_write(&text, x, places);
    return text_str(&text);
}

static inline Str exactly(Room *room, const Exact *x)
{
    Text text = text_open(&room->arena);
    number_write_exact(&text, x);
    return text_str(&text);
}

#define assert_text(str, literal)                                                                  \
    do {                                                                                           \
        Str text_ = (str);                                                                         \
        if (!str_eq(text_, STR(literal))) print_error("found %.*s\n", STR_ARG(text_));             \
        assert_true(str_eq(text_, STR(literal)));                                                  \
    } while (0)

#endif
