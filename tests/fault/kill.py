#!/usr/bin/env python3
"""kill.py BUILD [N [SEED]] -- commands that write, ended at once in the middle of it, as by kill -9.

  places   every command of desk.py that writes is ended before each call on a file from the first that makes
           something to the last; without N before a share of them, with those at the end
  moments  with N: a review over older results, pages over older pages, a pack over an older and the last signature
           of a seal are ended by SIGKILL at a moment by chance, N times in all

Whatever the moment: what stood there stands there whole, or what was made does, and nothing between; what is left beside
it is removed by the next run, which ends as it would have.  Figures of N: spec/evidence.md.
SPDX-License-Identifier: Apache-2.0
"""
import concurrent.futures
import os
import random
import re
import shutil
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import DATA, ROOT, SCENARIOS, Desk, differences, snapshot, write  # noqa: E402

SHARE = 10
KILLED = 137
SEVERAL = {"export --ees"}  # several files that take their places one after the other (spec/export.md)
LEFT = re.compile(r"\.part(-\d+)?(/|$)")
MORE = [
    ("review, over older results", ["review", "rules.lustrum", *DATA, "--out", "moved"]),
    ("review, faulty, over an older list", ["review", "rules.lustrum", "--data", "faulty", "--year", "2025/26", "--out", "listed"]),
    ("bundle, over an older", ["bundle", "1", "results", "--data", "data", "--out", "appealed"]),
]


def whole(seen):
    """Without what a dead run left beside."""
    return {name: text for name, text in seen.items() if not LEFT.search(name)}


class Kill(Desk):
    def __init__(self, build):
        super().__init__(build, "files")
        self.prepare()
        for name in ("almost", "waiting"):  # the name that desk.py puts in
            shutil.copyfile(os.path.join(self.base, name + ".sig"), os.path.join(self.base, name, "mine.sig"))
        shutil.copytree(os.path.join(self.base, "data"), os.path.join(self.base, "faulty"))
        for text in ("x\n", "y\n"):
            with open(os.path.join(self.base, "faulty", "schools.csv"), "a", encoding="utf-8") as out:
                out.write(text)
            self.run(self.base, ["review", "rules.lustrum", "--data", "faulty", "--year", "2025/26", "--out", "listed"])
        self.must("bundle", "2", "results", "--data", "data", "--out", "appealed")

    def again(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, folder)

    def states(self, folder):
        return snapshot(folder), snapshot(os.path.join(folder, "state"))

    def places(self, name, words, all_of_them):
        """How many places were tried, 0 of a command that makes nothing; or what was wrong."""
        words = [word.replace("mine.sig", words[1].split("/")[0] + "/mine.sig") for word in words]
        folder = os.path.join(self.work, re.sub(r"\W+", "_", name))
        counted = folder + ".count"
        shim = {"LD_PRELOAD": self.shim, "FAULT_ERROR": "KILL"}
        self.again(folder)
        before, seen_before = self.states(folder)
        good = self.run(folder, words, {**shim, "FAULT_AT": "0", "FAULT_COUNT": counted})
        after, seen_after = self.states(folder)
        with open(counted, encoding="utf-8") as file:
            count, first = (int(word) for word in file.read().split())
        if first == 0 or before == after and seen_before == seen_after:
            return 0
        twice = self.run(folder, words)
        after_twice = snapshot(folder)
        chosen = list(range(first, count + 1))
        if not all_of_them and len(chosen) > SHARE:
            chosen = sorted({*random.Random(name).sample(chosen, SHARE // 2), *chosen[-SHARE // 2:]})
        for at in chosen:
            self.again(folder)
            got = self.run(folder, words, {**shim, "FAULT_AT": str(at)})
            now, seen_now = self.states(folder)
            where = f"{name}, ended before call {at} of {count}"
            if got[0] != KILLED:
                return f"{where}: exit {got[0]}\n{got[2]}"
            between = self.is_sealed_and_waits(now, before, after) or name in SEVERAL and self.is_file_by_file(now, before, after)
            if whole(now) not in (before, after) and not between:
                return f"{where}: neither as it was nor done: {differences(after, now)}"
            if whole(seen_now) not in (seen_before, seen_after):
                return f"{where}: what was seen of seals is neither"
            done = whole(now) != before
            final = self.run(folder, words)
            left, wanted = snapshot(folder), after_twice if done else after
            if final[0] != (twice if done else good)[0]:
                return f"{where}: the next run ends with {final[0]}\n{final[2]}"
            if left != wanted:
                return f"{where}: the next run leaves {differences(wanted, left)}"
            if [n for n in snapshot(os.path.join(folder, "state")) if LEFT.search(n)]:
                return f"{where}: the next run leaves a part of what was seen"
        shutil.rmtree(folder)
        return len(chosen)

    @staticmethod
    def is_sealed_and_waits(now, before, after):
        """A record joins the log, and then waits no longer: between the two it does both, which the next run ends."""
        pending = [name for name in before if name.endswith(".seal.pending") and name not in after]
        return bool(pending) and whole(now) == {**after, **{name: before[name] for name in pending}}

    @staticmethod
    def is_file_by_file(now, before, after):
        """Each file is as it was or as it was to be, and so is its folder."""
        return all(now.get(x) in (before.get(x), after.get(x)) for x in {*whole(now), *before, *after})

    # ---- by chance ----

    def nation(self):
        generate = os.path.join(self.build, "examples", "england_secondary", "generate")
        rules = os.path.join(ROOT, "examples", "national", "national.lustrum")
        for name, seed in (("a", "3"), ("b", "4")):
            data = os.path.join(self.work, "nation_" + name)
            subprocess.run([generate, data, "--schools", "20", "--pupils", "40", "--seed", seed, "--plain"], check=True,
                           stdout=subprocess.DEVNULL)
        self.rules = rules

    def moments(self, n, seed):
        """Each kind alternates between two inputs, so that what stands there is always of the other."""
        chance = random.Random(seed)
        place = os.path.join(self.work, f"moments-{seed}")
        os.makedirs(place)
        data = [["--data", os.path.join(self.work, "nation_" + x), "--year", "2025/26", "--threads", "2"] for x in "ab"]
        kinds = {
            "review": [["review", self.rules, *d, "--out", "out", "--quiet"] for d in data],
            "pack": [["pack", self.rules, *d, "--out", "it.pack", "--quiet"] for d in data],
            "report": [["report", f"kept{i}", "--out", "site", "--threads", "2", "--quiet"] for i in (0, 1)],
            "seal": None,
        }
        wanted, long = {}, {}
        for i in (0, 1):
            self.good(place, ["review", self.rules, *data[i], "--out", f"kept{i}", "--quiet"])
        for kind in ("review", "pack", "report"):
            for i in (1, 0):
                began = time.monotonic()
                self.good(place, kinds[kind][i])
                long[kind] = time.monotonic() - began
                wanted[kind, i] = self.made(place, kind)
        long["seal"] = 0.02
        figures = {kind: [0, 0, 0] for kind in kinds}
        stands = dict.fromkeys(kinds, 0)
        for number in range(n):
            kind = chance.choice(["review", "review", "pack", "report", "seal"])
            delay = chance.random() * 1.2 * long[kind]
            if kind == "seal":
                wrong = self.seal_moment(os.path.join(place, "seal"), delay, figures[kind])
            else:
                other = 1 - stands[kind]
                finished = self.end_at(place, kinds[kind][other], delay)
                now = self.made(place, kind)
                wrong = None
                if now not in (wanted[kind, 0], wanted[kind, 1]) or finished and now != wanted[kind, other]:
                    wrong = "a mixture: " + differences(wanted[kind, other], now)
                if finished and self.left(place, kind):
                    wrong = f"leaves {self.left(place, kind)}"
                new = now == wanted[kind, other]
                stands[kind] = other if new else stands[kind]
                figures[kind][0 if not new else 2 if finished else 1] += 1
            if wrong:
                return f"{kind}, kill {number} of seed {seed}, after {delay:.4f} s: {wrong}"
        return figures

    def good(self, place, words):
        got = self.run(place, words)
        if got[0] not in (0, 1):
            sys.exit(f"{words}: exit {got[0]}\n{got[2]}")

    @staticmethod
    def made(place, kind):
        name = {"review": "out", "pack": "it.pack", "report": "site"}[kind]
        path = os.path.join(place, name)
        if os.path.isdir(path):
            return snapshot(path)
        with open(path, "rb") as file:
            return {name: file.read()}

    @staticmethod
    def left(place, kind):
        name = {"review": "out", "pack": "it.pack", "report": "site"}[kind]
        return [n for n in os.listdir(place) if n.startswith(name + ".part")]

    def end_at(self, place, words, delay):
        """Whether it was done before it was ended."""
        env = {**os.environ, "LC_ALL": "C", "XDG_STATE_HOME": os.path.join(place, "state")}
        child = subprocess.Popen([self.lustrum, *words], cwd=place, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(delay)
        child.kill()
        status = child.wait()
        if status not in (0, 1, -9):
            sys.exit(f"{words}: exit {status}")
        return status != -9

    def seal_moment(self, place, delay, figures):
        if not os.path.isdir(place):
            shutil.copytree(os.path.join(self.base, "almost"), place)
            self.end_at(place, ["seal", "rules.lustrum", "--signature", "mine.sig"], 10)
            self.sealed = snapshot(place)
        for name in ("rules.seal", "rules.seal.pending"):
            if os.path.exists(os.path.join(place, name)):
                os.remove(os.path.join(place, name))
        shutil.copyfile(os.path.join(self.base, "almost", "rules.seal.pending"), os.path.join(place, "rules.seal.pending"))
        shutil.rmtree(os.path.join(place, "state"), ignore_errors=True)
        before = snapshot(place)
        words = ["seal", "rules.lustrum", "--signature", "mine.sig"]
        finished = self.end_at(place, words, delay)
        now = snapshot(place)
        done = whole(now) != whole(before)
        if whole(now) not in (whole(before), self.sealed) and not self.is_sealed_and_waits(now, whole(before), self.sealed):
            return "a mixture: " + differences(self.sealed, now)
        if finished and now != self.sealed:
            return "leaves " + differences(self.sealed, now)
        figures[0 if not done else 2 if finished else 1] += 1
        return None


def main():
    if len(sys.argv) not in (2, 3, 4):
        sys.exit("usage: kill.py BUILD [N [SEED]]")
    kill = Kill(os.path.abspath(sys.argv[1]))
    symbols = subprocess.run(["nm", kill.lustrum], capture_output=True, text=True, check=False).stdout
    if "__asan_init" in symbols or "__tsan_init" in symbols:
        shutil.rmtree(kill.work)
        return  # they own the calls
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda s: kill.places(*s, n > 0 and seed == 1), SCENARIOS + MORE))
    failed = [said for said in done if isinstance(said, str)]
    wrote = sum(1 for count in done if count)
    if not failed and wrote < 20:
        failed.append(f"only {wrote} commands were seen to write")
    print("\n".join(failed) if failed else f"{sum(done)} places of {wrote} commands")
    if n and not failed:
        kill.nation()
        figures = kill.moments(n, seed)
        failed += [figures] if isinstance(figures, str) else []
        if failed:
            print(figures)
        else:
            for kind, (old, new, all_of_it) in figures.items():
                print(f"{kind}: {old} times the old stood, {new} the new, {all_of_it} times it was done first")
    shutil.rmtree(kill.work)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
