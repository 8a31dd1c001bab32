#!/usr/bin/env python3
# rename.py FROM TO: the same pupils under other names: other files, headings and order of columns,
# for renamed.lustrum. What a program may not rely on is what this changes.
# SPDX-License-Identifier: Apache-2.0
import csv
import os
import sys

FILES = {
    ("schools.csv", "sites.csv"): {
        "CHAIN": "TRUST",
        "AREA": "REGION",
        "TITLE": "SCHNAME",
        "SITE": "URN",
    },
    ("pupils.csv", "candidates.csv"): {
        "START_M": "KS2MAT",
        "START_R": "KS2READ",
        "GROUP": "SEX",
        "SITE": "URN",
        "CANDIDATE": "UPN",
    },
    ("results.csv", "awards.csv"): {"AWARD": "GRADE", "CANDIDATE": "UPN", "PAPER": "SUBJECT"},
}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: rename.py FROM TO")
    os.makedirs(sys.argv[2], exist_ok=True)
    for (old, new), columns in FILES.items():
        with open(os.path.join(sys.argv[1], old), encoding="utf-8", newline="") as source:
            rows = csv.reader(source)
            heads = next(rows)
            places = [heads.index(column) for column in columns.values()]
            with open(os.path.join(sys.argv[2], new), "w", encoding="utf-8", newline="") as target:
                out = csv.writer(target, lineterminator="\n")
                out.writerow(columns)
                out.writerows([row[place] for place in places] for row in rows)


if __name__ == "__main__":
    main()
