/* test_lexer.c -- sources and tokens: nothing is lost, half-typed things are named, limits hold.
 * SPDX-License-Identifier: Apache-2.0 */
#include "front_help.h"
#include "limit.h"

/* ---- laws ---- */

static void check_whole(Front *front, Str text)
{
    uint32_t file = front_add(front, text);
    tokens_read(&front->sources, file, &front->diags);
    const Source *source = &front->sources.items[file];
    assert_true(source->token_count >= 1);
    assert_int_equal(source->tokens[0].start, source->token_count > 1 ? 0 : text.len);
    assert_int_equal(source->tokens[source->token_count - 1].kind, T_YYEOF);
    size_t sum = 0;
    for (uint32_t t = 0; t < source->token_count; t++) {
        assert_int_equal(source->tokens[t].start, sum);
        sum += token_text(source, t).len;
        bool end = t + 1 == source->token_count;
        assert_int_equal(token_text(source, t).len == 0, end);
    }
    assert_int_equal(sum, text.len);
}

static void whole_body(Front *front)
{
    static const char *const names[] = { "sample.lustrum", "systems.lustrum",
                                         "constructs.lustrum" };
    for (size_t i = 0; i < COUNT_OF(names); i++) check_whole(front, front_load(front, names[i]));
    assert_int_equal(front->diags.count, 0);
    check_whole(front, STR_EMPTY);
}

static void the_tokens_put_together_are_the_file(void **state)
{
    (void)state;
    front_run(whole_body);
}

static void noise_body(Front *front)
{
    static const char *const pieces[] = {
        "\"",
        "'",
        "`",
        "|",
        "\n",
        " ",
        "--",
        "-",
        "1",
        "23",
        "/",
        ".",
        "%",
        "a",
        "value",
        "\xC3",
        "\xC3\xA9",
        "\xE2\x80\x9C",
        "\xE2\x80\x9D",
        "\xE2\x80\x93",
        "\xE2\x82\xAC",
        "\xF0\x9F\x98\x80",
        "(",
        "]",
        "=",
        "<",
        ">",
        "!",
        "&",
        "#",
        "*",
        "\t",
        "\r",
        "\x01",
        "\x80",
        ";",
        "\xC2\xA0",
    };
    uint64_t seed = 7;
    for (int round = 0; round < 4000; round++) {
        Text text = text_open(&front->arena);
        for (uint32_t n = front_random(&seed, 24); n > 0; n--)
            text_add(&text, front_str(pieces[front_random(&seed, COUNT_OF(pieces))]));
        front_forget(front);
        uint32_t file = front_add(front, text_str(&text));
        if (front->sources.items[file].readable) {
            front_forget(front);
            check_whole(front, text_str(&text));
        }
    }
}

static void noise_is_cut_without_a_byte_lost(void **state)
{
    (void)state;
    front_run(noise_body);
}

/* ---- kinds ---- */

/* The kinds of a text's tokens, without trivia and end; at most 8. */
static size_t kinds_of(Front *front, const char *text, int *kinds)
{
    front_forget(front);
    uint32_t file = front_add(front, front_str(text));
    tokens_read(&front->sources, file, &front->diags);
    const Source *source = &front->sources.items[file];
    size_t count = 0;
    for (uint32_t t = 0; t + 1 < source->token_count; t++)
        if (!token_is_trivia(source->tokens[t].kind) && count < 8)
            kinds[count++] = source->tokens[t].kind;
    return count;
}

static void check_kinds(Front *front, const char *text, size_t count, const int *wanted)
{
    int kinds[8];
    size_t found = kinds_of(front, text, kinds);
    if (found != count) fail_msg("%s: %zu tokens, not %zu", text, found, count);
    for (size_t i = 0; i < count; i++)
        if (kinds[i] != wanted[i]) fail_msg("%s: token %zu is %d", text, i, kinds[i]);
}

#define KINDS(front, text, ...)                                                                    \
    check_kinds(front, text, sizeof((int[]){ __VA_ARGS__ }) / sizeof(int), (int[]){ __VA_ARGS__ })

static void words_body(Front *front)
{
    for (int kind = T_FRAMEWORK; kind <= T_ZERO; kind++) {
        Str word = token_word(kind);
        assert_true(word.len >= 2);
        KINDS(front, word.at, kind);
        KINDS(front, str_printf(&front->arena, "%Sx", word).at, T_NAME);
        KINDS(front, str_printf(&front->arena, "`%S`", word).at, T_NAME);
    }
    assert_int_equal(token_word(T_NAME).len, 0);
    KINDS(front, "Measure MEASURE _x x_1", T_NAME, T_NAME, T_NAME, T_NAME);
    assert_int_equal(front->diags.count, 0);
}

static void every_word_of_the_grammar_is_a_token_of_its_own(void **state)
{
    (void)state;
    front_run(words_body);
}

static void numbers_body(Front *front)
{
    KINDS(front, "1 12.5 40% 0.5%", T_NUMBER, T_NUMBER, T_PERCENT, T_PERCENT);
    KINDS(front, "2026/27 1999/00", T_YEAR, T_YEAR);
    KINDS(front, "2024-02-29", T_DATE);
    KINDS(front, "5-3", T_NUMBER, T_MINUS, T_NUMBER);
    KINDS(front, "5-3-2", T_NUMBER, T_MINUS, T_NUMBER, T_MINUS, T_NUMBER);
    KINDS(front, "5 / 3", T_NUMBER, T_DIVIDE_SIGN, T_NUMBER);
    KINDS(front, "5/x", T_NUMBER, T_DIVIDE_SIGN, T_NAME);
    KINDS(front, "x[1].y", T_NAME, T_LBRACKET, T_NUMBER, T_RBRACKET, T_DOT, T_NAME);
    assert_int_equal(front->diags.count, 0);
}

static void numbers_years_and_dates_are_told_apart(void **state)
{
    (void)state;
    front_run(numbers_body);
}

static void comment_body(Front *front)
{
    int kinds[8];
    assert_int_equal(kinds_of(front, "-- all of it", kinds), 0);
    assert_int_equal(kinds_of(front, "a -- b", kinds), 1);
    KINDS(front, "a--b", T_NAME, T_MINUS, T_MINUS, T_NAME);
    KINDS(front, "(--b", T_LPAREN, T_MINUS, T_MINUS, T_NAME);
}

static void two_dashes_begin_a_comment_only_after_a_space(void **state)
{
    (void)state;
    front_run(comment_body);
}

static void rows_body(Front *front)
{
    KINDS(front, "| a | b c |", T_CELL, T_CELL, T_ROWEND);
    KINDS(front, "  || -- x |  \r\n|1|", T_CELL, T_CELL, T_ROWEND, T_CELL, T_ROWEND);
    assert_int_equal(front->diags.count, 0);
    KINDS(front, "| a | b", T_CELL, T_CELL);
    assert_int_equal(front->diags.count, 1);
    assert_int_equal(front->diags.items[0].id, D_ROW_OPEN);
    KINDS(front, "a | b", T_NAME, T_OR, T_NAME);
    assert_int_equal(front->diags.items[0].id, D_FOREIGN_SIGN);
    KINDS(front, "table | a | b |", T_TABLE, T_CELL, T_CELL, T_ROWEND);
    assert_int_equal(front->diags.items[0].id, D_ROW_LINE);
}

static void a_line_that_begins_with_a_bar_is_a_row(void **state)
{
    (void)state;
    front_run(rows_body);
}

/* ---- half-typed things ---- */

static void faults_body(Front *front)
{
    static const struct {
        const char *text;
        int kind; /* what it is read as */
        DiagId diag;
        const char *with; /* the replacement offered, or NULL */
    } faults[] = {
        { "\xE2\x80\x9CTitle\xE2\x80\x9D", T_STRING, D_CURLY_QUOTES, "\"Title\"" },
        { "\"Title\xE2\x80\x9D", T_STRING, D_CURLY_QUOTES, "\"Title\"" },
        { "\xE2\x80\x9ETitle\xE2\x80\x9C", T_STRING, D_CURLY_QUOTES, "\"Title\"" },
        { "\"Title", T_STRING, D_TEXT_OPEN, NULL },
        { "\xE2\x80\x9CTitle", T_STRING, D_TEXT_OPEN, NULL },
        { "'Title'", T_STRING, D_SINGLE_QUOTES, "\"Title\"" },
        { "\xE2\x80\x93", T_MINUS, D_FOREIGN_SIGN, "-" },
        { "\xE2\x88\x92", T_MINUS, D_FOREIGN_SIGN, "-" },
        { "\xC3\x97", T_TIMES_SIGN, D_FOREIGN_SIGN, "*" },
        { "\xE2\x89\xA5", T_GE, D_FOREIGN_SIGN, ">=" },
        { "==", T_EQ, D_FOREIGN_SIGN, "=" },
        { "!=", T_NE, D_FOREIGN_SIGN, "<>" },
        { "&&", T_AND, D_FOREIGN_SIGN, " and " },
        { "!", T_NOT, D_FOREIGN_SIGN, " not " },
        { "=>", T_GE, D_FOREIGN_SIGN, ">=" },
        { "12.", T_NUMBER, D_NUMBER_POINT, "12" },
        { ".5", T_NUMBER, D_NUMBER_POINT, "0.5" },
        { "12abc", T_NAME, D_NUMBER_LETTERS, NULL },
        { "1.5x", T_NAME, D_NUMBER_LETTERS, NULL },
        { "2026/28", T_YEAR, D_NOT_A_YEAR, NULL },
        { "1/2", T_YEAR, D_NOT_A_YEAR, NULL },
        { "2023-02-29", T_DATE, D_NOT_A_DATE, NULL },
        { "2023-13-01", T_DATE, D_NOT_A_DATE, NULL },
        { "1900-02-29", T_DATE, D_NOT_A_DATE, NULL },
        { "2023-6-30", T_DATE, D_NOT_A_DATE, NULL },
        { "30/06/2023", T_DATE, D_NOT_A_DATE, NULL },
        { "\xC3\xA9l\xC3\xA8ve", T_NAME, D_NAME_ACCENT, NULL },
        { "caf\xC3\xA9", T_NAME, D_NAME_ACCENT, NULL },
        { "`a b`", T_NAME, D_NAME_OPEN, NULL },
        { "`a", T_NAME, D_NAME_OPEN, NULL },
        { "``", T_NAME, D_NAME_OPEN, NULL },
        { ";", T_FAULT, D_STRANGE_CHARACTER, NULL },
        { "\xE2\x82\xAC", T_FAULT, D_STRANGE_CHARACTER, NULL },
        { "\xF0\x9F\x98\x80", T_FAULT, D_STRANGE_CHARACTER, NULL },
    };
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        KINDS(front, faults[i].text, faults[i].kind);
        if (front->diags.count != 1)
            fail_msg("%s: %zu messages", faults[i].text, front->diags.count);
        const Diag *diag = &front->diags.items[0];
        if (diag->id != faults[i].diag)
            fail_msg("%s: %s", faults[i].text, diag_info[diag->id].name);
        assert_int_equal(diag->has_replace, faults[i].with != NULL);
        if (faults[i].with) assert_true(str_eq(diag->with, front_str(faults[i].with)));
    }
    int kinds[8];
    assert_int_equal(kinds_of(front,
                              "a\xC2\xA0"
                              "b",
                              kinds),
                     2);
    assert_int_equal(front->diags.items[0].id, D_STRANGE_SPACE);
    assert_int_equal(kinds_of(front, "a // b", kinds), 1);
    assert_int_equal(front->diags.items[0].id, D_COMMENT_SIGN);
}

static void a_half_typed_thing_is_named_and_read_as_meant(void **state)
{
    (void)state;
    front_run(faults_body);
}

/* ---- limits and sources ---- */

/* `count` times `byte` between two texts. */
static Str filled(Front *front, const char *before, char byte, size_t count, const char *after)
{
    Text text = text_open(&front->arena);
    text_add(&text, front_str(before));
    text_pad(&text, byte, count);
    text_add(&text, front_str(after));
    return text_str(&text);
}

static void check_limit(Front *front, Str fits, Str exceeds, DiagId diag)
{
    front_forget(front);
    tokens_read(&front->sources, front_add(front, fits), &front->diags);
    assert_int_equal(front->diags.count, 0);
    tokens_read(&front->sources, front_add(front, exceeds), &front->diags);
    assert_int_equal(front->diags.count, 1);
    assert_int_equal(front->diags.items[0].id, diag);
}

static void limits_body(Front *front)
{
    check_limit(front, filled(front, "\"", 'x', LIMIT_TOKEN - 2, "\""),
                filled(front, "\"", 'x', LIMIT_TOKEN - 1, "\""), D_PIECE_LONG);
    check_limit(front, filled(front, "", 'x', LIMIT_NAME, ""),
                filled(front, "", 'x', LIMIT_NAME + 1, ""), D_NAME_LONG);
    check_limit(front, filled(front, "`", 'x', LIMIT_NAME, "`"),
                filled(front, "`", 'x', LIMIT_NAME + 1, "`"), D_NAME_LONG);
    check_limit(front, filled(front, "", '9', LIMIT_DIGITS, ""),
                filled(front, "", '9', LIMIT_DIGITS + 1, ""), D_NUMBER_LONG);
    check_limit(front, filled(front, "1.", '9', LIMIT_DIGITS - 1, "%"),
                filled(front, "1.", '9', LIMIT_DIGITS, "%"), D_NUMBER_LONG);
    check_limit(front, filled(front, "", ' ', LIMIT_SOURCE, ""), filled(front, "", 'x', 200, ""),
                D_NAME_LONG);
    front_forget(front);
    uint32_t file;
    Str long_text = filled(front, "", ' ', LIMIT_SOURCE + 1, "");
    assert_false(source_add(&front->sources, &front->diags, STR("x"), long_text, &file));
    assert_int_equal(front->diags.items[0].id, D_RULES_LONG);
    tokens_read(&front->sources, file, &front->diags);
    assert_int_equal(front->sources.items[file].token_count, 1);
}

static void limits_hold_at_the_limit_and_one_past_it(void **state)
{
    (void)state;
    front_run(limits_body);
}

static void many_body(Front *front)
{
    uint32_t file;
    for (int i = 0; i < LIMIT_SOURCES; i++)
        assert_true(source_add(&front->sources, &front->diags, STR("x"), STR("a"), &file));
    assert_false(source_add(&front->sources, &front->diags, STR("x"), STR("a"), &file));
    assert_int_equal(front->diags.items[0].id, D_RULES_MANY);
}

static void one_file_too_many_is_refused(void **state)
{
    (void)state;
    front_run(many_body);
}

static void bytes_body(Front *front)
{
    Str plain = STR("framework f \"F\"");
    for (size_t i = 0; i <= plain.len; i++) {
        Text text = text_open(&front->arena);
        text_add(&text, str_slice(plain, 0, i));
        text_byte(&text, '\0');
        text_add(&text, str_slice(plain, i, plain.len));
        front_forget(front);
        front_add(front, text_str(&text));
        assert_int_equal(front->diags.count, 1);
        assert_int_equal(front->diags.items[0].id, D_RULES_ZERO_BYTE);
        assert_int_equal(front->diags.items[0].span.start, i);
    }
    static const char *const wrong[] = { "a\xFF", "a\xC0\x80", "a\xED\xA0\x80", "a\xF5\x80\x80\x80",
                                         "a\xE2\x82" };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        front_forget(front);
        uint32_t file = front_add(front, front_str(wrong[i]));
        assert_false(front->sources.items[file].readable);
        assert_int_equal(front->diags.items[0].id, D_RULES_NOT_UTF8);
        assert_int_equal(front->diags.items[0].span.start, 1);
    }
    static const char *const hidden[] = { "-- \xE2\x80\xAE", "\"\xE2\x81\xA6\"", "\x1B",
                                          "a\x7F",           "\xC2\x85",         "a\xEF\xBB\xBF",
                                          "\xE2\x80\x8B" };
    for (size_t i = 0; i < COUNT_OF(hidden); i++) {
        front_forget(front);
        tokens_read(&front->sources, front_add(front, front_str(hidden[i])), &front->diags);
        assert_int_equal(front->diags.count, 1);
        assert_int_equal(front->diags.items[0].id, D_HIDDEN_MARK);
    }
    front_forget(front);
    KINDS(front,
          "\xEF\xBB\xBF"
          "a",
          T_NAME);
    assert_int_equal(front->diags.count, 0);
}

static void bytes_that_are_no_plain_text_are_refused(void **state)
{
    (void)state;
    front_run(bytes_body);
}

static void places_body(Front *front)
{
    uint32_t file = front_add(front, STR("a\xC3\xA9z\n\r\nx\r\nlast"));
    const Source *source = &front->sources.items[file];
    assert_int_equal(source->line_count, 4);
    static const struct {
        uint32_t byte, line, column;
    } places[] = { { 0, 1, 1 }, { 1, 1, 2 },  { 3, 1, 3 }, { 5, 2, 1 },
                   { 7, 3, 1 }, { 10, 4, 1 }, { 14, 4, 5 } };
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        TextPlace place = source_place(source, places[i].byte);
        assert_int_equal(place.line, places[i].line);
        assert_int_equal(place.column, places[i].column);
        assert_int_equal(source_offset(source, place), places[i].byte);
    }
    assert_int_equal(source_place(source, 999).line, 4);
    assert_int_equal(source_offset(source, (TextPlace){ 9, 1 }), source->text.len);
    assert_int_equal(source_offset(source, (TextPlace){ 1, 99 }), 4);
    assert_true(str_eq(source_line(source, 3), STR("x")));
    assert_int_equal(source_line(source, 5).len, 0);
}

static void places_count_lines_and_characters_from_one(void **state)
{
    (void)state;
    front_run(places_body);
}

static void load_body(Front *front)
{
    uint32_t file = 77;
    Span asked = { 0, 1, 2 };
    assert_false(source_load(&front->sources, &front->diags, STR("tests/unit"), NULL, &file));
    assert_false(source_load(&front->sources, &front->diags, STR("no/such"), &asked, &file));
    assert_false(source_load(&front->sources, &front->diags, STR("a\0b"), NULL, &file));
    assert_int_equal(front->diags.count, 3);
    assert_int_equal(file, 77);
    assert_int_equal(front->sources.count, 0);
    assert_false(source_load(&front->sources, &front->diags, STR("/dev/zero"), NULL, &file));
    assert_int_equal(front->diags.items[3].id, D_RULES_UNREADABLE);
}

static void a_file_that_cannot_be_read_is_a_message(void **state)
{
    (void)state;
    front_run(load_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tokens_put_together_are_the_file),
        cmocka_unit_test(noise_is_cut_without_a_byte_lost),
        cmocka_unit_test(every_word_of_the_grammar_is_a_token_of_its_own),
        cmocka_unit_test(numbers_years_and_dates_are_told_apart),
        cmocka_unit_test(two_dashes_begin_a_comment_only_after_a_space),
        cmocka_unit_test(a_line_that_begins_with_a_bar_is_a_row),
        cmocka_unit_test(a_half_typed_thing_is_named_and_read_as_meant),
        cmocka_unit_test(limits_hold_at_the_limit_and_one_past_it),
        cmocka_unit_test(one_file_too_many_is_refused),
        cmocka_unit_test(bytes_that_are_no_plain_text_are_refused),
        cmocka_unit_test(places_count_lines_and_characters_from_one),
        cmocka_unit_test(a_file_that_cannot_be_read_is_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
