#!/usr/bin/env python3
"""export.py LUSTRUM OUT... -- every form that `lustrum export` gives, read back by other tools' own readers and
compared cell by cell with the CSV files of kept results; the same bytes when it is done again.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import decimal
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from xml.etree import ElementTree

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def tables(results):
    for top, _, names in os.walk(results):
        for name in names:
            if name.endswith(".csv") and not name.endswith(".spreadsheet.csv"):
                path = os.path.join(top, name)
                with open(path, encoding="utf-8", newline="") as file:
                    yield os.path.relpath(path, results)[:-4], list(csv.reader(file))


def database(path, results):
    base = sqlite3.connect(path)
    faults = [] if base.execute("pragma integrity_check").fetchone() == ("ok",) else ["the database is not whole"]
    names = dict(base.execute("select name, table_name from lustrum_files"))
    for name, (heads, *rows) in tables(results):
        got = base.execute(f'select * from "{names[name + ".csv"]}"')
        columns = [column[0] for column in got.description]
        real = [i for i, column in enumerate(columns) if column.endswith(".real") and columns[i - 1] == column[:-5]]
        cells = [[("" if cell is None else str(cell)) for i, cell in enumerate(row) if i not in real] for row in got]
        if cells != rows or len(columns) - len(real) != len(heads):
            faults.append(f"{name}: the database has other cells")
        for i in real:
            for text, number in base.execute(f'select "{columns[i - 1]}", "{columns[i]}" from "{names[name + ".csv"]}"'):
                if (text is None) != (number is None) or (text is not None and float(text) != number):
                    faults.append(f"{name}: {columns[i]} is {number} beside {text}")
    base.close()
    return faults


def place(letters):
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1


def sheet(text, width):
    for row in ElementTree.fromstring(text).iter(SPACE + "row"):
        cells = [""] * width
        for cell in row:
            kind, at = cell.get("t"), place(re.match("[A-Z]+", cell.get("r"))[0])
            assert cell.find(SPACE + "f") is None, "a formula"
            found = cell.find(f"{SPACE}is/{SPACE}t") if kind == "inlineStr" else cell.find(SPACE + "v")
            cells[at] = re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), found.text or "")
        yield cells


def workbook(path, results):
    faults = []
    with zipfile.ZipFile(path) as book:
        if book.testzip() or any(info.date_time != (1980, 1, 1, 0, 0, 0) for info in book.infolist()):
            faults.append("the workbook has a bad member, or a time")
        about = list(sheet(book.read("xl/worksheets/sheet1.xml"), 2))
        files = [row[1] for row in about if row[1].endswith(".csv")]
        for number, name in enumerate(files, 2):
            with open(os.path.join(results, name), encoding="utf-8", newline="") as file:
                wanted = list(csv.reader(file))
            if list(sheet(book.read(f"xl/worksheets/sheet{number}.xml"), len(wanted[0]))) != wanted:
                faults.append(f"{name}: the workbook has other cells")
        if sorted(files) != sorted(name + ".csv" for name, _ in tables(results)):
            faults.append("the workbook has other sheets")
    return faults


def layout(folder, results):
    """Indicators are numbers or signs, filters are told, no row stands twice, schools have their own figures."""
    faults = []
    with open(os.path.join(folder, "data.csv"), encoding="utf-8", newline="") as file:
        data = list(csv.DictReader(file))
    with open(os.path.join(folder, "data.meta.csv"), encoding="utf-8", newline="") as file:
        meta = list(csv.DictReader(file))
    filters = [row["col_name"] for row in meta if row["col_type"] == "Filter" and row["col_name"] != "status"]
    indicators = [row["col_name"] for row in meta if row["col_type"] == "Indicator"]
    own = [column for column in (data or [{}])[0] if column not in filters + indicators + ["status"]]
    for row in data:
        for column in indicators:
            if row[column] not in ("c", "x", "z"):
                decimal.Decimal(row[column])
        if not all(row[column] for column in filters + indicators):
            faults.append(f"a blank cell: {row}")
    seen = {tuple(row[column] for column in own + filters) for row in data}
    if len(seen) != len(data) or len({row["label"] for row in meta}) != len(meta):
        faults.append("a row or label stands twice")
    level = dict(tables(results)).get("School")
    if level:
        heads, *rows = level
        schools = {row["school_urn"]: row for row in data
                   if row["geographic_level"] == "School" and all(row[column] == "Total" for column in filters)}
        for row in rows:
            for column in set(indicators) & set(heads):
                text = row[heads.index(column)]
                text = {"yes": "1", "no": "0"}.get(text, text)
                if (text or "c x z").find(schools[row[0]][column]) < 0 or (text and text != schools[row[0]][column]):
                    faults.append(f"{row[0]} {column}: {schools[row[0]][column]} for {text}")
    return faults


def main():
    lustrum, faults, compared = os.path.abspath(sys.argv[1]), [], 0
    folder = tempfile.mkdtemp(prefix="lustrum-export-", dir="/tmp")
    try:
        for results in sys.argv[2:]:
            kept = []
            for turn in ("one", "two"):
                out = os.path.join(folder, turn)
                shutil.rmtree(out, ignore_errors=True)
                os.mkdir(out)
                words = ["--sqlite", os.path.join(out, "results.db"), "--xlsx", os.path.join(out, "results.xlsx")]
                done = subprocess.run([lustrum, "export", results, *words, "--spreadsheet-copy", "--quiet"], capture_output=True, text=True, check=False)
                ees = subprocess.run([lustrum, "export", results, "--ees", os.path.join(out, "ees"), "--quiet"], capture_output=True, text=True, check=False)
                if done.returncode or not (ees.returncode == 0 or "L0797" in ees.stderr or "L0795" in ees.stderr):
                    faults.append(f"{results}: {done.stderr}{ees.stderr}")
                    break
                kept.append({os.path.relpath(os.path.join(top, name), out): open(os.path.join(top, name), "rb").read()
                             for top, _, names in os.walk(out) for name in names})
            if len(kept) == 2:
                if kept[0] != kept[1]:
                    faults.append(f"{results}: other bytes the second time")
                found = database(os.path.join(out, "results.db"), results) + workbook(os.path.join(out, "results.xlsx"), results)
                if "ees/data.csv" in kept[0]:
                    found += layout(os.path.join(out, "ees"), results)
                    compared += 1
                faults += [f"{results}: {fault}" for fault in found]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not compared:
        faults.append("no results in the layout were compared")
    print("\n".join(faults[:20]), end="\n" if faults else "")
    sys.exit(1 if faults else 0)


main()
