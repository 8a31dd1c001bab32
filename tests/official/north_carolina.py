# North Carolina school performance grades 2013-14 to 2016-17, and scores of 2015 to 2019.
# SPDX-License-Identifier: Apache-2.0
import math
from fractions import Fraction

from _figures import Figure, Run, Shown, column, number

NAME = 'North Carolina'
GRADES = 'north_carolina/spg_all_2014-2017.csv'  # of all schools
SCORES = 'north_carolina/SPGData_processed.csv'  # of some, with achievement and growth
GRADE_YEARS = ('2013-14', '2014-15', '2015-16', '2016-17')
SCORE_YEARS = ('2015', '2016', '2017', '2018', '2019')  # in which the school year ends
RUNS = [Run(year, 'examples/north_carolina/grades.lustrum', year.replace('-', '/'),
            tables={'School': GRADES}) for year in GRADE_YEARS]
RUNS += [Run(year, 'examples/north_carolina/scores.lustrum', f'{int(year) - 1}/{year[2:]}',
             tables={'School': SCORES}) for year in SCORE_YEARS]


def letter(text):
    """A+NG is an A of a school without a large achievement gap, which these files do not give."""
    return 'A' if text == 'A+NG' else text


def scored(name):
    return column(SCORES, ('reporting_year', 'school_code'), name, number)


def rounded_inputs(key, _mine, theirs, data):
    """Whether achievement and growth, within their last published digits, give the official score."""
    keys = ('reporting_year', 'school_code')
    low = high = 0
    for weight, name in ((Fraction(4, 5), 'ach_score'), (Fraction(1, 5), 'eg_score')):
        text = column(SCORES, keys, name)(data)[key]
        half = Fraction(1, 2 * 10 ** len(text.partition('.')[2]))
        low += weight * (number(text) - half)
        high += weight * (number(text) + half)
    least = math.floor(low + Fraction(1, 2))
    most = math.ceil(high + Fraction(1, 2)) - 1  # what is published was below `high`
    if least <= theirs <= most:
        return 'achievement is published rounded, and within its last digit gives the official score'
    return None


FIGURES = [
    Figure('letter, all schools 2014 to 2017', GRADE_YEARS, column('School.csv', ('code',), 'grade.band'),
           column(GRADES, ('year', 'school_code'), 'spg_grade', letter), asked=9807),
    Figure('letter, 2015 to 2019', SCORE_YEARS, column('School.csv', ('code',), 'grade.band'),
           column(SCORES, ('reporting_year', 'school_code'), 'spg_grade', letter), asked=278),
    Figure('score from achievement and growth', SCORE_YEARS,
           column('School.csv', ('code',), 'performance', number), scored('spg_score'), asked=236,
           explain=rounded_inputs),
]

SHOWN = [
    Shown(GRADE_YEARS, 'School', ('code',), 'School performance grade', 'Band',
          column(GRADES, ('year', 'school_code'), 'spg_grade', letter)),
    Shown(GRADE_YEARS, 'School', ('code',), 'School performance grade', 'Figure',
          column(GRADES, ('year', 'school_code'), 'spg_score', number), number),
    Shown(SCORE_YEARS, 'School', ('code',), 'School performance grade', 'Band',
          column(SCORES, ('reporting_year', 'school_code'), 'spg_grade', letter)),
]
