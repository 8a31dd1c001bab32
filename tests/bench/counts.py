#!/usr/bin/env python3
# counts.py CALLGRIND.OUT OBJECT [ROWS]: the instructions that callgrind counted in OBJECT's own code
# (what it called in libraries is not in them). With ROWS a table by function: instructions, and how
# many a row; last what the libraries needed.
# SPDX-License-Identifier: Apache-2.0
import collections
import re
import sys

NAME = re.compile(r"\((\d+)\)(?: (.*))?$")


def read(path):
    """Instructions by (object, function)."""
    names = {"ob": {}, "fn": {}}
    counts = collections.Counter()
    here = {"ob": "", "fn": ""}
    is_call = False
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            key, _, value = line.rstrip("\n").partition("=")
            if key in ("ob", "fn", "cob", "cfn"):
                number, name = NAME.match(value).groups()
                kind = key[-2:]
                if name is not None:
                    names[kind][number] = name
                if key == kind:
                    here[kind] = names[kind].get(number, "")
            elif key == "calls":
                is_call = True  # the line after it has what the callee needed, which is counted there
            elif line[0] in "0123456789+-*":
                if not is_call:
                    counts[here["ob"], here["fn"]] += int(line.split()[1])
                is_call = False
    return counts


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit("usage: counts.py CALLGRIND.OUT OBJECT [ROWS]")
    own, others = collections.Counter(), collections.Counter()
    for (place, function), count in read(sys.argv[1]).items():
        base = place.rsplit("/", 1)[-1]
        if base == sys.argv[2]:
            own[re.sub(r"'\d+$", "", function)] += count
        else:
            others[base] += count
    if len(sys.argv) == 3:
        print(own.total())
        return
    rows = int(sys.argv[3])
    print(f"{own.total():>13,} {own.total() / rows:>8.2f}  all of {sys.argv[2]}")
    for function, count in own.most_common(40):
        print(f"{count:>13,} {count / rows:>8.2f}  {function}")
    for place, count in others.most_common(4):
        print(f"{count:>13,} {count / rows:>8.2f}  ({place})")


main()
