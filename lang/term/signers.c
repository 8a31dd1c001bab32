/* signers.c -- see signers.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/signers.h"
#include "file.h"
#include "term/gate.h"
#include "term/keys.h"
#include "term/seen.h"
#include <errno.h>

enum { SIGNATURES_MOST = 1 << 16 };

/* ---- whose signatures count ---- */

Trusted trusted_log(const Chain *chain)
{
    return (Trusted){ .from = chain->path,
                      .chain = chain,
                      .at = chain->count,
                      .keys = chain->records[chain->keys_at].keys };
}

bool trusted_read(Trusted *trusted, Call *call, const char *path)
{
    Arena *arena = &call->arena;
    Str text, shown = str_printable(arena, str_of(path), 200);
    int error = file_read(arena, str_of(path), RECORD_LOG, &text);
    *trusted = (Trusted){ .from = shown };
    if (error) {
        Str args[] = { shown, file_error(error) };
        diag_add(&call->diags, D_SEAL_FILE, args, COUNT_OF(args));
        return false;
    }
    if (!chain_is_log(text))
        return keys_of(arena, &call->diags, str_of(path), text, &trusted->keys);
    Chain *chain = NEW(arena, Chain);
    if (!chain_read(arena, shown, text, &call->diags, chain) ||
        !seen_check(arena, str_of(call->lus->settings.seen_dir), chain, true, &call->diags))
        return false;
    *trusted = trusted_log(chain);
    return true;
}

bool trusted_then(Trusted *trusted, Call *call, Str what, uint64_t at, Str hash)
{
    Arena *arena = &call->arena;
    const Chain *chain = trusted->chain;
    if (!chain || trusted->anybody) return true;
    if (at == 0 || at > chain->count || !str_eq(chain->records[at - 1].hash, hash)) {
        Str args[] = { str_printable(arena, what, 200), trusted->from,
                       str_printf(arena, "%u", at) };
        diag_add(&call->diags, D_RUN_OTHER_LOG, args, COUNT_OF(args));
        return false;
    }
    trusted->at = at;
    for (uint64_t i = 0; i < at; i++)
        if (chain->records[i].keys.count) trusted->keys = chain->records[i].keys;
    return true;
}

/* ---- judging ---- */

typedef struct Judge {
    Signers *signers;
    const Trusted *trusted;
    Call *call;
    Str what, text;
} Judge;

static bool refuse(const Judge *j, DiagId id, Str a, Str b)
{
    Str args[] = { j->what, a, b };
    diag_add(&j->call->diags, id, args, COUNT_OF(args));
    return false;
}

/* The record, of those the log had then, whose keys no longer have this one. */
static uint64_t taken_by(const Trusted *trusted, const unsigned char key[ED25519_KEY])
{
    uint64_t taken = 0;
    bool had = false;
    for (uint64_t i = 0; trusted->chain && i < trusted->at; i++) {
        const Keyset *keys = &trusted->chain->records[i].keys;
        if (!keys->count) continue;
        bool has = keyset_find(keys, key) != NULL;
        if (had && !has) taken = i + 1;
        had = has;
    }
    return taken;
}

static bool not_known(const Judge *j, Str print, const unsigned char key[ED25519_KEY])
{
    Arena *arena = &j->call->arena;
    const Trusted *trusted = j->trusted;
    if (!trusted->from.len) return refuse(j, D_RUN_KEYS, print, STR_EMPTY);
    uint64_t taken = taken_by(trusted, key);
    if (!taken) return refuse(j, D_RUN_SIGNER, print, trusted->from);
    return refuse(j, D_RUN_SIGNER_GONE, print,
                  str_printf(arena, "record %u of %S", taken, trusted->from));
}

static bool add_signer(const Judge *j, Str name, Str print)
{
    Signers *signers = j->signers;
    for (size_t i = 0; i < signers->count; i++)
        if (str_eq(signers->items[i].key, print)) {
            Str args[] = { j->what, name };
            diag_add(&j->call->diags, D_SIGNER_TWICE, args, COUNT_OF(args));
            return false;
        }
    signers->items[signers->count++] = (Signer){ name, print };
    return true;
}

static bool judge(const Judge *j, Str armoured)
{
    Arena *arena = &j->call->arena;
    SshSig sig;
    if (j->signers->count == RECORD_KEYS || !sshsig_read(arena, armoured, &sig))
        return refuse(j, D_RUN_SIGNATURE_FORM,
                      str_printf(arena, "%u", (uint64_t)j->signers->count + 1), STR_EMPTY);
    if (!str_eq(sig.space, SPACE_RUN))
        return refuse(j, D_RUN_SIGNATURE_SPACE, str_printable(arena, sig.space, 80), STR_EMPTY);
    Str print = sshkey_print(arena, sig.key);
    const SshKey *key = keyset_find(&j->trusted->keys, sig.key);
    if (!key && !j->trusted->anybody) return not_known(j, print, sig.key);
    if (!ed25519_key_fits(sig.key) || !sshsig_verify(arena, &sig, j->text))
        return refuse(j, D_RUN_SIGNATURE_BAD, key ? key->name : print, STR_EMPTY);
    return add_signer(j, key ? key->name : STR("somebody"), print);
}

/* The signature at the front of *rest, which goes on after it; all of *rest where it has no end. */
static Str next_signature(Str *rest)
{
    Str end = SSHSIG_END, whole = *rest;
    const char *at = memmem(whole.at, whole.len, end.at, end.len);
    size_t len = at ? (size_t)(at - whole.at) + end.len : whole.len;
    if (len < whole.len && whole.at[len] == '\n') len++;
    *rest = str_slice(whole, len, whole.len);
    return str_slice(whole, 0, len);
}

bool signers_judge(Signers *signers, const Trusted *trusted, Call *call, Str what, Str text)
{
    Judge j = { signers, trusted, call, str_printable(&call->arena, what, 200), text };
    Str rest = signers->text;
    signers->items = NEW_ARRAY(&call->arena, Signer, RECORD_KEYS);
    signers->count = 0;
    do {
        if (!judge(&j, next_signature(&rest))) return false;
    } while (rest.len);
    return true;
}

LusStatus signers_beside(Signers *signers, const Trusted *trusted, Call *call, Str path, Str text)
{
    Arena *arena = &call->arena;
    Str beside = str_printf(arena, "%S%s", path, SIGNED_END);
    *signers = (Signers){ .text = STR_EMPTY };
    int error = file_read(arena, beside, SIGNATURES_MOST, &signers->text);
    if (error == ENOENT) return LUS_OK;
    if (!error) return signers_judge(signers, trusted, call, path, text) ? LUS_OK : LUS_SEAL;
    Str args[] = { str_printable(arena, beside, 200), file_error(error) };
    diag_add(&call->diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
    return error == EINVAL || error == EISDIR || error == EFBIG ? LUS_SEAL : LUS_CANNOT;
}

/* ---- telling ---- */

void signers_print(Text *text, const Signers *signers)
{
    for (size_t i = 0; i < signers->count; i++)
        text_printf(text, "  signed by %S, key %S\n", signers->items[i].name,
                    signers->items[i].key);
    if (!signers->count) text_add(text, STR("  not signed\n"));
}

void signers_json(Json *json, const Signers *signers)
{
    json_array(json, "signed_by");
    for (size_t i = 0; i < signers->count; i++) {
        json_object(json, NULL);
        json_str(json, "name", signers->items[i].name);
        json_str(json, "key", signers->items[i].key);
        json_end(json);
    }
    json_end(json);
}

void signers_none(Call *call, Str what, Str path)
{
    Str args[] = { str_printable(&call->arena, what, 200), str_printable(&call->arena, path, 200) };
    diag_add(&call->diags, D_RUN_NOT_SIGNED, args, COUNT_OF(args));
}
