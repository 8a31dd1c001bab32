# Florida school grades 2022-23.
# SPDX-License-Identifier: Apache-2.0
from _figures import Figure, Run, Shown, column, number

NAME = 'Florida 2022-23'
FILE = 'florida_2023/schoolgrades23_combined.csv'
RUNS = [Run('grades', 'examples/florida/florida.lustrum', '2022/23', tables={'School': FILE})]


def official(name, read=str, none=('NA',)):
    return column(FILE, ('District Number', 'School Number', 'Virtual Provider Number'), name, read, none)


def ours(name, read=str):
    return column('School.csv', ('district', 'number', 'provider'), name, read)


FIGURES = [
    Figure('components counted', 'grades', ours('components.exact', number),
           official('Total Components', number), asked=3343,
           beyond='no components at all: we say 0, the file NA'),
    Figure('total points', 'grades', ours('total_points.exact', number),
           official('Total Points Earned', number), asked=3343),
    Figure('per cent of points, half up', 'grades', ours('grade', number),
           official('Percent of Total Possible Points', number), asked=3343),
    Figure('letter by type of school', 'grades', ours('grade.band'),
           official('Informational Baseline Grade 2023', none=('I',)), asked=3343,
           beyond='the letter I, below'),
    Figure('letter I: no component', 'grades',
           lambda out: {k: v if v == 'I' else None for k, v in ours('grade.band')(out).items()},
           lambda data: {k: v if v == 'I' else None for k, v in
                         official('Informational Baseline Grade 2023', none=())(data).items()},
           asked=104),
]

SHOWN = [
    Shown('grades', 'School', ('district', 'number', 'provider'), title, head,
          official(heading, read), back)
    for title, head, heading, read, back in (
        ('School grade', 'Band', 'Informational Baseline Grade 2023', str, {'Incomplete': 'I'}.get),
        ('School grade', 'Figure', 'Percent of Total Possible Points', number, number),
        ('Total points earned', 'Figure', 'Total Points Earned', number, number),
        ('Components', 'Figure', 'Total Components', number, number))
]
