#!/bin/sh
# replay.sh BUILD FOLDER -- a run of the archive, verified, and worked out again in several ways.
# SPDX-License-Identifier: Apache-2.0
set -eu
lustrum=$1/lustrum
folder=${2%/}
work=$1/tests/archive_$(basename "$folder")
rm -rf "$work"
mkdir -p "$work"
"$lustrum" verify "$folder/out" --quiet
for how in '' '--threads 1 --batch 1' '--threads 3 --batch 3' '--force-lane exact'; do
    # shellcheck disable=SC2086 # options are meant to be split
    "$lustrum" replay "$folder/out" --data "$folder/data" --out "$work/out" $how >"$work/said" 2>&1 ||
        { cat "$work/said"; exit 1; }
done
rm -rf "$work"
