# England: Key Stage 4 of one local authority, 2016/17 and 2017/18.
# SPDX-License-Identifier: Apache-2.0
from fractions import Fraction

from _figures import Figure, Run, Shown, column, number

NAME = 'England, North Yorkshire'
FRAMEWORK = 'examples/england_north_yorkshire/north_yorkshire.lustrum'
FILE = 'england_north_yorkshire/815_%d_ks4final.csv'
YEARS = {2017: '2016/17', 2018: '2017/18'}
MARKS = ('NP', 'SUPP', 'NE', 'NA', '', ' ', None)
BANDS = {'1': 'well_above', '2': 'above', '3': 'average', '4': 'below', '5': 'well_below'}
RUNS = [Run(f'ks4_{end}', FRAMEWORK, year, years={year.replace('/', '-'): {'ks4final.csv': FILE % end}})
        for end, year in YEARS.items()]


def percent(text):
    """39% and 42.40% as the number before the sign."""
    return number(text.rstrip('%'))


def official(end, name, read=number, kinds='12'):
    """Of schools, or of the local authority (kind 4)."""
    key = ('LEA',) if kinds == '4' else ('URN',)
    return column(FILE % end, key, name, read, MARKS, where=lambda row: row['RECTYPE'] in kinds)


def ours(name, read=number):
    return column('School.csv', ('urn',), name, read)


def bands(get_schools, get_authority):
    return lambda folder: {**get_schools(folder), **get_authority(folder)}


def schools(end, asked):
    """Figures of the schools of one year: title, our column, the official one, how many."""
    run, tail = f'ks4_{end}', f' {YEARS[end]}'
    both = 'one of the two groups is too small to be published'
    figures = [Figure('pupils covered = P8PUP / TPUP' + tail, run, ours('coverage'),
                      official(end, 'P8MEACOV', percent), asked[0]),
               Figure('disadvantaged = TFSM6CLA1A / TPUP' + tail, run, ours('disadvantaged_share'),
                      official(end, 'PTFSM6CLA1A', percent), asked[1]),
               Figure('EBacc entry = TEBACC_E / TPUP' + tail, run, ours('ebacc_entry'),
                      official(end, 'PTEBACC_E_PTQ_EE', percent), asked[2]),
               Figure('P8PUP = disadvantaged + others' + tail, run, ours('pupils_of_both_groups'),
                      official(end, 'P8PUP'), asked[3],
                      explain=lambda key, mine, theirs, data: both if mine is None else None),
               Figure('gap to others of the nation' + tail, run, ours('gap_to_others'),
                      official(end, 'DIFFN_P8MEA'), asked[3]),
               Figure('P8 = (2E + 2M + 3B + 3O) / 10, within 0.01' + tail, run,
                      ours('progress_of_elements.exact'),
                      official(end, 'P8MEA' if end == 2017 else 'P8MEA_ORIG'), asked[0],
                      within=Fraction(1, 100))]
    return figures


FIGURES = [
    Figure('band of Progress 8, schools and authority 2017/18', 'ks4_2018',
           bands(ours('progress_8.band', str), column('Authority.csv', ('code',), 'progress_8.band')),
           bands(official(2018, 'P8_BANDING', BANDS.get), official(2018, 'P8_BANDING', BANDS.get, '4')),
           asked=46, beyond='SUPP: not banded, as the school does not cover ages 11 to 16'),
    *schools(2018, (46, 48, 60, 41)),
    *schools(2017, (43, 46, 56, 37)),
]

WORDS = {'1': 'Well above average', '2': 'Above average', '3': 'Average', '4': 'Below average', '5': 'Well below average'}
SHOWN = [
    Shown('ks4_2018', 'School', ('urn',), 'Progress 8', 'Band', official(2018, 'P8_BANDING', WORDS.get)),
    *(Shown(f'ks4_{end}', 'School', ('urn',), title, 'Figure', official(end, heading, read), read)
      for end in YEARS for title, heading, read in (
          ('Pupils that Progress 8 covers', 'P8MEACOV', percent),
          ('Disadvantaged pupils', 'PTFSM6CLA1A', percent),
          ('Entered for the English Baccalaureate', 'PTEBACC_E_PTQ_EE', percent))),
]
