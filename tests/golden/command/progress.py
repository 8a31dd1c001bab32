# progress.py LUSTRUM FOLDER [MORE OPTION...]: the line on a terminal that tells how far a long review
# is. The pupils come through a pipe that stands still for a while; standard error is a terminal.
# Prints what is left on the screen when it is over, and whether the line was there before.
# SPDX-License-Identifier: Apache-2.0
import os
import pty
import subprocess
import sys
import threading
import time

PAUSE = 1.6


def screen_after(text):
    """The lines of a terminal that was sent text: carriage returns, backspaces and spaces."""
    lines, at = [[]], 0
    for c in text:
        if c == "\n":
            lines.append([])
            at = 0
        elif c == "\r":
            at = 0
        elif c == "\b":
            at -= 1
        else:
            lines[-1][at : at + 1] = [c]
            at += 1
    return ["".join(line).rstrip() for line in lines]


def slowly(path, data):
    head, rest = data[: len(data) // 2], data[len(data) // 2 :]
    with open(path, "wb", buffering=0) as pipe:
        pipe.write(head)
        time.sleep(PAUSE)
        pipe.write(rest)


def drain(fd, into):
    while True:
        try:
            part = os.read(fd, 4096)
        except OSError:
            return
        if not part:
            return
        into.append(part)


def review(lustrum, folder, pupils, options, terminal=True):
    fifo = os.path.join(folder, "fifo")
    os.mkfifo(fifo)
    writer = threading.Thread(target=slowly, args=(fifo, pupils))
    writer.start()
    ours, theirs = pty.openpty() if terminal else os.pipe()
    command = [lustrum, "review", "../review/village.lustrum", "--data", "../review/village"]
    command += ["--year", "2025/26", "--ascii", "--table", f"Pupil={fifo}", *options]
    began = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    said = []
    reader = threading.Thread(target=drain, args=(ours, said))
    reader.start()
    out = child.stdout.read()
    code = child.wait()
    took = time.monotonic() - began
    reader.join()
    writer.join()
    os.close(ours)
    os.unlink(fifo)
    return code, out, b"".join(said).decode().replace("\r\n", "\n"), took


def main():
    lustrum, folder, more = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open("../review/village/pupils.csv", "rb") as file:
        good = file.read()
    code, plain, said, _ = review(lustrum, folder, good, more, terminal=False)
    assert code == 0 and plain, (code, said)
    print("no terminal:", repr(said))
    code, out, said, took = review(lustrum, folder, good, more)
    assert code == 0 and out == plain
    updates = said.count("reading: 5 rows, 0.0 MB/s")
    assert 1 <= updates <= 10 * took, (updates, took, said)
    print("a terminal: the line was there; left on it:", screen_after(said))
    for quiet in ("--quiet", "--no-progress"):
        code, out, said, _ = review(lustrum, folder, good, [quiet, *more])
        assert code == 0 and out in (b"", plain)
        print(f"{quiet}:", repr(said))
    code, out, said, _ = review(lustrum, folder, good.replace(b",", b";", 1), more)
    assert "reading: 5 rows" in said and not out
    print(f"refused data, exit {code}:")
    print("\n".join(screen_after(said)).replace(folder, "OUT"))


main()
