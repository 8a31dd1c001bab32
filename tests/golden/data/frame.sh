# frame.sh -- what the cases of this folder share; each `.cmd` reads it first.
#
# A case writes the data (printf: \ooo is a byte) and says what must become of them:
#   refused     exit 3, and the results of an earlier review are the same bytes as before
#   accepted    exit 0; what the ledger says of the files, and the figures, are shown
# The variables below are what the rules declare; a case of a declared leniency is first refused
# without it, then accepted with it.
# SPDX-License-Identifier: Apache-2.0
record= trust= phase= points= unit=points kind='number 0 to 90 in points'
head='URN,NAME,TRUST,PHASE,BOARDS,OPENED,POINTS\n'
hill='1001,Hill School,T1,primary,Y,1999-09-01,42\n'
mill='1002,Mill School,,secondary,N,2004-02-29,38.5\n'
lake='1003,Lake School,T1,primary,N,2010-01-15,51\n'
mkdir -p "$OUT/data"

schools() {
    printf "$1" >"$OUT/data/schools.csv"
}

trusts() {
    printf "$1" >"$OUT/data/trusts.csv"
}

rules() {
    sed -e "s|@record@|$record|" -e "s|@trust@|$trust|" -e "s|@phase@|$phase|" \
        -e "s|@points@|$points|" -e "s|@unit@|$unit|" -e "s|@kind@|$kind|" \
        _frame.rules >"$OUT/rules.lustrum"
}

review() {
    rules
    "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/data" --year 2025/26 \
        --out "$OUT/results" $MORE "$@"
}

fingerprint() {
    (cd "$OUT/results" && find . -type f | sort | xargs cat) | cksum
}

refused() {
    mkdir -p "$OUT/good"
    printf "$head$hill$mill$lake" >"$OUT/good/schools.csv"
    printf 'ID\nT1\n' >"$OUT/good/trusts.csv"
    [ -e "$OUT/data/trusts.csv" ] || trusts 'ID\nT1\n'
    ( # the rules as they were agreed
        record= trust= phase= points= unit=points kind='number 0 to 90 in points'
        rules
        "$LUSTRUM" review "$OUT/rules.lustrum" --data "$OUT/good" --year 2025/26 \
            --out "$OUT/results" --quiet
    ) || echo "the good data were refused"
    before=$(fingerprint)
    review
    status=$?
    if [ "$before" = "$(fingerprint)" ]; then echo "results untouched"; else echo "results changed"; fi
    if [ -e "$OUT/results.problems.csv" ]; then sed 1d "$OUT/results.problems.csv"; fi
    return $status
}

accepted() {
    review >"$OUT/said" 2>&1
    status=$?
    [ $status -eq 0 ] || cat "$OUT/said"
    sed -n '/^warning/p' "$OUT/said"
    sed -n '/"reading"/,/"links"/p' "$OUT/results/ledger.json" | tr -d ' \n'
    echo
    cat "$OUT/results/School.csv"
    return $status
}
