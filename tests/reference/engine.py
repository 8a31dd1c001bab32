"""engine.py -- liblustrum by way of batch.c: one process reviews many frameworks.

SPDX-License-Identifier: Apache-2.0
"""
import csv
import json
import os
import subprocess


class Ended(Exception):
    """The process ended by itself, as it never should."""


class Engine:
    """A process that answers.  `said` holds code, line and title of each error of the last answer."""

    def __init__(self, batch):
        self.batch, self.process, self.said = batch, None, []

    def ask(self, *parts):
        """The word and status of the answer: ("compiled", 0) or ("reviewed", 0) when all is well."""
        if self.process is None:
            self.process = subprocess.Popen([self.batch], stdin=subprocess.PIPE,
                                            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.process.stdin.write("\t".join(parts) + "\n")
        self.process.stdin.flush()
        self.said = []
        for line in self.process.stdout:
            word, *rest = line.rstrip("\n").split(" ", 3)
            if word != "said":
                return word, int(rest[0])
            self.said.append((rest[0], int(rest[1]), rest[2] if len(rest) > 2 else ""))
        status = self.process.wait()
        self.process = None
        raise Ended(f"the process ended with {status}")

    def compiles(self, path, year):
        return self.ask(path, str(year)) == ("compiled", 0)

    def review(self, path, folder, year, out, tables=()):
        """True, or False with messages in `said`; the results are in the folder `out`."""
        return self.ask(path, str(year), folder, out, *[f"{record}={file}" for record, file
                                                        in tables]) == ("reviewed", 0)


def results(folder):
    """{file: rows} and ledger.json of a result folder; not lists of decisions, which the interpreter does not make."""
    files, ledger = {}, None
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.endswith(".csv") and not name.startswith("decisions"):
            with open(path, encoding="utf-8", newline="") as file:
                files[name] = list(csv.reader(file))
        elif name == "ledger.json":
            with open(path, encoding="utf-8") as file:
                ledger = json.load(file)
    return files, ledger
