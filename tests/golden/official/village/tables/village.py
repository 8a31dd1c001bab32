# The table of a village, whose official score is rounded before it is graded in one row.
from _figures import Figure, Run, column, number

NAME = 'Village'
RUNS = [Run('grades', 'tests/golden/official/village/village.lustrum', '2025/26',
            tables={'School': 'village/published.csv'})]


def official(name, read=str):
    return column('village/published.csv', ('Number',), name, read, none=('.',))


def ours(name, read=str):
    return column('School.csv', ('number',), name, read)


def explain(key, mine, theirs, data):
    score = official('Score', number)(data)[key]
    return 'the mean before rounding is below 50' if score == 50 else None


FIGURES = [
    Figure('score, half up', 'grades', ours('grade', number), official('Score', number), asked=3),
    Figure('grade', 'grades', ours('grade.band'), official('Grade'), asked=2, explain=explain),
]
