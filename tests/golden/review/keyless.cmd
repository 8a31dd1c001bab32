# Rows that no key tells apart have no file of results: it would stand in the order of the data, and
# here they are of persons.
mkdir "$OUT/data" && cd "$OUT"
cat >rules.lustrum <<'RULES'
framework keyless "Entries without a key"
  edition   1
  term      2025/26 only
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn  key text  from "URN"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text  from "UPN"
  school  part of School     from "URN"

record Entry (Entries) from "entries.csv"
  pupil   part of Pupil                     from "UPN"
  points  outcome number 0 to 90 in points  from "POINTS"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each Entry
    value points
  for each School
    value mean of value over Entries
RULES
printf 'URN\n1\n' >data/schools.csv
printf 'UPN,URN\nP1,1\nP2,1\n' >data/pupils.csv
printf 'UPN,POINTS\nP2,40\nP1,50\n' >data/entries.csv
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --out out --quiet $MORE
echo "exit $?"
ls out
cat out/School.csv
