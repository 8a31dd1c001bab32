/* test_seal.c -- Ed25519 against libcrypto and published vectors; seal logs with any bit turned
 * over; sealed rules with any byte changed.  SWEEP=1 tries every bit and every byte, else a share
 * of them. SPDX-License-Identifier: Apache-2.0 */
#include "check/check.h"
#include "compile.h"
#include "meaning/meaning.h"
#include "random.h"
#include "term/chain.h"
#include <openssl/evp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct Bench {
    Guard guard;
    Arena arena;
} Bench;

static Bench bench;

static void *body_arg;
static void (*body_run)(void);

static void body(void *arg)
{
    (void)arg;
    body_run();
}

/* Runs a test with an arena under a guard. */
static void guarded(void (*run)(void))
{
    body_run = run;
    bench.arena = arena_open(&bench.guard);
    Why why = guard_run(&bench.guard, body, body_arg);
    arena_close(&bench.arena);
    assert_int_equal(why, WHY_NOTHING);
}

static size_t stride(size_t share)
{
    return getenv("SWEEP") ? 1 : share;
}

/* ---- Ed25519 ---- */

static void hex(const char *digits, unsigned char *bytes)
{
    for (size_t i = 0; digits[2 * i]; i++) {
        char two[3] = { digits[2 * i], digits[2 * i + 1], 0 };
        bytes[i] = (unsigned char)strtoul(two, NULL, 16);
    }
}

/* RFC 8032, 7.1: tests 1 to 3. */
static void published_signatures_are_good(void **state)
{
    static const char *const vectors[][3] = {
        { "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
          "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
          "1cf9"
          "b46bd25bf5f0595bbe24655141438e7a100b" },
        { "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
          "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
          "d0f1"
          "1d8c387b2eaeb4302aeeb00d291612bb0c00" },
        { "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
          "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760"
          "984d"
          "c6594a7c15e9716ed28dc027beceea1ec40a" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        unsigned char key[32], message[2] = { 0 }, signature[64];
        hex(vectors[i][0], key);
        hex(vectors[i][1], message);
        hex(vectors[i][2], signature);
        Str text = { (const char *)message, strlen(vectors[i][1]) / 2 };
        assert_true(ed25519_key_fits(key));
        assert_true(ed25519_verify(key, signature, text));
        signature[40] ^= 1;
        assert_false(ed25519_verify(key, signature, text));
    }
}

/* S + L is the same number modulo L: libraries have taken it for a second signature. */
static void a_number_past_the_order_is_refused(void **state)
{
    static const char order[] = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    unsigned char key[32], signature[64], add[32];
    (void)state;
    hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", key);
    hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
        "f9"
        "b46bd25bf5f0595bbe24655141438e7a100b",
        signature);
    hex(order, add);
    unsigned carry = 0;
    for (size_t i = 0; i < 32; i++) {
        carry += signature[32 + i] + (unsigned)add[i];
        signature[32 + i] = (unsigned char)carry;
        carry >>= 8;
    }
    assert_false(ed25519_verify(key, signature, STR_EMPTY));
}

/* The points of order 1, 2, 4 and 8, and other spellings of some. */
static void weak_keys_are_refused(void **state)
{
    static const char *const weak[] = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0200000000000000000000000000000000000000000000000000000000000000",
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(weak); i++) {
        unsigned char key[32];
        hex(weak[i], key);
        assert_false(ed25519_key_fits(key));
    }
}

/* Random keys and texts: what libcrypto signs is good, what it refuses is refused. */
static void libcrypto_says_the_same(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 60; round++) {
        unsigned char secret[32], key[32], signature[64], text[200];
        size_t key_len = sizeof key, len = sizeof signature, text_len = (size_t)round * 3;
        for (size_t i = 0; i < sizeof secret; i++) secret[i] = (unsigned char)random_next(&seed);
        for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)random_next(&seed);
        EVP_PKEY *pair = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, secret, 32);
        EVP_PKEY_get_raw_public_key(pair, key, &key_len);
        EVP_MD_CTX *context = EVP_MD_CTX_new();
        EVP_DigestSignInit(context, NULL, NULL, NULL, pair);
        assert_int_equal(EVP_DigestSign(context, signature, &len, text, text_len), 1);
        EVP_MD_CTX_free(context);
        Str message = { (const char *)text, text_len };
        assert_true(ed25519_key_fits(key) && ed25519_verify(key, signature, message));
        for (int turn = 0; turn < 4; turn++) {
            unsigned char other[64];
            memcpy(other, signature, sizeof other);
            other[random_next(&seed) % 64] ^= (unsigned char)(1u << random_next(&seed) % 8);
            context = EVP_MD_CTX_new();
            EVP_DigestVerifyInit(context, NULL, NULL, NULL, pair);
            bool theirs = EVP_DigestVerify(context, other, 64, text, text_len) == 1;
            EVP_MD_CTX_free(context);
            assert_int_equal(ed25519_verify(key, other, message), theirs);
        }
        EVP_PKEY_free(pair);
    }
}

/* ---- logs ---- */

static Str read_whole(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    Text text = text_open(&bench.arena);
    for (int c; (c = fgetc(file)) != EOF;) text_byte(&text, (char)c);
    fclose(file);
    return text_str(&text);
}

static bool holds(Arena *arena, Str log)
{
    Chain chain;
    Diags diags = diags_open(arena);
    bool good = chain_read(arena, STR("a.seal"), log, &diags, &chain);
    assert_true(good == (diags.errors == 0));
    return good;
}

static void turn_every_bit(void)
{
    Str log = read_whole("tests/golden/term/_village.seal");
    Arena arena = arena_open(&bench.guard);
    char *bytes = (char *)(uintptr_t)arena_str(&bench.arena, log).at;
    assert_true(holds(&arena, log));
    for (size_t bit = 0; bit < log.len * 8; bit += stride(37)) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        if (holds(&arena, (Str){ bytes, log.len })) fail_msg("bit %zu", bit);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
        arena_reset(&arena);
    }
    for (size_t len = 0; len < log.len; len += stride(29)) { /* and cut off anywhere */
        if (holds(&arena, (Str){ bytes, len }) &&
            !(len > 100 && memcmp(bytes + len, "lustrum-seal v1\n", 16) == 0))
            fail_msg("cut at %zu", len);
        arena_reset(&arena);
    }
    arena_close(&arena);
}

static void no_bit_of_a_log_can_change(void **state)
{
    (void)state;
    guarded(turn_every_bit);
}

/* ---- rules ---- */

/* What rules mean, and, judged by other means, what they do: their programs of the first year and
 * the last.  False when they have faults. */
static bool understand(Arena *arena, Str rules, Meaning *meaning, Str *program)
{
    uint32_t file;
    Diags diags = diags_open(arena);
    Sources sources = sources_open(arena);
    if (!source_add(&sources, &diags, STR("a.lustrum"), rules, &file)) return false;
    if (!compile_term(arena, &sources, file, &diags)) return false;
    Program *last = compile(arena, &sources, file, 2029, NULL, &diags);
    if (!last || !meaning_of(arena, &sources, file, &diags, meaning)) return false;
    Text text = text_open(arena);
    text_printf(&text, "%S %S %d", last->name, last->title, (int64_t)last->term_first);
    for (uint32_t i = 0; i < last->code_count; i++)
        text_printf(&text, " %u %u %u %u %u", (uint64_t)last->code[i].op, (uint64_t)last->code[i].d,
                    (uint64_t)last->code[i].a, (uint64_t)last->code[i].b,
                    (uint64_t)last->code[i].c);
    text_add(&text, program_disassemble(arena, last, NULL, NULL));
    *program = text_str(&text);
    return true;
}

/* A changed byte is seen in the hashes, or is a fault, or changes nothing that is done. */
static void change_every_byte(void)
{
    static const char others[] = { ' ', '\n', '0', '9', 'a', 'z', '"', '-', '=', '<' };
    Str rules = read_whole("tests/golden/term/_village.lustrum"), was, is;
    Arena arena = arena_open(&bench.guard);
    Meaning sealed, now;
    size_t free = 0, tried = 0;
    char *bytes = (char *)(uintptr_t)arena_str(&bench.arena, rules).at;
    assert_true(understand(&bench.arena, rules, &sealed, &was));
    for (size_t at = 0; at < rules.len; at++)
        for (size_t o = at % stride(5); o < sizeof others; o += stride(5)) {
            char kept = bytes[at];
            if (kept == others[o]) continue;
            bytes[at] = others[o];
            tried++;
            if (understand(&arena, (Str){ bytes, rules.len }, &now, &is) &&
                str_eq(now.meaning_sha256, sealed.meaning_sha256) &&
                str_eq(now.wording_sha256, sealed.wording_sha256)) {
                free++;
                if (!str_eq(was, is)) fail_msg("byte %zu as %c", at, others[o]);
            }
            bytes[at] = kept;
            arena_reset(&arena);
        }
    assert_true(free > 0 && free * 4 < tried); /* layout alone is free */
    arena_close(&arena);
}

static void no_byte_of_sealed_rules_can_change(void **state)
{
    (void)state;
    guarded(change_every_byte);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_signatures_are_good),
        cmocka_unit_test(a_number_past_the_order_is_refused),
        cmocka_unit_test(weak_keys_are_refused),
        cmocka_unit_test(libcrypto_says_the_same),
        cmocka_unit_test(no_bit_of_a_log_can_change),
        cmocka_unit_test(no_byte_of_sealed_rules_can_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
