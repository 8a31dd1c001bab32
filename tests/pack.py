#!/usr/bin/env python3
"""pack.py BUILD [COUNT] -- packs that are not as they were written.

A small pack is changed in one byte after the other (every byte with SWEEP=1, else COUNT of them):
the review must refuse it, or, where the byte is between arrays, give the same results.  Then bytes
are changed and the hashes made anew, as one would who wants a pack believed: the review may refuse
it or make something of it, and must not crash; under the sanitizers that says more than here.
SPDX-License-Identifier: Apache-2.0
"""
import hashlib
import os
import random
import struct
import subprocess
import sys
import tempfile

RULES = """framework village "Village schools"
  edition   1
  term      2024/25 to 2028/29
  rounding  half away from zero
  allow     small_groups because "Its pupils are made up"

record Trust (Trusts) named by School.trust

record School (Schools) from "schools.csv"
  urn    key text       from "URN"
  name   identity text  from "NAME"
  trust  part of Trust  from "TRUST", missing "" as standalone

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN", missing "-" as left_school
  born    context date                      from "BORN", missing "" as no_date
  points  outcome number 0 to 90 in points  from "POINTS", missing "X" as absent
  long    outcome number                    from "LONG"
  girl    context yes or no                 from "GIRL", yes "1", no "0"
  group   context code of groups            from "GROUP"

list groups is "A", "B", "C"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 2 places
  uses girl because "So that it is read"
  uses group because "So that it is read"
  for each School
    let of_girls be mean of known points over Pupils where girl and group in groups
    value mean of known points over Pupils
    split by pupil.group
  for each Trust
    value sum of long over Pupils
"""
HEAD = struct.Struct("<8sIIQQQ64s")


class Packs:
    def __init__(self, build, folder):
        self.lustrum = os.path.join(build, "lustrum")
        self.folder = folder
        self.rules, self.data = os.path.join(folder, "rules.lustrum"), os.path.join(folder, "data")
        self.pack = os.path.join(folder, "it.pack")
        os.makedirs(self.data)
        with open(self.rules, "w") as file:
            file.write(RULES)
        with open(os.path.join(self.data, "schools.csv"), "w") as file:
            file.write("URN,NAME,TRUST\n101,Hill,Oak\n102,Mill,\n103,A name longer than others,Oak\n")
        with open(os.path.join(self.data, "pupils.csv"), "w") as file:
            file.write("UPN,URN,BORN,POINTS,LONG,GIRL,GROUP\n")
            for i in range(40):
                file.write(f"P{i},{'-' if i % 9 == 8 else 101 + i % 3},{'' if i % 4 else '2010-01-31'},"
                           f"{'X' if i % 7 == 6 else i},{i}{'0' * 40},{i % 2},{'ABC'[i % 3]}\n")
        code, said = self.run("pack", "--out", self.pack)
        assert code == 0, said.decode()
        self.good = open(self.pack, "rb").read()
        self.first = self.review("first")
        assert self.first[0] == 0, self.first

    def run(self, command, *more):
        done = subprocess.run([self.lustrum, command, self.rules, "--data", self.data, "--year",
                               "2025/26", *more], capture_output=True, timeout=120)
        return done.returncode, done.stdout + done.stderr

    def review(self, name):
        out = os.path.join(self.folder, name)
        code, said = self.run("review", "--pack", self.pack, "--quiet", "--out", out)
        files = {}
        for at, _, names in os.walk(out) if code == 0 else ():
            for one in names:
                with open(os.path.join(at, one), "rb") as file:
                    files[one] = file.read()
        return code, said, files

    def tried(self, content):
        with open(self.pack, "wb") as file:
            file.write(content)
        return self.review("tried")

    def sealed(self, content):
        """The content with its hashes made anew."""
        content = bytearray(content)
        fields = list(HEAD.unpack_from(content))
        at, length = fields[3], fields[4]
        old_at, old_length = HEAD.unpack_from(self.good)[3:5]
        if at != old_at or length != old_length:
            return bytes(content)
        for from_, to, digest in self.arrays():
            new = hashlib.sha256(content[from_:to]).hexdigest().encode()
            if content[digest:digest + 64] == self.good[digest:digest + 64]:
                content[digest:digest + 64] = new
        fields[6] = hashlib.sha256(content[at:at + length]).hexdigest().encode()
        HEAD.pack_into(content, 0, *fields)
        return bytes(content)

    def arrays(self):
        """(from, to, place of its digest) of each array: each of this pack is one block."""
        at, length = HEAD.unpack_from(self.good)[3:5]
        found, place = [], at
        while place + 80 <= at + length:
            offset, size = struct.unpack_from("<QQ", self.good, place)
            if offset and offset % 64 == 0 and 0 < size and offset + size <= at:
                digest = hashlib.sha256(self.good[offset:offset + size]).hexdigest().encode()
                if self.good[place + 16:place + 80] == digest:
                    found.append((offset, offset + size, place + 16))
            place += 1
        return found


def changed(content, place, chance):
    content = bytearray(content)
    content[place] = (content[place] + chance.choice((1, 255, 128, 64, 3))) % 256
    return bytes(content)


def main(build, count="120"):
    chance, wrong, tried = random.Random(20261130), [], 0
    with tempfile.TemporaryDirectory() as folder:
        packs = Packs(os.path.abspath(build), folder)
        every = os.environ.get("SWEEP")
        places = range(len(packs.good)) if every else chance.sample(range(len(packs.good)), int(count))
        for place in places:
            code, said, files = packs.tried(changed(packs.good, place, chance))
            tried += 1
            if code not in (0, 2) or (code == 0 and files != packs.first[2]):
                wrong.append(f"byte {place}: ends with {code}: {said[-300:]!r}")
        assert len(packs.arrays()) >= 12, packs.arrays()
        directory = HEAD.unpack_from(packs.good)[3]
        for number in range(len(packs.good) * 3 if every else int(count)):
            content = packs.good
            for _ in range(chance.choice((1, 1, 2, 3))):
                low = directory if chance.random() < 0.6 else HEAD.size
                content = changed(content, chance.randrange(low, len(content)), chance)
            code, said, _ = packs.tried(packs.sealed(content))
            tried += 1
            if code not in (0, 2, 3) or b"Sanitizer" in said:
                wrong.append(f"sealed {number}: ends with {code}: {said[-300:]!r}")
    for line in wrong[:10]:
        print(line)
    if wrong or every:
        print(f"{tried} packs tried, {len(wrong)} were believed or ended badly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
