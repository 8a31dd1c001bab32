/* front_help.h -- what the tests of the lexer, the parser and the messages share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef FRONT_HELP_H
#define FRONT_HELP_H

#include "front_room.h"
#include "grammar.h"
#include "parse.h"
#include "token.h"

static inline Str front_str(const char *text)
{
    return (Str){ text, strlen(text) };
}

/* Adds a text as a source and gives its number. */
static inline uint32_t front_add(Front *front, Str text)
{
    uint32_t file = 0;
    source_add(&front->sources, &front->diags, STR("test.lustrum"), text, &file);
    return file;
}

static inline Node *front_parse(Front *front, Str text)
{
    uint32_t file = front_add(front, text);
    return parse_source(&front->sources, file, &front->arena, &front->diags);
}

/* The text of tests/unit/NAME, from the project's folder. */
static inline Str front_load(Front *front, const char *name)
{
    uint32_t file = 0;
    Str path = str_printf(&front->arena, "tests/unit/%s", name);
    assert_true(source_load(&front->sources, &front->diags, path, NULL, &file));
    return front->sources.items[file].text;
}

/* A number from a fixed sequence, below `below`: the tests are the same every time. */
static inline uint32_t front_random(uint64_t *state, uint32_t below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((*state >> 33) % below);
}

#endif
