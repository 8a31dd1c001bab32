# The bundle of results that read earlier years: the school's rows of those are in it, found by its key, by
# the key that it continues from, and of pupils by theirs; its figures over years come out of it alone, also
# where it was not there.
cd "$OUT" || exit 2
mkdir -p data/2025-26 data/2026-27 data/2027-28
cat >rules.lustrum <<'RULES'
framework years "Village schools over years"
  edition    1
  term       2025/26 to 2029/30
  rounding   half away from zero

corrections from "corrections.csv"

record School (Schools) from "schools.csv", continues from "OLD_URN" from 2027/28
  urn     key text                          from "URN"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "URN"
  points  outcome number 0 to 90 in points  from "POINTS", missing "NE" as no_entry

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value mean of known points over Pupils

measure three "Three-year mean"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value mean of known attainment over the last 3 years

measure gained "Gained by pupils since last year"
  outcome, in points, higher is better, shown to 1 place
  for each Pupil
    value points - points[the year before]
  for each School
    value mean of known value over Pupils

power notice "Notice"
  held by "County" over School
  open when in each of the last 3 years attainment < 40
RULES
printf 'URN\n1001\n1002\n1003\n' | tee data/2025-26/schools.csv >data/2026-27/schools.csv
printf 'URN,OLD_URN\n2001,1001\n1002,\n1003,\n1004,\n' >data/2027-28/schools.csv
printf 'UPN,URN,POINTS\nA1,1001,38\nA2,1001,39\nB1,1002,50\nC1,1003,NE\n' >data/2025-26/pupils.csv
printf 'UPN,URN,POINTS\nA1,1001,30\nA2,1002,3I\nA3,1001,44\nB1,1002,50\nC1,1003,60\nC2,1003,10\n' >data/2026-27/pupils.csv
printf 'UPN,URN,POINTS\nA1,2001,35\nA2,2001,36\nB1,1002,50\nB2,1002,20\nC1,1003,60\nD1,1004,41\n' >data/2027-28/pupils.csv
head='record,key,field,old,new,reason,agreed by,date'
echo "$head" | tee data/2025-26/corrections.csv >data/2027-28/corrections.csv
printf '%s\n' "$head" 'Pupil,A2,points,3I,31,misread,Board,2027-09-01' 'Pupil,B1,points,50,51,marked again,Board,2027-09-01' >data/2026-27/corrections.csv
review() { "$LUSTRUM" review rules/rules.lustrum --data data --year 2027/28 --use-reference reference.csv "$@" --quiet; }
"$LUSTRUM" review rules.lustrum --data data --year 2027/28 --out out --quiet $MORE; cat out/School.csv
for school in 2001 1002 1003 1004; do
    echo "==== $school"
    "$LUSTRUM" bundle $school out --data data --out appeal_$school --personal | sed -n '/^Rows of the data/,$p'
    (cd appeal_$school && review --out ../again_$school && cmp ../again_$school/School.csv figures/School.csv && echo 'the same figures')
done
for file in appeal_2001/data/*/*; do echo "-- $file"; cat "$file"; done
echo '==== without rows of persons'
"$LUSTRUM" bundle 1002 out --data data --out plain --json | sed -n '/"records"/,/^  ]/p' | grep year | uniq -c
find plain/data -type f | sort; grep -l '[ABC][123],' -r plain

echo '==== files that hold several years'
mkdir one
cat >one.lustrum <<'RULES'
framework one "Two years in one file"
  edition   1
  term      2024/25 to 2028/29
  rounding  half away from zero

corrections from "corrections.csv"

record School (Schools) from "schools.csv", rows of the year in "YEAR"
  urn     key text                          from "URN"
  points  outcome number 0 to 90 in points  from "POINTS"

measure attainment "Attainment"
  outcome, in points, higher is better, shown to 1 place
  for each School
    value points

power help "Help"
  held by "County" over School
  open when in each of the last 2 years attainment < 40
RULES
printf 'YEAR,URN,POINTS\n2024/25,1,50\n2025/26,1,39\n2024/25,2,38\n2025/26,2,37\n2023/24,1,1\n' >one/schools.csv
cat >one/corrections.csv <<'ROWS'
record,key,year,field,old,new,reason,agreed by,date
School,1,2024/25,points,50,30,marks of another school,County board,2026-09-03
School,2,2025/26,points,37,47,marked again,County board,2026-09-03
ROWS
"$LUSTRUM" review one.lustrum --data one --year 2025/26 --out two --quiet $MORE
"$LUSTRUM" bundle 1 two --data one --out appeal_1 --json | grep comes_out
cat appeal_1/data/* appeal_1/figures/School.csv
