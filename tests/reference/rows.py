#!/usr/bin/env python3
"""rows.py BUILD [COUNT] [FIRST] -- rows of random data are taken out, written twice, or blanked, and the
ledger or a message must show each of them.

COUNT edits, EACH of every random framework from seed FIRST on, each made alone in one of its files, of the
year or of an earlier one that was read.  A row less is one row less of its record, a row twice one more,
unless the data are refused; a row of blank cells or a blank line is a row that is set aside, or the sums of
the ledger differ.  Hashes are not looked at.  Ends with 1 when any edit is not seen.
SPDX-License-Identifier: Apache-2.0
"""
import collections
import os
import random
import re
import sys
import tempfile

import compare
import engine
import generate

EACH = 100
HOW = ("taken out", "written twice", "cells blanked", "a blank line")
FROM = re.compile(r'^record (\w+) .*from "([^"]+)"', re.M)


def accounts(ledger, year):
    """{year: what is counted of it}."""
    parts = ("reading", "links", "measuring", "levels")
    of = {year: {part: ledger[part] for part in parts}}
    for earlier in ledger.get("earlier_years", []):
        of[int(str(earlier["year"])[:4])] = {part: earlier[part] for part in parts if part in earlier}
    return of


def rows_of(account, record):
    return next((one["rows"] for one in account["reading"] if one["record"] == record), None)


class Tried:
    def __init__(self, build):
        self.comparison = compare.Comparison(build)
        self.counts, self.codes, self.unseen = collections.Counter(), collections.Counter(), []

    def review(self, rules, case, data, folder):
        """The accounts; a list of codes where the data are refused."""
        where, out = os.path.join(folder, "data"), os.path.join(folder, "out")
        generate.write_data(where, data)
        if not self.comparison.engine.review(rules, where, case.year, out):
            return [code for code, _, _ in self.comparison.engine.said]
        return accounts(engine.results(out)[1], case.year)

    def seed(self, seed, most):
        case, chance = generate.Case(seed), random.Random(seed)
        with tempfile.TemporaryDirectory(dir=compare.FAST) as folder:
            rules = os.path.join(folder, "rules.lustrum")
            if not self.comparison.mend(rules, case):
                return
            with open(rules, encoding="utf-8") as file:
                records = {name: record for record, name in FROM.findall(file.read())}
            data = case.data[0]
            before = self.review(rules, case, data, folder)
            if isinstance(before, list):
                return
            places = [(year, name, at) for year in data if year in before for name in data[year]
                      if rows_of(before[year], records.get(name)) is not None
                      for at in range(1, data[year][name].count("\n"))]
            for _ in range(min(EACH, most) if places else 0):
                year, name, at = chance.choice(places)
                how = chance.randrange(len(HOW))
                self.edit(seed, how, before, rules, case, data, folder, (year, name, at, records[name]))

    def edit(self, seed, how, before, rules, case, data, folder, place):
        year, name, at, record = place
        lines = data[year][name].splitlines(True)
        row = lines[at]
        instead = ("", row + row, "," * lines[0].count(",") + "\n", "\n")[how]
        text = "".join(lines[:at]) + instead + "".join(lines[at + 1:])
        after = self.review(rules, case, {**data, year: {**data[year], name: text}}, folder)
        generate.write_data(os.path.join(folder, "data"), data)
        self.counts["edits"] += 1
        self.counts[HOW[how]] += 1
        if isinstance(after, list):
            seen = bool(after)
            self.counts["refused: " + HOW[how]] += seen
            self.codes.update(set(after))
        elif how < 2:
            seen = rows_of(after[year], record) - rows_of(before[year], record) == (-1, 1)[how]
        else:
            seen = after != before
        if not seen:
            self.unseen.append(f"seed {seed}: {name} of {year}, row {at}, {HOW[how]}: {row.rstrip()}")


def main(build, count=1000, first=1):
    tried, seed = Tried(build), first
    while tried.counts["edits"] < count:
        tried.seed(seed, count - tried.counts["edits"])
        seed += 1
        if len(tried.unseen) >= 20:
            break
    print("\n".join(tried.unseen[:20]), end="\n" if tried.unseen else "")
    words = ", ".join(f"{name} {tried.counts[name]} (refused {tried.counts['refused: ' + name]})" for name in HOW)
    print(f"{tried.counts['edits']} edits of seeds {first} to {seed - 1}, {len(tried.unseen)} not seen; {words}")
    print("refused with " + ", ".join(f"{code} {number}" for code, number in tried.codes.most_common(8)))
    return 1 if tried.unseen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *[int(word) for word in sys.argv[2:4]]))
