# village.py -- what the cases of the catalogue share: the rules, the good data, and how a case is
# written down.  A case is some bytes in the place of one file, what the rules declare, and what must
# become of it:
#   read      exit 0: the figures and the ledger are compared
#   refused   exit 3 and a message
#   cannot    exit 2: there is no file to judge, or the rules themselves are faulty
# `both` is two cases: refused as it stands, read with what is declared.
# SPDX-License-Identifier: Apache-2.0
from dataclasses import dataclass, field

HEAD = "URN,NAME,TRUST,PHASE,BOARDS,OPENED,COHORT,PUPILS,POINTS\n"
HILL = "1001,Hill School,T1,primary,Y,1999-09-01,2023/24,120,42\n"
MILL = ["1002", "Mill School", "", "secondary", "N", "2004-02-29", "2024/25", "90", "38.5"]
LAKE = "1003,Lake School,T1,primary,N,2010-01-15,2023/24,45,51\n"
TRUSTS = "ID\nT1\n"
COLUMNS = ["urn", "name", "trust", "phase", "boards", "opened", "cohort", "pupils", "points"]

RULES = '''framework village "Village schools, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

list phases is "primary", "secondary"

record Trust (Trusts) from "trusts.csv"@trusts@
  id  key text  from "ID"

record School (Schools) from "schools.csv"@record@
  urn     key text                from "URN"@urn@
  name    identity text           from "NAME"@name@
  trust   part of Trust           from "TRUST", missing "" as no_trust@trust@
  phase   context code of phases  from "PHASE"@phase@
  boards  context yes or no       from "BOARDS", yes "Y", no "N"@boards@
  opened  identity date           from "OPENED"@opened@
  cohort  identity school year    from "COHORT"@cohort@
  pupils  context @size@   from "PUPILS"@pupils@
  points  outcome @kind@   from "POINTS"@points@

measure attainment "Attainment"
  outcome, in @unit@, higher is better, shown to 1 place
  leaves out "no figure" Schools where points is missing because "Article 3"
  for each School
    value points
'''
PLAIN = {"kind": "number 0 to 90 in points", "unit": "points", "size": "whole number"}


def rules(declare):
    text = RULES
    for word in ["record", "trusts", "kind", "unit", "size"] + COLUMNS:
        text = text.replace("@" + word + "@", declare.get(word, PLAIN.get(word, "")))
    return text


@dataclass
class Case:
    row: str  # of the catalogue: C17
    name: str
    says: str
    data: object  # bytes of schools.csv, or {path: bytes} of all that stands in the data folder
    want: str  # read, refused, cannot
    declare: dict = field(default_factory=dict)
    special: object = None  # a function of (folder, review) that does more than run it once


def as_bytes(data):
    return data if isinstance(data, bytes) else data.encode("utf-8", "surrogateescape")


def files(data):
    if isinstance(data, dict):
        return {path: as_bytes(text) for path, text in data.items()}
    return {"schools.csv": as_bytes(data), "trusts.csv": TRUSTS.encode()}


def mill(**cells):
    row = list(MILL)
    for name, text in cells.items():
        row[COLUMNS.index(name)] = text
    return ",".join(row) + "\n"


def cell(**cells):
    """The village with other cells in its third row, written as they stand."""
    return HEAD + HILL + mill(**cells) + LAKE


def cells(name, *texts):
    """A row for each text, under keys of their own."""
    rows = [mill(**{"urn": str(2001 + i), name: text}) for i, text in enumerate(texts)]
    return HEAD + HILL + "".join(rows)


def read(row, name, says, data, special=None, **declare):
    return [Case(row, name, says, data, "read", declare, special)]


def refused(row, name, says, data, special=None, **declare):
    return [Case(row, name, says, data, "refused", declare, special)]


def cannot(row, name, says, data, special=None, **declare):
    return [Case(row, name, says, data, "cannot", declare, special)]


def both(row, name, says, data, **declare):
    return refused(row, name, says, data) + read(row, name + "_declared", says + ", declared", data, **declare)
