/* signed.c -- see reference.h: who answers for a reference that is used, or compared with.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "reference/reference.h"
#include "sha256.h"
#include "term/gate.h"
#include "term/signers.h"
#include <errno.h>
#include <sys/stat.h>

/* The bytes that were read as a reference, again; they must be the same. */
static bool read_again(Work *work, const Reference *reference, Str *text)
{
    Arena *arena = &work->call->arena;
    int error = file_read(arena, reference->path, SIZE_MAX / 2, text);
    Str shown = str_printable(arena, reference->path, 200);
    if (!error && str_eq(sha256_text(arena, *text), reference->file.sha256)) return true;
    Str args[] = { shown, file_error(error) };
    diag_add(&work->call->diags, error ? D_DATA_UNREADABLE : D_DATA_CHANGED, args, error ? 2 : 1);
    return false;
}

/* Whose signatures count: those that the command names, or the framework's seal log. */
static bool find_trusted(Work *work, const Reference *reference, Trusted *trusted)
{
    Call *call = work->call;
    const char *keys = work->options->keys;
    *trusted = (Trusted){ .from = STR_EMPTY, .anybody = work->settled && !work->versions && !keys };
    if (work->gate && work->gate->sealed) *trusted = trusted_log(&work->gate->chain);
    if (keys && !trusted_read(trusted, call, keys)) {
        call->status = seal_status(&call->diags);
        return false;
    }
    call->status = LUS_SEAL;
    return !reference->records ||
           trusted_then(trusted, call, reference->path, reference->records, reference->last);
}

bool reference_signed(Work *work, const Reference *reference, bool used)
{
    struct stat info;
    Trusted trusted;
    Signers signers;
    Str text, path = reference->path;
    Call *call = work->call;
    Str beside = str_printf(&call->arena, "%S%s", path, SIGNED_END);
    if (lstat(str_c(&call->arena, beside), &info) != 0 && errno == ENOENT) {
        if (used && work->gate && work->gate->sealed) signers_none(call, path, path);
        return true;
    }
    if (!read_again(work, reference, &text) || !find_trusted(work, reference, &trusted))
        return false;
    call->status = signers_beside(&signers, &trusted, call, path, text);
    if (call->status != LUS_OK) return false;
    call->status = LUS_CANNOT; /* until all is done */
    return true;
}
