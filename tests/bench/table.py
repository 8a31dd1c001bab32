#!/usr/bin/env python3
# table.py TITLE PEAKS ROUND.json ...: the rounds of one size, as hyperfine exported them, as one
# table. PEAKS has a line "NAME<tab>MB" for each program. The median is taken over all rounds, in
# which the programs took turns; a ratio compares medians of this run only.
# SPDX-License-Identifier: Apache-2.0
import json
import statistics
import sys

BASES = (("DuckDB, 2 threads", "/ DuckDB"), ("C limit, 2 threads", "/ limit"))


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: table.py TITLE PEAKS ROUND.json ...")
    title, peaks_path, rounds = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(peaks_path, encoding="utf-8") as file:
        peaks = dict(line.rstrip("\n").split("\t") for line in file)
    times = {}
    for path in rounds:
        with open(path, encoding="utf-8") as file:
            for result in json.load(file)["results"]:
                times.setdefault(result["command"], []).extend(result["times"])
    medians = {name: statistics.median(values) for name, values in times.items()}
    heads = ["program", "median s", "least s", "most s", "peak MB"] + [head for _, head in BASES]
    rows = []
    for name, values in times.items():
        row = [name, *(f"{x:.3f}" for x in (medians[name], min(values), max(values)))]
        row.append(peaks.get(name, ""))
        row += [f"{medians[name] / medians[base]:.2f}" for base, _ in BASES]
        rows.append(row)
    widths = [max(len(row[i]) for row in [heads] + rows) for i in range(len(heads))]
    runs = min(len(values) for values in times.values())
    print(f"{title}; {runs} runs each, taking turns")
    for row in [heads] + rows:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        print("  " + "  ".join(cells).rstrip())


if __name__ == "__main__":
    main()
