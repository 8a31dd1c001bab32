"""build.py -- from the trees of formulas to nodes at a place: names, types, units, what is missing.

SPDX-License-Identifier: Apache-2.0
"""
import datetime
from fractions import Fraction

import known
import lookup
import number
import reduce
import years
from model import GroupPlace, Record, climb, holds
from node import DIVIDE, Miss, Node, NoFigure, Refused, constant

COMPARED = {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1), "=": (0,), "<>": (-1, 1), "is": (0,),
            "is not": (-1, 1), "is at least": (0, 1), "is at most": (-1, 0), "is below": (-1,),
            "is above": (1,)}
SIGN = {"is": "=", "is not": "<>", "is at least": ">=", "is at most": "<=", "is below": "<",
        "is above": ">"}


class Context:
    """What a formula sees: its place, the measure it stands in, and what is established."""
    __slots__ = ("model", "place", "measure", "level", "value", "secure", "parts", "every", "facts")

    def __init__(self, model, place, measure=None, level=None, facts=known.NONE, **more):
        self.model, self.place, self.measure, self.facts = model, place, measure, facts
        self.level = level
        self.value, self.secure = more.get("value"), more.get("secure")
        self.parts, self.every = more.get("parts"), more.get("every", False)

    def but(self, **changes):
        other = Context.__new__(Context)
        for name in self.__slots__:
            setattr(other, name, changes.get(name, getattr(self, name)))
        return other


# ---- names ----

def lift(node, place, target, model):
    """A node of the place `target`, read from a row of `place` below it."""
    if place is target:
        return node
    if isinstance(place, GroupPlace):
        inner = lift(node, place.level, target, model)
        return Node("up", node.kind, lambda row: inner.ev(row.level), (inner,), ((), False),
                    node.unit, ("up", "level", inner.key))
    if target == "nation":
        return Node("up", node.kind, lambda row: node.ev(row.run.nation), (node,), ((), False),
                    node.unit, ("up", "nation", node.key))
    if place == "nation":
        raise NoFigure("nothing lies above the nation")
    links = model.way(place, target)
    if links is None:
        raise NoFigure(f"{place} is not part of {target}")

    def ev(row):
        above = climb(row, links)
        return above if isinstance(above, Miss) else node.ev(above)
    may = any(model.records[record].fields[link].may_miss for record, link in links)
    return Node("up", node.kind, ev, (node,), (links, may), node.unit, ("up", links, node.key))


def field_node(field):
    name = field.name
    if field.kind == "link":
        key = ("link", (field.record.name, name))
        return Node("field", "link", lambda row: row.parents[name], (), field, None, key)
    return Node("field", field.value_kind, lambda row: row.values[name], (), field, field.unit,
                ("field", field.record.name, name))


def of_record(name, record):
    if name in record.fields:
        return field_node(record.fields[name])
    if name in record.derives:
        return record.derives[name].as_node()
    if record.named_by and name == "name":
        return Node("name", "code", lambda row: row.keys[0], (), None, None, ("name", record.name))
    return None


def own_figure(name, place, measure):
    """value, lower, upper or a let of the measure for the rows of the place."""
    level = measure.level_at(place)
    return level.figure(name) if level else None


def of_other_levels(name, context, place):
    measure, model = context.measure, context.model
    levels = [level for level in measure.levels.values()
              if level.place is not place and model.reaches(place, level.place)]
    for level in levels:
        if name in level.lets:
            return lift_figure(level.lets[name], place, model)
    if name in ("lower", "upper"):
        for level in levels:
            figure = level.figure(name)
            if figure:
                return lift_figure(figure, place, model)
    return None


def lift_figure(figure, place, model):
    if isinstance(figure.place, GroupPlace) and figure.place is not place:
        return Node("grouped", None, None, (), figure)
    return lift(figure.as_node(), place, figure.place, model)


def measure_figure(measure, place, model, name="value"):
    """A figure of a measure: of the same rows, else of the first level that a row belongs to."""
    own = own_figure(name, place, measure)
    if own:
        return lift_figure(own, place, model)
    for level in measure.levels.values():
        if model.reaches(place, level.place):
            figure = level.figure(name)
            if figure:
                return lift_figure(figure, place, model)
    raise NoFigure(f"{measure.name} has no {name} for {place}")


def parameter(name, model):
    if name not in model.parameter_nodes:
        part = model.parameters[name]
        tree = next((tree for tree, dates in part.values if holds(dates, model.year)), None)
        if tree is None:
            raise NoFigure(f"{name} has no value in {model.year}")
        model.parameter_nodes[name] = expression(tree, Context(model, "nation"))
    return model.parameter_nodes[name]


def bare(name, context, place):
    """Steps 3 to 7 of spec/formulas.md, "Names, and where they are looked for"; or None."""
    model = context.model
    if context.measure:
        figure = own_figure(name, place, context.measure)
        if figure:
            return lift_figure(figure, place, model)
    record = place if isinstance(place, Record) else None
    if isinstance(place, GroupPlace):
        for index, (key_name, key) in enumerate(place.keys):
            if key_name == name:
                return Node("key", key.kind, lambda row, i=index: row.keys[i], (), None, key.unit,
                            ("key", id(place), index))
        record = place.level if isinstance(place.level, Record) else None
    found = of_record(name, record) if record else None
    if found:
        return found if record is place else lift(found, place, record, model)
    if context.measure and name not in model.measures:
        found = of_other_levels(name, context, place)
        if found:
            return found
    if name in model.measures:
        return measure_figure(model.measures[name], place, model)
    return parameter(name, model) if name in model.parameters else None


def dotted(names, context, place):
    model, (first, *rest) = context.model, names
    record = place if isinstance(place, Record) else getattr(place, "level", None)
    if isinstance(record, Record) and first in record.fields and \
            record.fields[first].kind == "link":
        parent = model.records[record.fields[first].part.parent]
        inner = (dotted if len(rest) > 1 else lambda one, *more: bare(one[0], *more))(
            rest, context, parent)
        if inner is None:
            raise Refused(f"no {'.'.join(names)}")
        return read_by(inner, place, record, record.fields[first])
    if first in model.measures and len(rest) == 1:
        return measure_figure(model.measures[first], place, model, rest[0])
    for target in model.records.values():
        if target.name.lower() == first.lower() and model.reaches(place, target):
            inner = (dotted if len(rest) > 1 else lambda one, *more: bare(one[0], *more))(
                rest, context, target)
            if inner is not None:
                return lift(inner, place, target, model)
    raise Refused(f"no {'.'.join(names)}")


def read_by(inner, place, record, field):
    links = ((record.name, field.name),)

    def ev(row):
        above = row.parents[field.name]
        return above if isinstance(above, Miss) else inner.ev(above)
    node = Node("up", inner.kind, ev, (inner,), (links, field.may_miss), inner.unit,
                ("up", links, inner.key))
    return node if place is record else lift(node, place, record, None)


def path(names, context):
    name = names[0]
    if len(names) == 1 and context.parts is not None and name in context.parts:
        return context.parts[name]
    if context.parts is not None:
        return parameter(name, context.model)
    if names == ("value",) and context.value:
        return context.value
    if names == ("secure",) and context.secure:
        return context.secure
    found = bare(name, context, context.place) if len(names) == 1 else dotted(
        names, context, context.place)
    if found is None:
        raise Refused(f"no {'.'.join(names)} for {context.place}")
    return found


# ---- units ----

def unit_of_sum(units):
    units = [unit for unit in units if unit is not None]
    if not units:
        return None
    return units[0] if all(unit == units[0] for unit in units) else "pure"


def unit_of_product(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a == "pure" or b == "pure":
        return b if a == "pure" else a
    if a == "%" or b == "%":
        return b if a == "%" else a
    return ("squared", a)


def unit_of_quotient(a, b):
    if isinstance(a, tuple) and a[1] == b:
        return b
    if a == b and a is not None:
        return "pure"
    if a is None and b in ("pure", "%"):
        return "pure"
    return a


def unit_of_root(a):
    return a[1] if isinstance(a, tuple) else None if a is None else "pure"


# ---- operators ----

def strict(op, kind, work, args, info=None, unit=None):
    """An operation whose parts are worked out from left to right; the first missing one decides."""
    evs = [arg.ev for arg in args]
    if len(evs) == 1:
        only, = evs

        def ev(row):
            value = only(row)
            return value if isinstance(value, Miss) else work(value)
    elif len(evs) == 2:
        left, right = evs

        def ev(row):
            a = left(row)
            if isinstance(a, Miss):
                return a
            b = right(row)
            return b if isinstance(b, Miss) else work(a, b)
    else:
        def ev(row):
            values = []
            for one in evs:
                value = one(row)
                if isinstance(value, Miss):
                    return value
                values.append(value)
            return work(*values)
    return Node(op, kind, ev, tuple(args), info, unit, (op, info, tuple(a.key for a in args)))


def arith(what, tree, context):
    a, b = expression(tree[1], context), expression(tree[2], context)
    if what == "multiply":
        return strict("arith", "number", number.multiply, [a, b], what,
                      unit_of_product(a.unit, b.unit))
    if what == "divide":
        return strict("divide", "number", divided, [a, b], what, unit_of_quotient(a.unit, b.unit))
    work = number.add if what == "add" else lambda x, y: number.add(x, number.negate(y))
    return strict("arith", "number", work, [a, b], what, unit_of_sum([a.unit, b.unit]))


def divided(a, b):
    return DIVIDE if number.sign(b) == 0 else number.divide(a, b)


def rooted(a):
    return DIVIDE if a < 0 else number.root(a)


def step_of(rounding, unit):
    """The step of a rounding in this unit, as a fraction."""
    if rounding.how == "places":
        step = Fraction(1, 10 ** rounding.number)
    else:
        step = rounding.number[0]
    return step / 100 if unit == "%" or rounding.percent else step


def round_node(node, rounding, model):
    step = step_of(rounding, node.unit)
    mode = rounding.mode or model.mode
    if mode is None:
        raise Refused("a rounding without a mode")
    return strict("arith", "number", lambda x: number.rounded(x, step, mode), [node],
                  ("rounded", step, mode), node.unit)


def full(what, a, b):
    """Whole years, months or days from a to b."""
    if what == "days":
        return Fraction((b - a).days)
    if b < a:
        return -full(what, b, a)
    months = (b.year - a.year) * 12 + b.month - a.month
    months -= b.day < a.day
    if what == "months":
        return Fraction(months)
    years_over = b.year - a.year - ((b.month, b.day) < (a.month, a.day))
    return Fraction(years_over)


# ---- comparisons ----

def order(a, b):
    if isinstance(a, (Fraction, number.Limit)):
        return number.compare(a, b)
    return (a > b) - (a < b) if isinstance(a, (int, datetime.date)) else 0 if a == b else 1


def compare(tree, context):
    sign, left_tree, right_tree = tree[1:]
    bands = named_compare(sign, left_tree, right_tree, context)
    if bands:
        return bands
    a, b = expression(left_tree, context), expression(right_tree, context)
    if a.kind != b.kind and a.kind and b.kind:
        raise Refused(f"{a.kind} against {b.kind}")
    holding = COMPARED[sign]
    return strict("compare", "bool", lambda x, y: order(x, y) in holding, [a, b],
                  SIGN.get(sign, sign))


def named_compare(sign, left_tree, right_tree, context):
    """`progress is above`, `yearly is visit`: a band or finding on the right."""
    if not sign.startswith("is") or right_tree[0] != "path" or len(right_tree[1]) != 1:
        return None
    name = right_tree[1][0]
    base = left_tree
    while base[0] in ("before", "bracket"):
        base = base[1]
    if base[0] != "path" or context.parts is not None:
        return None
    model = context.model
    if base[1][0] in model.reviews and len(base[1]) == 1:
        return finding_compare(sign, left_tree, model.reviews[base[1][0]], name, context)
    measure = band_measure(base[1], context)
    if measure is None or name not in measure.band_names():
        return None
    left = band_node(left_tree, measure, context)
    place = measure.band_names().index(name)
    holding = COMPARED[sign]                    # best first: at least means no later
    turned = [-one for one in holding]
    return strict("compare", "bool", lambda x: order(x, place) in turned, [left],
                  (sign, name))


def band_measure(names, context):
    model = context.model
    if names == ("value",) and context.measure:
        return context.measure
    if len(names) == 2 and names[0] in model.measures and names[1] in ("value", "band"):
        return model.measures[names[0]]
    return model.measures.get(names[-1])


def band_node(tree, measure, context):
    if tree[0] == "bracket":
        return band_node(tree[1], measure, context)
    if tree[0] == "before":
        return years.before(tree, context, lambda other, where: band_node(
            tree[1], where.model.measures[measure.name], where))
    names = tree[1]
    place, links = context.place, []
    while len(names) > 1 and names[0] not in context.model.measures:
        record = place if isinstance(place, Record) else place.level
        if names[0] in record.fields:
            field = record.fields[names[0]]
            links.append((record, field))
            place = context.model.records[field.part.parent]
        names = names[1:]
    node = measure_figure(measure, place, context.model, "band")
    for record, field in reversed(links):
        node = read_by(node, record, record, field)
    return node


def finding_compare(sign, tree, review, name, context):
    unknown = review.missing_finding
    if tree[0] == "before":
        left = years.before(tree, context, lambda other, where: finding_node(
            where.model.reviews[review.name], where))
    else:
        left = finding_node(review, context)
    reason = Miss(unknown, review.titles.get(unknown))

    def work(found):
        if found == unknown and name != unknown:
            return reason
        return (found == name) == (sign == "is")
    return strict("maybe", "bool", work, [left], (sign, name))


def finding_node(review, context):
    for place in [context.place] + [place for place in review.levels if place is not context.place]:
        if place in review.levels and context.model.reaches(context.place, place):
            return lift(review.levels[place].as_node(), context.place, place, context.model)
    raise NoFigure(review.name)


# ---- conditions ----

def joint(what, trees, context):
    """`and` or `or`: parts that rely on those before them are looked at only where they may."""
    parts, guarded, facts = [], [], context.facts
    for tree in trees:
        part = expression(tree, context.but(facts=facts))
        guarded.append(bool(parts) and not known.may(part, facts))
        parts.append(part)
        facts = facts | (known.yes(part) if what == "and" else known.no(part))
    stop = what == "or"
    evs = list(zip([part.ev for part in parts], guarded))

    def ev(row):
        so_far = evs[0][0](row)
        for one, relies in evs[1:]:
            if isinstance(so_far, Miss):
                return so_far
            if relies and so_far is stop:
                continue
            value = one(row)
            if isinstance(value, Miss):
                return value
            so_far = (so_far or value) if stop else (so_far and value)
        return so_far
    return Node(what, "bool", ev, tuple(parts), tuple(guarded))


def choice(tree, context):
    condition = expression(tree[2], context)
    then = expression(tree[1], context.but(facts=context.facts | known.yes(condition)))
    other = expression(tree[3], context.but(facts=context.facts | known.no(condition)))

    def ev(row):
        holds_here = condition.ev(row)
        if isinstance(holds_here, Miss):
            return holds_here
        return then.ev(row) if holds_here else other.ev(row)
    kind = then.kind or other.kind
    return Node("if", kind, ev, (then, condition, other), None, unit_of_sum([then.unit, other.unit]),
                ("if", then.key, condition.key, other.key))


def in_list(tree, context):
    name, model = tree[2], context.model
    left = expression(tree[1], context)
    if name == "%" or name not in model.lists:
        return strict("arith", "number", lambda x: x, [left], "in", name)
    texts = set(model.list_texts(name))
    return strict("compare", "bool", lambda x: x in texts, [left], ("in", name))


def is_known(tree, context, missing):
    left = path_or_band(tree[1], context)
    if not missing:
        return Node("is known", "bool", lambda row: not isinstance(left.ev(row), Miss), (left,),
                    key=("is known", left.key))
    reason = tree[2]
    if reason is None:
        return Node("is missing", "bool", lambda row: isinstance(left.ev(row), Miss), (left,),
                    key=("is missing", left.key))

    def ev(row):
        value = left.ev(row)
        return isinstance(value, Miss) and value.name == reason
    return Node("is missing", "bool", ev, (left,), reason)


def path_or_band(tree, context):
    if tree[0] == "path" and len(tree[1]) == 1 and tree[1][0] in context.model.reviews:
        return finding_node(context.model.reviews[tree[1][0]], context)
    return expression(tree, context)


def at_least_of(tree, context):
    parts = [expression(part, context) for part in tree[2]]
    return strict("compare", "bool", lambda *held: sum(held) >= tree[1], parts, "at least of")


# ---- the rest ----

def shown(tree, context):
    names = tree[1][1]
    node = path(names, context)
    measure = context.measure if names in (("value",), ("lower",), ("upper",)) else None
    for name in names:
        measure = context.model.measures.get(name, measure)
    return round_node(node, measure.part.shown, context.model)


def apply(tree, context):
    part = context.model.formulas[tree[1]]
    parts = {name: expression(arg, context) for name, arg in zip(part.parts, tree[2])}
    return definition(part.tree, context.but(parts=parts))


def counting(tree, context):
    inner, instead = tree[1], expression(tree[2], context)
    while inner[0] == "bracket":
        inner = inner[1]
    if inner[0] == "fold" and inner[1].over:
        value = instead.ev(None) if instead.op == "const" and not inner[1].known else None
        node = reduce.fold(inner[1], context, value)
    else:
        node = expression(inner, context)

    def ev(row):
        value = node.ev(row)
        return instead.ev(row) if isinstance(value, Miss) else value
    return Node("counting", node.kind, ev, (node, instead), None,
                unit_of_sum([node.unit, instead.unit]), ("counting", node.key, instead.key))


def index(tree, context):
    base, model = tree[1], context.model
    if base[0] == "path" and len(base[1]) == 1 and base[1][0] in model.tables and not (
            context.parts and base[1][0] in context.parts):
        return lookup.table(model.tables[base[1][0]], tree[2], context)
    if base[0] == "path" and len(tree[2]) == 1:
        by_link = at_link(base[1], tree[2][0], context)
        if by_link:
            return by_link
    found = expression(base, context)
    if found.op != "grouped":
        raise Refused("nothing that is read with keys")
    return lookup.grouped(found.info, tree[2], context)


def at_link(names, key_tree, context):
    """`m[link]`: the figure m of the row that a link points at."""
    if key_tree[0] != "path" or names[0] not in context.model.measures:
        return None
    key = path(key_tree[1], context)
    if key.kind != "link":
        return None
    target = context.model.records[key_target(key).part.parent]
    name = names[1] if len(names) > 1 else "value"
    inner = measure_figure(context.model.measures[names[0]], target, context.model, name)

    def ev(row):
        above = key.ev(row)
        return above if isinstance(above, Miss) else inner.ev(above)
    if key.op == "field":
        return read_by(inner, context.place, context.place, key.info)
    return Node("maybe", inner.kind, ev, (key,), None, inner.unit)


def key_target(node):
    while node.op == "up":
        node = node.args[0]
    return node.info


def percent_of(tree, context):
    part, x = expression(tree[1], context), expression(tree[2], context)
    return strict("arith", "number", number.multiply, [part, x], "multiply", x.unit)


SIMPLE = {
    "number": lambda tree, context: constant(tree[1], "number"),
    "percent": lambda tree, context: constant(tree[1], "number", "%"),
    "string": lambda tree, context: constant(tree[1], "code"),
    "year": lambda tree, context: constant(tree[1], "year"),
    "date": lambda tree, context: constant(tree[1], "date"),
    "yes": lambda tree, context: constant(True, "bool"),
    "no": lambda tree, context: constant(False, "bool"),
    "path": lambda tree, context: path(tree[1], context),
    "bracket": lambda tree, context: expression(tree[1], context),
    "add": lambda tree, context: arith("add", tree, context),
    "subtract": lambda tree, context: arith("subtract", tree, context),
    "multiply": lambda tree, context: arith("multiply", tree, context),
    "divide": lambda tree, context: arith("divide", tree, context),
    "percent of": percent_of, "compare": compare, "if": choice, "in": in_list, "shown": shown,
    "and": lambda tree, context: joint("and", tree[1], context),
    "or": lambda tree, context: joint("or", tree[1], context),
    "at least of": at_least_of, "apply": apply, "counting": counting, "index": index,
    "is known": lambda tree, context: is_known(tree, context, False),
    "is missing": lambda tree, context: is_known(tree, context, True),
    "rounded": lambda tree, context: round_node(expression(tree[1], context), tree[2],
                                                context.model),
    "fold": lambda tree, context: reduce.fold(tree[1], context),
    "has": lambda tree, context: reduce.has(tree, context),
    "rank": lambda tree, context: reduce.rank(tree[1], context),
    "before": lambda tree, context: years.before(tree, context),
    "some years": lambda tree, context: years.some_years(tree, context),
}


def expression(tree, context):
    what = tree[0]
    if what == "negate":
        x = expression(tree[1], context)
        return strict("arith", "number", number.negate, [x], what, x.unit)
    if what == "root":
        x = expression(tree[1], context)
        return strict("root", "number", rooted, [x], what, unit_of_root(x.unit))
    if what == "not":
        x = expression(tree[1], context)
        return strict("not", "bool", lambda held: not held, [x])
    if what == "full":
        args = [expression(part, context) for part in tree[2:]]
        return strict("arith", "number", lambda a, b: full(tree[1], a, b), args, ("full", tree[1]),
                      "pure")
    return SIMPLE[what](tree, context)


definition = expression
