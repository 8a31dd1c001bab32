#!/usr/bin/env python3
"""mutate_c.py [--part NAME] [--count N] [--seed N] [--jobs N] [--at FILE:LINE] [--list] -- do the tests notice when the C
code of a part that must be whole (FIVE in coverage.py) says something else?

One change at a time: < and <= change places, as do > and >=, == and !=, + and -, && and ||; a rounding mode becomes
another; a check that leaves (`if (...) return`, DEMAND of the verifier) is dropped.  Of all changes a part has, N are
taken by chance (seeded).  Each is compiled in a scratch copy of the tree; one whose object file is byte for byte that of
the unchanged source is no change and is passed over, as is one that does not compile.  Then the unit tests, the corpus and
the golden cases of the part are run, until one fails: the change is killed.  Running out of time or memory is failing, too.

The copies stay in build/mutate, where the next run finds what is still good of them.
Changed code removes files, so everything runs in a name space of its own, in which only the scratch copy and an empty
/tmp can be written (unshare, as root).  Headers are not changed.
SPDX-License-Identifier: Apache-2.0
"""
import argparse
import collections
import concurrent.futures
import functools
import glob
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import threading

from coverage import FIVE, ROOT

FLAGS = ["BUILD=build", "CFLAGS=-O2", "FASTER=", "LDFLAGS=-fuse-ld=lld" if shutil.which("ld.lld") else "LDFLAGS="]
SECONDS = 120  # of a mutant's tests, by processor; the slowest take a tenth of that
ROUNDING = ["ROUND_HALF_AWAY", "ROUND_HALF_EVEN", "ROUND_HALF_UP", "ROUND_UP", "ROUND_DOWN"]
SWAPS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==", "+": "-", "-": "+", "+=": "-=", "-=": "+=", "&&": "||", "||": "&&"}

# What may notice: unit tests, corpora of the fuzzers, golden cases (as FOLDER/PATTERN), in this order.
TESTS = {
    "numbers": (["exact", "round", "number_text", "sum_edges", "lane_edges", "sum", "dens", "lane", "lane_date", "factors", "decimal", "vm", "vm_space", "fill", "pooled"],
                ["number"], ["run/[a-df-z]*"]),
    "verifier": (["verify", "verify_parts", "verify_edges", "vm", "vm_space", "same_year"], ["verify"], ["run/[a-df-z]*"]),
    "CSV reader": (["split", "feed", "table_fault", "cell_edges", "csv", "table", "screen", "correction", "key"], ["csv"], ["data/*"]),
    "ledger": (["tally", "tally_counts", "table", "correction", "lustrum"], [],
               ["data/l*", "review/fates", "review/[ln]*", "review/json", "review/reconcile", "review/personal", "review/trusts"]),
    "writing of files": (["write_fault", "folder", "file", "tree_fault", "rows", "lustrum"], [], ["review/out_refused", "review/links", "pack/pack"]),
}

Mutant = collections.namedtuple("Mutant", "path line start end text what")


def masked(text):
    """The text with comments, texts and lines of the preprocessor blank: the same places, nothing to find in them."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|^[ \t]*#(?:[^\n]*\\\n)*[^\n]*'
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found.group(0)), text, flags=re.S | re.M)


def closing(text, at):
    """The place of the bracket that closes the one at `at`."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is open")


@functools.lru_cache(maxsize=None)
def source_of(path):
    """As it is when it is first asked for: changes meanwhile have no part in a run."""
    with open(os.path.join(ROOT, path), encoding="utf-8") as source:
        return source.read()


def mutants_of(path):
    """Every change of one file."""
    text = source_of(path)
    bare, found = masked(text), []

    def add(start, end, new, what):
        found.append(Mutant(path, text.count("\n", 0, start) + 1, start, end, new, what))

    for sign in re.finditer(r"(?<=\s)(<=|>=|==|!=|\+=|-=|<|>|&&|\|\||[+-])(?=\s)", bare):
        new = SWAPS[sign.group(1)]
        add(sign.start(), sign.end(), new, f"{sign.group(1)} -> {new}")
    for mode in re.finditer(r"\bROUND_(?:HALF_AWAY|HALF_EVEN|HALF_UP|UP|DOWN)\b", bare):
        new = ROUNDING[(ROUNDING.index(mode.group(0)) + 1) % len(ROUNDING)]
        add(mode.start(), mode.end(), new, f"{mode.group(0)} -> {new}")
    for check in re.finditer(r"\bif (?=\()", bare):
        end = closing(bare, check.end())
        if re.match(r"\s*(return|continue|break|goto)\b", bare[end + 1:]):
            add(check.end(), end + 1, f"(0 && {text[check.end():end + 1]})", "dropped")
    for demand in re.finditer(r"\bDEMAND(?=\()", bare):
        add(demand.end(), demand.end() + 1, "(1 || ", "dropped")
    return found


def shown(mutant):
    line = source_of(mutant.path).split("\n")[mutant.line - 1].strip()
    return f"{mutant.path}:{mutant.line}: {mutant.what}: {line}"


# ---- a scratch copy and what is built in it ----

def changed(target):
    """Where the changed one stands, beside what make knows of."""
    return target.replace("build/", "build/changed/", 1)

def call(words, folder, **more):
    return subprocess.run(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", **more)


def must(words, folder):
    done = call(words, folder)
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stdout[-3000:]}")
    return done.stdout


def copy_file(source, target):
    """The same bytes and time; nothing is done where they are there already."""
    old, new = os.stat(source), os.stat(target) if os.path.exists(target) else None
    if not new or (old.st_mtime_ns, old.st_size) != (new.st_mtime_ns, new.st_size):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copy2(source, target)


def copy_tree(source, target, paths):
    for path in paths:
        copy_file(os.path.join(source, path), os.path.join(target, path))


def files_below(folder):
    return [os.path.relpath(os.path.join(top, name), folder) for top, _, names in os.walk(folder) for name in names]


class Scratch:
    """A copy of the tree, with all objects and how each is made."""

    def __init__(self, folder, parts):
        self.folder = folder
        self.compile, self.links = {}, {}
        self.unit = sorted({name for part in parts for name in TESTS[part][0]})
        self.replays = sorted({name for part in parts for name in TESTS[part][1]})

    def targets(self):
        return ["build/lustrum"] + [f"build/unit/test_{name}" for name in self.unit] + [f"build/replay/fuzz_{name}" for name in self.replays]

    def command(self, target, source):
        """The command that makes a target anew, as make would."""
        for line in must(["make", "-n", *FLAGS, "-W", source, target], self.folder).replace("\\\n", " ").split("\n"):
            words = line.split()
            if "-o" in words and words[words.index("-o") + 1] == target:
                return words
        sys.exit(f"make does not tell how it makes {target}")

    def build(self):
        listed = must(["git", "ls-files", "--cached", "--others", "--exclude-standard"], ROOT).split()
        copy_tree(ROOT, self.folder, [path for path in listed if os.path.isfile(os.path.join(ROOT, path)) and path != "core"])
        must(["make", "-j2", *FLAGS, *self.targets()], self.folder)

    def learn(self, sources):
        for source in sources:
            target = f"build/obj/{source[:-2]}.o"
            self.compile[source] = [word for word in self.command(target, source) if word not in ("-Werror", "-MMD", "-MP")] + ["-w"]
        for target in self.targets():
            name = os.path.basename(target)
            source = {"lustrum": "lang/main.c"}.get(name, f"tests/{'unit' if name.startswith('test_') else 'fuzz'}/{name}.c")
            words = self.command(target, source)
            if name != "lustrum":  # the test itself is compiled once
                at = words.index("-o")
                objects = []
                for path in [word for word in words if word.endswith(".c")]:
                    made = f"build/{name}.{os.path.basename(path)}.o"
                    flags = [word for word in words[:at] if not word.startswith("-l") and word not in ("-MMD", "-MP", "-MF", f"{target}.d")]
                    if not self.is_new(made, target):
                        must([*flags, "-c", "-o", made, path], self.folder)
                    objects.append(made)
                words = words[:at] + words[at:at + 2] + objects + [word for word in words[at + 2:] if not word.endswith(".c")]
                words = [word for word in words if word not in ("-MMD", "-MP", "-MF", f"{target}.d")]
            place = words.index("build/internal.a")
            words = words[:place] + ["build/mutant.o"] + words[place:]
            words[words.index("-o") + 1] = changed(target)
            self.links[target] = words

    def is_new(self, made, target):
        """Whether what was compiled is no older than the whole that make has just seen to."""
        made, target = (os.path.join(self.folder, path) for path in (made, target))
        return os.path.exists(made) and os.path.getmtime(made) >= os.path.getmtime(target)

    def make(self, source):
        words = list(self.compile[source])
        words[words.index("-o") + 1] = "build/mutant.o"
        return call(words, self.folder).returncode == 0

    def is_same(self, source):
        with open(os.path.join(self.folder, "build/mutant.o"), "rb") as new, open(os.path.join(self.folder, f"build/obj/{source[:-2]}.o"), "rb") as old:
            return new.read() == old.read()

    def link(self, target):
        return call(self.links[target], self.folder).returncode == 0


# ---- one mutant ----

# Only the copy, which is seen at /mnt, and an empty /tmp and /dev/shm can be written; all ends with the first process.
INSIDE = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-ec",
          'mount --make-rprivate /; mount --bind "$0" /mnt; mount -o remount,bind,ro /; mount -t tmpfs none /tmp; mount -t tmpfs none /dev/shm; cd /mnt; exec "$@"']

# Runs what it is told, a line each, until one fails, whose name is the last thing it says.
RUN = '''
while IFS= read -r line; do
    name=${line%%|*}
    timeout -k 5 300 sh -c "${line#*|}" >/tmp/said 2>&1 </dev/null || { echo "failed: $name"; exit 1; }
    rm -rf /tmp/* /dev/shm/*
done
'''


def limits():
    for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 1 << 30), (resource.RLIMIT_AS, 1 << 33)):
        resource.setrlimit(what, (most, most))


def tests_of(part, scratch):
    """What may notice a change of the part: its target and the line that runs it; of the cases that the copy has."""
    unit, replays, golden = TESTS[part]
    for name in unit:
        yield f"build/unit/test_{name}", f"unit {name}|build/changed/unit/test_{name}"
    for name in replays:
        yield f"build/replay/fuzz_{name}", f"corpus {name}|build/changed/replay/fuzz_{name} tests/fuzz/corpus/{name}"
    cases = set()
    for pattern in golden:
        for path in sorted(glob.glob(f"tests/golden/{pattern}.*", root_dir=scratch.folder)):
            base, end = os.path.splitext(path)
            if end in (".lustrum", ".cmd") and not os.path.basename(path).startswith("_") and base not in cases:
                cases.add(base)
                yield "build/lustrum", f"golden {base[len('tests/golden/'):]}|sh tests/run.sh build/changed --golden '{base}.lustrum'"


def run(scratch, lines):
    """The name of the test that failed; None where all passed."""
    done = call([*INSIDE, scratch.folder, "sh", "-c", RUN], scratch.folder, input="\n".join(lines) + "\n", preexec_fn=limits,
                env={**os.environ, "LC_ALL": "C", "NO_COLOR": "1", "XDG_STATE_HOME": "/tmp/state"})
    if not done.returncode:
        return None
    found = re.search(r"failed: (.*)$", done.stdout.strip())
    return found.group(1) if found else f"ended ({done.returncode}) {done.stdout[-200:]}"


def judge(scratch, part, mutant):
    """same, broken, killed or survived, and by what."""
    place = os.path.join(scratch.folder, mutant.path)
    text = source_of(mutant.path)
    try:
        with open(place, "w", encoding="utf-8") as out:
            out.write(text[:mutant.start] + mutant.text + text[mutant.end:])
        if not scratch.make(mutant.path):
            return "broken", ""
    finally:
        with open(place, "w", encoding="utf-8") as out:
            out.write(text)
    if scratch.is_same(mutant.path):
        return "same", ""
    linked, group = set(), []
    tests = list(tests_of(part, scratch))
    for at, (target, line) in enumerate(tests):  # nothing is linked before it is needed
        if target not in linked:
            if not scratch.link(target):
                return "broken", "link"
            linked.add(target)
        group.append(line)
        if at + 1 < len(tests) and tests[at + 1][0] == target:
            continue
        failed = run(scratch, group)
        if failed:
            return "killed", failed
        group = []
    return "survived", ""


def main():
    words = argparse.ArgumentParser(usage=__doc__)
    words.add_argument("--part", action="append", choices=list(FIVE))
    words.add_argument("--count", type=int, default=60)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--jobs", type=int, default=2)
    words.add_argument("--least", type=int, default=85)
    words.add_argument("--at", action="append", help="only the changes of FILE:LINE, or FILE:LINE: WHAT")
    words.add_argument("--list", action="store_true", help="the changes there are; nothing is run")
    options = words.parse_args()
    parts = options.part or list(FIVE)
    mutants = {part: [m for pattern in FIVE[part] for path in sorted(glob.glob(pattern, root_dir=ROOT)) for m in mutants_of(path)
                      if not options.at or shown(m).startswith(tuple(f"{at}:" for at in options.at))] for part in parts}
    for part in parts:
        random.Random(f"{options.seed} {part}").shuffle(mutants[part])
        if options.list:
            print(f"{part}: {len(mutants[part])}", *([f"    {shown(m)}" for m in mutants[part]] if options.at else []), sep="\n")
    if options.list:
        return 0
    return judge_parts(options, parts, mutants)


def judge_parts(options, parts, mutants):
    scratches = [Scratch(os.path.join(ROOT, "build", "mutate", str(job)), parts) for job in range(options.jobs)]
    scratches[0].build()
    scratches[0].learn(sorted({m.path for part in parts for m in mutants[part]}))
    for other in scratches[1:]:
        copy_tree(scratches[0].folder, other.folder, files_below(scratches[0].folder))
        other.compile, other.links = scratches[0].compile, scratches[0].links
    enough, lock = True, threading.Lock()
    print(f"commit {must(['git', 'rev-parse', '--short', 'HEAD'], ROOT).strip()}, seed {options.seed}", flush=True)
    for part in parts:
        for scratch in scratches:
            os.makedirs(os.path.join(scratch.folder, "build/changed/tests"), exist_ok=True)
            copy_tree(os.path.join(scratch.folder, "build"), os.path.join(scratch.folder, "build/changed"), [target[6:] for target in scratch.targets()])
        failed = run(scratches[0], [line for _, line in tests_of(part, scratches[0])])
        if failed:
            sys.exit(f"{part}: without any change {failed} fails")
        counts, left, survivors = collections.Counter(), iter(mutants[part]), []

        def work(scratch):
            while True:
                with lock:
                    mutant = next(left, None) if counts["begun"] < options.count else None
                    counts["begun"] += 1
                if mutant is None:
                    return
                how, what = judge(scratch, part, mutant)
                with lock:
                    counts[how] += 1
                    counts["begun"] -= how in ("same", "broken")
                    if how == "survived":
                        survivors.append(mutant)
                    if how in ("killed", "survived"):
                        print(f"{how:9}{shown(mutant)}{'  by ' + what if what else ''}", flush=True)

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for job in [pool.submit(work, scratch) for scratch in scratches]:
                job.result()
        tried = counts["killed"] + counts["survived"]
        enough &= 100 * counts["killed"] >= options.least * tried
        print(f"{part}: {tried} of {len(mutants[part])} changes, {counts['killed']} killed, {counts['survived']} survived"
              f" ({100 * counts['killed'] / max(tried, 1):.1f} %); {counts['same']} the same code, {counts['broken']} not compiled", flush=True)
        for mutant in sorted(survivors):
            print(f"    {shown(mutant)}", flush=True)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
