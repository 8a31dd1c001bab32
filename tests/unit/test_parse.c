/* test_parse.c -- the parser: whole frameworks are read without a message, and whatever it is given
 * it gives a tree that fits node.def. SPDX-License-Identifier: Apache-2.0 */
#include "front_help.h"
#include "limit.h"

static const char *const samples[] = { "sample.lustrum", "systems.lustrum", "constructs.lustrum" };

/* A measure round lines of a level. */
#define MEASURE "measure m \"M\"\n  outcome\n  for each School\n"

static void check_tree(const Node *tree, Str text)
{
    assert_non_null(tree);
    assert_int_equal(tree->kind, NODE_FILE);
    assert_int_equal(tree->span.start, 0);
    assert_int_equal(tree->span.end, text.len);
    assert_true(node_fits(tree));
}

static bool has_gap(const Node *node)
{
    if (!node) return false;
    if (node->kind == NODE_ERROR) return true;
    for (uint32_t i = 0; i < node->count; i++)
        if (has_gap(node->child[i])) return true;
    return false;
}

static Node *parse_clean(Front *front, Str text)
{
    Node *tree = front_parse(front, text);
    for (size_t i = 0; i < front->diags.count; i++)
        print_error("%s at %u\n", diag_info[front->diags.items[i].id].name,
                    front->diags.items[i].span.start);
    assert_int_equal(front->diags.count, 0);
    check_tree(tree, text);
    assert_false(has_gap(tree));
    return tree;
}

/* ---- whole texts ---- */

static void samples_body(Front *front)
{
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        parse_clean(front, front_load(front, samples[i]));
    check_tree(front_parse(front, STR_EMPTY), STR_EMPTY);
    check_tree(front_parse(front, STR(" -- a note\n")), STR(" -- a note\n"));
    assert_int_equal(front->diags.count, 0);
}

static void whole_frameworks_are_read_without_a_message(void **state)
{
    (void)state;
    front_run(samples_body);
}

/* The dump of the only clause of the only level of a measure with these lines. */
static void check_clause(Front *front, const char *line, const char *dump)
{
    front_forget(front);
    Node *tree = parse_clean(front, str_printf(&front->arena, MEASURE "%s\n", line));
    const Node *measure = tree->child[0];
    const Node *level = measure->child[AT_MEASURE_CLAUSES]->child[0];
    const Node *clause = level->child[AT_LEVEL_BLOCK_CLAUSES]->child[0];
    Str found = node_dump(&front->arena, clause);
    Str flat = str_slice(found, 0, found.len - 1);
    if (!str_eq(flat, front_str(dump))) fail_msg("%s\n%s\n%s", line, found.at, dump);
}

static void trees_body(Front *front)
{
    check_clause(front, "value a + b - c",
                 "(value (add (name \"a\") (name \"b\") (subtract (name \"c\"))))");
    check_clause(front, "value -a * b / c",
                 "(value (multiply (negate (name \"a\")) (name \"b\") (divide (name \"c\"))))");
    check_clause(
        front, "value a - (b - c)",
        "(value (add (name \"a\") (subtract (add (name \"b\") (subtract (name \"c\"))))))");
    check_clause(front, "value 10% of a + 1",
                 "(value (add (percent-of (percent \"10\") (name \"a\")) (number \"1\")))");
    check_clause(front, "value root of a / 2",
                 "(value (multiply (root (name \"a\")) (divide (number \"2\"))))");
    check_clause(
        front, "value 1 if a otherwise 2 if b otherwise 3",
        "(value (if (number \"1\") (name \"a\") (if (number \"2\") (name \"b\") (number \"3\"))))");
    check_clause(front, "value not a and b = 1",
                 "(value (and (not (name \"a\")) (equal (name \"b\") (number \"1\"))))");
    check_clause(
        front, "value sum of a over Rs / 2",
        "(value (multiply (sum (name \"a\") over=(name \"Rs\")) (divide (number \"2\"))))");
    check_clause(
        front, "value mean of a over Rs where b by c counting missing as 0 rounded to 1 place",
        "(value\n"
        "  (rounded\n"
        "    (counting\n"
        "      (mean (name \"a\") over=(name \"Rs\") where=(name \"b\") by=(list (name \"c\")))\n"
        "      (number \"0\"))\n"
        "    (to-places (number \"1\") -)))");
    check_clause(front, "value a is below", "(value (is (name \"a\") (name \"below\")))");
    check_clause(front, "value a is below b", "(value (is-below (name \"a\") (name \"b\")))");
    check_clause(front, "value a is below -1",
                 "(value (is-below (name \"a\") (negate (number \"1\"))))");
    check_clause(front, "value half_width of (a, b)",
                 "(value (apply (name \"half_width\") (list (name \"a\") (name \"b\"))))");
    check_clause(front, "value x[the year before] - t[a, \"B\"]",
                 "(value\n"
                 "  (add\n"
                 "    (year-before (name \"x\") -)\n"
                 "    (subtract (index (name \"t\") (list (name \"a\") (string \"B\"))))))");
}

static void formulas_have_the_shape_that_they_are_read_aloud_with(void **state)
{
    (void)state;
    front_run(trees_body);
}

static void layout_body(Front *front)
{
    Str text = front_load(front, "sample.lustrum");
    Node *tree = parse_clean(front, text);
    Text other = text_open(&front->arena);
    const Source *source = &front->sources.items[tree->span.file];
    for (uint32_t i = 0; i + 1 < source->token_count; i++) {
        int kind = source->tokens[i].kind, next = source->tokens[i + 1].kind;
        bool cells = kind == T_CELL || kind == T_ROWEND || next == T_CELL;
        text_add(&other, token_text(source, i));
        if (kind == T_NEWLINE) text_add(&other, STR("  \t\r\n"));
        if (kind == T_SPACE && !cells) text_add(&other, STR("\n\n \t "));
    }
    Node *same = parse_clean(front, text_str(&other));
    assert_true(str_eq(node_dump(&front->arena, tree), node_dump(&front->arena, same)));
}

static void spaces_and_blank_lines_carry_no_meaning(void **state)
{
    (void)state;
    front_run(layout_body);
}

static void names_body(Front *front)
{
    for (int kind = T_ABOVE; kind <= T_ZERO; kind++) {
        Str word = token_word(kind);
        front_forget(front);
        parse_clean(front,
                    str_printf(&front->arena,
                               "record School (Schools) from \"s.csv\"\n  %S outcome number from "
                               "\"A\"\nlist %S is \"A\"\n" MEASURE
                               "    let %S be 1\n    value (%S + %S.%S) * %S - %S\n"
                               "    withheld as \"S\" when %S\n    let z be mean of %S over Rs",
                               word, word, word, word, word, word, word, word, word, word));
    }
    for (int kind = T_FRAMEWORK; kind < T_ABOVE; kind++) {
        Str word = token_word(kind);
        front_forget(front);
        parse_clean(front,
                    str_printf(&front->arena, MEASURE "    let `%S` be `%S` + 1", word, word));
    }
}

static void a_soft_word_may_be_a_name_and_any_word_in_back_quotes(void **state)
{
    (void)state;
    front_run(names_body);
}

/* ---- limits ---- */

static Str repeated(Front *front, const char *before, const char *part, size_t count,
                    const char *after)
{
    Text text = text_open(&front->arena);
    text_add(&text, front_str(before));
    for (size_t i = 0; i < count; i++) text_add(&text, front_str(part));
    text_add(&text, front_str(after));
    return text_str(&text);
}

static void check_too_deep(Front *front, Str text)
{
    front_forget(front);
    check_tree(front_parse(front, text), text);
    bool told = false;
    for (size_t i = 0; i < front->diags.count; i++)
        told = told || front->diags.items[i].id == D_NESTED_DEEPLY;
    assert_true(told);
}

static void long_body(Front *front)
{
    Node *tree = parse_clean(front, repeated(front, MEASURE "value 1", " + a", 100000, "\n"));
    assert_true(tree->depth < 16);
    parse_clean(front, repeated(front, MEASURE "value 1", " * a", 10000, "\n"));
    parse_clean(front, repeated(front, MEASURE "value a", " and a", 10000, "\n"));
    parse_clean(front, repeated(front, MEASURE "value a", ".a", 10000, "\n"));
    parse_clean(front, repeated(front, MEASURE "value sum of (a", ", a", 10000, ")\n"));
    parse_clean(front, repeated(front, "table t \"T\"\n", "| a | b |\n", 20000, ""));
    parse_clean(front, repeated(front, "", "list l is \"A\"\n", 10000, ""));
    parse_clean(front, repeated(front, MEASURE "bands\n", "a \"A\" otherwise\n", 10000, ""));
}

static void long_texts_and_chains_are_read_and_stay_flat(void **state)
{
    (void)state;
    front_run(long_body);
}

static void deep_body(Front *front)
{
    parse_clean(front, repeated(front, MEASURE "value ", "- ", LIMIT_DEPTH - 1, "a\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "- ", LIMIT_DEPTH, "a\n"));
    front_forget(front);
    parse_clean(front, repeated(front, MEASURE "value ", "not ", LIMIT_DEPTH - 1, "a\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "not ", 100000, "a\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "(", 100000, "a\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "(1 + ", 300, "a\n"));
    check_too_deep(front, repeated(front, MEASURE "value a", "[1]", 300, "\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "1 if a otherwise ", 300, "1\n"));
    check_too_deep(front, repeated(front, MEASURE "value ", "f of (", 300, "1\n"));
}

static void deep_nesting_is_refused_at_the_limit(void **state)
{
    (void)state;
    front_run(deep_body);
}

static void full_body(Front *front)
{
    Str cells = repeated(front, "table t \"T\"\n", "|a|\n", LIMIT_SOURCE / 4 - 8, "");
    for (int i = 0; i < 2; i++) { /* half a million nodes each; read again, they count once */
        uint32_t file = front_add(front, cells);
        parse_source(&front->sources, file, &front->arena, &front->diags);
        parse_source(&front->sources, file, &front->arena, &front->diags);
        diags_sort(&front->diags); /* said twice, it stays once */
        assert_int_equal(front->diags.count, i == 0 ? 0 : 1);
    }
    assert_int_equal(front->diags.items[0].id, D_FILE_FULL);
}

static void a_framework_of_too_many_parts_is_refused(void **state)
{
    (void)state;
    front_run(full_body);
}

/* ---- broken texts ---- */

/* What can be put into a text: words, signs, and things no text should hold. */
static Str any_piece(Front *front, uint64_t *seed)
{
    static const char *const pieces[] = { "(",  ")",       "[",   "]",        ",",   ".",
                                          "\"", "|",       "\n|", "=",        "+",   "-",
                                          "1",  "2%",      "x",   "\"T\"",    "\n",  "--",
                                          "X",  "2026/27", "`",   "\xC3\xA9", "12.", ";" };
    if (front_random(seed, 2)) {
        uint32_t words = T_ZERO + 1 - T_FRAMEWORK;
        int kind = T_FRAMEWORK + (int)front_random(seed, words);
        return str_printf(&front->arena, " %S ", token_word(kind));
    }
    return front_str(pieces[front_random(seed, COUNT_OF(pieces))]);
}

/* A sample with a few of its pieces taken out, doubled, moved or replaced. */
static Str mutated(Front *front, const Source *source, uint64_t *seed)
{
    Text text = text_open(&front->arena);
    uint32_t count = source->token_count - 1;
    uint32_t from = front_random(seed, count), to = from + 1 + front_random(seed, 400);
    uint32_t rate = 2 + front_random(seed, 60);
    for (uint32_t t = from; t < count && t < to; t++) {
        Str piece = token_text(source, t);
        if (token_is_trivia(source->tokens[t].kind) || front_random(seed, rate)) {
            text_add(&text, piece);
            continue;
        }
        switch (front_random(seed, 5)) {
        case 0: break;
        case 1: text_printf(&text, "%S %S", piece, piece); break;
        case 2: text_add(&text, token_text(source, front_random(seed, count))); break;
        case 3: text_printf(&text, "%S%S", any_piece(front, seed), piece); break;
        default: text_add(&text, any_piece(front, seed)); break;
        }
    }
    return text_str(&text);
}

static void check_spans(const Diags *diags, size_t length)
{
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *diag = &diags->items[i];
        assert_true(diag->span.start <= diag->span.end && diag->span.end <= length);
        if (diag->has_replace) assert_true(diag->replace.end <= length);
    }
}

static void mutation_body(Front *front)
{
    Sources kept = front->sources;
    uint64_t seed = 11;
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        front->sources = kept;
        uint32_t file = front_add(front, front_load(front, samples[i]));
        tokens_read(&front->sources, file, &front->diags);
        Source source = front->sources.items[file];
        for (int round = 0; round < 700; round++) {
            front_forget(front);
            Str text = mutated(front, &source, &seed);
            Node *tree = front_parse(front, text);
            check_tree(tree, text);
            check_spans(&front->diags, text.len);
            bool wrong = has_gap(tree);
            if (wrong && front->diags.errors == 0)
                fail_msg("a gap without a message:\n%s", text.at);
        }
    }
}

static void a_broken_text_gives_messages_and_a_tree(void **state)
{
    (void)state;
    front_run(mutation_body);
}

static void hostile_body(Front *front)
{
    static const char *const parts[] = { "let ",       "let let be ", ")",      "(",
                                         "measure ",   "valeu x\n",   "for ",   "\n  from ",
                                         "record R\n", "| a\n",       "value ", "x\n",
                                         "\"",         "is below ",   "; ",     "where " };
    static const char *const heads[] = { "", MEASURE, "record R (Rs) from \"r.csv\"\n" };
    for (size_t h = 0; h < COUNT_OF(heads); h++)
        for (size_t i = 0; i < COUNT_OF(parts); i++) {
            front_forget(front);
            Str text = repeated(front, heads[h], parts[i], 20000, "");
            check_tree(front_parse(front, text), text);
        }
}

static void a_hostile_text_is_read_in_good_time(void **state)
{
    (void)state;
    front_run(hostile_body);
}

/* ---- messages ---- */

/* The places and codes of all messages, as 2:7 L0101, 3:1 L0102 ... */
static void check_messages(Front *front, const char *text, const char *wanted)
{
    front_forget(front);
    check_tree(front_parse(front, front_str(text)), front_str(text));
    diags_sort(&front->diags);
    Text found = text_open(&front->arena);
    for (size_t i = 0; i < front->diags.count; i++) {
        const Diag *diag = &front->diags.items[i];
        TextPlace place = source_place(&front->sources.items[0], diag->span.start);
        text_printf(&found, "%s%u:%u %s", i ? ", " : "", (uint64_t)place.line,
                    (uint64_t)place.column, diag_info[diag->id].name);
    }
    if (!str_eq(text_str(&found), front_str(wanted)))
        fail_msg("%s\n%s\n%s", text, found.at ? found.at : "", wanted);
}

static void messages_body(Front *front)
{
    check_messages(front, MEASURE "    let a 1\n    let b 2\n    let c 3\n",
                   "4:11 EXPECTED, 5:11 EXPECTED, 6:11 EXPECTED");
    check_messages(front, MEASURE "    value a ) + b )\n",
                   "4:13 BRACKET_EXTRA, 4:19 BRACKET_EXTRA");
    check_messages(front, MEASURE "    value (1 + 2\n    let a be (3\nlist l is \"A\"\n",
                   "4:17 BRACKET_OPEN, 5:16 BRACKET_OPEN");
    check_messages(front, "list l is\nlist m is \"A\"\n", "1:10 STOPS_SHORT");
    check_messages(front, "mesure m \"M\"\n  outcome\n  for each School\n    value 1\n",
                   "1:1 MISSPELT");
    check_messages(front, "list l is \"A\"\nlits m is \"B\"\nlist n is C D\n",
                   "2:1 MISSPELT, 3:13 EXPECTED");
    check_messages(front, "x\nlist l is \"A\"\n", "1:1 EXPECTED");
    check_messages(front, "list l is \"A\"\nframework f \"F\"\nframework g \"G\"\n",
                   "2:1 FRAMEWORK_LATE, 3:1 FRAMEWORK_AGAIN");
    check_messages(front,
                   "measure m \"M\"\n  outcome\n  leaves out \"a\" Bs wher c because \"d\"\n"
                   "  for each School\n    value 1 1\n",
                   "3:21 MISSPELT, 5:13 EXPECTED");
    check_messages(front, MEASURE "    value 1 if a else 2\n", "4:18 OTHER_WORD");
    check_messages(front, MEASURE "    value a and b or c\n", "4:19 AND_OR_MIXED");
    check_messages(front, MEASURE "    value \xE2\x80\x9Cx\xE2\x80\x9D + 12. == 3\n",
                   "4:11 CURLY_QUOTES, 4:17 NUMBER_POINT, 4:21 FOREIGN_SIGN");
    check_messages(front, MEASURE "    value mean of\n    let a be 1\n", "4:18 EXPECTED_HERE");
}

static void one_mistake_gives_one_message_at_its_place(void **state)
{
    (void)state;
    front_run(messages_body);
}

/* The text with every replacement that the messages offer. */
static Str repaired(Front *front, Str text)
{
    Text out = text_open(&front->arena);
    diags_sort(&front->diags);
    uint32_t at = 0;
    for (size_t i = 0; i < front->diags.count; i++) {
        const Diag *diag = &front->diags.items[i];
        if (!diag->has_replace || diag->replace.start < at) continue;
        text_add(&out, str_slice(text, at, diag->replace.start));
        text_add(&out, diag->with);
        at = diag->replace.end;
    }
    text_add(&out, str_slice(text, at, text.len));
    return text_str(&out);
}

static void repair_body(Front *front)
{
    static const char *const broken[] = {
        "framework f \xE2\x80\x9C"
        "F\xE2\x80\x9D\n  edition\xC2\xA0"
        "1 // first\n  owner 'X'\n",
        "framwork f \"F\"\n  editon 1\n  term 2025/26 to 2029/30\n\nlsit l is \"A\"\n",
        MEASURE "    let a = 1\n    let b be (1 + 2\n    valeu 12. * .5 == 3 && b \xE2\x89\xA5 4\n",
        MEASURE "    value a * 1,000\n    withheld as \"S\" when a < 40 %\n    value 1 if a is not "
                "known otherwise 2\n",
        MEASURE "    let list be 1\n    let by be 2\n    let b be 1 if a else 2\n",
        MEASURE "    value (a + b)) * 2\n    let c be average of a over Rs\n",
        "table t \"T\" | a | b |\n  | 1 | 2\n",
        "derive R.x \"X\" = 1\n",
    };
    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        front_forget(front);
        Str text = front_str(broken[i]);
        front_parse(front, text);
        size_t offered = 0, before = front->diags.count;
        for (size_t k = 0; k < before; k++) offered += front->diags.items[k].has_replace;
        assert_true(offered > 0);
        Str better = repaired(front, text);
        front_forget(front);
        front_parse(front, better);
        if (front->diags.count > before - offered) fail_msg("%s\nbecame\n%s", broken[i], better.at);
    }
}

static void every_offered_repair_mends_its_mistake(void **state)
{
    (void)state;
    front_run(repair_body);
}

static void every_title_is_a_short_statement_in_plain_words(void **state)
{
    (void)state;
    static const char *const banned[] = { "token",      "parse",   " null",   "exception",
                                          "identifier", "invalid", "illegal", "forbidden",
                                          "oops",       "sorry",   "please",  "you forgot",
                                          "prohibited", "syntax" };
    for (size_t i = 0; i < D_COUNT; i++) {
        const DiagInfo *info = &diag_info[i];
        if (strncmp(info->code, "L01", 3) != 0) continue;
        if (strlen(info->title) > 72) fail_msg("%s is too long", info->title);
        const char *texts[] = { info->title, info->label, info->why, info->fix };
        for (size_t k = 0; k < COUNT_OF(texts) * COUNT_OF(banned); k++)
            if (strstr(texts[k / COUNT_OF(banned)], banned[k % COUNT_OF(banned)]))
                fail_msg("%s: %s", info->code, banned[k % COUNT_OF(banned)]);
        size_t end = strlen(info->title);
        assert_true(end > 0 && info->title[end - 1] != '.');
    }
}

/* ---- memory ---- */

static void stop_body(Front *front)
{
    Str text = front_load(front, "sample.lustrum");
    front_parse(front, text);
    /* A limit that is passed while bison holds its own memory: the sanitizer sees a leak. */
    guard_escape(front->arena.guard, WHY_LIMIT);
}

static void an_escape_after_parsing_reaches_the_caller(void **state)
{
    (void)state;
    Front front = { .body = stop_body };
    front.arena = arena_open(&front.guard);
    assert_int_equal(guard_run(&front.guard, front_call, &front), WHY_LIMIT);
    arena_close(&front.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_frameworks_are_read_without_a_message),
        cmocka_unit_test(formulas_have_the_shape_that_they_are_read_aloud_with),
        cmocka_unit_test(spaces_and_blank_lines_carry_no_meaning),
        cmocka_unit_test(a_soft_word_may_be_a_name_and_any_word_in_back_quotes),
        cmocka_unit_test(long_texts_and_chains_are_read_and_stay_flat),
        cmocka_unit_test(deep_nesting_is_refused_at_the_limit),
        cmocka_unit_test(a_framework_of_too_many_parts_is_refused),
        cmocka_unit_test(a_broken_text_gives_messages_and_a_tree),
        cmocka_unit_test(a_hostile_text_is_read_in_good_time),
        cmocka_unit_test(one_mistake_gives_one_message_at_its_place),
        cmocka_unit_test(every_offered_repair_mends_its_mistake),
        cmocka_unit_test(every_title_is_a_short_statement_in_plain_words),
        cmocka_unit_test(an_escape_after_parsing_reaches_the_caller),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
