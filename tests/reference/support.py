"""support.py -- who could help whom: support.csv, as spec/support.md says.

SPDX-License-Identifier: Apache-2.0
"""
from fractions import Fraction

import build
import number
from model import climb
from node import Miss
from reduce import key_texts


class Support:
    """One `support` section, with its formulas built for the rows of its record."""

    def __init__(self, part, run):
        self.part, self.run = part, run
        model = run.model
        self.of = model.records[part.level]
        self.group = None if part.group == "nation" else model.records[part.group]
        context = build.Context(model, self.of)
        self.seeks = build.expression(part.seeks, context)
        self.offers = build.expression(part.offers, context)
        self.names = [".".join(path) for path in part.figures]
        self.figures = [build.path(path, context) for path in part.figures]
        self.rows = sorted(run.rows[self.of], key=lambda row: [text.encode() for text in key_texts(row)])
        self.groups = {row: self.group_of(row) for row in self.rows}
        self.values = {row: [figure.ev(row) for figure in self.figures] for row in self.rows}
        self.ranks = {}
        for row in self.rows:
            if self.compared(row):
                self.ranks[row] = [self.rank(row, f) for f in range(len(self.names))]

    def group_of(self, row):
        if self.group is None:
            return self.run.nation
        return climb(row, self.run.model.way(self.of, self.group))

    def compared(self, row):
        return not isinstance(self.groups[row], Miss) and not any(isinstance(value, Miss)
                                                                  for value in self.values[row])

    def rank(self, row, f):
        """The mean place of a row among those of its group, from 1 for the least."""
        own, less, same = self.values[row][f], 0, 0
        for other in self.rows:
            if self.groups[other] is self.groups[row] and self.compared(other):
                order = number.compare(self.values[other][f], own)
                less += order < 0
                same += order == 0
        return less + Fraction(same + 1, 2)

    def why(self, row):
        if isinstance(self.groups[row], Miss):
            return f"{self.group.name}: {self.groups[row].words}"
        return next((f"{name}: {value.words}" for name, value in zip(self.names, self.values[row])
                     if isinstance(value, Miss)), "")

    def near(self, row):
        """(place, distance, row) of the nearest that offer, with all ties."""
        found = []
        for other in self.rows:
            if other is row or other not in self.ranks or self.groups[other] is not self.groups[row]:
                continue
            if self.offers.ev(other) is True:
                distance = sum(abs(a - b) for a, b in zip(self.ranks[row], self.ranks[other]))
                found.append((distance, other))
        found.sort(key=lambda one: one[0])
        lines = []
        for distance, other in found:
            place = 1 + sum(one < distance for one, _ in found)
            if place <= self.part.nearest:
                lines.append((place, distance, other))
        return lines

    def lines(self):
        """(row, side, partner or None, place, distance, reason), in order."""
        for side, condition in (("offers", self.offers), ("seeks", self.seeks)):
            for row in self.rows:
                value = condition.ev(row)
                if isinstance(value, Miss):
                    yield row, side, None, "", None, f"not decided: {value.words}"
                elif value:
                    yield from self.of_row(row, side)

    def of_row(self, row, side):
        near = self.near(row) if side == "seeks" and row in self.ranks else []
        for place, distance, other in near:
            yield row, side, other, place, distance, ""
        if not near:
            alone = "none offers" if side == "seeks" and row in self.ranks else self.why(row)
            yield row, side, None, "", None, alone


def key_cell(row):
    """A key of several parts is these as cells of a line of CSV."""
    texts = key_texts(row)
    if len(texts) == 1:
        return texts[0]
    return ",".join('"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text
                    for text in texts)


def half(value):
    return "" if value is None else number.decimal(value)


def support_rows(run, status, said):
    """The rows of support.csv; None where the framework has no support."""
    parts = sorted(run.model.framework.of("support"), key=lambda part: part.name.encode())
    if not parts:
        return None
    supports = [Support(part, run) for part in parts]
    heads = list(dict.fromkeys(name for one in supports for name in one.names))
    head = ["support", "level", "key", "in", "group", "side", "partner", "place", "distance"]
    for name in heads:
        head += [name + ".rank", name + ".partner_rank"]
    rows = [head + ["reason"] + status]
    for one in supports:
        for row, side, partner, place, distance, reason in one.lines():
            group = one.groups[row]
            inside = one.group is not None and not isinstance(group, Miss)
            line = [one.part.name, one.of.name, key_cell(row), one.group.name if one.group else "",
                    key_cell(group) if inside else "", side, key_cell(partner) if partner else "",
                    str(place), half(distance)]
            for name in heads:
                for of in (row, partner):
                    ranks = one.ranks.get(of) if of and name in one.names else None
                    line.append(half(ranks[one.names.index(name)] if ranks else None))
            rows.append(line + [reason] + ([said] if status else []))
    return rows


__all__ = ["Support", "support_rows"]
