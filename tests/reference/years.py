"""years.py -- what is asked of earlier school years (spec/years.md, spec/evaluation.md, "Years").

SPDX-License-Identifier: Apache-2.0
"""
import build
import reduce
from model import GroupPlace, Record
from node import (BEFORE_TERM, NO_EARLIER, NO_FIGURE, NOT_THERE, Miss, Node, NoFigure, Refused)


def same_place(place, model):
    """The place in the model of another year."""
    if isinstance(place, Record):
        return model.records[place.name]
    if isinstance(place, GroupPlace):
        raise Refused("groups are followed nowhere")
    return place


def settled(node):
    """The value or reason that the node has in every row by the rules alone; None where it has none.

    It is a constant, or lost for one reason."""
    if node.op == "const":
        return node.ev(None)
    if node.op == "field":
        return node.info.lost
    if node.op == "figure":
        return settled(node.info.node)
    if node.op == "up":
        return None if node.info[1] else settled(node.args[0])
    if node.op == "year":
        return node.info
    if node.op in ("arith", "divide", "compare", "not", "root", "table") and node.info != "rank":
        values = [settled(arg) for arg in node.args]
        for value in values:                    # the first part that can be missing decides
            if isinstance(value, Miss):
                return value
            if value is None:
                return None
        constant = node.op == "divide" or node.info in ("add", "subtract", "take", "multiply", "mix", "in",
                                                        "negate")
        return node.ev(None) if constant and node.args else None
    return None


def there(tree, context, make):
    """The node of the tree by the rules of the year of the context, or NO_FIGURE."""
    try:
        return make(tree, context) if make else build.expression(tree, context)
    except NoFigure:
        return None


def home(tree, context):
    """Where a name's figure is made: (links from the row, place); a formula's is the row itself."""
    base = tree
    while base[0] in ("bracket", "before"):
        base = base[1]
    if base[0] != "path":
        return None
    names, place, ups = base[1], context.place, []
    while len(names) > 1 and isinstance(place, Record) and names[0] in place.fields:
        field = place.fields[names[0]]
        ups.append(field.name)
        place = context.model.records[field.part.parent]
        names = names[1:]
    try:
        node = build.path(names, context.but(place=place))
    except (NoFigure, Refused):
        return None
    if node.op == "up" and isinstance(node.info[0], tuple) and node.key[1] == "nation":
        return ups, "nation", names
    if node.op == "up" and node.info[0]:
        for _, link in node.info[0]:
            ups.append(link)
            place = context.model.records[place.fields[link].part.parent]
        if len(names) > 1 and names[0] not in context.model.measures:
            names = names[1:]
    return ups, place, names


def before(tree, context, make=None):
    """The tree, k years before."""
    inner, k = tree[1], tree[2]
    model = context.model
    year = model.year - k
    if year < model.framework.term[0]:
        try:
            node = there(inner, context, make)
        except Refused:                         # a figure that reads itself: its other parts say
            node = None
        kind, unit = (node.kind, node.unit) if node else (None, None)
        return Node("year", kind, lambda row: BEFORE_TERM, (), BEFORE_TERM, unit)
    found = home(inner, context)
    ups, place = (found[0], found[1]) if found else ([], context.place)
    if found and inner[0] == "path":
        inner = ("path", found[2])
    other = model.framework.model(year)
    measure = other.measures.get(context.measure.name) if context.measure else None
    where = build.Context(other, same_place(place, other), measure, None,
                          parts=context.parts, every=context.every)
    node = there(inner, where, make)
    now = there(inner, context.but(place=place), make) if node is None else None
    parts = tuple(sorted((name, part.key) for name, part in (context.parts or {}).items()))
    return year_node(node, k, ups, place, now,
                     ("before", repr(inner), parts, id(context.place), id(context.measure)))


def year_node(node, k, ups, place, now, key):
    shape = node or now
    kind, unit = (shape.kind, shape.unit) if shape else ("number", None)
    lost = settled(node) if node else NO_FIGURE
    if lost is not None:
        fixed = Node("year" if isinstance(lost, Miss) else "const", kind, lambda row: lost, (), lost,
                     unit)
        return fixed

    def ev(row):
        for link in ups:
            row = row.parents[link]
            if isinstance(row, Miss):
                return row
        if place == "nation":
            row = row.run.nation
        then = row.run.earlier(k)
        if then is None:
            return NO_EARLIER
        found = then.nation if place == "nation" else row.run.follow(row, k)
        return NOT_THERE if found is None else node.ev(found)
    return Node("maybe", kind, ev, (), "year", unit, (k, kind) + key)


def open_before(power, place):
    """Whether the power was open the year before; no before the term and where the row was not."""
    model = power.model
    if model.year == model.framework.term[0]:
        return lambda row: False
    other = model.framework.model(model.year - 1)
    figure = other.powers[power.name].levels[same_place(place, other)]
    lost = settled(figure.node)

    def was(row):
        if isinstance(lost, Miss):
            return lost
        then = row.run.earlier(1)
        if then is None:
            return NO_EARLIER
        found = then.nation if place == "nation" else row.run.follow(row, 1)
        return NOT_THERE if found is None else figure.read(found)

    def ev(row):
        value = was(row)
        nothing = isinstance(value, Miss) and value.name in (BEFORE_TERM.name, NOT_THERE.name)
        return False if nothing else value
    return ev


def last(tree, context, count):
    """The node of this year and of each of the years before it."""
    return [build.path_or_band(tree, context)] + [before(("before", tree, k), context)
                                                   for k in range(1, count)]


def fold_years(tree, context):
    nodes = last(tree.operand, context, tree.over[1])
    what = tree.what

    def ev(row):
        values = []
        for node in nodes:
            value = node.ev(row)
            if not isinstance(value, Miss):
                values.append(value)
            elif not tree.known:
                return value
        return reduce.figure_of(what, values)
    unit = "pure" if what == "number" else nodes[0].unit
    info = "number" if what == "number" else "known" if tree.known else "all"
    return Node("list", "number" if what == "number" else nodes[0].kind, ev, tuple(nodes), info, unit,
                ("years", what, info) + tuple(node.key for node in nodes))


def some_years(tree, context):
    """`at least N of the last M years c`, and `in each of the last M` where N is M."""
    _, least, count, condition = tree
    nodes = last(condition, context, count)

    def ev(row):
        values = [node.ev(row) for node in nodes]
        yes = sum(value is True for value in values)
        no = sum(value is False for value in values)
        if yes >= least:
            return True
        if count - no < least:
            return False
        return next(value for value in values if isinstance(value, Miss))
    return Node("maybe", "bool", ev, tuple(nodes), "years",
                key=("years", least) + tuple(node.key for node in nodes))
