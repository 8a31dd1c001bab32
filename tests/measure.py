#!/usr/bin/env python3
# measure.py FOLDER... -- how long and how full of signs the rules in these folders are.
#
# A rule is read aloud before it is agreed, so there are limits:
#
#   lines    a framework, with the modules beside it that no other framework uses, has at most 150
#            lines, and so has a module that several use; comments and blank lines count, examples
#            do not: every clause needs one that shows it (tests/noticed.py), and whoever agrees the
#            rules reads the clause, not each of its cases.  They are shown beside the lines.
#   columns  a line has at most 100 characters
#   symbols  a framework has at most 15 for every 100 words, over the same files together; modules
#            of tables and formulas, which several frameworks use, are shown but not held to it
#
# What is counted is rule text: the file without its comments (from `--` at the start of a line or
# after a space, to the end of the line) and without quoted text (from `"` to `"`, both included).
# In it
#
#   a word   is a longest run of letters, digits and `_`, joined by a point or a `-` where a letter or
#            digit stands on both sides of it: `at`, `no_component`, `0.5` and `Level-1` are one each;
#            but a path of names (`england.ks4`) is two words and a symbol
#   a symbol is every other character that is no space, but for the `|` of tables.  So `>=` is two,
#            `40%` a word and a symbol, `2025/26` two words and a symbol
#
# Prints a table; ends with 1 where a limit is passed.
# SPDX-License-Identifier: Apache-2.0
import os
import re
import sys

LINES, COLUMNS, SYMBOLS = 150, 100, 15
COMMENT = re.compile(r'(?:^|(?<=[ \t]))--[^\n]*', re.M)
QUOTED = re.compile(r'"[^"\n]*"')
WORD = re.compile(r'[0-9]+\.[0-9]+(?![A-Za-z_])|\w+(?:-\w+)*')
# An example goes on to the next section, which begins a line.
EXAMPLE = re.compile(r'^example\b.*?(?=^[a-z]|\Z)', re.M | re.S)
USE = re.compile(r'^use[ \t]+\.(\w+(?:\.\w+)*)', re.M)


def rule_text(text):
    """The text without comments and quoted text; what begins first hides the other."""
    kept, at = [], 0
    both = re.compile(f'{QUOTED.pattern}|{COMMENT.pattern}', re.M)
    for found in both.finditer(text):
        kept.append(text[at:found.start()])
        at = found.end()
    return ' '.join([*kept, text[at:]])


def count(text):
    """Words and symbols of a file's rule text."""
    rule = rule_text(text).replace('|', ' ')
    words = len(WORD.findall(rule))
    symbols = len(re.sub(r'\s', '', WORD.sub('', rule)))
    return words, symbols


def files_of(folders):
    """{path: text} of all rule files."""
    found = {}
    for folder in folders:
        for place, _, names in os.walk(folder):
            for name in names:
                if name.endswith('.lustrum'):
                    path = os.path.join(place, name)
                    with open(path, encoding='utf-8') as file:
                        found[path] = file.read()
    return found


def lines_of(text):
    """How many lines are rules, and how many examples."""
    rest = EXAMPLE.sub('', text)
    return len(rest.splitlines()), len(text.splitlines()) - len(rest.splitlines())


def is_framework(text):
    return re.search(r'^framework\b', rule_text(text), re.M) is not None


def used_by(path, texts):
    """The modules beside a file that it uses, and those that they use."""
    found, todo = set(), [path]
    while todo:
        here = todo.pop()
        for name in USE.findall(rule_text(texts[here])):
            module = os.path.join(os.path.dirname(here), *name.split('.')) + '.lustrum'
            if module in texts and module not in found:
                found.add(module)
                todo.append(module)
    return found


def groups(texts):
    """[(path, files)]: each framework with the modules that only it uses; each other module."""
    heads = [path for path, text in texts.items() if is_framework(text)]
    users = {}
    for head in heads:
        for module in used_by(head, texts):
            users.setdefault(module, []).append(head)
    found = {path: [path] for path in texts}
    for module, by in users.items():
        if len(by) == 1 and module not in heads:
            found[by[0]].append(module)
            del found[module]
    return sorted(found.items())


def main():
    texts = files_of(sys.argv[1:])
    print(f'{"Rules":<48} {"files":>5} {"lines":>5} {"examples":>8} {"columns":>7} {"words":>5} {"symbols":>7} '
          f'{"per 100":>7}')
    faults = 0
    for path, files in groups(texts):
        lines, examples = (sum(lines_of(texts[file])[i] for file in files) for i in (0, 1))
        columns = max((len(line) for file in files for line in texts[file].splitlines()), default=0)
        framework = is_framework(texts[path])
        counts = [count(texts[file]) for file in files]
        words, symbols = (sum(pair[i] for pair in counts) for i in (0, 1))
        wrong = [name for name, over in (('lines', lines > LINES), ('columns', columns > COLUMNS),
                                         ('symbols', framework and symbols * 100 > SYMBOLS * words))
                 if over]
        faults += len(wrong)
        tenths = symbols * 1000 // max(words, 1)
        print(f'{path:<48} {len(files):>5} {lines:>5} {examples:>8} {columns:>7} {words:>5} {symbols:>7} '
              f'{tenths // 10:>5}.{tenths % 10}' + (f'  too many {", ".join(wrong)}' if wrong else ''))
    print(f'measure: {faults} faults (at most {LINES} lines, {COLUMNS} columns, '
          f'{SYMBOLS} symbols per 100 words)')
    return 1 if faults or not texts else 0


sys.exit(main())
