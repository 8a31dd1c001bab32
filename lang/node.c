/* node.c -- the table of node kinds, and the two walks over any tree that tests need.
 * SPDX-License-Identifier: Apache-2.0 */
#include "node.h"

const NodeInfo node_info[NODE_KINDS] = {
#define MANY NODE_MANY
#define NODE(kind, word, slots) [NODE_##kind] = { word, slots, false },
#define SLOT(kind, index, name, need)
#define AGG(kind, word) [NODE_##kind] = { word, AT_AGG_SLOTS, true },
#include "node.def"
#undef MANY
#undef NODE
#undef SLOT
#undef AGG
};

static const struct {
    NodeKind kind;
    uint8_t index;
    bool must;
} slots[] = {
#define MUST true
#define MAY false
#define NODE(kind, word, slots)
#define SLOT(kind, index, name, need) { NODE_##kind, index, need },
#define AGG(kind, word)
#include "node.def"
#undef MUST
#undef MAY
#undef NODE
#undef SLOT
#undef AGG
};

enum { DUMP_WIDTH = 90 };

/* What node_dump writes before the parts of an AGG_ node; parts that lack are left out there. */
static const char *const agg_parts[AT_AGG_SLOTS] = { "",    "over=",   "",      "where=",
                                                     "by=", "weight=", "part=", "method=" };

/* The length of node written on one line, or more than DUMP_WIDTH. */
static size_t width(const Node *node)
{
    if (!node) return 1;
    size_t sum = strlen(node_info[node->kind].word) + 2;
    if (node->text.len) sum += node->text.len + 3;
    for (uint32_t i = 0; i < node->count && sum <= DUMP_WIDTH; i++)
        sum += 1 + width(node->child[i]);
    return sum;
}

static void dump(Text *text, const Node *node, size_t indent)
{
    if (!node) {
        text_byte(text, '-');
        return;
    }
    bool broken = indent + width(node) > DUMP_WIDTH && node->count;
    text_printf(text, "(%s", node_info[node->kind].word);
    if (node->text.len || node->kind == NODE_STRING || node->kind == NODE_CELL) {
        text_byte(text, ' ');
        text_json(text, node->text);
    }
    for (uint32_t i = 0; i < node->count; i++) {
        if (node_is_agg(node) && !node->child[i]) continue;
        text_byte(text, broken ? '\n' : ' ');
        if (broken) text_pad(text, ' ', indent + 2);
        if (node_is_agg(node)) text_printf(text, "%s", agg_parts[i]);
        dump(text, node->child[i], indent + 2);
    }
    text_byte(text, ')');
}

Str node_dump(Arena *arena, const Node *node)
{
    Text text = text_open(arena);
    dump(&text, node, 0);
    text_byte(&text, '\n');
    return text_str(&text);
}

static bool has_children(const Node *node)
{
    for (uint32_t i = 0; i < node->count; i++)
        if (!node->child[i] && node_info[node->kind].slots == NODE_MANY) return false;
    for (size_t i = 0; i < COUNT_OF(slots); i++)
        if (slots[i].kind == node->kind && slots[i].must && !node->child[slots[i].index])
            return false;
    return true;
}

bool node_fits(const Node *node)
{
    const NodeInfo *info = &node_info[node->kind];
    if (info->slots != NODE_MANY && info->slots != node->count && node->kind != NODE_ERROR)
        return false;
    if (!has_children(node)) return false;
    for (uint32_t i = 0; i < node->count; i++) {
        const Node *child = node->child[i];
        if (!child) continue;
        if (child->depth >= node->depth || !node_fits(child)) return false;
        if (child->span.start < node->span.start || child->span.end > node->span.end) return false;
    }
    return true;
}
