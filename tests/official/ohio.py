# Ohio building report cards 2022-23.
# SPDX-License-Identifier: Apache-2.0
import functools
import itertools
import math
import os
from fractions import Fraction

from _figures import Figure, Run, Shown, column, number, rows

NAME = 'Ohio 2022-23'
FILE = 'ohio_2023/2022-2023_buildings.csv'
RUNS = [Run('cards', 'examples/ohio/ohio.lustrum', '2022/23', tables={'Building': FILE})]
WORDS = {'one': '1 Star', 'one_and_half': '1.5 Stars', 'two': '2 Stars', 'two_and_half': '2.5 Stars',
         'three': '3 Stars', 'three_and_half': '3.5 Stars', 'four': '4 Stars',
         'four_and_half': '4.5 Stars', 'five': '5 Stars', 'none': None}


def official(name, read=str, none=('NR', 'NC')):
    return column(FILE, ('Building IRN',), name, read, none)


def ours(name, read=str):
    return column('Building.csv', ('irn',), name, read)


def stars(measure, title, heading, asked):
    return Figure(title, 'cards', ours(f'{measure}.band', WORDS.get), official(heading), asked=asked)


# What may stand elsewhere than on even steps: heading, weight, where one star ends, where five begin.
COMPONENTS = [('Performance Index Percent', 2, 50, 90),
              ('Gap Closing Component Percent', 1, 10, None),
              ('Early Literacy Component Star Percent', 1, 58, None),
              ('Graduation Rate Component Percentage', 1, 84, None)]
PROGRESS = 'Progress Component Star Rating'


def choices(per_cent, points, one, five):
    """The points that a component may have by a chart whose steps are uneven at its two ends."""
    if per_cent < Fraction(one, 4):
        return {points, Fraction(0)}, 'the lowest quarter of one star earns nothing'
    if five is not None and (per_cent < one or per_cent >= five):
        return {points + Fraction(i, 4) for i in (-2, -1, 0, 1)}, \
            'the steps of achievement under 50 and from 90 are not even'
    return {points}, None


def chart(key, _mine, theirs, data):
    """Whether the points are explained by the two ends of Ohio's chart, which the data do not hold."""
    row = table(data)[key]
    options, weights, why = [], [], set()
    for heading, weight, one, five in COMPONENTS:
        if row[heading] == 'NC':
            continue
        per_cent = number(row[heading])
        may, reason = choices(per_cent, even(per_cent, heading), one, five)
        options.append(may)
        weights.append(weight)
        why |= {reason} - {None}
    if row[PROGRESS] != 'NR':
        options.append({Fraction(row[PROGRESS][0])})
        weights.append(2)
    if len(weights) == 5:
        weights = [{1: Fraction('14.266'), 2: Fraction('28.601')}[weight] for weight in weights]
    for points in itertools.product(*options):
        mean = sum(p * w for p, w in zip(points, weights)) / sum(weights)
        if Fraction(math.floor(mean * 1000 + Fraction(1, 2)), 1000) == theirs:
            return "Ohio's own chart of points: " + ', '.join(sorted(why)) if why else None
    return None


STARS = {'Performance Index Percent': (0, 50, 70, 80, 90, 100),
         'Gap Closing Component Percent': (0, 10, 30, 45, 60, 100),
         'Early Literacy Component Star Percent': (0, 58, 68, 78, 88, 100),
         'Graduation Rate Component Percentage': (0, 84, 90, Fraction('93.5'), Fraction('96.5'), 100)}


def even(per_cent, heading):
    """The points of a component on even steps, as the framework has them."""
    for stars in (4, 3, 2, 1, 0):
        low, high = STARS[heading][stars:stars + 2]
        if per_cent >= low:
            step = math.floor((per_cent - low) * 4 / (Fraction(high) - low))
            return min(Fraction(5), stars + Fraction(step + 1, 4))
    return None


@functools.lru_cache
def table(data):
    return {row['Building IRN']: row for row in rows(os.path.join(data, FILE))}


FIGURES = [
    stars('achievement', 'stars of achievement', 'Achievement Component Star Rating', 3203),
    stars('gap_closing', 'stars of gap closing', 'Gap Closing Component Star Rating', 3370),
    stars('early_literacy', 'stars of early literacy', 'Early Literacy Component Star Rating', 1735),
    stars('graduation', 'stars of graduation', 'Graduation Rate Component Star Rating', 883),
    stars('overall', 'overall stars from points', 'Overall Star Rating', 3370),
    Figure('points from the components', 'cards', ours('components', number),
           official('Overall Rating Points', number), asked=2821, explain=chart),
]

SHOWN = [
    Shown('cards', 'Building', ('irn',), title, 'Band', official(heading))
    for title, heading in (('Achievement component', 'Achievement Component Star Rating'),
                           ('Gap closing component', 'Gap Closing Component Star Rating'),
                           ('Early literacy component', 'Early Literacy Component Star Rating'),
                           ('Graduation component', 'Graduation Rate Component Star Rating'),
                           ('Overall rating', 'Overall Star Rating'))
]
