"""number.py -- the numbers of spec/numbers.md: exact fractions, and limits a + b*root(c).

A number is a Fraction, or a Limit when it is no fraction; every decision is made with whole numbers.
SPDX-License-Identifier: Apache-2.0
"""
from fractions import Fraction
from math import isqrt

SMALL = [p for p in range(2, 1000) if all(p % q for q in range(2, isqrt(p) + 1))]


class Limit:
    """a + b*root(c), with b not 0 and root(c) no fraction."""
    __slots__ = ("a", "b", "c")

    def __init__(self, a, b, c):
        self.a, self.b, self.c = a, b, c

    def __eq__(self, other):
        return compare(self, other) == 0

    def __hash__(self):
        return hash((self.a, self.b * self.b * self.c))

    def __repr__(self):
        return text(self)


def square_root(x):
    """The root of a fraction that is a square of one; None of others."""
    n, d = isqrt(x.numerator), isqrt(x.denominator)
    return Fraction(n, d) if n * n == x.numerator and d * d == x.denominator else None


def make(a, b, c):
    if b == 0 or c == 0:
        return a
    whole = square_root(c)
    return Limit(a, b, c) if whole is None else a + b * whole


def parts(x):
    return (x.a, x.b, x.c) if isinstance(x, Limit) else (x, Fraction(0), Fraction(1))


def same_root(x, y):
    """x and y with the root of y written as that of x: y's factor of it; None when not alike."""
    ratio = square_root(y.c / x.c)
    return None if ratio is None else y.b * ratio


def add(x, y):
    if not isinstance(x, Limit) and not isinstance(y, Limit):
        return x + y
    if not isinstance(x, Limit):
        return Limit(x + y.a, y.b, y.c)
    if not isinstance(y, Limit):
        return Limit(x.a + y, x.b, x.c)
    factor = same_root(x, y)
    if factor is None:
        raise ArithmeticError("a sum of two different roots")
    return make(x.a + y.a, x.b + factor, x.c)


def negate(x):
    return Limit(-x.a, -x.b, x.c) if isinstance(x, Limit) else -x


def multiply(x, y):
    a, b, c = parts(x)
    d, e, f = parts(y)
    if b == 0 or e == 0:
        factor, (p, q, r) = (a, (d, e, f)) if b == 0 else (d, (a, b, c))
        return make(p * factor, q * factor, r)
    if a == 0 and d == 0:
        return make(Fraction(0), b * e, c * f)
    factor = same_root(x, y)
    if factor is None:
        raise ArithmeticError("a product of two limits")
    return make(a * d + b * factor * c, a * factor + b * d, c)


def divide(x, y):
    if not isinstance(y, Limit):
        return multiply(x, 1 / y)
    # 1 / (d + e*root f) = (d - e*root f) / (d*d - e*e*f)
    below = y.a * y.a - y.b * y.b * y.c
    return multiply(x, Limit(y.a / below, -y.b / below, y.c))


def sign_of_limit(a, b, c):
    first = (a > 0) - (a < 0)
    second = (b > 0) - (b < 0) if c else 0
    if first == second or second == 0:
        return first
    if first == 0:
        return second
    left, right = a * a, b * b * c
    return first if left > right else second if left < right else 0


def sign(x):
    return sign_of_limit(*parts(x))


def compare(x, y):
    """-1, 0 or 1, as x is less than, equal to or greater than y."""
    if not isinstance(x, Limit) and not isinstance(y, Limit):
        return (x > y) - (x < y)
    a, b, c = parts(x)
    d, e, f = parts(y)
    if b == 0 or e == 0:
        return sign_of_limit(a - d, b - e, c if e == 0 else f)
    ratio = square_root(f / c)
    if ratio is not None:
        return sign_of_limit(a - d, b - e * ratio, c)
    p = a - d                                   # and q = b*root(c) - e*root(f)
    square_b, square_e = b * b * c, e * e * f
    if (b > 0) != (e > 0):
        q = 1 if b > 0 else -1
    else:
        q = (1 if square_b > square_e else -1) * (1 if b > 0 else -1)
    of_p = (p > 0) - (p < 0)
    if of_p == 0 or of_p == q:
        return q
    # p*p against q*q = square_b + square_e - 2*b*e*root(c*f)
    return of_p * sign_of_limit(p * p - square_b - square_e, 2 * b * e, c * f)


def floor(x):
    if not isinstance(x, Limit):
        return x.numerator // x.denominator
    inner = x.b * x.b * x.c                     # (A +- root(B)) / D
    over = x.a.denominator * inner.denominator
    top = x.a.numerator * inner.denominator
    root = isqrt(inner.numerator * inner.denominator * x.a.denominator ** 2)
    return (top + root) // over if x.b > 0 else (top - root - 1) // over


def rounded(x, step, mode):
    """The whole multiple of step that the mode picks."""
    y = x / step if not isinstance(x, Limit) else divide(x, step)
    low = floor(y)
    if y == low:
        return low * step
    if mode in ("up", "down"):
        upper = (mode == "up") == (low >= 0)
        return (low + upper) * step
    side = compare(y, low + Fraction(1, 2))
    if side == 0:
        side = {"half up": 1, "half even": 1 if low % 2 else -1,
                "half away from zero": 1 if low >= 0 else -1}[mode]
    return (low + (side > 0)) * step


def root(x):
    return make(Fraction(0), Fraction(1), x)


def fixed(x, places):
    """A fraction with exactly so many places, which it must have."""
    scaled = x * 10 ** places
    assert scaled.denominator == 1, (x, places)
    digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
    minus = "-" if x < 0 else ""
    return minus + (digits[:-places] + "." + digits[-places:] if places else digits)


def fraction_text(x):
    return f"{x.numerator}/{x.denominator}" if x.denominator != 1 else str(x.numerator)


def taken_out(n):
    """n as k*k*m with the squares of small primes in k."""
    k = 1
    for p in SMALL:
        if p * p > n:
            break
        while n % (p * p) == 0:
            n //= p * p
            k *= p
    return k, n


def text(x):
    if not isinstance(x, Limit):
        return fraction_text(x)
    up, n = taken_out(x.c.numerator)
    down, d = taken_out(x.c.denominator)
    b = x.b * up / down
    front = fraction_text(x.a) if x.a else ""
    joint = "+" if front else ""
    times = {1: "", -1: "-"}.get(b, fraction_text(b) + "*")
    joint = joint if b > 0 else ""
    return f"{front}{joint}{times}root({fraction_text(Fraction(n, d))})"


def decimal(x):
    """A plain decimal where there is one; else exactly."""
    if isinstance(x, Limit):
        return text(x)
    d, twos, fives = x.denominator, 0, 0
    while d % 2 == 0:
        d, twos = d // 2, twos + 1
    while d % 5 == 0:
        d, fives = d // 5, fives + 1
    return fixed(x, max(twos, fives)) if d == 1 else fraction_text(x)


def parse(words):
    """A number from an exact text: p/q, or a+b*root(c)."""
    if "root(" not in words:
        return Fraction(words)
    front, _, inner = words.rpartition("root(")
    front = front.rstrip("*")
    cut = max(front.rfind("+"), front.rfind("-", 1))
    a, b = (front[:cut], front[cut:]) if cut > 0 else ("0", front)
    times = {"": "1", "+": "1", "-": "-1"}.get(b, b.lstrip("+"))
    return make(Fraction(a), Fraction(times), Fraction(inner[:-1]))
