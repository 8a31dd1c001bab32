/* signed.c -- see signed.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/signed.h"
#include "file.h"
#include "term/gate.h"
#include "term/seen.h"

static Str hash_of(const Chain *chain, uint64_t record)
{
    return record && record <= chain->count ? chain->records[record - 1].hash : STR_EMPTY;
}

/* Whether the manifest says of its seal what the log does. */
static bool agrees(const Standing *standing, const Chain *chain)
{
    return standing->records == chain->count && str_eq(standing->first, hash_of(chain, 1)) &&
           str_eq(standing->last, hash_of(chain, chain->count)) &&
           str_eq(standing->hash, hash_of(chain, standing->record));
}

/* The log that official results hold; they may be older than what was seen of it since. */
static LusStatus judge_log(const Kept *kept, Call *call, Chain *chain)
{
    Arena *arena = &call->arena;
    Str text, name = seal_path(arena, kept->rules[0].copy);
    if (!kept_file(kept, name))
        return kept_broken(kept, call, str_printf(arena, "it lists no seal log %S", name));
    int error = kept_read(arena, kept->dir, name, &text);
    if (error) {
        Str args[] = { name, file_error(error) };
        diag_add(&call->diags, D_KEPT_UNREADABLE, args, COUNT_OF(args));
        return LUS_CANNOT;
    }
    if (!chain_read(arena, name, text, &call->diags, chain) ||
        !seen_check(arena, str_of(call->lus->settings.seen_dir), chain, true, &call->diags))
        return seal_status(&call->diags);
    if (agrees(&kept->standing, chain)) return LUS_OK;
    return kept_broken(kept, call, str_printf(arena, "its seal is not that of %S", name));
}

LusStatus kept_signed(const Kept *kept, Call *call, const char *keys, Signers *signers)
{
    const Standing *standing = &kept->standing;
    bool official = standing->mode == MODE_OFFICIAL;
    Trusted trusted = { .from = STR_EMPTY };
    Chain chain;
    Str manifest = str_printf(&call->arena, "%S/%s", kept->path, MANIFEST_NAME);
    if (official) {
        LusStatus status = judge_log(kept, call, &chain);
        if (status != LUS_OK) return status;
        trusted = trusted_log(&chain);
    }
    if (keys && !trusted_read(&trusted, call, keys)) return seal_status(&call->diags);
    if (official && !trusted_then(&trusted, call, kept->path, standing->records, standing->last))
        return LUS_SEAL;
    LusStatus status = signers_beside(signers, &trusted, call, manifest, kept->manifest);
    if (status == LUS_OK && official && !signers->count) signers_none(call, kept->path, manifest);
    return status;
}
