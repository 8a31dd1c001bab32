/* report.c -- see site.h: lus_report: the order of things.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"
#include "archive/judge.h"
#include "file.h"
#include "result/json.h"
#include "sha256.h"
#include "table/key.h"

enum { THEME_MOST = 1 << 16, KEY_PARTS = 64 };

/* ---- what was asked ---- */

static bool told(Site *site, DiagId id, Str a, Str b)
{
    Arena *arena = &site->call.arena;
    Str args[] = { str_printable(arena, a, 200), str_printable(arena, b, 200) };
    diag_add(&site->call.diags, id, args, COUNT_OF(args));
    site->call.status = LUS_CANNOT;
    return false;
}

/* A theme may say how pages look, and neither end the style nor ask for anything. */
static bool read_theme(Site *site)
{
    static const char *const never[] = { "</", "url(", "@import", "http:", "https:" };
    Str path = str_of(site->asked->theme);
    site->theme = STR_EMPTY;
    if (!path.len) return true;
    int error = file_read(&site->call.arena, path, THEME_MOST, &site->theme);
    if (error) return told(site, D_SITE_THEME, path, file_error(error));
    if (str_utf8_valid(site->theme) != site->theme.len ||
        memchr(site->theme.at, 0, site->theme.len))
        return told(site, D_SITE_THEME, path, STR("it is not written in UTF-8"));
    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (str_has(site->theme, str_of(never[i])))
            return told(site, D_SITE_THEME, path,
                        str_printf(&site->call.arena, "it has %s in it", never[i]));
    return true;
}

static bool is_unit(const SiteLevel *level, size_t row, const Str *parts, size_t count)
{
    bool same = count == level->keys;
    for (size_t k = 0; k < count && same; k++)
        same = str_eq(cells_at(&level->cells, row, k), parts[k]);
    return same;
}

/* Which units have pages: all, or those with the key that was asked for. */
static bool choose_units(Site *site)
{
    Arena *arena = &site->call.arena;
    Str only = str_of(site->asked->only), parts[KEY_PARTS];
    size_t count = only.len ? keys_split(arena, only, parts, KEY_PARTS) : 0, found = 0;
    for (size_t l = 0; l < site->level_count; l++) {
        SiteLevel *level = &site->levels[l];
        level->wanted = NEW_ARRAY(arena, bool, level->cells.rows + 1);
        for (size_t row = 0; row < level->cells.rows; row++) {
            level->wanted[row] =
                !only.len || is_unit(level, row, &only, 1) || is_unit(level, row, parts, count);
            found += level->wanted[row];
        }
    }
    return found || !only.len || told(site, D_SITE_KEY, only, site->kept.path);
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
    diag_add(&site->call.diags, id, site->out.args, COUNT_OF(site->out.args));
}

static bool look_at_out(Site *site)
{
    static const FolderKind pages = { SITE_NAME, SITE_START, "\n  \"files\": [" };
    Arena *arena = &site->call.arena;
    size_t count = site->asked->earlier_count + 1;
    Str *results = NEW_ARRAY(arena, Str, count);
    results[0] = site->kept.path;
    for (size_t i = 1; i < count; i++) results[i] = str_of(site->asked->earlier[i - 1]);
    site->has_out = true;
    return folder_look_as(&site->out, arena, &pages, str_of(site->asked->out_dir), results, count,
                          NULL, 0);
}

/* ---- the results ---- */

static LusStatus judge(Site *site)
{
    Call *call = &site->call;
    Kept *kept = &site->kept;
    LusStatus status = kept_judged(kept, call, site->asked->results, site->asked->keys,
                                   &site->signers, &site->program, &site->meaning);
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
    if (!site->asked->json)
        return str_printf(arena, "%g pages of %S, %S: open %S/index.html\n", site->pages,
                          site->kept.framework, site->kept.year_words, out);
    Json json = json_open(arena, "lustrum/report@1");
    json_str(&json, "framework", site->kept.framework);
    json_str(&json, "year", site->kept.year_words);
    json_str(&json, "mode", site->kept.mode);
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
