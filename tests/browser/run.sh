#!/bin/sh
# run.sh BUILD -- pages of a made-up England of 40 schools over three years, in a browser (check.mjs), and
# those of tests/report.py: names that are markup, one school without a figure, memberships, powers, funnels.
#
# No part of make check: it takes Chromium, node, and from npm playwright-core and axe-core, which are put
# in BUILD/browser.  CHROMIUM names the browser.  Where java is and npm has vnu-jar, the checker of the W3C
# reads every page; it knows nothing of paint-order, which is a property of SVG, nor of policies by hash.
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
python3 "$root/tests/report.py" "$build/lustrum" --keep made
if command -v java >/dev/null; then
    [ -e node_modules/vnu-jar ] || npm install --silent --no-fund --no-audit vnu-jar || echo "no vnu-jar: not read by it"
    jar=$(find node_modules/vnu-jar -name vnu.jar 2>/dev/null | head -1)
    if [ -n "$jar" ]; then
        find site made -name '*.html' -exec java -Xss8m -jar "$jar" --errors-only --format gnu {} + 2>vnu.txt || :
        if grep -v 'paint-order' vnu.txt; then exit 1; fi
        echo "$(find site made -name '*.html' | wc -l) pages are valid"
    fi
fi
node "$root/tests/browser/check.mjs" "$chromium" made/hostile/site index.html nation.html school/index.html school/unit.html
node "$root/tests/browser/check.mjs" "$chromium" made/lonely/site index.html nation.html school/1.html
node "$root/tests/browser/check.mjs" "$chromium" made/county/site nation.html school/100.html region/east.html trust/t0.html
node "$root/tests/browser/check.mjs" "$chromium" site index.html nation.html audit.html school/index.html \
    school/100004.html region/index.html "$(ls site/region | grep -v index | head -1 | sed 's|^|region/|')" \
    "$(ls site/trust | grep -v index | head -1 | sed 's|^|trust/|')"
