"""reduce.py -- from many to one: over rows, lists, slots and years; `has`; ranks (spec/aggregates.md).

SPDX-License-Identifier: Apache-2.0
"""
import functools
from fractions import Fraction
from types import SimpleNamespace

import build
import known
import number
from model import GroupPlace, Record, climb
from node import DIVIDE, MORE_THAN_ONE, Miss, Node, Refused, Row

BY_SIZE = functools.cmp_to_key(lambda a, b: build.order(a, b))
PURE = ("number", "different")


# ---- figures of values ----

def total(values):
    result = Fraction(0)
    for value in values:
        result = number.add(result, value)
    return result


def deviation(values, what):
    n = len(values)
    if n < (2 if what == "sample" else 1):
        return DIVIDE
    first, second = sum(values), sum(value * value for value in values)
    return number.root((n * second - first * first) / Fraction(n * (n - 1 if what == "sample"
                                                                    else n)))


def quantile(values, part, method):
    values = sorted(values)
    n = len(values)
    if not n:
        return DIVIDE
    if method == "nearest_rank":
        return values[max(1, -number.floor(-n * part)) - 1]
    h = {"hazen": n * part + Fraction(1, 2), "exclusive": (n + 1) * part,
         "inclusive": (n - 1) * part + 1,
         "median_unbiased": (n + Fraction(1, 3)) * part + Fraction(1, 3)}[method]
    if h < 1:
        return values[0]
    if h >= n:
        return values[-1]
    j = number.floor(h)
    return values[j - 1] + (h - j) * (values[j] - values[j - 1])


def kth(values, k, lowest):
    if isinstance(k, Miss):
        return k
    if k.denominator != 1 or not 1 <= k <= len(values):
        return DIVIDE
    return sorted(values, key=BY_SIZE, reverse=not lowest)[int(k) - 1]


def figure_of(what, values, weights=None):
    """sum, mean, median, greatest, least, sample, population, number or different of values."""
    if what == "sum":
        return total(values if weights is None else [number.multiply(v, w)
                                                     for v, w in zip(values, weights)])
    if what == "number":
        return Fraction(len(values))
    if what == "different":
        return Fraction(len(set(values)))
    if not values:
        return DIVIDE
    if what == "mean":
        if weights is None:
            return number.divide(total(values), Fraction(len(values)))
        below = total(weights)
        return DIVIDE if below == 0 else number.divide(figure_of("sum", values, weights), below)
    if what == "median":
        return quantile(values, Fraction(1, 2), "inclusive")
    if what in ("greatest", "least"):
        return (max if what == "greatest" else min)(values, key=BY_SIZE)
    if what == "one":
        return values[0] if len(values) == 1 else MORE_THAN_ONE
    return deviation(values, what)


def unit_of(what, operand, weight):
    if what in PURE:
        return "pure"
    if what == "share":
        return "%"
    if weight is not None and what == "sum":
        return build.unit_of_product(operand.unit, weight.unit)
    return operand.unit


# ---- the rows below a row ----

def kids(record, place, model):
    """A function from a row of the place to the rows of the record that belong to it."""
    if place == "nation":
        return lambda row: row.run.rows[record]
    if isinstance(place, GroupPlace):
        if model.way(record, place.record) is None:
            level = kids(record, place.level, model)
            return lambda row: level(row.level)
        links = model.way(record, place.record)
        if not links:
            return lambda row: row.members
        below = kids(record, place.record, model)
        return lambda row: [kid for member in row.members for kid in below(member)]
    links = model.way(record, place)
    if links is None:
        raise Refused(f"{record} does not belong to {place}")

    def of_record(row):
        return row.run.below(record, place, links).get(row, ())
    return of_record


def counted_facts(measure, record):
    return measure.counted_facts(record) if measure else known.NONE


def rows_named(over, model):
    if over[1] not in model.plurals:
        raise Refused(f"no rows {over[1]}")
    return model.plurals[over[1]]


# ---- reductions over rows ----

def fold(tree, context, instead=None):
    """The node of a fold; `instead` is what missing operands count as, None where they do not."""
    if tree.over is None:
        return fold_list(tree, context)
    if tree.over[0] == "years":
        import years
        return years.fold_years(tree, context)
    slot = context.measure and tree.over[0] == "rows" and context.measure.slot(
        tree.over[1], context.place)
    if slot and tree.operand is None and tree.over[1] not in context.model.plurals:
        return fold_slot(tree, slot)
    different = tree.over[0] == "different"
    over = tree.over[2] if different else tree.over
    record = rows_named(over, context.model)
    every = over[0] == "all" or context.every
    measure = context.measure if not every else None
    below = kids(record, context.place, context.model)
    inside = context.but(place=record, value=None, every=every,
                         facts=counted_facts(measure, record))
    where = build.expression(tree.where, inside) if tree.where else None
    if where:
        inside = inside.but(facts=inside.facts | known.yes(where))

    def taken(row):
        found = below(row)
        if measure:
            found = [kid for kid in found if measure.counts(kid)]
        return [kid for kid in found if where.ev(kid) is True] if where else found
    if different:
        taken, inside, everybody, whole = once(tree, context, inside, taken, below, measure)
    else:
        whole = below

        def everybody(row):
            return [kid for kid in below(row) if not measure or measure.counts(kid)]
    return finish(tree, context, inside, taken, everybody, instead, record, whole)


def once(tree, context, inside, taken, below, measure):
    """`different LINK of ROWS`: the rows that the link leads to, each once."""
    link = build.path(tree.over[1], inside)
    target = context.model.records[build.key_target(link).part.parent]

    def lead(rows, all_of_them=False):
        found = {}
        for row in rows:
            above = link.ev(row)
            if not isinstance(above, Miss) and (all_of_them or not measure
                                                or measure.counts(above)):
                found[above] = True
        return list(found)
    inside = inside.but(place=target, facts=counted_facts(measure, target))
    return (lambda row: lead(taken(row)), inside,
            lambda row: lead([kid for kid in below(row) if not measure or measure.counts(kid)]),
            lambda row: lead(below(row), True))


def finish(tree, context, inside, taken, everybody, instead, record, below):
    what = tree.what
    operand = build.expression(tree.operand, inside) if tree.operand else None
    weight = build.expression(tree.weight, inside) if tree.weight else None
    part = build.expression(tree.part, context) if tree.part else None
    info = SimpleNamespace(what=what, operand=operand, chosen=bool(tree.where or tree.known),
                           replaced=False, weighted=weight is not None, weight=weight, taken=None, record=record,
                           all=None, different=tree.over[0] == "different")

    def values(row):
        """The values taken, and their weights."""
        found, weights = [], None if weight is None else []
        for kid in taken(row):
            value = operand.ev(kid)
            if isinstance(value, Miss):
                if instead is None:
                    continue
                value = instead
            if weight is not None:
                heavy = weight.ev(kid)
                if isinstance(heavy, Miss):
                    continue
                weights.append(heavy)
            found.append(value)
        return found, weights

    def ev(row):
        if what == "share":
            among = len(everybody(row))
            return Fraction(len(taken(row)), among) if among else DIVIDE
        if operand is None:
            return Fraction(len(taken(row)))
        found, weights = values(row)
        if what in ("lowest", "highest"):
            return kth(found, part.ev(row), what == "lowest")
        if what == "quantile":
            return quantile(found, part.ev(row), tree.method)
        return figure_of(what, found, weights)
    info.everything = lambda row: len(below(row))
    info.taken = lambda row: len(everybody(row)) if what == "share" else (
        len(taken(row)) if operand is None else len(values(row)[0]))
    kind = operand.kind if operand and what not in PURE else "number"
    unit = unit_of(what, operand, weight)
    key = ("fold", repr(tree), id(context.place) if context.place != "nation" else "nation",
           id(context.measure))
    return Node("fold", kind, ev, (), info, unit, key)


# ---- over a list, or a slot ----

def fold_list(tree, context):
    weight = None
    if tree.operand[0] != "tuple":
        if tree.operand[0] == "path" and len(tree.operand[1]) == 1:
            slot = context.measure and context.measure.slot(tree.operand[1][0], context.place)
            if slot:
                return fold_slot(tree, slot)
        items = [build.expression(tree.operand, context)]
    else:
        items = [build.expression(item, context) for item in tree.operand[1]]
    if tree.weight:
        weight = [build.expression(item, context) for item in tree.weight[1]]
    what = tree.what

    def ev(row):
        values, weights = [], None if weight is None else []
        for i, item in enumerate(items):
            value = item.ev(row)
            heavy = weight[i].ev(row) if weight is not None else None
            miss = value if isinstance(value, Miss) else heavy if isinstance(heavy, Miss) else None
            if miss:
                if tree.known:
                    continue
                return miss
            values.append(value)
            if weight is not None:
                weights.append(heavy)
        return figure_of(what, values, weights)
    info = "number" if what == "number" else "known" if tree.known else "all"
    unit = "pure" if what == "number" else build.unit_of_sum([item.unit for item in items])
    if weight and what == "sum":
        unit = build.unit_of_product(unit, build.unit_of_sum([item.unit for item in weight]))
    kind = "number" if what == "number" else items[0].kind
    nodes = tuple(items + (weight or []))
    return Node("list", kind, ev, nodes, info, unit,
                ("list", what, info, len(items)) + tuple(node.key for node in nodes))


def fold_slot(tree, slot):
    what = tree.what
    slot.pick.build()
    return Node("slot", "number", lambda row: figure_of(what, slot.places(row)), (),
                "sum" if what in ("sum", "number") else what,
                "pure" if what == "number" else slot.unit, ("slot", what, id(slot)))


# ---- some, every, no ----

def has(tree, context):
    what, rows, condition = tree[1:]
    model = context.model
    record = model.records.get(rows) or rows_named(("rows", rows), model)
    measure = None if context.every else context.measure
    below = kids(record, context.place, model)
    inside = context.but(place=record, value=None, facts=counted_facts(measure, record))
    test = build.expression(condition, inside)

    def ev(row):
        found = [test.ev(kid) for kid in below(row) if not measure or measure.counts(kid)]
        if what == "every":
            return all(one is True for one in found)
        return any(one is True for one in found) == (what == "some")
    return Node("has", "bool", ev)


# ---- ranks ----

def field_order(row, model):
    """By the declared fields: texts by bytes, numbers by size, no before yes, links by the bytes of
    the parent's key, missing last; then the order of the file."""
    keys = []
    for name, field in row.place.fields.items():
        value = row.parents.get(name) if field.kind == "link" else row.values[name]
        if isinstance(value, Miss):
            keys.append((1, 0))
        elif isinstance(value, Row):
            keys.append((0, [bytes_of(part) for part in key_texts(value)]))
        else:
            keys.append((0, value.encode() if isinstance(value, str) else value))
    return keys + [(0, row.index)]


def bytes_of(text):
    return text.encode("utf-8")


def key_texts(row):
    """The parts of a row's key, as they stand in the file."""
    if row.place == "nation":
        return []
    if row.place.named_by:
        return list(row.keys)
    return [row.texts.get(key.name, "") for key in row.place.keys]


def shown_key(value):
    if isinstance(value, Row):
        return "/".join(key_texts(value))
    if isinstance(value, Fraction):
        return number.decimal(value)
    return value if isinstance(value, str) else str(value)


def rank(tree, context):
    model, record = context.model, context.place
    if not isinstance(record, Record) or rows_named(tree.over, model) is not record:
        raise Refused("a rank stands for the rows that it ranks")
    measure = None if context.every or tree.over[0] == "all" else context.measure
    inside = context.but(value=None, every=measure is None,
                         facts=counted_facts(measure, record))
    where = build.expression(tree.where, inside) if tree.where else None
    if where:
        inside = inside.but(facts=inside.facts | known.yes(where))
    ways = [(build.expression(x, inside), way) for x, way in tree.ways]
    parent = model.way(record, model.records[tree.within]) if tree.within and \
        tree.within != "nation" else None
    keys = [build.expression(key, inside) for key in tree.by]
    memo = object()

    def reason(row):
        """Why a row has no rank; None where it takes part."""
        first = ways[0][0].ev(row)
        above = climb(row, parent) if parent is not None else None
        for one in [first, above] + [key.ev(row) for key in keys] + [x.ev(row)
                                                                     for x, _ in ways[1:]]:
            if isinstance(one, Miss):
                return one
        takes = (not measure or measure.counts(row)) and (not where or where.ev(row) is True)
        return None if takes else DIVIDE

    def group(row):
        return (climb(row, parent) if parent is not None else None,
                tuple(key.ev(row) for key in keys))

    def places(run):
        groups, found = {}, {}
        for row in run.rows[record]:
            if reason(row) is None:
                groups.setdefault(group(row), []).append(row)
        for rows in groups.values():
            found.update(ranked(rows, ways, tree.ties, model))
        return found

    def ev(row):
        memos = row.run.nation.memo
        if memo not in memos:
            memos[memo] = places(row.run)
        return memos[memo][row] if row in memos[memo] else reason(row)
    alone = parent is not None and any(model.records[name].fields[link].may_miss
                                       for name, link in parent)
    return Node("maybe" if tree.where or alone else "arith", "number", ev,
                tuple([x for x, _ in ways] + keys), "rank", "pure")


def ranked(rows, ways, ties, model):
    """{row: rank} of the rows of one group."""
    values = {row: [x.ev(row) for x, _ in ways] for row in rows}

    def earlier(a, b):
        for (_, way), x, y in zip(ways, values[a], values[b]):
            side = build.order(x, y) if not isinstance(x, bool) else (x > y) - (x < y)
            if side:
                return -side if way in ("highest", "latest", "yes") else side
        return 0
    in_order = sorted(rows, key=functools.cmp_to_key(earlier))
    if ties == "fields":
        in_order.sort(key=lambda row: field_order(row, model))
        in_order.sort(key=functools.cmp_to_key(earlier))
        return {row: Fraction(place) for place, row in enumerate(in_order, 1)}
    found, start = {}, 0
    while start < len(in_order):
        end = start
        while end < len(in_order) and earlier(in_order[start], in_order[end]) == 0:
            end += 1
        place = {"mean": Fraction(start + 1 + end, 2), "lowest": Fraction(start + 1),
                 "highest": Fraction(end)}[ties]
        found.update((row, place) for row in in_order[start:end])
        start = end
    return found
