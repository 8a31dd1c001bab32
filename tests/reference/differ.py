"""differ.py -- results of lustrum beside those of the interpreter, field by field.

SPDX-License-Identifier: Apache-2.0
"""
import number


def same(column, ours, theirs):
    """Texts are the same; exact figures are the same numbers."""
    if ours == theirs:
        return True
    if not (column.endswith("exact") or column == "value"):
        return False
    try:
        return number.compare(number.parse(ours), number.parse(theirs)) == 0
    except (ValueError, ZeroDivisionError):
        return False


def files(ours, theirs):
    """What differs between {file: rows} of lustrum and of the interpreter."""
    found = []
    if sorted(ours) != sorted(theirs):
        found.append(f"files: {sorted(ours)} and {sorted(theirs)}")
    for name in sorted(set(ours) & set(theirs)):
        a, b = ours[name], theirs[name]
        if a[0] != b[0]:
            found.append(f"{name}: headings {a[0]} and {b[0]}")
            continue
        if len(a) != len(b):
            found.append(f"{name}: {len(a)} rows and {len(b)}")
        for i, (x, y) in enumerate(zip(a[1:], b[1:]), 2):
            for column, cell, other in zip(a[0], x, y):
                if not same(column, cell, other):
                    found.append(f"{name} row {i} {column}: {cell!r} and {other!r}")
    return found


def counted(reasons):
    return sorted(((one["reason"], one["printed"], one.get("because", "")), one["count"]) for one in reasons)


def reading(ledger):
    return [{"record": one["record"], "rows": one["rows"], "kept": one["kept"],
             "set_aside": sorted((why["name"], why["count"]) for why in one["set_aside"]
                                 if why["count"])} for one in ledger["reading"]]


def links(ledger):
    return [{"record": one["record"], "field": one["field"], "parent": one["parent"],
             "rows": one["rows"], "matched": one["matched"],
             "unmatched": counted(one["unmatched"]), "parents": one["parents"],
             "with": one["with_children"], "without": one["without_children"]}
            for one in ledger["links"]]


def measuring(ledger):
    return [{key: counted(value) if isinstance(value, list) else value
             for key, value in one.items()} for one in ledger["measuring"]]


def levels(ledger):
    return [{**one, "reasons": counted(one["reasons"])} for one in ledger["levels"]]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def ledgers(ours, theirs):
    found = []
    for name, work in (("reading", reading), ("links", links), ("measuring", measuring),
                       ("levels", levels)):
        a = sorted(repr(plain(one)) for one in work(ours))
        b = sorted(repr(plain(dict(sorted_like(one, work)))) for one in theirs[name])
        extra = [one for one in a if one not in b]
        wanting = [one for one in b if one not in a]
        if extra or wanting:
            found.append(f"{name}: {extra} and {wanting}")
    return found


def sorted_like(one, _):
    return one.items()
