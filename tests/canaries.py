#!/usr/bin/env python3
"""canaries.py LUSTRUM -- no value of a person is ever printed, whatever becomes of the data.

A framework of persons has a field of each kind that marks one; each cell of them holds a canary: a text, a
number or a date that stands nowhere else.  Every command that takes data is run on good data and on data
with every fault that a file can have, in that column and beside it; what is printed, and every file that is
written, is searched for each canary, also in other forms of it.  Only what is asked for
with --personal may hold one: there they must be found, so that the search is known to find.
SPDX-License-Identifier: Apache-2.0
"""
import os
import shutil
import subprocess
import sys
import tempfile

RULES = '''framework people "People"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn   key text       from "URN"
  name  identity text  from "NAME"

record Pupil (Pupils) from "pupils.csv"@pupils@
  upn     key personal text                      from "UPN"
  name    personal text                          from "NAME"
  born    personal date 1980-01-01 to 2030-01-01 from "BORN"
  number  personal whole number 0 to 999999999   from "NUMBER"
  house   personal code                          from "HOUSE"
  joined  personal school year                   from "JOINED"
  free    personal yes or no                     from "FREE", yes "Y", no "N"
  school  part of School                         from "URN"
  points  outcome number 0 to 90 in points       from "POINTS"

record Result (Results) from "results.csv"
  pupil    key part of Pupil                       from "UPN"
  subject  key text                                from "SUBJECT"
  grade    outcome whole number 0 to 9 in points   from "GRADE"

derive Pupil.best "Best grade" is greatest of grade over Results counting missing as 0

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each Pupil
    value points
  for each School, nation
    value mean of value over Pupils

measure grades "Best grades"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value mean of best over Pupils

review yearly "Review" of each School
  considers attainment, grades
  secure when attainment >= 40
  finding well  "Well"  when secure
  finding ill   "Ill"   otherwise
  finding open  "Open"  when missing
'''
SCHOOLS = "URN,NAME\n1001,Hill School\n1002,Mill School\n"
HEAD = "UPN,NAME,BORN,NUMBER,HOUSE,JOINED,FREE,URN,POINTS\n"
COLUMNS = ["UPN", "NAME", "BORN", "NUMBER", "HOUSE", "JOINED", "FREE", "URN", "POINTS"]
SEARCHED = [b"ZQUPN", b"zqupn", b"Zqname", b"zqname", b"1987-06", b"06/1987", b"8877", b"8,877", b"ZQHOUSE", b"zqhouse", b"1991/92"]


def pupil(i, **cells):
    row = ["ZQUPN%03d" % i, "Zqname%03d" % i, "1987-06-%02d" % (i + 10), "8877%05d" % i, "ZQHOUSE%d" % i, "1991/92", "Y", "1001" if i % 2 else "1002", str(40 + i)]
    for name, text in cells.items():
        row[COLUMNS.index(name)] = text
    return ",".join(row) + "\n"


PUPILS = HEAD + "".join(pupil(i) for i in range(1, 7))
RESULTS = "UPN,SUBJECT,GRADE\n" + "".join(f"ZQUPN{i:03d},ENG,{i}\n" for i in range(1, 7))


def broken():
    """Data with a fault, by name: {file: text}."""
    yield "a key twice", {"pupils.csv": PUPILS + pupil(1)}
    yield "the same key, small", {"pupils.csv": PUPILS + pupil(7, UPN="zqupn001")}
    yield "noughts", {"pupils.csv": PUPILS + pupil(7, UPN="0887700001") + pupil(8, UPN="887700001")}
    yield "a result of nobody", {"results.csv": RESULTS + "ZQUPN999,ENG,3\n"}
    yield "a result twice", {"results.csv": RESULTS + "ZQUPN001,ENG,3\n"}
    yield "a list of pupils", {"results.csv": RESULTS + "ZQUPN001;ZQUPN002,ENG,3\n"}
    yield "a row too long", {"pupils.csv": PUPILS + pupil(7, NAME="Zqname007,Zqname")}
    yield "a row too short", {"pupils.csv": PUPILS + "ZQUPN007,Zqname007\n"}
    yield "no headings", {"pupils.csv": PUPILS[len(HEAD):]}
    yield "headings of a person", {"pupils.csv": pupil(9).replace("1001", "URN") + PUPILS[len(HEAD):]}
    yield "headings with a quote", {"pupils.csv": 'ZQUPN001,"Zqname' + PUPILS}
    yield "a title", {"pupils.csv": "Zqname001 and others\n" + PUPILS}
    yield "semicolons", {"pupils.csv": PUPILS.replace(",", ";")}
    yield "a quote", {"pupils.csv": PUPILS + pupil(7, NAME='Zq"name007')}
    yield "an open quote", {"pupils.csv": PUPILS + pupil(7, NAME='"Zqname007')}
    yield "text after a quote", {"pupils.csv": PUPILS + pupil(7, NAME='"Zqname"007')}
    yield "a byte of no encoding", {"pupils.csv": PUPILS.encode() + pupil(7).encode().replace(b"Zqname007", b"Zqname\xff007")}
    yield "a zero byte", {"pupils.csv": PUPILS.encode() + b"ZQUPN\0\n"}
    yield "cut off", {"pupils.csv": PUPILS + "ZQUPN007,Zqna"}
    for name, at in (("key", "UPN"), ("name", "NAME"), ("house", "HOUSE")):
        for what, text in (("hidden", "ZQUPN\u200b7"), ("formula", "=ZQUPN7"), ("spaces", " ZQUPN7 "), ("mark", "\ufeffZQUPN7"), ("blank", "")):
            yield f"{name}: {what}", {"pupils.csv": PUPILS + pupil(7, **{at: text})}
    for text in ("1987-06-31", "18/06/1987", "ZQUPN001", "1987-06-18T00:00", "19870618", "2087-06-11", "#N/A"):
        yield "a date: " + text, {"pupils.csv": PUPILS + pupil(7, BORN=text)}
    for text in ("8877x", "8877E+4", '"8,877"', "887788778877", "8877.5", "ZQUPN001", "-8877", "8877;8877"):
        yield "a number: " + text, {"pupils.csv": PUPILS + pupil(7, NUMBER=text)}
    for at in ("JOINED", "FREE", "URN", "POINTS"):
        for text in ("Zqname007", "ZQUPN007", "8877000071", "1987-06-18"):
            yield f"{at}: {text}", {"pupils.csv": PUPILS + pupil(7, **{at: text})}
    yield "columns changed places", {"pupils.csv": HEAD + "".join(",".join(reversed(pupil(i).strip().split(","))) + "\n" for i in range(4))}
    yield "another file", {"schools.csv": PUPILS}
    yield "faults in all", {"pupils.csv": PUPILS.replace("Y,", "Zqname,").replace("1991/92", "1987-06-01"), "results.csv": RESULTS.replace("ENG,", "ENG,Zqname")}


class Canaries:
    def __init__(self, lustrum):
        self.lustrum, self.faults, self.searched = os.path.abspath(lustrum), [], 0
        self.folder = tempfile.mkdtemp(prefix="lustrum-canaries-", dir="/tmp")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def data(self, changed):
        shutil.rmtree(self.path("data"), ignore_errors=True)
        for name, text in {"schools.csv": SCHOOLS, "pupils.csv": PUPILS, "results.csv": RESULTS, **changed}.items():
            self.write("data/" + name, text)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())

    def run(self, *command):
        done = subprocess.run([self.lustrum, *command], cwd=self.folder, capture_output=True)
        return done.returncode, done.stdout + done.stderr

    def written(self, names):
        for name in names:
            if os.path.isfile(self.path(name)):
                yield name, open(self.path(name), "rb").read()
            for top, _, files in os.walk(self.path(name)):
                for file in files:
                    yield os.path.join(top, file), open(os.path.join(top, file), "rb").read()

    def found(self, said, names):
        """The first canary in what was said or written, and where."""
        for where, text in [("what is said", said), *self.written(names)]:
            self.searched += 1
            for canary in SEARCHED:
                if canary in text:
                    line = next(row for row in text.split(b"\n") if canary in row)
                    return f"{canary.decode()} in {where}: {line[:160].decode('utf-8', 'replace')}"
        return None

    def silent(self, what, command, wanted, *names):
        for name in names:
            shutil.rmtree(self.path(name), ignore_errors=True)
        status, said = self.run(*command)
        if wanted is not None and status != wanted:
            self.faults.append(f"{what}: {' '.join(command)}: exit {status}: {said[:300].decode('utf-8', 'replace')}")
        shown = self.found(said, names)
        if shown:
            self.faults.append(f"{what}: {' '.join(command)}: {shown}")

    def good(self):
        review = ["review", "rules.lustrum", "--data", "data", "--year", "2025/26", "--out", "out"]
        why = ["why", "rules.lustrum", "1001", "attainment", "--data", "data", "--year", "2025/26"]
        self.data({})
        self.write("rules.lustrum", RULES.replace("@pupils@", ""))
        self.write("other.lustrum", RULES.replace("@pupils@", "").replace(">= 40", ">= 44").replace("value mean of value over Pupils", "value mean of value over Pupils where points > 41"))
        for more in ([], ["--json"], ["--exact"], ["--profile"], ["--spreadsheet-copy"]):
            self.silent("good data", review + more, 0, "out")
        self.silent("good data", ["why", *why[1:], "--json"], 0)
        self.silent("good data", why, 0)
        self.silent("good data", ["why", "rules.lustrum", "1001", "grades", *why[4:], "--html"], 0)
        self.silent("a figure of a person", ["why", "rules.lustrum", "ZQU", "attainment", *why[4:]], None)
        for more in ([], ["--json"], ["--draft"]):
            self.silent("good data", ["screen", "data/pupils.csv", "data/results.csv", "data/schools.csv", *more], 0)
        self.silent("good data", ["verify", "out"], 0)
        self.silent("good data", ["report", "out", "--out", "pages"], 0, "pages")
        self.silent("good data", ["export", "out", "--sqlite", "base", "--xlsx", "book", "--ees", "ees"], 0, "base", "book", "ees")
        self.silent("good data", ["replay", "out", "--data", "data"], 0)
        self.silent("good data", ["reference", "rules.lustrum", "--data", "data", "--year", "2025/26", "--out", "frozen.csv"], None, "frozen.csv")
        self.silent("good data", ["impact", "rules.lustrum", "other.lustrum", "--data", "data", "--year", "2025/26"], None)
        self.silent("good data", ["impact", "rules.lustrum", "other.lustrum", "--data", "data", "--year", "2025/26", "--json"], None)
        self.silent("good data", ["bundle", "1001", "out", "--data", "data", "--out", "bundle"], 0, "bundle")
        shutil.copytree(self.path("out"), self.path("before"))
        self.run("review", "other.lustrum", *review[2:-1], "after")
        self.silent("good data", ["compare", "before", "after"], None)
        self.silent("good data", ["compare", "before", "after", "--json"], None)
        self.silent("a key too many", ["bundle", "1009", "out", "--data", "data", "--out", "bundle2"], None, "bundle2")
        self.corrections(review)
        self.silent("a pack", ["pack", "rules.lustrum", "--data", "data", "--year", "2025/26", "--out", "pack"], 0, "pack")
        for command, names in ((why + ["--personal"], []), (["bundle", "1001", "out", "--data", "data", "--out", "bundle3", "--personal"], ["bundle3"])):
            status, said = self.run(*command)
            if status or not self.found(said, names):
                self.faults.append(f"the search finds nothing where it must: {' '.join(command)}: exit {status}: {said[:200]}")
        self.silent("of a pack", ["review", "rules.lustrum", "--pack", "pack", "--year", "2025/26", "--out", "out2"], None, "out2")

    def corrections(self, review):
        self.write("rules2.lustrum", RULES.replace("@pupils@", "") + '\ncorrections from "corrections.csv"\n')
        for name, row in (("taken", "Pupil,ZQUPN001,points,41,44,asked"), ("of nobody", "Pupil,ZQUPN999,points,41,44,asked"), ("of another", "Pupil,ZQUPN001,points,77,44,asked"), ("of a name", "Pupil,ZQUPN001,name,Zqname001,Zqname9,asked"), ("of a date", "Pupil,ZQUPN001,born,1987-06-11,1987-06-99,asked")):
            self.write("data/corrections.csv", "record,key,field,was,is,because\n" + row + "\n")
            self.silent("a correction " + name, ["review", "rules2.lustrum", *review[2:-1], "out3"], None, "out3", "out3.problems.csv")

    def many(self):
        """Pupils enough for values to be shown, in columns of persons, each by another of the rules."""
        head, rows = "UPN,NAME,DateOfBirth,HOUSE,POINTS\n", range(400)
        self.data({"pupils.csv": head + "".join(f"ZQUPN{i:03d},Zqname{i % 3},1987-06-{i % 28 + 1:02d},{'ZQHOUSE%d' % i if i % 45 == 0 else 'RED'},{i % 50}\n" for i in rows),
                   "numbers.csv": "N,TEAM,SCORE\n" + "".join(f"A8877{i:08d},Zqname{i // 9},{'ZQUPN%d' % i if i % 50 == 7 else i % 50}\n" for i in rows)})
        for more in ([], ["--json"], ["--draft"]):
            self.silent("many pupils", ["screen", "data/pupils.csv", "data/numbers.csv", *more], 0)

    def bad(self):
        self.write("rules.lustrum", RULES.replace("@pupils@", ""))
        base = ["--data", "data", "--year", "2025/26"]
        for what, changed in broken():
            self.data(changed)
            self.silent(what, ["screen", "data/pupils.csv", "data/results.csv", "data/schools.csv"], None)
            self.silent(what, ["review", "rules.lustrum", *base, "--out", "bad"], None, "bad", "bad.problems.csv")
            self.silent(what, ["review", "rules.lustrum", *base, "--out", "bad", "--json", "--threads", "1"], None, "bad", "bad.problems.csv")
        for name, text in list(broken())[:12]:
            self.data(text)
            for command in (["why", "rules.lustrum", "1001", "attainment", *base], ["impact", "rules.lustrum", "other.lustrum", *base], ["pack", "rules.lustrum", *base, "--out", "pack2"], ["reference", "rules.lustrum", *base, "--out", "frozen2.csv"], ["replay", "before", "--data", "data"], ["bundle", "1001", "before", "--data", "data", "--out", "bundle4"]):
                self.silent(name, command, None)


def main():
    canaries = Canaries(sys.argv[1])
    try:
        canaries.good()
        canaries.many()
        canaries.bad()
    finally:
        shutil.rmtree(canaries.folder, ignore_errors=True)
    if canaries.searched < 200:
        canaries.faults.append(f"only {canaries.searched} texts were searched")
    for fault in canaries.faults:
        print(fault)
    sys.exit(1 if canaries.faults else 0)


main()
