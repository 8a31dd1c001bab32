"""pieces.py -- cuts a rule text into pieces, as spec/grammar.md says under "Pieces".

A piece is (kind, text, line); kinds are "name" (words are names), "quoted" (a name between back
quotes), "string", "number", "percent", "year", "date", "cell", "rowend", a sign, or "end".
SPDX-License-Identifier: Apache-2.0
"""
import re

PIECE = re.compile(
    r"(?P<space>[ \t\r\n]+)|(?P<string>\"[^\"\n]*\")|(?P<date>\d{4}-\d\d-\d\d)|(?P<year>\d{4}/\d\d)"
    r"|(?P<percent>\d+(?:\.\d+)?%)|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|`(?P<quoted>[A-Za-z_][A-Za-z0-9_]*)`|(?P<sign><=|>=|<>|[()\[\],.%+\-*/<>=])")


class Mistake(Exception):
    pass


def row_pieces(line, number, out):
    cells = line.strip().split("|")
    if cells[-1].strip() or len(cells) < 3:
        raise Mistake(f"line {number}: a row ends with a bar")
    out.extend(("cell", cell.strip(" \t"), number) for cell in cells[1:-1])
    out.append(("rowend", "", number))


def line_pieces(line, number, out):
    at = 0
    while at < len(line):
        if line.startswith("--", at) and (at == 0 or line[at - 1] in " \t\r"):
            return
        found = PIECE.match(line, at)
        if not found:
            raise Mistake(f"line {number}: {line[at:at + 20]!r}")
        at = found.end()
        kind = found.lastgroup
        if kind == "sign":
            out.append((found.group(), found.group(), number))
        elif kind == "string":
            out.append((kind, found.group()[1:-1], number))
        elif kind != "space":
            out.append((kind, found.group(kind), number))


def pieces(text):
    out = []
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if line.lstrip(" \t\r").startswith("|"):
            row_pieces(line, number, out)
        else:
            line_pieces(line, number, out)
    out.append(("end", "", 0))
    return out
