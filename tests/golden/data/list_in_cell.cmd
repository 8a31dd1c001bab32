# a list in a cell: refused undeclared; then a row for each item, beside which the other cells stand
. ./frame.sh
list= each=
cells() {
    printf 'URN,SCORE\nS1,0.5\nS2,0.25\nS3,-0.5\n' >"$OUT/data/schools.csv"
    printf "$1" >"$OUT/data/trusts.csv"
}
lists() {
    cat >"$OUT/rules.lustrum" <<RULES
framework lists "Trusts and their schools"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record Trust (Trusts) from "trusts.csv"
  uid      key text              from "UID"
  members  context whole number  from "NUMBER"

record School (Schools) from "schools.csv"
  urn    key text                          from "URN"
  score  outcome number -9 to 9 in points  from "SCORE"

record Membership (Memberships) from "trusts.csv"$list$each
  trust   key part of Trust   from "UID"
  school  key part of School  from "SCHOOLS", trim

derive Trust.as_many "As many as said" is number of Memberships = members

measure progress "Progress"
  outcome, in points, higher is better, shown to 2 places
  for each Trust
    value mean of school.score over Memberships

measure agrees "Schools named are as many as said"
  context, higher is better, shown to whole number
  for each Trust
    value 1 if as_many otherwise 0
RULES
    "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/data" --year 2025/26 \
        --out "$OUT/results" $MORE >"$OUT/said" 2>&1
    status=$?
    if [ $status -eq 0 ]; then
        sed -n '/^Ledger/,/^ *Measuring/p' "$OUT/said"
        sed -n '/"reading"/,/"measuring"/p' "$OUT/results/ledger.json" | tr -d ' \n'
        echo
        cat "$OUT/results/Trust.csv"
    else
        cat "$OUT/said"
        sed 1d "$OUT/results.problems.csv"
    fi
    echo "exit $status"
}
cells 'UID,NUMBER,SCHOOLS\nT1,2,S1;S2\nT2,1,S3\nT3,2, S1; S3 \n'
lists
each=', one row for each school separated by ";"'
lists
echo "---- blank, twice, unknown"
cells 'UID,NUMBER,SCHOOLS\nT1,2,S1;S2;S1\nT2,1,S3;\nT3,0,\nT4,2,"S1;S8"\n'
lists
echo "---- trusts with no list are set aside"
list=', rows where SCHOOLS is not ""'
cells 'UID,NUMBER,SCHOOLS\nT1,2,S1;S2\nT2,1,S3\nT3,0,\n'
lists
