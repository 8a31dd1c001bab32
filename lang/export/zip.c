/* zip.c -- see zip.h.  Numbers are little-endian; the date of every member is the first there is,
 * 1980-01-01.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export/zip.h"

enum {
    LOCAL = 0x04034B50,
    CENTRAL = 0x02014B50,
    END = 0x06054B50,
    VERSION = 20,
    UTF8_NAMES = 0x0800,
    STORED = 0,
    FIRST_DAY = 0x21,
    MOST_MEMBERS = 65534,
    MOST_BYTES = 0x70000000
};

uint32_t zip_crc(Str text)
{
    static const uint32_t table[16] = { 0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
                                        0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
                                        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
                                        0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C };
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < text.len; i++) {
        crc ^= (unsigned char)text.at[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

static void put(Text *text, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) text_byte(text, (char)(number >> 8 * i & 0xFF));
}

Zip zip_open(Arena *arena)
{
    return (Zip){ .text = text_open(arena) };
}

/* What the two kinds of headers share. */
static void put_member(Text *text, const ZipMember *member)
{
    put(text, VERSION, 2);
    put(text, UTF8_NAMES, 2);
    put(text, STORED, 2);
    put(text, 0, 2);
    put(text, FIRST_DAY, 2);
    put(text, member->crc, 4);
    put(text, member->size, 4);
    put(text, member->size, 4);
    put(text, (uint32_t)member->name.len, 2);
    put(text, 0, 2);
}

void zip_add(Zip *zip, Str name, Str text)
{
    if (zip->count == MOST_MEMBERS || text.len > MOST_BYTES ||
        zip->text.len + text.len > MOST_BYTES)
        zip->full = true;
    if (zip->full) return;
    ZipMember member = { name, zip_crc(text), (uint32_t)text.len, (uint32_t)zip->text.len };
    GROW(zip->text.arena, zip->members, zip->count, zip->cap);
    zip->members[zip->count++] = member;
    put(&zip->text, LOCAL, 4);
    put_member(&zip->text, &member);
    text_add(&zip->text, name);
    text_add(&zip->text, text);
}

Str zip_close(Zip *zip)
{
    Text *text = &zip->text;
    uint32_t begins = (uint32_t)text->len, count = (uint32_t)zip->count;
    if (zip->full) return STR_EMPTY;
    for (size_t i = 0; i < zip->count; i++) {
        const ZipMember *member = &zip->members[i];
        put(text, CENTRAL, 4);
        put(text, VERSION, 2);
        put_member(text, member);
        put(text, 0, 4); /* no comment, the first disk ... */
        put(text, 0, 2); /* ... and no hints of what is in it */
        put(text, 0, 4);
        put(text, member->at, 4);
        text_add(text, member->name);
    }
    uint32_t size = (uint32_t)text->len - begins;
    put(text, END, 4);
    put(text, 0, 4);
    put(text, count, 2);
    put(text, count, 2);
    put(text, size, 4);
    put(text, begins, 4);
    put(text, 0, 2);
    return text_str(text);
}
