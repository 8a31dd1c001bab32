#!/usr/bin/env python3
"""generate.py SEED [FOLDER] -- one random framework with data: prints it, or writes it to a folder.

What is made is well typed as far as the generator can tell; what the checker refuses all the same is
counted by compare.py.  The same seed makes the same bytes.
SPDX-License-Identifier: Apache-2.0
"""
import os
import sys

import chance as draw
from chance import Field, random
from writer import Writer

MODES = ["half away from zero", "half even", "half up", "up", "down"]
LISTS = {"shades": ["RED", "GREEN", "BLUE", "GREY"], "grades": ["A", "B", "C", "D", "U"]}


class Record:
    def __init__(self, name, plural, **more):
        self.name, self.plural, self.file = name, plural, name.lower() + ".csv"
        self.fields, self.named_by = [], more.get("named_by")
        self.parents, self.most = more.get("parents", {}), more.get("most", 8)
        self.first, self.fixed, self.names = 1, None, []
        self.options = ""

    def text(self):
        head = f"record {self.name} ({self.plural}) "
        if self.named_by:
            return head + f"named by {self.named_by}\n"
        head += f'from "{self.file}", may be empty{self.options}\n'
        return head + "\n".join(
            field.line() for field in self.fields if field.role != "continues") + "\n"


class Case:
    """A framework, its data by year, and the year that is reviewed."""

    sets = 3                                    # of data
    programs = 0                                # how many small measures; none: a few large ones

    def __init__(self, seed):
        self.seed = seed
        self.chance = chance = random.Random(seed)
        self.several = chance.random() < 0.3
        self.first = 2020
        self.term = f"{self.first}/21 to {self.first + 4}/25" if self.several else "2020/21 only"
        self.year = self.first + chance.randint(1, 2) if self.several else self.first
        self.mode = chance.choice(MODES)
        self.records = self.make_records()
        self.writer = Writer(self)
        self.sections = self.writer.sections()
        self.data = [self.make_data() for _ in range(self.sets)]

    def make_data(self):
        """{year: {file: text}}"""
        chance, data = self.chance, {}
        for year in range(self.first, self.year + 1) if self.several else [self.year]:
            school = self.records[1]
            school.first = 2 if year == self.year and "continues" in school.options else 1
            if year == self.year or chance.random() < 0.85:
                data[year] = draw.data(chance, self.records, year)
        return data

    # ---- records ----

    def make_records(self):
        chance = self.chance
        area = Record("Area", "Areas", named_by="School.area")
        area.names = ["North", "South", "East"]
        school = Record("School", "Schools", most=6)
        pupil = Record("Pupil", "Pupils", most=20)
        result = Record("Result", "Results", most=20)
        roll = Record("Roll", "Rolls", most=14)
        school.fields = [Field("urn", "key", "text"), self.link("area", "Area")]
        pupil.fields = [Field("upn", "key personal", "text"), self.link("school", "School")]
        result.fields = [Field("code", "key", "text"), self.link("pupil", "Pupil")]
        roll.fields = [self.link("pupil", "Pupil", "key"), self.link("school", "School", "key")]
        area.parents, school.parents = {}, {"area": area}
        pupil.parents, result.parents = {"school": school}, {"pupil": pupil}
        roll.parents = {"pupil": pupil, "school": school}
        for record, most in ((school, 5), (pupil, 6), (result, 4), (roll, 2)):
            for i in range(chance.randint(2, most)):
                record.fields.append(self.field(f"{record.name[0].lower()}{i}"))
        school.fields.append(Field("kind", "context", "code", codes=LISTS["shades"], list="shades"))
        found = [area, school, pupil]
        if chance.random() < 0.6:
            found.append(result)
        if chance.random() < 0.35:
            found.append(roll)
        if self.several and chance.random() < 0.3:
            school.options += ", continues from \"OLD\""
            school.fields.append(Field("old", "continues", "text", heading="OLD"))
        return found

    def link(self, name, parent, role="link"):
        missing = ("", "no_" + name) if role != "key" and self.chance.random() < 0.5 else None
        field = Field(name, role, "link", parent=parent, missing=missing, heading="L" + name)
        if role != "key" and not missing:
            field.missing = None
        return field

    def field(self, name):
        chance = self.chance
        kind = chance.choice(["whole number", "whole number", "number", "number", "%", "code", "code",
                              "yes or no", "date", "school year"])
        more = {"unit": "pure"}
        if kind in ("whole number", "number"):
            more["low"], more["high"] = chance.choice([(0, 9), (-5, 5), (1, 4), (0, 100),
                                                       (-99999, 99999)])
            more["places"] = 0 if kind == "whole number" else chance.choice([1, 1, 2])
            more["unit"] = chance.choice(["pure", "points", "points"])
        elif kind == "%":
            more.update(low=0, high=100, unit="%", places=chance.choice([0, 1]))
        elif kind == "code":
            more["list"] = chance.choice(["shades", "grades"])
            more["codes"] = LISTS[more["list"]]
        elif kind == "date":
            more["written"] = chance.choice([None, None, "31/08/2026", "20260831"])
        if chance.random() < 0.4:
            more["missing"] = (chance.choice(["", "x"]), chance.choice(["absent", "not_sat",
                                                                        "unknown"]))
        elif kind in ("number", "whole number", "%") and chance.random() < 0.2:
            more["other"] = "odd_mark"
        if self.several and chance.random() < 0.12:
            more["absent"] = self.first
            more["options"] = f", not in {draw.year_text(self.first)} as not_collected"
        return Field(name, chance.choice(["outcome", "baseline"]), kind, **more)

    # ---- texts ----

    def text(self):
        return "\n".join(self.sections)

    def take_out(self, numbers):
        """Takes out these lines of the text, or the sections in which they stand; False where one may
        not be."""
        start, places = 1, {}
        for i, section in enumerate(self.sections):
            count = section.count("\n") + 1
            places.update({line: (i, line - start) for line in range(start, start + count)})
            start += count
        by_section = {}
        for number in numbers:
            i, at = places[number]
            by_section.setdefault(i, []).append(at)
        return all([self.take_from(i, sorted(ats, reverse=True))
                    for i, ats in by_section.items()])

    def take_from(self, i, ats):
        lines = self.sections[i].split("\n")
        if lines[0].startswith(("framework", "record", "list")):
            return False
        single = ("    then", "    withheld", "    interval", "    split")
        drop = set()
        for at in ats:
            if lines[at].startswith(single):
                drop.add(at)
            elif lines[at].startswith("      ") and "takes" not in lines[at]:
                drop |= self.bands_at(lines, at)
            else:
                drop = set(range(len(lines)))
        self.sections[i] = "\n".join(line for k, line in enumerate(lines) if k not in drop)
        return True

    @staticmethod
    def bands_at(lines, at):
        """The lines of the bands in which a line stands, and what changes the band."""
        first = max(k for k in range(at) if lines[k] == "    bands")
        last = first + 1
        while last < len(lines) and lines[last].startswith("      "):
            last += 1
        return set(range(first, last)) | {k for k, line in enumerate(lines)
                                          if line.startswith("    then band")}

    def write(self, folder):
        os.makedirs(folder, exist_ok=True)
        write(os.path.join(folder, "rules.lustrum"), self.text())
        for number, data in enumerate(self.data, 1):
            write_data(os.path.join(folder, f"data{number}"), data)


class Many(Case):
    """Many small measures over the same records, and a record more that joins two others."""
    sets = 1
    programs = 120

    def make_records(self):
        found = super().make_records()
        school = found[1]
        trust = Record("Trust", "Trusts", most=3)
        stay = Record("Stay", "Stays", most=8)
        trust.fields = [Field("number", "key", "text"), Field("title", "identity", "text")]
        stay.fields = [self.link(name, parent, "key") for name, parent in self.chance.sample(
            [("school", "School"), ("trust", "Trust")], 2)]
        stay.parents = {"school": school, "trust": trust}
        stay.fields.append(Field("share", "context", "whole number", low=1, high=4, unit="pure"))
        stay.fields += [self.field(f"t{i}") for i in range(self.chance.randint(1, 2))]
        for record in found[2:4]:
            record.most = 14
        return found + [trust, stay]


def write_data(folder, years):
    for year, files in years.items():
        where = os.path.join(folder, f"{year}-{(year + 1) % 100:02}")
        os.makedirs(where, exist_ok=True)
        for name, text in files.items():
            write(os.path.join(where, name), text)


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)


def main(seed, folder=None):
    case = Case(int(seed))
    if folder:
        case.write(folder)
        return
    print(case.text())
    for data in case.data:
        for year, files in data.items():
            for name, text in files.items():
                print(f"-- {year} {name}\n{text}")


if __name__ == "__main__":
    main(*sys.argv[1:])
