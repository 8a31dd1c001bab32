/* keys.c -- see keys.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "term/keys.h"
#include "file.h"

enum { KEYS_FILE = 1 << 16 };

typedef struct Reading {
    Arena *arena;
    Diags *diags;
    Str path;
    Keyset *keys;
} Reading;

static bool bad_key(Reading *r, uint64_t line, Str fault)
{
    Str args[] = { str_printable(r->arena, r->path, 200), str_printf(r->arena, "%u", line), fault };
    diag_add(r->diags, D_SEAL_KEY, args, COUNT_OF(args));
    return false;
}

/* A line of the file of keys; a blank one, or one that begins with #, says nothing. */
static bool read_key(Reading *r, Str line, uint64_t number)
{
    Keyset *keys = r->keys;
    SshKey key;
    Str fault;
    if (line.len && line.at[line.len - 1] == '\r') line.len--;
    if (line.len == 0 || line.at[0] == '#') return true;
    if (!sshkey_read(r->arena, line, &key, &fault)) return bad_key(r, number, fault);
    if (keyset_find(keys, key.bytes)) return bad_key(r, number, STR("it stands there twice"));
    if (keys->count == RECORD_KEYS) return bad_key(r, number, STR("there are too many"));
    keys->keys[keys->count++] = key;
    return true;
}

bool keys_of(Arena *arena, Diags *diags, Str path, Str text, Keyset *keys)
{
    Reading r = { arena, diags, path, keys };
    *keys = (Keyset){ NEW_ARRAY(arena, SshKey, RECORD_KEYS), 0, 0 };
    for (uint64_t line = 1; text.len; line++) {
        const char *end = memchr(text.at, '\n', text.len);
        size_t len = end ? (size_t)(end - text.at) : text.len;
        if (!read_key(&r, str_slice(text, 0, len), line)) return false;
        text = str_slice(text, end ? len + 1 : len, text.len);
    }
    return true;
}

bool keys_read(Arena *arena, Diags *diags, Str path, Keyset *keys)
{
    Str text;
    int error = file_read(arena, path, KEYS_FILE, &text);
    if (!error) return keys_of(arena, diags, path, text, keys);
    Str args[] = { str_printable(arena, path, 200), file_error(error) };
    diag_add(diags, D_SEAL_FILE, args, COUNT_OF(args));
    return false;
}
