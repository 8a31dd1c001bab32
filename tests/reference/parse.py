"""parse.py -- reads a rule file: sections and their clauses, by the rules of spec/grammar.md.

SPDX-License-Identifier: Apache-2.0
"""
from fractions import Fraction
from types import SimpleNamespace as Part

from formulas import Formulas
from pieces import pieces

SECTIONS = set("""framework use record list table parameter derive formula measure review power goal
reconcile publish report support corrections amendment example""".split())
ROLES = set("key identity personal context protected process baseline outcome".split())


class Parser(Formulas):
    def file(self):
        sections = []
        while self.kind() != "end":
            word = self.word()
            if word not in SECTIONS:
                self.mistake("a section")
            self.at += 1
            sections.append(getattr(self, "read_" + word)())
        return sections

    def in_section(self):
        return self.kind() != "end" and self.word() not in SECTIONS

    # ---- years ----

    def dates_in(self):
        """(first, last) after `in`, or None where no YEAR follows."""
        if self.word() == "in" and self.kind(1) == "year":
            self.at += 1
            first = self.year()
            return (first, self.year() if self.maybe("to") else first)
        return None

    def dates(self):
        if self.word() == "from" and self.kind(1) == "year":
            self.at += 1
            return (self.year(), 9999)
        return self.dates_in()

    def allowed(self):
        """`allow NAME because "…"`: advice that is not followed, and no part of the meaning."""
        if self.word() == "allow" and self.kind(1) == "name" and self.word(2) == "because":
            self.at += 2
            self.because()
            return True
        return False

    # ---- the framework and modules ----

    def read_framework(self):
        part = Part(what="framework", name=self.name(), title=self.take("string"), term=None,
                    study=False, mode=None)
        while self.in_section():
            if self.maybe("edition"):
                self.count()
            elif self.maybe("term"):
                first = self.year()
                part.study = self.maybe("only")
                part.term = (first, first) if part.study else (first, (self.need("to"),
                                                                       self.year())[1])
            elif self.maybe("owner") or self.maybe("decisions", "from"):
                self.take("string")
            elif self.allowed():
                continue
            elif self.one_of("measures", "goals"):
                self.need("at", "most")
                self.count()
            else:
                self.need("rounding")
                part.mode = self.mode()
        return part

    def read_use(self):
        beside = self.maybe(".")
        return Part(what="use", beside=beside, path=self.path())

    # ---- records ----

    def words(self):
        return self.take("string") if self.kind() == "string" else None

    def reason(self):
        """`as REASON ["WORDS"]`"""
        self.need("as")
        name = self.name()
        return (name, self.words())

    def items(self):
        return self.listed(lambda: ("text", self.take("string")) if self.kind() == "string"
                           else ("name", self.name()))

    def read_record(self):
        part = Part(what="record", name=self.name(), fields=[], file=None, named_by=None,
                    files=[], encoding="utf-8-sig", separator=",", where=None, year_column=None,
                    repeats=False, each=None, further=False, short=None, blank_lines=False,
                    empty_rows=False, missing=[], may_be_empty=False, continues=None)
        self.need("(")
        part.plural = self.name()
        self.need(")")
        if self.maybe("from"):
            part.file = self.take("string")
        else:
            self.need("named", "by")
            part.named_by = self.path()
        while self.maybe(","):
            self.record_option(part)
        while self.in_section():
            part.fields.append(self.field())
        return part

    def record_option(self, part):
        dates = self.dates_in()
        if dates:
            self.need("from")
            part.files.append((dates, self.take("string")))
        elif self.maybe("encoding"):
            part.encoding = {"cp1252": "cp1252", "utf8": "utf-8-sig"}[self.name()]
        elif self.maybe("separator"):
            part.separator = self.take("string")
        elif self.maybe("rows", "where"):
            part.where = self.row_test()
        elif self.maybe("rows", "of", "the", "year"):
            how = self.one_of("beginning", "ending")
            self.need("in")
            part.year_column = (how, self.column())
        elif self.maybe("last", "column", "repeats"):
            part.repeats = True
        elif self.maybe("one", "row", "for", "each"):
            part.each = (self.name(), (self.need("separated", "by"), self.take("string"))[1])
        elif self.maybe("missing"):
            part.missing.append((self.items(), self.reason()))
        elif self.maybe("short", "rows", "missing"):
            part.short = self.reason()
        else:
            self.plain_record_option(part)

    def plain_record_option(self, part):
        if self.maybe("further", "blank", "cells", "skipped"):
            part.further = True
        elif self.maybe("blank", "lines", "skipped"):
            part.blank_lines = True
        elif self.maybe("empty", "rows", "skipped"):
            part.empty_rows = True
        elif self.maybe("may", "be", "empty"):
            part.may_be_empty = True
        elif self.maybe("on"):
            self.at += 1
        else:
            self.need("continues", "from")
            columns = [self.take("string")]
            while self.maybe("and"):
                columns.append(self.take("string"))
            part.continues = (columns, self.dates())

    def column(self):
        return self.take("string") if self.kind() == "string" else self.name()

    def row_test(self):
        """A tree of the tests of `rows where`: ("and", …), ("is", column, text) …"""
        first = self.row_one()
        for joint in ("and", "or"):
            if self.here(joint):
                parts = [first]
                while self.maybe(joint):
                    parts.append(self.row_one())
                return (joint, parts)
        return first

    def row_one(self):
        if self.maybe("("):
            tree = self.row_test()
            self.need(")")
            return tree
        column = self.column()
        if self.maybe("in"):
            return ("in", column, self.name())
        self.need("is")
        what = "is not" if self.maybe("not") else "is"
        return (what, column, self.take("string"))

    def field(self):
        part = Part(name=self.name(), role=None, parent=None, missing=[], other=None, trim=False,
                    yes=[], no=[], percent_sign=False, written=None, nth=None, columns_in=[],
                    not_in=[], headings=[], kind="link")
        key = self.here("key", "part", "of")
        if key or self.here("part", "of"):
            self.at += 3 if key else 2
            part.role = "key" if key else "link"
            part.parent = self.name()
        else:
            part.role = self.one_of(*ROLES)
            if part.role == "key" and self.maybe("personal"):
                part.role = "key personal"
            self.field_kind(part)
        self.need("from")
        part.headings.append(self.take("string"))
        while self.maybe(","):
            if self.kind() == "string":
                part.headings.append(self.take("string"))
            else:
                self.field_option(part)
        return part

    def signed(self, kind):
        minus = -1 if self.maybe("-") else 1
        text = self.take(kind)
        return minus * Fraction(text.rstrip("%")) / (100 if kind == "percent" else 1)

    def field_kind(self, part):
        part.low = part.high = part.codes = part.unit = None
        if self.maybe("whole", "number"):
            part.kind = "whole"
        else:
            part.kind = self.one_of("text", "code", "number", "%", "yes", "date", "school")
        if part.kind == "code" and self.maybe("of"):
            part.codes = self.name()
        elif part.kind == "yes":
            self.need("or", "no")
        elif part.kind == "school":
            self.need("year")
        kinds = {"number": "number", "whole": "number", "%": "percent", "date": "date",
                 "school": "year"}
        if part.kind in kinds and (self.kind() == kinds[part.kind] or self.here("-")):
            read = (lambda: self.prim()[1]) if part.kind in ("date", "school") else (
                lambda: self.signed(kinds[part.kind]))
            part.low = read()
            self.need("to")
            part.high = read()
        if part.kind in ("number", "whole") and self.maybe("in"):
            part.unit = self.name()

    def field_option(self, part):
        dates = self.dates_in()
        if dates:
            self.need("from")
            part.columns_in.append((dates, self.take("string")))
        elif self.maybe("missing"):
            part.missing.append((self.items(), self.reason()))
        elif self.maybe("anything", "else"):
            part.other = self.reason()
        elif self.maybe("trim"):
            part.trim = True
        elif self.allowed():
            return
        elif self.maybe("not"):
            dates = self.dates_in()
            part.not_in.append((dates, self.reason()))
        elif self.maybe("yes"):
            part.yes.append(self.take("string"))
        elif self.maybe("no"):
            part.no.append(self.take("string"))
        elif self.maybe("percent", "sign"):
            part.percent_sign = True
        elif self.maybe("written", "as"):
            part.written = self.take("string")
        else:
            self.need("column")
            part.nth = (self.count(), (self.need("of"), self.count())[1])

    # ---- lists, tables, parameters, derived fields, formulas ----

    def read_list(self):
        name = self.name()
        self.need("is")
        return Part(what="list", name=name, items=self.items())

    def outside(self, nearest):
        if not self.maybe(",", "outside", "them"):
            return ("missing", ("not_in_table", None))
        if self.maybe("missing"):
            return ("missing", self.reason())
        self.need("as", "the", "nearest", nearest)
        return ("nearest", None)

    def rows(self):
        rows = []
        while self.kind() == "cell":
            row = []
            while self.kind() == "cell":
                row.append(self.take("cell"))
            self.take("rowend")
            rows.append(row)
        return rows

    def read_table(self):
        part = Part(what="table", name=self.name(), title=self.take("string"), curve=None)
        if self.maybe("source"):
            self.take("string")
        if self.maybe("between", "rows", "by", "straight", "lines"):
            part.curve = self.outside("row")
        part.headings, *part.rows = self.rows()
        return part

    def read_parameter(self):
        part = Part(what="parameter", name=self.name(), title=self.take("string"))
        self.need("is")
        part.values = self.listed(lambda: (self.sum(), self.dates()))
        return part

    def read_derive(self):
        record = self.name()
        self.need(".")
        part = Part(what="derive", record=record, name=self.name(), title=self.take("string"))
        self.need("is")
        part.tree = self.definition()
        return part

    def read_formula(self):
        part = Part(what="formula", name=self.name(), title=self.take("string"))
        self.need("of", "(")
        part.parts = self.listed(self.name)
        self.need(")", "is")
        part.tree = self.definition()
        return part

    # ---- measures ----

    def read_measure(self):
        part = Part(what="measure", name=self.name(), title=self.take("string"), unit=None,
                    shown=None, lower_better=False, not_made=[], leaves_out=[], blocks=[],
                    context=False)
        self.listed(lambda: self.trait(part))
        block = None
        while self.in_section():
            if self.measure_clause(part):
                continue
            if self.here("for") and self.word(1) in ("each", "the"):
                block = self.block_head(part)
            elif block:
                self.level_clause(block)
            else:
                self.mistake("a clause of a measure")
        return part

    def trait(self, part):
        if self.maybe("national", "progress", "measure"):
            return
        if self.maybe("in"):
            part.unit = "%" if self.maybe("%") else self.name()
        elif self.maybe("shown"):
            part.shown = self.rounding()
        elif self.one_of("higher", "lower") == "lower":
            part.lower_better = True
            self.need("is", "better")
        elif not self.maybe("is", "better"):
            part.context = self.one_of("outcome", "context", "gap") == "context" or part.context

    def because(self):
        return self.take("string") if self.maybe("because") else None

    def measure_clause(self, part):
        if self.here("text") and self.kind(1) == "string":
            self.at += 2
        elif self.allowed():
            return True
        elif self.maybe("not", "made"):
            part.not_made.append((self.dates_in(), self.because()))
        elif self.maybe("leaves", "out"):
            label, rows = self.take("string"), self.name()
            self.need("where")
            condition = self.condition()
            part.leaves_out.append((label, rows, condition, self.because()))
        elif self.here("uses") and self.is_name(1):
            self.at += 1
            self.path()
            self.because()
        else:
            return False
        return True

    def block_head(self, part):
        block = Part(levels=[], dates=None, clauses=[], upwards=False)
        self.need("for")
        if self.maybe("the", "nation"):
            block.levels = ["nation"]
        else:
            self.need("each")
            block.levels = self.listed(self.name)
            block.upwards = self.maybe("and", "all", "above")
        block.dates = self.dates()
        part.blocks.append(block)
        return block

    def level_clause(self, block):
        add = block.clauses.append
        if self.maybe("let"):
            name = self.name()
            self.need("be")
            tree = self.definition()
            add(("let", name, tree, self.lines_along()))
        elif self.maybe("then"):
            add(self.then_clause())
        elif self.maybe("value"):
            add(("value", self.definition()))
        elif self.maybe("interval"):
            if self.maybe("from"):
                low = self.definition()
                self.need("to")
                add(("from to", low, self.definition()))
            else:
                middle = self.definition()
                self.need("give", "or", "take")
                add(("give", middle, self.definition()))
        elif self.maybe("withheld"):
            self.need("as")
            mark = self.take("string")
            self.need("when")
            add(("withheld", mark, self.condition()))
        elif self.maybe("split", "by"):
            add(("split", self.listed(self.path)))
        elif self.maybe("pick", "from"):
            add(self.pick())
        elif self.maybe("bands", "as"):
            add(("bands as", self.name()))
        else:
            self.need("bands")
            add(("bands", self.lines("band")))

    def lines_along(self):
        if not self.maybe(",", "between", "groups", "by", "straight", "lines", "along"):
            return None
        along = self.path()
        return (along, self.outside("group"))

    def then_clause(self):
        if self.maybe("rounded"):
            what, of = "rounded", self.rounding()
        elif self.maybe("mix", "in"):
            other = self.post()
            self.need("weighted", "by")
            what, of = "mix", (other, self.post())
        elif self.maybe("band", "at"):
            what, of = "band " + self.one_of("most", "least"), self.name()
        elif self.maybe("at"):
            what = self.one_of("most", "least")
            of = self.sum()
        elif self.maybe("add"):
            what, of = "add", self.sum()
        else:
            self.need("take", "away")
            what, of = "take", self.sum()
        when = self.condition() if self.maybe("when") else None
        self.because()
        return ("then", what, of, when)

    def lines(self, what):
        """(name, title, condition, "otherwise" or "missing") of bands or findings."""
        lines = []
        while self.is_name() and self.kind(1) == "string" if what == "band" else self.maybe(what):
            name, title = self.name(), self.take("string")
            if self.maybe("otherwise"):
                lines.append((name, title, "otherwise"))
            elif self.maybe("when", "missing"):
                lines.append((name, title, "missing"))
            else:
                self.need("when")
                lines.append((name, title, self.condition()))
        return lines

    def pick(self):
        part = Part(over=self.rows_over(), where=None, slots=[], size=None, order=None)
        if self.maybe("where"):
            part.where = self.condition()
        self.need("by")
        part.points = self.sum()
        if self.maybe(","):
            part.order = self.one_of("highest", "lowest")
            self.need("first")
        else:
            self.need("for", "the", "greatest", "total")
        if self.maybe(",", "each"):
            part.size = self.sum()
            self.need("times")
        while self.is_name() and self.word(1) == "takes":
            name = self.name()
            self.need("takes")
            places = self.count()
            if self.maybe("where"):
                part.slots.append((name, places, "where", self.condition()))
            elif self.maybe("of", "the", "rest"):
                part.slots.append((name, places, "rest", None))
            else:
                self.need("of", "(")
                part.slots.append((name, places, "of", self.listed(self.name)))
                self.need(")")
        return ("pick", part)

    # ---- reviews, powers, goals ----

    def read_review(self):
        part = Part(what="review", name=self.name(), title=self.take("string"), considers=[],
                    secure=None, findings=[])
        self.need("of")
        part.levels = ["nation"] if self.maybe("the", "nation") else (
            self.need("each"), self.listed(self.name))[1]
        while self.in_section():
            if self.allowed():
                continue
            if self.here("text"):
                self.at += 2
            elif self.maybe("considers"):
                part.considers += self.listed(self.path)
            elif self.maybe("secure", "when"):
                part.secure = self.condition()
            else:
                found = self.lines("finding")
                part.findings += found or self.mistake("a clause of a review")
        return part

    def read_power(self):
        part = Part(what="power", name=self.name(), title=self.take("string"), place=None)
        if self.maybe("text"):
            self.take("string")
        while self.allowed():
            pass
        self.need("held", "by")
        self.take("string")
        if self.maybe("in", "each"):
            part.place = self.name()
        self.need("over")
        part.levels = self.listed(self.name)
        self.need("open", "when")
        part.tree = self.condition()
        part.closed = self.condition() if self.maybe("closed", "when") else None
        return part

    def read_goal(self):
        part = Part(what="goal", name=self.name(), title=self.take("string"), path=self.path())
        self.need("of", "the", "nation", "reaches")
        part.target = self.sum()
        self.need("by")
        part.year = self.year()
        return part

    def read_reconcile(self):
        part = Part(what="reconcile", name=self.name(), title=self.take("string"), within=None,
                    only=False)
        self.need("for")
        part.level = "nation" if self.maybe("the", "nation") else (self.need("each"),
                                                                   self.name())[1]
        part.given = self.definition()
        self.need("with")
        part.ours = self.definition()
        while self.maybe(","):
            if self.maybe("within"):
                part.within = self.sum()
            else:
                self.need("reported", "only")
                part.only = True
            self.because()
        return part

    def read_publish(self):
        """What is hidden of tables for the public decides no figure."""
        part = Part(what="publish", name=self.name(), title=self.take("string"))
        self.need("of")
        part.measures = self.listed(self.path)
        while True:
            if self.maybe("hidden", "as"):
                self.take("string")
                self.need("for", "counts", "of")
                self.take("number")
                self.need("to")
                self.take("number")
            elif self.maybe("missing", "as"):
                self.take("string")
                if self.maybe("for"):
                    self.listed(self.name)
            elif self.maybe("counts", "rounded"):
                self.rounding()
            elif self.maybe("at", "least"):
                self.take("number")
                self.need("counts", "possible")
            else:
                return part

    def read_report(self):
        """What pages show decides no figure."""
        part = Part(what="report", name=self.name(), title=self.take("string"))
        self.need("of")
        part.measures = self.listed(self.path)
        while True:
            if self.maybe("spread", "within"):
                self.name()
                self.need("is")
                self.path()
            elif self.maybe("spread", "between"):
                self.name()
                if not self.maybe("none") and not self.maybe("additive"):
                    self.need("multiplicative")
                    if self.maybe("winsorised"):
                        self.take("percent")
            elif self.maybe("compared", "within"):
                self.name()
            elif self.maybe("split", "by"):
                self.listed(self.path)
            elif self.maybe("note") or self.maybe("question"):
                self.take("string")
            else:
                return part

    def read_support(self):
        part = Part(what="support", name=self.name(), title=self.take("string"), figures=[])
        self.need("of", "each")
        part.level = self.name()
        if self.maybe("in", "each"):
            part.group = self.name()
        else:
            self.need("in", "the", "nation")
            part.group = "nation"
        while True:
            if self.maybe("seeks", "when"):
                part.seeks = self.condition()
            elif self.maybe("offers", "when"):
                part.offers = self.condition()
            elif self.maybe("similar", "in"):
                part.figures = self.listed(self.path)
            elif self.maybe("nearest"):
                part.nearest = int(self.take("number"))
                self.need("and", "ties")
            elif self.maybe("text"):
                self.take("string")
            elif not self.allowed():
                return part

    def read_corrections(self):
        self.need("from")
        return Part(what="corrections", file=self.take("string"))

    def read_amendment(self):
        part = Part(what="amendment", name=self.name(), title=self.take("string"))
        if self.maybe("of"):
            self.path()
            while self.maybe(","):
                self.path()
        self.need("from")
        self.year()
        self.need("article")
        self.take("string")
        self.because()
        return part

    # ---- examples ----

    def read_example(self):
        part = Part(what="example", line=self.pieces[self.at][2], title=self.take("string"),
                    steps=[])
        while self.in_section():
            part.steps.append(self.step())
        return part

    def step(self):
        line = self.pieces[self.at][2]
        if self.maybe("given"):
            record = "rules" if self.maybe("rules") else self.name()
            year = self.year() if self.maybe("in") else None
            headings, *rows = self.rows()
            return ("given", record, year, headings, rows)
        if self.maybe("taking"):
            path = self.path()
            self.need("as")
            return ("taking", path, self.rows())
        if self.maybe("in", "the", "year"):
            return ("year", self.year())
        self.need("expect")
        if self.here("refused") and self.kind(1) == "string":
            self.at += 1
            return ("refused", self.take("string"))
        return self.expectation(line)

    def expectation(self, line):
        shown = self.maybe("shown")
        path = self.path()
        keys = None
        if self.maybe("["):
            keys = tuple(self.listed(self.definition))
            self.need("]")
        of = None
        if self.maybe("of"):
            if self.maybe("the", "nation"):
                of = ("nation", [])
            else:
                record = self.name()
                texts = self.listed(lambda: self.take("string")) if self.kind() == "string" else []
                of = (record, texts)
        self.need("is")
        figure = (shown, path, keys, of)
        if self.maybe("missing"):
            return ("expect", line, figure, "missing", self.name() if self.maybe("as") else None)
        return ("expect", line, figure, "is", self.definition())


def parse(text):
    return Parser(pieces(text)).file()
