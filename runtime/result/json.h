/* json.h -- writing JSON, two spaces a level, one value a line, keys in the order they come.
 *
 * Numbers are written as text that is already a number: nothing here knows floating point.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LUSTRUM_RESULT_JSON_H
#define LUSTRUM_RESULT_JSON_H

#include "str.h"

enum { JSON_DEPTH = 16 };

typedef struct Json {
    Text text;
    int depth;
    char closer[JSON_DEPTH]; /* of each open object or array */
    bool first[JSON_DEPTH];  /* nothing stands in it yet */
} Json;

/* Starts a document: an object whose first member is "schema". */
Json json_open(Arena *arena, const char *schema);
/* The same whose first member is called otherwise. */
Json json_open_as(Arena *arena, const char *key, const char *schema);
/* The finished document, which must have nothing open but itself; a line end follows. */
Str json_close(Json *json);

/* In an array the key is NULL. */
void json_object(Json *json, const char *key);
void json_array(Json *json, const char *key);
void json_end(Json *json);
void json_str(Json *json, const char *key, Str value);
void json_count(Json *json, const char *key, uint64_t value);
void json_int(Json *json, const char *key, int64_t value);
void json_bool(Json *json, const char *key, bool value);
/* A number already written, such as -0.25. */
void json_number(Json *json, const char *key, Str digits);
void json_null(Json *json, const char *key);

#endif
