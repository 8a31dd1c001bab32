/* parsed.h -- reading JSON that Lustrum wrote, with json-c, into texts and numbers of an arena.
 *
 * A Parsed holds memory that no arena frees: parsed_close on every road out.  The first member that
 * is not there, or not of its kind, is noted in `wrong`, and from then on everything reads as
 * empty. SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_ARCHIVE_PARSED_H
#define LUSTRUM_ARCHIVE_PARSED_H

#include "arena.h"
#include "str.h"

typedef struct json_object ParsedNode;

typedef struct Parsed {
    Arena *arena;     /* of texts that are read */
    ParsedNode *root; /* NULL when not open */
    Str wrong;        /* "size of results"; empty: all was as it should be */
} Parsed;

/* Reads a whole text; false when it is no JSON object, and `wrong` says so. */
bool parsed_open(Parsed *doc, Arena *arena, Str text);
void parsed_close(Parsed *doc);

/* Members of an object; one that may be absent is empty, 0, false or NULL then. */
bool parsed_has(ParsedNode *object, const char *key);
Str parsed_str(Parsed *doc, ParsedNode *object, const char *key);
uint64_t parsed_count(Parsed *doc, ParsedNode *object, const char *key);
bool parsed_yes(Parsed *doc, ParsedNode *object, const char *key);
ParsedNode *parsed_object(Parsed *doc, ParsedNode *object, const char *key);
/* A list: how many items, and each of them. */
ParsedNode *parsed_list(Parsed *doc, ParsedNode *object, const char *key, size_t *count);
ParsedNode *parsed_item(Parsed *doc, ParsedNode *list, size_t i);
/* Item i, which is an object, or a text. */
Str parsed_item_str(Parsed *doc, ParsedNode *list, size_t i);

#endif
