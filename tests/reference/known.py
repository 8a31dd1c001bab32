"""known.py -- what can be missing, and what conditions establish (spec/missing.md, "Relying on what
was established").  It decides which parts of `and` and `or` are guarded, and nothing else.

Facts are pairs: ("known", key), ("yes", key), ("no", key), ("not 0", key) of nodes, and
("counted", measure).
SPDX-License-Identifier: Apache-2.0
"""
import number

NONE = frozenset()
FLIP = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "=": "<>", "<>": "="}


def may(node, facts):
    """Whether the node can be missing in rows for which the facts are established."""
    if ("known", node.key) in facts or ("yes", node.key) in facts or ("no", node.key) in facts:
        return False
    test = TESTS.get(node.op)
    return test(node, facts) if test else any(may(arg, facts) for arg in node.args)


def inner_facts(links, facts):
    """What is established of the row above, of facts on what is read up there."""
    return frozenset((what, key[2]) for what, key in facts
                     if isinstance(key, tuple) and key[0] == "up" and key[1] == links) | frozenset(
                         fact for fact in facts if fact[0] == "counted")


def may_up(node, facts):
    if node.info[1] and ("known", ("link",) + node.info[0][:1]) not in facts:
        return True
    return may(node.args[0], inner_facts(node.info[0], facts))


def may_divide(node, facts):
    divisor = node.args[1]
    return may(node.args[0], facts) or may(divisor, facts) or can_be_0(divisor, facts)


def can_be_0(node, facts):
    if ("not 0", node.key) in facts:
        return False
    if node.op == "figure" and not can_be_0(node.info.node, facts):
        return False
    low, high = extent(node)
    return (low is None or low <= 0) and (high is None or high >= 0)


def may_root(node, facts):
    low = extent(node.args[0])[0]
    return may(node.args[0], facts) or low is None or low < 0


def may_joint(node, facts):
    """Of `and` and `or`: each part given those before it."""
    for part in node.args:
        if may(part, facts):
            return True
        facts = facts | (yes(part) if node.op == "and" else no(part))
    return False


def may_if(node, facts):
    then, condition, other = node.args
    return may(condition, facts) or may(then, facts | yes(condition)) or may(
        other, facts | no(condition))


def may_fold(node, facts):
    what = node.info
    if what.replaced:
        return False
    return what.what not in ("sum", "number", "different")


def may_group(node, facts):
    figure, place, own, measure = node.info
    if any(may(arg, facts) for arg in node.args):
        return True
    body = figure.node
    if own and ("counted", measure) in facts and body.op == "fold" and not body.info.chosen \
            and body.info.what not in ("sample", "lowest", "highest", "one"):
        return False
    return may(body, NONE)


def may_level(node, facts):
    return any(("no", key) not in facts for key in node.info()) or may(node.args[0], facts)


TESTS = {
    "const": lambda node, facts: False,
    "field": lambda node, facts: node.info.may_miss,
    "figure": lambda node, facts: node.info.may(facts) if hasattr(node.info, "may") else may(
        node.info.node, facts),
    "up": may_up, "divide": may_divide, "root": may_root, "and": may_joint, "or": may_joint,
    "if": may_if, "fold": may_fold, "group": may_group,
    "table": lambda node, facts: not node.info[0] or any(may(arg, facts) for arg in node.args),
    "is known": lambda node, facts: False, "is missing": lambda node, facts: False,
    "counting": lambda node, facts: may(node.args[1], facts),
    "level": may_level, "list": lambda node, facts: node.info != "number" and (node.info == "known" and all(
        may(arg, facts) for arg in node.args) or node.info != "known" and any(
            may(arg, facts) for arg in node.args)),
    "has": lambda node, facts: False, "slot": lambda node, facts: node.info != "sum",
    "maybe": lambda node, facts: True, "year": lambda node, facts: True,
    "sure": lambda node, facts: False,
}


# ---- what is established ----

def lifted(facts, links):
    return frozenset((what, ("up", links, key)) for what, key in facts if what != "counted")


def known(node):
    """What is established when the node is known."""
    if node.facts is None:
        node.facts = find_known(node)
    return node.facts


def find_known(node):
    facts = frozenset([("known", node.key)])
    if node.op == "figure":
        return facts | known(node.info.node)
    if node.op == "up":
        return facts | lifted(known(node.args[0]), node.info[0]) | frozenset(
            [("known", ("link",) + node.info[0][:1])])
    if node.op in ("arith", "divide", "compare", "table", "root", "not", "group", "level") or (
            node.op == "list" and node.info == "all"):
        for arg in node.args:
            facts |= known(arg)
        if node.op == "divide":
            facts |= frozenset([("not 0", node.args[1].key)])
    return facts


def yes(node):
    """What is established when the condition is yes."""
    facts = frozenset([("yes", node.key)])
    if node.op == "is known":
        return facts | known(node.args[0])
    if node.op == "and":
        return facts.union(*(yes(part) for part in node.args))
    if node.op == "not":
        return facts | no(node.args[0])
    if node.op == "figure":
        return facts | yes(node.info.node)
    if node.op == "up":
        return facts | lifted(yes(node.args[0]), node.info[0]) | known(node)
    if node.op == "compare":
        return facts | known(node) | away_from_0(node, False)
    return facts | known(node)


def no(node):
    """What is established when the condition is no."""
    facts = frozenset([("no", node.key)])
    if node.op == "is missing":
        return facts | (known(node.args[0]) if node.info is None else NONE)
    if node.op == "or":
        return facts.union(*(no(part) for part in node.args))
    if node.op == "not":
        return facts | yes(node.args[0])
    if node.op == "figure":
        return facts | no(node.info.node)
    if node.op == "up":
        return facts | lifted(no(node.args[0]), node.info[0]) | known(node)
    if node.op == "compare":
        return facts | known(node) | away_from_0(node, True)
    if node.op in ("and", "is known"):
        return facts
    return facts | known(node)


def away_from_0(node, opposite):
    """("not 0", x) where a comparison of x with a constant says so."""
    sign = node.info
    if sign not in FLIP:
        return NONE
    x, other = node.args
    if x.op == "const":
        x, other, sign = other, x, FLIP[sign]
    if other.op != "const" or x.kind != "number":
        return NONE
    sign = OPPOSITE[sign] if opposite else sign
    bound = other.ev(None)
    apart = {">": bound >= 0, ">=": bound > 0, "<": bound <= 0, "<=": bound < 0,
             "=": bound != 0, "<>": bound == 0}[sign]
    return frozenset([("not 0", x.key)]) if apart else NONE


# ---- what a number can be ----

def extent(node):
    """(low, high), None where nothing is known."""
    if node.kind != "number":
        return (None, None)
    measure = EXTENTS.get(node.op)
    return measure(node) if measure else (None, None)


def extent_const(node):
    value = node.ev(None)
    return (value, value) if not isinstance(value, number.Limit) else (number.floor(value),
                                                                       number.floor(value) + 1)


def ends(values):
    return (min(values), max(values)) if None not in values else (None, None)


def extent_arith(node):
    parts = [extent(arg) for arg in node.args]
    (a, b), (c, d) = parts[0], parts[-1]
    if node.info == "add":
        return (None if None in (a, c) else a + c, None if None in (b, d) else b + d)
    if node.info == "subtract":
        return (None if None in (a, d) else a - d, None if None in (b, c) else b - c)
    if node.info == "negate":
        return (None if b is None else -b, None if a is None else -a)
    if node.info == "multiply":
        if len(node.args) == 2 and node.args[0].key == node.args[1].key:
            return (0, None)
        if None in (a, b, c, d):
            low = a is not None and c is not None and a >= 0 and c >= 0
            return (a * c if low else None, None)
        return ends([a * c, a * d, b * c, b * d])
    if node.info == "in":
        return parts[0]
    if isinstance(node.info, tuple) and node.info[0] == "rounded":
        _, step, mode = node.info
        return tuple(None if end is None else number.rounded(end, step, mode) for end in (a, b))
    return (None, None)


def extent_divide(node):
    (a, b), (c, d) = extent(node.args[0]), extent(node.args[1])
    if c is not None and c > 0 and a is not None and a >= 0:
        return (a / d if d is not None else 0, b / c if b is not None else None)
    return (None, None)


def extent_if(node):
    (a, b), (c, d) = extent(node.args[0]), extent(node.args[2])
    return (None if None in (a, c) else min(a, c), None if None in (b, d) else max(b, d))


def extent_fold(node):
    fold = node.info
    if fold.what in ("number", "different"):
        return (0, None)
    if fold.what == "share":
        return (0, 1)
    if fold.what in ("sample", "population"):
        return (0, None)
    if fold.operand is None:
        return (None, None)
    low, high = extent(fold.operand)
    if fold.what == "sum":
        return (0 if low is not None and low >= 0 else None, None)
    return (low, high) if not fold.weighted else (None, None)


EXTENTS = {
    "const": extent_const, "arith": extent_arith, "divide": extent_divide, "if": extent_if,
    "field": lambda node: (node.info.low, node.info.high),
    "figure": lambda node: extent(node.info.node), "up": lambda node: extent(node.args[0]),
    "fold": extent_fold, "root": lambda node: (0, None),
    "group": lambda node: extent(node.info[0].node),
    "list": lambda node: (0, None) if node.info == "number" else (None, None),
    "table": lambda node: node.info[1],
}
