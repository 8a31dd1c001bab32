/* test_cell_edges.c -- cells that are nearly something else: slips of what is declared, what a
 * spreadsheet made of them, lists, keys of several columns, numbers where 128 bits end.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table_help.h"
#include "table/cell.h"

#define PUPILS_HEAD "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n"

/* ---- what may be shown of people ---- */

static const MissingText not_known[] = { { STR("not known"), R_NONE } };
static const Str entitled[] = { STR("entitled to meals") }, paying[] = { STR("paying in full") };
static const Str houses[] = { STR("Plantagenet"), STR("Hanover") };

/* FSM is of long texts, and SHARE a code of two. */
static Load *long_texts(const char *text)
{
    Load *load = new_load();
    FieldSchema *pupil = load->frame.pupil;
    missing(&pupil[2], not_known, 1);
    pupil[3].kind = KIND_CODE;
    pupil[3].codes = houses;
    pupil[3].code_count = COUNT_OF(houses);
    pupil[3].missing_count = 0;
    pupil[4].yes = entitled;
    pupil[4].no = paying;
    load->text[PUPIL] = text;
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\n";
    load->frame.records[ENTRY].may_be_empty = true;
    return load;
}

static void a_slip_of_what_is_declared_is_shown_and_a_name_is_not(void **state)
{
    (void)state;
    Load *load = long_texts(PUPILS_HEAD "A1,200,not knowm,Hanover,entitled to meals,,\n"
                                        "A2,100,Margaret,Hanover,paying in full,,\n"
                                        "A3,100,1,Plantaganet,entitled to meels,,\n"
                                        "A4,100,1,Elizabeth,paying in ful,,\n"
                                        "A5,100,SUPPMAT,Hanover,Elizabeth R,,\n");
    run_all_ways(load);
    has(load, "cell 2 C SCORE: \"not knowm\"");
    has(load, "cell 4 D SHARE: \"Plantaganet\"");
    has(load, "cell 4 E FSM: \"entitled to meels\"");
    has(load, "cell 5 E FSM: \"paying in ful\"");
    has(load, "cell 6 C SCORE: \"SUPPMAT\"");
    has(load, "cell 6 E FSM: 11 characters");
    has_not(load, "Margaret");
    has_not(load, "Elizabeth");
    free_load(load);
}

static void other_capitals_are_told_of_each_kind(void **state)
{
    (void)state;
    Load *load = long_texts(PUPILS_HEAD "A1,200,Not Known,hanover,Entitled To Meals,,\n"
                                        "A2,100,1,Hanover,Paying in full,,\n"
                                        "A3,100,1,Hanover,paying in full,,\n"
                                        "A5,100,1,Hanover,paying in full,,\n");
    run_all_ways(load);
    has(load, "cell 2 C SCORE: \"Not Known\"");
    has(load, "cell 2 D SHARE: \"hanover\"");
    has(load, "cell 2 E FSM: \"Entitled To Meals\"");
    has(load, "cell 3 E FSM: \"Paying in full\"");
    has(load, "L0526");
    has_not(load, "L0511");
    has_not(load, "L0527");
    free_load(load);
}

/* ---- the cause that is told ---- */

typedef struct Cause {
    const char *score, *code;
} Cause;

static void nearly_what_a_spreadsheet_makes_is_not(void **state)
{
    (void)state;
    static const Cause causes[] = {
        { "##", "L0541" },     { "##1", "L0513" },    { "#", "L0513" },      { "1E+11", "L0541" },
        { "1E+1x", "L0519" },  { "1E+1/", "L0519" },  { "1.5E+1", "L0541" }, { "12E+1", "L0519" },
        { "9-May", "L0541" },  { "x9-May", "L0513" }, { "09-May", "L0541" }, { "May-09", "L0541" },
        { "May-0x", "L0513" }, { "May-x9", "L0513" }, { "May09", "L0513" },  { "1E-11", "L0519" },
        { "9-Moy", "L0513" },  { "2014.0x", "L0513" }
    };
    for (size_t i = 0; i < COUNT_OF(causes); i++) {
        char text[200];
        Load *load = new_load();
        snprintf(text, sizeof text,
                 PUPILS_HEAD "A1,200,%s,1,1,,\nA2,100,1,1,1,,\nA3,100,1,1,1,,\n"
                             "A5,100,1,1,1,,\n",
                 causes[i].score);
        load->text[PUPIL] = text;
        run(load);
        if (strcmp(load->code[0], causes[i].code) != 0)
            fail_msg("%s gives\n%s", causes[i].score, load->dump);
        free_load(load);
    }
}

static void several_values_and_spaces_around_one_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *grade, *code;
    } cases[] = { { " A", "L0525" },  { "A ", "L0525" },    { " Z", "L0511" },
                  { "A;B", "L0564" }, { "A | B", "L0564" }, { "A;", "L0511" },
                  { ";A", "L0511" },  { "A;;B", "L0511" },  { "A;Z", "L0511" },
                  { "A|Z", "L0511" }, { "A;B|U", "L0511" } };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[100];
        Load *load = new_load();
        snprintf(text, sizeof text, "UPN,SUBJECT,GRADE\nA1,MATHS,%s\n", cases[i].grade);
        load->text[ENTRY] = text;
        run(load);
        if (strcmp(load->code[0], cases[i].code) != 0)
            fail_msg("%s gives\n%s", cases[i].grade, load->dump);
        free_load(load);
    }
}

static void links_are_several_or_unmatched(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1,1,1,,\nA2, 100,1,1,1,,\nA3, 999,1,1,1,,\n"
                                    "A4,200;100,1,1,1,,\nA5,100;999,1,1,1,,\n";
    run_all_ways(load);
    has(load, "cell 3 B URN: \" 100\"");
    has(load, "L0525 URN has spaces around its value in 1 row");
    has(load, "L0564 URN holds several values in one cell, in 1 row");
    has(load, "L0523 URN names no School of the data in 2 rows");
    free_load(load);
}

static void a_range_without_one_end_says_so(void **state)
{
    (void)state;
    Load *load = new_load();
    FieldSchema *pupil = load->frame.pupil;
    pupil[6].low = (Bound){ true, 2005, 0 };
    pupil[2].high = (Bound){ 0 };
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1,1,1,,2003/04\nA2,100,-6,1,1,,2005/06\n"
                                    "A3,200,1,1,1,,\nA5,200,9999,1,1,,\n";
    run_all_ways(load);
    has(load, "a school year such as 2023/24 of at least 2005/06");
    has(load, "a number of at least -5");
    has(load, "L0514 YEAR is out of its range in 1 row");
    has(load, "L0514 SCORE is out of its range in 1 row");
    pupil[6].low = pupil[2].low = (Bound){ 0 };
    pupil[6].high = (Bound){ true, 2009, 0 };
    pupil[2].high = (Bound){ true, 15, 1 };
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1,1,1,,2010/11\nA2,100,1.6,1,1,,2009/10\n"
                                    "A3,200,1,1,1,,\nA5,200,1.5,1,1,,\n";
    run_all_ways(load);
    has(load, "a school year such as 2023/24 of at most 2009/10");
    has(load, "a number of at most 1.5");
    free_load(load);
}

static const Str nine_codes[] = { STR("A"), STR("B"), STR("C"), STR("D"), STR("E"),
                                  STR("F"), STR("G"), STR("H"), STR("I") };

/* Eight codes are named, and how many more there are. */
static void eight_codes_are_named(void **state)
{
    (void)state;
    static const char *const told[] = { "\"F\" or \"G\".", "\"G\" or \"H\".",
                                        "\"G\", \"H\" or 1 more." };
    for (size_t count = 7; count <= 9; count++) {
        Load *load = new_load();
        load->frame.entry[2].codes = nine_codes;
        load->frame.entry[2].code_count = count;
        load->text[ENTRY] = "UPN,SUBJECT,GRADE\nA1,MATHS,Z\n";
        run(load);
        has(load, told[count - 7]);
        free_load(load);
    }
}

static void a_percent_sign_follows_a_number(void **state)
{
    (void)state;
    Load *load = new_load();
    load->frame.pupil[3].percent_sign = true;
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1,5%,1,,\nA2,100,1,50%,1,,\nA3,100,1,7,1,,\n"
                                    "A5,200,1,1.5%,1,,\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "0'A1' 1 1/1 50/1000 ");
    has(load, "3'A5' 1 1/1 15/1000 ");
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1,%,1,,\nA2,100,1,5%%,1,,\nA3,100,1,7,1,,\n"
                                    "A5,200,1,1,1,,\n";
    run_all_ways(load);
    has(load, "cell 2 D SHARE: \"%\"");
    has(load, "cell 3 D SHARE: \"5%%\"");
    has_not(load, "cell 4");
    free_load(load);
}

static void a_character_that_does_not_show_is_told_in_what_names_rows(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Oak,Nor\xE2\x80\x8Bth\n200,Elm,\xEF\xBB\xBFSouth\n"
                         "400,Y\new,North\n";
    run(load);
    has(load, "L0533 REGION has a character that does not show");
    has(load, "L0560");
    free_load(load);
}

/* ---- keys ---- */

static void keys_with_signs_in_their_second_half_are_keys(void **state)
{
    (void)state;
    static const char *const keys[] = { "12345678.9", "123456789+", "12345678-9", "12345678 9",
                                        "A/B",        "12345678/9", "#1",         "1+1",
                                        "1.1",        "1 1",        "1-1" };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        char text[100];
        Load *load = new_load();
        snprintf(text, sizeof text,
                 "URN,NAME,REGION\n100,Oak,North\n200,Elm,S\n400,Yew,S\n%s,A,S\n", keys[i]);
        load->text[SCHOOL] = text;
        run(load);
        has(load, "accepted\n");
        has_not(load, "L05");
        free_load(load);
    }
}

/* A heading that is repeated is told, however it is written. */
static void headings_again_are_told_of_any_heading(void **state)
{
    (void)state;
    static const char *const names[] = { "URN/2", "URN", "SCHOOL:NUMBER", "UNIQUE REFERENCE NUMBER",
                                         "SIXTEEN_BYTES_16" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char text[200];
        Load *load = new_load();
        load->frame.headers[SCHOOL][0] = (Str){ names[i], strlen(names[i]) };
        snprintf(text, sizeof text,
                 "%s,NAME,REGION\n100,Oak,North\n200,Elm,S\n%s,NAME,REGION\n"
                 "400,Yew,S\n",
                 names[i], names[i]);
        load->text[SCHOOL] = text;
        run(load);
        has(load, "L0509 schools.csv has its headings again in 1 row\n");
        free_load(load);
    }
}

static void a_blank_key_has_no_children(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "URN,NAME,REGION\n,Oak,North\n200,Elm,South\n100,A,N\n400,A,N\n";
    load->text[PUPIL] = PUPILS_HEAD "A1,,1,1,1,,\nA2,200,1,1,1,,\nA3,,1,1,1,,\nA5,200,1,1,1,,\n";
    run_all_ways(load);
    has(load, "L0522 URN is blank in 1 row of schools.csv, though it is the key");
    has(load, "refused\n");
    free_load(load);
}

static void a_key_that_is_a_number_is_blank_once(void **state)
{
    (void)state;
    Load *load = new_load();
    load->frame.school[0].kind = KIND_NUMBER;
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Oak,North\n200,Elm,S\n,Yew,S\n400,Ash,S\nxy,Fir,S\n";
    run_all_ways(load);
    has(load, "L0522 URN is blank in 1 row of schools.csv, though it is the key");
    has(load, "L0513");
    has_not(load, "L0512");
    free_load(load);
}

static void links_that_nobody_reads_are_checked_all_the_same(void **state)
{
    (void)state;
    Load *load = new_load();
    load->frame.pupil[1].needed = load->frame.entry[0].needed = false;
    run_all_ways(load);
    has(load, "accepted\n");
    load->text[PUPIL] =
        PUPILS_HEAD "A1,200,1,1,1,,\nA2,999,1,1,1,,\nA3,100,1,1,1,,\nA5,200,1,1,1,,\n";
    run_all_ways(load);
    has(load, "L0523 URN names no School of the data in 1 row");
    free_load(load);
}

static const Str urn_and_place[] = { STR("URN"), STR("PLACE") };
static const MissingText nowhere[] = { { STR("none"), R_NONE } };

/* A parent named by two columns is missing where either says so, and unmatched as a whole. */
static void links_of_two_columns_are_missing_by_either(void **state)
{
    (void)state;
    static const uint32_t key[] = { 0, 1 };
    Load *load = new_load();
    load->frame.records[SCHOOL].key = key;
    load->frame.records[SCHOOL].key_count = 2;
    FieldSchema *link = &load->frame.pupil[1];
    link->headers = urn_and_place;
    link->header_count = 2;
    missing(link, nowhere, 1);
    load->text[SCHOOL] = "URN,NAME,REGION\n100,Oak,North\n200,Elm,S\n200,Oak,S\n";
    load->text[PUPIL] = "UPN,URN,PLACE,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,200,Oak,1,1,1,,\nA2,none,Elm,1,1,1,,\nA3,200,none,1,1,1,,\n"
                        "A5,200,Elm,1,1,1,,\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "link 2.1: 2 matched of 4; parents 2 with, 1 without");
    has(load, "  none: 2\n");
    load->text[PUPIL] = "UPN,URN,PLACE,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,200,Oak,1,1,1,,\nA2,100,Elm,1,1,1,,\nA3,200,Elm,1,1,1,,\n"
                        "A5,200,Elm,1,1,1,,\n";
    run_all_ways(load);
    has(load, "L0523 URN names no School of the data in 1 row");
    free_load(load);
}

/* ---- numbers ---- */

static const MissingText nine[] = { { STR("9"), R_NONE }, { STR("-8"), R_ELSE } };
static const MissingText nought[] = { { STR("0"), R_NONE } };

static void a_number_may_stand_for_missing(void **state)
{
    (void)state;
    Load *load = new_load();
    missing(&load->frame.pupil[2], nine, 2);
    load->text[PUPIL] = PUPILS_HEAD "A1,200,9,1,1,,\nA2,100,99,1,1,,\nA3,100,-8,1,1,,\n"
                                    "A5,200,9.0,1,1,,\n";
    load->frame.pupil[2].low = (Bound){ 0 };
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "0'A1' 1 ?none ");
    has(load, "1'A2' 0 99/1 ");
    has(load, "2'A3' 0 ?something ");
    has(load, "3'A5' 1 9/1 ");
    missing(&load->frame.pupil[2], nought, 1);
    load->text[PUPIL] = PUPILS_HEAD "A1,200,0,1,1,,\nA2,100,10,1,1,,\nA3,100,0.0,1,1,,\n"
                                    "A5,200,00,1,1,,\n";
    run_all_ways(load);
    has(load, "0'A1' 1 ?none ");
    has(load, "1'A2' 0 10/1 ");
    has(load, "2'A3' 0 0/1 ");
    has(load, "3'A5' 1 0/1 ");
    free_load(load);
}

static void numbers_beyond_128_bits_are_exact(void **state)
{
    (void)state;
    static const struct {
        const char *first, *second, *shown;
    } cases[] = {
        { "170141183460469231731687303715884105727", "1",
          "wide 9223372036854775807:18446744073709551615/1" },
        { "170141183460469231731687303715884105728", "1",
          "170141183460469231731687303715884105728 " },
        { "1701411834604692317316873037158841057280", "1",
          "1701411834604692317316873037158841057280 " },
        { "9999999999999999999999999999999999999", "0.5000000000000000000",
          "wide 5421010862427522170:687399551400673270/10" },
        { "99999999999999999999999999999999999999", "0.0000000000000000001",
          "99999999999999999999999999999999999999 " },
        { "99999999999999999999999999999999999999", "1.000000000000000001",
          "99999999999999999999999999999999999999 " },
        { "-170141183460469231731687303715884105727", "-0.0", "wide -9223372036854775808:1/1" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[400];
        Load *load = new_load();
        load->frame.pupil[2].low = load->frame.pupil[2].high = (Bound){ 0 };
        snprintf(text, sizeof text,
                 PUPILS_HEAD "A1,200,%s,1,1,,\nA2,100,%s,1,1,,\nA3,100,1,1,1,,\n"
                             "A5,200,1,1,1,,\n",
                 cases[i].first, cases[i].second);
        load->text[PUPIL] = text;
        run_all_ways(load);
        has(load, "accepted\n");
        has(load, cases[i].shown);
        free_load(load);
    }
}

static void long_numbers_are_whole_where_they_must_be(void **state)
{
    (void)state;
    Load *load = new_load();
    FieldSchema *score = &load->frame.pupil[2];
    score->whole = true;
    score->low = score->high = (Bound){ 0 };
    load->text[PUPIL] = PUPILS_HEAD "A1,200,1234567890123456789.000,1,1,,\n"
                                    "A2,100,1234567890123456789.050,1,1,,\n"
                                    "A3,100,12345678901234567890,1,1,,\nA5,200,0.5,1,1,,\n";
    run_all_ways(load);
    has(load, "L0515 SCORE is not a whole number in 2 rows");
    has(load, "row 3 ");
    has(load, "row 5 ");
    has_not(load, "row 2 ");
    free_load(load);
}

/* ---- rows of a year ---- */

static void rows_of_years_that_cannot_be_read_are_told(void **state)
{
    (void)state;
    static const YearIn ways[] = { YEAR_BEGINNING_IN, YEAR_ENDING_IN, YEAR_IN };
    static const char *const years[] = { "2025", "2026", "2025/26" };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        char text[200];
        Load *load = new_load();
        RowsWhere where = { .header = STR("NAME"), .year = ways[i], .span = { 0, 1, 2 } };
        load->frame.records[SCHOOL].where = &where;
        load->frame.records[SCHOOL].where_count = 1;
        load->frame.school[1].needed = false;
        snprintf(text, sizeof text,
                 "URN,NAME,REGION\n100,%s,N\n200,%s,S\n300,1999,N\n301,1998/99,N\n"
                 "400,20x6,N\n",
                 years[i], years[i]);
        load->text[SCHOOL] = text;
        run(load);
        has(load, "refused\n");
        has(load, "cell 6 B NAME: \"20x6\"");
        has_not(load, "cell 2 ");
        free_load(load);
    }
}

/* ---- room ---- */

static void grow_room(void *arg)
{
    Guard *guard = arg;
    Arena arena = arena_open(guard), scratch = arena_open(guard);
    CellWork work = cell_work(&arena, &scratch, 7);
    for (size_t rows = 1; rows < 5000; rows *= 3) {
        cell_room(&work, rows);
        assert_true(work.room >= rows);
        size_t room = work.room;
        const uint32_t *value = work.value;
        memset(work.value, 1, sizeof *work.value * rows);
        memset(work.run_row, 1, sizeof *work.run_row * rows);
        cell_room(&work, room);
        assert_true(work.room == room && work.value == value);
    }
    arena_close(&arena);
    arena_close(&scratch);
}

static void blocks_of_more_rows_find_room(void **state)
{
    (void)state;
    Guard guard;
    assert_int_equal(WHY_NOTHING, guard_run(&guard, grow_room, &guard));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_of_what_is_declared_is_shown_and_a_name_is_not),
        cmocka_unit_test(other_capitals_are_told_of_each_kind),
        cmocka_unit_test(nearly_what_a_spreadsheet_makes_is_not),
        cmocka_unit_test(several_values_and_spaces_around_one_are_told),
        cmocka_unit_test(links_are_several_or_unmatched),
        cmocka_unit_test(a_range_without_one_end_says_so),
        cmocka_unit_test(eight_codes_are_named),
        cmocka_unit_test(a_percent_sign_follows_a_number),
        cmocka_unit_test(a_character_that_does_not_show_is_told_in_what_names_rows),
        cmocka_unit_test(keys_with_signs_in_their_second_half_are_keys),
        cmocka_unit_test(headings_again_are_told_of_any_heading),
        cmocka_unit_test(a_blank_key_has_no_children),
        cmocka_unit_test(a_key_that_is_a_number_is_blank_once),
        cmocka_unit_test(links_that_nobody_reads_are_checked_all_the_same),
        cmocka_unit_test(links_of_two_columns_are_missing_by_either),
        cmocka_unit_test(a_number_may_stand_for_missing),
        cmocka_unit_test(numbers_beyond_128_bits_are_exact),
        cmocka_unit_test(long_numbers_are_whole_where_they_must_be),
        cmocka_unit_test(rows_of_years_that_cannot_be_read_are_told),
        cmocka_unit_test(blocks_of_more_rows_find_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
