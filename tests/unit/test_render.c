/* test_render.c -- how messages look: windows, labels, data, wrapping, the short form and JSON.
 * SPDX-License-Identifier: Apache-2.0 */
#include "front_help.h"
#include "limit.h"
#include "render.h"

static void check_text(Str found, const char *wanted)
{
    if (!str_eq(found, front_str(wanted)))
        fail_msg("found:\n%s\nwanted:\n%s", found.at ? found.at : "", wanted);
}

static Str rendered(Front *front, RenderStyle style)
{
    Text text = text_open(&front->arena);
    render_diags(&text, &front->diags, &front->sources, style);
    return text_str(&text);
}

static const RenderStyle full = { .form = RENDER_FULL };

/* A message of the given place with two arguments. */
static Diag *add(Front *front, uint32_t start, uint32_t end)
{
    Span span = { 0, start, end };
    return DIAG_AT(&front->diags, D_FOREIGN_SIGN, span, STR("`b`"), STR("`c`"), STR("c"));
}

static void window_body(Front *front)
{
    front_add(front, STR("one\n\ta\xC3\xA9 b\x1B c\nthree\n"));
    front->diags = diags_open(&front->arena);
    add(front, 9, 11);
    check_text(rendered(front, full), "error[L0111]: `b` is not a sign of Lustrum\n"
                                      "   ┌─ test.lustrum:2:5\n"
                                      "   │\n"
                                      " 2 │     aé b\\x1B c\n"
                                      "   │        ^^^^^ write `c`\n"
                                      "\n"
                                      "Fix  Write  c\n"
                                      "More lustrum explain L0111\n");
}

static void a_window_counts_characters_and_shows_no_control_character(void **state)
{
    (void)state;
    front_run(window_body);
}

static void places_body(Front *front)
{
    front_add(front, STR("is A + B\n\n\n\n\n\n\n\n\nthere\n"));
    uint32_t other = 0;
    source_add(&front->sources, &front->diags, STR("other.lustrum"), STR("here\n"), &other);
    Diag *diag = add(front, 5, 6);
    diag_also(&front->diags, diag, (Span){ 0, 3, 4 }, STR("points"));
    diag_also(&front->diags, diag, (Span){ 0, 7, 8 }, STR("a share"));
    diag_also(&front->diags, diag, (Span){ other, 0, 4 }, STR("declared here"));
    diag_also(&front->diags, diag, (Span){ 0, 17, 22 }, STR("and there"));
    diag->note = STR("One more thing");
    check_text(rendered(front, full), "error[L0111]: `b` is not a sign of Lustrum\n"
                                      "   ┌─ test.lustrum:1:6\n"
                                      "   │\n"
                                      " 1 │ is A + B\n"
                                      "   │    - ^ - a share\n"
                                      "   │    │ write `c`\n"
                                      "   │    points\n"
                                      "10 │ there\n"
                                      "   │ ----- and there\n"
                                      "   │\n"
                                      "   ├─ other.lustrum:1:1\n"
                                      "   │\n"
                                      " 1 │ here\n"
                                      "   │ ---- declared here\n"
                                      "   │\n"
                                      "   = One more thing\n"
                                      "\n"
                                      "Fix  Write  c\n"
                                      "More lustrum explain L0111\n");
    RenderStyle ascii = { .form = RENDER_FULL, .ascii = true };
    Str plain = rendered(front, ascii);
    for (size_t i = 0; i < plain.len; i++) assert_true((unsigned char)plain.at[i] < 0x80);
    assert_non_null(strstr(str_c(&front->arena, plain), "   +- other.lustrum:1:1\n   |\n"));
}

static void further_places_are_marked_in_one_window_a_file(void **state)
{
    (void)state;
    front_run(places_body);
}

static void data_body(Front *front)
{
    Diag *diag =
        diag_add(&front->diags, D_FOREIGN_SIGN, (Str[]){ STR("`b`"), STR("c"), STR("c") }, 3);
    DiagCell cell = { .file = STR("p.csv"), .row = 212, .column = 8, .name = STR("GRADE") };
    cell.note = STR("\"9*\"");
    diag_cell(&front->diags, diag, cell);
    cell.row = 1204;
    cell.note = STR("\"A*\"");
    diag_cell(&front->diags, diag, cell);
    diag_cell(&front->diags, diag, (DiagCell){ .file = STR("q.csv"), .row = 1, .note = STR("no") });
    diag->count = 37;
    check_text(rendered(front, full), "error[L0111]: `b` is not a sign of Lustrum\n"
                                      "   ┌─ p.csv, column H (GRADE)\n"
                                      "   │  row   212   \"9*\"\n"
                                      "   │  row 1,204   \"A*\"\n"
                                      "   │\n"
                                      "   ├─ q.csv, row 1 (the headings)\n"
                                      "   │  no\n"
                                      "   │  … 34 more\n"
                                      "\n"
                                      "Fix  Write  c\n"
                                      "More lustrum explain L0111\n");
    RenderStyle concise = { .form = RENDER_CONCISE };
    check_text(rendered(front, concise), "p.csv:212: error[L0111]: `b` is not a sign of Lustrum\n");
}

static void cells_of_the_data_are_named_as_a_spreadsheet_shows_them(void **state)
{
    (void)state;
    front_run(data_body);
}

static void wrap_body(Front *front)
{
    Diag *diag =
        diag_add(&front->diags, D_FOREIGN_SIGN, (Str[]){ STR("b"), STR("c"), STR("c") }, 3);
    diag->fix = STR("This sentence is long enough that it cannot stand on one line of a hundred "
                    "columns, so it is br\xC3\xB6ken:\n    x  =  1\nand then it ends.");
    check_text(rendered(front, full),
               "error[L0111]: b is not a sign of Lustrum\n"
               "\n"
               "Fix  This sentence is long enough that it cannot stand on one line of a hundred "
               "columns, so it is\n"
               "     bröken:\n"
               "         x  =  1\n"
               "     and then it ends.\n"
               "More lustrum explain L0111\n");
#define WORD                                                                                       \
    "/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"  \
    "xxxxxxxxxxxxxxxxx"
    diag->fix = STR("It is kept in " WORD " for you");
    check_text(rendered(front, full), "error[L0111]: b is not a sign of Lustrum\n"
                                      "\n"
                                      "Fix  It is kept in\n"
                                      "     " WORD "\n"
                                      "     for you\n"
                                      "More lustrum explain L0111\n");
}

static void word_body(Front *front)
{
    (void)front;
    Str text = STR("kept in\n/a/folder/with/a/long/name here");
    Str path = str_slice(text, 8, text.len);
    assert_int_equal(render_line(text, 20), 7);
    assert_int_equal(render_line(path, 10), 26);
    assert_int_equal(render_line(path, 26), 26);
    assert_int_equal(render_line(path, 31), 31);
    assert_int_equal(render_line(STR("/a/folder"), 3), 9);
    assert_int_equal(render_line(STR("in /a/folder"), 4), 2);
}

static void a_word_is_never_broken(void **state)
{
    (void)state;
    front_run(word_body);
}

static void long_text_is_wrapped_at_a_hundred_columns(void **state)
{
    (void)state;
    front_run(wrap_body);
}

static void long_line_body(Front *front)
{
    Text text = text_open(&front->arena);
    text_pad(&text, 'x', 100000);
    text_add(&text, STR("\xC3\xA9!"));
    text_pad(&text, 'y', 100000);
    front_add(front, text_str(&text));
    add(front, 100002, 150000);
    Str found = rendered(front, full);
    assert_true(found.len < 2000);
    assert_non_null(strstr(str_c(&front->arena, found), "xé!y"));
}

static void of_a_long_line_only_the_part_at_the_mark_is_shown(void **state)
{
    (void)state;
    front_run(long_line_body);
}

static void many_body(Front *front)
{
    Text lines = text_open(&front->arena);
    text_pad(&lines, '\n', 2000);
    front_add(front, text_str(&lines));
    for (uint32_t i = LIMIT_SHOWN + 1200; i > 0; i--) {
        add(front, i, i);
        add(front, i, i);
    }
    RenderStyle concise = { .form = RENDER_CONCISE };
    Str found = rendered(front, concise);
    assert_int_equal(memcmp(found.at, "test.lustrum:2:1: ", 18), 0);
    assert_non_null(strstr(str_c(&front->arena, found), "\n… and 1,200 more\n"));
    RenderStyle json = { .form = RENDER_JSON };
    Str document = rendered(front, json);
    size_t lines_found = 0;
    for (size_t i = 0; i < document.len; i++) lines_found += document.at[i] == '\n';
    assert_int_equal(lines_found, LIMIT_SHOWN + 1200);
}

static void fifty_messages_are_shown_and_the_rest_counted(void **state)
{
    (void)state;
    front_run(many_body);
}

static void json_body(Front *front)
{
    front_add(front, STR("\xC3\xA9 \"b\n"));
    front->diags = diags_open(&front->arena);
    Diag *diag = add(front, 3, 5);
    diag->has_replace = true;
    diag->replace = (Span){ 0, 3, 4 };
    diag->with = STR("\xE2\x80\x9C");
    DiagCell cell = { .file = STR("p.csv"), .row = 2, .column = 27 };
    diag_cell(&front->diags, diag, cell);
    RenderStyle json = { .form = RENDER_JSON, .ascii = true };
    check_text(
        rendered(front, json),
        "{\"schema\":\"lustrum/diagnostic@1\",\"code\":\"L0111\",\"severity\":\"error\","
        "\"title\":\"`b` is not a sign of Lustrum\",\"spans\":[{\"file\":\"test.lustrum\","
        "\"start\":{\"line\":1,\"col\":3,\"byte\":3},\"end\":{\"line\":1,\"col\":5,\"byte\":5},"
        "\"label\":\"write `c`\",\"primary\":true}],\"cells\":[{\"file\":\"p.csv\",\"row\":2,"
        "\"column\":\"AA\",\"name\":null,\"note\":null}],\"note\":null,\"why\":\"\",\"fix\":["
        "{\"title\":\"Write  c\",\"edits\":[{\"file\":\"test.lustrum\",\"start\":{\"line\":1,"
        "\"col\":3,\"byte\":3},\"end\":{\"line\":1,\"col\":4,\"byte\":4},\"text\":\"“\"}],"
        "\"sure\":true}],\"count\":1,\"explain\":\"L0111\"}\n");
}

static void json_is_one_document_a_line(void **state)
{
    (void)state;
    front_run(json_body);
}

static void colour_body(Front *front)
{
    front_add(front, STR("a b\n"));
    add(front, 2, 3);
    RenderStyle colour = { .form = RENDER_FULL, .colour = true };
    const char *found = str_c(&front->arena, rendered(front, colour));
    assert_non_null(strstr(found, "\x1b[1;31merror[L0111]: \x1b[0m"));
    assert_null(strchr(str_c(&front->arena, rendered(front, full)), '\x1b'));
}

static void colours_come_only_when_they_are_asked_for(void **state)
{
    (void)state;
    front_run(colour_body);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_counts_characters_and_shows_no_control_character),
        cmocka_unit_test(further_places_are_marked_in_one_window_a_file),
        cmocka_unit_test(cells_of_the_data_are_named_as_a_spreadsheet_shows_them),
        cmocka_unit_test(long_text_is_wrapped_at_a_hundred_columns),
        cmocka_unit_test(a_word_is_never_broken),
        cmocka_unit_test(of_a_long_line_only_the_part_at_the_mark_is_shown),
        cmocka_unit_test(fifty_messages_are_shown_and_the_rest_counted),
        cmocka_unit_test(json_is_one_document_a_line),
        cmocka_unit_test(colours_come_only_when_they_are_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
