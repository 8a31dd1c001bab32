/* new.c -- lus_new: the framework that everybody begins with, under a name of one's own.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "result/result.h"
#include <errno.h>
#include <sys/stat.h>

#define FIRST_RULES STR("first.lustrum")
#define FIRST_HEAD STR("framework first ")

typedef struct Beginning {
    Call call;
    const char *path;
    LusResult *result;
    Folder folder;
    bool has_folder;
} Beginning;

/* The last part of a path, without slashes at its end. */
static Str name_of(Str path)
{
    while (path.len && path.at[path.len - 1] == '/') path.len--;
    size_t start = path.len;
    while (start && path.at[start - 1] != '/') start--;
    return str_slice(path, start, path.len);
}

/* The rules with the framework's name in place of `first`. */
static Str named(Arena *arena, Str rules, Str name)
{
    for (size_t i = 0; i + FIRST_HEAD.len <= rules.len; i++) {
        if (memcmp(rules.at + i, FIRST_HEAD.at, FIRST_HEAD.len) != 0) continue;
        Str rest = str_slice(rules, i + FIRST_HEAD.len, rules.len);
        return str_printf(arena, "%Sframework %S %S", str_slice(rules, 0, i), name, rest);
    }
    return rules;
}

static bool write_first(Beginning *b, Str name)
{
    Arena *arena = &b->call.arena;
    bool good = folder_begin(&b->folder);
    for (const Embedded *e = embedded_first; good && e->name; e++) {
        Str file = str_of(e->name), text = { e->text, e->length };
        if (str_eq(file, FIRST_RULES)) {
            file = str_printf(arena, "%S.lustrum", name);
            text = named(arena, text, name);
        }
        Writer *writer = folder_file(&b->folder, file);
        if (writer) writer_add(writer, text);
        good = writer && folder_file_done(&b->folder, false, 0);
    }
    return good;
}

static void tell(Beginning *b, Str path, Str name)
{
    Text text = text_open(&b->result->arena);
    text_printf(&text, "%S holds a framework, an example of it and made-up data.\n\n", path);
    text_printf(&text, "  lustrum check %S/%S.lustrum\n", path, name);
    text_printf(&text, "  lustrum test %S/%S.lustrum\n", path, name);
    text_printf(&text, "  lustrum lint %S/%S.lustrum\n", path, name);
    text_printf(&text, "  lustrum review %S/%S.lustrum --data %S --year 2025/26 --out %S_results\n",
                path, name, path, path);
    b->result->text = text_str(&text);
}

static void begin_body(void *arg)
{
    Beginning *b = arg;
    Arena *arena = &b->call.arena;
    b->call.status = LUS_CANNOT;
    b->result = result_take(b->call.lus);
    Str path = arena_str(arena, str_of(b->path)), name = name_of(path);
    while (path.len > 1 && path.at[path.len - 1] == '/') path.len--;
    Str shown = str_printable(arena, path, 200);
    struct stat info;
    if (!str_is_name(name)) {
        diag_add(&b->call.diags, D_NEW_NAME, &shown, 1);
        return;
    }
    if (lstat(str_c(arena, path), &info) == 0) {
        diag_add(&b->call.diags, D_NEW_EXISTS, &shown, 1);
        return;
    }
    b->has_folder = true;
    bool good = folder_look(&b->folder, arena, path, NULL, 0, NULL, 0) && write_first(b, name);
    if (good) tell(b, path, name); /* once the folder is there, nothing may fail */
    if (good && folder_finish(&b->folder))
        b->call.status = LUS_OK;
    else
        result_fault(&b->folder, &b->call.diags);
}

LusStatus lus_new(Lustrum *lus, const char *path, LusResult **out)
{
    Beginning b = { .path = path };
    call_run(&b.call, lus, begin_body, &b);
    if (b.has_folder) folder_abandon(&b.folder);
    LusStatus status = call_end(&b.call);
    *out = status == LUS_OK ? b.result : NULL;
    if (status != LUS_OK) lus_result_close(b.result);
    return status;
}
