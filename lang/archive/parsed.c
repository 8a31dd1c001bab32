/* parsed.c -- see parsed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/parsed.h"
#include "limit.h"

enum { DEEPEST = 24 };

typedef enum { NODE_OBJECT, NODE_LIST, NODE_TEXT, NODE_NUMBER, NODE_YES, NODE_NO, NODE_NULL } Kind;

struct ParsedNode {
    Kind kind;
    Str text;  /* of a text, its bytes; of a number, its digits */
    Str *keys; /* of an object */
    ParsedNode *items;
    size_t count, key_cap, cap;
};

typedef struct Reader {
    Arena *arena;
    Str text;
    size_t at;
    uint64_t values, most; /* met so far, and at most */
} Reader;

/* ---- reading ---- */

static void skip(Reader *r)
{
    while (r->at < r->text.len && memchr(" \t\r\n", r->text.at[r->at], 4)) r->at++;
}

static bool takes(Reader *r, char byte)
{
    skip(r);
    if (r->at == r->text.len || r->text.at[r->at] != byte) return false;
    r->at++;
    return true;
}

static bool takes_word(Reader *r, Str word)
{
    if (r->text.len - r->at < word.len || memcmp(r->text.at + r->at, word.at, word.len) != 0)
        return false;
    r->at += word.len;
    return true;
}

/* Four hexadecimal digits; -1 when they are not that. */
static int32_t read_unit(Reader *r)
{
    int32_t unit = 0;
    if (r->text.len - r->at < 4) return -1;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = memchr(digits, r->text.at[r->at++], sizeof digits - 1);
        if (!digit) return -1;
        unit = unit * 16 + (int32_t)((digit - digits) % 16);
    }
    return unit;
}

static void add_character(Text *text, uint32_t c)
{
    if (c < 0x80) {
        text_byte(text, (char)c);
        return;
    }
    int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char heads[] = { 0, 0xC0, 0xE0, 0xF0 };
    text_byte(text, (char)(heads[more] | c >> 6 * more));
    while (more--) text_byte(text, (char)(0x80 | (c >> 6 * more & 0x3F)));
}

/* What stands behind a backslash. */
static bool read_escape(Reader *r, Text *text)
{
    static const char names[] = "\"\\/bfnrt", bytes[] = "\"\\/\b\f\n\r\t";
    if (r->at == r->text.len) return false;
    char name = r->text.at[r->at++];
    const char *found = memchr(names, name, sizeof names - 1);
    if (found) text_byte(text, bytes[found - names]);
    if (found || name != 'u') return found != NULL;
    int32_t unit = read_unit(r), low = 0;
    if (unit >= 0xD800 && unit < 0xDC00) {
        if (!takes_word(r, STR("\\u"))) return false;
        low = read_unit(r);
        if (low < 0xDC00 || low > 0xDFFF) return false;
        unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
    }
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF && !low)) return false;
    add_character(text, (uint32_t)unit);
    return true;
}

static bool read_text(Reader *r, Str *out)
{
    if (!takes(r, '"')) return false;
    Text text = text_open(r->arena);
    while (r->at < r->text.len) {
        char c = r->text.at[r->at++];
        if (c == '"') {
            *out = text_str(&text);
            return true;
        }
        if ((unsigned char)c < 0x20) return false;
        if (c != '\\')
            text_byte(&text, c);
        else if (!read_escape(r, &text))
            return false;
    }
    return false;
}

/* A whole number without noughts before it. */
static bool read_number(Reader *r, Str *out)
{
    size_t start = r->at;
    if (r->text.at[r->at] == '-') r->at++;
    size_t digits = r->at;
    while (r->at < r->text.len && r->text.at[r->at] >= '0' && r->text.at[r->at] <= '9') r->at++;
    *out = str_slice(r->text, start, r->at);
    return r->at > digits && (r->at == digits + 1 || r->text.at[digits] != '0');
}

static bool has_key(const ParsedNode *object, Str key, size_t *i)
{
    for (*i = 0; *i < object->count; (*i)++)
        if (str_eq(object->keys[*i], key)) return true;
    return false;
}

static bool read_node(Reader *r, ParsedNode *node, int depth);

/* The members of an object, or the items of a list, behind its opening bracket. */
static bool read_items(Reader *r, ParsedNode *node, char closer, int depth)
{
    if (depth == DEEPEST) return false;
    if (takes(r, closer)) return true;
    do {
        Str key;
        size_t same;
        if (node->kind == NODE_OBJECT) {
            if (!read_text(r, &key) || has_key(node, key, &same) || !takes(r, ':')) return false;
            GROW(r->arena, node->keys, node->count, node->key_cap);
            node->keys[node->count] = key;
        }
        GROW(r->arena, node->items, node->count, node->cap);
        node->items[node->count] = (ParsedNode){ .text = STR_EMPTY };
        if (!read_node(r, &node->items[node->count], depth + 1)) return false;
        node->count++;
    } while (takes(r, ','));
    return takes(r, closer);
}

static bool read_node(Reader *r, ParsedNode *node, int depth)
{
    skip(r);
    if (r->at == r->text.len || ++r->values > r->most) return false;
    switch (r->text.at[r->at]) {
    case '{': node->kind = NODE_OBJECT; return takes(r, '{') && read_items(r, node, '}', depth);
    case '[': node->kind = NODE_LIST; return takes(r, '[') && read_items(r, node, ']', depth);
    case '"': node->kind = NODE_TEXT; return read_text(r, &node->text);
    case 't': node->kind = NODE_YES; return takes_word(r, STR("true"));
    case 'f': node->kind = NODE_NO; return takes_word(r, STR("false"));
    case 'n': node->kind = NODE_NULL; return takes_word(r, STR("null"));
    default: node->kind = NODE_NUMBER; return read_number(r, &node->text);
    }
}

bool parsed_open(Parsed *parsed, Arena *arena, Str text)
{
    return parsed_open_long(parsed, arena, text, LIMIT_PARSED);
}

bool parsed_open_long(Parsed *parsed, Arena *arena, Str text, uint64_t most)
{
    *parsed = (Parsed){ .arena = arena, .wrong = STR_EMPTY };
    Reader reader = { .arena = arena, .text = text, .most = most };
    ParsedNode *root = NEW(arena, ParsedNode);
    bool good = str_utf8_valid(text) == text.len && read_node(&reader, root, 0) &&
                root->kind == NODE_OBJECT;
    skip(&reader);
    if (good && reader.at == text.len) {
        parsed->root = root;
        return true;
    }
    bool full = reader.values > most;
    parsed->wrong = full ? str_printf(arena, "it holds more than %g values", most)
                         : STR("it is no JSON object");
    return false;
}

/* ---- asking ---- */

static void note(Parsed *parsed, const char *key)
{
    if (!parsed->wrong.len)
        parsed->wrong = str_printf(parsed->arena, "it has no \"%s\" that can be read", key);
}

/* A member that is there; NULL after a note. */
static ParsedNode *member(Parsed *parsed, const ParsedNode *object, const char *key)
{
    size_t i;
    Str name = { key, strlen(key) };
    if (!parsed->wrong.len && object && object->kind == NODE_OBJECT && has_key(object, name, &i))
        return &object->items[i];
    note(parsed, key);
    return NULL;
}

static ParsedNode *member_of(Parsed *parsed, const ParsedNode *object, const char *key, Kind kind)
{
    ParsedNode *found = member(parsed, object, key);
    if (found && found->kind == kind) return found;
    note(parsed, key);
    return NULL;
}

bool parsed_has(const ParsedNode *object, const char *key)
{
    size_t i;
    return object && object->kind == NODE_OBJECT && has_key(object, (Str){ key, strlen(key) }, &i);
}

/* At most as deep as a text that was read. */
static bool same_node(const ParsedNode *a, const ParsedNode *b)
{
    bool same = a->kind == b->kind && a->count == b->count && str_eq(a->text, b->text);
    for (size_t i = 0; same && i < a->count; i++)
        same = (a->kind != NODE_OBJECT || str_eq(a->keys[i], b->keys[i])) &&
               same_node(&a->items[i], &b->items[i]);
    return same;
}

bool parsed_same(const ParsedNode *a, const ParsedNode *b, const char *key)
{
    size_t i, k;
    if (!parsed_has(a, key) || !parsed_has(b, key)) return parsed_has(a, key) == parsed_has(b, key);
    Str name = { key, strlen(key) };
    return has_key(a, name, &i) && has_key(b, name, &k) && same_node(&a->items[i], &b->items[k]);
}

Str parsed_str(Parsed *parsed, const ParsedNode *object, const char *key)
{
    const ParsedNode *found = member_of(parsed, object, key, NODE_TEXT);
    return found ? found->text : STR_EMPTY;
}

uint64_t parsed_count(Parsed *parsed, const ParsedNode *object, const char *key)
{
    const ParsedNode *found = member_of(parsed, object, key, NODE_NUMBER);
    uint64_t count = 0;
    for (size_t i = 0; found && i < found->text.len; i++) {
        bool digit = found->text.at[i] != '-';
        if (digit && !__builtin_mul_overflow(count, 10, &count) &&
            !__builtin_add_overflow(count, (uint64_t)(found->text.at[i] - '0'), &count))
            continue;
        note(parsed, key);
        return 0;
    }
    return count;
}

bool parsed_yes(Parsed *parsed, const ParsedNode *object, const char *key)
{
    const ParsedNode *found = member(parsed, object, key);
    if (found && found->kind != NODE_YES && found->kind != NODE_NO) note(parsed, key);
    return found && found->kind == NODE_YES;
}

ParsedNode *parsed_object(Parsed *parsed, const ParsedNode *object, const char *key)
{
    return member_of(parsed, object, key, NODE_OBJECT);
}

ParsedNode *parsed_list(Parsed *parsed, const ParsedNode *object, const char *key, size_t *count)
{
    ParsedNode *found = member_of(parsed, object, key, NODE_LIST);
    *count = found ? found->count : 0;
    return found;
}

ParsedNode *parsed_item(Parsed *parsed, const ParsedNode *list, size_t i)
{
    if (list->items[i].kind == NODE_OBJECT) return &list->items[i];
    note(parsed, "objects in its lists");
    return NULL;
}

Str parsed_item_str(Parsed *parsed, const ParsedNode *list, size_t i)
{
    if (list->items[i].kind == NODE_TEXT) return list->items[i].text;
    note(parsed, "texts in its lists");
    return STR_EMPTY;
}
