/* embed.c -- a program of one's own that reviews schools with liblustrum.
 *
 *   cc embed.c -o embed $(pkg-config --cflags --libs lustrum)
 *   ./embed secondary.lustrum DATA OUT
 *
 * Messages are handed to a function of ours, one by one; the library prints nothing itself.
 * SPDX-License-Identifier: Apache-2.0 */
#include <lustrum.h>
#include <stdio.h>

static void on_diag(void *user, const LusDiag *diag)
{
    int *count = user;
    ++*count;
    fprintf(stderr, "%s:%zu:%zu: %s: %s\n", diag->file, diag->line, diag->column, diag->code,
            diag->title);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: embed FRAMEWORK DATA OUT\n", stderr);
        return LUS_CANNOT;
    }
    int messages = 0;
    LusSettings settings = { .on_diag = on_diag, .user = &messages };
    LusOptions options = { .data_dir = argv[2], .out_dir = argv[3] };
    Lustrum *lus = lus_open(&settings);
    if (!lus) return LUS_CANNOT;

    LusProgram *program;
    LusResult *result;
    LusStatus status = lus_compile_file(lus, argv[1], 0, &program);
    if (status == LUS_OK) status = lus_review(program, &options, &result);
    if (status == LUS_OK) fputs(lus_text(result, NULL), stdout);
    fprintf(stderr, "lustrum %s: status %d, %d messages\n", lus_version(), (int)status, messages);

    lus_close(lus); /* closes the program and the result too */
    return (int)status;
}
