#!/bin/sh
# make.sh BUILD NAME RULES DATA OPTION... -- puts a run into the archive: its data and its results.
# SPDX-License-Identifier: Apache-2.0
set -eu
lustrum=$1/lustrum
folder=$(dirname "$0")/$2
rules=$3
data=$4
shift 4
[ ! -e "$folder" ] || { echo "$folder is there already"; exit 1; }
mkdir "$folder"
cp -r "$data" "$folder/data"
"$lustrum" review "$rules" --data "$folder/data" --out "$folder/out" --quiet "$@"
