# Chicago School Quality Rating Policy 2018-19, elementary schools.
# SPDX-License-Identifier: Apache-2.0
from _figures import Figure, Run, Shown, column, number

NAME = 'Chicago 2018-19'
SCHOOLS, INDICATORS = 'chicago_2019/schools.csv', 'chicago_2019/indicators.csv'
RUNS = [Run('ratings', 'examples/chicago/chicago.lustrum', '2018/19',
            tables={'School': SCHOOLS, 'Indicator': INDICATORS})]
LEVELS = {'level_1_plus': 'Level 1+', 'level_1': 'Level 1', 'level_2_plus': 'Level 2+',
          'level_2': 'Level 2', 'level_3': 'Level 3'}

FIGURES = [
    Figure('points of an indicator', 'ratings',
           column('Indicator.csv', ('school', 'indicator'), 'points.exact', number),
           column(INDICATORS, ('school_id', 'indicator'), 'points', number), asked=6530),
    Figure('total, half up to 1 place', 'ratings',
           column('School.csv', ('id',), 'rating.exact', number),
           column(SCHOOLS, ('school_id',), 'total_points', number), asked=465),
    Figure('level', 'ratings', column('School.csv', ('id',), 'rating.band', LEVELS.get),
           column(SCHOOLS, ('school_id',), 'rating', none=('Inability to Rate',)), asked=465),
    Figure('no level: Inability to Rate', 'ratings',
           column('School.csv', ('id',), 'rating.reason'),
           lambda data: {key: rating if rating == 'Inability to Rate' else None for key, rating in
                         column(SCHOOLS, ('school_id',), 'rating')(data).items()}, asked=8),
]

SHOWN = [
    Shown('ratings', 'School', ('id',), 'School Quality Rating', 'Band',
          column(SCHOOLS, ('school_id',), 'rating', none=('Inability to Rate',))),
    Shown('ratings', 'School', ('id',), 'School Quality Rating', 'Figure',
          column(SCHOOLS, ('school_id',), 'total_points', number), number),
    Shown('ratings', 'Indicator', ('school', 'indicator'), 'Points of an indicator', 'Figure',
          column(INDICATORS, ('school_id', 'indicator'), 'points', number), number),
]
