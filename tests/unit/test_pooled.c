/* test_pooled.c -- means pooled until they rise, and lines between groups, against their
 * definitions: random rows as an example of a framework, what comes worked out here with rationals.
 *
 * The pooled mean of group i is the greatest, over groups a up to i, of the least, over groups b
 * from i on, of the mean of all rows of groups a to b; falling, the other way round.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/exact.h"
#include "number/text.h"
#include "rounds_help.h"

enum { ROUNDS = 40, BANDS = 7, KINDS = 2, ROWS = 24, ASKED = 8 };

typedef struct Row {
    int kind, band;
    int64_t prior, weight; /* prior in halves */
    int64_t tenths;        /* points */
} Row;

typedef struct Bench {
    Guard guard;
    Arena arena;
    uint64_t random;
    bool held;
    Row row[ROWS];
    int rows;
    Text text;
    Examples examples;
} Bench;

static int64_t below(Bench *b, int64_t n)
{
    b->random = b->random * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)(b->random >> 33) % n;
}

/* The mean of rows of `kind` in bands [first, last]: of their points, weighted, or priors; NULL. */
static const Exact *mean_of(Bench *b, int kind, int first, int last, bool weighted, bool prior)
{
    int64_t sum = 0, weight = 0;
    for (int i = 0; i < b->rows; i++) {
        const Row *row = &b->row[i];
        if (row->kind != kind || row->band < first || row->band > last) continue;
        int64_t w = weighted ? row->weight : 1;
        sum += w * (prior ? row->prior : row->tenths);
        weight += w;
    }
    return weight ? exact_from_ratio(&b->arena, sum, weight * (prior ? 2 : 10)) : NULL;
}

static const Exact *better(Bench *b, const Exact *x, const Exact *y, bool greater)
{
    if (!x || !y) return x ? x : y;
    int order = exact_compare(&b->arena, x, y);
    return (order > 0) == greater ? x : y;
}

/* The pooled mean of a band that has weight, from the definition. */
static const Exact *pooled(Bench *b, int kind, int band, bool weighted, bool rise)
{
    const Exact *most = NULL;
    if (!mean_of(b, kind, band, band, weighted, false)) return NULL;
    for (int first = 0; first <= band; first++) {
        const Exact *least = NULL;
        if (!mean_of(b, kind, first, first, weighted, false)) continue;
        for (int last = band; last < BANDS; last++)
            least = better(b, least, mean_of(b, kind, first, last, weighted, false), !rise);
        most = better(b, most, least, rise);
    }
    return most;
}

typedef struct Point {
    const Exact *x, *y;
} Point;

/* The points of a kind by place; how many. */
static int points_of(Bench *b, int kind, Point *point)
{
    int count = 0;
    for (int band = 0; band < BANDS; band++) {
        Point p = { mean_of(b, kind, band, band, false, true), pooled(b, kind, band, false, true) };
        if (!p.x || !p.y) continue;
        int at = count++;
        for (; at && exact_compare(&b->arena, point[at - 1].x, p.x) > 0; at--)
            point[at] = point[at - 1];
        point[at] = p;
    }
    return count;
}

/* The height at x; NULL with the reason in *why. */
static const Exact *height(Bench *b, int kind, const Exact *x, const char **why)
{
    Arena *a = &b->arena;
    Point point[BANDS];
    int count = points_of(b, kind, point), under = -1, over = count;
    *why = b->held ? "not_in_table" : "off_the_lines";
    if (count == 0) return NULL;
    for (int i = 0; i < count; i++) {
        if (exact_compare(a, point[i].x, x) <= 0) under = i;
        if (exact_compare(a, point[i].x, x) >= 0 && over == count) over = i;
    }
    if (under < 0) return b->held ? point[0].y : NULL;
    if (over == count) return b->held ? point[count - 1].y : NULL;
    if (exact_compare(a, point[under].x, x) == 0) {
        for (int i = over; i < under; i++)
            if (exact_compare(a, point[i].y, point[under].y) != 0) *why = "more_than_one";
        return strcmp(*why, "more_than_one") == 0 ? NULL : point[under].y;
    }
    const Exact *way =
        exact_div(a, exact_sub(a, x, point[under].x), exact_sub(a, point[over].x, point[under].x));
    return exact_add(a, point[under].y,
                     exact_mul(a, way, exact_sub(a, point[over].y, point[under].y)));
}

/* ---- the framework ---- */

static void say_number(Text *text, Arena *arena, const Exact *x)
{
    Text exact = text_open(arena);
    number_write_exact(&exact, x);
    Str words = text_str(&exact);
    for (size_t c = 0; c < words.len; c++)
        text_add(text, words.at[c] == '/' ? STR(" / ") : str_slice(words, c, c + 1));
}

static void expect(Bench *b, const char *figure, int kind, const Exact *key, const Exact *x,
                   const char *why)
{
    text_printf(&b->text, "  expect m.%s[\"%s\", ", figure, kind ? "B" : "A");
    say_number(&b->text, &b->arena, key);
    text_add(&b->text, STR("] is "));
    if (x)
        say_number(&b->text, &b->arena, x);
    else
        text_printf(&b->text, "missing as %s", why);
    text_add(&b->text, STR("\n"));
}

static void write_rules(Bench *b)
{
    b->text = text_open(&b->arena);
    text_add(&b->text,
             STR("framework pools \"Pools\"\n  edition 1\n  term 2025/26 only\n"
                 "  rounding half up\n"
                 "record Entry (Entries) from \"entries.csv\"\n"
                 "  kind   baseline code of kinds from \"KIND\"\n"
                 "  band   baseline whole number -9 to 9 from \"BAND\"\n"
                 "  prior  baseline number from \"PRIOR\"\n"
                 "  points outcome number from \"POINTS\"\n"
                 "  weight outcome number 0 to 9 from \"WEIGHT\"\n"
                 "list kinds is \"A\", \"B\"\n"
                 "measure m \"M\"\n  outcome, shown to 4 places\n  for the nation\n"
                 "    let up be mean of points over Entries by (kind, band) pooled to rise\n"
                 "    let heavy be mean of points over Entries weighted by weight\n"
                 "      by (kind, band) pooled to fall\n"
                 "    let middle be mean of prior over Entries by (kind, band)\n"
                 "    let line be mean of points over Entries by (kind, band) pooled to rise,\n"
                 "      between groups by straight lines along middle, outside them "));
    text_add(&b->text, b->held ? STR("as the nearest group") : STR("missing as off_the_lines"));
    text_add(&b->text, STR("\n  for each Entry\n    value 1\nexample \"random\"\n  given Entry\n"
                           "    | kind | band | prior | points | weight |\n"));
    for (int i = 0; i < b->rows; i++) {
        const Row *row = &b->row[i];
        text_printf(&b->text, "    | %s | %u | ", row->kind ? "B" : "A", (uint64_t)row->band);
        number_write_plain(&b->text, exact_from_ratio(&b->arena, row->prior, 2));
        text_add(&b->text, STR(" | "));
        number_write_plain(&b->text, exact_from_ratio(&b->arena, row->tenths, 10));
        text_printf(&b->text, " | %u |\n", (uint64_t)row->weight);
    }
}

static void write_expected(Bench *b)
{
    for (int kind = 0; kind < KINDS; kind++) {
        for (int band = 0; band < BANDS; band++) {
            const Exact *key = exact_from_i64(&b->arena, band);
            expect(b, "up", kind, key, pooled(b, kind, band, false, true), "nothing_to_divide_by");
            expect(b, "heavy", kind, key, pooled(b, kind, band, true, false),
                   "nothing_to_divide_by");
        }
        for (int i = 0; i < ASKED; i++) {
            const char *why;
            const Exact *x = exact_from_ratio(&b->arena, below(b, 60), 1 + below(b, 4));
            const Exact *middle = mean_of(b, kind, i % BANDS, i % BANDS, false, true);
            if (middle && i % 2) x = middle;
            const Exact *y = height(b, kind, x, &why);
            expect(b, "line", kind, x, y, why);
        }
    }
}

static void run_body(void *arg)
{
    Bench *b = arg;
    int64_t spread = 1 + below(b, 5);
    b->rows = 1 + (int)below(b, ROWS);
    for (int i = 0; i < b->rows; i++) {
        Row *row = &b->row[i];
        *row = (Row){ .kind = (int)below(b, KINDS), .band = (int)below(b, BANDS) };
        row->prior = row->band * spread + below(b, 9);
        row->tenths = row->band * 20 + below(b, 90) - 20;
        row->weight = below(b, 4);
    }
    write_rules(b);
    write_expected(b);
    run_example(&b->arena, text_str(&b->text), &b->examples);
}

static void random_pools_are_what_their_definition_says(void **state)
{
    (void)state;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        Bench b = { .random = round * 91 + 3, .held = round % 2 };
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
        random_pools_are_what_their_definition_says) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
