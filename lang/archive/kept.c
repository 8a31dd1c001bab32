/* kept.c -- see kept.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/kept.h"
#include "file.h"
#include "result/tree.h"
#include "result/write.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int kept_read(Arena *arena, int dir, Str name, Str *text)
{
    return file_read_in(arena, dir, name, SIZE_MAX / 2, text);
}

/* ---- the manifest ---- */

static void read_words(Kept *kept, ParsedNode *node, KeptTotal *total)
{
    Parsed *doc = &kept->doc;
    size_t count;
    ParsedNode *list = parsed_list(doc, node, "words", &count);
    total->is_words = true;
    total->words = NEW_ARRAY(kept->arena, KeptWord, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *word = parsed_item(doc, list, i);
        total->words[total->word_count++] =
            (KeptWord){ parsed_str(doc, word, "word"), parsed_count(doc, word, "count") };
    }
}

static Str *read_texts(Kept *kept, ParsedNode *node, const char *key, size_t *count)
{
    ParsedNode *list = parsed_list(&kept->doc, node, key, count);
    Str *texts = NEW_ARRAY(kept->arena, Str, *count + 1);
    for (size_t i = 0; i < *count; i++) texts[i] = parsed_item_str(&kept->doc, list, i);
    return texts;
}

static void read_totals(Kept *kept, ParsedNode *node, KeptFile *file)
{
    Parsed *doc = &kept->doc;
    size_t count;
    file->keys = read_texts(kept, node, "keys", &file->key_count);
    file->names = read_texts(kept, node, "names", &file->name_count);
    ParsedNode *list = parsed_list(doc, node, "totals", &count);
    file->totals = NEW_ARRAY(kept->arena, KeptTotal, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        KeptTotal *total = &file->totals[file->total_count++];
        total->column = parsed_str(doc, item, "column");
        total->empty = parsed_count(doc, item, "empty");
        if (parsed_has(item, "words")) {
            read_words(kept, item, total);
            continue;
        }
        total->numbers = parsed_count(doc, item, "numbers");
        total->sum = parsed_str(doc, item, "sum");
        if (parsed_has(item, "others")) total->others = parsed_count(doc, item, "others");
    }
}

static void read_files(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    size_t count;
    ParsedNode *list = parsed_list(doc, root, "results", &count);
    kept->files = NEW_ARRAY(kept->arena, KeptFile, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        KeptFile *file = &kept->files[kept->file_count++];
        file->name = parsed_str(doc, item, "name");
        file->size = parsed_count(doc, item, "size");
        file->sha256 = parsed_str(doc, item, "sha256");
        file->has_rows = parsed_has(item, "rows");
        if (!file->has_rows) continue;
        file->rows = parsed_count(doc, item, "rows");
        read_totals(kept, item, file);
    }
}

static void read_rules(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    size_t count;
    ParsedNode *list = parsed_list(doc, root, "rules", &count);
    kept->rules = NEW_ARRAY(kept->arena, KeptRule, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        kept->rules[kept->rule_count++] =
            (KeptRule){ .name = parsed_str(doc, item, "name"),
                        .copy = parsed_str(doc, item, "copy"),
                        .meaning = parsed_str(doc, item, "meaning_sha256"),
                        .sha256 = parsed_str(doc, item, "sha256") };
    }
}

static void add_reference(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    if (!parsed_has(root, "national_figures")) return; /* before there were references */
    ParsedNode *national = parsed_object(doc, root, "national_figures");
    Str mode = parsed_str(doc, national, "reference");
    if (doc->wrong.len || str_eq(mode, STR("recomputed"))) return;
    KeptData *data = &kept->data[kept->data_count++];
    *data = (KeptData){ .year = STR_EMPTY,
                        .record = STR_EMPTY,
                        .name = parsed_str(doc, national, "name"),
                        .sha256 = parsed_str(doc, national, "sha256"),
                        .is_reference = true };
    kept->reference = data;
    kept->compared = str_eq(mode, STR("compared"));
}

static void read_beside(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    if (!parsed_has(root, "published_beside")) return;
    ParsedNode *node = parsed_object(doc, root, "published_beside");
    KeptData *beside = NEW(kept->arena, KeptData);
    *beside = (KeptData){ .year = STR_EMPTY,
                          .record = STR_EMPTY,
                          .name = parsed_str(doc, node, "name"),
                          .sha256 = parsed_str(doc, node, "sha256"),
                          .is_beside = true };
    kept->beside = beside;
}

static void add_data(Kept *kept, ParsedNode *item, bool is_list)
{
    Parsed *doc = &kept->doc;
    KeptData *data = &kept->data[kept->data_count++];
    *data = (KeptData){ .year = STR_EMPTY,
                        .record = is_list ? STR_EMPTY : parsed_str(doc, item, "record"),
                        .name = parsed_str(doc, item, "name"),
                        .sha256 = parsed_str(doc, item, "sha256"),
                        .size = parsed_count(doc, item, "size"),
                        .rows = parsed_count(doc, item, "rows") };
    if (!is_list) data->kept = parsed_count(doc, item, "kept");
    if (parsed_has(item, "year")) data->year = parsed_str(doc, item, "year");
}

/* The files of records, then the lists that stand beside them. */
static void read_data(Kept *kept, ParsedNode *root)
{
    static const char *const keys[] = { "data", "corrections", "decisions" };
    ParsedNode *lists[COUNT_OF(keys)];
    size_t counts[COUNT_OF(keys)], all = 2;
    for (size_t k = 0; k < COUNT_OF(keys); k++) {
        counts[k] = 0;
        if (k == 0 || parsed_has(root, keys[k]))
            lists[k] = parsed_list(&kept->doc, root, keys[k], &counts[k]);
        all += counts[k];
    }
    kept->data = NEW_ARRAY(kept->arena, KeptData, all);
    for (size_t k = 0; k < COUNT_OF(keys); k++)
        for (size_t i = 0; i < counts[k]; i++)
            add_data(kept, parsed_item(&kept->doc, lists[k], i), k > 0);
    add_reference(kept, root);
}

static void read_options(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    size_t count;
    ParsedNode *options = parsed_object(doc, root, "options");
    kept->exact = parsed_yes(doc, options, "exact");
    kept->spreadsheet = parsed_yes(doc, options, "spreadsheet_copy");
    ParsedNode *list = parsed_list(doc, options, "tables", &count);
    kept->tables = NEW_ARRAY(kept->arena, GivenTable, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        kept->tables[kept->table_count++] =
            (GivenTable){ parsed_str(doc, item, "record"), parsed_str(doc, item, "name") };
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

static void read_unchanged(Kept *kept, ParsedNode *seal)
{
    Parsed *doc = &kept->doc;
    size_t count;
    ParsedNode *list = parsed_list(doc, seal, "unchanged", &count);
    Unchanged *runs = NEW_ARRAY(kept->arena, Unchanged, count + 1);
    for (size_t i = 0; i < count; i++) {
        ParsedNode *item = parsed_item(doc, list, i);
        runs[i].measure = parsed_str(doc, item, "measure");
        runs[i].first = kept_year(parsed_str(doc, item, "first"));
        runs[i].last = kept_year(parsed_str(doc, item, "last"));
    }
    kept->standing.unchanged = runs;
    kept->standing.unchanged_count = count;
}

/* By what the rules were bound then: a replay binds them by the same. */
static void read_standing(Kept *kept, ParsedNode *root)
{
    Parsed *doc = &kept->doc;
    Standing *standing = &kept->standing;
    standing->mode = str_eq(kept->mode, STR("official")) ? MODE_OFFICIAL
                     : str_eq(kept->mode, STR("study"))  ? MODE_STUDY
                                                         : MODE_DRAFT;
    if (standing->mode != MODE_OFFICIAL) return;
    ParsedNode *seal = parsed_object(doc, root, "seal");
    standing->amended = parsed_yes(doc, seal, "amended");
    standing->log = parsed_str(doc, seal, "log");
    standing->record = parsed_count(doc, seal, "record");
    standing->records = parsed_count(doc, seal, "records");
    standing->hash = parsed_str(doc, seal, "hash");
    standing->first = parsed_str(doc, seal, "first");
    standing->last = parsed_str(doc, seal, "last");
    standing->meaning = parsed_str(doc, seal, "meaning");
    standing->wording = parsed_str(doc, seal, "wording");
    standing->agreed_by = parsed_str(doc, seal, "agreed_by");
    standing->on = parsed_str(doc, seal, "on");
    read_unchanged(kept, seal);
}

/* A text that is only printed: nothing in it may steer a terminal. */
static Str shown(Kept *kept, const ParsedNode *object, const char *key)
{
    return str_printable(kept->arena, parsed_str(&kept->doc, object, key), 400);
}

static void read_manifest(Kept *kept)
{
    Parsed *doc = &kept->doc;
    ParsedNode *root = doc->root, *tool = parsed_object(doc, root, "tool");
    kept->framework = shown(kept, root, "framework");
    kept->title = shown(kept, root, "title");
    kept->owner = parsed_has(root, "owner") ? shown(kept, root, "owner") : STR_EMPTY;
    kept->mode = parsed_str(doc, root, "mode");
    read_standing(kept, root);
    kept->year_words = parsed_str(doc, root, "year");
    kept->year = kept_year(kept->year_words);
    kept->edition = parsed_has(root, "edition") ? parsed_count(doc, root, "edition") : 0;
    kept->vintage = parsed_has(root, "vintage") ? shown(kept, root, "vintage") : STR_EMPTY;
    kept->meaning = parsed_str(doc, root, "meaning_sha256");
    kept->wording = parsed_str(doc, root, "wording_sha256");
    kept->bytes = parsed_str(doc, root, "bytes_sha256");
    kept->tool_version = shown(kept, tool, "version");
    kept->tool_sha256 = parsed_str(doc, tool, "sha256");
    read_options(kept, root);
    read_rules(kept, root);
    read_data(kept, root);
    read_beside(kept, root);
    read_files(kept, root);
    if (!doc->wrong.len && kept->rule_count == 0) doc->wrong = STR("it names no rules");
    if (!doc->wrong.len && kept->year == 0) doc->wrong = STR("it names no school year");
}

/* ---- what it may not say ---- */

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

static int by_name(const void *left, const void *right)
{
    return str_compare(*(const Str *)left, *(const Str *)right);
}

/* The first name that stands twice in the list, which is sorted; empty. */
static Str twice(Str *names, size_t count)
{
    if (count > 1) qsort(names, count, sizeof *names, by_name);
    for (size_t i = 1; i < count; i++)
        if (str_eq(names[i], names[i - 1])) return names[i];
    return STR_EMPTY;
}

/* Names lead to no place outside, and each is of one file. */
static Str wrong_files(const Kept *kept)
{
    Str *names = NEW_ARRAY(kept->arena, Str, kept->file_count + 1);
    for (size_t i = 0; i < kept->file_count; i++) {
        Str name = names[i] = kept->files[i].name;
        if (!is_plain(name) || str_eq(name, STR(MANIFEST_NAME)) ||
            str_eq(name, STR(MANIFEST_NAME ".sig")))
            return str_printf(kept->arena, "it lists a file called %S", name);
    }
    Str same = twice(names, kept->file_count);
    return same.len ? str_printf(kept->arena, "it lists %S twice", same) : STR_EMPTY;
}

static Str wrong_data(const Kept *kept)
{
    Str *names = NEW_ARRAY(kept->arena, Str, kept->data_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < kept->data_count; i++) {
        const KeptData *data = &kept->data[i];
        if (!is_plain(data->name) || memchr(data->name.at, '/', data->name.len))
            return str_printf(kept->arena, "it names a data file %S", data->name);
        if (data->year.len && !kept_year(data->year))
            return str_printf(kept->arena, "it names data of the year %S", data->year);
        if (data->record.len)
            names[count++] = str_printf(kept->arena, "%S%s%S", data->record,
                                        data->year.len ? " in " : "", data->year);
    }
    if (kept->beside && (!is_plain(kept->beside->name) ||
                         memchr(kept->beside->name.at, '/', kept->beside->name.len)))
        return str_printf(kept->arena, "it names a folder %S", kept->beside->name);
    Str same = twice(names, count);
    return same.len ? str_printf(kept->arena, "it names the data of %S twice", same) : STR_EMPTY;
}

static Str wrong_rules(const Kept *kept)
{
    Str *names = NEW_ARRAY(kept->arena, Str, kept->rule_count + 1);
    for (size_t i = 0; i < kept->rule_count; i++) names[i] = kept->rules[i].name;
    Str same = twice(names, kept->rule_count);
    return same.len ? str_printf(kept->arena, "it names the rules %S twice", same) : STR_EMPTY;
}

/* What the manifest says that no review can have written; empty. */
static Str contradiction(const Kept *kept)
{
    Str wrong = wrong_files(kept);
    if (!wrong.len) wrong = wrong_data(kept);
    return wrong.len ? wrong : wrong_rules(kept);
}

static LusStatus say(Diags *diags, DiagId id, LusStatus status, Str a, Str b)
{
    Str args[] = { str_printable(diags->arena, a, 200), str_printable(diags->arena, b, 200) };
    diag_add(diags, id, args, COUNT_OF(args));
    return status;
}

LusStatus kept_manifest(Kept *kept, Diags *diags, Str text)
{
    Str start = STR(MANIFEST_START);
    kept->manifest = text;
    if (text.len < start.len || memcmp(text.at, start.at, start.len) != 0)
        return say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path, STR("it does not begin as one"));
    if (parsed_open(&kept->doc, kept->arena, text)) read_manifest(kept);
    if (!kept->doc.wrong.len) kept->doc.wrong = contradiction(kept);
    if (kept->doc.wrong.len)
        return say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path, kept->doc.wrong);
    return LUS_OK;
}

LusStatus kept_open(Kept *kept, Arena *arena, Diags *diags, const char *path)
{
    Str out = str_of(path), text;
    while (out.len > 1 && out.at[out.len - 1] == '/') out.len--;
    *kept = (Kept){ .arena = arena, .path = arena_str(arena, out), .dir = -1 };
    kept->shown = str_printable(arena, out, 200);
    kept->dir = open(kept->path.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (kept->dir < 0) return say(diags, D_KEPT_ABSENT, LUS_CANNOT, kept->path, file_error(errno));
    int error = kept_read(arena, kept->dir, STR(MANIFEST_NAME), &text);
    if (error && error != ENOENT && error != EINVAL && error != EISDIR)
        return say(diags, D_KEPT_UNREADABLE, LUS_CANNOT,
                   str_printf(arena, "%S/%s", kept->path, MANIFEST_NAME), file_error(error));
    if (error) return say(diags, D_KEPT_NOT_OURS, LUS_CANNOT, kept->path, STR_EMPTY);
    return kept_manifest(kept, diags, text);
}

void kept_close(Kept *kept)
{
    if (!kept->arena) return; /* never opened */
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
    if (str_eq(name, STR(MANIFEST_NAME)) || str_eq(name, STR(MANIFEST_NAME ".sig")) ||
        kept_file(strangers->kept, name))
        return false;
    /* the least by bytes, whatever order the folder has */
    if (!strangers->count || strcmp(path, strangers->first) < 0)
        memcpy(strangers->first, path, name.len + 1);
    strangers->count++;
    return false;
}

/* The file passes through a small buffer: of many years' results nothing else is kept. */
static LusStatus file_holds(const Kept *kept, Diags *diags, const KeptFile *file)
{
    unsigned char buffer[1 << 14];
    char digits[SHA256_DIGITS];
    uint64_t size;
    int error = sha256_read_in(kept->dir, str_c(kept->arena, file->name), buffer, sizeof buffer,
                               digits, &size);
    if (error == ENOENT || error == ENOTDIR)
        return say(diags, D_KEPT_LOST, LUS_SEAL, file->name, kept->path);
    if (error)
        return say(diags, D_KEPT_UNREADABLE,
                   error == EISDIR || error == EINVAL ? LUS_SEAL : LUS_CANNOT,
                   str_printf(diags->arena, "%S/%S", kept->path, file->name), file_error(error));
    if (size == file->size && str_eq((Str){ digits, SHA256_DIGITS }, file->sha256)) return LUS_OK;
    return say(diags, D_KEPT_CHANGED, LUS_SEAL, file->name, kept->path);
}

static LusStatus rule_holds(const Kept *kept, Diags *diags, const KeptRule *rule)
{
    const KeptFile *copy = kept_file(kept, rule->copy);
    if (copy && str_eq(copy->sha256, rule->sha256)) return LUS_OK;
    return say(diags, D_KEPT_BROKEN, LUS_SEAL, kept->path,
               str_printf(diags->arena, "of the rules %S it lists no text", rule->name));
}

/* What cannot be read says nothing of what was done to it. */
static LusStatus worse(LusStatus a, LusStatus b)
{
    if (a == LUS_OK || b == LUS_OK) return a == LUS_OK ? b : a;
    return a == LUS_CANNOT ? a : b;
}

LusStatus kept_hold(const Kept *kept, Diags *diags)
{
    LusStatus status = LUS_OK;
    for (size_t i = 0; i < kept->file_count; i++)
        status = worse(status, file_holds(kept, diags, &kept->files[i]));
    for (size_t i = 0; i < kept->rule_count; i++)
        status = worse(status, rule_holds(kept, diags, &kept->rules[i]));
    Strangers strangers = { .kept = kept };
    int error = tree_walk(kept->dir, see, &strangers);
    if (error)
        status =
            worse(status, say(diags, D_KEPT_UNREADABLE, LUS_CANNOT, kept->path, file_error(error)));
    if (strangers.count)
        status = worse(status,
                       say(diags, D_KEPT_STRANGER, LUS_SEAL, str_of(strangers.first), kept->path));
    return status;
}

/* ---- the rules ---- */

/* Whether a text is the framework's or of its own modules, not a standard one's. */
static bool is_own(Str copy)
{
    Str folder = STR("rules/");
    return copy.len > folder.len && memcmp(copy.at, folder.at, folder.len) == 0;
}

LusStatus kept_texts(const Kept *kept, Call *call, Arena *arena, GivenText **texts)
{
    *texts = NEW_ARRAY(arena, GivenText, kept->rule_count + 1);
    for (size_t i = 0; i < kept->rule_count; i++) {
        Str name = kept->rules[i].name, text;
        int error = kept_read(arena, kept->dir, kept->rules[i].copy, &text);
        if (error)
            return say(&call->diags, D_KEPT_UNREADABLE, LUS_CANNOT, kept->rules[i].copy,
                       file_error(error));
        if (!str_eq(sha256_text(&call->arena, text), kept->rules[i].sha256))
            return say(&call->diags, D_KEPT_CHANGED, LUS_SEAL, kept->rules[i].copy, kept->path);
        if (is_own(kept->rules[i].copy)) name = str_printf(arena, "%S/rules/%S", kept->path, name);
        (*texts)[i] = (GivenText){ name, text };
    }
    return LUS_OK;
}

LusStatus kept_compile(const Kept *kept, Call *call, LusProgram **out)
{
    LusProgram *program = program_take(call->lus);
    *out = program;
    call->sources = &program->sources;
    LusStatus status = kept_texts(kept, call, &program->arena, &program->given);
    if (status != LUS_OK) return status;
    program->given_count = kept->rule_count;
    program->path = program->given[0].name;
    program->past = true;
    program_fill(program, &call->diags, kept->year, NULL);
    if (!program->program) return LUS_CANNOT;
    program->program->standing = kept->standing;
    if (program->sources.count == kept->rule_count) return LUS_OK;
    return say(&call->diags, D_KEPT_BROKEN, LUS_SEAL, kept->path,
               str_printf(&call->arena, "the rules use %S, of which it has no text",
                          module_file_name(&program->sources, (uint32_t)kept->rule_count)));
}

LusStatus kept_broken(const Kept *kept, Call *call, Str what)
{
    Str args[] = { kept->shown, what };
    diag_add(&call->diags, D_KEPT_BROKEN, args, COUNT_OF(args));
    return LUS_SEAL;
}
