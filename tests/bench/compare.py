#!/usr/bin/env python3
# compare.py REFERENCE OURS: the same rows; texts equal; numbers equal, or one unit of the last
# printed digit apart: the reference computes with doubles and ours exactly, so ties may differ.
# Ends with 0 when they agree, 1 when not.
# SPDX-License-Identifier: Apache-2.0
import csv
import itertools
import sys

UNIT = {"n": 0, "att8": 0.1, "p8": 0.01, "lo": 0.01, "hi": 0.01, "em5": 1, "gap": 0.01}
SHOWN = 5


def compare_cell(column, theirs, ours):
    """'same', 'tie' or 'different'."""
    if theirs == ours:
        return "same"
    if column not in UNIT or theirs == "" or ours == "":
        return "different"
    apart = abs(float(theirs) - float(ours))
    if apart < 1e-9:
        return "same"
    return "tie" if apart < UNIT[column] * 1.01 else "different"


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: compare.py REFERENCE OURS")
    tables = []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8", newline="") as file:
            tables.append(list(csv.reader(file)))
    (heads, *theirs), (our_heads, *ours) = tables
    faults = []
    if heads != our_heads:
        faults.append(f"headings: {heads} / {our_heads}")
    if len(theirs) != len(ours):
        faults.append(f"rows: {len(theirs)} / {len(ours)}")
    ties = cells = 0
    for a, b in itertools.zip_longest(theirs, ours, fillvalue=[]):
        for column, p, q in itertools.zip_longest(heads, a, b, fillvalue=""):
            verdict = compare_cell(column, p, q)
            cells += 1
            ties += verdict == "tie"
            if verdict == "different":
                faults.append(f"{column}: {a} / {b}")
    for fault in faults[:SHOWN]:
        print(fault)
    verdict = "DIFFERENT" if faults else "the same"
    print(f"{verdict}: {len(ours)} schools, {cells} cells, {ties} ties of the last digit apart")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
