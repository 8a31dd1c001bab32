/* ed25519.c -- see ed25519.h.
 *
 * A field element is five limbs of 51 bits, least first, modulo p = 2^255 - 19.  A point of the
 * curve -x^2 + y^2 = 1 + d x^2 y^2 is (X : Y : Z : T) with x = X/Z, y = Y/Z and T = XY/Z; the
 * formula of addition used here holds for every pair of points.
 * SPDX-License-Identifier: Apache-2.0 */
#define OPENSSL_API_COMPAT 0x10100000L
#include "term/ed25519.h"
#include <openssl/sha.h>

enum { LIMBS = 5, LIMB_BITS = 51, BYTES = 32, BITS = 256 };
#define LIMB_MASK ((UINT64_C(1) << LIMB_BITS) - 1)

typedef struct Field {
    uint64_t limb[LIMBS];
} Field;

typedef struct Point {
    Field x, y, z, t;
} Point;

/* ---- modulo p ---- */

static const Field zero = { { 0 } };
static const Field one = { { 1 } };

/* Carries once round, so that every limb is below 2^52. */
static Field carried(Field a)
{
    for (int i = 0; i < LIMBS; i++) {
        uint64_t over = a.limb[i] >> LIMB_BITS;
        a.limb[i] &= LIMB_MASK;
        if (i + 1 < LIMBS)
            a.limb[i + 1] += over;
        else
            a.limb[0] += 19 * over;
    }
    return a;
}

static Field plus(Field a, Field b)
{
    for (int i = 0; i < LIMBS; i++) a.limb[i] += b.limb[i];
    return carried(a);
}

/* a - b, where 4p is added first: its limbs are above any carried one. */
static Field minus(Field a, Field b)
{
    for (int i = 0; i < LIMBS; i++) a.limb[i] += 4 * (LIMB_MASK - (i == 0 ? 18 : 0)) - b.limb[i];
    return carried(a);
}

static Field times(Field a, Field b)
{
    u128 sum[LIMBS] = { 0 };
    for (int i = 0; i < LIMBS; i++)
        for (int j = 0; j < LIMBS; j++) {
            u128 product = (u128)a.limb[i] * b.limb[j];
            sum[(i + j) % LIMBS] += i + j < LIMBS ? product : 19 * product;
        }
    Field out;
    for (int i = 0; i + 1 < LIMBS; i++) {
        sum[i + 1] += sum[i] >> LIMB_BITS;
        out.limb[i] = (uint64_t)sum[i] & LIMB_MASK;
    }
    u128 low = (sum[LIMBS - 1] >> LIMB_BITS) * 19 + out.limb[0];
    out.limb[LIMBS - 1] = (uint64_t)sum[LIMBS - 1] & LIMB_MASK;
    out.limb[0] = (uint64_t)low & LIMB_MASK;
    out.limb[1] += (uint64_t)(low >> LIMB_BITS);
    return carried(out);
}

/* The one value below p, as 32 bytes, least first. */
static void field_write(Field a, unsigned char bytes[BYTES])
{
    a = carried(carried(a));
    for (int round = 0; round < 2; round++) { /* takes p away as long as that leaves something */
        Field b = a;
        b.limb[0] += 19;
        for (int i = 0; i + 1 < LIMBS; i++) {
            b.limb[i + 1] += b.limb[i] >> LIMB_BITS;
            b.limb[i] &= LIMB_MASK;
        }
        if (!(b.limb[LIMBS - 1] >> LIMB_BITS)) break;
        b.limb[LIMBS - 1] &= LIMB_MASK;
        a = b;
    }
    for (int bit = 0; bit < BYTES * 8; bit += 8) {
        int limb = bit / LIMB_BITS, at = bit % LIMB_BITS;
        uint64_t value = limb < LIMBS ? a.limb[limb] >> at : 0;
        if (limb + 1 < LIMBS) value |= a.limb[limb + 1] << (LIMB_BITS - at);
        bytes[bit / 8] = (unsigned char)value;
    }
}

/* The low 255 bits. */
static Field field_read(const unsigned char bytes[BYTES])
{
    Field a = zero;
    for (int bit = 0; bit < 255; bit++)
        a.limb[bit / LIMB_BITS] |= (uint64_t)(bytes[bit / 8] >> (bit % 8) & 1) << (bit % LIMB_BITS);
    return a;
}

static bool same(Field a, Field b)
{
    unsigned char left[BYTES], right[BYTES];
    field_write(a, left);
    field_write(b, right);
    return memcmp(left, right, BYTES) == 0;
}

static bool is_odd(Field a)
{
    unsigned char bytes[BYTES];
    field_write(a, bytes);
    return bytes[0] & 1;
}

/* a to the power whose bits are: `ones` ones, then the `tail_bits` low bits of tail. */
static Field power(Field a, int ones, unsigned tail, int tail_bits)
{
    Field out = one;
    for (int i = ones + tail_bits - 1; i >= 0; i--) {
        out = times(out, out);
        if (i >= tail_bits || (tail >> i & 1)) out = times(out, a);
    }
    return out;
}

static Field small(uint64_t value)
{
    return (Field){ { value } };
}

/* 1/a = a^(p - 2), and p - 2 is 250 ones and 01011. */
static Field inverse(Field a)
{
    return power(a, 250, 0x0b, 5);
}

/* ---- the curve ---- */

/* d = -121665/121666. */
static Field curve_d(void)
{
    return times(minus(zero, small(121665)), inverse(small(121666)));
}

/* A root of u/v into *root; false when there is none.  (p - 5)/8 is 250 ones and 01. */
static bool root_of(Field u, Field v, Field *root)
{
    Field v3 = times(times(v, v), v), v7 = times(times(v3, v3), v);
    Field r = times(times(u, v3), power(times(u, v7), 250, 1, 2));
    Field check = times(v, times(r, r));
    if (!same(check, u)) {
        if (!same(check, minus(zero, u))) return false;
        /* A root of -1: 2^((p - 1)/4), where (p - 1)/4 is 250 ones and 011. */
        r = times(r, power(small(2), 250, 3, 3));
    }
    *root = r;
    return true;
}

/* The point of an encoding: y, and the oddness of x in the top bit; false when there is none, or
 * y is not below p, or x is nought and said to be odd. */
static bool point_read(const unsigned char bytes[BYTES], Point *point)
{
    unsigned char again[BYTES];
    Field y = field_read(bytes);
    field_write(y, again);
    again[BYTES - 1] |= bytes[BYTES - 1] & 0x80;
    if (memcmp(again, bytes, BYTES) != 0) return false;
    Field y2 = times(y, y), x;
    if (!root_of(minus(y2, one), plus(times(y2, curve_d()), one), &x)) return false;
    bool odd = bytes[BYTES - 1] >> 7;
    if (odd && same(x, zero)) return false;
    if (is_odd(x) != odd) x = minus(zero, x);
    *point = (Point){ x, y, one, times(x, y) };
    return true;
}

static void point_write(const Point *point, unsigned char bytes[BYTES])
{
    Field z = inverse(point->z), x = times(point->x, z);
    field_write(times(point->y, z), bytes);
    bytes[BYTES - 1] = (unsigned char)(bytes[BYTES - 1] | (is_odd(x) ? 0x80 : 0));
}

static Point add(const Point *p, const Point *q, Field d2)
{
    Field a = times(minus(p->y, p->x), minus(q->y, q->x));
    Field b = times(plus(p->y, p->x), plus(q->y, q->x));
    Field c = times(times(p->t, q->t), d2), zz = times(p->z, q->z);
    Field e = minus(b, a), g = plus(plus(zz, zz), c);
    Field f = minus(plus(zz, zz), c), h = plus(b, a);
    return (Point){ times(e, f), times(g, h), times(f, g), times(e, h) };
}

static Point nothing(void)
{
    return (Point){ zero, one, one, zero };
}

static bool bit_of(const unsigned char *bytes, int bit)
{
    return bytes[bit / 8] >> (bit % 8) & 1;
}

/* [s]p + [h]q, both numbers of 32 bytes, least first. */
static Point pair_times(const unsigned char *s, const Point *p, const unsigned char *h,
                        const Point *q)
{
    Field d = curve_d(), d2 = plus(d, d);
    Point both = add(p, q, d2), sum = nothing();
    for (int bit = BITS - 1; bit >= 0; bit--) {
        bool in_s = bit_of(s, bit), in_h = bit_of(h, bit);
        sum = add(&sum, &sum, d2);
        if (in_s || in_h) sum = add(&sum, in_s && in_h ? &both : in_s ? p : q, d2);
    }
    return sum;
}

/* y = 4/5, x even. */
static bool base_point(Point *base)
{
    unsigned char bytes[BYTES];
    field_write(times(small(4), inverse(small(5))), bytes);
    return point_read(bytes, base);
}

/* ---- modulo the order of the group ---- */

/* L = 2^252 + 27742317777372353535851937790883648493, least byte first. */
static const unsigned char group_order[BYTES] = { 0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58,
                                                  0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                                  0,    0,    0,    0,    0,    0,    0,    0,
                                                  0,    0,    0,    0,    0,    0,    0,    0x10 };

static bool below_order(const unsigned char *number)
{
    for (int i = BYTES - 1; i >= 0; i--)
        if (number[i] != group_order[i]) return number[i] < group_order[i];
    return false;
}

static void take_order(unsigned char *number)
{
    int borrow = 0;
    for (int i = 0; i < BYTES; i++) {
        int digit = number[i] - group_order[i] - borrow;
        borrow = digit < 0;
        number[i] = (unsigned char)(digit + (borrow ? 256 : 0));
    }
}

/* 64 bytes, least first, modulo L: bit by bit from the top. */
static void reduce(const unsigned char wide[SHA512_DIGEST_LENGTH], unsigned char out[BYTES])
{
    memset(out, 0, BYTES);
    for (int bit = SHA512_DIGEST_LENGTH * 8 - 1; bit >= 0; bit--) {
        unsigned carry = bit_of(wide, bit);
        for (int i = 0; i < BYTES; i++) {
            unsigned digit = out[i] * 2u + carry;
            out[i] = (unsigned char)digit;
            carry = digit >> 8;
        }
        if (!below_order(out)) take_order(out);
    }
}

/* ---- signatures ---- */

bool ed25519_key_fits(const unsigned char key[ED25519_KEY])
{
    Point point;
    if (!point_read(key, &point)) return false;
    Field d = curve_d(), d2 = plus(d, d);
    for (int twice = 0; twice < 3; twice++) point = add(&point, &point, d2);
    return !same(point.x, zero); /* eight times it is not nothing */
}

bool ed25519_verify(const unsigned char key[ED25519_KEY],
                    const unsigned char signature[ED25519_SIGNATURE], Str message)
{
    Point a, base;
    const unsigned char *s = signature + BYTES;
    if (!below_order(s) || !point_read(key, &a) || !base_point(&base)) return false;
    SHA512_CTX context;
    unsigned char wide[SHA512_DIGEST_LENGTH], h[BYTES], r[BYTES];
    SHA512_Init(&context);
    SHA512_Update(&context, signature, BYTES);
    SHA512_Update(&context, key, BYTES);
    if (message.len) SHA512_Update(&context, message.at, message.len);
    SHA512_Final(wide, &context);
    reduce(wide, h);
    a.x = minus(zero, a.x);
    a.t = minus(zero, a.t);
    Point sum = pair_times(s, &base, h, &a);
    point_write(&sum, r);
    return memcmp(r, signature, BYTES) == 0;
}
