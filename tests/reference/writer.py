"""writer.py -- writes random formulas and sections that fit made-up records (generate.py).

An expression is a Thing: its text, kind, unit, whether it can be missing, whether it is a root
number.  What a name is at each place is kept in `scope`.
SPDX-License-Identifier: Apache-2.0
"""
from chance import year_text


class Thing:
    def __init__(self, text, kind, unit=None, miss=False, **more):
        self.text, self.kind, self.unit, self.miss = text, kind, unit, miss
        self.root, self.codes, self.bands = more.get("root"), more.get("codes"), more.get("bands")
        self.list, self.simple = more.get("list"), more.get("simple", False)
        self.exact = more.get("exact", False)   # a whole or rounded number

    def post(self):
        """As what may stand after `of`: a name or a bracket."""
        return self.text if self.simple else f"({self.text})"


class Writer:
    def __init__(self, case):
        self.case, self.chance = case, case.chance
        self.records = {record.name: record for record in case.records}
        self.scope = {name: [] for name in [*self.records, "nation"]}
        self.lists = {"shades": ["RED", "GREEN", "BLUE", "GREY"], "grades": ["A", "B", "C", "D", "U"],
                      "warm": ["RED"], "passes": ["A", "B", "C"]}
        self.tables, self.parameters, self.measures = [], [], []
        self.count = 0
        self.measure = None                     # being written
        for record in case.records:
            for field in record.fields:
                self.note_field(record, field)

    # ---- chance ----

    def often(self, part):
        return self.chance.random() < part

    def pick(self, *options):
        return self.chance.choice(options)

    def name(self, front):
        self.count += 1
        return f"{front}{self.count}"

    # ---- scope ----

    def note_field(self, record, field):
        if field.role in ("key", "key personal", "link", "continues", "context") or field.parent:
            return
        kind = {"whole number": "number", "%": "number", "yes or no": "bool", "code": "code",
                "date": "date", "school year": "year"}.get(field.kind, field.kind)
        self.scope[record.name].append(Thing(
            field.name, kind, field.unit if kind == "number" else None, field.may_miss, simple=True,
            codes=field.codes, list=field.list, exact=field.kind == "whole number"))

    def above(self, place):
        """(link path, record) of each record above, and whether the links can be missing."""
        if place == "nation":
            return []
        found, queue = [], [((), place, False)]
        while queue:
            path, name, miss = queue.pop(0)
            record = self.records[name]
            for link, parent in record.parents.items():
                if parent.name not in self.records:
                    continue
                field = next(f for f in record.fields if f.name == link)
                step = (path + (link,), parent.name, miss or bool(field.missing))
                found.append(step)
                queue.append(step)
        return found

    def below(self, place):
        names = [name for name in self.records]
        if place == "nation":
            return names
        return [name for name in names if any(above == place for _, above, _ in self.above(name))]

    def things(self, place, kind=None, unit=None):
        """Names that can be read at the place: its own, and those above."""
        found = list(self.scope[place])
        for path, name, miss in self.above(place):
            for thing in self.scope[name]:
                if "." in thing.text or "[" in thing.text:
                    continue
                found.append(Thing(".".join(path) + "." + thing.text, thing.kind, thing.unit,
                                   thing.miss or miss, simple=True, codes=thing.codes,
                                   list=thing.list, root=thing.root, exact=thing.exact))
        if place != "nation":
            found += [thing for thing in self.scope["nation"] if thing.bands is None
                      or self.often(0.5)]
        return [thing for thing in found if (kind is None or thing.kind == kind)
                and (unit is None or thing.unit == unit)]

    # ---- numbers ----

    def literal(self, unit):
        if unit == "%":
            return f"{self.pick(0, 5, 10, 25, 40, 50, 62.5, 99, 100)}%"
        return str(self.pick(0, 1, 2, 3, 5, 10, 0.5, 2.5, 1.25, 7, 100))

    def number(self, place, unit, depth):
        """A number that is no root number."""
        if depth <= 0 or self.often(0.25):
            return self.leaf(place, unit)
        form = self.pick(self.sum, self.sum, self.scaled, self.scaled, self.quotient, self.chosen,
                         self.of_list, self.rounded, self.instead, self.looked_up, self.reduced,
                         self.reduced, self.counted, self.part_of, self.least_of_two, self.days,
                         self.share, self.unit_changed)
        return form(place, unit, depth - 1) or self.leaf(place, unit)

    def leaf(self, place, unit):
        found = [thing for thing in self.things(place, "number", unit) if not thing.root]
        if not found or self.often(0.15):
            parameters = [thing for thing in self.parameters if thing.unit == unit]
            if parameters and self.often(0.4):
                return self.chance.choice(parameters)
            if self.often(0.5) or not found:
                text = self.literal(unit)
                return Thing(text if unit in ("pure", "%") else f"{text} in {unit}"
                             if False else text, "number", unit, simple=True)
        return self.chance.choice(found)

    def sum(self, place, unit, depth):
        a, b = self.number(place, unit, depth), self.number(place, unit, depth)
        return Thing(f"{a.post()} {self.pick('+', '-')} {b.post()}", "number", unit,
                     a.miss or b.miss)

    def scaled(self, place, unit, depth):
        a, b = self.number(place, unit, depth), self.number(place, "pure", depth)
        if self.often(0.5):
            a, b = b, a
        sign = self.pick("", "", "-")
        return Thing(f"{sign}{a.post()} * {b.post()}", "number", unit, a.miss or b.miss)

    def quotient(self, place, unit, depth):
        a = self.number(place, unit, depth)
        if self.often(0.4):
            return Thing(f"{a.post()} / {self.pick(2, 3, 7, 10, 0.25)}", "number", unit, a.miss)
        if unit == "pure" and self.often(0.4):
            a, b = self.number(place, "points", depth), self.number(place, "points", depth)
        else:
            b = self.number(place, "pure", depth)
        return Thing(f"{a.post()} / {b.post()}", "number", unit, True)

    def chosen(self, place, unit, depth):
        a, b = self.number(place, unit, depth), self.number(place, unit, depth)
        condition = self.condition(place, depth)
        return Thing(f"{a.post()} if {condition.text} otherwise {b.post()}", "number", unit,
                     a.miss or b.miss or condition.miss)

    def several(self, place, unit, depth):
        return [self.number(place, unit, depth) for _ in range(self.pick(2, 2, 3, 4))]

    def of_list(self, place, unit, depth):
        items = self.several(place, unit, depth)
        known = self.pick("", "known ")
        what = self.pick("sum", "mean", "median", "greatest", "least")
        texts = ", ".join(item.text for item in items)
        if what in ("sum", "mean") and self.often(0.3):
            weights = ", ".join(str(self.pick(1, 2, 3, 0.5)) for _ in items)
            return Thing(f"{what} of {known}({texts}) weighted by ({weights})", "number", unit, True)
        return Thing(f"{what} of {known}({texts})", "number", unit,
                     any(item.miss for item in items))

    def rounding(self, unit):
        mode = self.pick("", "", " half even", " half up", " up", " down", " half away from zero")
        how = self.pick("to 1 place", "to 2 places", "to whole number", "to nearest 5",
                        "to nearest 0.5", "to 3 places")
        return how + mode

    def rounded(self, place, unit, depth):
        roots = [thing for thing in self.things(place, "number", unit) if thing.root]
        if roots and self.often(0.5):
            thing = self.chance.choice(roots)
        else:
            thing = self.number(place, unit, depth)
        return Thing(f"({thing.post()} rounded {self.rounding(unit)})", "number", unit, thing.miss,
                     simple=True, exact=True)

    def instead(self, place, unit, depth):
        a = self.number(place, unit, depth)
        if not a.miss:
            return a
        return Thing(f"({a.post()} counting missing as {self.literal(unit)})", "number", unit,
                     simple=True)

    def looked_up(self, place, unit, depth):
        for _ in range(4):
            table = self.chance.choice(self.tables) if self.tables else None
            if table and table["unit"] in (unit, None):
                text, miss = self.ask(table, place)
                if text:
                    more = f" in {unit}" if table["unit"] is None and unit == "points" else ""
                    return Thing(f"({text}{more})", "number", unit, miss, simple=True)
        return None

    def ask(self, table, place):
        parts, miss = [], table["miss"]
        for kind in table["keys"]:
            if kind in self.lists:
                found = [t for t in self.things(place, "code") if t.list == kind]
                if not found:
                    return None, None
                thing = self.chance.choice(found)
            else:
                thing = self.number(place, "pure", 1)
            parts.append(thing.text)
            miss = miss or thing.miss
        parts += [f'"{self.chance.choice(table["results"])}"'] if table["results"] else []
        return f"{table['name']}[{', '.join(parts)}]", miss

    def operand(self, child, unit, depth):
        """(text after `of`, whether it can be missing)"""
        thing = self.number(child, unit, depth)
        return thing

    def where(self, child):
        return self.condition(child, 1, decided=True).text

    def rows(self, child):
        plural = self.records[child].plural
        if self.measure and self.often(0.1):
            return "all " + plural
        return plural

    def reduction(self, place, unit, depth):
        """A reduction over rows, as a whole definition: (text, can be missing) or None."""
        below = self.below(place)
        if not below:
            return None
        child = self.chance.choice(below)
        what = self.pick("sum", "sum", "mean", "mean", "mean", "median", "greatest", "least", "one",
                         "lowest", "highest", "quantile")
        x = self.operand(child, unit, depth)
        rows = self.rows(child)
        known = "known " if x.miss and what != "one" else ""
        where = f" where {self.where(child)}" if self.often(0.35) else ""
        if what in ("sum", "mean") and self.often(0.2):
            w = self.number(child, "pure", 0)
            if not w.miss or known:
                return (f"{what} of {known}{x.post()} over {rows} weighted by {w.post()}{where}",
                        what == "mean")
        if what == "one":
            return (f"the one {x.post()} over {rows}{where}", True)
        if what in ("lowest", "highest"):
            k = self.pick("1", "2", "3", "(number of " + self.records[child].plural + ")")
            return f"{what} number {k} of {known}{x.post()} over {rows}{where}", True
        if what == "quantile":
            part = self.pick("25%", "50%", "90%", "10%", "0%", "100%", "33.3%")
            method = self.pick("nearest_rank", "hazen", "exclusive", "inclusive",
                               "median_unbiased")
            return f"quantile {part} of {known}{x.post()} over {rows} using {method}{where}", True
        return f"{what} of {known}{x.post()} over {rows}{where}", what != "sum"

    def reduced(self, place, unit, depth):
        found = self.reduction(place, unit, min(depth, 1))
        return found and Thing(f"({found[0]})", "number", unit, found[1], simple=True)

    def counted(self, place, unit, depth):
        below = self.below(place)
        if unit != "pure" or not below:
            return None
        child = self.chance.choice(below)
        rows = self.rows(child)
        where = f" where {self.where(child)}" if self.often(0.6) else ""
        if self.often(0.3):
            found = [t for t in self.scope[child] if t.kind in ("code", "number", "date", "bool")
                     and not t.root and not t.miss]
            if found:
                thing = self.chance.choice(found)
                return Thing(f"(number of different {thing.post()} over {rows}{where})", "number",
                             unit, simple=True, exact=True)
        if "Roll" in self.records and place in ("Area", "School", "nation") and self.often(0.4):
            return self.of_different(place, unit)
        return Thing(f"(number of {rows}{where})", "number", unit, simple=True, exact=True)

    def of_different(self, place, unit):
        x = self.number("Pupil", unit, 1)
        where = f" where {self.where('Roll')}" if self.often(0.5) else ""
        what = self.pick("sum", "mean", "median", "least")
        if self.often(0.4):
            return Thing(f"(number of different pupil over Rolls{where})", "number", unit,
                         simple=True, exact=True)
        return Thing(f"({what} of known {x.post()} over different pupil of Rolls{where})", "number",
                     unit, what != "sum", simple=True)

    def part_of(self, place, unit, depth):
        a = self.number(place, unit, depth)
        return Thing(f"{self.pick('10%', '1%', '62.5%', '200%')} of {a.post()}", "number", unit,
                     a.miss)

    def least_of_two(self, place, unit, depth):
        if unit != "pure":
            return None
        items = self.several(place, self.pick("pure", "points", "%"), depth)
        return Thing(f"number of known ({', '.join(item.text for item in items)})", "number", unit)

    def days(self, place, unit, depth):
        dates = self.things(place, "date")
        if unit != "pure" or not dates:
            return None
        a = self.chance.choice(dates)
        b = self.chance.choice(dates) if self.often(0.5) else Thing(
            self.pick("2020-02-29", "2019-08-31", "2021-03-01"), "date", simple=True)
        if self.often(0.5):
            a, b = b, a
        return Thing(f"(full {self.pick('years', 'months', 'days')} from {a.text} to {b.text})",
                     "number", unit, a.miss or b.miss, simple=True, exact=True)

    def share(self, place, unit, depth):
        below = self.below(place)
        if unit != "%" or not below:
            return None
        child = self.chance.choice(below)
        if "Roll" in self.records and place != "Pupil" and child == "Roll" and self.often(0.5):
            return Thing(f"(share of different pupil over Rolls where {self.where('Roll')})",
                         "number", unit, True, simple=True)
        return Thing(f"(share of {self.rows(child)} where {self.where(child)})", "number", unit, True,
                     simple=True)

    def unit_changed(self, place, unit, depth):
        if unit == "pure":
            return None
        a = self.number(place, "pure", depth)
        return Thing(f"({a.post()} in {unit})", "number", unit, a.miss, simple=True)

    # ---- conditions ----

    def condition(self, place, depth, decided=False):
        form = self.pick(self.compared, self.compared, self.of_code, self.of_bool, self.of_date,
                         self.known_or_not, self.joined, self.joined, self.negated, self.guarded,
                         self.at_least, self.has, self.banded)
        found = form(place, depth - 1, decided) if depth > 0 else None
        found = found or self.compared(place, 0, decided)
        return found

    def settle(self, thing, x, decided):
        """The condition on x; where it must be decided, `known` before it or a guard."""
        if decided and thing.miss:
            if self.often(0.6):
                return Thing("known " + thing.text, "bool")
            return Thing(f"({x.post()} is known and {thing.text})", "bool")
        return thing

    def compared(self, place, depth, decided):
        unit = self.pick("pure", "points", "%")
        a = self.number(place, unit, depth)
        if depth > 0 and self.often(0.3) and not decided:
            b = self.number(place, unit, depth)
        else:
            b = Thing(self.literal(unit), "number", unit, simple=True)
        sign = self.pick("<", ">", "<=", ">=", "=", "<>", "is at least", "is below", "is above",
                         "is at most")
        text = f"{a.post()} {sign} {b.post()}"
        return self.settle(Thing(text, "bool", miss=a.miss or b.miss), a, decided)

    def of_code(self, place, depth, decided):
        codes = [t for t in self.things(place, "code") if t.codes]
        if not codes:
            return None
        thing = self.chance.choice(codes)
        if self.often(0.5):
            text = f'{thing.text} {self.pick("is", "is not")} "{self.chance.choice(thing.codes)}"'
        else:
            fits = "warm" if thing.list == "shades" else "passes"
            text = f"{thing.text} in {fits}"
        return self.settle(Thing(text, "bool", miss=thing.miss), thing, decided)

    def of_bool(self, place, depth, decided):
        found = self.things(place, "bool")
        if not found:
            return None
        thing = self.chance.choice(found)
        if decided and thing.miss:
            return Thing(f"known {thing.text} is {self.pick('yes', 'no')}", "bool")
        text = thing.text if self.often(0.5) else f"{thing.text} is {self.pick('yes', 'no')}"
        return Thing(text, "bool", miss=thing.miss)

    def of_date(self, place, depth, decided):
        kind = self.pick("date", "year")
        found = self.things(place, kind)
        if not found:
            return None
        thing = self.chance.choice(found)
        other = self.pick("2019-09-01", "2020-02-29", "2021-01-01") if kind == "date" else \
            self.pick("2019/20", "2020/21", "2018/19")
        text = f"{thing.text} {self.pick('<', '>=', '=', 'is above')} {other}"
        return self.settle(Thing(text, "bool", miss=thing.miss), thing, decided)

    def known_or_not(self, place, depth, decided):
        thing = self.number(place, self.pick("pure", "points", "%"), depth)
        if not thing.miss:
            return None
        end = self.pick("is known", "is missing", "is missing as absent",
                        "is missing as nothing_to_divide_by")
        if end.endswith("absent") and not any("absent" in r.text() for r in self.records.values()):
            end = "is missing"
        return Thing(f"{thing.post()} {end}", "bool")

    def joined(self, place, depth, decided):
        parts = [self.condition(place, depth, decided) for _ in range(self.pick(2, 2, 3))]
        how = self.pick(" and ", " or ", "all", "any")
        miss = any(part.miss for part in parts)
        if how in ("all", "any"):
            return Thing(f"{how} of ({', '.join(part.text for part in parts)})", "bool", miss=miss)
        return Thing(f"({how.join(part.text for part in parts)})", "bool", miss=miss, simple=True)

    def negated(self, place, depth, decided):
        a = self.condition(place, depth, decided)
        return Thing(f"not ({a.text})", "bool", miss=a.miss)

    def guarded(self, place, depth, decided):
        unit = self.pick("pure", "points")
        x = self.number(place, unit, depth)
        more = self.condition(place, 1, True)
        test = f"{x.post()} {self.pick('<', '>=')} {self.literal(unit)}"
        if not x.miss:
            return None
        if self.often(0.5):
            return Thing(f"({x.post()} is known and {test} and {more.text})", "bool", simple=True)
        return Thing(f"({x.post()} is missing or {test})", "bool", simple=True)

    def at_least(self, place, depth, decided):
        parts = [self.condition(place, depth, decided) for _ in range(3)]
        return Thing(f"at least {self.pick(1, 2)} of ({', '.join(p.text for p in parts)})", "bool",
                     miss=any(part.miss for part in parts))

    def has(self, place, depth, decided):
        below = self.below(place)
        if not below:
            return None
        child = self.chance.choice(below)
        inner = self.condition(child, 1, True)
        return Thing(f"({self.pick('some', 'every', 'no')} {child} has ({inner.text}))", "bool",
                     simple=True)

    def banded(self, place, depth, decided):
        found = [m for m in self.measures if m["bands"] and place in m["banded"]]
        if not found or decided:
            return None
        measure = self.chance.choice(found)
        how = self.pick("is", "is not", "is at least", "is below")
        return Thing(f"{measure['name']} {how} {self.chance.choice(measure['bands'])}", "bool",
                     miss=True)

    # ---- sections ----

    def sections(self):
        from measures import Measures
        case = self.case
        head = f'framework made "Made by chance, {case.seed}"\n  edition   1\n  term      {case.term}\n' \
               f"  rounding  {case.mode}\n"
        lists = "\n".join(f"list {name} is " + ", ".join(f'"{text}"' for text in texts)
                          for name, texts in self.lists.items()) + "\n"
        tables = [self.table() for _ in range(self.pick(0, 1, 2))]
        parameters = [self.parameter() for _ in range(self.pick(0, 1, 2))]
        derives = [self.derive() for _ in range(self.pick(4, 8) if case.programs else self.pick(0, 2, 3, 5))]
        measures = Measures(self).sections()
        records = [record.text() for record in self.records.values()]
        return [head, *records, lists, *tables, *parameters, *derives, *measures]

    def parameter(self):
        name, unit = self.name("line"), self.pick("pure", "%")
        if self.case.several:
            second = year_text(self.case.first + 1)
            text = f"{self.literal(unit)} in {year_text(self.case.first)}, " \
                   f"{self.literal(unit)} from {second}"
        else:
            text = self.literal(unit)
        self.parameters.append(Thing(name, "number", unit, simple=True))
        return f'parameter {name} "{name}" is {text}\n'

    def table(self):
        name = self.name("table")
        unit = self.pick(None, None, "%")
        end = "%" if unit else ""

        def figure():
            return self.pick("0", "1", "2.5", "-3", "7", "40") + end
        form = self.pick("codes", "ranges", "both", "curve")
        key = self.pick("shades", "grades")
        table = {"name": name, "unit": unit, "results": None, "keys": [key], "miss": False}
        rows, front = [], ""
        if form == "codes":
            texts = list(self.lists[key])
            if self.often(0.3):
                texts.pop()
                table["miss"] = True
            if self.often(0.4):
                table["results"] = ["first", "second"]
                rows = [[key, "first", "second"]] + [[t, figure(), figure()] for t in texts]
            else:
                rows = [[key, "figure"]] + [[t, figure()] for t in texts]
                if self.often(0.3):
                    rows[-1][-1] = "missing no_mark"
                    table["miss"] = True
        elif form == "ranges":
            table["keys"] = ["number"]
            rows = [["x", "figure"], [self.pick("up to 0", "under 0.5"), figure()]]
            closed = rows[1][0] == "up to 0"
            rows.append(["over 0 to under 3" if closed else "0.5 to under 3", figure()])
            rows.append(["from 3" if self.often(0.5) else "3 and over", figure()])
        elif form == "both":
            other = "grades" if key == "shades" else "shades"
            table["keys"] = [key, other]
            rows = [[key] + self.lists[other]] + [[t] + [figure() for _ in self.lists[other]]
                                                  for t in self.lists[key]]
        else:
            table["keys"], table["miss"] = ["number"], True
            xs = sorted(self.chance.sample([-5, -1, 0, 1, 2.5, 4, 9, 50], 4))
            rows = [["x", "figure"]] + [[str(x), figure()] for x in xs]
            front = "  between rows by straight lines" + self.pick(
                "", ", outside them missing as off_the_curve \"off the curve\"",
                ", outside them as the nearest row") + "\n"
        self.tables.append(table)
        lines = "".join("  | " + " | ".join(row) + " |\n" for row in rows)
        return f'table {name} "{name}"\n{front}{lines}'

    def derive(self):
        places = [name for name in self.records if name != "Area"]
        place, name = self.chance.choice(places), self.name("d")
        form = self.pick("number", "number", "number", "bool", "code", "rank", "earlier")
        if form == "rank":
            text, thing = self.ranked(place, name)
        elif form == "earlier" and self.case.several:
            text, thing = self.earlier(place, name)
        elif form == "bool":
            condition = self.condition(place, 2)
            text, thing = condition.text, Thing(name, "bool", None, condition.miss, simple=True)
        elif form == "code":
            text, thing = self.code(place, name)
        else:
            unit = self.pick("pure", "points", "%")
            number = self.number(place, unit, 3)
            if number.text[0].isdigit() or number.text in [p.text for p in self.parameters]:
                number = Thing(f"{number.text} + {self.leaf(place, unit).post()}", "number", unit,
                               True)
            if unit == "points":
                number = Thing(f"{number.post()} in points", "number", unit, number.miss)
            text, thing = number.text, Thing(name, "number", unit, number.miss, simple=True)
            if self.often(0.2):
                text = f"({text}) rounded {self.rounding(unit)}"
        self.scope[place].append(thing)
        return f'derive {place}.{name} "{name}" is {text}\n'

    def code(self, place, name):
        condition = self.condition(place, 2)
        found = [t for t in self.things(place, "code") if t.list == "shades"]
        a = f'"{self.pick("RED", "BLUE")}"'
        b = self.chance.choice(found) if found else Thing('"GREEN"', "code")
        text = f"{a} if {condition.text} otherwise {b.text}"
        return text, Thing(name, "code", None, condition.miss or b.miss, simple=True, codes=self.lists[
            "shades"], list=None)

    def ranked(self, place, name):
        if place == "nation":
            return "1 = 1", Thing(name, "bool", simple=True)
        x = self.number(place, self.pick("pure", "points", "%"), 1)
        keys = [t for t in self.scope[place] if t.kind in ("code", "bool", "number") and not t.root]
        by = f" by {self.chance.choice(keys).text}" if keys and self.often(0.4) else ""
        parents = [above for _, above, _ in self.above(place)]
        within = f" within {self.chance.choice(parents)}" if parents and self.often(0.4) else ""
        where = f" where {self.where(place)}" if self.often(0.3) else ""
        then = ""
        if self.often(0.3):
            y = self.number(place, "pure", 0)
            if not y.miss:
                then = f", then {y.post()}, {self.pick('highest', 'lowest')} first"
        ties = self.pick("ties at their mean rank", "ties at the lowest", "ties at the highest",
                         "ties by their fields")
        known = "known " if x.miss else ""
        text = f"rank of {known}{x.post()} over {self.records[place].plural}{where}{within}{by}, " \
               f"{self.pick('highest', 'lowest')} first{then}, {ties}"
        return text, Thing(name, "number", "pure", True, simple=True)

    def earlier(self, place, name):
        unit = self.pick("pure", "points", "%")
        found = [t for t in self.scope[place] if t.kind == "number" and t.unit == unit and t.simple
                 and not t.root and t.text[0] not in "0123456789("]
        if not found or place == "Roll":
            return "1 = 1", Thing(name, "bool", simple=True)
        thing = self.chance.choice(found)
        form = self.pick("before", "over", "each", "least")
        if form == "before":
            back = self.pick("the year before", "2 years before")
            return f"{thing.text}[{back}]", Thing(name, "number", unit, True, simple=True)
        if form == "over":
            what = self.pick("mean of known", "sum of", "greatest of known", "median of")
            return f"{what} {thing.text} over the last {self.pick(2, 3)} years", Thing(
                name, "number", unit, True, simple=True)
        test = f"({thing.text} {self.pick('<', '>=')} {self.literal(unit)})"
        text = f"in each of the last 2 years {test}" if form == "each" else \
            f"at least 2 of the last 3 years {test}"
        return text, Thing(name, "bool", None, True, simple=True)
