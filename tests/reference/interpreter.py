#!/usr/bin/env python3
"""interpreter.py -- the language in Python, written from spec/ alone: row at a time, exact.

    interpreter.py review FRAMEWORK DATA YEAR    what `lustrum review --exact` writes, as JSON
    interpreter.py test FILE...                  the examples of rule files

It takes for granted that the framework is without faults and the data are clean.
SPDX-License-Identifier: Apache-2.0
"""
import json
import sys

import data
import examples
import results
from model import Framework
from node import Refused

sys.setrecursionlimit(20000)


def review(framework, folder, year, tables=None):
    """{file: rows} and the three sums of the ledger."""
    run = data.load(framework.model(year), folder, tables)
    return of_run(run)


def of_run(run):
    made = results.Results(run)
    return made.files, {"reading": results.reading(run), "links": results.links(run),
                        "measuring": results.measuring(run), "levels": made.level_ledger}


def test(path):
    """(passed, failed, what failed) of the examples of a rule file and its modules."""
    return examples.run_all(Framework(path))


def is_module(path):
    return Framework(path).term is None


def main(command, *args):
    if command == "review":
        path, folder, year = args
        files, ledger = review(Framework(path), folder, int(year[:4]))
        json.dump({"files": files, "ledger": ledger}, sys.stdout, indent=1)
        return 0
    failed = 0
    for path in args:
        try:
            passed, wrong, words = test(path)
        except Refused as fault:
            passed, wrong, words = 0, 1, [repr(fault)]
        print(f"{path}: {passed} passed, {wrong} failed")
        print("".join(f"  {one}\n" for one in words), end="")
        failed += wrong
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
