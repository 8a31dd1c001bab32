#!/usr/bin/env python3
# _run.py LUSTRUM SHARED [SYSTEM...] -- official figures of real systems, reproduced by our frameworks.
#
# Runs `lustrum review` on the published files in SHARED/data, which are not part of the project, and
# compares every figure with the official column, exactly.  Prints one table,
#
#   system, figure, how many of how many are reproduced, how many are asked for (data/README.md),
#
# and beneath it every class of misses with its reason.  Ends with 1 where a figure is below what is
# asked, a miss is unexplained, or a framework does not run; with 0 and a sentence where the data are
# not there.  Systems are the files beside this one whose names begin with no `_`; naming some runs
# only these.  --tables DIR takes the systems from another folder.
# SPDX-License-Identifier: Apache-2.0
import argparse
import collections
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import _pages  # noqa: E402


def systems(folder, only):
    """The modules of the folder, in the order of their names."""
    found = []
    for name in sorted(os.listdir(folder)):
        system, ending = os.path.splitext(name)
        if ending != '.py' or system.startswith('_') or (only and system not in only):
            continue
        place = importlib.util.spec_from_file_location(system, os.path.join(folder, name))
        module = importlib.util.module_from_spec(place)
        place.loader.exec_module(module)
        found.append(module)
    missing = set(only) - {module.__name__ for module in found}
    if missing:
        sys.exit(f'no such system: {", ".join(sorted(missing))}')
    return found


def review(lustrum, run, data, work):
    """Runs one review; gives the folder of its results, or the words it failed with."""
    out = os.path.join(work, run.name)
    command = [lustrum, 'review', os.path.join(ROOT, run.framework), '--year', run.year,
               '--out', out, '--exact', '--quiet', *run.options]
    for record, path in run.tables.items():
        command += ['--table', f'{record}={os.path.join(data, path)}']
    folder = os.path.join(work, run.name + '-data')
    for year, files in (run.years or {'': {}}).items():
        place = os.path.join(folder, year.replace('/', '-'))
        os.makedirs(place)
        for name, path in files.items():
            os.symlink(os.path.join(data, path), os.path.join(place, name))
    command += ['--data', folder]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        return None, f'review ended with {done.returncode}\n{done.stdout}'
    return out, ''


class Outcome:
    """What came of one figure."""

    def __init__(self, figure, ours, official, data):
        self.of = self.same = 0
        self.classes = collections.defaultdict(list)  # reason: misses; None where there is no reason
        for key in sorted(set(ours) | set(official)):
            mine, theirs = ours.get(key), official.get(key)
            if theirs is None:
                if mine is not None:
                    self.classes[figure.beyond or None].append((key, mine, theirs))
                continue
            self.of += 1
            if equal(mine, theirs, figure.within):
                self.same += 1
                continue
            why = figure.explain(key, mine, theirs, data) if figure.explain else None
            self.classes[why].append((key, mine, theirs))
        self.holds = self.same >= figure.asked and None not in self.classes


def equal(mine, theirs, within):
    if mine is None or type(mine) is not type(theirs):
        return False
    return abs(mine - theirs) <= within if within is not None else mine == theirs


def told(value):
    return 'no figure' if value is None else str(value)


def misses(outcome):
    """The lines beneath the table for one figure."""
    for why, found in sorted(outcome.classes.items(), key=lambda item: (item[0] is None, item[0])):
        yield f'    {len(found):>5}  {why or "UNEXPLAINED"}'
        for key, mine, theirs in found[:5 if why is None else 2]:
            yield f'           {key}: ours {told(mine)}, official {told(theirs)}'


def run_system(module, lustrum, data):
    """The figures of a system as [(figure, outcome or None, words)], and what is wrong on pages of its
    results (_pages.py) as [(run, pages read, official figures on them, faults)]."""
    work = tempfile.mkdtemp(prefix='lustrum-official-')
    found, pages = [], []
    try:
        outs = {run.name: review(lustrum, run, data, work) for run in module.RUNS}
        for figure in module.FIGURES:
            names = [figure.run] if isinstance(figure.run, str) else figure.run
            words = [outs[name][1] for name in names if outs[name][0] is None]
            if words:
                found.append((figure, None, words[0]))
                continue
            ours = {}
            for name in names:
                for key, value in figure.ours(outs[name][0]).items():
                    ours[key if isinstance(figure.run, str) else f'{name}/{key}'] = value
            found.append((figure, Outcome(figure, ours, figure.official(data), data), ''))
        for run in module.RUNS:
            if outs[run.name][0] is not None:
                pages.append((run, *_pages.judge(lustrum, module, run, outs[run.name][0], data)))
    finally:
        shutil.rmtree(work)
    return found, pages


def show(results):
    """Prints the table and what is beneath it; gives how many figures do not hold."""
    lines, beneath, heard, failed = [], [], set(), 0
    for module, (found, _) in results:
        for figure, outcome, words in found:
            if outcome is None:
                reproduced, state = 'did not run', 'FAILED'
                if words not in heard:  # a run that fails takes all its figures with it
                    beneath += ['', f'{module.NAME}, {figure.name}', *words.splitlines()]
                    heard.add(words)
            else:
                reproduced = f'{outcome.same:,} of {outcome.of:,}'
                if figure.within is not None:
                    reproduced += f' within {float(figure.within):g}'
                state = '' if outcome.holds else 'FAILED'
                if outcome.classes:
                    beneath += ['', f'{module.NAME}, {figure.name}', *misses(outcome)]
            failed += state == 'FAILED'
            lines.append((module.NAME, figure.name, reproduced, f'{figure.asked:,}', state))
    titles = ('System', 'Figure', 'Reproduced', 'Asked', '')
    wide = [max(len(line[i]) for line in [titles, *lines]) for i in range(5)]
    for line in [titles, tuple('-' * w for w in wide), *lines]:
        print('  '.join((line[0].ljust(wide[0]), line[1].ljust(wide[1]), line[2].rjust(wide[2]),
                         line[3].rjust(wide[3]), line[4])).rstrip())
    for line in beneath:
        print(line)
    return failed


def show_pages(results):
    """What the pages of each system show; gives how many faults they have."""
    faults = 0
    print('\nPages of real systems, chosen by chance')
    for module, (_, pages) in results:
        read, official = (sum(page[at] for page in pages) for at in (1, 2))
        wrong = [f'    {run.name}: {fault}' for run, _, _, found in pages for fault in found]
        faults += len(wrong) + (hasattr(module, 'SHOWN') and not official)
        print(f'{module.NAME:<28} {read:>4} pages read, {official:>4} official figures and bands on them, {len(wrong)} faults')
        print('\n'.join(wrong[:5]), end='\n' if wrong else '')
    return faults


def main():
    reader = argparse.ArgumentParser()
    reader.add_argument('lustrum')
    reader.add_argument('shared')
    reader.add_argument('systems', nargs='*')
    reader.add_argument('--tables', default=HERE)
    asked = reader.parse_args()
    data = os.path.abspath(os.path.join(asked.shared, 'data'))
    if not os.path.isdir(data):
        print(f'official figures: skipped, there is no folder of published data at '
              f'{os.path.join(asked.shared, "data")} (SHARED=DIR says where one is)')
        return 0
    results = [(module, run_system(module, os.path.abspath(asked.lustrum), data))
               for module in systems(asked.tables, asked.systems)]
    failed = show(results)
    total = sum(len(found) for _, (found, _) in results)
    print(f'\nofficial figures: {total - failed} of {total} hold')
    faults = show_pages(results)
    return 1 if failed or faults or not total else 0


sys.exit(main())
