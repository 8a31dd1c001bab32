# what became of every row is printed where its record has no file, and stands in the ledger: left out, withheld,
# missing; of the year before, what was read
mkdir -p "$OUT/data/2025-26" "$OUT/data/2026-27"
cat >"$OUT/rules.lustrum" <<'RULES'
framework fates "What becomes of rows, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn  key text  from "URN"

record Class (Classes) from "classes.csv"
  school  part of School                    from "URN"
  size    baseline whole number 0 to 99     from "SIZE"
  points  outcome number 0 to 90 in points  from "POINTS", missing "" as no_figure

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  leaves out "small class" Classes where size < 3 because "Article 3"
  for each Class
    value points
    withheld as "SUPP" when size < 6
  for each School
    value mean of known value over Classes

measure growth "Growth"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value attainment - attainment[the year before]
RULES
printf 'URN\nA\nB\n' | tee "$OUT/data/2025-26/schools.csv" >"$OUT/data/2026-27/schools.csv"
printf 'URN,SIZE,POINTS\nA,2,40\nA,4,41\nA,5,\nA,30,\nB,31,50\nB,3,55\n' >"$OUT/data/2026-27/classes.csv"
printf 'URN,SIZE,POINTS\nA,20,40\nB,21,41\n' >"$OUT/data/2025-26/classes.csv"
"$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/data" --year 2026/27 --out "$OUT/results" $MORE >"$OUT/said" 2>&1 || cat "$OUT/said"
sed -n '/^Ledger/,$p' "$OUT/said"
sed -n '/"measuring"/,$p' "$OUT/results/ledger.json" | tr -d ' \n'
echo
cat "$OUT/results/School.csv"
