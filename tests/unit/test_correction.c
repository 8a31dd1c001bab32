/* test_correction.c -- files with faults and the list that corrects them are the same tables as
 * files without: for every lane, block and number of threads.
 * SPDX-License-Identifier: Apache-2.0 */
#include "random.h"
#include "table_help.h"

#define HEADINGS "record,key,field,old,new,reason,agreed by,date\n"

static void agreed_cells_are_read_as_any_other(void **state)
{
    (void)state;
    Load *load = new_load();
    load->text[SCHOOL] = "URN,NAME,REGION\n100,\"Oak, The\",North\n200,Elm,Soth\n300,Ash,\n"
                         "400,Yew,North\n";
    load->text[PUPIL] = "UPN,URN,SCORE,SHARE,FSM,BORN,YEAR\n"
                        "A1,200,1O,50,1,2010-02-28,2023/24\n"
                        "A2,999,10.25,12.5,0,2012-02-29,1999/00\n"
                        "A3,200,-5,,1,31/12/1969,\n"
                        "A4,400,NA,0,0,1969-12-31,2023/24\n"
                        "A5,400,120.50,100,Y,1970-01-01,2023/24\n";
    load->corrections = HEADINGS "Pupil,A5,fsm,Y,0,r,a,2026-01-31\n"
                                 "School,200,region,Soth,South,a slip,the region,2026-01-30\n"
                                 "Pupil,A1,score,1O,10,r,a,2026-01-31\n"
                                 "Pupil,A2,school,999,100,r,a,2026-01-31\n"
                                 "Pupil,A3,born,31/12/1969,,r,a,2026-01-31\n";
    run_all_ways(load);
    has(load, "accepted\n");
    has(load, "  2 [] 0'A1' 1 1000/100 500/1000 1 14668/1 2023/1\n");
    has(load, "  3 [] 1'A2' 0 1025/100 125/1000 0 15399/1 1999/1\n");
    has(load, "  4 [] 2'A3' 1 -500/100 ?none 1 ?none ?none\n");
    has(load, "  6 [] 4'A5' 3 12050/100 1000/1000 0 0/1 2023/1\n");
    has(load, "made 3: 1.2 200 'Soth' 'South' a slip the region 2026-01-30\n");
    has(load, "made 2: 2.4  '' ''  a 2026-01-31\n");
    free_load(load);
}

static void what_is_not_agreed_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *row, *said;
    } cases[] = {
        { "Scool,100,name,Elm,Ash,r,a,2026-01-31", "L0582 record names no record" },
        { "School,100,nam,Elm,Ash,r,a,2026-01-31", "L0583 field names no field" },
        { "School,0100,name,Elm,Ash,r,a,2026-01-31", "L0584 key names no row of the data" },
        { "School,200,name,elm,Ash,r,a,2026-01-31", "L0585 old is not what the data hold" },
        { "School,200,name,Elm ,Ash,r,a,2026-01-31", "L0585 old is not what the data hold" },
        { "School,200,urn,200,201,r,a,2026-01-31", "L0587 field cannot be corrected" },
        { "Region,North,region,North,South,r,a,2026-01-31", "L0587 record cannot be corrected" },
        { "Entry,A1,grade,A,B,r,a,2026-01-31", "L0587 record cannot be corrected" },
        { "Pupil,A1,score,10,121,r,a,2026-01-31", "L0588 new is not what the field allows" },
        { "Pupil,A1,school,200,201,r,a,2026-01-31", "L0588 new is not what the field allows" },
        { "Pupil,A1,fsm,1,,r,a,2026-01-31", "L0588 new is not what the field allows" },
        { "School,200,name,Elm,Ash, ,a,2026-01-31", "L0589 reason is blank" },
        { "School,200,name,Elm,Ash,r,,2026-01-31", "L0589 agreed by is blank" },
        { "School,200,name,Elm,Ash,r,a,", "L0589 date is blank" },
        { "School,200,name,Elm,Ash,r,a,2026-02-30", "L0529 date names a day that no calendar has" },
        { "School,200,name,Elm,Ash,r,a,31/01/2026", "L0528 date is not a date" },
        { "School,200,name,Elm,Ash,r,a", "L0570 corrections.csv has 1 row with fewer" },
        { "School,200,name,Elm,Ash,r,a,2026-01-31\nSchool,200,name,Elm,Oak,r,a,2026-01-31",
          "L0586 corrections.csv corrects a cell more than once" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Load *load = new_load();
        char list[400];
        snprintf(list, sizeof list, HEADINGS "%s\n", cases[i].row);
        load->corrections = list;
        run_all_ways(load);
        has(load, "refused\n");
        has(load, cases[i].said);
        has_not(load, "A1'  cell");
        free_load(load);
    }
}

/* A value of a pupil, in the list or in the data, is in no message. */
static void messages_hold_nothing_of_pupils(void **state)
{
    (void)state;
    Load *load = new_load();
    load->corrections = HEADINGS "Pupil,A1,score,Xenia,Yorick,Zoe,a,2026-01-31\n"
                                 "Pupil,Walter,score,Xenia,5,Zoe,a,2026-01-31\n"
                                 "Pupil,A2,score,Xenia,5,Zoe,a,2026-01-31\n"
                                 "Xenia,Walter,score,Xenia,5,Zoe,a,2026-01-31\n";
    run_all_ways(load);
    const char *const codes[] = { "L0582", "L0584", "L0585", "L0588" };
    for (size_t i = 0; i < COUNT_OF(codes); i++) has(load, codes[i]);
    const char *const never[] = { "Xenia", "Yorick", "Zoe", "Walter", "10.25" };
    const char *said = strstr(load->dump, "L05");
    for (size_t i = 0; i < COUNT_OF(never); i++) assert_null(strstr(said, never[i]));
    free_load(load);
}

static void a_list_of_headings_corrects_nothing(void **state)
{
    (void)state;
    Load *load = new_load();
    load->corrections = HEADINGS;
    run_all_ways(load);
    has(load, "accepted\n");
    has_not(load, "made");
    free_load(load);
}

/* ---- made-up files ---- */

enum { ROWS = 150, ROOM = 40000 };

typedef struct Made {
    char right[ROOM], wrong[ROOM], list[ROOM];
} Made;

static void add(char *to, const char *text)
{
    strcat(to, text);
}

/* A cell as a file may write it. */
static void add_cell(char *to, const char *text, bool quoted)
{
    if (quoted) add(to, "\"");
    add(to, text);
    if (quoted) add(to, "\"");
}

/* A school with a key of two parts; with some chance its name or region are wrong in one file. */
static void make_school(Made *made, uint64_t *seed, uint32_t i, bool crlf)
{
    char key[2][60], name[60], wrong_name[80];
    bool far = random_under(seed, 4) == 0, quoted = random_under(seed, 6) == 0;
    snprintf(key[0], sizeof key[0], "%0*u", far ? 30 : 6, i / 2);
    snprintf(key[1], sizeof key[1], "%s%u", far ? "a further part of it " : "", i % 2);
    snprintf(name, sizeof name, "%sSchool %u", quoted ? "The, " : "", i);
    snprintf(wrong_name, sizeof wrong_name, "%s%s", random_under(seed, 2) ? "S\xC3\xA9" : "", name);
    bool bad_name = strcmp(name, wrong_name) != 0, bad_region = random_under(seed, 5) == 0;
    char *files[] = { made->right, made->wrong };
    for (size_t f = 0; f < 2; f++) {
        for (size_t k = 0; k < 2; k++) {
            add_cell(files[f], key[k], false);
            add(files[f], ",");
        }
        add_cell(files[f], f && bad_name ? wrong_name : name, quoted);
        add(files[f], f && bad_region ? ",Nowhere at all" : i % 3 ? ",North" : ",");
        add(files[f], crlf ? "\r\n" : "\n");
    }
    char row[400];
    if (bad_name) {
        snprintf(row, sizeof row, "School,%s,%s,name,\"%s\",\"%s\",r,a,2026-01-31\n", key[0],
                 key[1], wrong_name, name);
        add(made->list, row);
    }
    if (bad_region) {
        snprintf(row, sizeof row, "School,%s,%s,region,Nowhere at all,%s,r,a,2026-01-31\n", key[0],
                 key[1], i % 3 ? "North" : "");
        add(made->list, row);
    }
}

/* What the dump says of the tables; the file's hash and size differ. */
static size_t tables_of(const Load *load)
{
    const char *end = strstr(load->dump, "file 1:");
    assert_non_null(end);
    return (size_t)(end - load->dump);
}

static void two_part_keys(Frame *f)
{
    f->key[0] = 0;
    f->key[1] = 1;
    set(f, SCHOOL, 1, f->school, "site", "SITE", ROLE_KEY, KIND_TEXT);
    set(f, SCHOOL, 3, f->school, "name", "NAME", ROLE_IDENTITY, KIND_TEXT);
    f->records[SCHOOL].field_count = 4;
    f->records[SCHOOL].key_count = 2;
    static const Str parts[] = { STR("URN"), STR("SITE") };
    f->pupil[1].headers = parts;
    f->pupil[1].header_count = 2;
}

static void corrected_files_are_as_good_as_right_ones(void **state)
{
    (void)state;
    Made *made = malloc(sizeof *made);
    for (uint64_t round = 0; round < 20; round++) {
        uint64_t seed = round;
        bool crlf = random_under(&seed, 2);
        strcpy(made->right, crlf ? "URN,SITE,NAME,REGION\r\n" : "URN,SITE,NAME,REGION\n");
        strcpy(made->wrong, made->right);
        strcpy(made->list, "record,key,key 2,field,old,new,reason,agreed by,date\n");
        for (uint32_t i = 0; i < ROWS; i++) make_school(made, &seed, i, crlf);
        Load *right = new_load(), *wrong = new_load();
        two_part_keys(&right->frame);
        two_part_keys(&wrong->frame);
        right->text[SCHOOL] = made->right;
        wrong->text[SCHOOL] = made->wrong;
        wrong->corrections = made->list;
        Load *both[] = { right, wrong };
        for (size_t i = 0; i < 2; i++) {
            both[i]->text[PUPIL] = "UPN,URN,SITE,SCORE,SHARE,FSM,BORN,YEAR\n";
            both[i]->text[ENTRY] = "UPN,SUBJECT,GRADE\n";
            both[i]->frame.records[PUPIL].may_be_empty = true;
            both[i]->frame.records[ENTRY].may_be_empty = true;
            run_all_ways(both[i]);
            has(both[i], "accepted\n");
        }
        size_t len = tables_of(right);
        assert_int_equal(tables_of(wrong), len);
        assert_memory_equal(right->dump, wrong->dump, len);
        free_load(right);
        free_load(wrong);
    }
    free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agreed_cells_are_read_as_any_other),
        cmocka_unit_test(what_is_not_agreed_is_refused),
        cmocka_unit_test(messages_hold_nothing_of_pupils),
        cmocka_unit_test(a_list_of_headings_corrects_nothing),
        cmocka_unit_test(corrected_files_are_as_good_as_right_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
