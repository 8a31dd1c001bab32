/* test_curve.c -- tables read between their rows against a rational reference: random knots, random
 * places asked for (on knots, between, outside; over many denominators), as examples of a
 * framework. SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"
#include "number/text.h"
#include "rounds_help.h"

enum { ROUNDS = 40, MOST_KNOTS = 12, KINDS = 2, ASKED = 30 };

typedef struct Knots {
    uint32_t count;
    const Exact *x[MOST_KNOTS], *y[MOST_KNOTS];
} Knots;

typedef struct Bench {
    Guard guard;
    Arena arena;
    uint64_t random;
    bool held;
    Knots knots[KINDS];
    Examples examples;
} Bench;

static int64_t below(Bench *b, int64_t n)
{
    b->random = b->random * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(b->random >> 33) % n;
}

/* A decimal with up to fifteen places, at times a whole number. */
static const Exact *decimal(Bench *b, int64_t most)
{
    static const int64_t den[] = { 1, 2, 10, 1000, 1000000000000000 };
    int64_t d = den[below(b, 5)], whole = below(b, most);
    return exact_from_ratio(&b->arena, whole * d + (d > 1 ? below(b, d) : 0), d);
}

static void make_knots(Bench *b, Knots *knots)
{
    const Exact *x = exact_from_i64(&b->arena, below(b, 5) - 2);
    knots->count = 2 + (uint32_t)below(b, MOST_KNOTS - 1);
    for (uint32_t i = 0; i < knots->count; i++) {
        knots->x[i] = x;
        knots->y[i] = exact_sub(&b->arena, decimal(b, 60), exact_from_i64(&b->arena, 20));
        x = exact_add(&b->arena, x, decimal(b, 3));
        x = exact_add(&b->arena, x, exact_from_ratio(&b->arena, 1, 8));
    }
}

/* The figure at x, straight from its definition; NULL outside. */
static const Exact *reference(Bench *b, const Knots *knots, const Exact *x)
{
    Arena *a = &b->arena;
    uint32_t last = knots->count - 1;
    if (exact_compare(a, x, knots->x[0]) < 0) return b->held ? knots->y[0] : NULL;
    if (exact_compare(a, x, knots->x[last]) > 0) return b->held ? knots->y[last] : NULL;
    uint32_t i = 0;
    while (i + 2 < knots->count && exact_compare(a, knots->x[i + 1], x) <= 0) i++;
    const Exact *way =
        exact_div(a, exact_sub(a, x, knots->x[i]), exact_sub(a, knots->x[i + 1], knots->x[i]));
    const Exact *rise = exact_sub(a, knots->y[i + 1], knots->y[i]);
    return exact_add(a, knots->y[i], exact_mul(a, way, rise));
}

static void write_table(Bench *b, Text *text)
{
    text_printf(text, "table knots \"Knots\"\n  between rows by straight lines, outside them %s\n",
                b->held ? "as the nearest row" : "missing as off_the_curve");
    text_add(text, STR("  | kind | x | y |\n"));
    for (uint32_t i = 0; i < MOST_KNOTS; i++)
        for (int k = 0; k < KINDS; k++) {
            const Knots *knots = &b->knots[k];
            if (i >= knots->count) continue;
            text_printf(text, "  | %s | ", k ? "B" : "A");
            number_write_plain(text, knots->x[i]);
            text_add(text, STR(" | "));
            number_write_plain(text, knots->y[i]);
            text_add(text, STR(" |\n"));
        }
}

/* A row that asks at number / share, and what is to come. */
static void write_entry(Bench *b, Text *rows, Text *expected, int i)
{
    int k = (int)below(b, KINDS);
    const Knots *knots = &b->knots[k];
    int64_t share = 1 + below(b, 4) * below(b, 4);
    const Exact *number = decimal(b, 24), *by = exact_from_i64(&b->arena, share);
    if (below(b, 3) == 0) number = exact_mul(&b->arena, by, knots->x[below(b, knots->count)]);
    const Exact *y = reference(b, knots, exact_div(&b->arena, number, by));
    text_printf(rows, "    | E%u | %s | ", (uint64_t)i, k ? "B" : "A");
    number_write_plain(rows, number);
    text_printf(rows, " | %u |\n", (uint64_t)share);
    text_printf(expected, "  expect estimate of Entry \"E%u\" is ", (uint64_t)i);
    if (!y) {
        text_add(expected, STR("missing as off_the_curve\n"));
        return;
    }
    Text exact = text_open(&b->arena);
    number_write_exact(&exact, y);
    Str words = text_str(&exact);
    for (size_t c = 0; c < words.len; c++)
        text_add(expected, words.at[c] == '/' ? STR(" / ") : str_slice(words, c, c + 1));
    text_add(expected, STR("\n"));
}

static Str make_rules(Bench *b)
{
    Text text = text_open(&b->arena), rows = text_open(&b->arena), expected = text_open(&b->arena);
    text_add(&text, STR("framework curves \"Curves\"\n  edition 1\n  term 2025/26 only\n"
                        "  rounding half up\n"
                        "record Entry (Entries) from \"entries.csv\"\n"
                        "  number key personal text from \"ID\"\n"
                        "  kind   baseline code of kinds from \"KIND\"\n"
                        "  points baseline number -999 to 999 from \"POINTS\"\n"
                        "  share  baseline whole number 1 to 99 from \"SHARE\"\n"
                        "list kinds is \"A\", \"B\"\n"));
    write_table(b, &text);
    text_add(&text, STR("measure estimate \"Estimate\"\n  context, shown to 4 places\n"
                        "  for each Entry\n    value knots[kind, points / share]\n"
                        "example \"random\"\n  given Entry\n"
                        "    | number | kind | points | share |\n"));
    for (int i = 0; i < ASKED; i++) write_entry(b, &rows, &expected, i);
    text_add(&text, text_str(&rows));
    text_add(&text, text_str(&expected));
    return text_str(&text);
}

static void run_body(void *arg)
{
    Bench *b = arg;
    for (int k = 0; k < KINDS; k++) make_knots(b, &b->knots[k]);
    run_example(&b->arena, make_rules(b), &b->examples);
}

static void random_curves_are_what_their_definition_says(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        Bench b = { .random = round * 77 + 5, .held = round % 2 };
        b.arena = arena_open(&b.guard);
        Why why = guard_run(&b.guard, run_body, &b);
        examples_close(&b.examples);
        assert_int_equal(why, WHY_NOTHING);
        assert_int_equal(b.examples.passed, 1);
        arena_close(&b.arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        random_curves_are_what_their_definition_says) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
