/* accepted.c -- reasons why changes need not be noticed, in a file of their own:
 *
 *   -- a comment
 *   value share of Pupils where english is at least 5
 *     5 -> 4 because "no grade lies between"
 *
 * A line of the rules as it stands, and under it, indented, what stands there, what would, and the
 * reason.  An entry that fits no unnoticed change is stale and told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "mutate/mutate.h"
#include "str.h"

typedef struct Reading {
    Mutation *mutation;
    const MutationJob *job;
    const Source *source;
    uint32_t file;
    Str rule;
    size_t cap;
    bool fine;
} Reading;

static Span line_span(const Reading *r, uint32_t line)
{
    uint32_t start = r->source->line[line - 1];
    return (Span){ r->file, start, start + (uint32_t)source_line(r->source, line).len };
}

/* Where part stands last in s; SIZE_MAX where it does not. */
static size_t last_of(Str s, Str part)
{
    for (size_t i = s.len + 1; i-- > 0;)
        if (i + part.len <= s.len && memcmp(s.at + i, part.at, part.len) == 0) return i;
    return SIZE_MAX;
}

static size_t first_of(Str s, Str part)
{
    for (size_t i = 0; i + part.len <= s.len; i++)
        if (memcmp(s.at + i, part.at, part.len) == 0) return i;
    return SIZE_MAX;
}

/* `FROM -> TO because "REASON"` */
static bool read_entry(Str text, Accepted *entry)
{
    Str because = STR(" because \""), arrow = STR(" -> ");
    size_t end = last_of(text, because), to = first_of(text, arrow);
    if (end == SIZE_MAX || to == SIZE_MAX || to > end || text.at[text.len - 1] != '"') return false;
    entry->from = str_slice(text, 0, to);
    entry->to = str_slice(text, to + arrow.len, end);
    entry->because = str_slice(text, end + because.len, text.len - 1);
    return entry->because.len > 0;
}

static void read_line(Reading *r, Arena *arena, uint32_t line)
{
    Str text = source_line(r->source, line), words = str_one_line(arena, text);
    Mutation *mutation = r->mutation;
    if (words.len == 0 || (words.len > 1 && words.at[0] == '-' && words.at[1] == '-')) return;
    if (text.at[0] != ' ') {
        r->rule = words;
        return;
    }
    Accepted entry = { .rule = r->rule, .line = line };
    if (!r->rule.len || !read_entry(words, &entry)) {
        DIAG_AT(r->job->diags, D_ACCEPTED_FORM, line_span(r, line));
        r->fine = false;
        return;
    }
    GROW(arena, mutation->accepted, mutation->accepted_count, r->cap);
    mutation->accepted[mutation->accepted_count++] = entry;
}

static void apply(Mutation *mutation, Arena *arena, Mutant *mutant)
{
    if (mutant->outcome != MUTANT_UNNOTICED) return;
    Str rule = mutant_rule(arena, mutation, mutant), from = mutant_from(arena, mutation, mutant);
    Str to = mutant_to(arena, mutant);
    for (size_t i = 0; i < mutation->accepted_count; i++) {
        Accepted *entry = &mutation->accepted[i];
        if (!str_eq(entry->rule, rule) || !str_eq(entry->from, from) || !str_eq(entry->to, to))
            continue;
        entry->used = true;
        mutant->outcome = MUTANT_ACCEPTED;
        mutant->because = entry->because;
    }
}

bool accepted_read(Mutation *mutation, const MutationJob *job)
{
    if (!job->accepted) return true;
    Arena *arena = job->arena;
    Reading r = { .mutation = mutation, .job = job, .fine = true };
    Str path = { job->accepted, strlen(job->accepted) };
    Sources *sources = job->shown;
    if (!source_load(sources, job->diags, path, NULL, &r.file)) return false;
    r.source = &sources->items[r.file];
    mutation->accepted_name = path;
    for (uint32_t line = 1; line <= r.source->line_count; line++) read_line(&r, arena, line);
    if (!r.fine) return false;
    for (size_t i = 0; i < mutation->count; i++) apply(mutation, arena, &mutation->mutants[i]);
    for (size_t i = 0; i < mutation->accepted_count; i++)
        if (!mutation->accepted[i].used)
            DIAG_AT(job->diags, D_ACCEPTED_STALE, line_span(&r, mutation->accepted[i].line));
    return true;
}
