/* print.c -- a comparison as text and as JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "meaning/diff/diff.h"
#include "result/json.h"

static void add_side(Text *text, char sign, const Side *side)
{
    if (!side->line) return;
    Str line = side->text;
    while (line.len && (line.at[0] == ' ' || line.at[0] == '\t'))
        line = str_slice(line, 1, line.len);
    text_printf(text, "     %s %S:%u  %S\n", sign == '-' ? "-" : "+", side->file,
                (uint64_t)side->line, line);
}

static void add_change(Text *text, const Change *change, uint64_t number)
{
    text_printf(text, "%s%u  %S  [%s]\n", number < 10 ? " " : "", number, change->sentence,
                label_word[change->label]);
    for (size_t i = 0; i < change->row_count; i++)
        text_printf(text, "       %S\n", change->rows[i]);
    add_side(text, '-', &change->old);
    add_side(text, '+', &change->new);
}

static uint64_t count_of(const Diff *diff, ChangeClass class)
{
    uint64_t count = 0;
    for (size_t i = 0; i < diff->count; i++) count += diff->changes[i].class == class;
    return count;
}

static Str capital(Arena *arena, const char *word)
{
    return str_printf(arena, "%S%s", (Str){ (const char[]){ (char)(word[0] - ('a' - 'A')) }, 1 },
                      word + 1);
}

static Str verdict(const Diff *diff)
{
    if (!diff->same_meaning) return STR("They do not mean the same.");
    if (!diff->same_wording) return STR("They mean the same; what is printed differs.");
    return STR("They mean the same, and print the same.");
}

Str diff_text(Arena *arena, const Diff *diff)
{
    Text text = text_open(arena);
    uint64_t number = 0;
    for (ChangeClass class = 0; class < CHANGE_CLASSES; class ++) {
        if (!count_of(diff, class)) continue;
        text_printf(&text, "%S\n", capital(arena, change_class_word[class]));
        for (size_t i = 0; i < diff->count; i++)
            if (diff->changes[i].class == class) add_change(&text, &diff->changes[i], ++number);
        text_byte(&text, '\n');
    }
    text_printf(&text, "%g change%s.  %S\n", (uint64_t)diff->count, diff->count == 1 ? "" : "s",
                verdict(diff));
    return text_str(&text);
}

/* ---- JSON ---- */

static void side_json(Json *json, const char *key, const Side *side)
{
    if (!side->line) {
        json_null(json, key);
        return;
    }
    json_object(json, key);
    json_str(json, "file", side->file);
    json_count(json, "line", side->line);
    json_count(json, "column", side->column);
    json_str(json, "text", side->text);
    json_end(json);
}

static void hashes(Json *json, const char *key, const Meaning *meaning)
{
    json_object(json, key);
    json_str(json, "meaning_sha256", meaning->meaning_sha256);
    json_str(json, "wording_sha256", meaning->wording_sha256);
    json_str(json, "bytes_sha256", meaning->bytes_sha256);
    json_end(json);
}

static void change_json(Json *json, const Change *change)
{
    json_object(json, NULL);
    json_str(json, "class",
             (Str){ change_class_word[change->class], strlen(change_class_word[change->class]) });
    json_str(json, "label", (Str){ label_word[change->label], strlen(label_word[change->label]) });
    json_str(json, "declaration", change->declaration);
    json_str(json, "clause", change->part);
    json_str(json, "sentence", change->sentence);
    side_json(json, "old", &change->old);
    side_json(json, "new", &change->new);
    json_array(json, "rows");
    for (size_t i = 0; i < change->row_count; i++) json_str(json, NULL, change->rows[i]);
    json_end(json);
    json_end(json);
}

Str diff_json(Arena *arena, const Diff *diff)
{
    Json json = json_open(arena, "lustrum/diff@1");
    json_bool(&json, "same_meaning", diff->same_meaning);
    json_bool(&json, "same_wording", diff->same_wording);
    hashes(&json, "old", &diff->old_meaning);
    hashes(&json, "new", &diff->new_meaning);
    json_array(&json, "changes");
    for (ChangeClass class = 0; class < CHANGE_CLASSES; class ++)
        for (size_t i = 0; i < diff->count; i++)
            if (diff->changes[i].class == class) change_json(&json, &diff->changes[i]);
    json_end(&json);
    return json_close(&json);
}
