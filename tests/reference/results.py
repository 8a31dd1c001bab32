"""results.py -- the result files and the ledger, as spec/results.md and spec/ledger.md say.

SPDX-License-Identifier: Apache-2.0
"""
import build
import measure as measures
import number
import ties
from data import test_words
from model import GroupPlace
from node import Miss, Row
from reduce import key_texts, shown_key
from support import support_rows


class Results:
    def __init__(self, run):
        self.run, self.model = run, run.model
        self.said = "STUDY" if self.model.study else "DRAFT"    # no seal is made or read here
        self.status = ["status"]
        self.files = {}
        self.level_ledger = []
        self.build_all()
        for record in self.model.records.values():
            if not record.personal and (record.keys or record.named_by):
                self.level_file(record)
        self.level_files_of("nation", "nation")
        tied = ties.lines(run, [one for one in self.model.records.values() if one.name + ".csv" in self.files])
        if tied is not None:
            self.files["links.csv"] = [ties.HEAD + self.status] + [line + [self.said] for line in tied]
        self.judged()
        self.nation()
        supports = support_rows(run, self.status, self.said)
        if supports:
            self.files["support.csv"] = supports

    def build_all(self):
        """All that is printed is built, also where there are no rows."""
        for measure in self.model.measures.values():
            for level in [*measure.levels.values(), *measure.splits.values()]:
                for figure in (level.value, level.lower, level.upper, level.band):
                    if figure:
                        self.fill(figure.place)
                        _ = figure.node
        for judged in [*self.model.reviews.values(), *self.model.powers.values()]:
            for figure in judged.levels.values():
                _ = figure.node

    @staticmethod
    def fill(place):
        if hasattr(place, "fill"):
            place.fill()

    # ---- one measure for the rows of a place ----

    def columns(self, measure, level, exact=True):
        name = measure.name
        head = [name]
        if exact:
            head.append(name + ".exact")
        if level.lower:
            head += [name + ".lower", name + ".upper"]
        fold = None if measure.not_made else measures.first_fold(level.value_tree, level)
        if fold:
            head += [name + ".counted", name + ".of"]
        if level.band:
            head.append(name + ".band")
        return head + [name + ".reason"], fold

    def cells(self, measure, level, row, fold):
        value = level.value.read(row)
        parts = [value]
        out = [self.shown(measure, value)]
        out.append(self.exact(value))
        if level.lower:
            limits = [level.lower.read(row), level.upper.read(row)]
            parts += limits
            out += [self.shown(measure, limit) for limit in limits]
        if fold:
            out += self.counted(measure, level, row, fold)
        if level.band:
            band = level.band.read(row)
            parts.append(band)
            out.append("" if isinstance(band, Miss) else measure.band_names()[band])
        reason = next((part for part in parts if isinstance(part, Miss)), None)
        return out + [reason.words if reason else ""]

    def shown(self, measure, value):
        if isinstance(value, Miss):
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        rounding = measure.part.shown
        step = build.step_of(rounding, measure.unit)
        mode = rounding.mode or self.model.mode
        places = rounding.number if rounding.how == "places" else rounding.number[1]
        value = number.rounded(value, step, mode) * (100 if measure.unit == "%" else 1)
        return number.fixed(value, places)

    @staticmethod
    def exact(value):
        if isinstance(value, Miss):
            return ""
        return "" if isinstance(value, bool) else number.text(value)

    def counted(self, measure, level, row, fold):
        if self.hidden(measure, level, row):
            return ["", ""]
        node = level.node_of(fold)
        return [str(node.info.taken(row)), str(node.info.everything(row))]

    def hidden(self, measure, level, row):
        """How many were counted is withheld with the figure itself."""
        return level.withheld is not None and level.withheld.read(row) is True

    # ---- level files ----

    def level_file(self, record):
        self.level_files_of(record, record.name)

    def level_files_of(self, place, name):
        rows = self.run.rows[place] if place != "nation" else [self.run.nation]
        head, fields = [], []
        if place != "nation":
            head = ["name"] if place.named_by else [key.name for key in place.keys]
            fields = [f for f in place.fields.values() if f.role == "identity"]
            head += [field.name for field in fields]
        shown = [(measure, measure.levels[place]) for measure in self.model.measures.values()
                 if place in measure.levels and measure.levels[place].value]
        reviews = [one for one in self.model.reviews.values() if place in one.levels]
        powers = [one for one in self.model.powers.values() if place in one.levels]
        rows = sorted(rows, key=lambda row: [text.encode() for text in key_texts(row)])
        if place != "nation" and (shown or reviews or powers):
            self.write(name + ".csv", head, fields, rows, shown, reviews, powers)
        for measure, level in shown:
            for field, group_place, split in level.split_places:
                self.split_file(name, head, fields, rows, measure, field, group_place, split)

    def judged(self):
        nation = "nation"
        reviews = [one for one in self.model.reviews.values() if nation in one.levels]
        powers = [one for one in self.model.powers.values() if nation in one.levels]
        shown = [(measure, measure.levels[nation]) for measure in self.model.measures.values()
                 if nation in measure.levels and measure.levels[nation].value]
        if reviews or powers or any(level.band for _, level in shown):
            self.write("nation.judged.csv", [], [], [self.run.nation], shown, reviews, powers)

    def unit_cells(self, row, fields):
        cells = [] if row.place == "nation" else key_texts(row)
        for field in fields:
            value = row.values[field.name]
            cells.append("" if isinstance(value, Miss) else cell_text(value, field))
        return cells

    def write(self, file, head, fields, rows, shown, reviews, powers):
        head = list(head)
        shapes = []
        for measure, level in shown:
            columns, fold = self.columns(measure, level)
            head += columns
            shapes.append(fold)
        several = len(reviews) > 1
        for review in reviews:
            front = review.name + "." if several else ""
            head += [front + "finding", front + "finding.reason"]
        head += [power.name for power in powers] + self.status
        lines = [head]
        for row in rows:
            line = self.unit_cells(row, fields)
            for (measure, level), fold in zip(shown, shapes):
                line += self.cells(measure, level, row, fold)
            for review in reviews:
                line += self.finding(review, row)
            for power in powers:
                held = power.levels[row.place].read(row)
                line.append("not decided: " + held.words if isinstance(held, Miss)
                            else "open" if held else "closed")
            lines.append(line + [self.said])
        self.files[file] = lines
        for measure, level in shown:
            self.count_level(file, measure, [level.value.read(row) for row in rows])

    def finding(self, review, row):
        found = review.levels[row.place].read(row)
        reasons = []
        for path in review.part.considers:
            figure = "value" if len(path) == 1 else path[-1]
            node = build.measure_figure(self.model.measures[path[0]], row.place, self.model, figure)
            value = node.ev(row)
            if isinstance(value, Miss):
                reasons.append(f"{'.'.join(path)}: {value.words}")
        return [found, "; ".join(reasons)]

    def split_file(self, name, head, fields, rows, measure, field, place, split):
        columns, fold = self.columns(measure, split)
        groups = {}
        for group in self.run.groups(place):
            groups.setdefault(group.level, []).append(group)
        lines, values = [head + [field] + columns + self.status], []
        for row in rows:
            for group in sorted(groups.get(row, []), key=lambda one: order_key(one.keys[0])):
                line = self.unit_cells(row, fields) + [group_text(group.keys)]
                line += self.cells(measure, split, group, fold)
                values.append(split.value.read(group))
                lines.append(line + [self.said])
        file = f"{name}.{measure.name}.by.{field}.csv"
        self.files[file] = lines
        self.count_level(file, measure, values)

    def count_level(self, file, measure, values):
        reasons = {}
        for value in values:
            if isinstance(value, Miss):
                key = (value.name, value.words, value.because or "")
                reasons[key] = reasons.get(key, 0) + 1
        withheld = sum(n for (name, *_), n in reasons.items() if name == "withheld")
        missing = sum(reasons.values()) - withheld
        self.level_ledger.append({
            "file": file, "measure": measure.name, "units": len(values),
            "shown": len(values) - withheld - missing, "withheld": withheld, "missing": missing,
            "reasons": sorted(reasons.items())})

    # ---- nation.csv ----

    def nation(self):
        lines = []
        for measure in self.model.measures.values():
            level = measure.levels.get("nation")
            if not level:
                continue
            for name in ("value", "lower", "upper"):
                figure = level.figure(name)
                if figure and figure.node.kind in ("number", None):
                    value = figure.read(self.run.nation)
                    lines.append((measure.name, name, "", self.shown(measure, value), value))
            for name, figure in () if measure.not_made else level.lets.items():
                lines += self.national(measure, name, figure)
        lines.sort(key=lambda line: (line[0].encode(), line[1].encode()))
        self.files["nation.csv"] = [["measure", "figure", "group", "value", "exact", "reason"]
                                    + self.status]
        for measure, name, group, shown, value in lines:
            miss = isinstance(value, Miss)
            self.files["nation.csv"].append([
                measure, name, group, shown, "" if miss else number.text(value),
                value.words if miss else ""] + [self.said])

    def national(self, measure, name, figure):
        if not isinstance(figure.place, GroupPlace):
            if figure.node.kind != "number":
                return []
            value = figure.read(self.run.nation)
            return [(measure.name, name, "", "" if isinstance(value, Miss)
                     else number.decimal(value), value)]
        if figure.node.kind != "number" or any(personal(key) for _, key in figure.place.keys):
            return []
        found = []
        for group in sorted(self.run.groups(figure.place),
                            key=lambda one: [order_key(key) for key in one.keys]):
            value = figure.read(group)
            found.append((measure.name, name, group_text(group.keys), "" if isinstance(
                value, Miss) else number.decimal(value), value))
        return found


def personal(node):
    while node.op in ("up", "figure"):
        node = node.args[0] if node.op == "up" else node.info.node
    if node.op != "field":
        return False
    field = node.info
    if field.kind == "link":
        return "personal" in str(field.record.personal) or field.record.personal
    return "personal" in field.role


def order_key(key):
    if isinstance(key, Row):
        return ["", [shown_key(part).encode() for part in key.keys]]
    if isinstance(key, str):
        return ["", key.encode()]
    return ["", key]


def group_text(keys):
    return "; ".join("yes" if key is True else "no" if key is False else key_text(key)
                     for key in keys)


def key_text(key):
    if isinstance(key, Row):
        return "/".join(shown_key(part) for part in key.keys)
    if isinstance(key, int):
        return f"{key}/{(key + 1) % 100:02}"
    return number.decimal(key) if not isinstance(key, str) and hasattr(key, "numerator") else str(
        key)


def cell_text(value, field):
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value}/{(value + 1) % 100:02}"
    if isinstance(value, str):
        return value
    if field.kind in ("number", "whole", "%"):
        return number.decimal(value * 100 if field.kind == "%" else value)
    return str(value)


# ---- the ledger ----

def reasons_of(misses):
    counts = {}
    for miss in misses:
        key = (miss.name, miss.words, miss.because or "")
        counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items())


def reading(run):
    found = []
    for one in run.readings:
        aside = {}
        for why, count in one.aside.items():
            words = why if isinstance(why, str) else "rows where " + test_words(why)
            aside[words] = aside.get(words, 0) + count
        found.append({"record": one.record.name, "rows": one.count, "kept": one.kept_rows,
                      "set_aside": sorted((name, count) for name, count in aside.items())})
    return found


def links(run):
    found = []
    for record in run.model.records.values():
        for link in record.links:
            parents = [row.parents[link.name] for row in run.rows[record]]
            matched = [one for one in parents if not isinstance(one, Miss)]
            parent = run.model.records[link.part.parent]
            total, having = len(run.rows[parent]), len(set(matched))
            found.append({"record": record.name, "field": link.name, "parent": parent.name,
                          "rows": len(parents), "matched": len(matched),
                          "unmatched": reasons_of(one for one in parents
                                                  if isinstance(one, Miss)),
                          "parents": total, "with": having, "without": total - having})
    return found


def measuring(run):
    found = []
    for measure in run.model.measures.values():
        done = set()
        for place, level in measure.levels.items():
            if place != "nation" and level.value:
                done.add(place)
                found.append(measured(measure, place, [level.value.read(row)
                                                       for row in run.rows[place]], run))
        for clause in () if measure.not_made else measure.all_clauses():
            if clause.record not in done:
                done.add(clause.record)
                values = [clause_of(measure, row) for row in run.rows[clause.record]]
                found.append(measured(measure, clause.record, values, run))
        for place, level in measure.levels.items():
            for pick in () if measure.not_made else level.picks:
                found.append(picked(measure, pick, place, run))
    return found


def clause_of(measure, row):
    clause = measure.left_out(row)
    return clause.reason if clause else None


def measured(measure, place, values, run):
    misses = [value for value in values if isinstance(value, Miss)]

    def of(*names):
        return reasons_of(miss for miss in misses if miss.name in names)
    other = [miss for miss in misses if miss.name not in ("left_out", "withheld", "not_made")]
    return {"measure": measure.name, "record": place.name, "rows": len(values),
            "counted": len(values) - len(misses), "left_out": of("left_out"),
            "withheld": of("withheld"), "missing": reasons_of(other), "not_made": of("not_made"),
            "not_picked": 0}


def picked(measure, pick, place, run):
    rows = run.rows[place] if place != "nation" else [run.nation]
    pick.build()
    taken = set()
    for row in rows:
        taken |= pick.all_taken(row)
    total = len(run.rows[pick.record])
    return {"measure": measure.name, "record": pick.record.name, "rows": total,
            "counted": len(taken), "left_out": [], "withheld": [], "missing": [], "not_made": [],
            "not_picked": total - len(taken)}
