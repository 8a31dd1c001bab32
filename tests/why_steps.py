"""why_steps.py -- each step of an explanation (`lustrum why --json`) worked out again from its parts,
with exact fractions; for why_adds.py.  Knows of Lustrum what spec/why.md says, and nothing else.
SPDX-License-Identifier: Apache-2.0
"""
import datetime
import functools
import json
from fractions import Fraction

from why_numbers import Number, rounded

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
    if op == "different" and rows is not None and all("value" in row for row in rows):
        return Number(len({json.dumps(row["value"]) for row in rows if row["value"] is not None}))
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
