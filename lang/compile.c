/* compile.c -- see compile.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "compile.h"
#include "check/check.h"
#include "emit/emit.h"
#include "module.h"

typedef struct Modules {
    Sources *sources;
    Diags *diags;
} Modules;

static int load_module(void *user, const Node *use, uint32_t from_file)
{
    Modules *modules = user;
    (void)from_file;
    Str name = source_text(modules->sources, use->child[AT_USE_MODULE]->span);
    bool beside = use->child[AT_USE_BESIDE] != NULL;
    uint32_t file;
    bool found = module_load(modules->sources, modules->diags, name, beside, use->span, &file);
    return found ? (int)file : -1;
}

Model *compile_with(Arena *arena, Sources *sources, uint32_t file, CheckOptions options,
                    Diags *diags)
{
    Modules modules = { sources, diags };
    options.module = load_module;
    options.user = &modules;
    return check_framework(arena, sources, file, &options, diags);
}

Model *compile_model(Arena *arena, Sources *sources, uint32_t file, int year, const Taking *takings,
                     size_t taking_count, Diags *diags)
{
    CheckOptions options = { .year = year, .takings = takings, .taking_count = taking_count };
    return compile_with(arena, sources, file, options, diags);
}

Model *compile_names(Arena *arena, Sources *sources, uint32_t file, Diags *diags)
{
    Modules modules = { sources, diags };
    CheckOptions options = { .module = load_module, .user = &modules };
    return declare_framework(arena, sources, file, &options, diags);
}

static bool year_fits(const Model *model, int year, Diags *diags)
{
    if (!year || !model->framework || (year >= model->term_first && year <= model->term_last))
        return true;
    Arena *arena = model->arena;
    DIAG_AT(diags, D_YEAR_NOT_IN_TERM, model->framework->span, years_text(arena, year, year),
            years_text(arena, model->term_first, model->term_last));
    return false;
}

Program *compile(Arena *arena, Sources *sources, uint32_t file, int year, const Extend *extend,
                 Diags *diags)
{
    size_t before = diags->errors;
    Model *model = compile_model(arena, sources, file, year, NULL, 0, diags);
    if (diags->errors != before || !year_fits(model, year, diags)) return NULL;
    if (extend && !extend->model(extend->user, model)) return NULL;
    return emit_program(model);
}

static bool is_known(Model *const *models, size_t count, int year)
{
    for (size_t i = count; i-- > 0;)
        if (model_same_year(models[i], year)) return true;
    return false;
}

/* The models of the term, in order; of those that say the same only the first where `different`. */
static Model **all_years(Arena *arena, Sources *sources, uint32_t file, OneWay *one_way,
                         bool different, Diags *diags, size_t *count)
{
    size_t before = diags->errors;
    CheckOptions options = { .one_way = one_way };
    Model *first = compile_with(arena, sources, file, options, diags);
    int last = diags->errors == before ? first->term_last : first->term_first;
    size_t years = last > first->term_first ? (size_t)(last - first->term_first) : 0;
    Model **models = NEW_ARRAY(arena, Model *, years + 1);
    *count = 0;
    models[(*count)++] = first;
    for (int year = first->term_first + 1; year <= last && diags->errors == before; year++) {
        if (different && is_known(models, *count, year)) continue;
        options.year = year;
        options.before = models[*count - 1];
        Model *model = compile_with(arena, sources, file, options, diags);
        models[(*count)++] = model;
    }
    return models;
}

Model **compile_years(Arena *arena, Sources *sources, uint32_t file, Diags *diags, size_t *count)
{
    return all_years(arena, sources, file, NULL, false, diags, count);
}

static Program *term(Arena *arena, Sources *sources, uint32_t file, OneWay *one_way, Diags *diags)
{
    size_t before = diags->errors, count;
    Model **models = all_years(arena, sources, file, one_way, true, diags, &count);
    if (diags->errors != before) return NULL;
    if (one_way) one_way_tell(one_way, diags);
    Program *program = emit_program(models[0]);
    for (size_t i = 1; i < count && diags->errors == before; i++)
        if (!emit_fits(models[i])) return NULL;
    return diags->errors == before ? program : NULL;
}

Program *compile_term(Arena *arena, Sources *sources, uint32_t file, Diags *diags)
{
    return term(arena, sources, file, NULL, diags);
}

Program *compile_whole(Arena *arena, Sources *sources, uint32_t file, Diags *diags)
{
    return term(arena, sources, file, one_way_open(arena), diags);
}
