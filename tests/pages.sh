#!/bin/sh
# pages.sh -- the messages of runtime/diag.def and their pages spec/errors/CODE.md.
#
# Fails when a message has no page or a page no message; when a page does not begin with the title,
# as it stands in diag.def with … for its parts, has no example, or prints another message than its
# own; when a title is longer than 72 characters or ends with a full stop; and when a message or a
# page uses a word that blames or puzzles its reader.
# SPDX-License-Identifier: Apache-2.0
set -u
status=0
fault() {
    echo "$1"
    status=1
}
titles=$(mktemp) || exit 2
trap 'rm -f "$titles"' EXIT

# CODE: title
sed -n 's/^DIAG([A-Z0-9_]*, *"\(L[0-9]*\)", *[A-Z]*, *"\(\([^"\\]\|\\.\)*\)".*/\1: \2/p' \
    runtime/diag.def | sed 's/\\"/"/g; s/%[1-6]/…/g' >"$titles"
[ "$(wc -l <"$titles")" -eq "$(grep -c '^DIAG(' runtime/diag.def)" ] ||
    fault 'diag.def: the title of a message does not stand on its first line'
while IFS= read -r title; do
    code=${title%%: *}
    page=spec/errors/$code.md
    case $title in *.) fault "$code: its title ends with a full stop" ;; esac
    # … is one character and three bytes
    length=$(printf %s "${title#*: }" | sed 's/…/./g' | wc -c)
    [ "$length" -le 72 ] || fault "$code: its title has $length characters"
    [ -e "$page" ] || {
        fault "$code has no page"
        continue
    }
    IFS= read -r first <"$page"
    [ "$first" = "# $title" ] || fault "$page begins with '$first', not '# $title'"
    grep -q '^## Example' "$page" || fault "$page has no example"
    if grep -q '^```out' "$page"; then
        grep -q "\[$code\]: " "$page" || fault "$page does not show its message"
    fi
done <"$titles"
for page in spec/errors/L*.md; do
    [ -e "$page" ] || continue
    grep -q "^$(basename "$page" .md): " "$titles" || fault "$page explains no message"
done
twice=$(sed 's/:.*//' "$titles" | sort | uniq -d)
[ -z "$twice" ] || fault "used twice: $twice"

banned='forbidden|illegal|prohibited|please|sorry|invalid|oops|token|parse|null|exception|identifier'
if grep -v '^ \*\|^/\*' runtime/diag.def | grep -niwE "$banned" ||
    grep -niwE "$banned" spec/errors/L*.md; then
    fault 'words that a teacher need not know'
fi
exit "$status"
