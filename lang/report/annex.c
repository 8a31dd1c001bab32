/* annex.c -- see site.h: the audit annex: seal, signatures, checks, sums, data and rules.
 * SPDX-License-Identifier: Apache-2.0 */
#include "report/site.h"

static void put_pair(Text *out, const char *what, Str words)
{
    if (words.len) html(out, "<tr><th scope=\"row\">%s</th><td>%S</td></tr>\n", what, words);
}

static void put_pairs(Text *out, Str caption)
{
    static const bool numbers[] = { false, false };
    const Str heads[] = { STR("What"), STR("Is") };
    html_table(out, caption, heads, numbers, 2);
}

static void put_seal(Text *out, const Site *site)
{
    const Standing *standing = &site->kept.standing;
    html(out, "<h2>Seal and signatures</h2>\n");
    if (standing->mode != MODE_OFFICIAL) {
        html(out, "<p>The rules are not sealed.</p>\n");
    } else {
        put_pairs(out, STR("The seal of the rules"));
        put_pair(out, "Log", standing->log);
        put_pair(out, "Record",
                 str_printf(out->arena, "%u of %u", standing->record, standing->records));
        put_pair(out, "Hash", standing->hash);
        put_pair(out, "Agreed by", standing->agreed_by);
        put_pair(out, "On", standing->on);
        put_pair(out, "Amended since first sealed", standing->amended ? STR("yes") : STR("no"));
        html_table_end(out);
    }
    if (!site->signers.count) html(out, "<p>Nobody signed the results.</p>\n");
    for (size_t i = 0; i < site->signers.count; i++)
        html(out, "<p>Results signed by %S, key %S.</p>\n", site->signers.items[i].name,
             site->signers.items[i].key);
}

static void put_checks(Text *out, const Site *site)
{
    const Kept *kept = &site->kept;
    put_pairs(out, STR("What was looked at before these pages were made"));
    put_pair(out, "Files of the results",
             str_printf(out->arena,
                        "%u, each as it was written (SHA-256), none missing, none added",
                        (uint64_t)kept->file_count));
    put_pair(out, "Rules in the results",
             STR("their meaning, wording and bytes are those of the manifest"));
    if (kept->standing.mode == MODE_OFFICIAL)
        put_pair(out, "Seal log in the results", STR("every record and signature holds"));
    html_table_end(out);
    html(out, "<p>Sums of the ledger and control totals are added up again by <code>lustrum "
              "verify</code>, every figure is worked out again by <code>lustrum "
              "replay</code>.</p>\n");
}

static void put_hashes(Text *out, const Site *site)
{
    const Kept *kept = &site->kept;
    put_pairs(out, STR("What the results are known by"));
    put_pair(out, "Framework", kept->framework);
    put_pair(out, "Meaning of the rules (SHA-256)", kept->meaning);
    put_pair(out, "Wording of the rules (SHA-256)", kept->wording);
    put_pair(out, "Bytes of the rules (SHA-256)", kept->bytes);
    put_pair(out, "manifest.json (SHA-256)", site->manifest_sha256);
    put_pair(out, "Lustrum", kept->tool_version);
    put_pair(out, "Lustrum's program file (SHA-256)", kept->tool_sha256);
    html_table_end(out);
}

static void put_data(Text *out, const Site *site)
{
    static const bool numbers[] = { false, false, true, true, false };
    const Kept *kept = &site->kept;
    const Str heads[] = { STR("File"), STR("School year"), STR("Bytes"), STR("Rows"),
                          STR("SHA-256") };
    html_table(out, STR("The data"), heads, numbers, COUNT_OF(heads));
    for (size_t i = 0; i < kept->data_count; i++) {
        const KeptData *data = &kept->data[i];
        const Str cells[] = { data->name, data->year.len ? data->year : kept->year_words,
                              str_printf(out->arena, "%g", data->size),
                              str_printf(out->arena, "%g", data->rows), data->sha256 };
        html_row(out, STR_EMPTY, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

static void put_results(Text *out, const Site *site)
{
    static const bool numbers[] = { false, true, true, false };
    const Kept *kept = &site->kept;
    const Str heads[] = { STR("File"), STR("Bytes"), STR("Rows"), STR("SHA-256") };
    html_table(out, STR("The results"), heads, numbers, COUNT_OF(heads));
    for (size_t i = 0; i < kept->file_count; i++) {
        const KeptFile *file = &kept->files[i];
        const Str cells[] = { file->name, str_printf(out->arena, "%g", file->size),
                              file->has_rows ? str_printf(out->arena, "%g", file->rows) : STR_EMPTY,
                              file->sha256 };
        Str link =
            site_is_shown(file) ? str_printf(out->arena, SITE_FILES "/%S", file->name) : STR_EMPTY;
        html_row(out, link, cells, numbers, COUNT_OF(cells));
    }
    html_table_end(out);
}

static void put_rules(Text *out, const Site *site)
{
    html(out, "<h2>The rules, word for word</h2>\n");
    for (size_t i = 0; i < site->program->sources.count; i++) {
        const Source *source = &site->program->sources.items[i];
        Str copy = i < site->kept.rule_count ? site->kept.rules[i].copy : STR_EMPTY;
        html(out, "<h3>%S</h3>\n<pre>", copy);
        for (size_t at = 0, end; at < source->text.len; at = end + 1) {
            const char *line = memchr(source->text.at + at, '\n', source->text.len - at);
            end = line ? (size_t)(line - source->text.at) : source->text.len;
            html(out, "%S\n", str_slice(source->text, at, end));
        }
        html(out, "</pre>\n");
    }
}

void annex_page(Text *out, const Site *site)
{
    html(out, "<h1>Audit annex</h1>\n");
    put_seal(out, site);
    html(out, "<h2>Checks</h2>\n");
    put_checks(out, site);
    html(out, "<h2>Every row accounted for</h2>\n");
    account_reading(out, site);
    account_measuring(out, site);
    account_coverage(out, site);
    html(out, "<h2>Files and hashes</h2>\n");
    put_hashes(out, site);
    put_data(out, site);
    put_results(out, site);
    put_rules(out, site);
    page_end(out, site, STR_EMPTY);
}
