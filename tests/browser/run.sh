#!/bin/sh
# run.sh BUILD -- pages of a made-up England of 40 schools over three years, in a browser (check.mjs).
#
# No part of make check: it takes Chromium, node, and from npm playwright-core and axe-core, which are put
# in BUILD/browser.  CHROMIUM names the browser.
# SPDX-License-Identifier: Apache-2.0
set -eu
build=$(cd "${1:?usage: run.sh BUILD}" && pwd)
root=$(cd "$(dirname "$0")/../.." && pwd)
chromium=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$build/browser
rules=$root/examples/england_secondary/secondary.lustrum
mkdir -p "$work"
cd "$work"
[ -e node_modules/axe-core ] || npm install --silent --no-fund --no-audit playwright-core@1 axe-core@4
"$build/examples/england_secondary/generate" data --schools 40 --years 3 --seed 11 >/dev/null
for year in 2025 2026 2027; do
    "$build/lustrum" review "$rules" --data data --year "$year/$((year - 1999))" --out "out_$year" --quiet
done
"$build/lustrum" report out_2027 out_2026 out_2025 --out site --quiet
node "$root/tests/browser/check.mjs" "$chromium" site index.html nation.html audit.html school/index.html \
    school/100004.html region/index.html "$(ls site/region | grep -v index | head -1 | sed 's|^|region/|')" \
    "$(ls site/trust | grep -v index | head -1 | sed 's|^|trust/|')"
