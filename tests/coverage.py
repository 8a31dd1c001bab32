#!/usr/bin/env python3
"""coverage.py LCOV [--all] -- a table of how many branches the tests take, by part, and each branch of the five parts
that must be whole (numbers, verifier, CSV reader, ledger, writing of files) which no test takes, with its line, and which of the
conditions of that line is never true or never false.

A `switch` names every kind there is (-Wswitch-enum), so that it might be none is no branch of ours.
spec/coverage.md lists branches that nothing takes, with a reason, by file, the text of the line and how many of the line.
Ends with 1 when a branch of the five is neither taken nor listed, when more is listed than is not taken, or when another
part is below 90 %.
SPDX-License-Identifier: Apache-2.0
"""
import collections
import fnmatch
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FIVE = {
    "numbers": ["runtime/number/*.c"],
    "verifier": ["runtime/vm/verify*.c"],
    "CSV reader": ["runtime/table/csv*.c", "runtime/table/split*.c", "runtime/table/feed.c", "runtime/table/cell*.c", "runtime/table/heading.c"],
    "ledger": ["runtime/table/ledger*.c", "runtime/result/tally*.c", "runtime/result/account*.c", "runtime/result/ledger*.c"],
    "writing of files": ["runtime/file.c", "runtime/leftover.c", "runtime/result/folder.c", "runtime/result/tree.c", "runtime/result/write.c"],
}
LEAST = 90


def part_of(path):
    for name, patterns in FIVE.items():
        if any(fnmatch.fnmatch(path, pattern) for pattern in patterns):
            return name
    return os.path.dirname(path)


def read(path):
    """Branches by file: (line, block, branch) and how often."""
    taken, file = collections.defaultdict(lambda: collections.defaultdict(int)), None
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            kind, _, rest = line.strip().partition(":")
            if kind == "SF":
                found = re.search(r"(?:^|/)((?:runtime|lang)/.*\.c)$", rest.replace("/./", "/"))
                file = found.group(1) if found and "/gen/" not in rest else None
            elif kind == "BRDA" and file:
                number, block, branch, count = rest.split(",")
                taken[file][int(number), int(block), int(branch)] += 0 if count == "-" else int(count)
    return taken


def listed():
    """Lines of spec/coverage.md: `file` and the text of the line, and how many of its branches."""
    known = {}
    with open(os.path.join(ROOT, "spec", "coverage.md"), encoding="utf-8") as page:
        for line in page:
            found = re.match(r"\| `([^`]+\.c)` \| `(.+?)` \| (\d+) \|", line)
            if found:
                known[found.group(1), found.group(2).replace("\\|", "|")] = int(found.group(3))
    return known


def main():
    taken, known = read(sys.argv[1]), listed()
    show_all = "--all" in sys.argv
    parts = collections.defaultdict(lambda: [0, 0, 0])
    missed, used = [], collections.Counter()
    for path, branches in sorted(taken.items()):
        with open(os.path.join(ROOT, path), encoding="utf-8") as source:
            text = [line.strip() for line in source]
        part = part_of(path)
        for (line, which, way), count in sorted(branches.items()):
            if not count and re.match(r"switch \((?!\(int\))", text[line - 1]):
                continue
            parts[part][0] += 1
            parts[part][1] += count > 0
            if count:
                continue
            if used[path, text[line - 1]] < known.get((path, text[line - 1]), 0):
                parts[part][2] += 1
                used[path, text[line - 1]] += 1
            elif part in FIVE or show_all:
                missed.append((path, line, text[line - 1], f"{which + 1} {'false' if way % 2 else 'true'}"))
    wrong = bool(missed) and not show_all
    for part in sorted(parts, key=lambda p: (p not in FIVE, p)):
        count, met, told = parts[part]
        low = part not in FIVE and 100 * met < LEAST * count
        wrong |= low
        print(f"{part:28} {met:6} of {count:6} branches  {100 * met / count:6.1f} %{f'  {told} listed' if told else ''}{'  below ' + str(LEAST) + ' %' if low else ''}")
    count, met = (sum(p[i] for p in parts.values()) for i in (0, 1))
    print(f"{'all':28} {met:6} of {count:6} branches  {100 * met / count:6.1f} %")
    ways = collections.defaultdict(list)
    for path, line, text, way in missed:
        ways[path, line, text].append(way)
    for path, line, text in sorted(ways):
        print(f"{path}:{line}: {text}  [{', '.join(sorted(ways[path, line, text]))}]")
    over = {key: count - used[key] for key, count in known.items() if used[key] < count}
    for (path, text), count in sorted(over.items()):
        print(f"spec/coverage.md lists {count} too many, that are taken or not there: {path}: {text}")
    sys.exit(1 if wrong or over else 0)


if __name__ == "__main__":
    main()
