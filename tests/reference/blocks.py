#!/usr/bin/env python3
"""blocks.py FILE... -- the examples of rule files and of the blocks `lustrum test` in pages of spec/,
run by the interpreter.  Each must end as the page says, and those of rule files must pass.

Last line `N passed, N failed`; ends with 1 when one failed.
SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import sys
import tempfile

import interpreter

FENCE = re.compile(r"^```([^`\n]*)\n(.*?)^```[ \t]*$", re.M | re.S)


def cases(page):
    """(line, {file: text}, what is printed) of each case of a page that runs examples."""
    text, found = open(page, encoding="utf-8").read(), []
    for block in FENCE.finditer(text):
        words, body = block[1].split(), block[2]
        if words[:2] == ["lustrum", "test"]:
            found.append((text.count("\n", 0, block.start()) + 1, {"rules.lustrum": body}, []))
        elif words[:1] == ["lustrum"] or words[:1] == ["mended"]:
            found.append(None)
        elif words[:1] == ["file"] and found and found[-1]:
            found[-1][1][words[1]] = body
        elif words[:1] == ["out"] and found and found[-1]:
            found[-1][2].append(body)
    return [case for case in found if case and case[2]]


def run_case(page, case):
    line, files, (printed, *_) = case
    counts = re.search(r"(\d+) passed, (\d+) failed", printed)
    if not counts:
        return None                             # the checker refuses it
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        passed, failed, words = interpreter.test(os.path.join(folder, "rules.lustrum"))
    wrong = (str(passed), str(failed)) != counts.groups()
    return f"{page}:{line}: {passed} passed, {failed} failed: {words}" if wrong else ""


def run_file(path):
    if interpreter.is_module(path):
        return None                             # its examples are run by who uses it
    _, failed, words = interpreter.test(path)
    return f"{path}: {words}" if failed else ""


def tried(work, *args):
    try:
        return work(*args)
    except Exception as fault:                  # whatever goes wrong is a failure of this case
        return f"{args[0]}: {type(fault).__name__}: {fault}"


def main(paths):
    results = []
    for path in paths:
        if path.endswith(".md"):
            results += [tried(run_case, path, case) for case in cases(path)]
        else:
            results.append(tried(run_file, path))
    failures = [result for result in results if result]
    print("".join(f"{failure}\n" for failure in failures), end="")
    print(f"{sum(result == '' for result in results)} passed, {len(failures)} failed")
    return 1 if failures or not results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
