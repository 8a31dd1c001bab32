# A reference of 2025/26: used in the same year, by one school alone, in the year after, compared,
# and refused where it is of other rules or was spoilt.
mkdir -p "$OUT/first" "$OUT/alone" "$OUT/later"
cat >"$OUT/rules.lustrum" <<'END'
framework steps "Progress of pupils"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero
  uses      reference of 2025/26

record School (Schools) from "schools.csv"
  urn  key text  from "URN"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN"
  group   baseline whole number 1 to 9      from "GROUP"
  score   outcome number 0 to 90 in points  from "SCORE"

measure progress "Progress"
  outcome, national progress measure, in points, higher is better, shown to 2 places
  for the nation
    let expected be mean of score over Pupils by group
    let spread   be sample standard deviation of score over Pupils
  for each Pupil
    value score - expected[group]
  for each School
    value mean of known value over Pupils
    interval value give or take 2 * spread / root of number of Pupils
END
printf 'URN\n1\n2\n' | tee "$OUT/first/schools.csv" >"$OUT/later/schools.csv"
printf 'UPN,URN,GROUP,SCORE\nA,1,1,10\nB,1,2,20\nC,2,1,15\nD,2,3,31\nE,2,2,27\n' >"$OUT/first/pupils.csv"
printf 'UPN,URN,GROUP,SCORE\nF,1,1,20\nG,1,2,20\nH,2,1,15\nI,2,4,31\nJ,2,3,27\n' >"$OUT/later/pupils.csv"
printf 'URN\n1\n' >"$OUT/alone/schools.csv"
printf 'UPN,URN,GROUP,SCORE\nA,1,1,10\nB,1,2,20\n' >"$OUT/alone/pupils.csv"
review() { # DATA YEAR OUT OPTIONS...
    data=$OUT/$1 year=$2 out=$OUT/$3
    shift 3
    "$LUSTRUM" review "$OUT/rules.lustrum" --data "$data" --year "$year" --out "$out" --quiet \
        --exact $MORE "$@"
    echo "exit $?"
}
"$LUSTRUM" reference "$OUT/rules.lustrum" --data "$OUT/first" --year 2025/26 --out "$OUT/ref.csv"
"$LUSTRUM" reference "$OUT/rules.lustrum" --data "$OUT/first" --year 2025/26 --json
echo "exit $?"
sed -n '/^nation/p; /group,/p' "$OUT/ref.csv"
review first 2025/26 made
review first 2025/26 used --use-reference "$OUT/ref.csv"
diff -r "$OUT/made" "$OUT/used" | sed -n '/^[<>]/p' | sed 's/"[0-9a-f]\{64\}"/SHA/'
review alone 2025/26 one --use-reference "$OUT/ref.csv"
cat "$OUT/one/School.csv"
# 20 - 25/2 and 20 - 47/2 of school 1; 15 - 25/2 and 27 - 31 of school 2, no group 4
review later 2026/27 next --use-reference "$OUT/ref.csv"
cat "$OUT/next/School.csv" "$OUT/next/nation.csv"
review later 2026/27 none
"$LUSTRUM" reference "$OUT/rules.lustrum" --data "$OUT/later" --year 2026/27 --out "$OUT/later.csv"
echo "exit $?"
sed 's/,25\/2,/,13,/' "$OUT/ref.csv" >"$OUT/planted.csv"
review first 2025/26 compared --compare-with "$OUT/planted.csv"
review first 2025/26 compared --compare-with "$OUT/ref.csv"
grep -A7 national_figures "$OUT/compared/manifest.json" | sed 's/"[0-9a-f]\{64\}"/SHA/'
grep -v ',spread,' "$OUT/ref.csv" >"$OUT/short.csv"
review later 2026/27 refused --use-reference "$OUT/short.csv"
sed 's/,25\/2,/,Feb-25,/' "$OUT/ref.csv" >"$OUT/spoilt.csv"
review later 2026/27 refused --use-reference "$OUT/spoilt.csv"
sed -i 's/give or take 2/give or take 3/' "$OUT/rules.lustrum"
review later 2026/27 refused --use-reference "$OUT/ref.csv"
