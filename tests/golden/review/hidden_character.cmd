printf 'framework f "F"\n  edition 1\n  term 2025/26 only\n  rounding half even\n\nrecord S (Ss) from "s.csv"\n  u key text from "U"\n\nmeasure m "M\177"\n  outcome, in points, higher is better, shown to 1 place\n  for each S\n    value 1 in points\n' >"$OUT/hidden.lustrum"
printf 'U\na\n' >"$OUT/s.csv"
"$LUSTRUM" review "$OUT/hidden.lustrum" --data "$OUT"
