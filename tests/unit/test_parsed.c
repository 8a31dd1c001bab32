/* test_parsed.c -- JSON that Lustrum wrote is read back; anything else is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/parsed.h"
#include "result/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static int open_arena(void **state)
{
    static Guard guard;
    Arena *arena = calloc(1, sizeof *arena);
    assert_non_null(arena);
    *arena = arena_open(&guard);
    *state = arena;
    return 0;
}

static int close_arena(void **state)
{
    arena_close(*state);
    free(*state);
    return 0;
}

static bool reads(Arena *arena, const char *text, Parsed *parsed)
{
    return parsed_open(parsed, arena, (Str){ text, strlen(text) });
}

static void what_was_written_is_read(void **state)
{
    static const char hard[] =
        "quote \" slash \\ line\n tab\t nul-free \x01 \xC3\xA9 \xF0\x9F\x8E\x93";
    Parsed parsed;
    size_t count;
    Json json = json_open(*state, "lustrum/test@1");
    json_str(&json, "text", (Str){ hard, sizeof hard - 1 });
    json_count(&json, "most", UINT64_MAX);
    json_bool(&json, "yes", true);
    json_array(&json, "list");
    json_str(&json, NULL, STR("one"));
    json_end(&json);
    json_array(&json, "none");
    json_end(&json);
    assert_true(parsed_open(&parsed, *state, json_close(&json)));
    assert_true(str_eq(parsed_str(&parsed, parsed.root, "text"), (Str){ hard, sizeof hard - 1 }));
    assert_true(parsed_count(&parsed, parsed.root, "most") == UINT64_MAX);
    assert_true(parsed_yes(&parsed, parsed.root, "yes"));
    ParsedNode *list = parsed_list(&parsed, parsed.root, "list", &count);
    assert_int_equal(count, 1);
    assert_true(str_eq(parsed_item_str(&parsed, list, 0), STR("one")));
    parsed_list(&parsed, parsed.root, "none", &count);
    assert_int_equal(count, 0);
    assert_int_equal(parsed.wrong.len, 0);
}

static void what_is_not_there_is_noted_once(void **state)
{
    Parsed parsed;
    assert_true(reads(*state, "{\"a\": \"x\", \"n\": -1, \"big\": 18446744073709551616}", &parsed));
    assert_false(parsed_has(parsed.root, "b"));
    assert_true(parsed_count(&parsed, parsed.root, "n") == 0);
    assert_true(str_eq(parsed.wrong, STR("it has no \"n\" that can be read")));
    assert_int_equal(parsed_str(&parsed, parsed.root, "a").len, 0);
    parsed.wrong = STR_EMPTY;
    assert_true(parsed_count(&parsed, parsed.root, "big") == 0);
    assert_true(parsed.wrong.len > 0);
}

static void escapes_are_characters(void **state)
{
    Parsed parsed;
    assert_true(reads(*state, "{\"a\": \"\\u00e9\\uD83c\\udf93\\/\\n\"}", &parsed));
    assert_true(str_eq(parsed_str(&parsed, parsed.root, "a"), STR("\xC3\xA9\xF0\x9F\x8E\x93/\n")));
}

static void what_is_no_object_is_refused(void **state)
{
    static const char *const bad[] = { "",
                                       "[]",
                                       "{",
                                       "{}x",
                                       "{\"a\"}",
                                       "{\"a\":}",
                                       "{\"a\":1,}",
                                       "{\"a\":01}",
                                       "{\"a\":1.5}",
                                       "{\"a\":1e2}",
                                       "{\"a\":-}",
                                       "{a:1}",
                                       "{\"a\":\"",
                                       "{\"a\":\"\n\"}",
                                       "{\"a\":\"\\x\"}",
                                       "{\"a\":\"\\u12g4\"}",
                                       "{\"a\":\"\\ud800\"}",
                                       "{\"a\":\"\\udc00\"}",
                                       "{\"a\":1,\"a\":2}",
                                       "{\"a\":tru}",
                                       "{\"a\":\"\xC3\"}",
                                       "{\"a\":[1 2]}" };
    Parsed parsed;
    for (size_t i = 0; i < COUNT_OF(bad); i++) assert_false(reads(*state, bad[i], &parsed));
    char deep[200] = "{\"a\":";
    memset(deep + 5, '[', 150);
    assert_false(reads(*state, deep, &parsed));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(what_was_written_is_read),
        TEST(what_is_not_there_is_noted_once),
        TEST(escapes_are_characters),
        TEST(what_is_no_object_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
