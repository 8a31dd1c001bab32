/* decimal.c -- see decimal.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive/decimal.h"

/* A decimal as its digits. */
typedef struct Decimal {
    bool minus;
    Str whole, part; /* digits before and after the point */
} Decimal;

static bool all_digits(Str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] < '0' || text.at[i] > '9') return false;
    return text.len > 0;
}

static Decimal split(Str text)
{
    Decimal d = { .minus = text.len && text.at[0] == '-' };
    if (d.minus) text = str_slice(text, 1, text.len);
    size_t point = 0;
    while (point < text.len && text.at[point] != '.') point++;
    d.whole = str_slice(text, 0, point);
    d.part = point < text.len ? str_slice(text, point + 1, text.len) : STR_EMPTY;
    return d;
}

bool decimal_is(Str text)
{
    Decimal d = split(text);
    bool point = text.len && memchr(text.at, '.', text.len) != NULL;
    return all_digits(d.whole) && (!point || all_digits(d.part));
}

static int digit_at(const Decimal *d, long place)
{
    if (place < 0) return (size_t)-place <= d->part.len ? d->part.at[-place - 1] - '0' : 0;
    return (size_t)place < d->whole.len ? d->whole.at[d->whole.len - 1 - (size_t)place] - '0' : 0;
}

static int compare(const Decimal *a, const Decimal *b, long low, long high)
{
    for (long p = high; p >= low; p--) {
        int order = digit_at(a, p) - digit_at(b, p);
        if (order) return order;
    }
    return 0;
}

/* Digits of |a| + |b|, or of |a| - |b| where |a| is not less, last place first. */
static void combine(char *out, const Decimal *a, const Decimal *b, bool minus, long low, long high)
{
    int carry = 0;
    for (long p = low; p <= high; p++) {
        int sum = digit_at(a, p) + carry + (minus ? -digit_at(b, p) : digit_at(b, p));
        carry = sum < 0 ? -1 : sum / 10;
        out[p - low] = (char)('0' + (sum + 10) % 10);
    }
}

/* Digits, last first, as a text. */
static Str written(Arena *arena, const char *digits, long low, long high, bool minus)
{
    while (high > 0 && digits[high - low] == '0') high--;
    long last = low;
    while (last < 0 && digits[last - low] == '0') last++;
    bool nought = high == 0 && last == 0 && digits[-low] == '0';
    char *text = arena_alloc(arena, (size_t)(high - low) + 4, 1);
    size_t len = 0;
    if (minus && !nought) text[len++] = '-';
    for (long p = high; p >= last; p--) {
        if (p == -1) text[len++] = '.';
        text[len++] = digits[p - low];
    }
    return (Str){ text, len };
}

Str decimal_add(Arena *arena, Str left, Str right)
{
    Decimal a = split(left), b = split(right);
    long low = -(long)(a.part.len > b.part.len ? a.part.len : b.part.len);
    long high = (long)(a.whole.len > b.whole.len ? a.whole.len : b.whole.len);
    char *digits = arena_alloc(arena, (size_t)(high - low) + 1, 1);
    bool swap = a.minus != b.minus && compare(&a, &b, low, high) < 0;
    combine(digits, swap ? &b : &a, swap ? &a : &b, a.minus != b.minus, low, high);
    return written(arena, digits, low, high, swap ? b.minus : a.minus);
}
