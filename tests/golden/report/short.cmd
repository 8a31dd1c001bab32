# -o is short for --out.
"$LUSTRUM" review ../review/village.lustrum --data ../review/village --year 2025/26 -o "$OUT/out" --quiet $MORE &&
"$LUSTRUM" report "$OUT/out" -o "$OUT/site" && ls "$OUT/site" "$OUT/site/files"
cat "$OUT/site/files/nation.json"
"$LUSTRUM" -o "$OUT/again" report "$OUT/out"
"$LUSTRUM" report "$OUT/out" -o; echo "exit $?"
"$LUSTRUM" check ../review/village.lustrum -o "$OUT/x"; echo "exit $?"
