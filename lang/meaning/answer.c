/* answer.c -- lus_canonical: the normal form of a framework and its hashes, for lustrum.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "facade.h"
#include "meaning/meaning.h"
#include "result/json.h"

typedef struct Asking {
    Call call;
    const char *path;
    LusCanonical form;
    LusProgram *program; /* for its sources */
    LusResult *result;
} Asking;

static void hashes_json(Json *json, Str meaning, Str wording, Str bytes)
{
    json_str(json, "meaning_sha256", meaning);
    json_str(json, "wording_sha256", wording);
    json_str(json, "bytes_sha256", bytes);
}

static Str meaning_json(Arena *arena, const Meaning *meaning, const Sources *sources)
{
    Json json = json_open(arena, "lustrum/canonical@1");
    hashes_json(&json, meaning->meaning_sha256, meaning->wording_sha256, meaning->bytes_sha256);
    json_array(&json, "rules");
    for (size_t i = 0; i < meaning->file_count; i++) {
        const FileMeaning *file = &meaning->files[i];
        json_object(&json, NULL);
        json_str(&json, "name", module_file_name(sources, file->file));
        hashes_json(&json, file->meaning_sha256, file->wording_sha256, file->bytes_sha256);
        json_end(&json);
    }
    json_end(&json);
    json_str(&json, "meaning", meaning->canonical);
    json_str(&json, "wording", meaning->wording);
    return json_close(&json);
}

static Str hashes_text(Arena *arena, const Meaning *meaning)
{
    return str_printf(arena, "%S  meaning\n%S  wording\n%S  bytes\n", meaning->meaning_sha256,
                      meaning->wording_sha256, meaning->bytes_sha256);
}

static void canonical_body(void *arg)
{
    Asking *a = arg;
    a->call.status = LUS_CANNOT;
    a->result = result_take(a->call.lus);
    LusProgram *program = program_of_file(&a->call, a->path, &a->program);
    Arena *arena = &a->result->arena;
    Meaning meaning;
    uint32_t file;
    if (!source_load(&program->sources, &a->call.diags, program->path, NULL, &file)) return;
    if (!meaning_of(&program->arena, &program->sources, file, &a->call.diags, &meaning)) return;
    switch (a->form) {
    case LUS_CANONICAL_MEANING: a->result->text = arena_str(arena, meaning.canonical); break;
    case LUS_CANONICAL_WORDING: a->result->text = arena_str(arena, meaning.wording); break;
    case LUS_CANONICAL_HASHES: a->result->text = hashes_text(arena, &meaning); break;
    case LUS_CANONICAL_JSON:
        a->result->text = meaning_json(arena, &meaning, &program->sources);
        break;
    }
    a->call.status = LUS_OK;
}

LusStatus lus_canonical(Lustrum *lus, const char *path, LusCanonical form, LusResult **out)
{
    Asking a = { .path = path, .form = form };
    call_run(&a.call, lus, canonical_body, &a);
    LusStatus status = call_end(&a.call);
    *out = status == LUS_OK ? a.result : NULL;
    if (status != LUS_OK) lus_result_close(a.result);
    lus_program_close(a.program);
    return status;
}
