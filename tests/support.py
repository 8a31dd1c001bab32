#!/usr/bin/env python3
"""support.py LUSTRUM [COUNT] [FIRST] -- made-up schools that seek and offer support, matched anew.

Each trial makes schools by chance: few or many, of some regions or none, with figures of few values, so that
ranks and distances are often equal, of long fractions, and with figures and results that are missing.  All
ranks and distances are worked out here, in fractions and one pair at a time, from spec/support.md; every cell
of support.csv must be what they come to, and the bytes the same for another order of rows, number of threads
and size of batch.  SPDX-License-Identifier: Apache-2.0
"""
import csv
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

RULES = """framework partners_by_chance "Partners by chance"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Region (Regions) named by School.region

record School (Schools) from "schools.csv", may be empty
  urn     key text                        from "URN"
  region  part of Region                  from "REGION", missing "" as no_region "no region"
  prior   baseline number -999 to 999     from "PRIOR", missing "c" as few "too few"
  weight  baseline whole number 1 to 999  from "WEIGHT"
  poor    context % 0% to 100%            from "POOR", missing "x" as unknown "not known"
  points  outcome number 0 to 9           from "POINTS", missing "" as not_sat "not sat"

derive School.each "Prior for its weight" is prior / weight

measure attainment "Attainment"
  outcome, higher is better, shown to 1 place
  for each School
    value points

support regional "Partners in the region" of each School in each Region
  seeks when attainment < {low}
  offers when attainment >= {high}
  similar in each, poor
  nearest {nearest} and ties

support anywhere "Partners anywhere" of each School in the nation
  seeks when attainment <= {low}
  offers when attainment >= {low}
  similar in poor
  nearest 1 and ties
"""
HEADS = ["URN", "REGION", "PRIOR", "WEIGHT", "POOR", "POINTS"]


def made(chance):
    """The rows of schools.csv."""
    count = chance.choice([0, 1, 2, 5, 20, 60])
    values, rows = chance.choice([2, 4, 30]), []
    regions = [f"R{i}" for i in range(chance.choice([1, 2, 7]))] + [""]
    for i in range(count):
        rows.append([f"{chance.randrange(10)}{i:03}", chance.choice(regions),
                     "c" if chance.random() < 0.1 else f"{chance.randrange(-values, values)}.{chance.randrange(3)}",
                     str(chance.choice([1, 2, 3, 7, 900])),
                     "x" if chance.random() < 0.1 else str(chance.randrange(min(values, 100))),
                     "" if chance.random() < 0.1 else str(chance.randrange(10))])
    return rows


class School:
    def __init__(self, row):
        self.urn, self.region, prior, weight, poor, points = row
        self.each = "each: too few" if prior == "c" else Fraction(prior) / int(weight)
        self.poor = "poor: not known" if poor == "x" else Fraction(poor)
        self.points = None if points == "" else int(points)


def text(number):
    whole, half = divmod(number * 2, 2)
    assert (number * 2).denominator == 1
    return f"{whole}.5" if half else f"{whole}"


def mean_place(values, own):
    """Where a value stands among all, which it is one of: the mean of the places that are its."""
    places = [i + 1 for i, value in enumerate(sorted(values)) if value == own]
    return Fraction(sum(places), len(places))


class Matching:
    """One support: its lines, cell by cell."""

    def __init__(self, name, schools, within, figures, seeks, offers, nearest):
        self.name, self.schools, self.within, self.figures = name, schools, within, figures
        self.seeks, self.offers, self.nearest = seeks, offers, nearest
        self.ranks = {school: self.ranked(school) for school in schools if not self.why(school)}

    def why(self, school):
        if self.within and not school.region:
            return "Region: no region"
        return next((value for value in (getattr(school, figure) for figure in self.figures)
                     if isinstance(value, str)), "")

    def beside(self, school):
        return [other for other in self.schools if not self.why(other)
                and (not self.within or other.region == school.region)]

    def ranked(self, school):
        return {figure: mean_place([getattr(other, figure) for other in self.beside(school)], getattr(school, figure))
                for figure in self.figures}

    def partners(self, school):
        """[(place, distance, partner)]: those of whom fewer than `nearest` are nearer."""
        all_of_them = []
        for other in self.beside(school):
            if other is not school and other.points is not None and self.offers(other.points):
                distance = sum(abs(self.ranks[school][f] - self.ranks[other][f]) for f in self.figures)
                all_of_them.append((distance, other))
        placed = [(1 + sum(d < distance for d, _ in all_of_them), distance, other) for distance, other in all_of_them]
        return sorted(((place, distance, other) for place, distance, other in placed if place <= self.nearest),
                      key=lambda one: (one[1], one[2].urn))

    def line(self, school, side, near, reason):
        place, distance, partner = near or ("", None, None)
        cells = [self.name, "School", school.urn, "Region" if self.within else "",
                 school.region if self.within else "", side, partner.urn if partner else "", str(place),
                 "" if distance is None else text(distance)]
        for figure in ("poor", "each"):    # `anywhere` comes first, so its figure does
            for of in (school, partner):
                rank = self.ranks.get(of, {}).get(figure) if of else None
                cells.append("" if rank is None else text(rank))
        return cells + [reason, "DRAFT"]

    def lines(self):
        for side, condition in (("offers", self.offers), ("seeks", self.seeks)):
            for school in self.schools:
                if school.points is None:
                    yield self.line(school, side, None, "not decided: not sat")
                elif condition(school.points):
                    near = self.partners(school) if side == "seeks" and school in self.ranks else []
                    for one in near:
                        yield self.line(school, side, one, "")
                    if not near:
                        none = "none offers" if side == "seeks" and school in self.ranks else self.why(school)
                        yield self.line(school, side, None, none)


def expected(rows, low, high, nearest):
    schools = [School(row) for row in sorted(rows)]
    return [*Matching("anywhere", schools, False, ["poor"], lambda p: p <= low, lambda p: p >= low, 1).lines(),
            *Matching("regional", schools, True, ["each", "poor"], lambda p: p < low, lambda p: p >= high,
                      nearest).lines()]


def review(lustrum, folder, rows, *options):
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    with open(os.path.join(folder, "data", "schools.csv"), "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADS, *rows])
    subprocess.run([lustrum, "review", "rules.lustrum", "--data", "data", "--year", "2025/26", "--out", "out",
                    "--quiet", *options], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "out", "support.csv"), "rb") as file:
        return file.read()


def trial(lustrum, folder, seed):
    chance = random.Random(seed)
    low, high, nearest = chance.randrange(1, 6), chance.randrange(5, 9), chance.choice([1, 2, 3, 20])
    rows = made(chance)
    with open(os.path.join(folder, "rules.lustrum"), "w", encoding="utf-8") as file:
        file.write(RULES.format(low=low, high=high, nearest=nearest))
    first = review(lustrum, folder, rows)
    chance.shuffle(rows)
    second = review(lustrum, folder, rows, "--threads", str(chance.randrange(2, 5)), "--batch", str(chance.randrange(1, 5)))
    assert first == second, f"{seed}: other bytes for another order of rows"
    found = list(csv.reader(first.decode().splitlines()))[1:]
    wanted = expected(rows, low, high, nearest)
    for one, other in zip(found, wanted):
        assert one == other, f"{seed}:\n  in the file  {one}\n  worked out   {other}"
    assert len(found) == len(wanted), f"{seed}: {len(found)} lines, {len(wanted)} worked out"
    return sum(bool(line[6]) for line in found), sum(line[7] == other[7] and line[2] == other[2] for line, other in
                                                     zip(found, found[1:]) if line[7])


def main(lustrum, count="25", first="0"):
    lustrum, pairs, ties = os.path.abspath(lustrum), 0, 0
    with tempfile.TemporaryDirectory(prefix="lustrum-support-") as folder:
        for seed in range(int(first), int(first) + int(count)):
            got = trial(lustrum, folder, seed)
            pairs, ties = pairs + got[0], ties + got[1]
    assert pairs and ties, "nothing was compared"
    if int(count) > 25:
        print(f"{count} nations, {pairs} pairs, {ties} of them as near as the one before")


if __name__ == "__main__":
    main(*sys.argv[1:])
