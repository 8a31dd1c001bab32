/* report.c -- see site.h: lus_report: the order of things.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "archive/judge.h"
#include "file.h"
#include "result/json.h"
#include "sha256.h"

enum { THEME_MOST = 1 << 16 };

/* ---- what was asked ---- */

/* A theme may say how pages look, and neither end the style nor ask for anything. */
static bool read_theme(Site *site)
{
    static const char *const never[] = { "</", "url(", "@import", "http:", "https:" };
    Str path = str_of(site->asked->theme);
    site->theme = STR_EMPTY;
    if (!path.len) return true;
    int error = file_read(&site->call.arena, path, THEME_MOST, &site->theme);
    if (error) return call_told(&site->call, D_SITE_THEME, path, file_error(error));
    if (str_utf8_valid(site->theme) != site->theme.len ||
        memchr(site->theme.at, 0, site->theme.len))
        return call_told(&site->call, D_SITE_THEME, path, STR("it is not written in UTF-8"));
    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (str_has(site->theme, str_of(never[i])))
            return call_told(&site->call, D_SITE_THEME, path,
                             str_printf(&site->call.arena, "it has %s in it", never[i]));
    return true;
}

/* ---- the folder ---- */

/* What went wrong with the folder, in the words of pages. */
static void tell_folder(Site *site)
{
    DiagId id = site->out.fault;
    if (!site->out.failed) return;
    switch ((int)site->out.fault) {
    case D_OUT_NAME: id = D_SITE_PLACE; break;
    case D_OUT_NOT_OURS: id = D_SITE_NOT_OURS; break;
    case D_OUT_STRANGER: id = D_SITE_STRANGER; break;
    case D_OUT_IN_DATA:
    case D_OUT_HOLDS_INPUT: id = D_SITE_APART; break;
    case D_OUT_WRITE: id = D_SITE_WRITE; break;
    default: break;
    }
    Diag *d = diag_add(&site->call.diags, id, site->out.args, COUNT_OF(site->out.args));
    if (site->out.mend.len) d->fix = site->out.mend;
}

static bool look_at_out(Site *site)
{
    static const FolderKind pages = { SITE_NAME, SITE_START, "\n  \"files\": [" };
    Arena *arena = &site->call.arena;
    size_t count = site->earlier_count + 1;
    Str *results = NEW_ARRAY(arena, Str, count);
    results[0] = site->kept.path;
    for (size_t i = 1; i < count; i++) results[i] = str_of(site->earlier[i - 1]);
    site->has_out = true;
    return folder_look_as(&site->out, arena, &pages, str_of(site->asked->out_dir), results, count,
                          NULL, 0);
}

/* ---- the results ---- */

static LusStatus judge(Site *site)
{
    Call *call = &site->call;
    Kept *kept = &site->kept;
    LusStatus status = kept_judged(kept, call, site->results, site->asked->keys, &site->signers,
                                   &site->program, &site->meaning);
    if (status != LUS_OK) return status;
    Diags said = call->diags; /* of the rules there is nothing to say */
    site->model =
        compile_model(&call->arena, &site->program->sources, 0, kept->year, NULL, 0, &call->diags);
    call->diags = said;
    site->manifest_sha256 = sha256_text(&call->arena, kept->manifest);
    return LUS_OK;
}

/* Before the pages take their place: from then on nothing may go wrong. */
Str site_summary(Site *site)
{
    Arena *arena = &site->result->arena;
    Str out = str_printable(arena, site->out.out, 200);
    if (!site->asked->json && site->draft)
        return str_printf(arena, "A page of %S before publication, %S, %S: open %S/%S\n",
                          site->draft->name[site->draft_row], site->kept.framework,
                          site->kept.year_words, out, draft_name(site));
    if (!site->asked->json)
        return str_printf(arena, "%g pages of %S, %S: open %S/index.html\n", site->pages,
                          site->kept.framework, site->kept.year_words, out);
    Json json = json_open(arena, "lustrum/report@1");
    json_str(&json, "framework", site->kept.framework);
    json_str(&json, "year", site->kept.year_words);
    json_str(&json, "mode", site->kept.mode);
    if (site->draft) json_str(&json, "draft_for", str_of(site->asked->draft_for));
    json_str(&json, "out", out);
    json_count(&json, "pages", site->pages);
    json_count(&json, "bytes", site->bytes);
    return json_close(&json);
}

static void report_body(void *arg)
{
    Site *site = arg;
    progress_begin(&site->call.lus->progress);
    site->result = result_take(site->call.lus);
    site->scratch = arena_open(&site->call.lus->guard);
    site->has_scratch = true;
    site->call.status = LUS_CANNOT;
    if (!choose_year(site)) return;
    site->call.status = judge(site);
    if (site->call.status != LUS_OK) return;
    site->call.status = LUS_CANNOT;
    if (!years_judge(site)) return;
    site->call.status = LUS_CANNOT;
    if (!read_theme(site) || !site_read(site) || !years_read(site) || !choose_units(site)) return;
    look_prepare(site);
    if (look_at_out(site) && site_write(site))
        site->call.status = LUS_OK;
    else
        tell_folder(site);
}

LusStatus lus_report(Lustrum *lus, const LusReport *asked, LusResult **out)
{
    Site site = { .asked = asked };
    call_run(&site.call, lus, report_body, &site);
    pool_close(site.pool);
    if (site.has_scratch) arena_close(&site.scratch);
    if (site.has_out) folder_abandon(&site.out);
    kept_close(&site.kept);
    years_close(&site);
    LusStatus status = call_end(&site.call);
    lus_program_close(site.program);
    for (size_t y = 0; y < site.year_count; y++) lus_program_close(site.year_program[y]);
    *out = status == LUS_OK ? site.result : NULL;
    if (status != LUS_OK) lus_result_close(site.result);
    return status;
}
