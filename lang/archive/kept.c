/* kept.c -- see kept.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/kept.h"
#include "file.h"
#include "result/tree.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int kept_read(Arena *arena, int dir, Str name, Str *text)
{
    return file_read_in(arena, dir, name, SIZE_MAX / 2, text);
}

/* ---- the manifest ---- */

static void read_words(Kept *kept, DocNode *node, KeptTotal *total)
{
    Doc *doc = &kept->doc;
    size_t count;
    DocNode *list = doc_list(doc, node, "words", &count);
    total->is_words = true;
    total->words = NEW_ARRAY(kept->arena, KeptWord, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *word = doc_item(doc, list, i);
        total->words[total->word_count++] =
            (KeptWord){ doc_str(doc, word, "word"), doc_count(doc, word, "count") };
    }
}

static Str *read_texts(Kept *kept, DocNode *node, const char *key, size_t *count)
{
    DocNode *list = doc_list(&kept->doc, node, key, count);
    Str *texts = NEW_ARRAY(kept->arena, Str, *count + 1);
    for (size_t i = 0; i < *count; i++) texts[i] = doc_item_str(&kept->doc, list, i);
    return texts;
}

static void read_totals(Kept *kept, DocNode *node, KeptFile *file)
{
    Doc *doc = &kept->doc;
    size_t count;
    file->keys = read_texts(kept, node, "keys", &file->key_count);
    file->names = read_texts(kept, node, "names", &file->name_count);
    DocNode *list = doc_list(doc, node, "totals", &count);
    file->totals = NEW_ARRAY(kept->arena, KeptTotal, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *item = doc_item(doc, list, i);
        KeptTotal *total = &file->totals[file->total_count++];
        total->column = doc_str(doc, item, "column");
        total->empty = doc_count(doc, item, "empty");
        if (doc_has(item, "words")) {
            read_words(kept, item, total);
            continue;
        }
        total->numbers = doc_count(doc, item, "numbers");
        total->sum = doc_str(doc, item, "sum");
        if (doc_has(item, "others")) total->others = doc_count(doc, item, "others");
    }
}

static void read_files(Kept *kept, DocNode *root)
{
    Doc *doc = &kept->doc;
    size_t count;
    DocNode *list = doc_list(doc, root, "results", &count);
    kept->files = NEW_ARRAY(kept->arena, KeptFile, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *item = doc_item(doc, list, i);
        KeptFile *file = &kept->files[kept->file_count++];
        file->name = doc_str(doc, item, "name");
        file->size = doc_count(doc, item, "size");
        file->sha256 = doc_str(doc, item, "sha256");
        file->has_rows = doc_has(item, "rows");
        if (!file->has_rows) continue;
        file->rows = doc_count(doc, item, "rows");
        read_totals(kept, item, file);
    }
}

static void read_rules(Kept *kept, DocNode *root)
{
    Doc *doc = &kept->doc;
    size_t count;
    DocNode *list = doc_list(doc, root, "rules", &count);
    kept->rules = NEW_ARRAY(kept->arena, KeptRule, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *item = doc_item(doc, list, i);
        kept->rules[kept->rule_count++] = (KeptRule){ .name = doc_str(doc, item, "name"),
                                                      .copy = doc_str(doc, item, "copy"),
                                                      .sha256 = doc_str(doc, item, "sha256") };
    }
}

static void add_data(Kept *kept, DocNode *item, bool is_list)
{
    Doc *doc = &kept->doc;
    KeptData *data = &kept->data[kept->data_count++];
    *data = (KeptData){ .year = STR_EMPTY,
                        .record = is_list ? STR_EMPTY : doc_str(doc, item, "record"),
                        .name = doc_str(doc, item, "name"),
                        .sha256 = doc_str(doc, item, "sha256"),
                        .size = doc_count(doc, item, "size"),
                        .rows = doc_count(doc, item, "rows") };
    if (!is_list) data->kept = doc_count(doc, item, "kept");
    if (doc_has(item, "year")) data->year = doc_str(doc, item, "year");
}

/* The files of records, then the lists that stand beside them. */
static void read_data(Kept *kept, DocNode *root)
{
    static const char *const keys[] = { "data", "corrections", "decisions" };
    DocNode *lists[COUNT_OF(keys)];
    size_t counts[COUNT_OF(keys)], all = 1;
    for (size_t k = 0; k < COUNT_OF(keys); k++) {
        counts[k] = 0;
        if (k == 0 || doc_has(root, keys[k]))
            lists[k] = doc_list(&kept->doc, root, keys[k], &counts[k]);
        all += counts[k];
    }
    kept->data = NEW_ARRAY(kept->arena, KeptData, all);
    for (size_t k = 0; k < COUNT_OF(keys); k++)
        for (size_t i = 0; i < counts[k]; i++)
            add_data(kept, doc_item(&kept->doc, lists[k], i), k > 0);
}

static void read_options(Kept *kept, DocNode *root)
{
    Doc *doc = &kept->doc;
    size_t count;
    DocNode *options = doc_object(doc, root, "options");
    kept->exact = doc_yes(doc, options, "exact");
    kept->spreadsheet = doc_yes(doc, options, "spreadsheet_copy");
    DocNode *list = doc_list(doc, options, "tables", &count);
    kept->tables = NEW_ARRAY(kept->arena, GivenTable, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *item = doc_item(doc, list, i);
        kept->tables[kept->table_count++] =
            (GivenTable){ doc_str(doc, item, "record"), doc_str(doc, item, "name") };
    }
}

int kept_year(Str words)
{
    int year = 0;
    if (words.len != 7 || words.at[4] != '/') return 0;
    for (size_t i = 0; i < 4; i++) {
        if (words.at[i] < '0' || words.at[i] > '9') return 0;
        year = year * 10 + (words.at[i] - '0');
    }
    return year;
}

static void read_unchanged(Kept *kept, DocNode *seal)
{
    Doc *doc = &kept->doc;
    size_t count;
    DocNode *list = doc_list(doc, seal, "unchanged", &count);
    Unchanged *runs = NEW_ARRAY(kept->arena, Unchanged, count + 1);
    for (size_t i = 0; i < count; i++) {
        DocNode *item = doc_item(doc, list, i);
        runs[i].measure = doc_str(doc, item, "measure");
        runs[i].first = kept_year(doc_str(doc, item, "first"));
        runs[i].last = kept_year(doc_str(doc, item, "last"));
    }
    kept->standing.unchanged = runs;
    kept->standing.unchanged_count = count;
}

/* By what the rules were bound then: a replay binds them by the same. */
static void read_standing(Kept *kept, DocNode *root)
{
    Doc *doc = &kept->doc;
    Standing *standing = &kept->standing;
    standing->mode = str_eq(kept->mode, STR("official")) ? MODE_OFFICIAL
                     : str_eq(kept->mode, STR("study"))  ? MODE_STUDY
                                                         : MODE_DRAFT;
    if (standing->mode != MODE_OFFICIAL) return;
    DocNode *seal = doc_object(doc, root, "seal");
    standing->log = doc_str(doc, seal, "log");
    standing->record = doc_count(doc, seal, "record");
    standing->records = doc_count(doc, seal, "records");
    standing->hash = doc_str(doc, seal, "hash");
    standing->first = doc_str(doc, seal, "first");
    standing->last = doc_str(doc, seal, "last");
    standing->meaning = doc_str(doc, seal, "meaning");
    standing->wording = doc_str(doc, seal, "wording");
    standing->agreed_by = doc_str(doc, seal, "agreed_by");
    standing->on = doc_str(doc, seal, "on");
    read_unchanged(kept, seal);
}

static void read_manifest(Kept *kept)
{
    Doc *doc = &kept->doc;
    DocNode *root = doc->root, *tool = doc_object(doc, root, "tool");
    kept->framework = doc_str(doc, root, "framework");
    kept->title = doc_str(doc, root, "title");
    kept->mode = doc_str(doc, root, "mode");
    read_standing(kept, root);
    kept->year_words = doc_str(doc, root, "year");
    kept->year = kept_year(kept->year_words);
    kept->vintage = doc_has(root, "vintage") ? doc_str(doc, root, "vintage") : STR_EMPTY;
    kept->tool_version = doc_str(doc, tool, "version");
    kept->tool_sha256 = doc_str(doc, tool, "sha256");
    read_options(kept, root);
    read_rules(kept, root);
    read_data(kept, root);
    read_files(kept, root);
    if (!doc->wrong.len && kept->rule_count == 0) doc->wrong = STR("it names no rules");
    if (!doc->wrong.len && kept->year == 0) doc->wrong = STR("it names no school year");
}

static LusStatus say(Diags *diags, DiagId id, LusStatus status, Str a, Str b)
{
    Str args[] = { str_printable(diags->arena, a, 200), str_printable(diags->arena, b, 200) };
    diag_add(diags, id, args, COUNT_OF(args));
    return status;
}

LusStatus kept_open(Kept *kept, Arena *arena, Diags *diags, const char *path)
{
    Str start = STR(MANIFEST_START), out = str_of(path);
    while (out.len > 1 && out.at[out.len - 1] == '/') out.len--;
    *kept = (Kept){ .arena = arena, .path = arena_str(arena, out), .dir = -1 };
    kept->dir = open(kept->path.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (kept->dir < 0) return say(diags, D_KEPT_ABSENT, LUS_CANNOT, kept->path, file_error(errno));
    int error = kept_read(arena, kept->dir, STR(MANIFEST_NAME), &kept->manifest);
    if (error && error != ENOENT && error != EINVAL && error != EISDIR)
        return say(diags, D_KEPT_UNREADABLE, LUS_CANNOT,
                   str_printf(arena, "%S/%s", kept->path, MANIFEST_NAME), file_error(error));
    if (error || kept->manifest.len < start.len ||
        memcmp(kept->manifest.at, start.at, start.len) != 0)
        return say(diags, D_KEPT_NOT_OURS, LUS_CANNOT, kept->path, STR_EMPTY);
    if (doc_open(&kept->doc, arena, kept->manifest)) read_manifest(kept);
    doc_close(&kept->doc);
    if (kept->doc.wrong.len)
        return say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path, kept->doc.wrong);
    return LUS_OK;
}

void kept_close(Kept *kept)
{
    if (!kept->arena) return; /* never opened */
    doc_close(&kept->doc);
    if (kept->dir >= 0) close(kept->dir);
    kept->dir = -1;
}

const KeptFile *kept_file(const Kept *kept, Str name)
{
    for (size_t i = 0; i < kept->file_count; i++)
        if (str_eq(kept->files[i].name, name)) return &kept->files[i];
    return NULL;
}

/* ---- the files ---- */

typedef struct Strangers {
    const Kept *kept;
    char first[TREE_PATH];
    uint64_t count;
} Strangers;

static bool see(void *user, const char *path)
{
    Strangers *strangers = user;
    Str name = str_of(path);
    if (str_eq(name, STR(MANIFEST_NAME)) || kept_file(strangers->kept, name)) return false;
    /* the least by bytes, whatever order the folder has */
    if (!strangers->count || strcmp(path, strangers->first) < 0)
        memcpy(strangers->first, path, name.len + 1);
    strangers->count++;
    return false;
}

static bool is_plain(Str name)
{
    if (name.len == 0 || name.len >= TREE_PATH || name.at[0] == '/') return false;
    for (size_t i = 0, start = 0; i <= name.len; i++) {
        if (i < name.len && name.at[i] != '/') continue;
        Str part = str_slice(name, start, i);
        if (part.len == 0 || str_eq(part, STR("..")) || str_eq(part, STR("."))) return false;
        start = i + 1;
    }
    return true;
}

static bool file_holds(const Kept *kept, Diags *diags, const KeptFile *file)
{
    Str text;
    if (!is_plain(file->name)) {
        say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path,
            str_printf(diags->arena, "it lists a file called %S", file->name));
        return false;
    }
    int error = kept_read(kept->arena, kept->dir, file->name, &text);
    if (error == ENOENT || error == ENOTDIR) {
        say(diags, D_KEPT_LOST, LUS_SEAL, file->name, kept->path);
        return false;
    }
    if (error) {
        say(diags, D_KEPT_UNREADABLE, LUS_SEAL,
            str_printf(diags->arena, "%S/%S", kept->path, file->name), file_error(error));
        return false;
    }
    Str now = sha256_text(kept->arena, text);
    if (text.len == file->size && str_eq(now, file->sha256)) return true;
    say(diags, D_KEPT_CHANGED, LUS_SEAL, file->name, kept->path);
    return false;
}

static bool rule_holds(const Kept *kept, Diags *diags, const KeptRule *rule)
{
    const KeptFile *copy = kept_file(kept, rule->copy);
    if (copy && str_eq(copy->sha256, rule->sha256)) return true;
    say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path,
        str_printf(diags->arena, "of the rules %S it lists no text", rule->name));
    return false;
}

bool kept_hold(const Kept *kept, Diags *diags)
{
    bool good = true;
    for (size_t i = 0; i < kept->file_count; i++)
        if (!file_holds(kept, diags, &kept->files[i])) good = false;
    for (size_t i = 0; i < kept->rule_count; i++)
        if (!rule_holds(kept, diags, &kept->rules[i])) good = false;
    Strangers strangers = { .kept = kept };
    int error = tree_walk(kept->dir, see, &strangers);
    if (error) say(diags, D_KEPT_UNREADABLE, LUS_SEAL, kept->path, file_error(error));
    if (strangers.count) say(diags, D_KEPT_STRANGER, LUS_SEAL, str_of(strangers.first), kept->path);
    return good && !error && !strangers.count;
}

/* ---- the rules ---- */

/* Whether a text is the framework's or of its own modules, not a standard one's. */
static bool is_own(Str copy)
{
    Str folder = STR("rules/");
    return copy.len > folder.len && memcmp(copy.at, folder.at, folder.len) == 0;
}

LusStatus kept_compile(const Kept *kept, Call *call, LusProgram **out)
{
    LusProgram *program = program_take(call->lus);
    *out = program;
    call->sources = &program->sources;
    program->given = NEW_ARRAY(&program->arena, GivenText, kept->rule_count + 1);
    for (size_t i = 0; i < kept->rule_count; i++) {
        Str name = kept->rules[i].name, text;
        int error = kept_read(&program->arena, kept->dir, kept->rules[i].copy, &text);
        if (error)
            return say(&call->diags, D_KEPT_UNREADABLE, LUS_SEAL, kept->rules[i].copy,
                       file_error(error));
        if (!str_eq(sha256_text(&call->arena, text), kept->rules[i].sha256))
            return say(&call->diags, D_KEPT_CHANGED, LUS_SEAL, kept->rules[i].copy, kept->path);
        if (is_own(kept->rules[i].copy))
            name = str_printf(&program->arena, "%S/rules/%S", kept->path, name);
        program->given[program->given_count++] = (GivenText){ name, text };
    }
    program->path = program->given[0].name;
    program_fill(program, &call->diags, kept->year, NULL);
    if (!program->program) return LUS_CANNOT;
    program->program->standing = kept->standing;
    if (program->sources.count == kept->rule_count) return LUS_OK;
    return say(&call->diags, D_KEPT_BROKEN, LUS_SEAL, kept->path,
               str_printf(&call->arena, "the rules use %S, of which it has no text",
                          module_file_name(&program->sources, (uint32_t)kept->rule_count)));
}
