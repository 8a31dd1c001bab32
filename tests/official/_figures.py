# What a system's table of official figures is written with; see _run.py for how it is run.
#
# A module of this folder, SYSTEM.py, says
#
#   NAME    = 'Florida 2022-23'            how the system is called in the table
#   RUNS    = [Run('grades', 'examples/florida/florida.lustrum', '2022/23',
#                  tables={'School': 'florida_2023/schoolgrades23_combined.csv'})]
#   FIGURES = [Figure('letter', 'grades', ours=…, official=…, asked=3343)]
#
#   SHOWN   = [Shown('grades', 'School', ('id',), 'Grade', 'Band', official=…)]   on pages: _pages.py
#
# `ours` and `official` are functions that give {key: value}: `ours` of the folder of results that the
# run wrote, `official` of the folder of shared data.  A value is a text, compared byte by byte, or a
# number made by `number`, compared exactly; None, or a key that is not there, is "no figure".
# SPDX-License-Identifier: Apache-2.0
import csv
import dataclasses
import fractions
import os
import re
import typing


@dataclasses.dataclass
class Run:
    """One `lustrum review`.  Either `tables` (record: file of the shared data) or `years`
    (school year: {name that the framework looks for: file of the shared data})."""
    name: str
    framework: str
    year: str
    tables: dict = dataclasses.field(default_factory=dict)
    years: dict = dataclasses.field(default_factory=dict)
    options: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Figure:
    """One figure of the table: M keys for which `official` has a value, N where ours is the same.
    `run` is the name of a run, or names of several: then `ours` is asked of the results of each, and
    its keys become RUN/KEY, as `official` must give them."""
    name: str
    run: str | tuple
    ours: typing.Callable
    official: typing.Callable
    asked: int
    # Why ours differs, from the data: explain(key, ours, official, data) gives a class of reasons in
    # words, or None.  A miss that nothing explains fails, however few there are.
    explain: typing.Callable = None
    # Where data/README.md itself says "within": a Fraction.
    within: fractions.Fraction = None
    # What it means that we give a figure where the file has none; without it such a row is a miss.
    beyond: str = ''


@dataclasses.dataclass
class Shown:
    """What the page of a unit shows and the file has published: the cell of the column `head` in the
    table of the measure called `title`, or why there is none, word by word; `read` makes something
    else of it first.  `keys` are the headings of the key in the level file."""
    run: str | tuple
    level: str
    keys: tuple
    title: str
    head: str
    official: typing.Callable
    read: typing.Callable = None


def number(text):
    """The exact number that a decimal text or p/q stands for."""
    if not re.fullmatch(r'-?[0-9]+(\.[0-9]+)?(/[0-9]+)?', text):
        raise ValueError(f'not a number: {text!r}')
    return fractions.Fraction(text)


def rows(path, encoding='utf-8-sig', separator=','):
    """The rows of a file as dictionaries; ragged rows are as long as they are."""
    with open(path, encoding=encoding, newline='') as file:
        return list(csv.DictReader(file, delimiter=separator, restkey='further cells'))


def column(file, keys, name, read=str, none=('',), where=None, **how):
    """A function of a folder: {key: value} of one column of one of its files.  `keys` are the headings
    of the key; cells of `none` are no figure; `where` chooses rows."""
    def get(folder):
        found = {}
        for row in rows(os.path.join(folder, file), **how):
            if where is not None and not where(row):
                continue
            key = '/'.join(row[part] for part in keys)
            if key in found:
                raise ValueError(f'{file}: {key} stands twice')
            found[key] = None if row[name] in none else read(row[name])
        return found
    return get
