/* test_meaning.c -- the normal form of single formulas, what keeps its order in it, and which
 * clause of one framework is which of another. SPDX-License-Identifier: Apache-2.0 */
#include "front_room.h"
#include "compile.h"
#include "meaning/form/form.h"
#include "meaning/diff/pair.h"

static const char head[] = "framework m \"M\"\n"
                           "  edition   1\n"
                           "  term      2025/26 to 2029/30\n"
                           "  rounding  half away from zero\n"
                           "\n"
                           "record School (Schools) from \"s.csv\"\n"
                           "  urn  key text                   from \"U\"\n"
                           "  x    outcome number in points   from \"X\", missing \"\" as gone\n"
                           "  y    outcome number in points   from \"Y\", missing \"\" as lost\n"
                           "  z    outcome number in points   from \"Z\"\n"
                           "\n"
                           "measure one \"One\"\n"
                           "  outcome, in points, higher is better, shown to 1 place\n"
                           "  for each School\n";

/* The form of a framework whose measure has these lines. */
static Form *form_with(Front *front, const char *lines)
{
    uint32_t file = 0;
    Sources *sources = NEW(&front->arena, Sources);
    Diags *diags = NEW(&front->arena, Diags);
    *sources = sources_open(&front->arena);
    *diags = diags_open(&front->arena);
    Str text = str_printf(&front->arena, "%s%s", head, lines);
    assert_true(source_add(sources, diags, STR("test.lustrum"), text, &file));
    Model *model = compile_names(&front->arena, sources, file, diags);
    assert_int_equal(diags->errors, 0);
    return form_of(&front->arena, model, NULL);
}

static const Decl *measure_of(const Form *form)
{
    for (size_t i = 0; i < form->decl_count; i++)
        if (strcmp(form->decls[i].kind, "measure") == 0) return &form->decls[i];
    fail();
    return NULL;
}

static const Part *part_of(const Decl *decl, const char *key)
{
    for (size_t i = 0; i < decl->part_count; i++)
        if (str_eq(decl->parts[i].key, ((Str){ key, strlen(key) }))) return &decl->parts[i];
    fail_msg("no part %s", key);
    return NULL;
}

/* The normal form of `value FORMULA`, without the word value around it. */
static const char *value_form(Front *front, const char *formula)
{
    Str lines = str_printf(&front->arena, "    value %s\n", formula);
    const Part *part = part_of(measure_of(form_with(front, str_c(&front->arena, lines))), "value");
    return str_c(&front->arena,
                 str_slice(part->term->text, strlen("(value "), part->term->text.len - 1));
}

static void same(Front *front, const char *a, const char *b)
{
    assert_string_equal(value_form(front, a), value_form(front, b));
}

static void other(Front *front, const char *a, const char *b)
{
    assert_string_not_equal(value_form(front, a), value_form(front, b));
}

/* ---- form ---- */

static void forms(Front *front)
{
    assert_string_equal(value_form(front, "z * 2 + 1"), "(+ (* 2 z) 1)");
    assert_string_equal(value_form(front, "(1 + (2 * z))"), "(+ (* 2 z) 1)");
    assert_string_equal(value_form(front, "1.50 + z"), "(+ 1.5 z)");
    const Decl *decl = measure_of(form_with(front, "    let twice be 2 * z\n"
                                                   "    value twice + 1\n"
                                                   "    bands\n"
                                                   "      high \"H\" when shown value >= 50\n"
                                                   "      low  \"L\" otherwise\n"));
    assert_string_equal(str_c(&front->arena, part_of(decl, "value")->term->text),
                        "(value (+ (* 2 z) 1))");
    const Part *band = part_of(decl, "band high");
    assert_string_equal(str_c(&front->arena, band->term->text), "(band (<= 50 (shown value)))");
    assert_int_equal(band->order, 1);
    assert_int_equal(band->label, LABEL_BAND);
}

static void a_formula_has_one_form(void **state)
{
    (void)state;
    front_run(forms);
}

/* ---- order ---- */

static void orders(Front *front)
{
    same(front, "z + 2 * z", "2 * z + z");
    same(front, "1 + (2 + z)", "(z + 1) + 2");
    other(front, "z - 1", "1 - z");
    other(front, "z / 2", "2 / z");
    same(front, "1 if z > 2 otherwise 0", "1 if 2 < z otherwise 0");
    same(front, "1 if z > 2 and (z < 9 and z <> 5) otherwise 0",
         "1 if all of (z < 9, z <> 5, 2 < z) otherwise 0");
    /* of two that can be missing the first gives the reason */
    other(front, "x + y", "y + x");
    same(front, "x + z", "z + x");
    same(front, "x + x * 2", "2 * x + x");
    /* what is asked after `is known` relies on it */
    other(front, "1 if x is known and x > 5 otherwise 0", "1 if x > 5 and x is known otherwise 0");
}

static void only_an_order_that_says_nothing_is_lost(void **state)
{
    (void)state;
    front_run(orders);
}

/* ---- pair ---- */

static size_t place_of(const Decl *decl, const char *key)
{
    return (size_t)(part_of(decl, key) - decl->parts);
}

static const char *const before = "    let twice be 2 * z\n"
                                  "    value twice + 1\n"
                                  "    bands\n"
                                  "      high \"H\" when shown value >= 50\n"
                                  "      mid  \"M\" when shown value >= 20\n"
                                  "      low  \"L\" otherwise\n";
static const char *const after = "    value 2 * z + 2\n"
                                 "    bands\n"
                                 "      low  \"L\" when shown value < 20\n"
                                 "      top  \"T\" when shown value >= 60\n"
                                 "      high \"H\" otherwise\n";

static void pairs(Front *front)
{
    const Form *old_form = form_with(front, before);
    const Decl *old = measure_of(old_form);
    const Form *new_form = form_with(front, after);
    const Decl *new = measure_of(new_form);
    bool *taken;
    size_t *pair = parts_pair(&front->arena, old, new, &taken);
    static const char *const kept[] = { "value", "band high", "band low", "unit" };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        assert_int_equal(pair[place_of(old, kept[i])], place_of(new, kept[i]) + 1);
        assert_true(taken[place_of(new, kept[i])]);
    }
    assert_int_equal(pair[place_of(old, "band mid")], 0);
    assert_false(taken[place_of(new, "band top")]);
    assert_true(part_same_kind(part_of(old, "band mid"), part_of(new, "band top")));
    assert_false(part_same_kind(part_of(old, "band mid"), part_of(new, "value")));
    assert_true(part_has_level(part_of(old, "value"), STR("School")));
    assert_false(part_has_level(part_of(old, "value"), STR("Region")));
    assert_ptr_equal(form_find(new_form, old), new);
    assert_false(decl_is_helper(old));
}

static void a_clause_finds_the_one_it_became(void **state)
{
    (void)state;
    front_run(pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_formula_has_one_form),
                                        cmocka_unit_test(only_an_order_that_says_nothing_is_lost),
                                        cmocka_unit_test(a_clause_finds_the_one_it_became) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
