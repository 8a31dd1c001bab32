#!/usr/bin/env python3
"""bombs.py BUILD [--all] -- input made to take all time or memory ends soon, with a message.

Each bomb is a file, or a program that writes to a pipe for as long as somebody reads.  It must end with the
exit code and the message that the table says, within the time and the memory of the table; a pipe must be
left long before its end.  Time is that of the processor, so that a busy machine tells the same.  `make
check` runs those that take a few seconds together; --all runs the largest too.  --figures prints what each took.
SPDX-License-Identifier: Apache-2.0
"""
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading

SECOND, MIB = 1.0, 1 << 20
HEAD = 'framework f "F"\n  edition 1\n  term 2025/26 to 2029/30\n  rounding half up\n\n'
RECORD = 'record School (Schools) from "schools.csv"\n  urn key text from "URN"\n  points outcome number 0 to 90 from "POINTS"\n\n'
MEASURE = 'measure m "M"\n  outcome, shown to 1 place\n  for each School\n    value points\n'
RULES = HEAD + RECORD + MEASURE
ROOM = 1000 * 1000  # bytes of rules that fit in the limit of a file, and a head


def value(formula):
    return HEAD + RECORD + MEASURE.replace("value points", "value " + formula)


def lines(text, count):
    return "".join(text % {"i": i, "j": i + 1} for i in range(count))


def forever(*parts):
    """Writes the first part once and the last again and again; how many bytes were taken."""

    def write(pipe, most):
        sent = 0
        try:
            for part in parts[:-1]:
                sent += os.write(pipe, part)
            while sent < most:
                sent += os.write(pipe, parts[-1])
        except BrokenPipeError:
            pass
        return sent

    return write


RULE_BOMBS = [
    # name, rules, message, exit
    ("brackets within brackets", value("(" * ROOM + "points"), "L0120", 1),
    ("brackets within brackets, closed", value("(" * (ROOM // 2) + "points" + ")" * (ROOM // 2)), "L0120", 1),
    ("a sum of 250,000 parts", value("points" + " + 1" * (ROOM // 4)), "L0606", 1),
    ("a product of 250,000 parts", value("points" + " * 1" * (ROOM // 4)), "L0606", 1),
    ("minus before minus", value("- " * (ROOM // 2) + "points"), "L0", 1),
    ("not before not", value("1 if " + "not " * (ROOM // 4) + "points = 1 otherwise 0"), "L0120", 1),
    ("a choice in a choice", value("1 if points = 1 otherwise " * (ROOM // 26) + "0"), "L0", 1),
    ("a condition of 80,000 parts", value("1 if " + "points = 1 or " * (ROOM // 14) + "points = 2 otherwise 0"), "L0606", 1),
    ("a sum of a sum of a sum", value("sum of (" * (ROOM // 8) + "points"), "L0", 1),
    ("a formula that doubles forty times", HEAD + RECORD + "formula f0 \"F\" of (x) is x + 1\n" + lines("formula f%(j)d \"F\" of (x) is (f%(i)d of (x)) + (f%(i)d of (x))\n", 40) + MEASURE.replace("value points", "value f40 of (points)"), "L0", 1),
    ("lets that double", HEAD + RECORD + MEASURE.replace("    value points", "    let v0 be points + 1\n" + lines("    let v%(j)d be v%(i)d * v%(i)d\n", 300) + "    value v300"), "", None),
    ("a number of a million digits", value("1" * ROOM), "L0117", 1),
    ("a number of 4,000 digits", value("1" * 4000), "L0119", 1),
    ("a name of a million letters", value("a" * ROOM), "L0117", 1),
    ("a text of a million letters", HEAD + 'record R (Rs) from "' + "a" * ROOM + '"\n', "L0117", 1),
    ("a text that is not closed", HEAD + 'record R (Rs) from "' + "a" * ROOM, "L0", 1),
    ("a comment of a million letters", RULES + "-- " + "a" * ROOM + "\n", "L0117", 1),
    ("a million signs that mean nothing", RULES + "?" * ROOM, "more", 1),
    ("a million names", RULES + "a " * (ROOM // 2), "L0", 1),
    ("40,000 measures", HEAD + RECORD + lines('measure m%(i)d "M"\n', 40000), "more", 1),
    ("a list of 80,000 texts", RULES + 'list l is "x"' + lines(', "%(i)d"', 80000) + "\n", "", 0),
    ("a list of one text, 100,000 times", RULES + "list l is " + '"x", ' * 100000 + '"x"\n', "more", 1),
    ("a table of 60,000 rows", RULES + 'table t "T"\n  | a | b |\n' + lines("  | %(i)d | 1 |\n", 60000), "", None),
    ("a table of 10,000 columns", RULES + 'table t "T"\n  |' + lines(" a%(i)d |", 10000) + "\n", "L0", 1),
    ("a rule file of 1 MiB and a byte", RULES + "-" * MIB, "L0702", 1),
]

DATA_BOMBS = [
    # name, what is written, bytes at most, message, exit
    ("a cell of 1 GB", forever(b"URN,POINTS\n1,", b"1" * 65536), 1 << 30, "L062", 2),
    ("a cell of 1 GB within quotes", forever(b'URN,POINTS\n1,"', b"a" * 65536), 1 << 30, "L0551", 3),
    ("a heading of 1 GB", forever(b"a" * 65536), 1 << 30, "L062", 2),
    ("a line of 10 GB", forever(b"URN,POINTS\n", b"1," * 32768), 10 << 30, "L062", 2),
    ("a line of 10 GB of quotes", forever(b"URN,POINTS\n", b'"",' * 21845), 10 << 30, "L062", 2),
    ("headings of 10 GB", forever(b"URN," * 16384), 10 << 30, "L062", 2),
    ("zero bytes without end", forever(b"\0" * 65536), 10 << 30, "L055", 3),
    ("carriage returns without end", forever(b"URN,POINTS\n", b"\r" * 65536), 10 << 30, "L0", None),
    ("100,000 columns", forever(b"URN" + b",x" * 99999 + b"\n", b"1\n" * 9), 200010, "L0622", 2),
]


def rows(path, count, row):
    with open(path, "w") as out:
        out.write("URN,POINTS\n")
        for start in range(0, count, 100000):
            out.write("".join(row(i) for i in range(start, min(start + 100000, count))))


class Bombs:
    def __init__(self, build, all_of_them, figures):
        self.lustrum, self.all, self.figures = os.path.abspath(os.path.join(build, "lustrum")), all_of_them, figures
        self.faults = []
        self.folder = tempfile.mkdtemp(prefix="lustrum-bombs-", dir="/tmp")
        symbols = subprocess.run(["nm", self.lustrum], capture_output=True, text=True).stdout
        self.sanitized = "__asan_init" in symbols or "__tsan_init" in symbols
        write(self.path("rules.lustrum"), RULES)
        os.mkdir(self.path("data"))

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, name, command, message, exit_code, most=SECOND, memory=100 * MIB, stdin=None):
        pipe = subprocess.DEVNULL if stdin is None else stdin
        limit = None if self.sanitized else lambda: resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        with open(self.path("said"), "w+b") as said:
            child = subprocess.Popen([self.lustrum] + command, stdin=pipe, stdout=said, stderr=said, preexec_fn=limit, cwd=self.folder)
            if stdin is not None:
                os.close(stdin)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            text = said.read(MIB).decode("utf-8", "replace")
            size = os.fstat(said.fileno()).st_size
        took, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
        if self.figures:
            print(f"{name}: {took:.2f} s, {peak / MIB:.0f} MiB, exit {child.returncode}, {text.splitlines()[0][:70] if text else ''}")
        if child.returncode < 0 or (exit_code is not None and child.returncode != exit_code):
            self.faults.append(f"{name}: exit {child.returncode}, not {exit_code}: {text[:300]}")
        if message and message not in text:
            self.faults.append(f"{name}: {message} is not said: {text[:300]}")
        if size > MIB:
            self.faults.append(f"{name}: {size} bytes are said")
        if took > (most * 40 if self.sanitized else most):
            self.faults.append(f"{name}: {took:.2f} s of the processor, more than {most}")
        if peak > memory and not self.sanitized:
            self.faults.append(f"{name}: {peak / MIB:.0f} MiB, more than {memory / MIB:.0f}")

    def rules(self):
        for name, text, message, exit_code in RULE_BOMBS:
            write(self.path("bomb.lustrum"), text)
            self.run(name, ["check", "bomb.lustrum"], message, exit_code)

    def piped(self):
        for name, bomb, most, message, exit_code in DATA_BOMBS:
            reader, writer = os.pipe()
            sent = []
            thread = threading.Thread(target=lambda: (sent.append(bomb(writer, most)), os.close(writer)))
            thread.start()
            self.run(name, self.review("/dev/stdin"), message, exit_code, stdin=reader)
            thread.join()
            if sent[0] > 64 * MIB:
                self.faults.append(f"{name}: {sent[0]} bytes were read before it ended")

    def review(self, data, *more):
        return ["review", "rules.lustrum", "--table", "School=" + data, "--data", "data", "--year", "2025/26", "--out", "out", "--quiet", *more]

    def files(self):
        n = 1000 * 1000 if self.all else 100 * 1000
        often = 10 if self.all else 1
        faulty = self.path("faulty.csv")
        rows(faulty, n * often, lambda i: f"{i},x\n")
        self.run(f"{n * often:,} faulty cells", self.review(faulty), "L05", 3, most=10 if self.all else SECOND, memory=(600 if self.all else 100) * MIB)
        self.run("the same with seven threads", self.review(faulty, "--threads", "7"), "L05", 3, most=12 if self.all else SECOND, memory=(700 if self.all else 100) * MIB)
        if self.all:
            rows(faulty, n, lambda i: f"{i},x\n")
            self.run(f"{n:,} faulty cells", self.review(faulty), "L05", 3, most=3, memory=130 * MIB)
        self.same(faulty)
        rows(faulty, n, lambda i: "1,1\n")
        self.run(f"one key {n:,} times", self.review(faulty), "L0521", 3, most=n / 400e3 + 0.5, memory=(400 if self.all else 100) * MIB)
        rows(faulty, n, lambda i: f"{i},1,\n")
        self.run(f"{n:,} rows of a cell too many", self.review(faulty), "L0571", 3, most=n / 400e3 + 0.5, memory=(400 if self.all else 100) * MIB)
        rows(faulty, n, lambda i: "\n")
        self.run(f"{n:,} blank lines", self.review(faulty), "L0507", 3, most=n / 400e3 + 0.5, memory=(400 if self.all else 100) * MIB)

    def same(self, faulty):
        """So many faults that threads wait for them to be told: what is told is what one thread tells."""
        kinds = ["{},x\n", "{},91\n", "{},\n", "URN,POINTS\n", "{},1,\n", "\n", "=A{},-1\n", "{},\"a\nb\"\n", "1,1\n", "{},1\n"]
        with open(faulty, "w") as out:
            out.write("URN,POINTS\n" + "".join(kinds[i * i % 7 + i // 100000].format(i) for i in range(250000)))
        told = []
        for threads in "1", "2", "7":
            run = subprocess.run([self.lustrum] + self.review(faulty, "--threads", threads), capture_output=True, cwd=self.folder)
            with open(self.path("out.problems.csv"), "rb") as problems:
                told.append((run.returncode, run.stderr, problems.read()))
        lines = told[0][2].count(b"\n")
        if self.figures:
            print(f"faults of every kind: {lines:,} lines")
        if lines < 150000:
            self.faults.append(f"only {lines} faulty cells are listed of each kind in turn")
        if told[1] != told[0] or told[2] != told[0]:
            self.faults.append("what is told of faults depends on threads")

    def keys(self):
        """Keys in families that a weak hash puts together take no longer than others."""
        n = 1000 * 1000 if self.all else 100 * 1000
        families = {
            "scattered": lambda i: f"{i * 2654435761 % (1 << 32):010}",
            "counted": lambda i: f"{i:07}",
            "that differ in their first bytes": lambda i: f"{i:07}AAAAAAAAA",
            "that differ in their last bytes": lambda i: f"AAAAAAAAA{i:07}",
            "a power of two apart": lambda i: f"{i * 65536:016}"[-16:],
            "that differ in one bit of each byte": lambda i: "".join("aA"[i >> b & 1] for b in range(8)) + "".join("qQ"[i >> b & 1] for b in range(8, 16)) + str(i >> 16),
            "of forty bytes": lambda i: f"{'A' * 33}{i:07}",
        }
        took = {}
        for name, key in families.items():
            rows(self.path("keys.csv"), n, lambda i: key(i) + ",1\n")
            # The least of three, as a machine that does other work can only add to it.
            took[name] = min(self.keyed(f"{n:,} keys {name}", n) for _ in range(1 if self.sanitized else 3))
        for name, time in took.items():
            # A sanitizer counts each byte that is looked at, which is no measure of a hash: there the time of
            # each run alone is judged (run).
            if not self.sanitized and time > 2 * took["scattered"] + 0.2:
                self.faults.append(f"keys {name}: {time:.2f} s, and scattered ones {took['scattered']:.2f} s")

    def keyed(self, name, n):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        self.run(name, self.review(self.path("keys.csv"), "--threads", "1"), "", 0, most=n / 150e3 + 0.5, memory=600 * MIB)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    def readers(self):
        """What Lustrum reads beside rules and data."""
        os.makedirs(self.path("kept"), exist_ok=True)
        start = '{\n  "schema": "lustrum/manifest@1",\n'
        for name, text in (("deep", start + '  "a": ' + "[" * 3 * MIB), ("wide", start + '  "a": [' + "1," * MIB), ("long", start + '  "a": "' + "x" * 3 * MIB)):
            write(self.path("kept/manifest.json"), text)
            self.run(f"a manifest that is {name}", ["verify", "kept"], "L095", 4)


def write(path, text):
    with open(path, "w") as out:
        out.write(text)


def main():
    bombs = Bombs(sys.argv[1], "--all" in sys.argv, "--figures" in sys.argv)
    try:
        bombs.rules()
        bombs.piped()
        bombs.files()
        bombs.keys()
        bombs.readers()
    finally:
        shutil.rmtree(bombs.folder, ignore_errors=True)
    for fault in bombs.faults:
        print(fault)
    sys.exit(1 if bombs.faults else 0)


main()
