"""report.py LUSTRUM OUT... -- the pages of `lustrum report` of every folder of results named, read back;
of OUT+EARLIER, with the years before it.  report.py LUSTRUM --keep DIR: only pages of made-up results, for a browser.

Every page has one h1, headings that go down by one, captions and scopes in every table, links that lead to
a page or a place, each name once, no attribute that acts or styles; the style and script that its policy
names, and nothing else; no address of the web.  tidy, where there is one, has nothing to say.  Every figure
in the tables of a unit's page is the cell of the level file or split.  Every chart is read back: its marks,
put on the scale that its own axis has, are the numbers of its table.  The pages are the same for one thread
and for three, and one asked for alone is the one made with all.
SPDX-License-Identifier: Apache-2.0
"""
import base64
import csv
import filecmp
import hashlib
import html.parser
import json
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

JUDGED = set()
VOID = {"meta", "rect", "circle", "path"}
ELEMENTS = set("html head meta title style script body header nav main section figure figcaption h1 h2 h3 h4 p "
               "ul li dl dt dd div table caption thead tbody tr th td strong span code pre a svg text path rect "
               "circle".split())
TABLE = re.compile(r"<caption>(.*?)</caption>\n<thead>\n<tr>(.*?)</tr>\n</thead>\n<tbody>\n(.*?)</tbody>", re.S)
CELL = re.compile(r"<t[hd][^>]*>(?:<a [^>]*>)?(.*?)(?:</a>)?</t[hd]>", re.S)
FIGURE = re.compile(r"<figure[^>]*>\n<figcaption>(.*?)(?:<span>.*?</span>)?</figcaption>\n(<svg .*?</svg>)", re.S)
TEXT = re.compile(r'<text x="([-0-9.]+)" y="([-0-9.]+)"(?: text-anchor="(\w+)")?>(.*?)</text>', re.S)


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found, self.ids, self.links, self.levels = [], [], [], []
        self.open, self.styles, self.script, self.policy, self.captions = [], [], "", "", 0
        self.feed(text)
        if self.open:
            self.found.append(f"{self.open} stays open")
        self.judge(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag not in ELEMENTS:
            self.found.append(f"an element {tag}")
        for name in attrs:
            if name.startswith("on") or name in ("style", "src", "action", "srcset"):
                self.found.append(f"an attribute {name} of {tag}")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs.get("href", ""))
        if tag == "th" and attrs.get("scope") not in ("col", "row"):
            self.found.append("a heading of a table without scope")
        if tag == "svg" and not (attrs.get("role") == "img" and attrs.get("aria-label")):
            self.found.append("a chart without a name")
        self.captions += (tag == "caption") - (tag == "table")
        if attrs.get("http-equiv"):
            self.policy = attrs["content"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if tag not in VOID and (not self.open or self.open.pop() != tag):
            self.found.append(f"{tag} is closed out of turn")

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            self.styles.append(data)
        if self.open and self.open[-1] == "script":
            self.script += data

    def judge(self, text):
        if self.levels.count(1) != 1 or self.levels[:1] != [1]:
            self.found.append("not one h1, or not first")
        if any(b > a + 1 for a, b in zip(self.levels, self.levels[1:])):
            self.found.append("a level of headings is left out")
        if self.captions:
            self.found.append("a table without a caption")
        if len(set(self.ids)) != len(self.ids):
            self.found.append("two places have one name")
        if re.search(r"https?:|//[a-z]|url\(|@import", "".join(self.styles) + self.script + text.split("<pre>")[0].replace(self.policy, "")):
            self.found.append("an address of the web")
        if len(self.script) > 3072:
            self.found.append(f"a script of {len(self.script)} bytes")
        want = "default-src 'none'; style-src 'sha256-%s' 'sha256-%s'; script-src 'sha256-%s'; form-action 'none'; " \
               "base-uri 'none'" % tuple(base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
                                         for part in (*self.styles, self.script))
        if self.policy != want:
            self.found.append("the policy is of something else: " + self.policy)


def plain(words):
    return html.unescape(re.sub(r"<[^>]*>", "", words))


def tables(text):
    """Caption, headings, rows of every table of a page."""
    for caption, heads, body in TABLE.findall(text):
        rows = [[plain(cell) for cell in CELL.findall(row)] for row in body.split("</tr>\n") if row]
        yield plain(caption), [plain(head) for head in CELL.findall(heads)], rows


# ---- charts ----

def axis(svg, vertical):
    """Whole and part of the line from places to numbers, by the first and last number beside it."""
    ticks = []
    for x, y, anchor, words in TEXT.findall(svg):
        if re.fullmatch(r"-?[0-9.]+", words) and anchor == ("end" if vertical else "middle"):
            ticks.append((float(y) - 4.5 if vertical else float(x), float(words)))
    (a, low), (b, high) = ticks[0], ticks[-1]
    return lambda place: low + (place - a) * (high - low) / (b - a)


def apart(svg, place, number, told, vertical, found):
    """Whether a place is more than a tenth of a pixel and the rounding of the number away from it."""
    to_number = axis(svg, vertical)
    if abs(to_number(place) - number) > abs(to_number(1) - to_number(0)) * 0.11:
        found.append(f"a chart shows {to_number(place):.4f} and the table {number}: {told}")


def number(words):
    return float(re.match(r"-?[0-9.,]+", words)[0].replace(",", ""))


def judge_caterpillar(title, svg, row, found):
    mark = re.search(r'class="mark" d="M([-0-9.]+) ([-0-9.]+)L', svg)
    if not mark:
        return found.append(title + " marks nothing")
    apart(svg, float(mark[2]) + 5.5, number(row["Figure"]), title, True, found)
    own = re.search(r'class="own" d="M[-0-9.]+ ([-0-9.]+)L[-0-9.]+ ([-0-9.]+)"', svg)
    if own:
        apart(svg, float(own[1]), number(row["Interval from"]), title, True, found)
        apart(svg, float(own[2]), number(row["to"]), title, True, found)


def judge_ribs(title, svg, rows, found):
    """Marks and ribs stand in the order of the rows; those without a number have none."""
    marks = re.findall(r'<(?:circle class="mark" cx|rect class="apart" x)="([-0-9.]+)" c?y="([-0-9.]+)"', svg)
    kinds = re.findall(r'<(circle|rect) class', svg)
    spans = {m[2]: m for m in re.findall(r'class="own(apart)?" d="M([-0-9.]+) ([-0-9.]+)L([-0-9.]+) ', svg)}
    shown = [row for row in rows if row["Figure"]]
    if len(marks) != len(shown):
        return found.append(f"{title} has {len(marks)} marks for {len(shown)} figures")
    for (x, y), kind, row in zip(marks, kinds, shown):
        shift = 5 if kind == "rect" else 0
        apart(svg, float(x) + shift, number(row["Figure"]), title, False, found)
        span = spans.get("%g" % (float(y) + shift))
        if span and row.get("Interval from"):
            apart(svg, float(span[1]), number(row["Interval from"]), title, False, found)
            apart(svg, float(span[3]), number(row["to"]), title, False, found)


def judge_trend(title, svg, rows, found):
    """Years stand evenly; every figure has a mark, and what has none a word."""
    marks = re.findall(r'<circle class="mark" cx="([-0-9.]+)" cy="([-0-9.]+)"', svg)
    spans = {m[0]: m for m in re.findall(r'class="own" d="M([-0-9.]+) ([-0-9.]+)L[-0-9.]+ ([-0-9.]+)"', svg)}
    shown = [row for row in rows if row["Figure"]]
    if len(marks) != len(shown) or svg.count(">none<") != len(rows) - len(shown):
        return found.append(f"{title} has {len(marks)} marks for {len(shown)} figures")
    for (x, y), row in zip(marks, shown):
        apart(svg, float(y), number(row["Figure"]), title, True, found)
        if row.get("Interval from"):
            apart(svg, float(spans[x][1]), number(row["Interval from"]), title, True, found)
            apart(svg, float(spans[x][2]), number(row["to"]), title, True, found)
    return None


def judge_bars(title, svg, rows, found):
    wide = [float(w) for w in re.findall(r'class="bar" d="M[-0-9.]+ [-0-9.]+h([-0-9.]+)v', svg)]
    counts = [number(row[1]) for row in rows]
    wide += [float(w) for w in re.findall(r'class="last" d="M[-0-9.]+ [-0-9.]+h([-0-9.]+)v', svg)]
    counts += [number(row[3]) for row in rows if len(row) > 3]
    most = max(counts)
    if len(wide) != len(counts) or any(abs(w * most - c * max(wide)) > most * 0.11 for w, c in zip(wide, counts)):
        found.append(f"{title}: bars of {wide} for {counts}")


# ---- what belongs to what ----

SAID = (("Figure", ""), ("Interval from", ".lower"), ("to", ".upper"), ("Counted", ".counted"), ("Of all", ".of"),
        ("Why there is none", ".reason"))


def judge_names(title, svg, named, found):
    """Names in a caterpillar of all stand at the unit that has them.  named: pairs of figure and name."""
    dots = re.search(r'class="dots" d="([^"]*)"', svg)
    places = re.findall(r"M([-0-9.]+) [-0-9.]+h0", dots[1]) if dots else []
    at = {(x, name) for x, (_, name) in zip(places, sorted(named, key=lambda pair: pair[0]))}
    texts = [t for t in TEXT.findall(svg) if not re.fullmatch(r"-?[0-9.]+", t[3])][:-2]
    for x, _, _, words in texts:
        if (x, plain(words)) not in at:
            found.append(f"{title}: {plain(words)} stands at no unit of that name")
    if not texts and len(named) <= 40:
        found.append(f"{title} names nothing")
    JUDGED.add("names")


def judge_dots(title, svg, figures, found):
    """A caterpillar without a mark: its dots, or the places of its line, are the figures in order."""
    dots = re.search(r'class="dots" d="([^"]*)"', svg)
    if not dots:
        return
    places = [float(y) for y in re.findall(r"M[-0-9.]+ ([-0-9.]+)h0", dots[1])]
    if len(places) != len(figures):
        found.append(f"{title} has {len(places)} dots for {len(figures)} figures")
    for place, figure in zip(places, sorted(figures)):
        apart(svg, place, figure, title, True, found)


def judge_powers(text, out, level, line, lines, links, found, told):
    """Powers over a unit, and those held in it, with what decisions.csv has of them."""
    path = os.path.join(out, "decisions.csv")
    decisions = read(path) if os.path.exists(path) else []

    def decided(key):
        return "; ".join(f"{d['date']}: {d['decision']} by {d['who']} ({d['reason']})" for d in decisions if d["key"] == key)
    key = next(iter(line.values()))
    for caption, heads, rows in tables(text):
        if caption == "Powers and whether they are open":
            if rows[0][2] != line["notice"] or ("What was decided" in heads) != bool(decisions) or \
                    (decisions and rows[0][4] != decided(key)):
                found.append(f"{told}: powers are {rows}")
        if caption.endswith("over which it is open"):
            below = {k["key"] for k in links if (k["of"], k["parent"]) == (level, key)}
            want = [[l["name"], decided(l["urn"])] for l in lines["School"] if l["urn"] in below and l["notice"] == "open"]
            if [[row[0], row[4]] for row in rows] != want:
                found.append(f"{told}: open over {rows}, not {want}")
            JUDGED.add(caption)


def judge_supports(text, level, key, lines, supports, found, told):
    """Who could help whom, as support.csv has it: on the page of a unit, of what it belongs to, of the nation."""
    names = {line["urn"]: line["name"] for line in lines["School"]}

    def cells(line, sides):
        figures = ["beginning", "poor_share"] if line["support"] == "partners" else ["poor_share"]
        return [line["place"], line["distance"]] + [line[f"{f}.{side}"] for f in figures for side in sides]
    want = []
    for name, title in (("partners", "Partners <for> support"), ("anywhere", "Partners anywhere")):
        mine, before = [line for line in supports if line["support"] == name], len(want)
        pairs = [line for line in mine if line["partner"]]
        if level == "School":
            want.append([[names[p["partner"]], *cells(p, ["partner_rank"])] for p in pairs if p["key"] == key])
            want.append([[names[p["key"]], *cells(p, ["rank"])] for p in pairs if p["partner"] == key])
        elif (level == "Region") == (name == "partners"):
            inside = [line for line in mine if level == "nation" or line["group"] == key]
            want.append([[names[p["key"]], names[p["partner"]], *cells(p, ["rank", "partner_rank"])]
                         for p in inside if p["partner"]])
            want.append([[names[line["key"]], line["side"]] for line in inside if line["reason"]])
            seek = {line["key"] for line in inside if line["side"] == "seeks" and "decided" not in line["reason"]}
            said = f"Seeking support: {len(seek)}; with a partner that offers it: {len({p['key'] for p in inside if p['partner']})};"
            if said not in text:
                found.append(f"{told}: it does not say {said}")
        if html.escape(title, quote=False) not in text and any(want[before:]):
            found.append(f"{told}: no {title}")
    there = []
    for caption, _, rows in tables(text):
        if caption.startswith("Nearest ") or caption.startswith("Whom of the ") or caption.endswith("who could help whom"):
            there.append(rows)
        if caption.endswith("without a partner, and why"):
            there.append([row[:2] for row in rows])
            if not all(row[2] for row in rows):
                found.append(f"{told}: no reason in {rows}")
    if there != [rows for rows in want if rows]:
        found.append(f"{told}: support is {there}, not {want}")
    JUDGED.update("support" for rows in want if rows)


def judge_ties(text, level, key, lines, links, bands, found, told, order=()):
    """What a unit's page says of whom it belongs to, and of who belongs to it."""
    facts = re.search(r'<dl class="facts">\n(.*?)</dl>', text, re.S)[1]
    shown = [(plain(a), plain(b)) for a, b in re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", facts)]
    for link in links:
        if (link["level"], link["key"]) != (level, key):
            continue
        said = link["parent"] + (f" (not counted there: {link['reason']})" if link["reason"] else "")
        if (link["of"], said) not in shown:
            found.append(f"{told} does not say that it belongs to {said}")
    charts = dict((plain(title), svg) for title, svg in FIGURE.findall(text))
    below = [link for link in links if (link["of"], link["parent"]) == (level, key)]
    tables_of = [t for t in tables(text) if re.search(" of these [a-z ]+$", t[0])]
    if bool(below) != bool(tables_of):
        found.append(f"{told} has {len(tables_of)} tables of {len(below)} that belong to it")
    for caption, heads, rows in tables_of:
        level_below = heads[0]
        mine = sorted((link for link in below if link["level"] == level_below), key=lambda link: link["key"].encode())
        files = {",".join(list(line.values())[:parts]): line for line in lines[level_below] for parts in (3, 2, 1)}
        measures = [h[:-7] for h in lines[level_below][0] if h.endswith(".reason") and h != "finding.reason"]
        measures.sort(key=lambda m: order.index(m) if m in order else len(order))
        at = [t[0] for t in tables_of if t[1][0] == level_below].index(caption)
        if len(rows) != len(mine):
            found.append(f"{told}, {caption}: {len(rows)} rows for {len(mine)} links")
        figures = {}
        for row, link in zip([dict(zip(heads, row)) for row in rows], mine):
            line = files[link["key"]]
            for head, part in SAID:
                if head in row and row[head] != line.get(measures[at] + part, ""):
                    found.append(f"{told}, {caption}: {head} is {row[head]!r}")
            if row.get("Not counted here", "") != link["reason"] or row.get("Weight", "") != link["weight"]:
                found.append(f"{told}, {caption}: another link for {link['key']}")
            for head, column in (("Band", measures[at] + ".band"), ("Finding", "finding")):
                if head in row:
                    bands.setdefault((column, line[column]), set()).add(row[head])
            if re.fullmatch("-?[0-9.]+", line[measures[at]]):
                figures[link["key"]] = float(line[measures[at]])
        if caption in charts:
            judge_dots(f"{told}, {caption}", charts[caption], figures.values(), found)


# ---- funnels, once more and from spec/report.md ----

def near(square, places):
    """The root of a fraction in whole steps of 10^-places, halves away from zero."""
    scaled = 4 * square * 100 ** places
    return (math.isqrt(scaled.numerator // scaled.denominator) + 1) // 2


def corrected(points, target, sigma, spread):
    """The variance of a figure of n rows, as the rules' report has it corrected."""
    far = [n * (y - target) ** 2 for n, y in points]
    plain_ = lambda n: sigma ** 2 / n
    if spread == "additive":
        s1, s2 = sum(n for n, _ in points), sum(n * n for n, _ in points)
        over = sum(far) / sigma ** 2 - (len(points) - 1)
        tau = max(Fraction(0), over * sigma ** 2 * s1 / (s1 * s1 - s2))
        return lambda n: plain_(n) + tau
    if spread.startswith("multiplicative"):
        z = sorted((f if y > target else -f) for f, (n, y) in zip(far, points))
        cut = len(z) * (10 if "winsorised" in spread else 0) // 100
        z = [z[cut]] * cut + z[cut:len(z) - cut] + [z[len(z) - 1 - cut]] * cut
        phi = max(Fraction(1), sum(map(abs, z)) / len(z) / sigma ** 2)
        return lambda n: plain_(n) * phi
    return plain_


def said_of_pages(out):
    """What the rules' report says: order of measures, the one with a funnel, its correction."""
    said = {}
    for name in os.listdir(os.path.join(out, "rules")):
        if name.endswith(".lustrum"):
            with open(os.path.join(out, "rules", name), encoding="utf-8") as file:
                text = file.read()
            report = re.search(r'^report \w+ "[^"]*"(?: of (.*))?\n((?:  .*\n)*)', text, re.M)
            if report:
                said["order"] = (report[1] or "").split(", ")
                within = re.search(r"spread within Schools is (\w+)\.(\w+)", report[2])
                between = re.search(r"spread between Schools (.*)", report[2])
                if within and between:
                    said["funnel"] = (within[1], within[2], between[1])
    return said


def judge_funnel(text, out, lines, own, found, told):
    """A funnel's table is what the definition gives, and its marks are the table's."""
    measure, let, spread = said_of_pages(out).get("funnel", ("", "", ""))
    table = [t for t in tables(text) if t[0].endswith(": figures and limits")]
    charts = [svg for _, svg in FIGURE.findall(text) if 'class="inner"' in svg]
    nation = {(r["measure"], r["figure"]): r for r in read(os.path.join(out, "nation.csv"))}
    if not spread or not nation.get((measure, let), {}).get("exact") or (own is not None and not table):
        if table or charts:
            found.append(told + " has a funnel")
        return
    many = told == "nation.html" and len(lines["School"]) > 40  # the table is on the page of the level
    if bool(table) == many or bool(charts) == (told == "school/index.html"):
        found.append(f"{told} has {len(charts)} funnels and {len(table)} tables of one")
    target = Fraction(nation[measure, "value"]["value"] if (measure, "value") in nation else 0)
    sigma = Fraction(nation[measure, let]["exact"])
    known = [line for line in lines["School"] if line[measure]]
    variance = corrected([(int(l[measure + ".counted"]), Fraction(l[measure])) for l in known], target, sigma, spread)
    places = len(known[0][measure].partition(".")[2]) + 1
    want, beyond = [], []
    for line in lines["School"]:
        if not line[measure] or (own is not None and line["urn"] not in own):
            continue
        n, y = int(line[measure + ".counted"]), Fraction(line[measure])
        halves = [near(z * z * variance(n), places) for z in (Fraction(196, 100), Fraction(309, 100))]
        cells = [f"{float(target + sign * Fraction(half, 10 ** places)):.{places}f}" for half in halves for sign in (-1, 1)]
        far = sum((y - target) ** 2 > z * z * variance(n) for z in (Fraction(196, 100), Fraction(309, 100)))
        where = ("above " if y > target else "below ") + ("95%", "99.8%")[far - 1] if far else "inside"
        want.append([line["name"], str(n), line[measure], *cells, where])
        beyond.append((far, n, float(y)))
    if table and table[0][2] != want:
        wrong = [(a, b) for a, b in zip(table[0][2], want) if a != b]
        found.append(f"{told}: the funnel has {wrong[:1]} of {len(wrong)}, {len(table[0][2])} for {len(want)}")
    for svg in charts:
        for limit, words in (("inner", "Dashed: 95% limits"), ("outer", "Solid: 99.8% limits")):
            drawn = "L" in re.search(rf'class="{limit}" d="([^"]*)"', svg)[1]
            if drawn != (words in svg):
                found.append(f"{told}: its key {'lacks' if drawn else 'tells of'} {limit} limits")
            JUDGED.add(f"{limit} limits {'drawn' if drawn else 'outside'}")
        for far, shape in enumerate((r"M([-0-9.]+) ([-0-9.]+)h0", r"M([-0-9.]+) ([-0-9.]+)(?:L[-0-9. ]+){3}z",
                                     r"M([-0-9.]+) ([-0-9.]+)(?:L[-0-9. ]+){2}z")):
            paths = re.findall(r'class="(?:dots|beyond)((?: own| our| pale)?)[a-z]*" d="([^"]*)"', svg)
            marks = [m for kind, path in paths if own is None or kind.startswith(" o") for m in re.findall(shape, path)]
            mine = [b for b in beyond if b[0] == far]
            if len(marks) != len(mine):
                found.append(f"{told}: {len(marks)} marks beyond {far} limits, not {len(mine)}")
            for (x, y), (_, n, value) in zip(marks, mine):
                shift = 4.5 if far else 0
                apart(svg, float(y) + shift, value, told, True, found)
                apart(svg, float(x), n, told, False, found)


def judge_ledger(out, links, found):
    """Rows that a link matched are rows of links.csv, where both ends have a file of their own."""
    with open(os.path.join(out, "ledger.json"), encoding="utf-8") as file:
        ledger = json.load(file)["links"]
    for link in ledger:
        level, of = link["record"], link["parent"]
        rows = [k for k in links if k["level"] == level and k["of"] == of and not k["through"]]
        if rows and len(rows) != link["matched"]:
            found.append(f"{level}.{link['field']}: {link['matched']} matched, {len(rows)} in links.csv")


def judge_beside(text, lines, links, found):
    """Units side by side: how many of those below them have each finding."""
    for caption, heads, rows in tables(text):
        if " of each " not in caption:
            continue
        of, level = heads[0], next(l for l in lines if any(k["level"] == l and k["of"] == heads[0] for k in links))
        findings = {}
        for line in lines[level]:
            findings[line[next(iter(line))]] = line["finding"]
        for row, line in zip(rows, lines[of]):
            mine = [findings[k["key"]] for k in links if k["level"] == level and k["of"] == of
                    and k["parent"] == next(iter(line.values()))]
            counts = sorted(mine.count(f) for f in set(mine))
            if int(row[1]) != len(mine) or sorted(int(c) for c in row[2::2] if c != "0") != counts:
                found.append(f"{caption}: {row} for {counts}")


# ---- figures ----

def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def judge_rows(rows, cells, measure, bands, found, told):
    """The rows of a table against lines of a file."""
    for row, line in zip(rows, cells):
        for head, part in (("Figure", ""), ("Interval from", ".lower"), ("to", ".upper"),
                           ("Counted", ".counted"), ("Of all", ".of"), ("Why there is none", ".reason")):
            if head in row and row[head] != line.get(measure + part, ""):
                found.append(f"{told}: {head} is {row[head]!r}, in the file {line.get(measure + part)!r}")
        if "Band" in row:
            bands.setdefault((measure + ".band", line.get(measure + ".band", "")), set()).add(row["Band"])


def judge_unit(text, line, out, level, bands, found, told):
    measures = [head[:-7] for head in line if head.endswith(".reason") and head[:-7] in line]
    measures = [m for m in measures if m != "finding"]
    sections = re.findall(r"<section>\n(.*?)</section>", text, re.S)
    if len(sections) != len(measures):
        return found.append(f"{told}: {len(sections)} sections for {measures}")
    first = said_of_pages(out).get("order", [])
    measures.sort(key=lambda m: first.index(m) if m in first else len(first))
    short = text.split("<h2>In short</h2>")[1].split("<h2>")[0]
    for measure, section in zip(measures, sections):
        title = re.search("<h3>(.*?)</h3>", section)[1]
        if len(measures) <= 8 and f"<li>{title}: " not in short:
            found.append(f"{told}: nothing of {measure} in short")
        said = re.search(f"<li>{re.escape(title)}: (.*)</li>", short)
        band = [dict(zip(heads, rows[0])).get("Band") for _, heads, rows in list(tables(section))[:1]]
        if said and band[0] and f">{html.escape(band[0])}<" not in said[1]:
            found.append(f"{told}: the band of {measure} is not said in short")
        charts = FIGURE.findall(section)
        for at, (caption, heads, rows) in enumerate(tables(section)):
            rows = [dict(zip(heads, row)) for row in rows]
            charted = [svg for title, svg in charts if plain(title) == caption]
            if at == 0:
                judge_rows(rows[:1], [line], measure, bands, found, f"{told}, {measure}")
                for title, svg in charts:
                    if "this one marked" in title:
                        judge_caterpillar(told + ", " + title, svg, rows[0], found)
                continue
            if caption.endswith(" over the years"):
                for svg in charted:
                    judge_trend(f"{told}, {caption}", svg, rows, found)
                judge_rows(rows[-1:], [line], measure, bands, found, f"{told}, {caption}")
                continue
            field = rows[0]["Of"].split(":")[0]
            name = next(n for n in os.listdir(out) if n.startswith(f"{level}.{measure}.by.") and n.endswith(".csv") and
                        n[:-4].split(".by.")[1].replace("_", " ").replace(".", ", ") == field)
            keys = list(line)[:list(line).index(measures[0])]
            groups = [g for g in read(os.path.join(out, name)) if all(g[k] == line[k] for k in keys)]
            judge_rows(rows[:len(groups)], groups, measure, bands, found, f"{told}, {caption}")
            for svg in charted:
                judge_ribs(f"{told}, {caption}", svg, rows, found)
    return None


def judge_counts(text, found):
    shown = list(tables(text))
    for title, svg in FIGURE.findall(text):
        if 'class="bar"' not in svg:
            continue
        name = plain(title).rsplit(": ", 1)[0]
        rows = next(rows for caption, _, rows in shown if caption.startswith(name + ": how many"))
        judge_bars(name, svg, rows, found)
        thin = [float(w) for w in re.findall(r'class="last" d="M[-0-9.]+ [-0-9.]+h([-0-9.]+)v', svg)]
        if thin and len(thin) != len(rows):
            found.append(f"{name}: {len(thin)} thin bars")
        shown = [t for t in shown if t[2] is not rows]


def judge_wording(text, lines, found):
    """What only a reader would stumble over: empty columns and lists, one of several, no
    intervals where there are some, margins in other letters."""
    for caption, heads, rows in tables(text):
        empty = [head for at, head in enumerate(heads) if head in ("Why there is none", "Figures that are missing")
                 or (caption.endswith(" over the years") and head != "Figure") if not any(row[at] for row in rows)]
        if empty:
            found.append(f"{caption}: nothing stands in {empty}")
    if re.search(r"<(ul|ol|dl)[^>]*>\s*</", text):
        found.append("a list of nothing")
    phrase = "This is no ranking: there are no intervals"
    if any(">Interval from<" in part.split("<h2", 1)[0] for part in text.split(phrase)[1:]):
        found.append("it says that there are no intervals, and shows some")
    if not re.search(r"@page\{[^@]*font:[^;]*Arial", text):
        found.append("its margins have letters of their own")
    words = plain(text.split("<pre>")[0])
    for level in lines:
        if re.search(rf"(?<![0-9,./])(?<!of )\b1 {level.lower()}s\b", words):
            found.append(f"it says 1 {level.lower()}s")


def judge_goals(text, out, found):
    """What a goal's measure is this year: the cell of nation.csv, or why there is none."""
    nation = {r["measure"]: r for r in read(os.path.join(out, "nation.csv")) if r["figure"] == "value"}
    figures = {r["value"] or r["reason"] for r in nation.values()}
    shown = {re.sub("[^-0-9.]+$", "", row[1]) for caption, _, rows in tables(text) for row in rows
             if caption == "Figures of the nation" and re.search("[^0-9.]$", row[1])}
    for caption, _, rows in tables(text):
        for row in rows if caption == "Goals and their state" else []:
            said, unit = re.fullmatch(r"(-?[0-9.]+)(%| [a-z]+|)", row[2]), re.sub(r"^-?[0-9.]+", "", row[1])
            if (said[1] if said else row[2]) not in figures:
                found.append(f"{caption}: {row} is no figure of the nation")
            if said and said[2] != unit:
                found.append(f"{caption}: {row} has two units")
            if not unit and row[2] in shown:
                found.append(f"{caption}: {row} has no unit, and the figures of the nation do")
            JUDGED.add("goal")


def judge_all(text, lines, found):
    """Caterpillars of all units of a level: their dots are the figures of the file."""
    charts = dict((plain(title), svg) for title, svg in FIGURE.findall(text))
    for caption, heads, rows in tables(text):
        if caption in charts and re.search(" of all [a-z ]+$", caption) and "Figure" in heads:
            figures = [number(row[heads.index("Figure")]) for row in rows if row[heads.index("Figure")]]
            judge_dots(caption, charts[caption], figures, found)
            at = heads.index("Figure")
            judge_names(caption, charts[caption], [(number(row[at]), row[0]) for row in rows if row[at]], found)
            JUDGED.add("all")


def pages_of(site):
    for folder, _, names in os.walk(site):
        for name in names:
            if name.endswith(".html"):
                yield os.path.relpath(os.path.join(folder, name), site)


def judge_links(site, path, page, found):
    for link in page.links:
        target, _, place = link.partition("#")
        to = os.path.normpath(os.path.join(site, os.path.dirname(path), target)) if target else None
        if (to and not os.path.isfile(to)) or (place and place not in page.ids):
            found.append(f"{link} leads nowhere")


def judge_site(out, site):
    """Everything that is wrong, by page."""
    with open(os.path.join(site, "site.json"), encoding="utf-8") as file:
        listed = {page["name"]: page["sha256"] for page in json.load(file)["files"]}
    for name in [n for n in listed if n.startswith("files/")]:
        if name.endswith(".json"):
            with open(os.path.join(site, name), encoding="utf-8") as file:
                told = json.load(file)
            with open(os.path.join(out, told["name"]), encoding="utf-8", newline="") as file:
                if [told["columns"], *told["rows"]] != list(csv.reader(file)):
                    yield name, ["it is not what the CSV file says"]
        elif not filecmp.cmp(os.path.join(site, name), os.path.join(out, name[6:]), shallow=False):
            yield name, ["it is not the file of the results"]
        del listed[name]
    there = sorted(pages_of(site))
    if there != sorted(listed):
        yield "site.json", ["it lists other pages than there are"]
    lines, bands, links, supports = {}, {}, [], []
    for name in os.listdir(out):
        if name == "links.csv":
            links = read(os.path.join(out, name))
        elif name == "support.csv":
            supports = read(os.path.join(out, name))
        elif re.fullmatch(r"\w+\.csv", name) and name not in ("nation.csv", "decisions.csv", "differences.csv"):
            lines[name[:-4]] = read(os.path.join(out, name))
    found = []
    judge_ledger(out, links, found)
    yield "links.csv", found
    for path in there:
        with open(os.path.join(site, path), encoding="utf-8", newline="") as file:
            text = file.read()
        page = Page(text)
        found = page.found
        if hashlib.sha256(text.encode()).hexdigest() != listed.get(path):
            found.append("site.json has another hash")
        judge_links(site, path, page, found)
        judge_wording(text, lines, found)
        if path == "nation.html":
            judge_all(text, lines, found)
        if path == "nation.html":
            judge_counts(text, found)
            judge_beside(text, lines, links, found)
            if supports:
                judge_supports(text, "nation", None, lines, supports, found, path)
            judge_goals(text, out, found)
        if path in ("nation.html", "school/index.html"):
            judge_funnel(text, out, lines, None, found, path)
        yield path, found
    for level, rows in lines.items():
        folder = re.sub("[^a-z0-9]+", "-", level.lower())
        made = [p for p in there if p.startswith(folder + "/") and not p.endswith("/index.html")]
        if len(made) != len(rows):
            yield level, [f"{len(made)} pages for {len(rows)} lines"]
            continue
        keys = [re.sub("[^a-z0-9]+", "-", list(line.values())[0].lower()).strip("-") for line in rows]
        for key, line in zip(keys, rows):
            path = f"{folder}/{key}.html"
            if path not in made or keys.count(key) > 1:
                continue  # of several parts, or one of several alike: counted above
            found = []
            with open(os.path.join(site, path), encoding="utf-8") as file:
                text = file.read()
            judge_unit(text, line, out, level, bands, found, path)
            if links:
                judge_ties(text, level, next(iter(line.values())), lines, links, bands, found, path,
                           said_of_pages(out).get("order", []))
                if "notice" in next(iter(lines.get("School", [])), {}):
                    judge_powers(text, out, level, line, lines, links, found, path)
                if supports and level != "Trust":
                    judge_supports(text, level, next(iter(line.values())), lines, supports, found, path)
                mine = {k["key"] for k in links if (k["of"], k["parent"]) == (level, next(iter(line.values())))}
                judge_funnel(text, out, lines, mine, found, path)
            yield path, found
    yield "bands", [f"{band} is called {names}" for band, names in bands.items() if len(names) != 1]


def tidy(site):
    paths = sorted(os.path.join(site, path) for path in pages_of(site))
    if not shutil.which("tidy"):
        return
    for at in range(0, len(paths), 100):
        said = subprocess.run(["tidy", "-q", "-e", "--drop-empty-elements", "no", *paths[at:at + 100]], capture_output=True,
                              text=True, check=False).stderr
        if said:
            yield said[:2000]


def same(a, b):
    left, right = sorted(pages_of(a)), sorted(pages_of(b))
    return left == right and not filecmp.cmpfiles(a, b, left + ["site.json"], shallow=False)[1]


def report(lustrum, out, site, *words):
    made = subprocess.run([lustrum, "report", *out.split("+"), "--out", site, "--quiet", *words], capture_output=True, text=True,
                          check=False)
    if made.returncode:
        print(f"{out}: exit {made.returncode}\n{made.stderr}")
    return made.returncode == 0


# Names that are markup, commands and formulas, that turn the direction of text, or that a file system
# takes for one another; a key of two parts.
HOSTILE_RULES = '''framework hostile "Rules <b>of</b> & the county"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Area (Areas) from "areas.csv"
  county  key text       from "COUNTY"
  area    key text       from "AREA"
  points  outcome number 0 to 90 in points  from "POINTS", missing "" as none_given "<i>none</i>"

record School (Schools) from "schools.csv"
  urn     key text                          from "URN"
  name    identity text                     from "NAME"
  points  outcome number 0 to 90 in points  from "POINTS", missing "" as none_given "<i>none</i>"

measure attainment "Attainment </title><script>alert(1)</script>"
  outcome, in points, higher is better, shown to 1 place
  text "'><img src=x onerror=alert(2)>"
  for each School, Area
    value points
    bands
      high  "High & <u>dry</u>"  when value >= 45
      low   "Low"                otherwise
'''
HOSTILE_NAMES = ["<script>alert(1)</script>", "</title><b>x", "=HYPERLINK(1)", "\u202egnirts", "a\tb", "O'Neill `ls` $HOME",
                 "&amp;", "x" * 300, "\u00e9cole", "-5", "@me", "]]>", "<!--", "{}", "con"]
HOSTILE_KEYS = ["con", "CON", "Con", "a b", "a-b", "A--B", "..", "index", "nul", "com1", "\u00e9", "\u00fc", "<>", "'", "z" * 200]


def hostile(lustrum, work):
    """Results full of such names, and those of the year before."""
    def write(name, text):
        with open(os.path.join(work, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)

    def quoted(words):
        return '"' + words.replace('"', '""') + '"'
    os.makedirs(os.path.join(work, "data"))
    write("rules.lustrum", HOSTILE_RULES)
    lines = [f"{quoted(key)},{quoted(name)},{i * 7 % 90 if i else ''}"
             for i, (key, name) in enumerate(zip(HOSTILE_KEYS, HOSTILE_NAMES))]
    write("data/schools.csv", "URN,NAME,POINTS\n" + "\n".join(lines) + "\n")
    lines = [f"{quoted(a)},{quoted(b)},{i + 40}"
             for i, (a, b) in enumerate([("x", "y/z"), ("x/y", "z"), ("X", "Y-Z"), ("<b>", "&")])]
    write("data/areas.csv", "COUNTY,AREA,POINTS\n" + "\n".join(lines) + "\n")
    outs = []
    for year in ("2025/26", "2026/27"):
        outs.insert(0, os.path.join(work, year[:4]))
        made = subprocess.run([lustrum, "review", "rules.lustrum", "--data", "data", "--year", year, "--quiet",
                               "--spreadsheet-copy", "--out", outs[0]], cwd=work, capture_output=True, text=True,
                              check=False)
        if made.returncode:
            print(made.stderr)
        lines = [f"{quoted(key)},{quoted(name)},{i * 11 % 90}"
                 for i, (key, name) in enumerate(zip(HOSTILE_KEYS[1:] + ["new"], HOSTILE_NAMES))]
        write("data/schools.csv", "URN,NAME,POINTS\n" + "\n".join(lines) + "\n")
    return "+".join(outs)


def lonely(lustrum, work):
    """Results of one school that has no figure."""
    os.makedirs(os.path.join(work, "data"))
    for name, text in (("rules.lustrum", HOSTILE_RULES), ("data/areas.csv", "COUNTY,AREA,POINTS\nx,y,\n"),
                       ("data/schools.csv", "URN,NAME,POINTS\n1,\u05d1\u05d9\u05ea \u05e1\u05e4\u05e8,\n")):
        with open(os.path.join(work, name), "w", encoding="utf-8") as file:
            file.write(text)
    return made(lustrum, work, "rules.lustrum")


# Schools in regions, and in trusts by dated memberships with weights; powers and what was decided.
COUNTY_RULES = '''framework county "Counties"
  edition    1
  term       2025/26 to 2029/30
  rounding   half away from zero
  decisions  from "decisions.csv"

parameter census "Census day" is 2025-09-11 from 2025/26

record Region (Regions) named by School.region

record Trust (Trusts) from "trusts.csv"
  uid  key text  from "UID"

record School (Schools) from "schools.csv"
  urn     key text        from "URN"
  name    identity text   from "NAME"
  region  part of Region  from "REGION"

record Membership (Memberships) from "memberships.csv"
  trust   key part of Trust   from "UID"
  school  key part of School  from "URN"
  joined  identity date       from "JOINED"
  left    identity date       from "LEFT", missing "" as still_a_member

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN"
  prior   baseline number 0 to 30           from "PRIOR"
  poor    context yes or no                 from "POOR", yes "1", no "0"
  score   outcome number 0 to 90 in points  from "SCORE"

derive School.pupils "Pupils" is number of Pupils

derive Membership.weight "Pupils" is school.pupils

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for the nation
    value mean of score over Pupils
    let spread be population standard deviation of score over Pupils rounded to 3 places
  for each School, Region
    value mean of score over Pupils
    interval value give or take 1.96 * spread / root of number of Pupils
    withheld as "SUPP" when number of Pupils < 4
    bands
      high   "High"   when lower > 45
      usual  "Usual"  otherwise
      low    "Low"    when upper < 45
      none   "None"   when missing
  split by poor

measure trust_score "Attainment in the trust"
  outcome, in points, higher is better, shown to 1 place
  leaves out "no longer a member" Memberships where left is known and left < census because "Note 1"
  for each Trust
    value mean of known school.attainment over Memberships weighted by weight

measure beginning "Where pupils began"
  context, shown to 1 place
  for each School
    value mean of prior over Pupils
    withheld as "SUPP" when number of Pupils < 4

measure poor_share "Poor"
  context, in %, shown to whole number
  for each School
    value share of Pupils where poor

measure top "Top scores"
  outcome, in %, higher is better, shown to whole number
  for the nation
    value share of Pupils where score is at least 60
    withheld as "SUPP" when number of Pupils > 3

goal half "Half of all reach the top"
  top of the nation reaches 50% by 2029/30

review yearly "Yearly review" of each School
  considers attainment
  secure when attainment is at least usual
  finding fine        "No visit"    when secure
  finding visit       "A visit"     otherwise
  finding not_judged  "Not judged"  when missing

power notice "A notice"
  text "Article 3"
  held by "Commissioner" in each Region over School
  open when attainment is low

support partners "Partners <for> support" of each School in each Region
  text "Article 4 & 5"
  seeks when attainment < 45
  offers when attainment >= 45
  similar in beginning, poor_share
  nearest 2 and ties

support anywhere "Partners anywhere" of each School in the nation
  seeks when attainment is low
  offers when attainment is high
  similar in poor_share
  nearest 1 and ties

report pages "What pages show" of trust_score, attainment
  spread within Schools is attainment.spread
  spread between Schools @spread@
  compared within Region
  split by poor
  note "Article 9 & <10>"
  question "Who came & <when>?"
'''
# How the funnel of each way is corrected, and what is told of it.
SPREADS = ("none", "additive", "multiplicative", "multiplicative winsorised 10%")


def county(lustrum, work, spread):
    """Results of 24 schools of 3 regions and 4 trusts."""
    def write(name, rows):
        with open(os.path.join(work, "data", name), "w", encoding="utf-8") as file:
            file.write("\n".join(rows) + "\n")
    os.makedirs(os.path.join(work, "data"))
    with open(os.path.join(work, "county.lustrum"), "w", encoding="utf-8") as file:
        file.write(COUNTY_RULES.replace("@spread@", spread))
    write("trusts.csv", ["UID"] + [f"T{t}" for t in range(4)])
    write("schools.csv", ["URN,NAME,REGION"] + [f"{100 + s},School {s},{'East North West'.split()[s % 3]}" for s in range(24)])
    write("memberships.csv", ["UID,URN,JOINED,LEFT"] +
          [f"T{s % 4},{100 + s},2019-09-01,{'2024-08-31' if s % 5 == 4 else ''}" for s in range(20)] +
          [f"T{(s + 1) % 4},{100 + s},2024-09-01," for s in range(20) if s % 5 == 4])
    write("pupils.csv", ["UPN,URN,PRIOR,POOR,SCORE"] +
          [f"P{s:02}{p:02},{100 + s},{(s * 7 + p * 3) % 30},{(s + p) % 3 // 2},{25 + (s * 5) % 31 + (p * 11) % 17}"
           for s in range(24) for p in range(3 + s % 12 * 2)])
    write("decisions.csv", ["power,key,date,decision,reason,who", "notice,100,2026-10-01,opened,the letter was sent,Commissioner",
                            "notice,119,2026-10-03,opened,the letter was sent; no answer,Commissioner",
                            "notice,103,2026-10-02,not used,a new head <since> September,Commissioner"])
    return made(lustrum, work, "county.lustrum")


def made(lustrum, work, rules, year="2025/26"):
    out = os.path.join(work, "county-" + year[:4])
    run = subprocess.run([lustrum, "review", rules, "--data", "data", "--year", year, "--quiet", "--out", out], cwd=work,
                         capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stderr)
    return out


def judge_questions(site):
    """What the rules would have asked stands on the page of every unit and on no other."""
    for folder, _, names in os.walk(site):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not name.endswith(".html"):
                continue
            with open(path, encoding="utf-8") as file:
                asked = file.read().count("<li>Who came &amp; &lt;when&gt;?</li>")
            if asked != (folder != site and name != "index.html"):
                yield f"{os.path.relpath(path, site)}: the question stands there {asked} times"


def check(lustrum, out, work):
    site, again = os.path.join(work, "site"), os.path.join(work, "again")
    if not report(lustrum, out, site, "--threads", "1") or not report(lustrum, out, again, "--threads", "3"):
        return False
    bad = [f"{out}: {path}: {fault}" for path, found in judge_site(out.split("+")[0], site) for fault in found]
    bad += list(tidy(site))
    if os.path.exists(os.path.join(work, "county.lustrum")):
        bad += list(judge_questions(site))
    if not same(site, again):
        bad.append(f"{out}: other pages by three threads")
    report(lustrum, out, again, "--threads", "3")  # over the old ones, which three threads remove
    if not same(site, again) or [name for name in os.listdir(work) if ".part-" in name]:
        bad.append(f"{out}: something stays of the pages before")
    print("\n".join(bad[:20]), end="\n" if bad else "")
    return not bad


def keep(lustrum, folder):
    """The pages of the results that are made up here, for a browser."""
    good = True
    for name, outs in (("hostile", hostile), ("lonely", lonely), ("county", lambda *at: county(*at, SPREADS[-1]))):
        work = os.path.join(folder, name)
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        good = report(lustrum, outs(lustrum, work), os.path.join(work, "site")) and good
    return good


def main():
    lustrum, outs = os.path.abspath(sys.argv[1]), sys.argv[2:]
    if outs[:1] == ["--keep"]:
        sys.exit(0 if keep(lustrum, os.path.abspath(outs[1])) else 1)
    good = True
    with tempfile.TemporaryDirectory() as work:
        good = check(lustrum, hostile(lustrum, work), work)
    with tempfile.TemporaryDirectory() as work:
        good = check(lustrum, lonely(lustrum, work), work) and good
    for spread in SPREADS:
        with tempfile.TemporaryDirectory() as work:
            good = check(lustrum, county(lustrum, work, spread), work) and good
    missed = {"goal", "all", "names", "support"} - JUDGED or not any(name.endswith("over which it is open") for name in JUDGED)
    if missed:
        print(f"no goal, caterpillar of all, support or open power was judged: {missed}")
        good = False
    for out in outs:
        with tempfile.TemporaryDirectory() as work:
            good = check(lustrum, out, work) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
