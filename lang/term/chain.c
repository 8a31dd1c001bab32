/* chain.c -- see chain.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/chain.h"

bool chain_is_log(Str text)
{
    Str first = STR("lustrum-seal ");
    return text.len >= first.len && memcmp(text.at, first.at, first.len) == 0;
}

Str record_place(Arena *arena, const Chain *chain, const SealRecord *record)
{
    return str_printf(arena, "record %u of %S", record->seq, chain->path);
}

static Str print_number(Arena *arena, uint64_t number)
{
    return str_printf(arena, "%u", number);
}

/* ---- what holds when ---- */

int record_from(const SealRecord *record)
{
    if (record->kind == KIND_SEAL) return record->term_first;
    int from = record->amendments[0].from;
    for (size_t i = 1; i < record->amendment_count; i++)
        if (record->amendments[i].from < from) from = record->amendments[i].from;
    return from;
}

const SealRecord *chain_last_rules(const Chain *chain)
{
    for (size_t i = chain->count; i-- > 0;)
        if (chain->records[i].kind != KIND_KEYS) return &chain->records[i];
    return NULL;
}

const SealRecord *chain_rules_of(const Chain *chain, int year)
{
    for (size_t i = chain->count; i-- > 0;)
        if (chain->records[i].kind != KIND_KEYS && record_from(&chain->records[i]) <= year)
            return &chain->records[i];
    return &chain->records[0];
}

const Keyset *chain_signers(const Chain *chain, const SealRecord *record)
{
    return chain->count ? &chain->records[chain->keys_at].keys : &record->keys;
}

const Keyset *chain_signers_of(const Chain *chain, const SealRecord *record)
{
    const Keyset *keys = &chain->records[0].keys;
    for (const SealRecord *r = chain->records; r < record; r++)
        if (r->keys.count) keys = &r->keys;
    return keys;
}

static size_t key_place(const Keyset *keys, const unsigned char key[ED25519_KEY])
{
    size_t i = 0;
    while (i < keys->count && memcmp(keys->keys[i].bytes, key, ED25519_KEY) != 0) i++;
    return i;
}

const SshKey *keyset_find(const Keyset *keys, const unsigned char key[ED25519_KEY])
{
    size_t i = key_place(keys, key);
    return i < keys->count ? &keys->keys[i] : NULL;
}

/* ---- order ---- */

static bool wrong(Arena *arena, const Chain *chain, const SealRecord *record, Diags *diags,
                  const char *what)
{
    Str args[] = { record_place(arena, chain, record), (Str){ what, strlen(what) } };
    diag_add(diags, D_SEAL_CONTENT, args, COUNT_OF(args));
    return false;
}

static bool follows(Arena *arena, const Chain *chain, const SealRecord *record, Diags *diags)
{
    if (record->seq != chain->count + 1) {
        Str args[] = { chain->path, print_number(arena, record->seq),
                       print_number(arena, chain->count + 1) };
        diag_add(diags, D_SEAL_SEQUENCE, args, COUNT_OF(args));
        return false;
    }
    Str before = chain->count ? chain->records[chain->count - 1].hash : STR_EMPTY;
    if (str_eq(record->prev, before)) return true;
    Str args[] = { record_place(arena, chain, record), print_number(arena, chain->count) };
    diag_add(diags, D_SEAL_PREV, args, COUNT_OF(args));
    return false;
}

/* What an amendment says of the seal before it. */
static bool amends(Arena *arena, const Chain *chain, const SealRecord *record, Diags *diags)
{
    const SealRecord *last = chain_last_rules(chain);
    if (record->supersedes != last->seq)
        return wrong(arena, chain, record, diags, "it does not supersede the record in force");
    if (record->amendment_count == 0)
        return wrong(arena, chain, record, diags, "it names no amendment");
    if (record->edition != last->edition || record->term_first != last->term_first ||
        record->term_last != last->term_last)
        return wrong(arena, chain, record, diags, "it has another edition or term than the seal");
    for (size_t i = 0; i < record->amendment_count; i++)
        if (record->amendments[i].from < record_from(last) ||
            record->amendments[i].from > record->term_last)
            return wrong(arena, chain, record, diags,
                         "an amendment begins before the one in force, or after the term");
    return true;
}

bool chain_takes(Arena *arena, const Chain *chain, const SealRecord *record, Diags *diags)
{
    bool first = chain->count == 0;
    if (!follows(arena, chain, record, diags)) return false;
    if (first != (record->kind == KIND_SEAL))
        return wrong(arena, chain, record, diags,
                     first ? "a log begins with a seal" : "a log has one seal, its first record");
    if (record->keys.count == 0 && (first || record->kind == KIND_KEYS))
        return wrong(arena, chain, record, diags, "it does not say who may sign");
    if (record->keys.count && record->kind == KIND_AMENDMENT)
        return wrong(arena, chain, record, diags, "keys are changed by a record of their own");
    const Keyset *after = record->keys.count ? &record->keys : chain_signers(chain, record);
    if (!str_eq(record->keyset, keyset_hash(arena, after)))
        return wrong(arena, chain, record, diags, "its keyset is not that of its keys");
    if (!first && !str_eq(record->framework, chain->records[0].framework))
        return wrong(arena, chain, record, diags, "it is of another framework");
    return record->kind != KIND_AMENDMENT || amends(arena, chain, record, diags);
}

/* ---- signatures ---- */

/* The record that took a key away: the last one whose keys had it goes before. */
static const SealRecord *taken_by(const Chain *chain, const unsigned char key[ED25519_KEY])
{
    const SealRecord *taken = NULL;
    bool had = false;
    for (size_t i = 0; i < chain->count; i++) {
        const Keyset *keys = &chain->records[i].keys;
        if (!keys->count) continue;
        bool has = keyset_find(keys, key) != NULL;
        if (had && !has) taken = &chain->records[i];
        had = has;
    }
    return taken;
}

static bool not_a_signer(Arena *arena, const Chain *chain, const SealRecord *record,
                         const SshSig *sig, Diags *diags)
{
    const SealRecord *taken = taken_by(chain, sig->key);
    Str args[] = { record_place(arena, chain, record), sshkey_print(arena, sig->key),
                   taken ? print_number(arena, taken->seq) : STR_EMPTY };
    diag_add(diags, taken ? D_SIGNER_GONE : D_SIGNER_UNKNOWN, args, taken ? 3 : 2);
    return false;
}

typedef struct Judged {
    bool signed_by[RECORD_KEYS]; /* who has, of the keys in their order */
    size_t last;                 /* where the last of them stands */
} Judged;

static bool judge(Arena *arena, const Chain *chain, const SealRecord *record, size_t i,
                  Judged *judged, Diags *diags)
{
    const Keyset *keys = chain_signers(chain, record);
    Str place = record_place(arena, chain, record), space = record_space(record->kind);
    SshSig sig;
    if (!sshsig_read(arena, record->signatures[i], &sig)) {
        Str args[] = { place, print_number(arena, i + 1) };
        diag_add(diags, D_SIGNATURE_FORM, args, COUNT_OF(args));
        return false;
    }
    if (!str_eq(sig.space, space)) {
        Str args[] = { place, str_printable(arena, sig.space, 80), space };
        diag_add(diags, D_SIGNATURE_SPACE, args, COUNT_OF(args));
        return false;
    }
    size_t signer = key_place(keys, sig.key);
    if (signer == keys->count) return not_a_signer(arena, chain, record, &sig, diags);
    bool twice = judged->signed_by[signer], good = sshsig_verify(arena, &sig, record->body);
    if (twice || !good || signer < judged->last) {
        Str args[] = { place, keys->keys[signer].name };
        DiagId id = !good ? D_SIGNATURE_BAD : twice ? D_SIGNER_TWICE : D_SIGNATURE_ORDER;
        diag_add(diags, id, args, COUNT_OF(args));
        return false;
    }
    judged->signed_by[signer] = true;
    judged->last = signer;
    return true;
}

bool chain_signed(Arena *arena, const Chain *chain, const SealRecord *record, bool enough,
                  Diags *diags)
{
    const Keyset *keys = chain_signers(chain, record);
    Judged judged = { .last = 0 };
    for (size_t i = 0; i < record->signature_count; i++)
        if (!judge(arena, chain, record, i, &judged, diags)) return false;
    if (!enough || record->signature_count >= keys->threshold) return true;
    Str args[] = { record_place(arena, chain, record), print_number(arena, record->signature_count),
                   print_number(arena, keys->threshold) };
    diag_add(diags, D_SIGNATURES_FEW, args, COUNT_OF(args));
    return false;
}

/* ---- the log ---- */

void chain_add(Arena *arena, Chain *chain, const SealRecord *record)
{
    GROW(arena, chain->records, chain->count, chain->cap);
    if (record->keys.count) chain->keys_at = chain->count;
    chain->records[chain->count++] = *record;
}

bool chain_read(Arena *arena, Str path, Str text, Diags *diags, Chain *chain)
{
    *chain = (Chain){ .path = path };
    uint64_t line = 1;
    Str wanted = STR("the end: it has too many records"), rest = text;
    do {
        SealRecord record;
        if (chain->count == RECORD_RECORDS || !record_read(arena, &rest, &line, &record, &wanted)) {
            Str args[] = { path, print_number(arena, line), wanted };
            diag_add(diags, D_SEAL_FORM, args, COUNT_OF(args));
            return false;
        }
        if (!chain_takes(arena, chain, &record, diags) ||
            !chain_signed(arena, chain, &record, true, diags))
            return false;
        chain_add(arena, chain, &record);
    } while (rest.len);
    return true;
}
