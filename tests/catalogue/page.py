# page.py -- spec/catalogue.md: each row of the catalogue, its cases, and what becomes of each.  Made
# from the cases, what is expected of them, and the golden cases of tests/golden/data that name a row.
# SPDX-License-Identifier: Apache-2.0
import glob
import os
import re

ROWS = """
C1 a byte-order mark
C2 UTF-16
C3 bytes that are not UTF-8
C4 forms of UTF-8 that no character has, noncharacters
C5 a zero byte
C6 characters that do not show, or turn text round
C7 one name in two spellings of Unicode, or in other capitals
C8 digits of other scripts
C9 nothing in the file, or headings alone
C10 another kind of file under the name
C11 a page or a note in the place of the data
C12 no plain file
C13 lines that end in CR LF and in LF
C14 lines that end in CR alone
C15 no line end after the last row
C16 Ctrl-Z at the end
C17 blank lines
C18 rows of nothing but separators
C19 line ends within quotes
C20 a quote that is never closed
C21 quotes where none may stand
C22 other ways to hide a quote
C23 another separator
C24 a separator that changes
C25 comments, titles and notes
C26 rows of another length
C27 a heading twice
C28 headings that are nearly right
C29 a column too few, or too many
C30 columns in another order
C31 no headings
C32 headings again among the rows
C33 very many columns
C34 very many rows
C35 a very long cell
C36 a very long row
C37 a file that changes while it is read
C38 an upload that was cut off
C39 a key in two rows
C40 a blank key
C41 a link to nothing
C42 many rows where one is meant
C43 noughts in front
C44 numbers of schools of another form
C45 numbers of pupils
C46 keys and numbers that a spreadsheet changed
C47 rows of totals among the rows
C48 schools under an old number
C49 commas in numbers
C50 percent signs
C51 currencies, brackets, a minus behind
C52 decimal commas
C53 minus nought, plus signs
C54 numbers in forms of programs
C55 more decimals than were meant
C56 out of range
C57 very long numbers
C58 yes and no in other words
C59 spaces
C60 blank cells
C61 marks for no figure, errors of a spreadsheet
C62 marks that are out of use
C63 marks in other letters or with spaces
C64 figures that are known to lie within bounds
C65 nought, withheld, and does not apply
C66 a figure over values that may be missing
C67 dates in other orders
C68 days that no calendar has
C69 numbers of days, dates with a time
C70 school years in other forms
C71 texts that a spreadsheet would run
C72 headings and values that are meant ill
C73 keys with one hash
C74 very many faults
C75 results in the place of the data
"""

# Rows of the plan that the language decides otherwise; the language stands.
OTHERWISE = {
    "C9": "A file of no byte is refused whatever is declared: it has not even headings.",
    "C13": "Two kinds of line end are told with both counts; there is no option that refuses them.",
    "C25": "There is no option that skips titles or notes: what is no data has to be taken out of the file, or set aside by `rows where`.",
    "C33": "A limit is exit 2, not 3: the file may be right, and still is not read. So in C35 and C36.",
    "C38": "There is no count of rows to declare; a row of totals in the file is compared by `reconcile`, and a manifest by its SHA-256.",
    "C39": "No option keeps one of two rows.",
    "C44": "There are no kinds for the numbers of schools: a key is a text, and its bytes are kept. A wrong number matches nothing and is refused as a link.",
    "C45": "The same for numbers of pupils, which are never shown, right or wrong.",
    "C46": "A number of a day in a key (44287) is a number like any other and cannot be told.",
    "C49": "Commas in numbers are refused, and no option takes them; so are currencies (C51) and plus signs (C53).",
    "C50": "Where percent signs are declared a cell may have one or not; both are per cent, and the ledger counts those with a sign.",
    "C55": "Numbers are exact and have no scale: all decimals are kept. `whole number` refuses what is not whole.",
    "C62": "Marks that are out of use are read where they are declared, without a word: which are in use is not part of the language.",
    "C64": "A figure that is only known to lie within bounds is missing for a reason, where that is declared; it is never a number.",
}

# Where a row is shown by another test than a case of a file.
ELSEWHERE = {
    "C34": "`make campaign-bombs` as far as memory goes: ten million rows, all counted. A table may have 4,294,967,000 rows, and one more is refused (L0623); nobody has tried so many, which take some 60 GB",
    "C37": "`tests/unit/test_feed.c`: a file that grows, shrinks or is replaced between two reads (L0743)",
    "C73": "`tests/bombs.py`: families of keys that a weak hash puts together (10^6 of each in `make campaign-bombs`) take no longer than scattered ones; the seed of the hash is another in each run",
}


def outcome(text):
    codes = []
    for code in re.findall(r"^(?:error|warning)\[(L\d{4})\]", text, re.M):
        if code not in codes:
            codes.append(code)
    ends = re.findall(r"^exit (\d+)", text, re.M)
    return ", ".join(f"[{c}](errors/{c}.md)" for c in codes), ", ".join(ends)


def expected(here):
    found = {}
    for path in glob.glob(os.path.join(here, "expected", "C*.txt")):
        row = "C" + str(int(os.path.basename(path)[1:3]))
        for block in re.split(r"^== ", open(path, encoding="utf-8").read(), flags=re.M)[1:]:
            name, says = block.split("\n")[0].split(": ", 1)
            found.setdefault(row, []).append((name, says, outcome(block)))
    return found


def golden(here):
    """Golden cases whose first line names rows: `# C1, C2: what it shows`."""
    found = {}
    folder = os.path.join(here, "..", "golden", "data")
    for path in sorted(glob.glob(os.path.join(folder, "*.cmd"))):
        head = open(path, encoding="utf-8").readline()
        match = re.match(r"# (C\d+(?:, C\d+)*): (.*)", head)
        for row in match[1].split(", ") if match else []:
            name = os.path.basename(path)[:-4]
            text = open(path[:-4] + ".out", encoding="utf-8").read()
            found.setdefault(row, []).append((f"golden/data/{name}", match[2], outcome(text)))
    return found


def write(cases, here, out):
    made, kept = expected(here), golden(here)
    total = sum(map(len, made.values()))
    assert total == len(cases), "a case has no expectation: run.py --bless"
    lines = ["# The catalogue of bad input", ""]
    lines += ["Made from the cases of `tests/catalogue` and what is expected of them by `make spec`; do not edit.", ""]
    lines += [f"Seventy-five kinds of bad files, each as several cases: {total} made by `tests/catalogue`, and"]
    lines += [f"{sum(map(len, kept.values()))} of `tests/golden/data`. Every case compares the whole message, with the row and column that it names,"]
    lines += ["the exit code, the list of problems, and that the results of an earlier review are the same bytes as"]
    lines += ["before; what is read compares the ledger and the figures. What a leniency allows is refused without it and"]
    lines += ["counted with it. Exit codes: 0 read, 2 not read at all, 3 refused.", ""]
    lines += ["    python3 tests/catalogue/run.py --files FOLDER     writes the files of all cases", ""]
    for line in ROWS.strip().split("\n"):
        row, what = line.split(" ", 1)
        lines += [f"## {row}: {what}", ""]
        if row in OTHERWISE:
            lines += [f"*Decided otherwise than planned.* {OTHERWISE[row]}", ""]
        if row in ELSEWHERE:
            lines += [f"Shown by {ELSEWHERE[row]}.", ""]
        entries = made.get(row, []) + kept.get(row, [])
        assert entries or row in ELSEWHERE, row
        if entries:
            lines += ["| case | what it is | messages | exit |", "| --- | --- | --- | --- |"]
        for name, says, (codes, ends) in entries:
            says = says.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("~", "\\~")
            lines.append(f"| `{name}` | {says} | {codes} | {ends} |")
        lines += [""] if entries else []
    with open(out, "w", encoding="utf-8") as page:
        page.write("\n".join(lines).rstrip("\n") + "\n")
