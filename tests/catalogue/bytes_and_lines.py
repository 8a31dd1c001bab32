# bytes_and_lines.py -- the catalogue, C1 to C25: what the bytes of a file are, and its lines.
# SPDX-License-Identifier: Apache-2.0
import gzip
import io
import os
import threading
import zipfile

from village import HEAD, HILL, LAKE, TRUSTS, both, cannot, cell, mill, read, refused

BOM = b"\xef\xbb\xbf"
ALL = HEAD + HILL + mill() + LAKE


def swap(text, old, new):
    return text.encode().replace(old.encode(), new)


def zipped(name, text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def through_a_pipe(folder, review):
    path = os.path.join(folder, "data", "schools.csv")
    text = open(path, "rb").read()
    os.remove(path)
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: open(path, "wb").write(text))
    writer.start()
    answer = review()
    writer.join()
    return answer


def without_permission(folder, review):
    os.chmod(os.path.join(folder, "data", "schools.csv"), 0)
    return review()


def made(make):
    def special(folder, review):
        path = os.path.join(folder, "data", "schools.csv")
        os.remove(path)
        make(path)
        return review()

    return special


CASES = (
    # C1 a byte-order mark
    read("C1", "mark_first", "a mark at the start of the file", BOM + ALL.encode())
    + read("C1", "mark_first_crlf", "a mark, and lines that end in CR LF", BOM + ALL.replace("\n", "\r\n").encode())
    + read("C1", "mark_and_quotes", "a mark before a heading in quotes", BOM + ('"URN"' + ALL[3:]).encode())
    + refused("C1", "mark_twice", "two marks at the start", BOM + BOM + ALL.encode())
    + refused("C1", "mark_in_a_number", "a mark before a number", cell(points="\ufeff38"))
    + refused("C1", "mark_in_a_name", "a mark within a text", cell(name="Mill\ufeff School"))
    # C2 UTF-16
    + refused("C2", "little_end", "UTF-16, the low byte first, with its mark", b"\xff\xfe" + ALL.encode("utf-16-le"))
    + refused("C2", "big_end", "UTF-16, the high byte first, with its mark", b"\xfe\xff" + ALL.encode("utf-16-be"))
    + refused("C2", "little_end_unmarked", "UTF-16, the low byte first, no mark", ALL.encode("utf-16-le"))
    + refused("C2", "big_end_unmarked", "UTF-16, the high byte first, no mark", ALL.encode("utf-16-be"))
    # C3 not UTF-8
    + refused("C3", "byte_c9", "a capital E with an accent in Windows-1252", swap(cell(name="@cole"), "@", b"\xc9"))
    + read("C3", "byte_c9_declared", "the same, declared", swap(cell(name="@cole"), "@", b"\xc9"), record=", encoding cp1252")
    + refused("C3", "byte_92", "a curly quote of Windows-1252", swap(cell(name="St Mary@s"), "@", b"\x92"))
    + read("C3", "byte_92_declared", "the same, declared", swap(cell(name="St Mary@s"), "@", b"\x92"), record=", encoding cp1252")
    + refused("C3", "byte_81_declared", "byte 81, which Windows-1252 has not", swap(cell(name="@"), "@", b"\x81"), record=", encoding cp1252")
    + refused("C3", "byte_9d_declared", "byte 9D, which Windows-1252 has not", swap(cell(name="a@b"), "@", b"\x9d"), record=", encoding cp1252")
    + read("C3", "utf8_said_cp1252", "UTF-8 declared as Windows-1252: every byte is a letter there", cell(name="\u00c9cole"), record=", encoding cp1252")
    + refused("C3", "byte_in_heading", "a byte that is not UTF-8 in a heading", swap(ALL, "PUPILS", b"PUPIL\xc9"))
    + refused("C3", "cut_character", "a character of which the last byte is missing", swap(cell(name="Ecol@"), "@", b"\xc3"))
    # C4 forms that no character has
    + refused("C4", "overlong_two", "a stroke in two bytes", swap(cell(name="Mill@"), "@", b"\xc0\xaf"))
    + refused("C4", "overlong_three", "a stroke in three bytes", swap(cell(name="Mill@"), "@", b"\xe0\x80\xaf"))
    + refused("C4", "surrogate", "half of a pair of UTF-16", swap(cell(name="Mill@"), "@", b"\xed\xb0\x80"))
    + refused("C4", "beyond_the_last", "a character above U+10FFFF", swap(cell(name="Mill@"), "@", b"\xf4\x90\x80\x80"))
    + refused("C4", "five_bytes", "a form of five bytes", swap(cell(name="Mill@"), "@", b"\xf8\x88\x80\x80\x80"))
    + read("C4", "noncharacter_in_text", "U+FFFE, which is no character, in a text: told", cell(name="Mill\ufffe"))
    + refused("C4", "noncharacter_in_key", "U+FDD0, which is no character, in a key", cell(urn="1002\ufdd0"))
    # C5 a zero byte
    + refused("C5", "in_a_cell", "in a text", swap(cell(name="Mill@School"), "@", b"\0"))
    + refused("C5", "in_quotes", "within quotes", swap(cell(name='"Mill@School"'), "@", b"\0"))
    + refused("C5", "in_the_headings", "in a heading", swap(ALL, "PUPILS", b"PUP\0LS"))
    + refused("C5", "last", "after the last line", ALL.encode() + b"\0")
    + refused("C5", "in_another_file", "in the file of trusts", {"schools.csv": ALL, "trusts.csv": b"ID\nT\x001\n"})
    # C6 characters that do not show
    + read("C6", "bell", "a control character in a text: told", cell(name="Mill\x07School"))
    + read("C6", "escape", "an escape sequence in a text: told, and not passed on to the terminal", cell(name="\x1b[31mMill"))
    + read("C6", "right_to_left", "U+202E, which turns text round, in a text: told", cell(name="Mill \u202elooch\u202c"))
    + read("C6", "isolate", "U+2066, which turns text round, in a text: told", cell(name="Mill \u2066x\u2069"))
    + read("C6", "no_width", "U+200B in a text: told", cell(name="Mill\u200bSchool"))
    + read("C6", "no_break_space", "U+00A0 in a text: told", cell(name="Mill\u00a0School"))
    + read("C6", "soft_hyphen", "U+00AD in a text: told", cell(name="Mill\u00adSchool"))
    + read("C6", "tag", "U+E0041, a tag that does not show, in a text: told", cell(name="Mill\U000e0041School"))
    + read("C6", "other_spaces", "U+2009, a thin space, in a text: told", cell(name="Mill\u2009School"))
    + refused("C6", "no_width_in_key", "U+200B in a key", cell(urn="1002\u200b"))
    + refused("C6", "thin_space_in_key", "U+2009, a thin space, in a key", cell(urn="1002\u2009"))
    + refused("C6", "right_to_left_in_key", "U+202E in a key", cell(urn="\u202e2001"))
    + refused("C6", "no_break_space_in_number", "U+00A0 in a number", cell(points="38\u00a0"))
    + refused("C6", "tab_in_number", "a tab in a number", cell(points="38\t"))
    + refused("C6", "no_width_in_code", "U+200B in a code of a list", cell(phase="secondary\u200b"))
    + refused("C6", "no_width_in_link", "U+200B in a link", cell(trust="T1\u200b"))
    + refused("C6", "no_width_in_date", "U+200E in a date", cell(opened="2004-02-29\u200e"))
    # C7 one name in two spellings of Unicode
    + read("C7", "composed_and_not", "two keys, an accent in one character and in two: told", cell(urn="\u00c91").replace("1003", "E\u03011"))
    + read("C7", "two_marks", "two keys, two accents in one character and apart: told", cell(urn="\u1ed8x").replace("1003", "O\u0323\u0302x"))
    + read("C7", "capital_accent", "two keys that differ by a capital letter with an accent: told", cell(urn="\u00e9a").replace("1003", "\u00c9a"))
    + read("C7", "capitals_in_both", "two keys in other capitals, neither all small: told", cell(urn="Wa1").replace("1003", "wA1"))
    + read("C7", "ohm_and_omega", "two keys, the sign of ohm and the letter omega: told", cell(urn="\u2126").replace("1003", "\u03a9"))
    + read("C7", "apart_in_a_text", "a name in decomposed letters: kept as it stands", cell(name="E\u0301cole"))
    # C8 digits of other scripts
    + refused("C8", "full_width", "full-width digits", cell(points="\uff13\uff18"))
    + refused("C8", "arabic", "Arabic digits", cell(points="\u0663\u0668"))
    + refused("C8", "bengali_in_date", "Bengali digits in a date", cell(opened="\u09e8\u09e6\u09e6\u09ea-02-29"))
    + refused("C8", "superscript", "a raised figure, as of a footnote", cell(points="38\u00b2"))
    + refused("C8", "minus_sign", "the sign of minus in the place of a hyphen", cell(points="\u221238"), kind="number -90 to 90 in points")
    # C9 nothing in it
    + refused("C9", "empty", "no byte", b"")
    + refused("C9", "mark_alone", "a byte-order mark and nothing else", BOM)
    + refused("C9", "line_end_alone", "a line end and nothing else", "\n")
    + refused("C9", "spaces", "spaces and line ends", "  \n \r\n")
    + refused("C9", "headings_unended", "headings without a line end", HEAD.rstrip())
    + both("C9", "headings", "headings and no row", HEAD, record=", may be empty")
    + refused("C9", "empty_may_be_empty", "no byte, and the record may be empty", b"", record=", may be empty")
    # C10 another kind of file
    + refused("C10", "gzip", "a gzip file", gzip.compress(ALL.encode(), mtime=0))
    + refused("C10", "zip", "a zip file", zipped("schools.csv", ALL))
    + refused("C10", "workbook", "an Excel workbook", zipped("xl/workbook.xml", "<workbook/>"))
    + refused("C10", "old_workbook", "an old Excel workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 56)
    + refused("C10", "pdf", "a PDF file", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    + refused("C10", "json_objects", "a JSON file of objects", '{"schools": []}\n')
    + refused("C10", "json_list", "a JSON file of a list", '[\n  {"URN": 1001}\n]\n')
    + refused("C10", "xml", "an XML file", '<?xml version="1.0"?>\n<schools/>\n')
    + refused("C10", "sqlite", "a SQLite database", b"SQLite format 3\0" + b"\0" * 48)
    + refused("C10", "parquet", "a Parquet file", b"PAR1\x15\x04\x15\x10")
    # C11 a page or a note in the place of the data
    + refused("C11", "git_lfs", "a note of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n")
    + refused("C11", "page", "a web page", "<!DOCTYPE html>\n<title>404</title>\n")
    + refused("C11", "page_small", "a web page without its first line", "<html><body>Not found</body></html>\n")
    + refused("C11", "words", "a few words of a server", "BAD REQUEST\n")
    # C12 what stands in the place of the file
    + cannot("C12", "absent", "no file", {"trusts.csv": TRUSTS})
    + cannot("C12", "folder", "a folder", ALL, special=made(os.mkdir))
    + cannot("C12", "loop", "a link to itself", ALL, special=made(lambda path: os.symlink("schools.csv", path)))
    + cannot("C12", "dangling", "a link to nothing", ALL, special=made(lambda path: os.symlink("nothing.csv", path)))
    + cannot("C12", "no_permission", "a file that may not be read", ALL, special=without_permission)
    + refused("C12", "device", "the empty device", ALL, special=made(lambda path: os.symlink("/dev/null", path)))
    + read("C12", "pipe", "a pipe: read and hashed as it comes", ALL, special=through_a_pipe)
    # C13 to C15 line ends
    + read("C13", "crlf", "CR LF throughout", ALL.replace("\n", "\r\n"))
    + read("C13", "mixed", "two rows with CR LF, two with LF: told", HEAD + HILL + (mill() + LAKE).replace("\n", "\r\n"))
    + read("C13", "mixed_headings", "the headings alone with CR LF: told", HEAD.replace("\n", "\r\n") + HILL + mill() + LAKE)
    + read("C13", "mixed_in_quotes", "CR LF within quotes is no line end of the file", cell(name='"Mill\r\nSchool"'))
    + refused("C14", "throughout", "CR alone throughout", ALL.replace("\n", "\r"))
    + refused("C14", "one_row", "CR alone after one row", HEAD + HILL.replace("\n", "\r") + mill() + LAKE)
    + refused("C14", "at_the_end", "CR alone after the last row", (HEAD + HILL + mill() + LAKE)[:-1] + "\r")
    + read("C15", "lf", "no line end after the last row", ALL[:-1])
    + read("C15", "crlf", "the same in a file of CR LF", ALL.replace("\n", "\r\n")[:-2])
    + read("C15", "quoted", "the last cell in quotes and nothing after", ALL[:-3] + '"51"')
    # C16 to C18 what is nearly nothing
    + refused("C16", "after_the_last_line", "Ctrl-Z after the last line", ALL + "\x1a")
    + refused("C16", "after_crlf", "Ctrl-Z after CR LF", ALL.replace("\n", "\r\n") + "\x1a")
    + refused("C16", "in_the_last_row", "Ctrl-Z at the end of the last row", ALL[:-1] + "\x1a")
    + both("C17", "middle", "a blank line between rows", HEAD + HILL + "\n" + mill() + LAKE, record=", blank lines skipped")
    + both("C17", "end", "blank lines at the end", ALL + "\n\n", record=", blank lines skipped")
    + both("C17", "crlf", "a blank line of CR LF", (HEAD + HILL + "\n" + LAKE).replace("\n", "\r\n"), record=", blank lines skipped")
    + refused("C17", "space", "a line of one space is no blank line", HEAD + HILL + " \n" + LAKE, record=", blank lines skipped")
    + both("C18", "separators", "a row of separators", HEAD + HILL + ",,,,,,,,\n" + LAKE, record=", empty rows skipped")
    + both("C18", "quotes", "a row of empty quotes", HEAD + HILL + ",".join(['""'] * 9) + "\n" + LAKE, record=", empty rows skipped")
    + refused("C18", "too_few", "a row of too few separators", HEAD + HILL + ",,,\n" + LAKE)
    # C19 to C22 quotes
    + read("C19", "in_a_name", "a line end within quotes in a text", cell(name='"Mill\nSchool"'))
    + refused("C19", "then_a_fault", "a fault after such a row is told by row and line", HEAD + mill(name='"Mill\nSchool"') + LAKE.replace("51", "x"))
    + refused("C19", "in_a_number", "a line end within quotes in a number", cell(points='"38\n"'))
    + refused("C19", "in_a_key", "a line end within quotes in a key", cell(urn='"10\n02"'))
    + refused("C20", "middle", "a quote that is never closed", cell(name='"Mill School'))
    + refused("C20", "last_cell", "the same in the last cell of the file", HEAD + HILL + mill(points='"38'))
    + refused("C20", "headings", "the same in the headings", '"' + ALL)
    + refused("C20", "after_a_fault", "what stands before it is told, what follows is not", HEAD + HILL.replace("42", "x") + mill(name='"Mill') + LAKE.replace("51", "y"))
    + refused("C21", "in_a_cell", "a quote in a cell without quotes", cell(name='The "Mill" School'))
    + refused("C21", "inches", "a quote at the end of a cell", cell(name='Mill 4"'))
    + refused("C21", "after", "text after a closing quote", cell(name='"Mill" School'))
    + refused("C21", "space_before", "a space before a quote", cell(name=' "Mill School"'))
    + refused("C21", "space_after", "a space after a quote", cell(name='"Mill School" '))
    + refused("C21", "heading", "a quote in a heading", ALL.replace("PUPILS", 'PUP"ILS'))
    + read("C21", "doubled", "a doubled quote within quotes is one", cell(name='"The ""Mill"" School"'))
    + refused("C22", "backslash", "a backslash before a quote", cell(name='"Mill \\" School"'))
    + read("C22", "backslash_plain", "a backslash is a character", cell(name="Mill\\School"))
    + read("C22", "single_quotes", "single quotes are characters", cell(name="'Mill School'"))
    + refused("C22", "single_quotes_comma", "single quotes do not hold a separator", cell(name="'Mill, School'"))
    # C23, C24 separators
    + both("C23", "semicolon", "semicolons", ALL.replace(",", ";"), record=', separator ";"')
    + both("C23", "tab", "tabs", ALL.replace(",", "\t"), record=', separator "\t"')
    + both("C23", "bar", "vertical bars", ALL.replace(",", "|"), record=', separator "|"')
    + refused("C23", "declared_wrongly", "commas where semicolons are declared", ALL, record=', separator ";"')
    + refused("C24", "from_a_row", "semicolons from the third row on", HEAD + HILL + (mill() + LAKE).replace(",", ";"))
    + refused("C24", "one_row", "tabs in one row", HEAD + HILL + mill().replace(",", "\t") + LAKE)
    + refused("C24", "after_the_headings", "semicolons in the headings alone", HEAD.replace(",", ";") + HILL + LAKE)
    # C25 lines that are no data
    + refused("C25", "comment", "a line of comment between rows", HEAD + HILL + "# checked by the office\n" + LAKE)
    + refused("C25", "comment_first", "a line of comment above the headings", "# schools\n" + ALL)
    + refused("C25", "title", "a title above the headings", "Schools of the village,,,,,,,,\n" + ALL)
    + refused("C25", "title_and_blank", "a title and a blank line above the headings", "Schools of the village\n\n" + ALL)
    + refused("C25", "footnote", "a note at the end", ALL + "Source: parish council\n")
    + refused("C25", "total", "a total at the end", ALL + "Total,,,,,,,255,131.5\n")
)
