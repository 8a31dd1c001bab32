#!/usr/bin/env python3
"""noticed.py LUSTRUM [PART] -- whether examples reach every clause of the rules that ship, and notice changes.

Each framework of examples/, each module that only it has, and each standard module is held to two things:

  clauses   all of them are reached by an example
  mutants   none goes unnoticed but those that tests/mutants/NAME.txt accepts, each with its reason; and
            these are at most one in twenty

A standard module is tried by the examples of tests/modules/NAME.lustrum, a framework that uses it.  PART
chooses files whose name has it.  Prints a table; ends with 1 where something is not so.
SPDX-License-Identifier: Apache-2.0
"""
import json
import os
import re
import subprocess
import sys

MOST = 20  # one accepted mutant in so many


def is_framework(path):
    with open(path, encoding="utf-8") as file:
        return re.search(r"^framework\b", file.read(), re.M) is not None


def files_under(folder):
    """Rule files that ship; another test may have laid one out under a name that begins with _."""
    return sorted(os.path.join(place, name) for place, _, names in os.walk(folder)
                  for name in names if name.endswith(".lustrum") and not name.startswith("_"))


def used_by(path):
    """The modules beside a file that it uses."""
    with open(path, encoding="utf-8") as file:
        return re.findall(r"^use[ \t]+\.(\w+)", file.read(), re.M)


def targets():
    """[(name, framework, module or None)]"""
    found = []
    for path in files_under("stdlib"):
        name = path[len("stdlib/"):-len(".lustrum")]
        found.append((path, f"tests/modules/{name}.lustrum", name.replace("/", ".")))
    modules = set()
    frameworks = [path for path in files_under("examples") if is_framework(path)]
    for path in frameworks:
        found.append((path, path, None))
        for module in used_by(path):
            beside = os.path.join(os.path.dirname(path), module + ".lustrum")
            if beside not in modules:
                modules.add(beside)
                found.append((beside, path, module))
    return found


def ask(lustrum, framework, module, *words):
    command = [lustrum, "test", framework, "--json", *words, *(["--of", module] if module else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout), done.stderr
    except ValueError:
        return None, done.stderr + done.stdout


def main():
    lustrum, part = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""
    faults = 0
    print(f'{"Rules":<48} {"clauses":>9} {"mutants":>8} {"unnoticed":>9} {"accepted":>8}')
    for name, framework, module in targets():
        if part not in name:
            continue
        if not os.path.exists(framework):
            print(f"{name:<48} no framework {framework} tries it")
            faults += 1
            continue
        reasons = f"tests/mutants/{name[:-len('.lustrum')]}.txt"
        accepted = ["--accepted", reasons] if os.path.exists(reasons) else []
        reach, said = ask(lustrum, framework, module, "--coverage")
        change, told = ask(lustrum, framework, module, "--mutate", *accepted)
        if not reach or not change or "mutants" not in change:
            print(f"{name:<48} could not be tried\n{said}{told}")
            faults += 1
            continue
        wrong = [word for word, fault in (
            ("clauses", reach["reached"] < reach["of"]), ("examples", reach["failed"] > 0),
            ("unnoticed", change["unnoticed"] > 0), ("stale reasons", change["stale"] > 0),
            ("too many accepted", change["accepted"] * MOST > change["mutants"])) if fault]
        faults += len(wrong)
        print(f'{name:<48} {reach["reached"]:>4}/{reach["of"]:<4} {change["mutants"]:>8} '
              f'{change["unnoticed"]:>9} {change["accepted"]:>8}' + (f'  {", ".join(wrong)}' if wrong else ""))
    print(f"noticed: {faults} faults")
    return 1 if faults else 0


sys.exit(main())
