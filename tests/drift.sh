#!/bin/sh
# drift.sh MADE KEPT -- fails when a page that is made by a program differs from the one kept in git.
# SPDX-License-Identifier: Apache-2.0
set -u
status=0
for page in "$1"/*; do
    name=$(basename "$page")
    diff -u --label "$2/$name" --label 'made now' "$2/$name" "$page" || status=1
done
[ "$status" -eq 0 ] || echo 'run: make spec'
exit "$status"
