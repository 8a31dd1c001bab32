/* module.c -- see module.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "module.h"
#include "parse.h"
#include <unistd.h>

/* Stands before the name of a standard module, where no path of the user's begins. */
#define STANDARD_FOLDER "<lustrum>/"

/* The standard module of that name, or NULL. */
static const Embedded *module_standard(Str name)
{
    for (const Embedded *e = embedded_modules; e->name; e++)
        if (str_eq(name, (Str){ e->name, strlen(e->name) })) return e;
    return NULL;
}

/* england.ks4 as england/ks4.lustrum under folder, which is empty or ends in a slash. */
static Str path_under(Arena *arena, Str folder, Str name)
{
    Text path = text_open(arena);
    text_add(&path, folder);
    for (size_t i = 0; i < name.len; i++) text_byte(&path, name.at[i] == '.' ? '/' : name.at[i]);
    text_add(&path, STR(".lustrum"));
    return text_str(&path);
}

static Str folder_of(Str path)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/') end--;
    return str_slice(path, 0, end);
}

static bool already_there(const Sources *sources, Str name, uint32_t *file)
{
    for (uint32_t i = 0; i < sources->count; i++) {
        if (!str_eq(sources->items[i].name, name)) continue;
        *file = i;
        return true;
    }
    return false;
}

/* "Did you mean" among the standard modules; empty when none is near. */
static Str nearest(Str name)
{
    size_t best = name.len / 3 + 1;
    Str found = STR_EMPTY;
    for (const Embedded *e = embedded_modules; e->name; e++) {
        Str other = { e->name, strlen(e->name) };
        size_t far = str_distance(name, other, best);
        if (far >= best) continue;
        best = far;
        found = other;
    }
    return found;
}

static bool is_standard(Str source_name)
{
    Str mark = STR(STANDARD_FOLDER);
    return source_name.len > mark.len && memcmp(source_name.at, mark.at, mark.len) == 0;
}

static bool load_standard(Sources *sources, Diags *diags, Str name, Span asked, uint32_t *file)
{
    Arena *arena = sources->arena;
    const Embedded *module = module_standard(name);
    Str source = path_under(arena, STR(STANDARD_FOLDER), name);
    if (already_there(sources, source, file)) return true;
    if (module)
        return source_add(sources, diags, source, (Str){ module->text, module->length }, file);
    Diag *diag = DIAG_AT(diags, D_MODULE_ABSENT, asked, name);
    Str own = path_under(arena, folder_of(sources->items[asked.file].name), name);
    Str near = nearest(name);
    if (near.len)
        diag->fix = str_printf(arena, "Did you mean  use %S", near);
    else if (access(str_c(arena, own), F_OK) == 0)
        diag->fix = str_printf(arena, "For the file beside this one write  use .%S", name);
    return false;
}

/* What a standard module has beside it are standard modules. */
static Str standard_beside(Arena *arena, Str user, Str name)
{
    Str folder = folder_of(user), mark = STR(STANDARD_FOLDER);
    Text full = text_open(arena);
    for (size_t i = mark.len; i < folder.len; i++)
        text_byte(&full, folder.at[i] == '/' ? '.' : folder.at[i]);
    text_add(&full, name);
    return text_str(&full);
}

bool module_load(Sources *sources, Diags *diags, Str name, bool beside, Span asked, uint32_t *file)
{
    Str user = sources->items[asked.file].name;
    if (beside && is_standard(user))
        return load_standard(sources, diags, standard_beside(sources->arena, user, name), asked,
                             file);
    if (!beside) return load_standard(sources, diags, name, asked, file);
    Str path = path_under(sources->arena, folder_of(user), name);
    return already_there(sources, path, file) || source_load(sources, diags, path, &asked, file);
}

bool module_is_standard(const Sources *sources, uint32_t file)
{
    return is_standard(sources->items[file].name);
}

bool module_used(Sources *sources, Diags *diags, uint32_t file, Str name, uint32_t *found)
{
    Diags silent = diags_open(sources->arena);
    for (uint32_t f = file; f < sources->count; f++) {
        const Node *tree = parse_source(sources, f, sources->arena, &silent);
        for (uint32_t i = 0; i < tree->count; i++) {
            const Node *use = tree->child[i];
            if (use->kind != NODE_USE || use->child[AT_USE_MODULE]->kind == NODE_ERROR) continue;
            Str module = source_text(sources, use->child[AT_USE_MODULE]->span);
            bool beside = use->child[AT_USE_BESIDE] != NULL;
            if (!module_load(sources, &silent, module, beside, use->span, found)) continue;
            if (str_eq(module, name)) return true;
        }
    }
    diag_add(diags, D_TEST_MODULE, (Str[]){ name, sources->items[file].name }, 2);
    return false;
}

Str module_file_name(const Sources *sources, uint32_t file)
{
    Str name = sources->items[file].name, folder = folder_of(sources->items[0].name);
    bool under =
        name.len > folder.len && (folder.len == 0 || memcmp(name.at, folder.at, folder.len) == 0);
    return under ? str_slice(name, folder.len, name.len) : name;
}

Str module_copy_name(Arena *arena, const Sources *sources, uint32_t file)
{
    Str name = module_file_name(sources, file), mark = STR(STANDARD_FOLDER);
    if (is_standard(name))
        return str_printf(arena, "library/%S", str_slice(name, mark.len, name.len));
    Text text = text_open(arena);
    text_add(&text, STR("rules/"));
    for (size_t i = 0; i < name.len; i++) {
        /* Only the framework's own file can be called otherwise, and no module's name has a '-'. */
        char c = name.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '.' || c == '/';
        text_byte(&text, plain ? c : '-');
    }
    return text_str(&text);
}
