# C67, C69, C70: three orders of day, month and year, and years without a stroke: refused, then shown
. ./frame.sh
joined= left= seen= cohort=
dates() {
    cat >"$OUT/rules.lustrum" <<RULES
framework dates "Dates"
  edition   1
  term      2025/26 to 2029/30
  rounding  half away from zero

record School (Schools) from "schools.csv"
  urn     key text                                   from "URN"
  joined  identity date 2000-01-01 to 2099-12-31     from "JOINED"$joined
  left    identity date                              from "LEFT"$left
  seen    identity date                              from "SEEN"$seen
  cohort  identity school year 2010/11 to 2020/21    from "COHORT"$cohort

measure stay "Days from joining to leaving"
  context, higher is better, shown to whole number
  for each School
    value full days from joined to left
RULES
    "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/data" --year 2025/26 \
        --out "$OUT/results" $MORE >"$OUT/said" 2>&1
    status=$?
    if [ $status -eq 0 ]; then
        cat "$OUT/results/School.csv"
    else
        grep '^error' "$OUT/said"
        sed -n 's/^Fix  If the column.*/&/p' "$OUT/said"
        sed 1d "$OUT/results.problems.csv"
    fi
    echo "exit $status"
}
schools 'URN,JOINED,LEFT,SEEN,COHORT\n1,01/02/2016,02/13/2016,1 Mar 2016,201516\n2,29/02/2016,12/31/2016,31 Dec 2016,202021\n'
dates
joined=', written as "31/08/2026"' left=', written as "08/31/2026"'
seen=', written as "1 Sep 2026"' cohort=', written as "202627"'
dates
echo "---- no such day, month and day changed places, out of the range, two digits, a nought too many"
schools 'URN,JOINED,LEFT,SEEN,COHORT\n1,29/02/2015,13/02/2016,01 Mar 2016,201517\n2,31/12/1999,12/31/16,31 Dez 2016,202122\n'
dates
