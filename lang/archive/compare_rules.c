/* compare_rules.c -- see compare.h: which clauses of the rules changed, as `lustrum diff` tells it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/compare.h"
#include "meaning/diff/diff.h"

static bool is_there(const Sources *sources, Str name)
{
    for (size_t i = 0; i < sources->count; i++)
        if (str_eq(sources->items[i].name, name)) return true;
    return false;
}

/* The model of a side's rule texts, after those of the other in one list of sources; NULL after
 * messages. */
static Model *model_of(Compare *c, int side)
{
    LusProgram *program = c->rules;
    GivenText *texts;
    uint32_t first = (uint32_t)program->sources.count, file;
    if (kept_texts(&c->kept[side], &c->call, &program->arena, &texts) != LUS_OK) return NULL;
    for (size_t i = 0; i < c->kept[side].rule_count; i++)
        if (!is_there(&program->sources, texts[i].name) &&
            !source_add(&program->sources, &c->call.diags, texts[i].name, texts[i].text, &file))
            return NULL;
    size_t errors = c->call.diags.errors;
    Model *model =
        compile_model(&program->arena, &program->sources, first, 0, NULL, 0, &c->call.diags);
    return c->call.diags.errors == errors ? model : NULL;
}

/* A standard module that both use has one text in the list of sources: it must be one. */
static bool is_one_library(const Compare *c)
{
    for (size_t i = 0; i < c->kept[BEFORE].rule_count; i++)
        for (size_t k = 0; k < c->kept[AFTER].rule_count; k++) {
            const KeptRule *old = &c->kept[BEFORE].rules[i], *new = &c->kept[AFTER].rules[k];
            bool own = memcmp(old->copy.at, "rules/", 6) == 0;
            if (!own && str_eq(old->copy, new->copy) && !str_eq(old->sha256, new->sha256))
                return false;
        }
    return true;
}

bool compare_rules(Compare *c)
{
    Diff diff;
    if (!c->meaning || !is_one_library(c) || str_eq(c->kept[BEFORE].path, c->kept[AFTER].path))
        return true;
    c->rules = program_take(c->call.lus);
    c->call.sources = &c->rules->sources;
    Model *old = model_of(c, BEFORE), *new = old ? model_of(c, AFTER) : NULL;
    if (!new) return false;
    diff_models(&c->rules->arena, old, new, &diff);
    c->clauses = NEW_ARRAY(&c->call.arena, Clause, diff.count + 1);
    for (size_t i = 0; i < diff.count; i++) {
        const Change *change = &diff.changes[i];
        if (change->class == CHANGE_WORDING) continue;
        c->clauses[c->clause_count++] =
            (Clause){ change->declaration, change->part, change->sentence };
    }
    return true;
}
