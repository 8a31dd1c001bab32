# The bundle of results made with lists of corrections and of decisions: of each it has the school's own
# lines, and its figures come out of it alone.  Keys of several parts, too.
cd "$OUT" || exit 2
mkdir data
cat >rules.lustrum <<'RULES'
framework corrected "Village schools, corrected"
  edition    1
  term       2025/26 to 2029/30
  rounding   half away from zero
  decisions  from "decided.csv"

corrections from "corrections.csv"

record Trust (Trusts) from "trusts.csv"
  trust   key text                          from "TRUST"
  limit   context whole number 0 to 5000    from "LIMIT"

record School (Schools) from "schools.csv"
  area    key text                          from "AREA"
  number  key text                          from "NUMBER"
  name    identity text                     from "NAME"
  trust   part of Trust                     from "TRUST"
  places  context whole number 0 to 5000    from "PLACES"

record Pupil (Pupils) from "pupils.csv"
  upn     key personal text                 from "UPN"
  school  part of School                    from "AREA", "NUMBER"

record Result (Results) from "results.csv"
  pupil    key part of Pupil                from "UPN"
  subject  key code                         from "SUBJECT"
  points   outcome number 0 to 9 in points  from "POINTS", missing "X" as not_graded

measure points "Points"
  outcome, in points, higher is better, shown to 2 places
  for the nation
    let all be mean of known points over Results
  for each School
    value mean of known points over Results - all
    withheld as "SUPP" when number of Pupils < 1

measure size "Places under the limit of the trust"
  context, in places, shown to 0 places
  for each School
    value (trust.limit - places) in places

power notice "Notice"
  held by "County" over School
  open when points < 0

power merger "Merger"
  held by "County" over Trust
  open when limit < 100
RULES
cat >data/trusts.csv <<'ROWS'
TRUST,LIMIT
T1,9O0
T2,800
ROWS
cat >data/schools.csv <<'ROWS'
AREA,NUMBER,NAME,TRUST,PLACES
801,0101,Hill,T1,12O
801,0102,Mill,T1,300
802,"01,02",Lake,T2,40
ROWS
cat >data/pupils.csv <<'ROWS'
UPN,AREA,NUMBER
P1,801,0101
P2,801,0101
P3,801,0102
P4,802,"01,02"
ROWS
cat >data/results.csv <<'ROWS'
UPN,SUBJECT,POINTS
P1,ART,3
P1,MATHS,X
P2,MATHS,7
P3,MATHS,5
P4,ART,9
ROWS
cat >data/corrections.csv <<'ROWS'
record,key,key 2,field,old,new,reason,agreed by,date
Trust,T1,,limit,9O0,900,the letter O for nought,County board,2026-09-01
School,801,0101,places,12O,120,the letter O for nought,County board,2026-09-03
Result,P1,MATHS,points,X,8,marked late,Exam board,2026-09-12
Result,P3,MATHS,points,5,6,"marked
again",Exam board,2026-09-12
Result,P4,ART,points,9,1,marked again,Exam board,2026-09-12
ROWS
cat >data/decided.csv <<'ROWS'
power,over,key,key 2,date,decision,reason,who
notice,School,801,0101,2026-10-01,opened,fewer points,County
notice,School,801,0102,2026-10-02,not used,"better, soon",County
merger,Trust,T1,,2026-10-03,not used,no need,County
ROWS
"$LUSTRUM" check rules.lustrum --quiet
"$LUSTRUM" review rules.lustrum --data data --year 2025/26 --out out --quiet $MORE; echo "exit $?"

echo '==== a school, by its key of two parts'
"$LUSTRUM" bundle 801,0102 out --data data --out appeal --personal | sed -n '/^Rows of the data/,$p'
for file in appeal/data/*; do echo "-- $file"; cat "$file"; done
(cd appeal && "$LUSTRUM" review rules/rules.lustrum --data data --year 2025/26 --use-reference reference.csv --out ../again --quiet)
cmp again/School.csv appeal/figures/School.csv && cat again/School.csv

echo '==== a key with a comma in it'
"$LUSTRUM" bundle '802,"01,02"' out --data data --out lake --personal --json | grep comes_out
grep -h . lake/data/schools.csv lake/data/corrections.csv lake/data/decided.csv
"$LUSTRUM" bundle '802,01,02' out --data data --out other; echo "exit $?"

echo '==== without rows of persons, nothing of theirs in the lists either'
"$LUSTRUM" bundle 801,0101 out --data data --out plain --json | grep comes_out
cat plain/data/corrections.csv plain/data/decided.csv; ls plain/data; grep -l 'P[1-4]' -r plain

echo '==== a trust'
"$LUSTRUM" bundle T1 out --data data --out trust --level Trust --personal --quiet; cat trust/data/decided.csv
