# The shape of the Department's file, warts and all, with made-up rows: read by the declared leniencies
# of examples/england_north_yorkshire, and refused without each of them, by a message that names it.
rules=../../../examples/england_north_yorkshire/north_yorkshire.lustrum
mkdir -p "$OUT/data"
head='RECTYPE,LEA,URN,SCHNAME,NFTYPE,TPUP,TFSM6CLA1A,P8PUP,P8MEA,P8CILOW,P8CIUPP,P8MEAENG,P8MEAMAT'
head="$head,P8MEAEBAC,P8MEAOPEN,TEBACC_E_PTQ_EE,P8PUP_FSM6CLA1A,P8PUP_NFSM6CLA1A,P8MEA_FSM6CLA1A"
head="$head,P8MEA_NFSM6CLA1A"
{ # a byte-order mark, rows of totals, a row that ends early, marks and spaces, no last line end
    printf '\357\273\277%s,P8MEA_ORIG,P8_BANDING\n' "$head"
    printf '1,901,100001,Hill,CY,88,21,85,0.5,0.01,0.99,0.5,0.5,0.5,0.5,5,20,65,-0.69,0.5,0.5,1\n'
    printf '1,901,100002,"Mill, Upper",IND,19,NP,NP,NP,NP,NP,NP,NP,NP,NP,4,NP,NP,NP,NP,NP\n'
    printf '2,901,100003,Lake,CYS,9,3,NE,NE,NE,NE,NE,NE,NE,NE,NE,SUPP,SUPP,SUPP,SUPP,NE,\n'
    printf '1,901,100004,Moor,AC\n'
    printf '1,901,100005,Dale,ACC, ,NA,LOWCOV,LOWCOV,NEW,NEW,DNS,DNS,DNS,DNS,,,,,,,\n'
    printf '4,901, , , ,99,24,85,0.5,0.4,0.6,,,,,5,,,,,,1\n'
    printf '5,,,,,587497,,,,,,,,,,205863\n'
    printf '7,,,,,527744,143544,498795,-0.03,,,-0.04,-0.02,-0.03,-0.04,201586,137336,361459,-0.4,0.13,'
} >"$OUT/data/ks4final.csv"
review() {
    "$LUSTRUM" review "$1" --data "$OUT/data" --year 2017/18 --out "$OUT/out" $MORE >"$OUT/said" 2>&1
    status=$?
    grep -E "^(error|Fix|     [a-z])" "$OUT/said"
    echo "exit $status"
}
without() { # PATTERN: the rules without what it matches
    echo "---- without $1"
    sed "s/$1//" "$rules" >"$OUT/rules.lustrum"
    review "$OUT/rules.lustrum"
}
review "$rules"
cat "$OUT/out/School.csv" "$OUT/out/Authority.csv"
tr -d ' \n' <"$OUT/out/ledger.json" | grep -o '"reading":.*"links"'
without ', short rows missing as cut_short\( "[a-z ]*"\)*'
without 'rows where RECTYPE in schools,'
without 'missing "NP" as not_published "NP: not published",'
without ', missing "", " " as blank "left blank"'
echo "---- a word that nobody declared"
sed -i 's/LOWCOV/LOWCOVER/' "$OUT/data/ks4final.csv"
review "$rules"
