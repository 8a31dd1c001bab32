/* source.c -- see source.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "source.h"
#include "limit.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

Sources sources_open(Arena *arena)
{
    return (Sources){ .arena = arena };
}

/* Where each line starts, in one array that is made just large enough. */
static void find_lines(Arena *arena, Source *source)
{
    const char *start = source->text.at, *end = start + source->text.len, *at = start;
    uint32_t count = 1, n = 1;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) at++, count++;
    uint32_t *line = NEW_ARRAY(arena, uint32_t, count);
    for (at = start; n < count; line[n++] = (uint32_t)(at - start))
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
    source->line = line;
    source->line_count = count;
}

static Span byte_at(uint32_t file, size_t offset)
{
    return (Span){ file, (uint32_t)offset, (uint32_t)offset + 1 };
}

static bool judge(Sources *sources, Diags *diags, uint32_t file)
{
    const Source *source = &sources->items[file];
    Str text = source->text;
    const char *zero = text.len ? memchr(text.at, '\0', text.len) : NULL;
    if (zero) {
        DIAG_AT(diags, D_RULES_ZERO_BYTE, byte_at(file, (size_t)(zero - text.at)), source->name);
        return false;
    }
    size_t good = str_utf8_valid(text);
    if (good < text.len) {
        DIAG_AT(diags, D_RULES_NOT_UTF8, byte_at(file, good), source->name);
        return false;
    }
    return true;
}

static bool add(Sources *sources, Diags *diags, Str name, Str text, uint32_t *file)
{
    if (sources->count >= LIMIT_SOURCES) {
        diag_add(diags, D_RULES_MANY, NULL, 0);
        return false;
    }
    bool too_long = text.len > LIMIT_SOURCE;
    if (too_long) {
        diag_add(diags, D_RULES_LONG, &name, 1);
        text = STR_EMPTY;
    }
    GROW(sources->arena, sources->items, sources->count, sources->cap);
    *file = (uint32_t)sources->count++;
    Source *source = &sources->items[*file];
    *source = (Source){ .name = arena_str(sources->arena, name), .text = text };
    find_lines(sources->arena, source);
    source->readable = !too_long && judge(sources, diags, *file);
    return source->readable;
}

bool source_add(Sources *sources, Diags *diags, Str name, Str text, uint32_t *file)
{
    Str kept = text.len > LIMIT_SOURCE ? text : arena_str(sources->arena, text);
    return add(sources, diags, name, kept, file);
}

/* Reads at most `most` bytes of the open file; -1 when reading fails. */
static ssize_t read_all(int fd, char *into, size_t most)
{
    size_t have = 0;
    while (have < most) {
        ssize_t got = read(fd, into + have, most - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return -1;
        if (got == 0) break;
        have += (size_t)got;
    }
    return (ssize_t)have;
}

static bool unreadable(Sources *sources, Diags *diags, Str path, const Span *asked, int why)
{
    Str reason = why == ENOENT    ? STR("there is no such file")
                 : why == EACCES  ? STR("this user may not read it")
                 : why == EISDIR  ? STR("it is a folder")
                 : why == ENXIO   ? STR("it is a pipe or a device, not a file")
                 : why == ENOTDIR ? STR("part of its path is not a folder")
                                  : STR("the system could not read it");
    Str name = str_printable(sources->arena, path, 200);
    if (asked)
        DIAG_AT(diags, D_RULES_UNREADABLE, *asked, name, reason);
    else
        diag_add(diags, D_RULES_UNREADABLE, (Str[]){ name, reason }, 2);
    return false;
}

/* Opens path if it is a file: a pipe that nobody writes to would be waited for without end. */
static int open_file(const char *path)
{
    struct stat info;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0) return fd;
    int why = fstat(fd, &info) != 0 ? errno : S_ISREG(info.st_mode) ? 0 : ENXIO;
    if (!why) return fd;
    if (why == ENXIO && S_ISDIR(info.st_mode)) why = EISDIR;
    close(fd);
    errno = why;
    return -1;
}

/* Room for the file, as long as it is now, and a byte more; for the longest that is read where that
 * is not known. */
static size_t room_for(const char *name, bool input)
{
    struct stat info;
    bool known = !input && stat(name, &info) == 0 && S_ISREG(info.st_mode);
    return known && info.st_size < LIMIT_SOURCE ? (size_t)info.st_size + 1 : LIMIT_SOURCE + 1;
}

bool source_load(Sources *sources, Diags *diags, Str path, const Span *asked, uint32_t *file)
{
    if (path.len == 0 || memchr(path.at, '\0', path.len))
        return unreadable(sources, diags, path, asked, ENOENT);
    /* All memory is asked for while no file is open, so that nothing is left open on an escape. */
    bool input = str_eq(path, SOURCE_INPUT);
    const char *name = str_c(sources->arena, path);
    size_t most = room_for(name, input);
    char *bytes;
    ssize_t got;
    int why;
    for (;; most = LIMIT_SOURCE + 1) { /* again where it has become longer meanwhile */
        bytes = arena_big(sources->arena, most);
        int fd = input ? STDIN_FILENO : open_file(name);
        got = fd < 0 ? -1 : read_all(fd, bytes, most);
        why = errno;
        if (fd >= 0 && !input) close(fd);
        if (got < (ssize_t)most || most > LIMIT_SOURCE) break;
        arena_big_free(sources->arena, bytes);
    }
    if (got < 0) return unreadable(sources, diags, path, asked, why);
    Str text = { bytes, (size_t)got };
    if (text.len <= LIMIT_SOURCE) text = arena_str(sources->arena, text);
    bool readable = add(sources, diags, path, text, file);
    arena_big_free(sources->arena, bytes);
    return readable;
}

/* The line that holds byte offset: the last that starts at or before it. */
static uint32_t line_of(const Source *source, uint32_t offset)
{
    uint32_t low = 0, high = source->line_count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (source->line[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Bytes that go on a character begin 10 in binary. */
static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

TextPlace source_place(const Source *source, uint32_t offset)
{
    if (offset > source->text.len) offset = (uint32_t)source->text.len;
    uint32_t line = line_of(source, offset), column = 1;
    for (uint32_t i = source->line[line]; i < offset; i++)
        column += begins_character(source->text.at[i]);
    return (TextPlace){ line + 1, column };
}

Str source_line(const Source *source, uint32_t line)
{
    if (line == 0 || line > source->line_count) return STR_EMPTY;
    size_t start = source->line[line - 1];
    size_t end = line < source->line_count ? source->line[line] - 1 : source->text.len;
    if (end > start && source->text.at[end - 1] == '\r') end--;
    return str_slice(source->text, start, end);
}

uint32_t source_offset(const Source *source, TextPlace place)
{
    if (place.line == 0) return 0;
    if (place.line > source->line_count) return (uint32_t)source->text.len;
    Str line = source_line(source, place.line);
    size_t i = 0;
    for (uint32_t column = 1; i < line.len && column < place.column; column++) {
        do i++;
        while (i < line.len && !begins_character(line.at[i]));
    }
    return source->line[place.line - 1] + (uint32_t)i;
}

Str source_text(const Sources *sources, Span span)
{
    return str_slice(sources->items[span.file].text, span.start, span.end);
}
