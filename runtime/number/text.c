/* text.c -- reading numbers; see text.h.  Writing stands in text_write.c.
 *
 * The one grammar: -? digit+ ( . digit+ )?  Whatever does not match it is looked at again only to
 * say what is wrong with it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "number/text.h"
#include "limit.h"

enum { SMALL_DIGITS = 18 }; /* any number of 18 digits fits int64_t */

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* What text is by the grammar: counts of digits before and after the point. */
typedef struct Shape {
    bool fits; /* the grammar holds */
    bool minus;
    size_t whole, decimals;
} Shape;

static Shape shape_of(Str text)
{
    Shape shape = { 0 };
    size_t i = 0;
    if (text.len > 0 && text.at[0] == '-') {
        shape.minus = true;
        i = 1;
    }
    size_t start = i;
    while (i < text.len && is_digit(text.at[i])) i++;
    shape.whole = i - start;
    if (i < text.len && text.at[i] == '.') {
        start = ++i;
        while (i < text.len && is_digit(text.at[i])) i++;
        shape.decimals = i - start;
        if (shape.decimals == 0) return shape;
    }
    shape.fits = i == text.len && shape.whole > 0;
    return shape;
}

NumberKind number_parse_slow(Str text, int64_t *mantissa, int *decimals, bool *minus_zero)
{
    Shape shape = shape_of(text);
    if (!shape.fits) return NUMBER_BAD;
    size_t digits = shape.whole + shape.decimals;
    if (digits > SMALL_DIGITS) return digits > LIMIT_DIGITS ? NUMBER_BAD : NUMBER_LONG;
    int64_t value = 0;
    for (size_t i = shape.minus; i < text.len; i++) {
        if (text.at[i] != '.') value = value * 10 + (text.at[i] - '0');
    }
    *mantissa = shape.minus ? -value : value;
    *decimals = (int)shape.decimals;
    *minus_zero = shape.minus && value == 0;
    return NUMBER_SMALL;
}

static bool is_space(Str text, size_t i)
{
    char byte = text.at[i];
    bool no_break = byte == '\xC2' && i + 1 < text.len && text.at[i + 1] == '\xA0';
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' || no_break;
}

/* The first byte that no number has says most; the rest is order. */
NumberFault number_fault(Str text)
{
    if (text.len == 0) return FAULT_EMPTY;
    Shape shape = shape_of(text);
    if (shape.fits) {
        return shape.whole + shape.decimals > LIMIT_DIGITS ? FAULT_DIGITS : FAULT_NONE;
    }
    size_t digits = 0, points = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.at[i];
        if (is_digit(byte))
            digits++;
        else if (byte == '.')
            points++;
        else if (byte == '-' && i == 0)
            continue;
        else if (is_space(text, i))
            return FAULT_SPACE;
        else if (byte == '+' && i == 0)
            return FAULT_PLUS;
        else if ((byte == ',' || byte == '_' || byte == '\'') && digits)
            return FAULT_THOUSANDS;
        else if ((byte == 'e' || byte == 'E') && digits)
            return FAULT_EXPONENT;
        else if (byte == '%' && digits && i + 1 == text.len)
            return FAULT_PERCENT;
        else
            return FAULT_OTHER;
    }
    return points && digits ? FAULT_POINT : FAULT_OTHER;
}

int64_t number_power_of_ten(int power)
{
    assert(power >= 0 && power <= SMALL_DIGITS);
    int64_t value = 1;
    for (int i = 0; i < power; i++) value *= 10;
    return value;
}

bool number_rescale(int64_t mantissa, int decimals, int scale, int64_t *out)
{
    if (decimals <= scale) {
        return !__builtin_mul_overflow(mantissa, number_power_of_ten(scale - decimals), out);
    }
    int64_t divisor = number_power_of_ten(decimals - scale);
    if (mantissa % divisor != 0) return false;
    *out = mantissa / divisor;
    return true;
}

Exact *number_parse_exact(Arena *arena, Str text)
{
    Shape shape = shape_of(text);
    size_t count = shape.whole + shape.decimals;
    if (!shape.fits || count > LIMIT_DIGITS) return NULL;
    char digits[LIMIT_DIGITS + 1];
    size_t kept = 0;
    for (size_t i = shape.minus; i < text.len; i++) {
        if (text.at[i] != '.') digits[kept++] = text.at[i];
    }
    digits[kept] = '\0';
    Arena *before;
    Exact *x = exact_begin(arena, &before);
    mpz_init_set_str(mpq_numref(x->a), digits, 10);
    if (shape.minus) mpz_neg(mpq_numref(x->a), mpq_numref(x->a));
    mpz_init(mpq_denref(x->a));
    mpz_ui_pow_ui(mpq_denref(x->a), 10, shape.decimals);
    mpq_canonicalize(x->a);
    number_arena_use(before);
    return x;
}
