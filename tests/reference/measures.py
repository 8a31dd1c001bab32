"""measures.py -- writes random measures, reviews and powers (generate.py).

SPDX-License-Identifier: Apache-2.0
"""
from chance import year_text
from writer import Thing


class Measures:
    def __init__(self, writer):
        self.w = writer

    def sections(self):
        found = [self.measure() for _ in range(self.w.case.programs or self.w.pick(1, 1, 2, 3))]
        if self.w.often(0.6):
            found.append(self.review())
        if self.w.often(0.6):
            found.append(self.power())
        return [section for section in found if section]

    def shown(self, unit):
        return self.w.pick("to 1 place", "to 2 places", "to whole number", "to nearest 0.5",
                           "to nearest 5") + self.w.pick("", "", " half even", " up", " down",
                                                         " half up")

    def measure(self):
        w = self.w
        name, unit = w.name("m"), w.pick("pure", "points", "%", "%")
        self.lines, self.name, self.unit = [], name, unit
        traits = ["outcome", "gap"] if w.often(0.5) else ["outcome"]
        if unit != "pure":
            traits.append(f"in {unit}")
        traits += [w.pick("higher is better", "lower is better"), "shown " + self.shown(unit)]
        self.lines.append(f'measure {name} "{name}"\n  {", ".join(traits)}')
        self.saved = {place: list(things) for place, things in w.scope.items()}
        w.measure = name
        self.made, self.banded, self.bands = [], [], []
        if w.case.several and w.often(0.12):
            year = year_text(w.case.first + w.pick(0, 1))
            self.lines.append(f'  not made in {year} because "No tests"')
        self.left_out = set()
        for _ in range(w.often(0.15) if w.case.programs else w.pick(0, 0, 1, 1, 2)):
            self.leaves_out()
        if w.case.programs:
            self.few_levels()
        else:
            self.levels()
        w.scope = self.saved
        w.measure = None
        if w.case.programs and w.often(0.9):    # most are by themselves
            return "\n".join(self.lines) + "\n"
        for place in self.made:
            w.scope[place].append(Thing(name, "number", unit, True, simple=True,
                                        root=place in self.rooted))
        w.measures.append({"name": name, "unit": unit, "levels": self.made, "bands": self.bands,
                           "banded": self.banded, "root": bool(self.rooted)})
        return "\n".join(self.lines) + "\n"

    def leaves_out(self):
        w = self.w
        place = w.chance.choice([name for name in w.records if name != "Area"])
        condition = w.condition(place, 1, True).text
        label = w.pick("arrived late", "no mark", "not counted")
        self.lines.append(f'  leaves out "{label}" {w.records[place].plural} where {condition} '
                          f'because "Article {w.pick(1, 2, 3)}"')
        self.left_out.add(place)

    def levels(self):
        w = self.w
        self.rooted = set()
        self.nation_lets()
        if w.often(0.6):
            self.row_level(w.pick("Pupil", "Result") if "Result" in w.records else "Pupil")
        places = w.chance.sample(["School", "Area", "nation"], w.pick(1, 2, 2, 3))
        places.sort(key=["School", "Area", "nation"].index)
        if w.often(0.15):
            self.row_level("School", dated=True)
            places = [place for place in places if place != "School"] or ["nation"]
        for place in places:
            self.unit_level(place)

    def few_levels(self):
        """A figure of one level, often over values of rows below it."""
        w = self.w
        self.rooted = set()
        if w.often(0.15):
            self.nation_lets()
        place, below = w.pick("School", "School", "School", "Area", "Trust", "nation"), None
        if w.often(0.4):
            below = w.chance.choice([name for name in w.below(place) if name not in ("Area", "Trust", place)])
            self.row_level(below)
        self.unit_level(place, below if w.often(0.8) else None)

    def let(self, place, text, thing):
        self.lines.append(f"    let {thing.text} be {text}")
        self.w.scope[place].append(thing)

    # ---- the nation's own passes ----

    def nation_lets(self):
        w = self.w
        if not w.often(0.6):
            return
        self.lines.append("  for the nation")
        for _ in range(w.pick(1, 2, 3)):
            unit = w.pick("pure", "points", "%")
            name = w.name("n")
            if w.often(0.45):
                self.grouped(name, unit)
                continue
            if w.often(0.3):
                child = w.pick("Pupil", "School")
                x = w.number(child, unit, 1)
                known = "known " if x.miss else ""
                what = w.pick("sample", "population")
                text = f"{what} standard deviation of {known}{x.post()} over {w.records[child].plural}"
                root = w.often(0.6)
                if not root:
                    text += f" rounded to {w.pick(2, 4, 6)} places"
                self.let("nation", text, Thing(name, "number", unit, True, simple=True, root=root))
                continue
            text, miss = w.reduction("nation", unit, 1)
            if w.often(0.2):
                text, miss = text + f" counting missing as {w.literal(unit)}", False
            if w.often(0.3):
                text += f" rounded {w.rounding(unit)}"
            self.let("nation", text, Thing(name, "number", unit, miss, simple=True))

    def grouped(self, name, unit):
        """A figure by groups, and a name of it at the rows of the group."""
        w = self.w
        child = w.chance.choice([name for name in w.records if name != "Area"])
        keys = [t for t in w.scope[child] if t.kind in ("code", "bool", "number") and not t.root
                and "[" not in t.text and "." not in t.text]
        if not keys:
            return
        chosen = w.chance.sample(keys, min(len(keys), w.pick(1, 1, 2)))
        x = w.number(child, unit, 1)
        known = "known " if x.miss else ""
        what = w.pick("mean", "mean", "sum", "median", "greatest", "number")
        texts = [key.text for key in chosen]
        by = texts[0] if len(texts) == 1 else f"({', '.join(texts)})"
        rows = w.records[child].plural
        where = f" where {w.where(child)}" if w.often(0.25) else ""
        if what == "number":
            text, unit = f"number of {rows}{where} by {by}", "pure"
        else:
            text = f"{what} of {known}{x.post()} over {rows}{where} by {by}"
        if what == "mean" and chosen[-1].kind == "number" and w.often(0.5):
            text += f" pooled to {w.pick('rise', 'fall')}"
        if w.often(0.3):
            text += " rounded to 2 places"
        self.lines.append(f"    let {name} be {text}")
        w.scope[child].append(Thing(f"{name}[{', '.join(texts)}]", "number", unit, True,
                                    simple=True))

    # ---- levels ----

    def row_level(self, place, dated=False):
        """A level of rows that have a value of their own."""
        w = self.w
        dates = ""
        if dated and w.case.several:
            dates = w.pick("", f" from {year_text(w.case.first + 1)}",
                           f" in {year_text(w.case.first)} to {year_text(w.case.first + 1)}")
        self.lines.append(f"  for each {place}{dates}")
        if place == "Pupil" and "Result" in w.records and w.often(0.4):
            self.pick(place)
        for _ in range(w.pick(0, 1, 2)):
            self.row_let(place)
        value = self.value_text(place)
        self.lines.append("    value " + value.text)
        self.thens(place)
        if w.often(0.2):
            self.limits(place, value)
        self.done(place)

    def row_let(self, place):
        w = self.w
        unit = w.pick("pure", "points", "%")
        name = w.name("l")
        if w.often(0.15) and place != "School":
            text, thing = w.ranked(place, name)
            self.let(place, text, thing)
        elif w.often(0.25):
            condition = w.condition(place, 2)
            self.let(place, condition.text, Thing(name, "bool", None, condition.miss, simple=True))
        else:
            number = w.number(place, unit, 2)
            if unit == "points" or number.text[0] in "0123456789":
                leaf = w.leaf(place, unit)
                number = Thing(f"({number.post()} + {leaf.post()})" + (
                    f" in {unit}" if unit == "points" else ""), "number", unit,
                    number.miss or leaf.miss)
            self.let(place, number.text, Thing(name, "number", unit, number.miss, simple=True))

    def value_text(self, place):
        w = self.w
        number = w.number(place, self.unit, 2)
        if self.unit == "points":
            return Thing(f"{number.post()} in points", "number", self.unit, number.miss)
        return number

    def done(self, place):
        if place not in self.made:
            self.made.append(place)
        self.w.scope[place].append(Thing("value", "number", self.unit, True, simple=True,
                                         root=place in self.rooted))

    def pick(self, place):
        w = self.w
        points = [t for t in w.things("Result", "number") if not t.root]
        if not points:
            return
        x = w.chance.choice(points)
        where = f" where {x.text} is known" if x.miss else (
            f" where {w.where('Result')}" if w.often(0.3) else "")
        order = w.pick(", highest first", ", highest first", ", lowest first",
                       " for the greatest total")
        size = w.pick("", "", ", each 2 times", ", each (1 + " + w.pick("1", "0.5") + ") times")
        self.lines.append(f"    pick from Results{where} by {x.post()}{order}{size}")
        names, lines = [], []
        for _ in range(w.pick(1, 2, 3)):
            names.append(w.name("slot"))
            lines.append(f"      {names[-1]} takes {w.pick(1, 1, 2, 3)} where {w.where('Result')}")
        if w.often(0.5):
            gathers = w.name("slot")
            inner = w.chance.sample(names, w.chance.randint(1, len(names)))
            lines.insert(w.chance.randint(0, len(lines)),
                         f"      {gathers} takes {w.pick(1, 2, 3)} of ({', '.join(inner)})")
            names.append(gathers)
        if w.often(0.5):
            names.append(w.name("slot"))
            lines.append(f"      {names[-1]} takes {w.pick(1, 2, 3)} of the rest")
        self.lines += lines
        for name in names:
            what = w.pick("sum", "mean", "greatest", "least", "number")
            let = w.name("p")
            unit = "pure" if what == "number" else x.unit
            self.let(place, f"{what} of {name}", Thing(let, "number", unit, what not in (
                "sum", "number"), simple=True))

    def unit_level(self, place, below=None):
        """Over the values of the rows below, where these have any."""
        w = self.w
        head = "the nation" if place == "nation" else f"each {place}"
        self.lines.append(f"  for {head}")
        for _ in range(w.pick(0, 0, 1)):
            self.row_let(place)
        found = w.reduction(place, self.unit, 1) if w.often(0.75) else None
        if below:
            found = f"{w.pick('sum', 'sum', 'mean', 'median')} of known value over {w.records[below].plural}", True
        if found:
            text, miss = found
            if w.often(0.15):
                text, miss = f"({text}) * {w.pick('1', '2.5', '3')}", miss
            elif w.often(0.15):
                text, miss = f"{text} counting missing as {w.literal(self.unit)}", False
            if self.unit == "points":
                text = f"({text}) in points"
            value = Thing(text, "number", self.unit, miss)
        else:
            value = self.value_text(place)
        roots = [t for t in w.things("nation", "number") if t.root]
        rooted = roots and w.often(0.15)
        if rooted:
            value = Thing(f"{w.pick('1.5 * ', '')}{w.chance.choice(roots).text} in {self.unit}"
                          if self.unit == "points" else w.chance.choice(roots).text, "number",
                          self.unit, True)
            self.rooted.add(place)
        self.lines.append("    value " + value.text)
        if not rooted:
            self.thens(place)
        limits = w.often(0.35) and self.limits(place, value, rooted)
        if w.often(0.3):
            self.lines.append(f'    withheld as "{w.pick("SUPP", "c", "too few")}" when '
                              + w.condition(place, 1, True).text)
        if w.often(0.5) and not self.bands:
            self.band_lines(place, limits)
        self.done(place)
        if w.often(0.3) and place != "nation":
            self.split(place)

    def thens(self, place):
        w = self.w
        while w.often(0.25):
            what = w.pick("at most", "at least", "add", "take away", "rounded", "mix")
            when = f" when {w.condition(place, 1).text}" if w.often(0.5) else ""
            if what == "rounded":
                self.lines.append(f"    then rounded {w.rounding(self.unit)}{when}")
                continue
            x = w.number(place, self.unit, 1).post()
            if what == "mix":
                self.lines.append(f"    then mix in {x} weighted by {w.pick('25%', '0.5')}{when}")
                continue
            self.lines.append(f'    then {what} {x}{when}' + w.pick("", ' because "Article 9"'))

    def limits(self, place, value, rooted=False):
        w = self.w
        roots = [t for t in w.things(place, "number") if t.root]
        unit = f" in {self.unit}" if self.unit == "points" else ""
        if rooted:
            self.lines.append("    interval from value to value")
        elif roots and w.often(0.7):
            root = w.chance.choice(roots)
            self.lines.append(f"    interval value give or take 1.96 * {root.text}{unit or ' in %'}"
                              if self.unit != "pure" else
                              f"    interval value give or take {w.pick('2', '1.96')} * {root.text}")
        elif w.often(0.6):
            n = w.counted(place, "pure", 0) if place != "Result" else None
            n = n.text if n else "3"
            self.lines.append(f"    interval value give or take {w.pick('1.5', '2')} / root of {n}"
                              + (f" in {self.unit}" if self.unit != "pure" else ""))
        else:
            low, high = w.number(place, self.unit, 1), w.number(place, self.unit, 1)
            self.lines.append(f"    interval from {low.text} to {high.text}")
        return True

    def band_lines(self, place, limits):
        w = self.w
        best, middle, worst = w.name("b"), w.name("b"), w.name("b")
        high, low = ("60%", "30%") if self.unit == "%" else w.pick(("5", "2"), ("2.5", "1"),
                                                                   ("0", "-1"))
        form = w.pick("plain", "shown", "limits", "other")
        self.lines.append("    bands")
        shown = "shown " if form == "shown" else ""
        bare = "0" if self.unit == "%" else "0"
        if form == "limits" and limits:
            lines = [f'{best} "Above" when lower > {bare}', f'{middle} "Average" otherwise',
                     f'{worst} "Below" when upper < {bare}']
        else:
            lines = [f'{best} "Best" when {shown}value >= {high}',
                     f'{middle} "Middle" when {shown}value >= {low} and {shown}value < {high}',
                     f'{worst} "Worst" when {shown}value < {low}']
            if w.often(0.3):
                lines[1] = f'{middle} "Middle" otherwise'
        names = [best, middle, worst]
        if form == "other":
            condition = w.condition(place, 1)
            lines[0] = f'{best} "Best" when {condition.text}'
            lines[1:] = [f'{middle} "Middle" otherwise']
            names = [best, middle]
        if w.often(0.4) or form == "other":
            names.append(w.name("b"))
            lines.append(f'{names[-1]} "Unknown" when missing')
        self.lines += ["      " + line for line in lines]
        self.bands, self.banded = names, [place]
        if w.often(0.3):
            when = f" when {w.condition(place, 1).text}" if w.often(0.6) else ""
            self.lines.append(f"    then band at {w.pick('most', 'least')} "
                              f"{w.chance.choice(names[:2])}{when}")

    def split(self, place):
        w = self.w
        below = [name for name in w.below(place) if name not in ("Area", place)]
        found = [(record, t) for record in below for t in w.scope[record]
                 if t.kind in ("code", "bool") and t.simple and t.text[0] in "prsd"
                 and "[" not in t.text]
        if found:
            record, thing = w.chance.choice(found)
            self.lines.append(f"    split by {record.lower()}.{thing.text}")

    # ---- reviews and powers ----

    def fitting(self, place):
        return [m for m in self.w.measures if place in m["levels"]]

    def review(self):
        w = self.w
        place = w.pick("School", "School", "Area", "nation")
        found = self.fitting(place)
        if not found:
            return None
        chosen = w.chance.sample(found, w.chance.randint(1, len(found)))
        name = w.name("review")
        of = "the nation" if place == "nation" else f"each {place}"
        test = self.test(chosen, place)
        lines = [f'review {name} "{name}" of {of}',
                 "  considers " + ", ".join(m["name"] for m in chosen), f"  secure when {test}",
                 '  finding fine "Fine" when secure']
        if w.often(0.4):
            lines.append(f'  finding watch "Watch" when not secure and ({self.test(chosen, place)})')
        lines += ['  finding visit "Visit" otherwise', '  finding unjudged "Not judged" when missing']
        w.reviewed = (name, place)
        return "\n".join(lines) + "\n"

    def test(self, chosen, place):
        w = self.w
        measure = w.chance.choice(chosen)
        if measure["bands"] and place in measure["banded"] and w.often(0.5):
            return f"{measure['name']} {w.pick('is', 'is at least', 'is not', 'is above')} " \
                   f"{w.chance.choice(measure['bands'])}"
        text = f"{measure['name']} {w.pick('<', '>=', '>')} {w.literal(measure['unit'])}"
        if w.often(0.3):
            text = f"({text} {w.pick('and', 'or')} {self.test(chosen, place)})"
        return text

    def power(self):
        w = self.w
        place = w.pick("School", "School", "Area", "nation")
        found = self.fitting(place)
        if not found:
            return None
        name = w.name("power")
        test = self.test(found, place)
        reviewed = getattr(w, "reviewed", None)
        if reviewed and reviewed[1] == place and w.often(0.4):
            test = f"{reviewed[0]} is {w.pick('fine', 'visit', 'unjudged')}"
        if w.case.several and w.often(0.5):
            test = f"in each of the last {w.pick(2, 3)} years {test}" if w.often(0.6) else \
                f"at least 2 of the last 3 years {test}"
        over = place
        stays = f"  closed when {self.test(found, place)}\n" if w.case.several and w.often(0.4) else ""
        return f'power {name} "{name}"\n  held by "Nobody" over {over}\n  open when {test}\n{stays}'
