/* verify.c -- lus_verify_result: a result folder, without the data it was made of.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/audit.h"
#include "archive/judge.h"
#include "archive/signed.h"

typedef struct Verify {
    Call call;
    const char *path, *keys;
    bool json;
    Kept kept;
    Audit audit;
    Signers signers;
    LusProgram *program;
    LusResult *result;
} Verify;

static void tell_text(const Verify *v)
{
    const Kept *kept = &v->kept;
    const Audit *audit = &v->audit;
    Text text = text_open(&v->result->arena);
    text_printf(&text, "%S holds: %S, %S", kept->shown, kept->framework, kept->year_words);
    text_printf(&text, ", %S", kept->mode);
    if (kept->vintage.len) text_printf(&text, ", %S data", kept->vintage);
    text_printf(&text, ", made by Lustrum %S.\n", kept->tool_version);
    text_printf(&text, "  %g files are as they were written\n", (uint64_t)kept->file_count);
    text_printf(&text, "  %g sums of the ledger add up\n", audit->sums);
    text_printf(&text, "  %g control totals agree\n", audit->totals);
    text_printf(&text, "  %g columns hold only words of the rules\n", audit->words);
    signers_print(&text, &v->signers);
    v->result->text = text_str(&text);
}

static void tell_json(const Verify *v)
{
    const Kept *kept = &v->kept;
    const Audit *audit = &v->audit;
    Json json = json_open(&v->result->arena, "lustrum/verify@1");
    json_str(&json, "results", kept->path);
    json_str(&json, "framework", kept->framework);
    json_str(&json, "year", kept->year_words);
    json_str(&json, "mode", kept->mode);
    if (kept->vintage.len) json_str(&json, "vintage", kept->vintage);
    json_str(&json, "version", kept->tool_version);
    json_bool(&json, "holds", true);
    json_count(&json, "files", kept->file_count);
    json_count(&json, "sums", audit->sums);
    json_count(&json, "totals", audit->totals);
    json_count(&json, "columns_of_words", audit->words);
    signers_json(&json, &v->signers);
    v->result->text = json_close(&json);
}

static void verify_body(void *arg)
{
    Verify *v = arg;
    v->result = result_take(v->call.lus);
    v->call.status = kept_open(&v->kept, &v->call.arena, &v->call.diags, v->path);
    if (v->call.status != LUS_OK) return;
    v->call.status = kept_hold(&v->kept, &v->call.diags);
    if (v->call.status != LUS_OK) return; /* all else would only follow */
    v->call.status = kept_signed(&v->kept, &v->call, v->keys, &v->signers);
    if (v->call.status != LUS_OK) return;
    v->call.status = LUS_SEAL;
    v->audit = (Audit){ .kept = &v->kept, .arena = &v->call.arena, .diags = &v->call.diags };
    audit_totals(&v->audit);
    audit_ledger(&v->audit);
    Meaning meaning;
    LusStatus compiled = kept_judge(&v->kept, &v->call, &v->program, &meaning);
    if (compiled == LUS_OK) audit_words(&v->audit, v->program->program);
    if (compiled == LUS_OK) audit_mode(&v->audit);
    if (!v->audit.broken) v->call.status = compiled;
    if (v->audit.unread) v->call.status = LUS_CANNOT;
    if (v->call.status != LUS_OK) return;
    if (v->json)
        tell_json(v);
    else
        tell_text(v);
}

LusStatus lus_verify_result(Lustrum *lus, const char *path, const char *keys, int json,
                            LusResult **out)
{
    Verify v = { .path = path, .keys = keys, .json = json != 0 };
    call_run(&v.call, lus, verify_body, &v);
    kept_close(&v.kept);
    LusStatus status = call_end(&v.call);
    lus_program_close(v.program);
    *out = status == LUS_OK ? v.result : NULL;
    if (status != LUS_OK) lus_result_close(v.result);
    return status;
}
