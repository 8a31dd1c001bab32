/* judge.c -- see judge.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/judge.h"
#include "archive/signed.h"
#include "result/cell.h"
#include "term/gate.h"

/* ---- the seal ---- */

static bool same_runs(const Standing *a, const Standing *b)
{
    bool same = a->unchanged_count == b->unchanged_count;
    for (size_t i = 0; same && i < a->unchanged_count; i++) {
        const Unchanged *was = &a->unchanged[i], *is = &b->unchanged[i];
        same =
            str_eq(was->measure, is->measure) && was->first == is->first && was->last == is->last;
    }
    return same;
}

/* What the manifest says of its seal otherwise than the log does; NULL. */
static const char *other_in_seal(const Standing *says, const Standing *is)
{
    return says->record != is->record                ? "record"
           : says->amended != is->amended            ? "amended"
           : !str_eq(says->hash, is->hash)           ? "hash"
           : !str_eq(says->log, is->log)             ? "log"
           : !str_eq(says->meaning, is->meaning)     ? "meaning"
           : !str_eq(says->wording, is->wording)     ? "wording"
           : !str_eq(says->agreed_by, is->agreed_by) ? "agreed_by"
           : !str_eq(says->on, is->on)               ? "on"
           : !same_runs(says, is)                    ? "unchanged"
                                                     : NULL;
}

/* Whether the rules are those of the log that hold in the year, and the manifest says of them what
 * the log does. */
static LusStatus as_sealed(const Kept *kept, Call *call, LusProgram *program)
{
    Gate gate = gate_for(call, program->path);
    gate.older = program->past;
    if (!gate_judge(&gate, &program->sources, program->program->name, kept->year))
        return seal_status(&call->diags);
    if (!gate.sealed) return kept_broken(kept, call, STR("its seal log is gone"));
    Standing is = gate_standing(&call->arena, &gate);
    const char *what = other_in_seal(&kept->standing, &is);
    if (!what) return LUS_OK;
    return kept_broken(
        kept, call,
        str_printf(&call->arena, "of its seal, \"%s\" is not that of %S", what, is.log));
}

/* ---- the rules ---- */

/* What the manifest says of the rules otherwise than they do; NULL. */
static const char *other_in_rules(const Kept *kept, Call *call, const Program *program)
{
    Str title = str_printable(&call->arena, program->title, 400);
    Str owner = str_printable(&call->arena, program->owner, 400);
    return !str_eq(program->name, kept->framework)                        ? "framework"
           : !str_eq(title, kept->title)                                  ? "title"
           : !str_eq(owner, kept->owner)                                  ? "owner"
           : kept->edition && kept->edition != (uint64_t)program->edition ? "edition"
                                                                          : NULL;
}

/* What the manifest says of their hashes otherwise than they come to; NULL.  The normal form that
 * meaning and wording are hashes of is a version's; texts are texts. */
static const char *other_hash(const Kept *kept, const Meaning *is)
{
    if (!str_eq(kept->bytes, is->bytes_sha256)) return "bytes_sha256";
    if (!str_eq(kept->tool_version, STR(LUS_VERSION))) return NULL;
    if (!str_eq(kept->meaning, is->meaning_sha256)) return "meaning_sha256";
    if (!str_eq(kept->wording, is->wording_sha256)) return "wording_sha256";
    for (size_t i = 0; i < is->file_count; i++)
        if (!str_eq(kept->rules[is->files[i].file].meaning, is->files[i].meaning_sha256))
            return "meaning_sha256 of one file";
    return NULL;
}

LusStatus kept_judge(const Kept *kept, Call *call, LusProgram **program, Meaning *meaning)
{
    LusStatus status = kept_compile(kept, call, program);
    for (size_t i = 0; status != LUS_OK && i < call->diags.count; i++)
        if (call->diags.items[i].id == D_YEAR_NOT_IN_TERM) status = LUS_SEAL;
    if (status != LUS_OK) return status;
    const char *what = other_in_rules(kept, call, (*program)->program);
    if (what)
        return kept_broken(kept, call,
                           str_printf(&call->arena, "its %s is not that of its rules", what));
    if (!meaning_of_checked(&call->arena, &(*program)->sources, 0, &call->diags, meaning))
        return LUS_CANNOT;
    if (kept->standing.mode == MODE_OFFICIAL) status = as_sealed(kept, call, *program);
    what = other_hash(kept, meaning);
    if (status != LUS_OK || !what) return status;
    return kept_broken(kept, call,
                       str_printf(&call->arena, "its %s is not that of its rules", what));
}

LusStatus kept_judged(Kept *kept, Call *call, const char *path, const char *keys, Signers *signers,
                      LusProgram **program, Meaning *meaning)
{
    LusStatus status = kept_open(kept, &call->arena, &call->diags, path);
    if (status == LUS_OK) status = kept_hold(kept, &call->diags);
    if (status == LUS_OK) status = kept_signed(kept, call, keys, signers);
    if (status != LUS_OK) return status;
    Diags said = call->diags;
    status = kept_judge(kept, call, program, meaning);
    if (status == LUS_OK) call->diags = said;
    return status;
}
