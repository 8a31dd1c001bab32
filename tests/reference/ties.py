"""ties.py -- links.csv: which row of a level file belongs to which row of another.

SPDX-License-Identifier: Apache-2.0
"""
import csv
import io

import measure as measures
import number
from model import climb
from node import DIVIDE, Miss
from reduce import key_texts

HEAD = ["level", "key", "of", "parent", "through", "row", "weight", "reason"]


def line_of(row):
    """The key of a row: of several parts as cells of a line of CSV."""
    texts = key_texts(row)
    if len(texts) == 1:
        return texts[0]
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(texts)
    return text.getvalue()


def made_of(model, place, third):
    """(measure, level, fold) of the first measure of the place whose first reduction is over rows of the
    third record; or None."""
    for measure in model.measures.values():
        level = measure.levels.get(place)
        fold = level and level.value and not measure.not_made and measures.first_fold(level.value_tree, level)
        if fold and level.node_of(fold).info.record is third:
            return measure, level, fold
    return None


def joins(model, levels):
    """(level, of, third): records to which a third has links in its key."""
    for third in model.records.values():
        if third.personal or any("personal" in field.role for field in third.fields.values()):
            continue
        ends = [model.records[key.part.parent] for key in third.keys if key.kind == "link"]
        for i, one in enumerate(ends):
            for other in ends[i + 1:]:
                if one is other or one not in levels or other not in levels:
                    continue
                first = made_of(model, one, third) or not made_of(model, other, third)
                yield (other, one, third) if first else (one, other, third)


def lines(run, levels):
    """The lines of links.csv, None where no level can belong to another."""
    model, found, any_of_them = run.model, [], False
    for level in levels:
        for of in levels:
            way = model.way(level, of) if level is not of else None
            if way is None:
                continue
            any_of_them = True
            for row in run.rows[level]:
                above = climb(row, way)
                if not isinstance(above, Miss):
                    found.append((row, above, None, ["", "", "", ""]))
    for level, of, third in joins(model, levels):
        any_of_them = True
        made = made_of(model, of, third)
        links = {model.records[key.part.parent]: key.name for key in third.keys if key.kind == "link"}
        for row in run.rows[third]:
            ends = [row.parents[links[one]] for one in (level, of)]
            if not any(isinstance(end, Miss) for end in ends):
                found.append((*ends, row, [third.name, line_of(row), *weighed(made, third, row)]))
    found.sort(key=lambda one: [part for row in one[:2] for part in (row.place.name.encode(), [
        text.encode() for text in key_texts(row)])] + [one[3][0].encode(), one[2] is not None and [
            text.encode() for text in key_texts(one[2])]])
    return [[row.place.name, line_of(row), of.place.name, line_of(of), *rest]
            for row, of, _, rest in found] if any_of_them else None


def weighed(made, third, row):
    """What a row weighs, and why it is left out."""
    if not made:
        return ["", ""]
    measure, level, fold = made
    weight, clause = level.node_of(fold).info.weight, measure.left_out(row)
    heavy = weight.ev(row) if weight else DIVIDE
    return ["" if isinstance(heavy, Miss) else number.decimal(heavy), clause.reason.words if clause else ""]
