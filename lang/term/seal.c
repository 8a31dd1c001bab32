/* seal.c -- lus_seal: a record is prepared beside the log, signed by one after the other, and joins
 * the log when it has enough signatures.  So the log holds only what is agreed, and drafts go on
 * until it is.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "leftover.h"
#include "result/account.h"
#include "term/pending.h"
#include "term/seen.h"
#include "term/sign.h"
#include <errno.h>
#include <unistd.h>

typedef struct Sealing {
    Call call;
    const char *path;
    const LusSealing *how;
    bool json;
    LusProgram *program;
    LusResult *result;
    Gate gate;
    Str log, pending;  /* paths */
    SealRecord record; /* the one that waits */
    bool joins;        /* it has enough signatures, and is in the chain now */
} Sealing;

static bool no_file(Sealing *s, Str path, int error)
{
    Str args[] = { str_printable(&s->call.arena, path, 200), file_error(error) };
    diag_add(&s->call.diags, D_SEAL_FILE, args, COUNT_OF(args));
    s->call.status = LUS_CANNOT;
    return false;
}

static bool refused(Sealing *s)
{
    s->call.status = seal_status(&s->call.diags);
    return false;
}

/* The rules, without a fault in any year; their log, if they have one, judged. */
static bool read_all(Sealing *s, Meaning *meaning)
{
    Arena *arena = &s->call.arena;
    LusProgram *program = program_take(s->call.lus);
    s->program = program;
    s->call.sources = &program->sources;
    program->path = arena_str(&program->arena, str_of(s->path));
    program_fill(program, &s->call.diags, 0, NULL);
    if (!program->program) return false;
    if (!compile_whole(arena, &program->sources, 0, &s->call.diags)) return false;
    if (!meaning_of_checked(arena, &program->sources, 0, &s->call.diags, meaning)) return false;
    s->gate = gate_for(&s->call, program->path);
    s->log = arena_str(arena, seal_path(arena, program->path));
    s->pending = seal_pending_path(arena, program->path);
    leftovers_of_file(str_c(arena, s->log));
    leftovers_of_file(str_c(arena, s->pending));
    if (!gate_open(&s->gate)) return refused(s);
    if (s->gate.sealed ||
        seen_free(arena, s->gate.seen, &s->gate.chain, program->program->name, &s->call.diags))
        return true;
    return refused(s);
}

/* ---- a record that waits ---- */

/* What stands there has joined the log, or nothing does. */
static void forget_pending(Sealing *s)
{
    unlink(str_c(&s->call.arena, s->pending));
}

static bool get_signature(Sealing *s, Str *armoured)
{
    Arena *arena = &s->call.arena;
    Str path = str_of(s->how->sign ? s->how->sign : s->how->signature), fault;
    if (!s->how->sign) {
        int error = file_read(arena, path, RECORD_WORDS * 10, armoured);
        return !error || no_file(s, path, error);
    }
    Str space = record_space(s->record.kind);
    if (sign_text(arena, path, space, s->record.body, armoured, &fault)) return true;
    Str args[] = { str_printable(arena, path, 200), fault };
    diag_add(&s->call.diags, D_SEAL_SIGN, args, COUNT_OF(args));
    return false;
}

static bool add_signature(Sealing *s, const Meaning *meaning)
{
    Arena *arena = &s->call.arena;
    bool absent;
    Str armoured;
    if (!pending_read(&s->gate, s->pending, &s->record, &absent)) return refused(s);
    if (absent) forget_pending(s);
    if (absent) return pending_absent(&s->call.diags, s->gate.chain.path);
    if (!pending_fits(&s->gate, s->pending, &s->record, meaning)) return refused(s);
    if (!get_signature(s, &armoured)) return false;
    record_sign(arena, &s->gate.chain, &s->record, armoured);
    if (!chain_signed(arena, &s->gate.chain, &s->record, false, &s->call.diags)) return refused(s);
    s->joins = s->record.signature_count >= chain_signers(&s->gate.chain, &s->record)->threshold;
    if (s->joins) chain_add(arena, &s->gate.chain, &s->record);
    return true;
}

/* ---- a new record ---- */

static bool prepare(Sealing *s, const Meaning *meaning)
{
    Arena *arena = &s->call.arena;
    bool absent;
    if (!pending_read(&s->gate, s->pending, &s->record, &absent)) return refused(s);
    if (absent) forget_pending(s);
    if (!absent) {
        Str name = str_printable(arena, file_name(s->pending), 200);
        return pending_waits(&s->call.diags, name);
    }
    Drafting drafting = { .gate = &s->gate,
                          .program = s->program,
                          .meaning = meaning,
                          .how = s->how,
                          .record = &s->record };
    return record_draft(&drafting) || refused(s);
}

/* ---- writing, when there is nothing left that could lack memory ---- */

/* The log as it was before the record joined it. */
static void put_back(Sealing *s, Str log)
{
    if (log.len)
        file_replace(&s->call.arena, s->log, log);
    else
        unlink(s->log.at);
}

/* The log with the record that joined it is written anew, and remembered; then that no longer
 * waits. */
static bool write_log(Sealing *s)
{
    Arena *arena = &s->call.arena;
    Chain *chain = &s->gate.chain;
    Str was = s->gate.sealed ? s->gate.log : STR_EMPTY;
    Str now = str_printf(arena, "%S%S", was, s->record.whole);
    const char *pending = str_c(arena, s->pending);
    SeenReady *seen = seen_ready(arena, s->gate.seen, chain, &s->call.diags);
    if (!seen) return refused(s);
    int error = file_replace(arena, s->log, now);
    if (error) return no_file(s, s->log, error);
    if (!seen_now(seen, false, &s->call.diags)) {
        put_back(s, was);
        return refused(s);
    }
    return unlink(pending) == 0 || errno == ENOENT || no_file(s, s->pending, errno);
}

static bool write_pending(Sealing *s)
{
    int error = file_replace(&s->call.arena, s->pending, s->record.whole);
    return !error || no_file(s, s->pending, error);
}

static void seal_body(void *arg)
{
    Sealing *s = arg;
    Meaning meaning;
    s->call.status = LUS_CANNOT;
    s->result = result_take(s->call.lus);
    if (!read_all(s, &meaning)) return;
    bool signs = s->how->sign || s->how->signature;
    if (!(signs ? add_signature(s, &meaning) : prepare(s, &meaning))) return;
    Arena *arena = &s->result->arena;
    s->result->text = s->json ? sealing_json(arena, &s->gate.chain, &s->record)
                              : sealing_text(arena, &s->gate.chain, &s->record, str_of(s->path));
    if (s->joins ? write_log(s) : write_pending(s)) s->call.status = LUS_OK;
}

LusStatus lus_seal(Lustrum *lus, const char *path, const LusSealing *how, int json, LusResult **out)
{
    static const LusSealing nothing;
    Sealing s = { .path = path, .how = how ? how : &nothing, .json = json != 0 };
    call_run(&s.call, lus, seal_body, &s);
    LusStatus status = call_end(&s.call);
    lus_program_close(s.program);
    *out = status == LUS_OK ? s.result : NULL;
    if (status != LUS_OK) lus_result_close(s.result);
    return status;
}
