#!/usr/bin/env python3
# run.py LUSTRUM PART -- the catalogue of bad input, C1 to C75: every case is made, run and compared.
#
#   run.py LUSTRUM PART [--bless]   PART is bytes_and_lines, shape_and_keys or values; what came out
#                                   is compared with expected/ROW.txt, one file a row of the catalogue
#   run.py --page FILE              spec/catalogue.md, from the cases and what is expected of them
#   run.py --files FOLDER           the files of all cases, to look at
#
# Whatever is expected, this must hold of a case: its exit code is the one that the table says; what
# is refused names the file, and the results of an earlier review are the same bytes as before, with
# nothing beside them but the list of problems; no byte of a control character reaches the terminal.
# SPDX-License-Identifier: Apache-2.0
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import page  # noqa: E402
from village import HEAD, HILL, LAKE, TRUSTS, files, mill, rules  # noqa: E402

PARTS = ["bytes_and_lines", "shape_and_keys", "values"]
EXIT = {"read": 0, "refused": 3, "cannot": 2}


def without_powers():
    """Root may read everything: what a program may do is taken from it for the case."""
    import ctypes

    for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH; refused where we have no powers
        ctypes.CDLL(None).prctl(24, power, 0, 0, 0)


def snapshot(folder):
    """Every file of a folder and its bytes."""
    found = {}
    for top, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(top, name)
            if not os.path.islink(path) and os.path.isfile(path):
                found[os.path.relpath(path, folder)] = open(path, "rb").read()
    return found


def write(folder, data):
    for path, text in data.items():
        os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
        with open(os.path.join(folder, path), "wb") as out:
            out.write(text)


def review(lustrum, folder, out, more):
    command = [lustrum, "review", os.path.join(folder, "rules.lustrum"), "--data", os.path.join(folder, "data")]
    command += ["--year", "2025/26", "--quiet", "--out", out] + os.environ.get("MORE", "").split() + more
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, preexec_fn=without_powers)
    return done.returncode, done.stdout


def reading(folder):
    """What the ledger says of each file, a line a file."""
    ledger = json.load(open(os.path.join(folder, "ledger.json")))
    for file in ledger["reading"]:
        text = f"ledger: {file['file']}: {file['rows']} rows, {file['kept']} kept"
        for what in file["set_aside"] + file["leniencies"]:
            text += f"; {what['name']}: {what['count']}"
        if file["file"] != "trusts.csv" or file["rows"] != 1:
            yield text


def what_came(folder, case, status, said):
    text = said.decode("utf-8", "backslashreplace").rstrip()
    lines = [text] if text else []
    results = os.path.join(folder, "results")
    if case.want == "read" and status == 0:
        lines += reading(results)
        for name in sorted(os.listdir(results)):
            if name.endswith(".csv") and not name.startswith("nation."):
                rows = open(os.path.join(results, name), encoding="utf-8", newline="").read()
                lines += [name + ":"] + [shown(row) for row in rows.rstrip("\n").split("\n")]
    problems = os.path.join(folder, "results.problems.csv")
    if os.path.isfile(problems) and not os.path.islink(problems):
        listed = open(problems, encoding="utf-8").read().rstrip("\n").split("\n")[1:]
        lines += ["problems: " + row for row in listed[:3]]
        if len(listed) > 3:
            lines.append(f"problems: {len(listed)} rows in all")
    return "\n".join(lines).replace(folder, "HERE")


def shown(text):
    """Text with what does not show made visible."""
    out = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return out if len(out) <= 240 else out[:200] + f"... ({len(out)} characters)"


def sample(case):
    """The bytes of the case that are not those of the good village, a line a row."""
    good = set((HEAD + HILL + mill() + LAKE + TRUSTS).split("\n"))
    lines = []
    for path, text in sorted(files(case.data).items()):
        rows = text.decode("utf-8", "surrogateescape").split("\n")
        for number, row in enumerate(rows):
            if row not in good and len(lines) < 5:
                seen = "".join(c if c.isprintable() and c < "\x7f" else c.encode("utf-8", "surrogateescape").decode("latin-1").encode("unicode_escape").decode() for c in row)
                seen = seen if len(seen) <= 120 else seen[:90] + f"... ({len(row)} characters)"
                lines.append(f"    {path}, line {number + 1}: {seen}")
    return lines


def run_case(lustrum, good, case, faults):
    folder = tempfile.mkdtemp(prefix="lustrum-test-", dir="/tmp")
    try:
        declare = dict(case.declare)
        more = declare.pop("out", [])
        write(folder, {"rules.lustrum": (declare.get("rules") or rules(declare)).encode()})
        write(os.path.join(folder, "data"), files(case.data))
        earlier = os.path.join(folder, "results")
        shutil.copytree(good, earlier)

        def once(out=earlier):
            return review(lustrum, folder, out, more)

        before = snapshot(folder)
        status, said = case.special(folder, once) if callable(case.special) else once()
        after = snapshot(folder)
        name = f"{case.row} {case.name}"
        if status != EXIT[case.want]:
            faults.append(f"{name}: exit {status}, not {EXIT[case.want]}")
        if case.want != "read":
            del_list = {k: v for k, v in after.items() if k != "results.problems.csv"}
            was = {k: v for k, v in before.items() if k != "results.problems.csv"}
            was = {k: v for k, v in was.items() if k in del_list or not case.special}
            if {k: v for k, v in del_list.items() if k in was or not case.special} != was:
                faults.append(f"{name}: what stood there before is not as it was")
            if case.want == "refused" and b".csv" not in said and b"L0575" not in said:
                faults.append(f"{name}: no file is named")
        if any(b < 32 and b != 10 for b in said) or b"\xe2\x80\xae" in said or b"\x7f" in said:
            faults.append(f"{name}: a control character reaches the terminal")
        declared = [f"    declared: {k}{v if v.startswith(',') else ' ' + v}" for k, v in declare.items() if k != "rules"]
        text = [f"== {case.name}: {case.says}"] + sample(case) + declared
        return "\n".join(text + [what_came(folder, case, status, said), f"exit {status}"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def good_results(lustrum, folder):
    write(folder, {"rules.lustrum": rules({}).encode()})
    write(os.path.join(folder, "data"), files(HEAD + HILL + mill() + LAKE))
    out = os.path.join(folder, "results")
    status, said = review(lustrum, folder, out, [])
    if status:
        sys.exit("the good village was refused: " + said.decode())
    return out


def compare(row, got, bless):
    path = os.path.join(HERE, "expected", f"C{int(row[1:]):02}.txt")
    text = "\n\n".join(got) + "\n"
    if bless:
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return True
    want = open(path, encoding="utf-8").read() if os.path.exists(path) else ""
    if want == text:
        return True
    import difflib

    print("\n".join(difflib.unified_diff(want.split("\n"), text.split("\n"), path, "now", lineterm="")))
    return False


def main(lustrum, part, bless):
    cases, faults, rows = importlib.import_module(part).CASES, [], {}
    names = [(case.row, case.name) for case in cases]
    if len(set(names)) != len(names):
        faults.append("two cases of one row have one name: " + str([n for n in names if names.count(n) > 1][:2]))
    scratch = tempfile.mkdtemp(prefix="lustrum-test-", dir="/tmp")
    try:
        good = good_results(lustrum, scratch)
        for case in cases:
            rows.setdefault(case.row, []).append(run_case(lustrum, good, case, faults))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    same = [compare(row, got, bless) for row, got in rows.items()]
    for fault in faults:
        print(fault)
    sys.exit(0 if all(same) and not faults else 1)


def all_cases():
    return [case for part in PARTS for case in importlib.import_module(part).CASES]


if __name__ == "__main__":
    os.environ.update(LC_ALL="C.UTF-8", NO_COLOR="1")
    if sys.argv[1] == "--page":
        page.write(all_cases(), HERE, sys.argv[2])
    elif sys.argv[1] == "--files":
        for case in all_cases():
            write(os.path.join(sys.argv[2], case.row, case.name), files(case.data))
    else:
        main(sys.argv[1], sys.argv[2], "--bless" in sys.argv)
