/* report.c -- the clauses that no example reaches, for reading and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reach/reach.h"

enum { MOST_WORDS = 72 }; /* of a clause, on its line */

size_t reach_count(const Reach *reach)
{
    size_t reached = 0;
    for (size_t i = 0; i < reach->count; i++) reached += reach->clauses[i].reached;
    return reached;
}

static uint32_t line_of(const Reach *reach, const Node *node)
{
    return source_place(&reach->sources->items[reach->file], node->span.start).line;
}

/* The clause as it stands, on one line. */
static Str words_of(Arena *arena, const Reach *reach, const Clause *clause)
{
    Str source = source_text(reach->sources, clause->node->span);
    Str line = str_one_line(arena, source);
    if (clause->of)
        line = str_printf(arena, "%S of %S", line, clause->of->child[AT_LIST_DECL_NAME]->text);
    return str_printable(arena, line, MOST_WORDS);
}

static uint64_t percent(size_t reached, size_t count)
{
    return count ? (uint64_t)(reached * 100 / count) : 100;
}

Str reach_text(Arena *arena, const Reach *reach)
{
    Text text = text_open(arena);
    size_t reached = reach_count(reach);
    Str name = str_printable(arena, reach->sources->items[reach->file].name, 200);
    for (size_t i = 0; i < reach->count; i++) {
        const Clause *clause = &reach->clauses[i];
        if (clause->reached) continue;
        text_printf(&text, "%S:%u  %S\n      %s\n", name, (uint64_t)line_of(reach, clause->node),
                    words_of(arena, reach, clause), clause->lacks);
    }
    text_printf(&text, "%u of %u clauses reached (%u%%)\n", (uint64_t)reached,
                (uint64_t)reach->count, percent(reached, reach->count));
    return text_str(&text);
}

void reach_json(Json *json, const Reach *reach)
{
    static const char *const sides[] = {
        [SIDE_YES] = "holds",         [SIDE_NO] = "does not hold", [SIDE_TAKEN] = "takes effect",
        [SIDE_MISSING] = "missing",   [SIDE_LINE] = "given",       [SIDE_REASON] = "missing",
        [SIDE_YEAR] = "year",         [SIDE_FILLED] = "filled",    [SIDE_ROW] = "found",
        [SIDE_OUTSIDE] = "not found", [SIDE_CODE] = "looked for",  [SIDE_GROUPS] = "two groups"
    };
    size_t reached = reach_count(reach);
    Arena *arena = json->text.arena;
    json_str(json, "counted", reach->sources->items[reach->file].name);
    json_count(json, "reached", reached);
    json_count(json, "of", reach->count);
    json_count(json, "percent", percent(reached, reach->count));
    json_array(json, "clauses");
    for (size_t i = 0; i < reach->count; i++) {
        const Clause *clause = &reach->clauses[i];
        json_object(json, NULL);
        json_count(json, "line", line_of(reach, clause->node));
        json_str(json, "text", words_of(arena, reach, clause));
        json_str(json, "side", (Str){ sides[clause->side], strlen(sides[clause->side]) });
        json_bool(json, "reached", clause->reached);
        json_end(json);
    }
    json_end(json);
}
