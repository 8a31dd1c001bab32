/* record.c -- see record.h.  A record is read line by line and then written again: what does not
 * come out as it went in is refused, so that there is one reading and one spelling.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/record.h"
#include "calendar.h"
#include "limit.h"
#include "result/cell.h"
#include "sha256.h"

static const char *const kinds[] = { "seal", "amendment", "keys" };

Str sealed_hash(Arena *arena, Str text)
{
    return str_printf(arena, "sha256:%S", sha256_text(arena, text));
}

Str record_space(RecordKind kind)
{
    return kind == KIND_KEYS ? SPACE_KEYS : SPACE_RULES;
}

/* ---- writing ---- */

static void write_keys(Text *text, const Keyset *keys)
{
    text_printf(text, "threshold %u of %u\n", (uint64_t)keys->threshold, (uint64_t)keys->count);
    for (size_t i = 0; i < keys->count; i++) {
        text_add(text, STR("key "));
        sshkey_write(text, &keys->keys[i]);
        text_byte(text, '\n');
    }
}

Str keyset_hash(Arena *arena, const Keyset *keys)
{
    Text text = text_open(arena);
    write_keys(&text, keys);
    return sealed_hash(arena, text_str(&text));
}

static uint64_t count_lines(Str text)
{
    uint64_t lines = 0;
    for (size_t i = 0; i < text.len; i++) lines += text.at[i] == '\n';
    return lines + (text.len && text.at[text.len - 1] != '\n');
}

/* A file line by line, each after a bar, so that no line of it is taken for one of the record. */
static void write_file(Text *text, const SealedFile *file)
{
    Str rest = file->text;
    bool open = rest.len && rest.at[rest.len - 1] != '\n';
    text_printf(text, "text %S %u%s\n", file->name, count_lines(rest), open ? " open" : "");
    while (rest.len) {
        const char *end = memchr(rest.at, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        text_printf(text, "|%S\n", str_slice(rest, 0, len));
        rest = str_slice(rest, end ? len + 1 : len, rest.len);
    }
}

Str amendment_words(Arena *arena, const SealedAmendment *a)
{
    return str_printf(arena, "amendment %S \"%S\"%s%S from %S article \"%S\" because \"%S\"",
                      a->name, a->title, a->of.len ? " of " : "", a->of, year_words(arena, a->from),
                      a->article, a->because);
}

Str amendment_told(Arena *arena, const SealedAmendment *a)
{
    return str_printf(arena, "from %S, article %S: %S%s%S%s", year_words(arena, a->from),
                      a->article, a->title, a->of.len ? " (" : "", a->of, a->of.len ? ")" : "");
}

static void write_rules(Text *text, const SealRecord *record)
{
    Arena *arena = text->arena;
    text_printf(text, "title \"%S\"\nedition %d\nterm %S to %S\n", record->title,
                (int64_t)record->edition, year_words(arena, record->term_first),
                year_words(arena, record->term_last));
    if (record->kind == KIND_AMENDMENT) text_printf(text, "supersedes %u\n", record->supersedes);
    for (size_t i = 0; i < record->amendment_count; i++)
        text_printf(text, "%S\n", amendment_words(arena, &record->amendments[i]));
    text_printf(text, "meaning %S\nwording %S\n", record->meaning, record->wording);
    for (size_t i = 0; i < record->measure_count; i++)
        text_printf(text, "measure %S %S\n", record->measures[i].name, record->measures[i].hash);
    for (size_t i = 0; i < record->file_count; i++)
        text_printf(text, "file %S bytes %S meaning %S wording %S\n", record->files[i].name,
                    sealed_hash(arena, record->files[i].text), record->files[i].meaning,
                    record->files[i].wording);
}

Str record_body(Arena *arena, const SealRecord *record)
{
    Text text = text_open(arena);
    text_printf(&text, "%Sseq %u\nprev %S\nkind %s\nframework %S\n", RECORD_FIRST, record->seq,
                record->prev.len ? record->prev : STR("none"), kinds[record->kind],
                record->framework);
    if (record->kind != KIND_KEYS) write_rules(&text, record);
    text_printf(&text, "agreed by \"%S\"\non %S\nkeyset %S\n", record->agreed_by, record->on,
                record->keyset);
    if (record->keys.count) write_keys(&text, &record->keys);
    for (size_t i = 0; i < record->file_count; i++) write_file(&text, &record->files[i]);
    text_add(&text, STR("end\n"));
    return text_str(&text);
}

/* ---- reading ---- */

typedef struct Reader {
    Arena *arena;
    Str rest; /* of the log */
    uint64_t line;
    Str wanted; /* what the next line must be; told when it is not */
} Reader;

/* The next line without its end; it stays unread. */
static bool peek(const Reader *reader, Str *line)
{
    const char *end = reader->rest.len ? memchr(reader->rest.at, '\n', reader->rest.len) : NULL;
    if (end) *line = str_slice(reader->rest, 0, (size_t)(end - reader->rest.at));
    return end != NULL;
}

static void skip(Reader *reader, Str line)
{
    reader->rest = str_slice(reader->rest, line.len + 1, reader->rest.len);
    reader->line++;
}

static bool begins(Str text, Str with)
{
    return text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

/* Whether the next line begins with word. */
static bool next_is(const Reader *reader, Str word)
{
    Str line;
    return peek(reader, &line) && begins(line, word);
}

/* Takes a line that begins with word and gives the rest of it. */
static bool take(Reader *reader, Str word, Str *value)
{
    Str line;
    reader->wanted = str_printf(reader->arena, "the line  %S...", word);
    if (!peek(reader, &line) || !begins(line, word)) return false;
    *value = str_slice(line, word.len, line.len);
    skip(reader, line);
    return true;
}

/* Cuts *rest at the first `mark`; the part before it goes to *before. */
static bool cut(Str *rest, Str mark, Str *before)
{
    for (size_t i = 0; i + mark.len <= rest->len; i++) {
        if (memcmp(rest->at + i, mark.at, mark.len) != 0) continue;
        *before = str_slice(*rest, 0, i);
        *rest = str_slice(*rest, i + mark.len, rest->len);
        return true;
    }
    return false;
}

/* At most nine digits; what has leading noughts comes out otherwise when written again. */
static bool number(Str text, uint64_t *value)
{
    *value = 0;
    if (text.len == 0 || text.len > 9) return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') return false;
        *value = *value * 10 + (uint64_t)(text.at[i] - '0');
    }
    return true;
}

/* 2026 of 2026/27. */
static bool year(Str text, int *value)
{
    uint64_t first;
    if (text.len != 7 || !number(str_slice(text, 0, 4), &first)) return false;
    *value = (int)first;
    return true;
}

/* The text between quotes. */
static bool quoted(Str text, Str *value)
{
    if (text.len < 2 || text.at[0] != '"' || text.at[text.len - 1] != '"') return false;
    *value = str_slice(text, 1, text.len - 1);
    return !memchr(value->at, '"', value->len);
}

static bool take_number(Reader *reader, Str word, uint64_t *value)
{
    Str text;
    return take(reader, word, &text) && number(text, value);
}

static bool take_quoted(Reader *reader, Str word, Str *value)
{
    Str text;
    return take(reader, word, &text) && quoted(text, value);
}

static bool read_kind(Reader *reader, SealRecord *record)
{
    Str text;
    if (!take(reader, STR("kind "), &text)) return false;
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        record->kind = (RecordKind)k;
        if (str_eq(text, (Str){ kinds[k], strlen(kinds[k]) })) return true;
    }
    return false;
}

static bool read_head(Reader *reader, SealRecord *record)
{
    Str first;
    if (!take(reader, str_slice(RECORD_FIRST, 0, RECORD_FIRST.len - 1), &first)) return false;
    if (!take_number(reader, STR("seq "), &record->seq)) return false;
    if (!take(reader, STR("prev "), &record->prev)) return false;
    if (str_eq(record->prev, STR("none"))) record->prev = STR_EMPTY;
    if (!read_kind(reader, record) || !take(reader, STR("framework "), &record->framework))
        return false;
    if (str_is_name(record->framework)) return true;
    reader->line--;
    return false;
}

/* NAME "T" of M from YEAR article "A" because "B"; a text may hold any of these words. */
static bool amendment(Str rest, SealedAmendment *a)
{
    Str from, of = STR("of ");
    a->of = STR_EMPTY;
    if (!cut(&rest, STR(" \""), &a->name) || !cut(&rest, STR("\" "), &a->title)) return false;
    if (begins(rest, of)) {
        rest = str_slice(rest, of.len, rest.len);
        if (!cut(&rest, STR(" from "), &a->of)) return false;
    } else if (begins(rest, STR("from "))) {
        rest = str_slice(rest, STR("from ").len, rest.len);
    } else {
        return false;
    }
    return cut(&rest, STR(" article \""), &from) && year(from, &a->from) &&
           cut(&rest, STR("\" because "), &a->article) && quoted(rest, &a->because);
}

static bool read_amendments(Reader *reader, SealRecord *record)
{
    size_t cap = 0;
    Str value;
    while (next_is(reader, STR("amendment "))) {
        GROW(reader->arena, record->amendments, record->amendment_count, cap);
        if (!take(reader, STR("amendment "), &value)) return false;
        if (!amendment(value, &record->amendments[record->amendment_count++])) return false;
    }
    return true;
}

static bool read_measures(Reader *reader, SealRecord *record)
{
    size_t cap = 0;
    Str value;
    while (next_is(reader, STR("measure "))) {
        GROW(reader->arena, record->measures, record->measure_count, cap);
        SealedMeasure *measure = &record->measures[record->measure_count++];
        if (!take(reader, STR("measure "), &value)) return false;
        if (!cut(&value, STR(" "), &measure->name)) return false;
        measure->hash = value;
    }
    return true;
}

/* The hash of the bytes is not read: it is made again of the text, and must come out the same. */
static bool read_files(Reader *reader, SealRecord *record)
{
    size_t cap = 0;
    Str value, bytes;
    while (next_is(reader, STR("file "))) {
        GROW(reader->arena, record->files, record->file_count, cap);
        SealedFile *file = &record->files[record->file_count++];
        if (!take(reader, STR("file "), &value)) return false;
        if (!cut(&value, STR(" bytes "), &file->name) || !cut(&value, STR(" meaning "), &bytes) ||
            !cut(&value, STR(" wording "), &file->meaning))
            return false;
        file->wording = value;
    }
    reader->wanted = STR("the line  file ...");
    return record->file_count > 0;
}

static bool read_rules(Reader *reader, SealRecord *record)
{
    uint64_t edition;
    Str term, first;
    if (!take_quoted(reader, STR("title "), &record->title)) return false;
    if (!take_number(reader, STR("edition "), &edition)) return false;
    record->edition = (int)edition;
    if (!take(reader, STR("term "), &term) || !cut(&term, STR(" to "), &first)) return false;
    if (!year(first, &record->term_first) || !year(term, &record->term_last)) return false;
    if (record->kind == KIND_AMENDMENT &&
        !take_number(reader, STR("supersedes "), &record->supersedes))
        return false;
    return read_amendments(reader, record) && take(reader, STR("meaning "), &record->meaning) &&
           take(reader, STR("wording "), &record->wording) && read_measures(reader, record) &&
           read_files(reader, record);
}

static bool read_keys(Reader *reader, Keyset *keys)
{
    uint64_t threshold, count;
    Str value, of, fault = STR_EMPTY;
    if (!next_is(reader, STR("threshold "))) return true;
    if (!take(reader, STR("threshold "), &value) || !cut(&value, STR(" of "), &of)) return false;
    if (!number(of, &threshold) || !number(value, &count)) return false;
    if (count == 0 || count > RECORD_KEYS || threshold == 0 || threshold > count) return false;
    *keys = (Keyset){ NEW_ARRAY(reader->arena, SshKey, count), count, threshold };
    for (size_t i = 0; i < count; i++) {
        if (!take(reader, STR("key "), &value)) return false;
        reader->line--; /* a fault is of this line */
        if (!sshkey_read(reader->arena, value, &keys->keys[i], &fault)) return false;
        for (size_t k = 0; k < i; k++)
            if (memcmp(keys->keys[k].bytes, keys->keys[i].bytes, ED25519_KEY) == 0) return false;
        reader->line++;
    }
    return true;
}

static bool read_text(Reader *reader, SealedFile *file)
{
    Str value, line, name = str_printf(reader->arena, "text %S ", file->name);
    uint64_t count;
    if (!take(reader, name, &value)) return false;
    Str open = STR(" open");
    bool is_open =
        value.len > open.len && str_eq(str_slice(value, value.len - open.len, value.len), open);
    if (!number(is_open ? str_slice(value, 0, value.len - open.len) : value, &count)) return false;
    Text text = text_open(reader->arena);
    for (uint64_t i = 0; i < count; i++) {
        if (!take(reader, STR("|"), &line)) return false;
        text_add(&text, line);
        if (i + 1 < count || !is_open) text_byte(&text, '\n');
    }
    file->text = text_str(&text);
    return true;
}

/* Signatures as they stand; whether they are any good is for others to say. */
static bool read_signatures(Reader *reader, SealRecord *record)
{
    size_t cap = 0;
    while (next_is(reader, SSHSIG_BEGIN)) {
        const char *start = reader->rest.at;
        Str line;
        do {
            reader->wanted = str_printf(reader->arena, "the line  %S", SSHSIG_END);
            if (!peek(reader, &line)) return false;
            skip(reader, line);
        } while (!str_eq(line, SSHSIG_END));
        GROW(reader->arena, record->signatures, record->signature_count, cap);
        record->signatures[record->signature_count++] =
            (Str){ start, (size_t)(reader->rest.at - start) };
    }
    return true;
}

bool record_is_day(Str text)
{
    uint64_t year_number, month, day;
    return text.len == 10 && text.at[4] == '-' && text.at[7] == '-' &&
           number(str_slice(text, 0, 4), &year_number) && number(str_slice(text, 5, 7), &month) &&
           number(str_slice(text, 8, 10), &day) &&
           calendar_has((Day){ (int64_t)year_number, (int)month, (int)day });
}

static bool read_body(Reader *reader, SealRecord *record)
{
    Str end;
    if (!read_head(reader, record)) return false;
    if (record->kind != KIND_KEYS && !read_rules(reader, record)) return false;
    if (!take_quoted(reader, STR("agreed by "), &record->agreed_by)) return false;
    if (!take(reader, STR("on "), &record->on)) return false;
    if (!record_is_day(record->on)) {
        reader->line--;
        return false;
    }
    if (!take(reader, STR("keyset "), &record->keyset)) return false;
    if (!read_keys(reader, &record->keys)) return false;
    for (size_t i = 0; i < record->file_count; i++)
        if (!read_text(reader, &record->files[i])) return false;
    return take(reader, STR("end"), &end);
}

/* The line of the log where the record written again first differs. */
static uint64_t line_that_differs(uint64_t line, Str is, Str would_be)
{
    for (size_t i = 0; i < is.len && i < would_be.len && is.at[i] == would_be.at[i]; i++)
        line += is.at[i] == '\n';
    return line;
}

bool record_read(Arena *arena, Str *rest, uint64_t *line, SealRecord *record, Str *wanted)
{
    *record = (SealRecord){ .line = *line, .prev = STR_EMPTY };
    Reader reader = { .arena = arena, .rest = *rest, .line = *line, .wanted = STR_EMPTY };
    bool good = read_body(&reader, record);
    if (good) {
        record->body = str_slice(*rest, 0, rest->len - reader.rest.len);
        Str again = record_body(arena, record);
        good = str_eq(again, record->body);
        if (!good) {
            reader.line = line_that_differs(*line, record->body, again);
            reader.wanted = STR("what the rest of the record says, in its one spelling");
        }
    }
    good = good && read_signatures(&reader, record);
    record->whole = str_slice(*rest, 0, rest->len - reader.rest.len);
    record->hash = sealed_hash(arena, record->whole);
    *rest = reader.rest;
    *line = reader.line;
    *wanted = reader.wanted;
    return good;
}
