#!/bin/sh
# demo.sh BUILD -- makes a small England up, reviews one of its years, and says where things are.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=${1:?usage: demo.sh BUILD}
here=$(dirname "$0")
demo=$build/demo
rm -rf "$demo"
mkdir -p "$demo"
"$build/examples/england_secondary/generate" "$demo/data" --schools 200 --years 5 --seed 2025
"$build/lustrum" review "$here/secondary.lustrum" --data "$demo/data" --year 2027/28 \
    --out "$demo/results"
"$build/lustrum" report "$demo/results" --out "$demo/site" --quiet
echo
echo "The data reviewed are in    $demo/data"
echo "The rules they follow are   $here/secondary.lustrum"
echo "Every figure is in          $demo/results"
echo "Change a rule and run:      $build/lustrum review $here/secondary.lustrum \\"
echo "                                --data $demo/data --year 2027/28 --out $demo/results"
echo "To read first, in a browser: $demo/site/nation.html"
