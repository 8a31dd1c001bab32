#!/usr/bin/env python3
"""reuse.py BUILD [EDITS] -- steps that two versions of rules share are run once: what `impact` says moves
is what two reviews, each run from its first step to its last, say is otherwise.

Numbers, comparisons and functions of examples are edited at random, one or two at a time, on made-up data
of two years; every figure, band, finding and power of a level that differs must be a move as the reviews
have it (impact does not tell of intervals and counts alone). An edit that the checker refuses is passed
over; of the others none is. Last line `N passed, N failed`.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

SWAPS = [('>=', '<'), ('<', '>='), (' and ', ' or '), ('mean of', 'sum of'), ('greatest of', 'least of'),
         ('highest first', 'lowest first'), (' + ', ' - '), (' * ', ' + '), ('takes 3', 'takes 2')]


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def places(text):
    """Where a number or a word may be edited: of rule lines, no headings, dates, codes or examples."""
    found = []
    end = text.find('\nexample ')
    for match in re.finditer(r'(?<![\w"./-])\d+(\.\d+)?(?![\w"./-])', text[:end if end > 0 else len(text)]):
        line = text[text.rfind('\n', 0, match.start()) + 1:text.find('\n', match.end())]
        if not re.match(r'\s*(edition|term|--|note|file|because)', line):
            found.append((match.start(), match.end(), None))
    for was, now in SWAPS:
        for match in re.finditer(re.escape(was), text[:end if end > 0 else len(text)]):
            found.append((match.start(), match.end(), now))
    return found


def edited(text, chance):
    start, end, now = chance.choice(places(text))
    if now is None:
        number = text[start:end]
        now = str(int(number) + chance.choice((-1, 1, 2, 5))) if '.' not in number else number + '5'
    return text[:start] + now + text[end:]


def cells(folder):
    """(level, key, column) to cell, of files that have a level's own rows."""
    found = {}
    for name in sorted(os.listdir(folder)):
        if not name.endswith('.csv') or name.count('.') != 1 or name in ('nation.csv', 'links.csv', 'support.csv'):
            continue
        with open(os.path.join(folder, name), newline='', encoding='utf-8') as file:
            rows = list(csv.reader(file))
        for row in rows[1:]:
            for column, cell in zip(rows[0], row):
                found[(name[:-4], row[0], column)] = 'not decided' if cell.startswith('not decided') else cell
    return found


class Reuse:
    def __init__(self, build, folder):
        self.lustrum = os.path.join(os.path.abspath(build), 'lustrum')
        self.folder = folder
        self.passed = self.failed = 0

    def review(self, rules, data, year, name):
        out = os.path.join(self.folder, name)
        shutil.rmtree(out, ignore_errors=True)
        done = run(self.lustrum, 'review', rules, '--data', data, '--year', year, '--out', out, '--quiet')
        return cells(out) if done.returncode == 0 else None

    def edit(self, rules, data, year, before, texts, chance):
        """None: the rules so edited are none."""
        name = chance.choice(sorted(texts))
        text = edited(texts[name], chance)
        if chance.random() < 0.4 and places(text):
            text = edited(text, chance)
        new = os.path.join(self.folder, 'new')
        shutil.rmtree(new, ignore_errors=True)
        shutil.copytree(os.path.dirname(rules), new)
        with open(os.path.join(new, name), 'w', encoding='utf-8') as file:
            file.write(text)
        other = os.path.join(new, os.path.basename(rules))
        after = self.review(other, data, year, 'after')
        if after is None:
            return None
        done = run(self.lustrum, 'impact', rules, other, '--data', data, '--year', year, '--json')
        if done.returncode:
            return 'impact ends with %d: %s' % (done.returncode, done.stderr[:300])
        said = json.loads(done.stdout)
        moves = {(m['level'], m['key'], m['column']): (m['before'], m['after'])
                 for m in said['moves'] if m['level'] != 'nation'}
        headings = {(level, column) for level, _, column in before}
        for (level, key, column), cell in after.items():
            if (level, column) not in headings or column.endswith(('.reason', '.counted', '.of', '.lower', '.upper')):
                continue
            was = before.get((level, key, column))
            moved = moves.get((level, key, column))
            if column == 'finding' and cell != was: # the move is of the review's name
                moved = next((m for (l, k, _), m in moves.items() if (l, k) == (level, key) and m == (was, cell)),
                             None)
            if cell != was and cell and was and not moved:
                return '%s of %s %s goes from %r to %r, which impact does not say' % (column, level, key, was, cell)
            if moved and was and cell and moved != (was, cell):
                return '%s of %s %s is %r, by impact %r' % (column, level, key, (was, cell), moved)
        return ''

    def example(self, rules, data, year, edits, seed):
        chance = random.Random(seed)
        texts = {}
        for name in sorted(os.listdir(os.path.dirname(rules))):
            if name.endswith('.lustrum'):
                with open(os.path.join(os.path.dirname(rules), name), encoding='utf-8') as file:
                    text = file.read()
                if places(text):
                    texts[name] = text
        before = self.review(rules, data, year, 'before')
        if not before:
            raise SystemExit('reuse.py: %s cannot be reviewed' % rules)
        refused = done = 0
        while done < edits and refused < 20 * edits:
            fault = self.edit(rules, data, year, before, texts, chance)
            if fault is None:
                refused += 1
                continue
            done += 1
            self.passed += not fault
            self.failed += bool(fault)
            if fault:
                print('FAILED: %s, seed %d, edit %d: %s' % (os.path.basename(rules), seed, done, fault))
        if done < edits:
            raise SystemExit('reuse.py: nearly all edits of %s are refused' % rules)


def main():
    build, edits = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        reuse = Reuse(build, folder)
        generate = os.path.join(build, 'examples/england_secondary/generate')
        plain, whole = os.path.join(folder, 'plain'), os.path.join(folder, 'whole')
        run(generate, plain, '--schools', '12', '--pupils', '600', '--seed', '4', '--plain')
        run(generate, whole, '--schools', '12', '--pupils', '500', '--seed', '5', '--years', '2')
        reuse.example('examples/national/national.lustrum', plain, '2025/26', edits, 11)
        reuse.example('examples/england_secondary/secondary.lustrum', whole, '2026/27', edits, 12)
    print('%d passed, %d failed' % (reuse.passed, reuse.failed))
    return 1 if reuse.failed else 0


if __name__ == '__main__':
    sys.exit(main())
