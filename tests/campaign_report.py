"""campaign_report.py BUILD [SCHOOLS [YEARS]] -- the made-up England in its full size, on pages.

Makes 3,400 secondary schools over five years up, reviews each year, and reports the last with those before
it, and alone.  Prints times, memory, sizes and links.  Every link of every page must lead somewhere; the pages of ten schools
chosen by chance, of every region and of ten trusts must say what the level files say (tests/report.py); the
report, with earlier years or alone, must not take more than 100 MB.
SPDX-License-Identifier: Apache-2.0
"""
import os
import random
import re
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import report  # noqa: E402  tests/report.py

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
RULES = os.path.join(ROOT, "examples/england_secondary/secondary.lustrum")
FIRST, SEED, MOST_MB = 2025, 2026, 100


def run(what, *words):
    """Runs a command; says how long it took, on how much of the processors and in how much memory."""
    start = time.monotonic()
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{what}: exit {child.returncode}")
    megabytes = used.ru_maxrss / 1024
    print(f"{what:<28} {time.monotonic() - start:7.2f} s, of processors {used.ru_utime + used.ru_stime:7.2f} s, "
          f"{megabytes:6.0f} MB", flush=True)
    return megabytes


def sizes(site):
    found = {}
    for folder, _, names in os.walk(site):
        for name in names:
            kind = os.path.relpath(folder, site) if name != "index.html" and not name.endswith("tion.html") else name
            found.setdefault(kind if kind != "." else name, []).append(os.path.getsize(os.path.join(folder, name)))
    for kind, of in sorted(found.items()):
        print(f"  {kind:<26} {len(of):6,} files, {sum(of) / 1e6:7.1f} MB, on average {sum(of) / len(of) / 1e3:,.0f} kB, "
              f"at most {max(of) / 1e3:,.0f} kB")
    print(f"  {'all':<26} {sum(map(len, found.values())):6,} files, {sum(map(sum, found.values())) / 1e6:7.1f} MB")


def judge_links(site):
    """How many links there are, and those that lead nowhere."""
    places, links, wrong = {}, 0, []
    for path in report.pages_of(site):
        with open(os.path.join(site, path), encoding="utf-8") as file:
            text = file.read()
        ids = set(re.findall(r'\bid="([^"]*)"', text))
        for link in re.findall(r'<a [^>]*href="([^"]*)"', text):
            links += 1
            target, _, place = report.plain(link).partition("#")
            to = os.path.normpath(os.path.join(site, os.path.dirname(path), target)) if target else None
            if to and to not in places:
                places[to] = os.path.isfile(to)
            if (to and not places[to]) or (place and not to and place not in ids):
                wrong.append(f"{path}: {link} leads nowhere")
    return links, wrong


def judge_units(out, site):
    """Pages of units beside the level files."""
    lines = {level: report.read(os.path.join(out, level + ".csv")) for level in ("School", "Region", "Trust")}
    bands, wrong, read = {}, [], 0
    links = report.read(os.path.join(out, "links.csv"))
    for level, rows in lines.items():
        for line in random.Random(f"{SEED} {level}").sample(rows, min(10, len(rows))):
            key, found = next(iter(line.values())), []
            path = f"{level.lower()}/{re.sub('[^a-z0-9]+', '-', key.lower()).strip('-')}.html"
            with open(os.path.join(site, path), encoding="utf-8", newline="") as file:
                text = file.read()
            page = report.Page(text)
            report.judge_wording(text, lines, page.found)
            report.judge_unit(text, line, out, level, bands, found, path)
            report.judge_ties(text, level, key, lines, links, bands, found, path,
                              report.said_of_pages(out).get("order", []))
            mine = {k["key"] for k in links if (k["of"], k["parent"]) == (level, key)}
            report.judge_funnel(text, out, lines, mine, found, path)
            wrong += [f"{path}: {fault}" for fault in page.found + found]
            read += 1
    return read, wrong


def main():
    build = os.path.abspath(sys.argv[1])
    schools, years = (int(word) for word in (sys.argv[2:] + ["3400", "5"][len(sys.argv) - 2:]))
    with tempfile.TemporaryDirectory(prefix="lustrum-england-") as work:
        data, site, outs = os.path.join(work, "data"), os.path.join(work, "site"), []
        run("made up", os.path.join(build, "examples/england_secondary/generate"), data, "--schools", str(schools),
            "--years", str(years), "--seed", str(SEED))
        for year in range(FIRST, FIRST + years):
            outs.insert(0, os.path.join(work, str(year)))
            words = f"{year}/{(year + 1) % 100:02}"
            run("reviewed " + words, os.path.join(build, "lustrum"), "review", RULES, "--data", data, "--year", words, "--out",
                outs[0], "--quiet")
        alone = run("reported alone", os.path.join(build, "lustrum"), "report", outs[0], "--out", site, "--quiet")
        beside = run("reported, with earlier years", os.path.join(build, "lustrum"), "report", *outs, "--out", site,
                     "--quiet")
        sizes(site)
        links, wrong = judge_links(site)
        print(f"{links:,} links, {len(wrong)} of them lead nowhere")
        read, faults = judge_units(outs[0], site)
        print(f"{read} pages of units chosen by chance, {len(faults)} faults")
        for what, took in (("of one year", alone), ("with earlier years", beside)):
            if took > MOST_MB:
                faults.append(f"the report {what} took {took:.0f} MB, and {MOST_MB} are what it may")
        print("\n".join((wrong + faults)[:20]), end="\n" if wrong + faults else "")
    sys.exit(1 if wrong or faults else 0)


main()
