/* parsed.c -- see parsed.h.  The only user of json-c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/parsed.h"
#include <json-c/json.h>

enum { DEEPEST = 24, LONGEST = 1 << 30 };

bool parsed_open(Parsed *doc, Arena *arena, Str text)
{
    *doc = (Parsed){ .arena = arena, .wrong = STR_EMPTY };
    struct json_tokener *reader = text.len < LONGEST ? json_tokener_new_ex(DEEPEST) : NULL;
    if (!reader && text.len < LONGEST) guard_escape(arena->guard, WHY_MEMORY);
    if (!reader) {
        doc->wrong = STR("it is too long");
        return false;
    }
    json_tokener_set_flags(reader, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    /* the line end behind the last brace ends the text for a strict reader too */
    while (text.len && text.at[text.len - 1] == '\n') text.len--;
    doc->root = json_tokener_parse_ex(reader, text.at, (int)text.len);
    bool whole = json_tokener_get_error(reader) == json_tokener_success &&
                 json_tokener_get_parse_end(reader) == text.len;
    json_tokener_free(reader);
    if (whole && json_object_is_type(doc->root, json_type_object)) return true;
    parsed_close(doc);
    doc->wrong = STR("it is no JSON object");
    return false;
}

void parsed_close(Parsed *doc)
{
    if (doc->root) json_object_put(doc->root);
    doc->root = NULL;
}

static void note(Parsed *doc, const char *key)
{
    if (!doc->wrong.len)
        doc->wrong = str_printf(doc->arena, "it has no \"%s\" that can be read", key);
}

bool parsed_has(ParsedNode *object, const char *key)
{
    return object && json_object_object_get_ex(object, key, NULL);
}

static ParsedNode *member(Parsed *doc, ParsedNode *object, const char *key, enum json_type type)
{
    ParsedNode *found = NULL;
    if (!doc->wrong.len && object && json_object_object_get_ex(object, key, &found) &&
        json_object_is_type(found, type))
        return found;
    note(doc, key);
    return NULL;
}

static Str text_of(Parsed *doc, ParsedNode *node)
{
    Str text = { json_object_get_string(node), (size_t)json_object_get_string_len(node) };
    return arena_str(doc->arena, text);
}

Str parsed_str(Parsed *doc, ParsedNode *object, const char *key)
{
    ParsedNode *found = member(doc, object, key, json_type_string);
    return found ? text_of(doc, found) : STR_EMPTY;
}

uint64_t parsed_count(Parsed *doc, ParsedNode *object, const char *key)
{
    ParsedNode *found = member(doc, object, key, json_type_int);
    if (!found) return 0;
    uint64_t count = json_object_get_uint64(found);
    if (json_object_get_int64(found) < 0) note(doc, key);
    return count;
}

bool parsed_yes(Parsed *doc, ParsedNode *object, const char *key)
{
    ParsedNode *found = member(doc, object, key, json_type_boolean);
    return found && json_object_get_boolean(found);
}

ParsedNode *parsed_object(Parsed *doc, ParsedNode *object, const char *key)
{
    return member(doc, object, key, json_type_object);
}

ParsedNode *parsed_list(Parsed *doc, ParsedNode *object, const char *key, size_t *count)
{
    ParsedNode *found = member(doc, object, key, json_type_array);
    *count = found ? json_object_array_length(found) : 0;
    return found;
}

ParsedNode *parsed_item(Parsed *doc, ParsedNode *list, size_t i)
{
    ParsedNode *item = json_object_array_get_idx(list, i);
    if (json_object_is_type(item, json_type_object)) return item;
    note(doc, "objects in its lists");
    return NULL;
}

Str parsed_item_str(Parsed *doc, ParsedNode *list, size_t i)
{
    ParsedNode *item = json_object_array_get_idx(list, i);
    if (json_object_is_type(item, json_type_string)) return text_of(doc, item);
    note(doc, "texts in its lists");
    return STR_EMPTY;
}
