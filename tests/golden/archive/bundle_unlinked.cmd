# Rows that no link gives to a school are not in its bundle, but for the headings of their file: where only figures
# of the nation are made of them, the figures of the school come out all the same.
cd "$OUT" || exit 2
mkdir data
cat >rules.lustrum <<'RULES'
framework village "Village schools, 2025 to 2030"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Census (Censuses) from "census.csv"
  area    key text                            from "AREA"
  people  baseline whole number 0 to 90000000 from "PEOPLE"

record School (Schools) from "schools.csv"
  urn     key text                            from "URN"
  points  outcome number 0 to 90 in points    from "POINTS"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for the nation
    let least be least of people over Censuses
  for each School
    value points + (least / 1000000 in points)
RULES
printf 'AREA,PEOPLE\nNorth,4000000\nSouth,9000000\n' >data/census.csv
printf 'URN,POINTS\n1,40\n2,50\n' >data/schools.csv
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --out out --quiet $MORE; cat out/School.csv
"$LUSTRUM" bundle 2 out --data data --out appeal | sed -n '/^Rows of/,$p'
cat appeal/data/census.csv
(cd appeal && "$LUSTRUM" review rules/rules.lustrum --data data --year 2025/26 --use-reference reference.csv --out ../again --quiet)
cmp again/School.csv appeal/figures/School.csv && echo 'the same figures'
grep -A 4 '"record": "Census"' appeal/bundle.json
