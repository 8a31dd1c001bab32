# Texas A-F accountability 2018-19: campuses, paired campuses and districts.
# SPDX-License-Identifier: Apache-2.0
from _figures import Figure, Run, Shown, column, number

NAME = 'Texas 2018-19'
CAMPUSES = 'texas_2019/2018-2019_campus_accountability.csv'
DISTRICTS = 'texas_2019/2018-2019_district_accountability.csv'
RUNS = [Run('ratings', 'examples/texas/texas.lustrum', '2018/19',
            tables={'District': DISTRICTS, 'Campus': CAMPUSES, 'PairedCampus': CAMPUSES})]

# What stands in place of a letter and is no letter: set aside.
NOT_RATED = ('Not Rated', 'Not Rated: Paired Campus', 'Not Rated: Data Under Review',
             'Data Integrity Issues')
UNPUBLISHED = 'the scores of the domains are published, and not rated'


def paired(row):
    return row.get('CFLPAIR') == 'Y'


def official(letter, heading, read=str, none=NOT_RATED, where=None):
    return column(CAMPUSES if letter == 'C' else DISTRICTS,
                  ('CAMPUS' if letter == 'C' else 'DISTRICT',), heading, read, none, where)


def ours(record, name, read=str):
    return column(f'{record}.csv', ('number',), name, read)


def figures(record, words, letter, own, asked):
    """The figures of campuses or districts; `own`: the rows that are no paired campus."""
    def score(title, measure, heading, least, beyond=''):
        return Figure(f'{title}, {words}', 'ratings', ours(record, f'{measure}.exact', number),
                      official(letter, heading, number, ('.',), own), least, beyond=beyond)

    def letters(title, measure, heading, least, beyond=UNPUBLISHED):
        return Figure(f'{title}, {words}', 'ratings', ours(record, f'{measure}.band'),
                      official(letter, heading, where=own), least, beyond=beyond)

    D = letter + 'D'
    return [
        score('progress domain', 'progress', D + '2S', asked[0]),
        score('overall', 'overall', D + 'ALLS', asked[1], UNPUBLISHED),
        letters('rating', 'overall', letter + '_RATING', asked[2],
                'an override such as Data Integrity Issues, or not rated'),
        letters('letter of achievement', 'achievement', D + '1G', asked[3]),
        letters('letter of growth', 'academic_growth', D + '2AG', asked[4]),
        letters('letter of relative performance', 'relative_performance', D + '2BG', asked[5]),
        letters('letter of progress', 'progress', D + '2G', asked[6]),
        letters('letter of closing the gaps', 'closing_gaps', D + '3G', asked[7]),
    ]


FIGURES = [
    *figures('Campus', 'campuses', 'C', lambda row: not paired(row),
             (7838, 7940, 7926, 7940, 7717, 7678, 7836, 7766)),
    Figure('overall, paired campuses', 'ratings', ours('PairedCampus', 'overall.exact', number),
           official('C', 'CDALLS', number, ('.',), paired), asked=357),
    Figure('rating, paired campuses', 'ratings', ours('PairedCampus', 'overall.band'),
           official('C', 'C_RATING', where=paired), asked=356,
           beyond='an override such as Data Integrity Issues, or not rated'),
    *figures('District', 'districts', 'D', None,
             (1192, 1187, 1175, 1188, 1184, 1162, 1187, 1174)),
]

SHOWN = [
    Shown('ratings', level, ('number',), title, head, official(letter, heading, read, none, own),
          None if read is str else read)
    for level, letter, own in (('Campus', 'C', lambda row: not paired(row)), ('District', 'D', None))
    for title, head, heading, read, none in (
        ('Overall', 'Band', letter + '_RATING', str, NOT_RATED),
        ('Overall', 'Figure', letter + 'DALLS', number, ('.',)),
        ('Student Achievement domain', 'Band', letter + 'D1G', str, NOT_RATED),
        ('School Progress domain', 'Figure', letter + 'D2S', number, ('.',)),
        ('School Progress domain', 'Band', letter + 'D2G', str, NOT_RATED),
        ('Closing the Gaps domain', 'Band', letter + 'D3G', str, NOT_RATED))
]
