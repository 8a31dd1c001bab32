# Pupils' own files: London (Exam.csv) and Portugal (student-mat.csv, student-por.csv).
# SPDX-License-Identifier: Apache-2.0
import collections
import os
from fractions import Fraction

from _figures import Figure, Run, column, number, rows

NAME = "Pupils' own files"
RUNS = [Run('london', 'examples/pupils/london.lustrum', '1989/90', tables={'Pupil': 'pupils/Exam.csv'}),
        Run('portugal', 'examples/pupils/portugal.lustrum', '2005/06',
            tables={'MathsPupil': 'pupils/student-mat.csv', 'LanguagePupil': 'pupils/student-por.csv'})]


def exam(folder):
    return rows(os.path.join(folder, 'pupils/Exam.csv'))


def averages(folder):
    """The average that the file gives for each school, which is one for all its pupils."""
    found = collections.defaultdict(set)
    for row in exam(folder):
        found[row['school']].add(number(row['schavg']))
    return {school: only for school, (only,) in found.items()}


def numbers(folder):
    """How many different pupils' numbers each school has: four pairs stand twice."""
    pairs = {(row['school'], row['student']) for row in exam(folder)}
    return {school: Fraction(count) for school, count in collections.Counter(s for s, _ in pairs).items()}


def means(file):
    """The mean of the final marks of each school, worked out from the file here."""
    def get(folder):
        marks = collections.defaultdict(list)
        for row in rows(os.path.join(folder, 'pupils', file), separator=';'):
            marks[row['school']].append(number(row['G3']))
        return {school: sum(found) / len(found) for school, found in marks.items()}
    return get


def ours(name):
    return column('School.csv', ('name',), name, number)


FIGURES = [
    Figure('schavg = school mean of standLRT, within 1e-6', 'london', ours('intake.exact'), averages, asked=65,
           within=Fraction(1, 10 ** 6)),
    Figure("pupils' numbers of each school (4 stand twice)", 'london', ours('pupils_by_number.exact'), numbers,
           asked=65),
    Figure('mean of G3, mathematics', 'portugal', ours('maths.exact'), means('student-mat.csv'), asked=2),
    Figure('mean of G3, Portuguese', 'portugal', ours('language.exact'), means('student-por.csv'), asked=2),
]
