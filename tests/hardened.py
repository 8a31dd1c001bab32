#!/usr/bin/env python3
"""hardened.py BUILD -- what the command cannot do, tried; and what the program file says of itself.

  * no symbol of the network in the command or the library, and no library but those of ARCHITECTURE.md
  * a position of its own, nothing writable after the start, no stack that runs
  * calls that are given up end the process (tests/fault/forbidden.c makes them from within), in every
    command that reads data; what is on no list is not there; ssh-keygen still signs
  * no core, though the limit of the caller allows one, and none by a dumpable process
  * every file that is made, by every command that writes, under no umask, is new, for its owner only, and
    not left open to other programs; a file that is written over keeps its rights
SPDX-License-Identifier: Apache-2.0
"""
import os
import re
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile

NETWORK = re.compile(r"^(socket|socketpair|connect|bind|listen|accept4?|send(to|msg|mmsg)?|recv(from|msg|mmsg)?|shutdown|"
                     r"getaddrinfo|getnameinfo|gethostby\w+|getservby\w+|inet_\w+|res_\w+|if_nametoindex|"
                     r"SSL_\w+|BIO_\w+|OSSL_HTTP_\w+|dlopen|system|popen|wordexp|exec\w+)$")
LIBRARIES = {"libcsv.so.3", "libgmp.so.10", "libcrypto.so.3", "libmd4c.so.0", "libsqlite3.so.0", "libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libpthread.so.0"}
DEADLY = ["socket", "local", "connect", "fork", "exec", "ptrace", "bpf", "ring", "mount", "kill"]
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "fault"))
from desk import SCENARIOS, Desk  # noqa: E402: every command, and a folder to run it in

VILLAGE = "tests/golden/review/village"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def modes(top):
    """The rights of everything below a folder."""
    return {os.path.relpath(os.path.join(path, name), top): stat.S_IMODE(os.lstat(os.path.join(path, name)).st_mode)
            for path, folders, files in os.walk(top) for name in folders + files}


class Hardened:
    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.lustrum = os.path.join(self.build, "lustrum")
        self.shim = os.path.join(self.build, "fault", "forbidden.so")
        self.faults = []
        self.folder = tempfile.mkdtemp(prefix="lustrum-hardened-", dir="/tmp")
        self.sanitized = re.search(r"__(asan|tsan|msan)_init", output("nm", self.lustrum)) is not None

    def fault(self, text):
        self.faults.append(text)

    def symbols(self):
        for name in ("lustrum", "liblustrum.so.0.1.0"):
            path = os.path.join(self.build, name)
            for line in output("nm", "-D", "--undefined-only", path).splitlines():
                symbol = line.split()[-1].split("@")[0]
                if NETWORK.match(symbol):
                    self.fault(f"{name} asks for {symbol}")
            needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-dW", path)))
            if not needed <= LIBRARIES and not self.sanitized:
                self.fault(f"{name} needs {needed - LIBRARIES}")

    def file(self):
        head = output("readelf", "-hW", self.lustrum) + output("readelf", "-lW", self.lustrum) + output("readelf", "-dW", self.lustrum)
        for words, why in ((r"Type:\s+DYN", "has no position of its own"), (r"GNU_RELRO", "keeps its tables writable"), (r"BIND_NOW|NOW", "binds late")):
            if not re.search(words, head):
                self.fault("lustrum " + why)
        if re.search(r"GNU_STACK.*RWE", head) or re.search(r"RPATH|RUNPATH", head):
            self.fault("lustrum has a stack that runs, or a path of its own for libraries")

    def commands(self):
        base = ["--data", VILLAGE, "--year", "2025/26"]
        rules = "tests/golden/review/village.lustrum"
        kept = os.path.join(self.folder, "kept")
        done = subprocess.run([self.lustrum, "review", rules, *base, "--out", kept, "--quiet"])
        if done.returncode:
            self.fault("the village is refused")
        out = os.path.join(self.folder, "out")
        return {
            "review": ["review", rules, *base, "--out", out, "--quiet"],
            "check": ["check", rules],
            "test": ["test", rules],
            "verify": ["verify", kept],
            "replay": ["replay", kept, *base[:2]],
            "pack": ["pack", rules, *base, "--out", os.path.join(self.folder, "pack")],
            "impact": ["impact", rules, rules, *base],
            "doc": ["doc", rules],
            "screen": ["screen", os.path.join(VILLAGE, "schools.csv")],
            "export": ["export", kept, "--sqlite", os.path.join(self.folder, "base"), "--xlsx", os.path.join(self.folder, "book")],
            "report": ["report", kept, "--out", os.path.join(self.folder, "pages")],
        }

    def run(self, command, **environment):
        def core():
            resource.setrlimit(resource.RLIMIT_CORE, resource.getrlimit(resource.RLIMIT_CORE)[1:] * 2)
            os.umask(0)

        env = dict(os.environ, LD_PRELOAD=self.shim, **environment)
        child = subprocess.Popen([self.lustrum, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=core)
        _, status = os.waitpid(child.pid, 0)
        child.returncode = 0
        return status

    def forbidden(self):
        for name, command in self.commands().items():
            calls = DEADLY if name in ("review", "replay", "report") else ["socket", "exec"]
            for call in calls:
                status = self.run(command, FORBIDDEN=call)
                if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGSYS):
                    self.fault(f"{name} may {call}: status {status}")
        review = self.commands()["review"]
        for asked in ("other", "dumpable", "rights", "core"):
            status = self.run(review, FORBIDDEN=asked)
            if os.waitstatus_to_exitcode(status) != 98:
                self.fault(f"review: {asked} is not given up: status {status}")
        status = self.run(review, FORBIDDEN="abort")
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGABRT or os.WCOREDUMP(status):
            self.fault(f"review leaves a core: status {status}")

    def rights(self):
        """Every command of the desk under no umask: what is new is its owner's, what was there keeps its rights."""
        desk = Desk(self.build, "files")
        desk.work, spare = self.folder, desk.work
        os.rmdir(spare)
        desk.base = os.path.join(self.folder, "desk")
        desk.prepare()
        for name in ("waiting", "almost"):
            os.chmod(os.path.join(desk.base, name, "rules.seal.pending"), 0o664)
        shutil.copytree(os.path.join(desk.base, "data"), os.path.join(desk.base, "faulty"))
        with open(os.path.join(desk.base, "faulty", "schools.csv"), "a") as out:
            out.write("x\n")
        log, asked = os.path.join(self.folder, "opened"), dict(SCENARIOS)
        asked["review, faulty"] = ["review", "rules.lustrum", "--data", "faulty", "--year", "2025/26", "--out", "new"]
        asked["review --spill"] = [*asked["review"], "--max-memory", "1G", "--spill", "--spreadsheet-copy"]
        asked["doc in a folder"] = ["doc", "rules.lustrum", "--html", "--out", "documents/"]
        before, made = modes(desk.base), {}
        for name, words in asked.items():
            words = [word.replace("mine.sig", words[1].split("/")[0] + ".sig") for word in words]
            place = os.path.join(self.folder, "place")
            shutil.copytree(desk.base, place)
            if os.path.exists(log):
                os.remove(log)
            shim = {} if self.sanitized else {"LD_PRELOAD": self.shim, "OPENED": log}
            was = os.umask(0)
            try:
                status = desk.run(place, words, shim)[0]
            finally:
                os.umask(was)
            if status != (3 if "faulty" in words else status if status in (0, 1, 4) else 0):
                self.fault(f"{name}: exit {status}")
            for path, mode in modes(place).items():
                wanted = before.get(path, 0o700 if os.path.isdir(os.path.join(place, path)) else 0o600)
                if path not in before:
                    made.setdefault(name, []).append(path)
                if mode != wanted:
                    self.fault(f"{name} leaves {path} with the mode {mode:o}, not {wanted:o}")
            opened = open(log).read().splitlines() if os.path.exists(log) else []
            if name in made and not opened and not self.sanitized and not all(os.path.isdir(p) for p in made[name]):
                self.fault(f"{name} was not seen to open what it made")
            for line in opened:
                if not line.startswith("new 600 "):
                    self.fault(f"{name} makes a file that is not new, its owner's and no link: {line}")
            shutil.rmtree(place)
        for name in ("new", "test --junit", "doc", "doc in a folder", "review", "review, faulty", "pack", "reference", "seal", "seal, the last",
                     "replay --out", "bundle", "report"):
            if name not in made:
                self.fault(f"{name} was not seen to make a file")


def main():
    hardened = Hardened(sys.argv[1])
    try:
        hardened.symbols()
        hardened.file()
        if not hardened.sanitized:  # sanitizers need what is given up; harden.c says so
            hardened.forbidden()
        hardened.rights()
    finally:
        shutil.rmtree(hardened.folder, ignore_errors=True)
    for fault in hardened.faults:
        print(fault)
    sys.exit(1 if hardened.faults else 0)


main()
