#!/usr/bin/env python3
"""publish.py LUSTRUM [COUNT] [FIRST] [--twice] -- made-up publications, and a reader who tries to tell hidden counts.

Each has schools of regions and trusts in a nation, pupils in groups, and a framework that publishes
measures of them.  The reader knows the tables, which school belongs where, what a whole has beside
its parts, the rules, and every shown count as it is also where it is rounded.  He solves all sums of
a publication exactly, narrows what each hidden count can be, and wins where that is fewer numbers
than the publication promises.  That he can win is shown by the same tables with nothing hidden
beside small counts.  Also compared: every shown count with one counted here.

With --twice he has provisional, revised and final tables of the same pupils, of some of which something
else became known each time.  Made each beside those before (--beside) they must tell him nothing, and what
was hidden must stay hidden; made each alone they must tell him something, or he looks at nothing.  He knows
which counts did not change.
SPDX-License-Identifier: Apache-2.0"""
import csv
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

FRAMEWORK = '''framework made_up "Made up"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Region (Regions) named by School.region

record Trust (Trusts) named by School.trust

record School (Schools) from "schools.csv"
  urn     key text        from "URN"
  region  part of Region  from "REGION"
  trust   part of Trust   from "TRUST", missing "" as standalone

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text               from "UPN"
  school  part of School                  from "URN"
  poor    context yes or no               from "POOR", yes "1", no "0"
  origin  protected code                  from "ORIGIN", missing "" as not_said
  before  baseline whole number 0 to 100  from "BEFORE", missing "" as no_test
  score   outcome whole number 0 to 100   from "SCORE", missing "" as absent

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each {levels}
    value mean of score over Pupils where score is known
{withheld}{split_a}

measure passed "Passed"
  outcome, in %, higher is better, shown to whole number
  for each {levels}
    value share of Pupils where score is known and score >= 40
{split_p}

measure progress "Progress"
  outcome, in points, higher is better, shown to 2 places
  leaves out "no test" Pupils where before is missing because "Article 1"
  for each {levels}
    value mean of (score - before) over Pupils where score is known
{split_g}

publish tables "Tables" of {measures}
  hidden as "c" for counts of 1 to {small}
  missing as "x"
  at least {possible} counts possible
{rounded}'''


def split(chance, fields):
    return f"    split by {', '.join(fields)}\n" if chance.random() < 0.8 else ""


class Made:
    """A publication's data, and every count of it, counted here."""

    def __init__(self, seed, folder):
        c = self.chance = random.Random(seed)
        self.folder = folder
        self.small = c.randint(1, 5)
        self.possible = c.choice([2, 2, 3, 4])
        self.least = c.randint(2, self.small + 1) if c.random() < 0.5 else 0
        self.measures = c.sample(["attainment", "passed", "progress"], c.randint(1, 3))
        fields = [["poor"], ["origin"], ["poor", "origin"]]
        levels = ["School", "nation"] + [x for x in ("Region", "Trust") if c.random() < 0.8]
        words = {"levels": ", ".join(levels), "small": self.small, "possible": self.possible,
                 "measures": ", ".join(self.measures),
                 "withheld": f'    withheld as "SUPP" when number of Pupils < {self.least}\n' if self.least else "",
                 "rounded": "  counts rounded to nearest 3\n" if self.small >= 2 and c.random() < 0.3 else ""}
        self.base = 3 if words["rounded"] else 1
        for name in "apg":
            words["split_" + name] = split(c, c.choice(fields))
        self.text = FRAMEWORK.format(**words)
        self.make_data(c)

    def make_data(self, c):
        schools = c.randint(2, 9)
        self.schools = {}
        origins = ["a", "b", "c", "d"][:c.randint(2, 4)]
        self.pupils = []
        for i in range(schools):
            urn = str(100 + i)
            self.schools[urn] = (c.choice("NS"), c.choice(["t1", "t2", ""]))
            poor, size = c.random() * 0.5, c.choice([0, 3, 8, 15, 30]) if i else 9
            for _ in range(size):
                self.pupils.append((urn, str(int(c.random() < poor)), c.choice(origins + [""] * (c.random() < 0.1)),
                                    "" if c.random() < 0.1 else str(c.randint(0, 100)),
                                    "" if c.random() < 0.1 else str(c.randint(0, 100))))
        self.origins = origins
        with open(self.folder + "/rules.lustrum", "w") as f:
            f.write(self.text)
        self.write("/data")

    def write(self, data):
        os.mkdir(self.folder + data)
        with open(self.folder + data + "/schools.csv", "w") as f:
            f.write("URN,REGION,TRUST\n")
            f.writelines(f"{u},{r},{t}\n" for u, (r, t) in self.schools.items())
        with open(self.folder + data + "/pupils.csv", "w") as f:
            f.write("UPN,URN,POOR,ORIGIN,BEFORE,SCORE\n")
            f.writelines(f"P{i},{','.join(p)}\n" for i, p in enumerate(self.pupils))

    def revise(self, name, moves=False):
        """The data of later tables: of one to four pupils something else is known.  Schools may move, pupils come and go."""
        c = self.chance
        if moves:
            urn = c.choice(list(self.schools))
            self.schools[urn] = c.choice([(c.choice("NS"), self.schools[urn][1]), (self.schools[urn][0], c.choice(["t1", "t2", ""]))])
            if self.pupils and c.random() < 0.5:
                self.pupils.pop(c.randrange(len(self.pupils)))
            if c.random() < 0.5:
                self.pupils.append((urn, "1", c.choice(self.origins), "", "50"))
        for _ in range(min(c.randint(1, 4), len(self.pupils))):
            at = c.randrange(len(self.pupils))
            urn, poor, origin, before, score = self.pupils[at]
            self.pupils[at] = c.choice([(urn, "1" if poor == "0" else "0", origin, before, score),
                                        (urn, poor, c.choice(self.origins), before, score),
                                        (urn, poor, origin, before, "" if score else "50"),
                                        (c.choice(list(self.schools)), poor, origin, before, score)])
        self.write("/" + name)

    def places_of(self, pupil):
        """The units of a pupil, each alone and with each group of it."""
        urn, poor, origin = pupil[:3]
        region, trust = self.schools[urn]
        units = [("School", urn), ("Region", region), ("nation", "")] + ([("Trust", trust)] if trust else [])
        groups = [((), ()), (("poor",), (["no", "yes"][int(poor)],))]
        if origin:
            groups.append((("origin",), (origin,)))
        return [u + g for u in units for g in groups]

    def counts(self):
        """Of each measure and place: how many are counted, and how many there are.  Who is left out of a measure
        belongs to a unit, and to none of its groups."""
        counted, total = {m: {} for m in self.measures}, {m: {} for m in self.measures}
        for pupil in self.pupils:
            takes = {"attainment": pupil[4] != "", "passed": True, "progress": pupil[4] != "" and pupil[3] != ""}
            for place in self.places_of(pupil):
                for m in self.measures:
                    left_out = m == "progress" and pupil[3] == ""
                    total[m][place] = total[m].get(place, 0) + (not (left_out and place[2]))
                    counted[m][place] = counted[m].get(place, 0) + takes[m]
        return counted, total

    def withholds(self, m, place, total):
        """Whether the rules withhold it: they do so of attainment."""
        return m == "attainment" and self.least and total[m].get(place, 0) < self.least

    def wholes(self, place):
        """The places that a place is a part of, each with the kind of the sum."""
        level, key, fields, group = place
        found = []
        if fields:
            found.append((("groups", fields), (level, key, (), ())))
        if level != "nation":
            found.append((("nation", level), ("nation", "", fields, group)))
        if level == "School":
            region, trust = self.schools[key]
            found.append((("region",), ("Region", region, fields, group)))
            if trust:
                found.append((("trust",), ("Trust", trust, fields, group)))
            elif any(p[0] == "Trust" for m, p in self.published):
                found.append((("nation", "Trust"), ("nation", "", fields, group)))
        return found


def tables(made, out):
    """Of each measure and place: (counted, all) as they stand in the published tables."""
    shown = {m: {} for m in made.measures}
    for name in sorted(os.listdir(out)):
        if name == "marks.csv":
            continue
        level = name.split(".")[0]
        fields = tuple(name[:-4].split(".by.")[1].split(".")) if ".by." in name else ()
        with open(out + "/" + name, newline="") as f:
            for row in csv.DictReader(f):
                key = "" if level == "nation" else next(iter(row.values()))
                place = (level, key, fields, tuple(row[x] for x in fields))
                for m in made.measures:
                    if m + ".counted" in row:
                        shown[m][place] = (row[m + ".counted"], row[m + ".of"], row[m])
    return shown


class Reader:
    """What a reader knows: numbers between bounds, and sums of them."""

    def __init__(self):
        self.low, self.high, self.rows = {}, {}, []

    def unknown(self, name, low, high=10**6):
        self.low[name] = max(low, self.low.get(name, low))
        self.high[name] = min(high, self.high.get(name, high))

    def solve(self):
        """Each sum with a number that no other has: whatever follows from all of them exactly."""
        pivots = {}
        for row, value in self.rows:
            row, value = dict(row), Fraction(value)
            for name in list(row):
                if name in pivots and name in row:
                    other, known = pivots[name]
                    factor = row.pop(name)
                    value -= factor * known
                    for n, f in other.items():
                        row[n] = row.get(n, 0) - factor * f
                        if not row[n]:
                            del row[n]
            if not row:
                assert value == 0, "the sums of the reader contradict each other"
                continue
            pivot = min(row, key=str)
            scale = row.pop(pivot)
            row = {n: f / scale for n, f in row.items()}
            value /= scale
            for name, (other, known) in list(pivots.items()):
                if pivot in other:
                    factor = other.pop(pivot)
                    for n, f in row.items():
                        other[n] = other.get(n, 0) - factor * f
                        if not other[n]:
                            del other[n]
                    pivots[name] = (other, known - factor * value)
            pivots[pivot] = (row, value)
        return [({name: Fraction(1), **row}, value) for name, (row, value) in pivots.items()]

    def narrow(self):
        rows = [(r, Fraction(v)) for r, v in self.rows] + self.solve()
        for _ in range(60):
            moved = False
            for row, value in rows:
                least = sum(f * (self.low if f > 0 else self.high)[n] for n, f in row.items())
                most = sum(f * (self.high if f > 0 else self.low)[n] for n, f in row.items())
                for n, f in row.items():
                    a = value - (most - f * (self.high if f > 0 else self.low)[n])
                    b = value - (least - f * (self.low if f > 0 else self.high)[n])
                    low, high = sorted((a / f, b / f))
                    moved |= self.tighten(n, -(-low.numerator // low.denominator), high.numerator // high.denominator)
            if not moved:
                break

    def tighten(self, name, low, high):
        moved = low > self.low[name] or high < self.high[name]
        self.low[name] = max(low, self.low[name])
        self.high[name] = min(high, self.high[name])
        assert self.low[name] <= self.high[name], "the reader knows what cannot be"
        return moved


class Seen:
    """What a reader has before him of one publication."""

    def __init__(self, made, counted, total, published, hidden):
        self.made, self.counted, self.total, self.published, self.hidden = made, counted, total, published, hidden
        self.sums = list(self.find_sums())  # schools may move

    def of(self, place):
        """All counts of a place that are published, hidden or not."""
        return {m: (self.counted[m].get(place, 0), self.total[m].get(place, 0)) for m in self.made.measures
                if (m, place) in self.published}

    def down(self, place):
        """By how much all counts of a place could be less."""
        return min(number if number < of <= self.made.small else max(number - 1, 0)
                   for number, of in self.of(place).values())

    def find_sums(self):
        """{(kind, whole): (parts, what the whole has beside them in each count)}"""
        found = {}
        for place in {p for m, p in self.published}:
            for kind, whole in self.made.wholes(place):
                if self.of(whole):
                    found.setdefault((kind, whole), []).append(place)
        for (kind, whole), parts in sorted(found.items()):
            rests = []
            for m in self.made.measures:
                there = [p for p in parts if (m, p) in self.published]
                for numbers in (self.counted[m], self.total[m]) if there and (m, whole) in self.published else ():
                    rests.append(numbers.get(whole, 0) - sum(numbers.get(p, 0) for p in there))
            yield kind, whole, parts, rests


def attack(*seen):
    """Which hidden places are told by all publications together: (number of the publication, place).  This reader
    knows even all differences between the counts of a place, so what he is asked for is one number for each: how
    much more or less they all could be.  Of several publications of the same pupils he knows also what did not change
    from one to the next: that is one number in all of them, and none where one shows it."""
    reader = Reader()

    def name(k, place):
        """What stands for a hidden place; None where another publication shows it."""
        same = [i for i, one in enumerate(seen) if one.of(place) == seen[k].of(place)]
        if any(place not in seen[i].hidden for i in same):
            return None
        return same[0], place
    for k, one in enumerate(seen):
        for place in one.hidden:
            if name(k, place):
                reader.unknown(name(k, place), -one.down(place))
        for kind, whole, parts, rests in one.sums:
            row = {name(k, p): Fraction(1) for p in parts if p in one.hidden and name(k, p)}
            if whole in one.hidden and name(k, whole):
                row[name(k, whole)] = Fraction(-1)
            if any(rests):
                row[k, kind, whole] = Fraction(1)
                reader.unknown((k, kind, whole), -min(rests))
            if row:
                reader.rows.append((row, 0))
    reader.narrow()

    def told(k, place):
        known = name(k, place)
        return known is None or reader.high[known] - reader.low[known] + 1 < seen[k].made.possible
    return [(k, p) for k, one in enumerate(seen) for p in sorted(one.hidden) if told(k, p)]


def compare(made, shown, counted, total):
    """What is hidden; and that what is shown is right."""
    hidden, withheld = set(), set()
    for m in made.measures:
        for place, (number, of, value) in shown[m].items():
            for text, true in ((number, counted[m].get(place, 0)), (of, total[m].get(place, 0))):
                if text.isdigit():
                    rounded = (true + made.base // 2) // made.base * made.base
                    assert int(text) == rounded, f"{m} {place}: {text}, and it is {true}"
                    assert true > made.small or true == 0, f"{m} {place}: {true} is shown"
                else:
                    assert text == "c", f"{m} {place}: {text!r}"
                    assert total[m].get(place, 0) or place in hidden, f"{m} {place}: nobody is hidden"
            if made.withholds(m, place, total):
                withheld.add((m, place))
                assert value == ("c" if total[m].get(place) else "SUPP"), f"{m} {place}: {value} is withheld"
            if not number.isdigit():
                hidden.add(place)
            assert number.isdigit() == of.isdigit() == (place not in hidden), f"{m} {place}: hidden in part"
    return hidden, withheld


def review(lustrum, made, data, out, beside=()):
    """What the publication of a folder of data shows; None where nothing can be published."""
    run = subprocess.run([lustrum, "review", "rules.lustrum", "--data", data, "--year", "2025/26", "--out", out,
                          "--quiet", *beside], cwd=made.folder, capture_output=True, text=True)
    if run.returncode == 4 and "L0999" in run.stderr:
        return None
    assert run.returncode == 0, f"{run.stdout}{run.stderr}\n{made.text}"
    shown = tables(made, made.folder + "/" + out + "/published")
    counted, total = made.counts()
    published = {(m, place) for m in made.measures for place in shown[m]}
    made.published = published
    hidden, withheld = compare(made, shown, counted, total)
    few = {p for m, p in published if p in hidden and
           (1 <= counted[m][p] <= made.small or total[m][p] <= made.small or (m, p) in withheld)}
    return Seen(made, counted, total, published, hidden), few


def one(lustrum, seed):
    """(hidden, beside, told without what is hidden beside)"""
    with tempfile.TemporaryDirectory() as folder:
        made = Made(seed, folder)
        found = review(lustrum, made, "data", "out")
        if found is None:
            return None
        seen, few = found
        told = attack(seen)
        bare = attack(Seen(made, seen.counted, seen.total, seen.published, few))
        assert not told, f"{told[0]} can be told\n{made.text}"
        return len(seen.hidden), len(seen.hidden - few), len(bare)


class Tries:
    """What came of all series of tables."""

    def __init__(self):
        self.series = self.refused = self.hidden = self.told = self.with_told = self.beside = 0

    def series_of(self, lustrum, seed):
        with tempfile.TemporaryDirectory() as folder:
            made = Made(seed, folder)
            found = review(lustrum, made, "data", "out")
            if not found:
                return
            alone, beside = [found[0]], [found[0]]
            for name, before in (("later", "out"), ("final", "later-beside")):
                made.revise(name, moves=name == "final")
                plain = review(lustrum, made, name, name + "-alone")
                found = review(lustrum, made, name, name + "-beside", ["--beside", before])
                if not plain:
                    break
                if not found:
                    self.refused += 1
                    break
                alone.append(plain[0])
                beside.append(found[0])
                self.look(made, alone, beside)

    def look(self, made, alone, beside):
        told = attack(*beside)
        assert not told, f"{told[0]} can be told\n{made.text}"
        last = beside[-1]
        for place in beside[-2].hidden:
            shown = any(place not in one.hidden and one.of(place) == last.of(place) for one in beside[:-1])
            assert place in last.hidden or not last.of(place) or shown, f"{place} is shown now\n{made.text}"
        told = attack(*alone)
        self.series += 1
        self.hidden += sum(len(one.hidden) for one in alone)
        self.beside += sum(len(one.hidden) for one in beside)
        self.told += len(told)
        self.with_told += len(told) > 0


def twice(lustrum, seeds, tell):
    """Tables of the same pupils: those that are made alone must tell some, those beside others nothing."""
    tries = Tries()
    for seed in seeds:
        try:
            tries.series_of(lustrum, seed)
        except AssertionError as error:
            sys.exit(f"seed {seed}: {error}")
    if tries.told == 0 or tries.refused * 5 > tries.series:
        sys.exit(f"nothing to tell: {vars(tries)}")
    if tell:
        print(f"{tries.series} pairs and threes, {tries.refused} refused; each made alone: {tries.hidden} counts hidden, "
              f"{tries.told} told by all together, in {tries.with_told}; each beside those before: {tries.beside} hidden, told: 0")


def main():
    again = "--twice" in sys.argv
    words = [word for word in sys.argv[1:] if word != "--twice"]
    lustrum = os.path.abspath(words[0])
    count = int(words[1]) if len(words) > 1 else 100
    first = int(words[2]) if len(words) > 2 else 1
    if again:
        return twice(lustrum, range(first, first + count), len(words) > 1)
    done = hidden = beside = bare = refused = 0
    for seed in range(first, first + count):
        try:
            found = one(lustrum, seed)
        except AssertionError as error:
            sys.exit(f"seed {seed}: {error}")
        if found is None:
            refused += 1
            continue
        done += 1
        hidden, beside, bare = hidden + found[0], beside + found[1], bare + found[2]
    if bare == 0 or beside == 0 or refused * 10 > count:
        sys.exit(f"nothing to tell: {hidden} hidden, {beside} beside, {bare} told without, {refused} refused")
    if len(words) > 1:
        print(f"{done} publications, {refused} refused; {hidden} counts hidden, {beside} of them beside small ones; "
              f"told: 0; without those beside, {bare} would be told")


if __name__ == "__main__":
    main()
