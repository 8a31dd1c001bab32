/* open.c -- a pack's head and directory, and how it is read: see pack.h and cursor.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack/cursor.h"
#include "sha256.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the cursor ---- */

const char *cursor_bytes(Cursor *in, uint64_t len)
{
    const char *at = in->at;
    if (in->bad || len > in->left) {
        in->bad = true;
        return NULL;
    }
    in->at += len;
    in->left -= (size_t)len;
    return at;
}

uint64_t cursor_u64(Cursor *in)
{
    uint64_t number = 0;
    const char *at = cursor_bytes(in, sizeof number);
    if (at) memcpy(&number, at, sizeof number);
    return number;
}

Str cursor_str(Cursor *in)
{
    uint64_t len = cursor_u64(in);
    const char *at = cursor_bytes(in, len);
    return at ? (Str){ at, (size_t)len } : STR_EMPTY;
}

size_t cursor_count(Cursor *in, size_t least)
{
    uint64_t count = cursor_u64(in);
    if (count <= in->left / least) return (size_t)count;
    in->bad = true;
    return 0;
}

bool cursor_flag(Cursor *in)
{
    uint64_t flag = cursor_u64(in);
    in->bad |= flag > 1;
    return flag == 1;
}

/* ---- the file ---- */

bool pack_read_at(int fd, void *to, size_t len, uint64_t offset, int *error)
{
    char *at = to;
    while (len) {
        ssize_t got = pread(fd, at, len, (off_t)offset);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) {
            *error = got < 0 ? errno : 0;
            return false;
        }
        at += got;
        offset += (uint64_t)got;
        len -= (size_t)got;
    }
    return true;
}

static void read_files(Cursor *in, Arena *arena, PackedYear *year)
{
    enum { LEAST = 32 };
    year->file_count = cursor_count(in, LEAST);
    year->files = NEW_ARRAY(arena, PackedFile, year->file_count + 1);
    for (size_t i = 0; i < year->file_count; i++) {
        PackedFile *file = &year->files[i];
        uint64_t record = cursor_u64(in);
        file->record = (uint32_t)record;
        in->bad |= record > NONE_PACKED;
        file->bytes = cursor_u64(in);
        file->modified = (int64_t)cursor_u64(in);
        file->sha256 = cursor_str(in);
    }
}

static PackState read_years(Pack *pack, Arena *arena, Str directory, uint64_t years)
{
    enum { LEAST = 48 };
    Cursor in = { directory.at, directory.len, false };
    if (years > directory.len / LEAST) return PACK_BROKEN;
    pack->years = NEW_ARRAY(arena, PackedYear, years + 1);
    for (; pack->year_count < years && !in.bad; pack->year_count++) {
        PackedYear *year = &pack->years[pack->year_count];
        int64_t number = (int64_t)cursor_u64(&in);
        in.bad |= number < 0 || number > 9999;
        year->year = (int32_t)number;
        year->declared = cursor_str(&in);
        year->told = cursor_u64(&in);
        read_files(&in, arena, year);
        year->rest = cursor_str(&in);
    }
    return in.bad || in.left ? PACK_BROKEN : PACK_FINE;
}

static PackState read_head(Pack *pack, PackHead *head, int *error)
{
    char bytes[PACK_HEAD];
    *error = 0;
    if (pack->size < PACK_HEAD) return PACK_NONE;
    if (!pack_read_at(pack->fd, bytes, sizeof bytes, 0, error))
        return *error ? PACK_UNREAD : PACK_BROKEN;
    memcpy(head, bytes, sizeof *head);
    if (memcmp(head->magic, PACK_MAGIC, sizeof head->magic) != 0) return PACK_NONE;
    if (head->form != PACK_FORM || head->order != PACK_ORDER) return PACK_VERSION;
    bool inside = head->directory >= PACK_HEAD && head->directory <= pack->size &&
                  head->length == pack->size - head->directory;
    return inside ? PACK_FINE : PACK_BROKEN;
}

PackState pack_open(Arena *arena, Str path, Pack *pack, int *error)
{
    struct stat info;
    PackHead head;
    *pack = (Pack){ .path = path, .fd = -1 };
    pack->fd = open(str_c(arena, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *error = pack->fd < 0 || fstat(pack->fd, &info) != 0 ? errno : 0;
    if (*error) return PACK_UNREAD;
    if (!S_ISREG(info.st_mode)) return PACK_NONE;
    pack->size = (uint64_t)info.st_size;
    PackState state = read_head(pack, &head, error);
    if (state != PACK_FINE) return state;
    char *bytes = arena_big(arena, (size_t)head.length + 1);
    if (!pack_read_at(pack->fd, bytes, (size_t)head.length, head.directory, error))
        return *error ? PACK_UNREAD : PACK_BROKEN;
    Str directory = { bytes, (size_t)head.length };
    pack->sha256 = sha256_text(arena, directory);
    if (memcmp(pack->sha256.at, head.sha256, sizeof head.sha256) != 0) return PACK_BROKEN;
    return read_years(pack, arena, directory, head.years);
}

void pack_close(Pack *pack)
{
    if (pack->fd >= 0) close(pack->fd);
    pack->fd = -1;
}

const PackedYear *pack_year(const Pack *pack, int year)
{
    for (size_t i = 0; i < pack->year_count; i++)
        if (pack->years[i].year == year) return &pack->years[i];
    return NULL;
}
