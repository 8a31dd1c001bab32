#!/usr/bin/env python3
"""forged.py BUILD [SHARE] -- seal logs, records that wait, lists of keys and what is said of a decision, changed line by line.

Each line of a log with a seal is left out, doubled, swapped with the next and altered in several ways (of each SHARE of
these, one): no such log may verify, nor
may a framework run under it, and why is told in words, also as JSON.  The same of a record that waits, to which a signature of the
true one is added.  Lists of keys hold with comments, empty lines and other line ends, and with nothing else; what is agreed by
whom, when and by how many must be as spec/seal.md asks.
SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import re
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "fault"))
import desk as desks  # noqa: E402

WORDS = ["", "x", "0", "1", "-1", "99999999999", '"', "sha256:0", "2025/26", "2026-02-30", "\u00e9", "end", "seal 2"]


def changes(text):
    """(what, text) of one change each that is none of ends."""
    lines = text.split("\n")[:-1]
    for i, line in enumerate(lines):
        at = f"line {i + 1}"
        yield at + " left out", lines[:i] + lines[i + 1:]
        yield at + " twice", lines[:i + 1] + lines[i:]
        if i + 1 < len(lines) and lines[i + 1] != line:
            yield at + " after the next", lines[:i] + [lines[i + 1], line] + lines[i + 2:]
        parts = line.split(" ")
        for k, part in enumerate(parts):
            for word in (WORDS if i % 5 == 0 or len(parts) > 1 and i < 40 else WORDS[:3]):
                if word != part:
                    yield f"{at}, word {k + 1} is {word!r}", lines[:i] + [" ".join(parts[:k] + [word] + parts[k + 1:])] + lines[i + 1:]
        yield at + " longer", lines[:i] + [line + " "] + lines[i + 1:]
        yield at + " with a return", lines[:i] + [line + "\r"] + lines[i + 1:]
        if line:
            yield at + " shorter", lines[:i] + [line[:-1]] + lines[i + 1:]
            middle = len(line) // 2
            other = "B" if line[middle] == "A" else "A"
            yield at + " with another letter", lines[:i] + [line[:middle] + other + line[middle + 1:]] + lines[i + 1:]


class Forged(desks.Desk):
    def __init__(self, build, share):
        super().__init__(build, "memory")
        self.share, self.seen = share, 0
        self.faults, self.count = [], 0

    def once(self, words, want, what):
        """How a command ends; its memory of seals is empty."""
        shutil.rmtree(os.path.join(self.base, "state"), ignore_errors=True)
        status, out, said = self.run(self.base, words)
        self.count += 1
        if status not in want:
            self.faults.append(f"{what}: {' '.join(words)}: exit {status}\n{said[:300]}")
        elif status and "--json" not in words and len(re.findall(r"^error\[L\d+\]|^lustrum: ", said, re.M)) < 1:
            self.faults.append(f"{what}: {' '.join(words)}: nothing is told")
        if "--json" in words and status != 2:
            try:
                json.loads(out or "{}")
            except ValueError as fault:
                self.faults.append(f"{what}: {' '.join(words)}: {fault}")
        return status

    def some(self, text):
        for what, lines in changes(text):
            self.seen += 1
            if self.seen % self.share == 0:
                yield what, lines

    def changed(self, name, commands):
        path = os.path.join(self.base, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for what, lines in self.some(text):
            desks.write(self.base, name, "".join(line + "\n" for line in lines))
            for words in commands:
                self.once(words, (2, 4), f"{name}, {what}")
        for what, other in (("empty", ""), ("no end", text[:-1]), ("more", text + "x\n"), ("zeros", text.replace("\n", "\0", 1))):
            desks.write(self.base, name, other)
            for words in commands:
                self.once(words, (0, 2, 4) if what in ("empty", "no end") else (2, 4), f"{name}, {what}")
        desks.write(self.base, name, text)
        for words in commands:
            self.once(words, (0,), f"{name}, as it was")

    def keys(self):
        with open(os.path.join(self.base, "board.pub"), encoding="utf-8") as file:
            board = file.read()
        lines = board.split("\n")[:-1]
        good = [board, "# the board\n\n" + board, board.replace("\n", "\r\n"), board[:-1], "\n".join(lines[::-1]) + "\n"]
        bad = ["", "\n", board + lines[0] + "\n", lines[0].split(" ")[1][:-9] + "\n" + lines[1] + "\n", "ssh-rsa AAAA x\n" + board, "x\n" + board,
               board.replace(" ", "  ", 1), lines[0].split(" ")[0] + "\n", " ".join(lines[0].split(" ")[:2]) + "\n" + lines[1] + "\n",
               board.replace("ssh-ed25519 AAAA", "ssh-ed25519 BAAA", 1), board.replace("ssh-ed25519 AAAA", "ssh-ed25519 A=AA", 1),
               " ".join(lines[0].split(" ")[:2]) + " " + "n" * 500 + "\n" + lines[1] + "\n", "\xff\n" + board, board + "x" * 70000]
        pending = os.path.join(self.base, "sealed", "rules.seal.pending")
        for number, text in enumerate(good + bad):
            desks.write(self.base, "some.pub", text)
            for more in ((), ("--json",)):
                words = ["seal", "sealed/rules.lustrum", "--keys", "some.pub", "--threshold", "2", *desks.AGREED, *more]
                self.once(words, (0,) if number < len(good) else (2, 4), f"keys number {number}")
                if os.path.exists(pending):
                    os.remove(pending)
        base = ["seal", "sealed/rules.lustrum", "--keys", "board.pub"]
        for what, words, status in (
                ("as it is asked", ["--threshold", "2", *desks.AGREED], 0),
                ("no number", desks.AGREED, 2), ("one of several", ["--threshold", "1", *desks.AGREED], 0),
                ("more than there are", ["--threshold", "9", *desks.AGREED], 2),
                ("nobody agreed", ["--threshold", "2", "--on", "2026-05-14"], 2),
                ("no day", ["--threshold", "2", "--agreed-by", "Minute"], 2),
                *((f"on {day!r}", ["--threshold", "2", "--agreed-by", "Minute", "--on", day], 2)
                  for day in ("2026-02-30", "2026-5-14", "14/05/2026", "x", "2026-13-01", "2026-05-00", "202x-05-14", "2026-05-14 ")),
                *((f"agreed by {who!r}", ["--threshold", "2", "--agreed-by", who, "--on", "2026-05-14"], 2)
                  for who in ('a "minute"', "two\nlines", "\x1b[31m", "m" * 2000))):
            self.once(base + words, (status,), what)
            if os.path.exists(pending):
                os.remove(pending)
        one = os.path.join(self.base, "one.pub")
        desks.write(self.base, "one.pub", lines[0] + "\n")
        self.once(["seal", "sealed/rules.lustrum", "--keys", "one.pub", "--threshold", "2", *desks.AGREED], (2,), "one key")
        os.remove(one)
        self.once(["seal", "sealed/rules.lustrum"], (2,), "no keys")
        self.once(["seal", "sealed/rules.lustrum", "--sign", "reviewer"], (2, 4), "nothing waits")
        self.once(["seal", "official/rules.lustrum", *desks.AGREED], (2, 4, 0), "the same again")

    def all(self):
        self.prepare()
        rules = "official/rules.lustrum"
        self.changed("official/rules.seal", [("verify", rules), ("verify", "official/rules.seal", "--json"),
                                             ("review", rules, *desks.DATA, "--quiet")])
        self.keys()
        path = os.path.join(self.base, "almost", "rules.seal.pending")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for what, lines in self.some(text):
            desks.write(self.base, "almost/rules.seal.pending", "".join(line + "\n" for line in lines))
            self.once(("seal", "almost/rules.lustrum", "--signature", "almost.sig"), (2, 4), f"what waits, {what}")
            self.once(("verify", "almost/rules.lustrum", "--json"), (0, 2, 4), f"what waits, {what}")
        desks.write(self.base, "almost/rules.seal.pending", text)
        with open(os.path.join(self.base, "almost.sig"), encoding="utf-8") as file:
            signature = file.read()
        for what, lines in self.some(signature):
            desks.write(self.base, "almost.sig", "".join(line + "\n" for line in lines))
            if lines != signature.split("\n")[:-1]:
                self.once(("seal", "almost/rules.lustrum", "--signature", "almost.sig"), (0, 2, 4), f"a signature, {what}")
                if not os.path.exists(path):
                    self.faults.append(f"a signature, {what}: it is taken")
                    desks.write(self.base, "almost/rules.seal.pending", text)
        desks.write(self.base, "almost.sig", signature)
        self.once(("seal", "almost/rules.lustrum", "--signature", "almost.sig", "--json"), (0,), "the last signature")


def main():
    forged = Forged(os.path.abspath(sys.argv[1]), int((sys.argv[2:] or ["61"])[0]))
    try:
        forged.all()
    finally:
        shutil.rmtree(forged.work)
    print("\n".join(forged.faults[:30]), end="\n" if forged.faults else "")
    if os.environ.get("FORGED_COUNTS"):
        print(f"{forged.count} runs, {len(forged.faults)} failed")
    sys.exit(1 if forged.faults or forged.count < 100 else 0)


main()
