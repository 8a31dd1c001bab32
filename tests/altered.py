#!/usr/bin/env python3
"""altered.py LUSTRUM [SHARE] -- kept results, altered by somebody who makes the manifest agree with the altered file.

Of each file of several results a line is left out, doubled, swapped with the next, and each cell or value given another text, one
at a time (of each SHARE of these, one).  Whatever it is: nothing that was altered replays as identical or compares as the same;
`verify` finds it or holds it for whole, and says so as JSON, too; pages, exports and bundles are made or refused in words; nothing
ends by a fault of its own.  Without the manifest's hash made to agree all of them are refused.
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

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "golden")
WORDS = ["", "x", "0", "1", "-7.5", "99999999999999999999", "\u00e9", "yes", "Pupil", "2025/26", "null"]
# name, rules, data, year, options: results of every kind of file
SETS = [("village", "report/_village.lustrum", "report/_village", "2025/26", ["--exact"]),
        ("draft", "report/_draft.lustrum", "report/_draft", "2025/26", []),
        ("support", "review/support.lustrum", "review/support", "2025/26", ["--vintage", "revised"]),
        ("limits", "why/_limits.lustrum", "why/limits", None, ["--spreadsheet-copy"])]


def cell_changes(text):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for i, row in enumerate(rows):
        for c, cell in enumerate(row):
            for word in WORDS:
                if word != cell:
                    out = io.StringIO()
                    csv.writer(out, lineterminator="\n").writerows(rows[:i] + [row[:c] + [word] + row[c + 1:]] + rows[i + 1:])
                    yield f"row {i + 1}, cell {c + 1} is {word!r}", out.getvalue()


def value_changes(text):
    """Of JSON, a value a line."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        found = re.fullmatch(r'( *(?:"[^"]*": )?)("[^"]*"|[-0-9.]+|true|false|null)(,?)', line)
        for word in ['""', '"x"', "0", "1", "-1", "1.5", "true", "null", "[]", "99999999999999999999"] if found else []:
            if word != found[2]:
                yield f"line {i + 1} is {word}", "\n".join(lines[:i] + [found[1] + word + found[3]] + lines[i + 1:])


def line_changes(text):
    lines = text.split("\n")[:-1]
    for i, line in enumerate(lines):
        yield f"line {i + 1} left out", "".join(at + "\n" for at in lines[:i] + lines[i + 1:])
        yield f"line {i + 1} twice", "".join(at + "\n" for at in lines[:i + 1] + lines[i:])
        if i + 1 < len(lines) and lines[i + 1] != line:
            yield f"line {i + 1} after the next", "".join(at + "\n" for at in lines[:i] + [lines[i + 1], line] + lines[i + 2:])
    yield "no end of line", text[:-1]
    yield "nothing", ""


class Altered:
    def __init__(self, lustrum, work, share):
        self.lustrum, self.work, self.share = lustrum, work, share
        self.faults, self.count, self.seen, self.whole = [], 0, 0, 0

    def run(self, *words):
        done = subprocess.run([self.lustrum, *words], cwd=self.work, capture_output=True, text=True, errors="replace", timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def must(self, what, words, ends):
        status, out, said = self.run(*words)
        if status not in ends:
            self.faults.append(f"{what}: {' '.join(words)}: exit {status}\n{said[:300]}")
        elif status in (2, 4) and "error[" not in said and "--json" not in words:
            self.faults.append(f"{what}: {' '.join(words)}: exit {status}, and nothing is told")
        if "--json" in words and status not in (2,) and out:
            try:
                json.loads(out)
            except ValueError as fault:
                self.faults.append(f"{what}: {' '.join(words)}: {fault}")
        return status

    def try_one(self, name, data, what, path, text, agreed):
        folder, bad = os.path.join(self.work, name), os.path.join(self.work, "bad")
        shutil.rmtree(bad, ignore_errors=True)
        shutil.copytree(folder, bad)
        with open(os.path.join(folder, path), "rb") as file:
            before = file.read()
        after = text.encode()
        with open(os.path.join(bad, path), "wb") as file:
            file.write(after)
        if path != "manifest.json" and agreed:
            with open(os.path.join(bad, "manifest.json"), encoding="utf-8") as file:
                manifest = file.read()
            manifest = manifest.replace(hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
            at = manifest.find(f'"name": "{path}"', manifest.find('"results": ['))
            end = manifest.find("}", at)
            manifest = manifest[:at] + manifest[at:end].replace(f'"size": {len(before)}', f'"size": {len(after)}') + manifest[end:]
            with open(os.path.join(bad, "manifest.json"), "w", encoding="utf-8") as file:
                file.write(manifest)
        what = f"{name}/{path}, {what}{'' if agreed else ', and the manifest as it was'}"
        self.count += 1
        status = self.must(what, ("verify", "bad"), (0, 2, 4) if agreed or path == "manifest.json" else (4,))
        self.whole += status == 0
        if self.count % 3 == 0:
            self.must(what, ("verify", "bad", "--json"), (status,))
        if path != "manifest.json":
            self.must(what, ("replay", "bad", "--data", data), (1, 2, 4))
        turn = self.count % 6
        if turn == 0:
            self.must(what, ("compare", name, "bad"), (0, 1, 2, 4) if path.endswith(".json") or path.startswith("rules") else (1, 2, 4))
            self.must(what, ("compare", "bad", name, "--json"), (0, 1, 2, 4))
        elif turn == 1:
            self.must(what, ("report", "bad", "--out", "site", "--quiet", "--threads", "1"), (0, 2, 4))
        elif turn == 2:
            self.must(what, ("export", "bad", "--sqlite", "bad.db", "--xlsx", "bad.xlsx", "--spreadsheet-copy", "--quiet"), (0, 2, 4))
        elif turn == 3:
            self.must(what, ("export", "bad", "--ees", "ees", "--spreadsheet-copy", "--quiet"), (0, 2, 4))
        elif turn == 4:
            self.must(what, ("compare", name, "bad", "--before", data, "--after", data, "--html"), (0, 1, 2, 4))
        else:
            self.must(what, ("bundle", "--data", data, "--out", "bundle", "--", self.key[name], "bad"), (0, 2, 4))
        for made in ("site", "ees", "bundle"):
            shutil.rmtree(os.path.join(self.work, made), ignore_errors=True)

    def all(self):
        self.key = {}
        for name, rules, data, year, options in SETS:
            rules, data = os.path.join(GOLDEN, rules), os.path.join(GOLDEN, data)
            words = ["--data", data, *(["--year", year] if year else [])]
            status, _, said = self.run("review", rules, *words, *options, "--out", name, "--quiet")
            if status:
                sys.exit(f"{name}: exit {status}\n{said}")
            folder = os.path.join(self.work, name)
            with open(os.path.join(folder, "School.csv"), encoding="utf-8") as file:
                self.key[name] = file.read().split("\n")[1].split(",")[0]
            for top, _, files in sorted(os.walk(folder)):
                for file in sorted(files):
                    path = os.path.relpath(os.path.join(top, file), folder)
                    with open(os.path.join(folder, path), encoding="utf-8", newline="") as of:
                        text = of.read()
                    found = list(line_changes(text))
                    found += cell_changes(text) if path.endswith(".csv") else value_changes(text) if path.endswith(".json") else []
                    for what, other in found:
                        self.seen += 1
                        if other != text and self.seen % self.share == 0:
                            self.try_one(name, data, what, path, other, self.seen // self.share % 10 > 0)


def main():
    with tempfile.TemporaryDirectory(prefix="lustrum-altered-") as work:
        os.environ["XDG_STATE_HOME"] = os.path.join(work, "state")
        altered = Altered(os.path.abspath(sys.argv[1]), work, int((sys.argv[2:] or ["61"])[0]))
        altered.all()
    print("\n".join(altered.faults[:30]), end="\n" if altered.faults else "")
    if os.environ.get("ALTERED_COUNTS"):
        print(f"{altered.count} of {altered.seen} alterations, {altered.whole} hold for themselves, {len(altered.faults)} failed")
    sys.exit(1 if altered.faults or altered.count < 50 else 0)


main()
