#!/usr/bin/env python3
"""compare.py BUILD [COUNT] [FIRST] -- random frameworks by lustrum and by the interpreter.

    compare.py BUILD COUNT FIRST     seeds FIRST to FIRST + COUNT - 1
    compare.py BUILD COUNT FIRST --small    the same, of frameworks of many small measures
    compare.py BUILD --case FOLDER   a framework and data as generate.py writes them
    compare.py BUILD --files RULES DATA YEAR [RECORD=PATH]...

Values, reasons, bands, findings, powers, national figures and the three sums of the ledger are
compared field by field.  What the checker refuses is taken out of a framework, or counted; refused
ones are not compared.  A program is a measure that was compared: its lets, values, bands and
conditions on the data.  Cases that differ are kept in BUILD/reference/SEED, and as small as they can be
made and still differ in BUILD/reference/SEED/small.  Ends with 1 when any differ, or when more than half
were refused.
SPDX-License-Identifier: Apache-2.0
"""
import collections
import os
import shutil
import sys
import tempfile
import time

import differ
import engine
import generate
import interpreter
import shrink
from model import Framework

EVERY = 500                                     # how many there are between reports of how far it is
SHRUNKEN = 3                                    # the first that differ are made small
FAST = "/dev/shm" if os.path.isdir("/dev/shm") else None


class Comparison:
    def __init__(self, build, kind=generate.Case):
        self.build, self.kind, self.fast = build, kind, FAST
        self.engine = engine.Engine(os.path.join(build, "batch"))
        self.counts, self.codes = collections.Counter(), collections.Counter()
        self.kept = os.path.join(build, "reference")

    def compare(self, framework, folder, year, out, tables=(), path=None):
        """What differs; None where the framework or the data are refused."""
        try:
            if not self.engine.review(path or framework.path, folder, year, out, tables):
                return None
        except engine.Ended as fault:
            return [str(fault)]
        files, ledger = engine.results(out)
        framework = framework or Framework(path)
        try:
            ours, sums = interpreter.review(framework, folder, year, dict(tables))
        except Exception as fault:              # whatever goes wrong there is a difference
            return [f"interpreter: {type(fault).__name__}: {fault}"]
        self.counts["figures"] += sum(len(row) for rows in files.values() for row in rows[1:])
        return differ.files(files, ours) + differ.ledgers(ledger, sums)

    def mend(self, path, case):
        """Takes out what the checker refuses, a few times: lines where one will do, else sections.
        False where it is refused in the end."""
        for _ in range(60 if case.programs else 8):
            generate.write(path, case.text())
            if self.engine.compiles(path, case.year):
                return True
            lines = {line for _, line, _ in self.engine.said if line}
            if not lines or not case.take_out(lines):
                break
        self.codes.update({code for code, _, _ in self.engine.said})
        return False

    def seed(self, seed, keep=True):
        """What differs, of any of the data of the framework."""
        case = self.kind(seed)
        self.counts["frameworks made"] += 1
        with tempfile.TemporaryDirectory(dir=FAST) as folder:
            try:
                found = self.all_data(case, folder) if self.mend(
                    os.path.join(folder, "rules.lustrum"), case) else None
            except engine.Ended as fault:
                found = [str(fault)]
        if found is None:
            self.counts["frameworks refused"] += 1
            return None
        self.counts["frameworks compared"] += 1
        if found:
            self.counts["frameworks that differ"] += 1
            if keep:
                case.write(os.path.join(self.kept, str(seed)))
        return found

    def shrunken(self, seed):
        """The smallest framework like this that differs, with its data, in words."""
        case = self.kind(seed)
        folder = os.path.join(self.kept, str(seed))
        self.mend(os.path.join(folder, "rules.lustrum"), case)
        for number, data in enumerate(case.data, 1):
            where = os.path.join(folder, f"data{number}")
            if self.of_files(os.path.join(folder, "rules.lustrum"), where, case.year,
                             os.path.join(folder, "out")):
                return shrink.shrink(self, case, data, os.path.join(folder, "small"))
        return ""

    def of_files(self, path, folder, year, out):
        try:
            return self.compare(None, folder, year, out, path=path)
        except Exception as fault:              # what the interpreter cannot read
            return [f"interpreter: {type(fault).__name__}: {fault}"]

    def all_data(self, case, folder):
        framework = Framework(os.path.join(folder, "rules.lustrum"))
        programs = sum(section.startswith("measure ") for section in case.sections)
        found, compared = [], 0
        for number, data in enumerate(case.data, 1):
            where = os.path.join(folder, f"data{number}")
            generate.write_data(where, data)
            result = self.compare(framework, where, case.year, os.path.join(folder, "out"))
            self.counts["runs refused" if result is None else "runs compared"] += 1
            compared += result is not None
            found += [f"data{number}: {line}" for line in result or []]
        self.counts["programs compared"] += programs if compared else 0
        self.counts["programs compared, times their data"] += programs * compared
        return found

    def report(self, seconds):
        for name, number in sorted(self.counts.items()):
            print(f"  {name}: {number}")
        if self.codes:
            print("  the checker said: " + ", ".join(f"{code} {number}" for code, number in
                                                     self.codes.most_common(12)))
        print(f"{self.counts['frameworks compared']} frameworks of {self.counts['programs compared']} programs compared, on data "
              f"{self.counts['runs compared']} times; {self.counts['frameworks that differ']} differ, "
              f"{seconds:.0f} s", flush=True)


def many(build, count, first, kind):
    comparison = Comparison(build, kind)
    shutil.rmtree(comparison.kept, ignore_errors=True)
    start, shown = time.monotonic(), 0
    for seed in range(first, first + count):
        for line in (comparison.seed(seed) or [])[:2]:
            print(f"seed {seed}: {line[:400]}", flush=True)
        if comparison.counts["frameworks that differ"] > shown:
            shown += 1
            if shown <= SHRUNKEN:
                print(comparison.shrunken(seed), flush=True)
        if seed % EVERY == 0:
            comparison.report(time.monotonic() - start)
    comparison.report(time.monotonic() - start)
    counts = comparison.counts
    return 1 if counts["frameworks that differ"] or counts["frameworks compared"] * 2 < count else 0


def one(build, path, data, year, tables=()):
    comparison = Comparison(build)
    with tempfile.TemporaryDirectory(dir=FAST) as out:
        found = comparison.compare(Framework(path), data, year, os.path.join(out, "out"), tables)
    for said in comparison.engine.said[:6]:
        print(*said)
    print("\n".join(found or ["no difference" if found == [] else "refused"]))
    return 1 if found or found is None else 0


def case(build, folder):
    results = []
    for name in sorted(os.listdir(folder)):
        data = os.path.join(folder, name)
        if name.startswith("data"):
            print(name)
            year = max(int(year[:4]) for year in os.listdir(data))
            results.append(one(build, os.path.join(folder, "rules.lustrum"), data, year))
    return max(results)


def main(build, *args):
    if args[:1] == ("--case",):
        return case(build, args[1])
    if args[:1] == ("--files",):
        return one(build, args[1], args[2], int(args[3][:4]),
                   [pair.split("=", 1) for pair in args[4:]])
    small = "--small" in args
    args = [arg for arg in args if arg != "--small"]
    count = int(args[0]) if args else 1000
    return many(build, count, int(args[1]) if len(args) > 1 else 1, generate.Many if small else generate.Case)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
