#!/usr/bin/env python3
"""frozen.py LUSTRUM [SHARE] -- references that are not as they were written.

A reference with groups of every kind (texts, school years, days, yes and no, numbers, two keys) has each line left out,
doubled, swapped with the next, and each cell emptied or given another text, one at a time (of each SHARE, one).  Used for a later year (with what
it was, the results are those of before), the review must refuse it in words and write nothing; or use just what stands there:
then its manifest has the file's hash, and its figures are those that a reading of the lines here gives.  `verify` and
`--compare-with` must end without a fault of their own, and the latter tell every value that is another.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
CASE = os.path.join(HERE, "golden", "review")
KEYS = {"by_kind": ["kind"], "by_year": ["year"], "by_open": ["open"], "by_size": ["size"], "by_two": ["kind", "size"], "by_day": ["opened"]}
SIGNS = {"by_kind": -1, "by_year": 1, "by_open": -1, "by_size": 1, "by_two": -1, "by_day": 1}
OTHERS = ["", "x", "1", "-1", "1/3", "2/0", "007", "2025/26", "1999-02-30", "nothing_to_divide_by", "none", "yes", "A,B", '"', "group", "\u00e9", "9" * 30]


def lines_of(text):
    return text.split("\n")[:-1]


def changes(text):
    """(what, text) of one change each."""
    lines = lines_of(text)
    for i, line in enumerate(lines):
        yield f"line {i + 1} left out", lines[:i] + lines[i + 1:]
        yield f"line {i + 1} twice", lines[:i + 1] + lines[i:]
        if i + 1 < len(lines):
            yield f"line {i + 1} after the next", lines[:i] + [lines[i + 1], line] + lines[i + 2:]
        row = next(csv.reader([line]))
        for c, cell in enumerate(row):
            others = OTHERS if i % 4 == c % 4 or i < 9 else OTHERS[:4]
            for other in others:
                if other == cell:
                    continue
                out = io.StringIO()
                csv.writer(out, lineterminator="").writerow(row[:c] + [other] + row[c + 1:])
                yield f"line {i + 1}, cell {c + 1} is {other!r}", lines[:i] + [out.getvalue()] + lines[i + 1:]
    yield "no end of line", None
    yield "nothing", []


def number(text):
    """What does not read as one is read by nobody, or the review would have refused it."""
    try:
        return Fraction(text)
    except ValueError:
        return None


class Frozen:
    def __init__(self, lustrum, work):
        self.lustrum, self.work, self.faults, self.used, self.refused = lustrum, work, [], 0, 0

    def run(self, *words):
        done = subprocess.run([self.lustrum, *words], cwd=self.work, capture_output=True, text=True, errors="replace", timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def expected(self, text):
        """School -> figure or None, by the lines of a reference."""
        values = {}
        for what, measure, figure, group, value, _ in list(csv.reader(lines_of(text)))[1:]:
            if what in ("nation", "group") and measure == "attainment":
                values[figure, group] = number(value)
        found = {}
        with open(os.path.join(self.work, "ref", "schools.csv"), encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                at = {"kind": row["KIND"], "year": row["YEAR"], "opened": row["OPENED"], "size": row["SIZE"],
                      "open": {"Y": "yes", "N": "no"}[row["OPEN"]]}
                parts = [Fraction(row["A"]) if row["A"] else None, values.get(("usual", "")) and -values["usual", ""]]
                for figure, keys in KEYS.items():
                    value = values.get((figure, ",".join(at[key] for key in keys)))
                    parts.append(None if value is None else SIGNS[figure] * value)
                found[row["URN"]] = None if None in parts else sum(parts)
        return found

    def figures(self, out):
        with open(os.path.join(self.work, out, "School.csv"), encoding="utf-8", newline="") as file:
            return {row["urn"]: Fraction(row["attainment.exact"]) if row["attainment.exact"] else None for row in csv.DictReader(file)}

    def try_one(self, what, text):
        path = os.path.join(self.work, "other.csv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        shutil.rmtree(os.path.join(self.work, "out"), ignore_errors=True)
        status, _, said = self.run("review", "_ref.lustrum", "--data", "ref", "--year", "2026/27", "--use-reference", "other.csv", "--exact",
                                   "--quiet", "--out", "out")
        errors = re.findall(r"^error\[(L\d+)\]", said, re.M)
        if status == 0:
            self.used += 1
            with open(os.path.join(self.work, "out", "manifest.json"), encoding="utf-8") as file:
                manifest = file.read()
            if hashlib.sha256(text.encode()).hexdigest() not in manifest:
                self.faults.append(f"{what}: the manifest does not have its hash")
            if self.figures("out") != self.expected(text):
                self.faults.append(f"{what}: {self.figures('out')} and not {self.expected(text)}")
        elif status in (2, 3, 4) and errors and not os.path.exists(os.path.join(self.work, "out")):
            self.refused += 1
        else:
            self.faults.append(f"{what}: exit {status}, {errors}")
        for words in (("verify", "other.csv"), ("verify", "other.csv", "--json")):
            if self.run(*words)[0] not in (0, 2, 4):
                self.faults.append(f"{what}: {words}: exit {self.run(*words)[0]}")
        status, _, said = self.run("review", "_ref.lustrum", "--data", "ref", "--year", "2025/26", "--compare-with", "other.csv", "--quiet")
        if status not in (0, 2, 3, 4) or (status != 0) != ("error[" in said):
            self.faults.append(f"{what}: compared with: exit {status}\n{said[:300]}")
        elif status == 0 and self.values(text) != self.values(self.text) and "warning[" not in said and "note[" not in said:
            self.faults.append(f"{what}: compared with, nothing is told\n{said[:300]}")

    @staticmethod
    def values(text):
        return sorted(tuple(row[1:]) for row in csv.reader(lines_of(text)) if row[0] in ("nation", "group", "no group"))

    def all(self, share):
        for name in ("_ref.lustrum", "ref"):
            source = os.path.join(CASE, name)
            (shutil.copytree if os.path.isdir(source) else shutil.copyfile)(source, os.path.join(self.work, name))
        status, _, said = self.run("reference", "_ref.lustrum", "--data", "ref", "--year", "2025/26", "--out", "ref.csv", "--quiet")
        if status:
            sys.exit(said)
        with open(os.path.join(self.work, "ref.csv"), encoding="utf-8") as file:
            self.text = file.read()
        self.try_one("as it was written", self.text)
        if self.used != 1:
            sys.exit("the reference is refused as it was written:\n" + "\n".join(self.faults))
        for number, (what, lines) in enumerate(changes(self.text)):
            if number % share:
                continue
            self.try_one(what, self.text[:-1] if lines is None else "".join(line + "\n" for line in lines))


def main():
    with tempfile.TemporaryDirectory(prefix="lustrum-frozen-") as work:
        os.environ["XDG_STATE_HOME"] = os.path.join(work, "state")
        frozen = Frozen(os.path.abspath(sys.argv[1]), work)
        frozen.all(int((sys.argv[2:] or ["61"])[0]))
    print("\n".join(frozen.faults[:30]), end="\n" if frozen.faults else "")
    if os.environ.get("FROZEN_COUNTS"):
        print(f"{frozen.used} used, {frozen.refused} refused, {len(frozen.faults)} failed")
    sys.exit(1 if frozen.faults or frozen.used < 5 or frozen.refused < 10 else 0)


main()
