# A power that goes by a finding is told in the words of the review, not with its formula in their place.
cd "$OUT"
"$LUSTRUM" new village >new.log || cat new.log
cd village
cat >>village.lustrum <<'END'

power notice "Notice"
  held by "Commissioner" over School
  open when yearly is visit
END
"$LUSTRUM" fmt --check village.lustrum
for school in 100001 100004; do
    "$LUSTRUM" why village.lustrum $school notice --data . --year 2025/26 --ascii $MORE >told; head -n 7 told
done
"$LUSTRUM" why village.lustrum 100001 notice --data . --year 2025/26 --json $MORE >told; grep -o '"\(text\|sentence\|formula\)": "[^"]*yearly[^"]*"' told | head -n 4
