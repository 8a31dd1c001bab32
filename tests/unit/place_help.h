/* place_help.h -- a folder of a test's own, and memory: made before it, gone after it.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_TEST_PLACE_HELP_H
#define LUSTRUM_TEST_PLACE_HELP_H

#include "arena.h"
#include "result/tree.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Place {
    Guard guard;
    Arena arena;
    char root[64];
    int fd; /* of it */
} Place;

static inline int place_open(void **state, const char *name)
{
    Place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->arena = arena_open(&place->guard);
    snprintf(place->root, sizeof place->root, "/tmp/lustrum-%s-XXXXXX", name);
    assert_non_null(mkdtemp(place->root));
    place->fd = open(place->root, O_RDONLY | O_DIRECTORY);
    assert_true(place->fd >= 0);
    *state = place;
    return 0;
}

static inline int place_close(void **state)
{
    Place *place = *state;
    close(place->fd);
    assert_true(tree_remove(AT_FDCWD, place->root));
    arena_close(&place->arena);
    free(place);
    return 0;
}

#endif
