#!/usr/bin/env python3
"""spec.py LUSTRUM PAGE -- runs the examples of a page of the reference.

A fenced block `lustrum` directly followed by a fenced block `out` is a case: the rules are checked
(or what the info string after the word lustrum says: `lustrum test`, `lustrum disassemble`) and must
print exactly what the out block holds.  The rules stand in a file called rules.lustrum.
SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```lustrum *([^\n]*)\n(.*?)^```\n+^```out\n(.*?)^```", re.M | re.S)


def run(lustrum, words, rules):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "rules.lustrum"), "w", encoding="utf-8") as file:
            file.write(rules)
        command = [lustrum] + (words.split() or ["check"]) + ["rules.lustrum"]
        done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, check=False)
        return done.returncode, done.stdout.decode("utf-8", "replace")


def main():
    lustrum, page = sys.argv[1:]
    with open(page, encoding="utf-8") as file:
        text = file.read()
    faults = 0
    for match in BLOCK.finditer(text):
        words, rules, wanted = match.groups()
        status, got = run(lustrum, words, rules)
        if got.rstrip("\n") != wanted.rstrip("\n") or not 0 <= status <= 4:
            faults += 1
            line = text.count("\n", 0, match.start()) + 1
            print(f"{page}:{line}: wanted\n{wanted}\ngot (exit {status})\n{got}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
