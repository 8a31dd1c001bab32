/* verify.c -- lus_verify_seal: what holds of a seal log, and of the framework beside it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "result/account.h"
#include "result/cell.h"
#include "result/json.h"
#include "result/standing.h"
#include "term/measures.h"
#include "term/pending.h"
#include "term/seen.h"

typedef struct Verify {
    Call call;
    const char *path;
    bool json;
    LusProgram *program; /* NULL: a log alone */
    LusResult *result;
    Gate gate;
} Verify;

static void tell_record(Text *text, const Chain *chain, const SealRecord *record)
{
    static const char *const kinds[] = { "the seal", "an amendment", "a change of keys" };
    Arena *arena = text->arena;
    SshSig sig;
    const Keyset *keys = chain_signers_of(chain, record);
    text_printf(text, "  record %u: %s, agreed by %S on %S\n", record->seq, kinds[record->kind],
                record->agreed_by, record->on);
    for (size_t i = 0; i < record->amendment_count; i++)
        text_printf(text, "    %S\n", amendment_told(arena, &record->amendments[i]));
    for (size_t i = 0; i < record->signature_count; i++) {
        sshsig_read(arena, record->signatures[i], &sig); /* the chain was judged */
        text_printf(text, "    signed by %S, key %S\n", keyset_find(keys, sig.key)->name,
                    sshkey_print(arena, sig.key));
    }
    text_printf(text, "    %S\n", record->hash);
}

static void tell_keys(Text *text, const Chain *chain)
{
    const Keyset *keys = &chain->records[chain->keys_at].keys;
    text_printf(text, "The next record needs %u of %u signatures:\n", (uint64_t)keys->threshold,
                (uint64_t)keys->count);
    for (size_t i = 0; i < keys->count; i++)
        text_printf(text, "  %S  %S\n", sshkey_print(text->arena, keys->keys[i].bytes),
                    keys->keys[i].name);
}

static Str tell_text(const Verify *v)
{
    Text text = text_open(&v->result->arena);
    const Chain *chain = &v->gate.chain;
    const SealRecord *first = &chain->records[0], *last = chain_last_rules(chain);
    text_printf(&text, "%S holds: %S \"%S\", %S to %S, %u record%s\n", chain->path,
                first->framework, last->title, year_words(text.arena, first->term_first),
                year_words(text.arena, first->term_last), (uint64_t)chain->count,
                chain->count == 1 ? "" : "s");
    for (size_t i = 0; i < chain->count; i++) tell_record(&text, chain, &chain->records[i]);
    tell_keys(&text, chain);
    size_t count;
    const Unchanged *runs = unchanged_runs(text.arena, chain, &count);
    unchanged_print(&text, runs, count, first->term_first, first->term_last);
    if (v->program)
        text_printf(&text, "%S means and prints what record %u says.\n", str_of(v->path),
                    last->seq);
    return text_str(&text);
}

static void record_json(Json *json, const Chain *chain, const SealRecord *record)
{
    static const char *const kinds[] = { "seal", "amendment", "keys" };
    Arena *arena = json->text.arena;
    SshSig sig;
    json_object(json, NULL);
    json_count(json, "record", record->seq);
    json_str(json, "kind", str_of(kinds[record->kind]));
    json_str(json, "agreed_by", record->agreed_by);
    json_str(json, "on", record->on);
    json_str(json, "hash", record->hash);
    if (record->kind != KIND_KEYS) json_str(json, "meaning", record->meaning);
    if (record->kind != KIND_KEYS) json_str(json, "wording", record->wording);
    json_array(json, "amendments");
    for (size_t i = 0; i < record->amendment_count; i++) {
        const SealedAmendment *a = &record->amendments[i];
        json_object(json, NULL);
        json_str(json, "amendment", a->name);
        json_str(json, "title", a->title);
        json_str(json, "of", a->of);
        json_str(json, "from", year_words(arena, a->from));
        json_str(json, "article", a->article);
        json_str(json, "because", a->because);
        json_end(json);
    }
    json_end(json);
    json_array(json, "signed_by");
    for (size_t i = 0; i < record->signature_count; i++) {
        sshsig_read(arena, record->signatures[i], &sig);
        json_object(json, NULL);
        json_str(json, "name", keyset_find(chain_signers_of(chain, record), sig.key)->name);
        json_str(json, "key", sshkey_print(arena, sig.key));
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

static Str tell_json(const Verify *v)
{
    const Chain *chain = &v->gate.chain;
    const SealRecord *first = &chain->records[0];
    size_t count;
    Json json = json_open(&v->result->arena, "lustrum/verify@1");
    json_str(&json, "log", chain->path);
    json_str(&json, "framework", first->framework);
    json_str(&json, "term_first", year_words(json.text.arena, first->term_first));
    json_str(&json, "term_last", year_words(json.text.arena, first->term_last));
    json_bool(&json, "holds", true);
    json_bool(&json, "rules_compared", v->program != NULL);
    json_array(&json, "records");
    for (size_t i = 0; i < chain->count; i++) record_json(&json, chain, &chain->records[i]);
    json_end(&json);
    const Unchanged *runs = unchanged_runs(json.text.arena, chain, &count);
    unchanged_json(&json, runs, count);
    return json_close(&json);
}

static bool no_log(Verify *v, Str path, Str why)
{
    Str args[] = { str_printable(&v->call.arena, path, 200), why };
    diag_add(&v->call.diags, D_SEAL_FILE, args, COUNT_OF(args));
    v->call.status = LUS_CANNOT;
    return false;
}

static bool verify_log(Verify *v, Str text)
{
    Gate *gate = &v->gate;
    Str name = str_printable(&v->call.arena, file_name(gate->path), 200);
    return chain_read(gate->arena, name, text, gate->diags, &gate->chain) &&
           seen_check(gate->arena, gate->seen, &gate->chain, false, gate->diags);
}

/* Whether it is a log, or should be one by its name. */
static bool is_log(Str path, Str text)
{
    Str end = STR(".seal");
    return chain_is_log(text) ||
           (path.len > end.len && str_eq(str_slice(path, path.len - end.len, path.len), end));
}

static bool verify_framework(Verify *v)
{
    LusProgram *program = program_take(v->call.lus);
    v->program = program;
    v->call.sources = &program->sources;
    program->path = arena_str(&program->arena, v->gate.path);
    program_fill(program, &v->call.diags, 0, NULL);
    if (!program->program) return false;
    const Program *rules = program->program;
    if (!gate_judge(&v->gate, &program->sources, rules->name, rules->term_last)) return false;
    if (v->gate.sealed) return true;
    Meaning meaning;
    if (meaning_of_checked(&v->call.arena, &program->sources, 0, &v->call.diags, &meaning))
        pending_tell(&v->gate, &meaning);
    return false;
}

static void verify_body(void *arg)
{
    Verify *v = arg;
    Str text;
    v->result = result_take(v->call.lus);
    v->gate = gate_for(&v->call, str_of(v->path));
    int error = file_read(&v->call.arena, v->gate.path, RECORD_LOG, &text);
    bool good = error                        ? no_log(v, v->gate.path, file_error(error))
                : is_log(v->gate.path, text) ? verify_log(v, text)
                                             : verify_framework(v);
    v->call.status = good ? LUS_OK : seal_status(&v->call.diags);
    if (good) v->result->text = v->json ? tell_json(v) : tell_text(v);
}

LusStatus lus_verify_seal(Lustrum *lus, const char *path, int json, LusResult **out)
{
    Verify v = { .path = path, .json = json != 0 };
    call_run(&v.call, lus, verify_body, &v);
    LusStatus status = call_end(&v.call);
    lus_program_close(v.program);
    *out = status == LUS_OK ? v.result : NULL;
    if (status != LUS_OK) lus_result_close(v.result);
    return status;
}
