"""fmt.py LUSTRUM FILE... -- the layout of rule files keeps.

For every FILE without mistakes: laid out twice is laid out once; --diff turns the file into it; every word, sign and comment is
still there, in order; no line is longer than 100 characters where it has a space to be broken at;
and a copy whose spaces and line ends were thrown about (but for rows, comments and empty lines)
comes out the same.  A file with mistakes must be left alone.
SPDX-License-Identifier: Apache-2.0
"""
import random
import re
import subprocess
import sys

PIECE = re.compile(r'"[^"\n]*"|--[^\n]*|\|[^\n]*|[^\s"]+|[ \t\r]+|\n')


def lay_out(lustrum, text):
    done = subprocess.run([lustrum, "fmt", "-"], input=text, capture_output=True)
    return done.stdout if done.returncode == 0 else None


def words(text):
    """All but the spaces."""
    return re.sub(rb"\s+", b"", text)


def throw_about(text, chance):
    """Other spaces, and a line end where one may stand; lines with comments or rows stay whole."""
    lines = []
    for line in text.decode().split("\n"):
        if "--" in line or "|" in line or not line.strip():
            lines.append(line)
            continue
        out = [" " * chance.randrange(9)]
        for piece in PIECE.findall(line.strip()):
            blank = piece.isspace()
            out.append(chance.choice([" ", "   ", "\t", "\n "]) if blank else piece)
        lines.append("".join(out) + " " * chance.randrange(2))
    return "\n".join(lines).encode()


def patched(text, difference):
    """text with a unified difference put into it."""
    old, new, at = text.splitlines(keepends=True), [], 0
    for line in difference.splitlines(keepends=True)[2:]:
        if line.startswith(b"@@"):
            first, count = re.match(rb"@@ -(\d+),(\d+)", line).groups()
            start = int(first) - (1 if int(count) else 0)
            new += old[at:start]
            at = start
        elif line.startswith(b"\\"):
            new[-1] = new[-1].rstrip(b"\n")
        else:
            if line[:1] != b"+":
                assert old[at].rstrip(b"\n") == line[1:].rstrip(b"\n")
                at += 1
            if line[:1] != b"-":
                new.append(line[1:])
    return b"".join(new + old[at:])


def faults_of(lustrum, path):
    with open(path, "rb") as file:
        text = file.read()
    laid = lay_out(lustrum, text)
    if laid is None:
        after = open(path, "rb").read()
        broken = subprocess.run([lustrum, "fmt", "--check", path], capture_output=True).returncode
        return [] if after == text and broken == 2 else ["a file with mistakes was not left alone"]
    found = []
    if words(laid) != words(text.removeprefix(b"\xef\xbb\xbf")):
        found.append("words were lost or made")
    if lay_out(lustrum, laid) != laid:
        found.append("laid out twice is not laid out once")
    shown = subprocess.run([lustrum, "fmt", "--diff", path], capture_output=True)
    if shown.returncode != (laid != text) or patched(text, shown.stdout) != laid:
        found.append("the difference shown is another")
    chance = random.Random(path)
    if lay_out(lustrum, throw_about(laid, chance)) != laid:
        found.append("thrown about, it comes out another way")
    for number, line in enumerate(laid.decode().split("\n"), 1):
        bare = re.sub(r'"[^"]*"', "x", line.strip())
        if len(line) > 100 and not re.search(r"--|\|", line) and " and " in bare:
            found.append(f"line {number} is {len(line)} characters long")
    return found


def main():
    lustrum, paths = sys.argv[1], sys.argv[2:]
    bad = 0
    for path in paths:
        for fault in faults_of(lustrum, path):
            print(f"{path}: {fault}")
            bad = 1
    sys.exit(bad)


main()
