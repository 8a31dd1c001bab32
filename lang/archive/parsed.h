/* parsed.h -- reading JSON that Lustrum wrote, into an arena.
 *
 * Strict: one object, as RFC 8259 has it, no key twice, at most 24 deep, whole numbers only.  The
 * first member that is asked for and not there, or not of its kind, is noted in `wrong`, and from
 * then on everything reads as empty.  json-c 0.16 does not survive running out of memory (it takes
 * the length of a key that it could not copy), so this reader is our own.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_PARSED_H
#define LUSTRUM_ARCHIVE_PARSED_H

#include "arena.h"
#include "str.h"

typedef struct ParsedNode ParsedNode;

typedef struct Parsed {
    Arena *arena; /* of all that is read */
    ParsedNode *root;
    Str wrong; /* "it has no "size" that can be read"; empty: all was as it should be */
} Parsed;

/* Reads a whole text; false when it is no JSON object, and `wrong` says so. */
bool parsed_open(Parsed *parsed, Arena *arena, Str text);
/* The same of at most so many values. */
bool parsed_open_long(Parsed *parsed, Arena *arena, Str text, uint64_t most);

/* Members of an object. */
bool parsed_has(const ParsedNode *object, const char *key);
/* Whether a member of two objects says the same; also where neither has it. */
bool parsed_same(const ParsedNode *a, const ParsedNode *b, const char *key);
Str parsed_str(Parsed *parsed, const ParsedNode *object, const char *key);
uint64_t parsed_count(Parsed *parsed, const ParsedNode *object, const char *key);
bool parsed_yes(Parsed *parsed, const ParsedNode *object, const char *key);
ParsedNode *parsed_object(Parsed *parsed, const ParsedNode *object, const char *key);
/* A list: how many items, and each of them, which is an object or a text. */
ParsedNode *parsed_list(Parsed *parsed, const ParsedNode *object, const char *key, size_t *count);
ParsedNode *parsed_item(Parsed *parsed, const ParsedNode *list, size_t i);
Str parsed_item_str(Parsed *parsed, const ParsedNode *list, size_t i);

#endif
