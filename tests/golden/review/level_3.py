"""Level 3 value added of examples/england_16_18 again, from its description alone: a reference that
shares nothing with the tool.  level_3.py DATA OUT: compares with the result files, prints what
differs, and how many figures were compared."""
import csv
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal, getcontext
from fractions import Fraction
from math import floor

getcontext().prec = 60
POINTS = {"A level": dict(zip(["A*", "A", "B", "C", "D", "E", "U"], range(60, -1, -10))),
          "AS level": dict(zip("ABCDEU", range(25, -1, -5)))}
SIZE = {"A level": Fraction(1), "AS level": Fraction(1, 2)}
MOST = {"A level": 60, "AS level": 25}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mean(values):
    return sum(values, Fraction(0)) / len(values)


def pooled(heaps):
    """Means of [sum, count] that rise: neighbours that fall are put together."""
    done = []
    for total, count in heaps:
        done.append([total, count, 1])
        while len(done) > 1 and done[-2][0] * done[-1][1] > done[-1][0] * done[-2][1]:
            last = done.pop()
            done[-1] = [a + b for a, b in zip(done[-1], last)]
    return [total / count for total, count, groups in done for _ in range(groups)]


def curve_of(entries, most):
    """Where the knots of a subject stand and how high, both ends included."""
    among = len(entries)
    bands = 20 if among >= 500 else 10 if among > 200 else 5
    priors = sorted(e["prior"] for e in entries)
    by_band = defaultdict(list)
    for e in entries:
        by_band[floor(Fraction(priors.index(e["prior"]) * bands, among)) + 1].append(e)
    order = sorted(by_band)
    x = [mean([e["prior"] for e in by_band[b]]) for b in order]
    y = pooled([[sum((e["points"] for e in by_band[b]), Fraction(0)), len(by_band[b])]
                for b in order])
    height = dict(zip(order, y))
    first = (height.get(order[0] + 1, y[0]) - y[0]) / 2
    last = (y[-1] - height.get(order[-1] - 1, y[-1])) / 2
    return ([Fraction(0)] + x + [Fraction(43, 4)],
            [max(Fraction(0), y[0] - first)] + y + [min(Fraction(most), y[-1] + last)])


def height_at(curve, at):
    x, y = curve
    for i in range(len(x) - 1):
        if x[i] <= at <= x[i + 1]:
            return y[i] + (y[i + 1] - y[i]) * (at - x[i]) / (x[i + 1] - x[i])
    raise ValueError(at)


def rounded(value, places):
    """Half away from zero; no expected points are below nought."""
    return Fraction(floor(value * 10 ** places + Fraction(1, 2)), 10 ** places)


def decimal(value):
    return Decimal(value.numerator) / Decimal(value.denominator)


def shown(value):
    return str(value.quantize(Decimal("0.01"), ROUND_HALF_UP) + 0)


def load(data):
    prior = {s["ULN"]: s["KS4_APS"] for s in read(data + "/students.csv")}
    entries = []
    for row in read(data + "/entries.csv"):
        if prior[row["ULN"]] == "":
            continue
        entries.append({"school": row["URN"], "model": (row["QUAL"], row["SUBJECT"]),
                        "prior": Fraction(prior[row["ULN"]]), "size": SIZE[row["QUAL"]],
                        "points": Fraction(POINTS[row["QUAL"]][row["GRADE"]])})
    models = defaultdict(list)
    for e in entries:
        models[e["model"]].append(e)
    variance = {}
    for model, rows in models.items():
        curve = curve_of(rows, MOST[model[0]])
        for e in rows:
            expected = rounded(height_at(curve, e["prior"]), 10)
            e["added"] = (e["points"] - expected) / e["size"] / 10
        centre = mean([e["added"] for e in rows])
        variance[model] = sum((e["added"] - centre) ** 2 for e in rows) / (len(rows) - 1)
    return entries, variance


def figures(rows, variance):
    """Mean weighted by size, exactly, and its limits as shown."""
    weight = sum(e["size"] for e in rows)
    value = sum(e["added"] * e["size"] for e in rows) / weight
    square = Fraction(0)
    for model in {e["model"] for e in rows}:
        count = sum(e["model"] == model for e in rows)
        square += variance[model] * count * SIZE[model[0]] ** 2
    half = Decimal("1.96") * decimal(square / weight ** 2).sqrt()
    return [str(value), shown(decimal(value) - half), shown(decimal(value) + half)]


def main(data, out):
    entries, variance = load(data)
    compared = 0

    def compare(row, measure, rows):
        nonlocal compared
        got = [row[measure + part] for part in (".exact", ".lower", ".upper")]
        wanted = figures(rows, variance)
        if got != wanted:
            print(row, measure, got, wanted)
        compared += len(wanted)

    for row in read(out + "/School.csv"):
        own = [e for e in entries if e["school"] == row["urn"]]
        compare(row, "level_3_value_added", own)
        compare(row, "a_level_value_added", [e for e in own if e["model"][0] == "A level"])
    for row in read(out + "/Course.csv"):
        model = (row["qualification"], row["subject"])
        compare(row, "level_3_value_added",
                [e for e in entries if e["school"] == row["school"] and e["model"] == model])
    print(compared, "figures agree with the reference")


main(*sys.argv[1:])
