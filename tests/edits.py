#!/usr/bin/env python3
"""edits.py LUSTRUM [HOW_MANY] -- edits of frameworks, made by a generator, and what diff says of them.

Half keep the meaning (another layout, order, spelling, names of locals ...): diff must end with 0, and
the meaning hash must stay.  Half alter it: diff must end with 1 and name the clause and the kind of
change.  Edits are of the frameworks in examples/ and of the base below, which has every construct that
an edit needs.  The seed is fixed: the same edits each time.  Last line `N passed, N failed`.
SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import random
import re
import subprocess
import sys
import tempfile

BASE = '''framework base "The base of the edits"
  edition   1
  term      2025/26 to 2029/30
  owner     "College of Teaching"
  measures  at most 6
  rounding  half away from zero

record Region (Regions) named by School.region

record School (Schools) from "schools.csv"
  urn     key text        from "URN"
  name    identity text   from "NAME"
  region  part of Region  from "REGION"

record Pupil (Pupils) from "pupils.csv"
  upn      key personal text                    from "UPN"
  school   part of School                       from "URN"
  english  outcome number 0 to 90 in points     from "ENG", missing "" as absent "Absent"
  maths    outcome number 0 to 90 in points     from "MAT", missing "" as absent "Absent"
  extra    outcome number 0 to 9 in points      from "EXTRA"
  grade    outcome code of grade_points         from "GRADE"
  set_of   baseline code of sets                from "SET"
  missed   outcome whole number 0 to 400        from "MISSED"
  weight   baseline number 1 to 5               from "WEIGHT"

list sets is "low", "middle", "high"
list upper_sets is "middle", "high"

table grade_points "Points of a grade"
  | grade | points |
  | A     | 40     |
  | B     | 30     |
  | C     | 20.5   |

parameter persistent "Sessions that make absence persistent" is 38 in 2025/26 to 2026/27, 36 from 2027/28

derive Pupil.both "Both subjects" is english + maths
derive Pupil.points "Points" is (grade_points[grade]) in points

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  text "Article 3. What pupils attain."
  leaves out "not entered" Pupils where both is missing because "Article 3(2)"
  leaves out "lowest set" Pupils where set_of is "low" because "Article 3(3)"
  for each Pupil
    let doubled be 2 * both
    let topped  be extra + points
    value (doubled + topped + 0.5 * extra) / 4
  for each School, Region, nation
    let entered be number of Pupils
    value mean of value over Pupils
    withheld as "SUPP" when entered < 6
    bands
      high  "High"  when value >= 60
      fair  "Fair"  when value >= 40 and value < 60
      low   "Low"   otherwise

measure mean_weighted "Weighted points"
  outcome, in points, higher is better, shown to 2 places half even
  for each School
    value mean of points over Pupils weighted by weight
    then at most 45
    interval value give or take (1.96 * 4 / root of number of Pupils) in points

measure passed "Passed both"
  outcome, in %, higher is better, shown to whole number
  for each School, nation
    value share of Pupils where english is known and maths is known and english >= 40 and maths >= 40
    withheld as "SUPP" when (number of Pupils) < 6 and (number of Pupils) > 0

measure absence "Persistent absence"
  outcome, in %, lower is better, shown to 1 place
  for each School
    value share of Pupils where missed >= persistent or missed > 380

measure best "Mean of the best"
  outcome, in points, higher is better, shown to 1 place
  not made in 2025/26 because "Not collected"
  for each School
    value mean of known english over Pupils where set_of in upper_sets and extra > 0 rounded to 2 places

review yearly "Yearly review" of each School
  considers attainment, passed, absence
  secure when attainment is at least fair and passed >= 40% and absence < 10%
  finding no_visit    "Secure: no visit"                 when secure
  finding visit       "Visit"                            otherwise
  finding not_judged  "Not judged: a figure is missing"  when missing

power notice "Notice"
  held by "Regional commissioner" over School
  open when in each of the last 2 years attainment is low

power stays "Stays open"
  held by "Regional commissioner" over School
  open when absence > 35%
  closed when absence < 15%

goal half "Half of all pupils"
  passed of the nation reaches 50% by 2029/30
'''


class Edits:
    def __init__(self, lustrum, seed):
        self.lustrum = lustrum
        self.chance = random.Random(seed)
        self.folder = tempfile.mkdtemp()
        self.passed = self.failed = 0

    def run(self, *words):
        done = subprocess.run([self.lustrum, *words], capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def verdict(self, what, fault):
        if fault:
            self.failed += 1
            print('FAILED: %s: %s' % (what, fault))
        else:
            self.passed += 1

    def hash(self, path):
        status, out, err = self.run('canonical', path, '--hashes')
        return out.split()[0] if status == 0 else 'faulty: ' + err

    def keeps(self, what, old_path, new):
        new_path = self.write('new.lustrum', new)
        status, out, err = self.run('diff', old_path, new_path)
        fault = None
        if status != 0 or not out.startswith('0 changes.'):
            fault = 'exit %d: %s%s' % (status, out, err)
        elif self.hash(old_path) != self.hash(new_path):
            fault = 'another meaning hash'
        self.verdict(what, fault)

    def alters(self, what, old_path, new, where, label, says=None):
        new_path = self.write('new.lustrum', new)
        status, out, err = self.run('diff', old_path, new_path, '--json')
        fault = None
        if status != 1:
            fault = 'exit %d: %s%s' % (status, out, err)
        else:
            changes = json.loads(out)['changes']
            told = [(c['declaration'] + (', ' + c['clause'] if c['clause'] else ''), c['label'])
                    for c in changes]
            if told != [(where, label)]:
                fault = 'told %r, expected %r' % (told, (where, label))
            elif says and not changes[0]['sentence'].endswith(': ' + says):
                fault = 'it says %r' % changes[0]['sentence']
            elif self.hash(old_path) == self.hash(new_path):
                fault = 'the same meaning hash'
        self.verdict(what, fault)


def once(text, old, new):
    if text.count(old) != 1:
        raise SystemExit('edits.py: %r stands %d times' % (old, text.count(old)))
    return text.replace(old, new)


# ---- edits that keep the meaning: a text to a text ----

def sections(text):
    """The declarations of a file, the framework's head first; comments go with what follows."""
    word = '(?:record|list|table|parameter|derive|formula|measure|review|power|goal|reconcile|example|use)'
    return re.split(r'(?m)^(?=(?:--[^\n]*\n)*%s )' % word, text)


def shuffled(text, chance):
    head, *rest = sections(text)
    rest = [part if part.endswith('\n') else part + '\n' for part in rest]
    fixed = [part for part in rest if re.match(r'(?:--[^\n]*\n)*list ', part)]  # a list may name those above
    others = [part for part in rest if part not in fixed]
    if 'bands as' in text:  # names a measure above
        fixed += [part for part in rest if re.match(r'(?:--[^\n]*\n)*measure ', part)]
    others = [part for part in others if part not in fixed]
    uses = [part for part in others if re.match(r'(?:--[^\n]*\n)*use ', part)]
    others = [part for part in others if part not in uses]
    chance.shuffle(others)
    return head + ''.join(uses) + ''.join(fixed) + '\n'.join(others)


def commented(text, chance):
    lines = text.split('\n')
    out = []
    for line in lines:
        if line and not line.lstrip().startswith('|') and chance.random() < 0.2:
            out.append('-- %s' % chance.choice(['agreed', 'see the minutes', 'value of 5 >= 4']))
        out.append(line)
    return '\n'.join(out)


def spread(text, chance):
    return '\n'.join(line if '"' in line or line.lstrip().startswith(('|', '--')) else
                     re.sub(r'(?<=\S) (?=\S)', lambda m: ' ' * chance.randint(1, 3), line)
                     for line in text.split('\n'))


def local_names(text, chance):
    """Every let and slot under another name, measure by measure."""
    out = []
    for part in sections(text):
        names = set(re.findall(r'(?m)^ +let +([a-z_0-9]+) ', part))
        if re.match(r'(?:--[^\n]*\n)*measure ', part) and 'of ' in part:
            for name in sorted(names):
                other = 'n%d_%s' % (chance.randint(1, 99), name)
                pieces = re.split('("[^"]*")', part)  # not in printed text
                pieces[::2] = [re.sub(r'(?<![.\w])%s(?!\w)' % name, other, p) for p in pieces[::2]]
                part = ''.join(pieces)
        out.append(part)
    return ''.join(out)


BASE_KEEPS = [
    ('let inlined', 'value (doubled + topped + 0.5 * extra) / 4', 'value (2 * both + topped + 0.5 * extra) / 4'),
    ('let inlined into a sum', 'value (doubled + topped + 0.5 * extra) / 4',
     'value (doubled + extra + points + 0.5 * extra) / 4'),
    ('let inlined at several levels', 'when entered < 6', 'when (number of Pupils) < 6'),
    ('let pulled out', '    value (doubled + topped + 0.5 * extra) / 4',
     '    let half be 0.5 * extra\n    value (doubled + topped + half) / 4'),
    ('let pulled out whole', '    value (doubled + topped + 0.5 * extra) / 4',
     '    let all be (doubled + topped + 0.5 * extra) / 4\n    value all'),
    ('let unused', '    let doubled be', '    let unused  be extra * 7\n    let doubled be'),
    ('operands of +', 'is english + maths', 'is maths + english'),
    ('operands of + with let', '(doubled + topped + 0.5', '(topped + doubled + 0.5'),
    ('operands of *', 'be 2 * both', 'be both * 2'),
    ('operands of * in +', '0.5 * extra)', 'extra * 0.5)'),
    ('operands of + nested', '(doubled + topped + 0.5 * extra)', '(doubled + (0.5 * extra + topped))'),
    ('literal', '0.5 * extra', '0.50 * extra'),
    ('literal whole', 'be 2 * both', 'be 2.0 * both'),
    ('literal percent', 'passed >= 40%', 'passed >= 0.4'),
    ('literal percent noughts', 'absence < 10%', 'absence < 10.0%'),
    ('comparison turned', 'passed >= 40%', '40% <= passed'),
    ('comparison turned percent', 'passed >= 40%', '0.40 <= passed'),
    ('comparison turned <', 'absence < 10%', '10% > absence'),
    ('comparison turned in bands', 'when value >= 60', 'when 60 <= value'),
    ('comparison turned let', 'when entered < 6', 'when 6 > entered'),
    ('and in another order', 'maths is known and english >= 40 and maths >= 40', 'maths is known and maths >= 40 and english >= 40'),
    ('and nested', 'english >= 40 and maths >= 40', '(english >= 40 and maths >= 40)'),
    ('all of', 'english is known and maths is known and english >= 40 and maths >= 40',
     'all of (english is known, maths is known, english >= 40, maths >= 40)'),
    ('or in another order', 'missed >= persistent or missed > 380', 'missed > 380 or missed >= persistent'),
    ('any of', 'missed >= persistent or missed > 380', 'any of (missed >= persistent, missed > 380)'),
    ('secure in another order', 'attainment is at least fair and passed >= 40% and absence < 10%',
     'absence < 10% and passed >= 40% and attainment is at least fair'),
    ('secure nested', 'passed >= 40% and absence < 10%', '(passed >= 40% and absence < 10%)'),
    ('brackets', 'missed > 380', '(missed > 380)'),
    ('brackets of a name', 'be extra + points', 'be (extra) + points'),
    ('withheld in another order', '(number of Pupils) < 6 and (number of Pupils) > 0',
     '0 < (number of Pupils) and 6 > (number of Pupils)'),
    ('where in another order', 'set_of in upper_sets and extra > 0', '0 < extra and set_of in upper_sets'),
    ('rows of a table', '  | A     | 40     |\n  | B     | 30     |', '  | B     | 30     |\n  | A     | 40     |'),
    ('items of a list', '"low", "middle", "high"', '"high", "low", "middle"'),
    ('bounds of bands turned', 'value >= 40 and value < 60', '60 > value and 40 <= value'),
    ('levels in another order', 'for each School, Region, nation', 'for each Region, School, nation'),
    ('clauses in another order', '    value mean of value over Pupils\n    withheld as "SUPP" when entered < 6',
     '    withheld as "SUPP" when entered < 6\n    value mean of value over Pupils'),
    ('lines of the framework', '  edition   1\n  term      2025/26 to 2029/30',
     '  term      2025/26 to 2029/30\n  edition   1'),
]

# ---- edits that alter it: old, new, the clause that diff must name, the label ----

BASE_ALTERS = [
    ('persistent or missed > 380', 'persistent or missed > %d', range(370, 380), 'measure absence, value', 'threshold'),
    ('missed > 380', 'missed >= 380', None, 'measure absence, value', 'threshold'),
    ('missed >= persistent', 'missed > persistent', None, 'measure absence, value', 'threshold'),
    ('missed >= persistent or missed', 'missed >= persistent and missed', None, 'measure absence, value', 'method'),
    ('english >= 40 and', 'english >= %d and', range(41, 46), 'measure passed, value', 'threshold'),
    ('maths >= 40', 'maths > 40', None, 'measure passed, value', 'threshold'),
    (' and maths >= 40', '', None, 'measure passed, value', 'method'),
    ('passed >= 40%', 'passed >= %d%%', range(41, 51), 'review yearly, secure', 'threshold'),
    ('passed >= 40%', 'passed > 40%', None, 'review yearly, secure', 'threshold'),
    ('absence < 10%', 'absence <= 10%', None, 'review yearly, secure', 'threshold'),
    (' and absence < 10%', '', None, 'review yearly, secure', 'finding'),
    ('at least fair', 'at least high', None, 'review yearly, secure', 'finding'),
    ('when entered < 6', 'when entered < %d', range(7, 12), 'measure attainment, withheld', 'threshold'),
    ('when entered < 6', 'when entered <= 6', None, 'measure attainment, withheld', 'threshold'),
    ('    withheld as "SUPP" when entered < 6\n', '', None, 'measure attainment, withheld', 'missing'),
    ('be 2 * both', 'be %d * both', range(3, 7), 'measure attainment, let doubled', 'method'),
    ('be extra + points', 'be extra - points', None, 'measure attainment, let topped', 'method'),
    ('0.5 * extra', '0.%d * extra', range(6, 10), 'measure attainment, value', 'method'),
    ('extra) / 4', 'extra) / %d', (5, 6), 'measure attainment, value', 'method'),
    ('value mean of value over Pupils', 'value median of value over Pupils', None, 'measure attainment, value', 'method'),
    ('value mean of value over Pupils', 'value greatest of value over Pupils', None, 'measure attainment, value', 'method'),
    ('value mean of value over Pupils', 'value mean of value over Pupils where extra > 1', None, 'measure attainment, value', 'population'),
    ('shown to 1 place\n  text', 'shown to 2 places\n  text', None, 'measure attainment, shown', 'rounding'),
    ('shown to 2 places half even', 'shown to 2 places half up', None, 'measure mean_weighted, shown', 'rounding'),
    ('shown to 2 places half even', 'shown to 3 places half even', None, 'measure mean_weighted, shown', 'rounding'),
    ('rounding  half away from zero', 'rounding  half even', None, 'framework, rounding', 'rounding'),
    ('rounding  half away from zero', 'rounding  down', None, 'framework, rounding', 'rounding'),
    ('extra > 0 rounded to 2 places', 'extra > 0 rounded to 3 places', None, 'measure best, value', 'rounding'),
    ('extra > 0 rounded to 2 places', 'extra > 0 rounded to 2 places up', None, 'measure best, value', 'rounding'),
    ('extra > 0 rounded to 2 places', 'extra > 0', None, 'measure best, value', 'rounding'),
    ('set_of in upper_sets and extra > 0', 'set_of in upper_sets', None, 'measure best, value', 'population'),
    ('set_of in upper_sets and extra > 0', 'extra > 0', None, 'measure best, value', 'population'),
    ('and extra > 0 rounded', 'and extra > %d rounded', range(1, 6), 'measure best, value', 'threshold'),
    ('weighted by weight\n', 'weighted by extra\n', None, 'measure mean_weighted, value', 'method'),
    (' weighted by weight\n', '\n', None, 'measure mean_weighted, value', 'method'),
    ('then at most 45', 'then at most %d', range(46, 52), 'measure mean_weighted, then', 'threshold'),
    ('    then at most 45\n', '', None, 'measure mean_weighted, then', 'method'),
    ('take (1.96 *', 'take (2.58 *', None, 'measure mean_weighted, interval', 'method'),
    ('| A     | 40     |', '| A     | %d     |', range(41, 50), 'table grade_points, row for A', 'table'),
    ('| C     | 20.5   |', '| C     | 20.%d   |', (1, 2, 3, 4), 'table grade_points, row for C', 'table'),
    ('upper_sets is "middle", "high"', 'upper_sets is "high"', None, 'list upper_sets, item "middle"', 'table'),
    ('upper_sets is "middle", "high"', 'upper_sets is "low", "middle", "high"', None, 'list upper_sets, item "low"', 'table'),
    ('is 38 in', 'is %d in', range(20, 30), 'parameter persistent, value', 'threshold'),
    ('36 from 2027/28', '35 from 2027/28', None, 'parameter persistent, value', 'threshold'),
    ('missing "" as absent "Absent"\n  maths', 'missing "", "X" as absent "Absent"\n  maths', None, 'record Pupil, field english', 'missing'),
    ('maths    outcome number 0 to 90', 'maths    outcome number 0 to %d', (91, 95, 99), 'record Pupil, field maths', 'data'),
    ('from "EXTRA"', 'from "EXTRA_POINTS"', None, 'record Pupil, field extra', 'data'),
    ('missed   outcome', 'missed   baseline', None, 'record Pupil, field missed', 'role'),
    ('term      2025/26 to 2029/30', 'term      2025/26 to 2030/31', None, 'framework, term', 'term'),
    ('not made in 2025/26', 'not made in 2026/27', None, 'measure best, not made', 'term'),
    ('  not made in 2025/26 because "Not collected"\n', '', None, 'measure best, not made', 'term'),
    ('  leaves out "lowest set" Pupils where set_of is "low" because "Article 3(3)"\n', '', None, 'measure attainment, leaves out', 'population'),
    ('where set_of is "low"', 'where set_of is "high"', None, 'measure attainment, leaves out', 'population'),
    ('when value >= 40 and value < 60', 'when value > 40 and value < 60', None, 'measure attainment, band fair', 'threshold'),
    ('each of the last 2 years', 'each of the last 3 years', None, 'power notice, open', 'threshold'),
    ('attainment is low', 'attainment is at most fair', None, 'power notice, open', 'power'),
    ('closed when absence < 15%', 'closed when absence < 16%', None, 'power stays, closed', 'threshold'),
    ('closed when absence < 15%', 'closed when absence < 15% and passed > 7%', None, 'power stays, closed', 'power'),
    ('\n  closed when absence < 15%', '', None, 'power stays, closed', 'power'),
    ('reaches 50%', 'reaches 55%', None, 'goal half, target', 'goal'),
    ('lower is better', 'higher is better', None, 'measure absence, direction', 'method'),
    ('considers attainment, passed, absence', 'considers attainment, absence, passed', None, 'review yearly, considers', 'finding'),
    ('is english + maths', 'is english + 2 * maths', None, 'derive Pupil.both, definition', 'method'),
    ('is english + maths', 'is least of (english, maths)', None, 'derive Pupil.both, definition', 'method'),
    ('of known english over', 'of known maths over', None, 'measure best, value', 'method'),
]


# ---- an operator, or what it takes in: the whole of both is told, as one change ----

WHOLE = [
    ('value of extra', 'extra - points', 'extra + points'),
    ('value of extra', 'extra + points', 'extra - points'),
    ('value of extra', 'extra + points', 'points - extra'),
    ('value of extra', 'extra - points', 'points - extra'),
    ('value of extra', 'extra - 1', 'extra + 1'),
    ('value of extra', 'extra * 2', 'extra / 2'),
    ('value of extra', 'extra / 2', 'extra * 2'),
    ('value of extra', 'extra * 3 / 2', 'extra * 2 / 3'),
    ('value of extra', 'extra - points - 3', 'extra - (points - 3)'),
    ('value of extra', 'extra + points + 2', 'extra + points * 2'),
    ('open when', 'absence < 9% and passed > 7% and best > 5', 'absence < 9% and (passed > 7% or best > 5)'),
    ('open when', 'absence < 9% and (passed > 7% or best > 5)', 'absence < 9% and passed > 7% and best > 5'),
    ('open when', 'absence < 9% and passed > 7%', 'absence < 9% or passed > 7%'),
    ('value of best', 'best[the year before]', 'best[2 years before]'),
    ('value of best', 'best[2 years before]', 'best[the year before]'),
]

CAME = [
    ('extra', 'extra - points', 'it now also says `- points`'),
    ('extra + points', 'extra + points - (1 + extra)', 'it now also says `- (1 + extra)`'),
    ('extra', 'extra / 2', 'it now also says `/ 2`'),
    ('extra - points', 'extra', 'it no longer says `- points`'),
    ('extra + points', 'extra', 'it no longer says `points`'),
]

MORE = '''
measure more "More"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value %s
'''


def whole_edits(edits):
    for kind, was, now in WHOLE:
        if kind == 'open when':
            old, new = (once(BASE, 'in each of the last 2 years attainment is low', w) for w in (was, now))
            where, label = 'power notice, open', 'power'
        else:
            over = 'mean of (%s) over Pupils' if kind == 'value of extra' else '%s'
            old, new = (BASE + MORE % (over % w) for w in (was, now))
            where, label = 'measure more, value', 'method'
        edits.alters('%r to %r' % (was, now), edits.write('old.lustrum', old), new, where, label,
                     'it says `%s` where it said `%s`' % (now, was))
    for was, now, says in CAME:
        old, new = (BASE + MORE % ('mean of (%s) over Pupils' % w) for w in (was, now))
        edits.alters('%r to %r' % (was, now), edits.write('old.lustrum', old), new, 'measure more, value', 'method',
                     says)


def base_edits(edits):
    old = edits.write('old.lustrum', BASE)
    status, out, err = edits.run('check', old)
    if status:
        raise SystemExit('edits.py: the base has faults:\n' + err)
    for what, was, now in BASE_KEEPS:
        edits.keeps(what, old, once(BASE, was, now))
    for was, now, numbers, where, label in BASE_ALTERS:
        for number in numbers or [None]:
            text = now if number is None else now % number
            edits.alters('%r to %r' % (was, text), old, once(BASE, was, text), where, label)


def example_edits(edits, root):
    """The same kinds of rewriting on real frameworks, whose modules are beside them."""
    names = ['england_secondary/secondary', 'england_absence/absence', 'england_trusts/trusts',
             'national/national', 'ohio/ohio', 'england_primary/primary', 'florida/florida',
             'england_estimates/estimates', 'england_coasting/primary', 'first/first', 'texas/texas',
             'chicago/chicago', 'england_floor/primary']
    kinds = [('order', shuffled), ('comments', commented), ('spaces', spread), ('locals', local_names)]
    for name in names:
        path = os.path.join(root, 'examples', name + '.lustrum')
        with open(path, encoding='utf-8') as file:
            text = file.read()
        for beside in os.listdir(os.path.dirname(path)):
            if beside.endswith('.lustrum'):
                with open(os.path.join(os.path.dirname(path), beside), encoding='utf-8') as file:
                    edits.write(beside, file.read())
        for kind, rewrite in kinds:
            edits.keeps('%s: %s' % (name, kind), path, rewrite(text, edits.chance))
        changed = edits.write('new.lustrum', text)
        edits.run('fmt', changed)
        with open(changed, encoding='utf-8') as file:
            edits.keeps('%s: fmt' % name, path, file.read())
        for kind, rewrite in kinds[:3]:
            text = rewrite(text, edits.chance)
        edits.keeps('%s: all of these' % name, path, text)


def main():
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    edits = Edits(os.path.abspath(sys.argv[1]), 20260901)
    base_edits(edits)
    whole_edits(edits)
    example_edits(edits, root)
    print('%d passed, %d failed' % (edits.passed, edits.failed))
    return 1 if edits.failed else 0


if __name__ == '__main__':
    sys.exit(main())
