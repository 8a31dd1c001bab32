/* str.c -- see str.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "str.h"
#include "limit.h"
#include <stdarg.h>

Text text_open(Arena *arena)
{
    return (Text){ .arena = arena };
}

static void make_room(Text *text, size_t more)
{
    if (more < text->cap - text->len && text->cap) return;
    size_t cap = text->cap ? text->cap * 2 : 64;
    while (cap - text->len <= more) cap *= 2;
    char *fresh = arena_alloc(text->arena, cap, 1);
    if (text->len) memcpy(fresh, text->at, text->len);
    if (text->cap >= (1u << 16)) arena_big_free(text->arena, text->at);
    text->at = fresh;
    text->cap = cap;
}

void text_add(Text *text, Str s)
{
    make_room(text, s.len);
    if (s.len) memcpy(text->at + text->len, s.at, s.len);
    text->len += s.len;
    text->at[text->len] = 0;
}

void text_byte(Text *text, char byte)
{
    make_room(text, 1);
    text->at[text->len++] = byte;
    text->at[text->len] = 0;
}

void text_pad(Text *text, char byte, size_t count)
{
    for (size_t i = 0; i < count; i++) text_byte(text, byte);
}

void text_u64(Text *text, uint64_t value)
{
    char digits[20];
    size_t n = 0;
    do digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    while (n) text_byte(text, digits[--n]);
}

void text_i64(Text *text, int64_t value)
{
    if (value < 0) text_byte(text, '-');
    text_u64(text, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void text_grouped(Text *text, uint64_t value)
{
    char digits[20];
    size_t n = 0;
    do digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    while (n) {
        text_byte(text, digits[--n]);
        if (n && n % 3 == 0) text_byte(text, ',');
    }
}

static void add_formatted(Text *text, const char *format, va_list args)
{
    for (const char *f = format; *f; f++) {
        if (*f != '%') {
            text_byte(text, *f);
            continue;
        }
        switch (*++f) {
        case 's': {
            const char *s = va_arg(args, const char *);
            text_add(text, (Str){ s, strlen(s) });
            break;
        }
        case 'S': text_add(text, va_arg(args, Str)); break;
        case 'u': text_u64(text, va_arg(args, uint64_t)); break;
        case 'd': text_i64(text, va_arg(args, int64_t)); break;
        case 'g': text_grouped(text, va_arg(args, uint64_t)); break;
        case '%': text_byte(text, '%'); break;
        default: assert(false && "text_printf knows %s %S %u %d %g %%"); return;
        }
    }
}

void text_printf(Text *text, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add_formatted(text, format, args);
    va_end(args);
}

Str text_str(const Text *text)
{
    return text->at ? (Str){ text->at, text->len } : STR_EMPTY;
}

Str str_printf(Arena *arena, const char *format, ...)
{
    Text text = text_open(arena);
    va_list args;
    va_start(args, format);
    add_formatted(&text, format, args);
    va_end(args);
    return text_str(&text);
}

/* Bytes of the character at s[i], and its code point; 0 when it is not valid UTF-8. */
static size_t decode(Str s, size_t i, uint32_t *point)
{
    const unsigned char *p = (const unsigned char *)s.at + i;
    size_t left = s.len - i;
    if (p[0] < 0x80) {
        *point = p[0];
        return 1;
    }
    size_t size = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || size > left) return 0;
    uint32_t c = p[0] & (0xFFu >> (size + 1));
    for (size_t k = 1; k < size; k++) {
        if ((p[k] & 0xC0) != 0x80) return 0;
        c = c << 6 | (p[k] & 0x3Fu);
    }
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (c < least[size] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
    *point = c;
    return size;
}

size_t str_utf8_valid(Str s)
{
    uint32_t point;
    for (size_t i = 0, size; i < s.len; i += size) {
        if ((unsigned char)s.at[i] < 0x80) {
            size = 1;
            continue;
        }
        size = decode(s, i, &point);
        if (!size) return i;
    }
    return s.len;
}

size_t str_characters(Str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++) count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return count;
}

size_t str_character(Str s, size_t i, uint32_t *point)
{
    size_t size = decode(s, i, point);
    if (!size) *point = 0xFFFD;
    return size ? size : 1;
}

size_t str_put_character(char at[4], uint32_t point)
{
    static const unsigned char mark[] = { 0, 0xC0, 0xE0, 0xF0 };
    size_t more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    at[0] = (char)(mark[more] | point >> (6 * more));
    for (size_t i = 1; i <= more; i++) at[i] = (char)(0x80 | (point >> (6 * (more - i)) & 0x3F));
    return more + 1;
}

bool str_hidden(uint32_t point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        { 0, 0x1F },          { 0x7F, 0xA0 },       { 0xAD, 0xAD },     { 0x34F, 0x34F },
        { 0x61C, 0x61C },     { 0x115F, 0x1160 },   { 0x1680, 0x1680 }, { 0x17B4, 0x17B5 },
        { 0x180B, 0x180F },   { 0x2000, 0x200F },   { 0x2028, 0x202F }, { 0x205F, 0x206F },
        { 0x2800, 0x2800 },   { 0x3000, 0x3000 },   { 0x3164, 0x3164 }, { 0xFDD0, 0xFDEF },
        { 0xFE00, 0xFE0F },   { 0xFEFF, 0xFEFF },   { 0xFFA0, 0xFFA0 }, { 0xFFF0, 0xFFFB },
        { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
    };
    for (size_t i = 0; i < COUNT_OF(ranges) && ranges[i].first <= point; i++)
        if (point <= ranges[i].last) return true;
    return (point & 0xFFFE) == 0xFFFE; /* no character at all, in any plane */
}

static void add_hex(Text *text, uint32_t value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text_byte(text, "0123456789ABCDEF"[value >> shift & 15]);
}

/* How many bytes from i on, at most `most`, are printed as they stand, each a character. */
static size_t plain_from(Str s, size_t i, size_t most)
{
    size_t n = 0;
    while (n < most && i + n < s.len && s.at[i + n] >= ' ' && s.at[i + n] <= '~') n++;
    return n;
}

Str str_printable(Arena *arena, Str s, size_t most)
{
    Text text = text_open(arena);
    for (size_t i = 0; i < s.len;) {
        if (text.len >= most) {
            text_add(&text, STR("\xE2\x80\xA6"));
            break;
        }
        size_t plain = plain_from(s, i, most - text.len);
        if (plain) {
            text_add(&text, str_slice(s, i, i + plain));
            i += plain;
            continue;
        }
        uint32_t point = 0;
        size_t size = decode(s, i, &point);
        if (!size) {
            text_add(&text, STR("\\x"));
            add_hex(&text, (unsigned char)s.at[i], 2);
            size = 1;
        } else if (str_hidden(point)) {
            text_add(&text, point < 0x80 ? STR("\\x") : STR("\\u{"));
            add_hex(&text, point, point < 0x80 ? 2 : point < 0x10000 ? 4 : 5);
            if (point >= 0x80) text_byte(&text, '}');
        } else {
            text_add(&text, str_slice(s, i, i + size));
        }
        i += size;
    }
    return text_str(&text);
}

Str str_end(Arena *arena, Str path, size_t most, const char *dots)
{
    if (path.len <= most) return path;
    size_t start = path.len - most;
    while (start < path.len && ((unsigned char)path.at[start] & 0xC0) == 0x80) start++;
    const char *slash = memchr(path.at + start, '/', path.len - start);
    if (slash) start = (size_t)(slash - path.at);
    return str_printf(arena, "%s%S", dots, str_slice(path, start, path.len));
}

bool str_has(Str s, Str part)
{
    if (!part.len) return true;
    for (size_t i = 0; i + part.len <= s.len; i++)
        if (memcmp(s.at + i, part.at, part.len) == 0) return true;
    return false;
}

Str str_one_line(Arena *arena, Str source)
{
    Text text = text_open(arena);
    bool space = false;
    for (size_t i = 0; i < source.len; i++) {
        char c = source.at[i];
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = text.len != 0;
            continue;
        }
        if (space) text_byte(&text, ' ');
        text_byte(&text, c);
        space = false;
    }
    return text_str(&text);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool str_is_name(Str s)
{
    if (s.len == 0 || s.len > LIMIT_NAME) return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9')) return false;
    }
    return true;
}

size_t str_distance(Str a, Str b, size_t most)
{
    enum { LONGEST = 64 };
    if (a.len > LONGEST || b.len > LONGEST) return str_eq(a, b) ? 0 : most + 1;
    if ((a.len > b.len ? a.len - b.len : b.len - a.len) > most) return most + 1;
    size_t before[LONGEST + 1], last[LONGEST + 1], row[LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++) last[j] = j;
    memcpy(before, last, sizeof before);
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            size_t best = last[j - 1] + !same;
            if (last[j] + 1 < best) best = last[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                lower(a.at[i - 2]) == lower(b.at[j - 1]) && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
        }
        memcpy(before, last, sizeof before);
        memcpy(last, row, sizeof last);
    }
    return last[b.len] > most ? most + 1 : last[b.len];
}

uint64_t str_hash(Str s, uint64_t seed)
{
    uint64_t h = seed ^ (s.len * 0x9E3779B97F4A7C15u);
    const char *p = s.at;
    size_t left = s.len;
    for (; left >= 8; p += 8, left -= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        h = (h ^ word) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    uint64_t word = 0;
    if (left) memcpy(&word, p, left);
    h = (h ^ word) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    h *= 0xD6E8FEB86659FD93u;
    return h ^ h >> 29;
}

const char *str_c(Arena *arena, Str s)
{
    return arena_str(arena, s).at;
}

void text_json(Text *text, Str s)
{
    text_byte(text, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c == '"' || c == '\\') {
            text_byte(text, '\\');
            text_byte(text, (char)c);
        } else if (c == '\n') {
            text_add(text, STR("\\n"));
        } else if (c < 0x20 || c == 0x7F) {
            text_add(text, STR("\\u00"));
            add_hex(text, c, 2);
        } else {
            text_byte(text, (char)c);
        }
    }
    text_byte(text, '"');
}

void text_csv(Text *text, Str s)
{
    bool quote = false;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.at[i] == ',' || s.at[i] == '"' || s.at[i] == '\n' || s.at[i] == '\r';
    if (s.len && (s.at[0] == ' ' || s.at[s.len - 1] == ' ')) quote = true;
    if (!quote) {
        text_add(text, s);
        return;
    }
    text_byte(text, '"');
    while (s.len) { /* up to a quote and with it, then that quote again */
        const char *mark = memchr(s.at, '"', s.len);
        size_t len = mark ? (size_t)(mark - s.at) + 1 : s.len;
        text_add(text, str_slice(s, 0, len));
        if (mark) text_byte(text, '"');
        s = str_slice(s, len, s.len);
    }
    text_byte(text, '"');
}
