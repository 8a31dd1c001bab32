/* json.c -- see json.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "result/json.h"

static void start(Json *json, const char *key)
{
    if (!json->first[json->depth]) text_byte(&json->text, ',');
    json->first[json->depth] = false;
    text_byte(&json->text, '\n');
    text_pad(&json->text, ' ', 2 * (size_t)json->depth);
    if (!key) return;
    text_json(&json->text, (Str){ key, strlen(key) });
    text_add(&json->text, STR(": "));
}

static void open(Json *json, char opener, char closer)
{
    assert(json->depth + 1 < JSON_DEPTH);
    text_byte(&json->text, opener);
    json->depth++;
    json->closer[json->depth] = closer;
    json->first[json->depth] = true;
}

Json json_open_as(Arena *arena, const char *key, const char *schema)
{
    Json json = { .text = text_open(arena) };
    open(&json, '{', '}');
    json_str(&json, key, (Str){ schema, strlen(schema) });
    return json;
}

Json json_open(Arena *arena, const char *schema)
{
    return json_open_as(arena, "schema", schema);
}

Str json_close(Json *json)
{
    assert(json->depth == 1);
    json_end(json);
    text_byte(&json->text, '\n');
    return text_str(&json->text);
}

void json_object(Json *json, const char *key)
{
    start(json, key);
    open(json, '{', '}');
}

void json_array(Json *json, const char *key)
{
    start(json, key);
    open(json, '[', ']');
}

void json_end(Json *json)
{
    char closer = json->closer[json->depth];
    bool empty = json->first[json->depth];
    json->depth--;
    if (!empty) {
        text_byte(&json->text, '\n');
        text_pad(&json->text, ' ', 2 * (size_t)json->depth);
    }
    text_byte(&json->text, closer);
}

void json_str(Json *json, const char *key, Str value)
{
    start(json, key);
    text_json(&json->text, value);
}

void json_count(Json *json, const char *key, uint64_t value)
{
    start(json, key);
    text_u64(&json->text, value);
}

void json_int(Json *json, const char *key, int64_t value)
{
    start(json, key);
    text_i64(&json->text, value);
}

void json_bool(Json *json, const char *key, bool value)
{
    start(json, key);
    text_add(&json->text, value ? STR("true") : STR("false"));
}

void json_number(Json *json, const char *key, Str digits)
{
    start(json, key);
    text_add(&json->text, digits);
}

void json_null(Json *json, const char *key)
{
    start(json, key);
    text_add(&json->text, STR("null"));
}
