"""chance.py -- random data for made-up records: few values, so that there are ties; missing texts,
empty files and extremes.

SPDX-License-Identifier: Apache-2.0
"""
import datetime
import random


class Field:
    """A field of a made-up record, and how its cells are drawn."""

    def __init__(self, name, role, kind, **more):
        self.name, self.role, self.kind = name, role, kind
        self.low, self.high, self.places = more.get("low"), more.get("high"), more.get("places", 0)
        self.unit, self.codes, self.list = more.get("unit"), more.get("codes"), more.get("list")
        self.missing, self.other = more.get("missing"), more.get("other")
        self.written, self.parent = more.get("written"), more.get("parent")
        self.heading = more.get("heading") or name.upper()
        self.options = more.get("options", "")
        self.absent = more.get("absent")        # a year without the column

    def line(self):
        kind = self.kind
        if kind in ("number", "whole number"):
            kind += f" {self.low} to {self.high}" + (f" in {self.unit}" if self.unit != "pure" else "")
        elif kind == "code" and self.list:
            kind += f" of {self.list}"
        elif kind == "%":
            kind += f" {self.low}% to {self.high}%"
        if self.parent:
            role = "key part of" if self.role == "key" else "part of"
            text = f'  {self.name} {role} {self.parent} from "{self.heading}"'
        else:
            text = f'  {self.name} {self.role} {kind} from "{self.heading}"'
        if self.kind == "yes or no":
            text += ', yes "1", no "0"'
        if self.written:
            text += f', written as "{self.written}"'
        if self.missing:
            text += f', missing "{self.missing[0]}" as {self.missing[1]}'
        if self.other:
            text += f", anything else as {self.other}"
        return text + self.options

    @property
    def may_miss(self):
        return bool(self.missing or self.other or self.absent)


def number_text(chance, field):
    low, high = field.low, field.high
    if chance.random() < 0.12:
        return str(chance.choice([low, high, max(low, min(high, 0))]))
    if chance.random() < 0.6:
        low, high = max(low, -4), min(high, max(low, -4) + 5)
    if not field.places:
        return str(chance.randint(low, high))
    scale = 10 ** field.places
    scaled = chance.randint(low * scale, high * scale)
    if chance.random() < 0.5:
        scaled -= scaled % (scale // 2) if scaled % (scale // 2) <= scaled - low * scale else 0
    sign = "-" if scaled < 0 else ""
    whole, part = divmod(abs(scaled), scale)
    return f"{sign}{whole}.{part:0{field.places}}"


def date_text(chance, field):
    day = datetime.date(2019, 8, 27) + datetime.timedelta(days=chance.choice(
        [0, 1, 4, 5, 187, 188, 189, chance.randint(0, 900)]))
    if field.written == "31/08/2026":
        return day.strftime("%d/%m/%Y")
    if field.written == "20260831":
        return day.strftime("%Y%m%d")
    return day.isoformat()


def cell(chance, field, parents):
    if field.missing and chance.random() < 0.15:
        return field.missing[0]
    if field.other and chance.random() < 0.1:
        return "odd"
    if field.parent:
        return chance.choice(parents) if parents else field.missing[0]
    if field.kind in ("number", "whole number", "%"):
        return number_text(chance, field)
    if field.kind == "code":
        return chance.choice(field.codes)
    if field.kind == "yes or no":
        return chance.choice("01")
    if field.kind == "date":
        return date_text(chance, field)
    return f"20{chance.randint(18, 21)}"        # a school year is completed by the caller


def year_text(first):
    return f"{first}/{(first + 1) % 100:02}"


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text


def rows_of(chance, record, keys, count, year):
    """The lines of a record's file: `keys` has the keys of every record, and gets this one's."""
    rows, own = [], []
    fields = [field for field in record.fields if field.absent != year]
    for i in range(count):
        line, part = [], []
        for field in fields:
            if field.role in ("key", "key personal") and not field.parent:
                text = f"{record.name[0]}{i + record.first}"
            elif field.role == "continues":
                text = "S1" if record.first == 2 and i == count - 1 else ""
            elif field.kind == "school year":
                text = cell(chance, field, None)
                text = year_text(int(text)) if text.startswith("20") else text
            else:
                text = cell(chance, field, keys.get(field.parent))
            line.append(text)
            if field.role == "key" and field.parent:
                part.append(text)
        if part and tuple(part) in own:
            continue
        own.append(tuple(part))
        rows.append(line)
    keys[record.name] = [f"{record.name[0]}{i + record.first}" for i in range(count)]
    head = ",".join(field.heading for field in fields)
    return "\n".join([head] + [",".join(quoted(text) for text in line) for line in rows]) + "\n"


def data(chance, records, year):
    """{file: text} of one school year."""
    files, keys = {}, {}
    for record in records:
        if record.named_by:
            keys[record.name] = record.names
            continue
        most = record.most
        count = chance.choice([0, 1, 2, 3, most, most, most, chance.randint(0, most)])
        if record.fixed is not None:
            count = max(count, record.fixed)
        if any(field.parent and not field.missing and not keys[field.parent]
               for field in record.fields):
            count = 0
        files[record.file] = rows_of(chance, record, keys, count, year)
    return files
