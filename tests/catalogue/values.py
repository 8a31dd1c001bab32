# values.py -- the catalogue, C49 to C75: numbers, missing values, dates, and what is meant ill.
# SPDX-License-Identifier: Apache-2.0
import os

from village import HEAD, HILL, LAKE, TRUSTS, Case, both, cannot, cell, cells, mill, read, refused

ALL = HEAD + HILL + mill() + LAKE
BLANK = ', missing "" as no_figure'
SHARE = {"kind": "% 0% to 100%", "unit": "%"}
WIDE = {"kind": "number -1000000 to 1000000 in points"}


def out_is(name):
    """The results go to NAME, which `make` may have put there."""

    def special(folder, review):
        return review(os.path.join(folder, name))

    return special


def linked(make, name):
    def special(folder, review):
        make(os.path.join(folder, "data", "schools.csv"), os.path.join(folder, name))
        return review(os.path.join(folder, name))

    return special


def list_is(make):
    """Where the list of problems would go there is something else."""

    def special(folder, review):
        make(os.path.join(folder, "data", "schools.csv"), os.path.join(folder, "results.problems.csv"))
        return review()

    return special


MISSING = ["SUPP", "NE", "NP", "NA", "NEW", "LOWCOV", "SUPPMAT", "c", "x", "z", "u", "low", "k", "*", "~", ":", "--", "-", ".", "NULL"]
UNDECLARED = '''framework means "Means"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn     key text                         from "URN"
  points  outcome number 0 to 90 in points from "POINTS", missing "" as no_figure

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for the nation
    value mean of @points@ over Schools@after@
'''


def mean(row, name, says, want, points, after=""):
    rules = UNDECLARED.replace("@points@", points).replace("@after@", after)
    data = {"schools.csv": "URN,POINTS\n1,40\n2,\n3,50\n"}
    return [Case(row, name, says, data, want, {"rules": rules})]


CASES = (
    # C49 to C52 commas, signs, currencies
    refused("C49", "right", "a comma before three digits", cell(points='"1,759"'), **WIDE)
    + refused("C49", "wrong", "a comma before two digits: never 175", cell(points='"1,75"'), **WIDE)
    + refused("C49", "millions", "two commas", cell(points='"1,234,567"'), **WIDE)
    + refused("C49", "space", "a space between thousands", cell(points="1 759"), **WIDE)
    + refused("C49", "apostrophe", "an apostrophe between thousands", cell(points="1'759"), **WIDE)
    + refused("C50", "sign", "percent signs in a number", cell(points="43%"))
    + refused("C50", "sign_in_percent", "percent signs where none is declared", cell(points="43%"), **SHARE)
    + read("C50", "sign_declared", "the same, declared", cell(points="43%"), points=", percent sign", **SHARE)
    + read("C50", "hundred", "100% and 0%", cells("points", "100%", "0%"), points=", percent sign", **SHARE)
    + refused("C50", "over", "104%", cell(points="104%"), points=", percent sign", **SHARE)
    + refused("C50", "space", "a space before the sign", cell(points="43 %"), points=", percent sign", **SHARE)
    + refused("C50", "twice", "two signs", cell(points="43%%"), points=", percent sign", **SHARE)
    + read("C50", "fraction_beside_signs", "0.43 among percent signs: a part of a per cent, told", cells("points", "43%", "0.43"), points=", percent sign", **SHARE)
    + refused("C51", "pound", "a currency", cell(points="\u00a338"), **WIDE)
    + refused("C51", "pound_and_comma", "a currency and a comma", cell(points='"\u00a31,200.50"'), **WIDE)
    + refused("C51", "brackets", "brackets for below nought", cell(points="(38)"), **WIDE)
    + refused("C51", "minus_behind", "a minus behind the number", cell(points="38-"), **WIDE)
    + refused("C52", "comma", "a decimal comma", cell(points='"38,5"'))
    + refused("C52", "comma_of_three", "a decimal comma before three digits: never 3141", cell(points='"3,141"'))
    + refused("C52", "column_of_semicolons", "decimal commas in a file of semicolons", (HEAD + HILL + mill(points="38.5")).replace(",", ";").replace("38.5", "38,5"), record=', separator ";"')
    # C53, C54 forms of numbers
    + read("C53", "minus_nought", "-0, -0.00: read as 0, told", cells("points", "-0", "-0.00"))
    + refused("C53", "plus", "a plus sign", cell(points="+5"))
    + read("C53", "plus_as_missing", "anything else is missing, declared", cell(points="+5"), points=", anything else as odd_mark")
    + refused("C54", "no_digit_before", ".5", cell(points=".5"))
    + refused("C54", "no_digit_after", "5.", cell(points="5."))
    + refused("C54", "underscore", "1_000", cell(points="1_000"))
    + refused("C54", "hexadecimal", "0x1F", cell(points="0x1F"))
    + refused("C54", "exponent", "1e5", cell(points="1e5"), **WIDE)
    + refused("C54", "exponent_of_a_sheet", "1E+11", cell(points="1E+11"), **WIDE)
    + refused("C54", "nan", "NaN", cell(points="NaN"))
    + refused("C54", "infinity", "Infinity, -inf", cells("points", "Infinity", "-inf"))
    + refused("C54", "fraction", "1/2", cell(points="1/2"))
    + refused("C54", "two_points", "1.2.3", cell(points="1.2.3"))
    + refused("C54", "two_minuses", "--5", cell(points="--5"))
    + refused("C54", "word", "forty", cell(points="forty"))
    # C55 to C57 what a number may be
    + read("C55", "three_places", "three decimals: kept exactly", cell(points="45.757"))
    + read("C55", "noughts_behind", "noughts behind", cell(points="45.50000000000000000000"))
    + refused("C55", "not_whole", "45.5 where a whole number is declared", cell(pupils="45.5"))
    + read("C55", "whole_with_noughts", "45.00 is a whole number", cell(pupils="45.00"))
    + refused("C56", "above", "91 on a scale to 90", cell(points="91"))
    + refused("C56", "just_above", "90.0000000000000000000001", cell(points="90.0000000000000000000001"))
    + read("C56", "at_the_end", "90 and 0", cells("points", "90", "0"))
    + refused("C56", "below", "-1", cell(points="-1"))
    + refused("C56", "percentage", "104 per cent", cell(points="104"), **SHARE)
    + refused("C57", "61_digits", "61 digits", cell(points="1" * 61))
    + refused("C57", "60_digits", "60 digits are read, and out of the range", cell(points="1" * 60))
    + read("C57", "20_digits", "99999999999999999999 beyond 64 bits: exact", cell(pupils="99999999999999999999"))
    + read("C57", "60_digits_kept", "60 digits in a whole number", cell(pupils="9" * 60))
    # C58 to C60 yes and no, spaces, blanks
    + refused("C58", "two", "2 where Y and N are declared", cell(boards="2"))
    + refused("C58", "true", "TRUE where Y and N are declared", cell(boards="TRUE"))
    + refused("C58", "small", "y where Y is declared", cell(boards="y"))
    + refused("C58", "blank", "a blank where Y and N are declared", cell(boards=""))
    + read("C58", "more_words", "TRUE and 1 declared too", cells("boards", "TRUE", "1"), boards=', yes "TRUE", yes "1"')
    + both("C59", "number", "spaces around a number", cell(points=" 38 "), points=", trim")
    + refused("C59", "inside", "a space within a number is never taken", cell(points="3 8"), points=", trim")
    + both("C59", "key", "a space behind a key", cell(urn="1002 "), urn=", trim")
    + both("C59", "link", "a space before a link", cell(trust=" T1"), trust=", trim")
    + refused("C59", "lone_space", "a lone space is not a blank", cell(points=" "), points=BLANK)
    + read("C59", "lone_space_trimmed", "the same, trimmed", cell(points=" "), points=", trim" + BLANK)
    + refused("C59", "no_break_space", "trim takes no other space", cell(points="38\u00a0"), points=", trim")
    + both("C60", "blank", "a blank cell and an empty quoted one", cells("points", "", '""'), points=BLANK)
    + refused("C60", "text", "a blank text", cell(name=""))
    + refused("C60", "date", "a blank date", cell(opened=""))
    # C61 to C65 marks
    + [case for i, mark in enumerate(MISSING) for case in refused("C61", f"mark_{i + 1}", mark, cell(points=mark))]
    + read("C61", "declared", "all of them, declared", cells("points", *MISSING), points=", missing " + ", ".join(f'"{m}"' for m in MISSING) + " as withheld_at_source")
    + [case for i, fault in enumerate(["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?"]) for case in refused("C61", f"sheet_{i + 1}", fault, cell(points=fault))]
    + read("C62", "obsolete", "~ and : declared: read", cells("points", "~", ":"), points=', missing "~" as rounds_to_nought, missing ":" as not_available')
    + refused("C63", "space", "NA with a space behind it, where NA is declared", cell(points="NA "), points=', missing "NA" as no_figure')
    + refused("C63", "small", "supp where SUPP is declared", cell(points="supp"), points=', missing "SUPP" as no_figure')
    + refused("C63", "mixed", "Supp where SUPP is declared", cell(points="Supp"), points=', missing "SUPP" as no_figure')
    + refused("C64", "above", "> 95.0", cell(points="> 95.0"))
    + refused("C64", "below", "<5", cell(points="<5"))
    + refused("C64", "between", "5-9", cell(points="5-9"))
    + read("C64", "declared", "<5 declared as missing for a reason of its own", cell(points="<5"), points=', missing "<5" as too_few')
    + read("C65", "three_things", "0, suppressed and not applicable stay three things", cells("points", "0", "c", "z"), points=', missing "c" as suppressed, missing "z" as not_applicable "does not apply"')
    # C66 a mean over values that may be missing
    + mean("C66", "nothing_said", "nothing says what becomes of the missing", "cannot", "points")
    + mean("C66", "known", "known ones alone", "read", "known points")
    + mean("C66", "as_nought", "counted as 0", "read", "points", " counting missing as 0")
    # C67 to C70 dates and years
    + both("C67", "day_first", "29/02/2004", HEAD + mill(opened="29/02/2004"), opened=', written as "31/08/2026"')
    + both("C67", "month_first", "02/29/2004", HEAD + mill(opened="02/29/2004"), opened=', written as "08/31/2026"')
    + refused("C67", "fits_another", "02/29/2004 where the day is first", cell(opened="02/29/2004"), opened=', written as "31/08/2026"')
    + refused("C67", "iso_where_declared", "2004-02-29 where the day is first", cell(opened="2004-02-29"), opened=', written as "31/08/2026"')
    + refused("C68", "april", "31 April", cell(opened="2004-04-31"))
    + refused("C68", "common_year", "29 February of a common year", cell(opened="2003-02-29"))
    + refused("C68", "century", "29 February 1900", cell(opened="1900-02-29"))
    + refused("C68", "year_26", "the year 26", cell(opened="0026-02-01"))
    + refused("C68", "two_digits", "a year of two digits", cell(opened="04-02-29"))
    + refused("C68", "month_13", "month 13", cell(opened="2004-13-01"))
    + refused("C68", "day_0", "day 0", cell(opened="2004-02-00"))
    + refused("C69", "serial", "44287, the number of a day", cell(opened="44287"))
    + refused("C69", "with_time", "a date with a time", cell(opened="2004-02-29T00:00:00Z"))
    + read("C69", "with_time_declared", "a date with a time, declared", HEAD + mill(opened="2004-02-29T00:00:00"), opened=', written as "2026-08-31T00:00:00"')
    + refused("C70", "dash", "2025-26", cell(cohort="2025-26"))
    + read("C70", "dash_declared", "2025-26, declared", HEAD + mill(cohort="2025-26"), cohort=', written as "2026-27"')
    + refused("C70", "six_digits", "202526", cell(cohort="202526"))
    + refused("C70", "not_consecutive", "2025/27", cell(cohort="2025/27"))
    + refused("C70", "one_year", "2025", cell(cohort="2025"))
    # C71, C72 formulas, headings that are meant ill
    + read("C71", "equals", "a text that begins with =: told", cell(name="=2+3"), out=["--spreadsheet-copy"])
    + read("C71", "at_plus_minus", "texts that begin with @, + and -: told", cells("name", "@x", "+x", "-x"), out=["--spreadsheet-copy"])
    + refused("C71", "out", "a name that would be printed: no result without a copy for spreadsheets", cell(name="=2+3"))
    + refused("C71", "out_tab", "the same with a tab before it", cell(name="\t=2+3"))
    + refused("C71", "out_key", "the same in a key", cell(urn="@1"))
    + read("C71", "number", "a negative number is no formula", cell(points="-5"), **WIDE)
    + refused("C72", "escape", "an escape sequence in a heading", ALL.replace("PUPILS", "\x1b[2JPUPILS"))
    + refused("C72", "line_end", "a line end in a heading", ALL.replace("PUPILS", '"PUP\nILS"'))
    + refused("C72", "turned", "U+202E in a heading", ALL.replace("PUPILS", "\u202ePUPILS"))
    + refused("C72", "long", "a heading of 5,000 bytes", ALL.replace("PUPILS", "P" * 5000))
    + refused("C72", "value_escape", "an escape sequence in a faulty cell", cell(points="\x1b[2J"))
    + refused("C72", "value_turned", "U+202E in a faulty cell", cell(phase="\u202eyram"))
    + refused("C72", "value_long", "a faulty cell of 5,000 bytes", cell(phase="p" * 5000))
    # C74 very many faults, C75 results over the data
    + refused("C74", "every_row", "2,000 faulty rows: three are shown, all are counted", HEAD + "".join(mill(urn=str(i), points="x") for i in range(2000)), special="few")
    + refused("C74", "every_cell", "faults of six kinds in every row", HEAD + "".join(mill(urn=str(i), phase="p", boards="b", opened="o", cohort="c", pupils="q", points="x") for i in range(300)), special="few")
    + cannot("C75", "file", "results in the place of the data file", ALL, special=out_is("data/schools.csv"))
    + cannot("C75", "within", "results within the data", ALL, special=out_is("data/results"))
    + cannot("C75", "around", "results in the place of the data folder", ALL, special=out_is("data"))
    + cannot("C75", "link", "results in the place of a link to the data", ALL, special=linked(os.symlink, "out"))
    + cannot("C75", "hard_link", "results in the place of a second name of the data file", ALL, special=linked(os.link, "out"))
    + refused("C75", "list_link", "the list of problems would go where a link to the data is", cell(points="x"), special=list_is(os.symlink))
    + refused("C75", "list_hard_link", "the same, a second name of the data file", cell(points="x"), special=list_is(os.link))
)
