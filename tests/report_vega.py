"""report_vega.py LUSTRUM OUT... -- charts of pages as Vega-Lite (`lustrum report --vega`), read back.

Beside each page with charts stands NAME.vl.json, listed with its hash, and the same for one thread and for
three; without --vega there is none, and the pages are the same bytes.  It has one chart for each figure of
the page, in the same order and under the same title, in the terms of Vega-Lite alone: known marks, channels
and types, of fields that its values have.  Its numbers are those of the tables of the page and of the level
file, and limits are as far from the target on both sides.
SPDX-License-Identifier: Apache-2.0
"""
import csv
import filecmp
import hashlib
import json
import os
import re
import sys
import tempfile
from decimal import Decimal

import report

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MARKS = {"rule", "point", "line", "bar", "tick"}
CHANNELS = {"x", "y", "x2", "y2", "shape", "detail"}
KINDS = set()


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_float=Decimal, parse_int=Decimal)


def judge_layers(chart, fields):
    """Every field that is encoded stands in the values; nothing else is asked for."""
    for layer in chart["layer"]:
        own = layer.get("data")
        names = set().union(*own["values"]) if own else fields
        if layer["mark"] not in MARKS:
            yield f"a mark {layer['mark']}"
        for channel, of in layer["encoding"].items():
            if channel not in CHANNELS or of["field"] not in names:
                yield f"{channel} is of {of['field']}"
            if channel[-1] != "2" and of["type"] not in ("quantitative", "nominal", "ordinal"):
                yield f"{channel} is {of['type']}"


def number(words):
    return Decimal(words.replace(",", "")) if words else None


def judge_rows(values, rows, pairs):
    """Fields of the values are the cells of a table."""
    if len(values) != len(rows):
        yield f"{len(values)} values for {len(rows)} rows"
    for value, row in zip(values, rows):
        for field, head in pairs:
            cell = row.get(head, "")
            told = value.get(field)
            if (number(cell) if not isinstance(told, str) else cell) != told:
                yield f"{field} is {told}, in the table {cell!r}"


FIGURES = (("value", "Figure"), ("lower", "Interval from"), ("upper", "to"))


def judge_chart(chart, tables, lines, found):
    kind = chart["name"].rsplit("_", 1)[0]
    KINDS.add(kind)
    values = chart.get("data", {}).get("values", [])
    fields = set().union(*values) if values else set()
    if kind == "among":
        chart["format"] = chart["data"]["format"]
        with open(chart["data"]["path"], encoding="utf-8", newline="") as file:
            read_lines = list(csv.DictReader(file))
        fields = set(read_lines[0]) | {"order"}
        own = [line for line in read_lines if all(line[t["filter"]["field"]] == t["filter"]["equal"]
                                                  for t in chart["layer"][1]["transform"])]
        if len(own) != 1 or chart["transform"][0]["filter"]["field"] not in fields:
            found.append(f"{chart['name']} marks {len(own)} units")
    found += [f"{chart['name']}: {fault}" for fault in judge_layers(chart, fields)]
    same = tables.get(chart["title"], [])
    if kind in ("trend", "groups", "caterpillar") and \
            any(layer["mark"] == "rule" for layer in chart["layer"]) != any(value.get("lower") is not None for value in values):
        found.append(f"{chart['name']} draws intervals that are not there, or none of those that are")
    if kind in ("trend", "groups"):
        found += judge_rows(values, same, FIGURES)
    if kind == "bars":
        rows = tables[chart["title"] + ": how many"].pop(0)
        heads = list(rows[0])
        pairs = [("which", heads[0]), ("count", heads[1])] + ([("last", heads[3])] if "last" in fields else [])
        found += judge_rows(values, rows, pairs)
    if kind == "caterpillar":
        order = [value["value"] for value in values]
        if order != sorted(order) or [value["order"] for value in values] != list(range(1, len(values) + 1)):
            found.append(f"{chart['name']} is not in order")
        by_key = {(" / ".join(list(line.values())[:parts])): line for level in lines.values() for line in level
                  for parts in (1, 2)}
        for value in values:
            line = by_key.get(value["key"], {})
            column = [head for head in line if line[head] and re.fullmatch(r"-?[0-9.]+", line[head]) and head + ".reason" in line
                      and number(line[head]) == value["value"] and
                      (("lower" not in value) or number(line.get(head + ".lower", "")) == value["lower"]) and
                      (("upper" not in value) or number(line.get(head + ".upper", "")) == value["upper"])]
            if not column:
                found.append(f"{chart['name']}: {value} is in no line")
    if kind == "funnel":
        limits, points = (layer["data"]["values"] for layer in chart["layer"])
        rows = next(rows for rows in tables.values() if rows and "Where it lies" in rows[0] and
                    len(rows) == len(points) and number(rows[0]["Figure"]) == points[0]["value"])
        found += judge_rows(points, rows, (("counted", "Counted"), ("value", "Figure")))
        for point, row in zip(points, rows):
            beyond = {"inside": 0}.get(row["Where it lies"], 1 + ("99.8%" in row["Where it lies"]))
            if point["beyond"] != beyond:
                found.append(f"{point} lies {row['Where it lies']}")
        at = {(limit["counted"], limit["which"]): limit["limit"] for limit in limits}
        sums = {at[(n, "lower " + w)] + at[(n, "upper " + w)] for n, _ in at for w in ("95%", "99.8%")}
        if len(sums) != 1 or any(at[(n, "upper 95%")] > at[(n, "upper 99.8%")] for n, _ in at):
            found.append(f"{chart['name']}: limits are not about one target")


def judge_page(site, out, path, listed, found):
    """The charts beside a page; none beside one without figures."""
    with open(os.path.join(site, path), encoding="utf-8", newline="") as file:
        text = file.read()
    beside = path[:-5] + ".vl.json"
    titles = [report.plain(title.split("<span>")[0]) for title, _ in report.FIGURE.findall(text)]
    if os.path.exists(os.path.join(site, beside)) != bool(titles):
        return found.append(f"{path}: {len(titles)} charts, and {beside} is not as it should be")
    if not titles:
        return None
    with open(os.path.join(site, beside), "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != listed.get(beside):
            found.append(f"{beside} is not listed")
    spec = read(os.path.join(site, beside))
    if list(spec) != ["$schema", "usermeta", "vconcat"] or spec["$schema"] != SCHEMA:
        found.append(f"{beside} begins otherwise")
    shown = [re.sub(r": [0-9,]+ \w+( \w+)?$", "", title) if chart["name"].startswith("bars") else title
             for title, chart in zip(titles, spec["vconcat"])]
    if shown != [chart["title"] for chart in spec["vconcat"]] or len(titles) != len(spec["vconcat"]):
        found.append(f"{beside}: {[chart['title'] for chart in spec['vconcat']]} for {titles}")
    tables = {}
    for caption, heads, rows in report.tables(text):
        made = [dict(zip(heads, row)) for row in rows]
        tables[caption] = made
        if ": how many " in caption:
            tables.setdefault(caption.split(": how many ")[0] + ": how many", []).append(made)
    if path == "nation.html":  # of more than 40 units the table stands on the page of the level
        for level in os.listdir(site):
            if os.path.isfile(os.path.join(site, level, "index.html")):
                with open(os.path.join(site, level, "index.html"), encoding="utf-8") as file:
                    for caption, heads, rows in report.tables(file.read()):
                        tables.setdefault(level + caption, [dict(zip(heads, row)) for row in rows])
    lines = {name[:-4]: report.read(os.path.join(out, name)) for name in os.listdir(out) if re.fullmatch(r"[A-Z]\w*\.csv", name)}
    for chart in spec["vconcat"]:
        if "url" in chart.get("data", {}):
            chart["data"]["path"] = os.path.normpath(os.path.join(site, os.path.dirname(path), chart["data"]["url"]))
        faults = []
        judge_chart(chart, tables, lines, faults)
        found += [f"{path}: {fault}" for fault in faults]
    return None


def check(lustrum, out, work):
    sites, found = [os.path.join(work, name) for name in ("plain", "one", "three")], []
    for site, words in zip(sites, ([], ["--vega", "--threads", "1"], ["--vega", "--threads", "3"])):
        if not report.report(lustrum, out, site, *words):
            return [f"{out}: no pages"]
    listed = {file["name"]: file["sha256"] for file in read(os.path.join(sites[1], "site.json"))["files"]}
    pages = sorted(report.pages_of(sites[0]))
    found += [f"{path} differs" for path in filecmp.cmpfiles(sites[0], sites[1], pages, shallow=False)[1]]
    found += [f"{path} differs by threads" for path in filecmp.cmpfiles(sites[1], sites[2], list(listed), shallow=False)[1]]
    if any(name.endswith(".vl.json") for _, _, names in os.walk(sites[0]) for name in names):
        found.append("charts that nobody asked for")
    for path in pages:
        judge_page(sites[1], out.split("+")[0], path, listed, found)
    report.report(lustrum, out, sites[1])  # over those with charts, which leaves none of them
    if any(name.endswith(".vl.json") for _, _, names in os.walk(sites[1]) for name in names):
        found.append("charts stay of the pages before")
    return [f"{out}: {fault}" for fault in found]


def main():
    lustrum, found = os.path.abspath(sys.argv[1]), []
    with tempfile.TemporaryDirectory() as work:
        found += check(lustrum, report.county(lustrum, work, report.SPREADS[1]), work)
    with tempfile.TemporaryDirectory() as work:
        found += check(lustrum, report.hostile(lustrum, work), work)
    for out in sys.argv[2:]:
        with tempfile.TemporaryDirectory() as work:
            found += check(lustrum, out, work)
    if KINDS != {"caterpillar", "among", "bars", "trend", "groups", "funnel"}:
        found.append(f"of all kinds of charts only {sorted(KINDS)} were seen")
    print("\n".join(found[:20]), end="\n" if found else "")
    sys.exit(1 if found else 0)


main()
