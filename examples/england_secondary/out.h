/* out.h -- how generate.c writes its files: a large buffer, numbers by hand, and an end with a
 * message when something cannot be written.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef ENGLAND_OUT_H
#define ENGLAND_OUT_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *which)
{
    fprintf(stderr, "generate: %s%s%s\n", what, *which ? ": " : "", which);
    exit(2);
}

typedef struct Out {
    FILE *file;
    const char *name;
    size_t used;
    char text[1 << 17];
} Out;

static void out_flush(Out *out)
{
    if (fwrite(out->text, 1, out->used, out->file) != out->used) die("cannot write", out->name);
    out->used = 0;
}

static void out_text(Out *out, const char *text)
{
    size_t length = strlen(text);
    if (out->used + length > sizeof out->text) out_flush(out);
    memcpy(out->text + out->used, text, length);
    out->used += length;
}

/* Several texts in a row. */
#define out_texts(out, ...) out_all((out), (const char *[]){ __VA_ARGS__, NULL })
static void out_all(Out *out, const char **texts)
{
    for (; *texts; texts++) out_text(out, *texts);
}

/* A whole number of at least `digits` digits. */
static void out_number(Out *out, int64_t number, int digits)
{
    char text[24], *at = text + sizeof text - 1;
    *at = 0;
    for (; number > 0 || digits > 0; number /= 10, digits--) *--at = (char)('0' + number % 10);
    out_text(out, at);
}

static Out *out_open(const char *folder, const char *name)
{
    Out *out = malloc(sizeof *out);
    size_t length = strlen(folder) + strlen(name) + 2;
    char *path = malloc(length);
    if (!out || !path) die("out of memory", "");
    snprintf(path, length, "%s/%s", folder, name);
    *out = (Out){ .file = fopen(path, "wb"), .name = name };
    if (!out->file) die("cannot open", path);
    free(path);
    return out;
}

static void out_close(Out *out)
{
    out_flush(out);
    if (fclose(out->file)) die("cannot write", out->name);
    free(out);
}

#endif
