cat >"$OUT/f.lustrum" <<'RULES'
framework f "F"
  edition 1
  term 2025/26 only
  rounding half even

record S (Ss) from "s.csv", may be empty
  u key text from "U"

measure m "M"
  outcome, in points, higher is better, shown to 1 place
  for each S
    value 1 in points
RULES
printf 'U' >"$OUT/s.csv"
"$LUSTRUM" review "$OUT/f.lustrum" --data "$OUT"
