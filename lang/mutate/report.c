/* report.c -- the changes that no example notices, for reading and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "mutate/mutate.h"
#include "result/json.h"

#define NOTHING STR("(nothing)")

uint32_t mutant_line(const Mutation *mutation, const Mutant *mutant)
{
    const Source *source = &mutation->sources->items[mutation->counted];
    uint32_t start = mutant->span.start; /* what is taken away begins with the spaces before it */
    while (start < mutant->span.end &&
           (source->text.at[start] == ' ' || source->text.at[start] == '\n'))
        start++;
    return source_place(source, start).line;
}

Str mutant_rule(Arena *arena, const Mutation *mutation, const Mutant *mutant)
{
    const Source *source = &mutation->sources->items[mutation->counted];
    return str_one_line(arena, source_line(source, mutant_line(mutation, mutant)));
}

/* A text on one line without the spaces at its ends; that of nothing has words. */
static Str in_words(Arena *arena, Str text)
{
    Str line = str_one_line(arena, text);
    return line.len ? line : NOTHING;
}

Str mutant_from(Arena *arena, const Mutation *mutation, const Mutant *mutant)
{
    return in_words(arena, source_text(mutation->sources, mutant->span));
}

Str mutant_to(Arena *arena, const Mutant *mutant)
{
    return in_words(arena, mutant->with);
}

static size_t count_of(const Mutation *mutation, Outcome outcome)
{
    size_t count = 0;
    for (size_t i = 0; i < mutation->count; i++) count += mutation->mutants[i].outcome == outcome;
    return count;
}

static size_t stale(const Mutation *mutation)
{
    size_t count = 0;
    for (size_t i = 0; i < mutation->accepted_count; i++) count += !mutation->accepted[i].used;
    return count;
}

bool mutation_found(const Mutation *mutation)
{
    return count_of(mutation, MUTANT_UNNOTICED) > 0 || stale(mutation) > 0;
}

Str mutation_text(Arena *arena, const Mutation *mutation)
{
    Text text = text_open(arena);
    Str name = str_printable(arena, mutation->sources->items[mutation->counted].name, 200);
    uint32_t last = 0;
    for (size_t i = 0; i < mutation->count; i++) {
        const Mutant *mutant = &mutation->mutants[i];
        uint32_t line = mutant_line(mutation, mutant);
        if (mutant->outcome != MUTANT_UNNOTICED) continue;
        if (line != last)
            text_printf(&text, "%S:%u  %S\n", name, (uint64_t)line,
                        mutant_rule(arena, mutation, mutant));
        last = line;
        text_printf(&text, "      %S -> %S\n", mutant_from(arena, mutation, mutant),
                    mutant_to(arena, mutant));
    }
    size_t same = count_of(mutation, MUTANT_SAME), accepted = count_of(mutation, MUTANT_ACCEPTED);
    text_printf(&text, "%u mutants: %u noticed by examples, %u refused, %u unnoticed",
                (uint64_t)(mutation->count - same), (uint64_t)count_of(mutation, MUTANT_NOTICED),
                (uint64_t)count_of(mutation, MUTANT_REFUSED),
                (uint64_t)count_of(mutation, MUTANT_UNNOTICED));
    if (accepted) text_printf(&text, ", %u unnoticed for a reason", (uint64_t)accepted);
    text_byte(&text, '\n');
    return text_str(&text);
}

static void mutant_json(Json *json, const Mutation *mutation, const Mutant *mutant)
{
    static const char *const outcomes[] = { [MUTANT_UNNOTICED] = "unnoticed",
                                            [MUTANT_NOTICED] = "noticed",
                                            [MUTANT_REFUSED] = "refused",
                                            [MUTANT_SAME] = "same",
                                            [MUTANT_ACCEPTED] = "accepted" };
    Arena *arena = json->text.arena;
    const char *outcome = outcomes[mutant->outcome];
    json_object(json, NULL);
    json_count(json, "line", mutant_line(mutation, mutant));
    json_str(json, "rule", mutant_rule(arena, mutation, mutant));
    json_str(json, "from", mutant_from(arena, mutation, mutant));
    json_str(json, "to", mutant_to(arena, mutant));
    json_str(json, "outcome", (Str){ outcome, strlen(outcome) });
    json_str(json, "because", mutant->because);
    json_end(json);
}

Str mutation_json(Arena *arena, const Mutation *mutation, Str path)
{
    Json json = json_open(arena, "lustrum/mutants@1");
    size_t same = count_of(mutation, MUTANT_SAME);
    json_str(&json, "file", path);
    json_str(&json, "changed", mutation->sources->items[mutation->counted].name);
    json_count(&json, "mutants", mutation->count - same);
    json_count(&json, "noticed", count_of(mutation, MUTANT_NOTICED));
    json_count(&json, "refused", count_of(mutation, MUTANT_REFUSED));
    json_count(&json, "unnoticed", count_of(mutation, MUTANT_UNNOTICED));
    json_count(&json, "accepted", count_of(mutation, MUTANT_ACCEPTED));
    json_count(&json, "stale", stale(mutation));
    json_array(&json, "list");
    for (size_t i = 0; i < mutation->count; i++)
        mutant_json(&json, mutation, &mutation->mutants[i]);
    json_end(&json);
    return json_close(&json);
}
