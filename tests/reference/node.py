"""node.py -- what formulas come to: nodes that are worked out for a row, missing values, rows.

SPDX-License-Identifier: Apache-2.0
"""


class Refused(Exception):
    """The framework or the data are not as spec/ wants them; the checker says more."""


class NoFigure(Refused):
    """A measure has no level, in this year, from which its figure could be read."""


class Miss:
    """A missing value: the name of its reason, and the words that are printed."""
    __slots__ = ("name", "words", "because")

    def __init__(self, name, words=None, because=None):
        self.because = because
        self.name, self.words = name, words if words is not None else name.replace("_", " ")

    def __repr__(self):
        return f"missing({self.name})"


DIVIDE = Miss("nothing_to_divide_by")
NOT_IN_TABLE = Miss("not_in_table", "not in the table")
MORE_THAN_ONE = Miss("more_than_one")
NO_PARENT = Miss("no_parent", "belongs to none")
NO_EARLIER = Miss("no_earlier_year", "no data of that year")
BEFORE_TERM = Miss("before_the_term")
NOT_THERE = Miss("not_there_then", "not in the data of that year")
NO_FIGURE = Miss("no_figure_then", "not worked out in that year")


class Row:
    """A row of a record, of a group place, or of the nation."""
    __slots__ = ("place", "run", "values", "parents", "memo", "index", "level", "keys", "members",
                 "texts")

    def __init__(self, place, run, index=0):
        self.place, self.run, self.index = place, run, index
        self.values, self.parents, self.memo, self.texts = {}, {}, {}, {}
        self.level, self.keys, self.members = None, None, None


class Node:
    """A formula at a place.  `op` and `args` are for known.py; `key` is equal where formulas are."""
    __slots__ = ("op", "args", "info", "key", "kind", "unit", "ev", "facts")

    def __init__(self, op, kind, ev, args=(), info=None, unit=None, key=None):
        self.op, self.kind, self.ev, self.args, self.info = op, kind, ev, args, info
        self.unit, self.facts = unit, None      # what is established when it is known
        self.key = key or (op, info if isinstance(info, (str, int, tuple)) else id(self),
                           tuple(arg.key for arg in args))


class Figure:
    """A named definition of a place, worked out once for each row."""
    __slots__ = ("name", "place", "make", "built", "measure", "memo", "what", "lines",
                 "table", "pooled")

    def __init__(self, name, place, make, measure=None, what="let"):
        self.name, self.place, self.make, self.measure = name, place, make, measure
        self.built, self.what = None, what
        self.lines, self.table, self.pooled = None, None, None
        self.memo = object()

    @property
    def node(self):
        if self.built is None:
            make, self.make = self.make, None
            if make is None:
                raise Refused(f"a ring at {self.name}")
            self.built = make()
        return self.built

    def read(self, row):
        memo = row.memo
        if self.memo not in memo:
            memo[self.memo] = self.node.ev(row)
        return memo[self.memo]

    def as_node(self):
        node = self.node
        return Node("figure", node.kind, self.read, (), self, node.unit, ("figure", id(self)))


def constant(value, kind, unit=None):
    return Node("const", kind, lambda row: value, (), None, unit, ("const", kind, value))
