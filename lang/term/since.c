/* since.c -- see since.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/since.h"
#include "check/model.h"

bool since_sealed(Gate *gate, const SealRecord *sealed, Sources *now, Since *out)
{
    Arena *arena = gate->arena;
    Diags quiet = diags_open(arena);
    uint32_t file;
    *out = (Since){ .gate = gate, .sealed = sealed, .now = now, .was = sources_open(arena) };
    for (size_t i = 0; i < sealed->file_count; i++) {
        Str name = gate_file_name(gate, sealed, i);
        if (!source_add(&out->was, &quiet, name, sealed->files[i].text, &file)) return false;
    }
    Model *old = compile_names(arena, &out->was, 0, &quiet);
    Model *new = quiet.errors ? NULL : compile_names(arena, now, 0, &quiet);
    if (quiet.errors) return false;
    diff_models(arena, old, new, &out->diff);
    return out->diff.count > 0;
}

bool change_is_block(const Change *change)
{
    Str kind = STR("amendment ");
    return change->declaration.len > kind.len &&
           memcmp(change->declaration.at, kind.at, kind.len) == 0;
}

const Change *since_first(const Since *since, bool wording)
{
    for (ChangeClass class = wording ? CHANGE_WORDING : 0; class < CHANGE_CLASSES; class ++)
        for (size_t i = 0; i < since->diff.count; i++) {
            const Change *change = &since->diff.changes[i];
            if (change->class == class && !change_is_block(change)) return change;
        }
    return NULL;
}

Str since_more(const Since *since, const Change *told)
{
    uint64_t more = 0;
    for (size_t i = 0; i < since->diff.count; i++)
        more += &since->diff.changes[i] != told && !change_is_block(&since->diff.changes[i]);
    if (!more) return STR_EMPTY;
    return str_printf(since->gate->diags->arena, "%u more change%s since the seal", more,
                      more == 1 ? "" : "s");
}

/* The sealed text of a file among the sources of today, so that a message can show it. */
static bool old_source(Since *since, uint32_t file, uint32_t *source)
{
    if (file >= since->sealed->file_count) return false;
    const SealedFile *sealed = &since->sealed->files[file];
    Str name = str_printf(since->now->arena, "%S in %S", sealed->name, since->gate->chain.path);
    for (uint32_t i = 0; i < since->now->count; i++)
        if (str_eq(since->now->items[i].name, name)) {
            *source = i;
            return true;
        }
    return source_add(since->now, since->gate->diags, name, sealed->text, source);
}

void since_place(Since *since, const Change *change, Diag *diag)
{
    Span was = change->old.span;
    bool has_was = change->old.line && old_source(since, was.file, &was.file);
    if (change->new.line) {
        diag->span = change->new.span;
        diag->has_span = true;
        if (has_was) diag_also(since->gate->diags, diag, was, STR("as it was sealed"));
    } else if (has_was) {
        diag->span = was;
        diag->has_span = true;
    }
}
