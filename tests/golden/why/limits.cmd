# A limit that is a number is shown as the review prints it; where it leaves the figure outside, charts still hold both. Rows
# whose weight is missing are not counted.
"$LUSTRUM" why _limits.lustrum 2 attainment --data limits --ascii
"$LUSTRUM" why _limits.lustrum 2 flat --data limits --ascii
"$LUSTRUM" review _limits.lustrum --data limits --out "$OUT/results" --quiet
cat "$OUT/results/School.csv"
for region in North South; do
    "$LUSTRUM" why _limits.lustrum $region attainment --data limits --json | grep -E '"(count|counted|sum|weights)":'
done
"$LUSTRUM" report "$OUT/results" --out "$OUT/site" --quiet
grep -h -A16 'aria-label="Flat of all schools"' "$OUT/site/nation.html" | grep -E 'path|<text'
