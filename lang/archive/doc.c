/* doc.c -- see doc.h.  The only user of json-c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/doc.h"
#include <json-c/json.h>

enum { DEEPEST = 24, LONGEST = 1 << 30 };

bool doc_open(Doc *doc, Arena *arena, Str text)
{
    *doc = (Doc){ .arena = arena, .wrong = STR_EMPTY };
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
    doc_close(doc);
    doc->wrong = STR("it is no JSON object");
    return false;
}

void doc_close(Doc *doc)
{
    if (doc->root) json_object_put(doc->root);
    doc->root = NULL;
}

static void note(Doc *doc, const char *key)
{
    if (!doc->wrong.len)
        doc->wrong = str_printf(doc->arena, "it has no \"%s\" that can be read", key);
}

bool doc_has(DocNode *object, const char *key)
{
    return object && json_object_object_get_ex(object, key, NULL);
}

static DocNode *member(Doc *doc, DocNode *object, const char *key, enum json_type type)
{
    DocNode *found = NULL;
    if (!doc->wrong.len && object && json_object_object_get_ex(object, key, &found) &&
        json_object_is_type(found, type))
        return found;
    note(doc, key);
    return NULL;
}

static Str text_of(Doc *doc, DocNode *node)
{
    Str text = { json_object_get_string(node), (size_t)json_object_get_string_len(node) };
    return arena_str(doc->arena, text);
}

Str doc_str(Doc *doc, DocNode *object, const char *key)
{
    DocNode *found = member(doc, object, key, json_type_string);
    return found ? text_of(doc, found) : STR_EMPTY;
}

uint64_t doc_count(Doc *doc, DocNode *object, const char *key)
{
    DocNode *found = member(doc, object, key, json_type_int);
    if (!found) return 0;
    uint64_t count = json_object_get_uint64(found);
    if (json_object_get_int64(found) < 0) note(doc, key);
    return count;
}

bool doc_yes(Doc *doc, DocNode *object, const char *key)
{
    DocNode *found = member(doc, object, key, json_type_boolean);
    return found && json_object_get_boolean(found);
}

DocNode *doc_object(Doc *doc, DocNode *object, const char *key)
{
    return member(doc, object, key, json_type_object);
}

DocNode *doc_list(Doc *doc, DocNode *object, const char *key, size_t *count)
{
    DocNode *found = member(doc, object, key, json_type_array);
    *count = found ? json_object_array_length(found) : 0;
    return found;
}

DocNode *doc_item(Doc *doc, DocNode *list, size_t i)
{
    DocNode *item = json_object_array_get_idx(list, i);
    if (json_object_is_type(item, json_type_object)) return item;
    note(doc, "objects in its lists");
    return NULL;
}

Str doc_item_str(Doc *doc, DocNode *list, size_t i)
{
    DocNode *item = json_object_array_get_idx(list, i);
    if (json_object_is_type(item, json_type_string)) return text_of(doc, item);
    note(doc, "texts in its lists");
    return STR_EMPTY;
}
