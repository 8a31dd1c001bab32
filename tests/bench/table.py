#!/usr/bin/env python3
# table.py FOLDER PUPILS ROWS MEGABYTES: the rounds of one size, as hyperfine exported them into FOLDER,
# as one table, then what is asked of the ratios. FOLDER/peaks has a line "NAME<tab>MB" for each
# program, FOLDER/profile-N.json what a review told of itself. Medians are taken over all rounds, in
# which the programs took turns; a ratio compares medians of this run only. Writes FOLDER/summary.json.
# SPDX-License-Identifier: Apache-2.0
import glob
import json
import statistics
import sys

LIMIT = "C limit, 2 threads"
TEN = "C limit, ten times"
LUSTRUM = "Lustrum, 2 threads"
HASHLESS = "Lustrum, less its hashing"
# What is asked: what it is called, of which program, beside which, at most how much.
ASKED = (
    ("from CSV, whole run / DuckDB", LUSTRUM, "DuckDB, 2 threads", 0.22),
    ("from CSV, whole run / C limit", LUSTRUM, LIMIT, 3.2),
    ("the same, other names and order / DuckDB", "Lustrum, other rules", "DuckDB, 2 threads", 0.22),
    ("the same, other names and order / C limit", "Lustrum, other rules", LIMIT, 3.2),
    ("without the hash stage / DuckDB", HASHLESS, "DuckDB, 2 threads", 0.15),
    ("without the hash stage / C limit", HASHLESS, LIMIT, 2.3),
    ("one thread each / DuckDB", "Lustrum, 1 thread", "DuckDB, 1 thread", 0.25),
    ("results shuffled by line / DuckDB on them", "Lustrum, shuffled", "DuckDB, shuffled", 0.27),
    ("every field quoted / DuckDB on them", "Lustrum, quoted", "DuckDB, quoted", 0.5),
    ("england_secondary in full / national", "Lustrum, secondary", LUSTRUM, 1.6),
)
PEAK = 160  # MB
LIMITED = "Lustrum, at most 1G"


def read_times(folder):
    times = {}
    for path in sorted(glob.glob(f"{folder}/round-*.json")):
        with open(path, encoding="utf-8") as file:
            for result in json.load(file)["results"]:
                times.setdefault(result["command"], []).extend(result["times"])
    times[LIMIT] = [ten / 10 for ten in times.pop(TEN)]
    shares = []
    for path in glob.glob(f"{folder}/profile-*.json"):
        with open(path, encoding="utf-8") as file:
            profile = json.load(file)
        shares.append((profile["wall"] - profile["without_hashing"]) / profile["wall"])
    # in each run the share that hashing had of a review, at the median of those that told it
    times[HASHLESS] = [time * (1 - statistics.median(shares)) for time in times[LUSTRUM]]
    return times


def base_of(name):
    """DuckDB with as many threads on the same data."""
    kind = name.split(", ", 1)[1]
    return f"DuckDB, {kind}" if kind in ("1 thread", "shuffled", "quoted") else "DuckDB, 2 threads"


def print_grid(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        print("  " + "  ".join(cells).rstrip())


def main():
    if len(sys.argv) != 5:
        sys.exit("usage: table.py FOLDER PUPILS ROWS MEGABYTES")
    folder, pupils, results, megabytes = sys.argv[1], *(int(x) for x in sys.argv[2:])
    with open(f"{folder}/peaks", encoding="utf-8") as file:
        peaks = {name: int(mb) for name, mb in (line.rstrip("\n").split("\t") for line in file)}
    times = read_times(folder)
    medians = {name: statistics.median(values) for name, values in times.items()}
    runs = min(len(values) for values in times.values())
    print(f"{pupils:,} pupils, {results:,} results, {megabytes} MB; {runs} runs each, taking turns")
    rows = [["program", "median s", "least s", "most s", "peak MB", "/ DuckDB", "/ limit"]]
    for name, values in times.items():
        row = [name, *(f"{x:.3f}" for x in (medians[name], min(values), max(values)))]
        row.append(str(peaks.get(name, "")))
        row.append(f"{medians[name] / medians[base_of(name)]:.2f}" if base_of(name) in medians else "")
        row.append(f"{medians[name] / medians[LIMIT]:.2f}")
        rows.append(row)
    print_grid(rows)
    print("  what is asked (of 600,000 pupils)")
    rows = [["", "at most", "now", ""]]
    for what, ours, theirs, most in ASKED:
        if ours not in medians or theirs not in medians:
            continue
        ratio = medians[ours] / medians[theirs]
        rows.append([what, f"{most}", f"{ratio:.2f}", "yes" if ratio <= most else "NOT YET"])
    reached = "yes" if peaks[LUSTRUM] <= PEAK else "NOT YET"
    rows.append(["peak memory, MB", str(PEAK), str(peaks[LUSTRUM]), reached])
    if LIMITED in peaks:
        held = "yes" if peaks[LIMITED] <= 1024 else "NOT YET"
        rows.append(["with --max-memory 1G, MB", "1024", str(peaks[LIMITED]), held])
    print_grid(rows)
    with open(f"{folder}/summary.json", "w", encoding="utf-8") as file:
        json.dump({"rows": results, "median": medians[LUSTRUM], "peak": peaks[LUSTRUM]}, file)


main()
