/* test_edited.c -- rule files with words, names, numbers and lines of theirs, and of others, in
 * other places: what is always so of a text, whatever stands in it.
 *
 * Of every text the checker says the same twice, of places that are in it; with a fault nothing
 * else runs.  Of one without fault the layout, once made, stays, and is of the same meaning; a text
 * differs from another exactly where their meaning has another hash, read both ways and in each
 * form; examples, advice, documents and listings come out the same twice.  Edits are the same every
 * time; EDITED_ROUNDS asks for more of them. SPDX-License-Identifier: Apache-2.0 */
#include "front_room.h"
#include "lustrum.h"
#include "str.h"
#include "token.h"
#include <glob.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 400, MOST_TOKENS = 6000, MOST_LINES = 12000, KINDS = 1024, POOL = 24 };

static const char *const folders[] = {
    "tests/golden/check/*.lustrum",    "tests/golden/doc/*.lustrum",
    "tests/golden/examples/*.lustrum", "tests/golden/lint/*.lustrum",
    "tests/golden/meaning/*.lustrum",  "tests/golden/needs/*.lustrum",
    "tests/golden/parse/*.lustrum",    "tests/golden/report/*.lustrum",
    "tests/golden/review/*.lustrum",   "tests/golden/run/*.lustrum",
    "tests/golden/timeline/*.lustrum", "tests/golden/why/*.lustrum",
    "tests/golden/years/*.lustrum",    "tests/unit/*.lustrum",
    "tests/fuzz/verify/*.lustrum",     "examples/*/*.lustrum",
    "tests/modules/*.lustrum",
};

/* A text being edited: its tokens, which may be given the text of others. */
typedef struct Edited {
    Str text[MOST_TOKENS];
    uint16_t kind[MOST_TOKENS];
    uint32_t count;
} Edited;

/* What all files lend each other: some tokens of each kind, and lines. */
typedef struct Pool {
    Str token[KINDS][POOL];
    uint32_t count[KINDS];
    Str line[MOST_LINES];
    uint32_t lines;
} Pool;

typedef struct Room {
    char folder[64], old[96], new[96];
    Pool pool;
    Edited edited;
    uint64_t chance;
    uint32_t checked, good, same, faults;
} Room;

static Room room;

static uint32_t below(uint32_t count)
{
    room.chance = room.chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((room.chance >> 33) % count);
}

static void keep(const char *path, Str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.at, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

/* ---- what there is ---- */

static bool takes_modules_beside(Str text)
{
    return memmem(text.at, text.len, "\nuse ", 5) != NULL &&
           !memmem(text.at, text.len, "\nuse england", 12);
}

static void lend(Str text, const Edited *edited)
{
    Pool *pool = &room.pool;
    for (uint32_t t = 0; t < edited->count; t++) {
        uint16_t kind = edited->kind[t];
        if (kind >= KINDS || edited->text[t].len > 80) continue;
        uint32_t slot = pool->count[kind]++;
        if (slot >= POOL) slot = below(pool->count[kind]);
        if (slot < POOL) pool->token[kind][slot] = edited->text[t];
    }
    for (size_t i = 0, start = 0; i < text.len; i++) {
        if (text.at[i] != '\n') continue;
        if (i > start + 2 && pool->lines < MOST_LINES)
            pool->line[pool->lines++] = (Str){ text.at + start, i + 1 - start };
        start = i + 1;
    }
}

static bool take_tokens(Front *front, uint32_t file, Edited *edited)
{
    tokens_read(&front->sources, file, &front->diags);
    const Source *source = &front->sources.items[file];
    edited->count = 0;
    if (source->token_count >= MOST_TOKENS) return false;
    for (uint32_t t = 0; t < source->token_count; t++) {
        edited->text[edited->count] = token_text(source, t);
        edited->kind[edited->count++] = source->tokens[t].kind;
    }
    return edited->count > 8;
}

/* ---- edits ---- */

/* Gently: what comes is of the kind of what was there. */
static bool edit(Edited *edited, bool gently)
{
    uint32_t at = below(edited->count), other = at, kind;
    while (at + 1 < edited->count && token_is_trivia(edited->kind[at])) at++;
    kind = edited->kind[at];
    Str was = edited->text[at];
    switch (gently ? 2 + 4 * below(2) : below(8)) {
    case 0: edited->text[at] = STR_EMPTY; break;
    case 1: edited->text[at] = edited->text[below(edited->count)]; break;
    case 2: /* one of its kind, of any file */
        if (kind < KINDS && room.pool.count[kind])
            edited->text[at] =
                room.pool.token[kind]
                               [below(room.pool.count[kind] < POOL ? room.pool.count[kind] : POOL)];
        break;
    case 3: /* a word of any kind */
        do kind = below(KINDS);
        while (!room.pool.count[kind]);
        edited->text[at] = room.pool.token[kind][0];
        break;
    case 4: /* a line of any file, after this one */
        while (at < edited->count && !memchr(edited->text[at].at, '\n', edited->text[at].len)) at++;
        if (at < edited->count) edited->text[at] = room.pool.line[below(room.pool.lines)];
        break;
    default: /* one of its kind, of this file */
        for (uint32_t i = 1 + below(64), t = 0; t < edited->count && i; t++)
            if (edited->kind[(at + t + 1) % edited->count] == kind)
                other = (at + t + 1) % edited->count, i--;
        edited->text[at] = edited->text[other];
    }
    return at < edited->count && !str_eq(edited->text[at], was);
}

static Str joined(Arena *arena, const Edited *edited)
{
    Text text = text_open(arena);
    for (uint32_t t = 0; t < edited->count; t++) text_add(&text, edited->text[t]);
    return text_str(&text);
}

/* ---- what is always so ---- */

static size_t length_now; /* of the text that is checked */

static void on_diag(void *user, const LusDiag *diag)
{
    uint32_t *errors = user; /* and warnings */
    assert_true(diag->start <= diag->end);
    if (strcmp(diag->file, room.new) == 0) assert_true(diag->end <= length_now);
    *errors += diag->severity != LUS_NOTE;
}

static bool is_same(const LusResult *a, const LusResult *b)
{
    size_t m = 0, n = 0;
    const char *one = lus_text(a, &m), *two = lus_text(b, &n);
    return m == n && memcmp(one, two, n) == 0;
}

#define TWICE(call_a, call_b)                                                                      \
    do {                                                                                           \
        LusResult *a = NULL, *b = NULL;                                                            \
        LusStatus first = (call_a), second = (call_b);                                             \
        assert_int_equal(first, second);                                                           \
        assert_int_equal(a != NULL, b != NULL);                                                    \
        assert_true(!a || is_same(a, b));                                                          \
        lus_result_close(a);                                                                       \
        lus_result_close(b);                                                                       \
    } while (0)

static LusStatus meaning(Lustrum *lus, const char *path, char hash[65])
{
    LusResult *result = NULL;
    LusStatus status = lus_canonical(lus, path, LUS_CANONICAL_JSON, &result);
    const char *text = status == LUS_OK ? lus_text(result, NULL) : "",
               *at = strstr(text, "\"meaning_sha256\":");
    assert_true(status != LUS_OK || at);
    snprintf(hash, 65, "%.64s", at ? at + 18 : "");
    lus_result_close(result);
    return status;
}

/* What stays when a text is laid out. */
static void lay_out(Lustrum *lus, Str text, bool good)
{
    LusResult *once = NULL, *again = NULL;
    LusStatus status = lus_format(lus, room.new, text.at, text.len, LUS_FORMAT_TEXT, &once);
    assert_true(!good || status != LUS_CANNOT);
    if (status != LUS_CANNOT) {
        size_t length;
        const char *laid = lus_text(once, &length);
        assert_int_equal(status == LUS_OK,
                         length == text.len && memcmp(laid, text.at, length) == 0);
        assert_int_equal(lus_format(lus, room.new, laid, length, LUS_FORMAT_TEXT, &again), LUS_OK);
        assert_true(is_same(once, again));
        if (good) {
            char before[65], after[65];
            assert_int_equal(meaning(lus, room.new, before), LUS_OK);
            length_now = length;
            keep(room.new, (Str){ laid, length });
            assert_int_equal(meaning(lus, room.new, after), LUS_OK);
            assert_string_equal(before, after);
            length_now = text.len;
            keep(room.new, text);
        }
    }
    lus_result_close(once);
    lus_result_close(again);
}

/* Where a text differs from what it came of. */
static void differ(Lustrum *lus)
{
    char old[65], new[65];
    if (meaning(lus, room.old, old) != LUS_OK) return;
    assert_int_equal(meaning(lus, room.new, new), LUS_OK);
    LusStatus want = strcmp(old, new) == 0 ? LUS_OK : LUS_FOUND;
    room.same += want == LUS_OK;
    for (LusDiffForm form = LUS_DIFF_TEXT; form <= LUS_DIFF_HTML; form++) {
        LusResult *there = NULL, *back = NULL;
        assert_int_equal(lus_diff(lus, room.old, room.new, form, &there), want);
        assert_int_equal(lus_diff(lus, room.new, room.old, form, &back), want);
        lus_result_close(there);
        lus_result_close(back);
    }
}

static void run_all(Lustrum *lus, Str text)
{
    LusTest how = { .json = (int)below(2), .coverage = 1 };
    LusProgram *program = NULL;
    assert_int_equal(lus_compile(lus, room.new, text.at, text.len, 0, &program), LUS_OK);
    TWICE(lus_disassemble(program, 0, &a), lus_disassemble(program, 0, &b));
    lus_program_close(program);
    TWICE(lus_test_file(lus, room.new, &how, &a), lus_test_file(lus, room.new, &how, &b));
    int json = (int)below(2);
    TWICE(lus_lint_file(lus, room.new, NULL, json, &a),
          lus_lint_file(lus, room.new, NULL, json, &b));
    LusDoc doc = (LusDoc)below(3);
    TWICE(lus_doc(lus, room.new, doc, &a), lus_doc(lus, room.new, doc, &b));
    LusNeeds needs = (LusNeeds)below(3);
    TWICE(lus_needs(lus, room.new, 0, needs, &a), lus_needs(lus, room.new, 0, needs, &b));
    if (text.len < 1500 &&
        below(16) == 0) { /* changes that examples notice, by one thread and by three */
        LusTest one = { .mutate = 1, .json = how.json, .threads = 1 }, three = one;
        three.threads = 3;
        TWICE(lus_test_file(lus, room.new, &one, &a), lus_test_file(lus, room.new, &three, &b));
    }
    LusCanonical form = (LusCanonical)below(3);
    TWICE(lus_canonical(lus, room.new, form, &a), lus_canonical(lus, room.new, form, &b));
}

static void check(Str text)
{
    uint32_t errors = 0;
    LusSettings settings = { .on_diag = on_diag, .user = &errors };
    Lustrum *lus = lus_open(&settings);
    assert_non_null(lus);
    keep(room.new, text);
    length_now = text.len;
    LusResult *result = NULL, *again = NULL;
    LusStatus status = lus_check_file(lus, room.new, 0, 0, &result);
    uint32_t first = errors;
    assert_true(status == LUS_OK || status == LUS_FOUND);
    assert_int_equal(status == LUS_FOUND, first > 0);
    assert_int_equal(lus_check_file(lus, room.new, 0, 0, &again), status);
    assert_int_equal(errors, 2 * first);
    assert_true(is_same(result, again));
    lus_result_close(result);
    lus_result_close(again);
    lay_out(lus, text, status == LUS_OK);
    room.checked++;
    if (status == LUS_OK && memmem(text.at, text.len, "framework", 9)) {
        room.good++;
        differ(lus);
        run_all(lus, text);
    } else if (status == LUS_FOUND) {
        room.faults++;
    }
    lus_close(lus);
}

/* ---- all of them ---- */

static bool is_sound(Str text)
{
    Lustrum *lus = lus_open(NULL);
    LusResult *result = NULL;
    keep(room.new, text);
    bool good = lus_check_file(lus, room.new, 0, 0, &result) == LUS_OK;
    lus_close(lus);
    return good;
}

static void edited(Front *front)
{
    static uint32_t files[MOST_FILES];
    static bool sound[MOST_FILES];
    uint32_t count = 0, rounds = 1;
    const char *asked = getenv("EDITED_ROUNDS");
    if (asked) rounds = (uint32_t)strtoul(asked, NULL, 10);
    for (size_t f = 0; f < COUNT_OF(folders); f++) {
        glob_t found;
        assert_int_equal(glob(folders[f], 0, NULL, &found), 0);
        for (size_t i = 0; i < found.gl_pathc && count < MOST_FILES; i++) {
            uint32_t file;
            if (!source_load(&front->sources, &front->diags,
                             (Str){ found.gl_pathv[i], strlen(found.gl_pathv[i]) }, NULL, &file))
                continue;
            if (takes_modules_beside(front->sources.items[file].text)) continue;
            if (!take_tokens(front, file, &room.edited)) continue;
            lend(front->sources.items[file].text, &room.edited);
            files[count++] = file;
        }
        globfree(&found);
    }
    assert_true(count > 200);
    for (uint32_t i = 0; i < count * rounds; i++) {
        uint32_t file = files[i % count];
        Str text = front->sources.items[file].text;
        if (i < count) sound[i] = is_sound(text);
        uint32_t times = sound[i % count] ? 6 : 1;
        for (uint32_t time = 0; time < times && take_tokens(front, file, &room.edited); time++) {
            keep(room.old, text);
            for (uint32_t k = 0, edits = 1 + below(2); k < edits; k++)
                for (int tries = 0; tries < 20 && !edit(&room.edited, time > 0);) tries++;
            check(joined(&front->arena, &room.edited));
        }
    }
    if (asked)
        printf("%u texts: %u without fault, of which %u of the old meaning; %u with faults\n",
               room.checked, room.good, room.same, room.faults);
    assert_true(room.good > count * rounds / 4 && room.faults > count * rounds / 2);
}

static void test_edited(void **state)
{
    (void)state;
    room.chance = 20261130;
    snprintf(room.folder, sizeof room.folder, "/tmp/lustrum-edited-XXXXXX");
    assert_non_null(mkdtemp(room.folder));
    snprintf(room.old, sizeof room.old, "%s/old.lustrum", room.folder);
    snprintf(room.new, sizeof room.new, "%s/new.lustrum", room.folder);
    front_run(edited);
}

static int tidy(void **state)
{
    (void)state;
    unlink(room.old);
    unlink(room.new);
    rmdir(room.folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test_teardown(test_edited, tidy) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
