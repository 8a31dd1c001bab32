"""cells.py -- how a cell of a data file is read (spec/records.md, "How a cell is read").

SPDX-License-Identifier: Apache-2.0
"""
import datetime
import re
from fractions import Fraction

from node import Refused

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
YEAR = re.compile(r"[0-9]{4}/[0-9]{2}\Z")
MONTHS = ("january february march april may june july august september october november "
          "december").split()


def read_number(text):
    if not NUMBER.match(text) or sum(c.isdigit() for c in text) > 60:
        return None
    return Fraction(text)


def read_whole(text):
    value = read_number(text)
    return value if value is not None and value.denominator == 1 else None


def day(year, month, of_month):
    try:
        found = datetime.date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    return found if found.year >= 1000 else None


def read_date(text):
    return day(*text.split("-")) if DATE.match(text) else None


def read_year(text):
    if not YEAR.match(text):
        return None
    first = int(text[:4])
    return first if (first + 1) % 100 == int(text[5:]) else None


def month_pattern(text):
    """The pattern of a month in letters that is written like this one."""
    return "(?P<m>[A-Za-z]{3})" if len(text) == 3 else "(?P<m>[A-Za-z]+)"


def form_of(sample):
    """A reader of dates that are written as the sample is."""
    pieces = re.findall(r"\d+|[A-Za-z]{3,}|.", sample)
    if re.match(r"\d{8}", sample):
        year_first = 1 <= int(sample[4:6]) <= 12 and int(sample[6:8]) > 12
        cut = (0, 4, 6, 8) if year_first else (0, 2, 4, 8)
        pieces = [sample[a:b] for a, b in zip(cut, cut[1:])] + list(sample[8:])
    pattern, found, padded = "", {}, True
    letters = any(piece.isalpha() and len(piece) > 1 for piece in pieces)
    for piece in pieces:
        part = None
        if len(found) < 3:
            if piece.isdigit() and len(piece) == 4:
                part = "y"
            elif piece.isalpha() and len(piece) > 1:
                part = "m"
            elif piece.isdigit():
                part = "d" if letters or int(piece) > 12 else "m"
                if letters or part == "m":
                    padded = len(piece) == 2
        if part is None:
            pattern += re.escape(piece)
            continue
        found[part] = piece
        if part == "m" and piece.isalpha():
            pattern += month_pattern(piece)
        else:
            pattern += f"(?P<{part}>[0-9]{{4}})" if part == "y" else f"(?P<{part}>[0-9]{{1,2}})"
    whole = re.compile(pattern + r"\Z")
    return lambda text: written_date(whole.match(text), padded)


def written_date(found, padded):
    if not found:
        return None
    month = found["m"]
    if month.isalpha():
        names = [name[:len(month)] if len(month) == 3 else name for name in MONTHS]
        if month.lower() not in names:
            return None
        numbers, month = [found["d"]], names.index(month.lower()) + 1
    else:
        numbers = [found["d"], month]
    if any((len(one) != 2) if padded else one.startswith("0") for one in numbers):
        return None
    return day(found["y"], month, found["d"])


def year_form(sample):
    between = re.match(r"\d{4}(\D*)(\d+)\Z", sample)
    pattern = re.compile(rf"([0-9]{{4}}){re.escape(between[1])}([0-9]{{{len(between[2])}}})\Z")

    def read(text):
        found = pattern.match(text)
        if not found:
            return None
        after = str(int(found[1]) + 1)
        return int(found[1]) if after.endswith(found[2]) else None
    return read


def reader(field):
    """A function from a text to the value that it reads as, or None."""
    part, kind = field.part, field.kind
    if kind == "text":
        return lambda text: text or None
    if kind == "code":
        codes = set(field.codes) if field.codes is not None else None
        return lambda text: text if text and (codes is None or text in codes) else None
    if kind == "yes":
        return lambda text: True if text in part.yes else False if text in part.no else None
    if kind == "date":
        read = form_of(part.written) if part.written else read_date
    elif kind == "school":
        read = year_form(part.written) if part.written else read_year
    elif kind == "%":
        def read(text):
            if part.percent_sign and text.endswith("%"):
                text = text[:-1]
            value = read_number(text)
            return None if value is None else value / 100
    else:
        read = read_whole if kind == "whole" else read_number
    if field.low is None:
        return read

    def ranged(text):
        value = read(text)
        return value if value is not None and field.low <= value <= field.high else None
    return ranged


def cell_reader(field):
    """A function from a cell to a value or a Miss; Refused where it is a fault."""
    read, missing, other, trim = reader(field), field.missing, field.other, field.part.trim

    def value(text):
        if trim:
            text = text.strip(" ")
        if text in missing:
            return missing[text]
        found = read(text)
        if found is not None:
            return found
        if other:
            return other
        raise Refused(f"{field.record}.{field.name}: {text!r}")
    return value
