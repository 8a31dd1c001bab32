#!/usr/bin/env python3
"""hardened.py BUILD -- what the command cannot do, tried; and what the program file says of itself.

  * no symbol of the network in the command or the library, and no library but those of ARCHITECTURE.md
  * a position of its own, nothing writable after the start, no stack that runs
  * calls that are given up end the process (tests/fault/forbidden.c makes them from within), in every
    command that reads data; what is on no list is not there; ssh-keygen still signs
  * no core, though the limit of the caller allows one, and none by a dumpable process
  * every file that is made is new, for its owner only, and not left open to other programs
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
LIBRARIES = {"libcsv.so.3", "libgmp.so.10", "libcrypto.so.3", "libmd4c.so.0", "libc.so.6", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libpthread.so.0"}
DEADLY = ["socket", "local", "connect", "fork", "exec", "ptrace", "bpf", "ring", "mount", "kill"]
VILLAGE = "tests/golden/review/village"


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


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

    def files(self):
        log = os.path.join(self.folder, "opened")
        commands = self.commands()
        faulty = os.path.join(self.folder, "faulty")
        shutil.copytree(VILLAGE, faulty)
        with open(os.path.join(faulty, "schools.csv"), "a") as out:
            out.write("x\n")
        commands["faulty"] = [a.replace(VILLAGE, faulty) for a in commands["review"]]
        for name in ("review", "pack", "faulty"):
            if self.sanitized:
                continue
            self.run(commands[name], OPENED=log)
        made = open(log).read().splitlines() if os.path.exists(log) else []
        if not self.sanitized and len(made) < 8:
            self.fault(f"only {len(made)} files were seen to be made")
        for line in made:
            if not line.startswith("new 600 "):
                self.fault("a file is made that is not new and for its owner only: " + line)
        for top, folders, names in os.walk(self.folder):
            for name in folders + names:
                path = os.path.join(top, name)
                mode = stat.S_IMODE(os.stat(path).st_mode)
                if re.search(r"/(out|pack|out\.problems\.csv)(/|$)", path) and mode & 0o077:
                    self.fault(f"{path}: mode {mode:o}")


def main():
    hardened = Hardened(sys.argv[1])
    try:
        hardened.symbols()
        hardened.file()
        if not hardened.sanitized:  # sanitizers need what is given up; harden.c says so
            hardened.forbidden()
        hardened.files()
    finally:
        shutil.rmtree(hardened.folder, ignore_errors=True)
    for fault in hardened.faults:
        print(fault)
    sys.exit(1 if hardened.faults else 0)


main()
