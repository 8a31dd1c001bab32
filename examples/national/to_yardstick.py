#!/usr/bin/env python3
# to_yardstick.py OUT: prints OUT's School.csv in the columns of tests/bench/compare.py, for
# comparing a run of national.lustrum with the same job done by other programs.
# SPDX-License-Identifier: Apache-2.0
import csv
import os
import sys

COLUMNS = {
    "URN": "urn",
    "SCHNAME": "name",
    "REGION": "region",
    "TRUST": "trust",
    "n": "attainment_8.of",
    "att8": "attainment_8",
    "p8": "progress_8",
    "lo": "progress_8.lower",
    "hi": "progress_8.upper",
    "em5": "english_and_maths",
    "gap": "gap",
    "outcome": "finding",
}
# What stands in a cell without a figure; the other programs write nothing there.
NO_FIGURE = {"standalone"}


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: to_yardstick.py OUT")
    with open(os.path.join(sys.argv[1], "School.csv"), encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        lacking = [column for column in COLUMNS.values() if column not in rows.fieldnames]
        if lacking:
            sys.exit("to_yardstick.py: School.csv has no column " + ", ".join(lacking))
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in rows:
            if row["attainment_8.of"] == "0":
                continue  # a school without pupils is no row of the other programs
            cells = [row[column].removesuffix("%") for column in COLUMNS.values()]
            out.writerow("" if cell in NO_FIGURE else cell for cell in cells)


if __name__ == "__main__":
    main()
