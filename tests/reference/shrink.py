"""shrink.py -- makes a framework that differs smaller, as long as it still differs: sections, then lines,
then what stands in brackets, then years and rows of the data.

SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import tempfile

import generate

TRIES = 1500                                    # at most so many runs of both


def kind(found):
    """How it differs: another kind of difference is another bug."""
    if not found or found[0].startswith(("interpreter", "the process")):
        return found and found[0].split(": ")[0]
    what = re.search(r": headings |: \d+ rows and | row \d+ \S*\.(counted|of)\b", found[0])
    return re.sub(r"\d+|row \d+ \S*\.", "", what.group(0)) if what else "values"


def brackets(line):
    """The places of brackets in a line, outermost first."""
    opened, found = [], []
    for at, sign in enumerate(line):
        if sign == "(":
            opened.append(at)
        elif sign == ")" and opened:
            found.append((opened.pop(), at + 1))
    return sorted(found, key=lambda one: one[0] - one[1])


class Shrinker:
    """`differs(text, data)`: what differs in a framework on its data {year: {file: text}}, None where it is refused."""

    def __init__(self, differs, text, data):
        self.differs, self.text, self.data, self.tries = differs, text, data, 0
        self.kind = kind(differs(text, data))

    def still(self, text, data):
        if self.tries >= TRIES:
            return False
        self.tries += 1
        found = self.differs(text, data)
        if not found or kind(found) != self.kind:
            return False
        self.text, self.data = text, data
        return True

    def fewer(self, parts, with_parts):
        """Leaves out parts, many at once and then fewer, down to each alone: with_parts tries those that stay."""
        size = len(parts) // 2
        while size:
            at = 0
            while at < len(parts):
                less = parts[:at] + parts[at + size:]
                if with_parts(less):
                    parts = less
                else:
                    at += size
            size //= 2
        if len(parts) == 1 and with_parts([]):
            parts = []
        return parts

    def run(self):
        before = None
        while before != (self.text, self.data) and self.tries < TRIES:
            before = (self.text, self.data)
            sections = [part for part in re.split(r"(?m)^(?=\S)", self.text) if part]
            self.fewer(sections, lambda less: self.still("".join(less), self.data))
            self.fewer(self.text.splitlines(True), lambda less: self.still("".join(less), self.data))
            self.simpler()
            for year in sorted(self.data)[:-1]:
                self.still(self.text, {one: files for one, files in self.data.items() if one != year})
            for year in sorted(self.data):
                for name in sorted(self.data[year]):
                    head, *rows = self.data[year][name].splitlines(True)
                    self.fewer(rows, lambda less, y=year, n=name, h=head: self.still(self.text, {
                        **self.data, y: {**self.data[y], n: h + "".join(less)}}))
        return self

    def simpler(self):
        """What stands in brackets becomes a figure."""
        number = 0
        while number < len(lines := self.text.splitlines(True)):
            tried = set()
            while True:
                line = lines[number]
                found = next((one for one in brackets(line) if line[one[0]:one[1]] not in tried), None)
                if not found:
                    break
                tried.add(line[found[0]:found[1]])
                for instead in ("1", "2 = 2"):
                    less = line[:found[0]] + instead + line[found[1]:]
                    if self.still("".join(lines[:number] + [less] + lines[number + 1:]), self.data):
                        lines[number] = less
                        break
            number += 1


def shrink(comparison, case, data, out):
    """The smallest that still differs, written to a folder; its text with the rows of its data."""
    def differs(text, years):
        with tempfile.TemporaryDirectory(dir=comparison.fast) as folder:
            rules = os.path.join(folder, "rules.lustrum")
            generate.write(rules, text)
            generate.write_data(os.path.join(folder, "data1"), years)
            return comparison.of_files(rules, os.path.join(folder, "data1"), case.year, os.path.join(folder, "out"))
    found = Shrinker(differs, case.text(), data).run()
    os.makedirs(out, exist_ok=True)
    generate.write(os.path.join(out, "rules.lustrum"), found.text)
    generate.write_data(os.path.join(out, "data1"), found.data)
    rows = "".join(f"-- {year} {name}\n{text}" for year, files in found.data.items() for name, text in files.items()
                   if text.count("\n") > 1)
    return f"{found.text}{rows}-- {found.tries} tries; {case.text().count(chr(10))} lines became {found.text.count(chr(10))}"
