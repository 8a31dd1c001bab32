"""fmt.py LUSTRUM FILE... -- the layout of rule files keeps.

For every FILE without mistakes: laid out twice is laid out once; --diff turns the file into it; every word, sign and comment is
still there, in order; no line is longer than 100 characters where a word or sign stands in it at
which lines are broken; and a copy whose spaces and line ends were thrown about (but for rows,
comments and empty lines) comes out the same.  The instructions, the constants and the hashes of
meaning and wording are those of the text as it was.  A file with mistakes must be left alone.
SPDX-License-Identifier: Apache-2.0
"""
import os
import random
import re
import subprocess
import sys

BREAKS = re.compile(r", |\S (if|because|when|give|otherwise|where|weighted|counting|rounded|over|by|and|or|"
                    r"within|[<>=+*/]|>=|<=|<>) ")
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


def compiled(lustrum, path, text):
    """What a text becomes: its hashes but that of bytes, its instructions without the lines that they
    come from; None when it is no framework without mistakes."""
    beside = os.path.join(os.path.dirname(path), f"_fmt_{os.getpid()}.lustrum")
    try:
        with open(beside, "wb") as file:
            file.write(text)
        hashes = subprocess.run([lustrum, "canonical", "--hashes", beside], capture_output=True)
        code = subprocess.run([lustrum, "disassemble", beside], capture_output=True)
    finally:
        os.remove(beside)
    if hashes.returncode or code.returncode:
        return None
    kept = [line for line in hashes.stdout.splitlines() if not line.endswith(b" bytes")]
    return kept + [bones(line) for line in code.stdout.splitlines() if not line.strip().startswith(b"--")]


def bones(line):
    """A line of a listing without the words of the rule, which are cut where a line ends: instruction
    with its operands; type and origin of a column; the columns that a step names."""
    instruction = re.match(rb'\s+\d+\s+(r\d+:\S+ <- )?[A-Z_]+( (r\d+|c\d+|-?[\d/.]+|"[^"]*"),?)*', line)
    if instruction:
        return instruction[0]
    if re.match(rb"\s+c\d+ ", line):
        return line.split()[0] + line.rpartition(b": ")[2]
    return b" ".join(re.findall(rb"\bc\d+\b|\bstep \d+|\d+ (?:steps|instructions|registers)", line))


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
    if compiled(lustrum, path, text) != compiled(lustrum, path, laid):
        found.append("it means something else, or becomes other instructions")
    for number, line in enumerate(laid.decode().split("\n"), 1):
        bare = re.sub(r'"[^"]*"', "x", line.strip())
        broken_at = re.search(BREAKS, bare)
        if len(line) > 100 and not re.search(r"--|\|", line) and broken_at:
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
