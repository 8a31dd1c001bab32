/* test_same_year.c -- years of a term of which a framework says the same are checked once, and
 * nothing that a check of every year would tell is lost by that.
 * SPDX-License-Identifier: Apache-2.0 */
#include "front_room.h"
#include "check/check.h"
#include "compile.h"
#include <dirent.h>
#include <stdio.h>

#define HEAD                                                                                       \
    "framework t \"T\"\n  edition 1\n  term 2025/26 to 2029/30\n  rounding half away from zero\n"
#define SCHOOL                                                                                     \
    "record School (Schools) from \"s.csv\"\n"                                                     \
    "  urn     key text from \"URN\"\n"                                                            \
    "  points  outcome number 0 to 90 from \"POINTS\""
#define MEASURE                                                                                    \
    "measure m \"M\"\n  outcome, higher is better, shown to 1 place\n"                             \
    "  for each School\n    value "

/* Which years of the term say the same as its first. */
static void assert_same(Front *front, const char *text, const char *years)
{
    front_forget(front);
    uint32_t file;
    Str rules = { text, strlen(text) };
    source_add(&front->sources, &front->diags, STR("test.lustrum"), rules, &file);
    Model *model =
        compile_model(&front->arena, &front->sources, file, 2025, NULL, 0, &front->diags);
    if (front->diags.errors)
        fail_msg("%s, of:\n%s", diag_info[front->diags.items[0].id].title, text);
    for (int year = 2025; year < 2030; year++)
        if (model_same_year(model, year) != (years[year - 2025] == 's'))
            fail_msg("%d is not judged as %s says, of:\n%s", year, years, text);
}

static void judged(Front *front)
{
    assert_same(front, HEAD SCHOOL "\n" MEASURE "points\n", "sssss");
    assert_same(front, HEAD SCHOOL "\n" MEASURE "points + p\nparameter p \"P\" is 1\n", "sssss");
    assert_same(front,
                HEAD SCHOOL "\n" MEASURE "points + p\n"
                            "parameter p \"P\" is 1 in 2025/26, 2 in 2026/27 to 2027/28, "
                            "1 from 2028/29\n",
                "s....");
    assert_same(front, HEAD SCHOOL ", in 2027/28 from \"P\"\n" MEASURE "points\n", "ss.ss");
    assert_same(front,
                HEAD SCHOOL "\n" MEASURE "added[points]\n"
                            "table added \"Added\"\n"
                            "  | year               | points  | extra |\n"
                            "  | 2025/26 to 2026/27 | 0 to 90 | 1     |\n"
                            "  | from 2027/28       | 0 to 90 | 2     |\n",
                "ss...");
    assert_same(front,
                HEAD "  uses reference of 2026/27\n" SCHOOL "\n" MEASURE "points\n"
                     "  for the nation\n    value mean of value over Schools\n",
                "ss...");
    assert_same(front, HEAD SCHOOL "\n" MEASURE "points - points[the year before]\n", ".....");
}

static void test_judged(void **state)
{
    (void)state;
    front_run(judged);
}

/* ---- nothing is lost: every framework of the golden cases ---- */

static void put_codes(const Diags *diags, char *codes, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < diags->count; i++) {
        const Diag *d = &diags->items[i];
        used += (size_t)snprintf(codes + used, room - used, "%s at %u ", diag_info[d->id].code,
                                 d->span.start);
        if (used >= room) fail_msg("too many messages");
    }
}

typedef struct Compared {
    char path[512];
    bool both; /* it compiles */
} Compared;

static void compare_one(Front *front, Compared *compared)
{
    static char once[1 << 16], every[1 << 16];
    uint32_t file;
    size_t count;
    once[0] = every[0] = '\0';
    front_forget(front);
    Str path = { compared->path, strlen(compared->path) };
    if (!source_load(&front->sources, &front->diags, path, NULL, &file)) return;
    compile_term(&front->arena, &front->sources, file, &front->diags);
    diags_sort(&front->diags);
    put_codes(&front->diags, once, sizeof once);
    front_forget(front);
    source_load(&front->sources, &front->diags, path, NULL, &file);
    compile_years(&front->arena, &front->sources, file, &front->diags, &count);
    diags_sort(&front->diags);
    put_codes(&front->diags, every, sizeof every);
    if (strstr(once, "L0605") == NULL) assert_string_equal(once, every);
    compared->both = true;
}

static Compared compared;

static void compare_body(Front *front)
{
    compare_one(front, &compared);
}

static void compare_folder(const char *folder, size_t least)
{
    size_t count = 0;
    DIR *all = opendir(folder);
    assert_non_null(all);
    for (struct dirent *entry; (entry = readdir(all));) {
        const char *end = strrchr(entry->d_name, '.');
        if (!end || strcmp(end, ".lustrum") != 0) continue;
        snprintf(compared.path, sizeof compared.path, "%s/%s", folder, entry->d_name);
        compared.both = false;
        front_run(compare_body);
        count += compared.both;
    }
    closedir(all);
    if (count < least) fail_msg("%zu frameworks in %s are too few", count, folder);
}

static void test_nothing_lost(void **state)
{
    (void)state;
    compare_folder("tests/golden/check", 100);
    compare_folder("tests/golden/years", 5);
    compare_folder("examples/england_primary", 1);
    compare_folder("examples/england_floor", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_judged),
                                        cmocka_unit_test(test_nothing_lost) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
