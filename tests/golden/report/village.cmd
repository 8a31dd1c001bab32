# Pages of a small review: that of a school, and of the nation.  Style, script and policy are left
# out: tests/report.py looks at these.
review() { "$LUSTRUM" review _village.lustrum --data _village --year 2025/26 --out "$OUT/results" --quiet; }
page() { sed -e '/Content-Security-Policy/d; /Manifest of the results/d; /^<style>@page.*style>$/d; /^<style>/,/<\/style>$/d; /^<script>/,/<\/script>$/d' "$OUT/site/$1"; }
review && "$LUSTRUM" report "$OUT/results" --out "$OUT/site" && page school/1002.html && page nation.html
ls "$OUT/site" "$OUT/site/school" "$OUT/site/parish"
"$LUSTRUM" review _village.lustrum --data _village --year 2026/27 --out "$OUT/after" --quiet
"$LUSTRUM" report "$OUT/after" "$OUT/results" --out "$OUT/results/site"; echo "exit $?"
"$LUSTRUM" report "$OUT/results" --out "$OUT/one" --only 1003 --json | grep -v bytes
ls "$OUT/one/school" "$OUT/one/parish"
ln -s one "$OUT/link"
"$LUSTRUM" report "$OUT/results" --out "$OUT/link"; echo "exit $?"
