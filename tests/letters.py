#!/usr/bin/env python3
"""letters.py [--write] -- runtime/table/letter.def, and whether it is what Unicode says.

A row of the table is a letter and what it is in small letters without composed accents: É is e and
U+0301.  Only letters of Latin, Greek, Cyrillic and Armenian, and the signs that stand for some of them:
in these the names of schools are written.  The table is part of the project, so that no message depends on
the Unicode of a machine; this compares it with Python's.
SPDX-License-Identifier: Apache-2.0
"""
import os
import sys
import unicodedata

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "runtime", "table", "letter.def")
HEAD = """/* letter.def -- letters and what they are in small letters, their accents apart: LETTER(letter, 1 to 4
 * characters).  Made by tests/letters.py --write from the tables of Unicode; not edited.
 * SPDX-License-Identifier: Apache-2.0 */
"""
RANGES = [(0x80, 0x590), (0x1E00, 0x2000), (0x2126, 0x2127), (0x212A, 0x212C)]


def form(letter):
    apart = unicodedata.normalize("NFD", letter)
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in apart)
    return unicodedata.normalize("NFD", small)


def made():
    rows = []
    for low, high in RANGES:
        for point in range(low, high):
            if unicodedata.category(chr(point)) == "Cn":
                continue
            to = [ord(c) for c in form(chr(point))]
            if to != [point]:
                assert len(to) <= 4, hex(point)
                to += [0] * (4 - len(to))
                rows.append("LETTER(0x%X, %s)" % (point, ", ".join("0x%X" % c if c else "0" for c in to)))
    lines, line = [], ""
    for row in rows:
        if len(line) + len(row) + 1 > 100:
            lines.append(line)
            line = ""
        line += (" " if line else "") + row
    return HEAD + "\n".join(lines + [line]) + "\n"


if "--write" in sys.argv:
    open(TABLE, "w").write(made())
elif open(TABLE).read() != made():
    sys.exit("runtime/table/letter.def is not what Unicode says: python3 tests/letters.py --write")
