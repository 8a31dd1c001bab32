# Pages of real systems, beside the results they are of and the official figures.
#
# Of each run of a system `lustrum report` makes a site.  The national page, the index, the annex and, by a
# fixed seed, some units of each level are read back as tests/report.py reads pages: every cell is that of
# the level file, charts are their tables, links lead somewhere, nothing reads oddly.  What a system's SHOWN
# names is compared with the published column word by word: "Level 1+", "4 Stars", "B".
# SPDX-License-Identifier: Apache-2.0
import csv
import html
import os
import random
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import report  # noqa: E402  tests/report.py

EACH = 12  # units of a level
SEED = 2026


def pages_of_units(site):
    """Of each folder the pages of its units, in the order of the level file."""
    with open(os.path.join(site, 'index.html'), encoding='utf-8') as file:
        found = {}
        for page in re.findall(r'<li class="unit"><a href="([^"]*)">', file.read()):
            found.setdefault(page.split('/')[0], []).append(html.unescape(page))
    return found


def read_back(site, path, lines, faults):
    with open(os.path.join(site, path), encoding='utf-8', newline='') as file:
        text = file.read()
    page = report.Page(text)
    report.judge_links(site, path, page, page.found)
    report.judge_wording(text, lines, page.found)
    faults += [f'{path}: {fault}' for fault in page.found]
    return text


def shown_of(text, title):
    """The first row of the table of figures of a measure, by its headings."""
    section = text.split(f'<h3>{html.escape(title)}</h3>')[1]
    _, heads, rows = next(report.tables(section))
    return dict(zip(heads, rows[0]))


def compare(shown, run, units, official, faults):
    """Pages of one level beside the published column; gives how many of them have an official figure."""
    of = 0
    for key, text in units:
        theirs = official.get((f'{run.name}/' if not isinstance(shown.run, str) else '') + key)
        if theirs is None:
            continue
        of += 1
        row = shown_of(text, shown.title)
        ours = row[shown.head] or row.get('Why there is none', '')
        read = shown.read(ours) if shown.read and (row[shown.head] or shown.head == 'Band') else None
        ours = ours if read is None else read
        if ours != theirs:
            faults.append(f'{shown.level} {key}: {shown.title} is {ours} on the page, officially {theirs}')
        short = text.split('<h2>In short</h2>')[1].split('<h2>')[0]
        said = re.search(rf'<li>{re.escape(html.escape(shown.title))}: (.*)</li>', short)
        if not said or html.escape(row[shown.head]) not in report.plain(said[1]):
            faults.append(f'{shown.level} {key}: {shown.title} is not said in short')
    return of


def judge(lustrum, module, run, out, data):
    """How many pages were read, how many official figures stand on them, and all that is wrong."""
    site, faults = out + '-site', []
    made = subprocess.run([lustrum, 'report', out, '--out', site, '--quiet'], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, check=False)
    if made.returncode:
        return 0, 0, [f'report ended with {made.returncode}', *made.stderr.splitlines()]
    lines = {name[:-4]: report.read(os.path.join(out, name)) for name in os.listdir(out)
             if re.fullmatch(r'\w+\.csv', name) and name not in ('nation.csv', 'links.csv')}
    for path in ('index.html', 'nation.html', 'audit.html'):
        read_back(site, path, lines, faults)
    pages, read, official, bands = pages_of_units(site), 3, 0, {}
    for level, rows in sorted(lines.items()):
        paths = pages[level.lower()]
        if len(paths) != len(rows):
            faults.append(f'{level}: {len(paths)} pages for {len(rows)} rows')
            continue
        chosen, units = sorted(random.Random(f'{SEED} {level}').sample(range(len(rows)), min(EACH, len(rows)))), []
        for at in chosen:
            text = read_back(site, paths[at], lines, faults)
            found = []
            report.judge_unit(text, rows[at], out, level, bands, found, paths[at])
            faults += found
            units.append((rows[at], text))
        read += len(units)
        for shown in getattr(module, 'SHOWN', ()):
            if shown.level == level and (shown.run == run.name or run.name in shown.run):
                keyed = [('/'.join(row[key] for key in shown.keys), text) for row, text in units]
                official += compare(shown, run, keyed, shown.official(data), faults)
    faults += [f'{band} is called {names}' for band, names in bands.items() if len(names) != 1]
    return read, official, faults
