#!/usr/bin/env python3
# vary.py quoted|shuffled FROM TO: the same data in another dress: every cell of every file in
# quotes; or the lines of results.csv in no order (the same one each time), the other files as links.
# SPDX-License-Identifier: Apache-2.0
import csv
import os
import random
import sys


def quote(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        with open(target, "w", encoding="utf-8", newline="") as out:
            csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(csv.reader(file))


def shuffle(source, target):
    with open(source, "rb") as file:
        head, *lines = file.read().splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    with open(target, "wb") as out:
        out.write(head)
        out.writelines(lines)


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("quoted", "shuffled"):
        sys.exit("usage: vary.py quoted|shuffled FROM TO")
    how, source, target = sys.argv[1:]
    os.makedirs(target, exist_ok=True)
    for name in sorted(os.listdir(source)):
        if not name.endswith(".csv"):
            continue
        old, new = os.path.join(source, name), os.path.join(target, name)
        if how == "quoted":
            quote(old, new)
        elif name == "results.csv":
            shuffle(old, new)
        elif not os.path.exists(new):
            os.symlink(os.path.abspath(old), new)


main()
