"""report_draft.py LUSTRUM OUT... -- pages before publication (`lustrum report --draft-for`), read back.

Of kept results: the page of the first and last unit of each level is alone in its folder, as sound as any
page, leads nowhere, and every row of its tables but those on what would move stands on the published page,
too; it names no unit that the published page does not name.  Of made-up schools: what would move each band
is worked out again here from the pupils, and how many pupils that is by trying.
SPDX-License-Identifier: Apache-2.0
"""
import html
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

import report

MOVES = ": what would move its band"


def run(lustrum, *words, cwd=None):
    made = subprocess.run([lustrum, *words, "--quiet"], cwd=cwd, capture_output=True, text=True, check=False)
    if made.returncode:
        print(f"{words}: exit {made.returncode}\n{made.stderr}")
    return made.returncode == 0


def text_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


# ---- beside the published page ----

def judge_page(draft, published, names, told):
    page = report.Page(draft)
    found = page.found + [f"leads to {link}" for link in page.links if link != "#content"]
    if "Before publication" not in draft or "If a fact is wrong" not in draft:
        found.append("does not say what it is")
    shown = {(caption, tuple(row)) for caption, _, rows in report.tables(published) for row in rows}
    for caption, _, rows in report.tables(draft):
        if not caption.endswith(MOVES):
            found += [f"{caption}: {row} is not published" for row in rows if (caption, tuple(row)) not in shown]
    for name in names:
        if f">{html.escape(name, quote=True)}<" in draft and html.escape(name, quote=True) not in published:
            found.append(f"it names {name}")
    return [f"{told}: {fault}" for fault in found]


def kept(lustrum, out, work):
    """Faults of the drafts of some units of kept results."""
    site, draft, found = os.path.join(work, "site"), os.path.join(work, "draft"), []
    shutil.rmtree(site, ignore_errors=True)
    if not run(lustrum, "report", out, "--out", site):
        return ["no pages"]
    levels = {name[:-4]: report.read(os.path.join(out, name)) for name in os.listdir(out)
              if re.fullmatch(r"[A-Z]\w*\.csv", name)}
    names = {line["name"] for lines in levels.values() for line in lines if "name" in line}
    for level, lines in levels.items():
        for line in (lines[0], lines[-1]) if lines else ():
            key = next(iter(line.values()))
            if not run(lustrum, "report", out, "--out", draft, "--draft-for", key, "--level", level):
                return [f"{out}: no page of {key}"]
            pages = [name for name in os.listdir(draft) if name != "site.json"]
            if len(pages) != 1:
                found.append(f"{key}: {pages} are there")
            folder = re.sub("[^a-z0-9]+", "-", level.lower())
            published = text_of(os.path.join(site, folder, pages[0]))
            found += judge_page(text_of(os.path.join(draft, pages[0])), published, names, f"{out}, {level} {key}")
            found += list(report.tidy(draft))
    return found


# ---- what would move each band ----

def shift_of(words):
    """(shift, whether more than that) of "more than 1/3 (0.333...) points higher"; None."""
    if words in ("as it is", "no move of the figure alone"):
        return None
    match = re.fullmatch(r"(more than )?([0-9./]+)(?: \([0-9.]+…\))? (?:points|percentage points) (higher|lower)", words)
    return Fraction(match[2]) * (1 if match[3] == "higher" else -1), bool(match[1])


def passes_band(value):
    return "Most pass" if value >= Fraction(4, 5) else "Part pass" if value > Fraction(2, 5) else "Few pass"


def attainment_band(value, average):
    return "Good" if value >= 50 else "Above others" if value > average else "Not above"


def judge_row(row, value, scale, band, found, told):
    """Whether the band holds at the shift, or just beyond it, and not before."""
    shift = shift_of(row[2])
    if shift is None:
        if row[2] == "as it is" and band(value) != row[0]:
            found.append(f"{told}: {row} is not what holds")
        return
    step, beyond = shift[0] / scale, shift[1]
    way = 1 if "higher" in row[2] else -1
    little = Fraction(way, 10**12)
    at, after, before = band(value + step), band(value + step + little), band(value + step - little)
    if (after if beyond else at) != row[0] or (beyond and at == row[0]) or (step and not beyond and before == row[0]):
        found.append(f"{told}: {row} of {value}: {before}, {at}, {after}")


def judge_rows_more(row, points, found, told):
    """How many pupils more or fewer: no smaller number is enough."""
    match = re.fullmatch(r"(\d+) (more|fewer) of the (\d+) pupils counted", row[3])
    passed, n = sum(p >= 40 for p in points), len(points)
    way = 1 if match and match[2] == "more" else -1
    enough = [m for m in range(1, n + 1) if 0 <= passed + way * m <= n and
              passes_band(Fraction(passed + way * m, n)) == row[0]]
    if not match and shift_of(row[2]) is not None:
        way = 1 if "higher" in row[2] else -1
        near = [m for m in range(1, n + 1) if 0 <= passed + way * m <= n and passes_band(Fraction(passed + way * m, n)) == row[0]]
        if near and near[0] == -(-abs(shift_of(row[2])[0] * n / 100) // 1) and not shift_of(row[2])[1]:
            found.append(f"{told}: {row} could say {near[0]}")
    if match and (not enough or int(match[1]) != enough[0] or int(match[3]) != n):
        found.append(f"{told}: {row}, not {enough[:1]} of {n}")
    return bool(match)


def made_up(lustrum, rules, work):
    """Faults of the drafts of 40 schools, with exact results."""
    random.seed(2026)
    schools = {str(s): [random.randrange(0, 91) for _ in range(random.randrange(1, 25))] for s in range(10, 50)}
    data = os.path.join(work, "data")
    os.makedirs(data)
    for name, lines in (("schools.csv", ["URN,NAME,AREA,SMALL"] + [f"{s},S{s},{int(s) % 3},0" for s in schools]),
                        ("pupils.csv", ["UPN,URN,POINTS"] + [f"{s}-{i},{s},{p}" for s, of in schools.items() for i, p in enumerate(of)]),
                        ("corrections.csv", ["record,key,field,old,new,reason,agreed by,date"])):
        with open(os.path.join(data, name), "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    out, found, counted = os.path.join(work, "out"), [], 0
    if not run(lustrum, "review", rules, "--data", data, "--year", "2025/26", "--out", out, "--exact"):
        return ["no results"]
    every = [p for of in schools.values() for p in of]
    average = Fraction(sum(every), len(every))
    for school, points in schools.items():
        if not run(lustrum, "report", out, "--out", os.path.join(work, "draft"), "--draft-for", school):
            return ["no draft"]
        tables = {caption: rows for caption, _, rows in report.tables(text_of(os.path.join(work, "draft", school + ".html")))}
        mean, share = Fraction(sum(points), len(points)), Fraction(sum(p >= 40 for p in points), len(points))
        for row in tables["Passes" + MOVES]:
            judge_row(row, share, 100, passes_band, found, school)
            counted += len(row) > 3 and judge_rows_more(row, points, found, school)
        for row in tables["Attainment" + MOVES]:
            judge_row(row, mean, 1, lambda value: attainment_band(value, average), found, school)
            shift = shift_of(row[2])
            if shift and Fraction(re.match(r"(?:more than )?([0-9./]+)", row[3])[1]) != abs(shift[0]) * len(points):
                found.append(f"{school}: {row} over {len(points)} pupils")
    if counted < 40:
        found.append(f"only {counted} numbers of pupils were told")
    return found


def main():
    lustrum = os.path.abspath(sys.argv[1])
    rules = os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden", "report", "_draft.lustrum")
    found = []
    with tempfile.TemporaryDirectory() as work:
        found += made_up(lustrum, rules, work)
    for out in sys.argv[2:]:
        with tempfile.TemporaryDirectory() as work:
            found += kept(lustrum, out, work)
    with tempfile.TemporaryDirectory() as work:
        found += kept(lustrum, report.county(lustrum, work, report.SPREADS[1]), work)
    print("\n".join(found[:20]), end="\n" if found else "")
    sys.exit(1 if found else 0)


main()
