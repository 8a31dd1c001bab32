#!/usr/bin/env python3
# growth.py FOLDER SIZE...: how the time and memory of a review grow with its rows, from the summaries
# that table.py left; what is asked is a time per row within 1.3 times that of the middle size.
# SPDX-License-Identifier: Apache-2.0
import json
import sys


def main():
    if len(sys.argv) < 3:
        sys.exit("usage: growth.py FOLDER SIZE...")
    sizes = sorted(int(size) for size in sys.argv[2:])
    seen = []
    for size in sizes:
        with open(f"{sys.argv[1]}/out-{size}/summary.json", encoding="utf-8") as file:
            seen.append(json.load(file))
    if len(seen) < 2:
        return
    each = [one["median"] / one["rows"] for one in seen]
    middle = each[len(each) // 2]
    print("growth: time a row of results, at most 1.3 times that of the middle size; peak memory")
    for size, one, time in zip(sizes, seen, each):
        near = "yes" if time <= 1.3 * middle else "NOT YET"
        print(
            f"  {size:>9,} pupils {1e9 * time:>7.1f} ns  {time / middle:.2f}  {near:<7}"
            f"  {one['peak']:>5} MB, {1e6 * one['peak'] / one['rows']:.0f} bytes a row,"
            f" {1e6 * one['peak'] / size:.0f} a pupil"
        )


main()
