# The shape of the Department's file of trusts with made-up rows: Windows-1252, percent signs, lists in a
# cell, SUPPMAT; refused without each declaration of examples/england_trusts, by a message that names it.
rules=../../../examples/england_trusts/trusts.lustrum
mkdir -p "$OUT/data"
file() {
    printf 'TIME_PERIOD,TIME_IDENTIFIER,TRUST_NAME,TRUST_UID,TRUST_LEADREGION,INSTITUTIONS_MATPTINC,'
    printf 'NUMINST_MATPTINC,NUMINST_3_MATPTINC,NUMINST_4_MATPTINC,NUMINST_5PLUS_MATPTINC,'
    printf 'PFSM6CLA1A_MATPTINC,P8MEACOV,P8MEA_WGTAVG,P8CILOW,P8CIUPP,P8MEA_WGTAVG_FSM6CLA1A,'
    printf 'P8MEA_WGTAVG_NFSM6CLA1A\n'
    printf '202223,AcademicYear,AR\311TE TRUST,1001,North East,100001;100002;100003,3,1,0,2,21%%,89%%,0.5,0.01,0.99,-0.93,0.2\n'
    printf '202223,AcademicYear,"HILL, DALE TRUST",1002,London,100004,1,0,1,0,SUPPMAT,94%%,-0.5,-0.9,-0.01,SUPPMAT,SUPPMAT\n'
}
file >"$OUT/data/ks4-mats-performance.csv"
review() {
    "$LUSTRUM" review "$1" --data "$OUT/data" --year 2022/23 --out "$OUT/out" $MORE >"$OUT/said" 2>&1
    status=$?
    grep -E -A1 "^(error|Fix)" "$OUT/said" | grep -v -e '^ *+-' -e '^More' -e '^--$'
    echo "exit $status"
}
without() { # PATTERN: the rules without what it matches
    echo "---- without $1"
    sed -z "s/$1//g" "$rules" >"$OUT/rules.lustrum"
    review "$OUT/rules.lustrum"
}
review "$rules"
cat "$OUT/out/Trust.csv" "$OUT/out/Region.csv"
tr -d ' \n' <"$OUT/out/ledger.json" | grep -o '"reading":.*"links"'
sed -n '/^  Totals/,/^$/p' "$OUT/said"
without 'encoding cp1252,'
without ', percent sign'
without ',\n  one row for each urn separated by ";"'
without 'missing "SUPPMAT", "SUPP", "c" as suppressed "SUPPMAT: too few pupils",'
without ', written as "202223"'
