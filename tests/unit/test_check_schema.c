/* test_check_schema.c -- the loader's schemas say what the record declares.
 * SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "check/check.h"

static const char text[] =
    "framework t \"T\"\n  edition 1\n  term 2025/26 to 2029/30\n  owner \"X\"\n"
    "list kinds is \"1\", \"2\"\n"
    "record Region (Regions) named by School.region\n"
    "record School (Schools) from \"s.csv\", in 2027/28 from \"t.csv\", encoding cp1252,\n"
    "    separator \";\", rows where TYPE in kinds and OPEN is \"1\"\n"
    "  area    key text from \"AREA\"\n"
    "  number  key text from \"NO\"\n"
    "  region  part of Region from \"REGION\", missing \"\" as nowhere\n"
    "record Pupil (Pupils) from \"p.csv\"\n"
    "  upn     key personal text from \"UPN\"\n"
    "  school  part of School from \"AREA\", \"NO\"\n"
    "  score   outcome number -1.5 to 90 from \"S\", in 2027/28 from \"S2\", missing \"NA\", "
    "\"NE\" as "
    "no_entry \"No entry\", trim\n"
    "  rate    outcome % 0% to 100% from \"R\", anything else as a_word, percent sign\n"
    "  poor    context yes or no from \"P\", yes \"1\", yes \"Y\", no \"0\"\n"
    "  kind    context code of kinds from \"K\"\n"
    "record Entry (Entries) from \"e.csv\"\n"
    "  pupil   part of Pupil from \"UPN\"\n";

static Guard guard;

static void is(Str got, const char *wanted)
{
    assert_true(str_eq(got, (Str){ wanted, strlen(wanted) }));
}

static void check_school(const RecordSchema *school)
{
    is(school->file, "s.csv");
    assert_int_equal(school->renamed_count, 1);
    assert_int_equal(school->renamed[0].first_year, 2027);
    assert_int_equal(school->renamed[0].last_year, 2027);
    is(school->renamed[0].name, "t.csv");
    assert_int_equal(school->encoding, ENCODING_CP1252);
    assert_int_equal(school->separator, ';');
    assert_int_equal(school->where_count, 2);
    is(school->where[0].header, "TYPE");
    assert_int_equal(school->where[0].value_count, 2);
    is(school->where[0].values[1], "2");
    is(school->where[1].values[0], "1");
    assert_int_equal(school->key_count, 2);
    assert_int_equal(school->key[1], 1);
    assert_int_equal(school->fields[2].kind, KIND_LINK);
    assert_int_equal(school->fields[2].parent, 0);
    assert_int_equal(school->fields[2].missing_count, 1);
}

static void check_pupil(const RecordSchema *pupil, const Model *model)
{
    assert_true(pupil->personal_key);
    assert_true(pupil->fields[0].personal);
    assert_int_equal(pupil->fields[1].header_count, 2);
    is(pupil->fields[1].headers[1], "NO");
    const FieldSchema *score = &pupil->fields[2];
    assert_true(score->low.given && score->low.digits == -15 && score->low.places == 1);
    assert_true(score->high.given && score->high.digits == 90 && score->high.places == 0);
    is(score->renamed[0].name, "S2");
    assert_int_equal(score->missing_count, 2);
    is(score->missing[1].text, "NE");
    is(model->reasons[score->missing[1].reason].printed, "No entry");
    assert_true(score->trim);
    const FieldSchema *rate = &pupil->fields[3];
    assert_true(rate->has_else && rate->percent_sign && rate->high.digits == 100);
    is(model->reasons[rate->else_reason].printed, "a word");
    assert_int_equal(pupil->fields[4].yes_count, 2);
    is(pupil->fields[4].no[0], "0");
    assert_int_equal(pupil->fields[5].code_count, 2);
    is(pupil->fields[5].codes_name, "kinds");
}

static void body(void *arg)
{
    (void)arg;
    Arena arena = arena_open(&guard);
    Diags diags = diags_open(&arena);
    Sources sources = sources_open(&arena);
    uint32_t file;
    Str whole = { text, sizeof(text) - 1 };
    assert_true(source_add(&sources, &diags, STR("t.lustrum"), whole, &file));
    CheckOptions options = { .year = 2026 };
    Model *model = check_framework(&arena, &sources, file, &options, &diags);
    for (size_t i = 0; i < diags.count; i++)
        print_message("%s\n", diag_info[diags.items[i].id].title);
    assert_int_equal(diags.errors, 0);
    RecordSchema *schemas = records_schemas(model, &arena);
    assert_int_equal(schemas[0].named_by_record, 1);
    assert_int_equal(schemas[0].named_by_field, 2);
    assert_int_equal(schemas[0].field_count, 1);
    assert_int_equal(schemas[0].fields[0].header_count, 0);
    check_school(&schemas[1]);
    check_pupil(&schemas[2], model);
    assert_true(schemas[3].fields[0].personal); /* it holds the pupil's number */
    assert_int_equal(schemas[3].key_count, 0);
    arena_close(&arena);
}

static void schemas_say_what_is_declared(void **state)
{
    (void)state;
    assert_int_equal(guard_run(&guard, body, NULL), WHY_NOTHING);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(schemas_say_what_is_declared) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
