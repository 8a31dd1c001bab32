# The page of one unit before publication: with exact figures and without, and what is asked for wrongly.
for exact in "" --exact; do
    "$LUSTRUM" review _draft.lustrum --data _draft --year 2025/26 --out "$OUT/results$exact" --quiet $exact $MORE
    "$LUSTRUM" report "$OUT/results$exact" -o "$OUT/site$exact" --draft-for 1 --level School
    sed -n '/<header/,/<dl>/p; /<h1>/p; /^<h2>What would/,/^<h2>Measures/p; /^<h2>If a fact/,/^<h2>How/p' "$OUT/site$exact/1.html"
done
ls -R "$OUT/site"; grep -c '<a ' "$OUT/site/1.html"; grep -o 'href="[^"]*"' "$OUT/site/1.html"
"$LUSTRUM" report "$OUT/results" -o "$OUT/site" --draft-for 3 --json | grep -v bytes
"$LUSTRUM" report "$OUT/results" -o "$OUT/site" --draft-for 1; echo "exit $?"
"$LUSTRUM" report "$OUT/results" -o "$OUT/site" --draft-for 9; echo "exit $?"
"$LUSTRUM" report "$OUT/results" -o "$OUT/site" --draft-for 1 --only 1; echo "exit $?"
"$LUSTRUM" report "$OUT/results" -o "$OUT/site" --level School; echo "exit $?"
