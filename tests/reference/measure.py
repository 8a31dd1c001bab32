"""measure.py -- measures, reviews and powers: what the clauses of each level come to.

SPDX-License-Identifier: Apache-2.0
"""
from fractions import Fraction

import build
import known
import number
import years
from lookup import Lines, pooled
from model import GroupPlace, Record, climb, holds
from node import Figure, Miss, Node, NoFigure, Refused
from pick import Pick


class Clause:
    """A `leaves out`: the record, its condition, and the reason of rows that it leaves out."""

    def __init__(self, label, record, tree, because, measure, model):
        self.record = record
        self.reason = Miss("left_out", label, because)
        context = build.Context(model, record, measure, every=True)
        self.figure = Figure("leaves out", record, lambda: build.expression(tree, context))


class Measure:
    def __init__(self, part, model):
        self.part, self.model, self.name = part, model, part.name
        self.unit = part.unit or "pure"
        self.because = next((because for dates, because in part.not_made
                             if holds(dates, model.year)), None)
        self.not_made = Miss("not_made", self.because) if self.because is not None else None
        self.clauses = None
        self.ways = {}
        self.levels, self.splits, self.places = {}, {}, {}
        for block in part.blocks:
            if holds(block.dates, model.year):
                for place in self.places_of(block):
                    level = self.levels.setdefault(place, Level(self, place))
                    level.add(block.clauses)
        for level in list(self.levels.values()):
            level.declare()

    def places_of(self, block):
        records = self.model.records
        if block.upwards:
            first = records[block.levels[0]]
            found = [first]
            for record in found:
                for link in record.links:
                    parent = records[link.part.parent]
                    if parent not in found:
                        found.append(parent)
            return found + ["nation"]
        for name in block.levels:
            if name != "nation" and name not in records:
                raise Refused(f"no record {name}")
        return [name if name == "nation" else records[name] for name in block.levels]

    def level_at(self, place):
        if isinstance(place, GroupPlace):
            return self.splits.get(place) or self.places.get(place)
        return self.levels.get(place)

    def slot(self, name, place):
        level = self.level_at(place)
        return level.slots.get(name) if level else None

    def group_place(self, record, level, keys, context):
        """The place of groups with these keys: one for equal keys."""
        nodes = [(key[1][-1], build.path(key[1], context)) for key in keys]
        same = (record, level, tuple(node.key for _, node in nodes))
        if same not in self.places:
            place = GroupPlace(record, level, self, nodes, self.model)
            self.places[same] = place
            self.places[place] = Level(self, place)
        return self.places[same]

    # ---- bands ----

    def band_lines(self):
        for block in self.part.blocks:
            for clause in block.clauses:
                if clause[0] == "bands":
                    return clause[1]
                if clause[0] == "bands as":
                    return self.bands_as(clause[1])
        return []

    def bands_as(self, name):
        if name == self.name:
            return next(clause[1] for block in self.part.blocks for clause in block.clauses
                        if clause[0] == "bands")
        other = next(part for part in self.model.framework.of("measure") if part.name == name)
        for block in other.blocks:
            for clause in block.clauses:
                if clause[0] == "bands":
                    return clause[1]
                if clause[0] == "bands as" and clause[1] != name:
                    return self.bands_as(clause[1])
        raise Refused(f"{name} has no bands")

    def band_names(self):
        return [name for name, _, _ in self.band_lines()]

    # ---- who counts ----

    def all_clauses(self):
        if self.clauses is None:
            self.clauses = []
            for label, rows, tree, because in self.part.leaves_out:
                record = self.model.plurals[rows]
                self.clauses.append(Clause(label, record, tree, because, self, self.model))
        return self.clauses

    def clauses_of(self, record):
        """(clause, links to its record) of each clause of the record or of one above it."""
        if record not in self.ways:
            found = [(clause, self.model.way(record, clause.record))
                     for clause in self.all_clauses()]
            self.ways[record] = [(clause, links) for clause, links in found if links is not None]
        return self.ways[record]

    def left_out(self, row):
        """The first clause that leaves the row out, or None."""
        memo = row.memo.get(self)
        if memo is None:
            memo = row.memo[self] = [self.find_left_out(row)]
        return memo[0]

    def find_left_out(self, row):
        for clause, links in self.clauses_of(row.place):
            above = climb(row, links)
            if not isinstance(above, Miss) and clause.figure.read(above) is True:
                return clause
        return None

    def counts(self, row):
        return not self.part.leaves_out or self.left_out(row) is None

    def counted_facts(self, record):
        facts = frozenset([("counted", self)])
        for clause, links in self.clauses_of(record):
            of_clause = known.no(clause.figure.node)
            facts |= known.lifted(of_clause, links) if links else of_clause
        return facts


class Level:
    """A level of a measure, or a split of one: a place and the clauses that hold there."""

    def __init__(self, measure, place):
        self.measure, self.place, self.model = measure, place, measure.model
        self.clauses, self.lets, self.slots, self.picks = [], {}, {}, []
        self.let_trees = {}
        self.grouped, self.split_places = [], []
        self.value = self.lower = self.upper = self.band = self.value_tree = None
        self.mark = self.withheld = None
        self.facts = None

    def node_of(self, fold):
        """The reduction that `first_fold` found, as a node."""
        if not hasattr(self, "fold_node"):
            tree, derived, instead = fold
            if instead:
                tree = ("counting", tree, instead)
            context = build.Context(self.model, self.place) if derived else self.context()
            node = build.expression(tree, context)
            self.fold_node = node.args[0] if node.op == "counting" else node
        return self.fold_node

    def add(self, clauses):
        self.clauses += clauses

    def context(self, **more):
        """Of a formula of the level: the row is one that the measure counts."""
        if self.facts is None:
            self.facts = frozenset([("counted", self.measure)]) if self.place == "nation" or \
                isinstance(self.place, GroupPlace) else self.measure.counted_facts(self.place)
        return build.Context(self.model, self.place, self.measure, self, self.facts, **more)

    def derived_tree(self, name):
        """The formula of a derived field of the level's rows."""
        record = self.place
        if not isinstance(record, Record) or name not in record.derives:
            return None
        return next(part.tree for part in self.model.framework.of("derive")
                    if part.name == name and part.record == record.name)

    def figure(self, name):
        return {"value": self.value, "lower": self.lower, "upper": self.upper,
                "band": self.band}.get(name) or self.lets.get(name)

    def declare(self):
        for clause in self.clauses:
            what = clause[0]
            if what == "let":
                self.declare_let(clause)
            elif what == "pick":
                pick = Pick(clause[1], self)
                self.picks.append(pick)
                self.slots.update(pick.slots)
            elif what == "withheld":
                self.mark = Miss("withheld", clause[1])
                self.withheld = Figure("withheld", self.place, lambda tree=clause[2]:
                                       build.expression(tree, self.context()), self.measure)
            elif what == "value":
                self.value_tree = clause[1]
                self.value = Figure("value", self.place, self.make_value, self.measure, "value")
        self.declare_limits()
        if self.value and any(clause[0] in ("bands", "bands as") for clause in self.clauses):
            self.band = Figure("band", self.place, self.make_band, self.measure, "band")
        if not isinstance(self.place, GroupPlace):
            for clause in self.clauses:
                for path in clause[1] if clause[0] == "split" else []:
                    self.declare_split(path)

    def declare_let(self, clause):
        _, name, tree, lines = clause
        taken = self.model.taken.get((self.measure.name, name))
        by = fold_by(tree)
        if by is not None:
            if not isinstance(self.place, GroupPlace):
                self.declare_grouped(name, tree, by, lines)
            return

        def make():
            if self.measure.not_made:
                return self.made(name, lambda: build.definition(tree, self.context()))
            return taken.node(self.context()) if taken else build.definition(tree, self.context())
        self.lets[name] = Figure(name, self.place, make, self.measure)
        self.let_trees[name] = tree

    # ---- figures by groups ----

    def declare_grouped(self, name, tree, by, lines):
        fold, bare = by
        record = self.model.plurals[(fold.over[2] if fold.over[0] == "different"
                                     else fold.over)[1]]
        made, level = [], self

        def place():
            if not made:
                facts = level.measure.counted_facts(record)
                inside = build.Context(level.model, record, level.measure, level, facts)
                made.append(level.measure.group_place(record, level.place, fold.by, inside))
                level.measure.places[made[0]].lets[name] = figure
            return made[0]

        def make():
            context = build.Context(level.model, place(), level.measure, level)
            if level.measure.not_made:
                return level.made(name, lambda: build.definition(bare, context))
            if fold.pooled:
                return pooled_node(fold, bare, context, place())
            return build.definition(bare, context)
        figure = GroupedFigure(name, place, make, self.measure)
        figure.pooled = fold.pooled
        if lines:
            figure.lines = LateLines(figure, lines[0][-1], lines[1], self)
        taken = self.model.taken.get((self.measure.name, name))
        figure.table = taken.lookup if taken else None
        self.lets[name] = figure
        self.grouped.append(figure)

    # ---- value, lower, upper ----

    def guarded(self, work):
        """The figure's row: not made, left out, withheld, or worked out."""
        measure = self.measure
        is_record = self.place != "nation" and not isinstance(self.place, GroupPlace)

        def ev(row):
            if is_record and measure.part.leaves_out:
                clause = measure.left_out(row)
                if clause:
                    return clause.reason
            if self.withheld and self.withheld.read(row) is True:
                return self.mark
            return work(row)
        return ev

    def made(self, name, make):
        """A node of the figure; missing everywhere in a year in which the measure is not made."""
        measure = self.measure
        if measure.not_made:
            try:
                kind = make().kind
            except (NoFigure, Refused):
                kind = "number" if measure.part.shown else None
            return Node("year", kind, lambda row: measure.not_made, (), measure.not_made,
                        measure.unit)
        node = make()
        kind = node.kind
        return Node("level", kind, self.guarded(node.ev), (node,), self.kept_by,
                    measure.unit if kind == "number" else None, (name, id(self), node.key))

    def kept_by(self):
        """Keys of the conditions that are no where the level's figures are not taken away."""
        keys = [self.withheld.node.key] if self.withheld else []
        if self.place != "nation" and not isinstance(self.place, GroupPlace):
            for clause, links in self.measure.clauses_of(self.place):
                key = clause.figure.node.key
                keys.append(("up", links, key) if links else key)
        return keys

    def make_value(self):
        return self.made("value", self.make_chain)

    def make_chain(self):
        node = build.definition(self.value_tree, self.context())
        if node.kind == "number":
            node = with_unit(node, self.measure.unit)
        for clause in self.clauses:
            if clause[0] == "then" and not clause[1].startswith("band"):
                node = self.then(node, clause)
        return node

    def then(self, node, clause):
        _, what, of, when = clause
        context = self.context(value=node)
        condition = build.expression(when, context) if when else None
        if condition:
            context = context.but(facts=context.facts | known.yes(condition))
        changed = changed_value(what, of, node, context, self.model)
        if condition is None:
            return changed

        def ev(row):
            held = condition.ev(row)
            if isinstance(held, Miss):
                return held
            return changed.ev(row) if held else node.ev(row)
        return Node("if", "number", ev, (changed, condition, node), None, self.measure.unit)

    def declare_limits(self):
        for clause in self.clauses:
            if clause[0] not in ("give", "from to"):
                continue
            for name, sign in (("lower", -1), ("upper", 1)):
                def make(clause=clause, sign=sign):
                    if clause[0] == "from to":
                        return with_unit(build.definition(clause[1 if sign < 0 else 2],
                                                          self.context()), self.measure.unit)
                    middle = build.definition(clause[1], self.context())
                    off = build.definition(clause[2], self.context())
                    work = number.add if sign > 0 else (
                        lambda a, b: number.add(a, number.negate(b)))
                    return build.strict("arith", "number", work, [middle, off],
                                        "add" if sign > 0 else "subtract", self.measure.unit)
                setattr(self, name, Figure(name, self.place, lambda make=make, name=name:
                                           self.made(name, make), self.measure, name))

    # ---- bands ----

    def make_band(self):
        measure = self.measure
        if measure.not_made:
            return Node("year", "band", lambda row: measure.not_made, (), measure.not_made)
        names = measure.band_names()
        facts = self.context().facts
        for figure in (self.value, self.lower, self.upper):
            if figure:
                facts |= known.known(figure.as_node())
        context = self.context().but(facts=facts)
        lines = [(names.index(name), build.expression(tree, context))
                 for name, _, tree in measure.band_lines() if not isinstance(tree, str)]
        other = next((names.index(line[0]) for line in measure.band_lines()
                      if line[2] == "otherwise"), None)
        unknown = next((names.index(line[0]) for line in measure.band_lines()
                        if line[2] == "missing"), None)
        changes = [(clause[1], names.index(clause[2]), build.expression(clause[3], context)
                    if clause[3] else None) for clause in self.clauses
                   if clause[0] == "then" and clause[1].startswith("band")]

        def ev(row):
            band = changed_band(self.first_band(row, lines, other), changes, row)
            return unknown if isinstance(band, Miss) and unknown is not None else band
        return Node("maybe", "band", ev, (), self)

    def first_band(self, row, lines, other):
        value = self.value.read(row)
        if isinstance(value, Miss):
            return value
        for place, condition in lines:
            held = condition.ev(row)
            if isinstance(held, Miss):
                return held
            if held:
                return place
        return other

    # ---- splits ----

    def declare_split(self, path):
        field = path[-1]
        model, found = self.model, []
        for record in model.records.values():
            named = len(path) == 1 or path[0].lower() == record.name.lower()
            if named and (field in record.fields or field in record.derives) and \
                    record is not self.place and model.reaches(record, self.place):
                found.append(record)
        if not found:
            raise Refused(f"no {field} below {self.place}")
        record = found[0]
        level = self

        class Keys(list):
            """The key is a node that is made when the model is whole."""
        place = GroupPlace(record, self.place, self.measure, Keys(), model)
        place.fill = lambda: place.keys or place.keys.append(
            (field, build.of_record(field, record)))
        split = Level(self.measure, place)
        split.add(self.clauses)
        self.measure.splits[place] = split
        split.declare()
        level.split_places.append((field, place, split))


class GroupedFigure(Figure):
    """A figure by groups: its place is made late, as keys may be figures of the measure."""
    __slots__ = ("where",)

    @property
    def place(self):
        return self.where()

    @place.setter
    def place(self, where):
        self.where = where


class LateLines:
    def __init__(self, figure, along, outside, level):
        self.figure, self.along, self.outside, self.level = figure, along, outside, level
        self.lines = None

    def at(self, above, keys):
        if self.lines is None:
            self.lines = Lines(self.figure, self.level.lets[self.along], self.outside,
                               self.level.model)
        return self.lines.at(above, keys)


def fold_by(tree):
    """(the fold with `by` inside a definition, the definition without it), or None."""
    if tree[0] == "fold" and tree[1].by:
        return tree[1], ("fold", tree[1]._replace(by=None))
    if tree[0] in ("rounded", "counting", "bracket"):
        inner = fold_by(tree[1])
        return inner and (inner[0], (tree[0], inner[1]) + tree[2:])
    return None


def first_fold(tree, level, derived=False, instead=None):
    """(the first reduction over rows of a formula of the level, in the order of the text and through
    the lets and derived fields that it names; whether it is a derived field's; what its missing
    operands count as), or None."""
    if tree[0] == "fold" and tree[1].over and tree[1].over[0] != "years" and not level.slots.get(
            tree[1].over[1]):
        return tree, derived, instead
    if tree[0] in ("has", "before"):            # asks of rows, and takes none; takes rows of an earlier year
        return None
    if tree[0] == "path":
        if len(tree[1]) == 1 and not derived and tree[1][0] in level.let_trees:
            return first_fold(level.let_trees[tree[1][0]], level)
        field = level.derived_tree(tree[1][0]) if len(tree[1]) == 1 else None
        return first_fold(field, level, True) if field else None
    if tree[0] == "index" and tree[1][1][0] not in level.model.tables:
        return None                             # a figure by groups, or another row's
    instead = tree[2] if tree[0] == "counting" else instead if tree[0] == "bracket" else None
    for part in parts_of(tree):
        found = first_fold(part, level, derived, instead)
        if found:
            return found
    return None


def parts_of(tree):
    """The formulas of which a formula is made, in the order of the text."""
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        tree = ("parts",) + tuple(tree)
    for part in tree[1:] if tree[0] != "rank" else ():
        if not isinstance(part, tuple) or not part:
            continue
        if isinstance(part[0], str) and not hasattr(part, "_fields"):
            if part[0] in build.SIMPLE or part[0] in ("negate", "root", "not", "full", "tuple"):
                yield part
        else:
            yield from parts_of(part if hasattr(part, "_fields") else ("parts",) + part)


def with_unit(node, unit):
    return Node(node.op, node.kind, node.ev, node.args, node.info, unit, node.key)


def changed_value(what, of, node, context, model):
    """The value after one `then`."""
    if what == "rounded":
        return build.round_node(node, of, model)
    if what == "mix":
        other = build.expression(of[0], context)
        weight = build.expression(of[1], context)
        return build.strict("arith", "number", lambda v, e, w: number.add(
            number.multiply(1 - w, v), number.multiply(w, e)), [node, other, weight], what,
            node.unit)
    other = build.expression(of, context)
    work = {"most": lambda a, b: a if number.compare(a, b) <= 0 else b,
            "least": lambda a, b: a if number.compare(a, b) >= 0 else b, "add": number.add,
            "take": lambda a, b: number.add(a, number.negate(b))}[what]
    return build.strict("arith", "number", work, [node, other], what, node.unit)


def changed_band(band, changes, row):
    for what, place, condition in changes:
        if isinstance(band, Miss):
            return band
        held = condition.ev(row) if condition else True
        if isinstance(held, Miss):
            return held
        if held:
            band = max(band, place) if what == "band most" else min(band, place)
    return band


def pooled_node(fold, bare, context, place):
    """Means of the groups, pooled over each run of groups that differ in the last key alone."""
    mean = build.definition(("fold", fold._replace(by=None, pooled=None)), context)
    weight = None
    if fold.weight:
        weight = build.definition(("fold", fold._replace(
            by=None, pooled=None, what="sum", operand=fold.weight, weight=None, known=True)),
            context)
    plain = mean.info.taken
    memo = object()

    def figures(group):
        if weight is None:
            return Fraction(plain(group))
        heavy = weight.ev(group)
        return heavy if not isinstance(heavy, Miss) else Fraction(0)

    def work(row):
        curves, found = {}, {}
        for group in row.run.groups(place):
            value = mean.ev(group)
            if not isinstance(value, Miss) and figures(group) > 0:
                curves.setdefault((group.level, group.keys[:-1]), []).append((group, value))
        for groups in curves.values():
            groups.sort(key=lambda pair: pair[0].keys[-1])
            even = pooled([value for _, value in groups], [figures(group) for group, _ in groups],
                          fold.pooled == "rise")
            found.update((group, value) for (group, _), value in zip(groups, even))
        return found

    def ev(row):
        memos = row.run.nation.memo
        if memo not in memos:
            memos[memo] = work(row)
        return memos[memo].get(row) if row in memos[memo] else mean.ev(row)
    node = Node("maybe", "number", ev, (), None, mean.unit)
    return wrapped(bare, node, context)


def wrapped(tree, node, context):
    """Rounding and `counting missing as` of a definition, round a node for its fold."""
    if tree[0] == "rounded":
        return build.round_node(wrapped(tree[1], node, context), tree[2], context.model)
    if tree[0] == "counting":
        inner, instead = wrapped(tree[1], node, context), build.expression(tree[2], context)

        def ev(row):
            value = inner.ev(row)
            return instead.ev(row) if isinstance(value, Miss) else value
        return Node("counting", "number", ev, (inner, instead), None, inner.unit)
    return wrapped(tree[1], node, context) if tree[0] == "bracket" else node


# ---- reviews and powers ----

class Review:
    def __init__(self, part, model):
        self.part, self.model, self.name = part, model, part.name
        self.missing_finding = next((name for name, _, tree in part.findings if tree == "missing"),
                                    None)
        self.titles = {name: title for name, title, _ in part.findings}
        self.levels = {}
        for level in part.levels:
            place = level if level == "nation" else model.records[level]
            self.levels[place] = Figure(self.name, place, lambda place=place: self.make(place))

    def make(self, place):
        context = build.Context(self.model, place)
        secure = build.expression(self.part.secure, context) if self.part.secure else None
        if secure:
            context = context.but(secure=secure)
        lines = [(name, build.expression(tree, context)) for name, _, tree in self.part.findings
                 if not isinstance(tree, str)]
        other = next((name for name, _, tree in self.part.findings if tree == "otherwise"), None)
        asked = [node for _, node in lines] + ([secure] if secure else [])

        def ev(row):
            if any(isinstance(node.ev(row), Miss) for node in asked):
                return self.missing_finding
            return next((name for name, node in lines if node.ev(row)), other)
        return Node("sure", "finding", ev)


class Power:
    def __init__(self, part, model):
        self.part, self.model, self.name = part, model, part.name
        self.levels = {}
        for level in part.levels:
            place = level if level == "nation" else model.records[level]
            self.levels[place] = Figure(part.name, place, lambda place=place: self.make(place))

    def make(self, place):
        context = build.Context(self.model, place)
        opens = build.expression(self.part.tree, context)
        if not self.part.closed:
            return opens
        closes = build.expression(self.part.closed, context.but(facts=known.no(opens)))
        was = years.open_before(self, place)

        def ev(row):
            value = opens.ev(row)
            if isinstance(value, Miss) or value:
                return value
            value = closes.ev(row)
            return value if isinstance(value, Miss) else was(row) if not value else False
        return Node("sure", "bool", ev)
