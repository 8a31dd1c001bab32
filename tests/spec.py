#!/usr/bin/env python3
"""spec.py LUSTRUM PAGE... -- runs the examples of pages: the reference, the pages on messages.

A case is a fenced block `lustrum WORDS`, then any number of blocks `file NAME`, then a block `out`:

    ```lustrum review --year 2025/26     the rules, written as rules.lustrum in an empty folder, and
    ...                                  the command; `lustrum` alone means `check`
    ```
    ```file schools.csv                  a data file or module beside it
    ...
    ```
    ```out                               exactly what the command prints, on both streams
    ...
    ```

Where the words hold `then`, further commands follow, as they stand, and what all print is meant:
`lustrum review --out results --quiet then bundle 1001 results --out appeal`.

A block `mended` after a case holds whole sections (`measure m`, `record School`, ...).  Each takes
the place of the section of that name in the rules of the case, or stands at their end; blocks `file`
after it take the place of files.  The same command must then end with 0, and print what an `out`
block says, if one follows.

A block `lustrum` or `file` whose words end in `escaped` may hold \\xNN for the byte NN, and a
backslash at the end of a line where there is no line end.

Prose may stand between blocks.  A block `lustrum` with no `out` before the next block of another
kind is an illustration and is not run.  BLESS=1 writes what came out into the out blocks and prints
what changed.  Ends with 1 when a case differs or crashes.
SPDX-License-Identifier: Apache-2.0
"""
import concurrent.futures
import difflib
import os
import re
import subprocess
import sys
import tempfile

FENCE = re.compile(r"^(`{3,})([^`\n]*)\n(.*?)^\1`*[ \t]*$", re.M | re.S)
SECTION = re.compile(r"(framework|use|record|list|table|parameter|derive|formula|measure|review|publish|report|support|"
                     r"power|goal|reconcile|corrections|amendment|example)\b")
SECONDS = 60
ENVIRONMENT = {**os.environ, "LC_ALL": "C", "NO_COLOR": "1"}


class Case:
    def __init__(self, line, words, rules):
        self.line = line
        self.words = words.split() or ["check"]
        self.files = {"rules.lustrum": rules}
        self.span = None
        self.wanted = None  # of a mended case: nothing in particular

    def mended(self, line, piece):
        other = Case(line, " ".join(self.words), put_into(self.files["rules.lustrum"], piece))
        other.files = {**self.files, **other.files}
        return other


def unescaped(words, content):
    """The words without a last `escaped`, and the content with its \\xNN as bytes."""
    if words.split()[-1:] != ["escaped"]:
        return words, content
    raw = re.sub(rb"\\x([0-9A-F]{2})", lambda byte: bytes([int(byte[1], 16)]),
                 content.replace("\\\n", "").encode())
    return words.rsplit(None, 1)[0] if len(words.split()) > 1 else "", raw.decode(
        "utf-8", "surrogateescape")


def sections(rules):
    """Each section of the rules under its first two words, in order; what precedes them under ''."""
    found, key = {"": ""}, ""
    for line in rules.splitlines(True):
        if SECTION.match(line):
            words = line.split()
            key = line if words[0] == "example" else " ".join(words[:2])
        found[key] = found.get(key, "") + line
    return found


def put_into(rules, piece):
    whole = sections(rules)
    for key, text in sections(piece).items():
        if key:
            whole[key] = text.rstrip("\n") + "\n\n"
    return "".join(whole.values())


def read_cases(page, text):
    """The cases of a page, and what is wrong with its blocks."""
    cases, faults, open_case, done = [], [], None, None
    for fence in FENCE.finditer(text):
        kind, _, rest = fence[2].strip().partition(" ")
        line = text.count("\n", 0, fence.start()) + 1
        if kind == "lustrum":
            open_case = Case(line, *unescaped(rest, fence[3]))
        elif kind == "mended" and done is None:
            faults.append(f"{page}:{line}: a block `mended` follows no case")
        elif kind == "mended":
            open_case = done.mended(line, fence[3])
            cases.append(open_case)
        elif kind in ("file", "out") and open_case is None:
            faults.append(f"{page}:{line}: a block `{kind}` follows no block `lustrum`")
        elif kind == "file":
            name, content = unescaped(rest.strip(), fence[3])
            if not name or os.path.isabs(name) or ".." in name.split("/"):
                faults.append(f"{page}:{line}: a block `file` needs the name of a file")
            else:
                open_case.files[name] = content
        elif kind == "out":
            open_case.span = fence.span(3)
            open_case.wanted = fence[3]
            if open_case not in cases:
                cases.append(open_case)
            done, open_case = open_case, None
        else:
            open_case = None
    return cases, faults


def run(lustrum, case):
    """What the command prints, and its exit code; None when it does not end."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder: # its length is that of wrapped lines
        for name, content in case.files.items():
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
                file.write(content)
        first, *more = " ".join(case.words).split(" then ")
        first = first.split()
        commands = [[first[0], "rules.lustrum", *first[1:]], *(words.split() for words in more)]
        printed = ""
        for command in commands:
            try:
                done = subprocess.run([lustrum, *command], cwd=folder,
                                      env={**ENVIRONMENT,
                                           "XDG_STATE_HOME": os.path.join(folder, "state")},
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
            except subprocess.TimeoutExpired:
                return None, f"not done after {SECONDS} seconds\n"
            printed += done.stdout.decode("utf-8", "replace").replace(folder, "FOLDER")
        return done.returncode, printed


def difference(page, case, got):
    return "".join(difflib.unified_diff(
        case.wanted.rstrip("\n").splitlines(True), got.rstrip("\n").splitlines(True),
        f"{page}:{case.line} wanted", "now")).rstrip("\n")


def try_page(lustrum, page, bless):
    """What to print of one page, and whether it is as it should be."""
    with open(page, encoding="utf-8", newline="") as file:
        before = text = file.read()
    cases, said = read_cases(page, text)
    fine = not said
    for case in reversed(cases):  # from the end, so that spans stay true
        status, got = run(lustrum, case)
        crashed = status is None or not 0 <= status <= 4
        if crashed:
            said.append(f"{page}:{case.line}: exit {status}\n{got}")
            fine = False
        elif case.wanted is None:
            if status:
                said.append(f"{page}:{case.line}: mended, and still exit {status}\n{got}")
            fine = fine and not status
        elif got.rstrip("\n") != case.wanted.rstrip("\n"):
            said.append(difference(page, case, got))
            fine = fine and bless
            start, end = case.span
            text = text[:start] + got.rstrip("\n") + "\n" + text[end:]
    if bless and text != before:
        with open(page, "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return said, fine


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: spec.py LUSTRUM PAGE...")
    lustrum, pages = os.path.abspath(sys.argv[1]), sys.argv[2:]
    bless = bool(os.environ.get("BLESS"))
    fine = True
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for said, good in pool.map(lambda page: try_page(lustrum, page, bless), pages):
            fine = fine and good
            for words in said:
                print(words)
    sys.exit(0 if fine else 1)


if __name__ == "__main__":
    main()
