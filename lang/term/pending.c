/* pending.c -- see pending.h; drafting is in draft.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/pending.h"
#include "file.h"
#include "result/account.h"
#include "result/cell.h"
#include "result/json.h"
#include <errno.h>

/* Where the signer of an armoured signature stands among the keys; their count for a stranger. */
static size_t signer_of(Arena *arena, const Keyset *keys, Str armoured)
{
    SshSig sig;
    if (!sshsig_read(arena, armoured, &sig)) return keys->count;
    const SshKey *key = keyset_find(keys, sig.key);
    return key ? (size_t)(key - keys->keys) : keys->count;
}

void record_sign(Arena *arena, const Chain *chain, SealRecord *record, Str armoured)
{
    const Keyset *keys = chain_signers(chain, record);
    size_t signer = signer_of(arena, keys, armoured), at = 0, count = record->signature_count;
    while (at < count && signer_of(arena, keys, record->signatures[at]) <= signer) at++;
    Str *signatures = NEW_ARRAY(arena, Str, count + 1);
    Text whole = text_open(arena);
    text_add(&whole, record->body);
    for (size_t i = 0; i <= count; i++) {
        signatures[i] = i == at ? armoured : record->signatures[i < at ? i : i - 1];
        text_add(&whole, signatures[i]);
    }
    record->signatures = signatures;
    record->signature_count = count + 1;
    record->whole = text_str(&whole);
    record->hash = sealed_hash(arena, record->whole);
}

/* ---- reading ---- */

/* Whether just that record stands in the log: who put it there ended before it was taken away here.
 */
static bool has_joined(const Chain *chain, const SealRecord *record)
{
    return record->seq > 0 && record->seq <= chain->count &&
           str_eq(chain->records[record->seq - 1].body, record->body);
}

bool pending_read(Gate *gate, Str path, SealRecord *record, bool *absent)
{
    Arena *arena = gate->arena;
    Str text, wanted;
    uint64_t line = 1;
    int error = file_read(arena, path, RECORD_LOG, &text);
    *absent = error == ENOENT;
    if (*absent) return true;
    if (error) {
        Str args[] = { str_printable(arena, path, 200), file_error(error) };
        diag_add(gate->diags, D_SEAL_FILE, args, COUNT_OF(args));
        return false;
    }
    if (!record_read(arena, &text, &line, record, &wanted) || text.len) {
        Str args[] = { str_printable(arena, file_name(path), 200), str_printf(arena, "%u", line),
                       text.len ? STR("the end") : wanted };
        diag_add(gate->diags, D_SEAL_FORM, args, COUNT_OF(args));
        return false;
    }
    *absent = has_joined(&gate->chain, record);
    if (*absent) return true;
    return chain_takes(arena, &gate->chain, record, gate->diags) &&
           chain_signed(arena, &gate->chain, record, false, gate->diags);
}

bool pending_fits(Gate *gate, Str path, const SealRecord *record, const Meaning *meaning)
{
    bool same_meaning;
    if (record->kind == KIND_KEYS || gate_same(gate, record, meaning, &same_meaning)) return true;
    Str name = str_printable(gate->arena, file_name(path), 200);
    diag_add(gate->diags, D_SEAL_PENDING, &name, 1);
    return false;
}

/* ---- telling ---- */

/* Whether the record has joined the chain. */
static bool joined(const Chain *chain, const SealRecord *record)
{
    return chain->count >= record->seq;
}

static const Keyset *keys_of(const Chain *chain, const SealRecord *record)
{
    return joined(chain, record) ? chain_signers_of(chain, &chain->records[record->seq - 1])
                                 : chain_signers(chain, record);
}

static bool has_signed(Arena *arena, const Keyset *keys, const SealRecord *record, size_t key)
{
    for (size_t i = 0; i < record->signature_count; i++)
        if (signer_of(arena, keys, record->signatures[i]) == key) return true;
    return false;
}

static void tell_signers(Text *text, const Chain *chain, const SealRecord *record)
{
    Arena *arena = text->arena;
    const Keyset *keys = keys_of(chain, record);
    for (size_t k = 0; k < keys->count; k++)
        text_printf(text, "  %s %S  %S\n",
                    has_signed(arena, keys, record, k) ? "signed    " : "not signed",
                    sshkey_print(arena, keys->keys[k].bytes), keys->keys[k].name);
}

static void tell_what(Text *text, const SealRecord *record)
{
    Arena *arena = text->arena;
    if (record->kind == KIND_KEYS) {
        text_printf(text, "the keys that may sign from now on: %u, of whom %u must\n",
                    (uint64_t)record->keys.count, (uint64_t)record->keys.threshold);
        return;
    }
    text_printf(text, "the %s of %S, %S to %S\n",
                record->kind == KIND_SEAL ? "seal" : "amended rules", record->framework,
                year_words(arena, record->term_first), year_words(arena, record->term_last));
    for (size_t i = 0; i < record->amendment_count; i++)
        text_printf(text, "  %S\n", amendment_told(arena, &record->amendments[i]));
    text_printf(text, "  meaning %S\n  wording %S\n", record->meaning, record->wording);
}

Str sealing_text(Arena *arena, const Chain *chain, const SealRecord *record, Str path)
{
    Text text = text_open(arena);
    const Keyset *keys = keys_of(chain, record);
    text_printf(&text, "Record %u of %S: ", record->seq, chain->path);
    tell_what(&text, record);
    text_printf(&text, "  agreed by %S on %S\n", record->agreed_by, record->on);
    tell_signers(&text, chain, record);
    uint64_t has = record->signature_count, must = keys->threshold;
    if (joined(chain, record))
        text_printf(&text, "It has the signatures it needs, and holds.\n  %S\n", record->hash);
    else
        text_printf(&text,
                    "It waits in %S.pending for %u more of %u signatures:\n"
                    "  lustrum seal %S --sign KEYFILE\n",
                    chain->path, must - has, must, path);
    return text_str(&text);
}

Str sealing_json(Arena *arena, const Chain *chain, const SealRecord *record)
{
    static const char *const kinds[] = { "seal", "amendment", "keys" };
    const char *kind = kinds[record->kind];
    const Keyset *keys = keys_of(chain, record);
    Json json = json_open(arena, "lustrum/seal@1");
    json_str(&json, "log", chain->path);
    json_count(&json, "record", record->seq);
    json_str(&json, "kind", str_of(kind));
    json_str(&json, "framework", record->framework);
    if (record->kind != KIND_KEYS) json_str(&json, "meaning", record->meaning);
    if (record->kind != KIND_KEYS) json_str(&json, "wording", record->wording);
    json_str(&json, "agreed_by", record->agreed_by);
    json_str(&json, "on", record->on);
    json_bool(&json, "holds", joined(chain, record));
    if (joined(chain, record)) json_str(&json, "hash", record->hash);
    json_count(&json, "threshold", keys->threshold);
    json_array(&json, "keys");
    for (size_t k = 0; k < keys->count; k++) {
        json_object(&json, NULL);
        json_str(&json, "name", keys->keys[k].name);
        json_str(&json, "key", sshkey_print(arena, keys->keys[k].bytes));
        json_bool(&json, "signed", has_signed(arena, keys, record, k));
        json_end(&json);
    }
    json_end(&json);
    return json_close(&json);
}

/* Those who have not signed a record that waits, by name. */
static Str who_may_yet(Arena *arena, const Chain *chain, const SealRecord *record)
{
    const Keyset *keys = chain_signers(chain, record);
    Text names = text_open(arena);
    for (size_t k = 0; k < keys->count; k++)
        if (!has_signed(arena, keys, record, k))
            text_printf(&names, "%s%S", text_str(&names).len ? ", " : "", keys->keys[k].name);
    return text_str(&names);
}

static void tell_not_sealed(Gate *gate, Str why, Str fix)
{
    Str args[] = { str_printable(gate->arena, gate->path, 200), why, fix };
    diag_add(gate->diags, D_SEAL_NONE, args, COUNT_OF(args));
}

void pending_tell(Gate *gate, const Meaning *meaning)
{
    Arena *arena = gate->arena;
    SealRecord record;
    bool absent;
    Str pending = seal_pending_path(arena, gate->path), log = gate->chain.path;
    if (!pending_read(gate, pending, &record, &absent)) return;
    if (absent) {
        tell_not_sealed(gate,
                        str_printf(arena, "There is no %S beside it: it runs as a draft.", log),
                        STR("Have it sealed: lustrum seal FILE --keys KEYS --threshold 2 "
                            "--agreed-by \"...\" --on 2026-05-14.  If it was, put its log back "
                            "beside it."));
        return;
    }
    if (!pending_fits(gate, pending, &record, meaning)) return;
    uint64_t must = chain_signers(&gate->chain, &record)->threshold, has = record.signature_count;
    Str why =
        str_printf(arena, "%S.pending waits for %u more of %u signatures.  Who has not signed: %S.",
                   log, must - has, must, who_may_yet(arena, &gate->chain, &record));
    tell_not_sealed(gate, why, STR("Have them sign: lustrum seal FILE --sign KEYFILE"));
}
