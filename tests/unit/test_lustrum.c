/* test_lustrum.c -- the library as a host program meets it, through lustrum.h alone.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lustrum.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define HEAD                                                                                       \
    "framework village \"Village schools\"\n"                                                      \
    "  edition   1\n"                                                                              \
    "  term      2025/26 to 2029/30\n"                                                             \
    "  rounding  half away from zero\n"                                                            \
    "record School (Schools) from \"schools.csv\"\n"                                               \
    "  urn   key text       from \"URN\"\n"                                                        \
    "  name  identity text  from \"NAME\"\n"                                                       \
    "record Pupil (Pupils) from \"pupils.csv\"\n"                                                  \
    "  upn     key personal text       from \"UPN\"\n"                                             \
    "  school  part of School          from \"URN\"\n"                                             \
    "  points  outcome number 0 to 90  from \"POINTS\"\n"                                          \
    "measure attainment \"Attainment\"\n"                                                          \
    "  outcome, higher is better, shown to 1 place\n"                                              \
    "  for each School\n"

static const char good[] = HEAD "    value mean of points over Pupils\n"
                                "example \"two\"\n"
                                "  given Pupil\n"
                                "    | points |\n"
                                "    | 1      |\n"
                                "    | 2      |\n"
                                "  expect attainment is 1.5\n";
static const char faulty[] = HEAD "    value mean of pionts over Pupils\n";

typedef struct Host {
    Lustrum *lus;
    int diags, texts;
    char code[8], title[128], file[64];
    size_t line, column;
    char text[4096];
    char root[64];
} Host;

static void on_diag(void *user, const LusDiag *diag)
{
    Host *host = user;
    host->diags++;
    snprintf(host->code, sizeof host->code, "%s", diag->code);
    snprintf(host->title, sizeof host->title, "%s", diag->title);
    snprintf(host->file, sizeof host->file, "%s", diag->file);
    host->line = diag->line;
    host->column = diag->column;
}

static void on_text(void *user, const char *text, size_t length)
{
    Host *host = user;
    host->texts++;
    size_t most = length < sizeof host->text - 1 ? length : sizeof host->text - 1;
    memcpy(host->text, text, most);
    host->text[most] = '\0';
}

static void put(Host *host, const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", host->root, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static int open_host(void **state)
{
    Host *host = calloc(1, sizeof *host);
    assert_non_null(host);
    LusSettings settings = { .on_diag = on_diag, .on_text = on_text, .user = host, .ascii = 1 };
    host->lus = lus_open(&settings);
    assert_non_null(host->lus);
    snprintf(host->root, sizeof host->root, "/tmp/lustrum-host-XXXXXX");
    assert_non_null(mkdtemp(host->root));
    put(host, "schools.csv", "URN,NAME\n1,Ashby\n2,Brook\n");
    put(host, "pupils.csv", "UPN,URN,POINTS\na,1,10\nb,1,20.5\nc,2,30\n");
    *state = host;
    return 0;
}

static int close_host(void **state)
{
    Host *host = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", host->root);
    int status = system(command);
    lus_close(host->lus);
    free(host);
    return status;
}

static LusProgram *compiled(Host *host, const char *text)
{
    LusProgram *program;
    LusStatus status = lus_compile(host->lus, "v.lustrum", text, strlen(text), 0, &program);
    assert_int_equal(status, LUS_OK);
    return program;
}

static void the_version_is_that_of_the_header(void **state)
{
    (void)state;
    assert_string_equal(lus_version(), LUS_VERSION);
}

static void a_text_in_memory_is_compiled_and_reviewed(void **state)
{
    Host *host = *state;
    LusProgram *program = compiled(host, good);
    LusResult *result;
    LusOptions options = { .data_dir = host->root, .year = 2026 };
    assert_int_equal(lus_review(program, &options, &result), LUS_OK);
    size_t length;
    const char *text = lus_text(result, &length);
    assert_int_equal(strlen(text), length);
    assert_non_null(strstr(text, "School year 2026/27"));
    assert_non_null(strstr(text, "Schools (2)"));
    assert_string_equal(lus_profile(result), "");
    LusProgress seen;
    lus_progress(host->lus, &seen);
    assert_int_equal(seen.phase, LUS_WRITING);
    assert_int_equal(seen.step, seen.steps);
    assert_true(seen.rows > 2 && seen.bytes > seen.rows && seen.steps > 0);
    assert_int_equal(host->diags + host->texts, 0);
}

static void a_program_may_be_reviewed_again_and_for_another_year(void **state)
{
    Host *host = *state;
    LusProgram *program = compiled(host, good);
    for (int year = 2025; year <= 2029; year++) {
        LusResult *result;
        LusOptions options = { .data_dir = host->root, .year = year, .json = 1 };
        assert_int_equal(lus_review(program, &options, &result), LUS_OK);
        lus_result_close(result);
    }
    LusResult *result;
    LusOptions later = { .data_dir = host->root, .year = 2031 };
    assert_int_equal(lus_review(program, &later, &result), LUS_CANNOT);
    assert_null(result);
    assert_int_equal(host->diags, 1);
    lus_program_close(program);
}

static void a_fault_is_told_with_its_place(void **state)
{
    Host *host = *state;
    LusProgram *program = (LusProgram *)state;
    LusStatus status = lus_compile(host->lus, "v.lustrum", faulty, strlen(faulty), 0, &program);
    assert_int_equal(status, LUS_CANNOT);
    assert_null(program);
    assert_int_equal(host->diags, 1);
    assert_int_equal(host->texts, 1);
    assert_string_equal(host->file, "v.lustrum");
    assert_int_equal(host->line, 15);
    assert_int_equal(host->column, 19);
    assert_memory_equal(host->code, "L02", 3);
    assert_non_null(strstr(host->text, "points"));
}

static void faulty_data_are_refused_and_told(void **state)
{
    Host *host = *state;
    put(host, "pupils.csv", "UPN,URN,POINTS\na,1,ten\nb,3,20\n");
    LusProgram *program = compiled(host, good);
    LusResult *result;
    char out[96], problems[128];
    snprintf(out, sizeof out, "%s-out", host->root);
    snprintf(problems, sizeof problems, "%s.problems.csv", out);
    LusOptions options = { .data_dir = host->root, .year = 2025, .out_dir = out };
    assert_int_equal(lus_review(program, &options, &result), LUS_REFUSED);
    assert_null(result);
    assert_int_equal(host->diags, 3); /* two faults, and where all of them are listed */
    assert_int_equal(access(out, F_OK), -1);
    assert_int_equal(access(problems, F_OK), 0);
    assert_int_equal(unlink(problems), 0);
}

static void a_missing_file_is_no_refusal(void **state)
{
    Host *host = *state;
    char path[96];
    snprintf(path, sizeof path, "%s/pupils.csv", host->root);
    assert_int_equal(unlink(path), 0);
    LusResult *result;
    LusOptions options = { .data_dir = host->root, .year = 2025 };
    assert_int_equal(lus_review(compiled(host, good), &options, &result), LUS_CANNOT);
    assert_memory_equal(host->code, "L07", 3);
}

static void examples_are_run(void **state)
{
    Host *host = *state;
    LusResult *result;
    char path[96];
    snprintf(path, sizeof path, "%s/v.lustrum", host->root);
    put(host, "v.lustrum", good);
    assert_int_equal(lus_test_file(host->lus, path, NULL, &result), LUS_OK);
    assert_non_null(strstr(lus_text(result, NULL), "1 passed, 0 failed"));
    assert_int_equal(lus_check_file(host->lus, path, 0, 0, &result), LUS_OK);
    put(host, "v.lustrum", faulty);
    assert_int_equal(lus_check_file(host->lus, path, 0, 0, &result), LUS_FOUND);
    assert_int_equal(lus_test_file(host->lus, path, NULL, &result), LUS_FOUND);
    assert_int_equal(lus_check_file(host->lus, "/nowhere.lustrum", 0, 0, &result), LUS_CANNOT);
}

static void a_message_is_explained_and_a_slip_is_guessed(void **state)
{
    Host *host = *state;
    LusResult *result;
    assert_int_equal(lus_explain(host->lus, "L0601", 0, &result), LUS_OK);
    assert_non_null(strstr(lus_text(result, NULL), "memory"));
    assert_int_equal(lus_explain(host->lus, "0601", 0, &result), LUS_CANNOT);
    assert_non_null(strstr(lus_text(result, NULL), "Did you mean  lustrum explain L0601"));
}

static void instructions_are_shown(void **state)
{
    Host *host = *state;
    LusResult *result;
    assert_int_equal(lus_disassemble(compiled(host, good), 0, &result), LUS_OK);
    assert_non_null(strstr(lus_text(result, NULL), "GATHER"));
}

static void two_may_be_open_and_nothing_leaks_between_them(void **state)
{
    Host *host = *state;
    Lustrum *other = lus_open(NULL); /* nobody listens */
    LusProgram *program;
    assert_int_equal(lus_compile(other, "v", faulty, strlen(faulty), 0, &program), LUS_CANNOT);
    assert_int_equal(host->diags + host->texts, 0);
    lus_close(other);
    lus_close(NULL);
    lus_program_close(NULL);
    lus_result_close(NULL);
}

static void bytes_that_are_no_rules_are_a_message(void **state)
{
    Host *host = *state;
    static const char nul[] = "framework v \"V\"\0 edition 1";
    static const char bad[] = "framework \xff\xfe";
    LusProgram *program;
    assert_int_equal(lus_compile(host->lus, "v", nul, sizeof nul - 1, 0, &program), LUS_CANNOT);
    assert_int_equal(lus_compile(host->lus, "v", bad, sizeof bad - 1, 0, &program), LUS_CANNOT);
    assert_int_equal(lus_compile(host->lus, "v", "", 0, 0, &program), LUS_CANNOT);
    assert_true(host->diags >= 3);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_host, close_host)
    const struct CMUnitTest tests[] = {
        TEST(the_version_is_that_of_the_header),
        TEST(a_text_in_memory_is_compiled_and_reviewed),
        TEST(a_program_may_be_reviewed_again_and_for_another_year),
        TEST(a_fault_is_told_with_its_place),
        TEST(faulty_data_are_refused_and_told),
        TEST(a_missing_file_is_no_refusal),
        TEST(examples_are_run),
        TEST(a_message_is_explained_and_a_slip_is_guessed),
        TEST(instructions_are_shown),
        TEST(two_may_be_open_and_nothing_leaks_between_them),
        TEST(bytes_that_are_no_rules_are_a_message),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
