/* code.c -- codes: work done once per entry of a dictionary is a look-up per row; see kernel.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/kernel.h"

uint8_t code_width(uint32_t entries)
{
    return entries <= 1u << 8 ? 1 : entries <= 1u << 16 ? 2 : 4;
}

/* The loop once for each width of an entry: `in` is the array, `m` its items. */
#define EACH_WIDTH(column, m, statement)                                                           \
    switch ((column)->width) {                                                                     \
    case 1:                                                                                        \
        for (size_t i = 0; i < (m); i++) {                                                         \
            const uint32_t entry = (column)->u8[i];                                                \
            statement;                                                                             \
        }                                                                                          \
        break;                                                                                     \
    case 2:                                                                                        \
        for (size_t i = 0; i < (m); i++) {                                                         \
            const uint32_t entry = (column)->u16[i];                                               \
            statement;                                                                             \
        }                                                                                          \
        break;                                                                                     \
    default:                                                                                       \
        for (size_t i = 0; i < (m); i++) {                                                         \
            const uint32_t entry = (column)->u32[i];                                               \
            statement;                                                                             \
        }                                                                                          \
    }

static Column fresh_yesno(Arena *arena, size_t n, bool constant)
{
    Column out = { .type = TYPE_YESNO, .count = n, .constant = constant, .den = 1 };
    out.u8 = NEW_ARRAY(arena, uint8_t, constant ? 1 : n);
    return out;
}

void code_test(Arena *arena, Column *out, const Column *a, const uint8_t *lut, size_t n)
{
    size_t m = a->constant ? 1 : n;
    Column d = fresh_yesno(arena, n, a->constant);
    EACH_WIDTH(a, m, d.u8[i] = lut[entry])
    d.reason = a->reason;
    if (d.reason)
        for (size_t i = 0; i < m; i++) d.u8[i] = d.reason[i] ? 0 : d.u8[i];
    *out = d;
}

void code_entries(const Column *a, const uint32_t *lut, uint32_t *to, size_t n)
{
    if (a->constant) {
        uint32_t only = lut[code_entry(a, 0)];
        for (size_t i = 0; i < n; i++) to[i] = only;
        return;
    }
    EACH_WIDTH(a, n, to[i] = lut[entry])
}

void code_same(Arena *arena, Column *out, const Column *left, const Column *right, size_t n)
{
    bool constant = left->constant && right->constant;
    size_t m = constant ? 1 : n;
    Column d = fresh_yesno(arena, n, constant), a = *left, b = *right;
    if (!constant) {
        a = column_flat(arena, left, n);
        b = column_flat(arena, right, n);
    }
    uint8_t *reason = a.reason || b.reason ? NEW_ARRAY(arena, uint8_t, m) : NULL;
    for (size_t i = 0; i < m; i++) {
        uint8_t why = a.reason ? a.reason[i] : 0;
        if (!why && b.reason) why = b.reason[i];
        if (why) {
            reason[i] = why;
            continue;
        }
        uint32_t ea = code_entry(&a, i), eb = code_entry(&b, i);
        d.u8[i] = a.dict == b.dict ? ea == eb : a.dict->atom[ea] == b.dict->atom[eb];
    }
    d.reason = reason;
    *out = d;
}

void code_remap(Arena *arena, Column *out, const Column *a, const uint32_t *map, const Dict *dict,
                size_t n)
{
    size_t m = a->constant ? 1 : n;
    Column d = *a;
    d.dict = dict;
    d.width = code_width(dict->count);
    d.data = arena_array(arena, m, d.width, 16);
    switch (d.width) {
    case 1: EACH_WIDTH(a, m, d.u8[i] = (uint8_t)map[entry]) break;
    case 2: EACH_WIDTH(a, m, d.u16[i] = (uint16_t)map[entry]) break;
    default: EACH_WIDTH(a, m, d.u32[i] = map[entry])
    }
    *out = d;
}
