"""lookup.py -- tables, curves, and figures made by groups (spec/tables.md, spec/aggregates.md).

SPDX-License-Identifier: Apache-2.0
"""
import datetime
import re
from fractions import Fraction

import build
import known
import number
from node import DIVIDE, MORE_THAN_ONE, NOT_IN_TABLE, Miss, Node, Refused, constant

YEARS = re.compile(r"(from )?\d{4}/\d\d( to \d{4}/\d\d| and over)?$|(up to|under|over) \d{4}/\d\d$")
NUMBER = re.compile(r"-?\d+(\.\d+)?%?$")
RANGES = [(re.compile(r"up to (\S+)$"), None, "to"),
          (re.compile(r"over (\S+) to under (\S+)$"), "over", "under"),
          (re.compile(r"over (\S+) to (\S+)$"), "over", "to"),
          (re.compile(r"(\S+) to under (\S+)$"), "from", "under"),
          (re.compile(r"(\S+) to (\S+)$"), "from", "to"),
          (re.compile(r"under (\S+)$"), None, "under"),
          (re.compile(r"over (\S+)$"), "over", None), (re.compile(r"from (\S+)$"), "from", None),
          (re.compile(r"(\S+) and over$"), "from", None)]


def read_number(text):
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def range_of(text, read):
    """(low, low is in, high, high is in) of a key cell; None stands for no end."""
    for pattern, first, last in RANGES:
        found = pattern.match(text)
        if found:
            ends = [read(end) for end in found.groups()]
            low = ends[0] if first else None
            high = ends[-1] if last else None
            return (low, first == "from", high, last == "to")
    only = read(text)
    return (only, True, only, True)


def within(x, cell):
    low, low_in, high, high_in = cell
    if low is not None:
        side = build.order(x, low)
        if side < 0 or side == 0 and not low_in:
            return False
    if high is not None:
        side = build.order(x, high)
        if side > 0 or side == 0 and not high_in:
            return False
    return True


def key_cell(text, node, model):
    """What the cell holds of values of the node: a range, or one value."""
    if node.kind == "number":
        return range_of(text, read_number)
    if node.kind == "year":
        return range_of(text, lambda year: int(year[:4]))
    if node.kind == "date":
        return range_of(text, datetime.date.fromisoformat)
    if node.kind == "bool":
        return text == "yes"
    if node.kind == "band":
        return node.info.measure.band_names().index(text)
    return text


def result_cells(columns, model):
    """The results' kind and unit, and a function from a cell to its value."""
    cells = [cell for column in columns for cell in column if not cell.startswith("missing ")]
    if cells and all(NUMBER.match(cell) for cell in cells):
        unit = "%" if cells[0].endswith("%") else None
        kind, read = "number", read_number
    elif cells and all(cell in ("yes", "no") for cell in cells):
        kind, unit, read = "bool", None, lambda cell: cell == "yes"
    else:
        kind, unit, read = "code", None, lambda cell: cell

    def value(cell):
        return model.reason(cell.split()[1]) if cell.startswith("missing ") else read(cell)
    return kind, unit, value


def rows_of_year(part, first, model):
    """The headings and rows that are there in the year, without the column of years."""
    by_year = part.headings[0] == "year" and all(YEARS.match(row[0]) for row in part.rows)
    if not by_year or first.kind == "year":
        return part.headings, part.rows
    rows = [row[1:] for row in part.rows
            if within(model.year, range_of(row[0], lambda year: int(year[:4])))]
    return part.headings[1:], rows


def codes_of(node):
    """The texts that a code can be, where they are listed."""
    while node.op in ("up", "figure"):
        node = node.args[0] if node.op == "up" else node.info.node
    return set(node.info.codes) if node.op == "field" and node.info.codes else None


def columns_asked(headings, args, trees):
    """(how many columns are keys, results: one index or a list of headings that are the last key)"""
    n, c = len(args), len(headings)
    last = trees[-1]
    if last[0] == "string" and last[1] in headings[n - 1:]:
        return n - 1, headings.index(last[1], n - 1)
    if args[-1].kind == "code" and last[0] != "string":
        codes = codes_of(args[-1])
        if n + 1 < c or codes is not None and set(headings[n - 1:]) <= codes:
            return n - 1, list(range(n - 1, c))
    if n != c - 1:
        raise Refused("a table asked with too few or too many keys")
    return n, c - 1


def table(part, trees, context):
    model = context.model
    args = [build.expression(tree, context) for tree in trees]
    headings, rows = rows_of_year(part, args[0], model)
    keys, results = columns_asked(headings, args, trees)
    columns = results if isinstance(results, list) else [results]
    kind, unit, value = result_cells([[row[i] for row in part_rows(part, headings)]
                                      for i in columns], model)
    asked = args[:keys] + (args[-1:] if isinstance(results, list) else [])
    cells = [[key_cell(row[i], args[i], model) for i in range(keys)] for row in rows]
    if part.curve:
        curve = Curve(part, model, keys, cells, rows, results, headings, value)
        return build.strict("table", kind, curve.at, asked, (False, (None, None)), unit)
    ranged = [arg.kind in ("number", "year", "date") for arg in args[:keys]]
    plain = [(cell, row) for cell, row in zip(cells, rows)]

    def find(*asks):
        for cell, row in plain:
            if all(within(ask, one) if wide else ask == one
                   for ask, one, wide in zip(asks, cell, ranged)):
                if not isinstance(results, list):
                    return value(row[results])
                heading = next((i for i in results if headings[i] == asks[-1]), None)
                return NOT_IN_TABLE if heading is None else value(row[heading])
        return NOT_IN_TABLE
    total = is_total(asked, keys, cells, ranged, results, headings, rows)
    info = (total, extent_of([value(row[i]) for row in rows for i in columns], kind))
    node = build.strict("table", kind, find, asked, (part.name, keys), unit)
    node.info = info
    node.key = ("table", part.name, repr(results), tuple(arg.key for arg in asked))
    if not asked:
        return constant(value(rows[0][results]), kind, unit)
    return node


def part_rows(part, headings):
    cut = len(part.headings) - len(headings)
    return [row[cut:] for row in part.rows]


def extent_of(values, kind):
    if kind != "number" or not values or any(isinstance(value, Miss) for value in values):
        return (None, None)
    return (min(values), max(values))


def is_total(asked, keys, cells, ranged, results, headings, rows):
    """Whether every value that can be asked is there, as far as is easily seen."""
    columns = results if isinstance(results, list) else [results]
    if any(row[i].startswith("missing ") for row in rows for i in columns):
        return False
    if isinstance(results, list):
        codes = codes_of(asked[-1])
        if codes is None or not codes <= {headings[i] for i in results}:
            return False
    return covers(asked[:keys], cells, ranged)


def covers(asked, cells, ranged):
    if not asked:
        return bool(cells)
    values = possible(asked[0], [cell[0] for cell in cells], ranged[0])
    return values is not None and all(
        covers(asked[1:], [cell[1:] for cell in cells
                           if (within(x, cell[0]) if ranged[0] else x == cell[0])], ranged[1:])
        for x in values)


def possible(node, cells, wide):
    """Values that stand for all that the node can be: of numbers the ends of cells and between."""
    if not wide:
        if node.kind == "bool":
            return [True, False]
        if node.kind == "band":
            return range(len(node.info.measure.band_names()))
        return codes_of(node)
    if node.kind != "number":
        return None
    low, high = known.extent(node)
    step = step_of(node)
    marks = sorted({end for cell in cells for end in (cell[0], cell[2]) if end is not None})
    points = [x for x in marks if (low is None or x >= low) and (high is None or x <= high)]
    points += [end for end in (low, high) if end is not None]
    points += [marks[0] - 1] if low is None and marks else []
    points += [marks[-1] + 1] if high is None and marks else []
    if step and low is not None and high is not None and (high - low) / step < 2000:
        return [low + i * step for i in range(int((high - low) / step) + 1)]
    points = sorted(set(points))
    return points + [(a + b) / 2 for a, b in zip(points, points[1:])]


def step_of(node):
    while node.op in ("up", "figure"):
        node = node.args[0] if node.op == "up" else node.info.node
    if node.op == "field" and node.info.kind == "whole":
        return Fraction(1)
    if node.op == "const":
        return Fraction(1)
    if node.op == "arith" and isinstance(node.key[1], tuple) and node.key[1][0] == "rounded":
        return node.key[1][1]
    return None


# ---- between rows by straight lines ----

def on_lines(points, x, outside):
    """The height at x of the lines through points [(x, y)] in rising order."""
    if not points:
        return outside[1] if outside[0] == "missing" else DIVIDE
    if number.compare(x, points[0][0]) < 0 or number.compare(x, points[-1][0]) > 0:
        if outside[0] == "missing":
            return outside[1]
        return points[0][1] if x < points[0][0] else points[-1][1]
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        if x0 <= x < x1:
            return y0 + (x - x0) * (y1 - y0) / (x1 - x0)
    return points[-1][1]


class Curve:
    def __init__(self, part, model, keys, cells, rows, results, headings, value):
        self.outside = (part.curve[0], model.reason(part.curve[1]) if part.curve[1] else None)
        self.keys, self.results, self.headings, self.value = keys, results, headings, value
        self.curves = {}
        for cell, row in zip(cells, rows):
            self.curves.setdefault(tuple(cell[:-1]), []).append((cell[-1][0], row))

    def at(self, *asks):
        rows = self.curves.get(tuple(asks[:self.keys - 1]))
        if rows is None:
            others = [key for key in self.curves if all(
                within(ask, one) if isinstance(one, tuple) else ask == one
                for ask, one in zip(asks, key))]
            if not others:
                return NOT_IN_TABLE
            rows = self.curves[others[0]]
        column = self.results
        if isinstance(column, list):
            column = next((i for i in column if self.headings[i] == asks[-1]), None)
            if column is None:
                return NOT_IN_TABLE
        points = [(x, self.value(row[column])) for x, row in rows]
        return on_lines(points, asks[self.keys - 1], self.outside)


# ---- figures made by groups ----

def grouped(figure, trees, context):
    """`expected[group]`: the figure of the group with these keys, under the row's own level row."""
    model, place = context.model, figure.place
    args = [build.expression(tree, context) for tree in trees]
    level = build.lift(Node("here", "link", lambda row: row), context.place, place.level, model)
    lines = figure.lines
    kind, unit = figure.node.kind, figure.node.unit

    def ev(row):
        keys = []
        for arg in args:
            key = arg.ev(row)
            if isinstance(key, Miss):
                return key
            keys.append(key)
        above = level.ev(row)
        if isinstance(above, Miss):
            return above
        if lines:
            return lines.at(above, keys)
        return figure.read(row.run.group(place, above, tuple(keys)))
    own = place.record is context.place and [key.key for _, key in place.keys] == [
        arg.key for arg in args]
    if figure.table:
        return figure.table(context, args, trees)
    info = (figure, place, own and not lines and not figure.pooled, place.measure)
    node = Node("group", kind, ev, tuple(args), info, unit,
                ("group", id(figure), tuple(arg.key for arg in args)))
    if lines:
        node.op = "maybe"
    return node


class Lines:
    """A figure between groups: straight lines through (along, height) of the groups of one curve."""

    def __init__(self, figure, along, outside, model):
        self.figure, self.along = figure, along
        self.outside = (outside[0], model.reason(outside[1]) if outside[1] else None)

    def at(self, above, keys):
        memo = above.memo.setdefault(self, {})
        front = tuple(keys[:-1])
        if front not in memo:
            memo[front] = self.points(above, front)
        points, twice = memo[front]
        if not points:
            return self.outside[1] if self.outside[0] == "missing" else DIVIDE
        return MORE_THAN_ONE if keys[-1] in twice else self.between(points, twice, keys[-1])

    def points(self, above, front):
        found, twice = {}, set()
        for group in above.run.groups(self.figure.place):
            if group.level is above and group.keys[:-1] == front:
                x, y = self.along.read(group), self.figure.read(group)
                if isinstance(x, Miss) or isinstance(y, Miss):
                    continue
                if x in found and found[x] != y:
                    twice.add(x)
                found[x] = y
        return sorted(found.items()), twice

    def between(self, points, twice, x):
        return on_lines(points, x, self.outside)


def pooled(values, weights, rise):
    """Pool adjacent violators: means of neighbours that fall together, as spec/aggregates.md says."""
    blocks = []
    for value, weight in zip(values, weights):
        blocks.append([value * weight, weight, 1])
        while len(blocks) > 1:
            (s, w, n), (t, v, m) = blocks[-2:]
            if (s / w <= t / v) if rise else (s / w >= t / v):
                break
            blocks[-2:] = [[s + t, w + v, n + m]]
    return [s / w for s, w, n in blocks for _ in range(n)]
