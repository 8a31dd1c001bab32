/* replay.c -- main of a fuzzer without libFuzzer: runs every file named, and every file in every
 * folder named, once.
 *
 *   BUILD/replay/fuzz_script tests/fuzz/corpus/script
 *
 * Prints nothing when all is well.  Each input is in a block of its own size, so a sanitizer sees a
 * read past its end; the name of an input that crashes is printed before the crash ends the run.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char current[4096];

/* Only what a signal handler may do. */
static void say_where(int number)
{
    static const char words[] = "\nthe input was ";
    ssize_t done = write(2, words, sizeof words - 1);
    done = write(2, current, strlen(current));
    done = write(2, "\n", 1);
    (void)done;
    signal(number, SIG_DFL);
    raise(number);
}

static bool run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat info;
    if (!file || fstat(fileno(file), &info) != 0) {
        perror(path);
        if (file) fclose(file);
        return false;
    }
    size_t size = (size_t)info.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    bool whole = bytes && fread(bytes, 1, size, file) == size;
    fclose(file);
    if (!whole) fprintf(stderr, "%s: cannot be read\n", path);
    snprintf(current, sizeof current, "%s", path);
    if (whole) LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    return whole;
}

static bool run_folder(const char *path, size_t *count)
{
    struct dirent **list;
    int found = scandir(path, &list, NULL, alphasort);
    bool good = found >= 0;
    if (!good) perror(path);
    for (int i = 0; i < found; i++) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", path, list[i]->d_name);
        if (list[i]->d_name[0] != '.') {
            good = run_file(name) && good;
            ++*count;
        }
        free(list[i]);
    }
    if (found >= 0) free(list);
    return good;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    bool good = argc > 1;
    signal(SIGABRT, say_where);
    for (int i = 1; i < argc; i++) {
        struct stat info;
        if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode)) {
            good = run_folder(argv[i], &count) && good;
        } else {
            good = run_file(argv[i]) && good;
            count++;
        }
    }
    if (count == 0) fprintf(stderr, "nothing to replay\n");
    return good && count ? 0 : 1;
}
