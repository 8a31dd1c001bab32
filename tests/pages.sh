#!/bin/sh
# pages.sh -- fails when a message has no page spec/errors/CODE.md, or a page no message; and when a
# message uses a word that blames or puzzles its reader.
# SPDX-License-Identifier: Apache-2.0
set -u
codes=$(grep -o '^DIAG([A-Z0-9_]*, *"L[0-9]*"' runtime/diag.def | grep -o 'L[0-9]*')
status=0
for code in $codes; do
    [ -e "spec/errors/$code.md" ] || { echo "$code has no page"; status=1; }
done
for page in spec/errors/L*.md; do
    code=$(basename "$page" .md)
    case " $(echo $codes) " in *" $code "*) ;; *) echo "$page explains no message"; status=1 ;; esac
done
twice=$(printf '%s\n' $codes | sort | uniq -d)
[ -z "$twice" ] || { echo "used twice: $twice"; status=1; }
if grep -v '^ \*\|^/\*' runtime/diag.def | grep -niwE 'forbidden|illegal|prohibited|please|sorry|invalid|oops|token|parse|null|exception|identifier'; then
    echo 'words that a teacher need not know'
    status=1
fi
exit "$status"
