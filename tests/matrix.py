#!/usr/bin/env python3
"""matrix.py BUILD... [--all | --points N] -- the same bytes, messages included, at every point of a matrix.

A point is a build, a number of threads, a batch, a locale, a time zone, and an order of the rows; each run has a
hash seed of its own. Good data of a nation are reviewed with --exact, and must give the same summary and the same
files (the manifest too, where build and order are the same); the same data with faults in them must give the
same messages and the same list of problems.  `make check` tries 24 points of one build, `make campaign-matrix`
all of them with builds of gcc and clang, optimised and not; POINTS=N of them, chosen by chance.
SPDX-License-Identifier: Apache-2.0
"""
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

THREADS, BATCHES = [1, 2, 3, 7, 16], [1, 3, 1024, 65536]
LOCALES, ZONES, ORDERS = ["C", "de_DE.UTF-8", "tr_TR.UTF-8"], ["UTC", "Asia/Kolkata", "America/St_Johns"], [0, 1, 2]
RULES = "examples/england_secondary/secondary.lustrum"


def shuffled(text, order):
    """The rows of a file in another order; its headings stay."""
    head, *rows = text.split("\n")[:-1]
    if order:
        random.Random(order).shuffle(rows)
    return "\n".join([head, *rows]) + "\n"


def spoilt(text):
    """Faults of several kinds in rows all over a file."""
    rows = text.split("\n")[:-1]
    for i in range(7, len(rows), 97):
        cells = rows[i].split(",")
        cells[i % len(cells)] = ["", " x", "1E+5", "=1", "SUPP", "\u00e9\u200b", "04/05/2026"][i // 97 % 7]
        rows[i] = ",".join(cells)
    for i in range(50, len(rows), 531):
        rows[i] += ",7"
    return "\n".join(rows + rows[5:9]) + "\n"


class Matrix:
    def __init__(self, builds):
        self.builds = [os.path.abspath(b) for b in builds]
        self.folder = tempfile.mkdtemp(prefix="lustrum-matrix-", dir="/tmp")
        self.faults, self.runs = [], 0

    def make(self):
        first = os.path.join(self.folder, "data-0")
        subprocess.run([os.path.join(self.builds[0], "examples/england_secondary/generate"), first, "--schools", "12", "--seed", "11"], check=True, stdout=subprocess.DEVNULL)
        self.year = sorted(os.listdir(first))[-1]
        for name, change in [("data-1", lambda t: shuffled(t, 1)), ("data-2", lambda t: shuffled(t, 2)), ("spoilt", spoilt)]:
            shutil.copytree(first, os.path.join(self.folder, name))
            for top, _, files in os.walk(os.path.join(self.folder, name)):
                for file in files:
                    path = os.path.join(top, file)
                    with open(path, encoding="utf-8") as text:
                        changed = change(text.read())
                    with open(path, "w", encoding="utf-8") as out:
                        out.write(changed)

    def run(self, point, number, data):
        build, threads, batch, locale, zone, _ = point
        out = os.path.join(self.folder, f"run-{number:05}")
        env = {"PATH": os.environ["PATH"], "LC_ALL": locale, "TZ": zone, "NO_COLOR": "1", "HOME": self.folder, "MALLOC_PERTURB_": str(number % 256)}
        command = [os.path.join(build, "lustrum"), "review", RULES, "--data", os.path.join(self.folder, data), "--year", self.year, "--out", out, "--exact", "--ascii"]
        done = subprocess.run(command + ["--threads", str(threads), "--batch", str(batch)], env=env, capture_output=True)
        said = (done.stdout + done.stderr).replace(out.encode(), b"OUT").replace(os.path.join(self.folder, data).encode(), b"DATA")
        files = {"what is said": said, "exit": str(done.returncode).encode()}
        for top, _, names in os.walk(out):
            for name in names:
                files[os.path.relpath(os.path.join(top, name), out)] = open(os.path.join(top, name), "rb").read()
        if os.path.exists(out + ".problems.csv"):
            files["problems"] = open(out + ".problems.csv", "rb").read().replace(os.path.join(self.folder, data).encode(), b"DATA")
            os.remove(out + ".problems.csv")
        shutil.rmtree(out, ignore_errors=True)
        return files

    def compare(self, point, want, got, manifest):
        for name in sorted(set(want) | set(got)):
            if name == "manifest.json" and not manifest:
                continue
            if want.get(name) != got.get(name):
                self.faults.append(f"{name} differs: threads {point[1]}, batch {point[2]}, {point[3]}, {point[4]}, order {point[5]}, {os.path.basename(point[0])}")

    def try_point(self, numbered):
        number, point = numbered
        got = self.run(point, 2 * number + 2, f"data-{point[5]}")
        self.compare(point, self.good, got, point[0] == self.builds[0] and point[5] == 0)
        if point[5] == 0:
            self.compare(point, self.bad, self.run(point, 2 * number + 3, "spoilt"), False)
            self.runs += 1
        self.runs += 1

    def all(self, count):
        self.make()
        first = (self.builds[0], 1, 1024, "C", "UTC", 0)
        self.good, self.bad = self.run(first, 0, "data-0"), self.run(first, 1, "spoilt")
        if self.good["exit"] != b"0" or self.bad["exit"] != b"3" or self.bad["what is said"].count(b"error[") < 10:
            self.faults.append("the data are not what they should be: " + str([self.good["what is said"][:300], self.bad["what is said"][:300]]))
        points = list(itertools.product(self.builds, THREADS, BATCHES, LOCALES, ZONES, ORDERS))
        if count:
            points = random.Random(5).sample(points, min(count, len(points)))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.try_point, enumerate(points)))
        return len(points)


def main():
    words = sys.argv[1:]
    count = 0 if "--all" in words else int(words[words.index("--points") + 1]) if "--points" in words else 24
    matrix = Matrix(words[:min(i for i, word in enumerate(words + ["--"]) if word.startswith("--"))])
    try:
        points = matrix.all(count)
    finally:
        shutil.rmtree(matrix.folder, ignore_errors=True)
    for fault in matrix.faults[:20]:
        print(fault)
    if count != 24:
        print(f"{points} points, {matrix.runs} runs, {len(matrix.faults)} differences")
    sys.exit(1 if matrix.faults else 0)


main()
