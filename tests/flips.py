#!/usr/bin/env python3
"""flips.py LUSTRUM [STEP [FROM]] -- results of sealed rules, signed, with one bit turned: `lustrum verify`
must refuse them, with exit 4, whichever bit of whichever file it is.

Every STEP-th bit from the FROM-th on is turned alone and turned back (1: all of them); 401, which is no
multiple of eight, where no STEP is given.  The folder is one of the rules, their log, figures, ledger,
summary, manifest and its signature.  Prints nothing when all is well, but the count where STEP is given.
SPDX-License-Identifier: Apache-2.0
"""
import os
import sys

from seal import RUN_SPACE, Desk, made

SHARE = 401


def verify(desk):
    """The exit code, or the signal below 0."""
    null = os.open(os.devnull, os.O_RDWR)
    try:
        child = os.posix_spawn(desk.lustrum, [desk.lustrum, "verify", desk.path("out")], {
            "LC_ALL": "C", "XDG_STATE_HOME": desk.path("state")},
            file_actions=[(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)])
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    finally:
        os.close(null)


def files(folder):
    return sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)


def main(lustrum, step=SHARE, first=0):
    failed, tried, size = [], 0, 0
    with Desk(os.path.abspath(lustrum)) as desk:
        desk.write("new.pub", desk.read("commissioner.pub") + desk.read("stranger.pub"))
        made(desk)
        desk.write("out/manifest.json.sig", desk.sign(desk.read("out/manifest.json"), "commissioner", RUN_SPACE))
        if verify(desk) != 0:
            sys.exit("FAILED: signed results are refused as they are")
        for path in files(desk.path("out")):
            name = os.path.relpath(path, desk.path("out"))
            with open(path, "r+b", buffering=0) as file:
                text = file.read()
                start, size = size, size + len(text) * 8
                for bit in range(start + (first - start) % step, size, step):
                    at = (bit - start) // 8
                    os.pwrite(file.fileno(), bytes([text[at] ^ 1 << bit % 8]), at)
                    status = verify(desk)
                    os.pwrite(file.fileno(), text[at:at + 1], at)
                    tried += 1
                    if status != 4:
                        failed.append(f"FAILED: byte {at}, bit {bit % 8} of {name}: exit {status}")
        if verify(desk) != 0:
            failed.append("FAILED: the bits were not turned back")
    print("\n".join(failed[:20]), end="\n" if failed else "")
    if step != SHARE:
        print(f"{tried} bits of {size} turned, {len(failed)} not refused with exit 4")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *[int(word) for word in sys.argv[2:4]]))
