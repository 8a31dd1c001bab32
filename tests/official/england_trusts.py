# England: multi-academy trusts at Key Stage 4, 2022/23.
# SPDX-License-Identifier: Apache-2.0
from _figures import Figure, Run, Shown, column, number

NAME = 'England, trusts 2022/23'
FILE = 'england_trusts_2023/2022-2023_england_ks4-mats-performance.csv'
RUNS = [Run('trusts', 'examples/england_trusts/trusts.lustrum', '2022/23',
            tables={'Trust': FILE, 'Academy': FILE})]


def official(name, read=str):
    return column(FILE, ('TRUST_UID',), name, read, encoding='cp1252')


def ours(name, read=str):
    return column('Trust.csv', ('uid',), name, read)


def band(words):
    """Well above average as well_above."""
    return words.removesuffix(' average').lower().replace(' ', '_')


FIGURES = [
    Figure('band of Progress 8', 'trusts', ours('progress_8.band'), official('P8_BANDING', band), asked=216),
    Figure('academies listed = NUMINST', 'trusts', ours('size', number),
           official('NUMINST_MATPTINC', number), asked=216),
    Figure('3 + 4 + 5 and more years = NUMINST', 'trusts', ours('length_of_service', number),
           official('NUMINST_MATPTINC', number), asked=216),
]

SHOWN = [
    Shown('trusts', 'Trust', ('uid',), 'Progress 8', 'Band', official('P8_BANDING')),
    Shown('trusts', 'Trust', ('uid',), 'Progress 8', 'Figure', official('P8MEA_WGTAVG', number), number),
    Shown('trusts', 'Trust', ('uid',), 'Progress 8', 'Interval from', official('P8CILOW', number), number),
    Shown('trusts', 'Trust', ('uid',), 'Progress 8', 'to', official('P8CIUPP', number), number),
]
