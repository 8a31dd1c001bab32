#!/usr/bin/env python3
# peak.py PROGRAM ARGUMENT ...: runs a program and prints the most memory it held, in MB. What the
# program prints goes to standard error; its exit code becomes ours.
# SPDX-License-Identifier: Apache-2.0
import os
import sys


def main():
    if len(sys.argv) < 2:
        sys.exit("usage: peak.py PROGRAM ARGUMENT ...")
    child = os.fork()
    if child == 0:
        os.dup2(2, 1)
        os.execvp(sys.argv[1], sys.argv[1:])
    _, status, usage = os.wait4(child, 0)
    print(usage.ru_maxrss // 1024)
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
