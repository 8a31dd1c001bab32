/* test_table_fault.c -- what is wrong with data is told, once, at its place, and without personal
 * values.
 * SPDX-License-Identifier: Apache-2.0 */
#include "table_help.h"

/* ---- faults ---- */

typedef struct FaultCase {
    int record;
    const char *text;
    const char *code; /* of the first message */
    const char *part; /* of the dump */
} FaultCase;

#define PUPILS_WITH(score, share, fsm, born, year)                                                 \
    "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200," score "," share "," fsm "," born "," year         \
    "\nA2,100,1,2,1,,\nA3,100,1,2,1,,\nA5,100,1,2,1,,\n"
#define SCORE(text) PUPILS_WITH(text, "", "1", "", "")

static const FaultCase fault_cases[] = {
    { PUPIL, "", "L0558", "pupils.csv is empty" },
    { PUPIL, " \n\t\n", "L0558", "" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n", "L0510", "headings and no rows" },
    { PUPIL, "PK\3\4stuff", "L0557", "an Excel workbook or a zip file" },
    { PUPIL, "<!DOCTYPE html>\n<html>\n", "L0557", "a web page" },
    { PUPIL, "version https://git-lfs.github.com/spec/v1\n", "L0557", "Git LFS" },
    { PUPIL, "%PDF-1.4\n", "L0557", "" },
    { PUPIL, "\xFF\xFEU", "L0556", "UTF-16" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN\nA1,200,1,2,1,\n", "L0501",
      "pupils.csv has no column called YEAR\n  why It has 6 columns.\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,Year \nA1,200,1,2,1,,\n", "L0501",
      "The nearest names are: Year ." },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR,URN\nA1,200,1,2,1,,,\n", "L0502",
      "two columns called URN\n  why They are columns B and H" },
    { PUPIL, "UPN;URN;SCORE;SHARE;FSM;BORN;YEAR\nA1;200;1;2;1;;\n", "L0505",
      "not separated by commas\n" },
    { PUPIL, "UPN,URN,SCORE1,SCORE2,SCORE3,SCORE4,SHARE,FSM,BORN,YEAR\nA1,200,1,,,,2,1,,\n",
      "L0501", "The nearest names are: SCORE1, SCORE2, SCORE3." },
    { PUPIL, "UPN,URN,SHARE,FSM,BORN,YEAR,SCARE1,SCORE2,SCORE3\nA1,200,1,,,,2,1,,\n", "L0501",
      "The nearest names are: SCORE2, SCORE3." },
    { SCHOOL, "URN,NAME,REGION1,REGION2,REGION3,REGION4\n100,Oak,North,,,\n", "L0501",
      "The nearest names are: REGION1, REGION2, REGION3." },
    { PUPIL, "A1,200,1,2,1,,\n", "L0503",
      "It begins with 2 characters: letters, digits, and the record expects UPN." },
    { SCHOOL, "URN,NAME,RE\x1B[1mGION\n100,Oak,North\n", "L0504", "RE\\x1B[1mGION" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YE\x1B[1mAR\nA1,200,1,2,1,,\n", "L0504",
      "8 characters: letters, digits, others" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,200\n", "L0570",
      "pupils.csv has 1 row with fewer than 7 cells\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,200,1,2,1,,,,\n", "L0571",
      "  cell 3  : 9 cells\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,200,1,2,1,,,,x\n", "L0506",
      "  cell 3  : 9 cells\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n\nA2,200,1,2,1,,\n", "L0507",
      "pupils.csv has 1 row with nothing at all\n" },
    { PUPIL, "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n,,,,,,\n", "L0508",
      "nothing but separators" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nUPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n",
      "L0509", "pupils.csv has its headings again in 1 row\n" },
    { PUPIL, SCORE(" "), "L0525", "SCORE has spaces around its value in 1 row" },
    { PUPIL, SCORE("12 "), "L0525", "" },
    { PUPIL, SCORE("NA "), "L0525", "" },
    { PUPIL, SCORE("na"), "L0526", "" },
    { PUPIL, SCORE("SUPP"), "L0524", "a mark such as \"SUPP\" with no declared meaning" },
    { PUPIL, SCORE("#REF!"), "L0540", "" },
    { PUPIL, SCORE("1.00063E+11"), "L0541", "" },
    { PUPIL, SCORE("09-May"), "L0541", "" },
    { PUPIL, SCORE("\"1,759\""), "L0518", "" },
    { PUPIL, SCORE("\"3,14\""), "L0518", "" },
    { PUPIL, SCORE("+5"), "L0519", "" },
    { PUPIL, SCORE(".5"), "L0519", "" },
    { PUPIL, SCORE("5."), "L0519", "" },
    { PUPIL, SCORE("1e5"), "L0519", "" },
    { PUPIL, SCORE("43%"), "L0520", "" },
    { PUPIL, SCORE("0x1F"), "L0513", "" },
    { PUPIL, SCORE("NaN"), "L0513", "" },
    { PUPIL, SCORE("1/2"), "L0513", "A cell must hold a number from -5 to 120.5, written" },
    { PUPIL, SCORE("<5"), "L0513", "" },
    { PUPIL, SCORE("(12)"), "L0513", "" },
    { PUPIL, SCORE("120.51"), "L0514", "A cell must hold a number from -5 to 120.5." },
    { PUPIL, SCORE("-5.01"), "L0514", "" },
    { PUPIL, SCORE("99999999999999999999"), "L0514", "" },
    { PUPIL, SCORE("1234567890123456789012345678901234567890123456789012345678901"), "L0517", "" },
    { PUPIL, SCORE("-0"), "L0536", "accepted\n" },
    { PUPIL,
      SCORE("1\xC2\xA0"
            "0"),
      "L0533", "" },
    { PUPIL, SCORE("\xEF\xBC\x91"), "L0513", "" },
    { PUPIL, PUPILS_WITH("1", "50%", "1", "", ""), "L0520", "SHARE has a percent sign" },
    { PUPIL, PUPILS_WITH("1", "50", "2", "", ""), "L0527", "\"1\" for yes, \"0\" for no" },
    { PUPIL, PUPILS_WITH("1", "50", "", "", ""), "L0512", "FSM is blank in 1 row of pupils.csv" },
    { PUPIL, PUPILS_WITH("1", "50", "\"\"", "", ""), "L0512", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "28/02/2010", ""), "L0528", "a date such as 2026-08-31" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "44287", ""), "L0528", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2026-01-31T00:00:00Z", ""), "L0528", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2011-02-29", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "2011-04-31", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "0026-04-30", ""), "L0529", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "", "2023/25"), "L0530", "" },
    { PUPIL, PUPILS_WITH("1", "50", "1", "", "2023-24"), "L0530", "" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA5,999,1,2,1,,\nA2,100,1,2,1,,\n"
      "A3,100,1,2,1,,\n",
      "L0523", "URN names no School of the data in 1 row of pupils.csv\n" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\n,100,1,2,1,,\nA5,100,1,2,1,,\n"
      "A2,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0522", "UPN is blank in 1 row of pupils.csv, though it is the key" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA2,100,1,2,1,,\nA1,100,1,2,1,,\n"
      "A5,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0521", "pupils.csv has 1 key more than once\n" },
    { PUPIL,
      "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nA1,200,1,2,1,,\nA\xE2\x80\x8B"
      "2,100,1,2,1,,\n"
      "A2,100,1,2,1,,\nA5,100,1,2,1,,\nA3,100,1,2,1,,\n",
      "L0533", "UPN has a character that does not show" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak\xE2\x80\x8B,North\n200,Elm,South\n400,Yew,North\n", "L0534",
      "accepted\n" },
    { SCHOOL, "URN,NAME,REGION\n100,=cmd(),North\n200,Elm,South\n400,Yew,North\n", "L0535",
      "accepted\n" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n400,Yew,North\n0400,Fir,North\n",
      "L0537", "keys in schools.csv that differ only by zeros in front\n" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n400,Yew,North\nab,Fir,N\nAB,Fir,N\n",
      "L0538", "accepted\n" },
    { SCHOOL,
      "URN,NAME,REGION\n100,Oak,North\n\xEF\xBB\xBF"
      "200,Elm,South\n400,Yew,North\n",
      "L0560", "" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n8.13E+06,Yew,North\n", "L0541", "" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n2014127.0,Yew,North\n", "L0541", "" },
    { SCHOOL, "URN,NAME,REGION\n100,O\"ak,North\n200,Elm,South\n", "L0552", "On line 2 a quote" },
    { SCHOOL, "URN,NAME,REGION\n100,\"O\na\"k,North\n200,Elm,South\n", "L0553",
      "On line 3 a quoted cell that opens on line 2 goes on" },
    { SCHOOL, "URN,NAME,REGION\n100,\"Oak,North\n200,Elm,South\n", "L0551", "opens on line 2 is" },
    { SCHOOL, "URN,NAME,REGION\r100,Oak,North\r200,Elm,South\r", "L0554", "Line 1 ends as old" },
    { SCHOOL, "URN,NAME,REGION\n100,Oak,North\n200,Elm,South\n\x1A", "L0559", "on line 4 and" },
    { ENTRY, "UPN,SUBJECT,GRADE\nA1,MATHS,A*\nA1,ART,9\nA2,ART,A*\n", "L0511",
      "GRADE has a code that is not listed, in 3 rows of entries.csv (3)\n"
      "  why A cell must hold a code of grades: \"A\", \"B\" or \"U\"." },
    { ENTRY, "UPN,SUBJECT,GRADE\nA1,MATHS,a\n", "L0526", "" },
    { ENTRY, "UPN,SUBJECT,GRADE\nA9,MATHS,A\n", "L0523",
      "  cell 2 A UPN: 2 characters: letters, digits\n" },
    { ENTRY, "UPN,SUBJECT,GRADE\n,MATHS,A\n", "L0512", "UPN is blank in 1 row of entries.csv" },
};

static void every_fault_has_its_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fault_cases); i++) {
        const FaultCase *c = &fault_cases[i];
        Load *load = new_load();
        load->text[c->record] = c->text;
        run_all_ways(load);
        if (!load->codes || strcmp(load->code[0], c->code) != 0)
            fail_msg("case %zu wants %s first:\n%s\n%s", i, c->code, c->text, load->dump);
        has(load, c->part);
        free_load(load);
    }
}

/* Whatever sign is declared is named; one that has a name of its own by that. */
static void a_separator_of_any_sign_is_told(void **state)
{
    (void)state;
    static const struct {
        char sign;
        const char *told;
    } signs[] = { { ';', "not separated by semicolons\n" },
                  { '\t', "not separated by tabs\n" },
                  { '|', "not separated by vertical bars\n" },
                  { ':', "not separated by :\n" } };
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        Load *load = new_load();
        load->frame.records[PUPIL].separator = signs[i].sign;
        run(load);
        has(load, "L0505");
        has(load, signs[i].told);
        free_load(load);
    }
}

/* Zero bytes at the begin are UTF-16 only where every other byte is one. */
static void zero_bytes_at_every_other_place_are_utf16(void **state)
{
    (void)state;
    static const struct {
        char text[5];
        bool utf16;
    } cases[] = { { "\0a\0b", true },   { "a\0b\0", true },  { "\0a\0\0", false },
                  { "\0\0\0b", false }, { "\0ab\0", false }, { "a\0\0\0", false },
                  { "a\0bc", false },   { "aa\0\0", false }, { "\0a\0", false } };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Load *load = new_load();
        load->text[SCHOOL] = cases[i].text;
        load->size[SCHOOL] = i + 1 == COUNT_OF(cases) ? 3 : 4;
        run(load);
        has(load, "refused\n");
        assert_true((strcmp(load->code[0], "L0556") == 0) == cases[i].utf16);
        free_load(load);
    }
}

static void a_zero_byte_is_found_anywhere(void **state)
{
    (void)state;
    size_t n = strlen(schools);
    for (size_t at = 0; at < n; at++) {
        Load *load = new_load();
        char *copy = malloc(n + 1);
        memcpy(copy, schools, n + 1);
        copy[at] = '\0';
        load->text[SCHOOL] = copy;
        load->size[SCHOOL] = n;
        run(load);
        has(load, "refused\n");
        if (at > 3) has(load, "L0555 schools.csv holds a zero byte");
        free(copy);
        free_load(load);
    }
}

static void personal_values_never_reach_a_message(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\nSECRET1,200,1,2,1,,\n"
                        "SECRET1,200,1,2,1,,\nSECRET\xE2\x80\x8B"
                        "2,200,1,2,1,,\n"
                        "=SECRET3,200,1,2,1,,\n SECRET4,200,1,2,1,,\n";
    load->text[ENTRY] = "UPN,SUBJECT,GRADE\nSECRET9,X,A\nSECRET1 ,X,A\n";
    load->frame.pupil[0].needed = false;
    run_all_ways(load);
    has(load, "refused\n");
    has(load, "L0521 pupils.csv has 1 key more than once\n");
    has(load, "  cell 3 ");
    has_not(load, "SECRET");
    free_load(load);
}

static void many_rows_make_one_message(void **state)
{
    (void)state;
    Load *load = new_load();
    enum { ROWS = 3000 };
    char *text = malloc(ROWS * 20 + 100), *p = text + sprintf(text, "UPN,SUBJECT,GRADE\n");
    for (int i = 0; i < ROWS; i++) p += sprintf(p, "A%d,MATHS,%s\n", i % 3 + 1, i % 2 ? "Z" : "A");
    load->text[ENTRY] = text;
    run_all_ways(load);
    has(load, "in 1,500 rows of entries.csv (1500)\n");
    has(load, "  cell 3 C GRADE: \"Z\"\n  cell 5 C GRADE: \"Z\"\n  cell 7 C GRADE: \"Z\"\n");
    has(load, "problem L0511 row 3001 line 3001 column 3 'Z'\n");
    free(text);
    free_load(load);
}

static void lines_are_told_where_cells_hold_line_ends(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "URN,NAME,REGION\n100,\"Oak\nHouse\",North\n200,,South\n400,Yew,North\n";
    run_all_ways(load);
    has(load, "L0512 NAME is blank in 1 row of schools.csv\n");
    has(load, "  cell 3 B NAME: \"\" (line 4)\n");
    has_not(load, "L0534");
    free_load(load);
}

static void files_that_cannot_be_read_are_told(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[PUPIL] = NULL;
    run(load);
    has(load, "L0740 there is no file /tmp/lustrum-table-");
    has_not(load, "L0523"); /* its children are not told about it */
    load->frame.records[PUPIL].file = STR(".");
    run(load);
    has(load, "L0742 . is a folder, not a file");
    free_load(load);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_has_its_message),
        cmocka_unit_test(a_separator_of_any_sign_is_told),
        cmocka_unit_test(zero_bytes_at_every_other_place_are_utf16),
        cmocka_unit_test(a_zero_byte_is_found_anywhere),
        cmocka_unit_test(personal_values_never_reach_a_message),
        cmocka_unit_test(many_rows_make_one_message),
        cmocka_unit_test(lines_are_told_where_cells_hold_line_ends),
        cmocka_unit_test(files_that_cannot_be_read_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
