"""why_numbers.py -- exact numbers of the form a + b * root(c), for why_steps.py: standard library only.
SPDX-License-Identifier: Apache-2.0
"""
from fractions import Fraction
from math import isqrt


def root_bounds(c, bits):
    """Two fractions with root(c) between them, closer the more bits."""
    scale = 1 << bits
    low = isqrt(c.numerator * c.denominator * scale * scale)
    return Fraction(low, c.denominator * scale), Fraction(low + 1, c.denominator * scale)


class Number:
    def __init__(self, a, b=Fraction(0), c=Fraction(0)):
        self.a, self.b, self.c = Fraction(a), b, c
        if not b and not c:
            return
        self.b, self.c = Fraction(b), Fraction(c)
        if self.b == 0 or self.c == 0:
            self.b = self.c = Fraction(0)
        top, bottom = isqrt(self.c.numerator), isqrt(self.c.denominator)
        if self.b and top * top == self.c.numerator and bottom * bottom == self.c.denominator:
            self.a += self.b * Fraction(top, bottom)
            self.b = self.c = Fraction(0)

    def square(self):
        return self.b * self.b * self.c * (1 if self.b > 0 else -1)

    def __eq__(self, other):
        if not self.b and not other.b:
            return self.a == other.a
        return self.a == other.a and self.square() == other.square()

    def __neg__(self):
        return Number(-self.a, -self.b, self.c)

    def __add__(self, other):
        if not other.b:
            return Number(self.a + other.a, self.b, self.c)
        if not self.b:
            return Number(self.a + other.a, other.b, other.c)
        ratio = other.square() / self.square()  # the same root, if its square root is rational
        top, bottom = isqrt(abs(ratio.numerator)), isqrt(ratio.denominator)
        if Fraction(top * top, bottom * bottom) != abs(ratio):
            raise ValueError("a sum of two roots")
        times = Fraction(top, bottom) * (1 if ratio > 0 else -1)
        return Number(self.a + other.a, self.b * (1 + times), self.c)

    def __sub__(self, other):
        return self + -other

    def __mul__(self, other):
        if not other.b:
            return Number(self.a * other.a, self.b * other.a, self.c)
        if not self.b:
            return other * self
        if self.a or other.a:
            raise ValueError("a product of limits")
        return Number(0, self.b * other.b, self.c * other.c)

    def inverse(self):
        if not self.b:
            return Number(1 / self.a)
        if self.a:
            raise ValueError("over a limit")
        return Number(0, 1 / (self.b * self.c), self.c)

    def __truediv__(self, other):
        return self * other.inverse()

    def sign(self):
        if not self.b:
            return (self.a > 0) - (self.a < 0)
        bits = 64
        while True:
            low, high = root_bounds(self.c, bits)
            ends = sorted((self.a + self.b * low, self.a + self.b * high))
            if ends[0] > 0:
                return 1
            if ends[1] < 0:
                return -1
            if not self.b:
                return 0
            bits *= 2

    def __lt__(self, other):
        if not self.b and not other.b:
            return self.a < other.a
        if not (self.b and other.b):
            return (self - other).sign() < 0
        if self == other:
            return False
        bits = 64
        while True:
            x, y = root_bounds(self.c, bits), root_bounds(other.c, bits)
            own = sorted(self.a + self.b * end for end in x)
            its = sorted(other.a + other.b * end for end in y)
            if own[1] < its[0]:
                return True
            if own[0] > its[1]:
                return False
            bits *= 2

    def __le__(self, other):
        return self == other or self < other

    def floor(self):
        if not self.b:
            return self.a.numerator // self.a.denominator
        bits = 64
        while True:
            low, high = root_bounds(self.c, bits)
            ends = {(self.a + self.b * end).__floor__() for end in (low, high)}
            if len(ends) == 1:
                return ends.pop()
            bits *= 2

    def __repr__(self):
        return f"{self.a}" if not self.b else f"{self.a}+{self.b}*root({self.c})"


def rounded(x, step, mode):
    steps = Number(step)
    n = (x / steps).floor()
    rest = x - Number(n * step)
    if rest.sign() == 0:
        return x
    half = Number(step / 2)
    positive = x.sign() > 0
    if mode == "up":
        n += positive
    elif mode == "down":
        n += not positive
    elif half < rest:
        n += 1
    elif rest == half:
        n += {"half away from zero": positive, "half even": n % 2 != 0, "half up": True}[mode]
    return Number(n * step)
