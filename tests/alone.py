#!/usr/bin/env python3
"""alone.py LUSTRUM -- what impact counts for a change among others is what it counts for it alone.

Each edit of the framework below is made by itself, where the count is that of all results, and once more
beside an edit of something else that nothing here depends on: both counts of it must be the same.
Last line `N passed, N failed`.
SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import subprocess
import sys
import tempfile

BASE = '''framework alone "Each change alone"
  edition   1
  term      2024/25 to 2029/30
  rounding  half away from zero

parameter line "Line" is 30

table weights "Weights"
  | girl | weight |
  | yes  | 1      |
  | no   | 2      |

record School (Schools) from "schools.csv"
  urn    key text       from "URN"
  name   identity text  from "NAME"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN"
  girl    baseline yes or no                from "GIRL", yes "1", no "0"
  points  outcome number 0 to 90 in points  from "POINTS", missing "X" as absent
  extra   outcome number 0 to 9 in points   from "EXTRA"

derive Pupil.fair "Fair" is points counting missing as 0

measure att "Attainment"
  outcome, in points, higher is better, shown to 2 places
  leaves out "absent" Pupils where points is missing because "Article 1"
  for the nation
    let all be mean of points over Pupils by girl
    let sd be sample standard deviation of value over Pupils
  for each Pupil
    value points - all[girl]
  for each School
    value mean of value over Pupils
    interval value give or take 1.96 * sd / root of number of Pupils
    withheld as "SUPP" when number of Pupils < 2
    bands
      up    "Up"   when lower > 0
      mid   "Mid"  otherwise
      down  "Down" when upper < 0

measure change "Change"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value att - att[the year before]

measure fairly "Fairly"
  outcome, in points, higher is better, shown to 1 place
  for each School
    let good be mean of fair over Pupils where points is missing or points < 60
    value good - (mean of extra over Pupils) / 2

review yearly "Yearly" of each School
  considers att, fairly
  secure when att is at least mid and fairly >= line
  finding ok       "No visit"    when secure
  finding visit    "Visit"       otherwise
  finding unknown  "Not judged"  when missing

power notice "Notice"
  held by "County" over School
  open when att < 0

power other "Other"
  held by "County" over School
  open when fairly < 1

power stays "Stays"
  held by "County" over School
  open when fairly < 0.25
  closed when att > 50
'''

BESIDE = ('open when fairly < 1', 'open when fairly < 0.5')

EDITS = [
    ('is 30', 'is 20'),
    ('counting missing as 0', 'counting missing as 90'),
    ('mean of points over Pupils by girl', 'median of points over Pupils by girl'),
    ('points - all[girl]', 'points - all[girl] - 1'),
    ('points - all[girl]', '2 * (points - all[girl])'),
    ('points - all[girl]', 'points - all[girl] + extra'),
    ('points - all[girl]', 'points - (all[girl] + extra)'),
    ('1.96 * sd', 'sd'),
    ('1.96 * sd', '(1.96 + 0.5) * sd'),
    ('1.96 * sd / root', '2 * 1.96 * sd / root'),
    ('Pupils < 2', 'Pupils < 3'),
    ('Pupils < 2', 'Pupils < 2 or number of Pupils > 2'),
    ('Pupils < 2', 'Pupils < 2 and number of Pupils > 0'),
    ('when lower > 0', 'when lower > 0 or value > 1'),
    ('att - att[the year before]', 'att - att[the year before] + 1'),
    ('att - att[the year before]', 'att + att[the year before]'),
    ('att - att[the year before]', 'att - att[2 years before]'),
    ('att - att[the year before]', 'att'),
    ('where points is missing or points < 60', 'where points is missing or points < 60 or points > 70'),
    (' where points is missing or points < 60', ''),
    ('good - (mean', 'good + 1 - (mean'),
    (' - (mean of extra over Pupils) / 2', ''),
    ('/ 2\n', '/ 3\n'),
    ('/ 2\n', '* 2\n'),
    (') / 2\n', ' + 3) / 2\n'),
    ('- (mean of extra over Pupils) / 2', '- (9 - greatest of extra over Pupils) / 2'),
    ('(mean of extra over Pupils) / 2', '(good - (mean of extra over Pupils)) / 2'),
    ('and fairly >= line', 'and fairly >= line and att > 0'),
    ('att is at least mid and fairly', 'fairly'),
    ('fairly >= line', 'fairly > line'),
    ('open when att < 0', 'open when att < 0 and fairly > 50'),
    ('open when att < 0', 'open when att < 0 or fairly > 50'),
    ('open when att < 0', 'open when att is known and att < 0'),
    ('open when att < 0', 'open when not att < 0'),
    ('closed when att > 50', 'closed when att > 0'),
    ('\n  closed when att > 50', ''),
    ('missing because', 'missing or points > 76 because'),
    ('shown to 2', 'shown to 0'),
]

FILES = {
    '2024-25/schools.csv': 'URN,NAME\na,Ashby\nb,Brook\nc,Carr\n',
    '2024-25/pupils.csv': 'UPN,URN,GIRL,POINTS,EXTRA\nP1,a,1,30,1\nP2,a,0,40,2\nP3,b,1,50,0\nP4,b,0,60,3\n'
                          'P5,c,1,X,4\nP6,c,1,20,1\nP7,c,0,25,2\n',
    '2025-26/schools.csv': 'URN,NAME\na,Ashby\nb,Brook\nc,Carr\nd,Dale\n',
    '2025-26/pupils.csv': 'UPN,URN,GIRL,POINTS,EXTRA\nP1,a,1,33,1\nP2,b,0,40,2\nP3,b,1,50,0\nP4,b,0,60,3\n'
                          'P5,c,1,X,4\nP6,c,1,20,1\nP8,c,0,25,9\nP9,d,1,77,5\nP10,d,0,78,8\n',
}


def write(folder, name, text):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def once(text, edit):
    if text.count(edit[0]) != 1:
        raise SystemExit('alone.py: %r stands %d times' % (edit[0], text.count(edit[0])))
    return text.replace(*edit)


class Alone:
    def __init__(self, lustrum, folder):
        self.lustrum = lustrum
        self.folder = folder
        self.passed = self.failed = 0
        self.old = write(folder, 'old.lustrum', BASE)
        for name, text in FILES.items():
            write(folder, os.path.join('data', name), text)

    def impact(self, text):
        new = write(self.folder, 'new.lustrum', text)
        done = subprocess.run([self.lustrum, 'impact', self.old, new, '--data',
                               os.path.join(self.folder, 'data'), '--year', '2025/26', '--json'],
                              capture_output=True, text=True)
        if done.returncode:
            raise SystemExit('alone.py: impact ended with %d:\n%s' % (done.returncode, done.stderr))
        return json.loads(done.stdout)

    def verdict(self, what, fault):
        self.passed += not fault
        self.failed += bool(fault)
        if fault:
            print('FAILED: %s: %s' % (what, fault))

    def edit(self, edit):
        """By itself, then beside the other: one row is of it, with the same counts."""
        truth = self.impact(once(BASE, edit))['together']
        rows = [row for row in self.impact(once(once(BASE, edit), BESIDE))['changes']
                if not row['sentences'][0].startswith('power other')]
        fault = None
        if len(rows) != 1:
            fault = 'it is told as %r' % [row['sentences'] for row in rows]
        else:
            counts = {key: rows[0].get(key) for key in truth}
            if counts != truth:
                fault = '%s counts %r, by itself %r' % (rows[0]['sentences'], counts, truth)
        self.verdict('%r to %r' % edit, fault)

    def with_others(self):
        """What is made with the whole of its declaration is not said to be alone."""
        text = once(once(BASE, ('good - (mean', 'good + 1 - (mean')), ('or points < 60', 'or points < 50'))
        alone = [row['alone'] for row in self.impact(text)['changes'] if 'now also' in row['sentences'][0]]
        self.verdict('two changes of one measure', alone != [False] and 'alone is %r' % alone)


def main():
    with tempfile.TemporaryDirectory() as folder:
        alone = Alone(os.path.abspath(sys.argv[1]), folder)
        for edit in EDITS:
            alone.edit(edit)
        alone.with_others()
    print('%d passed, %d failed' % (alone.passed, alone.failed))
    return 1 if alone.failed else 0


if __name__ == '__main__':
    sys.exit(main())
