# shape_and_keys.py -- the catalogue, C26 to C48: the shape of a table, its keys and its links.
# SPDX-License-Identifier: Apache-2.0
from village import HEAD, HILL, LAKE, TRUSTS, Case, both, cannot, cell, mill, read, refused

ALL = HEAD + HILL + mill() + LAKE
NO_LAST = HEAD.replace(",POINTS", "")
WIDE = HEAD[:-1] + "".join(f",C{i}" for i in range(4096 - 9)) + "\n"

# Two records of which one links to the other by two columns, and a link between persons.
PUPILS = '''framework pupils "Pupils"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  la   key text  from "LA"
  urn  key text  from "ESTAB"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                from "UPN"
  school  part of School                   from "LA", "ESTAB"
  points  outcome number 0 to 90 in points from "POINTS"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value mean of points over Pupils
'''
SCHOOLS = "LA,ESTAB\n301,4000\n301,4001\n"


def people(row, name, says, want, pupils, schools=SCHOOLS, rules=PUPILS):
    data = {"schools.csv": schools, "pupils.csv": "UPN,LA,ESTAB,POINTS\n" + pupils}
    return [Case(row, name, says, data, want, {"rules": rules})]


# Schools, and the row of their total in the same file.
TOTALS = '''framework totals "Totals"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Nation (Nations) from "schools.csv", rows where "LEVEL" is "N"
  code   key text              from "URN"
  total  context whole number  from "PUPILS"

record School (Schools) from "schools.csv", rows where "LEVEL" is "S"
  urn     key text              from "URN"
  nation  part of Nation        from "OF"
  pupils  context whole number  from "PUPILS"

measure size "Pupils"
  context, shown to whole number
  for each School
    value pupils

reconcile all_pupils "All pupils" for each Nation
  total with sum of pupils over Schools
'''
COUNTED = "URN,PUPILS,LEVEL,OF\nE,60,N,\n1,10,S,E\n2,20,S,E\n"


CASES = (
    # C26 rows of another length
    both("C26", "short", "a row that ends early", HEAD + HILL + "1002,Mill School,,secondary\n" + LAKE, record=', short rows missing as cut_short "the row stops before it"')
    + refused("C26", "short_of_one", "a row of one cell too few", HEAD + HILL + mill().replace(",90,", ",") + LAKE)
    + refused("C26", "long", "a row of one cell too many", HEAD + HILL + mill().replace("\n", ",7\n") + LAKE)
    + refused("C26", "many_long", "four rows too long: three are shown, all are counted", HEAD + "".join(mill(urn=str(u), points="7,7") for u in range(4)))
    + both("C26", "spare", "separators after the last column", HEAD + HILL + mill().replace("\n", ",,\n") + LAKE, record=", further blank cells skipped")
    + refused("C26", "spare_filled", "a further cell that is not blank", HEAD + HILL + mill().replace("\n", ",,7\n") + LAKE, record=", further blank cells skipped")
    + refused("C26", "comma_in_a_name", "a comma in a name without quotes", cell(name="Mill School, The"))
    # C27 a heading twice
    + refused("C27", "read_twice", "the heading that is read stands twice", ALL.replace("PUPILS", "POINTS"))
    + refused("C27", "of_the_key", "the heading of the key stands twice", ALL.replace("NAME", "URN"))
    + read("C27", "unread", "a heading that no field reads stands twice", ALL.replace("\n", ",1,2\n").replace("POINTS,1,2", "POINTS,NOTE,NOTE"))
    + both("C27", "second_of_two", "the second of two", ALL.replace("\n", ",44\n").replace("POINTS,44", "POINTS,POINTS"), points=", column 2 of 2")
    + refused("C27", "not_two", "two are declared, and one stands there", ALL, points=", column 2 of 2")
    # C28 headings that are nearly right
    + refused("C28", "case", "a heading in small letters", ALL.replace("POINTS", "points"))
    + refused("C28", "space", "a heading with a space behind it", ALL.replace("POINTS", "POINTS "))
    + refused("C28", "space_before", "a heading with a space before it", ALL.replace("POINTS", " POINTS"))
    + refused("C28", "letter", "a heading with a letter changed", ALL.replace("POINTS", "POINTZ"))
    + refused("C28", "trailing_separator", "a separator after the last heading", ALL.replace("POINTS", "POINTS,"))
    + refused("C28", "mark_inside", "a byte-order mark before the second heading", ALL.replace("NAME", "\ufeffNAME"))
    # C29, C30 which columns there are
    + both("C29", "absent", "a column that is read is not there", NO_LAST + HILL.replace(",42", "") + LAKE.replace(",51", ""), points=', not in 2025/26 as not_yet "not published yet"')
    + refused("C29", "two_absent", "two columns are not there", NO_LAST.replace(",PUPILS", "") + "1001,Hill School,T1,primary,Y,1999-09-01,2023/24\n")
    + read("C29", "further", "a column that no field reads", ALL.replace("\n", ",x\n").replace("POINTS,x", "POINTS,NOTE"))
    + read("C29", "renamed", "a column of another name in one year, declared", ALL.replace("POINTS", "SCORE"), points=', in 2025/26 from "SCORE"')
    + read("C30", "turned_round", "columns in the opposite order", "".join(",".join(reversed(line.split(","))) + "\n" for line in ALL.split("\n")[:-1]))
    + read("C30", "key_last", "the key in the last column", "".join(line[line.index(",") + 1 :] + "," + line.split(",")[0] + "\n" for line in ALL.split("\n")[:-1]))
    # C31, C32 headings absent or again
    + refused("C31", "absent", "data from the first row on", HILL + mill() + LAKE)
    + refused("C31", "blank_first", "a blank line in the place of the headings", "\n" + ALL)
    + refused("C31", "numbers", "the numbers of the columns in the place of the headings", "1,2,3,4,5,6,7,8,9\n" + HILL)
    + refused("C32", "again", "two files pasted together", HEAD + HILL + HEAD + LAKE)
    + refused("C32", "again_at_the_end", "the headings as the last row", ALL + HEAD)
    + refused("C32", "again_twice", "the headings three times", HEAD + HILL + HEAD + mill() + HEAD + LAKE)
    # C33 columns
    + read("C33", "4096", "4,096 columns", WIDE + HILL[:-1] + "," * 4087 + "\n")
    + cannot("C33", "4097", "4,097 columns", WIDE[:-1] + ",X\n" + HILL[:-1] + "," * 4088 + "\n")
    + cannot("C33", "100000", "100,000 columns", HEAD[:-1] + ",x" * 99991 + "\n")
    # C35, C36 long cells and rows
    + read("C35", "name_of_65536", "a name of 65,536 bytes that is not printed", ALL.replace("\n", "," + "x" * 65536 + "\n").replace("POINTS," + "x" * 65536, "POINTS,NOTE"))
    + refused("C35", "number_of_65536", "a number of 65,536 digits", cell(points="1" * 65536))
    + cannot("C35", "cell", "a cell of 1 MiB and a byte", cell(name="x" * ((1 << 20) + 1)))
    + cannot("C36", "row", "a row of 17 MiB", HEAD + HILL + "1002," + "1234567," * (17 << 17))
    + refused("C36", "row_in_quotes", "a row of 17 MiB within quotes", HEAD + HILL + '1002,"' + "1234567 " * (17 << 17))
    # C38 an upload that was cut off
    + refused("C38", "in_a_cell", "in the middle of a row", HEAD + HILL + "1002,Mill Sch")
    + refused("C38", "in_quotes", "within quotes", HEAD + HILL + '1002,"Mill Sch')
    + refused("C38", "in_a_character", "in the middle of a character", (HEAD + HILL + "1002,Ecol").encode() + b"\xc3")
    + [Case("C38", "at_a_row", "at the end of a row: told by the total that the file has", {"schools.csv": COUNTED}, "refused", {"rules": TOTALS})]
    + [Case("C38", "whole", "the same file, whole", {"schools.csv": COUNTED + "3,30,S,E\n"}, "read", {"rules": TOTALS})]
    # C39, C40 keys
    + refused("C39", "twice", "a key in two rows", ALL.replace("1003", "1001"))
    + refused("C39", "same_row_twice", "the same row twice", HEAD + HILL + mill() + HILL)
    + refused("C39", "three_times", "a key in three rows, another in two", HEAD + HILL * 3 + LAKE * 2)
    + refused("C39", "of_the_parent", "a key of the other file in two rows", {"schools.csv": ALL, "trusts.csv": "ID\nT1\nT1\n"})
    + people("C39", "of_a_person", "the key of a person in two rows: never shown", "refused", "P1,301,4000,40\nP1,301,4001,50\n")
    + refused("C40", "blank", "a row without its key", cell(urn=""))
    + refused("C40", "blank_in_quotes", "a key of empty quotes", cell(urn='""'))
    + refused("C40", "space", "a key of one space, trimmed", cell(urn=" "), urn=", trim")
    + read("C40", "blank_set_aside", "rows without a key set aside, declared", cell(urn=""), record=', rows where "URN" is not ""')
    # C41, C42 links
    + both("C41", "unknown", "a trust that is not in its file", cell(trust="T9"), trust=", anything else as unknown_trust")
    + refused("C41", "other_case", "a trust in other letters", cell(trust="t1"))
    + refused("C41", "of_no_rows", "trusts, all unknown: the file of trusts has one of another", {"schools.csv": ALL, "trusts.csv": "ID\nT2\n"})
    + people("C41", "of_a_person", "a pupil of a school that is not there: the pupil is not named", "refused", "P1,301,4000,40\nP2,301,4009,50\n")
    + people("C41", "parts_changed", "the two parts of a key changed places", "refused", "P1,4000,301,40\n")
    + people("C42", "many_children", "two pupils of one school: a mean of two", "read", "P1,301,4000,40\nP2,301,4000,50\nP3,301,4001,7\n")
    + people("C42", "parent_twice", "a school twice would double its pupils", "refused", "P1,301,4000,40\n", schools=SCHOOLS + "301,4000\n")
    # C43 to C46 what keys look like
    + read("C43", "nought_before", "keys that differ by noughts in front: told, and two keys", ALL.replace("1003", "01001"))
    + read("C43", "noughts_kept", "noughts in front are kept", ALL.replace("1003", "000123"))
    + refused("C43", "nought_lost_in_link", "a link that has lost its nought", {"schools.csv": cell(trust="123"), "trusts.csv": "ID\nT1\n0123\n"})
    + read("C44", "urn_of_five", "a number of a school of five digits: its form is not a thing of the reader", ALL.replace("1003", "13579"))
    + people("C45", "upn_letter", "a wrong check letter: the key is kept, byte by byte", "read", "A801200001001,301,4000,40\nB801200001001,301,4001,50\n")
    + people("C45", "upn_fault_is_masked", "a fault beside a number of a pupil does not show it", "refused", "A801200001001,301,4000,x\n")
    + refused("C46", "power_of_ten", "a key as a power of ten", cell(urn="1.00063E+11"))
    + refused("C46", "power_short", "a key as a short power of ten", cell(urn="1E+11"))
    + refused("C46", "month_first", "a key turned into a month", cell(urn="Sep-10"))
    + refused("C46", "month_last", "a key turned into a day", cell(urn="9-May"))
    + refused("C46", "point_nought", "a key with .0 behind it", cell(urn="2014127.0"))
    + refused("C46", "link", "a link as a power of ten", cell(trust="1.00063E+11"))
    + refused("C46", "code", "a code of a list turned into a month", cell(phase="Mar-04"))
    + refused("C46", "number", "a number turned into a day", cell(points="4-May"))
    + refused("C46", "hashes", "a column that was too narrow: ######", cell(points="######"))
    + refused("C46", "hashes_key", "the same in a key", cell(urn="########"))
    # C47, C48 rows of other levels, schools that change
    + refused("C47", "nation", "the row of the nation among the schools", HEAD + HILL + mill() + ",England,,ALL,N,2004-02-29,2023/24,255,131\n")
    + read("C47", "nation_set_aside", "the same, set aside", HEAD + HILL + mill() + ",England,,ALL,N,2004-02-29,2023/24,255,131\n", record=', rows where "PHASE" is not "ALL"')
    + refused("C47", "area", "the row of an area", HEAD + HILL + "301,Area,,ALL,N,2004-02-29,2023/24,255,131\n")
    + read("C47", "levels", "three kinds of rows, one kept", HEAD.replace("URN", "URN,TYPE").replace("TYPE,NAME", "TYPE,NAME") + HILL.replace("1001", "1001,1") + ",3,Area,,,,,,,\n" + ",5,England,,,,,,,\n", record=', rows where "TYPE" is "1"')
    + refused("C48", "old_number", "a trust under its old number", {"schools.csv": cell(trust="OLD"), "trusts.csv": "ID,OLD\nT1,\nT2,OLD\n"})
    + read("C48", "continues", "a school under a new number, its old one beside it", ALL.replace("\n", ",\n").replace("POINTS,", "POINTS,OLD_URN"), record=', continues from "OLD_URN"')
)
