/* gate.c -- see gate.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/gate.h"
#include "meaning/meaning.h"
#include "file.h"
#include "result/account.h"
#include "term/measures.h"
#include "term/seen.h"
#include <errno.h>

#define STANDARD STR("<lustrum>/")

Gate gate_for(Call *call, Str path)
{
    return (Gate){ .arena = &call->arena,
                   .diags = &call->diags,
                   .seen = str_of(call->lus->settings.seen_dir),
                   .path = path };
}

/* secondary.lustrum as secondary.seal. */
Str seal_path(Arena *arena, Str path)
{
    Str end = STR(".lustrum");
    bool has = path.len > end.len && str_eq(str_slice(path, path.len - end.len, path.len), end);
    return str_printf(arena, "%S.seal", has ? str_slice(path, 0, path.len - end.len) : path);
}

Str seal_pending_path(Arena *arena, Str path)
{
    return str_printf(arena, "%S.pending", seal_path(arena, path));
}

/* Whether a message says that a seal is broken, or rules not as they were sealed, or not sealed. */
static bool is_broken(DiagId id)
{
    static const DiagId others[] = { D_SEAL_STUDY, D_SEAL_OPTION, D_SEAL_KEY, D_SEAL_NOTHING,
                                     D_SEAL_SIGN,  D_SEEN_FOLDER, D_SEAL_FILE };
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (id == others[i]) return false;
    if (id == D_SEEN_NAME || id == D_SEAL_NONE || id == D_AMEND_UNNAMED || id == D_AMEND_IDLE ||
        id == D_AMEND_OPEN || id == D_AMEND_YEARS)
        return true;
    const char *code = diag_info[id].code;
    return strncmp(code, "L091", 4) == 0 || strncmp(code, "L093", 4) == 0 ||
           strncmp(code, "L094", 4) == 0;
}

LusStatus seal_status(const Diags *diags)
{
    LusStatus status = LUS_SEAL;
    for (size_t i = 0; i < diags->count; i++) {
        DiagId id = diags->items[i].id;
        if (diag_info[id].severity == DIAG_ERROR && !is_broken(id)) status = LUS_CANNOT;
    }
    return status;
}

static bool no_file(Gate *gate, Str path, Str why)
{
    Str args[] = { str_printable(gate->arena, path, 200), why };
    diag_add(gate->diags, D_SEAL_FILE, args, COUNT_OF(args));
    return false;
}

bool gate_open(Gate *gate)
{
    Str path = seal_path(gate->arena, gate->path), text;
    int error = file_read(gate->arena, path, RECORD_LOG, &text);
    Str name = str_printable(gate->arena, file_name(path), 200);
    gate->chain.path = name;
    if (error == ENOENT || error == ENOTDIR) return true;
    if (error) return no_file(gate, path, file_error(error));
    gate->sealed = true;
    gate->log = text;
    return chain_read(gate->arena, name, text, gate->diags, &gate->chain) &&
           seen_check(gate->arena, gate->seen, &gate->chain, gate->older, gate->diags);
}

/* The name that a module has for those who use it, from the name that the record has for it. */
static Str source_name(Arena *arena, Str path, Str name)
{
    Str standard = STANDARD;
    if (name.len > standard.len && memcmp(name.at, standard.at, standard.len) == 0) return name;
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/') end--;
    return str_printf(arena, "%S%S", str_slice(path, 0, end), name);
}

Str gate_file_name(const Gate *gate, const SealRecord *record, size_t i)
{
    return i ? source_name(gate->arena, gate->path, record->files[i].name) : gate->path;
}

static bool same(Str meaning, Str wording, const Meaning *is, bool *same_meaning)
{
    *same_meaning = str_eq(meaning, is->meaning_sha256);
    return *same_meaning && str_eq(wording, is->wording_sha256);
}

/* Hashes are of one version of the normal form; a record of another is judged by its texts. */
bool gate_same(Gate *gate, const SealRecord *record, const Meaning *is, bool *same_meaning)
{
    uint32_t file, first = 0;
    Meaning was;
    Diags diags = diags_open(gate->arena);
    Sources sources = sources_open(gate->arena);
    size_t mark = STR("sha256:").len;
    if (record->meaning.len > mark && record->wording.len > mark &&
        same(str_slice(record->meaning, mark, record->meaning.len),
             str_slice(record->wording, mark, record->wording.len), is, same_meaning))
        return true;
    for (size_t i = 0; i < record->file_count; i++) {
        Str name = gate_file_name(gate, record, i);
        if (!source_add(&sources, &diags, name, record->files[i].text, &file)) return false;
    }
    if (!meaning_of(gate->arena, &sources, first, &diags, &was)) return false;
    return same(was.meaning_sha256, was.wording_sha256, is, same_meaning);
}

bool gate_judge(Gate *gate, Sources *sources, Str framework, int year)
{
    Meaning meaning;
    bool same_meaning = false;
    if (!gate_open(gate)) return false;
    if (!gate->sealed) return true;
    const SealRecord *last = chain_last_rules(&gate->chain);
    if (!str_eq(last->framework, framework)) {
        Str args[] = { gate->chain.path, last->framework, framework };
        diag_add(gate->diags, D_SEAL_OTHER_FRAMEWORK, args, COUNT_OF(args));
        return false;
    }
    if (!meaning_of_checked(gate->arena, sources, 0, gate->diags, &meaning)) return false;
    gate->rules = chain_rules_of(&gate->chain, year);
    gate->original = gate->rules->kind == KIND_SEAL ? NULL : &gate->chain.records[0];
    gate->given = gate_same(gate, gate->rules, &meaning, &same_meaning);
    /* past results keep the very rules that they were made by */
    if (gate->older) last = gate->rules;
    if (gate->given || (!gate->older && gate_same(gate, last, &meaning, &same_meaning)))
        return true;
    changed_tell(gate, last, sources, &meaning, !same_meaning);
    return false;
}

Standing gate_standing(Arena *arena, const Gate *gate)
{
    const Chain *chain = &gate->chain;
    const SealRecord *rules = gate->rules;
    Standing standing = { .mode = MODE_OFFICIAL,
                          .log = arena_str(arena, chain->path),
                          .amended = gate->original != NULL,
                          .record = rules->seq,
                          .records = chain->count,
                          .hash = arena_str(arena, rules->hash),
                          .first = arena_str(arena, chain->records[0].hash),
                          .last = arena_str(arena, chain->records[chain->count - 1].hash),
                          .meaning = arena_str(arena, rules->meaning),
                          .wording = arena_str(arena, rules->wording),
                          .agreed_by = str_printable(arena, rules->agreed_by, RECORD_WORDS),
                          .on = arena_str(arena, rules->on) };
    standing.unchanged = unchanged_runs(arena, chain, &standing.unchanged_count);
    return standing;
}

void gate_give(LusProgram *program, Str path, const SealRecord *record)
{
    Arena *arena = &program->arena;
    program->path = arena_str(arena, path);
    program->given = NEW_ARRAY(arena, GivenText, record->file_count + 1);
    for (size_t i = 0; i < record->file_count; i++)
        program->given[program->given_count++] =
            (GivenText){ i == 0 ? program->path : source_name(arena, path, record->files[i].name),
                         arena_str(arena, record->files[i].text) };
}
