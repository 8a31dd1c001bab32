#!/usr/bin/env python3
"""why_adds.py BUILD [FIGURES] -- `lustrum why` adds up: an independent check with exact fractions.

Takes FIGURES (1,000) random figures of the examples that have data: schools, trusts, regions, the
nation, single pupils.  Each is explained by `why --json --personal`; every step of the explanation is
worked out again from its parts, from the leaves up, and must be what is printed; the figures must be
what the review printed in its files, as shown and exactly.  At the end an explanation is falsified
value by value: each time the check must fail.

Shares nothing with Lustrum: standard library only.  Last line: `N figures, N steps, N failed`.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from math import isqrt

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SEED = 20260214


# ---- exact numbers: a + b * root(c) ----

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


# ---- values as they are printed ----

class Missing:
    def __init__(self, reason):
        self.reason = reason

    def __eq__(self, other):
        return isinstance(other, Missing) and self.reason == other.reason

    def __repr__(self):
        return f"missing as {self.reason}"


NOTHING = Missing("nothing_to_divide_by")


def number(text):
    if isinstance(text, dict):
        return Number(Fraction(text["a"]), Fraction(text["b"]), Fraction(text["c"]))
    return Number(Fraction(text))


def typed(kind, exact):
    if kind in ("number", "band"):
        return number(exact)
    if kind == "yes or no":
        return {"yes": True, "no": False}[exact]
    return exact


def value_of(node):
    value = node["value"]
    if "missing" in value:
        return Missing(value["missing"])
    return typed(value["type"], value["exact"])


def row_value(text):
    """The value of a listed row: its type shows in how it is written."""
    if text in ("yes", "no"):
        return text == "yes"
    return number(text)


# ---- the steps ----

def days(text):
    import datetime
    return datetime.date.fromisoformat(text).toordinal()


def full_months(first, last):
    y1, m1, d1 = map(int, first.split("-"))
    y2, m2, d2 = map(int, last.split("-"))
    if (y2, m2, d2) < (y1, m1, d1):
        return -full_months(last, first)
    return (y2 - y1) * 12 + m2 - m1 - (d2 < d1)


def truncated(x, by):
    return x // by if x >= 0 else -(-x // by)


def divide(a, b):
    return NOTHING if b.sign() == 0 else a / b


def root(a):
    return NOTHING if a.sign() < 0 else Number(0, 1, a.a)


STRICT = {
    "add": lambda n, a, b: a + b,
    "subtract": lambda n, a, b: a - b,
    "multiply": lambda n, a, b: a * b,
    "divide": lambda n, a, b: divide(a, b),
    "negate": lambda n, a: -a,
    "root": lambda n, a: root(a),
    "least": lambda n, a, b: b if b < a else a,
    "greatest": lambda n, a, b: b if a < b else a,
    "round": lambda n, a: rounded(a, Fraction(n["step"]), n["mode"]),
    "one_if": lambda n, a: Number(1 if a else 0),
    "less": lambda n, a, b: a < b,
    "less_or_equal": lambda n, a, b: a <= b,
    "greater": lambda n, a, b: b < a,
    "greater_or_equal": lambda n, a, b: b <= a,
    "equal": lambda n, a, b: a == b,
    "not_equal": lambda n, a, b: not a == b,
    "same": lambda n, a, b: a == b,
    "same_answer": lambda n, a, b: a == b,
    "in_list": lambda n, a: a in n["list"],
    "not": lambda n, a: not a,
    "after": lambda n, a, b: b,
    "full_days": lambda n, a, b: Number(days(b) - days(a)),
    "full_months": lambda n, a, b: Number(full_months(a, b)),
    "full_years": lambda n, a, b: Number(truncated(full_months(a, b), 12)),
}


def known(values):
    return [v for v in values if not isinstance(v, Missing)]


def median(values):
    values = sort(values)
    half = len(values) // 2
    if len(values) % 2:
        return values[half]
    return (values[half - 1] + values[half]) / Number(2)


def sort(values):
    import functools
    if not any(isinstance(v, Number) and v.b for v in values):
        return sorted(values, key=lambda v: v.a)
    return sorted(values, key=functools.cmp_to_key(lambda a, b: -1 if a < b else int(b < a)))


def logic(node, a, b, absorbing):
    if node["guarded"] and a is absorbing:
        return absorbing
    for v in (a, b):
        if isinstance(v, Missing):
            return v
    return (a and b) if absorbing is False else (a or b)


def choose(condition, then, otherwise):
    if isinstance(condition, Missing):
        return condition
    return then if condition else otherwise


def inside(key, bounds):
    if "text" in bounds:
        return key == bounds["text"]
    low, high = bounds.get("low"), bounds.get("high")
    if not isinstance(key, Number):  # a school year
        key = Number(int(key[:4]))
    if low:
        edge = number(low["number"])
        if key < edge or (low["open"] and key == edge):
            return False
    if high:
        edge = number(high["number"])
        if edge < key or (high["open"] and key == edge):
            return False
    return True


def look_up(node, args):
    for a in args:
        if isinstance(a, Missing):
            return a
    if "keys" not in node:
        return value_of(node)  # outside the table: the reason is all there is
    for key, bounds in zip(args, node["keys"]):
        if not inside(key, bounds):
            raise ValueError(f"row {bounds} does not hold for {key}")
    if node["cell"] is None:
        return value_of(node)
    cell = typed(node["value"]["type"], node["cell"])
    if "slope" in node:
        cell = cell + Number(Fraction(node["slope"])) * args[node["slope_key"]]
    return cell


# ---- reductions ----

def total(values):
    values = list(values)
    if not any(v.b for v in values):
        by_denominator = {}
        for v in values:
            by_denominator[v.a.denominator] = by_denominator.get(v.a.denominator, 0) + v.a.numerator
        return Number(sum(Fraction(n, d) for d, n in by_denominator.items()))
    result = Number(0)
    for v in values:
        result = result + v
    return result


def deviation(n, sums, squares, less):
    if n - less <= 0:
        return NOTHING
    return root(Number((squares.a - sums.a * sums.a / n) / (n - less)))


QUANTILES = {5: (Fraction(1, 2), Fraction(1, 2)), 6: (Fraction(0), Fraction(0)),
             7: (Fraction(1), Fraction(1)), 8: (Fraction(1, 3), Fraction(1, 3))}


def quantile(values, part, method):
    n = len(values)
    values = sort(values)
    if method == 1:
        at = -((-part * n) // 1)
        return values[min(max(int(at), 1), n) - 1]
    a = QUANTILES[method][0]
    h = {5: n * part + Fraction(1, 2), 6: (n + 1) * part, 7: (n - 1) * part + 1,
         8: (n + Fraction(1, 3)) * part + Fraction(1, 3)}[method]
    h = min(max(h, Fraction(1)), Fraction(n))
    low = h.__floor__()
    high = min(low + 1, n)
    return values[low - 1] + Number(h - low) * (values[high - 1] - values[low - 1])


def kth(values, node, args, highest):
    k = args[0]
    if isinstance(k, Missing):
        return k
    values = sort(values)
    if highest:
        values.reverse()
    if k.a.denominator != 1 or not 1 <= k.a <= len(values):
        return NOTHING
    return values[int(k.a) - 1]


def check_sums(node, values, weights):
    """The sums beside the rows are those of the rows."""
    if "count" in node and values is not None and Fraction(node["count"]) != len(values):
        raise ValueError(f"{len(values)} rows are listed and {node['count']} counted")
    if not values or isinstance(values[0], bool):
        if "yes" in node and total(Number(v) for v in values or []) != number(node["yes"]):
            raise ValueError("the yes are not those of the rows")
        return
    if "sum" in node:
        parts = [v * w for v, w in zip(values, weights)] if weights else values
        if not total(parts) == number(node["sum"]):
            raise ValueError("the sum is not that of the rows")
    if "squares" in node and not total(v * v for v in values) == number(node["squares"]):
        raise ValueError("the sum of squares is not that of the rows")
    if "weights" in node and not total(weights) == number(node["weights"]):
        raise ValueError("the weights are not those of the rows")


def gather(node, args):
    op, rows = node["op"], node.get("rows")
    apart = sum(a["count"] for a in node["left_out"] + node["missing_rows"])
    if node["of"] != node["counted"] + node["unchosen"] + apart:
        raise ValueError("the rows do not add up")
    values = weights = None
    if rows is not None:
        if len(rows) != node["counted"]:
            raise ValueError("not every row that is counted is listed")
        if all("value" in row for row in rows) and op != "different":
            values = [row_value(row["value"]) if row["value"] is not None else None for row in rows]
            weights = [number(row["weight"]) for row in rows if "weight" in row]
            if op != "count":
                check_sums(node, values, weights)
    n = Fraction(node["count"]) if "count" in node else None
    if n is not None and n != node["counted"]:
        raise ValueError("as many are counted as are counted")
    given = lambda key: number(node[key])
    if op in ("count",):
        return Number(n)
    if op in ("sum", "weighted_sum") and "sum" in node:
        return given("sum")
    if op == "mean" and "sum" in node:
        return divide(given("sum"), Number(n))
    if op == "weighted_mean" and "sum" in node:
        return divide(given("sum"), given("weights"))
    if op == "share":
        return divide(given("yes"), Number(n))
    if op == "some":
        return given("yes").sign() > 0
    if op == "every":
        return given("yes") == Number(n)
    if op in ("sample_deviation", "population_deviation") and "squares" in node:
        return deviation(n, given("sum"), given("squares"), 1 if op[0] == "s" else 0)
    if values is None:
        return None
    if op in ("least_of_rows", "greatest_of_rows"):
        return NOTHING if not values else sort(values)[0 if op[0] == "l" else -1]
    if op in ("kth_lowest", "kth_highest"):
        return kth(values, node, args, op == "kth_highest")
    if op == "quantile":
        return NOTHING if not values else quantile(values, Fraction(node["part"]), node["method"])
    if op == "one":
        if len(values) != 1:
            return NOTHING if not values else Missing("more_than_one")
        return values[0]
    return None


# ---- picks: the rules of spec/aggregates.md, written again ----

def fits(units, slots):
    """Whether every unit (a set of slots that it may be in) has a place: paths that make room."""
    capacity = {s["slot"]: s["takes"] for s in slots}
    inside_of = {s["slot"]: s.get("within") for s in slots}
    held = {s["slot"]: [] for s in slots}

    def room(slot):
        while slot:
            if len(held[slot]) >= capacity[slot]:
                return slot
            slot = inside_of[slot]
        return None

    def put(unit, slot):
        while slot:
            held[slot].append(unit)
            slot = inside_of[slot]

    def search(i):
        if i == len(units):
            return True
        for slot in units[i]:
            if room(slot) is None:
                put(i, slot)
                if search(i + 1):
                    return True
                up = slot
                while up:
                    held[up].remove(i)
                    up = inside_of[up]
        return False

    return search(0)


def picked(node):
    rows = node.get("rows")
    if rows is None:
        return None
    slots = {s["slot"]: s for s in node["takes"]}
    if node["counted"] and not any(row["in"] for row in rows) and node["figure"] == "number":
        return Number(0)

    def inside_of(slot, of):
        while slot and slot != of:
            slot = slots[slot].get("within")
        return slot == of
    got = []
    for row in rows:
        if sum(row["in"].values()) > copies(row) or not set(row["in"]) <= set(row["slots"]):
            raise ValueError("a row is where it may not be")
        got += [number(row["value"]) for slot, n in row["in"].items()
                if inside_of(slot, node["slot"]) for _ in range(n)]
    for slot in slots:
        if sum(n for row in rows for own, n in row["in"].items()
               if inside_of(own, slot)) > slots[slot]["takes"]:
            raise ValueError("a slot holds more than it takes")
    check_best(node, rows)
    if node["figure"] == "sum":
        return total(got)
    if node["figure"] == "number":
        return Number(len(got))
    return sort(got)[0 if node["figure"] == "least" else -1] if got else NOTHING


def copies(row):
    if "size" not in row:
        return 1
    return 0 if row["size"] is None else max(0, number(row["size"]).floor())


def check_best(node, rows):
    """No other choice is better: slot by slot, or, for the greatest total, of all together."""
    order = sort_rows(rows, node["lowest_first"])
    total_now = total(number(r["value"]) * Number(n) for r in rows for n in r["in"].values())
    if node["greatest_total"]:
        units = []
        for i in order:
            if number(rows[i]["value"]).sign() < 0:
                break
            for _ in range(copies(rows[i])):
                if fits([u[0] for u in units] + [rows[i]["slots"]], node["takes"]):
                    units.append((rows[i]["slots"], number(rows[i]["value"])))
        if not total(u[1] for u in units) == total_now:
            raise ValueError("another choice of rows has a greater total")
    elif not any(s["gathers"] for s in node["takes"]):
        left = {i: copies(r) for i, r in enumerate(rows)}
        for slot in node["takes"]:
            room, best = slot["takes"], []
            for i in order:
                use = min(left[i], room) if slot["slot"] in rows[i]["slots"] else 0
                best += [number(rows[i]["value"])] * use
                left[i] -= use
                room -= use
            here = [number(r["value"]) for r in rows for _ in range(r["in"].get(slot["slot"], 0))]
            if not total(best) == total(here) or len(best) != len(here):
                raise ValueError(f"the slot {slot['slot']} could hold better rows")


def sort_rows(rows, lowest_first):
    import functools
    values = [number(r["value"]) for r in rows]

    def before(i, j):
        order = -1 if values[i] < values[j] else int(values[j] < values[i])
        return order if lowest_first else -order
    return sorted(range(len(rows)), key=functools.cmp_to_key(before))


def rank(node, args):
    rows, own = node.get("rows"), args[0]
    if isinstance(own, Missing):
        return own
    if rows is None or node.get("thens_lowest") or "keys" in (rows[0] if rows else {}):
        return None
    values = [row_value(r["value"]) for r in rows]
    less = (lambda a, b: a < b) if node["lowest_first"] else (lambda a, b: b < a)
    if node["ties"] == "fields":
        return None
    before = sum(less(v, own) for v in values)
    same = sum(v == own for v in values)
    if not same:
        return None
    first, last = before + 1, before + same
    return Number({"lowest": Fraction(first), "highest": Fraction(last),
                   "mean": Fraction(first + last, 2)}[node["ties"]])


# ---- groups ----

def pooled(node, args):
    """Neighbours put together until their means rise (or fall)."""
    heaps, own = [], None
    for group in node["pooled"]:
        if group["sum"] is None or group["weight"] is None or Fraction(group["weight"]) <= 0:
            if group["own"]:
                return NOTHING
            continue
        heap = [Fraction(group["sum"]), Fraction(group["weight"]), group["own"]]
        while heaps:
            before, mean = heaps[-1][0] / heaps[-1][1], heap[0] / heap[1]
            if before <= mean if node["rises"] else before >= mean:
                break
            last = heaps.pop()
            heap = [heap[0] + last[0], heap[1] + last[1], heap[2] or last[2]]
        heaps.append(heap)
    for heap in heaps:
        if heap[2]:
            own = Number(heap[0] / heap[1])
    return own


def along(node, args):
    """On the straight line between the two points around where it is asked."""
    for a in args:
        if isinstance(a, Missing):
            return a
    where = args[-1].a
    points = sorted((Fraction(p["along"]), Fraction(p["height"])) for p in node["points"])
    here = {y for x, y in points if x == where}
    if len(here) == 1:
        return Number(here.pop())
    if here:
        return Missing("more_than_one")
    if not points or not points[0][0] < where < points[-1][0]:
        if not points or not node["held"]:
            return Missing("not_in_table")
        return Number(points[0][1] if where < points[0][0] else points[-1][1])
    low = max(p for p in points if p[0] < where)
    high = min(p for p in points if p[0] > where)
    return Number(low[1] + (high[1] - low[1]) * (where - low[0]) / (high[0] - low[0]))


# ---- one step ----

GATHERS = {"sum", "mean", "sample_deviation", "population_deviation", "weighted_sum",
           "weighted_mean", "count", "share", "some", "every", "least_of_rows", "greatest_of_rows",
           "one", "different", "kth_lowest", "kth_highest", "quantile"}
LEAVES = {"constant", "missing", "field", "key", "earlier"}


def recompute(node, args):
    """What the step comes to; None where what it needs is not printed."""
    op = node["op"]
    if op in LEAVES:
        return None
    if op in GATHERS:
        return gather(node, args)
    if op in ("definition", "read"):
        return args[0] if args else None
    if op in ("and", "or"):
        return logic(node, *args, absorbing=op == "or")
    if op == "is_known":
        return not isinstance(args[0], Missing)
    if op == "is_reason":
        return isinstance(args[0], Missing) and args[0].reason == node["reason"]
    if op == "choose":
        return choose(*args)
    if op == "instead":
        return args[1] if isinstance(args[0], Missing) else args[0]
    if op == "withhold":
        return Missing(node["reason"]) if args[1] is True else args[0]
    if op in ("least_known", "greatest_known", "median_known"):
        some = known(args)
        if not some:
            return NOTHING
        return median(some) if op[0] == "m" else sort(some)[0 if op[0] == "l" else -1]
    if op == "look_up":
        return look_up(node, args)
    if op == "picked":
        return picked(node)
    if op == "rank":
        return rank(node, args)
    if op == "pool":
        return pooled(node, args)
    if op == "along":
        return along(node, args)
    for a in args:
        if isinstance(a, Missing):
            return a
    return STRICT[op](node, *args)


def check_document(document):
    """The faults of an explanation, and how many steps were worked out again."""
    faults, steps, values = [], 0, {}
    for node in document["nodes"]:
        values[node["id"]] = value_of(node)
        args = [values[a] for a in node["args"]]
        try:
            wanted = recompute(node, args)
        except (ValueError, KeyError, ZeroDivisionError) as fault:
            faults.append(f"step {node['id']} ({node['op']}): {fault!r}: {node['sentence'][:200]}")
            continue
        if wanted is None:
            continue
        steps += 1
        if not wanted == values[node["id"]]:
            faults.append(f"step {node['id']} ({node['op']}) is {values[node['id']]}, "
                          f"its parts give {wanted}: {node['sentence'][:200]}")
    return faults, steps, values


# ---- which figures ----

ENGLAND_PUPILS = ["attainment_8", "progress_8", "ebacc_points", "english_and_maths.english",
                  "Pupil.prior", "progress_8.raw", "progress_8.score"]
# rules, data, year, what single persons have: their file, key column and figures
EXAMPLES = [
    ("england_secondary/secondary.lustrum", None, "2027/28",
     ("pupils.csv", "UPN", ENGLAND_PUPILS)),
    ("first/first.lustrum", "first", "2025/26",
     ("pupils.csv", "UPN", ["progress"])),
    ("england_16_18/sixteen_to_eighteen.lustrum", "england_16_18/data", None, None),
    ("england_primary/primary.lustrum", "england_primary/data", None, None),
    ("england_coasting/primary.lustrum", "england_coasting/data/primary", "2015/16", None),
    ("england_coasting/secondary.lustrum", "england_coasting/data/secondary", "2015/16", None),
    ("england_trust_membership/membership.lustrum", "england_trust_membership/data", "2016/17",
     None),
]


class Failed(Exception):
    pass


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise Failed(f"{' '.join(command)[:300]}: exit {done.returncode}\n"
                     f"{done.stderr.decode()[:2000]}")
    return done.stdout


class Example:
    def __init__(self, build, work, at):
        rules, data, self.year, self.persons = EXAMPLES[at]
        self.lustrum = os.path.join(build, "lustrum")
        self.rules = os.path.join(HERE, "examples", rules)
        self.out = os.path.join(work, f"out{at}")
        self.name = rules
        if data is None:
            self.data = os.path.join(work, "england")
            run([os.path.join(build, "examples/england_secondary/generate"), self.data,
                 "--schools", "40", "--years", "3", "--seed", "12"])
        else:
            self.data = os.path.join(HERE, "examples", data)

    def options(self):
        return ["--data", self.data] + (["--year", self.year] if self.year else [])

    def review(self):
        run([self.lustrum, "review", self.rules, *self.options(), "--exact", "--quiet",
             "--out", self.out])

    def pupil_keys(self):
        file, column, figures = self.persons
        folder = self.data
        if self.year and os.path.isdir(os.path.join(folder, self.year.replace("/", "-"))):
            folder = os.path.join(folder, self.year.replace("/", "-"))
        with open(os.path.join(folder, file), newline="") as table:
            return [row[column] for row in csv.DictReader(table)], figures

    def candidates(self):
        """(key, figure, row of the result file or None): every figure that can be asked for."""
        found = []
        for path in sorted(glob.glob(os.path.join(self.out, "*.csv"))):
            name = os.path.basename(path)[:-4]
            if ".by." in name or name.startswith("nation"):
                continue
            with open(path, newline="") as table:
                reader = csv.DictReader(table)
                heads = reader.fieldnames
                keys = self.key_heads(name, heads)
                measures = [h[:-6] for h in heads if h.endswith(".exact")]
                rows = [(self.key_of(row, keys), row) for row in reader]
            found += [(key, m, name, row) for key, row in rows if key for m in measures]
        return found

    def key_heads(self, record, heads):
        """The fields of a record's key, from the rules; a record that is named by another's field
        has one, which stands first."""
        with open(self.rules) as text:
            rules = text.read()
        block = re.search(rf"^record {record} .*?(?=^\S)", rules, re.M | re.S)
        keys = re.findall(r"^  (\w+) +key ", block[0], re.M) if block else []
        return keys or heads[:1]

    def key_of(self, row, keys):
        return ",".join('"' + row[k].replace('"', '""') + '"' if set(row[k]) & set(',"')
                        else row[k] for k in keys)

    def why(self, pairs, level=None):
        words = [word for pair in pairs for word in pair]
        command = [self.lustrum, "why", self.rules, *words, *self.options(), "--personal", "--json"]
        return json.loads(run(command + (["--level", level] if level else [])))


def same_shown(node, cell, reason):
    value = node["value"]
    if "missing" in value:
        return cell == "" and reason != ""
    return value.get("shown", value["text"]) == cell


def compare_with_file(document, figure, row, values):
    """The faults of a figure against the line that the review printed."""
    nodes = {node["id"]: node for node in document["nodes"]}
    name, faults = figure["figure"], []
    for part, column in (("value", name), ("lower", name + ".lower"), ("upper", name + ".upper")):
        if part not in figure["nodes"] or column not in row:
            continue
        node = nodes[figure["nodes"][part]]
        if not same_shown(node, row[column], row[name + ".reason"]):
            faults.append(f"{name} of {figure['of']}: {part} is {node['value']}, "
                          f"the review printed {row[column]!r}")
    value = values[figure["nodes"]["value"]]
    exact = row[name + ".exact"]
    if isinstance(value, bool):
        return faults
    if (exact == "") != isinstance(value, Missing) or (
            exact and "root" not in exact and not number(exact) == value):
        faults.append(f"{name} of {figure['of']}: exactly {value}, the review has {exact!r}")
    if "band" in figure["nodes"] and row.get(name + ".band"):
        words = nodes[figure["nodes"]["band"]]["value"]["text"]
        if words != row[name + ".band"]:
            faults.append(f"{name} of {figure['of']}: band {words}, not {row[name + '.band']}")
    return faults


def band_when(document, figure, values, shift):
    """The band of a figure whose value and limits are shifted: its steps worked out again."""
    moved = dict(values)
    ids = {figure["nodes"][part] for part in ("value", "lower", "upper") if part in figure["nodes"]}
    for node in document["nodes"]:
        if node["id"] in ids:
            moved[node["id"]] = values[node["id"]] + shift
            continue
        args = [moved[a] for a in node["args"]]
        if any(moved[a] is not values[a] for a in node["args"]):
            moved[node["id"]] = recompute(node, args)
    return moved[figure["nodes"]["band"]]


def check_edges(document, figure, values):
    """Another band holds at the shift that is said to make it (or, where more is needed, just
    beyond), and this one still on the way there."""
    edges, faults = figure.get("edges", {}), []
    if "not_worked_out" in edges:
        return [f"{figure['heading']}: {edges['not_worked_out']}"]
    for way, sign in (("up", 1), ("down", -1)):
        if way not in edges:
            continue
        edge = edges[way]
        shift, little = number(edge["shift"]), Number(Fraction(sign, 10 ** 9))
        before = band_when(document, figure, values, shift * Number(Fraction(999999, 10 ** 6)))
        after = band_when(document, figure, values, shift + little if edge["beyond"] else shift)
        names = {str(n["value"]["exact"]): n["value"]["text"] for n in document["nodes"]
                 if n["value"].get("type") == "band" and "exact" in n["value"]}
        if not before == values[figure["nodes"]["band"]]:
            faults.append(f"{figure['heading']}: the band changes before {shift}")
        if names.get(str(after)) != edge["band"] or shift.sign() * sign < 0:
            faults.append(f"{figure['heading']}: at {shift} the band is {after}, not {edge['band']}")
    return faults


# ---- a falsified explanation is found out ----

def falsified(document, random_):
    """Copies of the document, each with one printed value changed."""
    calculated = [n for n in document["nodes"] if n["op"] not in LEAVES | {"different"}
                  and n["value"].get("type") == "number" and isinstance(n["value"].get("exact"), str)
                  and not (n["op"] == "look_up" and "keys" not in n)]
    for node in random_.sample(calculated, min(25, len(calculated))):
        old = node["value"]["exact"]
        node["value"]["exact"] = str(Fraction(old) + Fraction(1, 1000))
        yield node, "value"
        node["value"]["exact"] = old
    listed = [n for n in document["nodes"] if n.get("rows") and n["op"] in ("sum", "mean")]
    for node in random_.sample(listed, min(10, len(listed))):
        row = random_.choice(node["rows"])
        old = row["value"]
        row["value"] = str(Fraction(old) + 1)
        yield node, "row"
        row["value"] = old


def check_falsified(document, random_):
    missed = count = 0
    for node, what in falsified(document, random_):
        count += 1
        faults = check_document(document)[0]
        if not faults:
            missed += 1
            print(f"a false {what} was not found: step {node['id']}, {node['op']}")
    return missed, count


def check_example(example, share, random_):
    """Figures, steps, faults; and a document for falsifying."""
    example.review()
    found = random_.sample(example.candidates(), k=min(share, len(example.candidates())))
    asked, counts, faults = {}, [0, 0], []
    for key, measure, level, row in found:
        asked.setdefault(level, []).append((key, measure, row))
    if example.persons:
        keys, figures = example.pupil_keys()
        pairs = [(random_.choice(keys), random_.choice(figures)) for _ in range(share // 3)]
        asked[None] = [(key, figure, None) for key, figure in pairs]
    last = None
    for level, wanted in asked.items():
        document = example.why([(key, measure) for key, measure, _ in wanted], level)
        bad, steps, values = check_document(document)
        faults += bad
        counts[0] += len(document["figures"])
        counts[1] += steps
        for figure, (_, _, row) in zip(document["figures"], wanted):
            if row is not None:
                faults += compare_with_file(document, figure, row, values)
            faults += check_edges(document, figure, values)
        last = last or (document if level else None)
    return counts[0], counts[1], faults, last


def main():
    build, wanted = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or [1000])[0])
    work = os.path.join(build, "tests", "why_adds")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    random_ = random.Random(SEED)
    figures = steps = failed = 0
    falsify = None
    for at in range(len(EXAMPLES)):
        example = Example(build, work, at)
        share = wanted * 3 // 4 if at == 0 else wanted // 8
        count, more, faults, document = check_example(example, share, random_)
        figures, steps, failed = figures + count, steps + more, failed + len(faults)
        falsify = falsify or document
        for fault in faults[:5]:
            print(f"{example.name}: {fault}")
    missed, tried = check_falsified(falsify, random_)
    shutil.rmtree(work)
    failed += missed + (tried < 20) + (figures < wanted)
    print(f"{figures} figures, {steps} steps, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
