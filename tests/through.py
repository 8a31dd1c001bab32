#!/usr/bin/env python3
"""through.py BUILD [COUNT] [FIRST] -- frameworks and data made by chance (tests/reference/generate.py), through the commands.

Of each framework that the checker takes, on two sets of data: results verify, and replay to the same bytes, also from a
pack; an explanation of any figure adds up (why_adds.py) and is what the review printed; two results side by side tell just
the cells that differ; pages and exports are read back (report.py, export.py); a framework of which a section is taken out
differs exactly where its meaning has another hash, and what is told of its impact is what its own review says; documents,
lists of data, listings, drafts of records and the text laid out are the same twice.  Needs BUILD/batch.
Last line: `N frameworks, N figures, N steps, N failed`; ends with 1 where something is not so.
SPDX-License-Identifier: Apache-2.0
"""
import collections
import csv
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(HERE, "reference"), HERE]
import compare  # noqa: E402
import generate  # noqa: E402
import report  # noqa: E402
import why_adds  # noqa: E402

FORMS = [("doc",), ("doc", "--html"), ("doc", "--json"), ("needs",), ("needs", "--csv"), ("needs", "--json"), ("disassemble",),
         ("disassemble", "--json"), ("canonical",), ("canonical", "--wording"), ("canonical", "--hashes"), ("lint",), ("check", "--json")]


def year_words(year):
    return f"{year}/{(year + 1) % 100:02}"


def tables(folder):
    found = {}
    for name in sorted(os.listdir(folder)):
        if name.endswith(".csv"):
            with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
                found[name] = list(csv.reader(file))
    return found


def other_files(a, b):
    """What differs between two folders: names."""
    walked = [{os.path.relpath(os.path.join(top, name), folder) for top, _, names in os.walk(folder) for name in names}
              for folder in (a, b)]
    found = sorted(walked[0] ^ walked[1])
    for name in sorted(walked[0] & walked[1]):
        with open(os.path.join(a, name), "rb") as one, open(os.path.join(b, name), "rb") as two:
            if one.read() != two.read():
                found.append(name)
    return found


class Trial(why_adds.Example):
    """A framework with its data, in a folder, and what was found wrong of it."""

    def __init__(self, lustrum, work, case, seed):
        self.lustrum, self.work, self.case = lustrum, work, case
        self.rules, self.name = os.path.join(work, "rules.lustrum"), f"seed {seed}"
        self.year, self.more, self.faults = year_words(case.year), [], []
        self.random = random.Random(seed)
        self.data = os.path.join(work, "data1")
        self.out = os.path.join(work, "out1")
        self.figures = self.steps = 0

    def run(self, *words, ends=(0,)):
        done = subprocess.run([self.lustrum, *words], capture_output=True, text=True, cwd=self.work, check=False)
        if done.returncode not in ends:
            self.wrong(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr[:1500]}")
        return done

    def wrong(self, text):
        self.faults.append(f"{self.name}: {text}")

    def results(self, number, rules=None, out=None, *words):
        out = out or f"out{number}"
        return self.run("review", rules or "rules.lustrum", "--data", f"data{number}", "--year", self.year, "--exact", "--quiet",
                        "--out", out, *words, ends=(0, 3)).returncode == 0

    # ---- what is always so ----

    def kept(self, number):
        out, data = f"out{number}", f"data{number}"
        self.run("verify", out)
        self.run("verify", out, "--json")
        said = self.run("replay", out, "--data", data, "--json").stdout
        if not json.loads(said).get("identical", True):
            self.wrong(f"replay of {out}: {said[:300]}")
        self.run("pack", "rules.lustrum", "--data", data, "--year", self.year, "--out", "data.pack", "--quiet")
        if self.results(number, None, "packed", "--pack", "data.pack", "--verify-pack", "--threads", "3", "--batch", "3"):
            differ = other_files(os.path.join(self.work, out), os.path.join(self.work, "packed"))
            if differ:
                self.wrong(f"other results from a pack: {differ}")
        else:
            self.wrong("the pack is refused")

    def explained(self):
        found = self.candidates()
        found = self.random.sample(found, min(24, len(found)))
        asked = collections.defaultdict(list)
        for key, measure, level, row in found:
            asked[level].append((key, measure, row))
        for level, wanted in asked.items():
            document = self.why([(key, measure) for key, measure, _ in wanted], level)
            bad, steps, values = why_adds.check_document(document)
            self.figures, self.steps = self.figures + len(document["figures"]), self.steps + steps
            for figure, (_, _, row) in zip(document["figures"], wanted):
                bad += why_adds.compare_with_file(document, figure, row, values) + why_adds.check_edges(document, figure, values)
            for fault in bad:
                self.wrong(fault)
            key, measure, _ = wanted[0]
            options = [*self.options(), "--level", level]
            for words in ((), ("--html",), ("--ascii",), ("--personal",), ("--personal", "--html")):
                done = self.run("why", "rules.lustrum", key, measure, *options, *words, ends=(0,) if "--personal" in words else (0, 2))
                if done.returncode and "L0293" not in done.stderr:  # a figure of single persons
                    self.wrong(f"why {key} {measure} {words}: {done.stderr[:300]}")

    def beside(self):
        """Two results: the cells that differ, and no other, are told."""
        words = ("compare", "out1", "out2")
        plain = json.loads(self.run(*words, "--json", ends=(0, 1)).stdout)
        split = json.loads(self.run(*words, "--before", "data1", "--after", "data2", "--json", ends=(0, 1)).stdout)
        for form in ((), ("--html",), ("--before", "data1", "--after", "data2"), ("--before", "data1", "--after", "data2", "--html")):
            self.run(*words, *form, ends=(0, 1))
        one, two = (tables(os.path.join(self.work, out)) for out in ("out1", "out2"))
        for said in (plain, split):
            moved = {(m["file"], m["key"], m["column"]): (m.get("before"), m.get("after")) for m in said["moves"] if "column" in m}
            if said["same"] != (one == two):
                self.wrong(f"compare: same is {said['same']}")
            for (file, key, column), (before, after) in moved.items():
                for table, cell in ((one, before), (two, after)):
                    rows = table.get(file, [[]])
                    if cell and column in rows[0] and not any(
                            row[rows[0].index(column)] == cell and " / ".join(row).startswith(key.rstrip(" /")) for row in rows[1:]):
                        self.wrong(f"compare: {file} {key} {column}: there is no {cell}")
        if [{k: v for k, v in m.items() if k != "by"} for m in plain["moves"]] != [
                {k: v for k, v in m.items() if k != "by"} for m in split["moves"]]:
            self.wrong("compare: other moves with the data at hand")

    def changed(self):
        """The framework without one of its sections, where that is one."""
        sections = [i for i, text in enumerate(self.case.sections) if text.startswith(("measure", "support", "review", "power", "derive"))]
        self.random.shuffle(sections)
        path = os.path.join(self.work, "changed.lustrum")
        for i in sections[:4]:
            generate.write(path, "\n".join(text for k, text in enumerate(self.case.sections) if k != i))
            if subprocess.run([self.lustrum, "check", "--quiet", path], capture_output=True, check=False).returncode == 0:
                break
        else:
            lines = self.case.text().split("\n")
            generate.write(path, "\n".join(lines + ["", "-- a comment more", ""]))
        hashes = [json.loads(self.run("canonical", name, "--json").stdout)["meaning_sha256"] for name in ("rules.lustrum", path)]
        for a, b in (("rules.lustrum", path), (path, "rules.lustrum")):
            for form in ((), ("--json",), ("--html",)):
                self.run("diff", a, b, *form, ends=(int(hashes[0] != hashes[1]),))
            said = {}
            for form in ((), ("--json",), ("--html",)):
                said[form] = self.run("impact", a, b, *self.options(), *form).stdout
            if said["--json",] != self.run("impact", a, b, *self.options(), "--json", "--threads", "1").stdout:
                self.wrong("impact: other words by one thread")
        if hashes[0] == hashes[1] and self.results(1, path, "same"):
            if tables(self.out) != tables(os.path.join(self.work, "same")):
                self.wrong("the same meaning, and other results")

    def read_back(self):
        pages = os.path.join(self.work, "pages")
        os.mkdir(pages)
        try:
            good = report.check(self.lustrum, self.out, pages)
        except (IndexError, KeyError, ValueError) as fault:  # what the reader cannot read
            good = self.wrong(f"its pages: {type(fault).__name__}: {fault}")
        if not good:
            self.wrong("its pages")

    def told(self):
        for command, *options in FORMS:
            one, two = (self.run(command, "rules.lustrum", *options, ends=(0, 1)) for _ in range(2))
            if (one.stdout, one.stderr, one.returncode) != (two.stdout, two.stderr, two.returncode):
                self.wrong(f"{command} {options}: other words the second time")
        files = [os.path.join(top, name) for top, _, names in sorted(os.walk(self.data)) for name in sorted(names)]
        for form in ((), ("--json",), ("--draft",)):
            one, two = (self.run("screen", *form, *files).stdout for _ in range(2))
            if one != two or not one:
                self.wrong(f"screen {form}: other words the second time")
        shutil.copyfile(self.rules, os.path.join(self.work, "laid.lustrum"))
        self.run("fmt", "laid.lustrum")
        self.run("fmt", "--check", "laid.lustrum")
        self.run("diff", "rules.lustrum", "laid.lustrum")

    def cut(self):
        """The part of one unit."""
        units = [(row[0], name[:-4]) for name, rows in tables(self.out).items() if "." not in name[:-4] and name != "nation.csv"
                 for row in rows[1:] if row[0] and rows[0][0] != "from"]
        for key, level in self.random.sample(units, min(2, len(units))):
            self.run("bundle", "--level", level, "--data", "data1", "--out", "bundle", "--", key, "out1", ends=(0, 2))
            shutil.rmtree(os.path.join(self.work, "bundle"), ignore_errors=True)

    def all(self):
        if not self.results(1):
            return False
        self.kept(1)
        self.explained()
        if self.results(2):
            self.beside()
        self.changed()
        self.read_back()
        self.told()
        self.cut()
        return True


def main():
    build, count = os.path.abspath(sys.argv[1]), int((sys.argv[2:] or [6])[0])
    first = int((sys.argv[3:] or [1])[0])
    comparison = compare.Comparison(build)
    figures = steps = tried = 0
    faults, outs = [], []
    with tempfile.TemporaryDirectory(prefix="lustrum-through-", dir=compare.FAST) as work:
        os.environ["XDG_STATE_HOME"] = os.path.join(work, "state")
        for seed in range(first, first + count):
            case = generate.Case(seed)
            folder = os.path.join(work, str(seed))
            os.mkdir(folder)
            if not comparison.mend(os.path.join(folder, "rules.lustrum"), case):
                continue
            for number in (1, 2):
                generate.write_data(os.path.join(folder, f"data{number}"), case.data[number - 1])
            trial = Trial(os.path.join(build, "lustrum"), folder, case, seed)
            try:
                if trial.all():
                    tried += 1
                    outs.append(trial.out)
            except why_adds.Failed as fault:
                trial.wrong(str(fault))
            figures, steps = figures + trial.figures, steps + trial.steps
            faults += trial.faults
            if trial.faults and os.environ.get("THROUGH_KEEP"):
                shutil.copytree(folder, os.path.join(os.environ["THROUGH_KEEP"], str(seed)), dirs_exist_ok=True)
        done = subprocess.run([sys.executable, os.path.join(HERE, "export.py"), os.path.join(build, "lustrum"), *outs],
                              capture_output=True, text=True, check=False)
        said = [line for line in (done.stdout + done.stderr).splitlines() if line != "no results in the layout were compared"]
        faults += said
    print("\n".join(faults[:40]), end="\n" if faults else "")
    print(f"{tried} frameworks, {figures} figures, {steps} steps, {len(faults)} failed")
    sys.exit(1 if faults or tried * 3 < count else 0)


if __name__ == "__main__":
    main()
