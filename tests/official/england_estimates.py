# England: estimates for Progress 8, 2022/23.
# SPDX-License-Identifier: Apache-2.0
import os
from fractions import Fraction

from _figures import Figure, Run, column, number, rows

NAME = 'England, estimates 2022/23'
FILE = 'england_estimates_2023/attainment8_estimates_2023.csv'
FOLDER = 'examples/england_estimates'
# Pupils' results are not published: eight made-up pupils stand beside the framework.
PUPILS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../..', FOLDER, 'data/pupils.csv')
KEY = 'Key stage 2 fine level'
RUNS = [Run('estimates', f'{FOLDER}/estimates.lustrum', '2022/23',
            tables={'Estimate': FILE, 'Pupil': os.path.abspath(PUPILS)})]


def groups(folder):
    """How many prior-attainment groups: the levels of one group have one estimate in every element."""
    same = {tuple(cell for name, cell in row.items() if name != KEY)
            for row in rows(os.path.join(folder, FILE))}
    return {'nation': Fraction(len(same))}


def our_groups(folder):
    return {'nation': column('nation.csv', ('measure', 'figure'), 'value', number)(folder)['prior_groups/value']}


FIGURES = [
    Figure('estimate = (English + maths + EBacc + open) / 10, within 0.01', 'estimates',
           column('Estimate.csv', ('level',), 'estimate_of_elements.exact', number),
           column(FILE, (KEY,), 'Attainment 8 estimate', number), asked=123, within=Fraction(1, 100)),
    Figure('prior-attainment groups', 'estimates', our_groups, groups, asked=1),
]
