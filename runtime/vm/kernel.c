/* kernel.c -- conditions, missing and views: dull loops over bytes, see kernel.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "vm/kernel.h"
#include "number/lane.h"

/* ---- views ---- */

Column column_view(const Column *column, size_t first, size_t n)
{
    Column view = *column;
    view.count = n;
    if (column->constant || first == 0) return view;
    view.data = column->u8 + first * column_item(column);
    if (column->reason) view.reason = column->reason + first;
    if (column->den_id) view.den_id = column->den_id + first;
    return view;
}

Column column_flat(Arena *arena, const Column *column, size_t n)
{
    if (!column->constant) return *column;
    Column flat = *column;
    size_t item = column_item(column);
    unsigned char *data = arena_array(arena, n, item, 16);
    if (item == 1) {
        memset(data, column->u8[0], n);
    } else {
        for (size_t i = 0; i < n; i++) memcpy(data + i * item, column->data, item);
    }
    flat.data = data;
    flat.constant = false;
    flat.count = n;
    if (column->reason) {
        flat.reason = NEW_ARRAY(arena, uint8_t, n);
        memset(flat.reason, column->reason[0], n);
    }
    if (column->lane == LANE_Q64 && column->den_id) {
        flat.den_id = NEW_ARRAY(arena, uint32_t, n);
        for (size_t i = 0; i < n; i++) flat.den_id[i] = column->den_id[0];
    }
    return flat;
}

const uint8_t *column_mask(Arena *arena, const Column *mask, size_t n)
{
    if (!mask) return NULL;
    Column flat = column_flat(arena, mask, n);
    if (!flat.reason) return flat.u8;
    uint8_t *known = NEW_ARRAY(arena, uint8_t, n);
    const uint8_t *value = flat.u8, *reason = flat.reason;
    for (size_t i = 0; i < n; i++) known[i] = (uint8_t)(value[i] & (reason[i] == 0));
    return known;
}

Column column_missing(Arena *arena, Type type, uint8_t reason, size_t n)
{
    Column out = column_constant(arena, NULL, reason, n);
    out.type = type;
    out.width = 1;
    if (type == TYPE_CODE || type == TYPE_YESNO || type == TYPE_ROW) {
        out.data = NEW_ARRAY(arena, uint32_t, 1);
        out.den = 1;
        out.lane = LANE_I64;
        out.den_id = NULL;
    }
    if (type == TYPE_ROW) out.u32[0] = NO_ROW;
    return out;
}

/* ---- yes and no ---- */

static Column fresh_yesno(Arena *arena, size_t n, bool constant)
{
    Column out = { .type = TYPE_YESNO, .count = n, .constant = constant, .den = 1 };
    out.u8 = NEW_ARRAY(arena, uint8_t, constant ? 1 : n);
    return out;
}

/* Both operands with as many items as there will be to work on; that number. */
static size_t level(Arena *arena, Column *a, Column *b, size_t n)
{
    if (a->constant && b->constant) return 1;
    *a = column_flat(arena, a, n);
    *b = column_flat(arena, b, n);
    return n;
}

/* The first of two reasons, row by row; NULL when there are none. */
static uint8_t *first_reason(Arena *arena, const Column *a, const Column *b, size_t m)
{
    if (!a->reason) return b->reason;
    if (!b->reason) return a->reason;
    uint8_t *reason = NEW_ARRAY(arena, uint8_t, m);
    for (size_t i = 0; i < m; i++) reason[i] = a->reason[i] ? a->reason[i] : b->reason[i];
    return reason;
}

static void hide_missing(Column *out, size_t m)
{
    if (!out->reason) return;
    for (size_t i = 0; i < m; i++) out->u8[i] = out->reason[i] ? 0 : out->u8[i];
}

#define KERNEL(name, expression)                                                                   \
    void condition_##name(Arena *arena, Column *out, const Column *left, const Column *right,      \
                          size_t n)                                                                \
    {                                                                                              \
        Column va = *left, vb = *right;                                                            \
        size_t m = level(arena, &va, &vb, n);                                                      \
        Column d = fresh_yesno(arena, n, va.constant && vb.constant);                              \
        for (size_t i = 0; i < m; i++) {                                                           \
            const uint8_t a = va.u8[i], b = vb.u8[i];                                              \
            d.u8[i] = (uint8_t)(expression);                                                       \
        }                                                                                          \
        d.reason = first_reason(arena, &va, &vb, m);                                               \
        hide_missing(&d, m);                                                                       \
        *out = d;                                                                                  \
    }

KERNEL(and, a &b)
KERNEL(or, a | b)
KERNEL(same, a == b)

void condition_not(Arena *arena, Column *out, const Column *a, size_t n)
{
    size_t m = a->constant ? 1 : n;
    Column d = fresh_yesno(arena, n, a->constant);
    for (size_t i = 0; i < m; i++) d.u8[i] = a->u8[i] ^ 1;
    d.reason = a->reason;
    hide_missing(&d, m);
    *out = d;
}

/* The left side decides alone where it is known and equals `decides`; elsewhere both are needed. */
static void one_after_other(Arena *arena, Column *out, const Column *left, const Column *right,
                            uint8_t decides, size_t n)
{
    Column a = *left, b = *right;
    size_t m = level(arena, &a, &b, n);
    Column d = fresh_yesno(arena, n, a.constant && b.constant);
    for (size_t i = 0; i < m; i++) d.u8[i] = decides ? a.u8[i] | b.u8[i] : a.u8[i] & b.u8[i];
    if (a.reason || b.reason) {
        const uint8_t *none = NEW_ARRAY(arena, uint8_t, m);
        const uint8_t *first = a.reason ? a.reason : none, *value = a.u8;
        const uint8_t *second = b.reason ? b.reason : none;
        uint8_t *reason = d.reason = NEW_ARRAY(arena, uint8_t, m);
        for (size_t i = 0; i < m; i++) {
            uint8_t after = value[i] == decides ? 0 : second[i];
            reason[i] = first[i] ? first[i] : after;
        }
        hide_missing(&d, m);
    }
    *out = d;
}

void condition_and_then(Arena *arena, Column *out, const Column *a, const Column *b, size_t n)
{
    one_after_other(arena, out, a, b, 0, n);
}

void condition_or_else(Arena *arena, Column *out, const Column *a, const Column *b, size_t n)
{
    one_after_other(arena, out, a, b, 1, n);
}

void condition_known(Arena *arena, Column *out, const Column *a, size_t n)
{
    size_t m = a->constant || !a->reason ? 1 : n;
    Column d = fresh_yesno(arena, n, m == 1 && (a->constant || !a->reason));
    uint8_t *restrict yes = d.u8;
    const uint8_t *restrict why = a->reason;
    for (size_t i = 0; i < m; i++) yes[i] = !why || why[i] == 0;
    *out = d;
}

void condition_reason(Arena *arena, Column *out, const Column *a, uint8_t reason, size_t n)
{
    size_t m = a->constant || !a->reason ? 1 : n;
    Column d = fresh_yesno(arena, n, m == 1 && (a->constant || !a->reason));
    uint8_t *restrict yes = d.u8;
    const uint8_t *restrict why = a->reason;
    for (size_t i = 0; i < m; i++) yes[i] = why && why[i] == reason;
    *out = d;
}

void condition_number(Arena *arena, Column *out, const Column *a, size_t n)
{
    size_t m = a->constant ? 1 : n;
    Column d = { .type = TYPE_NUMBER, .count = n, .constant = a->constant, .den = 1 };
    d.i64 = NEW_ARRAY(arena, int64_t, m);
    for (size_t i = 0; i < m; i++) d.i64[i] = a->u8[i];
    d.reason = a->reason;
    *out = d;
}

/* ---- missing ---- */

void missing_withhold(Arena *arena, Column *out, const Column *a, const Column *when,
                      uint8_t reason, size_t n)
{
    const uint8_t *yes = column_mask(arena, when, n);
    Column d = column_flat(arena, a, n);
    uint8_t *fresh = NEW_ARRAY(arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) fresh[i] = yes[i] ? reason : d.reason ? d.reason[i] : 0;
    d.reason = fresh;
    *out = d;
}

void missing_after(Arena *arena, Column *out, const Column *a, const Column *b, size_t n)
{
    if (!a->reason) {
        *out = *b;
        return;
    }
    Column first = { .type = TYPE_YESNO, .u8 = a->reason, .constant = a->constant };
    Column flat = column_flat(arena, &first, n), d = column_flat(arena, b, n);
    uint8_t *fresh = NEW_ARRAY(arena, uint8_t, n);
    for (size_t i = 0; i < n; i++) fresh[i] = flat.u8[i] ? flat.u8[i] : d.reason ? d.reason[i] : 0;
    d.reason = fresh;
    *out = d;
}
