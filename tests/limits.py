#!/usr/bin/env python3
"""limits.py LUSTRUM [--all] -- every limit of runtime/limit.h, one below it, at it, and one past it.

Each limit has a row below: what stands at it is made of a size, one below the limit and at it passes, one past
it gives the message of the table.  A limit without a row fails the test, and so does a row without a limit.
Of limits of the compiled program, whose number nobody writes, sizes around are tried (--all).
--page FILE writes spec/limits.md.
SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = os.path.join(HERE, "..", "runtime", "limit.h")
HEAD = 'framework f "F"\n  edition 1\n  term 2025/26 to 2029/30\n  rounding half up\n\n'
RECORD = 'record School (Schools) from "schools.csv"\n  urn key text from "URN"\n  points outcome number 0 to 90 from "POINTS"\n\n'
MEASURE = 'measure m "M"\n  outcome, shown to 1 place\n  for each School\n    value points\n'
RULES = HEAD + RECORD + MEASURE


def limits():
    """Name, value and reason of every limit, in the order of the header."""
    for name, value, why in re.findall(r"^ +LIMIT_(\w+) = ([^,/]+?),? +/\* (.*) \*/$", open(HEADER).read(), re.M):
        yield name, eval(value), why  # noqa: S307 -- numbers and shifts of our own header


def value(formula):
    return RULES.replace("value points", "value " + formula)


def exact_source(n):
    text = RULES + "-- x\n" * ((n - len(RULES)) // 5)
    return text + "\n" * (n - len(text))


def lets(bits):
    """A figure of so many bits: 2 to the power bits - 1, of powers of powers."""
    power, lines, parts = bits - 1, ["    let v0 be points\n"], []
    for i in range(16):
        lines.append(f"    let v{i + 1} be v{i} * v{i}\n")
        if power >> i & 1:
            parts.append(f"v{i}")
    if power >> 16:
        parts = ["v16"]
    return RULES.replace("    value points", "".join(lines) + "    value 1 if " + " * ".join(parts) + " > 1 otherwise 0")


def row_of(size):
    """A row of so many bytes, its line end not counted, in cells of less than 1 MiB."""
    cells = 40
    each = (size - len("1,1,") - (cells - 1)) // cells
    rest = size - len("1,1,") - (cells - 1) - each * cells
    return "URN,POINTS" + "".join(f",C{i}" for i in range(cells)) + "\n1,1," + ",".join(["x" * each] * (cells - 1) + ["x" * (each + rest)]) + "\n"


def applied(n):
    """A formula that is used so many times, one use within another counted."""
    hundred, last = (n - 1) // 101, (n - 1) % 101
    text = 'formula fa "A" of (x) is x\nformula fb "B" of (x) is ' + " + ".join(["(fa of (x))"] * 100) + "\n\n"
    total = " + ".join(["(fb of (points))"] * hundred + ["(fa of (points))"] * (last + 1))
    return HEAD + RECORD + text + MEASURE.replace("value points", "value " + total)


def manifest(n):
    """A manifest of so many values: the object, its schema, a list and what is in it."""
    return '{\n  "schema": "lustrum/manifest@1",\n  "a": [' + ",".join(["1"] * (n - 3)) + "]}"


def check(text):
    return {"rules.lustrum": text}, ["check", "rules.lustrum"]


def check_json(text):
    return {"rules.lustrum": text}, ["check", "rules.lustrum", "--json"]


def review(data, rules=RULES):
    return {"rules.lustrum": rules, "data/schools.csv": data}, ["review", "rules.lustrum", "--data", "data", "--year", "2025/26", "--out", "out", "--quiet"]


def twice(n):
    return RULES + "list l is " + ", ".join(['"x"'] * (n + 1)) + "\n"


def faulty(n):
    return "URN,POINTS\n" + "".join(f"{i},x\n" for i in range(n))


def alike(n):
    """Two keys that look alike, first and last of so many."""
    return "URN,POINTS\nAa,1\n" + "".join(f"{i},1\n" for i in range(n - 2)) + "aA,1\n"


def files(n):
    modules = {f"m{i}.lustrum": f'list l{i} is "x"\n' for i in range(n - 1)}
    return {**modules, "rules.lustrum": HEAD + "".join(f"use .m{i}\n" for i in range(n - 1)) + RECORD + MEASURE}, ["check", "rules.lustrum"]


def reasons(n):
    texts = ", ".join(f'missing "x{i}" as r{i}' for i in range(n - BUILT_IN))
    return RULES.replace('from "POINTS"', f'from "POINTS", {texts}').replace("value points", "value points if points is known otherwise 0")


BUILT_IN = 9  # reasons that every framework has
# name: (what is made of a size, what is said past the limit)
ROWS = {
    "SOURCE": (lambda n: check(exact_source(n)), "L0702"),
    "SOURCES": (files, "L0703"),
    "TOKEN": (lambda n: check(HEAD + 'record R (Rs) from "' + "a" * (n - 2) + '"\n  a key text from "A"\n'), "L0117"),
    "NAME": (lambda n: check(RULES + "list " + "a" * n + ' is "x"\n'), "L0118"),
    "DEPTH": (lambda n: check(value("- " * (n - 1) + "points")), "L0120"),
    "CHAIN": (lambda n: check(value("points" + " + 1" * (n - 1))), "L0606"),
    "APPLIED": (lambda n: check(applied(n)), "L0605"),
    "COLUMNS": (lambda n: review("URN,POINTS" + "".join(f",C{i}" for i in range(n - 2)) + "\n1,1" + "," * (n - 2) + "\n"), "L0622"),
    "FIELD": (lambda n: review("URN,POINTS,X\n1,1," + "x" * n + "\n"), "L0621"),
    "RECORD": (lambda n: review(row_of(n)), "L0620"),
    "TERM": (lambda n: check(RULES.replace("2029/30", f"{2024 + n}/{(2025 + n) % 100:02}")), "L0908"),
    "REASONS": (lambda n: check(reasons(n)), "L0603"),
    "DIGITS": (lambda n: review("URN,POINTS\n1,0." + "0" * (n - 2) + "1\n"), "L0517"),
    "BITS": (lambda n: review("URN,POINTS\n1,2\n", lets(n)), "L0602"),
    "MESSAGES": (lambda n: check_json(twice(n)), "L0785"),
    "PARSED": (lambda n: ({"kept/manifest.json": manifest(n)}, ["verify", "kept"]), "250,000 values"),
    "SHOWN": (lambda n: check(twice(n)), "more\n"),
    "KEYS": (lambda n: check(RULES.replace("  for each", "  for the nation\n    let a be mean of points over Schools by (" + ", ".join(["phase"] * n) + ")\n  for each").replace("  points outcome", '  phase baseline code from "P"\n  points outcome')), "L0378"),
    "SLOTS": (lambda n: check(value("greatest of (" + ", ".join(["points"] * n) + ")")), "L0344"),
}
SLOW = {
    "ALIKE": (lambda n: review(alike(n)), "L0538"),  # turned round: it is told up to the limit
    "PROBLEMS": (lambda n: review(faulty(n)), "the first 1,000,000"),
}


def many_nodes(n):
    """Lists of 99 texts in modules of 500 lists."""
    modules = {f"m{m}.lustrum": "".join(f"list l{m}x{i} is " + ", ".join(f'"{k}"' for k in range(99)) + "\n" for i in range(500)) for m in range(n // 50000)}
    return {**modules, "rules.lustrum": HEAD + "".join(f"use .m{m}\n" for m in range(len(modules))) + RECORD + MEASURE}, ["check", "rules.lustrum"]


def many_sums(n):
    """Sums of 500 products, as many as make n products in all."""
    count = n // 500
    lets = "".join(f"    let v{i} be " + " + ".join(f"points*{k + 2}.{i}" for k in range(500)) + "\n" for i in range(count))
    return check(RULES.replace("    value points", lets + "    value " + " + ".join(f"v{i}" for i in range(count))))


def many_records(n):
    return check(HEAD + RECORD + "".join(f'record R{i} (S{i}) from "x.csv"\n  k key text from "K"\n' for i in range(n)) + MEASURE)


def many_measures(n):
    return check(HEAD + RECORD + "".join(MEASURE.replace("measure m", f"measure m{i}") for i in range(n)))


# Limits of what is made inside, which no size of the text is: sizes around it.
ABOUT = [
    ("NODES", many_nodes, 500000, None),
    ("NODES", many_nodes, 2000000, "L0121"),
    ("INSTRUCTIONS", many_sums, 20000, None),
    ("INSTRUCTIONS", many_sums, 60000, "L0605"),
    ("SPACES", many_records, 5000, None),
    ("SPACES", many_records, 12000, "L0605"),
    ("PROGRAM_LIST", many_measures, 10000, None),
]
# What the page says of them.
INSIDE = {
    "NODES": "half of it passes; twice as many, in modules, do not (L0121)",
    "INSTRUCTIONS": "sums of 20,000 products pass, of 60,000 do not (L0605)",
    "REGISTERS": "as instructions, of which a step has no more than it has registers",
    "SPACES": "5,000 records pass, 12,000 do not (L0605)",
    "PROGRAM_LIST": "10,000 measures pass, and are at most a part of it",
    "DENOMINATORS": "`tests/unit/test_sum.c`: past it sums are held exactly, and are the same",
}


class Limits:
    def __init__(self, lustrum):
        self.lustrum, self.faults = os.path.abspath(lustrum), []

    def said(self, made):
        files, command = made
        folder = tempfile.mkdtemp(prefix="lustrum-limits-", dir="/tmp")
        try:
            for name, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w") as out:
                    out.write(text)
            done = subprocess.run([self.lustrum, *command], cwd=folder, capture_output=True, env=dict(os.environ, LC_ALL="C.UTF-8"))
            if done.returncode < 0:
                self.faults.append(f"a signal: {command}: {-done.returncode}")
            return (done.stdout + done.stderr).decode("utf-8", "replace")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def row(self, name, most, make, message):
        for size in (most - 1, most, most + 1):
            text = self.said(make(size))
            past = size > most if name != "ALIKE" else size <= most
            if (message in text) != past:
                self.faults.append(f"LIMIT_{name} at {size}: {message} is {'' if message in text else 'not '}said: {text[:300]}")
            elif size <= most and re.search(r"^error\[", text, re.M) and name not in ("MESSAGES", "SHOWN", "PARSED", "PROBLEMS"):
                self.faults.append(f"LIMIT_{name} at {size}: {text[:300]}")

    def all(self, slow):
        rows = {**ROWS, **(SLOW if slow else {})}
        known = [name for name, _, _ in limits()]
        missing = set(known) ^ (set(ROWS) | set(SLOW) | set(INSIDE))
        if missing or len(known) < 20:
            self.faults.append(f"a limit without a row, or a row without a limit: {sorted(missing)} of {len(known)}")
        for name, make, size, message in ABOUT if slow else []:
            text = self.said(make(size))
            if ("no faults" not in text) if message is None else (message not in text):
                self.faults.append(f"LIMIT_{name}, {size}: {message or 'no faults'} is not said: {text[:300]}")
        for name, most, _ in limits():
            if name in rows:
                self.row(name, most, *rows[name])


def page(path):
    lines = ["# Limits", "", "Made from `runtime/limit.h` and `tests/limits.py` by `make spec`; do not edit.", ""]
    lines += ["Everything that could grow without end has a limit, with a reason and a message. Each is tried one below it, at it,", "and one past it."]
    lines += ["", "| limit | of what, and why | past it |", "| ---: | --- | --- |"]
    for name, most, why in limits():
        message = (ROWS.get(name) or SLOW.get(name) or ("", ""))[1]
        past = {"SHOWN": "counted", "PARSED": "[L0954](errors/L0954.md)", "PROBLEMS": "counted ([L0590](errors/L0590.md))", "ALIKE": "not looked for"}.get(name)
        past = past or (f"[{message}](errors/{message}.md)" if message else "tried in " + INSIDE[name])
        lines.append(f"| {most:,} | {why} | {past} |")
    with open(path, "w") as out:
        out.write("\n".join(lines) + "\n")


if sys.argv[1] == "--page":
    page(sys.argv[2])
else:
    tried = Limits(sys.argv[1])
    tried.all("--all" in sys.argv)
    for fault in tried.faults:
        print(fault)
    sys.exit(1 if tried.faults else 0)
