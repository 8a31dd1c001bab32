/* test_folder.c -- the result folder is replaced whole or not at all, and never harms others'
 * files. SPDX-License-Identifier: Apache-2.0 */
#include "result/folder.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

typedef struct Place {
    Guard guard;
    Arena arena;
    char root[64];
} Place;

static int open_place(void **state)
{
    Place *place = calloc(1, sizeof *place);
    assert_non_null(place);
    place->arena = arena_open(&place->guard);
    strcpy(place->root, "/tmp/lustrum-folder-XXXXXX");
    assert_non_null(mkdtemp(place->root));
    *state = place;
    return 0;
}

static int close_place(void **state)
{
    Place *place = *state;
    Str command = str_printf(&place->arena, "rm -rf '%s'", place->root);
    int status = system(command.at);
    arena_close(&place->arena);
    free(place);
    return status;
}

static Str path(Place *place, const char *name)
{
    return str_printf(&place->arena, "%s/%s", place->root, name);
}

static void put(Place *place, const char *name, const char *text)
{
    FILE *file = fopen(path(place, name).at, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static Str get(Place *place, const char *name)
{
    char *bytes = arena_alloc(&place->arena, 65536, 1);
    int fd = open(path(place, name).at, O_RDONLY);
    if (fd < 0) return (Str){ NULL, 0 };
    ssize_t len = read(fd, bytes, 65536);
    close(fd);
    return (Str){ bytes, len < 0 ? 0 : (size_t)len };
}

static bool exists(Place *place, const char *name)
{
    struct stat info;
    return lstat(path(place, name).at, &info) == 0;
}

static void add_file(Folder *folder, const char *name, const char *text)
{
    Writer *writer = folder_file(folder, (Str){ name, strlen(name) });
    assert_non_null(writer);
    writer_add(writer, (Str){ text, strlen(text) });
    assert_true(folder_file_done(folder, false, 0));
}

static bool look(Folder *folder, Place *place, const char *name)
{
    Str data = path(place, "data");
    return folder_look(folder, &place->arena, path(place, name), &data, 1, NULL, 0);
}

/* A whole result with one file of this text. */
static void write_result(Place *place, const char *name, const char *text)
{
    Folder folder;
    assert_true(look(&folder, place, name));
    assert_true(folder_begin(&folder));
    add_file(&folder, "School.csv", text);
    Str manifest =
        str_printf(&place->arena, MANIFEST_START ",\n  \"data\": [{\n \"name\": \"schools.csv\"}]"
                                                 ",\n  \"results\": [{\n \"name\": \"School.csv\"},"
                                                 "\n {\n \"name\": \"rules/deep/er.lustrum\"}]}\n");
    add_file(&folder, "rules/deep/er.lustrum", text);
    add_file(&folder, MANIFEST_NAME, manifest.at);
    assert_true(folder_finish(&folder));
    folder_abandon(&folder);
}

static void a_new_folder_appears_whole_and_for_its_owner_only(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    assert_true(str_eq(get(place, "out/School.csv"), STR("one")));
    struct stat info;
    assert_int_equal(stat(path(place, "out").at, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(stat(path(place, "out/School.csv").at, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
}

static void a_second_run_takes_the_place_of_the_first(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    write_result(place, "out/", "two");
    assert_true(str_eq(get(place, "out/School.csv"), STR("two")));
    Str command = str_printf(&place->arena, "[ \"$(ls -A '%s')\" = out ]", place->root);
    assert_int_equal(system(command.at), 0);
}

static void an_abandoned_run_leaves_the_first_as_it_was(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    Folder folder;
    assert_true(look(&folder, place, "out"));
    assert_true(folder_begin(&folder));
    add_file(&folder, "School.csv", "two");
    assert_non_null(folder_file(&folder, STR("half.csv")));
    folder_abandon(&folder);
    folder_abandon(&folder);
    assert_true(str_eq(get(place, "out/School.csv"), STR("one")));
    Str command = str_printf(&place->arena, "[ \"$(ls -A '%s')\" = out ]", place->root);
    assert_int_equal(system(command.at), 0);
}

static void a_folder_that_is_not_ours_is_never_touched(void **state)
{
    Place *place = *state;
    Folder folder;
    assert_int_equal(mkdir(path(place, "out").at, 0700), 0);
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_NOT_OURS);
    folder_abandon(&folder);
    put(place, "out/manifest.json", "{}");
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_NOT_OURS);
    folder_abandon(&folder);
    put(place, "file", "text");
    assert_false(look(&folder, place, "file"));
    assert_int_equal(folder.fault, D_OUT_NOT_OURS);
    folder_abandon(&folder);
}

static void a_strange_file_in_our_folder_stops_the_run(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    put(place, "out/notes.txt", "mine");
    Folder folder;
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_STRANGER);
    assert_true(str_eq(folder.args[1], STR("notes.txt")));
    folder_abandon(&folder);
}

static void folders_of_a_result_are_replaced_with_it(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    assert_true(str_eq(get(place, "out/rules/deep/er.lustrum"), STR("one")));
    write_result(place, "out", "two");
    assert_true(str_eq(get(place, "out/rules/deep/er.lustrum"), STR("two")));
    Str command = str_printf(&place->arena, "[ \"$(ls -A '%s')\" = out ]", place->root);
    assert_int_equal(system(command.at), 0);
}

static void what_a_folder_of_a_result_holds_besides_stops_the_run(void **state)
{
    static const char *const strangers[] = { "out/rules/mine", "out/rules/deep/er",
                                             "out/schools.csv" };
    Place *place = *state;
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        write_result(place, "out", "one");
        put(place, strangers[i], "mine"); /* the last is named, but as data */
        Folder folder;
        assert_false(look(&folder, place, "out"));
        assert_int_equal(folder.fault, D_OUT_STRANGER);
        assert_true(
            str_eq(folder.args[1], str_slice(path(place, strangers[i]), strlen(place->root) + 5,
                                             path(place, strangers[i]).len)));
        folder_abandon(&folder);
        assert_int_equal(unlink(path(place, strangers[i]).at), 0);
    }
    assert_int_equal(mkdir(path(place, "out/empty").at, 0700), 0);
    Folder folder;
    assert_false(look(&folder, place, "out"));
    assert_true(str_eq(folder.args[1], STR("empty/")));
    folder_abandon(&folder);
}

static void a_link_is_refused(void **state)
{
    Place *place = *state;
    write_result(place, "real", "one");
    assert_int_equal(symlink(path(place, "real").at, path(place, "out").at), 0);
    Folder folder;
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_LINK);
    folder_abandon(&folder);
}

static void results_do_not_go_into_the_data_by_any_name(void **state)
{
    Place *place = *state;
    Folder folder;
    assert_int_equal(mkdir(path(place, "data").at, 0700), 0);
    assert_int_equal(mkdir(path(place, "data/deep").at, 0700), 0);
    assert_int_equal(symlink(path(place, "data/deep").at, path(place, "way").at), 0);
    assert_false(look(&folder, place, "data/out"));
    assert_int_equal(folder.fault, D_OUT_IN_DATA);
    folder_abandon(&folder);
    assert_false(look(&folder, place, "way/out"));
    assert_int_equal(folder.fault, D_OUT_IN_DATA);
    folder_abandon(&folder);
    assert_true(look(&folder, place, "out"));
    folder_abandon(&folder);
}

static void a_folder_that_holds_what_is_read_is_refused(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    Folder folder;
    Str input = path(place, "out/School.csv");
    assert_false(folder_look(&folder, &place->arena, path(place, "out"), NULL, 0, &input, 1));
    assert_int_equal(folder.fault, D_OUT_HOLDS_INPUT);
    folder_abandon(&folder);
}

static void names_that_mean_another_folder_are_refused(void **state)
{
    Place *place = *state;
    static const char *const names[] = { "", "/", "..", ".", "data/.." };
    Folder folder;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str out = { names[i], strlen(names[i]) };
        assert_false(folder_look(&folder, &place->arena, out, NULL, 0, NULL, 0));
        assert_int_equal(folder.fault, D_OUT_NAME);
        folder_abandon(&folder);
    }
    assert_false(look(&folder, place, "nowhere/out"));
    assert_int_equal(folder.fault, D_OUT_WRITE);
    folder_abandon(&folder);
}

static void what_a_killed_run_left_is_removed_by_the_next(void **state)
{
    Place *place = *state;
    pid_t child = fork();
    if (child == 0) {
        Folder folder;
        if (!look(&folder, place, "out") || !folder_begin(&folder)) _exit(1);
        folder_file(&folder, STR("School.csv"));
        _exit(0); /* as after a kill: nothing is tidied */
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    Str left = str_printf(&place->arena, "out.part-%u", (uint64_t)child);
    assert_true(exists(place, left.at));
    write_result(place, "out", "one");
    assert_false(exists(place, left.at));
}

static void what_a_living_run_writes_is_left_alone(void **state)
{
    Place *place = *state;
    Str other = str_printf(&place->arena, "out.part-%u", (uint64_t)getppid());
    assert_int_equal(mkdir(path(place, other.at).at, 0700), 0);
    write_result(place, "out", "one");
    assert_true(exists(place, other.at));
}

static void a_full_disk_is_an_error_and_changes_nothing(void **state)
{
    Place *place = *state;
    write_result(place, "out", "one");
    Folder folder;
    assert_true(look(&folder, place, "out"));
    assert_true(folder_begin(&folder));
    assert_non_null(folder_file(&folder, STR("School.csv")));
    assert_int_not_equal(dup2(open("/dev/full", O_WRONLY), folder.writer.fd), -1);
    writer_add(&folder.writer, STR("two"));
    assert_false(folder_file_done(&folder, false, 0));
    assert_int_equal(folder.fault, D_OUT_WRITE);
    assert_null(folder_file(&folder, STR("more.csv")));
    assert_false(folder_finish(&folder));
    folder_abandon(&folder);
    assert_true(str_eq(get(place, "out/School.csv"), STR("one")));
}

static void the_second_of_two_runs_into_one_new_folder_is_told_so(void **state)
{
    Place *place = *state;
    Folder folder;
    assert_true(look(&folder, place, "out"));
    assert_true(folder_begin(&folder));
    add_file(&folder, "School.csv", "slow");
    write_result(place, "other", "fast");
    assert_int_equal(rename(path(place, "other").at, path(place, "out").at), 0);
    assert_false(folder_finish(&folder));
    folder_abandon(&folder);
    assert_int_equal(folder.fault, D_OUT_WRITE);
    assert_true(str_eq(folder.args[1], STR("another run has just written it")));
    assert_true(str_eq(get(place, "out/School.csv"), STR("fast")));
}

static void sizes_and_hashes_are_those_of_the_files(void **state)
{
    Place *place = *state;
    Folder folder;
    assert_true(look(&folder, place, "out"));
    assert_true(folder_begin(&folder));
    Writer *writer = folder_file(&folder, STR("abc"));
    /* More than a buffer, in pieces of all sorts. */
    Text text = text_open(&place->arena);
    for (uint64_t i = 0; text.len < 3 * WRITER_BUFFER; i++) text_printf(&text, "%u,", i);
    for (size_t at = 0, piece = 1; at < text.len; at += piece, piece = piece * 3 + 1) {
        size_t left = text.len - at;
        writer_add(writer, (Str){ text.at + at, piece < left ? piece : left });
    }
    assert_true(folder_file_done(&folder, true, 7));
    assert_int_equal(folder.files[0].size, text.len);
    assert_int_equal(folder.files[0].rows, 7);
    assert_true(str_eq(folder.files[0].sha256, sha256_text(&place->arena, text_str(&text))));
    add_file(&folder, "empty", "");
    assert_true(str_eq(folder.files[1].sha256,
                       STR("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")));
    folder_abandon(&folder);
}

/* A manifest that nobody could have written is not ours; one that lists too little leaves
 * strangers. */
static void a_manifest_must_be_a_whole_file_that_lists_all(void **state)
{
    static const struct {
        const char *text;
        DiagId fault;
    } manifests[] = {
        { "", D_OUT_NOT_OURS },
        { "{\n  \"schema\": \"lustrum/pages@1\"", D_OUT_NOT_OURS },
        { "{\n  \"schema\": \"lustrum/another kind of folder@1\"", D_OUT_NOT_OURS },
        { MANIFEST_START "}\n", D_OUT_STRANGER },
        { MANIFEST_START ",\n  \"results\": [{\n \"name\": \"School.csv", D_OUT_STRANGER },
        { MANIFEST_START ",\n  \"results\": [{\n \"name\": \"Pupil.csv\"}]}\n", D_OUT_STRANGER },
    };
    Place *place = *state;
    Folder folder;
    assert_int_equal(mkdir(path(place, "out").at, 0700), 0);
    assert_int_equal(mkdir(path(place, "out/manifest.json").at, 0700), 0);
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_NOT_OURS);
    folder_abandon(&folder);
    assert_int_equal(rmdir(path(place, "out/manifest.json").at), 0);
    put(place, "out/School.csv", "one");
    for (size_t i = 0; i < COUNT_OF(manifests); i++) {
        put(place, "out/manifest.json", manifests[i].text);
        assert_false(look(&folder, place, "out"));
        assert_int_equal(folder.fault, manifests[i].fault);
        assert_false(folder_begin(&folder)); /* what is not ours is not begun */
        folder_abandon(&folder);
    }
    put(place, "out/manifest.json",
        MANIFEST_START ",\n  \"results\": [{\n \"name\": \"School.csv\"}]}");
    assert_true(look(&folder, place, "out"));
    folder_abandon(&folder);
    assert_int_equal(truncate(path(place, "out/manifest.json").at, 1 << 26), 0); /* the most */
    assert_true(look(&folder, place, "out"));
    folder_abandon(&folder);
    assert_int_equal(truncate(path(place, "out/manifest.json").at, (1 << 26) + 1), 0);
    assert_false(look(&folder, place, "out"));
    assert_int_equal(folder.fault, D_OUT_NOT_OURS);
    folder_abandon(&folder);
}

static void the_second_of_two_runs_over_one_older_folder_is_told_so(void **state)
{
    Place *place = *state;
    Folder folder;
    write_result(place, "out", "old");
    assert_true(look(&folder, place, "out"));
    assert_true(folder_begin(&folder));
    add_file(&folder, "School.csv", "slow");
    write_result(place, "other", "fast");
    assert_int_equal(rename(path(place, "out").at, path(place, "older").at), 0);
    assert_int_equal(rename(path(place, "other").at, path(place, "out").at), 0);
    assert_false(folder_finish(&folder));
    folder_abandon(&folder);
    assert_true(str_eq(folder.args[1], STR("another run has just written it")));
    assert_true(folder.mend.len > 0);
    assert_true(str_eq(get(place, "out/School.csv"), STR("fast")));
    assert_false(folder_finish(&folder));
    assert_false(folder_file_done(&folder, false, 0));
}

static void the_list_of_problems_stands_beside_the_folder(void **state)
{
    Place *place = *state;
    Arena *arena = &place->arena;
    assert_true(str_eq(folder_problems_path(arena, STR("out")), STR("out.problems.csv")));
    assert_true(str_eq(folder_problems_path(arena, STR("a/out//")), STR("a/out.problems.csv")));
    assert_true(str_eq(folder_problems_path(arena, STR("/")), STR("/.problems.csv")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
    const struct CMUnitTest tests[] = {
        TEST(a_new_folder_appears_whole_and_for_its_owner_only),
        TEST(a_second_run_takes_the_place_of_the_first),
        TEST(an_abandoned_run_leaves_the_first_as_it_was),
        TEST(a_folder_that_is_not_ours_is_never_touched),
        TEST(a_strange_file_in_our_folder_stops_the_run),
        TEST(folders_of_a_result_are_replaced_with_it),
        TEST(what_a_folder_of_a_result_holds_besides_stops_the_run),
        TEST(a_link_is_refused),
        TEST(results_do_not_go_into_the_data_by_any_name),
        TEST(a_folder_that_holds_what_is_read_is_refused),
        TEST(names_that_mean_another_folder_are_refused),
        TEST(what_a_killed_run_left_is_removed_by_the_next),
        TEST(what_a_living_run_writes_is_left_alone),
        TEST(a_full_disk_is_an_error_and_changes_nothing),
        TEST(the_second_of_two_runs_into_one_new_folder_is_told_so),
        TEST(sizes_and_hashes_are_those_of_the_files),
        TEST(a_manifest_must_be_a_whole_file_that_lists_all),
        TEST(the_second_of_two_runs_over_one_older_folder_is_told_so),
        TEST(the_list_of_problems_stands_beside_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
