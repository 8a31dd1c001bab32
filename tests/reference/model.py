"""model.py -- a framework and its modules; and what it is in one year: records, names, figures.

SPDX-License-Identifier: Apache-2.0
"""
import os

from node import NO_PARENT, Figure, Miss, Refused
from parse import parse

STANDARD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "stdlib")


class Framework:
    """The sections of a framework and of all modules that it uses."""

    def __init__(self, path, text=None):
        self.models, self.path = {}, path
        files = []
        self.load(path, text, files, set())
        self.head = next((part for part in files[0] if part.what == "framework"), None)
        self.sections = [part for sections in reversed(files) for part in sections]
        self.term = self.head.term if self.head else None

    def load(self, path, text, files, seen):
        queue = [(path, text)]
        for where, content in queue:            # grows as `use` lines are met
            if content is None:
                with open(where, encoding="utf-8") as file:
                    content = file.read()
            sections = parse(content)
            files.append(sections)
            seen.add(os.path.realpath(where))
            for part in sections:
                if part.what == "use":
                    base = os.path.dirname(where) if part.beside else STANDARD
                    module = os.path.join(base, *part.path) + ".lustrum"
                    if os.path.realpath(module) not in seen:
                        seen.add(os.path.realpath(module))
                        queue.append((module, None))

    def of(self, what):
        return [part for part in self.sections if part.what == what]

    def model(self, year):
        if year not in self.models:
            self.models[year] = Model(self, year)
        return self.models[year]


def holds(dates, year):
    return dates is None or dates[0] <= year <= dates[1]


class Field:
    """A field of a record: its own clauses, and what they come to in a year."""

    def __init__(self, part, record, model):
        self.part, self.record, self.name = part, record, part.name
        self.kind, self.role = part.kind, part.role
        self.low, self.high = getattr(part, "low", None), getattr(part, "high", None)
        self.codes, self.unit = None, None
        if part.kind == "code" and part.codes:
            self.codes = model.codes(part.codes)
        if part.kind in ("number", "whole"):
            self.unit = part.unit or "pure"
        elif part.kind == "%":
            self.unit = "%"
        self.headings = next(([heading] for dates, heading in part.columns_in
                              if holds(dates, model.year)), part.headings)
        lost = next((reason for dates, reason in part.not_in if holds(dates, model.year)), None)
        self.lost = model.reason(lost) if lost else None
        self.missing = {text: model.reason(reason) for items, reason in part.missing
                        for text in model.texts(items)}
        self.other = model.reason(part.other) if part.other else None
        of_record = record.part.missing if self.role not in ("key", "key personal", "identity",
                                                             "link") else []
        own = set(self.missing) | set(self.codes or []) | set(part.yes) | set(part.no)
        for items, reason in of_record:
            for text in model.texts(items):
                if text not in own:
                    self.missing[text] = model.reason(reason)
        self.may_miss = bool(self.missing or self.other or self.lost or record.part.short
                             or model.not_given)

    @property
    def value_kind(self):
        return {"text": "code", "code": "code", "number": "number", "whole": "number", "%": "number",
                "yes": "bool", "date": "date", "school": "year", "link": "link"}[self.kind]


class Record:
    def __init__(self, part):
        self.part, self.name, self.plural = part, part.name, part.plural
        self.fields, self.derives, self.keys = {}, {}, []
        self.named_by = None
        self.personal = False

    def __repr__(self):
        return self.name

    @property
    def links(self):
        return [field for field in self.fields.values() if field.kind == "link"]


class Model:
    """The framework as it is read for one year."""

    def __init__(self, framework, year):
        import measure                           # they need each other
        self.framework, self.year = framework, year
        self.mode = framework.head.mode if framework.head else None
        self.study = framework.head.study if framework.head else False
        self.not_given = False
        self.words = {}
        self.paths = {}
        self.find_words()
        self.lists = {}
        for part in framework.of("list"):
            self.lists[part.name] = None
        self.tables = {part.name: part for part in framework.of("table")}
        self.parameters = {part.name: part for part in framework.of("parameter")}
        self.formulas = {part.name: part for part in framework.of("formula")}
        self.parameter_nodes = {}
        self.taken = getattr(framework, "taken", {})
        self.declare_records()
        self.derive()
        self.measures = {part.name: measure.Measure(part, self)
                         for part in framework.of("measure")}
        self.reviews = {part.name: measure.Review(part, self)
                        for part in framework.of("review")}
        self.powers = {part.name: measure.Power(part, self) for part in framework.of("power")}

    # ---- reasons ----

    def find_words(self):
        """Printed words of reasons: a reason has one set in the whole framework."""
        def note(reason):
            if reason and reason[1] is not None:
                self.words[reason[0]] = reason[1]
        for part in self.framework.of("record"):
            for _, reason in part.missing:
                note(reason)
            note(part.short)
            for field in part.fields:
                for _, reason in field.missing + field.not_in:
                    note(reason)
                note(field.other)
        for part in self.framework.of("table"):
            if part.curve and part.curve[0] == "missing":
                note(part.curve[1])
        for part in self.framework.of("measure"):
            for block in part.blocks:
                for clause in block.clauses:
                    if clause[0] == "let" and clause[3] and clause[3][1][0] == "missing":
                        note(clause[3][1][1])

    def reason(self, reason):
        name = reason[0] if isinstance(reason, tuple) else reason
        if name == "not_in_table":
            return Miss(name, "not in the table")
        return Miss(name, self.words.get(name))

    # ---- lists and codes ----

    def list_texts(self, name):
        if self.lists[name] is None:
            part = next(part for part in self.framework.of("list") if part.name == name)
            self.lists[name] = self.texts(part.items)
        return self.lists[name]

    def texts(self, items):
        found = []
        for what, text in items:
            found += [text] if what == "text" else self.codes(text)
        return list(dict.fromkeys(found))

    def codes(self, name):
        """Texts of a list, or of the first key column of a table."""
        if name in self.lists:
            return self.list_texts(name)
        if name not in self.tables:
            raise Refused(f"no list {name}")
        table = self.tables[name]
        column = 1 if table.headings[0] == "year" else 0
        return list(dict.fromkeys(row[column] for row in table.rows))

    # ---- records ----

    def declare_records(self):
        self.records, self.plurals = {}, {}
        for part in self.framework.of("record"):
            record = Record(part)
            self.records[part.name] = self.plurals[part.plural] = record
        for record in self.records.values():
            for part in record.part.fields:
                field = Field(part, record, self)
                record.fields[part.name] = field
                if part.role in ("key", "key personal"):
                    record.keys.append(field)
            for i, _ in enumerate(self.continuing(record)):
                self.add_continues(record, i)
        for record in self.records.values():
            if record.part.named_by:
                owner, field = record.part.named_by
                record.named_by = (self.records[owner], field)
            record.personal = self.is_personal(record, set())

    def continuing(self, record):
        """The headings by which units continue, in this year."""
        continues = record.part.continues
        return continues[0] if continues and holds(continues[1], self.year) else []

    def add_continues(self, record, i):
        from parse import Part
        name = "continues_from" + (f"_{i + 1}" if i else "")
        part = Part(name=name, role="context", kind="code", codes=None, parent=None,
                    missing=[([("text", "")], ("not_continued", None))], other=None, trim=False,
                    yes=[], no=[], percent_sign=False, written=None, nth=None, columns_in=[],
                    not_in=[], headings=[self.continuing(record)[i]], low=None, high=None)
        record.fields[name] = Field(part, record, self)

    def is_personal(self, record, seen):
        if record.name in seen:
            return False
        seen.add(record.name)
        return any(field.role == "key personal" or field in record.keys and field.kind == "link"
                   and self.is_personal(self.records[field.part.parent], seen)
                   for field in record.fields.values())

    def derive(self):
        import build
        for part in self.framework.of("derive"):
            if part.record not in self.records:
                raise Refused(f"no record {part.record}")
            record = self.records[part.record]

            def make(part=part, record=record):
                return build.definition(part.tree, build.Context(self, record))
            record.derives[part.name] = Figure(part.name, record, make, what="derive")

    # ---- from a row to a row above ----

    def way(self, place, target):
        """The links that lead from a record up to another: (), a tuple of (record, link), or None."""
        known = (place, target)
        if known not in self.paths:
            self.paths[known] = self.find_way(place, target)
        return self.paths[known]

    def find_way(self, place, target):
        queue, seen = [(place, ())], {place.name}
        for record, links in queue:
            if record is target:
                return links
            for field in record.links:
                parent = self.records[field.part.parent]
                if parent.name not in seen:
                    seen.add(parent.name)
                    queue.append((parent, links + ((record.name, field.name),)))
        return None

    def reaches(self, place, target):
        """Whether target (a record or "nation") is above the place, or the place itself."""
        if target == "nation" or place is target:
            return True
        if place == "nation":
            return False
        if isinstance(place, Record):
            return isinstance(target, Record) and self.way(place, target) is not None
        return self.reaches(place.level, target)


def climb(row, links):
    """The row above by these links, or why there is none."""
    for _, link in links:
        row = row.parents.get(link, NO_PARENT)
        if isinstance(row, Miss):
            return row
    return row


class GroupPlace:
    """Rows of a record that stand together: for a row of a level, each combination of keys."""

    def __init__(self, record, level, measure, keys, model):
        self.record, self.level, self.measure, self.keys = record, level, measure, keys
        self.model = model

    def __repr__(self):
        return f"groups of {self.record} under {self.level}"
