/* sshsig.c -- see sshsig.h.  All that is read is written again and compared, so that nothing has
 * two spellings.
 * SPDX-License-Identifier: Apache-2.0 */
/* The functions below are called old-fashioned by libcrypto 3; they are the ones without memory. */
#define OPENSSL_API_COMPAT 0x10100000L
#include "term/sshsig.h"
#include <openssl/sha.h>

#define KEY_TYPE STR("ssh-ed25519")
#define MAGIC STR("SSHSIG")
enum { LINE = 70, NAME_MOST = 80 };

/* ---- base64 ---- */

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static Str encode(Arena *arena, Str bytes)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < bytes.len; i += 3) {
        uint32_t three = 0;
        for (size_t k = 0; k < 3; k++)
            three = three << 8 | (i + k < bytes.len ? (unsigned char)bytes.at[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            text_byte(&text, i + k > bytes.len ? '=' : digits[three >> (18 - 6 * k) & 63]);
    }
    return text_str(&text);
}

/* What text stands for; anything that is no digit, and the sign =, stands for nothing at all.  The
 * caller encodes again and compares. */
static Str decode(Arena *arena, Str text)
{
    Text bytes = text_open(arena);
    uint32_t held = 0, bits = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *digit = memchr(digits, text.at[i], sizeof digits - 1);
        if (!digit) continue;
        held = held << 6 | (uint32_t)(digit - digits);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        text_byte(&bytes, (char)(unsigned char)(held >> bits));
    }
    return text_str(&bytes);
}

/* ---- lengths and bytes ---- */

static Str bytes_of(const unsigned char *at, size_t len)
{
    return (Str){ (const char *)at, len };
}

static void put_length(Text *text, size_t length)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        text_byte(text, (char)(unsigned char)(length >> shift));
}

static void put(Text *text, Str piece)
{
    put_length(text, piece.len);
    text_add(text, piece);
}

/* Takes a piece with its length off the front of *rest. */
static bool take(Str *rest, Str *piece)
{
    if (rest->len < 4) return false;
    size_t length = 0;
    for (int i = 0; i < 4; i++) length = length << 8 | (unsigned char)rest->at[i];
    if (length > rest->len - 4) return false;
    *piece = str_slice(*rest, 4, 4 + length);
    *rest = str_slice(*rest, 4 + length, rest->len);
    return true;
}

/* A key or a signature with its type before it. */
static Str typed(Arena *arena, Str bytes)
{
    Text text = text_open(arena);
    put(&text, KEY_TYPE);
    put(&text, bytes);
    return text_str(&text);
}

/* The bytes of `typed`, when they are as many as wanted. */
static bool untyped(Str blob, unsigned char *bytes, size_t wanted)
{
    Str type, piece;
    if (!take(&blob, &type) || !str_eq(type, KEY_TYPE)) return false;
    if (!take(&blob, &piece) || blob.len || piece.len != wanted) return false;
    memcpy(bytes, piece.at, wanted);
    return true;
}

/* ---- keys ---- */

/* Where the next space is, or the end. */
static size_t word_end(Str text)
{
    size_t end = 0;
    while (end < text.len && text.at[end] != ' ') end++;
    return end;
}

static bool is_key_name(Arena *arena, Str name)
{
    if (name.len == 0 || name.len > NAME_MOST || name.at[0] == ' ' ||
        name.at[name.len - 1] == ' ' || str_utf8_valid(name) != name.len)
        return false;
    return str_eq(str_printable(arena, name, NAME_MOST), name);
}

bool sshkey_read(Arena *arena, Str line, SshKey *key, Str *fault)
{
    size_t type = word_end(line);
    if (!str_eq(str_slice(line, 0, type), KEY_TYPE) || type == line.len) {
        *fault = STR("it does not begin with ssh-ed25519: ssh-keygen -t ed25519 makes such keys");
        return false;
    }
    Str rest = str_slice(line, type + 1, line.len);
    size_t end = word_end(rest);
    Str blob = decode(arena, str_slice(rest, 0, end));
    *fault = STR("it is no key in the spelling of ssh-keygen");
    if (!untyped(blob, key->bytes, ED25519_KEY)) return false;
    if (!str_eq(encode(arena, blob), str_slice(rest, 0, end))) return false;
    *fault = STR("it does not say, after the key, whose it is");
    if (end == rest.len) return false;
    key->name = str_slice(rest, end + 1, rest.len);
    if (!is_key_name(arena, key->name)) return false;
    *fault = STR("it is a weak key, under which one signature is of many texts");
    return ed25519_key_fits(key->bytes);
}

void sshkey_write(Text *text, const SshKey *key)
{
    Str blob = typed(text->arena, bytes_of(key->bytes, ED25519_KEY));
    text_printf(text, "%S %S %S", KEY_TYPE, encode(text->arena, blob), key->name);
}

Str sshkey_print(Arena *arena, const unsigned char key[ED25519_KEY])
{
    unsigned char hash[SHA256_DIGEST_LENGTH];
    SHA256_CTX sha; /* here: what hashes at one call asks for memory, and does not bear that there
                       is none */
    Str blob = typed(arena, bytes_of(key, ED25519_KEY));
    SHA256_Init(&sha);
    SHA256_Update(&sha, blob.at, blob.len);
    SHA256_Final(hash, &sha);
    Str print = encode(arena, bytes_of(hash, sizeof hash));
    return str_printf(arena, "SHA256:%S", str_slice(print, 0, print.len - 1)); /* without = */
}

/* ---- signatures ---- */

/* What ssh-keygen prints. */
static Str armour(Arena *arena, const SshSig *sig)
{
    Text blob = text_open(arena), text = text_open(arena);
    text_add(&blob, MAGIC);
    put_length(&blob, 1); /* the version of the form */
    put(&blob, typed(arena, bytes_of(sig->key, ED25519_KEY)));
    put(&blob, sig->space);
    put(&blob, STR_EMPTY);
    put(&blob, STR("sha512"));
    put(&blob, typed(arena, bytes_of(sig->signature, ED25519_SIGNATURE)));
    Str base64 = encode(arena, text_str(&blob));
    text_printf(&text, "%S\n", SSHSIG_BEGIN);
    for (size_t i = 0; i < base64.len; i += LINE) {
        size_t end = i + LINE < base64.len ? i + LINE : base64.len;
        text_printf(&text, "%S\n", str_slice(base64, i, end));
    }
    text_printf(&text, "%S\n", SSHSIG_END);
    return text_str(&text);
}

bool sshsig_read(Arena *arena, Str armoured, SshSig *sig)
{
    Str begin = SSHSIG_BEGIN, end = SSHSIG_END, key, reserved, hash, signature;
    if (armoured.len < begin.len + end.len + 2) return false;
    Str rest = decode(arena, str_slice(armoured, begin.len, armoured.len - end.len - 1));
    size_t head = MAGIC.len + 4;
    if (rest.len < head) return false;
    rest = str_slice(rest, head, rest.len);
    if (!take(&rest, &key) || !take(&rest, &sig->space) || !take(&rest, &reserved) ||
        !take(&rest, &hash) || !take(&rest, &signature))
        return false;
    return untyped(key, sig->key, ED25519_KEY) &&
           untyped(signature, sig->signature, ED25519_SIGNATURE) &&
           str_eq(armour(arena, sig), armoured);
}

bool sshsig_verify(Arena *arena, const SshSig *sig, Str message)
{
    unsigned char hash[SHA512_DIGEST_LENGTH];
    SHA512_CTX sha;
    SHA512_Init(&sha);
    if (message.len) SHA512_Update(&sha, message.at, message.len);
    SHA512_Final(hash, &sha);
    Text signed_bytes = text_open(arena);
    text_add(&signed_bytes, MAGIC);
    put(&signed_bytes, sig->space);
    put(&signed_bytes, STR_EMPTY);
    put(&signed_bytes, STR("sha512"));
    put(&signed_bytes, bytes_of(hash, sizeof hash));
    return ed25519_verify(sig->key, sig->signature, text_str(&signed_bytes));
}
