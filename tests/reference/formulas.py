"""formulas.py -- reads formulas: pieces to trees of tuples, by the rules of spec/grammar.md.

A tree is a tuple whose first part says what it is: ("add", a, b), ("path", ("school", "region")) ...
SPDX-License-Identifier: Apache-2.0
"""
import datetime
from collections import namedtuple
from fractions import Fraction

from pieces import Mistake

Fold = namedtuple("Fold", "what operand known over weight part method where by pooled")
Rank = namedtuple("Rank", "operand known over where within by ways ties")
Rounding = namedtuple("Rounding", "how number percent mode")
FOLDS = ("sum", "mean", "median", "greatest", "least")
NOTHING = Fold(None, None, False, None, None, None, None, None, None, None)
RESERVED = set("""framework use record list table parameter derive formula measure review power goal
reconcile publish report support corrections amendment example and as at because by counting every for from has if in is known
let missing no not of or otherwise over rounded shown some the then to weighted when where yes""".split())
CLAUSES = set("""let for then value interval withheld pick bands split leaves uses allow text considers secure
finding seeks offers similar given taking expect""".split())


class Formulas:
    def __init__(self, pieces):
        self.pieces, self.at = pieces + pieces[-1:] * 8, 0
        self.spelled = [text if kind in ("name", text) else None for kind, text, _ in self.pieces]

    # ---- looking at pieces ----

    def word(self, ahead=0):
        """The word or sign that stands here; None for a name between back quotes and the rest."""
        return self.spelled[self.at + ahead]

    def kind(self, ahead=0):
        return self.pieces[self.at + ahead][0]

    def here(self, word, *more):
        if self.spelled[self.at] != word:
            return False
        return not more or self.spelled[self.at + 1:self.at + 1 + len(more)] == list(more)

    def mistake(self, wanted):
        kind, text, line = self.pieces[self.at]
        raise Mistake(f"line {line}: {wanted} wanted, {text or kind!r} found")

    def maybe(self, word, *more):
        if self.spelled[self.at] != word or more and not self.here(word, *more):
            return False
        self.at += 1 + len(more)
        return True

    def need(self, *words):
        if not self.maybe(*words):
            self.mistake(" ".join(words))

    def take(self, kind):
        if self.kind() != kind:
            self.mistake(kind)
        self.at += 1
        return self.pieces[self.at - 1][1]

    def one_of(self, *words):
        word = self.spelled[self.at]
        if word not in words:
            return None
        self.at += 1
        return word

    def is_name(self, ahead=0):
        return self.kind(ahead) == "quoted" or (self.kind(ahead) == "name"
                                                and self.word(ahead) not in RESERVED)

    def name(self):
        if not self.is_name():
            self.mistake("a name")
        self.at += 1
        return self.pieces[self.at - 1][1]

    def path(self):
        names = [self.name()]
        while self.here(".") and self.is_name(1):
            self.at += 1
            names.append(self.name())
        return tuple(names)

    def listed(self, read):
        items = [read()]
        while self.maybe(","):
            items.append(read())
        return items

    def number(self):
        return Fraction(self.take("number"))

    def count(self):
        return int(self.take("number"))

    def year(self):
        return int(self.take("year")[:4])

    # ---- roundings ----

    def mode(self):
        if self.maybe("half"):
            if self.maybe("away", "from", "zero"):
                return "half away from zero"
            return "half " + (self.one_of("even", "up") or self.mistake("a mode"))
        return self.one_of("up", "down")

    def rounding(self):
        self.need("to")
        if self.maybe("whole", "number"):
            return Rounding("places", 0, False, self.mode())
        if self.maybe("nearest"):
            percent = self.kind() == "percent"
            text = self.take("percent" if percent else "number").rstrip("%")
            places = len(text.partition(".")[2])
            return Rounding("nearest", (Fraction(text), places), percent, self.mode())
        places = self.count()
        if not self.one_of("place", "places"):
            self.mistake("places")
        return Rounding("places", places, False, self.mode())

    # ---- formulas, from the loosest joint to the tightest ----

    def definition(self):
        tree = self.plain()
        if self.maybe("rounded"):
            tree = ("rounded", tree, self.rounding())
        return tree

    def plain(self):
        tree = self.core()
        if self.maybe("counting", "missing", "as"):
            tree = ("counting", tree, ("no",) if self.maybe("no") else self.sum())
        return tree

    def core(self):
        tree = self.choice()
        if tree[0] != "fold" or not tree[1].over or tree[1].over[0] == "years":
            return tree
        fold = tree[1]
        if self.maybe("where"):
            fold = fold._replace(where=self.condition())
        if self.maybe("by"):
            fold = fold._replace(by=self.keys())
        if (fold.where or fold.by) and self.maybe("pooled", "to"):
            fold = fold._replace(pooled=self.one_of("rise", "fall"))
        return ("fold", fold)

    def keys(self):
        if not self.maybe("("):
            return [("path", self.path())]
        keys = self.listed(self.path)
        self.need(")")
        return [("path", key) for key in keys]

    def choice(self):
        tree = ("no",) if self.here("no") and self.word(2) != "has" else None
        if tree:
            self.at += 1
        else:
            tree = self.condition()
        if not self.maybe("if"):
            return tree
        condition = self.condition()
        self.need("otherwise")
        return ("if", tree, condition, self.choice())

    def over_years(self):
        self.need("the", "last")
        count = self.count()
        if not self.one_of("year", "years"):
            self.mistake("years")
        return count

    def condition(self):
        if self.maybe("in", "each", "of"):
            years = self.over_years()
            return ("some years", years, years, self.rel())
        if self.here("at", "least") and self.kind(2) == "number" and self.word(4) == "the":
            self.at += 2
            least = self.count()
            self.need("of")
            years = self.over_years()
            return ("some years", least, years, self.rel())
        first = self.rel()
        for joint in ("and", "or"):
            if self.here(joint):
                parts = [first]
                while self.maybe(joint):
                    parts.append(self.rel())
                return (joint, tuple(parts))
        return first

    def rel(self):
        if self.maybe("not"):
            return ("not", self.rel())
        if self.word() in ("some", "every", "no") and self.word(2) == "has":
            what = self.one_of("some", "every", "no")
            rows = self.name()
            self.need("has")
            return ("has", what, rows, self.rel())
        if self.here("at", "least") and self.kind(2) == "number":
            self.at += 2
            least = self.count()
            self.need("of")
            return ("at least of", least, self.tuple())
        if self.word() in ("all", "any") and self.word(1) == "of" and self.word(2) == "(":
            joint = "and" if self.one_of("all", "any") == "all" else "or"
            self.need("of")
            return (joint, self.tuple())
        if self.maybe("known"):
            tree = self.comparison(self.sum())
            return ("and", (("is known", tree[1] if tree[0] != "compare" else tree[2]), tree))
        left = self.sum()
        if self.here("is") and self.word(1) == "known":
            self.at += 2
            return ("is known", left)
        if self.maybe("is", "missing"):
            return ("is missing", left, self.name() if self.maybe("as") else None)
        return self.comparison(left)

    def below_compares(self):
        """Whether `is below` or `is above`, which stands here, compares: spec/grammar.md, Words."""
        at = 2
        if self.kind(at) in ("number", "percent", "string") or \
                self.word(at) in ("(", "-", "shown", "the"):
            return True
        if not self.is_name(at):
            return False
        if self.kind(at + 1) == "string" or self.word(at + 1) == "takes":
            return False
        if self.word(at) == "nearest":
            return self.kind(at + 1) != "number"
        if self.word(at) == "closed":
            return self.word(at + 1) != "when"
        if self.word(at) == "value":
            return not (self.is_name(at + 1) or self.kind(at + 1) == "number"
                        or self.word(at + 1) == "(")
        return self.word(at) not in CLAUSES

    def comparison(self, left):
        sign = self.one_of("<=", ">=", "<>", "<", ">", "=")
        if sign:
            return ("compare", sign, left, self.sum())
        if self.here("in") and (self.is_name(1) or self.word(1) == "%"):
            self.at += 1
            return ("in", left, "%" if self.maybe("%") else self.name())
        if not self.here("is"):
            return left
        if self.word(1) in ("below", "above") and self.kind(1) == "name" and self.below_compares():
            self.at += 1
            return ("compare", "is " + self.one_of("below", "above"), left, self.sum())
        self.at += 1
        if self.maybe("not"):
            return ("compare", "is not", left, self.sum())
        if self.maybe("at", "least"):
            return ("compare", "is at least", left, self.sum())
        if self.maybe("at", "most"):
            return ("compare", "is at most", left, self.sum())
        return ("compare", "is", left, ("no",) if self.maybe("no") else self.sum())

    def sum(self):
        tree = self.product()
        while self.word() in ("+", "-"):
            what = "add" if self.one_of("+", "-") == "+" else "subtract"
            tree = (what, tree, self.product())
        return tree

    def product(self):
        tree = self.unary()
        while self.word() in ("*", "/"):
            what = "multiply" if self.one_of("*", "/") == "*" else "divide"
            tree = (what, tree, self.unary())
        return tree

    def unary(self):
        if self.maybe("-"):
            return ("negate", self.unary())
        word, after = self.word(), self.word(1)
        if word == "root" and after == "of":
            self.at += 2
            return ("root", self.unary())
        if word == "full" and after in ("years", "months", "days"):
            self.at += 2
            self.need("from")
            first = self.post()
            self.need("to")
            return ("full", after, first, self.post())
        if self.kind() == "percent" and after == "of":
            part = ("percent", Fraction(self.take("percent")[:-1]) / 100)
            self.need("of")
            return ("percent of", part, self.post())
        return self.reduction() or self.post()

    # ---- reductions ----

    def reduction(self):
        word, after = self.word(), self.word(1)
        if word in FOLDS and after == "of":
            self.at += 2
            return self.fold(word)
        if word in ("sample", "population") and after == "standard":
            self.at += 1
            self.need("standard", "deviation", "of")
            return self.fold(word)
        if word == "number" and after == "of":
            self.at += 2
            return self.number_of()
        if word == "share" and after == "of":
            self.at += 2
            if self.maybe("different"):
                link = self.path()
                self.need("over")
                over = ("different", link, self.rows_over())
            else:
                over = self.rows_over()
            return ("fold", NOTHING._replace(what="share", over=over))
        if word == "the" and after == "one":
            self.at += 2
            operand = self.post()
            self.need("over")
            return ("fold", NOTHING._replace(what="one", operand=operand, over=self.rows_over()))
        return self.order_statistic(word, after)

    def order_statistic(self, word, after):
        if word in ("lowest", "highest") and after == "number":
            self.at += 2
            if self.kind() == "number":
                part = ("number", self.number())
            elif self.maybe("("):
                part = self.definition()
                self.need(")")
            else:
                part = ("path", self.path())
            self.need("of")
            return self.fold(word, part)
        if word == "quantile" and (self.kind(1) == "percent" or after == "("):
            self.at += 1
            if self.maybe("("):
                part = self.definition()
                self.need(")")
            else:
                part = ("percent", Fraction(self.take("percent")[:-1]) / 100)
            self.need("of")
            tree = self.fold("quantile", part)
            self.need("using")
            return ("fold", tree[1]._replace(method=self.name()))
        if word == "rank" and after == "of":
            self.at += 2
            return self.rank()
        return None

    def number_of(self):
        if self.maybe("different"):
            operand = self.post()
            self.need("over")
            return ("fold", NOTHING._replace(what="different", operand=operand,
                                             over=self.rows_over()))
        if self.here("known"):
            return self.fold("number")
        return ("fold", NOTHING._replace(what="number", over=self.rows_over()))

    def rows_over(self):
        if self.here("all") and self.kind(1) == "name" and self.is_name(1) and not self.here(
                "all", "."):
            self.at += 1
            return ("all", self.name())
        return ("rows", self.name())

    def rows_of(self):
        if self.here("the", "last"):
            return ("years", self.over_years())
        if self.maybe("different"):
            link = self.path()
            self.need("of")
            return ("different", link, self.rows_over())
        return self.rows_over()

    def fold(self, what, part=None):
        known = self.maybe("known")
        operand = self.tuple_or_post()
        over = self.rows_of() if self.maybe("over") else None
        weight = self.tuple_or_post() if self.maybe("weighted", "by") else None
        return ("fold", NOTHING._replace(what=what, operand=operand, known=known, over=over,
                                         weight=weight, part=part))

    def tuple_or_post(self):
        if self.here("("):
            start = self.at
            self.at += 1
            first = self.definition()
            if self.here(","):
                self.at = start
                return ("tuple", self.tuple())
            self.at = start
        return self.post()

    def tuple(self):
        self.need("(")
        items = self.listed(self.definition)
        self.need(")")
        return tuple(items)

    def way(self):
        word = self.one_of("highest", "lowest", "earliest", "latest", "yes", "no")
        self.need("first")
        return word

    def rank(self):
        known = self.maybe("known")
        operand = self.post()
        self.need("over")
        over = self.rows_over()
        where = self.condition() if self.maybe("where") else None
        within = self.name() if self.maybe("within") else None
        by = self.keys() if self.maybe("by") else []
        self.need(",")
        ways = [(operand, self.way())]
        while self.here(",", "then"):
            self.at += 2
            more = self.post()
            self.need(",")
            ways.append((more, self.way()))
        self.need(",", "ties")
        if self.maybe("by", "their", "fields"):
            ties = "fields"
        else:
            self.need("at")
            ties = "mean" if self.maybe("their", "mean", "rank") else None
            if not ties:
                self.need("the")
                ties = self.one_of("lowest", "highest")
        return ("rank", Rank(operand, known, over, where, within, by, ways, ties))

    # ---- the tightest ----

    def post(self):
        tree = self.prim()
        while self.maybe("["):
            if self.maybe("the", "year", "before"):
                tree = ("before", tree, 1)
            elif self.kind() == "number" and self.word(1) in ("year", "years") and \
                    self.word(2) == "before":
                tree = ("before", tree, self.count())
                self.at += 2
            else:
                tree = ("index", tree, tuple(self.listed(self.definition)))
            self.need("]")
        return tree

    def prim(self):
        kind, text = self.pieces[self.at][:2]
        if kind in ("number", "percent", "string", "year", "date"):
            self.at += 1
            value = {"number": lambda: Fraction(text), "string": lambda: text,
                     "percent": lambda: Fraction(text[:-1]) / 100, "year": lambda: int(text[:4]),
                     "date": lambda: datetime.date.fromisoformat(text)}[kind]()
            return (kind, value)
        if self.maybe("yes"):
            return ("yes",)
        if self.maybe("shown"):
            return ("shown", ("path", self.path()))
        if self.maybe("("):
            tree = self.definition()
            self.need(")")
            return ("bracket", tree)
        if self.is_name() and self.word(1) == "of" and self.word(2) == "(":
            name = self.name()
            self.need("of")
            return ("apply", name, self.tuple())
        return ("path", self.path())
