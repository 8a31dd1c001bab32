#!/usr/bin/env python3
"""why_adds.py BUILD [FIGURES] -- `lustrum why` adds up: an independent check with exact fractions.

Takes FIGURES (1,000) random figures of the examples that have data: schools, trusts, regions, the
nation, single pupils.  Each is explained by `why --json --personal`; every step of the explanation is
worked out again from its parts, from the leaves up, and must be what is printed; the figures must be
what the review printed in its files, as shown and exactly.  At the end an explanation is falsified
value by value: each time the check must fail.

Shares nothing with Lustrum: standard library only.  Last line: `N figures, N steps, N failed`.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
from fractions import Fraction

from why_numbers import Number
from why_steps import LEAVES, Missing, check_document, number, recompute

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SEED = 20260214


# ---- which figures ----

ENGLAND_PUPILS = ["attainment_8", "progress_8", "ebacc_points", "english_and_maths.english",
                  "Pupil.prior", "progress_8.raw", "progress_8.score"]
EVERYTHING = ["mixed." + name for name in (
    "average summed middle low high second quarter third spread all_dev subjects artists latin "
    "some_art all_hour").split()] + ["place.mean_place", "place.low_place", "School.age",
                                     "School.months", "School.days"]
# rules, data, year, and figures that stand in no result file: the file and column of their keys
EXAMPLES = [
    ("england_secondary/secondary.lustrum", None, "2027/28",
     [("pupils.csv", "UPN", ENGLAND_PUPILS)]),
    ("first/first.lustrum", "first", "2025/26", [("pupils.csv", "UPN", ["progress"])]),
    ("england_16_18/sixteen_to_eighteen.lustrum", "england_16_18/data", None, []),
    ("england_primary/primary.lustrum", "england_primary/data", None, []),
    ("england_coasting/primary.lustrum", "england_coasting/data/primary", "2015/16", []),
    ("england_coasting/secondary.lustrum", "england_coasting/data/secondary", "2015/16", []),
    ("england_trust_membership/membership.lustrum", "england_trust_membership/data", "2016/17",
     []),
    ("../tests/golden/why/_village.lustrum", "../tests/golden/why/village", "2026/27",
     [("pupils.csv", "UPN", ["best_two", "progress", "Pupil.band"])]),
    ("../tests/golden/why/_everything.lustrum", "../tests/golden/why/everything", None,
     [("schools.csv", "URN", EVERYTHING),
      ("pupils.csv", "UPN", ["curve", "Pupil.step", "Pupil.worth"])]),
]


class Failed(Exception):
    pass


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise Failed(f"{' '.join(command)[:300]}: exit {done.returncode}\n"
                     f"{done.stderr.decode()[:2000]}")
    return done.stdout


class Example:
    def __init__(self, build, work, at):
        rules, data, self.year, self.more = EXAMPLES[at]
        self.lustrum = os.path.join(build, "lustrum")
        self.rules = os.path.join(HERE, "examples", rules)
        self.out = os.path.join(work, f"out{at}")
        self.name = rules
        if data is None:
            self.data = os.path.join(work, "england")
            run([os.path.join(build, "examples/england_secondary/generate"), self.data,
                 "--schools", "40", "--years", "3", "--seed", "12"])
        else:
            self.data = os.path.join(HERE, "examples", data)

    def options(self):
        return ["--data", self.data] + (["--year", self.year] if self.year else [])

    def review(self):
        run([self.lustrum, "review", self.rules, *self.options(), "--exact", "--quiet",
             "--out", self.out])

    def keys(self, file, column):
        folder = self.data
        if self.year and os.path.isdir(os.path.join(folder, self.year.replace("/", "-"))):
            folder = os.path.join(folder, self.year.replace("/", "-"))
        with open(os.path.join(folder, file), newline="") as table:
            return [row[column] for row in csv.DictReader(table)]

    def candidates(self):
        """(key, figure, row of the result file or None): every figure that can be asked for."""
        found = []
        for path in sorted(glob.glob(os.path.join(self.out, "*.csv"))):
            name = os.path.basename(path)[:-4]
            if ".by." in name or name.startswith("nation"):
                continue
            with open(path, newline="") as table:
                reader = csv.DictReader(table)
                heads = reader.fieldnames
                keys = self.key_heads(name, heads)
                measures = [h[:-6] for h in heads if h.endswith(".exact")]
                rows = [(self.key_of(row, keys), row) for row in reader]
            found += [(key, m, name, row) for key, row in rows if key for m in measures]
        return found

    def key_heads(self, record, heads):
        """The fields of a record's key, from the rules; a record that is named by another's field
        has one, which stands first."""
        with open(self.rules) as text:
            rules = text.read()
        block = re.search(rf"^record {record} .*?(?=^\S)", rules, re.M | re.S)
        keys = re.findall(r"^  (\w+) +key ", block[0], re.M) if block else []
        return keys or heads[:1]

    def key_of(self, row, keys):
        return ",".join('"' + row[k].replace('"', '""') + '"' if set(row[k]) & set(',"')
                        else row[k] for k in keys)

    def why(self, pairs, level=None):
        words = [word for pair in pairs for word in pair]
        command = [self.lustrum, "why", self.rules, *words, *self.options(), "--personal", "--json"]
        return json.loads(run(command + (["--level", level] if level else [])))


def same_shown(node, cell, reason):
    value = node["value"]
    if "missing" in value:
        return cell == "" and reason != ""
    return value.get("shown", value["text"]) == cell


def compare_with_file(document, figure, row, values):
    """The faults of a figure against the line that the review printed."""
    nodes = {node["id"]: node for node in document["nodes"]}
    name, faults = figure["figure"], []
    for part, column in (("value", name), ("lower", name + ".lower"), ("upper", name + ".upper")):
        if part not in figure["nodes"] or column not in row:
            continue
        node = nodes[figure["nodes"][part]]
        if not same_shown(node, row[column], row[name + ".reason"]):
            faults.append(f"{name} of {figure['of']}: {part} is {node['value']}, "
                          f"the review printed {row[column]!r}")
    value = values[figure["nodes"]["value"]]
    exact = row[name + ".exact"]
    if isinstance(value, bool):
        return faults
    if (exact == "") != isinstance(value, Missing) or (
            exact and "root" not in exact and not number(exact) == value):
        faults.append(f"{name} of {figure['of']}: exactly {value}, the review has {exact!r}")
    if "band" in figure["nodes"] and row.get(name + ".band"):
        words = nodes[figure["nodes"]["band"]]["value"]["text"]
        if words != row[name + ".band"]:
            faults.append(f"{name} of {figure['of']}: band {words}, not {row[name + '.band']}")
    return faults


def band_when(document, figure, values, shift):
    """The band of a figure whose value and limits are shifted: its steps worked out again."""
    moved = dict(values)
    ids = {figure["nodes"][part] for part in ("value", "lower", "upper") if part in figure["nodes"]}
    for node in document["nodes"]:
        if node["id"] in ids:
            if not isinstance(values[node["id"]], Missing):
                moved[node["id"]] = values[node["id"]] + shift
            continue
        args = [moved[a] for a in node["args"]]
        if any(moved[a] is not values[a] for a in node["args"]):
            moved[node["id"]] = recompute(node, args)
    return moved[figure["nodes"]["band"]]


def band_names(document, figure):
    """The numbers and names of the bands among the steps of a figure's band."""
    nodes = {node["id"]: node for node in document["nodes"]}
    found, waiting = {}, [figure["nodes"]["band"]]
    while waiting:
        node = nodes[waiting.pop()]
        waiting += node["args"]
        value = node["value"]
        if value["type"] == "band" and "exact" in value:
            found.setdefault(value["exact"], value["text"])
    return found


def check_edges(document, figure, values):
    """Another band holds at the shift that is said to make it (or, where more is needed, just
    beyond), and this one still on the way there."""
    edges, faults = figure.get("edges", {}), []
    if "not_worked_out" in edges:
        return [f"{figure['heading']}: {edges['not_worked_out']}"]
    for way, sign in (("up", 1), ("down", -1)):
        if way not in edges:
            continue
        edge = edges[way]
        shift, little = number(edge["shift"]), Number(Fraction(sign, 10 ** 9))
        before = band_when(document, figure, values, shift * Number(Fraction(999999, 10 ** 6)))
        after = band_when(document, figure, values, shift + little if edge["beyond"] else shift)
        names = band_names(document, figure)
        if not before == values[figure["nodes"]["band"]]:
            faults.append(f"{figure['heading']}: the band changes before {shift}")
        if names.get(str(after)) != edge["band"] or shift.sign() * sign < 0:
            faults.append(f"{figure['heading']}: at {shift} the band is {after}, not {edge['band']}")
    return faults


# ---- a falsified explanation is found out ----

def falsified(document, random_):
    """Copies of the document, each with one printed value changed."""
    calculated = [n for n in document["nodes"] if n["op"] not in LEAVES | {"different"}
                  and n["value"].get("type") == "number" and isinstance(n["value"].get("exact"), str)
                  and not (n["op"] == "look_up" and "keys" not in n)]
    for node in random_.sample(calculated, min(25, len(calculated))):
        old = node["value"]["exact"]
        node["value"]["exact"] = str(Fraction(old) + Fraction(1, 1000))
        yield node, "value"
        node["value"]["exact"] = old
    listed = [n for n in document["nodes"] if n.get("rows") and n["op"] in ("sum", "mean")]
    for node in random_.sample(listed, min(10, len(listed))):
        row = random_.choice(node["rows"])
        old = row["value"]
        row["value"] = str(Fraction(old) + 1)
        yield node, "row"
        row["value"] = old


def check_false_edges(document):
    """Edges that are a little nearer, or lead to another band, are found out."""
    missed = count = 0
    values = check_document(document)[2]
    for figure in document["figures"]:
        for edge in figure.get("edges", {}).values():
            if not isinstance(edge, dict) or not isinstance(edge["shift"], str) or count >= 10:
                continue
            for key, other in (("shift", str(Fraction(edge["shift"]) * Fraction(9, 10))),
                               ("band", edge["band"] + "_too")):
                old, edge[key] = edge[key], other
                count += 1
                if Fraction(edge["shift"]) and not check_edges(document, figure, values):
                    missed += 1
                    print(f"a false {key} of a band edge was not found: {figure['heading']}")
                edge[key] = old
    return missed, count


def check_falsified(document, random_):
    missed, count = check_false_edges(document)
    for node, what in falsified(document, random_):
        count += 1
        faults = check_document(document)[0]
        if not faults:
            missed += 1
            print(f"a false {what} was not found: step {node['id']}, {node['op']}")
    return missed, count


def check_example(example, share, random_):
    """Figures, steps, faults; and a document for falsifying."""
    example.review()
    found = random_.sample(example.candidates(), k=min(share, len(example.candidates())))
    asked, counts, faults = {}, [0, 0], []
    for key, measure, level, row in found:
        asked.setdefault(level, []).append((key, measure, row))
    for file, column, figures in example.more:
        keys = example.keys(file, column)
        pairs = sorted({(random_.choice(keys), random_.choice(figures)) for _ in range(share // 3)})
        asked[file] = [(key, figure, None) for key, figure in pairs]
    last = None
    for level, wanted in asked.items():
        of_file = level.endswith(".csv")
        document = example.why([(key, measure) for key, measure, _ in wanted],
                               None if of_file else level)
        bad, steps, values = check_document(document)
        faults += bad
        counts[0] += len(document["figures"])
        counts[1] += steps
        for figure, (_, _, row) in zip(document["figures"], wanted):
            if row is not None:
                faults += compare_with_file(document, figure, row, values)
            faults += check_edges(document, figure, values)
        last = last or document
    return counts[0], counts[1], faults, last


def main():
    build, wanted = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or [1000])[0])
    work = os.path.join(build, "tests", "why_adds")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    random_ = random.Random(SEED)
    figures = steps = failed = 0
    falsify = None
    for at in range(len(EXAMPLES)):
        example = Example(build, work, at)
        share = wanted if at == 0 else wanted // 8
        count, more, faults, document = check_example(example, share, random_)
        figures, steps, failed = figures + count, steps + more, failed + len(faults)
        falsify = falsify or document
        for fault in faults[:5]:
            print(f"{example.name}: {fault}")
    missed, tried = check_falsified(falsify, random_)
    shutil.rmtree(work)
    failed += missed + (tried < 30) + (figures < wanted)
    print(f"{figures} figures, {steps} steps, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
