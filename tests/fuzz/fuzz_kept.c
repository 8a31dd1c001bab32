/* fuzz_kept.c -- any bytes as what was kept: the manifest of results, or a seal log, as they begin.
 *
 * Always: either it is what it should be or one message says what is not.  Of a manifest that is
 * read: its names lead to no place outside, and none stands twice.  Of a record that is read: it
 * has one spelling, so that what it says, written anew, is the same bytes; and a log that is judged
 * good is made of such records. SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "archive/kept.h"
#include "term/chain.h"

typedef struct Input {
    Arena arena;
    Str bytes;
} Input;

static void check_file(Str name)
{
    MUST(name.len > 0 && name.at[0] != '/');
    for (size_t i = 0; i + 1 < name.len; i++)
        MUST(name.at[i] != '.' || name.at[i + 1] != '.' || (i > 0 && name.at[i - 1] != '/') ||
             (i + 2 < name.len && name.at[i + 2] != '/'));
}

static void read_as_manifest(Input *input)
{
    Diags diags = diags_open(&input->arena);
    Kept kept = { .arena = &input->arena, .path = STR("out"), .shown = STR("out"), .dir = -1 };
    LusStatus status = kept_manifest(&kept, &diags, input->bytes);
    MUST(diags.count == (status == LUS_OK ? 0 : 1));
    if (status != LUS_OK) return;
    MUST(kept.rule_count > 0 && kept.year > 0);
    for (size_t i = 0; i < kept.file_count; i++) {
        check_file(kept.files[i].name);
        MUST(kept_file(&kept, kept.files[i].name) == &kept.files[i]);
    }
    for (size_t i = 0; i < kept.data_count; i++) check_file(kept.data[i].name);
    kept_close(&kept);
}

static void check_record(Arena *arena, const SealRecord *record)
{
    MUST(str_eq(record_body(arena, record), record->body));
    MUST(record->whole.len >= record->body.len);
    MUST(memcmp(record->whole.at, record->body.at, record->body.len) == 0);
    for (size_t i = 0; i < record->signature_count; i++) {
        SshSig sig;
        if (sshsig_read(arena, record->signatures[i], &sig))
            sshsig_verify(arena, &sig, record->body);
    }
}

static void read_as_log(Input *input)
{
    Arena *arena = &input->arena;
    SealRecord record;
    Str rest = input->bytes, wanted = STR_EMPTY;
    uint64_t line = 1;
    size_t count = 0;
    while (rest.len && record_read(arena, &rest, &line, &record, &wanted)) {
        check_record(arena, &record);
        count++;
    }
    MUST(rest.len == 0 || wanted.len > 0);
    Chain chain;
    Diags diags = diags_open(arena);
    bool good = chain_read(arena, STR("a.seal"), input->bytes, &diags, &chain);
    MUST(good == (diags.errors == 0));
    MUST(!good || (rest.len == 0 && chain.count == count));
}

static void read_both(void *arg)
{
    Input *input = arg;
    read_as_manifest(input);
    read_as_log(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    Guard guard;
    Input input = { .arena = arena_open(&guard) };
    char *copy = malloc(size + 1); /* a NUL follows what is read from a file */
    MUST(copy != NULL);
    if (size) memcpy(copy, bytes, size);
    copy[size] = '\0';
    input.bytes = (Str){ copy, size };
    Why why = guard_run(&guard, read_both, &input);
    arena_close(&input.arena);
    free(copy);
    MUST(why == WHY_NOTHING || why == WHY_LIMIT);
    return 0;
}
