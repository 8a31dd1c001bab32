"""data.py -- reads the files of a school year into rows, and counts what was read (spec/records.md).

SPDX-License-Identifier: Apache-2.0
"""
import csv
import io
import os
import re

import cells
from model import holds
from node import Miss, Refused, Row
from run import Run


def csv_rows(text, separator):
    if "\r" in text.replace("\r\n", ""):
        raise Refused("a bare CR")
    lines = io.StringIO(text.replace("\r\n", "\n"), newline="")
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as fault:
        raise Refused(str(fault)) from fault


def file_of(record, year):
    return next((name for dates, name in record.part.files if holds(dates, year)), record.part.file)


class Reading:
    """One file read for one record, with what was set aside."""

    def __init__(self, record, path, model):
        self.record, self.model, self.path = record, model, path
        part = record.part
        self.tests = part.where and (part.where[1] if part.where[0] == "and" else [part.where])
        self.aside = {}
        with open(path, "rb") as file:
            text = file.read().decode(part.encoding)
        rows = csv_rows(text, part.separator)
        if not rows:
            raise Refused(f"{path} is empty")
        self.headings, body = rows[0], rows[1:]
        self.short, self.lines, self.count = set(), [], len(body)
        for row in body:
            cells_of = self.kept(row)
            if cells_of is not None:
                self.lines.append(cells_of)
        if not self.lines and not self.count and not part.may_be_empty:
            raise Refused(f"{path} has no rows")
        self.kept_rows = len(self.lines)

    def set_aside(self, why):
        self.aside[why] = self.aside.get(why, 0) + 1

    def kept(self, row):
        part = self.record.part
        if not row:
            if part.blank_lines:
                return self.set_aside("blank line")
            if len(self.headings) > 1:
                raise Refused("a blank line")
            row = [""]
        width = len(self.headings)
        if len(row) > width:
            if part.repeats:
                row = row[:width - 1] + [part.separator.join(row[width - 1:])]
            elif part.further and not any(row[width:]):
                row = row[:width]
            else:
                raise Refused("too many cells")
        if len(row) < width:
            if not part.short:
                raise Refused("too few cells")
            row = row + [None] * (width - len(row))
        for test in self.tests or []:
            if not self.holds(test, row):
                return self.set_aside(test)
        if part.empty_rows and not any(row):
            return self.set_aside("empty row")
        if part.year_column and self.year_of(row) != self.model.year:
            return self.set_aside("year")
        return row

    def holds(self, test, row):
        if test[0] in ("and", "or"):
            held = [self.holds(one, row) for one in test[1]]
            return all(held) if test[0] == "and" else any(held)
        text = row[self.headings.index(test[1])]
        if test[0] == "in":
            return text in self.model.codes(test[2])
        return (text == test[2]) == (test[0] == "is")

    def year_of(self, row):
        how, heading = self.record.part.year_column
        text = row[self.headings.index(heading)]
        if how:
            return int(text) - (how == "ending")
        found = re.match(r"(\d{4})[-/]?(\d{2}|\d{4})\Z", text)
        if not found:
            raise Refused(f"no year: {text!r}")
        return int(found[1])

    def column(self, field, heading):
        places = [i for i, one in enumerate(self.headings) if one == heading]
        if field.part.nth:
            if len(places) != field.part.nth[1]:
                raise Refused(f"columns called {heading}")
            return places[field.part.nth[0] - 1]
        if len(places) != 1:
            raise Refused(f"{self.path}: {len(places)} columns called {heading}")
        return places[0]

    def items(self):
        """The rows, each for each item of a list in a cell where the record says so."""
        each = self.record.part.each
        if not each:
            return self.lines
        field = self.record.fields[each[0]]
        place = self.column(field, field.headings[0])
        return [row[:place] + [item] + row[place + 1:] for row in self.lines
                for item in row[place].split(each[1])]

    def rows(self, run):
        found = []
        fields = [(field, None if field.lost else [self.column(field, heading)
                                                   for heading in field.headings])
                  for field in self.record.fields.values()]
        read = {field.name: cells.cell_reader(field) for field, _ in fields
                if field.kind != "link"}
        short = self.model.reason(self.record.part.short) if self.record.part.short else None
        for index, line in enumerate(self.items()):
            row = Row(self.record, run, index)
            for field, places in fields:
                if field.kind == "link":
                    row.parents[field.name] = field.lost or ("texts", [line[i] for i in places])
                elif field.lost:
                    row.values[field.name] = field.lost
                elif line[places[0]] is None:
                    row.values[field.name] = short
                else:
                    row.values[field.name] = read[field.name](line[places[0]])
                if places and field.role in ("key", "key personal"):
                    text = line[places[0]] or ""
                    row.texts[field.name] = text.strip(" ") if field.part.trim else text
            found.append(row)
        return found


def test_words(test):
    what = test[0]
    if what in ("and", "or"):
        return f" {what} ".join(test_words(one) for one in test[1])
    return f"{test[1]} {what} " + (f'"{test[2]}"' if what != "in" else test[2])


def find_folder(folder, year):
    """The folder of the year, None where there is none; and whether there are folders of years."""
    name = f"{year}-{(year + 1) % 100:02}"
    years = [one for one in os.listdir(folder) if re.match(r"\d{4}-\d\d\Z", one)
             and os.path.isdir(os.path.join(folder, one))]
    if years:
        return (os.path.join(folder, name) if name in years else None), True
    return folder, False


def load(model, folder, tables=None):
    """The data of the model's year, in the folder or its folder of that year."""
    where, by_years = find_folder(folder, model.year)
    if where is None:
        raise Refused(f"no data of {model.year}")
    run = Run(model)
    read_year(run, where, tables or {})

    def earlier(year):
        shared = all(record.part.year_column for record in model.records.values()
                     if record.part.file)
        if not by_years and not shared:
            return None
        then = find_folder(folder, year)[0]
        if then is None:
            return None
        other = Run(model.framework.model(year), run.load_earlier)
        read_year(other, then, tables if shared and tables else {})
        if shared and not any(reading.kept_rows for reading in other.readings):
            return None
        return other
    run.load_earlier = earlier
    return run


def read_year(run, where, tables):
    for record in run.model.records.values():
        if record.part.file:
            path = tables.get(record.name) or os.path.join(where, file_of(record, run.model.year))
            reading = Reading(record, path, run.model)
            run.readings.append(reading)
            run.rows[record] = reading.rows(run)
    run.join()


def link_reader(field, run):
    """A function from the texts of a link to the row it points at, or a Miss."""
    parent = run.model.records[field.part.parent]
    readers = None if parent.named_by else [key_reader(key, run) for key in parent.keys]

    def find(texts):
        if field.part.trim:
            texts = [text.strip(" ") for text in texts]
        if len(texts) == 1 and texts[0] in field.missing:
            return field.missing[texts[0]]
        if len(texts) > 1 and field.missing and all(text in field.missing for text in texts):
            return field.missing[texts[0]]
        try:
            key = tuple(texts) if readers is None else tuple(
                read(text) for read, text in zip(readers, texts))
        except Refused:
            key = None
        found = run.index[parent].get(key)
        if found is not None:
            return found
        if field.other:
            return field.other
        raise Refused(f"{field.record}.{field.name}: no {parent} {texts}")
    return find


def key_reader(key, run):
    """Reads a text as a part of a key: what run.key_of makes of the row's own."""
    if key.kind != "link":
        read = cells.cell_reader(key)

        def value(text):
            found = read(text)
            return ("missing", found.name) if isinstance(found, Miss) else found
        return value
    inner = link_reader(key, run)

    def row(text):
        found = inner([text])
        return ("missing", found.name) if isinstance(found, Miss) else found
    return row
