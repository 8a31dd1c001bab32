"""examples.py -- runs the examples of a framework (spec/examples.md).

SPDX-License-Identifier: Apache-2.0
"""
import build
import cells
import lookup
from model import Model
from node import Miss, Node, Refused, Row
from run import Run
from data import key_reader

NOT_GIVEN = Miss("not_given")


def run_all(framework):
    passed, failed, words = 0, 0, []
    for part in framework.of("example"):
        found = run_one(framework, part)
        if found:
            failed += 1
            words += [f"{part.title!r}: {one}" for one in found]
        else:
            passed += 1
    return passed, failed, words


def run_one(framework, part):
    """What is not as it was expected."""
    years = [step[1] for step in part.steps if step[0] == "year"]
    example = Example(framework, part, years[0] if years else framework.term[1])
    refused = [step[1] for step in part.steps if step[0] == "refused"]
    try:
        run = example.run_of(example.year)
        example.read_all(run)
    except (Refused, KeyError, IndexError) as fault:
        return [] if refused else [f"refused: {fault!r}"]
    if refused:
        return ["was not refused"]
    found = []
    for step in part.steps:
        if step[0] == "expect":
            try:
                wrong = example.expect(run, step)
            except (Refused, ArithmeticError, KeyError, AttributeError, TypeError) as fault:
                wrong = f"fault {fault!r}"
            if wrong:
                found.append(f"line {step[1]}: {wrong}")
    return found


class Taken:
    """A figure that is taken from a table."""

    def __init__(self, rows, example):
        self.rows = rows
        self.part = type("Part", (), {})()
        if len(rows) == 1:
            self.part.headings, self.part.rows = ["figure"], rows
        else:
            self.part.headings, self.part.rows = rows[0], rows[1:]
        self.part.name, self.part.curve = "taken", None

    def node(self, context):
        text = self.rows[-1][-1]
        if text.startswith("missing "):
            reason = context.model.reason(text.split()[1])
            return Node("maybe", "number", lambda row: reason, (), None, "pure")
        return build.constant(lookup.read_number(text), "number")

    def lookup(self, context, args, trees):
        return lookup.table(self.part, trees, context)


class Example:
    def __init__(self, framework, part, year):
        self.framework, self.part, self.year = framework, part, year
        self.runs, self.models = {}, {}
        self.taken = {tuple(step[1]): Taken(step[2], self) for step in part.steps
                      if step[0] == "taking"}

    def model(self, year):
        if year not in self.models:
            model = Model.__new__(Model)
            original, self.framework.model = self.framework.model, self.model
            self.models[year] = model
            try:
                model.__init__(Wrapped(self.framework, self), year)
            finally:
                self.framework.model = original
        return self.models[year]

    def run_of(self, year):
        if year not in self.runs:
            given = [step for step in self.part.steps if step[0] == "given"
                     and (step[2] if step[2] is not None else self.year) == year]
            if year != self.year and not given:
                return None
            self.runs[year] = Given(self.model(year), self, given).run
        return self.runs[year]

    def read_all(self, run):
        """Every year that is given is read, and no two units may be one of an earlier year."""
        for year in sorted({step[2] for step in self.part.steps if step[0] == "given"} - {None}):
            self.run_of(year)
            for record in run.model.records.values():
                if record.part.continues and year < self.year:
                    then = [run.follow(row, self.year - year) for row in run.rows[record]]
                    then = [row for row in then if row]
                    if len(set(then)) < len(then):
                        raise Refused(f"two rows of {record} were one in {year}")

    # ---- expectations ----

    def expect(self, run, step):
        _, _, (shown, path, keys, of), what, value = step
        model = run.model
        place, row = self.row_of(run, path, of, keys)
        context = build.Context(model, place, None)
        if path[0] in model.powers and len(path) == 1:
            return self.expect_power(model.powers[path[0]].levels[place].read(row), what, value)
        if path[0] in model.reviews and len(path) == 1:
            found = build.finding_node(model.reviews[path[0]], context).ev(row)
            return None if value == ("path", (found,)) else f"came out {found}"
        if len(path) == 2 and path[1] == "band" or self.is_band(model, path, what, value):
            measure = model.measures[path[0]]
            found = measure.levels[place].band.read(row)
            if what == "missing":
                return missing_as(found, value)
            named = None if isinstance(found, Miss) else measure.band_names()[found]
            return None if value == ("path", (named,)) else f"came out {found} {named}"
        node = self.figure_node(model, path, keys, context, shown)
        found = node.ev(row)
        if what == "missing":
            return missing_as(found, value)
        wanted = build.definition(value, build.Context(model, place, None))
        want = wanted.ev(row)
        if isinstance(found, Miss) or isinstance(want, Miss):
            return f"came out {found}, wanted {want}"
        return None if build.order(found, want) == 0 else f"came out {found}, wanted {want}"

    @staticmethod
    def is_band(model, path, what, value):
        return what == "is" and len(path) == 1 and path[0] in model.measures and \
            value[0] == "path" and len(value[1]) == 1 and \
            value[1][0] in model.measures[path[0]].band_names()

    @staticmethod
    def expect_power(held, what, value):
        if what == "missing":
            return missing_as(held, value)
        word = "not decided" if isinstance(held, Miss) else "open" if held else "closed"
        return None if value == ("path", (word,)) else f"came out {word}"

    def figure_node(self, model, path, keys, context, shown):
        if path[0] in model.records:
            node = build.of_record(path[1], model.records[path[0]])
        elif keys:
            node = build.index(("index", ("path", path), keys), context)
        else:
            node = build.path(path, context)
        if shown:
            node = build.round_node(node, model.measures[path[0]].part.shown, model)
        return node

    def places_of(self, model, path, keys=None):
        """The levels at which the figure is made, lowest first."""
        first = path[0]
        if first in model.records:
            return [model.records[first]]
        for kind in (model.powers, model.reviews):
            if first in kind:
                return list(kind[first].levels)
        if first in model.measures:
            figure = path[1] if len(path) > 1 else "value"
            places = [place for place, level in model.measures[first].levels.items()
                      if level.figure(figure)]
            return sorted(places, key=lambda place: self.depth(model, place))
        return ["nation"]

    @staticmethod
    def depth(model, place):
        if place == "nation":
            return 10 ** 6
        return -len([one for one in model.records.values() if model.reaches(place, one)])

    def row_of(self, run, path, of, keys=None):
        model = run.model
        if of is None:
            for place in self.places_of(model, path, keys):
                rows = [run.nation] if place == "nation" else run.rows[place]
                if len(rows) == 1:
                    return place, rows[0]
            raise Refused("whose figure is not said")
        name, texts = of
        if name == "nation":
            return "nation", run.nation
        record = model.records[name]
        if not texts:
            row, = run.rows[record]
            return record, row
        if record.named_by:
            return record, run.index[record][tuple(texts)]
        key = tuple(key_reader(part, run)(text) for part, text in zip(record.keys, texts))
        return record, run.index[record][key]


def missing_as(found, reason):
    if not isinstance(found, Miss):
        return f"came out {found}, not missing"
    return None if reason in (None, found.name) else f"is missing as {found.name}"


class Wrapped:
    """The framework with models of its own, which know what the example takes."""

    def __init__(self, framework, example):
        self.framework, self.example = framework, example
        self.head, self.term, self.sections = framework.head, framework.term, framework.sections
        self.taken = example.taken

    def of(self, what):
        return self.framework.of(what)

    def model(self, year):
        return self.example.model(year)


class Given:
    """Rows given in an example, as a run."""

    def __init__(self, model, example, steps):
        self.model = model
        self.run = Run(model, example.run_of)
        self.current = {}
        self.rows = {record: [] for record in model.records.values()}
        self.made_up = {}
        self.unnamed = {}
        for step in steps:
            self.block(step)
        self.run.rows = self.rows
        self.run.join()

    def block(self, step):
        _, name, _, headings, lines = step
        record = self.model.records[name]
        for line in lines:
            self.row(record, dict(zip(headings, line)))

    def row(self, record, cells_of):
        row = Row(record, self.run, len(self.rows[record]))
        for field in record.fields.values():
            if field.kind == "link":
                row.parents[field.name] = self.link(record, field, cells_of)
            else:
                row.values[field.name] = self.value(record, field, cells_of)
        for key in record.keys:
            value = row.values.get(key.name)
            row.texts[key.name] = cells_of.get(key.name, value if isinstance(value, str) else "")
        self.rows[record].append(row)
        self.current[record] = row
        return row

    def value(self, record, field, cells_of):
        if field.lost:
            return field.lost
        if field.name not in cells_of:
            if field.role in ("key", "key personal"):
                count = self.made_up[field] = self.made_up.get(field, 0) + 1
                return f"#{count}" if field.value_kind == "code" else None
            return NOT_GIVEN
        text = cells_of[field.name]
        if field.kind == "yes" and text in ("yes", "no"):
            return text == "yes"
        try:
            return cells.cell_reader(field)(text)
        except Refused:
            if self.is_reason(text):
                return self.model.reason(text)
            raise

    def is_reason(self, text):
        parts = self.model.framework.of("record")
        names = {"not_given"}
        for part in parts:
            names |= {reason[0] for _, reason in part.missing}
            for field in part.fields:
                names |= {reason[0] for _, reason in field.missing + field.not_in}
                names |= {field.other[0]} if field.other else set()
        return text in names

    def link(self, record, field, cells_of):
        parent = self.model.records[field.part.parent]
        if field.lost:
            return field.lost
        if field.name in cells_of:
            text = cells_of[field.name]
            if text not in field.missing and self.is_reason(text):
                return self.model.reason(text)
            return ("texts", [text])
        if parent.named_by:
            return ("texts", ["unnamed"])
        if parent in self.current:
            return self.current[parent]
        if parent not in self.unnamed:
            self.unnamed[parent] = self.row(parent, {})
            del self.current[parent]
        return self.unnamed[parent]
